//! The twelve methods, each reading at a figure worked by hand on the week of 46 hours or on the case it is made for.

use super::{SEMAINE_46, bulletin, cents, figure, methods, with};

#[test]
fn the_reliefs_may_be_left_out_whole() {
    let b = bulletin(&methods(SEMAINE_46, r#""hs_allegements":"non""#));
    assert!(b.contrats[0].bases.heures_sup.is_none());
    let t = &b.totaux;
    assert_eq!(t.net_avant_impot.to_string(), "1391.33");
    assert_eq!(t.net_imposable.to_string(), "1441.14");
    assert_eq!(t.total_verse_employeur.to_string(), "2764.85");
    assert!(b.avertissements.iter().any(|w| w.code == "HEURES-SUP"));
}

#[test]
fn the_rate_of_the_reduction() {
    // 134.65 / 1,735.54 = 7.758392...%
    for (method, rate, amount) in [
        ("effectif", "7.76", "38.38"),         // 494.65 x 7.76 % = 38.38484
        ("effectif_exact", "7.7584", "38.38"), // 494.65 x 134.65 / 1735.54 = 38.376888...
        ("plafond", "11.31", "51.51"),         // 494.65 x 11.31 % = 55.944915, limited to 44.57 + 6.94
    ] {
        let b = bulletin(&methods(SEMAINE_46, &format!(r#""hs_taux":"{method}""#)));
        assert_eq!(
            (figure(&b, "taux_reduction").as_str(), figure(&b, "HS_RED_SAL").as_str()),
            (rate, amount),
            "{method}"
        );
    }
}

#[test]
fn the_limit_of_the_reduction() {
    // A second contract of a day without overtime brings 300 x 0.40 % = 1.20 and 129.19 x 6.90 % = 8.91.
    let day = r#",{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"2026-10-12","fin":"2026-10-12","jours":1,"heures":"7","brut":"300.00"}]}"#;
    let text = format!("{}{day}", SEMAINE_46.strip_suffix("]}").expect("the end"));
    let text = with(&text, &[("2026-10-09\",\"employeur", "2026-10-12\",\"employeur")]);
    for (method, amount) in [
        ("contrat", "51.51"),  // 44.57 + 6.94
        ("bulletin", "55.94"), // 51.51 + 10.11 is above 55.94
        ("aucune", "55.94"),
    ] {
        let b = bulletin(&methods(&text, &format!(r#""hs_taux":"plafond","hs_imputation":"{method}""#)));
        assert_eq!(figure(&b, "HS_RED_SAL"), amount, "{method}");
    }
}

#[test]
fn the_premiums_of_overtime_hours() {
    // 494.65 + 12.79 + 34.11: the half hour and the two hours of night are within the 11 hours.
    let b = bulletin(&methods(SEMAINE_46, r#""hs_majorations":"toutes""#));
    assert_eq!(b.totaux.heures_sup, cents("541.55"));
    assert_eq!(figure(&b, "HS_DED_PAT"), "16.50");
    // Fourteen hours of night for 11 of overtime: 238.80 x 11 / 14 = 187.628...
    let long = with(
        SEMAINE_46,
        &[
            (r#""montant":"34.11","quantite":"2""#, r#""montant":"238.80","quantite":"14""#),
            ("1735.54", "1940.23"),
        ],
    );
    let b = bulletin(&methods(&long, r#""hs_majorations":"toutes""#));
    assert_eq!(b.totaux.heures_sup, cents("494.65") + cents("12.79") + cents("187.63"));
}

const DAYS: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-08","jours":4,"heures":"40","brut":"1650.00",
"elements":[{"code":"jour_25","libelle":"j","montant":"1000.00","quantite":"28","majoration":"25"},
{"code":"jour_50","libelle":"j","montant":"500.00","quantite":"11","majoration":"50"},
{"code":"jour_100","libelle":"j","montant":"60.00","quantite":"1","majoration":"100"},
{"code":"hs_25","libelle":"h","montant":"90.00","quantite":"2","majoration":"25"}]}]}"#;

#[test]
fn day_engagements_by_elements() {
    for (method, expected) in [
        ("semaine", "90.00"),     // hs_25 alone
        ("convention", "650.00"), // 90 + 500 + 60, at their printed amounts
        ("aucune", "0.00"),
    ] {
        let b = bulletin(&methods(DAYS, &format!(r#""hs_jour":"{method}""#)));
        assert_eq!(b.totaux.heures_sup, cents(expected), "{method}");
    }
}

#[test]
fn the_sixth_day_by_elements() {
    // 48 h of which 7 on the sixth day: hours 42 to 48, 2 at 25 % and 5 at 50 %; h = 420 / 14 = 30.
    let text = with(
        SEMAINE_46,
        &[
            (r#""heures":"46""#, r#""heures":"48""#),
            ("1735.54", "2155.54"),
            (
                r#"{"code":"nuit_50""#,
                r#"{"code":"jour_6","libelle":"j","montant":"420.00","quantite":"7","majoration":"100"},{"code":"nuit_50""#,
            ),
            (r#""fin":"2026-10-09""#, r#""fin":"2026-10-10""#),
            ("2026-10-09\",\"employeur", "2026-10-10\",\"employeur"),
        ],
    );
    for (method, expected) in [
        ("bandes", "794.65"),    // 494.65 + 30 x (2 x 1.25 + 5 x 1.50) = 300.00
        ("integrale", "914.65"), // 494.65 + 420.00
        ("exclue", "494.65"),
    ] {
        let b = bulletin(&methods(&text, &format!(r#""hs_jour_6":"{method}""#)));
        assert_eq!(b.totaux.heures_sup, cents(expected), "{method}");
    }
    // Only its hours beyond 35: at 38 h, 3 of the 7 count; 30 x 3 x 1.25 = 112.50.
    let short = with(&text, &[(r#""heures":"48""#, r#""heures":"38""#)]);
    assert_eq!(bulletin(&short).totaux.heures_sup, cents("607.15"));
}

#[test]
fn dfs_of_the_reduction() {
    // Artist with DFS. Gross 2,000 of which 200.00 of overtime; base after the rate of the year, 2,000 x 82 % = 1,640.
    let text = r#"{"date_paiement":"2026-10-31","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"0.7","taux_sante_travail":"0.32"},
    "salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},"contrats":[{"contrat":"C1","categorie":"artiste","debut":"2026-10-01",
    "fin":"2026-10-31","jours":20,"cachets":10,"heures":"100","brut":"2000.00","dfs":true,"heures_sup":[
    {"semaine":"2026-10-05","heures":"8","majoration":"25","montant":"200.00"}]}]}"#;
    let b = bulletin(text);
    let base = b.contrats[0].bases.securite_sociale;
    let line =
        |code: &str| b.contrats[0].lignes.iter().find(|l| l.code == code).and_then(|l| l.montant_salarie);
    let old_age: cddu_rates::Cents =
        ["VIEIL_PLAF", "VIEIL_DEP", "RC_T1", "CEG_T1"].into_iter().filter_map(line).sum();
    // Under the plafond: 4.83 + 0.28 + 4.44 + 0.86 = 10.41 % of the base after DFS, and so much less of the gross.
    assert_eq!(cddu_rates::Rate("10.41".parse().expect("rate")).of(base), old_age);
    let abattu = bulletin(&methods(text, r#""hs_dfs":"abattu""#));
    assert_eq!(figure(&abattu, "taux_reduction"), "10.41");
    let line = abattu.contrats[0].lignes.iter().find(|l| l.code == "HS_RED_SAL").expect("a reduction");
    // 200 x base / 2,000; the tax exemption and the deduction keep the whole hours.
    assert_eq!(line.base.0 * 10, base.0);
    assert_eq!(abattu.totaux.hs_exonerees_brut, cents("200.00"));
}

const WEEK_OF_ARTIST: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"0.7","taux_sante_travail":"0.32"},
"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"contrats":[{"contrat":"C1","categorie":"artiste","engagement":"semaine","debut":"2026-10-05","fin":"2026-10-09","jours":5,"cachets":5,"heures":"40","brut":"1650.00"}]}"#;

#[test]
fn the_hours_included_in_an_artist_week() {
    let b = bulletin(WEEK_OF_ARTIST);
    assert!(b.contrats[0].bases.heures_sup.is_none());
    let told: Vec<_> = b.avertissements.iter().filter(|w| w.code == "HEURES-SUP-ARTISTE").collect();
    // 1,650 x 6.25 / 41.25 = 250.00
    assert!(told[0].message.contains("250.00"), "{}", told[0].message);
    let counted = bulletin(&methods(WEEK_OF_ARTIST, r#""hs_artiste_semaine":"incluses""#));
    let overtime = counted.contrats[0].bases.heures_sup.expect("overtime");
    assert_eq!((overtime.heures.to_string(), overtime.montant.to_string()), ("5".into(), "250.00".into()));
    // Six days: 13 h, 1,650 x 16.25 / 51.25 = 523.170...
    let six = with(
        WEEK_OF_ARTIST,
        &[
            (r#""jours":5"#, r#""semaine_6_jours":true,"jours":6"#),
            (r#""fin":"2026-10-09""#, r#""fin":"2026-10-10""#),
            ("2026-10-09\",\"employeur", "2026-10-10\",\"employeur"),
        ],
    );
    let counted = bulletin(&methods(&six, r#""hs_artiste_semaine":"incluses""#));
    assert_eq!(counted.totaux.heures_sup, cents("523.17"));
    // The deduction of artists: 5 h x 1.50, or nothing.
    let text = r#""hs_artiste_semaine":"incluses","hs_deduction_artiste":"#;
    let deduction = |method: &str| {
        figure(&bulletin(&methods(WEEK_OF_ARTIST, &format!(r#"{text}"{method}""#))), "HS_DED_PAT")
    };
    assert_eq!((deduction("oui"), deduction("non")), ("7.50".to_owned(), "0.00".to_owned()));
}

#[test]
fn the_yearly_limit_in_net() {
    // 7,500 - 7,400 = 100.00 net are left; 100 / 0.93319 = 107.1593... gross.
    let text =
        with(SEMAINE_46, &[(r#""contrats":["#, r#""cumuls":{"hs_exonerees_net":"7400.00"},"contrats":["#)]);
    let b = bulletin(&methods(&text, r#""hs_limite":"net_7500""#));
    assert_eq!((b.totaux.hs_exonerees_net, b.totaux.hs_exonerees_brut), (cents("100.00"), cents("107.16")));
    // Far from it, both limits say the same.
    let b = bulletin(&methods(SEMAINE_46, r#""hs_limite":"net_7500""#));
    assert_eq!((b.totaux.hs_exonerees_net, b.totaux.hs_exonerees_brut), (cents("461.60"), cents("494.65")));
}

#[test]
fn the_row_of_the_crds_moves_no_amount() {
    let (a, b) =
        (bulletin(SEMAINE_46), bulletin(&methods(SEMAINE_46, r#""hs_ligne_crds":"non_deductible""#)));
    assert_eq!((a.totaux, &a.contrats[0].lignes), (b.totaux, &b.contrats[0].lignes));
}

#[test]
fn the_methods_are_printed_where_there_is_overtime_and_only_there() {
    let keys = |text: &str| {
        let value = serde_json::to_value(bulletin(text).methodes).expect("JSON");
        value.as_object().expect("methods").keys().filter(|k| k.starts_with("hs_")).count()
    };
    assert_eq!(keys(SEMAINE_46), 12);
    assert_eq!(keys(&with(WEEK_OF_ARTIST, &[(r#""engagement":"semaine","#, "")])), 0);
}
