//! What every planner looks at: the office's catalogue, calendar and people, the scenario and its targets.

use kernel::Code;
use kernel::calendar::Calendar;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::org::{Org, Proposal};
use kernel::time::{Date, Instant};

use crate::chance::Chance;
use crate::days::Days;
use crate::error::SimulateError;
use crate::scenario::Scenario;
use crate::staff::{By, Staff};
use crate::targets::{Targets, scaled};

/// Last day for which working days are worked out: due moments of open work lie behind the end.
const HORIZON: (i32, u32, u32) = (2024, 12, 31);

/// The year of the figures.
pub(crate) const YEAR: i32 = 2023;

/// A date of our own source.
pub(crate) fn date(year: i32, month: u32, day: u32) -> Result<Date, SimulateError> {
    Date::new(year, month, day).ok_or(SimulateError::Plan { what: "a date that does not exist" })
}

/// What every planner looks at.
pub(crate) struct World<'a> {
    pub seed: u64,
    pub scale: f64,
    pub scenario: &'a Scenario,
    pub targets: &'a Targets,
    pub catalogue: &'a Catalogue,
    pub org: &'a Org,
    pub days: Days<'a>,
    pub staff: Staff,
    /// First day of work.
    pub first: Date,
    /// Where the simulation ends; nothing is done at or after it.
    pub end: Instant,
    /// The last working moment of the year of the figures.
    pub year_end: Instant,
    /// Fields of work of the assignment table.
    pub fields: Vec<Code>,
}

impl<'a> World<'a> {
    #[expect(clippy::too_many_arguments, reason = "one place puts the world together")]
    pub(crate) fn new(
        seed: u64,
        scale: f64,
        scenario: &'a Scenario,
        targets: &'a Targets,
        catalogue: &'a Catalogue,
        org: &'a Org,
        calendar: &'a Calendar,
        end: Instant,
    ) -> Result<Self, SimulateError> {
        let first = date(YEAR - 1, 1, 1)?;
        let (y, m, d) = HORIZON;
        let days = Days::new(calendar, &scenario.rhythm, first, date(y, m, d)?)?;
        let last = days.place(date(YEAR + 1, 1, 1)?).saturating_sub(1);
        let year_end = days.closing(days.day(last)?.date)?;
        let fields: Vec<Code> = org.assignments.iter().map(|a| a.field.clone()).collect();
        let staff = Staff::new(org);
        Ok(Self { seed, scale, scenario, targets, catalogue, org, days, staff, first, end, year_end, fields })
    }

    /// A share of a thousand of a whole.
    pub(crate) fn share(whole: u64, per_mille: u32) -> u64 {
        whole * u64::from(per_mille) / 1_000
    }

    /// A whole number at this scale.
    pub(crate) fn scaled(&self, value: u64) -> u64 {
        scaled(value, self.scale)
    }

    /// A case type of the catalogue.
    pub(crate) fn case_type(&self, code: &str) -> Result<&CaseType, SimulateError> {
        let found = self.catalogue.types.get(code);
        found.map(AsRef::as_ref).ok_or_else(|| SimulateError::Catalogue { what: format!("case type {code}") })
    }

    /// A field of work.
    pub(crate) fn field(&self, chance: &mut Chance) -> Result<Code, SimulateError> {
        chance.pick(&self.fields).cloned().ok_or_else(|| SimulateError::Catalogue { what: "fields of work".to_owned() })
    }

    /// Who advises, reviews and signs in a field of work on a day.
    pub(crate) fn proposal(&self, field: &Code, day: Date) -> Result<Proposal, SimulateError> {
        let found = self.org.propose(field.as_str(), day);
        found.ok_or_else(|| SimulateError::Catalogue { what: format!("an assignment for {field}") })
    }

    /// When a mistake is undone: as planned, or the same day where that would lie behind the end, so that no figure
    /// counts what is about to be taken back.
    pub(crate) fn undone_by_the_end(&self, made: Instant, planned: Instant) -> Result<Instant, SimulateError> {
        if planned < self.end {
            return Ok(planned);
        }
        self.days.part(made, self.days.closing(made.date())?, 500)
    }

    /// The holder if in the house that day, else the head of the holder's room.
    pub(crate) fn holder_or_head(
        &self,
        chance: &mut Chance,
        holder: By,
        room: &Code,
        day: Date,
    ) -> Result<By, SimulateError> {
        if self.staff.is_here(holder, day) { Ok(holder) } else { self.staff.at(chance, "head_of_room", room, day) }
    }
}
