//! What a server keeps of the last batch of each writer, so that a writer whose connection broke while it committed can ask
//! whether the batch came through.
//!
//! Not here: when to ask (`writer`). It is no part of the ledger: nobody else reads it, and it is neither copied nor kept.

use crate::commit::Work;
use crate::engine::{Conn, NEW_NAME};
use crate::error::DbError;
use crate::gather::Write;
use crate::ledger::Head;
use crate::plan::Tx;

static MARK: Write = Write {
    table: "writers",
    sql: "INSERT INTO writers(name, batch, next) VALUES($1, $2, $3)
          ON CONFLICT(name) DO UPDATE SET batch = excluded.batch, next = excluded.next",
    key: &[],
    merge: &[],
};

/// The mark of one writer.
pub(crate) struct Mark {
    name: String,
    batch: u64,
    /// How often it was sent.
    sent: u32,
}

impl Mark {
    /// For a new writer; `None` on a file, where a commit that was cut off is told by the file itself.
    pub(crate) fn new(conn: &mut Conn) -> Result<Option<Self>, DbError> {
        if !conn.may_be_lost() {
            return Ok(None);
        }
        let mut name = String::new();
        conn.query(NEW_NAME, &[], &mut |row| {
            row.text(0)?.clone_into(&mut name);
            Ok(())
        })?;
        Ok(Some(Self { name, batch: 0, sent: 0 }))
    }

    /// Another batch begins.
    pub(crate) fn next(&mut self) {
        self.batch += 1;
        self.sent = 0;
    }

    /// The batch is sent, perhaps not for the first time.
    pub(crate) fn sent(&mut self) {
        self.sent += 1;
    }

    /// Whether the batch is committed already, which only one that was sent before can be. Asked while the head is held: a transaction that is still on its way to being
    /// committed holds it too, and has ended by then.
    pub(crate) fn stands(&self, work: &mut Work<'_>) -> Result<bool, DbError> {
        if self.sent < 2 {
            return Ok(false);
        }
        let mut stands = false;
        work.query("SELECT batch FROM writers WHERE name = $1", &[(&self.name).into()], &mut |row| {
            stands = row.count(0)? == self.batch;
            Ok(())
        })?;
        Ok(stands)
    }

    /// Notes the batch, in its own transaction.
    pub(crate) fn set(&self, work: &mut Work<'_>, head: Head) -> Result<(), DbError> {
        work.write(&MARK, &[(&self.name).into(), self.batch.into(), head.next.into()])
    }
}
