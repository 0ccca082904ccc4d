//! What the shipped types do not use: fields of units and people, showing again, release, evidence that closes a case.

use std::sync::Arc;

use kernel::case::command::Assigned;
use kernel::case::{Act, CaseId, Value};
use kernel::catalogue::Catalogue;
use kernel::shipped;
use testkit::{Form, World, evidence};

use super::{refused, refused_by};

fn world() -> World {
    changed("", "")
}

/// The world with other words in the sample type and in the shipped procedures.
fn changed(from: &str, to: &str) -> World {
    let mut files = shipped::files();
    files.push(("types/page.toml".to_owned(), include_str!("page.toml").to_owned()));
    for (path, text) in &mut files {
        let is_procedure = path.starts_with("procedures/2.000488");
        if !from.is_empty() && (path == "types/page.toml" || is_procedure) && text.contains(from) {
            // A limit in days does not say how many working hours its stages have.
            let hours = if is_procedure { "stage_hours_total = 80\n" } else { "" };
            *text = format!("{hours}{}", text.replace(from, to));
        }
    }
    let checked = Catalogue::parse(&files);
    assert_eq!(checked.findings, []);
    World::of(Arc::new(checked.value), testkit::calendar())
}

fn write() -> Form {
    Form::new("write").text("title", "Trang").flag("urgent", true).lead("vp-cttdt")
}

fn written(world: &mut World) -> CaseId {
    world.open("editor-1", "page", write()).unwrap()
}

#[test]
fn units_and_people_are_those_of_the_day() {
    let mut world = world();
    let id = world.open("editor-1", "page", write().text("unit", "h405").text("person", "chief")).unwrap();
    assert_eq!(world.case(id).value("unit"), Some(&Value::text("h405")));
    refused(
        world.open("editor-1", "page", write().text("person", "nobody")),
        "bad_value",
        "“Người”: “nobody” không có trong danh mục hoặc không còn hiệu lực.",
    );
    refused_by(world.open("editor-1", "page", write().text("unit", "x14797")), "bad_value");
    refused_by(world.open("editor-1", "page", write().text("person", "clerk-5")), "bad_value");
    let other = world.open("editor-1", "page", write().text("unit", "h384")).unwrap();
    refused_by(world.at("2025-01-02T08:00").open("editor-1", "page", write().text("unit", "h405")), "bad_value");
    // A mistake in an older case is corrected to what there was when it was opened.
    let correct = |unit: &str| Act::Correct {
        field: "unit".into(),
        new: Some(Value::text(unit)),
        reason: "Nhầm".to_owned(),
        approver: "chief".into(),
    };
    refused_by(world.act(other, "editor-1", correct("x14797")), "bad_value");
    world.act(other, "editor-1", correct("h405")).unwrap();
    assert_eq!(world.case(other).value("unit"), Some(&Value::text("h405")));
}

/// Days off inside a limit in days count by law; where a catalogue says so, they do not.
#[test]
fn a_limit_in_days_may_skip_days_off() {
    let due = |unit: &str| {
        let mut world = changed("amount = 1\nunit = \"working_days\"", &format!("amount = 10\n{unit}"));
        let id = world.at("2023-04-24T08:00").open("editor-1", "page", write()).unwrap();
        world.due(id)
    };
    assert_eq!(due("unit = \"days\""), "2023-05-04T17:00:00");
    assert_eq!(due("unit = \"days\"\nskip_holidays = true"), "2023-05-08T17:00:00");

    let mut world = changed("unit = \"working_days\"", "unit = \"days\"\nskip_holidays = true");
    let id = world.at("2023-04-24T08:00").open("one-stop-1", "dossier", super::dossier_form()).unwrap();
    assert_eq!(world.due(id), "2023-05-08T17:00:00", "the tenth day that counts is a Sunday and rolls on");
}

/// A dossier of the old books was received under the procedure that was in force then.
#[test]
fn a_carried_dossier_goes_by_the_procedure_of_its_receipt() {
    let mut world = changed("effective_from = ", "effective_to = \"2023-02-25\"\neffective_from = ");
    refused_by(world.open("one-stop-1", "dossier", super::dossier_form()), "bad_value");
    let asked = super::carried::dossier(&mut world);
    let later = kernel::case::CarryOver { received: testkit::at("2023-02-26T09:00"), ..asked.clone() };
    refused_by(super::carried::carry(&mut world, "one-stop-1", later), "bad_value");
    super::carried::carry(&mut world, "one-stop-1", asked).unwrap();
}

#[test]
fn shown_again_keeps_the_first_day_and_is_no_longer_withdrawn() {
    let mut world = world();
    let id = written(&mut world);
    world.act(id, "editor-1", Form::new("show")).unwrap();
    let first = world.case(id).published;
    world.at("2023-03-02T07:30").act(id, "editor-1", Form::new("hide")).unwrap();
    assert_eq!(world.case(id).withdrawn, Some(world.now()));
    assert_eq!(world.case(id).lead, None, "released");
    world.at("2023-03-03T07:30").act(id, "editor-1", Form::new("show")).unwrap();
    assert_eq!((world.case(id).published, world.case(id).withdrawn), (first, None));
    assert_eq!(world.due(id), "2023-03-03T08:00:00", "the hidden day is added back");
}

/// Resuming what was not paused is no act of the clock, and no refusal either.
#[test]
fn a_running_clock_is_not_resumed() {
    let mut world = world();
    let id = written(&mut world);
    world.act(id, "editor-1", Form::new("show")).unwrap();
    assert!(!world.kinds(id).contains(&"clock_resumed"));
    assert_eq!(world.due(id), "2023-03-02T08:00:00");
}

#[test]
fn where_no_limit_fits_a_due_date_is_missing() {
    let mut world = world();
    refused_by(world.open("editor-1", "page", write().flag("urgent", false)), "due_needed");
}

#[test]
fn evidence_of_a_terminal_move_is_kept() {
    let mut world = world();
    let id = written(&mut world);
    world.at("2023-03-03T08:00");
    refused_by(world.act(id, "editor-1", Form::new("finish")), "evidence_needed");
    let paper = evidence("2023-03-02T16:00");
    world.act(id, "editor-1", Form::new("finish").evidence(paper.clone())).unwrap();
    assert!(world.case(id).is_closed());
    assert_eq!((world.case(id).evidence.as_ref(), world.verdict(id).as_str()), (Some(&paper), "on_time"));
}

/// Somebody who may assign by role may also change the units.
#[test]
fn assigned_anew_outside_a_move() {
    let mut world = world();
    let id = written(&mut world);
    let to = Assigned { lead: Some("vp-th".into()), coop: vec!["vp-kt".into()], ..Assigned::default() };
    world.act(id, "editor-1", Act::Assign(to)).unwrap();
    assert_eq!(world.case(id).lead.as_ref().unwrap().as_str(), "vp-th");
    refused_by(world.act(id, "editor-1", Act::Assign(Assigned::default())), "lead_needed");
}
