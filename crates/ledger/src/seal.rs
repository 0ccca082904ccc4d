//! Sealing: what only the holders of the keys may read. Bodies and files of a stream are sealed with a key of its own
//! (XChaCha20-Poly1305); that key is wrapped by a master key which the database does not hold.
//!
//! The nonce of a body is made of its commitment and its place in the stream, so that nothing has to be drawn or stored
//! for it: two different bodies never share one, also when a batch is rolled back and done again with other contents, and
//! the same contents seal alike. Stream and place are bound to what is sealed; it opens nowhere else. Destroying the key
//! of a stream destroys its bodies and files; the commitments in `pub` stay, and with them every proof.
//!
//! Not here: where the master key is kept (`master`), which key belongs to which stream (`keyring`).

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use crate::error::DbError;
use crate::plan::StreamId;

/// Bytes of every key.
const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
const NONCE_BYTES: usize = 24;
/// Bytes of the nonce that come from a commitment or a digest; the rest is the place.
const DIGEST_BYTES: usize = 16;
/// In the place of a sequence number, for files: no stream grows so long.
const FILE_PLACE: u64 = u64::MAX;

/// The key of a stream.
#[derive(Clone)]
pub(crate) struct StreamKey(XChaCha20Poly1305);

impl StreamKey {
    /// Seals a body in place. `digest` is the record's commitment.
    pub(crate) fn seal(&self, at: Place<'_>, bytes: &mut Vec<u8>) -> Result<(), DbError> {
        let sealed = self.0.encrypt_in_place(&at.nonce(), &at.bound(), bytes);
        sealed.map_err(|_too_long| DbError::Caller("too long to be sealed".to_owned()))
    }

    /// Opens what was sealed at this place; `None` when it is not that.
    pub(crate) fn open(&self, at: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = sealed.to_vec();
        self.0.decrypt_in_place(&at.nonce(), &at.bound(), &mut bytes).ok().map(|()| bytes)
    }
}

/// Where something sealed belongs.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    stream: &'a StreamId,
    place: u64,
    digest: &'a [u8; 32],
}

impl<'a> Place<'a> {
    /// The body of a record, by its commitment.
    pub(crate) fn body(stream: &'a StreamId, seq: u64, commitment: &'a [u8; 32]) -> Self {
        Self { stream, place: seq, digest: commitment }
    }

    /// A file, by the digest of its bytes.
    pub(crate) fn file(stream: &'a StreamId, sha256: &'a [u8; 32]) -> Self {
        Self { stream, place: FILE_PLACE, digest: sha256 }
    }

    fn nonce(&self) -> XNonce {
        let mut nonce = [0; NONCE_BYTES];
        let from = self.digest.iter().take(DIGEST_BYTES).copied().chain(self.place.to_be_bytes());
        nonce.iter_mut().zip(from).for_each(|(to, from)| *to = from);
        nonce.into()
    }

    fn bound(&self) -> [u8; 24] {
        let mut bound = [0; 24];
        let from = self.stream.iter().copied().chain(self.place.to_be_bytes());
        bound.iter_mut().zip(from).for_each(|(to, from)| *to = from);
        bound
    }
}

/// A master key: wraps the keys of streams, and nothing else.
#[derive(Clone)]
pub(crate) struct MasterKey(XChaCha20Poly1305);

impl MasterKey {
    pub(crate) fn new(key: [u8; KEY_BYTES]) -> Self {
        Self(XChaCha20Poly1305::new(&Key::from(key)))
    }

    /// A new key for a stream, and how it is stored: nonce, then the wrapped key.
    pub(crate) fn make(
        &self,
        stream: &StreamId,
        key: [u8; KEY_BYTES],
        fresh: [u8; KEY_BYTES],
    ) -> Result<(StreamKey, Vec<u8>), DbError> {
        Ok((StreamKey(XChaCha20Poly1305::new(&Key::from(key))), self.wrap(stream, &key, fresh)?))
    }

    /// Wraps a key anew under this master.
    pub(crate) fn wrap(&self, stream: &StreamId, key: &[u8], fresh: [u8; KEY_BYTES]) -> Result<Vec<u8>, DbError> {
        let mut nonce = [0; NONCE_BYTES];
        nonce.iter_mut().zip(fresh).for_each(|(to, from)| *to = from);
        let mut wrapped = key.to_vec();
        let sealed = self.0.encrypt_in_place(&XNonce::from(nonce), stream, &mut wrapped);
        sealed.map_err(|_too_long| DbError::Caller("a key too long to be wrapped".to_owned()))?;
        Ok(nonce.into_iter().chain(wrapped).collect())
    }

    /// The bytes of a stored key; `None` when it was not wrapped by this master for this stream.
    pub(crate) fn unwrap(&self, stream: &StreamId, stored: &[u8]) -> Option<[u8; KEY_BYTES]> {
        let (nonce, wrapped) = stored.split_first_chunk::<NONCE_BYTES>()?;
        let mut key = wrapped.to_vec();
        self.0.decrypt_in_place(&XNonce::from(*nonce), stream, &mut key).ok()?;
        key.try_into().ok()
    }

    /// The key of a stream as it is stored.
    pub(crate) fn open(&self, stream: &StreamId, stored: &[u8]) -> Option<StreamKey> {
        self.unwrap(stream, stored).map(|key| StreamKey(XChaCha20Poly1305::new(&Key::from(key))))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMITMENT: [u8; 32] = [7; 32];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_sealed_opens_at_its_place_and_nowhere_else_and_no_bit_may_change(
            body in proptest::collection::vec(any::<u8>(), 0..300),
            bit in any::<prop::sample::Index>(),
        ) {
            let master = MasterKey::new([1; 32]);
            let (key, stored) = master.make(&[2; 16], [3; 32], [4; 32]).unwrap();
            let mut sealed = body.clone();
            key.seal(Place::body(&[2; 16], 5, &COMMITMENT), &mut sealed).unwrap();
            let again = master.open(&[2; 16], &stored).unwrap();
            prop_assert_eq!(again.open(Place::body(&[2; 16], 5, &COMMITMENT), &sealed), Some(body.clone()));
            prop_assert_eq!(again.open(Place::body(&[2; 16], 6, &COMMITMENT), &sealed), None);
            prop_assert_eq!(again.open(Place::body(&[9; 16], 5, &COMMITMENT), &sealed), None);
            prop_assert_eq!(again.open(Place::body(&[2; 16], 5, &[8; 32]), &sealed), None);
            prop_assert_eq!(again.open(Place::file(&[2; 16], &COMMITMENT), &sealed), None);
            let bit = bit.index(sealed.len() * 8);
            sealed[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(again.open(Place::body(&[2; 16], 5, &COMMITMENT), &sealed), None);
            prop_assert!(master.open(&[9; 16], &stored).is_none());
            prop_assert!(MasterKey::new([6; 32]).open(&[2; 16], &stored).is_none());
        }

        #[test]
        fn no_stored_key_that_somebody_made_up_is_taken(stored in proptest::collection::vec(any::<u8>(), 0..90)) {
            prop_assert!(MasterKey::new([1; 32]).open(&[2; 16], &stored).is_none());
        }
    }
}
