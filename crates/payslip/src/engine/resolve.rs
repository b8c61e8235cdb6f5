//! A contract given by its hours instead of its gross: priced by the rules of its agreement, then paid like any other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rates};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::heures_sup;
use crate::employeur::Employeur;
use crate::enfant::SeizeAns;
use crate::gross::absence::Suspended;
use crate::gross::{self, AbsenceBrut, Brut, HorairesEnfant, Priced, Question};
use crate::input::{BulletinInput, Contrat, Element, Travail};
use crate::methods::Methodes;
use crate::trace::{Fig, Trace};
use crate::vocabulary::{AutresHeures, Avertissement, ElementCode, HeuresSemaine};

/// The input with every gross known, the warnings of the time sheets, and the nodes of what was priced.
pub(crate) struct Resolved<'a> {
    pub input: Cow<'a, BulletinInput>,
    pub warnings: Vec<Avertissement>,
    pub nodes: Nodes,
}

/// The trace of the hours, and the nodes that the payslip goes on from.
#[derive(Default)]
pub(crate) struct Nodes {
    pub trace: Trace,
    /// Gross and paid hours of each contract; `None` for a gross given.
    pub contrats: Vec<Option<(Fig, Option<Fig>)>>,
    /// Indemnities of the sheets: the first elements of the input.
    pub frais: Vec<Fig>,
    /// Absences of each contract; none for a gross given.
    pub absences: Vec<Away>,
    /// Minimum of each contract; none for a gross given.
    pub minima: Vec<Option<gross::Minimum>>,
}

/// The absences of a contract priced by its hours.
#[derive(Clone, Default)]
pub(crate) struct Away {
    /// Those of the period, with what each took back.
    pub list: Vec<AbsenceBrut>,
    /// Pay and hours with and without them.
    pub suspended: Option<Suspended>,
}

/// The input with every gross known, hours priced and indemnities of the sheets among the elements of the payslip; and
/// the warnings of the sheets.
///
/// # Errors
/// Those of the hour rules, at the field of their contract.
pub fn priced(
    rates: &Rates,
    input: &BulletinInput,
) -> Result<(BulletinInput, Vec<Avertissement>), Vec<Diagnostic>> {
    resolve(rates, input).map(|resolved| (resolved.input.into_owned(), resolved.warnings))
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
    let question = contrat.question(employeur, methodes)?;
    Some(gross::pay(rates, question, (Trace::default(), None)).map(|priced| priced.brut))
}

/// Cadre or not, by the grid of the agreement, for the contracts that do not say. A function of no grid is left: the checks
/// refuse it.
fn with_status<'a>(rates: &Rates, input: &'a BulletinInput) -> Cow<'a, BulletinInput> {
    let missing = |c: &Contrat| c.cadre.is_none() && c.has_status();
    let Ok(conventions) = rates.conventions() else { return Cow::Borrowed(input) };
    if !input.contrats.iter().any(missing) {
        return Cow::Borrowed(input);
    }
    let mut own = input.clone();
    for contrat in own.contrats.iter_mut().filter(|c| missing(c)) {
        let idcc = contrat.idcc.as_deref().unwrap_or(&input.employeur.identite.idcc);
        contrat.cadre =
            conventions.function(idcc, &contrat.fonction).map(|id| conventions.fonction(id).cadre);
    }
    Cow::Owned(own)
}

/// Fills the status that a contract does not say, and prices the contracts that give hours.
pub(crate) fn resolve<'a>(rates: &Rates, input: &'a BulletinInput) -> Result<Resolved<'a>, Vec<Diagnostic>> {
    hours(rates, with_age(with_status(rates, input)))
}

