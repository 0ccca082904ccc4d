//! Heads that are sent to a witness (C2SP tlog-witness), and the head beside the newest that enough witnesses have signed.

use std::path::Path;

use audit::{Asked, COSIGNED, Declined, Name, REFUSED, Refused, Signing, Verified, WITNESSED_SECONDS_MAX, Witness};
use translog::{
    Checkpoint, Dir, Kind, NoteError, Place, PublicKey, SecretKey, Submission, Tiles, add_cosignatures, cosign, open,
    sign,
};

use crate::folder::{Folder, ORIGIN, dossier_log, found, key};

const NOW: u64 = 1_700_000_000;

fn own() -> SecretKey {
    SecretKey::from_seed("bao.example/witness", Kind::Cosigner, [5; 32]).unwrap()
}

fn signing(dir: &Path) -> Signing {
    Signing { log: key().public().clone(), secret: own(), dir: dir.to_owned() }
}

fn checkpoint(log: &Folder) -> Checkpoint {
    translog::open_any_epoch(&log.head, key().public()).unwrap().checkpoint
}

/// What the log sends to whoever has signed its first leaves.
fn submission(log: &Folder, old: u64) -> Submission {
    let head = checkpoint(log);
    let mut tiles = Tiles::new(Dir(log.dir.path().to_owned()), head.size, head.root).unwrap();
    let proof = if old == head.size { Vec::new() } else { tiles.consistency(old).unwrap() };
    Submission { old, proof, note: log.head.clone() }
}

fn send(dir: &Path, sent: &Submission) -> Result<Vec<u8>, Declined> {
    signing(dir).sent(&sent.to_bytes(), NOW)
}

/// The size under the head that was signed last.
fn signed(dir: &Path) -> u64 {
    let note = std::fs::read(dir.join(COSIGNED)).unwrap();
    let opened = open(&note, key().public()).unwrap();
    assert_eq!(opened.quorum(&[own().public().clone()], 1).unwrap()[0].at, NOW);
    opened.checkpoint.size
}

fn changed(entries: &[Vec<u8>], at: usize) -> Vec<Vec<u8>> {
    let mut entries = entries.to_vec();
    *entries[at].last_mut().unwrap() ^= 1;
    entries
}

#[test]
fn what_continues_is_signed_and_nothing_else() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let dir = folder.path();
    let (early, whole) = (Folder::of(entries[..300].to_vec()), Folder::of(entries.clone()));
    let size = checkpoint(&whole).size;
    assert_eq!(send(dir, &submission(&early, 7)), Err(Declined::Conflict(0)), "it has signed nothing yet");
    let line = send(dir, &submission(&early, 0)).unwrap();
    assert_eq!(signed(dir), 300);
    let note = add_cosignatures(&early.head, &[line]).unwrap();
    assert_eq!(note, std::fs::read(dir.join(COSIGNED)).unwrap());
    // The same again is signed again; from elsewhere it is told where it stands.
    assert!(send(dir, &submission(&early, 300)).is_ok());
    for old in [0, 299] {
        assert_eq!(send(dir, &submission(&whole, old)), Err(Declined::Conflict(300)));
    }
    // Without the proof, with that of another tree, with a proof too many.
    let right = submission(&whole, 300);
    assert!(!right.proof.is_empty());
    let disproved = |sent: Submission| assert!(matches!(send(dir, &sent), Err(Declined::Disproved(_))), "{sent:?}");
    disproved(Submission { proof: Vec::new(), ..right.clone() });
    disproved(submission(&Folder::of(changed(&entries, 10)), 300));
    disproved(Submission { proof: right.proof.clone(), ..submission(&early, 300) });
    assert_eq!(signed(dir), 300);
    let fork = Folder::of(changed(&entries, 299)[..300].to_vec());
    assert_eq!(send(dir, &submission(&fork, 300)), Err(Declined::Fork(300)));
    assert_eq!(std::fs::read(dir.join(REFUSED)).unwrap(), fork.head, "as evidence");
    assert_eq!(signed(dir), 300);
    send(dir, &right).unwrap();
    assert_eq!(signed(dir), size);
    // It never goes back.
    assert_eq!(send(dir, &submission(&early, 300)), Err(Declined::Conflict(size)));
    assert!(matches!(send(dir, &Submission { old: size, ..submission(&early, 0) }), Err(Declined::Malformed(_))));
}

