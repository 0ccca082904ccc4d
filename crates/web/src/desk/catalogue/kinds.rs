//! One kind of case: what it holds, its course with a picture, its clock, who reads it; and the course as BPMN.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use exchange::bpmn;
use exchange::course::Course;
use kernel::case::rights::in_words;
use kernel::catalogue::case_type::{CaseType, Domain, Who};
use kernel::org::Org;
use office::course::{
    clock_words, condition_words, course, kind_words, leaf_words, move_words, part_words, period_words, retention_words,
};

use super::{LIST, said, words};
use crate::desk::admin::administers;
use crate::desk::answer::{self, Answer, Stop};
use crate::desk::visitor::{Asked, Visitor, visit};
use crate::desk::words::{capital, naming, register_name, step_name};
use crate::pages::{HeadCell, Link, ProcessMap, SheetPage, Table, TableRow};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

/// `GET /quan-tri/danh-muc/{type}`
pub async fn kind(State(state): State<AppState>, Path(code): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| shown(visitor, found(visitor, &code)?)).await
}

/// `GET /quan-tri/danh-muc/{type}/bpmn`
pub async fn bpmn(State(state): State<AppState>, Path(code): Path<String>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let of = found(visitor, &code)?;
        let written = bpmn::write(&course(of, visitor.house().org())).map_err(|e| Stop::Broken(e.to_string()))?;
        let mut response = written.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"));
        if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}.bpmn\"", of.code)) {
            headers.insert(CONTENT_DISPOSITION, name);
        }
        Ok(response)
    })
    .await
}

fn found<'v>(visitor: &'v Visitor, code: &str) -> Result<&'v CaseType, Stop> {
    administers(visitor)?;
    visitor.house().catalogue()?.types.get(code).map(|of| &**of).ok_or_else(|| visitor.missing())
}

fn shown(visitor: &Visitor, of: &CaseType) -> Answer {
    let (org, tongue) = (visitor.house().org(), visitor.tongue);
    let link = |label: String, href: String| Link { label, href };
    let mut tables = vec![moves(tongue, of, org), steps(tongue, of), fields(tongue, of)];
    tables.extend(limits(tongue, of));
    tables.extend([numbers(tongue, of), links(visitor, of)?].into_iter().filter(|table| !table.rows.is_empty()));
    tables.extend([readers(tongue, of, org), acts(tongue, of, org)]);
    let drawn = course_in(tongue, of, org);
    let picture = ProcessMap::course(tongue.say("catalogue-course"), tongue.say("catalogue-course-words"), &drawn);
    answer::ok(&SheetPage {
        frame: visitor.frame(&register_name(tongue, of)),
        back: Some(link(tongue.say("catalogue-title"), LIST.to_owned())),
        heading: capital(&register_name(tongue, of)),
        english: tongue.pick(of.name_en.clone(), String::new()),
        lead: tongue.named(&of.purpose, &of.purpose_en),
        exports: vec![
            link("BPMN 2.0".to_owned(), format!("{LIST}/{}/bpmn", of.code)),
            link(tongue.say("catalogue-open-register"), format!("/so/{}", of.code)),
        ],
        facts: facts(tongue, of),
        picture: Some(picture),
        tables,
        ..SheetPage::default()
    })
}

/// The course with its names in the language of the page.
fn course_in(tongue: Tongue, of: &CaseType, org: &Org) -> Course {
    let mut drawn = course(of, org);
    for (state, step) in drawn.states.iter_mut().zip(&of.steps) {
        tongue.name_of(&step.name, &step.name_en).clone_into(&mut state.name);
        state.detail = match step.law_code {
            Some(code) => tongue.tell("catalogue-law-state", &[("code", code.to_string().into())]),
            None => String::new(),
        };
    }
    for act in &mut drawn.acts {
        if let Some(made) = of.find_move(&act.code) {
            tongue.name_of(&made.name, &made.name_en).clone_into(&mut act.name);
        }
    }
    drawn.beginning = tongue.say("catalogue-beginning");
    drawn
}

