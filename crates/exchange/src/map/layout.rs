//! Where the nodes, labels and lines of a layered drawing stand: a small Sugiyama layout, top to bottom.
//!
//! Nodes stand on even layers, labels of connections on the odd layers between, so that no label can lie on a node.
//! Same input, same picture: only the four basic operations on numbers, ties by index. Knows nothing of SVG.

/// Half widths and height of a node, in pixels. A loop beside the node makes its right half wider.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) height: f64,
}

/// A connection to be laid out. Nodes are in their usual order, so `from < to` runs forward.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    /// From 0 to 1: how much it wants to be straight.
    pub(super) weight: f64,
    pub(super) label_width: f64,
}

/// A point in pixels.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The course of one connection from its upper node to its lower one.
pub(super) struct Course {
    pub(super) start: Point,
    /// Places it passes between: x, top and bottom of a straight piece.
    pub(super) through: Vec<(f64, f64, f64)>,
    pub(super) end: Point,
    pub(super) label: Point,
    /// The connection runs upwards, against the usual order.
    pub(super) backward: bool,
}

/// A finished layout.
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Centres of the nodes.
    pub(super) nodes: Vec<Point>,
    pub(super) courses: Vec<Course>,
}

const GAP_ACROSS: f64 = 18.0;
const GAP_DOWN: f64 = 22.0;
const LABEL_HEIGHT: f64 = 32.0;
const LINE_HALF: f64 = 7.0;
const PORT_GAP: f64 = 24.0;
const MARGIN: f64 = 12.0;
const ORDER_PASSES: usize = 12;
const PLACE_PASSES: usize = 40;
const STRAIGHT_PASSES: usize = 240;
const HEAVY_PULL: f64 = 2.5;
const STRAIGHT_PULL: f64 = 2.0;
/// How much less a long line moves a node than the node moves the line.
const LONG_LINE_EASE: f64 = 0.08;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Label,
    Line,
}

struct Cell {
    layer: usize,
    kind: Kind,
    left: f64,
    right: f64,
    x: f64,
    /// Place in its layer.
    place: f64,
    /// The arc a label or a piece of line belongs to.
    chain: Option<usize>,
    above: Vec<(usize, f64)>,
    below: Vec<(usize, f64)>,
}

struct Board {
    cells: Vec<Cell>,
    layers: Vec<Vec<usize>>,
    /// Cells of each arc from its upper node to its lower one, both included.
    chains: Vec<Vec<usize>>,
}

/// Lays out a graph whose first node is the beginning and whose last is the end.
pub(super) fn layout(nodes: &[Size], arcs: &[Arc]) -> Layout {
    let mut board = board(nodes, arcs);
    order(&mut board);
    place(&mut board);
    finish(&board, nodes, arcs)
}

/// Longest path over the forward arcs; the end stands below everything.
fn layers_of(nodes: usize, arcs: &[Arc]) -> Vec<usize> {
    let mut layers = vec![0_usize; nodes];
    for node in 0..nodes {
        let incoming = arcs.iter().filter(|arc| arc.to.max(arc.from) == node);
        let lowest = incoming.filter_map(|arc| layers.get(arc.from.min(arc.to)).copied()).max();
        if let (Some(slot), Some(lowest)) = (layers.get_mut(node), lowest) {
            *slot = lowest.saturating_add(1);
        }
    }
    let deepest = layers.iter().copied().max().unwrap_or_default();
    if let Some(last) = layers.last_mut() {
        *last = deepest.max(*last);
    }
    // A step that leads on only far below is drawn near where it leads, if that shortens more lines than it stretches.
    for node in (1..nodes.saturating_sub(1)).rev() {
        let below = arcs.iter().filter(|arc| arc.from.min(arc.to) == node);
        let (ways_down, lowest) = below.fold((0_usize, usize::MAX), |(count, least), arc| {
            let target = layers.get(arc.from.max(arc.to)).copied().unwrap_or_default();
            (count.saturating_add(1), least.min(target))
        });
        let ways_up = arcs.iter().filter(|arc| arc.from.max(arc.to) == node).count();
        if ways_down > ways_up
            && let Some(slot) = layers.get_mut(node)
        {
            *slot = lowest.saturating_sub(1).max(*slot);
        }
    }
    layers
}

