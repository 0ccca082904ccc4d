//! One case as a viewer may see it: state, events, explanation of the deadline, what may be done, cases tied to it.
//!
//! Whether a move may be made is asked of the kernel with an empty form: what only the form lacks does not refuse it.
//! Not here: words of the timeline, forms (web).

use std::sync::Arc;

use kernel::case::record;
use kernel::case::rights::{LetIn, Readers, let_in};
use kernel::case::{Act, Case, CaseId, Command, Event, MoveForm, Refusal, decide};
use kernel::catalogue::case_type::{CaseType, Move, Who};
use kernel::clock::Explanation;
use ledger::Reader;

use super::sql::Sql;
use super::tied::tied;
pub use super::tied::{Tie, Tied};
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError, hex};
use crate::load::{Loaded, stored};

/// Events shown at first, newest first.
pub const EVENTS_SHOWN: u64 = 100;

/// An event with its place in the ledger.
#[derive(Debug, Clone)]
pub struct Told {
    /// Position.
    pub position: u64,
    /// Position of the first event of its act.
    pub act: u64,
    /// The event.
    pub event: Event,
}

/// A move from the present step, with the reason where it may not be made.
#[derive(Debug, Clone)]
pub struct Possible {
    /// The move.
    pub made: Move,
    /// Why not, when it may not be made.
    pub refused: Option<Refusal>,
}

/// An act that belongs to no step and that this viewer may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreeAct {
    /// Leave a remark.
    Remark,
    /// Urge.
    Urge,
    /// Move the due date.
    Extend,
    /// Ask for a later due day.
    AskExtension,
    /// Refuse the later due day that was asked for.
    RefuseExtension,
    /// Attach a file.
    Attach,
    /// Change lead, cooperating units or holder.
    Assign,
    /// Link another case.
    Link,
    /// Correct a field.
    Correct,
}

/// A case as a viewer sees it.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// Ledger position of its opening event.
    pub num: u64,
    /// The case.
    pub case: Case,
    /// Its type, under the version of the catalogue that it keeps.
    pub case_type: Arc<CaseType>,
    /// Events, newest first.
    pub events: Vec<Told>,
    /// How many older events are not among them.
    pub earlier: u64,
    /// How the due moment came about; `None` without a clock, or where the calendar does not reach.
    pub explanation: Option<Explanation>,
    /// Moves from the present step, in the order of the catalogue.
    pub moves: Vec<Possible>,
    /// Acts that belong to no step.
    pub acts: Vec<FreeAct>,
    /// Cases that it is tied to and that the viewer may read.
    pub tied: Vec<Tied>,
    /// By which rules people may read it.
    pub let_in: Vec<LetIn>,
}

impl Office {
    /// A case; `None` when there is none or the viewer may not read it: the two look alike.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn view_case(&self, viewer: &Viewer, id: CaseId, all_events: bool) -> Result<Option<CaseView>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let Some((num, case)) = readable(&mut reader, viewer, id)? else { return Ok(None) };
        let case_type = Arc::clone(viewer.house.case_type(case.catalogue, &case.case_type)?);
        let first = if all_events { 1 } else { case.version.saturating_sub(EVENTS_SHOWN) + 1 };
        let mut events = Vec::new();
        for stored in reader.events_of(id.into_bytes(), first, u64::MAX >> 1)? {
            let event = record::decode(&stored.plain, &stored.body).map_err(OfficeError::record)?;
            events.push(Told { position: stored.position, act: stored.act, event });
        }
        events.reverse();
        let explanation = case.clock.as_ref().and_then(|c| c.explain(&viewer.house.calendar).ok());
        let moves = possible(viewer, &case, &case_type)?;
        let acts = free_acts(viewer, &case, &case_type);
        let tied = tied(&mut reader, viewer, &case)?;
        let readers = Readers { newest: type_that_opens(viewer, &case)?, own: &case_type };
        let let_in = let_in(readers, &case, viewer.house.org(), viewer.now.date());
        Ok(Some(CaseView { num, case, case_type, events, earlier: first - 1, explanation, moves, acts, tied, let_in }))
    }

    /// The present state of a case, if the viewer may read it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn readable(&self, viewer: &Viewer, id: CaseId) -> Result<Option<Case>, OfficeError> {
        Ok(readable(&mut self.ledger().reader()?, viewer, id)?.map(|(_, case)| case))
    }

    /// The bytes of a file of a case, with its media type and name, if the viewer may read the case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn view_file(&self, viewer: &Viewer, id: CaseId, sha256: [u8; 32]) -> Result<Option<FileView>, OfficeError> {
        let mut reader = self.ledger().reader()?;
        let Some((_, case)) = readable(&mut reader, viewer, id)? else { return Ok(None) };
        let wanted = hex(&sha256);
        let Some(file) = case.files.iter().find(|f| f.sha256 == wanted) else { return Ok(None) };
        let bytes = reader.file(id.into_bytes(), sha256)?;
        Ok(bytes.map(|bytes| FileView { media: file.media.clone(), bytes }))
    }
}

