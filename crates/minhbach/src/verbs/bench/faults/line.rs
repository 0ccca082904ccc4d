//! A line between a process and its database that breaks in the middle of an append: before the COMMIT arrives, after it and
//! before its answer does, at any moment, or silently, so that neither side is told. A second process with a line of its own
//! must be able to go on meanwhile.
//!
//! A server ends the transaction of a silent machine after two seconds. Not here: machines without power (`failover`).

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use translog::Checkpoint;

use super::child::SUBMITTERS;
use super::kill::{ACKS_MAX, AFTER_MICROS_MAX};
use super::load::Load;
use super::server::Server;
use super::{Args, ROUNDS_PER_REPLAY, broken, proof, table};
use crate::fail::Failure;
use crate::verbs::bench::log;
use crate::{data, say};

/// What happens to the line at the next COMMIT.
const NOTHING: u8 = 0;
const BEFORE_COMMIT: u8 = 1;
const AFTER_COMMIT: u8 = 2;
const SILENCE: u8 = 3;
/// What happens to it at any moment.
const CUT: u8 = 4;

/// How long the line is silent before it is cut.
const SILENT_FOR: Duration = Duration::from_secs(5);
/// A COMMIT passes within this.
const PASSES_WITHIN: Duration = Duration::from_secs(60);
/// Pause between two looks.
const STEP: Duration = Duration::from_millis(2);
const PIECE_BYTES: usize = 64 << 10;
/// Data folders of the two processes.
const NAMES: [&str; 2] = ["one", "two"];

/// A line to a server, as a port of this machine.
struct Line {
    port: u16,
    state: Arc<State>,
}

struct State {
    socket: PathBuf,
    next: AtomicU8,
    /// How often it broke as it was told.
    broke: AtomicU64,
    silent: AtomicBool,
    carried: Mutex<Vec<TcpStream>>,
}

impl Line {
    fn to(socket: &Path) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            socket: socket.to_owned(),
            next: AtomicU8::new(NOTHING),
            broke: AtomicU64::new(0),
            silent: AtomicBool::new(false),
            carried: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        // It ends with the process.
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                // A server that is away is told as a line that breaks.
                let _broke = carry(near, &shared);
            }
        });
        Ok(Self { port, state })
    }

    fn address(&self) -> String {
        format!("host=127.0.0.1 port={} user=postgres dbname=postgres", self.port)
    }

    /// Ends everything that is carried now.
    fn cut(&self) {
        let mut carried = self.state.carried.lock().unwrap_or_else(PoisonError::into_inner);
        carried.drain(..).for_each(|near| end(&near));
    }

    /// Breaks it in a way, and waits until it has; a silent one stays silent.
    fn break_by(&self, way: u8) -> Result<(), Failure> {
        let before = self.state.broke.load(Ordering::SeqCst);
        self.state.next.store(way, Ordering::SeqCst);
        let begun = Instant::now();
        while self.state.broke.load(Ordering::SeqCst) == before {
            if begun.elapsed() > PASSES_WITHIN {
                return Err(Failure::new("không có COMMIT nào đi qua", "no COMMIT passes"));
            }
            std::thread::park_timeout(STEP);
        }
        Ok(())
    }
}

/// Whoever reads it finds its end; it may be gone already.
fn end(stream: &TcpStream) {
    let _gone = stream.shutdown(Shutdown::Both);
}

/// Carries one connection, each way in a thread that ends with it.
fn carry(near: TcpStream, state: &Arc<State>) -> std::io::Result<()> {
    let mut far = UnixStream::connect(&state.socket)?;
    let (mut ask, mut answer) = (near.try_clone()?, near.try_clone()?);
    let mut back = far.try_clone()?;
    state.carried.lock().unwrap_or_else(PoisonError::into_inner).push(near);
    let unheard = Arc::new(AtomicBool::new(false));
    let (there, quiet) = (Arc::clone(state), Arc::clone(&unheard));
    std::thread::spawn(move || {
        let mut piece = vec![0; PIECE_BYTES];
        while let Ok(count @ 1..) = ask.read(&mut piece) {
            let sent = piece.get(..count).unwrap_or_default();
            let commits = sent.windows(6).any(|part| part == b"COMMIT");
            let way = if commits { there.next.swap(NOTHING, Ordering::SeqCst) } else { NOTHING };
            match way {
                BEFORE_COMMIT => end(&ask),
                AFTER_COMMIT => quiet.store(true, Ordering::SeqCst),
                SILENCE => there.silent.store(true, Ordering::SeqCst),
                _ => {}
            }
            there.broke.fetch_add(u64::from(way != NOTHING), Ordering::SeqCst);
            wait_while_silent(&there);
            if way == BEFORE_COMMIT || (way == SILENCE) || far.write_all(sent).is_err() {
                break;
            }
        }
        let _gone = far.shutdown(Shutdown::Both);
    });
    let there = Arc::clone(state);
    std::thread::spawn(move || {
        let mut piece = vec![0; PIECE_BYTES];
        while let Ok(count @ 1..) = back.read(&mut piece) {
            wait_while_silent(&there);
            // The server has done it, since it answers; nobody will hear of it.
            if unheard.load(Ordering::SeqCst) || answer.write_all(piece.get(..count).unwrap_or_default()).is_err() {
                break;
            }
        }
        end(&answer);
    });
    Ok(())
}

