//! Files of the DSN norm, whoever wrote them.
//!
//! ```
//! use cddu_kit::dsn;
//! let findings = dsn::verify(b"S10.G00.00.001,'cddu'\r\n");
//! assert!(findings.iter().any(dsn::Finding::refuse));
//! ```

pub use cddu_dsn::{Document, Finding, Gravite, read, verify};
