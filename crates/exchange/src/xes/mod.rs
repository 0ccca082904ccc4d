//! IEEE 1849 XES event logs: a streaming reader in bounded memory for files that nobody here wrote.
//!
//! One trace is in memory at a time. Gzip is recognised by its first two bytes. Kept: attributes of traces and
//! events of the kinds string, date, int, float, boolean, id and list. Deliberately not kept: attributes of the log
//! itself, attributes nested in attributes, global defaults and classifiers; what is passed over inside a trace is
//! counted in [`Findings`]. Nothing outside the file is ever fetched and no entity is ever defined.
//!
//! An event without a readable timestamp is kept with `at: None` and counted. A log of which *no* event has a
//! timestamp is refused when its end is reached, so a caller who must not stop half-way runs [`survey`] first.

mod draft;
mod error;
mod guard;
mod instant;
mod reader;
mod tag;

use std::io::Read;

pub use error::{XesError, XesErrorKind};
pub use reader::Traces;

/// Bytes of one attribute key or value after its character references are resolved.
pub const ATTRIBUTE_BYTES_MAX: usize = 64 << 10;
/// Bytes between two places where the reader may rest: one tag, comment or run of text.
pub const PIECE_BYTES_MAX: usize = 256 << 10;
/// XES attributes of one trace or one event, items of lists included.
pub const ATTRIBUTES_PER_ELEMENT_MAX: usize = 1_000;
/// XML attributes of one tag; XES itself needs at most three.
pub const XML_ATTRIBUTES_PER_TAG_MAX: usize = 64;
/// Events of one trace.
pub const EVENTS_PER_TRACE_MAX: usize = 100_000;
/// Bytes of keys, values and fixed cost that one trace may hold in memory.
pub const TRACE_BYTES_MAX: usize = 64 << 20;
/// Elements open inside each other, the log included.
pub const NESTING_MAX: usize = 32;
/// Bytes of the XML text of a whole file, unpacked.
pub const TOTAL_BYTES_MAX: u64 = 8 << 30;
/// Unpacked bytes per packed byte in a gzip file, once past [`RATIO_GRACE_BYTES`].
pub const UNPACKED_PER_PACKED_MAX: u64 = 250;
/// Unpacked bytes that are read before the ratio is looked at: small files may be as repetitive as they like.
pub const RATIO_GRACE_BYTES: u64 = 64 << 20;

/// The limits of one reading. [`Limits::standard`] takes the constants of this module; tests go lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes, see [`ATTRIBUTE_BYTES_MAX`].
    pub attribute_bytes: usize,
    /// Bytes, see [`PIECE_BYTES_MAX`].
    pub piece_bytes: usize,
    /// Count, see [`ATTRIBUTES_PER_ELEMENT_MAX`].
    pub attributes_per_element: usize,
    /// Count, see [`XML_ATTRIBUTES_PER_TAG_MAX`].
    pub xml_attributes_per_tag: usize,
    /// Count, see [`EVENTS_PER_TRACE_MAX`].
    pub events_per_trace: usize,
    /// Bytes, see [`TRACE_BYTES_MAX`].
    pub trace_bytes: usize,
    /// Levels, see [`NESTING_MAX`].
    pub nesting: usize,
    /// Bytes, see [`TOTAL_BYTES_MAX`].
    pub total_bytes: u64,
    /// Ratio, see [`UNPACKED_PER_PACKED_MAX`].
    pub unpacked_per_packed: u64,
    /// Bytes, see [`RATIO_GRACE_BYTES`].
    pub ratio_grace_bytes: u64,
}

impl Limits {
    /// The limits named by the constants of this module.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            attribute_bytes: ATTRIBUTE_BYTES_MAX,
            piece_bytes: PIECE_BYTES_MAX,
            attributes_per_element: ATTRIBUTES_PER_ELEMENT_MAX,
            xml_attributes_per_tag: XML_ATTRIBUTES_PER_TAG_MAX,
            events_per_trace: EVENTS_PER_TRACE_MAX,
            trace_bytes: TRACE_BYTES_MAX,
            nesting: NESTING_MAX,
            total_bytes: TOTAL_BYTES_MAX,
            unpacked_per_packed: UNPACKED_PER_PACKED_MAX,
            ratio_grace_bytes: RATIO_GRACE_BYTES,
        }
    }
}

