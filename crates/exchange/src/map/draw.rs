//! The process map as SVG text. Meaning is carried by words, line widths and dashes, so grey is enough; colours come
//! from the page. Presentation attributes only, so that a strict content policy of the page lets it through.

use std::fmt::Write as _;

use super::layout::{self, Arc, Course, Layout, Point, Size};
use super::select::{self, Shown, View};
use super::words::{duration_vi, escaped, number_vi, wrapped};
use super::{MapOptions, ProcessMap};

const INK: &str = "var(--ink, #1b2733)";
const INK_SOFT: &str = "var(--ink-soft, #4c595e)";
const PAPER: &str = "var(--paper, #ffffff)";
const SHADE: &str = "var(--shade, #f4f7f7)";
const LINE: &str = "var(--line-strong, #738085)";
const ACCENT: &str = "var(--accent, #0b5a5e)";
const FONT: &str = "var(--sans, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif)";

const STEP_HALF: f64 = 96.0;
const STEP_HEIGHT: f64 = 62.0;
const RIM_HALF: f64 = 68.0;
const RIM_HEIGHT: f64 = 30.0;
/// Room to the right of a step for the loop of its repetitions and their label.
const LOOP_WIDTH: f64 = 112.0;
const NAME_CHARACTERS: usize = 26;
/// Pixels a character of a label takes, a little more than it does.
const LABEL_CHARACTER: f64 = 6.4;
const ARROW_LENGTH: f64 = 9.0;
const ARROW_HALF: f64 = 5.5;
const STROKE_LEAST: f64 = 1.2;
const STROKE_MORE: f64 = 5.0;
const NOTE_LINE: f64 = 16.0;
const NOTE_CHARACTERS: usize = 64;
const NOTE_LINES_MAX: usize = 4;
const WIDTH_LEAST: f64 = 420.0;

/// The two lines that stand on a connection.
fn label_lines(shown: &Shown) -> (String, Option<String>) {
    (number_vi(shown.count), shown.median_seconds.map(duration_vi))
}

pub(super) fn svg(map: &ProcessMap, options: &MapOptions) -> String {
    let view = select::view(map, options);
    let most = view.connections.iter().map(|shown| shown.count).max().unwrap_or(1);
    let sizes = sizes(&view);
    let arcs: Vec<Arc> = view
        .connections
        .iter()
        .map(|shown| Arc {
            from: shown.from,
            to: shown.to,
            weight: share(shown.count, most),
            label_width: label_width(shown),
        })
        .collect();
    let laid = layout::layout(&sizes, &arcs);
    let mut out = String::new();
    let note = wrapped(&note_words(&view), NOTE_CHARACTERS, NOTE_LINES_MAX);
    let height = laid.height + NOTE_LINE * (f64::from(u8::try_from(note.len()).unwrap_or_default()) + 0.5);
    open(&mut out, map, options, &view, (laid.width.max(WIDTH_LEAST), height));
    for (course, shown) in laid.courses.iter().zip(&view.connections) {
        line(&mut out, course, share(shown.count, most), &connection_words(map, &view, shown));
    }
    for (course, shown) in laid.courses.iter().zip(&view.connections) {
        label(&mut out, course.label, shown);
    }
    nodes(&mut out, map, &view, &laid);
    let mut y = laid.height;
    for text in &note {
        y += NOTE_LINE;
        let _ = writeln!(
            out,
            "<text x=\"12\" y=\"{}\" font-size=\"12\" fill=\"{INK_SOFT}\">{}</text>",
            px(y - 4.0),
            escaped(text)
        );
    }
    out.push_str("</svg>\n");
    out
}

fn sizes(view: &View) -> Vec<Size> {
    let rim = Size { left: RIM_HALF, right: RIM_HALF, height: RIM_HEIGHT };
    let steps = (1..=view.steps.len()).map(|node| {
        let extra = if view.repetitions.contains_key(&node) { LOOP_WIDTH } else { 0.0 };
        Size { left: STEP_HALF, right: STEP_HALF + extra, height: STEP_HEIGHT }
    });
    std::iter::once(rim).chain(steps).chain([rim]).collect()
}

fn label_width(shown: &Shown) -> f64 {
    let (count, median) = label_lines(shown);
    let characters = count.chars().count().max(median.map_or(0, |text| text.chars().count()));
    u32::try_from(characters).map_or(0.0, f64::from) * LABEL_CHARACTER + 10.0
}

fn open(out: &mut String, map: &ProcessMap, options: &MapOptions, view: &View, (width, height): (f64, f64)) {
    let (width, height) = (px(width), px(height));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"{FONT}\" fill=\"{INK}\" text-anchor=\"start\">\n\
         <title>{}</title>\n<desc>{}</desc>",
        escaped(&options.title),
        escaped(&description(map, view))
    );
}

