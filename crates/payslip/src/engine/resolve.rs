//! A contract given by its hours instead of its gross: priced by the rules of its agreement, then paid like any other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rates};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::heures_sup;
use crate::employeur::Employeur;
use crate::gross::{self, Brut, Question};
use crate::input::{AutresHeures, BulletinInput, Contrat, Element, ElementCode, HeuresSemaine, Travail};
use crate::methods::Methodes;
use crate::payslip::Avertissement;

/// The input with every gross known, and the warnings of the time sheets.
pub(crate) type Resolved<'a> = (Cow<'a, BulletinInput>, Vec<Avertissement>);

/// The input with every gross known, hours priced and indemnities of the sheets among the elements of the payslip; and
/// the warnings of the sheets.
///
/// # Errors
/// Those of the hour rules, at the field of their contract.
pub fn priced(
    rates: &Rates,
    input: &BulletinInput,
) -> Result<(BulletinInput, Vec<Avertissement>), Vec<Diagnostic>> {
    resolve(rates, input).map(|(resolved, warnings)| (resolved.into_owned(), warnings))
}

/// The gross of a contract that gives its hours, as [`crate::compute`] pays it; `None` when the contract gives its gross.
///
/// # Errors
/// Those of the hour rules.
pub fn gross_of(
    rates: &Rates,
    employeur: &Employeur,
    methodes: Methodes,
    contrat: &Contrat,
) -> Option<Result<Brut, Vec<Diagnostic>>> {
    contrat.question(employeur, methodes).map(|question| gross::pay(rates, question))
}

/// Prices the contracts that give hours.
pub(crate) fn resolve<'a>(rates: &Rates, input: &'a BulletinInput) -> Result<Resolved<'a>, Vec<Diagnostic>> {
    if input.contrats.iter().all(|c| matches!(c.travail, Travail::Brut { .. })) {
        return Ok((Cow::Borrowed(input), Vec::new()));
    }
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    let (mut contrats, mut elements) = (Vec::with_capacity(input.contrats.len()), Vec::new());
    for (rank, (contrat, gross)) in input.contrats.iter().zip(grosses(rates, input)).enumerate() {
        match gross {
            None => contrats.push(contrat.clone()),
            Some(Ok(_)) if contrat.heures_sup.is_some() => {
                errors.push(heures_sup::given_twice(rank, contrat))
            }
            Some(Ok(brut)) => {
                let frais = brut.frais.iter().filter(|f| f.montant > Cents::ZERO);
                elements.extend(frais.map(|f| expense(f, contrat)));
                warnings.extend(brut.avertissements.iter().map(|w| Avertissement {
                    code: w.code.clone(),
                    message: format!("contrat {} : {}", contrat.contrat, w.message),
                }));
                contrats.push(paid(contrat, brut));
            }
            Some(Err(list)) => errors.extend(list.into_iter().map(|mut d| {
                let field = d.champ.take().unwrap_or_default();
                d.champ = Some(format!("contrats[{rank}].{field}"));
                d
            })),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    elements.extend(input.elements.iter().cloned());
    let resolved = BulletinInput {
        numero: input.numero.clone(),
        rectifie: input.rectifie.clone(),
        date_paiement: input.date_paiement,
        employeur: input.employeur.clone(),
        salarie: input.salarie.clone(),
        cumuls: input.cumuls.clone(),
        methodes: input.methodes,
        periodicite: input.periodicite,
        contrats,
        elements,
        rappel: input.rappel.clone(),
    };
    Ok((Cow::Owned(resolved), warnings))
}

/// The gross of each contract, `None` when it is given. The hours of a civil week are those of every contract of the
/// payslip: each contract counts its own after those of the contracts that started before it.
fn grosses(rates: &Rates, input: &BulletinInput) -> Vec<Option<Result<Brut, Vec<Diagnostic>>>> {
    let mut order: Vec<usize> = (0..input.contrats.len()).collect();
    order.sort_by_key(|rank| input.contrats[*rank].periode().debut);
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    let mut out: Vec<_> = input.contrats.iter().map(|_| None).collect();
    for rank in order {
        let contrat = &input.contrats[rank];
        let mut touched = contrat.periode().weeks();
        let Some(question) = contrat.question(&input.employeur, input.methodes) else {
            if let (Some(only), None) = (touched.next(), touched.next()) {
                *weeks.entry(only).or_default() += contrat.heures.0;
            }
            continue;
        };
        let first = Period::monday(contrat.periode().debut);
        let given = |week| question.autres.map_or(Decimal::ZERO, |o| o.of(week, first).0);
        let autres = (!weeks.is_empty()).then(|| {
            let list = touched.map(|week| HeuresSemaine {
                semaine: week,
                heures: Quantity(given(week) + weeks.get(&week).copied().unwrap_or_default()),
            });
            AutresHeures::Semaines(list.collect())
        });
        let gross = gross::pay(rates, Question { autres: autres.as_ref().or(question.autres), ..question });
        if let Ok(brut) = &gross {
            for (week, hours) in &brut.semaines {
                *weeks.entry(*week).or_default() += hours.0;
            }
        }
        out[rank] = Some(gross);
    }
    out
}

/// The contract with the gross of its hours; days and cachets given prevail over those of the sheet.
fn paid(c: &Contrat, brut: Brut) -> Contrat {
    Contrat {
        contrat: c.contrat.clone(),
        categorie: c.categorie,
        cadre: c.cadre,
        annexe: c.annexe,
        fonction: c.fonction.clone(),
        debut: c.debut,
        fin: c.fin,
        periode: c.periode,
        anterieur: c.anterieur,
        jours: if c.jours == Quantity::ZERO { brut.jours } else { c.jours },
        heures: brut.heures,
        cachets: if c.cachets == 0 { brut.cachets } else { c.cachets },
        travail: Travail::Brut { brut: Some(brut.brut), elements: brut.elements, semaine: c.semaine() },
        dfs: c.dfs,
        dfs_groupe: c.dfs_groupe,
        taux_artiste: c.taux_artiste,
        numero_objet: c.numero_objet.clone(),
        idcc: c.idcc.clone(),
        analytique: c.analytique.clone(),
        heures_sup: c.heures_sup.clone(),
        heures_sup_autres: c.heures_sup_autres.clone(),
    }
}

/// An indemnity of the time sheet, refunded with the payslip, at the limit of its first day.
fn expense(frais: &gross::Frais, contrat: &Contrat) -> Element {
    let first: Option<NaiveDate> = frais.jours.first().copied();
    Element {
        code: ElementCode::Frais,
        montant: Some(frais.montant),
        quantite: Some(frais.quantite),
        nature: frais.nature.clone(),
        contrat: Some(contrat.contrat.clone()),
        libelle: Some(frais.libelle.clone()),
        paye_directement: false,
        personnes_a_charge: 0,
        creancier: None,
        date: Some(first.unwrap_or_else(|| contrat.periode().fin)),
    }
}
