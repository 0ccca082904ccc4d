//! Signed checkpoints: vectors of others, changes of any byte, witnesses.

use proptest::prelude::*;
use translog::{
    Checkpoint, Kind, NoteError, PublicKey, SecretKey, Submission, add_cosignatures, cosign, epoch_name, epoch_of,
    open, open_any_epoch, sign,
};

use crate::support::{ORIGIN, key};

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.to_owned(), size: 20_852_163, root: [9; 32] }
}

fn witness(number: u8) -> SecretKey {
    SecretKey::from_seed(&format!("witness.example/{number}"), Kind::Cosigner, [100 + number; 32]).unwrap()
}

/// The key and vkey of the signed-note specification's own example.
#[test]
fn keys_are_read_as_others_write_them() {
    let skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let key = SecretKey::parse(skey).unwrap();
    assert_eq!(key.to_text(), skey);
    assert_eq!(key.public().to_string(), vkey);
    assert_eq!(&PublicKey::parse(&format!("{vkey}\n")).unwrap(), key.public());
    assert!(!format!("{key:?}").contains("gQoUAtU"), "a secret key is never shown");
    for bad in [
        "",
        "a+b+c",
        &vkey.replace("c74f20a3", "c74f20a4"),
        &vkey.replace("PeterN", "Peter N"),
        &vkey.replace("ARpc", "Arpc"),
    ] {
        assert!(matches!(PublicKey::parse(bad), Err(NoteError::Key(_))), "{bad}");
    }
    assert!(SecretKey::parse(vkey).is_err());
    assert!(SecretKey::from_seed("cosignature/v1", Kind::Log, [1; 32]).is_err());
}

#[test]
fn a_checkpoint_is_signed_and_stamped() {
    let note = sign(&checkpoint(), &key(), 1_679_315_147).unwrap();
    let text = String::from_utf8(note.clone()).unwrap();
    assert!(
        text.starts_with("so-cai.example/nhat-ky\n20852163\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n— so-cai"),
        "{text}"
    );
    let opened = open(&note, key().public()).unwrap();
    assert_eq!((&opened.checkpoint, opened.stamp), (&checkpoint(), Some(1_679_315_147)));
    // Without the log's own stamp it is still signed.
    let bare: String = text.lines().take(5).map(|line| format!("{line}\n")).collect();
    assert_eq!(open(bare.as_bytes(), key().public()).unwrap().stamp, None);
}

/// The key of a log is that of all its epochs; an epoch is a number behind the name, written one way.
#[test]
fn one_key_serves_all_epochs() {
    for (name, epoch) in [("a/b", ("a/b", 1)), ("a/b/2", ("a/b", 2)), ("a/b/12", ("a/b", 12)), ("2", ("2", 1))] {
        assert_eq!(epoch_of(name), epoch);
        assert_eq!(epoch_name(epoch.0, epoch.1), name);
    }
    for name in ["a/b/1", "a/b/0", "a/b/02", "a/b/+2", "a/b/2x", "a/b/"] {
        assert_eq!(epoch_of(name), (name, 1), "another log");
    }
    let first = SecretKey::from_seed("a/b", Kind::Log, [1; 32]).unwrap();
    let second = first.in_epoch("a/b/2").unwrap();
    let head = |origin: &str| Checkpoint { origin: origin.to_owned(), size: 1, root: [2; 32] };
    let note = sign(&head("a/b/2"), &second, 9).unwrap();
    assert!(matches!(open(&note, first.public()), Err(NoteError::Origin { .. })));
    assert_eq!(open_any_epoch(&note, first.public()).unwrap().checkpoint, head("a/b/2"));
    let before = sign(&head("a/b"), &first, 9).unwrap();
    assert_eq!(open_any_epoch(&before, second.public()).unwrap().stamp, Some(9));
    assert!(first.in_epoch("a/c/2").is_none());
    let other = SecretKey::from_seed("a/c", Kind::Log, [1; 32]).unwrap();
    assert!(matches!(open_any_epoch(&note, other.public()), Err(NoteError::Origin { .. })));
    let foreign = SecretKey::from_seed("a/b", Kind::Log, [7; 32]).unwrap();
    assert!(matches!(open_any_epoch(&note, foreign.public()), Err(NoteError::Unsigned { .. })));
}

#[test]
fn what_does_not_hold_is_named() {
    let note = sign(&checkpoint(), &key(), 5).unwrap();
    let text = String::from_utf8(note.clone()).unwrap();
    let other = SecretKey::from_seed(ORIGIN, Kind::Log, [8; 32]).unwrap();
    let named = |name: &str| SecretKey::from_seed(name, Kind::Log, [7; 32]).unwrap();
    assert!(matches!(open(&note, other.public()), Err(NoteError::Unsigned { .. })));
    assert!(matches!(open(&note, named("khac.example").public()), Err(NoteError::Origin { .. })));
    let larger = text.replace("20852163", "20852164");
    assert!(matches!(open(larger.as_bytes(), key().public()), Err(NoteError::Forged { .. })));
    let huge = text.replace("20852163", "18446744073709551615");
    assert!(matches!(open(huge.as_bytes(), key().public()), Err(NoteError::Malformed(_))));
    assert!(matches!(sign(&checkpoint(), &named("khac.example"), 5), Err(NoteError::Origin { .. })));
    assert!(matches!(sign(&checkpoint(), &witness(1), 5), Err(NoteError::Key(_))));
    assert!(matches!(open(&vec![b'a'; 70_000], key().public()), Err(NoteError::Malformed(_))));
}

