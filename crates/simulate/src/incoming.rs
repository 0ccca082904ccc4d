//! Incoming documents: reports on tasks at the moments that the tasks need them, and all the rest of the year's number.
//!
//! Those given back to their senders keep their number but are in no figure; they come on top.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{MoveForm, Value};
use kernel::time::Instant;
use uuid::Uuid;

use crate::chance::{Chance, Stream, case_id};
use crate::days::{DAY, HOUR, Season};
use crate::error::SimulateError;
use crate::script::{Script, Step};
use crate::staff::By;
use crate::task::{Clause, TaskReport};
use crate::words;
use crate::world::{World, YEAR, date};

/// What happens to a document at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Register,
    Submit,
    Assign,
    Answer,
    File,
    ReturnToSender,
}

/// Where it comes from.
enum Origin {
    /// A report of a unit on a clause of a year.
    Report { sender: Code, clause: (u64, i32) },
    /// Anything else.
    General,
}

/// A document as planned.
pub(crate) struct Incoming {
    id: Uuid,
    index: u64,
    origin: Origin,
    field: Code,
    marks: Vec<(Mark, Instant)>,
}

/// Plans all documents of both years.
pub(crate) fn plan(
    world: &World<'_>,
    reports: impl Iterator<Item = TaskReport>,
) -> Result<Vec<Incoming>, SimulateError> {
    let mut planner = Planner { world, list: Vec::new() };
    let mut reported = [0_u64, 0];
    let first = date(YEAR, 1, 1)?.at(0);
    for report in reports.filter(|report| report.at < world.end) {
        let [before, year] = &mut reported;
        *if report.at < first { before } else { year } += 1;
        planner.report(report)?;
    }
    let code = "documents.received";
    for (year, whole, done) in
        [(YEAR - 1, world.targets.before(code), reported[0]), (YEAR, world.targets.get(code), reported[1])]
    {
        let general =
            whole.checked_sub(done).ok_or(SimulateError::Plan { what: "more reports on tasks than documents" })?;
        let season = world.days.season(date(year, 1, 1)?, date(year + 1, 1, 1)?);
        for _ in 0..general {
            planner.general(&season, false)?;
        }
        for _ in 0..World::share(whole, world.scenario.incoming.returned_share) {
            planner.general(&season, true)?;
        }
        let sound = u64::try_from(planner.list.iter().filter(|d| d.counts(world.end, year)).count()) == Ok(whole);
        if !sound {
            return Err(SimulateError::Plan { what: "the documents received do not come out at their figure" });
        }
    }
    Ok(planner.list)
}

struct Planner<'a> {
    world: &'a World<'a>,
    list: Vec<Incoming>,
}

impl Planner<'_> {
    fn report(&mut self, report: TaskReport) -> Result<(), SimulateError> {
        let index = self.next();
        let chance = &mut Chance::new(self.world.seed, Stream::IncomingPlan, index);
        let marks = self.course(chance, report.at, false, 0)?;
        let origin = Origin::Report { sender: report.sender, clause: report.clause };
        self.list.push(Incoming { id: report.id, index, origin, field: report.field, marks });
        Ok(())
    }

    fn general(&mut self, season: &Season, returned: bool) -> Result<(), SimulateError> {
        let world = self.world;
        let index = self.next();
        let chance = &mut Chance::new(world.seed, Stream::IncomingPlan, index);
        let at = world.days.moment(season.draw(chance), chance)?;
        let marks = self.course(chance, at, returned, world.scenario.incoming.answered_share)?;
        let id = case_id(world.seed, Stream::Incoming, index, at);
        self.list.push(Incoming { id, index, origin: Origin::General, field: world.field(chance)?, marks });
        Ok(())
    }

    fn course(
        &self,
        chance: &mut Chance,
        at: Instant,
        returned: bool,
        answered: u32,
    ) -> Result<Vec<(Mark, Instant)>, SimulateError> {
        let days = &self.world.days;
        let mut marks = vec![(Mark::Register, at)];
        if returned {
            let back = days.later(at, chance.between(1_800, DAY))?;
            marks.push((Mark::ReturnToSender, self.world.undone_by_the_end(at, back)?));
            return Ok(marks);
        }
        let submitted = days.later(at, chance.between(240, 2 * HOUR))?;
        let assigned = days.later(submitted, chance.between(900, 6 * HOUR))?;
        marks.extend([(Mark::Submit, submitted), (Mark::Assign, assigned)]);
        marks.push(if chance.per_mille(answered) {
            (Mark::Answer, days.later(assigned, chance.between(4 * HOUR, 12 * DAY))?)
        } else {
            (Mark::File, days.later(assigned, chance.between(HOUR, 3 * DAY))?)
        });
        Ok(marks)
    }

    fn next(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX)
    }
}

