//! What a payslip may hold and rarely means, said on the payslip itself with the money at stake. The limits are those of
//! plausibility: no amount follows them. A folder asks the same doubts before it freezes anything.

use cddu_rates::{Cents, Quantity};
use rust_decimal::Decimal;

use super::unite_saisie::{of_a_month, of_another_unit};
use super::{ContractRun, nuits_coupees, plancher};
use crate::absences::AbsencePay;
use crate::engine::context::{Contract, Run};
use crate::engine::elements::{self, Elements, Item};
use crate::engine::recorder::Recorder;
use crate::gross::Jour;
use crate::input::Travail;
use crate::payslip::Totals;
use crate::vocabulary::{Categorie, ElementCode};

/// No rate of the scale, nor of a household in practice, is above.
const HIGHEST_TAX: Decimal = Decimal::from_parts(43, 0, 0, false, 0);
/// A pay so many times the minimum is asked about: a figure or two zeros too many.
const TIMES_MINIMUM: i64 = 5;
/// The same for artists, whose leading parts are agreed freely at several times the minimum of a day.
const TIMES_MINIMUM_ARTIST: i64 = 10;
/// A day paid more is asked about when no minimum is known, in cents.
const HIGHEST_DAY: Cents = Cents(500_000);
/// Hours of a week or of a day under which those of an agreed pay are a comma lost (39 typed 3.9).
const SHORTEST_WEEK: Decimal = Decimal::from_parts(15, 0, 0, false, 0);
const SHORTEST_DAY: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// Hours beyond which a base is no longer that of a week.
const LONGEST_BASE: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
/// Expenses of a short contract may be above its gross: they are asked about from here, in cents.
const HIGH_EXPENSE: Cents = Cents(100_000);
/// An expense so many times its limit is asked about: what is above becomes pay.
const TIMES_LIMIT: i64 = 5;
/// Meals of one day: at noon, in the evening, at night.
const MEALS_A_DAY: i64 = 3;
/// Dependants of a garnishment (C. trav. R3252-3): more are rarer than another number in the wrong column.
const MOST_DEPENDANTS: u32 = 10;

/// The doubts: what a folder asks, and what a call ends with anomalies for.
pub(crate) const DOUBTS: [&str; 18] = [
    "PAIE-115", "PAIE-116", "PAIE-125", "PAIE-126", "PAIE-127", "PAIE-128", "PAIE-129", "PAIE-130",
    "PAIE-131", "PAIE-132", "PAIE-133", "PAIE-134", "PAIE-137", "PAIE-138", "PAIE-139", "PAIE-140",
    "PAIE-141", "PAIE-142",
];
/// Those that are told and are no anomaly: what the contract says prevails, or nothing could be compared.
pub(crate) const TOLD_ONLY: [&str; 2] = ["PAIE-132", "PAIE-133"];

/// A net under zero is told with the nets, a gross under the SMIC with the checks.
pub(super) fn warn(
    run: &mut Run<'_, impl Recorder>,
    contracts: &[ContractRun],
    items: &Elements<'_>,
    totals: &Totals,
) {
    tax(run, totals);
    employer(run);
    for (rank, contract) in contracts.iter().enumerate() {
        cachets(run, rank);
        counts(run, rank);
        nuits_coupees::warn(run, rank);
        pay(run, rank, contract.pay.bases.brut);
        kept(run, rank, &contract.pay.absences);
        function(run, rank);
    }
    same_days(run, contracts);
    elements(run, items, totals);
}

/// `PAIE-115`: a rate of tax.
fn tax(run: &mut Run<'_, impl Recorder>, totals: &Totals) {
    let Some(rate) = run.input.salarie.taux_pas else { return };
    let why = if rate.0 > HIGHEST_TAX {
        "aucun taux du barème ne dépasse 43 %"
    } else if rate.0 > Decimal::ZERO && rate.0 < Decimal::ONE {
        "un tableur écrit parfois la fraction à la place du taux"
    } else {
        return;
    };
    let message = format!(
        "taux d'impôt de {} % : {} retenus sur un net de {} ; {why}, vérifier le taux reçu de l'administration",
        french(rate.0),
        totals.pas,
        totals.net_avant_impot
    );
    run.warn_at("PAIE-115", "salarie.taux_pas".to_owned(), message);
}

