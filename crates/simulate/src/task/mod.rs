//! Assigned tasks: clauses given to one unit or many, and what each unit makes of its task.
//!
//! A task is done on the day of its evidence: mostly a report that comes in as a document (planned here, registered by
//! `incoming`), sometimes a document of the office itself or a file. `form` turns plans into acts.

mod form;

use kernel::Code;
use kernel::case::Due;
use kernel::org::UnitKind;
use kernel::time::{Date, Instant};
use uuid::Uuid;

use crate::chance::{Chance, Stream, Weighted, case_id};
use crate::days::{DAY, HOUR};
use crate::error::SimulateError;
use crate::world::{World, YEAR, date};

/// Most reports of one task.
const REPORTS_MAX: u64 = 4;
/// Sizes of clauses: (weight, fewest, most units).
const CLAUSES: &[(u64, i64, i64)] = &[(560, 1, 1), (260, 2, 5), (120, 6, 15), (60, 20, 27)];
/// Days given: (weight, fewest, most).
const TERMS: &[(u64, i64, i64)] = &[(150, 3, 6), (450, 7, 15), (300, 16, 30), (100, 40, 95)];

/// What proves a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// A report registered at this moment, with the identity of the document.
    Incoming(Instant, Uuid),
    /// A document of the office.
    Outgoing(Uuid),
    /// A file attached to the task.
    File,
}

/// What happens to a task at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    Receive,
    Refuse,
    Reassign(Code),
    Begin,
    Urge,
    Extend(Date),
    Attach,
    Report(Evidence),
    ReturnReport,
    Confirm,
    Cancel,
}

/// A task as planned, after it was given.
pub(crate) struct Task {
    pub index: u64,
    pub lead: Code,
    pub marks: Vec<(Mark, Instant)>,
}

/// Who gives a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Giver {
    /// A specialist enters it by the authority of the one who signs.
    Specialist,
    /// The one who signs.
    Signer,
    /// The chief of the Office by order (TL.).
    Chief,
}

/// A clause as planned.
pub(crate) struct Clause {
    pub index: u64,
    pub at: Instant,
    pub giver: Giver,
    /// Given inside the Office; no figure counts it.
    pub internal: bool,
    pub field: Code,
    pub due: Due,
    pub tasks: Vec<Task>,
}

/// A report on a task, to be registered as an incoming document.
pub(crate) struct TaskReport {
    pub at: Instant,
    pub id: Uuid,
    pub sender: Code,
    pub field: Code,
    /// The clause, whose subject the report repeats, and its year.
    pub clause: (u64, i32),
}

/// Plans all clauses. `documents` are the office's own, by the moment of their number.
pub(crate) fn plan(world: &World<'_>, documents: &[(Instant, Uuid)]) -> Result<Vec<Clause>, SimulateError> {
    let mut planner = Planner::new(world, documents)?;
    let years = [(YEAR - 1, world.targets.before("tasks.assigned")), (YEAR, world.targets.get("tasks.assigned"))];
    for (year, tasks) in years {
        planner.year(year, tasks, false)?;
    }
    let internal = World::share(world.targets.get("tasks.assigned"), world.scenario.tasks.internal_share);
    planner.year(YEAR, internal, true)?;
    Ok(planner.clauses)
}

/// The reports that come in as documents.
pub(crate) fn reports(clauses: &[Clause]) -> impl Iterator<Item = TaskReport> {
    clauses.iter().flat_map(|clause| {
        clause.tasks.iter().flat_map(move |task| {
            let lead = task.marks.iter().rev().find_map(|(mark, _)| match mark {
                Mark::Reassign(unit) => Some(unit),
                _ => None,
            });
            let sender = lead.unwrap_or(&task.lead);
            task.marks.iter().filter_map(move |(mark, _)| match mark {
                Mark::Report(Evidence::Incoming(at, id)) => Some(TaskReport {
                    at: *at,
                    id: *id,
                    sender: sender.clone(),
                    field: clause.field.clone(),
                    clause: (clause.index, clause.at.date().year()),
                }),
                _ => None,
            })
        })
    })
}

struct Planner<'a> {
    world: &'a World<'a>,
    documents: &'a [(Instant, Uuid)],
    departments: Vec<Code>,
    districts: Vec<Code>,
    rooms: Vec<Code>,
    sizes: Weighted,
    terms: Weighted,
    clauses: Vec<Clause>,
    tasks: u64,
}

