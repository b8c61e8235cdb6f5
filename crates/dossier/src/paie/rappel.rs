//! Back pay: a work already paid is completed by a payslip of its own, on its own day, which touches nobody else.
//!
//! Two roads lead to it. An element (a bonus) dated in the period that is run, for a contract paid before it; and a run of
//! a past period with `--rectifier --paiement`, a day in a later month: what changed since is paid on that day.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::euros;
use cddu_payslip::{BulletinInput, Rappel};
use cddu_rates::{Diagnostic, Gravite, Month, Period, Rates};
use chrono::NaiveDate;

use crate::lecture::elements::LigneElement;
use crate::lecture::left_out::Motif;
use crate::lecture::questions::if_wanted;
use crate::paie::perimes::delta;
use crate::paie::run::RunOptions;
use crate::registre::cumuls;
use crate::registre::index::Cle;
use crate::registre::register::{Frozen, Register, fingerprint};
use crate::{Folder, PayPeriod};

/// A work to complete: everything that is due for it today.
#[derive(Debug)]
pub(crate) struct Due {
    pub matricule: String,
    /// Number of the payslip that paid the work, before any correction of it.
    pub root: String,
    /// Everything due, as the payslip completed would ask it on its own day.
    pub input: BulletinInput,
    /// Row of the first element of another period that asks for it; `None` when the data of the folder changed.
    pub element: Option<(&'static str, u64)>,
    /// Faults in spite of which it is paid, by decision.
    pub malgre: Vec<Motif>,
    /// Nothing is left to pay: the payslip is made again for what it says of the person.
    pub meme_paie: bool,
}

/// Payslips that have paid a work: the one that stands, then the back pay in order.
pub(crate) fn paid<'a>(register: &'a Register, root: &str) -> Option<(&'a Frozen, Vec<&'a Frozen>)> {
    let first = register.last_of(root)?;
    let person = Cle::Personne(first.resultat.salarie.matricule.clone());
    let all =
        register.standing_of(&person).into_iter().filter(|f| register.root_of_back_pay(f) == Some(root));
    Some((first, all.collect()))
}

/// The input of a payslip of back pay: all that is due, what `already` paid, and the cumuls of its own day.
pub(crate) fn question(
    rates: &Rates,
    register: &Register,
    due: &Due,
    (first, already): (&Frozen, &[&Frozen]),
    number: String,
    day: NaiveDate,
) -> BulletinInput {
    let paid_on = first.resultat.date_paiement;
    let asked = due.input.clone();
    let mut input = BulletinInput { date_paiement: paid_on, rectifie: None, impot_garde: None, ..asked };
    let others = cumuls::without(rates, register, &input, &due.root, day, &number);
    let anterieurs = cumuls::since(register, &input, &due.root, day, &number);
    input.date_paiement = day;
    let before = cumuls::up_to(rates, register, &input, &number);
    let deja_paye =
        std::iter::once(first).chain(already.iter().copied()).map(|f| f.resultat.as_ref().clone()).collect();
    BulletinInput {
        numero: Some(number),
        cumuls: before,
        rappel: Some(Box::new(Rappel {
            complete: first.numero.clone(),
            date_paiement: paid_on,
            cumuls: others,
            anterieurs,
            deja_paye,
        })),
        ..input
    }
}

/// All that is due for a work that a period pays: what the folder says, and the elements of later periods that back pay
/// has already added.
pub(crate) fn all_due(register: &Register, root: &str, period: &PayPeriod, input: &BulletinInput) -> Due {
    let mut input = input.clone();
    let back = paid(register, root).map(|(_, back)| back).unwrap_or_default();
    if let Some(last) = back.last() {
        let later = last.entree.elements.iter();
        input.elements.extend(later.filter(|e| !e.date.is_some_and(|d| period.jours.contains(d))).cloned());
    }
    Due {
        matricule: input.salarie.matricule.clone(),
        root: root.to_owned(),
        input,
        element: None,
        malgre: Vec::new(),
        meme_paie: false,
    }
}

