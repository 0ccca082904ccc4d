//! Every page, every rule that a machine can check on it.

use std::collections::BTreeSet;

use super::markup::{Tag, tags};
use super::sample::{Words, pages};
use web::Tongue;

const PLAIN: Words = Words { tail: "", tongue: Tongue::Vi };
const HOSTILE: Words =
    Words { tail: r#"<script>alert(1)</script>"'><img src=x onerror=alert(2)>&{{7*7}}"#, tongue: Tongue::Vi };
/// A page must load quickly on an old line (SCREENS, rule 9).
const PAGE_BYTES_MAX: usize = 100_000;

fn get<'a>(tag: &'a Tag, key: &str) -> Option<&'a str> {
    tag.attributes.get(key).map(String::as_str)
}

fn each(check: impl Fn(&str, &str, &[Tag])) {
    for (name, html) in pages(PLAIN) {
        check(name, &html, &tags(&html).unwrap_or_else(|wrong| panic!("{name}: {wrong}")));
    }
}

#[test]
fn the_gallery_is_written_where_it_is_asked_for() {
    let pages = pages(PLAIN);
    assert_eq!(pages.len(), 31);
    let Some(folder) = std::env::var_os("GALLERY").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, html) in pages {
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
    for (path, bytes) in [
        (web::assets::css_path(), web::assets::css_bytes()),
        (web::assets::js_path(), web::assets::js_bytes()),
        (web::assets::icon_path(), web::assets::icon_bytes()),
    ] {
        std::fs::write(folder.join(path.trim_start_matches('/')), bytes).unwrap();
    }
}

#[test]
fn pages_say_what_they_are_told() {
    let expected = [
        ("dang-nhap", "Còn 3 lần thử"),
        ("dang-nhap", "Giám đốc Trung tâm"),
        ("dang-nhap-khoa", "Tạm khóa đến 07:15"),
        ("trang-dau", "17 việc chờ"),
        ("so", "trên 10.000 nhiệm vụ"),
        ("so", "aria-sort=\"ascending\""),
        ("so-trong", "quá hạn trong tháng 12/2023"),
        ("so-sau-con-so", "một đơn vị chủ trì, giao trong kỳ"),
        ("so-theo-buoc", "id=\"cot-assigned\""),
        ("so-lich", "Tết Dương lịch"),
        ("trang-dau-trung-tam", "Đến hạn hôm nay"),
        ("ho-so", "Chỉ Văn phòng xác nhận"),
        ("ho-so", "datetime=\"2024-01-05T17:00:00+07:00\""),
        ("ho-so", "name=\"idempotency_key\""),
        ("ho-so", "sandbox=\"\""),
        ("ho-so", "Quý vị đọc được theo quy tắc"),
        ("ho-so", "aria-label=\"1 hồ sơ dẫn tới"),
        ("bieu-mau-con", "Gửi lại"),
        ("mo-ho-so", "Rà soát</textarea>"),
        ("bao-cao-nam", ">27.283</a>"),
        ("bieu-ii06a", "(13)"),
        ("nhiem-vu-don-vi", "<rect class=\"part part-4\""),
        ("quy-trinh", "class=\"way way-back\""),
        ("tien-do", "http-equiv=\"refresh\" content=\"2\""),
        ("loi-409", "Sở Kế hoạch và Đầu tư"),
        ("loi-500", "018cc5f0-7a1e"),
        ("nhap-tep", "8.577"),
        ("quan-tri", "còn 18 ngày, đến 20/01/2024"),
        ("xem-truoc-lich", "value=\"ghi\""),
        ("danh-muc-loai", "class=\"map-begins\""),
        ("su-co", "Chạy <code>minhbach replay --data THƯ_MỤC</code> (đọc"),
        ("ghep-cot", "href=\"#chuyen-ly-do\""),
        ("xem-truoc-chuyen", "Xác nhận ghi 8.410 hồ sơ"),
        ("chua-ghi-duoc", "Rà soát trụ sở dôi dư</blockquote>"),
    ];
    let pages = pages(PLAIN);
    for (name, text) in expected {
        let (_, html) = pages.iter().find(|(page, _)| *page == name).unwrap();
        assert!(html.contains(text), "{name} does not say {text}");
    }
}

#[test]
fn what_is_sealed_is_not_sent() {
    each(|name, html, _| assert!(!html.contains("không được hiện"), "{name}"));
}

#[test]
fn a_demonstration_says_so_and_a_real_office_does_not() {
    each(|name, html, _| {
        assert!(html.contains("Dữ liệu mô phỏng") && html.contains("02/01/2024 07:00"), "{name}");
    });
    let mut page = web::pages::ErrorPage::usual(PLAIN.frame("x"), 404);
    page.frame.demo = None;
    assert!(!askama::Template::render(&page).unwrap().contains("mô phỏng"));
}

