//! Witnesses of the office's log: who is one, whose signature counts, where it is shown, and what is refused by name.

use std::path::PathBuf;

use kernel::time::Instant;
use office::log::{Cosignatures, Follower, Reached, Untaken, Witnesses};
use translog::{
    Checkpoint, Dir, History, Kind, NoteError, Opened, PublicKey, SecretKey, add_cosignatures, check_consistency,
    cosign, open, sign,
};

use super::public_log::follower;
use super::world::{World, at};

const ORIGIN: &str = "thu.vn/kiem-thu";

fn log() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Kind::Log, [9; 32]).unwrap()
}

fn witness(n: u8) -> SecretKey {
    SecretKey::from_seed(&format!("bao-{n}.vn/witness"), Kind::Cosigner, [100 + n; 32]).unwrap()
}

fn file(quorum: usize, keys: &[String]) -> String {
    let each = keys.iter().map(|key| format!("[[witness]]\nkey = \"{key}\"\nread = \"/nowhere\"\n"));
    format!("quorum = {quorum}\n{}", each.collect::<String>())
}

fn configure(world: &World, quorum: usize, n: u8) {
    let keys: Vec<String> = (0..n).map(|n| witness(n).public().to_string()).collect();
    let folder = world.folder.path().join("keys");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("witnesses.toml"), file(quorum, &keys)).unwrap();
}

fn path(world: &World, name: &str) -> PathBuf {
    world.folder.path().join(name)
}

fn read(world: &World, name: &str) -> Vec<u8> {
    std::fs::read(path(world, name)).unwrap()
}

fn opened(note: &[u8]) -> Opened {
    open(note, log().public()).unwrap()
}

/// Names of those who have signed a note.
fn signers(note: &[u8]) -> Vec<String> {
    let keys: Vec<PublicKey> = (0..9).map(|n| witness(n).public().clone()).collect();
    opened(note).cosigned_by(&keys).unwrap().into_iter().map(|one| one.name).collect()
}

/// The published head with a witness's signature, as the witness shows it.
fn cosigned(world: &World, n: u8) -> Vec<u8> {
    let note = read(world, "log/checkpoint");
    add_cosignatures(&note, &[cosign(&note, &witness(n), 1_700_000_000).unwrap()]).unwrap()
}

fn take(world: &World, cosignatures: &Cosignatures, n: u8, note: &[u8]) -> Result<u64, Untaken> {
    cosignatures.take(&path(world, "log"), witness(n).public(), note)
}

/// A follower that has signed once, of a world with `n` witnesses.
fn begun(quorum: usize, n: u8) -> (World, Follower, Cosignatures) {
    let mut world = World::new();
    configure(&world, quorum, n);
    world.incoming();
    let mut follower = follower(&world);
    follower.step(world.now).unwrap();
    let cosignatures = follower.cosignatures();
    (world, follower, cosignatures)
}

#[test]
fn the_file_is_read_and_what_is_wrong_with_it_is_named_by_its_line() {
    let key = |n: u8| witness(n).public().to_string();
    let parse = |text: &str| Witnesses::parse(text.as_bytes(), log().public());
    let good = format!(
        "# vì sao\nquorum = 1\n[[witness]]\nkey = \"{}\"\nsubmit = \"https://bao.vn/w/\"\n[[witness]]\nkey = \"{}\"\nread = \"/mnt/cosigned\"\n",
        key(0),
        key(1)
    );
    let found = parse(&good).unwrap();
    assert_eq!((found.quorum, found.keys().len()), (1, 2));
    assert_eq!(found.each[0].reached, Reached::Submitting("https://bao.vn/w".to_owned()));
    assert_eq!(found.each[1].reached, Reached::Reading("/mnt/cosigned".to_owned()));

    let wrong = |text: &str, line: Option<usize>, said: &str| {
        let error = parse(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.en().contains(said) && error.vi().contains("witnesses.toml"), "{error}");
        if let Some(line) = line {
            assert!(error.vi().contains(&format!("dòng {line}")) && error.en().contains(&format!("line {line}")));
        }
    };
    wrong("quorum = 1\nquorun = 2\n", Some(2), "unreadable");
    wrong(&good.replace("quorum = 1", "quorum = 3"), Some(2), "quorum is 3 of 2");
    wrong(&good.replace("quorum = 1", "quorum = 0"), Some(2), "quorum is 0");
    wrong("quorum = 1\n", Some(1), "1 of 0");
    wrong(&good.replace(&key(0), &key(0).replace("bao-0", "bao-9")), Some(4), "unusable");
    wrong(&good.replace("https://bao.vn/w/", "ftp://bao.vn"), Some(5), "submit has to be");
    wrong(&good.replace("/mnt/cosigned", "cosigned"), Some(8), "read has to be");
    wrong(&good.replace("read = \"/mnt/cosigned\"", ""), Some(6), "either submit");
    let twice = |other: &SecretKey| file(1, &[key(0), other.public().to_string()]);
    wrong(&twice(&witness(0)), Some(5), "there already");
    let renamed = SecretKey::from_seed("khac.vn/witness", Kind::Cosigner, [100; 32]).unwrap();
    wrong(&twice(&renamed), Some(5), "there already");
    let named = SecretKey::from_seed("bao-0.vn/witness", Kind::Cosigner, [7; 32]).unwrap();
    wrong(&twice(&named), Some(5), "there already");
    wrong(&file(1, &[log().public().to_string()]), Some(3), "key of a log");
    // The log's own stamp would hold as a signature of such a witness.
    wrong(&file(1, &[log().public().stamping().to_string()]), Some(2), "log itself");
    let other = SecretKey::from_seed("khac.vn/witness", Kind::Cosigner, [9; 32]).unwrap();
    wrong(&file(1, &[other.public().to_string()]), Some(2), "log itself");
    wrong(&" ".repeat(70_000), None, "longer");
    assert!(Witnesses::parse(&[0xFF, 0xFE], log().public()).unwrap_err().en().contains("UTF-8"));
}

