//! A server over a real office, and a browser without JavaScript.

mod admin;
mod casepage;
mod door;
mod english;
mod erasing;
mod exports;
mod handing_over;
mod hostile;
mod keeping;
mod leaders;
mod lists;
mod looks;
mod moving;
mod printed;
mod public_log;
mod receipts;
mod reports;
mod rights;
mod routing;
mod running;
mod saved;
mod twice;
mod waiting;
mod way;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use kernel::time::Instant;
use ledger::Faults;
use office::health::Machine;
use office::{Office, Options};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{AppState, Mode, Progress, app};

use super::markup::tags;

/// When the clock of a demonstration begins.
const START: &str = "2024-01-02T07:30";

/// A server with its office, and the hands on its clock.
pub struct Desk {
    pub office: Office,
    clock: Arc<AtomicI64>,
    drawn: Arc<AtomicU64>,
    app: Router,
    state: AppState,
    pub live: web::Live,
    _dir: TempDir,
}

/// The database that holds the office of a folder, where the tests stand on PostgreSQL.
fn database(folder: &Path) -> Option<ledger::Database> {
    testkit::postgres::instead_of(folder).map(|address| ledger::Database::parse(&address, None).unwrap())
}

impl Desk {
    pub fn open(mode: Mode) -> Self {
        Self::with(mode, None)
    }

    pub fn with(mode: Mode, progress: Option<Arc<Progress>>) -> Self {
        Self::from(mode, progress, START)
    }

    pub fn demo_at(start: &str) -> Self {
        Self::from(Mode::Demo, None, start)
    }

    /// With a press that gives the document's own words as the file, so that what is printed can be read.
    pub fn printing() -> Self {
        let mut desk = Self::demo();
        let state = AppState {
            press: Some(Arc::new(|document| {
                serde_json::to_vec(document).map_err(|e| web::PressFail::Broken(e.to_string()))
            })),
            ..desk.state.clone()
        };
        desk.app = app(state);
        desk
    }

    /// A demonstration on a machine that was measured so, with a store that can be made to fail.
    pub fn on(machine: Machine, faults: Option<Faults>) -> Self {
        Self::built(Mode::Demo, None, START, machine, faults)
    }

    fn from(mode: Mode, progress: Option<Arc<Progress>>, start: &str) -> Self {
        Self::built(mode, progress, start, Machine::default(), None)
    }

    fn built(
        mode: Mode,
        progress: Option<Arc<Progress>>,
        start: &str,
        machine: Machine,
        faults: Option<Faults>,
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(testkit::at(start).0));
        let now = Instant(clock.load(Ordering::SeqCst));
        let options = Options::new(dir.path(), "kiem-thu.example/van-phong", now, [7; 16])
            .over_any_time()
            .in_database(database(dir.path()));
        let office = Office::open(Options { faults, ..options }).unwrap();
        let drawn = Arc::new(AtomicU64::new(1));
        let (hands, draws) = (Arc::clone(&clock), Arc::clone(&drawn));
        let live = web::Live::default();
        let state = AppState {
            office: office.clone(),
            clock: Arc::new(move || Instant(hands.load(Ordering::SeqCst))),
            random: Arc::new(move || {
                let mut out = [0x5a; 32];
                out[..8].copy_from_slice(&draws.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                out
            }),
            mode,
            press: None,
            measure: Arc::new(move || machine.clone()),
            progress,
            live: live.clone(),
            exports: web::Exports::default(),
            moving: web::Moving::default(),
        };
        Self { office, clock, drawn, app: app(state.clone()), state, live, _dir: dir }
    }

    pub fn demo() -> Self {
        Self::open(Mode::Demo)
    }

    pub fn set(&self, text: &str) {
        self.clock.store(testkit::at(text).0, Ordering::SeqCst);
    }

    pub fn wait_minutes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    pub fn browser(&self) -> Browser {
        Browser { app: self.app.clone(), cookies: BTreeMap::new() }
    }

    /// A browser in which this person is signed in.
    pub fn person(&self, person: &str) -> Browser {
        let mut browser = self.browser();
        let now = Instant(self.clock.load(Ordering::SeqCst));
        let mut random = [0x33; 32];
        random[..8].copy_from_slice(&self.drawn.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        let session = self.office.sign_in_as(person, now, random).unwrap();
        browser.cookies.insert("minhbach".to_owned(), session.token);
        browser
    }
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn location(&self) -> String {
        self.headers.get(LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "{} does not say {text:?}:\n{}", self.status, main_of(&self.text));
        self
    }

    #[track_caller]
    pub fn silent_on(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "says {text:?}:\n{}", main_of(&self.text));
        self
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", main_of(&self.text));
        self
    }

    /// What the form with this action sends when nothing is touched.
    #[track_caller]
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let tags = tags(&self.text).unwrap();
        let start =
            tags.iter().position(|t| t.name == "form" && t.attributes.get("action").is_some_and(|a| a == action));
        let start = start.unwrap_or_else(|| panic!("no form {action}:\n{}", main_of(&self.text)));
        let mut out = Vec::new();
        let mut select = String::new();
        for tag in tags.iter().skip(start + 1).take_while(|t| t.name != "form") {
            let get = |key: &str| tag.attributes.get(key).map(|v| unescaped(v)).unwrap_or_default();
            match tag.name.as_str() {
                "input" => match get("type").as_str() {
                    "file" => {}
                    "checkbox" if !tag.attributes.contains_key("checked") => {}
                    _ => out.push((get("name"), get("value"))),
                },
                "select" => select = get("name"),
                "option" if tag.attributes.contains_key("selected") => out.push((select.clone(), get("value"))),
                _ => {}
            }
        }
        out
    }
}

pub fn main_of(html: &str) -> &str {
    let behind = html.split_once("<main").map_or(html, |(_, rest)| rest);
    behind.split_once("</main>").map_or(behind, |(main, _)| main)
}

pub fn unescaped(text: &str) -> String {
    [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |all, (from, to)| all.replace(from, to))
}

/// A browser: it keeps cookies.
#[derive(Clone)]
pub struct Browser {
    app: Router,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub async fn get(&mut self, address: &str) -> Page {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as it stands on the page, with these values in place of its own.
    pub async fn fill(&mut self, page: &Page, action: &str, values: &[(&str, &str)]) -> Page {
        let mut pairs = page.form(action);
        pairs.retain(|(name, _)| !values.iter().any(|(n, _)| n == name));
        pairs.extend(values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        self.post(action, &pairs).await
    }

    pub async fn post(&mut self, action: &str, pairs: &[(String, String)]) -> Page {
        let body: Vec<String> = pairs.iter().map(|(k, v)| format!("{}={}", escaped(k), escaped(v))).collect();
        let body = body.join("&");
        let request = Request::post(action)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("content-length", body.len())
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Sends a form with a file.
    pub async fn upload(
        &mut self,
        page: &Page,
        action: &str,
        values: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Page {
        let mut pairs = page.form(action);
        pairs.retain(|(name, _)| !values.iter().any(|(n, _)| n == name));
        pairs.extend(values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let mut body = Vec::new();
        for (name, value) in &pairs {
            body.extend(
                format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, bytes) = file;
        body.extend(format!("--frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n--frontier--\r\n");
        let request = Request::post(action)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, text, bytes }
    }

    /// Follows where an act leads.
    #[track_caller]
    pub fn follow<'a>(&'a mut self, page: &Page) -> impl Future<Output = Page> + 'a {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", main_of(&page.text));
        let address = page.location();
        async move { self.get(&address).await }
    }
}

pub fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
