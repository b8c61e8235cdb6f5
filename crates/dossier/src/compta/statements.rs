//! Statements of a month of payment for the accountant: livre de paie, charges by body, advances, costs, base of
//! the tax credits, TVA of the notes.

use std::collections::BTreeMap;
use std::path::Path;

use cddu_ledger::etats::Minimum;
use cddu_ledger::etats::{self, LigneCreditImpot, Tableau};
use cddu_ledger::fec::FecLine;
use cddu_ledger::{Batch, Compta};
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Diagnostic, Month, Rates};
use rust_decimal::Decimal;

use crate::compta::accounts::{self, Books, Papers};
use crate::compta::devis::{self, TableauDevis};
use crate::paie::prepare;
use crate::registre::atomic::read_if_there;
use crate::{Folder, write_inside};

/// A statement and the name of its file, without extension.
pub type Statement = (String, Tableau);

/// The statements of a month of payment. Payments are those of the bank journals of `ledger`.
///
/// # Errors
/// A register that was altered, tables or files that cannot be read, a month without any document (`DOS-074`).
pub fn statements(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    ledger: Option<&Path>,
) -> Result<Vec<Statement>, Vec<Diagnostic>> {
    let paper = Paper::of(folder, rates, month)?;
    let lines: Vec<FecLine> =
        ledger.map(crate::compta::grand_livre::read_ledger).transpose()?.unwrap_or_default();
    let banks = &folder.production.rapprochement.journaux_banque;
    let compta = &paper.compta;
    let (slips, notes, lots) = (&paper.slips, &paper.notes, &paper.lots);
    let bodies = etats::etat_des_charges(compta, &paper.year_lots, &lines, banks, month);
    let credit = paper.credit(folder, rates);
    let mut out = vec![
        ("livre-de-paie".to_owned(), etats::livre_de_paie(slips)),
        ("charges-par-organisme".to_owned(), etats::tableau_charges(&bodies)),
        ("avances-et-acomptes".to_owned(), etats::avances(compta, &paper.year_lots, &lines, banks)),
    ];
    let axes = compta.config.axes.iter();
    out.extend(axes.map(|axe| (format!("cout-par-{axe}"), etats::couts(lots, axe))));
    if let Some(budget) = devis::suivi_devis(folder, rates, Some(month.last()))? {
        let of = |t: &TableauDevis| (format!("devis-par-{}", t.par), devis::statement(t));
        out.extend(budget.tableaux.iter().map(of));
    }
    out.push(("credit-impot".to_owned(), etats::tableau_credit_impot(&credit)));
    out.push(("depenses-par-region".to_owned(), etats::tableau_region(&credit, &BTreeMap::new())));
    let limit = rates.amount("HS_DE_MINIMIS", month.last()).map_err(|d| vec![d])?.0;
    if let Some(table) = etats::tableau_de_minimis(&paper.year_slips, limit) {
        out.push(("deduction-heures-sup".to_owned(), table));
    }
    if !notes.is_empty() {
        out.push(("tva-des-notes".to_owned(), etats::tva_des_notes(notes)));
    }
    Ok(out)
}

/// Writes the statements under `sorties/etats/MOIS`, and keeps the base of the tax credits for the reconciliation.
/// Gives the files, relative to the folder, with their titles.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn write_statements(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    statements: &[Statement],
) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let place = format!("sorties/etats/{month}");
    let mut files = Vec::new();
    for (name, table) in statements {
        let path = format!("{place}/{name}.csv");
        // The mark tells spreadsheets that the file is in UTF-8.
        let text = format!("\u{feff}{}", table.csv());
        write_inside(&folder.root, &path, text.as_bytes()).map_err(|d| vec![d])?;
        files.push((path, table.titre.clone()));
    }
    let credit = Paper::of(folder, rates, month)?.credit(folder, rates);
    let json = serde_json::to_vec_pretty(&credit).unwrap_or_default();
    write_inside(&folder.root, format!("{place}/credit-impot.json"), &json).map_err(|d| vec![d])?;
    Ok(files)
}

