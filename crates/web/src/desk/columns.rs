//! The columns of a register: those that the type has, those that are shown, and what stands in them.
//!
//! Number, step, unit, holder, day of opening and deadline come with every type that has them; the rest are the type's
//! own fields. The title always stands. Not here: which cases (office), how a cell is drawn (pages).

use std::sync::Arc;

use kernel::case::Case;
use kernel::catalogue::case_type::{CaseType, Effect, Field as Rule, FieldKind, Part};
use office::import::opened_at_source;
use office::views::register::{Query, Sort as By};

use super::address::{Address, COLUMN, Pairs};
use super::visitor::Visitor;
use super::words::{self, case_href, day, deadline, step_name};
use crate::pages::{Cell, Choice, Column, Row, Sort, SortState};
use crate::tongue::Tongue;

/// Columns of fields shown unless others are chosen, so that a table stays one that can be read.
const FIELD_COLUMNS: usize = 3;

/// What stands in a column.
#[derive(Debug, Clone)]
enum Of {
    Number,
    Title,
    Field(Rule),
    Step,
    Unit,
    Holder,
    Opened,
    Due,
}

#[derive(Debug, Clone)]
struct Known {
    /// As an address names it.
    name: String,
    label: String,
    of: Of,
    /// Whether it is shown unless others are chosen.
    usual: bool,
}

/// The columns of a type, and which of them are shown.
#[derive(Debug, Clone)]
pub struct Columns {
    case_type: Arc<CaseType>,
    known: Vec<Known>,
    chosen: Vec<String>,
}

impl Columns {
    /// The usual columns of a type.
    pub fn of(tongue: Tongue, case_type: &Arc<CaseType>) -> Self {
        Self { case_type: Arc::clone(case_type), known: known(tongue, case_type), chosen: Vec::new() }
    }

    /// The columns that an address names; the usual ones when it names none that the type has.
    pub fn chosen(tongue: Tongue, case_type: &Arc<CaseType>, pairs: &Pairs) -> Self {
        let mut out = Self::of(tongue, case_type);
        let asked = pairs.iter().filter(|(k, _)| k == COLUMN).map(|(_, v)| v.clone());
        out.chosen = asked.filter(|name| out.known.iter().any(|k| k.name == *name)).collect();
        out
    }

    fn shown(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|k| match (&k.of, self.chosen.is_empty()) {
            (Of::Title, _) => true,
            (_, true) => k.usual,
            (_, false) => self.chosen.contains(&k.name),
        })
    }

    /// What can be chosen, for the form.
    pub fn choices(&self) -> Vec<Choice> {
        let shown: Vec<&str> = self.shown().map(|k| k.name.as_str()).collect();
        let free = self.known.iter().filter(|k| !matches!(k.of, Of::Title));
        free.map(|k| Choice { value: k.name.clone(), label: k.label.clone(), chosen: shown.contains(&k.name.as_str()) })
            .collect()
    }

    /// The heads, with the way to other orders.
    pub fn heads(&self, address: &Address<'_>, query: &Query, sort: By) -> Vec<Column> {
        let sorted = |word: &str, by: By| {
            let now = sort == by;
            let state = match (now, query.descending) {
                (false, _) => SortState::Off,
                (true, true) => SortState::Descending,
                (true, false) => SortState::Ascending,
            };
            Some(Sort { href: address.sorted(word, now && !query.descending), state })
        };
        let sort_of = |known: &Known| match known.of {
            Of::Number => sorted("so", By::Number),
            Of::Title => sorted("ten", By::Title),
            Of::Opened => sorted("mo", By::Opened),
            Of::Due => sorted("han", By::Due),
            Of::Field(_) | Of::Step | Of::Unit | Of::Holder => None,
        };
        self.shown().map(|known| Column { sort: sort_of(known), ..head(known) }).collect()
    }

    /// The heads without sorting.
    pub fn plain_heads(&self) -> Vec<Column> {
        self.shown().map(head).collect()
    }

    /// The row of a case.
    pub fn row(&self, visitor: &Visitor, case: &Case) -> Row {
        Row { href: case_href(case.id), cells: self.shown().map(|known| self.cell(visitor, &known.of, case)).collect() }
    }

    fn cell(&self, visitor: &Visitor, of: &Of, case: &Case) -> Cell {
        let house = visitor.house();
        let named = |text: Option<String>| text.map_or(Cell::Nothing, Cell::Data);
        match of {
            Of::Number => match words::number(case) {
                number if number.is_empty() => Cell::Text(visitor.tongue.say("register-no-number")),
                number => Cell::Code(number),
            },
            Of::Title => Cell::Data(words::title(visitor.tongue, case, &self.case_type)),
            Of::Field(field) => value(visitor, field, case),
            Of::Step => Cell::Text(step_name(visitor.tongue, &self.case_type, &case.step).to_owned()),
            Of::Unit => named(case.lead.as_ref().map(|unit| house.org().unit_name(unit).to_owned())),
            Of::Holder => named(case.holder.as_ref().map(|person| house.org().person_name(person).to_owned())),
            Of::Opened => Cell::When(day(opened_at_source(case).unwrap_or(case.opened).date())),
            Of::Due => {
                let why = format!("{}#vi-sao", case_href(case.id));
                let due = case.clock.as_ref().map(|c| deadline(visitor, c, Some(why)));
                due.map_or(Cell::Nothing, Cell::Deadline)
            }
        }
    }
}

