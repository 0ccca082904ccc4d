//! Letterhead, date and signature of the Office, read from the organisation as it is on a day.

use exchange::paper::{Day, Letterhead, Signature};
use kernel::org::{Org, Unit, UnitKind};
use kernel::time::Date;

/// Role of who signs for the Office.
const CHIEF: &str = "chief";
/// Whose order it is.
const BY_ORDER: &str = "TL. CHỦ TỊCH";
/// How the name of a province's committee begins.
const COMMITTEE: &str = "Ủy ban nhân dân";
/// Words before the name of a place.
const PLACE_KINDS: [&str; 2] = [" tỉnh ", " thành phố "];

/// The Office's letterhead with this symbol; the number is left to the clerk.
#[must_use]
pub fn letterhead(org: &Org, symbol: &str, date: String) -> Letterhead {
    let committee = of_kind(org, UnitKind::Province).map_or(COMMITTEE, |u| u.name.as_str());
    let place = PLACE_KINDS.iter().find_map(|kind| committee.split_once(kind)).map_or("", |(_, place)| place);
    Letterhead {
        above: committee.replace(COMMITTEE, "UBND"),
        agency: vec![bare(&office_name(org))],
        symbol: symbol.to_owned(),
        place: place.to_owned(),
        date,
        ..Letterhead::default()
    }
}

/// The letterhead of the People's Committee, whose name fills both lines.
pub(crate) fn of_committee(org: &Org, symbol: &str, date: String) -> Letterhead {
    let committee = of_kind(org, UnitKind::Province).map_or(COMMITTEE, |u| u.name.as_str());
    let place = committee.strip_prefix(COMMITTEE).map(str::trim).unwrap_or_default();
    let lines = if place.is_empty() { vec![committee] } else { vec![COMMITTEE, place] };
    Letterhead {
        above: String::new(),
        agency: lines.into_iter().map(str::to_owned).collect(),
        ..letterhead(org, symbol, date)
    }
}

/// "Văn phòng UBND tỉnh".
#[must_use]
pub fn office_name(org: &Org) -> String {
    of_kind(org, UnitKind::Office).map_or_else(|| "Văn phòng".to_owned(), |u| u.name.clone())
}

/// Who signs for the Office on a day.
pub(crate) fn chief(org: &Org, day: Date) -> Signature {
    let post = org.posts.values().find(|p| p.role == *CHIEF);
    let title = post.map_or("Chánh Văn phòng", |p| p.title.as_str());
    let name = post.and_then(|p| org.holders_on(&p.code, day).next()).map(|p| p.name.clone());
    Signature { lines: vec![title.to_uppercase()], name: name.unwrap_or_default() }
}

/// Who signs by order of the Chairman (Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4, and Phụ lục I).
pub(crate) fn by_order(org: &Org, day: Date) -> Signature {
    let own = chief(org, day);
    Signature { lines: std::iter::once(BY_ORDER.to_owned()).chain(own.lines).collect(), ..own }
}

/// The day as the file carries it.
#[must_use]
pub fn made(day: Date) -> Day {
    Day { year: day.year(), month: day.month(), day: day.day() }
}

/// "ngày 05 tháng 02 năm 2026": days below ten and the first two months with a zero.
#[must_use]
pub fn dated(day: Date) -> String {
    let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// Room for day and month, which the clerk fills in when the number is given.
#[must_use]
pub fn room_for_date(day: Date) -> String {
    format!("ngày \u{2003}\u{2002}tháng \u{2003}\u{2002}năm {}", day.year())
}

/// The name of the Office without that of the committee, which stands above it.
fn bare(name: &str) -> String {
    let committee = [" UBND", " Ủy ban"];
    committee.iter().find_map(|word| name.split_once(word)).map_or(name, |(bare, _)| bare).to_owned()
}

fn of_kind(org: &Org, kind: UnitKind) -> Option<&Unit> {
    org.units.values().find(|u| u.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_carry_zeros_as_the_decree_asks() {
        let said = |y, m, d| dated(Date::new(y, m, d).unwrap());
        assert_eq!(said(2026, 2, 5), "ngày 05 tháng 02 năm 2026");
        assert_eq!(said(2026, 3, 15), "ngày 15 tháng 3 năm 2026");
        assert_eq!(said(2026, 10, 9), "ngày 09 tháng 10 năm 2026");
    }

    #[test]
    fn the_office_stands_below_the_committee() {
        assert_eq!(bare("Văn phòng UBND tỉnh"), "Văn phòng");
        assert_eq!(bare("Văn phòng"), "Văn phòng");
    }
}
