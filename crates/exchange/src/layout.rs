//! Where the boxes and ways of a drawn process stand: layers from top to bottom, long ways led around what lies between.
//!
//! Whole numbers only, so that the same process gives the same picture everywhere. Screens draw it as SVG, `bpmn` writes
//! it beside the process. Not here: shapes, words and colours; which steps are worth showing (the caller).

/// Room that a box takes, in the units of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: i64,
    /// From top to bottom.
    pub height: i64,
}

/// A way from one box to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Index of the box that it leaves.
    pub from: usize,
    /// Index of the box that it reaches.
    pub to: usize,
    /// The heaviest ways lead down; where they close a circle, the lightest leads back up.
    pub weight: u64,
}

/// Room around the boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spacing {
    /// Between the boxes of a layer.
    pub across: i64,
    /// Between two layers.
    pub down: i64,
    /// Around the picture.
    pub margin: i64,
    /// On both sides, for ways that lead back up.
    pub back: i64,
}

/// A place, from the upper left corner of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
}

/// A way as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Index of its [`Edge`].
    pub edge: usize,
    /// A way down has two points for each gap between layers that it crosses, upper and lower end. A way back has
    /// four: a side of its first box, two turning points outside, a side of its last box.
    pub points: Vec<Point>,
    /// Whether it leads back up.
    pub back: bool,
}

/// A drawn process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Size of the picture.
    pub size: Size,
    /// The upper left corner of each box, in the order in which they were given.
    pub places: Vec<Point>,
    /// The ways, heaviest first. A way to a box that does not exist, or from a box to itself, is left out.
    pub ways: Vec<Way>,
}

/// Room that a way takes in a layer which it passes.
const WAY_WIDTH: i64 = 18;
/// How often the order within the layers is improved; more changes nothing one could see.
const SWEEPS: usize = 6;
/// How far inside the room at the sides a way back turns.
const TURN_INSIDE: i64 = 14;

/// A place in a layer: a box, or a way that passes through.
#[derive(Debug, Clone)]
struct Slot {
    layer: usize,
    size: Size,
    /// Middle, once placed.
    x: i64,
    /// Neighbours in the layer above and below.
    above: Vec<usize>,
    below: Vec<usize>,
}

impl Slot {
    fn new(layer: usize, size: Size) -> Self {
        Self { layer, size, x: 0, above: Vec::new(), below: Vec::new() }
    }
}

/// An edge and the slots it passes, from its first box to its last; a way back passes none between.
struct Route {
    edge: usize,
    slots: Vec<usize>,
    back: bool,
}

/// Upper and lower end of a layer.
#[derive(Debug, Clone, Copy)]
struct Band {
    top: i64,
    height: i64,
}

/// Lays out boxes and ways. Meant for up to about a hundred boxes and a few hundred ways.
#[must_use]
pub fn lay_out(boxes: &[Size], edges: &[Edge], spacing: &Spacing) -> Layout {
    let sorted = sorted(boxes.len(), edges);
    let forward = forward(boxes.len(), &sorted);
    let layer_of = layers_of(boxes.len(), &sorted, &forward);
    let (mut slots, routes) = slots_of(boxes, &layer_of, &sorted, &forward);
    let layers = order(&mut slots, spacing);
    let width = place(&mut slots, &layers, spacing);
    let bands = bands(&slots, &layers, spacing);
    let height = bands.last().map_or(spacing.margin, |last| last.top + last.height) + spacing.margin;
    let corner = |slot: &Slot| Point { x: slot.x - slot.size.width / 2, y: top(slot, &bands) };
    let places = slots.iter().take(boxes.len()).map(corner).collect();
    let way = |route: &Route| {
        let passed: Vec<&Slot> = route.slots.iter().filter_map(|index| slots.get(*index)).collect();
        let points = if route.back { back(&passed, &bands, width / 2, spacing) } else { down(&passed, &bands) };
        Way { edge: route.edge, points, back: route.back }
    };
    Layout { size: Size { width, height }, places, ways: routes.iter().map(way).collect() }
}

/// The edges that can be drawn with their index, heaviest first.
fn sorted(boxes: usize, edges: &[Edge]) -> Vec<(usize, Edge)> {
    let drawn = |edge: &Edge| edge.from < boxes && edge.to < boxes && edge.from != edge.to;
    let mut sorted: Vec<(usize, Edge)> = edges.iter().copied().enumerate().filter(|(_, edge)| drawn(edge)).collect();
    sorted.sort_by_key(|(_, edge)| (std::cmp::Reverse(edge.weight), edge.from, edge.to));
    sorted
}

/// For each edge, heaviest first, whether it leads down; one that would close a circle leads back.
fn forward(boxes: usize, sorted: &[(usize, Edge)]) -> Vec<bool> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    sorted
        .iter()
        .map(|(_, edge)| {
            let down = !reaches(&next, edge.to, edge.from);
            if let Some(ways) = next.get_mut(edge.from).filter(|_| down) {
                ways.push(edge.to);
            }
            down
        })
        .collect()
}

