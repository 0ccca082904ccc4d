//! The centre director's board of dossiers: due today, stuck, late, load of each counter, and the year's rate with the
//! signals beside it that keep it honest.

use kernel::Code;
use kernel::catalogue::case_type::CaseType;
use kernel::catalogue::report::Counted;
use kernel::text::{number_vn, percent_vn};
use office::reports::YearFigures;
use office::views::load::{DueWhen, Pile, STILL_WORKING_DAYS, still_since};
use office::views::register::{Count, Filter};

use super::super::address::{DUE_ON, STILL_SINCE};
use super::super::answer::Stop;
use super::super::home::filtered;
use super::super::reports::refused;
use super::super::visitor::Visitor;
use super::{dossiers, figure};
use crate::pages::{HeadCell, Panel, PanelFigure, Table, TableCell, TableRow};

/// What the rate is made of, and the signals beside it.
const RESOLVED: &str = "dossiers.resolved";
const ON_TIME: &str = "dossiers.on_time";
const SIGNALS: [(&str, &str); 5] = [
    ("dossiers.resolved.late", "Đã giải quyết quá hạn"),
    ("dossiers.extended", "Đúng hạn sau khi hẹn lại"),
    ("dossiers.on_time.by_late_entry", "Đúng hạn chỉ theo ghi bù"),
    ("dossiers.withdrawn", "Rút hồ sơ, trả lại"),
    ("dossiers.resolved.without_due", "Không có hạn để so sánh"),
];

pub fn panels(visitor: &Visitor) -> Result<Vec<Panel>, Stop> {
    let Some(of) = dossiers(visitor) else { return Ok(Vec::new()) };
    let piles = visitor.state.office.open_work(&visitor.viewer, &of.code)?;
    Ok(vec![day(visitor, &of, &piles), year(visitor)?])
}

fn sum(piles: &[Pile], which: impl Fn(&Pile) -> bool) -> u64 {
    piles.iter().filter(|pile| which(pile)).map(|pile| pile.count).sum()
}

fn day(visitor: &Visitor, of: &CaseType, piles: &[Pile]) -> Panel {
    let ways = Ways::new(visitor, of);
    let count = |which: &dyn Fn(&Pile) -> bool| Count::Exact(sum(piles, which));
    let mut still = figure("Đứng yên", count(&|p| p.still), ways.still(&[]), false);
    still.detail = format!("đồng hồ đang chạy, chưa chuyển bước quá {STILL_WORKING_DAYS} ngày làm việc");
    let figures = vec![
        figure("Đến hạn hôm nay", count(&|p| p.when == DueWhen::Today), ways.today(&[]), false),
        still,
        figure("Quá hạn", count(&|p| p.when == DueWhen::Late), ways.state(&[], "qua-han"), true),
        figure(
            "Trong hạn",
            count(&|p| matches!(p.when, DueWhen::Today | DueWhen::Later)),
            ways.state(&[], "trong-han"),
            false,
        ),
    ];
    Panel {
        id: "ho-so-hom-nay".to_owned(),
        heading: "Hồ sơ hôm nay".to_owned(),
        english: "Dossiers today".to_owned(),
        figures,
        tables: vec![by_unit(visitor, of, piles, &ways), by_step(of, piles)],
        ..Panel::default()
    }
}

/// Addresses of the lists behind the counts.
struct Ways<'a> {
    of: &'a CaseType,
    today: String,
    still: String,
}

impl<'a> Ways<'a> {
    fn new(visitor: &Visitor, of: &'a CaseType) -> Self {
        Self { of, today: visitor.now().date().to_string(), still: still_since(&visitor.viewer).to_string() }
    }

    fn today(&self, filters: &[Filter]) -> String {
        filtered(self.of, filters, &[("tinh-trang", "trong-han"), (DUE_ON, &self.today), ("xep", "han")])
    }

    fn still(&self, filters: &[Filter]) -> String {
        filtered(self.of, filters, &[(STILL_SINCE, &self.still), ("xep", "han")])
    }

    fn state(&self, filters: &[Filter], state: &str) -> String {
        filtered(self.of, filters, &[("tinh-trang", state), ("xep", "han")])
    }
}

