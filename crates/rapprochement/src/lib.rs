//! Reconciliation: the documents of a month against each other, and every cent that differs.
//!
//! Pure: documents in, report out. The rules are a table; the causes are guesses, said as such; the decisions of
//! the administrator are kept from one run to the next in `rapprochement.toml`.

mod alignement;
mod attendus;
mod bulletins;
mod causes;
mod comparaison;
mod declarations;
mod documents;
mod etat;
pub mod lecture;
mod livre;
mod lots;
mod noms;
mod pieces;
mod plafonds;
mod racines;
mod regles;
mod rendu;
mod taux;
mod virements;
mod virements_forme;

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Gravite, Month};
use serde::{Deserialize, Serialize};

pub use causes::{Cause, decimal_shift, digits_swapped};
pub use comparaison::{Appariement, Candidat, Cle, Difference, Document, Poste, compare};
pub use documents::{
    Absent, Cloture, Colonne, Copie, Declaration, Declare, Defaut, Documents, Dsn, DsnBordereau,
    DsnComposant, DsnCtp, DsnPaiement, Element, Groupe, Orphelins, Place, Virement, Virements,
};
pub use etat::{Decision, Etat, Statut};
pub use lots::empreinte;
pub use regles::{Regles, Rule};
pub use taux::apparent_rate_gap;

use cddu_ledger::Compta;
use cddu_ledger::montant::lisible;
use documents::Contexte;

/// The `[rapprochement]` section of `production.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RapprochementConfig {
    /// Rules not applied.
    pub regles_ecartees: Vec<String>,
    /// Bodies that do not go through the payroll journal (paid by a third party, entered elsewhere).
    pub organismes_ecartes: Vec<String>,
    /// Codes of the bank journals.
    pub journaux_banque: Vec<String>,
    /// Gap of a bordereau above which it must be explained, euros.
    pub seuil_bordereau: Cents,
    /// Check the CTP that must go with others (AGS is out: annexes 8 and 10 pay it to France Travail).
    pub controler_ctp: bool,
}

impl Default for RapprochementConfig {
    fn default() -> Self {
        Self {
            regles_ecartees: Vec::new(),
            organismes_ecartes: Vec::new(),
            journaux_banque: ["BQ", "BQE", "BNP", "BANQUE"].map(str::to_owned).to_vec(),
            seuil_bordereau: Cents(200),
            controler_ctp: true,
        }
    }
}

/// One line of a proposed correcting entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LigneCorrection {
    /// Account.
    pub compte: String,
    /// Auxiliary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auxiliaire: Option<String>,
    /// Debit.
    pub debit: Cents,
    /// Credit.
    pub credit: Cents,
}

/// One difference, with everything needed to settle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ecart {
    /// Stable identifier: rule and key.
    pub identifiant: String,
    /// Rule.
    pub regle: String,
    /// Name of the rule.
    pub nom: String,
    /// Severity.
    pub gravite: Gravite,
    /// What it is about.
    pub cle: Cle,
    /// Left amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauche: Option<Cents>,
    /// Right amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub droite: Option<Cents>,
    /// Left less right.
    pub ecart: Cents,
    /// Accepted difference.
    pub tolerance: Cents,
    /// French text.
    pub message: String,
    /// Lines and documents that may explain it.
    pub candidats: Vec<Candidat>,
    /// Probable cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What to do.
    pub remede: String,
    /// Correcting entry to pass in the ledger, when an entry is the right answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<LigneCorrection>,
    /// Decision of the administrator.
    pub statut: Statut,
    /// Its reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// Amounts left over on each side while the causes are looked for.
    #[serde(skip)]
    pub(crate) reste: (Vec<Cents>, Vec<Cents>),
}

/// A rule that was not applied, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegleEcartee {
    /// Rule.
    pub regle: String,
    /// Why.
    pub raison: String,
}

/// The result of a reconciliation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Month.
    pub mois: Option<Month>,
    /// Differences, by severity, rule and key.
    pub ecarts: Vec<Ecart>,
    /// Rules applied, with the number of amounts or documents looked at.
    pub appliquees: BTreeMap<String, u64>,
    /// Rules not applied.
    pub ecartees: Vec<RegleEcartee>,
    /// Differences settled since the last run.
    pub regles_depuis: Vec<Decision>,
}

