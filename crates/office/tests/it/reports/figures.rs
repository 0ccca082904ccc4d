//! Each figure at its edges; add one record and it moves by one.

use kernel::Code;
use kernel::case::{Act, Value};
use office::reports::{Asked, Behind, Eyes};
use testkit::{Form, day};

use super::{World, dossier_form, month, resolve, year};

/// The figures of a report that differ between two periods of one office, as (code, before, after).
fn moved(before: &office::reports::Annual, after: &office::reports::Annual) -> Vec<(String, u64, u64)> {
    let pairs = before.figures.iter().zip(&after.figures);
    pairs.filter(|(b, a)| b.value != a.value).map(|(b, a)| (b.code.to_string(), b.value, a.value)).collect()
}

#[test]
fn one_more_dossier_moves_the_figure_by_one() {
    let mut world = World::new();
    world.resolved("online");
    let before = world.annual(year(2023));
    world.resolved("online");
    let after = world.annual(year(2023));
    let one = |code: &str| (code.to_owned(), 1, 2);
    assert_eq!(moved(&before, &after), ["dossiers.resolved", "dossiers.on_time", "dossiers.online"].map(one));
    assert!(after.figures.iter().all(|f| f.records == f.value), "each figure opens to as many records as it says");
}

#[test]
fn a_dossier_counts_in_the_period_in_which_it_was_resolved() {
    let mut world = World::new();
    let id = world.on("2023-12-27T08:00").dossier("counter");
    world.on("2024-01-03T08:00").make("handler-stp-1", id, resolve());
    assert_eq!(
        (world.counted("dossiers.resolved", year(2023)), world.counted("dossiers.resolved", year(2024))),
        (0, 1)
    );
    world.on("2024-01-04T08:00").make("one-stop-1", id, Form::new("hand_over").text("delivery", "counter"));
    assert_eq!(world.counted("dossiers.resolved", year(2024)), 1, "handing over is not resolving");
}

#[test]
fn a_reopened_dossier_counts_by_the_last_time_it_was_resolved() {
    let mut world = World::new();
    let id = world.on("2023-12-18T08:00").resolved("online");
    let then = world.head();
    assert_eq!(world.counted("dossiers.on_time", year(2023)), 1);
    world.on("2024-01-15T08:00").make("director-stp", id, Form::new("reopen").reason("Sai họ tên"));
    assert_eq!(world.counted("dossiers.resolved", year(2023)), 0);
    world.on("2024-01-16T08:00").make("handler-stp-1", id, resolve());
    for (code, of_2023, of_2024) in [
        ("dossiers.resolved", 0, 1),
        ("dossiers.on_time", 0, 0),
        ("dossiers.online", 0, 1),
        ("dossiers.extended", 0, 0),
    ] {
        assert_eq!((world.counted(code, year(2023)), world.counted(code, year(2024))), (of_2023, of_2024), "{code}");
    }
    assert_eq!(world.counted_at("dossiers.on_time", year(2023), then), 1, "as of then it had been on time");
}

#[test]
fn refused_after_acceptance_counts_and_withdrawn_or_stopped_does_not() {
    let mut world = World::new();
    let refused = world.dossier("counter");
    world.make("handler-stp-1", refused, Form::new("resolve").text("outcome", "refused"));
    let withdrawn = world.dossier("counter");
    world.make("one-stop-1", withdrawn, Form::new("withdraw").reason("Công dân có đơn rút"));
    let stopped = world.dossier("counter");
    world.make("director-stp", stopped, Form::new("stop").reason("Chờ kết luận"));
    let mut online = dossier_form("online").into_move();
    online.code = "submit_online".into();
    let act = world.opening("dossier", online);
    let before_acceptance = world.office.act(&world.system(None, act)).unwrap().case;
    world.make("one-stop-1", before_acceptance, Form::new("refuse").reason("Không thuộc thẩm quyền"));
    assert_eq!(world.counted("dossiers.resolved", year(2023)), 1);
    assert_eq!(world.counted("dossiers.withdrawn", year(2023)), 1);
}

