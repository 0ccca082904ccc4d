//! The text of a catalogue as the public log names it: kinds of case, procedures, reports, units and posts. People,
//! absences, delegations and the assignment table are left out: they are dated, not pinned, and name persons.
//!
//! Not here: storing or serving the text.

use crate::checked::Finding;

/// What of the organisation is told.
const TOLD: [&str; 2] = ["unit", "post"];

/// The files of a catalogue without people, as JSON: a list of pairs of path and text. What it tells reads like the
/// catalogue itself ([`super::Catalogue::parse`]). Files of the organisation are written anew, so comments in them are lost;
/// all others stay as they are.
///
/// # Errors
/// The finding of a file of the organisation that cannot be read, which is never told then.
pub fn public_text(files: &[(String, String)]) -> Result<String, Finding> {
    let mut told = Vec::new();
    for (path, text) in files {
        if path.starts_with("org/") {
            let units = without_people(path, text)?;
            told.extend((!units.is_empty()).then(|| (path.clone(), units)));
        } else {
            told.push((path.clone(), text.clone()));
        }
    }
    Ok(serde_json::to_string(&told).unwrap_or_default())
}

fn without_people(path: &str, text: &str) -> Result<String, Finding> {
    let unreadable = |why: String| Finding {
        file: path.to_owned(),
        line: 1,
        message_vi: format!("không đọc được: {why}"),
        message_en: format!("cannot be read: {why}"),
    };
    let mut file: toml::Table = text.parse().map_err(|e: toml::de::Error| unreadable(e.to_string()))?;
    file.retain(|key, _| TOLD.contains(&key));
    toml::to_string(&file).map_err(|e| unreadable(e.to_string()))
}
