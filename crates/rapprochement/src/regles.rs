//! The rules as data: what is compared with what, how strictly, and what to do.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Files, Gravite, Row};

use cddu_ledger::table;

/// Path of the rules under `rates/`.
pub const TABLE: &str = "compta/regles_rapprochement.csv";

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Identifier (`J05`).
    pub regle: String,
    /// Family.
    pub famille: String,
    /// Name.
    pub nom: String,
    /// Left side.
    pub gauche: String,
    /// Right side.
    pub droite: String,
    /// Severity.
    pub gravite: Gravite,
    /// Tolerance, when it is one amount.
    pub tolerance: Cents,
    /// Why the two sides are equal.
    pub explication: String,
    /// Usual causes.
    pub causes: String,
    /// What to do.
    pub remede: String,
    /// Documents needed.
    pub documents: String,
    /// Dates, source and confidence.
    pub row: Row,
}

/// Every rule.
#[derive(Clone, Debug)]
pub struct Regles(BTreeMap<String, Rule>);

impl Regles {
    /// Reads the rules of the tables.
    ///
    /// # Errors
    /// `BAR-002`, `CPT-001` and `CPT-002`, all at once.
    pub fn load(files: &Files) -> Result<Self, Vec<Diagnostic>> {
        let texte = files.get(TABLE).map_err(|d| vec![d])?;
        let shown = files.shown(TABLE);
        let colonnes = ["regle", "famille", "nom", "gauche", "droite", "gravite", "tolerance", "remede"];
        let rules = table::read(&shown, texte, b',', &colonnes, |row| {
            let regle = row.required::<String>("regle")?;
            let gravite = match row.text("gravite") {
                "bloquant" => Gravite::Bloquant,
                "majeur" => Gravite::Majeur,
                "mineur" => Gravite::Mineur,
                "info" => Gravite::Info,
                other => {
                    return Err(row.error(
                        "CPT-002",
                        "gravite",
                        format!("« {other} » n'est pas une gravité"),
                    ));
                }
            };
            let text = |colonne: &str| row.text(colonne).to_owned();
            Ok(Rule {
                row: row.provenance(&regle)?,
                famille: text("famille"),
                nom: text("nom"),
                gauche: text("gauche"),
                droite: text("droite"),
                gravite,
                tolerance: text("tolerance").parse().unwrap_or(Cents::ZERO),
                explication: text("explication"),
                causes: text("causes"),
                remede: text("remede"),
                documents: text("documents"),
                regle,
            })
        })?;
        Ok(Self(rules.into_iter().map(|r| (r.regle.clone(), r)).collect()))
    }

    /// A rule by its identifier.
    #[must_use]
    pub fn get(&self, regle: &str) -> Option<&Rule> {
        self.0.get(regle)
    }

    /// Every rule, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.values()
    }
}