#[test]
fn k_of_n_stand_on_the_published_head_and_not_on_the_row_nor_beside_the_keys() {
    let (world, mut follower, cosignatures) = begun(2, 3);
    let bare = read(&world, "log/checkpoint");
    assert!(signers(&bare).is_empty() && !path(&world, "log/checkpoint.witnessed").exists());
    let size = opened(&bare).checkpoint.size;
    assert_eq!(take(&world, &cosignatures, 2, &cosigned(&world, 2)), Ok(size));
    assert!(!follower.step(world.now).unwrap().moved, "it is the same head");
    assert_eq!(signers(&read(&world, "log/checkpoint")), ["bao-2.vn/witness"]);
    assert!(!path(&world, "log/checkpoint.witnessed").exists(), "one of two");
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    follower.step(world.now).unwrap();
    let shown = read(&world, "log/checkpoint");
    assert_eq!(signers(&shown), ["bao-0.vn/witness", "bao-2.vn/witness"]);
    assert_eq!(signers(&read(&world, "log/checkpoint.witnessed")).len(), 2);
    assert_eq!(world.office.log_file("checkpoint.witnessed").unwrap().map(|file| file.is_text), Some(true));
    assert_eq!(read(&world, "keys/head"), bare);
    assert_eq!(opened(&shown).stamp, opened(&bare).stamp);
    // A receipt carries them.
    assert_eq!(signers(&world.office.inclusion(1).unwrap().unwrap().checkpoint).len(), 2);
    // One signature more takes the old one's place.
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    follower.step(world.now).unwrap();
    assert_eq!(signers(&read(&world, "log/checkpoint")).len(), 2);
}

#[test]
fn a_later_head_stands_alone_while_the_witnessed_one_stays_shown() {
    let (mut world, mut follower, cosignatures) = begun(1, 1);
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    let before = cosigned(&world, 0);
    world.incoming();
    follower.step(world.now).unwrap();
    assert!(signers(&read(&world, "log/checkpoint")).is_empty());
    assert_eq!(opened(&read(&world, "log/checkpoint.witnessed")).checkpoint, opened(&before).checkpoint);
    let standing = cosignatures.standing().unwrap().unwrap();
    assert_eq!(standing.witnessed, Some(opened(&before).checkpoint.size));
    assert_eq!((standing.each[0].size, standing.each[0].at), (standing.witnessed, Some(1_700_000_000)));
    // The signature over the head before comes late, and is taken all the same; then that over the present one.
    take(&world, &cosignatures, 0, &before).unwrap();
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    follower.step(world.now).unwrap();
    assert_eq!(read(&world, "log/checkpoint"), read(&world, "log/checkpoint.witnessed"));
}

