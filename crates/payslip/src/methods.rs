//! Choices of method: one variant per reading of the law, the default documented, all printed on the result.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::vocabulary::Periodicite;

macro_rules! method {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $key)] $variant),+
        }
        impl $name {
            /// Every reading, the default first or marked in the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Name in JSON.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.key()) }
        }
    };
}

method! {
    /// Proration of the plafond of a contract that does not cover the month (CSS R242-2).
    PlafondMethod {
        /// PMSS x calendar days of employment / days of the month. Default.
        #[default]
        JoursCalendaires => "jours_calendaires",
        /// PMSS x days that give rise to pay / 30 (reading of the BOSS since April 2025, B).
        JoursPayes30 => "jours_payes_30",
        /// PMSS x calendar days of the contract / 30; a whole month counts thirty.
        JoursContrat30 => "jours_contrat_30",
    }
}
method! {
    /// Days that several contracts of a payslip share, in the plafond (CSS R242-2 I).
    JoursCommunsMethod {
        /// A day is counted once for the employer. Default.
        #[default]
        UneFois => "une_fois",
        /// Each contract counts all its days.
        ParContrat => "par_contrat",
    }
}
method! {
    /// Lowering of `T_delta` (RGDU) and of `T` (Fillon) to the employer's own rates (CSS D241-7).
    TdeltaMethod {
        /// Lowered when the employer's rates add up to less. Default.
        #[default]
        Abaisse => "abaisse",
        /// The value of the decree as it is.
        DroitCommun => "droit_commun",
    }
}
method! {
    /// Order of the cap of the RGDU coefficient and of the 100/90 of the caisse de congés.
    RgduCapMethod {
        /// Cap, then x 100/90. Default.
        #[default]
        AvantMajoration => "avant_majoration",
        /// x 100/90, then cap.
        ApresMajoration => "apres_majoration",
    }
}
method! {
    /// Uplift of the relief because leave is paid by a caisse (CSS D241-10 IV).
    RgduLeaveMethod {
        /// x 100/90. Default.
        #[default]
        Caisse => "caisse",
        /// None.
        Aucune => "aucune",
    }
}
method! {
    /// SMIC of the RGDU when it changes within the year.
    RgduSmicMethod {
        /// That of the dates of the hours (CSS D241-7, state of March 2026).
        DatesDesHeures => "dates_des_heures",
        /// That of 1 January, all year (decree of 12 June 2026, cited by the BOSS, B). Default.
        #[default]
        PremierJanvier => "premier_janvier",
    }
}
method! {
    /// Limit of the unemployment and AGS base.
    ChomagePlafondMethod {
        /// Four prorated plafonds. Default.
        #[default]
        Prorata => "prorata",
        /// Four whole monthly plafonds.
        Mensuel => "mensuel",
    }
}
method! {
    /// Plafond of the retraite complémentaire.
    RetraitePlafondMethod {
        /// Cadres: daily plafond x days worked. Non cadres and artistes: PASS, on the year's pay with this employer
        /// (paramètres d'Audiens 2026, B). Default.
        #[default]
        Population => "population",
        /// Daily plafond x days worked for everybody.
        Journalier => "journalier",
        /// Non cadres and artistes: whole PMSS of the calendar month, cumulated over the month's pay with this
        /// employer. Cadres: plafond of the contract, as with the next two.
        MensuelCumule => "mensuel_cumule",
        /// Whole PMSS for each contract.
        ParContrat => "par_contrat",
        /// PASS of the year, cumulated over the year's pay with this employer.
        AnnuelCumule => "annuel_cumule",
    }
}
method! {
    /// Plafond of prévoyance and FCSS.
    PrevoyancePlafondMethod {
        /// Daily plafond x days, at most the PMSS of each month. Default.
        #[default]
        Journalier => "journalier",
        /// Prorated plafond of the contract.
        Prorata => "prorata",
        /// Whole PMSS of each month.
        Mensuel => "mensuel",
    }
}
method! {
    /// Prévoyance of non cadre technicians of IDCC 3097 (titre II art. 45).
    Prevoyance3097Method {
        /// Interbranch rates with FCSS. Default.
        #[default]
        Interbranche => "interbranche",
        /// 1.50 % employer in place of prévoyance and FCSS.
        Film150 => "film_1_50",
    }
}
method! {
    /// Base of Congés Spectacles.
    CongesPlafondMethod {
        /// Whole gross. Default.
        #[default]
        Aucun => "aucun",
        /// Three times the daily minimum of the function (C. trav. D7121-37).
        Conventionnel => "conventionnel",
    }
}
method! {
    /// Social security base of a figurant.
    FigurantMethod {
        /// Nine SMIC a day under 6 % of the PMSS. Default for IDCC 3097 and engagements under 5 days.
        #[default]
        Forfait => "forfait",
        /// Real pay. Default for IDCC 2642 and longer engagements.
        Reel => "reel",
    }
}
method! {
    /// Is the employer's FCSS contribution added to the net imposable (CGI 83, 1° quater)?
    FcssImposableMethod {
        /// No. Default.
        #[default]
        Non => "non",
        /// Yes.
        Oui => "oui",
    }
}
method! {
    /// Amount of the short-contract allowance of the PAS.
    AbattementPasMethod {
        /// The amount in force on the day of payment. Default.
        #[default]
        EnVigueur => "en_vigueur",
        /// The amount of 1 January, all year (simplification, B).
        PremierJanvier => "premier_janvier",
    }
}
method! {
    /// A contract paid by several payslips: plafond and general relief counted again on the cumul of the contract
    /// (CSS R242-2 II, D241-8, D241-9), when the contract gives what was already paid (`anterieur`).
    RegularisationMethod {
        /// Each payslip brings the cumul of the contract to its due. Default.
        #[default]
        Progressive => "progressive",
        /// Each payslip stands alone.
        Aucune => "aucune",
    }
}
method! {
    /// Slices of the taxe sur les salaires (CGI 231, 2 bis).
    TaxeSalairesMethod {
        /// Limits of the year, on the pay of the year so far (`cumuls.taxe_salaires_base`). Default.
        #[default]
        AnnuelCumule => "annuel_cumule",
        /// A twelfth of the limits of the year, on the pay of this payslip alone; adjusted by the employer in January.
        Mensuel => "mensuel",
    }
}
method! {
    /// Scale of garnishments (C. trav. R3252-2).
    SaisieBaremeMethod {
        /// One monthly scale and one RSA per calendar month of payment, over every payslip of this employer. Default.
        #[default]
        Mensuel => "mensuel",
        /// Monthly limits in proportion of the calendar days of the contracts, each payslip alone (C).
        Prorata => "prorata",
    }
}
method! {
    /// Length of activity that gives the limits of the withholding of non-residents (CGI 182 A III, annexe II 91 A).
    RetenueDureeMethod {
        /// Days worked by the limits of a day, a civil week of five days worked by those of a week, a whole civil
        /// month by those of a month (C). Default.
        #[default]
        Activite => "activite",
        /// Limits of the month, once for all the payslips of the calendar month of payment.
        Mois => "mois",
    }
}
method! {
    /// Base of the training contribution when social security is due on the forfait of a figurant.
    FormationForfaitMethod {
        /// The forfait, which is the base of social security (CT L6331-55). Default.
        #[default]
        Forfait => "forfait",
        /// The real pay (accord of 27/03/2015, art. 8.1).
        Brut => "brut",
    }
}
method! {
    /// Film week that holds a public holiday not worked (titre I art. 17, titre II art. 42): what its seven hours join.
    FerieSemaineMethod {
        /// Added at the base rate to the bands of the hours worked, the week never below its guarantee. Default (C).
        #[default]
        Ajoute => "ajoute",
        /// Inside the guarantee: the week pays the most of its guarantee and of the hours worked.
        Garantie => "garantie",
        /// As hours worked: they enter the bands, and count for no relief.
        Assimile => "assimile",
    }
}
method! {
    /// Film technicians engaged under five days: how the premiums of hours 8 and beyond add up (titre II art. 34).
    FilmJourMethod {
        /// Band rates: 8-10 at 1.50, 11 and beyond at 2. Default.
        #[default]
        Bandes => "bandes",
        /// Premiums added to the 25 % of the day: 8-10 at 1.75, 11 and beyond at 2 (cap).
        Additif => "additif",
    }
}

