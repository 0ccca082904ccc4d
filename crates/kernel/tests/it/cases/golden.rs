//! The stored form of every kind of event, byte for byte: files of today's version decode for ever.
//!
//! A file `golden/KIND.vN.json` holds the three parts on three lines and is never edited. A changed form gets version
//! N + 1, a new file and a new arm in `decode`; the old file stays and must still be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use kernel::case::command::Assigned;
use kernel::case::event::Private;
use kernel::case::evidence::Evidence;
use kernel::case::leaf::Leaf;
use kernel::case::record::{self, VERSION};
use kernel::case::value::Fields;
use kernel::case::{Carried, CaseId, Event, FileRef, Identity, Value, What};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::clock::{ClockState, Extension, ExtensionRule, Limit, LimitUnit, Pause, PauseMode, Recomputation};
use serde_json::value::RawValue;
use testkit::{Ids, at};

/// A public type with a field in each part, apart from the shipped ones: those may change, this one may not.
const TYPE: &str = r#"
code = "golden"
name = "mẫu"
name_en = "sample"
register = "Mẫu"
purpose = "Mẫu"
basis = "Mẫu"
public = true
title = "title"
retention = { basis = "Mẫu" }
acts = {}
reader = [{ who = "anyone", because = "mẫu" }]
field = [
    { code = "title", name = "Tên", kind = "text", part = "pub" },
    { code = "count", name = "Số", kind = "integer", part = "plain" },
    { code = "urgent", name = "Gấp", kind = "flag", part = "plain" },
    { code = "person", name = "Người", kind = "text" },
]
step = [{ code = "open", name = "Mở" }, { code = "done", name = "Xong", terminal = true }]
move = [{ code = "begin", name = "Mở", said = "mở", to = "open", who = ["anyone"] }]
"#;

pub(super) fn golden_type(leaf: &str) -> Arc<CaseType> {
    let text = TYPE.replace("acts = {}", &format!("acts = {{}}\n{leaf}"));
    let files = [("types/golden.toml".to_owned(), text)];
    Arc::clone(&Catalogue::parse(&files).value.types["golden"])
}

fn fields() -> Fields {
    [
        ("count".into(), Value::Integer(-9_007_199_254_740_993)),
        ("title".into(), Value::text("Đấu giá “02 lô đất”")),
        ("urgent".into(), Value::Flag(true)),
    ]
    .into()
}

/// A clock with a limit that was paused and extended.
fn clock() -> ClockState {
    let calendar = testkit::calendar();
    let limit = Limit::new(10, LimitUnit::WorkingDays).unwrap();
    let started = ClockState::start(&calendar, at("2023-03-01T08:00"), limit, "Nghị định 61/2018/NĐ-CP").unwrap();
    let paused = started.pause(at("2023-03-02T08:00"), PauseMode::AddBack).unwrap();
    let resumed = paused.resume(&calendar, at("2023-03-03T08:00")).unwrap();
    let basis = "Nghị định 61/2018/NĐ-CP Điều 19.9".to_owned();
    let rule = ExtensionRule { times_max: 1, days_before: Some(1), basis };
    resumed.extend(&calendar, at("2023-03-06T08:00"), at("2023-03-20T17:00"), &rule).unwrap()
}

/// A clock with every key: paused, extended, recomputed, resumed by a late entry, its limit in days without days off.
fn full() -> ClockState {
    let calendar = testkit::calendar();
    let limit = Limit::new(30, LimitUnit::Days).unwrap().skipping_holidays();
    let started = ClockState::start(&calendar, at("2023-04-03T08:00"), limit, "Nghị định 61/2018/NĐ-CP").unwrap();
    let anew = ClockState { limit_anew: Some(Limit::new(10, LimitUnit::WorkingDays).unwrap()), ..started };
    let basis = "Nghị định 61/2018/NĐ-CP Điều 19.9".to_owned();
    let rule = ExtensionRule { times_max: 1, days_before: Some(1), basis };
    let paused = anew.pause(at("2023-04-10T08:00"), PauseMode::AddBack).unwrap();
    let resumed = paused.resume_entered_late(&calendar, at("2023-04-11T08:00"), at("2023-04-12T08:00")).unwrap();
    let resumed = resumed.with_pause_basis("Thực hành của hệ thống một cửa");
    // Told under a calendar with more days off, which were taken back.
    let told = Some(at("2023-06-15T17:00"));
    let told = ClockState { printed_due: told, due: told, ..resumed };
    let moved = told.recompute(&calendar, at("2023-04-13T08:00"), "nghi-bao-thu-hoi").unwrap().unwrap();
    let moved = moved.extend(&calendar, at("2023-04-14T08:00"), at("2023-06-20T17:00"), &rule).unwrap();
    moved.pause(at("2023-04-17T08:00"), PauseMode::Restart).unwrap()
}

