//! Symbol, recipients and letters of a catalogue that was adopted before it had them: such a ledger prints as the shipped
//! catalogue says. What its own catalogue says always goes before. Not here: how they are printed (`papers`).

use kernel::catalogue::case_type::{CaseType, UrgingLetter};
use kernel::catalogue::report::{Formalities, Report};
use kernel::shipped;

/// Symbol and recipients of a report.
pub(crate) fn of_report(report: &Report) -> Formalities {
    if report.formalities != Formalities::default() {
        return report.formalities.clone();
    }
    let catalogue = shipped::catalogue().value;
    catalogue.reports.get(&report.code).map(|of| of.formalities.clone()).unwrap_or_default()
}

/// The letter that urges for cases of a type; `None` where nobody is urged on paper.
pub(crate) fn letter_of(case_type: &CaseType) -> Option<UrgingLetter> {
    let shipped = || shipped::catalogue().value.types.get(&case_type.code).and_then(|of| of.urging.clone());
    case_type.urging.clone().or_else(shipped)
}

#[cfg(test)]
mod tests {
    use super::*;

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
