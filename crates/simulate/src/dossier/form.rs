//! A planned dossier as acts: who makes which move with which form.
//!
//! What is personal goes to `body` fields only: applicant, address, telephone, identity number.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{Act, MoveForm, Value};
use kernel::time::{Date, Instant};

use super::way::{Way, Ways};
use super::{Channel, Delivery, Dossier, Mark};
use crate::chance::{Chance, Stream};
use crate::error::SimulateError;
use crate::script::{Script, Step};
use crate::staff::By;
use crate::words;
use crate::world::World;

/// The national portal.
const PORTAL: By = By::System("cong-dvc");
/// The carrier's system.
const CARRIER: By = By::System("buu-chinh");

/// Who works on a dossier.
struct Desk {
    counter: By,
    holder: By,
}

impl Dossier {
    /// What it will live through before the end.
    pub(crate) fn script(&self, world: &World<'_>, ways: &Ways) -> Result<Script, SimulateError> {
        let chance = &mut Chance::new(world.seed, Stream::Dossier, self.index);
        let way = ways.get(self.procedure)?;
        let desk = self.desk(world, chance, way)?;
        let mut steps = Vec::with_capacity(self.marks.len());
        for (mark, at) in &self.marks {
            if *at >= world.end {
                break;
            }
            steps.push(self.step(world, chance, way, &desk, *mark, *at)?);
        }
        Ok(Script::new(self.id(world.seed), "dossier", steps))
    }

    fn desk(&self, world: &World<'_>, chance: &mut Chance, way: &Way) -> Result<Desk, SimulateError> {
        let day = self.at(Mark::Transfer).unwrap_or(self.opened()).date();
        let counter = world.staff.role(chance, "one_stop", day)?;
        Ok(Desk { counter, holder: world.staff.at(chance, "handler", &way.unit, day)? })
    }

