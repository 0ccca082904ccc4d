//! Calling people by name: whom a text means, who may not be called, and who is told. Asking for a later due day.

use kernel::Code;
use kernel::case::mention::NotCalled;
use kernel::case::notices::{Kind, notices};
use kernel::case::rights::{Readers, let_in};
use kernel::case::{Act, CaseId, Refusal, What, mention};
use kernel::org::Org;
use testkit::{Form, World, day};

use super::{refused, refused_by, task};

fn called_in(org: &Org, world: &World, id: CaseId, text: &str) -> Result<Vec<Code>, Refusal> {
    let of = world.type_of(id);
    mention::called(text, &[], world.case(id), Readers { newest: &of, own: &of }, org, world.now().date())
}

#[test]
fn a_name_is_found_with_and_without_tones_and_the_longest_counts() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let mut org = world.catalogue().org.clone();
    // A person whose name is the beginning of another's.
    let mut short = org.people["focal-stc"].clone();
    (short.code, short.name) = ("ha".into(), "Hà Thị".to_owned());
    org.people.insert("ha".into(), short);
    for (text, wanted) in [
        ("Nhờ @Hà Thị Tuyết xem giúp", &["focal-stc"][..]),
        ("@hà thị tuyết, xin báo cáo", &["focal-stc"]),
        ("@Ha Thi Tuyet: xin báo cáo", &["focal-stc"]),
        ("(@Ha\u{300} Thị Tuyết)", &["focal-stc"]),
        ("@Hà Thị, xin xem", &["ha"]),
        ("@focal-stc và @chief; @chief", &["focal-stc", "chief"]),
        ("gửi ha@stc.example, giá 5 @ 3, @ai đó", &[]),
        ("", &[]),
    ] {
        assert_eq!(called_in(&org, &world, id, text).unwrap(), wanted, "{text}");
    }
}

#[test]
fn of_several_of_one_name_whoever_may_read_is_meant() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let mut org = world.catalogue().org.clone();
    let mut add = |code: &'static str, like: &str, name: &str| {
        let mut person = org.people[like].clone();
        (person.code, person.name) = (code.into(), name.to_owned());
        org.people.insert(code.into(), person);
    };
    add("an-stc", "handler-stc-1", "Lê Văn An");
    add("an-snv", "focal-snv", "Lê Văn An");
    add("an2-stc", "handler-stc-1", "Lê Văn Ân");
    assert_eq!(called_in(&org, &world, id, "@Lê Văn An").unwrap(), ["an-stc"], "the other one may not read");
    let refusal = called_in(&org, &world, id, "@Le Van An").unwrap_err();
    assert_eq!(
        refusal,
        Refusal::NotCalled(NotCalled::Ambiguous { name: "Lê Văn An".to_owned(), people: 2 }),
        "tones would tell"
    );
}

#[test]
fn nobody_is_called_to_a_case_that_they_may_not_read() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let before = world.case(id).version;
    let barred = Refusal::NotCalled(NotCalled::Barred { names: "Trịnh Công Khánh".to_owned() });
    assert_eq!(world.act(id, "focal-stc", Act::remark("@Trịnh Công Khánh xem giúp")).unwrap_err(), barred);
    let chosen = Act::Remark { text: "Xem giúp".to_owned(), mentions: vec!["focal-snv".into()] };
    assert_eq!(world.act(id, "focal-stc", chosen).unwrap_err(), barred);
    let gone = Act::Remark { text: "Xem giúp".to_owned(), mentions: vec!["nobody".into()] };
    refused_by(world.act(id, "focal-stc", gone), "not_in_office");
    refused(
        world.act(id, "focal-stc", Act::remark("@Trần Văn Không, xem")),
        "mention_unknown",
        "Không có ai tên “Trần Văn Không” đang làm việc. Xin ghi đúng họ tên sau dấu @, hoặc chọn trong danh sách.",
    );
    let may: std::collections::BTreeSet<Code> = let_in_of(&world, id).into_iter().collect();
    let may: Vec<String> = may.iter().map(|p| format!("@{p}")).collect();
    let most = mention::MENTIONS_MAX;
    refused_by(world.act(id, "chief", Act::remark(&may[..=most].join(" "))), "mentions_too_many");
    assert_eq!(world.case(id).version, before, "nothing has happened");
    world.act(id, "chief", Act::remark(&may[..most].join(" "))).unwrap();
}

