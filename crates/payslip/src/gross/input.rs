//! What a gross is computed from: the JSON contract of `cddu brut`, as plain data.

use std::fmt;
use std::str::FromStr;

use cddu_rates::{Cents, Period, Quantity};
use chrono::NaiveDate;
#[cfg(feature = "schema")]
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::absences::Absence;
use crate::methods::Methodes;
use crate::vocabulary::{AutresHeures, Categorie, Origine};

/// One engagement to turn into gross pay: who and when, then the sheet. Its JSON is flat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BrutPlat", into = "BrutPlat")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BrutInput {
    /// Convention: `3097` film, `2642` television, `1734` television artists, `2412` animation.
    pub idcc: String,
    /// Category.
    pub categorie: Categorie,
    /// Function, as in the convention; spelling is tolerated.
    pub fonction: String,
    /// Day of the grid; default: the first day of the time sheet.
    pub date: Option<NaiveDate>,
    /// Days worked.
    pub jours: Option<Quantity>,
    /// Effective hours in all, when no time sheet is given.
    pub heures: Option<Quantity>,
    /// Cachets; default: one per day.
    pub cachets: Option<u32>,
    /// The employer is a member of a signatory union.
    pub adherent: bool,
    /// Hours that other contracts of this employer hold in the same civil week.
    pub heures_sup_autres: Option<AutresHeures>,
    /// Absences of the engagement.
    pub absences: Vec<Absence>,
    /// Choices of method.
    pub methodes: Methodes,
    /// What the hours are paid on: the sheet and what the agreement asks.
    pub feuille: FeuilleHeures,
}

/// A time sheet and everything that the hour rules ask to price it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct FeuilleHeures {
    /// Agreed pay, euros: of a week of `heures_base` hours for a technician, of a day (or of a week when the engagement
    /// is weekly) for an artist or a figurant. Missing: the conventional minimum. Under annexe 3 or 3 bis: the reference
    /// pay of annexe 1.
    pub salaire_base: Option<Cents>,
    /// Hours that `salaire_base` pays: 39 by default in film, 35 in television.
    pub heures_base: Option<Quantity>,
    /// By the week (5 days or more), by the day, by the month; default: by the number of days.
    pub engagement: Option<Engagement>,
    /// Weekly totals, when the engagement covers several weeks and no daily sheet is kept.
    pub semaines: Vec<Semaine>,
    /// Time sheet, in any order; several rows may share a day.
    pub temps: Vec<Jour>,
    /// Annexe of the film grids: `1`, `2` (equivalence), `3`, `3bis`.
    pub annexe: Option<Annexe>,
    /// Day the film obtained its derogation (annexes 3 and 3 bis).
    pub derogation_annexe3: Option<NaiveDate>,
    /// The week is organised on 6 days; default: 6 days or more are worked.
    pub semaine_6_jours: Option<bool>,
    /// Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    pub heures_jour_6: Option<Quantity>,
    /// Paris region or elsewhere.
    pub zone: Zone,
    /// Advertising film.
    pub publicitaire: bool,
    /// Nature of the work of days that do not say it, or genre of the television programme.
    pub nature: Option<Nature>,
    /// Genre of the television programme; default: fiction, with a warning.
    pub genre: Option<Genre>,
    /// Forfait jours: preparation and post-production of autonomous staff, no overtime.
    pub forfait_jours: bool,
    /// Short film (film artists).
    pub court_metrage: bool,
    /// Effective working days of the whole contract (holidays not worked, length of the contract).
    pub jours_contrat: Option<u32>,
    /// Weeks of the whole contract (weekly engagement of artists).
    pub semaines_contrat: Option<u32>,
    /// The artist is under 16.
    pub moins_de_16_ans: bool,
    /// Live programme: no night nor holiday premium for television artists.
    pub direct: bool,
    /// Shoot out of the towns where the scale of film figurants applies (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice,
    /// Lille, Nantes + 25 km).
    pub hors_bareme_figurant: bool,
    /// Rest under 11 hours that is not compensated (television technicians).
    pub repos_non_compense: bool,
    /// Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    pub prestations: Vec<Prestation>,
}

