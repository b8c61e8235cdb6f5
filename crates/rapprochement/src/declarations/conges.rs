//! C01, C03 and C04: the certificates of the caisse des congés spectacles against the payslips they name.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Period, Rate};
use chrono::{Datelike as _, NaiveDate};

use super::confrontation::key;
use super::identites::candidate;
use crate::Rapporteur;
use crate::attendus::aem::plain;
use crate::attendus::aem_textes::LONG;
use crate::attendus::conges::{amounts, twelve_months};
use crate::attendus::ecrit;
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Document, Poste};
use crate::documents::{Contexte, Declare};

/// One certificate: the values of a line, by column.
type Certificat<'a> = BTreeMap<&'a str, &'a Declare>;

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(conges) = c.docs.conges else {
        out.skip(&["C04"], "aucun certificat de congés spectacles");
        return;
    };
    super::columns("C04", Document::Conges, conges, out);
    let mut lines: BTreeMap<u64, Certificat<'_>> = BTreeMap::new();
    for v in &conges.valeurs {
        lines.entry(v.bloc).or_default().insert(&v.rubrique, v);
    }
    let slips = in_force(c);
    let mut contracts: BTreeMap<(String, String), Vec<Certificat<'_>>> = BTreeMap::new();
    for certificate in lines.into_values() {
        let Some(first) = certificate.values().next() else { continue };
        let written = (c.noms.declared(&first.personne).to_owned(), c.noms.contract(&first.contrat));
        let key = meant(c, &slips, &certificate, &written).unwrap_or_else(|| written.clone());
        if let Some(at) = certificate.get("bulletins").filter(|_| key.1 != written.1) {
            let message =
                format!("certificat, contrat : « {} » écrit, {} d'après les bulletins", first.contrat, key.1);
            let cle = super::confrontation::key(&key.0, &key.1, "certificat, contrat".to_owned());
            out.fact("C04", cle, message, vec![candidate(Document::Conges, at)], Cents::ZERO);
            out.because("C04", causes::of_text(&first.contrat, &key.1));
        }
        contracts.entry(key).or_default().push(certificate);
    }
    certified(c, &contracts.keys().cloned().collect(), out);
    for ((personne, contrat), certificates) in contracts {
        let place = Place { c, slips: &slips, personne: &personne, contrat: &contrat };
        place.contract(&certificates, out);
    }
}

/// Whose certificate it is when the person or the contract written is nobody's: that of the payslips it names.
fn meant(
    c: &Contexte<'_>,
    slips: &BTreeMap<&str, &Payslip>,
    certificate: &Certificat<'_>,
    written: &(String, String),
) -> Option<(String, String)> {
    let holds = |p: &Payslip| {
        c.noms.person(&p.salarie.matricule) == written.0 && p.contrats.iter().any(|k| k.contrat == written.1)
    };
    if slips.values().any(|p| holds(p)) {
        return None;
    }
    let named = certificate.get("bulletins")?.valeur.split(' ').find_map(|n| slips.get(n))?;
    let contrat = match named.contrats.as_slice() {
        list if list.iter().any(|k| k.contrat == written.1) => written.1.clone(),
        [one] => one.contrat.clone(),
        _ => return None,
    };
    Some((c.noms.person(&named.salarie.matricule).to_owned(), contrat))
}

