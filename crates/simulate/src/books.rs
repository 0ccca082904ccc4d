//! The small books of the office: party cells, members and transfers, awards, the plan of the year, the union's term.
//!
//! They are written out act by act, at their real numbers at every scale. No name in them is anybody's.

use kernel::Code;
use kernel::case::{MoveForm, Value};
use kernel::time::{Date, Instant};
use uuid::Uuid;

use crate::chance::{Chance, Stream, case_id};
use crate::days::{DAY, HOUR};
use crate::error::SimulateError;
use crate::script::{Script, Step};
use crate::staff::By;
use crate::words;
use crate::world::{World, YEAR, date};

/// Members who left in the two years.
const LEFT: u64 = 5;
/// Members admitted on probation before and confirmed in the two years.
const CONFIRMED: u64 = 4;

/// All books.
pub(crate) fn plan(world: &World<'_>) -> Result<Vec<Script>, SimulateError> {
    let mut books = Books { world, list: Vec::new() };
    books.cells()?;
    books.members()?;
    books.transfers()?;
    books.awards()?;
    books.plan_items()?;
    books.congress()?;
    Ok(books.list)
}

struct Books<'a> {
    world: &'a World<'a>,
    list: Vec<Script>,
}

impl Books<'_> {
    fn chance(&self) -> Chance {
        Chance::new(self.world.seed, Stream::Books, self.next())
    }

    fn next(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX)
    }

    fn id(&self, at: Instant) -> Uuid {
        case_id(self.world.seed, Stream::Books, self.next(), at)
    }

    /// A moment on the first working day on or after a date.
    fn on(&self, chance: &mut Chance, day: Date) -> Result<Instant, SimulateError> {
        self.world.days.moment(self.world.days.place(day), chance)
    }

    fn secretary(&self, chance: &mut Chance, at: Instant) -> Result<By, SimulateError> {
        self.world.staff.role(chance, "party_secretary", at.date())
    }

    fn cells(&mut self) -> Result<(), SimulateError> {
        for n in 1..=self.world.targets.get("party.cells") {
            let chance = &mut self.chance();
            let at = self.on(chance, date(YEAR - 1, 1, 4)?)?;
            let form = MoveForm::new("found")
                .with("name", Value::Text(cell(n)))
                .with("founded_on", Value::text("2019-01-01"))
                .with("decision", Value::Text(format!("{n:02}-QĐ/ĐU (mô phỏng)")));
            let (id, by) = (self.id(at), self.secretary(chance, at)?);
            self.list.push(Script::new(id, "party_cell", vec![Step::open(at, by, id, "party_cell", form)]));
        }
        Ok(())
    }

    fn members(&mut self) -> Result<(), SimulateError> {
        let targets = self.world.targets;
        let (full, probationary) = (targets.get("party.members.full"), targets.get("party.members.probationary"));
        let from_start = full.saturating_sub(targets.get("party.transfers_in") + CONFIRMED) + LEFT;
        for n in 0..from_start {
            let leaves = if n < LEFT { Some(date(YEAR, 2 + u32::try_from(n).unwrap_or(0) * 2, 10)?) } else { None };
            self.member(date(YEAR - 1, 1, 5)?, "register", leaves.map(|day| (day, "leave")))?;
        }
        for n in 0..CONFIRMED {
            let month = 3 + u32::try_from(n).unwrap_or(0) * 2;
            self.member(date(YEAR - 1, month, 19)?, "admit", Some((date(YEAR, month, 20)?, "confirm")))?;
        }
        self.member(date(YEAR - 1, 5, 19)?, "admit", Some((date(YEAR, 1, 16)?, "leave_probationary")))?;
        for n in 0..probationary {
            let month = 3 + u32::try_from(n % 9).unwrap_or(0);
            self.member(date(YEAR, month, 3)?, "admit", None)?;
        }
        Ok(())
    }

    fn member(
        &mut self,
        day: Date,
        code: &'static str,
        then: Option<(Date, &'static str)>,
    ) -> Result<(), SimulateError> {
        let chance = &mut self.chance();
        let at = self.on(chance, day)?;
        let by = self.secretary(chance, at)?;
        let id = self.id(at);
        let years = i32::try_from(chance.between(2, 25)).unwrap_or(5);
        let admitted = if code == "admit" { day } else { day.add_days(-365 * years) };
        let cells = i64::try_from(self.world.targets.get("party.cells")).unwrap_or(1);
        let form = MoveForm::new(code)
            .with("label", Value::Text(format!("ĐV-{:03}", self.next())))
            .with("cell", Value::Text(cell(u64::try_from(chance.between(1, cells)).unwrap_or(1))))
            .with("admitted_on", Value::Text(admitted.to_string()))
            .with("person_name", Value::Text(words::person(chance)));
        let mut steps = vec![Step::open(at, by, id, "party_member", form)];
        if let Some((day, code)) = then {
            let at = self.on(chance, day)?;
            let by = self.secretary(chance, at)?;
            steps.push(match code {
                "confirm" => Step::plain(at, by, code),
                _ => Step::because(at, by, code, "Chuyển sinh hoạt đến đảng bộ khác"),
            });
        }
        self.list.push(Script::new(id, "party_member", steps));
        Ok(())
    }

    /// Those accepted also come into the members' book, on the same day.
    fn transfers(&mut self) -> Result<(), SimulateError> {
        let accepted = self.world.targets.get("party.transfers_in");
        for n in 0..accepted {
            let day = date(YEAR, 2 + u32::try_from(n % 10).unwrap_or(0), 6)?;
            let taken = self.transfer("in", day, Some("accept"))?;
            self.member(taken.date(), "register", None)?;
        }
        self.transfer("in", date(YEAR, 6, 12)?, Some("return"))?;
        self.transfer("in", date(YEAR, 8, 7)?, Some("mark_overdue"))?;
        self.transfer("in", date(YEAR, 12, 18)?, None)?;
        for n in 0..LEFT {
            self.transfer("out", date(YEAR, 2 + u32::try_from(n).unwrap_or(0) * 2, 10)?, Some("accept"))?;
        }
        Ok(())
    }

    /// Answers when it was settled.
    fn transfer(&mut self, direction: &str, day: Date, end: Option<&'static str>) -> Result<Instant, SimulateError> {
        let chance = &mut self.chance();
        let at = self.on(chance, day)?;
        let by = self.secretary(chance, at)?;
        let id = self.id(at);
        let form = MoveForm::new("issue")
            .with("label", Value::Text(format!("GGT-{:02} (mô phỏng)", self.next())))
            .with("direction", Value::text(direction))
            .with("kind", Value::text("official"))
            .with("issued_on", Value::Text(day.to_string()))
            .with("other_side", Value::text("Đảng bộ cơ quan khác trong tỉnh"))
            .with("person_name", Value::Text(words::person(chance)));
        let mut steps = vec![Step::open(at, by, id, "party_transfer", form)];
        let after = match end {
            Some("mark_overdue") => 32 * DAY,
            _ => chance.between(3 * DAY, 12 * DAY),
        };
        let settled = self.world.days.later(at, after)?;
        steps.extend(end.map(|code| match code {
            "return" => Step::because(settled, by, code, "Giấy giới thiệu ghi sai nơi đến"),
            _ => Step::plain(settled, by, code),
        }));
        self.list.push(Script::new(id, "party_transfer", steps));
        Ok(settled)
    }

    fn awards(&mut self) -> Result<(), SimulateError> {
        let get = |code| self.world.targets.get(code);
        let sorts = [
            ("labour_order_3", "collective", get("awards.labour_order_3"), "QĐ-CTN"),
            ("pm_certificate", "collective", get("awards.pm_certificate"), "QĐ-TTg"),
            ("chairman_certificate", "collective", get("awards.chairman_certificate.collective"), "QĐ-UBND"),
            ("chairman_certificate", "individual", get("awards.chairman_certificate.individual"), "QĐ-UBND"),
        ];
        for (form, kind, count, symbol) in sorts {
            for n in 0..count {
                self.award(form, kind, symbol, n, "handed_over")?;
            }
        }
        for n in 0..8 {
            self.award("chief_certificate", "individual", "QĐ-VP", n, "handed_over")?;
        }
        self.award("chairman_certificate", "individual", "QĐ-UBND", 90, "decided")?;
        self.award("chairman_certificate", "individual", "QĐ-UBND", 91, "declined")?;
        self.award("pm_certificate", "individual", "QĐ-TTg", 92, "proposed")
    }

    /// Decided late in one year, handed over in the next: the hand-over is what counts.
    fn award(&mut self, form: &str, kind: &str, symbol: &str, n: u64, end: &str) -> Result<(), SimulateError> {
        let (world, days) = (self.world, &self.world.days);
        let chance = &mut self.chance();
        let month = if end == "handed_over" { 2 + u32::try_from(n % 9).unwrap_or(0) } else { 12 };
        let handed = self.on(chance, date(YEAR, month, 14)?)?;
        let decided = days.later(handed, -chance.between(6 * DAY, 30 * DAY))?;
        let proposed = days.later(decided, -chance.between(8 * DAY, 25 * DAY))?;
        let by = world.staff.at(chance, "specialist", &Code::from("vp-hctc"), proposed.date())?;
        let id = self.id(proposed);
        let recipient = if kind == "individual" { words::person(chance) } else { "Tập thể Văn phòng".to_owned() };
        let propose = MoveForm::new("propose")
            .with("label", Value::Text(format!("{} – {} {:02}", award_name(form), subject_name(kind), n + 1)))
            .with("form", Value::text(form))
            .with("subject_kind", Value::text(kind))
            .with("recipient", Value::Text(recipient))
            .with("achievement_from", Value::Integer(i64::from(YEAR - 6)))
            .with("achievement_to", Value::Integer(i64::from(YEAR - 1)));
        let mut steps = vec![Step::open(proposed, by, id, "award", propose)];
        let decide = MoveForm::new("decide")
            .with("decision_number", Value::Text(format!("{}/{symbol}", chance.between(20, 4_800))))
            .with("decision_date", Value::Text(decided.date().to_string()));
        let hand = MoveForm::new("hand_over").with("handed_over_on", Value::Text(handed.date().to_string()));
        match end {
            "handed_over" => steps.extend([Step::make(decided, by, decide), Step::make(handed, by, hand)]),
            "decided" => steps.push(Step::make(decided, by, decide)),
            "declined" => steps.push(Step::because(decided, by, "decline", "Chưa đủ điều kiện, tiêu chuẩn")),
            _ => {}
        }
        self.list.push(Script::new(id, "award", steps));
        Ok(())
    }

    fn plan_items(&mut self) -> Result<(), SimulateError> {
        let get = |code| self.world.targets.get(code);
        let sorts = [
            ("priority", "Trọng tâm", get("plan.priorities")),
            ("measure", "Nhiệm vụ, giải pháp", get("plan.measures")),
            ("target", "Chỉ tiêu giao", get("plan.targets")),
        ];
        for (kind, name, count) in sorts {
            for n in 1..=count {
                let chance = &mut self.chance();
                let at = self.on(chance, date(YEAR, 1, 10)?)?;
                let by = self.world.staff.at(chance, "specialist", &Code::from("vp-th"), at.date())?;
                let id = self.id(at);
                let form = MoveForm::new("enter")
                    .with("plan", Value::text("Kế hoạch hành động năm 2023 (mô phỏng)"))
                    .with("plan_date", Value::Text(date(YEAR, 1, 10)?.to_string()))
                    .with("kind", Value::text(kind))
                    .with("ordinal", Value::Integer(i64::try_from(n).unwrap_or(1)))
                    .with("text", Value::Text(format!("{name} {n} (chưa có nguồn)")))
                    .with("source_known", Value::Flag(false));
                let mut steps = vec![Step::open(at, by, id, "plan_item", form)];
                if n % 3 > 0 {
                    let review = MoveForm::new("review").with("reached_value", Value::text("chưa có nguồn"));
                    steps.push(Step::make(self.on(chance, date(YEAR, 12, 20)?)?, by, review));
                }
                self.list.push(Script::new(id, "plan_item", steps));
            }
        }
        Ok(())
    }

    fn congress(&mut self) -> Result<(), SimulateError> {
        for _ in 0..self.world.targets.get("union.congresses") {
            let chance = &mut self.chance();
            let at = self.on(chance, date(YEAR, 2, 20)?)?;
            let held = self.on(chance, date(YEAR, 4, 18)?)?;
            let by = self.world.staff.role(chance, "deputy_chief", at.date())?;
            let id = self.id(at);
            let form = MoveForm::new("prepare")
                .with("label", Value::text("Công đoàn Văn phòng khóa VIII, nhiệm kỳ 2023–2028"))
                .with("term", Value::text("VIII"))
                .with("from_year", Value::Integer(2023))
                .with("to_year", Value::Integer(2028));
            let hold = MoveForm::new("hold").with("congress_on", Value::Text(held.date().to_string()));
            let held = self.world.days.later(held, HOUR)?;
            let steps = vec![Step::open(at, by, id, "union_term", form), Step::make(held, by, hold)];
            self.list.push(Script::new(id, "union_term", steps));
        }
        Ok(())
    }
}

fn cell(n: u64) -> String {
    format!("Chi bộ {n}")
}

fn award_name(form: &str) -> &'static str {
    match form {
        "labour_order_3" => "Huân chương Lao động hạng Ba",
        "pm_certificate" => "Bằng khen Thủ tướng Chính phủ",
        "chairman_certificate" => "Bằng khen Chủ tịch UBND tỉnh",
        _ => "Giấy khen Chánh Văn phòng",
    }
}

fn subject_name(kind: &str) -> &'static str {
    if kind == "individual" { "cá nhân" } else { "tập thể" }
}
