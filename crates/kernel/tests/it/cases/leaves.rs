//! The public leaf: its golden form, what it keeps to itself, and that deadlines can be counted again from it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use kernel::calendar::{AnnouncedDay, Announcement, Calendar, DayKind};
use kernel::case::leaf::replay::{ReplayError, Replayed, Wrong, replay};
use kernel::case::leaf::{
    ClockSaid, Decided, DecisionLeaf, EpochLeaf, EpochRefusal, Kind, Leaf, Minute, OldHead, PublicLeaf, ResultClass,
    TextLeaf, TextOf, TextVersion, VERSION, split,
};
use kernel::case::{Case, Event, Value, What, apply, record};
use kernel::catalogue::case_type::{FieldKind, LeafSays};
use kernel::clock::{ClockState, Limit, LimitUnit, PauseMode};
use kernel::publishing::Decision;
use kernel::time::Instant;
use proptest::prelude::*;
use testkit::{World, at};

use super::golden;
use super::scenarios::{scenarios, told};
use super::{dossier, dossier_form, dossier_in_work};

const PUBLIC: &str = "leaf = { says = \"public\", fields = [\"urgent\"] }";

/// The golden case, held by a unit.
fn golden_case() -> Case {
    let samples = golden::samples();
    let mut case = apply::open(&samples[0]).unwrap();
    let assigned = samples.iter().find(|event| event.what.kind() == "assigned").unwrap();
    apply::apply(&mut case, assigned);
    case
}

fn golden_leaf(leaf: &str, event: &Event) -> Leaf {
    let mut before = golden_case();
    // What ends a pause follows a clock without it.
    if let What::ClockResumed { clock } | What::ClockRestarted { clock } | What::ClockStopped { clock } = &event.what {
        before.clock = Some(clock.clone());
        before.clock.as_mut().unwrap().pauses.pop();
    }
    let mut after = before.clone();
    apply::apply(&mut after, event);
    Leaf::of(&golden::golden_type(leaf), Some(&before), &after, event, "00112233445566778899aabbccddeeff")
}

fn golden_files() -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden_leaf");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    std::fs::read_dir(folder).expect("the golden leaves").map(read).collect()
}

/// Each kind has one form for ever: what is told, or the date alone.
#[test]
fn todays_leaves_are_golden() {
    let mut files = golden_files();
    for event in golden::samples() {
        let leaf = golden_leaf(PUBLIC, &event);
        let name = format!("{}.v{VERSION}", event.what.kind());
        let today = format!("{}\n", String::from_utf8(leaf.encode().unwrap()).unwrap());
        let golden =
            files.remove(&name).unwrap_or_else(|| panic!("no golden file; put into golden_leaf/{name}.json:\n{today}"));
        assert_eq!(golden, today, "{name}: a stored form never changes; give it a new version");
        assert_eq!(Leaf::decode(golden.trim_end().as_bytes()).unwrap(), leaf, "{name}");
        assert_eq!(Kind::of(&event.what).is_none(), matches!(leaf, Leaf::Opaque { .. }), "{name}");
    }
    let limit = Limit::new(30, LimitUnit::Days).unwrap().skipping_holidays();
    let clock = ClockState::start(&testkit::calendar(), at("2023-03-04T09:00"), limit, "Luật").unwrap();
    let started = Event { what: What::ClockStarted { clock }, ..golden::samples().remove(0) };
    let leaf = golden_leaf(PUBLIC, &started).encode().unwrap();
    let golden = files.remove("clock_started.v2.limit").expect("the golden leaf with a limit");
    assert_eq!(golden.trim_end(), std::str::from_utf8(&leaf).unwrap());
    for (name, leaf) in house_leaves() {
        let golden = files.remove(name).unwrap_or_else(|| panic!("no golden file {name}"));
        assert_eq!(golden.trim_end(), std::str::from_utf8(&leaf.encode().unwrap()).unwrap());
        assert_eq!(Leaf::decode(golden.trim_end().as_bytes()).unwrap(), leaf, "{name}");
    }
    assert!(files.is_empty(), "files of no kind: {files:?}");
}

