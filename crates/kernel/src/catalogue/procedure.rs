//! Procedures (thủ tục hành chính, TTHC): what refines a dossier.
//!
//! The fields are the legal parts of a procedure (NĐ 63/2010 Điều 8.2, as amended by NĐ 92/2017) with what the
//! national database adds. How a dossier moves is said by its case type, not here.

use serde::Deserialize;

use crate::clock::{ClockError, Limit, LimitUnit};
use crate::{Code, Said};

/// One procedure: one file of `catalogue/procedures/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// 1. National code, e.g. `2.000488`.
    pub code: Code,
    /// Whether the national code was checked against the national database.
    #[serde(default)]
    pub code_verified: bool,
    /// 2. Local code with the province's suffix.
    #[serde(default)]
    pub local_code: String,
    /// 3. Decision of announcement (công bố).
    #[serde(default)]
    pub announced_by: String,
    /// 4. Name.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// 5. Levels: `province`, `district`, `commune`.
    pub levels: Vec<String>,
    /// 6. Kind: TTHC được luật giao quy định chi tiết, TTHC không được luật giao…, TTHC đặc thù.
    #[serde(default)]
    pub kind: String,
    /// The same in English.
    #[serde(default)]
    pub kind_en: String,
    /// 7. Field of work (lĩnh vực).
    pub field: FieldOfWork,
    /// 8. Order of doing (trình tự thực hiện).
    pub order: Vec<String>,
    /// The same in English, step by step; empty or as long.
    #[serde(default)]
    pub order_en: Vec<String>,
    /// 9. Ways of submitting, each with its own limit and fees.
    #[serde(rename = "channel")]
    pub channels: Vec<Channel>,
    /// 10. Papers.
    #[serde(rename = "paper", default)]
    pub papers: Vec<Paper>,
    /// 11. Number of sets of papers.
    pub sets: u8,
    /// 12. Who may apply.
    pub applicants: Vec<String>,
    /// The same in English; empty or as long.
    #[serde(default)]
    pub applicants_en: Vec<String>,
    /// 13. Unit that carries it out.
    pub unit: Code,
    /// 14. Who decides.
    pub decided_by: String,
    /// 15. Who decides by delegation.
    #[serde(default)]
    pub delegated_to: String,
    /// 16. Cooperating units.
    #[serde(default)]
    pub cooperating: Vec<Code>,
    /// 17. Where papers are received.
    pub received_at: String,
    /// 18. Results.
    #[serde(rename = "result")]
    pub results: Vec<ResultPaper>,
    /// 19. Legal basis.
    pub basis: Vec<String>,
    /// 20. Conditions.
    #[serde(default)]
    pub conditions: String,
    /// The same in English.
    #[serde(default)]
    pub conditions_en: String,
    /// 21. Level of online service: `full`, `partial`, `information`.
    pub online: OnlineLevel,
    /// 22. Search words.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// 23. Description.
    #[serde(default)]
    pub description: String,
    /// The same in English.
    #[serde(default)]
    pub description_en: String,
    /// 24. In force from.
    pub effective_from: crate::time::Date,
    /// 24. In force to, the last day.
    pub effective_to: Option<crate::time::Date>,
    /// 25. Related procedures.
    #[serde(default)]
    pub related: Vec<Code>,
    /// Recorded at once, without an appointment slip (NĐ 61/2018 Điều 17.4).
    #[serde(default)]
    pub immediate: bool,
    /// The clock pauses while the applicant corrects (sector law).
    #[serde(default)]
    pub pauses_for_correction: bool,
    /// What the stages sum to in working hours; required where the limit is in calendar days or months, since
    /// how many working hours those hold depends on the calendar.
    pub stage_hours_total: Option<u32>,
    /// The internal process; its limits sum to the limit (lint).
    #[serde(rename = "stage", default)]
    pub stages: Vec<Stage>,
}

impl Procedure {
    /// Its name in both languages.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }

    /// The way of submitting of this code: `counter`, `online`, `postal`.
    #[must_use]
    pub fn channel(&self, code: &str) -> Option<&Channel> {
        self.channels.iter().find(|c| c.code == *code)
    }
}

/// A field of work (lĩnh vực).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOfWork {
    /// Code.
    pub code: Code,
    /// Name.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
}

impl FieldOfWork {
    /// Its name in both languages.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }
}

/// Level of online service (NĐ 42/2022).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlineLevel {
    /// Toàn trình.
    Full,
    /// Một phần.
    Partial,
    /// Information only.
    Information,
}

/// A way of submitting (cách thức thực hiện).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// `counter`, `online` or `postal`.
    pub code: Code,
    /// Amount of the limit; absent only when the procedure is immediate.
    pub amount: Option<u32>,
    /// Unit of the limit.
    pub unit: Option<LimitUnit>,
    /// Announced days off inside a limit in days are not counted.
    #[serde(default)]
    pub skip_holidays: bool,
    /// Where the limit comes from.
    pub basis: String,
    /// Fees.
    #[serde(rename = "fee", default)]
    pub fees: Vec<Fee>,
}

impl Channel {
    /// Its limit; `None` where the result is given at once.
    ///
    /// # Errors
    /// When it is zero, which lint reports.
    pub fn limit(&self) -> Result<Option<Limit>, ClockError> {
        let (Some(amount), Some(unit)) = (self.amount, self.unit) else { return Ok(None) };
        let limit = Limit::new(amount, unit)?;
        Ok(Some(if self.skip_holidays { limit.skipping_holidays() } else { limit }))
    }
}

/// A fee: phí (cost of a service) or lệ phí (state fee).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// `phi` or `le_phi`.
    pub kind: Code,
    /// Amount in đồng.
    pub amount: i64,
    /// What for.
    pub note: String,
    /// The same in English.
    #[serde(default)]
    pub note_en: String,
}

/// A paper of the dossier (thành phần hồ sơ).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Name.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// Originals.
    #[serde(default)]
    pub originals: u8,
    /// Certified or plain copies.
    #[serde(default)]
    pub copies: u8,
    /// Must be there.
    #[serde(default)]
    pub required: bool,
}

/// A result (kết quả thực hiện).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultPaper {
    /// Name.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// Kept electronically.
    #[serde(default)]
    pub digital: bool,
}

/// A stage of the internal process (quy trình nội bộ).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Name.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// Who works here: MC, CV, TP, LĐS, VP, LĐVP, CT, VT.
    pub role: String,
    /// Limit in working hours.
    pub hours: u32,
    /// What comes out.
    #[serde(default)]
    pub product: String,
    /// The same in English.
    #[serde(default)]
    pub product_en: String,
}
