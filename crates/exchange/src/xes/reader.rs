//! From XML events to traces: which element may stand where. Memory is the concern of `guard` and `draft`.

use std::io::Read;

use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event as Xml};
use quick_xml::reader::Reader;

use super::draft::{Draft, Keys, Kind};
use super::guard::Guard;
use super::tag::{self, Tag};
use super::{Findings, Limits, Trace, Value, XesError, XesErrorKind};

/// The entities XML itself defines; no other is resolved.
const PREDEFINED_ENTITIES: [&str; 5] = ["lt", "gt", "amp", "apos", "quot"];

/// An element that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Log,
    Trace,
    Event,
    Attribute,
    List,
    PassedOver,
}

/// What one piece of the file brought.
enum Step {
    More,
    Trace(Trace),
    End,
}

/// The traces of a log, one at a time; ends after the first error.
pub struct Traces<'a> {
    xml: Reader<Guard<'a>>,
    buffer: Vec<u8>,
    limits: Limits,
    keys: Keys,
    stack: Vec<Open>,
    draft: Option<Draft>,
    findings: Findings,
    traces: u64,
    events: u64,
    log_seen: bool,
    finished: bool,
}

impl<'a> Traces<'a> {
    pub(super) fn open(input: &'a mut dyn Read, limits: Limits) -> Result<Self, XesError> {
        let guard = Guard::open(input, limits).map_err(|why| XesError {
            line: 1,
            offset: 0,
            kind: XesErrorKind::Io(tag::quoted(&why.to_string())),
        })?;
        let mut xml = Reader::from_reader(guard);
        xml.config_mut().expand_empty_elements = true;
        Ok(Self {
            xml,
            buffer: Vec::new(),
            limits,
            keys: Keys::standard(),
            stack: Vec::new(),
            draft: None,
            findings: Findings::default(),
            traces: 0,
            events: 0,
            log_seen: false,
            finished: false,
        })
    }

    /// The oddities met so far; complete once the iterator has ended.
    #[must_use]
    pub fn findings(&self) -> Findings {
        self.findings
    }

