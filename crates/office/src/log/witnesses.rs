//! The witnesses of the office's log: `witnesses.toml` in the keys folder says which, how many are wanted, where they are.
//!
//! A newspaper, a university, a district keeps its own copy and signs a head once it has seen that the log only grew. Not
//! here: how they are reached (minhbach), what comes of it (`cosignatures`).

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use translog::{Kind, PublicKey};

/// Name of the file in the keys folder.
pub const WITNESSES: &str = "witnesses.toml";
/// Witnesses at most.
pub const WITNESSES_MAX: usize = 32;
/// Longest file, in bytes.
pub const WITNESSES_BYTES_MAX: usize = 64 << 10;
/// Longest place of a witness, in bytes.
const PLACE_BYTES_MAX: usize = 1_000;

/// Who is asked to sign, and how many have to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnesses {
    /// How many must have signed.
    pub quorum: usize,
    /// All of them.
    pub each: Vec<Known>,
}

/// A witness whose key is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key, with its name.
    pub key: PublicKey,
    /// How its signature is got.
    pub reached: Reached,
}

/// How a witness's signature is got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// It is sent each head, and answers with its signature (C2SP tlog-witness); the address before `/add-checkpoint`.
    Submitting(String),
    /// It looks by itself, and shows the head that it signed as a file: an address, or a path.
    Reading(String),
}

/// Why the file is not used. Without it the log goes on, with no witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessesError {
    /// The line, from 1; nothing where it is the whole file.
    pub line: Option<usize>,
    vi: String,
    en: String,
}

impl WitnessesError {
    pub(crate) fn whole(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { line: None, vi: vi.into(), en: en.into() }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        let line = self.line.map(|line| format!(", dòng {line}")).unwrap_or_default();
        format!("{WITNESSES}{line}: {} Nhật ký vẫn được ký, nhưng không có chứng nhân.", self.vi)
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        let line = self.line.map(|line| format!(", line {line}")).unwrap_or_default();
        format!("{WITNESSES}{line}: {} The log is signed all the same, without witnesses.", self.en)
    }
}

impl fmt::Display for WitnessesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    quorum: Spanned<usize>,
    #[serde(default)]
    witness: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: Spanned<String>,
    submit: Option<Spanned<String>>,
    read: Option<Spanned<String>>,
}

impl Witnesses {
    /// Reads the file. `log` is the key of the log, which is no witness of itself.
    ///
    /// # Errors
    /// [`WitnessesError`], with the line.
    pub fn parse(bytes: &[u8], log: &PublicKey) -> Result<Self, WitnessesError> {
        if bytes.len() > WITNESSES_BYTES_MAX {
            let most = WITNESSES_BYTES_MAX;
            let en = format!("longer than {most} bytes. Check that it is the right file.");
            return Err(WitnessesError::whole(format!("dài hơn {most} byte. Xin kiểm tra có đúng tệp không."), en));
        }
        let text = std::str::from_utf8(bytes).map_err(|_not| {
            WitnessesError::whole("không phải UTF-8. Xin lưu lại tệp dạng UTF-8.", "not UTF-8. Save it as UTF-8.")
        })?;
        let at = |span: Range<usize>, vi: &str, en: &str| WitnessesError {
            line: Some(text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1),
            vi: vi.to_owned(),
            en: en.to_owned(),
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let said = error.message().lines().next().unwrap_or_default().to_owned();
            let vi = format!("không đọc được ({said}). Xin ghi quorum = SỐ và mỗi chứng nhân một mục [[witness]] với key và submit hoặc read.");
            let en = format!("unreadable ({said}). Write quorum = NUMBER, and for each witness a [[witness]] with key and submit or read.");
            at(error.span().unwrap_or(0..0), &vi, &en)
        })?;
        let mut each: Vec<Known> = Vec::new();
        for row in file.witness {
            let span = row.span();
            let known = known(row.into_inner(), span.clone(), &at)?;
            if known.key.is_same_pair(log) || known.key.name() == log.name() {
                let en = "this is the key or name of the log itself, which is no witness. Take the witness's own key.";
                return Err(at(
                    span,
                    "đây là khóa hoặc tên của chính nhật ký, không phải chứng nhân. Xin lấy khóa của chứng nhân.",
                    en,
                ));
            }
            if each.iter().any(|other| other.key.is_same_pair(&known.key) || other.key.name() == known.key.name()) {
                let en = "this witness is there already, by its name or its key. Take one of them out.";
                return Err(at(span, "chứng nhân này đã có, trùng tên hoặc trùng khóa. Xin bỏ một mục.", en));
            }
            each.push(known);
        }
        let (quorum, n) = (*file.quorum.get_ref(), each.len());
        if quorum == 0 || quorum > n || n > WITNESSES_MAX {
            let vi = format!(
                "quorum là {quorum}, có {n} chứng nhân. Xin cho quorum từ 1 đến số chứng nhân, nhiều nhất {WITNESSES_MAX}."
            );
            let en = format!(
                "quorum is {quorum} of {n} witnesses. Set it from 1 to their number, which is at most {WITNESSES_MAX}."
            );
            return Err(at(file.quorum.span(), &vi, &en));
        }
        Ok(Self { quorum, each })
    }

    /// Their keys.
    #[must_use]
    pub fn keys(&self) -> Vec<PublicKey> {
        self.each.iter().map(|known| known.key.clone()).collect()
    }
}

