//! What happened to a case, told in plain sentences: one for each act, its consequences beneath.

use kernel::Code;
use kernel::case::command::Assigned;
use kernel::case::value::Fields;
use kernel::case::{Event, What};
use kernel::catalogue::case_type::CaseType;
use kernel::org::Org;
use office::House;
use office::views::case::{CaseView, Told};

use super::words::{self, moment};
use crate::pages::{Detail, Happening};
use crate::tongue::Tongue;

/// The happenings of a case, newest first.
pub fn told(tongue: Tongue, house: &House, view: &CaseView) -> Vec<Happening> {
    let teller = Teller { tongue, house, case_type: &view.case_type };
    view.events.chunk_by(|a, b| a.act == b.act).map(|act| teller.act(act)).collect()
}

/// Who did something.
pub fn who(tongue: Tongue, org: &Org, event: &Event) -> String {
    let name = org.person_name(&event.by);
    if name == event.by.as_str() && !org.posts.contains_key(&event.post) {
        machine(tongue, event.by.as_str())
    } else {
        name.to_owned()
    }
}

/// What stands for a person where a machine handed something in: portals and the post speak for citizens.
fn machine(tongue: Tongue, code: &str) -> String {
    tongue.say(match code {
        "cong-dvc" => "story-by-service-portal",
        "buu-chinh" => "story-by-post",
        "cong-ttdt" => "story-by-portal",
        _ => "story-by-system",
    })
}

struct Teller<'a> {
    tongue: Tongue,
    house: &'a House,
    case_type: &'a CaseType,
}

