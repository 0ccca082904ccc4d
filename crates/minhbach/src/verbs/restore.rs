//! `restore --from BACKUP --identity FILE --data DIR`: an office again from a backup, in a file or in a database.
//!
//! Not here: how a backup is laid out (`backup`), what the log does where its head is not reached (office).

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args as Arguments;
use kernel::time;
use translog::PublicKey;

use crate::backup::fill::{Backup, Target};
use crate::backup::keys;
use crate::backup::sealed::Opener;
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::say;
use crate::verbs::backup::megabytes;
use crate::verbs::erase;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Thư mục của bản sao lưu / the folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Khóa mở bản sao lưu / the key that opens the backup
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    #[command(flatten)]
    data: DataArg,
    /// Bản sao lưu của thư mục khóa, nếu thư mục khóa đã mất / the backup of the keys folder, if the folder is lost
    #[arg(long, value_name = "FILE")]
    keys_from: Option<PathBuf>,
    /// Checkpoint đã công bố gần nhất mà ai đó giữ / the last published checkpoint that somebody kept
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

/// Restores, proves, erases again what the law had erased.
///
/// # Errors
/// When the backup is not whole, something is in the way, or storage says no; nothing half-done is left then.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let dir = &*args.data.data;
    let backup = Backup::open(&args.from, Opener::read(&args.identity)?)?;
    let database = data::named_database();
    let target = Target { dir, database: database.as_ref() };
    if let Some(from) = &args.keys_from {
        keys::open(from, &data::keys(dir), &Opener::read(&args.identity)?)?;
    }
    belongs(dir, backup.origin())?;
    let published = published(dir, args.checkpoint.as_deref())?;
    let began = Instant::now();
    let bytes = megabytes(backup.fill(target)?);
    let speed = bytes / began.elapsed().as_secs_f64().max(0.001);
    let digest = backup.prove(target)?;
    let taken = time::Instant(backup.taken());
    say::answer(&format!(
        "{} · {} sự kiện / events · {} {digest}\n{bytes:.1} MB, {speed:.0} MB/s",
        backup.origin(),
        backup.position(),
        taken.print_iso(),
    ))?;
    erase_again(dir)?;
    if published > backup.position() {
        say_lost(published, backup.position());
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a folder whose keys sign another log.
fn belongs(dir: &Path, origin: &str) -> Result<(), Failure> {
    let keys = data::keys(dir);
    let path = keys.path(office::log::VERIFYING);
    let text = keys.read(office::log::VERIFYING).map_err(|error| Failure::io(&path, &error))?;
    let name = text.and_then(|text| Some(String::from_utf8(text).ok()?.split('+').next()?.to_owned()));
    match name {
        Some(name) if name != origin && !is_epoch_of(&name, origin) => Err(Failure::new(
            format!(
                "bản sao lưu là của “{origin}”, còn thư mục khóa {} là của “{name}”. Hãy chọn đúng cặp.",
                keys.dir().display()
            ),
            format!(
                "the backup is of “{origin}”, the keys folder {} of “{name}”. Choose the two that belong together.",
                keys.dir().display()
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether a log goes on under the name of the ledger and a number, after a restore that did not reach its head.
fn is_epoch_of(name: &str, origin: &str) -> bool {
    let number = name.strip_prefix(origin).and_then(|rest| rest.strip_prefix('/'));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// What the list beside the keys names is erased again.
fn erase_again(dir: &Path) -> Result<(), Failure> {
    if !data::keys(dir).path(ledger::MASTER_NAME).exists() {
        say::note(
            "Chưa có khóa chủ trong thư mục khóa, nên chưa mở được nội dung. Hãy chép thư mục khóa về trước khi chạy máy chủ: khi chạy, \
             những hồ sơ đã xóa theo pháp luật được xóa lại.\n\
             There is no master key in the keys folder: contents cannot be opened. Bring the folder back before you start the \
             server; what the law had erased is erased again when it starts.",
        );
        return Ok(());
    }
    erase::again(&data::open(dir)?)
}

/// How many events were published, as far as anybody remembers: the copy of the head beside the keys does, and the checkpoint
/// that was given, which takes its place if it is the later one.
fn published(dir: &Path, checkpoint: Option<&Path>) -> Result<u64, Failure> {
    let keys = data::keys(dir);
    let file = |name: &str| keys.read(name).map_err(|error| Failure::io(&keys.path(name), &error));
    let Some(key) = file(office::log::VERIFYING)? else {
        return if checkpoint.is_some() { Err(no_key(&keys.path(office::log::VERIFYING))) } else { Ok(0) };
    };
    let key = PublicKey::parse(String::from_utf8_lossy(&key).trim())
        .map_err(|error| unlike(&keys.path(office::log::VERIFYING), &error))?;
    let size_of = |note: &[u8], path: &Path| match translog::open(note, &key) {
        Ok(opened) => Ok(opened.checkpoint.size),
        Err(error) => Err(unlike(path, &error)),
    };
    let mut size = 0;
    if let Some(note) = file(office::log::HEAD)? {
        size = size_of(&note, &keys.path(office::log::HEAD))?;
    }
    if let Some(path) = checkpoint {
        let note = std::fs::read(path).map_err(|error| Failure::io(path, &error))?;
        let given = size_of(&note, path)?;
        if given > size {
            size = given;
            keys.replace(office::log::HEAD, &note).map_err(|error| Failure::io(keys.dir(), &error))?;
        }
    }
    Ok(size)
}

fn say_lost(size: u64, held: u64) {
    let lost = size - held;
    say::note(&format!(
        "CHÚ Ý: nhật ký công khai đã ký {size} sự kiện, bản khôi phục chỉ có {held}: {lost} sự kiện cuối đã mất. Nhật ký cũ không \
         được ký tiếp.\n\
         NOTE: the public log has signed {size} events, the restored ledger has {held}: the last {lost} are lost. The old log is \
         not signed any further.",
    ));
}

fn no_key(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        format!("không có {path}, nên không so được checkpoint. Hãy chép thư mục khóa về trước, hoặc nêu --keys-from."),
        format!(
            "{path} is not there, so no checkpoint can be compared. Bring the keys folder back, or name --keys-from."
        ),
    )
}

fn unlike(path: &Path, error: &translog::NoteError) -> Failure {
    let path = path.display();
    Failure::new(
        format!("{path} không phải của nhật ký này ({error}). Hãy kiểm tra tệp."),
        format!("{path} is not of this log ({error}). Check the file."),
    )
}
