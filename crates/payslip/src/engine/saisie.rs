//! Garnishments and maintenance: what the calendar month allows over every payslip of this employer, less what was
//! already taken; maintenance first (C. trav. L3252-2 to L3252-5).

use cddu_rates::{Cents, Diagnostic};

use super::context::{Run, name};
use super::elements::Elements;
use super::nets::{RESTE, at_most, indexed, less, sum};
use super::saisie_bareme::{self, Seizable};
use crate::engine::recorder::Recorder;
use crate::input::SaisieMois;
use crate::methods::SaisieBaremeMethod;
use crate::rules;
use crate::trace::Amount;
use crate::vocabulary::ElementCode;

/// What is seized on a payslip.
pub(crate) struct Seized {
    /// Net that is left.
    pub left: Amount,
    /// Amounts by rank of element.
    pub taken: Vec<(usize, Amount)>,
    /// The same without their rank.
    pub amounts: Vec<Amount>,
    /// The month, this payslip included; `None` when no payslip of the month has a garnishment.
    pub mois: Option<SaisieMois>,
}

pub(crate) fn saisies(
    run: &mut Run<'_, impl Recorder>,
    elements: &Elements<'_>,
    net: Amount,
    frais: Amount,
    in_kind: Amount,
) -> Result<Seized, Diagnostic> {
    // Seizable pay: after contributions and tax, benefits in kind included, refunds excluded (C. trav. L3252-3).
    let wages = run.calc(
        name("net_saisissable", "net servant de base aux saisies"),
        net.v - frais.v + in_kind.v,
        "{0} - {1} + {2}",
        &[net.f, frais.f, in_kind.f],
        &rules::SAISIE,
    );
    let given = run.input.cumuls.saisie_mois;
    let mut out = Seized { left: net, taken: Vec::new(), amounts: Vec::new(), mois: None };
    let asked = elements
        .items
        .iter()
        .any(|i| matches!(i.element.code, ElementCode::PensionAlimentaire | ElementCode::Saisie));
    if !asked {
        out.mois = given.map(|m| SaisieMois { net: m.net + wages.v, ..m });
        return Ok(out);
    }
    let monthly = run.input.methodes.saisie_bareme() == SaisieBaremeMethod::Mensuel;
    let before = given.filter(|_| monthly).unwrap_or_default();
    let month = Month::read(run, before, wages);
    let dependants =
        elements.amounts(ElementCode::Saisie).map(|i| i.element.personnes_a_charge).max().unwrap_or(0);
    let room = saisie_bareme::seizable(run, month.net, dependants)?;
    let pensions = pensions(run, elements, &month, &room, &mut out);
    let seized = garnishments(run, elements, &month, &room, &pensions, &mut out);
    let given = given.unwrap_or_default();
    out.mois = Some(SaisieMois {
        net: given.net + wages.v,
        pensions: given.pensions + pensions.iter().map(|a| a.v).sum(),
        saisies: given.saisies + seized,
    });
    Ok(out)
}

/// The month: its net with this payslip, and what its former payslips gave.
struct Month {
    net: Amount,
    pensions: Amount,
    saisies: Amount,
}

impl Month {
    fn read(run: &mut Run<'_, impl Recorder>, before: SaisieMois, wages: Amount) -> Self {
        let net = if before.net.is_zero() {
            wages
        } else {
            let paid = run.given(name("saisie_net_du_mois", "net déjà payé dans le mois"), before.net);
            run.calc(
                name("net_saisissable_mois", "net du mois servant de base aux saisies"),
                paid.v + wages.v,
                "{0} + {1}",
                &[paid.f, wages.f],
                &rules::SAISIE_MOIS,
            )
        };
        Self {
            net,
            pensions: run
                .given(name("pensions_du_mois", "pensions déjà retenues dans le mois"), before.pensions),
            saisies: run.given(name("saisies_du_mois", "saisies déjà retenues dans le mois"), before.saisies),
        }
    }
}

