//! A running server as a child process, and the little of HTTP that tests need.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::tool::program;

/// How long a server may take for what it was asked; a loaded machine is slow.
const WAIT: Duration = Duration::from_secs(120);

pub struct Server {
    pub child: Child,
    pub host: String,
}

impl Server {
    /// Starts `serve` or `demo` on a free port.
    pub fn start(words: &[&str], data: &Path) -> Self {
        let mut child = program()
            .args(words)
            .args(["--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let host = url.trim().strip_prefix("http://").unwrap_or_else(|| panic!("no address: {url}"));
        Self { host: host.trim_end_matches('/').to_owned(), child }
    }

    pub fn port(&self) -> &str {
        self.host.rsplit(':').next().unwrap()
    }

    /// Head and body of a page.
    pub fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host))
    }

    pub fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits until health says ready.
    pub fn wait_until_ready(&self) {
        let begun = Instant::now();
        while !self.get("/health").contains("\"ready\":true") {
            assert!(begun.elapsed() < WAIT, "not ready after {WAIT:?}");
        }
    }

    /// Asks it to end, and answers its exit code.
    pub fn end(mut self) -> i32 {
        let id = self.child.id().to_string();
        std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

/// Sends the form of signing in; the password as forms encode it.
pub fn enter(server: &Server, name: &str, password: &str) -> String {
    let door = server.get("/dang-nhap");
    let csrf = door.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let cookie = cookie(&door);
    let body = format!("csrf={csrf}&next=%2F&name={name}&password={password}");
    server.ask(&format!(
        "POST /dang-nhap HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\n\r\n{body}",
        server.host,
        body.len()
    ))
}

/// The cookies that an answer sets, as a browser sends them back.
pub fn cookie(answer: &str) -> String {
    let set = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    set.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
}
