//! Undoing payslips that nobody has received: they leave the register for `defaits/`, where they stay readable.
//!
//! What may have left the house is never undone in silence: a payslip in the accounts, one that a later payslip counts, one
//! that a transfer file pays.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cddu_ledger::{Origine, sepa};
use cddu_rates::{Diagnostic, Month};
use chrono::NaiveDate;

use crate::compta::accounts::Books;
use crate::compta::transfer_files::{self, TransferFile};
use crate::registre::atomic::{names_if_there, read_if_there, remove, write_inside};
use crate::registre::depots::{Depots, Genre};
use crate::registre::index::Cle;
use crate::{Folder, Frozen, PayPeriod, Register};

/// What was undone.
#[derive(Debug, Default, serde::Serialize)]
pub struct Defait {
    /// Numbers of the payslips taken out.
    pub bulletins: Vec<String>,
    /// Where every file went, old place first.
    pub fichiers: Vec<(String, String)>,
    /// Day of payment when only back pay was undone: it is asked again for that day.
    #[serde(skip)]
    pub rappel: Option<NaiveDate>,
}

/// Which payslips of a period to undo; all of them by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choix<'a> {
    /// Those of one person.
    pub personne: Option<&'a str>,
    /// Those of these numbers; none: every number.
    pub bulletins: &'a [String],
    /// The transfer files that pay them have not been sent to the bank.
    pub virements_non_envoyes: bool,
    /// Says what would be undone, and moves nothing.
    pub essai: bool,
}

