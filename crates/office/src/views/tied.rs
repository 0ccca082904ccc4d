//! The cases that one is tied to: those it points to, those that point to it, those of the same assignment batch. Four
//! statements whatever their number; a case that the viewer may not read is left out as if it did not exist.

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::Case;
use ledger::Reader;

use super::case::type_that_opens;
use super::sql::Sql;
use super::{Sight, Viewer};
use crate::desk::OfficeError;
use crate::load::parse;

/// Most cases of each of the three kinds.
pub const TIED_MAX: i64 = 50;

/// How another case is tied to this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// This one points to it, by this rule.
    PointsTo(Code),
    /// It points to this one, by this rule of its type.
    PointedAtBy(Code),
    /// Both were given in one assignment batch.
    SameBatch,
}

/// Another case that this one is tied to.
#[derive(Debug, Clone)]
pub struct Tied {
    /// How.
    pub tie: Tie,
    /// The other case.
    pub case: Case,
}

type Found = Vec<(u64, Tied)>;

/// Everything that a case is tied to, as far as the viewer may read it.
pub(super) fn tied(reader: &mut Reader, viewer: &Viewer, case: &Case) -> Result<Vec<Tied>, OfficeError> {
    let mut found = Found::new();
    if !case.links.is_empty() {
        let mut sql = Sql::default();
        sql.push("SELECT num, state, body, '' FROM cases WHERE id IN (").ids(case.links.iter().map(|l| l.to));
        sql.push(") ORDER BY num LIMIT ").int(TIED_MAX);
        let others = read(reader, &sql)?;
        // A case may be linked by more than one rule.
        for link in &case.links {
            let other = others.iter().find(|(_, other, _)| other.id == link.to);
            let tie = Tie::PointsTo(link.rule.clone());
            found.extend(other.map(|(num, other, _)| (*num, Tied { tie, case: other.clone() })));
        }
    }
    let mut sql = Sql::default();
    sql.push("SELECT c.num, c.state, c.body, l.rule FROM case_links l JOIN cases c ON c.num = l.num WHERE l.target = ");
    sql.id(case.id).push(" ORDER BY l.num, l.rule LIMIT ").int(TIED_MAX);
    let pointing = read(reader, &sql)?.into_iter();
    let by = |rule: String| Some(Tie::PointedAtBy(Code::parse(&rule).ok()?));
    found.extend(pointing.filter_map(|(num, case, rule)| Some((num, Tied { tie: by(rule)?, case }))));
    if let Some(batch) = case.batch {
        let mut sql = Sql::default();
        sql.push("SELECT num, state, body, '' FROM cases WHERE batch = ").id(batch);
        sql.push(" AND batch IS NOT NULL AND id <> ").id(case.id).push(" ORDER BY num LIMIT ").int(TIED_MAX);
        let siblings = read(reader, &sql)?.into_iter();
        found.extend(siblings.map(|(num, case, _)| (num, Tied { tie: Tie::SameBatch, case })));
    }
    let readable = readable(reader, viewer, &found)?;
    Ok(found.into_iter().filter(|(num, _)| readable.contains(num)).map(|(_, tied)| tied).collect())
}

/// Cases with their numbers and one more word of the row.
fn read(reader: &mut Reader, sql: &Sql) -> Result<Vec<(u64, Case, String)>, OfficeError> {
    let mut rows: Vec<(u64, String, String, String)> = Vec::new();
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        rows.push((row.count(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned(), row.text(3)?.to_owned()));
        Ok(())
    })?;
    rows.into_iter().map(|(num, state, body, word)| Ok((num, parse(&state, &body)?, word))).collect()
}

/// The numbers of those that may be read.
fn readable(reader: &mut Reader, viewer: &Viewer, found: &Found) -> Result<BTreeSet<u64>, OfficeError> {
    let mut out = BTreeSet::new();
    let mut asked: Vec<(u64, &Code)> = Vec::new();
    for (num, tied) in found {
        match viewer.sight(type_that_opens(viewer, &tied.case)?) {
            Sight::All => {
                out.insert(*num);
            }
            Sight::Named => asked.push((*num, &tied.case.case_type)),
            Sight::Nothing => {}
        }
    }
    if asked.is_empty() {
        return Ok(out);
    }
    let types: BTreeSet<&str> = asked.iter().map(|(_, code)| code.as_str()).collect();
    let mut sql = Sql::default();
    sql.push("SELECT DISTINCT num FROM may_read WHERE subject IN (").texts(viewer.named_subjects());
    sql.push(") AND type IN (").texts(types).push(") AND num IN (");
    for (i, (num, _)) in asked.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" }).int(i64::try_from(*num).unwrap_or(i64::MAX));
    }
    sql.push(")");
    reader.query(sql.as_str(), &sql.params(), &mut |row| {
        out.insert(row.count(0)?);
        Ok(())
    })?;
    Ok(out)
}
