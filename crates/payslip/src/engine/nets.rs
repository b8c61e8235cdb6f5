//! Nets: montant net social, net imposable, net before tax, PAS, deductions, transfer.

use cddu_rates::{Cents, Diagnostic, Quantity};
use rust_decimal::Decimal;

use super::ContractRun;
use super::context::{Run, name};
use super::elements::Elements;
use super::pas;
use super::retenue_source;
use super::saisie;
use super::{dfs, enfant, heures_sup, retraite_cumuls};
use crate::enfant::Pecule;
use crate::engine::recorder::Recorder;
use crate::input::{BulletinInput, RetenueMois, SaisieMois};
use crate::methods::FcssImposableMethod;
use crate::payslip::{ContractPay, CumulsOut, ElementPay, Sens, Totals};
use crate::rules::{self, Rule};
use crate::trace::{Amount, Name};
use crate::vocabulary::ElementCode;

/// Totals of a payslip and its elements as applied.
pub(crate) struct Nets {
    pub totals: Totals,
    pub elements: Vec<ElementPay>,
    /// Garnishments of the month, this payslip included.
    pub saisie_mois: Option<SaisieMois>,
    /// The share of the pay of a child.
    pub pecule: Option<Pecule>,
    /// Withholding of a non-resident in the month, this payslip included.
    pub retenue_mois: Option<RetenueMois>,
}

pub(crate) fn sum(
    run: &mut Run<'_, impl Recorder>,
    name: Name,
    parts: &[Amount],
    rule: &'static Rule,
) -> Amount {
    let figs: Vec<_> = parts.iter().map(|a| a.f).collect();
    run.calc(name, parts.iter().map(|a| a.v).sum(), "Σ", &figs, rule)
}

