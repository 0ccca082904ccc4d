//! What surrounds every page: who I am, where I can go, what time it is here, how far the ledger is.
//!
//! The frame itself leads to four addresses that the router must know: `/` (first page), `GET /tim?q=` (search),
//! `GET /ngon-ngu/…?ve=` (the other language) and `POST /dang-xuat` (sign-out, with `csrf`). Not here: sessions, rights.

use askama::Template;
use askama::filters::{HtmlSafe, Safe};

use crate::assets;
use crate::desk::query_string;
use crate::tongue::{Arg, Tongue};

/// A way to somewhere.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Words of the link.
    pub label: String,
    /// Address.
    pub href: String,
}

/// The person signed in.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Full name in Vietnamese order.
    pub name: String,
    /// The post acted in: `Chuyên viên phòng Tổng hợp`.
    pub post: String,
}

/// One entry of the navigation.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Name of the register or report.
    pub label: String,
    /// The same in English, shown on hover; empty in English pages.
    pub english: String,
    /// Address.
    pub href: String,
    /// How many wait for this person there, as read; empty when none.
    pub waiting: String,
    /// Whether this is where we are.
    pub current: bool,
}

/// Entries under one heading.
#[derive(Clone, Debug, Default)]
pub struct NavGroup {
    /// Heading; may be empty for the first group.
    pub label: String,
    /// Entries in order.
    pub items: Vec<NavItem>,
}

/// The clock of a demonstration.
#[derive(Clone, Debug, Default)]
pub struct DemoClock {
    /// What the demo's clock shows.
    pub now: super::Moment,
    /// Whether logs of other systems stand among what was simulated: they are not invented.
    pub imported: bool,
}

impl DemoClock {
    /// What the data is, and what of it is invented.
    pub(super) fn words(&self, frame: &Frame) -> (String, String) {
        let tongue = frame.tongue;
        match self.imported {
            false => (tongue.say("frame-simulated"), tongue.say("frame-invented")),
            true => (tongue.say("frame-simulated-and-imported"), tongue.say("frame-invented-but-imported")),
        }
    }
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTone {
    /// An act was recorded.
    Done,
    /// Something to know.
    Plain,
    /// Something went wrong.
    Problem,
}

/// A message at the top of a page, for example after an act: "Đã ghi sổ cái, vị trí 1.234.567."
#[derive(Clone, Debug)]
pub struct Notice {
    /// How it is meant.
    pub tone: NoticeTone,
    /// The sentence.
    pub text: String,
}

impl Notice {
    /// The class that carries the colour.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.tone {
            NoticeTone::Done => "notice notice-done",
            NoticeTone::Plain => "notice",
            NoticeTone::Problem => "notice notice-problem",
        }
    }

    /// The sign that goes with the tone.
    #[must_use]
    pub fn icon(&self) -> super::Icon {
        match self.tone {
            NoticeTone::Done => super::Icon::Done,
            NoticeTone::Plain => super::Icon::Clock,
            NoticeTone::Problem => super::Icon::Late,
        }
    }
}

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Title of the browser tab, without the product's name.
    pub title: String,
    /// Language of the page.
    pub tongue: Tongue,
    /// Address of this page, where a change of language leads back to; empty for the first page.
    pub here: String,
    /// Name of the office: `Văn phòng UBND tỉnh An Bình`.
    pub office: String,
    /// Who is signed in; without one there is no navigation, no search and no sign-out.
    pub person: Option<Person>,
    /// Token of the sign-out form (field `csrf`).
    pub csrf: String,
    /// Navigation.
    pub nav: Vec<NavGroup>,
    /// Set in a demonstration: the band and its clock.
    pub demo: Option<DemoClock>,
    /// Last position of the ledger as read (`1.234.567`); empty when there is no ledger yet.
    pub ledger_position: String,
    /// What was searched for, kept in the box.
    pub search: String,
    /// Messages on top.
    pub notices: Vec<Notice>,
    /// Ask the browser to load the page again after so many seconds (progress page only).
    pub refresh_seconds: Option<u32>,
}

/// A heading with its English beside it; an English page has the English alone.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"{{ text }}{% if !aside.is_empty() %} <span class="english" lang="en">{{ aside }}</span>{% endif %}"#
)]
pub struct Titled {
    text: String,
    aside: String,
}

impl HtmlSafe for Titled {}

impl Frame {
    /// A message of the page's language.
    pub(super) fn say(&self, id: &'static str) -> String {
        self.tongue.say(id)
    }

    /// A message with arguments.
    pub(super) fn tell(&self, id: &'static str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.tongue.tell(id, args)
    }

    /// The English that stands beside a Vietnamese heading.
    pub(super) fn aside(&self, id: &'static str) -> String {
        self.tongue.aside(id)
    }

    /// A message as a heading.
    pub(super) fn titled(&self, id: &'static str) -> Titled {
        Titled { text: self.say(id), aside: self.tongue.aside(id) }
    }

    /// The attribute of an element with Vietnamese data, where the page is not Vietnamese.
    pub(super) fn vi(&self) -> Safe<&'static str> {
        self.tongue.vi_mark()
    }

    /// This page in the other language.
    pub(super) fn other_href(&self) -> String {
        let here = if self.here.is_empty() { "/" } else { &self.here };
        format!("/ngon-ngu/{}?{}", self.tongue.other().code(), query_string(&[("ve", here)]))
    }

    pub(super) fn css(&self) -> &'static str {
        assets::css_path()
    }

    pub(super) fn js(&self) -> &'static str {
        assets::js_path()
    }

    pub(super) fn icon(&self) -> &'static str {
        assets::icon_path()
    }
}
