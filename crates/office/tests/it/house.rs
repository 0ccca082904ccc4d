//! The house's own events: a used catalogue is in the ledger in full, a case keeps the version it was opened under.

use kernel::case::Actor;
use office::{Office, Options};

use super::world::World;

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
    let again = Office::open(Options::new(folder.path(), "", now, [4; 16])).unwrap();
    assert_eq!(again.house().newest, 2);
    let name =
        |version| again.house().case_type(version, &"task".into()).unwrap().find_move("receive").unwrap().name.clone();
    assert_eq!((name(1), name(2)), ("Tiếp nhận".into(), "Nhận việc".into()));
}

#[test]
fn a_catalogue_with_findings_is_not_adopted() {
    let world = World::new();
    let files = vec![("types/task.toml".to_owned(), "code = \"task\"\nunknown = 1\n".to_owned())];
    let error = world.office.adopt(&files, &Actor::system("minhbach"), world.now, [3; 16]).unwrap_err();
    assert!(error.vi().contains("types/task.toml"), "{error}");
    assert_eq!(world.office.house().newest, 1);
}
