//! What is frozen: payslips, notes, cumuls; written whole, one writer at a time, verified at every reading.

pub(crate) mod atomic;
pub(crate) mod canonical;
pub(crate) mod cumuls;
pub(crate) mod defaire;
pub mod depots;
pub(crate) mod index;
pub mod journal;
pub(crate) mod lock;
pub(crate) mod preuve;
pub(crate) mod register;
pub(crate) mod staging;
pub mod visas;
