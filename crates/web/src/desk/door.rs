//! The door: signing in by password or, in a demonstration, by role; signing out.
//!
//! There is no session yet, so the form's token is bound to a cookie of its own. Not here: passwords and lock-out
//! (office).

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use kernel::org::{Org, Person};
use kernel::time::Date;
use office::people::SignInFail;
use tokio::task::spawn_blocking;

use super::answer::{self, broken, see};
use super::posted::Posted;
use super::visitor::{self, Asked, outside_frame, same};
use super::{cookies, words};
use crate::pages::{DemoRole, Field, Input, SignInPage};
use crate::state::{AppState, Mode};
use crate::tongue::{Tongue, id};

/// The roles of a demonstration, in the order of the page: the role, how the unit's name begins where that matters, and
/// what the person does all day. Units are chosen where there is work of that kind every day.
const ROLES: [(&str, &str, &str); 17] = [
    ("chairman", "", id("door-duty-chairman")),
    ("vice_chairman", "", id("door-duty-vice-chairman")),
    ("chief", "", id("door-duty-chief")),
    ("deputy_chief", "", id("door-duty-deputy-chief")),
    ("head_of_room", "Phòng Tổng hợp", id("door-duty-head-of-room")),
    ("specialist", "Phòng Tổng hợp", id("door-duty-specialist")),
    ("clerk", "", id("door-duty-clerk")),
    ("focal_point", "Sở Tài chính", id("door-duty-focal-point")),
    ("focal_point", "UBND ", id("door-duty-focal-point-below")),
    ("department_director", "Sở Tài chính", id("door-duty-director-tasks")),
    ("handler", "Sở Tư pháp", id("door-duty-handler")),
    ("department_director", "Sở Tư pháp", id("door-duty-director-dossiers")),
    ("one_stop", "", id("door-duty-one-stop")),
    ("centre_director", "", id("door-duty-centre-director")),
    ("editor", "", id("door-duty-editor")),
    ("party_secretary", "", id("door-duty-party-secretary")),
    ("administrator", "", id("door-duty-administrator")),
];

/// `GET /dang-nhap`
pub async fn show(State(state): State<AppState>, Query(query): Query<Vec<(String, String)>>, asked: Asked) -> Response {
    let next = query.iter().find(|(k, _)| k == "next").map_or("/", |(_, v)| v.as_str());
    door(&state, &asked, path_of(next).unwrap_or("/"), "", Said::Nothing)
}

/// `POST /dang-nhap`
pub async fn enter(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    let kept = asked.clone();
    let work = move || {
        let next = path_of(posted.get("next")).unwrap_or("/").to_owned();
        let expected = cookies::read(&asked.headers, cookies::DOOR);
        if !expected.is_some_and(|token| same(token, posted.get("csrf"))) {
            let said = asked.tongue.say("door-stale");
            return door(&state, &asked, &next, posted.get("name"), Said::Error(said));
        }
        let (now, random) = (state.now(), (state.random)());
        let (role, name) = (posted.get("role"), posted.get("name").trim());
        let signed_in = if role.is_empty() {
            state.office.sign_in(name, posted.get("password"), now, random)
        } else if state.mode == Mode::Demo
            && roles(state.office.house().org(), now.date()).any(|(p, _)| p.code == *role)
        {
            state.office.sign_in_as(role, now, random)
        } else {
            Err(SignInFail::NoPost)
        };
        match signed_in {
            Ok(session) => {
                let mut response = see(&next);
                let set =
                    [cookies::set(&asked.headers, cookies::SESSION, &session.token), cookies::clear(cookies::DOOR)];
                response.headers_mut().extend(set.into_iter().flatten().map(|c| (SET_COOKIE, c)));
                response
            }
            Err(SignInFail::Broken(error)) => broken(&asked, &error.to_string()),
            Err(fail) => {
                let said = asked.tongue.pick(fail.vi(), fail.en());
                let locked = matches!(fail, SignInFail::Locked { .. });
                door(&state, &asked, &next, name, if locked { Said::Locked(said) } else { Said::Error(said) })
            }
        }
    };
    spawn_blocking(work).await.unwrap_or_else(|error| broken(&kept, &error.to_string()))
}

/// `POST /dang-xuat`
pub async fn leave(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visitor::visit_with(state, asked, posted, |visitor, _| {
        if let Some(token) = cookies::read(&visitor.asked.headers, cookies::SESSION) {
            visitor.state.office.sign_out(token)?;
        }
        let mut response = see("/dang-nhap");
        response.headers_mut().extend(cookies::clear(cookies::SESSION).map(|c| (SET_COOKIE, c)));
        Ok(response)
    })
    .await
}