fn stopped() -> ClockState {
    clock().stop(&testkit::calendar(), at("2023-03-17T09:30")).unwrap()
}

/// One event of each kind, with every key that the kind may have.
pub(super) fn samples() -> Vec<Event> {
    let mut ids = Ids::new(42);
    let (case, other) = (ids.next_id(), ids.next_id());
    let whats = of_the_course(case, other).into_iter().chain(of_the_clock()).chain(of_the_rest(other));
    whats.chain([carried_over(case)]).map(event).collect()
}

/// Further samples of a kind, for keys that came later: the file of the kind itself never changes.
fn later_samples() -> Vec<(&'static str, Event)> {
    let What::CarriedOver { identity, mut carried, fields, held, .. } = carried_over(Ids::new(42).next_id()) else {
        unreachable!("a carried case")
    };
    carried.paused_by = Some("ask".into());
    let clock = Some(full());
    let carried = What::CarriedOver { identity, carried, fields, held, clock };
    let recomputed = What::ClockRecomputed { clock: full(), announcement: "nghi-bao-thu-hoi".to_owned() };
    vec![("carried_over.v1.paused_by", event(carried)), ("clock_recomputed.v1.full", event(recomputed))]
}

fn of_the_course(case: CaseId, other: CaseId) -> Vec<What> {
    let evidence = Evidence {
        document: Some(other),
        file: Some("ab".repeat(32)),
        issued: Some(at("2023-03-09T10:00")),
        signed: Some(at("2023-03-09T09:00")),
        arrived: at("2023-03-09T11:00"),
    };
    vec![
        What::Opened {
            identity: identity(case),
            made: "begin".into(),
            to: "open".into(),
            fields: fields(),
            batch: Some(other),
        },
        What::FieldsSet { fields: fields() },
        What::Moved {
            made: "go".into(),
            from: "open".into(),
            to: "open".into(),
            fields: fields(),
            evidence: Some(evidence.clone()),
        },
        What::Closed {
            made: "end".into(),
            from: "open".into(),
            to: "done".into(),
            fields: fields(),
            evidence: Some(evidence),
        },
        What::Assigned(Assigned { coop: vec!["snv".into(), "h380".into()], ..held() }),
    ]
}

fn identity(case: CaseId) -> Identity {
    Identity { case, case_type: "golden".into(), catalogue: 3 }
}

fn held() -> Assigned {
    Assigned {
        lead: Some("stc".into()),
        coop: vec!["snv".into()],
        holder: Some("handler-stc-1".into()),
        assigner: Some("ct".into()),
    }
}

fn carried_over(case: CaseId) -> What {
    let mut clock = clock();
    clock.limit = None;
    clock.limit_anew = Some(Limit::new(10, LimitUnit::WorkingDays).unwrap());
    let carried = Carried {
        register: "Sổ theo dõi 2022".to_owned(),
        number: "128/SDK".to_owned(),
        on: testkit::day("2023-03-01"),
        received: at("2023-02-20T08:00"),
        step: "open".into(),
        witness: "clerk-2".into(),
        paused_by: None,
    };
    What::CarriedOver {
        identity: identity(case),
        carried: Box::new(carried),
        fields: fields(),
        held: held(),
        clock: Some(clock),
    }
}

fn of_the_clock() -> Vec<What> {
    let start = ClockState::start_without_deadline(at("2023-03-01T08:00"), "Người giao không ấn định thời hạn");
    let paused = clock().pause(at("2023-03-08T08:00"), PauseMode::Restart).unwrap();
    let restarted = paused.resume(&testkit::calendar(), at("2023-03-10T08:00")).unwrap();
    vec![
        What::ClockStarted { clock: start },
        What::ClockPaused { clock: paused },
        What::ClockResumed { clock: clock() },
        What::ClockRestarted { clock: restarted },
        What::ClockExtended { clock: clock() },
        What::ClockRecomputed { clock: clock(), announcement: "nghi-le-2023-bo-sung".to_owned() },
        What::ClockStopped { clock: stopped() },
        What::ClockReopened { clock: clock() },
    ]
}

