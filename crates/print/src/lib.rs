//! Paper: a document becomes the bytes of a PDF/A-2b file (PDF/A-3b where it carries another file), typeset after Nghị định 30/2020/NĐ-CP, phụ lục I.
//!
//! Typst is behind this one function; no other room names it. The same document and fonts give the same bytes: no clock,
//! no network, no files beside the fonts found at the start. [`work`] is the body of a worker process, so that the
//! memory which typesetting takes goes back when the process ends. Not here: what a document says (`exchange::paper`,
//! `office`), starting processes (`minhbach`), signatures.

mod fail;
mod fonts;
mod world;

pub use fail::PrintFail;
pub use fonts::{Fonts, SYSTEM_FOLDERS};

use std::io::{Read, Write};

use exchange::paper::{Block, Document};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use world::Desk;

/// Most bytes of a document that a worker takes.
pub const DOCUMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Typesets a document as PDF/A-2b, or as PDF/A-3b where it carries a file of any other kind.
///
/// # Errors
/// When the typesetter refuses it.
pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PrintFail> {
    let desk = Desk::new(serde_json::to_vec(document)?, fonts)?;
    let set = typst::compile::<PagedDocument>(&desk).output.map_err(|e| PrintFail::typeset(&e))?;
    let carries = document.body.iter().any(|block| matches!(block, Block::Attached { .. }));
    let standard = if carries { PdfStandard::A_3b } else { PdfStandard::A_2b };
    let standards = PdfStandards::new(&[standard]).map_err(|e| PrintFail::Typeset(e.message().to_string()))?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(&set, &options).map_err(|e| PrintFail::typeset(&e))
}

/// Typesets the document that comes in as JSON, to its end, and writes the PDF file out.
///
/// # Errors
/// When the document cannot be read, is no document, or cannot be typeset; nothing is written then. When the file cannot
/// be written.
pub fn work(from: impl Read, mut to: impl Write, fonts: &Fonts) -> Result<(), PrintFail> {
    let mut json = Vec::new();
    from.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut json)?;
    if u64::try_from(json.len()).is_ok_and(|n| n > DOCUMENT_BYTES_MAX) {
        return Err(PrintFail::TooLong);
    }
    let file = pdf(&serde_json::from_slice(&json)?, fonts)?;
    to.write_all(&file)?;
    Ok(to.flush()?)
}
