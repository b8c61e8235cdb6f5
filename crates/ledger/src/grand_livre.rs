//! Ledger and balance given as CSV, by the accountant or another program.

use cddu_rates::{Cents, Diagnostic};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::fec::FecLine;
use crate::montant;
use crate::plan::sniff;
use crate::table::{self, CsvRow};

/// One account of a balance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solde {
    /// Line of the file, from 1.
    pub ligne: u64,
    /// Account.
    pub compte: String,
    /// Auxiliary, empty for none.
    pub auxiliaire: String,
    /// Label.
    pub libelle: String,
    /// Debits less credits.
    pub solde: Cents,
}

/// The names a column may bear, in the files of usual programs.
const NOMS: &[(&str, &[&str])] = &[
    ("compte", &["compte", "comptenum", "numero de compte", "n compte", "compte general", "account"]),
    (
        "compte_libelle",
        &["compte libelle", "comptelib", "intitule", "intitule du compte", "libelle du compte"],
    ),
    ("date", &["date", "ecrituredate", "date ecriture", "date comptable"]),
    ("journal", &["journal", "journalcode", "code journal", "jal"]),
    ("ecriture", &["ecriture", "ecriturenum", "numero", "n mouvement", "n ecriture", "numero ecriture"]),
    ("piece", &["piece", "pieceref", "n piece", "reference", "ref", "numero de piece"]),
    ("libelle", &["libelle", "ecriturelib", "libelle ecriture"]),
    ("auxiliaire", &["auxiliaire", "compauxnum", "compte auxiliaire", "tiers", "compte tiers"]),
    ("debit", &["debit", "montant debit", "mouvement debit", "total debit"]),
    ("credit", &["credit", "montant credit", "mouvement credit", "total credit"]),
    ("solde", &["solde"]),
    ("solde_debit", &["solde debit", "solde debiteur"]),
    ("solde_credit", &["solde credit", "solde crediteur"]),
    ("lettrage", &["lettrage", "let", "ecriturelet"]),
];

/// Reads a ledger: columns recognised by their usual names, separator `;`, `,` or tab, French or ISO dates.
///
/// # Errors
/// `CPT-001` when the account, the date or the amounts have no column, `CPT-002` for what a line says wrong; all
/// at once.
pub fn read_ledger(fichier: &str, texte: &str) -> Result<Vec<FecLine>, Vec<Diagnostic>> {
    let texte = canonical_header(texte);
    table::read(fichier, &texte, sniff(&texte), &["compte", "date", "debit", "credit"], |row| {
        Ok(FecLine {
            ligne: row.ligne,
            journal_code: row.text("journal").to_owned(),
            ecriture_num: row.text("ecriture").to_owned(),
            ecriture_date: Some(date(row)?),
            compte_num: row.required("compte")?,
            compte_lib: row.text("compte_libelle").to_owned(),
            comp_aux_num: row.text("auxiliaire").to_owned(),
            piece_ref: row.text("piece").to_owned(),
            ecriture_lib: row.text("libelle").to_owned(),
            debit: amount(row, "debit")?,
            credit: amount(row, "credit")?,
            ecriture_let: row.text("lettrage").to_owned(),
            ..FecLine::default()
        })
    })
}

/// Reads a balance: an account and either a balance, a debit and credit balance, or total movements.
///
/// # Errors
/// `CPT-001` when the account has no column, `CPT-002` for what a line says wrong; all at once.
pub fn read_balance(fichier: &str, texte: &str) -> Result<Vec<Solde>, Vec<Diagnostic>> {
    let texte = canonical_header(texte);
    table::read(fichier, &texte, sniff(&texte), &["compte"], |row| {
        let pair = |debit, credit| Ok::<_, Diagnostic>(amount(row, debit)? - amount(row, credit)?);
        let filled = |colonne: &str| !row.text(colonne).is_empty();
        let solde = if filled("solde") {
            amount(row, "solde")?
        } else if filled("solde_debit") || filled("solde_credit") {
            pair("solde_debit", "solde_credit")?
        } else {
            pair("debit", "credit")?
        };
        Ok(Solde {
            ligne: row.ligne,
            compte: row.required("compte")?,
            auxiliaire: row.text("auxiliaire").to_owned(),
            libelle: row.text("compte_libelle").to_owned(),
            solde,
        })
    })
}

