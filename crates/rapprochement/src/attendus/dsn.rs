//! What a monthly DSN must say of each person: blocks 30 to 98, from the payslips and the tables of codes.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::production::{ContratPrevoyance, PopulationCouverte, population};
use cddu_declarations::tables::Individuelle;
use cddu_declarations::{Production, Tables};
use cddu_payslip::{BaseHeuresSup, ContractPay, ElementCode, Line, Payslip, Sens};
use cddu_rates::{Cents, Famille, Month, Period, Quantity, Rate, fold};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Attendu, Compte, Place, Valeur, activite, at_a_former_rate, both, comptes, hundredths, numero_avant,
};
use crate::documents::Contexte;

/// Every value expected of the people, in no order.
pub(crate) fn people(
    c: &Contexte<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
) -> Vec<Attendu> {
    let all = comptes(c);
    let mut work: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for p in all.iter().filter(|p| p.sens > 0) {
        for pay in &p.slip.contrats {
            let days = work.entry((&p.slip.salarie.matricule, &pay.contrat)).or_default();
            *days = Quantity(days.0 + pay.jours.0);
        }
    }
    let mut out =
        Liste { c, production, tables, annee: mois.year, work, values: Vec::new(), anciens: Vec::new() };
    for p in &all {
        out.slip(*p);
    }
    for p in all.iter().filter(|p| p.sens > 0) {
        out.corrected(p.slip);
    }
    // What only the payslip taken back had (the last hour of overtime, a contribution no longer due) is a difference of that
    // whole amount: its dates, its rate and its body are those that it had.
    let told: BTreeSet<Place<'_>> = out.values.iter().map(Attendu::place).collect();
    let gone: Vec<Attendu> =
        out.anciens.iter().filter(|a| !a.code.is_empty() && !told.contains(&a.place())).cloned().collect();
    out.values.extend(gone);
    out.values
}

/// Hours and pay of each kind of overtime: beyond those guaranteed, guaranteed, and exempt (norm of 2024).
fn kinds(h: &BaseHeuresSup, annee: i32) -> [(&'static str, Cents, Cents); 3] {
    let guaranteed = h.structurelles.map_or(Cents::ZERO, |g| g.montant);
    let hours = h.structurelles.map_or(Cents::ZERO, |g| hundredths(g.heures));
    let exempt = if annee < 2025 { h.exonere } else { Cents::ZERO };
    [
        ("017", hundredths(h.heures) - hours, h.montant - guaranteed),
        ("018", hours, guaranteed),
        ("026", Cents::ZERO, exempt),
    ]
}

/// The values being gathered.
struct Liste<'a> {
    c: &'a Contexte<'a>,
    production: &'a Production,
    tables: &'a Tables,
    /// Year of the norm.
    annee: i32,
    /// Days of each contract of the month: five make its cachets groupés.
    work: BTreeMap<(&'a str, &'a str), Quantity>,
    values: Vec<Attendu>,
    /// Texts of the payslips that corrections take back.
    anciens: Vec<Attendu>,
}

/// Where a value belongs.
#[derive(Clone, Copy)]
struct Ici<'a> {
    compte: Compte<'a>,
    contrat: &'a str,
}

impl<'a> Liste<'a> {
    fn put(&mut self, ici: Ici<'_>, rubrique: &'static str, code: &str, valeur: Valeur) {
        let one = self.attendu(ici, rubrique, code, valeur);
        self.values.push(one);
    }

    fn attendu(&self, ici: Ici<'_>, rubrique: &'static str, code: &str, valeur: Valeur) -> Attendu {
        let slip = ici.compte.slip;
        Attendu {
            personne: self.c.noms.person(&slip.salarie.matricule).to_owned(),
            contrat: ici.contrat.to_owned(),
            rubrique,
            code: code.to_owned(),
            valeur,
            piece: cddu_ledger::piece(slip).to_owned(),
        }
    }

    fn amount(&mut self, ici: Ici<'_>, rubrique: &'static str, code: &str, montant: Cents) {
        self.put(ici, rubrique, code, Valeur::Montant(Cents(ici.compte.sens * montant.0)));
    }

