//! The receipt of a dossier: its number, when it was accepted, when it is due, and that both stand in the log.
//!
//! Two entries prove it: the leaf that starts the clock, which everybody can read, and the event that gave the number, opened
//! for the holder. Not here: paper (`office`, `print`).

use kernel::case::What;
use kernel::case::leaf::{Kind, Leaf, Minute, Pseudonym};
use serde::{Deserialize, Serialize};
use translog::PublicKey;

use super::{Entry, Unproven, VERSION, attached_json, parse};
use crate::evidence::attached::is_pdf;

/// How far apart the two events may stand: they are of one act.
const EVENTS_APART_MAX: u64 = 16;

/// A receipt as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Version of the form.
    pub v: u8,
    /// Number of the dossier.
    pub number: String,
    /// When it was accepted, to the minute.
    pub at: Minute,
    /// When the result is due; absent where there is no deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Minute>,
    /// The leaf by which the time began to run.
    pub started: Entry,
    /// The event that gave the number, opened.
    pub numbered: Entry,
}

/// What a genuine receipt proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptVerified {
    /// Number of the dossier.
    pub number: String,
    /// When it was accepted.
    pub at: Minute,
    /// When the result is due.
    pub due: Option<Minute>,
    /// Its name in the log.
    pub case: Pseudonym,
    /// Code of the unit that has it.
    pub unit: Option<String>,
    /// Code of the procedure.
    pub procedure: Option<String>,
    /// Hash of the leaf, as the square code holds it.
    pub leaf: [u8; 32],
    /// When the log vouched for it, seconds since 1970.
    pub stamp: Option<u64>,
}

impl Receipt {
    /// A receipt of the present form.
    #[must_use]
    pub fn new(number: String, at: Minute, due: Option<Minute>, started: Entry, numbered: Entry) -> Self {
        Self { v: VERSION, number, at, due, started, numbered }
    }
}

/// Checks a receipt: the JSON file, or the PDF that it is attached to.
///
/// # Errors
/// That it is forged, or cannot be read.
pub fn verify_receipt(file: &[u8], key: &PublicKey) -> Result<ReceiptVerified, Unproven> {
    if is_pdf(file) {
        let json = attached_json(file).ok_or_else(|| {
            Unproven::unreadable(
                "tệp PDF này không đính kèm bằng chứng; xin dùng tệp gốc, không dùng bản chụp hay bản in lại thành PDF",
                "this PDF has no proof attached; use the original file, not a scan or a copy printed to PDF",
            )
        })?;
        return prove(&parse(&json)?, key);
    }
    prove(&parse(file)?, key)
}

fn prove(receipt: &Receipt, key: &PublicKey) -> Result<ReceiptVerified, Unproven> {
    if receipt.v != VERSION {
        let v = receipt.v;
        return Err(Unproven::unreadable(
            format!("giấy tiếp nhận dạng {v}, mới hơn chương trình này; xin dùng bản chương trình mới"),
            format!("a receipt of form {v} is newer than this program"),
        ));
    }
    let (started, numbered) = (receipt.started.prove(key)?, receipt.numbered.prove(key)?);
    let Leaf::Public(leaf) = &started.leaf else {
        return Err(Unproven::forged("lá nêu trong giấy không nói gì về thời hạn", "the leaf tells of no deadline"));
    };
    let said = leaf.clock.as_ref().filter(|_| leaf.k == Kind::ClockStarted);
    let said = said.ok_or_else(|| {
        Unproven::forged("lá nêu trong giấy không phải lúc thời hạn bắt đầu", "the leaf does not start a deadline")
    })?;
    if said.due != receipt.due {
        return Err(Unproven::forged(
            format!("ngày hẹn trả trên giấy khác nhật ký; nhật ký ghi {}", printed(said.due)),
            format!("the due moment differs from the log, which says {}", printed(said.due)),
        ));
    }
    if said.received != Some(receipt.at) {
        return Err(Unproven::forged(
            format!("thời điểm tiếp nhận trên giấy khác nhật ký; nhật ký ghi {}", printed(said.received)),
            format!("the moment of acceptance differs from the log, which says {}", printed(said.received)),
        ));
    }
    let given = receipt.numbered.event();
    let is_of_it = given.is_some_and(|event| {
        let named = matches!(&event.what, What::NumberGiven { text, .. } if *text == receipt.number);
        named && Minute::of(event.at) == leaf.at
    });
    let apart = receipt.started.position.abs_diff(receipt.numbered.position);
    if !is_of_it || apart > EVENTS_APART_MAX {
        return Err(Unproven::forged(
            "mã hồ sơ trên giấy không phải mã đã cấp trong nhật ký cùng lúc tiếp nhận",
            "the number is not the one that the log gave together with the acceptance",
        ));
    }
    Ok(ReceiptVerified {
        number: receipt.number.clone(),
        at: receipt.at,
        due: receipt.due,
        case: leaf.case.clone(),
        unit: leaf.unit.as_ref().map(ToString::to_string),
        procedure: leaf.of.iter().find(|(code, _)| **code == *"procedure").map(|(_, value)| value.clone()),
        leaf: started.hash,
        stamp: started.stamp.min(numbered.stamp),
    })
}

fn printed(minute: Option<Minute>) -> String {
    minute.map_or_else(|| "–".to_owned(), |minute| minute.to_string())
}
