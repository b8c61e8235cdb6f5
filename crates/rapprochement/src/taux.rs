//! Rates of the payslips against the tables (R01, R07), and apparent rates (R02).

use std::collections::BTreeMap;

use cddu_payslip::{Categorie, ContractPay, Line, Payslip};
use cddu_rates::{Cents, ParametreEmployeur, Population, PreparedShare, Rate, Rates, round_half_up};
use rust_decimal::Decimal;

use crate::Rapporteur;
use crate::attendus::at_a_former_rate;
use crate::causes::Cause;
use crate::comparaison::{Candidat, Cle, Document};
use crate::documents::Contexte;
use cddu_ledger::montant::lisible;
use cddu_ledger::piece;

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let slips = c.standing();
    match c.docs.baremes {
        Some(rates) => applied(rates, &slips, out),
        None => out.skip(&["R01", "R07"], "les barèmes ne sont pas donnés"),
    }
    apparent(&slips, out);
}

/// The set of rates that a contract follows.
const fn population(contrat: &ContractPay) -> Population {
    match contrat.categorie {
        Categorie::Artiste => Population::Artiste,
        Categorie::Figurant => Population::Figurant,
        Categorie::Realisateur if contrat.taux_artiste => Population::Artiste,
        Categorie::Technicien | Categorie::Realisateur if contrat.cadre => Population::TechnicienCadre,
        Categorie::Technicien | Categorie::Realisateur => Population::TechnicienNonCadre,
    }
}

fn applied(rates: &Rates, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for p in slips {
        for contrat in &p.contrats {
            let Ok(lines) = rates.lines(contrat.periode.fin, population(contrat), &contrat.idcc) else {
                continue;
            };
            // What back pay gives back keeps the rate at which it was paid, judged with the payslip that paid it.
            let due = |l: &&Line| !l.is_relief() && !at_a_former_rate(contrat, l);
            for line in contrat.lignes.iter().filter(due) {
                let Some(prepared) =
                    lines.iter().find(|l| rates.contributions()[l.contribution].code == line.code)
                else {
                    continue;
                };
                let contribution = &rates.contributions()[prepared.contribution];
                let shares = [
                    ("salarie", line.taux_salarie, &prepared.salarie, Decimal::ONE),
                    (
                        "employeur",
                        line.taux_employeur,
                        &prepared.employeur,
                        contribution.majoration_caisse_conges,
                    ),
                ];
                for (part, taux, table, uplift) in shares {
                    let Some(taux) = taux else { continue };
                    let known = match contribution.parametre.filter(|_| part == "employeur") {
                        Some(parameter) => employer_rate(rates, parameter, p, contrat),
                        None => None,
                    };
                    let allowed = match known {
                        Some(rate) => vec![rate],
                        None => table_rates(table, p.employeur.parametres.effectif),
                    };
                    seen += 1;
                    if allowed.is_empty() || allowed.iter().any(|a| a.0 * uplift == taux.0) {
                        continue;
                    }
                    wrong.push(Wrong {
                        p,
                        contrat,
                        line,
                        part,
                        taux,
                        expected: Rate((allowed[0].0 * uplift).normalize()),
                        bare: uplift != Decimal::ONE && allowed.iter().any(|a| a.0 == taux.0),
                        stale: stale(rates, prepared.contribution, taux, uplift),
                    });
                }
            }
        }
    }
    out.applies("R01", seen);
    out.applies("R07", 0);
    for w in wrong {
        w.report(out);
    }
}

struct Wrong<'a> {
    p: &'a Payslip,
    contrat: &'a ContractPay,
    line: &'a Line,
    part: &'static str,
    taux: Rate,
    expected: Rate,
    bare: bool,
    stale: Option<String>,
}

impl Wrong<'_> {
    fn report(self, out: &mut Rapporteur<'_>) {
        let regle = if self.bare { "R07" } else { "R01" };
        let code = format!("{}/{}", self.line.code, self.part);
        let gap = self.taux.of(self.line.base) - self.expected.of(self.line.base);
        let message = format!(
            "{code} au taux de {} au lieu de {} à la fin de la période ({})",
            self.taux, self.expected, self.contrat.periode.fin
        );
        let cle = Cle::default()
            .personne(&self.p.salarie.matricule)
            .contrat(&self.contrat.contrat)
            .piece(piece(self.p))
            .code(&code);
        let montant =
            if self.part == "salarie" { self.line.montant_salarie } else { self.line.montant_employeur };
        let candidat = Candidat {
            document: Document::Bulletin,
            reference: piece(self.p).to_owned(),
            ligne: None,
            montant: montant.unwrap_or_default(),
        };
        out.fact(regle, cle, message, vec![candidat], gap);
        let cause = if self.bare {
            Some(Cause::new("majoration", "la majoration de 11,5 % de la caisse de congés manque"))
        } else {
            self.stale.map(|when| Cause::new("taux_perime", format!("taux d'une autre date ({when})")))
        };
        out.amend(regle, |e| e.cause = cause);
    }
}

