//! Plafonds of a contract: social security (CSS R242-2; arrêté du 24/01/1975), unemployment, allowance of CSG.

use cddu_rates::{Cents, Diagnostic, Period};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::methods::PlafondMethod;
use crate::rules::{self, Rule};
use crate::trace::{Amount, Name};

/// The plafonds of a contract.
pub(crate) struct Plafonds {
    /// PMSS at the end of the period.
    pub pmss: Amount,
    /// Prorated by the method `plafond`.
    pub prorated: Amount,
    /// The contract's own: prorated, or twelve hours a day for an artist engaged under five days.
    pub contract: Amount,
    /// It is that of twelve hours a day.
    pub douze_heures: bool,
}

pub(crate) fn plafonds(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<Plafonds, Diagnostic> {
    let pmss = run.amount(contract.name("pmss", "plafond mensuel"), "PMSS", contract.end)?;
    let prorated = prorated(run, contract, pmss);
    let douze_heures = contract.population.is_artist() && contract.short(run)?;
    let own = if douze_heures {
        let daily = run.amount(
            contract.name("plafond_12_heures", "12 plafonds horaires"),
            "PJ_ARTISTE_M5J",
            contract.end,
        )?;
        let days = run.given_number(contract.name("jours", "jours de travail"), contract.jours);
        run.calc(
            contract.name("plafond", "plafond de l'engagement"),
            Cents::round(daily.v.to_decimal() * days.v),
            "{0} × {1}",
            &[daily.f, days.f],
            &rules::PLAFOND_ARTISTE,
        )
    } else {
        prorated
    };
    Ok(Plafonds { pmss, prorated, contract: own, douze_heures })
}

/// The plafond of the days of a contract that fall outside the periods already counted by others.
pub(crate) fn of_new_days(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pmss: Amount,
    counted: &[Period],
) -> Amount {
    let words = Words {
        total: contract.name("plafond_jours_nouveaux", "plafond des jours non encore comptés"),
        days: contract.name("jours_nouveaux", "jours du contrat que rien n'a encore comptés"),
        rule: &rules::PLAFOND_JOURS_COMMUNS,
    };
    by_month(run, contract, pmss, counted, &words)
}

fn prorated(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, pmss: Amount) -> Amount {
    let (days, rule) = match run.input.methodes.plafond {
        PlafondMethod::JoursCalendaires => ("jours du contrat dans le mois", &rules::PLAFOND_CALENDAIRE),
        PlafondMethod::JoursPayes30 => ("jours payés x jours dans le mois", &rules::PLAFOND_PAYES_30),
        PlafondMethod::JoursContrat30 => ("trentièmes du contrat dans le mois", &rules::PLAFOND_CONTRAT_30),
    };
    let words = Words {
        total: contract.name("plafond_prorata", "plafond au prorata du contrat"),
        days: contract.name("jours_contrat", days),
        rule,
    };
    by_month(run, contract, pmss, &[], &words)
}

/// Thirtieths of a month, after those already counted: a whole month has thirty, February too, never more.
fn thirtieths(days: Decimal, before: Decimal, whole: bool) -> Decimal {
    let left = (Decimal::from(30) - before).max(Decimal::ZERO);
    if whole { left } else { days.min(left) }
}

/// How a plafond by month names its figures.
struct Words {
    total: Name,
    days: Name,
    rule: &'static Rule,
}

/// The PMSS in proportion of the days of each month, less the days of the periods already counted.
fn by_month(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pmss: Amount,
    counted: &[Period],
    words: &Words,
) -> Amount {
    let method = run.input.methodes.plafond;
    let of_label = match method {
        PlafondMethod::JoursCalendaires => "jours du mois",
        PlafondMethod::JoursPayes30 => "30 jours x jours de la période",
        PlafondMethod::JoursContrat30 => "30 jours",
    };
    let parts: Vec<_> = contract.periode.by_month().collect();
    let single = parts.len() == 1;
    let mut shares = Vec::with_capacity(parts.len());
    let mut sum = Decimal::ZERO;
    let absent = contract.absent_days(run.input.methodes.absence_plafond.unwrap_or_default());
    for (month, part) in parts {
        let is_counted = |day: &chrono::NaiveDate| counted.iter().any(|p| p.contains(*day));
        let own: Vec<_> = part.iter_days().filter(|day| !is_counted(day)).collect();
        let away = Decimal::from(own.iter().filter(|day| absent.contains(day)).count());
        let all = Decimal::from(own.len());
        // Paid days leave the absences out by themselves.
        let away = if method == PlafondMethod::JoursPayes30 { Decimal::ZERO } else { away };
        let days = all - away;
        // Paid days that are not dated fall in each month in proportion of its calendar days.
        let (count, length) = match method {
            PlafondMethod::JoursCalendaires => (days, month.days()),
            PlafondMethod::JoursPayes30 => (contract.jours * days, 30 * contract.periode.days()),
            PlafondMethod::JoursContrat30 => {
                let before = Decimal::from(month.period().iter_days().filter(is_counted).count());
                let whole = days + before == Decimal::from(month.days());
                (thirtieths(days, before, whole), 30)
            }
        };
        let days = if away.is_zero() {
            run.given_number(words.days, count)
        } else {
            let all = run.given_number(words.days, count + away);
            let label = "jours d'absence non payés";
            let away = run.given_number(contract.name("jours_absence", label), away);
            let named = contract.name("jours_plafond", "jours comptés dans le plafond");
            run.calc_number(named, count, "{0} - {1}", &[all.f, away.f], &rules::ABSENCE_PLAFOND)
        };
        let of = run.given_number(contract.name("jours_mois", of_label), Decimal::from(length));
        let share = (pmss.v.to_decimal() * days.v / of.v).min(pmss.v.to_decimal());
        sum += share;
        let args = [pmss.f, days.f, of.f];
        if single {
            let text = "arrondi(min({0} × {1} / {2} ; {0}))";
            return run.calc(words.total, Cents::round(share), text, &args, words.rule);
        }
        let name = contract.name("plafond_mois", "part du plafond dans le mois");
        let share = run.calc_number(name, share, "min({0} × {1} / {2} ; {0})", &args, words.rule);
        shares.push(share.f);
    }
    run.calc(words.total, Cents::round(sum), "arrondi(Σ)", &shares, words.rule)
}
