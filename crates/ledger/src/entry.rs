//! An accounting entry: its lines, their side, their account and third party.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Month};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Side of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cote {
    /// Debit.
    Debit,
    /// Credit.
    Credit,
}

impl Cote {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

/// Auxiliary account: who stands behind a third-party account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Auxiliaire {
    /// Key: number of the employee, key of the body, creditor, author. Never a social security number.
    pub numero: String,
    /// Label.
    pub libelle: String,
}

/// One line of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryLine {
    /// Account.
    pub compte: String,
    /// Label of the account.
    pub compte_libelle: String,
    /// Auxiliary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auxiliaire: Option<Auxiliaire>,
    /// Analytic axes kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub axes: BTreeMap<String, String>,
    /// Side.
    pub cote: Cote,
    /// Amount; negative only in an entry cancelled by negative amounts.
    #[serde(with = "cddu_rates::sum")]
    pub montant: Cents,
    /// Label.
    pub libelle: String,
    /// Payslip or note, when the detail keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<String>,
    /// Line code and part (`VIEIL_PLAF/employeur`), when the detail keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Month of work (first clock).
    pub mois: Month,
    /// Day of payment (second clock).
    pub paiement: NaiveDate,
}

impl EntryLine {
    /// The amount with its sign, debit positive.
    #[must_use]
    pub fn signe(&self) -> Cents {
        match self.cote {
            Cote::Debit => self.montant,
            Cote::Credit => -self.montant,
        }
    }

    /// The debit column.
    #[must_use]
    pub fn debit(&self) -> Cents {
        if self.cote == Cote::Debit { self.montant } else { Cents::ZERO }
    }

    /// The credit column.
    #[must_use]
    pub fn credit(&self) -> Cents {
        if self.cote == Cote::Credit { self.montant } else { Cents::ZERO }
    }
}

/// A balanced entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Code of the journal.
    pub journal: String,
    /// Label of the journal.
    pub journal_libelle: String,
    /// Number inside the batch, from 1.
    pub numero: String,
    /// Accounting date.
    pub date: NaiveDate,
    /// Accounting month.
    pub mois: Month,
    /// Supporting document: the batch.
    pub piece: String,
    /// Date of the supporting document: the last payment of the entry.
    pub piece_date: NaiveDate,
    /// Label.
    pub libelle: String,
    /// Number of the entry that this one cancels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrepasse: Option<String>,
    /// Lines, sorted.
    pub lignes: Vec<EntryLine>,
}

impl Entry {
    /// Debits less credits: zero.
    #[must_use]
    pub fn solde(&self) -> Cents {
        self.lignes.iter().map(EntryLine::signe).sum()
    }

    /// Total of the debits.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.lignes.iter().map(EntryLine::debit).sum()
    }
}