    fn step(
        &self,
        world: &World<'_>,
        chance: &mut Chance,
        way: &Way,
        desk: &Desk,
        mark: Mark,
        at: Instant,
    ) -> Result<Step, SimulateError> {
        let day = at.date();
        let director = |chance: &mut Chance| world.staff.at(chance, "department_director", &way.unit, day);
        let holder = if world.staff.is_here(desk.holder, day) { Ok(desk.holder) } else { director(chance) };
        let papers = |code: &'static str, reason: &str| {
            let form = MoveForm { reason: Some(reason.to_owned()), ..MoveForm::new(code) };
            form.with("missing_papers", Value::text("Bản chính còn thiếu theo thành phần hồ sơ đã niêm yết"))
        };
        Ok(match mark {
            Mark::Submit => self.open(world, chance, way, PORTAL, "submit_online", at),
            Mark::AcceptAtCounter => self.open(world, chance, way, desk.counter, "accept_at_counter", at),
            Mark::AskFirst => Step::make(at, desk.counter, papers("ask_before_acceptance", "Thành phần hồ sơ chưa đủ")),
            Mark::NotAccept => Step::because(at, desk.counter, "refuse", "Hồ sơ không thuộc thẩm quyền tiếp nhận"),
            Mark::WithdrawFirst => {
                Step::because(at, desk.counter, "withdraw_before_acceptance", "Người nộp đề nghị rút hồ sơ")
            }
            Mark::Accept => Step::plain(at, desk.counter, "accept"),
            Mark::Transfer => Step::make(at, desk.counter, transfer(world, way, desk)),
            Mark::AskSupplement => Step::make(at, desk.counter, papers("ask_supplement", "Cần bổ sung giấy tờ")),
            Mark::ReturnIncomplete => {
                Step::make(at, holder?, papers("return_incomplete", "Hồ sơ chưa đủ điều kiện giải quyết"))
            }
            Mark::Supplemented => Step::plain(at, desk.counter, "supplemented"),
            Mark::AskPayment => Step::plain(at, desk.counter, "ask_payment"),
            Mark::Paid => Step::make(at, desk.counter, MoveForm::new("paid").with("fee_state", Value::text("paid"))),
            Mark::Stop => Step::because(at, director(chance)?, "stop", "Chờ ý kiến của cơ quan có liên quan"),
            Mark::Resume => Step::plain(at, director(chance)?, "resume_processing"),
            Mark::Extend(due) => extend(at, director(chance)?, due),
            Mark::Resolve => Step::make(at, self.resolver(holder?, world, chance, way, day)?, self.outcome()),
            Mark::Reopen => Step::because(at, director(chance)?, "reopen", "Kết quả có sai sót, phải xử lý lại"),
            Mark::Withdraw => Step::because(at, desk.counter, "withdraw", "Người nộp đề nghị rút hồ sơ"),
            Mark::Deliver => {
                let form = MoveForm::new("deliver_by_post").with("carrier_on", Value::Text(day.to_string()));
                Step::make(at, desk.counter, form)
            }
            Mark::HandOver => Step::plain(at, self.hand(desk), "hand_over"),
        })
    }

    /// The holder resolves; results of the department's head now and then bear his own act.
    fn resolver(
        &self,
        holder: By,
        world: &World<'_>,
        chance: &mut Chance,
        way: &Way,
        day: Date,
    ) -> Result<By, SimulateError> {
        if chance.per_mille(60) { world.staff.at(chance, "department_director", &way.unit, day) } else { Ok(holder) }
    }

    fn outcome(&self) -> MoveForm {
        let word = if self.refused { "refused" } else { "granted" };
        MoveForm::new("resolve").with("outcome", Value::text(word))
    }

    fn hand(&self, desk: &Desk) -> By {
        match self.delivery {
            Delivery::Counter => desk.counter,
            Delivery::Postal => CARRIER,
            Delivery::Electronic => PORTAL,
        }
    }

    fn open(&self, world: &World<'_>, chance: &mut Chance, way: &Way, by: By, code: &'static str, at: Instant) -> Step {
        let company = !way.for_citizens || chance.per_mille(80);
        let applicant = if company { words::company(chance) } else { words::person(chance) };
        let channel = match self.channel {
            Channel::Counter => "counter",
            Channel::Online => "online",
            Channel::Postal => "postal",
        };
        let delivery = match self.delivery {
            Delivery::Counter => "counter",
            Delivery::Postal => "postal",
            Delivery::Electronic => "electronic",
        };
        let fee = way.fee(self.channel);
        let form = MoveForm::new(code)
            .with("procedure", Value::text(way.code.as_str()))
            .with("subject", Value::text(&way.name))
            .with("channel", Value::text(channel))
            .with("unit_code", Value::text(&way.unit_code))
            .with("field_of_work", Value::text(way.field.as_str()))
            .with("applicant_kind", Value::text(if company { "enterprise" } else { "citizen" }))
            .with("applicant", Value::Text(applicant))
            .with("address", Value::Text(words::address(chance)))
            .with("phone", Value::Text(words::phone(chance)))
            .with("id_number", Value::Text(words::identity(chance)))
            .with("delivery", Value::text(delivery))
            .with("fee", Value::Integer(fee))
            .with("fee_state", Value::text(if fee == 0 { "exempt" } else { "before" }));
        Step::open(at, by, self.id(world.seed), "dossier", form)
    }
}

fn transfer(world: &World<'_>, way: &Way, desk: &Desk) -> MoveForm {
    let holder: Option<Code> = world.staff.person(desk.holder);
    let assigned = Assigned { lead: Some(way.unit.clone()), coop: way.coop.clone(), holder, assigner: None };
    MoveForm { assigned: Some(assigned), ..MoveForm::new("transfer") }
}

fn extend(at: Instant, by: By, due: Date) -> Step {
    let reason = "Phải xác minh thêm; Trung tâm xin lỗi và hẹn lại ngày trả kết quả".to_owned();
    Step::new(at, by, Act::Extend { due, reason })
}
