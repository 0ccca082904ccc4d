//! What each page shows, as plain structs of words, figures and addresses, and how it is laid out (askama templates).
//!
//! Rules of the house for whoever fills these structs:
//! - every `String` is plain text; templates escape it. No field carries HTML;
//! - every `href` or `action` is a same-site address made by a handler, never text that a user typed;
//! - numbers and moments arrive as they are to be read (`number_vn`, `02/01/2024 07:00`); a `datetime` is ISO 8601;
//! - a page has one `Frame`; its other fields are its own.
//!
//! Not here: handlers, sessions, any type of `office` or `kernel`.

mod admin;
mod calendar;
mod case;
mod case_links;
mod chart;
mod deadline;
mod drawing;
mod error;
mod field;
mod foreign;
mod form;
mod frame;
mod home;
mod icon;
mod import;
mod kept;
mod lanes;
mod leaders;
mod moving;
mod process;
mod progress;
mod register;
mod report;
mod sheet;
mod sign_in;
mod table;
mod unwritten;
mod verify;
mod work;

pub use admin::{AdminCell, AdminFact, AdminPage, AdminRow, AdminTable, Confirm};
pub use calendar::{CalendarDay, DayCount, DayKind, DueCalendar};
pub use case::{
    CaseLink, CasePage, Derivation, DerivationStep, Detail, Fact, FactGroup, Happening, Holder, Move, Paper, Preview,
    ReadRule,
};
pub use case_links::{CaseLinksPicture, Knot};
pub use chart::{Chart, Column as ChartColumn};
pub use deadline::{Deadline, Moment, Tone};
pub use error::{Conflict, ErrorPage};
pub use field::{Choice, ChoiceGroup, Field, Input};
pub(crate) use foreign::{FROM, TO};
pub use form::{FormPage, Hidden, Problem};
pub use frame::{DemoClock, Frame, Link, NavGroup, NavItem, Notice, NoticeTone, Person, Titled};
pub use home::{HomePage, Panel, PanelFigure, Tile, TileCount, WaitingGroup, WaitingItem};
pub use icon::Icon;
pub use import::{ImportPage, ImportedFigure};
pub use kept::KeptPage;
pub use kernel::text::number_vn;
pub use lanes::{Card, Lane, Lanes};
pub use leaders::{BoardPage, ConclusionsPage, Total, UrgePage, UrgeTask, UrgeUnit};
pub use moving::MovingPage;
pub use process::{Flow, ProcessMap, ProcessPage, Step};
pub use progress::{Phase, PhaseState, ProgressPage};
pub use register::{Cell, Column, Count, Empty, Origin, RegisterPage, Row, SavedViews, Sort, SortState};
pub use report::{AsOf, Block, Check, ReportPage, Span};
pub use sheet::{Remark, SheetPage};
pub use sign_in::{DemoRole, SignInPage};
pub use table::{Bar, BarPart, HeadCell, Table, TableCell, TableRow};
pub use unwritten::UnwrittenPage;
pub use verify::{Verdict, VerifyPage};
pub use work::{BulkItem, BulkPage, Facet, FacetGroup, InboxItem, InboxPage, QuickMove, WorkItem, WorkPage};
