//! The named controls of the norm, one function each.
//!
//! A control has its official code and its severity: `bloquant` for CSL, CCH, CRE and CST, `mineur` for SIG
//! (the norm signals without refusing). A control runs only when the announced version publishes it.

use crate::norm::Nature;
use crate::structure::{DECLARATION, Open, find};
use crate::tree::Block;

/// Nature of the declaration that is open.
pub(crate) fn nature(open: &[Open]) -> Option<Nature> {
    find(open, DECLARATION).and_then(nature_of)
}

/// Nature of `declaration`.
pub(crate) fn nature_of(declaration: &Block) -> Option<Nature> {
    declaration.get(1).and_then(Nature::parse)
}
