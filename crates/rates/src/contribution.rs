//! Contributions: a contribution is a file of `rates/contributions/`, not a function.
//!
//! Its file holds, in this order:
//! - its keys: `code`, `libelle`, `organisme`, `horloge`, `assiette`, `tranche`, `ordre`, and when they apply
//!   `dans_allegement`, `deductible`, `majoration_caisse_conges`, `effectif_min`, `parametre`, `conditions`, `cree_le`,
//!   `abroge_le`;
//! - its *roles*, which the program asks for instead of knowing codes: [`Famille`] (`famille`), [`PartAllegement`]
//!   (`part_allegement`), `reduction` (the parameter under which its rates of [`Variante::Reduit`] are due) and
//!   `remplacee_par` (the variant whose rates, when the employer follows it, are the only ones due);
//! - its identity ([`Identite`]): `[bulletin]` its row on both payslip models, `[[compta]]` the accounts of each
//!   share, `[dsn]` its CTP and `[[dsn.individuelle]]` its codes, `[[releve]]` who calls it outside the DSN;
//! - `[total]`, the sum of both shares when the law gives it, which the check of the tables holds the rates against;
//! - `[[taux]]`, its dated rates.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::identite::{self, Identite, Origin, Rangs, RawDsn, RawEcriture, RawIdentite, RawReleve};
use crate::row::{Confiance, Horloge, Row};
use crate::texte::Texte;
use crate::toml_table::{Day, parse};
use crate::units::parse_decimal;
use cddu_base::Diagnostic;

/// The four sets of rates of the reference profiles. A réalisateur follows `Artiste` or a technicien.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Technicien non cadre.
    TechnicienNonCadre,
    /// Technicien cadre.
    TechnicienCadre,
    /// Artiste-interprète (70 % rates, arrêté du 24/01/1975).
    Artiste,
    /// Artiste de complément.
    Figurant,
}

impl Population {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::TechnicienNonCadre, Self::TechnicienCadre, Self::Artiste, Self::Figurant];

    /// True when the reduced rates of artistes apply.
    #[must_use]
    pub const fn is_artist(self) -> bool {
        matches!(self, Self::Artiste | Self::Figurant)
    }
}

/// The base of a contribution: one of the named bases of the payslip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assiette {
    /// Gross pay.
    Brut,
    /// Gross after DFS, or the forfait of a figurant.
    SecuriteSociale,
    /// Base of CSG and CRDS.
    Csg,
    /// Part of the base of CSG and CRDS that overtime exempt of tax brings (CGI 154 quinquies).
    CsgHeuresSup,
    /// Real gross, before DFS.
    Chomage,
    /// Gross before DFS, capped if the method says so.
    CongesSpectacles,
    /// Gross after DFS; real pay of a figurant.
    Retraite,
    /// The employer's shares of prévoyance and FCSS (forfait social).
    PartsPrevoyance,
    /// Base of CSG without its allowance (CGI 231, 1), by slices of the year.
    TaxeSalaires,
}

/// The part of the base on which a contribution is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tranche {
    /// The whole base.
    Totalite,
    /// Up to the plafond of the contract (CSS R242-2; arrêté du 24/01/1975 art. 3).
    Plafond,
    /// Up to four prorated plafonds (unemployment, AGS).
    Chomage,
    /// Retraite complémentaire, up to one plafond.
    RetraiteT1,
    /// Retraite complémentaire, one to eight plafonds.
    RetraiteT2,
    /// The whole pay up to eight plafonds, only when it exceeds one (CET).
    RetraiteCet,
    /// Up to four prorated plafonds (Apec).
    Apec,
    /// Prévoyance and FCSS, first slice.
    PrevoyanceT1,
}

/// Employee or employer share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Employee.
    Salarie,
    /// Employer.
    Employeur,
}

impl Part {
    /// The word of the tables.
    #[must_use]
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Salarie => "salarie",
            Self::Employeur => "employeur",
        }
    }
}

