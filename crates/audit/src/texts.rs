//! The texts that deadlines and figures are counted by: calendars and catalogues, each logged by its hash.
//!
//! A text counts from the leaf on that names it; whoever swaps it later has another hash. Not here: where the bytes come
//! from, what a calendar or catalogue says.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::calendar::Calendar;
use kernel::case::leaf::{TextLeaf, TextOf, TextVersion};
use kernel::catalogue::Catalogue;
use sha2::{Digest, Sha256};

use crate::finding::{Finding, Name};

/// The longest text that is read, in bytes.
pub const TEXT_BYTES_MAX: usize = 32 << 20;

/// Calendars by fingerprint, catalogues by version.
#[derive(Debug, Clone, Default)]
struct Shelf {
    calendars: HashMap<String, Arc<Calendar>>,
    catalogues: BTreeMap<u32, Arc<Catalogue>>,
}

/// The texts known so far. As soon as the log names a calendar, only logged ones count; so with catalogues.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    vouched: Shelf,
    logged: Shelf,
}

impl Texts {
    /// With a calendar that the caller vouches for.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Calendar) -> Self {
        self.vouched.calendars.insert(calendar.fingerprint().to_owned(), Arc::new(calendar));
        self
    }

    /// With a catalogue that the caller vouches for. Without any, figures are counted by none.
    #[must_use]
    pub fn with_catalogue(mut self, version: u32, catalogue: Arc<Catalogue>) -> Self {
        self.vouched.catalogues.insert(version, catalogue);
        self
    }

    /// Whether the log named a calendar, and a catalogue.
    #[must_use]
    pub fn are_logged(&self) -> bool {
        !self.logged.calendars.is_empty() && !self.logged.catalogues.is_empty()
    }

    /// The calendar of this fingerprint.
    #[must_use]
    pub fn calendar(&self, fingerprint: &str) -> Option<&Arc<Calendar>> {
        let Self { vouched, logged } = self;
        if logged.calendars.is_empty() { vouched } else { logged }.calendars.get(fingerprint)
    }

    /// The newest catalogue.
    #[must_use]
    pub fn newest(&self) -> Option<&Arc<Catalogue>> {
        self.catalogues().values().next_back()
    }

    /// The catalogue of a version; the newest where that was not logged.
    #[must_use]
    pub fn catalogue(&self, version: u32) -> Option<&Arc<Catalogue>> {
        self.catalogues().get(&version).or_else(|| self.newest())
    }

    fn catalogues(&self) -> &BTreeMap<u32, Arc<Catalogue>> {
        let Self { vouched, logged } = self;
        if logged.catalogues.is_empty() { &vouched.catalogues } else { &logged.catalogues }
    }

    /// Takes a text that a leaf names. `bytes` are what is served under its hash, if anything is.
    ///
    /// # Errors
    /// What is wrong with it; it is not used then.
    pub fn take(&mut self, index: u64, leaf: &TextLeaf, bytes: Option<&[u8]>) -> Result<(), Finding> {
        let sha = &leaf.sha256;
        let Some(bytes) = bytes else {
            return Err(Finding::of_leaf(
                Name::Missing,
                index,
                format!("lá {index} dẫn văn bản {sha}, nhưng không tải được blob/{sha}"),
                format!("leaf {index} names the text {sha}, but there is no blob/{sha}"),
            ));
        };
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if hash != *sha {
            let (name, vi) = match leaf.what {
                TextOf::Calendar => (Name::CalendarSwapped, "lịch làm việc"),
                TextOf::Catalogue | TextOf::Rule => (Name::TextSwapped, "văn bản"),
            };
            return Err(Finding::of_leaf(
                name,
                index,
                format!("{vi} đang công bố có mã băm {hash}, không phải {sha} như lá {index} đã ghi: đã bị thay"),
                format!("what is served as blob/{sha} hashes to {hash}: it was swapped after leaf {index} named it"),
            ));
        }
        self.keep(leaf, bytes).map_err(|why| {
            Finding::of_leaf(
                Name::Damaged,
                index,
                format!("không đọc được văn bản {sha} mà lá {index} dẫn: {why}"),
                format!("the text {sha} that leaf {index} names cannot be read: {why}"),
            )
        })
    }

    fn keep(&mut self, leaf: &TextLeaf, bytes: &[u8]) -> Result<(), String> {
        let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
        match leaf.what {
            TextOf::Calendar => {
                let calendar = Calendar::of_text(text)?;
                // The fingerprint by which leaves call it is the beginning of the hash; other bytes would have another.
                if !leaf.sha256.starts_with(calendar.fingerprint()) {
                    return Err(format!("the calendar in it has the fingerprint {}", calendar.fingerprint()));
                }
                self.logged.calendars.insert(calendar.fingerprint().to_owned(), Arc::new(calendar));
            }
            TextOf::Catalogue => {
                let TextVersion::Number(version) = leaf.version else {
                    return Err("its leaf tells no version".to_owned());
                };
                let files: Vec<(String, String)> = serde_json::from_str(text).map_err(|e| e.to_string())?;
                self.logged.catalogues.insert(version, Arc::new(Catalogue::parse(&files).value));
            }
            TextOf::Rule => {}
        }
        Ok(())
    }
}
