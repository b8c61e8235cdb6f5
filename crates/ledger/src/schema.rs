//! The mapping: which account each line of a payslip or a note debits and credits. A contribution and a computed line
//! hold theirs in their own file; `compta/schema_ecritures.csv` holds the rest.
//!
//! Clock of the mapping: the last day of the period of work (contributions), the date of payment (the rest).

use cddu_payslip::Categorie;
use cddu_rates::{Diagnostic, Identite, Rates, Row};
use chrono::NaiveDate;

use crate::table;

/// Path of the mapping under `rates/`.
pub const TABLE: &str = "compta/schema_ecritures.csv";

const COLONNES: [&str; 9] =
    ["cle", "codes", "part", "population", "debit", "credit", "tiers", "valide_du", "confiance"];

/// Which amount of the document a row of the mapping takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Gross pay, by pay element.
    Brut,
    /// Employee share of a line.
    Salarie,
    /// Employer share of a line.
    Employeur,
    /// Expense, advance or deduction of the payslip.
    Element,
    /// Total of the payslip (PAS).
    Total,
    /// Gross, or a TVA that moves nothing, of an author note.
    Note,
    /// Line of a note taken from the author.
    NoteRetenue,
    /// Line of a note paid to the author on top.
    NoteAjout,
    /// Line of a note borne by the producer.
    NoteProducteur,
    /// Payment by the bank; never in a payroll entry.
    Paiement,
}

impl Part {
    /// The word of the table and of the side file.
    #[must_use]
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Brut => "brut",
            Self::Salarie => "salarie",
            Self::Employeur => "employeur",
            Self::Element => "element",
            Self::Total => "total",
            Self::Note => "note",
            Self::NoteRetenue => "note_retenue",
            Self::NoteAjout => "note_ajout",
            Self::NoteProducteur => "note_producteur",
            Self::Paiement => "paiement",
        }
    }

    const ALL: [Self; 10] = [
        Self::Brut,
        Self::Salarie,
        Self::Employeur,
        Self::Element,
        Self::Total,
        Self::Note,
        Self::NoteRetenue,
        Self::NoteAjout,
        Self::NoteProducteur,
        Self::Paiement,
    ];
}

/// A row of the mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regle {
    /// Key (`employeur.fnal`).
    pub cle: String,
    /// French label.
    pub libelle: String,
    /// Line codes; `*` takes every code that no other row names.
    pub codes: Vec<String>,
    /// Amount taken.
    pub part: Part,
    /// Category concerned; empty for all.
    pub population: String,
    /// Role debited; `organisme` is the account of the body of the line.
    pub debit: String,
    /// Role credited.
    pub credit: String,
    /// Whose auxiliary goes with the third-party account: `salarie`, `organisme`, `creancier`, `auteur`, `etat`
    /// or the key of a body.
    pub tiers: String,
    /// Codes of the DSN contribution (`S21.G00.81.001`).
    pub code_cotisation_dsn: Vec<String>,
    /// Place in the base of the tax credit (`oui`, `non`, `indetermine`, `plafonne_minimum`...).
    pub credit_impot: String,
    /// Chapter of the devis.
    pub chapitre: String,
    /// Dates, source and confidence.
    pub row: Row,
}

/// The whole mapping.
#[derive(Clone, Debug)]
pub struct Schema {
    regles: Vec<Regle>,
}

impl Schema {
    /// Reads the mapping of the tables.
    ///
    /// # Errors
    /// `BAR-002` when the table is missing, `CPT-001` and `CPT-002` for what it says wrong.
    pub fn load(rates: &Rates) -> Result<Self, Vec<Diagnostic>> {
        let files = rates.files();
        let texte = files.get(TABLE).map_err(|d| vec![d])?;
        let mut schema = Self::parse(&files.shown(TABLE), texte)?;
        for identite in rates.identites() {
            schema.regles.extend(of_line(identite, &files.shown(&identite.table)));
        }
        Ok(schema)
    }