/// Number of the next payslip of back pay of a work.
fn next_number(root: &str, already: usize) -> String {
    format!("{root}-C{}", already + 1)
}

/// How the last payment of a work stands before what is due today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Solde {
    /// It settles it.
    Regle,
    /// The same data, and other amounts, in words: a payslip that it counts was corrected since.
    Perime(String),
    /// Other data.
    Autre,
}

/// How the last back pay of a work stands before what is due today.
pub(crate) fn solde(rates: &Rates, register: &Register, due: &Due) -> Solde {
    let Some((first, back)) = paid(register, &due.root) else { return Solde::Autre };
    let Some((last, before)) = back.split_last() else { return Solde::Autre };
    let day = last.resultat.date_paiement;
    let again = question(rates, register, due, (first, before), last.numero.clone(), day);
    if fingerprint(&again) == last.empreinte_entree {
        return Solde::Regle;
    }
    if fingerprint(&uncounted(&again)) != fingerprint(&uncounted(&last.entree)) {
        return Solde::Autre;
    }
    match cddu_payslip::bulletin(rates, &again) {
        Ok(now) => delta(&last.resultat, &now).map_or(Solde::Regle, Solde::Perime),
        Err(list) => Solde::Perime(list.into_iter().next().map(|d| d.message).unwrap_or_default()),
    }
}

/// An input without what the payslips before it counted.
fn uncounted(input: &BulletinInput) -> BulletinInput {
    let mut bare = BulletinInput { cumuls: cddu_payslip::Cumuls::default(), ..input.clone() };
    if let Some(back) = &mut bare.rappel {
        back.cumuls = cddu_payslip::Cumuls::default();
        back.anterieurs.clear();
        back.deja_paye.clear();
    }
    for contract in &mut bare.contrats {
        (contract.anterieur, contract.heures_sup_autres) = (None, None);
    }
    bare
}

/// The command that undoes back pay, last payslip first.
pub(crate) fn undoing<'a>(back: impl DoubleEndedIterator<Item = &'a Frozen>) -> String {
    let mut periods: BTreeMap<&str, String> = BTreeMap::new();
    let mut order = Vec::new();
    for frozen in back.rev() {
        let numbers = periods.entry(&frozen.periode).or_insert_with(|| {
            order.push(frozen.periode.as_str());
            String::new()
        });
        numbers.push_str(&format!(" --bulletin {}", frozen.numero));
    }
    let commands: Vec<String> =
        order.iter().map(|p| format!("cddu defaire DOSSIER --periode {p}{}", periods[p])).collect();
    commands.join(", puis ")
}

/// Pays what is left of a work on a day.
///
/// # Errors
/// `DOS-103` before the last payment; those of the calculation.
pub(crate) fn pay(
    rates: &Rates,
    register: &Register,
    period: &PayPeriod,
    due: &Due,
    day: NaiveDate,
) -> Result<Frozen, (Box<BulletinInput>, Vec<Diagnostic>)> {
    let Some((first, back)) = paid(register, &due.root) else {
        return Err((Box::new(due.input.clone()), Vec::new()));
    };
    let number = next_number(&due.root, back.len());
    let input = question(rates, register, due, (first, &back), number.clone(), day);
    let last = back.last().copied().unwrap_or(first).resultat.date_paiement;
    if day < last {
        let early = Diagnostic::error(
            "DOS-103",
            format!("rappel de {} le {day}, avant le dernier paiement de ce travail ({last})", first.numero),
        )
        .hint("donner un jour de paiement postérieur : --paiement AAAA-MM-JJ");
        return Err((Box::new(input), vec![early]));
    }
    match cddu_payslip::bulletin(rates, &input) {
        Ok(bulletin) => Ok(register.in_turn(Frozen::new(number, period, input, bulletin))),
        Err(list) => Err((Box::new(input), list)),
    }
}

