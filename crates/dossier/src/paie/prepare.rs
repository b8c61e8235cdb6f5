//! From contracts, time sheets and elements to the inputs of payslips: one per person and day of payment.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::Tables;
use cddu_documents::typo::euros;
use cddu_payslip::gross::{self, Annexe, Engagement, FeuilleHeures, NatureJour};
use cddu_payslip::{Absence, BulletinInput, Categorie, Contrat, Element, Travail, gross_of};
use cddu_rates::{Cents, Diagnostic, Gravite, Period, Quantity, Rates, Unite, function_key};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::lecture::absences::{LigneAbsence, of_days};
use crate::lecture::contracts::LigneContrat;
use crate::lecture::sheet::cut;
use crate::lecture::times::{LigneTemps, Temps};
use crate::paie::rappel::is_back_pay;
use crate::paie::retenus::Retenus;
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
    /// What its rows are asked before a new payslip is frozen.
    pub questions: Vec<Diagnostic>,
}

/// The payslips to compute for a period, in order of the people.
pub(crate) fn prepare(
    folder: &Folder,
    rates: &Rates,
    period: &PayPeriod,
    payment: NaiveDate,
    held: &Retenus,
) -> (Vec<Prepared>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut groups: BTreeMap<(&str, NaiveDate), Vec<(&LigneContrat, Period)>> = BTreeMap::new();
    let mut contracts: Vec<&LigneContrat> = folder.contracts.values().collect();
    contracts.sort_by_key(|c| c.ligne);
    for contract in contracts {
        let Some(days) = engaged(contract).intersection(period.jours) else { continue };
        if held.stops(&contract.matricule) {
            continue;
        }
        if untold(folder, contract, days) {
            if let Some(fault) = all_absent(folder, contract, days) {
                // The guarantee of a week, less its absences: a payslip says it, to the person and to the bodies.
                if super::questions::guaranteed(contract) {
                    let day = contract.date_paiement.unwrap_or(payment);
                    groups.entry((&contract.matricule, day)).or_default().push((contract, days));
                } else {
                    diagnostics.push(fault);
                }
                continue;
            }
            continue;
        }
        let day = contract.date_paiement.unwrap_or(payment);
        groups.entry((&contract.matricule, day)).or_default().push((contract, days));
    }
    lonely_elements(folder, period, &groups, held, &mut diagnostics);
    renamed(folder, rates, &groups, &mut diagnostics);
    let mut firsts: BTreeSet<&str> = BTreeSet::new();
    let paid: BTreeSet<&str> = groups.values().flatten().map(|(c, _)| c.contrat.as_str()).collect();
    let tables = if folder.declares() { Tables::load(rates).ok() } else { None };
    let prepared = groups
        .into_iter()
        .map(|((matricule, day), contracts)| {
            // An element goes with its contract; without one, with the first payment of the person in the period.
            let first = firsts.insert(matricule);
            let takes = |named: Option<&str>| match named {
                Some(named) if paid.contains(named) => contracts.iter().any(|(c, _)| c.contrat == named),
                _ => first,
            };
            let number = if day == payment {
                format!("{}-{matricule}", period.nom)
            } else {
                format!("{}-{matricule}-{}", period.nom, day.format("%m%d"))
            };
            let mut one = one(folder, rates, period, matricule, number, day, &contracts, &takes);
            let codes = tables.iter().flat_map(|t| super::identite::without_code(folder, t, &one.input));
            one.questions.extend(codes);
            one
        })
        .collect();
    (prepared, diagnostics)
}

/// No line, no agreed gross and no count of cachets says the work of a contract over some days.
pub(super) fn untold(folder: &Folder, contract: &LigneContrat, days: Period) -> bool {
    // Cachets of the contract whose days are in another period are paid with them.
    let counted = contract.cachets.is_some() && !elsewhere(folder, contract);
    lines(folder, contract, days).is_empty() && contract.brut.is_none() && !counted
}

/// The contract has lines, in whatever days.
pub(super) fn elsewhere(folder: &Folder, contract: &LigneContrat) -> bool {
    folder.times.get(&contract.contrat).is_some_and(|l| !l.is_empty())
}

