//! Lines of text and curves of a drawn process, from where its boxes stand. Not here: where they stand
//! (`exchange::layout`), colours (style sheet).

use exchange::course::{Act, Course, State, StateKind};
use exchange::layout::{Edge, Point, Size, Spacing, Way, lay_out};

use super::process::{Flow, Step};

const STEP: Size = Size { width: 200, height: 60 };
const SPACING: Spacing = Spacing { across: 24, down: 48, margin: 12, back: 84 };
/// A state of a course, an act on the way from one to another, and the beginning.
const STATE: Size = Size { width: 184, height: 52 };
const ACT: Size = Size { width: 160, height: 36 };
const BEGINNING: Size = Size { width: 16, height: 16 };
const COURSE_SPACING: Spacing = Spacing { across: 20, down: 30, margin: 12, back: 56 };
/// Letters of an act's name on one of its two lines.
const ACT_LETTERS: usize = 23;
/// Letters of a step's name on one of its two lines.
const LINE_LETTERS: usize = 26;
/// Room that the head of an arrow needs before the box.
pub(super) const ARROW: i64 = 7;

/// A drawn map, in the units of its view box.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawing {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) steps: Vec<StepShape>,
    pub(super) ways: Vec<WayShape>,
    /// Where the process begins: the first of the highest boxes. A narrow screen opens the picture there.
    pub(super) begins: Option<(Point, Size)>,
}

fn first_of_the_highest(steps: &[StepShape]) -> Option<(Point, Size)> {
    let first = steps.iter().min_by_key(|step| step.y)?;
    Some((Point { x: first.x, y: first.y }, first.size))
}

/// A box with two lines of name and one of figures.
#[derive(Clone, Debug)]
pub(super) struct StepShape {
    /// Class that says what it is.
    pub(super) class: &'static str,
    pub(super) size: Size,
    /// Radius of its corners.
    pub(super) round: i64,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) lines: Vec<TextLine>,
    pub(super) name: String,
    pub(super) detail: TextLine,
    pub(super) href: Option<String>,
}

/// A line of text, set around its middle.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) text: String,
}

/// A curve with its count.
#[derive(Clone, Debug)]
pub(super) struct WayShape {
    pub(super) path: String,
    /// Width of the stroke, `1.0` to `8.0` by count.
    pub(super) stroke: String,
    pub(super) back: bool,
    /// Whether an arrow stands at its end.
    pub(super) arrow: bool,
    pub(super) sentence: String,
    pub(super) label: Option<TextLine>,
}

pub(super) fn draw(steps: &[Step], flows: &[Flow]) -> Drawing {
    let edges: Vec<Edge> = flows.iter().map(|f| Edge { from: f.from, to: f.to, weight: f.count }).collect();
    let layout = lay_out(&vec![STEP; steps.len()], &edges, &SPACING);
    let drawn = |way: &Way| Some((flows.get(way.edge)?, way.clone()));
    let ways: Vec<(&Flow, Way)> = layout.ways.iter().filter_map(drawn).collect();
    let most = ways.first().map_or(1, |(flow, _)| flow.count.max(1));
    let steps: Vec<StepShape> =
        steps.iter().zip(&layout.places).map(|(step, place)| step_shape(step, *place)).collect();
    Drawing {
        width: layout.size.width,
        height: layout.size.height,
        begins: first_of_the_highest(&steps),
        steps,
        ways: ways.iter().map(|(flow, way)| way_shape(flow, way, most)).collect(),
    }
}

fn step_shape(step: &Step, Point { x, y }: Point) -> StepShape {
    let middle = x + STEP.width / 2;
    let lines = name_lines(&step.label, LINE_LETTERS);
    let first = if lines.len() > 1 { y + 18 } else { y + 26 };
    let lines = set(lines, middle, first);
    let detail = TextLine { x: middle, y: y + 51, text: step.detail.clone() };
    let (name, href) = (step.label.clone(), step.href.clone());
    StepShape { class: "step", size: STEP, round: 3, x, y, lines, name, detail, href }
}

/// Lines of text one below the other.
pub(super) fn set(lines: Vec<String>, x: i64, first: i64) -> Vec<TextLine> {
    (0_i64..).zip(lines).map(|(n, text)| TextLine { x, y: first + n * 15, text }).collect()
}