/// `PAIE-130`: a rate of the employer.
fn employer(run: &mut Run<'_, impl Recorder>) {
    for rare in run.input.employeur.parametres.taux_rares() {
        let (low, high) = rare.usuel;
        let message = format!(
            "{} de {} % : {} ; recopier le taux de la notification, en pour cent, attendu entre {} et {}",
            rare.cle,
            french(rare.taux.0),
            rare.raison,
            french(low),
            french(high)
        );
        run.warn_at("PAIE-130", format!("employeur.{}", rare.cle), message);
    }
}

/// `PAIE-116`: cachets that the days cannot hold.
fn cachets(run: &mut Run<'_, impl Recorder>, rank: usize) {
    let contract = Contract::new(run.input, rank);
    let (c, days) = (contract.c, contract.periode.days());
    if i64::from(c.cachets) <= days {
        return;
    }
    let message = format!(
        "contrat {} : {} cachets pour une période de {days} jour{} ({}) ; les droits au chômage se comptent sur eux, vérifier le nombre",
        c.contrat,
        c.cachets,
        if days > 1 { "s" } else { "" },
        contract.periode
    );
    run.warn_at("PAIE-116", format!("contrats[{rank}].cachets"), message);
}

/// `PAIE-137`: days or cachets given beside a sheet that holds more of them, hours that are not those of the sheet.
fn counts(run: &mut Run<'_, impl Recorder>, rank: usize) {
    let c = &run.given.contrats[rank];
    let Travail::Heures(sheet) = &c.travail else { return };
    let worked = sheet.temps.iter().filter(|day| day.debut.is_some());
    let days: std::collections::BTreeSet<_> = worked.map(|day| day.date).collect();
    let of_sheet = Decimal::from(days.len());
    let cachets = Decimal::from(if c.categorie == Categorie::Technicien { 0 } else { c.cachets });
    let short = |given: Decimal| given > Decimal::ZERO && given < of_sheet;
    let found: Vec<(&str, String)> = [("jours", c.jours.0), ("cachets", cachets)]
        .into_iter()
        .filter(|(_, given)| short(*given))
        .map(|(field, given)| {
            let message = format!(
                "contrat {} : {} {field} donnés, {} jours dans la feuille ; la paie suit le nombre donné, vérifier {field} ou l'omettre",
                c.contrat,
                french(given),
                days.len()
            );
            (field, message)
        })
        .collect();
    let minutes: i64 = sheet.temps.iter().map(Jour::worked_minutes).sum();
    let given: Decimal = sheet.temps.iter().filter_map(|day| day.heures).map(|h| h.0).sum();
    let weeks: Decimal = sheet.semaines.iter().map(|week| week.heures.0).sum();
    let written = Decimal::from(minutes) / Decimal::from(60) + given + weeks;
    let paid = run.input.contrats[rank].heures.0;
    let of_hours = (!sheet.temps.is_empty() && !c.heures.0.is_zero() && ![written, paid].contains(&c.heures.0))
        .then(|| {
            let message = format!(
                "contrat {} : {} heures données, {} dans la feuille ; la paie suit la feuille, vérifier ses lignes ou omettre heures",
                c.contrat,
                french(c.heures.0),
                french(written.round_dp(2))
            );
            ("heures", message)
        });
    for (field, message) in found.into_iter().chain(of_hours) {
        run.warn_at("PAIE-137", format!("contrats[{rank}].{field}"), message);
    }
}

