//! Which files are taken: told by their first bytes, and refused where the name says something else.
//!
//! A name that lies is how a program comes in as a letter, so neither the name nor the sender's media type decides
//! alone. Not here: whether a file is whole, or free of anything hostile; none is ever opened on the server.

use kernel::case::FileRef;
use kernel::time::Instant;
use office::sha256_hex;

use super::posted::{FILE_BYTES_MAX, SentFile};
use crate::tongue::Tongue;

/// What a browser offers to choose.
pub const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt";
/// Longest name kept, in characters.
const NAME_CHARACTERS_MAX: usize = 200;
/// Longest ending of a name that says a kind, in characters.
const ENDING_CHARACTERS_MAX: usize = 5;

/// A kind of file that is taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// What people call it in both languages; empty for plain text.
    name: &'static str,
    /// Media type, as stored.
    pub media: &'static str,
    /// Endings of its names; the first one is given when it is served.
    pub endings: &'static [&'static str],
}

/// The kinds, most usual first.
pub const KINDS: [Kind; 6] = [
    Kind { name: "PDF", media: "application/pdf", endings: &["pdf"] },
    Kind { name: "PNG", media: "image/png", endings: &["png"] },
    Kind { name: "JPEG", media: "image/jpeg", endings: &["jpg", "jpeg"] },
    Kind {
        name: "Word",
        media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        endings: &["docx"],
    },
    Kind {
        name: "Excel",
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        endings: &["xlsx"],
    },
    Kind { name: "", media: "text/plain", endings: &["txt"] },
];

/// Why a file is not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It has no bytes.
    Empty {
        /// Its name.
        name: String,
    },
    /// It is larger than [`FILE_BYTES_MAX`].
    TooLarge {
        /// Its name.
        name: String,
    },
    /// None of [`KINDS`].
    UnknownKind {
        /// Its name.
        name: String,
    },
    /// Its bytes are of one kind, its name says another.
    NameLies {
        /// Its name.
        name: String,
        /// What the name says: `pdf`.
        ending: String,
        /// What it is.
        is: &'static str,
    },
}

impl NotTaken {
    /// As it stands beside a field.
    #[must_use]
    pub fn words(&self, tongue: Tongue) -> String {
        let megabytes = || (FILE_BYTES_MAX >> 20).to_string().into();
        match self {
            Self::Empty { name } => tongue.tell("act-file-empty", &[("name", name.as_str().into())]),
            Self::TooLarge { name } => {
                tongue.tell("act-file-large", &[("name", name.as_str().into()), ("megabytes", megabytes())])
            }
            Self::UnknownKind { name } => tongue.tell("act-file-unknown", &[("name", name.as_str().into())]),
            Self::NameLies { name, ending, is } => {
                // The names of kinds are the same in both languages, but for text.
                let is = if is.is_empty() { tongue.say("act-file-plain") } else { (*is).to_owned() };
                let args = [("name", name.as_str().into()), ("ending", ending.as_str().into()), ("is", is.into())];
                tongue.tell("act-file-lies", &args)
            }
        }
    }
}

/// Takes a file, or says why not; answers how it is kept, and its name without a path.
pub fn take(sent: &SentFile, now: Instant) -> Result<(FileRef, String), NotTaken> {
    let name = file_name(&sent.name);
    if sent.bytes.is_empty() {
        return Err(NotTaken::Empty { name });
    }
    if sent.bytes.len() > FILE_BYTES_MAX {
        return Err(NotTaken::TooLarge { name });
    }
    let ending = ending(&name);
    let Some(kind) = kind(&sent.bytes, ending.as_deref()) else { return Err(NotTaken::UnknownKind { name }) };
    if let Some(ending) = ending.filter(|ending| !kind.endings.contains(&ending.as_str())) {
        return Err(NotTaken::NameLies { name, ending, is: kind.name });
    }
    let bytes = u64::try_from(sent.bytes.len()).unwrap_or(u64::MAX);
    Ok((FileRef { sha256: sha256_hex(&sent.bytes), media: kind.media.to_owned(), bytes, at: now }, name))
}

/// The media type that the bytes are of, without asking any name; text is what has no mark of another kind.
pub fn media_of(bytes: &[u8]) -> Option<&'static str> {
    kind(bytes, Some("txt")).map(|kind| kind.media)
}

