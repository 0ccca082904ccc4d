//! A tree built the slow way, straight from the words of RFC 6962, and logs in temporary folders.

use std::path::Path;

use tempfile::TempDir;
use translog::{Checkpoint, Hash, Kind, Log, SecretKey, empty_root, leaf_hash, sign};

/// Name of the logs here.
pub const ORIGIN: &str = "so-cai.example/nhat-ky";

/// An entry that can be told from all others.
pub fn entry(index: u64) -> Vec<u8> {
    format!("{{\"v\":2,\"n\":{index}}}").into_bytes()
}

/// MTH(D) of RFC 6962, section 2.1, over leaf hashes.
pub fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            naive_node(naive_root(left), naive_root(right))
        }
    }
}

/// PATH(m, D) of RFC 6962, section 2.1.1.
pub fn naive_path(at: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, other) = match at.checked_sub(left.len()) {
        None => (naive_path(at, left), naive_root(right)),
        Some(at) => (naive_path(at, right), naive_root(left)),
    };
    path.push(other);
    path
}

fn split(length: usize) -> usize {
    length.next_power_of_two() / 2
}

/// SHA-256(0x01 ‖ left ‖ right), by the inclusion proof of a tree of two: no other way to it is public.
fn naive_node(left: Hash, right: Hash) -> Hash {
    let mut rooter = translog::Rooter::new();
    rooter.push_hash(left);
    rooter.push_hash(right);
    rooter.root()
}

pub fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|index| leaf_hash(&entry(index))).collect()
}

pub fn key() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Kind::Log, [7; 32]).unwrap()
}

/// Appends entries up to `size`, flushes and publishes.
pub fn grow(log: &mut Log, size: u64) -> Vec<u8> {
    for index in log.size()..size {
        log.append(&entry(index)).unwrap();
    }
    log.flush().unwrap();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root: log.root() };
    let note = sign(&checkpoint, &key(), 1_700_000_000 + size).unwrap();
    assert!(log.publish(&note, size).unwrap());
    note
}

pub fn log_of(size: u64) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    grow(&mut Log::begin(dir.path(), 0).unwrap(), size);
    dir
}

/// All files below a folder with their bytes, by path; without the writer's own two.
pub fn files(dir: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for each in std::fs::read_dir(folder).unwrap() {
            let path = each.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                found.extend((!name.starts_with('.')).then(|| (name, std::fs::read(&path).unwrap())));
            }
        }
    }
    found
}