/// `PAIE-125` a pay far above the minimum, `PAIE-140` one that is that of a month in the place of a week or of a
/// week in the place of a day, `PAIE-142` that of another unit of the grid, `PAIE-126` a gross under the minimum, `PAIE-134` the hours of an agreed pay.
fn pay(run: &mut Run<'_, impl Recorder>, rank: usize, gross: Cents) {
    let c = &run.input.contrats[rank];
    let name = &c.contrat;
    let at = |field: &str| format!("contrats[{rank}].{field}");
    let days = c.jours.0.max(Decimal::from(c.cachets)).max(Decimal::ONE);
    let per_day = || {
        let high = Decimal::from(gross.0) / days >= Decimal::from(HIGHEST_DAY.0);
        high.then(|| format!("plus de {HIGHEST_DAY} € par jour"))
    };
    let most = if c.categorie == Categorie::Artiste { TIMES_MINIMUM_ARTIST } else { TIMES_MINIMUM };
    let times = |pay: Cents, least: Cents, fonction: &str| {
        let high = pay.0 >= least.0.saturating_mul(most);
        high.then(|| format!("{} fois le minimum de {fonction} ({least} €)", pay.0 / least.0))
    };
    let (field, typed, why) = match &run.given.contrats[rank].travail {
        Travail::Heures(sheet) => {
            let Some(typed) = sheet.salaire_base else { return };
            // The SMIC alone says little of what a function is paid.
            let minimum = run.minimum(rank).filter(|m| m.valeur > Cents::ZERO && m.ligne.is_some());
            let why = match &minimum {
                Some(m) => times(m.salaire, m.valeur, &c.fonction),
                // The grid has no row of this unit: a week typed as a day is seen on the whole.
                None => match plancher::of(run, rank) {
                    Some(floor) => times(gross, floor.montant, &floor.fonction),
                    None => per_day(),
                },
            };
            let hours = sheet.heures_base.map(|h| h.0).filter(|_| c.categorie == Categorie::Technicien);
            let idcc = c.idcc.as_deref().unwrap_or(&run.input.employeur.identite.idcc);
            let shortest = if idcc == "3097" { SHORTEST_WEEK } else { SHORTEST_DAY };
            if let (None, Some(hours)) = (&why, hours.filter(|h| *h < shortest && *h > Decimal::ZERO)) {
                let message = format!(
                    "contrat {name} : {typed} € convenus pour {} heures, {gross} € de brut ; vérifier la virgule de heures_base (39 ou 35 pour une semaine)",
                    french(hours)
                );
                run.warn_at("PAIE-134", at("heures_base"), message);
                return;
            }
            // The hours of a week typed beside it do not say that the pay is that of a week.
            let by_week =
                sheet.heures_base.is_none_or(|h| h.0 <= LONGEST_BASE) && c.categorie == Categorie::Technicien;
            if let (None, Some(m)) =
                (&why, minimum.as_ref().filter(|m| by_week && m.unite.starts_with("semaine")))
                && m.salaire.0 >= m.valeur.0.saturating_mul(7) / 2
            {
                let (times, said) = of_a_month(idcc);
                let week = Cents::checked_round(typed.to_decimal() / times).unwrap_or_default();
                let message = format!(
                    "contrat {name} : {typed} € convenus, plus de trois fois et demie le minimum d'une semaine ({} €) ; lus comme le salaire d'une semaine, payés chaque semaine, vérifier l'unité : le salaire d'un mois s'écrit par semaine, divisé par {said} ({week} €)",
                    m.valeur
                );
                run.warn_at("PAIE-140", at("salaire_base"), message);
                return;
            }
            // A week of a grid that knows days is worth four to five of them.
            let technician = c.categorie == Categorie::Technicien;
            if let (None, Some(m)) =
                (&why, minimum.as_ref().filter(|m| technician && m.unite.starts_with("jour")))
                && m.salaire.0 >= m.valeur.0.saturating_mul(7) / 2
            {
                let message = format!(
                    "contrat {name} : {typed} € convenus, plus de trois fois et demie le minimum d'une journée ({} €) ; lus comme le salaire d'une journée, payés chaque jour, vérifier l'unité : le salaire d'une semaine veut « semaine » dans engagement",
                    m.valeur
                );
                run.warn_at("PAIE-140", at("salaire_base"), message);
                return;
            }
            if let (None, Some(m)) = (&why, &minimum)
                && let Some(row) =
                    of_another_unit(run, idcc, c.fin, (typed, sheet.heures_base.map(|h| h.0)), m)
            {
                let message = format!(
                    "contrat {name} : {typed} € convenus, lus comme le salaire d'une unité dont le minimum est de {} € ({}) : c'est au centime celui de « {} » pour une autre ({row}), vérifier l'unité (engagement, heures_base)",
                    m.valeur, m.unite, c.fonction
                );
                run.warn_at("PAIE-142", at("salaire_base"), message);
                return;
            }
            ("salaire_base", typed, why)
        }
        Travail::Brut { brut: Some(typed), .. } => {
            let (typed, floor) = (*typed, plancher::of(run, rank));
            let why = match &floor {
                Some(floor) => times(typed, floor.montant, &floor.fonction),
                None => per_day(),
            };
            // A cent a week is what rounding leaves.
            let weeks = i64::try_from(c.periode().weeks().count()).unwrap_or(1);
            let smic = |w: &crate::vocabulary::Avertissement| {
                w.code == "SMIC-HEURES" && w.champ.as_deref() == Some(&at("brut"))
            };
            if let Some(floor) = floor.filter(|f| typed.0 + weeks < f.montant.0)
                && !run.warnings.iter().any(smic)
            {
                let message = format!(
                    "contrat {name} : brut de {typed} € sous le minimum de {} pour {} ({} €) ; il manque {} €, vérifier le brut, les heures et la fonction",
                    floor.fonction,
                    floor.pour,
                    floor.montant,
                    floor.montant - typed
                );
                run.warn_at("PAIE-126", at("brut"), message);
            }
            ("brut", typed, why)
        }
        Travail::Brut { brut: None, .. } => return,
    };
    if let Some(why) = why {
        let message = format!(
            "contrat {name} : {typed} € convenus, {gross} € de brut ; {why}, vérifier la place de la virgule et les zéros"
        );
        run.warn_at("PAIE-125", at(field), message);
    }
}

