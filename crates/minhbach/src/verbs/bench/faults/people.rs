//! People who give tasks in a browser, each waiting for the answer before the next; whoever gets none sends the same form
//! again to the other server, as a load balancer would.
//!
//! Not here: what happens to the servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use kernel::time::Instant as Moment;

use super::proof::Ack;
use crate::fail::Failure;
use crate::verbs::bench::client::Client;
use crate::{clock, random};

/// Who acts, and by which word.
pub const PERSON: &str = "specialist-vp-th-1";
pub const PASSWORD: &str = "mot-mat-khau-dai";

/// People at each server.
const PEOPLE: u32 = 4;
/// Where a task is given.
const FORM: &str = "/so/task/moi/assign";
/// Whoever gets no answer sends again after this.
const AGAIN_AFTER: Duration = Duration::from_millis(250);
/// Between two acts of one person.
const THINKS: Duration = Duration::from_millis(20);

/// An act that was answered: when it was sent first, when the answer came.
struct Answered {
    sent: Instant,
    at: Instant,
    ack: Ack,
}

/// All of them at work.
pub struct People {
    answered: Receiver<Answered>,
    ended: Arc<AtomicBool>,
    refused: Arc<AtomicU64>,
    threads: Vec<JoinHandle<()>>,
}

/// One of them.
struct Person {
    number: u32,
    hosts: [String; 2],
    cookie: String,
    at: usize,
    client: Option<Client>,
}

impl People {
    /// Half of them begin at each server; who signed in at one is known at the other.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn begin(hosts: [&str; 2], cookie: &str) -> Result<Self, Failure> {
        let (sender, answered) = channel();
        let (ended, refused) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let random = random::source()?;
        let mut threads = Vec::new();
        for number in 0..PEOPLE * 2 {
            let at = usize::from(number >= PEOPLE);
            let hosts = hosts.map(str::to_owned);
            let mut person = Person { number, hosts, cookie: cookie.to_owned(), at, client: None };
            let (sender, ended, refused) = (sender.clone(), Arc::clone(&ended), Arc::clone(&refused));
            let random = Arc::clone(&random);
            threads.push(std::thread::spawn(move || person.work(&sender, &ended, &refused, &*random)));
        }
        Ok(Self { answered, ended, refused, threads })
    }

    /// Listens for a while.
    ///
    /// # Errors
    /// When all have stopped.
    pub fn hear_for(&self, time: Duration, acks: &mut Vec<Ack>) -> Result<(), Failure> {
        let until = Instant::now() + time;
        while let Some(answered) = self.next(until)? {
            acks.push(answered.ack);
        }
        Ok(())
    }

    /// Waits until everybody was answered an act that was sent after this moment; answers how long the longest wait for an
    /// answer was.
    ///
    /// # Errors
    /// When somebody waits too long.
    pub fn wait_for_all(&self, since: Instant, most: Duration, acks: &mut Vec<Ack>) -> Result<Duration, Failure> {
        let until = since + most;
        let (mut back, mut pause) = (Vec::new(), Duration::ZERO);
        while back.len() < self.threads.len() {
            let Some(Answered { sent, at, ack }) = self.next(until)? else {
                let (waiting, seconds) = (self.threads.len() - back.len(), most.as_secs());
                return Err(Failure::new(
                    format!("{waiting} người vẫn chưa được trả lời sau {seconds} giây"),
                    format!("{waiting} people were not answered within {seconds} s"),
                ));
            };
            if at > since {
                pause = pause.max(at.saturating_duration_since(sent));
            }
            if sent > since && !back.contains(&ack.submitter) {
                back.push(ack.submitter);
            }
            acks.push(ack);
        }
        Ok(pause)
    }

    /// Lets everybody finish what was begun; answers how often somebody was told to try again.
    ///
    /// # Errors
    /// When a thread broke.
    pub fn end(self, acks: &mut Vec<Ack>) -> Result<u64, Failure> {
        self.ended.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().map_err(|_panic| Failure::new("một luồng bị hỏng", "a thread broke"))?;
        }
        acks.extend(self.answered.try_iter().map(|answered| answered.ack));
        Ok(self.refused.load(Ordering::SeqCst))
    }

    fn next(&self, until: Instant) -> Result<Option<Answered>, Failure> {
        match self.answered.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(answered) => Ok(Some(answered)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Failure::new("không còn ai làm việc", "nobody acts any more")),
        }
    }
}

impl Person {
    fn work(
        &mut self,
        told: &Sender<Answered>,
        ended: &AtomicBool,
        refused: &AtomicU64,
        random: &dyn Fn() -> [u8; 32],
    ) {
        let (mut csrf, mut count) = (None, 0);
        while !ended.load(Ordering::SeqCst) {
            count += 1;
            let (key, subject) = (new_key(clock::now(), random()), format!("Việc {count} của người {}", self.number));
            let sent = Instant::now();
            let ack = loop {
                match self.give(&mut csrf, &key, &subject) {
                    Ok(case) => break Ack { submitter: self.number, key: key.into_bytes(), case, place: None },
                    Err(_told_on_the_page) if ended.load(Ordering::SeqCst) => return,
                    Err(_told_on_the_page) => {
                        refused.fetch_add(1, Ordering::SeqCst);
                        (self.client, self.at) = (None, 1 - self.at);
                        std::thread::park_timeout(AGAIN_AFTER);
                    }
                }
            };
            if told.send(Answered { sent, at: Instant::now(), ack }).is_err() {
                return;
            }
            std::thread::park_timeout(THINKS);
        }
    }

    /// Sends the form; answers the case that was opened.
    fn give(&mut self, csrf: &mut Option<String>, key: &uuid::Uuid, subject: &str) -> Result<[u8; 16], Failure> {
        let host = self.hosts.get(self.at).map(String::as_str).unwrap_or_default();
        let client = match self.client.take() {
            Some(client) => client,
            None => Client::connect(host, &self.cookie)?,
        };
        let client = self.client.insert(client);
        let token = match csrf {
            Some(token) => token.clone(),
            None => {
                let form = client.get(FORM)?;
                let form = String::from_utf8_lossy(&form.body).into_owned();
                let token = form.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
                csrf.insert(token.map(str::to_owned).ok_or_else(|| no_answer("no form"))?).clone()
            }
        };
        let key = key.to_string();
        let pairs = [
            ("csrf", token.as_str()),
            ("idempotency_key", key.as_str()),
            ("f.subject", subject),
            ("f.authority", "chairman"),
            ("f.source_kind", "conclusion"),
            ("lead", "stc"),
            ("no_due", "yes"),
        ];
        let answer = client.post(FORM, &pairs)?;
        let case = answer.next.rsplit('/').next().and_then(|id| uuid::Uuid::parse_str(id).ok());
        match case {
            Some(case) if answer.status == 303 => Ok(case.into_bytes()),
            _ => Err(no_answer(&format!("status {}", answer.status))),
        }
    }
}

fn no_answer(what: &str) -> Failure {
    Failure::new(format!("máy chủ không làm ({what})"), format!("the server did not do it ({what})"))
}

/// A key as forms carry it: in order of time.
fn new_key(now: Moment, random: [u8; 32]) -> uuid::Uuid {
    let mut tail = [0; 10];
    tail.iter_mut().zip(random).for_each(|(to, from)| *to = from);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.0 / 1_000).unwrap_or(0), &tail).into_uuid()
}
