//! An XES event log becomes cases with their history. The file is surveyed to its end first, then streamed: one trace
//! in memory, one act per case, so that a case is here whole or not at all.
//!
//! A trace is known again by its name, its start and its first step, whatever the file is called and however it is
//! packed; of one that is here already only what is new is added. Attributes beside those that the case type has a
//! field for are not kept. Not here: reading the format (exchange).

use std::collections::{HashMap, VecDeque};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use exchange::xes::{self, Limits, Trace};
use kernel::Code;
use kernel::case::record;
use kernel::case::value::TEXT_CHARACTERS_MAX;
use kernel::case::{Act, Actor, CaseId, Command, Due, Fields, MoveForm, Opening, Value, What};
use kernel::catalogue::case_type::CaseType;
use kernel::time::Instant;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{CASE_TYPE, ImportError};
use crate::act::{Pending, Request};
use crate::desk::Office;
use crate::load::Loaded;

/// Acts on their way to the disk at a time.
const PENDING_MAX: usize = 256;
/// Events on their way to the disk at a time, beyond the last act.
const PENDING_EVENTS_MAX: u64 = 20_000;
/// Longest name of a foreign step, in characters; longer ones are cut.
const STEP_CHARACTERS_MAX: usize = 300;
/// Longest name of who took a step, in characters; longer ones are cut.
const RESOURCE_CHARACTERS_MAX: usize = 200;
/// Events of a case read at a time.
const CHUNK: u64 = 10_000;

/// What an import came to. Cases and events are those of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Traces in the file.
    pub cases: u64,
    /// Events in the file.
    pub events: u64,
    /// Events that were new.
    pub added: u64,
}

/// What an import reads: something that can be gone through twice.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// The surroundings of an import: time, randomness, and somebody who watches.
pub struct Watch<'a> {
    /// Tells the instant of recording.
    pub now: &'a dyn Fn() -> Instant,
    /// Fresh randomness.
    pub seed: [u8; 16],
    /// Told how many traces are done, and of how many; answers whether to go on.
    pub progress: &'a mut dyn FnMut(u64, u64) -> bool,
}

/// What the survey found.
#[derive(Default)]
struct Survey {
    traces: u64,
    events: u64,
    /// Whether the log says of any trace when it ended. If it does, a trace without an end has not ended.
    says_ends: bool,
}

impl Office {
    /// Imports an XES event log, gzip or plain. `name` is what lists call the log, such as the file's name.
    ///
    /// # Errors
    /// When the file cannot be read to its end (nothing is recorded then), or an act fails. What had arrived stays; to
    /// import the file again goes on from there and adds nothing twice.
    pub fn import_xes(
        &self,
        source: &mut dyn Source,
        name: &str,
        watch: &mut Watch<'_>,
    ) -> Result<Imported, ImportError> {
        let house = self.house();
        let survey = survey(source)?;
        source.seek(SeekFrom::Start(0))?;
        let mut run = Run {
            office: self,
            actor: Actor::system("importer"),
            case_type: Arc::clone(house.case_type(house.newest, &CASE_TYPE.into())?),
            log: name,
            says_ends: survey.says_ends,
            met: HashMap::new(),
            pending: VecDeque::new(),
            pending_events: 0,
            added: 0,
        };
        let mut done = 0;
        for trace in xes::read(source, Limits::standard())? {
            run.trace(&trace?, watch)?;
            done += 1;
            if !(watch.progress)(done, survey.traces) {
                run.settle(0)?;
                return Err(ImportError::Stopped);
            }
        }
        run.settle(0)?;
        Ok(Imported { cases: survey.traces, events: survey.events, added: run.added })
    }
}

fn survey(source: &mut dyn Source) -> Result<Survey, ImportError> {
    let mut found = Survey::default();
    for trace in xes::read(source, Limits::standard())? {
        let trace = trace?;
        found.traces += 1;
        found.events = found.events.saturating_add(count(trace.events.len()));
        found.says_ends |= trace.instant("enddate").is_some();
    }
    Ok(found)
}

