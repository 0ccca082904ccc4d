//! Urging many cases in one act (đôn đốc): the urging on each case, and one letter for each unit, drafted with links to
//! what it urges. All of it stands or none.
//!
//! Not here: which cases need it (the register says), the formalities of the letter (`formalities`), its
//! paper (print), the signing itself (its own course).

use std::collections::BTreeMap;

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::value::LONG_TEXT_CHARACTERS_MAX;
use kernel::case::{Act, CaseId, Command, Link, MoveForm, Opening, Plan, Refusal, Value, decide, decide_all};
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::act::{Done, Fail, Request};
use crate::desk::Office;
use crate::formalities::Letter;
use crate::house::House;
use crate::load::Loaded;
use crate::papers::dated;
use crate::views::Viewer;

/// Most cases that one act may urge.
pub const CASES_MAX: usize = 500;
/// The type of a letter and the move that drafts it.
const LETTER: (&str, &str) = ("outgoing_document", "draft");
/// The link of a letter to what it urges, where the catalogue has it.
const LINK: &str = "urges";

/// What is urged.
#[derive(Debug, Clone)]
pub struct Urging {
    /// The cases; one named twice is urged once.
    pub cases: Vec<CaseId>,
    /// What is said.
    pub text: String,
    /// Whether a letter is drafted for each lead unit.
    pub letters: bool,
}

/// What it came to.
#[derive(Debug, Clone)]
pub struct Urged {
    /// The cases urged, then the letters.
    pub done: Vec<Done>,
    /// How many of them are letters.
    pub letters: usize,
}

impl Office {
    /// Urges the cases and drafts the letters, as one act under the request's key. The request's own command is not
    /// looked at.
    ///
    /// # Errors
    /// The first refusal, a case that the viewer may not read ([`Fail::NotFound`]), or that it could not be stored;
    /// nothing has happened then.
    pub fn urge(&self, viewer: &Viewer, urging: &Urging, request: &Request) -> Result<Urged, Fail> {
        if urging.cases.is_empty() || urging.cases.len() > CASES_MAX {
            return Err(Refusal::NothingToDo.into());
        }
        let first = urging.cases.first().copied().unwrap_or_default();
        let mut count = 0;
        let done = self.once(request, first, &mut || {
            let house = self.house();
            let mut plans = self.urgings(viewer, &house, urging, request)?;
            let letters = if urging.letters { letters(&house, &plans, urging, request)? } else { Vec::new() };
            count = letters.len();
            plans.extend(letters.into_iter().map(|plan| (None, plan)));
            self.send(&house, plans, request)
        })?;
        Ok(Urged { letters: if done.len() > count { count } else { 0 }, done })
    }

    fn urgings(
        &self,
        viewer: &Viewer,
        house: &House,
        urging: &Urging,
        request: &Request,
    ) -> Result<Vec<(Option<Loaded>, Plan)>, Fail> {
        let command = Command::from(Act::Urge { text: urging.text.clone() });
        let mut seen = std::collections::BTreeSet::new();
        let mut plans = Vec::with_capacity(urging.cases.len());
        for id in urging.cases.iter().filter(|id| seen.insert(**id)) {
            if self.readable(viewer, *id)?.is_none() {
                return Err(Fail::NotFound);
            }
            let before = self.load(*id)?.ok_or(Fail::NotFound)?;
            let context = house.context(before.case.catalogue, request.now, &request.actor)?;
            let plan = decide(Some(&before.case), &command, &context)?;
            plans.push((Some(before), plan));
        }
        Ok(plans)
    }
}

/// Whether this viewer may draft letters.
#[must_use]
pub fn may_draft(viewer: &Viewer) -> bool {
    let Ok(catalogue) = viewer.house.catalogue() else { return false };
    let made = catalogue.types.get(LETTER.0).and_then(|t| t.find_move(LETTER.1));
    made.is_some_and(|made| viewer.actor.allowed(&made.who, None, viewer.house.org()).is_some())
}

/// A letter for each lead unit of what is urged.
fn letters(
    house: &House,
    urged: &[(Option<Loaded>, Plan)],
    urging: &Urging,
    request: &Request,
) -> Result<Vec<Plan>, Fail> {
    let mut units: BTreeMap<&Code, Vec<&Plan>> = BTreeMap::new();
    for (_, plan) in urged {
        let unit = plan.case().lead.as_ref().ok_or(Refusal::LeadNeeded)?;
        units.entry(unit).or_default().push(plan);
    }
    let context = house.context(house.newest, request.now, &request.actor)?;
    let unknown = || Refusal::Unknown { what: ("loại hồ sơ", "kind of case").into(), code: LETTER.0.into() };
    let letter = context.catalogue.types.get(LETTER.0).ok_or_else(unknown)?;
    let mut out = Vec::with_capacity(units.len());
    for (unit, plans) in units {
        let typed = plans.iter().filter_map(|plan| context.catalogue.types.get(&plan.case().case_type));
        // What is urged on paper says how; the page urges one kind at a time.
        let Some(rule) = typed.into_iter().find_map(|of| Letter::of(house.org(), of, &request.actor)) else { continue };
        let id = id_of(request, unit);
        let form = form(house, context.catalogue, (unit, &plans), &rule, urging, request);
        let opening = Opening { id, case_type: LETTER.0.into(), form, batch: None };
        let mut commands = vec![Command::from(Act::Open(opening))];
        for plan in plans {
            let case = plan.case();
            if let Some(rule) = link_rule(letter, &case.case_type) {
                let link = Link { rule, to: case.id };
                commands.push(Command::from(Act::Link { link, points_to: Some(case.case_type.clone()) }));
            }
        }
        out.push(decide_all(None, &commands, &context)?);
    }
    Ok(out)
}