impl Report {
    /// Number of open differences of each severity.
    #[must_use]
    pub fn compte(&self) -> BTreeMap<Gravite, usize> {
        let mut out = BTreeMap::new();
        for ecart in self.ecarts.iter().filter(|e| e.statut == Statut::Ouvert) {
            *out.entry(ecart.gravite).or_default() += 1;
        }
        out
    }

    /// True when nothing blocking or major is open.
    #[must_use]
    pub fn est_rapproche(&self) -> bool {
        !self.compte().keys().any(|g| *g <= Gravite::Majeur)
    }
}

/// Gathers the differences while the rules run.
pub(crate) struct Rapporteur<'a> {
    regles: &'a Regles,
    ecartees: BTreeSet<&'a str>,
    organismes: BTreeSet<&'a str>,
    report: Report,
    /// What was done to the files, as their structure shows it.
    pub racines: Vec<racines::Racine>,
}

impl Rapporteur<'_> {
    /// The rule, when it is to be applied; counts what it looks at.
    pub fn applies(&mut self, regle: &str, vus: usize) -> bool {
        if self.ecartees.contains(regle) {
            return false;
        }
        *self.report.appliquees.entry(regle.to_owned()).or_default() += vus as u64;
        true
    }

    /// True when some gap shows lines of a document, or what it lacks.
    pub fn found(&self, document: Document) -> bool {
        let rules = document.rules();
        self.report.ecarts.iter().any(|e| e.regle.starts_with(rules))
    }

    /// The rule lacks a document.
    pub fn skip(&mut self, regles: &[&str], raison: &str) {
        for regle in regles {
            self.report.ecartees.push(RegleEcartee { regle: (*regle).to_owned(), raison: raison.to_owned() });
        }
    }

    /// The tolerance of a rule.
    pub(crate) fn tolerance(&self, regle: &str) -> Cents {
        self.regles.get(regle).map_or(Cents::ZERO, |r| r.tolerance)
    }

    /// Compares two sides under a rule, at its tolerance.
    pub fn compare(&mut self, regle: &str, gauche: Vec<Poste>, droite: Vec<Poste>, appariement: Appariement) {
        let tolerance = self.tolerance(regle);
        self.compare_within(regle, gauche, droite, appariement, tolerance);
    }

    /// Compares two sides under a rule, at a given tolerance.
    pub fn compare_within(
        &mut self,
        regle: &str,
        gauche: Vec<Poste>,
        droite: Vec<Poste>,
        appariement: Appariement,
        tolerance: Cents,
    ) {
        if !self.applies(regle, gauche.len() + droite.len()) {
            return;
        }
        for difference in compare(gauche, droite, tolerance, appariement) {
            self.difference(regle, difference, tolerance);
        }
    }

    fn difference(&mut self, regle: &str, d: Difference, tolerance: Cents) {
        if d.cle.organisme.as_deref().is_some_and(|o| self.organismes.contains(o)) {
            return;
        }
        let Some(rule) = self.regles.get(regle) else { return };
        let (left, right) = (lisible(d.gauche), lisible(d.droite));
        let message = format!("{} : {} {left} ; {} {right}", d.cle, rule.gauche, rule.droite);
        let (gauche, droite, ecart) = (d.gauche, d.droite, d.ecart());
        let cause = causes::of_lines(&d);
        let correction = causes::correction(regle, &d);
        let amounts = |side: &[Candidat]| side.iter().map(|c| c.montant).collect();
        let reste = (amounts(&d.a_gauche), amounts(&d.a_droite));
        let candidats = d.a_gauche.into_iter().chain(d.a_droite).collect();
        let new = self.ecart(regle, d.cle, message, candidats);
        if let Some(new) = new {
            new.gauche = Some(gauche);
            new.droite = Some(droite);
            new.ecart = ecart;
            new.tolerance = tolerance;
            new.cause = cause;
            new.correction = correction;
            new.reste = reste;
        }
    }

    /// A difference that is not a comparison of amounts. The amount concerned, if any, goes to `ecart`.
    pub fn fact(&mut self, regle: &str, cle: Cle, message: String, candidats: Vec<Candidat>, montant: Cents) {
        if let Some(new) = self.ecart(regle, cle, message, candidats) {
            new.ecart = montant;
        }
    }

    /// The last difference found under a rule has this cause.
    pub fn because(&mut self, regle: &str, cause: Cause) {
        self.amend(regle, |e| e.cause = Some(cause));
    }

    /// The last difference found under a rule gets this cause and severity.
    pub fn amend(&mut self, regle: &str, edit: impl FnOnce(&mut Ecart)) {
        if let Some(last) = self.report.ecarts.last_mut().filter(|e| e.regle == regle) {
            edit(last);
        }
    }

    fn ecart(
        &mut self,
        regle: &str,
        cle: Cle,
        message: String,
        candidats: Vec<Candidat>,
    ) -> Option<&mut Ecart> {
        if self.ecartees.contains(regle) {
            return None;
        }
        let rule = self.regles.get(regle)?;
        let champs: Vec<&str> = cle.champs().into_iter().map(|(_, v)| v).collect();
        self.report.ecarts.push(Ecart {
            identifiant: format!("{regle}:{}", champs.join(":")),
            regle: regle.to_owned(),
            nom: rule.nom.clone(),
            gravite: rule.gravite,
            cle,
            gauche: None,
            droite: None,
            ecart: Cents::ZERO,
            tolerance: Cents::ZERO,
            message,
            candidats,
            cause: None,
            remede: rule.remede.clone(),
            correction: Vec::new(),
            statut: Statut::Ouvert,
            justification: String::new(),
            reste: Default::default(),
        });
        self.report.ecarts.last_mut()
    }
}

