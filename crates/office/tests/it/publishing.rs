//! What the house tells in the public log: texts by their hash, each before a leaf names it; the Chairman's decisions. All
//! else of the house is a date.

use kernel::case::leaf::{Leaf, TextOf, TextVersion, split};
use kernel::case::{Actor, Refusal};
use kernel::catalogue::Catalogue;
use kernel::publishing::{Decision, PublishRefusal};
use office::{Fail, Office, sha256_hex};

use super::announcements::makeup;
use super::world::{World, at, database, options};

/// The leaves of the ledger, in order.
fn leaves(office: &Office) -> Vec<Leaf> {
    let events = office.ledger().reader().unwrap().events_from(1, 10_000).unwrap();
    events.iter().map(|event| Leaf::decode(split(&event.pub_).unwrap().0).unwrap()).collect()
}

/// The texts that the leaves name: what, version, hash.
fn named(office: &Office) -> Vec<(TextOf, TextVersion, String)> {
    let texts = leaves(office).into_iter().filter_map(|leaf| match leaf {
        Leaf::Text(text) => Some((text.what, text.version, text.sha256)),
        _ => None,
    });
    texts.collect()
}

fn decide(world: &World, publish: bool, number: &str, person: &str) -> Result<u64, Fail> {
    let decision = Decision::parse(number, world.now.date()).unwrap();
    world.office.decide_on_log(publish, &decision, &world.actor(person), world.now, [3; 16])
}

#[test]
fn every_text_is_named_before_a_leaf_needs_it() {
    let world = World::new();
    let whats = |office: &Office| named(office).into_iter().map(|(what, ..)| what).collect::<Vec<_>>();
    let begin = [TextOf::Catalogue, TextOf::Calendar, TextOf::Rule];
    assert_eq!(whats(&world.office), begin);
    let actor = Actor::system("calendar");
    world.office.announce(&makeup("lam-bu-thu", "2023-03-04"), &actor, world.now, [9; 16]).unwrap();
    assert_eq!(whats(&world.office), [&begin[..], &[TextOf::Calendar]].concat());
    // The files change the catalogue; the calendar and the rule stay as they were named.
    world.office.adopt(&kernel::shipped::files(), &actor, world.now, [3; 16]).unwrap();
    assert_eq!(whats(&world.office), [&begin[..], &[TextOf::Calendar, TextOf::Catalogue]].concat());

    let texts = named(&world.office);
    let house = world.office.house();
    let calendar = texts.iter().rfind(|(what, ..)| *what == TextOf::Calendar).unwrap();
    assert_eq!(calendar.1, TextVersion::Name(house.calendar.fingerprint().to_owned()));
    for (what, version, hash) in &texts {
        let blob = world.office.blob(hash).unwrap().expect("a text is served under the hash that its leaf names");
        assert_eq!(sha256_hex(&blob), *hash);
        if *what == TextOf::Catalogue {
            let files: Vec<(String, String)> = serde_json::from_slice(&blob).unwrap();
            let read = Catalogue::parse(&files).value;
            assert!(read.org.people.is_empty() && read.types.len() == house.catalogue().unwrap().types.len());
            assert!(matches!(version, TextVersion::Number(1 | 2)));
        }
    }
    let logged = world.office.logged_texts(u64::MAX >> 1).unwrap();
    assert_eq!(
        logged.iter().map(|text| &text.sha256).collect::<Vec<_>>(),
        texts.iter().map(|t| &t.2).collect::<Vec<_>>()
    );
    assert_eq!(world.office.logged_texts(logged[1].position).unwrap(), logged[..2]);
    assert_eq!(world.office.blob(&"0".repeat(64)).unwrap(), None);
}

/// What an earlier program left to do.
#[test]
fn a_ledger_that_named_no_texts_names_them_when_it_is_opened() {
    let world = World::new();
    let texts = named(&world.office);
    // As if the events of the texts had never been: the read table forgets them.
    let forget = |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE house SET kind = 'forgotten' WHERE kind = 'text_logged'", &[]).map(drop)
    };
    world.office.ledger().side(Box::new(forget)).unwrap();
    let open = || Office::open(options(world.folder.path(), "", world.now, [2; 16])).unwrap();
    let again = open();
    assert_eq!(named(&again), [texts.clone(), texts].concat());
    drop(again);
    let quiet = open();
    assert_eq!(named(&quiet).len(), 6, "once is enough");
    // A clock that nothing is written by keeps nobody out.
    quiet.ledger().side(Box::new(forget)).unwrap();
    let late = options(world.folder.path(), "", at("2025-01-01T08:00"), [2; 16]);
    assert_eq!(named(&Office::open(late).unwrap()).len(), 6);
}

#[test]
fn the_chairman_decides_and_the_log_says_so() {
    let world = World::new();
    let refused = |result: Result<u64, Fail>| match result {
        Err(Fail::Refused(Refusal::Publishing(refusal))) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(!world.office.log_published().unwrap());
    assert_eq!(refused(decide(&world, true, "45/QĐ-UBND", "chief")), PublishRefusal::NotChairman);
    assert_eq!(refused(decide(&world, false, "45/QĐ-UBND", "chairman")), PublishRefusal::NotPublished);
    let first = decide(&world, true, "45/QĐ-UBND", "chairman").unwrap();
    assert!(world.office.log_published().unwrap());
    assert_eq!(refused(decide(&world, true, "46/QĐ-UBND", "chairman")), PublishRefusal::Published);
    let place = database(world.folder.path());
    let other = Office::read_only_with(world.folder.path(), place.as_ref(), None).unwrap();
    assert!(other.log_published().unwrap());
    decide(&world, false, "47/QĐ-UBND", "chairman").unwrap();
    assert!(!world.office.log_published().unwrap() && !other.log_published().unwrap());

    let decisions = world.office.log_decisions().unwrap();
    let said: Vec<(bool, &str, &str)> =
        decisions.iter().map(|d| (d.publish, d.number.as_str(), d.by.as_str())).collect();
    assert_eq!(said, [(false, "47/QĐ-UBND", "chairman"), (true, "45/QĐ-UBND", "chairman")]);
    assert_eq!(decisions[1].position, first);
    let told: Vec<String> = leaves(&world.office)
        .into_iter()
        .filter(|leaf| matches!(leaf, Leaf::Decision(_)))
        .map(|leaf| String::from_utf8(leaf.encode().unwrap()).unwrap())
        .collect();
    assert_eq!(
        told[0],
        r#"{"v":2,"at":"2023-03-01T08:00","k":"log_published","decision":"45/QĐ-UBND","dated":"2023-03-01"}"#
    );
    assert!(told[1].contains("log_withdrawn"));
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

#[test]
fn all_else_of_the_house_is_a_date() {
    let world = World::new();
    let change = super::organisation::left("handler-stp-1", "2023-03-31");
    let key = uuid::Uuid::from_u128(7);
    world.office.change_org(&change, key, &world.actor("admin"), world.now, [3; 16]).unwrap();
    let opaque = Leaf::Opaque { on: Some(world.now.date()) };
    assert_eq!(leaves(&world.office).last(), Some(&opaque));
    assert_eq!(leaves(&world.office).first(), Some(&opaque), "who adopts a catalogue is not told, only its text");
}
