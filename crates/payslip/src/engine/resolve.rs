//! A contract given by hours or time sheet instead of gross: its gross is computed first, then paid like any other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rates};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::{self, BrutInput};
use crate::input::{AutresHeures, BulletinInput, Contrat, Element, ElementCode, HeuresSemaine};
use crate::payslip::Avertissement;

/// The input with every gross known, and the warnings of the time sheets.
pub(crate) type Resolved<'a> = (Cow<'a, BulletinInput>, Vec<Avertissement>);

/// Computes the gross of the contracts that give `temps`, or `heures` with `salaire_base`, and no `brut`.
pub(crate) fn resolve<'a>(rates: &Rates, input: &'a BulletinInput) -> Result<Resolved<'a>, Vec<Diagnostic>> {
    if input.contrats.iter().all(|c| !by_hours(c)) {
        return Ok((Cow::Borrowed(input), Vec::new()));
    }
    let mut out = input.clone();
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    for (rank, gross) in grosses(rates, input) {
        match gross {
            Ok(brut) => {
                let contrat = &mut out.contrats[rank];
                contrat.brut = Some(brut.brut);
                contrat.heures = brut.heures;
                if contrat.jours == Quantity::ZERO {
                    contrat.jours = brut.jours;
                }
                if contrat.cachets == 0 {
                    contrat.cachets = brut.cachets;
                }
                contrat.elements = brut.elements;
                let name = contrat.contrat.clone();
                out.elements
                    .extend(brut.frais.iter().filter(|f| f.montant > Cents::ZERO).map(|f| expense(f, &name)));
                warnings.extend(brut.avertissements.into_iter().map(|mut w| {
                    w.message = format!("contrat {name} : {}", w.message);
                    w
                }));
            }
            Err(list) => errors.extend(list.into_iter().map(|mut d| {
                let field = d.champ.take().unwrap_or_default();
                d.champ = Some(format!("contrats[{rank}].{field}"));
                d
            })),
        }
    }
    if errors.is_empty() { Ok((Cow::Owned(out), warnings)) } else { Err(errors) }
}

/// The gross of the contracts given by hours. The hours of a civil week are those of every contract of the payslip: each
/// contract counts its own after those of the contracts that started before it.
fn grosses(rates: &Rates, input: &BulletinInput) -> BTreeMap<usize, Result<gross::Brut, Vec<Diagnostic>>> {
    let mut order: Vec<usize> = (0..input.contrats.len()).collect();
    order.sort_by_key(|rank| input.contrats[*rank].periode().debut);
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for rank in order {
        let contrat = &input.contrats[rank];
        let mut touched = contrat.periode().weeks();
        if !by_hours(contrat) {
            if let (Some(only), None) = (touched.next(), touched.next()) {
                *weeks.entry(only).or_default() += contrat.heures.0;
            }
            continue;
        }
        let mut asked = brut_input(input, contrat);
        if !weeks.is_empty() {
            let first = Period::monday(contrat.periode().debut);
            let given =
                |week| asked.heures_sup_autres.as_ref().map_or(Decimal::ZERO, |o| o.of(week, first).0);
            let list = touched.map(|week| HeuresSemaine {
                semaine: week,
                heures: Quantity(given(week) + weeks.get(&week).copied().unwrap_or_default()),
            });
            asked.heures_sup_autres = Some(AutresHeures::Semaines(list.collect()));
        }
        let gross = gross::compute(rates, &asked);
        if let Ok(brut) = &gross {
            for (week, hours) in &brut.semaines {
                *weeks.entry(*week).or_default() += hours.0;
            }
        }
        out.insert(rank, gross);
    }
    out
}

fn by_hours(contrat: &Contrat) -> bool {
    contrat.brut.is_none()
        && (!contrat.temps.is_empty() || !contrat.semaines.is_empty() || contrat.salaire_base.is_some())
}

fn brut_input(input: &BulletinInput, contrat: &Contrat) -> BrutInput {
    let idcc = contrat.idcc.as_deref().unwrap_or(&input.employeur.identite.idcc);
    let mut brut = BrutInput::new(idcc, contrat.categorie, &contrat.fonction);
    let periode = contrat.periode();
    brut.date = Some(periode.debut);
    brut.salaire_base = contrat.salaire_base;
    brut.heures_base = contrat.heures_base;
    brut.engagement = contrat.engagement;
    brut.jours = (contrat.jours > Quantity::ZERO).then_some(contrat.jours);
    brut.heures =
        (contrat.temps.is_empty() && contrat.semaines.is_empty() && contrat.heures > Quantity::ZERO)
            .then_some(contrat.heures);
    brut.cachets = (contrat.cachets > 0).then_some(contrat.cachets);
    brut.temps.clone_from(&contrat.temps);
    brut.adherent = input.employeur.parametres.adherent;
    brut.annexe = contrat.annexe_film;
    brut.derogation_annexe3 = contrat.derogation_annexe3;
    brut.semaine_6_jours = contrat.semaine_6_jours;
    brut.zone = contrat.zone;
    brut.publicitaire = contrat.publicitaire;
    brut.nature = contrat.nature;
    brut.genre = contrat.genre;
    brut.forfait_jours = contrat.forfait_jours;
    brut.court_metrage = contrat.court_metrage;
    brut.jours_contrat = contrat.working_days();
    brut.semaines_contrat = contrat.weeks();
    brut.semaines.clone_from(&contrat.semaines);
    brut.heures_jour_6 = contrat.heures_jour_6;
    brut.moins_de_16_ans = contrat.moins_de_16_ans;
    brut.direct = contrat.direct;
    brut.zone_bareme_figurant = contrat.zone_bareme_figurant.unwrap_or(true);
    brut.repos_non_compense = contrat.repos_non_compense;
    brut.prestations.clone_from(&contrat.prestations);
    brut.heures_sup_autres.clone_from(&contrat.heures_sup_autres);
    brut.methodes = input.methodes;
    brut
}

/// An indemnity of the time sheet, refunded with the payslip.
fn expense(frais: &gross::Frais, contrat: &str) -> Element {
    Element {
        code: ElementCode::Frais,
        montant: Some(frais.montant),
        quantite: frais.nature.is_some().then_some(frais.quantite),
        nature: frais.nature.clone(),
        contrat: Some(contrat.to_owned()),
        libelle: Some(frais.libelle.clone()),
        paye_directement: false,
        personnes_a_charge: 0,
        creancier: None,
        date: None,
    }
}
