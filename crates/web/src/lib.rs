//! The screens: staff desk and JSON, rendered on the server.
//!
//! `pages` holds what a page shows, as plain view structs with their templates; `assets` the one style sheet, the one
//! script and the icon, named by their content; `desk` the handlers that fill the pages from the office; `tongue` the
//! words, in two languages. Not here: rules, deadlines, SQL.

pub mod assets;
mod desk;
mod live;
mod moving;
pub mod pages;
mod state;
mod tongue;

pub use desk::{FILE_BYTES_MAX, FORM_BYTES_MAX, Letter, app, case_file, letter};
pub use live::Live;
pub use moving::Moving;
pub use state::{
    AppState, Clock, EXPORTS_MAX, Exports, Measure, Mode, Press, PressFail, Progress, Random, Stage, Work,
};
pub use tongue::{Arg, Tongue};
