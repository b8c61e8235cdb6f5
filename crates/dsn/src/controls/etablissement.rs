//! S21.G00.06, 11, 15, 44, 82 and 85: company, establishment, workplaces.

use std::collections::BTreeSet;

use super::adresse::{self, Address};
use super::{Emit, Facts, MENSUELLE, MENSUELLE_FIN, OnDeclaration, Scope, TOUTES};
use crate::code::s21;
use crate::ids;
use crate::norm::Usage;
use crate::tree::Block;
use cddu_base::Gravite::Bloquant;

const ENTREPRISE: Address = Address { street: 4, postal: 5, locality: 6, country: 10, foreign: 11 };
const ETABLISSEMENT: Address = Address { street: 3, postal: 4, locality: 5, country: 15, foreign: 16 };
const LIEU: Address = Address { street: 3, postal: 4, locality: 5, country: 6, foreign: 7 };

pub(super) const CONTROLS: &[OnDeclaration] = &[
    ("S21.G00.06.001/CSL-11", Bloquant, TOUTES, siren),
    ("S21.G00.06.002/CSL-11", Bloquant, TOUTES, head_office),
    ("S21.G00.06.005/CCH-11", Bloquant, MENSUELLE_FIN, company_postal),
    ("S21.G00.06.006/CCH-11", Bloquant, MENSUELLE_FIN, company_locality),
    ("S21.G00.11.001/CSL-12", Bloquant, TOUTES, siret),
    ("S21.G00.11.004/CCH-11", Bloquant, MENSUELLE_FIN, establishment_postal),
    ("S21.G00.11.005/CCH-11", Bloquant, MENSUELLE_FIN, establishment_locality),
    ("S21.G00.11.024/CCH-11", Bloquant, MENSUELLE, leaving),
    ("S21.G00.15.001/CCH-11", Bloquant, MENSUELLE, adhesion_once),
    ("S21.G00.15.001/CCH-13", Bloquant, MENSUELLE, adhesion_used),
    ("S21.G00.15.001/CCH-14", Bloquant, MENSUELLE, adhesion_unused),
    ("S21.G00.15.005/CCH-11", Bloquant, MENSUELLE, adhesion_identifier),
    ("S21.G00.40.019/CCH-11", Bloquant, MENSUELLE, workplace_described),
    ("S21.G00.44.001/CCH-11", Bloquant, MENSUELLE, taxes),
    ("S21.G00.44.003/CCH-11", Bloquant, MENSUELLE, tax_year),
    ("S21.G00.82.005/CCH-14", Bloquant, MENSUELLE, establishment_contribution),
    ("S21.G00.85.001/CCH-11", Bloquant, MENSUELLE_FIN, workplace_siret),
    ("S21.G00.85.002/CCH-11", Bloquant, MENSUELLE_FIN, workplace_apet),
    ("S21.G00.85.004/CCH-12", Bloquant, MENSUELLE_FIN, workplace_postal),
    ("S21.G00.85.005/CCH-11", Bloquant, MENSUELLE_FIN, workplace_locality),
    ("S21.G00.85.011/CCH-11", Bloquant, MENSUELLE_FIN, workplace_commune),
];

/// Luhn key of the company's SIREN.
fn siren(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.entreprise
        && let Some(siren) = block.get(1).filter(|v| v.len() == 9)
        && !ids::siren(siren)
    {
        emit.at(block, 1, format!("clé du SIREN {siren} fausse : vérifiez le SIREN de l'entreprise"));
    }
}

/// Luhn key of the head office's SIRET.
fn head_office(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.entreprise
        && let (Some(siren), Some(nic)) = (block.get(1), block.get(2))
        && ids::siren(siren)
        && !ids::siret(&format!("{siren}{nic}"))
    {
        emit.at(block, 2, format!("clé du SIRET du siège {siren}{nic} fausse : vérifiez le NIC"));
    }
}

/// Luhn key of the establishment's SIRET.
fn siret(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let (Some(company), Some(block)) = (s.entreprise, s.etablissement)
        && company.get(1).is_some_and(ids::siren)
        && let Some(siret) = s.siret()
        && !ids::siret(&siret)
    {
        emit.at(block, 1, format!("clé du SIRET {siret} fausse : vérifiez le NIC de l'établissement"));
    }
}

/// Addresses of the company and of the establishment are whole when the nature has them.
fn address_expected(s: &Scope<'_>, block: &Block, postal: u32) -> bool {
    let usage =
        s.declaration.nature().and_then(|n| s.norm.rubrique(block.code.rubrique(postal)).map(|r| r.usage(n)));
    usage == Some(Usage::Conditionnelle)
}

fn company_postal(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.entreprise.filter(|b| address_expected(s, b, ENTREPRISE.postal)) {
        adresse::postal(block, ENTREPRISE, false, emit);
    }
}

fn company_locality(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.entreprise {
        adresse::locality(block, ENTREPRISE, emit);
    }
}

fn establishment_postal(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.etablissement.filter(|b| address_expected(s, b, ETABLISSEMENT.postal)) {
        adresse::postal(block, ETABLISSEMENT, false, emit);
    }
}

fn establishment_locality(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.etablissement {
        adresse::locality(block, ETABLISSEMENT, emit);
    }
}

/// No two adhésions with the same contract reference, body and delegate.
fn adhesion_once(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let mut seen = BTreeSet::new();
    for block in s.of_etablissement(15) {
        if !seen.insert((block.get(1), block.get(2), block.get(3))) {
            emit.at(
                block,
                1,
                "même contrat de prévoyance et même organisme déclarés deux fois : gardez un seul bloc",
            );
        }
    }
}