fn let_in_of(world: &World, id: CaseId) -> Vec<Code> {
    let of = world.type_of(id);
    let rules = let_in(Readers { newest: &of, own: &of }, world.case(id), &world.catalogue().org, world.now().date());
    rules.into_iter().flat_map(|rule| rule.people).collect()
}

#[test]
fn whoever_is_called_is_told_once() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let already = world.events(id).len();
    let text = "Nhờ @Hứa Thị Liên và @Mai Huy Tiến xem";
    world.act(id, "focal-stc", Act::Remark { text: text.to_owned(), mentions: vec!["chief".into()] }).unwrap();
    let act = &world.events(id)[already..];
    let [remarked, mentioned] = act else { panic!("{act:?}") };
    assert_eq!((&remarked.what, remarked.private.text.as_str()), (&What::Remarked, text));
    assert_eq!(mentioned.what, What::Mentioned { people: vec!["chief".into(), "chairman".into()] });
    let told = notices(&world.type_of(id), &kernel::case::command::Assigned::of(world.case(id)), act);
    let told: Vec<(&str, Kind)> = told.iter().map(|n| (n.subject.as_str(), n.kind)).collect();
    let wanted = [
        ("p:ct", Kind::Remarked),
        ("u:stc", Kind::Remarked),
        ("h:chairman", Kind::Mentioned),
        ("h:chief", Kind::Mentioned),
    ];
    assert_eq!(told, wanted);
    assert_eq!(world.case(id).tally.remarks, 1);
}

/// The rules that the page shows let in just those who may read, party by party.
#[test]
fn the_rules_that_are_shown_let_in_whoever_may_read() {
    let mut world = World::shipped();
    let form = super::task_form().lead("stc").coop("snv");
    let id = world.open("specialist-vp-kt-1", "task", form).unwrap();
    let (of, case, org) = (world.type_of(id), world.case(id), &world.catalogue().org);
    let readers = Readers { newest: &of, own: &of };
    let today = world.now().date();
    let rules = let_in(readers, case, org, today);
    for person in org.people.keys() {
        let Some(actor) = kernel::case::Actor::on(org, person.as_str(), today) else { continue };
        assert_eq!(readers.may(&actor, case, org), rules.iter().any(|r| r.people.contains(person)), "{person}");
    }
    let named = |who: &str| rules.iter().find(|r| &*r.who.vi == who).map(|r| r.named.join(", "));
    assert_eq!(named("đơn vị chủ trì").as_deref(), Some("Sở Tài chính"));
    assert_eq!(named("đơn vị phối hợp").as_deref(), Some("Sở Nội vụ"));
    assert_eq!(named("người đang giữ hồ sơ"), None);
    let lead = rules.iter().find(|r| &*r.who.vi == "đơn vị chủ trì").unwrap();
    assert!(lead.people.contains(&"focal-stc".into()) && !lead.people.contains(&"focal-snv".into()));
    let alone = task(&mut world);
    let rules = let_in(Readers { newest: &of, own: &of }, world.case(alone), &world.catalogue().org, today);
    assert!(rules.iter().all(|r| &*r.who.vi != "đơn vị phối hợp"), "a party that the case does not have");
}

