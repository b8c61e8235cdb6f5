//! What a payslip line is to the other tables: its row on the payslip, its accounts, its codes in the declarations.
//!
//! A contribution and a computed line each hold theirs in their own file, so that adding one touches no other table.
//! What several lines share stays in a table that they name: the rows of the payslip models
//! (`bulletin/lignes.csv`), the roles of the chart (`compta/plan_comptable.csv`), the CTP (`dsn/ctp.csv`) and the
//! bodies (`dsn/organismes.csv`).

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use crate::contribution::Part;
use crate::row::{Confiance, Row};
use crate::texte::Texte;
use crate::toml_table::Day;
use crate::units::{Rate, parse_decimal};
use cddu_base::Diagnostic;

/// The identity of a payslip line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identite {
    /// Line code (`VIEIL_PLAF`).
    pub code: Texte,
    /// Label.
    pub libelle: Texte,
    /// Rank among the lines.
    pub ordre: u32,
    /// File, relative to the tables.
    pub table: String,
    /// Rows of the payslip models.
    pub bulletin: Rangs,
    /// Accounts, by share.
    pub compta: Vec<Ecriture>,
    /// CTP that declare it to the Urssaf, `code/qualifiant` (`100/920`).
    pub ctp: Vec<String>,
    /// Individual declarations in the DSN.
    pub individuelles: Vec<Individuelle>,
    /// Who calls it, outside the DSN, by convention.
    pub releves: Vec<Releve>,
}

impl Identite {
    /// The accounts of a share on a day.
    #[must_use]
    pub fn ecriture(&self, part: Part, day: NaiveDate) -> Option<&Ecriture> {
        self.compta.iter().find(|e| e.part == part && e.row.holds(day))
    }
}

/// The row of a line on each payslip model: the `rang` of a row of `bulletin/lignes.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rangs {
    /// Model of 2016, up to 31 December 2026.
    pub adapte: String,
    /// Model of the arrêté of 31 January 2023.
    pub renove: String,
    /// Row of both models under the reading `non_deductible` of the method `hs_ligne_crds`, when it moves the line.
    #[serde(default)]
    pub non_deductible: Option<String>,
}

impl Rangs {
    /// The row on a model of `bulletin/lignes.csv`.
    #[must_use]
    pub fn on(&self, modele: &str) -> &str {
        if modele == "adapte" { &self.adapte } else { &self.renove }
    }
}

/// The accounts of one share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecriture {
    /// Share.
    pub part: Part,
    /// Role debited.
    pub debit: String,
    /// Role credited; `organisme` is the account of the body of the line.
    pub credit: String,
    /// Place in the base of the tax credit.
    pub credit_impot: String,
    /// Chapter of the devis.
    pub chapitre: String,
    /// Dates, source, confidence.
    pub row: Row,
}

/// How a line is declared person by person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Individuelle {
    /// Base (S21.G00.78.001); `02/03`: 02 under fifty people.
    pub base: String,
    /// Code (S21.G00.81.001).
    pub code: String,
    /// Body of the line.
    pub organisme: Texte,
    /// `total` or `employeur` (a share already inside another code).
    pub part: String,
    /// Rate of the code alone; the rest of the line goes to `code_complement`.
    pub taux_seul: Option<Rate>,
    /// The same for artists.
    pub taux_seul_artiste: Option<Rate>,
    /// Complement.
    pub code_complement: Option<String>,
    /// Versions of the norm that have the code; empty: all.
    pub normes: Vec<String>,
    /// Dates, source, confidence.
    pub row: Row,
}

/// Who calls a contribution that the DSN does not pay, in one convention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releve {
    /// Convention.
    pub idcc: String,
    /// Body that calls (`cchsct_cinema`).
    pub organisme: String,
    /// Label of the statement.
    pub libelle: String,
    /// How it is paid.
    pub canal: String,
    /// How often.
    pub periodicite: String,
    /// Dates, source, confidence.
    pub row: Row,
}

/// The fields that justify a row, as every section writes them.
macro_rules! sourced {
    ($(#[$doc:meta])* struct $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$attr])* $field: $kind,)*
            valide_du: Day,
            valide_au: Option<Day>,
            #[serde(default)]
            base_legale: String,
            source: String,
            #[serde(default)]
            lien: String,
            confiance: Confiance,
            verifie_le: Day,
            #[serde(default)]
            note: String,
        }

        impl $name {
            fn row(&self, table: &str, ligne: u64, cle: String) -> Row {
                Row {
                    table: table.to_owned(),
                    ligne,
                    cle,
                    valeur: None,
                    valide_du: self.valide_du.0,
                    valide_au: self.valide_au.map(|d| d.0),
                    base_legale: self.base_legale.clone(),
                    source: self.source.clone(),
                    lien: self.lien.clone(),
                    confiance: self.confiance,
                    verifie_le: self.verifie_le.0,
                    note: self.note.clone(),
                }
            }
        }
    };
}

