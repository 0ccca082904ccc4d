//! A PostgreSQL of our own, in a folder, reached over a socket in it: started, stopped, and killed with all its processes.
//!
//! It writes as a real one does (`fsync`, full pages after a checkpoint). PostgreSQL refuses to run as root; for root it
//! runs as `postgres`. Not here: what is asked of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::fail::Failure;

/// Where Debian puts the programs; elsewhere they are looked for in the PATH.
const BIN: &str = "/usr/lib/postgresql/15/bin";
/// How long it may take to recover and take connections, and killed processes to be gone.
const READY: Duration = Duration::from_secs(120);
/// Pause between two looks.
const STEP: Duration = Duration::from_millis(5);

/// A server; stopped when dropped.
pub struct Server {
    dir: PathBuf,
    /// Its first process is a child of ours, so that it is gone from the system as soon as it has ended.
    first: Option<Child>,
}

impl Server {
    /// Makes a new one in a folder that is made for it, and starts it.
    ///
    /// # Errors
    /// When PostgreSQL 15 is not there, or does not start.
    pub fn start(dir: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(dir).map_err(|error| Failure::io(dir, &error))?;
        let dir = dir.canonicalize().map_err(|error| Failure::io(dir, &error))?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&dir))?;
        }
        let mut server = Self { dir, first: None };
        let mut made = server.program("initdb");
        // Small pieces of the write-ahead log, so that it is begun anew often, and fits on a small disk.
        made.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--wal-segsize=1", "-D"]);
        run(made.arg(server.data()))?;
        server.start_again()?;
        Ok(server)
    }

    /// The address of its database, as `--database` takes it.
    pub fn address(&self) -> String {
        format!("host={} user=postgres dbname=postgres", self.dir.display())
    }

    /// The socket on which it listens.
    pub fn socket(&self) -> PathBuf {
        self.dir.join(".s.PGSQL.5432")
    }

    /// Starts it where it does not run, and waits until it has recovered and takes connections.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> Result<(), Failure> {
        self.begin()?;
        let begun = Instant::now();
        while begun.elapsed() < READY {
            if self.is_ready() {
                return Ok(());
            }
            if !self.runs() {
                break;
            }
            std::thread::park_timeout(STEP);
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let last = log.lines().rev().take(5).collect::<Vec<_>>().join("; ");
        Err(Failure::new(
            format!("PostgreSQL không khởi động được: {last}"),
            format!("PostgreSQL does not start: {last}"),
        ))
    }

    /// As it says itself, in the last line of a file that begins with its number.
    fn is_ready(&self) -> bool {
        let said = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let (number, state) = (said.lines().next(), said.lines().nth(7).map(str::trim));
        let own = self.first.as_ref().map(|first| first.id().to_string());
        number.is_some() && number == own.as_deref() && state == Some("ready")
    }

    /// Starts it and does not wait: it is recovering when this answers.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&mut self) -> Result<(), Failure> {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log());
        let log = log.map_err(|error| Failure::io(&self.log(), &error))?;
        let mut start = self.program("postgres");
        start.arg("-D").arg(self.data()).arg("-k").arg(&self.dir).args(["-h", ""]);
        for setting in ["max_wal_size=16MB", "min_wal_size=4MB", "shared_buffers=16MB"] {
            start.args(["-c", setting]);
        }
        let second = log.try_clone().map_err(|error| Failure::io(&self.log(), &error))?;
        let started = start.stdin(Stdio::null()).stdout(log).stderr(second).spawn();
        self.first = Some(started.map_err(|error| missing("postgres", &error))?);
        Ok(())
    }

    /// Stops it in order (`fast`): sessions are ended, everything is written.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop(&mut self) -> Result<(), Failure> {
        self.end("-INT")
    }

    fn end(&mut self, how: &str) -> Result<(), Failure> {
        if let Some(mut first) = self.first.take() {
            signal(how, &[first.id()]);
            first.wait().map_err(|error| Failure::io(&self.dir, &error))?;
        }
        Ok(())
    }

    /// Kills all its processes (SIGKILL) and waits until they are gone.
    ///
    /// # Errors
    /// When they cannot be killed.
    pub fn kill(&mut self) -> Result<(), Failure> {
        let Some(mut first) = self.first.take() else { return Ok(()) };
        // Stopped, it starts no more while we count.
        signal("-STOP", &[first.id()]);
        let mut all = children(first.id());
        all.push(first.id());
        signal("-KILL", &all);
        first.wait().map_err(|error| Failure::io(&self.dir, &error))?;
        let begun = Instant::now();
        while all.iter().any(|process| is_there(*process)) {
            if begun.elapsed() > READY {
                return Err(Failure::new("PostgreSQL không chịu dừng", "PostgreSQL does not die"));
            }
            std::thread::park_timeout(STEP);
        }
        Ok(())
    }

    /// Whether its first process runs.
    pub fn runs(&mut self) -> bool {
        self.first.as_mut().is_some_and(|first| matches!(first.try_wait(), Ok(None)))
    }

    /// How often it has recovered, as its own log says.
    pub fn recoveries(&self) -> usize {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().filter(|line| line.contains("automatic recovery in progress")).count()
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    fn log(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// One of its programs, which ends in order when we do.
    fn program(&self, name: &str) -> Command {
        let found = Path::new(BIN).join(name);
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if is_root() {
            command.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"]);
        }
        command.arg(if found.exists() { found } else { PathBuf::from(name) });
        command.current_dir(&self.dir).env("LC_ALL", "C");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that was killed leaves pieces of shared memory behind, which one that is started anew takes back.
        let started = if self.runs() { Ok(()) } else { self.start_again() };
        if let Err(error) = started.and_then(|()| self.end("-QUIT")) {
            error.tell();
        }
    }
}

fn signal(name: &str, processes: &[u32]) {
    let mut kill = Command::new("kill");
    // Some may have ended by themselves meanwhile.
    let _some_are_gone = kill.arg(name).args(processes.iter().map(u32::to_string)).stderr(Stdio::null()).status();
}

/// Whether we may mount, and must not run PostgreSQL ourselves.
pub fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// Whether a process runs; one that has ended and was not reaped yet does not.
fn is_there(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Processes whose parent is this one.
fn children(parent: u32) -> Vec<u32> {
    let Ok(all) = fs::read_dir("/proc") else { return Vec::new() };
    let is_child = |process: &u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let parent_of = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parent_of == Some(parent)
    };
    all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_child).collect()
}