method! {
    /// Reliefs on overtime (CSS L241-17, L241-18, CGI 81 quater).
    HsAllegementsMethod {
        /// Computed. Default.
        #[default]
        Oui => "oui",
        /// None of the three.
        Non => "non",
    }
}
method! {
    /// Rate of the reduction of employee contributions on overtime (CSS D241-21).
    HsTauxMethod {
        /// Old-age contributions over the pay, rounded to two decimals. Default.
        #[default]
        Effectif => "effectif",
        /// The same ratio, not rounded; printed to four decimals.
        EffectifExact => "effectif_exact",
        /// The maximal rate, whatever the contributions.
        Plafond => "plafond",
    }
}
method! {
    /// Limit of the reduction: the employee's base old-age contributions (CSS L241-17 I).
    HsImputationMethod {
        /// Those of all the contracts of the payslip. Default.
        #[default]
        Bulletin => "bulletin",
        /// Those of each contract.
        Contrat => "contrat",
        /// No limit.
        Aucune => "aucune",
    }
}
method! {
    /// Night, Sunday, holiday and tenth-hour premiums that fall on overtime hours.
    HsMajorationsMethod {
        /// Left out: the overtime lines alone. Default (C).
        #[default]
        Heures => "heures",
        /// Counted with the overtime pay (former tax commentary of 2012, C).
        Toutes => "toutes",
    }
}
method! {
    /// Engagements under five days: which hours are overtime for the reliefs.
    HsJourMethod {
        /// Those beyond 35 in the civil week. Default.
        #[default]
        Semaine => "semaine",
        /// The 8th hour and the next ones of a film day, the 9th of a television day.
        Convention => "convention",
        /// None.
        Aucune => "aucune",
    }
}
method! {
    /// Sixth day of the week in the Paris region, paid double (IDCC 3097 titre II art. 39).
    HsJour6Method {
        /// Its hours beyond 35, at the premium of the band they fall in. Default (C).
        #[default]
        Bandes => "bandes",
        /// Its hours beyond 35, at their whole double pay.
        Integrale => "integrale",
        /// Left out.
        Exclue => "exclue",
    }
}
method! {
    /// Hours guaranteed by the engagement beyond 35 and paid without being worked.
    HsGarantiesMethod {
        /// Counted, being paid. Default (C).
        #[default]
        Payees => "payees",
        /// Left out: the hours worked alone.
        Effectuees => "effectuees",
    }
}
method! {
    /// Reduction on the overtime of a contract with DFS.
    HsDfsMethod {
        /// Contributions over the gross before DFS, on the whole overtime pay. Default (C).
        #[default]
        Brut => "brut",
        /// Contributions over the base after DFS, on the overtime pay after DFS.
        Abattu => "abattu",
    }
}
method! {
    /// Overtime hours included in the weekly pay of film artists and figurants (IDCC 3097 titre III art. 4.4.2).
    HsArtisteSemaineMethod {
        /// Left out, with a warning. Default (C).
        #[default]
        Non => "non",
        /// Counted: 5 hours in a week of five days, 13 in a week of six.
        Incluses => "incluses",
    }
}
method! {
    /// The employer's deduction on the overtime of artists.
    HsDeductionArtisteMethod {
        /// Counted. Default (B).
        #[default]
        Oui => "oui",
        /// Left out.
        Non => "non",
    }
}
method! {
    /// Yearly limit of the overtime exempt of tax (CGI 81 quater).
    HsLimiteMethod {
        /// Gross limit of the tax office. Default (B).
        #[default]
        Brut8037 => "brut_8037",
        /// Net limit of the law.
        Net7500 => "net_7500",
    }
}
method! {
    /// Row that prints the CRDS of the overtime exempt of tax; no amount moves.
    HsLigneCrdsMethod {
        /// With its CSG, in the row of pay that is not taxed (9.70 %). Default (C).
        #[default]
        NonImposables => "non_imposables",
        /// With the CSG and CRDS that are not deductible.
        NonDeductible => "non_deductible",
    }
}

