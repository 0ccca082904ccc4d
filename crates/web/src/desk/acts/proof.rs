//! What proves that a task was done: a file of the case, a new file, or a document with a number in this ledger.
//!
//! When it counts as done is worked out by the office from what the ledger knows; nothing typed decides.

use kernel::case::Act;
use office::views::case::CaseView;
use office::{Fail, Proof};
use uuid::Uuid;

use super::{derived, request};
use crate::desk::answer::Stop;
use crate::desk::forms::Wrong;
use crate::desk::posted::Posted;
use crate::desk::taken;
use crate::desk::visitor::Visitor;

/// What a form gave.
pub enum Given {
    /// A proof.
    Proof(Proof),
    /// None; the rules decide whether one is needed.
    Nothing,
    /// Something that is no proof.
    Wrong(Wrong),
    /// The new file could not be attached.
    Failed(Fail),
}

/// Finds the proof that a form names. A new file is attached first, as an act of its own.
pub fn given(visitor: &Visitor, view: &CaseView, posted: &Posted, key: Uuid) -> Result<Given, Stop> {
    if let Some(sent) = &posted.file {
        let (file, name) = match taken::take(sent, visitor.now()) {
            Ok(checked) => checked,
            Err(why) => return Ok(Given::Wrong(Wrong::one("proof_file", why.words(visitor.tongue)))),
        };
        let sha256 = file.sha256.clone();
        if !view.case.files.iter().any(|f| f.sha256 == sha256) {
            let mut attach = request(visitor, Some(view.case.id), Act::Attach { file, name }, derived(key, &sha256));
            attach.file = Some(sent.bytes.clone());
            if let Err(fail) = visitor.state.office.act(&attach) {
                return Ok(Given::Failed(fail));
            }
        }
        return Ok(Given::Proof(Proof::File(sha256)));
    }
    let number = posted.get("proof_number").trim();
    if !number.is_empty() {
        return by_number(visitor, view, number);
    }
    let chosen = posted.get("proof");
    Ok(match view.case.files.iter().find(|f| f.sha256 == *chosen) {
        Some(file) => Given::Proof(Proof::File(file.sha256.clone())),
        None if chosen.is_empty() => Given::Nothing,
        None => Given::Wrong(Wrong::one("proof", visitor.tongue.say("act-no-proof-file"))),
    })
}

fn by_number(visitor: &Visitor, view: &CaseView, number: &str) -> Result<Given, Stop> {
    let found = visitor.state.office.search(&visitor.viewer, number)?.by_number;
    // Only kinds of document that a link of this type may point to prove anything.
    let may = |code: &kernel::Code| view.case_type.links.iter().any(|l| l.to.contains(code));
    let mut documents = found.iter().filter(|line| may(&line.case.case_type) && line.case.id != view.case.id);
    Ok(match (documents.next(), documents.next()) {
        (Some(one), None) => Given::Proof(Proof::Document(one.case.id)),
        (Some(_), Some(_)) => {
            let text = visitor.tongue.tell("act-many-documents", &[("number", number.into())]);
            Given::Wrong(Wrong::one("proof_number", text))
        }
        (None, _) => {
            let text = visitor.tongue.tell("act-no-document", &[("number", number.into())]);
            Given::Wrong(Wrong::one("proof_number", text))
        }
    })
}