/// Functions written by another name than that of the agreement, which the payslip prints: told once each.
fn renamed(
    folder: &Folder,
    rates: &Rates,
    groups: &BTreeMap<(&str, NaiveDate), Vec<(&LigneContrat, Period)>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Ok(conventions) = rates.conventions() else { return };
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut rows: Vec<&LigneContrat> = groups.values().flatten().map(|(contract, _)| *contract).collect();
    rows.sort_by_key(|c| (c.fichier, c.ligne));
    for contract in rows {
        let idcc = folder.idcc(contract);
        let Some(id) = conventions.function(idcc, &contract.fonction) else { continue };
        let name = conventions.fonction(id).nom.as_str();
        let same = function_key(name).starts_with(&function_key(&contract.fonction));
        if same || !told.insert((idcc, &contract.fonction)) {
            continue;
        }
        // Another spelling is a detail; a word that several functions hold may mean another minimum.
        let typed = function_key(&contract.fonction);
        let holds = |nom: &str| {
            let key = function_key(nom);
            typed.split(' ').all(|word| key.split(' ').any(|k| k == word))
        };
        let others: Vec<&str> = conventions
            .fonctions()
            .iter()
            .filter(|f| f.idcc == idcc && f.nom != name && holds(&f.nom))
            .map(|f| f.nom.as_str())
            .take(2)
            .collect();
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(" ; il y a aussi « {} »", others.join(" », « "))
        };
        diagnostics.push(
            Diagnostic::warning(
                "DOS-162",
                format!(
                    "« {} » est payé comme « {name} », nom de la convention {idcc}{more}",
                    cut(&contract.fonction)
                ),
            )
            .severity(if others.is_empty() { Gravite::Info } else { Gravite::Mineur })
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("fonction")
            .hint("si c'est une autre fonction, écrire son nom entier (cddu minima MOT les cherche)"),
        );
    }
}

/// The working days of a contract in these days are all absences: nothing is paid, nothing is forgotten.
pub(super) fn all_absent(folder: &Folder, contract: &LigneContrat, days: Period) -> Option<Diagnostic> {
    let list = folder.absences.get(&contract.contrat)?;
    let away =
        |d: NaiveDate| list.iter().find(|l| l.absence.heures.is_none() && l.absence.dates().contains(d));
    let mut working = days.iter_days().filter(|d| d.weekday().number_from_monday() <= 5);
    let first = working.next().and_then(away)?;
    if let Some(kept) = kept_alone(folder, contract, list, days) {
        return working.all(|d| away(d).is_some()).then_some(kept);
    }
    if let Some(paid) = paid_alone(folder, contract, list, days) {
        return working.all(|d| away(d).is_some()).then_some(paid);
    }
    // A stop is declared whatever is paid; this program has only the payslips to say it with.
    let stop = days.iter_days().filter_map(away).any(|l| l.absence.motif.arret().is_some());
    let hint = if stop {
        "l'arrêt reste à signaler : attestation de salaire sur net-entreprises ; la DSN du mois ne le porte (bloc 60) que par un bulletin dont la période le contient, avec des jours travaillés"
    } else {
        "payer une période qui contient aussi ses jours travaillés fait figurer l'absence sur le bulletin, en DSN et à Congés Spectacles"
    };
    working.all(|d| away(d).is_some()).then(|| {
        Diagnostic::warning(
            "DOS-156",
            format!(
                "le contrat {} est absent du {} au {} : rien n'est payé, et aucun bulletin ne porte cette absence",
                contract.contrat, days.debut, days.fin
            ),
        )
        .severity(if stop { Gravite::Mineur } else { Gravite::Info })
        .in_file(folder.shown("absences.csv"), Some(first.ligne))
        .hint(hint)
    })
}

/// The pay kept of an absence goes with the payslip of its first day, which these days without work do not make: it would
/// be lost.
fn kept_alone(
    folder: &Folder,
    contract: &LigneContrat,
    list: &[LigneAbsence],
    days: Period,
) -> Option<Diagnostic> {
    let starts = |l: &&LigneAbsence| days.contains(l.absence.debut);
    let kept = |l: &LigneAbsence| l.absence.maintien.filter(|amount| !amount.is_zero());
    let line = list.iter().filter(starts).find(|l| kept(l).is_some())?;
    Some(
        Diagnostic::error(
            "DOS-269",
            format!(
                "{} : maintien de {} pour une absence du {} au {}, où aucun jour n'est travaillé : aucun bulletin ne le paierait",
                contract.contrat,
                euros(kept(line).unwrap_or_default()),
                days.debut.format("%d/%m/%Y"),
                days.fin.format("%d/%m/%Y")
            ),
        )
        .in_file(folder.shown("absences.csv"), Some(line.ligne))
        .column("maintien")
        .hint("payer une période qui contient aussi des jours travaillés du contrat (--periode AAAA-MM, ou deux dates) ; si le contrat n'en a aucun, ôter cette ligne et donner le maintien en brut du contrat, l'arrêt étant signalé à part"),
    )
}

