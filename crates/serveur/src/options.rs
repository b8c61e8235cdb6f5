//! How the service answers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::Token;

/// What a journal knows of a request: nothing that a client wrote.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Method; `AUTRE` for one that HTTP does not define.
    pub method: &'a str,
    /// Pattern of the route (`/v1/schemas/{nom}`); `-` when there is none.
    pub route: &'a str,
    /// Status of the answer.
    pub status: u16,
    /// Time until the first byte of the answer.
    pub time: Duration,
}

/// Called for each request.
#[derive(Clone)]
pub struct Journal(Arc<dyn Fn(Seen<'_>) + Send + Sync>);

impl Journal {
    /// A journal that gives each request to a function.
    pub fn new(write: impl Fn(Seen<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    pub(crate) fn write(&self, seen: Seen<'_>) {
        (self.0)(seen);
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journal")
    }
}

/// Limits and access.
#[derive(Clone, Debug)]
pub struct Options {
    /// Token asked for everything but `/sante`; nobody is asked without one.
    pub token: Option<Token>,
    /// Names under which the service is called, beside `localhost` and plain addresses.
    pub names: Vec<String>,
    /// Longest request of a calculation, and longest line of a batch, in bytes.
    pub max_body: usize,
    /// Longest DSN, in bytes.
    pub max_file: usize,
    /// Time to send a request, or the next lines of a batch, and to take what is answered.
    pub delay: Duration,
    /// Time to compute an answer, waiting for a core included.
    pub compute: Duration,
    /// Time left to the answers under way when the service stops.
    pub grace: Duration,
    /// Connections open at once; the next ones wait.
    pub connections: usize,
    /// Calculations at once.
    pub cores: usize,
    /// Where requests are told.
    pub journal: Option<Journal>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: None,
            names: Vec::new(),
            max_body: 1 << 20,
            max_file: 64 << 20,
            delay: Duration::from_secs(30),
            compute: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            connections: 512,
            cores: std::thread::available_parallelism().map_or(2, usize::from),
            journal: None,
        }
    }
}
