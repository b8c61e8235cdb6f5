//! Why a contribution that the tables hold gives no line: one sentence for each reason, with its numbers.
//!
//! A contribution for which the tables hold nothing is told by [`crate::Computed::not_due`] without any code here.

use cddu_rates::{Condition, ParametreEmployeur, Tranche};
use chrono::{Days, Months, NaiveDate};

use super::bases::BaseFigures;
use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::rules::{self, Rule};
use crate::trace::{Amount, Name, Val};

/// Why a line is not due.
#[derive(Clone, Copy)]
pub(crate) enum Because {
    /// A condition of the contribution is not met.
    Condition(Condition),
    /// The employer has fewer people than the contribution asks.
    Staff(u32),
    /// The rate that the employer gives is nil.
    RateGiven(ParametreEmployeur),
    /// No rate is given, and the tables know none.
    NoRate(ParametreEmployeur),
    /// The contribution starts after the period.
    NotYet(NaiveDate),
    /// The 1.50 % of the film convention takes its place.
    Film150,
    /// No rate of the tables fits this employer.
    NoShare,
    /// No overtime exempt from income tax.
    NoOvertime,
    /// Nothing in its base.
    NoBase(Option<Amount>, Tranche),
}

/// Records why the contribution `line` is not due on a contract.
pub(crate) fn record(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: usize,
    because: Because,
    bases: &BaseFigures,
) {
    let name = contract.line("non_due", "non due", line);
    match because {
        Because::Condition(condition) => of_condition(run, contract, name, condition),
        Because::Staff(min) => {
            let label = "salariés à partir desquels elle est due";
            let min = run.given_number(contract.line("effectif_min", label, line), min.into());
            let staff = staff(run);
            run.t.not_due(
                name,
                "due à partir de {1} salariés : l'employeur en a {0}",
                "{0} < {1}",
                &[staff, min.f],
                &rules::DUE_EFFECTIF,
            );
        }
        Because::RateGiven(parameter) => {
            let label = "taux donné par l'employeur";
            let rate = run.t.input(contract.line("taux_donne", label, line), Val::Percent(cddu_rates::Rate::ZERO));
            run.t.not_due(name, rate_given(parameter), "{0} = 0", &[rate], &rules::DUE_TAUX);
        }
        Because::NoRate(parameter) => run.t.not_due(name, no_rate(parameter), "", &[], &rules::DUE_TAUX),
        Because::NotYet(start) => {
            let end = day(run, contract.name("fin_periode", "fin de la période"), contract.end);
            let start = day(run, contract.line("cree_le", "création de la contribution", line), start);
            run.t.not_due(
                name,
                "créée le {1} : la période finit le {0}",
                "{0} < {1}",
                &[end, start],
                &rules::DUE_DATE,
            );
        }
        Because::Film150 => run.t.not_due(
            name,
            "remplacée par la cotisation de 1,50 % de la convention du cinéma (methodes.prevoyance_3097 : film_1_50)",
            "",
            &[],
            &rules::DUE_FILM_150,
        ),
        Because::NoShare => {
            let staff = staff(run);
            let text = "le barème n'a pas de taux pour un employeur de {0} salariés";
            run.t.not_due(name, text, "", &[staff], &rules::DUE_EFFECTIF);
        }
        Because::NoOvertime => run.t.not_due(
            name,
            "due sur les heures supplémentaires exonérées d'impôt : le contrat n'en a pas dans la période",
            "",
            &[],
            &rules::HS_CSG,
        ),
        Because::NoBase(base, tranche) => no_base(run, name, base, tranche, bases),
    }
}

fn staff(run: &mut Run<'_, impl Recorder>) -> crate::trace::Fig {
    let staff = run.input.employeur.parametres.effectif;
    run.given_number(super::context::name("effectif", "effectif de l'employeur"), staff.into()).f
}

fn day(run: &mut Run<'_, impl Recorder>, name: Name, day: NaiveDate) -> crate::trace::Fig {
    run.t.input(name, Val::Day(day))
}

fn of_condition(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, name: Name, condition: Condition) {
    let (text, rule): (&'static str, &'static Rule) = match condition {
        Condition::SalarieAlsaceMoselle => (
            "due par les salariés du régime local d'Alsace-Moselle : celui-ci n'en relève pas (salarie.alsace_moselle : false)",
            &rules::DUE_ALSACE_MOSELLE,
        ),
        Condition::ResidentFiscal => (
            "due par les personnes domiciliées fiscalement en France : celle-ci ne l'est pas (salarie.domicile_fiscal_france : false)",
            &rules::DUE_RESIDENT,
        ),
        Condition::NonResidentFiscal => (
            "due par les personnes non domiciliées fiscalement en France : celle-ci l'est (salarie.domicile_fiscal_france : true)",
            &rules::DUE_NON_RESIDENT,
        ),
        Condition::ContratTroisMois => return longer_than(run, contract, name, 3, &rules::DUE_TROIS_MOIS),
        Condition::TaxeApprentissage => (
            "l'employeur n'est pas soumis à la taxe d'apprentissage (employeur.taxe_apprentissage : false)",
            &rules::DUE_APPRENTISSAGE,
        ),
        Condition::SansDelegues => (
            "due par l'employeur sans délégués élus : celui-ci en a (employeur.delegues_elus : true)",
            &rules::DUE_DELEGUES,
        ),
        Condition::TaxeSalaires => (
            "due par l'employeur qui n'est pas soumis à la TVA : celui-ci l'est (employeur.taxe_salaires : false)",
            &rules::DUE_TAXE_SALAIRES,
        ),
    };
    run.t.not_due(name, text, "", &[], rule);
}