fn reaches(next: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if let Some(mark) = seen.get_mut(at).filter(|mark| !**mark) {
            *mark = true;
            open.extend(next.get(at).into_iter().flatten());
        }
    }
    false
}

/// The layer of each box: one below the lowest box that leads to it. A box that nothing leads to stands right above
/// what it leads to, so that a rare side entrance does not look like the beginning.
fn layers_of(boxes: usize, sorted: &[(usize, Edge)], forward: &[bool]) -> Vec<usize> {
    let down: Vec<&Edge> = sorted.iter().zip(forward).filter(|(_, down)| **down).map(|((_, edge), _)| edge).collect();
    let mut layer = vec![0_usize; boxes];
    // The longest way without a circle has fewer turns than there are boxes.
    for _ in 0..boxes {
        for edge in &down {
            let below = layer.get(edge.from).map_or(0, |l| l + 1);
            if let Some(l) = layer.get_mut(edge.to) {
                *l = below.max(*l);
            }
        }
    }
    for at in 0..boxes {
        let entrance = !down.iter().any(|edge| edge.to == at);
        let first = down.iter().filter(|edge| edge.from == at).filter_map(|edge| layer.get(edge.to)).min().copied();
        if let (true, Some(first), Some(l)) = (entrance, first, layer.get_mut(at)) {
            *l = first.saturating_sub(1);
        }
    }
    layer
}

fn slots_of(boxes: &[Size], layer_of: &[usize], sorted: &[(usize, Edge)], forward: &[bool]) -> (Vec<Slot>, Vec<Route>) {
    let mut slots: Vec<Slot> = boxes.iter().zip(layer_of).map(|(size, layer)| Slot::new(*layer, *size)).collect();
    let mut routes = Vec::with_capacity(sorted.len());
    for ((index, edge), down) in sorted.iter().zip(forward) {
        let mut passed = vec![edge.from];
        if *down {
            let layer = |at: usize| layer_of.get(at).copied().unwrap_or(0);
            for between in layer(edge.from) + 1..layer(edge.to) {
                passed.push(slots.len());
                slots.push(Slot::new(between, Size { width: WAY_WIDTH, height: 0 }));
            }
        }
        passed.push(edge.to);
        if *down {
            for (upper, lower) in passed.iter().zip(passed.iter().skip(1)) {
                slots.get_mut(*upper).into_iter().for_each(|slot| slot.below.push(*lower));
                slots.get_mut(*lower).into_iter().for_each(|slot| slot.above.push(*upper));
            }
        }
        routes.push(Route { edge: *index, slots: passed, back: !down });
    }
    (slots, routes)
}