/// What a contribution pays for, when a rule or a declaration treats all those of a family alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Famille {
    /// Accidents du travail: its rate is notified, and written apart in the DSN (S21.G00.23.003, S21.G00.40.043).
    AccidentsDuTravail,
    /// Unemployment of annexes 8 and 10: the contribution of the AEM.
    Chomage,
    /// Wage guarantee, counted with unemployment in an AEM on demand.
    Ags,
    /// Prévoyance: its employer share enters the base of CSG and of the forfait social.
    Prevoyance,
    /// Health cover: as prévoyance, and its employer share may be taxed.
    Sante,
    /// Old-age insurance of the base scheme: the employee share is reduced on overtime (CSS L241-17).
    VieillesseBase,
    /// Old-age insurance made compulsory by the law, beyond the base scheme: counts in the rate of that reduction.
    VieillesseComplementaire,
    /// Vocational training.
    Formation,
    /// Taxe sur les salaires: its base goes by slices of the year.
    TaxeSalaires,
}

/// The place of a contribution in the general relief, when it is not that of every other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartAllegement {
    /// Its share of the relief goes to the Agirc-Arrco line (CSS D241-7 VI).
    Retraite,
    /// Counts up to the rate of the law only (CSS D241-2-4).
    AccidentsDuTravail,
}

/// A condition that no date or population can express.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Employee insured in the local scheme of Alsace-Moselle.
    SalarieAlsaceMoselle,
    /// Fiscal residence in France.
    ResidentFiscal,
    /// Fiscal residence abroad.
    NonResidentFiscal,
    /// Usage contract of at most three months, date to date (C. trav. L5422-12).
    ContratTroisMois,
    /// Employer subject to the taxe d'apprentissage.
    TaxeApprentissage,
    /// Employer without elected staff delegates.
    SansDelegues,
    /// Employer subject to the taxe sur les salaires.
    TaxeSalaires,
}

/// Which of several rates of one contribution applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variante {
    /// The ordinary rate.
    #[default]
    Plein,
    /// Reduced rate under a pay threshold (maladie and AF, 2024-2025).
    Reduit,
    /// Collective rate, when the employer has given none (AT).
    Collectif,
    /// Rate of employers established in Alsace-Moselle (taxe d'apprentissage).
    AlsaceMoselle,
    /// Total of 1.50 % of the film convention in place of prévoyance and FCSS.
    Film150,
    /// Taxe sur les salaires, second slice of the year.
    Majore1,
    /// Taxe sur les salaires, beyond the second slice.
    Majore2,
}

/// An employer parameter that gives the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParametreEmployeur {
    /// Notified rate of accidents du travail (`taux_at`, `taux_at_artiste`).
    TauxAt,
    /// Versement mobilité of the commune (`versement_mobilite`).
    VersementMobilite,
    /// Versement mobilité régional et rural (`vmrr`).
    Vmrr,
    /// Occupational health (`taux_sante_travail`).
    TauxSanteTravail,
}

/// A contribution: its identity and the rows of its rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// Line code of the payslip (`VIEIL_PLAF`).
    pub code: Texte,
    /// French label.
    pub libelle: Texte,
    /// Body that collects it (`urssaf`, `france_travail`, `audiens_retraite`...).
    pub organisme: Texte,
    /// Which date chooses the rates.
    pub horloge: Horloge,
    /// Its base.
    pub assiette: Assiette,
    /// The part of the base.
    pub tranche: Tranche,
    /// Rank on the payslip.
    pub ordre: u32,
    /// Inside the perimeter of the general relief (CSS L241-13).
    pub dans_allegement: bool,
    /// The employee share lowers the net imposable.
    pub deductible: bool,
    /// Multiplier of the employer rate because leave is paid by a caisse (CSS L243-1-3), 1 when none.
    pub majoration_caisse_conges: Decimal,
    /// Smallest staff, for the whole contribution.
    pub effectif_min: Option<u32>,
    /// Employer parameter that replaces or gives the rate.
    pub parametre: Option<ParametreEmployeur>,
    /// Conditions, all required.
    pub conditions: Vec<Condition>,
    /// The day the contribution started to exist, when a parameter gives its rate.
    pub cree_le: Option<NaiveDate>,
    /// The day the contribution stopped existing.
    pub abroge_le: Option<NaiveDate>,
    /// What it pays for.
    pub famille: Option<Famille>,
    /// Its place in the general relief.
    pub part_allegement: Option<PartAllegement>,
    /// Parameter: number of SMIC under which the rates of the variant `reduit` are due.
    pub reduction: Option<Texte>,
    /// The variant that takes the place of its ordinary rates, both shares, when the employer follows it.
    pub remplacee_par: Option<Variante>,
    /// Sum of both shares, when the law gives it.
    pub total: Option<Total>,
    /// What it is to the other tables.
    #[serde(skip)]
    pub identite: Identite,
    /// File of the table.
    pub table: String,
}

