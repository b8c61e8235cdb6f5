//! Requests made in Rust: what every one needs in `new`, the rest at its default, then changed one at a time.
//!
//! A field without a `with_` is set by its name: every field is public.

use cddu_rates::{Cents, Period, Quantity, Rate, ZonePas};
use chrono::NaiveDate;

use super::{BulletinInput, Contrat, Cumuls, Element, Salarie, SemainePayee, Travail};
use crate::employeur::{Employeur, IdentiteEmployeur, ParametresEmployeur};
use crate::gross::FeuilleHeures;
use crate::methods::Methodes;
use crate::vocabulary::{Categorie, ElementCode, Periodicite};

impl BulletinInput {
    /// A payslip without a contract, everything else at its default.
    ///
    /// ```
    /// use cddu_payslip::{BulletinInput, Categorie, Contrat, Element, ElementCode, Employeur, Salarie};
    /// let employeur = Employeur::new("3097", 8).with_taux_at("1.07".parse()?);
    /// let contrat = Contrat::new("C1", Categorie::Technicien, "Scripte", "2026-10-05".parse()?, "2026-10-09".parse()?)
    ///     .with_jours("5".parse()?)
    ///     .with_heures("39".parse()?)
    ///     .with_brut("1500.00".parse()?);
    /// let input = BulletinInput::new("2026-10-09".parse()?, employeur, Salarie::new("T01", "EXEMPLE", "Camille"))
    ///     .with_contrat(contrat)
    ///     .with_element(Element::new(ElementCode::Acompte, "150.00".parse()?));
    /// let bulletin = cddu_payslip::bulletin(&cddu_rates::Rates::embedded(), &input).unwrap();
    /// assert_eq!(bulletin.totaux.brut.to_string(), "1500.00");
    /// assert_eq!(bulletin.totaux.net_paye - bulletin.totaux.virement, "150.00".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(date_paiement: NaiveDate, employeur: Employeur, salarie: Salarie) -> Self {
        Self {
            numero: None,
            rectifie: None,
            date_paiement,
            employeur,
            salarie,
            cumuls: Cumuls::default(),
            methodes: Methodes::default(),
            periodicite: Periodicite::default(),
            contrats: Vec::new(),
            elements: Vec::new(),
            rappel: None,
            impot_garde: None,
        }
    }

    /// Numbers the payslip.
    #[must_use]
    pub fn with_numero(mut self, numero: impl Into<String>) -> Self {
        self.numero = Some(numero.into());
        self
    }

    /// Adds a contract after the others.
    #[must_use]
    pub fn with_contrat(mut self, contrat: Contrat) -> Self {
        self.contrats.push(contrat);
        self
    }

    /// Adds an element after the others.
    #[must_use]
    pub fn with_element(mut self, element: Element) -> Self {
        self.elements.push(element);
        self
    }

    /// Says what was already counted before.
    #[must_use]
    pub fn with_cumuls(mut self, cumuls: Cumuls) -> Self {
        self.cumuls = cumuls;
        self
    }

    /// Chooses the methods.
    #[must_use]
    pub fn with_methodes(mut self, methodes: Methodes) -> Self {
        self.methodes = methodes;
        self
    }
}

impl Employeur {
    /// An employer with its convention and its staff, everything else at its default.
    ///
    /// ```
    /// use cddu_payslip::Employeur;
    /// let written: Employeur = serde_json::from_str(r#"{ "idcc": "3097", "effectif": 8 }"#)?;
    /// assert_eq!(Employeur::new("3097", 8), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(idcc: impl Into<String>, effectif: u32) -> Self {
        Self {
            identite: IdentiteEmployeur { idcc: idcc.into(), ..IdentiteEmployeur::default() },
            parametres: ParametresEmployeur {
                effectif,
                adherent: true,
                taux_at: None,
                taux_at_artiste: None,
                versement_mobilite: Rate::default(),
                vmrr: Rate::default(),
                taxe_apprentissage: true,
                taxe_salaires: false,
                alsace_moselle: false,
                taux_sante_travail: None,
                delegues_elus: false,
                deduction_hs: true,
            },
        }
    }

    /// Gives the notified AT rate of the technicians, percent.
    #[must_use]
    pub const fn with_taux_at(mut self, taux: Rate) -> Self {
        self.parametres.taux_at = Some(taux);
        self
    }

    /// Gives the notified AT rate of the artists, already reduced, percent.
    #[must_use]
    pub const fn with_taux_at_artiste(mut self, taux: Rate) -> Self {
        self.parametres.taux_at_artiste = Some(taux);
        self
    }

    /// Gives the full versement mobilité of the commune, percent.
    #[must_use]
    pub const fn with_versement_mobilite(mut self, taux: Rate) -> Self {
        self.parametres.versement_mobilite = taux;
        self
    }
}

impl Salarie {
    /// A person who lives in France and has no rate of tax of his own, everything else at its default.
    ///
    /// ```
    /// use cddu_payslip::Salarie;
    /// let written: Salarie = serde_json::from_str(r#"{ "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille" }"#)?;
    /// assert_eq!(Salarie::new("T01", "EXEMPLE", "Camille"), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(matricule: impl Into<String>, nom: impl Into<String>, prenom: impl Into<String>) -> Self {
        Self {
            matricule: matricule.into(),
            nom: nom.into(),
            prenom: prenom.into(),
            domicile_fiscal_france: true,
            alsace_moselle: false,
            taux_pas: None,
            zone_pas: ZonePas::default(),
            retenue_non_resident: None,
            convention_fiscale: None,
            retenue_motif: None,
            zone_dom: false,
            nom_usage: None,
            nir: None,
            date_naissance: None,
            lieu_naissance: None,
            departement_naissance: None,
            pays_naissance: None,
            adresse: None,
            numero_conges_spectacles: None,
            iban: None,
            bic: None,
            enfant: None,
        }
    }

    /// Gives the personal rate of the tax, percent.
    #[must_use]
    pub const fn with_taux_pas(mut self, taux: Rate) -> Self {
        self.taux_pas = Some(taux);
        self
    }

    /// Gives the social security number, with its key.
    #[must_use]
    pub fn with_nir(mut self, nir: impl Into<String>) -> Self {
        self.nir = Some(nir.into());
        self
    }
}

