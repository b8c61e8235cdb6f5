//! Withholding on the pay of people whose fiscal residence is abroad (CGI 182 A, 182 A bis, 1671 A): base, due, what the
//! month lets withhold, one line per contract.

use cddu_rates::{Calcul, Cents, Diagnostic};
use rust_decimal::Decimal;

use super::context::{Contract, Run, name};
use super::elements::Elements;
use super::retenue_duree::{self, Limits};
use super::{ContractRun, nets};
use crate::engine::recorder::Recorder;
use crate::input::{RetenueCumul, RetenueMois, RetenueNonResident as Retenue};
use crate::methods::{FcssImposableMethod, RetenueDureeMethod};
use crate::payslip::Line;
use crate::rules::{self, Rule};
use crate::trace::{Amount, Number};
use crate::vocabulary::ElementCode;

/// What is withheld on a payslip.
pub(crate) struct Withheld {
    /// One amount per contract that has some.
    pub parts: Vec<Amount>,
    /// The month, this payslip included; `None` for a resident.
    pub mois: Option<RetenueMois>,
}

/// The article that a contract falls under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Article {
    A182,
    A182Bis,
}

impl Article {
    fn of(contract: &Contract<'_>, choice: Option<Retenue>) -> Self {
        match choice {
            Some(Retenue::Article182A) => Self::A182,
            Some(Retenue::Article182ABis) => Self::A182Bis,
            _ if contract.population.is_artist() => Self::A182Bis,
            _ => Self::A182,
        }
    }

    const fn calcul(self) -> Calcul {
        match self {
            Self::A182 => Calcul::Retenue182A,
            Self::A182Bis => Calcul::Retenue182ABis,
        }
    }

    const fn rule(self) -> &'static Rule {
        match self {
            Self::A182 => &rules::RETENUE_182A,
            Self::A182Bis => &rules::RETENUE_182A_BIS,
        }
    }

    const fn of_month(self, month: &mut RetenueMois) -> &mut RetenueCumul {
        match self {
            Self::A182 => &mut month.article_182a,
            Self::A182Bis => &mut month.article_182a_bis,
        }
    }
}

/// Withholds on the contracts of a non-resident; their lines are added to those of the contracts.
pub(crate) fn withhold(
    run: &mut Run<'_, impl Recorder>,
    contracts: &mut [ContractRun],
    elements: &Elements<'_>,
) -> Result<Withheld, Diagnostic> {
    let mut out = Withheld { parts: Vec::new(), mois: None };
    let salarie = &run.input.salarie;
    if salarie.domicile_fiscal_france {
        return Ok(out);
    }
    let mut month = run.input.cumuls.retenue_mois.unwrap_or_default();
    let choice = salarie.retenue_non_resident;
    if choice == Some(Retenue::Aucune) {
        let reason = salarie.retenue_motif.as_deref().unwrap_or_default();
        run.warn("RETENUE-AUCUNE", format!("non-résident fiscal sans retenue à la source : {reason}"));
        out.mois = Some(month);
        return Ok(out);
    }
    let in_kind: Cents = elements.amounts(ElementCode::AvantageRepas).map(|i| i.montant.v).sum();
    let mut cash = contracts.iter().map(|c| c.pay.sous_totaux.montant_net_social).sum::<Cents>() - in_kind;
    for article in [Article::A182, Article::A182Bis] {
        let ranks: Vec<usize> = (0..contracts.len())
            .filter(|rank| Article::of(&Contract::new(run.input, *rank), choice) == article)
            .collect();
        if ranks.is_empty() {
            continue;
        }
        let parts: Vec<Amount> =
            ranks.iter().map(|rank| base(run, &contracts[*rank], *rank, article)).collect();
        let total = nets::sum(
            run,
            name("retenue_net", "net soumis à la retenue à la source"),
            &parts,
            article.rule(),
        );
        let kept = article.of_month(&mut month);
        let due = due(run, article, &ranks, total, *kept)?;
        let amount = of_month(run, due, total, kept, cash)?;
        cash -= amount.v;
        out.parts.extend(lines(run, contracts, article, (&ranks, &parts), total, amount)?);
    }
    out.mois = Some(month);
    Ok(out)
}

