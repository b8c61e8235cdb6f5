//! Exemption of tax: the yearly limit, counted by this employer and by year of payment (CGI 81 quater).

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::base::Found;
use crate::engine::context::{Contract, Run, name};
use crate::engine::recorder::Recorder;
use crate::methods::HsLimiteMethod;
use crate::rules;
use crate::trace::{Amount, Number};

type Shares = (Vec<Option<Amount>>, Vec<Cents>, (Amount, Amount));

/// The exempt pay of each contract, gross and net, then of the payslip.
pub(super) fn exempt(
    run: &mut Run<'_, impl Recorder>,
    found: &[Option<Found>],
) -> Result<Shares, Diagnostic> {
    let day = run.input.date_paiement;
    let bases: Vec<Amount> = found.iter().flatten().map(|f| f.base).collect();
    let total = sum(run, "hs_total", "rémunération des heures supplémentaires du bulletin", &bases);
    let coefficient = if run.input.salarie.domicile_fiscal_france {
        run.number(name("hs_coefficient_net", "coefficient du brut au net"), "HS_IR_COEF_NET", day)?
    } else {
        run.given_number(name("hs_coefficient_net", "coefficient sans CSG"), Decimal::ONE)
    };
    let (room, net) = match run.input.methodes.hs_limite.unwrap_or_default() {
        HsLimiteMethod::Brut8037 => {
            let limit =
                run.amount(name("hs_limite", "limite annuelle, en brut"), "HS_IR_LIMITE_BRUT", day)?;
            let used = run.given(
                name("hs_deja_exonerees", "brut déjà exonéré dans l'année"),
                run.input.cumuls.hs_exonerees_brut,
            );
            (left(run, limit, used), None)
        }
        HsLimiteMethod::Net7500 => {
            let limit = run.amount(name("hs_limite", "limite annuelle, en net"), "HS_IR_LIMITE_NET", day)?;
            let used = run.given(
                name("hs_deja_exonerees", "net déjà exonéré dans l'année"),
                run.input.cumuls.hs_exonerees_net,
            );
            let room = left(run, limit, used);
            let whole = net_of(run, "hs_net_sans_limite", "net des heures sans limite", total, coefficient);
            let net = run.calc(
                name("hs_exonerees_net", "net des heures supplémentaires exonérées"),
                whole.v.min(room.v),
                "min({0} ; {1})",
                &[whole.f, room.f],
                &rules::HS_EXONERATION,
            );
            let gross = if net.v < whole.v {
                run.calc(
                    name("hs_exonerable", "brut que la limite laisse exonérer"),
                    Cents::round(net.v.to_decimal() / coefficient.v),
                    "arrondi({0} / {1})",
                    &[net.f, coefficient.f],
                    &rules::HS_EXONERATION,
                )
            } else {
                total
            };
            (gross, Some(net))
        }
    };
    let mut room = room;
    let mut shares = Vec::with_capacity(found.len());
    for (rank, found) in found.iter().enumerate() {
        let Some(found) = found else {
            shares.push(None);
            continue;
        };
        let contract = Contract::new(run.input, rank);
        let share = run.calc(
            contract.name("hs_exonere", "heures supplémentaires exonérées d'impôt"),
            found.base.v.min(room.v),
            "min({0} ; {1})",
            &[found.base.f, room.f],
            &rules::HS_EXONERATION,
        );
        room = run.calc(
            name("hs_reste", "reste de la limite annuelle"),
            room.v - share.v,
            "{0} - {1}",
            &[room.f, share.f],
            &rules::HS_EXONERATION,
        );
        shares.push(Some(share));
    }
    let parts: Vec<Amount> = shares.iter().flatten().copied().collect();
    let gross = sum(run, "hs_exonerees_brut", "heures supplémentaires exonérées d'impôt du bulletin", &parts);
    let net = net.unwrap_or_else(|| {
        net_of(run, "hs_exonerees_net", "net des heures supplémentaires exonérées", gross, coefficient)
    });
    let nets = split(&shares, net.v, coefficient);
    if gross.v < total.v {
        run.warn(
            "HEURES-SUP-LIMITE",
            format!(
                "limite annuelle de l'exonération d'impôt des heures supplémentaires atteinte chez cet employeur : {} exonérés sur {}, le reste est imposable (CGI 81 quater)",
                gross.v, total.v
            ),
        );
    }
    Ok((shares, nets, (gross, net)))
}

/// The net of each contract: the last one takes what the rounding leaves, so that they add up to the payslip.
fn split(shares: &[Option<Amount>], net: Cents, coefficient: Number) -> Vec<Cents> {
    let last = shares.iter().rposition(Option::is_some);
    let mut left = net;
    let mut own = |rank: usize, share: &Option<Amount>| match share {
        None => Cents::ZERO,
        Some(_) if Some(rank) == last => left,
        Some(share) => {
            let own = Cents::round(share.v.to_decimal() * coefficient.v).min(left);
            left -= own;
            own
        }
    };
    shares.iter().enumerate().map(|(rank, share)| own(rank, share)).collect()
}

fn sum(
    run: &mut Run<'_, impl Recorder>,
    code: &'static str,
    label: &'static str,
    parts: &[Amount],
) -> Amount {
    let figs: Vec<_> = parts.iter().map(|a| a.f).collect();
    run.calc(name(code, label), parts.iter().map(|a| a.v).sum(), "Σ", &figs, &rules::TOTAL)
}

fn left(run: &mut Run<'_, impl Recorder>, limit: Amount, used: Amount) -> Amount {
    run.calc(
        name("hs_reste", "reste de la limite annuelle"),
        (limit.v - used.v).or_zero(),
        "max(0 ; {0} - {1})",
        &[limit.f, used.f],
        &rules::HS_EXONERATION,
    )
}

fn net_of(
    run: &mut Run<'_, impl Recorder>,
    code: &'static str,
    label: &'static str,
    gross: Amount,
    coefficient: Number,
) -> Amount {
    run.calc(
        name(code, label),
        Cents::round(gross.v.to_decimal() * coefficient.v),
        "arrondi({0} × {1})",
        &[gross.f, coefficient.f],
        &rules::HS_NET,
    )
}
