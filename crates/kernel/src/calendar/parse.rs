//! Reading `calendar.toml`: what can be read becomes the calendar, what is wrong a finding with its line.

use super::announcement::{Announcement, Hours, Problem, hours_problems, problems, twice};
use crate::catalogue::source::Source;
use crate::checked::Finding;
use crate::time::Date;

/// The rows of a file, sound ones only.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub announcements: Vec<Announcement>,
    pub hours: Vec<Hours>,
}

/// Reads the rows.
pub(super) fn read(file: &str, text: &str) -> (Rows, Vec<Finding>) {
    let source = match Source::parse(file, text) {
        Ok(source) => source,
        Err(finding) => return (Rows::default(), vec![finding]),
    };
    let (mut announcements, mut hours, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for (key, count) in source.keys() {
        for i in 0..count {
            let at = format!("{key}.{i}");
            let read = match key {
                "announcement" => source.entry::<Announcement>(&at).map(|row| announcements.push((at, row))),
                "hours" => source.entry::<Hours>(&at).map(|row| hours.push((at, row))),
                _ if i == 0 => Err(source.finding(
                    key,
                    format!("không có khoá `{key}`; được phép: announcement, hours"),
                    format!("unknown key `{key}`; allowed: announcement, hours"),
                )),
                _ => Ok(()),
            };
            findings.extend(read.err());
        }
    }
    let mut note = |at: &str, p: Problem| findings.push(source.finding(&format!("{at}.{}", p.at), p.vi, p.en));
    check_announcements(&announcements, &mut note);
    hours.sort_by_key(|(_, row)| row.effective_from);
    check_hours(&announcements, &hours, &mut note);
    let rows = Rows {
        announcements: announcements.into_iter().map(|(_, a)| a).collect(),
        hours: hours.into_iter().map(|(_, h)| h).collect(),
    };
    findings.sort();
    (rows, findings)
}

fn check_announcements(announcements: &[(String, Announcement)], note: &mut impl FnMut(&str, Problem)) {
    let mut until: Option<Date> = None;
    for (i, (at, row)) in announcements.iter().enumerate() {
        for problem in problems(row) {
            note(at, problem);
        }
        let before = || announcements.iter().take(i).map(|(_, a)| a).filter(|a| row.replaces.as_ref() != Some(&a.id));
        if before().any(|a| a.id == row.id) {
            let (vi, en) =
                (format!("mã `{}` bị lặp; xin đổi", row.id), format!("the id `{}` is repeated; change it", row.id));
            note(at, Problem { at: "id".to_owned(), vi, en });
        }
        if let Some(replaced) = &row.replaces
            && !announcements.iter().take(i).any(|(_, a)| a.id == *replaced)
        {
            let vi = format!("không có thông báo `{replaced}` ở trên để thay; xin sửa mã hoặc thứ tự");
            let en = format!("there is no announcement `{replaced}` above to replace; correct the id or the order");
            note(at, Problem { at: "replaces".to_owned(), vi, en });
        }
        for (j, day) in row.days.iter().enumerate() {
            if before().any(|a| a.days.iter().any(|d| d.date == day.date)) {
                note(at, twice(format!("days.{j}.date"), day.date));
            }
        }
        if let Some((from, to)) = row.period() {
            if until.is_some_and(|until| from > until.add_days(1)) {
                let gap = until.map_or(from, |until| until.add_days(1));
                let vi =
                    format!("không thông báo nào nói về các ngày từ {gap} đến {}; xin nối liền", from.add_days(-1));
                let en = format!("no announcement covers {gap} to {}; close the gap", from.add_days(-1));
                note(at, Problem { at: "period_from".to_owned(), vi, en });
            }
            until = until.max(Some(to));
        }
    }
}

fn check_hours(
    announcements: &[(String, Announcement)],
    hours: &[(String, Hours)],
    note: &mut impl FnMut(&str, Problem),
) {
    let mut before = None;
    for (at, row) in hours {
        for problem in hours_problems(before, row) {
            note(at, problem);
        }
        before = Some(row);
    }
    let first = announcements.iter().filter_map(|(_, a)| a.period()).map(|(from, _)| from).min();
    let last = announcements.iter().filter_map(|(_, a)| a.period()).map(|(_, to)| to).max();
    let (Some(first), Some(last)) = (first, last) else {
        let vi = "lịch không có thông báo nào với `period_from` và `period_to`; xin thêm".to_owned();
        let en = "the calendar has no announcement with a period; add one".to_owned();
        return note("", Problem { at: String::new(), vi, en });
    };
    let begins = hours.first().map(|(_, row)| row.effective_from);
    let ends = hours.last().map(|(_, row)| row.effective_to);
    let short = begins.is_none_or(|begins| begins > first) || ends.flatten().is_some_and(|to| to < last);
    if short {
        let at = hours.last().map_or("hours", |(at, _)| at.as_str());
        let vi = format!("giờ làm việc không phủ hết lịch từ {first} đến {last}; xin thêm dòng");
        let en = format!("the hours do not cover the calendar from {first} to {last}; add a row");
        note(at, Problem { at: "effective_from".to_owned(), vi, en });
    }
}