/// What a contract pays that the withholding looks at: its net imposable, or its gross less the employee's
/// contributions. Run after the overtime reliefs, which move both.
fn base(run: &mut Run<'_, impl Recorder>, contract: &ContractRun, rank: usize, article: Article) -> Amount {
    let view = Contract::new(run.input, rank);
    let shares: Vec<Amount> = contract.employee.iter().map(|s| s.amount).collect();
    let shares =
        nets::sum(run, view.name("retenue_cotisations", "cotisations du salarié"), &shares, &rules::TOTAL);
    let mut value = contract.brut.v - shares.v;
    let mut args = vec![contract.brut.f, shares.f];
    if let Some(reduction) = contract.hs.salarie {
        value += reduction.v;
        args.push(reduction.f);
    }
    // `args` holds the reduction before what only the net imposable counts.
    let text = match (article, args.len()) {
        (Article::A182Bis, 2) => "{0} - {1}",
        (Article::A182Bis, _) => "{0} - {1} + {2}",
        (Article::A182, count) => {
            let mut taxed: Vec<Amount> =
                contract.employee.iter().filter(|s| !s.deductible).map(|s| s.amount).collect();
            if run.input.methodes.fcss_imposable == FcssImposableMethod::Oui {
                taxed.extend(contract.fcss);
            }
            let label = view.name("retenue_non_deductible", "parts non déductibles");
            let taxed = nets::sum(run, label, &taxed, &rules::TOTAL);
            let label = view.name("retenue_exonere", "heures supplémentaires exonérées");
            let exempt =
                run.given(label, contract.pay.bases.heures_sup.as_ref().map_or(Cents::ZERO, |h| h.exonere));
            value = value + taxed.v - exempt.v;
            args.extend([taxed.f, exempt.f]);
            if count == 2 { "{0} - {1} + {2} - {3}" } else { "{0} - {1} + {2} + {3} - {4}" }
        }
    };
    let totals = &contract.pay.sous_totaux;
    debug_assert_eq!(
        value,
        if article == Article::A182 { totals.net_imposable } else { totals.montant_net_social }
    );
    let named = view.name("retenue_net_contrat", "net du contrat soumis à la retenue à la source");
    run.calc(named, value, text, &args, article.rule())
}

fn percent(
    run: &mut Run<'_, impl Recorder>,
    code: &'static str,
    label: &'static str,
    key: &str,
) -> Result<Number, Diagnostic> {
    run.number(name(code, label), key, run.input.date_paiement)
}

/// What is due.
struct Due {
    amount: Amount,
    /// For the month so far, and not for this payslip alone.
    of_the_month: bool,
}

fn due(
    run: &mut Run<'_, impl Recorder>,
    article: Article,
    ranks: &[usize],
    total: Amount,
    kept: RetenueCumul,
) -> Result<Due, Diagnostic> {
    let monthly = run.input.methodes.retenue_duree() == RetenueDureeMethod::Mois;
    let part = percent(run, "retenue_part_du_net", "part du net retenue", "RAS_ASSIETTE")?;
    match article {
        Article::A182 => {
            let base = if monthly && !kept.base.is_zero() {
                let before =
                    run.given(name("retenue_net_du_mois", "net déjà compté dans le mois"), kept.base);
                run.calc(
                    name("retenue_net_cumul", "net du mois soumis à la retenue"),
                    before.v + total.v,
                    "{0} + {1}",
                    &[before.f, total.f],
                    &rules::RETENUE_DUREE_MOIS,
                )
            } else {
                total
            };
            let limits = retenue_duree::limits(run, ranks)?;
            let due = scale(run, base, part, limits)?;
            Ok(Due { amount: treaty(run, base, part, due), of_the_month: monthly })
        }
        Article::A182Bis => {
            let rate = percent(run, "retenue_taux", "taux de la retenue", "RAS_182A_BIS_TAUX")?;
            let due = flat(run, total, part, rate, ("retenue_due", "retenue due"), &rules::RETENUE_182A_BIS);
            Ok(Due { amount: treaty(run, total, part, due), of_the_month: false })
        }
    }
}

