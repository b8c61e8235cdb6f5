//! CSG and CRDS of overtime exempt of tax: due, and none of it deductible (CGI 154 quinquies).

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use crate::engine::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::rules;
use crate::trace::Amount;

/// The part of the base of CSG that exempt overtime brings; nothing for a non-resident.
pub(super) fn share(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    exonere: Amount,
) -> Result<Option<Amount>, Diagnostic> {
    if !run.input.salarie.domicile_fiscal_france {
        return Ok(None);
    }
    let kept = run.number(
        contract.name("hs_csg_part", "part retenue pour la CSG"),
        "HS_CSG_ASSIETTE",
        contract.end,
    )?;
    Ok(Some(run.calc(
        contract.name("hs_csg", "assiette de CSG et CRDS des heures exonérées"),
        Cents::round(exonere.v.to_decimal() * kept.v / Decimal::ONE_HUNDRED),
        "arrondi({0} × {1} %)",
        &[exonere.f, kept.f],
        &rules::HS_CSG,
    )))
}

/// The rest of the base of CSG, whose CSG is deductible in part as usual.
pub(crate) fn taxed(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    csg: Amount,
    exempt: Amount,
) -> Amount {
    run.calc(
        contract.name("csg_hors_heures_exonerees", "assiette de CSG et CRDS hors heures exonérées"),
        csg.v - exempt.v,
        "{0} - {1}",
        &[csg.f, exempt.f],
        &rules::HS_CSG,
    )
}
