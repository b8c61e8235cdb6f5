//! The frozen payslip: every amount decided once, copied everywhere else.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Confiance, Period, Quantity, Rate, Texte};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::absences::AbsencePay;
use crate::employeur::Employeur;
use crate::enfant::Pecule;
use crate::input::{Anterieur, RetenueMois, RetraiteTranches, SaisieMois, Salarie};
use crate::methods::Methodes;
use crate::vocabulary::{Avertissement, Categorie, ElementCode, PayElement, is_default};

/// A payslip, complete and frozen. `cddu bulletin` prints it; DSN, AEM, entries and documents copy it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Payslip {
    /// Number of the payslip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Number of the payslip that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifie: Option<String>,
    /// Back pay: number of the payslip that this one completes. Every amount is then what is added to what was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rappel: Option<String>,
    /// Day of payment.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// From the first to the last day of work paid.
    pub periode: Period,
    /// Employer, as given.
    pub employeur: Employeur,
    /// Employee, as given.
    pub salarie: Salarie,
    /// One entry per contract, in the order given.
    pub contrats: Vec<ContractPay>,
    /// Expenses, advances, deductions.
    pub elements: Vec<ElementPay>,
    /// Totals of the payslip.
    pub totaux: Totals,
    /// How the sum paid to a child under sixteen is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pecule: Option<Box<Pecule>>,
    /// Cumuls with this employer, this payslip included.
    pub cumuls: CumulsOut,
    /// Methods used, defaults included.
    pub methodes: Methodes,
    /// What the reader must know: unverified values, choices, minima not met.
    pub avertissements: Vec<Avertissement>,
    /// `sha256:` of the tables used.
    pub empreinte_baremes: String,
    /// `sha256:` of the input, of the tables and of the result.
    pub empreinte: String,
}

impl Payslip {
    /// What is to be checked before anybody is paid: a minimum that is not met, an amount that is rarely meant.
    pub fn anomalies(&self) -> impl Iterator<Item = &Avertissement> {
        self.avertissements.iter().filter(|w| w.is_anomaly())
    }

    /// Net versé of the DSN: the frozen total, or, on a payslip that lacks it, the net imposable less the employee
    /// shares that do not lower it (CSG non déductible and CRDS).
    #[must_use]
    pub fn net_verse(&self) -> Cents {
        self.totaux.net_verse.unwrap_or_else(|| self.totaux.net_imposable - self.non_deductible())
    }

    /// Employee shares that do not lower the net imposable.
    #[must_use]
    pub fn non_deductible(&self) -> Cents {
        let lines = self.contrats.iter().flat_map(|c| &c.lignes).filter(|l| !l.deductible);
        lines.filter_map(Line::contribution_salarie).sum()
    }
}

/// The part of a payslip that belongs to one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ContractPay {
    /// Identifier of the contract.
    pub contrat: String,
    /// Category.
    pub categorie: Categorie,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance.
    pub annexe: u8,
    /// Function.
    pub fonction: String,
    /// Convention of the work done.
    pub idcc: String,
    /// First day of the contract.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub debut: NaiveDate,
    /// Last day of the contract.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub fin: NaiveDate,
    /// Period of work paid.
    pub periode: Period,
    /// Days that give rise to pay.
    pub jours: Quantity,
    /// Paid hours.
    pub heures: Quantity,
    /// Cachets.
    pub cachets: u32,
    /// Hours of other work than that of the cachets (rehearsals), inside or beside `heures`: what the declarations count
    /// in hours when there are cachets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_hors_cachets: Option<Quantity>,
    /// Number of the production at France Travail spectacle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_objet: Option<String>,
    /// Artist rates applied.
    pub taux_artiste: bool,
    /// Rate of the DFS in percent, when applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dfs_taux: Option<Rate>,
    /// Amount deducted for DFS.
    #[serde(default)]
    pub dfs_montant: Cents,
    /// Social security base is the daily forfait of a figurant.
    #[serde(default)]
    pub forfait: bool,
    /// Analytic axes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub analytique: BTreeMap<String, String>,
    /// Absences of the period paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<AbsencePay>,
    /// Rate of accidents du travail, when nothing is paid and so no line says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taux_at: Option<Rate>,
    /// How the gross is made up; the sum is `bases.brut`.
    pub elements: Vec<PayElement>,
    /// The named bases.
    pub bases: Bases,
    /// Cumul of the contract, this payslip included, when several payslips pay it: the `anterieur` of the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cumul_contrat: Option<Anterieur>,
    /// Lines, in order; one line carries both shares.
    pub lignes: Vec<Line>,
    /// Totals of the contract.
    pub sous_totaux: ContractTotals,
}

