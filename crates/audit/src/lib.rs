//! Reading the public log as an outsider does: every signature, hash and deadline checked, every figure counted again.
//!
//! What is found wrong is a [`Finding`]: a name, the place, a sentence. The rules of deadlines and figures are the kernel's,
//! the form of the log is `translog`'s; here they meet. Not here: any way to the office's own data, any network (a log is
//! read through a [`translog::Source`] that the caller brings), any clock.

mod auditor;
mod cases;
mod course;
pub mod evidence;
mod figures;
mod finding;
mod log;
mod names;
mod signing;
mod table;
mod texts;
mod witness;

pub use auditor::{Auditor, Between, Blobs, CLOCKS_DIFFER_SECONDS, read};
pub use figures::{Compared, Counts, Figure, Leaves, Official, OfficialFigure, Period, compare, told, told_by_leaves};
pub use finding::{FINDINGS_KEPT, Finding, Findings, Name};
pub use log::{Asked, Break, Shared, Unread, Verified, WITNESSED_SECONDS_MAX, verify};
pub use signing::{Declined, Signing};
pub use table::{NEAR_DUE_WORKING_DAYS, Of, Row, Signals, Table};
pub use texts::{TEXT_BYTES_MAX, Texts};
pub use witness::{COSIGNED, REFUSED, Refused, Signed, Witness};
