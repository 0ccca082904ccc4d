//! What a leader sees first: tasks by state, what is due this week, and the way to the whole board.

use office::reports::dashboard::STATES;
use office::views::register::Count;

use super::super::answer::Stop;
use super::super::home::filtered;
use super::super::leaders::{board, task};
use super::super::reports::refused;
use super::super::visitor::Visitor;
use super::figure;
use crate::pages::{Link, Panel};
use crate::tongue::Tongue;

pub fn panel(visitor: &Visitor) -> Result<Option<Panel>, Stop> {
    let of = task(visitor)?;
    let (office, viewer, tongue) = (&visitor.state.office, &visitor.viewer, visitor.tongue);
    if viewer.sight(&of) == office::views::Sight::Nothing {
        return Ok(None);
    }
    let dashboard = office.dashboard(viewer).map_err(|fail| refused(visitor, fail))?;
    let mut figures = Vec::new();
    for (n, (state, label)) in dashboard.all.now.iter().zip(STATES.iter().zip(board::WORDS)).take(4) {
        let href = dashboard.address(&[state], None, false).unwrap_or_default();
        figures.push(figure(tongue, tongue.say(label), Count::Exact(*n), href, state.ends_with(":late")));
    }
    let ahead = office.due_ahead(viewer, &of.code)?;
    let (first, last) = (visitor.now().date(), visitor.now().date().add_days(6));
    let week = ahead.iter().filter(|(day, _)| *day <= last).map(|(_, n)| n).sum();
    let (from, to) = (first.to_string(), last.to_string());
    let pairs = [("tinh-trang", "trong-han"), ("han-tu", from.as_str()), ("han-den", to.as_str()), ("xep", "han")];
    let href = filtered(&of, &[], &pairs);
    figures.push(figure(tongue, tongue.say("landing-due-in-week"), Count::Exact(week), href, false));
    // A year is written without separators.
    let year = [("year", dashboard.year.key().into())];
    Ok(Some(Panel {
        id: "nhiem-vu".to_owned(),
        heading: tongue.tell("landing-tasks", &year),
        english: tongue.pick(Tongue::En.tell("landing-tasks", &year), String::new()),
        figures,
        ways: vec![Link { label: tongue.say("landing-board"), href: "/dieu-hanh".to_owned() }],
        ..Panel::default()
    }))
}
