//! A run over the tables: all rows are checked first, then those that are new become acts. One row in memory at a time.
//!
//! With a single refused row nothing is recorded, unless it is wished that the others come in without it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use exchange::table::{Book, Limits, Row};
use kernel::case::{Act, Actor, CarryOver, Command, decide};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::time::Instant;
use ledger::{Param, Reader};

use super::map::{SheetMap, Target};
use super::names::AllNames;
use super::org::{Additions, FILE, Outcome};
use super::row::{Parts, Reading};
use super::sending::Sending;
use super::{Finding, Map, MoveInError};
use crate::desk::{Office, OfficeError};
use crate::house::House;
use crate::import::{Source, Watch};

/// Findings that are kept; the rest is only counted.
pub const FINDINGS_MAX: usize = 1_000;
/// The role that may bring in units and people from a page.
const ADMINISTRATOR: &str = "administrator";

/// Who enters the balance.
#[derive(Debug, Clone, Copy)]
pub enum On<'a> {
    /// The persons whom the map names, on the word of whoever runs the program.
    TheMap,
    /// The person who is signed in, whatever the map says.
    Behalf(&'a Actor),
}

/// How a run is wished.
#[derive(Debug, Clone, Copy)]
pub struct Wishes<'a> {
    /// Who enters.
    pub on: On<'a>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Bring in the rows that are right though others are refused.
    pub skip_refused: bool,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    /// Rows with data.
    pub rows: u64,
    /// Cases that are new: recorded, or to be recorded.
    pub added: u64,
    /// Rows that are here already.
    pub known: u64,
    /// Rows that are refused.
    pub refused: u64,
    /// Units that are new.
    pub units: u64,
    /// People who are new.
    pub people: u64,
    /// Whether anything was recorded, or could have been.
    pub recorded: bool,
    /// Why rows are refused, the first [`FINDINGS_MAX`].
    pub findings: Vec<Finding>,
}

/// What the check says of a row of cases.
pub(super) enum Judged {
    New(Box<CarryOver>),
    Known,
    Refused(Vec<Finding>),
}

/// Told of each row of cases; answers whether to go on.
pub(super) type Told<'t> = &'t mut dyn FnMut(&Row, &Judged) -> ControlFlow<()>;

impl Office {
    /// Brings in the open work of the books kept before. `name` is the file's name.
    ///
    /// # Errors
    /// When file or map cannot be read (nothing is recorded then), or an act fails. What had arrived stays; another run
    /// goes on from there and adds nothing twice. Refused rows are no error: see [`Moved::findings`].
    pub fn move_in(
        &self,
        source: &mut dyn Source,
        name: &str,
        map: &Map,
        wishes: &Wishes<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<Moved, MoveInError> {
        let mut book = Book::open(source, name, Limits::standard())?;
        let mut run = Run::new(self, map, wishes.on, (watch.now)())?;
        run.check(&mut book, &mut |_, _| ControlFlow::Continue(()))?;
        let refused = run.moved.refused > 0 && !wishes.skip_refused;
        if wishes.dry_run || refused {
            return Ok(run.moved);
        }
        run.record(&mut book, watch)?;
        run.moved.recorded = true;
        Ok(run.moved)
    }
}

/// A run under way.
pub(super) struct Run<'a> {
    office: &'a Office,
    map: &'a Map,
    on: On<'a>,
    now: Instant,
    /// The house as it stands in the ledger.
    base: Arc<House>,
    /// The same with the units and people of the sheets.
    house: Arc<House>,
    additions: Additions,
    files: Option<Vec<(String, String)>>,
    pub(super) moved: Moved,
}

impl<'a> Run<'a> {
    pub(super) fn new(office: &'a Office, map: &'a Map, on: On<'a>, now: Instant) -> Result<Self, MoveInError> {
        let house = office.current()?;
        for sheet in &map.sheets {
            sheet.target(house.catalogue()?)?;
        }
        let (additions, moved) = (Additions::default(), Moved::default());
        Ok(Self { office, map, on, now, base: Arc::clone(&house), house, additions, files: None, moved })
    }

    /// Checks all sheets: units and people first, for the cases name them.
    pub(super) fn check(&mut self, book: &mut Book<&mut dyn Source>, told: Told<'_>) -> Result<(), MoveInError> {
        self.check_org(book)?;
        let mut met: HashMap<[u8; 16], u32> = HashMap::new();
        let house = Arc::clone(&self.house);
        let catalogue = house.catalogue()?;
        for sheet in &self.map.sheets {
            let Target::Cases(case_type) = sheet.target(catalogue)? else { continue };
            let mut judge = self.judge(&house, sheet, case_type)?;
            let moved = &mut self.moved;
            each_row(book, self.map, sheet, catalogue, &mut |reading, row| {
                let mut judged = judge.row(reading, row)?;
                if let Some(first) = judge.seen(&judged, row, &mut met) {
                    let mut parts = Parts::new(reading, row);
                    parts.wrong(
                        "@number",
                        format!("trùng sổ và số với dòng {first}; xin bỏ một dòng hoặc sửa số"),
                        format!("register and number of row {first}; drop one or correct the number"),
                    );
                    judged = Judged::Refused(parts.findings);
                }
                moved.count(&judged);
                Ok(told(row, &judged))
            })?;
        }
        Ok(())
    }