    /// A text: a correction takes back the amounts of the payslip that it replaces, not what it says of them.
    fn text(&mut self, ici: Ici<'_>, rubrique: &'static str, code: &str, texte: impl Into<String>) {
        let one = self.attendu(ici, rubrique, code, Valeur::Texte(texte.into()));
        if ici.compte.sens > 0 { self.values.push(one) } else { self.anciens.push(one) }
    }

    fn date(&mut self, ici: Ici<'_>, rubrique: &'static str, code: &str, jour: NaiveDate) {
        self.text(ici, rubrique, code, jour.format("%d%m%Y").to_string());
    }

    fn slip(&mut self, compte: Compte<'a>) {
        let slip = compte.slip;
        let whole = Ici { compte, contrat: "" };
        self.person(whole, slip);
        self.date(whole, "S21.G00.50.001", "", slip.date_paiement);
        let totals = &slip.totaux;
        self.amount(whole, "S21.G00.50.002", "", totals.net_imposable);
        self.amount(whole, "S21.G00.50.004", "", slip.net_verse());
        self.text(whole, "S21.G00.50.006", "", two(totals.taux_pas.unwrap_or(Rate::ZERO).0));
        self.amount(whole, "S21.G00.50.009", "", totals.pas);
        self.amount(whole, "S21.G00.50.013", "", totals.assiette_pas);
        self.amount(whole, "S21.G00.58.004", "03", totals.montant_net_social);
        self.others(compte);
        self.seized(compte);
        for pay in &slip.contrats {
            self.contract(Ici { compte, contrat: compte.contrat(pay) }, slip, pay);
        }
    }

    fn person(&mut self, ici: Ici<'_>, slip: &Payslip) {
        let person = &slip.salarie;
        if let Some(day) = person.date_naissance {
            self.date(ici, "S21.G00.30.006", "", day);
        }
        self.text(ici, "S21.G00.30.019", "", person.matricule.chars().take(30).collect::<String>());
        for (rubrique, name) in [
            ("S21.G00.30.002", Some(&person.nom)),
            ("S21.G00.30.003", person.nom_usage.as_ref()),
            ("S21.G00.30.004", Some(&person.prenom)),
        ] {
            if let Some(name) = name {
                self.text(ici, rubrique, "", fold(name));
            }
        }
    }

    /// What a correction gives back: the PAS of the month cannot be negative, block 56 bears it. So does a personal rate that
    /// was wrong on its day: its difference on the base of today, apart from what another base changes at the rate declared.
    fn corrected(&mut self, slip: &'a Payslip) {
        let Some(old) = self.c.taken_back(slip) else { return };
        let (new, then) = (&slip.totaux, &old.totaux);
        let base = new.assiette_pas - then.assiette_pas;
        let (rate, declared) = (new.taux_pas.unwrap_or(Rate::ZERO), then.taux_pas.unwrap_or(Rate::ZERO));
        let wrong = rate != declared && (new.taux_pas_personnalise || then.taux_pas_personnalise);
        let by_rate = match (wrong, base.0) {
            (false, _) => Cents::ZERO,
            (true, 0) => new.pas - then.pas,
            (true, _) => new.pas - declared.of(new.assiette_pas),
        };
        let by_base = new.pas - then.pas - by_rate;
        let down = by_base.0 < 0 || base.0 < 0;
        let apart = down || wrong && (by_base.0 != 0 || base.0 != 0);
        if !apart && !wrong {
            return;
        }
        let ici = Ici { compte: Compte { slip, sens: 1, par: None }, contrat: "" };
        self.text(ici, "S21.G00.56.001", "", old.date_paiement.format("%m%Y").to_string());
        if apart {
            let fiscal = new.net_imposable - then.net_imposable;
            let limit = |amount: Cents| if down { amount.min(Cents::ZERO) } else { amount };
            self.amount(ici, "S21.G00.50.009", "", -by_base);
            self.amount(ici, "S21.G00.50.013", "", -base);
            self.text(ici, "S21.G00.56.002", "", if down { "03" } else { "01" });
            self.text(ici, "S21.G00.56.006", "", two(declared.0));
            self.amount(ici, "S21.G00.56.003", "", limit(fiscal));
            self.amount(ici, "S21.G00.56.007", "", by_base);
            self.amount(ici, "S21.G00.56.010", "", limit(base));
        }
        if wrong {
            self.amount(ici, "S21.G00.50.009", "", -by_rate);
            self.text(ici, "S21.G00.56.002", "", "02");
            self.text(ici, "S21.G00.56.005", "", two(rate.0 - declared.0));
            self.amount(ici, "S21.G00.56.007", "", by_rate);
            self.amount(ici, "S21.G00.56.015", "", new.assiette_pas);
        }
    }