#[test]
fn a_restart_keeps_the_signatures_and_the_kept_heads_bear_them() {
    let (mut world, mut follower, cosignatures) = begun(1, 1);
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    follower.step(world.now).unwrap();
    let shown = read(&world, "log/checkpoint");
    drop(follower);
    let mut follower = self::follower(&world);
    follower.step(world.now).unwrap();
    assert_eq!(read(&world, "log/checkpoint"), shown);
    assert_eq!(read(&world, "log/checkpoint.witnessed"), shown);
    // Five seconds later there is a head that nobody has signed; both are kept with the next minute.
    world.now = Instant(world.now.0 + 5_000_000);
    world.incoming();
    follower.step(world.now).unwrap();
    follower.step(Instant(world.now.0 + 60_000_000)).unwrap();
    let kept = History(Dir(path(&world, "log"))).of(&translog::day_of(opened(&shown).stamp.unwrap())).unwrap();
    let kept: Vec<(u64, usize)> = kept.iter().map(|note| (opened(note).checkpoint.size, signers(note).len())).collect();
    let first = opened(&shown).checkpoint.size;
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!((kept[0].0, kept[1].1), (first, 0));
    // A busy minute: the first head is kept, the second one is witnessed, the third one is the newest when the minute is over.
    world.now = Instant(world.now.0 + 65_000_000);
    for is_witnessed in [false, true, false] {
        world.now = Instant(world.now.0 + 1_000_000);
        world.incoming();
        follower.step(world.now).unwrap();
        if is_witnessed {
            take(&world, &follower.cosignatures(), 0, &cosigned(&world, 0)).unwrap();
        }
    }
    follower.step(Instant(world.now.0 + 60_000_000)).unwrap();
    let kept = History(Dir(path(&world, "log"))).of(&translog::day_of(opened(&shown).stamp.unwrap())).unwrap();
    let last: Vec<usize> = kept.iter().rev().take(2).map(|note| signers(note).len()).collect();
    assert_eq!(last, [0, 1], "the witnessed one stands before the newest");
    let sizes: Vec<u64> = kept.iter().map(|note| opened(note).checkpoint.size).collect();
    assert!(sizes.is_sorted_by(|one, next| one < next), "{sizes:?}");
}

#[test]
fn hostile_witnesses_are_named_and_nothing_of_theirs_is_shown() {
    let (world, mut follower, cosignatures) = begun(1, 2);
    let note = read(&world, "log/checkpoint");
    let head = opened(&note).checkpoint;
    let with = |note: &[u8], n: u8| add_cosignatures(note, &[cosign(note, &witness(n), 7).unwrap()]).unwrap();
    let refused = |note: &[u8], said: &str| {
        let error = take(&world, &cosignatures, 0, note).unwrap_err();
        assert!(error.en().contains(said), "{error:?}");
        let standing = cosignatures.standing().unwrap().unwrap();
        assert_eq!(standing.each[0].trouble, Some((error.vi(), error.en())));
        error
    };
    let own = |checkpoint: &Checkpoint, key: &SecretKey| sign(checkpoint, key, 7).unwrap();
    // No note, somebody else's log, another key of the same name, a root that this log never had.
    refused(b"<html>", "not a signed checkpoint");
    refused(&vec![b'a'; 70_000], "longer than");
    let foreign = SecretKey::from_seed("khac.vn/so", Kind::Log, [9; 32]).unwrap();
    let elsewhere = Checkpoint { origin: "khac.vn/so".to_owned(), ..head.clone() };
    refused(&with(&own(&elsewhere, &foreign), 0), "khac.vn/so");
    let impostor = SecretKey::from_seed(ORIGIN, Kind::Log, [8; 32]).unwrap();
    assert!(matches!(
        refused(&with(&own(&head, &impostor), 0), "no head of this log"),
        Untaken::NotOurs(NoteError::Unsigned { .. })
    ));
    let changed = String::from_utf8(note.clone()).unwrap().replace(&format!("\n{}\n", head.size), "\n1\n");
    refused(&with(changed.as_bytes(), 0), "no head of this log");
    // Signed by nobody, by another witness, by the right one over something else.
    assert_eq!(refused(&note, "does not bear"), Untaken::Unsigned);
    assert_eq!(refused(&with(&note, 1), "does not bear"), Untaken::Unsigned);
    let stolen = add_cosignatures(&note, &[cosign(&own(&elsewhere, &foreign), &witness(0), 7).unwrap()]).unwrap();
    assert_eq!(refused(&stolen, "does not hold"), Untaken::Forged);
    // The log's key has signed what is not there yet, and what never was.
    let later = Checkpoint { size: head.size + 5, ..head.clone() };
    assert_eq!(
        refused(&with(&own(&later, &log()), 0), "published here"),
        Untaken::Ahead { size: head.size + 5, ours: head.size }
    );
    assert!(!cosignatures.standing().unwrap().unwrap().each[0].is_fork);
    for size in [head.size, 1] {
        let fork = Checkpoint { size, root: [3; 32], ..head.clone() };
        assert_eq!(refused(&with(&own(&fork, &log()), 0), "the key has leaked"), Untaken::Fork { size });
    }
    // One that is not configured.
    assert_eq!(take(&world, &cosignatures, 5, &with(&note, 5)), Err(Untaken::Unsigned));
    follower.step(world.now).unwrap();
    assert_eq!(read(&world, "log/checkpoint"), note);
    assert!(!path(&world, "log/checkpoint.witnessed").exists());
    // Its other witness goes on; what the note bears besides is not carried along.
    let noisy = with(&with(&with(&note, 1), 5), 0);
    take(&world, &cosignatures, 1, &noisy).unwrap();
    follower.step(world.now).unwrap();
    assert_eq!(signers(&read(&world, "log/checkpoint")), ["bao-1.vn/witness"]);
    let standing = cosignatures.standing().unwrap().unwrap();
    assert!(standing.each[0].is_fork && standing.each[0].size.is_none() && standing.each[1].trouble.is_none());
}

