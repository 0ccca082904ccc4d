//! The primary of a cluster dies, its Patroni and its PostgreSQL together, while people act over two `serve` processes: how
//! long they wait, and that nothing they were answered is lost, stands twice, or makes the log fork.
//!
//! Not here: the cluster (`tests/cluster/cluster`, of Debian packages), the people (`people`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use translog::Checkpoint;

use super::people::{PASSWORD, PERSON, People};
use super::{Args, broken, proof, server, table};
use crate::fail::Failure;
use crate::verbs::bench::log;
use crate::verbs::bench::server::Server;
use crate::{data, random, say};

/// People act for so long before the primary dies.
const BEFORE: Duration = Duration::from_secs(4);
/// Everybody is answered again within this, or it is taken for ever.
const AFTER: Duration = Duration::from_secs(120);

/// A running cluster; ended when dropped.
struct Cluster {
    script: PathBuf,
    dir: PathBuf,
}

impl Cluster {
    fn up(script: &Path, dir: &Path) -> Result<(Self, String), Failure> {
        let cluster = Self { script: script.to_owned(), dir: dir.to_owned() };
        let said = cluster.ask("up", None)?;
        let address = said.lines().last().unwrap_or_default().to_owned();
        Ok((cluster, address))
    }

    /// Runs a verb of the script; answers what it says.
    fn ask(&self, verb: &str, member: Option<&str>) -> Result<String, Failure> {
        let mut command = Command::new(&self.script);
        command.arg(verb).arg(&self.dir).args(member);
        let said = self.dir.with_extension(verb);
        server::run_into(&mut command, &said)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.ask("down", None) {
            error.tell();
        }
    }
}

/// What stands over the cluster.
struct House {
    cluster: Cluster,
    dir: PathBuf,
    heads: [Option<Checkpoint>; 2],
    acks: Vec<proof::Ack>,
    pauses: Vec<Duration>,
}

/// The data folders of the two servers.
const SERVERS: [&str; 2] = ["one", "two"];

/// Lets primaries die, and proves.
///
/// # Errors
/// When something that was answered is missing or stands twice, the log forks, or nobody is answered any more.
pub fn run(args: &Args) -> Result<(), Failure> {
    super::must_be_empty(&args.data)?;
    let (cluster, address) = Cluster::up(&args.script, &args.data.join("cluster"))?;
    let keys = args.data.join("keys");
    data::keep_ledger_in(Some(&address))?;
    data::keep_keys_in(Some(keys.clone()));
    let office = data::create(&args.data.join("office"))?;
    let refused = |why: String| Failure::new(why.clone(), why);
    office.set_password(PERSON, PASSWORD, random::bytes()?).map_err(refused)?;
    drop(office);
    let keys = keys.display().to_string();
    let words = ["serve", "--database", &address, "--keys", &keys];
    let [one, two] = SERVERS.map(|name| Server::start_with(&args.data.join(name), &words));
    let (one, two) = (one?, two?);
    let people = People::begin([one.host(), two.host()], &one.sign_in_as(PERSON, PASSWORD)?)?;
    let mut house =
        House { cluster, dir: args.data.clone(), heads: [None, None], acks: Vec::new(), pauses: Vec::new() };
    for round in 1..=args.times {
        house.round(round, &people)?;
    }
    let refused = people.end(&mut house.acks)?;
    one.end();
    two.end();
    let events = house.prove_all(args.times)?;
    house.pauses.sort_unstable();
    let seconds =
        |pause: Option<&Duration>| pause.map_or_else(String::new, |pause| format!("{:.1}", pause.as_secs_f64()));
    table(&[
        ("failovers", args.times.to_string()),
        ("acts answered", house.acks.len().to_string()),
        ("of them lost or twice", "0".to_owned()),
        ("events", events.to_string()),
        ("told to try again", refused.to_string()),
        ("pause, median s", seconds(house.pauses.get(house.pauses.len() / 2))),
        ("longest s", seconds(house.pauses.last())),
        ("verify log --from before", "genuine".to_owned()),
        ("replay", "equal".to_owned()),
    ])
}

impl House {
    /// One primary dies.
    fn round(&mut self, round: u32, people: &People) -> Result<(), Failure> {
        people.hear_for(BEFORE, &mut self.acks)?;
        let kept = self.keep_heads()?;
        let primary = self.cluster.ask("primary", None)?;
        let killed = Instant::now();
        self.cluster.ask("kill", Some(primary.trim()))?;
        let pause = people.wait_for_all(killed, AFTER, &mut self.acks)?;
        self.pauses.push(pause);
        say::note(&format!("{round}: máy chính {} ngắt, mọi người chờ {pause:.1?} / primary killed", primary.trim()));
        let events = self.prove().map_err(|why| broken(round, &self.dir, &why))?;
        for (name, kept) in SERVERS.iter().zip(&kept) {
            self.verify(name, kept)?;
        }
        say::note(&format!("{round}: {} acts answered, {events} events, log goes on", self.acks.len()));
        self.cluster.ask("start", Some(primary.trim()))?;
        self.cluster.ask("whole", None).map(drop)
    }

    /// What an outsider keeps of the logs: a copy of the heads that are shown now.
    fn keep_heads(&self) -> Result<Vec<PathBuf>, Failure> {
        let keep = |name: &&str| {
            let (shown, kept) = (self.dir.join(name).join("log/checkpoint"), self.dir.join(format!("{name}.kept")));
            fs::copy(&shown, &kept).map_err(|error| Failure::io(&shown, &error))?;
            Ok(kept)
        };
        SERVERS.iter().map(keep).collect()
    }

    /// What must hold while people go on.
    fn prove(&mut self) -> Result<u64, String> {
        let mut events = 0;
        for (name, head) in SERVERS.iter().zip(&mut self.heads) {
            let office = data::open_to_read(&self.dir.join(name)).map_err(|error| error.to_string())?;
            events = proof::prove(&office, &self.acks)?;
            *head = log::goes_on(&office, head.take())?;
        }
        Ok(events)
    }

    /// What must hold once nobody acts.
    fn prove_all(&mut self, round: u32) -> Result<u64, Failure> {
        let root = self.dir.clone();
        let wrong = |why: String| broken(round, &root, &why);
        let mut events = 0;
        for (name, head) in SERVERS.iter().zip(&mut self.heads) {
            let dir = self.dir.join(name);
            let office = data::open(&dir)?;
            events = proof::prove(&office, &self.acks).map_err(wrong)?;
            log::prove(&office, &data::keys(&dir), head.take()).map_err(wrong)?;
        }
        let dir = self.dir.join(SERVERS[0]);
        proof::replay(&data::open_to_read(&dir)?, &dir).map_err(wrong)?;
        Ok(events)
    }

    /// What an outsider says, who kept a head from before.
    fn verify(&self, name: &str, kept: &Path) -> Result<(), Failure> {
        let (log, vkey) = (self.dir.join(name).join("log"), self.dir.join(name).join("log/vkey"));
        let failed = |error: std::io::Error| Failure::io(&log, &error);
        let mut verify = Command::new(std::env::current_exe().map_err(failed)?);
        verify.args(["verify", "log"]).arg(&log).arg("--key").arg(&vkey).arg("--from").arg(kept);
        let done = verify.stdin(Stdio::null()).output().map_err(failed)?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stdout);
        Err(Failure::new(
            format!("nhật ký của {name} không thật: {said}"),
            format!("the log of {name} is not genuine: {said}"),
        ))
    }
}
