//! Letters that urge, lists of registers, files of cases. Whoever holds the data folder reads all of it.

use std::io::{Write as _, stdout};

use clap::Args as Arguments;
use exchange::sheet::{Cell, Head, Kind, Sheet};
use kernel::Code;
use kernel::case::{Actor, CaseId};
use kernel::catalogue::case_type::CaseType;
use kernel::time::Instant;
use office::Office;
use office::papers::{self, ROWS_PRINTED_MAX};
use office::views::Viewer;
use office::views::register::{Line, Query, State};
use std::sync::Arc;
use uuid::Uuid;

use super::{PaperFormat, hand_out};
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;

/// Rows read at once.
const ROWS_AT_ONCE: u64 = 1_000;

/// Whom to urge, for what.
#[derive(Arguments)]
pub struct Urging {
    /// Loại hồ sơ, ví dụ task / kind of case, such as task
    kind: String,
    /// Chỉ một đơn vị / one unit only
    #[arg(long)]
    unit: Option<String>,
    #[command(flatten)]
    data: DataArg,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: PaperFormat,
}

/// Which register.
#[derive(Arguments)]
pub struct Register {
    /// Loại hồ sơ, ví dụ outgoing_document / kind of case, such as outgoing_document
    kind: String,
    /// Chỉ việc quá hạn / only what is overdue
    #[arg(long)]
    late: bool,
    /// Từ trong số, tên / words of number and title
    #[arg(long, default_value = "")]
    words: String,
    #[command(flatten)]
    data: DataArg,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: PaperFormat,
}

/// Which case.
#[derive(Arguments)]
pub struct CaseFile {
    /// Mã hoặc số của hồ sơ / id or number of the case
    case: String,
    #[command(flatten)]
    data: DataArg,
    /// Dạng / form
    #[arg(long, value_enum)]
    format: PaperFormat,
}

/// A letter that urges.
pub fn urging(asked: &Urging) -> Result<(), Failure> {
    let reading = Reading::open(&asked.data)?;
    let case_type = reading.case_type(&asked.kind)?;
    let viewer = &reading.viewer;
    let urged = papers::overdue(&reading.office, viewer, &case_type.code, asked.unit.as_deref())?.unwrap_or_default();
    if urged.is_empty() {
        return Err(Failure::new("không có việc nào quá hạn để đôn đốc", "nothing is overdue, nobody is to be urged"));
    }
    if papers::too_long(&urged) {
        return Err(too_long());
    }
    let document = papers::urging(viewer, &case_type, &urged, reading.now).ok_or_else(|| {
        Failure::new(
            format!("danh mục không có công văn đôn đốc cho loại “{}”", case_type.code),
            format!("the catalogue has no letter that urges for the kind “{}”", case_type.code),
        )
    })?;
    hand_out(&document, asked.format)
}

/// The list of a register. A workbook is written row by row: memory does not grow with them.
pub fn register(asked: &Register) -> Result<(), Failure> {
    let reading = Reading::open(&asked.data)?;
    let case_type = reading.case_type(&asked.kind)?;
    let query = Query {
        state: asked.late.then_some(State::Late),
        words: asked.words.clone(),
        descending: false,
        rows: ROWS_AT_ONCE,
        ..Query::all(case_type.code.clone())
    };
    match asked.format {
        PaperFormat::Pdf => reading.list(&case_type, &query),
        PaperFormat::Xlsx => reading.sheet(&case_type, &query),
    }
}

/// The file of a case.
pub fn case_file(asked: &CaseFile) -> Result<(), Failure> {
    let reading = Reading::open(&asked.data)?;
    let id = reading.find(&asked.case)?;
    let view = reading.office.view_case(&reading.viewer, id, true)?.ok_or_else(|| no_case(&asked.case))?;
    hand_out(&web::case_file(&reading.viewer.house, &view, reading.now), asked.format)
}

/// An office that is read by whoever holds its folder.
struct Reading {
    office: Office,
    viewer: Viewer,
    now: Instant,
}

