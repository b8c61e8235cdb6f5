//! Aggregated contributions of the Urssaf: bases added up by CTP (S21.G00.22 and 23).

use std::collections::BTreeMap;

use cddu_dsn::{Block, date, s21};
use cddu_payslip::{ContractPay, Line, Payslip};
use cddu_rates::{Cents, Famille, Month, Rate, round_half_up};
use rust_decimal::Decimal;

use crate::besoins::{Besoins, Place};
use crate::dsn::cotisations::due;
use crate::parts::{both, euro};
use crate::tables::{Ctp, Tables};

/// A line of the bordereau: CTP, qualifier, AT rate.
type Key = (usize, String, String, Option<String>);

/// What is added up.
#[derive(Default)]
pub(super) struct Bordereau {
    /// Base or amount by line, in order of the table.
    lines: BTreeMap<Key, Decimal>,
    /// Sum of the payslip lines.
    total: Cents,
}

/// A rate of the norm: two decimals.
fn two(rate: Rate) -> String {
    let mut value = round_half_up(rate.0, 2);
    value.rescale(2);
    value.to_string()
}

impl Bordereau {
    /// Adds (or takes back) a contract.
    pub(super) fn add(
        &mut self,
        tables: &Tables,
        slip: &Payslip,
        pay: &ContractPay,
        sign: i64,
        needs: &mut Besoins,
    ) {
        self.total += Cents(sign * due(pay, "urssaf").0);
        // The rate of accidents du travail is that of the employer: the bordereau writes it.
        let notified = |l: &&Line| tables.famille(&l.code) == Some(Famille::AccidentsDuTravail);
        let mut covered: Vec<&str> = Vec::new();
        for (rank, row) in tables.ctp.iter().enumerate() {
            if !(row.holds(slip.date_paiement) && applies(tables, row, slip, pay)) {
                continue;
            }
            let mut lines =
                pay.lignes.iter().filter(|l| l.organisme == "urssaf" && row.lignes.contains(&l.code));
            let Some(first) = lines.clone().next() else { continue };
            covered.extend(row.lignes.iter().map(|c| c.as_str()));
            let value = if row.forme == "montant" {
                amount_declared(lines).to_decimal()
            } else {
                let completing = lines.clone().find(|l| tables.complete(&l.code)).map(|l| l.base);
                let first = lines.find(|l| !notified(l) && !tables.complete(&l.code)).unwrap_or(first);
                // Back pay may hold a line twice: at the rate that is due, and taken back at the one that was paid.
                let same =
                    pay.lignes.iter().filter(|l| l.code == first.code && l.organisme == first.organisme);
                let own = if tables.complete(&first.code) { Cents::ZERO } else { same.map(|l| l.base).sum() };
                let base = (own + completing.unwrap_or_default()).to_decimal();
                base * row.majoration.map_or(Decimal::ONE, |m| m.0)
            };
            let with_rate = pay.lignes.iter().find(|l| notified(l) && row.lignes.contains(&l.code));
            let at = with_rate.and_then(|l| l.taux_employeur).map(two);
            let key = (rank, row.ctp.clone(), row.qualifiant.clone(), at);
            *self.lines.entry(key).or_default() += Decimal::from(sign) * value;
        }
        for line in pay.lignes.iter().filter(|l| l.organisme == "urssaf" && !both(l).is_zero()) {
            if !covered.contains(&line.code.as_str()) {
                needs.error(
                    "DSN-020",
                    Place::contrat(&pay.contrat, "categorie"),
                    format!("la ligne {} du bulletin n'a pas de CTP dans la table", line.code),
                    "nommer son CTP dans la section [dsn] de son fichier ; un CTP nouveau s'ajoute à dsn/ctp.csv",
                );
            }
        }
    }