#[test]
fn witnesses_count_each_once() {
    let note = sign(&checkpoint(), &key(), 5).unwrap();
    let witnesses: Vec<SecretKey> = (0..3).map(witness).collect();
    let known: Vec<PublicKey> = witnesses.iter().map(|key| key.public().clone()).collect();
    let lines: Vec<Vec<u8>> = [0, 2, 2].iter().map(|at| cosign(&note, &witnesses[*at], 60).unwrap()).collect();
    let cosigned = add_cosignatures(&note, &lines).unwrap();
    let opened = open(&cosigned, key().public()).unwrap();
    assert_eq!(opened.stamp, Some(5));
    let found = opened.quorum(&known, 2).unwrap();
    assert_eq!(
        found.iter().map(|one| (one.name.as_str(), one.at)).collect::<Vec<_>>(),
        [("witness.example/0", 60), ("witness.example/2", 60)]
    );
    let twice = [known.clone(), known.clone()].concat();
    assert_eq!(opened.cosigned_by(&twice).unwrap().len(), 2);
    let short = opened.quorum(&known, 3).unwrap_err().to_string();
    assert_eq!(short, "2 of 3 known witnesses have signed the checkpoint; 3 are asked for");
    // A line of another checkpoint under a known witness's name is a forgery, not a witness less.
    let other = sign(&Checkpoint { size: 4, ..checkpoint() }, &key(), 5).unwrap();
    let stolen = add_cosignatures(&note, &[cosign(&other, &witnesses[1], 60).unwrap()]).unwrap();
    assert!(matches!(open(&stolen, key().public()).unwrap().quorum(&known, 1), Err(NoteError::Forged { .. })));
    assert!(matches!(cosign(&note, &key(), 60), Err(NoteError::Key(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_of_the_text_can_be_changed(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut note = sign(&checkpoint(), &key(), 5).unwrap();
        let end = note.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let at = at.index(end);
        prop_assume!(note[at] != to);
        note[at] = to;
        prop_assert!(open(&note, key().public()).is_err());
    }

    #[test]
    fn hostile_bytes_are_no_note(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[a-z0-9+/=—\n ]{0,200}") {
        prop_assert!(open(&bytes, key().public()).is_err());
        prop_assert!(open(text.as_bytes(), key().public()).is_err());
        prop_assert!(PublicKey::parse(&text).is_err());
        let _ = add_cosignatures(text.as_bytes(), &[bytes]);
    }
}

#[test]
fn a_line_is_given_only_when_it_holds() {
    let note = sign(&checkpoint(), &key(), 5).unwrap();
    let line = cosign(&note, &witness(1), 60).unwrap();
    let cosigned = add_cosignatures(&note, std::slice::from_ref(&line)).unwrap();
    let opened = open(&cosigned, key().public()).unwrap();
    assert_eq!(opened.line_of(witness(1).public()), Ok(Some(line)));
    assert_eq!(opened.line_of(witness(2).public()), Ok(None));
    let other = sign(&Checkpoint { size: 4, ..checkpoint() }, &key(), 5).unwrap();
    let stolen = add_cosignatures(&note, &[cosign(&other, &witness(1), 60).unwrap()]).unwrap();
    let stolen = open(&stolen, key().public()).unwrap();
    assert!(matches!(stolen.line_of(witness(1).public()), Err(NoteError::Forged { .. })));
    // The same pair under another name and kind is the same pair.
    let renamed = SecretKey::from_seed("khac.example", Kind::Cosigner, [7; 32]).unwrap();
    assert!(renamed.public().is_same_pair(key().public()) && !renamed.public().is_same_pair(witness(1).public()));
}

#[test]
fn a_submission_is_read_as_it_was_written_and_nothing_else_is() {
    let note = sign(&checkpoint(), &key(), 5).unwrap();
    let sent = Submission { old: 20_852_014, proof: vec![[1; 32], [2; 32]], note: note.clone() };
    assert_eq!(Submission::parse(&sent.to_bytes()), Ok(sent.clone()));
    let first = Submission { old: 0, proof: Vec::new(), note };
    assert!(first.to_bytes().starts_with(b"old 0\n\nso-cai.example/nhat-ky\n"));
    assert_eq!(Submission::parse(&first.to_bytes()), Ok(first.clone()));
    let text = String::from_utf8(sent.to_bytes()).unwrap();
    let line = text.lines().nth(1).unwrap().to_owned();
    for wrong in [
        text.replacen("old 20852014", "old 020852014", 1),
        text.replacen("old 20852014", "old +20852014", 1),
        text.replacen("old 20852014", "old 18446744073709551615", 1),
        text.replacen("old ", "new ", 1),
        text.replacen(&line, "AAAA", 1),
        text.replacen(&line, &format!("{line}\r"), 1),
        text.replacen(&line, &[line.as_str(); 64].join("\n"), 1),
        text.replace("\n\n", "\n"),
        format!("{text}{}", "a".repeat(70_000)),
        String::new(),
    ] {
        assert!(matches!(Submission::parse(wrong.as_bytes()), Err(NoteError::Malformed(_))), "{wrong:.80}");
    }
}
