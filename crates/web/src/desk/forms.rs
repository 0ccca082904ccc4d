//! The form of a move, made from the catalogue: its fields, and reading what was typed into a command.
//!
//! What was typed is kept when something is wrong with it. Checks beyond the form of a value are the kernel's: its
//! refusals come back here to find the field that they are about.

use std::collections::BTreeSet;

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::{Case, Due, MoveForm, Refusal, Value};
use kernel::catalogue::case_type::{CaseType, ClockRule, Effect, Field as Rule, Move};
use kernel::time::{Date, Instant};

use super::fields::{self, id_part};
use super::posted::Posted;
use super::routing::{self, Routing};
use super::visitor::Visitor;
use super::words;
use crate::pages::{Choice, ChoiceGroup, Field, Hidden, Input, Problem};
use crate::tongue::Tongue;

/// What is wrong with a form: name of a field (empty for the form as a whole) and what to do.
#[derive(Debug, Clone, Default)]
pub struct Wrong(pub Vec<(String, String)>);

impl Wrong {
    /// One thing that is wrong.
    pub fn one(field: &str, text: impl Into<String>) -> Self {
        Self(vec![(field.to_owned(), text.into())])
    }

    /// Notes one more.
    pub fn add(&mut self, field: &str, text: impl Into<String>) {
        self.0.push((field.to_owned(), text.into()));
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone())
    }

    /// The list on top of a page.
    pub fn problems(&self, prefix: &str, fields: &[Field]) -> Vec<Problem> {
        let line = |(name, text): &(String, String)| {
            let id = format!("{prefix}-{}", id_part(name));
            let field_id = if fields.iter().any(|f| f.id == id) { id } else { String::new() };
            Problem { field_id, text: text.clone() }
        };
        self.0.iter().map(line).collect()
    }

    /// The field that a refusal is about, with its words and its law.
    pub fn refused(tongue: Tongue, refusal: &Refusal, names: &[String]) -> Self {
        let has = |name: &str| names.iter().any(|n| n == name);
        let name = match refusal {
            Refusal::LeadNeeded | Refusal::UnitTwice { .. } | Refusal::TooManyUnits { .. } => "lead".to_owned(),
            Refusal::NotInOffice { .. } | Refusal::HolderElsewhere { .. } => "holder".to_owned(),
            Refusal::DueNeeded { .. } | Refusal::Clock { .. } => "due".to_owned(),
            Refusal::NotCalled(_) => "text".to_owned(),
            Refusal::ReasonNeeded { .. } | Refusal::TextTooLong { .. } => {
                if has("text") { "text" } else { "reason" }.to_owned()
            }
            Refusal::EvidenceNeeded | Refusal::EvidenceTooOld { .. } => {
                if has("proof") { "proof" } else { "proof_number" }.to_owned()
            }
            Refusal::SecondPersonNeeded { .. } | Refusal::SecondPersonMayNot { .. } => "approver".to_owned(),
            other => other.field().map(|code| format!("f.{code}")).unwrap_or_default(),
        };
        let name = if has(&name) { name } else { String::new() };
        let basis = refusal.basis();
        let said = tongue.pick(refusal.vi(), refusal.en());
        let text = if basis.is_empty() { said } else { format!("{said} ({})", tongue.data(basis)) };
        Self::one(&name, text)
    }
}

/// The form of a move for one visitor.
pub struct Form<'a> {
    /// Who fills it in.
    pub visitor: &'a Visitor,
    /// The type.
    pub case_type: &'a CaseType,
    /// The move.
    pub made: &'a Move,
    /// The case; `None` while one is being opened.
    pub case: Option<&'a Case>,
}

/// Fields under a heading.
pub type Group = (String, Vec<Field>);

impl<'a> Form<'a> {
    fn prefix(&self) -> String {
        id_part(self.made.code.as_str())
    }

    fn rules(&self) -> impl Iterator<Item = (&'a Rule, bool)> {
        let of = |code: &'a Code, required| self.case_type.field(code.as_str()).map(|rule| (rule, required));
        let requires = self.made.requires.iter().filter_map(move |c| of(c, true));
        requires.chain(self.made.offers.iter().filter_map(move |c| of(c, false)))
    }

    fn does(&self, effect: &Effect) -> bool {
        self.made.does.contains(effect)
    }