/// The named bases of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Bases {
    /// Gross.
    pub brut: Cents,
    /// After DFS, or forfait.
    pub securite_sociale: Cents,
    /// Plafond of the contract; `null` for a figurant on forfait.
    pub plafond: Option<Cents>,
    /// Base of the capped contributions: `securite_sociale` within `plafond`.
    pub plafonnee: Cents,
    /// Base of CSG and CRDS; `null` for a non-resident.
    pub csg: Option<Cents>,
    /// Unemployment and AGS, capped.
    pub chomage: Cents,
    /// Congés Spectacles.
    pub conges_spectacles: Cents,
    /// Retraite complémentaire, tranche 1.
    pub retraite_t1: Cents,
    /// Retraite complémentaire, tranche 2.
    pub retraite_t2: Cents,
    /// Prévoyance and FCSS, tranche 1.
    pub prevoyance_t1: Cents,
    /// SMIC retained for the general relief (DSN S21.G00.79 type 01); `null` without relief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smic: Option<Cents>,
    /// Overtime for the reliefs; `null` when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_sup: Option<BaseHeuresSup>,
}

/// Overtime of a contract and what the reliefs make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BaseHeuresSup {
    /// Hours.
    pub heures: Quantity,
    /// Their pay, premiums included.
    pub montant: Cents,
    /// Part of the pay exempt of tax.
    pub exonere: Cents,
    /// The same, net: the contracts of a payslip add up to its total.
    #[serde(default)]
    pub net: Cents,
    /// Its part of the base of CSG and CRDS; `null` for a non-resident.
    pub csg: Option<Cents>,
    /// Rate of the reduction of employee contributions, percent.
    pub taux_reduction: Rate,
    /// Hours that the engagement guarantees, inside `heures` and `montant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structurelles: Option<HeuresStructurelles>,
}

/// Overtime that the engagement guarantees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct HeuresStructurelles {
    /// Hours.
    pub heures: Quantity,
    /// Their pay, premiums included.
    pub montant: Cents,
}

/// One contribution, both shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Line {
    /// Line code.
    pub code: Texte,
    /// French label.
    pub libelle: Texte,
    /// Body.
    pub organisme: Texte,
    /// Base.
    pub base: Cents,
    /// Employee rate in percent, `null` when the share is not due.
    pub taux_salarie: Option<Rate>,
    /// Employee amount.
    pub montant_salarie: Option<Cents>,
    /// Employer rate in percent, uplift of the caisse de congés included.
    pub taux_employeur: Option<Rate>,
    /// Employer amount; negative for a relief.
    pub montant_employeur: Option<Cents>,
    /// Coefficient of a relief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coefficient: Option<Quantity>,
    /// The employee share lowers the net imposable.
    pub deductible: bool,
    /// Lowest confidence of the values used.
    pub confiance: Confiance,
}

impl Line {
    /// True for a relief: a line without any rate, since every contribution has one, or an amount that goes against its
    /// base and its rate. Payslips frozen long ago are read without the tables they were computed with, so that this
    /// depends on nothing else.
    #[must_use]
    pub fn is_relief(&self) -> bool {
        let against = |rate: Option<Rate>, amount: Option<Cents>| {
            let amount = amount.unwrap_or_default();
            // Back pay takes back a relief that another rate replaces: both signs turn.
            rate.is_some() && self.base.0.signum() * amount.0.signum() < 0
        };
        (self.taux_salarie.is_none() && self.taux_employeur.is_none() && !self.is_withholding())
            || against(self.taux_salarie, self.montant_salarie)
            || against(self.taux_employeur, self.montant_employeur)
    }

    /// True for a tax withheld on the pay of a non-resident (CGI 182 A, 182 A bis): no contribution, taken from the
    /// employee after the net before tax for the tax office, which no contribution of an employee goes to.
    #[must_use]
    pub fn is_withholding(&self) -> bool {
        self.organisme == "dgfip" && self.montant_employeur.is_none()
    }

    /// Employee share of a contribution; nothing for a tax withheld.
    #[must_use]
    pub fn contribution_salarie(&self) -> Option<Cents> {
        self.montant_salarie.filter(|_| !self.is_withholding())
    }
}

/// Totals of one contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ContractTotals {
    /// Employee shares.
    pub cotisations_salarie: Cents,
    /// Employer shares, before reliefs.
    pub cotisations_employeur: Cents,
    /// Reliefs of the employer, positive.
    pub allegements: Cents,
    /// Reliefs of the employee, positive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allegements_salarie: Cents,
    /// Montant net social of the contract.
    pub montant_net_social: Cents,
    /// Net imposable of the contract.
    pub net_imposable: Cents,
}

