//! The house's own events: a used catalogue is in the ledger in full, a case keeps the version it was opened under.

use kernel::case::Actor;
use office::Office;
use office::house::{HouseEvent, HouseRecord};

use super::world::{World, at};

#[test]
fn a_case_keeps_the_catalogue_it_was_opened_under() {
    let mut world = World::new();
    let old = world.task("2023-03-10");
    let mut files = kernel::shipped::files();
    let task = files.iter_mut().find(|(path, _)| path == "types/task.toml").unwrap();
    task.1 = task.1.replace("name = \"Tiếp nhận\"", "name = \"Nhận việc\"");
    let version = world.office.adopt(&files, &Actor::system("minhbach"), world.now, [3; 16]).unwrap();
    assert_eq!(version, 2);
    let new = world.task("2023-03-10");
    let catalogue = |id| world.office.load(id).unwrap().unwrap().case.catalogue;
    assert_eq!((catalogue(old), catalogue(new)), (1, 2));

    let folder = world.folder;
    let now = world.now;
    drop(world.office);
    let again = Office::open(super::world::options(folder.path(), "", now, [4; 16])).unwrap();
    assert_eq!(again.house().newest, 2);
    let name =
        |version| again.house().case_type(version, &"task".into()).unwrap().find_move("receive").unwrap().name.clone();
    assert_eq!((name(1), name(2)), ("Tiếp nhận".into(), "Nhận việc".into()));
}

/// Two processes on one folder, each with the house as it read it.
#[test]
fn two_offices_never_adopt_the_same_version() {
    let world = World::new();
    let other = Office::open(super::world::options(world.folder.path(), "", world.now, [2; 16])).unwrap();
    let actor = Actor::system("minhbach");
    let adopt = |office: &Office| office.adopt(&kernel::shipped::files(), &actor, world.now, [3; 16]).unwrap();
    assert_eq!((adopt(&world.office), adopt(&other), adopt(&world.office)), (2, 3, 4));
    let sql = "SELECT count(DISTINCT name) FROM house WHERE kind = 'catalogue_adopted'";
    assert_eq!(world.count(sql), 4);
    assert_eq!((other.house().newest, other.current().unwrap().newest), (3, 4));
}

#[test]
fn both_of_two_that_adopt_at_once_stand_or_one_is_refused_in_words() {
    let world = World::new();
    let actor = Actor::system("minhbach");
    let adopt = || {
        let office = Office::open(super::world::options(world.folder.path(), "", world.now, [2; 16])).unwrap();
        move |start: &std::sync::Barrier| {
            start.wait();
            office.adopt(&kernel::shipped::files(), &Actor::system("minhbach"), at("2023-03-01T08:00"), [3; 16])
        }
    };
    for _ in 0..5 {
        let (start, one, two) = (std::sync::Barrier::new(2), adopt(), adopt());
        let answers = std::thread::scope(|s| {
            let one = s.spawn(|| one(&start));
            [two(&start), one.join().unwrap()]
        });
        for answer in answers {
            assert!(matches!(&answer, Ok(_) | Err(office::OfficeError::HouseChanged)), "{answer:?}");
        }
    }
    let doubled = "SELECT count(*) - count(DISTINCT name) FROM house WHERE kind = 'catalogue_adopted'";
    assert_eq!(world.count(doubled), 0);
    let error = office::OfficeError::HouseChanged;
    assert!(error.vi().contains("chạy lại") && error.en().contains("run it again"), "{error}");
    assert!(world.office.adopt(&kernel::shipped::files(), &actor, world.now, [3; 16]).is_ok());
}

/// What was noted of an announcement before cases that refuse were named.
#[test]
fn an_event_of_the_first_form_is_read() {
    let plain =
        br#"{"v":1,"at":1677632400000000,"by":"calendar","post":"none","k":"calendar_applied","announcement":"a"}"#;
    let read = HouseRecord::decode(plain, br#"{"v":1,"salt":"00","text":""}"#).unwrap();
    assert_eq!(read.what, HouseEvent::CalendarApplied { announcement: "a".to_owned(), refused: Vec::new() });
}

#[test]
fn a_catalogue_with_findings_is_not_adopted() {
    let world = World::new();
    let files = vec![("types/task.toml".to_owned(), "code = \"task\"\nunknown = 1\n".to_owned())];
    let error = world.office.adopt(&files, &Actor::system("minhbach"), world.now, [3; 16]).unwrap_err();
    assert!(error.vi().contains("types/task.toml"), "{error}");
    assert_eq!(world.office.house().newest, 1);
}