/// At most two lines; what does not fit ends in `…` (the whole name is the title of the box).
pub(super) fn name_lines(label: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let more = lines.len() > 2;
    lines.truncate(2);
    let last = lines.len().saturating_sub(1);
    for (number, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || (more && number == last) {
            *line = line.chars().take(letters - 1).chain(std::iter::once('…')).collect();
        }
    }
    lines
}

fn way_shape(flow: &Flow, way: &Way, most: u64) -> WayShape {
    let tenths = 10 + u128::from(flow.count) * 70 / u128::from(most);
    // A count on every thin way would hide the picture; the tables and the title have them all.
    let label =
        middle(way).filter(|_| tenths >= 13).map(|at| TextLine { x: at.x, y: at.y + 4, text: flow.count_text.clone() });
    let stroke = format!("{}.{}", tenths / 10, tenths % 10);
    WayShape { path: curve(way, ARROW), stroke, back: way.back, arrow: true, sentence: flow.sentence.clone(), label }
}

/// Draws the course of a kind of case: states as boxes, acts as numbered words on the ways between them.
pub(super) fn draw_course(course: &Course) -> Drawing {
    let (states, edges) = (course.states.len(), course.edges());
    let mut rooms = vec![BEGINNING];
    rooms.resize(1 + states, STATE);
    rooms.resize(course.boxes(), ACT);
    let layout = lay_out(&rooms, &edges, &COURSE_SPACING);
    let mut places = layout.places.iter().copied();
    let mut steps: Vec<StepShape> =
        places.next().map(|place| beginning(&course.beginning, place)).into_iter().collect();
    steps.extend(course.states.iter().zip(&mut places).map(|(state, place)| state_shape(state, place)));
    steps.extend((1_usize..).zip(&course.acts).zip(places).map(|((n, act), place)| act_shape(n, act, place)));
    let way = |way: &Way| {
        let edge = edges.get(way.edge)?;
        let at = if edge.from > states { edge.from } else { edge.to };
        let act = course.acts.get(at.checked_sub(states + 1)?)?;
        let arrow = edge.from > states;
        let path = curve(way, if arrow { ARROW } else { 0 });
        Some(WayShape {
            path,
            stroke: "1.4".to_owned(),
            back: way.back,
            arrow,
            sentence: act.name.clone(),
            label: None,
        })
    };
    let ways = layout.ways.iter().filter_map(way).collect();
    let begins = first_of_the_highest(&steps);
    Drawing { width: layout.size.width, height: layout.size.height, steps, ways, begins }
}

fn beginning(name: &str, Point { x, y }: Point) -> StepShape {
    let detail = TextLine { x, y, text: String::new() };
    let (name, round) = (name.to_owned(), BEGINNING.width / 2);
    StepShape { class: "step step-begins", size: BEGINNING, round, x, y, lines: Vec::new(), name, detail, href: None }
}

fn state_shape(state: &State, Point { x, y }: Point) -> StepShape {
    let middle = x + STATE.width / 2;
    let lines = name_lines(&state.name, LINE_LETTERS - 2);
    let first = match (lines.len() > 1, state.detail.is_empty()) {
        (true, true) => y + 23,
        (false, true) => y + 31,
        (true, false) => y + 16,
        (false, false) => y + 23,
    };
    let detail = TextLine { x: middle, y: y + 46, text: state.detail.clone() };
    let class = match state.kind {
        StateKind::Waits => "step",
        StateKind::Rests => "step step-rests",
        StateKind::Ends => "step step-ends",
    };
    let (lines, name) = (set(lines, middle, first), state.name.clone());
    StepShape { class, size: STATE, round: 3, x, y, lines, name, detail, href: None }
}

fn act_shape(number: usize, act: &Act, Point { x, y }: Point) -> StepShape {
    let middle = x + ACT.width / 2;
    let lines = name_lines(&format!("{number}. {}", act.name), ACT_LETTERS);
    let first = if lines.len() > 1 { y + 15 } else { y + 22 };
    let detail = TextLine { x: middle, y, text: String::new() };
    let (lines, name) = (set(lines, middle, first), format!("{number}. {}", act.name));
    StepShape { class: "act", size: ACT, round: 0, x, y, lines, name, detail, href: None }
}

