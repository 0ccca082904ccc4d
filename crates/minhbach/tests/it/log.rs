//! The public log beside a server, and what the verbs say of it.

use std::path::Path;

use crate::import::{LOG, import, log_in};
use crate::server::Server;
use crate::tool::{Ran, program};

fn log(what: &str, data: &Path, more: &[&str]) -> Ran {
    Ran::of(&program().args(["log", what, "--data"]).arg(data).args(more).output().unwrap())
}

/// Events and signed events, as `log status` tells them.
fn told(ran: &Ran) -> (u64, u64) {
    let number = |name: &str| {
        let rest = ran.out.split(&format!("\"{name}\": ")).nth(1).unwrap();
        rest.split(',').next().unwrap().parse().unwrap()
    };
    (number("events"), number("signed"))
}

#[test]
fn a_server_signs_what_it_and_others_record() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    log("status", &data, &[]).refused(&["không có sổ cái", "no ledger"]);
    let server = Server::start(&["serve"], &data);
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    assert_eq!(server.end(), 0);
    let status = log("status", &data, &[]).well();
    let (events, signed) = told(&status);
    assert!(events > 3 && events == signed, "{}", status.out);
    let key = log("vkey", &data, &[]).well().out;
    assert_eq!(key.as_bytes(), std::fs::read(data.join("keys/log.vkey")).unwrap());
    assert_eq!(key.as_bytes(), std::fs::read(data.join("log/vkey")).unwrap());
    assert_eq!(std::fs::read(data.join("keys/head")).unwrap(), std::fs::read(data.join("log/checkpoint")).unwrap());
}

#[test]
fn a_server_that_is_killed_leaves_a_log_that_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    drop(Server::start(&["serve"], &data));
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    let (events, signed) = told(&log("build", &data, &[]).well());
    assert_eq!(events, signed);
}

#[test]
fn a_folder_without_log_says_how_to_get_one_and_a_simulated_one_keeps_a_head_a_day() {
    let folder = crate::kept::copy("ledger-1");
    let data = folder.path();
    let keys = folder.path().join("elsewhere");
    let named = ["--keys", keys.to_str().unwrap()];
    Ran::of(&program().args(["replay", "--upgrade"]).args(named).arg("--data").arg(data).output().unwrap()).well();
    log("status", data, &[]).refused(&["log build", "no public log yet"]);
    let (events, signed) = told(&log("build", data, &named).well());
    assert_eq!(events, signed);
    assert!(keys.join("log.key").exists() && keys.join("head").exists() && !data.join("keys").exists());
    assert!(std::fs::read_dir(data.join("log/history")).unwrap().count() > 1);
    // Without its keys folder the log is not signed by another key.
    log("build", data, &[]).refused(&["keys"]);
    assert!(!data.join("keys/log.key").exists());
}

#[test]
fn a_ledger_put_back_is_not_signed_over() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert_eq!(Server::start(&["serve"], &data).end(), 0);
    let old = std::fs::read(data.join("ledger.sqlite3")).unwrap();
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    log("build", &data, &[]).well();
    for ending in ["-wal", "-shm"] {
        std::fs::remove_file(data.join(format!("ledger.sqlite3{ending}"))).ok();
    }
    std::fs::write(data.join("ledger.sqlite3"), old).unwrap();
    log("build", &data, &[]).refused(&["đưa về", "put back", "keys/head"]);
}

/// By whose decision; only the Chairman's counts.
#[test]
fn the_chairman_publishes_and_withdraws_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
    let decide =
        |what: &str, by: &str, date: &str| log(what, &data, &["--by", by, "--decision", "45/QĐ-UBND", "--date", date]);
    decide("publish", "nobody", "2024-01-02").refused(&["Chủ tịch", "Chairman"]);
    decide("publish", "chief", "2024-01-02").refused(&["Chủ tịch", "Chairman"]);
    decide("publish", "chairman", "2024-31-02").refused(&["--date"]);
    let done = decide("publish", "chairman", "2024-01-02").well();
    assert!(done.out.contains(r#""published": true"#), "{}", done.out);
    log("build", &data, &[]).well();
    assert!(log("status", &data, &[]).well().out.contains(r#""published": true"#));
    decide("withdraw", "chairman", "2024-01-03").well();
    assert!(log("status", &data, &[]).well().out.contains(r#""published": false"#));
}

/// A case of the simulated years is opened for an inspector; what is sealed stands in no leaf and in no text of the log.
#[test]
fn an_opening_is_given_by_command_and_what_is_private_stays_private() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    crate::years::simulate(&data, "3", &[]).well();
    let looked = crate::tool::run_on(&["bench", "leaks", "--data"], &data).well();
    assert!(looked.out.contains("lộ / found: 0"), "{}", looked.out);

    let office = office::Office::read_only(&data).unwrap();
    let (mut case, mut title) = ([0; 16], String::new());
    let sql =
        "SELECT id, title FROM cases WHERE type = 'incoming_document' AND length(title) > 20 ORDER BY num LIMIT 1";
    let first = &mut |row: &ledger::Row<'_>| {
        case = row.array(0)?;
        title = row.text(1)?.to_owned();
        Ok(())
    };
    office.ledger().reader().unwrap().query(sql, &[], first).unwrap();
    drop(office);
    let case = uuid::Uuid::from_bytes(case).to_string();
    let to = folder.path().join("opening.json");
    let open = |by: &str| {
        let words = ["opening", &case, "--by", by, "--for", "Thanh tra tỉnh", "--why", "Kết luận số 5", "--to"];
        Ran::of(&program().args(words).arg(&to).arg("--data").arg(&data).output().unwrap())
    };
    open("specialist-vp-th-1").refused(&["Chủ tịch", "Chairman"]);
    assert!(!to.exists(), "what is refused leaves no file");
    open("chairman").well();
    open("chairman").refused(&["opening.json"]);
}
