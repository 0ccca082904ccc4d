//! An office in a temporary folder, with the shipped catalogue and people, a clock that the test moves, and seeded ids.

use std::path::Path;

use kernel::case::command::Assigned;
use kernel::case::{Act, Actor, CaseId, Command, Due, MoveForm, Opening, Value};
use kernel::time::Instant;
use office::{Done, Fail, Office, Options, Request};
use uuid::Uuid;

pub struct World {
    pub office: Office,
    pub now: Instant,
    pub folder: tempfile::TempDir,
    count: u128,
}

pub fn at(text: &str) -> Instant {
    Instant::parse_local(text).unwrap()
}

/// The database that holds the office of a folder, where the tests stand on PostgreSQL.
pub fn database(folder: &Path) -> Option<ledger::Database> {
    testkit::postgres::instead_of(folder).map(|address| ledger::Database::parse(&address, None).unwrap())
}

/// What makes a new id within a statement.
pub fn new_id() -> &'static str {
    let on_postgres = std::env::var_os(testkit::postgres::EVERYWHERE).is_some();
    if on_postgres { "uuid_send(gen_random_uuid())" } else { "randomblob(16)" }
}

/// An office in a folder, or in the database that belongs to it.
pub fn options(folder: &Path, origin: &str, now: Instant, seed: [u8; 16]) -> Options {
    Options::new(folder, origin, now, seed).in_database(database(folder))
}

impl World {
    pub fn new() -> Self {
        Self::with_faults(ledger::Faults::after(0))
    }

    pub fn with_faults(faults: ledger::Faults) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = at("2023-03-01T08:00");
        let mut options = options(folder.path(), "thu.vn/kiem-thu", now, [1; 16]).over_any_time();
        options.faults = Some(faults);
        let office = Office::open(options).unwrap();
        Self { office, now, folder, count: 0 }
    }

    pub fn next_id(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + self.count)
    }

    pub fn actor(&self, person: &str) -> Actor {
        self.office.house().actor(person, self.now).unwrap_or_else(|| panic!("nobody is {person}"))
    }

    pub fn request(&self, person: &str, case: Option<CaseId>, act: impl Into<Command>) -> Request {
        Request::new(case, act, &self.actor(person), self.now, [7; 16])
    }

    pub fn act(&self, person: &str, case: CaseId, act: Act) -> Result<Done, Fail> {
        self.office.act(&self.request(person, Some(case), act))
    }

    pub fn step(&self, person: &str, case: CaseId, made: &'static str) -> Result<Done, Fail> {
        self.act(person, case, Act::Move(MoveForm::new(made)))
    }

    pub fn opening(&mut self, case_type: &'static str, form: MoveForm) -> Act {
        Act::Open(Opening { id: self.next_id(), case_type: case_type.into(), form, batch: None })
    }

    /// A task for the finance department, due on a day.
    pub fn task(&mut self, due: &str) -> CaseId {
        self.task_about("Rà soát dự toán năm 2023", due)
    }

    pub fn task_about(&mut self, subject: &'static str, due: &str) -> CaseId {
        let mut form = MoveForm::new("assign")
            .with("subject", Value::text(subject))
            .with("authority", Value::text("chairman"))
            .with("source_kind", Value::text("letter"))
            .with("content", Value::text("Nội dung giao cụ thể"));
        form.assigned = Some(Assigned { lead: Some("stc".into()), ..Assigned::default() });
        form.due = Due::On(kernel::time::Date::parse(due).unwrap());
        let act = self.opening("task", form);
        self.office.act(&self.request("specialist-vp-th-1", None, act)).unwrap().case
    }

    /// An incoming document, registered and numbered.
    pub fn incoming(&mut self) -> Done {
        let form = MoveForm::new("register")
            .with("agency", Value::text("ubnd"))
            .with("subject", Value::text("Về việc báo cáo tình hình giải ngân"))
            .with("sender", Value::text("Bộ Tài chính"));
        let act = self.opening("incoming_document", form);
        self.office.act(&self.request("clerk-1", None, act)).unwrap()
    }

    pub fn count(&self, sql: &str) -> i64 {
        let mut n = 0;
        self.office
            .ledger()
            .reader()
            .unwrap()
            .query(sql, &[], &mut |row| {
                n = row.int(0)?;
                Ok(())
            })
            .unwrap();
        n
    }
}
