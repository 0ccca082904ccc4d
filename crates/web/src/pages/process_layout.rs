//! Where steps and ways of a process map stand: layers from top to bottom, long ways led around the steps between.
//!
//! Whole numbers only, so that the same process gives the same picture everywhere. Not here: colours (style sheet),
//! which steps are worth showing (the caller).

use super::process::{Flow, Step};

const STEP_WIDTH: i64 = 200;
const STEP_HEIGHT: i64 = 60;
const WAY_WIDTH: i64 = 18;
const GAP_ACROSS: i64 = 24;
const GAP_DOWN: i64 = 48;
const MARGIN: i64 = 12;
/// Room on both sides for ways that lead back up.
const BACK_ROOM: i64 = 84;
/// Letters of a step's name on one of its two lines.
const LINE_LETTERS: usize = 26;
/// How often the order within the layers is improved; more changes nothing one could see.
const SWEEPS: usize = 6;

/// A drawn map, in the units of its view box.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawing {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) steps: Vec<StepShape>,
    pub(super) ways: Vec<WayShape>,
}

/// A box with two lines of name and one of figures.
#[derive(Clone, Debug)]
pub(super) struct StepShape {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) lines: Vec<TextLine>,
    pub(super) name: String,
    pub(super) detail: TextLine,
    pub(super) href: Option<String>,
}

impl StepShape {
    pub(super) fn width(&self) -> i64 {
        STEP_WIDTH
    }

    pub(super) fn height(&self) -> i64 {
        STEP_HEIGHT
    }
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
    pub(super) sentence: String,
    pub(super) label: Option<TextLine>,
}

/// A place in a layer: a step, or a way that passes through.
#[derive(Clone, Debug, Default)]
struct Slot {
    layer: usize,
    width: i64,
    /// Middle, once placed.
    x: i64,
    /// Neighbours in the layer above and below.
    above: Vec<usize>,
    below: Vec<usize>,
}

/// A flow and the slots it passes, from its first step to its last; a way back passes none between.
struct Route<'a> {
    flow: &'a Flow,
    slots: Vec<usize>,
    back: bool,
}

pub(super) fn draw(steps: &[Step], flows: &[Flow]) -> Drawing {
    let mut sorted: Vec<&Flow> =
        flows.iter().filter(|f| f.from < steps.len() && f.to < steps.len() && f.from != f.to).collect();
    sorted.sort_by_key(|f| (std::cmp::Reverse(f.count), f.from, f.to));
    let forward = forward_flows(steps.len(), &sorted);
    let layer_of = layers_of(steps.len(), &sorted, &forward);
    let (mut slots, routes) = slots_of(&layer_of, &sorted, &forward);
    let layers = order(&mut slots);
    let width = place(&mut slots, &layers);
    let height = y_of(layers.len()) - GAP_DOWN + MARGIN;
    let most = sorted.first().map_or(1, |f| f.count.max(1));
    let ways = routes.iter().map(|route| way_shape(route, &slots, most, width)).collect();
    let steps = steps.iter().zip(&slots).map(|(step, slot)| step_shape(step, slot)).collect();
    Drawing { width, height, steps, ways }
}

/// For each flow, most taken first, whether it leads down; one that would close a circle leads back.
fn forward_flows(steps: usize, sorted: &[&Flow]) -> Vec<bool> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); steps];
    sorted
        .iter()
        .map(|flow| {
            let down = !reaches(&next, flow.to, flow.from);
            if let Some(ways) = next.get_mut(flow.from).filter(|_| down) {
                ways.push(flow.to);
            }
            down
        })
        .collect()
}

fn reaches(next: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(step) = open.pop() {
        if step == to {
            return true;
        }
        if let Some(mark) = seen.get_mut(step).filter(|mark| !**mark) {
            *mark = true;
            open.extend(next.get(step).into_iter().flatten());
        }
    }
    false
}

/// The layer of each step: one below the lowest step that leads to it. A step that nothing leads to stands right above
/// what it leads to, so that a rare side entrance does not look like the beginning.
fn layers_of(steps: usize, sorted: &[&Flow], forward: &[bool]) -> Vec<usize> {
    let down: Vec<&Flow> = sorted.iter().zip(forward).filter(|(_, down)| **down).map(|(flow, _)| *flow).collect();
    let mut layer = vec![0_usize; steps];
    // The longest way without a circle has fewer turns than there are steps.
    for _ in 0..steps {
        for flow in &down {
            let below = layer.get(flow.from).map_or(0, |l| l + 1);
            if let Some(l) = layer.get_mut(flow.to) {
                *l = below.max(*l);
            }
        }
    }
    for step in 0..steps {
        let entrance = !down.iter().any(|flow| flow.to == step);
        let first = down.iter().filter(|flow| flow.from == step).filter_map(|flow| layer.get(flow.to)).min().copied();
        if let (true, Some(first), Some(l)) = (entrance, first, layer.get_mut(step)) {
            *l = first.saturating_sub(1);
        }
    }
    layer
}