#[test]
fn on_time_by_the_date_in_force_and_the_re_appointed_beside_it() {
    let mut world = World::new();
    let (on_the_day, late, extended) = (world.dossier("counter"), world.dossier("counter"), world.dossier("counter"));
    world.on("2023-03-14T09:00");
    let later = Act::Extend { due: day("2023-03-20"), reason: "Chờ xác minh".to_owned() };
    world.act("director-stp", extended, later).unwrap();
    world.on("2023-03-15T16:59").make("handler-stp-1", on_the_day, resolve());
    world.on("2023-03-16T07:30").make("handler-stp-1", late, resolve());
    world.on("2023-03-20T15:00").make("handler-stp-1", extended, resolve());
    let annual = world.annual(year(2023));
    let value = |code: &str| annual.figure(code).unwrap().value;
    assert_eq!((value("dossiers.resolved"), value("dossiers.on_time"), value("dossiers.extended")), (3, 2, 1));
    assert_eq!(annual.figure("dossiers.on_time").unwrap().text(), "2 (66,67 %)");
}

#[test]
fn by_post_counts_when_sent_in_or_handed_to_the_carrier_by_the_end_of_the_period() {
    let mut world = World::new();
    world.on("2023-11-28T08:00");
    let resolved = |world: &mut World, channel: &str, wish: &str| {
        let id = world.open("one-stop-1", "dossier", dossier_form(channel).text("delivery", wish));
        world.make("one-stop-1", id, Form::new("transfer").lead("stp").holder("handler-stp-1"));
        world.make("handler-stp-1", id, resolve());
        id
    };
    let carrier = |on: &str| Form::new("deliver_by_post").text("carrier_on", on);
    resolved(&mut world, "counter", "postal");
    assert_eq!(world.counted("dossiers.postal", year(2023)), 0, "a wish");
    let both_ways = resolved(&mut world, "postal", "postal");
    world.make("one-stop-1", both_ways, carrier("2023-11-28"));
    assert_eq!(world.counted("dossiers.postal", year(2023)), 1, "once, though it went both ways by post");
    let online = resolved(&mut world, "online", "postal");
    world.on("2023-12-05T08:00").make("one-stop-1", online, carrier("2023-12-05"));
    assert_eq!(world.counted("dossiers.postal", month(11)), 1, "handed over after the end of November");
    assert_eq!(world.counted("dossiers.postal", year(2023)), 2, "but within the year");
    assert_eq!(world.counted("dossiers.online", year(2023)), 1, "it may overlap with online");
    assert_eq!(world.counted("dossiers.postal.by_channel", year(2023)), 1);
    world.on("2023-12-28T08:00");
    let next_year = resolved(&mut world, "counter", "postal");
    world.on("2024-01-03T08:00").make("one-stop-1", next_year, carrier("2024-01-03"));
    assert_eq!((world.counted("dossiers.postal", year(2023)), world.counted("dossiers.postal", year(2024))), (2, 0));
}

fn draft(agency: &str) -> Form {
    Form::new("draft")
        .text("agency", agency)
        .text("kind", "ket_qua_tthc")
        .text("symbol", "GP-UBND")
        .text("subject", "Giấy phép")
        .lead("vp-kt")
        .holder("specialist-vp-kt-1")
}

fn issued(world: &mut World, form: Form, number_on: &str) -> kernel::case::CaseId {
    let id = world.open("specialist-vp-kt-1", "outgoing_document", form);
    world.make("specialist-vp-kt-1", id, Form::new("submit"));
    world.make("deputy-chief-2", id, Form::new("approve"));
    world.make("vice-chairman-1", id, Form::new("sign"));
    world.on(number_on).make("clerk-1", id, Form::new("number"));
    id
}