/// Runs a program to its end; what it says is told where it fails.
///
/// # Errors
/// When it cannot be run, or says that it failed.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let name = command.get_program().to_string_lossy().replace('/', "-");
    let said = std::env::temp_dir().join(format!("minhbach-{}-{name}.said", std::process::id()));
    run_into(command, &said).map(drop)
}

/// The same; what it says goes into a file, which is read and removed. Whatever the program leaves running in the background
/// would hold a pipe open.
///
/// # Errors
/// As [`run`].
pub fn run_into(command: &mut Command, said: &Path) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let (out, wrong) = (said.to_owned(), said.with_extension("wrong"));
    let create = |file: &Path| fs::File::create(file).map_err(|error| Failure::io(file, &error));
    let done = command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&wrong)?).status();
    let [words, complaint] = [&out, &wrong].map(|file| {
        let text = fs::read_to_string(file).unwrap_or_default();
        // Nobody else reads it.
        let _gone = fs::remove_file(file);
        text
    });
    match done {
        Ok(status) if status.success() => Ok(words),
        Ok(status) => {
            let words = complaint.trim();
            Err(Failure::new(
                format!("{name} không thành công ({status}): {words}"),
                format!("{name}: {status}: {words}"),
            ))
        }
        Err(error) => Err(missing(&name, &error)),
    }
}

fn missing(name: &str, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("không chạy được {name} ({error}). Xin cài gói Debian postgresql-15."),
        format!("{name} cannot be run ({error}). Install the Debian package postgresql-15."),
    )
}
