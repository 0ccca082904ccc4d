//! Which key belongs to which stream: the table `keys`, opened with the master keys of the keys folder.
//!
//! One keyring serves the writer and all readers of a ledger. A generation of the master that is not known yet is looked
//! for in the folder, so that a rotation by another process needs no restart. Not here: the ciphers (`seal`), changing
//! the master (`rotate`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::commit::Work;
use crate::commitment;
use crate::engine::Conn;
use crate::error::{DbError, LedgerError};
use crate::folder::KeyFolder;
use crate::gather::Write;
use crate::master::{MASTER_NAME, Masters};
use crate::plan::{StreamId, Tx};
use crate::random::Random;
use crate::reader::StoredEvent;
use crate::schema::{meta, put};
use crate::seal::{MasterKey, Place, StreamKey};

/// Keys of streams that the writer keeps open; above, all are dropped and opened anew when needed.
const KEYS_KEPT_MAX: usize = 32_768;
/// The key under which `meta` says which generation of the master wraps new keys.
pub(crate) const GENERATION: &str = "master";

/// How a ledger is sealed.
#[derive(Debug, Clone)]
pub struct Sealing {
    /// The keys folder.
    pub keys: KeyFolder,
    /// Where new keys come from.
    pub random: Random,
}

/// The key of a stream as the database has it.
pub(crate) enum Found<'a> {
    /// None was made: what the stream holds was never sealed.
    None,
    /// It was destroyed, by law.
    Erased,
    /// Wrapped by this generation of the master.
    Wrapped(&'a [u8], u32),
}

impl<'a> Found<'a> {
    /// From the columns `wrapped` and `master` of a row, which may be absent.
    pub(crate) fn of(wrapped: Option<&'a [u8]>, master: Option<i64>) -> Self {
        match (wrapped, master.and_then(|n| u32::try_from(n).ok())) {
            (_, None) => Self::None,
            (None, Some(_)) => Self::Erased,
            (Some(wrapped), Some(generation)) => Self::Wrapped(wrapped, generation),
        }
    }
}

/// The keys of a ledger.
pub(crate) struct Keyring {
    folder: KeyFolder,
    masters: RwLock<Masters>,
    /// Whether the table of keys is known to be there; a ledger of an earlier version has none until it is written on.
    has_table: AtomicBool,
}

impl Keyring {
    pub(crate) fn new(folder: KeyFolder, has_table: bool) -> Self {
        Self { folder, masters: RwLock::default(), has_table: AtomicBool::new(has_table) }
    }

    pub(crate) fn folder(&self) -> &KeyFolder {
        &self.folder
    }

    /// Whether the database has a table of keys, asked of it until it has.
    pub(crate) fn has_table(&self, ask: impl FnOnce() -> Result<bool, DbError>) -> Result<bool, DbError> {
        if self.has_table.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let has = ask()?;
        self.has_table.store(has, Ordering::Relaxed);
        Ok(has)
    }

    /// Looks, when a ledger is opened to write, whether the master key is there and the right one; a ledger that has none
    /// gets one.
    pub(crate) fn settle(&self, conn: &mut Conn, random: &Random) -> Result<(), LedgerError> {
        let mut masters = Masters::read(&self.folder)?;
        if let Some(stored) = meta(conn, GENERATION)? {
            let generation: u32 = stored.parse().unwrap_or(0);
            let known = masters.mark(generation).ok_or_else(|| self.missing(generation))?;
            if meta(conn, &mark_name(generation))?.as_deref() != Some(&known) {
                return Err(DbError::WrongKey { file: self.folder.path(MASTER_NAME) }.into());
            }
        } else {
            if masters.newest().is_none() {
                masters = Masters::make(&self.folder, random)?;
            }
            let newest = masters.newest().unwrap_or(1);
            put(conn, GENERATION, &newest.to_string())?;
            put(conn, &mark_name(newest), &masters.mark(newest).unwrap_or_default())?;
        }
        *self.masters.write().unwrap_or_else(PoisonError::into_inner) = masters;
        Ok(())
    }

    fn missing(&self, generation: u32) -> DbError {
        DbError::NoKey { file: self.folder.path(MASTER_NAME), generation }
    }

    /// Does something with a master key; reads the folder again when this generation is not known yet.
    pub(crate) fn with<T>(
        &self,
        generation: u32,
        act: impl FnOnce(&MasterKey) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        {
            let known = self.masters.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(key) = known.get(generation) {
                return act(key);
            }
        }
        let read = Masters::read(&self.folder)?;
        let done = act(read.get(generation).ok_or_else(|| self.missing(generation))?);
        *self.masters.write().unwrap_or_else(PoisonError::into_inner) = read;
        done
    }

    pub(crate) fn open_key(
        &self,
        stream: &StreamId,
        (wrapped, generation): (&[u8], u32),
    ) -> Result<StreamKey, DbError> {
        self.with(generation, |master| master.open(stream, wrapped).ok_or_else(|| key_damaged(stream)))
    }

    /// The bytes of a key as it is stored, to wrap them anew.
    pub(crate) fn bytes_of(&self, stream: &StreamId, (wrapped, generation): (&[u8], u32)) -> Result<[u8; 32], DbError> {
        self.with(generation, |master| master.unwrap(stream, wrapped).ok_or_else(|| key_damaged(stream)))
    }