#[test]
fn documents_issued_are_numbered_ones_that_stand() {
    let mut world = World::new();
    issued(&mut world, draft("ubnd"), "2023-03-01T09:00");
    issued(&mut world, draft("chairman").flag("of_dossier", true), "2023-03-01T09:10");
    issued(&mut world, draft("ubnd").flag("copy", true), "2023-03-01T09:20");
    issued(&mut world, draft("centre_letter"), "2023-03-01T09:30");
    let cancelled = issued(&mut world, draft("vp"), "2023-03-01T09:40");
    assert_eq!(world.counted("documents.issued", year(2023)), 3);
    let with_it = world.head();
    world.make("clerk-1", cancelled, Form::new("cancel").reason("Trùng văn bản"));
    issued(&mut world, draft("vp"), "2023-03-28T09:00");
    let annual = world.annual(year(2023));
    let value = |code: &str| annual.figure(code).unwrap().value;
    assert_eq!((value("documents.issued"), value("documents.issued.on_time")), (3, 2), "the last one came late");
    assert_eq!(value("documents.issued.of_dossiers"), 1);
    assert_eq!(value("dossiers.resolved"), 0, "a document is never added to the dossiers");
    assert_eq!(annual.figure("documents.issued.on_time").unwrap().text(), "2 (66,67 %)");
    assert_eq!(world.counted_at("documents.issued", year(2023), with_it), 3, "as of before it was cancelled");
}

#[test]
fn documents_received_are_numbers_of_arrival_that_were_not_sent_back() {
    let mut world = World::new();
    let register = |agency: &str| {
        Form::new("register").text("agency", agency).text("subject", "Báo cáo").text("sender", "Sở Tài chính")
    };
    let ids = ["ubnd", "vp", "ubnd"].map(|agency| world.open("clerk-1", "incoming_document", register(agency)));
    world.make("clerk-1", ids[2], Form::new("return_to_sender").reason("Gửi nhầm"));
    assert_eq!(world.counted("documents.received", year(2023)), 2);
}

#[test]
fn articles_and_photos_count_when_first_shown() {
    let mut world = World::new();
    let id = world.open("editor-1", "article", Form::new("write").text("title", "Hội nghị"));
    for (bytes, media) in [(b"a", "image/jpeg"), (b"b", "image/png"), (b"c", "application/pdf")] {
        let sha256 = format!("{:064x}", bytes[0]);
        let file = kernel::case::FileRef { sha256, media: media.into(), bytes: 1, at: world.now };
        world.act("editor-1", id, Act::Attach { file, name: "anh".into() }).unwrap();
    }
    world.make("editor-1", id, Form::new("submit"));
    let shown = |world: &World| {
        ["portal.articles", "portal.photos", "portal.articles.withdrawn"].map(|code| world.counted(code, year(2023)))
    };
    assert_eq!(shown(&world), [0, 0, 0]);
    world.make("deputy-chief-1", id, Form::new("publish"));
    assert_eq!(shown(&world), [1, 2, 0]);
    world.on("2024-01-08T08:00").make("editor-1", id, Form::new("withdraw").reason("Sai ảnh"));
    assert_eq!(shown(&world), [1, 2, 1], "it had been shown; the subtotal says that it was taken off");
    assert_eq!(world.counted("portal.articles", year(2024)), 0);
}

#[test]
fn a_second_notice_counts_and_a_correction_does_not() {
    let mut world = World::new();
    let mut shown = |round: i64| {
        let form = Form::new("write").text("kind", "land").text("title", "Đấu giá đất").number("round", round);
        let id = world.open("editor-1", "public_notice", form);
        world.make("deputy-chief-1", id, Form::new("approve")).make("editor-1", id, Form::new("publish"));
        id
    };
    let first = shown(1);
    shown(2);
    let act = Act::Correct {
        field: "title".into(),
        new: Some(Value::text("Đấu giá 02 lô đất")),
        reason: "Thiếu số lô".to_owned(),
        approver: "deputy-chief-1".into(),
    };
    world.act("editor-1", first, act).unwrap();
    assert_eq!(world.counted("portal.notices", year(2023)), 2);
}

