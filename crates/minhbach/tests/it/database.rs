//! The program over a PostgreSQL database: several servers on one ledger, a demonstration used again, what is refused.
//!
//! Only where a server is named; `./test` starts one and names it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::import::{LOG, counts, import_with, log_in};
use crate::server::{Server, cookie, enter, status};
use crate::tool::{Ran, program, run_with};

const WORD: &str = "mot-mat-khau-dai";

/// A page as somebody who has signed in sees it.
fn page(server: &Server, path: &str, cookie: &str) -> String {
    server
        .ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n", server.host))
}

fn demo(data: &Path, address: &str, more: &[&str]) -> Ran {
    let words = ["demo", "--no-open", "--port", "0", "--database", address, "--data"];
    Ran::of(&program().args(words).arg(data).args(more).output().unwrap())
}

/// Both stand on one database, with the same keys; whoever signed in at one is known at the other, and loses nothing when
/// the first one dies.
#[test]
fn whoever_signed_in_at_one_server_goes_on_at_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let Some(address) = testkit::postgres::beside(folder.path()) else { return };
    let (one, two, keys) = (folder.path().join("one"), folder.path().join("two"), folder.path().join("keys"));
    let keys = keys.to_str().unwrap();
    let words = ["serve", "--database", &address, "--keys", keys];
    let mut first = Server::start(&words, &one);
    let second = Server::start(&words, &two);
    let user = ["user", "add", "clerk-1", "--database", &address, "--keys", keys, "--data", one.to_str().unwrap()];
    run_with(&user, WORD.as_bytes()).well();

    let entered = enter(&first, "clerk-1", WORD);
    assert_eq!(status(&entered), 303, "{entered}");
    let cookie = cookie(&entered);
    let desk = page(&first, "/viec-cua-toi", &cookie);
    assert_eq!(status(&desk), 200, "{desk}");
    assert_eq!(status(&page(&second, "/viec-cua-toi", "x=y")), 303, "a stranger is sent to the door");
    assert_eq!(status(&page(&second, "/viec-cua-toi", &cookie)), 200, "known here too");

    let file = log_in(folder.path(), LOG.as_bytes());
    let more = ["--database", &address, "--keys", keys];
    assert_eq!(counts(&import_with(&file, &two, &more).well()), (2, 3, 3), "a third process writes");
    first.child.kill().unwrap();
    assert_eq!(status(&page(&second, "/viec-cua-toi", &cookie)), 200, "the other goes on");
    assert_eq!(second.end(), 0);
}

#[test]
fn a_demonstration_in_a_database_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let Some(address) = testkit::postgres::beside(folder.path()) else { return };
    let data = folder.path().join("data");
    let words = ["demo", "--no-open", "--scale", "0.0002", "--database", &address];
    for _ in 0..2 {
        let server = Server::start(&words, &data);
        server.wait_until_ready();
        assert!(server.get("/dang-nhap").contains("name=\"role\""));
        assert_eq!(server.end(), 0);
    }
    assert!(!data.join(ledger::FILE_NAME).exists(), "nothing of the ledger is in the folder");
    // The years of another folder do not go over these.
    demo(&folder.path().join("other"), &address, &[])
        .refused(&["không phải của bản trình diễn", "holds no demonstration"]);
}

/// What `bench faults` says of a PostgreSQL of its own; `None` where there is none. Longer runs stand in `docs/faults.md`.
fn faults(fault: &str, times: &str) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    testkit::postgres::beside(folder.path())?;
    // PostgreSQL runs as somebody else, who has to get through.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
    let words = ["bench", "faults", fault, "--times", times, "--seed", "7", "--data"];
    let ran = Ran::of(&program().args(words).arg(folder.path().join("data")).output().unwrap()).well();
    Some(ran.out.lines().last().unwrap().split('|').map(|cell| cell.trim().to_owned()).collect())
}

#[test]
fn three_crashes_of_the_server_lose_nothing() {
    let Some(row) = faults("server-crash", "3") else { return };
    assert_eq!((&*row[1], &*row[4], &*row[8]), ("3", "0", "equal"), "{row:?}");
    assert!(row[2].parse::<u32>().unwrap() >= 3, "the server did not recover: {row:?}");
    assert!(row[3].parse::<u32>().unwrap() > 30, "{row:?}");
}

#[test]
fn a_line_that_breaks_within_a_commit_loses_nothing_and_keeps_nobody_else_from_writing() {
    let Some(row) = faults("line", "4") else { return };
    assert_eq!((&*row[1], &*row[4], &*row[8]), ("4", "0", "equal"), "{row:?}");
    assert!(row[3].parse::<u32>().unwrap() > 30, "{row:?}");
}

/// A standby answers what only reads; this one is the same server, which refuses this session to write.
#[test]
fn reports_and_backups_are_made_from_a_server_that_only_reads() {
    let folder = tempfile::tempdir().unwrap();
    let Some(address) = testkit::postgres::beside(folder.path()) else { return };
    let standby = address.replace("-c search_path", "-c default_transaction_read_only=on -c search_path");
    let data = folder.path().join("data");
    import_with(&log_in(folder.path(), LOG.as_bytes()), &data, &["--database", &address]).well();
    let on = |words: &[&str], address: &str| {
        Ran::of(&program().args(words).args(["--database", address, "--data"]).arg(&data).output().unwrap())
    };
    on(&["log", "build"], &address).well();
    let report = ["report", "annual", "--year", "2023", "--format", "json"];
    let (here, there) = (on(&report, &address).well(), on(&report, &standby).well());
    assert!(here.out.contains("figures") && here.out == there.out);
    assert_eq!(on(&["log", "status"], &address).well().out, on(&["log", "status"], &standby).well().out);
    let key = folder.path().join("key.txt");
    let recipient = program().args(["backup", "key", "--to"]).arg(&key).output().unwrap();
    let recipient = String::from_utf8(recipient.stdout).unwrap();
    let (backup, file) = (folder.path().join("backup"), folder.path().join("file"));
    let make = ["backup", "make", "--recipient", recipient.trim(), "--to", backup.to_str().unwrap()];
    on(&make, &standby).well();
    let copy = ["copy", "--from", &standby, "--to", file.to_str().unwrap()];
    Ran::of(&program().args(copy).output().unwrap()).well();
    let again = import_with(&log_in(folder.path(), LOG.as_bytes()), &data, &["--database", &standby]);
    again.refused(&["chỉ được đọc", "can only be read"]);
}

#[test]
fn a_database_that_cannot_be_used_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let nowhere = "postgres://nobody:bi-mat@127.0.0.1:1/nothing";
    demo(&data, nowhere, &[]).refused(&["Không nối được với cơ sở dữ liệu", "cannot be reached", "127.0.0.1:1"]);
    demo(&data, "postgres://", &[]).refused(&["Không đọc được địa chỉ", "postgres://user@host:port/name"]);
    let Some(address) = testkit::postgres::beside(folder.path()) else { return };
    let _made = testkit::postgres::psql(&address, "CREATE TABLE somebody_elses(x BIGINT)");
    demo(&data, &address, &["--scale", "0.0002"]).refused(&["not a ledger"]);
}
