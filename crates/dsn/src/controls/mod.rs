//! The named controls of the norm, one function each.
//!
//! A control has its official code and its severity: `bloquant` for CSL, CCH, CRE and CST, `mineur` for SIG
//! (the norm signals without refusing), `majeur` for a rule of the description of a rubrique. A control runs
//! only for its natures, and only when the announced version publishes it.

mod adresse;
mod affiliation;
mod anciennete;
mod arret;
mod base;
mod concordance;
mod contrat;
mod declaration;
mod envoi;
mod etablissement;
mod honoraires;
mod identite;
mod nets;
mod nominatif;
mod organisme;
mod prevoyance;
mod remuneration;
mod rupture;
mod versement;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::code::s21;
use crate::date;
use crate::finding::Finding;
use crate::nav::{Declaration, Individu, Remuneration};
use crate::norm::{Nature, Norm};
use crate::structure::{DECLARATION, Open, find};
use crate::tree::Block;
use cddu_base::Gravite;

/// Natures of a control.
const MENSUELLE: &[Nature] = &[Nature::Mensuelle];
const FIN: &[Nature] = &[Nature::FinContrat];
const ARRET: &[Nature] = &[Nature::Arret];
const MENSUELLE_FIN: &[Nature] = &[Nature::Mensuelle, Nature::FinContrat];
const MENSUELLE_ARRET: &[Nature] = &[Nature::Mensuelle, Nature::Arret];
const MENSUELLE_SUBSTITUTION: &[Nature] = &[Nature::Mensuelle, Nature::Substitution];
const SIGNALEMENTS: &[Nature] = &[Nature::Arret, Nature::Reprise, Nature::FinContrat, Nature::Amorcage];
const ARRET_REPRISE: &[Nature] = &[Nature::Arret, Nature::Reprise];
const TOUTES: &[Nature] = &[
    Nature::Mensuelle,
    Nature::Arret,
    Nature::Reprise,
    Nature::FinContrat,
    Nature::Amorcage,
    Nature::Substitution,
];

/// A control of one individual.
type OnIndividual = (&'static str, Gravite, &'static [Nature], fn(&Scope<'_>, Individu<'_>, &mut Emit<'_>));
/// A control of one declaration, run once its individuals are known.
type OnDeclaration = (&'static str, Gravite, &'static [Nature], fn(&Scope<'_>, &Facts, &mut Emit<'_>));
/// A control of the whole envoi.
type OnEnvoi = (&'static str, Gravite, fn(&Block, &mut Emit<'_>));

const INDIVIDUAL: [&[OnIndividual]; 10] = [
    identite::CONTROLS,
    contrat::CONTROLS,
    rupture::CONTROLS,
    arret::CONTROLS,
    affiliation::CONTROLS,
    versement::CONTROLS,
    remuneration::CONTROLS,
    base::CONTROLS,
    concordance::CONTROLS,
    anciennete::CONTROLS,
];
const DECLARATIONS: [&[OnDeclaration]; 7] = [
    declaration::CONTROLS,
    etablissement::CONTROLS,
    organisme::CONTROLS,
    nominatif::CONTROLS,
    nets::CONTROLS,
    prevoyance::CONTROLS,
    honoraires::CONTROLS,
];

/// What surrounds the individual or the declaration being checked.
struct Scope<'a> {
    norm: &'static Norm,
    declaration: Declaration<'a>,
    /// S21.G00.06, with the establishment when it is complete.
    entreprise: Option<&'a Block>,
    /// S21.G00.11.
    etablissement: Option<&'a Block>,
    /// First day of the declared month.
    mois: Option<NaiveDate>,
}

impl<'a> Scope<'a> {
    /// What surrounds a declaration that has been read whole.
    fn of(declaration: Declaration<'a>, norm: &'static Norm) -> Self {
        Self {
            norm,
            declaration,
            entreprise: declaration.entreprise(),
            etablissement: declaration.etablissement(),
            mois: declaration.mois(),
        }
    }
}

impl Scope<'_> {
    /// Last day of the declared month.
    fn month_end(&self) -> Option<NaiveDate> {
        self.mois.map(|m| date::month_end(m, 0))
    }

    /// Whether `day` is in the declared month.
    fn in_month(&self, day: NaiveDate) -> bool {
        self.mois.is_some_and(|m| date::month(m) == date::month(day))
    }

    /// Whether the period of rubriques `from` and `to` of `block` meets the declared month.
    fn meets_month(&self, block: &Block, from: u32, to: u32) -> bool {
        match (self.mois, self.month_end(), block.date(from), block.date(to)) {
            (Some(first), Some(last), Some(start), Some(end)) => start <= last && end >= first,
            _ => false,
        }
    }

    /// Blocks S21.G00.`number` of the establishment.
    fn of_etablissement(&self, number: u32) -> impl Iterator<Item = &Block> {
        self.etablissement.into_iter().flat_map(move |e| e.all(s21(number)))
    }

    /// SIRET of the establishment.
    fn siret(&self) -> Option<String> {
        Some(format!("{}{}", self.entreprise?.get(1)?, self.etablissement?.get(1)?))
    }
}

