//! Walks through every case type by seeded chance: what must hold for any course.
//!
//! [`World`] checks each act (folding gives the planned case, the version counts the events, stored forms read back, a
//! destroyed body changes no figure); here are the walks that make the acts.

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Case, CaseId, Command, Due, FileRef, LateEntry, Link, MoveForm, Opening, Refusal, Value};
use kernel::catalogue::case_type::{CaseType, Field, FieldKind, Move};
use kernel::catalogue::standing::{Ticking, standings};
use kernel::figures::facts;
use kernel::time::Instant;
use testkit::World;

pub(super) const PEOPLE: [&str; 18] = [
    "system",
    "chairman",
    "vice-chairman-1",
    "chief",
    "deputy-chief-1",
    "head-vp-kt",
    "specialist-vp-kt-1",
    "clerk-1",
    "one-stop-1",
    "centre-director",
    "director-stp",
    "handler-stp-1",
    "focal-stp",
    "editor-1",
    "party-secretary",
    "admin",
    "focal-h384",
    "handler-stp-2",
];
const UNITS: [&str; 5] = ["stp", "vp-kt", "stp", "vp-kt", "palace"];
const MICROS: i64 = 1_000_000;

/// Chance that repeats (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((b ^ (b >> 31)) % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    fn code(&mut self, list: &[&'static str]) -> Code {
        Code::from(self.of(list))
    }
}

fn a_value(chance: &mut Chance, field: &Field) -> Value {
    match field.kind {
        FieldKind::Text | FieldKind::LongText => Value::text(chance.of(&["một", "hai", "ba", "Đơn vị <b>"])),
        FieldKind::Integer | FieldKind::Money => {
            Value::Integer(field.min.unwrap_or(0).max(2_000).min(field.max.unwrap_or(9_999)))
        }
        FieldKind::Date => Value::text(chance.of(&["2023-03-01", "2023-12-31", "1999-02-28"])),
        FieldKind::Flag => Value::Flag(chance.one_in(2)),
        FieldKind::Choice => Value::text(chance.of(&field.choices).code.as_str()),
        FieldKind::Unit => Value::text("stp"),
        FieldKind::Person => Value::text("chief"),
        FieldKind::Procedure => Value::text(chance.of(&["2.000488", "1.009974", "2.000033", "1.004616"])),
    }
}

fn some_assigned(chance: &mut Chance) -> Assigned {
    Assigned {
        lead: Some(chance.code(&UNITS)),
        coop: if chance.one_in(4) { vec![chance.code(&["snv", "stp", "cat"])] } else { Vec::new() },
        holder: chance.one_in(2).then(|| chance.code(&["handler-stp-1", "specialist-vp-kt-1", "nobody"])),
        assigner: chance.one_in(3).then(|| chance.code(&["ct", "cvp"])),
    }
}

fn filled(chance: &mut Chance, case_type: &CaseType, made: &Move, now: Instant) -> MoveForm {
    let mut form = MoveForm::new(made.code.clone());
    for code in made.requires.iter().chain(&made.offers) {
        if !chance.one_in(12) {
            form.fields.insert(code.clone(), a_value(chance, case_type.field(code.as_str()).unwrap()));
        }
    }
    form.assigned = (!chance.one_in(10)).then(|| some_assigned(chance));
    form.reason = (!chance.one_in(8)).then(|| "vì thế".to_owned());
    form.due = match chance.below(8) {
        0 => Due::On(now.date().add_days(5)),
        1 => Due::Never,
        2 => Due::At(Instant(now.0 + 5 * 86_400 * MICROS)),
        _ => Due::ByRule,
    };
    form.evidence = chance.one_in(2).then(|| Evidence {
        document: None,
        file: Some("ab".repeat(32)),
        issued: chance.one_in(2).then(|| Instant(now.0 - 3_600 * MICROS)),
        signed: chance.one_in(2).then(|| Instant(now.0 - 7_200 * MICROS)),
        arrived: now,
    });
    form.received = chance.one_in(3).then(|| Instant(now.0 - 90_000 * MICROS));
    form
}

