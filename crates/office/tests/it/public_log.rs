//! The public log follows the ledger: what is signed, what a crash leaves, what is refused.

use std::path::{Path, PathBuf};

use kernel::time::Instant;
use ledger::{Faults, KeyFolder};
use office::Office;
use office::log::{Folders, Follower, LogError, Stage};
use translog::{
    Checkpoint, Dir, Entries, History, Kind, Opened, PublicKey, Rooter, SecretKey, Source, Tiles, check_inclusion,
    day_of, leaf_hash, open, sign,
};

use super::world::{World, at};

const SEED: [u8; 32] = [9; 32];

pub fn folders(world: &World) -> Folders {
    folders_in(world.folder.path())
}

pub fn folders_in(dir: &Path) -> Folders {
    Folders { log: dir.join("log"), keys: KeyFolder::of(dir, None), made_up_time: false }
}

pub fn follower(world: &World) -> Follower {
    Follower::new(world.office.clone(), folders(world), SEED)
}

fn shown(dir: &Path) -> Opened {
    let read = |name: &str| Dir(dir.join("log")).get(name, 9_999).unwrap().unwrap();
    let key = PublicKey::parse(&String::from_utf8(read("vkey")).unwrap()).unwrap();
    open(&read("checkpoint"), &key).unwrap()
}

fn held(office: &Office) -> u64 {
    office.ledger().head().unwrap().next - 1
}

/// What an outsider does: reads all, computes the root, compares; and each entry is the event at its position.
fn verify(dir: &Path, office: &Office) -> u64 {
    let head = shown(dir).checkpoint;
    let mut rooter = Rooter::new();
    let mut entries = Entries::new(Dir(dir.join("log")), 0, head.size).unwrap();
    let events = office.ledger().reader().unwrap().leaves_from(1, 100_000).unwrap();
    let mut events = events.iter();
    while let Some((_, bytes)) = entries.read_next().unwrap() {
        assert_eq!(Some(bytes), events.next().map(|event| event.pub_.as_slice()));
        rooter.push(bytes);
    }
    assert_eq!(rooter.root(), head.root);
    Tiles::new(Dir(dir.join("log")), head.size, head.root).unwrap();
    head.size
}

#[test]
fn what_is_committed_is_signed_and_proved() {
    let mut world = World::new();
    let mut follower = follower(&world);
    assert_eq!(world.office.inclusion(1).unwrap(), None, "no log yet");
    world.task("2023-03-31");
    let first = follower.step(world.now).unwrap();
    assert!(first.moved && !first.more);
    assert_eq!((first.size, verify(world.folder.path(), &world.office)), (held(&world.office), held(&world.office)));
    assert!(!follower.step(world.now).unwrap().moved, "nothing new, nothing signed");
    let position = world.incoming().position;
    assert_eq!(world.office.inclusion(position).unwrap(), None, "not signed yet");
    follower.step(world.now).unwrap();
    let found = world.office.inclusion(position).unwrap().unwrap();
    let head = shown(world.folder.path());
    assert_eq!((found.index, found.size), (position - 1, held(&world.office)));
    let stored = world.office.ledger().reader().unwrap().leaves_from(position, 1).unwrap().remove(0);
    assert_eq!(found.leaf, leaf_hash(&stored.pub_));
    check_inclusion(&found.proof, found.index, found.leaf, found.size, head.checkpoint.root).unwrap();
    assert_eq!(head.stamp, u64::try_from(world.now.0 / 1_000_000).ok());
    assert_eq!(head.checkpoint.origin, "thu.vn/kiem-thu");
    assert_eq!(world.office.inclusion(0).unwrap(), None);
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    follower(&world).step(world.now).unwrap();
    let keys = world.folder.path().join("keys");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&keys), mode(&keys.join("log.key")), mode(&keys.join("head"))), (0o700, 0o600, 0o600));
    assert!(std::fs::read_to_string(keys.join("log.vkey")).unwrap().starts_with("thu.vn/kiem-thu+"));
}

