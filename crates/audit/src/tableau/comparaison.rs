//! What an export says of each contribution and total, against the answer of the engine.

use std::collections::BTreeSet;

use cddu_payslip::{Line, Payslip};
use cddu_rates::{Cents, Rates};

use super::lecture::{Bulletin, Part};
use crate::comparaison::{Cause, Comparaison, Ecart, Produit, Valeur, cause};

/// Compares a payslip of the export with the answer.
pub(super) fn comparer(rates: &Rates, slip: &Bulletin, payslip: &Payslip) -> Comparaison {
    let mut out = Comparaison::default();
    let mut wrong_bases: BTreeSet<(Option<Cents>, Option<Cents>)> = BTreeSet::new();
    let Some(pay) = payslip.contrats.first() else { return out };
    for part in &slip.parts {
        let line = pay.lignes.iter().find(|l| *l.code == *part.code);
        let right = line.map_or_else(Valeur::default, |l| share(l, part.employeur));
        out.valeurs += 1;
        let (said, due) = (part.valeur, right.montant.unwrap_or_default());
        let free = right.taux.is_none();
        // A relief goes against its base and its rate: it tells nothing of the rounding of the contributions.
        if let (Some(base), Some(taux), Some(montant)) =
            (said.base.or(right.base), said.taux.or(right.taux), said.montant)
            && base.0.signum() * montant.0.signum() >= 0
        {
            out.produits.push(Produit { base, taux, montant, ligne: part.ligne, rubrique: name(part) });
        }
        let found = match (said.montant, line) {
            (Some(amount), None) if amount.is_zero() => None,
            (Some(_), None) => Some(Cause::DeTrop),
            (Some(amount), Some(_)) if amount.is_zero() && !due.is_zero() => Some(Cause::Manque),
            // Without its amount, the rate and the base alone are compared.
            (None, _) => cause(Valeur { montant: right.montant, ..said }, right, free),
            _ => cause(said, right, free),
        };
        let Some(found) = found else { continue };
        let follows = found == Cause::Base && !wrong_bases.insert((said.base, right.base));
        out.ecarts.push(Ecart {
            personne: slip.personne.clone(),
            contrat: Some(slip.contrat.clone()),
            ligne: part.ligne,
            rubrique: name(part),
            libelle: rates.identite(&part.code).map_or_else(|| part.code.clone(), |i| i.libelle.to_string()),
            organisme: line.map(|l| l.organisme.to_string()),
            cause: found,
            ecart: said.montant.unwrap_or(due) - due,
            declare: said,
            recalcule: right,
            consequence: follows,
            constat: None,
            corrige: None,
        });
    }
    totals(slip, payslip, &mut out);
    out
}

/// The column, and the contribution that it is.
fn name(part: &Part) -> String {
    format!("{} [{}]", part.colonne, part.code)
}

fn share(line: &Line, employer: bool) -> Valeur {
    let (taux, montant) = if employer {
        (line.taux_employeur, line.montant_employeur)
    } else {
        (line.taux_salarie, line.montant_salarie)
    };
    Valeur { base: Some(line.base), taux, montant: montant.or(Some(Cents::ZERO)) }
}

/// Nets and tax: they follow from the gaps above when there are some.
fn totals(slip: &Bulletin, payslip: &Payslip, out: &mut Comparaison) {
    let t = &payslip.totaux;
    let mut follows = !out.ecarts.is_empty();
    for (key, libelle, right) in [
        ("net_imposable", "net imposable", t.net_imposable),
        ("montant_net_social", "montant net social", t.montant_net_social),
        ("net_avant_impot", "net à payer avant impôt", t.net_avant_impot),
        ("pas", "prélèvement à la source", t.pas),
        ("net_paye", "net payé", t.net_paye),
    ] {
        let Some((column, said)) = slip.totaux.get(key) else { continue };
        out.valeurs += 1;
        if *said == right {
            continue;
        }
        let value = |montant| Valeur { montant: Some(montant), ..Valeur::default() };
        out.ecarts.push(Ecart {
            personne: slip.personne.clone(),
            contrat: None,
            ligne: slip.ligne,
            rubrique: column.clone(),
            libelle: libelle.to_owned(),
            organisme: None,
            cause: Cause::Total,
            declare: value(*said),
            recalcule: value(right),
            ecart: *said - right,
            consequence: follows,
            constat: None,
            corrige: None,
        });
        follows = true;
    }
}
