//! A witness copies and signs what only grows, and refuses all else by name.

use std::path::Path;

use audit::{COSIGNED, Name, REFUSED, Refused, Signed, Witness};
use translog::{Dir, Kind, SecretKey};

use crate::folder::{Folder, dossier_log, key};

const NOW: u64 = 1_700_000_000;

fn own() -> SecretKey {
    SecretKey::from_seed("bao.example/witness", Kind::Cosigner, [5; 32]).unwrap()
}

fn look(log: &Path, dir: &Path) -> Result<Signed, Refused> {
    let (source, key, secret) = (Dir(log.to_owned()), key(), own());
    Witness { source: &source, key: key.public(), secret: &secret, dir }.look(NOW)
}

/// What it is refused for.
fn refused(log: &Folder, dir: &Path) -> Name {
    match look(log.dir.path(), dir) {
        Err(Refused::Forgery(finding)) => finding.name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_grows_is_copied_and_signed() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let dir = folder.path();
    let early = Folder::of(entries[..300].to_vec());
    assert_eq!(look(early.dir.path(), dir), Ok(Signed { size: 300, new: 300 }));
    let whole = Folder::of(entries);
    let size = u64::try_from(whole.entries.len()).unwrap();
    assert_eq!(look(whole.dir.path(), dir), Ok(Signed { size, new: size - 300 }));
    assert_eq!(look(whole.dir.path(), dir), Ok(Signed { size, new: 0 }));
    // Its signature holds beside the log's.
    let cosigned = std::fs::read(dir.join(COSIGNED)).unwrap();
    let opened = translog::open(&cosigned, key().public()).unwrap();
    assert_eq!(opened.checkpoint.size, size);
    let names = opened.quorum(&[own().public().clone()], 1).unwrap();
    assert_eq!((names[0].name.as_str(), names[0].at), ("bao.example/witness", NOW));
    // The copy is a log of its own, good enough to be verified.
    let copy = Dir(dir.to_owned());
    let verified = crate::folder::verified(&copy, key().public(), &early.head);
    assert!(verified.is_genuine(), "{:?} {:?}", verified.findings, verified.unread);
}

#[test]
fn what_contradicts_the_past_is_refused_and_kept() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let dir = folder.path();
    let seen = Folder::of(entries[..300].to_vec());
    look(seen.dir.path(), dir).unwrap();
    let before = std::fs::read(dir.join(COSIGNED)).unwrap();
    let changed = |at: usize| {
        let mut entries = entries.clone();
        *entries[at].last_mut().unwrap() ^= 1;
        entries
    };
    let fork = Folder::of(changed(299)[..300].to_vec());
    assert_eq!(refused(&fork, dir), Name::Fork);
    assert_eq!(std::fs::read(dir.join(REFUSED)).unwrap(), fork.head, "as evidence");
    assert_eq!(refused(&Folder::of(entries[..200].to_vec()), dir), Name::Truncated);
    assert_eq!(refused(&Folder::of(changed(10)), dir), Name::Rewritten);
    let other = SecretKey::from_seed(crate::folder::ORIGIN, Kind::Log, [8; 32]).unwrap();
    assert_eq!(refused(&Folder::signed(entries.clone(), &other, false), dir), Name::WrongKey);
    assert_eq!(std::fs::read(dir.join(COSIGNED)).unwrap(), before, "nothing was signed");
    // And it goes on with the one that continues.
    assert!(look(Folder::of(entries).dir.path(), dir).is_ok());
}

/// Entries that are not those of the signed head are not copied, and the true ones are taken later.
#[test]
fn other_entries_are_not_taken() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Folder::of(dossier_log()));
    let dir = folder.path();
    let mut entries = log.entries.clone();
    *entries[5].last_mut().unwrap() ^= 1;
    log.put_entries(&entries);
    assert_eq!(refused(&log, dir), Name::RootDiffers);
    assert!(!dir.join(COSIGNED).exists());
    log.put_entries(&log.entries);
    assert!(look(log.dir.path(), dir).is_ok());
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(look(empty.path(), dir), Err(Refused::Unread(_))), "no log there");
}
