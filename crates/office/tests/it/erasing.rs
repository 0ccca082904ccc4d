//! A case that the law has erased: nothing personal is left, and all else is as it was.

use kernel::case::{Act, Actor, CaseId, FileRef, Refusal};
use ledger::FILE_NAME;
use office::{Erasure, Fail};
use sha2::Digest as _;

use super::world::World;

/// A word that stands nowhere but in the body of the case.
const CANARY: &str = "Nguyễn Thị Chim Hoàng Yến";
/// A title that names somebody, and sorts behind all others, so that what lists keep of titles would keep this one.
const TITLE: &str = "Ý kiến về hồ sơ của bà Hoàng Yến Canh";
const PAPER: &[u8] = b"%PDF-1.7 don cua ba Chim Hoang Yen";

const SEED: [u8; 16] = [9; 16];

/// A task with a file, a remark that names somebody, and its end.
fn told() -> (World, CaseId) {
    let mut world = World::new();
    world.task("2023-03-09");
    let id = world.task_about(TITLE, "2023-03-10");
    let sha256 = office::sha256_hex(PAPER);
    let file = FileRef { sha256, media: "application/pdf".into(), bytes: 34, at: world.now };
    let mut request =
        world.request("specialist-vp-th-1", Some(id), Act::Attach { file, name: format!("{CANARY}.pdf") });
    request.file = Some(PAPER.to_vec());
    world.office.act(&request).unwrap();
    world.act("specialist-vp-th-1", id, Act::Remark { text: CANARY.to_owned(), mentions: Vec::new() }).unwrap();
    (world, id)
}

fn erase(world: &World, person: &str, case: CaseId, reason: &str) -> Result<office::Done, Fail> {
    let erasure = Erasure { case, reason: reason.to_owned() };
    world.office.erase(&erasure, &world.actor(person), world.now, SEED)
}

fn system(world: &World, case: CaseId) {
    let erasure = Erasure { case, reason: "theo yêu cầu hợp pháp".to_owned() };
    world.office.erase(&erasure, &Actor::system("restore"), world.now, SEED).unwrap();
}

fn holds(world: &World, wanted: &[u8]) -> bool {
    let files = [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")];
    let read = |name: &String| std::fs::read(world.folder.path().join(name)).unwrap_or_default();
    files.iter().map(read).any(|bytes| bytes.windows(wanted.len()).any(|w| w == wanted))
}

/// The ends of what lists keep of titles.
fn spans(world: &World) -> Vec<String> {
    let mut out = Vec::new();
    let sql = "SELECT low FROM title_spans UNION SELECT high FROM title_spans";
    let mut each = |row: &ledger::Row<'_>| {
        out.push(row.text(0)?.to_owned());
        Ok(())
    };
    world.office.ledger().reader().unwrap().query(sql, &[], &mut each).unwrap();
    out
}

