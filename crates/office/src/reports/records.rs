//! The records behind a figure, in the order of their days, page by page; and how many there are, counted by walking the
//! same list.
//!
//! A record is a fact with its case. A person sees those that the type lets everybody of a role read, or that name that
//! person; the figure stands beside, so that nobody takes the part for the whole. Not here: the figure itself.

use std::sync::Arc;

use kernel::Code;
use kernel::case::{Actor, CaseId};
use kernel::catalogue::case_type::CaseType;
use kernel::catalogue::report::Counted;
use kernel::time::Date;
use ledger::{DbError, Param, Reader, Row};
use uuid::Uuid;

use super::count::{AsOf, Asked, push_held};
use super::fail::ReportFail;
use crate::views::ahead::{beside, touch};
use crate::views::sql::Sql;
use crate::views::{self, Viewer};

/// Most records on a page.
pub const PAGE_RECORDS_MAX: u32 = 200;

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The indicator that counts it.
    pub indicator: Code,
    /// The day on which it counts; for open work the due day.
    pub day: Date,
    /// Ledger position of the opening event of its case.
    pub num: u64,
    /// Which record of the case: an image, a number.
    pub item: u32,
    /// The case.
    pub case: CaseId,
    /// Code of its type.
    pub case_type: String,
    /// Number given last; may be empty.
    pub number: String,
    /// Title.
    pub title: String,
    /// Code of its step now.
    pub step: String,
    /// Code of its lead unit now; may be empty.
    pub lead: String,
}

/// Where a page begins: behind this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    /// Which part of the question, from 0.
    part: usize,
    day: i64,
    num: i64,
    item: i64,
}

impl Behind {
    /// Before the first record.
    pub const NOTHING: Self = Self { part: 0, day: i64::MIN, num: 0, item: 0 };

    /// Reads what [`Self::key`] writes. `None` for anything else.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let mut numbers = key.split('.').map(|n| n.parse::<i64>().ok());
        let mut next = || numbers.next().flatten();
        let (part, day, num, item) = (next()?, next()?, next()?, next()?);
        if numbers.next().is_some() { None } else { Some(Self { part: usize::try_from(part).ok()?, day, num, item }) }
    }

    /// The facts behind this one, in order.
    fn push(self, sql: &mut Sql, limit: usize) {
        let Self { day, num, item, .. } = self;
        sql.push(" AND (f.day, f.num, f.item) > (").int(day).push(", ").int(num).push(", ").int(item).push(")");
        sql.push(" ORDER BY f.day, f.num, f.item LIMIT ").int(i64::try_from(limit).unwrap_or(i64::MAX));
    }

    /// For addresses.
    #[must_use]
    pub fn key(self) -> String {
        format!("{}.{}.{}.{}", self.part, self.day, self.num, self.item)
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// The records.
    pub records: Vec<Record>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Behind>,
}

/// Whose eyes a list is for.
#[derive(Debug, Clone, Copy)]
pub enum Eyes<'a> {
    /// The house itself: a report, the command line.
    House,
    /// A person.
    Of(&'a Actor),
}

/// What somebody may read.
enum Sight {
    /// Every case that the question can concern.
    Whole,
    /// Cases of these types, and those of the others that name one of these subjects.
    Part { types: Vec<String>, named: Vec<String>, subjects: Vec<String> },
}

impl AsOf {
    /// A page of the records that a figure counts.
    ///
    /// # Errors
    /// When they cannot be read, or no case type has the indicator.
    pub fn records(&self, asked: &Asked, eyes: Eyes<'_>, behind: Behind, limit: u32) -> Result<Records, ReportFail> {
        self.page(asked, eyes, behind, usize::try_from(limit.clamp(1, PAGE_RECORDS_MAX)).unwrap_or(1))
    }

    /// Hands over every record that a figure counts, until `each` answers `false`; so many of them are in memory at a
    /// time. What counts as of a position never changes, so that no page boundary doubles or drops one.
    ///
    /// # Errors
    /// When they cannot be read, or no case type has the indicator.
    pub fn each_record(
        &self,
        asked: &Asked,
        eyes: Eyes<'_>,
        at_once: usize,
        each: &mut dyn FnMut(Record) -> bool,
    ) -> Result<(), ReportFail> {
        let mut behind = Behind::NOTHING;
        let near = |behind| -> Result<(), ReportFail> {
            touch(self.office.ledger(), &self.nums(asked, behind, at_once)?);
            Ok(())
        };
        near(behind)?;
        loop {
            let Records { records, next } = self.page(asked, eyes, behind, at_once)?;
            // The next part comes near while this one is written.
            let (wanted, came) = beside(next.map(|next| move || near(next)), || records.into_iter().all(&mut *each));
            came.transpose()?;
            let Some(next) = next.filter(|_| wanted) else { return Ok(()) };
            behind = next;
        }
    }

