//! A whole log verified: leaves a second and the most memory, with so many dossiers open at once.
//!
//! `cargo bench -p audit -- DOSSIERS`; 150,000 without, about a province's year. A plain program: one run is long enough.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its answer")]

use std::time::Instant;

use audit::{Asked, Texts, verify};
use testkit::{Form, World};
use translog::{Checkpoint, Dir, Kind, Log, SecretKey};

/// The leaves of a dossier from receipt to result, with a pause.
fn course() -> Vec<String> {
    let mut world = World::shipped();
    world.at("2023-03-01T08:00");
    let form = Form::new("accept_at_counter").text("procedure", "2.001583").text("subject", "Đăng ký");
    let form = form.text("channel", "online").text("unit_code", "H56.14");
    let id = world.open("one-stop-1", "dossier", form).unwrap();
    world.act(id, "one-stop-1", Form::new("transfer").lead("skhdt").holder("handler-skhdt-1")).unwrap();
    world.at("2023-03-02T08:00");
    let ask = Form::new("ask_supplement").text("missing_papers", "Giấy phép").reason("Thiếu giấy");
    world.act(id, "one-stop-1", ask).unwrap();
    world.at("2023-03-06T08:00");
    world.act(id, "one-stop-1", Form::new("supplemented")).unwrap();
    world.act(id, "handler-skhdt-1", Form::new("resolve").text("outcome", "granted")).unwrap();
    world.leaves(id).iter().map(|leaf| String::from_utf8(leaf.clone()).unwrap()).collect()
}

/// Seconds that the process has computed so far, on all cores.
fn computed() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // User and system time, in hundredths, stand 14th and 15th.
    let ticks: f64 = stat.split(' ').skip(13).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The pseudonym that a leaf tells.
fn name(leaf: &str) -> Option<&str> {
    leaf.split_once("\"case\":\"")?.1.get(..32)
}

fn main() {
    let dossiers: u32 = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(150_000);
    let (dir, key) = (tempfile::tempdir().unwrap(), SecretKey::from_seed("bench", Kind::Log, [1; 32]).unwrap());
    let mut log = Log::begin(dir.path(), 0).unwrap();
    for leaf in course() {
        let template = name(&leaf).map(|name| leaf.replace(name, "CASE"));
        for dossier in 0..dossiers {
            let mut entry = match &template {
                Some(template) => template.replace("CASE", &format!("{dossier:032x}")),
                None => leaf.clone(),
            }
            .into_bytes();
            entry.extend([7; 32]);
            log.append(&entry).unwrap();
        }
    }
    log.flush().unwrap();
    let checkpoint = Checkpoint { origin: "bench".to_owned(), size: log.size(), root: log.root() };
    log.publish(&translog::sign(&checkpoint, &key, 1_680_000_000).unwrap(), log.size()).unwrap();

    let catalogue = testkit::catalogue();
    let texts = Texts::default().with_calendar((*testkit::calendar()).clone()).with_catalogue(1, catalogue);
    let periods = [(testkit::day("2023-01-01"), testkit::day("2023-12-31"))];
    let asked =
        Asked { key: key.public(), witnesses: &[], quorum: 0, from: &[], periods: &periods, as_of: None, texts };
    let (begun, before) = (Instant::now(), computed());
    let verified = verify(&Dir(dir.path().to_owned()), &asked, &mut |_, _| {});
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), computed() - before);
    assert!(verified.is_genuine(), "{:?} {:?}", verified.findings, verified.unread);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("{} leaves of {dossiers} dossiers in {seconds:.2} s, {cpu:.2} s of computing; {most}", checkpoint.size);
}