fn board(nodes: &[Size], arcs: &[Arc]) -> Board {
    let layers = layers_of(nodes.len(), arcs);
    let rows = layers.iter().copied().max().unwrap_or_default().saturating_mul(2).saturating_add(1);
    let mut board = Board { cells: Vec::new(), layers: vec![Vec::new(); rows], chains: Vec::new() };
    for (size, layer) in nodes.iter().zip(&layers) {
        board.add(layer.saturating_mul(2), Kind::Node, (size.left, size.right), None);
    }
    for (index, arc) in arcs.iter().enumerate() {
        let (upper, lower) = (arc.from.min(arc.to), arc.from.max(arc.to));
        let row = |node: usize| layers.get(node).copied().unwrap_or_default().saturating_mul(2);
        let (top, bottom) = (row(upper), row(lower));
        let middle = top.saturating_add(bottom) / 4 * 2 + 1;
        let label_row = if middle > top && middle < bottom { middle } else { top.saturating_add(1) };
        let mut chain = vec![upper];
        for layer in top.saturating_add(1)..bottom {
            let (kind, half) =
                if layer == label_row { (Kind::Label, arc.label_width / 2.0) } else { (Kind::Line, LINE_HALF) };
            chain.push(board.add(layer, kind, (half, half), Some(index)));
        }
        chain.push(lower);
        board.link(&chain, arc.weight);
        board.chains.push(chain);
    }
    board
}

impl Board {
    fn add(&mut self, layer: usize, kind: Kind, (left, right): (f64, f64), chain: Option<usize>) -> usize {
        let index = self.cells.len();
        let row = self.layers.get_mut(layer);
        let place = row.as_ref().map_or(0.0, |row| count(row.len()));
        if let Some(row) = row {
            row.push(index);
        }
        let (above, below) = (Vec::new(), Vec::new());
        self.cells.push(Cell { layer, kind, left, right, x: 0.0, place, chain, above, below });
        index
    }

    fn link(&mut self, chain: &[usize], weight: f64) {
        let mut pulls = Vec::new();
        for (upper, lower) in chain.iter().copied().zip(chain.iter().copied().skip(1)) {
            let ends = |cell: usize| self.cells.get(cell).is_some_and(|cell| cell.kind == Kind::Node);
            // Bends in the middle of a line disturb more than a slanting first or last piece.
            let stiffness = match (ends(upper), ends(lower)) {
                (false, false) => 6.0,
                (true, true) => 1.0,
                _ => 2.0,
            };
            let pull = (0.1 + HEAVY_PULL * weight * weight) * stiffness;
            let long = chain.len() > 3;
            for (cell, other, downward) in [(upper, lower, true), (lower, upper, false)] {
                let pull = if long && ends(cell) { pull * LONG_LINE_EASE } else { pull };
                pulls.push((cell, other, downward, pull));
            }
        }
        for (cell, other, downward, pull) in pulls {
            if let Some(cell) = self.cells.get_mut(cell) {
                if downward { &mut cell.below } else { &mut cell.above }.push((other, pull));
            }
        }
    }

    fn x(&self, cell: usize) -> f64 {
        self.cells.get(cell).map_or(0.0, |cell| cell.x)
    }

    fn place_of(&self, cell: usize) -> f64 {
        self.cells.get(cell).map_or(0.0, |cell| cell.place)
    }

    fn number_places(&mut self) {
        for row in &self.layers {
            for (place, cell) in row.iter().enumerate() {
                if let Some(cell) = self.cells.get_mut(*cell) {
                    cell.place = count(place);
                }
            }
        }
    }

    /// Crossings between neighbouring layers, heavy lines counting more.
    fn crossings(&self) -> f64 {
        let mut sum = 0.0;
        for row in &self.layers {
            let mut lines: Vec<(f64, f64, f64)> = Vec::new();
            for cell in row.iter().filter_map(|cell| self.cells.get(*cell)) {
                for (lower, pull) in &cell.below {
                    lines.push((cell.place, self.place_of(*lower), *pull));
                }
            }
            for (index, one) in lines.iter().enumerate() {
                for other in lines.iter().skip(index.saturating_add(1)) {
                    if (one.0 - other.0) * (one.1 - other.1) < 0.0 {
                        sum += 1.0 + one.2.min(other.2);
                    }
                }
            }
        }
        sum
    }
}

/// Orders each layer by the barycentre of its neighbours, down and up in turn, and keeps the best order met.
fn order(board: &mut Board) {
    let mut best = (board.crossings(), board.layers.clone());
    for pass in 0..ORDER_PASSES {
        let downward = pass.is_multiple_of(2);
        let rows = board.layers.len();
        for step in 1..rows {
            let layer = if downward { step } else { rows.saturating_sub(step).saturating_sub(1) };
            let Some(mut row) = board.layers.get(layer).cloned() else { continue };
            let key = |cell: &usize| {
                let Some(cell) = board.cells.get(*cell) else { return 0.0 };
                let near = if downward { &cell.above } else { &cell.below };
                let (sum, weight) = near.iter().fold((0.0, 0.0), |(sum, weight), (other, pull)| {
                    (sum + board.place_of(*other) * pull, weight + pull)
                });
                if weight > 0.0 { sum / weight } else { cell.place }
            };
            row.sort_by(|a, b| key(a).total_cmp(&key(b)));
            if let Some(slot) = board.layers.get_mut(layer) {
                *slot = row;
            }
            board.number_places();
        }
        let crossings = board.crossings();
        if crossings < best.0 {
            best = (crossings, board.layers.clone());
        }
    }
    board.layers = best.1;
    board.number_places();
}

