//! From the typed rows of a production folder to the inputs of its notes: schedule, set-off, yearly cumuls.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Rate, nearest};
use chrono::{Datelike, NaiveDate};

use super::contrat::{ContratAuteur, echeancier, imputer};
use super::input::{
    Auteur, Dispense, Fiscal, Imputation, Ircec, NatureRevenu, NoteCumuls, NoteInput, NoteMethodes, Oeuvre,
    Producteur, Social, Tva, Zone,
};

/// One row of `auteurs.csv`: the author and the switches that belong to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct FicheAuteur {
    /// Author.
    pub auteur: Auteur,
    /// Switch of the social contributions.
    pub social: Social,
    /// Switch of the TVA.
    pub tva: Tva,
    /// Switch of the retenue à la source.
    pub fiscal: Fiscal,
    /// Rate of the treaty.
    pub taux_convention: Option<Rate>,
    /// Day on which forms 5000 and 5003 were received.
    pub formulaires_5000_5003: Option<NaiveDate>,
    /// Proof of insurance abroad.
    pub assure_hors_france: bool,
    /// Territory.
    pub zone: Zone,
    /// Dispense de précompte.
    pub dispense: Option<Dispense>,
    /// First day of effect of the renonciation.
    pub renonciation_date_effet: Option<NaiveDate>,
    /// Attestation de non-précompte of the RAAP.
    pub attestation_non_precompte_raap: bool,
}

/// One row of `notes.csv`: a payment, or royalties to set off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct LigneNote {
    /// Line of the file, for messages.
    pub ligne: Option<u64>,
    /// Number of the note.
    pub note: String,
    /// Number of the note that this one replaces.
    pub rectifie: Option<String>,
    /// Reference of the contract.
    pub contrat: String,
    /// Day of payment, or of the statement of royalties.
    pub date_paiement: NaiveDate,
    /// Nature of the income; missing: `minimum_garanti` for an instalment, `redevance` for royalties.
    pub nature_revenu: Option<NatureRevenu>,
    /// Label of the instalment paid.
    pub echeance: Option<String>,
    /// Gross without TVA; missing with `echeance`: the amount of the schedule.
    pub montant: Option<Cents>,
    /// Royalties of the period before set-off.
    pub redevances: Option<Cents>,
    /// Period of exploitation, for royalties.
    pub periode_exploitation: Option<String>,
    /// Pension switch of this note; missing: that of the contract, then the genre.
    pub ircec: Option<Ircec>,
}

/// What a row of `notes.csv` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Prevu {
    /// A note to compute.
    Note(Box<NoteInput>),
    /// A statement of royalties wholly set off: nothing to pay, no note, no new base.
    Imputation(Imputation),
}

/// Running totals of a folder, in order of payment.
#[derive(Default)]
struct Running<'a> {
    /// Gross by author, year and social switch.
    paid: BTreeMap<(&'a str, i32, Social), Cents>,
    /// Minimum garanti paid and set off, by contract.
    advances: BTreeMap<&'a str, (Cents, Cents)>,
    /// Instalments paid, by contract, with the note that paid each.
    steps: BTreeMap<(&'a str, &'a str), &'a str>,
    /// Notes that another row replaces.
    replaced: BTreeSet<&'a str>,
    /// What each note counted, so that a note that replaces it can take it back.
    counted: BTreeMap<&'a str, Counted<'a>>,
}

