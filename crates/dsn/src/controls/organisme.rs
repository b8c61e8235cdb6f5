//! S21.G00.20, 22, 23 and 55: payments to bodies and Urssaf returns.

use std::collections::BTreeSet;

use super::{Emit, Facts, MENSUELLE, OnDeclaration, Scope};
use crate::code::s21;
use crate::norm::ctp_rate;
use crate::tree::Block;
use crate::{amount, date, ids};
use cddu_base::Gravite::{Bloquant, Majeur, Mineur};

/// SIRET of the GPS Audiens (Agirc-Arrco), the only one of its kind the tables know.
pub(super) const AGIRC_ARRCO: &str = "44832375800038";

pub(super) const CONTROLS: &[OnDeclaration] = &[
    ("S21.G00.20.002/CCH-11", Bloquant, MENSUELLE, dgfip_entity),
    ("S21.G00.20.004/CSL-11", Bloquant, MENSUELLE, iban_key),
    ("S21.G00.20.004/CSL-13", Bloquant, MENSUELLE, rib_key),
    ("S21.G00.20.004/CCH-13", Bloquant, MENSUELLE, french_account),
    ("S21.G00.20.005/CCH-12", Bloquant, MENSUELLE, components),
    ("S21.G00.20.005/DESC", Majeur, MENSUELLE, whole_euros),
    ("S21.G00.20.006/CCH-11", Bloquant, MENSUELLE, one_month),
    ("S21.G00.20.007/CCH-11", Bloquant, MENSUELLE, period_order),
    ("S21.G00.20.007/CCH-13", Bloquant, MENSUELLE, period_end),
    ("S21.G00.20.010/CCH-12", Bloquant, MENSUELLE, sepa_iban),
    ("S21.G00.20.010/CCH-14", Bloquant, MENSUELLE, dgfip_mode),
    ("S21.G00.20.010/SIG-13", Mineur, MENSUELLE, sepa_bic),
    ("S21.G00.20.012/CCH-11", Bloquant, MENSUELLE, payer_amount),
    ("S21.G00.20.012/CCH-12", Bloquant, MENSUELLE, payer),
    ("S21.G00.20.012/CCH-13", Bloquant, MENSUELLE, no_payer),
    ("S21.G00.20.014/CCH-11", Bloquant, MENSUELLE, satd_identifier),
    ("S21.G00.20.PAS", Majeur, MENSUELLE, pas_total),
    ("S21.G00.22.003/CCH-11", Bloquant, MENSUELLE, return_month),
    ("S21.G00.22.004/CCH-11", Bloquant, MENSUELLE, return_order),
    ("S21.G00.22.005/CCH-11", Bloquant, MENSUELLE, return_sign),
    ("S21.G00.22.SUM", Majeur, MENSUELLE, return_sum),
    ("S21.G00.23.006/CCH-11", Bloquant, MENSUELLE, commune),
];

/// Bodies whose returns use the CTP of the Urssaf.
pub(super) fn urssaf<'a>(s: &'a Scope<'_>) -> BTreeSet<&'a str> {
    s.of_etablissement(22).filter(|b| is_urssaf(b)).filter_map(|b| b.get(1)).collect()
}

/// The returns of the Urssaf: those that say it by a CTP, and the others of the same body (a return of an earlier month that puts
/// one contribution right has that line alone, or none).
pub(super) fn returns<'a>(s: &'a Scope<'_>) -> Vec<&'a Block> {
    let bodies = urssaf(s);
    let known = |b: &&Block| is_urssaf(b) || b.get(1).is_some_and(|body| bodies.contains(body));
    s.of_etablissement(22).filter(known).collect()
}

/// True when a line has a base CTP (general scheme, artists, CSG, FNAL), which no other body uses.
fn is_urssaf(bordereau: &Block) -> bool {
    const BASE: [&str; 17] = [
        "100", "236", "260", "312", "313", "314", "315", "316", "318", "319", "320", "321", "332", "334",
        "430", "635", "772",
    ];
    bordereau.all(s21(23)).any(|line| line.get(1).is_some_and(|ctp| BASE.contains(&ctp)))
}

fn is_dgfip(payment: &Block) -> bool {
    payment.get(1) == Some("DGFIP")
}

