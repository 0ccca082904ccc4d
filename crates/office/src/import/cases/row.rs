//! One row of a sheet becomes a case to be carried over, or findings: every part that is wrong, not only the first.

use exchange::table::{Cell, Moment, Row};
use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{CarryOver, CaseId, Due, Fields, Refusal, Value};
use kernel::catalogue::case_type::{CaseType, Field, FieldKind};
use kernel::time::{Date, Instant};
use sha2::{Digest, Sha256};

use super::map::{Places, SheetMap};
use super::names::{AllNames, Names, NoCode, key};
use super::{Finding, Map};

/// Longest value that a finding shows, in characters.
const SHOWN_CHARACTERS_MAX: usize = 80;

/// What is needed to read the rows of one sheet.
pub(super) struct Reading<'a> {
    pub map: &'a Map,
    pub sheet: &'a SheetMap,
    pub places: Places,
    pub names: AllNames,
}

/// A row while it is read.
pub(super) struct Parts<'a> {
    reading: &'a Reading<'a>,
    row: &'a Row,
    pub findings: Vec<Finding>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, row: &'a Row) -> Self {
        Self { reading, row, findings: Vec::new() }
    }

    /// The day from which the books are kept here.
    pub(super) fn balance_day(&self) -> Date {
        self.reading.map.on
    }

    /// The cell of a part: of its column, or else the value that is the same in all rows.
    fn cell(&self, part: &str) -> Cell {
        let column = self.reading.places.columns.get(part).map(|(at, _)| self.row.cell(*at).clone());
        match (column.filter(|cell| !cell.is_blank()), self.reading.sheet.fixed.get(part)) {
            (Some(cell), _) => cell,
            (None, Some(fixed)) => Cell::Text(fixed.clone()),
            (None, None) => Cell::Empty,
        }
    }

    /// Notes what is wrong with a part.
    pub(super) fn wrong(&mut self, part: &str, vi: impl Into<String>, en: impl Into<String>) {
        let value: String = self.cell(part).said().chars().take(SHOWN_CHARACTERS_MAX).collect();
        let column = if part.is_empty() { String::new() } else { self.reading.places.heading(part) };
        let (sheet, row) = (self.reading.sheet.name.clone(), self.row.number);
        self.findings.push(Finding { sheet, row, column, value, vi: vi.into(), en: en.into() });
    }

    /// A part as text, `None` when blank; what stands for something else by the map is exchanged.
    pub(super) fn text(&mut self, part: &str) -> Option<String> {
        let cell = self.cell(part);
        match &cell {
            Cell::Fault(fault) => {
                self.wrong(
                    part,
                    format!("ô báo lỗi {fault}; xin sửa công thức hoặc gõ giá trị"),
                    format!("the cell holds the error {fault}; correct it"),
                );
                None
            }
            Cell::NoValue => {
                self.wrong(
                    part,
                    "ô là công thức chưa có giá trị lưu; xin mở bằng Excel rồi lưu lại, hoặc gõ giá trị",
                    "a formula without a stored value; open and save it, or type the value",
                );
                None
            }
            _ if cell.is_blank() => None,
            _ => {
                let said = cell.said();
                let meant = self.reading.sheet.values.get(part).and_then(|table| {
                    let wanted = key(&said);
                    table.iter().find(|(from, _)| key(from) == wanted).map(|(_, to)| to.clone())
                });
                Some(meant.unwrap_or(said))
            }
        }
    }

    /// A part that must not be blank.
    pub(super) fn needed(&mut self, part: &str) -> Option<String> {
        let before = self.findings.len();
        let text = self.text(part);
        if text.is_none() && self.findings.len() == before {
            self.wrong(part, "ô trống; xin bổ sung", "blank; fill it in");
        }
        text
    }

    /// The code that a part names.
    pub(super) fn code(&mut self, part: &str, names: &Names, what: (&str, &str)) -> Option<Code> {
        let text = self.text(part)?;
        self.code_of(part, &text, names, what)
    }

    fn code_of(&mut self, part: &str, text: &str, names: &Names, (vi, en): (&str, &str)) -> Option<Code> {
        match names.find(text) {
            Ok(code) => Some(code.clone()),
            Err(NoCode::Unknown) => {
                self.wrong(
                    part,
                    format!("không có {vi} “{text}”; xin sửa cho đúng tên hoặc mã, hoặc thêm vào danh mục trước"),
                    format!("no {en} “{text}”; correct the name or code, or add it first"),
                );
                None
            }
            Err(NoCode::Several(codes)) => {
                let all = codes.iter().map(Code::as_str).collect::<Vec<_>>().join(", ");
                self.wrong(
                    part,
                    format!("có {} {vi} tên “{text}”; xin ghi mã: {all}", codes.len()),
                    format!("{} are called “{text}”; write the code: {all}", codes.len()),
                );
                None
            }
        }
    }

    /// A moment: a date is its beginning in law time.
    fn moment(&mut self, part: &str) -> Option<Instant> {
        let (day, second) = self.day_and_second(part)?;
        Some(day.at(second.unwrap_or(0)))
    }

    /// A day, and the second of the day where the cell says it.
    pub(super) fn day_and_second(&mut self, part: &str) -> Option<(Date, Option<u32>)> {
        let cell = self.cell(part);
        let text = self.text(part)?;
        let read = match &cell {
            Cell::Moment(moment) => of_moment(moment),
            Cell::Number(_) => {
                self.wrong(
                    part,
                    format!("ô là số {text}, không phải ngày; xin định dạng ô là ngày, hoặc gõ dạng 31/12/2025"),
                    format!("the number {text} is no date; format the cell as a date, or type 31/12/2025"),
                );
                return None;
            }
            _ => of_text(&text),
        };
        if read.is_none() {
            self.wrong(
                part,
                format!("“{text}” không phải ngày có thật; xin ghi dạng 31/12/2025 hoặc 31/12/2025 16:30"),
                format!("“{text}” is no real date; write 31/12/2025 or 31/12/2025 16:30"),
            );
        }
        read
    }

    fn due(&mut self) -> Due {
        let cell = self.cell("@due");
        if let Cell::Text(text) = &cell
            && matches!(key(text).as_str(), "khong thoi han" | "khong co thoi han" | "khong" | "khong han")
        {
            return Due::Never;
        }
        match self.day_and_second("@due") {
            Some((day, Some(second))) => Due::At(day.at(second)),
            Some((day, None)) => Due::On(day),
            None => Due::ByRule,
        }
    }

    fn assigned(&mut self) -> Option<Assigned> {
        let names = &self.reading.names;
        let lead = self.code("@lead", &names.units, ("đơn vị", "unit"));
        let units = self.text("@coop").unwrap_or_default();
        let each = units.split([';', '\n']).map(str::trim).filter(|unit| !unit.is_empty());
        let coop = each.filter_map(|unit| self.code_of("@coop", unit, &names.units, ("đơn vị", "unit"))).collect();
        let holder = self.code("@holder", &names.people, ("người", "person"));
        let assigner = self.code("@assigner", &names.posts, ("chức danh", "post"));
        lead.map(|lead| Assigned { lead: Some(lead), coop, holder, assigner })
    }

    fn value(&mut self, field: &Field) -> Option<Value> {
        let part = field.code.as_str();
        let names = &self.reading.names;
        let typed = match field.kind {
            FieldKind::Date => self.day_and_second(part)?.0.to_string(),
            FieldKind::Unit => self.code(part, &names.units, ("đơn vị", "unit"))?.to_string(),
            FieldKind::Person => self.code(part, &names.people, ("người", "person"))?.to_string(),
            FieldKind::Procedure => self.code(part, &names.procedures, ("thủ tục", "procedure"))?.to_string(),
            FieldKind::Choice => {
                let choices = names.choices.get(&field.code)?;
                self.code(part, choices, ("lựa chọn", "choice"))?.to_string()
            }
            FieldKind::Integer | FieldKind::Money => self.whole(part)?,
            FieldKind::Text | FieldKind::LongText | FieldKind::Flag => self.text(part)?,
        };
        match Value::parse(field, &typed) {
            Ok(value) => value,
            Err(why) => {
                self.wrong(part, why.vi, why.en);
                None
            }
        }
    }

    /// A number as typed. The point of a spreadsheet's own number is never one of thousands: 2.125 is no 2.125 đồng.
    fn whole(&mut self, part: &str) -> Option<String> {
        let text = self.text(part)?;
        match self.cell(part) {
            Cell::Number(n) if n.fract() != 0.0 => {
                self.wrong(
                    part,
                    format!("số {n} có phần lẻ; xin ghi số nguyên"),
                    format!("{n} has a fraction; write a whole number"),
                );
                None
            }
            _ => Some(text),
        }
    }

    /// The case that the row says; findings where a part cannot be read.
    pub(super) fn case(&mut self, case_type: &CaseType) -> Option<CarryOver> {
        let (map, sheet) = (self.reading.map, self.reading.sheet);
        let register = self.text("@register").unwrap_or_else(|| sheet.register.clone());
        let number = self.needed("@number");
        let step = match self.needed("@step") {
            Some(text) => self.code_of("@step", &text, &self.reading.names.steps, ("bước", "step")),
            None => None,
        };
        let received = self.moment("@received");
        if received.is_none() && self.cell("@received").is_blank() {
            self.wrong(
                "@received",
                "ô trống; xin ghi ngày tiếp nhận hoặc ngày giao",
                "blank; say when it was received",
            );
        }
        let due = self.due();
        let first_due = self.day_and_second("@first_due").map(|(day, _)| day);
        let (paused_since, stopped_at) = (self.moment("@paused_since"), self.moment("@stopped"));
        let paused_by = self.code("@paused_by", &self.reading.names.moves, ("thao tác", "move"));
        let assigned = self.assigned();
        let mut fields = Fields::new();
        for field in &case_type.fields {
            if let Some(value) = self.value(field) {
                fields.insert(field.code.clone(), value);
            }
        }
        let said = if sheet.source.is_empty() { &register } else { &sheet.source };
        let source = self.text("@source").unwrap_or_else(|| format!("Số dư đầu kỳ, theo {said}"));
        let (Some(number), Some(step), Some(received), true) = (number, step, received, self.findings.is_empty())
        else {
            return None;
        };
        Some(CarryOver {
            id: identity(&case_type.code, &register, &number),
            case_type: case_type.code.clone(),
            step,
            fields,
            assigned,
            register,
            number,
            on: map.on,
            received,
            due,
            first_due,
            paused_since,
            paused_by,
            stopped_at,
            source,
            reason: map.reason.clone(),
            witness: sheet.witness.clone().unwrap_or_else(|| map.witness.clone()),
        })
    }

    /// Notes a refusal of the rules beside the part that it is about.
    pub(super) fn refused(&mut self, refusal: &Refusal) {
        let part = match refusal {
            Refusal::NotCarried { part, .. } => *part,
            Refusal::LeadNeeded | Refusal::UnitTwice { .. } | Refusal::NotInOffice { .. } => "@lead",
            Refusal::HolderElsewhere { .. } => "@holder",
            Refusal::DueNeeded { .. } => "@due",
            Refusal::Clock { .. } => "@paused_since",
            Refusal::Unknown { .. } => "@step",
            other => other.field().map_or("", Code::as_str),
        };
        let part = part.to_owned();
        self.wrong(&part, refusal.vi(), refusal.en());
    }
}

