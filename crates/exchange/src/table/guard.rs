//! Measures a workbook before it is opened: each part is unpacked once and thrown away, counting.
//!
//! The reader of workbooks holds all shared texts and one cell in memory; what they may weigh is decided here, by what
//! unpacks and not by what the file claims. Knows nothing of sheets.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::{Limits, TableError, TableErrorKind};

/// Bytes unpacked at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// Refuses a workbook whose parts go beyond the limits.
pub(super) fn measure<R: Read + Seek>(source: R, limits: &Limits) -> Result<(), TableError> {
    let mut archive = ZipArchive::new(source).map_err(TableError::damaged)?;
    if archive.len() > limits.parts {
        return Err(TableErrorKind::TooManyParts(limits.parts).into());
    }
    // Parts that share their packed bytes unpack to far more than the file could hold.
    if archive.has_overlapping_files().map_err(TableError::damaged)? {
        return Err(TableError::damaged("parts overlap"));
    }
    let (mut chunk, mut left) = (vec![0; CHUNK_BYTES], limits.total_bytes);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(TableError::damaged)?;
        let name = part.name().map_err(TableError::damaged)?.to_ascii_lowercase();
        let bytes_max = if is_sheet(&name) { limits.sheet_bytes } else { limits.part_bytes };
        // Pictures and the like are never read; only their size counts.
        let piece_max = is_markup(&name).then_some(limits.piece_bytes);
        let unpacked =
            part_within(&mut part, &mut chunk, bytes_max.min(left), piece_max).map_err(|e| match e.kind {
                TableErrorKind::TooLarge(_) if left < bytes_max => TableErrorKind::TooLarge(limits.total_bytes).into(),
                _ => e,
            })?;
        left = left.saturating_sub(unpacked);
    }
    Ok(())
}

/// Answers the unpacked bytes of a part.
fn part_within(
    part: &mut dyn Read,
    chunk: &mut [u8],
    bytes_max: u64,
    piece_max: Option<usize>,
) -> Result<u64, TableError> {
    let (mut total, mut piece) = (0_u64, 0_usize);
    loop {
        let count = part.read(chunk).map_err(TableError::damaged)?;
        if count == 0 {
            return Ok(total);
        }
        total = total.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if total > bytes_max {
            return Err(TableErrorKind::TooLarge(bytes_max).into());
        }
        let Some(piece_max) = piece_max else { continue };
        for run in chunk.get(..count).unwrap_or_default().split_inclusive(|byte| *byte == b'<') {
            piece = piece.saturating_add(run.len());
            if piece > piece_max {
                return Err(TableErrorKind::PieceTooLong(piece_max).into());
            }
            if run.ends_with(b"<") {
                piece = 0;
            }
        }
    }
}

/// Where rows are kept. Shared texts and styles never have that name, whatever folder they are put in.
fn is_sheet(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    folder.ends_with("worksheets") && file.starts_with("sheet")
}

fn is_markup(name: &str) -> bool {
    !matches!(name.rsplit_once('.'), Some((_, "png" | "jpg" | "jpeg" | "gif" | "emf" | "wmf" | "bin")))
}