/// DGFIP: entity DGFIP_PAS or DGFIP_SATD.
fn dgfip_entity(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| is_dgfip(b)) {
        if !matches!(block.get(2), Some("DGFIP_PAS" | "DGFIP_SATD")) {
            emit.at(block, 2, "versement à la DGFIP : mettez DGFIP_PAS ou DGFIP_SATD en S21.G00.20.002");
        }
    }
}

fn iban_key(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20) {
        if let Some(iban) = block.get(4).filter(|v| !ids::iban(v)) {
            emit.at(block, 4, format!("clé de l'IBAN {iban} fausse : vérifiez le compte à débiter"));
        }
    }
}

fn rib_key(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20) {
        if let Some(iban) = block.get(4).filter(|v| v.starts_with("FR") && ids::iban(v) && !ids::rib(v)) {
            emit.at(block, 4, format!("clé RIB fausse dans l'IBAN {iban} : vérifiez le compte à débiter"));
        }
    }
}

/// France Travail is paid from a French account.
fn french_account(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20) {
        let france_travail = block.get(2).is_some_and(ids::france_travail_spectacle);
        if france_travail && block.get(4).is_some_and(|iban| !iban.starts_with("FR")) {
            emit.at(
                block,
                4,
                "versement à France Travail depuis un compte étranger : donnez un compte français",
            );
        }
    }
}

/// A payment with components equals their sum, or 0.00 when it is negative.
fn components(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20) {
        let parts: Vec<_> = block.all(s21(55)).map(|c| c.amount(1)).collect();
        let Some(sum) = parts.iter().copied().sum::<Option<i64>>().filter(|_| !parts.is_empty()) else {
            continue;
        };
        let due = sum.max(0);
        if block.amount(5).is_some_and(|paid| paid != due) {
            emit.at(
                block,
                5,
                format!("le versement doit être égal à la somme de ses composants : {}", amount::format(due)),
            );
        }
    }
}

/// Urssaf and DGFIP are paid in whole euros.
fn whole_euros(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let urssaf = urssaf(s);
    for block in s.of_etablissement(20) {
        let concerned = is_dgfip(block) || block.get(1).is_some_and(|b| urssaf.contains(b));
        if concerned && block.amount(5).is_some_and(|a| a % 100 != 0) {
            emit.at(block, 5, "versement à l'Urssaf ou à la DGFIP : arrondissez à l'euro (décimales .00)");
        }
    }
}

/// Urssaf: one civil month; Agirc-Arrco: one civil year.
fn one_month(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let urssaf = urssaf(s);
    for block in s.of_etablissement(20) {
        let (Some(start), Some(end), Some(body)) = (block.date(6), block.date(7), block.get(1)) else {
            continue;
        };
        if urssaf.contains(body) && date::month(start) != date::month(end) {
            emit.at(
                block,
                6,
                "versement à l'Urssaf : la période de rattachement tient dans un mois civil, séparez-la",
            );
        }
        if body == AGIRC_ARRCO && date::month(start).div_euclid(12) != date::month(end).div_euclid(12) {
            emit.at(
                block,
                6,
                "versement à l'Agirc-Arrco : la période de rattachement tient dans une année civile",
            );
        }
    }
}

fn period_order(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20) {
        if let (Some(start), Some(end)) = (block.date(6), block.date(7))
            && end < start
        {
            emit.at(block, 7, "la fin de la période de rattachement précède son début : corrigez les dates");
        }
    }
}

fn period_end(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let Some(last) = s.month_end() else { return };
    for block in s.of_etablissement(20) {
        if block.date(7).is_some_and(|end| end > last) {
            emit.at(
                block,
                7,
                format!(
                    "la période de rattachement dépasse le mois déclaré : elle finit au plus tard le {}",
                    date::french(last)
                ),
            );
        }
    }
}

/// SEPA debit: an IBAN.
fn sepa_iban(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| b.get(10) == Some("05") && b.get(4).is_none()) {
        emit.at(block, 4, "prélèvement SEPA (mode 05) sans IBAN : renseignez S21.G00.20.004");
    }
}

/// SEPA debit: a BIC is expected.
fn sepa_bic(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| b.get(10) == Some("05") && b.get(3).is_none()) {
        emit.at(block, 3, "prélèvement SEPA (mode 05) sans BIC : renseignez S21.G00.20.003");
    }
}

/// DGFIP: debit, or payment by another establishment.
fn dgfip_mode(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| is_dgfip(b)) {
        if let Some(mode) = block.get(10).filter(|m| !matches!(*m, "05" | "06")) {
            emit.at(block, 10, format!("versement à la DGFIP en mode {mode} : seuls 05 et 06 sont admis"));
        }
    }
}