/// An import under way.
struct Run<'a> {
    office: &'a Office,
    actor: Actor,
    case_type: Arc<CaseType>,
    log: &'a str,
    says_ends: bool,
    /// How often a trace of the same name, start and first step was met: the standard lets names repeat.
    met: HashMap<[u8; 16], u32>,
    pending: VecDeque<(Pending, u64)>,
    pending_events: u64,
    added: u64,
}

/// A step of a trace as it is recorded.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Step {
    at: Instant,
    name: String,
}

impl Run<'_> {
    fn trace(&mut self, trace: &Trace, watch: &Watch<'_>) -> Result<(), ImportError> {
        let id = self.identity(trace);
        let now = (watch.now)();
        let before = self.office.load(id)?;
        let mut known = match &before {
            Some(loaded) => self.known(loaded)?,
            None => HashMap::new(),
        };
        let mut commands = Vec::new();
        if before.is_none() {
            commands.push(Command::from(self.opening(trace, id, now)));
        }
        let mut new = 0;
        // What has no time at all stands at the time of the first import.
        let undated = before.as_ref().map_or(now, |b| b.case.opened);
        for (step, resource) in steps(trace, undated) {
            match known.get_mut(&step) {
                Some(left) if *left > 0 => *left -= 1,
                _ => {
                    new += 1;
                    commands.push(Act::Foreign { at: step.at, name: step.name, resource }.into());
                }
            }
        }
        let open = before.as_ref().is_none_or(|b| !b.case.is_closed());
        if let (true, Some(end)) = (open, self.end(trace)) {
            let form = MoveForm { received: Some(end.min(now)), ..MoveForm::new("finish") };
            commands.push(Act::Move(form).into());
        }
        let Some((first, then)) = commands.split_first() else { return Ok(()) };
        let version = before.as_ref().map_or(0, |b| b.case.version);
        let case = before.as_ref().map(|b| b.case.id);
        let mut request = Request::new(case, first.clone(), &self.actor, now, watch.seed);
        request.key = Some(key(id, version, commands.len()));
        self.pending.push_back((self.office.submit_all(before, &request, then)?, new));
        self.pending_events = self.pending_events.saturating_add(new);
        self.settle(PENDING_MAX)
    }

    /// Waits until at most so many acts are on their way.
    fn settle(&mut self, most: usize) -> Result<(), ImportError> {
        while self.pending.len() > most || self.pending_events > PENDING_EVENTS_MAX {
            let Some((pending, new)) = self.pending.pop_front() else { break };
            self.pending_events = self.pending_events.saturating_sub(new);
            // Nobody but another import touches these cases; it adds what we would have added.
            let done = pending.wait()?.ok_or(crate::act::Fail::Busy)?;
            if done.iter().all(|d| !d.repeated) {
                self.added += new;
            }
        }
        Ok(())
    }

    /// The same trace gets the same identity in every import.
    fn identity(&mut self, trace: &Trace) -> CaseId {
        let first = trace.events.first();
        let start = trace.instant("startdate").or_else(|| first.and_then(|e| e.at)).unwrap_or(0);
        let hash = |nth: u32| {
            let mut hash = Sha256::new().chain_update("xes trace 1");
            for text in [trace.name.as_str(), first.map_or("", |e| e.name.as_str())] {
                hash.update(count(text.len()).to_be_bytes());
                hash.update(text);
            }
            sixteen(hash.chain_update(start.to_be_bytes()).chain_update(nth.to_be_bytes()))
        };
        let nth = self.met.entry(hash(0)).and_modify(|n| *n += 1).or_insert(0);
        uuid::Builder::from_custom_bytes(hash(*nth)).into_uuid()
    }

    /// Steps that a case holds already, with how often.
    fn known(&self, loaded: &Loaded) -> Result<HashMap<Step, u32>, ImportError> {
        let mut known = HashMap::new();
        let mut reader = self.office.ledger().reader()?;
        let (stream, mut seq) = (loaded.case.id.into_bytes(), 1);
        loop {
            let chunk = reader.outlines_of(stream, seq, CHUNK)?;
            let Some(last) = chunk.last() else { return Ok(known) };
            seq = last.seq + 1;
            for stored in &chunk {
                let event = record::decode(&stored.plain, &[]).map_err(crate::desk::OfficeError::record)?;
                if let What::ForeignStep { occurred, step } = event.what {
                    *known.entry(Step { at: occurred, name: step }).or_insert(0) += 1;
                }
            }
        }
    }

    fn opening(&self, trace: &Trace, id: CaseId, now: Instant) -> Act {
        let first = trace.events.iter().filter_map(|e| e.at).min();
        let received = trace.instant("startdate").or(first).map(|at| Instant(at).min(now));
        let deadline = trace.instant("deadline").map(Instant);
        let told = deadline.map(Instant::print_iso).or_else(|| trace.text("deadline").map(str::to_owned));
        let fields = [
            ("name", Some(trace.name.as_str())),
            ("log", Some(self.log)),
            ("channel", trace.text("channel")),
            ("department", trace.text("department")),
            ("group", trace.text("group")),
            ("responsible", trace.text("responsible")),
            ("foreign_due", told.as_deref()),
        ];
        let form = MoveForm {
            fields: fields.into_iter().filter_map(|(code, text)| self.field(code, text)).collect::<Fields>(),
            due: deadline.map_or(Due::Never, Due::At),
            received,
            ..MoveForm::new("import")
        };
        Act::Open(Opening { id, case_type: CASE_TYPE.into(), form, batch: None })
    }

    /// A text as the field takes it; the required ones are never empty.
    fn field(&self, code: &'static str, text: Option<&str>) -> Option<(Code, Value)> {
        let field = self.case_type.field(code)?;
        let text = cut(text?.trim(), field.length_max.unwrap_or(TEXT_CHARACTERS_MAX));
        let text = if text.is_empty() && matches!(code, "name" | "log") { "?".to_owned() } else { text };
        (!text.is_empty()).then(|| (code.into(), Value::Text(text)))
    }

    /// When the source says that the trace ended. A log that names no ends at all ends its traces with their last event.
    fn end(&self, trace: &Trace) -> Option<Instant> {
        let said = trace.instant("enddate");
        let last = || trace.events.iter().filter_map(|e| e.at).max();
        if self.says_ends { said.map(Instant) } else { last().map(Instant) }
    }
}

