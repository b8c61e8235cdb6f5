//! Rules of the AEM: formats of the layout and cross-field rules AEM-R01 to AEM-R23.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Gravite, Period, Quantity};
use chrono::Datelike;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::formats;
use super::modele::{Attestation, CategorieAem, Controle, LigneRemuneration, Lot, Nature};
use super::{AemExchange, lire};
use crate::parts::euro;

/// A rule that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constat {
    /// Rule (`AEM-R04`), or `AEM-XSD` for a format.
    pub code: String,
    /// Severity.
    pub gravite: Gravite,
    /// Attestation concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Constat {
    /// The same as a diagnostic.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        let diagnostic = Diagnostic::error(&self.code, self.message).severity(self.gravite);
        match self.reference {
            Some(reference) => diagnostic.at(format!("attestation {reference}")),
            None => diagnostic,
        }
    }
}

/// Checks a file.
///
/// # Errors
/// `AEM-091` when it cannot be read.
pub fn verifier(bytes: &[u8]) -> Result<Vec<Constat>, Diagnostic> {
    lire(bytes).map(|exchange| verifier_exchange(&exchange))
}

/// Checks a document.
#[must_use]
pub fn verifier_exchange(exchange: &AemExchange) -> Vec<Constat> {
    let mut checks = Checks::default();
    let namespace = exchange.xmlns.as_deref().unwrap_or_default();
    checks.format(namespace == super::modele::NAMESPACE, "@xmlns", namespace);
    checks.format(exchange.version == "1.0", "@version", &exchange.version);
    checks.siret(&exchange.entete.emetteur.siret, "Emetteur/Siret");
    if let Some(agrement) = &exchange.entete.emetteur.agrement {
        checks.format(formats::agrement(agrement), "Agrement", agrement);
    }
    let mut references = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for lot in &exchange.lots {
        checks.lot(lot);
        for attestation in &lot.attestations {
            checks.reference = Some(attestation.reference.clone());
            if !references.insert(attestation.reference.clone()) {
                checks.fail("AEM-XSD", "cette référence est utilisée deux fois : elle doit être unique");
            }
            if let Some(numero) = &attestation.numero_aem
                && !numbers.insert(numero.clone())
            {
                checks.fail(
                    "AEM-R21",
                    format!("le numéro {numero} est utilisé deux fois : un compteur ne recule pas"),
                );
            }
            checks.attestation(attestation);
        }
        checks.reference = None;
        checks.caps(&lot.attestations);
    }
    checks.sequence(&exchange.lots);
    checks.counters(exchange.lots.iter().flat_map(|l| &l.attestations));
    checks.out
}

/// Key of an AEM number: the three characters of the approval as digits, the counter, modulo 97 (one vendor's
/// implementation of the form V4, B).
#[must_use]
pub fn cle_numero(agrement: &str, compteur: &str) -> Option<u8> {
    cddu_dsn::ids::aem_key(agrement.get(1..)?, compteur)
}

#[derive(Default)]
struct Checks {
    reference: Option<String>,
    out: Vec<Constat>,
}

impl Checks {
    fn add(&mut self, code: &str, gravite: Gravite, message: impl Into<String>) {
        let (code, message) = (code.to_owned(), message.into());
        self.out.push(Constat { code, gravite, reference: self.reference.clone(), message });
    }

    fn fail(&mut self, code: &str, message: impl Into<String>) {
        self.add(code, Gravite::Bloquant, message);
    }

    fn format(&mut self, right: bool, element: &str, value: &str) {
        if !right {
            self.fail(
                "AEM-XSD",
                format!("{element} « {value} » n'a pas la forme attendue : voir schema/aem.xsd"),
            );
        }
    }

    /// A text of 1 to `max` characters without blanks at the ends.
    fn text(&mut self, value: &str, max: usize, element: &str) {
        let right = value == value.trim() && !value.is_empty() && value.chars().count() <= max;
        if !right {
            self.fail("AEM-XSD", format!("{element} « {value} » : 1 à {max} caractères attendus"));
        }
    }