/// Own check: what is paid to the DGFIP is the sum of the individual PAS, to the euro. Only for a whole
/// declaration (fraction 11) that pays its PAS itself.
fn pas_total(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let payments: Vec<&Block> =
        s.of_etablissement(20).filter(|b| is_dgfip(b) && b.get(2) == Some("DGFIP_PAS")).collect();
    let [first, ..] = payments.as_slice() else { return };
    let elsewhere = payments.iter().any(|b| b.get(10) == Some("06"));
    if s.declaration.get(3) != Some("11") || elsewhere || facts.pas_missing {
        return;
    }
    let Some(paid) = payments.iter().map(|b| b.amount(5)).sum::<Option<i64>>() else { return };
    let due = facts.pas.max(0);
    if (paid - due).abs() > 100 {
        emit.at(
            first,
            5,
            format!(
                "versement DGFIP_PAS de {} alors que les PAS individuels font {} : vérifiez l'un ou l'autre",
                amount::format(paid),
                amount::format(due)
            ),
        );
    }
}

/// An Urssaf return covers one civil month, up to the declared one.
fn return_month(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in returns(s) {
        let (Some(start), Some(end)) = (block.date(3), block.date(4)) else { continue };
        if date::month(start) != date::month(end) {
            emit.at(block, 3, "bordereau Urssaf sur plusieurs mois : un bordereau par mois civil");
        } else if s.month_end().is_some_and(|last| end > last) {
            emit.at(block, 4, "bordereau Urssaf au-delà du mois déclaré : corrigez la période");
        }
    }
}

/// The current Urssaf return is not negative.
fn return_sign(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in returns(s) {
        if block.date(4).is_some_and(|end| s.in_month(end)) && block.amount(5).is_some_and(|a| a < 0) {
            emit.at(
                block,
                5,
                "bordereau Urssaf de la période en cours négatif : régularisez sur la période d'origine",
            );
        }
    }
}

/// Own check: the return is the sum of its lines, each base at the rate of its CTP. Not checked when a rate is
/// unknown.
fn return_sum(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in returns(s) {
        let lines: Option<Vec<_>> = block.all(s21(23)).map(|line| line_amount(block, line)).collect();
        let Some(declared) = block.amount(5) else { continue };
        let lines = lines.unwrap_or_default();
        let sum: i64 = lines.iter().map(|l| l.0).sum();
        // One euro for the total, half a euro for the base or amount of each line, and a twenty-thousandth for the
        // cents of each payslip.
        let tolerance = 100 + declared.abs() / 20_000 + lines.iter().map(|l| l.1).sum::<i64>();
        if !lines.is_empty() && (sum - declared).abs() > tolerance {
            emit.at(
                block,
                5,
                format!(
                    "bordereau de {} alors que ses lignes font environ {} : vérifiez les assiettes et le total",
                    amount::format(declared),
                    amount::format(sum)
                ),
            );
        } else {
            return_paid(s, block, emit);
        }
    }
}

/// What is paid to an Urssaf for a month is the sum of its returns of that month. A return without any payment of
/// its month (paid by quarter) or paid by another establishment is not judged.
fn return_paid(s: &Scope<'_>, block: &Block, emit: &mut Emit<'_>) {
    let month = |b: &Block, number: u32| b.date(number).map(date::month);
    let (body, period) = (block.get(1), month(block, 3));
    let same = |b: &&Block, number: u32| b.get(1) == body && month(b, number) == period;
    let payments: Vec<&Block> = s.of_etablissement(20).filter(|b| same(b, 6)).collect();
    let returns: Vec<&Block> = s.of_etablissement(22).filter(|b| same(b, 3)).collect();
    let first = returns.first().is_some_and(|b| b.line == block.line);
    if !first || payments.is_empty() || payments.iter().any(|b| b.get(10) == Some("06")) {
        return;
    }
    let sum = |blocks: &[&Block]| blocks.iter().map(|b| b.amount(5)).sum::<Option<i64>>();
    let (Some(paid), Some(due)) = (sum(&payments), sum(&returns)) else { return };
    // What an earlier month gives back is taken off the payment of the month declared.
    let credits: i64 = if s.declaration.date(5).map(date::month) == period {
        let others = s.of_etablissement(22).filter(|b| b.get(1) == body && month(b, 3) != period);
        others.filter_map(|b| b.amount(5)).filter(|a| *a < 0).sum()
    } else {
        0
    };
    let due = due + credits;
    // A negative return is not paid; cents are a fault of their own.
    if (paid - due.max(0)).abs() >= 100 {
        emit.at(
            payments[0],
            5,
            format!(
                "versement de {} à l'Urssaf alors que les bordereaux du mois font {} : vérifiez l'un ou l'autre",
                amount::format(paid),
                amount::format(due)
            ),
        );
    }
}