/// The same row gets the same identity in every run: by type, register and number.
pub(super) fn identity(case_type: &Code, register: &str, number: &str) -> CaseId {
    let mut hash = Sha256::new().chain_update("carried over 1");
    for text in [case_type.as_str(), register.trim(), number.trim()] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    }
    let mut out = [0; 16];
    out.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(out).into_uuid()
}

fn of_moment(moment: &Moment) -> Option<(Date, Option<u32>)> {
    let day = Date::new(i32::from(moment.year), u32::from(moment.month), u32::from(moment.day))?;
    let second = u32::from(moment.hour) * 3_600 + u32::from(moment.minute) * 60 + u32::from(moment.second);
    Some((day, (second > 0).then_some(second)))
}

/// `31/12/2025`, `2025-12-31`, with `16:30` or `16h30` before or after it.
fn of_text(text: &str) -> Option<(Date, Option<u32>)> {
    let (mut day, mut second) = (None, None);
    for word in text.split(|c: char| c.is_whitespace() || c == 'T' || c == ',').filter(|word| !word.is_empty()) {
        if word.contains([':', 'h']) && second.is_none() {
            second = Some(second_of(word)?);
        } else if day.is_none() {
            day = Some(date_of(word)?);
        } else {
            return None;
        }
    }
    Some((day?, second))
}

fn date_of(word: &str) -> Option<Date> {
    let numbers = |by: char| -> Option<Vec<u32>> { word.split(by).map(|n| n.parse().ok()).collect() };
    match (numbers('/').as_deref(), numbers('-').as_deref()) {
        (Some([day, month, year]), _) if *year > 999 => Date::new(i32::try_from(*year).ok()?, *month, *day),
        (_, Some([year, month, day])) if *year > 999 => Date::new(i32::try_from(*year).ok()?, *month, *day),
        (_, Some([day, month, year])) if *year > 999 => Date::new(i32::try_from(*year).ok()?, *month, *day),
        _ => None,
    }
}

fn second_of(word: &str) -> Option<u32> {
    let numbers: Option<Vec<u32>> = word.split([':', 'h']).filter(|n| !n.is_empty()).map(|n| n.parse().ok()).collect();
    match numbers?.as_slice() {
        [hour @ 0..24] => Some(hour * 3_600),
        [hour @ 0..24, minute @ 0..60] => Some(hour * 3_600 + minute * 60),
        [hour @ 0..24, minute @ 0..60, second @ 0..60] => Some(hour * 3_600 + minute * 60 + second),
        _ => None,
    }
}
