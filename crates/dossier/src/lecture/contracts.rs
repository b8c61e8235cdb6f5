//! `contrats.csv`: the contracts.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::production::ContratDeclare;
use cddu_documents::typo::euros;
use cddu_payslip::{Categorie, DfsGroupe};
use cddu_rates::{Cents, Diagnostic, Period, Quantity, coverage_start};
use chrono::NaiveDate;

use crate::lecture::left_out::LeftOut;
use crate::lecture::people::{Personne, close_to};
use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, RawRow, Sheet, cut, file_of, shifted};

/// One contract, as written.
#[derive(Clone, Debug)]
pub struct LigneContrat {
    /// File of the row: `contrats.csv`, or the list of a day of figuration.
    pub fichier: &'static str,
    /// Line of the file.
    pub ligne: u64,
    /// Number.
    pub contrat: String,
    /// Person.
    pub matricule: String,
    /// Category.
    pub categorie: Categorie,
    /// Cadre; `None` leaves it to the grid.
    pub cadre: Option<bool>,
    /// Annexe of the unemployment insurance.
    pub annexe: Option<u8>,
    /// Function.
    pub fonction: String,
    /// First and last day.
    pub dates: Period,
    /// Agreed pay of a week, a day or a cachet.
    pub salaire_base: Option<Cents>,
    /// Hours paid by it.
    pub heures_base: Option<Quantity>,
    /// `semaine` or `jour`.
    pub engagement: Option<&'static str>,
    /// Annexe of the film convention.
    pub annexe_film: Option<&'static str>,
    /// Gross agreed for the whole contract.
    pub brut: Option<Cents>,
    /// Cachets of the contract.
    pub cachets: Option<u32>,
    /// Number of the production.
    pub numero_objet: Option<String>,
    /// DFS.
    pub dfs: bool,
    /// Group of the DFS.
    pub dfs_groupe: Option<DfsGroupe>,
    /// Artist rates of a réalisateur.
    pub taux_artiste: bool,
    /// Convention of the work.
    pub idcc: Option<String>,
    /// Own day of payment.
    pub date_paiement: Option<NaiveDate>,
    /// Budget post and department.
    pub analytique: BTreeMap<String, String>,
    /// What only declarations need.
    pub declare: ContratDeclare,
    /// Columns whose unusual value is wanted.
    pub confirme: BTreeSet<&'static str>,
}

/// The contracts, and the numbers of those whose row cannot be used: their hours are no new fault.
pub(crate) fn read(
    sheet: &Sheet,
    people: &BTreeMap<String, Personne>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, LigneContrat>, BTreeSet<String>) {
    let mut faulty = BTreeSet::new();
    let mut orphans = Vec::new();
    let mut contracts: BTreeMap<String, LigneContrat> = BTreeMap::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let matricule = cells.peek("matricule");
        if row.broken {
            left_out.add(&matricule, &shifted(sheet, row));
            left_out.doubt(&matricule);
            faulty.insert(cells.peek("contrat"));
            continue;
        }
        let contract = contract(&mut cells, sheet, row);
        let number = cells.peek("contrat");
        if let Some(first) = contracts.get(&number).filter(|_| !number.is_empty()) {
            let first = (first.ligne, first.matricule.clone());
            cells.fault(
                "DOS-020",
                "contrat",
                format!("le contrat « {} » est déjà celui de la ligne {}", cut(&number), first.0),
                "donner un numéro différent à chaque contrat, ou supprimer la ligne en double",
            );
            let fault = cells.faults.last().expect("just found");
            left_out.add(&first.1, fault);
        }
        let dates = contract.as_ref().map(|c| c.dates);
        if !people.contains_key(&matricule) {
            let trade = contract.as_ref().map(|c| c.categorie);
            nobody(&mut cells, &matricule, (dates, trade), people, &mut orphans);
        }
        for fault in &cells.faults {
            left_out.add_on(&matricule, fault, dates);
        }
        diagnostics.append(&mut cells.faults);
        match contract {
            Some(contract) => {
                contracts.entry(number).or_insert(contract);
            }
            None => {
                left_out.doubt(&matricule);
                faulty.insert(number);
            }
        }
    }
    for orphan in orphans {
        for matricule in owners(&orphan, &contracts) {
            left_out.add_on(matricule, &orphan.fault, orphan.dates);
        }
    }
    (contracts, faulty)
}

