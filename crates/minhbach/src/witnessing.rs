//! Asks the witnesses of the public log for their signatures while a server runs: each on a thread of its own, so that none
//! waits for another and the log waits for none.
//!
//! A witness is either sent heads (C2SP tlog-witness) or its own signed head is read. All are sent the same head, so that
//! their signatures come together on one. Not here: what counts (`office::log`), how it is shown (`follow`).

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use audit::COSIGNED;
use ledger::KeyFolder;
use office::Office;
use office::log::{Cosignatures, Known, Reached, Untaken, WitnessReport, WitnessesError};
use translog::{NOTE_BYTES_MAX, Place, PublicKey, SourceError, add_cosignatures};

use crate::machine::{WitnessNote, note_witnesses};
use crate::{fail::Failure, remote, say};

/// How often the file with the witnesses is looked at, and a head chosen.
const LOOKED_EVERY: Duration = Duration::from_millis(500);
/// How long all witnesses are given for one head before they are sent the next.
const HEAD_EVERY: Duration = Duration::from_secs(3);
/// How often it is looked whether there is a head to be sent.
const SENT_EVERY: Duration = Duration::from_millis(200);
/// How often a witness's file is read while it has not signed the present head.
const READ_EVERY: Duration = Duration::from_secs(5);
/// How long a witness may take for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a witness is left alone after something went wrong.
const TRIED_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Witnesses that are asked until it is ended.
pub struct Witnessing {
    /// Nothing is ever sent through it: the threads end when it is dropped.
    running: Sender<()>,
    thread: JoinHandle<()>,
}

/// What the threads share.
struct Shared {
    office: Office,
    cosignatures: Cosignatures,
    /// The head that all witnesses are sent now.
    head: Mutex<Option<Head>>,
}

#[derive(Clone)]
struct Head {
    size: u64,
    note: Vec<u8>,
    since: Instant,
}

/// What the coordinator has seen last.
#[derive(Default)]
struct Seen {
    log: Option<PublicKey>,
    witnesses: Option<Result<office::log::Witnesses, WitnessesError>>,
    standing: Option<Result<WitnessReport, WitnessesError>>,
    /// One for each witness; its thread ends when it is dropped.
    asked: Vec<Sender<()>>,
}

impl Witnessing {
    /// Begins. How it stands is noted for whoever asks how the house fares, and in the data folder `dir`.
    pub fn begin(office: Office, keys: KeyFolder, cosignatures: Cosignatures, note: WitnessNote, dir: &Path) -> Self {
        let (running, ended) = channel::<()>();
        let (dir, shared) = (dir.to_owned(), Arc::new(Shared { office, cosignatures, head: Mutex::default() }));
        let thread = std::thread::spawn(move || {
            let mut seen = Seen::default();
            while ended.recv_timeout(LOOKED_EVERY) == Err(RecvTimeoutError::Timeout) {
                shared.look(&keys, &mut seen);
                let standing = shared.cosignatures.standing();
                if standing != seen.standing {
                    note_witnesses(&dir, standing.as_ref());
                    *note.lock().unwrap_or_else(PoisonError::into_inner) = standing.clone();
                    seen.standing = standing;
                }
            }
        });
        Self { running, thread }
    }

    /// Ends. Whoever waits for a witness's answer then is not waited for.
    pub fn end(self) {
        drop(self.running);
        if self.thread.join().is_err() {
            say::note("lỗi: luồng hỏi chứng nhân bị hỏng / error: the thread that asks the witnesses broke");
        }
    }
}

impl Shared {
    fn head(&self) -> MutexGuard<'_, Option<Head>> {
        self.head.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn dir(&self) -> &Path {
        self.office.shelf().dir()
    }

    fn file(&self, place: &Place) -> Option<Vec<u8>> {
        // What cannot be read now is read the next time; that the log fares badly its follower tells.
        self.office.log_file(&place.to_string()).ok().flatten().map(|file| file.bytes)
    }

    /// Looks who the witnesses are, and which head they are to be sent.
    fn look(self: &Arc<Self>, keys: &KeyFolder, seen: &mut Seen) {
        let key = self.file(&Place::Vkey).and_then(|key| PublicKey::parse(&String::from_utf8_lossy(&key)).ok());
        let Some(key) = key else { return };
        self.cosignatures.configure(keys, &key);
        let witnesses = self.cosignatures.witnesses();
        if seen.log.as_ref() != Some(&key) || seen.witnesses != witnesses {
            self.head().take();
            seen.asked.clear();
            match &witnesses {
                Some(Ok(witnesses)) => seen.asked.extend(witnesses.each.iter().map(|known| self.ask(known.clone()))),
                Some(Err(error)) => Failure::new(error.vi(), error.en()).tell(),
                None => {}
            }
            (seen.log, seen.witnesses) = (Some(key.clone()), witnesses);
        }
        if !seen.asked.is_empty() {
            self.choose(&key, seen);
        }
    }

