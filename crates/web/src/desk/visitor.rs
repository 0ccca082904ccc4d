//! Who asks: the session behind the cookie, the person's posts of today, and the frame around every page.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use kernel::catalogue::case_type::{CaseType, Domain};
use kernel::org::UnitKind;
use kernel::text::sort_key;
use kernel::time::Instant;
use office::views::Viewer;
use office::{House, OfficeError};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::answer::{Answer, Stop, broken, see, unwritten};
use super::posted::Posted;
use super::watch::counts;
use super::words::{moment, post, query_string, register_name};
use super::{admin, cookies, door, kept, leaders, process, reports};
use crate::pages::{DemoClock, Frame, NavGroup, NavItem, Notice, NoticeTone, Person};
use crate::state::{AppState, Mode};
use crate::tongue::Tongue;

/// What a request says of itself.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path with query.
    pub address: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Language asked for.
    pub tongue: Tongue,
    method: Method,
}

impl Asked {
    /// From the parts of a request.
    pub fn of(uri: &Uri, headers: &HeaderMap, method: &Method) -> Self {
        let address = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let tongue = cookies::read(headers, cookies::TONGUE).and_then(Tongue::of).unwrap_or_default();
        Self { address, headers: headers.clone(), tongue, method: method.clone() }
    }

    /// Where this can be asked for again. What was sent cannot be sent again by following a link; the page it came from
    /// can be opened again.
    pub fn here(&self) -> &str {
        if self.method != Method::POST {
            return &self.address;
        }
        self.headers.get(REFERER).and_then(|v| v.to_str().ok()).and_then(door::path_of).unwrap_or("/")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers, &parts.method))
    }
}

/// A person with a session.
#[derive(Clone)]
pub struct Visitor {
    /// The server.
    pub state: AppState,
    /// Who reads and acts.
    pub viewer: Viewer,
    /// Token of the forms.
    pub csrf: String,
    /// What was asked.
    pub asked: Asked,
    /// Language of the pages.
    pub tongue: Tongue,
    note: Option<String>,
}

/// Runs a page for a signed-in person, away from the async threads; everybody else is led to the door.
pub async fn visit(state: AppState, asked: Asked, page: impl FnOnce(&Visitor) -> Answer + Send + 'static) -> Response {
    visit_or(state, asked, page, |_, asked| to_the_door(asked)).await
}

/// The same, with what is answered to somebody who is not signed in.
async fn visit_or(
    state: AppState,
    asked: Asked,
    page: impl FnOnce(&Visitor) -> Answer + Send + 'static,
    outside: impl FnOnce(&AppState, &Asked) -> Response + Send + 'static,
) -> Response {
    let kept = asked.clone();
    let work = move || {
        let visitor = match Visitor::of(&state, &asked) {
            Ok(Some(visitor)) => visitor,
            Ok(None) => return outside(&state, &asked),
            Err(error) => return Stop::from(error).answer(&asked),
        };
        let mut response = page(&visitor).unwrap_or_else(|stop| stop.answer(&asked));
        if visitor.note.is_some() && !response.headers().contains_key(SET_COOKIE) {
            response.headers_mut().extend(cookies::clear(cookies::NOTE).map(|c| (SET_COOKIE, c)));
        }
        response
    };
    spawn_blocking(work).await.unwrap_or_else(|error| broken(&kept, &error.to_string()))
}

/// The same for what a person sends: the form must carry the session's token. What cannot be taken comes back whole.
pub async fn visit_with(
    state: AppState,
    asked: Asked,
    posted: Posted,
    act: impl FnOnce(&Visitor, &Posted) -> Answer + Send + 'static,
) -> Response {
    let (posted, asker) = (Arc::new(posted), asked.clone());
    let (sent, lost) = (Arc::clone(&posted), Arc::clone(&posted));
    let act = move |visitor: &Visitor| {
        if !same(sent.get("csrf"), &visitor.csrf) {
            return Ok(kept::of_another_session(visitor, &sent));
        }
        act(visitor, &sent)
    };
    let outside = move |state: &AppState, asked: &Asked| {
        kept::of_nobody(state, asked, &lost).unwrap_or_else(|| to_the_door(asked))
    };
    let response = visit_or(state, asked, act, outside).await;
    unwritten(response, &asker, &posted)
}

/// Compares without telling by the time taken how much is right.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

fn to_the_door(asked: &Asked) -> Response {
    let back = asked.here();
    if back == "/" { see("/dang-nhap") } else { see(&format!("/dang-nhap?{}", query_string(&[("next", back)]))) }
}

impl Visitor {
    /// The same visitor, for what is data and not a page: figures and days are written one way, whatever the language of
    /// the page.
    pub fn for_a_file(&self) -> Self {
        Self { tongue: Tongue::Vi, ..self.clone() }
    }

    /// The person of a request, while the session holds.
    pub(super) fn of(state: &AppState, asked: &Asked) -> Result<Option<Self>, OfficeError> {
        let Some(token) = cookies::read(&asked.headers, cookies::SESSION) else { return Ok(None) };
        let now = state.now();
        let Some(session) = state.office.session(token, now)? else { return Ok(None) };
        // Another process may have adopted a catalogue or announced days off meanwhile.
        let house = state.office.current()?;
        let Some(actor) = house.actor(session.person.as_str(), now) else { return Ok(None) };
        Ok(Some(Self {
            state: state.clone(),
            viewer: Viewer::new(actor, house, now),
            csrf: session.csrf,
            note: cookies::read(&asked.headers, cookies::NOTE).map(str::to_owned),
            asked: asked.clone(),
            tongue: asked.tongue,
        }))
    }