/// Moves every cell towards its neighbours while keeping order and distance.
fn place(board: &mut Board) {
    for layer in 0..board.layers.len() {
        settle(board, layer, &[]);
    }
    for pass in 0..PLACE_PASSES.saturating_add(STRAIGHT_PASSES) {
        let downward = pass.is_multiple_of(2);
        // The last passes look both ways and stretch long lines, which evens out what the one-way passes disagree on.
        let last = pass >= PLACE_PASSES;
        let middles: Vec<Option<(f64, f64)>> = if last { middles_of_lines(board) } else { Vec::new() };
        let rows = board.layers.len();
        for step in 0..rows {
            let layer = if downward { step } else { rows.saturating_sub(step).saturating_sub(1) };
            let cells = board.layers.get(layer).into_iter().flatten().filter_map(|cell| board.cells.get(*cell));
            let wishes: Vec<(f64, f64)> = cells
                .map(|cell| {
                    let stretched = cell.chain.and_then(|chain| middles.get(chain).copied().flatten());
                    stretched.unwrap_or_else(|| wish(board, cell, last || downward, last || !downward))
                })
                .collect();
            settle(board, layer, &wishes);
        }
    }
}

/// For each line where its inner cells would stand if it ran straight down; `None` for a line with one inner cell.
fn middles_of_lines(board: &Board) -> Vec<Option<(f64, f64)>> {
    let middle = |chain: &Vec<usize>| {
        let inner = chain.get(1..chain.len().checked_sub(1)?)?;
        let first = board.cells.get(*inner.first()?)?;
        let pull: f64 = first.above.iter().map(|(_, pull)| pull).sum();
        let sum: f64 = inner.iter().map(|cell| board.x(*cell)).sum();
        (inner.len() > 1).then(|| (sum / count(inner.len()), pull * STRAIGHT_PULL))
    };
    board.chains.iter().map(middle).collect()
}

/// Where a cell would like to be, and how much.
fn wish(board: &Board, cell: &Cell, look_up: bool, look_down: bool) -> (f64, f64) {
    let above = cell.above.iter().filter(|_| look_up);
    let below = cell.below.iter().filter(|_| look_down);
    let (sum, weight) = above
        .chain(below)
        .fold((0.0, 0.0), |(sum, weight), (other, pull)| (sum + board.x(*other) * pull, weight + pull));
    if weight > 0.0 { (sum / weight, weight) } else { (cell.x, 0.05) }
}

/// The places nearest to the wishes (least weighted squares) that keep order and distance: isotonic regression by
/// pooling neighbours that would overlap. Without wishes the layer is packed around zero.
fn settle(board: &mut Board, layer: usize, wishes: &[(f64, f64)]) {
    let Some(row) = board.layers.get(layer).cloned() else { return };
    let mut offsets = Vec::with_capacity(row.len());
    let mut edge = 0.0;
    let mut right_before: Option<f64> = None;
    for cell in row.iter().filter_map(|cell| board.cells.get(*cell)) {
        edge += right_before.map_or(0.0, |right| right + GAP_ACROSS + cell.left);
        offsets.push(edge);
        right_before = Some(cell.right);
    }
    let middle = edge / 2.0;
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (index, offset) in offsets.iter().enumerate() {
        let (x, weight) = wishes.get(index).copied().unwrap_or((offset - middle, 1.0));
        let mut pool = (x - offset, weight, 1_usize);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2.saturating_add(pool.2));
        }
        pools.push(pool);
    }
    let settled = pools.iter().flat_map(|(x, _, cells)| std::iter::repeat_n(*x, *cells));
    for ((cell, offset), x) in row.iter().zip(&offsets).zip(settled) {
        if let Some(cell) = board.cells.get_mut(*cell) {
            cell.x = x + offset;
        }
    }
}

