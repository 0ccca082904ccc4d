//! A PostgreSQL of our own that crashes, is stopped, or has no room left, while a process acts through the office on it. The
//! process is not told; it waits for the server and goes on. In every tenth round it dies together with the server.
//!
//! Killed processes leave to the system's memory what they had written, so this is a crash of PostgreSQL, not of the power.

use std::path::Path;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use translog::Checkpoint;

use super::child::SUBMITTERS;
use super::full::Small;
use super::kill::{ACKS_MAX, AFTER_MICROS_MAX};
use super::load::Load;
use super::server::Server;
use super::{Args, Fault, ROUNDS_PER_REPLAY, broken, proof, table};
use crate::fail::Failure;
use crate::verbs::bench::log;
use crate::{data, say};

/// Rounds until the process that acts dies too.
const ROUNDS_PER_CHILD: u32 = 10;
/// Longest time until a server that was killed is started again, and until one that recovers is killed again.
const DOWN_MILLIS_MAX: u64 = 300;
/// One crash in so many is followed by another one while the server still recovers.
const CRASH_WHILE_RECOVERING: u32 = 5;
/// How long the disk of a server stays full, and how much room there is on it.
const FULL_FOR: Duration = Duration::from_secs(3);
const ROOM_MIB: u32 = 256;
/// How long a server may take to take up work again once there is room.
const BACK_WITHIN: Duration = Duration::from_secs(90);

/// All rounds so far.
struct Rounds<'a> {
    args: &'a Args,
    server: Server,
    moments: StdRng,
    acks: Vec<proof::Ack>,
    head: Option<Checkpoint>,
    events: u64,
    /// The longest time in which nobody was answered.
    pause: Duration,
    /// Refusals that people were told, and the last of them.
    refused: (u64, String),
}

/// Does it and proves what must hold.
///
/// # Errors
/// When something that was acknowledged is missing, something is there by half, or nothing goes on any more.
pub fn run(args: &Args) -> Result<(), Failure> {
    super::must_be_empty(&args.data)?;
    let place = args.data.join("server");
    let small = (args.fault == Fault::ServerFull).then(|| Small::mount(&place, ROOM_MIB)).transpose()?;
    let server = Server::start(&place)?;
    data::keep_ledger_in(Some(&server.address()))?;
    let office = args.data.join("office");
    drop(data::create(&office)?);
    let mut rounds = Rounds {
        args,
        server,
        moments: StdRng::seed_from_u64(args.seed),
        acks: Vec::new(),
        head: None,
        events: 0,
        pause: Duration::ZERO,
        refused: (0, String::new()),
    };
    let mut load = None;
    for round in 1..=args.times {
        rounds.round(round, &office, small.as_ref(), &mut load)?;
    }
    let recoveries = rounds.server.recoveries();
    let mut row = vec![
        ("times", args.times.to_string()),
        ("recoveries in the server's log", recoveries.to_string()),
        ("acts acknowledged", rounds.acks.len().to_string()),
        ("of them lost or twice", "0".to_owned()),
        ("events", rounds.events.to_string()),
        ("refused and sent again", rounds.refused.0.to_string()),
        ("longest pause, ms", rounds.pause.as_millis().to_string()),
        ("replay", "equal".to_owned()),
    ];
    if !rounds.refused.1.is_empty() {
        row.push(("last refusal", rounds.refused.1.clone()));
    }
    table(&row)
}

impl Rounds<'_> {
    fn round(
        &mut self,
        round: u32,
        office: &Path,
        small: Option<&Small>,
        running: &mut Option<Load>,
    ) -> Result<(), Failure> {
        let seed = self.args.seed.wrapping_mul(1_000_003) + u64::from(round);
        let address = self.server.address();
        let mut load = match running.take() {
            Some(load) => load,
            None => {
                let mut load = Load::start(office, seed, Some(&address))?;
                // Whoever opens an office while its server goes away is told so, and starts again.
                load.hear(1)?;
                load
            }
        };
        load.hear(self.moments.random_range(0..ACKS_MAX))?;
        load.hear_for(Duration::from_micros(self.moments.random_range(0..AFTER_MICROS_MAX)))?;
        load.silence();
        let ends = round.is_multiple_of(ROUNDS_PER_CHILD) || round == self.args.times;
        match self.args.fault {
            Fault::ServerStop => self.server.stop()?,
            Fault::ServerFull => self.fill(small, &mut load)?,
            _ => self.crash()?,
        }
        if ends {
            load.kill()?;
        }
        if !self.server.runs() {
            self.server.start_again()?;
        }
        if !ends {
            self.goes_on(&mut load)?;
            self.pause = self.pause.max(load.silence());
        }
        self.acks.append(&mut load.acks);
        self.refused.0 += std::mem::take(&mut load.refused.0);
        if !load.refused.1.is_empty() {
            self.refused.1 = std::mem::take(&mut load.refused.1);
        }
        let wrong = |why: String| broken(round, office, &why);
        if ends {
            self.prove_all(round, office).map_err(wrong)
        } else {
            *running = Some(load);
            self.prove(office).map_err(wrong)
        }
    }

    /// Kills the server, sometimes once more while it recovers.
    fn crash(&mut self) -> Result<(), Failure> {
        self.server.kill()?;
        self.wait_a_moment();
        if self.moments.random_range(0..CRASH_WHILE_RECOVERING) == 0 {
            self.server.begin()?;
            self.wait_a_moment();
            self.server.kill()?;
        }
        Ok(())
    }

    /// Takes all room for a while. A server that cannot write its log ends itself; then it is started again.
    fn fill(&self, small: Option<&Small>, load: &mut Load) -> Result<(), Failure> {
        let Some(small) = small else { return Ok(()) };
        small.fill()?;
        load.hear_for(FULL_FOR)?;
        small.free()
    }

    /// Somebody is answered again.
    fn goes_on(&mut self, load: &mut Load) -> Result<(), Failure> {
        if self.args.fault == Fault::ServerFull {
            let (begun, before) = (Instant::now(), load.acks.len());
            while load.acks.len() == before && begun.elapsed() < BACK_WITHIN {
                load.hear_for(Duration::from_millis(500))?;
                if !self.server.runs() {
                    self.server.start_again()?;
                }
            }
        }
        load.hear(usize::try_from(SUBMITTERS).unwrap_or(1))
    }

    fn wait_a_moment(&mut self) {
        std::thread::park_timeout(Duration::from_millis(self.moments.random_range(0..DOWN_MILLIS_MAX)));
    }

    /// What must hold while others write.
    fn prove(&mut self, office: &Path) -> Result<(), String> {
        let office = data::open_to_read(office).map_err(|error| error.to_string())?;
        self.events = proof::prove(&office, &self.acks)?;
        self.head = log::goes_on(&office, self.head.take())?;
        Ok(())
    }

    /// What must hold once nobody writes.
    fn prove_all(&mut self, round: u32, dir: &Path) -> Result<(), String> {
        let office = data::open(dir).map_err(|error| error.to_string())?;
        self.events = proof::prove(&office, &self.acks)?;
        self.head = Some(log::prove(&office, &data::keys(dir), self.head.take())?);
        if round.is_multiple_of(ROUNDS_PER_REPLAY) || round == self.args.times {
            proof::replay(&office, dir)?;
        }
        let (acts, pause) = (self.acks.len(), self.pause.as_millis());
        say::note(&format!(
            "{round} lần / times: {acts} acts acknowledged, {} events, longest pause {pause} ms",
            self.events
        ));
        Ok(())
    }
}