/// Applies every rule that the documents allow.
///
/// The result depends neither on the order of the documents nor on that of their lines.
#[must_use]
pub fn run(
    compta: &Compta,
    regles: &Regles,
    config: &RapprochementConfig,
    docs: &Documents<'_>,
    etat: &Etat,
) -> Report {
    let mut rapporteur = Rapporteur {
        regles,
        ecartees: config.regles_ecartees.iter().map(String::as_str).collect(),
        organismes: config.organismes_ecartes.iter().map(String::as_str).collect(),
        report: Report { mois: docs.mois, ..Report::default() },
        racines: Vec::new(),
    };
    let production = docs.declarations.map(|(production, _)| production);
    let named = docs.bulletins.iter().chain(docs.anterieurs).chain(docs.repris);
    let contexte = Contexte { compta, docs, config, noms: noms::Noms::of(production, named) };
    pieces::check(&contexte, &mut rapporteur);
    bulletins::check(&contexte, &mut rapporteur);
    taux::check(&contexte, &mut rapporteur);
    lots::check(&contexte, &mut rapporteur);
    livre::check(&contexte, &mut rapporteur);
    declarations::check(&contexte, &mut rapporteur);
    virements::check(&contexte, &mut rapporteur);
    virements_forme::check(&contexte, &mut rapporteur);
    let Rapporteur { mut report, racines, .. } = rapporteur;
    causes::explain(&contexte, &mut report.ecarts, &racines);
    for ecart in &mut report.ecarts {
        ecart.candidats.sort();
        ecart.candidats.dedup();
    }
    let order = |e: &Ecart| (e.gravite, e.regle.clone(), e.cle.clone(), e.message.clone());
    report.ecarts.sort_by_cached_key(order);
    number(&mut report.ecarts);
    report.ecartees.sort();
    report.ecartees.dedup();
    etat.apply(&mut report);
    report
}

/// Two differences of one rule and key (two lines at fault) get two identifiers.
fn number(ecarts: &mut [Ecart]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for ecart in ecarts {
        let n = seen.entry(ecart.identifiant.clone()).or_default();
        *n += 1;
        if *n > 1 {
            ecart.identifiant = format!("{}#{n}", ecart.identifiant);
        }
    }
}
