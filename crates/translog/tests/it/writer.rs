//! Writing: growing, crashes, forks.

use std::fs;

use translog::{Dir, Entries, Log, Rooter, Source, Tiles, TreeError, kept_notes, open};

use crate::support::{entry, files, grow, key, leaves, log_of, naive_root};

#[test]
fn a_log_opened_again_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut size = 0;
    let mut root = translog::empty_root();
    for next in [1, 2, 255, 256, 257, 300, 512, 1_000] {
        let mut log = Log::open(dir.path(), size, root).unwrap();
        assert_eq!(log.size(), size);
        grow(&mut log, next);
        (size, root) = (next, log.root());
        assert_eq!(root, naive_root(&leaves(size)));
    }
    let at_once = log_of(1_000);
    let (mut stepwise, mut at_once) = (files(dir.path()), files(at_once.path()));
    stepwise.retain(|path, _| !path.contains(".p/"));
    at_once.retain(|path, _| !path.contains(".p/"));
    assert_eq!(stepwise, at_once);
}

#[test]
fn partial_files_go_once_the_full_one_is_published() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::begin(dir.path(), 0).unwrap();
    grow(&mut log, 200);
    for index in 200..300 {
        log.append(&entry(index)).unwrap();
    }
    log.flush().unwrap();
    assert!(dir.path().join("tile/0/000.p/200").exists(), "the head that is published still needs it");
    grow(&mut log, 300);
    assert!(!dir.path().join("tile/0/000.p").exists());
    assert!(!dir.path().join("tile/entries/000.p").exists());
    assert!(dir.path().join("tile/1/000.p/1").exists());
}

/// Whatever a crash leaves out of what was written after the last head, that head stands, and the log goes on from it.
#[test]
fn a_crash_leaves_the_last_head_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::begin(dir.path(), 0).unwrap();
    grow(&mut log, 250);
    let before = files(dir.path());
    for index in 250..800 {
        log.append(&entry(index)).unwrap();
    }
    log.flush().unwrap();
    let after = files(dir.path());
    drop(log);
    let root = naive_root(&leaves(250));
    let fresh: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert!(fresh.len() >= 8, "{fresh:?}");
    for lost in &fresh {
        for torn in [None, Some(Vec::new()), Some(vec![7; 40])] {
            let crashed = tempfile::tempdir().unwrap();
            for (path, bytes) in &after {
                let kept = if path == *lost { torn.as_ref() } else { Some(bytes) };
                let place = crashed.path().join(path);
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                if let Some(bytes) = kept {
                    fs::write(place, bytes).unwrap();
                }
            }
            Tiles::new(Dir(crashed.path().to_owned()), 250, root).unwrap().inclusion(249).unwrap();
            grow(&mut Log::open(crashed.path(), 250, root).unwrap(), 800);
            assert_eq!(files(crashed.path())["tile/0/002"], after["tile/0/002"], "{lost} {torn:?}");
            read_all(crashed.path(), 800);
        }
    }
}

fn read_all(dir: &std::path::Path, size: u64) {
    let mut entries = Entries::new(Dir(dir.to_owned()), 0, size).unwrap();
    let mut rooter = Rooter::new();
    while let Some((_, bytes)) = entries.read_next().unwrap() {
        rooter.push(bytes);
    }
    assert_eq!(rooter.root(), naive_root(&leaves(size)));
    Tiles::new(Dir(dir.to_owned()), size, rooter.root()).unwrap();
}

#[test]
fn the_same_entries_again_change_nothing_and_others_are_a_fork() {
    let dir = log_of(700);
    let before = files(dir.path());
    let mut again = Log::begin(dir.path(), 700).unwrap();
    (0..700).for_each(|index| again.append(&entry(index)).unwrap());
    again.flush().unwrap();
    assert_eq!(files(dir.path()), before);
    drop(again);
    for changed in [3, 255, 600, 699] {
        let mut fork = Log::begin(dir.path(), 700).unwrap();
        let bytes = |index| if index == changed { b"other".to_vec() } else { entry(index) };
        let outcome = (0..700).try_for_each(|index| fork.append(&bytes(index))).and_then(|()| fork.flush());
        assert!(
            matches!(outcome, Err(TreeError::Fork { from, .. }) if from / 256 == changed / 256),
            "{changed} {outcome:?}"
        );
        drop(fork);
        assert_eq!(files(dir.path()), before, "nothing is changed");
    }
    // What no signed head stands over binds nobody.
    let mut free = Log::begin(dir.path(), 0).unwrap();
    free.append(b"other").unwrap();
    (1..700).for_each(|index| free.append(&entry(index)).unwrap());
    free.flush().unwrap();
}

#[test]
fn a_damaged_edge_is_not_written_on() {
    let root = naive_root(&leaves(300));
    for (path, at) in [("tile/0/001.p/44", 5), ("tile/1/000.p/1", 5), ("tile/entries/001.p/44", 9)] {
        let dir = log_of(300);
        let file = dir.path().join(path);
        let mut bytes = fs::read(&file).unwrap();
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(
            matches!(Log::open(dir.path(), 300, root), Err(TreeError::WrongRoot { .. } | TreeError::Damaged { .. })),
            "{path}"
        );
        fs::remove_file(file).unwrap();
        assert!(matches!(Log::open(dir.path(), 300, root), Err(TreeError::Missing { .. })), "{path}");
    }
}

#[test]
fn one_writer_has_the_folder() {
    let dir = log_of(3);
    let log = Log::begin(dir.path(), 3).unwrap();
    assert!(matches!(Log::begin(dir.path(), 3), Err(TreeError::Busy { .. })));
    drop(log);
    assert!(Log::begin(dir.path(), 3).is_ok());
}

#[test]
fn a_checkpoint_never_goes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::begin(dir.path(), 0).unwrap();
    let early = grow(&mut log, 5);
    let late = grow(&mut log, 9);
    assert!(!log.publish(&early, 5).unwrap());
    let stands = Dir(dir.path().to_owned()).get("checkpoint", 9_999).unwrap().unwrap();
    assert_eq!(stands, late);
    assert_eq!(open(&stands, key().public()).unwrap().checkpoint.size, 9);
}

#[test]
fn kept_checkpoints_stay() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::begin(dir.path(), 0).unwrap();
    let (one, two) = (grow(&mut log, 5), grow(&mut log, 9));
    log.keep(&one, "2026-01-01").unwrap();
    log.keep(&one, "2026-01-01").unwrap();
    // Half a note, as another program may leave it.
    let path = dir.path().join("history/2026-01-01");
    fs::write(&path, [one.as_slice(), &two[..40]].concat()).unwrap();
    log.keep(&two, "2026-01-01").unwrap();
    log.keep(&two, "2026-01-02").unwrap();
    let bytes = fs::read(path).unwrap();
    assert_eq!(kept_notes(&bytes).0, [one.as_slice(), &two]);
    let history = translog::History(Dir(dir.path().to_owned()));
    assert_eq!(history.of("2026-01-02").unwrap(), [two]);
    assert!(history.of("2026-01-03").unwrap().is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("log");
    fs::write(&file, "").unwrap();
    assert!(matches!(Log::begin(&file, 0), Err(TreeError::NotWritten { .. })));
}
