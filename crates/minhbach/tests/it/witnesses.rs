//! An office and its witnesses, as programs: signatures come onto the published head, and no witness holds the log up.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use translog::{Checkpoint, Kind, PublicKey, SecretKey, add_cosignatures, cosign, open};

use crate::import::{LOG, import, log_in};
use crate::server::Server;
use crate::tool::{Ran, program};

/// How long something may take that takes some seconds; a loaded machine is slow.
const WAIT: Duration = Duration::from_secs(120);

/// An office that has signed something, and its witnesses' files.
struct Town {
    folder: TempDir,
    data: PathBuf,
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        import(&log_in(folder.path(), LOG.as_bytes()), &data).well();
        let built = program().args(["log", "build", "--data"]).arg(&data).output().unwrap();
        Ran::of(&built).well();
        Self { folder, data }
    }

    fn configure(&self, quorum: usize, witnesses: &[(String, &str, String)]) {
        let each =
            witnesses.iter().map(|(key, how, place)| format!("[[witness]]\nkey = \"{key}\"\n{how} = \"{place}\"\n"));
        let text = format!("quorum = {quorum}\n{}", each.collect::<String>());
        std::fs::write(self.data.join("keys/witnesses.toml"), text).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.data.join(name)).unwrap()
    }

    fn log(&self) -> PublicKey {
        PublicKey::parse(&String::from_utf8(self.read("log/vkey")).unwrap()).unwrap()
    }

    fn head(&self, name: &str) -> Checkpoint {
        open(&self.read(name), &self.log()).unwrap().checkpoint
    }

    /// Whether the published head bears this witness's signature.
    fn is_signed_by(&self, name: &str, witness: &PublicKey) -> bool {
        let signed = |note: Vec<u8>| open(&note, &self.log()).unwrap().quorum(std::slice::from_ref(witness), 1).is_ok();
        std::fs::read(self.data.join(name)).is_ok_and(signed)
    }

    fn status(&self) -> (serde_json::Value, Ran) {
        let ran = Ran::of(&program().args(["log", "status", "--data"]).arg(&self.data).output().unwrap()).well();
        (serde_json::from_str(&ran.out).unwrap(), ran)
    }

    /// A witness that looks at the office's log once; its public key.
    fn witness(&self, name: &str) -> (PublicKey, PathBuf) {
        let (dir, key) = (self.folder.path().join(name), self.folder.path().join(format!("{name}.key")));
        let mut asked = program();
        asked.arg("witness").arg(self.data.join("log")).arg("--key").arg(self.data.join("log/vkey"));
        asked
            .args(["--once", "--name", &format!("{name}.vn/witness"), "--dir"])
            .arg(&dir)
            .arg("--witness-key")
            .arg(&key);
        Ran::of(&asked.output().unwrap()).well();
        let secret = SecretKey::parse(&std::fs::read_to_string(key).unwrap()).unwrap();
        (secret.public().clone(), dir)
    }
}