/// Where a word beside a way stands.
fn middle(way: &Way) -> Option<Point> {
    match way.points.as_slice() {
        [a, b, c, d] if way.back => Some(Point { x: (a.x + d.x + 6 * b.x + ARROW) / 8, y: (a.y + c.y) / 2 }),
        [a, b, ..] => Some(Point { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }),
        _ => None,
    }
}

/// The way as the path of a curve, ending so far before its last box.
pub(super) fn curve(way: &Way, room: i64) -> String {
    if way.back {
        let [first, out, turn, last] = way.points.as_slice() else { return String::new() };
        let side = if out.x < first.x { -1 } else { 1 };
        let end = last.x + side * room;
        return format!("M{} {}C{} {} {} {} {end} {}", first.x, first.y, out.x, out.y, turn.x, turn.y, last.y);
    }
    let mut path = String::new();
    let gaps = way.points.chunks_exact(2);
    let last = gaps.len().saturating_sub(1);
    for (number, gap) in gaps.enumerate() {
        let [upper, lower] = gap else { continue };
        let bottom = lower.y - if number == last { room } else { 0 };
        let half = (upper.y + bottom) / 2;
        let begin = if number == 0 { 'M' } else { 'L' };
        path.push_str(&format!(
            "{begin}{} {}C{} {half} {} {half} {} {bottom}",
            upper.x, upper.y, upper.x, lower.x, lower.x
        ));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_to_two_lines() {
        assert_eq!(name_lines("Thẩm định hồ sơ", 26), ["Thẩm định hồ sơ"]);
        let lines = name_lines("Thẩm định hồ sơ và lấy ý kiến các cơ quan có liên quan theo quy định", 26);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
    }

    #[test]
    fn curves_end_before_their_arrows_and_ways_back_come_from_the_side() {
        let step = |label: &str| Step { label: label.to_owned(), ..Step::default() };
        let flow = |from, to, count| Flow { from, to, count, ..Flow::default() };
        let drawing = draw(&[step("a"), step("b")], &[flow(0, 1, 9), flow(1, 0, 2)]);
        assert_eq!(drawing.ways.iter().filter(|way| way.back).count(), 1);
        let top = drawing.steps[1].y - ARROW;
        assert!(drawing.ways.iter().all(|way| way.arrow));
        assert!(drawing.ways[0].path.ends_with(&format!(" {top}")), "{}", drawing.ways[0].path);
    }

    #[test]
    fn a_picture_opens_where_its_process_begins() {
        let step = |label: &str| Step { label: label.to_owned(), ..Step::default() };
        let flow = |from, to, count| Flow { from, to, count, ..Flow::default() };
        let drawing = draw(&["b", "a", "c", "d"].map(step), &[flow(1, 0, 9), flow(0, 2, 4), flow(0, 3, 4)]);
        let (place, size) = drawing.begins.unwrap();
        assert_eq!((place.x, place.y, size), (drawing.steps[1].x, drawing.steps[1].y, STEP));
        assert!(draw(&[], &[]).begins.is_none());
    }

    #[test]
    fn a_course_has_a_box_for_each_state_and_act_and_arrows_only_into_states() {
        let state =
            |name: &str, kind| State { code: name.to_owned(), name: name.to_owned(), detail: String::new(), kind };
        let act = |name: &str, from: &[usize], to| Act {
            code: name.to_owned(),
            name: name.to_owned(),
            documentation: String::new(),
            from: from.to_vec(),
            to,
            performers: Vec::new(),
        };
        let course = Course {
            states: vec![state("a", StateKind::Waits), state("b", StateKind::Ends)],
            acts: vec![act("mở", &[], 0), act("giữ", &[0], 0), act("xong", &[0], 1)],
            ..Course::default()
        };
        let drawing = draw_course(&course);
        assert_eq!(drawing.steps.len(), 6);
        assert_eq!(drawing.ways.iter().filter(|way| way.arrow).count(), 3);
        assert_eq!(drawing.ways.iter().filter(|way| way.back).count(), 1);
        assert_eq!(drawing.steps[4].lines[0].text, "2. giữ");
    }
}
