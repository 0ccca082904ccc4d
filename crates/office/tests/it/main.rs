//! What the shell promises: one act from request to rows, faults at every store call, replay.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod acts;
mod announcements;
mod beside;
mod epochs;
mod erasing;
mod evidence;
mod faults;
mod house;
mod import;
mod leaders;
mod moving;
mod notices;
mod organisation;
mod public_log;
mod publishing;
mod replay;
mod reports;
mod witnesses;
mod work;
mod world;