method! {
    /// A week of a technician with an absence: what its pay becomes.
    AbsenceSemaineMethod {
        /// The pay of the week less its share for the hours of absence, never under the hours worked. Default (B for the
        /// share, C for the floor).
        #[default]
        ProportionPlancher => "proportion_plancher",
        /// The pay of the week less its share for the hours of absence.
        Proportion => "proportion",
        /// The hours worked, by the bands of the week, without the guarantee.
        Heures => "heures",
    }
}
method! {
    /// Days that an unpaid absence takes out of the plafond (CSS R242-2 I).
    AbsencePlafondMethod {
        /// The calendar days of the absence inside the contract. Default (C).
        #[default]
        Calendaires => "calendaires",
        /// Its days from Monday to Friday.
        Travailles => "travailles",
    }
}
method! {
    /// SMIC of the general relief of a contract suspended (CSS D241-7).
    AbsenceSmicMethod {
        /// SMIC of the whole hours x pay paid / pay due without the absence. Default (B).
        #[default]
        Rapport => "rapport",
        /// SMIC of the hours paid.
        HeuresPayees => "heures_payees",
    }
}
method! {
    /// Base of Congés Spectacles during an arrêt de travail.
    CongesArretMethod {
        /// Raised by 80 % of the pay lost, 100 % outside illness (B). Default.
        #[default]
        Oui => "oui",
        /// The pay paid alone.
        Non => "non",
    }
}

