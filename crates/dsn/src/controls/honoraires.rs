//! S89.G00.32: beneficiaries of fees and author's rights.

use super::adresse::{self, Address};
use super::{Emit, Facts, MENSUELLE, OnDeclaration, Scope};
use crate::code::BlockCode;
use crate::tree::Block;
use cddu_base::Gravite::Bloquant;

const BENEFICIAIRE: BlockCode = BlockCode::of("S89.G00.32");
const PARTS: [BlockCode; 3] =
    [BlockCode::of("S89.G00.33"), BlockCode::of("S89.G00.35"), BlockCode::of("S89.G00.43")];
const ADDRESS: Address = Address { street: 8, postal: 11, locality: 12, country: 13, foreign: 14 };

pub(super) const CONTROLS: &[OnDeclaration] = &[
    ("S89.G00.32.003/CCH-12", Bloquant, MENSUELLE, identity),
    ("S89.G00.32.011/CCH-12", Bloquant, MENSUELLE, postal),
    ("S89.G00.32.012/CCH-11", Bloquant, MENSUELLE, locality),
];

fn beneficiaries<'a>(s: &'a Scope<'_>) -> impl Iterator<Item = &'a Block> {
    s.declaration.0.all(BENEFICIAIRE)
}

/// A person (name, first name) or a company (SIREN, NIC, name), never both; at least one amount.
fn identity(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in beneficiaries(s) {
        let has = |number: u32| block.get(number).is_some();
        let person = has(2) || has(3);
        let company = has(4) || has(5) || has(6);
        let whole = if person { has(2) && has(3) } else { has(4) && has(5) && has(6) };
        let right = person != company && whole;
        if !right {
            emit.at(
                block,
                3,
                "bénéficiaire : donnez nom et prénom, ou bien SIREN, NIC et raison sociale, jamais les deux",
            );
        }
        if !PARTS.iter().any(|part| block.first(*part).is_some()) {
            emit.at(block, 1, "bénéficiaire sans aucun montant : ajoutez un bloc S89.G00.33, 35 ou 43");
        }
    }
}

fn postal(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in beneficiaries(s) {
        adresse::postal(block, ADDRESS, true, emit);
    }
}

fn locality(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in beneficiaries(s) {
        adresse::locality(block, ADDRESS, emit);
    }
}