    /// The cases of the records behind one, within its part of the question, whoever may see them.
    fn nums(&self, asked: &Asked, behind: Behind, limit: usize) -> Result<Vec<i64>, ReportFail> {
        let Some(part) = asked.parts.get(behind.part) else { return Ok(Vec::new()) };
        let mut sql = Sql::default();
        sql.push("SELECT f.num FROM facts f WHERE ");
        self.push_facts(&mut sql, part, asked.period, asked.by.as_deref())?;
        push_held(&mut sql, asked.held.as_ref(), &self.catalogue, &part.code);
        behind.push(&mut sql, limit);
        let mut nums = Vec::new();
        self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
            nums.push(row.int(0)?);
            Ok(())
        })?;
        Ok(nums)
    }

    fn page(&self, asked: &Asked, eyes: Eyes<'_>, behind: Behind, limit: usize) -> Result<Records, ReportFail> {
        let mut reader = self.office.ledger().reader()?;
        let mut found: Vec<(Behind, Record)> = Vec::new();
        let mut behind = behind;
        for (at, part) in asked.parts.iter().enumerate().skip(behind.part) {
            let page = Page {
                asked: (asked, at, part),
                sight: self.sight(part, eyes),
                behind,
                wanted: limit + 1 - found.len(),
            };
            page.read(self, &mut reader, &mut found)?;
            if found.len() > limit {
                break;
            }
            behind = Behind { part: at + 1, ..Behind::NOTHING };
        }
        let is_more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().map(|(behind, _)| *behind).filter(|_| is_more);
        Ok(Records { records: found.into_iter().map(|(_, record)| record).collect(), next })
    }

    /// How many records the list behind a figure has for these eyes, counted by walking it.
    ///
    /// # Errors
    /// When they cannot be read, or no case type has the indicator.
    pub fn listed(&self, asked: &Asked, eyes: Eyes<'_>) -> Result<u64, ReportFail> {
        if matches!(eyes, Eyes::House) {
            return self.office.kept().lists.get((asked.clone(), self.position()), || self.walk(asked, eyes));
        }
        self.walk(asked, eyes)
    }

    fn walk(&self, asked: &Asked, eyes: Eyes<'_>) -> Result<u64, ReportFail> {
        let mut count = 0;
        for part in &asked.parts {
            let cases = match self.sight(part, eyes) {
                Sight::Whole => self.cases()?,
                Sight::Part { types, named, subjects } => Arc::new(self.named(&types, &named, &subjects)?),
            };
            let mut sql = Sql::default();
            sql.push("SELECT f.num FROM facts f WHERE ");
            self.push_facts(&mut sql, part, asked.period, asked.by.as_deref())?;
            push_held(&mut sql, asked.held.as_ref(), &self.catalogue, &part.code);
            self.office.ledger().reader()?.query(sql.as_str(), &sql.params(), &mut |row| {
                count += u64::from(cases.has(row.count(0)?));
                Ok(())
            })?;
        }
        Ok(count)
    }

    /// All cases; those opened after the position have no facts before it. Asked without a condition, so that the engine
    /// walks its smallest index.
    fn cases(&self) -> Result<Arc<Nums>, ReportFail> {
        self.office.kept().cases.get(self.position(), || {
            let mut nums = Nums::default();
            self.office.ledger().reader()?.query("SELECT num FROM cases", &[], &mut |row| {
                nums.add(row.count(0)?);
                Ok(())
            })?;
            Ok(Arc::new(nums))
        })
    }

    /// The cases of these types, and those of the others that name one of these subjects.
    fn named(&self, types: &[String], named: &[String], subjects: &[String]) -> Result<Nums, ReportFail> {
        let mut nums = Nums::default();
        let mut reader = self.office.ledger().reader()?;
        let mut add = |sql: &str, values: &[Param<'_>]| {
            reader.query(sql, values, &mut |row| {
                nums.add(row.count(0)?);
                Ok(())
            })
        };
        for of in types {
            add("SELECT num FROM cases WHERE type = $1", &[of.into()])?;
        }
        for subject in subjects {
            for of in named {
                add("SELECT num FROM may_read WHERE subject = $1 AND type = $2", &[subject.into(), of.into()])?;
            }
        }
        Ok(nums)
    }

    /// The cases that these eyes may see of what a part counts; `None` stands for all.
    pub(super) fn seen(&self, part: &Counted, eyes: Eyes<'_>) -> Result<Option<Nums>, ReportFail> {
        match self.sight(part, eyes) {
            Sight::Whole => Ok(None),
            Sight::Part { types, named, subjects } => self.named(&types, &named, &subjects).map(Some),
        }
    }

    /// Who may read is said by the catalogue of now, whichever position is looked at; a type that it has dropped, by the
    /// one that still has it.
    fn sight(&self, part: &Counted, eyes: Eyes<'_>) -> Sight {
        let Eyes::Of(actor) = eyes else { return Sight::Whole };
        let house = self.office.house();
        let viewer = Viewer::new(actor.clone(), Arc::clone(&house), self.recorded());
        let newest = house.catalogue().ok();
        let of_now = |t: &Arc<CaseType>| newest.and_then(|c| c.types.get(&t.code)).unwrap_or(t).clone();
        let concerned = self.catalogue.types.values().filter(|t| t.indicators.iter().any(|i| i.code == part.code));
        let mut all = true;
        let (mut types, mut named) = (Vec::new(), Vec::new());
        for case_type in concerned.map(of_now) {
            match viewer.sight(&case_type) {
                views::Sight::All => types.push(case_type.code.to_string()),
                views::Sight::Named => named.push(case_type.code.to_string()),
                views::Sight::Nothing => {}
            }
            all &= viewer.sight(&case_type) == views::Sight::All;
        }
        if all {
            return Sight::Whole;
        }
        Sight::Part { types, named, subjects: viewer.named_subjects().into_iter().map(str::to_owned).collect() }
    }
}

