//! The one-stop officer's day: the next dossier to take, what is to be handed on, what is to be asked for, results to
//! return.

use office::views::home::Waiting;

use super::super::home::{all_of, starts};
use super::super::visitor::Visitor;
use super::super::words::{capital, case_href};
use super::{dossiers, figure};
use crate::pages::{Link, Panel};

pub fn panel(visitor: &Visitor, waiting: &[Waiting]) -> Option<Panel> {
    let (of, tongue) = (dossiers(visitor)?, visitor.tongue);
    let groups = || waiting.iter().filter(|w| w.case_type.code == of.code);
    let mut ways = Vec::new();
    // The dossier that has waited longest to be taken, then the way to take one at the counter.
    if let Some((group, case)) = groups().find_map(|group| Some((group, group.cases.first()?))) {
        let does = group.moves.first().map_or("", |m| tongue.name_of(&m.name, &m.name_en)).to_lowercase();
        let label = tongue.tell("landing-next-dossier", &[("move", does.into())]);
        ways.push(Link { label, href: case_href(case.id) });
    }
    ways.extend(starts(visitor, &of));
    let order = |w: &&Waiting| of.steps.iter().position(|s| s.code == w.step.code);
    let mut by_step: Vec<&Waiting> = groups().collect();
    by_step.sort_by_key(order);
    let figures = by_step.into_iter().map(|group| {
        let names: Vec<String> =
            group.moves.iter().map(|m| tongue.name_of(&m.name, &m.name_en).to_lowercase()).collect();
        let step = tongue.name_of(&group.step.name, &group.step.name_en).to_owned();
        let mut shown = figure(tongue, step, group.count, all_of(group), false);
        shown.detail = capital(&names.join(", "));
        shown
    });
    Some(Panel {
        id: "quay".to_owned(),
        heading: tongue.say("landing-counter"),
        english: tongue.aside("landing-counter"),
        figures: figures.collect(),
        ways,
        ..Panel::default()
    })
}
