//! Word lists for invented people, places and papers. No combination is meant to be anybody.
//!
//! Telephone and identity numbers begin with prefixes that are not in use. Not here: which field a text goes to.

use crate::chance::Chance;

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh",
    "Mai", "Cao", "Hà", "Lưu", "Tống", "Phùng", "Quách", "Hứa", "Lường", "Thiều", "Viên",
];
const MIDDLE: &[&str] = &[
    "Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Xuân", "Thu", "Hồng", "Công", "Kim", "Bá", "Đình",
    "Viết", "Thùy", "Diệu", "Trọng", "Duy", "Gia", "Khánh",
];
const GIVEN: &[&str] = &[
    "An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dũng", "Duyên", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hiếu",
    "Hòa", "Huệ", "Hùng", "Hương", "Huy", "Khoa", "Kiên", "Lan", "Liên", "Linh", "Loan", "Long", "Mai", "Nam", "Nga",
    "Nghĩa", "Nhung", "Oanh", "Phong", "Phúc", "Phương", "Quân", "Quang", "Quyên", "Sơn", "Tâm", "Thảo", "Thắng",
    "Thủy", "Tiến", "Toàn", "Trang", "Trung", "Tú", "Tuấn", "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Yến",
];
const HAMLETS: &[&str] =
    &["Đồng Mới", "Sông Trúc", "Bái Lau", "Ao Sen", "Cồn Cát", "Chùa Vắng", "Đá Bạc", "Gò Mít", "Bến Ngô", "Núi Nụ"];
const COMMUNES: &[&str] = &[
    "Hòa Trúc",
    "Tân Sậy",
    "Bình Lau",
    "Phú Ngàn",
    "Lộc Mận",
    "An Cói",
    "Vĩnh Sồi",
    "Đông Lựu",
    "Xuân Mía",
    "Quảng Dừa",
];
const TRADES: &[&str] = &[
    "Vật liệu",
    "Cơ khí",
    "Thực phẩm",
    "May mặc",
    "Vận tải",
    "Du lịch",
    "Thủy sản",
    "Nông sản",
    "Xây lắp",
    "Dược phẩm",
];
const BRANDS: &[&str] =
    &["Hạc Giấy", "Sao Mơ", "Lúa Thơm", "Biển Xa", "Núi Nhỏ", "Trúc Lam", "Đá Cuội", "Mây Sớm", "Sen Cạn", "Cầu Vồng"];

/// A full name.
pub(crate) fn person(chance: &mut Chance) -> String {
    format!("{} {} {}", chance.word(FAMILY), chance.word(MIDDLE), chance.word(GIVEN))
}

/// The name of a company.
pub(crate) fn company(chance: &mut Chance) -> String {
    format!("Công ty TNHH {} {} {}", chance.word(TRADES), chance.word(BRANDS), chance.between(1, 400))
}

/// An address that is nowhere.
pub(crate) fn address(chance: &mut Chance) -> String {
    format!("Số {}, thôn {}, xã {}", chance.between(1, 480), chance.word(HAMLETS), chance.word(COMMUNES))
}

/// A telephone number of a prefix that is not in use.
pub(crate) fn phone(chance: &mut Chance) -> String {
    format!("0100 {:03} {:03}", chance.below(1_000), chance.below(1_000))
}

/// An identity number of a province that does not exist.
pub(crate) fn identity(chance: &mut Chance) -> String {
    format!("000{:09}", chance.below(1_000_000_000))
}

/// A place for papers, not for people.
pub(crate) fn place(chance: &mut Chance) -> String {
    format!("xã {}", chance.word(COMMUNES))
}

const TASK_VERBS: &[&str] = &[
    "Rà soát, báo cáo",
    "Tham mưu giải quyết",
    "Chủ trì kiểm tra, xử lý",
    "Xây dựng kế hoạch",
    "Đề xuất phương án",
    "Khẩn trương hoàn thiện",
    "Tổng hợp, báo cáo",
    "Thẩm định, trình UBND tỉnh",
    "Tổ chức thực hiện",
    "Làm rõ kiến nghị về",
];
const OBJECTS: &[&str] = &[
    "tiến độ giải ngân vốn đầu tư công",
    "công tác giải phóng mặt bằng",
    "kết quả cải cách hành chính",
    "chuyển đổi số",
    "công tác phòng, chống thiên tai",
    "tình hình thu, chi ngân sách",
    "chất lượng nước sạch nông thôn",
    "quy hoạch chi tiết cụm công nghiệp",
    "an toàn thực phẩm",
    "công tác tuyển sinh",
    "chế độ đối với người có công",
    "nạo vét kênh tiêu",
    "sửa chữa tuyến đường",
    "quản lý khoáng sản",
    "tồn tại về đất đai",
    "bảo vệ rừng",
    "công trình chậm tiến độ",
    "chỉ số năng lực cạnh tranh",
    "giải quyết thủ tục hành chính",
    "an toàn giao thông",
    "phòng cháy, chữa cháy",
    "khám, chữa bệnh",
    "bảo tồn di tích",
    "xây dựng nông thôn mới",
    "tinh giản biên chế",
];
const PERIODS: &[&str] = &["quý I", "quý II", "quý III", "6 tháng đầu năm", "9 tháng đầu năm", "năm"];

