//! The named bases of a contract.

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::conges;
use super::context::{Contract, Run};
use super::dfs::SsBase;
use super::plafond::Plafonds;
use super::regularisation::Former;
use super::{Books, jours_communs};
use super::{prevoyance, retraite};
use crate::engine::recorder::Recorder;
use crate::methods::ChomagePlafondMethod;
use crate::rules;
use crate::trace::Amount;

/// Every base a contribution can name; `csg` is set once the employer's shares of prévoyance are known.
pub(crate) struct BaseFigures {
    pub brut: Amount,
    pub securite_sociale: Amount,
    /// Plafond that the contract adds: its own, without the days that another one counted.
    pub plafond: Amount,
    pub plafonnee: Amount,
    pub chomage: Amount,
    pub conges: Amount,
    pub retraite: Amount,
    pub retraite_t1: Amount,
    pub retraite_t2: Amount,
    pub retraite_cet: Amount,
    pub apec: Amount,
    pub prevoyance_t1: Amount,
    /// What the retraite complémentaire counted by day, for the next payslip of the contract.
    pub retraite_par_jour: Option<crate::input::AnterieurRetraite>,
    pub csg: Option<Amount>,
    /// Part of `csg` that exempt overtime brings, and what is left of it.
    pub csg_heures_sup: Option<Amount>,
    pub csg_taxee: Option<Amount>,
    pub forfait: bool,
    pub reperes: retraite::Reperes,
}

pub(crate) fn bases(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
    ss: &SsBase,
    plafonds: &Plafonds,
    books: &mut Books,
    former: Option<&Former>,
) -> Result<BaseFigures, Diagnostic> {
    let (plafond, plafonnee) = plafonnee(run, contract, ss, plafonds, &mut books.days, former);
    // The forfait serves social security only: retraite and prévoyance stay on real pay.
    let retraite = if ss.forfait { brut } else { ss.base };
    let slices = retraite::slices(run, contract, retraite, plafonds, &mut books.retraite)?;
    let prevoyance_t1 = prevoyance::base(run, contract, retraite, plafonds)?;
    let chomage = chomage(run, contract, brut, plafonds)?;
    Ok(BaseFigures {
        brut,
        securite_sociale: ss.base,
        plafond,
        plafonnee,
        chomage,
        conges: conges::base(run, contract, brut)?,
        retraite,
        retraite_t1: slices.t1,
        retraite_t2: slices.t2,
        retraite_cet: slices.cet,
        apec: slices.apec,
        prevoyance_t1,
        retraite_par_jour: slices.by_day,
        csg: None,
        csg_heures_sup: None,
        csg_taxee: None,
        forfait: ss.forfait,
        reperes: slices.reperes,
    })
}

/// The plafond that the contract adds and its capped base: on the cumul of the contract when several payslips pay it,
/// with the contracts that share its days when there are; except on a forfait (CSS R242-2 III).
fn plafonnee<R: Recorder>(
    run: &mut Run<'_, R>,
    contract: &Contract<'_>,
    ss: &SsBase,
    plafonds: &Plafonds,
    days: &mut jours_communs::Book,
    former: Option<&Former>,
) -> (Amount, Amount) {
    let name = contract.name("plafonnee", "assiette plafonnée");
    let (base, own) = (ss.base, plafonds.contract);
    let simple = |run: &mut Run<'_, R>| {
        run.calc(name, base.v.min(own.v), "min({0} ; {1})", &[base.f, own.f], &rules::PLAFONNEE)
    };
    if ss.forfait {
        return (own, simple(run));
    }
    let share = days.share(run, contract, plafonds);
    let former = former.map(|f| (f.securite_sociale, f.plafond, f.plafonnee));
    let others = share.counted.map(|c| (c.base, c.plafond, c.plafonnee));
    let plafond = share.plafond;
    let plafonnee = match (former, others) {
        (None, None) => simple(run),
        (Some(before), None) | (None, Some(before)) => {
            let rule =
                if others.is_some() { &rules::PLAFOND_JOURS_COMMUNS } else { &rules::PLAFONNEE_PROGRESSIVE };
            run.calc(
                name,
                (before.0.v + base.v).min(before.1.v + plafond.v) - before.2.v,
                "min({0} + {1} ; {2} + {3}) - {4}",
                &[before.0.f, base.f, before.1.f, plafond.f, before.2.f],
                rule,
            )
        }
        (Some(a), Some(b)) => run.calc(
            name,
            (a.0.v + b.0.v + base.v).min(a.1.v + b.1.v + plafond.v) - a.2.v - b.2.v,
            "min({0} + {1} + {2} ; {3} + {4} + {5}) - {6} - {7}",
            &[a.0.f, b.0.f, base.f, a.1.f, b.1.f, plafond.f, a.2.f, b.2.f],
            &rules::PLAFOND_JOURS_COMMUNS,
        ),
    };
    days.keep(run, contract, &share, base, plafonnee);
    (plafond, plafonnee)
}