/// Under sixteen or not, by the date of birth when it is known, on the first day of the contract.
fn with_age(input: Cow<'_, BulletinInput>) -> Cow<'_, BulletinInput> {
    let SeizeAns::Le(birthday) = input.salarie.seize_ans(input.date_paiement) else { return input };
    let wrong = |c: &Contrat| matches!(&c.travail, Travail::Heures(sheet) if sheet.moins_de_16_ans != (c.debut < birthday));
    if !input.contrats.iter().any(wrong) {
        return input;
    }
    let mut own = input.into_owned();
    for contrat in own.contrats.iter_mut().filter(|c| wrong(c)) {
        if let Travail::Heures(sheet) = &mut contrat.travail {
            sheet.moins_de_16_ans = !sheet.moins_de_16_ans;
        }
    }
    Cow::Owned(own)
}

/// Age and authorisation of a person engaged under sixteen.
fn child(input: &BulletinInput, contrat: &Contrat) -> Option<HorairesEnfant> {
    let naissance = input.salarie.date_naissance?;
    let SeizeAns::Le(birthday) = input.salarie.seize_ans(input.date_paiement) else { return None };
    (contrat.debut < birthday).then(|| HorairesEnfant {
        naissance,
        jusqu_a_minuit: input.salarie.enfant.as_ref().is_some_and(|e| e.jusqu_a_minuit),
    })
}

/// Days of a sheet on which nobody was engaged: the pay of another contract, or a date typed wrong.
fn beyond(rank: usize, contrat: &Contrat) -> Vec<Diagnostic> {
    let Travail::Heures(sheet) = &contrat.travail else { return Vec::new() };
    // A day beyond the period is paid by another payslip too.
    let paid = contrat.periode();
    let (first, last) = (contrat.debut.max(paid.debut), contrat.fin.min(paid.fin));
    let part = first > contrat.debut || last < contrat.fin;
    let (what, remedy) = if part {
        (
            "un jour de la période payée du contrat",
            "corriger cette date, ou periode ; les autres jours sont d'un autre bulletin",
        )
    } else {
        ("un jour du contrat", "corriger cette date, ou celles du contrat")
    };
    let outside = sheet.temps.iter().enumerate().filter(|(_, day)| !(first..=last).contains(&day.date));
    outside
        .map(|(row, day)| {
            let shown = |d: chrono::NaiveDate| d.format("%d/%m/%Y");
            let message = format!(
                "le {} n'est pas {what} {}, du {} au {}",
                shown(day.date),
                contrat.contrat,
                shown(first),
                shown(last)
            );
            Diagnostic::error("PAIE-117", message)
                .at(format!("contrats[{rank}].temps[{row}].date"))
                .hint(remedy)
        })
        .collect()
}

/// Prices the contracts that give hours.
fn hours<'a>(rates: &Rates, given: Cow<'a, BulletinInput>) -> Result<Resolved<'a>, Vec<Diagnostic>> {
    let input = given.as_ref();
    if input.contrats.iter().all(|c| matches!(c.travail, Travail::Brut { .. })) {
        return Ok(Resolved { input: given, warnings: Vec::new(), nodes: Nodes::default() });
    }
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    let (mut contrats, mut elements) = (Vec::with_capacity(input.contrats.len()), Vec::new());
    let mut nodes = Nodes::default();
    errors.extend(input.contrats.iter().enumerate().flat_map(|(rank, contrat)| beyond(rank, contrat)));
    let (grosses, long) = grosses(rates, input, &mut nodes.trace);
    warnings.extend(long);
    for (rank, (contrat, gross)) in input.contrats.iter().zip(grosses).enumerate() {
        match gross {
            None => {
                contrats.push(contrat.clone());
                nodes.contrats.push(None);
                nodes.absences.push(Away::default());
                nodes.minima.push(None);
            }
            Some(Ok(_)) if contrat.heures_sup.is_some() => {
                errors.push(heures_sup::given_twice(rank, contrat))
            }
            Some(Ok(Priced { brut, fig, heures, frais, suspended, .. })) => {
                nodes.contrats.push(Some((fig, heures)));
                nodes.absences.push(Away { list: brut.absences.clone(), suspended });
                nodes.minima.push(brut.minimum.clone());
                for (one, fig) in brut.frais.iter().zip(frais).filter(|(f, _)| f.montant > Cents::ZERO) {
                    elements.push(expense(one, contrat));
                    nodes.frais.push(fig);
                }
                warnings.extend(brut.avertissements.iter().map(|w| Avertissement {
                    code: w.code.clone(),
                    champ: None,
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
        impot_garde: input.impot_garde.clone(),
    };
    Ok(Resolved { input: Cow::Owned(resolved), warnings, nodes })
}

/// The gross of a contract, or what prevents it.
type Gross = Result<Priced, Vec<Diagnostic>>;

/// Hours of a week over all the contracts (C. trav. L3121-20).
const LONGEST_WEEK: Decimal = Decimal::from_parts(48, 0, 0, false, 0);

/// The gross of each contract, `None` when it is given, and the weeks that several of them make too long. The hours of a civil week are those of every contract of the
/// payslip: each contract counts its own after those of the contracts that started before it. All write in one trace.
fn grosses(
    rates: &Rates,
    input: &BulletinInput,
    trace: &mut Trace,
) -> (Vec<Option<Gross>>, Vec<Avertissement>) {
    let mut order: Vec<usize> = (0..input.contrats.len()).collect();
    order.sort_by_key(|rank| input.contrats[*rank].periode().debut);
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    let mut shared: BTreeMap<NaiveDate, u32> = BTreeMap::new();
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
        let question = Question {
            autres: autres.as_ref().or(question.autres),
            enfant: child(input, contrat),
            ..question
        };
        let mut gross = gross::pay(rates, question, (std::mem::take(trace), u16::try_from(rank).ok()));
        if let Ok(priced) = &mut gross {
            *trace = std::mem::take(&mut priced.t);
            for (week, hours) in &priced.brut.semaines {
                *weeks.entry(*week).or_default() += hours.0;
                *shared.entry(*week).or_default() += 1;
            }
        }
        out[rank] = Some(gross);
    }
    let several = weeks.iter().filter(|(week, _)| shared.get(week).is_some_and(|contracts| *contracts > 1));
    let long = several.filter(|(_, hours)| **hours > LONGEST_WEEK).map(|(week, hours)| Avertissement {
        code: "BRUT-166".to_owned(),
        champ: None,
        message: format!(
            "semaine du {} : {} h sur tous les contrats, maximum 48 h (C. trav. L3121-20)",
            week.format("%d/%m/%Y"),
            hours.normalize().to_string().replace('.', ",")
        ),
    });
    (out, long.collect())
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
        heures_hors_cachets: c.heures_hors_cachets.or_else(|| rehearsals(c)),
        travail: Travail::Brut { brut: Some(brut.brut), elements: brut.elements, semaine: c.semaine() },
        dfs: c.dfs,
        dfs_groupe: c.dfs_groupe,
        taux_artiste: c.taux_artiste,
        numero_objet: c.numero_objet.clone(),
        idcc: c.idcc.clone(),
        analytique: c.analytique.clone(),
        heures_sup: c.heures_sup.clone(),
        heures_sup_autres: c.heures_sup_autres.clone(),
        absences: c.absences.clone(),
    }
}

/// Hours of the rehearsals of the sheet: those of their services.
fn rehearsals(c: &Contrat) -> Option<Quantity> {
    let Travail::Heures(sheet) = &c.travail else { return None };
    let hours: Decimal = sheet.prestations.iter().filter_map(gross::rehearsal_hours).sum();
    (!hours.is_zero()).then(|| Quantity(hours.normalize()))
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
