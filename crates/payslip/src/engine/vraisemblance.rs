//! What a payslip may hold and rarely means, said on the payslip itself for whoever gives no folder. The limits are those of
//! plausibility: no amount follows them.

use rust_decimal::Decimal;

use crate::engine::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::payslip::Totals;

/// No rate of the scale, nor of a household in practice, is above.
const HIGHEST_TAX: Decimal = Decimal::from_parts(43, 0, 0, false, 0);

/// `PAIE-115` a rate of tax, `PAIE-116` cachets that the days cannot hold. A net under zero is told with the nets.
pub(super) fn warn(run: &mut Run<'_, impl Recorder>, totals: &Totals) {
    tax(run, totals);
    cachets(run);
}

fn tax(run: &mut Run<'_, impl Recorder>, totals: &Totals) {
    let Some(rate) = run.input.salarie.taux_pas else { return };
    let why = if rate.0 > HIGHEST_TAX {
        "aucun taux du barème ne dépasse 43 %"
    } else if rate.0 > Decimal::ZERO && rate.0 < Decimal::ONE {
        "un tableur écrit parfois la fraction à la place du taux"
    } else {
        return;
    };
    let rate = rate.0.normalize().to_string().replace('.', ",");
    let message = format!(
        "taux d'impôt de {rate} % : {} retenus sur un net de {} ; {why}, vérifier le taux reçu de l'administration",
        totals.pas, totals.net_avant_impot
    );
    run.warn("PAIE-115", message);
}

fn cachets(run: &mut Run<'_, impl Recorder>) {
    for rank in 0..run.input.contrats.len() {
        let contract = Contract::new(run.input, rank);
        let (c, days) = (contract.c, contract.periode.days());
        if i64::from(c.cachets) <= days {
            continue;
        }
        let message = format!(
            "contrat {} : {} cachets pour une période de {days} jour{} ({}) ; les droits au chômage se comptent sur eux, vérifier le nombre",
            c.contrat,
            c.cachets,
            if days > 1 { "s" } else { "" },
            contract.periode
        );
        run.warn("PAIE-116", message);
    }
}
