//! A ledger that was restored to less than was signed: nothing is signed until an epoch begins, whose first leaf says what is lost.

use std::path::Path;

use audit::evidence::verify_receipt;
use audit::{Asked, Texts, Verified};
use ledger::{Faults, KeyFolder};
use office::evidence::ReceiptState;
use office::log::{Folders, Follower, LogError, NewEpoch, Stage, Untaken, begin_epoch};
use translog::{
    Dir, Kind, NoteError, PublicKey, SecretKey, add_cosignatures, check_inclusion, cosign, leaf_hash, open,
};

use super::evidence::dossier;
use super::public_log::{folders, folders_in, follower};
use super::world::World;

const ORIGIN: &str = "thu.vn/kiem-thu";

fn held(world: &World) -> u64 {
    world.office.ledger().head().unwrap().next - 1
}

/// An office whose ledger holds `events` fewer documents than another one with the same past, whose log and keys it has.
struct Restored {
    world: World,
    /// Events that the log had signed.
    signed: u64,
    /// The head of the log before.
    old: Vec<u8>,
}

fn restored(lost: usize, faults: Faults) -> Restored {
    let mut before = World::new();
    let mut world = World::with_faults(faults);
    for world in [&mut before, &mut world] {
        (0..5).for_each(|_| drop(world.incoming()));
    }
    (0..lost).for_each(|_| drop(before.incoming()));
    follower(&before).finish(before.now).unwrap();
    bring(before.folder.path(), world.folder.path());
    let old = std::fs::read(before.folder.path().join("log/checkpoint")).unwrap();
    let of = |world: &World| world.office.ledger().reader().unwrap().leaves_from(1, held(world).min(9)).unwrap();
    let leaves = |world: &World| of(world).into_iter().map(|leaf| leaf.pub_).collect::<Vec<_>>();
    assert_eq!(leaves(&before), leaves(&world), "one past");
    Restored { world, signed: held(&before), old }
}

/// The log and its keys, as after a restore of the ledger beside them.
fn bring(from: &Path, to: &Path) {
    for name in ["log.key", "log.vkey", "head", "log.epochs"] {
        let file = from.join("keys").join(name);
        if file.exists() {
            std::fs::create_dir_all(to.join("keys")).unwrap();
            std::fs::copy(file, to.join("keys").join(name)).unwrap();
        }
    }
    copy(&from.join("log"), &to.join("log"));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to)
        } else {
            drop(std::fs::copy(entry.path(), to))
        }
    }
}

fn new(world: &World) -> NewEpoch<'static> {
    NewEpoch { reason: "Đĩa hỏng", restored: None, checkpoint: None, now: world.now }
}

fn key() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Kind::Log, [9; 32]).unwrap()
}

/// What an outsider sees who has the key of the first epoch and has kept this head.
fn verified(dir: &Path, seen: &[u8]) -> Verified {
    let (key, source) = (key(), Dir(dir.join("log")));
    let texts = Texts::default();
    let asked = Asked { key: key.public(), witnesses: &[], quorum: 0, from: seen, periods: &[], as_of: None, texts };
    audit::verify(&source, &asked, &mut |_, _| {})
}

#[test]
fn a_restored_ledger_begins_an_epoch_that_says_what_is_lost() {
    let Restored { mut world, signed, old } = restored(3, Faults::after(0));
    let all = held(&world);
    assert!(matches!(follower(&world).step(world.now), Err(LogError::GoneBack { .. })), "nothing is signed");
    let leaf = begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
    assert_eq!((leaf.epoch, leaf.origin.as_str(), leaf.size, leaf.restored), (2, ORIGIN, signed, all));
    let mut follower = follower(&world);
    assert_eq!(follower.finish(world.now).unwrap().size, all + 1);
    let head = world.office.log_head().unwrap().unwrap();
    assert_eq!(head.checkpoint.origin, format!("{ORIGIN}/2"));
    let verified = verified(world.folder.path(), &old);
    assert!(verified.is_genuine(), "{:?} {:?}", verified.findings, verified.unread);
    assert_eq!(verified.breaks.iter().map(|told| (told.epoch, told.lost)).collect::<Vec<_>>(), [(2, signed - all)]);

    // It goes on, with proofs for old and new events.
    let position = world.incoming().position;
    follower.step(world.now).unwrap();
    for position in [1, all, position] {
        let found = world.office.inclusion(position).unwrap().unwrap();
        let stored = world.office.ledger().reader().unwrap().leaves_from(position, 1).unwrap().remove(0);
        assert_eq!((found.index, found.leaf), (position, leaf_hash(&stored.pub_)));
        let vkey = world.office.log_file("vkey").unwrap().unwrap().bytes;
        let head = open(&found.checkpoint, &PublicKey::parse(&String::from_utf8(vkey).unwrap()).unwrap()).unwrap();
        check_inclusion(&found.proof, found.index, found.leaf, found.size, head.checkpoint.root).unwrap();
    }
    assert!(self::verified(world.folder.path(), &old).is_genuine());
    // So has a receipt, which is checked with the key that people have.
    let case = dossier(&mut world);
    follower.step(world.now).unwrap();
    let ReceiptState::Ready(receipt) = world.office.receipt(case).unwrap() else { panic!("no receipt") };
    assert_eq!(receipt.started.index, Some(receipt.started.position));
    verify_receipt(&serde_json::to_vec(&receipt).unwrap(), key().public()).unwrap();
    // What was lost is still to be read.
    let checkpoint = world.office.log_file("epoch/1/checkpoint").unwrap().unwrap();
    assert!(checkpoint.bytes == old && checkpoint.is_immutable, "for ever");
    assert!(verified_at(&world.folder.path().join("log/epoch/1")).is_genuine());
    for path in ["epoch/1/../../keys/log.key", "epoch/../checkpoint", "epoch/1", "epoch/1/epoch/1/checkpoint"] {
        assert_eq!(world.office.log_file(path).unwrap(), None, "{path}");
    }
    assert_eq!(begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap(), None, "the log goes on");
}

