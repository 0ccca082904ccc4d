//! `backup`, `restore`, `copy`: what was taken is what is there again, and nothing else is taken for it.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::import::{LOG, counts, import, import_with, log_in};
use crate::tool::{Ran, program, run};

/// An office with a little in it, its public log signed, and a key for backups.
struct Office {
    folder: TempDir,
    recipient: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
        on(&["log", "build"], &data).well();
        let key = folder.path().join("key.txt");
        let recipient = run(&["backup", "key", "--to", key.to_str().unwrap()]).well().out.trim().to_owned();
        Self { folder, recipient }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn back_up(&self, to: &str) -> Ran {
        on(&["backup", "make", "--to", &self.text(to), "--recipient", &self.recipient], &self.path("data"))
    }

    fn restore(&self, from: &str, to: &str, more: &[&str]) -> Ran {
        let key = self.text("key.txt");
        let words = ["restore", "--from", &self.text(from), "--identity", &key];
        on(&[&words, more].concat(), &self.path(to))
    }

    /// Brings the keys folder of the office into another.
    fn bring_keys(&self, to: &str) {
        let to = self.path(to).join("keys");
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(self.path("data/keys")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn on(words: &[&str], data: &Path) -> Ran {
    Ran::of(&program().args(words).arg("--data").arg(data).output().unwrap())
}

/// Parts of a backup.
fn parts(backup: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(backup.join("parts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn a_restored_office_is_the_one_that_was_and_goes_on() {
    let office = Office::new();
    office.back_up("backup").well();
    let keys = office.text("keys.age");
    on(&["backup", "keys", "--to", &keys, "--recipient", &office.recipient], &office.path("data")).well();
    let ran = office.restore("backup", "again", &["--keys-from", &keys]).well();
    assert!(!ran.err.contains("NOTE"), "all that was published is there: {}", ran.err);

    let again = office.path("again");
    on(&["replay"], &again).well();
    let (before, after) = (office.path("data/log/checkpoint"), again.join("log/checkpoint"));
    on(&["log", "build"], &again).well();
    assert_eq!(std::fs::read(before).unwrap(), std::fs::read(&after).unwrap(), "the head signed last stands");
    assert_eq!(std::fs::read_dir(again.join("log/history")).unwrap().count(), 1, "the kept heads came along");
    let file = log_in(office.folder.path(), LOG.as_bytes());
    assert_eq!(counts(&import(&file, &again).well()), (2, 3, 0), "what was recorded is known");
    let key = again.join("log/vkey");
    let verify = ["verify", "log", &again.join("log").display().to_string(), "--key", key.to_str().unwrap()];
    run(&[&verify[..], &["--from", &office.text("data/log/checkpoint")]].concat()).well();

    office.restore("backup", "again", &[]).refused(&["đã có dữ liệu", "holds something already"]);
    office.restore("backup", "other", &["--keys-from", &office.text("key.txt")]).refused(&["key.txt"]);
    office.bring_keys("kept");
    office
        .restore("backup", "kept", &["--keys-from", &keys])
        .refused(&["đã có khóa chủ", "has a master key, which is not overwritten"]);
}

#[test]
fn only_what_is_new_is_written_again_and_what_is_old_goes() {
    let office = Office::new();
    office.back_up("backup").well();
    let before = parts(&office.path("backup"));
    assert!(office.back_up("backup").well().out.contains(" 0.0 MB mới / new"));
    assert_eq!(before, parts(&office.path("backup")));
    // A backup that was cut off is gone on with: the list is missing, and some parts are.
    std::fs::remove_file(office.path("backup/backup.age")).unwrap();
    std::fs::remove_file(&before[0]).unwrap();
    std::fs::write(office.path("backup/parts/left.draft"), "half").unwrap();
    office.restore("backup", "none", &[]).refused(&["không có bản sao lưu trọn vẹn", "holds no whole backup"]);
    office.back_up("backup").well();
    assert_eq!(before, parts(&office.path("backup")));
    office.bring_keys("again");
    office.restore("backup", "again", &[]).well();

    import(&log_in(office.folder.path(), LOG.replace("value=\"b\"", "value=\"c\"").as_bytes()), &office.path("data"))
        .well();
    office.back_up("backup").well();
    let after = parts(&office.path("backup"));
    assert!(before != after && before.iter().any(|part| !after.contains(part)), "parts of the old state are gone");
    office.bring_keys("later");
    office.restore("backup", "later", &[]).well();
    on(&["replay"], &office.path("later")).well();
}

#[test]
fn what_is_not_the_backup_is_refused_and_leaves_nothing() {
    let office = Office::new();
    office.back_up("backup").well();
    let none = |office: &Office, said: &[&str]| {
        office.restore("backup", "again", &[]).refused(said);
        assert!(!office.path("again/ledger.sqlite3").exists(), "nothing half-done is left");
    };
    let all = parts(&office.path("backup"));
    for part in &all {
        let bytes = std::fs::read(part).unwrap();
        let mut flipped = bytes.clone();
        let last = flipped.len() - 1;
        flipped[last] ^= 1;
        std::fs::write(part, flipped).unwrap();
        none(&office, &["bị hỏng hoặc bị sửa", part.to_str().unwrap()]);
        std::fs::write(part, bytes).unwrap();
    }
    let bytes = std::fs::read(&all[0]).unwrap();
    std::fs::copy(&all[1], &all[0]).unwrap();
    none(&office, &["đã bị đổi", "was replaced"]);
    std::fs::remove_file(&all[0]).unwrap();
    none(&office, &["bản sao lưu thiếu", "the backup lacks"]);
    std::fs::write(&all[0], bytes).unwrap();

    let other = office.text("other.txt");
    run(&["backup", "key", "--to", &other]).well();
    run(&["backup", "key", "--to", &other]).refused(&["other.txt"]);
    let words = ["restore", "--from", &office.text("backup"), "--identity"];
    on(&[&words[..], &[&other]].concat(), &office.path("again")).refused(&["cho khóa khác", "for another key"]);
    on(&[&words[..], &["/nowhere"]].concat(), &office.path("again")).refused(&["không có khóa mở", "holds no key"]);
    let make = ["backup", "make", "--to", &office.text("backup"), "--recipient"];
    on(&[&make[..], &[&other]].concat(), &office.path("data")).refused(&["cho khóa khác", "for another key"]);
    on(&[&make[..], &["age1nobody"]].concat(), &office.path("data"))
        .refused(&["không phải người nhận", "no recipient"]);
    let elsewhere = ["backup", "make", "--to", &office.text("data"), "--recipient", &office.recipient];
    on(&elsewhere, &office.path("data")).refused(&["không phải bản sao lưu", "and no backup"]);

    // The keys of another office do not come together with it.
    let stranger = Office::new();
    std::fs::create_dir_all(office.path("again/keys")).unwrap();
    let vkey = std::fs::read_to_string(stranger.path("data/keys/log.vkey")).unwrap();
    std::fs::write(office.path("again/keys/log.vkey"), vkey.replacen("minhbach.local", "elsewhere", 1)).unwrap();
    none(&office, &["Hãy chọn đúng cặp", "belong together"]);
}

#[test]
fn a_backup_of_an_office_at_work_is_one_moment() {
    let office = Office::new();
    let data = office.path("busy");
    let mut busy = program();
    let busy = busy.args(["simulate", "--scale", "0.001", "--data"]).arg(&data).stderr(std::process::Stdio::null());
    let mut busy = busy.stdout(std::process::Stdio::null()).spawn().unwrap();
    let make = ["backup", "make", "--recipient", &office.recipient, "--to"];
    let mut taken = 0;
    let mut is_done = false;
    while !is_done {
        is_done = busy.try_wait().unwrap().is_some();
        let to = office.text(&format!("moment-{taken}"));
        // In its first moment there is no ledger yet.
        let made = on(&[&make[..], &[&to]].concat(), &data);
        if made.code != 0 && !is_done {
            std::thread::park_timeout(std::time::Duration::from_millis(20));
            continue;
        }
        assert_eq!(made.code, 0, "{}", made.err);
        taken += 1;
    }
    assert!(busy.wait().unwrap().success());
    assert!(taken > 1, "some were taken while it worked");
    for moment in [0, taken / 2, taken - 1] {
        let again = format!("again-{moment}");
        office.restore(&format!("moment-{moment}"), &again, &[]).well();
        let keys = office.path(&again).join("keys");
        std::fs::create_dir_all(&keys).unwrap();
        std::fs::copy(data.join("keys/master.key"), keys.join("master.key")).unwrap();
        on(&["replay"], &office.path(&again)).well();
    }
}

/// From a file to a database and back, and a backup of the one restored into the other.
#[test]
fn a_ledger_moves_between_the_engines() {
    let office = Office::new();
    let Some(address) = testkit::postgres::beside(&office.path("server")) else { return };
    let (data, back) = (office.text("data"), office.text("back"));
    let copied = run(&["copy", "--from", &data, "--to", &address]).well();
    let digest = |ran: &Ran| ran.out.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    assert_eq!(digest(&copied).len(), 64);
    run(&["copy", "--from", &data, "--to", &address]).refused(&["đã có dữ liệu", "holds something already"]);
    let returned = run(&["copy", "--from", &address, "--to", &back]).well();
    assert_eq!(digest(&copied), digest(&returned));
    run(&["copy", "--from", &address, "--to", &back]).refused(&["đã có dữ liệu"]);
    // The office goes on in the database, with the keys and the log of the folder.
    let over = ["--database", &address];
    let file = log_in(office.folder.path(), LOG.as_bytes());
    assert_eq!(counts(&import_with(&file, &office.path("data"), &over).well()), (2, 3, 0));
    on(&[&["log", "build"], &over[..]].concat(), &office.path("data")).well();
    on(&[&["replay"], &over[..]].concat(), &office.path("data")).well();

    let to = office.text("backup");
    let make = ["backup", "make", "--to", &to, "--recipient", &office.recipient];
    on(&[&make[..], &over].concat(), &office.path("data")).well();
    office.bring_keys("again");
    office.restore("backup", "again", &[]).well();
    on(&["replay"], &office.path("again")).well();
    let other = testkit::postgres::beside(&office.path("other")).unwrap();
    office.bring_keys("moved");
    office.restore("backup", "moved", &["--database", &other]).well();
    on(&["replay", "--database", &other], &office.path("moved")).well();
    office.restore("backup", "moved", &["--database", &other]).refused(&["holds something already"]);
}

/// A restore that does not reach the published head begins a new epoch of the log, which everybody can see and follow.
#[test]
fn whoever_restores_less_than_was_published_is_told_and_begins_anew() {
    let office = Office::new();
    office.back_up("backup").well();
    let data = office.path("data");
    import(&log_in(office.folder.path(), LOG.replace("value=\"b\"", "value=\"c\"").as_bytes()), &data).well();
    on(&["log", "build"], &data).well();
    let (checkpoint, vkey) = (office.text("data/log/checkpoint"), office.text("data/log/vkey"));
    // The copy of the head beside the keys remembers.
    office.bring_keys("again");
    let said = ["CHÚ Ý", "NOTE: the public log has signed", "are lost", "begins epoch 2"];
    let told = |ran: Ran| said.iter().for_each(|part| assert!(ran.err.contains(part), "{part}: {}", ran.err));
    told(office.restore("backup", "again", &["--reason", "Đĩa hỏng"]).well());
    let log = office.text("again/log");
    let ran = run(&["verify", "log", &log, "--key", &vkey, "--from", &checkpoint]).well();
    for part in ["GENUINE", "BREAK", "Đĩa hỏng", "/2"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    // It goes on, also in a server, and another restore of the same backup names both.
    import(&log_in(office.folder.path(), LOG.replace("value=\"b\"", "value=\"d\"").as_bytes()), &office.path("again"))
        .well();
    on(&["log", "build"], &office.path("again")).well();
    let ran = on(&["log", "epoch", "--reason", "Thử"], &office.path("again")).well();
    assert!(ran.err.contains("No new epoch is needed"), "{}", ran.err);
    run(&["verify", "log", &log, "--key", &vkey, "--from", &checkpoint]).well();
    std::fs::create_dir_all(office.path("third/keys")).unwrap();
    for entry in std::fs::read_dir(office.path("again/keys")).unwrap().map(|entry| entry.unwrap()) {
        std::fs::copy(entry.path(), office.path("third/keys").join(entry.file_name())).unwrap();
    }
    let ran = office.restore("backup", "third", &[]).well();
    assert!(ran.err.contains("begins epoch 3"), "{}", ran.err);
    let second = office.text("again/log/checkpoint");
    let third = office.text("third/log");
    for seen in [&checkpoint, &second] {
        run(&["verify", "log", &third, "--key", &vkey, "--from", seen]).well();
    }
    on(&["replay"], &office.path("third")).well();

    // Or somebody who kept a checkpoint does.
    office.bring_keys("later");
    std::fs::remove_file(office.path("later/keys/head")).unwrap();
    told(office.restore("backup", "later", &["--checkpoint", &checkpoint]).well());
    office.bring_keys("last");
    office.restore("backup", "last", &["--checkpoint", "/nowhere/checkpoint"]).refused(&["/nowhere/checkpoint"]);
    office
        .restore("backup", "last", &["--checkpoint", &vkey])
        .refused(&["không phải của nhật ký này", "not of this log"]);
    assert!(!office.path("last/ledger.sqlite3").exists(), "looked at before anything is written");
}

/// Keys that come back after the restore: nothing is signed until somebody begins the epoch.
#[test]
fn an_epoch_begins_by_hand_once_the_keys_are_back() {
    let office = Office::new();
    office.back_up("backup").well();
    let data = office.path("data");
    import(&log_in(office.folder.path(), LOG.replace("value=\"b\"", "value=\"c\"").as_bytes()), &data).well();
    on(&["log", "build"], &data).well();
    let ran = office.restore("backup", "again", &[]).well();
    assert!(ran.err.contains("minhbach log epoch"), "{}", ran.err);
    office.bring_keys("again");
    let again = office.path("again");
    on(&["log", "build"], &again).refused(&["đã bị đưa về trạng thái cũ", "log epoch"]);
    on(&["log", "epoch", "--reason", " "], &again).refused(&["Lý do", "one line"]);
    let ran = on(&["log", "epoch", "--reason", "Mất điện"], &again).well();
    assert!(ran.out.contains("/2\""), "{}", ran.out);
    let log = office.text("again/log");
    run(&["verify", "log", &log, "--key", &office.text("data/log/vkey")]).well();
}

/// The list of what the law has erased stands beside the keys: it is heeded when they come back, at the latest by a server.
#[test]
fn what_the_law_had_erased_is_erased_again() {
    let office = Office::new();
    office.back_up("backup").well();
    let mut case = [0_u8; 16];
    let read = office::Office::read_only(&office.path("data")).unwrap();
    let first = &mut |row: &ledger::Row<'_>| {
        case = row.array(0)?;
        Ok(())
    };
    read.ledger().reader().unwrap().query("SELECT id FROM cases ORDER BY num LIMIT 1", &[], first).unwrap();
    drop(read);
    let list = format!("{}\n", uuid::Uuid::from_bytes(case).simple());
    std::fs::write(office.path("data/keys").join(ledger::ERASED_NAME), list).unwrap();
    let erased = |name: &str| office::Office::read_only(&office.path(name)).unwrap().ledger().erased().unwrap();

    office.bring_keys("with-keys");
    let ran = office.restore("backup", "with-keys", &[]).well();
    assert!(ran.err.contains("Erased again by law: 1"), "{}", ran.err);
    assert!(erased("with-keys").contains(&case));

    let ran = office.restore("backup", "without", &[]).well();
    assert!(ran.err.contains("There is no master key in the keys folder"), "{}", ran.err);
    assert!(erased("without").is_empty());
    office.bring_keys("without");
    assert_eq!(crate::server::Server::start(&["serve"], &office.path("without")).end(), 0);
    assert!(erased("without").contains(&case));
    on(&["replay"], &office.path("without")).well();
}
