//! Tables of figures. Every figure may lead to the records that it counts.

use askama::Template;

/// One cell of a head.
#[derive(Clone, Debug, Default)]
pub struct HeadCell {
    /// Words.
    pub text: String,
    /// How many columns it stands over (1 or more).
    pub columns: u32,
    /// How many rows of the head it takes (1 or more).
    pub rows: u32,
    /// Whether figures stand under it.
    pub number: bool,
}

impl HeadCell {
    /// A head over one column of words.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, rows: 1, number: false }
    }

    /// A head over one column of figures.
    #[must_use]
    pub fn figure(text: impl Into<String>) -> Self {
        Self { number: true, ..Self::words(text) }
    }

    /// The same head over so many columns and so many rows of the head.
    #[must_use]
    pub fn over(self, columns: u32, rows: u32) -> Self {
        Self { columns, rows, ..self }
    }
}

/// One part of a bar.
#[derive(Clone, Debug, Default)]
pub struct BarPart {
    /// `1` to `5`: which pattern; patterns differ in grey too.
    pub pattern: u8,
    /// Where it begins, in thousandths of the bar.
    pub from: u32,
    /// How wide it is, in thousandths of the bar.
    pub width: u32,
}

/// A bar of parts that add up to a whole.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// The same in words, for those who do not see it.
    pub words: String,
    parts: Vec<BarPart>,
}

impl Bar {
    /// A bar whose parts have the widths of `counts`, in that order. All zero gives an empty bar.
    #[must_use]
    pub fn of(words: impl Into<String>, counts: &[u64]) -> Self {
        let whole = counts.iter().map(|count| u128::from(*count)).sum::<u128>().max(1);
        let thousandths = |count: u128| u32::try_from(count * 1000 / whole).unwrap_or(1000);
        let mut before = 0_u128;
        let parts = counts.iter().zip(1_u8..).filter_map(|(count, pattern)| {
            let from = thousandths(before);
            before += u128::from(*count);
            // Parts end where the next begins, so that rounding leaves no gap.
            (*count > 0).then(|| BarPart { pattern, from, width: thousandths(before).saturating_sub(from) })
        });
        Self { words: words.into(), parts: parts.collect() }
    }
}

/// One cell of a body.
#[derive(Clone, Debug)]
pub enum TableCell {
    /// Words.
    Text(String),
    /// A figure as read; with an address it leads to its records.
    Figure {
        /// As read.
        text: String,
        /// The list that it counts.
        href: Option<String>,
    },
    /// Words that lead somewhere.
    Link(super::Link),
    /// A bar.
    Bar(Bar),
    /// Nothing: the figure does not exist, which is not zero.
    Nothing,
}

impl TableCell {
    /// A figure that leads to its records.
    #[must_use]
    pub fn figure(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Figure { text: text.into(), href: Some(href.into()) }
    }

    /// A figure that leads nowhere: a growth, a percentage.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Figure { text: text.into(), href: None }
    }
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// What the row is about.
    pub label: String,
    /// A second, smaller line: code, unit of measure; may be empty.
    pub detail: String,
    /// Cells after the label.
    pub cells: Vec<TableCell>,
    /// Whether it is a sum.
    pub total: bool,
}

/// A table with a caption, a head of one or more rows, and rows that begin with their label.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "table.html")]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Rows of the head.
    pub head: Vec<Vec<HeadCell>>,
    /// Rows.
    pub rows: Vec<TableRow>,
    /// Notes under it; may be empty.
    pub notes: Vec<String>,
    /// Names of the patterns of its bars, in order; empty without bars.
    pub legend: Vec<String>,
    /// Whether it is printed across the long side of the paper.
    pub landscape: bool,
    /// Whether it stands in Vietnamese on a page that does not: the forms of the law.
    pub vietnamese: bool,
}

impl askama::filters::HtmlSafe for Table {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_bar_join_without_gap_and_fill_it() {
        let bar = Bar::of("", &[1, 0, 1, 1]);
        let parts: Vec<_> = bar.parts.iter().map(|p| (p.pattern, p.from, p.width)).collect();
        assert_eq!(parts, [(1, 0, 333), (3, 333, 333), (4, 666, 334)]);
    }

    #[test]
    fn a_bar_of_nothing_is_empty_and_huge_counts_do_not_overflow() {
        assert!(Bar::of("", &[0, 0]).parts.is_empty());
        assert_eq!(Bar::of("", &[u64::MAX, u64::MAX]).parts.len(), 2);
    }
}
