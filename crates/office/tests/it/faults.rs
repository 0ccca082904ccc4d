//! The n-th store call fails, for every n, for every verb: all of the act stands, or none of it. What is made of several
//! acts (an announcement, an import, a sign-in) may stop between two of them; asked again, it goes on to its end.
//!
//! A verb without a row here does not compile (acts, events of the house) or fails (methods of the office).

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Cursor;

use kernel::case::batch::Clause;
use kernel::case::command::{Assigned, MoveForm};
use kernel::case::{Act, Actor, CaseId, Fields, FileRef, Link, Value};
use kernel::time::{Date, Instant};
use office::house::{HouseEvent, HouseRecord, STREAM};
use office::import::Watch;
use office::reports::{Length, Period, Reckoning};
use office::urge::Urging;
use office::views::Viewer;
use office::{Office, Proof, Request, Sole};

use super::announcements::{counted, makeup};
use super::world::World;

/// Does a verb; says what failed.
type Run = Box<dyn Fn(&World) -> Result<(), String>>;

/// How a verb is done, and done again after it failed.
enum Verb {
    /// One act of a person or a job.
    Act(Box<Request>),
    /// One act, by another door.
    One(Run),
    /// Several acts, each of them all or nothing.
    Several(Run),
}

/// What is only read, or only opens; every other method of the office stands in [`WRITES`].
const READS: &[&str] = &[
    "as_of",
    "cases_named",
    "blob",
    "catalogue_files",
    "catalogue_standing",
    "catalogue_versions",
    "changed",
    "count",
    "digest",
    "current",
    "dashboard",
    "due_ahead",
    "erased_cases",
    "erasing_refused",
    "foresee_announcement",
    "has_imported_logs",
    "has_password",
    // It tries a write beside the ledger, which changes nothing.
    "health",
    "held_by",
    "house",
    "imported_logs",
    "imported_map",
    "imported_on_time",
    "inbox",
    "inclusion",
    "issued",
    "issued_reports",
    "ledger",
    "load",
    "log_decisions",
    "log_file",
    "log_head",
    "log_published",
    "logged_texts",
    "look_at_table",
    "new",
    "open_work",
    "openings_of",
    "parts_of",
    "preview_clauses",
    "preview_move_in",
    "propose_columns",
    "read_only",
    "read_only_with",
    "readable",
    "receipt",
    "receipt_of_number",
    "recorded_at",
    "refresh",
    "register_by_day",
    "register_by_step",
    "register_rows",
    "saved_views",
    "register",
    "registers",
    "replay",
    "search",
    "series",
    "session",
    "shelf",
    "unread",
    "verify_issued",
    "view_case",
    "view_file",
    "waiting",
    "work",
    "work_count",
    "workload",
    "year_figures",
];

/// Methods of the office, and of its only writer, that write, with the row that walks them.
const WRITES: &[(&str, &str)] = &[
    ("act", "open and number"),
    ("adopt", "adopt"),
    ("announce", "announce"),
    ("assign_clause", "assign_clause"),
    ("assign_clauses", "assign_clauses"),
    ("change_org", "change org"),
    ("decide_on_log", "publish"),
    ("import_xes", "import"),
    ("issue", "issue"),
    ("mark_all_read", "mark_all_read"),
    ("mark_read", "mark_read"),
    ("move_in", "move in"),
    ("move_many", "move_many"),
    // A new ledger adopts its catalogue, an old one goes on with an announcement.
    ("open", "adopt"),
    ("resume_announcement", "announce"),
    ("set_password", "set_password"),
    ("sign_in", "sign_in"),
    ("sign_in_as", "sign_in_as"),
    ("sign_out", "sign_out"),
    ("save_view", "save_view"),
    ("drop_view", "drop_view"),
    ("give_digest_back", "give_digest_back"),
    ("give_opening", "opening"),
    ("take_digest", "take_digest"),
    ("submit", "open and number"),
    ("submit_all", "import"),
    ("submit_clause", "sole clause"),
    ("erase", "erase"),
    ("erase_again", "erase"),
    ("forget_pages", "erase"),
    ("urge", "urge many"),
];

