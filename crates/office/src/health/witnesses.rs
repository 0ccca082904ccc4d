//! What is wrong with the witnesses of the public log, and what to do. The log itself goes on all the while.

use super::Facts;
use super::store::step;
use super::troubles::{Gravity, Trouble, trouble};
use crate::log::WitnessStanding;

/// Names of witnesses that are told at most.
const NAMES_MAX: usize = 3;

/// A file that is not used, a fork that a witness has shown, too few that answer, one that does not.
pub(super) fn witnesses(facts: &Facts) -> Option<Trouble> {
    let standing = match facts.machine.witnesses.as_ref()? {
        Ok(standing) => standing,
        Err(error) => {
            let steps = vec![step(
                "Sửa tệp trong thư mục khóa (docs/keys.md có mẫu); máy chủ tự đọc lại, không cần khởi động lại.",
                "Correct the file in the keys folder (docs/keys.md has a sample); the server reads it again by itself.",
            )];
            return Some(trouble(Gravity::Warning, "witnesses_file", error.vi(), error.en(), steps));
        }
    };
    let forked: Vec<&WitnessStanding> = standing.each.iter().filter(|witness| witness.is_fork).collect();
    if !forked.is_empty() {
        let names = names(&forked);
        let vi = format!("Chứng nhân {names} đã đưa ra một đầu khác với nhật ký này, ký bằng khóa của nhật ký.");
        let en = format!("{names} has shown a head that is not of this log and is signed with its key.");
        let steps = vec![step(
            "Giữ nguyên mọi tệp, xin chứng nhân tệp đó, đối chiếu với bản sao lưu: khóa ký đã lọt ra ngoài, hoặc nhật ký đã bị viết lại.",
            "Leave all files as they are, ask the witness for that head, compare with the backups: the key has leaked, or the log was rewritten.",
        )];
        return Some(trouble(Gravity::Critical, "witnesses_fork", vi, en, steps));
    }
    let failing: Vec<&WitnessStanding> = standing.each.iter().filter(|witness| witness.trouble.is_some()).collect();
    let (n, all) = (standing.each.len() - failing.len(), standing.each.len());
    let first = failing.first()?.trouble.clone().unwrap_or_default();
    let names = names(&failing);
    let gravity = if n < standing.quorum { Gravity::Warning } else { Gravity::Note };
    let wanted = standing.quorum;
    let vi = format!("{n} trên {all} chứng nhân ký được, cần {wanted}. Không ký được: {names} ({}).", first.0);
    let en = format!("{n} of {all} witnesses sign, {wanted} are wanted. Those that do not: {names} ({}).", first.1);
    let steps = vec![
        step(
            "Kiểm tra địa chỉ và đường mạng tới chứng nhân; `minhbach log status` nói từng chứng nhân.",
            "Check address and network to the witness; `minhbach log status` tells of each.",
        ),
        step(
            "Liên hệ người giữ chứng nhân. Nhật ký vẫn ký và công bố như thường; máy chủ tự hỏi lại.",
            "Get in touch with whoever runs it. The log is signed and published as usual; the server asks again by itself.",
        ),
    ];
    Some(trouble(gravity, "witnesses", vi, en, steps))
}

fn names(of: &[&WitnessStanding]) -> String {
    let mut names: Vec<&str> = of.iter().take(NAMES_MAX).map(|witness| witness.name.as_str()).collect();
    if of.len() > NAMES_MAX {
        names.push("…");
    }
    names.join(", ")
}
