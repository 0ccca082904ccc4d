//! What the shell promises: one act from request to rows, faults at every store call, replay.

mod acts;
mod announcements;
mod faults;
mod house;
mod replay;
mod world;