/// A witness that is sent heads; it ends with the test.
struct Listening {
    child: Child,
    key: PublicKey,
    address: String,
    dir: PathBuf,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Town {
    fn listening(&self, name: &str) -> Listening {
        let (dir, key) = (self.folder.path().join(name), self.folder.path().join(format!("{name}.key")));
        let mut asked = program();
        asked.arg("witness").arg(self.data.join("log")).arg("--key").arg(self.data.join("log/vkey"));
        asked.args(["--listen", "127.0.0.1:0", "--name", &format!("{name}.vn/witness"), "--dir"]).arg(&dir);
        let mut child =
            asked.arg("--witness-key").arg(&key).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let told = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut told = told.filter_map(|line| line.split_once("http://").map(|(_, host)| format!("http://{host}")));
        let address = told.next().unwrap();
        // What it says later is not looked at; it must not have to wait for a reader.
        std::thread::spawn(move || told.for_each(drop));
        let secret = SecretKey::parse(&std::fs::read_to_string(key).unwrap()).unwrap();
        Listening { child, key: secret.public().clone(), address, dir }
    }
}

fn pause(time: Duration) {
    // Nobody ever sends.
    let (_held, wait) = std::sync::mpsc::channel::<()>();
    let _ = wait.recv_timeout(time);
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < WAIT, "not within {WAIT:?}: {what}");
        pause(Duration::from_millis(50));
    }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn an_office_carries_the_signature_of_a_witness_that_shows_it() {
    let town = Town::new();
    let (key, dir) = town.witness("bao");
    town.configure(1, &[(key.to_string(), "read", path(&dir))]);
    assert_eq!(town.status().0["witnesses"]["each"][0]["size"], serde_json::Value::Null);
    let server = Server::start(&["serve"], &town.data);
    // The server may have signed what it did at its start; then the witness looks again.
    until("the witness's signature", || {
        town.witness("bao");
        town.is_signed_by("log/checkpoint", &key)
    });
    until("the witnessed head", || town.is_signed_by("log/checkpoint.witnessed", &key));
    assert_eq!(town.head("log/checkpoint"), town.head("log/checkpoint.witnessed"));
    assert!(!town.is_signed_by("keys/head", &key), "the copy beside the keys is that of the log alone");
    assert_eq!(server.end(), 0);
    assert!(town.is_signed_by("log/checkpoint", &key), "it stays when the server has ended");
    let (told, ran) = town.status();
    let size = town.head("log/checkpoint").size;
    assert_eq!(
        (&told["witnesses"]["signed"], &told["witnesses"]["witnessed"], &told["witnesses"]["behind"]),
        (&1.into(), &size.into(), &0.into()),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains(&format!("bao.vn/witness: ký {size} lá lúc")) && ran.err.contains("0 behind"),
        "{}",
        ran.err
    );
    // Whoever verifies asks for the witness and finds it.
    let mut verify = program();
    verify.args(["verify", "log"]).arg(&town.data).arg("--key").arg(town.data.join("log/vkey"));
    let ran = Ran::of(&verify.args(["--quorum", "1", "--witness", &key.to_string()]).output().unwrap()).well();
    assert!(ran.out.contains("bao.vn/witness"), "{}", ran.out);
    // And the verbs that write the log without a server do not take it away.
    Ran::of(&program().args(["log", "build", "--data"]).arg(&town.data).output().unwrap()).well();
    assert!(town.is_signed_by("log/checkpoint", &key));
}

