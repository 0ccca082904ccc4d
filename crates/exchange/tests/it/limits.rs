//! Every limit of the reader, once at the limit and once one past it.

use exchange::xes::{self, Limits, XesErrorKind};

use crate::tiny::{event, gzip, log, read, refused, trace};

/// The first text must pass; the second must be refused with the kind.
#[track_caller]
fn check(limits: Limits, at: &str, past: &str, kind: &XesErrorKind) {
    if let Err(refusal) = read(at.as_bytes(), limits) {
        panic!("refused at the limit: {refusal}");
    }
    assert_eq!(&refused(past.as_bytes(), limits), kind);
}

const STANDARD: Limits = Limits::standard();

#[test]
fn bytes_of_an_attribute() {
    let text = |bytes: usize| log(&format!("<trace><string key=\"k\" value=\"{}\"/></trace>", "a".repeat(bytes)));
    let max = xes::ATTRIBUTE_BYTES_MAX;
    check(STANDARD, &text(max), &text(max + 1), &XesErrorKind::AttributeTooLong(max));
}

#[test]
fn bytes_of_a_piece() {
    let frame = "<!---->".len();
    let text = |bytes: usize| log(&format!("<!--{}-->", "a".repeat(bytes - frame)));
    let max = xes::PIECE_BYTES_MAX;
    check(STANDARD, &text(max), &text(max + 1), &XesErrorKind::PieceTooLong(max));
}

#[test]
fn attributes_of_an_element() {
    let many = |number: usize| "<int key=\"k\" value=\"1\"/>".repeat(number);
    let max = xes::ATTRIBUTES_PER_ELEMENT_MAX;
    let kind = XesErrorKind::TooManyAttributes(max);
    let of_trace = |number: usize| log(&format!("<trace>{}</trace>", many(number)));
    check(STANDARD, &of_trace(max), &of_trace(max + 1), &kind);
    let around = |number: usize| {
        let second = number - number / 2;
        log(&format!("<trace>{}{}{}</trace>", many(number / 2), event("a", 1), many(second)))
    };
    check(STANDARD, &around(max), &around(max + 1), &kind);
    let list = |number: usize| log(&format!("<trace><list key=\"l\">{}</list></trace>", many(number - 1)));
    check(STANDARD, &list(max), &list(max + 1), &kind);
}

#[test]
fn xml_attributes_of_a_tag() {
    let text = |number: usize| {
        let many: String = (0..number).map(|index| format!(" a{index}=\"\"")).collect();
        log(&format!("<other{many}/>")).replace("<other", "<trace")
    };
    let max = xes::XML_ATTRIBUTES_PER_TAG_MAX;
    check(STANDARD, &text(max), &text(max + 1), &XesErrorKind::TooManyXmlAttributes(max));
}

#[test]
fn events_of_a_trace() {
    let text = |number: usize| log(&trace(&(event("a", 1) + &"<event/>".repeat(number - 1))));
    let max = xes::EVENTS_PER_TRACE_MAX;
    check(STANDARD, &text(max), &text(max + 1), &XesErrorKind::TooManyEvents(max));
}

#[test]
fn bytes_of_a_trace() {
    // One attribute costs its key and value and 64 bytes.
    let limits = Limits { trace_bytes: 1_000, ..STANDARD };
    let text = |bytes: usize| log(&format!("<trace><string key=\"k\" value=\"{}\"/></trace>", "a".repeat(bytes - 65)));
    check(limits, &text(1_000), &text(1_001), &XesErrorKind::TraceTooLarge(1_000));
}

#[test]
fn depth_of_nesting() {
    let text = |depth: usize| format!("<log>{}{}</log>", "<x>".repeat(depth - 1), "</x>".repeat(depth - 1));
    let max = xes::NESTING_MAX;
    check(STANDARD, &text(max), &text(max + 1), &XesErrorKind::TooDeep(max));
    let inside = format!("<log><trace>{}", "<list key=\"l\">".repeat(1_000_000));
    assert_eq!(refused(inside.as_bytes(), STANDARD), XesErrorKind::TooDeep(max));
}

#[test]
fn bytes_of_the_whole_file() {
    let text = log(&trace(&event("a", 1)));
    let limits = Limits { total_bytes: u64::try_from(text.len()).unwrap(), ..STANDARD };
    check(limits, &text, &format!("{text} "), &XesErrorKind::TooLarge(limits.total_bytes));
}

#[test]
fn density_of_a_gzip_file() {
    let blank = |bytes: usize| gzip(log(&"<!-- -->".repeat(bytes / 8)).as_bytes());
    let limits = Limits { ratio_grace_bytes: 1 << 20, unpacked_per_packed: 50, ..STANDARD };
    assert!(read(&blank(500_000), limits).is_ok(), "below the grace");
    assert_eq!(refused(&blank(3 << 20), limits), XesErrorKind::TooDense(50));
    let wide = Limits { unpacked_per_packed: 2_000, ..limits };
    assert!(read(&blank(3 << 20), wide).is_ok(), "no gzip is denser than about 1,032 to 1");
}
