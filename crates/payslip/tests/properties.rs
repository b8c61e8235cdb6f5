//! Identities and algebra of the payslip, on generated inputs of the three years.

use std::sync::LazyLock;

use cddu_payslip::{
    BulletinInput, Computed, Contrat, JoursCommunsMethod, RetraitePlafondMethod, SemainePayee, Travail,
    compute, json,
};
use cddu_rates::{Cents, Rates};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

prop_compose! {
    fn contract()(
        category in prop::sample::select(vec!["technicien", "artiste", "figurant", "realisateur"]),
        start in 0u64..1080,
        length in prop_oneof![0u64..4, 4u64..30, 30u64..100],
        cents in prop_oneof![0i64..200_000, 0i64..3_000_000],
        hours in 1u32..400,
        cadre in any::<bool>(),
        dfs in any::<bool>(),
        share in 1u32..=100,
    ) -> Contrat {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(start);
        let last = (first + Days::new(length)).min(NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
        let days = u32::try_from((last - first).num_days() + 1).unwrap();
        // No more hours than the days have.
        let hours = hours.min(24 * days);
        let text = format!(
            r#"{{"contrat":"C","categorie":"{category}","debut":"{first}","fin":"{last}","jours":{},
               "heures":"{hours}","brut":"{}","cadre":{},"dfs":{dfs}}}"#,
            (days * share / 100).max(1), Cents(cents), cadre && category == "technicien",
        );
        json::parse(&text).unwrap()
    }
}

prop_compose! {
    fn payslip()(
        mut contracts in prop::collection::vec(contract(), 1..4),
        size in prop::sample::select(vec![3u32, 12, 20, 60]),
        idcc in prop::sample::select(vec!["3097", "2642", "2412"]),
        pas in prop::option::of(0u32..430),
        resident in prop::bool::weighted(0.9),
        am in prop::bool::weighted(0.1),
        mobility in prop::sample::select(vec!["0", "1.60", "2.95", "3.20"]),
    ) -> BulletinInput {
        for (rank, contract) in contracts.iter_mut().enumerate() {
            contract.contrat = format!("C{rank}");
        }
        let paid = contracts.iter().map(|c| c.fin).max().unwrap();
        let rate = match pas { Some(tenths) if resident => format!(r#""{}.{}""#, tenths / 10, tenths % 10), _ => "null".into() };
        let mut input: BulletinInput = json::parse(&format!(
            r#"{{"date_paiement":"{paid}","employeur":{{"idcc":"{idcc}","effectif":{size},"taux_at":"1.07",
               "taux_at_artiste":"1.1","versement_mobilite":"{mobility}","taux_sante_travail":"0.38"}},
               "salarie":{{"matricule":"M","nom":"N","prenom":"P","domicile_fiscal_france":{resident},
               "alsace_moselle":{am},"taux_pas":{rate}}},"contrats":[]}}"#)).unwrap();
        input.contrats = contracts;
        input
    }
}