fn facts(tongue: Tongue, of: &CaseType) -> Vec<(String, String)> {
    let domain = tongue.say(match of.domain {
        Domain::Work => "catalogue-domain-work",
        Domain::Party => "catalogue-domain-party",
        Domain::Union => "catalogue-domain-union",
    });
    let none = || tongue.say("catalogue-no-clock");
    let clock = of.clock.as_ref().map_or_else(none, |clock| said(tongue, clock_words(clock)));
    let title = of.field(of.title.as_str()).map_or(of.title.as_str(), |f| tongue.name_of(&f.name, &f.name_en));
    let kept = said(tongue, retention_words(&of.retention));
    [
        (id("catalogue-code"), of.code.to_string()),
        (id("catalogue-one"), tongue.name_of(&of.name, &of.name_en).to_owned()),
        (id("catalogue-basis"), tongue.data(&of.basis)),
        (id("catalogue-limit"), clock),
        (id("catalogue-kept"), format!("{kept} ({})", tongue.data(&of.retention.basis))),
        (id("catalogue-public"), tongue.say(if of.public { "catalogue-has-public-page" } else { "words-no" })),
        (id("catalogue-log"), said(tongue, leaf_words(of))),
        (id("catalogue-domain"), domain),
        (id("catalogue-title-from"), title.to_owned()),
    ]
    .map(|(label, value)| (tongue.say(label), value))
    .into()
}

fn table<const N: usize>(
    tongue: Tongue,
    caption: &'static str,
    head: [&'static str; N],
    rows: impl Iterator<Item = (String, Vec<String>)>,
) -> Table {
    let row = |(label, cells): (String, Vec<String>)| TableRow {
        label,
        detail: String::new(),
        cells: cells.into_iter().map(words).collect(),
        total: false,
    };
    Table {
        caption: tongue.say(caption),
        head: vec![head.iter().map(|id| HeadCell::words(tongue.say(id))).collect()],
        rows: rows.map(row).collect(),
        ..Table::default()
    }
}

fn moves(tongue: Tongue, of: &CaseType, org: &Org) -> Table {
    let rows = (1_usize..).zip(&of.moves).map(|(n, made)| {
        let told = move_words(of, made, org);
        let from: Vec<&str> = made.from.iter().map(|step| step_name(tongue, of, step)).collect();
        let from = if from.is_empty() { tongue.say("catalogue-opens") } else { from.join(", ") };
        let needs = [(id("catalogue-needs"), told.requires), (id("catalogue-offers"), told.offers)];
        let needs = needs.into_iter().map(|(label, text)| (label, said(tongue, text)));
        let needs = needs.filter(|(_, text)| !text.is_empty());
        let needs = needs.map(|(label, fields)| tongue.tell(label, &[("fields", fields.into())]));
        let effects = [told.effects, told.bounds].map(|text| capital(&said(tongue, text)));
        let cells = vec![
            naming(tongue, org, &said(tongue, told.who)),
            from,
            step_name(tongue, of, &made.to).to_owned(),
            needs.collect::<Vec<_>>().join(" "),
            effects.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". "),
            tongue.data(&made.basis),
        ];
        (format!("{n}. {}", tongue.name_of(&made.name, &made.name_en)), cells)
    });
    let head = [
        id("catalogue-move"),
        id("catalogue-who-may"),
        id("catalogue-from-step"),
        id("catalogue-to-step"),
        id("catalogue-content"),
        id("catalogue-effects"),
        id("catalogue-basis"),
    ];
    table(tongue, id("catalogue-moves"), head, rows)
}

fn steps(tongue: Tongue, of: &CaseType) -> Table {
    let rows = of.steps.iter().map(|step| {
        let kind = tongue.say(match (step.terminal, step.at_rest) {
            (true, _) => "catalogue-step-ends",
            (false, true) => "catalogue-step-rests",
            (false, false) => "catalogue-step-waits",
        });
        let law = step.law_code.map(|code| code.to_string()).unwrap_or_default();
        (tongue.name_of(&step.name, &step.name_en).to_owned(), vec![step.code.to_string(), kind, law])
    });
    let head = [id("catalogue-step"), id("catalogue-code"), id("catalogue-meaning"), id("catalogue-state-by-law")];
    table(tongue, id("catalogue-steps"), head, rows)
}

