//! Retraite complémentaire: cadres by the day worked, non cadres and artistes on the year; amounts worked by hand from
//! the plafonds of 2026 (PASS 48,060, PJSS 220), and totals that no order nor split moves.

use std::sync::LazyLock;

use cddu_payslip::{Anterieur, BulletinInput, Payslip, RetraiteTranches, compute, json};
use cddu_rates::{Cents, Rates};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

fn read(contrats: &str, more: &str) -> BulletinInput {
    let text = format!(
        r#"{{"date_paiement":"2026-12-31","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}}{more},"contrats":[{contrats}]}}"#
    );
    json::parse(&text).unwrap_or_else(|e| panic!("{e:?} {text}"))
}

fn pay(input: &BulletinInput) -> Payslip {
    let computed = compute(&RATES, input).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(computed.trace.check(), []);
    computed.bulletin
}

fn contrat(name: &str, kind: &str, debut: &str, fin: &str, jours: u32, brut: &str) -> String {
    format!(
        r#"{{"contrat":"{name}",{kind},"debut":"{debut}","fin":"{fin}","jours":{jours},"heures":"{}","brut":"{brut}"}}"#,
        jours * 7
    )
}

const CADRE: &str = r#""categorie":"technicien","cadre":true"#;
const NON_CADRE: &str = r#""categorie":"technicien","cadre":false"#;

/// Slices 1 and 2, bases of the CET and of the Apec of a contract.
fn bases(payslip: &Payslip, rank: usize) -> [String; 4] {
    let contract = &payslip.contrats[rank];
    let line = |code: &str| contract.lignes.iter().find(|l| l.code == code).map_or(Cents::ZERO, |l| l.base);
    [contract.bases.retraite_t1, contract.bases.retraite_t2, line("CET"), line("APEC")].map(|c| c.to_string())
}

fn amount(payslip: &Payslip, code: &str) -> (String, String) {
    let line = payslip.contrats[0].lignes.iter().find(|l| l.code == code).expect(code);
    (line.montant_salarie.unwrap().to_string(), line.montant_employeur.unwrap().to_string())
}

#[test]
fn a_cadre_counts_the_daily_plafond_of_his_days() {
    // Audiens 2026, base journalière of the cadres: 220 x 5 = 1,100.00 of slice 1, up to 8 x 1,100 = 8,800.
    let payslip = pay(&read(&contrat("C1", CADRE, "2026-10-05", "2026-10-09", 5, "3368.03"), ""));
    // CET on the whole pay, above the plafond of its days; Apec up to 4 x 1,100 = 4,400.
    assert_eq!(bases(&payslip, 0), ["1100.00", "2268.03", "3368.03", "3368.03"]);
    // 1,100.00 x 3.93 % = 43.23 ; x 3.94 % = 43.34. 2,268.03 x 8.64 % = 195.957792 ; x 12.95 % = 293.709885.
    assert_eq!(amount(&payslip, "RC_T1"), ("43.23".into(), "43.34".into()));
    assert_eq!(amount(&payslip, "RC_T2"), ("195.96".into(), "293.71".into()));
    // Plafond of the sécurité sociale as before: 4,005 x 5 / 31 = 645.97.
    assert_eq!(payslip.contrats[0].bases.plafond.unwrap().to_string(), "645.97");

    // Under the plafond of the days: slice 1 only, no CET.
    let payslip = pay(&read(&contrat("C1", CADRE, "2026-10-05", "2026-10-09", 5, "1100.00"), ""));
    assert_eq!(bases(&payslip, 0), ["1100.00", "0.00", "0.00", "1100.00"]);
    // Eight plafonds of a day are 1,760, four are 880: 2,000 paid for a day leave 240 out of everything.
    let payslip = pay(&read(&contrat("C1", CADRE, "2026-10-05", "2026-10-05", 1, "2000.00"), ""));
    assert_eq!(bases(&payslip, 0), ["220.00", "1540.00", "1760.00", "880.00"]);
}

