//! `due --batch`, line by line, and on any text at all.

use super::shipped;
use kernel::clock::batch_line;
use proptest::prelude::*;

fn check(line: &str, wanted: &str) {
    let got = batch_line(shipped(), line).unwrap_or_else(|e| format!("error: {e}"));
    assert!(got == wanted || (wanted.ends_with('*') && got.contains(wanted.trim_end_matches('*'))), "{line:?}: {got}");
}

#[test]
fn lines() {
    check("2023-10-27T09:32\t5\tworking_days", "2023-11-03T09:32:00");
    check("2023-10-27T09:32:07\t5\tworking_days", "2023-11-03T09:32:07");
    check("2023-06-05T11:45\t4\tworking_hours", "2023-06-06T07:30:00");
    check("2023-06-10T10:00\t2\tdays", "2023-06-12T17:00:00");
    check("2023-06-10T10:00\t2\tdays\r\n", "2023-06-12T17:00:00");
    check("2023-02-29T09:00\t5\tworking_days", "does not exist*");
    check("2023-10-27T09:32\t0\tworking_days", "at least 1*");
    check("2023-10-27T09:32\t-1\tworking_days", "AMOUNT*");
    check("2023-10-27T09:32\t+1\tworking_days", "AMOUNT*");
    check("2023-10-27T09:32\t\tworking_days", "AMOUNT*");
    check("2023-10-27T09:32\t99999999999\tworking_days", "AMOUNT*");
    check("2023-10-27T09:32\t5\tmonths", "UNIT*");
    check("2023-10-27T09:32\t5", "three columns*");
    check("2023-10-27T09:32\t5\tdays\t", "three columns*");
    check("", "three columns*");
    check("2031-10-27T09:32\t5\tdays", "outside the calendar*");
}

proptest! {
    #[test]
    fn any_text_gets_one_line_of_answer(line in ".*") {
        let (Ok(said) | Err(said)) = batch_line(shipped(), &line);
        prop_assert!(!said.is_empty() && !said.contains('\n'));
    }

    #[test]
    fn nearly_right_lines_get_one_line_of_answer(
        y in 0_u32..10_000, mo in 0_u32..14, d in 0_u32..33, h in 0_u32..25, mi in 0_u32..61,
        amount in any::<i64>(), unit in "(working_days|working_hours|days|months)"
    ) {
        let line = format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}\t{amount}\t{unit}");
        let (Ok(said) | Err(said)) = batch_line(shipped(), &line);
        prop_assert!(!said.is_empty() && !said.contains('\n'));
    }
}
