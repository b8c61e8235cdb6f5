//! What is wrong, where, how serious, and what to do: the words in which every crate reports, whatever it knows of payroll.
//!
//! Nothing here reads a file or a clock.

mod diagnostic;
mod io_cause;
pub mod keys;

pub use diagnostic::{Diagnostic, Diagnostics, Gravite, cut, fold, nearest, unprintable};
pub use io_cause::io_cause;
