//! Who decides that the log is shown, by which paper, and who opens a case of it.

use kernel::case::{Actor, HeldPost};
use kernel::publishing::{Decision, PublishRefusal, TEXT_CHARACTERS_MAX, decide, permit_opening};
use testkit::day;

fn actor(role: &'static str) -> Actor {
    let post = HeldPost { code: role.into(), unit: "ubnd".into(), role: role.into() };
    Actor { person: role.into(), posts: vec![post], system: false }
}

#[test]
fn the_chairman_alone_decides_by_a_paper_that_is_signed() {
    let paper = Decision::parse(" 45/QĐ-UBND ", day("2023-02-28")).unwrap();
    assert_eq!((paper.number(), paper.dated()), ("45/QĐ-UBND", day("2023-02-28")));
    let chairman = actor("chairman");
    let today = day("2023-02-28");
    assert_eq!(decide(true, false, &paper, &chairman, today), Ok(()));
    assert_eq!(decide(false, true, &paper, &chairman, today), Ok(()));
    assert_eq!(decide(true, true, &paper, &chairman, today), Err(PublishRefusal::Published));
    assert_eq!(decide(false, false, &paper, &chairman, today), Err(PublishRefusal::NotPublished));
    let ahead = PublishRefusal::Ahead { dated: paper.dated() };
    assert_eq!(decide(true, false, &paper, &chairman, day("2023-02-27")), Err(ahead));
    for role in ["vice_chairman", "chief", "administrator", "system"] {
        assert_eq!(decide(true, false, &paper, &actor(role), today), Err(PublishRefusal::NotChairman), "{role}");
    }
    let job = Actor::system("publishing");
    assert_eq!(decide(true, false, &paper, &job, today), Err(PublishRefusal::NotChairman), "no job decides");
}

#[test]
fn the_number_of_a_decision_says_nothing_else() {
    let parse = |number: &str| Decision::parse(number, day("2023-02-28")).is_ok();
    for sound in ["1/QĐ-UBND", "045/2023/QĐ-UBND", "45/QĐ-CT"] {
        assert!(parse(sound), "{sound}");
    }
    let long = format!("1/{}", "Q".repeat(39));
    for not in ["", "45", "/QĐ", "45/", "45/-QĐ", "QĐ/45", "45/QĐ của ông A", "45/qđ", "45/QĐ\n", long.as_str()]
    {
        assert!(!parse(not) || not.ends_with('\n'), "{not}");
    }
    assert!(parse(&format!("1/{}", "Q".repeat(38))) && !parse(&long));
}

#[test]
fn an_opening_is_given_by_those_who_answer_for_it_to_somebody_for_a_reason() {
    let long = "x".repeat(TEXT_CHARACTERS_MAX + 1);
    for role in ["chairman", "chief"] {
        assert_eq!(permit_opening(&actor(role), "Thanh tra tỉnh", "Kế hoạch 12"), Ok(()));
    }
    assert_eq!(permit_opening(&actor("specialist"), "Thanh tra", "x"), Err(PublishRefusal::NotOpener));
    assert_eq!(permit_opening(&actor("chief"), " ", "x"), Err(PublishRefusal::ToWhom { field: "to" }));
    assert_eq!(permit_opening(&actor("chief"), "Thanh tra", &long), Err(PublishRefusal::ToWhom { field: "why" }));
    for refusal in [PublishRefusal::ToWhom { field: "to" }, PublishRefusal::NotOpener, PublishRefusal::Number] {
        assert!(!refusal.vi().is_empty() && !refusal.en().is_empty() && !refusal.rule().is_empty());
    }
}