/// What is told of the house: texts by their hash, the Chairman's decisions.
fn house_leaves() -> [(&'static str, Leaf); 6] {
    let when = at("2023-03-01T08:00");
    let hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let text = |what, version| Leaf::Text(TextLeaf::new(when, what, version, hash));
    let paper = Decision::parse("45/QĐ-UBND", testkit::day("2023-02-28")).unwrap();
    [
        ("text.v2.catalogue", text(TextOf::Catalogue, TextVersion::Number(3))),
        ("text.v2.calendar", text(TextOf::Calendar, TextVersion::Name("00112233445566778899aabbccddeeff".to_owned()))),
        ("text.v2.rule", text(TextOf::Rule, TextVersion::Number(1))),
        ("log_published.v2", Leaf::Decision(DecisionLeaf::new(when, Decided::LogPublished, &paper))),
        ("log_withdrawn.v2", Leaf::Decision(DecisionLeaf::new(when, Decided::LogWithdrawn, &paper))),
        ("log_epoch.v2", Leaf::Epoch(epoch_leaf("Khôi phục từ bản sao lưu").unwrap())),
    ]
}

fn epoch_leaf(reason: &str) -> Result<EpochLeaf, EpochRefusal> {
    let root = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let old = OldHead { origin: "minhbach.example.vn".to_owned(), size: 1_000, root };
    EpochLeaf::new(at("2023-03-01T08:00"), 2, old, 900, reason)
}

/// An epoch names the old head as it was signed, and says why in one line that can be shown to everybody.
#[test]
fn an_epoch_names_the_old_head_and_why() {
    let leaf = epoch_leaf(" Đĩa hỏng ").unwrap();
    let old = leaf.old();
    assert_eq!((old.size, old.root[31], leaf.restored, leaf.reason.as_str()), (1_000, 31, 900, "Đĩa hỏng"));
    let entry = leaf.entry().unwrap();
    let (said, sealed) = split(&entry).unwrap();
    assert_eq!(Leaf::decode(said), Ok(Leaf::Epoch(leaf)));
    assert_eq!(sealed[..4], [0xe3, 0xb0, 0xc4, 0x42], "SHA-256 over nothing");
    for reason in ["", "  ", "hai\ndòng", &"x".repeat(301)] {
        assert_eq!(epoch_leaf(reason), Err(EpochRefusal::Reason), "{reason:?}");
    }
    assert!(epoch_leaf(&"x".repeat(300)).is_ok());
    for (from, to) in [("\"epoch\":2", "\"epoch\":1"), ("0001", "00"), ("Đĩa hỏng", ""), ("Đĩa", " Đĩa")] {
        let broken = std::str::from_utf8(said).unwrap().replacen(from, to, 1);
        assert!(Leaf::decode(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn leaves_of_the_house_are_read_strictly() {
    for (name, leaf) in house_leaves() {
        let sound = String::from_utf8(leaf.encode().unwrap()).unwrap();
        for (from, to) in [
            ("\"v\":2", "\"v\": 2"),
            ("T08:00", "T08:00:01"),
            ("0011", "001G"),
            ("\"version\":3", "\"version\":\"3\""),
            ("\"version\":\"0", "\"version\":\"1"),
            ("45/", "Ông A 45/"),
            ("}", ",\"name\":\"x\"}"),
        ] {
            let broken = sound.replacen(from, to, 1);
            assert!(broken == sound || Leaf::decode(broken.as_bytes()).is_err(), "{name}: {broken}");
        }
    }
}

/// The page that outsiders read says of the rule what is logged by its hash, and a calendar's name is the beginning of its.
#[test]
fn texts_are_those_that_leaves_name() {
    use sha2::{Digest, Sha256};
    let rule = kernel::clock::rule_text(kernel::clock::RULE_VERSION).expect("the rule in force");
    let (_, body) = rule.split_once("\n\n").unwrap();
    let page = include_str!("../../../../../docs/public-log.md");
    assert!(page.contains(body.trim_end()), "docs/public-log.md says another rule than clock/rule-1.md");
    assert_eq!(kernel::clock::rule_text(0), None);
    let calendar = testkit::calendar();
    let hash: String = Sha256::digest(calendar.text()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(hash.starts_with(calendar.fingerprint()));
}

/// Counting needs types, procedures, units and reports; nobody needs to know who works here.
#[test]
fn the_public_text_of_a_catalogue_names_no_person() {
    let files = kernel::shipped::files();
    let whole = kernel::catalogue::Catalogue::parse(&files).value;
    let text = kernel::catalogue::public_text(&files).unwrap();
    let told: Vec<(String, String)> = serde_json::from_str(&text).unwrap();
    let told = kernel::catalogue::Catalogue::parse(&told).value;
    assert!(told.org.people.is_empty() && told.org.delegations.is_empty() && told.org.assignments.is_empty());
    assert_eq!(told.org.units.len(), whole.org.units.len());
    assert_eq!(told.types.keys().collect::<Vec<_>>(), whole.types.keys().collect::<Vec<_>>());
    assert_eq!(told.procedures.len(), whole.procedures.len());
    assert_eq!(told.calendar, whole.calendar);
    assert!(whole.org.people.len() > 100);
    for person in whole.org.people.values() {
        assert!(!text.contains(&person.name), "{}", person.name);
    }
    let broken = [("org/office.toml".to_owned(), "[[person]".to_owned())];
    assert!(kernel::catalogue::public_text(&broken).is_err(), "what cannot be read is never told");
}

/// Where nothing is told, a leaf is the date.
#[test]
fn an_opaque_leaf_is_a_date() {
    for event in golden::samples() {
        let leaf = golden_leaf("", &event);
        assert_eq!(leaf, Leaf::Opaque { on: Some(testkit::day("2023-03-01")) });
        assert_eq!(leaf.encode().unwrap(), b"{\"v\":2,\"on\":\"2023-03-01\"}");
        // Before its step comes, a case says no more, and of its clock it never says anything.
        let early = golden_leaf("leaf = { says = \"public\", from = \"done\" }", &event);
        let has_come = event.what.kind() == "closed";
        assert_eq!(matches!(early, Leaf::Opaque { .. }), !has_come, "{}", event.what.kind());
        let since = golden_leaf("leaf = { says = \"public\", from = \"open\" }", &event);
        let of_the_clock = event.what.kind().starts_with("clock_");
        let of_the_clock = of_the_clock || ["carried_over", "late_entry_judged"].contains(&event.what.kind());
        let told = Kind::of(&event.what).is_some() && !of_the_clock;
        assert_eq!(matches!(since, Leaf::Public(_)), told, "{}", event.what.kind());
    }
}

#[test]
fn broken_foreign_and_newer_leaves_say_so() {
    let event = golden::samples().into_iter().find(|event| event.what.kind() == "closed").unwrap();
    let sound = String::from_utf8(golden_leaf(PUBLIC, &event).encode().unwrap()).unwrap();
    for (bytes, said) in [
        (sound.replace("\"v\":2", "\"v\":3"), "version 3 is newer"),
        (sound.replace("{\"v\"", "{ \"v\""), "canonical"),
        (sound.replace("\"rule\":1", "\"rule\":1,\"name\":\"x\""), "unknown field"),
        (sound.replace("closed", "praised"), "unknown variant"),
        (sound.replacen("T08:00", "T08:00:07", 1), "canonical"),
        ("{\"v\":2,\"on\":\"2023-02-30\"}".to_owned(), "2023-02-30"),
        ("{\"v\":2}".to_owned(), "missing field"),
        (String::new(), "EOF"),
    ] {
        let error = Leaf::decode(bytes.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(Leaf::decode(b"{\"v\":1}"), Ok(Leaf::Opaque { on: None }));
    assert!(Leaf::Opaque { on: None }.encode().is_err());
    let stored: Vec<u8> = sound.bytes().chain([7; 32]).collect();
    assert_eq!(split(&stored), Some((sound.as_bytes(), &[7; 32])));
    assert_eq!(split(&[7; 31]), None);
}

#[test]
fn only_an_opening_event_opens() {
    let samples = golden::samples();
    let of = golden::golden_type(PUBLIC);
    let error = record::encode_all(&of, None, &samples[1..2], "", &|_| [0; 16]).unwrap_err().to_string();
    assert!(error.contains("does not open a case"), "{error}");
}

/// The leaves of a case that tell something.
fn public(world: &World, id: kernel::case::CaseId) -> Vec<PublicLeaf> {
    let read = |bytes: &Vec<u8>| match Leaf::decode(bytes).unwrap() {
        Leaf::Public(leaf) => Some(*leaf),
        Leaf::Opaque { .. } | Leaf::First(_) | Leaf::Text(_) | Leaf::Decision(_) | Leaf::Epoch(_) => None,
    };
    world.leaves(id).iter().filter_map(read).collect()
}

fn counted(leaves: &[PublicLeaf], calendar: &Calendar) -> Result<Option<Replayed>, ReplayError> {
    replay(leaves, &|fingerprint| (fingerprint == calendar.fingerprint()).then_some(calendar))
}

/// The due moments counted from the leaves alone are those of the case.
fn agrees(world: &World, case: &Case) {
    let calendar = testkit::calendar();
    let replayed = counted(&public(world, case.id), &calendar);
    let replayed = replayed.unwrap_or_else(|error| panic!("{}: {error:?}", case.case_type));
    let clock = case.clock.as_ref();
    assert_eq!(replayed.is_some(), clock.is_some(), "{}", case.case_type);
    let (Some(replayed), Some(clock)) = (replayed, clock) else { return };
    assert_eq!(replayed.due, clock.due.map(Minute::of));
    assert_eq!(replayed.first_due, clock.first_due.map(Minute::of));
    assert_eq!(replayed.stopped, clock.stopped_at().map(Minute::of));
    assert_eq!(usize::try_from(replayed.pauses), Ok(clock.pauses.len()));
    assert_eq!(usize::try_from(replayed.extensions), Ok(clock.extensions.len()));
}

fn worlds() -> Vec<(String, World)> {
    let lived = |(name, (case_type, text)): (String, (String, String))| {
        let lived = told(&case_type, &text).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        (name, lived.world.unwrap())
    };
    scenarios().into_iter().map(lived).collect()
}

#[test]
fn deadlines_of_all_scenarios_count_again_from_leaves_alone() {
    let mut clocks = 0;
    for (_, world) in worlds() {
        for case in world.cases() {
            let rule = &world.catalogue().types[&case.case_type].leaf;
            if rule.says == LeafSays::Public && rule.from.is_none() {
                agrees(&world, case);
                clocks += usize::from(case.clock.is_some());
            }
        }
    }
    assert!(clocks >= 5, "{clocks} clocks");
}

/// No text of a case and no name of a person stands in any leaf; nor do cases that are not told say anything.
#[test]
fn no_personal_value_of_any_scenario_is_in_a_leaf() {
    let (mut values, mut leaves) = (0, 0);
    for (name, world) in worlds() {
        for case in world.cases() {
            let of = &world.catalogue().types[&case.case_type];
            let all: String = world.leaves(case.id).iter().map(|leaf| std::str::from_utf8(leaf).unwrap()).collect();
            leaves += world.leaves(case.id).len();
            for event in world.events(case.id) {
                for secret in secrets(of, event) {
                    assert!(!all.contains(&secret), "{name}: `{secret}` stands in {all}");
                    values += 1;
                }
            }
            assert!(!all.contains(&case.id.to_string()) && !all.contains(&case.id.simple().to_string()));
            if of.leaf.says == LeafSays::Opaque {
                assert!(!all.contains("case"), "{all}");
            }
        }
    }
    assert!(values > 300 && leaves > 200, "{values} values, {leaves} leaves");
}

/// What an event knows of persons: sealed values, texts of fields, reasons, numbers, who acted.
fn secrets(of: &kernel::catalogue::case_type::CaseType, event: &Event) -> Vec<String> {
    let plain = serde_json::to_value(&event.what).unwrap();
    let is_text = |code: &str| {
        of.field(code).is_some_and(|f| matches!(f.kind, FieldKind::Text | FieldKind::LongText | FieldKind::Person))
    };
    let fields = plain["fields"].as_object().into_iter().flatten();
    let fields = fields.filter(|(code, _)| is_text(code)).filter_map(|(_, value)| value.as_str().map(str::to_owned));
    let sealed = event.private.fields.values().chain(event.private.old.values()).map(Value::plain);
    let said = [event.private.text.clone(), event.private.name.clone(), event.by.to_string()];
    let number = plain["text"].as_str().map(str::to_owned);
    // Two characters ("10", "an") stand in a date or a word by chance.
    fields.chain(sealed).chain(said).chain(number).filter(|text| text.chars().count() > 3).collect()
}

/// An issued document is told from its issue on, and the deadline of its drafting never.
#[test]
fn a_document_is_told_once_issued() {
    let world = worlds().into_iter().find(|(name, _)| name.starts_with("outgoing_document")).unwrap().1;
    let mut told = 0;
    for case in world.cases() {
        let leaves = public(&world, case.id);
        assert!(leaves.iter().all(|leaf| leaf.clock.is_none() && leaf.result.is_none()));
        assert!(
            leaves.iter().all(|leaf| !["drafting", "reviewing", "approved", "signed"].contains(&leaf.step.as_str()))
        );
        assert_eq!(leaves.is_empty(), !case.entered.contains_key("issued"));
        told += leaves.len();
    }
    assert!(told > 0);
}

/// A leaf that tells another moment than the rule gives is found, and so are a calendar swapped afterwards and a leaf
/// that is missing.
#[test]
fn leaves_that_do_not_add_up_are_found() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let calendar = testkit::calendar();
    let sound = public(&world, id);
    let start = sound.iter().position(|leaf| leaf.k == Kind::ClockStarted).unwrap();
    let due = counted(&sound, &calendar).unwrap().unwrap().due.unwrap();
    assert_eq!(due.to_string(), "2023-03-15T08:00");
    let with = |change: &dyn Fn(&mut PublicLeaf)| {
        let mut leaves = sound.clone();
        change(&mut leaves[start]);
        counted(&leaves, &calendar).unwrap_err().wrong
    };
    let later = Minute::of(at("2023-03-16T08:00"));
    let moved =
        |leaf: &mut PublicLeaf| leaf.clock = Some(ClockSaid { due: Some(later), ..leaf.clock.clone().unwrap() });
    assert_eq!(with(&moved), Wrong::Moment { told: Some(later), earliest: due, latest: due });
    assert_eq!(with(&|leaf| leaf.calendar = "ff".to_owned()), Wrong::Calendar);
    let earlier = |leaf: &mut PublicLeaf| leaf.at = Minute::of(at("2023-03-01T08:01"));
    assert_eq!(with(&earlier), Wrong::Backdated);
    assert_eq!(with(&|leaf| leaf.rule = 9), Wrong::Rule);
    assert_eq!(with(&|leaf| leaf.k = Kind::ClockResumed), Wrong::Order);
    let other = calendar.with_announcement(&day_off("2023-03-08")).unwrap();
    assert_ne!(other.fingerprint(), calendar.fingerprint());
    let swapped = replay(&sound, &|_| Some(&other)).unwrap_err();
    assert!(matches!(swapped.wrong, Wrong::Moment { .. }), "{swapped:?}");
}

fn day_off(day: &str) -> Announcement {
    let reason = "Nghỉ".to_owned();
    Announcement {
        id: "x".to_owned(),
        basis: "Thông báo 1".to_owned(),
        announced_on: None,
        provisional: false,
        period_from: None,
        period_to: None,
        replaces: None,
        days: vec![AnnouncedDay { date: testkit::day(day), kind: DayKind::Off, reason }],
    }
}

/// A result that its own dates belie is found.
#[test]
fn a_false_result_is_found() {
    let calendar = testkit::calendar();
    let found = worlds().into_iter().any(|(_, world)| {
        world.cases().any(|case| {
            let mut leaves = public(&world, case.id);
            let Some(stop) = leaves.iter_mut().find(|leaf| leaf.result == Some(ResultClass::Late)) else {
                return false;
            };
            stop.result = Some(ResultClass::OnTime);
            counted(&leaves, &calendar).unwrap_err().wrong == Wrong::Result
        })
    });
    assert!(found);
}

/// The same dossier under two identities has nothing in its names that tells them from a third.
#[test]
fn a_case_has_one_name_of_its_own() {
    let mut world = World::shipped();
    let (a, b) = (dossier(&mut world), dossier(&mut world));
    let names = |id| public(&world, id).into_iter().map(|leaf| leaf.case.0).collect::<std::collections::BTreeSet<_>>();
    let (a, b) = (names(a), names(b));
    assert_eq!((a.len(), b.len()), (1, 1));
    assert_ne!(a, b);
    assert!(a.iter().all(|name| name.len() == 32));
}

proptest! {
    /// Whatever the seconds are: a dossier handed in, returned for completion and taken up again counts to the told minute.
    #[test]
    fn seconds_do_not_matter(received in 0_i64..36_000, paused in 0_i64..400_000, back in 1_i64..900_000) {
        let mut world = World::shipped();
        let start = at("2023-03-01T07:00").0;
        world.set_now(Instant(start + received * 1_000_000));
        let id = world.open("one-stop-1", "dossier", dossier_form()).unwrap();
        world.act(id, "one-stop-1", testkit::Form::new("transfer").lead("stp").holder("handler-stp-1")).unwrap();
        let events = world.events(id).to_vec();
        let clock = world.case(id).clock.clone().unwrap();
        let calendar = testkit::calendar();
        let since = Instant(start + (received + paused) * 1_000_000);
        let to = Instant(since.0 + back * 1_000_000);
        for mode in [PauseMode::AddBack, PauseMode::Restart] {
            let paused = clock.pause(since, mode).unwrap();
            let resumed = paused.resume(&calendar, to).unwrap();
            let whats = [
                (since, What::ClockPaused { clock: paused }),
                (to, match mode {
                    PauseMode::AddBack => What::ClockResumed { clock: resumed.clone() },
                    PauseMode::Restart => What::ClockRestarted { clock: resumed.clone() },
                }),
            ];
            let more = whats.map(|(at, what)| Event { at, what, ..events[0].clone() });
            let stored = record::encode_all(&world.type_of(id), Some(world.case(id)), &more, calendar.fingerprint(), &|_| [0; 16]);
            let mut leaves = public(&world, id);
            for stored in stored.unwrap() {
                let Leaf::Public(leaf) = Leaf::decode(&stored.pub_head).unwrap() else { panic!("opaque") };
                leaves.push(*leaf);
            }
            let replayed = counted(&leaves, &calendar).unwrap().unwrap();
            prop_assert_eq!(replayed.due, resumed.due.map(Minute::of));
        }
    }
}
