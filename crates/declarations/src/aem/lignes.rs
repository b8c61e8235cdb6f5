//! Pay and contributions of an attestation, copied from the payslips.

use cddu_payslip::ContractPay;
use cddu_rates::{Cents, Famille, Rate};
use chrono::NaiveDate;

use super::modele::{LigneRemuneration, Remuneration};
use crate::besoins::{Besoins, Place};
use crate::parts::{self, Part};
use crate::production::{Aem, ArrondiAem};
use crate::tables::Tables;

/// Rate and amount of the unemployment contribution of a contract on one payslip, both shares.
fn contribution(tables: &Tables, pay: &ContractPay, aem: &Aem) -> (Rate, Cents) {
    pay.lignes
        .iter()
        .filter(|l| match tables.famille(&l.code) {
            Some(Famille::Chomage) => true,
            Some(Famille::Ags) => aem.ags,
            _ => false,
        })
        .fold((Rate::ZERO, Cents::ZERO), |(rate, amount), line| {
            (Rate(rate.0 + parts::both_rates(line).0), amount + parts::both(line))
        })
}

/// The lines of pay, one per rate met: the first is the one with most pay, the second the other rate.
pub(super) fn remuneration(
    tables: &Tables,
    parts: &[Part<'_>],
    aem: &Aem,
    contrat: &str,
    paid: NaiveDate,
    needs: &mut Besoins,
) -> Remuneration {
    let mut lines: Vec<LigneRemuneration> = Vec::new();
    for part in parts {
        let pay = part.contrat;
        let (rate, amount) = contribution(tables, pay, aem);
        let before = parts::before_abatement(pay);
        let abated = before - pay.dfs_montant;
        let dfs = pay.dfs_taux.unwrap_or(Rate::ZERO);
        let same = |l: &LigneRemuneration| l.taux_contribution == rate && l.taux_abattement == Some(dfs);
        // Back pay completes the line of its work, whose abatement is the one known since.
        let completes = |l: &LigneRemuneration| {
            part.slip.rappel.is_some() && (l.taux_contribution == rate || amount.is_zero())
        };
        let place = lines.iter().position(same).or_else(|| lines.iter().position(completes));
        match place.and_then(|place| lines.get_mut(place)) {
            Some(line) => {
                line.taux_abattement = Some(dfs);
                line.brut_avant_abattement = line.brut_avant_abattement.map(|b| b + before);
                line.brut_apres_abattement += abated;
                line.assiette_contribution += pay.bases.chomage;
                line.montant_contribution += amount;
            }
            None => lines.push(LigneRemuneration {
                brut_avant_abattement: Some(before),
                taux_abattement: Some(dfs),
                brut_apres_abattement: abated,
                assiette_contribution: pay.bases.chomage,
                taux_contribution: rate,
                montant_contribution: amount,
            }),
        }
    }
    if aem.arrondi == ArrondiAem::Euro {
        for line in &mut lines {
            line.montant_contribution = parts::euro(line.montant_contribution);
        }
    }
    if lines.len() > 2 {
        needs.error(
            "AEM-004",
            Place::contrat(contrat, "contrat"),
            format!("{} taux différents dans le mois : une AEM n'a que deux lignes", lines.len()),
            "établir une AEM par bulletin pour ce contrat, ou corriger les bulletins",
        );
    }
    lines.sort_by_key(|l| -l.brut_apres_abattement.0);
    let mut lines = lines.into_iter();
    let principale = lines.next().unwrap_or(LigneRemuneration {
        brut_avant_abattement: None,
        taux_abattement: None,
        brut_apres_abattement: Cents::ZERO,
        assiette_contribution: Cents::ZERO,
        taux_contribution: Rate::ZERO,
        montant_contribution: Cents::ZERO,
    });
    let autres = lines.next();
    let total_contribution =
        principale.montant_contribution + autres.as_ref().map_or(Cents::ZERO, |l| l.montant_contribution);
    Remuneration {
        principale,
        autres,
        total_contribution,
        date_paiement: paid,
        bulletins: parts.iter().map(|p| parts::numero(p.slip)).collect(),
    }
}