/// What a task is about.
pub(crate) fn task_subject(chance: &mut Chance, year: i32) -> String {
    let (verb, object) = (chance.word(TASK_VERBS), chance.word(OBJECTS));
    match chance.below(3) {
        0 => format!("{verb} {object} tại {}", place(chance)),
        1 => format!("{verb} {object} {} {year}", chance.word(PERIODS)),
        _ => format!("{verb} {object}"),
    }
}

/// What comes in besides reports on tasks: (kind, subject).
pub(crate) fn incoming_subject(chance: &mut Chance, year: i32) -> (&'static str, String) {
    let kind =
        chance.word(&["Công văn", "Công văn", "Công văn", "Báo cáo", "Tờ trình", "Giấy mời", "Thông báo", "Kế hoạch"]);
    let object = chance.word(OBJECTS);
    let subject = match kind {
        "Tờ trình" => format!("Đề nghị phê duyệt phương án về {object} tại {}", place(chance)),
        "Báo cáo" => format!("Báo cáo {object} {} {year}", chance.word(PERIODS)),
        "Giấy mời" => format!("Mời họp về {object}"),
        "Thông báo" => format!("Thông báo kết luận cuộc họp về {object}"),
        "Kế hoạch" => format!("Kế hoạch thực hiện {object} năm {year}"),
        _ => format!("Về việc {object} tại {}", place(chance)),
    };
    (kind, subject)
}

/// Who sends papers from outside the province's own units.
pub(crate) fn outside_sender(chance: &mut Chance) -> String {
    let known = ["Văn phòng Chính phủ", "Bộ Tài chính", "Bộ Xây dựng", "Bộ Nội vụ", "Thường trực HĐND tỉnh"];
    match chance.below(10) {
        0..=4 => chance.word(&known).to_owned(),
        5..=7 => format!("UBND {}", place(chance)),
        _ => format!("Doanh nghiệp gửi kiến nghị số {}", chance.between(1, 900)),
    }
}

/// The subject of an outgoing document.
pub(crate) fn outgoing_subject(chance: &mut Chance, kind: &str, year: i32) -> String {
    let object = chance.word(OBJECTS);
    match kind {
        "quyet_dinh" => format!("Phê duyệt điều chỉnh dự án về {object} tại {}", place(chance)),
        "giay_moi" => format!("Mời họp bàn về {object}"),
        "thong_bao" => format!("Kết luận của Chủ tịch UBND tỉnh về {object}"),
        "bao_cao" => format!("Báo cáo {object} {} {year}", chance.word(PERIODS)),
        "to_trinh" => format!("Trình HĐND tỉnh về {object}"),
        "ke_hoach" => format!("Kế hoạch {object} năm {year}"),
        "cong_dien" => format!("Tập trung {object}"),
        _ => format!("V/v {object}"),
    }
}

/// What a programme item prepares.
pub(crate) fn programme_subject(chance: &mut Chance, year: i32) -> String {
    format!("Nội dung về {} năm {year}", chance.word(OBJECTS))
}

const NEWS: &[&str] = &[
    "Lãnh đạo UBND tỉnh kiểm tra",
    "Phiên họp thường kỳ UBND tỉnh bàn về",
    "Hội nghị trực tuyến về",
    "Các địa phương đẩy mạnh",
    "Kết quả bước đầu về",
    "Hướng dẫn người dân về",
];

/// The title of an article.
pub(crate) fn article_title(chance: &mut Chance) -> String {
    format!("{} {}", chance.word(NEWS), chance.word(OBJECTS))
}

/// What a public notice offers: (kind, subject).
pub(crate) fn notice_subject(chance: &mut Chance) -> (&'static str, String) {
    let place = place(chance);
    let n = chance.between(1, 60);
    match chance.below(20) {
        0..=7 => ("asset", format!("Thông báo đấu giá tài sản: lô vật tư thu hồi số {n}")),
        8..=17 => ("land", format!("Thông báo đấu giá quyền sử dụng {n} lô đất ở tại {place}")),
        18 => ("mineral_auction", format!("Thông báo đấu giá quyền khai thác mỏ cát số {n} tại {place}")),
        _ => ("mineral_exploration", format!("Thông báo địa điểm đề nghị thăm dò mỏ đất san lấp tại {place}")),
    }
}
