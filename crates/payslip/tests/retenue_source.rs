//! Withholding of non-residents (CGI 182 A, 182 A bis): limits of 2026 (day 55 and 161, week 332 and 964, month 1,440 and
//! 4,176), worked by hand.

use std::sync::LazyLock;

use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::{Cents, Rates};
use proptest::prelude::*;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const TECHNICIAN: &str = r#""categorie":"technicien","cadre":false,"heures":"46""#;
const ONE_DAY: &str = r#""categorie":"technicien","cadre":false,"heures":"8""#;
const ARTIST: &str = r#""categorie":"artiste","cachets":2"#;

fn contrat(name: &str, kind: &str, debut: &str, fin: &str, jours: u32, brut: &str) -> String {
    format!(
        r#"{{"contrat":"{name}",{kind},"debut":"{debut}","fin":"{fin}","jours":{jours},"brut":"{brut}"}}"#
    )
}

fn read(contrats: &str, salarie: &str, more: &str) -> BulletinInput {
    let text = format!(
        r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"N01","nom":"EXEMPLE","prenom":"Camille","domicile_fiscal_france":false{salarie}}}{more},
        "contrats":[{contrats}]}}"#
    );
    json::parse(&text).unwrap_or_else(|e| panic!("{e:?} {text}"))
}

fn pay(input: &BulletinInput) -> Payslip {
    let computed = compute(&RATES, input).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(computed.trace.check(), []);
    computed.bulletin
}

fn withheld(contrats: &str, salarie: &str, more: &str) -> String {
    pay(&read(contrats, salarie, more)).totaux.retenue_non_resident.to_string()
}

/// 5 to 9 October 2026, 1,735.54.
fn week() -> String {
    contrat("C1", TECHNICIAN, "2026-10-05", "2026-10-09", 5, "1735.54")
}

/// Two cachets on 5 and 6 October 2026, 1,800.00.
fn show() -> String {
    contrat("A1", ARTIST, "2026-10-05", "2026-10-06", 2, "1800.00")
}

