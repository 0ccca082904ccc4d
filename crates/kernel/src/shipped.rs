//! The catalogue that ships with the house, embedded, so that the binary needs no files beside it.
//!
//! The list is written out by hand; a test compares it with the folder. Scenarios and printed forms are not here.

use crate::catalogue::Catalogue;
use crate::checked::Checked;

/// Path below `catalogue/` and text of each shipped file, sorted by path.
pub const FILES: &[(&str, &str)] = &[
    ("calendar.toml", include_str!("../../../catalogue/calendar.toml")),
    ("org/assignments.toml", include_str!("../../../catalogue/org/assignments.toml")),
    ("org/communes.toml", include_str!("../../../catalogue/org/communes.toml")),
    ("org/departments.toml", include_str!("../../../catalogue/org/departments.toml")),
    ("org/districts.toml", include_str!("../../../catalogue/org/districts.toml")),
    ("org/office.toml", include_str!("../../../catalogue/org/office.toml")),
    ("procedures/1.002809.toml", include_str!("../../../catalogue/procedures/1.002809.toml")),
    ("procedures/1.004616.toml", include_str!("../../../catalogue/procedures/1.004616.toml")),
    ("procedures/1.009645.toml", include_str!("../../../catalogue/procedures/1.009645.toml")),
    ("procedures/1.009974.toml", include_str!("../../../catalogue/procedures/1.009974.toml")),
    ("procedures/1.010727.toml", include_str!("../../../catalogue/procedures/1.010727.toml")),
    ("procedures/1.010733.toml", include_str!("../../../catalogue/procedures/1.010733.toml")),
    ("procedures/2.000033.toml", include_str!("../../../catalogue/procedures/2.000033.toml")),
    ("procedures/2.000205.toml", include_str!("../../../catalogue/procedures/2.000205.toml")),
    ("procedures/2.000449.toml", include_str!("../../../catalogue/procedures/2.000449.toml")),
    ("procedures/2.000488.toml", include_str!("../../../catalogue/procedures/2.000488.toml")),
    ("procedures/2.001583.toml", include_str!("../../../catalogue/procedures/2.001583.toml")),
    ("procedures/2.001827.toml", include_str!("../../../catalogue/procedures/2.001827.toml")),
    ("reports/annual.toml", include_str!("../../../catalogue/reports/annual.toml")),
    ("reports/ii06a.toml", include_str!("../../../catalogue/reports/ii06a.toml")),
    ("reports/tasks.toml", include_str!("../../../catalogue/reports/tasks.toml")),
    ("types/article.toml", include_str!("../../../catalogue/types/article.toml")),
    ("types/award.toml", include_str!("../../../catalogue/types/award.toml")),
    ("types/dossier.toml", include_str!("../../../catalogue/types/dossier.toml")),
    ("types/gazette_issue.toml", include_str!("../../../catalogue/types/gazette_issue.toml")),
    ("types/imported_case.toml", include_str!("../../../catalogue/types/imported_case.toml")),
    ("types/incoming_document.toml", include_str!("../../../catalogue/types/incoming_document.toml")),
    ("types/outgoing_document.toml", include_str!("../../../catalogue/types/outgoing_document.toml")),
    ("types/party_cell.toml", include_str!("../../../catalogue/types/party_cell.toml")),
    ("types/party_member.toml", include_str!("../../../catalogue/types/party_member.toml")),
    ("types/party_transfer.toml", include_str!("../../../catalogue/types/party_transfer.toml")),
    ("types/plan_item.toml", include_str!("../../../catalogue/types/plan_item.toml")),
    ("types/programme_item.toml", include_str!("../../../catalogue/types/programme_item.toml")),
    ("types/public_notice.toml", include_str!("../../../catalogue/types/public_notice.toml")),
    ("types/task.toml", include_str!("../../../catalogue/types/task.toml")),
    ("types/union_term.toml", include_str!("../../../catalogue/types/union_term.toml")),
];

/// The shipped files as a catalogue reads them.
#[must_use]
pub fn files() -> Vec<(String, String)> {
    FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The shipped catalogue; a test keeps it free of findings.
#[must_use]
pub fn catalogue() -> Checked<Catalogue> {
    Catalogue::parse(&files())
}
