//! Slices of the retraite complémentaire, with what the month or the year already counted.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Month, Population};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use super::plafond::Plafonds;
use crate::input::BulletinInput;
use crate::methods::RetraitePlafondMethod;
use crate::rules::{self, Rule};
use crate::trace::{Amount, Fig, Number};

/// Pay already counted with this employer, by month and since 1 January.
pub(crate) struct Book {
    months: BTreeMap<Month, Cents>,
    year: Cents,
}

impl Book {
    /// The month given is the one in which the last period paid ends.
    pub fn new(input: &BulletinInput) -> Self {
        let month = input.contrats.iter().map(|c| Month::of(c.periode().fin)).max();
        Self {
            months: month.into_iter().map(|m| (m, input.cumuls.retraite_mois)).collect(),
            year: input.cumuls.retraite_annee,
        }
    }

    /// Cumul of the last month paid, this payslip included.
    pub fn month_total(&self) -> Cents {
        self.months.last_key_value().map(|(_, total)| *total).unwrap_or_default()
    }

    /// Cumul of the year, this payslip included.
    pub fn year_total(&self) -> Cents {
        self.year
    }
}

/// The bases of RC, CEG, CET and Apec.
pub(crate) struct Slices {
    pub t1: Amount,
    pub t2: Amount,
    pub cet: Amount,
    pub apec: Amount,
    pub reperes: Reperes,
}

/// What the slices were cut with: it tells why one of them is empty.
pub(crate) struct Reperes {
    pub counted: Amount,
    pub pay: Amount,
    pub plafond: Amount,
    /// Number of plafonds of the second slice.
    pub count: Number,
    /// End of the second slice.
    pub top: Cents,
    pub rule: &'static Rule,
}

pub(crate) fn slices(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    pay: Amount,
    plafonds: &Plafonds,
    book: &mut Book,
) -> Result<Slices, Diagnostic> {
    let method = run.input.methodes.retraite_plafond;
    let cadre = contract.population == Population::TechnicienCadre;
    let month = Month::of(contract.end);
    let (plafond, counted, rule): (Amount, Cents, &'static Rule) = match method {
        _ if cadre => (plafonds.prorated, Cents::ZERO, &rules::RETRAITE_CADRE),
        RetraitePlafondMethod::MensuelCumule => {
            (plafonds.pmss, book.months.get(&month).copied().unwrap_or_default(), &rules::RETRAITE_MENSUEL)
        }
        RetraitePlafondMethod::ParContrat => (plafonds.pmss, Cents::ZERO, &rules::RETRAITE_CONTRAT),
        RetraitePlafondMethod::AnnuelCumule => {
            let pass = run.amount(contract.name("pass", "plafond annuel"), "PASS", contract.end)?;
            (pass, book.year, &rules::RETRAITE_ANNUEL)
        }
    };
    // A cadre's pay fills the month for the other contracts, though its own slices stand alone.
    *book.months.entry(month).or_default() += pay.v;
    book.year += pay.v;
    let count = run.number(
        contract.name("retraite_plafonds", "plafonds de la tranche 2"),
        "RETRAITE_T2_PLAFONDS",
        contract.end,
    )?;
    let top = Cents::round(plafond.v.to_decimal() * count.v);
    let counted = run.given(contract.name("retraite_deja_comptee", "paie déjà comptée"), counted);
    let total = counted.v + pay.v;
    let args: [Fig; 4] = [counted.f, pay.f, plafond.f, count.f];
    let t1 = run.calc(
        contract.name("retraite_t1", "assiette de retraite, tranche 1"),
        total.min(plafond.v) - counted.v.min(plafond.v),
        "min({0} + {1} ; {2}) - min({0} ; {2})",
        &args[..3],
        rule,
    );
    let t2 = run.calc(
        contract.name("retraite_t2", "assiette de retraite, tranche 2"),
        (total.min(top) - counted.v.max(plafond.v)).or_zero(),
        "max(0 ; min({0} + {1} ; {2} × {3}) - max({0} ; {2}))",
        &args,
        rule,
    );
    // Due on the contract whose pay takes the total above the plafond, on its whole base.
    let cet = if total > plafond.v {
        run.calc(
            contract.name("retraite_cet", "assiette de la CET"),
            pay.v.min((top - counted.v).or_zero()),
            "min({1} ; max(0 ; {2} × {3} - {0}))",
            &args,
            &rules::CET,
        )
    } else {
        Amount { v: Cents::ZERO, f: pay.f }
    };
    let apec = if cadre {
        let four =
            run.number(contract.name("apec_plafonds", "plafonds de l'Apec"), "APEC_PLAFONDS", contract.end)?;
        run.calc(
            contract.name("apec", "assiette de l'Apec"),
            pay.v.min(Cents::round(plafonds.prorated.v.to_decimal() * four.v)),
            "min({0} ; {1} × {2})",
            &[pay.f, plafonds.prorated.f, four.f],
            &rules::RETRAITE_CADRE,
        )
    } else {
        Amount { v: Cents::ZERO, f: pay.f }
    };
    let reperes = Reperes { counted, pay, plafond, count, top, rule };
    Ok(Slices { t1, t2, cet, apec, reperes })
}

