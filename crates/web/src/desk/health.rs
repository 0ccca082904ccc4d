//! How the house fares: what was measured, what is wrong and what to do step by step; the same as JSON.
//!
//! Not here: measuring and judging (`office::health`).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::time::{Date, Instant};
use office::health::{Facts, Gravity, LastReplay, Machine, Paper, SignedLog, Trouble, troubles};
use serde_json::{Value, json};

use super::admin::{administers, period};
use super::answer;
use super::api::guarded;
use super::visitor::{Asked, Visitor, visit};
use super::words::{file_size, moment};
use crate::pages::{Link, Remark, SheetPage, Tone};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// What was measured.
pub const STATE: &str = "/quan-tri/tinh-trang";
/// What is wrong.
pub const TROUBLES: &str = "/quan-tri/su-co";

fn measured(visitor: &Visitor) -> Facts {
    let state = &visitor.state;
    state.office.health(visitor.now(), (state.measure)(), state.live.listening())
}

/// `GET /quan-tri/tinh-trang`
pub async fn state(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, |visitor| {
        administers(visitor)?;
        let (facts, tongue) = (measured(visitor), visitor.tongue);
        let found = troubles(&facts);
        let exports = [(tongue.say("health-troubles"), TROUBLES), ("JSON".to_owned(), "/api/health")];
        answer::ok(&SheetPage {
            frame: visitor.frame(&tongue.say("health-title")),
            heading: tongue.say("health-title"),
            english: tongue.aside("health-title"),
            lead: tongue.tell("health-measured-at", &[("at", facts.now.print_vn().into())]),
            exports: exports.map(|(label, href)| Link { label, href: href.to_owned() }).into(),
            remarks: remarks(tongue, &found, false),
            facts: said(tongue, &facts),
            ..SheetPage::default()
        })
    })
    .await
}

/// `GET /quan-tri/su-co`
pub async fn wrong(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, |visitor| {
        administers(visitor)?;
        let (facts, tongue) = (measured(visitor), visitor.tongue);
        let found = troubles(&facts);
        let at = ("at", facts.now.print_vn().into());
        let lead = if found.is_empty() {
            tongue.tell("health-nothing-to-do", &[at])
        } else {
            tongue.tell("health-to-do", &[at, ("n", found.len().into())])
        };
        answer::ok(&SheetPage {
            frame: visitor.frame(&tongue.say("health-troubles")),
            back: Some(Link { label: tongue.say("health-title"), href: STATE.to_owned() }),
            heading: tongue.say("health-troubles"),
            english: tongue.aside("health-troubles"),
            lead,
            remarks_heading: tongue.say("health-what-to-do"),
            remarks: remarks(tongue, &found, true),
            ..SheetPage::default()
        })
    })
    .await
}

/// `GET /api/health`
pub async fn told(State(state): State<AppState>, asked: Asked) -> Response {
    let response = visit(state, asked, |visitor| {
        administers(visitor)?;
        Ok(Json(as_json(&measured(visitor))).into_response())
    })
    .await;
    guarded(response)
}

fn remarks(tongue: Tongue, found: &[Trouble], with_steps: bool) -> Vec<Remark> {
    if found.is_empty() {
        let (word, text) = (tongue.say("health-good"), tongue.say("health-all-well"));
        return vec![Remark { tone: Tone::Done, word, text, steps: Vec::new() }];
    }
    found.iter().map(|trouble| remark(tongue, trouble, with_steps)).collect()
}