    fn check_org(&mut self, book: &mut Book<&mut dyn Source>) -> Result<(), MoveInError> {
        let house = Arc::clone(&self.house);
        let catalogue = house.catalogue()?;
        for sheet in &self.map.sheets {
            let target = sheet.target(catalogue)?;
            if matches!(target, Target::Cases(_)) {
                continue;
            }
            self.may_change_org()?;
            let (additions, moved) = (&mut self.additions, &mut self.moved);
            each_row(book, self.map, sheet, catalogue, &mut |reading, row| {
                moved.rows += 1;
                match additions.take(&target, reading, row, &catalogue.org) {
                    Outcome::New => {}
                    Outcome::Known => moved.known += 1,
                    Outcome::Refused(findings) => moved.refuse(&findings),
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        (self.moved.units, self.moved.people) = (self.additions.units, self.additions.people);
        if self.additions.text.is_empty() {
            return Ok(());
        }
        let mut files = self.office.files_of_version(self.base.newest)?;
        match files.iter_mut().find(|(path, _)| path == FILE) {
            Some((_, text)) => text.push_str(&self.additions.text),
            None => files.push((FILE.to_owned(), self.additions.text.clone())),
        }
        let findings = Catalogue::parse(&files).findings;
        if let Some(first) = findings.first() {
            return Err(MoveInError::map(
                format!("đơn vị, người trong tệp chưa dùng được: {}", first.message_vi),
                format!("units or people of the file cannot be used: {}", first.message_en),
            ));
        }
        self.house = Arc::new(house.with_catalogue(&files)?);
        self.files = Some(files);
        Ok(())
    }

    fn may_change_org(&self) -> Result<(), MoveInError> {
        match self.on {
            On::Behalf(actor) if !actor.posts.iter().any(|post| post.role == *ADMINISTRATOR) => Err(MoveInError::map(
                "chỉ quản trị được nhập đơn vị và người. Xin bỏ các trang tính này hoặc nhờ quản trị.",
                "only an administrator brings in units and people; leave these sheets out or ask one",
            )),
            _ => Ok(()),
        }
    }

    fn judge<'b>(&self, house: &'b House, sheet: &SheetMap, case_type: &'b CaseType) -> Result<Judge<'b>, MoveInError> {
        let actor = match (self.on, sheet.by.as_ref().or(self.map.by.as_ref())) {
            (On::Behalf(actor), _) => actor.clone(),
            (On::TheMap, Some(code)) => house.actor(code.as_str(), self.now).ok_or_else(|| {
                MoveInError::map(
                    format!("người nhập “{code}” hiện không giữ chức danh nào. Xin sửa `by`."),
                    format!("`{code}` holds no post; correct `by`"),
                )
            })?,
            (On::TheMap, None) => {
                return Err(MoveInError::map(
                    "chưa nêu người nhập. Xin ghi `by = \"mã người\"`.",
                    "nobody enters it; say `by = \"person\"`",
                ));
            }
        };
        Ok(Judge { house, case_type, actor, now: self.now, reader: self.office.ledger().reader()? })
    }

    /// Records what is new.
    fn record(&mut self, book: &mut Book<&mut dyn Source>, watch: &mut Watch<'_>) -> Result<(), MoveInError> {
        if let Some(files) = &self.files {
            let system = Actor::system("importer");
            let actor = match self.on {
                On::Behalf(actor) => actor,
                On::TheMap => &system,
            };
            // As the next version after the one that all was checked against: nobody's additions are lost.
            self.office.adopt_after(&self.base, files, actor, (watch.now)(), watch.seed)?;
        }
        let house = self.office.current()?;
        let catalogue = house.catalogue()?;
        let mut sending = Sending::new(self.office, self.moved.added);
        for sheet in &self.map.sheets {
            let Target::Cases(case_type) = sheet.target(catalogue)? else { continue };
            let mut judge = self.judge(&house, sheet, case_type)?;
            each_row(book, self.map, sheet, catalogue, &mut |reading, row| {
                judge.now = (watch.now)();
                if let Judged::New(asked) = judge.row(reading, row)? {
                    sending.send(*asked, &judge.actor, judge.now, watch)?;
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        sending.settle(0)?;
        // A row that stood twice, skipped by wish, was the same case: it arrived once.
        self.moved.added = sending.done();
        Ok(())
    }
}

impl Moved {
    fn count(&mut self, judged: &Judged) {
        self.rows += 1;
        match judged {
            Judged::New(_) => self.added += 1,
            Judged::Known => self.known += 1,
            Judged::Refused(findings) => self.refuse(findings),
        }
    }

    fn refuse(&mut self, findings: &[Finding]) {
        self.refused += 1;
        let room = FINDINGS_MAX.saturating_sub(self.findings.len());
        self.findings.extend(findings.iter().take(room).cloned());
    }
}

/// Judges the rows of a sheet of cases.
struct Judge<'b> {
    house: &'b House,
    case_type: &'b CaseType,
    actor: Actor,
    now: Instant,
    reader: Reader,
}

impl Judge<'_> {
    fn row(&mut self, reading: &Reading<'_>, row: &Row) -> Result<Judged, MoveInError> {
        let mut parts = Parts::new(reading, row);
        let Some(asked) = parts.case(self.case_type) else { return Ok(Judged::Refused(parts.findings)) };
        let mut known = false;
        self.reader.query("SELECT 1 FROM cases WHERE id = $1", &[Param::Blob(asked.id.as_bytes())], &mut |_| {
            known = true;
            Ok(())
        })?;
        if known {
            return Ok(Judged::Known);
        }
        let command = Command::from(Act::CarryOver(Box::new(asked)));
        let context = self.house.context(self.house.newest, self.now, &self.actor)?;
        Ok(match (decide(None, &command, &context), command.act) {
            (Err(refusal), _) => {
                parts.refused(&refusal);
                Judged::Refused(parts.findings)
            }
            (Ok(_), Act::CarryOver(asked)) => Judged::New(asked),
            (Ok(_), _) => Judged::Known,
        })
    }

    /// The row in which the same case stood before.
    fn seen(&self, judged: &Judged, row: &Row, met: &mut HashMap<[u8; 16], u32>) -> Option<u32> {
        match judged {
            Judged::New(asked) => met.insert(asked.id.into_bytes(), row.number),
            Judged::Known | Judged::Refused(_) => None,
        }
    }
}

/// What is told of each row below the headings.
type EachRow<'e> = &'e mut dyn FnMut(&Reading<'_>, &Row) -> Result<ControlFlow<()>, MoveInError>;

/// Goes through the rows of a sheet; the columns are found by its headings.
fn each_row(
    book: &mut Book<&mut dyn Source>,
    map: &Map,
    sheet: &SheetMap,
    catalogue: &Catalogue,
    each: EachRow<'_>,
) -> Result<(), MoveInError> {
    let target = sheet.target(catalogue)?;
    let case_type = match &target {
        Target::Cases(case_type) => Some(*case_type),
        Target::Units | Target::People => None,
    };
    let mut names = Some(AllNames::of(catalogue, case_type));
    let mut reading: Option<Reading<'_>> = None;
    let mut stopped: Option<MoveInError> = None;
    let mut take = |row: Row| -> Result<ControlFlow<()>, MoveInError> {
        if row.number < sheet.header_row {
            return Ok(ControlFlow::Continue(()));
        }
        match &reading {
            Some(reading) => each(reading, &row),
            None if row.number > sheet.header_row => Err(no_headings(sheet)),
            None => {
                let headings: Vec<String> = row.cells.iter().map(exchange::table::Cell::said).collect();
                let places = sheet.places(&target, &headings)?;
                reading = Some(Reading { map, sheet, places, names: names.take().unwrap_or_default() });
                Ok(ControlFlow::Continue(()))
            }
        }
    };
    book.each_row(&sheet.name, &mut |row| {
        take(row).unwrap_or_else(|error| {
            stopped = Some(error);
            ControlFlow::Break(())
        })
    })?;
    match (stopped, reading) {
        (Some(error), _) => Err(error),
        (None, None) => Err(no_headings(sheet)),
        (None, Some(_)) => Ok(()),
    }
}

fn no_headings(sheet: &SheetMap) -> MoveInError {
    let row = sheet.header_row;
    MoveInError::map(
        format!("dòng tiêu đề {row} của trang tính “{}” trống. Xin sửa `header_row`.", sheet.name),
        format!("row {row} of sheet “{}” holds no headings; correct `header_row`", sheet.name),
    )
}

impl Office {
    /// The files of the newest catalogue as (path, text), as the ledger keeps them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn catalogue_files(&self) -> Result<Vec<(String, String)>, OfficeError> {
        self.files_of_version(self.current()?.newest)
    }

    /// The files of a version of the catalogue.
    pub(crate) fn files_of_version(&self, version: u32) -> Result<Vec<(String, String)>, OfficeError> {
        let mut text = String::new();
        let sql = "SELECT text FROM house WHERE kind = 'catalogue_adopted' AND name = $1 ORDER BY version DESC LIMIT 1";
        self.ledger().reader()?.query(sql, &[version.to_string().as_str().into()], &mut |row| {
            row.text(0)?.clone_into(&mut text);
            Ok(())
        })?;
        serde_json::from_str(&text).map_err(|e| OfficeError::row("house.text", &e))
    }
}