/// All are sent the same head, so that their signatures come together though the log goes on.
#[test]
fn witnesses_that_are_sent_heads_sign_the_newest_within_seconds() {
    let town = Town::new();
    let (one, two) = (town.listening("bao"), town.listening("dai-hoc"));
    let witnesses = [&one, &two].map(|witness| (witness.key.to_string(), "submit", witness.address.clone()));
    town.configure(2, &witnesses);
    let server = Server::start(&["serve"], &town.data);
    let quorum = |name: &str| {
        let note = std::fs::read(town.data.join(name)).unwrap_or_default();
        open(&note, &town.log()).is_ok_and(|note| note.quorum(&[one.key.clone(), two.key.clone()], 2).is_ok())
    };
    for nth in 0..3 {
        let before = town.head("log/checkpoint").size;
        let more = LOG.replace("value=\"a\"", &format!("value=\"c{nth}\""));
        import(&log_in(town.folder.path(), more.as_bytes()), &town.data).well();
        until("a new head", || town.head("log/checkpoint").size > before);
        let begun = Instant::now();
        until("2 of 2 on the newest head", || quorum("log/checkpoint"));
        println!("2 of 2 after {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
    until("the same beside it", || quorum("log/checkpoint.witnessed"));
    assert_eq!(town.head("log/checkpoint"), town.head("log/checkpoint.witnessed"));
    let shown = remote(&format!("{}/cosigned", one.address));
    assert!(shown.contains(&town.head("log/checkpoint").to_string()), "{shown}");
    // One of them dies: the log goes on, and what both signed stays shown.
    let both = town.head("log/checkpoint.witnessed");
    drop(two);
    let more = LOG.replace("value=\"a\"", "value=\"d\"");
    import(&log_in(town.folder.path(), more.as_bytes()), &town.data).well();
    until("the other one signs on", || {
        town.is_signed_by("log/checkpoint", &one.key) && town.head("log/checkpoint").size > both.size
    });
    assert_eq!(town.head("log/checkpoint.witnessed"), both);
    until("it is told", || town.status().0["witnesses"]["each"][1]["trouble"].is_string());
    let (told, _) = town.status();
    assert_eq!(
        (&told["witnesses"]["signed"], &told["witnesses"]["each"][0]["behind"]),
        (&1.into(), &0.into()),
        "{told}"
    );
    assert_eq!(server.end(), 0);
    // The witness looks at the same log, and finds what it was sent.
    drop(one);
    town.witness("bao");
}

/// What a server answers to a path.
fn remote(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// A caller who sends what is no head, too much, or too slowly.
#[test]
fn a_listening_witness_answers_by_the_protocol() {
    let town = Town::new();
    let witness = town.listening("bao");
    until("it has looked", || witness.dir.join("cosigned").exists());
    let before = std::fs::read(witness.dir.join("cosigned")).unwrap();
    let post = |body: &[u8]| {
        let host = witness.address.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!(
            "POST /add-checkpoint HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        text
    };
    let note = String::from_utf8(town.read("log/checkpoint")).unwrap();
    let size = town.head("log/checkpoint").size;
    let body = |old: u64, note: &str| format!("old {old}\n\n{note}").into_bytes();
    let answered = post(&body(0, &note));
    assert!(answered.starts_with("HTTP/1.1 409") && answered.contains("text/x.tlog.size"), "{answered}");
    assert!(answered.ends_with(&format!("\r\n\r\n{size}\n")), "{answered}");
    let answered = post(&body(size, &note));
    assert!(answered.starts_with("HTTP/1.1 200") && answered.contains("\r\n— bao.vn/witness "), "{answered}");
    for (body, status) in [
        (b"hello".to_vec(), 400),
        (body(size + 1, &note), 400),
        (body(0, &note.replacen("minhbach.local", "khac.local", 1)), 404),
        (body(size, &note.replacen(&format!("\n{size}\n"), "\n1\n", 1)), 403),
        (vec![b'x'; 200_000], 413),
    ] {
        let answered = post(&body);
        assert!(answered.starts_with(&format!("HTTP/1.1 {status}")), "{status}: {answered}");
    }
    assert!(remote(&format!("{}/add-checkpoint", witness.address)).starts_with("HTTP/1.1 405"));
    let text = |note: &[u8]| String::from_utf8(note.to_vec()).unwrap().split("\n\n").next().unwrap().to_owned();
    assert_eq!(text(&std::fs::read(witness.dir.join("cosigned")).unwrap()), text(&before));
}

#[test]
fn a_bad_file_is_named_by_status_and_server_and_the_log_goes_on() {
    let town = Town::new();
    let before = town.head("log/checkpoint").size;
    std::fs::write(
        town.data.join("keys/witnesses.toml"),
        "quorum = 1\n\n[[witness]]\nkey = \"nothing\"\nread = \"/x\"\n",
    )
    .unwrap();
    let (told, ran) = town.status();
    assert!(ran.err.contains("witnesses.toml, dòng 4") && ran.err.contains("witnesses.toml, line 4"), "{}", ran.err);
    assert!(told["witnesses"]["error"].as_str().unwrap().contains("line 4"), "{told}");
    let server = Server::start(&["serve"], &town.data);
    let other = LOG.replace("value=\"a\"", "value=\"c\"");
    import(&log_in(town.folder.path(), other.as_bytes()), &town.data).well();
    until("the log goes on", || town.head("log/checkpoint").size > before);
    assert_eq!(server.end(), 0);
    assert!(!town.data.join("log/checkpoint.witnessed").exists());
}

/// A server that answers each request with what it is told; it lives as long as the test.
fn server(answers: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answers = std::sync::Arc::new(answers);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answers) = (stream.unwrap(), std::sync::Arc::clone(&answers));
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {}
                answers(&mut stream);
            });
        }
    });
    address
}