sourced! {
    struct RawEcriture {
        part: Part,
        debit: String,
        #[serde(default = "organisme")]
        credit: String,
        #[serde(default)]
        credit_impot: String,
        #[serde(default)]
        chapitre: String,
    }
}

fn organisme() -> String {
    "organisme".to_owned()
}

sourced! {
    struct RawIndividuelle {
        base: String,
        code: String,
        organisme: Option<String>,
        #[serde(default = "total")]
        part: String,
        taux_seul: Option<String>,
        taux_seul_artiste: Option<String>,
        code_complement: Option<String>,
        #[serde(default)]
        normes: Vec<String>,
    }
}

fn total() -> String {
    "total".to_owned()
}

sourced! {
    struct RawReleve {
        idcc: String,
        organisme: String,
        libelle: String,
        canal: String,
        periodicite: String,
    }
}

/// The section `[dsn]` of a file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDsn {
    #[serde(default)]
    ctp: Vec<String>,
    #[serde(default)]
    individuelle: Vec<Spanned<RawIndividuelle>>,
}

/// The sections of a file that say its identity.
pub(crate) struct RawIdentite<'a> {
    pub bulletin: Option<&'a Rangs>,
    pub compta: &'a [Spanned<RawEcriture>],
    pub dsn: &'a RawDsn,
    pub releve: &'a [Spanned<RawReleve>],
}

/// Where a line comes from.
pub(crate) struct Origin<'a> {
    pub name: &'a str,
    pub shown: &'a str,
    pub text: &'a str,
    pub code: &'a str,
    pub libelle: &'a str,
    pub ordre: u32,
    /// Body of the declarations that name none.
    pub organisme: &'a str,
}

/// Code of a file written before a line held its identity.
pub(crate) const SANS_IDENTITE: &str = "BAR-060";

/// Reads the identity of a line.
///
/// # Errors
/// `BAR-060` without `[bulletin]`, `BAR-003` for a rate or a part that is not one.
pub(crate) fn read(origin: &Origin<'_>, raw: &RawIdentite<'_>) -> Result<Identite, Diagnostic> {
    let &Origin { name, shown, text, code, .. } = origin;
    let Some(bulletin) = raw.bulletin else {
        return Err(Diagnostic::error(
            SANS_IDENTITE,
            format!("{code} : la section [bulletin] manque (rang de la ligne sur chaque modèle de bulletin)"),
        )
        .in_file(shown, None)
        .hint("ajouter [bulletin] avec adapte et renove : les rangs sont la colonne rang de bulletin/lignes.csv"));
    };
    let place = |spanned: std::ops::Range<usize>| crate::toml_table::line_of(text, spanned.start);
    let compta = raw
        .compta
        .iter()
        .map(|spanned| {
            let raw = spanned.get_ref();
            Ecriture {
                part: raw.part,
                debit: raw.debit.clone(),
                credit: raw.credit.clone(),
                credit_impot: raw.credit_impot.clone(),
                chapitre: raw.chapitre.clone(),
                row: raw.row(name, place(spanned.span()), format!("{code}/{}", raw.part.mot())),
            }
        })
        .collect();
    let mut individuelles = Vec::new();
    for spanned in &raw.dsn.individuelle {
        let raw = spanned.get_ref();
        let ligne = place(spanned.span());
        let wrong = |message: String| {
            Diagnostic::error("BAR-003", format!("{code} : {message}")).in_file(shown, Some(ligne))
        };
        let rate = |value: &Option<String>| {
            let parsed = value.as_deref().map(parse_decimal).transpose();
            parsed.map(|rate| rate.map(Rate)).map_err(|e| wrong(e.to_string()))
        };
        if !matches!(raw.part.as_str(), "total" | "employeur") {
            return Err(wrong(format!("part = « {} » : écrire total ou employeur", raw.part)));
        }
        individuelles.push(Individuelle {
            base: raw.base.clone(),
            code: raw.code.clone(),
            organisme: Texte::of_table(raw.organisme.as_deref().unwrap_or(origin.organisme)),
            part: raw.part.clone(),
            taux_seul: rate(&raw.taux_seul)?,
            taux_seul_artiste: rate(&raw.taux_seul_artiste)?,
            code_complement: raw.code_complement.clone(),
            normes: raw.normes.clone(),
            row: raw.row(name, ligne, format!("{code}/dsn")),
        });
    }
    let releves = raw
        .releve
        .iter()
        .map(|spanned| {
            let raw = spanned.get_ref();
            Releve {
                idcc: raw.idcc.clone(),
                organisme: raw.organisme.clone(),
                libelle: raw.libelle.clone(),
                canal: raw.canal.clone(),
                periodicite: raw.periodicite.clone(),
                row: raw.row(name, place(spanned.span()), format!("{code}/releve")),
            }
        })
        .collect();
    Ok(Identite {
        code: Texte::of_table(code),
        libelle: Texte::of_table(origin.libelle),
        ordre: origin.ordre,
        table: name.to_owned(),
        bulletin: bulletin.clone(),
        compta,
        ctp: raw.dsn.ctp.clone(),
        individuelles,
        releves,
    })
}
