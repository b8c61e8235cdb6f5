//! Slices of the retraite complémentaire: by day worked for cadres, on the year for non cadres and artistes (ANI du
//! 17/11/2017, paramètres d'Audiens); other readings as methods.

use cddu_rates::{Cents, Diagnostic, Month, Population, Quantity};
use chrono::Datelike as _;

use super::context::{Contract, Run};
use super::jours_travailles;
use super::plafond::Plafonds;
use super::retraite_cumuls::{Book, Days};
use crate::engine::recorder::Recorder;
use crate::input::{AnterieurRetraite, RetraiteTranches};
use crate::methods::{RegularisationMethod, RetraitePlafondMethod as Method};
use crate::rules::{self, Rule};
use crate::trace::{Amount, Fig, Number};

/// The bases of RC, CEG, CET and Apec.
pub(crate) struct Slices {
    pub t1: Amount,
    pub t2: Amount,
    pub cet: Amount,
    pub apec: Amount,
    pub reperes: Reperes,
    /// What the contract counted by day, for its next payslip.
    pub by_day: Option<AnterieurRetraite>,
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
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    plafonds: &Plafonds,
    book: &mut Book,
) -> Result<Slices, Diagnostic> {
    let cadre = contract.population == Population::TechnicienCadre;
    let (month, before) = (Month::of(contract.end), book.all_year());
    let counted = book.month(month);
    // A cadre's pay fills the month for the other contracts, though its own slices stand alone.
    book.add(contract, pay.v);
    match run.input.methodes.retraite_plafond {
        Method::Population if !cadre => by_year(run, contract, pay, book),
        Method::Population | Method::Journalier => by_day(run, contract, pay, book, cadre),
        Method::MensuelCumule | Method::ParContrat | Method::AnnuelCumule if cadre => former_reading(
            run,
            contract,
            pay,
            (plafonds.prorated, Cents::ZERO, &rules::RETRAITE_CADRE),
            cadre,
        ),
        Method::MensuelCumule => {
            former_reading(run, contract, pay, (plafonds.pmss, counted, &rules::RETRAITE_MENSUEL), cadre)
        }
        Method::ParContrat => {
            former_reading(run, contract, pay, (plafonds.pmss, Cents::ZERO, &rules::RETRAITE_CONTRAT), cadre)
        }
        Method::AnnuelCumule => {
            let pass = run.amount(contract.name("pass", "plafond annuel"), "PASS", contract.end)?;
            former_reading(run, contract, pay, (pass, before, &rules::RETRAITE_ANNUEL), cadre)
        }
    }
}

/// What is compared with the plafond: the pay already counted and this one, the plafond, and what was carried.
struct Compared {
    counted: Amount,
    pay: Amount,
    plafond: Amount,
    /// Plafonds of the top of tranche 2.
    count: Number,
    carried: RetraiteTranches,
    rule: &'static Rule,
}

impl Compared {
    fn total(&self) -> Cents {
        self.counted.v + self.pay.v
    }

    fn times(&self, count: Number) -> Cents {
        Cents::round(self.plafond.v.to_decimal() * count.v)
    }

    /// What is due on a cumulated pay.
    fn due(&self, total: Cents) -> RetraiteTranches {
        let (plafond, top) = (self.plafond.v, self.times(self.count));
        RetraiteTranches {
            tranche_1: total.min(plafond),
            tranche_2: (total.min(top) - plafond).or_zero(),
            cet: if total > plafond { total.min(top) } else { Cents::ZERO },
            apec: Cents::ZERO,
        }
    }
}