fn chomage(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
    plafonds: &Plafonds,
) -> Result<Amount, Diagnostic> {
    let name = contract.name("chomage", "assiette de chômage");
    let four = run.number(
        contract.name("chomage_plafonds", "nombre de plafonds"),
        "CHOMAGE_PLAFONDS",
        contract.end,
    )?;
    Ok(match run.input.methodes.chomage_plafond {
        ChomagePlafondMethod::Prorata => run.calc(
            name,
            brut.v.min(Cents::round(plafonds.prorated.v.to_decimal() * four.v)),
            "min({0} ; {1} × {2})",
            &[brut.f, plafonds.prorated.f, four.f],
            &rules::CHOMAGE_PRORATA,
        ),
        ChomagePlafondMethod::Mensuel => {
            let months =
                run.given_number(contract.name("mois", "mois touchés"), Decimal::from(contract.months()));
            run.calc(
                name,
                brut.v.min(Cents::round(plafonds.pmss.v.to_decimal() * four.v * months.v)),
                "min({0} ; {1} × {2} × {3})",
                &[brut.f, plafonds.pmss.f, four.f, months.f],
                &rules::CHOMAGE_MENSUEL,
            )
        }
    })
}

/// Base of CSG and CRDS, once the employer's shares of prévoyance and FCSS are known.
pub(crate) fn csg(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    bases: &BaseFigures,
    plafonds: &Plafonds,
    parts: Option<Amount>,
) -> Result<Amount, Diagnostic> {
    let name = contract.name("csg", "assiette de CSG et CRDS");
    if bases.forfait {
        return Ok(run.calc(
            name,
            bases.securite_sociale.v,
            "{0}",
            &[bases.securite_sociale.f],
            &rules::CSG_FORFAIT,
        ));
    }
    let kept = run.number(contract.name("csg_part", "part retenue"), "CSG_ABATTEMENT", contract.end)?;
    let four = run.number(
        contract.name("csg_plafonds", "plafonds de l'abattement"),
        "CSG_ABATTEMENT_PLAFONDS",
        contract.end,
    )?;
    let limit = plafonds.contract.v.to_decimal() * four.v;
    let brut = bases.brut.v.to_decimal();
    let parts = parts
        .unwrap_or_else(|| run.given(contract.name("parts_prevoyance", "parts patronales"), Cents::ZERO));
    let value = brut.min(limit) * kept.v / Decimal::ONE_HUNDRED
        + (brut - limit).max(Decimal::ZERO)
        + parts.v.to_decimal();
    Ok(run.calc(
        name,
        Cents::round(value),
        "arrondi(min({0} ; {1} × {2}) × {3} % + max({0} - {1} × {2} ; 0) + {4})",
        &[bases.brut.f, plafonds.contract.f, four.f, kept.f, parts.f],
        &rules::CSG,
    ))
}
