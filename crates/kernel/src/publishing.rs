//! Who may decide that everybody may read the public log: the Chairman, by a decision with number and date. It stays in force
//! until he decides otherwise. And who may open a case of it to an inspector, with all that its leaves seal.
//!
//! What the log says is in `case::leaf`; serving it is not here.

use serde::{Deserialize, Serialize};

use crate::case::Actor;
use crate::org::CHIEF;
use crate::time::Date;

/// The role that decides.
pub const CHAIRMAN: &str = "chairman";
/// Longest number of a decision in characters.
pub const NUMBER_CHARACTERS_MAX: usize = 40;
/// Longest text of an opening (to whom, why) in characters.
pub const TEXT_CHARACTERS_MAX: usize = 300;

/// A decision on paper about the log, whose number says nothing else (Nghị định 30/2020/NĐ-CP, phụ lục I: `45/QĐ-UBND`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form")]
pub struct Decision {
    number: String,
    dated: Date,
}

#[derive(Deserialize)]
struct Form {
    number: String,
    dated: Date,
}

impl TryFrom<Form> for Decision {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        Self::parse(&form.number, form.dated).map_err(|refusal| refusal.en())
    }
}

impl Decision {
    /// A decision of this number and date. The number is told in the public log, so it has the form of a number: digits, a
    /// stroke, capitals.
    ///
    /// # Errors
    /// When the number has another form.
    pub fn parse(number: &str, dated: Date) -> Result<Self, PublishRefusal> {
        let number = number.trim();
        let sound = number.split_once('/').is_some_and(|(digits, sign)| {
            let is_sign = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
            !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && sign.starts_with(|c: char| c.is_alphanumeric())
                && sign.chars().all(is_sign)
        });
        if !sound || number.chars().count() > NUMBER_CHARACTERS_MAX {
            return Err(PublishRefusal::Number);
        }
        Ok(Self { number: number.to_owned(), dated })
    }

    /// Its number, as on paper.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The date that it bears.
    #[must_use]
    pub fn dated(&self) -> Date {
        self.dated
    }
}

/// Why a decision about the log is not taken, or an opening not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishRefusal {
    /// Only the Chairman decides this.
    NotChairman,
    /// The number has not the form of one.
    Number,
    /// The decision bears a day that has not come.
    Ahead {
        /// The day.
        dated: Date,
    },
    /// The log is published already.
    Published,
    /// The log is not published.
    NotPublished,
    /// Openings are given by others.
    NotOpener,
    /// An opening says to whom it is given, and why.
    ToWhom {
        /// `to` or `why`.
        field: &'static str,
    },
    /// An event is in no signed tree yet, so that nothing proves it.
    NotLogged {
        /// Its position in the ledger.
        position: u64,
    },
}

impl PublishRefusal {
    /// Stable code of the rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotChairman | Self::NotOpener => "not_allowed",
            Self::Number => "decision_number",
            Self::Ahead { .. } => "decision_ahead",
            Self::Published => "log_published",
            Self::NotPublished => "log_not_published",
            Self::ToWhom { .. } => "opening_to_whom",
            Self::NotLogged { .. } => "not_logged_yet",
        }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NotChairman => "Chỉ Chủ tịch UBND tỉnh quyết định công khai hoặc thôi công khai nhật ký.".to_owned(),
            Self::Number => {
                "Số quyết định chưa đúng. Xin ghi như trên văn bản: số, gạch chéo, ký hiệu (ví dụ 45/QĐ-UBND)."
                    .to_owned()
            }
            Self::Ahead { dated } => {
                format!("Quyết định đề ngày {}, chưa tới. Xin ghi ngày đã ký.", dated.print_vn())
            }
            Self::Published => {
                "Nhật ký đang được công khai. Muốn đổi, xin ghi quyết định thôi công khai trước.".to_owned()
            }
            Self::NotPublished => "Nhật ký chưa được công khai.".to_owned(),
            Self::NotOpener => {
                "Chỉ Chủ tịch UBND tỉnh hoặc Chánh Văn phòng giao bản mở hồ sơ cho cơ quan thanh tra, giám sát."
                    .to_owned()
            }
            Self::ToWhom { field: "to" } => {
                format!("Xin ghi cơ quan, người nhận bản mở (không quá {TEXT_CHARACTERS_MAX} ký tự).")
            }
            Self::ToWhom { .. } => {
                format!("Xin ghi căn cứ, lý do giao bản mở (không quá {TEXT_CHARACTERS_MAX} ký tự).")
            }
            Self::NotLogged { position } => {
                format!("Sự kiện ở vị trí {position} của sổ cái chưa vào nhật ký đã ký. Xin thử lại sau giây lát.")
            }
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NotChairman => "Only the Chairman decides to publish the log, or to publish it no longer.".to_owned(),
            Self::Number => {
                "This is not the number of a decision. Give it as on paper: number, stroke, sign (such as 45/QĐ-UBND)."
                    .to_owned()
            }
            Self::Ahead { dated } => {
                format!("The decision is dated {dated}, which has not come. Give the day of signing.")
            }
            Self::Published => "The log is published already. Record the decision that ends it first.".to_owned(),
            Self::NotPublished => "The log is not published.".to_owned(),
            Self::NotOpener => {
                "Only the Chairman or the Chief of Office gives the opening of a case to those who inspect.".to_owned()
            }
            Self::ToWhom { field: "to" } => {
                format!("Say to which body and person the opening is given (at most {TEXT_CHARACTERS_MAX} characters).")
            }
            Self::ToWhom { .. } => {
                format!("Say on what ground the opening is given (at most {TEXT_CHARACTERS_MAX} characters).")
            }
            Self::NotLogged { position } => {
                format!(
                    "The event at position {position} of the ledger is in no signed log yet. Try again in a moment."
                )
            }
        }
    }
}

/// Whether the actor decides about the log.
#[must_use]
pub fn may_decide(actor: &Actor) -> bool {
    actor.posts.iter().any(|post| post.role == *CHAIRMAN)
}

/// Decides whether a decision can be recorded. `publish` is what it says; `published` is how the log stands.
///
/// # Errors
/// The first rule that says no.
pub fn decide(
    publish: bool,
    published: bool,
    decision: &Decision,
    actor: &Actor,
    today: Date,
) -> Result<(), PublishRefusal> {
    if !may_decide(actor) {
        return Err(PublishRefusal::NotChairman);
    }
    if decision.dated > today {
        return Err(PublishRefusal::Ahead { dated: decision.dated });
    }
    match (publish, published) {
        (true, true) => Err(PublishRefusal::Published),
        (false, false) => Err(PublishRefusal::NotPublished),
        (true, false) | (false, true) => Ok(()),
    }
}

/// Whether the actor gives openings of cases, of those that he may read: the Chairman and the Chief of Office, who answer for
/// what leaves the house.
#[must_use]
pub fn may_open(actor: &Actor) -> bool {
    actor.posts.iter().any(|post| matches!(post.role.as_str(), CHAIRMAN | CHIEF))
}

/// Decides whether an opening can be given, to whom and why.
///
/// # Errors
/// The first rule that says no.
pub fn permit_opening(actor: &Actor, to: &str, why: &str) -> Result<(), PublishRefusal> {
    if !may_open(actor) {
        return Err(PublishRefusal::NotOpener);
    }
    for (field, text) in [("to", to), ("why", why)] {
        if text.trim().is_empty() || text.chars().count() > TEXT_CHARACTERS_MAX {
            return Err(PublishRefusal::ToWhom { field });
        }
    }
    Ok(())
}