/// Every act that there is. A new one does not compile until it stands in [`kind`].
const KINDS: [&str; 16] = [
    "ask_extension",
    "assign",
    "attach",
    "carry_over",
    "correct",
    "erase",
    "extend",
    "foreign",
    "link",
    "move",
    "open",
    "recompute",
    "refuse_extension",
    "remark",
    "set_fields",
    "urge",
];

fn kind(act: &Act) -> &'static str {
    match act {
        Act::Open(_) => "open",
        Act::CarryOver(_) => "carry_over",
        Act::Move(_) => "move",
        Act::SetFields(_) => "set_fields",
        Act::Assign(_) => "assign",
        Act::Extend { .. } => "extend",
        Act::AskExtension { .. } => "ask_extension",
        Act::RefuseExtension { .. } => "refuse_extension",
        Act::Erase { .. } => "erase",
        Act::Urge { .. } => "urge",
        Act::Remark { .. } => "remark",
        Act::Attach { .. } => "attach",
        Act::Link { .. } => "link",
        Act::Correct { .. } => "correct",
        Act::Recompute { .. } => "recompute",
        Act::Foreign { .. } => "foreign",
    }
}

/// Every event of the house that there is.
const HOUSE: [&str; 9] =
    ["adopted", "announced", "applied", "issued", "opening", "organisation", "published", "text", "withdrawn"];

fn of_house(what: &HouseEvent) -> &'static str {
    match what {
        HouseEvent::CatalogueAdopted { .. } => "adopted",
        HouseEvent::CalendarAnnounced { .. } => "announced",
        HouseEvent::CalendarApplied { .. } => "applied",
        HouseEvent::ReportIssued { .. } => "issued",
        HouseEvent::OrgChanged { .. } => "organisation",
        HouseEvent::TextLogged { .. } => "text",
        HouseEvent::LogPublished { .. } => "published",
        HouseEvent::LogWithdrawn { .. } => "withdrawn",
        HouseEvent::OpeningGiven { .. } => "opening",
    }
}

fn said(fail: impl std::fmt::Display) -> String {
    fail.to_string()
}

/// Acts on a task that was received, the last one being its report.
fn acts(world: &mut World, id: CaseId) -> Vec<(&'static str, Verb)> {
    let (clerk, office, unit) = ("clerk-1", "specialist-vp-th-1", "focal-stc");
    let mut open = MoveForm::new("register");
    for (field, value) in [("agency", "ubnd"), ("subject", "Văn bản thử"), ("sender", "Bộ Y tế")] {
        open = open.with(field, Value::text(value));
    }
    let opening = world.opening("incoming_document", open);
    let other = world.incoming().case;
    let file = FileRef { sha256: "0".repeat(64), media: "text/plain".into(), bytes: 3, at: world.now };
    let mut attach = world.request(unit, Some(id), Act::Attach { file, name: "a.txt".into() });
    attach.file = Some(b"tep".to_vec());
    let assigned = Assigned { lead: Some("stc".into()), holder: Some("focal-stc".into()), ..Assigned::default() };
    let mut report = world.request(unit, Some(id), Act::Move(MoveForm::new("report")));
    report.proof = Some(Proof::Document(other));
    let fields: Fields = [("product".into(), Value::text("Báo cáo"))].into_iter().collect();
    let correction = Act::Correct {
        field: "subject".into(),
        new: Some(Value::text("Rà soát dự toán năm 2024")),
        reason: "Ghi nhầm năm".into(),
        approver: "chief".into(),
    };
    let (gone, erase) = (world.task("2023-03-10"), Act::Erase { reason: "theo luật".into() });
    let carried = super::moving::task(world);
    let on = |person: &str, act: Act| world.request(person, Some(id), act);
    let foreign = Act::Foreign { at: world.now, name: "Nhận".into(), resource: "An".into() };
    let due = Date::parse("2023-03-20").unwrap();
    let requests = vec![
        ("open and number", world.request(clerk, None, opening)),
        ("carry over", world.request(office, None, Act::CarryOver(Box::new(carried)))),
        ("urge", on(office, Act::Urge { text: "Đôn đốc".into() })),
        ("remark", on(unit, Act::remark("Ý kiến"))),
        ("ask extension", on(unit, Act::AskExtension { due, reason: "Khối lượng lớn".into() })),
        ("refuse extension", on(office, Act::RefuseExtension { reason: "Không lùi được".into() })),
        ("extend", on(office, Act::Extend { due, reason: "Khối lượng lớn".into() })),
        ("attach", attach),
        ("link", on(office, Act::Link { link: Link { rule: "source".into(), to: other }, points_to: None })),
        ("assign", on(unit, Act::Assign(assigned))),
        ("set fields", on(office, Act::SetFields(fields))),
        ("correct", on(office, correction)),
        ("foreign step", Request::new(Some(id), foreign, &Actor::system("importer"), world.now, [7; 16])),
        ("report", report),
        ("erase", Request::new(Some(gone), erase, &Actor::system("restore"), world.now, [7; 16])),
    ];
    requests.into_iter().map(|(name, request)| (name, Verb::Act(Box::new(request)))).collect()
}

