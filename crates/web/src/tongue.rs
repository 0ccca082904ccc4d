//! The two languages of the screens: messages by id, numbers as each language writes them.
//!
//! How to say something:
//! 1. Write the sentence into `locales/vi/PAGE.ftl` and `locales/en/PAGE.ftl` under one id that begins with `PAGE-`
//!    (Fluent: `home-count = { $n } việc chờ`). A new file also needs its line in [`FILES`].
//! 2. In a template: `{{ frame.say("home-title") }}`, `{{ frame.tell("home-count", [("n", n.into())]) }}`; a heading with
//!    its English beside it: `{{ frame.titled("home-title") }}`. In a handler: `visitor.tongue.say("home-title")`,
//!    `visitor.tongue.tell("home-count", &[("n", n.into())])`. An id in a table of constants is written `id("home-title")`.
//! 3. Give numbers as numbers, so that plurals work; they are written with the separators of the language. Days are
//!    dd/mm/yyyy and hours 24 in both. What comes with a name in both languages (kinds of case, fields, steps, moves,
//!    refusals) goes through [`Tongue::pick`].
//! 4. In English pages, Vietnamese data (titles, names of people and units) stands in an element with
//!    `{{ frame.vi() }}` among its attributes; inside a sentence it is marked by [`Tongue::data`].
//!
//! `tests/it/tongues.rs` finds ids that are missing, unused or differ in their arguments, and sentences written anywhere
//! else. Not here: what is printed on paper and the legal forms of reports, which the law wants in Vietnamese.

use std::sync::LazyLock;

use askama::filters::Safe;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::pages::{FROM, TO, number_vn};

/// An argument of a message.
pub type Arg<'a> = FluentValue<'a>;

type Bundle = FluentBundle<FluentResource>;

/// The messages: Vietnamese, English, by page.
const FILES: &[(&str, &str)] = &[
    (include_str!("../locales/vi/act.ftl"), include_str!("../locales/en/act.ftl")),
    (include_str!("../locales/vi/admin.ftl"), include_str!("../locales/en/admin.ftl")),
    (include_str!("../locales/vi/answer.ftl"), include_str!("../locales/en/answer.ftl")),
    (include_str!("../locales/vi/case.ftl"), include_str!("../locales/en/case.ftl")),
    (include_str!("../locales/vi/catalogue.ftl"), include_str!("../locales/en/catalogue.ftl")),
    (include_str!("../locales/vi/door.ftl"), include_str!("../locales/en/door.ftl")),
    (include_str!("../locales/vi/erasing.ftl"), include_str!("../locales/en/erasing.ftl")),
    (include_str!("../locales/vi/form.ftl"), include_str!("../locales/en/form.ftl")),
    (include_str!("../locales/vi/frame.ftl"), include_str!("../locales/en/frame.ftl")),
    (include_str!("../locales/vi/health.ftl"), include_str!("../locales/en/health.ftl")),
    (include_str!("../locales/vi/home.ftl"), include_str!("../locales/en/home.ftl")),
    (include_str!("../locales/vi/inbox.ftl"), include_str!("../locales/en/inbox.ftl")),
    (include_str!("../locales/vi/landing.ftl"), include_str!("../locales/en/landing.ftl")),
    (include_str!("../locales/vi/leaders.ftl"), include_str!("../locales/en/leaders.ftl")),
    (include_str!("../locales/vi/log.ftl"), include_str!("../locales/en/log.ftl")),
    (include_str!("../locales/vi/looks.ftl"), include_str!("../locales/en/looks.ftl")),
    (include_str!("../locales/vi/meeting.ftl"), include_str!("../locales/en/meeting.ftl")),
    (include_str!("../locales/vi/moving.ftl"), include_str!("../locales/en/moving.ftl")),
    (include_str!("../locales/vi/opening.ftl"), include_str!("../locales/en/opening.ftl")),
    (include_str!("../locales/vi/parts.ftl"), include_str!("../locales/en/parts.ftl")),
    (include_str!("../locales/vi/process.ftl"), include_str!("../locales/en/process.ftl")),
    (include_str!("../locales/vi/progress.ftl"), include_str!("../locales/en/progress.ftl")),
    (include_str!("../locales/vi/publishing.ftl"), include_str!("../locales/en/publishing.ftl")),
    (include_str!("../locales/vi/receipt.ftl"), include_str!("../locales/en/receipt.ftl")),
    (include_str!("../locales/vi/register.ftl"), include_str!("../locales/en/register.ftl")),
    (include_str!("../locales/vi/report.ftl"), include_str!("../locales/en/report.ftl")),
    (include_str!("../locales/vi/story.ftl"), include_str!("../locales/en/story.ftl")),
    (include_str!("../locales/vi/urge.ftl"), include_str!("../locales/en/urge.ftl")),
    (include_str!("../locales/vi/verify.ftl"), include_str!("../locales/en/verify.ftl")),
    (include_str!("../locales/vi/words.ftl"), include_str!("../locales/en/words.ftl")),
    (include_str!("../locales/vi/work.ftl"), include_str!("../locales/en/work.ftl")),
];

/// Made once; reading them takes no lock but for plurals.
static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(Tongue::Vi), bundle(Tongue::En)]);

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// Vietnamese, unless chosen otherwise.
    #[default]
    Vi,
    /// English.
    En,
}