/// The link by which a letter points to what it urges.
fn link_rule(letter: &CaseType, to: &Code) -> Option<Code> {
    let mut fitting: Vec<&Code> = letter.links.iter().filter(|l| l.to.contains(to)).map(|l| &l.code).collect();
    fitting.sort_by_key(|code| code.as_str() != LINK);
    fitting.first().map(|code| (*code).clone())
}

/// The letter in the form of a công văn (Nghị định 30/2020/NĐ-CP, Phụ lục III): whom it is for, what is urged, what is
/// asked, who gets a copy and who signs.
fn form(
    house: &House,
    catalogue: &Catalogue,
    (unit, plans): (&Code, &[&Plan]),
    letter: &Letter,
    urging: &Urging,
    request: &Request,
) -> MoveForm {
    let (org, day) = (house.org(), request.now.date());
    let own = request.actor.posts.first().map(|post| post.unit.clone());
    let name = org.unit_name(unit);
    let late = |plan: &&Plan| plan.case().clock.as_ref().and_then(|c| c.due).is_some_and(|due| due < request.now);
    let lines: Vec<String> = plans.iter().zip(1..).map(|(plan, n)| line(catalogue, plan, n)).collect();
    let asked = format!("Báo cáo kết quả kèm văn bản trước {}.", dated(letter.answer_by(day)));
    let signed = letter.signature(org, day).lines.join("\n");
    let content = content(name, &format!("{} {asked}", urging.text.trim()), &lines, &signed);
    let recipients: Vec<String> = letter.recipients.iter().map(|one| format!("- {one}")).collect();
    let mut form = MoveForm::new(LETTER.1)
        .with("agency", Value::text(letter.agency()))
        .with("kind", Value::text("cong_van"))
        .with("symbol", Value::Text(letter.symbol.clone()))
        .with("subject", Value::Text(format!("V/v {}", letter.subject(Some(name), plans.iter().all(late)))))
        .with("content", Value::Text(content))
        .with("recipients", Value::Text(format!("{}.", recipients.join(";\n"))));
    form.assigned = Some(Assigned { lead: own, holder: Some(request.actor.person.clone()), ..Assigned::default() });
    form
}

/// What the letter says of one case.
fn line(catalogue: &Catalogue, plan: &Plan, n: usize) -> String {
    let case = plan.case();
    let title = catalogue.types.get(&case.case_type).and_then(|t| case.value(t.title.as_str()));
    let title = title.map(Value::plain).unwrap_or_default();
    let due = case.clock.as_ref().and_then(|c| c.due).map(|due| format!("hạn {}", due.date().print_vn()));
    let source = case.value("source_number").map(|v| format!("văn bản giao số {}", v.plain()));
    let times = Some(format!("đôn đốc lần {}", case.tally.urged));
    let told: Vec<String> = [source, due, times].into_iter().flatten().collect();
    format!("{n}. {title} ({})", told.join("; "))
}

/// The letter's words. What does not fit into the field is said to stand in the list; the links of the letter hold all.
fn content(unit: &str, text: &str, lines: &[String], signed: &str) -> String {
    let (before, after) = (format!("Kính gửi: {unit}\n\n{text}\n\n"), format!("\n\n{signed}"));
    let rest = |n: usize| format!("và {n} nhiệm vụ khác theo danh sách kèm theo");
    let characters = |text: &str| text.chars().count();
    let mut room = LONG_TEXT_CHARACTERS_MAX.saturating_sub(characters(&before) + characters(&after));
    let whole: usize = lines.iter().map(|line| characters(line) + 1).sum();
    if whole > room {
        room = room.saturating_sub(characters(&rest(lines.len())));
    }
    let mut kept = Vec::new();
    for line in lines {
        let Some(left) = room.checked_sub(characters(line) + 1) else { break };
        room = left;
        kept.push(line.clone());
    }
    if kept.len() < lines.len() {
        kept.push(rest(lines.len() - kept.len()));
    }
    format!("{before}{}{after}", kept.join("\n"))
}

/// The id of a unit's letter, the same for one request; it holds the moment, as all ids do. A form sent twice is told by
/// its key.
fn id_of(request: &Request, unit: &Code) -> Uuid {
    let key = request.key.map_or(request.seed, Uuid::into_bytes);
    let hash = Sha256::new().chain_update(key).chain_update(unit.as_str()).finalize();
    let mut tail = [0; 10];
    tail.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    let millis = u64::try_from(request.now.0 / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}
