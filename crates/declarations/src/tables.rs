//! The tables of the declarations: `rates/dsn/` and `rates/declarations/`, and what each contribution says of its own
//! declaration, read from the files of the rates.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{
    Assiette, Calcul, Confiance, Diagnostic, Famille, Identite, Rate, Rates, Texte, fold, function_key,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
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
    /// What contributions pay for, by payslip line.
    familles: BTreeMap<Texte, Famille>,
    /// What the rates of contributions are raised by (caisse de congés), by payslip line.
    majorations: BTreeMap<Texte, Rate>,
    /// Lines whose base completes that of the other lines of their codes: overtime exempt of tax.
    completes: BTreeSet<Texte>,
    /// Line whose base is a number of hours.
    en_heures: Texte,
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
dated!(Ctp, Organisme, FonctionPcs, Obligation);

/// How a payslip line is declared person by person.
#[derive(Clone, Debug)]
pub struct Individuelle {
    /// Payslip line.
    pub ligne: Texte,
    /// What it says.
    pub code: cddu_rates::Individuelle,
}

impl Individuelle {
    /// True when the row holds on that day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.code.row.holds(day)
    }
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
    /// Payslip lines whose file names this CTP.
    #[serde(skip)]
    pub lignes: Vec<Texte>,
    /// `assiette` or `montant`.
    pub forme: String,
    /// Multiplier of the base: that of its lines (caisse de congés).
    #[serde(skip)]
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
    /// How the DSN pays it.
    pub dsn: Circuit,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "optional")]
    pub valide_au: Option<NaiveDate>,
    /// Confidence.
    pub confiance: Confiance,
}

/// How the DSN pays a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circuit {
    /// Individual codes, a bordereau of CTP and a payment (Urssaf).
    Bordereau,
    /// Individual codes and a payment.
    Versement,
    /// The contracts of prévoyance of the production.
    Contrat,
    /// Not paid by the DSN: a statement.
    HorsDsn,
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

/// Who calls a contribution outside the DSN, in one convention.
#[derive(Clone, Debug)]
pub struct MicroCotisation {
    /// Payslip line.
    pub ligne: Texte,
    /// What its file says.
    pub releve: cddu_rates::Releve,
}