fn slots_of<'a>(layer_of: &[usize], sorted: &[&'a Flow], forward: &[bool]) -> (Vec<Slot>, Vec<Route<'a>>) {
    let mut slots: Vec<Slot> =
        layer_of.iter().map(|layer| Slot { layer: *layer, width: STEP_WIDTH, ..Slot::default() }).collect();
    let mut routes = Vec::with_capacity(sorted.len());
    for (&flow, down) in sorted.iter().zip(forward) {
        let mut passed = vec![flow.from];
        if *down {
            let layer = |step: usize| layer_of.get(step).copied().unwrap_or(0);
            for between in layer(flow.from) + 1..layer(flow.to) {
                passed.push(slots.len());
                slots.push(Slot { layer: between, width: WAY_WIDTH, ..Slot::default() });
            }
        }
        passed.push(flow.to);
        if *down {
            for (upper, lower) in passed.iter().zip(passed.iter().skip(1)) {
                slots.get_mut(*upper).into_iter().for_each(|slot| slot.below.push(*lower));
                slots.get_mut(*lower).into_iter().for_each(|slot| slot.above.push(*upper));
            }
        }
        routes.push(Route { flow, slots: passed, back: !down });
    }
    (slots, routes)
}

/// Orders each layer so that few ways cross: every slot goes to the mean place of its neighbours, down and up in turn.
fn order(slots: &mut [Slot]) -> Vec<Vec<usize>> {
    let depth = slots.iter().map(|slot| slot.layer + 1).max().unwrap_or(0);
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); depth];
    for (index, slot) in slots.iter().enumerate() {
        layers.get_mut(slot.layer).into_iter().for_each(|layer| layer.push(index));
    }
    place(slots, &layers);
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let turn: Vec<usize> = if down { (0..depth).collect() } else { (0..depth).rev().collect() };
        for number in turn {
            let Some(layer) = layers.get_mut(number) else { continue };
            layer.sort_by_key(|index| (mean_of_neighbours(slots, *index, down), *index));
            let layer = layer.clone();
            place(slots, &[layer]);
        }
    }
    layers
}

fn mean_of_neighbours(slots: &[Slot], index: usize, down: bool) -> i64 {
    let Some(slot) = slots.get(index) else { return 0 };
    let neighbours = if down { &slot.above } else { &slot.below };
    let places: Vec<i64> = neighbours.iter().filter_map(|n| slots.get(*n)).map(|n| n.x).collect();
    let count = i64::try_from(places.len()).unwrap_or(i64::MAX);
    if count == 0 { slot.x } else { places.iter().sum::<i64>() / count }
}

/// Sets the layers side by side around one middle line and gives the width of the widest.
fn place(slots: &mut [Slot], layers: &[Vec<usize>]) -> i64 {
    // Layers are set around zero first; one shift at the end brings all of them into the picture.
    let mut left = 0_i64;
    for layer in layers {
        let room: i64 = layer.iter().filter_map(|i| slots.get(*i)).map(|slot| slot.width + GAP_ACROSS).sum::<i64>();
        let mut x = -(room - GAP_ACROSS) / 2;
        left = left.min(x);
        for index in layer {
            if let Some(slot) = slots.get_mut(*index) {
                slot.x = x + slot.width / 2;
                x += slot.width + GAP_ACROSS;
            }
        }
    }
    if layers.len() > 1 {
        slots.iter_mut().for_each(|slot| slot.x += MARGIN + BACK_ROOM - left);
    }
    2 * (MARGIN + BACK_ROOM - left)
}

fn y_of(layer: usize) -> i64 {
    MARGIN + i64::try_from(layer).unwrap_or(0) * (STEP_HEIGHT + GAP_DOWN)
}

fn step_shape(step: &Step, slot: &Slot) -> StepShape {
    let y = y_of(slot.layer);
    let lines = name_lines(&step.label);
    let first = if lines.len() > 1 { y + 18 } else { y + 26 };
    let lines = (0_i64..).zip(lines).map(|(n, text)| TextLine { x: slot.x, y: first + n * 15, text }).collect();
    let detail = TextLine { x: slot.x, y: y + 51, text: step.detail.clone() };
    let name = step.label.clone();
    StepShape { x: slot.x - STEP_WIDTH / 2, y, lines, name, detail, href: step.href.clone() }
}

/// At most two lines; what does not fit ends in `…` (the whole name is the title of the box).
fn name_lines(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_LETTERS => {
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
        if line.chars().count() > LINE_LETTERS || (more && number == last) {
            *line = line.chars().take(LINE_LETTERS - 1).chain(std::iter::once('…')).collect();
        }
    }
    lines
}

fn way_shape(route: &Route<'_>, slots: &[Slot], most: u64, width: i64) -> WayShape {
    let passed: Vec<&Slot> = route.slots.iter().filter_map(|index| slots.get(*index)).collect();
    let (path, middle) = if route.back { path_back(&passed, width / 2) } else { path_down(&passed) };
    let tenths = 10 + u128::from(route.flow.count) * 70 / u128::from(most);
    // A count on every thin way would hide the picture; the tables and the title have them all.
    let label = middle.filter(|_| tenths >= 13).map(|(x, y)| TextLine { x, y, text: route.flow.count_text.clone() });
    let stroke = format!("{}.{}", tenths / 10, tenths % 10);
    WayShape { path, stroke, back: route.back, sentence: route.flow.sentence.clone(), label }
}

