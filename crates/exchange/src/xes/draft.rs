//! A trace while it is being read, and the memory it may take. Knows keys and kinds of XES, nothing of XML.

use super::{Event, Findings, Limits, Trace, Value, XesErrorKind, instant};

/// Fixed cost in bytes counted for every attribute and event beside its text.
const ITEM_BYTES: usize = 64;

/// The standard extensions this reader understands, under the prefixes the log declares for them.
pub(super) struct Keys {
    name: String,
    time: String,
    resource: String,
    lifecycle: String,
}

impl Keys {
    pub(super) fn standard() -> Self {
        Self {
            name: "concept:name".into(),
            time: "time:timestamp".into(),
            resource: "org:resource".into(),
            lifecycle: "lifecycle:transition".into(),
        }
    }

    /// Takes an `extension` declaration: the address decides which extension it is, the prefix how it is written.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str) {
        match uri.rsplit('/').next() {
            Some("concept.xesext") => self.name = format!("{prefix}:name"),
            Some("time.xesext") => self.time = format!("{prefix}:timestamp"),
            Some("org.xesext") => self.resource = format!("{prefix}:resource"),
            Some("lifecycle.xesext") => self.lifecycle = format!("{prefix}:transition"),
            _ => {}
        }
    }
}

/// The kinds of attribute of IEEE 1849.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Date,
    Int,
    Float,
    Boolean,
    Id,
    List,
}

impl Kind {
    /// The kind a tag names, `None` for any other tag.
    pub(super) fn of(tag: &str) -> Option<Self> {
        Some(match tag {
            "string" => Self::String,
            "date" => Self::Date,
            "int" => Self::Int,
            "float" => Self::Float,
            "boolean" => Self::Boolean,
            "id" => Self::Id,
            "list" | "container" => Self::List,
            _ => return None,
        })
    }

    /// Reads a value; text that does not fit its kind stays text and is counted.
    pub(super) fn value(self, text: String, findings: &mut Findings) -> Value {
        let trimmed = text.trim();
        let read = match self {
            Self::String => return Value::Text(text),
            Self::Id => return Value::Id(text),
            Self::List => return Value::List(Vec::new()),
            Self::Date => instant::parse(trimmed).map(|found| {
                findings.dates_without_zone = findings.dates_without_zone.saturating_add(u64::from(!found.zoned));
                Value::Date(found.microseconds)
            }),
            Self::Int => trimmed.parse().ok().map(Value::Int),
            Self::Float => trimmed.parse().ok().map(Value::Float),
            Self::Boolean => match trimmed {
                "true" | "1" => Some(Value::Bool(true)),
                "false" | "0" => Some(Value::Bool(false)),
                _ => None,
            },
        };
        read.unwrap_or_else(|| {
            findings.values_unreadable = findings.values_unreadable.saturating_add(1);
            Value::Text(text)
        })
    }
}

/// One trace under construction.
pub(super) struct Draft {
    limits: Limits,
    trace: Trace,
    event: Option<Event>,
    items: usize,
    items_of_trace: usize,
    bytes: usize,
}

impl Draft {
    pub(super) fn new(limits: Limits) -> Self {
        let trace = Trace { name: String::new(), attributes: Vec::new(), events: Vec::new() };
        Self { limits, trace, event: None, items: 0, items_of_trace: 0, bytes: 0 }
    }

    pub(super) fn event_begins(&mut self) -> Result<(), XesErrorKind> {
        if self.trace.events.len() >= self.limits.events_per_trace {
            return Err(XesErrorKind::TooManyEvents(self.limits.events_per_trace));
        }
        self.event = Some(Event::default());
        // Attributes of a trace may stand after its events: its own count goes on there.
        self.items_of_trace = std::mem::take(&mut self.items);
        self.charge(0)
    }

    pub(super) fn event_ends(&mut self, findings: &mut Findings) {
        let Some(event) = self.event.take() else { return };
        findings.events_without_name = findings.events_without_name.saturating_add(u64::from(event.name.is_empty()));
        findings.events_without_time = findings.events_without_time.saturating_add(u64::from(event.at.is_none()));
        self.trace.events.push(event);
        self.items = self.items_of_trace;
    }

    /// Adds an attribute to the event that is open, else to the trace. Of two with one key the last counts for the
    /// fields of their own; all others are kept in order.
    pub(super) fn attribute(&mut self, key: String, value: Value, keys: &Keys) -> Result<(), XesErrorKind> {
        self.count_item(&key, &value)?;
        let Some(event) = &mut self.event else {
            match value {
                Value::Text(text) | Value::Id(text) if key == keys.name => self.trace.name = text,
                value => self.trace.attributes.push((key, value)),
            }
            return Ok(());
        };
        match value {
            Value::Text(text) if key == keys.time => match instant::parse(&text) {
                Some(found) => event.at = Some(found.microseconds),
                None => event.attributes.push((key, Value::Text(text))),
            },
            Value::Text(text) | Value::Id(text) if key == keys.name => event.name = text,
            Value::Text(text) | Value::Id(text) if key == keys.resource => event.resource = Some(text),
            Value::Text(text) | Value::Id(text) if key == keys.lifecycle => event.lifecycle = Some(text),
            Value::Date(at) if key == keys.time => event.at = Some(at),
            value => event.attributes.push((key, value)),
        }
        Ok(())
    }

    /// Adds an item to the list that was added last; lists inside lists are flattened into it.
    pub(super) fn list_item(&mut self, key: String, value: Value) -> Result<(), XesErrorKind> {
        self.count_item(&key, &value)?;
        let attributes = match &mut self.event {
            Some(event) => &mut event.attributes,
            None => &mut self.trace.attributes,
        };
        if let Some((_, Value::List(items))) = attributes.last_mut() {
            items.push((key, value));
        }
        Ok(())
    }

    /// The finished trace; `ordinal` counts from 1 and names a trace without a name.
    pub(super) fn finish(self, ordinal: u64, findings: &mut Findings) -> Trace {
        let mut trace = self.trace;
        if trace.name.is_empty() {
            findings.traces_without_name = findings.traces_without_name.saturating_add(1);
            trace.name = format!("trace-{ordinal}");
        }
        trace
    }

    fn count_item(&mut self, key: &str, value: &Value) -> Result<(), XesErrorKind> {
        if self.items >= self.limits.attributes_per_element {
            return Err(XesErrorKind::TooManyAttributes(self.limits.attributes_per_element));
        }
        self.items = self.items.saturating_add(1);
        let text = match value {
            Value::Text(text) | Value::Id(text) => text.len(),
            _ => 0,
        };
        self.charge(key.len().saturating_add(text))
    }

    fn charge(&mut self, bytes: usize) -> Result<(), XesErrorKind> {
        self.bytes = self.bytes.saturating_add(bytes).saturating_add(ITEM_BYTES);
        if self.bytes > self.limits.trace_bytes {
            return Err(XesErrorKind::TraceTooLarge(self.limits.trace_bytes));
        }
        Ok(())
    }
}