/// What the controls of a declaration need to know of individuals that are no longer in memory.
#[derive(Clone, Default)]
pub(crate) struct Facts {
    individuals: usize,
    /// NIR, and the line where it was first seen.
    nirs: BTreeMap<String, usize>,
    repeated_nirs: Vec<(usize, String)>,
    /// Temporary numbers.
    ntts: BTreeMap<String, usize>,
    repeated_ntts: Vec<(usize, String)>,
    /// Identifiers of workplaces, and the line where each was first seen.
    workplaces: BTreeMap<String, usize>,
    /// S21.G00.15.005 that affiliations point to.
    adhesions: BTreeMap<String, usize>,
    /// An affiliation without its S21.G00.70.013: the adhésions in use are not all known.
    adhesion_missing: bool,
    /// Sum of S21.G00.50.009 and S21.G00.56.007, in cents.
    pas: i64,
    /// A payment without its S21.G00.50.009: the sum is not known.
    pas_missing: bool,
    /// Individual contributions, by code and body.
    cotisations: nominatif::Cotisations,
    /// Net amounts of the payments.
    nets: nets::Nets,
    /// Contributions of prévoyance, by adhésion.
    prevoyance: prevoyance::Prevoyance,
}

impl Facts {
    fn add(&mut self, individual: Individu<'_>) {
        self.individuals += 1;
        let identifiers =
            [(1, &mut self.nirs, &mut self.repeated_nirs), (20, &mut self.ntts, &mut self.repeated_ntts)];
        for (number, seen, repeated) in identifiers {
            if let Some(field) = individual.field(number)
                && seen.insert(field.value.clone(), field.line).is_some()
            {
                repeated.push((field.line, field.value.clone()));
            }
        }
        for contract in individual.contrats() {
            if let Some(field) = contract.field(19) {
                self.workplaces.entry(field.value.clone()).or_insert(field.line);
            }
            self.adhesion_missing |= contract.all(s21(70)).any(|a| a.field(13).is_none());
            for field in contract.all(s21(70)).filter_map(|a| a.field(13)) {
                self.adhesions.entry(field.value.clone()).or_insert(field.line);
            }
        }
        self.nets.add(individual);
        self.prevoyance.add(individual);
        for payment in individual.versements() {
            let corrections = payment.all(s21(56)).filter_map(|r| r.amount(7)).sum::<i64>();
            self.pas_missing |= payment.field(9).is_none();
            self.pas += payment.amount(9).unwrap_or(0) + corrections;
            self.cotisations.add(payment);
        }
    }
}

/// True when every contract has its number: without it, references to contracts cannot be judged.
fn numbered(i: Individu<'_>) -> bool {
    i.contrats().all(|c| c.numero().is_some())
}

/// True when every pay names its contract and its type.
fn named<'a>(pays: impl IntoIterator<Item = Remuneration<'a>>) -> bool {
    pays.into_iter().all(|r| r.contrat().is_some() && r.genre().is_some())
}

/// Where a control writes.
struct Emit<'a> {
    code: &'static str,
    gravite: Gravite,
    findings: &'a mut Vec<Finding>,
}

impl Emit<'_> {
    /// A finding on rubrique `number` of `block`, or on the block's first line when the rubrique is absent.
    fn at(&mut self, block: &Block, number: u32, message: impl Into<String>) {
        self.line(block.line_of(number), block.code.rubrique(number), message);
    }

    /// A finding at `line`.
    fn line(&mut self, line: usize, rubrique: impl Display, message: impl Into<String>) {
        let rubrique = rubrique.to_string();
        self.findings.push(Finding::new(self.code, self.gravite, line, &rubrique, message.into()));
    }
}

/// Nature of the declaration that is open.
pub(crate) fn nature(open: &[Open]) -> Option<Nature> {
    find(open, DECLARATION).and_then(nature_of)
}

/// Nature of `declaration`.
pub(crate) fn nature_of(declaration: &Block) -> Option<Nature> {
    declaration.get(1).and_then(Nature::parse)
}