fn pay(input: &BulletinInput) -> Computed {
    compute(&RATES, input).unwrap_or_else(|errors| panic!("{errors:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn totals_are_the_sums_of_the_lines(input in payslip()) {
        let computed = pay(&input);
        let b = &computed.bulletin;
        let t = &b.totaux;
        let all = || b.contrats.iter().flat_map(|c| &c.lignes);
        let employee: Cents = all().filter_map(|l| l.contribution_salarie()).sum();
        let abroad: Cents = all().filter(|l| l.is_withholding()).filter_map(|l| l.montant_salarie).sum();
        let employer: Cents = all().filter(|l| !l.is_relief()).filter_map(|l| l.montant_employeur).sum();
        let relief: Cents = all().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum();
        let kept: Cents = all().filter(|l| !l.deductible).filter_map(|l| l.contribution_salarie()).sum();
        prop_assert_eq!(t.brut, b.contrats.iter().map(|c| c.bases.brut).sum::<Cents>());
        prop_assert_eq!(t.cotisations_salarie, employee);
        prop_assert_eq!(t.cotisations_employeur, employer);
        prop_assert_eq!(t.allegements, -relief);
        prop_assert_eq!(t.montant_net_social, t.brut - employee);
        prop_assert_eq!(t.net_imposable, t.brut - employee + kept);
        prop_assert_eq!(t.retenue_non_resident, abroad);
        prop_assert_eq!(t.net_paye, t.net_avant_impot - t.pas - abroad);
        prop_assert!(t.pas == Cents::ZERO || abroad == Cents::ZERO);
        prop_assert_eq!(t.total_verse_employeur, t.brut + employer + relief);
        for c in &b.contrats {
            let lines = || c.lignes.iter();
            let shares = |own: &dyn Fn(&cddu_payslip::Line) -> Option<Cents>| lines().filter_map(own).sum::<Cents>();
            let s = &c.sous_totaux;
            prop_assert_eq!(s.cotisations_salarie, shares(&|l| l.contribution_salarie()));
            prop_assert_eq!(s.cotisations_employeur, shares(&|l| l.montant_employeur.filter(|_| !l.is_relief())));
            prop_assert_eq!(s.allegements, -shares(&|l| l.montant_employeur.filter(|_| l.is_relief())));
            prop_assert_eq!(s.montant_net_social, c.bases.brut - s.cotisations_salarie);
            let kept = shares(&|l| l.contribution_salarie().filter(|_| !l.deductible));
            prop_assert_eq!(s.net_imposable, s.montant_net_social + kept);
            prop_assert_eq!(c.elements.iter().map(|e| e.montant).sum::<Cents>(), c.bases.brut);
        }
    }

    #[test]
    fn every_line_is_its_base_times_its_rate(input in payslip()) {
        for line in pay(&input).bulletin.contrats.iter().flat_map(|c| &c.lignes).filter(|l| !l.is_relief()) {
            if let (Some(rate), Some(amount)) = (line.taux_salarie, line.montant_salarie) {
                prop_assert_eq!(amount, rate.of(line.base), "{}", line.code);
            }
            if let (Some(rate), Some(amount)) = (line.taux_employeur, line.montant_employeur) {
                prop_assert_eq!(amount, rate.of(line.base), "{}", line.code);
            }
        }
    }

    #[test]
    fn every_formula_of_the_trace_gives_its_figure(input in payslip()) {
        let computed = pay(&input);
        prop_assert_eq!(computed.trace.check(), []);
    }

    #[test]
    fn every_contribution_has_a_line_or_a_reason(input in payslip()) {
        let computed = pay(&input);
        let absent = computed.not_due(&RATES);
        for contract in &computed.bulletin.contrats {
            for contribution in RATES.contributions() {
                let code = contribution.code.as_str();
                let printed = contract.lignes.iter().any(|l| l.code == code);
                let told = absent.iter().filter(|f| f.contrat.as_deref() == Some(&contract.contrat)
                    && f.ligne.as_deref() == Some(code)).count();
                prop_assert_eq!(told, usize::from(!printed), "{} {}", code, contract.contrat);
            }
            let relief = contract.lignes.iter().any(cddu_payslip::Line::is_relief);
            let address = format!("{}.allegement", contract.contrat);
            prop_assert!(relief || absent.iter().any(|f| f.figure == address));
        }
        let told = absent.iter().all(|f| f.pourquoi.as_ref().is_some_and(|why| !why.contains('\u{7b}')));
        prop_assert!(told);
    }

    #[test]
    fn the_letter_of_a_line_is_the_weakest_under_it(input in payslip()) {
        let computed = pay(&input);
        let trace = &computed.trace;
        for (rank, contract) in computed.bulletin.contrats.iter().enumerate() {
            for line in contract.lignes.iter().filter(|l| !l.is_relief() && l.code != "TAXE_SALAIRES") {
                let figs = (0..trace.nodes().len()).map(|i| cddu_payslip::trace::Fig(u32::try_from(i).unwrap()));
                let weakest = figs.filter(|f| {
                    let name = trace.node(*f).name;
                    name.contract == u16::try_from(rank).ok() && name.code.starts_with("montant_")
                        && name.line.is_some_and(|l| RATES.contributions()[usize::from(l)].code == line.code)
                }).map(|f| trace.confidence(f, &RATES)).max();
                // A tax withheld is no line of the tables.
                if !line.is_withholding() {
                    prop_assert_eq!(weakest, Some(line.confiance), "{}", line.code);
                }
            }
        }
    }

    /// What is kept of the calculation changes nothing of it: amounts, letters and warnings are the same without a trace.
    #[test]
    fn a_payslip_without_its_trace_is_the_same(input in payslip()) {
        prop_assert_eq!(cddu_payslip::bulletin(&RATES, &input).ok(), compute(&RATES, &input).ok().map(|c| c.bulletin));
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(input in payslip()) {
        let bytes = |c: &Computed| serde_json::to_string(&c.bulletin).unwrap();
        let (first, again) = (pay(&input), pay(&input));
        prop_assert_eq!(bytes(&first), bytes(&again));
        let read: cddu_payslip::Payslip = serde_json::from_str(&bytes(&first)).unwrap();
        prop_assert_eq!(read, first.bulletin);
    }

    #[test]
    fn more_gross_never_lowers_the_net_before_tax(mut input in payslip(), more in 1i64..100_000) {
        // DFS and the forfait of figurants are named exceptions: the base jumps at their limits.
        input.contrats.truncate(1);
        input.contrats[0].dfs = false;
        prop_assume!(input.contrats[0].categorie != cddu_payslip::Categorie::Figurant);
        let before = pay(&input).bulletin.totaux;
        let gross = input.contrats[0].brut().unwrap();
        input.contrats[0].travail = Travail::given(gross + Cents(more));
        let after = pay(&input).bulletin.totaux;
        // CET starts on the whole pay at the plafond (0.14 %), and lines round: a few cents at most.
        let slack = Cents(20 + gross.0 * 15 / 10_000);
        prop_assert!(after.net_avant_impot + slack >= before.net_avant_impot);
        prop_assert!(after.cotisations_employeur + slack >= before.cotisations_employeur
            || input.contrats[0].fin.to_string().as_str() < "2026");
    }

    #[test]
    fn contracts_of_different_months_do_not_depend_on_their_order(mut a in contract(), mut b in contract()) {
        prop_assume!(cddu_rates::Month::of(a.fin) != cddu_rates::Month::of(b.fin));
        // The yearly limit of the DFS is used in the order given, and so are the days shared by two contracts:
        // named exceptions.
        (a.dfs, b.dfs) = (false, false);
        let one = |contracts: Vec<Contrat>| {
            let mut input: BulletinInput = json::parse(
                r#"{"date_paiement":"2026-12-31","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1"},
                   "salarie":{"matricule":"M","nom":"N","prenom":"P"},"contrats":[]}"#).unwrap();
            input.methodes.plafond_jours_communs = JoursCommunsMethod::ParContrat;
            // The year of the retraite is shared: `retraite.rs` turns its order.
            input.methodes.retraite_plafond = RetraitePlafondMethod::MensuelCumule;
            input.contrats = contracts;
            for (rank, c) in input.contrats.iter_mut().enumerate() { c.contrat = format!("C{rank}"); }
            pay(&input).bulletin.totaux
        };
        prop_assert_eq!(one(vec![a.clone(), b.clone()]), one(vec![b, a]));
    }

    #[test]
    fn contracts_of_one_month_share_its_plafond_in_any_order(
        mut contracts in prop::collection::vec(contract(), 2..5), month in 0u32..36, turn in 0usize..5,
    ) {
        // Named exceptions: the DFS uses its yearly limit in the order given; the CET falls on the contract that
        // passes the plafond; a contract that takes a slice that another leaves rounds it on its own; a day shared
        // by two contracts is brought by the first one (next property).
        let first = NaiveDate::from_ymd_opt(2024 + i32::try_from(month / 12).unwrap(), month % 12 + 1, 1).unwrap();
        for (rank, c) in contracts.iter_mut().enumerate() {
            c.contrat = format!("C{rank}");
            c.debut = first + Days::new(rank as u64);
            c.fin = c.debut + Days::new(u64::from(c.cachets) + rank as u64 * 5);
            c.heures = 7.into();
            c.dfs = false;
            c.cadre = Some(false);
        }
        let mut input: BulletinInput = json::parse(&format!(
            r#"{{"date_paiement":"{}","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1"}},
               "salarie":{{"matricule":"M","nom":"N","prenom":"P"}},"contrats":[]}}"#,
            cddu_rates::Month::of(first).period().fin)).unwrap();
        input.methodes.plafond_jours_communs = JoursCommunsMethod::ParContrat;
        input.contrats = contracts.clone();
        let straight = pay(&input).bulletin;
        let rank = turn % contracts.len();
        contracts.rotate_left(rank);
        contracts.reverse();
        input.contrats = contracts;
        let turned = pay(&input).bulletin;
        let t1 = |b: &cddu_payslip::Payslip| b.contrats.iter().map(|c| c.bases.retraite_t1).sum::<Cents>();
        let t2 = |b: &cddu_payslip::Payslip| b.contrats.iter().map(|c| c.bases.retraite_t2).sum::<Cents>();
        prop_assert_eq!(t1(&straight), t1(&turned));
        prop_assert_eq!(t2(&straight), t2(&turned));
        prop_assert_eq!(straight.totaux.brut, turned.totaux.brut);
        for one in &straight.contrats {
            let other = turned.contrats.iter().find(|c| c.contrat == one.contrat).unwrap();
            prop_assert_eq!(one.bases.plafond, other.bases.plafond);
            prop_assert_eq!(one.bases.csg, other.bases.csg);
            prop_assert_eq!(one.bases.chomage, other.bases.chomage);
            let alone = |c: &cddu_payslip::ContractPay| -> Vec<_> {
                let shared = ["RC_T1", "RC_T2", "CEG_T1", "CEG_T2", "CET"];
                c.lignes.iter().filter(|l| !shared.contains(&l.code.as_str())).cloned().collect()
            };
            prop_assert_eq!(alone(one), alone(other));
        }
    }

    #[test]
    fn a_day_shared_by_contracts_counts_once_in_any_order(
        spans in prop::collection::vec((0u64..20, 0u64..9, 10_000i64..300_000), 2..5), turn in 0usize..5,
    ) {
        // Technicians in October 2026. The plafonds add up to the days covered at least once, and the capped bases
        // never exceed them nor the pay; the order of the contracts moves cents of rounding only.
        let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let one = |spans: &[(u64, u64, i64)]| {
            let contracts: Vec<String> = spans.iter().enumerate().map(|(rank, (start, length, cents))| format!(
                r#"{{"contrat":"C{rank}","categorie":"technicien","cadre":false,"debut":"{}","fin":"{}","heures":"20","brut":"{}"}}"#,
                first + Days::new(*start), first + Days::new(start + length), Cents(*cents))).collect();
            let text = format!(r#"{{"date_paiement":"2026-10-31","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
               "salarie":{{"matricule":"M","nom":"N","prenom":"P"}},"contrats":[{}]}}"#, contracts.join(","));
            let bulletin = pay(&json::parse(&text).unwrap()).bulletin;
            let plafond: Cents = bulletin.contrats.iter().filter_map(|c| c.bases.plafond).sum();
            let capped: Cents = bulletin.contrats.iter().map(|c| c.bases.plafonnee).sum();
            (plafond.0, capped.0)
        };
        let covered = (0..31).filter(|d| spans.iter().any(|(s, l, _)| (*s..=s + l).contains(d))).count();
        let plafond = 400_500 * i64::try_from(covered).unwrap() / 31;
        let gross: i64 = spans.iter().map(|s| s.2).sum();
        let (straight, capped) = one(&spans);
        prop_assert!((straight - plafond).abs() <= 3, "{straight} {plafond}");
        prop_assert!(capped <= straight.min(gross));
        let mut turned = spans.clone();
        turned.rotate_left(turn % spans.len());
        turned.reverse();
        let (other, _) = one(&turned);
        prop_assert!((straight - other).abs() <= 4);
        // Contracts that all share a day are compared with the plafond of all their days.
        let all: Vec<_> = spans.iter().map(|(_, l, c)| (5, *l, *c)).collect();
        let (plafond, capped) = one(&all);
        prop_assert_eq!(capped, plafond.min(gross));
    }

    #[test]
    fn any_day_of_the_three_years_computes_and_a_refusal_is_total(mut input in payslip(), day in 0u64..1096, fault in 0usize..9) {
        let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(day);
        let contract = &mut input.contrats[0];
        (contract.debut, contract.fin) = (day, day);
        contract.jours = 1.into();
        contract.heures = 8.into();
        input.contrats.truncate(1);
        input.date_paiement = day;
        prop_assert!(compute(&RATES, &input).is_ok());
        let contract = &mut input.contrats[0];
        match fault {
            0 => contract.fin = day - Days::new(1),
            1 => contract.travail = Travail::given(Cents(-1)),
            2 => contract.travail = Travail::Brut { brut: None, elements: Vec::new(), semaine: SemainePayee::default() },
            3 => input.date_paiement = day - Days::new(1),
            4 => input.employeur.parametres.taux_at = Some("101".parse().unwrap()),
            5 => input.contrats.clear(),
            6 => input.cumuls.dfs = Cents(-1),
            7 => input.salarie.taux_pas = Some("-0.01".parse().unwrap()),
            _ => contract.debut = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap(),
        }
        let errors = compute(&RATES, &input).expect_err("a faulty input has no payslip");
        prop_assert!(errors.iter().any(cddu_rates::Diagnostic::is_error), "{errors:?}");
        prop_assert!(errors.iter().all(|e| !e.code.is_empty() && !e.message.is_empty()));
    }

    #[test]
    fn the_plafond_of_a_month_is_the_same_by_day_or_in_one_go(month in 0u32..36, cut in 1u64..28) {
        // Two contracts that abut and cover the month have together the plafond of the month, to two cents.
        let first = NaiveDate::from_ymd_opt(2024 + i32::try_from(month / 12).unwrap(), month % 12 + 1, 1).unwrap();
        let period = cddu_rates::Month::of(first).period();
        let make = |debut: NaiveDate, fin: NaiveDate, name: &str| -> Contrat {
            json::parse(&format!(r#"{{"contrat":"{name}","categorie":"technicien","cadre":false,"debut":"{debut}","fin":"{fin}","jours":1,"heures":"10","brut":"100"}}"#)).unwrap()
        };
        let middle = first + Days::new(cut - 1);
        let mut input: BulletinInput = json::parse(&format!(
            r#"{{"date_paiement":"{}","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
               "salarie":{{"matricule":"M","nom":"N","prenom":"P"}},"contrats":[]}}"#, period.fin)).unwrap();
        input.contrats = vec![make(first, middle, "A"), make(middle + Days::new(1), period.fin, "B")];
        let parts: Cents = pay(&input).bulletin.contrats.iter().filter_map(|c| c.bases.plafond).sum();
        let (whole, _) = RATES.amount("PMSS", period.fin).unwrap();
        prop_assert!((parts - whole).abs() <= Cents(1), "{parts} {whole}");
    }
}
