//! The server around `web`: a port, a runtime, an orderly end. What a page shows is decided elsewhere.

use std::net::{IpAddr, SocketAddr, TcpListener};

use tracing_subscriber::EnvFilter;
use web::AppState;

use crate::fail::Failure;
use crate::say;

/// The port where no other is asked for.
pub const PORT: u16 = 8080;

/// Pages, exports and counts under way at once: as many as may read, and a few that do not. Each takes a thread, and each
/// thread keeps memory of its own for a while.
const BLOCKING_THREADS_MAX: usize = ledger::READERS_MAX + 8;

/// Takes the port, before anything else is begun.
///
/// # Errors
/// When it is in use, or may not be taken.
pub fn bind(listen: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    let address = SocketAddr::new(listen, port);
    TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(
            format!("cổng {port} trên {listen} đang được chương trình khác dùng. Xin dừng chương trình kia hoặc chọn cổng khác bằng --port."),
            format!("port {port} on {listen} is in use by another program. Stop that program, or choose another port with --port."),
        ),
        _ => Failure::new(
            format!("không mở được cổng {port} trên {listen} ({error}). Xin chọn cổng khác bằng --port."),
            format!("port {port} on {listen} cannot be opened ({error}). Choose another with --port."),
        ),
    })
}

/// The address that people type.
///
/// # Errors
/// When the system does not tell it.
pub fn url(listener: &TcpListener) -> Result<String, Failure> {
    let address = listener.local_addr().map_err(|e| broken(&e))?;
    Ok(format!("http://{address}/"))
}

/// Tells where it is: the address alone on stdout, what to do with it on stderr.
///
/// # Errors
/// When stdout cannot be written.
fn announce(url: &str) -> Result<(), Failure> {
    say::answer(url)?;
    say::note(&format!("Mở {url} trong trình duyệt; Ctrl-C để dừng. / Open {url} in a browser; Ctrl-C ends."));
    Ok(())
}

/// Tells where it is and serves until the process is asked to end (Ctrl-C, SIGTERM); then finishes what is under way.
///
/// # Errors
/// When the server cannot start or breaks.
pub fn serve(listener: TcpListener, state: AppState) -> Result<(), Failure> {
    log();
    let url = url(&listener)?;
    listener.set_nonblocking(true).map_err(|e| broken(&e))?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.max_blocking_threads(BLOCKING_THREADS_MAX).enable_all();
    let runtime = builder.build().map_err(|e| broken(&e))?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(|e| broken(&e))?;
        let end = Signals::listen().map_err(|e| broken(&e))?;
        // Whoever reads the address may ask to end at once: only now would that be heard.
        announce(&url)?;
        let live = state.live.clone();
        let end = async move {
            end.wait().await;
            // A stream never ends by itself; whoever follows would keep the server from ending.
            live.close();
        };
        axum::serve(listener, web::app(state)).with_graceful_shutdown(end).await.map_err(|e| broken(&e))
    })
}

/// Log lines go to stderr; `RUST_LOG` says which.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let set = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    if let Err(error) = set {
        say::note(&format!("nhật ký / log: {error}"));
    }
}

/// The ways in which a process is asked to end, heard from the moment they are listened for.
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

fn broken(error: &std::io::Error) -> Failure {
    Failure::new(format!("máy chủ dừng vì lỗi ({error})"), format!("the server stopped ({error})"))
}