#[test]
fn a_technician_has_the_scale_of_his_week() {
    // Vieillesse 6.94 + 645.97 x 6.90 % = 44.57, maladie 5.50 % = 95.45, chômage 2.40 % = 41.65, T1 3.93 % = 68.21,
    // CEG 0.86 % = 14.93, prévoyance 1,100 x 0.12 % = 1.32: 273.07. Net imposable 1,462.47, x 90 % = 1,316.223.
    // (964 - 332) x 12 % + (1,316.223 - 964) x 20 % = 75.84 + 70.4446 = 146.28.
    let payslip = pay(&read(&week(), "", ""));
    let t = &payslip.totaux;
    assert_eq!(
        (t.cotisations_salarie.to_string(), t.net_imposable.to_string()),
        ("273.07".into(), "1462.47".into())
    );
    assert_eq!(t.montant_net_social.to_string(), "1462.47");
    assert_eq!(t.retenue_non_resident.to_string(), "146.28");
    assert_eq!((t.pas, t.taux_pas), (Cents::ZERO, None));
    assert_eq!(t.net_paye.to_string(), "1316.19"); // 1,462.47 - 146.28
    let line = payslip.contrats[0].lignes.last().unwrap();
    assert_eq!((line.code.as_str(), line.organisme.as_str()), ("RAS_182A", "dgfip"));
    assert_eq!(
        (line.base.to_string(), line.montant_salarie.unwrap().to_string()),
        ("1316.22".into(), "146.28".into())
    );
    assert_eq!((line.montant_employeur, line.is_relief(), line.is_withholding()), (None, false, true));
    assert_eq!(payslip.methodes.retenue_duree.map(|m| m.key()), Some("activite"));
    // Overseas: 632 x 8 % + 352.223 x 14.4 % = 50.56 + 50.720 = 101.28.
    assert_eq!(withheld(&week(), r#","zone_dom":true"#, ""), "101.28");
}

#[test]
fn the_limits_follow_the_length_of_the_activity() {
    // Three days: 165 and 483. The same net, asked as the artist of another line would be, is not the point: the
    // amounts below are (b between the limits) x 12 % + (b above) x 20 % with b the net imposable x 90 %.
    let by_hand = |contrats: &str, low: i64, high: i64| {
        let payslip = pay(&read(contrats, "", ""));
        // In tenths of cents, then in hundred-thousandths: exact.
        let b = payslip.totaux.net_imposable.0 * 9;
        let (low, high) = (low * 1_000, high * 1_000);
        let thousandths = (b.min(high) - low).max(0) * 12 + (b - high).max(0) * 20;
        let cents = (thousandths + 500) / 1_000;
        assert_eq!(payslip.totaux.retenue_non_resident, Cents(cents), "{contrats}");
        payslip
    };
    by_hand(&contrat("C1", TECHNICIAN, "2026-10-05", "2026-10-07", 3, "900.00"), 3 * 55, 3 * 161);
    // A week of six days is a week; four days are four days.
    by_hand(&contrat("C1", TECHNICIAN, "2026-10-05", "2026-10-10", 6, "2100.00"), 332, 964);
    by_hand(&contrat("C1", TECHNICIAN, "2026-10-05", "2026-10-08", 4, "2100.00"), 4 * 55, 4 * 161);
    // Two weeks and two days: 5 to 20 October, twelve days of the week.
    by_hand(
        &contrat("C1", TECHNICIAN, "2026-10-05", "2026-10-20", 12, "5000.00"),
        2 * 332 + 2 * 55,
        2 * 964 + 2 * 161,
    );
    // A whole civil month, and the same days cut one day short: four weeks of five days, and 30 September or not.
    by_hand(&contrat("C1", TECHNICIAN, "2026-09-01", "2026-09-30", 22, "6000.00"), 1_440, 4_176);
    // 1 to 29 September: Tuesday 1 to Friday 4 are four days, then three weeks, then Monday 28 and Tuesday 29.
    by_hand(
        &contrat("C1", TECHNICIAN, "2026-09-01", "2026-09-29", 21, "6000.00"),
        3 * 332 + 6 * 55,
        3 * 964 + 6 * 161,
    );
    // A day of two contracts is one day.
    let one = contrat("C1", ONE_DAY, "2026-10-05", "2026-10-05", 1, "400.00");
    let other = contrat("C2", ONE_DAY, "2026-10-05", "2026-10-05", 1, "300.00");
    let payslip = by_hand(&format!("{one},{other}"), 55, 161);
    // The lines of both contracts share it.
    let shares: Cents = payslip
        .contrats
        .iter()
        .flat_map(|c| &c.lignes)
        .filter(|l| l.is_withholding())
        .filter_map(|l| l.montant_salarie)
        .sum();
    assert_eq!(shares, payslip.totaux.retenue_non_resident);
}

#[test]
fn an_artist_pays_fifteen_percent_of_ninety() {
    // Vieillesse 5.04 + 720 x 4.83 % = 34.78, maladie 3.85 % = 69.30, chômage 1,033.56 x 2.40 % = 24.81 (four times
    // 4,005 x 2 / 31), T1 4.44 % = 79.92, CEG 15.48, prévoyance 440 x 0.12 % = 0.53: 229.86.
    // (1,800.00 - 229.86) x 90 % x 15 % = 1,570.14 x 13.5 % = 211.9689 -> 211.97.
    let payslip = pay(&read(&show(), "", ""));
    assert_eq!(payslip.totaux.cotisations_salarie.to_string(), "229.86");
    assert_eq!(payslip.totaux.retenue_non_resident.to_string(), "211.97");
    assert_eq!(payslip.contrats[0].lignes.last().unwrap().code, "RAS_182A_BIS");
    // The choice of the person wins over the category: days of the scale, 110 and 322 for two days;
    // 1,413.126: 212 x 12 % + 1,091.126 x 20 % = 25.44 + 218.2252 = 243.67.
    assert_eq!(withheld(&show(), r#","retenue_non_resident":"182A""#, ""), "243.67");
    // A réalisateur at artist rates is an artist, at technician rates he is not.
    let director = |rates: &str| {
        let kind = format!(r#""categorie":"realisateur","heures":"39"{rates}"#);
        let payslip = pay(&read(&contrat("C1", &kind, "2026-10-05", "2026-10-09", 5, "4000.00"), "", ""));
        payslip.contrats[0].lignes.last().unwrap().code.to_string()
    };
    assert_eq!(director(""), "RAS_182A_BIS");
    assert_eq!(director(r#","taux_artiste":false,"cadre":false"#), "RAS_182A");
    // Both on one payslip: each its own.
    let both = pay(&read(&format!("{},{}", week(), show()), "", ""));
    assert_eq!(both.totaux.retenue_non_resident.to_string(), "358.25"); // 146.28 + 211.97
}

#[test]
fn a_treaty_lowers_and_never_raises() {
    let treaty = |rate: &str| {
        format!(
            r#","retenue_non_resident":"convention","convention_fiscale":{{"pays":"Belgique","taux":"{rate}","article":"17"}}"#
        )
    };
    // 1,570.14 x 90 % x 10 % = 141.3126.
    assert_eq!(withheld(&show(), &treaty("10"), ""), "141.31");
    assert_eq!(withheld(&show(), &treaty("25"), ""), "211.97");
    assert_eq!(withheld(&show(), &treaty("0"), ""), "0.00");
    assert_eq!(withheld(&week(), &treaty("10"), ""), "131.62"); // 1,316.223 x 10 %
    let none = r#","retenue_non_resident":"aucune","retenue_motif":"accord de siège""#;
    assert_eq!(withheld(&show(), none, ""), "0.00");
}

#[test]
fn eight_euros_a_month_are_not_withheld() {
    // 60.00 for a day: vieillesse 0.17 + 2.90, maladie 2.31, chômage 1.44, T1 2.66, CEG 0.52, prévoyance 0.07: 10.07.
    // 49.93 x 13.5 % = 6.74055.
    let day = |day: &str| contrat("A1", r#""categorie":"artiste","cachets":1"#, day, day, 1, "60.00");
    let one = pay(&read(&day("2026-10-05"), "", ""));
    assert_eq!(one.totaux.retenue_non_resident, Cents::ZERO);
    assert!(one.contrats[0].lignes.iter().all(|l| !l.is_withholding()));
    let said = one.avertissements.iter().find(|w| w.code == "RETENUE-SEUIL").expect("told");
    assert_eq!(
        said.message,
        "retenue à la source de 6.74 dans le mois, non opérée : elle n'excède pas 8.00 par mois"
    );
    // The second day of the month takes both: 13.48.
    let month = serde_json::to_string(&one.cumuls.retenue_mois).unwrap();
    let two = pay(&read(&day("2026-10-06"), "", &format!(r#","cumuls":{{"retenue_mois":{month}}}"#)));
    assert_eq!(two.totaux.retenue_non_resident.to_string(), "13.48");
    // The third its own.
    let month = serde_json::to_string(&two.cumuls.retenue_mois).unwrap();
    let more = format!(r#","cumuls":{{"retenue_mois":{month},"retenue_non_resident":"13.48"}}"#);
    let three = pay(&read(&day("2026-10-07"), "", &more));
    assert_eq!(three.totaux.retenue_non_resident.to_string(), "6.74");
    assert_eq!(three.cumuls.retenue_non_resident.to_string(), "20.22");
}

#[test]
fn the_month_reading_has_its_limits_once() {
    // 1,316.223 under 1,440: nothing. Two such weeks, 2,632.446: (2,632.446 - 1,440) x 12 % = 143.09.
    let mois = r#""methodes":{"retenue_duree":"mois"}"#;
    let one = pay(&read(&week(), "", &format!(",{mois}")));
    assert_eq!(one.totaux.retenue_non_resident, Cents::ZERO);
    let month = serde_json::to_string(&one.cumuls.retenue_mois).unwrap();
    let next = contrat("C2", TECHNICIAN, "2026-10-12", "2026-10-16", 5, "1735.54");
    let two = pay(&read(&next, "", &format!(r#",{mois},"cumuls":{{"retenue_mois":{month}}}"#)));
    assert_eq!(two.totaux.retenue_non_resident.to_string(), "143.09");
}

#[test]
fn tables_of_other_years_follow_the_payment() {
    // 2025: week 329 and 955. January 2027: those of 2026, with a warning.
    let of = |debut: &str, fin: &str, paid: &str| {
        let mut input = read(&contrat("C1", TECHNICIAN, debut, fin, 5, "1735.54"), "", "");
        input.date_paiement = paid.parse().unwrap();
        pay(&input)
    };
    let payslip = of("2025-10-06", "2025-10-10", "2025-10-17");
    let b = payslip.totaux.net_imposable.0 * 9; // tenths of cents
    let due = ((955_000 - 329_000) * 12 + (b - 955_000) * 20 + 500) / 1_000;
    assert_eq!(payslip.totaux.retenue_non_resident, Cents(due));
    let january = of("2026-12-28", "2026-12-31", "2027-01-08");
    assert!(january.avertissements.iter().any(|w| w.code == "BAREME-ANNEE"), "{:?}", january.avertissements);
}

#[test]
fn contradictions_are_refused() {
    let refused = |salarie: &str| {
        let errors = compute(&RATES, &read(&week(), salarie, "")).unwrap_err();
        let error = errors.iter().find(|e| e.code == "PAIE-041").unwrap_or_else(|| panic!("{errors:?}"));
        error.champ.clone().unwrap()
    };
    assert_eq!(refused(r#","retenue_non_resident":"convention""#), "salarie.convention_fiscale");
    assert_eq!(
        refused(
            r#","retenue_non_resident":"convention","convention_fiscale":{"pays":"","taux":"5","article":"17"}"#
        ),
        "salarie.convention_fiscale"
    );
    assert_eq!(
        refused(r#","convention_fiscale":{"pays":"Belgique","taux":"5","article":"17"}"#),
        "salarie.convention_fiscale"
    );
    assert_eq!(refused(r#","retenue_non_resident":"aucune""#), "salarie.retenue_motif");
    assert_eq!(refused(r#","retenue_motif":"accord de siège""#), "salarie.retenue_motif");
    let mut resident = read(&week(), r#","retenue_non_resident":"182A""#, "");
    resident.salarie.domicile_fiscal_france = true;
    let errors = compute(&RATES, &resident).unwrap_err();
    assert!(errors.iter().any(|e| e.champ.as_deref() == Some("salarie.retenue_non_resident")), "{errors:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_month_of_an_artist_owes_the_same_however_it_is_cut(
        pays in prop::collection::vec(0i64..100_000, 1..6), turn in 0usize..6,
    ) {
        let one_by_one = |pays: &[i64]| {
            let (mut cumul, mut total, mut net) = (String::new(), Cents::ZERO, Cents::ZERO);
            for cents in pays {
                let day = contrat("A1", r#""categorie":"artiste","cachets":1"#, "2026-10-05", "2026-10-05", 1, &Cents(*cents).to_string());
                let payslip = pay(&read(&day, "", &cumul));
                total += payslip.totaux.retenue_non_resident;
                net += payslip.totaux.montant_net_social;
                cumul = format!(r#","cumuls":{{"retenue_mois":{}}}"#, serde_json::to_string(&payslip.cumuls.retenue_mois).unwrap());
            }
            (total, net)
        };
        let (straight, net) = one_by_one(&pays);
        let mut turned = pays.clone();
        turned.rotate_left(turn % pays.len());
        prop_assert_eq!(one_by_one(&turned), (straight, net));
        // 13.5 % of the net, half a cent of rounding a payslip; nothing up to 8 EUR.
        let due = net.0 * 135;
        let gap = (straight.0 * 1_000 - due).abs();
        let slack = 500 * i64::try_from(pays.len()).unwrap();
        prop_assert!(gap <= slack || (straight == Cents::ZERO && due <= 800_000 + slack), "{straight} {net}");
    }
}