/// The picture in words for those who do not see it; the table says the rest.
fn description(map: &ProcessMap, view: &View) -> String {
    let mut words = format!(
        "Sơ đồ quy trình từ {} hồ sơ, {} bước và {} đường nối được vẽ.",
        number_vi(map.cases),
        view.steps.len(),
        view.connections.len()
    );
    let mut by_count: Vec<&Shown> = view.connections.iter().filter(|shown| shown.median_seconds.is_some()).collect();
    by_count.sort_by_key(|shown| std::cmp::Reverse(shown.count));
    for shown in by_count.into_iter().take(5) {
        let _ = write!(words, " {}.", connection_words(map, view, shown));
    }
    words
}

fn note_words(view: &View) -> String {
    if view.steps.is_empty() {
        return "Chưa có bước nào.".to_owned();
    }
    let legend = "Số trên đường nối: số lượt và thời gian giữa (trung vị). Nét đứt: quay lại bước trước.";
    if view.steps_hidden == 0 && view.connections_hidden == 0 {
        return legend.to_owned();
    }
    format!(
        "{legend} Không vẽ {} bước và {} đường nối ít gặp (dưới {} lượt).",
        view.steps_hidden,
        view.connections_hidden,
        number_vi(view.count_min)
    )
}

/// Name of a node: the step's, or the word for a rim.
fn node_name<'a>(map: &'a ProcessMap, view: &View, node: usize) -> &'a str {
    match node.checked_sub(1) {
        None => "Bắt đầu",
        Some(step) => {
            view.steps.get(step).and_then(|step| map.steps.get(*step)).map_or("Kết thúc", |step| &step.name)
        }
    }
}

fn connection_words(map: &ProcessMap, view: &View, shown: &Shown) -> String {
    let (from, to) = (node_name(map, view, shown.from), node_name(map, view, shown.to));
    let count = number_vi(shown.count);
    match shown.median_seconds {
        Some(seconds) => format!("{from} → {to}: {count} lượt, trung vị {}", duration_vi(seconds)),
        None => format!("{from} → {to}: {count} lượt"),
    }
}

/// One connection: a smooth line through its places and a head that points where the case goes.
fn line(out: &mut String, course: &Course, share: f64, words: &str) {
    let (mut start, mut end) = (course.start, course.end);
    let tip = if course.backward { start } else { end };
    if course.backward {
        start.y += ARROW_LENGTH - 1.0;
    } else {
        end.y -= ARROW_LENGTH - 1.0;
    }
    let mut path = format!("M{} {}", px(start.x), px(start.y));
    let mut at = start;
    for (x, top, bottom) in &course.through {
        curve(&mut path, at, Point { x: *x, y: *top });
        at = Point { x: *x, y: *bottom };
        if bottom > top {
            let _ = write!(path, "V{}", px(*bottom));
        }
    }
    curve(&mut path, at, end);
    let dashes = if course.backward { " stroke-dasharray=\"6 4\"" } else { "" };
    let base = if course.backward { tip.y + ARROW_LENGTH } else { tip.y - ARROW_LENGTH };
    let half = ARROW_HALF.max((STROKE_LEAST + STROKE_MORE * share) * 0.9 + 2.0);
    let _ = writeln!(
        out,
        "<g><title>{}</title><path d=\"{path}\" fill=\"none\" stroke=\"{INK_SOFT}\" stroke-width=\"{}\"{dashes}/>\
         <path d=\"M{} {}L{} {}L{} {}Z\" fill=\"{INK_SOFT}\"/></g>",
        escaped(words),
        px(STROKE_LEAST + STROKE_MORE * share),
        px(tip.x),
        px(tip.y),
        px(tip.x - half),
        px(base),
        px(tip.x + half),
        px(base)
    );
}

/// A curve that leaves and arrives upright.
fn curve(path: &mut String, from: Point, to: Point) {
    let middle = f64::midpoint(from.y, to.y);
    let _ = write!(path, "C{} {} {} {} {} {}", px(from.x), px(middle), px(to.x), px(middle), px(to.x), px(to.y));
}

/// The numbers of a connection on a patch of paper over its line.
fn label(out: &mut String, at: Point, shown: &Shown) {
    let (count, median) = label_lines(shown);
    let width = label_width(shown);
    let height = if median.is_some() { 32.0 } else { 18.0 };
    let _ = write!(
        out,
        "<g text-anchor=\"middle\" font-size=\"12\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" \
         fill=\"{PAPER}\"/><text x=\"{}\" y=\"{}\" font-weight=\"600\">{count}</text>",
        px(at.x - width / 2.0),
        px(at.y - height / 2.0),
        px(width),
        px(height),
        px(at.x),
        px(if median.is_some() { at.y - 3.0 } else { at.y + 4.0 })
    );
    if let Some(median) = median {
        let _ = write!(out, "<text x=\"{}\" y=\"{}\" fill=\"{INK_SOFT}\">{median}</text>", px(at.x), px(at.y + 12.0));
    }
    out.push_str("</g>\n");
}