fn top(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Result<Number, Diagnostic> {
    run.number(
        contract.name("retraite_plafonds", "plafonds de la tranche 2"),
        "RETRAITE_T2_PLAFONDS",
        contract.end,
    )
}

const DEJA: (&str, &str) = ("retraite_deja_comptee", "paie déjà comptée");

/// Non cadres and artistes: the plafond of the year, on the year's pay with this employer.
fn by_year(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    book: &mut Book,
) -> Result<Slices, Diagnostic> {
    let year = book.year(contract.end.year());
    let plafond = run.amount(contract.name("pass", "plafond annuel"), "PASS", contract.end)?;
    let count = top(run, contract)?;
    let counted = run.given(contract.name(DEJA.0, DEJA.1), year.pay);
    let mut compared = Compared {
        counted,
        pay,
        plafond,
        count,
        carried: RetraiteTranches::default(),
        rule: &rules::RETRAITE_ANNEE,
    };
    compared.carried = year.carried.unwrap_or_else(|| compared.due(year.pay));
    let slices = due_less_carried(run, contract, &compared);
    book.add_year(contract.end.year(), pay.v, compared.carried + slices.bases());
    Ok(slices)
}

/// Cadres (every population with `journalier`): as many daily plafonds as days worked, a day shared by several
/// contracts once, on the cumul of a contract paid by several payslips.
fn by_day(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    book: &mut Book,
    cadre: bool,
) -> Result<Slices, Diagnostic> {
    if contract.c.jours.0.is_zero() {
        let message = format!(
            "contrat {} : jours non donnés, la retraite complémentaire compte les {} jours calendaires de la période",
            contract.c.contrat, contract.jours
        );
        run.warn("RETRAITE-JOURS", message);
    }
    let progressive = run.input.methodes.regularisation == RegularisationMethod::Progressive;
    let former = run.former(contract).and_then(|a| a.retraite).filter(|_| progressive);
    let dates = jours_travailles::worked(run, contract);
    let (before, mut with) = book.days(&dates, former.map(|f| Days::former(f.paie, f.jours.0, f.tranches)));
    let daily = run.amount(contract.name("pjss", "plafond journalier"), "PJSS", contract.end)?;
    let days =
        run.given_number(contract.name("retraite_jours", "jours de travail comptés ensemble"), with.count());
    let plafond = run.calc(
        contract.name("retraite_plafond", "plafond des jours de travail"),
        Cents::round(daily.v.to_decimal() * days.v),
        "arrondi({0} × {1})",
        &[daily.f, days.f],
        &rules::RETRAITE_JOURNALIER,
    );
    let compared = Compared {
        counted: run.given(contract.name(DEJA.0, DEJA.1), before.pay),
        pay,
        plafond,
        count: top(run, contract)?,
        carried: before.carried,
        rule: &rules::RETRAITE_JOURNALIER,
    };
    let mut slices = due_less_carried(run, contract, &compared);
    if cadre {
        slices.apec = apec(run, contract, &compared)?;
    }
    let bases = slices.bases();
    with.pay += pay.v;
    with.carried = before.carried + bases;
    let new_days = with.count() - before.count();
    book.keep(&dates, with);
    let former = former.unwrap_or_default();
    slices.by_day = Some(AnterieurRetraite {
        paie: former.paie + pay.v,
        jours: Quantity(former.jours.0 + new_days),
        tranches: former.tranches + bases,
    });
    Ok(slices)
}

/// What is due on the cumulated pay, less what was already carried.
fn due_less_carried(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, it: &Compared) -> Slices {
    let due = it.due(it.total());
    let before = it.due(it.counted.v);
    let as_the_rule = (before.tranche_1, before.tranche_2) == (it.carried.tranche_1, it.carried.tranche_2);
    let args: [Fig; 4] = [it.counted.f, it.pay.f, it.plafond.f, it.count.f];
    let t1_name = contract.name("retraite_t1", "assiette de retraite, tranche 1");
    let t2_name = contract.name("retraite_t2", "assiette de retraite, tranche 2");
    let (t1, t2) = if as_the_rule {
        let t1 = due.tranche_1 - it.carried.tranche_1;
        let t2 = due.tranche_2 - it.carried.tranche_2;
        (
            run.calc(t1_name, t1, "min({0} + {1} ; {2}) - min({0} ; {2})", &args[..3], it.rule),
            run.calc(t2_name, t2, "max(0 ; min({0} + {1} ; {2} × {3}) - max({0} ; {2}))", &args, it.rule),
        )
    } else {
        let first =
            run.given(contract.name("retraite_t1_comptee", "tranche 1 déjà comptée"), it.carried.tranche_1);
        let second =
            run.given(contract.name("retraite_t2_comptee", "tranche 2 déjà comptée"), it.carried.tranche_2);
        (
            run.calc(
                t1_name,
                due.tranche_1 - first.v,
                "min({0} + {1} ; {2}) - {3}",
                &[args[0], args[1], args[2], first.f],
                it.rule,
            ),
            run.calc(
                t2_name,
                due.tranche_2 - second.v,
                "max(0 ; min({0} + {1} ; {2} × {3}) - {2}) - {4}",
                &[args[0], args[1], args[2], args[3], second.f],
                it.rule,
            ),
        )
    };
    let cet = cet(run, contract, it, due.cet);
    if t2.v < Cents::ZERO || t1.v > it.pay.v.or_zero() || cet.v < Cents::ZERO {
        let message = format!(
            "contrat {} : la retraite complémentaire de ce bulletin ramène le cumul à ce qui est dû : tranche 1 {}, tranche 2 {}, CET {} pour une paie de {}",
            contract.c.contrat, t1.v, t2.v, cet.v, it.pay.v
        );
        run.warn("RETRAITE-REGULARISATION", message);
    }
    let reperes = Reperes {
        counted: it.counted,
        pay: it.pay,
        plafond: it.plafond,
        count: it.count,
        top: it.times(it.count),
        rule: it.rule,
    };
    Slices { t1, t2, cet, apec: Amount { v: Cents::ZERO, f: it.pay.f }, reperes, by_day: None }
}

/// Due on the whole cumulated pay once it is above the plafond: the payslip that crosses carries the cumul.
fn cet(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, it: &Compared, due: Cents) -> Amount {
    if due.is_zero() && it.carried.cet.is_zero() {
        return Amount { v: Cents::ZERO, f: it.pay.f };
    }
    let carried = run.given(contract.name("retraite_cet_comptee", "CET déjà comptée"), it.carried.cet);
    let name = contract.name("retraite_cet", "assiette de la CET");
    if due.is_zero() {
        return run.calc(name, due - carried.v, "0 - {0}", &[carried.f], &rules::CET_CUMUL);
    }
    let args = [it.counted.f, it.pay.f, it.plafond.f, it.count.f, carried.f];
    run.calc(name, due - carried.v, "min({0} + {1} ; {2} × {3}) - {4}", &args, &rules::CET_CUMUL)
}

/// Apec of the cadres: up to four plafonds of the days.
fn apec(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    it: &Compared,
) -> Result<Amount, Diagnostic> {
    let four =
        run.number(contract.name("apec_plafonds", "plafonds de l'Apec"), "APEC_PLAFONDS", contract.end)?;
    let carried =
        run.given(contract.name("apec_comptee", "assiette de l'Apec déjà comptée"), it.carried.apec);
    Ok(run.calc(
        contract.name("apec", "assiette de l'Apec"),
        it.total().min(it.times(four)) - carried.v,
        "min({0} + {1} ; {2} × {3}) - {4}",
        &[it.counted.f, it.pay.f, it.plafond.f, four.f, carried.f],
        &rules::APEC_JOURNALIER,
    ))
}

/// Methods `mensuel_cumule`, `par_contrat` and `annuel_cumule`, with the plafond of the contract for cadres.
fn former_reading(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    (plafond, counted, rule): (Amount, Cents, &'static Rule),
    cadre: bool,
) -> Result<Slices, Diagnostic> {
    let count = top(run, contract)?;
    let top = Cents::round(plafond.v.to_decimal() * count.v);
    let counted = run.given(contract.name(DEJA.0, DEJA.1), counted);
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
            pay.v.min(Cents::round(plafond.v.to_decimal() * four.v)),
            "min({0} ; {1} × {2})",
            &[pay.f, plafond.f, four.f],
            &rules::RETRAITE_CADRE,
        )
    } else {
        Amount { v: Cents::ZERO, f: pay.f }
    };
    let reperes = Reperes { counted, pay, plafond, count, top, rule };
    Ok(Slices { t1, t2, cet, apec, reperes, by_day: None })
}

impl Slices {
    fn bases(&self) -> RetraiteTranches {
        RetraiteTranches { tranche_1: self.t1.v, tranche_2: self.t2.v, cet: self.cet.v, apec: self.apec.v }
    }
}