#[test]
fn a_double_issue_of_the_gazette_is_two_numbers() {
    let mut world = World::new();
    let id = world.open("gazette-1", "gazette_issue", Form::new("compile").text("title", "Công báo"));
    world.make("gazette-1", id, Form::new("add_number"));
    world.make("gazette-1", id, Form::new("publish").text("issue_date", "2023-03-01"));
    assert_eq!(world.counted("gazette.issues", year(2023)), 2);
}

#[test]
fn a_transfer_counts_when_accepted_and_members_are_those_at_the_end() {
    let mut world = World::new();
    let issue = |direction: &str| Form::new("issue").text("label", "GTSH 12").text("direction", direction);
    let transfer = world.open("party-secretary", "party_transfer", issue("in"));
    let admit = |label: &str| Form::new("admit").text("label", label).text("cell", "Chi bộ Tổng hợp");
    let (stays, leaves) = (
        world.open("party-secretary", "party_member", admit("ĐV-1")),
        world.open("party-secretary", "party_member", admit("ĐV-2")),
    );
    world.open("party-secretary", "party_cell", Form::new("found").text("name", "Chi bộ Kinh tế"));
    assert_eq!(world.counted("party.transfers_in", year(2023)), 0);
    world.on("2023-03-10T08:00").make("party-secretary", transfer, Form::new("accept"));
    let leave = Form::new("leave_probationary").reason("Xin thôi");
    world.on("2023-06-01T08:00").make("party-secretary", leaves, leave);
    let confirm = Form::new("confirm").text("official_on", "2024-03-01");
    world.on("2024-03-01T08:00").make("party-secretary", stays, confirm);
    assert_eq!(world.counted("party.transfers_in", year(2023)), 1);
    let members = |world: &World, period| {
        ["party.members", "party.members.full", "party.members.probationary"].map(|code| world.counted(code, period))
    };
    assert_eq!(members(&world, month(5)), [2, 0, 2], "both were in the book at the end of May");
    assert_eq!(members(&world, year(2023)), [1, 0, 1], "one had left, one was still on probation");
    assert_eq!(members(&world, year(2024)), [1, 1, 0]);
    assert_eq!(members(&world, month(2)), [0, 0, 0], "nobody had been entered");
    assert_eq!(world.counted("party.cells", year(2023)), 1);
}

#[test]
fn an_award_counts_when_it_is_handed_over() {
    let mut world = World::new();
    let form = Form::new("propose")
        .text("label", "Bằng khen 03")
        .text("form", "chairman_certificate")
        .text("subject_kind", "collective")
        .text("recipient", "Phòng Tổng hợp");
    let id = world.on("2023-12-20T08:00").open("specialist-vp-hctc-1", "award", form);
    let decided = Form::new("decide").text("decision_number", "812/QĐ-UBND").text("decision_date", "2023-12-20");
    world.make("specialist-vp-hctc-1", id, decided);
    world.on("2024-01-05T09:00").make("chairman", id, Form::new("hand_over").text("handed_over_on", "2024-01-05"));
    let code = "awards.chairman_certificate.collective";
    assert_eq!((world.counted(code, year(2023)), world.counted(code, year(2024))), (0, 1));
    assert_eq!(world.counted("awards.chairman_certificate.individual", year(2024)), 0);
}

