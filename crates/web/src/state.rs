//! What the server is given: an office, a clock, randomness, and how it runs. Nothing here reads the real clock.

use std::sync::{Arc, RwLock};

use exchange::paper::Document;
use kernel::time::{Date, Instant};
use office::Office;
use office::health::Machine;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::live::Live;
use crate::moving::Moving;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;
/// Where randomness comes from.
pub type Random = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// Makes a PDF file of a document, or says why not.
pub type Press = Arc<dyn Fn(&Document) -> Result<Vec<u8>, PressFail> + Send + Sync>;

/// Why a document was not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PressFail {
    /// As many wait for the press as it lets wait.
    Busy,
    /// It broke: the cause.
    Broken(String),
}

/// Exports of lists on their way at once. Each holds one of the ledger's few read connections, and with it the past.
pub const EXPORTS_MAX: usize = 4;

/// Places for exports of lists.
#[derive(Debug, Clone)]
pub struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(EXPORTS_MAX)))
    }
}

impl Exports {
    /// A place, until it is dropped; `None` when all are taken.
    #[must_use]
    pub fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().ok()
    }
}

/// Measures the machine and the program.
pub type Measure = Arc<dyn Fn() -> Machine + Send + Sync>;

/// How the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A real office: people sign in with a password.
    Real,
    /// A demonstration: roles in one click, and a band that says so.
    Demo,
}

/// What every handler has.
#[derive(Clone)]
pub struct AppState {
    /// The office.
    pub office: Office,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// How it runs.
    pub mode: Mode,
    /// What prints; without it nothing is offered as PDF.
    pub press: Option<Press>,
    /// What measures machine and program.
    pub measure: Measure,
    /// Work that must be finished before there is anything to show.
    pub progress: Option<Arc<Progress>>,
    /// Screens that follow the ledger.
    pub live: Live,
    /// Exports on their way.
    pub exports: Exports,
    /// Tables on their way in.
    pub moving: Moving,
}

impl AppState {
    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// 16 random bytes.
    #[must_use]
    pub fn seed(&self) -> [u8; 16] {
        let mut seed = [0; 16];
        seed.iter_mut().zip((self.random)()).for_each(|(to, from)| *to = from);
        seed
    }
}

/// How far long work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Under way.
    Running(Stage),
    /// Finished: pages are shown.
    Ready,
    /// Stopped; says why and what to do.
    Failed(String),
}

/// Numbers of work under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stage {
    /// How much is done, in the unit of `whole`.
    pub done: u64,
    /// How much there is.
    pub whole: u64,
    /// The simulated day reached.
    pub day: Option<Date>,
    /// Events written.
    pub events: u64,
    /// Events written in a second.
    pub events_per_second: u64,
    /// How long it still takes.
    pub seconds_left: Option<u64>,
}

/// A place where the work says how far it is, and pages read it.
#[derive(Debug)]
pub struct Progress(RwLock<Work>);

impl Default for Progress {
    fn default() -> Self {
        Self(RwLock::new(Work::Running(Stage::default())))
    }
}

impl Progress {
    /// Says how far the work is.
    pub fn set(&self, work: Work) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = work;
    }

    /// How far it is.
    #[must_use]
    pub fn get(&self) -> Work {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
