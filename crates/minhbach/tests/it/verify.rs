//! `verify log` and `witness`: exit codes, what is said, and servers that mean harm.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::{Form, World};
use translog::{Checkpoint, Kind, Log, SecretKey, day_of};

use crate::tool::{Ran, program};

const ORIGIN: &str = "minhbach.example/log";

fn key() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Kind::Log, [3; 32]).unwrap()
}

fn vkey() -> String {
    key().public().to_string()
}

/// Entries of dossiers that are done, one after the other.
fn entries(dossiers: u8) -> Vec<Vec<u8>> {
    let mut world = World::shipped();
    let mut out = Vec::new();
    for n in 0..dossiers {
        world.at(&format!("2023-03-{:02}T08:00", n + 1));
        let form = Form::new("accept_at_counter").text("procedure", "2.001583").text("subject", "Đăng ký");
        let form = form.text("channel", "online").text("unit_code", "H56.14");
        let id = world.open("one-stop-1", "dossier", form).unwrap();
        world.act(id, "one-stop-1", Form::new("transfer").lead("skhdt").holder("handler-skhdt-1")).unwrap();
        world.act(id, "handler-skhdt-1", Form::new("resolve").text("outcome", "granted")).unwrap();
        out.extend(world.leaves(id).iter().map(|leaf| [leaf.as_slice(), &[n; 32]].concat()));
    }
    out
}

/// A log of these entries, signed once, in the middle of March.
fn log(entries: &[Vec<u8>]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::begin(dir.path(), 0).unwrap();
    entries.iter().for_each(|entry| log.append(entry).unwrap());
    log.flush().unwrap();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: log.size(), root: log.root() };
    let at = u64::try_from(testkit::at("2023-03-31T12:00").0 / 1_000_000).unwrap();
    let note = translog::sign(&checkpoint, &key(), at).unwrap();
    log.keep(&note, &day_of(at)).unwrap();
    log.publish(&note, log.size()).unwrap();
    dir
}

fn verify(place: &str, more: &[&str]) -> Ran {
    Ran::of(&program().args(["verify", "log", place, "--key", &vkey()]).args(more).output().unwrap())
}

fn place(dir: &TempDir) -> String {
    dir.path().display().to_string()
}

fn file(dir: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_genuine_log_is_counted_and_compared() {
    let dir = log(&entries(5));
    let ran = verify(&place(&dir), &["--year", "2023"]).well();
    for said in ["THẬT", "GENUINE", ORIGIN, "dossiers.resolved, năm 2023", "2.001583", "100,00 %", "dừng sát hạn"]
    {
        assert!(ran.out.contains(said), "`{said}` is not said:\n{}", ran.out);
    }
    let report = file(
        &dir,
        "report.json",
        r#"{"figures":{"dossiers.resolved":{"value":5,"previous":0},"tasks.assigned":{"value":1}},"period":"2023","as_of":99}"#,
    );
    let report = report.to_str().unwrap();
    let ran = verify(&place(&dir), &["--year", "2023", "--report", report]).well();
    assert!(ran.out.contains("KHỚP với báo cáo chính thức / equals the official report: 1 khớp"), "{}", ran.out);
    assert!(ran.out.contains("không kiểm chứng công khai được"));
    let ran = verify(&place(&dir), &["--year", "2023", "--format", "json", "--report", report]).well();
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&told["genuine"], &told["figures"]["dossiers.resolved"]), (&true.into(), &5.into()));
    assert_eq!(told["table"][0]["procedure"], "2.001583");
    assert_eq!(told["report"]["equal"], 1);
    // A report that says more than the log.
    let boast = file(&dir, "boast.json", r#"{"figures":{"dossiers.resolved":{"value":6}},"period":"2023"}"#);
    let ran = verify(&place(&dir), &["--year", "2023", "--report", boast.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("report_differs") && ran.out.contains("says 6, the public log counts 5"), "{}", ran.out);
    // As of a position, figures are those of then.
    let early = file(&dir, "early.json", r#"{"figures":{"dossiers.resolved":{"value":0}},"period":"2023","as_of":2}"#);
    verify(&place(&dir), &["--year", "2023", "--report", early.to_str().unwrap()]).well();
}

#[test]
fn forgeries_end_with_one_and_what_cannot_be_read_with_two() {
    let dir = log(&entries(5));
    let path = std::fs::read_dir(dir.path().join("tile/entries/000.p")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let ran = verify(&place(&dir), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("changed_leaf") && ran.out.contains("lá bị sửa"), "{}", ran.out);
    let other = SecretKey::from_seed(ORIGIN, Kind::Log, [4; 32]).unwrap().public().to_string();
    let ran = Ran::of(&program().args(["verify", "log", &place(&dir), "--key", &other]).output().unwrap());
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("wrong_key"), "{}", ran.out);

    let empty = tempfile::tempdir().unwrap();
    let unreadable = |place: &str, more: &[&str], said: &str| {
        let ran = verify(place, more).refused(&[said]);
        assert_eq!(ran.code, 2, "{}", ran.err);
    };
    unreadable(&place(&empty), &[], "there is no checkpoint here");
    unreadable(&place(&dir), &["--from", "/nowhere/checkpoint"], "/nowhere/checkpoint");
    let page = file(&empty, "page.html", "<html>");
    unreadable(&place(&dir), &["--year", "2023", "--report", page.to_str().unwrap()], "no annual report as JSON");
    unreadable(&place(&dir), &["--report", page.to_str().unwrap()], "no annual report");
    let ran = Ran::of(&program().args(["verify", "log", &place(&dir), "--key", "x+y"]).output().unwrap());
    assert_eq!(ran.refused(&["name+id+key"]).code, 2);
}

/// What a server answers to a path.
type Answers = Box<dyn Fn(&str, &mut TcpStream) + Send>;

/// A server of one log; it lives as long as the test.
fn server(answers: Answers) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/log/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            reader.read_line(&mut line).unwrap();
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
            let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches("/log/").to_owned();
            answers(&path, &mut stream);
        }
    });
    address
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) {
    // A client that went away is part of what is tested.
    let _ = stream.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").as_bytes());
    let _ = stream.write_all(body);
}

