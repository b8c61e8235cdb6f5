//! Addresses: postal code in France, country code and foreign distribution code elsewhere.

use super::Emit;
use crate::tree::Block;

/// Numbers of the rubriques of an address in its block.
#[derive(Clone, Copy)]
pub(super) struct Address {
    pub(super) street: u32,
    pub(super) postal: u32,
    pub(super) locality: u32,
    pub(super) country: u32,
    pub(super) foreign: u32,
}

/// Postal code present if and only if country and foreign distribution codes are absent. When the address is
/// optional, a block without any of its rubriques is accepted.
pub(super) fn postal(block: &Block, a: Address, optional: bool, emit: &mut Emit<'_>) {
    let abroad = block.get(a.country).is_some() || block.get(a.foreign).is_some();
    let some = abroad || [a.street, a.postal, a.locality].iter().any(|&n| block.get(n).is_some());
    if optional && !some {
        return;
    }
    match (block.get(a.postal).is_some(), abroad) {
        (true, true) => emit.at(
            block,
            a.postal,
            "code postal et adresse à l'étranger à la fois : gardez le code postal en France, le code pays et le \
             code de distribution à l'étranger",
        ),
        (false, false) => emit.at(
            block,
            a.postal,
            "adresse sans code postal ni code pays : renseignez le code postal, ou le code pays pour une adresse \
             à l'étranger",
        ),
        _ => {}
    }
}

/// Locality present with a postal code.
pub(super) fn locality(block: &Block, a: Address, emit: &mut Emit<'_>) {
    if block.get(a.postal).is_some() && block.get(a.locality).is_none() {
        emit.at(block, a.locality, "localité absente alors que le code postal est renseigné : ajoutez-la");
    }
}
