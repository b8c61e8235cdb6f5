//! The tables of the declarations: `rates/dsn/` and `rates/declarations/`, read from the files of the rates.

use std::collections::BTreeMap;

use cddu_rates::{Confiance, Diagnostic, Rate, Rates, fold};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};

/// Every table a declaration needs.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Individual contributions of the DSN.
    pub individuelles: Vec<Individuelle>,
    /// CTP of the Urssaf.
    pub ctp: Vec<Ctp>,
    /// Bodies.
    pub organismes: Vec<Organisme>,
    /// PCS-ESE of the functions.
    pub fonctions: Vec<FonctionPcs>,
    /// Contributions of the conventions.
    pub micro: Vec<MicroCotisation>,
    /// Obligations of a production.
    pub obligations: Vec<Obligation>,
    /// Names of the functions under their other spellings, by convention, both compared without case or accents.
    alias: BTreeMap<(String, String), String>,
}

/// Days on which a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub du: NaiveDate,
    /// Last day.
    pub au: Option<NaiveDate>,
}

impl Validity {
    /// True on that day.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.du <= day && self.au.is_none_or(|end| day <= end)
    }
}

macro_rules! dated {
    ($($name:ident),+) => { $(impl $name {
        /// True when the row holds on that day.
        #[must_use]
        pub fn holds(&self, day: NaiveDate) -> bool {
            Validity { du: self.valide_du, au: self.valide_au }.holds(day)
        }
    })+ };
}
dated!(Individuelle, Ctp, Organisme, FonctionPcs, MicroCotisation, Obligation);

/// How a payslip line is declared person by person.
#[derive(Clone, Debug, Deserialize)]
pub struct Individuelle {
    /// Payslip line.
    pub ligne: String,
    /// Base (S21.G00.78.001); `02/03`: 02 under fifty people.
    pub base: String,
    /// Code (S21.G00.81.001).
    pub code: String,
    /// Body of the line, one of the bodies of the payslip.
    pub organisme: String,
    /// `total` or `employeur` (a share already inside another code).
    pub part: String,
    /// Rate of the code alone; the rest of the line goes to `code_complement`.
    #[serde(deserialize_with = "optional")]
    pub taux_seul: Option<Rate>,
    /// The same for artists.
    #[serde(deserialize_with = "optional")]
    pub taux_seul_artiste: Option<Rate>,
    /// Complement.
    #[serde(deserialize_with = "optional")]
    pub code_complement: Option<String>,
    /// Versions of the norm that have the code; empty: all.
    pub normes: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

/// Aggregated contribution of the Urssaf.
#[derive(Clone, Debug, Deserialize)]
pub struct Ctp {
    /// Code.
    pub ctp: String,
    /// Label.
    pub libelle: String,
    /// `technicien`, `artiste` or `tous`.
    pub population: String,
    /// `920` or `921`.
    pub qualifiant: String,
    /// Payslip lines, separated by spaces.
    pub lignes: String,
    /// `assiette` or `montant`.
    pub forme: String,
    /// Multiplier of the base.
    #[serde(deserialize_with = "optional")]
    pub majoration: Option<Rate>,
    /// Condition.
    pub condition: String,
    /// `oui`: the INSEE code of the commune is mandatory.
    pub commune: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

/// A body that receives payments.
#[derive(Clone, Debug, Deserialize)]
pub struct Organisme {
    /// Body of the payslip lines.
    pub role: String,
    /// Identifier in the DSN.
    pub identifiant: String,
    /// Name.
    pub libelle: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

/// PCS-ESE proposed for a function.
#[derive(Clone, Debug, Deserialize)]
pub struct FonctionPcs {
    /// Convention.
    pub idcc: String,
    /// Function.
    pub fonction: String,
    /// The function as names are compared, set when the table is read.
    #[serde(skip)]
    folded: String,
    /// PCS-ESE.
    pub pcs: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

/// A contribution of a convention outside the DSN.
#[derive(Clone, Debug, Deserialize)]
pub struct MicroCotisation {
    /// Convention.
    pub idcc: String,
    /// Body.
    pub organisme: String,
    /// Label.
    pub libelle: String,
    /// Payslip line.
    pub lignes: String,
    /// Base.
    pub assiette: String,
    /// Rate.
    #[serde(deserialize_with = "optional")]
    pub taux: Option<Rate>,
    /// How it is paid.
    pub canal: String,
    /// How often.
    pub periodicite: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Confidence.
    pub confiance: Confiance,
}

/// An obligation of a production.
#[derive(Clone, Debug, Deserialize)]
pub struct Obligation {
    /// Key.
    pub id: String,
    /// What to do.
    pub libelle: String,
    /// For whom.
    pub destinataire: String,
    /// How.
    pub canal: String,
    /// Rule of the due date (see `calendrier`).
    pub regle: String,
    /// `ouvre`: moved to the next working day when it falls on a weekend or a holiday; `aucun`: never moved.
    pub report: String,
    /// Condition.
    pub condition: String,
    /// Consequence of being late.
    pub sanction: String,
    /// Legal basis.
    pub base_legale: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

fn optional<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(de::Error::custom) }
}

impl Tables {
    /// Reads the tables.
    ///
    /// # Errors
    /// `BAR-002` for a missing table, `BAR-003` for a row that is not written as expected.
    pub fn load(rates: &Rates) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut tables = Self {
            individuelles: rows(rates, "dsn/cotisations_individuelles.csv", &mut errors),
            ctp: rows(rates, "dsn/ctp.csv", &mut errors),
            organismes: rows(rates, "dsn/organismes.csv", &mut errors),
            fonctions: rows(rates, "dsn/pcs_fonctions.csv", &mut errors),
            micro: rows(rates, "declarations/micro_cotisations.csv", &mut errors),
            obligations: rows(rates, "declarations/obligations.csv", &mut errors),
            alias: BTreeMap::new(),
        };
        for row in &mut tables.fonctions {
            row.folded = fold(&row.fonction);
        }
        match rates.conventions() {
            Ok(conventions) => {
                for fonction in conventions.fonctions() {
                    let spellings = fonction.alias.iter().map(|alias| (fonction.idcc.clone(), fold(alias)));
                    tables.alias.extend(spellings.map(|key| (key, fold(&fonction.nom))));
                }
            }
            Err(list) => errors.extend(list),
        }
        if errors.is_empty() { Ok(tables) } else { Err(errors) }
    }

