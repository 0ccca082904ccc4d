//! `/xac-minh`: anybody checks a receipt here, by its file or by what its square code says. The same is checked by `minhbach verify
//! receipt` without us, and the page says how.
//!
//! Nothing is recorded and nobody signs in. Not here: what is checked (`audit`).

use audit::evidence::{ReceiptVerified, Unproven, to_hex, verify_receipt};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Code;
use kernel::catalogue::Catalogue;
use office::evidence::ReceiptState;
use tokio::task::spawn_blocking;
use translog::PublicKey;

use super::address::Pairs;
use super::answer::{self, Stop, broken};
use super::fields;
use super::posted::Posted;
use super::visitor::{Asked, outside_frame};
use crate::pages::{Field, Input, Tone, Verdict, VerifyPage};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// The page.
pub const PAGE: &str = "/xac-minh";
/// Longest number and hash that are looked for, in bytes.
const ASKED_BYTES_MAX: usize = 200;

/// `GET /xac-minh`, also with what a square code says: `so` and `la`.
pub async fn show(State(state): State<AppState>, Query(pairs): Query<Pairs>, asked: Asked) -> Response {
    checked(state, asked, move |state, tongue| {
        let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
        let (number, leaf) = (get("so"), get("la"));
        if number.is_empty() && leaf.is_empty() {
            return Ok(None);
        }
        by_code(state, tongue, number, leaf).map(Some)
    })
    .await
}

/// `POST /xac-minh`: a file.
pub async fn send(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    checked(state, asked, move |state, tongue| {
        let Some(file) = posted.file.as_ref().filter(|file| !file.bytes.is_empty()) else {
            let text = tongue.say("verify-no-file");
            return Ok(Some(Verdict { tone: Tone::Neutral, text, facts: Vec::new() }));
        };
        Ok(Some(match verify_receipt(&file.bytes, &key(state)?) {
            Ok(found) => genuine(state, tongue, &found),
            Err(unproven) => unproved(tongue, &unproven),
        }))
    })
    .await
}

async fn checked(
    state: AppState,
    asked: Asked,
    check: impl FnOnce(&AppState, Tongue) -> Result<Option<Verdict>, Stop> + Send + 'static,
) -> Response {
    let kept = asked.clone();
    let work = move || match check(&state, asked.tongue) {
        Ok(verdict) => page(&state, &asked, verdict),
        Err(stop) => stop.answer(&asked),
    };
    spawn_blocking(work).await.unwrap_or_else(|error| broken(&kept, &error.to_string()))
}

/// The key of our own log, as it stands beside its files.
///
/// # Errors
/// When there is none yet.
pub fn key(state: &AppState) -> Result<PublicKey, Stop> {
    let file = state.office.log_file("vkey")?;
    let text = file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
    PublicKey::parse(text.trim()).map_err(|error| Stop::Broken(format!("log/vkey: {error}")))
}

/// The receipt that a square code names. Whoever guesses a number does not have the hash of its leaf.
fn by_code(state: &AppState, tongue: Tongue, number: &str, leaf: &str) -> Result<Verdict, Stop> {
    let unknown = || Verdict { tone: Tone::Late, text: tongue.say("verify-unknown"), facts: Vec::new() };
    if number.len() > ASKED_BYTES_MAX || leaf.len() > ASKED_BYTES_MAX {
        return Ok(unknown());
    }
    let receipt = match state.office.receipt_of_number(number)? {
        ReceiptState::Ready(receipt) => receipt,
        ReceiptState::NotYet => {
            return Ok(Verdict { tone: Tone::Neutral, text: tongue.say("verify-not-yet"), facts: Vec::new() });
        }
        ReceiptState::Erased { leaf: known } if to_hex(&known).eq_ignore_ascii_case(leaf) => {
            return Ok(Verdict { tone: Tone::Neutral, text: tongue.say("verify-erased"), facts: Vec::new() });
        }
        ReceiptState::Erased { .. } | ReceiptState::None => return Ok(unknown()),
    };
    let json = serde_json::to_vec(&*receipt).map_err(|error| Stop::Broken(error.to_string()))?;
    Ok(match verify_receipt(&json, &key(state)?) {
        Ok(found) if to_hex(&found.leaf).eq_ignore_ascii_case(leaf) => genuine(state, tongue, &found),
        Ok(_) => unknown(),
        Err(unproven) => unproved(tongue, &unproven),
    })
}

fn unproved(tongue: Tongue, unproven: &Unproven) -> Verdict {
    let why = tongue.pick(unproven.vi(), unproven.en());
    let (tone, said) = match unproven {
        Unproven::Forged { .. } => (Tone::Late, id("verify-forged")),
        Unproven::Unreadable { .. } => (Tone::Neutral, id("verify-unreadable")),
    };
    Verdict { tone, text: tongue.tell(said, &[("why", why.into())]), facts: Vec::new() }
}

fn genuine(state: &AppState, tongue: Tongue, found: &ReceiptVerified) -> Verdict {
    let house = state.office.house();
    let catalogue = house.catalogue().ok().map(|catalogue| &**catalogue);
    let none = || "–".to_owned();
    let unit = found.unit.as_ref().and_then(|code| Code::parse(code).ok());
    let unit = unit.map(|code| (id("verify-unit"), house.org().unit_name(&code).to_owned()));
    let procedure = found.procedure.as_deref().map(|code| procedure_name(catalogue, code));
    let mut facts = vec![
        (id("verify-number"), found.number.clone()),
        (id("verify-accepted"), found.at.first().print_vn()),
        (id("verify-due"), found.due.map_or_else(none, |due| due.first().print_vn())),
    ];
    // The log tells no unit of a dossier that lay at none yet.
    facts.extend(unit);
    facts.extend([(id("verify-procedure"), procedure.unwrap_or_else(none)), (id("verify-leaf"), to_hex(&found.leaf))]);
    let facts = facts.into_iter().map(|(label, value)| (tongue.say(label), value)).collect();
    Verdict { tone: Tone::Done, text: tongue.say("verify-genuine"), facts }
}

fn procedure_name(catalogue: Option<&Catalogue>, code: &str) -> String {
    let name = catalogue.and_then(|catalogue| catalogue.procedures.get(code)).map(|procedure| procedure.name.clone());
    name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
}

fn page(state: &AppState, asked: &Asked, verdict: Option<Verdict>) -> Response {
    let tongue = asked.tongue;
    let file = Field {
        required: true,
        hint: tongue.say("verify-file-hint"),
        ..fields::field(
            tongue,
            "tep",
            "tep",
            &tongue.say("verify-file"),
            Input::File { accept: ".pdf,.json".to_owned() },
        )
    };
    let vkey = key(state).map(|key| key.to_string()).unwrap_or_default();
    let shown = VerifyPage {
        frame: outside_frame(state, asked, &tongue.say("verify-title")),
        heading: tongue.say("verify-title"),
        english: tongue.aside("verify-title"),
        lead: tongue.say("verify-lead"),
        verdict,
        action: PAGE.to_owned(),
        file,
        command: (!vkey.is_empty()).then(|| format!("minhbach verify receipt TEP --key {vkey}")),
    };
    answer::page(StatusCode::OK, &shown)
}