fn clause(world: &mut World) -> Clause {
    let form = MoveForm::new("assign")
        .with("subject", Value::text("Kiểm tra phòng cháy"))
        .with("authority", Value::text("ubnd"))
        .with("source_kind", Value::text("conclusion"));
    let form = MoveForm { due: kernel::case::Due::On(Date::parse("2023-04-03").unwrap()), ..form };
    let leads = ["stc", "syt", "stp"].map(|unit| (world.next_id(), kernel::Code::from(unit))).to_vec();
    Clause { batch: world.next_id(), case_type: "task".into(), form, leads }
}

/// Whole batches, the only writer's own way, and what happens to the house.
fn of_the_house(world: &mut World, id: CaseId) -> Vec<(&'static str, Verb)> {
    let (many, more) = (clause(world), clause(world));
    let meeting = [clause(world), clause(world)];
    let urging =
        Urging { cases: vec![world.task("2023-03-10")], text: "Đề nghị báo cáo".to_owned(), letters: true };
    let asked = |world: &World| world.request("specialist-vp-th-1", None, Act::Urge { text: String::new() });
    let remark = world.request("focal-stc", Some(id), Act::remark("Ý kiến khác"));
    counted(world);
    counted(world);
    let left = world.next_id();
    let one = |run: Run| Verb::One(run);
    let mut all = vec![
        (
            "assign_clauses",
            one(Box::new(move |w| {
                w.office.assign_clauses(&meeting, &asked(w)).map(drop).map_err(|(_, fail)| said(fail))
            })),
        ),
        (
            "urge many",
            one(Box::new(move |w| {
                let viewer = Viewer::new(w.actor("specialist-vp-th-1"), w.office.house(), w.now);
                w.office.urge(&viewer, &urging, &asked(w)).map(drop).map_err(said)
            })),
        ),
        ("assign_clause", one(Box::new(move |w| w.office.assign_clause(&many, &asked(w)).map(drop).map_err(said)))),
        (
            "sole act",
            one(Box::new(move |w| {
                let before = w.office.load(id).unwrap();
                let (sent, _) = Sole::new(&w.office).unwrap().submit(before, remark.clone()).map_err(said)?;
                sent.wait().map_err(said)
            })),
        ),
        (
            "sole clause",
            one(Box::new(move |w| {
                let (sent, _) = Sole::new(&w.office).unwrap().submit_clause(&more, &asked(w)).map_err(said)?;
                sent.wait().map_err(said)
            })),
        ),
        ("import", Verb::Several(Box::new(import))),
        ("move in", Verb::Several(Box::new(|w| super::moving::dossiers(w).map(drop).map_err(said)))),
    ];
    // A case whose events are all in the signed tree.
    let quiet = world.task("2023-03-12");
    super::public_log::follower(world).finish(world.now).unwrap();
    all.extend(of_its_stream(left, quiet));
    all
}