/// `DOS-298`: back pay of somebody of whom another payslip of the month of payment is seized. One scale serves a person and a
/// month, on all the pay of the employer (C. trav. R3252-2): the back pay alone would escape it.
pub(crate) fn seized_beside(
    folder: &Folder,
    register: &Register,
    due: &Due,
    made: &Frozen,
) -> Option<Diagnostic> {
    let month = Month::of(made.resultat.date_paiement);
    let person = Cle::Personne(due.matricule.clone());
    let seized = |f: &&Frozen| {
        Month::of(f.resultat.date_paiement) == month
            && f.entree.elements.iter().any(|e| cumuls::seizes(e.code))
    };
    let beside = register.standing_of(&person).into_iter().find(seized)?;
    let fault = Diagnostic::error(
        "DOS-298",
        format!(
            "{} : rappel de {} net viré le {}, quand le bulletin {} du même mois a une saisie ou une pension : sa part saisissable ne serait pas retenue",
            due.matricule,
            euros(made.resultat.totaux.virement),
            made.resultat.date_paiement.format("%d/%m/%Y"),
            beside.numero
        ),
    )
    .hint(format!(
        "payer le rappel un mois sans saisie, ou donner la somme à un contrat payé ce mois-ci (elements.csv, colonne contrat) ; sinon --payer-malgre {}, et verser à part au créancier la part saisissable (C. trav. R3252-2)",
        due.matricule
    ));
    Some(match due.element {
        Some((file, line)) => fault.in_file(folder.shown(file), Some(line)).column("contrat"),
        None => fault.in_file(folder.shown("temps.csv"), None),
    })
}

/// The work that elements of a period complete.
#[derive(Debug, Default)]
pub(crate) struct OfElements {
    /// What is not paid yet.
    pub due: Vec<Due>,
    /// Payslips of this period that have paid the others.
    pub paid: Vec<Frozen>,
    /// Payslips of this period whose elements are no longer those that they paid.
    pub kept: Vec<Frozen>,
    pub diagnostics: Vec<Diagnostic>,
    /// People whose element has nothing to complete, with the codes.
    pub refused: BTreeMap<String, Vec<Motif>>,
}

/// The work that elements dated in a period ask to complete: they name a contract that has no day in it.
pub(crate) fn of_elements(folder: &Folder, register: &Register, period: &PayPeriod) -> OfElements {
    let mut out = OfElements::default();
    let mut groups: BTreeMap<String, Vec<&LigneElement>> = BTreeMap::new();
    for line in folder.elements.iter().filter(|l| is_back_pay(folder, period, l)) {
        let contract = line.element.contrat.as_deref().unwrap_or_default();
        let pays = |f: &&Frozen| {
            f.resultat.rappel.is_none() && f.resultat.contrats.iter().any(|c| c.contrat == contract)
        };
        if let Some(first) = register.standing_of(&Cle::Contrat(contract.to_owned())).into_iter().rfind(pays)
        {
            groups.entry(register.root_of(first).to_owned()).or_default().push(line);
            continue;
        }
        let fault = Diagnostic::error(
            "DOS-100",
            format!("le contrat {contract} n'est payé par aucun bulletin : rien à compléter"),
        )
        .in_file(folder.shown(line.fichier), Some(line.ligne))
        .column("contrat")
        .hint("payer d'abord la période de ce contrat, ou dater l'élément d'un jour du contrat");
        out.refused.entry(line.matricule.clone()).or_default().push(Motif::of(&fault));
        out.diagnostics.push(fault);
    }
    withdrawn(folder, register, period, &groups, &mut out);
    for (root, lines) in groups {
        let Some((first, back)) = paid(register, &root) else { continue };
        // The elements of the period in a frozen input, as they are today.
        let today = |entree: &BulletinInput| {
            let mut input = entree.clone();
            input.elements.retain(|e| !e.date.is_some_and(|d| period.jours.contains(d)));
            input.elements.extend(lines.iter().map(|l| l.element.clone()));
            input
        };
        let held = back.iter().rfind(|f| f.periode == period.nom);
        if let Some(fault) = held.and_then(|last| changed(folder, period, last, &back, &lines)) {
            out.diagnostics.push(fault);
            out.kept.extend(back.iter().filter(|f| f.periode == period.nom).map(|f| (*f).clone()));
            continue;
        }
        if held.is_some_and(|f| fingerprint(&today(&f.entree)) == f.empreinte_entree) {
            out.paid.extend(back.iter().filter(|f| f.periode == period.nom).map(|f| (*f).clone()));
            continue;
        }
        let input = BulletinInput { rappel: None, ..today(&back.last().copied().unwrap_or(first).entree) };
        let element = Some((lines[0].fichier, lines[0].ligne));
        let matricule = lines[0].matricule.clone();
        out.due.push(Due { matricule, root, input, element, malgre: Vec::new(), meme_paie: false });
    }
    out
}

