//! Identifiers of a production at the social bodies: section `[declarations]` of `production.toml`.
//!
//! Nothing here is an amount. An identifier that is missing is asked for by the declaration that needs it; none is
//! ever made up.

use std::collections::BTreeMap;

use cddu_payslip::{Categorie, Employeur, Line};
use cddu_rates::{Quantity, Rate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// SIRET of France Travail that the DSN of a trial writes when the production gives none (public files, B): a real sending asks
/// for the one of its own recovery centre.
pub const FRANCE_TRAVAIL_ESSAI: &str = "13000548109995";

/// What a production declares with, apart from its payslips.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Production {
    /// The employer, set by the caller from its own section; when absent, the employer of the payslips.
    #[serde(skip)]
    pub employeur: Option<Employeur>,
    /// SIRET of the head office, when the establishment that employs is not the head office.
    pub siret_siege: Option<String>,
    /// SIRET of the establishment that pays, for the bodies in `mode_paiement = "autre_etablissement"`.
    pub siret_payeur: Option<String>,
    /// Who sends the files, when not the employer itself (payroll bureau, accountant).
    pub emetteur: Option<Emetteur>,
    /// Person to contact.
    pub contact: Contact,
    /// Person who signs attestations and certificates.
    pub signataire: Signataire,
    /// Readings chosen where the norm leaves one.
    pub methodes: Methodes,
    /// The film.
    pub film: Film,
    /// Bank account debited by the social bodies.
    pub banque: Banque,
    /// Urssaf.
    pub urssaf: Urssaf,
    /// France Travail spectacle.
    pub france_travail: FranceTravail,
    /// Caisse des congés spectacles.
    pub conges_spectacles: CongesSpectacles,
    /// Retraite complémentaire.
    pub retraite: Retraite,
    /// Contracts of prévoyance, santé and bodies collected by Audiens.
    pub prevoyance: Vec<ContratPrevoyance>,
    /// Taxes (PAS).
    pub dgfip: Dgfip,
    /// Saisies administratives à tiers détenteur (SATD) received from the DGFiP.
    pub satd: Vec<Satd>,
    /// Tax flags of the year (S21.G00.44), in the DSN of the month that carries them.
    pub assujettissements: Vec<Assujettissement>,
    /// Contributions of the establishment (S21.G00.82), in the DSN of the month that carries them.
    pub cotisations_etablissement: Vec<CotisationEtablissement>,
    /// Occupational health.
    pub sante_travail: SanteTravail,
    /// AEM.
    pub aem: Aem,
    /// DPAE.
    pub dpae: Dpae,
    /// Codes of the functions, before those of the table of the software.
    pub fonctions: Vec<FonctionCodee>,
    /// Workplaces other than the establishment.
    pub lieux: Vec<Lieu>,
    /// What the declarations need about a person and the payslip does not hold, by matricule.
    pub salaries: BTreeMap<String, SalarieDeclare>,
    /// What the declarations need about a contract and the payslip does not hold, by contract.
    pub contrats: BTreeMap<String, ContratDeclare>,
}

/// The sender of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Emetteur {
    /// SIRET.
    pub siret: String,
    /// Name.
    pub raison_sociale: String,
    /// Address.
    pub adresse: Option<cddu_payslip::Adresse>,
}

/// Civility of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Civilite {
    /// Monsieur.
    Monsieur,
    /// Madame.
    Madame,
}

/// A person to contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Civility.
    pub civilite: Option<Civilite>,
    /// Family name and first name.
    pub nom: Option<String>,
    /// Telephone, digits only.
    pub telephone: Option<String>,
    /// Electronic address.
    pub courriel: Option<String>,
}

/// Who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Signataire {
    /// Family name.
    pub nom: Option<String>,
    /// First name.
    pub prenom: Option<String>,
    /// Position in the company.
    pub qualite: Option<String>,
    /// Town of signature.
    pub lieu: Option<String>,
}

/// The film or programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Film {
    /// Title.
    pub titre: Option<String>,
    /// Numéro d'objet given by France Travail spectacle, when the contracts do not carry their own.
    pub numero_objet: Option<String>,
    /// SIRET given to the film (Urssaf, Congés Spectacles): not the SIRET of the company.
    pub siret: Option<String>,
}

/// Readings of the declarations that no text settles: docs/choix-de-methode.md.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Methodes {
    /// What an extra engaged by the day is declared in (AEM, S21.G00.53).
    pub figurant_unite: FigurantUnite,
    /// What the quotité of a contract in hours is (S21.G00.40.013).
    pub quotite: Quotite,
}