fn path_down(passed: &[&Slot]) -> (String, Option<(i64, i64)>) {
    let mut path = String::new();
    let mut middle = None;
    let last = passed.len().saturating_sub(2);
    for (number, (upper, lower)) in passed.iter().zip(passed.iter().skip(1)).enumerate() {
        let top = y_of(upper.layer) + STEP_HEIGHT;
        // The arrow's head needs a little room above the last step.
        let bottom = y_of(lower.layer) - if number == last { 7 } else { 0 };
        let half = (top + bottom) / 2;
        let start = if number == 0 { format!("M{} {top}", upper.x) } else { format!("L{} {top}", upper.x) };
        path.push_str(&format!("{start}C{} {half} {} {half} {} {bottom}", upper.x, lower.x, lower.x));
        middle = middle.or(Some(((upper.x + lower.x) / 2, half + 4)));
    }
    (path, middle)
}

/// A way back leaves and arrives on the side that is nearer to the edge of the picture.
fn path_back(passed: &[&Slot], middle: i64) -> (String, Option<(i64, i64)>) {
    let (Some(from), Some(to)) = (passed.first(), passed.last()) else { return (String::new(), None) };
    let side = if from.x + to.x < 2 * middle { -1 } else { 1 };
    let from_y = y_of(from.layer) + STEP_HEIGHT / 2;
    let to_y = y_of(to.layer) + STEP_HEIGHT / 2;
    let from_x = from.x + side * STEP_WIDTH / 2;
    let to_x = to.x + side * STEP_WIDTH / 2;
    let outermost = if side < 0 { from_x.min(to_x) } else { from_x.max(to_x) };
    let out = outermost + side * (BACK_ROOM - 14);
    let path = format!("M{from_x} {from_y}C{out} {from_y} {out} {to_y} {} {to_y}", to_x + side * 7);
    (path, Some(((from_x + to_x + 6 * out) / 8, (from_y + to_y) / 2 + 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(label: &str) -> Step {
        Step { label: label.to_owned(), ..Step::default() }
    }

    fn flow(from: usize, to: usize, count: u64) -> Flow {
        Flow { from, to, count, ..Flow::default() }
    }

    #[test]
    fn steps_stand_below_what_leads_to_them_and_a_rare_way_back_does_not_turn_the_map_over() {
        let steps = [step("a"), step("b"), step("c")];
        let drawing = draw(&steps, &[flow(0, 1, 9), flow(1, 2, 9), flow(0, 2, 1), flow(2, 0, 2)]);
        let y: Vec<i64> = drawing.steps.iter().map(|s| s.y).collect();
        assert!(y[0] < y[1] && y[1] < y[2], "{y:?}");
        assert_eq!(drawing.ways.iter().filter(|w| w.back).count(), 1);
    }

    #[test]
    fn a_rare_side_entrance_stands_beside_what_it_joins_not_at_the_beginning() {
        let steps = [step("a"), step("b"), step("c"), step("side")];
        let drawing = draw(&steps, &[flow(0, 1, 9), flow(1, 2, 9), flow(3, 2, 1)]);
        assert_eq!(drawing.steps[3].y, drawing.steps[1].y);
    }

    #[test]
    fn boxes_do_not_overlap_and_stay_inside() {
        let steps: Vec<Step> = (0..30).map(|n| step(&n.to_string())).collect();
        let flows: Vec<Flow> =
            (0..30).flat_map(|n| [flow(n, (n * 7 + 3) % 30, 5), flow(n, (n * 11 + 1) % 30, 3)]).collect();
        let drawing = draw(&steps, &flows);
        for (n, a) in drawing.steps.iter().enumerate() {
            assert!(a.x >= 0 && a.y >= 0 && a.x + STEP_WIDTH <= drawing.width && a.y + STEP_HEIGHT <= drawing.height);
            for b in drawing.steps.iter().skip(n + 1) {
                let apart = (a.x - b.x).abs() >= STEP_WIDTH || (a.y - b.y).abs() >= STEP_HEIGHT;
                assert!(apart, "{} and {} overlap", a.name, b.name);
            }
        }
    }

    #[test]
    fn flows_to_nowhere_and_an_empty_process_draw_nothing() {
        assert!(draw(&[step("a")], &[flow(0, 5, 1), flow(0, 0, 1)]).ways.is_empty());
        assert!(draw(&[], &[]).steps.is_empty());
    }

    #[test]
    fn a_long_name_is_cut_to_two_lines() {
        assert_eq!(name_lines("Thẩm định hồ sơ"), ["Thẩm định hồ sơ"]);
        let lines = name_lines("Thẩm định hồ sơ và lấy ý kiến các cơ quan có liên quan theo quy định");
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
    }
}
