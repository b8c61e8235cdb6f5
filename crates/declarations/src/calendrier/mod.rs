//! Obligations of a production with their due dates, as a table and as iCalendar.

mod comptes;
mod ical;

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_rates::{Cents, Confiance, Diagnostic, Month, Period, holiday};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

pub use comptes::{Compte, Statut, comptes};
pub use ical::ical;

use crate::parts;
use crate::production::Production;
use crate::tables::{Obligation, Tables};

/// A due date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Echeance {
    /// Day.
    pub date: NaiveDate,
    /// Obligation.
    pub id: String,
    /// What to do.
    pub libelle: String,
    /// What it is about: a month, a contract, a year.
    pub objet: String,
    /// For whom.
    pub destinataire: String,
    /// How.
    pub canal: String,
    /// Amount, when the payslips give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub montant: Option<Cents>,
    /// The date before it was moved because of a weekend or a holiday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_theorique: Option<NaiveDate>,
    /// Consequence of being late.
    pub sanction: String,
    /// Legal basis.
    pub base_legale: String,
    /// Confidence of the date.
    pub confiance: Confiance,
}

/// What to list.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Due dates from and to.
    pub periode: Period,
    /// The production pays authors.
    pub auteurs: bool,
    /// First day of the production, for the numéro d'objet.
    pub debut_production: Option<NaiveDate>,
}

/// True on Saturdays, Sundays and public holidays.
#[must_use]
pub fn is_off(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || holiday(day).is_some()
}

/// The day itself, or the next one that is neither a weekend nor a public holiday.
#[must_use]
pub fn next_working(mut day: NaiveDate) -> NaiveDate {
    while is_off(day) {
        day = day + Days::new(1);
    }
    day
}

/// The day itself, or the one before.
fn previous_working(mut day: NaiveDate) -> NaiveDate {
    while is_off(day) {
        day = day - Days::new(1);
    }
    day
}

/// The n-th jour ouvrable after a day: every day but Sundays and public holidays.
#[must_use]
pub fn after_ouvrables(mut day: NaiveDate, mut count: u32) -> NaiveDate {
    while count > 0 {
        day = day + Days::new(1);
        if day.weekday() != Weekday::Sun && holiday(day).is_none() {
            count -= 1;
        }
    }
    day
}

