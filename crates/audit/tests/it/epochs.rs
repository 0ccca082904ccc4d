//! A log that began anew after a restore: the break is told, what was taken over is held against what was signed, and a break
//! that hides something is found. A witness follows the one and refuses the other.

use audit::{Break, COSIGNED, Name, Refused, Signed, Witness};
use kernel::case::leaf::EpochLeaf;
use translog::{Dir, Kind, SecretKey};

use crate::folder::{Folder, ORIGIN, dossier_log, found, key};

/// Events that the restored ledger still holds.
const KEPT: usize = 350;

fn old() -> Folder {
    Folder::of(dossier_log())
}

fn size(of: &[Vec<u8>]) -> u64 {
    u64::try_from(of.len()).unwrap()
}

fn broken(log: &Folder) -> Folder {
    log.anew(2, &[log.epoch_leaf(2, KEPT)], &log.entries[..KEPT])
}

fn names(log: &Folder, seen: &[u8]) -> Vec<Name> {
    found(&log.verify_after(seen)).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_break_is_told_and_is_no_forgery() {
    let old = old();
    let new = broken(&old);
    let verified = new.verify_after(&old.head);
    assert_eq!(found(&verified), [], "by the key of the first epoch, having seen its last head");
    assert!(verified.is_genuine(), "{:?}", verified.unread);
    assert_eq!(verified.head.as_ref().unwrap().origin, format!("{ORIGIN}/2"));
    let all = size(&old.entries);
    // Heads of the old log lie at every hundredth leaf: those beyond the third cover what is lost, and so does the one seen.
    let beyond = all.div_ceil(100) - 3;
    let told = Break {
        epoch: 2,
        at: old.epoch_leaf(2, KEPT).at.to_string(),
        origin: ORIGIN.to_owned(),
        size: all,
        restored: 350,
        lost: all - 350,
        reason: "Đĩa hỏng".to_owned(),
        heads_lost: beyond + 1,
    };
    assert_eq!(verified.breaks, [told]);
    assert_eq!(verified.heads_kept, all.div_ceil(100) + 4, "the heads of both epochs were compared");
    // A key that bears the name of the new epoch does as well.
    let present = key().in_epoch(&format!("{ORIGIN}/2")).unwrap();
    let source = Dir(new.dir.path().to_owned());
    assert!(crate::folder::verified(&source, present.public(), &old.head).is_genuine());
}

#[test]
fn a_log_goes_on_after_a_break() {
    let all = dossier_log();
    let old = Folder::of(all[..400].to_vec());
    let leaf = old.epoch_leaf(2, KEPT);
    let new = old.anew(2, std::slice::from_ref(&leaf), &all[..KEPT]);
    // What is recorded after the break is later than the head that the old log signed last.
    let events = [&all[..KEPT], &all[500..620]].concat();
    let later = old.anew(2, &[leaf], &events);
    assert_eq!(names(&later, &[old.head.clone(), new.head].concat()), []);
}

#[test]
fn a_break_that_hides_leaves_is_named() {
    let old = old();
    let early = Folder::of(old.entries[..400].to_vec());
    let hides = old.anew(2, &[early.epoch_leaf(2, KEPT)], &old.entries[..KEPT]);
    assert!(names(&hides, &[]).contains(&Name::Truncated), "the kept heads say more");
    let alone = early.anew(2, &[early.epoch_leaf(2, KEPT)], &old.entries[..KEPT]);
    assert_eq!(names(&alone, &[]), [], "nothing says more");
    assert_eq!(names(&alone, &old.head), [Name::Truncated], "but whoever kept a later head");
    let mut entries = old.entries.clone();
    *entries[500].last_mut().unwrap() ^= 1;
    let other = Folder::signed(entries, &key(), false);
    assert!(names(&old.anew(2, &[other.epoch_leaf(2, KEPT)], &old.entries[..KEPT]), &old.head).contains(&Name::Fork));
}

#[test]
fn a_break_that_rewrites_is_named() {
    let old = old();
    let mut events = old.entries[..KEPT].to_vec();
    *events[120].last_mut().unwrap() ^= 1;
    let new = old.anew(2, &[old.epoch_leaf(2, KEPT)], &events);
    assert_eq!(names(&new, &[]), [Name::Rewritten], "by the kept heads of the old epoch");
    let bare = Folder::of(old.entries[..300].to_vec());
    std::fs::remove_dir_all(new.dir.path().join("history")).unwrap();
    assert!(names(&new, &[]).is_empty(), "without them nobody can tell");
    assert_eq!(names(&new, &bare.head), [Name::Rewritten], "but whoever kept a head");
}

#[test]
fn what_begins_an_epoch_stands_first_and_fits_the_name() {
    let old = old();
    let leaf = old.epoch_leaf(2, KEPT);
    let events = &old.entries[..KEPT];
    assert_eq!(names(&old.anew(2, &[], events), &[]), [Name::EpochWrong], "a new name without a word");
    assert_eq!(names(&old.anew(3, std::slice::from_ref(&leaf), events), &[]), [Name::EpochWrong]);
    let mut late = events.to_vec();
    late.insert(200, leaf.entry().unwrap());
    assert!(names(&Folder::of(late), &[]).contains(&Name::EpochWrong), "in the middle");
    let more = old.epoch_leaf(2, old.entries.len() + 1);
    assert_eq!(names(&old.anew(2, &[more], events), &[]), [Name::EpochWrong], "more than was signed");
}

/// A log that was put back to the epoch before the break.
#[test]
fn an_old_epoch_shown_again_is_named() {
    let old = old();
    let new = broken(&old);
    assert_eq!(names(&old, &new.head), [Name::Truncated], "to whoever has seen the new one");
    for day in std::fs::read_dir(new.dir.path().join("history")).unwrap().map(|day| day.unwrap().path()) {
        std::fs::copy(&day, old.dir.path().join("history").join(day.file_name().unwrap())).unwrap();
    }
    assert!(names(&old, &[]).contains(&Name::Truncated), "by the kept heads");
}

/// The heads of the old epoch go on to bear witness of when its leaves were recorded.
#[test]
fn instants_are_held_against_the_old_heads() {
    let old = old();
    let mut events = old.entries[..KEPT].to_vec();
    // Two days' leaves change places: each is recorded when the heads say it was not.
    events.swap(120, 340);
    let new = old.anew(2, &[old.epoch_leaf(2, KEPT)], &events);
    let found = names(&new, &[]);
    assert!(found.contains(&Name::Backdated) && found.contains(&Name::Rewritten), "{found:?}");
}

#[test]
fn a_second_break_names_the_first() {
    let old = old();
    let first = old.epoch_leaf(2, KEPT);
    let second = old.anew(2, std::slice::from_ref(&first), &old.entries[..500]);
    let third = second.epoch_leaf(3, 320);
    let new = second.anew(3, &[third, first.clone()], &old.entries[..320]);
    let verified = new.verify_after(&[old.head.clone(), second.head.clone()].concat());
    assert_eq!(found(&verified), []);
    let lost: Vec<(u32, u64)> = verified.breaks.iter().map(|told| (told.epoch, told.lost)).collect();
    assert_eq!(lost, [(2, size(&old.entries) - 350), (3, 180)]);
    let wrong = second.anew(3, &[first.clone(), second.epoch_leaf(3, 320)], &old.entries[..320]);
    assert!(names(&wrong, &[]).contains(&Name::EpochWrong), "the newest leads");
    let alone = second.anew(3, &[second.epoch_leaf(3, 320)], &old.entries[..320]);
    assert!(names(&alone, &old.head).contains(&Name::EpochWrong), "an epoch that nobody names cannot be compared");
}

fn look(log: &Folder, dir: &std::path::Path) -> Result<Signed, Refused> {
    let own = SecretKey::from_seed("bao.example/witness", Kind::Cosigner, [5; 32]).unwrap();
    let (source, key) = (Dir(log.dir.path().to_owned()), key());
    Witness { source: &source, key: key.public(), secret: &own, dir }.look(1_800_000_000)
}

fn refused(log: &Folder, dir: &std::path::Path) -> Name {
    match look(log, dir) {
        Err(Refused::Forgery(finding)) => finding.name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_witness_follows_a_break_that_names_what_it_signed() {
    let (folder, old) = (tempfile::tempdir().unwrap(), old());
    let dir = folder.path();
    look(&old, dir).unwrap();
    let new = broken(&old);
    assert_eq!(look(&new, dir), Ok(Signed { size: 351, new: 351 }));
    assert_eq!(look(&new, dir), Ok(Signed { size: 351, new: 0 }), "and goes on with it");
    let cosigned = std::fs::read(dir.join(COSIGNED)).unwrap();
    let opened = translog::open_any_epoch(&cosigned, key().public()).unwrap();
    assert_eq!((opened.checkpoint.origin, opened.checkpoint.size), (format!("{ORIGIN}/2"), 351));
    let copy = Dir(dir.join("epoch/2"));
    assert!(crate::folder::verified(&copy, key().public(), &old.head).is_genuine(), "the copy is a log of its own");
    assert_eq!(std::fs::read(dir.join("checkpoint")).unwrap(), old.head, "what was lost is still there");
    assert_eq!(refused(&old, dir), Name::Truncated, "it does not go back");
    // A third epoch, having seen the second.
    let third = new.anew(3, &[new.epoch_leaf(3, 300), old.epoch_leaf(2, KEPT)], &old.entries[..300]);
    assert_eq!(look(&third, dir), Ok(Signed { size: 302, new: 302 }));
}

#[test]
fn a_witness_refuses_a_break_that_hides_or_rewrites() {
    let (folder, old) = (tempfile::tempdir().unwrap(), old());
    let dir = folder.path();
    look(&old, dir).unwrap();
    let before = std::fs::read(dir.join(COSIGNED)).unwrap();
    let early = Folder::of(old.entries[..400].to_vec());
    let anew = |leading: &[EpochLeaf], events: &[Vec<u8>]| old.anew(2, leading, events);
    let kept = &old.entries[..KEPT];
    assert_eq!(refused(&anew(&[early.epoch_leaf(2, KEPT)], kept), dir), Name::Truncated);
    assert_eq!(refused(&anew(&[], kept), dir), Name::EpochWrong);
    let mut changed = kept.to_vec();
    *changed[KEPT - 1].last_mut().unwrap() ^= 1;
    assert_eq!(refused(&anew(&[old.epoch_leaf(2, KEPT)], &changed), dir), Name::Rewritten);
    assert_eq!(refused(&anew(&[early.epoch_leaf(2, 0)], &[]), dir), Name::Truncated, "nothing taken over at all");
    assert_eq!(std::fs::read(dir.join(COSIGNED)).unwrap(), before, "nothing was signed");
    assert!(look(&anew(&[old.epoch_leaf(2, KEPT)], kept), dir).is_ok());
}
