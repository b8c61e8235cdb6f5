//! What a DSN declares, person by person: amounts with their line in the file.
//!
//! Reads any monthly DSN, of this software or of another, for comparisons with payslips, AEM and accounts.

use cddu_dsn::nav::{Declaration, Individu, Versement};
use cddu_dsn::{Block, Nature, s21};
use cddu_rates::{Cents, Month};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One declaration of a DSN file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DsnTotals {
    /// Declared month (S20.G00.05.005).
    pub mois: Option<Month>,
    /// Nature (S20.G00.05.001).
    pub nature: String,
    /// Type (S20.G00.05.002).
    pub genre: String,
    /// SIRET of the establishment.
    pub siret: Option<String>,
    /// Payments to bodies (S21.G00.20).
    pub paiements: Vec<Paiement>,
    /// Bordereaux (S21.G00.22).
    pub bordereaux: Vec<Bordereau>,
    /// People.
    pub individus: Vec<IndividuDsn>,
}

/// Payment to a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paiement {
    /// Body (20.001).
    pub organisme: String,
    /// Entity (20.002).
    pub entite: Option<String>,
    /// Amount (20.005).
    pub montant: Cents,
    /// Components (55.001), added up.
    pub composants: Option<Cents>,
    /// Each component and its line.
    pub parts: Vec<(Cents, usize)>,
    /// Line of the amount.
    pub ligne: usize,
}

/// Bordereau of an Urssaf.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bordereau {
    /// Body (22.001).
    pub organisme: String,
    /// First day (22.003).
    pub debut: Option<NaiveDate>,
    /// Last day (22.004).
    pub fin: Option<NaiveDate>,
    /// Total (22.005).
    pub montant: Cents,
    /// Line of the total.
    pub ligne: usize,
    /// Aggregated contributions (23).
    pub cotisations: Vec<CotisationAgregee>,
}

/// Aggregated contribution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CotisationAgregee {
    /// CTP (23.001).
    pub ctp: String,
    /// `920` or `921` (23.002).
    pub qualifiant: String,
    /// Rate, when written (23.003).
    pub taux: Option<String>,
    /// Base (23.004).
    pub assiette: Option<Cents>,
    /// Amount (23.005).
    pub montant: Option<Cents>,
    /// INSEE code (23.006).
    pub commune: Option<String>,
    /// Line of the base, or of the amount of a line declared by its amount.
    pub ligne_valeur: usize,
    /// Line.
    pub ligne: usize,
}

/// One person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndividuDsn {
    /// NIR (30.001), 13 characters, or NTT (30.020).
    pub identifiant: String,
    /// Family name (30.002).
    pub nom: String,
    /// First names (30.004).
    pub prenom: String,
    /// Matricule (30.019).
    pub matricule: Option<String>,
    /// Line of the block.
    pub ligne: usize,
    /// Contracts (40).
    pub contrats: Vec<ContratDsn>,
    /// Payments (50).
    pub versements: Vec<VersementDsn>,
}

/// One contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContratDsn {
    /// Number (40.009).
    pub numero: String,
    /// First day (40.001).
    pub debut: Option<NaiveDate>,
    /// Expected last day (40.010).
    pub fin_prevue: Option<NaiveDate>,
    /// Declared last day (62.001).
    pub fin: Option<NaiveDate>,
    /// Reason of the end (62.002).
    pub motif_fin: Option<String>,
    /// Exclusion (40.025): `05` or `06` for an AEM.
    pub motif_exclusion: Option<String>,
    /// Numéro d'objet (40.050).
    pub numero_objet: Option<String>,
    /// Convention (40.017).
    pub idcc: Option<String>,
    /// Rate of the DFS (40.023).
    pub dfs: Option<String>,
    /// Line of the block.
    pub ligne: usize,
}

/// One payment to a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersementDsn {
    /// Date (50.001).
    pub date: Option<NaiveDate>,
    /// Number (50.003).
    pub numero: Option<String>,
    /// Net fiscal (50.002).
    pub net_fiscal: Cents,
    /// Net versé (50.004).
    pub net_verse: Cents,
    /// PAS (50.009).
    pub pas: Cents,
    /// PAS rate (50.006).
    pub taux_pas: Option<String>,
    /// Base of the PAS (50.013).
    pub assiette_pas: Cents,
    /// Net of overtime exempt of tax (58 type 01), each with its line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heures_exonerees: Vec<(Cents, usize)>,
    /// Montant net social (58 type 03).
    pub net_social: Option<Cents>,
    /// Line of the montant net social, 0 without one.
    pub ligne_net_social: usize,
    /// Line of the block.
    pub ligne: usize,
    /// Lines of the net fiscal, of the net versé, of the PAS and of its base.
    pub lignes: [usize; 4],
    /// Pay (51).
    pub remunerations: Vec<RemunerationDsn>,
    /// Other gross elements (54).
    pub autres: Vec<AutreDsn>,
    /// Bases (78).
    pub bases: Vec<BaseDsn>,
}

