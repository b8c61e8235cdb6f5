//! U12: a rectificative négative takes back an attestation as it was sent: it says the same of the person, of the work and of
//! the pay. Compared document with document, so that nothing of what wrote them is leant on.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::Cents;

use super::confrontation::{Confrontation, key};
use super::identites::candidate;
use crate::Rapporteur;
use crate::causes;
use crate::comparaison::{Candidat, Document};
use crate::documents::{Contexte, Declaration, Declare};

/// What a correction has of its own: references and numbers, its month, its payment and its signature.
const PROPRES: [&str; 8] = [
    "@reference",
    "@nature",
    "@mois",
    "NumeroAem",
    "NumeroAemInitiale",
    "ReferenceInitiale",
    "DatePaiement",
    "Date",
];

/// Values of one attestation, in the order of the file.
type Attestation<'a> = Vec<&'a Declare>;

pub(super) fn check(c: &Contexte<'_>, both: &Confrontation<'_>, aem: &Declaration, out: &mut Rapporteur<'_>) {
    let own = attestations(aem);
    let earlier: Vec<Attestation<'_>> =
        c.docs.aem_anterieures.iter().flat_map(attestations).filter(|a| !negative(a)).collect();
    let pairs: Vec<(&Attestation<'_>, &Attestation<'_>)> = own
        .iter()
        .enumerate()
        .filter(|(_, a)| negative(a))
        .filter_map(|(rank, taken)| {
            let before = own[..rank].iter().filter(|a| !negative(a));
            Some((taken, original(taken, earlier.iter().chain(before))?))
        })
        .collect();
    if !out.applies("U12", pairs.len()) {
        return;
    }
    for (taken, original) in pairs {
        let (now, then) = (by_name(taken), by_name(original));
        let names: BTreeSet<&str> = now.keys().chain(then.keys()).copied().collect();
        for name in names.into_iter().filter(|name| !PROPRES.contains(name)) {
            let values = |of: &BTreeMap<&str, Vec<&Declare>>| -> Vec<String> {
                let mut list: Vec<String> =
                    of.get(name).into_iter().flatten().map(|v| v.valeur.clone()).collect();
                list.sort();
                list
            };
            let (said, sent) = (values(&now), values(&then));
            if said != sent {
                differs(both, (taken, now.get(name)), (name, &said, &sent), out);
            }
        }
    }
}

fn differs(
    both: &Confrontation<'_>,
    (taken, lines): (&Attestation<'_>, Option<&Vec<&Declare>>),
    (name, said, sent): (&str, &[String], &[String]),
    out: &mut Rapporteur<'_>,
) {
    let told = |list: &[String]| if list.is_empty() { "rien".to_owned() } else { list.join(", ") };
    let first = taken[0];
    let at: Vec<Candidat> = match lines {
        Some(lines) => lines.iter().map(|v| candidate(Document::Aem, v)).collect(),
        None => vec![candidate(Document::Aem, first)],
    };
    let message = format!(
        "{name} : {} dans la rectificative négative, {} dans l'attestation qu'elle reprend",
        told(said),
        told(sent)
    );
    let cle = key(both.noms.person(first), both.noms.contract(first), name.to_owned());
    out.fact("U12", cle, message, at, Cents::ZERO);
    let cause = match (said, sent) {
        ([said], [sent]) => causes::of_text(said, sent),
        ([], _) => causes::Cause::new("ligne_absente", format!("{name} a été retiré du fichier")),
        (_, []) => causes::Cause::new("ligne_en_trop", format!("{name} a été ajouté au fichier")),
        _ => {
            causes::Cause::new("valeur_changee", format!("« {} » au lieu de « {} »", told(said), told(sent)))
        }
    };
    out.because("U12", cause);
}

/// The last attestation of the contract that names a payslip of the one taken back; if none does, the last of the contract.
fn original<'a, 'v: 'a>(
    taken: &Attestation<'v>,
    before: impl DoubleEndedIterator<Item = &'a Attestation<'v>> + Clone,
) -> Option<&'a Attestation<'v>> {
    let contract = value(taken, "ReferenceContrat")?;
    let slips = bulletins(taken);
    let mut of_contract = before.filter(move |a| value(a, "ReferenceContrat") == Some(contract));
    let named = of_contract.clone().rfind(|a| !bulletins(a).is_disjoint(&slips));
    named.or_else(|| of_contract.next_back())
}

fn value<'v>(of: &Attestation<'v>, name: &str) -> Option<&'v str> {
    of.iter().find(|v| &*v.rubrique == name).map(|v| v.valeur.as_str())
}

fn bulletins<'v>(of: &Attestation<'v>) -> BTreeSet<&'v str> {
    of.iter().filter(|v| &*v.rubrique == "ReferenceBulletin").map(|v| v.valeur.as_str()).collect()
}

fn negative(of: &Attestation<'_>) -> bool {
    value(of, "@nature") == Some("rectificative_negative")
}

fn by_name<'v>(of: &Attestation<'v>) -> BTreeMap<&'v str, Vec<&'v Declare>> {
    let mut out: BTreeMap<&str, Vec<&Declare>> = BTreeMap::new();
    for v in of {
        out.entry(v.rubrique.as_str()).or_default().push(v);
    }
    out
}

/// The attestations of a file: each begins by its own reference or nature.
fn attestations(aem: &Declaration) -> Vec<Attestation<'_>> {
    let mut out: Vec<Attestation<'_>> = Vec::new();
    for v in aem.valeurs.iter().filter(|v| !v.contrat.is_empty()) {
        let begins = v.rubrique.starts_with('@')
            && out.last().is_none_or(|last| last.iter().any(|other| !other.rubrique.starts_with('@')));
        if begins {
            out.push(Vec::new());
        }
        if let Some(last) = out.last_mut() {
            last.push(v);
        }
    }
    out
}
