//! `restore --from BACKUP --identity FILE --data DIR`: an office again from a backup, in a file or in a database.
//!
//! Not here: how a backup is laid out (`backup`), how a new epoch of the log begins where its head is not reached (office).

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args as Arguments;
use kernel::case::leaf::EpochLeaf;
use kernel::time;
use office::log::{Folders, Follower, NewEpoch, begin_epoch};

use crate::backup::fill::{Backup, Target};
use crate::backup::keys;
use crate::backup::sealed::Opener;
use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::verbs::backup::megabytes;
use crate::verbs::erase;
use crate::verbs::log::{NOTE_BYTES_MAX, say_epoch};
use crate::verbs::verify::{key, read};
use crate::{random, say};

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
    /// Lý do ghi vào lá mở kỳ mới của nhật ký, nếu bản sao không tới đầu đã công bố / the reason that a new epoch of the log tells, if the backup does not reach the published head
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
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
    let checkpoint = args.checkpoint.as_ref().map(|path| kept_head(dir, path)).transpose()?;
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
    let reason = args
        .reason
        .clone()
        .unwrap_or_else(|| format!("Khôi phục từ bản sao lưu lúc {} / restored from a backup", taken.print_iso()));
    go_on(dir, &reason, checkpoint.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

/// Whether the log can go on where it stood; begins a new epoch of it where what was signed is not all there.
fn go_on(dir: &Path, reason: &str, checkpoint: Option<&[u8]>) -> Result<(), Failure> {
    let keys = data::keys(dir);
    if !keys.path(office::log::SIGNING).exists() {
        say::note(
            "Không có khóa ký nhật ký trong thư mục khóa, nên chưa biết bản khôi phục có tới đầu đã công bố không. Khi đã chép khóa \
             về, nếu thiếu, máy chủ sẽ không ký tiếp; khi đó xin chạy `minhbach log epoch --reason …`.\n\
             There is no key of the log in the keys folder, so nothing tells whether the published head is reached. If it is not, \
             nothing is signed once the keys are back; run `minhbach log epoch --reason …` then.",
        );
        return Ok(());
    }
    let office = data::open(dir)?;
    let folders = Folders::of(&office, keys, data::is_simulated(&office));
    let new = NewEpoch { reason, restored: None, checkpoint, now: data::clock_of(&office)?() };
    if let Some(leaf) = begin_epoch(&office, &folders, &new)? {
        say_lost(&leaf);
        say_epoch(&leaf);
        Follower::new(office, folders, random::source()?()).finish(new.now)?;
    }
    Ok(())
}

/// Refuses a folder whose keys sign another log.
fn belongs(dir: &Path, origin: &str) -> Result<(), Failure> {
    let keys = data::keys(dir);
    let path = keys.path(office::log::VERIFYING);
    let text = keys.read(office::log::VERIFYING).map_err(|error| Failure::io(&path, &error))?;
    let name = text.and_then(|text| Some(String::from_utf8(text).ok()?.split('+').next()?.to_owned()));
    match name {
        Some(name) if translog::epoch_of(&name).0 != origin => Err(Failure::new(
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

/// The checkpoint that somebody kept, if it is one of the log whose keys lie here.
fn kept_head(dir: &Path, path: &Path) -> Result<Vec<u8>, Failure> {
    let (note, vkey) = (read(path, NOTE_BYTES_MAX)?, data::keys(dir).path(office::log::VERIFYING));
    if !vkey.exists() {
        let vkey = vkey.display();
        return Err(Failure::new(
            format!(
                "không có {vkey}, nên không so được checkpoint. Hãy chép thư mục khóa về trước, hoặc nêu --keys-from."
            ),
            format!(
                "{vkey} is not there, so no checkpoint can be compared. Bring the keys folder back, or name --keys-from."
            ),
        ));
    }
    translog::open_any_epoch(&note, &key(&vkey.display().to_string())?).map_err(|error| {
        let path = path.display();
        Failure::new(
            format!("{path} không phải của nhật ký này ({error}). Hãy kiểm tra tệp."),
            format!("{path} is not of this log ({error}). Check the file."),
        )
    })?;
    Ok(note)
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

fn say_lost(leaf: &EpochLeaf) {
    let (size, held) = (leaf.size, leaf.restored);
    say::note(&format!(
        "CHÚ Ý: nhật ký công khai đã ký {size} lá, bản khôi phục chỉ có {held} sự kiện: những sự kiện sau đó đã mất. Nhật ký cũ \
         không được ký tiếp.\n\
         NOTE: the public log has signed {size} leaves, the restored ledger has {held} events: those after them are lost. The old \
         log is not signed any further.",
    ));
}
