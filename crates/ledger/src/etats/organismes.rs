//! État des charges par organisme: opening, debt of the month, payments, closing.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cellule, Tableau};
use crate::compta::Compta;
use crate::fec::FecLine;
use crate::lot::Batch;

/// One body over a month. Amounts are debts: positive when the company owes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EtatOrganisme {
    /// Key of the body (`urssaf`), or `pas`.
    pub organisme: String,
    /// Account.
    pub compte: String,
    /// Label.
    pub libelle: String,
    /// Debt before the month: entries paid before it, less payments made before it.
    pub ouverture: Cents,
    /// Employee shares of the month.
    pub part_salarie: Cents,
    /// Employer shares of the month, reliefs deducted.
    pub part_employeur: Cents,
    /// Paid in the month.
    pub paiements: Cents,
    /// Debt after the month.
    pub cloture: Cents,
}

/// The bodies over a month of payment. `lots` are the batches of the year, `grand_livre` gives the payments found
/// in the bank journals `banques`.
#[must_use]
pub fn etat_des_charges(
    compta: &Compta,
    lots: &[Batch],
    grand_livre: &[FecLine],
    banques: &[String],
    mois: Month,
) -> Vec<EtatOrganisme> {
    let mut out: BTreeMap<String, EtatOrganisme> = BTreeMap::new();
    for (role, compte) in compta.plan.roles() {
        let body = compte.auxiliaire == "organisme"
            || ["pas", "impots_sur_salaires", "retenue_source"].contains(&role);
        if body && !out.contains_key(&compte.numero) {
            out.insert(
                compte.numero.clone(),
                EtatOrganisme {
                    organisme: role.to_owned(),
                    compte: compte.numero.clone(),
                    libelle: compte.libelle.clone(),
                    ..EtatOrganisme::default()
                },
            );
        }
    }
    for d in lots.iter().flat_map(|lot| &lot.details) {
        let Some(body) = out.get_mut(&d.compte) else { continue };
        let debt = -d.signe();
        match Month::of(d.paiement).cmp(&mois) {
            std::cmp::Ordering::Less => body.ouverture += debt,
            std::cmp::Ordering::Equal if d.part == "employeur" || d.part == "note_producteur" => {
                body.part_employeur += debt;
            }
            std::cmp::Ordering::Equal => body.part_salarie += debt,
            std::cmp::Ordering::Greater => {}
        }
    }
    for l in grand_livre.iter().filter(|l| banques.contains(&l.journal_code)) {
        let Some(body) = out.get_mut(&l.compte_num) else { continue };
        match l.ecriture_date.map(|d| Month::of(d).cmp(&mois)) {
            Some(std::cmp::Ordering::Less) => body.ouverture -= l.signe(),
            Some(std::cmp::Ordering::Equal) => body.paiements += l.signe(),
            _ => {}
        }
    }
    let mut out: Vec<EtatOrganisme> = out
        .into_values()
        .map(|mut b| {
            b.cloture = b.ouverture + b.part_salarie + b.part_employeur - b.paiements;
            b
        })
        .filter(|b| [b.ouverture, b.part_salarie, b.part_employeur, b.paiements].iter().any(|c| !c.is_zero()))
        .collect();
    out.sort_by(|a, b| a.compte.cmp(&b.compte));
    out
}

/// The same as a statement.
#[must_use]
pub fn tableau_charges(etat: &[EtatOrganisme]) -> Tableau {
    let lignes = etat
        .iter()
        .map(|b| {
            let mut ligne: Vec<Cellule> =
                vec![b.organisme.clone().into(), b.compte.clone().into(), b.libelle.clone().into()];
            ligne.extend(
                [b.ouverture, b.part_salarie, b.part_employeur, b.paiements, b.cloture].map(Cellule::from),
            );
            ligne
        })
        .collect();
    Tableau::new(
        "État des charges par organisme",
        &[
            "organisme",
            "compte",
            "libelle",
            "ouverture",
            "part_salarie",
            "part_employeur",
            "paiements",
            "cloture",
        ],
        lignes,
    )
}