    /// Reads a mapping written as `schema_ecritures.csv`.
    ///
    /// # Errors
    /// `CPT-001` and `CPT-002`, all at once.
    pub fn parse(fichier: &str, texte: &str) -> Result<Self, Vec<Diagnostic>> {
        let regles = table::read(fichier, texte, b',', &COLONNES, |row| {
            let cle = row.required::<String>("cle")?;
            let part = row.text("part");
            let part = Part::ALL.into_iter().find(|p| p.mot() == part).ok_or_else(|| {
                row.error("CPT-002", "part", format!("« {part} » n'est pas une part connue"))
                    .hint(Part::ALL.map(Part::mot).join(", "))
            })?;
            let words = |colonne| row.text(colonne).split_whitespace().map(str::to_owned).collect();
            Ok(Regle {
                row: row.provenance(&cle)?,
                libelle: row.text("libelle").to_owned(),
                codes: words("codes"),
                part,
                population: row.text("population").to_owned(),
                debit: row.required("debit")?,
                credit: row.required("credit")?,
                tiers: row.text("tiers").to_owned(),
                code_cotisation_dsn: Vec::new(),
                credit_impot: row.text("credit_impot").to_owned(),
                chapitre: row.text("chapitre_devis").to_owned(),
                cle,
            })
        })?;
        Ok(Self { regles })
    }

    /// The row that maps a line: the one that names its code, else the `*` of its part.
    #[must_use]
    pub fn regle(
        &self,
        part: Part,
        code: &str,
        population: Option<Categorie>,
        jour: NaiveDate,
    ) -> Option<&Regle> {
        let concerned = |r: &&Regle| {
            r.part == part
                && r.row.holds(jour)
                && (r.population.is_empty() || population.is_some_and(|p| categorie(p) == r.population))
        };
        let named = |r: &&Regle| r.codes.iter().any(|c| c == code);
        let any = |r: &&Regle| r.codes.iter().any(|c| c == "*");
        self.regles
            .iter()
            .filter(concerned)
            .find(named)
            .or_else(|| self.regles.iter().filter(concerned).find(any))
    }

    /// The row of a key.
    #[must_use]
    pub fn by_key(&self, cle: &str) -> Option<&Regle> {
        self.regles.iter().find(|r| r.cle == cle)
    }

    /// Every row, in order of the table.
    #[must_use]
    pub fn regles(&self) -> &[Regle] {
        &self.regles
    }

    /// The mapping without one line code, to see what an unmapped line does.
    #[must_use]
    pub fn without_code(mut self, part: Part, code: &str) -> Self {
        for regle in self.regles.iter_mut().filter(|r| r.part == part) {
            regle.codes.retain(|c| c != code);
        }
        self
    }
}

/// The rows of a payslip line, one per share and date.
fn of_line(identite: &Identite, table: &str) -> impl Iterator<Item = Regle> {
    let dsn = identite.individuelles.iter().filter(|i| i.part == "total");
    let codes: Vec<String> =
        dsn.flat_map(|i| [Some(&i.code), i.code_complement.as_ref()]).flatten().cloned().collect();
    identite.compta.iter().map(move |e| Regle {
        cle: format!("{}.{}", e.part.mot(), identite.code),
        libelle: identite.libelle.to_string(),
        codes: vec![identite.code.to_string()],
        part: match e.part {
            cddu_rates::Part::Salarie => Part::Salarie,
            cddu_rates::Part::Employeur => Part::Employeur,
        },
        population: String::new(),
        debit: e.debit.clone(),
        credit: e.credit.clone(),
        tiers: "organisme".to_owned(),
        code_cotisation_dsn: codes.clone(),
        credit_impot: e.credit_impot.clone(),
        chapitre: e.chapitre.clone(),
        row: Row { table: table.to_owned(), ..e.row.clone() },
    })
}

/// The word of a category in the tables.
#[must_use]
pub const fn categorie(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "technicien",
        Categorie::Artiste => "artiste",
        Categorie::Figurant => "figurant",
        Categorie::Realisateur => "realisateur",
    }
}
