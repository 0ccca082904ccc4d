//! The work of one submitter: the courses of tasks and of incoming documents, one act after the other, each on a case
//! that only this submitter touches. Equal seeds give equal work.

use kernel::case::command::Assigned;
use kernel::case::{Act, Actor, CaseId, Command, Due, MoveForm, Opening, Value};
use kernel::time::{Date, Instant};
use office::{Office, Request};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use crate::fail::Failure;

/// One submitter.
pub struct Worker {
    specialist: Actor,
    focal: Actor,
    clerk: Actor,
    due: Date,
    rng: StdRng,
    case: CaseId,
    step: u32,
}

impl Worker {
    /// A submitter with its own stream of cases.
    ///
    /// # Errors
    /// When the catalogue of the office lacks the people of the shipped one.
    pub fn new(office: &Office, now: Instant, seed: u64) -> Result<Self, Failure> {
        let house = office.house();
        let actor = |person: &str| {
            house.actor(person, now).ok_or_else(|| {
                Failure::new(
                    format!("danh mục không có người {person}; phép đo này dùng danh mục kèm theo"),
                    format!("the catalogue has no person {person}; this measurement uses the shipped one"),
                )
            })
        };
        Ok(Self {
            specialist: actor("specialist-vp-th-1")?,
            focal: actor("focal-stc")?,
            clerk: actor("clerk-1")?,
            due: now.date().add_days(30),
            rng: StdRng::seed_from_u64(seed),
            case: Uuid::nil(),
            step: 0,
        })
    }

    /// The next act.
    pub fn next(&mut self, now: Instant) -> Request {
        let mut seed = [0; 16];
        self.rng.fill_bytes(&mut seed);
        let key = self.id();
        let (case, act, actor) = match self.step % 6 {
            0 => (None, self.task(), &self.specialist),
            1 => (Some(self.case), Act::Move(MoveForm::new("receive")), &self.focal),
            2 => (Some(self.case), Act::Move(MoveForm::new("begin")), &self.focal),
            3 => (Some(self.case), Act::Urge { text: "Đề nghị khẩn trương thực hiện".to_owned() }, &self.specialist),
            4 => (Some(self.case), Act::remark("Đã trao đổi với đơn vị"), &self.focal),
            _ => (None, self.incoming(), &self.clerk),
        };
        let mut request = Request::new(case, Command::from(act), actor, now, seed);
        request.key = Some(key);
        self.step += 1;
        request
    }

    fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    fn task(&mut self) -> Act {
        self.case = self.id();
        let mut form = MoveForm::new("assign")
            .with("subject", Value::text("Rà soát dự toán ngân sách"))
            .with("authority", Value::text("chairman"))
            .with("source_kind", Value::text("letter"))
            .with("content", Value::text("Nội dung giao cụ thể"));
        form.assigned = Some(Assigned { lead: Some("stc".into()), ..Assigned::default() });
        form.due = Due::On(self.due);
        Act::Open(Opening { id: self.case, case_type: "task".into(), form, batch: None })
    }

    fn incoming(&mut self) -> Act {
        let form = MoveForm::new("register")
            .with("agency", Value::text("ubnd"))
            .with("subject", Value::text("Về việc báo cáo tình hình giải ngân"))
            .with("sender", Value::text("Bộ Tài chính"));
        Act::Open(Opening { id: self.id(), case_type: "incoming_document".into(), form, batch: None })
    }
}