/// An element that the back pay of a period has paid and that no row gives any more: nothing more is paid before somebody
/// says what was meant.
fn changed(
    folder: &Folder,
    period: &PayPeriod,
    last: &Frozen,
    back: &[&Frozen],
    lines: &[&LigneElement],
) -> Option<Diagnostic> {
    let mut new: Vec<&LigneElement> = lines.to_vec();
    let mut gone = Vec::new();
    for paid in last.entree.elements.iter().filter(|e| e.date.is_some_and(|d| period.jours.contains(d))) {
        match new.iter().position(|l| l.element == *paid) {
            Some(same) => {
                new.remove(same);
            }
            None => gone.push(paid),
        }
    }
    let paid = gone.first()?;
    // The row that took its place, as far as the folder tells.
    let near = new.iter().find(|l| l.element.code == paid.code).or_else(|| new.first());
    Some(no_longer_given(folder, period, paid, near.copied(), back))
}

/// Back pay of the period whose elements have all been taken out of the folder.
fn withdrawn(
    folder: &Folder,
    register: &Register,
    period: &PayPeriod,
    groups: &BTreeMap<String, Vec<&LigneElement>>,
    out: &mut OfElements,
) {
    let mut seen = BTreeSet::new();
    for frozen in register.standing().into_iter().filter(|f| f.periode == period.nom) {
        let Some(root) = register.root_of_back_pay(frozen) else { continue };
        let matricule = &frozen.resultat.salarie.matricule;
        let left_out = folder.left_out.concerns(matricule, period.jours);
        if groups.contains_key(root) || left_out || !seen.insert(root.to_owned()) {
            continue;
        }
        let Some((first, back)) = paid(register, root) else { continue };
        if first.periode == period.nom {
            continue;
        }
        let of_period = |e: &&cddu_payslip::Element| e.date.is_some_and(|d| period.jours.contains(d));
        let Some(element) = frozen.entree.elements.iter().find(of_period) else { continue };
        out.diagnostics.push(no_longer_given(folder, period, element, None, &back));
        out.kept.extend(back.iter().filter(|f| f.periode == period.nom).map(|f| (*f).clone()));
    }
}

fn no_longer_given(
    folder: &Folder,
    period: &PayPeriod,
    paid: &cddu_payslip::Element,
    near: Option<&LigneElement>,
    back: &[&Frozen],
) -> Diagnostic {
    let named = |e: &cddu_payslip::Element| {
        let label = e.libelle.as_deref().map_or_else(|| "un élément".to_owned(), |l| format!("« {l} »"));
        e.montant.map_or_else(|| label.clone(), |m| format!("{label} de {}", euros(m)))
    };
    let here: Vec<&Frozen> = back.iter().copied().filter(|f| f.periode == period.nom).collect();
    let numbers: Vec<&str> = here.iter().map(|f| f.numero.as_str()).collect();
    let now = match near {
        Some(line) => format!("la ligne donne maintenant {}", named(&line.element)),
        None => "plus aucune ligne ne le donne".to_owned(),
    };
    let file = near.map_or("elements.csv", |l| l.fichier);
    Diagnostic::error(
        "DOS-265",
        format!(
            "le rappel {} a payé {}, et {now}",
            numbers.join(", "),
            named(paid)
        ),
    )
    .severity(Gravite::Majeur)
    .in_file(folder.shown(file), near.map(|l| l.ligne))
    .column("montant")
    .hint(format!(
        "si ce rappel n'est ni remis, ni viré, ni déclaré : {}, puis relancer cddu paie ; sinon rétablir la ligne, et en ajouter une pour ce qui reste dû",
        undoing(here.into_iter())
    ))
}

