//! A server that goes away: connections are ended, or cut in the middle of a commit. What was acknowledged is there, once.
//!
//! Only where a PostgreSQL server is named. Not here: a cluster in which another machine takes over (`tests/cluster`).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use ledger::{Config, Database, Ledger, LedgerError};
use postgres::config::Host;

use crate::support::{Act, address, check_promises, committed, config, integers, on_postgres, open};

/// Ends all connections to a place.
fn end_connections(address: &str) {
    let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
    client.query(sql, &[]).unwrap();
}

#[test]
fn whoever_is_cut_off_goes_on_with_the_next_connection() {
    if !on_postgres() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path());
    let writers: Vec<_> = (0..4_u8)
        .map(|n| {
            let ledger = ledger.clone();
            std::thread::spawn(move || {
                for version in 0..60 {
                    committed(Act::new(&[(n, version)], &[n]).number("so", "2026").append(&ledger));
                    assert!(ledger.head().unwrap().next > version, "reading goes on too");
                }
            })
        })
        .collect();
    let address = address(dir.path()).unwrap();
    while !writers.iter().all(std::thread::JoinHandle::is_finished) {
        end_connections(&address);
        std::thread::park_timeout(std::time::Duration::from_millis(30));
    }
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(check_promises(&ledger), 240);
}

/// Stands between ledger and server, and cuts a connection when it is told to: after a COMMIT has gone through, and before
/// its answer has.
struct Line {
    address: String,
    /// The COMMIT that is cut, counted from now on; 0 is none.
    cut: Arc<AtomicI64>,
    done: Arc<AtomicBool>,
}

impl Line {
    fn to(address: &str) -> Self {
        let server: postgres::Config = address.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (user, name) = (server.get_user().unwrap().to_owned(), server.get_application_name().unwrap().to_owned());
        let (cut, done) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
        let (counter, ended) = (Arc::clone(&cut), Arc::clone(&done));
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                carry(near, &server, &counter);
            }
        });
        Self {
            address: format!("host=127.0.0.1 port={port} user={user} dbname=postgres options='-c search_path={name}'"),
            cut,
            done,
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.done.store(true, Ordering::SeqCst);
        let port = self.address.split("port=").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        drop(TcpStream::connect(format!("127.0.0.1:{port}")));
    }
}

/// Both halves of one connection, each in a thread that ends with it.
fn carry(near: TcpStream, server: &postgres::Config, cut: &Arc<AtomicI64>) {
    type Half = Box<dyn ReadWrite>;
    trait ReadWrite: Read + Write + Send {}
    impl<T: Read + Write + Send> ReadWrite for T {}
    let port = server.get_ports().first().copied().unwrap_or(5432);
    let (mut to, mut from): (Half, Half) = match &server.get_hosts()[0] {
        Host::Tcp(host) => {
            let far = TcpStream::connect((host.as_str(), port)).unwrap();
            (Box::new(far.try_clone().unwrap()), Box::new(far))
        }
        Host::Unix(dir) => {
            let far = UnixStream::connect(dir.join(format!(".s.PGSQL.{port}"))).unwrap();
            (Box::new(far.try_clone().unwrap()), Box::new(far))
        }
    };
    let (mut ask, mut answer) = (near.try_clone().unwrap(), near);
    let (cut, silent) = (Arc::clone(cut), Arc::new(AtomicBool::new(false)));
    let quiet = Arc::clone(&silent);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(count @ 1..) = ask.read(&mut buffer) {
            let commits = buffer[..count].windows(6).any(|window| window == b"COMMIT");
            if commits && cut.fetch_sub(1, Ordering::SeqCst) == 1 {
                silent.store(true, Ordering::SeqCst);
            }
            if to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if quiet.load(Ordering::SeqCst) {
                // The server has committed, since it answers; nobody will hear of it.
                break;
            }
            if answer.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = answer.shutdown(std::net::Shutdown::Both);
    });
}

#[test]
fn a_commit_whose_answer_is_lost_is_not_done_twice() {
    if !on_postgres() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let line = Line::to(&address(dir.path()).unwrap());
    let through = Database::parse(&line.address, None).unwrap();
    let ledger = Ledger::open(Config { database: Some(through), ..config(dir.path()) }).unwrap();
    for version in 0..6 {
        // No key: only the server can tell whether it was committed.
        line.cut.store(i64::try_from(version % 2).unwrap(), Ordering::SeqCst);
        assert_eq!(committed(Act::new(&[(1, version)], &[1]).append(&ledger)), (version + 1, version + 1));
    }
    line.cut.store(0, Ordering::SeqCst);
    assert_eq!(check_promises(&ledger), 6);
    assert_eq!(integers(&ledger, "SELECT batch FROM writers", &[]), [6], "one row for one writer, however often cut");
}

/// While a server is gone, plans wait; the other machine's may be recorded first, under a later instant. Nobody's clock is wrong.
#[test]
fn who_waited_for_the_server_is_not_told_that_the_clock_is_behind() {
    if !on_postgres() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(dir.path()), open(dir.path()));
    let start = committed(Act::new(&[(1, 0)], &[1]).append(&one));
    let mut holder = postgres::Client::connect(&address(dir.path()).unwrap(), postgres::NoTls).unwrap();
    let mut held = holder.transaction().unwrap();
    held.execute("SELECT next FROM head WHERE id = 1 FOR UPDATE", &[]).unwrap();
    let noon = one.head().unwrap().last_at.unwrap();
    let later = two.submit(Act::new(&[(2, 0)], &[2]).at(noon + ledger::CLOCK_BEHIND_MICROS_MAX + 1_000_000).boxed());
    // Whoever asked first gets the head first.
    std::thread::park_timeout(std::time::Duration::from_millis(500));
    let earlier = one.submit(Act::new(&[(3, 0)], &[3]).at(noon).boxed());
    std::thread::park_timeout(std::time::Duration::from_millis(2_000));
    held.commit().unwrap();
    let order = [later, earlier].map(|ticket| committed(ticket.wait().unwrap()).0);
    assert_eq!(order, [start.1 + 1, start.1 + 2]);
    // At once it would be a clock that is behind.
    let refused = one.append(Act::new(&[(4, 0)], &[4]).at(noon).boxed());
    assert!(matches!(refused, Err(LedgerError::ClockBehind { .. })), "{refused:?}");
}

#[test]
fn a_server_that_never_was_there_is_not_waited_for() {
    if !on_postgres() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let began = std::time::Instant::now();
    let nowhere = Database::parse("postgres://nobody:secret@127.0.0.1:1/nothing", None).unwrap();
    let only_read = Ledger::read_only_with(dir.path(), Some(&nowhere), None).map(|_ledger| ()).unwrap_err();
    assert!(matches!(only_read, LedgerError::Unreachable { .. }), "{only_read:?}");
    let refused = Ledger::open(Config { database: Some(nowhere), ..config(dir.path()) }).map(|_ledger| ()).unwrap_err();
    assert!(matches!(refused, LedgerError::Unreachable { .. }), "{refused:?}");
    assert!(!format!("{refused:?} {} {}", refused.vi(), refused.en()).contains("secret"));
    assert!(began.elapsed().as_secs() < 10);
}
