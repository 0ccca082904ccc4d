//! A small real log in a folder, and what somebody could do to it.

use std::path::PathBuf;

use audit::{Asked, Name, Shared, Texts, Verified, read, verify};
use kernel::case::leaf::{EpochLeaf, Leaf, OldHead};
use tempfile::TempDir;
use translog::{Checkpoint, Dir, Kind, Log, Place, PublicKey, SecretKey, Source, day_of};

use crate::lived::{entries, entry, texts, worlds};

/// Opaque leaves between those of the dossier, so that the log has several bundles.
const BETWEEN: usize = 40;
/// Entries between two kept heads.
const KEPT_EVERY: u64 = 100;

/// The name of the log.
pub const ORIGIN: &str = "minhbach.example/log";

/// The key of the log.
pub fn key() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Kind::Log, [1; 32]).unwrap()
}

/// A log in a folder of its own.
pub struct Folder {
    pub dir: TempDir,
    pub entries: Vec<Vec<u8>>,
    /// The newest signed head.
    pub head: Vec<u8>,
}

/// The entries of a dossier's log: its leaves, and opaque ones of the same days.
pub fn dossier_log() -> Vec<Vec<u8>> {
    let (_, world) = worlds().into_iter().find(|(name, _)| name == "dossier.scenario").unwrap();
    let mut out = Vec::new();
    for leaf in entries(&world) {
        let opaque = format!("{{\"v\":2,\"on\":\"{}\"}}", day(&leaf));
        out.push(leaf);
        out.extend((0..BETWEEN).map(|n| {
            let mut entry = entry(opaque.clone().into_bytes());
            // Each seals something else.
            entry.truncate(entry.len() - 32);
            entry.extend([u8::try_from(n).unwrap(); 32]);
            entry
        }));
    }
    out
}

/// The date that a leaf tells.
fn day(stored: &[u8]) -> kernel::time::Date {
    match read(stored).unwrap() {
        Leaf::Opaque { on } => on.unwrap(),
        Leaf::Public(leaf) => leaf.at.date(),
        Leaf::First(leaf) => leaf.at.date(),
        Leaf::Text(leaf) => leaf.at.date(),
        Leaf::Decision(leaf) => leaf.at.date(),
        Leaf::Epoch(leaf) => leaf.at.date(),
    }
}

/// A second at which a leaf may have been recorded, not before `last`.
fn second(stored: &[u8], last: u64) -> u64 {
    let at = match read(stored) {
        Ok(Leaf::Public(leaf)) => leaf.at.last().0,
        Ok(Leaf::Text(text)) => text.at.last().0,
        Ok(Leaf::Epoch(leaf)) => leaf.at.last().0,
        Ok(_) => day(stored).at(0).0,
        Err(_) => 0,
    };
    u64::try_from(at / 1_000_000).unwrap_or(0).max(last)
}

impl Folder {
    /// A log of these entries, a head of every hundredth kept.
    pub fn of(entries: Vec<Vec<u8>>) -> Self {
        Self::signed(entries, &key(), true)
    }

    /// The same, signed by a key, with or without the heads of its past.
    pub fn signed(entries: Vec<Vec<u8>>, key: &SecretKey, keeps: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::begin(dir.path(), 0).unwrap();
        let (mut last, mut head) = (0, Vec::new());
        for entry in &entries {
            log.append(entry).unwrap();
            last = second(entry, last);
            let size = log.size();
            let is_end = size == u64::try_from(entries.len()).unwrap();
            if size.is_multiple_of(KEPT_EVERY) || is_end {
                log.flush().unwrap();
                let checkpoint = Checkpoint { origin: key.public().name().to_owned(), size, root: log.root() };
                head = translog::sign(&checkpoint, key, last).unwrap();
                if keeps {
                    log.keep(&head, &day_of(last)).unwrap();
                }
                log.publish(&head, size).unwrap();
            }
        }
        Self { dir, entries, head }
    }