impl Teller<'_> {
    /// One act; its events come newest first, the first of them says what was done.
    fn act(&self, events: &[Told]) -> Happening {
        let mut out = Happening::default();
        for told in events.iter().rev() {
            let event = &told.event;
            if out.sentence.is_empty() {
                out.at = moment(event.at);
                let org = self.house.org();
                out.who = who(self.tongue, org, event);
                out.post =
                    if org.posts.contains_key(&event.post) { words::post(org, &event.post) } else { String::new() };
                out.position = self.tongue.number(i64::try_from(told.position).unwrap_or(0));
                out.sentence = self.sentence(event);
            } else if let Some(detail) = self.consequence(event) {
                out.details.push(detail);
            }
            if !event.private.text.is_empty() {
                out.words = if out.words.is_empty() {
                    event.private.text.clone()
                } else {
                    format!("{}\n{}", out.words, event.private.text)
                };
            }
            out.details.extend(self.values(event));
            match &event.what {
                What::LateEntry { .. } => out.mark = self.tongue.say("story-mark-late"),
                What::Corrected { .. } => out.mark = self.tongue.say("story-mark-corrected"),
                What::CarriedOver { .. } => out.mark = self.tongue.say("story-mark-carried"),
                _ => {}
            }
        }
        out
    }

    fn sentence(&self, event: &Event) -> String {
        let tongue = self.tongue;
        let day = |at: kernel::time::Instant| at.print_vn();
        let person = |code: &Code| tongue.data(self.house.org().person_name(code));
        match &event.what {
            What::Opened { made, .. } | What::Moved { made, .. } | What::Closed { made, .. } => self.made(made),
            What::CarriedOver { carried, .. } => tongue.tell(
                "story-carried",
                &[
                    ("register", tongue.data(&carried.register).into()),
                    ("number", carried.number.as_str().into()),
                    ("day", carried.on.print_vn().into()),
                    ("witness", person(&carried.witness).into()),
                ],
            ),
            What::FieldsSet { .. } => tongue.say("story-fields-set"),
            What::Assigned(_) => tongue.say("story-assigned"),
            What::ClockStarted { .. } => tongue.say("story-clock-started"),
            What::ClockPaused { .. } => tongue.say("story-clock-paused"),
            What::ClockResumed { .. } => tongue.say("story-clock-resumed"),
            What::ClockRestarted { .. } => tongue.say("story-clock-restarted"),
            What::ClockExtended { clock } => {
                tongue.tell("story-extended", &[("name", self.extension().into()), ("due", self.due(clock.due).into())])
            }
            What::ExtensionAsked { due } => tongue
                .tell("story-extension-asked", &[("name", self.extension().into()), ("due", due.print_vn().into())]),
            What::ExtensionRefused { due, asker } => tongue.tell(
                "story-extension-refused",
                &[("name", self.extension().into()), ("due", due.print_vn().into()), ("asker", person(asker).into())],
            ),
            What::Mentioned { people } => tongue.tell("story-mentioned", &[("people", self.people(people).into())]),
            What::ClockRecomputed { announcement, clock } => tongue.tell(
                "story-recomputed",
                &[("announcement", announcement.to_string().into()), ("due", self.due(clock.due).into())],
            ),
            What::ClockStopped { .. } => tongue.say("story-clock-stopped"),
            What::ClockReopened { .. } => tongue.say("story-clock-reopened"),
            What::NumberGiven { series, text, .. } => {
                let name = self.series(series);
                let series = if tongue == Tongue::En { words::small(&name) } else { name };
                tongue.tell("story-number", &[("series", series.into()), ("number", text.as_str().into())])
            }
            What::FileAttached { .. } => {
                tongue.tell("story-file", &[("name", tongue.data(&event.private.name).into())])
            }
            What::Linked { rule, .. } => tongue.tell("story-linked", &[("rule", self.rule(rule).into())]),
            What::Urged => tongue.say("story-urged"),
            What::Remarked => tongue.say("story-remarked"),
            What::Corrected { field, approver, .. } => tongue
                .tell("story-corrected", &[("field", self.field(field).into()), ("approver", person(approver).into())]),
            What::Erased { reason } => tongue.tell("story-erased", &[("reason", tongue.data(reason).into())]),
            What::Published => tongue.say("story-published"),
            What::Withdrawn => tongue.say("story-withdrawn"),
            What::LateEntry { occurred, .. } => tongue.tell("story-late-entry", &[("at", day(*occurred).into())]),
            What::LateEntryJudged { done, due } => tongue.tell(
                if done.date() <= due.date() { "story-judged-on-time" } else { "story-judged-late" },
                &[("done", day(*done).into()), ("due", day(*due).into())],
            ),
            What::ForeignStep { occurred, step } => self.foreign(step, *occurred, &event.private.name),
        }
    }

    /// A step of an imported log, and who made it where the log says so.
    fn foreign(&self, step: &str, occurred: kernel::time::Instant, by: &str) -> String {
        let by = if by.is_empty() { String::new() } else { format!(", {}", self.tongue.data(by)) };
        let args = [("step", self.tongue.data(step).into()), ("at", occurred.print_vn().into()), ("by", by.into())];
        self.tongue.tell("story-foreign", &args)
    }

    /// What a move did, as the catalogue says it.
    fn made(&self, code: &Code) -> String {
        let Some(made) = self.case_type.find_move(code.as_str()) else { return code.to_string() };
        let english = if !made.said_en.is_empty() {
            made.said_en.clone()
        } else if made.name_en.is_empty() {
            self.tongue.data(&made.said)
        } else {
            self.tongue.tell("story-made", &[("move", made.name_en.as_str().into())])
        };
        self.tongue.pick(made.said.clone(), english)
    }

    /// What an event adds to an act that is already told.
    fn consequence(&self, event: &Event) -> Option<Detail> {
        let (org, tongue) = (self.house.org(), self.tongue);
        let detail = |label: String, after: String| Some(Detail { label, before: String::new(), after });
        let due = |due: Option<kernel::time::Instant>| {
            due.map_or_else(|| tongue.say("words-no-deadline"), kernel::time::Instant::print_vn)
        };
        match &event.what {
            What::Mentioned { people } => detail(tongue.say("story-mention"), self.people(people)),
            What::Assigned(Assigned { lead: None, .. }) => {
                detail(tongue.say("words-lead"), tongue.say("story-no-unit"))
            }
            What::Assigned(Assigned { lead: Some(lead), coop, holder, .. }) => {
                let mut after = tongue.data(org.unit_name(lead));
                if let Some(person) = holder {
                    after = format!("{after}, {}", tongue.data(org.person_name(person)));
                }
                if !coop.is_empty() {
                    let units: Vec<&str> = coop.iter().map(|u| org.unit_name(u)).collect();
                    let coop = tongue.tell("story-coop", &[("units", tongue.data(&units.join(", ")).into())]);
                    after = format!("{after}; {coop}");
                }
                detail(tongue.say("words-lead"), after)
            }
            What::ClockStarted { clock } => detail(tongue.say("words-due"), due(clock.due)),
            What::ClockResumed { clock } | What::ClockRestarted { clock } | What::ClockReopened { clock } => {
                detail(tongue.say("story-runs-on"), due(clock.due))
            }
            What::ClockStopped { clock } => {
                detail(tongue.say("story-done-at"), clock.stopped_at().map(kernel::time::Instant::print_vn)?)
            }
            What::NumberGiven { series, text, .. } => detail(words::capital(&self.series(series)), text.clone()),
            What::Moved { .. } | What::Closed { .. } | What::Opened { .. } => {
                detail(tongue.say("story-then"), self.sentence(event))
            }
            _ => detail(tongue.say("story-with"), self.sentence(event)),
        }
    }

    /// Values that an event set.
    fn values(&self, event: &Event) -> Vec<Detail> {
        if let What::Corrected { field, old, new, .. } = &event.what {
            let read = |fields: &Fields| fields.get(field).map(|v| self.value(field, v)).unwrap_or_default();
            let after = if new.is_empty() { read(&event.private.fields) } else { read(new) };
            let after = if after.is_empty() { self.tongue.say("story-left-empty") } else { after };
            return vec![Detail { label: self.field(field).to_owned(), before: read(old), after }];
        }
        let (What::Moved { fields, .. } | What::Closed { fields, .. } | What::FieldsSet { fields }) = &event.what
        else {
            return Vec::new();
        };
        let all = fields.iter().chain(&event.private.fields);
        let detail = |(code, value): (&Code, &kernel::case::Value)| Detail {
            label: self.field(code).to_owned(),
            before: String::new(),
            after: self.value(code, value),
        };
        all.map(detail).collect()
    }

    fn value(&self, code: &Code, value: &kernel::case::Value) -> String {
        match (self.case_type.field(code.as_str()), self.house.catalogue()) {
            (Some(field), Ok(catalogue)) => {
                let said = words::value(self.tongue, field, value, catalogue, self.house.org());
                if words::is_data(field, value, catalogue) { self.tongue.data(&said) } else { said }
            }
            _ => self.tongue.data(&value.plain()),
        }
    }

    fn field<'b>(&'b self, code: &'b Code) -> &'b str {
        self.case_type.field(code.as_str()).map_or(code.as_str(), |f| self.tongue.name_of(&f.name, &f.name_en))
    }

    fn series(&self, code: &Code) -> String {
        let series = self.case_type.number(code.as_str());
        series.map_or_else(|| code.to_string(), |n| self.tongue.name_of(&n.name, &n.name_en).to_owned())
    }

    fn rule<'b>(&'b self, code: &'b Code) -> &'b str {
        let rule = self.case_type.links.iter().find(|l| l.code == *code);
        rule.map_or(code.as_str(), |l| self.tongue.name_of(&l.name, &l.name_en))
    }

    fn people(&self, people: &[Code]) -> String {
        let names: Vec<&str> = people.iter().map(|p| self.house.org().person_name(p)).collect();
        self.tongue.data(&names.join(", "))
    }

    /// What moving the due day is called.
    fn extension(&self) -> String {
        let name = self.case_type.clock.as_ref().map(|c| c.extension_said());
        name.map_or_else(|| self.tongue.say("story-extension"), |name| self.tongue.pick(name.vi, name.en).into())
    }

    /// ` đến 05/01/2024 17:00`; nothing without a deadline.
    fn due(&self, due: Option<kernel::time::Instant>) -> String {
        due.map(|due| self.tongue.tell("story-until", &[("due", due.print_vn().into())])).unwrap_or_default()
    }
}
