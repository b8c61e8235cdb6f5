//! Every contribution in force against every table that must know it, before anything is frozen: its row on the
//! payslip, its accounts, its body, its codes in the DSN. A fault is told once per contribution, not per person.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::Tables;
use cddu_declarations::dsn::{BASES, individual_code};
use cddu_declarations::tables::{Circuit, Ctp, Organisme};
use cddu_documents::Context;
use cddu_ledger::Plan;
use cddu_rates::{Diagnostic, Identite, Part, Rates, nearest};
use chrono::{Datelike as _, NaiveDate};

/// The two clocks of a payslip.
#[derive(Clone, Copy, Debug)]
pub struct Jours {
    /// Last day of the period of work.
    pub travail: NaiveDate,
    /// Day of payment.
    pub paiement: NaiveDate,
}

/// Checks the contributions and the computed lines in force against the other tables.
///
/// # Errors
/// What prevents the other tables from being read.
pub fn couverture(rates: &Rates, jours: Jours) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let context = Context::new(rates).map_err(|d| vec![d])?;
    let year = NaiveDate::from_ymd_opt(jours.travail.year(), 1, 1).unwrap_or(jours.travail);
    let tables = Tables::load(rates)?;
    let check = Check {
        rates,
        jours,
        plan: Plan::load(rates.files(), year)?,
        rangs: context.rangs(jours.paiement),
        ctp: tables.ctp.iter().filter(|c| c.holds(jours.paiement)).map(|c| (c.key(), c)).collect(),
        tables: &tables,
    };
    Ok(due(rates, jours.travail).iter().flat_map(|due| check.of(due)).collect())
}

/// A line in force and who owes it.
struct Due<'a> {
    identite: &'a Identite,
    parts: BTreeSet<Part>,
    organismes: BTreeSet<&'a str>,
    /// Rates of techniciens, rates of artistes.
    populations: [bool; 2],
}

fn due(rates: &Rates, day: NaiveDate) -> Vec<Due<'_>> {
    let mut out = Vec::new();
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let gone = contribution.abroge_le.is_some_and(|end| end <= day);
        let to_come = contribution.cree_le.is_some_and(|start| day < start);
        if gone || to_come {
            continue;
        }
        let mut due = Due {
            identite: &contribution.identite,
            parts: BTreeSet::new(),
            organismes: BTreeSet::new(),
            populations: [false; 2],
        };
        for (rate, _) in rates.rates_of(index).filter(|(rate, _)| rate.row.holds(day)) {
            due.parts.insert(rate.part);
            let own = rate.organisme.as_ref().unwrap_or(&contribution.organisme);
            due.organismes.insert(own);
            let all = rate.populations.is_empty();
            for (rank, artist) in [false, true].into_iter().enumerate() {
                due.populations[rank] |= all || rate.populations.iter().any(|p| p.is_artist() == artist);
            }
        }
        // The employer gives the rate.
        if contribution.parametre.is_some() {
            due.parts.insert(Part::Employeur);
            due.organismes.insert(&contribution.organisme);
            due.populations = [true; 2];
        }
        if !due.parts.is_empty() {
            out.push(due);
        }
    }
    out.extend(rates.calculees().iter().map(|line| Due {
        identite: &line.identite,
        parts: line.identite.compta.iter().map(|e| e.part).collect(),
        organismes: line.organismes.iter().map(|l| l.organisme.as_str()).collect(),
        populations: [false; 2],
    }));
    out
}

/// The names that look like one, as the end of a remedy.
fn close<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let names = nearest(name, known);
    if names.is_empty() { String::new() } else { format!(" ; voisins : {}", names.join(", ")) }
}

struct Check<'a> {
    rates: &'a Rates,
    jours: Jours,
    plan: Plan,
    rangs: Vec<(&'static str, Vec<&'a str>)>,
    ctp: BTreeMap<String, &'a Ctp>,
    tables: &'a Tables,
}

