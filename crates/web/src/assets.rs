//! The style sheet, the script and the icon that every page refers to, each served under a name made from its content.
//!
//! A name changes when a byte changes, so that a browser may keep a file for ever
//! (`cache-control: public, max-age=31536000, immutable`). Not here: the routes that serve them, and any build step.

use std::sync::LazyLock;

static CSS: &str = include_str!("../assets/site.css");
static JS: &str = include_str!("../assets/site.js");
static ICON: &str = include_str!("../assets/icon.svg");

static CSS_PATH: LazyLock<String> = LazyLock::new(|| named(CSS, "css"));
static JS_PATH: LazyLock<String> = LazyLock::new(|| named(JS, "js"));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| named(ICON, "svg"));

/// The policy that every page keeps (a test holds the templates to it): nothing inline, nothing from outside; frames hold
/// only the papers of this site.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     frame-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Address of the style sheet, `/assets/<16 hex digits>.css`.
#[must_use]
pub fn css_path() -> &'static str {
    &CSS_PATH
}

/// The style sheet; serve as `text/css; charset=utf-8`.
#[must_use]
pub fn css_bytes() -> &'static [u8] {
    CSS.as_bytes()
}

/// Address of the script, `/assets/<16 hex digits>.js`.
#[must_use]
pub fn js_path() -> &'static str {
    &JS_PATH
}

/// The script, which no page needs to work; serve as `text/javascript; charset=utf-8`.
#[must_use]
pub fn js_bytes() -> &'static [u8] {
    JS.as_bytes()
}

/// Address of the icon of the browser tab, `/assets/<16 hex digits>.svg`.
#[must_use]
pub fn icon_path() -> &'static str {
    &ICON_PATH
}

/// The icon of the browser tab; serve as `image/svg+xml`.
#[must_use]
pub fn icon_bytes() -> &'static [u8] {
    ICON.as_bytes()
}

/// FNV-1a is enough here: the name only has to differ from the name of yesterday's file.
fn named(content: &str, extension: &str) -> String {
    let hash = content
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("/assets/{hash:016x}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_changes_the_name() {
        assert_eq!(named("a", "css"), "/assets/af63dc4c8601ec8c.css");
        assert_ne!(named("a", "css"), named("b", "css"));
    }

    #[test]
    fn the_script_stays_under_its_limit_of_8_kb_and_the_sheet_under_60_kb() {
        assert!(js_bytes().len() < 8192, "{}", js_bytes().len());
        assert!(css_bytes().len() < 60_000, "{}", css_bytes().len());
    }
}
