//! What acts do to a clock: which limit starts it, from when, what stops it, and what an announcement moves.

use std::sync::Arc;

use kernel::calendar::{AnnouncedDay, Announcement, DayKind};
use kernel::case::Act;
use kernel::catalogue::Catalogue;
use kernel::shipped;
use testkit::{Form, World, day};

use super::{dossier, dossier_form, dossier_in_work, refused, refused_by, task, task_form};

/// The shipped catalogue with one file changed.
fn changed(path: &str, change: impl Fn(&str) -> String) -> Arc<Catalogue> {
    let mut files = shipped::files();
    let file = files.iter_mut().find(|(p, _)| p == path).unwrap();
    file.1 = change(&file.1);
    let checked = Catalogue::parse(&files);
    assert_eq!(checked.findings, []);
    Arc::new(checked.value)
}

/// The notification of a sales promotion: recorded at once, without an appointment (NĐ 61/2018 Điều 17 khoản 4).
fn promotion() -> Form {
    dossier_form().text("procedure", "2.000033").text("subject", "Thông báo hoạt động khuyến mại")
}

#[test]
fn an_immediate_procedure_is_due_on_the_day_itself() {
    for (received, due) in [
        ("2023-03-01T07:00:00", "2023-03-01T17:00:00"),
        ("2023-03-01T16:59:59", "2023-03-01T17:00:00"),
        ("2023-03-01T17:00:00", "2023-03-02T17:00:00"),
        ("2023-03-01T19:30:00", "2023-03-02T17:00:00"),
        ("2023-03-03T17:00:00", "2023-03-06T17:00:00"),
        ("2023-03-04T09:00:00", "2023-03-06T17:00:00"),
        ("2023-04-28T17:00:00", "2023-05-04T17:00:00"),
    ] {
        let mut world = World::shipped();
        let id = world.at(received).open("one-stop-1", "dossier", promotion()).unwrap();
        assert_eq!(world.due(id), due, "{received}");
        assert_eq!(world.verdict(id), "running");
    }
}

/// Nothing to start anew where no number of days is laid down.
#[test]
fn an_immediate_procedure_cannot_start_anew() {
    let mut world = World::shipped();
    let id = world.open("one-stop-1", "dossier", promotion()).unwrap();
    world.act(id, "one-stop-1", Form::new("transfer").lead("sct")).unwrap();
    let back = Form::new("return_incomplete").text("missing_papers", "Mẫu 01").reason("Thiếu");
    refused(world.act(id, "handler-sct-1", back), "clock", "Không có số ngày quy định để tính lại từ đầu.");
}

/// One day is all there is, and the deadline says by which law.
#[test]
fn an_immediate_procedure_is_late_the_day_after() {
    for (resolved, verdict) in [("2023-03-01T16:59", "on_time"), ("2023-03-02T07:30", "late")] {
        let mut world = World::shipped();
        let id = world.at("2023-03-01T15:00").open("one-stop-1", "dossier", promotion()).unwrap();
        assert!(world.case(id).clock.as_ref().unwrap().basis.contains("Nghị định 61/2018/NĐ-CP, Điều 17 khoản 4"));
        world.act(id, "one-stop-1", Form::new("transfer").lead("sct")).unwrap();
        world.at(resolved).act(id, "handler-sct-1", Form::new("resolve").text("outcome", "granted")).unwrap();
        assert_eq!(world.verdict(id), verdict, "{resolved}");
    }
}

#[test]
fn a_limit_in_calendar_days_ends_with_a_working_day() {
    let mut world = World::shipped();
    let form = dossier_form().text("procedure", "1.009974").text("subject", "Cấp giấy phép xây dựng");
    let id = world.open("one-stop-1", "dossier", form).unwrap();
    let clock = world.case(id).clock.as_ref().unwrap();
    let amount = i32::try_from(clock.limit.unwrap().amount()).unwrap();
    let last = day("2023-03-01").add_days(amount);
    assert_eq!(clock.due, Some(testkit::calendar().closing_on_or_after(last).unwrap()));
    assert!(clock.basis.contains("Luật Xây dựng") || clock.basis.contains("Nghị định"), "{}", clock.basis);
}

