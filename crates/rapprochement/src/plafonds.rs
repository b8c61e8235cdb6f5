//! R03: the capped base of a contract, worked out again from the amounts printed.

use cddu_payslip::{ContractPay, JoursCommunsMethod, Payslip, PlafondMethod, RegularisationMethod};
use cddu_rates::{Cents, Period};

/// The capped base due on each contract that has a plafond, in order: on the cumul of a contract that several payslips
/// pay, and of the contracts that share its days (CSS R242-2), less what is already counted.
pub(super) fn due(p: &Payslip) -> Vec<Option<Cents>> {
    let mut groups: Vec<Group> = Vec::new();
    p.contrats
        .iter()
        .map(|contrat| {
            let plafond = contrat.bases.plafond?;
            let shares = shares_days(p, contrat);
            let (met, mut apart): (Vec<Group>, Vec<Group>) =
                groups.drain(..).partition(|g| shares && g.meets(contrat.periode));
            let mut group = Group::default();
            for one in met {
                group.join(one);
            }
            let own = own(p, contrat, plafond);
            let due = (group.base + own.base).min(group.plafond + own.plafond) - group.counted - own.counted;
            if shares {
                group.join(Group {
                    periods: vec![contrat.periode],
                    base: contrat.bases.securite_sociale,
                    plafond,
                    counted: contrat.bases.plafonnee,
                });
                apart.push(group);
            }
            groups = apart;
            Some(due)
        })
        .collect()
}

/// The same for a payslip of back pay: what is due for the whole work, its original and its back pay together, less what the
/// others of them count. Nothing when the original is not known.
pub(super) fn due_of_back_pay(p: &Payslip, original: &Payslip, others: &[&Payslip]) -> Vec<Option<Cents>> {
    let mut whole = original.clone();
    let mut counted: Vec<Cents> = whole.contrats.iter().map(|c| c.bases.plafonnee).collect();
    for (rank, contrat) in whole.contrats.iter_mut().enumerate() {
        let of = |slip: &Payslip| slip.contrats.iter().find(|c| c.contrat == contrat.contrat).cloned();
        for (slip, own) in others.iter().map(|s| (*s, false)).chain([(p, true)]) {
            let Some(more) = of(slip) else { continue };
            let b = &mut contrat.bases;
            b.securite_sociale += more.bases.securite_sociale;
            b.plafonnee += more.bases.plafonnee;
            b.plafond = b.plafond.map(|known| known + more.bases.plafond.unwrap_or_default());
            contrat.cumul_contrat = match (contrat.cumul_contrat, more.cumul_contrat) {
                (Some(a), Some(b)) => Some(a + b),
                (a, _) => a,
            };
            if !own {
                counted[rank] += more.bases.plafonnee;
            }
        }
    }
    let all = due(&whole);
    let left = |contrat: &ContractPay| {
        let rank = whole.contrats.iter().position(|c| c.contrat == contrat.contrat)?;
        Some(all[rank]? - counted[rank])
    };
    p.contrats.iter().map(left).collect()
}

/// Contracts that share days, and what they count together.
#[derive(Default)]
struct Group {
    periods: Vec<Period>,
    base: Cents,
    plafond: Cents,
    counted: Cents,
}

impl Group {
    fn meets(&self, period: Period) -> bool {
        self.periods.iter().any(|p| p.intersection(period).is_some())
    }

    fn join(&mut self, other: Self) {
        self.periods.extend(other.periods);
        self.base += other.base;
        self.plafond += other.plafond;
        self.counted += other.counted;
    }
}

/// The days of the plafond are those of the calendar, counted once.
fn shares_days(p: &Payslip, contrat: &ContractPay) -> bool {
    let short = contrat.taux_artiste && (contrat.fin - contrat.debut).num_days() < 4;
    !short
        && !contrat.forfait
        && p.methodes.plafond != PlafondMethod::JoursPayes30
        && p.methodes.plafond_jours_communs == JoursCommunsMethod::UneFois
}

/// Pay, plafond and capped base of the contract itself, former payslips included.
fn own(p: &Payslip, contrat: &ContractPay, plafond: Cents) -> Group {
    let b = &contrat.bases;
    let periods = Vec::new();
    match contrat.cumul_contrat {
        Some(cumul) if p.methodes.regularisation == RegularisationMethod::Progressive => Group {
            periods,
            base: cumul.securite_sociale,
            plafond: cumul.plafond,
            counted: cumul.plafonnee - b.plafonnee,
        },
        _ => Group { periods, base: b.securite_sociale, plafond, counted: Cents::ZERO },
    }
}

#[cfg(test)]
mod tests {
    use cddu_payslip::{compute, json};
    use cddu_rates::Rates;

    use super::*;

    /// A first contract from 5 to 9 October 2026 (4 005 x 5 / 31 = 645.97), a second one with these dates and pay.
    fn slip(debut: &str, fin: &str, brut: &str, more: &str) -> Payslip {
        let text = format!(
            r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":20,"taux_at":"1.07","taux_at_artiste":"1.1"}},
            "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},"contrats":[
            {{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"40","brut":"500.00"}},
            {{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"{debut}","fin":"{fin}","jours":2,"heures":"16","brut":"{brut}"{more}}},
            {{"contrat":"C3","categorie":"artiste","debut":"2026-10-09","fin":"2026-10-10","jours":2,"cachets":2,"brut":"900.00"}}]}}"#
        );
        compute(&Rates::embedded(), &json::parse(&text).expect("a request")).expect("a payslip").bulletin
    }

    #[test]
    fn contracts_that_share_days_are_compared_with_the_plafond_of_all_of_them() {
        // C3 is an artist of two days: 360 a day, apart from the others.
        let apart = Some(Cents(72_000));
        let cases = [
            // No day in common: 4 005 x 3 / 31 = 387.58.
            (slip("2026-10-10", "2026-10-12", "900.00", ""), Cents(38_758)),
            // The 9th in common: min(500 + 900 ; 645.97 + 387.58) - 500.
            (slip("2026-10-09", "2026-10-12", "900.00", ""), Cents(53_355)),
            // Inside the first one: min(500 + 300 ; 645.97) - 500.
            (slip("2026-10-07", "2026-10-08", "300.00", ""), Cents(14_597)),
            // Former payslip of C2 as well: min(500 + 400 + 900 ; 645.97 + 300 + 387.58) - 500 - 300.
            (
                slip(
                    "2026-10-01",
                    "2026-10-12",
                    "900.00",
                    r#","periode":{"debut":"2026-10-09","fin":"2026-10-12"},"anterieur":{"brut":"400","securite_sociale":"400","plafond":"300","plafonnee":"300"}"#,
                ),
                Cents(53_355),
            ),
        ];
        for (slip, second) in cases {
            assert_eq!(due(&slip), [Some(Cents(50_000)), Some(second), apart]);
            let printed: Vec<_> = slip.contrats.iter().map(|c| Some(c.bases.plafonnee)).collect();
            assert_eq!(due(&slip), printed);
        }
    }

    #[test]
    fn a_capped_base_that_counts_a_day_twice_is_seen() {
        let mut slip = slip("2026-10-09", "2026-10-12", "900.00", "");
        slip.contrats[1].bases.plafonnee += Cents(12_919);
        assert_ne!(due(&slip)[1], Some(slip.contrats[1].bases.plafonnee));
    }
}
