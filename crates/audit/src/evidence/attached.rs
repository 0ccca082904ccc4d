//! The file attached to a PDF, found without reading the rest of it: enough for the papers that this house prints. Foreign PDFs
//! may keep their files otherwise; then nothing is found, and nothing goes wrong.
//!
//! Not here: pages, fonts, signatures.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// The name under which the proof is attached.
pub const ATTACHED_NAME: &str = "minhbach-receipt.json";

/// Longest attached file that is read, in bytes.
const ATTACHED_BYTES_MAX: u64 = 1 << 20;

/// Whether this is a PDF file.
pub(super) fn is_pdf(file: &[u8]) -> bool {
    file.starts_with(b"%PDF-")
}

/// The first attached file that is JSON.
#[must_use]
pub fn attached_json(file: &[u8]) -> Option<Vec<u8>> {
    let mut rest = file;
    while let Some(at) = find(rest, b"/EmbeddedFile") {
        let (_, after) = rest.split_at_checked(at)?;
        // The name tree of the catalogue says `/EmbeddedFiles`; a stream's dictionary ends before its bytes.
        let after = after.strip_prefix(b"/EmbeddedFile".as_slice())?;
        if let Some(bytes) = stream_after(after)
            && bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
        {
            return Some(bytes);
        }
        rest = after;
    }
    None
}

/// The bytes of the stream whose dictionary goes on here.
fn stream_after(text: &[u8]) -> Option<Vec<u8>> {
    let (dictionary, after) = text.split_at_checked(find(text, b"stream")?)?;
    if find(dictionary, b"endobj").is_some() {
        return None;
    }
    let bytes = after.strip_prefix(b"stream".as_slice())?;
    let bytes = bytes.strip_prefix(b"\r\n".as_slice()).or_else(|| bytes.strip_prefix(b"\n".as_slice()))?;
    let (raw, _) = bytes.split_at_checked(find(bytes, b"endstream")?)?;
    let mut out = Vec::new();
    let limit = ATTACHED_BYTES_MAX + 1;
    if raw.first() == Some(&b'{') {
        raw.take(limit).read_to_end(&mut out).ok()?;
    } else {
        // Compressed bytes may hold the word that ends a stream: what is found is taken to the end of its own checksum.
        ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out).ok()?;
    }
    u64::try_from(out.len()).is_ok_and(|length| length <= ATTACHED_BYTES_MAX).then_some(out)
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
