//! A run: a period of a folder computed, compared with the register, frozen.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::count;
use cddu_payslip::Origine;
use cddu_payslip::{
    Avertissement, BulletinInput, Categorie, ContractPay, Contrat, Methodes, Payslip, SemainePayee, Travail,
};
use cddu_rates::{Cents, Diagnostic, Gravite, Period, Rate, Rates, coverage_start};
use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::lecture::columns::ELEMENTS;
use crate::lecture::left_out::Motif;
use crate::lecture::questions::if_wanted;
use crate::paie::couverture::{Jours, couverture};
use crate::paie::jour_paiement;
use crate::paie::perimes::perimes;
use crate::paie::prepare::{Prepared, prepare};
use crate::paie::rappel::{self, Due};
use crate::paie::retenus::Retenus;
use crate::paie::tour::in_turn;
use crate::registre::cumuls;
use crate::registre::index::Cle;
use crate::registre::register::{Frozen, Register, fingerprint};
use crate::{Folder, PayPeriod};

/// What to do and how.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Period of work.
    pub period: PayPeriod,
    /// Day of payment; `None`: that of `production.toml`.
    pub payment: Option<NaiveDate>,
    /// Payslips whose data changed are replaced by new ones.
    pub replace: bool,
    /// Nothing is written.
    pub dry: bool,
    /// People paid in spite of the rows that are left out and of what their payslip has wrong.
    pub despite: BTreeSet<String>,
}

/// What became of a payslip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// Computed and frozen by this run.
    Nouveau,
    /// Already frozen, same data.
    Inchange,
    /// New payslip that replaces a frozen one.
    Rectificatif,
    /// Frozen with other data; kept as it is.
    Conserve,
}

impl Etat {
    /// This run makes it.
    pub(super) fn is_new(self) -> bool {
        matches!(self, Self::Nouveau | Self::Rectificatif)
    }
}

/// A person who could not be paid.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Ecarte {
    /// Number.
    pub matricule: String,
    /// Name.
    pub nom: String,
    /// Codes of the diagnostics that say why.
    pub codes: Vec<String>,
    /// Rows at fault: `temps.csv:5`.
    pub lignes: Vec<String>,
}

/// The result of a run.
#[derive(Debug)]
pub struct Run {
    /// Period.
    pub period: PayPeriod,
    /// Day of payment of the period.
    pub payment: NaiveDate,
    /// Payslips of the period that stand, by number, and what became of each.
    pub payslips: Vec<(Frozen, Etat)>,
    /// People left out.
    pub left_out: Vec<Ecarte>,
    /// Everything met, errors first in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The register after the run.
    pub register: Register,
}

impl Run {
    /// The frozen results of the period.
    #[must_use]
    pub fn results(&self) -> Vec<Payslip> {
        self.payslips.iter().map(|(f, _)| f.resultat.as_ref().clone()).collect()
    }
}

/// Computes a period. `tick` is called once per payslip computed.
///
/// # Errors
/// What prevents the whole run: no day of payment, a contribution that a table does not know (`BAR-061`), nobody to
/// pay, a register that was altered, a full disk.
pub fn run(
    folder: &Folder,
    rates: &Rates,
    options: &RunOptions,
    tick: &(dyn Fn(usize, usize) + Sync),
) -> Result<Run, Vec<Diagnostic>> {
    let payment = jour_paiement::payment_day(folder, options)?;
    if let Some(late) = jour_paiement::late(folder, options, payment) {
        return Err(vec![late]);
    }
    if options.period.jours.fin < coverage_start() {
        // The tables would miss everything of that day: said once.
        return Err(vec![
            Diagnostic::error(
                "DOS-071",
                format!(
                    "aucun barème avant le {} : période du {} au {}",
                    coverage_start(),
                    options.period.jours.debut,
                    options.period.jours.fin
                ),
            )
            .hint("cddu calcule les périodes de travail à partir de 2024"),
        ]);
    }
    // What is frozen must be printed, booked and declared: a contribution that a table does not know stops everybody.
    let mut faults = couverture(rates, Jours { travail: options.period.jours.fin, paiement: payment })?;
    faults.retain(Diagnostic::is_error);
    if !faults.is_empty() {
        return Err(faults);
    }
    // A bank file that cannot be read stops the run before anything is frozen: nobody knows what it has paid.
    crate::compta::transfer_files::read(folder, &options.period.nom)?;
    let mut register = Register::open_for(&folder.root, Some(&options.period.nom))?;
    let held = Retenus::of(folder, &register, options).map_err(|d| vec![d])?;
    let (prepared, mut found) = prepare(folder, rates, &options.period, payment, &held);
    found.extend(super::oublis::of_period(folder, &options.period).into_iter().flat_map(|o| o.faults));
    let back_pay = rappel::of_elements(folder, &register, &options.period);
    // A week may pay authors only.
    let rights = folder.auteurs.lignes.iter().any(|row| options.period.jours.contains(row.date_paiement));
    let completes = !back_pay.due.is_empty() || !back_pay.paid.is_empty() || !back_pay.kept.is_empty();
    if prepared.is_empty() && held.held().next().is_none() && !rights && !completes {
        found.extend(back_pay.diagnostics);
        found.retain(Diagnostic::is_error);
        found.push(nobody(folder, options));
        return Err(found);
    }
    // A trial freezes nothing: it is told, and goes on.
    let employer = super::identite::asked(folder, &register, &options.period.nom);
    if !employer.is_empty() && !options.dry {
        return Err(employer);
    }
    found.extend(employer.into_iter().map(|fault| fault.severity(Gravite::Mineur)));
    let total = prepared.len();
    let outcomes = in_turn(folder, rates, &register, options, &held, prepared, &|| tick(1, total));
    let mut diagnostics = folder.diagnostics.clone();
    diagnostics.append(&mut found);
    diagnostics.extend(super::identite::no_mobility(folder, rates));
    diagnostics.extend(back_pay.diagnostics);
    diagnostics.extend(
        rappel::never_paid(folder, &register, &[options.period.jours]).into_iter().map(|(_, fault)| fault),
    );
    let mut payslips = Vec::new();
    let mut new = Vec::new();
    let mut refused: BTreeMap<String, BTreeSet<Motif>> = BTreeMap::new();
    for (matricule, rows) in held.held() {
        refused.entry(matricule.clone()).or_default().extend(rows.iter().cloned());
    }
    for (matricule, rows) in back_pay.refused {
        refused.entry(matricule).or_default().extend(rows);
    }
    let mut due = back_pay.due;
    payslips.extend(back_pay.paid.into_iter().map(|f| (f, Etat::Inchange)));
    payslips.extend(back_pay.kept.into_iter().map(|f| (f, Etat::Conserve)));
    for outcome in outcomes {
        diagnostics.extend(outcome.diagnostics);
        due.extend(outcome.due);
        match outcome.result {
            Ok(list) => {
                let made = list.iter().filter(|(_, etat)| etat.is_new());
                new.extend(made.map(|(frozen, _)| frozen.clone()));
                payslips.extend(list);
            }
            Err(reasons) => refused.entry(outcome.matricule).or_default().extend(reasons),
        }
    }
    // Back pay counts after the pay of its day: its cumuls hold it.
    register.foresee(&new);
    for mut due in due.into_iter().filter(|due| !held.stops(&due.matricule)) {
        // Nobody is paid on a part of his data.
        if refused.contains_key(&due.matricule) && !held.pays_despite(&due.matricule) {
            continue;
        }
        if due.element.is_some() {
            match of_added(folder, rates, &register, &held, &due, &mut diagnostics) {
                Ok(malgre) => due.malgre = malgre,
                Err(reasons) => {
                    refused.entry(due.matricule).or_default().extend(reasons);
                    continue;
                }
            }
        }
        let paid = if due.meme_paie {
            Err((Box::new(due.input.clone()), Vec::new()))
        } else {
            rappel::pay(rates, &register, &options.period, &due, payment)
        };
        match paid {
            Ok(mut frozen) => {
                if let Some(fault) = rappel::seized_beside(folder, &register, &due, &frozen) {
                    let faults = motifs(std::slice::from_ref(&fault));
                    diagnostics.push(fault);
                    match decided(faults, &held, &due.matricule) {
                        Ok(malgre) => due.malgre.extend(malgre),
                        Err(reasons) => {
                            refused.entry(due.matricule).or_default().extend(reasons);
                            continue;
                        }
                    }
                }
                if rate_was_wrong(folder, &due.matricule) {
                    let first = rappel::paid(&register, &due.root).map(|(first, _)| first);
                    diagnostics
                        .extend(first.and_then(|first| super::impot_garde::left_by_back_pay(first, &frozen)));
                }
                frozen.malgre.clone_from(&due.malgre);
                register.foresee(std::slice::from_ref(&frozen));
                new.push(frozen.clone());
                payslips.push((frozen, Etat::Nouveau));
            }
            Err((_, list))
                if due.element.is_none()
                    && (list.is_empty() || corrects(&register, &due, payment, &list)) =>
            {
                // Less is due than was paid, or another work (a contract numbered again): the payslip is corrected, and the
                // month of this payment declares what is taken back from the earlier one.
                let corrected =
                    taken_back(folder, rates, &register, options, payment, (&held, &due), &mut diagnostics);
                match corrected {
                    Ok((frozen, etat)) => {
                        payslips.retain(|(f, _)| Some(&f.numero) != frozen.remplace.as_ref());
                        register.foresee(std::slice::from_ref(&frozen));
                        new.push(frozen.clone());
                        payslips.push((frozen, etat));
                    }
                    Err(reasons) => refused.entry(due.matricule).or_default().extend(reasons),
                }
            }
            Err((input, list)) => {
                let list: Vec<Diagnostic> =
                    list.into_iter().map(|d| of_back_pay(folder, &register, &input, &due, d)).collect();
                refused.entry(due.matricule).or_default().extend(motifs(&list));
                diagnostics.extend(list);
            }
        }
    }
    stale(folder, &register, options, &refused, &mut payslips, &mut diagnostics);
    let paid: BTreeSet<&str> = payslips.iter().map(|(f, _)| f.resultat.salarie.matricule.as_str()).collect();
    diagnostics.extend(super::controle::earlier(folder, &register, &options.period, &paid));
    // Before anything is frozen: a limit that the tables lack stops the run.
    diagnostics.extend(de_minimis(rates, &register, &payslips, payment)?);
    if !new.is_empty() {
        diagnostics.extend(jour_paiement::told(folder, options, payment));
    }
    if !options.dry {
        register.append(&options.period, new).map_err(|d| vec![d])?;
    }
    let of_run: BTreeSet<&str> =
        payslips.iter().map(|(f, _)| f.resultat.salarie.matricule.as_str()).collect();
    let concerned = |f: &Frozen| of_run.contains(f.resultat.salarie.matricule.as_str());
    diagnostics.extend(perimes(folder, rates, &register, concerned));
    let diagnostics = told_once(diagnostics);
    let left_out = refused
        .into_iter()
        .map(|(matricule, reasons)| {
            let codes: BTreeSet<&String> = reasons.iter().map(|m| &m.code).collect();
            let codes = codes.into_iter().cloned().collect();
            let lignes: BTreeSet<String> =
                reasons.iter().filter(|m| m.ligne.is_some()).map(Motif::place).collect();
            let nom = folder.people.get(&matricule).map_or_else(String::new, |p| {
                format!("{} {}", p.salarie.nom, p.salarie.prenom).trim().to_owned()
            });
            Ecarte { matricule, nom, codes, lignes: lignes.into_iter().collect() }
        })
        .collect();
    Ok(Run { period: options.period.clone(), payment, payslips, left_out, diagnostics, register })
}