    /// Benefits in kind and expenses (S21.G00.54).
    fn others(&mut self, compte: Compte<'a>) {
        let slip = compte.slip;
        for e in &slip.elements {
            let (code, montant) = match (e.code, e.sens) {
                (ElementCode::AvantageRepas, _) => ("02", e.montant),
                (ElementCode::Frais, Sens::Neutre) => ("08", e.montant),
                (ElementCode::Frais, Sens::Ajout) => ("09", e.retenu),
                _ => continue,
            };
            let first = slip.contrats.first();
            let pay = match &e.contrat {
                Some(name) => slip.contrats.iter().find(|k| k.contrat == *name),
                None => first,
            };
            let contrat = e.contrat.as_deref().or_else(|| pay.map(|k| k.contrat.as_str())).unwrap_or("");
            let named = pay.map_or(contrat, |k| compte.contrat(k));
            let ici = Ici { compte, contrat: self.told(named) };
            self.amount(ici, "S21.G00.54.002", code, montant);
            // Exempt expenses enter the base of a contract with DFS: the norm of 2026 asks for them again.
            if code == "09" && self.annee >= 2026 && pay.is_some_and(|k| !k.dfs_montant.is_zero()) {
                self.amount(ici, "S21.G00.54.002", "35", montant);
            }
            if let Some(pay) = pay.or(first).filter(|_| !montant.is_zero()) {
                self.days(ici, "S21.G00.54.003", "S21.G00.54.004", code, pay.periode);
                self.days(ici, "S21.G00.54.003", "S21.G00.54.004", "35", pay.periode);
            }
        }
    }