/// Which way an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sens {
    /// Added to what the employee receives.
    Ajout,
    /// Taken from it.
    Retenue,
    /// Neither (part of the gross, or paid by the employer to a third party).
    Neutre,
}

/// An expense, an advance, a deduction, as computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ElementPay {
    /// Nature.
    pub code: ElementCode,
    /// French label.
    pub libelle: String,
    /// Contract concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Amount asked or computed.
    pub montant: Cents,
    /// Part of an expense that exceeds its limit: pay, already inside the gross.
    #[serde(default)]
    pub reintegre: Cents,
    /// Amount that moves the net (exempt part of an expense, deduction really made).
    pub retenu: Cents,
    /// Which way.
    pub sens: Sens,
    /// Creditor of a garnishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creancier: Option<String>,
}

/// Totals of a payslip.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Totals {
    /// Gross.
    pub brut: Cents,
    /// Employee contributions, before reliefs.
    pub cotisations_salarie: Cents,
    /// Employer contributions before reliefs.
    pub cotisations_employeur: Cents,
    /// Reliefs of the employer, positive.
    pub allegements: Cents,
    /// Reliefs of the employee, positive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allegements_salarie: Cents,
    /// Overtime pay.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heures_sup: Cents,
    /// Overtime pay exempt of tax, gross.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hs_exonerees_brut: Cents,
    /// The same, net of the CSG that would be deductible.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hs_exonerees_net: Cents,
    /// Montant net social (CSS R844-1).
    pub montant_net_social: Cents,
    /// Net imposable.
    pub net_imposable: Cents,
    /// Net versé of the DSN (S21.G00.50.004): net imposable less CSG non déductible and CRDS, the PAS not deducted.
    /// Payslips frozen before this total existed lack it: [`Payslip::net_verse`] reads both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_verse: Option<Cents>,
    /// Exempt expenses refunded.
    pub frais: Cents,
    /// Benefits in kind taken back.
    pub avantages_en_nature: Cents,
    /// Net before tax.
    pub net_avant_impot: Cents,
    /// Short-contract allowance.
    pub abattement_pas: Cents,
    /// Base of the PAS.
    pub assiette_pas: Cents,
    /// PAS rate in percent; `null` for a non-resident.
    pub taux_pas: Option<Rate>,
    /// The PAS rate is personal.
    pub taux_pas_personnalise: bool,
    /// PAS.
    pub pas: Cents,
    /// Withholding of a non-resident (CGI 182 A, 182 A bis).
    #[serde(default, skip_serializing_if = "is_default")]
    pub retenue_non_resident: Cents,
    /// Net after tax.
    pub net_paye: Cents,
    /// Payments on account.
    pub acomptes: Cents,
    /// Loans repaid.
    pub avances: Cents,
    /// Garnishments and maintenance.
    pub saisies: Cents,
    /// What is transferred.
    pub virement: Cents,
    /// Gross + employer contributions - reliefs.
    pub total_verse_employeur: Cents,
}

/// Cumuls of the calendar year of payment with this employer, this payslip included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct CumulsOut {
    /// Gross.
    pub brut: Cents,
    /// Net imposable.
    pub net_imposable: Cents,
    /// PAS.
    pub pas: Cents,
    /// Montant net social.
    pub montant_net_social: Cents,
    /// Hours.
    pub heures: Quantity,
    /// Cachets.
    pub cachets: Quantity,
    /// DFS of the calendar year of work.
    pub dfs: Cents,
    /// Pay subject to retraite complémentaire in the month of the period.
    pub retraite_mois: Cents,
    /// The same since 1 January of the year of the period; pay of the non cadre and artist contracts with the method
    /// `population`.
    pub retraite_annee: Cents,
    /// Overtime pay exempt of tax, gross.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hs_exonerees_brut: Cents,
    /// The same, net.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hs_exonerees_net: Cents,
    /// Overtime pay.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heures_sup: Cents,
    /// Bases of retraite complémentaire carried for it (method `population`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retraite_annee_tranches: Option<RetraiteTranches>,
    /// Garnishments of the calendar month of payment; when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saisie_mois: Option<SaisieMois>,
    /// Withholding of non-residents in the calendar month of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retenue_mois: Option<RetenueMois>,
    /// The same withheld in the calendar year of payment.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retenue_non_resident: Cents,
    /// Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kilometres: BTreeMap<String, Quantity>,
}