fn table_rates(shares: &[PreparedShare], staff: u32) -> Vec<Rate> {
    shares.iter().filter(|s| s.effectif_min <= staff && staff <= s.effectif_max).map(|s| s.taux).collect()
}

/// The rate that the employer gave, before the uplift of the caisse de congés; `None` when it gave none.
fn employer_rate(
    rates: &Rates,
    parameter: ParametreEmployeur,
    p: &Payslip,
    contrat: &ContractPay,
) -> Option<Rate> {
    let artist = population(contrat).is_artist();
    let part = rates.param("ARTISTE_TAUX", contrat.periode.fin).ok()?.value;
    let reduced =
        |rate: Rate| if artist { Rate(round_half_up(rate.0 * part / Decimal::ONE_HUNDRED, 2)) } else { rate };
    let e = &p.employeur.parametres;
    match parameter {
        ParametreEmployeur::TauxAt if artist => e.taux_at_artiste,
        ParametreEmployeur::TauxAt => e.taux_at,
        ParametreEmployeur::VersementMobilite => Some(reduced(e.versement_mobilite)),
        ParametreEmployeur::Vmrr => Some(reduced(e.vmrr)),
        ParametreEmployeur::TauxSanteTravail => e.taux_sante_travail,
    }
}

/// The dates on which the contribution had this rate.
fn stale(rates: &Rates, contribution: usize, taux: Rate, uplift: Decimal) -> Option<String> {
    rates
        .rates_of(contribution)
        .find(|(row, _)| {
            [Some(row.taux), row.taux_artiste]
                .into_iter()
                .flatten()
                .any(|r| r == taux.0 || r * uplift == taux.0)
        })
        .map(|(row, _)| row.row.dates())
}

/// How far the sum of amounts is from rate x sum of bases, beyond what `lignes` roundings to the cent explain
/// (half a cent each). Zero when the rounding explains it.
#[must_use]
pub fn apparent_rate_gap(montants: Cents, taux: Rate, bases: Cents, lignes: usize) -> Decimal {
    let gap = (montants.to_decimal() - taux.fraction() * bases.to_decimal()).abs();
    let rounding = Decimal::new(5, 3) * Decimal::from(lignes);
    (gap - rounding).max(Decimal::ZERO)
}

/// R02: amounts and bases summed by contribution, share and rate.
fn apparent(slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    type Group = (Cents, Cents, usize, Vec<Candidat>);
    let mut groups: BTreeMap<(String, &str, Rate), Group> = BTreeMap::new();
    for p in slips {
        // A line of back pay is the difference of two amounts, each rounded to the cent.
        let roundings = if p.rappel.is_some() { 2 } else { 1 };
        for line in p.contrats.iter().flat_map(|c| &c.lignes).filter(|l| !l.is_relief()) {
            let shares = [
                ("salarie", line.taux_salarie, line.montant_salarie),
                ("employeur", line.taux_employeur, line.montant_employeur),
            ];
            for (part, taux, montant) in shares {
                let (Some(taux), Some(montant)) = (taux, montant) else { continue };
                let group = groups.entry((line.code.to_string(), part, taux)).or_default();
                group.0 += montant;
                group.1 += line.base;
                group.2 += roundings;
                if taux.of(line.base) != montant {
                    group.3.push(Candidat {
                        document: Document::Bulletin,
                        reference: piece(p).to_owned(),
                        ligne: None,
                        montant,
                    });
                }
            }
        }
    }
    if !out.applies("R02", groups.len()) {
        return;
    }
    for ((code, part, taux), (montants, bases, lignes, candidats)) in groups {
        if apparent_rate_gap(montants, taux, bases, lignes).is_zero() {
            continue;
        }
        let expected = Cents::round(taux.fraction() * bases.to_decimal());
        let message = format!(
            "{code}/{part} : {} pour des bases de {} à {taux} %, soit {} à {lignes} arrondis près",
            lisible(montants),
            lisible(bases),
            lisible(expected)
        );
        let cle = Cle::default().code(format!("{code}/{part} {taux}"));
        out.fact("R02", cle, message, candidats, montants - expected);
    }
}
