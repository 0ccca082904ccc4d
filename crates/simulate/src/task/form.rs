//! Planned clauses and tasks as acts: who gives, receives, reports, urges and confirms.
//!
//! A task given to one unit names a holder there; a clause given to several leaves that to the units.

use std::collections::BTreeMap;

use kernel::Code;
use kernel::case::batch;
use kernel::case::command::Assigned;
use kernel::case::{Act, MoveForm, Opening, Value};
use kernel::time::Instant;
use office::Proof;

use super::{Clause, Evidence, Giver, Mark, Task};
use crate::chance::{Chance, Stream, case_id};
use crate::error::SimulateError;
use crate::file;
use crate::script::{Birth, Script, Step};
use crate::staff::By;
use crate::words;
use crate::world::World;

/// Kind of the paper that gives, its symbol, how often.
const SOURCES: &[(&str, &str)] =
    &[("conclusion", "TB-UBND"), ("letter", "UBND-THKH"), ("letter", "UBND-KTTC"), ("decision", "QĐ-UBND")];

/// Who gives and follows a clause.
struct Givers {
    /// Who enters it.
    by: By,
    /// Post by whose authority.
    assigner: Code,
    /// Who holds that post.
    assigner_person: By,
    /// Who follows it in the Office.
    monitor: By,
    room: Code,
}

impl Clause {
    /// What the clause is about; reports on it repeat the subject.
    pub(crate) fn subject(seed: u64, index: u64, year: i32) -> String {
        words::task_subject(&mut Chance::new(seed, Stream::Task, index), year)
    }

    /// Number of its acts.
    pub(crate) fn acts(&self) -> usize {
        1 + self.tasks.iter().map(|task| task.marks.len()).sum::<usize>()
    }

    /// The tasks with all that they will live through before the end.
    pub(crate) fn birth(&self, world: &World<'_>) -> Result<Option<Birth>, SimulateError> {
        let chance = &mut Chance::new(world.seed, Stream::Task, self.index);
        let subject = words::task_subject(chance, self.at.date().year());
        let givers = self.givers(world, chance)?;
        let form = self.form(chance, subject, &givers);
        let mut scripts = Vec::with_capacity(self.tasks.len());
        for task in &self.tasks {
            scripts.push(task.script(world, chance, self.at, &givers)?);
        }
        if let ([task], [_]) = (self.tasks.as_slice(), scripts.as_slice()) {
            return self.alone(world, chance, task, form, &givers, scripts);
        }
        let case_type = Code::from("task");
        let leads = scripts.iter().zip(&self.tasks).map(|(script, task)| (script.id, task.lead.clone())).collect();
        let batch = case_id(world.seed, Stream::TaskPlan, self.index, self.at);
        let clause = Box::new(batch::Clause { batch, case_type, form, leads });
        Ok(Some(Birth::Clause { clause, at: self.at, by: givers.by, scripts }))
    }

    /// A clause for one unit is a task without a batch.
    fn alone(
        &self,
        world: &World<'_>,
        chance: &mut Chance,
        task: &Task,
        mut form: MoveForm,
        givers: &Givers,
        scripts: Vec<Script>,
    ) -> Result<Option<Birth>, SimulateError> {
        let holder = self.worker(world, chance, &task.lead)?;
        form.assigned = Some(Assigned {
            lead: Some(task.lead.clone()),
            coop: Vec::new(),
            holder: world.staff.person(holder),
            assigner: Some(givers.assigner.clone()),
        });
        Ok(scripts.into_iter().next().map(|mut script| {
            let opening = Opening { id: script.id, case_type: Code::from("task"), form, batch: None };
            script.steps.push_front(Step::new(self.at, givers.by, Act::Open(opening)));
            Birth::One(script)
        }))
    }

    fn worker(&self, world: &World<'_>, chance: &mut Chance, unit: &Code) -> Result<By, SimulateError> {
        worker(world, chance, unit, self.at)
    }

    fn givers(&self, world: &World<'_>, chance: &mut Chance) -> Result<Givers, SimulateError> {
        let day = self.at.date();
        let proposal = world.proposal(&self.field, day)?;
        let monitor = world.staff.named(&proposal.monitor)?;
        let chief = world.org.posts.values().find(|post| post.role == "chief").map(|post| post.code.clone());
        let assigner = chief.filter(|_| self.giver == Giver::Chief).unwrap_or(proposal.signer);
        let assigner_person = world.staff.post(chance, &assigner, day)?;
        let by = if self.giver == Giver::Specialist { monitor } else { assigner_person };
        Ok(Givers { by, assigner, assigner_person, monitor, room: proposal.room })
    }

