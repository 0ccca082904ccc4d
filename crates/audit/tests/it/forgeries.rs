//! Each forgery made on a real log, and the name that it gets.

use audit::{Name, Texts, read};
use kernel::case::leaf::Leaf;
use translog::{Kind, Place, SecretKey, SourceError, kept_notes};

use crate::folder::{Folder, ORIGIN, Swapped, dossier_log, found, key, verified, verified_by};
use crate::lived::{entry, logged};

/// The index of the first leaf that tells an event, from `from` on.
fn public(entries: &[Vec<u8>], from: usize) -> usize {
    let tells = |stored: &Vec<u8>| matches!(read(stored), Ok(Leaf::Public(_)));
    from + entries.iter().skip(from).position(tells).unwrap()
}

fn changed(stored: &[u8]) -> Vec<u8> {
    let mut stored = stored.to_vec();
    *stored.last_mut().unwrap() ^= 1;
    stored
}

fn at(index: usize) -> Option<u64> {
    u64::try_from(index).ok()
}

#[test]
fn a_genuine_log_is_genuine() {
    let log = Folder::of(dossier_log());
    let verified = log.verify_after(&log.head);
    assert_eq!(found(&verified), []);
    assert!(verified.is_genuine(), "{:?}", verified.unread);
    let size = u64::try_from(log.entries.len()).unwrap();
    assert!(size > 512, "{size}: several bundles and a tile above them");
    assert_eq!(verified.head.unwrap().size, size);
    assert_eq!(verified.heads_kept, size / 100 + 1);
    let leaves = verified.counts[0].leaves;
    assert_eq!((leaves.public + leaves.opaque, leaves.cases), (size, 1));
}

#[test]
fn a_changed_leaf_is_named() {
    let log = Folder::of(dossier_log());
    let mut entries = log.entries.clone();
    let index = public(&entries, 300);
    entries[index] = changed(&entries[index]);
    log.put_entries(&entries);
    assert_eq!(found(&log.verify()), [(Name::ChangedLeaf, at(index))]);
}

#[test]
fn a_dropped_leaf_is_named() {
    let log = Folder::of(dossier_log());
    for index in [7, 300, log.entries.len() - 1] {
        let mut entries = log.entries.clone();
        entries.remove(index);
        log.put_entries(&entries);
        assert!(found(&log.verify()).contains(&(Name::DroppedLeaf, at(index))), "{index}: {:?}", log.verify().findings);
    }
}

#[test]
fn an_inserted_leaf_is_named() {
    let log = Folder::of(dossier_log());
    let index = public(&log.entries, 300);
    let mut entries = log.entries.clone();
    entries.insert(index, changed(&entries[index]));
    log.put_entries(&entries);
    assert_eq!(found(&log.verify())[0], (Name::InsertedLeaf, at(index)));
}

/// Whoever has the key can sign other leaves; whoever kept an older head finds it, and about where.
#[test]
fn a_rewritten_log_is_named() {
    let log = Folder::of(dossier_log());
    for keeps in [true, false] {
        let mut entries = log.entries.clone();
        entries[310] = changed(&entries[310]);
        let forged = Folder::signed(entries, &key(), keeps);
        // Its own heads bear it out. Alone, nobody can tell.
        assert_eq!(found(&forged.verify()), []);
        // Two whole logs: the newest heads contradict each other.
        assert_eq!(found(&forged.verify_after(&log.head)), [(Name::Fork, None)]);
        // An old head is not continued.
        let old = Folder::of(log.entries[..400].to_vec());
        let verified = forged.verify_after(&old.head);
        assert_eq!(found(&verified), [(Name::Rewritten, None)]);
        let from = if keeps { "from leaf 300 on, before leaf 400" } else { "from leaf 0 on, before leaf 400" };
        assert!(verified.findings.kept[0].en.contains(from), "{:?}", verified.findings.kept);
    }
    // A past that was kept says so too.
    let mut entries = log.entries.clone();
    entries[310] = changed(&entries[310]);
    let forged = Folder::signed(entries, &key(), false);
    std::fs::rename(log.dir.path().join("history"), forged.dir.path().join("history")).unwrap();
    let names: Vec<Name> = forged.verify().findings.kept.iter().map(|finding| finding.name).collect();
    assert!(names.contains(&Name::Fork) || names.contains(&Name::Rewritten), "{names:?}");
}