/// A page of one part of a question.
struct Page<'a> {
    asked: (&'a Asked, usize, &'a Counted),
    sight: Sight,
    behind: Behind,
    wanted: usize,
}

impl Page<'_> {
    fn read(&self, as_of: &AsOf, reader: &mut Reader, found: &mut Vec<(Behind, Record)>) -> Result<(), ReportFail> {
        let (asked, at, part) = self.asked;
        let mut sql = Sql::default();
        sql.push("SELECT f.day, f.num, f.item, c.id, c.type, c.number, c.title, c.step, c.lead ");
        sql.push("FROM facts f CROSS JOIN cases c WHERE c.num = f.num AND ");
        as_of.push_facts(&mut sql, part, asked.period, asked.by.as_deref())?;
        push_held(&mut sql, asked.held.as_ref(), &as_of.catalogue, &part.code);
        if let Sight::Part { types, named, subjects } = &self.sight {
            sql.push(" AND (c.type IN (").texts(types.iter().map(String::as_str));
            sql.push(") OR f.num IN (SELECT m.num FROM may_read m WHERE m.subject IN (");
            sql.texts(subjects.iter().map(String::as_str)).push(") AND m.type IN (");
            sql.texts(named.iter().map(String::as_str)).push(")))");
        }
        self.behind.push(&mut sql, self.wanted);
        reader.query(sql.as_str(), &sql.params(), &mut |row| {
            found.push(record_of(row, at, &part.code)?);
            Ok(())
        })?;
        Ok(())
    }
}

fn record_of(row: &Row<'_>, part: usize, code: &Code) -> Result<(Behind, Record), DbError> {
    let (day, num, item) = (row.int(0)?, row.int(1)?, row.int(2)?);
    let text = |column: usize| row.text(column).map(str::to_owned);
    let record = Record {
        indicator: code.clone(),
        day: Date(i32::try_from(day).unwrap_or(i32::MAX)),
        num: row.count(1)?,
        item: u32::try_from(item).unwrap_or(u32::MAX),
        case: Uuid::from_bytes(row.array(3)?),
        case_type: text(4)?,
        number: text(5)?,
        title: text(6)?,
        step: text(7)?,
        lead: text(8)?,
    };
    Ok((Behind { part, day, num, item }, record))
}

/// A set of case numbers: ledger positions, so one bit each is little.
#[derive(Debug, Default)]
pub(crate) struct Nums {
    words: Vec<u64>,
}

impl Nums {
    /// Word and bit of a number.
    fn place(num: u64) -> (usize, u64) {
        (usize::try_from(num / 64).unwrap_or(usize::MAX), 1 << (num % 64))
    }

    fn add(&mut self, num: u64) {
        let (word, bit) = Self::place(num);
        if word >= self.words.len() {
            self.words.resize(word.saturating_add(1), 0);
        }
        if let Some(found) = self.words.get_mut(word) {
            *found |= bit;
        }
    }

    pub(super) fn has(&self, num: u64) -> bool {
        let (word, bit) = Self::place(num);
        self.words.get(word).is_some_and(|found| found & bit != 0)
    }
}
