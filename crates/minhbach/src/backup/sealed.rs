//! Sealing for those who may restore, and opening again: the age format, which the tool `age` reads as well.
//!
//! What is sealed is not signed: whoever knows the recipient can make a backup. That the events are those that were published,
//! the signed head of the public log shows. Not here: what is sealed.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use age::{Decryptor, Encryptor};

use super::read;
use crate::fail::Failure;

/// Bytes of a file with an identity or a recipient, at most.
const KEY_FILE_BYTES_MAX: u64 = 64 << 10;

/// Those who may open a backup.
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// Reads recipients, each `age1…` or a file with such lines.
    ///
    /// # Errors
    /// When one is neither.
    pub fn parse(given: &[String]) -> Result<Self, Failure> {
        let mut found = Vec::new();
        for word in given {
            if let Ok(recipient) = Recipient::from_str(word) {
                found.push(recipient);
                continue;
            }
            let none = || no_recipient(word);
            let text = read(Path::new(word), KEY_FILE_BYTES_MAX)?.and_then(|bytes| String::from_utf8(bytes).ok());
            let text = text.ok_or_else(none)?;
            // The file of an identity says its recipient in a comment.
            let lines = text.lines().map(|line| line.trim_start_matches("# public key:").trim());
            let before = found.len();
            found.extend(lines.filter_map(|line| Recipient::from_str(line).ok()));
            if found.len() == before {
                return Err(none());
            }
        }
        Ok(Self(found))
    }

    /// Seals bytes for all of them.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        let failed =
            |why: String| Failure::new(format!("không niêm phong được ({why})"), format!("cannot seal ({why})"));
        let recipients = self.0.iter().map(|recipient| -> &dyn age::Recipient { recipient });
        let encryptor = Encryptor::with_recipients(recipients).map_err(|error| failed(error.to_string()))?;
        let mut sealed = Vec::with_capacity(bytes.len() + bytes.len() / 1024 + 512);
        let mut writer = encryptor.wrap_output(&mut sealed).map_err(|error| failed(error.to_string()))?;
        writer.write_all(bytes).map_err(|error| failed(error.to_string()))?;
        writer.finish().map_err(|error| failed(error.to_string()))?;
        Ok(sealed)
    }

    /// One a line, in an order of their own.
    #[must_use]
    pub fn lines(&self) -> String {
        let mut lines: Vec<String> = self.0.iter().map(|recipient| format!("{recipient}\n")).collect();
        lines.sort();
        lines.concat()
    }
}

fn no_recipient(word: &str) -> Failure {
    Failure::new(
        format!(
            "{word} không phải người nhận (age1…) và cũng không phải tệp có người nhận. Hãy tạo bằng `backup key`."
        ),
        format!("{word} is no recipient (age1…) and no file with one. Make one with `backup key`."),
    )
}

/// The key that opens a backup.
pub struct Opener(Identity);

impl Opener {
    /// Makes a new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// Reads the file of an identity.
    ///
    /// # Errors
    /// When it holds none.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = read(path, KEY_FILE_BYTES_MAX)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let found = text.lines().find_map(|line| Identity::from_str(line.trim()).ok());
        found.map(Self).ok_or_else(|| {
            let path = path.display();
            Failure::new(
                format!(
                    "{path} không có khóa mở bản sao lưu (AGE-SECRET-KEY-…). Hãy chỉ đúng tệp do `backup key` tạo."
                ),
                format!("{path} holds no key of a backup (AGE-SECRET-KEY-…). Name the file that `backup key` made."),
            )
        })
    }

    /// Whom to seal for.
    #[must_use]
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The text of its file.
    #[must_use]
    pub fn text(&self) -> String {
        format!("# public key: {}\n{}\n", self.recipient(), self.0.to_string().expose_secret())
    }

    /// Opens what was sealed; `place` is named when it cannot be.
    ///
    /// # Errors
    /// When it was sealed for others, or changed.
    pub fn open(&self, sealed: &[u8], place: &Path) -> Result<Vec<u8>, Failure> {
        let opened = Decryptor::new(sealed).and_then(|decryptor| {
            let mut bytes = Vec::with_capacity(sealed.len());
            let own: &dyn age::Identity = &self.0;
            let mut reader = decryptor.decrypt(std::iter::once(own))?;
            reader.read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        opened.map_err(|error| {
            let place = place.display();
            if matches!(error, age::DecryptError::NoMatchingKeys) {
                return Failure::new(
                    format!("{place} được niêm phong cho khóa khác. Hãy dùng đúng khóa của bản sao lưu này."),
                    format!("{place} was sealed for another key. Use the key of this backup."),
                );
            }
            Failure::new(
                format!("{place} bị hỏng hoặc bị sửa ({error}), nên không dùng. Hãy lấy bản sao lưu khác."),
                format!("{place} is damaged or was changed ({error}) and is not used. Take another backup."),
            )
        })
    }
}
