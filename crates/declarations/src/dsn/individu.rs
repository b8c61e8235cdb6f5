//! A person and the contracts: S21.G00.30, 40, 62, 70, 71, 86.

use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::{Block, Version, date, s21};
use cddu_payslip::{AbsencePay, ContractPay, Payslip};
use cddu_rates::{Famille, Period, Rate, fold, round_half_up};
use chrono::NaiveDate;

use super::changements::Anterieurs;
use super::faits::Mois;
use super::prevoyance;
use super::quotite;
use crate::besoins::{Besoins, Place};
use crate::production::{FonctionCodee, Production};
use crate::tables::Tables;
use crate::texte;

/// Two decimals.
pub(super) fn decimals(value: rust_decimal::Decimal) -> String {
    let mut value = round_half_up(value, 2);
    value.rescale(2);
    value.to_string()
}

/// S21.G00.30 without its children.
pub(super) fn identity(production: &Production, slip: &Payslip, full: bool, needs: &mut Besoins) -> Block {
    let person = &slip.salarie;
    let known = production.salarie(&person.matricule);
    let mut block = Block::new(s21(30));
    if person.nir.is_some() || known.ntt.is_none() {
        let nir = needs.nir(person);
        if let Some(nir) = nir.get(..13) {
            block.put(1, nir);
        }
    }
    block
        .put(2, texte::cut(&person.nom, 80))
        .put_some(3, person.nom_usage.as_deref().map(|n| texte::cut(n, 80)));
    block.put(4, texte::cut(&person.prenom, 80));
    match person.date_naissance {
        Some(day) => {
            block.put(6, date::format(day));
        }
        None => {
            needs.missing(Place::salarie(person, "date_naissance"), "la date de naissance", "date AAAA-MM-JJ")
        }
    }
    block.put(19, texte::cut(&person.matricule, 30));
    if block.field(1).is_none() {
        block.put_some(20, known.ntt.as_deref());
    }
    if !full {
        return block;
    }
    let mut ask = |value: Option<&str>, column: &str, what: &str, why: &str| {
        needs.text(value, Place::salarie(person, column), what, why)
    };
    let born_at = ask(
        person.lieu_naissance.as_deref(),
        "lieu_naissance",
        "le lieu de naissance",
        "commune, ou ville et pays",
    );
    let department = ask(
        person.departement_naissance.as_deref(),
        "departement_naissance",
        "le département de naissance",
        "deux caractères, 99 à l'étranger",
    );
    let country = ask(
        person.pays_naissance.as_deref(),
        "pays_naissance",
        "le pays de naissance",
        "code ISO à deux lettres",
    );
    let nationality = ask(
        known.nationalite.as_deref(),
        "nationalite",
        "la nationalité",
        "code ISO à deux lettres (codification UE de la DSN)",
    );
    block.put(7, texte::cut(&born_at, 30)).put(13, union(&nationality)).put(14, department).put(15, country);
    if block.field(1).is_none() {
        block.put_some(5, known.sexe.as_deref().map(|s| format!("{s:0>2}")));
    }
    let address = needs.adresse(person.adresse.as_ref(), |key| Place::salarie(person, key), "du salarié");
    block.put(8, texte::cut(&address.voie, 50));
    if address.pays.is_empty() || address.pays == "FR" {
        block.put(9, address.code_postal.trim()).put(10, texte::localite(&address.commune));
    } else {
        block
            .put(11, address.pays.as_str())
            .put(12, texte::cut(&format!("{} {}", address.code_postal, address.commune), 50));
    }
    block
}

/// Codification UE (30.013): 01 France, 02 Union, 03 European Economic Area, 04 elsewhere.
fn union(country: &str) -> &'static str {
    match country {
        "FR" => "01",
        "AT" | "BE" | "BG" | "CY" | "CZ" | "DE" | "DK" | "EE" | "ES" | "FI" | "GR" | "HR" | "HU" | "IE"
        | "IT" | "LT" | "LU" | "LV" | "MT" | "NL" | "PL" | "PT" | "RO" | "SE" | "SI" | "SK" => "02",
        "IS" | "LI" | "NO" => "03",
        _ => "04",
    }
}