impl Incoming {
    /// Whether it counts as received in a year: registered then and not sent back.
    fn counts(&self, end: Instant, year: i32) -> bool {
        let back = self.marks.iter().any(|(mark, at)| *mark == Mark::ReturnToSender && *at < end);
        self.opened().date().year() == year && !back
    }

    /// When it is registered.
    pub(crate) fn opened(&self) -> Instant {
        self.marks.first().map_or(Instant(0), |(_, at)| *at)
    }

    /// Number of its acts.
    pub(crate) fn acts(&self) -> usize {
        self.marks.len()
    }

    /// What it will live through before the end.
    pub(crate) fn script(&self, world: &World<'_>) -> Result<Script, SimulateError> {
        let chance = &mut Chance::new(world.seed, Stream::Incoming, self.index);
        let day = self.marks.iter().find(|(mark, _)| *mark == Mark::Assign).map_or(self.opened(), |(_, at)| *at).date();
        let proposal = world.proposal(&self.field, day)?;
        let monitor = world.staff.named(&proposal.monitor)?;
        let clerk = world.staff.role(chance, "clerk", self.opened().date())?;
        let mut steps = Vec::with_capacity(self.marks.len());
        for (mark, at) in self.marks.iter().filter(|(_, at)| *at < world.end) {
            let (at, day) = (*at, at.date());
            let clerk = if world.staff.is_here(clerk, day) { clerk } else { world.staff.role(chance, "clerk", day)? };
            steps.push(match mark {
                Mark::Register => Step::open(at, clerk, self.id, "incoming_document", self.form(world, chance)),
                Mark::Submit => Step::plain(at, clerk, "submit"),
                Mark::Assign => {
                    let by = match chance.below(10) {
                        0..=6 => world.staff.post(chance, &proposal.reviewer, day)?,
                        _ => world.staff.at(chance, "head_of_room", &proposal.room, day)?,
                    };
                    Step::make(at, by, self.assign(world, chance, &proposal.room, monitor))
                }
                Mark::Answer => Step::plain(at, world.holder_or_head(chance, monitor, &proposal.room, day)?, "answer"),
                Mark::File => Step::plain(at, world.holder_or_head(chance, monitor, &proposal.room, day)?, "file"),
                Mark::ReturnToSender => {
                    Step::because(at, clerk, "return_to_sender", "Văn bản gửi nhầm nơi nhận, trả lại nơi gửi")
                }
            });
        }
        Ok(Script::new(self.id, "incoming_document", steps))
    }

    fn form(&self, world: &World<'_>, chance: &mut Chance) -> MoveForm {
        let date = self.opened().date();
        let (sender, kind, subject, symbol) = match &self.origin {
            Origin::Report { sender, clause } => {
                let about = Clause::subject(world.seed, clause.0, clause.1);
                let unit = world.org.units.get(sender);
                let short =
                    unit.map(|u| u.short.clone()).filter(|s| !s.is_empty()).unwrap_or_else(|| "UBND".to_owned());
                let name = unit.map_or_else(|| sender.to_string(), |u| u.name.clone());
                (name, "Báo cáo", format!("Báo cáo kết quả thực hiện nhiệm vụ: {about}"), format!("BC-{short}"))
            }
            Origin::General => {
                let (kind, subject) = words::incoming_subject(chance, date.year());
                (words::outside_sender(chance), kind, subject, "CV".to_owned())
            }
        };
        let urgency = match chance.below(40) {
            0 => "hoa_toc",
            1..=3 => "khan",
            _ => "normal",
        };
        let written = date.add_days(-i32::try_from(chance.between(0, 6)).unwrap_or(0));
        MoveForm::new("register")
            .with("agency", Value::text(if chance.per_mille(720) { "ubnd" } else { "vp" }))
            .with("subject", Value::Text(subject))
            .with("sender", Value::Text(sender))
            .with("sender_number", Value::Text(format!("{}/{symbol}", chance.between(3, 4_900))))
            .with("document_date", Value::Text(written.to_string()))
            .with("kind", Value::text(kind))
            .with("urgency", Value::text(urgency))
            .with("field_of_work", Value::text(self.field.as_str()))
    }

    fn assign(&self, world: &World<'_>, chance: &mut Chance, room: &Code, monitor: By) -> MoveForm {
        let assigned =
            Assigned { lead: Some(room.clone()), holder: world.staff.person(monitor), ..Assigned::default() };
        let form = MoveForm { assigned: Some(assigned), ..MoveForm::new("assign") };
        if !chance.per_mille(250) {
            return form;
        }
        let by = self.opened().date().add_days(i32::try_from(chance.between(7, 20)).unwrap_or(10));
        form.with("answer_by", Value::Text(by.to_string()))
            .with("opinion", Value::text("Phòng tham mưu, đề xuất trước thời hạn trên"))
    }
}