#[test]
fn one_head_a_minute_is_kept_and_the_last_one_of_the_day() {
    let mut world = World::new();
    let mut follower = follower(&world);
    let after = |seconds: i64| Instant(at("2023-03-01T08:00").0 + seconds * 1_000_000);
    let mut sizes = Vec::new();
    for seconds in [0, 1, 59, 61, 62] {
        world.now = after(seconds);
        world.incoming();
        follower.step(world.now).unwrap();
        sizes.push(held(&world.office));
    }
    let kept = |world: &World| -> Vec<u64> {
        let notes = History(Dir(world.folder.path().join("log"))).of("2023-03-01").unwrap();
        let key = SecretKey::from_seed("thu.vn/kiem-thu", Kind::Log, SEED).unwrap();
        notes.iter().map(|note| open(note, key.public()).unwrap().checkpoint.size).collect()
    };
    assert_eq!(kept(&world), [sizes[0], sizes[3]]);
    // The last one of a busy minute is kept as soon as the next has begun, though nothing comes any more.
    follower.step(after(100)).unwrap();
    assert_eq!(kept(&world), [sizes[0], sizes[3]]);
    follower.step(after(120)).unwrap();
    assert_eq!(kept(&world), [sizes[0], sizes[3], sizes[4]]);
    drop(follower);
    self::follower(&world).step(after(500)).unwrap();
    assert_eq!(kept(&world).len(), 3, "a program that starts again keeps nothing twice");
}

#[test]
fn a_clock_that_steps_back_does_not_take_the_log_with_it() {
    let mut world = World::new();
    let mut follower = follower(&world);
    world.incoming();
    follower.step(world.now).unwrap();
    let before = shown(world.folder.path()).stamp;
    world.incoming();
    follower.step(Instant(world.now.0 - 3_600_000_000)).unwrap();
    assert_eq!(shown(world.folder.path()).stamp, before);
}

/// An hour back: acts are refused until the clock is right again, no number is spent, and order and log go on where they were.
#[test]
fn a_clock_an_hour_back_records_nothing_and_changes_no_order() {
    let mut world = World::new();
    let mut follower = follower(&world);
    let right = world.now;
    let first = world.incoming();
    follower.step(world.now).unwrap();
    let before =
        (held(&world.office), shown(world.folder.path()).stamp, world.office.ledger().reader().unwrap().counters());
    world.now = Instant(right.0 - 3_600_000_000);
    let form = kernel::case::MoveForm::new("register")
        .with("agency", kernel::case::Value::text("ubnd"))
        .with("subject", kernel::case::Value::text("Về việc lùi giờ"))
        .with("sender", kernel::case::Value::text("Bộ Tài chính"));
    let act = world.opening("incoming_document", form);
    let request = world.request("clerk-1", None, act);
    let told = world.office.act(&request).unwrap_err();
    assert!(told.vi().contains("chỉnh đồng hồ") && told.en().contains("Set the clock"), "{}", told.en());
    follower.step(world.now).unwrap();
    let after =
        (held(&world.office), shown(world.folder.path()).stamp, world.office.ledger().reader().unwrap().counters());
    assert_eq!(after, before);
    // The same form, once the clock is right.
    world.now = Instant(right.0 + 60_000_000);
    let second = world.office.act(&office::Request { now: world.now, ..request }).unwrap();
    assert!(second.position > first.position);
    follower.finish(world.now).unwrap();
    assert!(shown(world.folder.path()).stamp > before.1);
    assert_eq!(verify(world.folder.path(), &world.office), held(&world.office));
    assert_eq!(
        world.count("SELECT count(*) FROM events a JOIN events b ON b.position = a.position + 1 WHERE b.at < a.at"),
        0
    );
}

