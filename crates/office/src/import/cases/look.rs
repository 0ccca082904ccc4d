//! For the page that matches columns: what a file holds, which heading is probably what, and how the first rows fare.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use exchange::table::{Book, Cell, Limits};
use kernel::Said;
use kernel::catalogue::case_type::{Effect, Move};
use kernel::time::Instant;

use super::map::{SheetMap, Target};
use super::names::key;
use super::run::{Judged, On, Run};
use super::{Finding, Map, MoveInError};
use crate::desk::Office;
use crate::import::Source;

/// Rows that a preview shows.
pub const PREVIEW_ROWS: usize = 20;
/// Rows among which the headings are looked for.
const HEADING_ROWS: usize = 10;

/// Words under which the parts of a case are found in old books, folded.
const WORDS: [(&str, &[&str]); 12] = [
    ("@number", &["so", "so ky hieu", "ma ho so", "so ho so", "so den", "so di", "number"]),
    ("@register", &["so theo doi", "ten so", "so dang ky", "register"]),
    ("@step", &["tinh trang", "trang thai", "buoc", "status", "step"]),
    ("@received", &["ngay tiep nhan", "ngay nhan", "ngay giao", "ngay den", "ngay van ban", "received"]),
    ("@due", &["han", "han xu ly", "han giai quyet", "ngay hen tra", "thoi han", "han hoan thanh", "due"]),
    ("@first_due", &["han dau", "han ban dau"]),
    ("@paused_since", &["tam dung tu", "ngay tam dung"]),
    ("@paused_by", &["tam dung do", "ly do tam dung"]),
    ("@stopped", &["ngay xong", "ngay hoan thanh", "ngay giai quyet"]),
    ("@lead", &["don vi", "don vi chu tri", "co quan giai quyet", "don vi xu ly", "chu tri"]),
    ("@coop", &["don vi phoi hop", "phoi hop"]),
    ("@holder", &["nguoi xu ly", "nguoi thu ly", "can bo thu ly", "chuyen vien"]),
];

/// A sheet as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLook {
    /// Its name; empty for CSV.
    pub name: String,
    /// The row that looks like headings: the one of the first rows with most text in it.
    pub header_row: u32,
    /// The headings, in the order of the columns.
    pub headings: Vec<String>,
    /// The first rows below them, as text, with their numbers.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// How a row fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It would come in.
    New,
    /// It is here already.
    Known,
    /// It is refused.
    Refused,
}

/// A row of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// Its number.
    pub row: u32,
    /// Its cells as text.
    pub cells: Vec<String>,
    /// How it fares.
    pub standing: Standing,
    /// Why it is refused.
    pub findings: Vec<Finding>,
}