fn fields(tongue: Tongue, of: &CaseType) -> Table {
    let rows = of.fields.iter().map(|field| {
        let choices: Vec<&str> = field.choices.iter().map(|c| tongue.name_of(&c.name, &c.name_en)).collect();
        let mut kind = said(tongue, kind_words(field.kind));
        if !choices.is_empty() {
            kind = format!("{kind}: {}", choices.join(", "));
        }
        let shown = match (field.column, field.filter) {
            (true, true) => tongue.say("catalogue-column-and-filter"),
            (true, false) => tongue.say("catalogue-column"),
            (false, true) => tongue.say("catalogue-filter"),
            (false, false) => String::new(),
        };
        let part = capital(&said(tongue, part_words(field.part)));
        (tongue.name_of(&field.name, &field.name_en).to_owned(), vec![field.code.to_string(), kind, part, shown])
    });
    let head = [
        id("catalogue-field"),
        id("catalogue-code"),
        id("catalogue-field-kind"),
        id("catalogue-part"),
        id("catalogue-in-register"),
    ];
    table(tongue, id("catalogue-fields"), head, rows)
}

fn limits(tongue: Tongue, of: &CaseType) -> Option<Table> {
    let clock = of.clock.as_ref().filter(|clock| !clock.limits.is_empty())?;
    let rows = clock.limits.iter().map(|limit| {
        let length = format!("{} {}", limit.amount, tongue.pick(limit.unit.vi(), limit.unit.en()));
        (length, vec![capital(&said(tongue, condition_words(of, &limit.when))), tongue.data(&limit.basis)])
    });
    let head = [id("catalogue-limit"), id("catalogue-applies-to"), id("catalogue-basis")];
    Some(table(tongue, id("catalogue-limit"), head, rows))
}

fn numbers(tongue: Tongue, of: &CaseType) -> Table {
    let rows = of.numbers.iter().map(|series| {
        let period = capital(&said(tongue, period_words(series.period)));
        (
            tongue.named(&series.name, &series.name_en),
            vec![tongue.data(&series.format), period, tongue.data(&series.basis)],
        )
    });
    let head =
        [id("catalogue-series"), id("catalogue-series-form"), id("catalogue-series-period"), id("catalogue-basis")];
    table(tongue, id("catalogue-series"), head, rows)
}

fn links(visitor: &Visitor, of: &CaseType) -> Result<Table, Stop> {
    let (catalogue, tongue) = (visitor.house().catalogue()?, visitor.tongue);
    let name = |code: &kernel::Code| {
        catalogue.types.get(code.as_str()).map_or_else(|| code.to_string(), |t| register_name(tongue, t))
    };
    let rows = of.links.iter().map(|link| {
        let to: Vec<String> = link.to.iter().map(name).collect();
        (tongue.name_of(&link.name, &link.name_en).to_owned(), vec![to.join(", ")])
    });
    Ok(table(tongue, id("catalogue-links"), [id("catalogue-link"), id("catalogue-link-to")], rows))
}

fn readers(tongue: Tongue, of: &CaseType, org: &Org) -> Table {
    let rows = of.readers.iter().map(|reader| {
        let who = said(tongue, in_words(std::slice::from_ref(&reader.who), org));
        (
            naming(tongue, org, &capital(&who)),
            vec![tongue.named(&capital(&reader.because), &capital(&reader.because_en))],
        )
    });
    table(tongue, id("catalogue-readers"), [id("catalogue-who"), id("catalogue-because")], rows)
}

fn acts(tongue: Tongue, of: &CaseType, org: &Org) -> Table {
    let acts = &of.acts;
    let all: [(&'static str, &[Who]); 8] = [
        (id("catalogue-act-remark"), &acts.remark),
        (id("catalogue-act-urge"), &acts.urge),
        (id("catalogue-act-extend"), &acts.extend),
        (id("catalogue-act-correct"), &acts.correct),
        (id("catalogue-act-attach"), &acts.attach),
        (id("catalogue-act-assign"), &acts.assign),
        (id("catalogue-act-edit"), &acts.edit),
        (id("catalogue-act-late-entry"), &acts.late_entry),
    ];
    let rows = all
        .into_iter()
        .map(|(name, who)| (tongue.say(name), vec![naming(tongue, org, &capital(&said(tongue, in_words(who, org))))]));
    table(tongue, id("catalogue-acts"), [id("catalogue-act"), id("catalogue-who-may")], rows)
}
