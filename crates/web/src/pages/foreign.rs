//! Vietnamese words inside English sentences: names of laws, what people typed, words of a file. `Tongue::data` puts them
//! between the marks of Unicode that set text of another kind apart; here the marks become `lang="vi"`, so that such words
//! are read out as what they are (WCAG 2.2, 3.1.2).
//!
//! Not here: elements that hold nothing else, which say `frame.vi()`.

use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe, Safe};

/// Begins words that are not of the page's language (FIRST STRONG ISOLATE).
pub(crate) const FROM: char = '\u{2068}';
/// Ends them (POP DIRECTIONAL ISOLATE).
pub(crate) const TO: char = '\u{2069}';

/// A text whose marked words say their language.
pub(super) struct Marked<'a>(&'a str);

/// The text for an element, marked words in elements of their own.
pub(super) fn marked(text: &str) -> Marked<'_> {
    Marked(text)
}

/// The text for an attribute or a place that takes no elements.
pub(super) fn plain(text: &str) -> String {
    text.replace([FROM, TO], "")
}

/// The attribute of an element that takes no elements, when its text holds marked words.
pub(super) fn lang(text: &str) -> Safe<&'static str> {
    Safe(if text.contains(FROM) { r#" lang="vi""# } else { "" })
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut open = false;
        for piece in self.0.split_inclusive([FROM, TO]) {
            let words = piece.trim_end_matches([FROM, TO]);
            Html.write_escaped_str(&mut *f, words)?;
            match piece.chars().next_back() {
                Some(FROM) if !open => {
                    open = true;
                    f.write_str(r#"<span lang="vi">"#)?;
                }
                Some(TO) if open => {
                    open = false;
                    f.write_str("</span>")?;
                }
                _ => {}
            }
        }
        if open { f.write_str("</span>") } else { Ok(()) }
    }
}

// Whatever is not markup of its own is escaped.
impl HtmlSafe for Marked<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_say_their_language_and_all_is_escaped() {
        let text = format!("due <b> by {FROM}Điều 9 & 10{TO}, {FROM}x");
        let html = r#"due &#60;b&#62; by <span lang="vi">Điều 9 &#38; 10</span>, <span lang="vi">x</span>"#;
        assert_eq!(marked(&text).to_string(), html);
        assert_eq!(plain(&text), "due <b> by Điều 9 & 10, x");
        assert_eq!(lang(&text).0, r#" lang="vi""#);
        assert_eq!(lang("due").0, "");
        // Marks that somebody typed open and close nothing twice.
        assert_eq!(marked(&format!("{TO}a{FROM}{FROM}b{TO}{TO}")).to_string(), r#"a<span lang="vi">b</span>"#);
    }
}