impl<'a> Planner<'a> {
    fn new(world: &'a World<'a>, documents: &'a [(Instant, Uuid)]) -> Result<Self, SimulateError> {
        let last = world.end.date();
        let of = |kinds: &[UnitKind]| -> Vec<Code> {
            let lasting = |u: &&kernel::org::Unit| u.valid_from <= world.first && u.valid_to.is_none_or(|to| to > last);
            world
                .org
                .units
                .values()
                .filter(lasting)
                .filter(|u| kinds.contains(&u.kind))
                .map(|u| u.code.clone())
                .collect()
        };
        let departments = of(&[UnitKind::Department, UnitKind::Agency]);
        let (districts, rooms) = (of(&[UnitKind::District]), of(&[UnitKind::Room]));
        if departments.is_empty() || districts.is_empty() || rooms.is_empty() {
            return Err(SimulateError::Catalogue { what: "departments, districts or rooms".to_owned() });
        }
        let sizes = Weighted::new(CLAUSES.iter().map(|(weight, ..)| *weight));
        let terms = Weighted::new(TERMS.iter().map(|(weight, ..)| *weight));
        let clauses = Vec::new();
        Ok(Self { world, documents, departments, districts, rooms, sizes, terms, clauses, tasks: 0 })
    }

    fn year(&mut self, year: i32, tasks: u64, internal: bool) -> Result<(), SimulateError> {
        let season = self.world.days.season(date(year, 1, 1)?, date(year + 1, 1, 1)?);
        let mut left = tasks;
        while left > 0 {
            let index = u64::try_from(self.clauses.len()).unwrap_or(u64::MAX);
            let chance = &mut Chance::new(self.world.seed, Stream::TaskPlan, index);
            let at = self.world.days.moment(season.draw(chance), chance)?;
            let units = self.units(chance, left, internal);
            left = left.saturating_sub(u64::try_from(units.len()).unwrap_or(left).max(1));
            self.clause(chance, index, at, units, internal)?;
        }
        Ok(())
    }

    /// The units of a clause: most clauses are for one, some for every district.
    fn units(&self, chance: &mut Chance, left: u64, internal: bool) -> Vec<Code> {
        let (_, fewest, most) = CLAUSES.get(self.sizes.draw(chance)).copied().unwrap_or((1, 1, 1));
        let wanted = if internal { 1 } else { chance.between(fewest, most) };
        let mut from = match (internal, wanted) {
            (true, _) => self.rooms.clone(),
            (_, 16..) => self.districts.clone(),
            (_, 6..) if chance.per_mille(500) => self.districts.clone(),
            _ if chance.per_mille(250) => self.districts.clone(),
            _ => self.departments.clone(),
        };
        chance.shuffle(&mut from);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(usize::try_from(wanted).unwrap_or(1));
        from.truncate(most);
        from.sort();
        from
    }

    fn clause(
        &mut self,
        chance: &mut Chance,
        index: u64,
        at: Instant,
        units: Vec<Code>,
        internal: bool,
    ) -> Result<(), SimulateError> {
        let world = self.world;
        let (_, fewest, most) = TERMS.get(self.terms.draw(chance)).copied().unwrap_or((1, 10, 10));
        let day = at.date().add_days(i32::try_from(chance.between(fewest, most)).unwrap_or(10));
        let due = if chance.per_mille(world.scenario.tasks.no_deadline_share) { Due::Never } else { Due::On(day) };
        let giver = match (internal, chance.below(10)) {
            (true, _) | (_, 8..) => Giver::Chief,
            (_, 0..=4) => Giver::Specialist,
            _ => Giver::Signer,
        };
        let field = world.field(chance)?;
        let mut tasks = Vec::with_capacity(units.len());
        for lead in units {
            let index = self.tasks;
            self.tasks += 1;
            let marks = self.course(chance, index, &lead, at, due, internal)?;
            tasks.push(Task { index, lead, marks });
        }
        self.clauses.push(Clause { index, at, giver, internal, field, due, tasks });
        Ok(())
    }

    /// What a unit makes of its task.
    fn course(
        &self,
        chance: &mut Chance,
        index: u64,
        lead: &Code,
        given: Instant,
        due: Due,
        internal: bool,
    ) -> Result<Vec<(Mark, Instant)>, SimulateError> {
        let (days, shares) = (&self.world.days, &self.world.scenario.tasks);
        let mut marks = Vec::new();
        let mut received = days.later(given, chance.between(600, DAY + DAY / 2))?;
        if !internal && chance.per_mille(shares.refused_share) {
            let other = self.departments.iter().cycle().skip(chance.place(self.departments.len())).find(|u| *u != lead);
            let again = days.later(received, chance.between(HOUR, DAY))?;
            marks.push((Mark::Refuse, received));
            marks.extend(other.map(|unit| (Mark::Reassign(unit.clone()), again)));
            received = days.later(again, chance.between(600, DAY))?;
        }
        marks.push((Mark::Receive, received));
        if chance.per_mille(shares.cancelled_share) {
            marks.push((Mark::Cancel, days.later(received, chance.between(HOUR, 3 * DAY))?));
            return Ok(marks);
        }
        let (moved, done) = self.finish(chance, received, due)?;
        let stays_open = chance.per_mille(if due == Due::Never { 250 } else { shares.never_share });
        if chance.per_mille(shares.begun_share) {
            marks.push((Mark::Begin, days.part(received, done, 200)?));
        }
        if let Some((mark, at)) = moved {
            marks.push((mark, at));
        }
        if chance.per_mille(shares.urged_share) || stays_open {
            marks.push((Mark::Urge, days.part(received, done, 850)?));
        }
        if !stays_open {
            self.report(chance, index, received, done, &mut marks)?;
        }
        marks.sort_by_key(|(_, at)| *at);
        Ok(marks)
    }

