//! A place on the PostgreSQL server of the tests: a schema of its own for each folder, so that tests run side by side.
//!
//! `./test` starts the server and names it. Here is no driver: schemas are made with `psql`, which comes with the server.

use std::path::Path;
use std::process::Command;

/// Names the server, as `host=… user=…`; without it nothing is tested on PostgreSQL.
pub const SERVER: &str = "MINHBACH_TEST_POSTGRES";
/// Where it is set, all offices of tests that ask [`instead_of`] stand on PostgreSQL.
pub const EVERYWHERE: &str = "MINHBACH_TEST_POSTGRES_ALL";

/// The address of a schema that belongs to a folder, made when absent; `None` without a server.
///
/// # Panics
/// When the server does not answer.
#[must_use]
pub fn beside(folder: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let whole = format!("{server} dbname=postgres");
    // The name of a temporary folder is one of a kind; what lies above it is only to be the same for the same folder.
    let name: String = folder.display().to_string().bytes().map(letter).collect();
    let schema = name.get(name.len().saturating_sub(60)..).unwrap_or(&name).trim_start_matches('_');
    let _nothing = psql(&whole, &format!("SET client_min_messages = error; CREATE SCHEMA IF NOT EXISTS s{schema}"));
    Some(format!("{whole} options='-c search_path=s{schema}'"))
}

/// The same where the tests are to stand on PostgreSQL wherever they can.
///
/// # Panics
/// As [`beside`].
#[must_use]
pub fn instead_of(folder: &Path) -> Option<String> {
    std::env::var_os(EVERYWHERE).and_then(|_set| beside(folder))
}

/// What `psql` answers to statements, without headings.
///
/// # Panics
/// When it is missing, or the server refuses a statement.
#[must_use]
pub fn psql(address: &str, statements: &str) -> String {
    let done = Command::new("psql")
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statements])
        .output();
    match done {
        Ok(done) if done.status.success() => String::from_utf8_lossy(&done.stdout).trim().to_owned(),
        Ok(done) => panic!("{statements}: {}", String::from_utf8_lossy(&done.stderr)),
        Err(error) => panic!("psql: {error}"),
    }
}

/// What may stand in the name of a schema.
fn letter(byte: u8) -> char {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_ascii_lowercase() } else { '_' }
}