/// Controls of individuals that this version publishes.
fn published(norm: &Norm) -> &'static [OnIndividual] {
    static ACTIVE: [OnceLock<Vec<OnIndividual>>; 4] = [const { OnceLock::new() }; 4];
    ACTIVE[norm.version as usize].get_or_init(|| {
        INDIVIDUAL.into_iter().flatten().filter(|control| norm.has_control(control.0)).copied().collect()
    })
}

/// Runs the controls of an individual that has just been read.
pub(crate) fn individual(
    block: &Block,
    open: &[Open],
    norm: &'static Norm,
    facts: &mut Facts,
    findings: &mut Vec<Finding>,
) {
    let individual = Individu(block);
    facts.add(individual);
    let Some(declaration) = find(open, DECLARATION).map(Declaration) else { return };
    let Some(nature) = declaration.nature() else { return };
    let scope = Scope {
        norm,
        declaration,
        entreprise: find(open, s21(6)),
        etablissement: find(open, s21(11)),
        mois: declaration.mois(),
    };
    for &(code, gravite, natures, run) in published(norm) {
        if natures.contains(&nature) {
            run(&scope, individual, &mut Emit { code, gravite, findings });
        }
    }
}

/// Runs the controls of a declaration whose individuals have been read.
pub(crate) fn declaration(block: &Block, norm: &'static Norm, facts: &Facts, findings: &mut Vec<Finding>) {
    let declaration = Declaration(block);
    let Some(nature) = declaration.nature() else { return };
    let scope = Scope::of(declaration, norm);
    for &(code, gravite, natures, run) in DECLARATIONS.into_iter().flatten() {
        if natures.contains(&nature) && norm.has_control(code) {
            run(&scope, facts, &mut Emit { code, gravite, findings });
        }
    }
}

/// Runs the controls of a whole message.
pub(crate) fn envoi(envoi: &Block, norm: &'static Norm, findings: &mut Vec<Finding>) {
    for &(code, gravite, run) in envoi::CONTROLS {
        if norm.has_control(code) {
            run(envoi, &mut Emit { code, gravite, findings });
        }
    }
}

/// Controls of what the payments of a declaration say twice, and of the values, measures and dates of their blocks: those of
/// the syntax, S21.G00.50 to 58 and 78 to 81, without the totals paid to the bodies.
///
/// For a file made elsewhere, whose form matters less than its amounts. Findings name their person.
pub fn concordances(declaration: Declaration<'_>, norm: &'static Norm) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(nature) = declaration.nature() else { return findings };
    let scope = Scope::of(declaration, norm);
    let mut facts = Facts::default();
    let own = [versement::CONTROLS, remuneration::CONTROLS, base::CONTROLS, concordance::CONTROLS]
        .into_iter()
        .flatten();
    let own: Vec<&OnIndividual> = own.filter(|c| norm.has_control(c.0) && c.2.contains(&nature)).collect();
    for individual in declaration.individus() {
        facts.add(individual);
        let since = findings.len();
        for payment in individual.versements() {
            readable(payment.0, norm, &mut findings);
        }
        for &&(code, gravite, _, run) in &own {
            run(&scope, individual, &mut Emit { code, gravite, findings: &mut findings });
        }
        crate::finding::name(&mut findings[since..], individual.0);
    }
    for &(code, gravite, natures, run) in [nets::CONTROLS, prevoyance::CONTROLS].into_iter().flatten() {
        if natures.contains(&nature) && norm.has_control(code) {
            run(&scope, &facts, &mut Emit { code, gravite, findings: &mut findings });
        }
    }
    findings.sort_by(|a, b| (a.ligne, &a.code).cmp(&(b.ligne, &b.code)));
    findings
}

/// The values of a block and of those under it, in the form of the norm.
fn readable(block: &Block, norm: &'static Norm, findings: &mut Vec<Finding>) {
    for field in &block.fields {
        if let (Some(rubrique), Ok(bytes)) = (norm.rubrique(field.code), crate::latin1::encode(&field.value))
        {
            crate::values::check(rubrique, field.line, &bytes, findings);
        }
    }
    for child in &block.children {
        readable(child, norm, findings);
    }
}

/// Codes of all the implemented controls, those of syntax left out.
pub fn implemented() -> impl Iterator<Item = &'static str> {
    let individual = INDIVIDUAL.into_iter().flatten().map(|c| c.0);
    let declaration = DECLARATIONS.into_iter().flatten().map(|c| c.0);
    individual.chain(declaration).chain(envoi::CONTROLS.iter().map(|c| c.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::norm::Version;

    #[test]
    fn every_control_is_published() {
        for code in implemented() {
            assert!(Version::ALL.iter().any(|v| v.norm().has_control(code)), "{code}");
        }
    }
}