fn wait_while_silent(state: &State) {
    while state.silent.load(Ordering::SeqCst) {
        std::thread::park_timeout(STEP);
    }
}

/// What two processes did so far.
struct Two {
    loads: [Load; 2],
    acks: Vec<proof::Ack>,
    heads: [Option<Checkpoint>; 2],
    /// The longest time without an answer at each of them.
    pauses: [Duration; 2],
    counts: [u32; 5],
}

/// Breaks the line and proves.
///
/// # Errors
/// When something that was acknowledged is missing, something is there by half, or one of both does not go on.
pub fn run(args: &Args) -> Result<(), Failure> {
    super::must_be_empty(&args.data)?;
    let server = Server::start(&args.data.join("server"))?;
    data::keep_ledger_in(Some(&server.address()))?;
    data::keep_keys_in(Some(args.data.join("keys")));
    drop(data::create(&args.data.join("office"))?);
    let line = Line::to(&server.socket()).map_err(|error| Failure::io(&args.data, &error))?;
    let mut moments = StdRng::seed_from_u64(args.seed);
    let [through, direct] = [line.address(), server.address()];
    let start = |name: &str, seed: u64, address: &str| Load::start(&args.data.join(name), seed, Some(address));
    let seed = args.seed.wrapping_mul(1_000_003);
    let mut loads = [start(NAMES[0], seed, &through)?, start(NAMES[1], seed + 1, &direct)?];
    loads[1].first_submitter = SUBMITTERS;
    let mut two = Two { loads, acks: Vec::new(), heads: [None, None], pauses: [Duration::ZERO; 2], counts: [0; 5] };
    for round in 1..=args.times {
        let way = moments.random_range(BEFORE_COMMIT..=CUT);
        two.round(&line, way, &mut moments)?;
        two.prove(args).map_err(|why| broken(round, &args.data, &why))?;
        if round.is_multiple_of(ROUNDS_PER_REPLAY) {
            say::note(&format!("{round} lần / times: {} acts acknowledged", two.acks.len()));
        }
    }
    let events = two.end(args)?;
    let [_, before, after, silent, cut] = two.counts;
    table(&[
        ("line broken", args.times.to_string()),
        ("before / after COMMIT / silently / at any moment", format!("{before} / {after} / {silent} / {cut}")),
        ("acts acknowledged", two.acks.len().to_string()),
        ("of them lost or twice", "0".to_owned()),
        ("events", events.to_string()),
        ("longest pause behind it, ms", two.pauses[0].as_millis().to_string()),
        ("longest pause of the other process, ms", two.pauses[1].as_millis().to_string()),
        ("replay", "equal".to_owned()),
    ])
}

impl Two {
    fn round(&mut self, line: &Line, way: u8, moments: &mut StdRng) -> Result<(), Failure> {
        let [one, two] = &mut self.loads;
        one.hear(moments.random_range(1..ACKS_MAX))?;
        one.hear_for(Duration::from_micros(moments.random_range(0..AFTER_MICROS_MAX)))?;
        two.hear_for(Duration::ZERO)?;
        for load in [&mut *one, &mut *two] {
            load.silence();
        }
        if way == CUT {
            line.cut();
        } else {
            line.break_by(way)?;
        }
        if way == SILENCE {
            two.hear_for(Duration::ZERO)?;
            let heard = two.acks.len();
            two.hear_for(SILENT_FOR)?;
            if two.acks.len() == heard {
                return Err(Failure::new(
                    "một máy bị cắt khỏi cơ sở dữ liệu làm máy khác không ghi được",
                    "a machine that was cut off from the database keeps the other from writing",
                ));
            }
            line.cut();
            line.state.silent.store(false, Ordering::SeqCst);
        }
        for (load, pause) in [one, two].into_iter().zip(&mut self.pauses) {
            load.hear(usize::try_from(SUBMITTERS).unwrap_or(1))?;
            *pause = (*pause).max(load.silence());
            self.acks.append(&mut load.acks);
        }
        if let Some(count) = self.counts.get_mut(usize::from(way)) {
            *count += 1;
        }
        Ok(())
    }

    /// What must hold while both go on.
    fn prove(&mut self, args: &Args) -> Result<(), String> {
        for (name, head) in NAMES.iter().zip(&mut self.heads) {
            let office = data::open_to_read(&args.data.join(name)).map_err(|error| error.to_string())?;
            proof::prove(&office, &self.acks)?;
            *head = log::goes_on(&office, head.take())?;
        }
        Ok(())
    }

    /// Kills both, and proves what must hold then.
    fn end(&mut self, args: &Args) -> Result<u64, Failure> {
        let wrong = |why: String| broken(args.times, &args.data, &why);
        for load in &mut self.loads {
            load.kill()?;
            self.acks.append(&mut load.acks);
        }
        let mut events = 0;
        for (name, head) in NAMES.iter().zip(&mut self.heads) {
            let dir = args.data.join(name);
            let office = data::open(&dir)?;
            events = proof::prove(&office, &self.acks).map_err(wrong)?;
            log::prove(&office, &data::keys(&dir), head.take()).map_err(wrong)?;
        }
        let dir = args.data.join(NAMES[0]);
        proof::replay(&data::open_to_read(&dir)?, &dir).map_err(wrong)?;
        Ok(events)
    }
}
