//! The answer of `verify log` for reading: what was checked, what is wrong, the on-time table, the official report beside it.
//!
//! Vietnamese with English behind it, as wide as a terminal. Not here: what is counted.

use std::fmt::Write as _;

use audit::{Figure, Row, Table, Texts};
use kernel::time::Instant;

use super::log::Answer;

/// Rows of the table by procedure that are shown.
const ROWS_SHOWN_MAX: usize = 60;

/// Letters of a name in the table.
const NAME_LETTERS: usize = 40;

/// A column: its head, and what stands in it.
type Column = (&'static str, fn(&Row) -> u64);

/// The columns.
const COLUMNS: [Column; 13] = [
    ("xong", |row| row.done),
    ("đúng", |row| row.counted_on_time),
    ("sớm", |row| row.early),
    ("đúng ngày", |row| row.on_time),
    ("trễ", |row| row.late),
    ("ghi bù", |row| row.on_time_by_late_entry),
    ("dừng", |row| row.signals.paused),
    ("dừng sát hạn", |row| row.signals.paused_near_due),
    ("hẹn lại", |row| row.signals.extended),
    ("mở lại", |row| row.signals.reopened),
    ("bổ sung >1", |row| row.signals.supplements_repeated),
    ("đính chính", |row| row.signals.corrected),
    ("ghi muộn", |row| row.signals.entered_late),
];

/// What the columns mean.
const LEGEND: &str = "\
xong: done · đúng: on time by the official indicator · sớm, đúng ngày, trễ: early, on the day, late · ghi bù: late, on time by
late entry · dừng: paused · dừng sát hạn: paused within a working day of the due moment, or after it · hẹn lại: re-appointed ·
mở lại: closed and reopened · bổ sung >1: papers asked for more than once · đính chính: corrected · ghi muộn: entered late";

/// The page.
pub fn text(answer: &Answer<'_>, texts: &Texts) -> String {
    let mut out = String::new();
    head(&mut out, answer);
    findings(&mut out, answer);
    if let Some(counts) = answer.counts {
        let year = answer.year.map_or_else(|| "mọi năm / all years".to_owned(), |year| format!("năm {year}"));
        if counts.table.rows.is_empty() {
            line(&mut out, &format!("Không có hồ sơ nào được tính là xong, {year}. / Nothing counts as done."));
        } else {
            table(&mut out, &counts.table, texts, &year);
        }
        line(&mut out, "Số liệu kiểm chứng được từ bên ngoài / figures that can be checked from outside:");
        for (code, count) in &counts.figures {
            line(&mut out, &format!("  {} {count:>9}", pad(code.as_str(), 40)));
        }
    }
    if let Some(report) = answer.report {
        compared(&mut out, report);
    }
    out.truncate(out.trim_end().len());
    out
}

fn line(out: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _always = writeln!(out, "{text}");
}

fn head(out: &mut String, answer: &Answer<'_>) {
    if let (Some(origin), Some(size)) = (answer.origin, answer.size) {
        line(out, &format!("Nhật ký / log    {origin}"));
        let signed = answer.stamp.and_then(|stamp| i64::try_from(stamp).ok()?.checked_mul(1_000_000));
        let signed = signed.map_or_else(|| "—".to_owned(), |at| Instant(at).print_vn());
        line(out, &format!("Đầu đã ký / head {size} lá / leaves, {signed}"));
        line(out, &format!("Đầu đã giữ / kept heads compared  {}", answer.heads_kept));
    }
    for told in answer.breaks {
        breaks(out, told);
    }
    if !answer.witnesses.is_empty() {
        let up_to = answer.witnessed.filter(|size| Some(*size) != answer.size);
        let up_to = up_to.map(|size| format!(" (đến / up to {size} lá / leaves)")).unwrap_or_default();
        line(out, &format!("Chứng nhân / witnesses  {}{up_to}", answer.witnesses.join(", ")));
    }
    if let Some(counts) = answer.counts {
        let leaves = counts.leaves;
        line(
            out,
            &format!(
                "Lá / leaves      {} công khai / public, {} chỉ có ngày / a date alone, {} văn bản / texts; {} hồ sơ / cases",
                leaves.public, leaves.opaque, leaves.texts, leaves.cases
            ),
        );
        if !answer.texts_are_logged {
            line(
                out,
                "Lịch và danh mục là của chương trình này, vì nhật ký chưa ghi hoặc bản ghi không dùng được / calendar and \
                 catalogue are this program's: the log names none that can be used",
            );
        }
    }
    line(out, "");
}

/// A break of the log: no forgery, and nothing to be overlooked.
fn breaks(out: &mut String, told: &audit::Break) {
    let audit::Break { epoch, at, origin, size, restored, lost, reason, heads_lost } = told;
    line(
        out,
        &format!(
            "GIÁN ĐOẠN / BREAK kỳ / epoch {epoch}, {at}: “{origin}” đã ký {size} lá / leaves; nhận lại {restored}, MẤT {lost} sự \
             kiện / events taken over and lost; {heads_lost} đầu cũ không so được / old heads cannot be compared"
        ),
    );
    line(out, &format!("  lý do / reason: {reason}"));
}

fn findings(out: &mut String, answer: &Answer<'_>) {
    let found = answer.findings;
    if answer.genuine {
        line(out, "THẬT: mọi chữ ký, mã băm, thời điểm và thời hạn đều khớp. / GENUINE: everything fits.");
    } else if found.is_empty() {
        line(out, "KHÔNG ĐỌC ĐƯỢC HẾT, chưa nói được gì. / NOT READ TO ITS END; nothing can be said.");
    } else {
        line(out, "KHÔNG THẬT hoặc không khớp / NOT GENUINE, or it does not fit:");
        for (name, count) in &found.counts {
            line(out, &format!("  {} × {count}: {} / {}", name.code(), name.vi(), name.en()));
        }
        for finding in &found.kept {
            line(out, &format!("- {}: {}\n  {}", finding.name.code(), finding.vi, finding.en));
        }
    }
    line(out, "");
}

fn table(out: &mut String, table: &Table, texts: &Texts, year: &str) {
    let catalogue = texts.newest();
    let unit_name = |code: &str| {
        catalogue.and_then(|c| c.org.units.get(code)).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let procedure_name = |code: &str| {
        let name = catalogue.and_then(|c| c.procedures.get(code)).map(|p| format!("{code} {}", p.name));
        name.unwrap_or_else(|| code.to_owned())
    };
    let indicators = table.by(|of| of.indicator.clone());
    for (indicator, sum) in &indicators {
        line(out, &format!("{indicator}, {year}"));
        heads(out, "theo đơn vị / by unit");
        let rows = table.by(|of| (of.indicator.clone(), of.unit.clone()));
        for ((_, unit), row) in rows.iter().filter(|((of, _), _)| of == indicator) {
            cells(out, &unit.as_ref().map_or_else(|| "—".to_owned(), |unit| unit_name(unit.as_str())), row);
        }
        heads(out, "theo thủ tục, loại / by procedure, kind");
        let rows = table.by(|of| (of.indicator.clone(), of.case_type.clone(), of.procedure.clone()));
        let rows = rows.iter().filter(|((of, ..), _)| of == indicator);
        for ((_, kind, procedure), row) in rows.take(ROWS_SHOWN_MAX) {
            cells(out, &procedure.as_ref().map_or_else(|| kind.to_string(), |code| procedure_name(code)), row);
        }
        cells(out, "Cộng / sum", sum);
        line(out, &format!("Tỷ lệ đúng hạn / on-time rate  {}", share(sum.counted_on_time, sum.done)));
        line(out, LEGEND);
        line(out, "");
    }
}

/// A share with two digits, cut, so that it never says 100 % while one is late.
fn share(part: u64, whole: u64) -> String {
    let hundredths = u128::from(part) * 10_000 / u128::from(whole.max(1));
    format!("{},{:02} %", hundredths / 100, hundredths % 100)
}

fn heads(out: &mut String, first: &str) {
    let heads = COLUMNS.iter().map(|(head, _)| format!("  {head:>7}"));
    line(out, &format!("{}{}", pad(first, NAME_LETTERS), heads.collect::<String>()));
}

fn cells(out: &mut String, name: &str, row: &Row) {
    let cells = COLUMNS.iter().map(|(head, of)| format!("  {:>1$}", of(row), head.chars().count().max(7)));
    line(out, &format!("{}{}", pad(name, NAME_LETTERS), cells.collect::<String>()));
}

/// A text of exactly so many letters.
fn pad(text: &str, letters: usize) -> String {
    let count = text.chars().count();
    if count <= letters {
        return format!("{text}{}", " ".repeat(letters - count));
    }
    let short: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{short}…")
}

fn compared(out: &mut String, report: &audit::Compared) {
    line(out, "");
    let verdict = if report.differing == 0 {
        "KHỚP với báo cáo chính thức / equals the official report".to_owned()
    } else {
        format!(
            "KHÔNG KHỚP với báo cáo chính thức ở {0} chỗ / differs from the official report in {0} places",
            report.differing
        )
    };
    line(
        out,
        &format!(
            "{verdict}: {} khớp / equal, {} không kiểm chứng công khai được / cannot be checked from outside",
            report.equal, report.untold
        ),
    );
    line(out, &format!("{}  {:>10}  {:>10}", pad("", 42), "báo cáo", "nhật ký"));
    for Figure { code, official, counted, previous } in &report.figures {
        let said = match counted {
            None => "không kiểm chứng công khai được / cannot be checked from outside".to_owned(),
            Some(counted) if counted == official && previous.is_none_or(|(said, told)| said == told) => {
                format!("{counted:>10}")
            }
            Some(counted) => format!("{counted:>10}  ≠"),
        };
        line(out, &format!("{}  {official:>10}  {said}", pad(code, 42)));
        if let Some((said, told)) = previous {
            line(out, &format!("{}  {said:>10}  {told:>10}", pad("  kỳ trước / period before", 42)));
        }
    }
}