/// 0 % up to the low limit, then two rates.
fn scale(
    run: &mut Run<'_, impl Recorder>,
    base: Amount,
    part: Number,
    limits: Limits,
) -> Result<Amount, Diagnostic> {
    let overseas = run.input.salarie.zone_dom;
    let keys = if overseas {
        ["RAS_182A_TAUX_1_DOM", "RAS_182A_TAUX_2_DOM"]
    } else {
        ["RAS_182A_TAUX_1", "RAS_182A_TAUX_2"]
    };
    let first = percent(run, "retenue_taux_1", "taux entre les deux limites", keys[0])?;
    let second = percent(run, "retenue_taux_2", "taux au-delà de la limite haute", keys[1])?;
    let b = base.v.to_decimal() * (part.v / Decimal::ONE_HUNDRED);
    let of = |amount: Decimal, rate: Number| amount * (rate.v / Decimal::ONE_HUNDRED);
    let value = of((b.min(limits.high.v) - limits.low.v).max(Decimal::ZERO), first)
        + of((b - limits.high.v).max(Decimal::ZERO), second);
    Ok(run.calc(
        name("retenue_due", "retenue due"),
        Cents::round(value),
        "arrondi(max(0 ; min({0} × {1} % ; {3}) - {2}) × {4} % + max(0 ; {0} × {1} % - {3}) × {5} %)",
        &[base.f, part.f, limits.low.f, limits.high.f, first.f, second.f],
        &rules::RETENUE_182A,
    ))
}

fn flat(
    run: &mut Run<'_, impl Recorder>,
    base: Amount,
    part: Number,
    rate: Number,
    (code, label): (&'static str, &'static str),
    rule: &'static Rule,
) -> Amount {
    let value = base.v.to_decimal() * (part.v / Decimal::ONE_HUNDRED) * (rate.v / Decimal::ONE_HUNDRED);
    let args = [base.f, part.f, rate.f];
    run.calc(
        name(code, label),
        Cents::round(value).or_zero(),
        "max(0 ; arrondi({0} × {1} % × {2} %))",
        &args,
        rule,
    )
}

/// A treaty lowers what the law asks, and never raises it.
fn treaty(run: &mut Run<'_, impl Recorder>, base: Amount, part: Number, due: Amount) -> Amount {
    let salarie = &run.input.salarie;
    let by_treaty = salarie.retenue_non_resident == Some(Retenue::Convention);
    let Some(convention) = salarie.convention_fiscale.as_ref().filter(|_| by_treaty) else { return due };
    let message = format!(
        "retenue à la source au taux de {} % de la convention fiscale avec {}, article {} : garder le justificatif de résidence",
        convention.taux, convention.pays, convention.article
    );
    let rate =
        run.given_number(name("retenue_taux_convention", "taux de la convention (en %)"), convention.taux.0);
    run.warn_once("RETENUE-CONVENTION", message);
    let label = ("retenue_convention", "retenue au taux de la convention");
    let limited = flat(run, base, part, rate, label, &rules::RETENUE_CONVENTION);
    run.calc(
        name("retenue_due_convention", "retenue due avec la convention"),
        due.v.min(limited.v),
        "min({0} ; {1})",
        &[due.f, limited.f],
        &rules::RETENUE_CONVENTION,
    )
}