#[test]
fn a_later_day_is_asked_for_told_and_answered() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let ask = |due: &str, reason: &str| Act::AskExtension { due: day(due), reason: reason.to_owned() };
    refused_by(world.act(id, "focal-snv", ask("2023-03-20", "Nhiều việc")), "not_allowed");
    refused(
        world.act(id, "focal-stc", ask("2023-03-20", " ")),
        "reason_needed",
        "Xin ghi lý do khi “đề nghị gia hạn”.",
    );
    refused_by(world.act(id, "focal-stc", ask("2023-03-09", "Nhiều việc")), "clock");
    let already = world.events(id).len();
    world.act(id, "focal-stc", ask("2023-03-20", "Nhiều việc")).unwrap();
    let asked = world.case(id).asked.clone().unwrap();
    assert_eq!((asked.due, asked.by.as_str()), (day("2023-03-20"), "focal-stc"));
    assert_eq!(world.case(id).clock.as_ref().unwrap().due.unwrap().date(), day("2023-03-10"), "only asked");
    let act = &world.events(id)[already..];
    assert_eq!(act[0].private.text, "Nhiều việc");
    let told = notices(&world.type_of(id), &kernel::case::command::Assigned::of(world.case(id)), act);
    assert_eq!(told.iter().map(|n| (n.subject.as_str(), n.kind)).collect::<Vec<_>>(), [("p:ct", Kind::ExtensionAsked)]);
    refused_by(world.act(id, "focal-stc", ask("2023-03-20", "Vẫn thế")), "nothing_to_do");
    let give = Act::Extend { due: day("2023-03-17"), reason: "Đồng ý một phần".to_owned() };
    world.act(id, "chairman", give).unwrap();
    assert_eq!(world.case(id).asked, None, "answered");
    world.act(id, "focal-stc", ask("2023-03-24", "Chưa xong")).unwrap();
    world.act(id, "chairman", Form::new("cancel").reason("Trùng")).unwrap();
    assert_eq!(world.case(id).asked, None, "nothing left to ask");
    refused_by(world.act(id, "focal-stc", ask("2023-03-31", "Muộn")), "closed");
}

#[test]
fn a_later_day_that_is_not_given_is_refused_with_a_reason_and_told_to_whoever_asked() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let no = |reason: &str| Act::RefuseExtension { reason: reason.to_owned() };
    refused(
        world.act(id, "chairman", no("Không ai hỏi")),
        "nothing_asked",
        "Không có đề nghị gia hạn nào chờ trả lời.",
    );
    let ask = Act::AskExtension { due: day("2023-03-20"), reason: "Nhiều việc".to_owned() };
    world.act(id, "focal-stc", ask.clone()).unwrap();
    refused_by(world.act(id, "focal-stc", no("Tự rút")), "not_allowed");
    refused(world.act(id, "chairman", no(" ")), "reason_needed", "Xin ghi lý do khi “không đồng ý gia hạn”.");
    let (already, due) = (world.events(id).len(), world.case(id).clock.as_ref().unwrap().due);
    world.act(id, "chairman", no("Đã gia hạn một lần cho đợt này")).unwrap();
    assert_eq!((&world.case(id).asked, world.case(id).clock.as_ref().unwrap().due), (&None, due));
    let act = &world.events(id)[already..];
    assert_eq!(act[0].private.text, "Đã gia hạn một lần cho đợt này");
    let told = notices(&world.type_of(id), &kernel::case::command::Assigned::of(world.case(id)), act);
    let told: Vec<(&str, Kind)> = told.iter().map(|n| (n.subject.as_str(), n.kind)).collect();
    assert_eq!(told, [("h:focal-stc", Kind::ExtensionRefused), ("u:stc", Kind::ExtensionRefused)]);
    refused_by(world.act(id, "chairman", no("Lần nữa")), "nothing_asked");
    world.act(id, "focal-stc", ask).unwrap();
}

#[test]
fn a_correction_is_told_to_whoever_is_said_to_approve_it() {
    let mut world = World::shipped();
    let id = task(&mut world);
    let already = world.events(id).len();
    let new = Some(kernel::case::Value::text("Báo cáo giải ngân quý II"));
    let act = Act::Correct { field: "subject".into(), new, reason: "Ghi nhầm".into(), approver: "chief".into() };
    world.act(id, "deputy-chief-2", act).unwrap();
    let told =
        notices(&world.type_of(id), &kernel::case::command::Assigned::of(world.case(id)), &world.events(id)[already..]);
    let told: Vec<(&str, Kind)> = told.iter().map(|n| (n.subject.as_str(), n.kind)).collect();
    assert_eq!(told, [("h:chief", Kind::Corrected), ("u:stc", Kind::Corrected)]);
}