impl BrutInput {
    /// An engagement with nothing but its convention and function: every option at its default.
    #[must_use]
    pub fn new(idcc: &str, categorie: Categorie, fonction: &str) -> Self {
        Self {
            idcc: idcc.to_owned(),
            categorie,
            fonction: fonction.to_owned(),
            date: None,
            jours: None,
            heures: None,
            cachets: None,
            adherent: true,
            heures_sup_autres: None,
            absences: Vec::new(),
            methodes: Methodes::default(),
            feuille: FeuilleHeures::default(),
        }
    }

    /// The question that the hour rules answer.
    #[must_use]
    pub fn question(&self) -> Question<'_> {
        Question {
            idcc: &self.idcc,
            categorie: self.categorie,
            fonction: &self.fonction,
            date: self.date,
            contrat: None,
            periode: None,
            jours: self.jours,
            heures: self.heures,
            cachets: self.cachets,
            jours_contrat: self.feuille.jours_contrat,
            semaines_contrat: self.feuille.semaines_contrat,
            adherent: self.adherent,
            methodes: self.methodes,
            autres: self.heures_sup_autres.as_ref(),
            absences: &self.absences,
            enfant: None,
            heures_comptees: false,
            feuille: &self.feuille,
        }
    }
}

/// What the hours of a child under sixteen depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HorairesEnfant {
    /// Day of birth.
    pub naissance: NaiveDate,
    /// The authorisation goes to midnight.
    pub jusqu_a_minuit: bool,
}

/// What the hour rules answer: who works where, and the sheet. A contract of a payslip and the JSON of `cddu brut` both
/// ask it; nothing is copied.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Convention.
    pub idcc: &'a str,
    /// Category.
    pub categorie: Categorie,
    /// Function, as in the convention.
    pub fonction: &'a str,
    /// Day of the grid; `None`: the first day of the sheet.
    pub date: Option<NaiveDate>,
    /// Days of the whole contract; `None`: the sheet is all that is known of it.
    pub contrat: Option<Period>,
    /// Days that the engagement pays; `None`: from the first to the last row of the sheet.
    pub periode: Option<Period>,
    /// Days worked, when given.
    pub jours: Option<Quantity>,
    /// Effective hours in all, when no sheet is given.
    pub heures: Option<Quantity>,
    /// Cachets, when given.
    pub cachets: Option<u32>,
    /// Effective working days of the whole contract.
    pub jours_contrat: Option<u32>,
    /// Weeks of the whole contract.
    pub semaines_contrat: Option<u32>,
    /// The employer is a member of a signatory union.
    pub adherent: bool,
    /// Choices of method.
    pub methodes: Methodes,
    /// Hours that other contracts of this employer hold in the same civil weeks.
    pub autres: Option<&'a AutresHeures>,
    /// Absences of the engagement.
    pub absences: &'a [Absence],
    /// Age and authorisation of a person engaged under sixteen.
    pub enfant: Option<HorairesEnfant>,
    /// A réalisateur at the rates of technicians: his lump sum has no hours, his reliefs are counted on them.
    pub heures_comptees: bool,
    /// The sheet.
    pub feuille: &'a FeuilleHeures,
}

