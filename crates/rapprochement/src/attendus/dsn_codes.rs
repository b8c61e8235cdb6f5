//! What a monthly DSN must say of each person and contract besides amounts: identity, codes, quotités, end, affiliations.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::production::{ContratDeclare, FigurantUnite, Quotite};
use cddu_declarations::{Production, Tables};
use cddu_payslip::{AbsencePay, Categorie, ContractPay, Payslip};
use cddu_rates::{Cents, Month, Period, Rate, ZonePas, fold, round_half_up};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::dsn::{carried, cut, two};
use super::{Attendu, Valeur, director_cachets, ecrit, hundredths, numero_avant};
use crate::documents::Contexte;

/// Every code and identifier expected of the people, in no order.
pub(crate) fn people(
    c: &Contexte<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
) -> Vec<Attendu> {
    let mut persons: BTreeMap<&str, Vec<&Payslip>> = BTreeMap::new();
    for p in c.paid() {
        persons.entry(c.noms.person(&p.salarie.matricule)).or_default().push(p);
    }
    let earlier: BTreeSet<(&str, &str)> = c
        .docs
        .bulletins
        .iter()
        .chain(c.docs.anterieurs)
        .chain(c.docs.repris)
        .filter(|p| Month::of(p.date_paiement) < mois)
        .flat_map(|p| p.contrats.iter().map(|k| (c.noms.person(&p.salarie.matricule), k.contrat.as_str())))
        .collect();
    let mut out = Codes { c, production, tables, mois, earlier, personne: String::new(), values: Vec::new() };
    for (person, mut slips) in persons {
        // As the file lists them, whatever the order in which they are given: the last one speaks for its contract.
        slips.sort_by_key(|p| (p.date_paiement, p.periode.debut, cddu_ledger::piece(p)));
        person.clone_into(&mut out.personne);
        out.person(&slips);
    }
    out.values
}

struct Codes<'a> {
    c: &'a Contexte<'a>,
    production: &'a Production,
    tables: &'a Tables,
    mois: Month,
    /// Contracts declared in an earlier month.
    earlier: BTreeSet<(&'a str, &'a str)>,
    personne: String,
    values: Vec<Attendu>,
}

/// Where a value belongs: contract, code, payslip.
#[derive(Clone, Copy)]
struct Ici<'a> {
    contrat: &'a str,
    code: &'a str,
    slip: &'a Payslip,
}

impl<'a> Codes<'a> {
    fn put(&mut self, ici: Ici<'_>, rubrique: &'static str, texte: impl Into<String>) {
        self.values.push(Attendu {
            personne: self.personne.clone(),
            contrat: ici.contrat.to_owned(),
            rubrique,
            code: ici.code.to_owned(),
            valeur: Valeur::Texte(texte.into()),
            piece: cddu_ledger::piece(ici.slip).to_owned(),
        });
    }

    fn some(&mut self, ici: Ici<'_>, rubrique: &'static str, texte: Option<impl Into<String>>) {
        if let Some(texte) = texte {
            self.put(ici, rubrique, texte);
        }
    }

