//! Where the files of a log lie, as C2SP tlog-tiles names them, both ways. Not here: what is in them.
//!
//! The crate `tlog_tiles` names tiles as Go's checksum database does (`tile/8/0/x001/962`); C2SP has no height in the
//! path (`tile/0/x001/962`).

use std::fmt;

use crate::TILE_WIDTH;

/// A file of a log. Its text is its path below the log's folder or address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The newest signed checkpoint.
    Checkpoint,
    /// The newest checkpoint that as many witnesses have signed as are wanted: `checkpoint.witnessed`.
    Witnessed,
    /// The key that checkpoints are verified with.
    Vkey,
    /// Hashes of one level: `tile/<level>/<index>[.p/<width>]`.
    Tile {
        /// Level in steps of eight, from 0.
        level: u8,
        /// Number of the tile within the level.
        index: u64,
        /// Hashes in it, 1 to 256.
        width: u64,
    },
    /// Entries: `tile/entries/<index>[.p/<width>]`.
    Entries {
        /// Number of the bundle.
        index: u64,
        /// Entries in it, 1 to 256.
        width: u64,
    },
    /// A text that leaves name by its SHA-256: `blob/<hex>`.
    Blob([u8; 32]),
    /// The checkpoints kept of one day (UTC): `history/<YYYY-MM-DD>`.
    History(String),
}

impl Place {
    /// Whether the file, once there, never changes. Tiles and bundles change only where a new epoch of the log begins.
    #[must_use]
    pub fn is_immutable(&self) -> bool {
        matches!(self, Self::Blob(_))
    }

    /// Reads a path strictly: only what [`Place`] itself would write is taken, so that a path never leads elsewhere.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let place = match path.split_once('/') {
            None if path == "checkpoint" => Self::Checkpoint,
            None if path == "checkpoint.witnessed" => Self::Witnessed,
            None if path == "vkey" => Self::Vkey,
            Some(("history", day)) if is_day(day) => Self::History(day.to_owned()),
            Some(("blob", hex)) => Self::Blob(from_hex(hex)?),
            Some(("tile", rest)) => tile(rest)?,
            _ => return None,
        };
        (place.to_string() == path).then_some(place)
    }
}

fn tile(rest: &str) -> Option<Place> {
    let (level, rest) = rest.split_once('/')?;
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width))?),
        None => (rest, TILE_WIDTH),
    };
    let index = index(number)?;
    if level == "entries" {
        return Some(Place::Entries { index, width });
    }
    let level = level.parse().ok().filter(|level| *level < 64)?;
    Some(Place::Tile { level, index, width })
}

/// A number written in groups of three digits, all but the last marked with an `x`.
fn index(text: &str) -> Option<u64> {
    let mut sum: u64 = 0;
    for group in text.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        sum = sum.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(sum)
}

fn is_day(text: &str) -> bool {
    let form = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    form && text.len() == 10
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// `NNN`, with `xNNN/` before it for each three digits more, and `.p/W` behind it when not full.
fn numbered(f: &mut fmt::Formatter<'_>, index: u64, width: u64) -> fmt::Result {
    let mut groups = vec![format!("{:03}", index % 1_000)];
    let mut rest = index / 1_000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1_000));
        rest /= 1_000;
    }
    groups.reverse();
    f.write_str(&groups.join("/"))?;
    if width < TILE_WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checkpoint => f.write_str("checkpoint"),
            Self::Witnessed => f.write_str("checkpoint.witnessed"),
            Self::Vkey => f.write_str("vkey"),
            Self::Tile { level, index, width } => {
                write!(f, "tile/{level}/")?;
                numbered(f, *index, *width)
            }
            Self::Entries { index, width } => {
                f.write_str("tile/entries/")?;
                numbered(f, *index, *width)
            }
            Self::Blob(digest) => {
                f.write_str("blob/")?;
                digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Self::History(day) => write!(f, "history/{day}"),
        }
    }
}
