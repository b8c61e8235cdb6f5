//! Plafonds of a contract: social security (CSS R242-2; arrêté du 24/01/1975), unemployment, allowance of CSG.

use cddu_rates::{Cents, Diagnostic, Period};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::methods::PlafondMethod;
use crate::rules;
use crate::trace::Amount;

/// The plafonds of a contract.
pub(crate) struct Plafonds {
    /// PMSS at the end of the period.
    pub pmss: Amount,
    /// Prorated by the method `plafond`.
    pub prorated: Amount,
    /// The contract's own: prorated, or twelve hours a day for an artist engaged under five days.
    pub contract: Amount,
}

pub(crate) fn plafonds(run: &mut Run<'_>, contract: &Contract<'_>) -> Result<Plafonds, Diagnostic> {
    let pmss = run.amount(contract.name("pmss", "plafond mensuel"), "PMSS", contract.end)?;
    let prorated = prorated(run, contract, pmss);
    let own = if contract.population.is_artist() && contract.short {
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
    Ok(Plafonds { pmss, prorated, contract: own })
}

/// The plafond of the days of a contract that fall outside periods already counted.
pub(crate) fn of_new_days(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    pmss: Amount,
    counted: &[Period],
) -> Amount {
    let thirty = run.input.methodes.plafond == PlafondMethod::JoursContrat30;
    let mut shares = Vec::new();
    let mut sum = Decimal::ZERO;
    for (month, part) in contract.periode.by_month() {
        let new = part.iter_days().filter(|d| counted.iter().all(|p| !p.contains(*d))).count();
        let label = "jours du contrat que rien n'a encore comptés";
        let days = run.given_number(contract.name("jours_nouveaux", label), Decimal::from(new));
        let length = if thirty { 30 } else { month.days() };
        let label = if thirty { "30 jours" } else { "jours du mois" };
        let of = run.given_number(contract.name("jours_mois", label), Decimal::from(length));
        let share = (pmss.v.to_decimal() * days.v / of.v).min(pmss.v.to_decimal());
        sum += share;
        let share = run.calc_number(
            contract.name("plafond_mois", "part du plafond dans le mois"),
            share,
            "min({0} × {1} / {2} ; {0})",
            &[pmss.f, days.f, of.f],
            &rules::PLAFOND_JOURS_COMMUNS,
        );
        shares.push(share.f);
    }
    let name = contract.name("plafond_jours_nouveaux", "plafond des jours non encore comptés");
    run.calc(name, Cents::round(sum), "arrondi(Σ)", &shares, &rules::PLAFOND_JOURS_COMMUNS)
}

fn prorated(run: &mut Run<'_>, contract: &Contract<'_>, pmss: Amount) -> Amount {
    let final_name = contract.name("plafond_prorata", "plafond au prorata du contrat");
    let method = run.input.methodes.plafond;
    let rule = match method {
        PlafondMethod::JoursCalendaires => &rules::PLAFOND_CALENDAIRE,
        PlafondMethod::JoursPayes30 => &rules::PLAFOND_PAYES_30,
        PlafondMethod::JoursContrat30 => &rules::PLAFOND_CONTRAT_30,
    };
    let parts: Vec<_> = contract.periode.by_month().collect();
    let single = parts.len() == 1;
    let mut shares = Vec::with_capacity(parts.len());
    let mut sum = Decimal::ZERO;
    for (month, part) in parts {
        // Paid days that are not dated fall in each month in proportion of its calendar days.
        let (count, length) = match method {
            PlafondMethod::JoursCalendaires => (Decimal::from(part.days()), month.days()),
            PlafondMethod::JoursPayes30 => {
                (contract.jours * Decimal::from(part.days()), 30 * contract.periode.days())
            }
            PlafondMethod::JoursContrat30 => (Decimal::from(part.days()), 30),
        };
        let (of_label, days_label) = match method {
            PlafondMethod::JoursPayes30 => {
                ("30 jours x jours de la période", "jours payés x jours dans le mois")
            }
            PlafondMethod::JoursContrat30 => ("30 jours", "jours du contrat dans le mois"),
            PlafondMethod::JoursCalendaires => ("jours du mois", "jours du contrat dans le mois"),
        };
        let days = run.given_number(contract.name("jours_contrat", days_label), count);
        let of = run.given_number(contract.name("jours_mois", of_label), Decimal::from(length));
        let share = (pmss.v.to_decimal() * days.v / of.v).min(pmss.v.to_decimal());
        sum += share;
        let args = [pmss.f, days.f, of.f];
        if single {
            return run.calc(
                final_name,
                Cents::round(share),
                "arrondi(min({0} × {1} / {2} ; {0}))",
                &args,
                rule,
            );
        }
        let name = contract.name("plafond_mois", "part du plafond dans le mois");
        let share = run.calc_number(name, share, "min({0} × {1} / {2} ; {0})", &args, rule);
        shares.push(share.f);
    }
    run.calc(final_name, Cents::round(sum), "arrondi(Σ)", &shares, rule)
}