    fn step(&mut self) -> Result<Step, XesErrorKind> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        self.xml.get_mut().piece_begins();
        let step = match self.xml.read_event_into(&mut buffer) {
            Ok(piece) => self.take(&piece),
            Err(why) => {
                let guard = self.xml.get_mut();
                let packed = guard.is_packed();
                Err(guard.take_trip().unwrap_or_else(|| tag::failure(&why, packed)))
            }
        };
        self.buffer = buffer;
        step
    }

    fn take(&mut self, piece: &Xml<'_>) -> Result<Step, XesErrorKind> {
        match piece {
            Xml::Start(start) => self.start(start).map(|()| Step::More),
            Xml::End(_) => Ok(self.end()),
            Xml::Eof => self.eof(),
            Xml::Decl(declaration) => check_encoding(declaration).map(|()| Step::More),
            Xml::DocType(text) if text.contains('[') => Err(XesErrorKind::Doctype),
            Xml::GeneralRef(reference) => check_reference(reference).map(|()| Step::More),
            // Empty elements arrive as start and end. XES carries nothing in text.
            Xml::Empty(_) | Xml::Text(_) | Xml::CData(_) | Xml::Comment(_) | Xml::PI(_) | Xml::DocType(_) => {
                Ok(Step::More)
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), XesErrorKind> {
        if self.stack.len() >= self.limits.nesting {
            return Err(XesErrorKind::TooDeep(self.limits.nesting));
        }
        let tag = Tag::read(start, &self.limits)?;
        let local = start.local_name();
        let name: &str = local.as_ref();
        let opened = match (self.stack.last(), name) {
            (None, "log") if !self.log_seen => {
                self.log_seen = true;
                Open::Log
            }
            (None, other) => return Err(XesErrorKind::NotXes(tag::quoted(other))),
            (Some(Open::Log), "trace") => {
                self.draft = Some(Draft::new(self.limits));
                Open::Trace
            }
            (Some(Open::Log), "event") => {
                self.findings.events_outside_traces = self.findings.events_outside_traces.saturating_add(1);
                Open::PassedOver
            }
            (Some(Open::Log), "extension") => {
                self.keys.declare(tag.prefix.as_deref().unwrap_or_default(), tag.uri.as_deref().unwrap_or_default());
                Open::PassedOver
            }
            (Some(Open::Trace), "event") => {
                self.draft.as_mut().map_or(Ok(()), Draft::event_begins)?;
                Open::Event
            }
            (Some(Open::List), "values") => Open::List,
            (Some(parent @ (Open::Trace | Open::Event | Open::List)), _) => self.attribute(*parent, name, tag)?,
            (Some(Open::Attribute), _) => {
                let nested = u64::from(Kind::of(name).is_some());
                self.findings.nested_passed_over = self.findings.nested_passed_over.saturating_add(nested);
                Open::PassedOver
            }
            (Some(Open::Log | Open::PassedOver), _) => Open::PassedOver,
        };
        self.stack.push(opened);
        Ok(())
    }

    fn attribute(&mut self, parent: Open, name: &str, tag: Tag) -> Result<Open, XesErrorKind> {
        let (Some(kind), Some(draft)) = (Kind::of(name), self.draft.as_mut()) else { return Ok(Open::PassedOver) };
        if kind == Kind::List && parent == Open::List {
            return Ok(Open::List);
        }
        let Some(key) = tag.key else {
            self.findings.attributes_without_key = self.findings.attributes_without_key.saturating_add(1);
            return Ok(Open::PassedOver);
        };
        let value = kind.value(tag.value.unwrap_or_default(), &mut self.findings);
        let is_list = matches!(value, Value::List(_));
        if parent == Open::List {
            draft.list_item(key, value)?;
        } else {
            draft.attribute(key, value, &self.keys)?;
        }
        Ok(if is_list { Open::List } else { Open::Attribute })
    }

    fn end(&mut self) -> Step {
        match self.stack.pop() {
            Some(Open::Event) => {
                if let Some(draft) = &mut self.draft {
                    draft.event_ends(&mut self.findings);
                }
                self.events = self.events.saturating_add(1);
                Step::More
            }
            Some(Open::Trace) => {
                self.traces = self.traces.saturating_add(1);
                self.draft.take().map_or(Step::More, |draft| Step::Trace(draft.finish(self.traces, &mut self.findings)))
            }
            _ => Step::More,
        }
    }

    fn eof(&self) -> Result<Step, XesErrorKind> {
        if !self.stack.is_empty() {
            return Err(XesErrorKind::Truncated);
        }
        if !self.log_seen {
            return Err(XesErrorKind::NotXes(String::new()));
        }
        if self.events > 0 && self.events == self.findings.events_without_time {
            return Err(XesErrorKind::NoTimestamps);
        }
        Ok(Step::End)
    }
}

impl Iterator for Traces<'_> {
    type Item = Result<Trace, XesError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.finished {
            match self.step() {
                Ok(Step::More) => {}
                Ok(Step::Trace(trace)) => return Some(Ok(trace)),
                Ok(Step::End) => self.finished = true,
                Err(kind) => {
                    self.finished = true;
                    let (line, offset) = self.xml.get_ref().place();
                    return Some(Err(XesError { line, offset, kind }));
                }
            }
        }
        None
    }
}

/// UTF-8 and its subset ASCII are read; anything else would be read wrongly without anyone noticing.
fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), XesErrorKind> {
    let Some(named) = declaration.encoding() else { return Ok(()) };
    let named = named.map_err(|why| XesErrorKind::Malformed(tag::quoted(&why.to_string())))?;
    let accepted = ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| named.eq_ignore_ascii_case(known));
    if accepted { Ok(()) } else { Err(XesErrorKind::Encoding(tag::quoted(&named))) }
}

fn check_reference(reference: &BytesRef<'_>) -> Result<(), XesErrorKind> {
    if reference.is_char_ref() || PREDEFINED_ENTITIES.contains(&&**reference) {
        return Ok(());
    }
    Err(XesErrorKind::Entity(tag::quoted(reference)))
}