    fn starts(&self) -> Option<&'a ClockRule> {
        self.case_type.clock.as_ref().filter(|_| self.does(&Effect::StartClock))
    }

    fn kept(&self, rule: &Rule) -> Option<&'a Value> {
        self.case.and_then(|c| c.value(rule.code.as_str()))
    }

    /// Names of all fields of the form.
    pub fn names(&self) -> Vec<String> {
        self.groups(None, &Wrong::default()).into_iter().flat_map(|(_, fields)| fields).map(|f| f.name).collect()
    }

    /// The fields under headings; `typed` is what was sent before.
    pub fn groups(&self, typed: Option<&Posted>, wrong: &Wrong) -> Vec<Group> {
        let tongue = self.visitor.tongue;
        let mut out = vec![(tongue.say("form-content"), self.content(typed))];
        if self.does(&Effect::Assign) {
            out.push((tongue.say("form-assignment"), self.assignment(typed)));
        }
        if self.starts().is_some() {
            out.push((tongue.say("form-deadline"), self.clock(typed)));
        }
        if self.does(&Effect::StopClockByEvidence) {
            out.push((tongue.say("form-proof"), self.proof(typed)));
        }
        if self.made.reason {
            let value = typed.map(|t| t.get("reason")).unwrap_or_default();
            let mut reason =
                self.field("reason", &tongue.say("form-reason"), Input::LongText { value: value.to_owned() });
            reason.required = true;
            out.push((String::new(), vec![reason]));
        }
        // Of fields with one name, the first says what is wrong.
        let mut named = BTreeSet::new();
        for field in out.iter_mut().flat_map(|(_, fields)| fields) {
            if named.insert(field.name.clone()) {
                field.error = wrong.of(&field.name);
            }
        }
        out.retain(|(_, fields)| !fields.is_empty());
        out
    }

    fn field(&self, name: &str, label: &str, input: Input) -> Field {
        fields::field(self.visitor.tongue, &format!("{}-{}", self.prefix(), id_part(name)), name, label, input)
    }

    fn content(&self, typed: Option<&Posted>) -> Vec<Field> {
        let house = self.visitor.house();
        let Ok(catalogue) = house.catalogue() else { return Vec::new() };
        let (today, tongue) = (self.visitor.now().date(), self.visitor.tongue);
        let make = |(rule, required): (&Rule, bool)| {
            let name = format!("f.{}", rule.code);
            let value = match typed {
                Some(typed) => typed.get(&name).to_owned(),
                None => self.kept(rule).map(Value::plain).unwrap_or_default(),
            };
            let mut field = self.field(
                &name,
                tongue.name_of(&rule.name, &rule.name_en),
                fields::input(tongue, rule, &value, catalogue, house.org(), today),
            );
            field.required = required;
            field.hint = tongue.name_of(&rule.help, &rule.help_en).to_owned();
            field
        };
        self.rules().map(make).collect()
    }

    fn assignment(&self, typed: Option<&Posted>) -> Vec<Field> {
        let org = self.visitor.house().org();
        let (today, tongue) = (self.visitor.now().date(), self.visitor.tongue);
        let chosen = |name: &'static str, kept: Vec<String>| -> Vec<String> {
            typed.map_or(kept, |t| t.all(name).map(str::to_owned).collect())
        };
        let of_case = |code: Option<&Code>| code.map(ToString::to_string).into_iter().collect::<Vec<_>>();
        let mut leads = chosen("lead", of_case(self.case.and_then(|c| c.lead.as_ref())));
        let mut coops =
            chosen("coop", self.case.map(|c| c.coop.iter().map(ToString::to_string).collect()).unwrap_or_default());
        let mut holder = chosen("holder", of_case(self.case.and_then(|c| c.holder.as_ref())));
        // Chosen beforehand only where nothing is chosen; the reason stands beside it either way.
        let proposed = self.proposed(typed);
        if leads.iter().all(String::is_empty) {
            leads = of_case(proposed.lead.as_ref());
            if coops.is_empty() {
                coops = proposed.coop.iter().map(ToString::to_string).collect();
            }
            if holder.iter().all(String::is_empty) {
                holder = of_case(proposed.holder.as_ref());
            }
        }
        let units =
            |chosen: &[String]| fields::units(tongue, org, Some(today), |code| chosen.iter().any(|c| c == code));
        let one = leads.get(..1).unwrap_or_default();
        let lead = Input::Choice { groups: fields::with_blank(tongue, units(one)) };
        let lead =
            Field { required: true, hint: proposed.why_lead, ..self.field("lead", &tongue.say("form-lead"), lead) };
        let coop = self.field("coop", &tongue.say("form-coop"), Input::Many { groups: units(&coops) });
        let now = holder.first().map(String::as_str).unwrap_or_default();
        let holder =
            self.field("holder", &tongue.say("form-holder"), Input::Choice { groups: colleagues(self.visitor, now) });
        let holder = Field { hint: proposed.why_holder, ..holder };
        // An opening form may give one clause to several units; a case on its way has one lead unit.
        if self.case.is_some() {
            return vec![lead, holder, coop];
        }
        let rest = leads.get(1..).unwrap_or_default();
        let more = Field {
            id: format!("{}-lead-more", self.prefix()),
            hint: tongue.say("form-lead-more-hint"),
            ..self.field("lead", &tongue.say("form-lead-more"), Input::Many { groups: units(rest) })
        };
        vec![lead, holder, coop, more]
    }

    fn proposed(&self, typed: Option<&Posted>) -> Routing {
        let house = self.visitor.house();
        let Ok(catalogue) = house.catalogue() else { return Routing::default() };
        let today = self.visitor.now().date();
        routing::propose(self.visitor.tongue, catalogue, house.org(), self.case_type, self.case, typed, today)
    }

    fn clock(&self, typed: Option<&Posted>) -> Vec<Field> {
        let Some(rule) = self.starts() else { return Vec::new() };
        let tongue = self.visitor.tongue;
        let get = |name: &str| typed.map(|t| t.get(name).to_owned()).unwrap_or_default();
        let mut out = Vec::new();
        if rule.given {
            let mut due = self.field("due", &tongue.say("form-due"), Input::Date { value: get("due") });
            due.hint = tongue.say(if rule.limits.is_empty() { "form-due-hint" } else { "form-due-by-rule" });
            out.push(due);
            if !rule.required {
                let ticked = get("no_due") == "yes";
                out.push(self.field("no_due", &tongue.say("form-no-due"), Input::Check { ticked }));
            }
        }
        let mut received =
            self.field("received", &tongue.say("form-received"), Input::DateTime { value: get("received") });
        received.hint = tongue.say("form-received-hint");
        out.push(received);
        out
    }

    fn proof(&self, typed: Option<&Posted>) -> Vec<Field> {
        let Some(case) = self.case else { return Vec::new() };
        let tongue = self.visitor.tongue;
        let now = typed.map(|t| t.get("proof").to_owned()).unwrap_or_default();
        let files = case.files.iter().map(|f| {
            let file = words::file_words(tongue, &f.media, f.bytes);
            let label = tongue.tell("form-attached", &[("file", file.into()), ("at", f.at.print_vn().into())]);
            fields::choice(&f.sha256, &label, &now)
        });
        let files: Vec<Choice> = files.collect();
        let mut out = Vec::new();
        if !files.is_empty() {
            let groups = fields::with_blank(tongue, vec![ChoiceGroup { label: String::new(), choices: files }]);
            out.push(self.field("proof", &tongue.say("form-proof-file"), Input::Choice { groups }));
        }
        let mut number = self.field(
            "proof_number",
            &tongue.say("form-proof-number"),
            fields::text(typed.map(|t| t.get("proof_number")).unwrap_or_default()),
        );
        number.hint = tongue.say("form-proof-number-hint");
        out.push(number);
        let accept = super::taken::ACCEPT.to_owned();
        let mut file = self.field("proof_file", &tongue.say("form-proof-new"), Input::File { accept });
        file.hint = tongue.say("form-proof-new-hint");
        out.push(file);
        out
    }

    /// Whether the form takes a file.
    pub fn has_file(&self) -> bool {
        self.does(&Effect::StopClockByEvidence)
    }

    /// What goes along unseen: the values that the form shows, so that a change meanwhile is noticed.
    pub fn seen(&self, typed: Option<&Posted>) -> Vec<Hidden> {
        let seen = |(rule, _): (&Rule, bool)| {
            let name = format!("s.{}", rule.code);
            let value = match typed {
                Some(typed) => typed.has(&name).then(|| typed.get(&name).to_owned()),
                None => self.kept(rule).map(Value::plain),
            };
            value.map(|value| Hidden { name, value })
        };
        self.rules().filter_map(seen).collect()
    }

    /// Reads what was typed. More than one lead unit is read by [`leads`]; here the first stands.
    pub fn read(&self, posted: &Posted) -> Result<MoveForm, Wrong> {
        let mut form = MoveForm::new(self.made.code.clone());
        let mut wrong = Wrong::default();
        for (rule, required) in self.rules() {
            self.read_field(rule, required, posted, &mut form, &mut wrong);
        }
        if self.does(&Effect::Assign) {
            form.assigned = Some(assigned(self.visitor.tongue, posted, &mut wrong));
        }
        if let Some(rule) = self.starts() {
            form.due = self.read_due(rule, posted, &mut wrong);
            form.received = self.read_received(posted, &mut wrong);
        }
        let reason = posted.get("reason").trim();
        if self.made.reason && reason.is_empty() {
            wrong.add("reason", self.visitor.tongue.say("form-give-reason"));
        }
        form.reason = (!reason.is_empty()).then(|| reason.to_owned());
        if wrong.is_empty() { Ok(form) } else { Err(wrong) }
    }

    fn read_field(&self, rule: &Rule, required: bool, posted: &Posted, form: &mut MoveForm, wrong: &mut Wrong) {
        let tongue = self.visitor.tongue;
        let label = tongue.name_of(&rule.name, &rule.name_en);
        let name = format!("f.{}", rule.code);
        let typed = posted.get(&name);
        let kept = self.kept(rule);
        let flag = rule.kind == kernel::catalogue::case_type::FieldKind::Flag;
        match Value::parse(rule, if flag && typed.is_empty() { "no" } else { typed }) {
            Err(why) => wrong.add(&name, format!("“{label}”: {}.", tongue.pick(why.vi, why.en))),
            Ok(None) if kept.is_some() && posted.has(&name) => {
                wrong.add(&name, tongue.tell("form-not-blank", &[("field", label.into())]));
            }
            Ok(None) if required && kept.is_none() => {
                wrong.add(&name, tongue.tell("form-give", &[("field", label.into())]))
            }
            Ok(None) => {}
            // What the form showed and nobody touched sets nothing.
            Ok(Some(value)) => {
                let seen = Value::parse(rule, posted.get(&format!("s.{}", rule.code))).ok().flatten();
                if seen.as_ref() != Some(&value) && !(flag && kept.is_none() && value == Value::Flag(false)) {
                    form.fields.insert(rule.code.clone(), value);
                    form.seen.extend(seen.map(|seen| (rule.code.clone(), seen)));
                }
            }
        }
    }

    fn read_due(&self, rule: &ClockRule, posted: &Posted, wrong: &mut Wrong) -> Due {
        let (typed, never) = (posted.get("due").trim(), posted.get("no_due") == "yes");
        let tongue = self.visitor.tongue;
        if !rule.given {
            return Due::ByRule;
        }
        match (typed.is_empty(), never) {
            (false, true) => wrong.add("due", tongue.say("form-due-twice")),
            (true, true) => return Due::Never,
            (true, false) if rule.limits.is_empty() && !rule.required => {
                wrong.add("due", tongue.say("form-give-due"));
            }
            (true, false) => {}
            (false, false) => match date(tongue, typed) {
                Ok(day) => return Due::On(day),
                Err(text) => wrong.add("due", text),
            },
        }
        Due::ByRule
    }

    fn read_received(&self, posted: &Posted, wrong: &mut Wrong) -> Option<Instant> {
        let (typed, tongue) = (posted.get("received").trim(), self.visitor.tongue);
        if typed.is_empty() {
            return None;
        }
        match Instant::parse_local(typed) {
            Ok(at) if at > self.visitor.now() => {
                wrong.add("received", tongue.say("form-received-later"));
                None
            }
            Ok(at) => Some(at),
            Err(error) => {
                let why = words::capital(&tongue.pick(error.vi(), error.en()));
                wrong.add("received", tongue.tell("form-received-form", &[("why", why.into())]));
                None
            }
        }
    }
}