/// `PAIE-138`: more pay kept during an absence than it takes back. An absence that goes on after the period paid keeps here
/// what later payslips take back.
fn kept(run: &mut Run<'_, impl Recorder>, rank: usize, absences: &[AbsencePay]) {
    let contract = Contract::new(run.input, rank);
    for (index, given) in contract.c.absences.iter().enumerate() {
        let paid = absences.iter().find(|a| a.debut == given.debut && a.motif == given.motif);
        let Some(paid) = paid.filter(|a| a.maintien > a.retenue && a.fin <= contract.periode.fin) else {
            continue;
        };
        let message = format!(
            "contrat {} : maintien de {} € pour une absence qui retire {} € ; vérifier le montant du maintien, en euros bruts",
            contract.c.contrat, paid.maintien, paid.retenue
        );
        run.warn_at("PAIE-138", format!("contrats[{rank}].absences[{index}].maintien"), message);
    }
}

/// `PAIE-132` a status that the grid does not give to the function, `PAIE-133` a function of no grid beside a gross given.
fn function(run: &mut Run<'_, impl Recorder>, rank: usize) {
    let contract = Contract::new(run.input, rank);
    let (c, idcc) = (contract.c, contract.idcc);
    if !c.has_status() || c.fonction.trim().is_empty() {
        return;
    }
    let Ok(conventions) = run.rates.conventions() else { return };
    let given = &run.given.contrats[rank];
    let (name, at) = (&c.contrat, |field: &str| format!("contrats[{rank}].{field}"));
    let Some(id) = conventions.function(idcc, &c.fonction) else {
        if matches!(given.travail, Travail::Brut { .. }) {
            let unknown = conventions.unknown_function(idcc, &c.fonction);
            let near = unknown.aide.map(|near| format!(" ; {near}")).unwrap_or_default();
            let message =
                format!("contrat {name} : {} : le minimum n'est pas contrôlé{near}", unknown.message);
            run.warn_at("PAIE-133", at("fonction"), message);
        }
        return;
    };
    let grid = conventions.fonction(id);
    if let Some(said) = given.cadre.filter(|said| *said != grid.cadre) {
        let word = |cadre| if cadre { "cadre" } else { "non-cadre" };
        let message = format!(
            "contrat {name} : {}, et la grille de la convention {idcc} dit {} de « {} » ; la retraite et la prévoyance en dépendent, vérifier cadre",
            word(said),
            word(grid.cadre),
            grid.nom
        );
        run.warn_at("PAIE-132", at("cadre"), message);
    }
}

/// `PAIE-131`: two contracts that pay more days than their dates have: the same work typed twice.
fn same_days(run: &mut Run<'_, impl Recorder>, contracts: &[ContractRun]) {
    let all = &run.input.contrats;
    let mut found = Vec::new();
    for (rank, c) in all.iter().enumerate() {
        for (other, before) in all[..rank].iter().enumerate() {
            let (one, two) = (before.periode(), c.periode());
            let Some(shared) = one.intersection(two) else { continue };
            let days = one.days() + two.days() - shared.days();
            let paid = before.jours.0 + c.jours.0;
            if paid <= Decimal::from(days) || before.jours.0.is_zero() || c.jours.0.is_zero() {
                continue;
            }
            let gross = |rank: usize| contracts.get(rank).map_or(Cents::ZERO, |c| c.pay.bases.brut);
            found.push((
                rank,
                format!(
                    "contrats {} et {} : {} jours payés pour {days} jours de calendrier ; {} € payés deux fois si c'est le même travail, vérifier les dates et les jours",
                    before.contrat,
                    c.contrat,
                    french(paid),
                    gross(rank).min(gross(other))
                ),
            ));
        }
    }
    for (rank, message) in found {
        run.warn_at("PAIE-131", format!("contrats[{rank}].debut"), message);
    }
}

