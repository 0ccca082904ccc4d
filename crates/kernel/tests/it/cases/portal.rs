//! The public pages: articles and their pictures, notices and their numbers, the gazette and its double issues.

use kernel::case::{Act, FileRef, Value};
use testkit::{Form, World};

use super::{refused, refused_by};

fn picture(world: &World, media: &str) -> Act {
    let file = FileRef { sha256: "ab".repeat(32), media: media.to_owned(), bytes: 1_000, at: world.now() };
    Act::Attach { file, name: "anh.jpg".to_owned() }
}

fn notice(round: i64) -> Form {
    Form::new("write").text("kind", "land").text("title", "Đấu giá quyền sử dụng đất").number("round", round)
}

#[test]
fn an_article_with_its_pictures_counts_once_also_when_taken_off() {
    let mut world = World::shipped();
    let id = world.open("editor-1", "article", Form::new("write").text("title", "Hội nghị")).unwrap();
    for media in ["image/jpeg", "image/png", "application/pdf"] {
        world.act(id, "editor-1", picture(&world, media)).unwrap();
    }
    assert_eq!((world.counted(id, "portal.articles"), world.counted(id, "portal.photos")), (0, 0), "not shown yet");
    world.act(id, "editor-1", Form::new("submit")).unwrap();
    world.act(id, "deputy-chief-1", Form::new("publish")).unwrap();
    let counted = |world: &World| {
        ["portal.articles", "portal.photos", "portal.articles.withdrawn"].map(|indicator| world.counted(id, indicator))
    };
    assert_eq!(counted(&world), [1, 2, 0]);
    world.act(id, "editor-1", Form::new("withdraw").reason("Sai ảnh")).unwrap();
    assert_eq!(counted(&world), [1, 2, 1]);
    assert!(world.case(id).published.is_some());
    assert_eq!(world.events(id)[1].private.name, "anh.jpg");
}

#[test]
fn a_returned_or_dropped_article_is_none() {
    let mut world = World::shipped();
    let id = world.open("editor-1", "article", Form::new("write").text("title", "Tin")).unwrap();
    world.act(id, "editor-1", Form::new("submit")).unwrap();
    world.act(id, "deputy-chief-1", Form::new("return_draft").reason("Viết lại")).unwrap();
    world.act(id, "editor-1", Form::new("drop").reason("Hết thời sự")).unwrap();
    assert_eq!(world.counted(id, "portal.articles"), 0);
}

/// A correction changes the notice and is no second one; a second notice has a number of its own and counts.
#[test]
fn a_correction_is_no_second_notice() {
    let mut world = World::shipped();
    let mut published = |round: i64| {
        let id = world.open("editor-1", "public_notice", notice(round)).unwrap();
        world.act(id, "deputy-chief-1", Form::new("approve")).unwrap();
        world.act(id, "editor-1", Form::new("publish")).unwrap();
        id
    };
    let (first, second) = (published(1), published(2));
    assert_eq!(world.number(first, "notice"), "01/TB-CTTĐT");
    assert_eq!(world.number(second, "notice"), "02/TB-CTTĐT");
    world
        .act(
            first,
            "editor-1",
            Act::Correct {
                field: "title".into(),
                new: Some(Value::text("Đấu giá quyền sử dụng 02 lô đất")),
                reason: "Thiếu số lô".to_owned(),
                approver: "deputy-chief-1".into(),
            },
        )
        .unwrap();
    assert_eq!((world.counted(first, "portal.notices"), world.counted(second, "portal.notices")), (1, 1));
    assert_eq!((world.case(first).numbers.len(), world.case(first).tally.corrections), (1, 1));
    world.act(first, "system", Form::new("archive")).unwrap();
    refused_by(world.act(second, "editor-1", Form::new("withdraw").reason("Hủy")), "not_allowed");
    world.act(second, "deputy-chief-1", Form::new("withdraw").reason("Hủy đấu giá")).unwrap();
    assert_eq!(world.counted(second, "portal.notices"), 1, "it had been shown");
}

/// "Số 1095 + 1096": two numbers in one file are two issues.
#[test]
fn a_double_issue_of_the_gazette_is_two() {
    let mut world = World::shipped();
    let compile = || Form::new("compile").text("title", "Công báo");
    let single = world.open("gazette-1", "gazette_issue", compile()).unwrap();
    let double = world.open("gazette-1", "gazette_issue", compile()).unwrap();
    world.act(double, "gazette-1", Form::new("add_number")).unwrap();
    let numbers: Vec<&str> = world.case(double).numbers.iter().map(|n| n.text.as_str()).collect();
    assert_eq!((world.number(single, "gazette"), numbers), ("1", vec!["2", "3"]));
    refused(world.act(double, "gazette-1", Form::new("publish")), "missing", "Xin nhập “Ngày Công báo”.");
    assert_eq!(world.counted(double, "gazette.issues"), 0);
    world.act(double, "gazette-1", Form::new("publish").text("issue_date", "2023-03-01")).unwrap();
    assert_eq!(world.counted(double, "gazette.issues"), 2);
    world.act(single, "deputy-chief-1", Form::new("cancel").reason("Không đủ văn bản")).unwrap();
    assert_eq!(world.counted(single, "gazette.issues"), 0);
}

#[test]
fn numbers_are_added_three_times_at_most() {
    let mut world = World::shipped();
    let id = world.open("gazette-1", "gazette_issue", Form::new("compile").text("title", "Công báo")).unwrap();
    for _ in 0..3 {
        world.act(id, "gazette-1", Form::new("add_number")).unwrap();
    }
    refused_by(world.act(id, "gazette-1", Form::new("add_number")), "too_often");
}
