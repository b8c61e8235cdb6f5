//! What the bordereaux of the Urssaf must hold: bases by CTP, and the rate that each CTP stands for.

use std::collections::BTreeMap;

use cddu_declarations::Tables;
use cddu_declarations::tables::Ctp;
use cddu_payslip::{ContractPay, Line, Payslip};
use cddu_rates::{Cents, Famille, Month, Rate, round_half_up};
use rust_decimal::Decimal;

use super::{both, dsn::two, owed, rattaches};
use crate::documents::Contexte;

/// A line of a bordereau: CTP, qualifier, rate written.
pub(crate) type Ligne = (String, String, Option<String>);

/// What the payslips give for one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Somme {
    /// Base, or amount of a line declared by its amount.
    pub valeur: Cents,
    /// Contributions that the line stands for.
    pub cotisations: Cents,
}

/// A bordereau.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bordereau {
    /// Its lines.
    pub lignes: BTreeMap<Ligne, Somme>,
    /// What the payslips owe to the Urssaf.
    pub total: Cents,
}

/// The bordereaux of a month: its own, and those of the months that its corrections change.
pub(crate) fn bordereaux(c: &Contexte<'_>, tables: &Tables, mois: Month) -> BTreeMap<Month, Bordereau> {
    let mut out: BTreeMap<Month, Exact> = BTreeMap::new();
    for (origin, compte) in rattaches(c, mois) {
        let bordereau = out.entry(origin).or_default();
        for pay in &compte.slip.contrats {
            bordereau.add(tables, compte.slip, pay, compte.sens);
        }
    }
    out.into_iter().map(|(mois, exact)| (mois, exact.rounded())).collect()
}

/// Sums before any rounding.
#[derive(Default)]
struct Exact {
    lignes: BTreeMap<Ligne, (Decimal, Cents)>,
    total: Cents,
}

impl Exact {
    fn add(&mut self, tables: &Tables, slip: &Payslip, pay: &ContractPay, sens: i64) {
        self.total += Cents(sens * owed(pay, "urssaf").0);
        let day = slip.date_paiement;
        for row in tables.ctp.iter().filter(|r| r.holds(day)) {
            let lines: Vec<_> = pay
                .lignes
                .iter()
                .filter(|l| l.organisme == "urssaf" && row.lignes.contains(&l.code))
                .collect();
            if lines.is_empty() || !concerns(tables, row, slip, pay) {
                continue;
            }
            let notified = |l: &&&Line| tables.famille(&l.code) == Some(Famille::AccidentsDuTravail);
            let at = lines.iter().find(notified);
            let value = if row.forme == "montant" {
                let sum: Cents = lines.iter().map(|l| both(l)).sum();
                // A relief is written positive.
                let relief = lines.iter().all(|l| l.is_relief());
                (if relief { -sum } else { sum.abs() }).to_decimal()
            } else {
                // The base of the accident risk may be that of a forfait: another line says the base first.
                let whole = |l: &&&Line| !tables.complete(&l.code);
                let first = lines.iter().find(|l| whole(l) && !notified(l)).or(lines.iter().find(whole));
                // The base of the hours exempt of tax completes that of the rest of the pay.
                let exempt = lines.iter().find(|l| tables.complete(&l.code)).map(|l| l.base);
                let base = first.map_or(Cents::ZERO, |l| l.base) + exempt.unwrap_or_default();
                // A rate that changed makes two lines of one contribution on back pay.
                let other = |l: &&&Line| first.is_some_and(|f| f.code == l.code && !std::ptr::eq(**l, *f));
                let base = base + lines.iter().filter(other).map(|l| l.base).sum::<Cents>();
                base.to_decimal() * row.majoration.map_or(Decimal::ONE, |m| m.0)
            };
            let share: Cents = lines.iter().map(|l| stands_for(tables, row, slip, pay, l)).sum();
            let taux = at.and_then(|l| l.taux_employeur).map(|r| two(r.0));
            let sum = self.lignes.entry((row.ctp.clone(), row.qualifiant.clone(), taux)).or_default();
            sum.0 += Decimal::from(sens) * value;
            sum.1 += Cents(sens * share.0);
        }
    }

    fn rounded(self) -> Bordereau {
        let line =
            |(exact, cotisations)| Somme { valeur: Cents::round(round_half_up(exact, 0)), cotisations };
        Bordereau {
            lignes: self.lignes.into_iter().map(|(key, sums)| (key, line(sums))).collect(),
            total: self.total,
        }
    }
}

/// The part of a contribution that a CTP stands for: CTP 100 and 312 hold the reduced rates of illness and family,
/// the complements hold what is above.
fn stands_for(tables: &Tables, row: &Ctp, slip: &Payslip, pay: &ContractPay, line: &Line) -> Cents {
    let split = tables
        .individuelles
        .iter()
        .find(|i| i.ligne == line.code && i.code.code_complement.is_some() && i.holds(slip.date_paiement));
    let alone =
        split.and_then(|i| if pay.taux_artiste { i.code.taux_seul_artiste } else { i.code.taux_seul });
    let whole = both(line);
    match alone {
        Some(alone) if line.taux_employeur.is_some_and(|r| r > alone) => {
            let first = alone.of(line.base);
            if row.condition == "taux_plein" { whole - first } else { first }
        }
        _ => whole,
    }
}

/// True when a row of the table concerns a contract.
fn concerns(tables: &Tables, row: &Ctp, slip: &Payslip, pay: &ContractPay) -> bool {
    let population = match row.population.as_str() {
        "technicien" => !pay.taux_artiste,
        "artiste" => pay.taux_artiste,
        _ => true,
    };
    let above = |rate: Option<Rate>| {
        rate.is_some_and(|alone| {
            pay.lignes
                .iter()
                .any(|l| row.lignes.contains(&l.code) && l.taux_employeur.is_some_and(|r| r > alone))
        })
    };
    let employeur = &slip.employeur.parametres;
    population
        && match row.condition.as_str() {
            "taux_plein" => tables
                .individuelles
                .iter()
                .filter(|i| row.lignes.contains(&i.ligne) && i.holds(slip.date_paiement))
                .any(|i| above(if pay.taux_artiste { i.code.taux_seul_artiste } else { i.code.taux_seul })),
            "alsace_moselle" => slip.salarie.alsace_moselle,
            "hors_alsace_moselle" => !slip.salarie.alsace_moselle,
            "employeur_alsace_moselle" => employeur.alsace_moselle,
            "employeur_hors_alsace_moselle" => !employeur.alsace_moselle,
            "effectif_moins_50" => employeur.effectif < 50,
            "effectif_50" => employeur.effectif >= 50,
            _ => true,
        }
}