/// A contract whose person nobody knows.
struct Orphan<'a> {
    fault: Diagnostic,
    dates: Option<Period>,
    categorie: Option<Categorie>,
    /// People whose number is close to the one written.
    near: Vec<&'a str>,
}

/// Keeps a contract without a known person: it may be of somebody who would be paid without it.
fn nobody<'a>(
    cells: &mut Cells<'_>,
    matricule: &str,
    (dates, categorie): (Option<Period>, Option<Categorie>),
    people: &'a BTreeMap<String, Personne>,
    orphans: &mut Vec<Orphan<'a>>,
) {
    let near = close_to(matricule, people);
    if !matricule.is_empty() {
        let shown: Vec<&str> = near.iter().copied().take(3).collect();
        let hint = if near.is_empty() {
            "ajouter la personne à salaries.csv ; en attendant, qui pourrait avoir ce contrat n'est pas payé"
                .to_owned()
        } else {
            format!(
                "ajouter la personne à salaries.csv, ou corriger : {} ? (en attendant, pas de bulletin)",
                shown.join(", ")
            )
        };
        let message = format!("« {} » n'est pas dans salaries.csv", cut(matricule));
        cells.fault("DOS-021", "matricule", message, &hint);
    }
    if let Some(fault) = cells.faults.iter().find(|f| f.colonne.as_deref() == Some("matricule")) {
        orphans.push(Orphan { fault: fault.clone(), dates, categorie, near });
    }
}

/// Who may have a contract without a person: the close numbers, or those of its trade who have no contract on these days.
fn owners<'a>(orphan: &Orphan<'a>, contracts: &'a BTreeMap<String, LigneContrat>) -> BTreeSet<&'a str> {
    if !orphan.near.is_empty() {
        return orphan.near.iter().copied().collect();
    }
    let busy: BTreeSet<&str> = contracts
        .values()
        .filter(|c| orphan.dates.is_some_and(|days| c.dates.intersection(days).is_some()))
        .map(|c| c.matricule.as_str())
        .collect();
    let trade = |c: &&LigneContrat| orphan.categorie.is_none_or(|categorie| c.categorie == categorie);
    contracts.values().filter(trade).map(|c| c.matricule.as_str()).filter(|m| !busy.contains(m)).collect()
}

/// The last day worked is a day of the contract: the certificate of the DSN (S21.G00.62) and the AEM say both.
fn early_end(cells: &mut Cells<'_>, dates: Period) {
    let last = crate::lecture::value::recent_date(&cells.peek("fin_reelle")).ok();
    let day = |d: NaiveDate| d.format("%d/%m/%Y");
    if let Some(last) = last.filter(|last| !dates.contains(*last)) {
        cells.fault(
            "DOS-311",
            "fin_reelle",
            format!(
                "dernier jour travaillé le {}, hors du contrat ({} au {})",
                day(last),
                day(dates.debut),
                day(dates.fin)
            ),
            "un contrat prolongé s'écrit dans fin ; fin_reelle est le dernier jour d'un contrat rompu avant son terme",
        );
    }
}

/// The agreed gross is the whole pay of a contract: a base pay beside it would price nothing.
fn both_prices(cells: &mut Cells<'_>, line: &LigneContrat) {
    let (Some(brut), Some(base)) = (line.brut, line.salaire_base) else { return };
    // A gross of zero takes back what was paid by mistake.
    if line.confirme.contains("brut") || brut == Cents::ZERO {
        return;
    }
    cells.fault(
        "DOS-336",
        "brut",
        format!("brut de {} et salaire de base de {} : le brut est toute la paie du contrat, le salaire de base n'y compterait pas", euros(brut), euros(base)),
        &format!("vider la case de trop : le brut pour payer les heures de temps.csv, le salaire de base pour payer un montant convenu ; {}", if_wanted("brut")),
    );
}