/// What this payslip withholds: nothing while the month does not exceed the limit, then all that the month owes and
/// has not withheld, in the limit of the cash.
fn of_month(
    run: &mut Run<'_, impl Recorder>,
    due: Due,
    total: Amount,
    kept: &mut RetenueCumul,
    cash: Cents,
) -> Result<Amount, Diagnostic> {
    let before = *kept;
    let of_the_month = if before.due.is_zero() || due.of_the_month {
        due.amount
    } else {
        let former = run
            .given(name("retenue_due_du_mois", "retenue due par les autres bulletins du mois"), before.due);
        run.calc(
            name("retenue_due_cumul", "retenue due dans le mois"),
            former.v + due.amount.v,
            "{0} + {1}",
            &[former.f, due.amount.f],
            &rules::RETENUE_SEUIL,
        )
    };
    kept.base += total.v;
    kept.due = of_the_month.v;
    let limit = run.amount(
        name("retenue_seuil", "retenue du mois qui n'est pas opérée"),
        "RAS_SEUIL_MOIS",
        run.input.date_paiement,
    )?;
    let named = name("retenue_non_resident", "retenue à la source");
    if of_the_month.v <= limit.v {
        let none = run.calc(named, Cents::ZERO, "0", &[], &rules::RETENUE_SEUIL);
        run.t.because(
            none.f,
            "pas de retenue : celle du mois, {0}, n'excède pas {1}",
            "{0} ≤ {1}",
            &[of_the_month.f, limit.f],
            &rules::RETENUE_SEUIL,
        );
        if !of_the_month.v.is_zero() {
            let message = format!(
                "retenue à la source de {} dans le mois, non opérée : elle n'excède pas {} par mois",
                of_the_month.v, limit.v
            );
            run.warn("RETENUE-SEUIL", message);
        }
        return Ok(none);
    }
    let former = run.given(name("retenue_du_mois", "déjà retenu dans le mois"), before.retenue);
    let left = run.given(name("retenue_disponible", "net en espèces"), cash);
    let amount = run.calc(
        named,
        (of_the_month.v - former.v).min(left.v).or_zero(),
        "max(0 ; min({0} - {1} ; {2}))",
        &[of_the_month.f, former.f, left.f],
        &rules::RETENUE_SEUIL,
    );
    kept.retenue += amount.v;
    Ok(amount)
}

/// One line per contract, in proportion of its base; the last one takes what is left.
fn lines(
    run: &mut Run<'_, impl Recorder>,
    contracts: &mut [ContractRun],
    article: Article,
    (ranks, parts): (&[usize], &[Amount]),
    total: Amount,
    amount: Amount,
) -> Result<Vec<Amount>, Diagnostic> {
    if amount.v.is_zero() {
        return Ok(Vec::new());
    }
    // A payslip that pays nothing may still withhold what the month owes.
    let first = if total.v.is_zero() { ranks.len() - 1 } else { 0 };
    let (ranks, parts) = (&ranks[first..], &parts[first..]);
    let table = run.rates.calculee(article.calcul());
    let body = &table.organismes[0];
    let kept = run.rates.param("RAS_ASSIETTE", run.input.date_paiement)?.value;
    let mut out: Vec<Amount> = Vec::with_capacity(ranks.len());
    for (position, (rank, part)) in ranks.iter().zip(parts).enumerate() {
        let contract = Contract::new(run.input, *rank);
        let named = contract.name("retenue_source", "retenue à la source du contrat");
        let share = if position + 1 == ranks.len() {
            let given = nets::sum(
                run,
                contract.name("retenue_autres", "retenue des autres contrats"),
                &out,
                &rules::RETENUE_PART,
            );
            run.calc(named, amount.v - given.v, "{0} - {1}", &[amount.f, given.f], &rules::RETENUE_PART)
        } else {
            run.calc(
                named,
                Cents::round(amount.v.to_decimal() * (part.v.to_decimal() / total.v.to_decimal())),
                "arrondi({0} × ({1} / {2}))",
                &[amount.f, part.f, total.f],
                &rules::RETENUE_PART,
            )
        };
        let confiance = run.confidence([share.f]);
        contracts[*rank].pay.lignes.push(Line {
            code: table.identite.code.clone(),
            libelle: body.libelle.clone(),
            organisme: body.organisme.clone(),
            base: Cents::round(part.v.to_decimal() * kept / Decimal::ONE_HUNDRED),
            taux_salarie: None,
            montant_salarie: Some(share.v),
            taux_employeur: None,
            montant_employeur: None,
            coefficient: None,
            deductible: false,
            confiance,
        });
        out.push(share);
    }
    Ok(out)
}