/// Covered staff (15.004 = 01): at least one affiliation. A fraction may not have the persons concerned.
fn adhesion_used(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    if s.declaration.get(3) != Some("11") || facts.adhesion_missing {
        return;
    }
    for block in s.of_etablissement(15).filter(|b| b.get(4) == Some("01")) {
        if block.get(5).is_some_and(|id| !facts.adhesions.contains_key(id)) {
            emit.at(
                block,
                1,
                "adhésion avec personnel couvert (15.004 = 01) sans aucune affiliation : ajoutez un S21.G00.70 ou \
                 mettez 02",
            );
        }
    }
}

/// No covered staff (15.004 = 02): no affiliation.
fn adhesion_unused(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(15).filter(|b| b.get(4) == Some("02")) {
        if block.get(5).is_some_and(|id| facts.adhesions.contains_key(id)) {
            emit.at(
                block,
                1,
                "adhésion sans personnel couvert (15.004 = 02) mais avec des affiliations : mettez 01",
            );
        }
    }
}

/// Technical identifiers of adhésions are unique.
fn adhesion_identifier(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let mut seen = BTreeSet::new();
    for block in s.of_etablissement(15) {
        if let Some(id) = block.get(5).filter(|id| !seen.insert(*id)) {
            emit.at(
                block,
                5,
                format!("identifiant technique d'adhésion {id} déjà pris : donnez-en un autre"),
            );
        }
    }
}

/// Every workplace other than the establishment has its S21.G00.85.
fn workplace_described(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    // A wrong SIRET is said at its own line, a description without its identifier too.
    let Some(siret) = s.siret().filter(|siret| ids::siret(siret)) else { return };
    let named = s.declaration.0.all(s21(85)).all(|b| b.get(1).is_some());
    let described: BTreeSet<&str> = s.declaration.0.all(s21(85)).filter_map(|b| b.get(1)).collect();
    for (place, line) in &facts.workplaces {
        if siret != *place && named && !described.contains(place.as_str()) {
            emit.line(
                *line,
                "S21.G00.40.019",
                format!("lieu de travail {place} inconnu : ajoutez un bloc S21.G00.85 qui le décrit"),
            );
        }
    }
}

/// Amounts and reasons that go with each code of tax.
fn taxes(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(44) {
        let amount = block.get(2).is_some();
        match block.get(1) {
            Some(code @ ("005" | "009" | "015" | "016")) if !amount => {
                emit.at(block, 2, format!("code taxe {code} sans montant : renseignez S21.G00.44.002"));
            }
            Some(code @ ("002" | "004" | "006" | "008" | "010" | "014")) if amount => {
                emit.at(
                    block,
                    2,
                    format!("code taxe {code} (non assujettissement) avec un montant : retirez-le"),
                );
            }
            Some("002") if block.get(4).is_none() => {
                emit.at(
                    block,
                    4,
                    "non assujettissement à la taxe d'apprentissage sans motif : renseignez S21.G00.44.004",
                );
            }
            _ => {}
        }
    }
}

/// Contributions that refer to an adhésion.
fn establishment_contribution(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let adhesions: BTreeSet<&str> = s.of_etablissement(15).filter_map(|b| b.get(5)).collect();
    for block in s.of_etablissement(82) {
        let refers = block
            .get(2)
            .and_then(|c| c.parse::<u32>().ok())
            .is_some_and(|c| matches!(c, 1..=20 | 36..=40 | 46 | 90));
        if refers && block.get(5).is_some_and(|id| !adhesions.contains(id)) {
            emit.at(
                block,
                5,
                "la référence ne désigne aucune adhésion S21.G00.15.005 de la déclaration : corrigez-la",
            );
        }
    }
}

fn workplaces<'a>(s: &'a Scope<'_>) -> impl Iterator<Item = &'a Block> {
    s.declaration.0.all(s21(85))
}

/// An establishment has a valid SIRET.
fn workplace_siret(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in workplaces(s).filter(|b| b.get(10) == Some("01")) {
        if let Some(id) = block.get(1).filter(|id| !ids::siret(id)) {
            emit.at(block, 1, format!("lieu de nature 01 (établissement) : {id} n'est pas un SIRET valide"));
        }
    }
}

/// An establishment has its APET.
fn workplace_apet(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in workplaces(s).filter(|b| b.get(10) == Some("01") && b.get(2).is_none()) {
        emit.at(block, 2, "lieu de nature 01 (établissement) sans code APET : renseignez S21.G00.85.002");
    }
}

fn workplace_postal(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in workplaces(s) {
        adresse::postal(block, LIEU, true, emit);
    }
}

fn workplace_locality(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in workplaces(s) {
        adresse::locality(block, LIEU, emit);
    }
}

/// Commune code without country code.
fn workplace_commune(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in workplaces(s).filter(|b| b.get(6).is_none() && b.get(11).is_none()) {
        emit.at(
            block,
            11,
            "lieu de travail en France sans code INSEE de commune : renseignez S21.G00.85.011",
        );
    }
}

/// Leaving the DSN: only without individual.
fn leaving(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(block) = s.etablissement.filter(|e| e.get(24).is_some())
        && !matches!(s.declaration.get(2), Some("02" | "05"))
    {
        emit.at(
            block,
            24,
            "demande de sortie de la DSN réservée aux déclarations sans individu (types 02 et 05) : retirez-la",
        );
    }
}

/// The year of a tax flag is not after the declared month.
fn tax_year(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let Some(month) = s.mois else { return };
    for block in s.of_etablissement(44) {
        if block
            .get(3)
            .and_then(|y| y.parse::<i32>().ok())
            .is_some_and(|y| y > chrono::Datelike::year(&month))
        {
            emit.at(block, 3, "millésime postérieur au mois déclaré : corrigez S21.G00.44.003");
        }
    }
}
