//! A contract paid by several payslips: what the former ones paid, so that each payslip brings the cumul to its due
//! (plafond: CSS R242-2 II; general relief: CSS D241-8 and D241-9).

use cddu_rates::Cents;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::input::{Anterieur, AnterieurRetraite};
use crate::methods::RegularisationMethod;
use crate::payslip::Bases;
use crate::trace::{Amount, Number};

/// The amounts already paid for a contract, in the trace.
#[derive(Clone, Copy)]
pub(crate) struct Former {
    pub brut: Amount,
    pub securite_sociale: Amount,
    pub plafond: Amount,
    pub plafonnee: Amount,
    pub smic: Number,
    pub allegement: Amount,
}

/// What was already paid, when the contract gives it and the method counts it.
pub(crate) fn former(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Option<Former> {
    if run.input.methodes.regularisation == RegularisationMethod::Aucune {
        return None;
    }
    let given = run.former(contract)?;
    let smic = contract.name("anterieur_smic", "SMIC des heures déjà payées");
    Some(Former {
        brut: run.given(contract.name("anterieur_brut", "brut déjà payé"), given.brut),
        securite_sociale: run.given(
            contract.name("anterieur_securite_sociale", "assiette déjà comptée"),
            given.securite_sociale,
        ),
        plafond: run.given(contract.name("anterieur_plafond", "plafond déjà compté"), given.plafond),
        plafonnee: run
            .given(contract.name("anterieur_plafonnee", "assiette plafonnée déjà comptée"), given.plafonnee),
        smic: run.given_number(smic, given.smic.to_decimal()),
        allegement: run
            .given(contract.name("anterieur_allegement", "réduction déjà déduite"), given.allegement),
    })
}

/// The cumul of the contract, this payslip included; `None` for a contract that one payslip pays whole.
pub(crate) fn cumul(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    bases: &Bases,
    smic: Option<Cents>,
    allegement: Cents,
    retraite: Option<AnterieurRetraite>,
) -> Option<Anterieur> {
    let former = run.former(contract);
    if former.is_none() && contract.periode == contract.c.dates() {
        return None;
    }
    let before = former.unwrap_or_default();
    // A forfait has no plafond and stays out of the cumul (CSS R242-2 III).
    let on_plafond = |amount: Cents| bases.plafond.map_or(Cents::ZERO, |_| amount);
    Some(Anterieur {
        brut: before.brut + bases.brut,
        securite_sociale: before.securite_sociale + on_plafond(bases.securite_sociale),
        plafond: before.plafond + bases.plafond.unwrap_or_default(),
        plafonnee: before.plafonnee + on_plafond(bases.plafonnee),
        smic: before.smic + smic.unwrap_or_default(),
        allegement: before.allegement + allegement,
        retraite,
    })
}