    /// The block, when there is something to declare.
    pub(super) fn block(&self, tables: &Tables, siret: &str, month: Month, commune: &str) -> Option<Block> {
        let mut block = Block::new(s21(22));
        block
            .put(1, siret)
            .put(3, date::format(month.first()))
            .put(4, date::format(month.last()))
            .put(5, self.euros().to_string());
        for ((rank, ctp, qualifiant, at), value) in &self.lines {
            let rounded = Cents::round(round_half_up(*value, 0));
            if rounded.is_zero() {
                continue;
            }
            let row = &tables.ctp[*rank];
            let mut line = Block::new(s21(23));
            line.put(1, ctp.as_str()).put(2, qualifiant.as_str()).put_some(3, at.clone());
            line.put(if row.forme == "montant" { 5 } else { 4 }, rounded.to_string());
            if row.commune == "oui" {
                line.put(6, commune);
            }
            block.push(line);
        }
        (!block.children.is_empty() || !self.total.is_zero()).then_some(block)
    }

    /// Total in whole euros.
    pub(super) fn euros(&self) -> Cents {
        euro(self.total)
    }

    /// True when a line needs the INSEE code of the commune.
    pub(super) fn needs_commune(&self, tables: &Tables) -> bool {
        self.lines.keys().any(|(rank, ..)| tables.ctp[*rank].commune == "oui")
    }
}

/// What the payslips paid in a month give for each line of a bordereau (CTP, qualifier, rate written), before its
/// rounding to the euro: the base, or the amount of a line declared by its amount. Corrections of earlier months
/// are not counted.
#[must_use]
pub fn lignes_attendues(
    tables: &Tables,
    slips: &[Payslip],
    month: Month,
) -> BTreeMap<(String, String, Option<String>), Cents> {
    let mut bordereau = Bordereau::default();
    let mut needs = Besoins::new(crate::Mode::Essai);
    for slip in crate::parts::paid_in(slips, month) {
        for pay in &slip.contrats {
            bordereau.add(tables, slip, pay, 1, &mut needs);
        }
    }
    let mut out = BTreeMap::new();
    for ((_, ctp, qualifiant, at), value) in bordereau.lines {
        *out.entry((ctp, qualifiant, at)).or_insert(Cents::ZERO) += Cents::round(value);
    }
    out
}

/// What a line declared by its amount says: a relief is written positive, unless more of it is taken back than given.
fn amount_declared<'a>(lines: impl Iterator<Item = &'a Line> + Clone) -> Cents {
    let sum: Cents = lines.clone().map(both).sum();
    if lines.clone().all(Line::is_relief) { -sum } else { sum.abs() }
}

fn applies(tables: &Tables, row: &Ctp, slip: &Payslip, pay: &ContractPay) -> bool {
    let population = match row.population.as_str() {
        "technicien" => !pay.taux_artiste,
        "artiste" => pay.taux_artiste,
        _ => true,
    };
    // Complements are due at ordinary rates: above the rate that CTP 100 and 312 hold.
    let full = || {
        tables
            .individuelles
            .iter()
            .filter(|i| row.lignes.contains(&i.ligne) && i.holds(slip.date_paiement))
            .any(|i| {
                let alone = if pay.taux_artiste { i.code.taux_seul_artiste } else { i.code.taux_seul };
                alone.is_some_and(|a| {
                    pay.lignes.iter().any(|l| l.code == i.ligne && l.taux_employeur.is_some_and(|r| r > a))
                })
            })
    };
    let condition = match row.condition.as_str() {
        "taux_plein" => full(),
        "alsace_moselle" => slip.salarie.alsace_moselle,
        "hors_alsace_moselle" => !slip.salarie.alsace_moselle,
        "employeur_alsace_moselle" => slip.employeur.parametres.alsace_moselle,
        "employeur_hors_alsace_moselle" => !slip.employeur.parametres.alsace_moselle,
        "effectif_moins_20" => slip.employeur.parametres.effectif < 20,
        "effectif_20" => slip.employeur.parametres.effectif >= 20,
        "effectif_moins_50" => slip.employeur.parametres.effectif < 50,
        "effectif_50" => slip.employeur.parametres.effectif >= 50,
        _ => true,
    };
    population && condition
}
