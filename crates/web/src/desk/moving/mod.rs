//! Moving in on a page: a table is uploaded, its columns are matched, all rows are checked, and what is right is
//! confirmed. The same office behind it as behind `import cases`.
//!
//! Whoever may enter late entries of a type brings in its open work under the own name; units and people are an
//! administrator's. Not here: the form (`form`), what is shown of a check (`shown`).

mod form;
mod shown;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use axum::extract::{Path, Query as Asking, State};
use axum::http::StatusCode;
use axum::response::Response;
use office::import::Watch;
use office::import::cases::{Map, MoveInError, Moved, On, Previewed, Wishes};
use uuid::Uuid;

use super::address::Pairs;
use super::answer::{self, Stop, see};
use super::fields;
use super::posted::Posted;
use super::visitor::{Asked, Visitor, visit, visit_with};
use super::words::register_name;
use crate::moving::{Meter, Metered, Stage, Upload};
use crate::pages::{FormPage, Hidden, Input, Problem};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// Where a table is uploaded.
pub const BEGIN: &str = "/quan-tri/chuyen-du-lieu";
/// The role that brings in units and people.
const ADMINISTRATOR: &str = "administrator";
/// Rows of a table that are read, as told beside the file; the reader of tables refuses longer ones.
const ROWS_TOLD: i64 = 200_000;
/// What is done within this time is answered at once; the rest is watched on a page of its own.
const AT_ONCE: Duration = Duration::from_millis(1_500);

/// What this person may bring in: code of a type, `unit` or `person`, and how it is called.
pub fn targets(visitor: &Visitor) -> Vec<(String, String)> {
    let actor = &visitor.viewer.actor;
    let org = visitor.house().org();
    let mut out = Vec::new();
    if let Ok(catalogue) = visitor.house().catalogue() {
        let mine = catalogue.types.values().filter(|of| !of.public);
        let mine = mine.filter(|of| actor.allowed(&of.acts.late_entry, None, org).is_some());
        out.extend(mine.map(|of| (of.code.to_string(), register_name(visitor.tongue, of))));
    }
    if actor.posts.iter().any(|post| post.role == *ADMINISTRATOR) {
        let org = [("unit", id("admin-units")), ("person", id("admin-people"))];
        out.extend(org.map(|(code, name)| (code.to_owned(), visitor.tongue.say(name))));
    }
    out
}

fn said(tongue: Tongue, error: &MoveInError) -> String {
    tongue.pick(error.vi(), error.en())
}

fn may(visitor: &Visitor) -> Result<(), Stop> {
    if targets(visitor).is_empty() { Err(visitor.missing()) } else { Ok(()) }
}

/// `GET /quan-tri/chuyen-du-lieu`
pub async fn begin(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, |visitor| {
        may(visitor)?;
        Ok(beginning(visitor, None))
    })
    .await
}

/// `POST /quan-tri/chuyen-du-lieu`
pub async fn upload(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, |visitor, posted| {
        may(visitor)?;
        let Some(file) = &posted.file else {
            return Ok(beginning(visitor, Some(visitor.tongue.say("moving-choose-file"))));
        };
        let mut source = std::io::Cursor::new(file.bytes.as_slice());
        let sheets = match visitor.state.office.look_at_table(&mut source, &file.name) {
            Ok(sheets) => sheets,
            Err(error) => return Ok(beginning(visitor, Some(said(visitor.tongue, &error)))),
        };
        if sheets.iter().all(|sheet| sheet.headings.is_empty()) {
            return Ok(beginning(visitor, Some(visitor.tongue.say("moving-no-rows"))));
        }
        let id = visitor.new_key();
        let person = visitor.viewer.actor.person.clone();
        visitor.state.moving.keep(Upload::new(id, person, file.name.clone(), file.bytes.clone(), sheets));
        Ok(see(&format!("{BEGIN}/{id}")))
    })
    .await
}

fn beginning(visitor: &Visitor, wrong: Option<String>) -> Response {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let tongue = visitor.tongue;
    let mut file = fields::field(
        tongue,
        "chuyen-tep",
        "tep",
        &tongue.say("moving-file"),
        Input::File { accept: ".xlsx,.csv".to_owned() },
    );
    let megabytes = super::FILE_BYTES_MAX >> 20;
    file.hint = tongue.tell("moving-file-hint", &[("n", megabytes.into()), ("rows", ROWS_TOLD.into())]);
    file.required = true;
    file.error.clone_from(&wrong);
    let begun = visitor.state.moving.of(&visitor.viewer.actor.person);
    let back = begun.map(|upload| crate::pages::Link {
        label: tongue.tell("moving-go-on", &[("file", visitor.tongue.data(&upload.name).into())]),
        href: format!("{BEGIN}/{}", upload.id),
    });
    answer::page(
        status,
        &FormPage {
            frame: visitor.frame(&tongue.say("moving-title")),
            back,
            heading: tongue.say("moving-heading"),
            english: tongue.aside("moving-heading"),
            intro: tongue.say("moving-why"),
            problems: wrong.map(|text| Problem { field_id: "chuyen-tep".to_owned(), text }).into_iter().collect(),
            action: BEGIN.to_owned(),
            hidden: vec![Hidden { name: "csrf".to_owned(), value: visitor.csrf.clone() }],
            groups: vec![(String::new(), vec![file])],
            in_rows: false,
            submit: tongue.say("moving-read-file"),
            cancel: "/".to_owned(),
            ..FormPage::default()
        },
    )
}

