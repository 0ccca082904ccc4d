//! `serve`: a real office on a port of its own, read and written by other verbs meanwhile.

use std::path::Path;
use std::process::Command;

use crate::import::{LOG, counts, import, log_in};
use crate::report::annual;
use crate::server::{Server, enter, status};
use crate::tool::{Ran, program, run_with};

fn serve(data: &Path, more: &[&str]) -> Ran {
    Ran::of(&program().args(["serve", "--data"]).arg(data).args(more).output().unwrap())
}

#[test]
fn others_read_and_write_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&["serve"], &data);
    assert_eq!(status(&server.get("/health")), 200);
    assert_eq!(status(&server.get("/dang-nhap")), 200);
    assert!(!server.get("/dang-nhap").contains("name=\"role\""), "roles in one click are for demonstrations");
    let file = log_in(folder.path(), LOG.as_bytes());
    assert_eq!(counts(&import(&file, &data).well()), (2, 3, 3));
    let report = annual(&data, &["--year", "2022", "--format", "json"]).well();
    assert!(report.out.starts_with("{\"figures\""));
    assert_eq!(server.end(), 0, "it ends in order when asked to");
}

#[test]
fn a_port_in_use_is_told_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&["serve"], &folder.path().join("one"));
    let other = folder.path().join("other");
    serve(&other, &["--port", server.port()]).refused(&["đang được chương trình khác dùng", "in use", "--port"]);
    assert!(!other.exists());
}

#[test]
fn a_new_ledger_takes_the_name_that_is_given_but_no_simulated_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for name in ["tinh.vn/mo-phong", "no path", "khong-duong-dan", "vp.tinh.vn/so-cai/2"] {
        serve(&data, &["--port", "0", "--origin", name]).refused(&["--origin"]);
    }
    assert!(!data.exists());
    drop(Server::start(&["serve", "--origin", "vp.tinh.vn/so-cai"], &data));
    assert_eq!(ledger::Ledger::read_only(&data).unwrap().origin(), "vp.tinh.vn/so-cai");
    assert_eq!(Server::start(&["serve"], &data).end(), 0);
}

/// Nothing in a simulated ledger ever happened. Should it be served after all, the server is ended and the test fails.
#[test]
fn a_simulated_ledger_is_not_served_as_a_real_one() {
    let folder = crate::kept::copy("ledger-1");
    let mut ended = Command::new("timeout");
    ended.args(["20"]).arg(program().get_program()).args(["serve", "--port", "0", "--data"]).arg(folder.path());
    Ran::of(&ended.output().unwrap()).refused(&["sổ mô phỏng", "simulated one", "minhbach demo --data"]);
}

#[test]
fn people_sign_in_with_a_password_that_came_by_stdin() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&["serve"], &data);
    let user = |verb: &str, person: &str, password: &str| {
        run_with(&["user", verb, person, "--data", data.to_str().unwrap()], password.as_bytes())
    };
    user("add", "nobody-at-all", "một mật khẩu dài\n").refused(&["nobody-at-all", "Check the code"]);
    user("add", "clerk-1", "ngắn\n").refused(&["10"]);
    user("password", "clerk-1", "một mật khẩu dài\n").refused(&["user add"]);
    user("add", "clerk-1", "một mật khẩu dài\n").well();
    user("add", "clerk-1", "một mật khẩu khác\n").refused(&["user password"]);
    user("password", "clerk-1", "một mật khẩu khác").well();

    let enter = |password: &str| enter(&server, "clerk-1", password);
    assert_eq!(status(&enter("m%E1%BB%99t+m%E1%BA%ADt+kh%E1%BA%A9u+d%C3%A0i")), 422, "the old one");
    assert_eq!(status(&enter("m%E1%BB%99t+m%E1%BA%ADt+kh%E1%BA%A9u+kh%C3%A1c")), 303);
}