method! {
    /// What the part left to the legal representatives of a child is taken of (C. trav. L7124-9, R7124-31).
    PeculeBaseMethod {
        /// The net to pay, after tax and without the expenses refunded. Default (C).
        #[default]
        NetAPayer => "net_a_payer",
        /// The gross (C).
        Brut => "brut",
    }
}

/// The methods of a payslip. A missing key takes its documented default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Methodes {
    /// Plafond of the contract.
    pub plafond: PlafondMethod,
    /// Days shared by several contracts.
    pub plafond_jours_communs: JoursCommunsMethod,
    /// `T_delta` and `T`.
    pub rgdu_tdelta: TdeltaMethod,
    /// Cap of the RGDU coefficient.
    pub rgdu_plafond: RgduCapMethod,
    /// 100/90.
    pub rgdu_conges: RgduLeaveMethod,
    /// SMIC of the RGDU.
    pub rgdu_smic: RgduSmicMethod,
    /// Unemployment.
    pub chomage_plafond: ChomagePlafondMethod,
    /// Retraite complémentaire.
    pub retraite_plafond: RetraitePlafondMethod,
    /// Prévoyance.
    pub prevoyance_plafond: PrevoyancePlafondMethod,
    /// Prévoyance of IDCC 3097.
    pub prevoyance_3097: Prevoyance3097Method,
    /// Congés Spectacles.
    pub conges_plafond: CongesPlafondMethod,
    /// Figurant; `null` lets the convention and the length of the engagement decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figurant: Option<FigurantMethod>,
    /// Net imposable.
    pub fcss_imposable: FcssImposableMethod,
    /// Contract paid by several payslips.
    pub regularisation: RegularisationMethod,
    /// Taxe sur les salaires.
    pub taxe_salaires: TaxeSalairesMethod,
    /// PAS allowance.
    pub pas_abattement: AbattementPasMethod,
    /// Day engagements of film technicians.
    pub film_jour: FilmJourMethod,
    /// Garnishments; printed when there is one. Missing: `mensuel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saisie_bareme: Option<SaisieBaremeMethod>,
    /// Limits of the withholding of non-residents; printed for one. Missing: `activite`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retenue_duree: Option<RetenueDureeMethod>,
    /// Training contribution of a figurant on his forfait; printed when given. Missing: `forfait`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formation_forfait: Option<FormationForfaitMethod>,
    /// Public holiday not worked in a film week; printed when given. Missing: `ajoute`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ferie_semaine: Option<FerieSemaineMethod>,
    /// Default PAS grid of contracts longer than two months; same as the `periodicite` of the payslip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periodicite: Option<Periodicite>,
    /// Reliefs on overtime; `null` lets the default and is printed where a contract holds overtime, like those that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_allegements: Option<HsAllegementsMethod>,
    /// Rate of the reduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_taux: Option<HsTauxMethod>,
    /// Limit of the reduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_imputation: Option<HsImputationMethod>,
    /// Other premiums on overtime hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_majorations: Option<HsMajorationsMethod>,
    /// Day engagements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_jour: Option<HsJourMethod>,
    /// Sixth day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_jour_6: Option<HsJour6Method>,
    /// Guaranteed hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_garanties: Option<HsGarantiesMethod>,
    /// DFS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_dfs: Option<HsDfsMethod>,
    /// Artists by the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_artiste_semaine: Option<HsArtisteSemaineMethod>,
    /// Employer's deduction for artists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_deduction_artiste: Option<HsDeductionArtisteMethod>,
    /// Yearly limit of the exemption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_limite: Option<HsLimiteMethod>,
    /// Row of the CRDS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_ligne_crds: Option<HsLigneCrdsMethod>,
    /// Week with an absence; printed where a contract has one, like the three that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence_semaine: Option<AbsenceSemaineMethod>,
    /// Plafond of a contract with an absence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence_plafond: Option<AbsencePlafondMethod>,
    /// General relief of a contract with an absence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence_smic: Option<AbsenceSmicMethod>,
    /// Congés Spectacles during an arrêt de travail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conges_arret: Option<CongesArretMethod>,
    /// Base of the part left to the legal representatives of a child; printed for one. Missing: `net_a_payer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pecule_base: Option<PeculeBaseMethod>,
}