    /// The event with its body as it was before sealing: empty where the key was destroyed. What was never sealed is
    /// known by its commitment, which no sealed body meets.
    pub(crate) fn unseal(
        &self,
        mut event: StoredEvent,
        found: &Found<'_>,
        opened: &mut HashMap<StreamId, StreamKey>,
    ) -> Result<StoredEvent, DbError> {
        let damaged = || DbError::Damaged { what: format!("the event at position {}", event.position) };
        let Some(&committed) = event.pub_.last_chunk::<32>() else { return Err(damaged()) };
        let sealed = match found {
            Found::Erased => {
                event.body.clear();
                return Ok(event);
            }
            Found::None => None,
            Found::Wrapped(wrapped, generation) => {
                let key = match opened.entry(event.stream) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(self.open_key(&event.stream, (wrapped, *generation))?),
                };
                key.open(Place::body(&event.stream, event.seq, &committed), &event.body)
            }
        };
        let body = sealed.unwrap_or_else(|| std::mem::take(&mut event.body));
        if commitment(&event.plain, &body) != committed {
            return Err(damaged());
        }
        event.body = body;
        Ok(event)
    }
}

static KEY: Write =
    Write { table: "keys", sql: "INSERT INTO keys(stream, wrapped, master) VALUES($1, $2, $3)", key: &[1], merge: &[] };

/// What the writer needs to seal.
pub(crate) struct Sealer {
    keyring: Arc<Keyring>,
    /// `None` where the ledger is sealed and was opened without a way to seal.
    random: Option<Random>,
    /// The generation that wraps; asked of the database once in each transaction that makes a key.
    asked: Option<u32>,
    /// Keys that the database is known to hold.
    kept: HashMap<StreamId, StreamKey>,
    /// Keys made in this transaction.
    made: HashMap<StreamId, StreamKey>,
}

impl Sealer {
    pub(crate) fn new(keyring: Arc<Keyring>, random: Option<Random>) -> Self {
        Self { keyring, random, asked: None, kept: HashMap::new(), made: HashMap::new() }
    }

    /// A transaction begins.
    pub(crate) fn begin(&mut self) {
        self.asked = None;
        self.made.clear();
        if self.kept.len() > KEYS_KEPT_MAX {
            self.kept.clear();
        }
    }

    /// It is durable: so are the keys that it made.
    pub(crate) fn committed(&mut self) {
        self.kept.extend(self.made.drain());
    }

    /// Whether the key of a stream that is there has been opened.
    pub(crate) fn has(&self, stream: &StreamId) -> bool {
        self.kept.contains_key(stream)
    }

    /// Opens the key of a stream as the database has it, before it is needed. What was destroyed is told when it is needed.
    pub(crate) fn learn(
        &mut self,
        stream: &StreamId,
        wrapped: Option<&[u8]>,
        master: Option<i64>,
    ) -> Result<(), DbError> {
        if let (Found::Wrapped(wrapped, generation), true) = (Found::of(wrapped, master), self.random.is_some()) {
            self.kept.insert(*stream, self.keyring.open_key(stream, (wrapped, generation))?);
        }
        Ok(())
    }

    /// The key of a stream, made where there is none yet.
    pub(crate) fn key(&mut self, work: &mut Work<'_>, stream: &StreamId, is_new: bool) -> Result<StreamKey, DbError> {
        // A stream that begins has no key, whatever a transaction that was undone made for it.
        if let Some(key) = self.made.get(stream).or_else(|| self.kept.get(stream).filter(|_| !is_new)) {
            return Ok(key.clone());
        }
        let Some(random) = self.random.clone() else {
            let generation = self.generation(work)?;
            return Err(self.keyring.missing(generation));
        };
        let stored = if is_new { None } else { self.load(work, stream)? };
        if let Some(key) = stored {
            self.kept.insert(*stream, key.clone());
            return Ok(key);
        }
        let generation = self.generation(work)?;
        let fresh = (random.draw(), random.draw());
        let (key, wrapped) = self.keyring.with(generation, |master| master.make(stream, fresh.0, fresh.1))?;
        work.write(&KEY, &[stream.into(), (&wrapped).into(), generation.into()])?;
        self.made.insert(*stream, key.clone());
        Ok(key)
    }

    fn load(&self, work: &mut Work<'_>, stream: &StreamId) -> Result<Option<StreamKey>, DbError> {
        let mut stored = None;
        work.query_beside("SELECT wrapped, master FROM keys WHERE stream = $1", &[stream.into()], &mut |row| {
            stored = Some(match Found::of(row.blob_opt(0)?, row.int_opt(1)?) {
                Found::Wrapped(wrapped, generation) => self.keyring.open_key(stream, (wrapped, generation))?,
                Found::None | Found::Erased => {
                    return Err(DbError::Caller(format!(
                        "stream {} was erased by law; nothing is added to it",
                        name(stream)
                    )));
                }
            });
            Ok(())
        })?;
        Ok(stored)
    }

    fn generation(&mut self, work: &mut Work<'_>) -> Result<u32, DbError> {
        if let Some(known) = self.asked {
            return Ok(known);
        }
        let mut found = 0;
        work.query_beside("SELECT value FROM meta WHERE key = $1", &[GENERATION.into()], &mut |row| {
            found = row.text(0)?.parse().unwrap_or(0);
            Ok(())
        })?;
        self.asked = Some(found);
        Ok(found)
    }
}

/// The key under which `meta` keeps the mark of a generation.
pub(crate) fn mark_name(generation: u32) -> String {
    format!("{GENERATION}_{generation}")
}

fn key_damaged(stream: &StreamId) -> DbError {
    DbError::Damaged { what: format!("the key of stream {}", name(stream)) }
}

/// A stream in hex digits.
pub(crate) fn name(stream: &StreamId) -> String {
    stream.iter().map(|byte| format!("{byte:02x}")).collect()
}