/// What is said of a setting or of a table (genre of the programme, value not given, option without effect) in the same
/// words of several contracts concerns none of them in particular: it is told once. So is what is said of no row, whoever
/// met it.
fn told_once(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut said = BTreeSet::new();
    let setting = |d: &Diagnostic| d.fichier.as_deref().is_some_and(|f| f.ends_with("production.toml"));
    let list: Vec<Diagnostic> =
        list.into_iter().filter(|d| d.ligne.is_some() && !setting(d) || said.insert(d.clone())).collect();
    let words = |d: &Diagnostic| {
        let warning = matches!(d.code.as_str(), "BRUT-115" | "BRUT-116" | "BRUT-122");
        warning
            .then(|| d.message.split_once(" : ").map(|(_, text)| (d.code.clone(), text.to_owned())))
            .flatten()
    };
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for key in list.iter().filter_map(words) {
        *counts.entry(key).or_default() += 1;
    }
    let mut out = Vec::new();
    for mut d in list {
        let Some(key) = words(&d) else {
            out.push(d);
            continue;
        };
        match counts.insert(key.clone(), 0) {
            Some(0) => {}
            Some(1) | None => out.push(d),
            Some(n) => {
                d.message = format!("{} ({})", key.1, count(n, "contrat"));
                // A row stands for all of them only when it is that of a setting.
                d.ligne = d.ligne.filter(|_| d.colonne.is_none());
                out.push(d);
            }
        }
    }
    out
}

/// The deduction on overtime is a de minimis aid: its total of the year, told once when the period takes some.
fn de_minimis(
    rates: &Rates,
    register: &Register,
    payslips: &[(Frozen, Etat)],
    payment: NaiveDate,
) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let of = |p: &Payslip| cddu_ledger::etats::deduction_hs(p);
    let here: Cents = payslips.iter().map(|(f, _)| of(&f.resultat)).sum();
    if here.is_zero() {
        return Ok(None);
    }
    let numbers: Vec<&str> = payslips.iter().map(|(f, _)| f.numero.as_str()).collect();
    let year: Cents = register
        .standing()
        .iter()
        .filter(|f| f.resultat.date_paiement.year() == payment.year())
        .filter(|f| !numbers.contains(&f.numero.as_str()))
        .filter(|f| !payslips.iter().any(|(new, _)| new.remplace.as_deref() == Some(f.numero.as_str())))
        .map(|f| of(&f.resultat))
        .sum();
    let limit = rates.amount("HS_DE_MINIMIS", payment).map_err(|d| vec![d])?.0;
    Ok(Some(
        Diagnostic::warning(
            "DE-MINIMIS",
            format!(
                "déduction patronale sur les heures supplémentaires : {} dans l'année {}, aide de minimis comptée dans les {limit} de l'entreprise sur trois exercices",
                year + here,
                payment.year()
            ),
        )
        .severity(Gravite::Info)
        .hint("au-delà de ce plafond, toutes aides réunies, mettre deduction_hs = false dans production.toml"),
    ))
}