/// The load of each counter: of the agency that solves its dossiers; those that nobody was given yet stand last.
fn by_unit(visitor: &Visitor, of: &CaseType, piles: &[Pile], ways: &Ways<'_>) -> Table {
    let org = visitor.house().org();
    let mut units: Vec<&str> = piles.iter().map(|p| p.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let row = |unit: &&str| {
        let count = |which: &dyn Fn(&Pile) -> bool| sum(piles, |p| p.unit == **unit && which(p));
        let filters = [Filter::one("@lead", unit)];
        // Dossiers without a unit cannot be asked for by a register: their numbers lead nowhere rather than elsewhere.
        let cell = |n: u64, href: String| TableCell::Figure {
            text: read(n),
            href: (n > 0 && !unit.is_empty()).then_some(href),
        };
        TableRow {
            label: org.units.get(*unit).map_or("(chưa chuyển cơ quan nào)".to_owned(), |u| u.name.clone()),
            cells: vec![
                cell(count(&|p| p.when == DueWhen::Late), ways.state(&filters, "qua-han")),
                cell(count(&|p| p.when == DueWhen::Today), ways.today(&filters)),
                cell(count(&|p| matches!(p.when, DueWhen::Today | DueWhen::Later)), ways.state(&filters, "trong-han")),
                cell(count(&|p| p.still), ways.still(&filters)),
            ],
            ..TableRow::default()
        }
    };
    let mut rows: Vec<(bool, u64, TableRow)> = units
        .iter()
        .map(|unit| (unit.is_empty(), sum(piles, |p| p.unit == **unit && p.when != DueWhen::Open), row(unit)))
        .collect();
    rows.sort_by_key(|(nobody, n, _)| (*nobody, std::cmp::Reverse(*n)));
    Table {
        caption: format!("Tải theo quầy, cơ quan giải quyết: {} đang chạy", of.name),
        head: vec![vec![
            HeadCell::words("Cơ quan"),
            HeadCell::figure("Quá hạn"),
            HeadCell::figure("Hôm nay"),
            HeadCell::figure("Trong hạn"),
            HeadCell::figure("Đứng yên"),
        ]],
        rows: rows.into_iter().map(|(_, _, row)| row).collect(),
        notes: vec!["“Trong hạn” gồm cả hồ sơ đến hạn hôm nay.".to_owned()],
        ..Table::default()
    }
}

fn by_step(of: &CaseType, piles: &[Pile]) -> Table {
    let rows = of.steps.iter().filter_map(|step| {
        let n = sum(piles, |p| step.code == *p.step);
        let href = filtered(of, &[Filter::one("@step", step.code.as_str())], &[("xep", "han")]);
        let cells = vec![TableCell::figure(read(n), href)];
        (n > 0).then(|| TableRow { label: step.name.clone(), cells, ..TableRow::default() })
    });
    Table {
        caption: "Hồ sơ chưa xong theo bước".to_owned(),
        head: vec![vec![HeadCell::words("Bước"), HeadCell::figure("Số hồ sơ")]],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The year's rate, and what keeps it honest: late ones, and those that are on time only by some other way.
fn year(visitor: &Visitor) -> Result<Panel, Stop> {
    let code = |code: &'static str| Counted::all(Code::from(code));
    let mut parts = vec![code(RESOLVED), code(ON_TIME)];
    parts.extend(SIGNALS.iter().map(|(signal, _)| code(signal)));
    let today = visitor.now().date();
    let found = visitor.state.office.year_figures(&parts, today).map_err(|fail| refused(visitor, fail))?;
    let both = |n: usize| found.values.get(n).copied().unwrap_or_default();
    let (resolved, on_time) = (both(0), both(1));
    let rate = |part: u64, whole: u64| {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        percent_vn(signed(part), signed(whole)).map_or("–".to_owned(), |p| format!("{p} %"))
    };
    let labels = ["Đã giải quyết", "Đúng và trước hạn"].into_iter().chain(SIGNALS.iter().map(|(_, label)| *label));
    let mut figures: Vec<PanelFigure> =
        parts.iter().zip(labels).enumerate().map(|(n, (part, label))| shown(&found, part, label, both(n))).collect();
    if let Some(place) = figures.get_mut(1) {
        place.detail = format!(
            "{} · {}: {}",
            rate(on_time.0, resolved.0),
            found.year.year_before().name(),
            rate(on_time.1, resolved.1)
        );
    }
    Ok(Panel {
        id: "ty-le-nam".to_owned(),
        heading: format!("Tỷ lệ đúng hạn {}: {}", found.year.name(), rate(on_time.0, resolved.0)),
        english: "The year's rate".to_owned(),
        figures,
        note: format!(
            "Tính đến sổ cái vị trí {}, ghi lúc {}. Hồ sơ rút, hẹn lại, ghi bù nêu riêng để tỷ lệ không đẹp hơn thực tế.",
            read(found.position),
            found.recorded.print_vn()
        ),
        ..Panel::default()
    })
}

fn shown(found: &YearFigures, part: &Counted, label: &str, (now, before): (u64, u64)) -> PanelFigure {
    let late = part.code == "dossiers.resolved.late";
    PanelFigure {
        detail: format!("{}: {}", found.year.year_before().name(), read(before)),
        ..figure(label, Count::Exact(now), found.address(part, false), late)
    }
}

fn read(n: u64) -> String {
    number_vn(i64::try_from(n).unwrap_or(i64::MAX))
}
