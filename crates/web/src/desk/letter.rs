//! The e-mail digest in words: what the inbox says, as a letter of plain text with links, in Vietnamese as house mail is. Not here: what it tells
//! (`office::mail`), how it travels (minhbach).

use std::fmt::Write as _;

use kernel::time::Instant;
use office::House;
use office::mail::Digest;
use office::views::notices::Notice;

use super::inbox::{about, said};
use super::register::count_words;
use super::words::{case_href, long_day};
use crate::tongue::Tongue;

/// Characters of a title that a line of a letter tells.
const TITLE_CHARACTERS_MAX: usize = 120;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: String,
    /// The whole text.
    pub text: String,
}

/// The digest of a day as a letter; `base` is the address of the server without a slash at its end.
#[must_use]
pub fn letter(house: &House, digest: &Digest, base: &str, now: Instant) -> Letter {
    let org = house.org();
    let mut text = format!("Kính gửi ông/bà {},\n\n", org.person_name(&digest.person));
    let _ = writeln!(
        text,
        "{}: {} việc chờ ông/bà.",
        long_day(Tongue::Vi, digest.day),
        count_words(Tongue::Vi, digest.waiting)
    );
    let _ = writeln!(text, "Việc của tôi: {base}/viec-cua-toi");
    let mut part = |heading: &str, notices: &[Notice], more: usize| {
        if notices.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{heading}");
        for notice in notices {
            let case = &notice.case;
            let title: String = about(Tongue::Vi, house, case).chars().take(TITLE_CHARACTERS_MAX).collect();
            let due = case.clock.as_ref().map(|clock| format!(" ({})", clock.phrase(&house.calendar, now)));
            let _ = writeln!(text, "- {}: {title}{}", said(Tongue::Vi, org, notice), due.unwrap_or_default());
            let _ = writeln!(text, "  {base}{}", case_href(case.id));
        }
        if more > 0 {
            let _ = writeln!(text, "- và {more} thông báo nữa: {base}/thong-bao");
        }
    };
    part("NHẮC HẠN", &digest.reminders, digest.more_reminders);
    part("DIỄN BIẾN MỚI", &digest.acts, digest.more_acts);
    let _ = writeln!(text, "\nTất cả thông báo: {base}/thong-bao");
    text.push_str(
        "Thư này gửi tự động, mỗi ngày làm việc nhiều nhất một thư, chỉ khi có điều mới. Xin không trả lời thư này.\n",
    );
    Letter { subject: subject(digest), text }
}

fn subject(digest: &Digest) -> String {
    let counts = [
        (digest.reminders.len() + digest.more_reminders, "nhắc hạn"),
        (digest.acts.len() + digest.more_acts, "thông báo mới"),
    ];
    let told: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    format!("Minh Bạch {}: {}", digest.day.print_vn(), told.join(", "))
}
