//! The one comparison: two sets of amounts under the same keys, every difference with what may explain it.

use std::collections::BTreeMap;

use cddu_rates::Cents;
use serde::{Deserialize, Serialize};

/// What a difference is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cle {
    /// Month, or date of an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periode: Option<String>,
    /// Batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisme: Option<String>,
    /// Account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compte: Option<String>,
    /// Auxiliary account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auxiliaire: Option<String>,
    /// Employee or author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personne: Option<String>,
    /// Contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Payslip, note, entry or transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<String>,
    /// Line code, DSN code, CTP, analytic section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

macro_rules! setters {
    ($($champ:ident),*) => {
        impl Cle {
            $(
                /// The key with this field.
                #[must_use]
                pub fn $champ(mut self, valeur: impl ToString) -> Self {
                    self.$champ = Some(valeur.to_string());
                    self
                }
            )*
        }
    };
}
setters!(periode, lot, organisme, compte, auxiliaire, personne, contrat, piece, code);

impl Cle {
    /// The fields that are set, in order.
    #[must_use]
    pub fn champs(&self) -> Vec<(&'static str, &str)> {
        [
            ("periode", &self.periode),
            ("lot", &self.lot),
            ("organisme", &self.organisme),
            ("compte", &self.compte),
            ("auxiliaire", &self.auxiliaire),
            ("personne", &self.personne),
            ("contrat", &self.contrat),
            ("piece", &self.piece),
            ("code", &self.code),
        ]
        .into_iter()
        .filter_map(|(nom, valeur)| valeur.as_deref().map(|v| (nom, v)))
        .collect()
    }
}

/// A field, for people.
fn mot(champ: &'static str) -> &'static str {
    match champ {
        "periode" => "période",
        "piece" => "pièce",
        other => other,
    }
}

impl std::fmt::Display for Cle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let champs: Vec<String> =
            self.champs().iter().map(|(nom, valeur)| format!("{} {valeur}", mot(nom))).collect();
        f.write_str(&champs.join(", "))
    }
}

/// Where an amount comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// Payslip.
    Bulletin,
    /// Author note.
    Note,
    /// Entry of a batch.
    Ecriture,
    /// Imported ledger.
    GrandLivre,
    /// Imported balance.
    Balance,
    /// DSN.
    Dsn,
    /// AEM.
    Aem,
    /// Congés Spectacles.
    Conges,
    /// Transfer file.
    Virement,
    /// DAS2.
    Das2,
    /// Tables.
    Bareme,
}

impl Document {
    /// First letters of the rules that read a file made of the payslips; none for the other documents.
    pub(crate) const fn rules(self) -> &'static [char] {
        match self {
            Self::Dsn => &['D', 'C'],
            Self::Aem => &['U'],
            Self::Conges => &['C'],
            Self::Virement => &['B'],
            Self::Das2 => &['T'],
            _ => &[],
        }
    }
}

/// A line or a document that may explain a difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Candidat {
    /// Document.
    pub document: Document,
    /// Number of the payslip, of the entry, reference of the transfer.
    pub reference: String,
    /// Line of the file, or of the entry, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ligne: Option<u64>,
    /// Amount it brings.
    pub montant: Cents,
}

/// One amount under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poste {
    /// Key.
    pub cle: Cle,
    /// Where it comes from, with its amount.
    pub candidat: Candidat,
}

impl Poste {
    /// An amount of a document.
    #[must_use]
    pub fn new(cle: Cle, document: Document, reference: impl Into<String>, montant: Cents) -> Self {
        Self { cle, candidat: Candidat { document, reference: reference.into(), ligne: None, montant } }
    }

    /// At a line of its document.
    #[must_use]
    pub fn line(mut self, ligne: u64) -> Self {
        self.candidat.ligne = (ligne > 0).then_some(ligne);
        self
    }
}

/// How the amounts of the two sides are matched to leave only the candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appariement {
    /// The two sides speak of the same documents: those whose totals agree are put aside.
    Reference,
    /// The two sides hold the same lines: equal amounts are put aside.
    Montant,
    /// A line of one side may be the sum of several of the other: equal amounts are put aside only when the sides
    /// have as many lines, otherwise an amount changed by chance into another one would hide itself.
    Total,
}

/// A difference under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Key.
    pub cle: Cle,
    /// Left.
    pub gauche: Cents,
    /// Right.
    pub droite: Cents,
    /// Candidates of the left side.
    pub a_gauche: Vec<Candidat>,
    /// Candidates of the right side.
    pub a_droite: Vec<Candidat>,
}

impl Difference {
    /// Left less right.
    #[must_use]
    pub fn ecart(&self) -> Cents {
        self.gauche - self.droite
    }
}

/// Compares two sets of amounts key by key. Keys in order; a difference of at most the tolerance is none.
#[must_use]
pub fn compare(
    gauche: Vec<Poste>,
    droite: Vec<Poste>,
    tolerance: Cents,
    appariement: Appariement,
) -> Vec<Difference> {
    let mut keys: BTreeMap<Cle, (Vec<Candidat>, Vec<Candidat>)> = BTreeMap::new();
    for poste in gauche {
        keys.entry(poste.cle).or_default().0.push(poste.candidat);
    }
    for poste in droite {
        keys.entry(poste.cle).or_default().1.push(poste.candidat);
    }
    let sum = |side: &[Candidat]| -> Cents { side.iter().map(|c| c.montant).sum() };
    keys.into_iter()
        .filter_map(|(cle, (left, right))| {
            let (gauche, droite) = (sum(&left), sum(&right));
            ((gauche - droite).abs() > tolerance).then(|| {
                let (mut a_gauche, mut a_droite) = match appariement {
                    Appariement::Reference => by_reference(left, right),
                    Appariement::Total if left.len() != right.len() => (left, right),
                    Appariement::Montant | Appariement::Total => by_amount(left, right),
                };
                a_gauche.sort();
                a_droite.sort();
                Difference { cle, gauche, droite, a_gauche, a_droite }
            })
        })
        .collect()
}

fn by_reference(left: Vec<Candidat>, right: Vec<Candidat>) -> (Vec<Candidat>, Vec<Candidat>) {
    let mut totals: BTreeMap<String, Cents> = BTreeMap::new();
    for (side, sign) in [(&left, 1), (&right, -1)] {
        for c in side {
            *totals.entry(c.reference.clone()).or_default() += Cents(c.montant.0 * sign);
        }
    }
    let open = |side: Vec<Candidat>| -> Vec<Candidat> {
        side.into_iter().filter(|c| totals.get(&c.reference).is_some_and(|t| !t.is_zero())).collect()
    };
    (open(left), open(right))
}

/// Puts aside the amounts that both sides hold as many times. All the lines of an amount that differs are kept:
/// nothing tells them apart.
fn by_amount(left: Vec<Candidat>, right: Vec<Candidat>) -> (Vec<Candidat>, Vec<Candidat>) {
    let mut count: BTreeMap<Cents, i64> = BTreeMap::new();
    for (side, sign) in [(&left, 1), (&right, -1)] {
        for c in side {
            *count.entry(c.montant).or_default() += sign;
        }
    }
    let open = |side: Vec<Candidat>| -> Vec<Candidat> {
        side.into_iter().filter(|c| count.get(&c.montant).is_some_and(|n| *n != 0)).collect()
    };
    (open(left), open(right))
}
