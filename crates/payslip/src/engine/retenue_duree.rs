//! The limits of the withholding of CGI 182 A for the length of the activity (CGI annexe II art. 91 A).

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Month, Period};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::annee_suivante;
use super::context::{Contract, Run, name};
use super::jours_travailles;
use crate::engine::recorder::Recorder;
use crate::methods::RetenueDureeMethod;
use crate::rules;
use crate::trace::{Name, Number};

/// The two limits of the scale.
pub(crate) struct Limits {
    pub low: Number,
    pub high: Number,
}

/// How long the activity lasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Length {
    months: u32,
    weeks: u32,
    days: u32,
}

/// The limits for the contracts of these ranks.
pub(crate) fn limits<R: Recorder>(run: &mut Run<'_, R>, ranks: &[usize]) -> Result<Limits, Diagnostic> {
    let payment = run.input.date_paiement;
    if run.input.methodes.retenue_duree() == RetenueDureeMethod::Mois {
        let one = |run: &mut Run<'_, R>, label: (&'static str, &'static str), key: &str| {
            let month = annee_suivante::number(run, label, key, payment)?;
            let named = name(label.0, label.1);
            Ok(run.calc_number(named, month.v, "{0}", &[month.f], &rules::RETENUE_DUREE_MOIS))
        };
        return Ok(Limits {
            low: one(run, LOW, "RAS_182A_MOIS_BAS")?,
            high: one(run, HIGH, "RAS_182A_MOIS_HAUT")?,
        });
    }
    let length = length(run, ranks);
    let counts = [
        run.given_number(name("retenue_mois_entiers", "mois civils entiers"), length.months.into()),
        run.given_number(name("retenue_semaines", "semaines de cinq jours travaillés"), length.weeks.into()),
        run.given_number(name("retenue_jours", "autres jours travaillés"), length.days.into()),
    ];
    Ok(Limits {
        low: sum(run, LOW, counts, ["RAS_182A_MOIS_BAS", "RAS_182A_SEMAINE_BAS", "RAS_182A_JOUR_BAS"])?,
        high: sum(run, HIGH, counts, ["RAS_182A_MOIS_HAUT", "RAS_182A_SEMAINE_HAUT", "RAS_182A_JOUR_HAUT"])?,
    })
}

const LOW: (&str, &str) = ("retenue_limite_basse", "limite basse de la retenue");
const HIGH: (&str, &str) = ("retenue_limite_haute", "limite haute de la retenue");

/// Sum of the limits of the units that the activity has: a limit that does not count is not read.
fn sum(
    run: &mut Run<'_, impl Recorder>,
    (code, label): (&'static str, &'static str),
    counts: [Number; 3],
    keys: [&str; 3],
) -> Result<Number, Diagnostic> {
    let payment = run.input.date_paiement;
    let mut args = Vec::with_capacity(6);
    let mut value = Decimal::ZERO;
    let units = ["limite du mois", "limite de la semaine", "limite du jour"];
    for ((count, key), unit) in counts.into_iter().zip(keys).zip(units) {
        if count.v.is_zero() {
            continue;
        }
        let limit = annee_suivante::number(run, ("retenue_limite", unit), key, payment)?;
        value += count.v * limit.v;
        args.extend([count.f, limit.f]);
    }
    let named: Name = name(code, label);
    let text = match args.len() {
        0 => "0",
        2 => "{0} × {1}",
        4 => "{0} × {1} + {2} × {3}",
        _ => "{0} × {1} + {2} × {3} + {4} × {5}",
    };
    Ok(run.calc_number(named, value, text, &args, &rules::RETENUE_DUREE))
}

/// Whole civil months of the contracts, then civil weeks of five days worked or more, then the other days worked; a
/// part of a day is a day.
fn length(run: &Run<'_, impl Recorder>, ranks: &[usize]) -> Length {
    let mut dates: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    let mut covered: Vec<Period> = Vec::new();
    for rank in ranks {
        let contract = Contract::new(run.input, *rank);
        covered.push(contract.periode);
        for (date, share) in jours_travailles::worked(run, &contract) {
            let known = dates.entry(date).or_default();
            *known = share.max(*known);
        }
    }
    let mut out = Length::default();
    let months: Vec<Month> = {
        let mut list: Vec<Month> =
            covered.iter().flat_map(|p| p.by_month().map(|(month, _)| month)).collect();
        list.sort();
        list.dedup();
        list
    };
    for month in months {
        let whole = month.period().iter_days().all(|day| covered.iter().any(|p| p.contains(day)));
        if whole {
            out.months += 1;
            dates.retain(|date, _| !month.period().contains(*date));
        }
    }
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for (date, share) in dates {
        *weeks.entry(monday(date)).or_default() += share;
    }
    let mut rest = Decimal::ZERO;
    for worked in weeks.into_values() {
        // Five days spread over a week add up to five but for the last decimals.
        if worked.round_dp(6) >= Decimal::from(5) {
            out.weeks += 1;
        } else {
            rest += worked;
        }
    }
    out.days = u32::try_from(rest.round_dp(6).ceil()).unwrap_or(u32::MAX);
    out
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - chrono::Days::new(chrono::Datelike::weekday(&date).num_days_from_monday().into())
}
