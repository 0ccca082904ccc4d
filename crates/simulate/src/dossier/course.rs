//! The moments of one dossier, worked out backwards from the day on which it ends, in the working time of the office.
//!
//! Whether it is on time is not assumed: the kernel's clock is led through the same moments, and a course that does not
//! come out as wished is drawn anew, a little shorter each time.

use kernel::clock::{ClockError, ClockState, ExtensionRule, Limit, LimitUnit, PauseMode, Verdict, due_moment};
use kernel::time::Instant;

use super::way::{Way, Ways};
use super::{Channel, Delivery, Dossier, Mark};
use crate::chance::Chance;
use crate::days::{DAY, HOUR};
use crate::error::SimulateError;
use crate::world::World;

/// How often the moments of a dossier are drawn for one day before another day is taken.
const TRIES_MAX: i64 = 24;
/// Papers received after 15:00 go on the next working day (NĐ 61/2018 Điều 18).
const LATE_HOUR: u32 = 15 * 3_600;
/// Within this term an incomplete dossier is returned (NĐ 61/2018 Điều 19.4).
const RETURN_DAYS: u32 = 3;

/// A dossier is re-appointed once, at the latest a day before (NĐ 61/2018 Điều 19.9).
const RE_APPOINTMENT: ExtensionRule = ExtensionRule { times_max: 1, days_before: Some(1), basis: String::new() };

/// Whether the result goes to the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// It does not.
    No,
    /// It does, by the end of the year of the figures.
    WithinTheYear,
    /// As it comes.
    Free,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Resolved,
    NotAccepted,
    WithdrawnFirst,
    Withdrawn,
    Stopped,
}

/// What is wanted of a dossier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub channel: Channel,
    pub carrier: Carrier,
    pub late: bool,
    pub ending: Ending,
    /// Place of the working day on which it ends.
    pub place: usize,
}

/// What happens between acceptance and result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Middle {
    Nothing,
    Pause(Mark, Mark),
    Extended,
    Reopened,
}

/// Works out courses.
pub(super) struct Planner<'a> {
    pub world: &'a World<'a>,
    pub ways: &'a Ways,
}

