//! How fast pages come at the volume of a data folder, how much memory the server holds, how long it takes to start.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args as Arguments;

use super::client::Client;
use super::server::Server;
use super::{per_second, permille};
use crate::data::DataArg;
use crate::fail::Failure;
use crate::say;

/// The role that looks at registers: it may read every one of the house.
const ROLE: &str = "Chánh Văn phòng";
/// Pages as people open them: by whom, and which. The case page is that of the first case of a list.
const PAGES: [(&str, &str); 21] = [
    (ROLE, "/so/dossier?buoc=received"),
    (ROLE, "/so/dossier?tinh-trang=dang-mo&xep=han"),
    (ROLE, "/so/dossier?f.procedure=2.000033&xep=ten"),
    (ROLE, "/so/task?don-vi=stc&tinh-trang=qua-han"),
    (ROLE, "/so/task?q=du+toan"),
    (ROLE, "/so/incoming_document?xep=so&chieu=giam"),
    (ROLE, "/so/outgoing_document?buoc=issued&xep=ten"),
    (ROLE, "/so/task?buoc=in_progress&xep=han"),
    (ROLE, "/so/task?buoc=received&xep=han"),
    (ROLE, "/so/task?xem=bang"),
    (ROLE, "/so/dossier?xem=bang"),
    (ROLE, "/so/task?xem=lich&ngay=2023-11-15"),
    (ROLE, "/so/dossier?xem=lich&theo=tuan&ngay=2023-12-20"),
    (ROLE, "/viec-cua-toi"),
    (ROLE, "/dieu-hanh"),
    (ROLE, "/dieu-hanh?theo=linh-vuc"),
    (ROLE, CASE),
    ("Văn thư", "/viec-cua-toi"),
    ("Công chức một cửa", "/viec-cua-toi"),
    ("Giám đốc Trung tâm", "/"),
    ("Chủ tịch UBND tỉnh", "/"),
];
/// Stands for the page of a case.
const CASE: &str = "/ho-so/…";

/// Arguments of the measurements.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    pub data: DataArg,
    /// Số lần / how often
    #[arg(long, default_value_t = 50)]
    rounds: u32,
    /// Số người xem cùng lúc / visitors at once
    #[arg(long, default_value_t = 16)]
    clients: u32,
    /// Mỗi người nghỉ bao lâu giữa hai trang, mili giây / how long each of them pauses between two pages, milliseconds
    #[arg(long, default_value_t = 0)]
    pause: u64,
}

/// Measures how long the server takes to start.
///
/// # Errors
/// When it does not.
pub fn startup(args: &Args) -> Result<ExitCode, Failure> {
    let mut micros = Vec::new();
    for _ in 0..args.rounds.min(20) {
        micros.push(whole_micros(Server::start(&args.data.data)?.started_in));
    }
    let (p50, worst) = (permille(&mut micros, 500), permille(&mut micros, 1_000));
    say::answer("| from start to first answer, ms | p50 | worst |\n| --- | ---: | ---: |")?;
    say::answer(&format!("| {} starts | {} | {} |", micros.len(), p50 / 1_000, worst / 1_000))?;
    Ok(ExitCode::SUCCESS)
}