fn verified_at(log: &Path) -> Verified {
    let (key, source, texts) = (key(), Dir(log.to_owned()), Texts::default());
    let asked = Asked { key: key.public(), witnesses: &[], quorum: 0, from: &[], periods: &[], as_of: None, texts };
    audit::verify(&source, &asked, &mut |_, _| {})
}

#[test]
fn no_epoch_begins_where_the_log_goes_on_or_for_no_reason() {
    let mut world = World::new();
    let begin = |world: &World, reason: &'static str| {
        begin_epoch(&world.office, &folders(world), &NewEpoch { reason, ..new(world) })
    };
    assert_eq!(begin(&world, "Thử"), Ok(None), "nothing was signed");
    follower(&world).step(world.now).unwrap();
    world.incoming();
    assert_eq!(begin(&world, "Thử"), Ok(None), "all that was signed is there");
    let said = NewEpoch { restored: Some(1), ..new(&world) };
    assert_eq!(begin_epoch(&world.office, &folders(&world), &said), Ok(None), "whatever somebody says of it");
    let Restored { world, .. } = restored(1, Faults::after(0));
    assert!(matches!(begin(&world, " "), Err(LogError::Epoch(_))));
    std::fs::remove_file(world.folder.path().join("keys/log.key")).unwrap();
    assert!(matches!(begin(&world, "Thử"), Err(LogError::LostKey { .. })), "no key is made for an old log");
}

/// Whoever restored without the keys and recorded on must say how much was there.
#[test]
fn a_ledger_written_on_since_says_how_much_was_restored() {
    let Restored { mut world, signed, old } = restored(2, Faults::after(0));
    let all = held(&world);
    world.task("2023-03-31");
    (0..4).for_each(|_| drop(world.incoming()));
    assert!(held(&world) > signed);
    assert!(matches!(follower(&world).step(world.now), Err(LogError::GoneBack { .. } | LogError::Rewritten { .. })));
    assert_eq!(begin_epoch(&world.office, &folders(&world), &new(&world)), Ok(None));
    let said = NewEpoch { restored: Some(all), ..new(&world) };
    let leaf = begin_epoch(&world.office, &folders(&world), &said).unwrap().unwrap();
    assert_eq!((leaf.size, leaf.restored), (signed, all));
    follower(&world).finish(world.now).unwrap();
    let verified = verified(world.folder.path(), &old);
    assert!(verified.is_genuine(), "{:?}", verified.findings);
}

/// The same ledger restored once more, from before the first break.
#[test]
fn a_second_restore_names_both_epochs() {
    let Restored { world, old, .. } = restored(3, Faults::after(0));
    begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
    follower(&world).finish(world.now).unwrap();
    let second = std::fs::read(world.folder.path().join("log/checkpoint")).unwrap();
    let mut again = World::new();
    (0..2).for_each(|_| drop(again.incoming()));
    bring(world.folder.path(), again.folder.path());
    assert!(matches!(follower(&again).step(again.now), Err(LogError::GoneBack { .. })));
    let leaf = begin_epoch(&again.office, &folders(&again), &new(&again)).unwrap().unwrap();
    assert_eq!((leaf.epoch, leaf.origin), (3, format!("{ORIGIN}/2")));
    assert_eq!(follower(&again).finish(again.now).unwrap().size, held(&again) + 2, "both leaves lead");
    let verified = verified(again.folder.path(), &[old, second].concat());
    assert!(verified.is_genuine(), "{:?}", verified.findings);
    assert_eq!(verified.breaks.len(), 2);
    let position = again.incoming().position;
    follower(&again).step(again.now).unwrap();
    assert_eq!(again.office.inclusion(position).unwrap().unwrap().index, position + 1);
}