impl Planner<'_> {
    /// A dossier that ends on the day as wished; `None` when none does.
    pub(super) fn course(
        &self,
        chance: &mut Chance,
        index: u64,
        wish: &Wish,
    ) -> Result<Option<Dossier>, SimulateError> {
        let procedure = self.ways.draw(chance);
        let way = self.ways.get(procedure)?;
        // What is recorded at once is neither withdrawn nor stopped on its way.
        let midway = matches!(wish.ending, Ending::Withdrawn | Ending::Stopped);
        if (wish.late && !way.is_plain()) || (midway && way.limit.is_none()) {
            return Ok(None);
        }
        let end = self.world.days.moment(wish.place, chance)?;
        let marks = match wish.ending {
            Ending::Resolved => self.resolved(chance, way, wish, end)?,
            other => self.not_resolved(chance, way, wish, other, end)?,
        };
        let opened = |marks: &Vec<(Mark, Instant)>| marks.first().is_some_and(|(_, at)| way.is_in_force(at.date()));
        let Some(mut marks) = marks.filter(opened) else { return Ok(None) };
        let delivery = self.deliver(chance, wish, &mut marks)?;
        let refused = chance.per_mille(self.world.scenario.dossiers.refused_after_share);
        Ok(Some(Dossier { index, procedure, channel: wish.channel, delivery, refused, marks }))
    }

    fn resolved(
        &self,
        chance: &mut Chance,
        way: &Way,
        wish: &Wish,
        end: Instant,
    ) -> Result<Option<Vec<(Mark, Instant)>>, SimulateError> {
        let middle = self.middle(chance, way, wish);
        for attempt in 0..TRIES_MAX {
            let work = length(chance, way, wish, middle, attempt);
            let pause = if matches!(middle, Middle::Pause(..)) { chance.between(1, 8) } else { 0 };
            let Some(accepted) = self.accepted(chance, wish.place, end, work + pause)? else { return Ok(None) };
            let mut marks = self.opening(chance, wish.channel, accepted)?;
            let transfer = self.transfer(chance, accepted, end)?;
            marks.push((Mark::Transfer, transfer));
            let between = self.between(chance, way, middle, accepted, transfer, end, pause * DAY)?;
            let Some(between) = between else { continue };
            marks.extend(between);
            marks.push((Mark::Resolve, end));
            let wanted = |verdict: Verdict| (verdict == Verdict::Late) == wish.late;
            if self.verdict(way.limit, accepted, &marks).is_ok_and(wanted) {
                return Ok(Some(marks));
            }
        }
        Ok(None)
    }

    fn not_resolved(
        &self,
        chance: &mut Chance,
        way: &Way,
        wish: &Wish,
        ending: Ending,
        end: Instant,
    ) -> Result<Option<Vec<(Mark, Instant)>>, SimulateError> {
        let first = match ending {
            Ending::NotAccepted => Some(Mark::NotAccept),
            Ending::WithdrawnFirst => Some(Mark::WithdrawFirst),
            _ => None,
        };
        if let Some(mark) = first {
            return Ok(Some(vec![(Mark::Submit, self.submitted(chance, end)?), (mark, end)]));
        }
        let work = chance.between(1, way.working_days());
        let Some(accepted) = self.accepted(chance, wish.place, end, work)? else { return Ok(None) };
        let mut marks = self.opening(chance, wish.channel, accepted)?;
        marks.push((Mark::Transfer, self.transfer(chance, accepted, end)?));
        marks.push((if ending == Ending::Stopped { Mark::Stop } else { Mark::Withdraw }, end));
        Ok(Some(marks))
    }

    fn middle(&self, chance: &mut Chance, way: &Way, wish: &Wish) -> Middle {
        let shares = &self.world.scenario.dossiers;
        let sorts = [
            (shares.supplement_share, Middle::Pause(Mark::AskSupplement, Mark::Supplemented)),
            (shares.returned_share, Middle::Pause(Mark::ReturnIncomplete, Mark::Supplemented)),
            (shares.payment_share, Middle::Pause(Mark::AskPayment, Mark::Paid)),
            (shares.resumed_share, Middle::Pause(Mark::Stop, Mark::Resume)),
            (shares.extended_share, Middle::Extended),
            (shares.reopened_share, Middle::Reopened),
        ];
        let mut point = u32::try_from(chance.below(1_000)).unwrap_or(0);
        if wish.late || !way.is_plain() || way.working_days() < 3 {
            return Middle::Nothing;
        }
        for (share, middle) in sorts {
            if point < share {
                return middle;
            }
            point -= share;
        }
        Middle::Nothing
    }

    /// When it was accepted, so many working days before its end; `None` before the first day.
    fn accepted(
        &self,
        chance: &mut Chance,
        place: usize,
        end: Instant,
        days: i64,
    ) -> Result<Option<Instant>, SimulateError> {
        let world = self.world;
        let accepted = match usize::try_from(days) {
            Ok(0) => world.days.later(end, -chance.between(1_500, 7_200))?,
            Ok(days) if days <= place => world.days.moment(place - days, chance)?,
            _ => return Ok(None),
        };
        Ok((accepted.date() >= world.days.day(0)?.date).then_some(accepted))
    }

    /// How it comes in: at the counter, or sent in and then accepted.
    fn opening(
        &self,
        chance: &mut Chance,
        channel: Channel,
        accepted: Instant,
    ) -> Result<Vec<(Mark, Instant)>, SimulateError> {
        if channel != Channel::Online {
            return Ok(vec![(Mark::AcceptAtCounter, accepted)]);
        }
        let first = chance.per_mille(self.world.scenario.dossiers.first_supplement_share);
        let asked = if first { self.days_before(chance, accepted)? } else { None };
        let submitted = self.submitted(chance, asked.unwrap_or(accepted))?;
        let mut marks = vec![(Mark::Submit, submitted)];
        marks.extend(asked.map(|at| (Mark::AskFirst, at)));
        marks.push((Mark::Accept, accepted));
        Ok(marks)
    }

    /// A few working days before; `None` where there are none.
    fn days_before(&self, chance: &mut Chance, at: Instant) -> Result<Option<Instant>, SimulateError> {
        let place = self.world.days.place(at.date());
        let days = chance.place(4) + 1;
        if days >= place { Ok(None) } else { self.world.days.moment(place - days, chance).map(Some) }
    }

    /// When it was sent in, at most a few working hours before somebody looked at it: in the morning often the evening or
    /// the days off before.
    fn submitted(&self, chance: &mut Chance, seen: Instant) -> Result<Instant, SimulateError> {
        let world = self.world;
        let local = seen.local();
        let place = world.days.place(local.date);
        let minutes_before = Instant(seen.0 - chance.between(8, 100) * 60_000_000);
        if local.second_of_day > 9 * 3_600 || place < 2 || chance.per_mille(400) {
            return Ok(minutes_before);
        }
        let yesterday = world.days.day(place - 1)?.date;
        let nights = i64::from(local.date.days_since(yesterday));
        let date = yesterday.add_days(i32::try_from(chance.between(0, nights - 1)).unwrap_or(0));
        let from = if date == yesterday { 17 * 3_600 + 600 } else { 7 * 3_600 };
        let hour = chance.between(from, 23 * 3_600 + 1_800).max(chance.between(from, 22 * 3_600));
        Ok(date.at(u32::try_from(hour).unwrap_or(0)))
    }

    /// When it goes to the unit that resolves it.
    fn transfer(&self, chance: &mut Chance, accepted: Instant, end: Instant) -> Result<Instant, SimulateError> {
        let days = &self.world.days;
        let local = accepted.local();
        let wanted = if local.second_of_day >= LATE_HOUR {
            let next = days.day(days.place(local.date) + 1)?.opening;
            days.later(next, chance.between(60, HOUR))?
        } else {
            days.later(accepted, chance.between(300, 5_400))?
        };
        Ok(wanted.min(days.part(accepted, end, 300)?))
    }

    #[expect(clippy::too_many_arguments, reason = "moments of one course")]
    fn between(
        &self,
        chance: &mut Chance,
        way: &Way,
        middle: Middle,
        accepted: Instant,
        transfer: Instant,
        end: Instant,
        pause: i64,
    ) -> Result<Option<Vec<(Mark, Instant)>>, SimulateError> {
        let days = &self.world.days;
        let free = days.between(transfer, end)? - pause;
        if middle != Middle::Nothing && free < 2 * HOUR {
            return Ok(None);
        }
        Ok(Some(match middle {
            Middle::Nothing => Vec::new(),
            Middle::Pause(stop, go) => {
                let most = if stop == Mark::ReturnIncomplete { free.min(2 * DAY) } else { free };
                let from = days.later(transfer, most * chance.between(150, 600) / 1_000)?;
                vec![(stop, from), (go, days.later(from, pause)?)]
            }
            Middle::Reopened => {
                vec![(Mark::Resolve, days.part(transfer, end, 400)?), (Mark::Reopen, days.part(transfer, end, 700)?)]
            }
            Middle::Extended => {
                let Some(limit) = way.limit else { return Ok(None) };
                let due = due_moment(days.calendar, accepted, limit)?;
                let at = days.later(due, -DAY - chance.between(600, 4 * HOUR))?;
                if at <= transfer {
                    return Ok(None);
                }
                vec![(Mark::Extend(end.date().add_days(i32::from(chance.per_mille(500)))), at)]
            }
        }))
    }

    /// How the kernel's clock stands at the end of these moments.
    fn verdict(
        &self,
        limit: Option<Limit>,
        accepted: Instant,
        marks: &[(Mark, Instant)],
    ) -> Result<Verdict, ClockError> {
        let calendar = self.world.days.calendar;
        let mut clock = match limit {
            Some(limit) => ClockState::start(calendar, accepted, limit, "")?,
            None => ClockState::start_on(calendar, accepted, accepted.date(), "")?,
        };
        let return_term = Limit::new(RETURN_DAYS, LimitUnit::WorkingDays)?;
        for (mark, at) in marks {
            clock = match mark {
                Mark::AskSupplement | Mark::AskPayment | Mark::Stop => clock.pause(*at, PauseMode::AddBack)?,
                Mark::ReturnIncomplete if *at > due_moment(calendar, clock.start, return_term)? => {
                    return Err(ClockError::NoLimit);
                }
                Mark::ReturnIncomplete => clock.pause(*at, PauseMode::Restart)?,
                Mark::Supplemented | Mark::Paid | Mark::Resume => clock.resume(calendar, *at)?,
                Mark::Extend(day) => {
                    let due = calendar.closing_on_or_after(*day)?;
                    clock.extend(calendar, *at, due, &RE_APPOINTMENT)?
                }
                Mark::Resolve => clock.stop(calendar, *at)?,
                Mark::Reopen => clock.reopen(*at)?,
                _ => clock,
            };
        }
        Ok(clock.settled())
    }

    /// How the result is handed over.
    fn deliver(
        &self,
        chance: &mut Chance,
        wish: &Wish,
        marks: &mut Vec<(Mark, Instant)>,
    ) -> Result<Delivery, SimulateError> {
        let (world, shares) = (self.world, &self.world.scenario.dossiers);
        let Some((Mark::Resolve, resolved)) = marks.last().copied() else { return Ok(Delivery::Counter) };
        let carried = match wish.carrier {
            Carrier::WithinTheYear => true,
            Carrier::Free => chance.per_mille(shares.carrier_share_2022),
            Carrier::No => false,
        };
        if carried {
            let handed = world.days.later(resolved, chance.between(600, 2 * DAY))?;
            let last = if wish.carrier == Carrier::WithinTheYear { world.year_end } else { handed };
            let handed = handed.min(last).max(resolved);
            marks.push((Mark::Deliver, handed));
            marks.push((Mark::HandOver, by_day(chance, handed, 1, 3)));
            return Ok(Delivery::Postal);
        }
        if wish.channel == Channel::Postal {
            marks.push((Mark::HandOver, by_day(chance, resolved, 1, 4)));
            return Ok(Delivery::Postal);
        }
        if wish.channel == Channel::Online && chance.per_mille(700) {
            marks.push((Mark::HandOver, Instant(resolved.0 + chance.between(90, 2_400) * 1_000_000)));
            return Ok(Delivery::Electronic);
        }
        if !chance.per_mille(shares.uncollected_share) {
            let days = chance.between(0, 3) * chance.between(0, 3);
            let at = world.days.days_after(resolved, days, chance)?;
            let at = if at > resolved { at } else { world.days.later(resolved, chance.between(900, 2 * HOUR))? };
            marks.push((Mark::HandOver, at));
        }
        Ok(Delivery::Counter)
    }
}

/// A moment in the daytime some days later, days off as well: the carrier works then too.
fn by_day(chance: &mut Chance, at: Instant, least: i64, most: i64) -> Instant {
    let days = i32::try_from(chance.between(least, most)).unwrap_or(1);
    let second = u32::try_from(chance.between(8 * 3_600, 18 * 3_600)).unwrap_or(0);
    at.date().add_days(days).at(second)
}

/// How many working days the work takes: mostly near the limit, and past it when it is late or re-appointed.
fn length(chance: &mut Chance, way: &Way, wish: &Wish, middle: Middle, attempt: i64) -> i64 {
    let limit = way.working_days();
    if wish.late || middle == Middle::Extended {
        return limit + 1 + chance.between(0, 2) + if middle == Middle::Extended { chance.between(0, 1) } else { 0 };
    }
    let least = if middle == Middle::Nothing { 0 } else { 2 };
    let low = if way.is_plain() { 0 } else { limit / 3 };
    (chance.between(low, limit).max(chance.between(low, limit)) - attempt).max(least)
}