pub(super) struct Outcome {
    pub matricule: String,
    pub diagnostics: Vec<Diagnostic>,
    /// Payslips that stand.
    pub result: Result<Vec<(Frozen, Etat)>, Vec<Motif>>,
    /// What is left to pay of a work paid before.
    pub due: Option<Due>,
}

/// Frozen payslips of the period that today's rows do not give any more: they stand, and every output holds them.
fn stale(
    folder: &Folder,
    register: &Register,
    options: &RunOptions,
    refused: &BTreeMap<String, BTreeSet<Motif>>,
    payslips: &mut Vec<(Frozen, Etat)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let given: BTreeSet<&str> = payslips
        .iter()
        .flat_map(|(f, _)| std::iter::once(f.numero.as_str()).chain(f.remplace.as_deref()))
        .collect();
    let kept: Vec<Frozen> = register
        .standing()
        .into_iter()
        .filter(|f| f.periode == options.period.nom && !given.contains(f.numero.as_str()))
        .cloned()
        .collect();
    let people: BTreeSet<String> =
        payslips.iter().map(|(f, _)| f.resultat.salarie.matricule.clone()).collect();
    for frozen in kept {
        let matricule = &frozen.resultat.salarie.matricule;
        // Another payment of the same work (a back pay) stands beside the payslip that the rows give.
        if people.contains(matricule) {
            payslips.push((frozen, Etat::Inchange));
            continue;
        }
        if !refused.contains_key(matricule) {
            diagnostics.push(
                Diagnostic::error(
                    "DOS-133",
                    format!(
                        "le bulletin {} est figé, mais plus aucune ligne du dossier ne le donne",
                        frozen.numero
                    ),
                )
                .severity(Gravite::Majeur)
                .in_file(folder.shown("contrats.csv"), None)
                .hint("rétablir ses lignes ; s'il n'a été ni remis ni payé, cddu defaire l'ôte ; payé par erreur, remettre la ligne de contrats.csv avec brut = 0, puis cddu paie --rectifier (avec --paiement AAAA-MM-JJ une fois le mois déclaré) : le trop-perçu est dit et le mois corrigé"),
            );
        }
        payslips.push((frozen, Etat::Conserve));
    }
    payslips.sort_by(|(a, _), (b, _)| {
        a.entree.salarie.matricule.cmp(&b.entree.salarie.matricule).then_with(|| a.rank().cmp(&b.rank()))
    });
}

fn nobody(folder: &Folder, options: &RunOptions) -> Diagnostic {
    let days = options.period.jours;
    let first = folder.contracts.values().map(|c| c.dates.debut).min();
    let last = folder.contracts.values().map(|c| c.dates.fin).max();
    let touched = || folder.contracts.values().filter(|c| c.dates.intersection(days).is_some());
    let here = touched().count();
    let away = touched().any(|c| folder.absences.contains_key(&c.contrat));
    let hint = match (first, last) {
        _ if here > 0 && away => "les contrats de ces jours n'ont rien à payer : toutes leurs journées sont des absences (absences.csv) ; l'arrêt se déclare à part".to_owned(),
        _ if here > 0 => "les contrats de ces jours n'ont aucune heure : les ajouter à temps.csv, ou corriger leurs dates".to_owned(),
        (Some(first), Some(last)) => format!("les contrats du dossier vont du {first} au {last}"),
        _ => "contrats.csv ne contient aucun contrat".to_owned(),
    };
    Diagnostic::error("DOS-073", format!("personne à payer du {} au {}", days.debut, days.fin))
        .in_file(folder.shown("contrats.csv"), None)
        .hint(hint)
}

pub(super) fn compute(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    options: &RunOptions,
    held: &Retenus,
    p: Prepared,
) -> Outcome {
    let Prepared { matricule, number, mut input, mut diagnostics, refused, questions } = p;
    let despite = held.pays_despite(&matricule);
    // Contracts that cannot be asked leave the payslip without its gross: no decision replaces them.
    if refused && (!despite || input.contrats.is_empty()) {
        let reasons = motifs(&diagnostics);
        return Outcome { matricule, diagnostics, result: Err(reasons), due: None };
    }
    if let Some(twice) = paid_twice(folder, register, options, &input, &number) {
        let reasons = vec![Motif::of(&twice)];
        diagnostics.push(twice);
        return Outcome { matricule, diagnostics, result: Err(reasons), due: None };
    }
    let paid = rappel::paid(register, &number);
    let rate = input.salarie.taux_pas;
    if let Some((first, back)) = &paid {
        diagnostics.extend(super::taux_du_jour::keep(folder, first, &mut input, options.replace));
        let paid_on = first.resultat.date_paiement;
        // What was paid keeps its day: another one asked for is that of the difference. A correction has a day of its own.
        if rappel::asked_day(options, paid_on).is_some() || !back.is_empty() || first.remplace.is_some() {
            input.date_paiement = paid_on;
        }
        // What a correction could not give back, it does not give back later.
        input.impot_garde.clone_from(&first.entree.impot_garde);
    }
    cumuls::fill(folder, rates, register, &number, &mut input);
    if let Some((first, back)) = &paid
        && (!back.is_empty() || options.replace && rappel::is_later(options, first.resultat.date_paiement))
    {
        let said = (diagnostics, questions);
        return completed(
            folder,
            rates,
            register,
            options,
            held,
            (first, back),
            matricule,
            (input, rate),
            said,
        );
    }
    let result = match register.last_of(&number) {
        None => fresh(folder, rates, options, number, input, &mut diagnostics, Etat::Nouveau),
        Some(frozen) => {
            let then = under_former_defaults(frozen, &input).filter(|_| !options.replace);
            let (input, methods) = match then {
                Some((mut before, methods)) => {
                    cumuls::fill(folder, rates, register, &number, &mut before);
                    (before, methods)
                }
                None => (input, String::new()),
            };
            let result = again(folder, rates, options, frozen, &number, input, &mut diagnostics);
            if !methods.is_empty() && matches!(result, Ok((_, Etat::Inchange))) {
                diagnostics.push(kept_under(frozen, &methods));
            }
            result
        }
    };
    let mut questions = questions;
    if let Ok((frozen, etat)) = &result
        && etat.is_new()
    {
        questions.extend(super::reprises::questions(folder, register, frozen));
    }
    let result = match result {
        Ok((frozen, etat)) if !etat.is_new() => Ok((frozen, etat)),
        made => asked(made, questions, &mut diagnostics, held, &matricule).map(|((frozen, etat), malgre)| {
            let mut frozen = register.in_turn(frozen);
            frozen.malgre = malgre;
            (frozen, etat)
        }),
    };
    Outcome { matricule, diagnostics, result: result.map(|one| vec![one]), due: None }
}

/// What is computed and not frozen yet, with the questions of its rows: what has an error is not paid, unless it was asked by
/// name; the decision is then kept with it.
fn asked<T>(
    made: Result<T, Vec<Motif>>,
    questions: Vec<Diagnostic>,
    diagnostics: &mut Vec<Diagnostic>,
    held: &Retenus,
    matricule: &str,
) -> Result<(T, Vec<Motif>), Vec<Motif>> {
    match made {
        Ok(made) => {
            diagnostics.extend(questions);
            Ok((made, decided(motifs(diagnostics), held, matricule)?))
        }
        Err(mut reasons) => {
            // What the rows lack says it better than the calculation that stumbles on it.
            reasons.extend(motifs(&questions));
            drop(diagnostics.splice(0..0, questions));
            Err(reasons)
        }
    }
}