/// The due dates of a period, in order.
///
/// # Errors
/// `BAR-003` for a rule of the table that is not understood.
pub fn build(
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    options: &Options,
) -> Result<Vec<Echeance>, Vec<Diagnostic>> {
    let world = World::new(production, slips, options);
    let mut out = Vec::new();
    let mut errors = Vec::new();
    for obligation in tables.obligations.iter().filter(|o| world.concerns(&o.condition)) {
        match world.occurrences(obligation) {
            Some(list) => out
                .extend(list.into_iter().map(|(day, object, amount)| dated(obligation, day, object, amount))),
            None => errors.push(
                Diagnostic::error("BAR-003", format!("règle d'échéance « {} » inconnue", obligation.regle))
                    .in_file("rates/declarations/obligations.csv", None)
                    .hint("voir LISEZMOI.md à côté de la table"),
            ),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    out.retain(|e| options.periode.contains(e.date));
    out.sort();
    out.dedup();
    Ok(out)
}

fn dated(o: &Obligation, day: NaiveDate, objet: String, montant: Option<Cents>) -> Echeance {
    let date = match o.report.as_str() {
        "ouvre" => next_working(day),
        "avant" => previous_working(day),
        _ => day,
    };
    Echeance {
        date,
        id: o.id.clone(),
        libelle: o.libelle.clone(),
        objet,
        destinataire: o.destinataire.clone(),
        canal: o.canal.clone(),
        montant,
        date_theorique: (date != day).then_some(day),
        sanction: o.sanction.clone(),
        base_legale: o.base_legale.clone(),
        confiance: o.confiance,
    }
}

/// What the due dates depend on.
struct World<'a> {
    production: &'a Production,
    options: &'a Options,
    slips: Vec<&'a Payslip>,
    months: BTreeSet<Month>,
    /// Contracts with their dates, by person.
    contracts: BTreeMap<(String, String), Period>,
    effectif: u32,
}

type Occurrence = (NaiveDate, String, Option<Cents>);

impl<'a> World<'a> {
    fn new(production: &'a Production, all: &'a [Payslip], options: &'a Options) -> Self {
        let slips = parts::in_force(all);
        let mut contracts = BTreeMap::new();
        for slip in &slips {
            for pay in &slip.contrats {
                let fin = production.contrat(&pay.contrat).fin_reelle.unwrap_or(pay.fin);
                let name = format!("{} {}", slip.salarie.prenom, slip.salarie.nom);
                contracts.insert((pay.contrat.clone(), name), Period { debut: pay.debut, fin });
            }
        }
        Self {
            production,
            options,
            months: slips.iter().map(|s| Month::of(s.date_paiement)).collect(),
            effectif: production.employeur(all).map_or(0, |e| e.parametres.effectif),
            slips,
            contracts,
        }
    }

    fn concerns(&self, condition: &str) -> bool {
        let fifth = self.production.urssaf.echeance_5 || self.effectif >= 50;
        condition.split_whitespace().all(|c| match c {
            "echeance_5" => fifth,
            "echeance_15" => !fifth,
            "mensuel" => !self.production.urssaf.trimestriel,
            "trimestriel" => self.production.urssaf.trimestriel && !fifth,
            "retraite_mensuelle" => !self.production.retraite.trimestriel,
            "retraite_trimestrielle" => self.production.retraite.trimestriel,
            "auteurs" => self.options.auteurs,
            "non_residents" => self.slips.iter().any(|s| !s.totaux.retenue_non_resident.is_zero()),
            _ => true,
        })
    }

    /// Sum of the lines of a body over the payslips paid in months.
    fn amount(&self, id: &str, inside: impl Fn(Month) -> bool) -> Option<Cents> {
        let slips = self.slips.iter().filter(|s| inside(Month::of(s.date_paiement)));
        match id {
            "urssaf" | "france_travail" | "audiens_retraite" | "audiens_prevoyance" | "conges_spectacles"
            | "afdas" => Some(slips.flat_map(|s| &s.contrats).map(|c| crate::dsn::due(c, id)).sum()),
            "dgfip" => Some(slips.map(|s| s.totaux.pas).sum()),
            "retenue_source" => Some(slips.map(|s| s.totaux.retenue_non_resident).sum()),
            _ => None,
        }
    }

    /// Days, objects and amounts of an obligation; `None` for a rule that is not understood.
    fn occurrences(&self, o: &Obligation) -> Option<Vec<Occurrence>> {
        if o.regle == "exercice_conges" {
            return Some(self.thirty_first_of_march());
        }
        if let Some((unit, due)) = o.regle.split_once("+1:") {
            return match unit {
                "mois" => {
                    let day: u32 = due.parse().ok()?;
                    Some(self.months.iter().filter_map(|m| self.monthly(o, *m, day)).collect())
                }
                "trimestre" => {
                    let day: u32 = due.parse().ok()?;
                    Some(self.quarterly(o, day))
                }
                "annee" => {
                    let (month, day) = due.split_once('-')?;
                    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                    Some(self.yearly(o, month, day))
                }
                _ => None,
            };
        }
        let (event, ouvrables) = o.regle.split_once(['+', '-'])?;
        let count = |text: &str| text.trim_end_matches("ouvrables").parse::<u32>().ok();
        let days = count(ouvrables)?;
        let after = |day: NaiveDate| {
            if ouvrables.ends_with("ouvrables") {
                after_ouvrables(day, days)
            } else {
                day + Days::new(u64::from(days))
            }
        };
        let contract = |pick: fn(&Period) -> NaiveDate| {
            self.contracts
                .iter()
                .map(|((contrat, name), dates)| {
                    (after(pick(dates)), format!("contrat {contrat}, {name}"), None)
                })
                .collect()
        };
        match event {
            "contrat_debut" => Some(contract(|p| p.debut)),
            "contrat_fin" => Some(contract(|p| p.fin)),
            "paiement" => Some(
                self.slips
                    .iter()
                    .map(|s| {
                        let name = format!("{} {}", s.salarie.prenom, s.salarie.nom);
                        (after(s.date_paiement), format!("bulletin {}, {name}", parts::numero(s)), None)
                    })
                    .collect(),
            ),
            "production" => {
                let first =
                    self.options.debut_production.or_else(|| self.contracts.values().map(|p| p.debut).min());
                let title = self.production.film.titre.clone().unwrap_or_else(|| "production".to_owned());
                Some(first.map(|day| (day, title, None)).into_iter().collect())
            }
            _ => None,
        }
    }

    fn monthly(&self, o: &Obligation, month: Month, day: u32) -> Option<Occurrence> {
        let next = month.next();
        let date = NaiveDate::from_ymd_opt(next.year, next.month, day)?;
        Some((date, format!("paies de {month}"), self.amount(&o.id, |m| m == month)))
    }

    fn quarterly(&self, o: &Obligation, day: u32) -> Vec<Occurrence> {
        let quarters: BTreeSet<(i32, u32)> =
            self.months.iter().map(|m| (m.year, m.month.div_ceil(3))).collect();
        quarters
            .into_iter()
            .filter_map(|(year, quarter)| {
                let next = Month { year, month: quarter * 3 }.next();
                let date = NaiveDate::from_ymd_opt(next.year, next.month, day)?;
                let amount = self.amount(&o.id, |m| m.year == year && m.month.div_ceil(3) == quarter);
                Some((date, format!("paies du trimestre {quarter} de {year}"), amount))
            })
            .collect()
    }

    fn yearly(&self, o: &Obligation, month: u32, day: u32) -> Vec<Occurrence> {
        let years: BTreeSet<i32> = self.months.iter().map(|m| m.year).collect();
        years
            .into_iter()
            .filter_map(|year| {
                let date = NaiveDate::from_ymd_opt(year + 1, month, day)?;
                Some((date, format!("année {year}"), self.amount(&o.id, |m| m.year == year)))
            })
            .collect()
    }

    fn thirty_first_of_march(&self) -> Vec<Occurrence> {
        let mut out = Vec::new();
        for ((contrat, name), dates) in &self.contracts {
            for year in dates.debut.year()..=dates.fin.year() {
                let Some(day) = NaiveDate::from_ymd_opt(year, 3, 31) else { continue };
                if dates.contains(day) && day < dates.fin {
                    out.push((day, format!("contrat {contrat}, {name}"), None));
                }
            }
        }
        out
    }
}

/// The due dates as CSV, French headers.
#[must_use]
pub fn csv(echeances: &[Echeance]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "date",
        "obligation",
        "objet",
        "destinataire",
        "canal",
        "montant",
        "date_theorique",
        "sanction",
        "base_legale",
        "confiance",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(echeances.iter().map(|e| {
        [
            e.date.to_string(),
            e.libelle.clone(),
            e.objet.clone(),
            e.destinataire.clone(),
            e.canal.clone(),
            e.montant.map(|m| m.to_string()).unwrap_or_default(),
            e.date_theorique.map(|d| d.to_string()).unwrap_or_default(),
            e.sanction.clone(),
            e.base_legale.clone(),
            e.confiance.to_string(),
        ]
    }));
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
}