#[test]
fn a_task_is_one_for_each_lead_unit_by_authority_of_the_chairmen() {
    let mut world = World::new();
    let assign = |authority: &str| {
        Form::new("assign").text("subject", "Báo cáo").text("authority", authority).text("source_kind", "letter")
    };
    let returned =
        world.open("specialist-vp-th-1", "task", assign("chairman").lead("stc").coop("syt").due("2023-03-10"));
    world.open("specialist-vp-th-1", "task", assign("ubnd").lead("stp").never_due());
    assert_eq!(world.counted("tasks.assigned", year(2023)), 2, "cooperating units are none of their own");
    world.make("focal-stc", returned, Form::new("refuse").reason("Không đúng thẩm quyền"));
    world.make("deputy-chief-2", returned, Form::new("reassign").lead("skhdt"));
    assert_eq!(world.counted("tasks.assigned", year(2023)), 2, "returned and given anew is one");
    world.on("2024-01-03T08:00");
    assert_eq!(world.counted("tasks.assigned", year(2024)), 0, "carried over is not assigned anew");
}

/// Two types may share an indicator: then a figure held to a value counts the cases of both.
#[test]
fn a_figure_held_to_a_value_counts_all_types_that_have_the_indicator() {
    let mut world = World::new();
    let mut files = kernel::shipped::files();
    let task = files.iter().find(|(path, _)| path == "types/task.toml").unwrap().1.clone();
    let block = task.split("[[indicator]]").find(|block| block.contains("code = \"tasks.open\"")).unwrap().to_owned();
    let lines = block.split("\n[").next().unwrap().lines().filter(|line| !line.starts_with("where"));
    let block = lines.collect::<Vec<_>>().join("\n");
    let document = files.iter_mut().find(|(path, _)| path == "types/outgoing_document.toml").unwrap();
    document.1 = format!("{}\n[[indicator]]{block}", document.1);
    world.office.adopt(&files, &kernel::case::Actor::system("minhbach"), world.now, [3; 16]).unwrap();
    world.task("2023-03-10");
    crate::announcements::counted(&mut world);
    let as_of = world.office.as_of(None).unwrap();
    let asked = Asked::of(&Code::from("tasks.open"), year(2023));
    assert_eq!(as_of.count(&asked).unwrap(), 2);
    for lead in ["stc", "vp-th"] {
        let held = asked.clone().holding(Some(&format!("@lead:{lead}"))).unwrap();
        assert_eq!(as_of.listed(&held, Eyes::House).unwrap(), 1, "{lead}");
        assert_eq!(as_of.records(&held, Eyes::House, Behind::NOTHING, 9).unwrap().records.len(), 1);
    }
}

/// What the public log tells, and nothing else, is said to be checked by the public; the text of an issued report stays as it was.
#[test]
fn a_figure_says_whether_the_public_can_check_it() {
    let mut world = World::new();
    world.resolved("online");
    let annual = world.annual(year(2023));
    let told = |code: &str| annual.figure(code).unwrap().is_told;
    assert!(told("dossiers.resolved") && told("dossiers.on_time") && told("portal.articles"));
    assert!(!told("tasks.assigned") && !told("documents.received") && !told("party.members"));
    let json: serde_json::Value = serde_json::from_str(&annual.json().unwrap()).unwrap();
    for figure in &annual.figures {
        assert_eq!(json["figures"][figure.code.as_str()]["publicly_verifiable"], figure.is_told, "{}", figure.code);
    }
    let as_of = world.office.as_of(None).unwrap();
    assert!(!as_of.text("annual", year(2023)).unwrap().contains("publicly_verifiable"));
    let tasks = as_of.form("tasks", month(3)).unwrap();
    assert!(!tasks.is_told && tasks.json().unwrap().contains(r#""publicly_verifiable":false"#));

    let paper = office::papers::annual(&annual, world.office.house().org(), day("2024-01-05"));
    let text = format!("{paper:?}");
    assert!(text.contains("Số liệu không kiểm chứng công khai được"), "the note under the table");
    let marked = annual.figures.iter().filter(|figure| !figure.is_told).count();
    assert_eq!(text.matches(" *\"").count(), marked, "each such figure is marked, and no other");
}