#[test]
fn a_channel_that_the_procedure_does_not_have() {
    let catalogue = changed("procedures/2.000033.toml", |text| {
        let (before, rest) = text.split_once("[[channel]]\ncode = \"postal\"").unwrap();
        let (_, after) = rest.split_once("[[paper]]").unwrap();
        format!("{before}[[paper]]{after}")
    });
    let mut world = World::of(catalogue, testkit::calendar());
    refused(
        world.open("one-stop-1", "dossier", promotion().text("channel", "postal")),
        "unknown",
        "Danh mục không có hình thức nộp của thủ tục “postal”.",
    );
}

/// The receipt starts the clock, where it lies before the entry; nobody receives in the future.
#[test]
fn the_clock_starts_with_the_receipt() {
    let mut world = World::shipped();
    let id = world.open("one-stop-1", "dossier", dossier_form().received("2023-02-28T15:00")).unwrap();
    assert_eq!(world.due(id), "2023-03-14T15:00:00");
    let id = world.open("one-stop-1", "dossier", dossier_form().received("2023-03-09T15:00")).unwrap();
    assert_eq!(world.due(id), "2023-03-15T08:00:00");
    let id = world.at("2023-03-03T18:00").open("one-stop-1", "dossier", dossier_form()).unwrap();
    assert_eq!(world.due(id), "2023-03-17T17:00:00", "from Monday's opening, ten days to a closing");
}

/// A person's click stops a clock when it is made; only a foreign history stops it where the source says.
#[test]
fn a_typed_time_stops_nothing() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let form = Form::new("resolve").text("outcome", "granted").received("2023-03-15T08:00");
    world.at("2023-03-16T09:00").act(id, "handler-stp-1", form).unwrap();
    assert_eq!(world.verdict(id), "late");
    assert_eq!(world.case(id).clock.as_ref().unwrap().stopped_at(), Some(world.now()));

    let import = Form::new("import").text("name", "a").text("log", "l").received("2023-02-01T10:00");
    let id = world.open("system", "imported_case", import.due_at("2023-02-20T17:00")).unwrap();
    world.act(id, "system", Form::new("finish").received("2023-01-15T10:00")).unwrap();
    let clock = world.case(id).clock.as_ref().unwrap();
    assert_eq!(clock.stopped_at(), Some(clock.received), "not before it was received");
}

#[test]
fn the_calendar_says_where_it_ends() {
    let mut world = World::shipped();
    let refusal = world.at("2027-12-30T08:00").open("one-stop-1", "dossier", dossier_form()).unwrap_err();
    assert_eq!(refusal.rule(), "clock");
    assert!(refusal.vi().contains("nằm ngoài lịch làm việc"), "{}", refusal.vi());
    refused_by(
        world.at("2031-01-06T08:00").open("chairman", "task", task_form().lead("stc").due("2031-01-08")),
        "clock",
    );
    // Without a deadline there is nothing to count.
    world.open("chairman", "task", task_form().lead("stc").never_due()).unwrap();
}

fn announcement(id: &str, days: &[(&str, DayKind)]) -> Announcement {
    let days =
        days.iter().map(|(date, kind)| AnnouncedDay { date: day(date), kind: *kind, reason: "thông báo".to_owned() });
    Announcement {
        id: id.to_owned(),
        basis: "Thông báo của UBND tỉnh".to_owned(),
        announced_on: None,
        days: days.collect(),
        period_from: None,
        period_to: None,
        provisional: false,
        replaces: None,
    }
}