impl Methodes {
    /// The same methods with every reading of overtime written, defaults included.
    #[must_use]
    pub fn with_overtime(self) -> Self {
        Self {
            hs_allegements: Some(self.hs_allegements.unwrap_or_default()),
            hs_taux: Some(self.hs_taux.unwrap_or_default()),
            hs_imputation: Some(self.hs_imputation.unwrap_or_default()),
            hs_majorations: Some(self.hs_majorations.unwrap_or_default()),
            hs_jour: Some(self.hs_jour.unwrap_or_default()),
            hs_jour_6: Some(self.hs_jour_6.unwrap_or_default()),
            hs_garanties: Some(self.hs_garanties.unwrap_or_default()),
            hs_dfs: Some(self.hs_dfs.unwrap_or_default()),
            hs_artiste_semaine: Some(self.hs_artiste_semaine.unwrap_or_default()),
            hs_deduction_artiste: Some(self.hs_deduction_artiste.unwrap_or_default()),
            hs_limite: Some(self.hs_limite.unwrap_or_default()),
            hs_ligne_crds: Some(self.hs_ligne_crds.unwrap_or_default()),
            ..self
        }
    }
}

impl Methodes {
    /// The same methods with every reading of absences written, defaults included.
    #[must_use]
    pub fn with_absences(self) -> Self {
        Self {
            absence_semaine: Some(self.absence_semaine.unwrap_or_default()),
            absence_plafond: Some(self.absence_plafond.unwrap_or_default()),
            absence_smic: Some(self.absence_smic.unwrap_or_default()),
            conges_arret: Some(self.conges_arret.unwrap_or_default()),
            ..self
        }
    }

    /// Limits of the withholding of non-residents, default included.
    #[must_use]
    pub fn retenue_duree(&self) -> RetenueDureeMethod {
        self.retenue_duree.unwrap_or_default()
    }

    /// Base of the part of the legal representatives of a child, default included.
    #[must_use]
    pub fn pecule_base(&self) -> PeculeBaseMethod {
        self.pecule_base.unwrap_or_default()
    }

    /// Scale of garnishments, default included.
    #[must_use]
    pub fn saisie_bareme(&self) -> SaisieBaremeMethod {
        self.saisie_bareme.unwrap_or_default()
    }
}
