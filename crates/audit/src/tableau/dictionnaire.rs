//! The dictionary: which column is which value, and what holds for every payslip.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Rates, fold};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Tableau;

/// Values that a payslip may have, under the names of the columns of a production folder. True: nothing is computed without.
pub(super) const CHAMPS: [(&str, bool); 28] = [
    ("matricule", true),
    ("nom", false),
    ("prenom", false),
    ("date_naissance", false),
    ("date_paiement", true),
    ("contrat", false),
    ("categorie", true),
    ("cadre", false),
    ("fonction", false),
    ("idcc", false),
    ("debut", true),
    ("fin", true),
    ("periode_debut", false),
    ("periode_fin", false),
    ("brut", true),
    ("jours", false),
    ("heures", false),
    ("cachets", false),
    ("dfs", false),
    ("heures_sup", false),
    ("montant_heures_sup", false),
    ("taux_pas", false),
    ("alsace_moselle", false),
    // Totals, compared.
    ("net_imposable", false),
    ("montant_net_social", false),
    ("pas", false),
    ("net_avant_impot", false),
    ("net_paye", false),
];

/// The file, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    /// One row a payslip, or one row a contribution.
    #[serde(default)]
    forme: Forme,
    /// Separator of the export; guessed from its first line when it is not given.
    separateur: Option<char>,
    /// Column of each value.
    colonnes: BTreeMap<String, String>,
    /// Values that no column gives: the same for every payslip.
    #[serde(default)]
    valeurs: BTreeMap<String, String>,
    /// Words of the column `categorie`, and the category that they mean.
    #[serde(default)]
    categories: BTreeMap<String, String>,
    /// Parameters of the employer, as in `production.toml`.
    #[serde(default)]
    employeur: toml::Table,
    /// Contributions.
    #[serde(default)]
    cotisations: Vec<Cotisation>,
}

/// How an export is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Forme {
    /// One row a payslip: each contribution has its columns.
    #[default]
    Bulletin,
    /// One row a contribution: its label tells which.
    Ligne,
}

/// A contribution and its columns, or its label in an export of one row a contribution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cotisation {
    /// Code of our tables.
    pub code: String,
    /// Its label in the column `libelle`.
    pub libelle: Option<String>,
    /// Columns.
    pub base: Option<String>,
    pub taux_salarie: Option<String>,
    pub salarie: Option<String>,
    pub taux_employeur: Option<String>,
    pub employeur: Option<String>,
}

/// What a dictionary says, checked.
pub(super) struct Dictionnaire {
    pub forme: Forme,
    pub separateur: u8,
    pub colonnes: BTreeMap<String, String>,
    pub valeurs: BTreeMap<String, String>,
    pub categories: BTreeMap<String, String>,
    pub employeur: Map<String, Value>,
    pub cotisations: Vec<Cotisation>,
}

/// Columns of an export of one row a contribution.
pub(super) const LIGNE: [&str; 6] =
    ["libelle", "base", "taux_salarie", "salarie", "taux_employeur", "employeur"];