fn of_the_rest(other: CaseId) -> Vec<What> {
    vec![
        What::NumberGiven {
            series: "code".into(),
            n: 18_446_744_073_709_551_615,
            text: "H56.14-230301-0001".to_owned(),
        },
        What::FileAttached {
            file: FileRef {
                sha256: "cd".repeat(32),
                media: "image/jpeg".to_owned(),
                bytes: 123_456,
                at: at("2023-03-01T08:00"),
            },
        },
        What::Linked { rule: "evidence".into(), to: other },
        What::Urged,
        What::Remarked,
        What::Mentioned { people: vec!["chief".into(), "focal-stc".into()] },
        What::ExtensionAsked { due: testkit::day("2023-04-03") },
        What::ExtensionRefused { due: testkit::day("2023-04-03"), asker: "focal-stc".into() },
        What::Corrected { field: "title".into(), old: fields(), new: fields(), approver: "chief".into() },
        What::Published,
        What::Erased { reason: "theo yêu cầu hợp pháp".to_owned() },
        What::Withdrawn,
        What::LateEntry { occurred: at("2023-02-28T15:00"), witness: "clerk-2".into() },
        What::LateEntryJudged { done: at("2023-03-15T09:00"), due: at("2023-03-15T17:00") },
        What::ForeignStep { occurred: at("2011-03-01T10:00"), step: "T02 Check confirmation".to_owned() },
    ]
}

fn event(what: What) -> Event {
    Event {
        at: at("2023-03-01T08:00:07"),
        by: "clerk-1".into(),
        post: "vt-1".into(),
        what,
        private: Private {
            fields: [("person".into(), Value::text("Lê Thị Bích"))].into(),
            old: [("person".into(), Value::text("Lê Thị Bình"))].into(),
            text: "Sai tên\nở dòng hai".to_owned(),
            name: "anh.jpg".to_owned(),
        },
    }
}

/// A new kind does not compile here: give it a sample above, a golden file, and a number.
fn known(what: &What) -> usize {
    match what {
        What::Opened { .. } => 0,
        What::FieldsSet { .. } => 1,
        What::Moved { .. } => 2,
        What::Closed { .. } => 3,
        What::Assigned(_) => 4,
        What::ClockStarted { .. } => 5,
        What::ClockPaused { .. } => 6,
        What::ClockResumed { .. } => 7,
        What::ClockRestarted { .. } => 8,
        What::ClockExtended { .. } => 9,
        What::ClockRecomputed { .. } => 10,
        What::ClockStopped { .. } => 11,
        What::ClockReopened { .. } => 12,
        What::NumberGiven { .. } => 13,
        What::FileAttached { .. } => 14,
        What::Linked { .. } => 15,
        What::Urged => 16,
        What::Remarked => 17,
        What::Corrected { .. } => 18,
        What::Published => 19,
        What::Withdrawn => 20,
        What::LateEntry { .. } => 21,
        What::ForeignStep { .. } => 22,
        What::LateEntryJudged { .. } => 23,
        What::CarriedOver { .. } => 24,
        What::Erased { .. } => 28,
        What::Mentioned { .. } => 25,
        What::ExtensionAsked { .. } => 26,
        What::ExtensionRefused { .. } => 27,
    }
}

const KINDS: usize = 29;

/// The three parts of a golden file, as the bytes that were stored.
#[derive(serde::Deserialize)]
struct File<'a> {
    #[serde(borrow, rename = "pub")]
    pub_head: &'a RawValue,
    #[serde(borrow)]
    plain: &'a RawValue,
    #[serde(borrow)]
    body: &'a RawValue,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Text of every golden file, by name without ending: `opened.v1`.
fn files() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).expect("the golden files") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".json").expect("only golden files");
        out.insert(stem.to_owned(), std::fs::read_to_string(&path).expect("text"));
    }
    out
}

fn text(part: &[u8]) -> &str {
    std::str::from_utf8(part).unwrap()
}

/// The parts `plain` and `body`.
fn encoded(event: &Event) -> (Vec<u8>, Vec<u8>) {
    record::encode(event, *b"0123456789abcdef").unwrap()
}

/// As the file has it, after the line of the public part, whose versions are counted apart.
fn as_file((plain, body): &(Vec<u8>, Vec<u8>)) -> String {
    format!("\"plain\":{},\n\"body\":{}}}\n", text(plain), text(body))
}

/// A golden file after its first line.
fn after_pub(golden: &str) -> &str {
    golden.split_once('\n').unwrap().1
}

#[test]
fn every_kind_has_a_sample() {
    let kinds: BTreeSet<usize> = samples().iter().map(|event| known(&event.what)).collect();
    assert_eq!(kinds, (0..KINDS).collect());
    let names: BTreeSet<&str> = samples().iter().map(|event| event.what.kind()).collect();
    assert_eq!(names.len(), KINDS, "two kinds of one name");
}

/// Today's form is the golden one; what is written now can be read by whoever reads the files.
#[test]
fn todays_form_is_golden() {
    let files = files();
    for event in samples() {
        let name = format!("{}.v{VERSION}", event.what.kind());
        let today = as_file(&encoded(&event));
        let golden =
            files.get(&name).unwrap_or_else(|| panic!("no golden file; put into golden/{name}.json:\n{today}"));
        assert_eq!(after_pub(golden), today, "{name}: a stored form never changes; give it a new version");
    }
}