/// One witness.
fn known(
    row: Row,
    span: Range<usize>,
    at: &dyn Fn(Range<usize>, &str, &str) -> WitnessesError,
) -> Result<Known, WitnessesError> {
    let key_at = row.key.span();
    let key = PublicKey::parse(row.key.get_ref()).map_err(|error| {
        let vi = format!("khóa không dùng được ({error}). Xin chép cả dòng tên+mã+khóa mà `minhbach witness` in ra.");
        let en = format!("unusable ({error}). Copy the whole line name+id+key that `minhbach witness` prints.");
        at(key_at.clone(), &vi, &en)
    })?;
    if key.kind() != Kind::Cosigner {
        let en = "this is the key of a log, not of a witness (cosignature/v1). Ask the witness for its key.";
        return Err(at(
            key_at,
            "đây là khóa của một nhật ký, không phải của chứng nhân (cosignature/v1). Xin hỏi chứng nhân.",
            en,
        ));
    }
    let reached = match (row.submit, row.read) {
        (Some(submit), None) if is_address(submit.get_ref()) => {
            Reached::Submitting(submit.into_inner().trim_end_matches('/').to_owned())
        }
        (None, Some(read)) if is_place(read.get_ref()) => Reached::Reading(read.into_inner()),
        (Some(wrong), None) => {
            let en = "submit has to be an http:// or https:// address.";
            return Err(at(wrong.span(), "submit phải là địa chỉ http:// hoặc https://.", en));
        }
        (None, Some(wrong)) => {
            let en = "read has to be an http:// or https:// address, or a path from the root of the disk.";
            return Err(at(
                wrong.span(),
                "read phải là địa chỉ http:// hoặc https://, hoặc đường dẫn đầy đủ tới tệp.",
                en,
            ));
        }
        _ => {
            let en = "say either submit (where heads are sent) or read (where its signed head is shown).";
            return Err(at(
                span,
                "xin ghi một trong hai: submit (nơi gửi đầu đã ký) hoặc read (nơi đọc đầu đã ký).",
                en,
            ));
        }
    };
    Ok(Known { key, reached })
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && is_word(text))
}

fn is_place(text: &str) -> bool {
    is_address(text) || text.starts_with('/') && !text.contains(char::is_control) && text.len() <= PLACE_BYTES_MAX
}

fn is_word(text: &str) -> bool {
    text.len() <= PLACE_BYTES_MAX && !text.contains(|c: char| c.is_control() || c.is_whitespace())
}