fn remark(tongue: Tongue, trouble: &Trouble, with_steps: bool) -> Remark {
    let (tone, word) = match trouble.gravity {
        Gravity::Critical => (Tone::Late, id("health-critical")),
        Gravity::Warning => (Tone::Soon, id("health-warning")),
        Gravity::Note => (Tone::Neutral, id("health-note")),
    };
    let steps = trouble.steps.iter().filter(|_| with_steps).map(|(vi, en)| tongue.pick(vi, en).clone());
    let text = tongue.pick(&trouble.vi, &trouble.en).clone();
    Remark { tone, word: tongue.say(word), text, steps: steps.collect() }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A stretch of time in its two largest units.
fn lasted(tongue: Tongue, seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let tell = |id: &'static str, a: u64, b: u64| tongue.tell(id, &[("a", count(a).into()), ("b", count(b).into())]);
    match (days, hours) {
        (0, 0) => tell(id("health-minutes-seconds"), minutes, seconds % 60),
        (0, _) => tell(id("health-hours-minutes"), hours, minutes),
        _ => tell(id("health-days-hours"), days, hours),
    }
}

fn said(tongue: Tongue, facts: &Facts) -> Vec<(String, String)> {
    let unknown = || tongue.say("health-not-measured");
    let none = || tongue.say("health-none-yet");
    let machine = &facts.machine;
    let (head, last) = match &facts.head {
        Ok((position, last)) => {
            (tongue.number(count(*position)), last.map_or_else(none, |at| ago(tongue, facts.now, at)))
        }
        Err(why) => (tongue.pick(why.vi(), why.en()), unknown()),
    };
    let writes = || tongue.say("health-takes-writes");
    let writing = facts.writing.as_ref().map_or_else(|why| tongue.pick(why.vi(), why.en()), |()| writes());
    let size = |bytes: u64| file_size(tongue, bytes);
    let disk = machine.disk.map(|disk| {
        tongue.tell("health-free-of", &[("free", size(disk.free).into()), ("whole", size(disk.whole).into())])
    });
    let queue = [("n", facts.queue.0.into()), ("most", facts.queue.1.into())];
    let database = [("bytes", size(machine.database_bytes).into()), ("log", size(machine.log_bytes).into())];
    let catalogue = [("version", facts.catalogue.0.into()), ("n", facts.catalogue.1.into())];
    [
        (id("health-position"), head),
        (id("health-last-record"), last),
        (id("health-trial"), writing),
        (id("health-queue"), tongue.tell("health-queue-of", &queue)),
        (id("health-disk"), disk.unwrap_or_else(unknown)),
        (id("health-database"), tongue.tell("health-database-of", &database)),
        (id("health-memory"), machine.memory_bytes.map_or_else(unknown, size)),
        (id("health-running"), lasted(tongue, machine.running_seconds)),
        (id("health-version"), machine.version.clone()),
        (id("catalogue-title"), tongue.tell("health-catalogue-of", &catalogue)),
        (id("admin-calendar"), calendar(tongue, facts)),
        (id("health-replayed"), machine.replayed.as_ref().map_or_else(none, |last| replayed(tongue, last))),
        (id("health-log"), signed_log(tongue, &machine.signed_log)),
        (id("health-witnesses"), witnesses(tongue, machine)),
        (id("health-paper"), paper(tongue, &machine.paper)),
        (id("health-screens"), tongue.number(i64::try_from(facts.streams).unwrap_or(i64::MAX))),
    ]
    .map(|(label, value)| (tongue.say(label), value))
    .into()
}

fn calendar(tongue: Tongue, facts: &Facts) -> String {
    let Some((first, last)) = facts.calendar else { return tongue.say("health-none-yet") };
    let all = period(tongue, first, Some(last));
    match facts.provisional_from {
        Some(from) => {
            tongue.tell("health-provisional-from", &[("period", all.into()), ("day", from.print_vn().into())])
        }
        None => all,
    }
}

fn replayed(tongue: Tongue, last: &LastReplay) -> String {
    let told = id(if last.equal { "health-replayed-equal" } else { "health-replayed-otherwise" });
    let args = [
        ("at", last.at.print_vn().into()),
        ("position", count(last.position).into()),
        ("digest", short(&last.digest).into()),
    ];
    tongue.tell(told, &args)
}

/// How much of a digest is shown.
const DIGEST_SHOWN: usize = 12;

fn short(digest: &str) -> String {
    digest.chars().take(DIGEST_SHOWN).collect()
}

fn ago(tongue: Tongue, now: Instant, at: Instant) -> String {
    let seconds = u64::try_from(now.0.saturating_sub(at.0) / 1_000_000).unwrap_or(0);
    tongue.tell("health-ago", &[("at", moment(at).text.into()), ("time", lasted(tongue, seconds).into())])
}

fn signed_log(tongue: Tongue, log: &SignedLog) -> String {
    match log {
        SignedLog::Absent => tongue.say("health-log-absent"),
        SignedLog::Signed(size) => {
            tongue.tell("health-log-signed", &[("n", i64::try_from(*size).unwrap_or(i64::MAX).into())])
        }
        SignedLog::Stopped(_) => tongue.say("health-log-stopped"),
    }
}

fn witnesses(tongue: Tongue, machine: &Machine) -> String {
    let standing = match &machine.witnesses {
        None => return tongue.say("health-witnesses-none"),
        Some(Err(_)) => return tongue.say("health-witnesses-wrong"),
        Some(Ok(standing)) => standing,
    };
    let newest = if let SignedLog::Signed(size) = machine.signed_log { size } else { 0 };
    let behind = standing.witnessed.map(|size| count(newest.saturating_sub(size)));
    let args = [
        ("signed", standing.signed(newest).into()),
        ("n", standing.each.len().into()),
        ("wanted", standing.quorum.into()),
        ("behind", behind.unwrap_or(0).into()),
    ];
    tongue.tell(id(if behind.is_some() { "health-witnesses-of" } else { "health-witnesses-not-yet" }), &args)
}

fn paper(tongue: Tongue, paper: &Paper) -> String {
    match paper {
        Paper::Absent => tongue.say("health-paper-absent"),
        Paper::Unused => tongue.say("health-paper-unused"),
        Paper::Works => tongue.say("health-paper-works"),
        Paper::Failed(why) => tongue.tell("health-paper-failed", &[("why", why.as_str().into())]),
    }
}

fn as_json(facts: &Facts) -> Value {
    let machine = &facts.machine;
    let found = troubles(facts);
    let gravity = |trouble: &Trouble| match trouble.gravity {
        Gravity::Critical => "critical",
        Gravity::Warning => "warning",
        Gravity::Note => "note",
    };
    let day = |date: Date| date.to_string();
    json!({
        "ok": found.iter().all(|trouble| trouble.gravity != Gravity::Critical),
        "at": moment(facts.now).datetime,
        "position": facts.head.as_ref().ok().map(|(position, _)| position),
        "last_at": facts.head.as_ref().ok().and_then(|(_, last)| last.map(|at| moment(at).datetime)),
        "writable": facts.writing.is_ok(),
        "queue": facts.queue.0,
        "queue_max": facts.queue.1,
        "disk_free_bytes": machine.disk.map(|disk| disk.free),
        "disk_bytes": machine.disk.map(|disk| disk.whole),
        "database_bytes": machine.database_bytes,
        "log_bytes": machine.log_bytes,
        "memory_bytes": machine.memory_bytes,
        "running_seconds": machine.running_seconds,
        "version": machine.version,
        "catalogue": facts.catalogue.0,
        "catalogue_findings": facts.catalogue.1,
        "calendar_until": facts.calendar.map(|(_, last)| day(last)),
        "calendar_provisional_from": facts.provisional_from.map(day),
        "paper": matches!(machine.paper, Paper::Unused | Paper::Works),
        "log_signed": if let SignedLog::Signed(size) = machine.signed_log { Some(size) } else { None },
        "witnesses": machine.witnesses.as_ref().map(|told| match told {
            Ok(standing) => json!({
                "wanted": standing.quorum, "known": standing.each.len(), "witnessed": standing.witnessed,
                "failing": standing.each.iter().filter(|witness| witness.trouble.is_some()).count(),
            }),
            Err(error) => json!({ "error": error.en() }),
        }),
        "replayed": machine.replayed.as_ref().map(|last| json!({
            "at": moment(last.at).datetime, "position": last.position, "equal": last.equal, "digest": last.digest,
        })),
        "streams": facts.streams,
        "troubles": found.iter().map(|trouble| json!({
            "code": trouble.code, "gravity": gravity(trouble), "vi": trouble.vi, "en": trouble.en,
        })).collect::<Vec<_>>(),
    })
}