/// The faults in spite of which a person is paid, by decision.
fn decided(faults: Vec<Motif>, held: &Retenus, matricule: &str) -> Result<Vec<Motif>, Vec<Motif>> {
    if !faults.is_empty() && !held.pays_despite(matricule) {
        return Err(faults);
    }
    let kept: BTreeSet<Motif> = held.rows(matricule).into_iter().chain(faults).collect();
    Ok(kept.into_iter().collect())
}

/// The questions of elements added to a work already paid, beside all that is due for it. What was already decided about
/// that work is not asked again.
fn of_added(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    held: &Retenus,
    due: &Due,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Motif>, Vec<Motif>> {
    // What cannot be computed is told by the payment itself.
    let Ok(whole) = cddu_payslip::bulletin(rates, &due.input) else { return Ok(Vec::new()) };
    let known: Vec<&Motif> = rappel::paid(register, &due.root)
        .into_iter()
        .flat_map(|(first, back)| std::iter::once(first).chain(back))
        .flat_map(|frozen| &frozen.malgre)
        .collect();
    let mut found = super::questions::of_payslip(folder, rates, &due.input, &whole);
    found.retain(|d| {
        let motif = Motif::of(d);
        !known.iter().any(|m| m.code == motif.code && m.fichier == motif.fichier)
    });
    let faults = motifs(&found);
    diagnostics.extend(found);
    decided(faults, held, &due.matricule)
}

/// Back pay that a correction of the payslip replaces: nothing is left to pay, or what was paid was not this work. What back
/// pay cannot compute (a garnishment, a non-resident) is no obstacle to a correction, which is of the month that it puts right; the
/// withholding of a non-resident is put right in its year.
fn corrects(register: &Register, due: &Due, payment: NaiveDate, list: &[Diagnostic]) -> bool {
    let lowers = list.iter().any(|d| ["PAIE-060", "PAIE-061"].contains(&d.code.as_str()));
    let year = register.get(&due.root).map(|first| first.resultat.date_paiement.year());
    lowers && (due.input.salarie.domicile_fiscal_france || year == Some(payment.year()))
}

/// A payslip paid more than what is due: a new one replaces it, on the day of the run.
fn taken_back(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    options: &RunOptions,
    payment: NaiveDate,
    (held, due): (&Retenus, &Due),
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Frozen, Etat), Vec<Motif>> {
    let Some((first, back)) = rappel::paid(register, &due.root) else { return Err(Vec::new()) };
    if !back.is_empty() {
        let fault = Diagnostic::error(
            "DOS-102",
            format!("{}, complété par un rappel, a payé plus que ce qui est dû", first.numero),
        )
        .hint(format!(
            "si le rappel n'est ni remis, ni viré, ni déclaré : {}, puis relancer cddu paie ; une fois parti, il n'est pas rectifié : ce qu'il a payé de trop se reprend avec l'accord de la personne, par un élément avance d'une paie suivante, et ses cotisations restent déclarées",
            rappel::undoing(back.iter().copied())
        ));
        let reasons = vec![Motif::of(&fault)];
        diagnostics.push(fault);
        return Err(reasons);
    }
    let mut input = BulletinInput { date_paiement: payment, ..due.input.clone() };
    // The tax corrected is that of the day of the payment.
    let _told = super::taux_du_jour::keep(folder, first, &mut input, true);
    cumuls::fill(folder, rates, register, &due.root, &mut input);
    let mut said = Vec::new();
    let mut made = again(folder, rates, options, first, &due.root, input.clone(), &mut said);
    let wrong = rate_was_wrong(folder, &due.matricule);
    let kept = made.as_ref().ok().and_then(|(corrected, _)| {
        let same = due.meme_paie && corrected.resultat.totaux.pas != first.resultat.totaux.pas;
        if same && wrong && super::impot_garde::returned(first, &corrected.resultat) {
            return None;
        }
        let kept = if same {
            super::impot_garde::whole(first)
        } else {
            super::impot_garde::of(first, &corrected.resultat)
        }?;
        // A rate that was wrong on its day is no mere change of data: what cannot be given back is told.
        let told = match (same, wrong) {
            (true, false) => None,
            (true, true) => Some(super::impot_garde::not_given_back(&kept, &corrected.resultat)),
            _ => super::impot_garde::told(&kept, &corrected.resultat),
        };
        Some((told, kept))
    });
    if let Some((told, kept)) = kept {
        said = told.into_iter().collect();
        input.impot_garde = Some(kept);
        made = again(folder, rates, options, first, &due.root, input, &mut said);
    }
    // What was asked of all that is due is not told twice.
    said.retain(|d| !diagnostics.contains(d));
    let faults = motifs(&said);
    diagnostics.extend(said);
    let (frozen, etat) = made?;
    let mut frozen = if etat.is_new() { register.in_turn(frozen) } else { frozen };
    let kept: BTreeSet<Motif> =
        decided(faults, held, &due.matricule)?.into_iter().chain(due.malgre.iter().cloned()).collect();
    frozen.malgre = kept.into_iter().collect();
    Ok((frozen, etat))
}

/// True when the row of a person says that the rate of tax of his payslips was wrong on their day.
fn rate_was_wrong(folder: &Folder, matricule: &str) -> bool {
    folder.people.get(matricule).is_some_and(|p| p.confirme.contains("taux_pas"))
}

/// A work already paid that back pay completes, or may: nothing frozen is replaced, the difference is paid apart.
#[allow(clippy::too_many_arguments, reason = "one call, every value named at the call site")]
fn completed(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    options: &RunOptions,
    held: &Retenus,
    (first, back): (&Frozen, &[&Frozen]),
    matricule: String,
    (input, rate): (BulletinInput, Option<Rate>),
    (mut diagnostics, questions): (Vec<Diagnostic>, Vec<Diagnostic>),
) -> Outcome {
    let root = register.root_of(first).to_owned();
    let keep = RunOptions { replace: false, ..options.clone() };
    let mut said = Vec::new();
    let as_paid = again(folder, rates, &keep, first, &root, input.clone(), &mut said);
    let unchanged = matches!(as_paid, Ok((_, Etat::Inchange)));
    let mut due = rappel::all_due(register, &root, &options.period, &input);
    let mut list = vec![(first.clone(), Etat::Inchange)];
    list.extend(
        back.iter().filter(|f| f.periode == options.period.nom).map(|f| ((*f).clone(), Etat::Inchange)),
    );
    let last_day = back.last().map_or(first.resultat.date_paiement, |f| f.resultat.date_paiement);
    // The tax of back pay is that of its own day: of the last one, then of the one to come.
    due.input.salarie.taux_pas = back.last().map_or(rate, |last| last.entree.salarie.taux_pas);
    let solde = if back.is_empty() { rappel::Solde::Autre } else { rappel::solde(rates, register, &due) };
    due.input.salarie.taux_pas = rate;
    if back.is_empty() && unchanged || solde == rappel::Solde::Regle {
        if back.is_empty() {
            diagnostics.append(&mut said);
        }
        return Outcome { matricule, diagnostics, result: Ok(list), due: None };
    }
    if options.replace
        && back.is_empty()
        && cddu_payslip::bulletin(rates, &input).is_ok_and(|now| same_pay(&now, &first.resultat))
    {
        let paid_on = first.resultat.date_paiement;
        let wrong = rate_was_wrong(folder, &matricule);
        let day = options.payment.filter(|day| {
            day.year() == paid_on.year() || wrong && super::impot_garde::given_back(paid_on, *day)
        });
        if day.is_none() || !declares_other(&first.entree, &input) {
            diagnostics.push(nothing_due(folder, first, &changes(&first.entree, &input)));
            return Outcome { matricule, diagnostics, result: Ok(list), due: None };
        }
        // Who he is, or his contract, is declared anew with the month: the money stays.
        diagnostics.extend(questions);
        return match decided(motifs(&diagnostics), held, &matricule) {
            Ok(malgre) => {
                let due = Due { malgre, meme_paie: true, ..due };
                Outcome { matricule, diagnostics, result: Ok(list), due: Some(due) }
            }
            Err(reasons) => Outcome { matricule, diagnostics, result: Err(reasons), due: None },
        };
    }
    if options.replace && options.payment.is_some_and(|day| day >= last_day) {
        // What is left is paid of a whole that is asked what an ordinary payslip is.
        let whole = due.input.clone();
        let whole = fresh(folder, rates, options, root, whole, &mut diagnostics, Etat::Rectificatif);
        return match asked(whole, questions, &mut diagnostics, held, &matricule) {
            Ok((_, malgre)) => {
                Outcome { matricule, diagnostics, result: Ok(list), due: Some(Due { malgre, ..due }) }
            }
            Err(reasons) => Outcome { matricule, diagnostics, result: Err(reasons), due: None },
        };
    }
    let undo = rappel::undoing(back.iter().copied());
    if let (rappel::Solde::Perime(delta), Some(last)) = (solde, back.last()) {
        diagnostics.push(
            Diagnostic::error(
                "DOS-266",
                format!(
                    "le rappel {} a été calculé avant la correction d'un bulletin qui le précède ; à refaire, il change : {delta}",
                    last.numero
                ),
            )
            .severity(Gravite::Majeur)
            .hint(format!(
                "s'il n'est ni remis, ni viré, ni déclaré : {}, puis relancer la même commande ; sinon payer la différence : --rectifier --paiement AAAA-MM-JJ, jour du nouveau rappel",
                rappel::undoing(std::iter::once(*last))
            )),
        );
        list[0].1 = Etat::Conserve;
        return Outcome { matricule, diagnostics, result: Ok(list), due: None };
    }
    let paid = first.resultat.totaux.brut + back.iter().map(|f| f.resultat.totaux.brut).sum();
    let lowered = cddu_payslip::bulletin(rates, &due.input).is_ok_and(|whole| whole.totaux.brut < paid);
    let known = back.last().map_or(&first.entree, |f| &f.entree).as_ref();
    let known = BulletinInput { rappel: None, cumuls: due.input.cumuls.clone(), ..known.clone() };
    let known = BulletinInput { date_paiement: due.input.date_paiement, ..known };
    diagnostics.push(
        Diagnostic::error(
            "DOS-102",
            format!(
                "les données du bulletin {}, complété par {}, ont changé depuis : {}",
                first.numero,
                back.iter().map(|f| f.numero.as_str()).collect::<Vec<_>>().join(", "),
                changes(&known, &due.input)
            ),
        )
        .severity(Gravite::Majeur)
        .hint(if lowered {
            format!(
                "rétablir les données si elles étaient justes ; si le rappel n'est ni remis, ni viré, ni déclaré : {undo}, puis relancer la même commande ; une fois parti, il n'est pas rectifié : ce qu'il a payé de trop se reprend avec l'accord de la personne, par un élément avance d'une paie suivante, et ses cotisations restent déclarées"
            )
        } else {
            format!(
                "rétablir les données, ou payer la différence : --rectifier --paiement AAAA-MM-JJ, jour du nouveau rappel ; un rappel saisi de travers et pas encore parti se défait : {undo}, puis relancer la même commande"
            )
        }),
    );
    list[0].1 = Etat::Conserve;
    Outcome { matricule, diagnostics, result: Ok(list), due: None }
}

/// Two payslips of the same work that pay and declare the same before tax.
fn same_pay(one: &Payslip, other: &Payslip) -> bool {
    let totals = |p: &Payslip| {
        let t = &p.totaux;
        [
            t.brut,
            t.cotisations_salarie,
            t.cotisations_employeur,
            t.allegements,
            t.allegements_salarie,
            t.montant_net_social,
            t.net_imposable,
            t.net_avant_impot,
            t.frais,
            t.acomptes,
            t.avances,
            t.saisies,
        ]
    };
    let work = |p: &Payslip| {
        let of = |c: &cddu_payslip::ContractPay| (c.contrat.clone(), c.periode, c.jours, c.heures, c.cachets);
        p.contrats.iter().map(of).collect::<Vec<_>>()
    };
    totals(one) == totals(other) && work(one) == work(other)
}

/// A person, an employer or the words of a contract that are not those of the payslip.
fn declares_other(then: &BulletinInput, now: &BulletinInput) -> bool {
    let contract = |c: &cddu_payslip::Contrat| {
        (
            (c.contrat.clone(), c.categorie, c.cadre, c.annexe, c.fonction.clone()),
            (c.dates(), c.numero_objet.clone(), c.idcc.clone(), c.absences.clone()),
        )
    };
    let contracts = |input: &BulletinInput| input.contrats.iter().map(contract).collect::<Vec<_>>();
    then.salarie != now.salarie || then.employeur != now.employeur || contracts(then) != contracts(now)
}

/// Data that changed and pay nothing more nor less: what was paid keeps its day and its tax.
fn nothing_due(folder: &Folder, first: &Frozen, changes: &str) -> Diagnostic {
    let row = folder.people.get(&first.resultat.salarie.matricule);
    Diagnostic::warning(
        "DOS-288",
        format!("les données du bulletin {} ont changé sans changer ce qu'il paie : {changes} ; il est gardé tel quel", first.numero),
    )
    .severity(Gravite::Info)
    .in_file(folder.shown(row.map_or("salaries.csv", |p| p.fichier)), row.map(|p| p.ligne))
    .hint("pour refaire ses papiers (nom, adresse) : --rectifier sans --paiement, qui garde le jour où il a été payé")
}

/// The rows at fault.
fn motifs(diagnostics: &[Diagnostic]) -> Vec<Motif> {
    diagnostics.iter().filter(|d| d.is_error()).map(Motif::of).collect()
}

fn fresh(
    folder: &Folder,
    rates: &Rates,
    options: &RunOptions,
    number: String,
    input: BulletinInput,
    diagnostics: &mut Vec<Diagnostic>,
    etat: Etat,
) -> Result<(Frozen, Etat), Vec<Motif>> {
    match cddu_payslip::bulletin(rates, &input) {
        Ok(bulletin) => {
            diagnostics.extend(of_sheets(folder, &bulletin, &bulletin.avertissements));
            diagnostics.extend(super::questions::of_payslip(folder, rates, &input, &bulletin));
            Ok((Frozen::new(number, &options.period, input, bulletin), etat))
        }
        Err(list) => {
            let list: Vec<Diagnostic> = list.into_iter().map(|d| placed(folder, &input, d)).collect();
            let reasons = motifs(&list);
            diagnostics.extend(list);
            Err(reasons)
        }
    }
}

/// The input under the methods of a frozen payslip whose default has changed since, and their names; `None` when none
/// has. What the folder chooses by itself stays.
fn under_former_defaults(frozen: &Frozen, input: &BulletinInput) -> Option<(BulletinInput, String)> {
    let (now, then, by_default) = (input.methodes, frozen.entree.methodes, Methodes::default());
    let mut before = input.clone();
    let mut named = Vec::new();
    if now.retraite_plafond != then.retraite_plafond && now.retraite_plafond == by_default.retraite_plafond {
        before.methodes.retraite_plafond = then.retraite_plafond;
        named.push(format!("retraite_plafond = {}", then.retraite_plafond));
    }
    if now.rgdu_smic != then.rgdu_smic && now.rgdu_smic == by_default.rgdu_smic {
        before.methodes.rgdu_smic = then.rgdu_smic;
        named.push(format!("rgdu_smic = {}", then.rgdu_smic));
    }
    (!named.is_empty()).then(|| (before, named.join(", ")))
}

fn kept_under(frozen: &Frozen, methods: &str) -> Diagnostic {
    Diagnostic::warning(
        "DOS-064",
        format!(
            "bulletin {} calculé avec les méthodes par défaut d'alors ({methods}) : il est gardé tel quel",
            frozen.numero
        ),
    )
    .severity(Gravite::Info)
    .hint("cddu paie --rectifier le recalcule avec les règles d'aujourd'hui")
}

/// A payslip that is already frozen: the same, refused, or replaced.
fn again(
    folder: &Folder,
    rates: &Rates,
    options: &RunOptions,
    frozen: &Frozen,
    number: &str,
    mut input: BulletinInput,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Frozen, Etat), Vec<Motif>> {
    let same_tables = frozen.resultat.empreinte_baremes == tables(rates);
    let priced = priced_like(rates, frozen, &input);
    let asked = priced.as_ref().map_or(&input, |(input, _)| input);
    if (frozen.empreinte_entree == fingerprint(asked) || same_but_overtime(frozen, asked))
        && (same_tables || !options.replace)
    {
        let found = priced.as_ref().map_or(&frozen.resultat.avertissements, |(_, warnings)| warnings);
        diagnostics.extend(of_sheets(folder, &frozen.resultat, found));
        if !same_tables {
            diagnostics.push(
                Diagnostic::warning(
                    "DOS-064",
                    format!(
                        "bulletin {} calculé avec d'autres tables : il est gardé tel quel",
                        frozen.numero
                    ),
                )
                .severity(Gravite::Info)
                .hint("cddu paie --rectifier le recalcule avec les tables d'aujourd'hui"),
            );
        }
        return Ok((frozen.clone(), Etat::Inchange));
    }
    if !options.replace {
        let changes = changes(&frozen.entree, asked);
        diagnostics.push(
            Diagnostic::error(
                "DOS-060",
                format!("les données du bulletin {} ont changé depuis son calcul : {changes}", frozen.numero),
            )
            .severity(Gravite::Majeur)
            .hint("rétablir les données, ou relancer avec --rectifier pour émettre un bulletin rectificatif ; une fois le mois déclaré, --rectifier --paiement AAAA-MM-JJ paie la différence ce jour-là, seule"),
        );
        return Ok((frozen.clone(), Etat::Conserve));
    }
    let rank = frozen
        .numero
        .strip_prefix(number)
        .and_then(|t| t.strip_prefix("-R"))
        .and_then(|t| t.parse::<u32>().ok());
    let next = format!("{number}-R{}", rank.unwrap_or(0) + 1);
    input.numero = Some(next.clone());
    input.rectifie = Some(frozen.numero.clone());
    fresh(folder, rates, options, next, input, diagnostics, Etat::Rectificatif)
}

/// A payslip frozen before overtime was counted has the same data.
fn same_but_overtime(frozen: &Frozen, input: &BulletinInput) -> bool {
    let marked = |i: &BulletinInput| {
        let marks = |c: &Contrat| c.elements().iter().any(|e| e.heure_sup.is_some());
        i.contrats.iter().any(|c| c.heures_sup_autres.is_some() || marks(c))
    };
    if marked(&frozen.entree) || !marked(input) {
        return false;
    }
    let mut bare = input.clone();
    for contract in &mut bare.contrats {
        contract.heures_sup_autres = None;
        if let Travail::Brut { elements, .. } = &mut contract.travail {
            elements.iter_mut().for_each(|e| e.heure_sup = None);
        }
    }
    frozen.empreinte_entree == fingerprint(&bare)
}

/// The input with its hours priced, when the payslip was frozen so: files of older programs hold the gross and its
/// elements in place of the time sheet. `None` when both speak of the same thing.
fn priced_like(
    rates: &Rates,
    frozen: &Frozen,
    input: &BulletinInput,
) -> Option<(BulletinInput, Vec<Avertissement>)> {
    let by_hours =
        |input: &BulletinInput| input.contrats.iter().any(|c| matches!(c.travail, Travail::Heures(_)));
    if !by_hours(input) || by_hours(&frozen.entree) {
        return None;
    }
    let (mut priced, warnings) = cddu_payslip::priced(rates, input).ok()?;
    // A gross frozen before the reliefs of overtime says nothing of its week.
    for (now, then) in priced.contrats.iter_mut().zip(&frozen.entree.contrats) {
        let (Travail::Brut { elements, semaine, .. }, Travail::Brut { elements: old, semaine: before, .. }) =
            (&mut now.travail, &then.travail)
        else {
            continue;
        };
        if *before == SemainePayee::default() && old.iter().all(|e| e.heure_sup.is_none()) {
            *semaine = SemainePayee::default();
            elements.iter_mut().for_each(|e| e.heure_sup = None);
        }
        // The hours of a holiday not worked were paid and not counted.
        let holiday = elements.iter().filter(|e| e.code == "ferie_chome").filter_map(|e| e.quantite);
        let counted = now.heures.0 - holiday.map(|q| q.0).sum::<Decimal>();
        if counted == then.heures.0 {
            now.heures = then.heures;
        }
    }
    Some((priced, warnings))
}

/// What the rules of hours found on the sheets of a payslip, at the line of the contract.
fn of_sheets(folder: &Folder, bulletin: &Payslip, found: &[Avertissement]) -> Vec<Diagnostic> {
    let warnings = found.iter().filter(|w| w.code.starts_with("BRUT-"));
    warnings
        .filter_map(|w| {
            let text = w.message.strip_prefix("contrat ").unwrap_or(&w.message);
            let contract =
                bulletin.contrats.iter().find(|c| text.starts_with(&format!("{} : ", c.contrat)))?;
            let (gravite, column) = match w.code.as_str() {
                // Pay under the minimum; unknown function, so that the minimum is not checked.
                "BRUT-101" => (Gravite::Majeur, "salaire_base"),
                // Its minimum cannot be held against it; its status, which changes the pay, must be known.
                "BRUT-114" => {
                    let known = contract.categorie != Categorie::Technicien
                        || folder.contracts.get(&contract.contrat).is_some_and(|c| c.cadre.is_some());
                    (if known { Gravite::Mineur } else { Gravite::Majeur }, "fonction")
                }
                // The day is in the words; the decision of the prefect is that of the person.
                "BRUT-151" => (Gravite::Mineur, "contrat"),
                _ => (Gravite::Mineur, "salaire_base"),
            };
            let row = folder.contracts.get(&contract.contrat);
            // A key of production.toml without effect on one contract is no fault of the contract.
            let of_production = || {
                let annexe = row.is_some_and(|c| c.annexe_film.is_none()) && text.contains("« annexe »");
                annexe || ["« publicitaire »", "« genre »"].iter().any(|key| text.contains(key))
            };
            if w.code == "BRUT-122" && of_production() {
                return None;
            }
            if w.code == "BRUT-115" {
                // A key of the production: no row is at fault.
                let found = Diagnostic::error(&w.code, text).severity(gravite).in_file("production.toml", None);
                return Some(folder.located(found.at("production.genre").hint(
                    "donner genre dans la section [production] : fiction, documentaire, flux ou captation",
                )));
            }
            let found = Diagnostic::error(&w.code, text).severity(gravite);
            // What is said of a day or of a week is seen on its row.
            let day = day_of(text, contract).filter(|_| !matches!(w.code.as_str(), "BRUT-101" | "BRUT-151"));
            if let Some(row) = day.and_then(|day| row_on(folder, &contract.contrat, day)) {
                let hint = match w.code.as_str() {
                    "BRUT-118" => {
                        "ajouter à temps.csv une ligne de ce jour : nature ferie_chome s'il n'est pas travaillé, debut et fin s'il l'est"
                    }
                    _ => "vérifier les heures de cette ligne ; vraies, elles sont payées telles quelles",
                };
                return Some(
                    found.in_file(folder.shown(row.fichier), Some(row.ligne)).column("date").hint(hint),
                );
            }
            let found = found
                .in_file(folder.shown(row.map_or("contrats.csv", |c| c.fichier)), row.map(|c| c.ligne))
                .column(column);
            Some(match w.code.as_str() {
                // A day typed and read as a week: television pays the day by its hours.
                "BRUT-101" if text.contains("par semaine de 35 h") => found.hint(
                    "salaire d'une journée : remplir heures_base (7 ou 8) et engagement (jour) ; cddu minima FONCTION montre chaque minimum ; en attendant, la personne n'est pas payée (--payer-malgre pour le faire quand même)",
                ),
                "BRUT-101" => found.hint(
                    "cddu minima FONCTION montre le minimum ; en attendant, la personne n'est pas payée (--payer-malgre pour le faire quand même)",
                ),
                _ => found,
            })
        })
        .collect()
}

/// The day, or the first day of the week, that a warning begins with: `09/11/2026 : ...`, `semaine du 09/11/2026 : ...`.
fn day_of(text: &str, contract: &ContractPay) -> Option<NaiveDate> {
    let said = text.strip_prefix(&format!("{} : ", contract.contrat))?;
    let said = said.strip_prefix("semaine du ").unwrap_or(said);
    let (day, _) = said.split_once(" : ")?;
    NaiveDate::parse_from_str(day, "%d/%m/%Y").ok()
}

/// The first row of a contract on a day or, when it has none, in its week.
fn row_on<'a>(folder: &'a Folder, contract: &str, day: NaiveDate) -> Option<&'a crate::LigneTemps> {
    let rows = folder.times.get(contract)?;
    let week = Period { debut: day, fin: day + Days::new(6) };
    let on = |period: Period| rows.iter().filter(move |r| r.days().intersection(period).is_some());
    let first = on(Period { debut: day, fin: day }).min_by_key(|r| r.ligne);
    first.or_else(|| on(week).min_by_key(|r| r.days().debut))
}