/// Number, title, the type's fields, step, unit, holder, opening, deadline, as far as the type has them. A field of the
/// sealed part is a column only where the catalogue says so, because only then is it read with the list.
fn known(tongue: Tongue, case_type: &CaseType) -> Vec<Known> {
    let plain = |name: &str, label: String, of: Of, usual: bool| Known { name: name.to_owned(), label, of, usual };
    let label = |field: &Rule| tongue.name_of(&field.name, &field.name_en).to_owned();
    let title = case_type.field(case_type.title.as_str()).map_or_else(|| tongue.say("register-column-title"), label);
    let mut out = Vec::new();
    if !case_type.numbers.is_empty() {
        out.push(plain("so", tongue.say("register-column-number"), Of::Number, true));
    }
    out.push(plain("ten", title, Of::Title, true));
    let fields = case_type.fields.iter().filter(|f| f.code != case_type.title);
    let mut left = FIELD_COLUMNS;
    for field in fields.filter(|f| f.column || f.part != Part::Body) {
        let usual = field.column && left > 0;
        left = left.saturating_sub(usize::from(usual));
        out.push(plain(&format!("f.{}", field.code), label(field), Of::Field(field.clone()), usual));
    }
    out.push(plain("buoc", tongue.say("register-column-step"), Of::Step, true));
    if case_type.moves.iter().any(|m| m.does.contains(&Effect::Assign)) {
        out.push(plain("don-vi", tongue.say("words-lead"), Of::Unit, true));
    }
    out.push(plain("nguoi", tongue.say("register-column-holder"), Of::Holder, false));
    out.push(plain("mo", tongue.say("register-column-opened"), Of::Opened, true));
    if case_type.clock.is_some() {
        out.push(plain("han", tongue.say("words-due"), Of::Due, true));
    }
    out
}

fn head(known: &Known) -> Column {
    Column { label: known.label.clone(), wide: matches!(known.of, Of::Title), ..Column::default() }
}

fn value(visitor: &Visitor, field: &Rule, case: &Case) -> Cell {
    let Some(value) = case.value(field.code.as_str()) else { return Cell::Nothing };
    let Ok(catalogue) = visitor.house().catalogue() else { return Cell::Nothing };
    let read = words::value(visitor.tongue, field, value, catalogue, visitor.house().org());
    match field.kind {
        FieldKind::Date => value.as_date().map_or(Cell::Text(read), |d| Cell::When(day(d))),
        FieldKind::Integer | FieldKind::Money => Cell::Number(read),
        FieldKind::Choice | FieldKind::Flag => Cell::Text(read),
        _ => Cell::Data(read),
    }
}