pub(crate) fn nets(
    run: &mut Run<'_, impl Recorder>,
    contracts: &[ContractRun],
    elements: &Elements<'_>,
    (overtime, withheld): (&heures_sup::Book, &retenue_source::Withheld),
) -> Result<Nets, Vec<Diagnostic>> {
    let gather = |f: &dyn Fn(&ContractRun) -> Vec<Amount>| contracts.iter().flat_map(f).collect::<Vec<_>>();
    let brut = sum(run, name("brut", "brut"), &gather(&|c| vec![c.brut]), &rules::BRUT);
    let employee = gather(&|c| c.employee.iter().map(|s| s.amount).collect());
    let employee = sum(run, name("cotisations_salarie", "cotisations du salarié"), &employee, &rules::TOTAL);
    let employer = gather(&|c| c.employer.iter().map(|s| s.amount).collect());
    let employer =
        sum(run, name("cotisations_employeur", "cotisations de l'employeur"), &employer, &rules::TOTAL);
    let reliefs = gather(&|c| c.relief.into_iter().chain(c.hs.employeur).collect());
    let reliefs = sum(run, name("allegements", "allègements"), &reliefs, &rules::TOTAL);
    let not_deductible = gather(&|c| c.employee.iter().filter(|s| !s.deductible).map(|s| s.amount).collect());
    let mut kept = not_deductible.clone();
    if run.input.methodes.fcss_imposable == FcssImposableMethod::Oui {
        kept.extend(contracts.iter().filter_map(|c| c.fcss));
    }
    let kept = sum(
        run,
        name("cotisations_non_deductibles", "cotisations non déductibles et parts imposables"),
        &kept,
        &rules::TOTAL,
    );
    let hs = overtime.exempt.map(|(exempt, net)| {
        let parts = gather(&|c| c.hs.salarie.into_iter().collect());
        let reduction =
            sum(run, name("allegements_salarie", "allègements du salarié"), &parts, &rules::TOTAL);
        Hs { reduction, exempt, net }
    });
    let label = name("montant_net_social", "montant net social");
    let net_social = match &hs {
        None => run.calc(label, brut.v - employee.v, "{0} - {1}", &[brut.f, employee.f], &rules::NET_SOCIAL),
        Some(hs) => run.calc(
            label,
            brut.v - employee.v + hs.reduction.v,
            "{0} - {1} + {2}",
            &[brut.f, employee.f, hs.reduction.f],
            &rules::NET_SOCIAL,
        ),
    };
    let label = name("net_imposable", "net imposable");
    let net_imposable = match &hs {
        None => run.calc(
            label,
            brut.v - employee.v + kept.v,
            "{0} - {1} + {2}",
            &[brut.f, employee.f, kept.f],
            &rules::NET_IMPOSABLE,
        ),
        Some(hs) => run.calc(
            label,
            brut.v - employee.v + kept.v + hs.reduction.v - hs.exempt.v,
            "{0} - {1} + {2} + {3} - {4}",
            &[brut.f, employee.f, kept.f, hs.reduction.f, hs.exempt.f],
            &rules::NET_IMPOSABLE_HS,
        ),
    };
    let not_deductible = sum(
        run,
        name("csg_crds_non_deductibles", "CSG non déductible et CRDS"),
        &not_deductible,
        &rules::TOTAL,
    );
    let net_verse = run.calc(
        name("net_verse", "net versé déclaré en DSN"),
        net_imposable.v - not_deductible.v,
        "{0} - {1}",
        &[net_imposable.f, not_deductible.f],
        &rules::NET_VERSE,
    );
    let frais: Vec<Amount> = elements
        .amounts(ElementCode::Frais)
        .filter(|i| !i.element.paye_directement)
        .filter_map(|i| i.exempt)
        .collect();
    let frais = sum(run, name("frais", "frais remboursés"), &frais, &rules::TOTAL);
    let in_kind: Vec<Amount> = elements.amounts(ElementCode::AvantageRepas).map(|i| i.montant).collect();
    let in_kind = sum(run, name("avantages_en_nature", "avantages en nature"), &in_kind, &rules::TOTAL);
    let label = name("net_avant_impot", "net à payer avant impôt");
    let before_tax = match &hs {
        None => run.calc(
            label,
            brut.v - employee.v + frais.v - in_kind.v,
            "{0} - {1} + {2} - {3}",
            &[brut.f, employee.f, frais.f, in_kind.f],
            &rules::NET_AVANT_IMPOT,
        ),
        Some(hs) => run.calc(
            label,
            brut.v - employee.v + hs.reduction.v + frais.v - in_kind.v,
            "{0} - {1} + {2} + {3} - {4}",
            &[brut.f, employee.f, hs.reduction.f, frais.f, in_kind.f],
            &rules::NET_AVANT_IMPOT,
        ),
    };
    let tax = pas::pas(run, net_imposable, before_tax).map_err(|d| vec![d])?;
    let abroad: Cents = withheld.parts.iter().map(|a| a.v).sum();
    let named = name("net_paye", "net à payer");
    let net = if withheld.parts.is_empty() {
        run.calc(named, before_tax.v - tax.pas.v, "{0} - {1}", &[before_tax.f, tax.pas.f], &rules::NET_PAYE)
    } else {
        let label = name("retenue_totale", "retenue à la source du non-résident");
        let abroad = sum(run, label, &withheld.parts, &rules::TOTAL);
        run.calc(named, before_tax.v - abroad.v, "{0} - {1}", &[before_tax.f, abroad.f], &rules::NET_PAYE)
    };
    if net.v < Cents::ZERO {
        run.warn(
            "NET-NEGATIF",
            format!(
                "net à payer de {} € : {} € de cotisations pour {} € de brut ; vérifier le brut, les jours et les retenues avant de payer",
                net.v, employee.v, brut.v
            ),
        );
    }
    let taken = deductions(run, elements, net, frais, in_kind)?;
    let transfer = run.calc(
        name("virement", "somme virée"),
        net.v - taken.acomptes.v - taken.avances.v - taken.saisies.v,
        "{0} - {1} - {2} - {3}",
        &[net.f, taken.acomptes.f, taken.avances.f, taken.saisies.f],
        &rules::VIREMENT,
    );
    let pecule = enfant::share(run, (brut, transfer, frais)).map_err(|d| vec![d])?;
    let total_employer = run.calc(
        name("total_verse_employeur", "total versé par l'employeur"),
        brut.v + employer.v - reliefs.v,
        "{0} + {1} - {2}",
        &[brut.f, employer.f, reliefs.f],
        &rules::TOTAL_EMPLOYEUR,
    );
    let totals = Totals {
        brut: brut.v,
        cotisations_salarie: employee.v,
        cotisations_employeur: employer.v,
        allegements: reliefs.v,
        allegements_salarie: hs.as_ref().map_or(Cents::ZERO, |h| h.reduction.v),
        heures_sup: contracts.iter().filter_map(|c| c.pay.bases.heures_sup).map(|h| h.montant).sum(),
        hs_exonerees_brut: hs.as_ref().map_or(Cents::ZERO, |h| h.exempt.v),
        hs_exonerees_net: hs.as_ref().map_or(Cents::ZERO, |h| h.net.v),
        montant_net_social: net_social.v,
        net_imposable: net_imposable.v,
        net_verse: Some(net_verse.v),
        frais: frais.v,
        avantages_en_nature: in_kind.v,
        net_avant_impot: before_tax.v,
        abattement_pas: tax.abattement,
        assiette_pas: tax.assiette.v,
        taux_pas: tax.taux,
        taux_pas_personnalise: tax.personnalise,
        pas: tax.pas.v,
        retenue_non_resident: abroad,
        net_paye: net.v,
        acomptes: taken.acomptes.v,
        avances: taken.avances.v,
        saisies: taken.saisies.v,
        virement: transfer.v,
        total_verse_employeur: total_employer.v,
    };
    Ok(Nets {
        totals,
        elements: taken.elements,
        saisie_mois: taken.saisie_mois,
        retenue_mois: withheld.mois,
        pecule,
    })
}

