//! The work programme of the year: what units register in December, the Office includes, and the year brings.
//!
//! No figure of the report counts it; it is there because tasks and documents alone are no office.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{Act, Due, MoveForm, Value};
use kernel::org::UnitKind;
use kernel::time::Instant;

use crate::chance::{Chance, Stream, case_id};
use crate::days::{DAY, HOUR};
use crate::error::SimulateError;
use crate::script::{Script, Step};
use crate::words;
use crate::world::{World, YEAR, date};

/// Items of a year at full scale.
const ITEMS: u64 = 140;
/// An item is handed in before this day of its month.
const DAY_OF_MONTH: u32 = 20;

/// All items of the year of the figures.
pub(crate) fn plan(world: &World<'_>) -> Result<Vec<Script>, SimulateError> {
    let last = world.end.date();
    let lasting = |u: &&kernel::org::Unit| u.valid_from <= world.first && u.valid_to.is_none_or(|to| to > last);
    let departments = world.org.units.values().filter(lasting).filter(|u| u.kind == UnitKind::Department);
    let units: Vec<Code> = departments.map(|u| u.code.clone()).collect();
    (0..world.scaled(ITEMS)).map(|index| item(world, &units, index)).collect()
}

fn item(world: &World<'_>, units: &[Code], index: u64) -> Result<Script, SimulateError> {
    let (days, staff) = (&world.days, &world.staff);
    let chance = &mut Chance::new(world.seed, Stream::Programme, index);
    let lacking = || SimulateError::Catalogue { what: "departments".to_owned() };
    let unit = chance.pick(units).cloned().ok_or_else(lacking)?;
    let month = u32::try_from(chance.between(2, 12)).unwrap_or(6);
    let due = date(YEAR, month, DAY_OF_MONTH)?;
    let registered = days.moment(days.place(date(YEAR - 1, 12, 1)?) + chance.place(12), chance)?;
    let included = days.later(registered, chance.between(2 * DAY, 8 * DAY))?;
    let field = world.field(chance)?;
    let proposal = world.proposal(&field, included.date())?;
    let head = staff.at(chance, "head_of_room", &proposal.room, included.date())?;
    let focal = staff.at(chance, "focal_point", &unit, registered.date())?;
    let id = case_id(world.seed, Stream::Programme, index, registered);
    let register = MoveForm::new("register")
        .with("subject", Value::Text(words::programme_subject(chance, YEAR)))
        .with("item_kind", Value::text(chance.word(&["legal_text", "scheme", "plan", "report", "other"])))
        .with("level", Value::text(chance.word(&["ubnd", "chairman", "council", "party_standing"])))
        .with("planned_month", Value::Text(format!("{YEAR}-{month:02}")))
        .with("field_of_work", Value::text(field.as_str()));
    let mut steps = vec![Step::open(registered, focal, id, "programme_item", register)];
    if chance.per_mille(40) {
        let chief = staff.role(chance, "deputy_chief", included.date())?;
        steps.push(Step::because(included, chief, "reject", "Nội dung chưa cấp thiết trong năm"));
    } else {
        let assigned = Some(Assigned { lead: Some(unit), ..Assigned::default() });
        let form = MoveForm { assigned, due: Due::On(due), ..MoveForm::new("include") };
        steps.push(Step::make(included, head, form));
        let submitted = days.days_after(days.closing(due)?, chance.between(-9, 1), chance)?;
        steps.push(Step::plain(days.part(included, submitted, 400)?, focal, "begin"));
        rest(world, chance, submitted, focal, head, &mut steps)?;
    }
    steps.retain(|step| step.at < world.end);
    Ok(Script::new(id, "programme_item", steps))
}

/// From handing in to the end: given back once, put off once, removed, or passed.
fn rest(
    world: &World<'_>,
    chance: &mut Chance,
    submitted: Instant,
    focal: crate::staff::By,
    head: crate::staff::By,
    steps: &mut Vec<Step>,
) -> Result<(), SimulateError> {
    let (days, staff) = (&world.days, &world.staff);
    let vice = staff.role(chance, "vice_chairman", submitted.date())?;
    if chance.per_mille(50) {
        steps.push(Step::because(submitted, vice, "remove", "Chờ văn bản hướng dẫn của Trung ương"));
        return Ok(());
    }
    let mut at = submitted;
    if chance.per_mille(80) {
        let asked = days.later(submitted, -HOUR)?;
        let due = submitted.date().add_days(30);
        let reason = "Cần lấy thêm ý kiến các cơ quan".to_owned();
        steps.push(Step::new(asked, vice, Act::Extend { due, reason }));
        at = days.later(submitted, 12 * DAY)?;
    }
    steps.push(Step::plain(at, focal, "submit"));
    if chance.per_mille(100) {
        let back = days.later(at, chance.between(DAY, 3 * DAY))?;
        at = days.later(back, chance.between(2 * DAY, 6 * DAY))?;
        steps.push(Step::because(back, head, "return", "Đề nghị hoàn thiện theo ý kiến thành viên UBND tỉnh"));
        steps.push(Step::plain(at, focal, "submit"));
    }
    let passed = days.later(at, chance.between(2 * DAY, 10 * DAY))?;
    steps.push(Step::plain(passed, staff.role(chance, "chairman", passed.date())?, "pass"));
    Ok(())
}