    /// Identifier of a body.
    #[must_use]
    pub fn organisme(&self, role: &str, day: NaiveDate) -> Option<&str> {
        self.organismes.iter().find(|o| o.role == role && o.holds(day)).map(|o| o.identifiant.as_str())
    }

    /// What the base of a payslip line is multiplied by at the Urssaf (caisse de congés).
    #[must_use]
    pub fn majoration(&self, ligne: &str, day: NaiveDate) -> Option<Rate> {
        self.ctp.iter().find(|c| c.lignes == ligne && c.holds(day)).and_then(|c| c.majoration)
    }

    /// PCS-ESE of a function under any of its spellings, that of the convention first.
    #[must_use]
    pub fn pcs(&self, idcc: &str, fonction: &str, day: NaiveDate) -> Option<&FonctionPcs> {
        let wanted = fold(fonction);
        let named = self.alias.get(&(idcc.to_owned(), wanted.clone()));
        let matches = |row: &&FonctionPcs| {
            (row.folded == wanted || named.is_some_and(|name| row.folded == *name)) && row.holds(day)
        };
        self.fonctions.iter().filter(matches).min_by_key(|row| row.idcc != idcc)
    }
}

fn rows<T: DeserializeOwned>(rates: &Rates, name: &str, errors: &mut Vec<Diagnostic>) -> Vec<T> {
    let shown = rates.files().shown(name);
    let text = match rates.files().get(name) {
        Ok(text) => text,
        Err(error) => {
            errors.push(error);
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
        match row {
            Ok(row) => out.push(row),
            Err(error) => errors.push(cddu_rates::csv_diagnostic("BAR-003", &shown, &error)),
        }
    }
    out
}