fn some_act(chance: &mut Chance, world: &mut World, case_type: &CaseType) -> Act {
    let now = world.now();
    match chance.below(12) {
        0 => Act::remark("ý kiến"),
        10 => Act::remark(&format!("ý kiến, @{} xem", chance.code(&PEOPLE))),
        11 => Act::AskExtension { due: now.date().add_days(20), reason: "chờ".to_owned() },
        1 => Act::Urge { text: "nhanh lên".to_owned() },
        2 => Act::Extend { due: now.date().add_days(20), reason: "chờ".to_owned() },
        3 => Act::Assign(some_assigned(chance)),
        4 => Act::Attach {
            file: FileRef { sha256: "cd".repeat(32), media: "image/png".to_owned(), bytes: 7, at: now },
            name: "a.png".to_owned(),
        },
        5 => {
            let rule = case_type.links.first();
            let link = Link { rule: rule.map_or("none".into(), |l| l.code.clone()), to: world.next_id() };
            Act::Link { link, points_to: rule.and_then(|l| l.to.first().cloned()) }
        }
        6 => {
            let field = chance.of(&case_type.fields);
            let new = (!chance.one_in(4)).then(|| a_value(chance, &field));
            Act::Correct { field: field.code, new, reason: "sai".to_owned(), approver: chance.code(&PEOPLE) }
        }
        7 => {
            let field = chance.of(&case_type.fields);
            Act::SetFields([(field.code.clone(), a_value(chance, &field))].into())
        }
        8 => Act::Recompute { announcement: "tb".to_owned() },
        _ => Act::Foreign { at: now, name: "bước".to_owned(), resource: "ai đó".to_owned() },
    }
}

/// Somebody who may make the move, as far as anybody of the list may.
fn somebody_for(chance: &mut Chance, world: &World, made: &Move, case: Option<&Case>) -> &'static str {
    let org = &world.catalogue().org;
    let able: Vec<&'static str> =
        PEOPLE.into_iter().filter(|p| world.actor(p).allowed(&made.who, case, org).is_some()).collect();
    if able.is_empty() || chance.one_in(10) { chance.of(&PEOPLE) } else { chance.of(&able) }
}

/// One life of a case; what it did is added to `moves` and `kinds`.
fn live(case_type: &CaseType, seed: u64, moves: &mut BTreeSet<String>, kinds: &mut BTreeSet<&'static str>) {
    let (mut chance, mut world) = (Chance(seed), World::shipped());
    let openings: Vec<Move> = case_type.moves.iter().filter(|m| m.opens()).cloned().collect();
    let opening = chance.of(&openings);
    let person = somebody_for(&mut chance, &world, &opening, None);
    let form = filled(&mut chance, case_type, &opening, world.now());
    let Ok(id) = world.open(person, case_type.code.as_str(), form) else { return };
    for _ in 0..30 {
        world.at(&Instant(world.now().0 + i64::try_from(chance.below(2_000)).unwrap() * 60 * MICROS).print_iso());
        let _ = step(&mut chance, &mut world, case_type, id);
        check_standing(world.case(id), case_type);
    }
    let case = world.case(id);
    moves.extend(case.made.keys().map(|made| format!("{}.{made}", case_type.code)));
    kinds.extend(world.kinds(id));
    check_state(case, case_type);
}

fn step(chance: &mut Chance, world: &mut World, case_type: &CaseType, id: CaseId) -> Result<(), Refusal> {
    if world.case(id).asked.is_some() && chance.one_in(2) {
        let (case, org) = (world.case(id), &world.catalogue().org);
        let may = |person: &&&str| world.actor(person).allowed(&case_type.acts.extend, Some(case), org).is_some();
        let person = PEOPLE.iter().find(may).copied().unwrap_or("chief");
        return world.act(id, person, Act::RefuseExtension { reason: "không lùi được".to_owned() });
    }
    if chance.one_in(3) {
        let person = chance.of(&PEOPLE);
        let act = some_act(chance, world, case_type);
        return world.act(id, person, act);
    }
    let here: Vec<Move> = case_type.moves.iter().filter(|m| m.from.contains(&world.case(id).step)).cloned().collect();
    if here.is_empty() {
        return Ok(());
    }
    let made = chance.of(&here);
    let person = somebody_for(chance, world, &made, Some(world.case(id)));
    let form = filled(chance, case_type, &made, world.now());
    let witness = |other: &&&str| {
        let list = &case_type.acts.late_entry;
        **other != person && world.actor(other).allowed(list, Some(world.case(id)), &world.catalogue().org).is_some()
    };
    let late = chance.one_in(6).then(|| LateEntry {
        occurred: Instant(world.now().0 - 600 * MICROS),
        reason: "mất điện".to_owned(),
        witness: Code::from(PEOPLE.iter().find(witness).copied().unwrap_or("clerk-2")),
    });
    world.act(id, person, Command { act: Act::Move(form), late })
}

