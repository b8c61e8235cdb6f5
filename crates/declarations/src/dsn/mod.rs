//! DSN of a production.

pub mod totals;