    fn optional(&mut self, value: Option<&String>, check: fn(&str) -> bool, element: &str) {
        if let Some(value) = value {
            self.format(check(value), element, value);
        }
    }

    fn siret(&mut self, siret: &str, element: &str) {
        self.format(formats::siret(siret), element, siret);
        if formats::siret(siret) && !cddu_dsn::ids::siret(siret) {
            self.fail("AEM-R23", format!("{element} {siret} : la clé de Luhn est fausse, vérifier le SIRET"));
        }
    }

    fn address(&mut self, adresse: &super::AdresseAem, whose: &str) {
        self.text(&adresse.voie, 50, &format!("{whose}/Adresse/Voie"));
        self.text(&adresse.commune, 50, &format!("{whose}/Adresse/Commune"));
        self.format(
            formats::code_postal(&adresse.code_postal),
            &format!("{whose}/Adresse/CodePostal"),
            &adresse.code_postal,
        );
        self.optional(adresse.pays.as_ref(), formats::pays, &format!("{whose}/Adresse/Pays"));
    }

    fn lot(&mut self, lot: &Lot) {
        let e = &lot.employeur;
        self.text(&e.raison_sociale, 80, "RaisonSociale");
        self.siret(&e.siret, "Employeur/Siret");
        self.format(formats::ape(&e.code_ape) && e.code_ape.len() == 5, "CodeApe", &e.code_ape);
        self.format(formats::idcc(&e.idcc), "Idcc", &e.idcc);
        self.address(&e.adresse, "Employeur");
        self.optional(e.telephone.as_ref(), formats::phone, "Telephone");
        self.optional(e.courriel.as_ref(), formats::courriel, "Courriel");
        self.format(
            formats::affiliation(&e.numero_affiliation_ft),
            "NumeroAffiliationFT",
            &e.numero_affiliation_ft,
        );
        if let Some(numero) = &e.affiliation_conges_spectacles.numero {
            self.text(numero, 50, "AffiliationCongesSpectacles/@numero");
        }
        if lot.attestations.is_empty() {
            self.fail("AEM-XSD", "le lot est vide : une attestation au moins");
        }
        let months: BTreeSet<_> = lot.attestations.iter().map(|a| a.mois).collect();
        if months.len() > 1 {
            self.fail("AEM-R17", "les attestations d'un lot ont toutes le même mois : faire un lot par mois");
        }
        let totals = Controle::of(&lot.attestations);
        if totals != lot.controle {
            self.fail(
                "AEM-R17",
                format!(
                    "les totaux de contrôle sont faux : {} attestation(s), brut {}, contribution {} attendus \
                     (une rectificative négative compte en moins)",
                    totals.nombre_attestations, totals.total_brut_apres_abattement, totals.total_contribution
                ),
            );
        }
    }

    fn attestation(&mut self, a: &Attestation) {
        self.format(formats::reference(&a.reference), "@reference", &a.reference);
        self.format(
            formats::reference(&a.contrat.reference_contrat),
            "ReferenceContrat",
            &a.contrat.reference_contrat,
        );
        self.person(a);
        self.emploi(a);
        self.initial(a);
        self.dates(a);
        self.counters_of(a);
        self.object(a);
        self.pay(a);
        self.key(a);
        for (value, element) in [
            (&a.authentification.nom, "Authentification/Nom"),
            (&a.authentification.prenom, "Authentification/Prenom"),
            (&a.authentification.qualite, "Authentification/Qualite"),
        ] {
            self.text(value, 80, element);
        }
        self.text(&a.authentification.lieu, 50, "Authentification/Lieu");
        self.optional(a.authentification.telephone_a_joindre.as_ref(), formats::phone, "TelephoneAJoindre");
    }

