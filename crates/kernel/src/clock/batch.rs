//! One line of `due --batch`: a receipt and a limit in, the due moment out. Total on any text.

use super::{ClockError, Limit, LimitUnit, due_moment};
use crate::calendar::Calendar;
use crate::time::Instant;

/// Computes a line `RECEIVED<TAB>AMOUNT<TAB>working_days|working_hours|days` to `YYYY-MM-DDTHH:MM:SS`, both in law
/// time. A carriage return at the end is ignored.
///
/// # Errors
/// One line of text that says what is wrong, in Vietnamese and English, without the prefix `error: ` that the
/// command line puts before it.
pub fn batch_line(calendar: &Calendar, line: &str) -> Result<String, String> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut columns = line.split('\t');
    let (Some(received), Some(amount), Some(unit), None) =
        (columns.next(), columns.next(), columns.next(), columns.next())
    else {
        return Err(
            "cần đúng ba cột cách nhau bằng dấu tab: RECEIVED, AMOUNT, UNIT / exactly three columns divided by \
                    tabs are needed: RECEIVED, AMOUNT, UNIT"
                .to_owned(),
        );
    };
    let received = Instant::parse_local(received).map_err(|e| e.to_string())?;
    let amount = whole_number(amount).ok_or_else(|| {
        format!("số lượng phải là số nguyên từ 1 đến {0} / AMOUNT must be a whole number from 1 to {0}", u32::MAX)
    })?;
    let unit = match unit {
        "working_days" => LimitUnit::WorkingDays,
        "working_hours" => LimitUnit::WorkingHours,
        "days" => LimitUnit::Days,
        _ => {
            return Err(
                "đơn vị phải là working_days, working_hours hoặc days / UNIT must be working_days, working_hours \
                        or days"
                    .to_owned(),
            );
        }
    };
    let limit = Limit::new(amount, unit).map_err(|e| e.to_string())?;
    let due = due_moment(calendar, received, limit).map_err(|e: ClockError| e.to_string())?;
    Ok(due.print_iso())
}

/// Digits only: no sign, no spaces.
fn whole_number(text: &str) -> Option<u32> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}
