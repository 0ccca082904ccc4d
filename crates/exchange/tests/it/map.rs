//! The picture itself: a small one kept word for word, a large one kept within bounds.

use exchange::map::{MapOptions, ProcessMap, STEPS_SHOWN_MAX};

const HOUR: i64 = 3_600_000_000;

fn small() -> ProcessMap {
    let mut map = ProcessMap::new();
    let at = |hours: i64| Some(hours * HOUR);
    for _ in 0..8 {
        map.add_history(&[
            ("Tiếp nhận", at(0)),
            ("Thẩm định hồ sơ", at(3)),
            ("Trình ký", at(75)),
            ("Trả kết quả", at(363)),
        ]);
    }
    map.add_history(&[
        ("Tiếp nhận", at(0)),
        ("Thẩm định hồ sơ", at(4)),
        ("Yêu cầu <bổ sung> & giải trình theo đúng mẫu của cơ quan chuyên môn", at(28)),
        ("Yêu cầu <bổ sung> & giải trình theo đúng mẫu của cơ quan chuyên môn", at(30)),
        ("Thẩm định hồ sơ", at(268)),
        ("Trình ký", at(270)),
        ("Trả kết quả", at(271)),
    ]);
    map.add_history(&[("Tiếp nhận", at(0)), ("Từ chối", at(1))]);
    map
}

fn options(share_min_permille: u32) -> MapOptions {
    MapOptions { title: "Cấp phép <thử>".into(), share_min_permille }
}

#[test]
fn a_small_map_word_for_word() {
    let svg = small().svg(&options(0));
    if let Some(file) = std::env::var_os("MINHBACH_SMALL_MAP_OUT") {
        std::fs::write(file, &svg).unwrap();
    }
    insta::assert_snapshot!("small_map", svg);
}

#[test]
fn the_picture_is_accessible_and_takes_its_colours_from_the_page() {
    let svg = small().svg(&options(0));
    assert!(
        svg.contains("role=\"img\"") && svg.contains("<title>Cấp phép &lt;thử&gt;</title>") && svg.contains("<desc>")
    );
    assert!(svg.contains("<title>Yêu cầu &lt;bổ sung&gt; &amp; giải trình theo đúng mẫu của cơ quan chuyên môn: "));
    assert!(svg.contains("var(--ink, #1b2733)"));
    assert!(!svg.contains("<style") && !svg.contains("style=") && !svg.contains(" id="));
}

#[test]
fn rare_steps_are_left_out_and_the_note_says_so() {
    let map = small();
    let svg = map.svg(&options(200));
    assert!(!svg.contains("Từ chối") && svg.contains("Trả kết quả"));
    // Refusal and request for more; into, out of and around them.
    let words: String = svg.replace("</text>", " ").split(['<', '>']).filter(|part| !part.contains('=')).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    assert!(words.join(" ").contains("Không vẽ 2 bước và 5 đường nối ít gặp (dưới 2 lượt)."), "{svg}");
    assert_eq!(map.table().len(), 6, "the table still has all");
}

#[test]
fn a_map_of_very_many_steps_stays_a_picture() {
    let mut map = ProcessMap::new();
    let names: Vec<String> = (0..300).map(|number| format!("Bước {number}")).collect();
    for shift in 0..300 {
        let steps: Vec<(&str, Option<i64>)> = (0..60)
            .map(|step| (names[(shift * 7 + step * step) % 300].as_str(), Some(i64::try_from(step).unwrap())))
            .collect();
        map.add_history(&steps);
    }
    let svg = map.svg(&options(0));
    assert!(svg.matches("font-size=\"13\" font-weight=\"600\"").count() <= STEPS_SHOWN_MAX * 2);
    assert!(svg.len() < 400_000, "{}", svg.len());
}

#[test]
fn an_empty_map_says_so() {
    assert!(ProcessMap::new().svg(&options(0)).contains("Chưa có bước nào."));
}
