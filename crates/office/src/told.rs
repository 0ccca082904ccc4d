//! The rows of `notices`: written with the act that they tell of.
//!
//! Not here: who is told what (kernel), reading them and what was read (`views::notices`).

use kernel::case::command::Assigned;
use kernel::case::notices::{Notice, notices};
use kernel::case::{Case, Event};
use kernel::catalogue::case_type::CaseType;
use kernel::time::Instant;
use ledger::{DbError, Tx, Write};

static NOTICE: Write = Write {
    table: "notices",
    sql: "INSERT INTO notices(subject, position, kind, type, num, at, actor) VALUES($1, $2, $3, $4, $5, $6, $7)",
    key: &[],
    merge: &[],
};

/// Notices of one act on one case.
pub(crate) struct Told {
    case_type: String,
    at: Instant,
    notices: Vec<Notice>,
}

impl Told {
    pub(crate) fn of(before: Option<&Case>, case_type: &CaseType, events: &[Event]) -> Self {
        let before = before.map(Assigned::of).unwrap_or_default();
        let at = events.first().map_or(Instant(0), |event| event.at);
        Self { case_type: case_type.code.to_string(), at, notices: notices(case_type, &before, events) }
    }

    /// Writes them; the first event of the act stands at `first`.
    pub(crate) fn write(&self, tx: &mut dyn Tx, num: i64, first: i64) -> Result<(), DbError> {
        for notice in &self.notices {
            let position = first.saturating_add(i64::try_from(notice.nth).unwrap_or(i64::MAX));
            tx.write(
                &NOTICE,
                &[
                    notice.subject.as_str().into(),
                    position.into(),
                    notice.kind.code().into(),
                    self.case_type.as_str().into(),
                    num.into(),
                    self.at.0.into(),
                    notice.by.as_str().into(),
                ],
            )?;
        }
        Ok(())
    }
}