/// Maintenance is paid first, on the part that nothing else can seize.
fn pensions(
    run: &mut Run<'_, impl Recorder>,
    elements: &Elements<'_>,
    month: &Month,
    room: &Seizable,
    out: &mut Seized,
) -> Vec<Amount> {
    let mut above_rsa = run.calc(
        name("pension_disponible", "disponible au-delà du RSA dans le mois"),
        (room.above_rsa.v - month.pensions.v - month.saisies.v).or_zero(),
        "max(0 ; {0} - {1} - {2})",
        &[room.above_rsa.f, month.pensions.f, month.saisies.f],
        &rules::SAISIE_MOIS,
    );
    let mut pensions = Vec::new();
    for (rank, item) in indexed(elements, ElementCode::PensionAlimentaire) {
        let names = ("pension_limite", "disponible au-delà du RSA", "pension", "pension alimentaire");
        let amount = at_most(run, names, item.montant, above_rsa, out.left, &rules::PENSION);
        reduced(run, "pension alimentaire", item.montant, amount, "ce qui dépasse le RSA du mois");
        above_rsa = less(run, ("pension_reste", "reste au-delà du RSA"), above_rsa, amount, &rules::PENSION);
        keep(run, out, rank, amount, &rules::PENSION);
        pensions.push(amount);
    }
    pensions
}

fn garnishments(
    run: &mut Run<'_, impl Recorder>,
    elements: &Elements<'_>,
    month: &Month,
    room: &Seizable,
    pensions: &[Amount],
    out: &mut Seized,
) -> Cents {
    let parts: Vec<Amount> = std::iter::once(month.pensions).chain(pensions.iter().copied()).collect();
    let paid = sum(run, name("pensions", "pensions alimentaires du mois"), &parts, &rules::PENSION);
    let scale = if paid.v.is_zero() {
        room.scale
    } else {
        run.calc(
            name("saisie_bareme_reste", "part saisissable après les pensions"),
            (room.scale.v - (paid.v - (room.above_rsa.v - room.scale.v)).or_zero()).or_zero(),
            "max(0 ; {0} - max(0 ; {1} - ({2} - {0})))",
            &[room.scale.f, paid.f, room.above_rsa.f],
            &rules::PENSION,
        )
    };
    let mut scale = run.calc(
        name("saisie_disponible", "part saisissable qui reste dans le mois"),
        (scale.v - month.saisies.v).or_zero(),
        "max(0 ; {0} - {1})",
        &[scale.f, month.saisies.f],
        &rules::SAISIE_MOIS,
    );
    let mut seized = Cents::ZERO;
    for (rank, item) in indexed(elements, ElementCode::Saisie) {
        let names = ("saisie_limite", "part saisissable restante", "saisie", "saisie");
        let amount = at_most(run, names, item.montant, scale, out.left, &rules::SAISIE);
        reduced(run, "saisie", item.montant, amount, "la part saisissable du mois");
        scale = less(run, ("saisie_reste", "part saisissable qui reste"), scale, amount, &rules::SAISIE);
        keep(run, out, rank, amount, &rules::SAISIE);
        seized += amount.v;
    }
    seized
}

fn keep(
    run: &mut Run<'_, impl Recorder>,
    out: &mut Seized,
    rank: usize,
    amount: Amount,
    rule: &'static rules::Rule,
) {
    out.left = less(run, RESTE, out.left, amount, rule);
    out.taken.push((rank, amount));
    out.amounts.push(amount);
}

/// What could not be taken is said.
fn reduced(run: &mut Run<'_, impl Recorder>, what: &str, asked: Amount, amount: Amount, limit: &str) {
    if amount.v < asked.v {
        let message = format!(
            "{what} réduite : {} demandés, {} retenus, {limit} ; reste {} à retenir",
            asked.v,
            amount.v,
            asked.v - amount.v
        );
        run.warn("SAISIE-REDUITE", message);
    }
}