/// The path of an address of this site; `None` for an address elsewhere.
pub fn path_of(address: &str) -> Option<&str> {
    let path = match address.split_once("://") {
        // A page of ours as the browser tells it: scheme, host, path.
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..))?,
        None => address,
    };
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    (inside && path.is_ascii()).then_some(path)
}

enum Said {
    Nothing,
    Error(String),
    Locked(String),
}

fn door(state: &AppState, asked: &Asked, next: &str, name: &str, said: Said) -> Response {
    // Two tabs may stand at the door: the cookie stays while it is there.
    let kept = cookies::read(&asked.headers, cookies::DOOR).filter(|k| k.bytes().all(|b| b.is_ascii_hexdigit()));
    let cookie = kept.map_or_else(|| hex(&(state.random)()), str::to_owned);
    let (status, error, locked) = match said {
        Said::Nothing => (StatusCode::OK, None, None),
        Said::Error(text) => (StatusCode::UNPROCESSABLE_ENTITY, Some(text), None),
        Said::Locked(text) => (StatusCode::TOO_MANY_REQUESTS, None, Some(text)),
    };
    let house = state.office.house();
    let (demo, tongue) = (state.mode == Mode::Demo, asked.tongue);
    let shown = SignInPage {
        frame: outside_frame(state, asked, &tongue.say("door-sign-in")),
        action: "/dang-nhap".to_owned(),
        next: next.to_owned(),
        csrf: cookie.clone(),
        error,
        locked,
        fields: credentials(tongue, name),
        roles: if demo {
            roles(house.org(), state.now().date()).map(|(p, duty)| role(house.org(), p, tongue.say(duty))).collect()
        } else {
            Vec::new()
        },
    };
    let mut response = answer::page(status, &shown).into_response();
    response.headers_mut().extend(cookies::set(&asked.headers, cookies::DOOR, &cookie).map(|c| (SET_COOKIE, c)));
    response
}

fn credentials(tongue: Tongue, name: &str) -> Vec<Field> {
    let field = |id: &str, label: String, input: Input| Field {
        id: id.to_owned(),
        name: id.to_owned(),
        label,
        tongue,
        hint: String::new(),
        error: None,
        required: true,
        input,
    };
    vec![
        field(
            "name",
            tongue.say("door-name"),
            Input::Text { value: name.to_owned(), autocomplete: "username".to_owned() },
        ),
        field("password", tongue.say("door-password"), Input::Password { autocomplete: "current-password".to_owned() }),
    ]
}

/// One person of each role on the day, of the named unit where there is one.
fn roles(org: &Org, day: Date) -> impl Iterator<Item = (&Person, &'static str)> {
    let post = move |person: &Person| person.posts_on(day).next().and_then(|code| org.posts.get(code));
    let one = move |role: &str, unit: &str| {
        let here = org.people.values();
        let elsewhere = |p: &&Person| post(p).is_none_or(|p| !org.unit_name(&p.unit).starts_with(unit));
        here.filter(|p| post(p).is_some_and(|p| p.role == *role)).min_by_key(elsewhere)
    };
    let mut out: Vec<(&Person, &'static str)> = Vec::new();
    for (role, unit, duty) in ROLES {
        // Where units are named otherwise, two roles may come to the same person.
        let found = one(role, unit).filter(|person| out.iter().all(|(other, _)| other.code != person.code));
        out.extend(found.map(|person| (person, duty)));
    }
    out.into_iter()
}

fn role(org: &Org, person: &Person, duty: String) -> DemoRole {
    let post = person.posts.first().map(|code| words::post(org, code)).unwrap_or_default();
    let (post, unit) = post.split_once(", ").unwrap_or((&post, ""));
    DemoRole {
        value: person.code.to_string(),
        post: post.to_owned(),
        unit: unit.to_owned(),
        name: person.name.clone(),
        duty,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for (address, path) in [
            ("/so/task?q=1", Some("/so/task?q=1")),
            ("http://localhost:8080/ho-so/1", Some("/ho-so/1")),
            ("//evil.example", None),
            ("/\\evil.example", None),
            ("https://evil.example", None),
            ("javascript:alert(1)", None),
            ("/a\r\nSet-Cookie: x", None),
            ("", None),
        ] {
            assert_eq!(path_of(address), path, "{address}");
        }
    }
}
