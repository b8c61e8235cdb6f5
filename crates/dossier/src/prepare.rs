//! From contracts, time sheets and elements to the inputs of payslips: one per person and day of payment.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::gross::{
    self, Annexe, Brut, BrutInput, Engagement, Horaire, Jour, NatureJour, Semaine, Zone,
};
use cddu_payslip::{AutresHeures, BulletinInput, Contrat, Element, ElementCode, HeuresSemaine};
use cddu_rates::{Cents, Diagnostic, Gravite, Period, Quantity, Rates};
use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};
use rust_decimal::Decimal;

use crate::contracts::LigneContrat;
use crate::register::Register;
use crate::times::{LigneTemps, Temps};
use crate::{Folder, PayPeriod};

/// The work of one person paid on one day.
pub(crate) struct Prepared {
    pub matricule: String,
    pub number: String,
    /// Input of the payslip; cumuls are added later.
    pub input: BulletinInput,
    /// What was met on the way, with its place.
    pub diagnostics: Vec<Diagnostic>,
    /// Something prevents the payslip.
    pub refused: bool,
}

/// The payslips to compute for a period, in order of the people.
pub(crate) fn prepare(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    period: &PayPeriod,
    payment: NaiveDate,
) -> (Vec<Prepared>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut groups: BTreeMap<(&str, NaiveDate), Vec<(&LigneContrat, Period)>> = BTreeMap::new();
    let mut contracts: Vec<&LigneContrat> = folder.contracts.values().collect();
    contracts.sort_by_key(|c| c.ligne);
    for contract in contracts {
        let Some(days) = contract.dates.intersection(period.jours) else { continue };
        if folder.left_out.contains(&contract.matricule) {
            continue;
        }
        if lines(folder, contract, days).is_empty() && contract.brut.is_none() && contract.cachets.is_none() {
            diagnostics.push(
                Diagnostic::warning(
                    "DOS-047",
                    format!(
                        "le contrat {} n'a aucune heure entre le {} et le {} : rien n'est payé",
                        contract.contrat, days.debut, days.fin
                    ),
                )
                .in_file(folder.shown("contrats.csv"), Some(contract.ligne))
                .hint("ajouter sa feuille d'heures à temps.csv, ou corriger les dates du contrat"),
            );
            continue;
        }
        let day = contract.date_paiement.unwrap_or(payment);
        groups.entry((&contract.matricule, day)).or_default().push((contract, days));
    }
    lonely_elements(folder, period, &groups, &mut diagnostics);
    let mut firsts: BTreeSet<&str> = BTreeSet::new();
    let prepared = groups
        .into_iter()
        .map(|((matricule, day), contracts)| {
            // Elements of the period go with the first payment of the person.
            let first = firsts.insert(matricule);
            let number = if day == payment {
                format!("{}-{matricule}", period.nom)
            } else {
                format!("{}-{matricule}-{}", period.nom, day.format("%m%d"))
            };
            one(folder, rates, register, period, matricule, number, day, &contracts, first)
        })
        .collect();
    (prepared, diagnostics)
}

/// Time-sheet lines of a contract that touch these days.
fn lines<'a>(folder: &'a Folder, contract: &LigneContrat, days: Period) -> Vec<&'a LigneTemps> {
    let all = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    all.iter().filter(|l| l.days().intersection(days).is_some()).collect()
}

