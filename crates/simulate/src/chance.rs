//! Seeded randomness: every case draws from a stream of its own, so that nothing depends on the order of work.
//!
//! Not for secrets: whoever knows the seed knows all.

use kernel::time::Instant;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// What a stream of randomness is for. A number once used keeps its meaning, else equal seeds give other years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Targets = 1,
    DossierPlan = 2,
    Dossier = 3,
    OutgoingPlan = 4,
    Outgoing = 5,
    TaskPlan = 6,
    Task = 7,
    IncomingPlan = 8,
    Incoming = 9,
    TaskReport = 10,
    Portal = 11,
    Books = 12,
    Programme = 13,
    Salts = 14,
    Ids = 15,
}

/// A stream of randomness.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of this purpose and index under a seed.
    pub(crate) fn new(seed: u64, stream: Stream, index: u64) -> Self {
        Self::of(seed, stream, stream, index)
    }

    fn of(seed: u64, stream: Stream, second: Stream, index: u64) -> Self {
        let mut bytes = [0_u8; 32];
        let words = [seed, number(stream), number(second), index];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A whole number below `n`; 0 when there is none.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }

    /// A position in a list of this length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap_or(0))).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both included; `low` when `high` lies below it.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low { low } else { self.0.random_range(low..=high) }
    }

    /// Happens in so many of a thousand.
    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1_000) < u64::from(share)
    }

    /// One of a list; `None` of an empty one.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.place(list.len()))
    }

    /// One of a list of words; nothing of an empty one.
    pub(crate) fn word(&mut self, list: &[&'static str]) -> &'static str {
        self.pick(list).copied().unwrap_or_default()
    }

    /// Fisher–Yates.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.place(i + 1);
            list.swap(i, j);
        }
    }

    /// Sixteen bytes, for salts.
    pub(crate) fn bytes(&mut self) -> [u8; 16] {
        let mut out = [0; 16];
        self.0.fill_bytes(&mut out);
        out
    }
}

fn number(stream: Stream) -> u64 {
    #[expect(clippy::as_conversions, reason = "the discriminants are the contract of the streams")]
    let number = stream as u64;
    number
}

/// The identity (UUIDv7) of the n-th case of a stream, opened at this moment.
pub(crate) fn case_id(seed: u64, stream: Stream, index: u64, opened: Instant) -> Uuid {
    let mut chance = Chance::of(seed, Stream::Ids, stream, index);
    let mut random = [0_u8; 10];
    chance.0.fill_bytes(&mut random);
    let millis = u64::try_from(opened.0.div_euclid(1_000)).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A choice among weighted things.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighted {
    sums: Vec<u64>,
}

impl Weighted {
    pub(crate) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let mut sum = 0;
        let sums = weights.into_iter().map(|w| {
            sum += w;
            sum
        });
        Self { sums: sums.collect() }
    }

    /// The place of one of them; the place behind the last when all weigh nothing.
    pub(crate) fn draw(&self, chance: &mut Chance) -> usize {
        let all = self.sums.last().copied().unwrap_or(0);
        let point = chance.below(all);
        self.sums.partition_point(|sum| *sum <= point)
    }
}