/// `PAIE-127` an element above the gross, `PAIE-139` dependants of a garnishment, `PAIE-128` an expense far above its limit, `PAIE-129` meals that the days cannot
/// hold.
fn elements(run: &mut Run<'_, impl Recorder>, items: &Elements<'_>, totals: &Totals) {
    let premiums: Cents = items.amounts(ElementCode::Prime).map(|i| i.montant.v).sum();
    let gross = totals.brut - premiums;
    // The indemnities of the sheets come first: they are of no element of the request.
    let of_sheets = run.input.elements.len() - run.given.elements.len();
    let mut found = Vec::new();
    for (rank, item) in items.items.iter().skip(of_sheets).enumerate() {
        let amount = item.montant.v;
        let named = if item.element.montant.is_some() { "montant" } else { "quantite" };
        if item.element.personnes_a_charge > MOST_DEPENDANTS {
            let doubt = format!(
                "{} personnes à charge pour une saisie : chacune augmente la part insaisissable ; vérifier personnes_a_charge",
                item.element.personnes_a_charge
            );
            found.push(("PAIE-139", rank, "personnes_a_charge", doubt));
        }
        if let Some(doubt) = meals(run, item) {
            found.push(("PAIE-129", rank, "quantite", doubt));
        } else if let Some(doubt) = beyond_limit(item) {
            found.push(("PAIE-128", rank, "montant", doubt));
        } else if asked(item.element.code)
            && amount > if item.element.code == ElementCode::Frais { gross.max(HIGH_EXPENSE) } else { gross }
        {
            let doubt = format!(
                "{amount} € dans un seul élément, pour un brut de {gross} € ; vérifier la place de la virgule et les zéros"
            );
            found.push(("PAIE-127", rank, named, doubt));
        }
    }
    for (code, rank, field, doubt) in found {
        run.warn_at(code, format!("elements[{rank}].{field}"), doubt);
    }
}

/// Elements that a slip makes large. The others follow a decision of somebody else (a garnishment, an advance paid).
const fn asked(code: ElementCode) -> bool {
    matches!(
        code,
        ElementCode::Prime | ElementCode::Frais | ElementCode::Retenue | ElementCode::AvantageRepas
    )
}

fn beyond_limit(item: &Item<'_>) -> Option<String> {
    let (limit, pay) = (item.exempt?.v, item.pay.filter(|_| item.element.code == ElementCode::Frais)?.v);
    (item.montant.v.0 >= limit.0.saturating_mul(TIMES_LIMIT)).then(|| {
        format!(
            "frais de {} € pour une limite d'exonération de {limit} € : {pay} € deviennent du salaire, soumis aux cotisations et à l'impôt ; vérifier le montant et la quantité",
            item.montant.v
        )
    })
}

/// A count of meals that no person eats: a part of one, or too many for the days.
fn meals(run: &Run<'_, impl Recorder>, item: &Item<'_>) -> Option<String> {
    let count = item.element.quantite?;
    if !elements::counts_meals(run, item.element) {
        return None;
    }
    if !count.0.fract().is_zero() {
        return Some(format!(
            "{} repas : {} € ; un repas est entier, vérifier la quantité",
            Quantity(count.0.normalize()).to_string().replace('.', ","),
            item.montant.v
        ));
    }
    let periods = run.input.contrats.iter().enumerate();
    let days: i64 = periods
        .filter(|(rank, _)| item.contract.is_none_or(|own| own == *rank))
        .map(|(_, c)| c.periode().days())
        .sum();
    (count.0 > Decimal::from(MEALS_A_DAY * days)).then(|| {
        format!(
            "{} repas pour une période de {days} jour{} : {} € ; {MEALS_A_DAY} par jour au plus, vérifier la quantité",
            Quantity(count.0.normalize()),
            if days > 1 { "s" } else { "" },
            item.montant.v
        )
    })
}

fn french(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}