/// Two machines over one ledger, each with its own folder of the log: both go over to the new epoch.
#[test]
fn every_machine_goes_over() {
    let Restored { world, old, .. } = restored(3, Faults::after(0));
    let other = tempfile::tempdir().unwrap();
    bring(world.folder.path(), other.path());
    let place = Folders { keys: KeyFolder::of(other.path(), None), ..folders_in(other.path()) };
    begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
    let (mut one, mut two) = (follower(&world), Follower::new(world.office.clone(), place, [1; 32]));
    let size = one.finish(world.now).unwrap().size;
    assert_eq!(two.finish(world.now).unwrap().size, size);
    let checkpoint = |dir: &Path| std::fs::read(dir.join("log/checkpoint")).unwrap();
    assert_eq!(checkpoint(world.folder.path()), checkpoint(other.path()));
    assert!(verified(other.path(), &old).is_genuine());
    assert_eq!(std::fs::read(other.path().join("log/epoch/1/checkpoint")).unwrap(), old);
}

#[test]
fn a_new_epoch_survives_a_crash_anywhere() {
    for stage in [Stage::Flushed, Stage::Swapped, Stage::Copied, Stage::Published] {
        let Restored { world, old, .. } = restored(3, Faults::after(0));
        begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
        let cut = Follower::new(world.office.clone(), folders(&world), [9; 32]).halting(stage).step(world.now);
        assert_eq!(cut, Err(LogError::Halted), "{stage:?}");
        follower(&world).finish(world.now).unwrap();
        assert!(verified(world.folder.path(), &old).is_genuine(), "{stage:?}");
    }
    // While the old files were being set aside: the tiles are gone already, the checkpoint is still there.
    let Restored { world, old, .. } = restored(3, Faults::after(0));
    begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
    let log = world.folder.path().join("log");
    std::fs::create_dir_all(log.join("epoch/1")).unwrap();
    std::fs::rename(log.join("tile"), log.join("epoch/1/tile")).unwrap();
    follower(&world).finish(world.now).unwrap();
    assert!(verified(world.folder.path(), &old).is_genuine());
    assert!(verified_at(&log.join("epoch/1")).is_genuine());
}

#[test]
fn every_store_call_may_fail_and_one_epoch_begins() {
    let mut n = 1;
    loop {
        let faults = Faults::after(0);
        let Restored { world, old, .. } = restored(2, faults.clone());
        faults.arm(n);
        let begun = begin_epoch(&world.office, &folders(&world), &new(&world));
        faults.arm(0);
        let is_over = begun.is_ok();
        let again = begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap();
        // What was begun in spite of the error is not begun twice.
        assert!(!is_over || again.is_none(), "{n}");
        follower(&world).finish(world.now).unwrap();
        assert_eq!(world.count("SELECT count(*) FROM log_epochs"), 1, "{n}");
        assert!(verified(world.folder.path(), &old).is_genuine(), "{n}");
        if is_over {
            break;
        }
        n += 1;
    }
    assert!(n > 3, "{n} calls");
}

/// What witnesses signed in the epoch before stays with its log, and counts for none of the new one's heads.
#[test]
fn witnesses_of_the_epoch_before_sign_the_new_one_anew() {
    let Restored { world, old, .. } = restored(3, Faults::after(0));
    let witness = SecretKey::from_seed("bao.vn/witness", Kind::Cosigner, [4; 32]).unwrap();
    let cosigned = |note: &[u8]| add_cosignatures(note, &[cosign(note, &witness, 7).unwrap()]).unwrap();
    let (dir, log) = (world.folder.path(), world.folder.path().join("log"));
    let row = format!("quorum = 1\n[[witness]]\nkey = \"{}\"\nread = \"/nowhere\"\n", witness.public());
    std::fs::write(dir.join("keys/witnesses.toml"), row).unwrap();
    for name in ["checkpoint", "checkpoint.witnessed"] {
        std::fs::write(log.join(name), cosigned(&old)).unwrap();
    }
    begin_epoch(&world.office, &folders(&world), &new(&world)).unwrap().unwrap();
    let mut follower = follower(&world);
    follower.finish(world.now).unwrap();
    let gathered = follower.cosignatures();
    assert!(!log.join("checkpoint.witnessed").exists());
    let set_aside = world.office.log_file("epoch/1/checkpoint.witnessed").unwrap().unwrap();
    assert_eq!(set_aside.bytes, cosigned(&old));
    assert_eq!(gathered.standing().unwrap().unwrap().each[0].size, None);
    let refused = gathered.take(&log, witness.public(), &cosigned(&old));
    assert!(matches!(refused, Err(Untaken::NotOurs(NoteError::Origin { .. }))), "{refused:?}");
    let fresh = cosigned(&std::fs::read(log.join("checkpoint")).unwrap());
    gathered.take(&log, witness.public(), &fresh).unwrap();
    follower.step(world.now).unwrap();
    for name in ["checkpoint", "checkpoint.witnessed"] {
        assert_eq!(std::fs::read(log.join(name)).unwrap(), fresh, "{name}");
    }
}
