//! `demo`: answers at once, shows how far it is, is used again when finished and begun anew when not.

use std::path::Path;

use crate::server::{Server, status};
use crate::tool::{Ran, program};

const SCALE: &str = "0.001";

fn start(data: &Path) -> Server {
    Server::start(&["demo", "--no-open", "--scale", SCALE], data)
}

fn demo(data: &Path, more: &[&str]) -> Ran {
    Ran::of(&program().args(["demo", "--no-open", "--data"]).arg(data).args(more).output().unwrap())
}

fn position(server: &Server) -> u64 {
    let health = server.get("/health");
    let digits: String =
        health.split("\"position\":").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[test]
fn it_answers_at_once_survives_a_kill_and_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut server = start(&data);
    let first = server.get("/");
    assert!(status(&first) == 303 && first.contains("/tien-do"), "{first}");
    assert!(server.get("/tien-do").contains("<progress"));
    server.child.kill().unwrap();
    drop(server);

    let server = start(&data);
    demo(&data, &["--port", "0"]).refused(&["another program works in"]);
    server.wait_until_ready();
    assert!(server.get("/").contains("/dang-nhap"));
    assert!(server.get("/dang-nhap").contains("name=\"role\""));
    let whole = position(&server);
    assert_eq!(server.end(), 0);

    let server = Server::start(&["demo", "--no-open"], &data);
    server.wait_until_ready();
    assert_eq!(position(&server), whole, "the finished years are used again");
    let report = crate::report::annual(&data, &["--year", "2023", "--format", "json"]).well();
    assert!(report.out.contains("\"plan.priorities\":{\"value\":9"), "{}", report.out);
    assert_eq!(server.end(), 0);

    demo(&data, &["--port", "0", "--scale", "0.5"]).refused(&[SCALE, "--data"]);
    let serve = program().args(["serve", "--port", "0", "--data"]).arg(&data).output().unwrap();
    Ran::of(&serve).refused(&["sổ mô phỏng", "simulated", "minhbach demo"]);
    crate::years::simulate(&data, "1", &[]).refused(&["not empty"]);

    let ledger = || std::fs::metadata(data.join(ledger::FILE_NAME)).unwrap().len();
    let before = ledger();
    for record in ["{\"finished\": tr", "{\"finished\": true, \"seeds\": [1]}", ""] {
        std::fs::write(data.join("simulation.json"), record).unwrap();
        demo(&data, &["--port", "0"]).refused(&["simulation.json", "left alone"]);
    }
    assert_eq!(ledger(), before);
}

/// Somebody put a real ledger where a simulation was begun.
#[test]
fn a_real_ledger_is_never_removed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    crate::import::import(&crate::import::log_in(folder.path(), crate::import::LOG.as_bytes()), &data).well();
    let head = || ledger::Ledger::read_only(&data).unwrap().head().unwrap();
    let before = head();
    for (file, text) in [("simulation.lock", ""), ("simulation.json", "{\"finished\": false}")] {
        std::fs::write(data.join(file), text).unwrap();
        demo(&data, &["--port", "0"]).refused(&["real ledger"]);
    }
    assert_eq!(head(), before);
}

#[test]
fn what_it_cannot_show_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for scale in ["0", "2"] {
        demo(&folder.path().join("data"), &["--port", "0", "--scale", scale]).refused(&["error: "]);
    }
    std::fs::write(folder.path().join("keep.txt"), "mine").unwrap();
    demo(folder.path(), &["--port", "0"]).refused(&["not empty"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let real = folder.path().join("real");
    crate::import::import(&crate::import::log_in(folder.path(), crate::import::LOG.as_bytes()), &real).well();
    demo(&real, &["--port", "0"]).refused(&["holds no demonstration"]);
}
