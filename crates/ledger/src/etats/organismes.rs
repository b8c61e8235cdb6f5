//! État des charges par organisme: opening, debt of the month, payments, closing.

use std::collections::BTreeMap;

use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month};
use serde::{Deserialize, Serialize};

use super::{Cellule, Tableau};
use crate::compta::Compta;
use crate::fec::FecLine;
use crate::lot::Batch;

/// One body over a month. Amounts are debts: positive when the company owes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Reliefs on overtime inside both shares of the month, positive.
    #[serde(default)]
    pub heures_sup: Cents,
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
        let relief = matches!(d.code.as_str(), "HS_RED_SAL" | "HS_DED_PAT");
        if relief && Month::of(d.paiement) == mois {
            body.heures_sup -= debt;
        }
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

/// The employer's deduction on the overtime of a payslip, positive.
#[must_use]
pub fn deduction_hs(payslip: &Payslip) -> Cents {
    let lines = payslip.contrats.iter().flat_map(|c| &c.lignes).filter(|l| l.code == "HS_DED_PAT");
    -lines.filter_map(|l| l.montant_employeur).sum::<Cents>()
}

/// The deduction on overtime of the year, month by month: a de minimis aid that the company adds to its others.
/// `plafond`: limit of these aids over three fiscal years.
#[must_use]
pub fn tableau_de_minimis(bulletins: &[Payslip], plafond: Cents) -> Option<Tableau> {
    let mut months: BTreeMap<Month, Cents> = BTreeMap::new();
    for p in bulletins {
        *months.entry(Month::of(p.date_paiement)).or_default() += deduction_hs(p);
    }
    months.retain(|_, amount| !amount.is_zero());
    let lignes: Vec<Vec<Cellule>> = months
        .iter()
        .map(|(month, amount)| vec![month.to_string().into(), (*amount).into(), plafond.to_string().into()])
        .collect();
    (!months.is_empty()).then(|| {
        Tableau::new(
            "Déduction sur les heures supplémentaires, aide de minimis de l'année",
            &["mois", "deduction_hs", "plafond_trois_exercices"],
            lignes,
        )
    })
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
                [b.ouverture, b.part_salarie, b.part_employeur, b.paiements, b.cloture, b.heures_sup]
                    .map(Cellule::from),
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
            "heures_sup",
        ],
        lignes,
    )
}