/// A file to be served.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Media type as attached.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

fn readable(reader: &mut Reader, viewer: &Viewer, id: CaseId) -> Result<Option<(u64, Case)>, OfficeError> {
    let Some(Loaded { num, case }) = stored(id, &mut |sql, params, each| reader.query(sql, params, each))? else {
        return Ok(None);
    };
    Ok(may_read(reader, viewer, num, &case)?.then_some((num, case)))
}

/// Who reads a whole type is said by the newest catalogue; a type that it has dropped, by the case's own.
pub(super) fn type_that_opens<'a>(viewer: &'a Viewer, case: &Case) -> Result<&'a CaseType, OfficeError> {
    Ok(match viewer.house.catalogue()?.types.get(&case.case_type) {
        Some(found) => found,
        None => viewer.house.case_type(case.catalogue, &case.case_type)?,
    })
}

fn may_read(reader: &mut Reader, viewer: &Viewer, num: u64, case: &Case) -> Result<bool, OfficeError> {
    match viewer.sight(type_that_opens(viewer, case)?) {
        Sight::All => return Ok(true),
        // Rows of `may_read` may stand from a time when the type had other readers.
        Sight::Nothing => return Ok(false),
        Sight::Named => {}
    }
    let mut sql = Sql::default();
    sql.push("SELECT count(*) FROM may_read WHERE num = ").int(i64::try_from(num).unwrap_or(i64::MAX));
    sql.push(" AND type = ").text(case.case_type.as_str());
    sql.push(" AND subject IN (").texts(viewer.named_subjects()).push(")");
    let mut rows = 0;
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        rows = row.int(0)?;
        Ok(())
    })?;
    Ok(rows > 0)
}

/// The moves from the present step; those that only jobs make are left out.
fn possible(viewer: &Viewer, case: &Case, case_type: &CaseType) -> Result<Vec<Possible>, OfficeError> {
    let context = viewer.house.context(case.catalogue, viewer.now, &viewer.actor)?;
    let here = |m: &&Move| m.from.contains(&case.step) && m.who.iter().any(|w| *w != Who::System);
    let ask = |made: &Move| {
        let form = MoveForm::new(made.code.clone());
        let refused = decide(Some(case), &Command::from(Act::Move(form)), &context).err().filter(stands_in_the_way);
        Possible { made: made.clone(), refused }
    };
    Ok(case_type.moves.iter().filter(here).map(ask).collect())
}

/// Whether a refusal of an empty form would refuse a filled one too.
fn stands_in_the_way(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Closed
            | Refusal::NotFromHere { .. }
            | Refusal::NotAllowed { .. }
            | Refusal::TooOften { .. }
            | Refusal::TooLate { .. }
    )
}

fn free_acts(viewer: &Viewer, case: &Case, case_type: &CaseType) -> Vec<FreeAct> {
    if case.erased.is_some() {
        return Vec::new();
    }
    let acts = &case_type.acts;
    let open = !case.is_closed();
    let ticking = case.clock.as_ref().is_some_and(|c| c.is_ticking() && c.due.is_some());
    let lists = [
        (FreeAct::Remark, &acts.remark, true),
        (FreeAct::Urge, &acts.urge, open),
        (FreeAct::Extend, &acts.extend, open && ticking),
        (FreeAct::RefuseExtension, &acts.extend, open && case.asked.is_some()),
        (FreeAct::AskExtension, &acts.ask_extension, open && ticking),
        (FreeAct::Attach, &acts.attach, open),
        (FreeAct::Assign, &acts.assign, open && case.lead.is_some()),
        (FreeAct::Link, &acts.attach, !case_type.links.is_empty()),
        (FreeAct::Correct, &acts.correct, true),
    ];
    let may = |list: &[Who]| viewer.actor.allowed(list, Some(case), viewer.house.org()).is_some();
    lists.into_iter().filter(|(_, list, fits)| *fits && may(list)).map(|(act, ..)| act).collect()
}
