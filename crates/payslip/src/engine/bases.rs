//! The named bases of a contract.

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::conges;
use super::context::{Contract, Run};
use super::dfs::SsBase;
use super::plafond::Plafonds;
use super::regularisation::Former;
use super::retraite::{self, Book};
use crate::methods::ChomagePlafondMethod;
use crate::rules;
use crate::trace::Amount;

/// Every base a contribution can name; `csg` is set once the employer's shares of prévoyance are known.
pub(crate) struct BaseFigures {
    pub brut: Amount,
    pub securite_sociale: Amount,
    pub plafonnee: Amount,
    pub chomage: Amount,
    pub conges: Amount,
    pub retraite: Amount,
    pub retraite_t1: Amount,
    pub retraite_t2: Amount,
    pub retraite_cet: Amount,
    pub apec: Amount,
    pub prevoyance_t1: Amount,
    pub csg: Option<Amount>,
    pub forfait: bool,
}

pub(crate) fn bases(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    brut: Amount,
    ss: &SsBase,
    plafonds: &Plafonds,
    book: &mut Book,
    former: Option<&Former>,
) -> Result<BaseFigures, Diagnostic> {
    let plafonnee = plafonnee(run, contract, ss, plafonds, former);
    // The forfait serves social security only: retraite and prévoyance stay on real pay.
    let retraite = if ss.forfait { brut } else { ss.base };
    let slices = retraite::slices(run, contract, retraite, plafonds, book)?;
    let prevoyance_t1 = retraite::prevoyance(run, contract, retraite, plafonds)?;
    let chomage = chomage(run, contract, brut, plafonds)?;
    Ok(BaseFigures {
        brut,
        securite_sociale: ss.base,
        plafonnee,
        chomage,
        conges: conges::base(run, contract, brut)?,
        retraite,
        retraite_t1: slices.t1,
        retraite_t2: slices.t2,
        retraite_cet: slices.cet,
        apec: slices.apec,
        prevoyance_t1,
        csg: None,
        forfait: ss.forfait,
    })
}

/// The capped base; on the cumul of the contract when several payslips pay it, except on a forfait (CSS R242-2 III).
fn plafonnee(
    run: &mut Run<'_>,
    contract: &Contract<'_>,
    ss: &SsBase,
    plafonds: &Plafonds,
    former: Option<&Former>,
) -> Amount {
    let name = contract.name("plafonnee", "assiette plafonnée");
    let (base, plafond) = (ss.base, plafonds.contract);
    let Some(former) = former.filter(|_| !ss.forfait) else {
        return run.calc(
            name,
            base.v.min(plafond.v),
            "min({0} ; {1})",
            &[base.f, plafond.f],
            &rules::PLAFONNEE,
        );
    };
    run.calc(
        name,
        (former.securite_sociale.v + base.v).min(former.plafond.v + plafond.v) - former.plafonnee.v,
        "min({0} + {1} ; {2} + {3}) - {4}",
        &[former.securite_sociale.f, base.f, former.plafond.f, plafond.f, former.plafonnee.f],
        &rules::PLAFONNEE_PROGRESSIVE,
    )
}

fn chomage(
    run: &mut Run<'_>,
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
    run: &mut Run<'_>,
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
