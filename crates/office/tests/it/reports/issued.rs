//! Issued reports reproduce byte for byte whatever happens later; the shape for programs; positions.

use kernel::Code;
use office::reports::{ANNUAL, Asked, Behind, ReportFail};
use proptest::prelude::*;
use testkit::Form;

use super::{World, resolve, year};

#[test]
fn an_issued_report_reproduces_byte_for_byte_after_later_events() {
    let mut world = World::new();
    let id = world.on("2023-12-18T08:00").resolved("online");
    let actor = world.on("2024-01-02T08:00").actor("chief");
    let before = world.head();
    let issued = world.office.issue(ANNUAL, year(2023), &actor, world.now, [3; 16]).unwrap();
    assert_eq!((issued.as_of, issued.position), (before, before + 1));
    assert!(issued.text.contains("\"dossiers.resolved\":{\"value\":1,"), "{}", issued.text);
    // The dossier is reopened, another is resolved, and the report gets other words.
    world.on("2024-01-15T08:00").make("director-stp", id, Form::new("reopen").reason("Sai họ tên"));
    world.resolved("postal");
    let mut files = kernel::shipped::files();
    for (path, text) in &mut files {
        if path == "reports/annual.toml" {
            *text = text.replace("Theo dõi, đôn đốc", "Đôn đốc");
        }
    }
    world.office.adopt(&files, &actor, world.now, [4; 16]).unwrap();
    let verified = world.office.verify_issued(issued.position).unwrap();
    assert!(verified.is_equal(), "{}\n{}", verified.issued.text, verified.computed);
    assert_eq!(verified.issued, issued);
    let now = world.office.as_of(None).unwrap().text(ANNUAL, year(2023)).unwrap();
    assert!(now.contains("\"dossiers.resolved\":{\"value\":0,"), "today it would say something else");
    assert!(now.contains("Đôn đốc") && !issued.text.contains("Đôn đốc"));
    let listed = world.office.issued_reports().unwrap();
    assert_eq!(listed, [(issued.position, issued.at, "annual/2023".to_owned())]);
}

#[test]
fn forms_are_issued_too_and_survive_a_replay() {
    let mut world = World::new();
    world.resolved("online");
    let actor = world.actor("chief");
    for code in ["ii06a", "tasks"] {
        let issued = world.office.issue(code, year(2023), &actor, world.now, [3; 16]).unwrap();
        assert!(world.office.verify_issued(issued.position).unwrap().is_equal(), "{code}");
    }
    let scratch = tempfile::tempdir().unwrap();
    assert!(world.office.replay(scratch.path(), &mut |_| {}).unwrap().is_equal());
}

#[test]
fn positions_and_codes_that_do_not_exist() {
    let mut world = World::new();
    world.resolved("online");
    let head = world.head();
    let fail = world.office.as_of(Some(head + 1)).err().unwrap();
    assert!(matches!(fail, ReportFail::NoSuchPosition { last, .. } if last == head), "{fail}");
    assert!(matches!(world.office.issued(head), Err(ReportFail::NotIssued { .. })), "that is no report");
    assert!(matches!(world.office.issued(head + 7), Err(ReportFail::NotIssued { .. })));
    let as_of = world.office.as_of(None).unwrap();
    assert!(matches!(as_of.form("weekly", year(2023)), Err(ReportFail::NoReport { .. })));
    let nobody = Asked::of(&Code::from("visits"), year(2023));
    assert!(matches!(as_of.count(&nobody), Err(ReportFail::NoIndicator { .. })));
}

#[test]
fn before_and_after_a_position() {
    let mut world = World::new();
    let id = world.dossier("counter");
    let open = world.head();
    world.make("handler-stp-1", id, resolve());
    let done = world.head();
    let resolved = |position| world.counted_at("dossiers.resolved", year(2023), position);
    assert_eq!((resolved(1), resolved(open), resolved(done)), (0, 0, 1));
    // Asked again after the count was kept.
    assert_eq!((resolved(open), resolved(done)), (0, 1));
}