/// What the contracts of a declaration share.
pub(super) struct Contrats<'a> {
    /// What was already sent of earlier months.
    pub anterieurs: &'a Anterieurs,
    pub production: &'a Production,
    pub tables: &'a Tables,
    pub version: Version,
    /// Codes of the functions by folded name.
    pub fonctions: BTreeMap<String, &'a FonctionCodee>,
    pub siret: &'a str,
    /// Every payslip: back pay names the one that it completes.
    pub slips: &'a [Payslip],
    /// Contracts whose end was already declared in an earlier month.
    pub declares: &'a BTreeSet<(String, String)>,
    /// Workplaces met.
    pub lieux: BTreeSet<String>,
}

impl<'a> Contrats<'a> {
    /// S21.G00.40 with its end, affiliations and retirement scheme. `monthly`: monthly declaration.
    pub(super) fn block(
        &mut self,
        slip: &Payslip,
        pay: &ContractPay,
        several: bool,
        affiliations: &BTreeMap<(String, usize), usize>,
        mois: &Mois<'_>,
        needs: &mut Besoins,
    ) -> Block {
        let known = self.production.contrat(&pay.contrat);
        let numero = texte::numero_contrat(&pay.contrat);
        let place = |column: &str| Place::contrat(&pay.contrat, column);
        if numero.len() > 20 {
            needs.wrong(
                place("contrat"),
                format!("le numéro de contrat « {numero} » dépasse 20 caractères"),
                "le raccourcir : 5 à 20 caractères dans la DSN",
            );
        }
        let mut block = self.job(slip, pay, needs);
        let fin = known.fin_reelle.unwrap_or(pay.fin);
        block.put(1, date::format(pay.debut)).put(9, numero).put(10, date::format(pay.fin));
        quotite::put(self.production, pay, &known, mois.chevauche(slip, pay), &mut block);
        common(slip, pay, known.droit_commun, &mut block);
        block.put(36, if several { "02" } else { "01" }).put(37, "03").put(39, "200");
        if self.version.year() >= 2027 {
            // The plafond of a CDDU follows calendar days or hours by day, never the part-time ratio; the caisse de
            // congés is compulsory.
            block.put(84, "02").put(86, "01");
        }
        self.place_of_work(pay, &known, &mut block, needs);
        self.spectacle(slip, pay, known.droit_commun, &mut block, needs);
        self.risk(slip, pay, &mut block, needs);
        let absences = mois.absences(&slip.salarie.matricule, &pay.contrat);
        for absence in &absences {
            if let Some(motif) = absence.motif.arret() {
                block.push(stop(absence, motif, mois.mois.last()));
            }
        }
        if fin <= mois.mois.last() {
            let already = self.declares.contains(&(slip.salarie.matricule.clone(), pay.contrat.clone()));
            let reason = known.motif_fin.dsn();
            let derogation = reason == "031" && !already && !known.droit_commun;
            let last_day = fin.min(pay.periode.fin).max(pay.debut);
            // An absence that goes to the end: the last day worked and paid is the one before it.
            let away = absences.iter().find(|a| a.unpaid() && a.debut <= last_day && a.fin >= last_day);
            let last_day = away.map_or(last_day, |a| a.dernier_jour);
            let mut end = Block::new(s21(62));
            end.put(1, date::format(fin)).put(2, reason).put(6, date::format(last_day));
            if !known.droit_commun {
                end.put(17, if derogation { "01" } else { "02" });
            }
            block.push(end);
        }
        for absence in &absences {
            if let Some(motif) = absence.motif.suspension() {
                let mut other = Block::new(s21(65));
                other.put(1, motif).put(2, date::format(absence.debut)).put(3, date::format(absence.fin));
                other.put(5, decimals(absence.jours.0));
                block.push(other);
            }
        }
        for (rank, contract) in self.production.prevoyance.iter().enumerate() {
            let Some(id) = affiliations.get(&(pay.contrat.clone(), rank)) else { continue };
            let mut affiliation = Block::new(s21(70));
            affiliation
                .put_some(4, contract.option.as_deref())
                .put_some(5, contract.population.as_deref())
                .put(12, id.to_string())
                .put(13, (rank + 1).to_string());
            block.push(affiliation);
        }
        for code in prevoyance::orphan(self.production, pay) {
            needs.missing(
                Place::production("declarations.prevoyance"),
                &format!("le contrat de prévoyance qui porte la ligne {code}"),
                "référence, organisme et population de la fiche de paramétrage (Audiens)",
            );
        }
        block.push(Block::new(s21(71)).with(2, "RUAA"));
        block
    }