/// One engagement to turn into gross pay: one function, one employer, hours or a time sheet.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "BrutInput"))]
struct BrutPlat {
    /// Convention: `3097` film, `2642` television, `1734` television artists, `2412` animation.
    idcc: String,
    /// Category.
    #[serde(default = "technicien")]
    categorie: Categorie,
    /// Function, as in the convention; spelling is tolerated.
    #[serde(default)]
    fonction: String,
    /// Day of the grid; default: the first day of the time sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    date: Option<NaiveDate>,
    /// Agreed pay, euros: of a week of `heures_base` hours for a technician, of a day (or of a week when the engagement
    /// is weekly) for an artist or a figurant. Missing: the conventional minimum. Under annexe 3 or 3 bis: the reference
    /// pay of annexe 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salaire_base: Option<Cents>,
    /// Hours that `salaire_base` pays: 39 by default in film, 35 in television.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_base: Option<Quantity>,
    /// By the week (5 days or more), by the day, by the month; default: by the number of days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    engagement: Option<Engagement>,
    /// Days worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jours: Option<Quantity>,
    /// Effective hours in all, when no time sheet is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures: Option<Quantity>,
    /// Cachets; default: one per day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cachets: Option<u32>,
    /// Weekly totals, when the engagement covers several weeks and no daily sheet is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    semaines: Vec<Semaine>,
    /// Time sheet, in any order; several rows may share a day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    temps: Vec<Jour>,
    /// The employer is a member of a signatory union.
    #[serde(default = "yes")]
    adherent: bool,
    /// Annexe of the film grids: `1`, `2` (equivalence), `3`, `3bis`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annexe: Option<Annexe>,
    /// Day the film obtained its derogation (annexes 3 and 3 bis).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    derogation_annexe3: Option<NaiveDate>,
    /// The week is organised on 6 days; default: 6 days or more are worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    semaine_6_jours: Option<bool>,
    /// Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_jour_6: Option<Quantity>,
    /// Paris region or elsewhere.
    #[serde(default)]
    zone: Zone,
    /// Advertising film.
    #[serde(default)]
    publicitaire: bool,
    /// Nature of the work of days that do not say it, or genre of the television programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nature: Option<Nature>,
    /// Genre of the television programme; default: fiction, with a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    genre: Option<Genre>,
    /// Forfait jours: preparation and post-production of autonomous staff, no overtime.
    #[serde(default)]
    forfait_jours: bool,
    /// Short film (film artists).
    #[serde(default)]
    court_metrage: bool,
    /// Effective working days of the whole contract (holidays not worked, length of the contract).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jours_contrat: Option<u32>,
    /// Weeks of the whole contract (weekly engagement of artists).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    semaines_contrat: Option<u32>,
    /// The artist is under 16.
    #[serde(default)]
    moins_de_16_ans: bool,
    /// Live programme: no night nor holiday premium for television artists.
    #[serde(default)]
    direct: bool,
    /// Shoot where the scale of film figurants applies (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes +
    /// 25 km).
    #[serde(default = "yes")]
    zone_bareme_figurant: bool,
    /// Rest under 11 hours that is not compensated (television technicians).
    #[serde(default)]
    repos_non_compense: bool,
    /// Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prestations: Vec<Prestation>,
    /// Hours that other contracts of this employer hold in the same civil week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_sup_autres: Option<AutresHeures>,
    /// Absences: the pay that follows the hours of a week is reduced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    absences: Vec<Absence>,
    /// Choices of method.
    #[serde(default)]
    methodes: Methodes,
}

impl From<BrutPlat> for BrutInput {
    fn from(p: BrutPlat) -> Self {
        Self {
            idcc: p.idcc,
            categorie: p.categorie,
            fonction: p.fonction,
            date: p.date,
            jours: p.jours,
            heures: p.heures,
            cachets: p.cachets,
            adherent: p.adherent,
            heures_sup_autres: p.heures_sup_autres,
            absences: p.absences,
            methodes: p.methodes,
            feuille: FeuilleHeures {
                salaire_base: p.salaire_base,
                heures_base: p.heures_base,
                engagement: p.engagement,
                semaines: p.semaines,
                temps: p.temps,
                annexe: p.annexe,
                derogation_annexe3: p.derogation_annexe3,
                semaine_6_jours: p.semaine_6_jours,
                heures_jour_6: p.heures_jour_6,
                zone: p.zone,
                publicitaire: p.publicitaire,
                nature: p.nature,
                genre: p.genre,
                forfait_jours: p.forfait_jours,
                court_metrage: p.court_metrage,
                jours_contrat: p.jours_contrat,
                semaines_contrat: p.semaines_contrat,
                moins_de_16_ans: p.moins_de_16_ans,
                direct: p.direct,
                hors_bareme_figurant: !p.zone_bareme_figurant,
                repos_non_compense: p.repos_non_compense,
                prestations: p.prestations,
            },
        }
    }
}