/// Elements of people who are not paid: nothing may be lost in silence.
fn lonely_elements(
    folder: &Folder,
    period: &PayPeriod,
    groups: &BTreeMap<(&str, NaiveDate), Vec<(&LigneContrat, Period)>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for line in &folder.elements {
        let inside = line.element.date.is_some_and(|d| period.jours.contains(d));
        let paid = groups.keys().any(|(m, _)| *m == line.matricule);
        if inside && !paid && !folder.left_out.contains(&line.matricule) {
            diagnostics.push(
                Diagnostic::error(
                    "DOS-049",
                    format!(
                        "{} n'a aucun contrat payé sur la période : cet élément n'est pas repris",
                        line.matricule
                    ),
                )
                .severity(Gravite::Majeur)
                .in_file(folder.shown("elements.csv"), Some(line.ligne))
                .column("date")
                .hint("corriger la date de l'élément ou le matricule"),
            );
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one call, every value named at the call site")]
fn one(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    period: &PayPeriod,
    matricule: &str,
    number: String,
    day: NaiveDate,
    contracts: &[(&LigneContrat, Period)],
    with_elements: bool,
) -> Prepared {
    let mut diagnostics = Vec::new();
    let mut paid = Vec::new();
    let mut elements = Vec::new();
    let mut refused = false;
    let work = contracts
        .iter()
        .map(|(_, days)| *days)
        .reduce(|a, b| Period { debut: a.debut.min(b.debut), fin: a.fin.max(b.fin) });
    let mut weeks = work.map_or_else(BTreeMap::new, |work| {
        crate::cumuls::week_hours(register, folder, matricule, &number, day, work)
    });
    let elsewhere = weeks.clone();
    let mut order: Vec<usize> = (0..contracts.len()).collect();
    order.sort_by_key(|rank| contracts[*rank].1.debut);
    let mut pays: BTreeMap<usize, _> = BTreeMap::new();
    for rank in order {
        let (contract, days) = &contracts[rank];
        let mut found = Vec::new();
        let paid = pay(folder, rates, contract, *days, (&elsewhere, &mut weeks), &mut found);
        pays.insert(rank, (paid, found));
    }
    for (paid_contract, found) in pays.into_values() {
        diagnostics.extend(found);
        match paid_contract {
            Ok((line, mut extra)) => {
                paid.push(line);
                elements.append(&mut extra);
            }
            Err(mut list) => {
                diagnostics.append(&mut list);
                refused = true;
            }
        }
    }
    if with_elements {
        elements.extend(
            folder
                .elements
                .iter()
                .filter(|l| {
                    l.matricule == matricule && l.element.date.is_some_and(|d| period.jours.contains(d))
                })
                .map(|l| l.element.clone()),
        );
    }
    let production = &folder.production;
    let mut employeur = production.employeur.clone();
    employeur.identite.production.get_or_insert_with(|| production.production.titre.clone());
    let input = BulletinInput {
        numero: Some(number.clone()),
        rectifie: None,
        date_paiement: day,
        employeur,
        salarie: folder.people[matricule].salarie.clone(),
        cumuls: cddu_payslip::Cumuls::default(),
        methodes: production.methodes,
        periodicite: production.production.periodicite,
        contrats: paid,
        elements,
    };
    Prepared { matricule: matricule.to_owned(), number, input, diagnostics, refused }
}

/// Hours of civil weeks, by their Monday.
type Weeks = BTreeMap<NaiveDate, Decimal>;

/// Those that touch some days, when there are some.
fn others(weeks: &Weeks, days: Period) -> Option<AutresHeures> {
    let list: Vec<HeuresSemaine> = days
        .weeks()
        .filter_map(|semaine| {
            weeks.get(&semaine).map(|h| HeuresSemaine { semaine, heures: Quantity(h.normalize()) })
        })
        .collect();
    (!list.is_empty()).then_some(AutresHeures::Semaines(list))
}

/// Hours written on the sheets of a contract for a civil week.
pub(crate) fn sheet_hours(folder: &Folder, contract: &str, week: NaiveDate) -> Decimal {
    let Some(all) = folder.times.get(contract) else { return Decimal::ZERO };
    let lines: Vec<&LigneTemps> = all.iter().filter(|l| Period::monday(l.days().debut) == week).collect();
    worked_hours(&lines).0
}

/// One contract of the payslip and the expenses its time sheet gives. `elsewhere`: hours that other payslips pay in the
/// same weeks; `weeks`: those of the contracts already read as well, to which this one adds its own.
fn pay(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
    (elsewhere, weeks): (&Weeks, &mut Weeks),
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Contrat, Vec<Element>), Vec<Diagnostic>> {
    let lines = lines(folder, contract, days);
    let whole = days == contract.dates;
    let film = &folder.production.production;
    let idcc = contract.idcc.as_deref().unwrap_or(&folder.production.employeur.identite.idcc);
    let place = |d: Diagnostic, column: &str| {
        let column = d.champ.clone().unwrap_or_else(|| column.to_owned());
        d.in_file(folder.shown("contrats.csv"), Some(contract.ligne)).column(column)
    };
    let conventions = rates.conventions()?;
    let function = conventions.function(idcc, &contract.fonction).map(|id| conventions.fonction(id));
    let mut analytique = contract.analytique.clone();
    analytique.insert("film".to_owned(), film.code.clone());
    let mut out = Contrat {
        contrat: contract.contrat.clone(),
        categorie: contract.categorie,
        cadre: contract.cadre.unwrap_or_else(|| function.is_some_and(|f| f.cadre)),
        annexe: contract.annexe,
        fonction: function.map_or_else(|| contract.fonction.clone(), |f| f.nom.clone()),
        debut: contract.dates.debut,
        fin: contract.dates.fin,
        periode: (!whole).then_some(days),
        anterieur: None,
        jours: worked_days(&lines).into(),
        heures: worked_hours(&lines),
        cachets: contract.cachets.unwrap_or_else(|| lines.iter().map(|l| l.cachets).sum()),
        brut: contract.brut,
        salaire_base: None,
        heures_base: None,
        engagement: None,
        temps: Vec::new(),
        annexe_film: None,
        derogation_annexe3: None,
        semaine_6_jours: None,
        zone: Zone::default(),
        publicitaire: false,
        nature: None,
        genre: None,
        forfait_jours: false,
        court_metrage: false,
        jours_contrat: None,
        semaines_contrat: None,
        semaines: Vec::new(),
        heures_jour_6: None,
        moins_de_16_ans: false,
        direct: false,
        zone_bareme_figurant: None,
        repos_non_compense: false,
        prestations: Vec::new(),
        dfs: contract.dfs,
        dfs_groupe: contract.dfs_groupe,
        taux_artiste: contract.taux_artiste,
        numero_objet: contract.numero_objet.clone().or_else(|| film.numero_objet.clone()),
        idcc: contract.idcc.clone(),
        analytique,
        elements: Vec::new(),
        heures_sup: None,
        heures_sup_autres: others(elsewhere, days),
    };
    if contract.brut.is_some() {
        if !whole {
            return Err(vec![place(
                Diagnostic::error(
                    "DOS-048",
                    format!(
                        "le brut de {} vaut pour tout le contrat, la période n'en paie qu'une partie",
                        contract.contrat
                    ),
                )
                .hint("payer une période qui contient tout le contrat, ou donner salaire_base et les heures"),
                "brut",
            )]);
        }
        let mut touched = days.weeks();
        if let (Some(only), None) = (touched.next(), touched.next()) {
            *weeks.entry(only).or_default() += out.heures.0;
        }
        return Ok((out, Vec::new()));
    }
    check_cut_weeks(folder, contract, days)?;
    let mut input = question(folder, contract, days, out.cachets);
    input.heures_sup_autres = others(weeks, days);
    let brut = gross::compute(rates, &input)
        .map_err(|list| list.into_iter().map(|d| place(d, "salaire_base")).collect::<Vec<_>>())?;
    diagnostics.extend(brut.avertissements.iter().map(|w| {
        let (gravite, column) = match w.code.as_str() {
            // Pay under the minimum; unknown function, so that the minimum is not checked.
            "BRUT-101" => (Gravite::Majeur, "salaire_base"),
            "BRUT-114" => (Gravite::Majeur, "fonction"),
            _ => (Gravite::Mineur, "salaire_base"),
        };
        place(
            Diagnostic::error(&w.code, format!("{} : {}", contract.contrat, w.message)).severity(gravite),
            column,
        )
    }));
    for (week, hours) in &brut.semaines {
        *weeks.entry(*week).or_default() += hours.0;
    }
    out.brut = Some(brut.brut);
    out.heures = brut.heures;
    out.jours = brut.jours;
    out.cachets = brut.cachets;
    let expenses = expenses(&brut, contract, days);
    out.elements = brut.elements;
    Ok((out, expenses))
}

/// What a contract and its time sheets ask of the conventions over some days.
fn question(folder: &Folder, contract: &LigneContrat, days: Period, cachets: u32) -> BrutInput {
    let film = &folder.production.production;
    let idcc = contract.idcc.as_deref().unwrap_or(&folder.production.employeur.identite.idcc);
    let lines = lines(folder, contract, days);
    BrutInput {
        date: Some(days.debut),
        salaire_base: contract.salaire_base,
        heures_base: contract.heures_base,
        engagement: Some(match contract.engagement {
            Some("jour") => Engagement::Jour,
            Some("semaine") => Engagement::Semaine,
            _ if contract.dates.days() < 5 => Engagement::Jour,
            _ => Engagement::Semaine,
        }),
        cachets: (cachets > 0).then_some(cachets),
        semaines: lines.iter().filter_map(|l| total(l)).collect(),
        temps: lines.iter().filter_map(|l| sheet_day(l)).collect(),
        adherent: folder.production.employeur.parametres.adherent,
        annexe: annexe(contract.annexe_film.or(film.annexe.as_deref())),
        derogation_annexe3: film.derogation_annexe3,
        zone: if film.zone.as_deref() == Some("autre") { Zone::Autre } else { Zone::Paris },
        publicitaire: film.publicitaire,
        jours_contrat: u32::try_from(
            contract.dates.iter_days().filter(|d| d.weekday().number_from_monday() <= 5).count(),
        )
        .ok(),
        semaines_contrat: u32::try_from((contract.dates.days() + 6) / 7).ok(),
        methodes: folder.production.methodes,
        ..BrutInput::new(idcc, contract.categorie, &contract.fonction)
    }
}

/// The conventional minimum of a contract over some days, against the pay agreed in the same unit.
pub(crate) fn minimum(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
) -> Option<gross::Minimum> {
    let sheets = lines(folder, contract, days).iter().map(|l| l.cachets).sum();
    let input = question(folder, contract, days, contract.cachets.unwrap_or(sheets));
    input.salaire_base?;
    gross::compute(rates, &input).ok()?.minimum
}

fn annexe(text: Option<&str>) -> Option<Annexe> {
    match text? {
        "2" => Some(Annexe::A2),
        "3" => Some(Annexe::A3),
        "3bis" => Some(Annexe::A3Bis),
        _ => Some(Annexe::A1),
    }
}

/// Indemnities of the time sheet, as elements of the payslip.
fn expenses(brut: &Brut, contract: &LigneContrat, days: Period) -> Vec<Element> {
    brut.frais
        .iter()
        .filter(|f| f.montant > Cents::ZERO)
        .map(|f| Element {
            code: ElementCode::Frais,
            montant: Some(f.montant),
            quantite: Some(f.quantite),
            nature: f.nature.clone(),
            contrat: Some(contract.contrat.clone()),
            libelle: Some(f.libelle.clone()),
            paye_directement: false,
            personnes_a_charge: 0,
            creancier: None,
            date: Some(f.jours.first().copied().unwrap_or(days.fin)),
        })
        .collect()
}

/// A weekly engagement is paid by whole weeks: the guaranteed hours of a week cut in two would be paid twice.
fn check_cut_weeks(folder: &Folder, contract: &LigneContrat, days: Period) -> Result<(), Vec<Diagnostic>> {
    if contract.engagement == Some("jour") || contract.dates.days() < 5 {
        return Ok(());
    }
    let all = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let week = |d: NaiveDate| (d.iso_week().year(), d.iso_week().week());
    let inside: BTreeSet<_> =
        all.iter().filter(|l| l.days().intersection(days).is_some()).map(|l| week(l.days().debut)).collect();
    let Some(cut) = all
        .iter()
        .find(|l| l.days().intersection(days) != Some(l.days()) && inside.contains(&week(l.days().debut)))
    else {
        return Ok(());
    };
    Err(vec![
        Diagnostic::error(
            "DOS-050",
            format!("{} : la période coupe la semaine du {}, les heures de cette semaine seraient comptées deux fois", contract.contrat, crate::value::monday(cut.days().debut)),
        )
        .in_file(folder.shown("temps.csv"), Some(cut.ligne))
        .column("date")
        .hint("payer des semaines entières : --periode 2026-W46, ou deux dates d'un lundi à un dimanche"),
    ])
}

fn minutes(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

fn sheet_day(line: &LigneTemps) -> Option<Jour> {
    let Temps::Jour(day) = &line.temps else { return None };
    if day.horaire.is_none() && day.nature != NatureJour::FerieChome {
        return None; // a day counted by its cachets
    }
    Some(Jour {
        debut: day.horaire.map(|(from, _)| Horaire(minutes(from))),
        fin: day.horaire.map(|(_, to)| Horaire(minutes(to))),
        pause_minutes: day.pause_minutes,
        nature: Some(day.nature),
        lieu: day.lieu.clone(),
        studio: day.studio,
        zone: day.zone,
        transport_minutes: day.transport_minutes,
        voyage_minutes: day.voyage_minutes,
        repas: day.repas,
        casse_croute: day.casse_croute,
        journee_continue: day.journee_continue,
        recupere: day.recupere,
        signe: day.signe,
        ..Jour::new(day.date)
    })
}

fn total(line: &LigneTemps) -> Option<Semaine> {
    match &line.temps {
        Temps::Jour(_) => None,
        Temps::Semaine { semaine, jours, heures } => {
            Some(Semaine { debut: semaine.debut, jours: Quantity::from(*jours), heures: *heures })
        }
    }
}

/// Different days worked.
fn worked_days(lines: &[&LigneTemps]) -> u32 {
    let mut days = BTreeSet::new();
    let mut weeks = 0;
    for line in lines {
        match &line.temps {
            Temps::Jour(day) => {
                days.insert(day.date);
            }
            Temps::Semaine { jours, .. } => weeks += jours,
        }
    }
    u32::try_from(days.len()).unwrap_or(0) + weeks
}

/// Hours as written on the sheets, for pay that the hours do not decide.
fn worked_hours(lines: &[&LigneTemps]) -> Quantity {
    let total: Decimal = lines
        .iter()
        .map(|line| match &line.temps {
            Temps::Jour(day) => Decimal::from(day.worked_minutes()) / Decimal::from(60),
            Temps::Semaine { heures, .. } => heures.0,
        })
        .sum();
    Quantity(cddu_rates::round_half_up(total, 4))
}