impl Reading {
    fn open(data: &DataArg) -> Result<Self, Failure> {
        let office = data::open_to_read(&data.data)?;
        let now = data::clock_of(&office)?();
        let viewer = Viewer::new(Actor::system("report"), office.house(), now);
        Ok(Self { office, viewer, now })
    }

    fn case_type(&self, code: &str) -> Result<Arc<CaseType>, Failure> {
        let catalogue = self.viewer.house.catalogue()?;
        catalogue.types.get(code).cloned().ok_or_else(|| {
            let known: Vec<&str> = catalogue.types.keys().map(Code::as_str).collect();
            let known = known.join(", ");
            Failure::new(
                format!("không có loại hồ sơ “{code}”. Có: {known}."),
                format!("there is no kind of case “{code}”. There are: {known}."),
            )
        })
    }

    fn list(&self, case_type: &CaseType, query: &Query) -> Result<(), Failure> {
        let mut cases = Vec::new();
        self.office.register_rows(&self.viewer, query, &mut |line| {
            cases.push(line.case);
            cases.len() <= ROWS_PRINTED_MAX
        })?;
        if cases.len() > ROWS_PRINTED_MAX {
            return Err(too_long());
        }
        hand_out(&papers::list(&self.viewer.house, case_type, &cases, self.now), PaperFormat::Pdf)
    }

    fn sheet(&self, case_type: &CaseType, query: &Query) -> Result<(), Failure> {
        let wide = |at: usize| at == 1;
        let labels = papers::columns(case_type).into_iter().enumerate();
        let heads: Vec<Head> = labels.map(|(at, label)| Head { label, wide: wide(at) }).collect();
        let mut out = stdout();
        let mut sheet = Sheet::begin(Kind::Xlsx, &case_type.register, &heads, &mut out)?;
        let mut failed = None;
        self.office.register_rows(&self.viewer, query, &mut |line| {
            let row = papers::row(&self.viewer.house, case_type, &line.case).map(Cell::Text);
            failed = sheet.row(&row).err();
            failed.is_none()
        })?;
        match failed {
            Some(fail) => Err(fail.into()),
            None => {
                sheet.end()?;
                say::settled(out.flush())
            }
        }
    }

    /// The case of an id or a number.
    fn find(&self, asked: &str) -> Result<CaseId, Failure> {
        if let Ok(id) = Uuid::try_parse(asked) {
            return Ok(id);
        }
        let found = self.office.search(&self.viewer, asked)?;
        let hits = if found.by_number.is_empty() {
            // The list knows the last number of a case; an earlier one stands in its history.
            let had = |line: &Line| line.case.numbers.iter().any(|number| number.text == asked);
            found.by_words.into_iter().filter(had).collect()
        } else {
            found.by_number
        };
        match &*hits {
            [] => Err(no_case(asked)),
            [only] => Ok(only.case.id),
            many => Err(several(asked, many)),
        }
    }
}

fn too_long() -> Failure {
    Failure::new(
        format!(
            "danh sách dài hơn {ROWS_PRINTED_MAX} dòng, không in ra giấy. Xin lọc bớt, hoặc lấy sổ bằng --format xlsx."
        ),
        format!(
            "the list is longer than the {ROWS_PRINTED_MAX} rows of paper. Filter it, or take the register as xlsx."
        ),
    )
}

/// Numbers begin anew each year and in each book.
fn several(asked: &str, hits: &[Line]) -> Failure {
    let one = |line: &Line| format!("\n  {} {} {}", line.case.id, line.case.opened.date(), line.case.case_type);
    let list: String = hits.iter().map(one).collect();
    Failure::new(
        format!("“{asked}” là số của {} hồ sơ; xin dùng mã:{list}", hits.len()),
        format!("“{asked}” is the number of {} cases; give the id of one, as listed above", hits.len()),
    )
}

fn no_case(asked: &str) -> Failure {
    Failure::new(format!("không có hồ sơ “{asked}”"), format!("there is no case “{asked}”"))
}