/// Overtime in the totals of a payslip.
struct Hs {
    reduction: Amount,
    exempt: Amount,
    net: Amount,
}

/// What is taken from the net after tax.
struct Taken {
    saisie_mois: Option<SaisieMois>,
    acomptes: Amount,
    avances: Amount,
    saisies: Amount,
    elements: Vec<ElementPay>,
}

fn deductions(
    run: &mut Run<'_, impl Recorder>,
    elements: &Elements<'_>,
    net: Amount,
    frais: Amount,
    in_kind: Amount,
) -> Result<Taken, Vec<Diagnostic>> {
    let has = |code| elements.amounts(code).next().is_some();
    let seized = saisie::saisies(run, elements, net, frais, in_kind).map_err(|d| vec![d])?;
    let (mut left, mut taken, saisies) = (seized.left, seized.taken, seized.amounts);
    let mut acomptes = Vec::new();
    for (rank, item) in indexed(elements, ElementCode::Acompte) {
        if item.montant.v > left.v.or_zero() {
            return Err(vec![
                Diagnostic::error(
                    "PAIE-014",
                    format!("acompte de {} supérieur au net restant de {}", item.montant.v, left.v.or_zero()),
                )
                .at(format!("elements[{rank}].montant"))
                .hint("réduire l'acompte, ou reporter le reste sur la paie suivante"),
            ]);
        }
        left = less(run, RESTE, left, item.montant, &rules::VIREMENT);
        acomptes.push(item.montant);
        taken.push((rank, item.montant));
    }
    let mut avances = Vec::new();
    if has(ElementCode::Avance) {
        let percent = run
            .number(name("avance_part", "part retenue au plus"), "AVANCE_FRACTION", run.input.date_paiement)
            .map_err(|d| vec![d])?;
        let mut tenth = run.calc(
            name("avance_dixieme", "dixième du salaire"),
            Cents::round(net.v.or_zero().to_decimal() * percent.v / Decimal::ONE_HUNDRED),
            "arrondi(max(0 ; {0}) × {1} %)",
            &[net.f, percent.f],
            &rules::AVANCE,
        );
        for (rank, item) in indexed(elements, ElementCode::Avance) {
            let names = ("avance_limite", "dixième du salaire restant", "avance", "avance retenue");
            let amount = at_most(run, names, item.montant, tenth, left, &rules::AVANCE);
            if amount.v < item.montant.v {
                let message = format!(
                    "avance de {} : {} retenus, le dixième du salaire dû ; reste {} à retenir",
                    item.montant.v,
                    amount.v,
                    item.montant.v - amount.v
                );
                run.warn("AVANCE-DIXIEME", message);
            }
            tenth = less(run, ("avance_reste", "reste du dixième"), tenth, amount, &rules::AVANCE);
            left = less(run, RESTE, left, amount, &rules::AVANCE);
            taken.push((rank, amount));
            avances.push(amount);
        }
    }
    Ok(Taken {
        saisie_mois: seized.mois,
        acomptes: sum(run, name("acomptes", "acomptes"), &acomptes, &rules::TOTAL),
        avances: sum(run, name("avances", "avances"), &avances, &rules::TOTAL),
        saisies: sum(run, name("saisies", "saisies et pensions"), &saisies, &rules::TOTAL),
        elements: printed(elements, &taken),
    })
}

pub(crate) const RESTE: (&str, &str) = ("net_reste", "net qui reste");

