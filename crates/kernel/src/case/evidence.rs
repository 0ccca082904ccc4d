//! Evidence that a task was done, and the day on which it counts as done.
//!
//! No typed date and no click decides: the document's number in this ledger does, else a verified signature,
//! else the arrival here.

use serde::{Deserialize, Serialize};

use super::CaseId;
use crate::time::Instant;

/// What is known of an evidence document; gathered by the office from the ledger, never typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The document, when it is a case of this ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<CaseId>,
    /// The attached file, by the SHA-256 of its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// When the document was given its issue number in this ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// Time of its verified signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Instant>,
    /// When it arrived here.
    pub arrived: Instant,
}

impl Evidence {
    /// The moment at which the task counts as done, and why.
    #[must_use]
    pub fn done_at(&self) -> (Instant, DoneBy) {
        match (self.issued, self.signed) {
            (Some(at), _) => (at, DoneBy::IssueDate),
            (None, Some(at)) => (at, DoneBy::SignatureTime),
            (None, None) => (self.arrived, DoneBy::Arrival),
        }
    }
}

/// Which fact decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneBy {
    /// Issue date of a document numbered in this ledger.
    IssueDate,
    /// Verified signature time.
    SignatureTime,
    /// Date of arrival.
    Arrival,
}

impl DoneBy {
    /// How the case page says it.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::IssueDate => "ngày ban hành của văn bản có số trong sổ này",
            Self::SignatureTime => "thời điểm ký số đã kiểm tra",
            Self::Arrival => "ngày văn bản đến",
        }
    }

    /// The same in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::IssueDate => "the date of issue of a document numbered in these registers",
            Self::SignatureTime => "the verified time of signing",
            Self::Arrival => "the day on which the document came in",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_before_signature_before_arrival() {
        let mut evidence = Evidence {
            document: None,
            file: None,
            issued: Some(Instant(1)),
            signed: Some(Instant(2)),
            arrived: Instant(3),
        };
        assert_eq!(evidence.done_at(), (Instant(1), DoneBy::IssueDate));
        evidence.issued = None;
        assert_eq!(evidence.done_at(), (Instant(2), DoneBy::SignatureTime));
        evidence.signed = None;
        assert_eq!(evidence.done_at(), (Instant(3), DoneBy::Arrival));
    }
}
