//! `serve --data DIR`: a real office. A simulated ledger is refused: nothing in it ever happened.

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use clap::Args as Arguments;
use office::log::{Folders, Follower};
use web::{AppState, Mode};

use crate::data::{self, WriteArg};
use crate::fail::Failure;
use crate::follow::Following;
use crate::machine::{LogNote, PaperNote, WitnessNote, measure};
use crate::mail::{Daily, MailArgs, Post};
use crate::press::press;
use crate::verbs::erase;
use crate::witnessing::Witnessing;
use crate::{clock, random, server};

/// Longest name of a ledger, in bytes.
const ORIGIN_BYTES_MAX: usize = 200;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    data: WriteArg,
    /// Cổng / port
    #[arg(long, default_value_t = server::PORT)]
    port: u16,
    /// Địa chỉ lắng nghe / address to listen on
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// Tên của sổ cái, khi tạo mới / name of the ledger, when a new one is made
    #[arg(long, value_name = "NAME", default_value = data::ORIGIN, value_parser = real_name)]
    origin: String,
    #[command(flatten)]
    mail: MailArgs,
}

/// A host name with a path; never that of a simulated ledger, nor one that ends like the number of an epoch of the log.
fn real_name(name: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_');
    let proper = name.contains('/') && name.len() <= ORIGIN_BYTES_MAX && name.chars().all(fits);
    if proper && !simulate::is_simulated(name) && translog::epoch_of(name).1 == 1 {
        return Ok(name.to_owned());
    }
    Err("cần dạng ten-mien/duong-dan, không kết thúc bằng /mo-phong hay /số / wanted: host/path, not ending in /mo-phong or /number"
        .to_owned())
}

/// Serves until asked to end.
///
/// # Errors
/// When the port is in use, the ledger cannot be opened, or is a simulated one.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let listener = server::bind(args.listen, args.port)?;
    let office = data::open_or_create(&args.data, &args.origin)?;
    if data::is_simulated(&office) {
        let dir = args.data.folder.data.display();
        return Err(Failure::new(
            format!(
                "sổ cái trong {dir} là sổ mô phỏng, không dùng làm sổ thật. Xin chạy `minhbach demo --data {dir}` để xem."
            ),
            format!(
                "the ledger in {dir} is a simulated one and is not served as a real one. Run `minhbach demo --data {dir}` to look at it."
            ),
        ));
    }
    // A ledger may have been restored before its keys folder, with the list in it, was brought back.
    erase::again(&office)?;
    let (clock, random) = (clock::real(), random::source()?);
    let (paper, noted) = (PaperNote::default(), LogNote::default());
    let post = Post::of(&args.mail, office.ledger().origin(), &server::url(&listener)?)?;
    let daily = post.map(|post| Daily::begin(post, office.clone(), clock.clone(), || true));
    let folders = Folders::of(&office, data::keys(&args.data.folder.data), false);
    let follower = Follower::new(office.clone(), folders, random());
    let (cosignatures, witnesses) = (follower.cosignatures(), WitnessNote::default());
    let following = Following::begin(follower, clock.clone(), LogNote::clone(&noted));
    let dir = &args.data.folder.data;
    let witnessing =
        Witnessing::begin(office.clone(), data::keys(dir), cosignatures, WitnessNote::clone(&witnesses), dir);
    let served = server::serve(
        listener,
        AppState {
            office,
            clock,
            random,
            mode: Mode::Real,
            press: Some(press(PaperNote::clone(&paper))),
            measure: measure(dir, paper, noted, witnesses),
            progress: None,
            live: web::Live::default(),
            exports: web::Exports::default(),
            moving: web::Moving::default(),
        },
    );
    if let Some(daily) = daily {
        daily.end();
    }
    witnessing.end();
    following.end();
    served.map(|()| ExitCode::SUCCESS)
}
