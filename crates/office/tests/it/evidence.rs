//! Receipts and openings: made from the log, checked by what an outsider runs, with nothing but the log's key.

use audit::evidence::{Receipt, Unproven, verify_opening, verify_receipt};
use kernel::case::leaf::Pseudonym;
use kernel::case::{CaseId, MoveForm, Refusal, Value};
use kernel::publishing::PublishRefusal;
use office::Fail;
use office::evidence::ReceiptState;
use office::views::Viewer;
use translog::PublicKey;

use super::public_log::follower;
use super::world::World;

pub fn dossier(world: &mut World) -> CaseId {
    let texts = [
        ("procedure", "2.000488"),
        ("subject", "Cấp Phiếu lý lịch tư pháp"),
        ("channel", "counter"),
        ("unit_code", "H56.14"),
        ("applicant", "Lê Thị Bích"),
        ("delivery", "counter"),
        ("applicant_kind", "citizen"),
    ];
    let form =
        texts.iter().fold(MoveForm::new("accept_at_counter"), |form, (f, text)| form.with(*f, Value::text(text)));
    let act = world.opening("dossier", form);
    world.office.act(&world.request("one-stop-1", None, act)).unwrap().case
}

fn key(world: &World) -> PublicKey {
    let vkey = world.office.log_file("vkey").unwrap().unwrap();
    PublicKey::parse(std::str::from_utf8(&vkey.bytes).unwrap()).unwrap()
}

fn ready(state: ReceiptState) -> Receipt {
    match state {
        ReceiptState::Ready(receipt) => *receipt,
        other => panic!("{other:?}"),
    }
}

fn checked(receipt: &Receipt, key: &PublicKey) -> Result<(), Unproven> {
    verify_receipt(&serde_json::to_vec(receipt).unwrap(), key).map(drop)
}

#[test]
fn a_receipt_proves_number_acceptance_and_due_moment() {
    let mut world = World::new();
    let (id, task) = (dossier(&mut world), world.task("2023-03-10"));
    assert_eq!(world.office.receipt(id).unwrap(), ReceiptState::NotYet, "no log yet");
    follower(&world).finish(world.now).unwrap();
    let receipt = ready(world.office.receipt(id).unwrap());
    let key = key(&world);
    let proven = verify_receipt(&serde_json::to_vec(&receipt).unwrap(), &key).unwrap();
    let case = world.office.load(id).unwrap().unwrap().case;
    assert_eq!(proven.number, case.numbers[0].text);
    assert_eq!(proven.case, Pseudonym::of(id));
    assert_eq!(proven.at.to_string(), "2023-03-01T08:00");
    assert_eq!(proven.due.map(|due| due.first()), case.clock.unwrap().due);
    assert_eq!((proven.unit.as_deref(), proven.procedure.as_deref()), (None, Some("2.000488")));
    let text = serde_json::to_string(&receipt).unwrap();
    assert!(!text.contains("Lê Thị Bích"), "a receipt opens the event of the number, not what was filed");
    assert_eq!(ready(world.office.receipt_of_number(&proven.number).unwrap()), receipt);
    assert_eq!(world.office.receipt_of_number("H56.14-230301-9999").unwrap(), ReceiptState::None);
    assert_eq!(world.office.receipt(task).unwrap(), ReceiptState::None, "a task tells nothing");

    let other = dossier(&mut world);
    follower(&world).finish(world.now).unwrap();
    let other = ready(world.office.receipt(other).unwrap());
    checked(&other, &key).unwrap();
    forgeries(&receipt, &other, &key);
    let foreign = translog::SecretKey::from_seed("thu.vn/kiem-thu", translog::Kind::Log, [8; 32]).unwrap();
    assert!(matches!(checked(&receipt, foreign.public()), Err(Unproven::Forged { .. })), "another key");
}

type Change<'a> = &'a dyn Fn(&mut Receipt);

