//! What is said when a page cannot be given or an act cannot be done: what, why, what to do. Never a trace.

use askama::Template;

use super::{Frame, Link};

/// A field that a colleague changed meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Conflict {
    /// Label of the field.
    pub label: String,
    /// What this person saw when the form was opened; may be empty.
    pub before: String,
    /// What this person typed.
    pub mine: String,
    /// What stands there now.
    pub theirs: String,
    /// Who set it, and when.
    pub by: String,
}

/// An error page.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Surroundings; without a person when nobody is signed in.
    pub frame: Frame,
    /// HTTP status: 403, 404, 409, 422, 500.
    pub status: u16,
    /// What happened, as a heading.
    pub heading: String,
    /// The same in English; may be empty.
    pub english: String,
    /// Why.
    pub why: String,
    /// The rule that refuses, with its legal basis; may be empty.
    pub rule: String,
    /// What to do, one step a line.
    pub steps: Vec<String>,
    /// Fields in conflict (409).
    pub conflicts: Vec<Conflict>,
    /// Where to go.
    pub ways: Vec<Link>,
    /// What to tell the administrator; may be empty.
    pub reference: String,
}

impl ErrorPage {
    /// The usual words for a status, to which a handler adds a rule, conflicts, ways and a reference.
    #[must_use]
    pub fn usual(frame: Frame, status: u16) -> Self {
        let (heading, english, why, steps): (_, _, _, &[&str]) = match status {
            403 => (
                "Quý vị chưa được phép xem hoặc làm việc này",
                "You may not do this",
                "Việc này thuộc quyền của người hoặc đơn vị khác theo phân công trong danh mục.",
                &[
                    "Kiểm tra chức danh đang dùng ở góc trên.",
                    "Nếu cần, đề nghị lãnh đạo phòng phân công hoặc ủy quyền.",
                ],
            ),
            404 => (
                "Không tìm thấy trang này",
                "Page not found",
                "Địa chỉ có thể đã gõ sai, hoặc hồ sơ không nằm trong phạm vi quý vị được xem.",
                &["Kiểm tra lại địa chỉ.", "Tìm theo số hoặc trích yếu ở ô tìm kiếm."],
            ),
            409 => (
                "Hồ sơ vừa được người khác cập nhật",
                "Changed by someone else meanwhile",
                "Trong lúc quý vị điền, nội dung dưới đây đã thay đổi. Chưa có gì của quý vị bị ghi hoặc bị mất.",
                &["So sánh hai giá trị.", "Mở lại hồ sơ và thực hiện lại nếu vẫn cần."],
            ),
            422 => (
                "Chưa thực hiện được việc này",
                "This cannot be done as it stands",
                "Nội dung gửi lên chưa đủ điều kiện. Chưa có gì được ghi vào sổ cái.",
                &["Quay lại biểu mẫu và sửa theo chỉ dẫn."],
            ),
            _ => (
                "Hệ thống gặp sự cố",
                "Something broke on our side",
                "Lỗi ở phía hệ thống, không phải do quý vị. Việc chưa được báo là đã ghi thì chưa có hiệu lực.",
                &[
                    "Thử lại sau ít phút; gửi lại biểu mẫu không làm việc bị ghi hai lần.",
                    "Nếu vẫn lỗi, báo quản trị kèm mã dưới đây.",
                ],
            ),
        };
        Self {
            frame,
            status,
            heading: heading.to_owned(),
            english: english.to_owned(),
            why: why.to_owned(),
            rule: String::new(),
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            conflicts: Vec::new(),
            ways: Vec::new(),
            reference: String::new(),
        }
    }
}