    /// The norm of 2024 writes no contract under block 54.
    fn told<'k>(&self, contrat: &'k str) -> &'k str {
        if self.annee < 2025 { "" } else { contrat }
    }

    fn days(&mut self, ici: Ici<'_>, du: &'static str, au: &'static str, code: &str, periode: Period) {
        self.date(ici, du, code, periode.debut);
        self.date(ici, au, code, periode.fin);
    }

    /// What was seized for a SATD (S21.G00.98).
    fn seized(&mut self, compte: Compte<'a>) {
        for e in compte.slip.elements.iter().filter(|e| e.code == ElementCode::Saisie) {
            if let Some(satd) = satd(self.production, compte.slip, e.creancier.as_deref()) {
                let id = satd.identifiant.clone();
                self.amount(Ici { compte, contrat: "" }, "S21.G00.98.003", &id, e.retenu);
            }
        }
    }

    fn contract(&mut self, ici: Ici<'a>, slip: &'a Payslip, pay: &'a ContractPay) {
        let known = self.production.contrat(&pay.contrat);
        self.date(ici, "S21.G00.40.001", "", pay.debut);
        self.date(ici, "S21.G00.40.010", "", pay.fin);
        self.date(ici, "S21.G00.62.001", "", known.fin_reelle.unwrap_or(pay.fin));
        self.text(ici, "S21.G00.40.017", "", format!("{:0>4}", pay.idcc));
        let caisse = slip.employeur.identite.numero_conges_spectacles.as_ref();
        if let Some(n) = caisse.or(self.production.conges_spectacles.numero_affiliation.as_ref()) {
            self.text(ici, "S21.G00.40.022", "", format!("97{n}"));
        }
        if let Some(dfs) = pay.dfs_taux {
            self.text(ici, "S21.G00.40.023", "", two(dfs.0));
        }
        self.text(ici, "S21.G00.40.025", "", if pay.annexe == 10 { "06" } else { "05" });
        // Back pay that owes no more for that risk has no line of it: the payslip that it completes has one.
        let risk = Famille::AccidentsDuTravail;
        let line = self.of_family(pay, risk).or_else(|| self.of_family(self.completed(slip, pay)?, risk));
        if let Some(taux) = line.and_then(|l| l.taux_employeur).or(pay.taux_at) {
            self.text(ici, "S21.G00.40.043", "", two(taux.0));
        }
        if let Some(n) = pay.numero_objet.as_ref().or(self.production.film.numero_objet.as_ref()) {
            self.text(ici, "S21.G00.40.050", "", n.clone());
        }
        let overtime = pay.bases.heures_sup;
        let base = base_pay(slip, pay);
        if let Some(h) = overtime {
            // A correction that leaves a kind of overtime as it was has no line for it.
            let (other, number) = match ici.compte.par {
                Some(new) => (Some(new), ici.contrat.to_owned()),
                None => {
                    let number = numero_avant(self.c, slip, &pay.contrat);
                    (self.c.taken_back(slip), number.unwrap_or_else(|| pay.contrat.clone()))
                }
            };
            let other = other.and_then(|p| p.contrats.iter().find(|k| k.contrat == number));
            let other = other.and_then(|k| k.bases.heures_sup).map(|h| kinds(&h, self.annee));
            for (rank, (code, heures, montant)) in kinds(&h, self.annee).into_iter().enumerate() {
                self.amount(ici, "S21.G00.51.012", code, heures);
                if !montant.is_zero() {
                    self.amount(ici, "S21.G00.51.013", code, montant);
                }
                if !montant.is_zero() && other.is_none_or(|b| b[rank] != (code, heures, montant)) {
                    self.days(ici, "S21.G00.51.001", "S21.G00.51.002", code, pay.periode);
                }
            }
            if !h.net.is_zero() {
                self.amount(Ici { contrat: "", ..ici }, "S21.G00.58.004", "01", h.net);
            }
        }
        for (code, montant) in
            [("001", pay.bases.brut), ("002", pay.bases.brut), ("003", pay.bases.brut), ("010", base)]
        {
            self.amount(ici, "S21.G00.51.013", code, montant);
            self.days(ici, "S21.G00.51.001", "S21.G00.51.002", code, pay.periode);
        }
        self.activity(ici, slip, pay, known.droit_commun);
        let dfs = Ici { contrat: self.told(ici.contrat), ..ici };
        self.amount(dfs, "S21.G00.54.002", "10", pay.dfs_montant);
        self.days(dfs, "S21.G00.54.003", "S21.G00.54.004", "10", pay.periode);
        self.bases(ici, slip, pay);
        self.welfare(ici, pay);
    }

    /// The contract on the payslip that back pay completes.
    fn completed(&self, slip: &Payslip, pay: &ContractPay) -> Option<&'a ContractPay> {
        self.c.completed(slip)?.contrats.iter().find(|k| k.contrat == pay.contrat)
    }

    /// Days of a contract that the payslip completed declares, or the back pay that came between.
    fn told_days(&self, slip: &Payslip, first: &ContractPay) -> i64 {
        let order = |p: &Payslip| {
            let number = cddu_ledger::piece(p);
            (p.date_paiement, number.len(), number.to_owned())
        };
        let between = |p: &&Payslip| p.rappel.is_some() && p.rappel == slip.rappel && order(p) < order(slip);
        let moved = self.c.known().filter(between).flat_map(|p| &p.contrats);
        let days = moved.filter(|k| k.contrat == first.contrat).map(|k| k.periode.days());
        days.fold(first.periode.days(), i64::max)
    }

    /// Block 53: calendar days, hours, cachets, days worked.
    fn activity(&mut self, ici: Ici<'_>, slip: &Payslip, pay: &ContractPay, ordinary: bool) {
        let rubrique = "S21.G00.53.002";
        // The calendar days of a work are declared with the payslip that back pay completes, but for those of an end moved.
        let days = if slip.rappel.is_some() {
            self.completed(slip, pay).map_or(0, |k| pay.periode.days() - self.told_days(slip, k))
        } else {
            // Whole days of absence that nothing pays lower the plafond.
            pay.absences.iter().fold(pay.periode.days(), |days, a| days - a.jours_plafond)
        };
        self.amount(ici, rubrique, "40", Cents(days * 100));
        self.amount(ici, rubrique, "12", hundredths(pay.jours));
        let hours = if ordinary { "10" } else { "35" };
        let (worked, cachets) = activite(self.production, pay);
        self.amount(ici, rubrique, hours, worked);
        for absence in pay.absences.iter().filter(|a| !a.motif.paid()) {
            self.amount(ici, rubrique, "02/12", hundredths(absence.jours));
            self.amount(ici, rubrique, &format!("02/{hours}"), hundredths(absence.heures));
        }
        let key = (slip.salarie.matricule.as_str(), ici.contrat);
        let days = self.work.get(&key).copied().unwrap_or(pay.jours);
        self.amount(ici, rubrique, if days.whole() >= 5 { "36" } else { "37" }, cachets);
        self.amount(ici, rubrique, "39", cachets);
    }

    /// Blocks 78, 79 and 81, prévoyance apart.
    fn bases(&mut self, ici: Ici<'_>, slip: &Payslip, pay: &ContractPay) {
        let b = &pay.bases;
        let day = slip.date_paiement;
        // A base that only some contributions have is that of the first of their lines.
        let of_lines = |base: &str| {
            let mut rows = self.tables.individuelles.iter().filter(|r| r.code.base == base && r.holds(day));
            let first = rows.find_map(|r| pay.lignes.iter().find(|l| l.code == r.ligne))?;
            let own =
                pay.lignes.iter().filter(|l| (&l.code, &l.organisme) == (&first.code, &first.organisme));
            Some(own.map(|l| l.base).sum())
        };
        let named = [
            ("02", Some(b.plafonnee)),
            ("03", Some(b.securite_sociale)),
            ("04", b.csg),
            ("07", Some(b.chomage)),
            ("13", of_lines("13")),
            ("27", Some(b.conges_spectacles)),
            ("57", of_lines("57")),
        ];
        let corrected = ici
            .compte
            .par
            .and_then(|new| Some((new, new.contrats.iter().find(|k| k.contrat == ici.contrat)?)));
        for (base, montant) in named {
            let Some(montant) = montant else { continue };
            let declared = self.contributions(slip, pay, base);
            if declared.is_empty() && (base == "13" || base == "57") {
                continue;
            }
            let now: Vec<Cotisation> =
                corrected.map_or_else(Vec::new, |(s, k)| self.contributions(s, k, base));
            let changed = |code: &str, taux: Decimal| {
                let mut same = now.iter().filter(|k| k.code == code).peekable();
                same.peek().is_some() && same.all(|k| k.taux != Some(taux))
            };
            self.amount(ici, "S21.G00.78.004", base, montant);
            for part in cut(pay.periode, |a, b| a.year == b.year) {
                self.days(ici, "S21.G00.78.002", "S21.G00.78.003", base, part);
            }
            let relieved = declared.iter().any(|k| ["018", "106"].contains(&k.code.as_str()));
            if let Some(smic) = b.smic.filter(|_| base == "03" && relieved) {
                self.amount(ici, "S21.G00.79.004", "03/01", smic);
            }
            if let Some(taxed) = self.of_family(pay, Famille::TaxeSalaires).filter(|_| base == "03") {
                self.amount(ici, "S21.G00.79.004", "03/91", taxed.base);
            }
            for k in declared {
                let code = format!("{base}/{}", k.code);
                self.amount(ici, "S21.G00.81.004", &code, k.montant);
                // Declared by its amount alone.
                if k.code == CONGES {
                    continue;
                }
                self.amount(ici, "S21.G00.81.003", &code, k.assiette);
                self.text(ici, "S21.G00.81.002", &code, k.organisme);
                let Some(taux) = k.taux else { continue };
                // What a correction takes back at another rate is written at the rate that it had.
                if changed(k.code.as_str(), taux) {
                    let before = self.attendu(ici, "S21.G00.81.007", &code, Valeur::Texte(rate(taux)));
                    self.values.push(before);
                } else {
                    self.text(ici, "S21.G00.81.007", &code, rate(taux));
                }
            }
        }
    }

    /// The line of a family.
    fn of_family<'p>(&self, pay: &'p ContractPay, famille: Famille) -> Option<&'p Line> {
        pay.lignes.iter().find(|l| self.tables.famille(&l.code) == Some(famille))
    }

    /// The contributions that the table of codes puts under a base.
    fn contributions(&self, slip: &Payslip, pay: &ContractPay, base: &str) -> Vec<Cotisation> {
        let day = slip.date_paiement;
        let norm = format!("P{:02}", self.annee % 100);
        let mut out: Vec<Cotisation> = Vec::new();
        let rows = self.tables.individuelles.iter().filter(|r| {
            r.holds(day)
                && (r.code.normes.is_empty() || r.code.normes.contains(&norm))
                && under(&r.code, slip.employeur.parametres.effectif) == base
        });
        for Individuelle { ligne, code: row } in rows {
            for line in pay.lignes.iter().filter(|l| l.code == *ligne && l.organisme == row.organisme) {
                let employer = row.part == "employeur";
                let montant = if employer { line.montant_employeur.unwrap_or_default() } else { both(line) };
                let share = line.taux_employeur.unwrap_or_default().0;
                let taux = if employer { share } else { share + line.taux_salarie.unwrap_or_default().0 };
                // The caisse de congés raises the base; the payslip holds the raised rate.
                let (assiette, taux) = match self.tables.majoration(ligne) {
                    Some(m) => (Cents::round(line.base.to_decimal() * m.0), taux / m.0),
                    None => (line.base, taux),
                };
                // A base in hours is declared by what the hours are paid.
                let assiette = match &pay.bases.heures_sup {
                    Some(_) if self.tables.en_heures(ligne) && at_a_former_rate(pay, line) => Cents::ZERO,
                    Some(h) if self.tables.en_heures(ligne) => h.montant,
                    _ => assiette,
                };
                // The CSG and the CRDS of the exempt hours complete those of the rest of the pay.
                if self.tables.complete(ligne)
                    && let Some(known) =
                        out.iter_mut().find(|k| k.code == row.code && row.organisme == k.organisme.as_str())
                {
                    known.montant += montant;
                    known.assiette += assiette;
                    continue;
                }
                let alone = if pay.taux_artiste { row.taux_seul_artiste } else { row.taux_seul };
                let mut add = |code: &str, montant: Cents, taux: Decimal| {
                    let organisme = row.organisme.to_string();
                    let known = out.iter_mut().find(|k| k.code == code && k.organisme == organisme);
                    match known.filter(|_| !at_a_former_rate(pay, line)) {
                        Some(k) => {
                            k.montant += montant;
                            // Rates on two bases have no sum.
                            k.taux = k.taux.filter(|_| k.assiette == assiette).map(|t| t + taux);
                            k.assiette = k.assiette.max(assiette);
                        }
                        None => out.push(Cotisation {
                            code: code.to_owned(),
                            organisme,
                            assiette,
                            montant,
                            taux: Some(taux),
                        }),
                    }
                };
                match (alone, &row.code_complement) {
                    (Some(alone), Some(complement)) if taux > alone.0 => {
                        let first = alone.of(assiette);
                        add(&row.code, first, alone.0);
                        add(complement, montant - first, taux - alone.0);
                    }
                    _ => add(&row.code, montant, taux),
                }
            }
        }
        out
    }

    /// Base 31 of each contract of prévoyance, its component and its contribution.
    fn welfare(&mut self, ici: Ici<'_>, pay: &ContractPay) {
        for (montant, assiette) in carried(self.production, pay).map(|(_, m, a)| (m, a)).collect::<Vec<_>>() {
            self.amount(ici, "S21.G00.78.004", "31", Cents::ZERO);
            for part in cut(pay.periode, |a, b| a == b) {
                self.days(ici, "S21.G00.78.002", "S21.G00.78.003", "31", part);
            }
            self.amount(ici, "S21.G00.79.004", "31/11", assiette);
            self.amount(ici, "S21.G00.81.004", "31/059", montant);
        }
    }
}

