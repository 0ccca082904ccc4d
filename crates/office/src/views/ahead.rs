//! Rows of cases brought near before they are read in order.
//!
//! A long list passes over tens of thousands of pages of the file, one in a few of those on its way; where they are not
//! in memory yet, one reader waits for the disk at each. Several that only touch the rows of the next part wait side by
//! side. A hint and nothing else: what is read, and in which view of the ledger, does not depend on it.

use std::panic::resume_unwind;
use std::thread;

use ledger::Ledger;

use super::sql::Sql;

/// Readers that touch rows at once, besides the one that reads them.
const READERS: usize = 4;
/// Rows touched by one statement, so that its text stays the same.
const AT_ONCE: usize = 50;
/// Fewer rows than this are left to whoever reads them.
const WORTH_IT: usize = 200;

/// Touches the cases of these numbers.
pub(crate) fn touch(ledger: &Ledger, nums: &[i64]) {
    if nums.len() < WORTH_IT {
        return;
    }
    thread::scope(|scope| {
        for part in nums.chunks(nums.len().div_ceil(READERS)) {
            scope.spawn(move || touch_part(ledger, part));
        }
    });
}

/// Does the first in a thread of its own, if there is one, while this thread does the second.
pub(crate) fn beside<A: Send, B>(
    first: Option<impl FnOnce() -> A + Send>,
    second: impl FnOnce() -> B,
) -> (B, Option<A>) {
    thread::scope(|scope| {
        let running = first.map(|first| scope.spawn(first));
        let done = second();
        (done, running.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))))
    })
}

/// Whoever finds no free reader, or cannot read, leaves it: the list says so itself when it comes there.
fn touch_part(ledger: &Ledger, nums: &[i64]) {
    let Ok(mut reader) = ledger.reader() else { return };
    for part in nums.chunks(AT_ONCE) {
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM cases WHERE num IN (").ints(part).push(")");
        if reader.query(sql.as_str(), &sql.params(), &mut |_row| Ok(())).is_err() {
            return;
        }
    }
}