impl Contrat {
    /// A contract from its first to its last day, everything else at its default. What it pays is still to be said:
    /// [`Contrat::with_brut`] or [`Contrat::with_feuille`].
    ///
    /// ```
    /// use cddu_payslip::{Categorie, Contrat};
    /// let written: Contrat = serde_json::from_str(r#"{ "contrat": "C1", "categorie": "artiste", "fonction": "Acteur",
    ///     "debut": "2026-10-05", "fin": "2026-10-05", "cachets": 1, "brut": "400.00" }"#)?;
    /// let made = Contrat::new("C1", Categorie::Artiste, "Acteur", "2026-10-05".parse()?, "2026-10-05".parse()?)
    ///     .with_cachets(1)
    ///     .with_brut("400.00".parse()?);
    /// assert_eq!(made, written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        contrat: impl Into<String>,
        categorie: Categorie,
        fonction: impl Into<String>,
        debut: NaiveDate,
        fin: NaiveDate,
    ) -> Self {
        Self {
            contrat: contrat.into(),
            categorie,
            cadre: None,
            annexe: None,
            fonction: fonction.into(),
            debut,
            fin,
            periode: None,
            anterieur: None,
            jours: Quantity::ZERO,
            heures: Quantity::ZERO,
            cachets: 0,
            heures_hors_cachets: None,
            travail: Travail::Brut { brut: None, elements: Vec::new(), semaine: SemainePayee::default() },
            dfs: false,
            dfs_groupe: None,
            taux_artiste: true,
            numero_objet: None,
            idcc: None,
            analytique: std::collections::BTreeMap::new(),
            heures_sup: None,
            heures_sup_autres: None,
            absences: Vec::new(),
        }
        .settled()
    }

    /// An artist has no status to tell.
    pub(super) fn settled(mut self) -> Self {
        if !self.has_status() {
            self.cadre = Some(self.cadre.unwrap_or(false));
        }
        self
    }

    /// Pays a gross already known.
    #[must_use]
    pub fn with_brut(mut self, brut: Cents) -> Self {
        self.travail = Travail::given(brut);
        self
    }

    /// Pays hours, by the rules of the agreement.
    ///
    /// ```
    /// use cddu_payslip::gross::{Engagement, FeuilleHeures};
    /// use cddu_payslip::{Categorie, Contrat};
    /// let mut sheet = FeuilleHeures::default();
    /// sheet.salaire_base = Some("1500.00".parse()?);
    /// sheet.engagement = Some(Engagement::Semaine);
    /// let contrat = Contrat::new("C1", Categorie::Technicien, "Scripte", "2026-10-05".parse()?, "2026-10-09".parse()?)
    ///     .with_jours("5".parse()?)
    ///     .with_heures("39".parse()?)
    ///     .with_feuille(sheet);
    /// assert_eq!(contrat.brut(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_feuille(mut self, feuille: FeuilleHeures) -> Self {
        self.travail = Travail::Heures(Box::new(feuille));
        self
    }

    /// Says whether the person is cadre; else the grid of the agreement says it of the function.
    #[must_use]
    pub const fn with_cadre(mut self, cadre: bool) -> Self {
        self.cadre = Some(cadre);
        self
    }

    /// Days that give rise to pay.
    #[must_use]
    pub const fn with_jours(mut self, jours: Quantity) -> Self {
        self.jours = jours;
        self
    }

    /// Paid hours.
    #[must_use]
    pub const fn with_heures(mut self, heures: Quantity) -> Self {
        self.heures = heures;
        self
    }

    /// Cachets.
    #[must_use]
    pub const fn with_cachets(mut self, cachets: u32) -> Self {
        self.cachets = cachets;
        self
    }

    /// Pays a part of the contract only.
    #[must_use]
    pub const fn with_periode(mut self, periode: Period) -> Self {
        self.periode = Some(periode);
        self
    }
}

impl Element {
    /// An element with its amount, everything else at its default.
    ///
    /// ```
    /// use cddu_payslip::{Element, ElementCode};
    /// let written: Element = serde_json::from_str(r#"{ "code": "frais", "montant": "21.40" }"#)?;
    /// assert_eq!(Element::new(ElementCode::Frais, "21.40".parse().unwrap()), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn new(code: ElementCode, montant: Cents) -> Self {
        Self {
            code,
            montant: Some(montant),
            quantite: None,
            nature: None,
            contrat: None,
            libelle: None,
            paye_directement: false,
            personnes_a_charge: 0,
            creancier: None,
            date: None,
        }
    }

    /// Names the exemption limit of an expense.
    #[must_use]
    pub fn with_nature(mut self, nature: impl Into<String>) -> Self {
        self.nature = Some(nature.into());
        self
    }

    /// Names its contract.
    #[must_use]
    pub fn with_contrat(mut self, contrat: impl Into<String>) -> Self {
        self.contrat = Some(contrat.into());
        self
    }
}