    /// When it is done, and an extension before, where there is one.
    fn finish(
        &self,
        chance: &mut Chance,
        received: Instant,
        due: Due,
    ) -> Result<(Option<(Mark, Instant)>, Instant), SimulateError> {
        let (days, shares) = (&self.world.days, &self.world.scenario.tasks);
        let Due::On(day) = due else {
            let place = days.place(received.date()) + chance.place(110) + 6;
            return Ok((None, days.moment(place, chance)?));
        };
        let (place, first) = (days.place(day), days.place(received.date()));
        let room = place.saturating_sub(first);
        let soonest = days.later(received, 2 * HOUR)?;
        if room > 5 && chance.per_mille(shares.extended_share) {
            let at = days.moment(place - 1 - chance.place(3), chance)?;
            // A due day off has rolled on already; the new one must lie behind where it came to.
            let rolled = days.day(place)?.date.max(day);
            let later = rolled.add_days(i32::try_from(chance.between(5, 15)).unwrap_or(7));
            let done = days.moment(days.place(later).saturating_sub(1), chance)?;
            return Ok((Some((Mark::Extend(later), at)), done));
        }
        let place = if chance.per_mille(shares.late_share) {
            place + 1 + chance.place(9)
        } else {
            place.saturating_sub(chance.place(room.min(8) + 1))
        };
        Ok((None, days.moment(place, chance)?.max(soonest)))
    }

    /// The report with its evidence, now and then given back once, and the confirmation.
    fn report(
        &self,
        chance: &mut Chance,
        index: u64,
        received: Instant,
        done: Instant,
        marks: &mut Vec<(Mark, Instant)>,
    ) -> Result<(), SimulateError> {
        let (days, shares) = (&self.world.days, &self.world.scenario.tasks);
        let first = self.evidence(chance, index, 0, received, done)?;
        if first == Evidence::File {
            marks.push((Mark::Attach, days.part(received, done, 950)?));
        }
        marks.push((Mark::Report(first), done));
        let mut last = done;
        if chance.per_mille(shares.returned_share) {
            let back = days.later(done, chance.between(HOUR, DAY))?;
            let again = days.later(back, chance.between(DAY, 4 * DAY))?;
            let document = self.incoming(chance, index, 1, back, again)?;
            marks.extend([(Mark::ReturnReport, back), (Mark::Report(document), again)]);
            last = again;
        }
        marks.push((Mark::Confirm, days.later(last, chance.between(HOUR, 2 * DAY))?));
        Ok(())
    }

    fn evidence(
        &self,
        chance: &mut Chance,
        index: u64,
        nth: u64,
        received: Instant,
        done: Instant,
    ) -> Result<Evidence, SimulateError> {
        let shares = &self.world.scenario.tasks;
        let point = u32::try_from(chance.below(1_000)).unwrap_or(0);
        if point < shares.file_evidence_share {
            return Ok(Evidence::File);
        }
        if point < shares.file_evidence_share + shares.outgoing_evidence_share {
            let before = self.documents.partition_point(|(at, _)| *at < done);
            let last = before.checked_sub(1).and_then(|n| self.documents.get(n));
            if let Some((_, id)) = last.filter(|(at, _)| *at > received) {
                return Ok(Evidence::Outgoing(*id));
            }
        }
        self.incoming(chance, index, nth, received, done)
    }

    fn incoming(
        &self,
        chance: &mut Chance,
        index: u64,
        nth: u64,
        received: Instant,
        done: Instant,
    ) -> Result<Evidence, SimulateError> {
        let days = &self.world.days;
        let wanted = days.later(done, -chance.between(900, 4 * HOUR))?;
        let at = if wanted > received { wanted } else { days.part(received, done, 500)? };
        Ok(Evidence::Incoming(at, case_id(self.world.seed, Stream::TaskReport, index * REPORTS_MAX + nth, at)))
    }
}
