//! The DSN (rules D, C01 and C03) against the payslips.

mod agrege;
mod codes;
mod individus;
mod nominatif;
mod structure;
mod versements;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cddu_rates::Cents;

use crate::Rapporteur;
use crate::attendus;
use crate::comparaison::{Candidat, Cle, Document};
use crate::declarations::confrontation::Confrontation;
use crate::declarations::identites::{Identites, Rubriques};
use crate::documents::Contexte;

/// Rules that need a DSN.
const RULES: [&str; 34] = [
    "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D12", "D13", "D14", "D15", "D16",
    "D17", "D18", "D19", "D20", "D21", "D22", "D23", "D24", "D25", "D26", "D27", "D28", "D29", "D30", "D31",
    "D32", "D33", "C01", "C03",
];

/// Where the norm writes identifiers.
const IDENTITES: Rubriques = Rubriques {
    document: Document::Dsn,
    personne: &["S21.G00.30.001", "S21.G00.30.020"],
    matricule: "S21.G00.30.019",
    contrat: "S21.G00.40.009",
};

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(dsn) = c.docs.dsn else {
        out.skip(&RULES, "aucune DSN");
        return;
    };
    let (Some((production, tables)), Some(mois)) = (c.docs.declarations, dsn.mois.or(c.docs.mois)) else {
        out.skip(&RULES, "les tables des déclarations ne sont pas données");
        return;
    };
    let mut expected = attendus::dsn::people(c, production, tables, mois);
    expected.extend(attendus::dsn_codes::people(c, production, tables, mois));
    let contracts: BTreeSet<(String, String)> = c
        .paid()
        .into_iter()
        .flat_map(|p| p.contrats.iter().map(move |k| (p, k)))
        .map(|(p, k)| (c.noms.person(&p.salarie.matricule).to_owned(), k.contrat.clone()))
        .collect();
    let noms = Identites::of(c, &dsn.valeurs, &IDENTITES, &contracts);
    expected.extend(attendus::changements::values(c, dsn, &noms, mois));
    let both = Confrontation::new(Document::Dsn, &noms, &dsn.valeurs, &expected);
    individus::check(c, &both, out);
    let corrected: BTreeSet<&str> = c
        .paid()
        .into_iter()
        .filter(|p| c.taken_back(p).is_some())
        .map(|p| c.noms.person(&p.salarie.matricule))
        .collect();
    nominatif::check(&both, production, tables, mois, &corrected, out);
    versements::check(c, &both, out);
    codes::check(&both, out);
    let nobody = Identites::default();
    let mut heading = attendus::dsn_entete::values(c, production, tables, mois);
    // A body that is not paid at all is said once, by the rule of the payments.
    let written: BTreeSet<&str> = dsn.entete.iter().map(|v| v.code.as_str()).collect();
    let payment =
        |a: &attendus::Attendu| ["S21.G00.20.", "S21.G00.55."].iter().any(|b| a.rubrique.starts_with(b));
    heading.retain(|a| !payment(a) || written.contains(a.code.as_str()));
    let heading = Confrontation::new(Document::Dsn, &nobody, &dsn.entete, &heading);
    codes::heading(&heading, out);
    agrege::check(c, dsn, &both, production, tables, mois, out);
    let findings = form(c, out);
    if let Some(octets) = c.docs.dsn_octets.filter(|_| out.found(Document::Dsn)) {
        let file = structure::Fichier::read(octets);
        out.racines.extend(file.doubles(&both));
        out.racines.extend(file.lacking(&both, &findings));
        let (renamed, explained) = file.renamed(&both);
        out.racines.extend(renamed);
        out.racines.extend(file.absent(&both, &explained));
        out.racines.extend(file.ctp(&heading));
    }
}

/// D28: the file follows the norm. Gives what does not.
fn form(c: &Contexte<'_>, out: &mut Rapporteur<'_>) -> Vec<cddu_dsn::Finding> {
    let Some(octets) = c.docs.dsn_octets else {
        out.skip(&["D28"], "le fichier de la DSN n'est pas donné");
        return Vec::new();
    };
    let findings: Vec<cddu_dsn::Finding> =
        cddu_dsn::verify(octets).into_iter().filter(cddu_dsn::Finding::refuse).collect();
    if !out.applies("D28", findings.len().max(1)) {
        return findings;
    }
    // One fault may break a control at many lines: said once, with each of them.
    let mut controls: BTreeMap<String, Vec<&cddu_dsn::Finding>> = BTreeMap::new();
    for f in &findings {
        controls.entry(f.code.clone()).or_default().push(f);
    }
    for (code, list) in controls {
        let Some(first) = list.first() else { continue };
        let candidats = list
            .iter()
            .map(|f| Candidat {
                document: Document::Dsn,
                reference: f.rubrique.clone(),
                ligne: Some(f.ligne as u64),
                montant: Cents::ZERO,
            })
            .collect();
        let mut message = format!("{code} : {}", first.message);
        if list.len() > 1 {
            let _ = write!(message, " (et {} lignes du même genre)", list.len() - 1);
        }
        out.fact("D28", Cle::default().code(code), message, candidats, Cents::ZERO);
    }
    findings
}