#[test]
fn the_year_of_a_non_cadre_or_an_artist_fills_the_pass() {
    // 46,000 counted, 3,000 paid: 48,060 - 46,000 = 2,060 in slice 1, 940 in slice 2. The payslip that crosses
    // carries the CET on the whole cumul, 49,000.
    let cumuls = r#","cumuls":{"retraite_annee":"46000.00"}"#;
    for kind in [NON_CADRE, r#""categorie":"artiste""#] {
        let one = pay(&read(&contrat("C1", kind, "2026-11-02", "2026-11-06", 5, "3000.00"), cumuls));
        assert_eq!(bases(&one, 0), ["2060.00", "940.00", "49000.00", "0.00"]);
        // 49,000 x 0.14 % = 68.60 ; x 0.21 % = 102.90.
        assert_eq!(amount(&one, "CET"), ("68.60".into(), "102.90".into()));
        assert_eq!(one.cumuls.retraite_annee.to_string(), "49000.00");
        // The next payslip, with the cumuls of this one: all in slice 2, CET on its own pay.
        let carried = serde_json::to_string(&one.cumuls.retraite_annee_tranches).unwrap();
        let next =
            format!(r#","cumuls":{{"retraite_annee":"49000.00","retraite_annee_tranches":{carried}}}"#);
        let two = pay(&read(&contrat("C2", kind, "2026-11-09", "2026-11-13", 5, "500.00"), &next));
        assert_eq!(bases(&two, 0), ["0.00", "500.00", "500.00", "0.00"]);
    }
    // Far below the PASS, whatever the month: slice 1 only.
    let payslip = pay(&read(&contrat("C1", NON_CADRE, "2026-11-02", "2026-11-06", 5, "9000.00"), ""));
    assert_eq!(bases(&payslip, 0), ["9000.00", "0.00", "0.00", "0.00"]);
    // 8 x 48,060 = 384,480 is the end of slice 2: 380,000 counted, 10,000 paid.
    let cumuls = r#","cumuls":{"retraite_annee":"380000.00"}"#;
    let payslip = pay(&read(&contrat("C1", NON_CADRE, "2026-11-02", "2026-11-06", 5, "10000.00"), cumuls));
    assert_eq!(bases(&payslip, 0), ["0.00", "4480.00", "4480.00", "0.00"]);
}

#[test]
fn a_payslip_gives_back_what_the_former_ones_carried_too_much() {
    // 5,000 counted in the year, of which 995 went to slice 2 with the CET on 5,000 (limit of a month, 4,005): the
    // year says slice 1 for all. The next 100 carry 1,095 of slice 1, give back 995 of slice 2 and the whole CET.
    let cumuls = r#","cumuls":{"retraite_annee":"5000.00",
        "retraite_annee_tranches":{"tranche_1":"4005.00","tranche_2":"995.00","cet":"5000.00"}}"#;
    let payslip = pay(&read(&contrat("C1", NON_CADRE, "2026-11-02", "2026-11-02", 1, "100.00"), cumuls));
    assert_eq!(bases(&payslip, 0), ["1095.00", "-995.00", "-5000.00", "0.00"]);
    let told = payslip.avertissements.iter().find(|w| w.code == "RETRAITE-REGULARISATION").expect("told");
    assert!(told.message.contains("tranche 2 -995.00"), "{}", told.message);
    let due = RetraiteTranches { tranche_1: Cents(510_000), ..RetraiteTranches::default() };
    assert_eq!(payslip.cumuls.retraite_annee_tranches, Some(due));
}

#[test]
fn cadre_and_non_cadre_contracts_do_not_fill_each_other() {
    // The cadre's day: 220 of slice 1. The non cadre's 2,000 count in the year alone.
    let one = contrat("C1", CADRE, "2026-10-05", "2026-10-05", 1, "1000.00");
    let other = contrat("C2", NON_CADRE, "2026-10-06", "2026-10-09", 4, "2000.00");
    let cumuls = r#","cumuls":{"retraite_annee":"47000.00"}"#;
    for (contrats, cadre, year) in [(format!("{one},{other}"), 0, 1), (format!("{other},{one}"), 1, 0)] {
        let payslip = pay(&read(&contrats, cumuls));
        assert_eq!(bases(&payslip, cadre), ["220.00", "780.00", "1000.00", "880.00"]);
        // 48,060 - 47,000 = 1,060.
        assert_eq!(bases(&payslip, year), ["1060.00", "940.00", "49000.00", "0.00"]);
        assert_eq!(payslip.cumuls.retraite_annee.to_string(), "49000.00");
    }
}

#[test]
fn a_day_of_two_cadre_contracts_counts_once() {
    // Monday to Friday, then Friday to Monday (two days worked, the Friday is shared): six days, 1,320.
    let one = contrat("C1", CADRE, "2026-10-05", "2026-10-09", 5, "1000.00");
    let other = contrat("C2", CADRE, "2026-10-09", "2026-10-12", 2, "900.00");
    for contrats in [format!("{one},{other}"), format!("{other},{one}")] {
        let payslip = pay(&read(&contrats, ""));
        let sum =
            |pick: fn(&cddu_payslip::ContractPay) -> Cents| payslip.contrats.iter().map(pick).sum::<Cents>();
        assert_eq!(sum(|c| c.bases.retraite_t1).to_string(), "1320.00");
        assert_eq!(sum(|c| c.bases.retraite_t2).to_string(), "580.00");
    }
}

