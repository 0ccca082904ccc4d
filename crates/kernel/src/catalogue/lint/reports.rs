//! Reports print figures that some case type counts.

use std::collections::BTreeSet;

use crate::Code;
use crate::catalogue::parse::Loaded;
use crate::checked::Finding;

/// Every figure of a report, and what it is a share of, is counted by an indicator.
pub(super) fn figures(loaded: &Loaded<'_>, out: &mut Vec<Finding>) {
    let counted: BTreeSet<&Code> =
        loaded.types.iter().flat_map(|t| t.value.indicators.iter().map(|i| &i.code)).collect();
    for entry in &loaded.reports {
        for (i, figure) in entry.value.figures.iter().enumerate() {
            for (key, code) in [("code", Some(&figure.code)), ("share_of", figure.share_of.as_ref())] {
                if let Some(code) = code.filter(|c| !counted.contains(c)) {
                    out.push(entry.finding(
                        &format!("figure.{i}.{key}"),
                        format!("không loại hồ sơ nào đếm chỉ số `{code}`; xin thêm `[[indicator]]` hoặc sửa mã"),
                        format!("no case type counts `{code}`; add an `[[indicator]]` or correct the code"),
                    ));
                }
            }
        }
    }
}
