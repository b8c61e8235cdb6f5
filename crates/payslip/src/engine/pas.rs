//! Prélèvement à la source: personal rate or default grid, short-contract allowance, limit of the cash.

use cddu_rates::{Cents, Diagnostic, Rate};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::absence::longer_than;
use super::annee_suivante;
use super::context::{Contract, Run, name};
use crate::engine::recorder::Recorder;
use crate::input::ImpotGarde;
use crate::methods::AbattementPasMethod;
use crate::rules;
use crate::trace::{Amount, Fig, Name, Val};
use crate::vocabulary::Periodicite;

const ABATTEMENT: Name = name("abattement_pas", "abattement des contrats courts");

/// The PAS of a payslip.
pub(crate) struct Pas {
    pub abattement: Cents,
    pub assiette: Amount,
    pub taux: Option<Rate>,
    pub personnalise: bool,
    pub pas: Amount,
}

pub(crate) fn pas(
    run: &mut Run<'_, impl Recorder>,
    net_imposable: Amount,
    cash: Amount,
) -> Result<Pas, Diagnostic> {
    let input = run.input;
    if !input.salarie.domicile_fiscal_france {
        let rule = &rules::PAS_NON_RESIDENT;
        let zero = run.calc(name("pas", "prélèvement à la source"), Cents::ZERO, "0", &[], rule);
        let text = "pas de prélèvement à la source : la personne n'est pas domiciliée fiscalement en France (salarie.domicile_fiscal_france : false) ; la retenue à la source des articles 182 A et 182 A bis du CGI en tient lieu";
        run.t.because(zero.f, text, "", &[], rule);
        return Ok(Pas {
            abattement: Cents::ZERO,
            assiette: zero,
            taux: None,
            personnalise: false,
            pas: zero,
        });
    }
    if let Some(kept) = &input.impot_garde {
        return Ok(kept_as_withheld(run, kept));
    }
    // Less may be taxable than was taxed (an exempt hour paid later): a base is not negative.
    let net_imposable = if net_imposable.v < Cents::ZERO {
        let base = name("assiette_pas", "base du prélèvement");
        run.calc(base, Cents::ZERO, "max(0 ; {0})", &[net_imposable.f], &rules::PAS)
    } else {
        net_imposable
    };
    if let Some(rate) = input.salarie.taux_pas {
        let fig = run.t.input(name("taux_pas", "taux personnel"), Val::Percent(rate));
        no_allowance(run, "pas d'abattement : un taux personnel est connu ({0})", fig);
        let pas = amount(run, net_imposable, rate, fig, cash);
        why_nothing(run, net_imposable, (rate, fig), cash, pas);
        return Ok(Pas {
            abattement: Cents::ZERO,
            assiette: net_imposable,
            taux: Some(rate),
            personnalise: true,
            pas,
        });
    }
    let zone = input.salarie.zone_pas;
    let payment = input.date_paiement;
    let grid_day = annee_suivante::grid_day(run, zone, payment)?;
    let months = short_months(run)?;
    let short = input.contrats.iter().all(|c| c.dates().at_most_months(months));
    if short {
        let day = match input.methodes.pas_abattement {
            AbattementPasMethod::EnVigueur => payment,
            AbattementPasMethod::PremierJanvier => {
                NaiveDate::from_ymd_opt(payment.year(), 1, 1).unwrap_or(payment)
            }
        };
        let day = annee_suivante::parameter_day(run, ABATTEMENT.label, "PAS_ABATTEMENT_CONTRAT_COURT", day)?;
        let allowance = run.amount(ABATTEMENT, "PAS_ABATTEMENT_CONTRAT_COURT", day)?;
        let base = run.calc(
            name("assiette_pas", "base du prélèvement"),
            (net_imposable.v - allowance.v).or_zero(),
            "max(0 ; {0} - {1})",
            &[net_imposable.f, allowance.f],
            &rules::PAS_ABATTEMENT,
        );
        let (rate, row) = run.rates.neutral_rate(zone, grid_day, base.v)?;
        let fig = run.rate(name("taux_pas", "taux non personnalisé"), rate, row);
        let pas = amount(run, base, rate, fig, cash);
        if base.v.is_zero() && net_imposable.v > Cents::ZERO {
            run.t.because(
                pas.f,
                "pas de prélèvement : le net imposable de {0} ne dépasse pas l'abattement des contrats courts, {1}",
                "{0} ≤ {1}",
                &[net_imposable.f, allowance.f],
                &rules::PAS_ABATTEMENT,
            );
        } else {
            why_nothing(run, base, (rate, fig), cash, pas);
        }
        return Ok(Pas {
            abattement: allowance.v,
            assiette: base,
            taux: Some(rate),
            personnalise: false,
            pas,
        });
    }
    if let Some(rank) = input.contrats.iter().position(|c| !c.dates().at_most_months(months)) {
        let contract = Contract::new(input, rank);
        longer_than(run, &contract, ABATTEMENT, months, &rules::PAS_ABATTEMENT);
    }
    let monthly = monthly(run, net_imposable)?;
    let (rate, row) = run.rates.neutral_rate(zone, grid_day, monthly)?;
    let fig = run.rate(name("taux_pas", "taux non personnalisé"), rate, row);
    let pas = amount(run, net_imposable, rate, fig, cash);
    why_nothing(run, net_imposable, (rate, fig), cash, pas);
    Ok(Pas { abattement: Cents::ZERO, assiette: net_imposable, taux: Some(rate), personnalise: false, pas })
}

