//! Whether enough witnesses have signed: the newest head, or where it is too new for that, the one shown beside it.
//!
//! Not here: whether the log continues that head; it is met like one that was kept.

use translog::{NOTE_BYTES_MAX, Opened, Place, PublicKey, open};

use super::{Asked, Head, Shared, Unread, Verified, not_signed};
use crate::finding::{Finding, Name};

/// How much earlier than the newest head the witnessed one may have been signed, in seconds.
pub const WITNESSED_SECONDS_MAX: u64 = 3_600;

/// Looks who has signed. Answers the head beside the newest one, where that is the one that enough have signed.
pub(super) fn witnessed(
    source: &Shared<'_>,
    newest: &Opened,
    key: &PublicKey,
    asked: &Asked<'_>,
    out: &mut Verified,
) -> Result<Option<Head>, Unread> {
    signed_by(newest, &Place::Checkpoint, asked, out);
    if out.cosigned.len() >= asked.quorum {
        out.witnessed = (!out.cosigned.is_empty()).then_some(newest.checkpoint.size);
        return Ok(None);
    }
    let place = Place::Witnessed;
    let Some(note) = source.get(&place.to_string(), NOTE_BYTES_MAX)? else {
        too_few(asked, out);
        return Ok(None);
    };
    let opened = match open(&note, key) {
        Ok(opened) => opened,
        Err(error) => {
            out.findings.push(not_signed(&place.to_string(), &error)?);
            too_few(asked, out);
            return Ok(None);
        }
    };
    let late = newest.stamp.unwrap_or(0).saturating_sub(opened.stamp.unwrap_or(0));
    if late > WITNESSED_SECONDS_MAX {
        out.findings.push(Finding::of_log(
            Name::TooFewWitnesses,
            format!("{place} ký trước checkpoint {late} giây, quá {WITNESSED_SECONDS_MAX}: các lá sau đó không có chứng nhân"),
            format!("{place} was signed {late} s before the checkpoint, more than {WITNESSED_SECONDS_MAX}: nobody witnessed what came since"),
        ));
        return Ok(None);
    }
    signed_by(&opened, &place, asked, out);
    if out.cosigned.len() < asked.quorum {
        too_few(asked, out);
    }
    out.witnessed = (!out.cosigned.is_empty()).then_some(opened.checkpoint.size);
    Ok(Some(Head::of(opened, place.to_string())))
}

fn signed_by(opened: &Opened, place: &Place, asked: &Asked<'_>, out: &mut Verified) {
    match opened.cosigned_by(asked.witnesses) {
        Ok(cosigned) => out.cosigned = cosigned,
        Err(error) => out.findings.push(Finding::of_log(
            Name::ForgedHead,
            format!("chữ ký của một chứng nhân trên {place} không đúng ({error})"),
            format!("a witness's signature on {place} does not hold ({error})"),
        )),
    }
}

fn too_few(asked: &Asked<'_>, out: &mut Verified) {
    let (signed, wanted, known) = (out.cosigned.len(), asked.quorum, asked.witnesses.len());
    out.findings.push(Finding::of_log(
        Name::TooFewWitnesses,
        format!("{signed} trong {known} chứng nhân đã ký checkpoint; cần {wanted}"),
        format!("{signed} of {known} witnesses have signed the checkpoint; {wanted} are asked for"),
    ));
}