/// A period cut between the months that do not go together: a base covers one year, base 31 one month.
pub(crate) fn cut(period: Period, together: fn(Month, Month) -> bool) -> Vec<Period> {
    let mut out: Vec<Period> = Vec::new();
    for (month, part) in period.by_month() {
        match out.last_mut() {
            Some(last) if together(Month::of(last.fin), month) => last.fin = part.fin,
            _ => out.push(part),
        }
    }
    out
}

/// Base pay: elements coded so and the rounding of an agreed week, the whole gross when there is none. The hours beyond 35 are told by their own types: it
/// leaves them out. Back pay of a bonus or of overtime alone has none.
fn base_pay(slip: &Payslip, pay: &ContractPay) -> Cents {
    let codes = ["base", "cachet", "salaire", "arrondi"];
    let own = || pay.elements.iter().filter(|e| codes.contains(&e.code.as_str()));
    let base: Cents = own().map(|e| e.montant).sum();
    let detailed = slip.rappel.is_some() && !pay.elements.is_empty();
    if base.is_zero() && !detailed {
        pay.bases.brut - pay.bases.heures_sup.map_or(Cents::ZERO, |h| h.montant)
    } else {
        base - own().filter_map(|e| e.heure_sup).map(|h| h.montant).sum()
    }
}

