//! Contributions for which the tables hold nothing on a contract: another population, another convention, another
//! date. The tables alone decide, so that nothing was computed: they are read when the question is asked.

use cddu_rates::{Contribution, Diagnostic, Population, RateRow, Rates, RowId};

use crate::payslip::ContractPay;
use crate::trace::{ExplainedFigure, Name, explained_row};
use crate::vocabulary::Categorie;

/// The contributions that the tables do not give to a contract, and why.
pub(crate) fn not_due(
    rates: &Rates,
    contract: &ContractPay,
    rank: usize,
    names: &[&str],
) -> Vec<ExplainedFigure> {
    let population = population(contract);
    let held = rates.lines(contract.periode.fin, population, &contract.idcc);
    let held: Vec<usize> =
        held.map_err(drop::<Diagnostic>).unwrap_or_default().iter().map(|l| l.contribution).collect();
    let absent = (0..rates.contributions().len()).filter(|index| !held.contains(index));
    absent
        .map(|index| {
            let name = Name {
                code: "non_due",
                label: "non due",
                contract: u16::try_from(rank).ok(),
                line: u16::try_from(index).ok(),
                part: None,
            };
            let rows: Vec<(&RateRow, RowId)> = rates.rates_of(index).collect();
            let (sentence, row) = reason(&rates.contributions()[index], &rows, contract, population);
            let table = row.map(|id| explained_row(id, rates));
            ExplainedFigure {
                pourquoi: Some(sentence),
                confiance: table.as_ref().map(|t| t.confiance).unwrap_or(cddu_rates::Confiance::A),
                table,
                ..ExplainedFigure::named(name, rates, names)
            }
        })
        .collect()
}

/// The population of a frozen contract.
fn population(contract: &ContractPay) -> Population {
    match (contract.taux_artiste, contract.categorie) {
        (true, Categorie::Figurant) => Population::Figurant,
        (true, _) => Population::Artiste,
        (false, _) if contract.cadre => Population::TechnicienCadre,
        (false, _) => Population::TechnicienNonCadre,
    }
}

/// The sentence, and the row of the tables that decides.
fn reason(
    contribution: &Contribution,
    rows: &[(&RateRow, RowId)],
    contract: &ContractPay,
    population: Population,
) -> (String, Option<RowId>) {
    let end = contract.periode.fin;
    let last = rows.last().map(|(_, id)| *id);
    if let Some(day) = contribution.abroge_le.filter(|day| *day <= end) {
        return (format!("supprimée le {day} : la période finit le {end}"), last);
    }
    let of_convention = |r: &RateRow| r.idcc.is_empty() || r.idcc.contains(&contract.idcc);
    let of_population = |r: &RateRow| r.populations.is_empty() || r.populations.contains(&population);
    if !rows.iter().any(|(r, _)| of_population(r)) {
        let concerned: Vec<&str> = Population::ALL
            .into_iter()
            .filter(|p| rows.iter().any(|(r, _)| r.populations.contains(p)))
            .map(plural)
            .collect();
        let text = format!(
            "due pour les {} seulement : ce contrat est celui d'un {}",
            concerned.join(", "),
            singular(population)
        );
        return (text, last);
    }
    if !rows.iter().any(|(r, _)| of_population(r) && of_convention(r)) {
        let mut list: Vec<&str> = rows
            .iter()
            .filter(|(r, _)| of_population(r))
            .flat_map(|(r, _)| &r.idcc)
            .map(String::as_str)
            .collect();
        list.sort_unstable();
        list.dedup();
        let text = format!(
            "due dans les conventions d'IDCC {} seulement : ce contrat relève de l'IDCC {}",
            list.join(", "),
            contract.idcc
        );
        return (text, last);
    }
    let mine: Vec<&(&RateRow, RowId)> =
        rows.iter().filter(|(r, _)| of_population(r) && of_convention(r)).collect();
    if let Some((first, id)) =
        mine.iter().min_by_key(|(r, _)| r.row.valide_du).filter(|(r, _)| end < r.row.valide_du)
    {
        return (format!("due depuis le {} : la période finit le {end}", first.row.valide_du), Some(*id));
    }
    let ended =
        mine.iter().filter_map(|(r, id)| r.row.valide_au.map(|day| (day, *id))).filter(|(day, _)| *day < end);
    match ended.max() {
        Some((day, id)) => (format!("plus de taux après le {day} : la période finit le {end}"), Some(id)),
        None => (format!("le barème n'a pas de taux le {end}"), last),
    }
}

const fn plural(population: Population) -> &'static str {
    match population {
        Population::TechnicienNonCadre => "techniciens non cadres",
        Population::TechnicienCadre => "techniciens cadres",
        Population::Artiste => "artistes",
        Population::Figurant => "artistes de complément",
    }
}

const fn singular(population: Population) -> &'static str {
    match population {
        Population::TechnicienNonCadre => "technicien non cadre",
        Population::TechnicienCadre => "technicien cadre",
        Population::Artiste => "artiste",
        Population::Figurant => "artiste de complément",
    }
}
