//! What surrounds every page: who I am, where I can go, what time it is here, how far the ledger is.
//!
//! The frame itself leads to three addresses that the router must know: `/` (first page), `GET /tim?q=` (search) and
//! `POST /dang-xuat` (sign-out, with `csrf`). Not here: sessions, rights.

use crate::assets;

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
    /// The same in English, shown on hover.
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

impl Frame {
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
