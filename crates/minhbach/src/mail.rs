//! Letters on their way: to files in the demonstration, by SMTP in a real office. Which letters there are is decided by
//! `office::mail`, their words by `web`.
//!
//! A person's day is taken before the letter goes out, so that nobody is told twice, whenever this program is killed.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, UNIX_EPOCH};

use clap::Args as Arguments;
use kernel::Code;
use kernel::time::{Date, Instant};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, SmtpTransport, Transport};
use office::Office;
use office::mail::Digest;
use web::Letter;

use crate::clock::Clock;
use crate::fail::Failure;
use crate::say;

/// Name of the environment variable that holds the address of the mail server, since it may hold a password.
const SMTP_VARIABLE: &str = "MINHBACH_SMTP";
/// How long the mail server may take to answer.
const SMTP_SECONDS_MAX: u64 = 30;

/// From this hour of a working day on letters are sent.
const HOUR: u32 = 7;
/// How often it is looked whether there are letters to send; a mail server that was away is asked again after so long.
const LOOKED_EVERY: Duration = Duration::from_secs(60);

/// How letters travel.
#[derive(Arguments, Clone, Default)]
#[group(skip)]
pub struct MailArgs {
    /// Ghi thư ra thư mục này / write letters into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "smtp")]
    pub to_files: Option<PathBuf>,
    /// Gửi qua máy chủ thư; có mật khẩu thì đặt trong MINHBACH_SMTP / send by this server; put one with a password into MINHBACH_SMTP
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// Tên miền hộp thư: mã người@DOMAIN / domain of the mailboxes: code@DOMAIN
    #[arg(long, value_name = "DOMAIN")]
    pub mail_domain: Option<String>,
    /// Địa chỉ trang, ghi trong thư / address of the pages, as letters tell it
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
}

/// The way that letters go.
enum Way {
    Files(PathBuf),
    Smtp(Box<SmtpTransport>),
}

/// Sends the letters of a day.
pub struct Post {
    way: Way,
    domain: String,
    base: String,
}

/// What became of the letters of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Letters sent.
    pub letters: u64,
    /// Letters that the mail server would not take; what they told is told the next working day.
    pub refused: u64,
}

/// Why a letter is not known to have been sent.
enum Trouble {
    /// It certainly was not.
    Refused(String),
    /// Nobody knows: the line broke while it was on its way.
    Unknown(String),
}

impl Post {
    /// What was asked for on the command line or in the environment; `None` when letters are to go nowhere.
    ///
    /// # Errors
    /// When an address makes no sense.
    pub fn of(args: &MailArgs, origin: &str, base: &str) -> Result<Option<Self>, Failure> {
        let smtp = args.smtp.clone().or_else(|| std::env::var(SMTP_VARIABLE).ok()).filter(|_| args.to_files.is_none());
        let way = match (&args.to_files, smtp) {
            (Some(dir), _) => {
                std::fs::create_dir_all(dir).map_err(|e| Failure::io(dir, &e))?;
                Way::Files(dir.clone())
            }
            (None, Some(url)) => Way::Smtp(Box::new(server(&url)?)),
            (None, None) => return Ok(None),
        };
        let host = origin.split('/').next().unwrap_or(origin).to_owned();
        let domain = args.mail_domain.clone().unwrap_or(host);
        let base = args.url.clone().unwrap_or_else(|| base.to_owned()).trim_end_matches('/').to_owned();
        let post = Self { way, domain, base };
        post.mailbox("Minh Bạch", "minhbach")?;
        Ok(Some(post))
    }