#[test]
fn what_is_not_this_logs_is_not_signed() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let dir = folder.path();
    let named = |name: &str, seed: u8| SecretKey::from_seed(name, Kind::Log, [seed; 32]).unwrap();
    let by = |key: &SecretKey| submission_by(&entries, key);
    let unknown = |name: &str| Err(Declined::UnknownLog(name.to_owned()));
    assert_eq!(send(dir, &by(&named("khac.example/log", 1))), unknown("khac.example/log"));
    assert!(matches!(send(dir, &by(&named(ORIGIN, 8))), Err(Declined::NotSigned(NoteError::Unsigned { .. }))));
    // An epoch that the witness has not followed by looking at its leaves.
    let second = format!("{ORIGIN}/2");
    assert_eq!(send(dir, &by(&key().in_epoch(&second).unwrap())), unknown(&second));
    send(dir, &by(&key())).unwrap();
    assert_eq!(send(dir, &by(&key().in_epoch(&second).unwrap())), unknown(&second));
    for bytes in [&b""[..], b"old 0\n\n", b"old 0\n\n<html>", b"\n\n\n"] {
        assert!(matches!(signing(dir).sent(bytes, NOW), Err(Declined::Malformed(_))));
    }
    std::fs::write(dir.join(COSIGNED), Folder::signed(entries.clone(), &named("khac.example/log", 1), false).head)
        .unwrap();
    assert!(matches!(send(dir, &by(&key())), Err(Declined::Unusable(_))), "a folder of another log");
}

fn submission_by(entries: &[Vec<u8>], key: &SecretKey) -> Submission {
    Submission { old: 0, proof: Vec::new(), note: Folder::signed(entries[..100].to_vec(), key, false).head }
}

#[test]
fn many_at_once_are_signed_one_after_the_other() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let logs: Vec<Folder> = [100, 200, 300].map(|n| Folder::of(entries[..n].to_vec())).into();
    let dir = folder.path();
    std::thread::scope(|scope| {
        for log in &logs {
            scope.spawn(move || {
                for _ in 0..20 {
                    let _ = send(dir, &submission(log, 0));
                    let at = signed(dir);
                    if at <= checkpoint(log).size {
                        let _ = send(dir, &submission(log, at));
                    }
                    assert!(signed(dir) >= at, "never back");
                }
            });
        }
    });
    assert_eq!(signed(dir), 300);
}

fn look(log: &Folder, dir: &Path) -> Result<u64, Refused> {
    let (source, key, secret) = (Dir(log.dir.path().to_owned()), key(), own());
    Witness { source: &source, key: key.public(), secret: &secret, dir }.look(NOW).map(|signed| signed.size)
}

/// Being sent heads and looking at the log are two ways to one line of signatures.
#[test]
fn looking_holds_the_log_against_what_was_sent() {
    let (folder, entries) = (tempfile::tempdir().unwrap(), dossier_log());
    let dir = folder.path();
    let logs: Vec<Folder> = [100, 200, 300].map(|n| Folder::of(entries[..n].to_vec())).into();
    assert_eq!(look(&logs[0], dir), Ok(100));
    send(dir, &submission(&logs[1], 100)).unwrap();
    // Published is the earlier one still: nothing is signed back.
    assert!(matches!(look(&logs[0], dir), Err(Refused::Unread(_))));
    assert_eq!(signed(dir), 200);
    assert_eq!(look(&logs[2], dir), Ok(300));
    assert_eq!(signed(dir), 300);
    // What was sent is not what is published later on.
    let forked = tempfile::tempdir().unwrap();
    look(&logs[0], forked.path()).unwrap();
    send(forked.path(), &submission(&Folder::of(changed(&entries, 150)[..200].to_vec()), 100)).unwrap();
    let Err(Refused::Forgery(finding)) = look(&logs[2], forked.path()) else { panic!("it was signed") };
    assert_eq!(finding.name, Name::Rewritten);
    assert_eq!(signed(forked.path()), 200);
    // Signed later over less.
    let cut = Folder::of(entries[..150].to_vec());
    let late = sign(&checkpoint(&cut), &key(), 1_800_000_000).unwrap();
    std::fs::write(cut.path(&Place::Checkpoint), late).unwrap();
    let short = tempfile::tempdir().unwrap();
    look(&logs[0], short.path()).unwrap();
    send(short.path(), &submission(&logs[1], 100)).unwrap();
    let Err(Refused::Forgery(finding)) = look(&cut, short.path()) else { panic!("it was signed") };
    assert_eq!(finding.name, Name::Truncated);
}