/// The fingerprint of the tables, as payslips carry it.
fn tables(rates: &Rates) -> String {
    format!("sha256:{}", rates.fingerprint())
}

/// Days of a contract already paid by a payslip of another period.
fn paid_twice(
    folder: &Folder,
    register: &Register,
    options: &RunOptions,
    input: &BulletinInput,
    number: &str,
) -> Option<Diagnostic> {
    for contract in &input.contrats {
        let other = register.standing_of(&Cle::Contrat(contract.contrat.clone())).into_iter().find(|f| {
            f.periode != options.period.nom
                && !f.numero.starts_with(number)
                && f.resultat.contrats.iter().any(|c| {
                    c.contrat == contract.contrat && c.periode.intersection(contract.periode()).is_some()
                })
        });
        if let Some(other) = other {
            let row = folder.contracts.get(&contract.contrat);
            return Some(
                Diagnostic::error(
                    "DOS-063",
                    format!("{} est déjà payé pour une partie de ces jours par le bulletin {} (période {})", contract.contrat, other.numero, other.periode),
                )
                .in_file(folder.shown(row.map_or("contrats.csv", |c| c.fichier)), row.map(|c| c.ligne))
                .hint("payer des périodes qui ne se recouvrent pas, ou reprendre la même période avec --rectifier"),
            );
        }
        if let Some(renamed) = paid_under_another_name(folder, register, input, contract) {
            return Some(renamed);
        }
    }
    None
}