    /// Goes on to the present head, once all have signed the one before or have had their time.
    fn choose(&self, key: &PublicKey, seen: &Seen) {
        let Some(note) = self.file(&Place::Checkpoint) else { return };
        let Ok(opened) = translog::open(&note, key) else { return };
        let size = opened.checkpoint.size;
        let all = seen.witnesses.as_ref().and_then(|witnesses| witnesses.as_ref().ok());
        let all = all.map(|witnesses| witnesses.keys()).unwrap_or_default();
        let is_done = |head: &Head| {
            let is_over = head.since.elapsed() >= HEAD_EVERY;
            size > head.size && (is_over || all.iter().all(|key| self.cosignatures.has_signed(key, head.size)))
        };
        let mut head = self.head();
        if head.as_ref().is_none_or(is_done) {
            *head = Some(Head { size, note, since: Instant::now() });
        }
    }

    /// Asks one witness until its end is dropped.
    fn ask(self: &Arc<Self>, known: Known) -> Sender<()> {
        let (running, ended) = channel();
        let shared = Arc::clone(self);
        std::thread::spawn(move || shared.asking(&known, &ended));
        running
    }

    fn asking(&self, known: &Known, ended: &Receiver<()>) {
        let (mut pause, mut old) = (Duration::ZERO, 0);
        while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            let head = self.head().clone().filter(|head| !self.cosignatures.has_signed(&known.key, head.size));
            let Some(head) = head else {
                pause = SENT_EVERY;
                continue;
            };
            let done = match &known.reached {
                Reached::Submitting(address) => self.submit(address, known, &head, &mut old).map(|()| SENT_EVERY),
                Reached::Reading(place) => self.read(place, known).map(|()| READ_EVERY),
            };
            pause = done.unwrap_or_else(|error| {
                self.cosignatures.note(&known.key, Some(&error));
                TRIED_AGAIN_AFTER
            });
        }
    }

    /// Reads the head that a witness shows.
    fn read(&self, place: &str, known: &Known) -> Result<(), Untaken> {
        let path = PathBuf::from(place);
        let place = if path.is_dir() { path.join(COSIGNED).display().to_string() } else { place.to_owned() };
        // What is no plain file might never end.
        if !remote::is_address(&place) && !Path::new(&place).is_file() {
            return Err(Untaken::Unread(format!("không có tệp {place}"), format!("there is no file {place}")));
        }
        let note = remote::file(&place, NOTE_BYTES_MAX, ANSWER_TIMEOUT).map_err(|error| unread(&error))?;
        let note =
            note.ok_or_else(|| Untaken::Unread(format!("không có tệp {place}"), format!("there is no file {place}")))?;
        self.cosignatures.take(self.dir(), &known.key, &note).map(|_size| ())
    }

    /// Sends a head to a witness and takes its signature; `old` is the size that it has signed, as far as is known.
    fn submit(&self, address: &str, known: &Known, head: &Head, old: &mut u64) -> Result<(), Untaken> {
        let address = format!("{address}/add-checkpoint");
        // Where it has signed another head than is known here it says which; then it is sent the proof from there.
        for is_last in [false, true] {
            let sent = self.cosignatures.submission(self.dir(), &head.note, *old)?;
            let answered = remote::send(&address, &sent.to_bytes(), NOTE_BYTES_MAX, ANSWER_TIMEOUT);
            let answered = answered.map_err(|error| unread(&error))?;
            let told = std::str::from_utf8(&answered.body).ok().and_then(|text| text.trim().parse().ok());
            match (answered.status, told) {
                (200, _) => {
                    let lines: Vec<Vec<u8>> =
                        answered.body.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                    let note = add_cosignatures(&head.note, &lines).map_err(Untaken::NotOurs)?;
                    self.cosignatures.take(self.dir(), &known.key, &note)?;
                    *old = head.size;
                    return Ok(());
                }
                (409, Some(size)) if !is_last && size != *old => *old = size,
                (status, _) => return Err(refused(status)),
            }
        }
        Ok(())
    }
}

fn refused(status: u16) -> Untaken {
    let (vi, en) = match status {
        403 => ("không nhận khóa của nhật ký này", "does not accept this log's key"),
        404 => ("không nhận nhật ký này", "does not know this log"),
        409 => (
            "đã ký một đầu khác cùng số lá, hoặc đang được hỏi từ nơi khác",
            "has signed another head of that size, or is asked from elsewhere too",
        ),
        422 => (
            "không công nhận rằng đầu này nối tiếp đầu đã ký",
            "does not accept that the head continues what it signed",
        ),
        _ => ("trả lời ngoài giao thức", "answers what the protocol does not know"),
    };
    Untaken::Unread(format!("chứng nhân {vi} (HTTP {status})"), format!("the witness {en} (HTTP {status})"))
}

fn unread(error: &SourceError) -> Untaken {
    match error {
        SourceError::TooLong { path, at_most } => Untaken::Unread(
            format!("{path} dài hơn {at_most} byte, không đầu đã ký nào như vậy"),
            format!("{path} is longer than {at_most} bytes, which no signed head is"),
        ),
        SourceError::Failed { path, why } => {
            Untaken::Unread(format!("không đọc được {path}: {why}"), format!("cannot read {path}: {why}"))
        }
    }
}
