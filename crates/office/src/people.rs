//! Signing in: passwords (argon2id), lock-out, sessions. All of it stands outside the ledger (`users`, `sessions`).
//!
//! Who may do what is the kernel's; who holds which post is the organisation's. Time and randomness are arguments.
//! Not here: cookies and forms (web).

use std::sync::{Arc, Mutex};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kernel::Code;
use kernel::time::Instant;
use ledger::{DbError, Param, Tx};
use sha2::{Digest, Sha256};

use crate::desk::{Office, OfficeError, hex};

/// Memory of one hash in KiB (OWASP Password Storage, argon2id: 19 MiB, 2 passes, 1 lane).
pub const ARGON2_MEMORY_KIB: u32 = 19 * 1024;
/// Passes of one hash.
pub const ARGON2_PASSES: u32 = 2;
/// Lanes of one hash.
pub const ARGON2_LANES: u32 = 1;
/// Shortest password in characters.
pub const PASSWORD_CHARACTERS_MIN: usize = 10;
/// Longest password in bytes, so that hashing stays cheap.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Wrong passwords in a row after which the account is locked.
pub const FAILURES_MAX: i64 = 5;
/// How long it stays locked.
pub const LOCK_MINUTES: i64 = 15;
/// A session ends after so many minutes without a page.
pub const SESSION_IDLE_MINUTES: i64 = 120;
/// A session ends after so many minutes in any case.
pub const SESSION_MINUTES_MAX: i64 = 12 * 60;
/// `seen` is written again only after so many minutes, so that reading a page writes nothing most of the time.
const SEEN_MINUTES: i64 = 1;
const MINUTE: i64 = 60 * 1_000_000;

/// A session just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the browser keeps; only its hash is stored.
    pub token: String,
    /// What the forms of the session carry.
    pub csrf: String,
}

/// A session that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub person: Code,
    /// What the forms of the session carry.
    pub csrf: String,
}

/// Why nobody was signed in.
#[derive(Debug)]
pub enum SignInFail {
    /// Name or password is wrong; which of them is not said.
    Wrong,
    /// Too many wrong passwords.
    Locked {
        /// Until when.
        until: Instant,
    },
    /// The person holds no post on this day.
    NoPost,
    /// Storage failed.
    Broken(OfficeError),
}

impl SignInFail {
    /// In Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Wrong => format!(
                "Tên đăng nhập hoặc mật khẩu chưa đúng. Sai {FAILURES_MAX} lần liên tiếp, tài khoản tạm khóa {LOCK_MINUTES} phút."
            ),
            Self::Locked { until } => format!(
                "Tài khoản tạm khóa đến {} vì nhập sai mật khẩu {FAILURES_MAX} lần. Xin thử lại sau hoặc báo quản trị.",
                until.print_vn()
            ),
            Self::NoPost => "Người này hiện không giữ chức danh nào. Xin báo quản trị.".to_owned(),
            Self::Broken(error) => error.vi(),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Wrong => "Wrong name or password.".to_owned(),
            Self::Locked { until } => format!("The account is locked until {}.", until.print_vn()),
            Self::NoPost => "This person holds no post today.".to_owned(),
            Self::Broken(error) => error.en(),
        }
    }
}

impl std::fmt::Display for SignInFail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.vi(), self.en())
    }
}

impl std::error::Error for SignInFail {}

impl From<OfficeError> for SignInFail {
    fn from(error: OfficeError) -> Self {
        Self::Broken(error)
    }
}