/// Pay of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemunerationDsn {
    /// Contract (51.010).
    pub contrat: String,
    /// Type (51.011).
    pub genre: String,
    /// First day (51.001).
    pub debut: Option<NaiveDate>,
    /// Last day (51.002).
    pub fin: Option<NaiveDate>,
    /// Hours (51.012), hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<i64>,
    /// Amount (51.013).
    pub montant: Cents,
    /// Activities (53): unit and measure in hundredths.
    pub activites: Vec<ActiviteDsn>,
    /// Line of the amount.
    pub ligne: usize,
}

/// Activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiviteDsn {
    /// Type (53.001): `01` paid work, `02` absence not paid in full.
    #[serde(default)]
    pub genre: String,
    /// Unit (53.003).
    pub unite: String,
    /// Measure (53.002), hundredths of the unit.
    pub mesure: i64,
    /// Line.
    pub ligne: usize,
}

/// Other gross element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutreDsn {
    /// Type (54.001).
    pub genre: String,
    /// Contract (54.005).
    pub contrat: Option<String>,
    /// Amount (54.002).
    pub montant: Cents,
    /// Line.
    pub ligne: usize,
}

/// Base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseDsn {
    /// Code (78.001).
    pub code: String,
    /// Contract (78.006); the only contract of the person when the rubrique is left out.
    pub contrat: Option<String>,
    /// First day (78.002).
    pub debut: Option<NaiveDate>,
    /// Last day (78.003).
    pub fin: Option<NaiveDate>,
    /// Amount (78.004).
    pub montant: Cents,
    /// Line.
    pub ligne: usize,
    /// Components (79): type and amount.
    pub composants: Vec<(String, Cents)>,
    /// Contributions (81).
    pub cotisations: Vec<CotisationDsn>,
}

/// Individual contribution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CotisationDsn {
    /// Code (81.001).
    pub code: String,
    /// Body (81.002).
    pub organisme: Option<String>,
    /// Base (81.003).
    pub assiette: Option<Cents>,
    /// Amount (81.004).
    pub montant: Option<Cents>,
    /// Line.
    pub ligne: usize,
}

/// Reads every declaration of a file. Never fails: what is not a DSN gives an empty list.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<DsnTotals> {
    cddu_dsn::read(bytes).declarations().map(declaration).collect()
}

/// Reads the monthly declarations of a file.
#[must_use]
pub fn read_monthly(bytes: &[u8]) -> Vec<DsnTotals> {
    cddu_dsn::read(bytes)
        .declarations()
        .filter(|d| d.nature() == Some(Nature::Mensuelle))
        .map(declaration)
        .collect()
}

fn text(block: &Block, number: u32) -> String {
    block.get(number).unwrap_or_default().to_owned()
}

fn optional(block: &Block, number: u32) -> Option<String> {
    block.get(number).map(str::to_owned)
}

fn cents(block: &Block, number: u32) -> Cents {
    Cents(block.amount(number).unwrap_or_default())
}

fn declaration(d: Declaration<'_>) -> DsnTotals {
    DsnTotals {
        mois: d.mois().map(Month::of),
        nature: text(&d, 1),
        genre: text(&d, 2),
        siret: d.siret(),
        paiements: d
            .blocs_etablissement(20)
            .map(|b| {
                let parts: Vec<(Cents, usize)> =
                    b.all(s21(55)).map(|c| (cents(c, 1), c.line_of(1))).collect();
                Paiement {
                    organisme: text(b, 1),
                    entite: optional(b, 2),
                    montant: cents(b, 5),
                    composants: (!parts.is_empty()).then(|| parts.iter().map(|(amount, _)| *amount).sum()),
                    parts,
                    ligne: b.line_of(5),
                }
            })
            .collect(),
        bordereaux: d
            .blocs_etablissement(22)
            .map(|b| Bordereau {
                organisme: text(b, 1),
                debut: b.date(3),
                fin: b.date(4),
                montant: cents(b, 5),
                ligne: b.line_of(5),
                cotisations: b
                    .all(s21(23))
                    .map(|c| CotisationAgregee {
                        ctp: text(c, 1),
                        qualifiant: text(c, 2),
                        taux: optional(c, 3),
                        assiette: c.amount(4).map(Cents),
                        montant: c.amount(5).map(Cents),
                        commune: optional(c, 6),
                        ligne_valeur: c.line_of(if c.get(4).is_some() { 4 } else { 5 }),
                        ligne: c.line,
                    })
                    .collect(),
            })
            .collect(),
        individus: d.individus().map(individu).collect(),
    }
}

fn individu(i: Individu<'_>) -> IndividuDsn {
    let contrats: Vec<ContratDsn> = i
        .contrats()
        .map(|c| ContratDsn {
            numero: text(&c, 9),
            debut: c.date(1),
            fin_prevue: c.date(10),
            fin: c.date_fin(),
            motif_fin: c.fin().and_then(|f| optional(f, 2)),
            motif_exclusion: optional(&c, 25),
            numero_objet: optional(&c, 50),
            idcc: optional(&c, 17),
            dfs: optional(&c, 23),
            ligne: c.line,
        })
        .collect();
    let single = (contrats.len() == 1).then(|| contrats[0].numero.clone());
    IndividuDsn {
        identifiant: i.identifiant().unwrap_or_default().to_owned(),
        nom: text(&i, 2),
        prenom: text(&i, 4),
        matricule: optional(&i, 19),
        ligne: i.line,
        versements: i.versements().map(|v| versement(v, single.as_ref())).collect(),
        contrats,
    }
}