/// Measures pages: for one visitor, then for many who ask for the same page at once, over and over.
///
/// # Errors
/// When one does not come.
pub fn page(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    say::answer(&format!(
        "| page | who | KiB | alone p50 ms | alone p99 ms | {0} at once p50 ms | {0} at once p99 ms | pages/s |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        args.clients
    ))?;
    let mut cookies = std::collections::BTreeMap::new();
    for (role, path) in PAGES {
        let cookie = match cookies.get(role) {
            Some(known) => String::clone(known),
            None => server.sign_in(role)?,
        };
        cookies.insert(role, cookie.clone());
        let path = if path == CASE { case(&server, &cookie)? } else { path.to_owned() };
        let mut client = Client::connect(server.host(), &cookie)?;
        let bytes = look(&mut client, &path)?.0;
        let mut alone = looks(&mut client, &path, args.rounds, 0)?;
        let begun = std::time::Instant::now();
        let mut together = at_once(server.host(), &cookie, &path, args)?;
        let rate = per_second(u64::try_from(together.len()).unwrap_or(0), begun.elapsed());
        let millis = |micros: &mut [u64], part| {
            let n = permille(micros, part);
            format!("{}.{:02}", n / 1_000, n % 1_000 / 10)
        };
        let times =
            [millis(&mut alone, 500), millis(&mut alone, 990), millis(&mut together, 500), millis(&mut together, 990)];
        say::answer(&format!("| `{path}` | {role} | {} | {} | {rate} |", bytes / 1_024, times.join(" | ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The address of a case that is open.
fn case(server: &Server, cookie: &str) -> Result<String, Failure> {
    let list = server.get("/so/task?tinh-trang=dang-mo&xep=han", cookie)?.text;
    let found = list.split("href=\"/ho-so/").nth(1).and_then(|rest| rest.split(['"', '#']).next());
    found.map(|id| format!("/ho-so/{id}")).ok_or_else(|| Failure::new("sổ nhiệm vụ trống", "there are no tasks"))
}

/// One look: bytes and microseconds.
fn look(client: &mut Client, path: &str) -> Result<(usize, u64), Failure> {
    let shown = client.get(path)?;
    if shown.status != 200 {
        return Err(Failure::new(format!("{path}: mã {}", shown.status), format!("{path}: status {}", shown.status)));
    }
    Ok((shown.body.len(), whole_micros(shown.took)))
}

/// Looks again and again, with a pause between; the microseconds of each.
fn looks(client: &mut Client, path: &str, rounds: u32, pause: u64) -> Result<Vec<u64>, Failure> {
    let mut micros = Vec::new();
    for _ in 0..rounds {
        micros.push(look(client, path)?.1);
        if pause > 0 {
            std::thread::park_timeout(Duration::from_millis(pause));
        }
    }
    Ok(micros)
}

/// The same by many at once. People do not look in step: where they pause, each begins a part of the pause after the last.
fn at_once(host: &str, cookie: &str, path: &str, args: &Args) -> Result<Vec<u64>, Failure> {
    let (rounds, pause) = (args.rounds, args.pause);
    let mut threads = Vec::new();
    for n in 0..args.clients {
        let (mut client, path) = (Client::connect(host, cookie)?, path.to_owned());
        let begins = Duration::from_millis(pause * u64::from(n) / u64::from(args.clients));
        threads.push(std::thread::spawn(move || {
            std::thread::park_timeout(begins);
            looks(&mut client, &path, rounds, pause)
        }));
    }
    let mut all = Vec::new();
    for thread in threads {
        let ended = thread.join().map_err(|_panic| Failure::new("một luồng đo bị hỏng", "a measuring thread broke"))?;
        all.extend(ended?);
    }
    Ok(all)
}

/// Measures the resident memory of the server before and after it has shown pages.
///
/// # Errors
/// When the server does not start, or the system does not tell.
pub fn memory(args: &Args) -> Result<ExitCode, Failure> {
    let server = Server::start(&args.data.data)?;
    let idle = told(&server)?;
    let cookie = server.sign_in(ROLE)?;
    for _ in 0..args.rounds {
        for (_, path) in PAGES.iter().filter(|(role, path)| *role == ROLE && *path != CASE) {
            server.get(path, &cookie)?;
        }
    }
    server.get("/bao-cao/nam/2023", &cookie)?;
    let (busy, highest) = told(&server)?;
    say::answer("| resident memory, MiB | idle | after pages and a report | highest |\n| --- | ---: | ---: | ---: |")?;
    say::answer(&format!(
        "| server over {} | {} | {} | {} |",
        size(&args.data.data),
        idle.0 >> 10,
        busy >> 10,
        highest >> 10
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Resident memory now and at its highest, in KiB.
///
/// # Errors
/// When the system does not tell.
pub fn told(server: &Server) -> Result<(u64, u64), Failure> {
    server.memory().ok_or_else(|| {
        Failure::new("hệ điều hành không cho biết bộ nhớ (/proc)", "the system does not tell memory (/proc)")
    })
}

/// The size of the ledger's file, in words.
fn size(dir: &Path) -> String {
    let bytes = std::fs::metadata(dir.join(ledger::FILE_NAME)).map_or(0, |m| m.len());
    format!("a ledger of {} MiB", bytes >> 20)
}

fn whole_micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