/// True when a CSV holds a balance: accounts and amounts, no date.
#[must_use]
pub fn is_balance(texte: &str) -> bool {
    let texte = canonical_header(texte);
    let header = texte.lines().next().unwrap_or_default();
    let names: Vec<&str> = header.split(char::from(sniff(&texte))).collect();
    let has = |nom: &str| names.contains(&nom);
    let amounts =
        has("solde") || (has("solde_debit") && has("solde_credit")) || (has("debit") && has("credit"));
    has("compte") && amounts && !has("date")
}

/// Replaces the header by our names; a column that is not recognised keeps its own.
fn canonical_header(texte: &str) -> String {
    let texte = texte.trim_start_matches('\u{feff}');
    let (header, rest) = texte.split_once('\n').unwrap_or((texte, ""));
    let separateur = char::from(sniff(texte));
    let names: Vec<String> = header
        .trim_end_matches('\r')
        .split(separateur)
        .map(|nom| {
            let folded = cddu_rates::fold(nom.trim().trim_matches('"').trim_end_matches(['.', '°']));
            let folded = folded.replace('°', "");
            NOMS.iter()
                .find(|(_, usual)| usual.contains(&folded.trim()))
                .map_or_else(|| nom.trim().to_owned(), |(ours, _)| (*ours).to_owned())
        })
        .collect();
    format!("{}\n{rest}", names.join(&separateur.to_string()))
}

fn amount(row: &CsvRow<'_>, colonne: &str) -> Result<Cents, Diagnostic> {
    let texte: String =
        row.text(colonne).chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '€')).collect();
    montant::parse(&texte).map(|(montant, _)| montant).ok_or_else(|| {
        row.error("CPT-002", colonne, format!("« {} » n'est pas un montant", row.text(colonne)))
            .hint("écrire 1234,56 ou 1234.56")
    })
}

fn date(row: &CsvRow<'_>) -> Result<NaiveDate, Diagnostic> {
    let texte = row.text("date");
    ["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(texte, format).ok().filter(|d| d.year() >= 1900))
        .ok_or_else(|| {
            row.error("CPT-002", "date", format!("« {texte} » n'est pas une date"))
                .hint("écrire 2026-11-30, 30/11/2026 ou 20261130")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_exports_are_read() {
        let texte = "N° compte;Date;Journal;N° pièce;Libellé;Débit;Crédit\n\
            421000;30/11/2026;PA;LOT1;PAIE;;1 234,56\n\
            641100;2026-11-30;PA;LOT1;PAIE;1234.56;\n";
        let lignes = read_ledger("gl.csv", texte).unwrap();
        assert_eq!(lignes.len(), 2);
        assert_eq!((lignes[0].ligne, lignes[0].compte_num.as_str()), (2, "421000"));
        assert_eq!(lignes[0].credit, Cents(123_456));
        assert_eq!(lignes[0].ecriture_date, lignes[1].ecriture_date);
        assert_eq!(lignes[0].piece_ref, "LOT1");

        let errors =
            read_ledger("gl.csv", "compte;date;debit;credit\n421;31/02/2026;1,00;\n421;30/11/2026;x;\n");
        let places: Vec<_> = errors.unwrap_err().into_iter().map(|d| (d.ligne, d.colonne)).collect();
        assert_eq!(places, [(Some(2), Some("date".into())), (Some(3), Some("debit".into()))]);

        let balance =
            read_balance("b.csv", "Compte,Intitulé,Solde débiteur,Solde créditeur\n421,Personnel,,10.00\n");
        assert_eq!(balance.unwrap()[0].solde, Cents(-1000));
    }
}
