//! The tables of `rates/bulletin`: rows of the legal models, mentions, titles of the conventions.
//!
//! All three follow the date of payment.

use cddu_rates::{Confiance, Diagnostic, Files, Rates};
use chrono::NaiveDate;
use serde::Deserialize;

/// What a row of a legal model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    /// One printed row per element of gross.
    ElementsBrut,
    /// One printed row per expense or benefit in kind.
    ElementsNet,
    /// One printed row per payment on account, loan or garnishment.
    ElementsRetenues,
    /// Contributions, under the heading of their section.
    Ligne,
    /// Contributions, without a heading.
    LigneSeule,
    /// Contributions, their own heading.
    Rubrique,
    /// One frozen amount.
    Valeur,
    /// Tax withheld.
    Pas,
    /// Lines of a tax withheld in place of it.
    RetenueSource,
    /// Total.
    Total,
    /// Amount that the law wants prominent.
    Net,
}

/// What a row shows: a frozen amount, contributions, or a list of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cle {
    /// The lines of the codes of the row.
    Cotisations,
    /// Elements of gross.
    ElementsBrut,
    /// Expenses and benefits in kind.
    ElementsNet,
    /// Payments on account, loans, garnishments.
    ElementsRetenues,
    /// Gross.
    Brut,
    /// Contributions, employer part before reliefs.
    TotalAvantAllegements,
    /// Contributions, employer part after reliefs.
    TotalApresAllegements,
    /// Montant net social.
    MontantNetSocial,
    /// Net before tax.
    NetAvantImpot,
    /// Net imposable.
    NetImposable,
    /// Net of overtime exempt of tax.
    HsExonereesNet,
    /// Tax withheld.
    Pas,
    /// Sum paid.
    NetAPayer,
    /// Cost of the employer.
    TotalVerseEmployeur,
}

/// A row of a legal model.
#[derive(Clone, Debug)]
pub struct Ligne {
    /// Section heading.
    pub section: String,
    /// Heading inside the section.
    pub sous_section: String,
    /// Wording.
    pub libelle: String,
    /// What it is.
    pub genre: Genre,
    /// What it shows.
    pub cle: Cle,
    /// Its name, for the lines that go there; empty for a row of another kind.
    pub rang: String,
    /// Codes of the lines whose file names this row.
    pub codes: Vec<String>,
    /// The same under the reading `non_deductible` of the method `hs_ligne_crds`.
    pub codes_non_deductible: Vec<String>,
    /// Base column filled.
    pub base: bool,
    /// Rate column filled.
    pub taux: bool,
    /// Employee column filled.
    pub salarie: bool,
    /// Employer column filled.
    pub employeur: bool,
    /// Yearly cumul column filled.
    pub cumul: bool,
}

#[derive(Deserialize)]
struct RawLigne {
    modele: String,
    ordre: u32,
    section: String,
    sous_section: String,
    libelle: String,
    genre: Genre,
    cle: Cle,
    rang: String,
    base: String,
    taux: String,
    salarie: String,
    employeur: String,
    cumul: String,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    #[serde(rename = "confiance")]
    _confiance: Confiance,
}

#[derive(Clone, Debug, Deserialize)]
struct Texte {
    #[serde(alias = "idcc")]
    cle: String,
    #[serde(alias = "intitule")]
    texte: String,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    #[serde(rename = "confiance")]
    _confiance: Confiance,
}

#[derive(Clone, Debug)]
struct DatedLigne {
    modele: String,
    ordre: u32,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    ligne: Ligne,
}

/// The tables, parsed.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Where the tables are, as shown to the user.
    place: String,
    lignes: Vec<DatedLigne>,
    mentions: Vec<Texte>,
    conventions: Vec<Texte>,
    clauses: Vec<Clause>,
    clauses_place: String,
}

/// A clause of a contract, and the contracts that hold it.
#[derive(Clone, Debug, Deserialize)]
pub struct Clause {
    ordre: u32,
    /// Heading.
    pub titre: String,
    idcc: String,
    categorie: String,
    /// Fact without which the clause is left out (`dfs`, `mineur`); empty: none.
    pub condition: String,
    /// Text, with words in braces that stand for the data of the contract.
    pub texte: String,
    valide_du: NaiveDate,
    #[serde(default)]
    valide_au: Option<NaiveDate>,
}

impl Clause {
    fn concerns(&self, idcc: &str, categorie: &str, day: NaiveDate) -> bool {
        let among = |list: &str, word: &str| list.is_empty() || list.split(' ').any(|w| w == word);
        holds(self.valide_du, self.valide_au, day)
            && among(&self.idcc, idcc)
            && among(&self.categorie, categorie)
    }
}