/// Turns cells into points: heights of layers, margins, and places on the rims of nodes where lines begin and end.
fn finish(board: &Board, nodes: &[Size], arcs: &[Arc]) -> Layout {
    let leftmost = board.cells.iter().map(|cell| cell.x - cell.left).reduce(f64::min).unwrap_or_default();
    let rightmost = board.cells.iter().map(|cell| cell.x + cell.right).reduce(f64::max).unwrap_or_default();
    let shift = MARGIN - leftmost;
    let mut bands: Vec<(f64, f64)> = Vec::new();
    let mut y = MARGIN;
    for row in &board.layers {
        let height = row.iter().map(|cell| height_of(board, nodes, *cell)).fold(0.0, f64::max);
        bands.push((y, y + height));
        y += height + GAP_DOWN;
    }
    let band = |cell: usize| {
        let layer = board.cells.get(cell).map_or(0, |cell| cell.layer);
        bands.get(layer).copied().unwrap_or_default()
    };
    let centre = |cell: usize| {
        let (top, bottom) = band(cell);
        Point { x: board.x(cell) + shift, y: f64::midpoint(top, bottom) }
    };
    let courses = board.chains.iter().zip(arcs).enumerate().map(|(index, (chain, arc))| {
        let (upper, lower) = (arc.from.min(arc.to), arc.from.max(arc.to));
        let inner = || chain.iter().copied().filter(|cell| *cell != upper && *cell != lower);
        let label = inner().find(|cell| board.cells.get(*cell).is_some_and(|cell| cell.kind == Kind::Label));
        let half = |node: usize| nodes.get(node).map_or(0.0, |size| size.height / 2.0);
        let (above, below) = (centre(upper), centre(lower));
        Course {
            start: Point { x: above.x + port(board, nodes, index, upper, true), y: above.y + half(upper) },
            through: inner().map(|cell| (board.x(cell) + shift, band(cell).0, band(cell).1)).collect(),
            end: Point { x: below.x + port(board, nodes, index, lower, false), y: below.y - half(lower) },
            label: label.map(centre).unwrap_or_default(),
            backward: arc.from > arc.to,
        }
    });
    Layout {
        width: rightmost - leftmost + 2.0 * MARGIN,
        height: y - GAP_DOWN + MARGIN,
        courses: courses.collect(),
        nodes: (0..nodes.len()).map(centre).collect(),
    }
}

fn height_of(board: &Board, nodes: &[Size], cell: usize) -> f64 {
    match board.cells.get(cell).map(|cell| cell.kind) {
        Some(Kind::Node) => nodes.get(cell).map_or(0.0, |size| size.height),
        Some(Kind::Label) => LABEL_HEIGHT,
        Some(Kind::Line) | None => 0.0,
    }
}

/// How far from the middle of a node the line of a chain leaves (or enters) it: lines keep the order of where they go.
fn port(board: &Board, nodes: &[Size], chain: usize, node: usize, leaving: bool) -> f64 {
    let mut lines: Vec<(f64, usize)> = board
        .chains
        .iter()
        .enumerate()
        .filter_map(|(index, cells)| {
            let (rim, next) = if leaving {
                (cells.first()?, cells.get(1)?)
            } else {
                (cells.last()?, cells.get(cells.len().checked_sub(2)?)?)
            };
            (*rim == node).then(|| (board.x(*next), index))
        })
        .collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let place = lines.iter().position(|(_, index)| *index == chain).unwrap_or_default();
    let width = nodes.get(node).map_or(0.0, |size| size.left * 2.0);
    let gap = PORT_GAP.min(width * 0.8 / count(lines.len().max(1)));
    (count(place) - (count(lines.len()) - 1.0) / 2.0) * gap
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { left: 50.0, right: 50.0, height: 40.0 };

    fn arc(from: usize, to: usize) -> Arc {
        Arc { from, to, weight: 0.5, label_width: 60.0 }
    }

    #[test]
    fn a_chain_is_one_straight_column() {
        let laid = layout(&[SIZE; 3], &[arc(0, 1), arc(1, 2)]);
        assert!(laid.nodes.iter().all(|point| (point.x - laid.nodes[0].x).abs() < 0.01));
        assert!(laid.nodes.windows(2).all(|pair| pair[0].y < pair[1].y));
    }

    #[test]
    fn nothing_on_one_layer_overlaps() {
        let arcs: Vec<Arc> =
            (1..9).flat_map(|node| [arc(0, node), arc(node, 9)]).chain([arc(0, 9), arc(7, 2)]).collect();
        let laid = layout(&[SIZE; 10], &arcs);
        for (index, one) in laid.nodes.iter().enumerate() {
            for other in laid.nodes.iter().skip(index + 1) {
                let apart = (one.x - other.x).abs() >= 100.0 || (one.y - other.y).abs() >= 40.0;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        assert!(laid.nodes.iter().all(|point| point.x >= 50.0 && point.x + 50.0 <= laid.width));
    }

    #[test]
    fn a_way_back_runs_upwards() {
        let laid = layout(&[SIZE; 3], &[arc(0, 1), arc(1, 2), arc(2, 1)]);
        let ways: Vec<bool> = laid.courses.iter().map(|course| course.backward).collect();
        assert_eq!(ways, [false, false, true]);
        assert!(laid.courses.iter().all(|course| course.start.y < course.end.y));
    }

    #[test]
    fn no_nodes_and_no_arcs_are_no_trouble() {
        assert!(layout(&[], &[]).nodes.is_empty());
        assert_eq!(layout(&[SIZE, SIZE], &[]).nodes.len(), 2);
    }
}