/// What happens to the house itself.
fn of_its_stream(left: CaseId, quiet: CaseId) -> Vec<(&'static str, Verb)> {
    let year = Period::new(2023, Length::Year, Reckoning::Calendar).unwrap();
    let one = |run: Run| Verb::One(run);
    vec![
        ("announce", Verb::Several(Box::new(announce))),
        (
            "change org",
            one(Box::new(move |w| {
                let change = super::organisation::left("handler-stp-1", "2023-03-31");
                w.office.change_org(&change, left, &w.actor("admin"), w.now, [3; 16]).map(drop).map_err(said)
            })),
        ),
        (
            "issue",
            one(Box::new(move |w| {
                w.office.issue("tasks", year, &w.actor("chief"), w.now, [3; 16]).map(drop).map_err(said)
            })),
        ),
        (
            "opening",
            one(Box::new(move |w| {
                let viewer = Viewer::new(w.actor("chief"), w.office.house(), w.now);
                w.office.give_opening(&viewer, quiet, ("Thanh tra tỉnh", "KH 12"), [3; 16]).map(drop).map_err(said)
            })),
        ),
        ("publish", one(Box::new(|w| decide_on_log(w, true)))),
        ("withdraw", one(Box::new(|w| decide_on_log(w, false)))),
        (
            "adopt",
            one(Box::new(|w| {
                let files = kernel::shipped::files();
                w.office.adopt(&files, &Actor::system("minhbach"), w.now, [3; 16]).map(drop).map_err(said)
            })),
        ),
    ]
}

fn decide_on_log(world: &World, publish: bool) -> Result<(), String> {
    let paper = kernel::publishing::Decision::parse("45/QĐ-UBND", world.now.date()).unwrap();
    world.office.decide_on_log(publish, &paper, &world.actor("chairman"), world.now, [3; 16]).map(drop).map_err(said)
}

fn import(world: &World) -> Result<(), String> {
    let mut progress = |_: u64, _: u64| true;
    let mut watch = Watch { now: &|| world.now, seed: [3; 16], progress: &mut progress };
    let done = world.office.import_xes(&mut Cursor::new(super::import::three()), "ba.xes", &mut watch);
    done.map(drop).map_err(said)
}

/// Announces; what was announced and broke off is gone on with.
fn announce(world: &World) -> Result<(), String> {
    let id = "lam-bu-thu";
    if world.office.house().calendar.announcements().iter().any(|a| a.id == id) {
        return world.office.resume_announcement(world.now, [9; 16]).map(drop).map_err(said);
    }
    let announcement = makeup(id, "2023-03-04");
    world.office.announce(&announcement, &Actor::system("calendar"), world.now, [9; 16]).map(drop).map_err(said)
}