/// What a line adds to its return and how far the rounding to the euro may move it, in cents; `None` when the tables do
/// not say.
fn line_amount(bordereau: &Block, line: &Block) -> Option<(i64, i64)> {
    let rates = ctp_rate(line.get(1)?, bordereau.date(3)?)?;
    let sign = if matches!(rates.format, "F" | "R") { -1 } else { 1 };
    if let Some(amount) = line.amount(5) {
        return Some((sign * amount, 50));
    }
    let declared = match line.get(3) {
        Some(_) => Some(line.amount(3)? * 10),
        None => None,
    };
    let rate = match (line.get(2)?, rates.format) {
        ("920", "A") => rates.deplafonne? + declared.unwrap_or(0),
        ("920", "E" | "F" | "R") => rates.deplafonne.or(rates.plafonne)?,
        ("921", "A" | "E" | "F" | "R") => rates.plafonne?,
        _ => declared?,
    };
    // Cents by thousandths of a percent, rounded half away from zero.
    let product = line.amount(4)?.checked_mul(rate)?;
    Some((sign * (product.abs() + 50_000) / 100_000 * product.signum(), 1 + 50 * rate / 100_000))
}

/// CTP of the versement mobilité: a commune.
fn commune(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for line in s.of_etablissement(22).flat_map(|b| b.all(s21(23))) {
        if let Some(ctp @ ("900" | "901" | "911" | "917" | "921" | "927")) = line.get(1)
            && line.get(6).is_none()
        {
            emit.at(line, 6, format!("CTP {ctp} sans code INSEE de commune : renseignez S21.G00.23.006"));
        }
    }
}

/// A body of prévoyance: anything but the DGFIP and the SIRET of the other bodies.
pub(super) fn is_prevoyance(payment: &Block) -> bool {
    payment.get(1).is_some_and(|body| {
        body != "DGFIP" && !(body.len() == 14 && body.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// A payer that is not the declared establishment.
fn other_payer<'a>(s: &Scope<'_>, payment: &'a Block) -> Option<&'a str> {
    let siret = s.siret();
    payment.get(12).filter(|payer| siret.as_deref() != Some(*payer))
}

/// DGFIP and prévoyance: another establishment pays only for 0.00.
fn payer_amount(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| is_dgfip(b) || is_prevoyance(b)) {
        if other_payer(s, block).is_some() && block.amount(5).is_some_and(|a| a != 0) {
            emit.at(block, 12, "SIRET payeur d'un autre établissement avec un montant : mettez 0.00, le payeur déclare le versement");
        }
    }
}

/// Mode 06 names the establishment that pays.
fn payer(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| b.get(10) == Some("06")) {
        if other_payer(s, block).is_none() {
            emit.at(
                block,
                12,
                "versement par un autre établissement (mode 06) : donnez son SIRET en S21.G00.20.012",
            );
        }
    }
}

/// DGFIP by SEPA order: no payer.
fn no_payer(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in
        s.of_etablissement(20).filter(|b| is_dgfip(b) && b.get(10) == Some("05") && b.get(12).is_some())
    {
        emit.at(block, 12, "versement à la DGFIP par prélèvement : retirez le SIRET payeur");
    }
}

/// A saisie administrative has its identifier.
fn satd_identifier(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(20).filter(|b| b.get(2) == Some("DGFIP_SATD") && b.get(14).is_none()) {
        emit.at(block, 14, "versement DGFIP_SATD sans identifiant de la saisie : renseignez S21.G00.20.014");
    }
}

/// A return ends after its start.
fn return_order(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    for block in s.of_etablissement(22) {
        if let (Some(start), Some(end)) = (block.date(3), block.date(4))
            && end < start
        {
            emit.at(block, 4, "la fin du bordereau précède son début : corrigez les dates");
        }
    }
}