fn nodes(out: &mut String, map: &ProcessMap, view: &View, laid: &Layout) {
    let last = laid.nodes.len().saturating_sub(1);
    for (node, at) in laid.nodes.iter().enumerate() {
        if node == 0 || node == last {
            rim(out, map, view, node, *at);
            continue;
        }
        step(out, map, view, node, *at);
        if let Some((count, median)) = view.repetitions.get(&node) {
            repetition(out, *at, *count, *median);
        }
    }
}

/// Beginning or end of all cases.
fn rim(out: &mut String, map: &ProcessMap, view: &View, node: usize, at: Point) {
    let cases = if node == 0 { format!(" · {} hồ sơ", number_vi(map.cases)) } else { String::new() };
    let _ = writeln!(
        out,
        "<g text-anchor=\"middle\" font-size=\"13\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"15\" \
         fill=\"{INK}\"/><text x=\"{}\" y=\"{}\" fill=\"{PAPER}\">{}{cases}</text></g>",
        px(at.x - RIM_HALF),
        px(at.y - RIM_HEIGHT / 2.0),
        px(RIM_HALF * 2.0),
        px(RIM_HEIGHT),
        px(at.x),
        px(at.y + 4.5),
        node_name(map, view, node)
    );
}

/// A step: name in two lines, counts, and at the foot a bar for the share of cases that took it.
fn step(out: &mut String, map: &ProcessMap, view: &View, node: usize, at: Point) {
    let Some(step) = node.checked_sub(1).and_then(|place| view.steps.get(place)).and_then(|step| map.steps.get(*step))
    else {
        return;
    };
    let (left, top) = (at.x - STEP_HALF, at.y - STEP_HEIGHT / 2.0);
    let counts = if step.count == step.cases {
        format!("{} hồ sơ", number_vi(step.cases))
    } else {
        format!("{} lượt · {} hồ sơ", number_vi(step.count), number_vi(step.cases))
    };
    let _ = write!(
        out,
        "<g text-anchor=\"middle\"><title>{}: {counts}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" \
         rx=\"3\" fill=\"{SHADE}\" stroke=\"{LINE}\"/>",
        escaped(&step.name),
        px(left),
        px(top),
        px(STEP_HALF * 2.0),
        px(STEP_HEIGHT)
    );
    let bar = share(step.cases, map.cases) * (STEP_HALF * 2.0);
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"4\" fill=\"{ACCENT}\"/>",
        px(left),
        px(top + STEP_HEIGHT - 4.0),
        px(bar)
    );
    let lines = wrapped(&step.name, NAME_CHARACTERS, 2);
    let mut y = if lines.len() > 1 { top + 18.0 } else { top + 24.0 };
    for text in &lines {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"13\" font-weight=\"600\">{}</text>",
            px(at.x),
            px(y),
            escaped(text)
        );
        y += 16.0;
    }
    let y = if lines.len() > 1 { top + 51.0 } else { top + 45.0 };
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"{INK_SOFT}\">{counts}</text></g>",
        px(at.x),
        px(y)
    );
}

/// A loop at the right of a step that directly followed itself.
fn repetition(out: &mut String, at: Point, count: u64, median: Option<u32>) {
    let x = at.x + STEP_HALF;
    let _ = write!(
        out,
        "<g font-size=\"12\"><title>Lặp lại ngay: {count} lượt</title><path d=\"M{} {}C{} {} {} {} {} {}\" fill=\"none\" \
         stroke=\"{INK_SOFT}\" stroke-width=\"{}\" stroke-dasharray=\"6 4\"/><path d=\"M{} {}l{} -5.5v11Z\" \
         fill=\"{INK_SOFT}\"/><text x=\"{}\" y=\"{}\" font-weight=\"600\">{}</text>",
        px(x),
        px(at.y - 16.0),
        px(x + 28.0),
        px(at.y - 22.0),
        px(x + 28.0),
        px(at.y + 16.0),
        px(x + ARROW_LENGTH),
        px(at.y + 12.0),
        px(STROKE_LEAST),
        px(x),
        px(at.y + 12.0),
        px(ARROW_LENGTH),
        px(x + 26.0),
        px(at.y - 3.0),
        number_vi(count)
    );
    if let Some(seconds) = median {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"{INK_SOFT}\">{}</text>",
            px(x + 26.0),
            px(at.y + 12.0),
            duration_vi(seconds)
        );
    }
    out.push_str("</g>\n");
}

/// A part of a whole, from 0 to 1.
fn share(part: u64, whole: u64) -> f64 {
    let permille = part.saturating_mul(1_000).checked_div(whole).unwrap_or_default().min(1_000);
    u32::try_from(permille).map_or(1.0, |permille| f64::from(permille) / 1_000.0)
}

/// Pixels with one digit, without a needless ".0" and without "-0".
fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