    fn person(&mut self, a: &Attestation) {
        let s = &a.salarie;
        self.text(&s.nom_famille, 80, "NomFamille");
        self.text(&s.prenoms, 80, "Prenoms");
        self.address(&s.adresse, "Salarie");
        self.optional(s.numero_conges_spectacles.as_ref(), formats::conges, "NumeroCongesSpectacles");
        self.optional(s.ntt.as_ref(), formats::ntt, "Ntt");
        match (&s.nir, &s.cle_nir, &s.ntt) {
            (Some(nir), Some(key), None) => {
                self.format(formats::nir(nir), "Nir", nir);
                self.format(formats::cle(key), "CleNir", key);
                if cddu_dsn::ids::nir_key(nir) != key.parse().ok() {
                    self.fail("AEM-R22", format!("la clé {key} ne correspond pas au NIR {nir}"));
                }
                let born = s.date_naissance;
                let digits =
                    |range: std::ops::Range<usize>| nir.get(range).and_then(|d| d.parse::<u32>().ok());
                let year = u32::try_from(born.year().rem_euclid(100)).ok();
                let month = digits(3..5);
                // Months 20, 30 to 42 and 50 to 99 stand for an unknown month of birth.
                let known = month.is_some_and(|m| (1..=12).contains(&m));
                if digits(1..3) != year || (known && month != Some(born.month())) {
                    self.fail(
                        "AEM-R22",
                        format!("la date de naissance {born} ne correspond pas au NIR {nir} : corriger l'un des deux"),
                    );
                }
            }
            (None, None, Some(_)) => {}
            _ => self.fail("AEM-R22", "un NIR avec sa clé, ou un NTT : l'un des deux, pas les deux"),
        }
    }

    fn emploi(&mut self, a: &Attestation) {
        self.text(&a.emploi.libelle, 120, "Emploi/Libelle");
        self.optional(a.emploi.code_emploi_spectacle.as_ref(), formats::code_emploi, "CodeEmploiSpectacle");
        self.format(matches!(a.emploi.annexe, 8 | 10), "Annexe", &a.emploi.annexe.to_string());
    }

    fn initial(&mut self, a: &Attestation) {
        self.optional(a.numero_aem_initiale.as_ref(), formats::numero_aem, "NumeroAemInitiale");
        self.optional(a.reference_initiale.as_ref(), formats::reference, "ReferenceInitiale");
        let refers = a.numero_aem_initiale.is_some() || a.reference_initiale.is_some();
        if a.nature == Nature::Initiale && refers {
            self.fail(
                "AEM-R03",
                "une AEM initiale ne renvoie à aucune autre : retirer le numéro ou changer la nature",
            );
        } else if a.nature != Nature::Initiale && !refers {
            self.fail(
                "AEM-R03",
                format!("une AEM {} renvoie à l'AEM initiale : donner son numéro", a.nature.label()),
            );
        }
    }

    fn dates(&mut self, a: &Attestation) {
        let c = &a.contrat;
        let end = a.mois.last();
        match (c.date_fin, c.motif_fin, c.contrat_en_cours) {
            (Some(fin), Some(_), None) => {
                if fin > end {
                    self.fail(
                        "AEM-R04",
                        format!("le contrat finit le {fin}, après le mois {} : cocher « contrat en cours », sans date ni motif de fin", a.mois),
                    );
                }
                if c.date_debut > fin {
                    self.fail(
                        "AEM-R05",
                        format!("le contrat commence le {} et finit le {fin}", c.date_debut),
                    );
                }
            }
            (None, None, Some(true)) => {}
            _ => self.fail(
                "AEM-R04",
                "une date de fin et son motif, ou « contrat en cours » seul : l'un ou l'autre",
            ),
        }
        if c.date_debut > end {
            self.fail(
                "AEM-R05",
                format!("le contrat commence le {}, après le mois {}", c.date_debut, a.mois),
            );
        }
        let paid = a.remuneration.date_paiement;
        if !a.mois.period().contains(paid) {
            self.fail(
                "AEM-R05",
                format!("le paiement du {paid} n'est pas dans le mois {} : le mois de l'AEM est celui du paiement", a.mois),
            );
        }
        if a.authentification.date < paid {
            self.add(
                "AEM-R05",
                Gravite::Mineur,
                format!("signée le {}, avant le paiement du {paid} : à vérifier", a.authentification.date),
            );
        }
    }

