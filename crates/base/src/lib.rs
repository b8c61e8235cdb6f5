//! What is wrong, where, how serious, and what to do: the words in which every crate reports, whatever it knows of payroll.
//!
//! Nothing here reads a file or a clock.

mod diagnostic;
mod io_cause;
pub mod keys;
mod lettres;

pub use diagnostic::{Diagnostic, Diagnostics, Gravite, closest, cut, fold, nearest, unprintable};
pub use io_cause::io_cause;
pub use lettres::plain_letters;