/// Reads a dictionary and holds it against the header of the export and the tables.
pub(super) fn lire(rates: &Rates, tableau: Tableau<'_>) -> Result<Dictionnaire, Vec<Diagnostic>> {
    let nom = tableau.nom_dictionnaire;
    let fichier: Fichier = toml::from_str(tableau.dictionnaire).map_err(|error| {
        let line = error.span().map(|s| {
            let end = s.start.min(tableau.dictionnaire.len());
            1 + tableau.dictionnaire.get(..end).unwrap_or_default().matches('\n').count() as u64
        });
        let (cause, remedy) = cddu_rates::toml_cause(error.message());
        let usual = "sections : [colonnes], [valeurs], [categories], [employeur] et [[cotisations]] ; docs/verifier-un-autre-logiciel.md en donne un";
        vec![
            Diagnostic::error("AUD-003", format!("dictionnaire illisible : {cause}"))
                .in_file(nom, line)
                .hint(remedy.unwrap_or_else(|| usual.to_owned())),
        ]
    })?;
    let header = tableau.texte.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let separateur = fichier.separateur.filter(char::is_ascii).unwrap_or_else(|| separator(header)) as u8;
    let mut errors = Vec::new();
    known_fields(&fichier, nom, &mut errors);
    known_contributions(rates, &fichier, nom, &mut errors);
    known_columns(&fichier, header, separateur, tableau, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let employeur = serde_json::to_value(&fichier.employeur).ok().and_then(|v| v.as_object().cloned());
    Ok(Dictionnaire {
        forme: fichier.forme,
        separateur,
        colonnes: fichier.colonnes,
        valeurs: fichier.valeurs,
        categories: fichier.categories.into_iter().map(|(word, meant)| (fold(&word), meant)).collect(),
        employeur: employeur.unwrap_or_default(),
        cotisations: fichier.cotisations,
    })
}

/// The most frequent of the usual separators.
fn separator(header: &str) -> char {
    let count = |c: char| header.chars().filter(|h| *h == c).count();
    [';', '\t', ',', '|'].into_iter().rev().max_by_key(|c| count(*c)).unwrap_or(';')
}

/// AUD-003 for a value that no payslip has, AUD-007 for one that is missing.
fn known_fields(fichier: &Fichier, nom: &str, errors: &mut Vec<Diagnostic>) {
    let ligne = |key: &str| fichier.forme == Forme::Ligne && LIGNE.contains(&key);
    for key in fichier.colonnes.keys().chain(fichier.valeurs.keys()) {
        if !CHAMPS.iter().any(|(known, _)| known == key) && !ligne(key) {
            let all: Vec<&str> = CHAMPS.iter().map(|(k, _)| *k).collect();
            errors.push(
                Diagnostic::error("AUD-003", format!("donnée inconnue d'un bulletin : {key}"))
                    .in_file(nom, None)
                    .hint(format!("les données : {}", all.join(", "))),
            );
        }
    }
    let given = |key: &str| fichier.colonnes.contains_key(key) || fichier.valeurs.contains_key(key);
    let mut missing: Vec<&str> =
        CHAMPS.iter().filter(|(k, must)| *must && !given(k)).map(|(k, _)| *k).collect();
    if fichier.forme == Forme::Ligne && !fichier.colonnes.contains_key("libelle") {
        missing.push("libelle");
    }
    if !fichier.employeur.contains_key("effectif") {
        missing.push("employeur.effectif");
    }
    if !missing.is_empty() {
        errors.push(
            Diagnostic::error("AUD-007", format!("le dictionnaire ne dit pas où trouver : {}", missing.join(", ")))
                .in_file(nom, None)
                .hint("nommer la colonne dans [colonnes], ou la valeur de tous les bulletins dans [valeurs] ou [employeur]"),
        );
    }
}

/// AUD-005: a contribution that no table knows.
fn known_contributions(rates: &Rates, fichier: &Fichier, nom: &str, errors: &mut Vec<Diagnostic>) {
    for one in &fichier.cotisations {
        if rates.identite(&one.code).is_some() {
            continue;
        }
        let wanted = fold(&one.code);
        let near: Vec<&str> = rates
            .contributions()
            .iter()
            .map(|c| &*c.code)
            .filter(|code| fold(code).split(['_', ' ']).any(|word| word.len() > 2 && wanted.contains(word)))
            .take(5)
            .collect();
        let hint = if near.is_empty() {
            "les codes sont ceux des fichiers de rates/contributions (cddu baremes lister)".to_owned()
        } else {
            format!("codes voisins : {}", near.join(", "))
        };
        errors.push(
            Diagnostic::error("AUD-005", format!("cotisation inconnue des tables : {}", one.code))
                .in_file(nom, None)
                .hint(hint),
        );
    }
}

/// AUD-004: a column that the export does not have.
fn known_columns(
    fichier: &Fichier,
    header: &str,
    separateur: u8,
    tableau: Tableau<'_>,
    errors: &mut Vec<Diagnostic>,
) {
    let names: Vec<&str> = header
        .trim_end_matches('\r')
        .split(char::from(separateur))
        .map(|n| n.trim().trim_matches('"'))
        .collect();
    let of_contributions = fichier.cotisations.iter().flat_map(|c| {
        [&c.base, &c.taux_salarie, &c.salarie, &c.taux_employeur, &c.employeur].into_iter().flatten()
    });
    for column in fichier.colonnes.values().chain(of_contributions) {
        if !names.contains(&column.as_str()) {
            errors.push(
                Diagnostic::error("AUD-004", format!("l'export n'a pas de colonne « {column} »"))
                    .in_file(tableau.nom, Some(1))
                    .hint(format!(
                        "ses colonnes : {} ; corriger {}",
                        names.join(", "),
                        tableau.nom_dictionnaire
                    )),
            );
        }
    }
}