/// Contribution to the caisse des congés spectacles.
const CONGES: &str = "066";

/// A contribution expected under a base.
struct Cotisation {
    code: String,
    organisme: String,
    assiette: Cents,
    montant: Cents,
    taux: Option<Decimal>,
}

/// The base of a code: `02/03` is 02 under fifty people.
fn under(row: &cddu_rates::Individuelle, effectif: u32) -> &str {
    match row.base.split_once('/') {
        Some((small, _)) if effectif < 50 => small,
        Some((_, large)) => large,
        None => &row.base,
    }
}

/// The contracts of prévoyance that carry lines of a contract: rank, both shares, base.
pub(crate) fn carried<'a>(
    production: &'a Production,
    pay: &'a ContractPay,
) -> impl Iterator<Item = (usize, Cents, Cents)> + 'a {
    let covered = population(pay.categorie, pay.cadre, pay.taux_artiste);
    let covers = move |(_, k): &(usize, &ContratPrevoyance)| k.covers(covered);
    production.prevoyance.iter().enumerate().filter(covers).filter_map(move |(rank, contract)| {
        let lines =
            || pay.lignes.iter().filter(move |l| contract.carries(l) && once(production, covered, rank, l));
        let base = lines().map(|l| l.base).max()?;
        Some((rank, lines().map(both).sum(), base))
    })
}

