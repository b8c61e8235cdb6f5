//! The CSV of one's own: which columns, how written.

use serde::{Deserialize, Serialize};

/// What a column of the CSV holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Champ {
    /// Code of the journal.
    Journal,
    /// Number of the entry.
    Ecriture,
    /// Accounting date.
    Date,
    /// Day of payment.
    DatePaiement,
    /// Account.
    Compte,
    /// Label of the account.
    CompteLibelle,
    /// Auxiliary.
    Auxiliaire,
    /// Label of the auxiliary.
    AuxiliaireLibelle,
    /// Batch, or payslip.
    Piece,
    /// Label of the line.
    Libelle,
    /// Debit.
    Debit,
    /// Credit.
    Credit,
    /// Debit less credit.
    Montant,
    /// Amount without its sign.
    MontantAbsolu,
    /// `D` or `C`.
    Sens,
    /// Month of work.
    Mois,
    /// Value of an analytic axis.
    Axe(String),
    /// The same text on every line.
    Fixe(String),
}

/// A column of the CSV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colonne {
    /// Header.
    pub titre: String,
    /// Content.
    pub champ: Champ,
}

/// A CSV of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CsvExport {
    /// Separator.
    pub separateur: char,
    /// Decimal mark.
    pub virgule: char,
    /// Format of the dates (`%d/%m/%Y`).
    pub date: String,
    /// A first line of headers.
    pub entete: bool,
    /// Windows-1252 instead of UTF-8.
    pub windows_1252: bool,
    /// Columns.
    pub colonnes: Vec<Colonne>,
}

impl Default for CsvExport {
    fn default() -> Self {
        let colonne = |titre: &str, champ| Colonne { titre: titre.to_owned(), champ };
        Self {
            separateur: ';',
            virgule: ',',
            date: "%d/%m/%Y".to_owned(),
            entete: true,
            windows_1252: false,
            colonnes: vec![
                colonne("journal", Champ::Journal),
                colonne("date", Champ::Date),
                colonne("compte", Champ::Compte),
                colonne("auxiliaire", Champ::Auxiliaire),
                colonne("piece", Champ::Piece),
                colonne("libelle", Champ::Libelle),
                colonne("debit", Champ::Debit),
                colonne("credit", Champ::Credit),
            ],
        }
    }
}