/// Each thing that somebody may want to change, and that nothing else of the file makes up for it.
fn forgeries(receipt: &Receipt, other: &Receipt, key: &PublicKey) {
    let change: [(&str, Change); 10] = [
        ("number", &|r| r.number = other.number.clone()),
        ("number with its event", &|r| {
            r.number = other.number.clone();
            r.numbered.plain = other.numbered.plain.clone();
        }),
        ("due moment", &|r| r.due = None),
        ("acceptance", &|r| r.at = kernel::case::leaf::Minute::of(kernel::time::Instant(0))),
        ("leaf", &|r| r.started.leaf = r.started.leaf.replace("2.000488", "1.002809")),
        ("commitment", &|r| r.started.commitment = other.started.commitment.clone()),
        ("position", &|r| r.started.position += 1),
        ("proof", &|r| drop(r.started.proof.pop())),
        ("checkpoint", &|r| r.started.checkpoint = r.started.checkpoint.replace("kiem-thu", "kiem-tra")),
        ("opened body", &|r| r.numbered.body = other.numbered.body.clone()),
    ];
    for (what, change) in change {
        let mut forged = receipt.clone();
        change(&mut forged);
        assert_ne!(&forged, receipt, "{what}");
        let found = checked(&forged, key);
        assert!(
            matches!(&found, Err(Unproven::Forged { vi, en }) if !vi.is_empty() && !en.is_empty()),
            "{what}: {found:?}"
        );
    }
    let whole = serde_json::to_string(receipt).unwrap();
    for broken in ["", "{}", "%PDF-1.7 nothing", whole.strip_suffix('}').unwrap(), &whole.replace("\"v\":1", "\"v\":9")]
    {
        let found = verify_receipt(broken.as_bytes(), key);
        assert!(matches!(found, Err(Unproven::Unreadable { .. })), "{broken:.40}: {found:?}");
    }
}

#[test]
fn an_opening_is_accounted_for_and_proves_what_it_opens() {
    let mut world = World::new();
    let id = dossier(&mut world);
    let give = |world: &World, person: &str, to: &str| {
        let viewer = Viewer::new(world.actor(person), world.office.house(), world.now);
        world.office.give_opening(&viewer, id, (to, "Kế hoạch thanh tra 12/KH-TTr"), [5; 16])
    };
    let refusal = |result| match result {
        Err(Fail::Refused(Refusal::Publishing(refusal))) => refusal,
        other => panic!("{other:?}"),
    };
    let not_yet = refusal(give(&world, "chief", "Thanh tra tỉnh"));
    assert!(matches!(not_yet, PublishRefusal::NotLogged { .. }), "{not_yet:?}");
    follower(&world).finish(world.now).unwrap();
    assert_eq!(refusal(give(&world, "one-stop-1", "Thanh tra tỉnh")), PublishRefusal::NotOpener);
    assert_eq!(refusal(give(&world, "chief", " ")), PublishRefusal::ToWhom { field: "to" });
    assert_eq!(world.office.openings_of(id).unwrap(), [], "what was refused is not given");

    let opening = give(&world, "chief", "Thanh tra tỉnh").unwrap();
    let given = world.office.openings_of(id).unwrap();
    assert_eq!(given, std::slice::from_ref(&opening.given));
    assert_eq!((given[0].by.as_str(), given[0].to.as_str()), ("chief", "Thanh tra tỉnh"));
    let key = key(&world);
    let file = serde_json::to_string(&opening).unwrap();
    assert!(file.contains("Lê Thị Bích"), "an opening opens what was filed");
    let proven = verify_opening(file.as_bytes(), &key).unwrap();
    assert_eq!((proven.case, proven.opened, proven.erased), (id, opening.events.len(), 0));

    let forged = |file: &str| matches!(verify_opening(file.as_bytes(), &key), Err(Unproven::Forged { .. }));
    assert!(forged(&file.replace("Lê Thị Bích", "Lê Thị Bình")));
    let mut swapped = opening.clone();
    swapped.events.swap(0, 1);
    assert!(forged(&serde_json::to_string(&swapped).unwrap()), "order");
    let mut foreign = opening.clone();
    foreign.case = uuid::Uuid::from_u128(7);
    assert!(forged(&serde_json::to_string(&foreign).unwrap()), "another case");
    // What was destroyed by law is told as such.
    let mut erased = opening;
    erased.events[0].body = None;
    let proven = verify_opening(&serde_json::to_vec(&erased).unwrap(), &key).unwrap();
    assert_eq!(proven.erased, 1);
    assert!(matches!(verify_opening(b"{}", &key), Err(Unproven::Unreadable { .. })));
}