/// First slice of prévoyance and FCSS.
pub(crate) fn prevoyance(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    pay: Amount,
    plafonds: &Plafonds,
) -> Result<Amount, Diagnostic> {
    use crate::methods::PrevoyancePlafondMethod as Method;
    let base = contract.name("prevoyance_t1", "assiette de prévoyance, tranche 1");
    match run.input.methodes.prevoyance_plafond {
        Method::Prorata => Ok(run.calc(
            base,
            pay.v.min(plafonds.prorated.v),
            "min({0} ; {1})",
            &[pay.f, plafonds.prorated.f],
            &rules::PREVOYANCE_PRORATA,
        )),
        Method::Mensuel => {
            let months =
                run.given_number(contract.name("mois", "mois touchés"), Decimal::from(contract.months()));
            Ok(run.calc(
                base,
                pay.v.min(Cents::round(plafonds.pmss.v.to_decimal() * months.v)),
                "min({0} ; {1} × {2})",
                &[pay.f, plafonds.pmss.f, months.f],
                &rules::PREVOYANCE_MENSUEL,
            ))
        }
        Method::Journalier => {
            let limit = daily_limit(run, contract, plafonds)?;
            Ok(run.calc(
                base,
                pay.v.min(limit.v),
                "min({0} ; {1})",
                &[pay.f, limit.f],
                &rules::PREVOYANCE_JOURNALIER,
            ))
        }
    }
}

/// Daily plafond x days of each month, at most the PMSS; the PMSS for a whole calendar month. Days that are not
/// dated fall in each month in proportion of its calendar days.
fn daily_limit(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    plafonds: &Plafonds,
) -> Result<Amount, Diagnostic> {
    let daily = run.amount(contract.name("pjss", "plafond journalier"), "PJSS", contract.end)?;
    let parts: Vec<_> = contract.periode.by_month().collect();
    let mut shares = Vec::with_capacity(parts.len());
    let mut sum = Decimal::ZERO;
    for (month, part) in &parts {
        if *part == month.period() {
            sum += plafonds.pmss.v.to_decimal();
            shares.push(plafonds.pmss.f);
            continue;
        }
        let days = run.given_number(contract.name("jours", "jours de travail"), contract.jours);
        let here = run.given_number(
            contract.name("jours_contrat", "jours du contrat dans le mois"),
            part.days().into(),
        );
        let all = run.given_number(
            contract.name("jours_periode", "jours de la période"),
            contract.periode.days().into(),
        );
        let pmss = plafonds.pmss.v.to_decimal();
        let share = (daily.v.to_decimal() * days.v * here.v / all.v).min(pmss);
        sum += share;
        let share = run.calc_number(
            contract.name("prevoyance_mois", "plafond de prévoyance du mois"),
            share,
            "min({0} × {1} × {2} / {3} ; {4})",
            &[daily.f, days.f, here.f, all.f, plafonds.pmss.f],
            &rules::PREVOYANCE_JOURNALIER,
        );
        shares.push(share.f);
    }
    Ok(run.calc(
        contract.name("prevoyance_plafond", "plafond de prévoyance"),
        Cents::round(sum),
        "arrondi(Σ)",
        &shares,
        &rules::PREVOYANCE_JOURNALIER,
    ))
}