#[test]
fn a_bad_file_is_named_the_log_goes_on_and_a_mended_one_is_taken_up() {
    let (mut world, mut follower, cosignatures) = begun(1, 1);
    let keys = ledger::KeyFolder::of(world.folder.path(), None);
    take(&world, &cosignatures, 0, &cosigned(&world, 0)).unwrap();
    follower.step(world.now).unwrap();
    let configured = || cosignatures.configure(&keys, log().public());
    assert!(!configured(), "nothing changed");
    std::fs::write(keys.path("witnesses.toml"), "quorum = \"two\"\n").unwrap();
    assert!(configured() && !configured());
    let error = cosignatures.standing().unwrap().unwrap_err();
    assert_eq!(error.line, Some(1));
    world.incoming();
    assert!(follower.step(world.now).unwrap().moved);
    assert!(!path(&world, "log/checkpoint.witnessed").exists(), "nobody is a witness now");
    configure(&world, 1, 1);
    assert!(configured());
    follower.step(world.now).unwrap();
    assert_eq!(
        signers(&read(&world, "log/checkpoint.witnessed")),
        ["bao-0.vn/witness"],
        "what was gathered still counts"
    );
    // Who is no witness any more does not count, nor does a new key of the old name.
    let renewed = SecretKey::from_seed("bao-0.vn/witness", Kind::Cosigner, [77; 32]).unwrap();
    std::fs::write(keys.path("witnesses.toml"), file(1, &[renewed.public().to_string()])).unwrap();
    assert!(configured());
    follower.step(world.now).unwrap();
    assert!(!path(&world, "log/checkpoint.witnessed").exists());
    assert_eq!(cosignatures.standing().unwrap().unwrap().each[0].size, None);
    std::fs::remove_file(keys.path("witnesses.toml")).unwrap();
    assert!(configured());
    assert_eq!(cosignatures.standing(), None);
}

#[test]
fn two_servers_over_one_ledger_show_what_each_has_gathered_and_do_not_fight() {
    let (mut world, mut one, gathered) = begun(1, 1);
    let other = tempfile::tempdir().unwrap();
    let places = office::log::Folders {
        log: other.path().join("log"),
        keys: ledger::KeyFolder::of(world.folder.path(), None),
        made_up_time: false,
    };
    let mut two = Follower::new(world.office.clone(), places, [1; 32]);
    for _ in 0..6 {
        world.incoming();
        one.step(world.now).unwrap();
        two.step(world.now).unwrap();
        take(&world, &gathered, 0, &cosigned(&world, 0)).unwrap();
        assert!(!one.step(world.now).unwrap().moved);
        assert!(!two.step(world.now).unwrap().moved);
        let there = std::fs::read(other.path().join("log/checkpoint")).unwrap();
        assert_eq!((signers(&there).len(), signers(&read(&world, "log/checkpoint")).len()), (0, 1));
        assert_eq!(read(&world, "keys/head"), there);
        two.cosignatures().take(&other.path().join("log"), witness(0).public(), &cosigned(&world, 0)).unwrap();
        two.step(world.now).unwrap();
        assert_eq!(std::fs::read(other.path().join("log/checkpoint")).unwrap(), read(&world, "log/checkpoint"));
        world.now = Instant(world.now.0 + 1_000_000);
    }
    assert!(world.now.0 > at("2023-03-01T00:00").0);
}

#[test]
fn what_is_sent_to_a_witness_proves_that_the_head_continues_what_it_signed() {
    let (mut world, mut follower, cosignatures) = begun(1, 1);
    let old = opened(&read(&world, "log/checkpoint")).checkpoint;
    for _ in 0..200 {
        world.incoming();
    }
    follower.finish(world.now).unwrap();
    let note = read(&world, "log/checkpoint");
    let head = opened(&note).checkpoint;
    let dir = path(&world, "log");
    let sent = cosignatures.submission(&dir, &note, old.size).unwrap();
    check_consistency(&sent.proof, old.size, old.root, head.size, head.root).unwrap();
    assert_eq!(translog::Submission::parse(&sent.to_bytes()).unwrap(), sent);
    for old in [0, head.size] {
        assert!(cosignatures.submission(&dir, &note, old).unwrap().proof.is_empty());
    }
    assert!(matches!(cosignatures.submission(&dir, &note, head.size + 1), Err(Untaken::Ahead { .. })));
}
