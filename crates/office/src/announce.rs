//! An announcement of days off in mid-year: an event of the house, and the due moment of every open case computed anew.
//! What it would move is foreseen in `views::foreseen`.
//!
//! The earlier of the told and the recomputed moment counts (kernel); here is only that every ticking case is asked, and
//! that this is noted when it is done: an announcement without that note is gone on with.

use kernel::calendar::{Announcement, Calendar, Problem};
use kernel::case::{Act, Actor, CaseId, Refusal};
use kernel::org::permit_announcement;
use kernel::time::Instant;
use ledger::Param;
use uuid::Uuid;

use crate::act::{Fail, Request};
use crate::desk::{Office, OfficeError};
use crate::house::{HouseEvent, HouseRecord};
use crate::texts;

/// The job that asks the cases.
const ACTOR: &str = "calendar";
/// Cases asked at a time.
const PAGE: i64 = 500;

/// What an announcement came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Ledger position of the announcement.
    pub position: u64,
    /// What the open cases came to.
    pub cases: Recomputed,
}

/// What the open cases came to that were asked about an announcement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Cases whose due moment moved.
    pub moved: u64,
    /// Cases whose due moment cannot be computed on the new calendar and stayed, with the reason.
    pub refused: Vec<(CaseId, Refusal)>,
}

/// The calendar after an announcement.
///
/// # Errors
/// What is wrong with the announcement.
pub(crate) fn announced(calendar: &Calendar, announcement: &Announcement) -> Result<Calendar, Refusal> {
    let refused =
        |problem: Problem| Refusal::Clock { vi: problem.vi, en: problem.en, basis: announcement.basis.clone() };
    calendar.with_announcement(announcement).map_err(refused)
}

impl Office {
    /// Records an announcement and moves the open cases that it concerns.
    ///
    /// A process that stops half-way leaves cases that were not asked yet; opening the office, or the next announcement,
    /// goes on with them first ([`Office::resume_announcement`]). A case that refuses stays as it is and is listed; the next
    /// announcement, which may be the one that lengthens the calendar, asks it again.
    ///
    /// # Errors
    /// When the actor may not, the announcement is not sound, or something cannot be stored.
    pub fn announce(
        &self,
        announcement: &Announcement,
        actor: &Actor,
        now: Instant,
        seed: [u8; 16],
    ) -> Result<Announced, Fail> {
        permit_announcement(actor).map_err(Refusal::from)?;
        self.resume_announcement(now, seed)?;
        let house = self.current()?;
        let next = house.with_calendar(announced(&house.calendar, announcement)?);
        let what = HouseEvent::CalendarAnnounced { announcement: announcement.clone() };
        let mut records = vec![HouseRecord::new(actor, now, what, String::new())];
        records.extend(texts::calendar_and_rule(&next, actor, now));
        let position = self.record_after(&house, records, seed)?;
        Ok(Announced { position, cases: self.resume_announcement(now, seed)? })
    }

    /// Goes on with an announcement whose cases were not all asked yet, and notes that they were, with those that refused.
    /// Does nothing when there is none. A case that was asked before is asked again and stays as it is.
    ///
    /// # Errors
    /// When a case cannot be read or stored. What moved stays; the rest is asked the next time.
    pub fn resume_announcement(&self, now: Instant, seed: [u8; 16]) -> Result<Recomputed, Fail> {
        let Some(announcement) = self.current()?.unapplied.clone() else { return Ok(Recomputed::default()) };
        let cases = self.recompute(&announcement, now, seed)?;
        let refused = cases.refused.iter().map(|(id, _)| *id).collect();
        let what = HouseEvent::CalendarApplied { announcement, refused };
        self.record(HouseRecord::new(&Actor::system(ACTOR), now, what, String::new()), seed)?;
        Ok(cases)
    }

    /// Asks every ticking case whether the calendar of now moves its due moment. One that refuses does not keep the others
    /// from being asked.
    ///
    /// # Errors
    /// When a case cannot be read or stored.
    fn recompute(&self, announcement: &str, now: Instant, seed: [u8; 16]) -> Result<Recomputed, Fail> {
        let actor = Actor::system(ACTOR);
        let (mut after, mut out) = (0, Recomputed::default());
        loop {
            let page = self.ticking(after)?;
            let Some((last, _)) = page.last() else { return Ok(out) };
            after = *last;
            for (_, id) in page {
                let act = Act::Recompute { announcement: announcement.to_owned() };
                match self.act(&Request::new(Some(id), act, &actor, now, seed)) {
                    Ok(_) => out.moved += 1,
                    Err(Fail::Refused(Refusal::NothingToDo | Refusal::Closed)) => {}
                    Err(Fail::Refused(refusal)) => out.refused.push((id, refusal)),
                    Err(fail) => return Err(fail),
                }
            }
        }
    }

    fn ticking(&self, after: i64) -> Result<Vec<(i64, CaseId)>, OfficeError> {
        let mut page = Vec::new();
        let sql = "SELECT num, id FROM cases WHERE num > $1 AND clock IN ('running', 'paused') AND due IS NOT NULL
                   ORDER BY num LIMIT $2";
        self.ledger().reader()?.query(sql, &[after.into(), Param::Int(PAGE)], &mut |row| {
            page.push((row.int(0)?, Uuid::from_slice(row.blob(1)?).unwrap_or_default()));
            Ok(())
        })?;
        Ok(page)
    }
}
