//! What a period and a month hand over: papers, books, transfers, declarations, certificates.

pub(crate) mod attestations;
pub(crate) mod dessins;
pub(crate) mod engagements;
pub(crate) mod feuilles;
pub(crate) mod outputs;