/// The clock stands as the moves of the type alone say that it can: the rules of opening balances and lint go by that.
fn check_standing(case: &Case, case_type: &CaseType) {
    let clock = match &case.clock {
        None => Ticking::NotStarted,
        Some(clock) if clock.is_paused() => Ticking::Paused,
        Some(clock) if clock.is_ticking() => Ticking::Running,
        Some(_) => Ticking::Stopped,
    };
    let possible = standings(case_type, &case.step);
    assert!(possible.iter().any(|way| way.clock == clock), "{} {} {clock:?}", case.case_type, case.step);
}

/// The state column and the sealed part give the case back; figures are the same each time, and sorted.
fn check_state(case: &Case, case_type: &CaseType) {
    let state = serde_json::to_string(case).unwrap();
    let mut read: Case = serde_json::from_str(&state).unwrap();
    assert!(!state.contains("\"body\""));
    read.body.clone_from(&case.body);
    assert_eq!(&read, case);
    let figures = facts(case_type, case);
    assert_eq!(figures, facts(case_type, &read));
    assert!(figures.is_sorted());
}

/// Every move of every shipped type is made by somebody, and every kind of event happens.
#[test]
fn walks_make_every_move() {
    let catalogue = testkit::catalogue();
    let (mut made, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for case_type in catalogue.types.values() {
        let wanted: BTreeSet<String> =
            case_type.moves.iter().map(|m| format!("{}.{}", case_type.code, m.code)).collect();
        // A dossier has the longest course.
        let at_least = if case_type.refined_by_procedure { 1200 } else { 20 };
        for seed in 0..6_000 {
            live(case_type, seed, &mut made, &mut kinds);
            // A clock starts anew in dossiers only, and seldom: never where the result is due at once.
            let asked = case_type.acts.ask_extension.is_empty() || kinds.contains("extension_refused");
            let is_whole = asked && (!case_type.refined_by_procedure || kinds.contains("clock_restarted"));
            if seed >= at_least && is_whole && wanted.is_subset(&made) {
                break;
            }
        }
        let never: Vec<&String> = wanted.difference(&made).collect();
        assert!(never.is_empty(), "never made: {never:?}");
    }
    let all: BTreeSet<&str> = super::golden::samples().iter().map(|event| event.what.kind()).collect();
    // These have their own tests: no calendar changes under a walk, it begins here, and nobody erases what is walked.
    let apart = ["clock_recomputed", "carried_over", "erased"];
    let missing: Vec<&&str> = all.difference(&kinds).filter(|k| !apart.contains(*k)).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
}

/// Two worlds of one story are equal: nothing but the arguments counts.
#[test]
fn the_same_story_gives_the_same_events() {
    let tell = || {
        let mut world = World::shipped();
        let id = super::dossier_in_work(&mut world);
        world.events(id).to_vec()
    };
    assert_eq!(tell(), tell());
}

/// Numbers come last: a plan may be finished again with others, and only they differ.
#[test]
fn a_plan_is_finished_with_whatever_numbers_the_writer_gives() {
    let world = World::shipped();
    let opening = Opening {
        id: testkit::Ids::new(7).next_id(),
        case_type: "dossier".into(),
        form: super::dossier_form().into_move(),
        batch: None,
    };
    let plan = world.decide(None, "one-stop-1", &Command::from(Act::Open(opening))).unwrap();
    assert_eq!((plan.numbers().len(), plan.expected_version()), (1, 0));
    assert_eq!((plan.numbers()[0].counter.as_str(), plan.numbers()[0].period.as_str()), ("H56.14", "2023-03-01"));
    let (a, b) = (plan.finish(&[4]), plan.finish(&[10_005]));
    assert_eq!(a.case.number("code").unwrap().text, "H56.14-230301-0004");
    assert_eq!(b.case.number("code").unwrap().text, "H56.14-230301-10005");
    assert_eq!(a.events[..a.events.len() - 1], b.events[..b.events.len() - 1]);
    assert_eq!(a.case.version, u64::try_from(a.events.len()).unwrap());
}
