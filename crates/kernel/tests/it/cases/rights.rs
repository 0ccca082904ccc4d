//! Who may act and who may read: each form of `who`, and the two ways of saying "may read" agreeing.

use std::collections::BTreeSet;

use kernel::case::rights::{case_readers, in_words, type_readers};
use kernel::case::{Actor, CaseId};
use kernel::catalogue::case_type::Who;
use testkit::{Form, World};

use super::{dossier_in_work, task_form};

fn who(text: &str) -> Who {
    Who::try_from(text.to_owned()).unwrap()
}

/// A task of the Chairman: the Department of Finance leads, Home Affairs cooperates, a handler holds it.
fn world_with_task() -> (World, CaseId) {
    let mut world = World::shipped();
    let form = task_form().lead("stc").coop("snv").holder("handler-stc-1");
    let id = world.open("specialist-vp-kt-1", "task", form).unwrap();
    (world, id)
}

#[test]
fn each_form_of_who() {
    let (world, id) = world_with_task();
    let org = &world.catalogue().org;
    for (list, may, may_not) in [
        ("clerk", "clerk-1", "chief"),
        ("focal_point@lead", "focal-stc", "focal-snv"),
        ("focal_point@coop", "focal-snv", "focal-stc"),
        ("specialist@unit:vp", "specialist-vp-btcd-2", "handler-stc-1"),
        ("specialist@unit:vp-kt", "specialist-vp-kt-2", "specialist-vp-th-1"),
        ("holder", "handler-stc-1", "handler-stc-2"),
        ("assigner", "chairman", "specialist-vp-kt-1"),
        ("lead", "handler-stc-2", "focal-snv"),
        ("coop", "director-snv", "director-stc"),
        ("anyone", "focal-h384", "system-none"),
        ("system", "system", "chairman"),
    ] {
        let list = [who(list)];
        let allowed = |person: &str| {
            world.find_actor(person).is_some_and(|a| a.allowed(&list, Some(world.case(id)), org).is_some())
        };
        assert!(allowed(may), "{list:?} {may}");
        assert!(!allowed(may_not), "{list:?} {may_not}");
    }
}

/// Before a case is open, nothing is said of it yet: only roles count.
#[test]
fn nobody_leads_a_case_that_is_not_open() {
    let world = World::shipped();
    let org = &world.catalogue().org;
    for list in ["lead", "coop", "holder", "assigner", "focal_point@lead", "focal_point@coop"] {
        for person in org.people.keys() {
            let Some(actor) = Actor::on(org, person.as_str(), world.now().date()) else { continue };
            assert!(actor.allowed(&[who(list)], None, org).is_none(), "{list} {person}");
        }
    }
    let system = world.actor("system");
    assert!(system.allowed(&[who("anyone")], None, org).is_some(), "a job serves whoever is signed in");
    assert!(system.allowed(&[who("administrator")], None, org).is_none());
}

/// The post in which somebody acts is the one that the list asks for.
#[test]
fn a_person_acts_in_the_post_that_allows_it() {
    let text = "[[unit]]\ncode = \"a\"\nname = \"A\"\nkind = \"room\"\nvalid_from = \"2019-01-01\"\n\
        [[post]]\ncode = \"a.1\"\nunit = \"a\"\ntitle = \"x\"\nrole = \"clerk\"\n\
        [[post]]\ncode = \"a.2\"\nunit = \"a\"\ntitle = \"y\"\nrole = \"editor\"\n\
        [[person]]\ncode = \"an\"\nname = \"An\"\nposts = [\"a.1\", \"a.2\"]\nfrom = \"2019-01-01\"\nto = \"2023-06-30\"\n";
    let files = [("org/a.toml".to_owned(), text.to_owned())];
    let org = kernel::catalogue::Catalogue::parse(&files).value.org;
    let on = |day: &str| Actor::on(&org, "an", testkit::day(day));
    let actor = on("2023-06-30").unwrap();
    assert_eq!(actor.allowed(&[who("editor"), who("clerk")], None, &org).unwrap().code.as_str(), "a.2");
    assert!(on("2023-07-01").is_none() && on("2018-12-31").is_none(), "posts are held from day to day");
}

#[test]
fn who_in_words() {
    let world = World::shipped();
    let org = &world.catalogue().org;
    let all = [
        "clerk",
        "handler@lead",
        "handler@coop",
        "specialist@unit:vp-kt",
        "holder",
        "assigner",
        "lead",
        "coop",
        "anyone",
        "system",
    ];
    assert_eq!(
        &*in_words(&all.map(who), org).vi,
        "văn thư, chuyên viên thụ lý của đơn vị chủ trì, chuyên viên thụ lý của đơn vị phối hợp, \
         chuyên viên của Phòng Kinh tế - Tài chính, người đang giữ hồ sơ, người giao, đơn vị chủ trì, đơn vị phối hợp, \
         mọi người đã đăng nhập, hệ thống"
    );
    assert_eq!(in_words(&[], org), ("không ai", "nobody").into());
}

#[test]
fn malformed_who_is_refused() {
    for text in ["", "a b", "clerk@", "clerk@unit:", "clerk@office", "@lead"] {
        assert!(Who::try_from(text.to_owned()).is_err(), "{text}");
    }
}

/// Rows of the read table say the same as the catalogue's lists, for every person and a case of every shape.
#[test]
fn rows_and_rules_agree_on_who_may_read() {
    let (mut world, task) = world_with_task();
    let dossier = dossier_in_work(&mut world);
    let transfer = Form::new("issue").text("label", "GTSH 1").text("direction", "in");
    let party = world.open("party-secretary", "party_transfer", transfer).unwrap();
    let article = world.open("editor-1", "article", Form::new("write").text("title", "Tin")).unwrap();
    let org = &world.catalogue().org;
    let mut readers = 0;
    for id in [task, dossier, party, article] {
        let (case_type, case) = (world.type_of(id), world.case(id));
        let rows: BTreeSet<String> =
            type_readers(&case_type).into_iter().chain(case_readers(&case_type, case)).collect();
        let list: Vec<Who> = case_type.readers.iter().map(|r| r.who.clone()).collect();
        for person in org.people.keys() {
            let Some(actor) = Actor::on(org, person.as_str(), world.now().date()) else { continue };
            let by_rule = actor.allowed(&list, Some(case), org).is_some();
            let by_row = actor.subjects(org).iter().any(|subject| rows.contains(subject));
            assert_eq!(by_rule, by_row, "{person} {}", case_type.code);
            readers += usize::from(by_rule);
        }
    }
    assert!(readers > 50, "{readers}");
    assert_eq!(case_readers(&world.type_of(task), world.case(task)), ["p:ct", "u:snv", "u:stc"]);
}

#[test]
fn the_party_book_is_closed_to_all_others() {
    let mut world = World::shipped();
    let form = Form::new("issue").text("label", "GTSH 1").text("direction", "in");
    let id = world.open("party-secretary", "party_transfer", form).unwrap();
    let case_type = world.type_of(id);
    assert_eq!(type_readers(&case_type), ["r:party_secretary"]);
    assert!(case_readers(&case_type, world.case(id)).is_empty());
}
