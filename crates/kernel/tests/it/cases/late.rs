//! Late entries (ghi bù): work done on paper during an outage, marked for ever, with a second person.

use kernel::case::{Act, Command, LateEntry, MoveForm, What};
use testkit::{Form, World, at, day, late};

use super::{dossier, dossier_form, dossier_in_work, refused, refused_by};

#[test]
fn a_dossier_received_on_paper_runs_from_the_paper() {
    let mut world = World::shipped();
    let entry = late("2023-02-28T15:00", "one-stop-2");
    let id = world.open_late("one-stop-1", "dossier", dossier_form(), entry).unwrap();
    assert_eq!(world.due(id), "2023-03-14T15:00:00");
    assert_eq!(world.case(id).opened, world.now(), "the time of an event is that of its recording");
    assert_eq!(world.case(id).tally.late_entries, 1);
    assert_eq!(world.kinds(id), ["opened", "late_entry", "clock_started", "number_given"]);
    let marked = &world.events(id)[1];
    let What::LateEntry { occurred, witness } = &marked.what else { panic!("{marked:?}") };
    assert_eq!((*occurred, witness.as_str()), (at("2023-02-28T15:00"), "one-stop-2"));
    assert_eq!(marked.private.text, "Mất điện, ghi sổ giấy");
}

/// What followed on the day of the outage can be entered too, though the case was opened here only today.
#[test]
fn a_whole_day_of_paper_is_entered_in_order() {
    let mut world = World::shipped();
    let opened = late("2023-02-28T08:00", "one-stop-2");
    let id = world.open_late("one-stop-1", "dossier", dossier_form(), opened).unwrap();
    let transfer = || Form::new("transfer").lead("stp").holder("handler-stp-1");
    refused_by(world.act(id, "one-stop-1", transfer().late(late("2023-02-27T16:00", "one-stop-2"))), "late_entry_time");
    world.act(id, "one-stop-1", transfer().late(late("2023-02-28T10:00", "one-stop-2"))).unwrap();
    assert_eq!(world.case(id).tally.late_entries, 2);
    assert_eq!(world.kinds(id)[4..], ["late_entry", "moved", "assigned"]);
}

/// An earlier stop, and a pause, entered late count when they are recorded: nobody backdates a date.
#[test]
fn a_stop_or_pause_entered_late_counts_now() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let done = Form::new("resolve").text("outcome", "granted");
    world.at("2023-03-16T09:00");
    refused_by(
        world.act(id, "handler-stp-1", done.clone().late(late("2023-03-15T09:00", "one-stop-2"))),
        "not_allowed",
    );
    world.act(id, "one-stop-1", done.late(late("2023-03-15T09:00", "one-stop-2"))).unwrap();
    assert_eq!(world.verdict(id), "late");
    assert_eq!(world.case(id).clock.as_ref().unwrap().stopped_at(), Some(world.now()));

    let id = dossier_in_work(world.at("2023-03-01T08:00"));
    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.at("2023-03-03T08:00").act(id, "one-stop-1", missing.late(late("2023-03-02T08:00", "one-stop-2"))).unwrap();
    world.at("2023-03-06T08:00").act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-03-16T08:00:00", "one working day was paused, not two");
}

/// Papers handed in during an outage: the office's time runs again from the paper, not from the click.
#[test]
fn a_resume_entered_late_counts_from_the_paper() {
    let missing = |code: &str| Form::new(code).text("missing_papers", "CCCD").reason("Thiếu");
    let resumed = |asked: &str, received: Option<&str>| {
        let mut world = World::shipped();
        let id = dossier_in_work(&mut world);
        world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing(asked)).unwrap();
        let back = Form::new("supplemented");
        let back = match received {
            Some(when) => back.late(late(when, "one-stop-2")),
            None => Command::from(Act::Move(back.into_move())),
        };
        world.at("2023-03-08T08:00").act(id, "one-stop-1", back).unwrap();
        world.due(id)
    };
    assert_eq!(resumed("ask_supplement", None), "2023-03-21T08:00:00");
    assert_eq!(resumed("ask_supplement", Some("2023-03-06T08:00")), "2023-03-17T08:00:00", "two days, not four");
    assert_eq!(resumed("ask_supplement", Some("2023-03-01T09:00")), "2023-03-15T08:00:00", "not from before the pause");
    assert_eq!(resumed("return_incomplete", None), "2023-03-22T08:00:00");
    assert_eq!(resumed("return_incomplete", Some("2023-03-06T08:00")), "2023-03-20T08:00:00", "anew from the papers");
}

/// Moved meanwhile by a person or an announcement: the order of recording says what came of what.
#[test]
fn a_resume_entered_late_comes_after_what_was_recorded_before_it() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing).unwrap();
    let later = Act::Extend { due: day("2023-03-20"), reason: "Chờ ý kiến".to_owned() };
    world.at("2023-03-07T08:00").act(id, "director-stp", later).unwrap();
    let back = Form::new("supplemented").late(late("2023-03-06T08:00", "one-stop-2"));
    world.at("2023-03-08T08:00").act(id, "one-stop-1", back).unwrap();
    assert_eq!(world.due(id), "2023-03-22T17:00:00", "two paused working days after the new date");
    let clock = world.case(id).clock.clone().unwrap();
    assert_eq!(clock.recompute(world.calendar(), world.now(), "x").unwrap(), None);
    let steps = clock.explain(world.calendar()).unwrap().steps;
    assert_eq!(steps.last().unwrap().to, clock.due.unwrap());
}

