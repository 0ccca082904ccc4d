//! The addresses behind figures: the question in the path and query, so that a link can be kept and passed on.
//!
//! Not here: which pages there are (web).

use kernel::catalogue::report::Counted;

use super::count::{Asked, Held};
use super::period::Period;

/// Most indicators that an address may name.
const PARTS_MAX: usize = 20;

/// Key of the period in a query.
pub const PERIOD: &str = "ky";
/// Key of the ledger position in a query.
pub const POSITION: &str = "vi-tri";
/// Key of the value of the breakdown in a query.
pub const BY: &str = "theo";
/// Key of a value that the case holds now, as `field:value`, in a query.
pub const HELD: &str = "trong";

impl Asked {
    /// The address of the records behind a figure of the annual report: `/bao-cao/nam/2023/so-lieu/CODE?…`.
    #[must_use]
    pub fn annual_address(&self, position: u64) -> String {
        format!("/bao-cao/nam/{}/so-lieu/{}{}", self.period.year(), self.what(), self.query(position))
    }

    /// The address of the records behind a figure of a form: `/bao-cao/so-lieu/CODE,CODE:late?…`.
    #[must_use]
    pub fn address(&self, position: u64) -> String {
        format!("/bao-cao/so-lieu/{}{}", self.what(), self.query(position))
    }

    /// Reads the last segment of such a path and the values of its query. `None` when they ask for nothing that exists.
    #[must_use]
    pub fn parse(what: &str, period: &str, by: Option<&str>) -> Option<Self> {
        let read = |part: &str| Counted::try_from(part.to_owned()).ok();
        let parts: Vec<Counted> = what.split(',').take(PARTS_MAX + 1).map(read).collect::<Option<_>>()?;
        if parts.len() > PARTS_MAX {
            return None;
        }
        Some(Self { parts, period: Period::parse(period)?, by: by.map(str::to_owned), held: None })
    }

    /// The same question held to cases with a value, as it stands in the query. `None` when it names no field.
    #[must_use]
    pub fn holding(self, said: Option<&str>) -> Option<Self> {
        let Some(said) = said else { return Some(self) };
        let (field, value) = said.split_once(':')?;
        Some(Self { held: Some(Held { field: field.to_owned(), value: value.to_owned() }), ..self })
    }

    fn what(&self) -> String {
        self.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    fn query(&self, position: u64) -> String {
        let mut query = format!("?{PERIOD}={}&{POSITION}={position}", self.period.key());
        if let Some(value) = &self.by {
            query.push_str(&format!("&{BY}={}", encoded(value)));
        }
        if let Some(Held { field, value }) = &self.held {
            query.push_str(&format!("&{HELD}={}", encoded(&format!("{field}:{value}"))));
        }
        query
    }
}

/// Percent-encodes all but what every address may hold.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