fn file_of(dir: &Path, path: &str, stream: &mut TcpStream) {
    match std::fs::read(dir.join(path)) {
        Ok(bytes) => send(stream, &format!("200 OK\r\nContent-Length: {}", bytes.len()), &bytes),
        Err(_) => send(stream, "404 Not Found\r\nContent-Length: 0", b""),
    }
}

#[test]
fn a_log_is_read_over_http_and_a_hostile_server_is_told() {
    let dir = log(&entries(5));
    let root = dir.path().to_owned();
    let genuine = server(Box::new(move |path, stream| file_of(&root, path, stream)));
    assert!(verify(&genuine, &["--year", "2023"]).well().out.contains("GENUINE"));

    let hostile = |bad: &'static str, more: fn(&mut TcpStream)| {
        let root = dir.path().to_owned();
        server(Box::new(
            move |path, stream| {
                if path.starts_with(bad) { more(stream) } else { file_of(&root, path, stream) }
            },
        ))
    };
    let refused = |address: &str, said: &[&str]| {
        let ran = verify(address, &["--timeout", "2"]).refused(said);
        assert_eq!(ran.code, 2, "{}", ran.err);
    };
    let endless = hostile("checkpoint", |stream| {
        send(stream, "200 OK", b"");
        while stream.write_all(&[b'x'; 4_096]).is_ok() {}
    });
    refused(&endless, &["checkpoint: longer than", "dài hơn"]);
    let silent = hostile("tile/entries", |stream| {
        let held = stream.try_clone().unwrap();
        // Keeps the line open and says nothing.
        std::mem::forget(held);
    });
    refused(&silent, &["too slow"]);
    let broken = hostile("tile/0", |stream| send(stream, "500 Oh\r\nContent-Length: 0", b""));
    refused(&broken, &["tile/0", "500"]);
    let lying = hostile("tile/0", |stream| send(stream, "200 OK\r\nContent-Length: 3", b"abc"));
    let ran = verify(&lying, &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("damaged"), "{}", ran.out);
    let round = hostile("checkpoint", |stream| {
        send(stream, "302 Found\r\nLocation: /log/checkpoint\r\nContent-Length: 0", b"");
    });
    refused(&round, &["checkpoint"]);
    refused("http://127.0.0.1:1/log", &["checkpoint"]);
}

#[test]
fn a_witness_makes_its_key_signs_and_refuses_a_fork() {
    let (own, all) = (tempfile::tempdir().unwrap(), entries(5));
    let (dir, secret) = (own.path().join("copy"), own.path().join("witness.key"));
    let witness = |log: &TempDir, more: &[&str]| {
        let mut asked = program();
        asked.args(["witness", &place(log), "--key", &vkey(), "--once", "--dir"]).arg(&dir);
        Ran::of(&asked.arg("--witness-key").arg(&secret).args(more).output().unwrap())
    };
    let early = log(&all[..6]);
    witness(&early, &[]).refused(&["--name"]);
    let ran = witness(&early, &["--name", "bao.vn/witness"]).well();
    let public = ran.err.split_whitespace().find(|word| word.starts_with("bao.vn/witness+")).unwrap().to_owned();
    assert!(ran.out.contains("6 lá"), "{}", ran.out);
    let whole = log(&all);
    witness(&whole, &[]).well();
    // Whoever asks for this witness finds its signature on the head that the witness publishes.
    let asked = ["--witness", public.as_str(), "--quorum", "1"];
    let ran = verify(&place(&whole), &asked);
    assert!(ran.code == 1 && ran.out.contains("too_few_witnesses"), "{}", ran.out);
    std::fs::copy(dir.join("cosigned"), whole.path().join("checkpoint")).unwrap();
    assert!(verify(&place(&whole), &asked).well().out.contains("bao.vn/witness"));

    let mut forked = all;
    *forked.last_mut().unwrap().last_mut().unwrap() ^= 1;
    let ran = witness(&log(&forked), &[]).refused(&["NOT SIGNED", "fork", "rẽ nhánh"]);
    assert_eq!(ran.code, 1);
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(witness(&nowhere, &[]).refused(&["no checkpoint"]).code, 2);
}

