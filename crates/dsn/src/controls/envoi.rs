//! S10: the envoi and its sender.

use super::adresse::{self, Address};
use super::{Emit, OnEnvoi};
use crate::code::{BlockCode, Code};
use crate::ids;
use crate::structure::DECLARATION;
use crate::tree::Block;
use cddu_base::Gravite::{Bloquant, Info};

const EMETTEUR: BlockCode = BlockCode::of("S10.G00.01");
const ADDRESS: Address = Address { street: 4, postal: 5, locality: 6, country: 7, foreign: 8 };

pub(super) const CONTROLS: &[OnEnvoi] = &[
    ("S10.G00.00.008/CCH-11", Bloquant, neant),
    ("S10.G00.01.001/CSL-11", Bloquant, siren),
    ("S10.G00.01.002/CCH-11", Bloquant, siret),
    ("S10.G00.01.005/CCH-12", Bloquant, postal),
    ("S10.G00.01.006/CCH-11", Bloquant, locality),
    ("S20.G00.05.001/CST-11", Info, one_declaration),
];

fn emetteur(envoi: &Block) -> Option<&Block> {
    envoi.first(EMETTEUR)
}

/// 02 (néant) if and only if every declaration is monthly and without individual.
fn neant(envoi: &Block, emit: &mut Emit<'_>) {
    let Some(kind) = envoi.get(8) else { return };
    let mut declarations = envoi.all(DECLARATION).peekable();
    let known = envoi.all(DECLARATION).all(|d| d.get(1).is_some() && d.get(2).is_some());
    if declarations.peek().is_none() || !known {
        return;
    }
    let empty = declarations.all(|d| d.get(1) == Some("01") && matches!(d.get(2), Some("02" | "05")));
    if empty != (kind == "02") {
        let right = if empty { "02" } else { "01" };
        emit.at(
            envoi,
            8,
            format!("type d'envoi {kind} : mettez {right} (02 seulement si toutes les DSN sont mensuelles sans individu)"),
        );
    }
}

/// Luhn key of the sender's SIREN.
fn siren(envoi: &Block, emit: &mut Emit<'_>) {
    if let Some(block) = emetteur(envoi)
        && let Some(siren) = block.get(1).filter(|s| s.len() == 9)
        && !ids::siren(siren)
    {
        emit.at(block, 1, format!("clé du SIREN {siren} fausse : vérifiez le SIREN de l'émetteur"));
    }
}

/// Luhn key of the sender's SIRET.
fn siret(envoi: &Block, emit: &mut Emit<'_>) {
    if let Some(block) = emetteur(envoi)
        && let (Some(siren), Some(nic)) = (block.get(1), block.get(2))
        && ids::siren(siren)
        && !ids::siret(&format!("{siren}{nic}"))
    {
        emit.at(block, 2, format!("clé du SIRET {siren}{nic} fausse : vérifiez le NIC de l'émetteur"));
    }
}

fn postal(envoi: &Block, emit: &mut Emit<'_>) {
    if let Some(block) = emetteur(envoi) {
        adresse::postal(block, ADDRESS, false, emit);
    }
}

fn locality(envoi: &Block, emit: &mut Emit<'_>) {
    if let Some(block) = emetteur(envoi) {
        adresse::locality(block, ADDRESS, emit);
    }
}

/// One declaration per envoi when it is deposited machine to machine, which the file does not say.
fn one_declaration(envoi: &Block, emit: &mut Emit<'_>) {
    const NATURE: Code = Code::of("S20.G00.05.001");
    if let Some(second) = envoi.all(DECLARATION).nth(1) {
        emit.line(
            second.line,
            NATURE,
            "plusieurs déclarations dans un envoi : un dépôt machine (API) n'en admet qu'une, séparez-les dans ce cas",
        );
    }
}
