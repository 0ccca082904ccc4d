//! Scenarios: how a kind of case lives, told in the words of its decree, and lived through the kernel to see if it is so.
//!
//! A scenario is a text beside the catalogue, written by whoever adds a case type; no Rust is needed. One line is one
//! thing: a moment (`lúc`), an act (`person: move key=value …`), or what must be true then (`thì`). An act that is
//! refused must be followed by `thì từ chối RULE`. The words are listed in `catalogue/scenarios/README.md`. The runner
//! reads no files: text and catalogue are given.

mod acts;
mod checks;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use kernel::Code;
use kernel::calendar::Calendar;
use kernel::case::{CaseId, Refusal};
use kernel::catalogue::Catalogue;
use kernel::time::Instant;

use crate::World;
use words::Word;

/// Where a scenario is not as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The scenario's name, as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in Vietnamese.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for Failure {}

/// What a scenario lived through.
#[derive(Debug, Clone, Default)]
pub struct Lived {
    /// Moves made.
    pub moves: BTreeSet<Code>,
    /// Rules that refused something.
    pub refused: BTreeSet<&'static str>,
    /// Checks that held.
    pub checks: usize,
    /// The world at its end.
    pub world: Option<World>,
}

/// Lives a scenario of a case type.
///
/// # Errors
/// The first line that cannot be read, is refused without saying so, or is not true.
pub fn run(
    catalogue: Arc<Catalogue>,
    calendar: Arc<Calendar>,
    case_type: &str,
    file: &str,
    text: &str,
) -> Result<Lived, Failure> {
    let at_line = |line: usize, message: String| Failure { file: file.to_owned(), line, message };
    let Some(code) = catalogue.types.get(case_type).map(|t| t.code.clone()) else {
        return Err(at_line(1, format!("danh mục không có loại hồ sơ `{case_type}`")));
    };
    let mut telling =
        Telling { world: World::of(catalogue, calendar), code, case: None, refused: None, lived: Lived::default() };
    let mut last = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        telling.line(line).map_err(|message| at_line(number, message))?;
        last = number;
    }
    telling.nothing_refused().map_err(|message| at_line(last, message))?;
    if telling.lived.checks == 0 {
        return Err(at_line(last.max(1), "kịch bản chưa kiểm tra điều gì; xin thêm dòng `thì …`".to_owned()));
    }
    Ok(Lived { world: Some(telling.world), ..telling.lived })
}

/// A scenario being told.
struct Telling {
    world: World,
    code: Code,
    case: Option<CaseId>,
    /// The refusal of the last act, until a line speaks of it.
    refused: Option<Refusal>,
    lived: Lived,
}

impl Telling {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(rest) = line.strip_prefix("thì ") {
            let words = words::split(rest)?;
            self.lived.checks += 1;
            return checks::check(self, &words);
        }
        self.nothing_refused()?;
        let act = match line.strip_prefix("lúc ") {
            None => line,
            Some(rest) => {
                let (moment, act) = rest.split_once(',').unwrap_or((rest, ""));
                self.world.set_now(words::moment(moment.trim())?);
                act.trim()
            }
        };
        if act.is_empty() { Ok(()) } else { self.act(act) }
    }

    /// `person: verb …`.
    fn act(&mut self, line: &str) -> Result<(), String> {
        let Some((person, rest)) = line.split_once(':') else {
            return Err(format!("không hiểu dòng `{line}`; viết `lúc …`, `NGƯỜI: THAO TÁC …` hoặc `thì …`"));
        };
        let person = person.trim();
        if self.world.find_actor(person).is_none() {
            return Err(format!("`{person}` không giữ chức vụ nào vào lúc này"));
        }
        acts::act(self, person, &words::split(rest)?)
    }

    /// An act that was refused and of which no line spoke.
    fn nothing_refused(&self) -> Result<(), String> {
        match &self.refused {
            None => Ok(()),
            Some(refusal) => Err(format!("bị từ chối ({}): {}", refusal.rule(), refusal.vi())),
        }
    }

    fn opened(&self) -> Result<CaseId, String> {
        self.case.ok_or_else(|| "chưa có hồ sơ nào được mở".to_owned())
    }
}

/// Reads a code.
fn code_of(text: &str) -> Result<Code, String> {
    Code::parse(text)
}

/// A moment of a `key="2023-03-01 08:00"`.
fn moment_of(word: &Word) -> Result<Instant, String> {
    words::moment(&word.text)
}
