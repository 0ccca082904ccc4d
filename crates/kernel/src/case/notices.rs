//! Who is told of what happened to a case: a pure function of the events of one act.
//!
//! Told is whoever has the work: the person who holds it, else the lead unit; a remark or a return also goes to the post
//! that assigned it. Nobody is told of their own act; that is left to whoever reads the rows. Not here: reminders of
//! due moments, which are no events (see `clock::reminder`).

use super::event::{Event, What};
use super::{Case, rights};
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
    /// The due date was moved.
    Extended,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Assigned, Self::Cooperates, Self::Returned, Self::Closed, Self::Remarked, Self::Urged, Self::Extended];

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
            Self::Extended => "extended",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who has a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hands {
    /// Lead unit.
    pub lead: Option<Code>,
    /// Cooperating units.
    pub coop: Vec<Code>,
    /// Person who holds it.
    pub holder: Option<Code>,
    /// Post that assigned it.
    pub assigner: Option<Code>,
}

impl Hands {
    /// Who has this case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            lead: case.lead.clone(),
            coop: case.coop.clone(),
            holder: case.holder.clone(),
            assigner: case.assigner.clone(),
        }
    }

    /// Who has it after an event.
    pub fn apply(&mut self, what: &What) {
        if let What::Assigned { lead, coop, holder, assigner } = what {
            *self = Self { lead: lead.clone(), coop: coop.clone(), holder: holder.clone(), assigner: assigner.clone() };
        }
    }

    /// The subject that has the work: the person, else the unit.
    fn worker(&self) -> Option<String> {
        let person = self.holder.as_ref().map(rights::subject_of_person);
        person.or_else(|| self.lead.as_ref().map(rights::subject_of_unit))
    }

    fn boss(&self) -> Option<String> {
        self.assigner.as_ref().map(rights::subject_of_post)
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
pub fn notices(case_type: &CaseType, before: &Hands, events: &[Event]) -> Vec<Notice> {
    let mut after = before.clone();
    events.iter().for_each(|event| after.apply(&event.what));
    let mut had = before.clone();
    let mut out = Vec::new();
    for (nth, event) in events.iter().enumerate() {
        for (subject, kind) in told(case_type, &had, &after, event) {
            out.push(Notice { nth, subject, kind, by: event.by.clone() });
        }
        had.apply(&event.what);
    }
    out.sort();
    out.dedup();
    out
}

fn told(case_type: &CaseType, had: &Hands, after: &Hands, event: &Event) -> Vec<(String, Kind)> {
    let to = |subjects: [Option<String>; 2], kind: Kind| subjects.into_iter().flatten().map(|s| (s, kind)).collect();
    match &event.what {
        What::Assigned { .. } => {
            let mut now = had.clone();
            now.apply(&event.what);
            let mut out: Vec<(String, Kind)> = Vec::new();
            out.extend(now.worker().filter(|w| had.worker().as_ref() != Some(w)).map(|w| (w, Kind::Assigned)));
            let new = now.coop.iter().filter(|unit| !had.coop.contains(unit));
            out.extend(new.map(|unit| (rights::subject_of_unit(unit), Kind::Cooperates)));
            out
        }
        What::Moved { made, .. } if has_reason(case_type, made) => to([after.worker(), after.boss()], Kind::Returned),
        What::Closed { made, .. } if has_reason(case_type, made) => to([after.worker(), after.boss()], Kind::Returned),
        What::Closed { .. } => to([after.worker(), None], Kind::Closed),
        What::Remarked => to([after.worker(), after.boss()], Kind::Remarked),
        What::Urged => to([after.worker(), None], Kind::Urged),
        What::ClockExtended { .. } => to([after.worker(), None], Kind::Extended),
        _ => Vec::new(),
    }
}

fn has_reason(case_type: &CaseType, made: &Code) -> bool {
    case_type.find_move(made.as_str()).is_some_and(|m| m.reason)
}