/// Passwords and sessions, which stand beside the ledger.
fn of_people(world: &World) -> Vec<(&'static str, Verb)> {
    let (person, password) = ("chief", "mật khẩu đủ dài 1");
    let token = world.office.sign_in_as("clerk-1", world.now, [8; 32]).unwrap().token;
    let known = token.clone();
    // An hour from one attempt to the next, so that those that broke off lock nobody out.
    let hours = Cell::new(0);
    let later = move |world: &World| {
        hours.set(hours.get() + 1);
        Instant(world.now.0 + hours.get() * 3_600_000_000)
    };
    let soon = Instant(world.now.0 + 600_000_000);
    vec![
        (
            "session",
            Verb::One(Box::new(move |w| {
                let held = w.office.session(&known, soon).unwrap();
                assert!(held.is_some(), "a session holds though its time could not be noted");
                match w.count(&format!("SELECT count(*) FROM sessions WHERE seen = {}", soon.0)) {
                    1 => Ok(()),
                    _ => Err("a test made this store call fail".to_owned()),
                }
            })),
        ),
        ("set_password", Verb::One(Box::new(move |w| w.office.set_password(person, password, [5; 16])))),
        (
            "sign_in",
            Verb::Several(Box::new(move |w| {
                let now = later(w);
                w.office.sign_in(person, password, now, [6; 32]).map(drop).map_err(said)
            })),
        ),
        ("sign_in_as", Verb::One(Box::new(|w| w.office.sign_in_as("chief", w.now, [7; 32]).map(drop).map_err(said)))),
        (
            "save_view",
            Verb::One(Box::new(|w| w.office.save_view("chief", "task", "Của tôi", "/so/task").map_err(|f| f.en()))),
        ),
        ("drop_view", Verb::One(Box::new(|w| w.office.drop_view("chief", "task", "Của tôi").map_err(said)))),
        ("sign_out", Verb::One(Box::new(move |w| w.office.sign_out(&token).map_err(said)))),
    ]
}

/// What a person does to a whole list: reads its notices, makes one move on several cases.
fn of_lists(world: &mut World) -> Vec<(&'static str, Verb)> {
    let cases = [world.task("2023-03-10"), world.task("2023-03-11")];
    let (key, now) = (world.next_id(), world.now);
    let viewer = move |w: &World| Viewer::new(w.actor("focal-stc"), w.office.house(), now);
    let many = move |w: &World| {
        let outcomes = w.office.move_many(&viewer(w), &cases, &"receive".into(), key, [4; 16]).map_err(said)?;
        outcomes.into_iter().try_for_each(|one| one.result.map(drop).map_err(said))
    };
    let told = world.office.inbox(&viewer(world), None).unwrap().acts;
    let keys: Vec<String> = told.iter().take(2).map(|notice| notice.key.clone()).collect();
    let mark = move |w: &World| w.office.mark_read(&viewer(w), &keys).map_err(said);
    let letter = world.office.digest("focal-stc", now).unwrap().unwrap();
    let back = letter.clone();
    vec![
        ("take_digest", Verb::One(Box::new(move |w| w.office.take_digest(&letter, now).map(drop).map_err(said)))),
        ("give_digest_back", Verb::One(Box::new(move |w| w.office.give_digest_back(&back).map_err(said)))),
        ("mark_read", Verb::One(Box::new(mark))),
        ("mark_all_read", Verb::One(Box::new(move |w| w.office.mark_all_read(&viewer(w), 5).map_err(said)))),
        ("move_many", Verb::Several(Box::new(many))),
    ]
}

fn walk(world: &World, faults: &ledger::Faults, name: &str, verb: &Verb) {
    let run = || match verb {
        Verb::Act(request) => world.office.act(request).map(drop).map_err(said),
        Verb::One(run) | Verb::Several(run) => run(world),
    };
    for n in 1.. {
        let before = facts_of(&world.office);
        faults.arm(n);
        let outcome = run();
        faults.arm(0);
        let after = facts_of(&world.office);
        match (outcome, verb) {
            (Ok(()), _) => {
                // Of several acts others may have been on their way, and have arrived when one failed.
                let least = if matches!(verb, Verb::Several(_)) { 1 } else { 3 };
                assert!(n > least, "{name}: no store call was made to fail");
                assert_ne!(before, after, "{name}: acknowledged and not there");
                return;
            }
            (Err(fail), _) if !fail.contains("a test made this store call fail") => panic!("{name}: {fail}"),
            (Err(_), Verb::Several(_)) => {}
            (Err(_), _) => assert_eq!(before, after, "{name}: call {n} failed and left something"),
        }
        assert!(n < 500, "{name} never comes to its end");
    }
}