/// True when no other contract has a better claim on a line: a line is declared and paid once. One that lists its lines comes
/// first, then one that lists its people, then the first written.
fn once(production: &Production, covered: PopulationCouverte, rank: usize, line: &Line) -> bool {
    let claim = |rank: usize, k: &ContratPrevoyance| (k.lignes.is_empty(), k.couvre.is_empty(), rank);
    let all = production.prevoyance.iter().enumerate().filter(|(_, k)| k.covers(covered) && k.carries(line));
    all.map(|(rank, k)| claim(rank, k)).min().is_some_and(|(.., first)| first == rank)
}

/// The SATD under which a deduction is declared.
pub(crate) fn satd<'a>(
    production: &'a Production,
    slip: &Payslip,
    creancier: Option<&str>,
) -> Option<&'a cddu_declarations::production::Satd> {
    let creancier = fold(creancier.unwrap_or_default());
    let same = |s: &&cddu_declarations::production::Satd| {
        s.matricule == slip.salarie.matricule && fold(&s.creancier) == creancier
    };
    production.satd.iter().find(same)
}

/// Two decimals, as the norm writes rates.
pub(crate) fn two(value: Decimal) -> String {
    let mut value = cddu_rates::round_half_up(value, 2);
    value.rescale(2);
    value.to_string()
}

/// Two or three decimals.
fn rate(value: Decimal) -> String {
    let mut value = value.normalize();
    if value.scale() < 2 {
        value.rescale(2);
    }
    value.to_string()
}
