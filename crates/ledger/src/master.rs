//! The master keys: a text file in the keys folder, one line a generation, its number and 64 hex digits.
//!
//! Written for people too, who have to keep a copy. The newest generation wraps; older ones are there only while a
//! rotation goes on, or for what it has not come to yet. Not here: what a master key wraps (`seal`).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::error::DbError;
use crate::folder::KeyFolder;
use crate::random::Random;
use crate::seal::MasterKey;

/// Name of the file in the keys folder.
pub const MASTER_NAME: &str = "master.key";

const HEAD: &str =
    "# Khóa chủ của sổ cái. Mất tệp này là mất nội dung hồ sơ; giữ một bản ở nơi khác, đừng để cạnh cơ sở dữ liệu.
# Master keys of the ledger. Without this file what cases say is lost; keep a copy elsewhere, never beside the database.
";

/// Generations of the master key.
#[derive(Default)]
pub(crate) struct Masters(BTreeMap<u32, Stored>);

struct Stored {
    bytes: [u8; 32],
    key: MasterKey,
}

impl Masters {
    /// Reads the file; empty when there is none.
    pub(crate) fn read(folder: &KeyFolder) -> Result<Self, DbError> {
        let path = folder.path(MASTER_NAME);
        let bytes = folder.read(MASTER_NAME).map_err(|error| DbError::io(&path, &error))?;
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        let read = std::str::from_utf8(&bytes).ok().and_then(Self::parse);
        read.ok_or(DbError::WrongKey { file: path })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut found = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (generation, digits) = line.split_once(' ')?;
            found.add(generation.parse().ok()?, bytes_of(digits.trim())?);
        }
        (!found.0.is_empty()).then_some(found)
    }

    /// Makes the file with a first generation, unless another was quicker; answers what it holds then.
    pub(crate) fn make(folder: &KeyFolder, random: &Random) -> Result<Self, DbError> {
        let mut first = Self::default();
        first.add(1, random.draw());
        let created = folder.create(MASTER_NAME, first.text().as_bytes());
        created.map_err(|error| DbError::io(&folder.path(MASTER_NAME), &error))?;
        Self::read(folder)
    }

    /// Writes the file anew.
    pub(crate) fn write(&self, folder: &KeyFolder) -> Result<(), DbError> {
        let written = folder.replace(MASTER_NAME, self.text().as_bytes());
        written.map_err(|error| DbError::io(&folder.path(MASTER_NAME), &error))
    }

    pub(crate) fn add(&mut self, generation: u32, bytes: [u8; 32]) {
        self.0.insert(generation, Stored { bytes, key: MasterKey::new(bytes) });
    }

    /// Forgets the generations before this one.
    pub(crate) fn forget_before(&mut self, generation: u32) {
        self.0.retain(|known, _| *known >= generation);
    }

    pub(crate) fn newest(&self) -> Option<u32> {
        self.0.keys().next_back().copied()
    }

    pub(crate) fn get(&self, generation: u32) -> Option<&MasterKey> {
        self.0.get(&generation).map(|stored| &stored.key)
    }

    /// What the database keeps of a generation, so that a wrong key is noticed: 16 hex digits.
    pub(crate) fn mark(&self, generation: u32) -> Option<String> {
        let stored = self.0.get(&generation)?;
        let digest = Sha256::new().chain_update(b"minhbach/master").chain_update(stored.bytes).finalize();
        Some(hex(&digest).chars().take(16).collect())
    }

    fn text(&self) -> String {
        let line = |(generation, stored): (&u32, &Stored)| format!("{generation} {}\n", hex(&stored.bytes));
        HEAD.to_owned() + &self.0.iter().map(line).collect::<String>()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(digits: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        digits.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.last()?)).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_file_is_made_once_and_says_what_it_said() {
        let dir = tempfile::tempdir().unwrap();
        let folder = KeyFolder::of(dir.path(), None);
        let mut made = Masters::make(&folder, &Random::grown(b"a")).unwrap();
        let second = Masters::make(&folder, &Random::grown(b"b")).unwrap();
        assert_eq!((made.mark(1), made.newest()), (second.mark(1), Some(1)));
        made.add(2, [9; 32]);
        made.write(&folder).unwrap();
        let read = Masters::read(&folder).unwrap();
        assert_eq!((read.newest(), read.mark(1), read.mark(2)), (Some(2), made.mark(1), made.mark(2)));
        assert_ne!(read.mark(1), read.mark(2));
    }

    #[test]
    fn a_broken_file_is_refused() {
        let good = format!("1 {}", "ab".repeat(32));
        assert!(Masters::parse(&good).is_some());
        for bad in ["", "# only words", "1", "x abcd", "1 abcd", &good.replace("ab", "ag"), &format!("{good}0")] {
            assert!(Masters::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}", bytes in any::<[u8; 32]>()) {
            let _ = Masters::parse(&text);
            let mut one = Masters::default();
            one.add(3, bytes);
            prop_assert_eq!(Masters::parse(&one.text()).unwrap().mark(3), one.mark(3));
        }
    }
}