impl Office {
    /// Whether a password was set for a person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_password(&self, person: &str) -> Result<bool, OfficeError> {
        let mut found = false;
        self.ledger().reader()?.query("SELECT 1 FROM users WHERE person = $1", &[person.into()], &mut |_| {
            found = true;
            Ok(())
        })?;
        Ok(found)
    }

    /// Sets a person's password and lifts a lock.
    ///
    /// # Errors
    /// A sentence that says what is wrong with person or password, or that it could not be stored.
    pub fn set_password(&self, person: &str, password: &str, salt: [u8; 16]) -> Result<(), String> {
        if !self.current().map_err(|error| error.vi())?.org().people.contains_key(person) {
            return Err(format!("“{person}” không có trong danh sách người của cơ quan (catalogue/org)."));
        }
        if password.chars().count() < PASSWORD_CHARACTERS_MIN || password.len() > PASSWORD_BYTES_MAX {
            return Err(format!(
                "Mật khẩu phải có ít nhất {PASSWORD_CHARACTERS_MIN} ký tự, tối đa {PASSWORD_BYTES_MAX} byte."
            ));
        }
        let (person, hash) = (person.to_owned(), hashed(password, &salt)?);
        let work = move |tx: &mut dyn Tx| {
            tx.execute("DELETE FROM users WHERE person = $1", &[person.as_str().into()])?;
            tx.execute(
                "INSERT INTO users(person, password, failed, locked_until) VALUES($1, $2, 0, NULL)",
                &[person.as_str().into(), hash.as_str().into()],
            )?;
            tx.execute("DELETE FROM sessions WHERE person = $1", &[person.as_str().into()])?;
            Ok(())
        };
        self.ledger().side(Box::new(work)).map_err(|e| e.vi())
    }

    /// Signs a person in by password.
    ///
    /// The attempt is counted before the password is looked at, so that guesses sent at once count like others.
    ///
    /// # Errors
    /// See [`SignInFail`].
    pub fn sign_in(
        &self,
        person: &str,
        password: &str,
        now: Instant,
        random: [u8; 32],
    ) -> Result<SignedIn, SignInFail> {
        let stored = match self.attempt(person, now)? {
            Attempt::Locked(until) => return Err(SignInFail::Locked { until }),
            Attempt::Unknown => None,
            Attempt::Counted { hash, lock } => Some((hash, lock)),
        };
        // Somebody unknown takes as long as a wrong password.
        let hash = stored.as_ref().map_or(NOBODY, |(hash, _)| hash.as_str());
        let right = password.len() <= PASSWORD_BYTES_MAX
            && hasher().is_ok_and(|h| h.verify_password(password.as_bytes(), hash).is_ok());
        match stored {
            Some(_) if right => self.begin(person, now, random),
            Some((_, Some(until))) => Err(SignInFail::Locked { until }),
            _ => Err(SignInFail::Wrong),
        }
    }

    /// Signs a person in without a password; for demonstrations only.
    ///
    /// # Errors
    /// When the person holds no post, or it could not be stored.
    pub fn sign_in_as(&self, person: &str, now: Instant, random: [u8; 32]) -> Result<SignedIn, SignInFail> {
        self.begin(person, now, random)
    }

    /// The session of a token, while it holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn session(&self, token: &str, now: Instant) -> Result<Option<Session>, OfficeError> {
        let key = key_of(token);
        let mut found: Option<(String, String, i64, i64)> = None;
        let sql = "SELECT person, csrf, started, seen FROM sessions WHERE token = $1";
        self.ledger().reader()?.query(sql, &[Param::Blob(&key)], &mut |row| {
            found = Some((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?, row.int(3)?));
            Ok(())
        })?;
        let Some((person, csrf, started, seen)) = found else { return Ok(None) };
        if now.0 - started > SESSION_MINUTES_MAX * MINUTE || now.0 - seen > SESSION_IDLE_MINUTES * MINUTE {
            return Ok(None);
        }
        if now.0 - seen > SEEN_MINUTES * MINUTE {
            let noted = self.ledger().side(Box::new(move |tx| {
                tx.execute("UPDATE sessions SET seen = $1 WHERE token = $2", &[now.0.into(), Param::Blob(&key)])?;
                Ok(())
            }));
            // A full disk keeps nobody from reading, least of all whoever is to make room; the session ends earlier then.
            if let Err(error) = noted {
                tracing::warn!(%error, "when a session was last used could not be noted");
            }
        }
        Ok(Code::parse(&person).ok().map(|person| Session { person, csrf }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn sign_out(&self, token: &str) -> Result<(), OfficeError> {
        let key = key_of(token);
        self.ledger().side(Box::new(move |tx| {
            tx.execute("DELETE FROM sessions WHERE token = $1", &[Param::Blob(&key)])?;
            Ok(())
        }))?;
        Ok(())
    }

    fn attempt(&self, person: &str, now: Instant) -> Result<Attempt, OfficeError> {
        let slot = Arc::new(Mutex::new(Attempt::Unknown));
        let (person, answer) = (person.to_owned(), Arc::clone(&slot));
        self.ledger().side(Box::new(move |tx| {
            let found = counted(tx, &person, now)?;
            *answer.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = found;
            Ok(())
        }))?;
        let mut guard = slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(std::mem::replace(&mut *guard, Attempt::Unknown))
    }

    fn begin(&self, person: &str, now: Instant, random: [u8; 32]) -> Result<SignedIn, SignInFail> {
        if self.current()?.actor(person, now).is_none() {
            return Err(SignInFail::NoPost);
        }
        let token = hex(&random);
        let csrf = hex(&Sha256::new().chain_update(b"csrf").chain_update(random).finalize());
        let (person, key, kept) = (person.to_owned(), key_of(&token), csrf.clone());
        let stored = self.ledger().side(Box::new(move |tx| {
            tx.execute(
                "UPDATE users SET failed = 0, locked_until = NULL WHERE person = $1",
                &[person.as_str().into()],
            )?;
            let oldest = now.0 - SESSION_MINUTES_MAX * MINUTE;
            tx.execute("DELETE FROM sessions WHERE started < $1", &[oldest.into()])?;
            tx.execute(
                "INSERT INTO sessions(token, person, csrf, started, seen) VALUES($1, $2, $3, $4, $4)",
                &[Param::Blob(&key), person.as_str().into(), kept.as_str().into(), now.0.into()],
            )?;
            Ok(())
        }));
        stored.map_err(|e| SignInFail::Broken(e.into()))?;
        Ok(SignedIn { token, csrf })
    }
}

/// What became of an attempt before the password was looked at.
enum Attempt {
    Unknown,
    Locked(Instant),
    Counted { hash: String, lock: Option<Instant> },
}

fn counted(tx: &mut dyn Tx, person: &str, now: Instant) -> Result<Attempt, DbError> {
    // Holds the row, so that guesses through several servers over one database count one after the other.
    tx.execute("UPDATE users SET failed = failed WHERE person = $1", &[person.into()])?;
    let mut found: Option<(String, i64, Option<i64>)> = None;
    let sql = "SELECT password, failed, locked_until FROM users WHERE person = $1";
    tx.query(sql, &[person.into()], &mut |row| {
        found = Some((row.text(0)?.to_owned(), row.int(1)?, row.int_opt(2)?));
        Ok(())
    })?;
    let Some((hash, failed, locked)) = found else { return Ok(Attempt::Unknown) };
    if let Some(until) = locked.filter(|until| *until > now.0) {
        return Ok(Attempt::Locked(Instant(until)));
    }
    // A lock that has ended starts the count anew.
    let failed = if locked.is_some() { 1 } else { failed + 1 };
    let lock = (failed >= FAILURES_MAX).then_some(now.0 + LOCK_MINUTES * MINUTE);
    tx.execute(
        "UPDATE users SET failed = $1, locked_until = $2 WHERE person = $3",
        &[failed.into(), lock.into(), person.into()],
    )?;
    Ok(Attempt::Counted { hash, lock: lock.map(Instant) })
}

/// A hash that no password fits; verifying against it takes as long as against a real one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bWluaGJhY2htaW5oYmFjaA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn hasher() -> Result<Argon2<'static>, argon2::Error> {
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str, salt: &[u8; 16]) -> Result<String, String> {
    let hasher = hasher().map_err(|e| e.to_string())?;
    hasher.hash_password_with_salt(password.as_bytes(), salt).map(|h| h.to_string()).map_err(|e| e.to_string())
}

fn key_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