/// Entries and tiles made anew by somebody without the key do not add up to the signed root.
#[test]
fn other_leaves_under_an_old_signature_are_named() {
    let log = Folder::of(dossier_log());
    let mut entries = log.entries.clone();
    entries[310] = changed(&entries[310]);
    let forged = Folder::signed(entries, &key(), false);
    std::fs::write(forged.path(&Place::Checkpoint), &log.head).unwrap();
    assert_eq!(found(&forged.verify()), [(Name::RootDiffers, None)]);
}

/// Signed by the log itself, between heads that it signed itself.
#[test]
fn a_backdated_instant_is_named() {
    let mut entries = dossier_log();
    let index = public(&entries, 300);
    let (leaf, _) = entries[index].split_last_chunk::<32>().map(|(leaf, sealed)| (leaf.to_vec(), sealed)).unwrap();
    let leaf = String::from_utf8(leaf).unwrap();
    let told = leaf.split("\"at\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    entries[index] = entry(leaf.replacen(&told, "2022-05-05T08:00", 1).into_bytes());
    let verified = Folder::of(entries).verify();
    assert!(found(&verified).contains(&(Name::Backdated, at(index))), "{:?}", verified.findings);
    let said = verified.findings.kept.iter().find(|finding| finding.name == Name::Backdated).unwrap();
    assert!(said.vi.contains("2022-05-05") && said.vi.contains("chưa có lá này"), "{said:?}");
}

/// The calendar by which deadlines were counted is logged by its hash; another one in its place is found.
#[test]
fn a_calendar_swapped_afterwards_is_named() {
    let calendar = testkit::calendar().text();
    let (sha, leaf) = logged(&calendar);
    let log = Folder::of(std::iter::once(leaf).chain(dossier_log()).collect());
    let blob = log.dir.path().join("blob");
    std::fs::create_dir(&blob).unwrap();
    std::fs::write(blob.join(&sha), &calendar).unwrap();
    let dir = translog::Dir(log.dir.path().to_owned());
    let texts = Texts::default().with_catalogue(1, testkit::catalogue());
    let verified = || verified_by(&dir, key().public(), b"", texts.clone());
    assert!(verified().is_genuine(), "{:?}", verified().findings);
    std::fs::write(blob.join(&sha), calendar.replacen("2023-0", "2023-1", 1)).unwrap();
    assert_eq!(found(&verified())[0], (Name::CalendarSwapped, Some(0)));
    std::fs::remove_file(blob.join(&sha)).unwrap();
    assert_eq!(found(&verified())[0], (Name::Missing, Some(0)));
}

#[test]
fn a_fork_is_named() {
    let log = Folder::of(dossier_log());
    let mut entries = log.entries.clone();
    let last = entries.len() - 1;
    entries[last] = changed(&entries[last]);
    let other = Folder::of(entries);
    let verified = log.verify_after(&other.head);
    assert_eq!(found(&verified), [(Name::Fork, None)]);
    assert!(verified.findings.kept[0].vi.contains("rẽ nhánh"));
}

#[test]
fn a_truncated_log_is_named() {
    let whole = Folder::of(dossier_log());
    let cut = Folder::of(whole.entries[..300].to_vec());
    assert_eq!(found(&cut.verify_after(&whole.head)), [(Name::Truncated, None)]);
    // The heads of its past say so too, from the size on to which it was cut.
    std::fs::remove_dir_all(cut.dir.path().join("history")).unwrap();
    std::fs::rename(whole.dir.path().join("history"), cut.dir.path().join("history")).unwrap();
    assert!(found(&cut.verify()).contains(&(Name::Truncated, None)), "{:?}", cut.verify().findings);
}

#[test]
fn another_key_another_log_and_a_changed_head_are_named() {
    let log = Folder::of(dossier_log());
    let dir = translog::Dir(log.dir.path().to_owned());
    let other = SecretKey::from_seed(ORIGIN, Kind::Log, [2; 32]).unwrap();
    assert_eq!(found(&verified(&dir, other.public(), b"")), [(Name::WrongKey, None)]);
    let elsewhere = SecretKey::from_seed("elsewhere.example/log", Kind::Log, [1; 32]).unwrap();
    assert_eq!(found(&verified(&dir, elsewhere.public(), b"")), [(Name::OtherLog, None)]);
    let head = String::from_utf8(log.head.clone()).unwrap();
    let size = log.entries.len();
    let forged = head.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size - 1), 1);
    std::fs::write(log.path(&Place::Checkpoint), forged).unwrap();
    assert_eq!(found(&log.verify()), [(Name::ForgedHead, None)]);
}

