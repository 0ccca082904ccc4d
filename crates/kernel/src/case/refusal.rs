//! Refusals: a "no" that a clerk can read, with the rule behind it.
//!
//! A refusal is a value of the domain, not an accident: failures of disk and network are other types elsewhere.

use super::mention::NotCalled;
use crate::org::OrgRefusal;
use crate::publishing::PublishRefusal;
use crate::time::Instant;
use crate::{Code, Said};

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The catalogue has no such type, move, field or series.
    Unknown {
        /// What was asked for.
        what: Said,
        /// By which code.
        code: Code,
    },
    /// The case is closed.
    Closed,
    /// The case was erased.
    Erased,
    /// A case that is still under way is not erased.
    NotClosed,
    /// The move does not start from this step.
    NotFromHere {
        /// Name of the move.
        made: Said,
        /// Name of the current step.
        step: Said,
    },
    /// Nobody of the actor's posts may do this.
    NotAllowed {
        /// Name of the act.
        act: Said,
        /// Who may, in words.
        who: Said,
    },
    /// A required field has no value.
    Missing {
        /// Field.
        field: Code,
        /// Its name.
        name: Said,
    },
    /// A value does not fit its field.
    BadValue {
        /// Field.
        field: Code,
        /// Its name.
        name: Said,
        /// What is wrong.
        why: Said,
    },
    /// The move takes no such field.
    NotOnThisForm {
        /// Field.
        field: Code,
    },
    /// A field that the form sets was changed by somebody else meanwhile.
    ChangedMeanwhile {
        /// Field.
        field: Code,
        /// Its name.
        name: Said,
        /// What the form showed.
        seen: String,
        /// What it is now.
        now: String,
    },
    /// A reason is needed.
    ReasonNeeded {
        /// Name of the act.
        act: Said,
    },
    /// A text is too long.
    TextTooLong {
        /// Characters given.
        characters: usize,
        /// Characters allowed.
        characters_max: usize,
    },
    /// The move was made as often as the law allows.
    TooOften {
        /// Name of the move.
        made: Said,
        /// Times allowed.
        times_max: u32,
        /// Law.
        basis: String,
    },
    /// The term within which the move is allowed has passed.
    TooLate {
        /// Name of the move.
        made: Said,
        /// Working days allowed.
        days: u32,
        /// Last moment.
        until: Instant,
        /// Law.
        basis: String,
    },
    /// A lead unit is needed, exactly one.
    LeadNeeded,
    /// The lead unit also stands among the cooperating ones, or a unit stands twice.
    UnitTwice {
        /// Unit.
        unit: Code,
    },
    /// The unit, post or person does not exist on this day.
    NotInOffice {
        /// Unit, post or person.
        code: Code,
    },
    /// Whoever is to hold the case has no post in the lead unit.
    HolderElsewhere {
        /// Person.
        person: Code,
        /// Lead unit.
        unit: Code,
    },
    /// A due date is needed.
    DueNeeded {
        /// Law.
        basis: String,
    },
    /// Evidence is needed.
    EvidenceNeeded,
    /// The evidence is older than the work that it is to prove.
    EvidenceTooOld {
        /// When the work would count as done.
        done: Instant,
        /// When it was given.
        received: Instant,
    },
    /// A clause is given to more units than fit into one batch.
    TooManyUnits {
        /// Units named.
        units: usize,
        /// Units allowed.
        units_max: usize,
    },
    /// The clock said no.
    Clock {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
        /// Law.
        basis: String,
    },
    /// Approver or witness is the actor.
    SecondPersonNeeded {
        /// Name of the act.
        act: Said,
    },
    /// Whoever answers for a late entry as the second person may not make one.
    SecondPersonMayNot {
        /// Name of the act.
        act: Said,
        /// Who may, in words.
        who: Said,
    },
    /// A late entry lies in the future or before the case was opened.
    LateEntryTime,
    /// A case of the old books cannot be carried over as its row says.
    NotCarried {
        /// Which part of the row: `@step`, `@due`.
        part: &'static str,
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
    /// Somebody cannot be called by name.
    NotCalled(NotCalled),
    /// Nobody asks for a later due day, or it was answered already.
    NothingAsked,
    /// Nothing would change.
    NothingToDo,
    /// There is no link of this kind or no such case, or the link points to the case itself.
    LinkNotAllowed {
        /// Rule.
        rule: Code,
    },
    /// The organisation may not change like this.
    Organisation(OrgRefusal),
    /// A decision about the public log, or an opening of it, is not allowed.
    Publishing(PublishRefusal),
    /// A link of this kind may not point to a case of that type.
    LinkToWrongType {
        /// Name of the rule.
        rule: Said,
        /// Names of the types it may point to.
        to: Said,
        /// Name of the type that it was given.
        found: Said,
    },
}

