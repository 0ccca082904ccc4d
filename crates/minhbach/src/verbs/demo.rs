//! `demo`: a provincial office with its two simulated years, for this machine only, in one command.
//!
//! Answers from its first second and shows how far the simulation is. A finished one is used again, and its clock runs
//! on from where it was; a half-finished one is begun anew.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use clap::Args as Arguments;
use kernel::time::Instant;
use office::Office;
use office::log::{Folders, Follower};
use simulate::{DEMO_START, Plan, Scenario};
use web::{AppState, Mode, Progress, Stage, Work};

use crate::bar::Bar;
use crate::clock::{self, Clock};
use crate::data;
use crate::fail::Failure;
use crate::follow::Following;
use crate::machine::{LogNote, PaperNote, WitnessNote, measure};
use crate::mail::{Daily, Post};
use crate::press::press;
use crate::simulation::{self, Folder, Record, Told};
use crate::{random, say, server};

/// Seed of the demonstration, the same everywhere, so that people can talk about what they see.
const SEED: u64 = 2023;
/// How often the demonstration's clock is noted.
const CLOCK_NOTED_EVERY: Duration = Duration::from_secs(60);

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    /// Tỷ lệ khối lượng, trên 0 đến 1; mặc định đủ / share of the full volume, above 0 and at most 1; all of it without
    #[arg(long)]
    scale: Option<f64>,
    /// Cổng / port
    #[arg(long, default_value_t = server::PORT)]
    port: u16,
    /// Thư mục dữ liệu / data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Không mở trình duyệt / do not open the browser
    #[arg(long)]
    no_open: bool,
}

/// The demonstration's clock: stands at its beginning until the years are simulated, then runs.
#[derive(Clone, Default)]
struct DemoClock(Arc<OnceLock<Clock>>);

impl DemoClock {
    fn now(&self) -> Instant {
        self.0.get().map_or(DEMO_START, |clock| clock())
    }

    fn run_from(&self, from: Instant) {
        self.0.get_or_init(|| clock::from(from.max(DEMO_START)));
    }
}

/// Serves the demonstration until asked to end.
///
/// # Errors
/// When the port or the folder is in use, or the scale makes no sense.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let plan = Plan { seed: SEED, scale: args.scale.unwrap_or(1.0), scenario: Scenario::shipped()? };
    simulate::Targets::of(&plan.scenario, plan.scale, plan.seed)?;
    let listener = server::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), args.port)?;
    let folder = Arc::new(Folder::take(&args.data.clone().unwrap_or_else(|| default_dir(args.scale)))?);
    let (clock, progress, stop) =
        (DemoClock::default(), Arc::new(Progress::default()), Arc::new(AtomicBool::new(false)));
    let (office, record) = match folder.finished()? {
        Some(record) => (reopened(&folder, &record, args.scale)?, record),
        None => folder.begin(&plan)?,
    };
    let url = server::url(&listener)?;
    let work = Prepare {
        folder: Arc::clone(&folder),
        office: office.clone(),
        plan,
        record,
        clock: clock.clone(),
        url: url.clone(),
    };
    let behind = {
        let (progress, stop) = (Arc::clone(&progress), Arc::clone(&stop));
        std::thread::spawn(move || work.run(&progress, &stop))
    };
    if !args.no_open {
        open_browser(&url);
    }
    // Letters of the demonstration leave its folder no more than its people exist.
    let clock: Clock = Arc::new(move || clock.now());
    let (ready, waits_for) = (Arc::clone(&progress), clock.clone());
    let daily = Post::files(folder.letters(), office.ledger().origin(), &url)?
        .map(|post| Daily::begin(post, office.clone(), waits_for, move || ready.get() == Work::Ready));
    let (paper, noted, random) = (PaperNote::default(), LogNote::default(), random::source()?);
    let folders = Folders::of(&office, data::keys(folder.dir()), true);
    let following =
        Following::begin(Follower::new(office.clone(), folders, random()), clock.clone(), LogNote::clone(&noted));
    let state = AppState {
        office,
        clock,
        random,
        mode: Mode::Demo,
        press: Some(press(PaperNote::clone(&paper))),
        measure: measure(folder.dir(), paper, noted, WitnessNote::default()),
        progress: Some(progress),
        live: web::Live::default(),
        exports: web::Exports::default(),
        moving: web::Moving::default(),
    };
    let served = server::serve(listener, state);
    stop.store(true, Ordering::Relaxed);
    if let Some(daily) = daily {
        daily.end();
    }
    behind.thread().unpark();
    if behind.join().is_err() {
        say::note("lỗi: luồng mô phỏng bị hỏng / error: the simulating thread broke");
    }
    following.end();
    served.map(|()| ExitCode::SUCCESS)
}

