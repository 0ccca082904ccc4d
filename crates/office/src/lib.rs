//! The shell around the kernel: load, decide, append, answer; and what people read back: registers, cases, reports.
//!
//! An act goes `Request` → kernel → ledger → `Done`; its rows of the read tables are written in the same transaction
//! (`project`). Reading for people is SQL in `views` and `reports`; what an act, an import, the house or a replay needs to
//! read stands with it, each module with the tables it knows. Not here: rules (kernel),
//! storage engines (ledger), pages (web), typesetting (print), the real clock (minhbach).

pub mod act;
pub mod announce;
pub mod bulk;
mod change;
pub mod course;
pub mod dump;
pub mod erase;
pub mod evidence;
mod formalities;
mod fresh;
pub mod health;
pub mod house;
pub mod import;
pub mod live;
mod load;
pub mod log;
pub mod mail;
pub mod organisation;
pub mod papers;
pub mod people;
mod project;
pub mod publishing;
mod replay;
pub mod reports;
pub mod saved;
pub mod schema;
mod sole;
pub mod texts;
mod told;
pub mod urge;
pub mod views;

mod desk;

pub use act::{Done, Fail, Pending, Proof, Request};
pub use desk::{Office, OfficeError, Options, sha256_hex};
pub use erase::{ErasedCase, Erasure};
pub use house::House;
pub use load::Loaded;
pub use project::ERASED_TITLE;
pub use replay::Replayed;
pub use sole::{Sent, Sole};