struct Counted<'a> {
    paid: ((&'a str, i32, Social), Cents),
    advance: (&'a str, Cents, Cents),
    step: Option<(&'a str, &'a str)>,
}

impl<'a> Running<'a> {
    /// Takes back what a note counted, and returns it.
    fn take_back(&mut self, note: &str) -> Option<(&'a str, Counted<'a>)> {
        let (name, counted) = self.counted.remove_entry(note)?;
        *self.paid.entry(counted.paid.0).or_default() -= counted.paid.1;
        let (contract, paid, set_off) = counted.advance;
        let advance = self.advances.entry(contract).or_default();
        advance.0 -= paid;
        advance.1 -= set_off;
        if let Some(step) = counted.step {
            self.steps.remove(&step);
        }
        Some((name, counted))
    }

    fn count(&mut self, note: &'a str, counted: Counted<'a>) {
        *self.paid.entry(counted.paid.0).or_default() += counted.paid.1;
        let (contract, paid, set_off) = counted.advance;
        let advance = self.advances.entry(contract).or_default();
        advance.0 += paid;
        advance.1 += set_off;
        if let Some(step) = counted.step {
            self.steps.insert(step, note);
        }
        self.counted.insert(note, counted);
    }
}

/// The inputs of the notes of a folder, one answer per row, in the order of the rows.
///
/// Rows are taken in order of payment, so that each note knows what was paid before it in the year to the same
/// author under the same `social` switch (`opening` holds what was paid outside the folder, by author and year),
/// and each statement of royalties what was already recovered of the minimum garanti. A row that replaces
/// another takes back what the replaced one counted. One bad row never stops the others.
///
/// # Errors
/// Per row: `NOTE-021` for an unknown contract, author or instalment, `NOTE-022` for amounts that do not fit
/// together, `NOTE-090` for an instalment at another amount, `NOTE-023` for a number used twice or an unknown replaced note, `NOTE-020` for the schedule.
#[must_use]
pub fn plan(
    producer: &Producteur,
    methods: NoteMethodes,
    authors: &[FicheAuteur],
    contracts: &[ContratAuteur],
    rows: &[LigneNote],
    opening: &BTreeMap<(String, i32), Cents>,
) -> Vec<Result<Prevu, Vec<Diagnostic>>> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // On one day, what is paid of the minimum garanti comes before the royalties that are set off against it.
    order.sort_by_key(|i| (rows[*i].date_paiement, rows[*i].redevances.is_some()));
    let replaced = rows.iter().filter_map(|r| r.rectifie.as_deref()).collect();
    let mut running = Running { replaced, ..Running::default() };
    let mut out: Vec<_> = rows.iter().map(|_| Err(Vec::new())).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for rank in order {
        let row = &rows[rank];
        out[rank] = if seen.insert(&row.note, rank).is_some() {
            Err(vec![bad(
                row,
                "NOTE-023",
                "note",
                format!("le numéro de note « {} » est déjà pris", row.note),
                "donner un numéro par note",
            )])
        } else {
            one(producer, methods, authors, contracts, row, opening, &mut running).map_err(|mut errors| {
                for error in &mut errors {
                    error.ligne = error.ligne.or(row.ligne);
                }
                errors
            })
        };
    }
    out
}

/// What the rows may hold and rarely mean, each at its line: `NOTE-090` an instalment paid in part, `NOTE-091` an instalment paid before one
/// that comes earlier in its contract, `NOTE-092` a minimum garanti paid after royalties that should have been set off.
/// `planned`: the answer of [`plan`] for the same rows.
#[must_use]
pub fn ordre(
    contracts: &[ContratAuteur],
    rows: &[LigneNote],
    planned: &[Result<Prevu, Vec<Diagnostic>>],
) -> Vec<Diagnostic> {
    let replaced: BTreeSet<&str> = rows.iter().filter_map(|r| r.rectifie.as_deref()).collect();
    let mut order: Vec<(&LigneNote, &Prevu)> = rows
        .iter()
        .zip(planned)
        .filter(|(row, _)| !replaced.contains(row.note.as_str()))
        .filter_map(|(row, planned)| Some((row, planned.as_ref().ok()?)))
        .collect();
    order.sort_by_key(|(row, _)| (row.date_paiement, row.redevances.is_some()));
    let mut paid: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut royalties: BTreeMap<&str, Cents> = BTreeMap::new();
    let mut out = Vec::new();
    let mut warn = |row: &LigneNote, code: &str, column: &str, message: String, hint: String| {
        let mut found = Diagnostic::warning(code, message).column(column).hint(hint);
        found.ligne = row.ligne;
        out.push(found);
    };
    for (row, planned) in order {
        let Prevu::Note(input) = planned else { continue };
        let contract = row.contrat.as_str();
        if let Some(imputation) = input.imputation {
            *royalties.entry(contract).or_default() += imputation.a_payer;
            continue;
        }
        let advance = matches!(input.nature_revenu, NatureRevenu::MinimumGaranti | NatureRevenu::AValoir);
        let before = royalties.get(contract).copied().unwrap_or_default();
        if advance && before > Cents::ZERO {
            warn(
                row,
                "NOTE-092",
                "date_paiement",
                format!(
                    "le minimum garanti est une avance sur les redevances : {} en sont versés après {before} de redevances payées sans imputation, soit {} payés deux fois s'il s'impute sur elles",
                    input.brut_ht,
                    before.min(input.brut_ht)
                ),
                "vérifier les dates des deux lignes ; sinon réduire le versement de ce que les redevances ont déjà payé".to_owned(),
            );
        }
        let Some(label) = row.echeance.as_deref() else { continue };
        let steps = contracts.iter().find(|c| c.contrat == contract).map_or(&[][..], |c| &c.echeances);
        let due = contracts.iter().find(|c| c.contrat == contract).and_then(|c| echeancier(c).ok());
        let due = due.and_then(|list| list.iter().find(|(s, _)| s.echeance == label).map(|(_, due)| *due));
        if let Some(due) = due.filter(|due| *due != input.brut_ht) {
            let found = other_amount(row, label, due, input.brut_ht);
            warn(row, "NOTE-090", "montant", found.message, found.aide.unwrap_or_default());
        }
        let earlier = steps.iter().map(|s| s.echeance.as_str()).take_while(|s| *s != label);
        if let Some(missing) = earlier.into_iter().find(|s| !paid.contains(&(contract, s))) {
            warn(
                row,
                "NOTE-091",
                "echeance",
                format!("l'échéance « {label} » est payée avant « {missing} », qui la précède au contrat {contract}"),
                "vérifier l'échéance et la date ; si la précédente n'est pas encore due, il n'y a rien à faire".to_owned(),
            );
        }
        paid.insert((contract, label));
    }
    out
}

/// `NOTE-090`: an instalment paid at another amount than that of its contract.
fn other_amount(row: &LigneNote, label: &str, due: Cents, paid: Cents) -> Diagnostic {
    let (what, gap) = if paid > due { ("de trop", paid - due) } else { ("de moins", due - paid) };
    bad(
        row,
        "NOTE-090",
        "montant",
        format!(
            "l'échéance « {label} » est de {due} au contrat {}, la ligne en paie {paid} : {gap} {what}",
            row.contrat
        ),
        "vider montant : celui de l'échéance est repris ; s'il a changé, corriger l'échéancier ; un versement partiel s'écrit sans echeance, avec nature_revenu (minimum_garanti ou a_valoir)",
    )
}

fn bad(row: &LigneNote, code: &str, column: &str, message: String, hint: &str) -> Diagnostic {
    let mut out = Diagnostic::error(code, message).column(column).hint(hint);
    out.ligne = row.ligne;
    out
}

fn unknown<'k>(
    row: &LigneNote,
    column: &str,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    let near = nearest(name, known);
    let hint = if near.is_empty() {
        "vérifier le nom, ou ajouter la ligne qui manque".to_owned()
    } else {
        format!("vouliez-vous dire « {} » ?", near.join(" », « "))
    };
    bad(row, "NOTE-021", column, format!("{what} « {name} » : introuvable"), &hint)
}

