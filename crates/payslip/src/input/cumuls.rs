//! What earlier payslips of this employer already counted, by contract, month and year.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Quantity};
use serde::{Deserialize, Serialize};

use crate::vocabulary::is_default;

/// Amounts already counted with this employer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Cumuls {
    /// DFS used in the calendar year.
    pub dfs: Cents,
    /// Pay subject to retraite complémentaire already counted in the month of the period.
    pub retraite_mois: Cents,
    /// The same since 1 January of the year of the period: pay of the non cadre and artist contracts (method
    /// `population`), or every pay (method `annuel_cumule`).
    pub retraite_annee: Cents,
    /// Bases that the payslips of `retraite_annee` really carried; missing: those the rule gives. A difference is
    /// brought back by this payslip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite_annee_tranches: Option<RetraiteTranches>,
    /// The year before, when a contract of this payslip ends in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite_annee_precedente: Option<RetraiteAnnee>,
    /// Base of the taxe sur les salaires since 1 January.
    pub taxe_salaires_base: Cents,
    /// Garnishments: what the payslips already paid in the calendar month of payment counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saisie_mois: Option<SaisieMois>,
    /// Withholding of non-residents: what the payslips already paid in the calendar month of payment counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retenue_mois: Option<RetenueMois>,
    /// The same withheld in the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub retenue_non_resident: Cents,
    /// Gross paid in the calendar year of payment.
    pub brut: Cents,
    /// Net imposable paid in the calendar year of payment.
    pub net_imposable: Cents,
    /// PAS withheld in the calendar year of payment.
    pub pas: Cents,
    /// Montant net social of the calendar year of payment.
    pub montant_net_social: Cents,
    /// Hours of the calendar year of payment.
    pub heures: Quantity,
    /// Cachets of the calendar year of payment.
    pub cachets: Quantity,
    /// Overtime pay exempt of tax, gross, of the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub hs_exonerees_brut: Cents,
    /// The same, net.
    #[serde(skip_serializing_if = "is_default")]
    pub hs_exonerees_net: Cents,
    /// Overtime pay of the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub heures_sup: Cents,
    /// Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    #[serde(skip_serializing_if = "is_default")]
    pub kilometres: BTreeMap<String, Quantity>,
}

/// A calendar month of payment, for the garnishments of a person with this employer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct SaisieMois {
    /// Net that garnishments look at: net paid, expenses excluded, benefits in kind included.
    pub net: Cents,
    /// Maintenance already paid.
    pub pensions: Cents,
    /// Amounts already seized.
    pub saisies: Cents,
}

/// A calendar month of payment of one withholding, for the limit of 8 EUR a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct RetenueCumul {
    /// Net before the deduction of 10 %.
    pub base: Cents,
    /// Due, withheld or not.
    pub due: Cents,
    /// Withheld.
    pub retenue: Cents,
}

/// The withholdings of a person in the calendar month of payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct RetenueMois {
    /// CGI 182 A.
    #[serde(rename = "182A", skip_serializing_if = "is_default")]
    pub article_182a: RetenueCumul,
    /// CGI 182 A bis.
    #[serde(rename = "182A_bis", skip_serializing_if = "is_default")]
    pub article_182a_bis: RetenueCumul,
}

impl std::ops::Add for RetenueMois {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let both = |a: RetenueCumul, b: RetenueCumul| RetenueCumul {
            base: a.base + b.base,
            due: a.due + b.due,
            retenue: a.retenue + b.retenue,
        };
        Self {
            article_182a: both(self.article_182a, other.article_182a),
            article_182a_bis: both(self.article_182a_bis, other.article_182a_bis),
        }
    }
}

impl std::ops::Sub for RetenueMois {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let gap = |a: RetenueCumul, b: RetenueCumul| RetenueCumul {
            base: a.base - b.base,
            due: a.due - b.due,
            retenue: a.retenue - b.retenue,
        };
        Self {
            article_182a: gap(self.article_182a, other.article_182a),
            article_182a_bis: gap(self.article_182a_bis, other.article_182a_bis),
        }
    }
}

/// What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip
/// gives it as `cumul_contrat`, to be handed to the next payslip of the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Anterieur {
    /// Gross.
    pub brut: Cents,
    /// Social security base.
    pub securite_sociale: Cents,
    /// Plafonds.
    pub plafond: Cents,
    /// Capped base.
    pub plafonnee: Cents,
    /// SMIC of the paid hours.
    pub smic: Cents,
    /// General relief, positive.
    pub allegement: Cents,
    /// Retraite complémentaire counted by the day worked (cadres).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite: Option<AnterieurRetraite>,
}

impl std::ops::Add for Anterieur {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            brut: self.brut + other.brut,
            securite_sociale: self.securite_sociale + other.securite_sociale,
            plafond: self.plafond + other.plafond,
            plafonnee: self.plafonnee + other.plafonnee,
            smic: self.smic + other.smic,
            allegement: self.allegement + other.allegement,
            retraite: match (self.retraite, other.retraite) {
                (Some(a), Some(b)) => Some(AnterieurRetraite {
                    paie: a.paie + b.paie,
                    jours: Quantity(a.jours.0 + b.jours.0),
                    tranches: a.tranches + b.tranches,
                }),
                (a, b) => a.or(b),
            },
        }
    }
}

impl std::ops::Sub for Anterieur {
    type Output = Self;

    /// What was added since `other`.
    fn sub(self, other: Self) -> Self {
        Self {
            brut: self.brut - other.brut,
            securite_sociale: self.securite_sociale - other.securite_sociale,
            plafond: self.plafond - other.plafond,
            plafonnee: self.plafonnee - other.plafonnee,
            smic: self.smic - other.smic,
            allegement: self.allegement - other.allegement,
            retraite: self.retraite.map(|a| {
                let b = other.retraite.unwrap_or_default();
                AnterieurRetraite {
                    paie: a.paie - b.paie,
                    jours: Quantity(a.jours.0 - b.jours.0),
                    tranches: a.tranches - b.tranches,
                }
            }),
        }
    }
}

/// Bases of the retraite complémentaire that payslips have carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct RetraiteTranches {
    /// Slice 1.
    pub tranche_1: Cents,
    /// Slice 2.
    pub tranche_2: Cents,
    /// CET.
    pub cet: Cents,
    /// Apec (cadres).
    #[serde(skip_serializing_if = "is_default")]
    pub apec: Cents,
}

impl std::ops::Add for RetraiteTranches {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            tranche_1: self.tranche_1 + other.tranche_1,
            tranche_2: self.tranche_2 + other.tranche_2,
            cet: self.cet + other.cet,
            apec: self.apec + other.apec,
        }
    }
}

impl std::ops::Sub for RetraiteTranches {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            tranche_1: self.tranche_1 - other.tranche_1,
            tranche_2: self.tranche_2 - other.tranche_2,
            cet: self.cet - other.cet,
            apec: self.apec - other.apec,
        }
    }
}

/// What the former payslips of a contract counted for the retraite complémentaire by the day worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AnterieurRetraite {
    /// Pay subject to it.
    pub paie: Cents,
    /// Days worked, a day shared with another contract counted once.
    pub jours: Quantity,
    /// Bases carried.
    pub tranches: RetraiteTranches,
}

/// A year of retraite complémentaire of the non cadres and artistes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct RetraiteAnnee {
    /// Pay subject to it.
    pub paie: Cents,
    /// Bases carried.
    pub tranches: RetraiteTranches,
}