#[test]
fn a_tile_that_differs_is_named() {
    let log = Folder::of(dossier_log());
    let size = u64::try_from(log.entries.len()).unwrap();
    let above = Place::Tile { level: 1, index: 0, width: size / 256 };
    std::fs::write(log.path(&above), [9; 64]).unwrap();
    assert_eq!(found(&log.verify()), [(Name::TileDiffers, None)]);
    std::fs::remove_file(log.path(&above)).unwrap();
    assert_eq!(found(&log.verify()), [(Name::Missing, None)]);
    // The lowest tiles are those that tell which leaf was changed; without them the root still decides.
    let log = Folder::of(dossier_log());
    std::fs::remove_file(log.path(&Place::Tile { level: 0, index: 0, width: 256 })).unwrap();
    assert_eq!(found(&log.verify()), [(Name::Missing, None)]);
}

/// A kept head that was changed, or that is stamped out of order.
#[test]
fn the_heads_of_the_past_are_checked() {
    let log = Folder::of(dossier_log());
    let history = std::fs::read_dir(log.dir.path().join("history")).unwrap();
    let path = history.map(|file| file.unwrap().path()).min().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let notes = kept_notes(&bytes).0;
    let [first, ..] = notes.as_slice() else { panic!("no note") };
    let text = String::from_utf8(first.to_vec()).unwrap();
    std::fs::write(&path, text.replacen("\n100\n", "\n101\n", 1)).unwrap();
    assert_eq!(found(&log.verify())[0].0, Name::ForgedHead);
}

#[test]
fn what_a_hostile_server_gives_is_unreadable_not_believed() {
    let log = Folder::of(dossier_log());
    let swapped = |path: &str, with| Swapped(&log, path.to_owned(), with);
    let unread = |source: &Swapped<'_>| verified(source, key().public(), b"");
    let endless = || Err(SourceError::TooLong { path: "checkpoint".to_owned(), at_most: 65_536 });
    let told = unread(&swapped("checkpoint", endless()));
    assert!(told.unread.as_ref().unwrap().vi.contains("dài hơn 65536 byte"), "{told:?}");
    let told = unread(&swapped("checkpoint", Ok(None)));
    assert!(told.unread.as_ref().unwrap().en.contains("no checkpoint here"));
    let told = unread(&swapped("checkpoint", Ok(Some(b"<html>404</html>\n".to_vec()))));
    assert!(told.unread.as_ref().unwrap().en.contains("no signed checkpoint"));
    let told = unread(&swapped("tile/entries/001", Ok(None)));
    assert!(told.unread.as_ref().unwrap().en.contains("tile/entries/001"));
    assert!(!told.is_genuine() && told.counts.is_empty());
    // Bytes of its own making, in the right number or not.
    for bytes in [vec![0; 8_192], vec![0; 31], Vec::new()] {
        assert!(!unread(&swapped("tile/0/001", Ok(Some(bytes.clone())))).is_genuine());
        assert!(!unread(&swapped("tile/entries/001", Ok(Some(bytes)))).is_genuine());
    }
}
