//! Seeded ids in the form of UUIDv7: the same seed gives the same ids, in rising order.
//!
//! Not random: nothing that must be hard to guess may come from here.

use uuid::{Builder, Uuid};

/// A source of ids.
#[derive(Debug, Clone)]
pub struct Ids {
    seed: u64,
    given: u64,
}

impl Ids {
    /// A source; each seed has its own ids.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, given: 0 }
    }

    /// The next id.
    pub fn next_id(&mut self) -> Uuid {
        self.given += 1;
        let mut random = [0; 10];
        let (high, low) = random.split_at_mut(2);
        high.copy_from_slice(&[7, 0]);
        low.copy_from_slice(&mixed(self.seed).to_be_bytes());
        Builder::from_unix_timestamp_millis(self.given, &random).into_uuid()
    }

    /// Sixteen bytes that differ each time, for the salt of a stored body.
    pub fn salt(&mut self) -> [u8; 16] {
        *self.next_id().as_bytes()
    }
}

/// Spreads a small seed over all bits (the finaliser of SplitMix64).
fn mixed(seed: u64) -> u64 {
    let a = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_repeat_by_seed_and_rise() {
        let mut a = Ids::new(1);
        let first = a.next_id();
        assert_eq!(first, Ids::new(1).next_id());
        assert_ne!(first, Ids::new(2).next_id());
        assert!(first < a.next_id());
        assert_eq!(first.get_version_num(), 7);
    }
}