#[test]
fn only_whoever_administers_erases_what_is_closed_with_a_reason() {
    let (world, id) = told();
    let before = world.office.ledger().head().unwrap();
    let refused = |done: Result<office::Done, Fail>| match done {
        Err(Fail::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(matches!(refused(erase(&world, "specialist-vp-th-1", id, "x")), Refusal::NotAllowed { .. }));
    let house = world.office.house();
    let admin = house.org().people.keys().find(|person| {
        let actor = house.actor(person.as_str(), world.now);
        actor.is_some_and(|actor| kernel::org::may_administer(&actor))
    });
    let admin = admin.unwrap().to_string();
    assert_eq!(refused(erase(&world, &admin, id, "có lý do")), Refusal::NotClosed);
    assert!(matches!(refused(erase(&world, &admin, id, "  ")), Refusal::ReasonNeeded { .. }));
    assert_eq!(world.office.ledger().head().unwrap(), before, "nothing was stored");
    system(&world, id);
    let again = world.act("specialist-vp-th-1", id, Act::Remark { text: "thêm".into(), mentions: Vec::new() });
    assert_eq!(refused(again), Refusal::Erased);
}

#[test]
fn nothing_personal_is_left_and_the_rest_replays_to_the_same_tables() {
    let (world, id) = told();
    let leaves = |world: &World| {
        let events = world.office.ledger().reader().unwrap().outlines_from(1, 999).unwrap();
        let (pubs, plains): (Vec<_>, Vec<_>) = events.into_iter().map(|event| (event.pub_, event.plain)).unzip();
        (pubs, plains.into_iter().map(|plain| String::from_utf8(plain).unwrap()).collect::<Vec<_>>())
    };
    let ((leaves_before, before), key) = (leaves(&world), kernel::text::sort_key(TITLE));
    assert!(spans(&world).contains(&key) && before.iter().any(|plain| plain.contains(TITLE)));
    system(&world, id);
    world.office.forget_pages().unwrap();
    let (leaves_after, after) = leaves(&world);
    assert_eq!(leaves_after[..leaves_before.len()], leaves_before, "every proof stays");
    let without = |plain: &String| plain.replace(&format!(r#","subject":"{TITLE}""#), "");
    assert_eq!(after[..before.len()], before.iter().map(without).collect::<Vec<_>>(), "nothing else is touched");
    assert!(!spans(&world).contains(&key));
    for wanted in [CANARY.as_bytes(), PAPER, TITLE.as_bytes(), key.as_bytes()] {
        assert!(!holds(&world, wanted));
    }
    let case = world.office.load(id).unwrap().unwrap().case;
    assert!(case.erased.is_some() && case.body.is_empty() && case.files.is_empty());
    let mut reader = world.office.ledger().reader().unwrap();
    let bodies = reader.events_of(id.into_bytes(), 1, 99).unwrap();
    let mut titles = Vec::new();
    let sql = "SELECT title FROM cases ORDER BY num";
    reader
        .query(sql, &[], &mut |row| {
            titles.push(row.text(0)?.to_owned());
            Ok(())
        })
        .unwrap();
    assert_eq!(titles[1..], [office::ERASED_TITLE]);
    assert!(bodies.len() > 3 && bodies.iter().all(|event| event.body.is_empty()));
    assert_eq!(reader.file(id.into_bytes(), sha2::Sha256::digest(PAPER).into()).unwrap(), None);
    drop(reader);
    let scratch = tempfile::tempdir().unwrap();
    let replayed = world.office.replay(scratch.path(), &mut |_| {}).unwrap();
    assert!(replayed.is_equal(), "{replayed:?}");
}

#[test]
fn what_is_on_the_list_is_erased_again_in_a_ledger_from_before() {
    let (world, id) = told();
    let keys = ledger::KeyFolder::of(world.folder.path(), None);
    keys.replace(ledger::ERASED_NAME, format!("{}\n{}\n", id.simple(), "0".repeat(32)).as_bytes()).unwrap();
    assert_eq!(world.office.erase_again(world.now, SEED).unwrap(), [id]);
    assert!(world.office.load(id).unwrap().unwrap().case.erased.is_some());
    assert!(world.office.erase_again(world.now, SEED).unwrap().is_empty());
}

#[test]
fn titles_that_were_corrected_or_come_later_replay_to_the_same_tables() {
    let (mut world, id) = told();
    let correct = |new: &str| Act::Correct {
        field: "subject".into(),
        new: Some(kernel::case::Value::text(new)),
        reason: "ghi nhầm".into(),
        approver: "chief".into(),
    };
    let titles = ["Xin lỗi bà Hoàng Yến Canh", "Ăn năn của ông Chim Sẻ Đồng", TITLE];
    world.act("specialist-vp-th-1", id, correct(titles[0])).unwrap();
    let other = world.task_about(titles[1], "2023-03-11");
    for case in [id, other] {
        system(&world, case);
        world.task_about("Đăng ký sau khi xóa", "2023-03-14");
    }
    world.office.forget_pages().unwrap();
    for title in titles {
        let key = kernel::text::sort_key(title);
        assert!(!spans(&world).contains(&key), "{title}");
        assert!(!holds(&world, title.as_bytes()) && !holds(&world, key.as_bytes()), "{title}");
    }
    let scratch = tempfile::tempdir().unwrap();
    let replayed = world.office.replay(scratch.path(), &mut |_| {}).unwrap();
    assert!(replayed.is_equal(), "{replayed:?}");
}

#[test]
fn what_was_erased_is_listed_with_ground_and_person() {
    let (world, id) = told();
    let admin = world.actor("admin");
    let viewer = office::views::Viewer::new(admin, world.office.house(), world.now);
    let case = world.office.load(id).unwrap().unwrap().case;
    assert_eq!(world.office.erasing_refused(&viewer, &case).unwrap(), Some(Refusal::NotClosed));
    assert!(world.office.erased_cases().unwrap().is_empty());
    system(&world, id);
    let listed = world.office.erased_cases().unwrap();
    let [one] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((one.case.id, one.reason.as_str(), one.event.by.as_str()), (id, "theo yêu cầu hợp pháp", "restore"));
    assert_eq!(one.position, world.office.ledger().head().unwrap().next - 1);
    let refused = world.office.erasing_refused(&viewer, &one.case).unwrap();
    assert_eq!(refused, Some(Refusal::Erased));
    let viewer = office::views::Viewer::new(world.actor("specialist-vp-th-1"), world.office.house(), world.now);
    assert!(matches!(world.office.erasing_refused(&viewer, &case).unwrap(), Some(Refusal::NotAllowed { .. })));
}