/// C04: each contract paid to its end in the month has a certificate.
fn certified(c: &Contexte<'_>, given: &BTreeSet<(String, String)>, out: &mut Rapporteur<'_>) {
    let production = c.docs.declarations.map(|(p, _)| p);
    let mut said: BTreeSet<(&str, &str)> = BTreeSet::new();
    for p in c.paid() {
        for k in &p.contrats {
            let known = production.map(|p| p.contrat(&k.contrat)).unwrap_or_default();
            let person = c.noms.person(&p.salarie.matricule);
            let there = given.contains(&(person.to_owned(), k.contrat.clone()));
            let due = k.periode.fin >= known.fin_reelle.unwrap_or(k.fin);
            if !due || there || !said.insert((person, &k.contrat)) {
                continue;
            }
            let message = format!("pas de certificat pour le contrat {} de {person}, terminé", k.contrat);
            let candidat = Candidat {
                document: Document::Bulletin,
                reference: cddu_ledger::piece(p).to_owned(),
                ligne: None,
                montant: k.bases.conges_spectacles,
            };
            let cle = key(person, &k.contrat, "certificat".to_owned());
            out.fact("C04", cle, message, vec![candidat], Cents::ZERO);
            let texte = "la ligne a été retirée du fichier, ou le contrat terminé depuis";
            out.because("C04", Cause::new("ligne_absente", texte));
        }
    }
}

/// The payslips that stand, by number.
fn in_force<'a>(c: &Contexte<'a>) -> BTreeMap<&'a str, &'a Payslip> {
    let all = || c.docs.bulletins.iter().chain(c.docs.anterieurs);
    let replaced: BTreeSet<&str> = all().filter_map(|p| p.rectifie.as_deref()).collect();
    // Back pay of a later month has its own certificate then.
    let later = |p: &Payslip| p.rappel.is_some() && c.docs.mois.is_some_and(|m| p.date_paiement > m.last());
    let stands = |(n, p): &(&str, &Payslip)| !replaced.contains(n) && !later(p);
    all().map(|p| (cddu_ledger::piece(p), p)).filter(stands).collect()
}

/// A contract certified.
struct Place<'a> {
    c: &'a Contexte<'a>,
    slips: &'a BTreeMap<&'a str, &'a Payslip>,
    personne: &'a str,
    contrat: &'a str,
}

