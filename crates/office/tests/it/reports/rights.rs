//! Whose eyes: a figure is a figure, its list shows what the reader may read.

use kernel::Code;
use office::reports::{Asked, Behind, Eyes};
use office::views::Viewer;
use testkit::Form;

use super::{World, dossier_form, resolve, year};

#[test]
fn a_unit_sees_its_own_records_and_the_office_sees_all() {
    let mut world = World::new();
    world.resolved("online");
    for _ in 0..3 {
        let other = world.open("one-stop-1", "dossier", dossier_form("counter"));
        world.make("one-stop-1", other, Form::new("transfer").lead("stc").holder("handler-stc-1"));
        world.make("handler-stc-1", other, resolve());
    }
    world.resolved("counter");
    let as_of = world.office.as_of(None).unwrap();
    let asked = Asked::of(&Code::from("dossiers.resolved"), year(2023));
    for (person, sees) in [("director-stp", 2), ("focal-stc", 3), ("one-stop-1", 5), ("chairman", 5), ("editor-1", 0)] {
        let actor = world.actor(person);
        let (eyes, mut behind, mut walked) = (Eyes::Of(&actor), Behind::NOTHING, 0);
        loop {
            let page = as_of.records(&asked, eyes, behind, 2).unwrap();
            walked += page.records.len();
            let Some(next) = page.next else { break };
            behind = next;
        }
        assert_eq!((walked, as_of.listed(&asked, eyes).unwrap()), (sees, u64::try_from(sees).unwrap()), "{person}");
    }
    assert_eq!(as_of.count(&asked).unwrap(), 5);
}

#[test]
fn the_books_of_the_party_are_closed_to_the_house() {
    let mut world = World::new();
    let form = Form::new("admit").text("label", "ĐV-012").text("cell", "Chi bộ Tổng hợp");
    world.open("party-secretary", "party_member", form);
    let as_of = world.office.as_of(None).unwrap();
    let asked = Asked::of(&Code::from("party.members"), year(2023));
    let seen = |person: &str| as_of.listed(&asked, Eyes::Of(&world.actor(person))).unwrap();
    assert_eq!((seen("chairman"), seen("party-secretary")), (0, 1));
    let page = as_of.records(&asked, Eyes::Of(&world.actor("chairman")), Behind::NOTHING, 50).unwrap();
    assert_eq!((page.records, page.next), (vec![], None));
}

/// How a closed register divides is as closed as its records.
#[test]
fn a_figure_held_to_a_value_is_counted_with_the_eyes_of_the_reader() {
    let mut world = World::new();
    for cell in ["Chi bộ 1", "Chi bộ 2", "Chi bộ 2"] {
        let form = Form::new("admit").text("label", "ĐV-012").text("cell", cell);
        world.open("party-secretary", "party_member", form);
    }
    let as_of = world.office.as_of(None).unwrap();
    let asked = |held: Option<&str>| Asked::of(&Code::from("party.members"), year(2023)).holding(held).unwrap();
    let counted = |person: &str, held| as_of.count_for(&asked(held), Eyes::Of(&world.actor(person))).unwrap();
    for (held, all) in [
        (Some("cell:Chi bộ 2"), 2),
        (Some("@step:probationary"), as_of.count(&asked(Some("@step:probationary"))).unwrap()),
    ] {
        assert_eq!((counted("editor-1", held), counted("party-secretary", held)), (0, all), "{held:?}");
    }
    assert_eq!(counted("party-secretary", Some("cell:Chi bộ 1")), 1);
    assert_eq!(counted("editor-1", None), 3, "the figure itself stands in reports");
}

/// Who may read a type is said by the catalogue of now, whichever position the address names.
#[test]
fn a_catalogue_that_closes_a_type_closes_it_for_earlier_positions_too() {
    let mut world = World::new();
    let id = world.task("2023-03-10");
    let before = world.head();
    let asked = Asked::of(&Code::from("tasks.open"), year(2023));
    let reads = |world: &World, person: &str| {
        let actor = world.actor(person);
        let viewer = Viewer::new(actor.clone(), world.office.house(), world.now);
        let as_of = world.office.as_of(Some(before)).unwrap();
        let listed = as_of.listed(&asked, Eyes::Of(&actor)).unwrap();
        let page = as_of.records(&asked, Eyes::Of(&actor), Behind::NOTHING, 50).unwrap();
        assert_eq!(page.records.len(), usize::try_from(listed).unwrap());
        assert_eq!(world.office.readable(&viewer, id).unwrap().is_some(), listed > 0, "{person}");
        listed
    };
    assert_eq!([reads(&world, "specialist-vp-th-1"), reads(&world, "focal-stc"), reads(&world, "chairman")], [1, 1, 1]);
    let mut files = kernel::shipped::files();
    let task = files.iter_mut().find(|(path, _)| path == "types/task.toml").unwrap();
    let (head, rest) = task.1.split_once("[[reader]]").unwrap();
    let (_, tail) = rest.split_once("[urging]").unwrap();
    task.1 = format!("{head}[[reader]]\nwho = \"chairman\"\nbecause = \"lãnh đạo\"\n\n[urging]{tail}");
    world.office.adopt(&files, &kernel::case::Actor::system("minhbach"), world.now, [3; 16]).unwrap();
    assert_eq!([reads(&world, "specialist-vp-th-1"), reads(&world, "focal-stc"), reads(&world, "chairman")], [0, 0, 1]);
}

#[test]
fn records_show_their_case() {
    let mut world = World::new();
    let id = world.resolved("online");
    let records = world.walk(&Asked::of(&Code::from("dossiers.online"), year(2023)), world.head(), 50);
    let record = &records[0];
    assert_eq!((record.case, record.case_type.as_str(), record.step.as_str()), (id, "dossier", "resolved"));
    assert_eq!((record.number.as_str(), record.lead.as_str()), ("H56.14-230301-0001", "stp"));
    assert_eq!((record.title.as_str(), record.day.to_string()), ("Cấp Phiếu lý lịch tư pháp", "2023-03-01".to_owned()));
}
