//! `kill -9` at any moment: what was acknowledged is there, and nothing is there by half.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use ledger::{Answer, Ticket};

use crate::support::{Act, check_promises, numbers_used, open};

/// Names the folder for the child process; absent in an ordinary run.
const CHILD_DIR: &str = "MINHBACH_TEST_KILL_DIR";
/// Which of the children it is: each writes to streams of its own.
const CHILD_RUN: &str = "MINHBACH_TEST_KILL_RUN";

const RUNS: u8 = 20;
/// Plans under way at once in the child.
const UNDER_WAY: usize = 24;

fn acknowledge(ticket: Ticket) {
    let Answer::Committed { first, last, .. } = ticket.wait().unwrap() else { panic!("a conflict") };
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nack {first} {last}").unwrap();
    out.flush().unwrap();
}

#[test]
fn child_appends_until_it_is_killed() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let run: u8 = std::env::var(CHILD_RUN).unwrap().parse().unwrap();
    let ledger = open(dir.as_ref());
    let mut tickets = VecDeque::new();
    for version in 0.. {
        let act = Act::new(&[(run, version * 2)], &[run, run]).number("so", "2026").file(&version.to_be_bytes());
        tickets.push_back(ledger.submit(act.boxed()));
        if tickets.len() > UNDER_WAY {
            acknowledge(tickets.pop_front().unwrap());
        }
    }
}

/// Runs a child, kills it after some acknowledgements, and answers all that it had given.
fn run_and_kill(dir: &std::path::Path, run: u8) -> Vec<(u64, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child_appends_until_it_is_killed", "--nocapture"])
        .env(CHILD_DIR, dir)
        .env(CHILD_RUN, run.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    let mut kill_after = Some(usize::from(run) * 37 % 101);
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let mut words = line.split_whitespace();
        if words.next() == Some("ack") {
            // The last line may be cut off by the kill: its half number is no acknowledgement.
            let numbers: Vec<u64> = words.filter_map(|word| word.parse().ok()).collect();
            if let [first, last] = numbers[..]
                && last == first + 1
            {
                acknowledged.push((first, last));
            }
        }
        if kill_after.is_some_and(|after| acknowledged.len() >= after) {
            child.kill().unwrap();
            kill_after = None;
        }
    }
    assert!(!child.wait().unwrap().success(), "the child was to run until killed");
    acknowledged
}

#[test]
fn what_was_acknowledged_survives_every_kill() {
    let dir = tempfile::tempdir().unwrap();
    let (mut before, mut acknowledged_in_all) = (0, 0);
    for run in 1..=RUNS {
        let acknowledged = run_and_kill(dir.path(), run);
        let ledger = open(dir.path());
        let events = check_promises(&ledger);
        for (first, last) in &acknowledged {
            assert!(
                before < *first && *last <= events,
                "run {run}: {first}–{last} was acknowledged, {events} are stored"
            );
        }
        acknowledged_in_all += acknowledged.len();
        let used = numbers_used(&ledger);
        assert_eq!(used, (1..=events / 2).collect::<Vec<_>>(), "run {run}: each act has its number");
        let counters = ledger.reader().unwrap().counters().unwrap();
        assert_eq!(counters.first().map_or(0, |c| c.last), events / 2, "run {run}: no number was lost");
        before = events;
    }
    assert!(acknowledged_in_all > 200, "{acknowledged_in_all}");
}