impl Methodes {
    /// Each method and its value, as `production.toml` writes them.
    #[must_use]
    pub fn choisies(self) -> BTreeMap<&'static str, &'static str> {
        let unite = match self.figurant_unite {
            FigurantUnite::Cachet => "cachet",
            FigurantUnite::Heures => "heures",
        };
        let quotite = match self.quotite {
            Quotite::Mensualise => "mensualise",
            Quotite::DureeContrat => "duree_contrat",
        };
        BTreeMap::from([("figurant_unite", unite), ("quotite", quotite)])
    }
}

/// Unit of the extras.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigurantUnite {
    /// One cachet a day (annexe 10), no hours. C: no text names the extras.
    #[default]
    Cachet,
    /// The hours paid, no cachets.
    Heures,
}

/// Quotité of a contract in hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quotite {
    /// The hours agreed for a week, over a month: x 52 / 12 (39 h: 169.00). C.
    #[default]
    Mensualise,
    /// The hours agreed over the working days of the whole contract, 250 at most. C.
    DureeContrat,
}

/// A bank account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Banque {
    /// IBAN.
    pub iban: Option<String>,
    /// BIC.
    pub bic: Option<String>,
}

/// How a body is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModePaiement {
    /// SEPA order carried by the DSN.
    #[default]
    Prelevement,
    /// Transfer.
    Virement,
    /// Paid by another establishment.
    AutreEtablissement,
}

impl ModePaiement {
    /// Value of S21.G00.20.010.
    #[must_use]
    pub const fn dsn(self) -> &'static str {
        match self {
            Self::Prelevement => "05",
            Self::Virement => "02",
            Self::AutreEtablissement => "06",
        }
    }
}

/// Urssaf.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Urssaf {
    /// SIRET of the Urssaf.
    pub siret: Option<String>,
    /// Code of the Urssaf, three digits (DPAE).
    pub code: Option<String>,
    /// SIRET under which the account is held, when not that of the establishment.
    pub entite: Option<String>,
    /// INSEE code of the commune, for the versement mobilité.
    pub code_commune: Option<String>,
    /// Code risque of the technicians.
    pub code_risque: Option<String>,
    /// Code risque of the artists.
    pub code_risque_artiste: Option<String>,
    /// Payment.
    pub mode_paiement: ModePaiement,
    /// Quarterly payment (under 11 employees); the DSN stays monthly.
    pub trimestriel: bool,
    /// Pays in the month of work (from 50 employees: due on the 5th).
    pub echeance_5: bool,
}

/// France Travail spectacle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FranceTravail {
    /// SIRET of the body in the DSN.
    pub siret: Option<String>,
    /// Affiliation number, `CS` and eight digits, when the employer section does not hold it.
    pub numero_affiliation: Option<String>,
    /// Payment.
    pub mode_paiement: ModePaiement,
}

/// Caisse des congés spectacles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CongesSpectacles {
    /// Affiliation number with its key, digits only.
    pub numero_affiliation: Option<String>,
    /// SIRET of the caisse, when it is not the one of the table.
    pub siret_caisse: Option<String>,
    /// Name of the caisse, printed on the certificate.
    pub nom_caisse: Option<String>,
    /// Address of the caisse, printed on the certificate (C. trav. D7121-32).
    pub adresse_caisse: Option<String>,
    /// Payment.
    pub mode_paiement: ModePaiement,
}

/// Retraite complémentaire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retraite {
    /// SIRET of the group, when it is not the one of the table.
    pub siret: Option<String>,
    /// Name of the institution, for the AEM.
    pub institution: Option<String>,
    /// Payment.
    pub mode_paiement: ModePaiement,
    /// Quarterly payment.
    pub trimestriel: bool,
}

/// Who a contract of prévoyance covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopulationCouverte {
    /// Technicien cadre.
    TechnicienCadre,
    /// Technicien non cadre.
    TechnicienNonCadre,
    /// Artiste, figurant, réalisateur at artist rates.
    Artiste,
}

/// A contract of prévoyance or of a body collected by Audiens, as its fiche de paramétrage gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContratPrevoyance {
    /// Reference of the contract (S21.G00.15.001).
    pub reference: String,
    /// Code of the body (S21.G00.15.002); `P0983` for Audiens Prévoyance.
    pub organisme: String,
    /// Code of the délégataire de gestion.
    pub delegataire: Option<String>,
    /// Option (S21.G00.70.004).
    pub option: Option<String>,
    /// Population (S21.G00.70.005).
    pub population: Option<String>,
    /// People covered; empty: everybody.
    pub couvre: Vec<PopulationCouverte>,
    /// Payslip lines carried by the contract; empty: every line of the body of prévoyance.
    pub lignes: Vec<String>,
    /// Payment.
    pub mode_paiement: ModePaiement,
    /// Quarterly payment.
    pub trimestriel: bool,
}

