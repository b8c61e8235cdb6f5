//! Days that two contracts of the payslip share: the plafond follows the days of employment with the employer, and
//! a day is counted once (CSS R242-2 I).
//!
//! The first contract that covers a day brings it; the next ones bring their other days, and their pay is compared
//! with the plafond of all the days together. Contracts that share no day keep their own plafond.

use cddu_rates::{Cents, Period};

use super::context::{Contract, Run};
use super::plafond::{self, Plafonds};
use crate::engine::recorder::Recorder;
use crate::methods::{JoursCommunsMethod, PlafondMethod};
use crate::rules;
use crate::trace::Amount;

/// Contracts of the payslip that share days, and what they counted together.
struct Group {
    periods: Vec<Period>,
    counted: Counted,
}

/// What is already counted for the days that a contract shares or continues.
#[derive(Clone, Copy)]
pub(crate) struct Counted {
    pub base: Amount,
    pub plafond: Amount,
    pub plafonnee: Amount,
}

/// The groups so far, in the order of the contracts.
#[derive(Default)]
pub(crate) struct Book {
    groups: Vec<Group>,
}

/// The plafond that a contract adds, and what the contracts that share its days already counted.
pub(crate) struct Share {
    pub plafond: Amount,
    pub counted: Option<Counted>,
    /// The days of the plafond are those of the calendar.
    dated: bool,
}

impl Book {
    /// The plafond of the days of a contract that no other one has brought.
    pub fn share(
        &self,
        run: &mut Run<'_, impl Recorder>,
        contract: &Contract<'_>,
        plafonds: &Plafonds,
    ) -> Share {
        let methods = run.input.methodes;
        // Twelve hours a day, or paid days: nothing tells which days of the calendar they are.
        let dated = !plafonds.douze_heures
            && methods.plafond != PlafondMethod::JoursPayes30
            && methods.plafond_jours_communs == JoursCommunsMethod::UneFois;
        let own = Share { plafond: plafonds.contract, counted: None, dated };
        if !dated {
            return own;
        }
        let mut met = self.groups.iter().filter(|g| g.meets(contract.periode));
        let Some(first) = met.next() else { return own };
        let (mut counted, mut periods) = (first.counted, first.periods.clone());
        for group in met {
            counted = together(run, contract, counted, group.counted);
            periods.extend(&group.periods);
        }
        let plafond = plafond::of_new_days(run, contract, plafonds.pmss, &periods);
        Share { plafond, counted: Some(counted), dated }
    }

    /// Keeps what a contract counted, with the contracts that share its days.
    pub fn keep(
        &mut self,
        run: &mut Run<'_, impl Recorder>,
        contract: &Contract<'_>,
        share: &Share,
        base: Amount,
        plafonnee: Amount,
    ) {
        if !share.dated {
            return;
        }
        let (met, apart): (Vec<Group>, Vec<Group>) =
            std::mem::take(&mut self.groups).into_iter().partition(|g| g.meets(contract.periode));
        self.groups = apart;
        let mine = Counted { base, plafond: share.plafond, plafonnee };
        let counted = share.counted.map_or(mine, |counted| together(run, contract, counted, mine));
        let mut periods: Vec<Period> = met.into_iter().flat_map(|g| g.periods).collect();
        periods.push(contract.periode);
        self.groups.push(Group { periods, counted });
    }
}

impl Group {
    fn meets(&self, period: Period) -> bool {
        self.periods.iter().any(|p| p.intersection(period).is_some())
    }
}

fn together(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    one: Counted,
    other: Counted,
) -> Counted {
    let mut add = |label: &'static str, a: Amount, b: Amount| {
        let sum: Cents = a.v + b.v;
        run.calc(
            contract.name("cumul_des_jours_communs", label),
            sum,
            "{0} + {1}",
            &[a.f, b.f],
            &rules::PLAFOND_JOURS_COMMUNS,
        )
    };
    Counted {
        base: add("assiette des contrats qui partagent des jours", one.base, other.base),
        plafond: add("plafond des jours de ces contrats", one.plafond, other.plafond),
        plafonnee: add("assiette plafonnée de ces contrats", one.plafonnee, other.plafonnee),
    }
}
