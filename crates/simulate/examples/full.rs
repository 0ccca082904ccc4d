//! Runs the simulated years into a folder and prints figures, time, rate, memory and disk.
//!
//! For measuring: `cargo run --release -p simulate --example full -- DIR SCALE SEED`. Not part of the product.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant as Stopwatch;

use office::{Office, Options};
use simulate::{LEDGER_START, ORIGIN, Plan, Scenario, Targets, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().ok_or("DIR SCALE SEED")?;
    let scale: f64 = arguments.next().ok_or("SCALE")?.parse()?;
    let seed: u64 = arguments.next().ok_or("SEED")?.parse()?;
    let office = Office::open(Options::new(Path::new(&dir), ORIGIN, LEDGER_START, [7; 16]).over_any_time())?;
    let plan = Plan { seed, scale, scenario: Scenario::shipped()? };
    let clock = Stopwatch::now();
    let mut phase = String::new();
    let mut tell = |p: simulate::Progress| {
        if p.phase != phase {
            println!("{:>7.1} s  {} / {}  {}", clock.elapsed().as_secs_f64(), p.acts, p.acts_all, p.phase);
            phase = p.phase;
        }
    };
    let summary = run(&office, &plan, &mut tell, &AtomicBool::new(false))?;
    let seconds = clock.elapsed().as_secs_f64();
    #[expect(clippy::as_conversions, reason = "a rate to print")]
    let rate = summary.acts as f64 / seconds;
    println!("{} acts, {} cases, {seconds:.1} s, {rate:.0} acts/s", summary.acts, summary.cases);
    println!("{} events", office.ledger().head()?.next - 1);
    threads()?;
    figures(&office, &Targets::at(scale, seed)?)?;
    let memory = std::fs::read_to_string("/proc/self/status")?;
    memory.lines().filter(|l| l.starts_with("VmHWM")).for_each(|l| println!("{l}"));
    drop(office);
    for entry in std::fs::read_dir(&dir)? {
        let entry = entry?;
        println!("{} {} MB", entry.path().display(), entry.metadata()?.len() / 1_000_000);
    }
    Ok(())
}

/// CPU time of each thread, in seconds: the machine may be busy with other things.
fn threads() -> Result<(), Box<dyn std::error::Error>> {
    for task in std::fs::read_dir("/proc/self/task")? {
        let stat = std::fs::read_to_string(task?.path().join("stat"))?;
        let (name, rest) = stat.rsplit_once(')').ok_or("stat")?;
        let ticks: Vec<u64> = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
        println!("{name}) user and system: {ticks:?} hundredths");
    }
    Ok(())
}

fn figures(office: &Office, targets: &Targets) -> Result<(), Box<dyn std::error::Error>> {
    let mut counted: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let sql = "SELECT indicator,
                 sum(CASE WHEN stock THEN since <= 19722 AND coalesce(until, 19723) > 19722
                     ELSE day BETWEEN 19358 AND 19722 AND since <= 19722 END),
                 sum(CASE WHEN stock THEN since <= 19357 AND coalesce(until, 19723) > 19357
                     ELSE day BETWEEN 18993 AND 19357 AND since <= 19357 END)
               FROM (SELECT *, indicator LIKE 'party.%s' AND indicator <> 'party.transfers_in' OR indicator LIKE '%.open'
                       OR indicator LIKE 'party.members.%' AS stock FROM facts WHERE to_position IS NULL)
               GROUP BY indicator";
    office.ledger().reader()?.query(sql, &[], &mut |row| {
        counted.insert(row.text(0)?.to_owned(), (row.int(1)?, row.int(2)?));
        Ok(())
    })?;
    for (code, (value, before)) in counted {
        let wanted = targets.figures.get(code.as_str()).map_or(String::new(), ToString::to_string);
        let wanted_before = targets.previous.get(code.as_str()).map_or(String::new(), ToString::to_string);
        println!("{code:<42} {value:>8} {wanted:>8}   {before:>8} {wanted_before:>8}");
    }
    Ok(())
}