/// Marks a message's id where it stands in a table.
pub const fn id(id: &'static str) -> &'static str {
    id
}

impl Tongue {
    /// Both, the first one first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// As in `lang` and in the cookie.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// By its code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.code() == code)
    }

    /// What the language calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
        }
    }

    /// The one that is not this one.
    #[must_use]
    pub fn other(self) -> Self {
        self.pick(Self::En, Self::Vi)
    }

    /// Of two sayings of the same, the one in this language.
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// Of a name and its English, the one to show; the Vietnamese name where there is no English one.
    #[must_use]
    pub fn name_of<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        if en.is_empty() { vi } else { self.pick(vi, en) }
    }

    /// The message of this id.
    #[must_use]
    pub fn say(self, id: &'static str) -> String {
        self.tell(id, &[])
    }

    /// The message of this id with its arguments. One that does not exist says its id; tests find it before.
    #[must_use]
    pub fn tell(self, id: &'static str, args: &[(&'static str, Arg<'_>)]) -> String {
        let [vi, en] = &*BUNDLES;
        let bundle = self.pick(vi, en);
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            debug_assert!(false, "there is no message {id}");
            return id.to_owned();
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        said
    }

    /// The English that stands beside a Vietnamese heading; nothing where the heading itself is English.
    #[must_use]
    pub fn aside(self, id: &'static str) -> String {
        self.pick(Self::En.say(id), String::new())
    }

    /// Vietnamese words for a sentence of this language: marked in English, so that the page can say what they are.
    /// Templates show such a sentence by `marked`, or by `plain` where no element may stand.
    #[must_use]
    pub(crate) fn data(self, text: &str) -> String {
        if text.is_empty() { String::new() } else { self.pick(text.to_owned(), format!("{FROM}{text}{TO}")) }
    }

    /// Of a name and its English, the one to show; the Vietnamese name, marked, where there is no English one.
    #[must_use]
    pub(crate) fn named(self, vi: &str, en: &str) -> String {
        if en.is_empty() { self.data(vi) } else { self.pick(vi, en).to_owned() }
    }

    /// A sentence of this language that quotes what was read; the quotations are marked as [`Self::data`] is.
    #[must_use]
    pub(crate) fn quoting(self, text: &str) -> String {
        self.pick(text.to_owned(), text.replace('“', &format!("“{FROM}")).replace('”', &format!("{TO}”")))
    }

    /// The attribute of an element with Vietnamese data, where the page is not Vietnamese.
    pub(crate) fn vi_mark(self) -> Safe<&'static str> {
        Safe(self.pick("", r#" lang="vi""#))
    }

    /// A whole number: `1.234`, `1,234`.
    #[must_use]
    pub fn number(self, n: i64) -> String {
        self.decimal(number_vn(n))
    }

    /// A number written with the signs of Vietnamese (`1.234,5`), with those of this language.
    #[must_use]
    pub fn decimal(self, vn: String) -> String {
        let swapped = |c| match c {
            '.' => ',',
            ',' => '.',
            c => c,
        };
        match self {
            Self::Vi => vn,
            Self::En => vn.chars().map(swapped).collect(),
        }
    }
}

fn bundle(tongue: Tongue) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![tongue.code().parse().unwrap_or_default()]);
    // All is written from left to right.
    bundle.set_use_isolating(false);
    bundle
        .set_formatter(Some(tongue.pick(|value, _| written(Tongue::Vi, value), |value, _| written(Tongue::En, value))));
    for &(vi, en) in FILES {
        let resource = FluentResource::try_new(tongue.pick(vi, en).to_owned());
        let resource = resource.unwrap_or_else(|(rest, errors)| {
            debug_assert!(errors.is_empty(), "{errors:?}");
            rest
        });
        let added = bundle.add_resource(resource);
        debug_assert!(added.is_ok(), "{added:?}");
    }
    bundle
}

/// Numbers in messages are whole.
fn written(tongue: Tongue, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    format!("{:.0}", number.value).parse().ok().map(|n| tongue.number(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_in_an_english_sentence_is_marked_and_nothing_else_is() {
        assert_eq!(Tongue::Vi.data("Điều 9"), "Điều 9");
        assert_eq!(Tongue::En.data("Điều 9"), "\u{2068}Điều 9\u{2069}");
        assert_eq!(Tongue::En.data(""), "");
        assert_eq!(Tongue::En.named("hẹn", "slip"), "slip");
        assert_eq!(Tongue::En.named("hẹn", ""), "\u{2068}hẹn\u{2069}");
        assert_eq!(Tongue::En.quoting("“Xong” is no step"), "“\u{2068}Xong\u{2069}” is no step");
        assert_eq!(Tongue::Vi.quoting("“Xong” lạ"), "“Xong” lạ");
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(Tongue::Vi.number(1_234_567), "1.234.567");
        assert_eq!(Tongue::En.number(-1_234_567), "-1,234,567");
        assert_eq!(Tongue::En.decimal("1.234,50".to_owned()), "1,234.50");
        let told = |tongue: Tongue| tongue.tell("frame-recorded", &[("position", 1_234_567.into())]);
        assert_eq!(told(Tongue::Vi), "Đã ghi sổ cái, vị trí 1.234.567.");
        assert_eq!(told(Tongue::En), "Recorded in the ledger at position 1,234,567.");
    }
}