#[test]
fn made_up_time_is_that_of_the_events() {
    let mut world = World::new();
    let places = Folders { made_up_time: true, ..folders(&world) };
    let days = ["2023-03-01T09:00", "2023-03-01T16:00", "2023-03-02T09:00", "2023-03-06T10:00"];
    let mut sizes = Vec::new();
    for day in days {
        world.now = at(day);
        world.incoming();
        sizes.push(held(&world.office));
    }
    let far = at("2031-01-01T00:00");
    Follower::new(world.office.clone(), places.clone(), SEED).finish(far).unwrap();
    let history = world.folder.path().join("log/history");
    let of = |day: &str| std::fs::read(history.join(day)).unwrap();
    let first = of("2023-03-01");
    std::fs::remove_dir_all(world.folder.path().join("log")).unwrap();
    Follower::new(world.office.clone(), places, SEED).finish(far).unwrap();
    assert_eq!(of("2023-03-01"), first, "made again as they were");
    let key = SecretKey::from_seed("thu.vn/kiem-thu", Kind::Log, SEED).unwrap();
    let mut kept = Vec::new();
    for day in ["2023-03-01", "2023-03-02", "2023-03-06"] {
        for note in History(Dir(world.folder.path().join("log"))).of(day).unwrap() {
            let head = open(&note, key.public()).unwrap();
            assert_eq!(day_of(head.stamp.unwrap()), day);
            kept.push(head.checkpoint.size);
        }
    }
    assert_eq!(kept, sizes[1..], "one a day, at its end");
    assert_eq!(shown(world.folder.path()).stamp, u64::try_from(at(days[3]).0 / 1_000_000).ok());
}

#[test]
fn a_crash_after_any_step_is_healed_by_the_next_round() {
    for stage in [Stage::Flushed, Stage::Swapped, Stage::Copied, Stage::Published] {
        for signed_before in [false, true] {
            let mut world = World::new();
            if signed_before {
                follower(&world).step(world.now).unwrap();
            }
            for _ in 0..70 {
                world.incoming();
            }
            let cut = follower(&world).halting(stage).step(world.now);
            assert_eq!(cut, Err(LogError::Halted), "{stage:?}");
            if signed_before {
                verify(world.folder.path(), &world.office);
            }
            world.incoming();
            follower(&world).step(world.now).unwrap();
            assert_eq!(verify(world.folder.path(), &world.office), held(&world.office), "{stage:?}");
        }
    }
}

#[test]
fn every_store_call_may_fail_and_nothing_is_signed_twice() {
    for n in 1..6 {
        let faults = Faults::after(0);
        let mut world = World::with_faults(faults.clone());
        let mut follower = follower(&world);
        follower.step(world.now).unwrap();
        world.incoming();
        faults.arm(n);
        let failed = follower.step(world.now);
        faults.arm(0);
        follower.step(world.now).unwrap();
        assert_eq!(verify(world.folder.path(), &world.office), held(&world.office), "{n} {failed:?}");
    }
}

#[test]
fn two_followers_make_one_log() {
    let mut world = World::new();
    let other = tempfile::tempdir().unwrap();
    let shared = Folders { keys: KeyFolder::of(world.folder.path(), None), ..folders_in(other.path()) };
    let (mut one, mut two) = (follower(&world), Follower::new(world.office.clone(), shared, [1; 32]));
    for round in 0..40 {
        world.incoming();
        if round % 3 != 1 {
            one.step(world.now).unwrap();
        }
        if round % 4 != 2 {
            two.step(world.now).unwrap();
        }
    }
    one.step(world.now).unwrap();
    two.step(world.now).unwrap();
    let all = held(&world.office);
    assert_eq!((verify(world.folder.path(), &world.office), verify(other.path(), &world.office)), (all, all));
    assert_eq!(shown(world.folder.path()).checkpoint, shown(other.path()).checkpoint);
}

