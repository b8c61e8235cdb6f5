//! Absences of a contract: what is given, what the payslip keeps of it.

use cddu_rates::{Cents, Period, Quantity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::vocabulary::is_default;

/// Why somebody is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MotifAbsence {
    /// Illness or accident of private life.
    Maladie,
    /// Maternity.
    Maternite,
    /// Paternity and welcome of the child.
    Paternite,
    /// Accident on the way to work.
    AccidentTrajet,
    /// Occupational disease.
    MaladieProfessionnelle,
    /// Accident at work; the day of the accident is a day worked.
    AccidentTravail,
    /// Authorised, not paid.
    AutoriseeNonPayee,
    /// Unjustified.
    Injustifiee,
    /// Strike: its line never names it (C. trav. R3243-4).
    Greve,
    /// Sick child, not paid.
    EnfantMalade,
    /// Family event, paid (IDCC 3097 titre I art. 16; C. trav. L3142-1).
    EvenementFamilial,
}

impl MotifAbsence {
    /// Every reason, as the JSON and the folder write it.
    pub const NAMES: &'static [&'static str] = &[
        "maladie",
        "maternite",
        "paternite",
        "accident_trajet",
        "maladie_professionnelle",
        "accident_travail",
        "autorisee_non_payee",
        "injustifiee",
        "greve",
        "enfant_malade",
        "evenement_familial",
    ];

    /// Code of an arrêt de travail in the DSN (S21.G00.60.001); `None` for another absence.
    #[must_use]
    pub const fn arret(self) -> Option<&'static str> {
        match self {
            Self::Maladie => Some("01"),
            Self::Maternite => Some("02"),
            Self::Paternite => Some("03"),
            Self::AccidentTrajet => Some("04"),
            Self::MaladieProfessionnelle => Some("05"),
            Self::AccidentTravail => Some("06"),
            _ => None,
        }
    }

    /// Code of another suspension in the DSN (S21.G00.65.001). The list has none for an unjustified absence or a strike.
    #[must_use]
    pub const fn suspension(self) -> Option<&'static str> {
        match self {
            Self::AutoriseeNonPayee => Some("501"),
            Self::EnfantMalade => Some("636"),
            Self::EvenementFamilial => Some("637"),
            _ => None,
        }
    }

    /// The day is paid although it is not worked.
    #[must_use]
    pub const fn paid(self) -> bool {
        matches!(self, Self::EvenementFamilial)
    }

    /// What the payslip prints.
    #[must_use]
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Maladie => "Absence maladie",
            Self::Maternite => "Absence maternité",
            Self::Paternite => "Absence paternité",
            Self::AccidentTrajet => "Absence, accident de trajet",
            Self::MaladieProfessionnelle => "Absence, maladie professionnelle",
            Self::AccidentTravail => "Absence, accident du travail",
            Self::AutoriseeNonPayee => "Absence autorisée non payée",
            Self::Injustifiee => "Absence injustifiée",
            Self::Greve => "Absence non rémunérée",
            Self::EnfantMalade => "Absence, enfant malade",
            Self::EvenementFamilial => "Congé pour événement familial",
        }
    }
}

/// An absence of a contract, from its first to its last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Absence {
    /// Reason.
    pub motif: MotifAbsence,
    /// First day of absence.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub debut: NaiveDate,
    /// Last day; an arrêt de travail may be prescribed beyond the end of the contract.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub fin: NaiveDate,
    /// Hours of absence of a single day, when a part of it is worked; missing: whole days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<Quantity>,
    /// Gross pay kept by agreement, paid with the first day of absence; missing: none, as the law leaves it under a year
    /// of seniority (C. trav. L1226-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintien: Option<Cents>,
    /// The daily allowances are paid to the employer: refused, this program pays none of them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subrogation: bool,
}

impl Absence {
    /// Its days; an end before the start, which is refused, counts as the first day.
    #[must_use]
    pub fn dates(&self) -> Period {
        Period { debut: self.debut, fin: self.fin.max(self.debut) }
    }

    /// Whole days that nothing pays: they lower the plafond (CSS R242-2).
    #[must_use]
    pub fn unpaid_days(&self) -> bool {
        self.heures.is_none() && !self.motif.paid() && self.maintien.unwrap_or_default().is_zero()
    }
}

/// What a payslip keeps of an absence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AbsencePay {
    /// Reason.
    pub motif: MotifAbsence,
    /// First day.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub debut: NaiveDate,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub fin: NaiveDate,
    /// Last day worked before it, inside the contract.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub dernier_jour: NaiveDate,
    /// Day of return inside the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub reprise: Option<NaiveDate>,
    /// Working days of absence in the period paid; none when a part of the day is worked.
    pub jours: Quantity,
    /// Hours of absence in the period paid, when the pay follows hours.
    pub heures: Quantity,
    /// Pay taken back, positive.
    pub retenue: Cents,
    /// Pay kept by agreement.
    #[serde(default, skip_serializing_if = "is_default")]
    pub maintien: Cents,
    /// Calendar days taken out of the plafond.
    #[serde(default, skip_serializing_if = "is_default")]
    pub jours_plafond: i64,
}

impl AbsencePay {
    /// Days or hours that nothing pays in full.
    #[must_use]
    pub fn unpaid(&self) -> bool {
        !self.motif.paid()
    }
}
