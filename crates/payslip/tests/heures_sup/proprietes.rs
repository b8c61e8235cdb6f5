//! Identities that hold on any payslip with overtime, over three years, sizes, methods and numbers of contracts.

use cddu_payslip::{BulletinInput, HsAllegementsMethod, Payslip, Travail, json};
use cddu_rates::{Cents, Rate};
use proptest::prelude::*;

use super::{RATES, pay};

prop_compose! {
    fn contract()(
        category in prop::sample::select(vec!["technicien", "technicien", "artiste", "realisateur"]),
        start in 0u64..150,
        length in 4u64..7,
        hourly in 1165i64..9000,
        hours in prop::collection::vec((0u32..20, prop::sample::select(vec![25i64, 50, 75, 100])), 0..3),
        apart in any::<bool>(),
        dfs in any::<bool>(),
        cadre in any::<bool>(),
    ) -> String {
        let first = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(start * 7);
        let last = first + chrono::Days::new(length);
        let mut gross = hourly * 35;
        let (mut elements, mut list) = (vec![format!(r#"{{"code":"base","libelle":"b","montant":"{}","quantite":"35"}}"#, Cents(gross))], vec![]);
        let mut all = 70;
        for (half, premium) in &hours {
            let amount = Cents(hourly * i64::from(*half) * (100 + premium) / 200);
            gross += amount.0;
            all += half;
            let quantity = format!("{}.{}", half / 2, half % 2 * 5);
            elements.push(format!(r#"{{"code":"hs_{premium}","libelle":"h","montant":"{amount}","quantite":"{quantity}","majoration":"{premium}"}}"#));
            list.push(format!(r#"{{"semaine":"{first}","heures":"{quantity}","majoration":"{premium}","montant":"{amount}"}}"#));
        }
        let detail = if apart { format!(r#""heures_sup":[{}]"#, list.join(",")) } else { format!(r#""elements":[{}]"#, elements.join(",")) };
        format!(
            r#"{{"contrat":"NAME","categorie":"{category}","debut":"{first}","fin":"{last}","jours":5,"heures":"{}.{}","brut":"{}","dfs":{},"cadre":{},{detail}}}"#,
            all / 2, all % 2 * 5, Cents(gross), dfs && category != "technicien", cadre && category == "technicien",
        )
    }
}

prop_compose! {
    fn payslip()(
        contracts in prop::collection::vec(contract(), 1..4),
        size in prop::sample::select(vec![3u32, 19, 20, 300]),
        idcc in prop::sample::select(vec!["3097", "2642", "2412"]),
        resident in prop::bool::weighted(0.9),
        used in prop_oneof![Just(0i64), 700_000i64..803_700],
        rate in prop::sample::select(vec!["effectif", "effectif_exact", "plafond"]),
        imputation in prop::sample::select(vec!["bulletin", "contrat"]),
        dfs in prop::sample::select(vec!["brut", "abattu"]),
        limit in prop::sample::select(vec!["brut_8037", "net_7500"]),
    ) -> BulletinInput {
        let contracts: Vec<String> =
            contracts.iter().enumerate().map(|(rank, c)| c.replace("NAME", &format!("C{rank}"))).collect();
        let net = Cents(used * 93_319 / 100_000);
        json::parse(&format!(
            r#"{{"date_paiement":"2026-12-15","employeur":{{"idcc":"{idcc}","effectif":{size},"taux_at":"1.07","taux_at_artiste":"0.7","taux_sante_travail":"0.38"}},
            "salarie":{{"matricule":"M","nom":"N","prenom":"P","domicile_fiscal_france":{resident}}},
            "cumuls":{{"hs_exonerees_brut":"{}","hs_exonerees_net":"{net}"}},
            "methodes":{{"hs_taux":"{rate}","hs_imputation":"{imputation}","hs_dfs":"{dfs}","hs_limite":"{limit}"}},
            "contrats":[{}]}}"#,
            Cents(used), contracts.join(","))).unwrap()
    }
}

fn without(input: &BulletinInput) -> Payslip {
    let mut input = input.clone();
    input.methodes.hs_allegements = Some(HsAllegementsMethod::Non);
    pay(&input).bulletin
}

fn employee(b: &Payslip, codes: &[&str]) -> Cents {
    let lines = b.contrats.iter().flat_map(|c| &c.lignes);
    lines.filter(|l| codes.contains(&l.code.as_str())).filter_map(|l| l.montant_salarie).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_reduction_has_its_two_limits(input in payslip()) {
        let b = pay(&input).bulletin;
        let reduction = -employee(&b, &["HS_RED_SAL"]);
        prop_assert_eq!(reduction, b.totaux.allegements_salarie);
        prop_assert!(reduction <= employee(&b, &["VIEIL_PLAF", "VIEIL_DEP"]).or_zero());
        let most: Rate = "11.31".parse().unwrap();
        for contract in &b.contrats {
            if let Some(overtime) = contract.bases.heures_sup {
                prop_assert!(overtime.taux_reduction <= most);
                prop_assert!(overtime.montant <= contract.bases.brut);
            }
        }
    }

    #[test]
    fn what_is_exempt_never_exceeds_the_limit_of_the_year_in_any_order(
        first in payslip(), second in payslip(), turned in any::<bool>(),
    ) {
        let (first, mut second) = if turned { (second, first) } else { (first, second) };
        let one = pay(&first).bulletin;
        second.cumuls.hs_exonerees_brut = one.cumuls.hs_exonerees_brut;
        second.cumuls.hs_exonerees_net = one.cumuls.hs_exonerees_net;
        second.methodes.hs_limite = None;
        let two = pay(&second).bulletin;
        prop_assert_eq!(two.cumuls.hs_exonerees_brut, one.cumuls.hs_exonerees_brut + two.totaux.hs_exonerees_brut);
        let limit: Cents = "8037.00".parse().unwrap();
        prop_assert!(two.cumuls.hs_exonerees_brut <= limit.max(one.cumuls.hs_exonerees_brut));
        prop_assert!(two.totaux.hs_exonerees_brut <= two.totaux.heures_sup);
    }

    #[test]
    fn the_taxable_net_moves_by_the_reduction_less_the_exempt_net(input in payslip()) {
        let (with, without) = (pay(&input).bulletin.totaux, without(&input).totaux);
        // One cent for each rounding of the CSG of a contract, and the one of the net of the hours.
        let slack = Cents(1 + i64::try_from(input.contrats.len()).unwrap());
        let gap = with.net_imposable + with.hs_exonerees_net - with.allegements_salarie - without.net_imposable;
        prop_assert!(gap.abs() <= slack, "{}", gap);
        // Net before tax and net social follow the reduction; the cost follows the deduction.
        let gap = with.net_avant_impot - with.allegements_salarie - without.net_avant_impot;
        prop_assert!(gap.abs() <= Cents(3 * slack.0), "{}", gap);
        prop_assert_eq!(with.montant_net_social - without.montant_net_social, with.net_avant_impot - without.net_avant_impot);
        prop_assert_eq!(without.total_verse_employeur - with.total_verse_employeur, with.allegements - without.allegements);
        prop_assert_eq!(with.net_avant_impot, with.brut - with.cotisations_salarie + with.allegements_salarie);
    }

    #[test]
    fn the_csg_is_split_and_not_changed(input in payslip()) {
        let (with, without) = (pay(&input).bulletin, without(&input));
        for (a, b) in with.contrats.iter().zip(&without.contrats) {
            let sum = |c: &cddu_payslip::ContractPay| -> Cents {
                c.lignes.iter().filter(|l| l.code.as_str().starts_with("CSG_") || l.code.as_str().starts_with("CRDS")).filter_map(|l| l.montant_salarie).sum()
            };
            // Five roundings for three: 2 cents as a rule, 3 at the very worst.
            prop_assert!((sum(a) - sum(b)).abs() <= Cents(3), "{} {}", sum(a), sum(b));
            prop_assert_eq!(a.bases.csg, b.bases.csg);
            if let (Some(csg), Some(overtime)) = (a.bases.csg, a.bases.heures_sup) {
                let line = a.lignes.iter().find(|l| l.code == "CSG_DED");
                prop_assert_eq!(line.map_or(Cents::ZERO, |l| l.base) + overtime.csg.unwrap(), csg);
            }
        }
    }

    #[test]
    fn the_deduction_never_exceeds_what_the_employer_owes_to_the_urssaf(input in payslip()) {
        let (with, without) = (pay(&input).bulletin, without(&input));
        let deduction = with.totaux.allegements - without.totaux.allegements;
        let lines = with.contrats.iter().flat_map(|c| &c.lignes).filter(|l| l.organisme == "urssaf" && l.code != "HS_DED_PAT");
        let owed: Cents = lines.filter_map(|l| l.montant_employeur).sum();
        prop_assert!(deduction >= Cents::ZERO && deduction <= owed.or_zero());
    }

    #[test]
    fn without_overtime_nothing_moves(mut input in payslip()) {
        for contract in &mut input.contrats {
            contract.heures_sup = Some(Vec::new());
            contract.travail = Travail::given(contract.brut().unwrap());
        }
        let (with, without) = (pay(&input).bulletin, without(&input));
        prop_assert_eq!(with.totaux, without.totaux);
        prop_assert_eq!(with.contrats, without.contrats);
        prop_assert_eq!(with.cumuls, without.cumuls);
    }

    #[test]
    fn the_exact_hours_are_read_whatever_the_form(input in payslip()) {
        // The premium cap apart, the pay relieved is the pay given.
        let b = pay(&input).bulletin;
        for (contract, pay) in input.contrats.iter().zip(&b.contrats) {
            let given: Cents = match &contract.heures_sup {
                Some(list) => list.iter().map(|w| w.montant).sum(),
                None => contract.elements().iter().filter(|e| e.code.starts_with("hs_")).map(|e| e.montant).sum(),
            };
            let read = pay.bases.heures_sup.map_or(Cents::ZERO, |h| h.montant);
            prop_assert!(read <= given && read.0 * 100 >= given.0 * 75 - 100, "{} {}", read, given);
        }
    }
}

#[test]
fn the_highest_premiums_are_those_of_the_conventions() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 9).unwrap();
    let conventions = RATES.conventions().unwrap();
    for (key, rule) in [
        ("HS_MAJ_3097_T_36_43", "F03"),
        ("HS_MAJ_3097_T_44_48", "F04"),
        ("HS_MAJ_3097_T_49", "F05"),
        ("HS_MAJ_3097_ARTISTE_SEM", "A02"),
        ("HS_MAJ_2642_T_48_LISTE", "T03"),
    ] {
        assert_eq!(
            RATES.param(key, day).unwrap().value,
            conventions.regle(rule).unwrap().majoration.unwrap(),
            "{key}"
        );
    }
}