#[test]
fn two_followers_at_the_same_moment_never_fork() {
    let mut world = World::new();
    follower(&world).step(world.now).unwrap();
    let others: Vec<tempfile::TempDir> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    let now = world.now;
    let threads: Vec<_> = others
        .iter()
        .map(|dir| {
            let keys = KeyFolder::of(world.folder.path(), None);
            let mut follower = Follower::new(world.office.clone(), Folders { keys, ..folders_in(dir.path()) }, [1; 32]);
            std::thread::spawn(move || (0..30).try_for_each(|_| follower.step(now).map(|_| ())))
        })
        .collect();
    for _ in 0..60 {
        world.incoming();
    }
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    for dir in &others {
        let keys = KeyFolder::of(world.folder.path(), None);
        Follower::new(world.office.clone(), Folders { keys, ..folders_in(dir.path()) }, SEED).finish(now).unwrap();
        assert_eq!(verify(dir.path(), &world.office), held(&world.office));
    }
}

#[test]
fn one_folder_has_one_writer_and_the_other_waits() {
    let world = World::new();
    let (mut one, mut two) = (follower(&world), follower(&world));
    one.step(world.now).unwrap();
    let refused = two.step(world.now).unwrap_err();
    assert!(refused.may_pass() && refused.vi().contains("chương trình khác"), "{refused}");
    drop(one);
    two.step(world.now).unwrap();
}

#[test]
fn files_that_are_lost_are_made_again_from_the_ledger() {
    let mut world = World::new();
    for _ in 0..150 {
        world.incoming();
    }
    follower(&world).finish(world.now).unwrap();
    let log = world.folder.path().join("log");
    let size = verify(world.folder.path(), &world.office);
    assert!(size > 256);
    for path in ["tile/0/000", "tile/entries/000", &format!("tile/0/001.p/{}", size - 256), "checkpoint"] {
        std::fs::remove_file(log.join(path)).unwrap();
        std::fs::remove_file(log.join("tile/1/000.p/1")).ok();
        follower(&world).step(world.now).unwrap();
        verify(world.folder.path(), &world.office);
    }
    std::fs::remove_dir_all(&log).unwrap();
    follower(&world).step(world.now).unwrap();
    assert_eq!(verify(world.folder.path(), &world.office), size);
}

fn refused(world: &World) -> LogError {
    let error = follower(world).step(world.now).unwrap_err();
    assert!(!error.may_pass(), "{error}");
    error
}

#[test]
fn a_lost_or_foreign_key_is_named_and_never_replaced() {
    let world = World::new();
    follower(&world).step(world.now).unwrap();
    let file: PathBuf = world.folder.path().join("keys/log.key");
    let right = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(refused(&world), LogError::LostKey { file: named } if named == file));
    for (name, seed) in [("thu.vn/kiem-thu", [8; 32]), ("khac.vn/so-cai", SEED)] {
        let other = SecretKey::from_seed(name, Kind::Log, seed).unwrap();
        std::fs::write(&file, other.to_text()).unwrap();
        assert!(matches!(refused(&world), LogError::ForeignKey { .. }), "{name}");
    }
    std::fs::write(&file, "nothing").unwrap();
    assert!(matches!(refused(&world), LogError::ForeignKey { .. }));
    std::fs::write(&file, right).unwrap();
    follower(&world).step(world.now).unwrap();
}

