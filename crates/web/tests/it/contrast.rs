//! Contrast of the colour tokens, computed as WCAG 2.2 defines it, in all four schemes of the style sheet.

use std::collections::BTreeMap;

type Tokens = BTreeMap<String, [f64; 3]>;

/// Tokens of each scheme: light, dark, high contrast, high contrast dark. A scheme is laid over the light one.
fn schemes() -> Vec<Tokens> {
    let css = std::str::from_utf8(web::assets::css_bytes()).unwrap();
    let layer = css.split_once("@layer tokens {").unwrap().1.split_once("@layer base").unwrap().0;
    let blocks: Vec<Tokens> = layer.split(":root {").skip(1).map(tokens).collect();
    let light = blocks.first().cloned().unwrap();
    let over = |base: &Tokens, top: &Tokens| base.iter().chain(top).map(|(k, v)| (k.clone(), *v)).collect::<Tokens>();
    let (dark, high, high_dark) =
        (over(&light, &blocks[1]), over(&light, &blocks[2]), over(&over(&light, &blocks[1]), &blocks[3]));
    assert_eq!(blocks.len(), 4);
    vec![light, dark, high, high_dark]
}

fn tokens(block: &str) -> Tokens {
    let lines = block.split('}').next().unwrap().split(';');
    lines
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
        .map(|(name, hex)| {
            let part =
                |from: usize| f64::from(u8::from_str_radix(hex.get(from..from + 2).unwrap(), 16).unwrap()) / 255.0;
            (name.to_owned(), [part(0), part(2), part(4)])
        })
        .collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn ratio(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_measure_is_the_one_of_wcag() {
    assert!((ratio([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn text_reaches_4_5_and_borders_of_what_can_be_filled_in_reach_3() {
    let text = [
        ("ink", "paper"),
        ("ink", "shade"),
        ("ink", "accent-shade"),
        ("ink-soft", "paper"),
        ("ink-soft", "shade"),
        ("ink-soft", "accent-shade"),
        ("accent", "paper"),
        ("accent", "shade"),
        ("accent", "accent-shade"),
        ("on-accent", "accent"),
        ("late", "paper"),
        ("late", "shade"),
        ("late", "late-shade"),
        ("late", "accent-shade"),
        ("soon", "paper"),
        ("soon", "soon-shade"),
        ("soon", "accent-shade"),
        ("done", "paper"),
        ("done", "shade"),
        ("done", "done-shade"),
        ("done", "accent-shade"),
        ("ink", "done-shade"),
        ("ink", "late-shade"),
        ("on-band", "band"),
    ];
    let borders = [("line-strong", "paper"), ("line-strong", "shade"), ("accent", "paper"), ("late", "paper")];
    for (number, scheme) in schemes().iter().enumerate() {
        let pairs = text.iter().map(|pair| (pair, 4.5)).chain(borders.iter().map(|pair| (pair, 3.0)));
        for ((front, back), least) in pairs {
            let reached = ratio(scheme[*front], scheme[*back]);
            assert!(reached >= least, "scheme {number}: {front} on {back} reaches {reached:.2}, not {least}");
        }
    }
}