fn send(stream: &mut TcpStream, body: &[u8]) {
    // A client that went away is part of what is tested.
    let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes());
    let _ = stream.write_all(body);
}

/// The keys of witnesses that mean harm, and where each is found: too long, slow, silent, another log, forged, a fork.
fn hostile(town: &Town) -> Vec<(String, &'static str, String)> {
    let own = |n: u8, name: &str| SecretKey::from_seed(&format!("{name}.vn/w"), Kind::Cosigner, [n; 32]).unwrap();
    let keys: Vec<SecretKey> = (1..).zip(HOSTILE).map(|(n, (name, _))| own(n, name)).collect();
    let (note, head) = (town.read("log/checkpoint"), town.head("log/checkpoint"));
    let with = |note: &[u8], key: &SecretKey| add_cosignatures(note, &[cosign(note, key, 7).unwrap()]).unwrap();
    let secret = SecretKey::parse(&String::from_utf8(town.read("keys/log.key")).unwrap()).unwrap();
    let fork = Checkpoint { root: [3; 32], ..head.clone() };
    let fork = with(&translog::sign(&fork, &secret, 7).unwrap(), &keys[5]);
    let foreign = SecretKey::from_seed("khac.vn/so", Kind::Log, [9; 32]).unwrap();
    let other = translog::sign(&Checkpoint { origin: "khac.vn/so".to_owned(), ..head }, &foreign, 7).unwrap();
    let other = with(&other, &keys[3]);
    // The right name and id over something else.
    let stolen = add_cosignatures(&note, &[cosign(&other, &keys[4], 7).unwrap()]).unwrap();
    let places = [
        server(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 4_096]).is_ok() {}
        }),
        // A byte now and then.
        server(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                pause(Duration::from_millis(500));
            }
        }),
        server(|_| pause(Duration::from_secs(600))),
        server(move |stream| send(stream, &other)),
        server(move |stream| send(stream, &stolen)),
        server(move |stream| send(stream, &fork)),
    ];
    let row = |(key, place): (&SecretKey, String)| {
        let how = if key.public().name() == "im.vn/w" { "submit" } else { "read" };
        (key.public().to_string(), how, format!("{place}/cosigned"))
    };
    keys.iter().zip(places).map(row).collect()
}

/// Names of those, and what is said of each.
const HOSTILE: [(&str, &str); 6] = [
    ("dai", "longer than 65536 bytes"),
    ("cham", "too slow"),
    ("im", "too slow"),
    ("khac", "no head of this log"),
    ("gia", "does not hold"),
    ("re", "the key has leaked"),
];

#[test]
fn hostile_witnesses_are_named_and_hold_nobody_up() {
    let town = Town::new();
    let mut all = hostile(&town);
    let (good, dir) = town.witness("bao");
    all.push((good.to_string(), "read", path(&dir)));
    town.configure(1, &all);
    let server = Server::start(&["serve"], &town.data);
    until("the good witness counts", || {
        town.witness("bao");
        town.is_signed_by("log/checkpoint", &good)
    });
    let trouble = |name: &str| {
        let (told, _) = town.status();
        let each = told["witnesses"]["each"].as_array().unwrap().clone();
        let one = each.iter().find(|one| one["name"] == format!("{name}.vn/w")).unwrap();
        one["trouble"].as_str().unwrap_or_default().to_owned()
    };
    for (name, said) in HOSTILE {
        until(&format!("{name}: {said}, not {}", trouble(name)), || trouble(name).contains(said));
    }
    // None of them keeps a new head from being published, nor the server from ending.
    let before = town.head("log/checkpoint").size;
    let more = LOG.replace("value=\"a\"", "value=\"c\"");
    import(&log_in(town.folder.path(), more.as_bytes()), &town.data).well();
    let begun = Instant::now();
    until("the log goes on", || town.head("log/checkpoint").size > before);
    assert_eq!(server.end(), 0);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let (told, ran) = town.status();
    assert_eq!(told["witnesses"]["each"].as_array().unwrap().len(), 7);
    assert!(ran.err.lines().all(|line| line.chars().count() < 1_000), "{}", ran.err);
}