/// A head signed over more than the ledger holds, in any of the places where heads stand.
#[test]
fn a_ledger_put_back_is_not_signed_over() {
    let mut world = World::new();
    world.incoming();
    follower(&world).step(world.now).unwrap();
    let key = SecretKey::from_seed("thu.vn/kiem-thu", Kind::Log, SEED).unwrap();
    let size = held(&world.office);
    let ahead = Checkpoint { origin: "thu.vn/kiem-thu".to_owned(), size: size + 7, root: [3; 32] };
    let ahead = sign(&ahead, &key, 1_900_000_000).unwrap();
    for place in ["keys/head", "log/checkpoint"] {
        let file = world.folder.path().join(place);
        let right = std::fs::read(&file).unwrap();
        std::fs::write(&file, &ahead).unwrap();
        let error = refused(&world);
        assert!(
            matches!(&error, LogError::GoneBack { signed, held, .. } if (*signed, *held) == (size + 7, size)),
            "{error}"
        );
        assert!(error.vi().contains(place), "{error}");
        std::fs::write(&file, right).unwrap();
    }
    // A head of the same size over other events.
    let other = Checkpoint { origin: "thu.vn/kiem-thu".to_owned(), size, root: [3; 32] };
    let file = world.folder.path().join("keys/head");
    std::fs::write(&file, sign(&other, &key, 1_900_000_000).unwrap()).unwrap();
    assert!(matches!(refused(&world), LogError::Rewritten { .. }));
    std::fs::remove_file(&file).unwrap();
    row(&world, size + 1, &ahead);
    assert!(matches!(refused(&world), LogError::GoneBack { place, .. } if place == "log_head"));
}

/// A ledger restored from a moment when the log was behind it: all that was signed is there, only the row is older.
#[test]
fn a_row_behind_the_copies_is_moved_up() {
    let mut world = World::new();
    follower(&world).step(world.now).unwrap();
    let early = std::fs::read(world.folder.path().join("keys/head")).unwrap();
    let size = held(&world.office);
    world.incoming();
    follower(&world).step(world.now).unwrap();
    let head = shown(world.folder.path()).checkpoint;
    row(&world, size, &early);
    assert_eq!(follower(&world).step(world.now).unwrap().size, head.size);
    assert_eq!(shown(world.folder.path()).checkpoint, head);
    world.incoming();
    follower(&world).step(world.now).unwrap();
    assert_eq!(verify(world.folder.path(), &world.office), held(&world.office), "it goes on");
    // Not where the ledger leads to another head.
    row(&world, size, &early);
    let last = held(&world.office);
    let change = move |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE events SET pub = $1 WHERE position = $2", &[(&[1_u8; 40]).into(), last.into()]).map(|_| ())
    };
    world.office.ledger().side(Box::new(change)).unwrap();
    assert!(matches!(refused(&world), LogError::Rewritten { .. }));
}

fn row(world: &World, size: u64, note: &[u8]) {
    let note = note.to_vec();
    let write = move |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE log_head SET size = $1, note = $2 WHERE id = 1", &[size.into(), (&note).into()]).map(|_| ())
    };
    world.office.ledger().side(Box::new(write)).unwrap();
}

#[test]
fn a_changed_event_is_found_when_the_log_is_opened() {
    let mut world = World::new();
    world.incoming();
    follower(&world).step(world.now).unwrap();
    let last = held(&world.office);
    let change = move |tx: &mut dyn ledger::Tx| {
        tx.execute("UPDATE events SET pub = $1 WHERE position = $2", &[(&[1_u8; 40]).into(), last.into()]).map(|_| ())
    };
    world.office.ledger().side(Box::new(change)).unwrap();
    assert!(matches!(refused(&world), LogError::Rewritten { .. }));
    std::fs::remove_dir_all(world.folder.path().join("log/tile")).unwrap();
    assert!(matches!(refused(&world), LogError::Rewritten { .. }));
}

#[test]
fn files_are_handed_out_by_their_paths_only() {
    let world = World::new();
    assert!(!world.office.log_published().unwrap(), "nothing is shown before it is decided");
    follower(&world).step(world.now).unwrap();
    let file = |path: &str| world.office.log_file(path).unwrap();
    assert!(file("checkpoint").is_some_and(|file| file.is_text && !file.is_immutable));
    let width = held(&world.office);
    assert!(file(&format!("tile/0/000.p/{width}")).is_some_and(|file| !file.is_text && !file.is_immutable));
    for path in ["../keys/log.key", "tile/0/../../../keys/log.key", ".lock", "tile/0/999", "", "keys/log.key"] {
        assert_eq!(file(path), None, "{path}");
    }
}