/// The kind that the bytes are of. Text has no mark of its own: it must be named so.
fn kind(bytes: &[u8], ending: Option<&str>) -> Option<&'static Kind> {
    let of = |ending: &str| KINDS.iter().find(|kind| kind.endings.contains(&ending));
    if bytes.starts_with(b"%PDF-") {
        of("pdf")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        of("png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        of("jpg")
    } else if bytes.starts_with(b"PK\x03\x04") {
        // An archive says the names of its parts in the clear.
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        if holds(b"word/") {
            of("docx")
        } else if holds(b"xl/") {
            of("xlsx")
        } else {
            None
        }
    } else {
        let is_text = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
        of("txt").filter(|_| is_text && ending == Some("txt"))
    }
}

/// What the name says that the file is, in lower case; `None` where it says nothing ("Báo cáo lần 1.2").
fn ending(name: &str) -> Option<String> {
    let (_, end) = name.rsplit_once('.')?;
    let says = (1..=ENDING_CHARACTERS_MAX).contains(&end.len()) && end.starts_with(|c: char| c.is_ascii_alphabetic());
    (says && end.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| end.to_ascii_lowercase())
}

/// The last part of a path, without characters that mislead.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS_MAX).collect();
    if clean.trim().is_empty() { "tep".to_owned() } else { clean.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCX: &[u8] = b"PK\x03\x04\x14\0word/document.xml";
    const XLSX: &[u8] = b"PK\x03\x04\x14\0xl/workbook.xml";

    fn sent(name: &str, bytes: &[u8]) -> Result<String, NotTaken> {
        take(&SentFile { field: String::new(), name: name.to_owned(), bytes: bytes.to_vec() }, Instant(0))
            .map(|(file, _)| file.media)
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let taken: [(&str, &[u8], &str); 8] = [
            ("a.pdf", b"%PDF-1.7", "application/pdf"),
            ("A.PDF", b"%PDF-1.7", "application/pdf"),
            ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
            ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("a.DOCX", DOCX, KINDS[3].media),
            ("a.xlsx", XLSX, KINDS[4].media),
            ("a.txt", "chữ".as_bytes(), "text/plain"),
            ("Báo cáo lần 1.2", b"%PDF-1.7", "application/pdf"),
        ];
        for (name, bytes, media) in taken {
            assert_eq!(sent(name, bytes).as_deref(), Ok(media), "{name}");
        }
    }

    #[test]
    fn what_is_not_taken_says_why_in_both_languages() {
        let large = vec![b'%'; FILE_BYTES_MAX + 1];
        let refused: [(&str, &[u8], &str, &str); 12] = [
            ("a.pdf", b"", "trống", "is empty"),
            ("a.pdf", &large, "quá 20 MB", "larger than 20 MB"),
            ("bao-cao.pdf", b"MZ\x90", "không thuộc loại", "of no kind"),
            ("a.html", b"<html>", "không thuộc loại", "of no kind"),
            ("a.zip", b"PK\x03\x04\x14\0a.txt", "không thuộc loại", "of no kind"),
            ("a.docx", b"PK\x03\x04\x14\0a.txt", "không thuộc loại", "of no kind"),
            ("a.txt", b"\xff\xfe", "không thuộc loại", "of no kind"),
            ("chu", b"abc", "không thuộc loại", "of no kind"),
            ("x.exe", b"%PDF-1.7", "đuôi .exe nhưng nội dung là PDF", "ends in .exe but its content is PDF"),
            ("anh.png", b"\xff\xd8\xff\xe0", "đuôi .png nhưng nội dung là JPEG", "its content is JPEG"),
            ("a.xlsx", DOCX, "đuôi .xlsx nhưng nội dung là Word", "its content is Word"),
            ("a.pdf.txt", b"%PDF-1.7", "đuôi .txt nhưng nội dung là PDF", "its content is PDF"),
        ];
        for (name, bytes, vi, en) in refused {
            let why = sent(name, bytes).unwrap_err();
            for (tongue, part) in [(Tongue::Vi, vi), (Tongue::En, en)] {
                let said = why.words(tongue);
                assert!(said.contains(part) && said.contains(name), "{name}: {said}");
            }
        }
    }

    #[test]
    fn a_name_loses_its_path() {
        assert_eq!(file_name("C:\\x\\Báo cáo.pdf"), "Báo cáo.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("\u{0}"), "tep");
    }
}