#[test]
fn all_of_it_or_none_of_it() {
    let faults = ledger::Faults::after(0);
    let mut world = World::with_faults(faults.clone());
    let id = world.task("2023-03-10");
    world.step("focal-stc", id, "receive").unwrap();
    let mut rows = acts(&mut world, id);
    rows.extend(of_the_house(&mut world, id));
    rows.extend(of_people(&world));
    rows.extend(of_lists(&mut world));
    let mut kinds = BTreeSet::from(["recompute"]);
    for (name, verb) in &rows {
        if let Verb::Act(request) = verb {
            kinds.insert(kind(&request.command.act));
        }
        walk(&world, &faults, name, verb);
    }
    assert_eq!(kinds, BTreeSet::from(KINDS), "an act without a row");
    assert_eq!(walked_in_the_house(&world.office), BTreeSet::from(HOUSE), "an event of the house without a row");
    for (method, row) in WRITES {
        assert!(rows.iter().any(|(name, _)| name == row), "{method} has no row {row}");
    }
    assert_eq!(world.count("SELECT count(*) FROM cases WHERE type = 'imported_case'"), 3);
    assert_eq!(world.office.house().unapplied, None);
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

fn walked_in_the_house(office: &Office) -> BTreeSet<&'static str> {
    let stored = office.ledger().reader().unwrap().events_of(STREAM, 1, 100).unwrap();
    stored.iter().map(|e| of_house(&HouseRecord::decode(&e.plain, &e.body).unwrap().what)).collect()
}

#[test]
fn every_method_of_the_office_is_known_here() {
    let mut found = BTreeSet::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let mut inside = false;
            for line in text.lines() {
                inside = matches!(line, "impl Office {" | "impl Sole {") || (inside && line != "}");
                if let (true, Some(rest)) = (inside, line.strip_prefix("    pub fn ")) {
                    found.insert(rest.split(['(', '<']).next().unwrap().to_owned());
                }
            }
        }
    }
    let known: BTreeSet<String> =
        READS.iter().copied().chain(WRITES.iter().map(|(m, _)| *m)).map(str::to_owned).collect();
    assert_eq!(found, known, "what writes needs a row in this file");
}

/// Everything that an act could have left half-done: counts, who may sign in, and the digest of the read tables.
fn facts_of(office: &Office) -> (Vec<String>, String) {
    let mut reader = office.ledger().reader().unwrap();
    reader.snapshot().unwrap();
    let mut facts = Vec::new();
    for sql in [
        "SELECT count(*) || '' FROM events",
        "SELECT coalesce(sum(version), 0) || '' FROM heads",
        "SELECT coalesce(sum(last), 0) || '' FROM counters",
        "SELECT count(*) || '' FROM files",
        "SELECT next || '' FROM head",
        "SELECT person || password || failed FROM users ORDER BY person",
        "SELECT person || name || address FROM saved_views ORDER BY person, name",
        "SELECT person || key || position FROM seen ORDER BY person, key",
        "SELECT person || day || '-' || at FROM digests ORDER BY person",
        "SELECT person || started || '-' || seen FROM sessions ORDER BY token",
    ] {
        let read = reader.query(sql, &[], &mut |row| {
            facts.push(row.text(0)?.to_owned());
            Ok(())
        });
        read.unwrap();
    }
    // What is in the ledger is whole, wherever somebody broke off.
    if let [events, versions, _, _, next, ..] = facts.as_slice() {
        assert_eq!(events, versions, "as many events as the versions of the streams say");
        assert_eq!(events.parse::<u64>().unwrap() + 1, next.parse::<u64>().unwrap());
    }
    (facts, ledger::digest(&mut reader, office::schema::READ_TABLES).unwrap())
}
