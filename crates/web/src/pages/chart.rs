//! A chart of columns, drawn on the server: it prints, needs no script, and has a table behind it. Not here: the table.

use askama::Template;

/// Width that one group of columns takes, in units of the drawing.
const GROUP: u32 = 44;
/// Height of the highest column.
const HIGH: u64 = 96;
/// Room above the columns, for their figures.
const ABOVE: u64 = 18;

/// One group of columns.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// What stands under it, short.
    pub label: String,
    /// The values, at most two, with the figures as read.
    pub values: Vec<(u64, String)>,
}

/// A column as drawn.
#[derive(Clone, Debug, Default)]
struct Drawn {
    pattern: u8,
    x: u32,
    y: u64,
    width: u32,
    height: u64,
    middle: u32,
    above: u64,
    text: String,
}

/// The chart.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "chart.html")]
pub struct Chart {
    /// Caption.
    caption: String,
    /// The same in words.
    words: String,
    legend: Vec<(u8, String)>,
    width: u32,
    drawn: Vec<Drawn>,
    labels: Vec<(u32, String)>,
}

impl askama::filters::HtmlSafe for Chart {}

impl Chart {
    /// Draws columns. `patterns` names the pattern (1 to 5) of each value of a group and what it stands for.
    #[must_use]
    pub fn of(caption: &str, patterns: &[(u8, &str)], columns: &[Column]) -> Self {
        let most = columns.iter().flat_map(|c| &c.values).map(|(value, _)| *value).max().unwrap_or(0).max(1);
        let each = (GROUP - 8) / u32::try_from(patterns.len().max(1)).unwrap_or(1);
        let mut out = Self { caption: caption.to_owned(), ..Self::default() };
        let mut words = Vec::new();
        let mut left = 4;
        for column in columns {
            let mut x = left;
            for ((value, text), (pattern, _)) in column.values.iter().zip(patterns) {
                let height = if *value == 0 { 0 } else { (value * HIGH / most).max(1) };
                let y = ABOVE + HIGH - height;
                let (middle, above, text) = (x + each / 2, y - 4, text.clone());
                out.drawn.push(Drawn { pattern: *pattern, x, y, width: each - 2, height, middle, above, text });
                x += each;
            }
            let values: Vec<&str> = column.values.iter().map(|(_, text)| text.as_str()).collect();
            words.push(format!("{}: {}", column.label, values.join(", ")));
            out.labels.push((left + (GROUP - 8) / 2, column.label.clone()));
            left += GROUP;
        }
        out.width = left.max(GROUP);
        out.words = format!("{caption}. {}", words.join("; "));
        out.legend = patterns.iter().filter(|(_, w)| !w.is_empty()).map(|(p, w)| (*p, (*w).to_owned())).collect();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_column_fills_the_height_and_a_small_one_can_be_seen() {
        let column =
            |label: &str, value: u64| Column { label: label.to_owned(), values: vec![(value, value.to_string())] };
        let chart = Chart::of("x", &[(3, "")], &[column("a", 1_000), column("b", 1), column("c", 0)]);
        assert_eq!(chart.drawn.iter().map(|d| d.height).collect::<Vec<_>>(), [HIGH, 1, 0]);
        assert!(chart.words.contains("a: 1000; b: 1; c: 0"));
    }
}
