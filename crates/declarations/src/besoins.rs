//! What a declaration asks for: every missing or wrong identifier is collected before anything is refused.

use std::collections::BTreeSet;

use cddu_payslip::{Adresse, Employeur, Salarie};
use cddu_rates::{Diagnostic, Gravite};
use serde::{Deserialize, Serialize};

/// Test or real sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Test: the few fictitious codes that the norm's own examples use stand for missing ones, with a warning.
    #[default]
    Essai,
    /// Real: everything must be there.
    Reel,
}

/// Where an identifier is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    fichier: &'static str,
    colonne: Option<String>,
    champ: String,
}

impl Place {
    /// A key of `production.toml`.
    pub fn production(champ: impl Into<String>) -> Self {
        Self { fichier: "production.toml", colonne: None, champ: champ.into() }
    }

    /// A column of the people.
    pub fn salarie(salarie: &Salarie, colonne: &str) -> Self {
        Self::personne(salarie, Some(colonne))
    }

    /// A person, and the column when one is known to be at fault.
    pub(crate) fn personne(salarie: &Salarie, colonne: Option<&str>) -> Self {
        Self {
            fichier: "salaries.csv",
            colonne: colonne.map(str::to_owned),
            champ: format!("salarié {} ({} {})", salarie.matricule, salarie.prenom, salarie.nom),
        }
    }

    /// A contract of a person, and the column when one is known to be at fault.
    pub(crate) fn contrat_de(contrat: &str, salarie: &Salarie, colonne: Option<&str>) -> Self {
        Self {
            fichier: "contrats.csv",
            colonne: colonne.map(str::to_owned),
            champ: format!("contrat {contrat} ({}, {} {})", salarie.matricule, salarie.prenom, salarie.nom),
        }
    }

    /// A column of the contracts.
    pub fn contrat(contrat: &str, colonne: &str) -> Self {
        Self {
            fichier: "contrats.csv",
            colonne: Some(colonne.to_owned()),
            champ: format!("contrat {contrat}"),
        }
    }

    pub(crate) fn on(self, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.in_file(self.fichier, None).at(self.champ);
        match self.colonne {
            Some(colonne) => diagnostic.column(colonne),
            None => diagnostic,
        }
    }
}

/// The diagnostics of a declaration in the making.
#[derive(Debug, Default)]
pub struct Besoins {
    mode: Mode,
    seen: BTreeSet<Diagnostic>,
    diagnostics: Vec<Diagnostic>,
}

