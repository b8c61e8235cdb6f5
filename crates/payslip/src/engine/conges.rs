//! Base of Congés Spectacles: the gross, or three conventional daily minima a day (C. trav. D7121-37).

use cddu_rates::{Cents, Diagnostic, FonctionId, MinimumQuery, Unite};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::absences::MotifAbsence;
use crate::engine::recorder::Recorder;
use crate::methods::{CongesArretMethod, CongesPlafondMethod};
use crate::rules;
use crate::trace::Amount;

pub(crate) fn base(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
) -> Result<Amount, Diagnostic> {
    let base = match run.input.methodes.conges_plafond {
        CongesPlafondMethod::Aucun => brut,
        CongesPlafondMethod::Conventionnel => capped(run, contract, brut)?,
    };
    stopped(run, contract, base)
}

/// The base raised by a share of the pay that an arrêt de travail loses.
fn stopped(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    base: Amount,
) -> Result<Amount, Diagnostic> {
    let Some(away) = run.away(contract).suspended else { return Ok(base) };
    if run.input.methodes.conges_arret.unwrap_or_default() == CongesArretMethod::Non {
        return Ok(base);
    }
    let mut base = base;
    for (rank, lost) in away.lost {
        let absence = &contract.c.absences[rank];
        if absence.motif.arret().is_none() {
            continue;
        }
        let key = match absence.motif {
            MotifAbsence::Maladie => "CONGES_ARRET_MALADIE",
            _ => "CONGES_ARRET_AUTRE",
        };
        let share =
            run.number(contract.name("conges_arret", "part de la paie perdue (en %)"), key, contract.end)?;
        let kept = absence.maintien.unwrap_or_default();
        let kept = run.given(contract.name("maintien", "maintien convenu"), kept);
        let without = Cents((lost.v - kept.v).0.max(0));
        base = run.calc(
            contract.name("conges_spectacles", "assiette de Congés Spectacles"),
            base.v + Cents::round(without.to_decimal() * share.v / Decimal::ONE_HUNDRED),
            "{0} + arrondi(max(0 ; {1} - {2}) × {3} / 100)",
            &[base.f, lost.f, kept.f, share.f],
            &rules::CONGES_ARRET,
        );
    }
    Ok(base)
}

fn capped(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
) -> Result<Amount, Diagnostic> {
    let field = format!("contrats[{}].fonction", contract.rank);
    if contract.idcc != "3097" {
        return Err(Diagnostic::error(
            "PAIE-022",
            format!("plafond conventionnel des Congés Spectacles inconnu pour l'IDCC {}", contract.idcc),
        )
        .at("methodes.conges_plafond")
        .hint("la règle n'est établie que pour l'IDCC 3097 ; garder conges_plafond = aucun"));
    }
    let conventions = run.rates.conventions().map_err(|mut list| list.remove(0))?;
    let name = contract.c.fonction.as_str();
    let fonction = conventions
        .function(contract.idcc, name)
        .ok_or_else(|| conventions.unknown_function(contract.idcc, name).at(field.clone()))?;
    let minimum = if contract.population.is_artist() {
        daily(run, contract, fonction)
    } else {
        weekly(run, contract, fonction)
    };
    let (minimum, divisor) = minimum.map_err(|d| d.at(field))?;
    let minimum = run.given(contract.name("conges_minimum", "minimum de la grille conventionnelle"), minimum);
    let divisor =
        run.given_number(contract.name("conges_jours_minimum", "jours que paie ce minimum"), divisor);
    let days = run.given_number(contract.name("jours", "jours de travail"), contract.jours);
    let limit = Cents::round(Decimal::from(3) * minimum.v.to_decimal() / divisor.v * days.v);
    Ok(run.calc(
        contract.name("conges_spectacles", "assiette de Congés Spectacles"),
        brut.v.min(limit),
        "min({0} ; arrondi(3 × {1} / {2} × {3}))",
        &[brut.f, minimum.f, divisor.f, days.f],
        &rules::CONGES,
    ))
}

/// Technicians: the 39-hour week in force on 1 January, five days (IDCC 3097, titre II).
fn weekly(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    fonction: FonctionId,
) -> Result<(Cents, Decimal), Diagnostic> {
    let january = NaiveDate::from_ymd_opt(contract.end.year(), 1, 1).unwrap_or(contract.end);
    let value = minimum(run, fonction, "1", Unite::Semaine, Some(Decimal::from(39)), january)?;
    Ok((value, Decimal::from(5)))
}

/// Artists and figurants: the day in force on the first day worked (IDCC 3097, titre III).
fn daily(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    fonction: FonctionId,
) -> Result<(Cents, Decimal), Diagnostic> {
    let annexe = if contract.population == cddu_rates::Population::Figurant { "III.2" } else { "III.1" };
    let unite = if annexe == "III.1" { Unite::Cachet } else { Unite::Jour };
    let value = minimum(run, fonction, annexe, unite, None, contract.periode.debut)?;
    Ok((value, Decimal::ONE))
}

fn minimum(
    run: &Run<'_, impl Recorder>,
    fonction: FonctionId,
    annexe: &str,
    unite: Unite,
    heures: Option<Decimal>,
    date: NaiveDate,
) -> Result<Cents, Diagnostic> {
    let conventions = run.rates.conventions().map_err(|mut list| list.remove(0))?;
    let query = MinimumQuery {
        fonction,
        annexe,
        genre: "",
        unite,
        heures,
        jours: None,
        date,
        adherent: run.input.employeur.parametres.adherent,
        derogation: None,
    };
    conventions.minimum(&query).map(|row| row.valeur.unwrap_or_default())
}
