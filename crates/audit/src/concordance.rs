//! The checks of the norm on the payments, told with the gaps: what a value of the file says against the others, and the values
//! that no program could read.

use std::collections::BTreeMap;

use cddu_dsn::nav::{Declaration, Individu};
use cddu_dsn::{Block, Finding, Version, concordances};
use cddu_rates::Cents;

use crate::comparaison::{Cause, Ecart, Valeur};
use crate::releve::personne;
use crate::usages::contredit;

/// What the checks find, and the lines of each payment.
pub(crate) struct Concordances {
    ecarts: Vec<Ecart>,
    versements: Vec<(usize, usize)>,
    pub manque: Vec<String>,
}

/// Runs the checks on a declaration.
pub(crate) fn relever(declaration: Declaration<'_>, version: Version) -> Concordances {
    let payments = || declaration.individus().flat_map(Individu::versements);
    let versements: Vec<(usize, usize)> = payments().map(|v| (v.line, last(v.0))).collect();
    let findings = concordances(declaration, version.norm());
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        *by_code.entry(&finding.code).or_default() += 1;
    }
    // What no program could read is a fault wherever it is.
    let another = |code: &str| !code.starts_with("FMT") && contredit(by_code[code], versements.len());
    let manque = by_code
        .keys()
        .filter(|code| another(code))
        .map(|code| {
            format!("la règle suivie pour ce que contrôle {code} ({} constats) : non comparé", by_code[code])
        })
        .collect();
    let ecarts = findings
        .iter()
        .filter(|f| !another(&f.code))
        .map(|f| {
            let person = declaration.individus().find(|i| i.line <= f.ligne && f.ligne <= last(i.0));
            told(f, person.map(personne))
        })
        .collect();
    Concordances { ecarts, versements, manque }
}

fn told(finding: &Finding, person: Option<String>) -> Ecart {
    Ecart {
        personne: person.or_else(|| finding.personne.clone()).unwrap_or_default(),
        contrat: finding.contrat.clone(),
        ligne: finding.ligne,
        rubrique: finding.rubrique.clone(),
        libelle: finding.code.clone(),
        organisme: None,
        cause: Cause::Incoherent,
        declare: Valeur::default(),
        recalcule: Valeur::default(),
        ecart: Cents::ZERO,
        consequence: false,
        constat: Some(finding.message.clone()),
        corrige: None,
    }
}

/// Last line of a block and of those under it.
fn last(block: &Block) -> usize {
    let own = block.fields.iter().map(|f| f.line).max().unwrap_or(block.line);
    block.children.iter().map(last).max().unwrap_or(own).max(own)
}

impl Concordances {
    /// Adds what they say of lines that have no gap yet; in a payment that has one, it follows from it.
    pub(crate) fn ajouter(&self, ecarts: &mut Vec<Ecart>) {
        let known: Vec<usize> = ecarts.iter().map(|e| e.ligne).collect();
        for gap in self.ecarts.iter().filter(|g| !known.contains(&g.ligne)) {
            let payment = self.versements.iter().find(|(from, to)| (*from..=*to).contains(&gap.ligne));
            let follows = match payment {
                Some((from, to)) => known.iter().any(|line| (from..=to).contains(&line)),
                // A total of the declaration.
                None => !known.is_empty(),
            };
            ecarts.push(Ecart { consequence: follows, ..gap.clone() });
        }
    }
}
