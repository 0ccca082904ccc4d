//! Why a change of the organisation is refused, in words of the people who make it. Not here: the rules (`decide`).

use crate::Code;
use crate::time::Date;

/// Why a change was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrgRefusal {
    /// The actor may not do this.
    NotYours {
        /// Who may, in Vietnamese.
        vi: &'static str,
        /// Who may, in English.
        en: &'static str,
    },
    /// Nobody gives power to themselves.
    OwnPower,
    /// There is no such person, post or unit.
    Unknown {
        /// Field.
        field: &'static str,
        /// Code as given.
        code: Code,
    },
    /// The code is in use, or was.
    InUse {
        /// Field.
        field: &'static str,
        /// Code as given.
        code: Code,
    },
    /// A text is needed.
    Missing {
        /// Field.
        field: &'static str,
        /// Its name in Vietnamese.
        vi: &'static str,
        /// Its name in English.
        en: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// Field.
        field: &'static str,
        /// Characters allowed.
        characters_max: usize,
    },
    /// The last day lies before the first.
    Backwards {
        /// Field.
        field: &'static str,
    },
    /// The day lies too far back: what was done under the old order stays rightful.
    TooFarBack {
        /// Field.
        field: &'static str,
        /// First day that may be given.
        earliest: Date,
    },
    /// A person, a post's unit or a unit does not exist all that time.
    NotThatLong {
        /// Field.
        field: &'static str,
        /// Name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Option<Date>,
    },
    /// The post has a holder in that time.
    Taken {
        /// Name of the holder.
        holder: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Option<Date>,
    },
    /// The same stands already, in a time that overlaps.
    Twice {
        /// Field.
        field: &'static str,
        /// First day of what stands.
        from: Date,
        /// Last day of what stands.
        to: Option<Date>,
    },
    /// There is nothing of the kind that could end on that day.
    NothingToEnd,
    /// It ends on that day or earlier anyway.
    EndsAnyway {
        /// On which day.
        on: Date,
    },
    /// Somebody stands in for themselves.
    OwnSubstitute,
    /// The substitute is of another office.
    OtherHouse {
        /// Name.
        name: String,
    },
    /// The substitute is away too.
    SubstituteAway {
        /// Name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The person stands in for somebody in that time.
    StandsIn {
        /// For whom.
        whom: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// An absence is entered for a year at most.
    TooManyDays {
        /// Days allowed.
        days_max: i32,
    },
    /// This kind of power needs a last day.
    EndNeeded,
    /// Who signs by authorisation may not authorise others.
    PassedOn,
    /// Nobody would be left to administer.
    LastAdministrator,
}

/// Law of the powers to sign.
const SIGNING_LAW: &str = "Nghị định 30/2020/NĐ-CP, Điều 13";

impl OrgRefusal {
    /// Stable code of the rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotYours { .. } => "not_yours",
            Self::OwnPower => "own_power",
            Self::Unknown { .. } => "unknown_in_org",
            Self::InUse { .. } => "in_use",
            Self::Missing { .. } => "missing_text",
            Self::TooLong { .. } => "too_long",
            Self::Backwards { .. } => "backwards",
            Self::TooFarBack { .. } => "too_far_back",
            Self::NotThatLong { .. } => "not_that_long",
            Self::Taken { .. } => "taken",
            Self::Twice { .. } => "twice",
            Self::NothingToEnd => "nothing_to_end",
            Self::EndsAnyway { .. } => "ends_anyway",
            Self::OwnSubstitute => "own_substitute",
            Self::OtherHouse { .. } => "other_house",
            Self::SubstituteAway { .. } => "substitute_away",
            Self::StandsIn { .. } => "stands_in",
            Self::TooManyDays { .. } => "too_many_days",
            Self::EndNeeded => "end_needed",
            Self::PassedOn => "passed_on",
            Self::LastAdministrator => "last_administrator",
        }
    }

    /// The field of the change that it is about; empty where it is about no single one.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Unknown { field, .. }
            | Self::InUse { field, .. }
            | Self::Missing { field, .. }
            | Self::TooLong { field, .. }
            | Self::Backwards { field }
            | Self::TooFarBack { field, .. }
            | Self::NotThatLong { field, .. }
            | Self::Twice { field, .. } => field,
            Self::Taken { .. } => "post",
            Self::OwnSubstitute | Self::OtherHouse { .. } | Self::SubstituteAway { .. } => "substitute",
            Self::TooManyDays { .. } | Self::EndNeeded => "to",
            Self::EndsAnyway { .. } => "last",
            Self::PassedOn => "from_post",
            Self::NotYours { .. }
            | Self::OwnPower
            | Self::NothingToEnd
            | Self::StandsIn { .. }
            | Self::LastAdministrator => "",
        }
    }

    /// The law behind it; empty where it is the house's own.
    #[must_use]
    pub fn basis(&self) -> &'static str {
        if matches!(self, Self::EndNeeded | Self::PassedOn) { SIGNING_LAW } else { "" }
    }

    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NotYours { vi, .. } => format!("Ông/bà không có quyền làm việc này. Người được làm: {vi}."),
            Self::OwnPower => {
                "Không ai tự trao chức danh hoặc quyền ký cho chính mình; xin nhờ người quản trị khác.".to_owned()
            }
            Self::Unknown { code, .. } => format!("Không có “{code}” trong cơ cấu tổ chức; xin chọn lại."),
            Self::InUse { code, .. } => format!("Mã “{code}” đã có người hoặc đơn vị dùng; xin chọn mã khác."),
            Self::Missing { vi, .. } => format!("Xin ghi {vi}."),
            Self::TooLong { characters_max, .. } => format!("Tối đa {characters_max} ký tự; xin rút gọn."),
            Self::Backwards { .. } => "Ngày cuối trước ngày đầu; xin sửa một trong hai ngày.".to_owned(),
            Self::TooFarBack { earliest, .. } => format!(
                "Ngày này quá xa về trước; sớm nhất là {}. Việc đã làm theo tổ chức cũ giữ nguyên giá trị.",
                earliest.print_vn()
            ),
            Self::NotThatLong { name, from, to, .. } => {
                format!("{name} chỉ có {}; xin sửa ngày.", period_vi(*from, *to))
            }
            Self::Taken { holder, from, to } => {
                format!("Chức danh này do {holder} giữ {}; xin kết thúc trước.", period_vi(*from, *to))
            }
            Self::Twice { from, to, .. } => format!("Đã có bản ghi như vậy {}; xin sửa ngày.", period_vi(*from, *to)),
            Self::NothingToEnd => "Không có gì để kết thúc: bản ghi này đã kết thúc hoặc đã được sửa.".to_owned(),
            Self::EndsAnyway { on } => {
                format!("Bản ghi này vốn kết thúc ngày {}; xin ghi ngày sớm hơn.", on.print_vn())
            }
            Self::OwnSubstitute => "Người vắng không tự thay mình; xin chọn người khác.".to_owned(),
            Self::OtherHouse { name } => format!("{name} thuộc cơ quan khác; xin chọn người cùng cơ quan."),
            Self::SubstituteAway { name, from, to } => {
                format!("{name} cũng vắng {}; xin chọn người khác.", period_vi(*from, Some(*to)))
            }
            Self::StandsIn { whom, from, to } => {
                format!("Người này đang được cử thay {whom} {}; xin cử người khác trước.", period_vi(*from, Some(*to)))
            }
            Self::TooManyDays { days_max } => {
                format!("Một lần vắng tối đa {days_max} ngày; dài hơn thì cho thôi giữ chức danh.")
            }
            Self::EndNeeded => format!("Ký thừa ủy quyền phải có thời hạn; xin ghi ngày cuối ({SIGNING_LAW})."),
            Self::PassedOn => {
                format!("Người được ký thừa ủy quyền không được ủy quyền lại cho người khác ({SIGNING_LAW}).")
            }
            Self::LastAdministrator => {
                "Sẽ không còn ai giữ chức danh quản trị; xin giao chức danh đó cho người khác trước.".to_owned()
            }
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NotYours { en, .. } => format!("You may not do this. Allowed: {en}."),
            Self::OwnPower => {
                "Nobody gives a post or a power to sign to themselves; ask another administrator.".to_owned()
            }
            Self::Unknown { code, .. } => format!("The organisation has no `{code}`; choose another."),
            Self::InUse { code, .. } => format!("The code `{code}` is in use; choose another."),
            Self::Missing { en, .. } => format!("Give the {en}."),
            Self::TooLong { characters_max, .. } => format!("At most {characters_max} characters; shorten it."),
            Self::Backwards { .. } => "The last day lies before the first; correct one of them.".to_owned(),
            Self::TooFarBack { earliest, .. } => {
                format!(
                    "The day lies too far back; {earliest} is the earliest. What was done under the old order stands."
                )
            }
            Self::NotThatLong { name, from, to, .. } => {
                format!("{name} is there {} only; correct the days.", period_en(*from, *to))
            }
            Self::Taken { holder, from, to } => {
                format!("{holder} holds this post {}; end that first.", period_en(*from, *to))
            }
            Self::Twice { from, to, .. } => {
                format!("The same stands {} already; correct the days.", period_en(*from, *to))
            }
            Self::NothingToEnd => "There is nothing to end: it has ended or was changed.".to_owned(),
            Self::EndsAnyway { on } => format!("It ends on {on} anyway; give an earlier day."),
            Self::OwnSubstitute => "Nobody stands in for themselves; choose somebody else.".to_owned(),
            Self::OtherHouse { name } => format!("{name} is of another office; choose somebody of the same one."),
            Self::SubstituteAway { name, from, to } => {
                format!("{name} is away too {}; choose somebody else.", period_en(*from, Some(*to)))
            }
            Self::StandsIn { whom, from, to } => {
                format!("This person stands in for {whom} {}; name somebody else first.", period_en(*from, Some(*to)))
            }
            Self::TooManyDays { days_max } => format!("An absence has {days_max} days at most."),
            Self::EndNeeded => format!("An authorisation to sign needs a last day ({SIGNING_LAW})."),
            Self::PassedOn => format!("Who signs by authorisation may not authorise others ({SIGNING_LAW})."),
            Self::LastAdministrator => {
                "Nobody would be left to administer; give that post to somebody first.".to_owned()
            }
        }
    }
}

fn period_vi(from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => format!("từ {} đến {}", from.print_vn(), to.print_vn()),
        None => format!("từ {}", from.print_vn()),
    }
}

fn period_en(from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => format!("from {from} to {to}"),
        None => format!("from {from} on"),
    }
}
