//! A real server as a child process, and a visitor who asks it for pages over loopback: what `startup`, `page` and
//! `memory` measure is what a browser would meet.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::data;
use crate::fail::Failure;

/// How long a server may take until it answers.
const WAIT: Duration = Duration::from_secs(60);

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    host: String,
    /// From starting the process to its first answer.
    pub started_in: Duration,
}

/// An answer.
pub struct Page {
    /// Status.
    pub status: u16,
    /// Head and body.
    pub text: String,
}

impl Server {
    /// Starts `demo` over a simulated ledger, `serve` over a real one, on a free port, and waits for its first answer.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(dir: &Path) -> Result<Self, Failure> {
        let simulated = data::is_simulated(&data::open_to_read(dir)?);
        Self::start_with(dir, if simulated { &["demo", "--no-open"] } else { &["serve"] })
    }

    /// Starts the program with these words on a free port, and waits for its first answer.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_with(dir: &Path, words: &[&str]) -> Result<Self, Failure> {
        let failed = |e: std::io::Error| Failure::io(dir, &e);
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe().map_err(failed)?)
            .args(words)
            .args(["--port", "0", "--data"])
            .arg(dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut url = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut url).map_err(failed)?;
        }
        let host = url.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let mut server = Self { child, host, started_in: Duration::ZERO };
        while begun.elapsed() < WAIT {
            let ready = server.get("/health", "").is_ok_and(|page| page.text.contains("\"ready\":true"));
            if ready {
                server.started_in = begun.elapsed();
                return Ok(server);
            }
        }
        Err(Failure::new(
            format!("máy chủ đo không trả lời trong {} giây", WAIT.as_secs()),
            format!("the measured server did not answer within {} s", WAIT.as_secs()),
        ))
    }

    /// Host and port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn get(&self, path: &str, cookie: &str) -> Result<Page, Failure> {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.host
        ))
    }

    fn ask(&self, request: &str) -> Result<Page, Failure> {
        let asked = || -> std::io::Result<Vec<u8>> {
            let mut stream = TcpStream::connect(&self.host)?;
            stream.set_nodelay(true)?;
            stream.write_all(request.as_bytes())?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes =
            asked().map_err(|e| Failure::new(format!("máy chủ đo: {e}"), format!("the measured server: {e}")))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Ok(Page { status, text })
    }

    /// Signs in by name and password; answers the cookie.
    ///
    /// # Errors
    /// When the door says no.
    pub fn sign_in_as(&self, person: &str, password: &str) -> Result<String, Failure> {
        let door = self.get("/dang-nhap", "")?;
        let csrf = between(&door.text, "name=\"csrf\" value=\"", "\"").unwrap_or_default();
        self.enter(&door, &format!("csrf={csrf}&next=%2F&name={person}&password={password}"), person)
    }

    /// Signs in by the first role of a demonstration whose button's text holds these words; answers the cookie.
    ///
    /// # Errors
    /// When the door has no such role.
    pub fn sign_in(&self, role: &str) -> Result<String, Failure> {
        let door = self.get("/dang-nhap", "")?;
        let csrf = between(&door.text, "name=\"csrf\" value=\"", "\"").unwrap_or_default();
        let person = door
            .text
            .split("name=\"role\" value=\"")
            .skip(1)
            .find(|button| button.split("</button>").next().is_some_and(|b| b.contains(role)))
            .and_then(|button| button.split('"').next());
        let body = format!("csrf={csrf}&next=%2F&role={}", person.unwrap_or_default());
        self.enter(&door, &body, role)
    }

    fn enter(&self, door: &Page, body: &str, who: &str) -> Result<String, Failure> {
        let request = format!(
            "POST /dang-nhap HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.host,
            cookies(&door.text),
            body.len()
        );
        let entered = self.ask(&request)?;
        if entered.status == 303 {
            return Ok(cookies(&entered.text));
        }
        Err(Failure::new(
            format!("không vào được: {who} (mã {})", entered.status),
            format!("cannot sign in as {who} (status {})", entered.status),
        ))
    }

    /// Asks it to end (SIGTERM) and waits until it has.
    pub fn end(mut self) {
        let _asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ended = self.child.wait();
    }

    /// Resident memory now and at its highest, in KiB, as the system tells it.
    #[must_use]
    pub fn memory(&self) -> Option<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let of = |key: &str| between(&status, key, "kB").and_then(|n| n.trim().parse().ok());
        Some((of("VmRSS:")?, of("VmHWM:")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The cookies that an answer sets, as a request sends them; those that it clears are left out.
fn cookies(head: &str) -> String {
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let set =
        head.lines().filter_map(|line| line.split_once(": ")).filter(|(k, _)| k.eq_ignore_ascii_case("set-cookie"));
    let pairs = set.filter_map(|(_, value)| value.split(';').next()).filter(|pair| !pair.ends_with('='));
    pairs.collect::<Vec<_>>().join("; ")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
