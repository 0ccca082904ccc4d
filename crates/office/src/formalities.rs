//! Symbol, recipients and letters of a catalogue that was adopted before it had them: such a ledger prints as the shipped
//! catalogue says. What its own catalogue says always goes before. The letter that urges is
//! drafted (`urge`) and printed (`papers`) by what stands here. Not here: the words of its body.

use exchange::paper::{Letterhead, Signature};
use kernel::case::Actor;
use kernel::catalogue::case_type::{CaseType, UrgingLetter};
use kernel::catalogue::report::{Formalities, Report};
use kernel::org::{Org, UnitKind};
use kernel::shipped;
use kernel::time::Date;

use crate::papers;

/// Symbol and recipients of a report.
pub(crate) fn of_report(report: &Report) -> Formalities {
    if report.formalities != Formalities::default() {
        return report.formalities.clone();
    }
    let catalogue = shipped::catalogue().value;
    catalogue.reports.get(&report.code).map(|of| of.formalities.clone()).unwrap_or_default()
}

/// The letter that urges for cases of a type; `None` where nobody is urged on paper.
fn letter_of(case_type: &CaseType) -> Option<UrgingLetter> {
    let shipped = || shipped::catalogue().value.types.get(&case_type.code).and_then(|of| of.urging.clone());
    case_type.urging.clone().or_else(shipped)
}

/// The công văn that urges, as it is drafted and as it is printed: who issues it, who signs, what it bears.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    rule: UrgingLetter,
    /// What the cases are called: "nhiệm vụ".
    what: String,
    /// The symbol behind the number: abbreviations of who issues and who drafts.
    pub symbol: String,
    /// Who receives it, the archive last.
    pub recipients: Vec<String>,
}

impl Letter {
    /// The letter for cases of a type, drafted by this actor; `None` where nobody is urged on paper.
    pub(crate) fn of(org: &Org, case_type: &CaseType, by: &Actor) -> Option<Self> {
        let rule = letter_of(case_type)?;
        let rooms = by.posts.iter().filter_map(|post| org.units.get(&post.unit));
        let own = rooms.into_iter().find(|unit| unit.kind == UnitKind::Room);
        let room = own.or_else(|| rule.room.as_ref().and_then(|room| org.units.get(room)));
        let short = room.map_or("VP", |unit| unit.short.as_str());
        let filled = |text: &str| text.replace("{room}", short);
        let symbol = filled(&rule.formalities.symbol);
        let recipients = rule.formalities.recipients.iter().map(|line| filled(line)).collect();
        Some(Self { rule, what: case_type.name.clone(), symbol, recipients })
    }

    /// Who issues it, as the register of outgoing documents calls them.
    pub(crate) fn agency(&self) -> &'static str {
        if self.rule.by_order { "ubnd" } else { "vp" }
    }

    /// What it is about: "đôn đốc Sở Tài chính thực hiện nhiệm vụ quá hạn" where it is to one unit and all of it is late.
    pub(crate) fn subject(&self, unit: Option<&str>, all_late: bool) -> String {
        let unit = unit.map(|name| format!("{name} ")).unwrap_or_default();
        format!("đôn đốc {unit}thực hiện {}{}", self.what, if all_late { " quá hạn" } else { "" })
    }

    /// Whose request it is, as the text begins it.
    pub(crate) fn asking(&self, org: &Org) -> String {
        let office = papers::office_name(org);
        if self.rule.by_order {
            format!("Thừa lệnh Chủ tịch UBND tỉnh, {office} đề nghị")
        } else {
            format!("{office} đề nghị")
        }
    }

    /// The last day on which a unit answers a letter of this day.
    pub(crate) fn answer_by(&self, day: Date) -> Date {
        day.add_days(i32::from(self.rule.answer_days))
    }

    /// Who signs on a day.
    pub(crate) fn signature(&self, org: &Org, day: Date) -> Signature {
        if self.rule.by_order { papers::by_order(org, day) } else { papers::chief(org, day) }
    }

    /// What stands above it.
    pub(crate) fn letterhead(&self, org: &Org, date: String) -> Letterhead {
        let head = if self.rule.by_order { papers::of_committee } else { papers::letterhead };
        head(org, &self.symbol, date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_an_older_catalogue_stays_the_offices_own() {
        let catalogue = shipped::catalogue().value;
        let day = Date::new(2024, 1, 8).unwrap();
        let clerk = Actor::on(&catalogue.org, "specialist-vp-ksth-1", day).unwrap();
        let dossier = catalogue.types.get("dossier").unwrap();
        let by_order = Letter::of(&catalogue.org, dossier, &clerk).unwrap();
        assert_eq!((by_order.symbol.as_str(), by_order.agency()), ("UBND-KSTTHC", "ubnd"));
        assert_eq!(by_order.letterhead(&catalogue.org, String::new()).agency, ["Ủy ban nhân dân", "tỉnh Thanh Hóa"]);
        let mut older = (**dossier).clone();
        let symbol = "VP-KSTT".to_owned();
        let formalities = Formalities { symbol, recipients: vec!["Lưu: VT, KSTT".to_owned()] };
        older.urging = Some(UrgingLetter { by_order: false, formalities, ..older.urging.unwrap() });
        let own = Letter::of(&catalogue.org, &older, &clerk).unwrap();
        assert_eq!((own.symbol.as_str(), own.agency(), own.recipients.len()), ("VP-KSTT", "vp", 1));
        assert_eq!(own.signature(&catalogue.org, day).lines, ["CHÁNH VĂN PHÒNG"]);
        assert_eq!(own.letterhead(&catalogue.org, String::new()).agency, ["Văn phòng"]);
    }

    #[test]
    fn an_older_catalogue_prints_as_the_shipped_one_and_its_own_words_go_before() {
        let catalogue = shipped::catalogue().value;
        let mut annual = (**catalogue.reports.get("annual").unwrap()).clone();
        annual.formalities = Formalities::default();
        assert_eq!(of_report(&annual).symbol, "BC-VP");
        annual.formalities.symbol = "BC-UBND".to_owned();
        assert_eq!(of_report(&annual).symbol, "BC-UBND");
        assert!(of_report(&annual).recipients.is_empty());

        let mut task = (**catalogue.types.get("task").unwrap()).clone();
        task.urging = None;
        assert_eq!(letter_of(&task).map(|l| l.answer_days), Some(5));
        let award = catalogue.types.get("award").unwrap();
        assert!(letter_of(award).is_none());
    }
}
