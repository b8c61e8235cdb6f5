//! Units and measures of the work (S21.G00.53): a unit that no contract of the kind has in place of one that all have, and days
//! that are not days.

use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::Block;

use super::{Paie, chiffre};
use crate::comparaison::{Cause, Ecart};
use crate::usages::{Usages, commune};

/// Units of a type of pay of contracts of one annexe.
type Cle<'a> = (&'a str, &'a str);

pub(super) fn relever(paies: &[Paie<'_>], usages: &mut Usages) {
    let mut usual: BTreeMap<Cle<'_>, Vec<BTreeSet<&str>>> = BTreeMap::new();
    for (key, _, list) in paies.iter().flat_map(units) {
        usual.entry(key).or_default().push(list.iter().filter_map(|a| a.get(3)).collect());
    }
    let usual: BTreeMap<Cle<'_>, BTreeSet<&str>> =
        usual.into_iter().filter_map(|(key, lists)| Some((key, commune(lists)?))).collect();
    for (key, paie, list) in paies.iter().flat_map(units) {
        for activity in list.iter().copied() {
            usages.juge("jours entiers ou demis (S21.G00.53.002)", days(paie, activity));
        }
        let Some(rule) = usual.get(&key) else { continue };
        let own: BTreeSet<&str> = list.iter().filter_map(|a| a.get(3)).collect();
        let (mut missing, mut added) = (rule.difference(&own), own.difference(rule));
        // One unit in place of another: what is only added or left out is another work.
        let swapped = match (missing.next(), added.next(), missing.next(), added.next()) {
            (Some(due), Some(said), None, None) => Some((*due, *said)),
            _ => None,
        };
        let gap = swapped.and_then(|(due, said)| {
            let at = list.iter().find(|a| a.get(3) == Some(said))?;
            let constat =
                format!("unité {said} au lieu de {due}, que les contrats de la même annexe ont tous");
            Some(Ecart { corrige: Some(due.to_owned()), ..paie.ecart(at, 3, Cause::Incoherent, constat) })
        });
        usages.juge("unités du travail (S21.G00.53.003)", gap);
    }
}

/// The activities of the types 001 and 002 of a contract.
fn units<'a, 'p>(paie: &'p Paie<'a>) -> Vec<(Cle<'a>, &'p Paie<'a>, Vec<&'a Block>)> {
    let annexe = paie.contrat.0.get(25).unwrap_or("");
    let of = |kind: &'static str| (paie.de(kind).flat_map(|r| r.activites()).collect::<Vec<_>>(), kind);
    [of("001"), of("002")]
        .into_iter()
        .filter(|(list, _)| !list.is_empty())
        .map(|(list, kind)| ((kind, annexe), paie, list))
        .collect()
}

/// Days (units 12 and 40) are whole or halves; cachets (36, 37, 39) are whole.
fn days(paie: &Paie<'_>, activity: &Block) -> Option<Ecart> {
    let step = match activity.get(3)? {
        "12" => 50,
        "36" | "37" | "39" | "40" => 100,
        _ => return None,
    };
    let said = activity.amount(2)?;
    let due = (said + step / 2).div_euclid(step) * step;
    (said != due).then(|| {
        let constat = "une mesure en jours ou en cachets n'a pas de centièmes".to_owned();
        chiffre(paie.ecart(activity, 2, Cause::Incoherent, constat), said, due)
    })
}