fn holds(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|end| day <= end)
}

fn rows<T: serde::de::DeserializeOwned>(files: &Files, name: &str) -> Result<Vec<T>, Diagnostic> {
    let mut reader = csv::Reader::from_reader(files.get(name)?.as_bytes());
    reader
        .deserialize()
        .map(|row| {
            row.map_err(|error: csv::Error| cddu_rates::csv_diagnostic("BAR-003", &files.shown(name), &error))
        })
        .collect()
}

impl Tables {
    /// Parses the tables, and puts each contribution and each computed line on the row that its file names.
    pub fn read(rates: &Rates) -> Result<Self, Diagnostic> {
        let files = rates.files();
        let gathered = |raw: &RawLigne, moved: bool| -> Vec<String> {
            let here = |i: &&cddu_rates::Identite| {
                let other = i.bulletin.non_deductible.as_deref().filter(|_| moved);
                other.unwrap_or(i.bulletin.on(&raw.modele)) == raw.rang
            };
            let lines = rates.identites().filter(|_| raw.cle == Cle::Cotisations);
            lines.filter(here).map(|i| i.code.to_string()).collect()
        };
        let yes = |text: &str| text == "oui";
        let mut lignes: Vec<DatedLigne> = rows::<RawLigne>(files, "bulletin/lignes.csv")?
            .into_iter()
            .map(|raw| DatedLigne {
                ordre: raw.ordre,
                valide_du: raw.valide_du,
                valide_au: raw.valide_au,
                ligne: Ligne {
                    codes: gathered(&raw, false),
                    codes_non_deductible: gathered(&raw, true),
                    rang: raw.rang,
                    base: yes(&raw.base),
                    taux: yes(&raw.taux),
                    salarie: yes(&raw.salarie),
                    employeur: yes(&raw.employeur),
                    cumul: yes(&raw.cumul),
                    section: raw.section,
                    sous_section: raw.sous_section,
                    libelle: raw.libelle,
                    genre: raw.genre,
                    cle: raw.cle,
                },
                modele: raw.modele,
            })
            .collect();
        lignes.sort_by(|a, b| (&a.modele, a.ordre).cmp(&(&b.modele, b.ordre)));
        Ok(Self {
            place: files.shown("bulletin"),
            clauses_place: files.shown("engagements/clauses.csv"),
            lignes,
            mentions: rows(files, "bulletin/mentions.csv")?,
            conventions: rows(files, "bulletin/conventions.csv")?,
            clauses: {
                // Tables kept before contracts were written have none: only a contract asks for them.
                let known = files.get("engagements/clauses.csv").is_ok();
                let mut clauses: Vec<Clause> =
                    if known { rows(files, "engagements/clauses.csv")? } else { Vec::new() };
                clauses.sort_by_key(|c| c.ordre);
                clauses
            },
        })
    }

    /// The rows of a model on a day of payment, in order; empty when the model does not hold on that day.
    pub fn lignes(&self, modele: &str, day: NaiveDate) -> Vec<&Ligne> {
        self.lignes
            .iter()
            .filter(|l| l.modele == modele && holds(l.valide_du, l.valide_au, day))
            .map(|l| &l.ligne)
            .collect()
    }

    /// A table of `rates/bulletin` under the directory of the tables in use.
    pub fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.place)
    }

    /// A mention in force.
    ///
    /// # Errors
    /// `DOC-004` when no row of `mentions.csv` holds on that day.
    pub fn mention(&self, cle: &str, day: NaiveDate) -> Result<&str, Diagnostic> {
        self.mentions
            .iter()
            .find(|t| t.cle == cle && holds(t.valide_du, t.valide_au, day))
            .map(|t| t.texte.as_str())
            .ok_or_else(|| {
                Diagnostic::error("DOC-004", format!("la mention « {cle} » manque au {day}"))
                    .in_file(self.shown("mentions.csv"), None)
                    .hint("compléter la table des mentions pour cette date de paiement")
            })
    }

    /// The clauses of a contract that begins on a day, in order.
    pub fn clauses<'a>(
        &'a self,
        idcc: &'a str,
        categorie: &'a str,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'a Clause> {
        self.clauses.iter().filter(move |c| c.concerns(idcc, categorie, day))
    }

    /// The file of the clauses, as shown to the user.
    pub fn shown_clauses(&self) -> &str {
        &self.clauses_place
    }

    /// `Production cinématographique (IDCC 3097)`; the number alone when the table does not know it.
    pub fn convention(&self, idcc: &str) -> String {
        self.conventions
            .iter()
            .find(|t| t.cle == idcc)
            .map_or_else(|| format!("IDCC {idcc}"), |t| format!("{} (IDCC {idcc})", t.texte))
    }
}
