//! The map: which sheet holds what, which column is which part of a row, and who answers for it.
//!
//! Parts of a row beside the fields of the type are named with `@`, as in the conditions of the catalogue. A map that
//! names no column, or one that the file does not have, is refused with the names that there are.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::time::Date;
use serde::Deserialize;

use super::MoveInError;
use super::names::key;

/// Parts of a case that are no fields of its type.
pub(super) const PARTS: [&str; 14] = [
    "@number",
    "@register",
    "@step",
    "@received",
    "@due",
    "@first_due",
    "@paused_since",
    "@paused_by",
    "@stopped",
    "@lead",
    "@coop",
    "@holder",
    "@assigner",
    "@source",
];
/// Parts of a unit.
pub(super) const UNIT_PARTS: [&str; 7] = ["code", "name", "short", "kind", "parent", "valid_from", "gso"];
/// Parts of a person.
pub(super) const PERSON_PARTS: [&str; 6] = ["code", "name", "unit", "title", "role", "from"];

/// A map as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The first day that is kept here (ngày đầu kỳ).
    pub on: Date,
    /// Who enters the balance; a page takes the person who is signed in.
    pub by: Option<Code>,
    /// The second person who answers for it.
    pub witness: Code,
    /// Why: the decision to change systems.
    pub reason: String,
    /// The sheets, in the order in which they are read.
    #[serde(rename = "sheet")]
    pub sheets: Vec<SheetMap>,
}

/// One sheet of a map.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetMap {
    /// Name of the sheet; the first one when absent.
    #[serde(default)]
    pub name: String,
    /// What its rows are: a case type's code, `unit` or `person`.
    pub target: String,
    /// Row of the headings.
    #[serde(default = "first")]
    pub header_row: u32,
    /// Name of the old register, where it is one for all rows.
    #[serde(default)]
    pub register: String,
    /// Where the due moments stand, said beside them; the register when absent.
    #[serde(default)]
    pub source: String,
    /// Who enters this sheet, where it is another than for the rest.
    pub by: Option<Code>,
    /// The second person for this sheet.
    pub witness: Option<Code>,
    /// Part of a row, by the heading of its column.
    pub columns: BTreeMap<String, String>,
    /// Parts that are the same in all rows.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
    /// What values of a part mean, where they are neither code nor name: `values."@step"."Đang làm" = "in_progress"`.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

fn first() -> u32 {
    1
}

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// Where it is no TOML of this shape, or names no column.
    pub fn parse(text: &str) -> Result<Self, MoveInError> {
        let map: Self = toml::from_str(text).map_err(|error| {
            let said = error.to_string();
            MoveInError::map(format!("không đọc được ({said}). Xin sửa tệp TOML."), format!("unreadable ({said})"))
        })?;
        if map.sheets.is_empty() || map.sheets.iter().any(|sheet| sheet.columns.is_empty()) {
            return Err(MoveInError::map(
                "chưa nêu cột nào. Xin ghi trong [sheet.columns] mỗi mục ứng với tiêu đề cột nào của tệp.",
                "names no column; say in [sheet.columns] which part is under which heading",
            ));
        }
        Ok(map)
    }
}

/// What the rows of a sheet become.
pub(super) enum Target<'a> {
    Units,
    People,
    Cases(&'a CaseType),
}

impl SheetMap {
    /// A sheet of which nothing is known but what its rows are.
    pub(super) fn of(target: &str) -> Self {
        Self {
            name: String::new(),
            target: target.to_owned(),
            header_row: first(),
            register: String::new(),
            source: String::new(),
            by: None,
            witness: None,
            columns: BTreeMap::new(),
            fixed: BTreeMap::new(),
            values: BTreeMap::new(),
        }
    }

