//! A visitor who keeps the connection, as a browser does: one request after another, each answer read to its end.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::fail::Failure;

/// A connection with a session.
pub struct Client {
    host: String,
    cookie: String,
    stream: BufReader<TcpStream>,
}

/// An answer.
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Where it sends the browser next; empty without.
    pub next: String,
    /// Body.
    pub body: Vec<u8>,
    /// From sending to the last byte.
    pub took: Duration,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When there is no server.
    pub fn connect(host: &str, cookie: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host).and_then(|s| s.set_nodelay(true).map(|()| s)).map_err(|e| broke(&e))?;
        Ok(Self { host: host.to_owned(), cookie: cookie.to_owned(), stream: BufReader::new(stream) })
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie);
        self.ask(&request).map_err(|e| broke(&e))
    }

    /// Sends a form.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Result<Answer, Failure> {
        let body: Vec<String> = pairs.iter().map(|(k, v)| format!("{}={}", escaped(k), escaped(v))).collect();
        let body = body.join("&");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.host,
            self.cookie,
            body.len()
        );
        self.ask(&request).map_err(|e| broke(&e))
    }

    /// Asks for the stream of counts and hands over every line of data, with the moment when it came, until `each`
    /// answers `false` or the stream ends.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn follow(mut self, each: &mut dyn FnMut(&str, Instant) -> bool) -> Result<(), Failure> {
        let request = format!("GET /theo-doi HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie);
        self.stream.get_mut().write_all(request.as_bytes()).map_err(|e| broke(&e))?;
        let mut line = String::new();
        while self.stream.read_line(&mut line).map_err(|e| broke(&e))? > 0 {
            if line.starts_with("data:") && !each(line.trim(), Instant::now()) {
                break;
            }
            line.clear();
        }
        Ok(())
    }

    fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        let begun = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked, mut next) = (0, false, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap_or(0),
                "transfer-encoding" => chunked = true,
                "location" => value.trim().clone_into(&mut next),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            while self.chunk(&mut body)? {}
        } else {
            body.resize(length, 0);
            self.stream.read_exact(&mut body)?;
        }
        Ok(Answer { status, next, body, took: begun.elapsed() })
    }

    /// One chunk of a body of unknown length; answers whether more follow.
    fn chunk(&mut self, body: &mut Vec<u8>) -> std::io::Result<bool> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16)
            .map_err(|_not_a_length| std::io::Error::other("the length of a chunk cannot be read"))?;
        let before = body.len();
        body.resize(before + length, 0);
        if let Some(place) = body.get_mut(before..) {
            self.stream.read_exact(place)?;
        }
        line.clear();
        self.stream.read_line(&mut line)?;
        Ok(length > 0)
    }
}

fn broke(error: &std::io::Error) -> Failure {
    Failure::new(format!("máy chủ đo: {error}"), format!("the measured server: {error}"))
}

fn escaped(text: &str) -> String {
    let byte = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(byte).collect()
}