    /// Letters into a folder, as the demonstration writes them.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn files(dir: PathBuf, origin: &str, base: &str) -> Result<Option<Self>, Failure> {
        Self::of(&MailArgs { to_files: Some(dir), ..MailArgs::default() }, origin, base)
    }

    /// Sends what everybody is to be told on the day of this moment and was not told yet, until `go_on` says no.
    ///
    /// # Errors
    /// When the ledger cannot be read, the mail server cannot be reached, or the line broke under a letter; letters sent
    /// before that are not sent again.
    pub fn send_all(
        &self,
        office: &Office,
        now: &dyn Fn() -> Instant,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Sent, Failure> {
        if let Way::Smtp(server) = &self.way {
            let answers = server.test_connection().map_err(|e| e.to_string());
            if !matches!(answers, Ok(true)) {
                return Err(unreachable(&answers.err().unwrap_or_default()));
            }
        }
        let mut sent = Sent::default();
        let people: Vec<Code> = office.house().org().people.keys().cloned().collect();
        for person in people.into_iter().take_while(|_| go_on()) {
            let at = now();
            let Some(digest) = office.digest(person.as_str(), at)? else { continue };
            if !office.take_digest(&digest, at)? {
                continue;
            }
            let letter = web::letter(&office.house(), &digest, &self.base, at);
            let message = self.message(office, &digest, &letter, at)?;
            match self.send(&message, &person, digest.day) {
                Ok(()) => sent.letters += 1,
                Err(Trouble::Refused(why)) => {
                    office.give_digest_back(&digest)?;
                    sent.refused += 1;
                    say::note(&format!("thư cho {person} bị từ chối / the letter to {person} was refused: {why}"));
                }
                Err(Trouble::Unknown(why)) => return Err(unreachable(&why)),
            }
        }
        Ok(sent)
    }

    fn mailbox(&self, name: &str, user: &str) -> Result<Mailbox, Failure> {
        let address = Address::new(user, &self.domain).map_err(|e| {
            Failure::new(
                format!("“{user}@{}” không phải địa chỉ thư ({e}). Xin kiểm tra --mail-domain.", self.domain),
                format!("“{user}@{}” is no mail address ({e}). Check --mail-domain.", self.domain),
            )
        })?;
        Ok(Mailbox::new(Some(name.to_owned()), address))
    }

    /// The same letter of a day always has the same id, so that a mailbox that gets it twice can tell.
    fn message(&self, office: &Office, digest: &Digest, letter: &Letter, at: Instant) -> Result<Message, Failure> {
        let person = digest.person.as_str();
        let house = office.house();
        let seconds = u64::try_from(at.0 / 1_000_000).unwrap_or(0);
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.mailbox("Minh Bạch", "minhbach")?)
            .to(self.mailbox(house.org().person_name(&digest.person), person)?)
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}.{person}@{}>", digest.day, self.domain)))
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|e| Failure::new(format!("không lập được thư ({e})"), format!("the letter cannot be made ({e})")))
    }

    fn send(&self, message: &Message, person: &Code, day: Date) -> Result<(), Trouble> {
        match &self.way {
            Way::Files(dir) => {
                let path = dir.join(format!("{day}-{person}.eml"));
                let write = || {
                    let mut file = std::fs::File::create_new(&path)?;
                    file.write_all(&message.formatted())?;
                    file.sync_all()
                };
                write().map_err(|e| Trouble::Refused(format!("{}: {e}", path.display())))
            }
            Way::Smtp(server) => match server.send(message) {
                Ok(_) => Ok(()),
                Err(e) if e.is_permanent() || e.is_transient() || e.is_client() => Err(Trouble::Refused(e.to_string())),
                Err(e) => Err(Trouble::Unknown(e.to_string())),
            },
        }
    }
}

/// Sends the letters of every working day while a server runs.
pub struct Daily {
    /// Nothing is ever sent through it: the thread ends when it is dropped.
    running: Sender<()>,
    thread: JoinHandle<()>,
}

impl Daily {
    /// Begins; nothing is sent while `ready` says no.
    pub fn begin(post: Post, office: Office, clock: Clock, ready: impl Fn() -> bool + Send + 'static) -> Self {
        let (running, told) = channel();
        let thread = std::thread::spawn(move || {
            let go_on = || told.try_recv() == Err(TryRecvError::Empty);
            let mut done: Option<Date> = None;
            while told.recv_timeout(LOOKED_EVERY) == Err(RecvTimeoutError::Timeout) {
                let local = clock().local();
                if ready() && local.second_of_day >= HOUR * 3_600 && done != Some(local.date) {
                    match post.send_all(&office, &*clock, &go_on) {
                        Ok(_) => done = Some(local.date),
                        Err(failure) => failure.tell(),
                    }
                }
            }
        });
        Self { running, thread }
    }

    /// Ends after the letter that is under way.
    pub fn end(self) {
        drop(self.running);
        if self.thread.join().is_err() {
            say::note("lỗi: luồng gửi thư bị hỏng / error: the thread that sends letters broke");
        }
    }
}

fn server(url: &str) -> Result<SmtpTransport, Failure> {
    let built = SmtpTransport::from_url(url).map_err(|e| {
        // The address itself is not repeated: it may hold a password.
        Failure::new(
            format!("địa chỉ máy chủ thư không dùng được ({e}). Dạng: smtps://TÊN:MẬT_KHẨU@MÁY_CHỦ hoặc smtp://MÁY_CHỦ:25."),
            format!("the address of the mail server cannot be used ({e}). Form: smtps://NAME:PASSWORD@HOST or smtp://HOST:25."),
        )
    })?;
    Ok(built.timeout(Some(Duration::from_secs(SMTP_SECONDS_MAX))).build())
}

fn unreachable(why: &str) -> Failure {
    Failure::new(
        format!("máy chủ thư không trả lời ({why}). Thư chưa gửi sẽ được gửi lần sau."),
        format!("the mail server does not answer ({why}). Letters not sent are sent the next time."),
    )
}
