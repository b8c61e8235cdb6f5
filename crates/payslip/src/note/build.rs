//! The parts of a note made in Rust: what each one needs in `new`, the rest at its default. Fields are public, and set by
//! their names.

use std::collections::BTreeMap;

use cddu_rates::Cents;
use chrono::NaiveDate;

use super::{
    Auteur, ContratAuteur, Declencheur, Dispense, DroitsVoisinsInput, Echeance, Genre, Oeuvre, Producteur,
    Secteur, Zone,
};

impl Producteur {
    /// A producer liable to TVA.
    ///
    /// ```
    /// use cddu_payslip::note::Producteur;
    /// let written: Producteur = serde_json::from_str(r#"{ "raison_sociale": "SOCIETE FICTIVE" }"#)?;
    /// assert_eq!(Producteur::new("SOCIETE FICTIVE"), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(raison_sociale: impl Into<String>) -> Self {
        Self {
            raison_sociale: raison_sociale.into(),
            assujetti_tva: true,
            siret: None,
            adresse: None,
            compte_urssaf_aa: None,
            numero_ircec: None,
        }
    }
}

impl Auteur {
    /// An author: an identifier in the production, a name.
    ///
    /// ```
    /// use cddu_payslip::note::Auteur;
    /// let written: Auteur = serde_json::from_str(r#"{ "auteur": "A01", "nom": "EXEMPLE", "prenom": "Camille" }"#)?;
    /// assert_eq!(Auteur::new("A01", "EXEMPLE", "Camille"), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(auteur: impl Into<String>, nom: impl Into<String>, prenom: impl Into<String>) -> Self {
        Self {
            auteur: auteur.into(),
            nom: nom.into(),
            prenom: prenom.into(),
            pseudonyme: None,
            adresse: None,
            nir: None,
            date_naissance: None,
            siret: None,
            regime_fiscal: None,
            tva_intracom: None,
            iban: None,
            bic: None,
        }
    }
}

impl Oeuvre {
    /// A work: its title, its genre.
    ///
    /// ```
    /// use cddu_payslip::note::{Genre, Oeuvre};
    /// let written: Oeuvre = serde_json::from_str(r#"{ "titre": "Le film", "genre": "fiction" }"#)?;
    /// assert_eq!(Oeuvre::new("Le film", Genre::Fiction), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(titre: impl Into<String>, genre: Genre) -> Self {
        Self {
            titre: titre.into(),
            genre,
            nature_activite: None,
            contrat: None,
            echeance: None,
            periode_exploitation: None,
        }
    }
}

impl Dispense {
    /// The document that dispenses an author of the précompte in a calendar year.
    ///
    /// ```
    /// use cddu_payslip::note::Dispense;
    /// let written: Dispense = serde_json::from_str(r#"{ "annee": 2026 }"#)?;
    /// assert_eq!(Dispense::new(2026), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn new(annee: i32) -> Self {
        Self { reference: None, annee }
    }
}

impl ContratAuteur {
    /// A contract with one author, without minimum garanti.
    ///
    /// ```
    /// use cddu_payslip::note::{ContratAuteur, Genre};
    /// let written: ContratAuteur = serde_json::from_str(r#"{ "contrat": "CA1", "auteur": "A01", "titre": "Le film",
    ///     "genre": "fiction", "date_signature": "2026-09-01" }"#)?;
    /// let made = ContratAuteur::new("CA1", "A01", "Le film", Genre::Fiction, "2026-09-01".parse()?);
    /// assert_eq!(made, written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        contrat: impl Into<String>,
        auteur: impl Into<String>,
        titre: impl Into<String>,
        genre: Genre,
        date_signature: NaiveDate,
    ) -> Self {
        Self {
            contrat: contrat.into(),
            auteur: auteur.into(),
            titre: titre.into(),
            genre,
            nature_activite: None,
            secteur: Secteur::default(),
            duree_minutes: None,
            nombre_auteurs: 1,
            date_signature,
            ircec: None,
            minimum_garanti: Cents::ZERO,
            echeances: Vec::new(),
            analytique: BTreeMap::new(),
        }
    }
}

impl Echeance {
    /// An instalment: its label, what makes it due. Its amount or its percentage is still to be said.
    ///
    /// ```
    /// use cddu_payslip::note::{Declencheur, Echeance};
    /// let written: Echeance =
    ///     serde_json::from_str(r#"{ "echeance": "signature", "declencheur": "signature", "montant": "1000.00" }"#)?;
    /// let mut made = Echeance::new("signature", Declencheur::Signature);
    /// made.montant = Some("1000.00".parse().unwrap());
    /// assert_eq!(made, written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(echeance: impl Into<String>, declencheur: Declencheur) -> Self {
        Self { echeance: echeance.into(), declencheur, date_prevue: None, montant: None, pourcentage: None }
    }
}

impl DroitsVoisinsInput {
    /// A redevance to a performer, and the two facts that decide whether it is one.
    ///
    /// ```
    /// use cddu_payslip::note::DroitsVoisinsInput;
    /// let written: DroitsVoisinsInput = serde_json::from_str(r#"{ "date_paiement": "2026-10-09", "brut_ht": "200.00",
    ///     "presence_requise": false, "fonction_du_salaire": false }"#)?;
    /// assert_eq!(DroitsVoisinsInput::new("2026-10-09".parse()?, "200.00".parse()?, false, false), written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        date_paiement: NaiveDate,
        brut_ht: Cents,
        presence_requise: bool,
        fonction_du_salaire: bool,
    ) -> Self {
        Self {
            numero: None,
            date_paiement,
            brut_ht,
            presence_requise,
            fonction_du_salaire,
            taux_confirme: None,
            assujetti_tva: false,
            zone: Zone::default(),
            producteur: None,
            artiste: None,
        }
    }
}