/// Keys that came later have files of their own, and together every key that a clock may have stands in one of them.
#[test]
fn later_keys_are_golden_too() {
    let files = files();
    for (name, event) in later_samples() {
        let today = as_file(&encoded(&event));
        let golden = files.get(name).unwrap_or_else(|| panic!("no golden file; put into golden/{name}.json:\n{today}"));
        assert_eq!(after_pub(golden), today, "{name}: a stored form never changes; give it a new version");
    }
    let full = serde_json::to_value(full()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    // Taking a struct apart names every field: a new one does not compile here, and needs a new file above.
    let ClockState {
        received: _,
        start: _,
        limit: _,
        limit_anew: _,
        basis: _,
        due: _,
        first_due: _,
        printed_due: _,
        status: _,
        pauses,
        extensions,
        recomputed,
    } = self::full();
    assert_eq!(keys(&full).len(), 12, "{full}");
    let Pause { from: _, to: _, recorded: _, mode: _, old: _, new: _, basis: _ } = pauses[0].clone();
    assert_eq!(keys(&full["pauses"][0]).len(), 7, "{full}");
    let Extension { at: _, old: _, new: _, basis: _ } = extensions[0].clone();
    assert_eq!(keys(&full["extensions"][0]).len(), 4, "{full}");
    let Recomputation { at: _, announcement: _, old: _, new: _ } = recomputed[0].clone();
    assert_eq!(keys(&full["recomputed"][0]), set(&["announcement", "at", "new", "old"]));
    assert_eq!(keys(&full["limit"]), set(&["amount", "skip_holidays", "unit"]));
}

/// Every golden file of every version decodes, and those of today give the sample back.
#[test]
fn every_golden_file_decodes() {
    let named = samples().into_iter().map(|event| (format!("{}.v{VERSION}", event.what.kind()), event));
    let later = later_samples().into_iter().map(|(name, event)| (name.to_owned(), event));
    let samples: BTreeMap<String, Event> = named.chain(later).collect();
    let files = files();
    assert!(files.len() >= KINDS);
    for (name, content) in &files {
        let file: File<'_> = serde_json::from_str(content).expect(name);
        let event = record::decode(file.plain.get().as_bytes(), file.body.get().as_bytes()).expect(name);
        let kind = name.split('.').next().unwrap();
        assert_eq!(event.what.kind(), kind, "{name}");
        if let Some(sample) = samples.get(name) {
            assert_eq!(&event, sample, "{name}");
        }
        let Leaf::First(leaf) = Leaf::decode(file.pub_head.get().as_bytes()).expect(name) else {
            panic!("{name}: not a leaf of version 1")
        };
        assert_eq!((leaf.k.as_str(), leaf.at, leaf.case_type.as_str()), (kind, event.at, "golden"), "{name}");
    }
}

/// Nothing sealed stands in the plain part.
#[test]
fn what_is_sealed_stands_in_the_body_only() {
    for event in samples() {
        let (plain, body) = encoded(&event);
        for sealed in ["Lê Thị", "Sai tên", "anh.jpg"] {
            assert!(!text(&plain).contains(sealed), "{}: {}", event.what.kind(), text(&plain));
            assert!(text(&body).contains(sealed));
        }
    }
}

#[test]
fn a_destroyed_body_leaves_the_rest() {
    for event in samples() {
        let read = record::decode(&encoded(&event).0, b"").unwrap();
        assert_eq!(read, Event { private: Private::default(), ..event });
    }
}

#[test]
fn broken_and_newer_records_say_so() {
    let (plain, body) = encoded(&event(What::Urged));
    let (plain, urged_body) = (text(&plain), text(&body));
    for (plain, body, said) in [
        (plain.replace("\"v\":1", "\"v\":2"), urged_body.to_owned(), "newer than this program knows"),
        (
            plain.replace("\"v\":1", "\"v\":2").replace("urged", "praised"),
            String::new(),
            "newer than this program knows",
        ),
        ("{\"v\":2,\"what\":[]}".to_owned(), String::new(), "version 2 is newer than this program knows (1)"),
        (plain.to_owned(), "{\"v\":2,\"sealed\":\"x\"}".to_owned(), "newer than this program knows"),
        (plain.replace("urged", "praised"), urged_body.to_owned(), "praised"),
        (plain.trim_end_matches('}').to_owned(), urged_body.to_owned(), "EOF"),
        (plain.to_owned(), "{".to_owned(), "EOF"),
        (String::new(), String::new(), "EOF"),
    ] {
        let error = record::decode(plain.as_bytes(), body.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
