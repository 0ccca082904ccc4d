//! Who is told of what happened to a case: a pure function of the events of one act.
//!
//! Told is whoever has the work: the person who holds it, else the lead unit; a remark or a return also goes to the post
//! that assigned it. Whoever a remark calls by name is told, and whoever is said to approve a correction. Nobody is told of
//! their own act; that is left to whoever reads the rows. Not here: reminders of due moments, which are no events (see
//! `clock::reminder`).

use super::command::Assigned;
use super::event::{Event, What};
use super::rights;
use crate::Code;
use crate::catalogue::case_type::CaseType;

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The work was given to you.
    Assigned,
    /// Your unit is to cooperate.
    Cooperates,
    /// It came back, or was refused or withdrawn: a move with a reason.
    Returned,
    /// It came to its end.
    Closed,
    /// Somebody remarked.
    Remarked,
    /// Somebody urged.
    Urged,
    /// A remark calls you by name.
    Mentioned,
    /// Somebody asks you for a later due day.
    ExtensionAsked,
    /// The later due day that you asked for was not given.
    ExtensionRefused,
    /// The due date was moved.
    Extended,
    /// A field was corrected, with you named as who approves or as who has the work.
    Corrected,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Assigned,
        Self::Cooperates,
        Self::Returned,
        Self::Closed,
        Self::Remarked,
        Self::Urged,
        Self::Mentioned,
        Self::ExtensionAsked,
        Self::ExtensionRefused,
        Self::Extended,
        Self::Corrected,
    ];

    /// The stable name, as rows keep it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Cooperates => "cooperates",
            Self::Returned => "returned",
            Self::Closed => "closed",
            Self::Remarked => "remarked",
            Self::Urged => "urged",
            Self::Mentioned => "mentioned",
            Self::ExtensionAsked => "extension_asked",
            Self::ExtensionRefused => "extension_refused",
            Self::Extended => "extended",
            Self::Corrected => "corrected",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The subject that has the work: the person, else the unit.
fn worker(held: &Assigned) -> Option<String> {
    let person = held.holder.as_ref().map(rights::subject_of_person);
    person.or_else(|| held.lead.as_ref().map(rights::subject_of_unit))
}

fn boss(held: &Assigned) -> Option<String> {
    held.assigner.as_ref().map(rights::subject_of_post)
}

/// Who has it after an event.
fn next<'a>(held: &'a Assigned, what: &'a What) -> &'a Assigned {
    match what {
        What::Assigned(after) => after,
        _ => held,
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Place of its event in the act, from 0.
    pub nth: usize,
    /// Who is told, as rows of `may_read` name them.
    pub subject: String,
    /// What is said.
    pub kind: Kind,
    /// Who did it.
    pub by: Code,
}

/// The notices of one act on a case; `before` is who had it, nobody for a new one.
#[must_use]
pub fn notices(case_type: &CaseType, before: &Assigned, events: &[Event]) -> Vec<Notice> {
    let after = events.iter().fold(before, |held, event| next(held, &event.what));
    let called: Vec<String> = events.iter().flat_map(|event| called(&event.what)).collect();
    let mut had = before;
    let mut out = Vec::new();
    for (nth, event) in events.iter().enumerate() {
        for (subject, kind) in told(case_type, had, after, event) {
            // Whoever is called by name is told of that, not of the remark as well.
            if kind != Kind::Remarked || !called.contains(&subject) {
                out.push(Notice { nth, subject, kind, by: event.by.clone() });
            }
        }
        had = next(had, &event.what);
    }
    out.sort();
    out.dedup();
    out
}

/// The people whom an event calls by name.
fn called(what: &What) -> Vec<String> {
    match what {
        What::Mentioned { people } => people.iter().map(rights::subject_of_person).collect(),
        _ => Vec::new(),
    }
}

fn told(case_type: &CaseType, had: &Assigned, after: &Assigned, event: &Event) -> Vec<(String, Kind)> {
    let to = |subjects: [Option<String>; 2], kind: Kind| subjects.into_iter().flatten().map(|s| (s, kind)).collect();
    match &event.what {
        What::Assigned(now) => {
            let mut out: Vec<(String, Kind)> = Vec::new();
            out.extend(worker(now).filter(|w| worker(had).as_ref() != Some(w)).map(|w| (w, Kind::Assigned)));
            let new = now.coop.iter().filter(|unit| !had.coop.contains(unit));
            out.extend(new.map(|unit| (rights::subject_of_unit(unit), Kind::Cooperates)));
            out
        }
        What::Moved { made, .. } if has_reason(case_type, made) => to([worker(after), boss(after)], Kind::Returned),
        What::Closed { made, .. } if has_reason(case_type, made) => to([worker(after), boss(after)], Kind::Returned),
        What::Closed { .. } => to([worker(after), None], Kind::Closed),
        What::Remarked => to([worker(after), boss(after)], Kind::Remarked),
        What::Mentioned { .. } => called(&event.what).into_iter().map(|person| (person, Kind::Mentioned)).collect(),
        What::Urged => to([worker(after), None], Kind::Urged),
        What::ExtensionAsked { .. } => to([boss(after), None], Kind::ExtensionAsked),
        What::ExtensionRefused { asker, .. } => {
            to([Some(rights::subject_of_person(asker)), worker(after)], Kind::ExtensionRefused)
        }
        What::ClockExtended { .. } => to([worker(after), None], Kind::Extended),
        What::Corrected { approver, .. } => {
            to([Some(rights::subject_of_person(approver)), worker(after)], Kind::Corrected)
        }
        _ => Vec::new(),
    }
}

fn has_reason(case_type: &CaseType, made: &Code) -> bool {
    case_type.find_move(made.as_str()).is_some_and(|m| m.reason)
}