impl From<BrutInput> for BrutPlat {
    fn from(input: BrutInput) -> Self {
        let f = input.feuille;
        Self {
            idcc: input.idcc,
            categorie: input.categorie,
            fonction: input.fonction,
            date: input.date,
            salaire_base: f.salaire_base,
            heures_base: f.heures_base,
            engagement: f.engagement,
            jours: input.jours,
            heures: input.heures,
            cachets: input.cachets,
            semaines: f.semaines,
            temps: f.temps,
            adherent: input.adherent,
            annexe: f.annexe,
            derogation_annexe3: f.derogation_annexe3,
            semaine_6_jours: f.semaine_6_jours,
            heures_jour_6: f.heures_jour_6,
            zone: f.zone,
            publicitaire: f.publicitaire,
            nature: f.nature,
            genre: f.genre,
            forfait_jours: f.forfait_jours,
            court_metrage: f.court_metrage,
            jours_contrat: f.jours_contrat,
            semaines_contrat: f.semaines_contrat,
            moins_de_16_ans: f.moins_de_16_ans,
            direct: f.direct,
            zone_bareme_figurant: !f.hors_bareme_figurant,
            repos_non_compense: f.repos_non_compense,
            prestations: f.prestations,
            heures_sup_autres: input.heures_sup_autres,
            absences: input.absences,
            methodes: input.methodes,
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for BrutInput {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <BrutPlat as schemars::JsonSchema>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <BrutPlat as schemars::JsonSchema>::json_schema(generator)
    }
}

const fn yes() -> bool {
    true
}

const fn technicien() -> Categorie {
    Categorie::Technicien
}

/// Length of the engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Engagement {
    /// Five days or more.
    Semaine,
    /// Under five days.
    Jour,
    /// By the month (television, three months or more).
    Mois,
}

/// Film grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Annexe {
    /// 39 hours.
    #[serde(rename = "1")]
    A1,
    /// Equivalence hours, shooting.
    #[serde(rename = "2")]
    A2,
    /// Derogation, 39 hours.
    #[serde(rename = "3")]
    A3,
    /// Derogation, equivalence hours.
    #[serde(rename = "3bis")]
    A3Bis,
}

/// Where the work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Zone {
    /// Paris region.
    #[default]
    Paris,
    /// Elsewhere.
    Autre,
}

/// Nature of the work of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum NatureJour {
    /// Shooting.
    Tournage,
    /// Preparation.
    Preparation,
    /// Post-production.
    Postproduction,
    /// Travel without return home: paid, not work.
    Voyage,
    /// Rehearsal.
    Repetition,
    /// Fitting.
    Essayage,
    /// Public holiday not worked.
    FerieChome,
}

/// Genre of a television programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Genre {
    /// Fiction.
    Fiction,
    /// Documentary.
    Documentaire,
    /// Studio programmes, games, entertainment, magazines.
    Flux,
    /// Recording of live performance.
    Captation,
}

impl Genre {
    /// Name in the tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fiction => "fiction",
            Self::Documentaire => "documentaire",
            Self::Flux => "flux",
            Self::Captation => "captation",
        }
    }
}

/// Nature of the work, or genre of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Nature {
    /// Shooting.
    Tournage,
    /// Preparation.
    Preparation,
    /// Post-production.
    Postproduction,
    /// Rehearsal.
    Repetition,
    /// Fiction.
    Fiction,
    /// Documentary.
    Documentaire,
    /// Studio programmes.
    Flux,
    /// Recording of live performance.
    Captation,
}

impl Nature {
    pub(super) const fn work(self) -> Option<NatureJour> {
        match self {
            Self::Tournage => Some(NatureJour::Tournage),
            Self::Preparation => Some(NatureJour::Preparation),
            Self::Postproduction => Some(NatureJour::Postproduction),
            Self::Repetition => Some(NatureJour::Repetition),
            _ => None,
        }
    }

    pub(super) const fn genre(self) -> Option<Genre> {
        match self {
            Self::Fiction => Some(Genre::Fiction),
            Self::Documentaire => Some(Genre::Documentaire),
            Self::Flux => Some(Genre::Flux),
            Self::Captation => Some(Genre::Captation),
            _ => None,
        }
    }
}

/// A week known only by its total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Semaine {
    /// A day of the week.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub debut: NaiveDate,
    /// Days worked.
    pub jours: Quantity,
    /// Effective hours.
    pub heures: Quantity,
    /// Public holidays of the week that were not worked, among neither `jours` nor `heures`; default: those for which the
    /// days worked leave room.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "cddu_rates::date::read_list"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<cddu_rates::date::Day>"))]
    pub feries_chomes: Vec<NaiveDate>,
    /// Where the row was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origine: Option<Origine>,
}

impl Semaine {
    /// Its days, when they are whole.
    pub(crate) fn whole_days(&self) -> Option<u32> {
        let days = self.jours.0;
        let whole = days > rust_decimal::Decimal::ZERO && days.fract().is_zero();
        u32::try_from(days.trunc().normalize().mantissa()).ok().filter(|n| whole && *n <= 7)
    }
}

