//! The encrypted line to a server, where `./test` has started one that encrypts: who is believed, and who is not.

use ledger::{Database, Ledger, LedgerError};

use crate::support::{Act, config, on_postgres};

/// Names a server that encrypts, as `host=localhost port=…`; its certificate is for that name.
const SERVER: &str = "MINHBACH_TEST_POSTGRES_TLS";
/// Names the file of that certificate.
const CERTIFICATE: &str = "MINHBACH_TEST_POSTGRES_CERTIFICATE";

fn opened(address: &str) -> Result<Ledger, LedgerError> {
    let dir = tempfile::tempdir().unwrap();
    let database = Some(Database::parse(address, None)?);
    Ledger::open(ledger::Config { database, ..config(dir.path()) })
}

/// An address in a schema of its own.
fn address(name: &str, words: &str) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let whole = format!("{server} user=postgres dbname=postgres");
    let mut client = postgres::Client::connect(&whole, postgres::NoTls).unwrap();
    client.batch_execute(&format!("DROP SCHEMA IF EXISTS tls_{name} CASCADE; CREATE SCHEMA tls_{name}")).unwrap();
    Some(format!("{whole} application_name=tls_{name} options='-c search_path=tls_{name}' {words}"))
}

/// How many connections of this name the server has encrypted, and how many not.
fn encrypted(name: &str) -> (i64, i64) {
    let whole = format!("{} user=postgres dbname=postgres", std::env::var(SERVER).unwrap());
    let mut client = postgres::Client::connect(&whole, postgres::NoTls).unwrap();
    let sql = "SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl)
               FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = $1";
    let row = client.query_one(sql, &[&format!("tls_{name}")]).unwrap();
    (row.get(0), row.get(1))
}

#[test]
fn the_line_is_encrypted_when_the_address_says_so_and_never_else() {
    let certificate = std::env::var(CERTIFICATE).unwrap_or_default();
    let full = format!("sslmode=verify-full sslrootcert={certificate}");
    for (name, words, is_encrypted) in [
        ("require", "sslmode=require", true),
        ("full", &*full, true),
        ("off", "sslmode=disable", false),
        ("none", "", false),
    ] {
        let Some(address) = address(name, words) else { return };
        let ledger = opened(&address).unwrap();
        Act::new(&[(1, 0)], &[1]).append(&ledger);
        assert_eq!(ledger.head().unwrap().next, 2);
        let (with, without) = encrypted(name);
        assert_eq!((with > 0, without > 0), (is_encrypted, !is_encrypted), "{name}");
    }
}

#[test]
fn whoever_is_not_who_they_should_be_is_not_talked_to() {
    let said = |address: String| opened(&address).err().unwrap().to_string();
    // The authorities of the machine know nothing of a certificate that was made here.
    let Some(unknown) = address("unknown", "sslmode=verify-full") else { return };
    let told = said(unknown);
    assert!(told.contains("sslrootcert"), "{told}");
    let certificate = std::env::var(CERTIFICATE).unwrap();
    let other = address("other", &format!("sslmode=verify-full sslrootcert={certificate}")).unwrap();
    let told = said(other.replace("host=localhost", "host=127.0.0.1"));
    assert!(told.contains("sslrootcert"), "another name: {told}");
}

#[test]
fn a_server_that_does_not_encrypt_is_named() {
    if !on_postgres() {
        return;
    }
    let server = std::env::var("MINHBACH_TEST_POSTGRES").unwrap();
    let error = opened(&format!("{server} dbname=postgres sslmode=require")).err().unwrap();
    assert!(matches!(error, LedgerError::Unreachable { .. }), "{error:?}");
    assert!(error.vi().contains("ssl = on") && error.en().contains("ssl = on"), "{error}");
}