/// Gross, nature and set-off of a row.
struct Amount {
    gross: Cents,
    nature: NatureRevenu,
    imputation: Option<Imputation>,
}

fn one<'a>(
    producer: &Producteur,
    methods: NoteMethodes,
    authors: &'a [FicheAuteur],
    contracts: &'a [ContratAuteur],
    row: &'a LigneNote,
    opening: &BTreeMap<(String, i32), Cents>,
    running: &mut Running<'a>,
) -> Result<Prevu, Vec<Diagnostic>> {
    let contract = contracts.iter().find(|c| c.contrat == row.contrat).ok_or_else(|| {
        vec![unknown(
            row,
            "contrat",
            "contrat d'auteur",
            &row.contrat,
            contracts.iter().map(|c| c.contrat.as_str()),
        )]
    })?;
    let sheet = authors.iter().find(|a| a.auteur.auteur == contract.auteur).ok_or_else(|| {
        let known = authors.iter().map(|a| a.auteur.auteur.as_str());
        vec![unknown(row, "contrat", "auteur", &contract.auteur, known)]
    })?;
    let replaced = row.rectifie.as_deref().map(|name| (name, running.take_back(name)));
    if let Some((name, None)) = replaced {
        return Err(vec![bad(
            row,
            "NOTE-023",
            "rectifie",
            format!("la note remplacée « {name} » n'est pas payée avant le {}", row.date_paiement),
            "donner le numéro d'une note antérieure du dossier qui n'est pas déjà remplacée",
        )]);
    }
    let amount = match amount(contract, row, running) {
        Ok(amount) => amount,
        Err(errors) => {
            // A refused row changes nothing: the note it meant to replace stands.
            if let Some((_, Some((note, counted)))) = replaced {
                running.count(note, counted);
            }
            return Err(errors);
        }
    };
    let is_advance = matches!(amount.nature, NatureRevenu::MinimumGaranti | NatureRevenu::AValoir);
    let set_off = amount.imputation.map_or(Cents::ZERO, |i| i.impute);
    let year = row.date_paiement.year();
    let key = (sheet.auteur.auteur.as_str(), year, sheet.social);
    let before = running.paid.get(&key).copied().unwrap_or_default()
        + opening.get(&(sheet.auteur.auteur.clone(), year)).copied().unwrap_or_default();
    let advance = if is_advance { amount.gross } else { Cents::ZERO };
    running.count(
        &row.note,
        Counted {
            paid: (key, amount.gross),
            advance: (&contract.contrat, advance, set_off),
            step: row.echeance.as_deref().map(|step| (contract.contrat.as_str(), step)),
        },
    );
    if let Some(imputation) = amount.imputation
        && imputation.a_payer.is_zero()
    {
        return Ok(Prevu::Imputation(imputation));
    }
    Ok(Prevu::Note(Box::new(NoteInput {
        numero: Some(row.note.clone()),
        rectifie: row.rectifie.clone(),
        date_paiement: row.date_paiement,
        brut_ht: amount.gross,
        social: sheet.social,
        tva: sheet.tva,
        ircec: row.ircec.or(contract.ircec),
        fiscal: sheet.fiscal,
        taux_convention: sheet.taux_convention,
        formulaires_5000_5003: sheet.formulaires_5000_5003,
        assure_hors_france: sheet.assure_hors_france,
        zone: sheet.zone,
        cumuls: NoteCumuls { brut_annee: before },
        methodes: methods,
        dispense: sheet.dispense.clone(),
        renonciation_date_effet: sheet.renonciation_date_effet,
        attestation_non_precompte_raap: sheet.attestation_non_precompte_raap,
        nature_revenu: amount.nature,
        imputation: amount.imputation,
        producteur: Some(producer.clone()),
        auteur: Some(sheet.auteur.clone()),
        oeuvre: Some(Oeuvre {
            titre: contract.titre.clone(),
            genre: contract.genre,
            nature_activite: contract.nature_activite,
            contrat: Some(contract.contrat.clone()),
            echeance: row.echeance.clone(),
            periode_exploitation: row.periode_exploitation.clone(),
        }),
        analytique: contract.analytique.clone(),
    })))
}