#[test]
fn a_new_year_starts_the_year_again() {
    // On one payslip, a contract of December 2025 (PASS 47,100) and one of January 2026: each in its own year.
    let text = |cumuls: &str| {
        let old = contrat("C1", NON_CADRE, "2025-12-29", "2025-12-31", 3, "1000.00");
        let new = contrat("C2", NON_CADRE, "2026-01-02", "2026-01-03", 2, "600.00");
        let mut input = read(&format!("{old},{new}"), cumuls);
        input.date_paiement = "2026-01-09".parse().unwrap();
        pay(&input)
    };
    let payslip = text(
        r#","cumuls":{"retraite_annee_precedente":{"paie":"46500.00",
        "tranches":{"tranche_1":"46500.00","tranche_2":"0.00","cet":"0.00"}}}"#,
    );
    // 47,100 - 46,500 = 600 in slice 1.
    assert_eq!(bases(&payslip, 0), ["600.00", "400.00", "47500.00", "0.00"]);
    assert_eq!(bases(&payslip, 1), ["600.00", "0.00", "0.00", "0.00"]);
    assert_eq!(payslip.cumuls.retraite_annee.to_string(), "600.00");
}

#[test]
fn the_other_readings_stay() {
    // A cadre: the plafond of the contract, 645.97 (4,005 x 5 / 31); by the day for everybody: 1,100.
    let with = |kind: &str, method: &str| {
        let more = format!(
            r#","methodes":{{"retraite_plafond":"{method}"}},"cumuls":{{"retraite_mois":"3000.00","retraite_annee":"47000.00"}}"#
        );
        bases(&pay(&read(&contrat("C1", kind, "2026-10-05", "2026-10-09", 5, "2000.00"), &more)), 0)
    };
    for method in ["mensuel_cumule", "par_contrat", "annuel_cumule"] {
        assert_eq!(with(CADRE, method), ["645.97", "1354.03", "2000.00", "2000.00"]);
    }
    assert_eq!(with(NON_CADRE, "journalier"), ["1100.00", "900.00", "2000.00", "0.00"]);
    assert_eq!(with(NON_CADRE, "mensuel_cumule"), ["1005.00", "995.00", "2000.00", "0.00"]); // 4,005 - 3,000
    assert_eq!(with(NON_CADRE, "par_contrat"), ["2000.00", "0.00", "0.00", "0.00"]);
    assert_eq!(with(NON_CADRE, "annuel_cumule"), ["1060.00", "940.00", "2000.00", "0.00"]); // 48,060 - 47,000
}

#[test]
fn a_whole_month_counts_thirty_thirtieths() {
    // PMSS 2026: 4,005. February 28 days, March 31, a fortnight of 14.
    let plafond = |debut: &str, fin: &str| {
        let more = r#","methodes":{"plafond":"jours_contrat_30"}"#;
        let payslip = pay(&read(&contrat("C1", NON_CADRE, debut, fin, 10, "1000.00"), more));
        payslip.contrats[0].bases.plafond.unwrap().to_string()
    };
    assert_eq!(plafond("2026-02-01", "2026-02-28"), "4005.00");
    assert_eq!(plafond("2026-03-01", "2026-03-31"), "4005.00");
    assert_eq!(plafond("2026-03-01", "2026-03-30"), "4005.00");
    assert_eq!(plafond("2026-02-01", "2026-02-14"), "1869.00"); // 4,005 x 14 / 30
    // Two contracts that cover February together.
    let more = r#","methodes":{"plafond":"jours_contrat_30"}"#;
    let one = contrat("C1", NON_CADRE, "2026-02-01", "2026-02-14", 10, "1000.00");
    let other = contrat("C2", NON_CADRE, "2026-02-14", "2026-02-28", 10, "1000.00");
    for contrats in [format!("{one},{other}"), format!("{other},{one}")] {
        let payslip = pay(&read(&contrats, more));
        let sum: Cents = payslip.contrats.iter().filter_map(|c| c.bases.plafond).sum();
        assert_eq!(sum.to_string(), "4005.00");
    }
}

/// What a series of payslips carries, in the order given: slices 1 and 2, CET, Apec.
fn carried(payslips: &[Payslip]) -> [i64; 4] {
    let mut out = [0; 4];
    for contract in payslips.iter().flat_map(|p| &p.contrats) {
        out[0] += contract.bases.retraite_t1.0;
        out[1] += contract.bases.retraite_t2.0;
        for (rank, code) in [(2, "CET"), (3, "APEC")] {
            out[rank] += contract.lignes.iter().filter(|l| l.code == code).map(|l| l.base.0).sum::<i64>();
        }
    }
    out
}

