//! Dossiers of administrative procedures: planned backwards from the day on which they are resolved, so that the year
//! comes out at its figures, and lived forwards.
//!
//! `course` works out the moments of one dossier and asks the kernel's own clock whether it is on time; `form` turns
//! them into acts. Here is how many there are of which sort.

mod course;
mod form;
mod way;

use kernel::time::{Date, Instant};
use uuid::Uuid;

use crate::chance::{Chance, Stream, case_id};
use crate::days::Season;
use crate::error::SimulateError;
use crate::world::{World, YEAR, date};
use course::{Carrier, Ending, Planner, Wish};
pub(crate) use way::Ways;

/// How often another day is drawn for a dossier that would begin before the first day.
const DAYS_TRIED_MAX: u32 = 200;
/// Working days of a year, for the work still open at the end.
const YEAR_DAYS: u64 = 250;

/// How a dossier comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Counter,
    Online,
    Postal,
}

/// What happens to a dossier at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Submit,
    AskFirst,
    NotAccept,
    WithdrawFirst,
    Accept,
    AcceptAtCounter,
    Transfer,
    AskSupplement,
    ReturnIncomplete,
    Supplemented,
    AskPayment,
    Paid,
    Stop,
    Resume,
    Extend(Date),
    Resolve,
    Reopen,
    Withdraw,
    Deliver,
    HandOver,
}

/// How the result reaches the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Counter,
    Postal,
    Electronic,
}

/// A dossier as planned.
#[derive(Debug, Clone)]
pub(crate) struct Dossier {
    pub index: u64,
    pub procedure: usize,
    pub channel: Channel,
    pub delivery: Delivery,
    /// Resolved with a refusal.
    pub refused: bool,
    pub marks: Vec<(Mark, Instant)>,
}

impl Dossier {
    /// When it opens.
    pub(crate) fn opened(&self) -> Instant {
        self.marks.first().map_or(Instant(0), |(_, at)| *at)
    }

    /// The moment of a mark, the last of its kind.
    pub(crate) fn at(&self, wanted: Mark) -> Option<Instant> {
        self.marks.iter().rev().find(|(mark, _)| *mark == wanted).map(|(_, at)| *at)
    }

    /// When it was resolved last before a moment.
    fn resolved_before(&self, end: Instant) -> Option<Instant> {
        let before = |(mark, at): &&(Mark, Instant)| *mark == Mark::Resolve && *at < end;
        self.marks.iter().rev().find(before).map(|(_, at)| *at)
    }

    /// Its identity.
    pub(crate) fn id(&self, seed: u64) -> Uuid {
        case_id(seed, Stream::Dossier, self.index, self.opened())
    }
}

/// Plans all dossiers.
pub(crate) fn plan(world: &World<'_>, ways: &Ways) -> Result<Vec<Dossier>, SimulateError> {
    let mut book = Book { planner: Planner { world, ways }, list: Vec::new(), draws: 0 };
    let (y0, y1, y2) = (date(YEAR - 1, 1, 1)?, date(YEAR, 1, 1)?, date(YEAR + 1, 1, 1)?);
    let year = world.days.season(y1, y2);
    for wish in wishes(world) {
        book.add(wish, &year)?;
    }
    let before = world.days.season(y0, y1);
    let online_before = world.targets.before("dossiers.online");
    for _ in 0..online_before {
        book.add(Sort { channel: Channel::Online, carrier: Carrier::Free, ..Sort::default() }, &before)?;
    }
    let resolved = world.targets.get("dossiers.resolved");
    book.not_resolved(resolved, &year, None)?;
    book.not_resolved(online_before, &before, Some(Channel::Online))?;
    book.open_at_the_end(resolved)?;
    book.check()?;
    Ok(book.list)
}

/// What is wanted of a dossier, before its day is drawn.
#[derive(Debug, Clone, Copy)]
struct Sort {
    channel: Channel,
    carrier: Carrier,
    late: bool,
    ending: Ending,
}

impl Default for Sort {
    fn default() -> Self {
        Self { channel: Channel::Counter, carrier: Carrier::No, late: false, ending: Ending::Resolved }
    }
}

