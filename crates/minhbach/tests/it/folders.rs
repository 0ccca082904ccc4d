//! Data folders as they come in bad days: of a newer version, not to be written, full.

use std::path::Path;
use std::process::Command;

use crate::import::{LOG, counts, import, log_in};
use crate::report::annual;
use crate::tool::{Ran, program, run_on};

/// A temporary file system of our own; `None`, with a printed word, where the machine does not let us.
struct Disk(tempfile::TempDir);

impl Disk {
    fn of(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let said = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], dir.path());
        if said.is_none() {
            println!("skipped: a file system cannot be mounted here (needs root)");
        }
        said.map(|()| Self(dir))
    }

    fn remount(&self, option: &str) {
        mount(&["-o", &format!("remount,{option}")], self.0.path()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

fn mount(words: &[&str], at: &Path) -> Option<()> {
    let output = Command::new("mount").args(words).arg(at).output().ok()?;
    output.status.success().then_some(())
}

#[test]
fn a_folder_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (log_in(folder.path(), LOG.as_bytes()), folder.path().join("data"));
    import(&file, &data).well();
    let newer = ledger::Config {
        dir: data.clone(),
        origin: String::new(),
        schema: "",
        schema_version: 1_000,
        batch_max: 1,
        vouched: None,
        database: None,
        sealing: None,
        faults: None,
    };
    drop(ledger::Ledger::open(newer).unwrap());
    import(&file, &data).refused(&["phiên bản mới hơn", "newer version", "1000"]);
    annual(&data, &["--year", "2023", "--format", "json"]).refused(&["newer version"]);
    run_on(&["replay", "--data"], &data).refused(&["newer version"]);
}

/// As on a machine that starts with a wrong clock, or after a long rest.
#[test]
fn a_clock_far_from_the_last_record_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (log_in(folder.path(), LOG.as_bytes()), folder.path().join("data"));
    import(&file, &data).well();
    let config = ledger::Config {
        dir: data.clone(),
        origin: String::new(),
        schema: "",
        schema_version: office::schema::VERSION,
        batch_max: 1,
        vouched: None,
        database: None,
        sealing: None,
        faults: None,
    };
    let old = "UPDATE head SET last_at = 1672531200000000";
    ledger::Ledger::open(config).unwrap().side(Box::new(|tx| tx.execute(old, &[]).map(|_| ()))).unwrap();
    let more = log_in(folder.path(), LOG.replace("value=\"a\"", "value=\"c\"").as_bytes());
    import(&more, &data).refused(&["--clock-is-right", "đồng hồ"]);
    let words = ["import", "xes", "--clock-is-right", "--data"];
    Ran::of(&program().args(words).arg(&data).arg(&more).output().unwrap()).well();
}

#[test]
fn a_full_disk_is_told_and_the_import_goes_on_once_there_is_room() {
    let Some(disk) = Disk::of("1m") else { return };
    let folder = tempfile::tempdir().unwrap();
    let trace = |n: u32| {
        format!(
            r#"<trace><string key="concept:name" value="{n}"/><string key="department" value="{}"/>
               <event><string key="concept:name" value="Nhận"/><date key="time:timestamp" value="2022-01-03T08:00:00Z"/>
               </event></trace>"#,
            "x".repeat(150)
        )
    };
    let log = format!("<log>{}</log>", (0..2_000).map(trace).collect::<String>());
    let (file, data) = (log_in(folder.path(), log.as_bytes()), disk.0.path().join("data"));
    import(&file, &data).refused(&["đã đầy", "is full"]);
    disk.remount("size=200m");
    let done = counts(&import(&file, &data).well());
    assert_eq!((done.0, done.1), (2_000, 2_000));
    assert_eq!(counts(&import(&file, &data).well()), (2_000, 2_000, 0));
    run_on(&["replay", "--data"], &data).well();
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    let Some(disk) = Disk::of("50m") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (log_in(folder.path(), LOG.as_bytes()), disk.0.path().join("data"));
    import(&file, &data).well();
    disk.remount("ro");
    import(&file, &data).refused(&["error: ", "lỗi: "]);
    import(&file, &disk.0.path().join("other")).refused(&["error: ", "lỗi: "]);
    disk.remount("rw");
    assert_eq!(counts(&import(&file, &data).well()).2, 0);
}
