//! What waits for a person, and the registers with their counts.
//!
//! What waits is what the list of work has, grouped by type and step. Not here: whose work it is (`waits`), words (web).

use std::sync::Arc;

use kernel::case::Case;
use kernel::catalogue::case_type::{CaseType, Move, Step};

use super::Viewer;
use super::register::{Count, Query, State};
use super::waits::Waits;
use super::work::{WorkQuery, cases, sum};
use crate::desk::{Office, OfficeError};

/// Cases shown of each group.
pub const ITEMS_SHOWN: usize = 5;

/// Cases of one type at one step that wait for this person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Type.
    pub case_type: Arc<CaseType>,
    /// Step.
    pub step: Step,
    /// The usual moves that are asked for from it.
    pub moves: Vec<Move>,
    /// The first few, due first.
    pub cases: Vec<Case>,
    /// How many there are.
    pub count: Count,
}

/// A register with its counts.
#[derive(Debug, Clone)]
pub struct Register {
    /// Type.
    pub case_type: Arc<CaseType>,
    /// At a step where somebody has to do something.
    pub open: Count,
    /// Past their due date; `None` where nothing is ever due.
    pub late: Option<Count>,
}

impl Office {
    /// What waits for the viewer, one group for each type and step, in the order of the catalogue.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn waiting(&self, viewer: &Viewer) -> Result<Vec<Waiting>, OfficeError> {
        let waits = Waits::of(viewer);
        let mut reader = self.ledger().reader()?;
        let tallies = waits.tallies(&mut reader)?;
        let found = waits.first(&mut reader, &WorkQuery::default(), ITEMS_SHOWN)?;
        let mut rows = cases(&mut reader, &found)?;
        let mut out = Vec::new();
        for (at, branch) in waits.branches.iter().enumerate() {
            let here = |i: usize| waits.branches.get(i).is_some_and(|other| other.is_beside(branch));
            let count = sum(tallies.iter().filter(|t| t.branch == at));
            let Some(step) = branch.case_type.step(branch.step.as_str()).filter(|_| !count.is_none()) else { continue };
            let mut moves: Vec<Move> = Vec::new();
            for made in waits.branches.iter().filter(|other| other.is_beside(branch)).flat_map(|b| &b.moves) {
                if !moves.iter().any(|known| known.code == made.code) {
                    moves.push(made.clone());
                }
            }
            let first = found.iter().filter(|f| here(f.branch)).take(ITEMS_SHOWN);
            let cases = first.filter_map(|f| rows.remove(&f.key.num)).collect();
            let case_type = Arc::clone(&branch.case_type);
            out.push(Waiting { case_type, step: step.clone(), moves, cases, count });
        }
        Ok(out)
    }

    /// The registers of which the viewer may read something; counted anew when a case of the type has changed.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn registers(&self, viewer: &Viewer) -> Result<Vec<Register>, OfficeError> {
        let mut out = Vec::new();
        for case_type in viewer.types() {
            let key = self.key(viewer, &case_type)?;
            let (open, late) = self.kept().tiles.get_once(key, || self.open_and_late(viewer, &case_type))?;
            out.push(Register { case_type, open, late });
        }
        Ok(out)
    }

    fn open_and_late(&self, viewer: &Viewer, of: &CaseType) -> Result<(Count, Option<Count>), OfficeError> {
        let all = Query::all(of.code.clone());
        let open = self.count(viewer, &Query { state: Some(State::Open), ..all.clone() })?;
        let late = match of.clock {
            Some(_) => Some(self.count(viewer, &Query { state: Some(State::Late), ..all })?),
            None => None,
        };
        Ok((open, late))
    }
}