/// The base of the tax credits as it was last written.
///
/// # Errors
/// `DOS-081` when the file exists and cannot be read, `DOS-062` when it is not what this program writes.
pub(crate) fn kept_credit(
    folder: &Folder,
    month: Month,
) -> Result<Option<Vec<LigneCreditImpot>>, Vec<Diagnostic>> {
    let place = format!("sorties/etats/{month}/credit-impot.json");
    let Some(bytes) = read_if_there(&folder.root.join(&place)).map_err(|d| vec![d])? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        let cause = crate::lecture::text::json_cause(&error);
        vec![
            Diagnostic::error("DOS-062", format!("état du crédit d'impôt illisible : {cause}"))
                .in_file(folder.shown(&place), Some(error.line() as u64))
                .hint("l'écrire de nouveau : cddu compta etats DOSSIER --mois AAAA-MM"),
        ]
    })
}

/// The documents of a month and the batches of its year.
struct Paper {
    compta: Compta,
    slips: Vec<Payslip>,
    /// Those of the year so far.
    year_slips: Vec<Payslip>,
    notes: Vec<Note>,
    lots: Vec<Batch>,
    year_lots: Vec<Batch>,
}

impl Paper {
    fn of(folder: &Folder, rates: &Rates, month: Month) -> Result<Self, Vec<Diagnostic>> {
        let (books, papers) = (Books::open(folder)?, Papers::open(folder)?);
        let compta = accounts::compta(folder, rates, month.last())?;
        let paid = |d: chrono::NaiveDate| Month::of(d) == month;
        let so_far = |d: chrono::NaiveDate| Month::of(d).year == month.year && Month::of(d) <= month;
        let year_slips: Vec<Payslip> =
            papers.standing_slips().filter(|p| so_far(p.date_paiement)).cloned().collect();
        let slips: Vec<Payslip> = year_slips.iter().filter(|p| paid(p.date_paiement)).cloned().collect();
        // A correction paid after the month has replaced nothing yet.
        let known: Vec<Note> = papers
            .all_notes()
            .filter(|n| n.resultat.date_paiement <= month.last())
            .map(|n| n.resultat.clone())
            .collect();
        let notes: Vec<Note> = cddu_payslip::note::in_force(&known)
            .into_iter()
            .filter(|n| paid(n.date_paiement))
            .cloned()
            .collect();
        if slips.is_empty() && notes.is_empty() {
            return Err(vec![crate::compta::grand_livre::nothing(&papers, month)]);
        }
        let (mut lots, mut year_lots) = (Vec::new(), Vec::new());
        for period in papers.periods() {
            for lot in accounts::batches(&books, &papers, &compta, period)? {
                let mut days = lot.pieces.iter().map(|s| s.paiement);
                if days.clone().any(paid) {
                    lots.push(lot.clone());
                }
                if days.any(|d| Month::of(d).year == month.year && Month::of(d) <= month) {
                    year_lots.push(lot);
                }
            }
        }
        Ok(Self { compta, slips, year_slips, notes, lots, year_lots })
    }

    fn credit(&self, folder: &Folder, rates: &Rates) -> Vec<LigneCreditImpot> {
        let minima = minima(folder, rates, &self.slips);
        etats::credit_impot(&self.compta.schema, &self.slips, &self.notes, &minima)
    }
}

/// The conventional minima of the contracts paid by the hours or by the cachet; a gross agreed for a whole contract
/// is not compared.
pub(crate) fn minima(folder: &Folder, rates: &Rates, slips: &[Payslip]) -> Vec<Minimum> {
    let mut out = Vec::new();
    let replaced: Vec<&str> = slips.iter().filter_map(|p| p.rectifie.as_deref()).collect();
    for slip in slips.iter().filter(|p| !replaced.contains(&cddu_ledger::piece(p))) {
        for contract in &slip.contrats {
            let Some(row) = folder.contracts.get(&contract.contrat) else { continue };
            let Some(found) = prepare::minimum(folder, rates, row, contract.periode) else { continue };
            // The gross follows the pay agreed: the minimum of the whole time is in the same proportion.
            let whole = |salaire: Cents| {
                let gross = contract.bases.brut.to_decimal();
                Cents::round(gross * found.valeur.to_decimal() / salaire.to_decimal())
            };
            out.push(Minimum {
                piece: cddu_ledger::piece(slip).to_owned(),
                contrat: contract.contrat.clone(),
                salaire: found.salaire,
                minimum: found.valeur,
                pour_la_duree: (found.salaire.to_decimal() > Decimal::ZERO).then(|| whole(found.salaire)),
            });
        }
    }
    out
}
