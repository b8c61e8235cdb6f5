//! The three ways to give overtime, what is refused, and what the reader is told.

use super::{SEMAINE_46, bulletin, cents, figure, refused, with};

const ELEMENTS: &str = r#""elements":["#;

/// The same week, its overtime given apart from the gross.
fn apart(list: &str) -> String {
    let start = SEMAINE_46.find(ELEMENTS).expect("elements");
    format!(r#"{}"heures_sup":[{list}]}}]}}"#, &SEMAINE_46[..start])
}

const WEEK_25: &str =
    r#"{"semaine":"2026-10-05","heures":"8","majoration":"25","montant":"341.14","structurelles":"4"}"#;
const WEEK_50: &str = r#"{"semaine":"2026-10-05","heures":"3","majoration":"50","montant":"153.51"}"#;

#[test]
fn the_three_forms_give_the_same_payslip() {
    let by_elements = bulletin(SEMAINE_46);
    let by_list = bulletin(&apart(&format!("{WEEK_25},{WEEK_50}")));
    assert_eq!(by_elements.totaux, by_list.totaux);
    let overtime = by_list.contrats[0].bases.heures_sup.expect("overtime");
    // The four guaranteed hours: 341.14 x 4 / 8.
    let guaranteed = overtime.structurelles.expect("guaranteed");
    assert_eq!(
        (guaranteed.heures.to_string(), guaranteed.montant.to_string()),
        ("4".into(), "170.57".into())
    );
    // By the sheet: 46 h at 1,364.56 for 39 h, 34.114 an hour; 8 h x 34.114 x 1.25 = 341.14; 3 h x 34.114 x 1.5 =
    // 153.513. The hours alone are paid: 35 x 34.114 + 494.65 = 1,688.64.
    let by_hours = with(
        &apart(""),
        &[
            (
                r#""brut":"1735.54""#,
                r#""salaire_base":"1364.56","fonction":"1er assistant opérateur cinéma""#,
            ),
            (r#","heures_sup":[]"#, ""),
        ],
    );
    let by_hours = bulletin(&by_hours);
    assert_eq!(by_hours.totaux.brut.to_string(), "1688.64");
    let overtime = by_hours.contrats[0].bases.heures_sup.expect("overtime");
    assert_eq!((overtime.heures.to_string(), overtime.montant.to_string()), ("11".into(), "494.65".into()));
    assert_eq!(overtime.structurelles.expect("39 h are guaranteed").montant.to_string(), "170.57");
    let marks: Vec<_> = by_hours.contrats[0]
        .elements
        .iter()
        .map(|e| (e.code.as_str(), e.heure_sup.map(|h| (h.heures.to_string(), h.montant.to_string()))))
        .collect();
    assert_eq!(
        marks,
        [
            ("base", None),
            ("hs_25", Some(("8".to_owned(), "341.14".to_owned()))),
            ("hs_50", Some(("3".to_owned(), "153.51".to_owned()))),
        ]
    );
}

#[test]
fn overtime_without_its_hours_or_given_twice_is_refused() {
    let cases = [
        (with(SEMAINE_46, &[(r#""quantite":"8","#, "")]), "contrats[0].elements[1].quantite", "« hs_25 »"),
        (
            with(SEMAINE_46, &[(r#","majoration":"25""#, "")]),
            "contrats[0].elements[1].majoration",
            "« hs_25 »",
        ),
        (
            with(SEMAINE_46, &[(ELEMENTS, &format!(r#""heures_sup":[{WEEK_50}],{ELEMENTS}"#))]),
            "contrats[0].heures_sup",
            "contrat C1 : heures supplémentaires données deux fois",
        ),
        (apart(&WEEK_25.replace("341.14", "1735.55")), "contrats[0].heures_sup", "plus que le brut"),
        (apart(&WEEK_25.replace(r#""4""#, r#""9""#)), "contrats[0].heures_sup[0].structurelles", "dépassent"),
    ];
    for (text, field, message) in cases {
        let errors = refused(&text);
        let [error] = errors.as_slice() else { panic!("{errors:?}") };
        assert_eq!((error.code.as_str(), error.champ.as_deref()), ("PAIE-040", Some(field)));
        assert!(error.message.contains(message), "{}", error.message);
        assert!(error.aide.is_some());
    }
}

#[test]
fn nothing_is_guessed_from_a_gross_alone() {
    let codes = |text: &str| -> Vec<String> {
        let b = bulletin(text);
        assert!(b.contrats[0].bases.heures_sup.is_none());
        assert_eq!(b.totaux.heures_sup, cents("0"));
        b.avertissements.into_iter().map(|w| w.code).filter(|c| c.starts_with("HEURES-SUP")).collect()
    };
    // 46 h in one civil week without detail; an empty list says that there is none; 35 h need no detail.
    let silent = with(&apart(""), &[(r#","heures_sup":[]"#, "")]);
    assert_eq!(codes(&silent), ["HEURES-SUP-DETAIL"]);
    assert!(codes(&apart("")).is_empty());
    assert!(codes(&with(&silent, &[(r#""heures":"46""#, r#""heures":"35""#)])).is_empty());
    // Two civil weeks hold 70 h.
    let two = [
        (r#""fin":"2026-10-09""#, r#""fin":"2026-10-12""#),
        ("2026-10-09\",\"employeur", "2026-10-12\",\"employeur"),
    ];
    assert!(codes(&with(&silent, &two)).is_empty());
}

#[test]
fn a_premium_above_the_convention_is_paid_and_not_relieved() {
    // Film: 75 % at most. 3 h at 100 % of 34.114: 204.68; kept 204.68 x 175 / 200 = 179.095 -> 179.10.
    let changes = [
        (
            r#""montant":"153.51","quantite":"3","majoration":"50""#,
            r#""montant":"204.68","quantite":"3","majoration":"100""#,
        ),
        ("1735.54", "1786.71"),
    ];
    let b = bulletin(&with(SEMAINE_46, &changes));
    assert_eq!(b.totaux.heures_sup, cents("341.14") + cents("179.10"));
    // Television knows 100 %.
    let tv = with(SEMAINE_46, &[changes[0], changes[1], (r#""idcc":"3097""#, r#""idcc":"2642""#)]);
    assert_eq!(bulletin(&tv).totaux.heures_sup, cents("341.14") + cents("204.68"));
    // Animation has the legal 50 %: 204.68 x 150 / 200 = 153.51.
    let other = with(SEMAINE_46, &[changes[0], changes[1], (r#""idcc":"3097""#, r#""idcc":"2412""#)]);
    assert_eq!(bulletin(&other).totaux.heures_sup, cents("341.14") + cents("153.51"));
}

#[test]
fn the_deduction_follows_the_size_and_the_period() {
    let deduction = |size: &str, from: &str, to: &str| {
        let text = with(
            SEMAINE_46,
            &[
                (r#""effectif":8"#, &format!(r#""effectif":{size}"#)),
                ("2026-10-05", from),
                ("2026-10-09", to),
            ],
        );
        figure(&bulletin(&text), "HS_DED_PAT")
    };
    // 11 h: 1.50 under 20; 0.50 from 20; nothing at 250 and more before 2026.
    let (y2026, y2025) = (("2026-10-05", "2026-10-09"), ("2025-10-06", "2025-10-10"));
    for (size, (from, to), expected) in [
        ("19", y2026, "16.50"),
        ("20", y2026, "5.50"),
        ("250", y2026, "5.50"),
        ("19", y2025, "16.50"),
        ("249", y2025, "5.50"),
        ("250", y2025, "0.00"),
    ] {
        assert_eq!(deduction(size, from, to), expected, "{size} {from}");
    }
    // The employer may leave it out: a de minimis aid.
    let out = with(SEMAINE_46, &[(r#""effectif":8"#, r#""effectif":8,"deduction_hs":false"#)]);
    assert_eq!(figure(&bulletin(&out), "HS_DED_PAT"), "0.00");
}

#[test]
fn a_non_resident_has_no_csg_to_split() {
    let text =
        with(SEMAINE_46, &[(r#""prenom":"Alix""#, r#""prenom":"Alix","domicile_fiscal_france":false"#)]);
    let b = bulletin(&text);
    let overtime = b.contrats[0].bases.heures_sup.expect("overtime");
    assert_eq!((overtime.csg, b.totaux.hs_exonerees_net), (None, cents("494.65")));
    assert!(!b.contrats[0].lignes.iter().any(|l| l.code.as_str().starts_with("CSG")));
}

#[test]
fn two_payslips_of_a_year_share_the_limit() {
    // 8,037 - 7,600 = 437.00 are left: the first payslip takes 437.00 of 494.65, the second one nothing.
    let first = with(
        SEMAINE_46,
        &[(
            r#""contrats":["#,
            r#""cumuls":{"hs_exonerees_brut":"7600.00","hs_exonerees_net":"7092.24","heures_sup":"7600.00"},"contrats":["#,
        )],
    );
    let one = bulletin(&first);
    assert_eq!(one.totaux.hs_exonerees_brut, cents("437.00"));
    assert_eq!(one.cumuls.hs_exonerees_brut, cents("8037.00"));
    assert_eq!(one.cumuls.hs_exonerees_net, cents("7092.24") + one.totaux.hs_exonerees_net);
    assert_eq!(one.cumuls.heures_sup, cents("8094.65"));
    assert!(one.avertissements.iter().any(|w| w.code == "HEURES-SUP-LIMITE"));
    let second = with(&first, &[("7600.00\",\"hs_exonerees_net", "8037.00\",\"hs_exonerees_net")]);
    let two = bulletin(&second);
    assert_eq!(two.totaux.hs_exonerees_brut, cents("0"));
    assert_eq!(two.totaux.allegements_salarie, one.totaux.allegements_salarie);
}

#[test]
fn a_long_week_keeps_its_reliefs_and_says_so() {
    let told = |text: &str| {
        let list = bulletin(text).avertissements;
        list.into_iter().filter(|w| w.code == "HEURES-SUP-DUREE").map(|w| w.message).collect::<Vec<_>>()
    };
    assert!(told(SEMAINE_46).is_empty());
    let long = with(SEMAINE_46, &[(r#""heures":"46""#, r#""heures":"49""#)]);
    assert_eq!(
        told(&long),
        [
            "semaine du 05/10/2026 : 49 heures, maximum 48 ; les allègements supposent que les durées maximales sont respectées (CSS L241-18 V)"
        ]
    );
    // The hours of another payslip of the week count.
    let others = with(SEMAINE_46, &[(r#""heures":"46""#, r#""heures":"46","heures_sup_autres":"3""#)]);
    assert_eq!(told(&others).len(), 1);
}

#[test]
fn several_contracts_fill_the_limit_in_their_order_and_share_the_imputation() {
    // Two contracts of the week, each with 11 h: 8,037 - 7,600 = 437.00 go to the first one.
    let second = SEMAINE_46[SEMAINE_46.find(r#"{"contrat":"C1""#).expect("a contract")..]
        .strip_suffix("]}")
        .expect("the end")
        .replace(r#""contrat":"C1""#, r#""contrat":"C2""#);
    let start = SEMAINE_46.strip_suffix("]}").expect("the end");
    let text = with(
        &format!("{start},{second}]}}"),
        &[(r#""contrats":["#, r#""cumuls":{"hs_exonerees_brut":"7400.00"},"contrats":["#)],
    );
    let b = bulletin(&text);
    let exempt: Vec<String> =
        b.contrats.iter().map(|c| c.bases.heures_sup.expect("overtime").exonere.to_string()).collect();
    // 637.00 are left: 494.65, then 142.35.
    assert_eq!(exempt, ["494.65", "142.35"]);
    // One rounding on the payslip: 637.00 x 0.93319 = 594.44203.
    assert_eq!(b.totaux.hs_exonerees_net, cents("594.44"));
}
