//! Many screens that follow: the memory of the server with all their streams open, and how soon after the commit of an
//! act a screen shows it.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Args as Arguments;

use super::client::Client;
use super::pages::told;
use super::permille;
use super::server::Server;
use crate::data::DataArg;
use crate::fail::Failure;
use crate::say;

/// Who acts, and whose screen tells of it: the focal point of the department that gets the tasks.
const ACTOR: &str = "Chuyên viên";
const READER: &str = "Tiếp nhận và báo cáo nhiệm vụ của sở";
const UNIT: &str = "stc";
/// The other screens: of these roles in turn.
const ROLES: [&str; 6] =
    ["Chánh Văn phòng", "Văn thư", "Công chức một cửa", "Phó Chủ tịch", "Trưởng phòng", "Biên tập"];
/// How long a screen may take before it counts as silent.
const WAIT: Duration = Duration::from_secs(10);
/// The stack of a thread that only reads lines.
const STACK_BYTES: usize = 256 * 1024;

/// Arguments of the measurement. The folder is written to: use a copy.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: DataArg,
    /// Số màn hình / open streams
    #[arg(long, default_value_t = 500)]
    streams: u32,
    /// Số lần giao việc / how many tasks are given
    #[arg(long, default_value_t = 20)]
    acts: u32,
}

/// Measures.
///
/// # Errors
/// When the server does not start, a stream does not open, or a screen stays silent.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    let idle = told(&server)?;
    let opened = Arc::new(AtomicU32::new(0));
    let (sender, heard) = channel();
    let reader = server.sign_in(READER)?;
    follow(server.host(), &reader, &opened, Some(sender))?;
    let cookies = ROLES.iter().filter_map(|role| server.sign_in(role).ok()).collect::<Vec<_>>();
    for cookie in cookies.iter().cycle().take(usize::try_from(args.streams.saturating_sub(1)).unwrap_or(0)) {
        follow(server.host(), cookie, &opened, None)?;
    }
    let begun = Instant::now();
    while opened.load(Ordering::SeqCst) < args.streams && begun.elapsed() < WAIT * 3 {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let open = opened.load(Ordering::SeqCst);
    let (busy, _) = told(&server)?;
    let mut micros = acts(&server, &heard, args.acts)?;
    let (_, highest) = told(&server)?;
    let (p50, worst) = (permille(&mut micros, 500), permille(&mut micros, 1_000));
    say::answer(
        "| open streams | idle, MiB | all open, MiB | highest, MiB | notice after the commit, p50 ms | worst ms |",
    )?;
    say::answer("| ---: | ---: | ---: | ---: | ---: | ---: |")?;
    say::answer(&format!(
        "| {open} | {} | {} | {} | {} | {} |",
        idle.0 >> 10,
        busy >> 10,
        highest >> 10,
        p50 / 1_000,
        worst / 1_000
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Opens a stream in a thread of its own; counts it as open with its first line, and hands the moments of the others on.
fn follow(host: &str, cookie: &str, opened: &Arc<AtomicU32>, heard: Option<Sender<Instant>>) -> Result<(), Failure> {
    let (client, opened) = (Client::connect(host, cookie)?, Arc::clone(opened));
    let heard = Mutex::new(heard);
    let work = move || {
        let mut first = true;
        // The stream breaks off when the server ends.
        let _ended = client.follow(&mut |_, at| {
            if std::mem::take(&mut first) {
                opened.fetch_add(1, Ordering::SeqCst);
                return true;
            }
            let heard = heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            heard.as_ref().is_none_or(|sender| sender.send(at).is_ok())
        });
    };
    let spawned = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    spawned.map(drop).map_err(|e| Failure::new(format!("không mở được luồng: {e}"), format!("no more threads: {e}")))
}

/// Gives tasks one by one; answers the microseconds from the answer of the server, which follows the commit, until the
/// screen of the reader is told.
fn acts(server: &Server, heard: &Receiver<Instant>, count: u32) -> Result<Vec<u64>, Failure> {
    let mut actor = Client::connect(server.host(), &server.sign_in(ACTOR)?)?;
    let mut out = Vec::new();
    for n in 0..count {
        // What others did meanwhile is not this act's.
        while heard.try_recv().is_ok() {}
        let form = actor.get("/so/task/moi/assign")?;
        let form = String::from_utf8_lossy(&form.body).into_owned();
        let (csrf, key) = (value(&form, "csrf"), value(&form, "idempotency_key"));
        let subject = format!("Việc đo tốc độ số {n}");
        let pairs = [
            ("csrf", csrf.as_str()),
            ("idempotency_key", key.as_str()),
            ("f.subject", subject.as_str()),
            ("f.authority", "chairman"),
            ("f.source_kind", "conclusion"),
            ("lead", UNIT),
            ("no_due", "yes"),
        ];
        let answer = actor.post("/so/task/moi/assign", &pairs)?;
        let committed = Instant::now();
        if answer.status != 303 {
            return Err(Failure::new(
                format!("giao việc: mã {}", answer.status),
                format!("a task was not given: status {}", answer.status),
            ));
        }
        let at = heard.recv_timeout(WAIT).map_err(|_silent| {
            Failure::new("màn hình không báo việc mới", "the screen did not tell of the new task")
        })?;
        out.push(u64::try_from(at.saturating_duration_since(committed).as_micros()).unwrap_or(u64::MAX));
    }
    Ok(out)
}

/// The value of a hidden field.
fn value(form: &str, name: &str) -> String {
    let found = form.split_once(&format!("name=\"{name}\" value=\"")).and_then(|(_, rest)| rest.split_once('"'));
    found.map(|(value, _)| value.to_owned()).unwrap_or_default()
}