/// The dossiers resolved in the year of the figures: so many online, by post, handed to the carrier, late.
fn wishes(world: &World<'_>) -> Vec<Sort> {
    let targets = world.targets;
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let (resolved, online) = (targets.get("dossiers.resolved"), targets.get("dossiers.online"));
    let carriers = targets.get("dossiers.postal").saturating_sub(targets.postal_by_channel);
    let sort = |channel: Channel| Sort { channel, ..Sort::default() };
    let mut list = vec![sort(Channel::Online); size(online)];
    list.resize(size(resolved - targets.postal_by_channel), sort(Channel::Counter));
    let chance = &mut Chance::new(world.seed, Stream::DossierPlan, 0);
    chance.shuffle(&mut list);
    list.iter_mut().take(size(carriers)).for_each(|wish| wish.carrier = Carrier::WithinTheYear);
    list.resize(size(resolved), sort(Channel::Postal));
    chance.shuffle(&mut list);
    let late = resolved.saturating_sub(targets.get("dossiers.on_time"));
    list.iter_mut().take(size(late)).for_each(|wish| wish.late = true);
    list
}

/// The dossiers as far as they are planned.
struct Book<'a> {
    planner: Planner<'a>,
    list: Vec<Dossier>,
    draws: u64,
}

impl Book<'_> {
    fn add(&mut self, sort: Sort, season: &Season) -> Result<(), SimulateError> {
        let index = u64::try_from(self.list.len()).unwrap_or(u64::MAX);
        let dossier = self.planned(sort, season, index)?;
        self.list.push(dossier);
        Ok(())
    }

    fn planned(&mut self, sort: Sort, season: &Season, index: u64) -> Result<Dossier, SimulateError> {
        self.draws += 1;
        let chance = &mut Chance::new(self.planner.world.seed, Stream::DossierPlan, self.draws);
        for _ in 0..DAYS_TRIED_MAX {
            let place = season.draw(chance);
            let Sort { channel, carrier, late, ending } = sort;
            if let Some(found) = self.planner.course(chance, index, &Wish { channel, carrier, late, ending, place })? {
                return Ok(found);
            }
        }
        Err(SimulateError::Plan { what: "a dossier fits on no day of its year" })
    }

    /// Those that end without being resolved; no figure counts them.
    fn not_resolved(&mut self, whole: u64, season: &Season, only: Option<Channel>) -> Result<(), SimulateError> {
        let shares = &self.planner.world.scenario.dossiers;
        let sorts = [
            (Ending::NotAccepted, shares.not_accepted_share),
            (Ending::WithdrawnFirst, shares.withdrawn_before_share),
            (Ending::Withdrawn, shares.withdrawn_share),
            (Ending::Stopped, shares.stopped_share),
        ];
        for (ending, share) in sorts {
            for n in 0..World::share(whole, share) {
                let online =
                    only.is_some() || n % 2 == 0 || matches!(ending, Ending::NotAccepted | Ending::WithdrawnFirst);
                let channel = if online { Channel::Online } else { Channel::Counter };
                self.add(Sort { channel, ending, ..Sort::default() }, season)?;
            }
        }
        Ok(())
    }

    /// The first weeks of the next year, of which only what had come in before the end is kept: the open work.
    fn open_at_the_end(&mut self, resolved: u64) -> Result<(), SimulateError> {
        let world = self.planner.world;
        let (from, before) = (date(YEAR + 1, 1, 1)?, date(YEAR + 1, 3, 20)?);
        let days = u64::try_from(world.days.place(before) - world.days.place(from)).unwrap_or(0);
        let season = world.days.season(from, before);
        for n in 0..resolved * days / YEAR_DAYS {
            let channel = match n % 20 {
                0..=10 => Channel::Online,
                11..=12 => Channel::Postal,
                _ => Channel::Counter,
            };
            let index = u64::try_from(self.list.len()).unwrap_or(u64::MAX);
            let dossier = self.planned(Sort { channel, ..Sort::default() }, &season, index)?;
            // One resolved before the end and reopened after it would stand among those of the year.
            if dossier.opened() < world.end && dossier.resolved_before(world.end).is_none() {
                self.list.push(dossier);
            }
        }
        Ok(())
    }

    /// Whether the plan comes out at its figures, before anything is lived: whatever the seed.
    fn check(&self) -> Result<(), SimulateError> {
        let world = self.planner.world;
        let resolved = |year: i32| {
            let in_year = move |d: &&Dossier| d.resolved_before(world.end).is_some_and(|at| at.date().year() == year);
            self.list.iter().filter(in_year)
        };
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let online_before = resolved(YEAR - 1).filter(|d| d.channel == Channel::Online).count();
        let sound = count(resolved(YEAR).count()) == world.targets.get("dossiers.resolved")
            && count(online_before) == world.targets.before("dossiers.online");
        if sound { Ok(()) } else { Err(SimulateError::Plan { what: "the dossiers do not come out at their figures" }) }
    }
}