/// A new epoch is held against what was sent, too.
#[test]
fn an_epoch_that_drops_what_was_sent_and_signed_is_refused() {
    let entries = dossier_log();
    let (early, late) = (Folder::of(entries[..200].to_vec()), Folder::of(entries[..300].to_vec()));
    let sent = || {
        let folder = tempfile::tempdir().unwrap();
        look(&early, folder.path()).unwrap();
        send(folder.path(), &submission(&late, 200)).unwrap();
        folder
    };
    // It names the head that was sent, and takes over some of it.
    let folder = sent();
    let anew = late.anew(2, &[late.epoch_leaf(2, 250)], &entries[..250]);
    assert_eq!(look(&anew, folder.path()), Ok(251));
    // It hides it.
    let folder = sent();
    let hiding = early.anew(2, &[early.epoch_leaf(2, 200)], &entries[..200]);
    let Err(Refused::Forgery(finding)) = look(&hiding, folder.path()) else { panic!("it was signed") };
    assert_eq!(finding.name, Name::Truncated);
}

fn asked(log: &Folder, witnesses: &[PublicKey], quorum: usize) -> Verified {
    let (texts, key) = (crate::lived::texts(), key());
    let asked = Asked { key: key.public(), witnesses, quorum, from: &[], periods: &[], as_of: None, texts };
    audit::verify(&Dir(log.dir.path().to_owned()), &asked, &mut |_, _| {})
}

#[test]
fn the_head_beside_the_newest_counts_when_the_log_continues_it() {
    let entries = dossier_log();
    let log = Folder::of(entries.clone());
    let all = checkpoint(&log).size;
    let witnesses = [own().public().clone()];
    let names = |verified: &Verified| found(verified).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let short = asked(&log, &witnesses, 1);
    assert_eq!((names(&short), short.witnessed), (vec![Name::TooFewWitnesses], None));
    let newest = open(&log.head, key().public()).unwrap().stamp.unwrap();
    let beside = |size: u64, root: Option<[u8; 32]>, stamp: u64, by: &SecretKey| {
        let mut tiles = Tiles::new(Dir(log.dir.path().to_owned()), all, checkpoint(&log).root).unwrap();
        let root = root.unwrap_or_else(|| tiles.root_at(size).unwrap());
        let note = sign(&Checkpoint { origin: ORIGIN.to_owned(), size, root }, &key(), stamp).unwrap();
        let line = cosign(&note, by, NOW).unwrap();
        std::fs::write(log.path(&Place::Witnessed), add_cosignatures(&note, &[line]).unwrap()).unwrap();
        asked(&log, &witnesses, 1)
    };
    let good = beside(all - 5, None, newest - WITNESSED_SECONDS_MAX, &own());
    assert!(good.is_genuine(), "{:?} {:?}", good.findings, good.unread);
    assert_eq!((good.witnessed, good.cosigned.len()), (Some(all - 5), 1));
    assert_eq!(names(&beside(all - 5, None, newest - WITNESSED_SECONDS_MAX - 1, &own())), [Name::TooFewWitnesses]);
    assert_eq!(names(&beside(all - 5, Some([3; 32]), newest, &own())), [Name::Rewritten]);
    assert_eq!(names(&beside(all, Some([3; 32]), newest, &own())), [Name::Fork]);
    let other = SecretKey::from_seed("khac.example/witness", Kind::Cosigner, [6; 32]).unwrap();
    assert_eq!(names(&beside(all - 5, None, newest, &other)), [Name::TooFewWitnesses]);
    // Nobody who asks for no witness is told of them.
    assert!(asked(&log, &[], 0).is_genuine());
    // On the newest head itself.
    let line = cosign(&log.head, &own(), NOW).unwrap();
    std::fs::write(log.path(&Place::Checkpoint), add_cosignatures(&log.head, &[line]).unwrap()).unwrap();
    let good = asked(&log, &witnesses, 1);
    assert!(good.is_genuine());
    assert_eq!(good.witnessed, Some(all));
}