/// Lead units as sent, each once.
pub fn leads(posted: &Posted) -> Vec<Code> {
    let mut out: Vec<Code> = Vec::new();
    for code in posted.all("lead").filter_map(|c| Code::parse(c).ok()) {
        if !out.contains(&code) {
            out.push(code);
        }
    }
    out
}

/// Lead, cooperating units and holder as sent.
pub fn assigned(tongue: Tongue, posted: &Posted, wrong: &mut Wrong) -> Assigned {
    let code = |text: &str| Code::parse(text).ok();
    let lead = leads(posted).into_iter().next();
    if lead.is_none() {
        wrong.add("lead", tongue.say("form-give-lead"));
    }
    Assigned {
        lead,
        coop: posted.all("coop").filter_map(code).collect(),
        holder: Some(posted.get("holder")).filter(|h| !h.is_empty()).and_then(code),
        assigner: None,
    }
}

/// A day as typed by a person or sent by a browser.
pub fn date(tongue: Tongue, typed: &str) -> Result<Date, String> {
    let parts: Vec<&str> = typed.split('/').collect();
    let iso = match parts.as_slice() {
        [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => typed.to_owned(),
    };
    Date::parse(&iso).map_err(|_said| tongue.tell("form-no-date", &[("typed", short(typed).into())]))
}

/// The beginning of a text, to be repeated in a message.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// People of the visitor's own organisation.
pub fn colleagues(visitor: &Visitor, now: &str) -> Vec<ChoiceGroup> {
    let org = visitor.house().org();
    let own = visitor.viewer.actor.posts.first().map(|p| org.house_of(&p.unit));
    fields::with_blank(visitor.tongue, fields::people(visitor.tongue, org, own, visitor.now().date(), now))
}