impl Place<'_> {
    fn contract(&self, certificates: &[Certificat<'_>], out: &mut Rapporteur<'_>) {
        let named: BTreeSet<&str> = certificates
            .iter()
            .filter_map(|k| k.get("bulletins"))
            .flat_map(|v| v.valeur.split(' '))
            .filter(|n| !n.is_empty())
            .collect();
        let mut parts: Vec<(&Payslip, &ContractPay)> = Vec::new();
        for numero in &named {
            let slip = self.slips.get(numero);
            match slip.and_then(|p| Some((*p, p.contrats.iter().find(|k| k.contrat == self.contrat)?))) {
                Some(part) => parts.push(part),
                None => self.unknown(certificates, numero, out),
            }
        }
        self.twice(certificates, out);
        self.empty(certificates, out);
        if parts.is_empty() {
            return;
        }
        // A payslip over 31 March is shared between two certificates: it only adds up when both are here.
        let years: BTreeSet<Option<&str>> =
            certificates.iter().map(|k| k.get("debut").map(|v| v.valeur.as_str())).collect();
        let whole = |k: &ContractPay| certificates.len() > 1 || !over_march(k.periode);
        if parts.iter().all(|(_, k)| whole(k)) && years.len() == certificates.len() {
            let pays: Vec<&ContractPay> = parts.iter().map(|(_, k)| *k).collect();
            for (column, expected) in amounts(&pays) {
                self.amount(certificates, &parts, column, expected, out);
            }
        }
        for certificate in certificates {
            self.texts(certificate, &parts, out);
        }
    }

    /// A cell that says nothing where a number or the payslips stand: it is not zero.
    fn empty(&self, certificates: &[Certificat<'_>], out: &mut Rapporteur<'_>) {
        const NOMBRES: [&str; 9] = [
            "jours",
            "cachets",
            "heures",
            "brut",
            "base",
            "contribution",
            "jours_12_mois",
            "cachets_12_mois",
            "brut_12_mois",
        ];
        for k in certificates {
            let unread = NOMBRES.iter().filter_map(|c| k.get(c)).filter(|v| v.montant().is_none());
            let unnamed = k.get("bulletins").filter(|v| v.valeur.trim().is_empty());
            for v in unread.chain(unnamed) {
                let message = format!("certificat, {} : « {} » ne dit rien", v.rubrique, v.valeur);
                let cle = key(self.personne, self.contrat, format!("certificat, {}", v.rubrique));
                out.fact("C04", cle, message, vec![candidate(Document::Conges, v)], Cents::ZERO);
                let code = if v.valeur.is_empty() { "valeur_absente" } else { "valeur_changee" };
                out.because("C04", Cause::new(code, "cellule effacée ou changée dans le fichier"));
            }
        }
    }

    /// Two certificates of the same days that name the same payslip: it would be declared, and its leave paid, twice.
    fn twice(&self, certificates: &[Certificat<'_>], out: &mut Rapporteur<'_>) {
        let mut said: BTreeMap<(&str, &str), &Declare> = BTreeMap::new();
        for k in certificates {
            let Some(named) = k.get("bulletins") else { continue };
            let from = k.get("debut").map_or("", |v| v.valeur.as_str());
            for numero in named.valeur.split(' ').filter(|n| !n.is_empty()) {
                let Some(first) = said.insert((numero, from), named) else { continue };
                let message = format!("le bulletin {numero} est dans deux certificats du même contrat");
                let cle = key(self.personne, self.contrat, format!("certificat, {numero}"));
                let candidats = [*named, first].map(|v| candidate(Document::Conges, v)).to_vec();
                out.fact("C04", cle, message, candidats, Cents::ZERO);
                out.because("C04", Cause::new("doublon", "le certificat est écrit deux fois"));
            }
        }
    }

    fn rule(column: &str) -> &'static str {
        match column {
            "base" => "C01",
            "jours" | "cachets" | "heures" => "C03",
            _ => "C04",
        }
    }

    fn amount(
        &self,
        certificates: &[Certificat<'_>],
        parts: &[(&Payslip, &ContractPay)],
        column: &str,
        expected: Cents,
        out: &mut Rapporteur<'_>,
    ) {
        let cle = key(self.personne, self.contrat, format!("certificat, {column}"));
        // What cannot be read is said as such.
        if certificates.iter().filter_map(|k| k.get(column)).any(|v| v.montant().is_none()) {
            return;
        }
        let left = certificates
            .iter()
            .filter_map(|k| k.get(column))
            .map(|v| {
                let montant = v.montant().unwrap_or_default();
                Poste::new(cle.clone(), Document::Conges, column, montant).line(v.ligne)
            })
            .collect();
        let numbers: Vec<&str> = parts.iter().map(|(p, _)| cddu_ledger::piece(p)).collect();
        let right = vec![Poste::new(cle.clone(), Document::Bulletin, numbers.join(" "), expected)];
        out.compare(Self::rule(column), left, right, Appariement::Total);
    }

    /// Dates, rate, identifiers, and the twelve months that end with the period.
    fn texts(&self, k: &Certificat<'_>, parts: &[(&Payslip, &ContractPay)], out: &mut Rapporteur<'_>) {
        let Some((last, pay)) = parts.iter().max_by_key(|(p, _)| p.date_paiement) else { return };
        let day = |column: &str| k.get(column).and_then(|v| v.valeur.parse::<NaiveDate>().ok());
        let period = day("debut").zip(day("fin")).and_then(|(a, b)| Period::new(a, b));
        let production = self.c.docs.declarations.map(|(p, _)| p);
        let end = production.and_then(|p| p.contrat(self.contrat).fin_reelle).unwrap_or(pay.fin);
        let march = |d: NaiveDate| {
            (d.format("%m-%d").to_string() == "04-01", d.format("%m-%d").to_string() == "03-31")
        };
        let mut wanted: Vec<(&str, Vec<String>)> = vec![
            ("matricule", vec![last.salarie.matricule.clone()]),
            ("numero_conges", last.salarie.numero_conges_spectacles.clone().into_iter().collect()),
        ];
        let person = &last.salarie;
        let nir = person.nir.as_deref().and_then(|n| n.get(..13)).map(str::to_owned);
        let number = nir.or_else(|| production.and_then(|p| p.salarie(&person.matricule).ntt));
        wanted.push(("nir", number.into_iter().collect()));
        wanted.push(("nom", vec![ecrit(&person.nom, LONG)]));
        wanted.push(("prenom", vec![ecrit(&person.prenom, LONG)]));
        wanted.push(("fonction", vec![ecrit(&pay.fonction, LONG)]));
        wanted.push(("exercice", day("debut").map(|d| exercise(d).to_string()).into_iter().collect()));
        // The part of a contract inside an exercise begins on 1 April or ends on 31 March.
        if day("debut").is_none_or(|d| !march(d).0) {
            wanted.push(("debut", vec![pay.debut.to_string()]));
        }
        if day("fin").is_none_or(|d| !march(d).1) {
            wanted.push(("fin", vec![end.to_string()]));
        }
        let objet = pay.numero_objet.clone().or(production.and_then(|p| p.film.numero_objet.clone()));
        wanted.push(("numero_objet", objet.into_iter().collect()));
        let rates: BTreeSet<String> = parts
            .iter()
            .flat_map(|(_, k)| k.lignes.iter().filter(|l| l.organisme == "conges_spectacles"))
            .filter_map(|l| l.taux_employeur)
            .map(plain)
            .collect();
        if rates.len() == 1 {
            wanted.push(("taux", rates.into_iter().collect()));
        }
        out.applies("C04", wanted.len());
        for (column, texts) in wanted {
            let Some(v) = k.get(column).filter(|_| !texts.is_empty()) else { continue };
            let read = match column {
                "nom" | "prenom" | "fonction" => ecrit(&v.valeur, LONG),
                "taux" => v.valeur.parse::<Rate>().map_or_else(|_| v.valeur.clone(), plain),
                _ => v.valeur.clone(),
            };
            if !texts.contains(&read) {
                let message = format!(
                    "certificat, {column} : {} écrit, {} d'après les bulletins",
                    v.valeur,
                    texts.join(" ou ")
                );
                let cle = key(self.personne, self.contrat, format!("certificat, {column}"));
                out.fact("C04", cle, message, vec![candidate(Document::Conges, v)], Cents::ZERO);
                let first = texts.first().map_or("", String::as_str);
                out.because("C04", causes::of_text(&v.valeur, first));
            }
        }
        if let Some(period) = period {
            for (column, expected) in twelve_months(self.slips, &last.salarie.matricule, period) {
                self.amount(std::slice::from_ref(k), parts, column, expected, out);
            }
        }
    }

    fn unknown(&self, certificates: &[Certificat<'_>], numero: &str, out: &mut Rapporteur<'_>) {
        let candidats: Vec<Candidat> = certificates
            .iter()
            .filter_map(|k| k.get("bulletins"))
            .filter(|v| v.valeur.split(' ').any(|n| n == numero))
            .map(|v| candidate(Document::Conges, v))
            .collect();
        let message = format!("le certificat nomme le bulletin {numero}, qui n'existe pas pour ce contrat");
        let cle = key(self.personne, self.contrat, numero.to_owned());
        out.fact("C04", cle, message, candidats, Cents::ZERO);
        let cause = if self.c.docs.defaits.iter().any(|n| n == numero) {
            Cause::new("bulletin_defait", format!("le bulletin {numero} a été défait depuis"))
        } else {
            Cause::new("numero_change", "numéro de bulletin, personne ou contrat changé dans le fichier")
        };
        out.because("C04", cause);
    }
}

/// The year in which the exercise of a day begins, on 1 April.
fn exercise(day: NaiveDate) -> i32 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

/// True for a period that holds 31 March and the day after.
fn over_march(periode: Period) -> bool {
    exercise(periode.debut) != exercise(periode.fin)
}