/// Days already paid under a matricule or a contract number that the folder no longer has.
fn paid_under_another_name(
    folder: &Folder,
    register: &Register,
    input: &BulletinInput,
    contract: &Contrat,
) -> Option<Diagnostic> {
    let row = folder.contracts.get(&contract.contrat);
    if row.is_some_and(|c| c.confirme.contains("contrat")) {
        return None;
    }
    let person = &input.salarie;
    let keys =
        std::iter::once(Cle::Personne(person.matricule.clone())).chain(person.nir.clone().map(Cle::Nir));
    for frozen in keys.flat_map(|key| register.standing_of(&key)) {
        let gone = !folder.people.contains_key(&frozen.resultat.salarie.matricule);
        let same = frozen.resultat.contrats.iter().find(|c| {
            (gone || c.contrat != contract.contrat && !folder.contracts.contains_key(&c.contrat))
                && (c.categorie, &c.fonction) == (contract.categorie, &contract.fonction)
                && c.periode.intersection(contract.periode()).is_some()
        });
        let Some(paid) = same else { continue };
        return Some(
            Diagnostic::error(
                "DOS-244",
                format!(
                    "{} : ces jours sont déjà payés par le bulletin {}, sous le contrat {} de {}, que le dossier n'a plus",
                    contract.contrat, frozen.numero, paid.contrat, frozen.resultat.salarie.matricule
                ),
            )
            .in_file(folder.shown(row.map_or("contrats.csv", |c| c.fichier)), row.map(|c| c.ligne))
            .column("contrat")
            .hint(format!("rétablir le matricule et le numéro du contrat ; {}", if_wanted("contrat"))),
        );
    }
    None
}

