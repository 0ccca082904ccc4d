//! What is counted from leaves alone is what the kernel counts from the cases themselves.

use std::collections::BTreeMap;

use audit::{Counts, Name, Official, OfficialFigure, compare, told_by_leaves};
use kernel::catalogue::indicator::Measure;
use kernel::figures::facts;
use kernel::time::Date;
use testkit::{Form, World, day};

use crate::lived::{audited, entries, worlds};

fn years() -> [(Date, Date); 3] {
    [2022, 2023, 2024].map(|year| (Date::new(year, 1, 1).unwrap(), Date::new(year, 12, 31).unwrap()))
}

/// The figures that leaves bear out, counted from the cases as they are.
fn counted(world: &World, (first, last): (Date, Date)) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for case_type in testkit::catalogue().types.values() {
        for indicator in case_type.indicators.iter().filter(|i| told_by_leaves(case_type, i)) {
            out.entry(indicator.code.to_string()).or_insert(0);
        }
        for case in world.cases().filter(|case| case.case_type == case_type.code) {
            for fact in facts(case_type, case) {
                let measure = case_type.indicators.iter().find(|i| i.code == fact.indicator).unwrap().measure;
                let counts = fact.since <= last
                    && fact.day <= last
                    && match measure {
                        Measure::Flow => fact.day >= first,
                        Measure::Stock => fact.until.is_none_or(|until| until > last),
                    };
                if counts && let Some(count) = out.get_mut(fact.indicator.as_str()) {
                    *count += 1;
                }
            }
        }
    }
    out
}

fn plain(counts: &Counts) -> BTreeMap<String, u64> {
    counts.figures.iter().map(|(code, count)| (code.to_string(), *count)).collect()
}

#[test]
fn figures_of_all_scenarios_count_again_from_leaves_alone() {
    let mut something = 0;
    for (name, world) in worlds() {
        let auditor = audited(&entries(&world));
        assert!(auditor.findings.is_empty(), "{name}: {:?}", auditor.findings);
        for period in years() {
            let mut wanted = counted(&world, period);
            // An indicator of one code in two types, one of them untold, is untold.
            wanted.retain(|code, _| auditor.count(period).figures.contains_key(code.as_str()));
            assert_eq!(plain(&auditor.count(period)), wanted, "{name} {period:?}");
            something += wanted.values().sum::<u64>();
        }
    }
    assert!(something > 15, "{something}");
}

/// The figures of the annual report that decide about on time can be checked, and are.
#[test]
fn the_rate_of_dossiers_is_told() {
    let auditor = audited(&[]);
    let counts = auditor.count(years()[1]);
    for code in ["dossiers.resolved", "dossiers.on_time", "dossiers.on_time.by_late_entry", "dossiers.extended"] {
        assert!(counts.figures.contains_key(code), "{code}");
    }
    for code in ["dossiers.postal", "documents.issued", "tasks.assigned", "party.members", "portal.photos"] {
        assert!(!counts.figures.contains_key(code), "{code} is not told by leaves");
    }
}

/// A dossier that is done, with all that hides lateness.
fn shifty() -> World {
    let mut world = World::shipped();
    world.at("2023-03-01T08:00");
    let form = Form::new("accept_at_counter")
        .text("procedure", "2.001583")
        .text("subject", "Đăng ký")
        .text("channel", "counter")
        .text("unit_code", "H56.14");
    let id = world.open("one-stop-1", "dossier", form).unwrap();
    world.act(id, "one-stop-1", Form::new("transfer").lead("skhdt").holder("handler-skhdt-1")).unwrap();
    let due = world.case(id).clock.as_ref().unwrap().due.unwrap();
    world.set_now(due.date().at(8 * 3_600));
    let ask = Form::new("ask_supplement").text("missing_papers", "Giấy phép").reason("Thiếu giấy");
    world.act(id, "one-stop-1", ask).unwrap();
    world.set_now(due.date().add_days(7).at(9 * 3_600));
    world.act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    world.act(id, "one-stop-1", Form::new("resolve").text("outcome", "granted")).unwrap();
    world
}

#[test]
fn what_hides_lateness_stands_beside_the_rate() {
    let world = shifty();
    let counts = audited(&entries(&world)).count(years()[1]);
    assert_eq!(counts.table.rows.len(), 1);
    let (of, row) = counts.table.rows.first_key_value().unwrap();
    assert_eq!((of.indicator.as_str(), of.case_type.as_str()), ("dossiers.resolved", "dossier"));
    assert_eq!(
        of.unit.as_ref().map(ToString::to_string),
        world.cases().next().unwrap().lead.as_ref().map(ToString::to_string)
    );
    assert_eq!(of.procedure.as_deref(), Some("2.001583"));
    assert_eq!((row.done, row.counted_on_time, row.late), (1, 1, 0));
    assert_eq!((row.signals.paused, row.signals.paused_near_due), (1, 1));
    assert_eq!((row.signals.extended, row.signals.supplements_repeated), (0, 0));
    assert_eq!(counts.table.sum("dossiers.resolved"), *row);
}

#[test]
fn a_report_is_equal_or_it_is_said_where_not() {
    let auditor = audited(&entries(&shifty()));
    let [before, year, _] = years().map(|period| auditor.count(period));
    let figure = |value, previous| OfficialFigure { value, previous };
    let mut official = Official {
        as_of: None,
        period: None,
        figures: BTreeMap::from([
            ("dossiers.resolved".to_owned(), figure(1, Some(0))),
            ("dossiers.on_time".to_owned(), figure(1, None)),
            ("tasks.assigned".to_owned(), figure(7, None)),
        ]),
    };
    let (compared, findings) = compare(&official, &year, &before);
    assert_eq!((compared.equal, compared.differing, compared.untold), (2, 0, 1));
    assert!(findings.is_empty());

    official.figures.get_mut("dossiers.on_time").unwrap().value = 2;
    official.figures.get_mut("dossiers.resolved").unwrap().previous = Some(9);
    let (compared, findings) = compare(&official, &year, &before);
    assert_eq!((compared.equal, compared.differing), (0, 2));
    assert!(findings.iter().all(|finding| finding.name == Name::ReportDiffers));
    assert!(findings[0].en.contains("says 2") && findings[1].vi.contains("9 cho kỳ trước"), "{findings:?}");
    assert_eq!(day("2023-01-01"), years()[1].0);
}