impl Production {
    /// The contract of prévoyance that carries a line for a population: a line is declared once. A contract that names the
    /// line goes before one that carries every line of the body, then one that names the population before one for everybody.
    ///
    /// # Errors
    /// The ranks of two contracts that claim it alike.
    pub fn carrier(
        &self,
        population: PopulationCouverte,
        line: &Line,
    ) -> Result<Option<usize>, (usize, usize)> {
        let named = |c: &ContratPrevoyance| (!c.lignes.is_empty(), !c.couvre.is_empty());
        let mut found: Option<(usize, (bool, bool))> = None;
        let mut tie = None;
        for (rank, contract) in self.prevoyance.iter().enumerate() {
            if !contract.covers(population) || !contract.carries(line) {
                continue;
            }
            let own = named(contract);
            match found {
                Some((_, best)) if own < best => {}
                Some((first, best)) if own == best => tie = tie.or(Some((first, rank))),
                _ => (found, tie) = (Some((rank, own)), None),
            }
        }
        tie.map_or(Ok(found.map(|(rank, _)| rank)), Err)
    }
}

impl PopulationCouverte {
    /// French plural.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::TechnicienCadre => "techniciens cadres",
            Self::TechnicienNonCadre => "techniciens non cadres",
            Self::Artiste => "artistes, figurants et réalisateurs aux taux d'artiste",
        }
    }
}

impl ContratPrevoyance {
    /// True when the contract carries this payslip line.
    #[must_use]
    pub fn carries(&self, line: &Line) -> bool {
        if self.lignes.is_empty() {
            line.organisme == "audiens_prevoyance"
        } else {
            self.lignes.iter().any(|l| *l == line.code)
        }
    }

    /// True when the contract covers this population.
    #[must_use]
    pub fn covers(&self, population: PopulationCouverte) -> bool {
        self.couvre.is_empty() || self.couvre.contains(&population)
    }
}

/// Taxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dgfip {
    /// Payment: SEPA order or another establishment.
    pub mode_paiement: ModePaiement,
}

/// A SATD: what the deductions `saisie` of a person for this creditor are declared under.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Satd {
    /// Matricule of the person.
    pub matricule: String,
    /// Creditor, as on the deduction.
    pub creancier: String,
    /// Identifier given by the DGFiP in its SATD message (S21.G00.98.001 and S21.G00.20.014).
    pub identifiant: String,
    /// Other creditors share what can be seized.
    pub concurrence: bool,
}

/// A tax flag of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assujettissement {
    /// Month of the DSN that carries it, `AAAA-MM`.
    pub mois: String,
    /// Code (S21.G00.44.001).
    pub code: String,
    /// Year concerned.
    pub annee: i32,
    /// Base, for the codes that ask for it.
    pub montant: Option<cddu_rates::Cents>,
    /// Reason of non-assujettissement (code 002).
    pub motif: Option<String>,
}

/// A contribution of the establishment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CotisationEtablissement {
    /// Month of the DSN that carries it, `AAAA-MM`.
    pub mois: String,
    /// Code (S21.G00.82.002).
    pub code: String,
    /// Value.
    pub valeur: cddu_rates::Cents,
    /// First day of the period.
    pub debut: Option<NaiveDate>,
    /// Last day of the period.
    pub fin: Option<NaiveDate>,
    /// Reference asked by the body (S21.G00.82.005).
    pub reference: String,
}

/// Occupational health.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SanteTravail {
    /// Identifier of the service in the DSN (S21.G00.11.025).
    pub identifiant: Option<String>,
    /// Code of the service in the DPAE.
    pub code_dpae: Option<String>,
    /// Membership number.
    pub numero_adherent: Option<String>,
}

/// Rounding of the contribution of an AEM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrondiAem {
    /// To the cent, as on the payslip and in the DSN.
    #[default]
    Centime,
    /// To the euro, as the form V4 printed.
    Euro,
}

/// AEM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aem {
    /// Approval of the structure that runs the payroll: a letter and three characters.
    pub agrement: Option<String>,
    /// Last number used under this approval.
    pub dernier_numero: u32,
    /// Rounding of each contribution.
    pub arrondi: ArrondiAem,
    /// Counts the AGS in the contribution.
    pub ags: bool,
}

/// DPAE.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dpae {
    /// Value of the test indicator in a test message (`1` or `TST` according to the implementations seen).
    pub indicateur_essai: Option<String>,
}