    fn person(&mut self, slips: &[&'a Payslip]) {
        let mut last: BTreeMap<&str, (&Payslip, &ContractPay)> = BTreeMap::new();
        let mut names: Vec<&str> = Vec::new();
        for (rank, slip) in slips.iter().enumerate() {
            let ici = Ici { contrat: "", code: "", slip };
            self.identity(ici);
            self.tax(ici);
            if slips.len() > 1 {
                self.put(ici, "S21.G00.50.003", format!("{:02}", rank + 1));
            }
            self.put(Ici { code: "03", ..ici }, "S21.G00.58.001", jour(self.mois.first()));
            self.put(Ici { code: "03", ..ici }, "S21.G00.58.002", jour(self.mois.last()));
            for pay in &slip.contrats {
                if last.insert(&pay.contrat, (slip, pay)).is_none() {
                    names.push(&pay.contrat);
                }
                self.paid(slip, pay);
            }
        }
        // Each contract of prévoyance that a payslip of the month, or the one that it corrects, has lines for.
        let mut welfare: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for slip in slips {
            let old = self.c.taken_back(slip).map_or(&[][..], |old| old.contrats.as_slice());
            for pay in &slip.contrats {
                let number = numero_avant(self.c, slip, &pay.contrat);
                let number = number.as_deref().unwrap_or(&pay.contrat);
                let before = old.iter().filter(|k| k.contrat == number);
                let ranks = std::iter::once(pay).chain(before).flat_map(|k| carried(self.production, k));
                welfare.entry(&pay.contrat).or_default().extend(ranks.map(|(rank, ..)| rank));
            }
        }
        let mut affiliation = 0;
        for name in &names {
            let (slip, pay) = last[name];
            let others = last.values().filter(|(_, other)| other.contrat != pay.contrat);
            let mut overlaps = others.map(|(_, other)| other.debut <= pay.fin && pay.debut <= other.fin);
            let overlaps = overlaps.any(|o| o);
            self.contract(slip, pay, names.len() > 1, overlaps);
            self.absences(name, slips);
            for rank in welfare.remove(name).unwrap_or_default() {
                affiliation += 1;
                self.affiliation(Ici { contrat: name, code: "", slip }, rank, affiliation);
            }
        }
    }

    fn identity(&mut self, ici: Ici<'_>) {
        let person = &ici.slip.salarie;
        let known = self.production.salarie(&person.matricule);
        let text = |value: &Option<String>, max| value.as_deref().map(|v| ecrit(v, max));
        self.some(ici, "S21.G00.30.007", text(&person.lieu_naissance, 30));
        self.some(ici, "S21.G00.30.014", person.departement_naissance.clone());
        self.some(ici, "S21.G00.30.015", person.pays_naissance.clone());
        self.some(ici, "S21.G00.30.013", known.nationalite.as_deref().map(union));
        if person.nir.is_none() {
            self.some(ici, "S21.G00.30.005", known.sexe.map(|s| format!("{s:0>2}")));
        }
        let Some(address) = &person.adresse else { return };
        self.put(ici, "S21.G00.30.008", ecrit(&address.voie, 50));
        if address.pays.is_empty() || address.pays == "FR" {
            self.put(ici, "S21.G00.30.009", address.code_postal.trim());
            self.put(ici, "S21.G00.30.010", ecrit(&address.commune, 50));
        } else {
            self.put(ici, "S21.G00.30.011", address.pays.clone());
            self.put(
                ici,
                "S21.G00.30.012",
                ecrit(&format!("{} {}", address.code_postal, address.commune), 50),
            );
        }
    }

    /// Where the PAS rate comes from.
    fn tax(&mut self, ici: Ici<'_>) {
        let (slip, person) = (ici.slip, &ici.slip.salarie);
        if slip.totaux.taux_pas_personnalise {
            self.put(ici, "S21.G00.50.007", "01");
            let id = self.production.salarie(&person.matricule).identifiant_taux_pas;
            self.some(ici, "S21.G00.50.008", id);
            return;
        }
        let grid = match person.zone_pas {
            ZonePas::Metropole => "13",
            ZonePas::GuadeloupeReunionMartinique => "23",
            ZonePas::GuyaneMayotte => "33",
        };
        self.put(ici, "S21.G00.50.007", grid);
        let short = |k: &ContractPay| Period { debut: k.debut, fin: k.fin }.at_most_months(2);
        if slip.contrats.iter().all(short) {
            self.put(ici, "S21.G00.50.008", "-1");
        }
    }

    /// What each payslip of a contract says under its types of pay.
    fn paid(&mut self, slip: &Payslip, pay: &ContractPay) {
        for code in ["10", "12", "35", "36", "37", "39", "40"] {
            self.put(Ici { contrat: &pay.contrat, code, slip }, "S21.G00.53.001", "01");
        }
        for code in ["02/10", "02/12", "02/35"].into_iter().filter(|_| !pay.absences.is_empty()) {
            self.put(Ici { contrat: &pay.contrat, code, slip }, "S21.G00.53.001", "02");
        }
        let net = |k: &ContractPay| k.bases.heures_sup.map_or(Cents::ZERO, |h| h.net);
        // A correction that leaves the exempt pay as it was has nothing of it to tell.
        let before = self.c.taken_back(slip).and_then(|old| {
            let number = numero_avant(self.c, slip, &pay.contrat).unwrap_or_else(|| pay.contrat.clone());
            old.contrats.iter().find(|k| k.contrat == number)
        });
        if net(pay) != before.map_or(Cents::ZERO, net) {
            let ici = Ici { contrat: "", code: "01", slip };
            for part in cut(pay.periode, |a, b| a.year == b.year) {
                self.put(ici, "S21.G00.58.001", jour(part.debut));
                self.put(ici, "S21.G00.58.002", jour(part.fin));
            }
        }
    }

    /// Blocks 60 and 65: the whole days of absence of a contract, over the payslips of the month.
    fn absences(&mut self, contrat: &str, slips: &[&'a Payslip]) {
        let mut seen: BTreeMap<(NaiveDate, &str), (Decimal, &Payslip, &AbsencePay)> = BTreeMap::new();
        for slip in slips {
            for absence in slip.contrats.iter().filter(|k| k.contrat == contrat).flat_map(|k| &k.absences) {
                if absence.jours.0.is_zero() {
                    continue;
                }
                let place = seen.entry((absence.debut, absence.motif.libelle()));
                let known = place.or_insert((Decimal::ZERO, *slip, absence));
                *known = (known.0 + absence.jours.0, *slip, absence);
            }
        }
        for (days, slip, absence) in seen.into_values() {
            let ici = Ici { contrat, code: "", slip };
            if let Some(motif) = absence.motif.arret() {
                self.put(ici, "S21.G00.60.001", motif);
                self.put(ici, "S21.G00.60.002", jour(absence.dernier_jour));
                self.put(ici, "S21.G00.60.003", jour(absence.fin));
                self.put(ici, "S21.G00.60.004", "02");
                if let Some(back) = absence.reprise.filter(|day| *day <= self.mois.last()) {
                    self.put(ici, "S21.G00.60.010", jour(back));
                    self.put(ici, "S21.G00.60.011", "01");
                }
            }
            if let Some(motif) = absence.motif.suspension() {
                self.put(ici, "S21.G00.65.001", motif);
                self.put(ici, "S21.G00.65.002", jour(absence.debut));
                self.put(ici, "S21.G00.65.003", jour(absence.fin));
                self.put(ici, "S21.G00.65.005", two(days));
            }
        }
    }

    fn contract(&mut self, slip: &'a Payslip, pay: &'a ContractPay, several: bool, overlaps: bool) {
        let ici = Ici { contrat: &pay.contrat, code: "", slip };
        let known = self.production.contrat(&pay.contrat);
        self.job(ici, pay);
        self.time(ici, pay, &known, overlaps);
        let alsace = if slip.salarie.alsace_moselle { "01" } else { "99" };
        let nature = if known.droit_commun { "02" } else { "05" };
        for (rubrique, code) in [
            ("S21.G00.40.007", "02"),
            ("S21.G00.40.008", "99"),
            ("S21.G00.40.016", alsace),
            ("S21.G00.40.018", "200"),
            ("S21.G00.40.020", "200"),
            ("S21.G00.40.021", nature),
            ("S21.G00.40.024", "99"),
            ("S21.G00.40.026", "99"),
            ("S21.G00.40.036", if several { "02" } else { "01" }),
            ("S21.G00.40.037", "03"),
            ("S21.G00.40.039", "200"),
            ("S21.G00.71.002", "RUAA"),
            ("S21.G00.86.001", "07"),
            ("S21.G00.86.002", "01"),
        ] {
            self.put(ici, rubrique, code);
        }
        if self.mois.year >= 2027 {
            self.put(ici, "S21.G00.40.084", "02");
            self.put(ici, "S21.G00.40.086", "01");
        }
        let own = self.production.employeur.as_ref().unwrap_or(&slip.employeur);
        let place = known.lieu.clone().or_else(|| own.identite.siret.clone());
        self.some(ici, "S21.G00.40.019", place);
        let urssaf = &self.production.urssaf;
        let (given, usual) = if pay.taux_artiste {
            (&urssaf.code_risque_artiste, "923AD")
        } else {
            (&urssaf.code_risque, "921CC")
        };
        self.put(ici, "S21.G00.40.040", given.clone().unwrap_or_else(|| usual.to_owned()));
        let fin = known.fin_reelle.unwrap_or(pay.fin);
        let days = Period::new(pay.debut, pay.fin.min(self.mois.last())).map_or(1, Period::days);
        self.put(ici, "S21.G00.86.003", days.to_string());
        if fin <= self.mois.last() {
            let reason = known.motif_fin.dsn();
            self.put(ici, "S21.G00.62.002", reason);
            let end = fin.min(pay.periode.fin).max(pay.debut);
            // Nobody works during an absence that the contract ends with.
            let over =
                |a: &&AbsencePay| !a.motif.paid() && !a.jours.0.is_zero() && a.debut <= end && end <= a.fin;
            let worked = pay.absences.iter().find(over).map_or(end, |a| a.dernier_jour);
            self.put(ici, "S21.G00.62.006", jour(worked));
            if !known.droit_commun {
                // A contract that ends as agreed and was never declared before needs no other form.
                let first = !self.earlier.contains(&(self.personne.as_str(), pay.contrat.as_str()));
                self.put(ici, "S21.G00.62.017", if reason == "031" && first { "01" } else { "02" });
            }
        }
    }

    fn job(&mut self, ici: Ici<'_>, pay: &ContractPay) {
        let function = fold(&pay.fonction);
        let given = self.production.fonctions.iter().find(|f| fold(&f.fonction) == function);
        let cadre = pay.cadre && !pay.taux_artiste;
        let table = self.tables.pcs(&pay.idcc, &pay.fonction, ici.slip.date_paiement);
        let pcs = given.and_then(|f| f.pcs.clone()).or_else(|| table.map(|t| t.pcs.clone()));
        let worker = given.is_some_and(|f| f.ouvrier) || pcs.as_deref() == Some("637c");
        let status =
            given.and_then(|f| f.statut.clone()).filter(|s| !cadre || ["03", "04"].contains(&s.as_str()));
        let usual = match (cadre, worker) {
            (true, _) => "04",
            (false, true) => "07",
            (false, false) => "05",
        };
        self.put(ici, "S21.G00.40.002", status.unwrap_or_else(|| usual.to_owned()));
        self.put(ici, "S21.G00.40.003", if cadre { "01" } else { "04" });
        self.put(ici, "S21.G00.40.006", ecrit(&pay.fonction, 120));
        let complement = given.and_then(|f| f.complement.clone());
        let spectacle = pcs.as_deref().is_some_and(cddu_dsn::norm::pcs_spectacle);
        self.some(ici, "S21.G00.40.005", complement.or_else(|| spectacle.then(|| "XXX000".to_owned())));
        self.some(ici, "S21.G00.40.004", pcs);
    }

    /// Unit and quotités, from what was agreed: a full week over a month (52 weeks, 12 months), or the days of the contract.
    fn time(&mut self, ici: Ici<'_>, pay: &ContractPay, known: &ContratDeclare, overlaps: bool) {
        let by_hour = match pay.categorie {
            Categorie::Technicien => true,
            Categorie::Figurant => self.production.methodes.figurant_unite == FigurantUnite::Heures,
            Categorie::Realisateur => director_cachets(pay) == 0 && !hundredths(pay.heures).is_zero(),
            Categorie::Artiste => pay.cachets == 0 && !hundredths(pay.heures).is_zero(),
        };
        let (unit, reference, own, kind) = if by_hour {
            let full = known.quotite_reference.unwrap_or(Rate(Decimal::new(15_167, 2))).0;
            let usual = if pay.idcc == "3097" { 39 } else { 35 };
            let week = known.heures_semaine.map_or(Decimal::from(usual), |h| h.0);
            let month = round_half_up(week * Decimal::from(52) / Decimal::from(12), 2);
            let own = match self.production.methodes.quotite {
                Quotite::Mensualise => month,
                Quotite::DureeContrat => {
                    let days = pay.debut.iter_days().take_while(|d| *d <= pay.fin);
                    let open = days.filter(|d| d.weekday().number_from_monday() < 6).count();
                    week * Decimal::from(open) / Decimal::from(5)
                }
            };
            let kind = if month < full || overlaps { "20" } else { "10" };
            ("10", two(full), two(own.min(Decimal::from(250))), kind)
        } else {
            let days = Period::new(pay.debut, pay.fin).map_or(1, Period::days).min(31);
            ("12", "21.67".to_owned(), format!("{days}.00"), "99")
        };
        self.put(ici, "S21.G00.40.011", unit);
        self.put(ici, "S21.G00.40.012", reference);
        self.put(ici, "S21.G00.40.013", own);
        self.put(ici, "S21.G00.40.014", kind);
    }

    fn affiliation(&mut self, ici: Ici<'_>, rank: usize, number: usize) {
        let Some(contract) = self.production.prevoyance.get(rank) else { return };
        self.some(ici, "S21.G00.70.004", contract.option.clone());
        self.some(ici, "S21.G00.70.005", contract.population.clone());
        self.put(ici, "S21.G00.70.012", number.to_string());
        self.put(ici, "S21.G00.70.013", (rank + 1).to_string());
        self.put(Ici { code: "31", ..ici }, "S21.G00.78.005", number.to_string());
    }
}

/// A day as the norm writes it.
fn jour(day: NaiveDate) -> String {
    day.format("%d%m%Y").to_string()
}

/// Codification UE of a country (30.013): 01 France, 02 Union, 03 European Economic Area, 04 elsewhere.
fn union(country: &str) -> &'static str {
    const UNION: [&str; 26] = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ];
    match country {
        "FR" => "01",
        other if UNION.contains(&other) => "02",
        "IS" | "LI" | "NO" => "03",
        _ => "04",
    }
}