/// The rate counts what was recorded; beside it stands what the late entry says, and only where the rate says late.
#[test]
fn on_time_by_late_entry_stands_beside_the_rate() {
    let mut world = World::shipped();
    let done = Form::new("resolve").text("outcome", "granted");
    let mut resolved = |recorded: &str, occurred: &str| {
        let id = dossier_in_work(world.at("2023-03-01T08:00"));
        let done = done.clone().late(late(occurred, "one-stop-2"));
        world.at(recorded).act(id, "one-stop-1", done).unwrap();
        (world.verdict(id), world.counted(id, "dossiers.on_time.by_late_entry") == 1)
    };
    assert_eq!(resolved("2023-03-16T09:00", "2023-03-15T16:00"), ("late".to_owned(), true));
    assert_eq!(resolved("2023-03-17T09:00", "2023-03-16T09:00"), ("late".to_owned(), false), "late on paper too");
    assert_eq!(resolved("2023-03-15T09:00", "2023-03-14T09:00"), ("on_time".to_owned(), false), "on time anyway");

    // Two working days went by before the pause was entered: by the paper, it would have been due two days later.
    let id = dossier_in_work(world.at("2023-03-01T08:00"));
    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.at("2023-03-06T08:00").act(id, "one-stop-1", missing.late(late("2023-03-02T08:00", "one-stop-2"))).unwrap();
    world.at("2023-03-07T08:00").act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    assert_eq!(world.due(id), "2023-03-16T08:00:00");
    world.at("2023-03-20T07:30").act(id, "handler-stp-1", done.clone()).unwrap();
    assert_eq!(world.verdict(id), "late");
    let by_entry = world.case(id).entered_late.stop.unwrap();
    assert_eq!((by_entry.done, by_entry.due), (at("2023-03-20T07:30"), at("2023-03-20T08:00")));
    assert!(world.counted(id, "dossiers.on_time.by_late_entry") == 1);
    world.act(id, "director-stp", Form::new("reopen").reason("Sai họ tên")).unwrap();
    assert_eq!(world.case(id).entered_late.stop, None, "an undone stop says nothing");
}

#[test]
fn an_online_dossier_accepted_on_paper() {
    let mut world = World::shipped();
    let form = MoveForm { code: "submit_online".into(), ..dossier_form().into_move() };
    let id = world.open("system", "dossier", form).unwrap();
    let accept = Form::new("accept").late(late("2023-03-01T09:00", "one-stop-2"));
    world.at("2023-03-02T08:00").act(id, "one-stop-1", accept).unwrap();
    assert_eq!(world.due(id), "2023-03-15T09:00:00");
}

#[test]
fn a_due_date_that_has_passed_meanwhile_still_stands() {
    let mut world = World::shipped();
    let form = super::task_form().lead("stc").due("2023-02-28");
    let id = world.open_late("deputy-chief-2", "task", form, late("2023-02-24T08:00", "deputy-chief-1")).unwrap();
    assert_eq!(world.due(id), "2023-02-28T17:00:00");
}

#[test]
fn what_a_late_entry_needs() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    world.at("2023-03-02T08:00");
    let mut enter = |person: &str, entry: LateEntry| {
        let transfer = Form::new("transfer").lead("stp").into_move();
        world.act(id, person, Command { act: Act::Move(transfer), late: Some(entry) })
    };
    let when = "2023-03-01T09:00";
    refused(
        enter("one-stop-1", late(when, "one-stop-1")),
        "second_person_needed",
        "“ghi bù” cần một người thứ hai xác nhận, khác người thực hiện.",
    );
    refused_by(enter("one-stop-1", late(when, "nobody")), "not_in_office");
    refused_by(enter("one-stop-1", late(when, "clerk-5")), "not_in_office");
    refused_by(enter("one-stop-1", late(when, "handler-stp-1")), "second_person_may_not");
    refused_by(enter("director-stp", late(when, "one-stop-2")), "not_allowed");
    refused(
        enter("one-stop-1", LateEntry { reason: "  ".to_owned(), ..late(when, "one-stop-2") }),
        "reason_needed",
        "Xin ghi lý do khi “ghi bù”.",
    );
    let sentence = "Thời điểm ghi bù phải ở quá khứ và không trước khi hồ sơ được mở.";
    for wrong in ["2023-03-02T08:00", "2023-03-03T08:00", "2023-03-01T07:59"] {
        refused(enter("one-stop-1", late(wrong, "one-stop-2")), "late_entry_time", sentence);
    }
    enter("one-stop-1", late(when, "one-stop-2")).unwrap();
    refused_by(
        world.open_late("one-stop-1", "dossier", dossier_form(), late("2023-03-02T08:00", "one-stop-2")),
        "late_entry_time",
    );
}