    /// What the rows become.
    pub(super) fn target<'a>(&self, catalogue: &'a Catalogue) -> Result<Target<'a>, MoveInError> {
        match self.target.as_str() {
            "unit" => Ok(Target::Units),
            "person" => Ok(Target::People),
            code => match catalogue.types.get(code) {
                Some(found) => Ok(Target::Cases(found)),
                None => {
                    let all: Vec<&str> = catalogue.types.keys().map(Code::as_str).collect();
                    let all = all.join(", ");
                    Err(MoveInError::map(
                        format!("không có loại “{code}”. Được phép: unit, person, {all}."),
                        format!("no type `{code}`; allowed: unit, person, {all}"),
                    ))
                }
            },
        }
    }

    /// The parts that a row of the target may have.
    pub(super) fn parts(target: &Target<'_>) -> Vec<String> {
        let owned = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        match target {
            Target::Units => owned(&UNIT_PARTS),
            Target::People => owned(&PERSON_PARTS),
            Target::Cases(case_type) => {
                let fields = case_type.fields.iter().map(|field| field.code.to_string());
                owned(&PARTS).into_iter().chain(fields).collect()
            }
        }
    }

    /// Which column each part is in, by the headings of the file.
    pub(super) fn places(&self, target: &Target<'_>, headings: &[String]) -> Result<Places, MoveInError> {
        let known = Self::parts(target);
        let named = self.columns.keys().chain(self.fixed.keys()).chain(self.values.keys());
        if let Some(part) = named.into_iter().find(|part| !known.contains(part)) {
            let all = known.join(", ");
            return Err(MoveInError::map(
                format!("“{part}” không phải mục của “{}”. Được phép: {all}.", self.target),
                format!("`{part}` is no part of `{}`; allowed: {all}", self.target),
            ));
        }
        let mut places = Places::default();
        for (part, heading) in &self.columns {
            let wanted = key(heading);
            let found: Vec<usize> =
                headings.iter().enumerate().filter(|(_, h)| key(h) == wanted).map(|(at, _)| at).collect();
            match found.as_slice() {
                [at] => {
                    places.columns.insert(part.clone(), (*at, headings.get(*at).cloned().unwrap_or_default()));
                }
                [] => return Err(self.no_column(part, heading, headings)),
                _ => {
                    return Err(MoveInError::map(
                        format!("tệp có {} cột tên “{heading}”. Xin đổi tên để mỗi cột một tên.", found.len()),
                        format!("{} columns are headed “{heading}”; rename them", found.len()),
                    ));
                }
            }
        }
        self.needs(target)?;
        Ok(places)
    }

    fn no_column(&self, part: &str, heading: &str, headings: &[String]) -> MoveInError {
        let there: Vec<String> = headings.iter().filter(|h| !h.is_empty()).map(|h| format!("“{h}”")).collect();
        let (there, row) = (there.join(", "), self.header_row);
        MoveInError::map(
            format!("tệp không có cột “{heading}” (cho “{part}”) ở dòng {row}. Các cột có: {there}."),
            format!("no column “{heading}” (for `{part}`) in row {row}; there are {there}"),
        )
    }

    /// Parts without which no row can be read.
    pub(super) fn needed(target: &Target<'_>) -> &'static [&'static str] {
        match target {
            Target::Units => &["code", "name", "kind"],
            Target::People => &["code", "name", "unit", "title", "role"],
            Target::Cases(_) => &["@number", "@step", "@received"],
        }
    }

    fn needs(&self, target: &Target<'_>) -> Result<(), MoveInError> {
        let needed = Self::needed(target);
        let here = |part: &str| self.columns.contains_key(part) || self.fixed.contains_key(part);
        let register = matches!(target, Target::Cases(_)) && self.register.is_empty() && !here("@register");
        let missing = needed.iter().copied().find(|part| !here(part)).or(register.then_some("@register"));
        match missing {
            None => Ok(()),
            Some(part) => Err(MoveInError::map(
                format!("thiếu “{part}” cho “{}”. Xin nêu cột hoặc giá trị chung (fixed).", self.target),
                format!("`{part}` is missing for `{}`; name its column or a fixed value", self.target),
            )),
        }
    }
}

/// Where the parts of a row are.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Column (from 0) and heading, by part.
    pub columns: BTreeMap<String, (usize, String)>,
}

impl Places {
    /// The heading under which a part stands; the part's own name when it has none.
    pub(super) fn heading(&self, part: &str) -> String {
        self.columns.get(part).map_or_else(|| part.to_owned(), |(_, heading)| heading.clone())
    }
}