    /// S21.G00.40 of an event: neither Congés Spectacles nor accident du travail.
    pub(super) fn for_event(&mut self, slip: &Payslip, pay: &ContractPay, needs: &mut Besoins) -> Block {
        let known = self.production.contrat(&pay.contrat);
        let mut block = self.job(slip, pay, needs);
        block
            .put(1, date::format(pay.debut))
            .put(9, texte::numero_contrat(&pay.contrat))
            .put(10, date::format(pay.fin));
        quotite::put(self.production, pay, &known, false, &mut block);
        common(slip, pay, known.droit_commun, &mut block);
        block.put(36, "01").put(37, "03");
        self.place_of_work(pay, &known, &mut block, needs);
        block.push(Block::new(s21(71)).with(2, "RUAA"));
        block
    }

    fn job(&self, slip: &Payslip, pay: &ContractPay, needs: &mut Besoins) -> Block {
        let given = self.fonctions.get(&fold(&pay.fonction)).copied();
        let cadre = pay.cadre && !pay.taux_artiste;
        let place = |column: &str| Place::contrat(&pay.contrat, column);
        let table = self.tables.pcs(&pay.idcc, &pay.fonction, slip.date_paiement);
        let pcs = given.and_then(|f| f.pcs.clone()).or_else(|| table.map(|t| t.pcs.clone()));
        let pcs = needs.text(
            pcs.as_deref(),
            place("fonction"),
            &format!("le code PCS-ESE de « {} »", pay.fonction),
            "le donner dans [[declarations.fonctions]] (fonction, pcs, complement)",
        );
        let label = needs.text(Some(&pay.fonction), place("fonction"), "la fonction", "libellé de l'emploi");
        let ouvrier = given.is_some_and(|f| f.ouvrier) || pcs == "637c";
        let status = match given.and_then(|f| f.statut.clone()) {
            Some(status) if !cadre || matches!(status.as_str(), "03" | "04") => status,
            _ if cadre => "04".to_owned(),
            _ if ouvrier => "07".to_owned(),
            _ => "05".to_owned(),
        };
        let mut block = Block::new(s21(40));
        block
            .put(2, status)
            .put(3, if cadre { "01" } else { "04" })
            .put(4, pcs.as_str())
            .put(6, texte::cut(&label, 120));
        let complement = given.and_then(|f| f.complement.as_deref());
        if cddu_dsn::norm::pcs_spectacle(&pcs) {
            let code = needs.or_placeholder(
                complement,
                Place::production("declarations.fonctions"),
                &format!("le code emploi du spectacle de « {} »", pay.fonction),
                "complément de la PCS (table ART de net-entreprises), trois lettres et trois chiffres",
                "XXX000",
                |c| (2..=6).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_alphanumeric()),
            );
            block.put(5, code);
        } else {
            block.put_some(5, complement);
        }
        block
    }

    fn place_of_work(
        &mut self,
        pay: &ContractPay,
        known: &crate::production::ContratDeclare,
        block: &mut Block,
        needs: &mut Besoins,
    ) {
        let Some(code) = &known.lieu else {
            block.put(19, self.siret);
            return;
        };
        if !self.production.lieux.iter().any(|l| &l.identifiant == code) {
            needs.error(
                "DSN-011",
                Place::contrat(&pay.contrat, "lieu"),
                format!("le lieu de travail « {code} » n'est pas décrit"),
                "l'ajouter à [[declarations.lieux]] (identifiant, voie, code_postal, commune, code_insee)",
            );
        }
        self.lieux.insert(code.clone());
        block.put(19, code.as_str());
    }

    fn spectacle(
        &self,
        slip: &Payslip,
        pay: &ContractPay,
        ordinary: bool,
        block: &mut Block,
        needs: &mut Besoins,
    ) {
        let number = slip.employeur.identite.numero_conges_spectacles.as_deref().or(self
            .production
            .conges_spectacles
            .numero_affiliation
            .as_deref());
        let number = needs.checked(
            number,
            Place::production("employeur.numero_conges_spectacles"),
            "le numéro d'affiliation à Congés Spectacles",
            "chiffres du compte employeur de la caisse, clé comprise",
            |n| (3..=18).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_alphanumeric()),
        );
        block.put(22, format!("97{number}"));
        block.put_some(23, pay.dfs_taux.map(|r| decimals(r.0)));
        if !ordinary {
            block.put(25, if pay.annexe == 10 { "06" } else { "05" });
        }
        match pay.numero_objet.as_deref().or(self.production.film.numero_objet.as_deref()) {
            Some(numero) if cddu_dsn::ids::numero_objet(numero) => {
                block.put(50, numero);
            }
            Some(numero) => needs.wrong(
                Place::contrat(&pay.contrat, "numero_objet"),
                format!("le numéro d'objet « {numero} » n'est pas valide"),
                "12 caractères : année, convention, catégorie, suite, clé",
            ),
            None => needs.warn(
                "DSN-012",
                Place::contrat(&pay.contrat, "numero_objet"),
                "le numéro d'objet manque : la DSN part sans lui, l'AEM le demande",
                "le demander à France Travail spectacle avant la première embauche",
            ),
        }
    }

    fn risk(&self, slip: &Payslip, pay: &ContractPay, block: &mut Block, needs: &mut Besoins) {
        let urssaf = &self.production.urssaf;
        // Codes of the arrêtés of 2023 to 2025: 92.1CC film and television technicians, 92.3AD artists.
        let (given, usual, key) = if pay.taux_artiste {
            (&urssaf.code_risque_artiste, "923AD", "code_risque_artiste")
        } else {
            (&urssaf.code_risque, "921CC", "code_risque")
        };
        let code = given.clone().unwrap_or_else(|| {
            needs.warn(
                "DSN-013",
                Place::production(format!("declarations.urssaf.{key}")),
                format!("le code risque AT n'est pas donné : le code collectif {usual} est écrit"),
                "vérifier la notification de taux de la Carsat",
            );
            usual.to_owned()
        });
        let rate = self.notified(pay).or_else(|| self.notified(self.completed(slip, pay)?)).or(pay.taux_at);
        block.put(40, code).put_some(43, rate.map(|r| decimals(r.0)));
    }

    /// The rate of accidents du travail of a contract.
    fn notified(&self, pay: &ContractPay) -> Option<Rate> {
        let notified = Some(Famille::AccidentsDuTravail);
        pay.lignes.iter().find(|l| self.tables.famille(&l.code) == notified)?.taux_employeur
    }

    /// The contract as the payslip that back pay completes pays it: back pay has no line of what is no longer due.
    fn completed(&self, slip: &Payslip, pay: &ContractPay) -> Option<&'a ContractPay> {
        let number = slip.rappel.as_deref()?;
        let first = self.slips.iter().find(|s| s.numero.as_deref() == Some(number))?;
        first.contrats.iter().find(|c| c.contrat == pay.contrat)
    }
}