/// The value of one XES attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `string`, and any other kind whose text could not be read as that kind (counted in [`Findings`]).
    Text(String),
    /// `date`: microseconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// `int`.
    Int(i64),
    /// `float`, infinities and NaN included.
    Float(f64),
    /// `boolean`.
    Bool(bool),
    /// `id`, unchecked text.
    Id(String),
    /// `list`: its items in order, with their keys.
    List(Vec<(String, Value)>),
}

/// One case of a log: the IEEE 1849 `trace`.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// `concept:name`; `trace-N` (N counted from 1 in the file) where the log gives none, so that a second reading
    /// of the same file names the case alike.
    pub name: String,
    /// The other attributes, in the order of the file.
    pub attributes: Vec<(String, Value)>,
    /// The events, in the order of the file, which is the order the standard gives them.
    pub events: Vec<Event>,
}

impl Trace {
    /// The instant of a date attribute such as `deadline`: microseconds UTC.
    #[must_use]
    pub fn instant(&self, key: &str) -> Option<i64> {
        self.attributes.iter().find_map(|(found, value)| match value {
            Value::Date(at) if found == key => Some(*at),
            _ => None,
        })
    }

    /// The text of a string or id attribute such as `channel`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find_map(|(found, value)| match value {
            Value::Text(text) | Value::Id(text) if found == key => Some(text.as_str()),
            _ => None,
        })
    }
}

/// One event of a trace.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event {
    /// `concept:name`, empty where the log gives none.
    pub name: String,
    /// `time:timestamp` in microseconds UTC; `None` where it is absent or unreadable.
    pub at: Option<i64>,
    /// `org:resource`.
    pub resource: Option<String>,
    /// `lifecycle:transition`.
    pub lifecycle: Option<String>,
    /// The other attributes, in the order of the file.
    pub attributes: Vec<(String, Value)>,
}

/// What was odd in a log that could still be read. All are counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Findings {
    /// Traces without `concept:name`.
    pub traces_without_name: u64,
    /// Events without `concept:name`.
    pub events_without_name: u64,
    /// Events without a readable `time:timestamp`.
    pub events_without_time: u64,
    /// Dates without an offset, read as UTC.
    pub dates_without_zone: u64,
    /// Values that do not read as their kind, kept as text.
    pub values_unreadable: u64,
    /// Attributes without a key, passed over.
    pub attributes_without_key: u64,
    /// Attributes nested in attributes, passed over.
    pub nested_passed_over: u64,
    /// Events directly under the log (allowed by the standard, of no case), passed over.
    pub events_outside_traces: u64,
}

/// What [`survey`] learnt of a log that can be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Survey {
    /// Traces in the file.
    pub traces: u64,
    /// Events inside traces.
    pub events: u64,
    /// Oddities on the way.
    pub findings: Findings,
}

/// Starts reading a log, gzip or plain. The iterator ends after its first error.
///
/// # Errors
/// When not even the first bytes can be had from `input`.
pub fn read(input: &mut dyn Read, limits: Limits) -> Result<Traces<'_>, XesError> {
    Traces::open(input, limits)
}

/// Reads a whole log and keeps nothing, to learn before an import that it can be read to its end.
///
/// # Errors
/// The first error [`read`] or its iterator gives.
pub fn survey(input: &mut dyn Read, limits: Limits) -> Result<Survey, XesError> {
    let mut traces = read(input, limits)?;
    let mut survey = Survey::default();
    for trace in traces.by_ref() {
        survey.traces = survey.traces.saturating_add(1);
        survey.events = survey.events.saturating_add(u64::try_from(trace?.events.len()).unwrap_or(u64::MAX));
    }
    survey.findings = traces.findings();
    Ok(survey)
}
