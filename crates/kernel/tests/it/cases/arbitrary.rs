//! Arbitrary commands at arbitrary times: decided or refused, never a panic, and never a plan that does not add up.

use kernel::case::command::Assigned;
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Actor, Case, Command, Due, LateEntry, MoveForm, Opening, Value};
use kernel::figures::facts;
use kernel::time::{Date, Instant};
use kernel::{Code, case};
use proptest::prelude::*;
use testkit::World;

use super::walks::PEOPLE;

fn some_code() -> impl Strategy<Value = Code> {
    let known = prop::sample::select(vec![
        "task",
        "dossier",
        "assign",
        "report",
        "receive",
        "accept_at_counter",
        "transfer",
        "subject",
        "procedure",
        "channel",
        "unit_code",
        "field_of_work",
        "stp",
        "stc",
        "handler-stp-1",
        "chief",
        "ct",
        "evidence",
        "x",
    ]);
    prop_oneof![
        4 => known.prop_map(Code::from),
        1 => "[a-zA-Z0-9._-]{1,80}".prop_map(|text| Code::parse(&text).unwrap()),
    ]
}

fn some_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        any::<i64>().prop_map(Value::Integer),
        "\\PC{0,40}".prop_map(Value::Text),
        Just(Value::text("2.000488")),
        Just(Value::text("counter")),
        Just(Value::text("2023-02-30")),
    ]
}

fn some_instant() -> impl Strategy<Value = Instant> {
    let near = 1_500_000_000_000_000_i64..1_900_000_000_000_000;
    prop_oneof![3 => near, 1 => any::<i64>()].prop_map(Instant)
}

fn some_due() -> impl Strategy<Value = Due> {
    prop_oneof![
        Just(Due::ByRule),
        Just(Due::Never),
        any::<i32>().prop_map(|n| Due::On(Date(n))),
        (17_000..22_000).prop_map(|n| Due::On(Date(n))),
        some_instant().prop_map(Due::At),
    ]
}

fn arbitrary_assigned() -> impl Strategy<Value = Assigned> {
    let some = || prop::option::of(some_code());
    (some(), prop::collection::vec(some_code(), 0..3), some(), some())
        .prop_map(|(lead, coop, holder, assigner)| Assigned { lead, coop, holder, assigner })
}

fn arbitrary_form() -> impl Strategy<Value = MoveForm> {
    let fields = || prop::collection::btree_map(some_code(), some_value(), 0..6);
    let instants = || prop::option::of(some_instant());
    let evidence = (instants(), instants(), some_instant()).prop_map(|(issued, signed, arrived)| Evidence {
        document: None,
        file: None,
        issued,
        signed,
        arrived,
    });
    (
        (some_code(), fields(), fields(), prop::option::of(arbitrary_assigned())),
        (some_due(), prop::option::of("\\PC{0,30}"), prop::option::of(evidence), instants()),
    )
        .prop_map(|((code, fields, seen, assigned), (due, reason, evidence, received))| MoveForm {
            code,
            fields,
            seen,
            assigned,
            due,
            reason,
            evidence,
            received,
        })
}

fn arbitrary_act() -> impl Strategy<Value = Act> {
    let text = || "\\PC{0,30}";
    prop_oneof![
        4 => arbitrary_form().prop_map(Act::Move),
        3 => (some_code(), arbitrary_form()).prop_map(|(case_type, form)| {
            Act::Open(Opening { id: testkit::Ids::new(9).next_id(), case_type, form, batch: None })
        }),
        1 => prop::collection::btree_map(some_code(), some_value(), 0..4).prop_map(Act::SetFields),
        1 => arbitrary_assigned().prop_map(Act::Assign),
        1 => (any::<i32>(), text()).prop_map(|(n, reason)| Act::Extend { due: Date(n), reason }),
        1 => text().prop_map(|text| Act::Urge { text }),
        1 => text().prop_map(|text| Act::remark(&text)),
        1 => (some_code(), prop::option::of(some_value()), text(), some_code())
            .prop_map(|(field, new, reason, approver)| Act::Correct { field, new, reason, approver }),
        1 => text().prop_map(|announcement| Act::Recompute { announcement }),
        1 => (some_instant(), text(), text()).prop_map(|(at, name, resource)| Act::Foreign { at, name, resource }),
    ]
}

/// A dossier being worked on, and a task, as arbitrary commands find them.
fn some_case(which: u8) -> Option<Case> {
    static CASES: std::sync::LazyLock<[Case; 3]> = std::sync::LazyLock::new(|| {
        let mut world = World::shipped();
        let ids = [super::dossier_in_work(&mut world), super::task(&mut world), super::dossier(&mut world)];
        ids.map(|id| world.case(id).clone())
    });
    CASES.get(usize::from(which)).cloned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn arbitrary_commands_are_decided_or_refused(
        act in arbitrary_act(),
        which in 0_u8..4,
        person in 0..PEOPLE.len(),
        now in some_instant(),
        late in prop::option::of((some_instant(), "\\PC{0,20}", some_code())),
    ) {
        let (catalogue, calendar) = (testkit::catalogue(), testkit::calendar());
        let person = PEOPLE[person];
        let held = Actor::on(&catalogue.org, person, Date(19_417));
        let actor = held.unwrap_or_else(|| Actor::system("system"));
        let context = case::Context {
            catalogue: &catalogue,
            catalogue_version: 1,
            newest: &catalogue,
            org: &catalogue.org,
            calendar: &calendar,
            now,
            actor: &actor,
        };
        let late = late.map(|(occurred, reason, witness)| LateEntry { occurred, reason, witness });
        let before = some_case(which);
        match case::decide(before.as_ref(), &Command { act, late }, &context) {
            Err(refusal) => prop_assert!(!refusal.vi().is_empty() && !refusal.en().is_empty()),
            Ok(plan) => {
                let given: Vec<u64> = plan.numbers().iter().map(|_| u64::MAX).collect();
                let outcome = plan.finish(&given);
                let folded = outcome.events.iter().fold(before, |case, event| match case {
                    None => case::apply::open(event),
                    Some(mut case) => {
                        case::apply::apply(&mut case, event);
                        Some(case)
                    }
                });
                prop_assert_eq!(folded.as_ref(), Some(&outcome.case));
                let case_type = &catalogue.types[&outcome.case.case_type];
                prop_assert!(facts(case_type, &outcome.case).is_sorted());
            }
        }
    }
}