/// A contract longer than a number of months, counted from date to date.
pub(crate) fn longer_than(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    name: Name,
    months: u32,
    rule: &'static Rule,
) {
    let dates = contract.c.dates();
    // The last day that still counts: one before the same day, months later; the end of a shorter month itself.
    let limit = dates.debut.checked_add_months(Months::new(months)).map_or(dates.fin, |same| {
        let clamped = chrono::Datelike::day(&same) < chrono::Datelike::day(&dates.debut);
        if clamped { same } else { same - Days::new(1) }
    });
    let months = run.given_number(contract.name("mois_limite", "mois au plus"), months.into());
    let from = day(run, contract.name("debut_contrat", "début du contrat"), dates.debut);
    let to = day(run, contract.name("fin_contrat", "fin du contrat"), dates.fin);
    let limit =
        day(run, contract.name("limite_contrat", "dernier jour pour ne pas dépasser cette durée"), limit);
    run.t.not_due(
        name,
        "réservée aux contrats de {3} mois au plus : celui-ci va du {2} au {0}, après le {1}",
        "{0} > {1}",
        &[to, limit, from, months.f],
        rule,
    );
}

const fn rate_given(parameter: ParametreEmployeur) -> &'static str {
    match parameter {
        ParametreEmployeur::TauxAt => "le taux d'accidents du travail donné est de {0}",
        ParametreEmployeur::VersementMobilite => {
            "aucun versement mobilité : taux de {0} (employeur.versement_mobilite)"
        }
        ParametreEmployeur::Vmrr => "aucun versement mobilité régional : taux de {0} (employeur.vmrr)",
        ParametreEmployeur::TauxSanteTravail => "le taux de santé au travail donné est de {0}",
    }
}

const fn no_rate(parameter: ParametreEmployeur) -> &'static str {
    match parameter {
        ParametreEmployeur::TauxAt => {
            "taux d'accidents du travail non donné, et pas de taux collectif au barème"
        }
        ParametreEmployeur::VersementMobilite => "taux de versement mobilité non donné",
        ParametreEmployeur::Vmrr => "taux de versement mobilité régional non donné",
        ParametreEmployeur::TauxSanteTravail => {
            "taux non donné (employeur.taux_sante_travail), et le barème n'en connaît pas à cette date"
        }
    }
}

fn no_base(
    run: &mut Run<'_, impl Recorder>,
    name: Name,
    base: Option<Amount>,
    tranche: Tranche,
    bases: &BaseFigures,
) {
    let Some(base) = base else {
        let text = "assiette nulle : le contrat n'a pas de part patronale de prévoyance ni de santé";
        return run.t.not_due(name, text, "", &[], &rules::FORFAIT_SOCIAL);
    };
    let r = &bases.reperes;
    let (total, top) = (r.counted.v + r.pay.v, r.top);
    match tranche {
        Tranche::RetraiteT2 | Tranche::RetraiteCet if total <= r.plafond.v => run.t.not_due(
            name,
            "le plafond n'est pas dépassé : {0} déjà comptés et {1} de paie, pour un plafond de {2}",
            "{0} + {1} ≤ {2}",
            &[r.counted.f, r.pay.f, r.plafond.f],
            r.rule,
        ),
        Tranche::RetraiteT2 | Tranche::RetraiteCet if r.counted.v >= top => run.t.not_due(
            name,
            "la tranche 2 est remplie : {0} déjà comptés, pour {1} plafonds de {2}",
            "{0} ≥ {1} × {2}",
            &[r.counted.f, r.count.f, r.plafond.f],
            r.rule,
        ),
        Tranche::RetraiteT1 if !r.pay.v.is_zero() && r.counted.v >= r.plafond.v => run.t.not_due(
            name,
            "la tranche 1 est remplie : {0} déjà comptés, pour un plafond de {1}",
            "{0} ≥ {1}",
            &[r.counted.f, r.plafond.f],
            r.rule,
        ),
        _ => run.t.not_due(name, "assiette nulle ({0})", "{0} = 0", &[base.f], &rules::DUE_ASSIETTE),
    }
}