impl Check<'_> {
    fn of(&self, due: &Due<'_>) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.payslip(due, &mut out);
        self.accounts(due, &mut out);
        self.bodies(due, &mut out);
        self.codes(due, &mut out);
        out
    }

    /// A fault, in the file of the line.
    fn fault(&self, due: &Due<'_>, line: Option<u64>, message: &str) -> Diagnostic {
        Diagnostic::error("BAR-061", format!("{} : {message}", due.identite.code))
            .in_file(self.rates.files().shown(&due.identite.table), line)
    }

    fn payslip(&self, due: &Due<'_>, out: &mut Vec<Diagnostic>) {
        for (modele, rows) in &self.rangs {
            let wanted = due.identite.bulletin.on(modele);
            if !rows.contains(&wanted) {
                let message = format!("le rang « {wanted} » n'existe pas sur le bulletin, modèle {modele}");
                out.push(self.fault(due, None, &message).hint(format!(
                    "section [bulletin], {modele} : un rang de {} ({})",
                    self.rates.files().shown("bulletin/lignes.csv"),
                    rows.join(", ")
                )));
            }
        }
    }

    fn accounts(&self, due: &Due<'_>, out: &mut Vec<Diagnostic>) {
        for part in &due.parts {
            let Some(ecriture) = due.identite.ecriture(*part, self.jours.travail) else {
                let message = format!(
                    "aucun compte pour la part {} au {}",
                    part.mot(),
                    self.jours.travail.format("%d/%m/%Y")
                );
                out.push(self.fault(due, None, &message).hint(format!(
                    "ajouter une section [[compta]] avec part = \"{}\", debit et credit",
                    part.mot()
                )));
                continue;
            };
            let own = due.organismes.iter().copied().filter(|role| self.body(role).is_some());
            let own: Vec<&str> = own.collect();
            for role in [&ecriture.debit, &ecriture.credit] {
                let roles = if role == "organisme" { own.clone() } else { vec![role.as_str()] };
                for role in roles.into_iter().filter(|role| self.plan.compte(role).is_none()) {
                    let message = format!("aucun compte du plan ne tient le rôle « {role} »");
                    let known = self.plan.roles().map(|(role, _)| role);
                    out.push(self.fault(due, Some(ecriture.row.ligne), &message).hint(format!(
                        "les rôles sont la colonne role de {}{}",
                        self.rates.files().shown("compta/plan_comptable.csv"),
                        close(role, known)
                    )));
                }
            }
        }
    }

    /// A body in force.
    fn body(&self, role: &str) -> Option<&Organisme> {
        self.tables.organismes.iter().find(|o| o.role == role && o.holds(self.jours.paiement))
    }

    fn bodies(&self, due: &Due<'_>, out: &mut Vec<Diagnostic>) {
        for role in &due.organismes {
            let Some(known) = self.body(role) else {
                let all = self.tables.organismes.iter().map(|o| o.role.as_str());
                out.push(self.fault(due, None, &format!("l'organisme « {role} » est inconnu")).hint(
                    format!(
                        "corriger organisme, ou ajouter sa ligne à {}{}",
                        self.rates.files().shown("dsn/organismes.csv"),
                        close(role, all)
                    ),
                ));
                continue;
            };
            if known.dsn == Circuit::HorsDsn {
                continue;
            }
            let declared = due
                .identite
                .individuelles
                .iter()
                .any(|i| i.part == "total" && i.organisme == *role && i.row.holds(self.jours.paiement));
            if !declared {
                let message = format!("payée par la DSN ({}), elle n'y a pas de code", known.libelle);
                out.push(self.fault(due, None, &message).hint(
                    "ajouter une section [[dsn.individuelle]] avec base (S21.G00.78.001) et code (S21.G00.81.001)",
                ));
            }
            if known.dsn == Circuit::Bordereau {
                self.bordereau(due, &known.libelle, out);
            }
        }
    }

    /// Every population that owes a line of the bordereau must have its CTP.
    fn bordereau(&self, due: &Due<'_>, body: &str, out: &mut Vec<Diagnostic>) {
        let own: Vec<&&Ctp> = due.identite.ctp.iter().filter_map(|key| self.ctp.get(key)).collect();
        let carries = |population: &str| {
            own.iter().any(|c| matches!(c.population.as_str(), "tous") || c.population == population)
        };
        let wanted = ["technicien", "artiste"].into_iter().zip(due.populations);
        let missing: Vec<&str> =
            wanted.filter(|(name, owed)| *owed && !carries(name)).map(|(name, _)| name).collect();
        if own.is_empty() || !missing.is_empty() {
            let whom = if own.is_empty() {
                "aucun CTP".to_owned()
            } else {
                format!("aucun CTP pour la population {}", missing.join(" ni "))
            };
            let message = format!("recouvrée par l'{body}, elle n'a {whom}");
            out.push(self.fault(due, None, &message).hint(format!(
                "section [dsn], ctp = [\"code/qualifiant\"] ; un CTP nouveau s'ajoute à {}",
                self.rates.files().shown("dsn/ctp.csv")
            )));
        }
    }

    /// What a file names must exist.
    fn codes(&self, due: &Due<'_>, out: &mut Vec<Diagnostic>) {
        // A CTP of other years is known too.
        let known = |key: &String| self.tables.ctp.iter().any(|c| c.key() == *key);
        for key in due.identite.ctp.iter().filter(|key| !known(key)) {
            out.push(self.fault(due, None, &format!("le CTP « {key} » est inconnu")).hint(format!(
                "écrire code/qualifiant comme « 100/920 », ou ajouter sa ligne à {}",
                self.rates.files().shown("dsn/ctp.csv")
            )));
        }
        for row in due.identite.individuelles.iter().filter(|i| i.row.holds(self.jours.paiement)) {
            let codes = [Some(&row.code), row.code_complement.as_ref()];
            let unknown = |code: &&String| !individual_code(code, self.jours.paiement);
            // A code of some versions of the norm only may be of another year.
            for code in codes.into_iter().flatten().filter(|_| row.normes.is_empty()).filter(unknown) {
                let message = format!("le code {code} n'est pas une cotisation individuelle de la norme DSN");
                out.push(
                    self.fault(due, Some(row.row.ligne), &message)
                        .hint("code : une valeur de la rubrique S21.G00.81.001, trois chiffres"),
                );
            }
            for base in row.base.split('/').filter(|base| !BASES.contains(base)) {
                let message = format!("la base {base} n'est pas de celles que la DSN d'un contrat déclare");
                out.push(
                    self.fault(due, Some(row.row.ligne), &message)
                        .hint(format!("bases (S21.G00.78.001) : {}", BASES.join(", "))),
                );
            }
        }
    }
}
