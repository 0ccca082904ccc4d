//! The procedures as the planner needs them: limits, units, fees, and how often each is asked for.

use kernel::Code;
use kernel::catalogue::procedure::Procedure;
use kernel::clock::{Limit, LimitUnit};
use kernel::org::covers;
use kernel::time::Date;

use super::Channel;
use crate::chance::{Chance, Weighted};
use crate::error::SimulateError;
use crate::world::World;

/// A procedure.
pub(crate) struct Way {
    pub code: Code,
    pub name: String,
    pub unit: Code,
    pub coop: Vec<Code>,
    pub field: Code,
    pub unit_code: String,
    /// The result is a document of the People's Committee or its Chairman.
    pub by_committee: bool,
    /// Citizens ask for it, not only companies.
    pub for_citizens: bool,
    /// As laid down; `None` is recorded at once, due at the closing of the day itself.
    pub limit: Option<Limit>,
    fees: [i64; 3],
    effective: (Date, Option<Date>),
}

impl Way {
    fn of(procedure: &Procedure, unit_code: &str) -> Result<Self, SimulateError> {
        let lacking = || SimulateError::Catalogue { what: format!("the limit of procedure {}", procedure.code) };
        let first = procedure.channels.first().ok_or_else(lacking)?;
        let limit = match first.limit()? {
            Some(limit) => Some(limit),
            None if procedure.immediate => None,
            None => return Err(lacking()),
        };
        let fee = |channel: &str| procedure.channel(channel).map_or(0, |c| c.fees.iter().map(|f| f.amount).sum());
        Ok(Self {
            code: procedure.code.clone(),
            name: procedure.name.clone(),
            unit: procedure.unit.clone(),
            coop: procedure.cooperating.clone(),
            field: procedure.field.code.clone(),
            unit_code: unit_code.to_owned(),
            by_committee: procedure.decided_by.contains("UBND tỉnh"),
            for_citizens: procedure.applicants.iter().any(|a| a.starts_with("Công dân")),
            limit,
            fees: [fee("counter"), fee("online"), fee("postal")],
            effective: (procedure.effective_from, procedure.effective_to),
        })
    }

    /// Whether the procedure is in force on a day.
    pub(crate) fn is_in_force(&self, day: Date) -> bool {
        covers(self.effective.0, self.effective.1, day)
    }

    /// What a channel costs, in đồng.
    pub(crate) fn fee(&self, channel: Channel) -> i64 {
        let [counter, online, postal] = self.fees;
        match channel {
            Channel::Counter => counter,
            Channel::Online => online,
            Channel::Postal => postal,
        }
    }

    /// The limit in working days, about.
    pub(crate) fn working_days(&self) -> i64 {
        let Some(limit) = self.limit else { return 0 };
        let amount = i64::from(limit.amount());
        match limit.unit() {
            LimitUnit::WorkingDays => amount,
            LimitUnit::WorkingHours => (amount / 8).max(1),
            LimitUnit::Days => (amount * 5 / 7).max(1),
            LimitUnit::Months => amount * 21,
        }
    }

    /// Whether it is counted in working days or due at once, so that lateness is told to the day.
    pub(crate) fn is_plain(&self) -> bool {
        self.limit.is_none_or(|limit| limit.unit() == LimitUnit::WorkingDays)
    }
}

/// All procedures with their weights.
pub(crate) struct Ways {
    list: Vec<Way>,
    weights: Weighted,
}

impl Ways {
    pub(crate) fn new(world: &World<'_>) -> Result<Self, SimulateError> {
        let mut list = Vec::new();
        for wanted in &world.scenario.dossiers.procedures {
            let found = world.catalogue.procedures.get(wanted.code.as_str());
            let found = found.ok_or_else(|| SimulateError::Catalogue { what: format!("procedure {}", wanted.code) })?;
            list.push(Way::of(found, &wanted.unit_code)?);
        }
        let weights = Weighted::new(world.scenario.dossiers.procedures.iter().map(|p| p.weight));
        Ok(Self { list, weights })
    }

    /// The procedure of one more dossier.
    pub(crate) fn draw(&self, chance: &mut Chance) -> usize {
        self.weights.draw(chance)
    }

    /// The procedure at a place.
    pub(crate) fn get(&self, place: usize) -> Result<&Way, SimulateError> {
        self.list.get(place).ok_or(SimulateError::Plan { what: "a procedure that is not listed" })
    }
}
