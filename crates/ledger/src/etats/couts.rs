//! Costs by analytic section, advances and their recovery.

use std::collections::BTreeMap;

use cddu_rates::Cents;

use super::{Cellule, Tableau};
use crate::compta::Compta;
use crate::fec::FecLine;
use crate::lot::Batch;

/// The cost by value of an axis (`departement`, `poste`, `film`, `chapitre`): gross, employer charges, expenses.
/// Lines without a section are under an empty name.
#[must_use]
pub fn couts(lots: &[Batch], axe: &str) -> Tableau {
    let mut rows: BTreeMap<&str, [Cents; 4]> = BTreeMap::new();
    for d in lots.iter().flat_map(|lot| &lot.details).filter(|d| d.compte.starts_with('6')) {
        let rank = match d.part.as_str() {
            "brut" => 0,
            "employeur" => 1,
            "note" | "note_producteur" => 3,
            _ => 2,
        };
        rows.entry(d.axes.get(axe).map_or("", String::as_str)).or_default()[rank] += d.signe();
    }
    let lignes = rows
        .into_iter()
        .map(|(section, parts)| {
            let total: Cents = parts.iter().sum();
            let mut ligne: Vec<Cellule> = vec![section.into()];
            ligne.extend(parts.map(Cellule::from));
            ligne.push(total.into());
            ligne
        })
        .collect();
    let colonnes = [axe, "brut", "charges_patronales", "frais_et_avantages", "droits_auteur", "cout"];
    Tableau::new(&format!("Coût par {axe}"), &colonnes, lignes)
}

/// Advances and payments on account by employee: paid (bank journals of the ledger), recovered on payslips, left.
#[must_use]
pub fn avances(compta: &Compta, lots: &[Batch], grand_livre: &[FecLine], banques: &[String]) -> Tableau {
    let Some(compte) = compta.plan.compte("avances") else { return Tableau::default() };
    let mut rows: BTreeMap<&str, [Cents; 2]> = BTreeMap::new();
    for l in grand_livre.iter().filter(|l| l.compte_num == compte.numero && banques.contains(&l.journal_code))
    {
        rows.entry(&l.comp_aux_num).or_default()[0] += l.signe();
    }
    for d in lots.iter().flat_map(|lot| &lot.details).filter(|d| d.compte == compte.numero) {
        rows.entry(d.auxiliaire.as_deref().unwrap_or_default()).or_default()[1] -= d.signe();
    }
    let lignes = rows
        .into_iter()
        .map(|(who, [paid, recovered])| {
            vec![who.into(), paid.into(), recovered.into(), (paid - recovered).into()]
        })
        .collect();
    Tableau::new("Avances et acomptes", &["salarie", "paye", "deduit", "reste"], lignes)
}
