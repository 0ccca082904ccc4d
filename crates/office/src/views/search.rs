//! Search over all registers that a viewer may read: an exact number first, then words of number and title.
//!
//! Words are folded, so that tones, `đ` and the place of a tone do not matter. Not here: full text of papers.

use ledger::Reader;

use super::register::{Line, Query, Search};
use super::sql::Sql;
use super::{Sight, Viewer};
use crate::desk::{Office, OfficeError};
use crate::load::parse;

/// Hits shown.
pub const HITS_MAX: u64 = 50;
/// Shortest text that is searched for, in characters.
pub const CHARACTERS_MIN: usize = 2;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Cases whose number is exactly this.
    pub by_number: Vec<Line>,
    /// Cases in whose number or title all words stand, newest first.
    pub by_words: Vec<Line>,
}

impl Office {
    /// Searches for a number or for words.
    ///
    /// # Errors
    /// When the tables cannot be read.
    pub fn search(&self, viewer: &Viewer, text: &str) -> Result<Found, OfficeError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Found::default());
        }
        let mut reader = self.ledger().reader()?;
        let by_number = by_number(&mut reader, viewer, text)?;
        let mut found = Found { by_number, by_words: Vec::new() };
        if text.chars().count() >= CHARACTERS_MIN {
            for case_type in viewer.types() {
                let query = Query { words: text.to_owned(), ..Query::all(case_type.code.clone()) };
                found.by_words.extend(Search::new(viewer, &case_type, &query).newest(&mut reader, HITS_MAX)?);
            }
        }
        let exact = |line: &Line| found.by_number.iter().any(|hit| hit.num == line.num);
        found.by_words.retain(|line| !exact(line));
        found.by_words.sort_by_key(|line| std::cmp::Reverse(line.num));
        found.by_words.truncate(usize::try_from(HITS_MAX).unwrap_or(usize::MAX));
        Ok(found)
    }
}

fn by_number(reader: &mut Reader, viewer: &Viewer, text: &str) -> Result<Vec<Line>, OfficeError> {
    let types = viewer.types();
    let of = |sight: Sight| types.iter().filter(move |t| viewer.sight(t) == sight).map(|t| t.code.as_str());
    let upper = text.to_uppercase();
    let mut sql = Sql::default();
    sql.push("SELECT c.num, c.state FROM cases c WHERE c.number <> '' AND c.number IN (").texts([text, &upper]);
    sql.push(") AND (c.type IN (").texts(of(Sight::All)).push(") OR (c.type IN (").texts(of(Sight::Named));
    sql.push(") AND EXISTS (SELECT 1 FROM may_read m WHERE m.num = c.num AND m.type = c.type AND m.subject IN (");
    sql.texts(viewer.named_subjects()).push(")))) ORDER BY c.num DESC LIMIT ");
    sql.int(i64::try_from(HITS_MAX).unwrap_or(i64::MAX));
    let mut found: Vec<(u64, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        found.push((row.count(0)?, row.text(1)?.to_owned()));
        Ok(())
    })?;
    found.into_iter().map(|(num, state)| Ok(Line { num, case: parse(&state, "{}")? })).collect()
}
