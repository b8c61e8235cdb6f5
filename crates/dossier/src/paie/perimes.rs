//! Payslips that a correction has left behind: computed after a payslip that was corrected since, with its former cumuls.

use std::collections::BTreeSet;

use cddu_payslip::{BulletinInput, Cumuls, Payslip};
use cddu_rates::{Cents, Diagnostic, Gravite, Month, Rates};

use crate::Folder;
use crate::registre::cumuls;
use crate::registre::register::{Frozen, Register};

/// The payslips among those `wanted` whose cumuls are no longer those of the payslips before them, each with what would
/// change: blocking when an amount would, minor when only the printed cumuls do.
pub(crate) fn perimes(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    wanted: impl Fn(&Frozen) -> bool,
) -> Vec<Diagnostic> {
    let standing = register.standing();
    let is_correction = |f: &Frozen| f.remplace.is_some() || f.resultat.rappel.is_some();
    let people: BTreeSet<&str> =
        standing.iter().filter(|f| is_correction(f)).map(|f| f.resultat.salarie.matricule.as_str()).collect();
    let mut out = Vec::new();
    for frozen in &standing {
        let person = frozen.resultat.salarie.matricule.as_str();
        if !people.contains(person) || frozen.resultat.rappel.is_some() || !wanted(frozen) {
            continue;
        }
        let mut input = frozen.entree.as_ref().clone();
        cumuls::fill(folder, rates, register, register.root_of(frozen), &mut input);
        let moved = moved(&frozen.entree, &input);
        if moved.is_empty() {
            continue;
        }
        let cause = standing.iter().filter(|f| {
            f.resultat.salarie.matricule == person && f.rank() < frozen.rank() && is_correction(f)
        });
        let cause: Vec<&str> = cause.map(|f| f.numero.as_str()).collect();
        out.push(said(rates, frozen, &input, &cause.join(", "), &moved));
    }
    out
}

/// Cumuls that differ, in words. Overtime is left out: payslips frozen before it was counted have none.
fn moved(old: &BulletinInput, new: &BulletinInput) -> Vec<String> {
    type Pick = fn(&Cumuls) -> Cents;
    let amounts: [(&str, Pick); 8] = [
        ("brut", |c| c.brut),
        ("net imposable", |c| c.net_imposable),
        ("prélèvement à la source", |c| c.pas),
        ("montant net social", |c| c.montant_net_social),
        ("retraite du mois", |c| c.retraite_mois),
        ("retraite de l'année", |c| c.retraite_annee),
        ("DFS", |c| c.dfs),
        ("taxe sur les salaires", |c| c.taxe_salaires_base),
    ];
    let mut out: Vec<String> = amounts
        .iter()
        .map(|(label, pick)| (label, pick(&old.cumuls), pick(&new.cumuls)))
        .filter(|(_, then, now)| then != now)
        .map(|(label, then, now)| format!("{label} {then} au lieu de {now}"))
        .collect();
    for (then, now) in old.contrats.iter().zip(&new.contrats).filter(|(a, b)| a.anterieur != b.anterieur) {
        let brut = |c: &cddu_payslip::Contrat| c.anterieur.map_or(Cents::ZERO, |a| a.brut);
        out.push(format!(
            "déjà payé du contrat {} : brut {} au lieu de {}",
            then.contrat,
            brut(then),
            brut(now)
        ));
    }
    out
}

fn said(rates: &Rates, frozen: &Frozen, input: &BulletinInput, cause: &str, moved: &[String]) -> Diagnostic {
    let again = cddu_payslip::bulletin(rates, input);
    let delta = again.as_ref().ok().map(|now| delta(&frozen.resultat, now));
    let same = delta.as_ref().is_some_and(Option::is_none);
    let more = moved.len().saturating_sub(2);
    let mut what = moved.iter().take(2).cloned().collect::<Vec<_>>().join(" ; ");
    if more > 0 {
        what.push_str(&format!(" ; et {}", cddu_documents::typo::count(more, "autre")));
    }
    let change = match delta {
        Some(Some(delta)) => format!(" ; à refaire, il change : {delta}"),
        Some(None) => " ; ses montants ne changent pas".to_owned(),
        None => String::new(),
    };
    let month = Month::of(frozen.resultat.date_paiement);
    Diagnostic::error(
        "DOS-104",
        format!("le bulletin {} a été calculé avant {cause} : {what}{change}", frozen.numero),
    )
    .severity(if same { Gravite::Mineur } else { Gravite::Majeur })
    .hint(format!(
        "cddu paie DOSSIER --periode {} --rectifier le refait avec les cumuls d'aujourd'hui, avant de déclarer {month}",
        frozen.periode
    ))
}

/// Amounts that change, in words; `None` when none does.
pub(crate) fn delta(old: &Payslip, new: &Payslip) -> Option<String> {
    let totals = [
        ("cotisations du salarié", old.totaux.cotisations_salarie, new.totaux.cotisations_salarie),
        ("cotisations de l'employeur", old.totaux.cotisations_employeur, new.totaux.cotisations_employeur),
        ("net imposable", old.totaux.net_imposable, new.totaux.net_imposable),
        ("somme virée", old.totaux.virement, new.totaux.virement),
        ("coût de l'employeur", old.totaux.total_verse_employeur, new.totaux.total_verse_employeur),
    ];
    let list: Vec<String> = totals
        .iter()
        .filter(|(_, then, now)| then != now)
        .map(|(label, then, now)| format!("{label} {then} -> {now}"))
        .collect();
    let lines = |p: &Payslip| -> Vec<_> {
        p.contrats
            .iter()
            .flat_map(|c| &c.lignes)
            .map(|l| (l.code.clone(), l.organisme.clone(), l.base, l.montant_salarie, l.montant_employeur))
            .collect()
    };
    match list.is_empty() {
        true if lines(old) == lines(new) => None,
        true => Some("des lignes entre tranches".to_owned()),
        false => Some(list.join(", ")),
    }
}

/// The payslips paid in a month that a correction has left behind.
///
/// # Errors
/// A register that was altered.
pub fn perimes_du_mois(
    folder: &Folder,
    rates: &Rates,
    month: Month,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let register = Register::open(&folder.root)?;
    Ok(perimes(folder, rates, &register, |f| Month::of(f.resultat.date_paiement) == month))
}