#[test]
fn the_shape_for_programs() {
    let mut world = World::new();
    for _ in 0..3 {
        world.resolved("online");
    }
    world.incoming();
    let annual = world.annual(year(2023));
    let read: serde_json::Value = serde_json::from_str(&annual.json().unwrap()).unwrap();
    assert_eq!(read.as_object().unwrap().keys().collect::<Vec<_>>(), ["as_of", "figures", "period"]);
    // One figure a line.
    insta::assert_snapshot!(annual.json().unwrap().replace("},", "},\n"));
}

#[test]
fn the_prose_has_every_figure_of_the_report_once() {
    let mut world = World::new();
    world.resolved("online");
    let annual = world.annual(year(2023));
    let said = |block: &office::reports::Block| match block {
        office::reports::Block::Heading(text) => format!("\n# {text}\n"),
        office::reports::Block::Paragraph(spans) => spans
            .iter()
            .map(|span| match span {
                office::reports::Span::Text(text) => text.clone(),
                office::reports::Span::Figure { text, .. } => format!("[{text}]"),
            })
            .collect(),
    };
    let prose: Vec<String> = annual.prose.iter().map(said).collect();
    let mut urls: Vec<&str> = Vec::new();
    for block in &annual.prose {
        if let office::reports::Block::Paragraph(spans) = block {
            urls.extend(spans.iter().filter_map(|s| match s {
                office::reports::Span::Figure { url, .. } => Some(url.as_str()),
                office::reports::Span::Text(_) => None,
            }));
        }
    }
    let mut all: Vec<&str> = annual.figures.iter().map(|f| f.url.as_str()).collect();
    urls.sort_unstable();
    all.sort_unstable();
    assert_eq!(urls, all);
    insta::assert_snapshot!(prose.join("\n"));
}

#[test]
fn addresses_lead_back_to_the_question() {
    let mut world = World::new();
    world.resolved("online");
    let as_of = world.office.as_of(None).unwrap();
    let form = as_of.form("ii06a", year(2023)).unwrap();
    let cells = form.rows.iter().chain([&form.sum]).flat_map(|row| &row.cells);
    for cell in cells {
        let (path, query) = cell.url.split_once('?').unwrap();
        let what = path.strip_prefix("/bao-cao/so-lieu/").unwrap();
        let value = |key: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(key).and_then(|v| v.strip_prefix('='))).map(decoded)
        };
        let asked = Asked::parse(what, &value("ky").unwrap(), value("theo").as_deref()).unwrap();
        assert_eq!(value("vi-tri").unwrap(), world.head().to_string());
        assert_eq!(u64::try_from(world.walk(&asked, world.head(), 50).len()).unwrap(), cell.value, "{}", cell.url);
        assert_eq!(asked.address(world.head()), cell.url);
    }
    for (what, period) in [("", "2023"), ("a:soon", "2023"), ("a b", "2023"), ("a", "2023-13")] {
        assert_eq!(Asked::parse(what, period, None), None, "{what} {period}");
    }
}

#[test]
fn an_address_names_no_more_than_it_may() {
    let many = |n: usize| vec!["dossiers.open:late"; n].join(",");
    assert!(Asked::parse(&many(20), "2023", None).is_some());
    assert_eq!(Asked::parse(&many(21), "2023", None), None);
}

proptest! {
    #[test]
    fn any_address_is_read_without_panic(what in "\\PC{0,40}", key in "[-0-9.x]{0,20}") {
        if let Some(asked) = Asked::parse(&what, "2023", Some(&what)) {
            let address = asked.address(1);
            prop_assert_eq!(address.strip_prefix("/bao-cao/so-lieu/").and_then(|a| a.split('?').next()), Some(&*what));
        }
        if let Some(behind) = Behind::parse(&key) {
            prop_assert_eq!(Behind::parse(&behind.key()), Some(behind));
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}
