//! Files of the DSN norm, whoever wrote them.
//!
//! ```
//! use cddu_kit::dsn;
//! let findings = dsn::verify(b"S10.G00.00.001,'cddu'\r\n");
//! assert!(findings.iter().any(dsn::Finding::refuse));
//! ```

pub use cddu_dsn::{Document, Finding, Gravite, read, verify};

use crate::answer::{Answer, Reply, Status, line};

/// The answer of the call `dsn.lire` for the bytes of a file.
///
/// ```
/// let reply = cddu_kit::dsn::answer_read(b"S10.G00.00.001,'cddu'\r\n");
/// assert!(reply.is_done());
/// ```
#[must_use]
pub fn answer_read(file: &[u8]) -> Reply {
    read_answer(file, None)
}

pub(crate) fn read_answer(file: &[u8], reference: Option<&str>) -> Reply {
    line(Status::Done, &Answer::new(&read(file), reference))
}

/// The answer of the call `dsn.verifier` for the bytes of a file.
///
/// ```
/// let reply = cddu_kit::dsn::answer_verify(b"S10.G00.00.001,'cddu'\r\n");
/// assert_eq!(reply.status, cddu_kit::Status::Anomalies);
/// ```
#[must_use]
pub fn answer_verify(file: &[u8]) -> Reply {
    let findings = verify(file);
    line(Status::anomalies_if(findings.iter().any(Finding::refuse)), &findings)
}