/// Orders each layer so that few ways cross: every slot goes to the mean place of its neighbours, down and up in turn.
fn order(slots: &mut [Slot], spacing: &Spacing) -> Vec<Vec<usize>> {
    let depth = slots.iter().map(|slot| slot.layer + 1).max().unwrap_or(0);
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); depth];
    for (index, slot) in slots.iter().enumerate() {
        layers.get_mut(slot.layer).into_iter().for_each(|layer| layer.push(index));
    }
    place(slots, &layers, spacing);
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let turn: Vec<usize> = if down { (0..depth).collect() } else { (0..depth).rev().collect() };
        for number in turn {
            let Some(layer) = layers.get_mut(number) else { continue };
            layer.sort_by_key(|index| (mean_of_neighbours(slots, *index, down), *index));
            let layer = layer.clone();
            place(slots, &[layer], spacing);
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
fn place(slots: &mut [Slot], layers: &[Vec<usize>], spacing: &Spacing) -> i64 {
    // Layers are set around zero first; one shift at the end brings all of them into the picture.
    let mut left = 0_i64;
    for layer in layers {
        let room = layer.iter().filter_map(|i| slots.get(*i)).map(|slot| slot.size.width + spacing.across).sum::<i64>();
        let mut x = -(room - spacing.across) / 2;
        left = left.min(x);
        for index in layer {
            if let Some(slot) = slots.get_mut(*index) {
                slot.x = x + slot.size.width / 2;
                x += slot.size.width + spacing.across;
            }
        }
    }
    let shift = spacing.margin + spacing.back - left;
    if layers.len() > 1 {
        slots.iter_mut().for_each(|slot| slot.x += shift);
    }
    2 * shift
}

fn bands(slots: &[Slot], layers: &[Vec<usize>], spacing: &Spacing) -> Vec<Band> {
    let mut top = spacing.margin;
    layers
        .iter()
        .map(|layer| {
            let height = layer.iter().filter_map(|i| slots.get(*i)).map(|slot| slot.size.height).max().unwrap_or(0);
            let band = Band { top, height };
            top += height + spacing.down;
            band
        })
        .collect()
}

/// The upper end of a slot: a box stands in the middle of its layer, a way that passes takes all of it.
fn top(slot: &Slot, bands: &[Band]) -> i64 {
    let Some(band) = bands.get(slot.layer) else { return 0 };
    if slot.size.height == 0 { band.top } else { band.top + (band.height - slot.size.height) / 2 }
}

fn bottom(slot: &Slot, bands: &[Band]) -> i64 {
    let Some(band) = bands.get(slot.layer) else { return 0 };
    if slot.size.height == 0 { band.top + band.height } else { top(slot, bands) + slot.size.height }
}

fn down(passed: &[&Slot], bands: &[Band]) -> Vec<Point> {
    let gaps = passed.iter().zip(passed.iter().skip(1));
    gaps.flat_map(|(upper, lower)| {
        [Point { x: upper.x, y: bottom(upper, bands) }, Point { x: lower.x, y: top(lower, bands) }]
    })
    .collect()
}

/// A way back leaves and arrives on the side that is nearer to the edge of the picture.
fn back(passed: &[&Slot], bands: &[Band], middle: i64, spacing: &Spacing) -> Vec<Point> {
    let (Some(from), Some(to)) = (passed.first(), passed.last()) else { return Vec::new() };
    let side = if from.x + to.x < 2 * middle { -1 } else { 1 };
    let end =
        |slot: &Slot| Point { x: slot.x + side * (slot.size.width / 2), y: top(slot, bands) + slot.size.height / 2 };
    let (first, last) = (end(from), end(to));
    let outermost = if side < 0 { first.x.min(last.x) } else { first.x.max(last.x) };
    let out = outermost + side * (spacing.back - TURN_INSIDE);
    vec![first, Point { x: out, y: first.y }, Point { x: out, y: last.y }, last]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Size = Size { width: 200, height: 60 };
    const SPACING: Spacing = Spacing { across: 24, down: 48, margin: 12, back: 84 };

    fn drawn(boxes: usize, edges: &[(usize, usize, u64)]) -> Layout {
        let edges: Vec<Edge> = edges.iter().map(|&(from, to, weight)| Edge { from, to, weight }).collect();
        lay_out(&vec![BOX; boxes], &edges, &SPACING)
    }

    #[test]
    fn steps_stand_below_what_leads_to_them_and_a_rare_way_back_does_not_turn_the_map_over() {
        let layout = drawn(3, &[(0, 1, 9), (1, 2, 9), (0, 2, 1), (2, 0, 2)]);
        let y: Vec<i64> = layout.places.iter().map(|place| place.y).collect();
        assert!(y[0] < y[1] && y[1] < y[2], "{y:?}");
        let back: Vec<usize> = layout.ways.iter().filter(|way| way.back).map(|way| way.edge).collect();
        assert_eq!(back, [3]);
    }

    #[test]
    fn a_rare_side_entrance_stands_beside_what_it_joins_not_at_the_beginning() {
        let layout = drawn(4, &[(0, 1, 9), (1, 2, 9), (3, 2, 1)]);
        assert_eq!(layout.places[3].y, layout.places[1].y);
    }

    #[test]
    fn boxes_do_not_overlap_and_stay_inside() {
        let edges: Vec<_> = (0..30).flat_map(|n| [(n, (n * 7 + 3) % 30, 5), (n, (n * 11 + 1) % 30, 3)]).collect();
        let layout = drawn(30, &edges);
        for (n, a) in layout.places.iter().enumerate() {
            let (right, bottom) = (a.x + BOX.width, a.y + BOX.height);
            assert!(a.x >= 0 && a.y >= 0 && right <= layout.size.width && bottom <= layout.size.height);
            for b in layout.places.iter().skip(n + 1) {
                let apart = (a.x - b.x).abs() >= BOX.width || (a.y - b.y).abs() >= BOX.height;
                assert!(apart, "{a:?} and {b:?} overlap");
            }
        }
        for point in layout.ways.iter().flat_map(|way| &way.points) {
            assert!((0..=layout.size.width).contains(&point.x) && (0..=layout.size.height).contains(&point.y));
        }
    }

    #[test]
    fn ways_begin_and_end_at_their_boxes() {
        let layout = drawn(3, &[(0, 1, 9), (1, 2, 9), (0, 2, 8), (2, 0, 1)]);
        let long = layout.ways.iter().find(|way| way.edge == 2).unwrap();
        assert_eq!(long.points.len(), 4, "it passes one layer");
        let (first, last) = (long.points[0], long.points[3]);
        assert_eq!((first.y, last.y), (layout.places[0].y + BOX.height, layout.places[2].y));
        let back = layout.ways.iter().find(|way| way.back).unwrap();
        assert_eq!(back.points.last().unwrap().y, layout.places[0].y + BOX.height / 2);
    }

    #[test]
    fn boxes_of_different_height_stand_in_the_middle_of_their_layer() {
        let edges = [Edge { from: 0, to: 1, weight: 1 }, Edge { from: 0, to: 2, weight: 1 }];
        let small = Size { width: 36, height: 36 };
        let layout = lay_out(&[BOX, BOX, small], &edges, &SPACING);
        assert_eq!(layout.places[2].y, layout.places[1].y + 12);
    }

    #[test]
    fn ways_to_nowhere_and_an_empty_process_draw_nothing() {
        assert!(drawn(1, &[(0, 5, 1), (0, 0, 1)]).ways.is_empty());
        assert!(drawn(0, &[]).places.is_empty());
    }
}
