//! `digest`: a letter for whoever has something new, to a file or by SMTP, never twice on a day.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;

use kernel::case::command::Assigned;
use kernel::case::{Act, Due, MoveForm, Opening, Value};
use office::{Office, Options, Request};
use testkit::{at, day};

use crate::tool::{Ran, program};

/// An office with a task for the Department of Finance.
fn office_with_a_task(dir: &Path) {
    let now = at("2023-03-01T08:00");
    let office = Office::open(Options::new(dir, "tinh.example/van-phong", now, [7; 16])).unwrap();
    let mut form = MoveForm::new("assign")
        .with("subject", Value::text("Rà soát dự toán năm 2023"))
        .with("authority", Value::text("chairman"))
        .with("source_kind", Value::text("letter"));
    form.assigned = Some(Assigned { lead: Some("stc".into()), ..Assigned::default() });
    form.due = Due::On(day("2023-03-31"));
    let opening = Opening { id: testkit::Ids::new(1).next_id(), case_type: "task".into(), form, batch: None };
    let actor = office.house().actor("specialist-vp-th-1", now).unwrap();
    office.act(&Request::new(None, Act::Open(opening), &actor, now, [7; 16])).unwrap();
}

fn digest(data: &Path, at: &str, more: &[&str]) -> Ran {
    Ran::of(&program().args(["digest", "--at", at, "--data"]).arg(data).args(more).output().unwrap())
}

/// Names of the letters in a folder.
fn letters(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn each_person_is_told_once_a_working_day_and_only_of_something_new() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out) = (folder.path().join("data"), folder.path().join("thu"));
    office_with_a_task(&data);
    let to = ["--to-files", out.to_str().unwrap(), "--url", "https://minhbach.example/"];
    let first = digest(&data, "2023-03-02T07:00", &to).well();
    let written = letters(&out);
    assert_eq!(first.out.trim(), written.len().to_string());
    assert!(written.contains(&"2023-03-02-focal-stc.eml".to_owned()), "{written:?}");
    assert!(written.iter().all(|name| name.contains("stc")), "only those who were told: {written:?}");
    let letter = std::fs::read_to_string(out.join("2023-03-02-focal-stc.eml")).unwrap();
    assert!(letter.contains("To: =?utf-8?") && letter.contains("<focal-stc@tinh.example>"), "{letter}");
    assert!(letter.contains("Auto-Submitted: auto-generated"));
    assert_eq!(digest(&data, "2023-03-02T16:00", &to).well().out.trim(), "0", "the day is taken");
    assert_eq!(digest(&data, "2023-03-03T07:00", &to).well().out.trim(), "0", "nothing new");
    assert_eq!(digest(&data, "2023-03-25T07:00", &to).well().out.trim(), "0", "a Saturday");
    // Five working days before the due moment it is told again.
    let reminded = digest(&data, "2023-03-27T07:00", &to).well();
    assert_ne!(reminded.out.trim(), "0");
    assert!(letters(&out).contains(&"2023-03-27-focal-stc.eml".to_owned()));
}

/// A mail server that takes letters, or refuses them; answers what it was given when the line ends.
fn server(refuses: bool) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut taken = Vec::new();
        loop {
            let (stream, _) = listener.accept().unwrap();
            let mut out = stream.try_clone().unwrap();
            let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).is_ok();
            say("220 thu.example");
            let (mut letter, mut inside, mut last) = (String::new(), false, false);
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if inside {
                    letter.push_str(&line);
                    letter.push('\n');
                    if line == "." {
                        inside = false;
                        taken.push(std::mem::take(&mut letter));
                        say("250 ok");
                    }
                    continue;
                }
                match line.get(..4).unwrap_or_default() {
                    "RCPT" if refuses => say("550 no such mailbox"),
                    "DATA" => {
                        inside = true;
                        say("354 go on")
                    }
                    "QUIT" => say("221 bye"),
                    "STOP" => {
                        last = true;
                        break;
                    }
                    _ => say("250 ok"),
                };
            }
            if last {
                return taken;
            }
        }
    });
    (url, serving)
}

fn stop(url: &str, serving: std::thread::JoinHandle<Vec<String>>) -> Vec<String> {
    let mut line = std::net::TcpStream::connect(url.strip_prefix("smtp://").unwrap()).unwrap();
    line.write_all(b"STOP\r\n").unwrap();
    serving.join().unwrap()
}

#[test]
fn a_letter_that_the_mail_server_refuses_is_tried_again_and_one_it_takes_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    office_with_a_task(&data);
    let at = "2023-03-02T07:00";
    digest(&data, at, &["--smtp", "smtp://127.0.0.1:1"]).refused(&["the mail server does not answer"]);
    let (url, refusing) = server(true);
    digest(&data, at, &["--smtp", &url]).refused(&["0 letters sent", "no such mailbox"]);
    assert!(stop(&url, refusing).is_empty());
    let (url, taking) = server(false);
    let sent = digest(&data, at, &["--smtp", &url]).well();
    assert_eq!(digest(&data, at, &["--smtp", &url]).well().out.trim(), "0");
    let taken = stop(&url, taking);
    assert_eq!(sent.out.trim(), taken.len().to_string());
    assert!(taken.iter().any(|letter| letter.contains("<2023-03-02.focal-stc@tinh.example>")), "{taken:?}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    office_with_a_task(&data);
    let at = "2023-03-02T07:00";
    digest(&data, at, &[]).refused(&["--to-files DIR"]);
    let secret = "smtp://ten:mat-khau@";
    let ran = digest(&data, at, &["--smtp", secret]).refused(&["cannot be used"]);
    assert!(!ran.err.contains("mat-khau"), "{}", ran.err);
    digest(&data, at, &["--smtp", "smtp://127.0.0.1:1", "--mail-domain", "a b"]).refused(&["--mail-domain"]);
    digest(&data, "hôm nay", &[]).refused(&["2024-01-03T07:00"]);
}