impl From<PublishRefusal> for Refusal {
    fn from(refusal: PublishRefusal) -> Self {
        Self::Publishing(refusal)
    }
}

impl From<OrgRefusal> for Refusal {
    fn from(refusal: OrgRefusal) -> Self {
        Self::Organisation(refusal)
    }
}

impl Refusal {
    /// Stable code of the rule, for scripts and tests.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown",
            Self::Closed => "closed",
            Self::Erased => "erased",
            Self::NotClosed => "not_closed",
            Self::NotFromHere { .. } => "not_from_here",
            Self::NotAllowed { .. } => "not_allowed",
            Self::Missing { .. } => "missing",
            Self::BadValue { .. } => "bad_value",
            Self::NotOnThisForm { .. } => "not_on_this_form",
            Self::ChangedMeanwhile { .. } => "changed_meanwhile",
            Self::ReasonNeeded { .. } => "reason_needed",
            Self::TextTooLong { .. } => "text_too_long",
            Self::TooOften { .. } => "too_often",
            Self::TooLate { .. } => "too_late",
            Self::LeadNeeded => "lead_needed",
            Self::UnitTwice { .. } => "unit_twice",
            Self::NotInOffice { .. } => "not_in_office",
            Self::HolderElsewhere { .. } => "holder_elsewhere",
            Self::DueNeeded { .. } => "due_needed",
            Self::EvidenceNeeded => "evidence_needed",
            Self::EvidenceTooOld { .. } => "evidence_too_old",
            Self::TooManyUnits { .. } => "too_many_units",
            Self::Clock { .. } => "clock",
            Self::SecondPersonNeeded { .. } => "second_person_needed",
            Self::SecondPersonMayNot { .. } => "second_person_may_not",
            Self::LateEntryTime => "late_entry_time",
            Self::NotCarried { .. } => "not_carried",
            Self::NotCalled(why) => why.rule(),
            Self::NothingAsked => "nothing_asked",
            Self::NothingToDo => "nothing_to_do",
            Self::LinkNotAllowed { .. } => "link_not_allowed",
            Self::LinkToWrongType { .. } => "link_to_wrong_type",
            Self::Organisation(no) => no.rule(),
            Self::Publishing(no) => no.rule(),
        }
    }

    /// The field that the refusal is about, so that a form can show it there.
    #[must_use]
    pub fn field(&self) -> Option<&Code> {
        match self {
            Self::Missing { field, .. }
            | Self::BadValue { field, .. }
            | Self::NotOnThisForm { field }
            | Self::ChangedMeanwhile { field, .. } => Some(field),
            _ => None,
        }
    }

    /// The law behind the rule, empty where it is the house's own.
    #[must_use]
    pub fn basis(&self) -> &str {
        match self {
            Self::TooOften { basis, .. }
            | Self::TooLate { basis, .. }
            | Self::DueNeeded { basis }
            | Self::Clock { basis, .. } => basis,
            Self::Organisation(no) => no.basis(),
            _ => "",
        }
    }

    /// In Vietnamese, as a clerk reads it.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Unknown { what, code } => format!("Danh mục không có {what} “{code}”."),
            Self::Closed => "Hồ sơ đã kết thúc, không thể thay đổi thêm.".to_owned(),
            Self::Erased => "Nội dung hồ sơ đã xóa theo pháp luật, không thể thay đổi thêm.".to_owned(),
            Self::NotClosed => "Hồ sơ đang giải quyết nên chưa xóa được. Hãy kết thúc hồ sơ trước.".to_owned(),
            Self::NotFromHere { made, step } => format!("Không thể “{made}” khi hồ sơ đang ở bước “{step}”."),
            Self::NotAllowed { act, who } => format!("Ông/bà không có quyền “{act}”. Người được làm việc này: {who}."),
            Self::Missing { name, .. } => format!("Xin nhập “{name}”."),
            Self::BadValue { name, why, .. } => format!("“{name}”: {why}."),
            Self::NotOnThisForm { field } => format!("Mẫu này không có mục “{field}”."),
            Self::ChangedMeanwhile { name, seen, now, .. } => {
                format!("“{name}” vừa được người khác sửa: ông/bà thấy “{seen}”, nay là “{now}”. Xin xem lại rồi gửi.")
            }
            Self::ReasonNeeded { act } => format!("Xin ghi lý do khi “{act}”."),
            Self::TextTooLong { characters, characters_max } => {
                format!("Nội dung dài {characters} ký tự, tối đa {characters_max}. Xin rút gọn.")
            }
            Self::TooOften { made, times_max, .. } => {
                format!("Đã “{made}” {times_max} lần, quy định không cho phép thêm.")
            }
            Self::TooLate { made, days, until, .. } => {
                format!("Chỉ được “{made}” trong {days} ngày làm việc, hạn cuối là {}.", until.print_vn())
            }
            Self::LeadNeeded => "Xin chọn đúng một đơn vị chủ trì.".to_owned(),
            Self::UnitTwice { unit } => format!("Đơn vị “{unit}” được ghi hai lần (chủ trì hoặc phối hợp)."),
            Self::NotInOffice { code } => format!("“{code}” không có hoặc không còn hoạt động vào ngày này."),
            Self::HolderElsewhere { person, unit } => {
                format!("“{person}” không thuộc đơn vị chủ trì “{unit}”. Xin chọn người của đơn vị đó.")
            }
            Self::DueNeeded { .. } => "Loại hồ sơ này phải có hạn xử lý.".to_owned(),
            Self::EvidenceNeeded => "Xin gắn văn bản chứng minh kết quả trước khi báo cáo.".to_owned(),
            Self::EvidenceTooOld { done, received } => format!(
                "Văn bản chứng minh có từ {}, trước khi giao việc ({}). Xin gắn văn bản khác.",
                done.print_vn(),
                received.print_vn()
            ),
            Self::TooManyUnits { units, units_max } => {
                format!("Chọn {units} đơn vị, mỗi lần giao tối đa {units_max}. Xin chia thành nhiều đợt.")
            }
            Self::Clock { vi, .. } => vi.clone(),
            Self::NotCarried { vi, .. } => format!("Chưa chuyển được: {vi}."),
            Self::SecondPersonNeeded { act } => {
                format!("“{act}” cần một người thứ hai xác nhận, khác người thực hiện.")
            }
            Self::SecondPersonMayNot { act, who } => {
                format!("Người thứ hai xác nhận “{act}” phải là người được làm việc này: {who}.")
            }
            Self::LateEntryTime => "Thời điểm ghi bù phải ở quá khứ và không trước khi hồ sơ được mở.".to_owned(),
            Self::NotCalled(why) => why.vi(),
            Self::NothingAsked => "Không có đề nghị gia hạn nào chờ trả lời.".to_owned(),
            Self::NothingToDo => "Không có gì thay đổi.".to_owned(),
            Self::LinkNotAllowed { rule } => format!("Không thể liên kết “{rule}” tới hồ sơ này."),
            Self::Organisation(no) => no.vi(),
            Self::Publishing(no) => no.vi(),
            Self::LinkToWrongType { rule, to, found } => {
                format!("“{rule}” chỉ liên kết tới: {to}. Hồ sơ được chọn thuộc loại “{found}”. Xin chọn hồ sơ khác.")
            }
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Unknown { what, code } => format!("The catalogue has no {} `{code}`.", what.en),
            Self::Closed => "The case is closed and cannot change.".to_owned(),
            Self::Erased => "What the case said was erased by law; it cannot change.".to_owned(),
            Self::NotClosed => "The case is still under way and cannot be erased. Close it first.".to_owned(),
            Self::NotFromHere { made, step } => format!("“{}” cannot be done at step “{}”.", made.en, step.en),
            Self::NotAllowed { act, who } => format!("You may not do this: “{}”. Who may: {}.", act.en, who.en),
            Self::Missing { name, .. } => format!("“{}” is required.", name.en),
            Self::BadValue { name, why, .. } => format!("“{}”: {}.", name.en, why.en),
            Self::NotOnThisForm { field } => format!("This form has no field `{field}`."),
            Self::ChangedMeanwhile { name, seen, now, .. } => {
                format!("“{}” was changed meanwhile: you saw “{seen}”, it is now “{now}”.", name.en)
            }
            Self::ReasonNeeded { act } => format!("“{}” needs a reason.", act.en),
            Self::TextTooLong { characters, characters_max } => {
                format!("The text has {characters} characters, at most {characters_max} are allowed.")
            }
            Self::TooOften { made, times_max, .. } => format!("“{}” is allowed {times_max} times only.", made.en),
            Self::TooLate { made, days, until, .. } => {
                format!("“{}” is allowed within {days} working days only, until {}.", made.en, until.print_iso())
            }
            Self::LeadNeeded => "Exactly one lead unit is needed.".to_owned(),
            Self::UnitTwice { unit } => format!("Unit `{unit}` is named twice."),
            Self::NotInOffice { code } => format!("`{code}` does not exist on this day."),
            Self::HolderElsewhere { person, unit } => {
                format!("Whoever holds the case must be of the lead unit `{unit}`; `{person}` is not.")
            }
            Self::DueNeeded { .. } => "A due date is required for this type.".to_owned(),
            Self::EvidenceNeeded => "Evidence of the result is required.".to_owned(),
            Self::EvidenceTooOld { done, received } => format!(
                "The evidence is of {}, before the work was given ({}); attach another document.",
                done.print_iso(),
                received.print_iso()
            ),
            Self::TooManyUnits { units, units_max } => {
                format!("A batch takes at most {units_max} units, {units} are named; make several.")
            }
            Self::Clock { en, .. } => en.clone(),
            Self::NotCarried { en, .. } => format!("Not carried over: {en}."),
            Self::SecondPersonNeeded { act } => format!("“{}” needs a second person to confirm it.", act.en),
            Self::SecondPersonMayNot { act, who } => {
                format!("The second person of “{}” must be one who may do it: {}.", act.en, who.en)
            }
            Self::LateEntryTime => "A late entry must lie in the past and not before the case was opened.".to_owned(),
            Self::NotCalled(why) => why.en(),
            Self::NothingAsked => "No request for a later due day waits for an answer.".to_owned(),
            Self::NothingToDo => "Nothing would change.".to_owned(),
            Self::LinkNotAllowed { rule } => format!("A link `{rule}` may not point to this case."),
            Self::Organisation(no) => no.en(),
            Self::Publishing(no) => no.en(),
            Self::LinkToWrongType { rule, to, found } => {
                format!(
                    "“{}” links only to: {}. The case chosen is of type “{}”; choose another.",
                    rule.en, to.en, found.en
                )
            }
        }
    }
}