/// Codes of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FonctionCodee {
    /// Function, as on the contracts.
    pub fonction: String,
    /// PCS-ESE (S21.G00.40.004).
    pub pcs: Option<String>,
    /// Complement of the table of spectacle jobs (S21.G00.40.005).
    pub complement: Option<String>,
    /// Conventional status (S21.G00.40.002).
    pub statut: Option<String>,
    /// An ouvrier, for the AEM.
    pub ouvrier: bool,
}

/// A workplace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lieu {
    /// Free code (S21.G00.85.001).
    pub identifiant: String,
    /// Street.
    pub voie: Option<String>,
    /// Postal code.
    pub code_postal: Option<String>,
    /// Town.
    pub commune: Option<String>,
    /// INSEE code of the town.
    pub code_insee: Option<String>,
}

/// What the declarations need about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SalarieDeclare {
    /// Nationality, ISO 3166 alpha-2 (S21.G00.30.013).
    pub nationalite: Option<String>,
    /// Temporary number, when the person has no NIR.
    pub ntt: Option<String>,
    /// Sex, `1` or `2`; that of the NIR when missing.
    pub sexe: Option<String>,
    /// Family link with the employer, for the AEM.
    pub lien_parente: Option<String>,
    /// Identifier of the personal PAS rate, from the CRM of the tax office.
    pub identifiant_taux_pas: Option<String>,
}

/// Why a contract ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MotifFin {
    /// Term reached.
    #[default]
    Terme,
    /// Broken by the employer.
    Employeur,
    /// Broken by the employee.
    Salarie,
    /// Common agreement.
    CommunAccord,
    /// Shooting stopped.
    ArretTournage,
}

impl MotifFin {
    /// Value of S21.G00.62.002.
    #[must_use]
    pub const fn dsn(self) -> &'static str {
        match self {
            Self::Terme => "031",
            Self::Employeur => "036",
            Self::Salarie => "037",
            Self::CommunAccord => "084",
            Self::ArretTournage => "094",
        }
    }
}

/// What the declarations need about a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContratDeclare {
    /// Workplace; the establishment when missing.
    pub lieu: Option<String>,
    /// Time of hiring, `HH:MM` (DPAE).
    pub heure_embauche: Option<String>,
    /// Trial period in days, `0` for none: contracts over six months (DPAE).
    pub essai_jours: Option<u32>,
    /// Day of the DPAE, when it was made elsewhere.
    pub dpae_le: Option<NaiveDate>,
    /// Why it ended.
    pub motif_fin: MotifFin,
    /// Real last day, when it ended before its term.
    pub fin_reelle: Option<NaiveDate>,
    /// Not a contrat d'usage with AEM (CDD of ordinary law): DSN events 04 and 07 apply.
    pub droit_commun: bool,
    /// Full-time hours of the month for the quotité; 151.67 when missing.
    pub quotite_reference: Option<Rate>,
    /// Hours agreed for a week; those of the agreement when missing (39 in film, 35 in television).
    pub heures_semaine: Option<Quantity>,
}

impl Production {
    /// The employer: the one given, otherwise that of the first payslip.
    #[must_use]
    pub fn employeur<'a>(&'a self, slips: &'a [cddu_payslip::Payslip]) -> Option<&'a Employeur> {
        self.employeur.as_ref().or_else(|| slips.first().map(|s| &s.employeur))
    }

    /// The codes of the functions by folded name, the first of each name.
    #[must_use]
    pub fn fonctions_par_nom(&self) -> BTreeMap<String, &FonctionCodee> {
        let mut out = BTreeMap::new();
        for function in &self.fonctions {
            out.entry(cddu_rates::fold(&function.fonction)).or_insert(function);
        }
        out
    }

    /// What is known of a person beyond the payslip.
    #[must_use]
    pub fn salarie(&self, matricule: &str) -> SalarieDeclare {
        self.salaries.get(matricule).cloned().unwrap_or_default()
    }

    /// What is known of a contract beyond the payslip.
    #[must_use]
    pub fn contrat(&self, contrat: &str) -> ContratDeclare {
        self.contrats.get(contrat).cloned().unwrap_or_default()
    }
}

/// The population of a contract for prévoyance contracts.
#[must_use]
pub const fn population(categorie: Categorie, cadre: bool, taux_artiste: bool) -> PopulationCouverte {
    match (categorie, taux_artiste, cadre) {
        (Categorie::Artiste | Categorie::Figurant, _, _) | (Categorie::Realisateur, true, _) => {
            PopulationCouverte::Artiste
        }
        (_, _, true) => PopulationCouverte::TechnicienCadre,
        (_, _, false) => PopulationCouverte::TechnicienNonCadre,
    }
}
