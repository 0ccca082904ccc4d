//! Cases lived through the shipped catalogue: each course in the words of its law, and what must hold for any course.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests stop where what they are given is wrong"
)]

mod arbitrary;
mod books;
mod carried;
mod clock;
mod corrections;
mod documents;
mod dossier;
mod golden;
mod late;
mod leaves;
mod mentions;
mod page;
mod portal;
mod refusals;
mod rights;
mod scenarios;
mod task;
mod walks;

use kernel::case::{CaseId, Refusal};
use testkit::{Form, World};

/// A task of the Chairman to the Department of Finance, due 2023-03-10, entered by a specialist of the Office.
fn task_form() -> Form {
    Form::new("assign")
        .text("subject", "Báo cáo giải ngân quý I")
        .text("authority", "chairman")
        .text("source_kind", "letter")
        .assigner("ct")
        .due("2023-03-10")
}

fn task(world: &mut World) -> CaseId {
    world.open("specialist-vp-kt-1", "task", task_form().lead("stc")).unwrap()
}

/// A dossier for a criminal record (10 working days) at the counter.
fn dossier_form() -> Form {
    Form::new("accept_at_counter")
        .text("procedure", "2.000488")
        .text("subject", "Cấp Phiếu lý lịch tư pháp")
        .text("channel", "counter")
        .text("unit_code", "H56.14")
        .text("applicant", "Lê Thị Bình")
}

fn dossier(world: &mut World) -> CaseId {
    world.open("one-stop-1", "dossier", dossier_form()).unwrap()
}

/// The dossier at the Department of Justice, held by its first handler.
fn dossier_in_work(world: &mut World) -> CaseId {
    let id = dossier(world);
    world.act(id, "one-stop-1", Form::new("transfer").lead("stp").holder("handler-stp-1")).unwrap();
    id
}

/// The act was refused by this rule, and the clerk reads this.
#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>, rule: &str, vi: &str) {
    let refusal = result.expect_err("a refusal");
    assert_eq!((refusal.rule(), refusal.vi().as_str()), (rule, vi));
    assert!(!refusal.en().is_empty());
}

/// The act was refused by this rule.
#[track_caller]
fn refused_by<T: std::fmt::Debug>(result: Result<T, Refusal>, rule: &str) {
    let refusal = result.expect_err("a refusal");
    assert_eq!(refusal.rule(), rule, "{}", refusal.vi());
}
