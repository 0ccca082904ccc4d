//! `due --batch`: one answer a line, bad lines in their place.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::tool::{program, run, run_with};

const RIGHT: &[(&str, &str)] = &[
    ("2023-10-27T09:32\t5\tworking_days", "2023-11-03T09:32:00"),
    ("2023-01-19T17:20\t1\tworking_days", "2023-01-27T17:00:00"),
    ("2023-08-31T16:30\t4\tworking_hours", "2023-09-05T10:30:00"),
    ("2024-05-03T16:00:00\t1\tworking_days", "2024-05-04T16:00:00"),
    ("2023-06-05T11:30\t1\tworking_hours", "2023-06-05T14:30:00"),
    ("2023-06-05T17:00\t1\tworking_days", "2023-06-06T17:00:00"),
    ("2023-06-05T22:00\t5\tdays", "2023-06-12T17:00:00"),
    ("2023-06-05T08:15:42\t2\tworking_days", "2023-06-07T08:15:42"),
];

#[test]
fn answers_one_line_each() {
    let input: String = RIGHT.iter().map(|(line, _)| format!("{line}\n")).collect();
    let wanted: String = RIGHT.iter().map(|(_, due)| format!("{due}\n")).collect();
    let ran = run_with(&["due", "--batch"], input.as_bytes()).well();
    assert_eq!(ran.out, wanted);
    assert_eq!(ran.err, "");
}

#[test]
fn a_bad_line_is_answered_in_its_place() {
    let long = "9".repeat(100_000);
    let bad: Vec<Vec<u8>> = vec![
        b"2023-02-29T09:00\t5\tdays".to_vec(),
        b"2023-06-05T24:00\t5\tdays".to_vec(),
        b"2023-06-05T09:00\t0\tdays".to_vec(),
        b"2023-06-05T09:00\t-1\tdays".to_vec(),
        b"2023-06-05T09:00\t5\tfortnights".to_vec(),
        b"2023-06-05T09:00 5 days".to_vec(),
        b"1815-06-18T11:35\t1\tworking_days".to_vec(),
        b"\xff\xfe\t5\tdays".to_vec(),
        b"".to_vec(),
        format!("2023-06-05T09:00\t{long}\tdays").into_bytes(),
    ];
    for line in bad {
        let input = [RIGHT[0].0.as_bytes(), &line, RIGHT[1].0.as_bytes()].join(&b'\n');
        let ran = run_with(&["due", "--batch"], &input);
        let shown = String::from_utf8_lossy(&line[..line.len().min(60)]).into_owned();
        let answers: Vec<&str> = ran.out.lines().collect();
        assert_eq!((ran.code, answers.len()), (1, 3), "{shown}: {}", ran.out);
        assert_eq!((answers[0], answers[2]), (RIGHT[0].1, RIGHT[1].1), "{shown}");
        assert!(answers[1].starts_with("error: ") && answers[1].len() > 20, "{shown}: {}", answers[1]);
    }
}

#[test]
fn windows_line_ends_and_a_last_line_without_one_are_read() {
    let input = format!("{}\r\n{}", RIGHT[0].0, RIGHT[1].0);
    let ran = run_with(&["due", "--batch"], input.as_bytes()).well();
    assert_eq!(ran.out, format!("{}\n{}\n", RIGHT[0].1, RIGHT[1].1));
    assert_eq!(run_with(&["due", "--batch"], b"").well().out, "");
}

#[test]
fn a_script_may_ask_and_wait_for_the_answer() {
    let mut child = program().args(["due", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for (line, due) in RIGHT {
        writeln!(stdin, "{line}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim_end(), *due);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_no_error_to_shout_about() {
    let mut child = program()
        .args(["due", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all(format!("{}\n", RIGHT[0].0).repeat(10_000).as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn without_batch_it_says_what_to_give() {
    run(&["due"]).refused(&["--batch"]);
}