/// Days that are paid although nobody works them, in a period that has no other: the payslip that would pay them is not
/// made.
fn paid_alone(
    folder: &Folder,
    contract: &LigneContrat,
    list: &[LigneAbsence],
    days: Period,
) -> Option<Diagnostic> {
    let inside = |l: &&LigneAbsence| l.absence.motif.paid() && l.absence.dates().intersection(days).is_some();
    let line = list.iter().find(inside)?;
    let count = of_days(line.absence.dates().intersection(days)?, 5);
    Some(
        Diagnostic::error(
            "DOS-269",
            format!(
                "{} : événement familial payé du {} au {}, où aucun jour n'est travaillé : aucun bulletin ne le paierait{}",
                contract.contrat,
                days.debut.format("%d/%m/%Y"),
                days.fin.format("%d/%m/%Y"),
                super::questions::guarantee(contract, count)
            ),
        )
        .in_file(folder.shown("absences.csv"), Some(line.ligne))
        .column("motif")
        .hint("payer une période qui contient aussi des jours travaillés du contrat (--periode de deux dates) ; s'ils sont déjà payés, ajouter ce montant par un élément « prime » du contrat (elements.csv) et ôter cette ligne"),
    )
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
    held: &Retenus,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for line in &folder.elements {
        let inside = line.element.date.is_some_and(|d| period.jours.contains(d));
        let paid = groups.keys().any(|(m, _)| *m == line.matricule);
        // Whom nobody knows is told on his row.
        if !folder.people.contains_key(&line.matricule) {
            continue;
        }
        if inside && !paid && !held.stops(&line.matricule) && !is_back_pay(folder, period, line) {
            let last = folder.contracts.values().filter(|c| c.matricule == line.matricule);
            let last = last.filter(|c| c.dates.fin < period.jours.debut).max_by_key(|c| c.dates.fin);
            let hint = match last {
                Some(contract) => format!(
                    "un rappel d'un contrat déjà payé le nomme dans la colonne contrat ({}) : il est payé seul, le jour de paiement de la période ; sinon corriger la date ou le matricule",
                    contract.contrat
                ),
                None => "corriger la date de l'élément ou le matricule".to_owned(),
            };
            diagnostics.push(
                Diagnostic::error(
                    "DOS-049",
                    format!(
                        "{} n'a aucun contrat payé sur la période : cet élément n'est pas repris",
                        line.matricule
                    ),
                )
                .severity(Gravite::Majeur)
                .in_file(folder.shown(line.fichier), Some(line.ligne))
                .column("date")
                .hint(hint),
            );
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one call, every value named at the call site")]
fn one(
    folder: &Folder,
    rates: &Rates,
    period: &PayPeriod,
    matricule: &str,
    number: String,
    day: NaiveDate,
    contracts: &[(&LigneContrat, Period)],
    takes: &dyn Fn(Option<&str>) -> bool,
) -> Prepared {
    let mut diagnostics = Vec::new();
    let mut questions = Vec::new();
    let mut paid = Vec::new();
    let mut elements = Vec::new();
    let mut refused = false;
    for (contract, days) in contracts {
        questions.extend(super::questions::of_contract(
            (folder, rates),
            contract,
            &lines(folder, contract, *days),
            *days,
        ));
        match pay(folder, rates, contract, *days) {
            Ok(line) => paid.push(line),
            Err(mut list) => {
                diagnostics.append(&mut list);
                refused = true;
            }
        }
    }
    elements.extend(
        folder
            .elements
            .iter()
            .filter(|l| {
                l.matricule == matricule
                    && l.element.date.is_some_and(|d| period.jours.contains(d))
                    && takes(l.element.contrat.as_deref())
                    && !is_back_pay(folder, period, l)
            })
            .map(|l| of_its_contract(&l.element, contracts)),
    );
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
        rappel: None,
        impot_garde: None,
    };
    Prepared { matricule: matricule.to_owned(), number, input, diagnostics, refused, questions }
}

/// The element with its contract: where the payslip has several and the row names none, the only one that its day is in.
fn of_its_contract(element: &Element, contracts: &[(&LigneContrat, Period)]) -> Element {
    let dfs = contracts.iter().any(|(c, _)| c.dfs);
    let alone = contracts.len() < 2 || element.contrat.is_some() || !element.needs_contract(dfs);
    let holds = |days: &Period| element.date.is_some_and(|d| days.contains(d));
    let mut there = contracts.iter().filter(|(_, days)| !alone && holds(days));
    match (there.next(), there.next()) {
        (Some((contract, _)), None) => Element { contrat: Some(contract.contrat.clone()), ..element.clone() },
        _ => element.clone(),
    }
}

/// One contract of the payslip, given by its gross or by its hours.
fn pay(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
) -> Result<Contrat, Vec<Diagnostic>> {
    if contract.brut.is_none() {
        check_cut_weeks(folder, contract, days)?;
        super::cachets::whole(folder, contract, days)?;
    } else if days != engaged(contract) {
        return Err(vec![
            Diagnostic::error(
                "DOS-048",
                format!(
                    "le brut de {} vaut pour tout le contrat, la période n'en paie qu'une partie",
                    contract.contrat
                ),
            )
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("brut")
            .hint("payer une période qui contient tout le contrat, ou donner salaire_base et les heures"),
        ]);
    }
    asked(folder, rates, contract, days)
}

/// What a contract and its time sheets ask of the calculation over some days.
fn asked(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
) -> Result<Contrat, Vec<Diagnostic>> {
    let lines = lines(folder, contract, days);
    let cadre = status(folder, rates, contract)?;
    let film = &folder.production.production;
    let idcc = folder.idcc(contract);
    let conventions = rates.conventions()?;
    let cachets = contract.cachets.unwrap_or_else(|| typed_cachets(folder, contract, &lines, days));
    let unit = match engagement(folder, contract, cachets, days) {
        Engagement::Jour => Unite::Jour,
        Engagement::Semaine | Engagement::Mois => Unite::Semaine,
    };
    let function = conventions.function(idcc, &contract.fonction);
    let function = function.map(|id| conventions.fonction(conventions.of_unit(id, unit)));
    let mut analytique = contract.analytique.clone();
    analytique.insert("film".to_owned(), film.code.clone());
    // Days and hours of a gross are those of the sheets; hours that are priced count their own.
    let (jours, heures, cachets, travail) = match contract.brut {
        Some(brut) => (worked_days(&lines).into(), worked_hours(&lines), cachets, Travail::given(brut)),
        None => {
            let technician = contract.categorie == Categorie::Technicien;
            let travail = Travail::Heures(Box::new(sheet(folder, contract, &lines, (cachets, days))));
            (Quantity::ZERO, Quantity::ZERO, if technician { 0 } else { cachets }, travail)
        }
    };
    Ok(Contrat {
        contrat: contract.contrat.clone(),
        categorie: contract.categorie,
        cadre: Some(cadre),
        annexe: contract.annexe,
        fonction: function.map_or_else(|| contract.fonction.clone(), |f| f.nom.clone()),
        debut: contract.dates.debut,
        fin: contract.dates.fin,
        periode: (days != contract.dates).then_some(days),
        anterieur: None,
        jours,
        heures,
        cachets,
        heures_hors_cachets: beside_cachets(contract, &lines, cachets),
        travail,
        dfs: contract.dfs,
        dfs_groupe: contract.dfs_groupe,
        taux_artiste: contract.taux_artiste,
        numero_objet: contract.numero_objet.clone().or_else(|| film.numero_objet.clone()),
        idcc: contract.idcc.clone(),
        analytique,
        heures_sup: None,
        heures_sup_autres: None,
        absences: absences(folder, contract, days),
    })
}

/// Cachets that the rows of a contract say. A week that is engaged pays the holiday of it that is not worked: its row holds no
/// cachet, and the week is whole with it.
fn typed_cachets(folder: &Folder, contract: &LigneContrat, lines: &[&LigneTemps], days: Period) -> u32 {
    let typed: u32 = lines.iter().map(|l| l.cachets).sum();
    let weekly = contract.brut.is_none() && engagement(folder, contract, typed, days) == Engagement::Semaine;
    if typed == 0 || !weekly {
        return typed;
    }
    let off = |l: &&&LigneTemps| {
        l.cachets == 0 && l.day().is_some_and(|day| day.nature == Some(NatureJour::FerieChome))
    };
    typed.saturating_add(u32::try_from(lines.iter().filter(off).count()).unwrap_or(0))
}

/// The days that a contract engages: to its term, or to the day on which it was broken, whose week is held in part. A gross
/// agreed for the contract is that of its dates.
pub(super) fn engaged(contract: &LigneContrat) -> Period {
    let Period { debut, fin } = contract.dates;
    let last =
        contract.declare.fin_reelle.filter(|last| contract.brut.is_none() && (debut..fin).contains(last));
    Period { debut, fin: last.unwrap_or(fin) }
}

/// By the week or by the day: as the contract says. Without a word, five calendar days make a week, unless an artist or a
/// figurant has fewer cachets than the days from Monday to Friday: isolated days.
pub(super) fn engagement(folder: &Folder, contract: &LigneContrat, cachets: u32, days: Period) -> Engagement {
    match contract.engagement {
        Some("jour") => Engagement::Jour,
        Some("semaine") => Engagement::Semaine,
        _ if contract.dates.days() < 5 => Engagement::Jour,
        _ if isolated(folder, contract, cachets, days) => Engagement::Jour,
        _ => Engagement::Semaine,
    }
}

/// Hours of the rows without cachet of a gross paid by cachets: rehearsals. What the rows with a cachet hold is the work
/// of the cachet.
fn beside_cachets(contract: &LigneContrat, lines: &[&LigneTemps], cachets: u32) -> Option<Quantity> {
    if contract.brut.is_none() || cachets == 0 || contract.cachets.is_some() {
        return None;
    }
    let with: BTreeSet<NaiveDate> = lines.iter().filter(|l| l.cachets > 0).map(|l| l.days().debut).collect();
    let beside: Vec<&LigneTemps> =
        lines.iter().copied().filter(|l| !with.contains(&l.days().debut)).collect();
    Some(worked_hours(&beside)).filter(|hours| *hours != Quantity::ZERO)
}

/// The time sheet of a contract, with what the production and the contract say of its price.
fn sheet(
    folder: &Folder,
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    (cachets, days): (u32, Period),
) -> FeuilleHeures {
    let film = &folder.production.production;
    let idcc = folder.idcc(contract);
    FeuilleHeures {
        salaire_base: contract.salaire_base,
        heures_base: contract.heures_base,
        engagement: Some(engagement(folder, contract, cachets, days)),
        semaines: lines.iter().filter_map(|l| l.week(lines)).collect(),
        temps: lines.iter().filter(|l| !l.beside_a_total(lines)).filter_map(|l| l.day().cloned()).collect(),
        // The film convention knows no genre of programme.
        genre: film.genre.filter(|_| idcc != "3097"),
        annexe: annexe(contract.annexe_film.or(film.annexe.as_deref())),
        derogation_annexe3: film.derogation_annexe3,
        zone: folder.zone(),
        publicitaire: film.publicitaire,
        moins_de_16_ans: under_sixteen(folder, contract),
        ..FeuilleHeures::default()
    }
}

/// The absences of a contract that touch these days.
pub(super) fn absences(folder: &Folder, contract: &LigneContrat, days: Period) -> Vec<Absence> {
    let list = folder.absences.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let touches = |a: &&Absence| a.dates().intersection(days).is_some();
    list.iter().map(|l| &l.absence).filter(touches).cloned().collect()
}

/// By the date of birth, on the first day of the contract.
fn under_sixteen(folder: &Folder, contract: &LigneContrat) -> bool {
    let born = folder.people.get(&contract.matricule).and_then(|p| p.salarie.date_naissance);
    let sixteen = born.and_then(|day| day.checked_add_months(chrono::Months::new(16 * 12)));
    sixteen.is_some_and(|day| contract.dates.debut < day)
}

/// Fewer cachets than days from Monday to Friday, absences left out.
fn isolated(folder: &Folder, contract: &LigneContrat, cachets: u32, days: Period) -> bool {
    let player = matches!(contract.categorie, Categorie::Artiste | Categorie::Figurant);
    let absences = absences(folder, contract, days);
    let there = |d: &NaiveDate| absences.iter().all(|a| a.heures.is_some() || !a.dates().contains(*d));
    let week = days.iter_days().filter(|d| d.weekday().number_from_monday() <= 5).filter(there).count();
    player && cachets > 0 && usize::try_from(cachets).is_ok_and(|n| n < week)
}

/// Cadre or not: as the contract says, else as the grid of the agreement says of the function.
///
/// # Errors
/// `DOS-093`: the function is unknown and the contract does not say; the status is never guessed.
fn status(folder: &Folder, rates: &Rates, contract: &LigneContrat) -> Result<bool, Vec<Diagnostic>> {
    let technician = match contract.categorie {
        Categorie::Technicien => true,
        Categorie::Realisateur => !contract.taux_artiste,
        Categorie::Artiste | Categorie::Figurant => false,
    };
    if let Some(cadre) = contract.cadre {
        return Ok(cadre);
    }
    // Whatever the grid says: an artist is not cadre, nor a réalisateur paid at the rates of artists.
    if !technician {
        return Ok(false);
    }
    let idcc = folder.idcc(contract);
    let conventions = rates.conventions()?;
    if let Some(id) = conventions.function(idcc, &contract.fonction) {
        return Ok(conventions.fonction(id).cadre);
    }
    if !conventions.knows(idcc) {
        return Ok(false);
    }
    let unknown = conventions.unknown_function(idcc, &contract.fonction);
    let near = unknown.aide.as_deref().unwrap_or_default();
    Err(vec![
        Diagnostic::error("DOS-093", format!("{} : cadre ou non, rien ne le dit", unknown.message))
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("fonction")
            .hint(format!("{near} ; ou remplir la colonne « cadre » (oui ou non)")),
    ])
}

/// The gross of a contract over some days, were it engaged by the day or by the week.
pub(super) fn gross_by(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
    engagement: Engagement,
) -> Option<Cents> {
    let mut asked = asked(folder, rates, contract, days).ok()?;
    let Travail::Heures(sheet) = &mut asked.travail else { return None };
    sheet.engagement = Some(engagement);
    let production = &folder.production;
    Some(gross_of(rates, &production.employeur, production.methodes, &asked)?.ok()?.brut)
}

/// The conventional minimum of a contract over some days, against the pay agreed in the same unit.
pub(crate) fn minimum(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    days: Period,
) -> Option<gross::Minimum> {
    contract.salaire_base?;
    let asked = asked(folder, rates, contract, days).ok()?;
    let production = &folder.production;
    gross_of(rates, &production.employeur, production.methodes, &asked)?.ok()?.minimum
}

/// What a contract says before anybody has worked: its unit, its status, and the minimum of that unit on its first day.
pub(crate) struct Convenu {
    pub engagement: Engagement,
    pub cadre: bool,
    pub heures_base: Option<Quantity>,
    pub cachets: u32,
    pub minimum: Option<gross::Minimum>,
    pub mineur: bool,
}

/// Reads a contract as an agreement to sign: the sheets are not asked, but for its cachets.
///
/// # Errors
/// `DOS-093`: the status of an unknown function.
pub(crate) fn agreed(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
) -> Result<Convenu, Vec<Diagnostic>> {
    let cadre = status(folder, rates, contract)?;
    let lines = lines(folder, contract, contract.dates);
    let cachets = contract.cachets.unwrap_or_else(|| typed_cachets(folder, contract, &lines, contract.dates));
    let feuille = sheet(folder, contract, &[], (cachets, contract.dates));
    let engagement = feuille.engagement.unwrap_or(Engagement::Jour);
    let technician = contract.categorie == Categorie::Technicien;
    let idcc = folder.idcc(contract);
    let heures_base = technician.then(|| contract.heures_base.unwrap_or(usual_hours(idcc)));
    let mineur = feuille.moins_de_16_ans;
    let days = if engagement == Engagement::Jour { 1 } else { 5 };
    // One unit of the engagement, worked as the agreement has it: a week of five days, or a day of eight hours.
    let asked = gross::BrutInput {
        date: Some(contract.dates.debut),
        jours: Some(days.into()),
        heures: match (technician, engagement) {
            (true, Engagement::Jour) => Some(8.into()),
            (true, _) => heures_base,
            (false, _) => None,
        },
        cachets: (!technician).then_some(days),
        adherent: folder.production.employeur.parametres.adherent,
        methodes: folder.production.methodes,
        feuille: FeuilleHeures { heures_base: contract.heures_base, ..feuille },
        ..gross::BrutInput::new(idcc, contract.categorie, &contract.fonction)
    };
    let minimum = match contract.brut {
        Some(_) => None,
        None => gross::compute(rates, &asked).ok().and_then(|brut| brut.minimum),
    };
    Ok(Convenu { engagement, cadre, heures_base, cachets, minimum, mineur })
}

/// Hours that the pay of a week pays when the contract does not say.
fn usual_hours(idcc: &str) -> Quantity {
    if idcc == "3097" { 39.into() } else { 35.into() }
}

fn annexe(text: Option<&str>) -> Option<Annexe> {
    match text? {
        "2" => Some(Annexe::A2),
        "3" => Some(Annexe::A3),
        "3bis" => Some(Annexe::A3Bis),
        _ => Some(Annexe::A1),
    }
}

/// A weekly engagement is paid by whole weeks: the guaranteed hours of a week cut in two would be paid twice. So would the
/// total of a week of an engagement by the day, whose days do not say on which side of the cut they are.
fn check_cut_weeks(folder: &Folder, contract: &LigneContrat, days: Period) -> Result<(), Vec<Diagnostic>> {
    let by_day = contract.engagement == Some("jour") || contract.dates.days() < 5;
    let all = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let week = |d: NaiveDate| (d.iso_week().year(), d.iso_week().week());
    let inside: BTreeSet<_> =
        all.iter().filter(|l| l.days().intersection(days).is_some()).map(|l| week(l.days().debut)).collect();
    let together = |l: &LigneTemps| {
        super::cachets::counts_together(folder, contract, crate::lecture::value::monday(l.days().debut))
    };
    let held = |l: &&LigneTemps| !by_day || matches!(l.temps, Temps::Semaine { .. }) || together(l);
    let cuts = |l: &&LigneTemps| inside.contains(&week(l.days().debut)) && outside(l, contract, days);
    let Some(cut) = all.iter().filter(held).find(cuts) else { return Ok(()) };
    let first = crate::lecture::value::monday(cut.days().debut);
    let (what, column) = match cut.temps {
        Temps::Jour(_) if by_day => {
            ("ses jours se comptent ensemble (heures supplémentaires, 6e jour)", "date")
        }
        Temps::Jour(_) => ("les heures de cette semaine seraient comptées deux fois", "date"),
        Temps::Semaine { .. } => ("le total de cette semaine serait payé deux fois", "semaine"),
    };
    let whole = format!("--periode {}", first.format("%G-W%V"));
    let hint = if by_day && column == "semaine" {
        format!(
            "remplacer le total par une ligne par jour (date, debut, fin), ou payer la semaine entière : {whole}"
        )
    } else {
        format!("payer des semaines entières : {whole}, ou deux dates d'un lundi à un dimanche")
    };
    Err(vec![
        Diagnostic::error(
            "DOS-050",
            format!("{} : la période coupe la semaine du {first}, {what}", contract.contrat),
        )
        .in_file(folder.shown(cut.fichier), Some(cut.ligne))
        .column(column)
        .hint(hint),
    ])
}

/// Days worked by a line may lie outside the days paid: those of the contract that are not in the period, unless they
/// are a weekend that a total of five days or less does not need.
fn outside(line: &LigneTemps, contract: &LigneContrat, days: Period) -> bool {
    let Some(own) = line.days().intersection(contract.dates) else { return false };
    let weekday = |d: &NaiveDate| d.weekday().number_from_monday() <= 5;
    let (paid, left): (Vec<NaiveDate>, Vec<NaiveDate>) = own.iter_days().partition(|d| days.contains(*d));
    match &line.temps {
        Temps::Jour(_) => !left.is_empty(),
        Temps::Semaine { jours, .. } => {
            let fits = usize::try_from(*jours).is_ok_and(|n| n <= paid.len());
            left.iter().any(weekday) || (!left.is_empty() && !fits)
        }
    }
}

/// Different days worked.
pub(super) fn worked_days(lines: &[&LigneTemps]) -> u32 {
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
    let total: Decimal = lines.iter().map(|l| l.written_hours()).sum();
    Quantity(cddu_rates::round_half_up(total, 4))
}