/// The tax of the payslip that this one corrects, as it was withheld.
fn kept_as_withheld(run: &mut Run<'_, impl Recorder>, kept: &ImpotGarde) -> Pas {
    let rule = &rules::PAS_GARDE;
    let assiette = run.given(name("assiette_pas", "base du prélèvement"), kept.assiette);
    let label = if kept.personnalise { "taux personnel" } else { "taux non personnalisé" };
    let rate = run.t.input(name("taux_pas", label), Val::Percent(kept.taux));
    if kept.abattement.is_zero() {
        let text = "pas d'abattement : l'impôt est gardé tel qu'il a été retenu, au taux de {0}";
        run.t.not_due(ABATTEMENT, text, "", &[rate], rule);
    } else {
        run.given(ABATTEMENT, kept.abattement);
    }
    let withheld = run.given(name("pas_retenu", "impôt retenu par le bulletin remplacé"), kept.pas);
    let pas = run.calc(name("pas", "prélèvement à la source"), kept.pas, "{0}", &[withheld.f], rule);
    run.warn(
        "IMPOT-GARDE",
        format!(
            "impôt gardé tel que le bulletin {} l'a retenu le {} : {} ; une DSN ne rend plus l'impôt de cette année-là",
            kept.bulletin,
            kept.date_paiement.format("%d/%m/%Y"),
            kept.pas
        ),
    );
    Pas { abattement: kept.abattement, assiette, taux: Some(kept.taux), personnalise: kept.personnalise, pas }
}

fn no_allowance(run: &mut Run<'_, impl Recorder>, text: &'static str, rate: Fig) {
    run.t.not_due(ABATTEMENT, text, "", &[rate], &rules::PAS_ABATTEMENT);
}

/// Tells why a PAS is nil when its base is not under the allowance.
fn why_nothing(
    run: &mut Run<'_, impl Recorder>,
    base: Amount,
    (value, rate): (Rate, Fig),
    cash: Amount,
    pas: Amount,
) {
    if !pas.v.is_zero() {
        return;
    }
    let (text, test, args): (_, _, &[Fig]) = if value.0.is_zero() {
        ("pas de prélèvement : le taux est de {1} pour une base de {0}", "{1} = 0", &[base.f, rate])
    } else if base.v <= Cents::ZERO {
        ("pas de prélèvement : la base est de {0}", "{0} ≤ 0", &[base.f])
    } else if cash.v <= Cents::ZERO {
        ("pas de prélèvement : le net en espèces est de {0}", "{0} ≤ 0", &[cash.f])
    } else {
        ("pas de prélèvement : {0} à {1} ne font pas un centime", "arrondi({0} × {1} %) = 0", &[base.f, rate])
    };
    run.t.because(pas.f, text, test, args, &rules::PAS);
}

/// The monthly equivalent in which the rate is read.
fn monthly(run: &mut Run<'_, impl Recorder>, net: Amount) -> Result<Cents, Diagnostic> {
    let twelve = Decimal::from(12);
    let payment = run.input.date_paiement;
    let base = name("assiette_mensualisee", "équivalent mensuel");
    Ok(match run.input.periodicite() {
        Periodicite::Mensuelle => net.v,
        Periodicite::Hebdomadaire => {
            let weeks = run.number(name("semaines_an", "semaines d'un an"), "PAS_SEMAINES_AN", payment)?;
            let value = Cents::round(net.v.to_decimal() * weeks.v / twelve);
            run.calc(base, value, "arrondi({0} × {1} / 12)", &[net.f, weeks.f], &rules::PAS_MENSUALISEE).v
        }
        Periodicite::Journaliere => {
            let days: Decimal =
                (0..run.input.contrats.len()).map(|rank| Contract::new(run.input, rank).jours).sum();
            let days = run.given_number(name("jours", "jours payés"), days);
            let year = run.number(name("jours_an", "jours ouvrés d'un an"), "PAS_JOURS_AN", payment)?;
            let value = Cents::round(net.v.to_decimal() * year.v / twelve / days.v);
            let args = [net.f, year.f, days.f];
            run.calc(base, value, "arrondi({0} × {1} / 12 / {2})", &args, &rules::PAS_MENSUALISEE).v
        }
    })
}

/// Months that a contract may last and still be short (CGI 204 H III 1 d).
fn short_months(run: &Run<'_, impl Recorder>) -> Result<u32, Diagnostic> {
    let months = run.rates.param("PAS_MOIS_CONTRAT_COURT", run.input.date_paiement)?;
    Ok(months.value.to_u32().unwrap_or_default())
}

fn amount(run: &mut Run<'_, impl Recorder>, base: Amount, rate: Rate, fig: Fig, cash: Amount) -> Amount {
    run.calc(
        name("pas", "prélèvement à la source"),
        rate.of(base.v).min(cash.v).or_zero(),
        "max(0 ; min(arrondi({0} × {1} %) ; {2}))",
        &[base.f, fig, cash.f],
        &rules::PAS,
    )
}