fn found(visitor: &Visitor, id: &str) -> Result<Arc<Upload>, Stop> {
    may(visitor)?;
    let id = Uuid::try_parse(id).ok();
    let found = id.and_then(|id| visitor.state.moving.find(id, &visitor.viewer.actor.person));
    found.ok_or_else(|| see(BEGIN).into())
}

/// `GET /quan-tri/chuyen-du-lieu/{id}`
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Asking(pairs): Asking<Pairs>,
    asked: Asked,
) -> Response {
    visit(state, asked, move |visitor| {
        let upload = found(visitor, &id)?;
        let page = pairs.iter().find(|(key, _)| key == "trang").and_then(|(_, value)| value.parse().ok()).unwrap_or(1);
        shown::page(visitor, &upload, page, &super::forms::Wrong::default())
    })
    .await
}

/// `POST /quan-tri/chuyen-du-lieu/{id}`
pub async fn act(State(state): State<AppState>, Path(id): Path<String>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, move |visitor, posted| {
        let upload = found(visitor, &id)?;
        if matches!(upload.state().stage, Stage::Running { .. }) {
            return Ok(see(&format!("{BEGIN}/{id}")));
        }
        let wish = posted.get("buoc").to_owned();
        if wish == "bo" {
            visitor.state.moving.forget(upload.id);
            return Ok(see(BEGIN));
        }
        let checked = match &upload.state().stage {
            Stage::Checked { mark, .. } => Some(mark.clone()),
            _ => None,
        };
        form::keep(visitor, &upload, posted);
        if wish == "doc" {
            upload.state().stage = Stage::Matching;
            return Ok(see(&format!("{BEGIN}/{id}")));
        }
        let map = match form::map(visitor, &upload) {
            Ok(map) => map,
            Err(wrong) => return shown::page(visitor, &upload, 1, &wrong),
        };
        // Recorded is what was checked: whatever was changed since is checked again first.
        let mark = form::mark(&upload);
        let record = wish == "ghi" && checked.as_ref() == Some(&mark);
        let skip_refused = posted.get("bo-dong-sai") == "yes";
        let done = start(visitor, Arc::clone(&upload), map, mark, record.then_some(skip_refused));
        // Whatever takes longer is watched.
        let _slow = done.recv_timeout(AT_ONCE);
        Ok(see(&format!("{BEGIN}/{id}")))
    })
    .await
}

/// Checks, or with `record` records, behind the pages; tells when it is done.
fn start(visitor: &Visitor, upload: Arc<Upload>, map: Map, mark: String, record: Option<bool>) -> Receiver<()> {
    let (tell, done) = channel();
    let meter = Meter::of(passes(&upload));
    upload.state().stage = Stage::Running { recording: record.is_some(), meter: meter.clone() };
    let (state, actor) = (visitor.state.clone(), visitor.viewer.actor.clone());
    std::thread::spawn(move || {
        let work = Work { state: &state, upload: &upload, map: &map, on: On::Behalf(&actor), meter };
        let stage = match record {
            None => work.check().map(|(moved, first)| Stage::Checked { moved: Box::new(moved), first, mark }),
            Some(skip_refused) => work.record(skip_refused).map(|moved| Stage::Recorded(Box::new(moved))),
        };
        upload.state().stage = stage.unwrap_or_else(|error| Stage::Failed(error.vi(), error.en()));
        // Nobody may wait any more.
        let _late = tell.send(());
    });
    done
}

/// Bytes that a check reads: a workbook is measured, then read; the first rows once more.
fn passes(upload: &Upload) -> u64 {
    let bytes = u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX);
    bytes.saturating_mul(if upload.name.to_lowercase().ends_with(".xlsx") { 3 } else { 1 })
}

/// Work on a file behind the pages.
struct Work<'a> {
    state: &'a AppState,
    upload: &'a Upload,
    map: &'a Map,
    on: On<'a>,
    meter: Meter,
}

impl Work<'_> {
    fn check(&self) -> Result<(Moved, Vec<Previewed>), MoveInError> {
        let name = &self.upload.name;
        let mut source = Metered::new(Arc::clone(&self.upload.bytes), self.meter.clone());
        let first = self.state.office.preview_move_in(&mut source, name, self.map, self.on, self.state.now())?;
        let moved = self.run(&Wishes { on: self.on, dry_run: true, skip_refused: false }, &mut |_, _| true)?;
        Ok((moved, first))
    }

    fn record(&self, skip_refused: bool) -> Result<Moved, MoveInError> {
        let meter = self.meter.clone();
        self.run(&Wishes { on: self.on, dry_run: false, skip_refused }, &mut move |done, whole| {
            meter.set(done, whole);
            true
        })
    }

    fn run(&self, wishes: &Wishes<'_>, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Moved, MoveInError> {
        let mut source = Metered::new(Arc::clone(&self.upload.bytes), self.meter.clone());
        let now = || self.state.now();
        let mut watch = Watch { now: &now, seed: self.state.seed(), progress };
        self.state.office.move_in(&mut source, &self.upload.name, self.map, wishes, &mut watch)
    }
}
