//! `witness`: mirrors somebody's public log, checks that it only grows, cosigns it. For a newspaper, a university, a district.
//!
//! Not here: what is checked (`audit`), what the leaves say (`verify log`).

mod listen;

use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use audit::{COSIGNED, Refused, Signing, Witness};
use clap::Args as Arguments;
use translog::{Kind, PublicKey, SecretKey};

use super::verify::{UNREADABLE, key, read};
use crate::fail::Failure;
use crate::{clock, random, remote, say};

/// Longest key file in bytes.
const KEY_BYTES_MAX: u64 = 4_096;

/// Which log, and where its copy is kept.
#[derive(Arguments)]
pub struct Args {
    /// Địa chỉ hoặc thư mục của nhật ký / address or folder of the log
    #[arg(value_name = "URL|DIR")]
    place: String,
    /// Khóa của nhật ký (tên+mã+khóa), hoặc tệp chứa khóa / the log's key (name+id+key), or the file with it
    #[arg(long, value_name = "VKEY")]
    key: String,
    /// Thư mục của chứng nhân: bản sao và tệp `cosigned` / the witness's folder: a copy of the log, and `cosigned`
    #[arg(long)]
    dir: PathBuf,
    /// Khóa riêng của chứng nhân; lần đầu sẽ được tạo / the witness's own key; made the first time
    #[arg(long, value_name = "FILE")]
    witness_key: PathBuf,
    /// Tên của chứng nhân, cần khi tạo khóa, ví dụ bao.vn/witness / its name, needed when the key is made
    #[arg(long)]
    name: Option<String>,
    /// Chỉ một lần / once only
    #[arg(long)]
    once: bool,
    /// Nghe ở địa chỉ này để nhật ký gửi đầu mới đến xin ký ngay / listen here, so that the log sends its heads to be signed at once
    #[arg(long, value_name = "ADDR:PORT", conflicts_with = "once")]
    listen: Option<SocketAddr>,
    /// Cứ bao nhiêu giây / every so many seconds
    #[arg(long, default_value_t = 60)]
    every: u64,
    /// Chờ một tệp bao nhiêu giây / seconds to wait for one file
    #[arg(long, default_value_t = 60)]
    timeout: u64,
}

/// Witnesses once, or until it is ended or refuses: 1 for a forgery, 2 when a single look could not read the log.
///
/// # Errors
/// When keys or folder cannot be used.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let log = key(&args.key)?;
    std::fs::create_dir_all(&args.dir).map_err(|error| Failure::io(&args.dir, &error))?;
    let secret = own_key(&args.witness_key, args.name.as_deref())?;
    let source = remote::open(&args.place, Duration::from_secs(args.timeout));
    let witness = Witness { source: &*source, key: &log, secret: &secret, dir: &args.dir };
    if let Some(address) = args.listen {
        listen::listen(address, Signing { log: log.clone(), secret: secret.clone(), dir: args.dir.clone() })?;
    }
    // Nobody ever sends: it is the time between two looks.
    let (_running, ended) = channel::<()>();
    loop {
        if let Some(code) = look(&witness, &log, args)? {
            return Ok(code);
        }
        if ended.recv_timeout(Duration::from_secs(args.every.max(1))) == Err(RecvTimeoutError::Disconnected) {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

/// Looks once; the code where that ends it.
fn look(witness: &Witness<'_>, log: &PublicKey, args: &Args) -> Result<Option<ExitCode>, Failure> {
    let now = u64::try_from(clock::now().0 / 1_000_000).unwrap_or(0);
    match witness.look(now) {
        Ok(signed) => {
            let file = args.dir.join(COSIGNED);
            let origin = log.name();
            say::answer(&format!(
                "đã ký / cosigned {origin}: {} lá / leaves, {} mới / new → {}",
                signed.size,
                signed.new,
                file.display()
            ))?;
            Ok(args.once.then_some(ExitCode::SUCCESS))
        }
        Err(Refused::Forgery(finding)) => {
            let (name, vi, en) = (finding.name, finding.vi, finding.en);
            let dir = args.dir.display();
            Failure::new(
                format!("KHÔNG KÝ, {}: {vi}. Bằng chứng giữ trong {dir}.", name.vi()),
                format!("NOT SIGNED, {}: {en}. The evidence is kept in {dir}.", name.code()),
            )
            .tell();
            Ok(Some(ExitCode::FAILURE))
        }
        Err(Refused::Unread(unread)) => {
            Failure::new(unread.vi, unread.en).tell();
            Ok(args.once.then_some(ExitCode::from(UNREADABLE)))
        }
    }
}

/// The witness's key; made where there is none yet, and then its public half is told.
fn own_key(path: &Path, name: Option<&str>) -> Result<SecretKey, Failure> {
    let unusable = |error: translog::NoteError| {
        Failure::new(
            format!("khóa {} không dùng được ({error})", path.display()),
            format!("the key {} cannot be used ({error})", path.display()),
        )
    };
    if path.exists() {
        let text = read(path, KEY_BYTES_MAX)?;
        return SecretKey::parse(&String::from_utf8_lossy(&text)).map_err(unusable);
    }
    let name = name.ok_or_else(|| {
        Failure::new(
            format!("chưa có khóa {}; xin đặt tên cho chứng nhân: --name bao.vn/witness", path.display()),
            format!("there is no key {} yet; name the witness: --name paper.vn/witness", path.display()),
        )
    })?;
    let secret = SecretKey::from_seed(name, Kind::Cosigner, random::source()?()).map_err(unusable)?;
    let mut file = std::fs::OpenOptions::new();
    let written = file.write(true).create_new(true).mode(0o600).open(path);
    let written = written.and_then(|mut file| {
        writeln!(file, "{}", secret.to_text())?;
        file.sync_all()
    });
    written.map_err(|error| Failure::io(path, &error))?;
    say::note(&format!("khóa công khai của chứng nhân / the witness's public key: {}", secret.public()));
    Ok(secret)
}