/// Undoes payslips of a period.
///
/// # Errors
/// `DOS-073` when there is none, `DOS-267` for a number that the period does not hold; `DOS-141` for payslips that may
/// have left: in the accounts, in a transfer file, counted by a later payslip; `DOS-080` when the disk refuses.
pub fn undo(folder: &Folder, period: &PayPeriod, choix: Choix<'_>) -> Result<Defait, Vec<Diagnostic>> {
    let Choix { personne: person, bulletins, virements_non_envoyes: unsent, essai: dry } = choix;
    let mut register = Register::open_for(&folder.root, Some(&period.nom))?;
    let unknown: Vec<Diagnostic> =
        bulletins.iter().filter_map(|number| not_held(folder, &register, period, number)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let chosen: Vec<Frozen> = register
        .standing()
        .into_iter()
        .filter(|f| f.periode == period.nom)
        .filter(|f| bulletins.is_empty() || bulletins.contains(&f.numero))
        .filter(|f| person.is_none_or(|m| f.resultat.salarie.matricule == m))
        .cloned()
        .collect();
    if chosen.is_empty() {
        if !dry {
            register.forget_empty(period).map_err(|d| vec![d])?;
        }
        let whom = person.map_or_else(String::new, |m| format!(" pour {m}"));
        return Err(vec![
            Diagnostic::error("DOS-073", format!("aucun bulletin figé dans la période {}{whom}", period.nom))
                .in_file(folder.shown("bulletins"), None)
                .hint("la période s'écrit comme pour cddu paie : 2026-W46 ; la personne est un matricule"),
        ]);
    }
    let files = transfer_files::read(folder, &period.nom)?;
    let held = Books::open(folder)?.held();
    let depots = Depots::open(&folder.root)?;
    let mut faults = Vec::new();
    for frozen in &chosen {
        faults.extend(gone(folder, &register, frozen, &chosen, &held));
        let reference = sepa::reference(&frozen.numero);
        let month = Month::of(frozen.resultat.date_paiement);
        let declared = [Genre::Dsn, Genre::Aem].into_iter().find_map(|genre| depots.of(genre, month).next());
        if let Some(depot) = declared {
            let why = format!("{} de {month}, {}", depot.genre.libelle(), depot.quand());
            faults.push(
                left(folder, frozen, &why)
                    .hint("corriger les CSV, puis cddu paie --rectifier : la déclaration est remplacée"),
            );
        }
        let sent = |f: &TransferFile| f.envoye.is_some() && f.pays(&reference);
        if let Some(depot) = files.iter().find(|f| sent(f)).and_then(|f| f.envoye.as_ref()) {
            faults.push(
                left(folder, frozen, &format!("{} le vire ({})", depot.fichier, depot.quand()))
                    .hint("corriger les CSV, puis cddu paie --rectifier, qui ne vire que la différence"),
            );
        } else if let Some(file) = files.iter().find(|f| !unsent && f.pays(&reference)) {
            let name = transfer_files::name(file.rank);
            faults.push(
                left(folder, frozen, &format!("{name} le vire et est peut-être à la banque")).hint(
                    "s'il n'y est pas : ajouter --virements-non-envoyes ; s'il y est : corriger les CSV, puis cddu paie --rectifier, qui ne vire que la différence",
                ),
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let numbers: BTreeSet<String> = chosen.iter().map(|f| f.numero.clone()).collect();
    let only_back_pay = chosen.iter().all(|f| f.resultat.rappel.is_some());
    let mut out = Defait {
        bulletins: numbers.iter().cloned().collect(),
        fichiers: Vec::new(),
        rappel: chosen.first().filter(|_| only_back_pay).map(|f| f.resultat.date_paiement),
    };
    if dry {
        return Ok(out);
    }
    let paid: BTreeSet<String> = numbers.iter().map(|n| sepa::reference(n)).collect();
    // Papers first: cut in the middle, the payslips still stand and the command can be given again.
    for file in files.iter().filter(|f| paid.iter().any(|r| f.pays(r))) {
        set_aside(folder, &transfer_files::path(&period.nom, file.rank), &mut out)?;
    }
    for copy in ["bulletins", "employeur/bulletins"] {
        let place = format!("sorties/{}/{copy}", period.nom);
        for name in names_if_there(&folder.root.join(&place)).map_err(|d| vec![d])? {
            let stem =
                Path::new(&name).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            if numbers.contains(&stem) {
                set_aside(folder, &format!("{place}/{name}"), &mut out)?;
            }
        }
    }
    let months: BTreeSet<Month> = chosen.iter().map(|f| Month::of(f.resultat.date_paiement)).collect();
    for month in months {
        declarations(folder, month, &mut out)?;
    }
    for frozen in &chosen {
        keep(folder, &register.place(frozen), &mut out)?;
    }
    register.remove(period, &numbers).map_err(|d| vec![d])?;
    Ok(out)
}

/// The declarations of a month hold what is undone: none of them may be sent any more. The next run of the month writes
/// those of the payslips that stand.
fn declarations(folder: &Folder, month: Month, out: &mut Defait) -> Result<(), Vec<Diagnostic>> {
    let place = format!("sorties/declarations/{month}");
    let names = |place: &str| names_if_there(&folder.root.join(place)).map_err(|d| vec![d]);
    let kinds = ["dsn", "aem", "conges-spectacles"].map(|kind| format!("{kind}-{month}"));
    for name in names(&place)? {
        if kinds.iter().any(|kind| name.starts_with(kind)) && !name.ends_with(".perimee") {
            set_aside(folder, &format!("{place}/{name}"), out)?;
        }
    }
    for name in names(&format!("{place}/attestations"))? {
        set_aside(folder, &format!("{place}/attestations/{name}"), out)?;
    }
    Ok(())
}

/// A number that is that of no payslip standing in the period, with what is known of it.
fn not_held(folder: &Folder, register: &Register, period: &PayPeriod, number: &str) -> Option<Diagnostic> {
    let known = register.standing().into_iter().find(|f| f.numero == number);
    if known.is_some_and(|f| f.periode == period.nom) {
        return None;
    }
    let next = register.last_of(number).filter(|f| f.numero != number);
    let hint = match (known, next) {
        (Some(other), _) => format!("il est de la période {} : --periode {}", other.periode, other.periode),
        (None, Some(next)) => format!("{} le remplace : le défaire d'abord", next.numero),
        (None, None) => {
            "les numéros sont ceux du tableau de cddu paie et des fichiers de bulletins/".to_owned()
        }
    };
    let message = format!("aucun bulletin {number} en vigueur dans la période {}", period.nom);
    Some(Diagnostic::error("DOS-267", message).in_file(folder.shown("bulletins"), None).hint(hint))
}

/// Why a payslip cannot be undone, whatever is said of the bank.
fn gone(
    folder: &Folder,
    register: &Register,
    frozen: &Frozen,
    chosen: &[Frozen],
    held: &BTreeSet<(Origine, String)>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if held.contains(&(Origine::Bulletin, frozen.numero.clone())) {
        out.push(left(folder, frozen, "il est dans les écritures intégrées").hint(
            "cddu compta annuler contrepasse le lot, s'il n'est pas dans un mois clos ; sinon corriger les CSV, puis cddu paie --rectifier",
        ));
    }
    let matricule = &frozen.resultat.salarie.matricule;
    let later: Vec<&Frozen> = register
        .standing_of(&Cle::Personne(matricule.clone()))
        .into_iter()
        .filter(|f| f.rank() > frozen.rank() && chosen.iter().all(|c| c.numero != f.numero))
        .collect();
    if !later.is_empty() {
        let numbers: Vec<&str> = later.iter().map(|f| f.numero.as_str()).collect();
        out.push(left(folder, frozen, &format!("{} le compte dans ses cumuls", numbers.join(", "))).hint(
            format!(
                "défaire d'abord ce qui suit : {} ; ou corriger les CSV, puis cddu paie --rectifier",
                crate::paie::rappel::undoing(later.into_iter())
            ),
        ));
    }
    out
}

fn left(folder: &Folder, frozen: &Frozen, why: &str) -> Diagnostic {
    Diagnostic::error("DOS-141", format!("le bulletin {} ne se défait pas : {why}", frozen.numero))
        .in_file(folder.shown("bulletins"), None)
}

/// Moves a file of the folder under `defaits/`.
fn set_aside(folder: &Folder, path: &str, out: &mut Defait) -> Result<(), Vec<Diagnostic>> {
    keep(folder, path, out)?;
    remove(&folder.root.join(path)).map_err(|d| vec![d])
}

/// `DOS-081`: the disk refuses to read a file; some others may already be aside.
fn unread(folder: &Folder, path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("DOS-081", format!("lecture impossible : {}", cddu_rates::io_cause(error)))
        .in_file(folder.shown(path), None)
        .hint(
            "rendre le fichier lisible (droits, verrou d'un autre programme, partage réseau), puis relancer",
        )
}

/// Copies a file of the folder under `defaits/`, beside what was undone before.
fn keep(folder: &Folder, path: &str, out: &mut Defait) -> Result<(), Vec<Diagnostic>> {
    let bytes = fs::read(folder.root.join(path)).map_err(|e| vec![unread(folder, path, &e)])?;
    for rank in 1_u32.. {
        let target = if rank == 1 { format!("defaits/{path}") } else { format!("defaits/{path}.{rank}") };
        match read_if_there(&folder.root.join(&target)).map_err(|d| vec![d])? {
            // The copy that a command cut in the middle has left is the copy.
            Some(kept) if kept != bytes => {}
            _ => {
                write_inside(&folder.root, &target, &bytes).map_err(|d| vec![d])?;
                out.fichiers.push((path.to_owned(), target));
                break;
            }
        }
    }
    Ok(())
}