/// What both shares of a contribution add up to, in percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// For techniciens.
    pub taux: Decimal,
    /// For artistes, the same when the law says nothing else.
    pub taux_artiste: Decimal,
    /// Text that says it.
    pub base_legale: String,
}

/// One dated rate of a contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRow {
    /// Share.
    pub part: Part,
    /// Variant.
    pub variante: Variante,
    /// Rate in percent, full.
    pub taux: Decimal,
    /// Rate in percent of artistes, when it differs.
    pub taux_artiste: Option<Decimal>,
    /// Populations; empty means all.
    pub populations: Vec<Population>,
    /// Conventions; empty means all.
    pub idcc: Vec<String>,
    /// Base and slice in these conventions, when they differ from the contribution's.
    pub assiette: Option<(Assiette, Tranche)>,
    /// Body in these conventions, when it differs.
    pub organisme: Option<Texte>,
    /// Staff from.
    pub effectif_min: Option<u32>,
    /// Staff up to.
    pub effectif_max: Option<u32>,
    /// Date, source, confidence.
    pub row: Row,
}

impl RateRow {
    /// True when the row concerns this population and convention.
    #[must_use]
    pub fn concerns(&self, population: Population, idcc: &str) -> bool {
        (self.populations.is_empty() || self.populations.contains(&population))
            && (self.idcc.is_empty() || self.idcc.iter().any(|i| i == idcc))
    }