/// True for an element that completes a contract without a day in the period.
pub(crate) fn is_back_pay(folder: &Folder, period: &PayPeriod, line: &LigneElement) -> bool {
    let inside = line.element.date.is_some_and(|d| period.jours.contains(d));
    let contract = line.element.contrat.as_ref().and_then(|c| folder.contracts.get(c));
    inside
        && !folder.left_out.concerns(&line.matricule, period.jours)
        && contract.is_some_and(|c| {
            c.matricule == line.matricule
                && c.dates.intersection(period.jours).is_none()
                && c.dates.fin < period.jours.debut
        })
}

/// Elements that no period will pay, and whose they are: dated in no week of a contract of their person nor in one of these periods, and
/// naming no contract. What a payslip
/// already holds is paid.
pub(crate) fn never_paid(
    folder: &Folder,
    register: &Register,
    periods: &[Period],
) -> Vec<(String, Diagnostic)> {
    let mut out = Vec::new();
    for line in &folder.elements {
        let Some(date) = line.element.date else { continue };
        if line.element.contrat.is_some()
            || line.confirme.contains("date")
            || periods.iter().any(|period| period.contains(date))
            || folder.left_out.concerns(&line.matricule, Period { debut: date, fin: date })
        {
            continue;
        }
        let week = Period::monday(date);
        let contracts = || folder.contracts.values().filter(|c| c.matricule == line.matricule);
        let held = || {
            register.all().any(|f| {
                f.resultat.salarie.matricule == line.matricule && f.entree.elements.contains(&line.element)
            })
        };
        if contracts().any(|c| c.dates.weeks().any(|w| w == week)) || held() {
            continue;
        }
        let last = contracts().max_by_key(|c| c.dates.fin);
        let hint = match last {
            Some(c) if c.dates.fin < date => format!(
                "un rappel nomme son contrat dans la colonne contrat ({}) ; sinon corriger la date",
                c.contrat
            ),
            _ => "corriger la date : celle d'un jour du contrat qui le paie".to_owned(),
        };
        let fault = Diagnostic::error(
            "DOS-101",
            format!(
                "{} n'a aucun contrat la semaine du {} : aucune période ne paiera cet élément",
                line.matricule,
                week.format("%d/%m/%Y")
            ),
        )
        .in_file(folder.shown(line.fichier), Some(line.ligne))
        .column("date")
        .hint(format!("{hint} ; {}", if_wanted("date")));
        out.push((line.matricule.clone(), fault));
    }
    out
}

/// Elements of the folder that neither these periods nor those paid already will pay, whatever waits.
#[must_use]
pub fn lost(folder: &Folder, register: &Register, periods: &[PayPeriod]) -> Vec<Diagnostic> {
    let names: BTreeSet<&str> = register.standing().iter().map(|f| f.periode.as_str()).collect();
    let done = names.into_iter().filter_map(|name| PayPeriod::parse(name).ok());
    let known: Vec<Period> = done.chain(periods.iter().cloned()).map(|period| period.jours).collect();
    never_paid(folder, register, &known).into_iter().map(|(_, fault)| fault).collect()
}

/// The day on which a correction is paid when it is asked for apart: after the payslip it corrects.
pub(crate) fn asked_day(options: &RunOptions, paid_on: NaiveDate) -> Option<NaiveDate> {
    options.payment.filter(|day| *day > paid_on)
}

/// A correction asked for in a later month: the money goes there, the month declared stays as it is.
pub(crate) fn is_later(options: &RunOptions, paid_on: NaiveDate) -> bool {
    options.payment.is_some_and(|day| Month::of(day) > Month::of(paid_on))
}