/// Pays contracts on payslips of a few contracts each, the cumuls of one given to the next.
fn in_groups(contrats: &[String], size: usize) -> Vec<Payslip> {
    let mut year = String::new();
    let mut out = Vec::new();
    for group in contrats.chunks(size) {
        let payslip = pay(&read(&group.join(","), &year));
        let c = &payslip.cumuls;
        let tranches = serde_json::to_string(&c.retraite_annee_tranches).unwrap();
        year = format!(
            r#","cumuls":{{"retraite_annee":"{}","retraite_annee_tranches":{tranches}}}"#,
            c.retraite_annee
        );
        out.push(payslip);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_order_nor_split_moves_the_year_of_non_cadres(
        pays in prop::collection::vec((prop_oneof![0i64..400_000, 0i64..20_000_000], 0u64..360), 1..7),
        turn in 0usize..7, size in 1usize..4,
    ) {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut contrats: Vec<String> = pays.iter().enumerate().map(|(rank, (cents, day))| {
            let day = (first + Days::new(*day)).to_string();
            contrat(&format!("C{rank}"), NON_CADRE, &day, &day, 1, &Cents(*cents).to_string())
        }).collect();
        let total: i64 = pays.iter().map(|p| p.0).sum();
        let (pass, top) = (4_806_000, 8 * 4_806_000);
        let due = [total.min(pass), (total.min(top) - pass).max(0), if total > pass { total.min(top) } else { 0 }, 0];
        prop_assert_eq!(carried(&in_groups(&contrats, 10)), due);
        contrats.rotate_left(turn % pays.len());
        contrats.reverse();
        prop_assert_eq!(carried(&in_groups(&contrats, size)), due);
    }

    #[test]
    fn no_order_nor_split_moves_the_days_of_cadres(
        spans in prop::collection::vec((0u64..25, 0u64..6, 1_000i64..900_000), 1..5), turn in 0usize..5,
    ) {
        // Contracts of October 2026 worked every day: groups that share a day have 220 a day covered.
        let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let mut contrats: Vec<String> = spans.iter().enumerate().map(|(rank, (start, length, cents))| {
            let (debut, fin) = (first + Days::new(*start), first + Days::new(start + length));
            let jours = u32::try_from(length + 1).unwrap();
            contrat(&format!("C{rank}"), CADRE, &debut.to_string(), &fin.to_string(), jours, &Cents(*cents).to_string())
        }).collect();
        let straight = carried(&in_groups(&contrats, 10));
        contrats.rotate_left(turn % spans.len());
        contrats.reverse();
        prop_assert_eq!(carried(&in_groups(&contrats, 10)), straight);
        if spans.iter().all(|(start, length, _)| *start <= 4 && start + length >= 4) {
            let days = i64::try_from((0..31).filter(|d| spans.iter().any(|(s, l, _)| (*s..=s + l).contains(d))).count()).unwrap();
            let (total, plafond) = (spans.iter().map(|s| s.2).sum::<i64>(), 22_000 * days);
            prop_assert_eq!(straight[0], total.min(plafond));
            prop_assert_eq!(straight[3], total.min(4 * plafond));
        }
    }

    #[test]
    fn a_cadre_contract_paid_in_parts_ends_where_one_payslip_would(
        a in 0i64..1_500_000, b in 0i64..1_500_000, days_a in 1u32..6, days_b in 1u32..6,
    ) {
        let part = |periode: [&str; 2], jours: u32, cents: i64, anterieur: Option<Anterieur>| {
            let anterieur = serde_json::to_string(&anterieur).unwrap();
            pay(&read(&format!(
                r#"{{"contrat":"C1",{CADRE},"debut":"2026-10-05","fin":"2026-10-18","periode":{{"debut":"{}","fin":"{}"}},
                "jours":{jours},"heures":"39","brut":"{}","anterieur":{anterieur}}}"#, periode[0], periode[1], Cents(cents)), ""))
        };
        let one = part(["2026-10-05", "2026-10-11"], days_a, a, None);
        let two = part(["2026-10-12", "2026-10-18"], days_b, b, one.contrats[0].cumul_contrat);
        let whole = part(["2026-10-05", "2026-10-18"], days_a + days_b, a + b, None);
        prop_assert_eq!(carried(&[one, two]), carried(&[whole]));
    }
}