/// The line of the time sheet that a field of a contract names (`temps[3]`, `semaines[0].heures`), and its column.
fn row_of<'a>(contract: &'a Contrat, field: &'a str) -> Option<(&'a Origine, Option<&'a str>)> {
    let Travail::Heures(sheet) = &contract.travail else { return None };
    let (list, rest) = field.split_once('[')?;
    let (rank, rest) = rest.split_once(']')?;
    let rank = rank.parse::<usize>().ok()?;
    let column = rest.strip_prefix('.');
    let origine = match list {
        "temps" => sheet.temps.get(rank)?.origine.as_ref(),
        "semaines" => sheet.semaines.get(rank)?.origine.as_ref(),
        _ => None,
    };
    Some((origine?, column))
}

/// A diagnostic of the calculation, at the line of the contract or of the person it is about.
fn placed(folder: &Folder, input: &BulletinInput, mut diagnostic: Diagnostic) -> Diagnostic {
    let field = diagnostic.champ.clone().unwrap_or_default();
    // A value that a table lacks is the fault of no row; a date before the tables is that of its row.
    if diagnostic.code.starts_with("BAR-") && (field.is_empty() || field.ends_with(']')) {
        diagnostic.champ = None;
        return diagnostic;
    }
    let rank = field
        .strip_prefix("contrats[")
        .and_then(|t| t.split(']').next())
        .and_then(|t| t.parse::<usize>().ok());
    if let Some(contract) = rank.and_then(|r| input.contrats.get(r)) {
        let row = folder.contracts.get(&contract.contrat);
        let inside = field.split_once("].").map_or("", |(_, rest)| rest);
        if let Some((origine, column)) = row_of(contract, inside) {
            let column = column.map(str::to_owned);
            let diagnostic = diagnostic.in_file(folder.shown(&origine.fichier), Some(origine.ligne));
            return match column {
                Some(column) => diagnostic.column(column),
                None => diagnostic,
            };
        }
        if let Some(rest) = inside.strip_prefix("absences[") {
            let rank = rest.split(']').next().and_then(|t| t.parse::<usize>().ok());
            let absence = rank.and_then(|r| contract.absences.get(r));
            let known = folder.absences.get(&contract.contrat).into_iter().flatten();
            let line = known.filter(|l| absence.is_none_or(|a| l.absence == *a)).map(|l| l.ligne).next();
            return diagnostic.in_file(folder.shown("absences.csv"), line);
        }
        // The agreement is that of the production, unless the row says another.
        if inside == "idcc" && row.is_some_and(|row| row.idcc.is_none()) {
            return folder.located(diagnostic.in_file("production.toml", None).at("employeur.idcc"));
        }
        let file = folder.shown(row.map_or("contrats.csv", |c| c.fichier));
        let placed = diagnostic.in_file(file, row.map(|c| c.ligne));
        if !placed.code.starts_with("BRUT-") {
            return placed;
        }
        let column = if inside.is_empty() { "salaire_base" } else { inside };
        return placed.column(column);
    }
    if field.starts_with("elements") {
        let rank = field
            .strip_prefix("elements[")
            .and_then(|t| t.split(']').next())
            .and_then(|t| t.parse::<usize>().ok());
        let element = rank.and_then(|r| input.elements.get(r));
        let line = folder
            .elements
            .iter()
            .find(|l| l.matricule == input.salarie.matricule && element.is_none_or(|e| l.gives(e)));
        let file = folder.shown(line.map_or("elements.csv", |l| l.fichier));
        let column = field.split_once("].").map(|(_, rest)| rest.to_owned());
        let known = column.filter(|c| ELEMENTS.position(c).is_some());
        let placed = diagnostic.in_file(file, line.map(|l| l.ligne));
        return match known {
            Some(column) => placed.column(column),
            None => placed,
        };
    }
    if field.starts_with("employeur") || field.starts_with("methodes") {
        return diagnostic.in_file(folder.shown("production.toml"), None);
    }
    if field == "date_paiement" {
        return of_payment_day(folder, input, diagnostic);
    }
    let person = folder.people.get(&input.salarie.matricule);
    let found = diagnostic
        .in_file(folder.shown(person.map_or("salaries.csv", |p| p.fichier)), person.map(|p| p.ligne));
    match field.strip_prefix("salarie.").and_then(of_child) {
        Some(column) => found.column(column),
        None => found,
    }
}