fn contract(cells: &mut Cells<'_>, sheet: &Sheet, row: &RawRow) -> Option<LigneContrat> {
    let (debut, fin) = (cells.date("debut"), cells.date("fin"));
    let dates = match (debut, fin) {
        (Some(debut), Some(fin)) => {
            let dates = Period::new(debut, fin);
            if dates.is_none() {
                cells.fault(
                    "DOS-042",
                    "fin",
                    format!("le contrat finit le {fin}, avant de commencer le {debut}"),
                    "vérifier les deux dates (le jour vient avant le mois dans JJ/MM/AAAA)",
                );
            } else if debut < coverage_start() {
                cells.fault(
                    "DOS-071",
                    "debut",
                    format!("aucun barème avant le {} : contrat du {debut}", coverage_start()),
                    "cddu calcule les périodes de travail à partir de 2024",
                );
            }
            dates
        }
        _ => None,
    };
    if let Some(dates) = dates {
        early_end(cells, dates);
    }
    let mut analytique = BTreeMap::new();
    for axis in ["poste", "departement"] {
        if let Some(value) = cells.opt_text(axis) {
            analytique.insert(axis.to_owned(), value);
        }
    }
    let contrat = cells.identifier("contrat");
    let matricule = cells.identifier("matricule");
    let categorie = cells.variant("categorie");
    let confirme = cells.confirmed();
    let cadre = cells.yes_no("cadre");
    if cadre == Some(true) && matches!(categorie, Some(Categorie::Artiste | Categorie::Figurant)) {
        cells.fault(
            "DOS-017",
            "cadre",
            "un artiste ou un figurant n'est pas cadre".to_owned(),
            "vider la case, ou corriger la catégorie",
        );
    }
    let line = LigneContrat {
        fichier: file_of(sheet.spec.fichier, row.added),
        ligne: row.line,
        contrat,
        matricule,
        categorie: categorie.unwrap_or(Categorie::Technicien),
        cadre,
        annexe: cells.choice("annexe").and_then(|a| a.parse().ok()),
        fonction: cells.text("fonction"),
        dates: dates.unwrap_or(Period { debut: coverage_start(), fin: coverage_start() }),
        salaire_base: cells.amount("salaire_base"),
        heures_base: cells.quantity("heures_base"),
        engagement: cells.choice("engagement"),
        annexe_film: cells.choice("annexe_film"),
        brut: cells.amount("brut"),
        cachets: cells.integer("cachets"),
        numero_objet: cells
            .opt_text("numero_objet")
            .map(|n| n.split_whitespace().collect::<String>().to_ascii_uppercase()),
        dfs: cells.yes_no("dfs").unwrap_or(false),
        dfs_groupe: cells.variant("dfs_groupe"),
        taux_artiste: cells.yes_no("taux_artiste").unwrap_or(true),
        idcc: cells.choice("idcc").map(str::to_owned),
        date_paiement: cells.date("date_paiement"),
        analytique,
        declare: ContratDeclare {
            heure_embauche: cells.time("heure_embauche").map(|t| t.format("%H:%M").to_string()),
            essai_jours: cells.integer("essai_jours"),
            lieu: cells.opt_text("lieu"),
            motif_fin: cells.variant("motif_fin").unwrap_or_default(),
            fin_reelle: cells.date("fin_reelle"),
            dpae_le: cells.date("dpae_le"),
            heures_semaine: cells.quantity("heures_base"),
            ..ContratDeclare::default()
        },
        confirme,
    };
    if line.categorie == Categorie::Technicien && line.cachets.is_some_and(|n| n > 0) && categorie.is_some() {
        cells.fault(
            "DOS-128",
            "cachets",
            "un technicien n'a pas de cachets : l'AEM les refuserait".to_owned(),
            "vider la case, ou corriger la catégorie",
        );
    }
    if line.salaire_base.is_some_and(|pay| pay == Cents::ZERO) {
        cells.fault(
            "DOS-223",
            "salaire_base",
            "salaire de base de zéro : rien ne se paie à ce taux".to_owned(),
            "donner le salaire convenu (cddu minima FONCTION montre le minimum)",
        );
    }
    both_prices(cells, &line);
    // An extra of a list without a pay has the minimum of the agreement.
    let unpriced = line.salaire_base.is_none() && line.brut.is_none() && !row.added;
    if unpriced && cells.peek("salaire_base").is_empty() {
        cells.fault(
            "DOS-018",
            "salaire_base",
            "ni salaire de base ni brut".to_owned(),
            "donner le salaire convenu (cddu minima FONCTION montre le minimum)",
        );
    }
    dates.map(|_| line)
}