impl Besoins {
    /// Starts collecting.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    /// Records a diagnostic once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert(diagnostic.clone()) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A text that must be there. Records `DECL-001` when it is missing or blank.
    pub fn text(&mut self, value: Option<&str>, place: Place, what: &str, why: &str) -> String {
        match value.map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => {
                self.missing(place, what, why);
                String::new()
            }
        }
    }

    /// Records that an identifier is missing.
    pub fn missing(&mut self, place: Place, what: &str, why: &str) {
        let diagnostic =
            Diagnostic::error("DECL-001", format!("{what} manque")).hint(format!("à compléter : {why}"));
        self.push(place.on(diagnostic));
    }

    /// Records that an identifier is wrong.
    pub fn wrong(&mut self, place: Place, message: impl Into<String>, hint: &str) {
        self.push(place.on(Diagnostic::error("DECL-002", message).hint(hint)));
    }

    /// Records something the reader must know.
    pub fn warn(&mut self, code: &str, place: Place, message: impl Into<String>, hint: &str) {
        self.push(place.on(Diagnostic::warning(code, message).hint(hint)));
    }

    /// Records an error of the data.
    pub fn error(&mut self, code: &str, place: Place, message: impl Into<String>, hint: &str) {
        self.push(place.on(Diagnostic::error(code, message).hint(hint)));
    }

    /// A text that must match a check; `DECL-002` when it does not.
    pub fn checked(
        &mut self,
        value: Option<&str>,
        place: Place,
        what: &str,
        why: &str,
        check: impl Fn(&str) -> bool,
    ) -> String {
        let text = self.text(value, place.clone(), what, why);
        if !text.is_empty() && !check(&text) {
            self.wrong(place, format!("{what} « {text} » n'est pas valide"), why);
        }
        text
    }

    /// The same, with the fictitious code of the norm's examples in test mode: a warning instead of an error.
    pub fn or_placeholder(
        &mut self,
        value: Option<&str>,
        place: Place,
        what: &str,
        why: &str,
        placeholder: &str,
        check: impl Fn(&str) -> bool,
    ) -> String {
        if self.mode == Mode::Essai && value.is_none_or(|v| v.trim().is_empty()) {
            self.warn(
                "DECL-010",
                place,
                format!(
                    "{what} manque : le code fictif « {placeholder} » le remplace dans ce fichier d'essai"
                ),
                &format!("à compléter avant tout envoi réel : {why}"),
            );
            return placeholder.to_owned();
        }
        self.checked(value, place, what, why, check)
    }

    /// SIRET of the employer.
    pub fn siret_employeur(&mut self, employeur: Option<&Employeur>) -> String {
        self.checked(
            employeur.and_then(|e| e.identite.siret.as_deref()),
            Place::production("employeur.siret"),
            "le SIRET de l'employeur",
            "14 chiffres, clé de Luhn (avis de situation INSEE)",
            cddu_dsn::ids::siret,
        )
    }

    /// A field of the employer.
    pub fn employeur(&mut self, value: Option<&str>, field: &str, what: &str, why: &str) -> String {
        self.text(value, Place::production(format!("employeur.{field}")), what, why)
    }

    /// An address, each part asked for.
    pub fn adresse(
        &mut self,
        adresse: Option<&Adresse>,
        place: impl Fn(&str) -> Place,
        whose: &str,
    ) -> Adresse {
        let empty = Adresse::default();
        let given = adresse.unwrap_or(&empty);
        let part = |needs: &mut Self, value: &str, key: &str, label: &str| {
            needs.text(
                Some(value),
                place(key),
                &format!("{label} {whose}"),
                "adresse postale, une information par colonne",
            )
        };
        Adresse {
            voie: part(self, &given.voie, "voie", "la voie"),
            code_postal: part(self, &given.code_postal, "code_postal", "le code postal"),
            commune: part(self, &given.commune, "commune", "la commune"),
            pays: given.pays.clone(),
        }
    }

    /// NIR of a person with a right key, as 15 characters; a missing one is an error.
    pub fn nir(&mut self, salarie: &Salarie) -> String {
        self.checked(
            salarie.nir.as_deref(),
            Place::salarie(salarie, "nir"),
            "le numéro de sécurité sociale",
            "15 caractères : NIR et clé (clé = 97 - reste du NIR divisé par 97)",
            cddu_dsn::ids::nir_with_key,
        )
    }

    /// Number of a person at Congés Spectacles; a missing one is an error.
    pub fn numero_conges(&mut self, salarie: &Salarie) -> String {
        self.checked(
            salarie.numero_conges_spectacles.as_deref(),
            Place::salarie(salarie, "numero_conges_spectacles"),
            "le numéro de congés spectacles du salarié",
            "une lettre et six chiffres, à demander au salarié ou à la caisse à l'embauche",
            crate::aem::conges,
        )
    }

    /// The numéro d'objet of a contract, with its shape checked; the production's one stands when the contract has
    /// none.
    pub fn numero_objet(&mut self, contrat: &str, own: Option<&str>, film: Option<&str>) -> String {
        self.checked(
            own.or(film),
            Place::contrat(contrat, "numero_objet"),
            "le numéro d'objet",
            "12 caractères donnés par France Travail spectacle (année, convention, catégorie, suite, clé) ; \
             declarations.film.numero_objet vaut pour toute la production",
            cddu_dsn::ids::numero_objet,
        )
    }

    /// True when something prevents the declaration.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The warnings of an accepted declaration, or everything when it is refused.
    ///
    /// # Errors
    /// All diagnostics, errors first, when one prevents the declaration.
    pub fn finish(mut self) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        self.diagnostics.sort_by_key(|d| if d.is_error() { Gravite::Bloquant } else { d.gravite });
        if self.refused() { Err(self.diagnostics) } else { Ok(self.diagnostics) }
    }
}