fn amount(
    contract: &ContratAuteur,
    row: &LigneNote,
    running: &Running<'_>,
) -> Result<Amount, Vec<Diagnostic>> {
    let refuse =
        |column: &str, message: String, hint: &str| vec![bad(row, "NOTE-022", column, message, hint)];
    let (verse, deja_impute) = running.advances.get(contract.contrat.as_str()).copied().unwrap_or_default();
    if let Some(royalties) = row.redevances {
        if row.montant.is_some() || row.echeance.is_some() {
            return Err(refuse(
                "redevances",
                "redevances ne va ni avec montant ni avec echeance : le montant à payer se déduit de l'imputation".to_owned(),
                "vider montant et echeance",
            ));
        }
        if royalties <= Cents::ZERO {
            return Err(refuse(
                "redevances",
                format!("redevances vaut {royalties}"),
                "écrire un montant positif",
            ));
        }
        let imputation = imputer(verse, deja_impute, royalties);
        let nature = row.nature_revenu.unwrap_or(NatureRevenu::Redevance);
        return Ok(Amount { gross: imputation.a_payer, nature, imputation: Some(imputation) });
    }
    let scheduled = match &row.echeance {
        None => None,
        Some(label) => {
            let steps = echeancier(contract)?;
            let found = steps.iter().find(|(step, _)| step.echeance == *label).ok_or_else(|| {
                vec![unknown(
                    row,
                    "echeance",
                    "échéance",
                    label,
                    steps.iter().map(|(s, _)| s.echeance.as_str()),
                )]
            })?;
            if let Some(note) = running.steps.get(&(contract.contrat.as_str(), label.as_str())) {
                return Err(refuse(
                    "echeance",
                    format!("l'échéance « {label} » est déjà payée par la note « {note} »"),
                    "choisir une autre échéance, ou remplir la colonne rectifie",
                ));
            }
            Some(found.1)
        }
    };
    let Some(gross) = row.montant.or(scheduled) else {
        return Err(refuse(
            "montant",
            "la ligne ne dit pas ce qu'elle paie".to_owned(),
            "remplir echeance, montant ou redevances",
        ));
    };
    let nature = match (row.nature_revenu, scheduled) {
        (Some(nature), _) => nature,
        (None, Some(_)) => NatureRevenu::MinimumGaranti,
        (None, None) => {
            return Err(refuse(
                "nature_revenu",
                "nature_revenu manque : le montant n'est ni une échéance ni des redevances à imputer"
                    .to_owned(),
                "écrire minimum_garanti, a_valoir, redevance ou forfait",
            ));
        }
    };
    let advance = matches!(nature, NatureRevenu::MinimumGaranti | NatureRevenu::AValoir);
    if advance && contract.minimum_garanti > Cents::ZERO && verse + gross > contract.minimum_garanti {
        return Err(refuse(
            "montant",
            format!(
                "les versements du minimum garanti feraient {}, plus que les {} du contrat {}",
                verse + gross,
                contract.minimum_garanti,
                contract.contrat
            ),
            "corriger le montant ou le minimum garanti du contrat",
        ));
    }
    // A note that another one replaces is already told to be wrong.
    if let (Some(due), Some(label)) = (scheduled, &row.echeance)
        && gross > due
        && !running.replaced.contains(row.note.as_str())
    {
        return Err(vec![other_amount(row, label, due, gross)]);
    }
    Ok(Amount { gross, nature, imputation: None })
}