#[test]
fn hostile_text_stays_text_in_every_field() {
    for ((name, hostile), (_, plain)) in pages(HOSTILE).into_iter().zip(pages(PLAIN)) {
        assert!(!hostile.contains("<script>alert") && !hostile.contains("<img src=x"), "{name}");
        // Whatever was added, the tags are the same: nothing broke out of its place.
        let shape = |html: &str| -> Vec<(String, Vec<String>)> {
            let tags = tags(html).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            tags.iter()
                .filter(|tag| !matches!(tag.name.as_str(), "text" | "span"))
                .map(|tag| (tag.name.clone(), tag.attributes.keys().cloned().collect()))
                .collect()
        };
        assert_eq!(shape(&hostile), shape(&plain), "{name}");
    }
}

#[test]
fn a_strict_policy_can_be_set_nothing_is_inline_or_from_outside() {
    each(|name, _, tags| {
        for tag in tags {
            assert!(!matches!(tag.name.as_str(), "style" | "base"), "{name}: <{}>", tag.name);
            // A frame holds a paper of the case and nothing else; only the browser's viewer of PDF needs it open.
            let framed = get(tag, "class") == Some("preview-page") || get(tag, "sandbox") == Some("");
            assert!(tag.name != "iframe" || (framed && get(tag, "title").is_some()), "{name}: {tag:?}");
            for (key, value) in &tag.attributes {
                assert!(key != "style" && !key.starts_with("on"), "{name}: {key} in <{}>", tag.name);
                let address = matches!(key.as_str(), "href" | "src" | "action");
                assert!(!address || value.starts_with(['/', '#']), "{name}: {key}={value}");
            }
            assert!(tag.name != "script" || get(tag, "src") == Some(web::assets::js_path()), "{name}");
        }
    });
}

#[test]
fn pages_stay_under_100_kb() {
    each(|name, html, _| assert!(html.len() <= PAGE_BYTES_MAX, "{name}: {} bytes", html.len()));
}

#[test]
fn ids_are_unique_and_whatever_refers_to_one_finds_it() {
    each(|name, _, tags| {
        let all: Vec<&str> = tags.iter().filter_map(|tag| get(tag, "id")).collect();
        let ids: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), ids.len(), "{name}: an id twice");
        for tag in tags {
            let keys = ["for", "aria-describedby", "aria-labelledby", "popovertarget"];
            for id in keys.iter().filter_map(|key| get(tag, key)).flat_map(str::split_whitespace) {
                assert!(ids.contains(id), "{name}: nothing is called {id}");
            }
            if let Some(id) = get(tag, "href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{name}: nothing is called {id}");
            }
        }
    });
}

#[test]
fn what_is_filled_in_has_a_label_and_what_is_sent_has_a_token() {
    each(|name, html, tags| {
        let labelled: BTreeSet<&str> = tags.iter().filter_map(|tag| get(tag, "for")).collect();
        let ticks = html.matches("<label class=\"tick\"><input type=\"checkbox\"").count();
        let boxes = tags.iter().filter(|tag| get(tag, "type") == Some("checkbox")).count();
        assert_eq!(ticks, boxes, "{name}: a box outside a label");
        for tag in tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select" | "textarea")) {
            if !matches!(get(tag, "type"), Some("hidden" | "checkbox")) {
                assert!(get(tag, "id").is_some_and(|id| labelled.contains(id)), "{name}: {tag:?}");
            }
        }
        let posts = tags.iter().filter(|tag| get(tag, "method") == Some("post")).count();
        let tokens =
            tags.iter().filter(|tag| get(tag, "name") == Some("csrf") && get(tag, "type") == Some("hidden")).count();
        assert!(tokens >= posts, "{name}: {posts} forms, {tokens} tokens");
    });
}

#[test]
fn one_first_heading_and_none_skipped_and_every_table_has_a_caption() {
    each(|name, html, tags| {
        // Headings of the navigation and of the help come before or behind the page's own and start at two.
        let main =
            html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map(|(main, _)| main).unwrap();
        let levels: Vec<u32> = main.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert_eq!(levels.first(), Some(&1), "{name}");
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{name}: from {} to {}", pair[0], pair[1]);
        }
        let count = |kind: &str| tags.iter().filter(|tag| tag.name == kind).count();
        assert_eq!(count("table"), count("caption"), "{name}");
        let heads = tags.iter().filter(|tag| tag.name == "th");
        heads.for_each(|head| assert!(get(head, "scope").is_some(), "{name}: a head without scope"));
    });
}

#[test]
fn the_reader_of_this_test_sees_what_is_wrong() {
    let wrong = [
        "<p>",
        "<!doctype html><p><b></p></b>",
        "<!doctype html><p class=a></p>",
        "<!doctype html>1 < 2",
        "<!doctype html><p a=\"1\" a=\"2\"></p>",
    ];
    wrong.iter().for_each(|html| assert!(tags(html).is_err(), "{html}"));
    assert!(tags("<!doctype html><p a=\"1\"><input b></p>").is_ok());
}