/// A day off announced later does not take back the date on the slip; a make-up day brings it forward.
#[test]
fn after_an_announcement_the_earlier_moment_counts() {
    let mut world = World::shipped();
    let id = dossier(&mut world);
    let recompute = || Act::Recompute { announcement: "tb-1".to_owned() };
    refused(world.act(id, "system", recompute()), "nothing_to_do", "Không có gì thay đổi.");
    refused_by(world.act(id, "centre-director", recompute()), "not_allowed");

    let off = world.calendar().with_announcement(&announcement("tb-1", &[("2023-03-08", DayKind::Off)])).unwrap();
    world.announce(off);
    refused_by(world.act(id, "system", recompute()), "nothing_to_do");
    let makeup = world
        .calendar()
        .with_announcement(&announcement("tb-2", &[("2023-03-11", DayKind::Makeup), ("2023-03-04", DayKind::Makeup)]));
    world.announce(makeup.unwrap());
    world.at("2023-03-03T08:00").act(id, "system", Act::Recompute { announcement: "tb-2".to_owned() }).unwrap();
    assert_eq!(world.due(id), "2023-03-14T08:00:00");
    let clock = world.case(id).clock.as_ref().unwrap();
    assert_eq!(clock.printed_due.unwrap().print_iso(), "2023-03-15T08:00:00");
    assert_eq!(world.events(id).last().unwrap().by.as_str(), "system");
    refused_by(world.act(id, "system", Act::Recompute { announcement: "tb-2".to_owned() }), "nothing_to_do");
}

#[test]
fn a_given_date_moves_by_no_announcement() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let off = world.calendar().with_announcement(&announcement("tb-1", &[("2023-03-10", DayKind::Off)])).unwrap();
    world.announce(off);
    refused_by(world.act(id, "system", Act::Recompute { announcement: "tb-1".to_owned() }), "nothing_to_do");
    let form = Form::new("write").text("title", "Tin");
    let without = world.open("editor-1", "article", form).unwrap();
    refused_by(world.act(without, "system", Act::Recompute { announcement: "tb-1".to_owned() }), "nothing_to_do");
    refused_by(
        world.act(without, "editor-1", Act::Extend { due: day("2023-04-03"), reason: "x".to_owned() }),
        "nothing_to_do",
    );
}

/// A case whose clock never started has nothing to extend.
#[test]
fn without_a_clock_nothing_is_extended() {
    let mut world = World::shipped();
    let form = kernel::case::MoveForm { code: "submit_online".into(), ..dossier_form().into_move() };
    let id = world.open("system", "dossier", form).unwrap();
    let later = Act::Extend { due: day("2023-04-03"), reason: "x".to_owned() };
    refused(world.act(id, "centre-director", later), "clock", "Hồ sơ không thời hạn, không có hạn để lùi.");
}

/// Where the type's rule sets the limit, nobody declares it endless.
#[test]
fn never_only_where_a_date_may_be_given() {
    let catalogue = changed("types/party_transfer.toml", |text| text.replace("required = true", "required = false"));
    let mut world = World::of(catalogue, testkit::calendar());
    let issue = || Form::new("issue").text("label", "GTSH 1").text("direction", "in");
    refused_by(world.open("party-secretary", "party_transfer", issue().never_due()), "clock");
    let id = world.open("party-secretary", "party_transfer", issue()).unwrap();
    assert_eq!(world.due(id), "2023-04-12T08:00:00");
}

/// Each change of the due moment begins a new stretch; none is left open after the stop.
#[test]
fn stretches_of_the_clock_follow_each_other() {
    let mut world = World::shipped();
    let id = dossier_in_work(&mut world);
    let missing = Form::new("ask_supplement").text("missing_papers", "CCCD").reason("Thiếu");
    world.at("2023-03-02T08:00").act(id, "handler-stp-1", missing).unwrap();
    world.at("2023-03-06T08:00").act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    world.at("2023-03-07T08:00").act(id, "handler-stp-1", Form::new("resolve").text("outcome", "granted")).unwrap();
    let spans = &world.case(id).spans;
    assert_eq!(spans.iter().map(|s| s.paused).collect::<Vec<_>>(), [false, true, false]);
    assert!(spans.windows(2).all(|pair| pair[0].to == Some(pair[1].from)));
    assert_eq!(spans.last().unwrap().to, Some(world.now()));
    assert_eq!(world.counted(id, "dossiers.open"), 3);
}
