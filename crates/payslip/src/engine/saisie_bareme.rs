//! The scale of garnishments: slices raised for dependants, and the RSA always left.

use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::annee_suivante;
use super::context::{Run, name};
use crate::engine::recorder::Recorder;
use crate::methods::SaisieBaremeMethod;
use crate::rules;
use crate::trace::{Amount, Fig, Number};

/// The seven slices (C. trav. R3252-2): numerator and denominator of the fraction, formula by the year in thirds of
/// euros (a third has no exact writing), formula by the month; of the net, of the upper limit (but for the last one)
/// and of the lower limit (but for the first one).
const SLICES: [(i64, i64, &str, &str); 7] = [
    (1, 20, "min({0} × 12 ; {1}) × 3 / 20", "min({0} ; {1}) × 1 / 20"),
    (1, 10, "(min({0} × 12 ; {1}) - {2}) × 3 / 10", "(min({0} ; {1}) - {2}) × 1 / 10"),
    (1, 5, "(min({0} × 12 ; {1}) - {2}) × 3 / 5", "(min({0} ; {1}) - {2}) × 1 / 5"),
    (1, 4, "(min({0} × 12 ; {1}) - {2}) × 3 / 4", "(min({0} ; {1}) - {2}) × 1 / 4"),
    (1, 3, "min({0} × 12 ; {1}) - {2}", "(min({0} ; {1}) - {2}) × 1 / 3"),
    (2, 3, "(min({0} × 12 ; {1}) - {2}) × 2", "(min({0} ; {1}) - {2}) × 2 / 3"),
    (1, 1, "({0} × 12 - {1}) × 3", "{0} - {1}"),
];

/// What garnishments may take from a net.
pub(crate) struct Seizable {
    /// By the scale.
    pub scale: Amount,
    /// Everything above the RSA.
    pub above_rsa: Amount,
}

/// The seizable part of a net after tax, for a number of dependants.
///
/// The scale is annual; a month has a twelfth of it (R3252-2), of which the method `prorata` takes the calendar days
/// of the contracts. The RSA left is the monthly amount, never prorated.
pub(crate) fn seizable(
    run: &mut Run<'_, impl Recorder>,
    net: Amount,
    dependants: u32,
) -> Result<Seizable, Diagnostic> {
    let payment = run.input.date_paiement;
    let share = match run.input.methodes.saisie_bareme() {
        SaisieBaremeMethod::Mensuel => None,
        SaisieBaremeMethod::Prorata => {
            let share = period_share(run);
            Some(run.given_number(name("saisie_part_du_mois", "part de mois que paie le bulletin"), share))
        }
    };
    let count = run.given_number(name("personnes_a_charge", "personnes à charge"), dependants.into());
    let label = ("saisie_par_personne", "majoration par personne à charge");
    let per_dependant = annee_suivante::number(run, label, "SAISIE_PERSONNE_A_CHARGE", payment)?;
    // By the year, counted three times, every step is exact: half a cent is where the law puts it.
    let (times, thirds) = if share.is_none() { (12, 3) } else { (1, 1) };
    let amount = net.v.to_decimal() * Decimal::from(times);
    let mut total = Decimal::ZERO;
    let mut parts: Vec<Fig> = Vec::with_capacity(SLICES.len());
    let mut lower: Option<Number> = None;
    for (rank, (numerator, denominator, yearly, monthly)) in SLICES.into_iter().enumerate() {
        let from = lower.map_or(Decimal::ZERO, |l| l.v);
        if amount <= from {
            break;
        }
        let upper =
            if rank < 6 { Some(limit(run, rank, payment, [per_dependant, count], share)?) } else { None };
        let top = upper.map_or(amount, |u| u.v.min(amount));
        let slice = (top - from) * Decimal::from(numerator * thirds) / Decimal::from(denominator);
        total += slice;
        let args: Vec<Fig> =
            [Some(net.f), upper.map(|u| u.f), lower.map(|l| l.f)].into_iter().flatten().collect();
        let (label, text, rule) = match share {
            None => ("tranche du barème de l'année, comptée trois fois", yearly, &rules::SAISIE),
            Some(_) => ("tranche du barème", monthly, &rules::SAISIE_PRORATA),
        };
        parts.push(run.calc_number(name("saisie_tranche", label), slice, text, &args, rule).f);
        lower = upper.or(lower);
    }
    let rsa = run.amount(name("rsa", "RSA d'une personne"), "SAISIE_MINIMUM_RSA", payment)?;
    let above_rsa = run.calc(
        name("saisissable_hors_rsa", "net au-delà du RSA"),
        (net.v - rsa.v).or_zero(),
        "max(0 ; {0} - {1})",
        &[net.f, rsa.f],
        &rules::SAISIE,
    );
    let slices = run.calc(
        name("saisissable_bareme", "somme des tranches du barème"),
        Cents::round(total / Decimal::from(times * thirds)),
        if share.is_none() { "arrondi(Σ / 36)" } else { "arrondi(Σ)" },
        &parts,
        &rules::SAISIE,
    );
    let scale = run.calc(
        name("saisissable", "part saisissable"),
        slices.v.min(above_rsa.v),
        "min({0} ; {1})",
        &[slices.f, above_rsa.f],
        &rules::SAISIE,
    );
    Ok(Seizable { scale, above_rsa })
}

/// Upper limit of a slice: of the year, or of the days of the contracts; raised for each dependant.
fn limit(
    run: &mut Run<'_, impl Recorder>,
    rank: usize,
    payment: NaiveDate,
    [per_dependant, count]: [Number; 2],
    share: Option<Number>,
) -> Result<Number, Diagnostic> {
    let key = format!("SAISIE_SEUIL_{}", rank + 1);
    let annual = annee_suivante::number(run, ("saisie_seuil", "seuil annuel"), &key, payment)?;
    let raised = annual.v + per_dependant.v * count.v;
    let args = [annual.f, per_dependant.f, count.f];
    Ok(match share {
        None => run.calc_number(
            name("saisie_limite_tranche", "limite de la tranche pour l'année"),
            raised,
            "{0} + {1} × {2}",
            &args,
            &rules::SAISIE,
        ),
        Some(share) => run.calc_number(
            name("saisie_limite_tranche", "limite de la tranche"),
            raised / Decimal::from(12) * share.v,
            "({0} + {1} × {2}) / 12 × {3}",
            &[args[0], args[1], args[2], share.f],
            &rules::SAISIE_PRORATA,
        ),
    })
}

/// The part of a month that the payslip pays, at most the number of months touched.
fn period_share(run: &Run<'_, impl Recorder>) -> Decimal {
    let periods = || run.input.contrats.iter().map(crate::input::Contrat::periode);
    let Some(debut) = periods().map(|p| p.debut).min() else { return Decimal::ONE };
    let fin = periods().map(|p| p.fin).max().unwrap_or(debut);
    let Some(period) = cddu_rates::Period::new(debut, fin) else { return Decimal::ONE };
    period.by_month().map(|(month, part)| Decimal::from(part.days()) / Decimal::from(month.days())).sum()
}
