//! Search over all registers: the number first, then words, with or without tones; units whose name fits lead to their work.

use axum::extract::{Query as Asking, State};
use axum::response::Response;
use kernel::text::fold;
use office::views::search::HITS_MAX;

use super::address::Pairs;
use super::answer::{self, Answer};
use super::register::hit;
use super::visitor::{Asked, Visitor, visit};
use super::words::query_string;
use crate::pages::{Column, Count, Empty, Link, RegisterPage};
use crate::state::AppState;

/// Longest text that is searched for, in characters.
const CHARACTERS_MAX: usize = 200;
/// Units named on the page.
const UNITS_SHOWN: usize = 5;

/// `GET /tim?q=`
pub async fn show(State(state): State<AppState>, Asking(pairs): Asking<Pairs>, asked: Asked) -> Response {
    visit(state, asked, move |visitor| {
        let typed = pairs.iter().find(|(k, _)| k == "q").map_or("", |(_, v)| v.as_str());
        let text: String = typed.trim().chars().take(CHARACTERS_MAX).collect();
        search(visitor, &text)
    })
    .await
}

fn search(visitor: &Visitor, text: &str) -> Answer {
    let found = visitor.state.office.search(&visitor.viewer, text)?;
    let house = visitor.house();
    let rows: Vec<_> = found
        .by_number
        .iter()
        .chain(&found.by_words)
        .filter_map(|line| {
            let of = house.case_type(line.case.catalogue, &line.case.case_type).ok()?;
            Some(hit(visitor, line, of))
        })
        .collect();
    let full = u64::try_from(rows.len()).is_ok_and(|n| n >= HITS_MAX);
    let count = if full { format!("{} hồ sơ mới nhất", rows.len()) } else { format!("{} hồ sơ", rows.len()) };
    let mut frame = visitor.frame("Tìm kiếm");
    frame.search = text.to_owned();
    let heads = ["Tên, trích yếu", "Số", "Loại", "Bước", "Mở lúc", "Hạn"];
    let column = |(i, label): (usize, &&str)| Column { label: (*label).to_owned(), wide: i == 0, ..Column::default() };
    answer::ok(&RegisterPage {
        heading: "Tìm kiếm".to_owned(),
        english: "Search".to_owned(),
        sentence: if text.is_empty() {
            "Nhập số, ký hiệu hoặc từ trong trích yếu.".to_owned()
        } else {
            format!("Kết quả cho “{text}”")
        },
        columns: heads.iter().enumerate().map(column).collect(),
        rows,
        count: Count { text: count, exact_href: None },
        empty: Empty {
            why: "Không tìm thấy hồ sơ nào trong phạm vi quý vị được xem. Có thể gõ không dấu, hoặc gõ ít chữ hơn."
                .to_owned(),
            ways: units(visitor, text),
        },
        ..RegisterPage::bare(frame)
    })
}

/// Registers of units whose name holds all the words.
fn units(visitor: &Visitor, text: &str) -> Vec<Link> {
    let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
    let Some(first) = visitor.viewer.types().into_iter().find(|t| t.clock.as_ref().is_some_and(|c| c.given)) else {
        return Vec::new();
    };
    let org = visitor.house().org();
    let fits = |name: &str| !words.is_empty() && words.iter().all(|w| fold(name).contains(w.as_str()));
    let found = org.units.values().filter(|u| fits(&u.name)).take(UNITS_SHOWN);
    found
        .map(|u| Link {
            label: format!("{}: {}", first.register, u.name),
            href: format!("/so/{}?{}", first.code, query_string(&[("don-vi", u.code.as_str())])),
        })
        .collect()
}
