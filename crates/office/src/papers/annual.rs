//! The annual report as a document: its prose, the signature, and an appendix of figures beside those of the year before.

use exchange::paper::{At, Bar, Bars, Block, Cell, Document, Head, Live, Row, Sheet, Side, Span, Table};
use kernel::org::Org;
use kernel::text::{growth_vn, number_vn};
use kernel::time::Date;

use super::head::{chief, letterhead, made, office_name, room_for_date};
use super::{column, end, paragraph, running};
use crate::reports::{self, Annual, FigureValue, Length, NOT_TOLD, NOT_TOLD_MARK};

/// Columns of the table of figures.
const NOW: u16 = 3;
const BEFORE: u16 = 4;

/// The report, to be signed on a day.
#[must_use]
pub fn annual(report: &Annual, org: &Org, day: Date) -> Document {
    let period = report.period.name();
    let of_period = format!("{} {period}", report.name.trim_end_matches(" năm"));
    let subject = capital(of_period.trim_start_matches("Báo cáo "));
    let office = office_name(org);
    let mut body = vec![paragraph(format!(
        "Thực hiện {}, {office} báo cáo {} (kỳ báo cáo {}) như sau:",
        report.basis,
        small(&subject),
        report.period.words()
    ))];
    let mut section = 0;
    for block in &report.prose {
        body.push(match block {
            reports::Block::Heading(text) => {
                section += 1;
                Block::Heading { text: format!("{}. {text}", roman(section)) }
            }
            reports::Block::Paragraph(spans) => Block::Paragraph { spans: spans.iter().map(span).collect() },
        });
    }
    body.push(paragraph(format!("Số liệu chi tiết tại Phụ lục kèm theo. Trên đây là báo cáo của {office}.")));
    end(&mut body);
    body.push(Block::Appendix {
        title: format!("Số liệu {period}"),
        of: format!("Kèm theo {} của {office}", small(&of_period)),
    });
    body.extend(bars(report));
    body.push(Block::Table { table: table(report) });
    if report.figures.iter().any(|figure| !figure.is_told) {
        body.push(Block::Note { text: format!("{NOT_TOLD_MARK} {}", NOT_TOLD.0) });
    }
    Document {
        letterhead: letterhead(org, &report.formalities.symbol, room_for_date(day)),
        kind: "Báo cáo".to_owned(),
        subject,
        addressees: Vec::new(),
        body,
        recipients: report.formalities.recipients.clone(),
        signature: Some(chief(org, day)),
        countersigned: None,
        sheet: Sheet::A4,
        landscape: false,
        made: made(day),
        source: format!("Tính tại vị trí {} của sổ cái.", number_vn(signed(report.as_of))),
    }
}

fn span(span: &reports::Span) -> Span {
    let (reports::Span::Text(text) | reports::Span::Figure { text, .. }) = span;
    Span { text: text.clone(), strong: matches!(span, reports::Span::Figure { .. }) }
}

/// The figures that are compared, as pairs of bars.
fn bars(report: &Annual) -> Option<Block> {
    let year = |period: reports::Period| match period.length() {
        Length::Year => period.year().to_string(),
        _ => period.name(),
    };
    let bar = |f: &FigureValue| {
        let before = f.previous?;
        Some(Bar {
            label: capital(&f.label),
            now: (f.value, number_vn(signed(f.value))),
            before: (before, number_vn(signed(before))),
        })
    };
    let bars: Vec<Bar> = report.figures.iter().filter_map(bar).collect();
    (!bars.is_empty()).then(|| Block::Bars {
        bars: Bars {
            title: "So sánh với cùng kỳ (mỗi cặp một thước đo)".to_owned(),
            now: year(report.period),
            before: year(report.period.year_before()),
            bars,
        },
    })
}

fn table(report: &Annual) -> Table {
    let now = capital(&report.period.name());
    let before = capital(&report.period.year_before().name());
    let labels = ["STT", "Nội dung", "Đơn vị tính", &now, &before, "Chênh lệch", "Tăng, giảm", "Tỷ lệ"];
    let head = labels.map(|text| Head { text: text.to_owned(), columns: 1, rows: 1 });
    let mut rows: Vec<Row> = Vec::new();
    // Where each figure stands, for shares that name it.
    let mut places: Vec<(&FigureValue, u32)> = Vec::new();
    let mut section = "";
    for figure in &report.figures {
        if figure.section != section {
            section = &figure.section;
            let mut cells = vec![Cell::default(); labels.len()];
            if let Some(cell) = cells.get_mut(1) {
                *cell = Cell::text(section);
            }
            rows.push(Row { strong: true, cells });
        }
        let row = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        places.push((figure, row));
        rows.push(Row { strong: false, cells: figure_cells(figure, places.len(), row) });
    }
    for (figure, row) in &places {
        let Some(whole) = figure.share_of.as_ref() else { continue };
        let Some((_, whole)) = places.iter().find(|(f, _)| f.code == *whole) else { continue };
        let live = Live::Share { part: At { row: *row, column: NOW }, whole: At { row: *whole, column: NOW } };
        let cells = usize::try_from(*row).ok().and_then(|at| rows.get_mut(at));
        if let Some(cell) = cells.and_then(|r| r.cells.last_mut()) {
            cell.live = Some(live);
        }
    }
    let widths = [
        (6, Side::Centre),
        (30, Side::Left),
        (11, Side::Centre),
        (11, Side::Right),
        (11, Side::Right),
        (11, Side::Right),
        (11, Side::Right),
        (10, Side::Right),
    ];
    Table { columns: widths.map(|(width, side)| column(width, side)).into(), head: vec![head.into()], rows }
}

fn figure_cells(figure: &FigureValue, number: usize, row: u32) -> Vec<Cell> {
    let count = |n: u64| Cell::number(n, number_vn(signed(n)));
    let (now, before) = (At { row, column: NOW }, At { row, column: BEFORE });
    let (previous, difference, growth) = match figure.previous {
        None => (Cell::default(), Cell::default(), Cell::default()),
        Some(previous) => {
            let more = signed(figure.value) - signed(previous);
            let difference = Cell { text: number_vn(more), number: Some(more), live: None };
            let growth = growth_vn(signed(figure.value), signed(previous)).map(|g| Cell::text(format!("{g} %")));
            (
                count(previous),
                difference.live(Live::Difference { from: now, less: before }),
                growth.unwrap_or_default().live(Live::Growth { now, before }),
            )
        }
    };
    vec![
        running(number),
        Cell::text(marked(capital(&figure.label), figure.is_told)),
        Cell::text(figure.unit.clone()),
        count(figure.value),
        previous,
        difference,
        growth,
        Cell::text(figure.share.clone()),
    ]
}

fn marked(label: String, is_told: bool) -> String {
    if is_told { label } else { format!("{label} {NOT_TOLD_MARK}") }
}

/// For arithmetic; no count comes near the end.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Numbers of sections; a report has fewer than forty.
fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_numbered_in_roman() {
        assert_eq!([1, 4, 8, 9, 14].map(roman), ["I", "IV", "VIII", "IX", "XIV"]);
    }
}