/// S21.G00.60: an arrêt de travail, without subrogation, with the return when it is inside the contract and the month.
fn stop(absence: &AbsencePay, motif: &str, last: NaiveDate) -> Block {
    let mut block = Block::new(s21(60));
    block
        .put(1, motif)
        .put(2, date::format(absence.dernier_jour))
        .put(3, date::format(absence.fin))
        .put(4, "02");
    if let Some(back) = absence.reprise.filter(|day| *day <= last) {
        block.put(10, date::format(back)).put(11, "01");
    }
    block
}

/// Rubriques that every contract of a production shares.
fn common(slip: &Payslip, pay: &ContractPay, ordinary: bool, block: &mut Block) {
    block
        .put(7, "02")
        .put(8, "99")
        .put(16, if slip.salarie.alsace_moselle { "01" } else { "99" })
        .put(17, crate::aem::four(&pay.idcc))
        .put(18, "200")
        .put(20, "200")
        .put(21, if ordinary { "02" } else { "05" })
        .put(24, "99")
        .put(26, "99");
}

/// Days of the contract on the last day declared, at least one (S21.G00.86 type 07).
pub(super) fn seniority(pay: &ContractPay, last: NaiveDate) -> Block {
    let days = Period::new(pay.debut, pay.fin.min(last)).map_or(1, Period::days);
    Block::new(s21(86))
        .with(1, "07")
        .with(2, "01")
        .with(3, days.to_string())
        .with(5, texte::numero_contrat(&pay.contrat))
}
