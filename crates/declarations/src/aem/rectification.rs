//! What was sent against what the payslips say today: what is to be taken back, given again or added.

use super::modele::{Attestation, Nature};

/// The attestations to send so that what was sent says what is wanted.
pub(super) fn gaps(wanted: Vec<Attestation>, sent: &[Attestation]) -> Vec<Attestation> {
    let standing = standing(sent);
    let mut used = vec![false; standing.len()];
    let mut out = Vec::new();
    for attestation in wanted {
        // A correction of another month is known by its own reference.
        if rectifies(&attestation) {
            let known = sent.iter().any(|s| s.reference == attestation.reference && same(s, &attestation));
            if !known {
                out.push(attestation);
            }
            continue;
        }
        let place = standing.iter().position(|s| of_one_contract(s, &attestation));
        match place {
            Some(rank) if same(standing[rank], &attestation) => used[rank] = true,
            Some(rank) => {
                used[rank] = true;
                let old = standing[rank];
                out.push(taken_back(old, sent, &out));
                out.push(given_again(old, attestation, sent, &out));
            }
            None => out.push(attestation),
        }
    }
    for (old, used) in standing.iter().zip(used) {
        if !used {
            out.push(taken_back(old, sent, &out));
        }
    }
    out
}

const fn is_rectificative(nature: Nature) -> bool {
    matches!(nature, Nature::RectificativeNegative | Nature::RectificativePositive)
}

/// A correction of an attestation of another month.
fn rectifies(a: &Attestation) -> bool {
    is_rectificative(a.nature)
}

fn of_one_contract(a: &Attestation, b: &Attestation) -> bool {
    a.contrat.reference_contrat == b.contrat.reference_contrat
        && (a.salarie.nir == b.salarie.nir && a.salarie.ntt == b.salarie.ntt)
}

/// Attestations of the month that no later one takes back: the initiales and complémentaires, and what was given again for
/// them. Corrections of other months are left out.
fn standing(sent: &[Attestation]) -> Vec<&Attestation> {
    let mut out: Vec<&Attestation> = Vec::new();
    for attestation in sent {
        let own = out.iter().position(|old| of_one_contract(old, attestation));
        match (attestation.nature, own) {
            (Nature::Initiale | Nature::Complementaire, _) => out.push(attestation),
            (Nature::RectificativeNegative, Some(rank)) if of_this_month(attestation) => {
                out.remove(rank);
            }
            (Nature::RectificativePositive, None) if of_this_month(attestation) => out.push(attestation),
            _ => {}
        }
    }
    out
}

/// A correction made for an attestation of its own month: its reference says which month it puts right.
fn of_this_month(attestation: &Attestation) -> bool {
    attestation.reference.contains(&format!("N{}", attestation.mois))
        || attestation.reference.contains(&format!("P{}", attestation.mois))
}

/// True when two attestations say the same of the work and of the pay.
fn same(sent: &Attestation, wanted: &Attestation) -> bool {
    let bare = |a: &Attestation| Attestation {
        reference: String::new(),
        nature: Nature::Initiale,
        numero_aem: None,
        numero_aem_initiale: None,
        reference_initiale: None,
        authentification: sent.authentification.clone(),
        ..a.clone()
    };
    bare(sent) == bare(wanted)
}

fn taken_back(old: &Attestation, sent: &[Attestation], made: &[Attestation]) -> Attestation {
    named('N', old, Attestation { nature: Nature::RectificativeNegative, ..old.clone() }, sent, made)
}

fn given_again(
    old: &Attestation,
    wanted: Attestation,
    sent: &[Attestation],
    made: &[Attestation],
) -> Attestation {
    named('P', old, Attestation { nature: Nature::RectificativePositive, ..wanted }, sent, made)
}

/// Its own reference, and the initiale that it belongs to.
fn named(
    letter: char,
    old: &Attestation,
    mut out: Attestation,
    sent: &[Attestation],
    made: &[Attestation],
) -> Attestation {
    let first = sent
        .iter()
        .find(|a| a.nature == Nature::Initiale && of_one_contract(a, old))
        .map(|a| (a.numero_aem.clone(), Some(a.reference.clone())));
    (out.numero_aem_initiale, out.reference_initiale) = match first {
        Some(known) => known,
        None => (old.numero_aem_initiale.clone(), old.reference_initiale.clone()),
    };
    let usual = format!("{}-{}", old.mois, old.contrat.reference_contrat);
    let base = match old.nature {
        Nature::Initiale | Nature::Complementaire => old.reference.clone(),
        _ => usual,
    };
    let name = |rank: usize| {
        let rank = if rank > 1 { format!("-{rank}") } else { String::new() };
        format!("{base}-{letter}{}{rank}", old.mois)
    };
    let taken = |reference: &str| sent.iter().chain(made).any(|a| a.reference == reference);
    out.reference = (1..).map(name).find(|r| !taken(r)).unwrap_or_default();
    out.numero_aem = None;
    out
}