/// What is done behind the pages: the years are simulated if need be, then the clock is noted now and then.
struct Prepare {
    folder: Arc<Folder>,
    office: Office,
    plan: Plan,
    record: Record,
    clock: DemoClock,
    url: String,
}

impl Prepare {
    fn run(mut self, progress: &Progress, stop: &AtomicBool) {
        if !self.record.finished {
            match self.simulate(progress, stop) {
                Ok(()) => self.record.finished = true,
                Err(failure) => {
                    if !stop.load(Ordering::Relaxed) {
                        failure.tell();
                    }
                    return progress.set(Work::Failed(failure.to_string()));
                }
            }
        }
        let last = self.office.ledger().head().ok().and_then(|head| head.last_at).unwrap_or(0);
        self.clock.run_from(Instant(last.max(self.record.clock)));
        progress.set(Work::Ready);
        say::note(&format!(
            "Hai năm đã sẵn sàng. Mở {0} và chọn một vai. / The two years are ready. Open {0} and choose a role.",
            self.url
        ));
        while !stop.load(Ordering::Relaxed) {
            std::thread::park_timeout(CLOCK_NOTED_EVERY);
            let noted = self.folder.note(&Record { clock: self.clock.now().0, ..self.record.clone() });
            if let Err(failure) = noted {
                failure.tell();
            }
        }
    }

    fn simulate(&self, progress: &Progress, stop: &AtomicBool) -> Result<(), Failure> {
        let mut bar = Bar::new();
        let mut tell = |told: &Told| {
            bar.tell(told);
            progress.set(Work::Running(Stage {
                done: told.done,
                whole: told.whole.max(1),
                day: Some(told.now.date()),
                events: told.events,
                events_per_second: told.rate,
                seconds_left: told.left,
            }));
        };
        let ended = simulation::run(&self.folder, &self.office, &self.plan, &self.record, &mut tell, stop);
        bar.end();
        ended.map(drop)
    }
}

/// The office of a finished simulation; of another scale than the one asked for, it is refused.
fn reopened(folder: &Folder, record: &Record, scale: Option<f64>) -> Result<Office, Failure> {
    match scale {
        Some(asked) if (asked - record.scale).abs() > f64::EPSILON => Err(Failure::new(
            format!("thư mục này đã có bản mô phỏng ở tỷ lệ {}. Xin bỏ --scale hoặc chọn --data khác.", record.scale),
            format!(
                "the folder holds a simulation at scale {}. Leave out --scale, or choose another --data.",
                record.scale
            ),
        )),
        _ => folder.open(),
    }
}

/// Where a demonstration lives when nobody says where: with the user's data, each scale in a folder of its own.
fn default_dir(scale: Option<f64>) -> PathBuf {
    let name = scale.map_or_else(|| "demo".to_owned(), |scale| format!("demo-{scale}"));
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")));
    home.map_or_else(|| PathBuf::from("data"), |home| home.join("minhbach")).join(name)
}

/// Opens the page where there is a screen. That it cannot be opened is no error: the address stands on stdout.
fn open_browser(url: &str) {
    let screen =
        cfg!(target_os = "macos") || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| std::env::var_os(v).is_some());
    if !screen {
        return;
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let quiet = Command::new(opener).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = quiet {
        say::note(&format!("không mở được trình duyệt / the browser cannot be opened ({opener}: {error})"));
    }
}