/// An outsider with the log and its key counts what the annual report says, and finds what was changed since.
#[test]
fn the_figures_of_the_simulated_year_are_those_of_its_public_log() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    crate::years::simulate(&data, "11", &[]).well();
    Ran::of(&program().args(["log", "build", "--data"]).arg(&data).output().unwrap()).well();
    let report = crate::report::annual(&data, &["--year", "2023", "--format", "json"]).well().out;
    let report = file(&folder, "annual.json", &report);
    let outside = |more: &[&str]| {
        let mut asked = program();
        asked.args(["verify", "log"]).arg(&data).arg("--key").arg(data.join("log/vkey")).args(["--year", "2023"]);
        Ran::of(&asked.args(more).output().unwrap())
    };
    let with_report = ["--format", "json", "--report", report.to_str().unwrap()];
    let ran = outside(&with_report).well();
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&told["genuine"], &told["report"]["differing"]), (&true.into(), &0.into()), "{}", ran.out);
    assert!(told["heads_kept"].as_u64() > Some(300), "a head of each simulated day: {}", told["heads_kept"]);
    let figures = told["report"]["figures"].as_array().unwrap();
    let counted = |code: &str| figures.iter().find(|figure| figure["code"] == code).unwrap()["counted"].as_u64();
    assert!(counted("dossiers.resolved") > Some(50) && counted("dossiers.on_time") > Some(50));
    assert_eq!(counted("tasks.assigned"), None, "cannot be checked from outside");
    let rows = told["table"].as_array().unwrap();
    assert_eq!(rows.iter().filter_map(|row| row["done"].as_u64()).sum::<u64>(), counted("dossiers.resolved").unwrap());

    // The head that an outsider kept, and a leaf changed afterwards.
    let kept = folder.path().join("kept");
    std::fs::copy(data.join("log/checkpoint"), &kept).unwrap();
    outside(&["--from", kept.to_str().unwrap()]).well();
    let bundle = data.join("log/tile/entries/001");
    let mut bytes = std::fs::read(&bundle).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    let ran = outside(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("changed_leaf") && ran.out.contains("511"), "{}", ran.out);
}

/// What is no evidence is told by the exit code, in both forms; genuine ones are made and checked with the office's own tests.
#[test]
fn evidence_that_cannot_be_read_ends_with_two_and_a_forged_one_with_one() {
    let dir = tempfile::tempdir().unwrap();
    let check = |what: &str, file: &Path, more: &[&str]| {
        let words = ["verify", what, "--key", &vkey()];
        Ran::of(&program().args(words).args(more).arg(file).output().unwrap())
    };
    for what in ["receipt", "opening"] {
        for text in ["", "{", "[1]", r#"{"v":1}"#, "%PDF-1.7 nothing attached", &"[".repeat(200_000)] {
            let ran = check(what, &file(&dir, "evidence.json", text), &[]).refused(&["không"]);
            assert_eq!(ran.code, 2, "{what} {text:.20}: {}", ran.err);
        }
        assert_eq!(check(what, Path::new("/nowhere/receipt.json"), &[]).code, 2);
    }
    // An entry that no tree holds.
    let entry = format!(
        r#"{{"position":1,"leaf":"{{\"v\":2}}","commitment":"{0}","proof":[],"checkpoint":"none"}}"#,
        "0".repeat(64)
    );
    let receipt = format!(r#"{{"v":1,"number":"1","at":"2023-03-01T08:00","started":{entry},"numbered":{entry}}}"#);
    let ran = check("receipt", &file(&dir, "receipt.json", &receipt), &["--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains(r#""genuine":false"#), "{}", ran.out);
    let ran = check("receipt", &file(&dir, "receipt.json", &receipt), &[]);
    assert!(ran.out.contains("GIẢ") && ran.out.contains("FORGED"), "{}", ran.out);
}