/// An amount asked, limited by what a rule leaves and by what is left to pay. `names`: code and label of the limit,
/// then of the amount.
pub(crate) fn at_most(
    run: &mut Run<'_, impl Recorder>,
    names: (&'static str, &'static str, &'static str, &'static str),
    asked: Amount,
    room: Amount,
    left: Amount,
    rule: &'static Rule,
) -> Amount {
    let limit = run.calc(
        name(names.0, names.1),
        room.v.min(left.v).or_zero(),
        "max(0 ; min({0} ; {1}))",
        &[room.f, left.f],
        rule,
    );
    let amount =
        run.calc(name(names.2, names.3), asked.v.min(limit.v), "min({0} ; {1})", &[asked.f, limit.f], rule);
    if amount.v < asked.v {
        let text = "{0} demandés, {1} seulement peuvent être retenus";
        run.t.because(amount.f, text, "{0} > {1}", &[asked.f, limit.f], rule);
    }
    amount
}

pub(crate) fn less(
    run: &mut Run<'_, impl Recorder>,
    (code, label): (&'static str, &'static str),
    from: Amount,
    taken: Amount,
    rule: &'static Rule,
) -> Amount {
    run.calc(name(code, label), from.v - taken.v, "{0} - {1}", &[from.f, taken.f], rule)
}

pub(crate) fn indexed<'e>(
    elements: &'e Elements<'_>,
    code: ElementCode,
) -> impl Iterator<Item = (usize, &'e super::elements::Item<'e>)> {
    elements.items.iter().enumerate().filter(move |(_, i)| i.element.code == code)
}

fn printed(elements: &Elements<'_>, taken: &[(usize, Amount)]) -> Vec<ElementPay> {
    elements
        .items
        .iter()
        .enumerate()
        .map(|(rank, item)| {
            let (retenu, sens) = match item.element.code {
                ElementCode::Frais if item.element.paye_directement => (Cents::ZERO, Sens::Neutre),
                ElementCode::Frais => (item.exempt.map_or(Cents::ZERO, |a| a.v), Sens::Ajout),
                ElementCode::Prime => (Cents::ZERO, Sens::Neutre),
                ElementCode::AvantageRepas => (item.montant.v, Sens::Retenue),
                _ => {
                    let amount = taken.iter().find(|(r, _)| *r == rank).map_or(Cents::ZERO, |(_, a)| a.v);
                    (amount, Sens::Retenue)
                }
            };
            ElementPay {
                code: item.element.code,
                libelle: Elements::label(item),
                contrat: item.element.contrat.clone(),
                montant: item.montant.v,
                reintegre: if item.element.code == ElementCode::Frais {
                    item.pay.map_or(Cents::ZERO, |a| a.v)
                } else {
                    Cents::ZERO
                },
                retenu,
                sens,
                creancier: item.element.creancier.clone(),
            }
        })
        .collect()
}

/// Cumuls with this employer, this payslip included.
pub(crate) fn cumuls(
    input: &BulletinInput,
    contracts: &[ContractPay],
    nets: (&Totals, Option<SaisieMois>, Option<RetenueMois>),
    retraite: &retraite_cumuls::Book,
    dfs: &dfs::Book,
) -> CumulsOut {
    let before = &input.cumuls;
    let (totals, saisie_mois, retenue_mois) = nets;
    let hours: Decimal = contracts.iter().map(|c| c.heures.0).sum();
    let cachets: u32 = contracts.iter().map(|c| c.cachets).sum();
    CumulsOut {
        brut: before.brut + totals.brut,
        net_imposable: before.net_imposable + totals.net_imposable,
        pas: before.pas + totals.pas,
        montant_net_social: before.montant_net_social + totals.montant_net_social,
        heures: Quantity(before.heures.0 + hours),
        cachets: Quantity(before.cachets.0 + Decimal::from(cachets)),
        dfs: dfs.total(),
        retraite_mois: retraite.month_total(),
        retraite_annee: retraite.year_total(),
        hs_exonerees_brut: before.hs_exonerees_brut + totals.hs_exonerees_brut,
        hs_exonerees_net: before.hs_exonerees_net + totals.hs_exonerees_net,
        heures_sup: before.heures_sup + totals.heures_sup,
        retraite_annee_tranches: retraite.year_carried(),
        saisie_mois,
        retenue_mois,
        retenue_non_resident: before.retenue_non_resident + totals.retenue_non_resident,
        kilometres: super::kilometres::after(input),
    }
}