impl Office {
    /// The sheets of a file with headings and first rows.
    ///
    /// # Errors
    /// When the file is no table or damaged.
    pub fn look_at_table(&self, source: &mut dyn Source, name: &str) -> Result<Vec<SheetLook>, MoveInError> {
        let mut book = Book::open(source, name, Limits::standard())?;
        let mut looks = Vec::new();
        for sheet in book.sheets() {
            let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
            book.each_row(&sheet, &mut |row| {
                rows.push((row.number, row.cells.iter().map(Cell::said).collect()));
                if rows.len() < HEADING_ROWS + PREVIEW_ROWS {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })?;
            let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
            // The first of those with most in them, so that a full row of data does not win over the headings.
            let most = rows.iter().take(HEADING_ROWS).map(|(_, cells)| filled(cells)).max().unwrap_or(0);
            let at = rows.iter().position(|(_, cells)| filled(cells) == most).unwrap_or(0);
            let mut rest = rows.split_off(at.min(rows.len()));
            let (header_row, headings) = if rest.is_empty() { (1, Vec::new()) } else { rest.remove(0) };
            rest.truncate(PREVIEW_ROWS);
            looks.push(SheetLook { name: sheet, header_row, headings, rows: rest });
        }
        Ok(looks)
    }

    /// Which heading is probably which part of a row of `target` (a case type's code, `unit`, `person`): by the names of
    /// its fields and the words of old books, without tones. What is not sure is left out.
    ///
    /// # Errors
    /// When there is no such type.
    pub fn propose_columns(&self, target: &str, headings: &[String]) -> Result<BTreeMap<String, String>, MoveInError> {
        let house = self.house();
        let sheet = SheetMap::of(target);
        let target = sheet.target(house.catalogue()?)?;
        let mut words: Vec<(String, Vec<String>)> = Vec::new();
        if let Target::Cases(case_type) = &target {
            for field in &case_type.fields {
                let said = [field.name.as_str(), field.name_en.as_str(), field.code.as_str()];
                words.push((field.code.to_string(), said.iter().map(|name| key(name)).collect()));
            }
            let known = WORDS.iter().map(|(part, said)| ((*part).to_owned(), said.iter().map(|w| key(w)).collect()));
            words.extend(known);
        }
        words.extend(SheetMap::parts(&target).into_iter().map(|part| (part.clone(), vec![key(&part)])));
        let mut proposed = BTreeMap::new();
        for heading in headings.iter().filter(|heading| !heading.is_empty()) {
            let wanted = key(heading);
            let part = words.iter().find(|(_, said)| said.contains(&wanted)).map(|(part, _)| part);
            if let Some(part) = part.filter(|part| !proposed.contains_key(*part)) {
                proposed.insert(part.clone(), heading.clone());
            }
        }
        Ok(proposed)
    }

    /// The first rows of cases with what the rules say of each.
    ///
    /// # Errors
    /// When file or map cannot be read.
    pub fn preview_move_in(
        &self,
        source: &mut dyn Source,
        name: &str,
        map: &Map,
        on: On<'_>,
        now: Instant,
    ) -> Result<Vec<Previewed>, MoveInError> {
        let mut book = Book::open(source, name, Limits::standard())?;
        let mut shown = Vec::new();
        let mut run = Run::new(self, map, on, now)?;
        run.check(&mut book, &mut |row, judged| {
            let (standing, findings) = match judged {
                Judged::New(_) => (Standing::New, Vec::new()),
                Judged::Known => (Standing::Known, Vec::new()),
                Judged::Refused(findings) => (Standing::Refused, findings.clone()),
            };
            let cells = row.cells.iter().map(Cell::said).collect();
            if shown.len() < PREVIEW_ROWS {
                shown.push(Previewed { row: row.number, cells, standing, findings });
            }
            if shown.len() < PREVIEW_ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(shown)
    }
}

/// A part of a row, as a page asks for its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLook {
    /// Its code in a map: `@number`, `subject`.
    pub part: String,
    /// Its name.
    pub name: Said,
    /// No row can be read without it.
    pub needed: bool,
    /// What it may hold, where that is one of a few: code and name.
    pub choices: Vec<(String, Said)>,
}

/// The names of parts that are no fields.
const NAMES: [(&str, &str, &str); 20] = [
    ("@number", "Số, ký hiệu hoặc mã trong sổ cũ", "Number in the older book"),
    ("@register", "Tên sổ cũ", "Name of the older book"),
    ("@step", "Tình trạng (bước)", "State (step)"),
    ("@received", "Ngày tiếp nhận, giao", "Day of receipt"),
    ("@due", "Hạn đang có hiệu lực", "Deadline in force"),
    ("@first_due", "Hạn đầu tiên", "First deadline"),
    ("@paused_since", "Tạm dừng từ", "Paused since"),
    ("@paused_by", "Tạm dừng do (thao tác)", "Paused by (move)"),
    ("@stopped", "Ngày xong", "Day it was done"),
    ("@lead", "Đơn vị chủ trì", "Lead unit"),
    ("@coop", "Đơn vị phối hợp", "Cooperating units"),
    ("@holder", "Người xử lý", "Handled by"),
    ("@assigner", "Người giao (chức danh)", "Assigned by (post)"),
    ("@source", "Nguồn của hạn", "Source of the deadline"),
    ("name", "Tên", "Name"),
    ("short", "Tên gọi tắt", "Short name"),
    ("kind", "Loại đơn vị", "Kind of unit"),
    ("parent", "Đơn vị cấp trên", "Unit above"),
    ("valid_from", "Hoạt động từ", "Exists from"),
    ("gso", "Mã Tổng cục Thống kê", "Code of the statistics office"),
];

/// The same for people and units alone, where a field of a case may bear the same code.
const ORG_NAMES: [(&str, &str, &str); 5] = [
    ("code", "Mã", "Code"),
    ("unit", "Đơn vị", "Unit"),
    ("title", "Chức danh", "Post"),
    ("role", "Vai trò", "Role"),
    ("from", "Giữ chức danh từ", "Holds the post from"),
];

impl Office {
    /// The parts that a row of `target` may have, in the order in which a page asks for them.
    ///
    /// # Errors
    /// When there is no such type.
    pub fn parts_of(&self, target: &str) -> Result<Vec<PartLook>, MoveInError> {
        let house = self.house();
        let catalogue = house.catalogue()?;
        let target = SheetMap::of(target).target(catalogue)?;
        let needed = SheetMap::needed(&target);
        let case_type = match &target {
            Target::Cases(case_type) => Some(*case_type),
            Target::Units | Target::People => None,
        };
        let known = |part: &str| {
            let names = NAMES.iter().chain(ORG_NAMES.iter().filter(|_| case_type.is_none()));
            names.into_iter().find(|(code, ..)| *code == part).map(|(_, vi, en)| Said::new(*vi, *en))
        };
        let look = |part: String| {
            let field = case_type.and_then(|of| of.field(&part));
            let steps = case_type.filter(|_| part == "@step").map(|of| &of.steps);
            let steps = steps.into_iter().flatten().filter(|step| !step.terminal);
            let pauses = |made: &&Move| {
                made.does.iter().any(|effect| matches!(effect, Effect::PauseClock | Effect::PauseClockToRestart))
            };
            let moves = case_type.filter(|_| part == "@paused_by").map(|of| &of.moves);
            let moves = moves.into_iter().flatten().filter(pauses);
            let choices = field.map(|field| &field.choices).into_iter().flatten();
            PartLook {
                name: field.map(|field| field.said()).or_else(|| known(&part)).unwrap_or_else(|| Said::same(&part)),
                needed: needed.contains(&part.as_str()),
                choices: steps
                    .map(|step| (step.code.to_string(), step.said()))
                    .chain(moves.map(|made| (made.code.to_string(), made.name_said())))
                    .chain(choices.map(|choice| (choice.code.to_string(), Said::name(&choice.name, &choice.name_en))))
                    .collect(),
                part,
            }
        };
        Ok(SheetMap::parts(&target).into_iter().map(look).collect())
    }
}
