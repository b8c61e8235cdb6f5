//! The parts of a request made in Rust: what each one needs in `new`, the rest at its default. Fields are public, and set
//! by their names.

use cddu_rates::{Cents, Quantity, Rate};
use chrono::NaiveDate;

use super::{ConventionFiscale, Cumuls, HeuresSup, ImpotGarde, Rappel};
use crate::absences::{Absence, MotifAbsence};
use crate::enfant::Enfant;
use crate::gross::{Prestation, Semaine};
use crate::payslip::Payslip;
use crate::vocabulary::{HeuresSemaine, Origine, PayElement};

impl Absence {
    /// Whole days of absence, from the first to the last, that nothing pays.
    ///
    /// ```
    /// use cddu_payslip::{Absence, MotifAbsence};
    /// let written: Absence = serde_json::from_str(r#"{ "motif": "maladie", "debut": "2026-10-06", "fin": "2026-10-07" }"#)?;
    /// assert_eq!(Absence::new(MotifAbsence::Maladie, "2026-10-06".parse()?, "2026-10-07".parse()?), written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(motif: MotifAbsence, debut: NaiveDate, fin: NaiveDate) -> Self {
        Self { motif, debut, fin, heures: None, maintien: None, subrogation: false }
    }
}

impl Enfant {
    /// The authorisation of a child: its reference and date, the part of the pay left to the representatives, percent, and
    /// who they are.
    ///
    /// ```
    /// use cddu_payslip::{Enfant, Salarie};
    /// let written: Enfant = serde_json::from_str(r#"{ "autorisation": "2026-123", "date": "2026-09-01",
    ///     "part_representants": "20", "representants": ["Jeanne EXEMPLE"] }"#)?;
    /// let made = Enfant::new("2026-123", "2026-09-01".parse()?, "20".parse()?, ["Jeanne EXEMPLE"]);
    /// assert_eq!(made, written);
    /// let mut salarie = Salarie::new("E01", "EXEMPLE", "Lou");
    /// salarie.enfant = Some(Box::new(made));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        autorisation: impl Into<String>,
        date: NaiveDate,
        part_representants: Rate,
        representants: impl IntoIterator<Item: Into<String>>,
    ) -> Self {
        Self {
            autorisation: autorisation.into(),
            date,
            part_representants,
            jusqu_a_minuit: false,
            representants: representants.into_iter().map(Into::into).collect(),
            adresse: None,
            iban: None,
            bic: None,
        }
    }
}

impl HeuresSup {
    /// Overtime of the civil week of a day: hours, premium in percent, and what they are paid inside the gross.
    ///
    /// ```
    /// use cddu_payslip::HeuresSup;
    /// let written: HeuresSup = serde_json::from_str(r#"{ "semaine": "2026-10-05", "heures": "4", "majoration": "25",
    ///     "montant": "150.00" }"#)?;
    /// let made = HeuresSup::new("2026-10-05".parse()?, "4".parse()?, "25".parse()?, "150.00".parse()?);
    /// assert_eq!(made, written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(semaine: NaiveDate, heures: Quantity, majoration: Rate, montant: Cents) -> Self {
        Self { semaine, heures, majoration, montant, structurelles: None }
    }
}

impl HeuresSemaine {
    /// Hours of the civil week of a day.
    ///
    /// ```
    /// use cddu_payslip::{AutresHeures, HeuresSemaine};
    /// let written: AutresHeures = serde_json::from_str(r#"[{ "semaine": "2026-10-05", "heures": "12" }]"#)?;
    /// let made = HeuresSemaine::new("2026-10-05".parse()?, "12".parse()?);
    /// assert_eq!(AutresHeures::Semaines(vec![made]), written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(semaine: NaiveDate, heures: Quantity) -> Self {
        Self { semaine, heures }
    }
}

impl PayElement {
    /// A line of the gross: its code, its label, its amount.
    ///
    /// ```
    /// use cddu_payslip::PayElement;
    /// let written: PayElement =
    ///     serde_json::from_str(r#"{ "code": "prime", "libelle": "Prime de fin de film", "montant": "100.00" }"#)?;
    /// assert_eq!(PayElement::new("prime", "Prime de fin de film", "100.00".parse().unwrap()), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(code: impl Into<String>, libelle: impl Into<String>, montant: Cents) -> Self {
        Self {
            code: code.into(),
            libelle: libelle.into(),
            quantite: None,
            taux: None,
            majoration: None,
            montant,
            regle: None,
            article: None,
            heure_sup: None,
        }
    }
}