    /// The moment of asking.
    pub fn now(&self) -> Instant {
        self.viewer.now
    }

    /// What decisions look at.
    pub fn house(&self) -> &Arc<House> {
        &self.viewer.house
    }

    /// A new idempotency key, which is the id of a case that the form may open.
    pub fn new_key(&self) -> Uuid {
        new_key(self.now(), (self.state.random)())
    }

    /// The frame of a page.
    pub fn frame(&self, title: &str) -> Frame {
        let org = self.house().org();
        let post = self.viewer.actor.posts.first().map(|held| post(org, &held.code)).unwrap_or_default();
        let head = self.state.office.ledger().head().map_or(0, |head| head.next.saturating_sub(1));
        Frame {
            title: title.to_owned(),
            person: Some(Person { name: org.person_name(&self.viewer.actor.person).to_owned(), post }),
            csrf: self.csrf.clone(),
            nav: self.nav(),
            ledger_position: self.tongue.number(i64::try_from(head).unwrap_or(0)),
            notices: self.note.iter().filter_map(|note| recorded(self.tongue, note)).collect(),
            ..outside_frame(&self.state, &self.asked, title)
        }
    }

    fn nav(&self) -> Vec<NavGroup> {
        let tongue = self.tongue;
        let mut types = self.viewer.types();
        types.sort_by_cached_key(|t| rank(t));
        let register = |t: &Arc<CaseType>| {
            let label = register_name(tongue, t);
            self.item(label, tongue.pick(t.name_en.clone(), String::new()), format!("/so/{}", t.code))
        };
        let registers = types.iter().map(register).collect();
        let mut told: Vec<NavItem> =
            reports::nav(self).into_iter().map(|(label, english, href)| self.item(label, english, href)).collect();
        if process::may(self) {
            told.push(self.said("frame-nav-process", "/quy-trinh"));
        }
        let mut own = self.own();
        own.extend(leaders::nav(self).iter().map(|(id, href)| self.said(id, href)));
        let administered = admin::nav(self).iter().map(|(id, href)| self.said(id, href)).collect();
        let groups = [
            NavGroup { label: String::new(), items: own },
            NavGroup { label: tongue.say("frame-nav-administration"), items: administered },
            NavGroup { label: tongue.say("frame-nav-registers"), items: registers },
            NavGroup { label: tongue.say("frame-nav-reports"), items: told },
        ];
        groups.into_iter().filter(|group| !group.items.is_empty()).collect()
    }

    fn item(&self, label: String, english: String, href: String) -> NavItem {
        let here = self.asked.address.split('?').next().unwrap_or_default();
        NavItem { label, english, current: here == href, href, waiting: String::new() }
    }

    fn said(&self, id: &'static str, href: &str) -> NavItem {
        self.item(self.tongue.say(id), self.tongue.aside(id), href.to_owned())
    }

    /// The first group: what is this person's own, with counts. A count that cannot be read is left out.
    fn own(&self) -> Vec<NavItem> {
        let told = counts(&self.state, self.tongue, &self.viewer).unwrap_or_default();
        vec![
            self.said("frame-first-page", "/"),
            NavItem { waiting: told.waiting, ..self.said("frame-nav-work", "/viec-cua-toi") },
            NavItem { waiting: told.unread, ..self.said("frame-nav-notices", "/thong-bao") },
        ]
    }
}

/// The order of registers: what has a deadline or a number series comes first, then plans and notices, then what nobody
/// opens here (imported logs); the books of party and union stand last.
pub fn rank(case_type: &CaseType) -> impl Ord + use<> {
    let foreign = !case_type.moves.iter().any(|m| m.opens());
    let plain = case_type.clock.is_none() && case_type.numbers.is_empty();
    (case_type.domain != Domain::Work, foreign, plain, sort_key(&case_type.register))
}

/// A key for a form, made at this moment.
pub fn new_key(now: Instant, random: [u8; 32]) -> Uuid {
    let mut tail = [0; 10];
    tail.iter_mut().zip(random).for_each(|(to, from)| *to = from);
    let millis = u64::try_from(now.0 / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

/// What the last act came to.
fn recorded(tongue: Tongue, note: &str) -> Option<Notice> {
    let (repeated, digits) = match note.strip_prefix('r') {
        Some(rest) => (true, rest),
        None => (false, note),
    };
    let position: u64 = digits.parse().ok()?;
    let args = [("position", position.into())];
    let text = tongue.tell(if repeated { "frame-recorded-before" } else { "frame-recorded" }, &args);
    Some(Notice { tone: NoticeTone::Done, text })
}

/// The frame where nobody is signed in.
pub fn outside_frame(state: &AppState, asked: &Asked, title: &str) -> Frame {
    let house = state.office.house();
    let office = house.org().units.values().find(|u| u.kind == UnitKind::Office).map(|u| u.name.clone());
    let demo = (state.mode == Mode::Demo).then(|| DemoClock {
        now: moment(state.now()),
        // A store that answers nothing is told of elsewhere; the band then says the more careful of the two.
        imported: state.office.has_imported_logs().unwrap_or(true),
    });
    Frame { office: office.unwrap_or_default(), demo, ..bare_frame(asked, title) }
}

/// The frame where nothing is known but what was asked.
pub fn bare_frame(asked: &Asked, title: &str) -> Frame {
    Frame { title: title.to_owned(), tongue: asked.tongue, here: asked.here().to_owned(), ..Frame::default() }
}
