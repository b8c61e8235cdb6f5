//! Gross pay (001), pay of the unemployment rights (002), restored pay (003): the same amount for a contract of annexes 8 and
//! 10 without absence.

use super::{Paie, chiffre, texte};
use crate::comparaison::Cause;
use crate::usages::Usages;

pub(super) fn relever(paies: &[Paie<'_>], usages: &mut Usages) {
    for paie in paies.iter().filter(|p| !p.absent()) {
        let (Some(gross), Some(rights), Some(restored)) = (paie.une("001"), paie.une("002"), paie.une("003"))
        else {
            continue;
        };
        let all = [gross, rights, restored].map(|r| r.amount(13));
        let [Some(a), Some(b), Some(c)] = all else { continue };
        // Programs write the capped base of unemployment under 002.
        let capped: i64 =
            paie.bases().filter(|base| base.get(1) == Some("07")).filter_map(|base| base.amount(4)).sum();
        let wrong = match (a == b, b == c, a == c) {
            (true, true, _) => None,
            (false, false, true) if b == capped => None,
            (_, true, _) => Some((gross, a, b)),
            (_, _, true) => Some((rights, b, a)),
            (true, _, _) => Some((restored, c, a)),
            _ => continue,
        };
        let gap = wrong.map(|(line, said, due)| {
            let others = format!("les deux autres des types 001, 002 et 003 disent {}", texte(due));
            chiffre(paie.ecart(line.0, 13, Cause::Incoherent, others), said, due)
        });
        usages.juge("rémunérations de types 001, 002 et 003 égales (S21.G00.51.013)", gap);
    }
}