/// The steps of a trace in the order of the file, with who took them. One without a time is put at the time of the one
/// before it.
fn steps(trace: &Trace, undated: Instant) -> impl Iterator<Item = (Step, String)> {
    let start = trace.instant("startdate").or_else(|| trace.events.iter().find_map(|e| e.at));
    let mut at = start.map_or(undated, Instant);
    trace.events.iter().map(move |event| {
        at = event.at.map_or(at, Instant);
        let name = match event.lifecycle.as_deref() {
            None | Some("complete" | "COMPLETE" | "") => event.name.clone(),
            Some(phase) => format!("{} ({phase})", event.name),
        };
        let resource = cut(event.resource.as_deref().unwrap_or_default(), RESOURCE_CHARACTERS_MAX);
        (Step { at, name: cut(&name, STEP_CHARACTERS_MAX) }, resource)
    })
}

/// A text of at most so many characters.
fn cut(text: &str, characters_max: usize) -> String {
    if text.chars().count() <= characters_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters_max.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// What makes an act of an import one and the same: the case, how far it was, and how much is added.
fn key(id: CaseId, version: u64, commands: usize) -> Uuid {
    let hash = Sha256::new()
        .chain_update("xes act 1")
        .chain_update(id.as_bytes())
        .chain_update(version.to_be_bytes())
        .chain_update(count(commands).to_be_bytes());
    uuid::Builder::from_custom_bytes(sixteen(hash)).into_uuid()
}

fn sixteen(hash: Sha256) -> [u8; 16] {
    let mut out = [0; 16];
    out.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    out
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