impl MicroCotisation {
    /// True when the row holds on that day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.releve.row.holds(day)
    }
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
        let organismes: Vec<Organisme> = rows(rates, "dsn/organismes.csv", &mut errors);
        let mut tables = Self {
            individuelles: individuelles(rates, &organismes),
            ctp: rows(rates, "dsn/ctp.csv", &mut errors),
            organismes,
            fonctions: rows(rates, "dsn/pcs_fonctions.csv", &mut errors),
            micro: rates
                .identites()
                .flat_map(|i| i.releves.iter().map(|r| (i.code.clone(), r.clone())))
                .map(|(ligne, releve)| MicroCotisation { ligne, releve })
                .collect(),
            obligations: rows(rates, "declarations/obligations.csv", &mut errors),
            alias: BTreeMap::new(),
            familles: rates
                .contributions()
                .iter()
                .filter_map(|c| Some((c.code.clone(), c.famille?)))
                .collect(),
            majorations: rates
                .contributions()
                .iter()
                .filter(|c| c.majoration_caisse_conges != Decimal::ONE)
                .map(|c| (c.code.clone(), Rate(c.majoration_caisse_conges)))
                .collect(),
            completes: rates
                .contributions()
                .iter()
                .filter(|c| c.assiette == Assiette::CsgHeuresSup)
                .map(|c| c.code.clone())
                .collect(),
            en_heures: rates.calculee(Calcul::DeductionHeuresSup).identite.code.clone(),
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
        for row in &mut tables.ctp {
            let own = |i: &&Identite| i.ctp.iter().any(|c| *c == row.key());
            row.lignes = rates.identites().filter(own).map(|i| i.code.clone()).collect();
            row.majoration = row.lignes.first().and_then(|first| tables.majorations.get(first)).copied();
        }
        if errors.is_empty() { Ok(tables) } else { Err(errors) }
    }

    /// What a payslip line pays for.
    #[must_use]
    pub fn famille(&self, ligne: &str) -> Option<Famille> {
        self.familles.get(ligne).copied()
    }

    /// True for a line whose base completes that of the other lines of its codes.
    #[must_use]
    pub fn complete(&self, ligne: &str) -> bool {
        self.completes.contains(ligne)
    }

    /// True for a line whose base is a number of hours.
    #[must_use]
    pub fn en_heures(&self, ligne: &str) -> bool {
        self.en_heures == *ligne
    }

    /// Identifier of a body.
    #[must_use]
    pub fn organisme(&self, role: &str, day: NaiveDate) -> Option<&str> {
        let known = self.organismes.iter().find(|o| o.role == role && o.holds(day))?;
        Some(known.identifiant.as_str()).filter(|id| !id.is_empty())
    }

    /// Name of a body, as a person reads it.
    #[must_use]
    pub fn nom_organisme(&self, role: &str, day: NaiveDate) -> &str {
        self.organismes.iter().find(|o| o.role == role && o.holds(day)).map_or("", |o| o.libelle.as_str())
    }

    /// What the base of a payslip line is multiplied by at the Urssaf (caisse de congés).
    #[must_use]
    pub fn majoration(&self, ligne: &str) -> Option<Rate> {
        self.majorations.get(ligne).copied()
    }

    /// PCS-ESE of a function under any of its spellings, that of the convention first: an artist of television is engaged
    /// by a producer of another convention (IDCC 1734).
    #[must_use]
    pub fn pcs(&self, idcc: &str, fonction: &str, day: NaiveDate) -> Option<&FonctionPcs> {
        let wanted = fold(fonction);
        let elsewhere = || self.alias.iter().find(|((_, name), _)| *name == wanted).map(|(_, nom)| nom);
        let named = self.alias.get(&(idcc.to_owned(), wanted.clone())).or_else(elsewhere);
        let matches = |row: &&FonctionPcs| {
            (row.folded == wanted || named.is_some_and(|name| row.folded == *name)) && row.holds(day)
        };
        let found = self.fonctions.iter().filter(matches).min_by_key(|row| row.idcc != idcc);
        found.or_else(|| self.pcs_alike(idcc, fonction, day))
    }

    /// The same under a spelling that the agreements compare alike: « comédienne » is « comédien ».
    fn pcs_alike(&self, idcc: &str, fonction: &str, day: NaiveDate) -> Option<&FonctionPcs> {
        let wanted = function_key(fonction);
        let aliases: Vec<&String> = self
            .alias
            .iter()
            .filter(|((_, name), _)| function_key(name) == wanted)
            .map(|(_, nom)| nom)
            .collect();
        let alike = |row: &&FonctionPcs| {
            (function_key(&row.folded) == wanted || aliases.contains(&&row.folded)) && row.holds(day)
        };
        self.fonctions.iter().filter(alike).min_by_key(|row| row.idcc != idcc)
    }
}

impl Ctp {
    /// Its name in the file of a contribution.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.ctp, self.qualifiant)
    }
}

/// The individual declarations in the order of a DSN: contributions by body, in the order of the table of bodies, then
/// computed lines.
fn individuelles(rates: &Rates, organismes: &[Organisme]) -> Vec<Individuelle> {
    let rank = |role: &str| organismes.iter().position(|o| o.role == role).unwrap_or(organismes.len());
    let of = |i: &Identite| -> Vec<Individuelle> {
        let ligne = &i.code;
        i.individuelles.iter().map(|code| Individuelle { ligne: ligne.clone(), code: code.clone() }).collect()
    };
    let mut out: Vec<Individuelle> = rates.contributions().iter().flat_map(|c| of(&c.identite)).collect();
    out.sort_by_key(|i| rank(&i.code.organisme));
    out.extend(rates.calculees().iter().flat_map(|c| of(&c.identite)));
    out
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