impl Origine {
    /// The place of a row: its file, its line.
    ///
    /// ```
    /// use cddu_payslip::Origine;
    /// let written: Origine = serde_json::from_str(r#"{ "fichier": "temps.csv", "ligne": 12 }"#)?;
    /// assert_eq!(Origine::new("temps.csv", 12), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(fichier: impl Into<String>, ligne: u64) -> Self {
        Self { fichier: fichier.into(), ligne }
    }
}

impl Semaine {
    /// The week of a day, its days worked and its hours, when no day is known.
    ///
    /// ```
    /// use cddu_payslip::gross::Semaine;
    /// let written: Semaine = serde_json::from_str(r#"{ "debut": "2026-10-05", "jours": "5", "heures": "39" }"#)?;
    /// assert_eq!(Semaine::new("2026-10-05".parse()?, "5".parse()?, "39".parse()?), written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(debut: NaiveDate, jours: Quantity, heures: Quantity) -> Self {
        Self { debut, jours, heures, feries_chomes: Vec::new(), origine: None }
    }
}

impl Prestation {
    /// One thing paid by the piece, on the day of the engagement.
    ///
    /// ```
    /// use cddu_payslip::gross::Prestation;
    /// let written: Prestation = serde_json::from_str(r#"{ "code": "essayage" }"#)?;
    /// assert_eq!(Prestation::new("essayage"), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), quantite: Quantity::from(1), heures: None, date: None }
    }
}

impl ConventionFiscale {
    /// The tax treaty with a country: the rate that it allows, percent, and the article that says so.
    ///
    /// ```
    /// use cddu_payslip::ConventionFiscale;
    /// let written: ConventionFiscale = serde_json::from_str(r#"{ "pays": "BE", "taux": "0", "article": "11" }"#)?;
    /// assert_eq!(ConventionFiscale::new("BE", "0".parse().unwrap(), "11"), written);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(pays: impl Into<String>, taux: Rate, article: impl Into<String>) -> Self {
        Self { pays: pays.into(), taux, article: article.into() }
    }
}

impl ImpotGarde {
    /// The tax of the payslip that this one replaces, kept as it was withheld.
    ///
    /// ```
    /// use cddu_payslip::ImpotGarde;
    /// let written: ImpotGarde = serde_json::from_str(r#"{ "bulletin": "B-0001", "date_paiement": "2026-10-09",
    ///     "assiette": "1400.00", "taux": "5.00", "personnalise": true, "pas": "70.00" }"#)?;
    /// let mut made = ImpotGarde::new("B-0001", "2026-10-09".parse()?, "1400.00".parse()?, "5.00".parse()?, "70.00".parse()?);
    /// made.personnalise = true;
    /// assert_eq!(made, written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        bulletin: impl Into<String>,
        date_paiement: NaiveDate,
        assiette: Cents,
        taux: Rate,
        pas: Cents,
    ) -> Self {
        Self {
            bulletin: bulletin.into(),
            date_paiement,
            assiette,
            taux,
            personnalise: false,
            abattement: Cents::ZERO,
            pas,
        }
    }
}

impl Rappel {
    /// Back pay on work that a payslip has paid: its number, its day, and the payslips that have paid this work, as frozen.
    ///
    /// ```
    /// use cddu_payslip::Rappel;
    /// let written: Rappel =
    ///     serde_json::from_str(r#"{ "complete": "B-0001", "date_paiement": "2026-10-09", "deja_paye": [] }"#)?;
    /// assert_eq!(Rappel::new("B-0001", "2026-10-09".parse()?, Vec::new()), written);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(complete: impl Into<String>, date_paiement: NaiveDate, deja_paye: Vec<Payslip>) -> Self {
        Self {
            complete: complete.into(),
            date_paiement,
            cumuls: Cumuls::default(),
            anterieurs: std::collections::BTreeMap::new(),
            deja_paye,
        }
    }
}