    fn form(&self, chance: &mut Chance, subject: String, givers: &Givers) -> MoveForm {
        let (source, symbol) = chance.pick(SOURCES).copied().unwrap_or_default();
        let authority = match (self.internal, chance.below(2)) {
            (true, _) => "office_internal",
            (_, 0) => "ubnd",
            _ => "chairman",
        };
        let urgency = match chance.below(20) {
            0 => "hoa_toc",
            1 | 2 => "khan",
            _ => "normal",
        };
        let content = format!("{subject}; báo cáo kết quả về UBND tỉnh.");
        let form = MoveForm::new("assign")
            .with("subject", Value::Text(subject))
            .with("authority", Value::text(authority))
            .with("source_kind", Value::text(source))
            .with("source_number", Value::Text(format!("{}/{symbol}", chance.between(10, 9_800))))
            .with("field_of_work", Value::text(self.field.as_str()))
            .with("urgency", Value::text(urgency))
            .with("product", Value::text("Báo cáo bằng văn bản"))
            .with("content", Value::Text(content));
        let assigned = Some(Assigned { assigner: Some(givers.assigner.clone()), ..Assigned::default() });
        MoveForm { due: self.due, assigned, ..form }
    }
}

/// Who does a unit's tasks: its focal point, or a specialist of a room of the Office.
fn worker(world: &World<'_>, chance: &mut Chance, unit: &Code, at: Instant) -> Result<By, SimulateError> {
    let (staff, day) = (&world.staff, at.date());
    let role = |chance: &mut Chance, role| staff.at(chance, role, unit, day);
    role(chance, "focal_point").or_else(|_| role(chance, "specialist")).or_else(|_| role(chance, "head_of_room"))
}

impl Task {
    fn script(
        &self,
        world: &World<'_>,
        chance: &mut Chance,
        opened: Instant,
        givers: &Givers,
    ) -> Result<Script, SimulateError> {
        let mut lead = self.lead.clone();
        let mut steps = Vec::with_capacity(self.marks.len());
        for (mark, at) in self.marks.iter().filter(|(_, at)| *at < world.end) {
            let worker = worker(world, chance, &lead, *at)?;
            if let Mark::Reassign(unit) = mark {
                lead = unit.clone();
            }
            steps.push(self.step(world, chance, givers, worker, mark, *at)?);
        }
        Ok(Script::new(case_id(world.seed, Stream::Task, self.index, opened), "task", steps))
    }

    fn step(
        &self,
        world: &World<'_>,
        chance: &mut Chance,
        givers: &Givers,
        worker: By,
        mark: &Mark,
        at: Instant,
    ) -> Result<Step, SimulateError> {
        let monitor = world.holder_or_head(chance, givers.monitor, &givers.room, at.date())?;
        Ok(match mark {
            Mark::Receive => Step::plain(at, worker, "receive"),
            Mark::Refuse => Step::because(at, worker, "refuse", "Nội dung không thuộc thẩm quyền của đơn vị"),
            Mark::Reassign(unit) => {
                let assigner = Some(givers.assigner.clone());
                let assigned = Some(Assigned { lead: Some(unit.clone()), assigner, ..Assigned::default() });
                Step::make(at, monitor, MoveForm { assigned, ..MoveForm::new("reassign") })
            }
            Mark::Begin => Step::plain(at, worker, "begin"),
            Mark::Urge => {
                let text = "Đề nghị đơn vị khẩn trương thực hiện, báo cáo đúng thời hạn".to_owned();
                Step::new(at, monitor, Act::Urge { text })
            }
            Mark::Extend(due) => {
                let reason = "Đơn vị đề nghị gia hạn để lấy thêm ý kiến".to_owned();
                Step::new(at, givers.assigner_person, Act::Extend { due: *due, reason })
            }
            Mark::Attach => file::attach(at, worker, self.file(), "application/pdf", "bao-cao-ket-qua.pdf"),
            Mark::Report(evidence) => self.report(at, worker, *evidence),
            Mark::ReturnReport => Step::because(at, monitor, "return_report", "Báo cáo chưa rõ kết quả thực hiện"),
            Mark::Confirm => Step::plain(at, monitor, "confirm"),
            Mark::Cancel => {
                Step::because(at, givers.assigner_person, "cancel", "Nội dung đã được chỉ đạo tại văn bản khác")
            }
        })
    }

    fn report(&self, at: Instant, worker: By, evidence: Evidence) -> Step {
        let proof = match evidence {
            Evidence::Incoming(_, id) | Evidence::Outgoing(id) => Proof::Document(id),
            Evidence::File => Proof::File(file::digest(&self.file())),
        };
        let fields = BTreeMap::from([(Code::from("result"), Value::text("Đã thực hiện xong nội dung được giao"))]);
        let form = MoveForm { fields, ..MoveForm::new("report") };
        Step { proof: Some(proof), ..Step::make(at, worker, form) }
    }

    /// The bytes of the attached report.
    fn file(&self) -> Vec<u8> {
        format!("%PDF-1.4\n% bao cao ket qua nhiem vu {} (mo phong)\n%%EOF\n", self.index).into_bytes()
    }
}