    fn counters_of(&mut self, a: &Attestation) {
        let work = &a.activite;
        let isolated = work.cachets_isoles.0;
        let grouped = work.cachets_groupes.0;
        let paid = a.remuneration.brut_avant() > Cents::ZERO;
        let zero = Decimal::ZERO;
        // Back pay of a contract already attested: its days were declared with it, and perhaps its hours.
        let complement =
            a.nature == Nature::Complementaire && work.jours_travailles == 0 && isolated + grouped == zero;
        let paid = paid && !complement;
        for (value, max, element) in [
            (work.heures_effectuees.0, 744, "HeuresEffectuees"),
            (isolated, 93, "CachetsIsoles"),
            (grouped, 93, "CachetsGroupes"),
        ] {
            if value < zero {
                self.fail("AEM-R18", format!("{element} est négatif : le signe vient de la nature de l'AEM"));
            } else if value > Decimal::from(max) || value.normalize().scale() > 2 {
                self.format(false, element, &value.to_string());
            }
        }
        if work.jours_travailles > 31 {
            self.format(false, "JoursTravailles", &work.jours_travailles.to_string());
        }
        match a.emploi.categorie {
            CategorieAem::Technicien | CategorieAem::Ouvrier => {
                if isolated != zero || grouped != zero {
                    self.fail(
                        "AEM-R06",
                        "un technicien ou un ouvrier n'a pas de cachets : déclarer des heures",
                    );
                }
                if paid && work.heures_effectuees.0 <= zero {
                    self.fail("AEM-R06", "un technicien ou un ouvrier payé a des heures : les déclarer");
                }
            }
            CategorieAem::Artiste | CategorieAem::Realisateur => {
                if paid && work.heures_effectuees.0 <= zero && isolated + grouped <= zero {
                    self.fail(
                        "AEM-R07",
                        "un artiste ou un réalisateur payé a des heures ou des cachets : les déclarer",
                    );
                }
            }
        }
        if isolated > zero && grouped > zero {
            self.fail(
                "AEM-R08",
                "des cachets isolés et des cachets groupés sur une même AEM : choisir selon les jours",
            );
        }
        if isolated > zero && work.jours_travailles >= 5 {
            self.fail(
                "AEM-R09",
                format!(
                    "{} jours travaillés : à partir de 5 jours les cachets sont groupés",
                    work.jours_travailles
                ),
            );
        }
        if grouped > zero && work.jours_travailles < 5 {
            self.fail(
                "AEM-R09",
                format!(
                    "{} jour(s) travaillé(s) : sous 5 jours les cachets sont isolés",
                    work.jours_travailles
                ),
            );
        }
        if work.jours_travailles == 0 && (paid || isolated + grouped > zero) {
            self.fail(
                "AEM-R10",
                "aucun jour travaillé alors qu'une paie est versée : indiquer le nombre de jours",
            );
        }
        let last = a.contrat.date_fin.unwrap_or(a.mois.last()).min(a.mois.last());
        if let Some(span) = Period::new(a.contrat.date_debut, last)
            && i64::from(work.jours_travailles) > span.days()
        {
            self.fail(
                "AEM-R10",
                format!(
                    "{} jours travaillés pour un contrat de {} jours à la fin du mois",
                    work.jours_travailles,
                    span.days()
                ),
            );
        }
    }