    /// A log that took over entries of another after a break: the leaves that begin epochs, then events; the heads kept of the
    /// old log are there too.
    pub fn anew(&self, epoch: u32, leading: &[EpochLeaf], events: &[Vec<u8>]) -> Self {
        let leading = leading.iter().map(|leaf| leaf.entry().unwrap());
        let entries = leading.chain(events.iter().cloned()).collect();
        let name = translog::epoch_name(ORIGIN, epoch);
        let log = Self::signed(entries, &key().in_epoch(&name).unwrap(), true);
        for day in std::fs::read_dir(self.dir.path().join("history")).unwrap().map(|day| day.unwrap().path()) {
            let mut notes = std::fs::read(&day).unwrap();
            let place = log.dir.path().join("history").join(day.file_name().unwrap());
            notes.extend(std::fs::read(&place).unwrap_or_default());
            std::fs::write(place, notes).unwrap();
        }
        log
    }

    /// The leaf of an epoch that begins after this log, with so many events kept.
    pub fn epoch_leaf(&self, epoch: u32, restored: usize) -> EpochLeaf {
        let opened = translog::open_any_epoch(&self.head, key().public()).unwrap();
        // A minute after it was signed.
        let at = kernel::time::Instant(i64::try_from(opened.stamp.unwrap() + 60).unwrap() * 1_000_000);
        let old = opened.checkpoint;
        let old = OldHead { origin: old.origin, size: old.size, root: old.root };
        let restored = u64::try_from(restored).unwrap();
        EpochLeaf::new(at, epoch, old, restored, "Đĩa hỏng").unwrap()
    }

    pub fn path(&self, place: &Place) -> PathBuf {
        self.dir.path().join(place.to_string())
    }

    /// Writes the bundles anew from other entries, as somebody without the key could.
    pub fn put_entries(&self, entries: &[Vec<u8>]) {
        let size = u64::try_from(self.entries.len()).unwrap();
        for (index, bundle) in (0_u64..).zip(entries.chunks(256)) {
            let width = (size - index * 256).min(256);
            let bytes: Vec<u8> = bundle
                .iter()
                .flat_map(|entry| {
                    let length = u16::try_from(entry.len()).unwrap().to_be_bytes();
                    length.into_iter().chain(entry.iter().copied())
                })
                .collect();
            std::fs::write(self.path(&Place::Entries { index, width }), bytes).unwrap();
        }
    }

    pub fn verify(&self) -> Verified {
        self.verify_after(&[])
    }

    /// Verifies it, having seen these heads before.
    pub fn verify_after(&self, from: &[u8]) -> Verified {
        verified(&Dir(self.dir.path().to_owned()), key().public(), from)
    }
}

pub fn verified(source: &Shared<'_>, key: &PublicKey, from: &[u8]) -> Verified {
    verified_by(source, key, from, texts())
}

pub fn verified_by(source: &Shared<'_>, key: &PublicKey, from: &[u8], texts: Texts) -> Verified {
    let periods = [(testkit::day("2023-01-01"), testkit::day("2023-12-31"))];
    let asked = Asked { key, witnesses: &[], quorum: 0, from, periods: &periods, as_of: None, texts };
    verify(source, &asked, &mut |_, _| {})
}

/// What was found, as names and leaves.
pub fn found(verified: &Verified) -> Vec<(Name, Option<u64>)> {
    verified.findings.kept.iter().map(|finding| (finding.name, finding.leaf)).collect()
}

/// A log of which one file is served otherwise.
pub struct Swapped<'a>(pub &'a Folder, pub String, pub Result<Option<Vec<u8>>, translog::SourceError>);

impl Source for Swapped<'_> {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, translog::SourceError> {
        if path == self.1 { self.2.clone() } else { Dir(self.0.dir.path().to_owned()).get(path, at_most) }
    }
}