/// What is wrong with the day of payment: at the contract that has a day of its own, else at the first contract, whose work
/// that day does not follow.
fn of_payment_day(folder: &Folder, input: &BulletinInput, diagnostic: Diagnostic) -> Diagnostic {
    let rows = || input.contrats.iter().filter_map(|c| folder.contracts.get(&c.contrat));
    let own = rows().find(|row| row.date_paiement == Some(input.date_paiement));
    let (row, column) = match own {
        Some(row) => (Some(row), "date_paiement"),
        None => (rows().next(), "debut"),
    };
    let file = folder.shown(row.map_or("contrats.csv", |c| c.fichier));
    diagnostic.in_file(file, row.map(|c| c.ligne)).column(column)
}

/// What is wrong with back pay, at the row of the element that asks for it.
fn of_back_pay(
    folder: &Folder,
    register: &Register,
    input: &BulletinInput,
    due: &Due,
    mut diagnostic: Diagnostic,
) -> Diagnostic {
    if let (Some((file, line)), true) = (due.element, diagnostic.code.starts_with("BRUT-")) {
        // The sheet is the one that was frozen: a rule that came since asks what it does not hold, and the rows of the folder
        // are not read for it.
        let period = register.last_of(&due.root).map_or("", |f| f.periode.as_str());
        return Diagnostic::error(
            "DOS-270",
            format!(
                "le bulletin {} ne se recalcule plus comme il a été figé, et un rappel recalcule tout ce qui est dû : {}",
                due.root, diagnostic.message
            ),
        )
        .in_file(folder.shown(file), Some(line))
        .column("contrat")
        .hint(format!(
            "compléter la feuille de ce contrat dans temps.csv ({}), puis cddu paie DOSSIER --periode {period} --rectifier ; ce rappel complète ensuite le bulletin rectificatif",
            diagnostic.aide.as_deref().unwrap_or("heures de chaque jour")
        ));
    }
    let whole = diagnostic.champ.as_deref().is_none_or(|field| field.starts_with("rappel"));
    match due.element.filter(|_| whole) {
        Some((file, line)) => {
            diagnostic.champ = None;
            diagnostic.in_file(folder.shown(file), Some(line)).column("montant")
        }
        None => placed(folder, input, diagnostic),
    }
}

/// The column of `salaries.csv` of a field of a child.
fn of_child(field: &str) -> Option<&'static str> {
    Some(match field {
        "enfant" | "enfant.autorisation" => "enfant_autorisation",
        "enfant.date" => "enfant_date",
        "enfant.part_representants" => "part_representants",
        "enfant.representants" => "representant",
        "date_naissance" => "date_naissance",
        _ => return None,
    })
}

/// What differs between two inputs, by path: `contrats[0].brut : 1688.64 -> 1735.54`.
pub(crate) fn changes(old: &BulletinInput, new: &BulletinInput) -> String {
    let value = |input: &BulletinInput| {
        serde_json::to_value(BulletinInput { numero: None, rectifie: None, ..input.clone() })
            .unwrap_or_default()
    };
    let mut out = Vec::new();
    walk("", &value(old), &value(new), &mut out);
    let more = out.len().saturating_sub(4);
    out.truncate(4);
    let mut text = out.join(" ; ");
    if more > 0 {
        text.push_str(&format!(" ; et {}", count(more, "autre")));
    }
    text
}

fn walk(path: &str, old: &serde_json::Value, new: &serde_json::Value, out: &mut Vec<String>) {
    use serde_json::Value;
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let next = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&next, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), out);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for i in 0..a.len().max(b.len()) {
                walk(
                    &format!("{path}[{i}]"),
                    a.get(i).unwrap_or(&Value::Null),
                    b.get(i).unwrap_or(&Value::Null),
                    out,
                );
            }
        }
        (a, b) if a != b => out.push(format!("{path} : {} -> {}", short(a), short(b))),
        _ => {}
    }
}

fn short(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "rien".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => "...".to_owned(),
        other => other.to_string(),
    }
}