    fn object(&mut self, a: &Attestation) {
        let numero = &a.contrat.numero_objet;
        if !formats::numero_objet(numero) {
            self.fail("AEM-R11", format!("le numéro d'objet « {numero} » n'a pas la forme attendue : 12 caractères, les deux premiers sont l'année"));
            return;
        }
        let asked: i32 = numero[..2].parse().unwrap_or(0);
        let age = (a.mois.year.rem_euclid(100) - asked).rem_euclid(100);
        if age > 3 && age < 97 {
            self.add(
                "AEM-R11",
                Gravite::Mineur,
                format!("le numéro d'objet {numero} date de {age} ans : vérifier que c'est celui de cette production"),
            );
        }
    }

    fn pay(&mut self, a: &Attestation) {
        for line in a.remuneration.lignes() {
            self.line(line, a.remuneration.bulletins.len());
        }
        let sum: Cents = a.remuneration.lignes().map(|l| l.montant_contribution).sum();
        if sum != a.remuneration.total_contribution {
            self.fail(
                "AEM-R14",
                format!(
                    "le total des contributions est {}, la somme des lignes {sum}",
                    a.remuneration.total_contribution
                ),
            );
        }
        if a.remuneration.bulletins.is_empty() {
            self.fail("AEM-XSD", "aucune référence de bulletin");
        }
        for bulletin in &a.remuneration.bulletins {
            self.format(formats::reference(bulletin), "ReferenceBulletin", bulletin);
        }
    }

    fn line(&mut self, line: &LigneRemuneration, payslips: usize) {
        let amounts = [
            line.brut_avant_abattement.unwrap_or_default(),
            line.brut_apres_abattement,
            line.assiette_contribution,
            line.montant_contribution,
        ];
        if amounts.iter().any(|m| m.0 < 0) || line.taux_contribution.0 < Decimal::ZERO {
            self.fail(
                "AEM-R18",
                "un montant est négatif : c'est la nature « rectificative négative » qui porte le signe",
            );
            return;
        }
        if let Some(before) = line.brut_avant_abattement {
            let rate = line.taux_abattement.unwrap_or_default();
            let abatement = before - line.brut_apres_abattement;
            if abatement.0 < 0 || (rate.0.is_zero() && !abatement.is_zero()) {
                self.fail(
                    "AEM-R12",
                    format!("brut avant abattement {before}, après {} : l'écart n'est pas la déduction au taux {rate} %", line.brut_apres_abattement),
                );
            } else if abatement > Cents(rate.of(before).0 + 2) {
                self.fail("AEM-R12", format!("l'abattement {abatement} dépasse {rate} % de {before}"));
            }
        }
        let exact = line.taux_contribution.of(line.assiette_contribution);
        let gap = (line.montant_contribution - exact).abs();
        // Each payslip rounds each share of each contribution: up to two cents and a half.
        let most = Cents(2 + 3 * i64::try_from(payslips.max(1)).unwrap_or(i64::MAX / 3));
        if gap > most && line.montant_contribution != euro(exact) {
            self.fail(
                "AEM-R13",
                format!(
                    "{} x {} % = {exact}, la contribution écrite est {}",
                    line.assiette_contribution, line.taux_contribution, line.montant_contribution
                ),
            );
        }
    }

    fn key(&mut self, a: &Attestation) {
        let Some(numero) = &a.numero_aem else { return };
        if !formats::numero_aem(numero) {
            self.format(false, "NumeroAem", numero);
            return;
        }
        let key = cle_numero(&numero[..4], &numero[4..10]);
        if key != numero[10..].parse().ok() {
            self.add(
                "AEM-R20",
                Gravite::Mineur,
                format!(
                    "la clé du numéro {numero} devrait être {:02} (calcul d'un éditeur, formulaire V4)",
                    key.unwrap_or(0)
                ),
            );
        }
    }