    /// The rate of a population, in percent.
    #[must_use]
    pub fn rate(&self, population: Population) -> Decimal {
        if population.is_artist() { self.taux_artiste.unwrap_or(self.taux) } else { self.taux }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContribution {
    code: String,
    libelle: String,
    organisme: String,
    horloge: Horloge,
    assiette: Assiette,
    tranche: Tranche,
    ordre: u32,
    #[serde(default)]
    dans_allegement: bool,
    #[serde(default = "yes")]
    deductible: bool,
    majoration_caisse_conges: Option<String>,
    effectif_min: Option<u32>,
    parametre: Option<ParametreEmployeur>,
    #[serde(default)]
    conditions: Vec<Condition>,
    cree_le: Option<Day>,
    abroge_le: Option<Day>,
    famille: Option<Famille>,
    part_allegement: Option<PartAllegement>,
    reduction: Option<String>,
    remplacee_par: Option<Variante>,
    bulletin: Option<Rangs>,
    #[serde(default)]
    compta: Vec<Spanned<RawEcriture>>,
    #[serde(default)]
    dsn: RawDsn,
    #[serde(default)]
    releve: Vec<Spanned<RawReleve>>,
    total: Option<RawTotal>,
    #[serde(default)]
    taux: Vec<Spanned<RawRate>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTotal {
    taux: String,
    taux_artiste: Option<String>,
    base_legale: String,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    part: Part,
    #[serde(default)]
    variante: Variante,
    taux: String,
    taux_artiste: Option<String>,
    #[serde(default)]
    populations: Vec<Population>,
    #[serde(default)]
    idcc: Vec<String>,
    assiette: Option<Assiette>,
    tranche: Option<Tranche>,
    organisme: Option<String>,
    effectif_min: Option<u32>,
    effectif_max: Option<u32>,
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

/// Reads one contribution.
///
/// # Errors
/// `BAR-003` when the file is not written as expected, `BAR-060` without `[bulletin]`.
pub(crate) fn read(name: &str, shown: &str, text: &str) -> Result<(Contribution, Vec<RateRow>), Diagnostic> {
    let raw: RawContribution = parse(shown, text)?;
    let decimal = |value: &str, line: Option<u64>| {
        parse_decimal(value)
            .map_err(|e| Diagnostic::error("BAR-003", format!("{} : {e}", raw.code)).in_file(shown, line))
    };
    let mut rows = Vec::new();
    for spanned in &raw.taux {
        let ligne = crate::toml_table::line(text, spanned);
        let rate = spanned.get_ref();
        let taux = decimal(&rate.taux, Some(ligne))?;
        rows.push(RateRow {
            part: rate.part,
            variante: rate.variante,
            taux,
            taux_artiste: rate.taux_artiste.as_deref().map(|t| decimal(t, Some(ligne))).transpose()?,
            populations: rate.populations.clone(),
            idcc: rate.idcc.clone(),
            assiette: match (rate.assiette, rate.tranche) {
                (None, None) => None,
                (assiette, tranche) => {
                    Some((assiette.unwrap_or(raw.assiette), tranche.unwrap_or(raw.tranche)))
                }
            },
            organisme: rate.organisme.as_deref().map(Texte::of_table),
            effectif_min: rate.effectif_min,
            effectif_max: rate.effectif_max,
            row: Row {
                table: name.to_owned(),
                ligne,
                cle: format!("{}/{}", raw.code, rate.part.mot()),
                valeur: Some(taux),
                valide_du: rate.valide_du.0,
                valide_au: rate.valide_au.map(|d| d.0),
                base_legale: rate.base_legale.clone(),
                source: rate.source.clone(),
                lien: rate.lien.clone(),
                confiance: rate.confiance,
                verifie_le: rate.verifie_le.0,
                note: rate.note.clone(),
            },
        });
    }
    let majoration = raw.majoration_caisse_conges.as_deref().map(|m| decimal(m, None)).transpose()?;
    let total = match &raw.total {
        Some(total) => {
            let taux = decimal(&total.taux, None)?;
            let artiste = total.taux_artiste.as_deref().map(|t| decimal(t, None)).transpose()?;
            Some(Total {
                taux,
                taux_artiste: artiste.unwrap_or(taux),
                base_legale: total.base_legale.clone(),
            })
        }
        None => None,
    };
    let origin = Origin {
        name,
        shown,
        text,
        code: &raw.code,
        libelle: &raw.libelle,
        ordre: raw.ordre,
        organisme: &raw.organisme,
    };
    let sections = RawIdentite {
        bulletin: raw.bulletin.as_ref(),
        compta: &raw.compta,
        dsn: &raw.dsn,
        releve: &raw.releve,
    };
    let contribution = Contribution {
        famille: raw.famille,
        part_allegement: raw.part_allegement,
        reduction: raw.reduction.as_deref().map(Texte::of_table),
        remplacee_par: raw.remplacee_par,
        total,
        identite: identite::read(&origin, &sections)?,
        code: Texte::of_table(&raw.code),
        libelle: Texte::of_table(&raw.libelle),
        organisme: Texte::of_table(&raw.organisme),
        horloge: raw.horloge,
        assiette: raw.assiette,
        tranche: raw.tranche,
        ordre: raw.ordre,
        dans_allegement: raw.dans_allegement,
        deductible: raw.deductible,
        majoration_caisse_conges: majoration.unwrap_or(Decimal::ONE),
        effectif_min: raw.effectif_min,
        parametre: raw.parametre,
        conditions: raw.conditions,
        cree_le: raw.cree_le.map(|d| d.0),
        abroge_le: raw.abroge_le.map(|d| d.0),
        table: name.to_owned(),
    };
    Ok((contribution, rows))
}
