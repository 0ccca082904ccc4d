//! The gate between foreign bytes and the XML parser: unpacks gzip, counts, and stops before memory or patience end.
//!
//! The parser below collects a whole tag before it hands it over, so only the source can stop a tag of a gigabyte.
//! Knows nothing of XML beyond "a piece began here".

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::{Limits, XesErrorKind};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Bytes asked of the source at once.
const CHUNK_BYTES: usize = 64 << 10;

type Whole<'a> = Chain<Cursor<Vec<u8>>, &'a mut dyn Read>;

/// Counts packed bytes on their way into the unpacker.
struct Counted<'a> {
    inner: Whole<'a>,
    bytes: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes = self.bytes.saturating_add(widen(read));
        Ok(read)
    }
}

enum Source<'a> {
    Plain(BufReader<Whole<'a>>),
    Gzip(Box<BufReader<MultiGzDecoder<BufReader<Counted<'a>>>>>),
}

impl Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(reader) => reader.fill_buf(),
            Self::Gzip(reader) => reader.fill_buf(),
        }
    }

    fn buffer(&self) -> &[u8] {
        match self {
            Self::Plain(reader) => reader.buffer(),
            Self::Gzip(reader) => reader.buffer(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Plain(reader) => reader.consume(amount),
            Self::Gzip(reader) => reader.consume(amount),
        }
    }

    /// Packed bytes taken so far, `None` for a plain file.
    fn packed(&self) -> Option<u64> {
        match self {
            Self::Plain(_) => None,
            Self::Gzip(reader) => Some(reader.get_ref().get_ref().get_ref().bytes),
        }
    }
}

/// A buffered source that refuses to go past the limits.
pub(super) struct Guard<'a> {
    source: Source<'a>,
    limits: Limits,
    total: u64,
    piece: usize,
    line: u64,
    piece_line: u64,
    piece_offset: u64,
    tripped: Option<XesErrorKind>,
}

impl<'a> Guard<'a> {
    /// Looks at the first two bytes and chooses gzip or plain.
    pub(super) fn open(input: &'a mut dyn Read, limits: Limits) -> io::Result<Self> {
        let mut head = Vec::with_capacity(GZIP_MAGIC.len());
        (&mut *input).take(widen(GZIP_MAGIC.len())).read_to_end(&mut head)?;
        let packed = head == GZIP_MAGIC;
        let whole = Cursor::new(head).chain(input);
        let source = if packed {
            let counted = BufReader::with_capacity(CHUNK_BYTES, Counted { inner: whole, bytes: 0 });
            Source::Gzip(Box::new(BufReader::with_capacity(CHUNK_BYTES, MultiGzDecoder::new(counted))))
        } else {
            Source::Plain(BufReader::with_capacity(CHUNK_BYTES, whole))
        };
        Ok(Self { source, limits, total: 0, piece: 0, line: 1, piece_line: 1, piece_offset: 0, tripped: None })
    }

    /// Says that the parser has finished a piece and starts the next: the count of the piece begins again.
    pub(super) fn piece_begins(&mut self) {
        self.piece = 0;
        self.piece_line = self.line;
        self.piece_offset = self.total;
    }

    /// Line (from 1) and byte (from 0) where the present piece began.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.piece_line, self.piece_offset)
    }

    /// Whether the bytes come out of gzip.
    pub(super) fn is_packed(&self) -> bool {
        self.source.packed().is_some()
    }

    /// The limit that stopped the source, if one did.
    pub(super) fn take_trip(&mut self) -> Option<XesErrorKind> {
        self.tripped.take()
    }

    fn broken_limit(&self) -> Option<XesErrorKind> {
        if self.piece >= self.limits.piece_bytes {
            return Some(XesErrorKind::PieceTooLong(self.limits.piece_bytes));
        }
        if self.total >= self.limits.total_bytes {
            return Some(XesErrorKind::TooLarge(self.limits.total_bytes));
        }
        let packed = self.source.packed()?;
        let dense = self.total > packed.saturating_mul(self.limits.unpacked_per_packed);
        (dense && self.total > self.limits.ratio_grace_bytes)
            .then_some(XesErrorKind::TooDense(self.limits.unpacked_per_packed))
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Guard<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let more = !self.source.fill_buf()?.is_empty();
        if let Some(kind) = more.then(|| self.broken_limit()).flatten() {
            self.tripped = Some(kind);
            return Err(io::Error::other("limit reached"));
        }
        let left = self.limits.total_bytes.saturating_sub(self.total);
        let room = self.limits.piece_bytes.saturating_sub(self.piece).min(usize::try_from(left).unwrap_or(usize::MAX));
        let chunk = self.source.buffer();
        Ok(chunk.get(..room).unwrap_or(chunk))
    }

    fn consume(&mut self, amount: usize) {
        let lines = self.source.buffer().iter().take(amount).filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(widen(lines));
        self.total = self.total.saturating_add(widen(amount));
        self.piece = self.piece.saturating_add(amount);
        self.source.consume(amount);
    }
}

fn widen(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