/// One row of a time sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Jour {
    /// Day on which the work starts.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date: NaiveDate,
    /// Start, clock time (`09:00`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debut: Option<Horaire>,
    /// End, clock time; at or before the start: the next day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fin: Option<Horaire>,
    /// Unpaid break, minutes.
    #[serde(default)]
    pub pause_minutes: u32,
    /// Start of the break; default: the break is in the middle of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_debut: Option<Horaire>,
    /// Effective hours, when the times are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<Quantity>,
    /// Nature; default: that of the engagement, else shooting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<NatureJour>,
    /// Place, free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lieu: Option<String>,
    /// In an approved studio.
    #[serde(default)]
    pub studio: bool,
    /// Paris region or elsewhere; default: that of the engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Transport from the meeting point to the shoot and back, minutes.
    #[serde(default)]
    pub transport_minutes: u32,
    /// Travel, minutes, besides the work of the day.
    #[serde(default)]
    pub voyage_minutes: u32,
    /// Meals not supplied by the production.
    #[serde(default)]
    pub repas: u32,
    /// Snack not supplied, start before 7:00.
    #[serde(default)]
    pub casse_croute: bool,
    /// Continuous day between 12:00 and 20:00: paid break of half an hour.
    #[serde(default)]
    pub journee_continue: bool,
    /// The rest due for a sixth day, a Sunday or a holiday is given. Default: yes for the first two, no for a holiday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recupere: Option<bool>,
    /// Availability time of recorded television programmes (art. VI.3.3).
    #[serde(default)]
    pub disponibilite: bool,
    /// Signed by the employee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signe: Option<bool>,
    /// Where the row was read; says where a figure comes from, never what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origine: Option<Origine>,
}

impl Jour {
    /// Minutes between the start and the end, less the break; zero without times. The night of a clock change counts as
    /// another.
    #[must_use]
    pub fn worked_minutes(&self) -> i64 {
        let Some((from, to)) = self.debut.zip(self.fin) else { return 0 };
        let minutes = i64::from(to.0) - i64::from(from.0);
        let presence = if minutes <= 0 { minutes + 24 * 60 } else { minutes };
        presence - i64::from(self.pause_minutes)
    }

    /// A day with its times, everything else at its default.
    #[must_use]
    pub const fn new(date: NaiveDate) -> Self {
        Self {
            date,
            debut: None,
            fin: None,
            pause_minutes: 0,
            pause_debut: None,
            heures: None,
            nature: None,
            lieu: None,
            studio: false,
            zone: None,
            transport_minutes: 0,
            voyage_minutes: 0,
            repas: 0,
            casse_croute: false,
            journee_continue: false,
            recupere: None,
            disponibilite: false,
            signe: None,
            origine: None,
        }
    }
}

/// Something paid by the piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Prestation {
    /// What it is (`repetition_4h`, `essayage`, `costume_special`...).
    pub code: String,
    /// How many.
    #[serde(default = "one")]
    pub quantite: Quantity,
    /// Hours, for what is paid by length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<Quantity>,
    /// Day; default: the date of the engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub date: Option<NaiveDate>,
}

fn one() -> Quantity {
    Quantity::from(1)
}

/// A clock time, as written on the sheet: minutes since midnight, `24:00` included.
///
/// A row that holds the hour of a clock change counts it as it is lived: an hour less in March, an hour more in October.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Horaire(pub u16);

impl fmt::Display for Horaire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for Horaire {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("« {text} » n'est pas une heure (écrire 09:00 ou 9h30, de 00:00 à 24:00)");
        let (hours, minutes) = text.split_once([':', 'h', 'H']).ok_or_else(bad)?;
        let minutes = if minutes.is_empty() { "00" } else { minutes };
        let digits =
            |t: &str, most: usize| !t.is_empty() && t.len() <= most && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours, 2) || !digits(minutes, 2) || minutes.len() != 2 {
            return Err(bad());
        }
        let (hours, minutes): (u16, u16) =
            (hours.parse().map_err(|_| bad())?, minutes.parse().map_err(|_| bad())?);
        if minutes > 59 || hours * 60 + minutes > 24 * 60 {
            return Err(bad());
        }
        Ok(Self(hours * 60 + minutes))
    }
}

impl Serialize for Horaire {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Horaire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Horaire {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Horaire".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Heure de la journée, de 00:00 à 24:00",
            "type": "string",
            "pattern": "^[0-9]{1,2}[:hH]([0-9]{2})?$"
        })
    }
}