    /// One contract over all the lots: its months, its initiale, its numéro d'objet, what its corrections refer to.
    fn sequence(&mut self, lots: &[Lot]) {
        let all =
            || lots.iter().flat_map(|l| l.attestations.iter().map(move |a| (l.employeur.siret.as_str(), a)));
        let mut months = BTreeSet::new();
        let mut initials: BTreeMap<_, &Attestation> = BTreeMap::new();
        let mut objects: BTreeMap<_, &str> = BTreeMap::new();
        for (siret, a) in all() {
            self.reference = Some(a.reference.clone());
            let key = (siret, &a.salarie.nir, &a.salarie.ntt, &a.contrat.reference_contrat);
            if matches!(a.nature, Nature::Initiale | Nature::Complementaire) && !months.insert((key, a.mois))
            {
                self.fail(
                    "AEM-R01",
                    format!(
                        "deux AEM pour le contrat {} payé en {} : une seule par contrat et par mois",
                        a.contrat.reference_contrat, a.mois
                    ),
                );
            }
            if a.nature == Nature::Initiale && initials.insert(key, a).is_some() {
                self.fail(
                    "AEM-R02",
                    format!(
                        "deux AEM initiales pour le contrat {} : les suivantes sont complémentaires",
                        a.contrat.reference_contrat
                    ),
                );
            }
            // What is taken back keeps the number under which it was sent.
            if a.nature != Nature::RectificativeNegative
                && *objects.entry(key).or_insert(&a.contrat.numero_objet) != a.contrat.numero_objet
            {
                self.fail(
                    "AEM-R01",
                    "un contrat n'a qu'un numéro d'objet : il appartient à une seule production",
                );
            }
        }
        for (_, a) in all() {
            let Some(wanted) = &a.reference_initiale else { continue };
            self.reference = Some(a.reference.clone());
            let Some((_, initial)) = all().find(|(_, i)| &i.reference == wanted) else { continue };
            let same = initial.contrat.reference_contrat == a.contrat.reference_contrat
                && initial.salarie.nir == a.salarie.nir;
            if !same || initial.nature != Nature::Initiale {
                self.fail(
                    "AEM-R03",
                    format!("{wanted} n'est pas l'AEM initiale de ce contrat et de ce salarié"),
                );
            }
        }
        self.reference = None;
    }

    fn counters<'a>(&mut self, attestations: impl IntoIterator<Item = &'a Attestation>) {
        let mut last: BTreeMap<&str, u32> = BTreeMap::new();
        for a in attestations {
            let Some(numero) = a.numero_aem.as_deref().filter(|n| formats::numero_aem(n)) else { continue };
            self.reference = Some(a.reference.clone());
            let counter: u32 = numero[4..10].parse().unwrap_or(0);
            if let Some(before) = last.insert(&numero[..4], counter) {
                if counter <= before {
                    self.fail(
                        "AEM-R21",
                        format!("le compteur {counter:06} suit {before:06} : il doit croître"),
                    );
                } else if counter > before + 1 {
                    self.add(
                        "AEM-R21",
                        Gravite::Mineur,
                        format!("le compteur saute de {before:06} à {counter:06} : justifier les numéros manquants"),
                    );
                }
            }
        }
        self.reference = None;
    }

    /// France Travail keeps at most 28 cachets and 208 h a month: worth knowing, everything is declared all the same.
    fn caps(&mut self, attestations: &[Attestation]) {
        let mut people: BTreeMap<_, (Decimal, Decimal)> = BTreeMap::new();
        for a in attestations {
            let sum = people.entry((&a.salarie.nir, &a.salarie.nom_famille)).or_default();
            let sign = Decimal::from(a.nature.sign());
            sum.0 += sign * a.activite.heures_effectuees.0;
            sum.1 += sign * (a.activite.cachets_isoles.0 + a.activite.cachets_groupes.0);
        }
        for ((_, nom), (hours, cachets)) in people {
            if hours > Decimal::from(208) || cachets > Decimal::from(28) {
                self.add(
                    "AEM-R19",
                    Gravite::Info,
                    format!(
                        "{nom} : {} h et {} cachets dans le mois ; France Travail retient au plus 208 h (250 h avec \
                         plusieurs employeurs) et 28 cachets",
                        Quantity(hours),
                        Quantity(cachets)
                    ),
                );
            }
        }
    }
}