fn versement(v: Versement<'_>, single: Option<&String>) -> VersementDsn {
    let net_social = v.all(s21(58)).find(|n| n.get(3) == Some("03"));
    VersementDsn {
        date: v.date(1),
        numero: optional(&v, 3),
        net_fiscal: cents(&v, 2),
        net_verse: cents(&v, 4),
        pas: cents(&v, 9),
        taux_pas: optional(&v, 6),
        assiette_pas: cents(&v, 13),
        heures_exonerees: v
            .all(s21(58))
            .filter(|n| n.get(3) == Some("01"))
            .map(|n| (cents(n, 4), n.line_of(4)))
            .collect(),
        net_social: net_social.map(|n| cents(n, 4)),
        ligne_net_social: net_social.map_or(0, |n| n.line_of(4)),
        ligne: v.line,
        lignes: [2, 4, 9, 13].map(|n| v.line_of(n)),
        remunerations: v
            .remunerations()
            .map(|r| RemunerationDsn {
                contrat: text(&r, 10),
                genre: text(&r, 11),
                debut: r.date(1),
                fin: r.date(2),
                heures: r.amount(12),
                montant: cents(&r, 13),
                activites: r
                    .activites()
                    .map(|a| ActiviteDsn {
                        genre: text(a, 1),
                        unite: text(a, 3),
                        mesure: a.amount(2).unwrap_or_default(),
                        ligne: a.line_of(2),
                    })
                    .collect(),
                ligne: r.line_of(13),
            })
            .collect(),
        autres: v
            .all(s21(54))
            .map(|a| AutreDsn {
                genre: text(a, 1),
                contrat: optional(a, 5).or_else(|| single.cloned()),
                montant: cents(a, 2),
                ligne: a.line_of(2),
            })
            .collect(),
        bases: v
            .bases()
            .map(|b| BaseDsn {
                code: text(&b, 1),
                contrat: optional(&b, 6).or_else(|| single.cloned()),
                debut: b.date(2),
                fin: b.date(3),
                montant: cents(&b, 4),
                ligne: b.line_of(4),
                composants: b.composants().map(|c| (text(c, 1), cents(c, 4))).collect(),
                cotisations: b
                    .cotisations()
                    .map(|c| CotisationDsn {
                        code: text(c, 1),
                        organisme: optional(c, 2),
                        assiette: c.amount(3).map(Cents),
                        montant: c.amount(4).map(Cents),
                        ligne: c.line_of(4),
                    })
                    .collect(),
            })
            .collect(),
    }
}

impl DsnTotals {
    /// Sum of a pay type over everybody, or over the contracts that have an AEM.
    #[must_use]
    pub fn remuneration(&self, genre: &str, aem_only: bool) -> Cents {
        self.individus
            .iter()
            .map(|i| {
                i.versements
                    .iter()
                    .flat_map(|v| &v.remunerations)
                    .filter(|r| r.genre == genre)
                    .filter(|r| !aem_only || i.contrat(&r.contrat).is_some_and(ContratDsn::has_aem))
                    .map(|r| r.montant)
                    .sum::<Cents>()
            })
            .sum()
    }

    /// Sum of a base over everybody.
    #[must_use]
    pub fn base(&self, code: &str) -> Cents {
        self.all_bases().filter(|b| b.code == code).map(|b| b.montant).sum()
    }

    /// Sum of an individual contribution over everybody.
    #[must_use]
    pub fn cotisation(&self, code: &str) -> Cents {
        self.all_bases()
            .flat_map(|b| &b.cotisations)
            .filter(|c| c.code == code)
            .filter_map(|c| c.montant)
            .sum()
    }

    /// Sum of the PAS.
    #[must_use]
    pub fn pas(&self) -> Cents {
        self.individus.iter().flat_map(|i| &i.versements).map(|v| v.pas).sum()
    }

    /// Payments to a body.
    #[must_use]
    pub fn paiement(&self, organisme: &str) -> Cents {
        self.paiements.iter().filter(|p| p.organisme == organisme).map(|p| p.montant).sum()
    }

    fn all_bases(&self) -> impl Iterator<Item = &BaseDsn> {
        self.individus.iter().flat_map(|i| &i.versements).flat_map(|v| &v.bases)
    }
}

impl IndividuDsn {
    /// A contract by its number.
    #[must_use]
    pub fn contrat(&self, numero: &str) -> Option<&ContratDsn> {
        self.contrats.iter().find(|c| c.numero == numero)
    }
}

impl ContratDsn {
    /// True for the contracts that an AEM covers.
    #[must_use]
    pub fn has_aem(&self) -> bool {
        matches!(self.motif_exclusion.as_deref(), Some("05" | "06"))
    }
}
