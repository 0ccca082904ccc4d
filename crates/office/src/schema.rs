//! The read tables: what lists, rights and figures need, all of it rebuilt from the ledger by `replay`.
//!
//! The text is kept to what SQLite and PostgreSQL both understand, but for the two words that `ledger` knows to translate.
//! `num` of a case is the ledger position of its opening event: dense enough, and the same after every replay.
//! Beside them stand the tables outside the ledger (`users`, `sessions`, `saved_views`, `seen`, `digests`, `log_head`, `log_epochs`), which
//! no replay touches.

/// Version of the read tables. A folder of a newer one is refused; one of an older has them built anew from the events
/// when it is opened (`rebuild`), so that whoever changes a read table only raises this number.
pub const VERSION: i64 = 6;

/// The read tables, each statement ended by a semicolon.
pub const READ: &str = "
CREATE TABLE IF NOT EXISTS cases(
  num INTEGER PRIMARY KEY, id BLOB NOT NULL, type TEXT NOT NULL, step TEXT NOT NULL, title TEXT NOT NULL,
  title_key TEXT NOT NULL, folded TEXT NOT NULL, number TEXT NOT NULL, lead TEXT NOT NULL, holder TEXT NOT NULL,
  assigner TEXT NOT NULL, opened BIGINT NOT NULL, due BIGINT, clock TEXT NOT NULL, verdict TEXT NOT NULL,
  stopped BIGINT, closed BIGINT, published BIGINT, updated BIGINT NOT NULL, position BIGINT NOT NULL,
  version BIGINT NOT NULL, batch BLOB, state TEXT NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS cases_id ON cases(id);
CREATE INDEX IF NOT EXISTS cases_words ON cases(type, num, folded);
CREATE INDEX IF NOT EXISTS cases_due ON cases(type, due, num);
CREATE INDEX IF NOT EXISTS cases_title ON cases(type, title_key, num);
CREATE INDEX IF NOT EXISTS cases_number ON cases(number) WHERE number <> '';
CREATE INDEX IF NOT EXISTS cases_open ON cases(type, due, num) WHERE closed IS NULL;
CREATE INDEX IF NOT EXISTS cases_waiting ON cases(type, step, due, num, lead, holder, assigner, clock, updated)
  WHERE closed IS NULL;
CREATE INDEX IF NOT EXISTS cases_held ON cases(holder, due) WHERE closed IS NULL AND clock = 'running' AND holder <> '';
CREATE INDEX IF NOT EXISTS cases_led ON cases(lead, due) WHERE closed IS NULL AND clock = 'running' AND holder = '';
CREATE INDEX IF NOT EXISTS cases_batch ON cases(batch) WHERE batch IS NOT NULL;
CREATE TABLE IF NOT EXISTS case_values(
  type TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, num BIGINT NOT NULL,
  PRIMARY KEY(type, field, value, num)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS title_spans(
  type TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL,
  PRIMARY KEY(type, field, value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS may_read(
  subject TEXT NOT NULL, type TEXT NOT NULL, num BIGINT NOT NULL, PRIMARY KEY(subject, type, num)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS case_links(
  target BLOB NOT NULL, num BIGINT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY(target, num, rule)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts(
  indicator TEXT NOT NULL, day BIGINT NOT NULL, num BIGINT NOT NULL, item BIGINT NOT NULL,
  from_position BIGINT NOT NULL, to_position BIGINT, since BIGINT NOT NULL, until BIGINT, by_value TEXT NOT NULL,
  paused BIGINT NOT NULL, PRIMARY KEY(indicator, day, num, item, from_position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallies(
  indicator TEXT NOT NULL, day BIGINT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL, n BIGINT NOT NULL,
  PRIMARY KEY(indicator, day, since, until)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS house(
  version BIGINT PRIMARY KEY, kind TEXT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notices(
  subject TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, num BIGINT NOT NULL,
  at BIGINT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY(subject, position, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notices_position ON notices(position, subject);
";

/// The tables outside the ledger, and the version of the read tables that stand beside them.
pub const OUTSIDE: &str = "
CREATE TABLE IF NOT EXISTS read_version(id BIGINT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS users(
  person TEXT PRIMARY KEY, password TEXT NOT NULL, failed BIGINT NOT NULL, locked_until BIGINT);
CREATE TABLE IF NOT EXISTS sessions(
  token BLOB PRIMARY KEY, person TEXT NOT NULL, csrf TEXT NOT NULL, started BIGINT NOT NULL, seen BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS saved_views(
  person TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, PRIMARY KEY(person, type, name));
CREATE TABLE IF NOT EXISTS seen(
  person TEXT NOT NULL, key TEXT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY(person, key))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS digests(
  person TEXT PRIMARY KEY, day BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS log_head(id BIGINT PRIMARY KEY, size BIGINT NOT NULL, note BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS log_epochs(epoch BIGINT PRIMARY KEY, leaf BLOB NOT NULL);
";

/// The read tables with the order in which their rows are digested.
pub const READ_TABLES: &[(&str, &str)] = &[
    ("cases", "num"),
    ("case_values", "type, field, value, num"),
    ("title_spans", "type, field, value"),
    ("may_read", "subject, type, num"),
    ("case_links", "target, num, rule"),
    ("facts", "indicator, day, num, item, from_position"),
    ("tallies", "indicator, day, since, until"),
    ("house", "version"),
    ("notices", "subject, position, kind"),
];

/// The tables outside the ledger, in the same way.
pub const OUTSIDE_TABLES: &[(&str, &str)] = &[
    ("read_version", "id"),
    ("users", "person"),
    ("sessions", "token"),
    ("saved_views", "person, type, name"),
    ("seen", "person, key"),
    ("digests", "person"),
    ("log_head", "id"),
    ("log_epochs", "epoch"),
];
