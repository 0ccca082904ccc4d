//! What of a map is worth drawing. Decides by counts only; where things stand is for `layout`.

use std::collections::{BTreeMap, BTreeSet};

use super::{CONNECTIONS_SHOWN_MAX, End, MapOptions, ProcessMap, STEPS_SHOWN_MAX};

/// A connection that is drawn, between nodes: 0 is the beginning, then the steps in their usual order, last the end.
pub(super) struct Shown {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) count: u64,
    pub(super) median_seconds: Option<u32>,
}

/// The part of a map that is drawn.
pub(super) struct View {
    /// Indices of steps in the order they usually come.
    pub(super) steps: Vec<usize>,
    pub(super) connections: Vec<Shown>,
    /// Immediate repetitions by node: times and median seconds between.
    pub(super) repetitions: BTreeMap<usize, (u64, Option<u32>)>,
    pub(super) steps_hidden: usize,
    pub(super) connections_hidden: usize,
    /// Least count that was drawn for its own sake.
    pub(super) count_min: u64,
}

pub(super) fn view(map: &ProcessMap, options: &MapOptions) -> View {
    let count_min = map.cases.saturating_mul(u64::from(options.share_min_permille)).div_ceil(1_000).max(1);
    let by_place = shown_steps(map, count_min);
    let chosen = shown_connections(map, &by_place, count_min);
    let steps = usual_order(map, &by_place, &chosen);
    let end = steps.len().saturating_add(1);
    let node_of: BTreeMap<usize, usize> = steps.iter().copied().zip(1..).collect();
    let mut connections = Vec::new();
    let mut repetitions = BTreeMap::new();
    for (ends, connection) in map.connections.iter().filter(|(ends, _)| chosen.contains(*ends)) {
        let from = ends.0.map_or(Some(0), |step| node_of.get(&step).copied());
        let to = ends.1.map_or(Some(end), |step| node_of.get(&step).copied());
        let (Some(from), Some(to)) = (from, to) else { continue };
        let median_seconds = connection.between.median();
        if from == to {
            repetitions.insert(from, (connection.count, median_seconds));
        } else {
            connections.push(Shown { from, to, count: connection.count, median_seconds });
        }
    }
    connections.sort_by_key(|shown| (shown.from, shown.to));
    View {
        steps_hidden: map.steps.len().saturating_sub(steps.len()),
        connections_hidden: map.connections.len().saturating_sub(chosen.len()),
        steps,
        connections,
        repetitions,
        count_min,
    }
}

/// The frequent steps in the order of their mean place in a case.
fn shown_steps(map: &ProcessMap, count_min: u64) -> Vec<usize> {
    let mut steps: Vec<(usize, &super::Step)> =
        map.steps.iter().enumerate().filter(|(_, step)| step.cases >= count_min).collect();
    steps.sort_by(|(_, a), (_, b)| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    steps.truncate(STEPS_SHOWN_MAX);
    let place = |step: &super::Step| step.place_sum / step.count.max(1);
    steps.sort_by(|(_, a), (_, b)| place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name)));
    steps.into_iter().map(|(index, _)| index).collect()
}

/// The frequent connections, and for each drawn step the strongest way in and out.
fn shown_connections(map: &ProcessMap, steps: &[usize], count_min: u64) -> BTreeSet<(End, End)> {
    let drawn = |end: &End| end.is_none_or(|step| steps.contains(&step));
    let mut candidates: Vec<((End, End), u64)> = map
        .connections
        .iter()
        .filter(|((from, to), _)| drawn(from) && drawn(to))
        .map(|(ends, connection)| (*ends, connection.count))
        .collect();
    // Frequent first; the order of equals follows the order of first appearance.
    candidates.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut chosen = BTreeSet::new();
    let (mut left, mut entered) = (BTreeSet::new(), BTreeSet::new());
    for (ends, count) in candidates {
        let (from, to) = ends;
        let strongest_out = from != to && from.is_some() && left.insert(from);
        let strongest_in = from != to && to.is_some() && entered.insert(to);
        let frequent = count >= count_min && chosen.len() < CONNECTIONS_SHOWN_MAX;
        if frequent || strongest_out || strongest_in {
            chosen.insert(ends);
        }
    }
    chosen
}

/// The steps in an order that the heaviest connections follow downwards: heaviest first, a connection is taken as
/// forward unless the ones taken before lead back around; what is left over is drawn as a way back. Steps that no
/// taken connection orders keep the order of their mean place.
fn usual_order(map: &ProcessMap, by_place: &[usize], chosen: &BTreeSet<(End, End)>) -> Vec<usize> {
    let mut heaviest: Vec<(u64, usize, usize)> = chosen
        .iter()
        .filter_map(|(from, to)| Some((map.connections.get(&(*from, *to))?.count, (*from)?, (*to)?)))
        .filter(|(_, from, to)| from != to)
        .collect();
    heaviest.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut forward: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (_, from, to) in heaviest {
        if !leads(&forward, to, from) {
            forward.entry(from).or_default().push(to);
        }
    }
    let mut waiting = by_place.to_vec();
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_free =
            |step: &usize| !waiting.iter().any(|before| forward.get(before).is_some_and(|after| after.contains(step)));
        // The taken connections have no circle, so some step is always free.
        let place = waiting.iter().position(is_free).unwrap_or_default();
        order.push(waiting.remove(place));
    }
    order
}

/// Whether a way leads from one step to another.
fn leads(forward: &BTreeMap<usize, Vec<usize>>, from: usize, to: usize) -> bool {
    let (mut open, mut met) = (vec![from], BTreeSet::new());
    while let Some(step) = open.pop() {
        if step == to {
            return true;
        }
        if met.insert(step) {
            open.extend(forward.get(&step).into_iter().flatten());
        }
    }
    false
}
