//! One case: state and clock on top, what it says on the left, what may be done now on the right, what happened below.
//!
//! A move that is not allowed is shown with its reason or not at all. Not here: who may do what.

use askama::Template;

use super::{CaseLinksPicture, Deadline, Field, Frame, Hidden, Link, Moment, Tone};

/// One thing the case says.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// Label of the field.
    pub label: String,
    /// Its value, as read; several lines are kept. Empty is shown as a dash.
    pub value: String,
    /// Where the value leads: a unit, another case.
    pub href: Option<String>,
    /// Another way to the same: on other paper.
    pub also: Option<Link>,
    /// Whether the field is kept closed and this person may not read it; `value` is then not shown.
    pub sealed: bool,
    /// Whether it needs the whole width.
    pub wide: bool,
    /// Whether the value is data, which is Vietnamese in an English page too.
    pub typed: bool,
    /// Said beside the value: that it was corrected; may be empty.
    pub note: String,
}

/// Facts under one heading.
#[derive(Clone, Debug, Default)]
pub struct FactGroup {
    /// Heading.
    pub heading: String,
    /// Facts in the order of the catalogue.
    pub facts: Vec<Fact>,
}

/// A file of the case.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Name as given.
    pub name: String,
    /// Where it is served.
    pub href: String,
    /// Kind and size: `PDF, 1,2 MB`.
    pub size: String,
    /// Who attached it and when.
    pub added: String,
    /// How it can be looked at here.
    pub preview: Preview,
}

/// How a file is looked at within the page, without being saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Preview {
    /// Not at all.
    #[default]
    None,
    /// In a frame, by the browser's viewer of PDF files.
    Pdf(String),
    /// As a picture.
    Image(String),
    /// In a frame that can run nothing, as plain text.
    Text(String),
}

/// A rule by which people may read the case.
#[derive(Clone, Debug, Default)]
pub struct ReadRule {
    /// Who: `đơn vị chủ trì: Sở Tài chính`.
    pub who: String,
    /// How many people, as read.
    pub people: String,
    /// Why, as the catalogue says it; empty where it says no more than `who`.
    pub because: String,
    /// Whether it lets this person in.
    pub mine: bool,
}

/// A case that this one is tied to.
#[derive(Clone, Debug, Default)]
pub struct CaseLink {
    /// How: `trả lời cho`, `cùng đợt giao`.
    pub relation: String,
    /// Number and title of the other case.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its clock, when it has one.
    pub deadline: Option<Deadline>,
}

/// Who holds the case now.
#[derive(Clone, Debug, Default)]
pub struct Holder {
    /// `Đơn vị chủ trì`, `Người xử lý`, `Theo dõi`.
    pub role: String,
    /// Person or unit.
    pub name: String,
    /// Post, or since when; may be empty.
    pub detail: String,
}

/// A move from the present state.
#[derive(Clone, Debug, Default)]
pub struct Move {
    /// `Báo cáo kết quả`.
    pub label: String,
    /// By which an address leads to it; may be empty.
    pub id: String,
    /// What it does, in one sentence; may be empty.
    pub effect: String,
    /// Why this person may not make it now, with the rule; `None` when it may be made.
    pub refused: Option<String>,
    /// Whether it is the next one in the usual course: it comes first and stands out.
    pub next: bool,
    /// Whether its form stands open (the next one, or one that came back with errors).
    pub open: bool,
    /// Where it is sent (POST).
    pub action: String,
    /// `csrf`, `idempotency_key`, `version`.
    pub hidden: Vec<Hidden>,
    /// What it needs; may be empty.
    pub fields: Vec<Field>,
    /// What it may be about, each with its form, when that has to be chosen first; may be empty.
    pub choices: Vec<Link>,
    /// Whether one of the fields is a file.
    pub has_file: bool,
}

/// Old and new value of one field, or any other detail of an event.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// Label of the field.
    pub label: String,
    /// Before; empty when it was not set.
    pub before: String,
    /// After.
    pub after: String,
}

/// One event, as a sentence.
#[derive(Clone, Debug, Default)]
pub struct Happening {
    /// When it was recorded, exactly.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// In which post; may be empty.
    pub post: String,
    /// What was done, as a plain sentence without the person.
    pub sentence: String,
    /// Words that the person added; may be empty.
    pub words: String,
    /// What changed.
    pub details: Vec<Detail>,
    /// Position in the ledger, as read.
    pub position: String,
    /// `Ghi bù`, `Đính chính`, …: a mark that stays for ever; may be empty.
    pub mark: String,
}

/// One step of the derivation of a due moment.
#[derive(Clone, Debug, Default)]
pub struct DerivationStep {
    /// The rule in words.
    pub rule: String,
    /// Article of law; may be empty.
    pub basis: String,
    /// From when.
    pub from: String,
    /// To when.
    pub to: String,
    /// Working minutes that the step counts, as read; `0` for days off.
    pub minutes: String,
}

/// "Vì sao hạn này?": steps that add up to the due moment.
#[derive(Clone, Debug, Default)]
pub struct Derivation {
    /// The limit in one sentence: `15 ngày làm việc kể từ khi nhận đủ hồ sơ`.
    pub limit: String,
    /// Its legal basis.
    pub basis: String,
    /// Steps in order.
    pub steps: Vec<DerivationStep>,
    /// Sum of the working minutes, as read.
    pub total: String,
    /// The due moment that comes out.
    pub due: Moment,
    /// Said when days ahead are not yet announced, and so on; may be empty.
    pub note: String,
    /// Whether it stands open.
    pub open: bool,
}

/// The page of one case.
#[derive(Clone, Debug, Template)]
#[template(path = "case.html")]
pub struct CasePage {
    /// Surroundings.
    pub frame: Frame,
    /// The way up: the register.
    pub back: Option<Link>,
    /// Kind of case: `Nhiệm vụ`.
    pub kind: String,
    /// Number; may be empty while none is given.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// State in words.
    pub state: String,
    /// How the state is meant.
    pub state_tone: Tone,
    /// The clock, when it has one.
    pub deadline: Option<Deadline>,
    /// What the case says.
    pub groups: Vec<FactGroup>,
    /// Its files.
    pub papers: Vec<Paper>,
    /// Cases it is tied to.
    pub links: Vec<CaseLink>,
    /// The same as a picture.
    pub picture: Option<CaseLinksPicture>,
    /// Who holds it.
    pub holders: Vec<Holder>,
    /// By which rules people may read it; those that let this person in come first.
    pub readers: Vec<ReadRule>,
    /// Where it is printed; `None` where nothing prints.
    pub print: Option<String>,
    /// What may be done; the next one first.
    pub moves: Vec<Move>,
    /// What only others may do at this step; each says who.
    pub others: Vec<Move>,
    /// Said when nothing may be done: why, and who may.
    pub no_moves: String,
    /// What happened, newest first.
    pub happenings: Vec<Happening>,
    /// Earlier events, when not all are shown.
    pub earlier: Option<Link>,
    /// How the due moment came about.
    pub derivation: Option<Derivation>,
    /// The version of the catalogue the case runs under; may be empty.
    pub catalogue: String,
}

/// Cases that are shown without asking; the rest folds.
const LINKS_SHOWN: usize = 4;

impl CasePage {
    fn first_links(&self) -> impl Iterator<Item = &CaseLink> {
        self.links.iter().take(LINKS_SHOWN)
    }

    fn more_links(&self) -> impl ExactSizeIterator<Item = &CaseLink> {
        self.links.iter().skip(LINKS_SHOWN)
    }
}
