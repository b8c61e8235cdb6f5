//! Payslips worked by hand: every expected figure is computed in the comment beside it, from the tables' rates.

use cddu_payslip::{BulletinInput, Computed, Payslip, compute, json};
use cddu_rates::Rates;

fn run(text: &str) -> Computed {
    let input: BulletinInput = json::parse(text).expect("input");
    let computed = compute(&Rates::embedded(), &input).expect("payslip");
    assert!(computed.trace.check().is_empty(), "a formula does not give its figure");
    computed
}

/// `code base taux_salarie montant_salarie taux_employeur montant_employeur`, `-` for a share that is not due.
fn lines(bulletin: &Payslip) -> Vec<String> {
    let show = |v: Option<String>| v.unwrap_or_else(|| "-".to_owned());
    let lines = bulletin.contrats.iter().flat_map(|c| &c.lignes);
    lines
        .map(|l| {
            format!(
                "{} {} {} {} {} {}",
                l.code,
                l.base,
                show(l.taux_salarie.map(|r| r.to_string())),
                show(l.montant_salarie.map(|m| m.to_string())),
                show(l.taux_employeur.map(|r| r.to_string())),
                show(l.montant_employeur.map(|m| m.to_string())),
            )
        })
        .collect()
}

fn line<'a>(bulletin: &'a Payslip, code: &str) -> &'a cddu_payslip::Line {
    bulletin.contrats[0].lignes.iter().find(|l| l.code == code).unwrap_or_else(|| panic!("{code} manque"))
}

fn technicien(extra: &str, debut: &str, fin: &str, contrat: &str) -> String {
    format!(
        r#"{{"date_paiement":"{fin}","employeur":{{"idcc":"3097","effectif":20,"taux_at":"1.07"}},
        "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}}{extra},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"{debut}","fin":"{fin}",{contrat}}}]}}"#
    )
}

#[test]
fn technicien_non_cadre_five_days_of_october_2026() {
    let computed = run(r#"{"date_paiement":"2026-10-09",
        "employeur":{"idcc":"3097","effectif":8,"adherent":true,"taux_at":"1.07","taux_at_artiste":"1.1",
                     "versement_mobilite":"0","taxe_apprentissage":true},
        "salarie":{"matricule":"T01","nom":"Martin","prenom":"Jeanne","domicile_fiscal_france":true,
                   "alsace_moselle":false,"taux_pas":null,"zone_pas":"metropole"},
        "cumuls":{"dfs":"0.00"},
        "methodes":{"plafond":"jours_calendaires","rgdu_tdelta":"abaisse","rgdu_plafond":"avant_majoration"},
        "contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"annexe":8,
                     "fonction":"1er assistant operateur","debut":"2026-10-05","fin":"2026-10-09",
                     "jours":5,"heures":"46","cachets":0,"brut":"1735.54","dfs":false}],
        "elements":[{"code":"frais","montant":"21.40"},{"code":"acompte","montant":"150.00"}]}"#);
    let b = &computed.bulletin;
    // Plafond: 4005 x 5 / 31 = 645.9677 -> 645.97. Prévoyance: 220 x 5 = 1100. Unemployment: under 4 x 645.97.
    // CSG: 1735.54 x 98.25 % = 1705.16805, + 3.74 + 8.47 = 1717.37805 -> 1717.38.
    assert_eq!(
        lines(b),
        [
            "MAL 1735.54 - - 13.00 225.62",            // 225.6202
            "VIEIL_DEP 1735.54 0.40 6.94 2.11 36.62",  // 6.94216; 36.619894
            "VIEIL_PLAF 645.97 6.90 44.57 8.55 55.23", // 44.57193; 55.230435
            "AF 1735.54 - - 5.25 91.12",               // 91.11585
            "AT 1735.54 - - 1.07 18.57",               // 18.570278
            "CSA 1735.54 - - 0.30 5.21",               // 5.20662
            "FNAL 645.97 - - 0.1115 0.72",             // 0.10 x 1.115; 0.72026
            "DIALOGUE 1735.54 - - 0.016 0.28",         // 0.27769
            "CHOM_GEN 1735.54 - - 4.00 69.42",         // 69.4216
            "CHOM_SPE 1735.54 2.40 41.65 5.00 86.78",  // 41.65296; 86.777
            "CHOM_MAJ 1735.54 - - 0.50 8.68",          // 8.6777
            "AGS 1735.54 - - 0.25 4.34",               // 4.33885
            "RC_T1 1735.54 3.93 68.21 3.94 68.38",     // 68.206722; 68.380276
            "CEG_T1 1735.54 0.86 14.93 1.29 22.39",    // 14.925644; 22.388466
            "PREV 1100.00 0.12 1.32 0.34 3.74",
            "FCSS 1100.00 - - 0.77 8.47",
            "CONGES_SPECT 1735.54 - - 15.50 269.01", // 269.0087
            "FORM_LEGALE 1735.54 - - 2.00 34.71",    // 34.7108
            "FORM_CONV 1735.54 - - 0.10 1.74",       // 1.73554
            "TA_PRINC 1735.54 - - 0.649 11.26",      // 0.59 x 1.10; 11.263655
            "CCHSCT 1735.54 - - 0.04 0.69",          // 0.694216
            "PARIT 1735.54 - - 0.045 0.78",          // 0.780993
            "MED_TRAVAIL 1735.54 - - 0.42 7.29",     // 7.289268, rate of the table: none is given
            "CSG_DED 1717.38 6.80 116.78 - -",       // 116.78184
            "CSG_NDED 1717.38 2.40 41.22 - -",       // 41.21712
            "CRDS 1717.38 0.50 8.59 - -",            // 8.5869
        ]
    );
    let t = &b.totaux;
    // 6.94 + 44.57 + 41.65 + 68.21 + 14.93 + 1.32 + 116.78 + 41.22 + 8.59 = 344.21
    assert_eq!(t.cotisations_salarie.to_string(), "344.21");
    assert_eq!(t.cotisations_employeur.to_string(), "1031.05"); // 1023.76 + 7.29
    // No relief: 3 x 12.31 x 46 = 1698.78 is under 1735.54.
    assert_eq!(t.allegements.to_string(), "0.00");
    assert_eq!(t.montant_net_social.to_string(), "1391.33"); // 1735.54 - 344.21
    assert_eq!(t.net_imposable.to_string(), "1441.14"); // 1391.33 + 41.22 + 8.59
    assert_eq!(t.net_avant_impot.to_string(), "1412.73"); // 1391.33 + 21.40
    assert_eq!(t.abattement_pas.to_string(), "766.00"); // paid after 1 June 2026
    assert_eq!(t.assiette_pas.to_string(), "675.14"); // 1441.14 - 766
    assert_eq!(t.taux_pas.map(|r| r.to_string()).as_deref(), Some("0.00"));
    assert_eq!(t.virement.to_string(), "1262.73"); // 1412.73 - 0 - 150
    assert_eq!(t.total_verse_employeur.to_string(), "2766.59"); // 1735.54 + 1031.05
    let codes: Vec<&str> = b.avertissements.iter().map(|a| a.code.as_str()).collect();
    assert!(codes.contains(&"SANTE-TRAVAIL"), "{codes:?}");
}

#[test]
fn the_pay_of_a_cadre_contract_fills_the_month_for_the_others() {
    // Method mensuel_cumule. October 2026, PMSS 4 005. 3 000 as a cadre, then 2 000 as a non-cadre: 4 005 - 3 000 = 1 005 stay for the
    // first slice, 995 go to the second one. The cadre contract keeps its own plafond, 4 005 x 5 / 31 = 645.97.
    let text = |first: &str| {
        format!(
            r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":20,"taux_at":"1.07"}},
            "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},
            "methodes":{{"retraite_plafond":"mensuel_cumule"}},"contrats":[
            {{"contrat":"C1","categorie":"technicien"{first},"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"40","brut":"3000.00"}},
            {{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"2026-10-12","fin":"2026-10-16","jours":5,"heures":"40","brut":"2000.00"}}]}}"#
        )
    };
    let bulletin = run(&text(r#","cadre":true"#)).bulletin;
    let slices = |b: &Payslip, rank: usize| {
        let bases = &b.contrats[rank].bases;
        (bases.retraite_t1.to_string(), bases.retraite_t2.to_string())
    };
    assert_eq!(slices(&bulletin, 0), ("645.97".to_owned(), "2354.03".to_owned()));
    assert_eq!(slices(&bulletin, 1), ("1005.00".to_owned(), "995.00".to_owned()));
    assert_eq!(bulletin.cumuls.retraite_mois.to_string(), "5000.00");
    // The same contract as a non-cadre one leaves the same room.
    let bulletin = run(&text(r#","cadre":false"#)).bulletin;
    assert_eq!(slices(&bulletin, 0), ("3000.00".to_owned(), "0.00".to_owned()));
    assert_eq!(slices(&bulletin, 1), ("1005.00".to_owned(), "995.00".to_owned()));
}

#[test]
fn a_day_of_two_contracts_counts_once_in_the_plafond() {
    // October 2026, PMSS 4 005. C1 from 5 to 9 October: 4 005 x 5 / 31 = 645.97.
    let slip = |first: &str, second: &str, debut: &str, fin: &str, method: &str| {
        let text = format!(
            r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":20,"taux_at":"1.07"}},{method}
            "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},"contrats":[
            {{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"40","brut":"{first}"}},
            {{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"{debut}","fin":"{fin}","jours":2,"heures":"16","brut":"{second}"}}]}}"#
        );
        let bulletin = run(&text).bulletin;
        let told = bulletin.avertissements.iter().any(|w| w.message.contains("plafond.jours_communs"));
        let bases = |rank: usize| {
            let bases = &bulletin.contrats[rank].bases;
            format!("{} {}", bases.plafond.unwrap_or_default(), bases.plafonnee)
        };
        (bases(0), bases(1), told)
    };
    let same = |a: &str, b: &str, told: bool| (a.to_owned(), b.to_owned(), told);
    let cases = [
        // The contracts meet on the 9th: C2 brings the 10th to the 12th, 4 005 x 3 / 31 = 387.58.
        ("1735.54", "900.00", "2026-10-09", "2026-10-12", same("645.97 645.97", "387.58 387.58", true)),
        // C1 leaves room: min(1 400 ; 645.97 + 387.58) - 500 = 533.55.
        ("500.00", "900.00", "2026-10-09", "2026-10-12", same("645.97 500.00", "387.58 533.55", true)),
        // C2 lies inside C1 and brings no day: min(800 ; 645.97) - 500 = 145.97.
        ("500.00", "300.00", "2026-10-07", "2026-10-08", same("645.97 500.00", "0.00 145.97", true)),
        // No day in common: each its own, 4 005 x 3 / 31.
        ("500.00", "900.00", "2026-10-10", "2026-10-12", same("645.97 500.00", "387.58 387.58", false)),
    ];
    for (first, second, debut, fin, expected) in cases {
        assert_eq!(slip(first, second, debut, fin, ""), expected, "{first} {second} {debut} {fin}");
    }
    // The other reading: C2 counts its four days, 4 005 x 4 / 31 = 516.77.
    let method = r#""methodes":{"plafond_jours_communs":"par_contrat"},"#;
    assert_eq!(
        slip("1735.54", "900.00", "2026-10-09", "2026-10-12", method),
        same("645.97 645.97", "516.77 516.77", false)
    );
    // In thirtieths, 4 005 x 5 / 30 = 667.50 then 4 005 x 3 / 30 = 400.50.
    let method = r#""methodes":{"plafond":"jours_contrat_30"},"#;
    assert_eq!(
        slip("1735.54", "900.00", "2026-10-09", "2026-10-12", method),
        same("667.50 667.50", "400.50 400.50", true)
    );
}

#[test]
fn cumuls_are_those_given_plus_the_payslip() {
    let text = r#"{"date_paiement":"2026-10-30","employeur":{"idcc":"3097","effectif":20,"taux_at":"1.07","taux_at_artiste":"1.1"},
        "salarie":{"matricule":"T01","nom":"Martin","prenom":"Jeanne","taux_pas":"2.0"},
        "cumuls":{"brut":"1000.00","net_imposable":"800.00","pas":"50.00","montant_net_social":"750.00","heures":"10.5",
        "cachets":3,"dfs":"100.00","retraite_mois":"900.00","retraite_annee":"5000.00"},"contrats":[
        {"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"40.25","brut":"1500.00"},
        {"contrat":"C2","categorie":"artiste","debut":"2026-10-12","fin":"2026-10-13","jours":2,"cachets":2,"brut":"1000.00","dfs":true}]}"#;
    let bulletin = run(text).bulletin;
    let (c, t) = (&bulletin.cumuls, &bulletin.totaux);
    assert_eq!(c.brut.to_string(), "3500.00");
    assert_eq!(c.net_imposable.0, 80_000 + t.net_imposable.0);
    assert_eq!(c.pas.0, 5_000 + t.pas.0);
    assert_eq!(c.montant_net_social.0, 75_000 + t.montant_net_social.0);
    assert_eq!((c.heures.to_string(), c.cachets.to_string()), ("50.75".to_owned(), "5".to_owned()));
    // DFS of an artist in 2026: 18 % of 1,000, above 24 h x 12.31 = 295.44.
    assert_eq!(c.dfs.to_string(), "280.00");
    assert_eq!(
        (c.retraite_mois.to_string(), c.retraite_annee.to_string()),
        ("3220.00".to_owned(), "7320.00".to_owned())
    );
    // One line of pay for each contract, with what it counts.
    let pay = |rank: usize| {
        let e = &bulletin.contrats[rank].elements[0];
        format!("{} {} {} {}", e.code, e.libelle, e.quantite.unwrap_or_default(), e.montant)
    };
    assert_eq!(pay(0), "salaire Salaire 40.25 1500.00");
    assert_eq!(pay(1), "cachet Cachets 2 1000.00");
}

#[test]
fn a_pay_without_hours_nor_cachets_has_no_quantity() {
    let bulletin =
        run(&artist("artiste", "2026-10-05", "2026-10-09", r#""jours":5,"brut":"1000.00""#)).bulletin;
    let element = &bulletin.contrats[0].elements[0];
    assert_eq!((element.code.as_str(), element.quantite), ("salaire", None));
}

#[test]
fn methods_used_are_printed_with_what_the_agreement_decides() {
    use cddu_payslip::{FigurantMethod, PlafondMethod, TdeltaMethod};
    let text = artist(
        "figurant",
        "2026-10-05",
        "2026-10-05",
        r#""jours":1,"heures":"8","cachets":1,"brut":"107.00""#,
    );
    let methods = run(&text).bulletin.methodes;
    assert_eq!(
        (methods.figurant, methods.plafond),
        (Some(FigurantMethod::Forfait), PlafondMethod::JoursCalendaires)
    );
    let given =
        r#""methodes":{"figurant":"reel","plafond":"jours_payes_30","rgdu_tdelta":"droit_commun"},"salarie""#;
    let methods = run(&text.replacen(r#""salarie""#, given, 1)).bulletin.methodes;
    assert_eq!(methods.figurant, Some(FigurantMethod::Reel));
    assert_eq!(
        (methods.plafond, methods.rgdu_tdelta),
        (PlafondMethod::JoursPayes30, TdeltaMethod::DroitCommun)
    );
}

#[test]
fn elements_are_printed_with_what_moves_the_net() {
    let text = technicien("", "2026-10-05", "2026-10-09", r#""jours":5,"heures":"46","brut":"1735.54""#)
        .replace(
            r#""contrats""#,
            r#""elements":[{"code":"frais","montant":"60.00","nature":"repas_restaurant","quantite":2},{"code":"frais","montant":"10.00","paye_directement":true},
            {"code":"avantage_repas","quantite":1},{"code":"avantage_repas","quantite":3},{"code":"acompte","montant":"100.00"}],"contrats""#,
        );
    let bulletin = run(&text).bulletin;
    let shown: Vec<String> = bulletin
        .elements
        .iter()
        .map(|e| format!("{} {} {} {} {:?}", e.libelle, e.montant, e.reintegre, e.retenu, e.sens))
        .collect();
    // Two meals at the restaurant are exempt up to 2 x 21.40; a meal in kind is 5.50 in 2026.
    assert_eq!(
        shown,
        [
            "Frais professionnels (2) 60.00 17.20 42.80 Ajout",
            "Frais professionnels 10.00 0.00 0.00 Neutre",
            "Avantage en nature, repas 5.50 0.00 5.50 Retenue",
            "Avantage en nature, repas (3) 16.50 0.00 16.50 Retenue",
            "Acompte 100.00 0.00 100.00 Retenue",
        ]
    );
}

#[test]
fn a_quantity_of_expenses_without_an_amount_is_paid_at_the_scale() {
    let elements = |elements: &str| {
        let text = technicien("", "2026-10-05", "2026-10-09", r#""jours":5,"heures":"39","brut":"745.30""#);
        text.replace(r#""contrats""#, &format!(r#""elements":[{elements}],"contrats""#))
    };
    let shown = |list: &str| {
        let bulletin = run(&elements(list)).bulletin;
        let e = &bulletin.elements[0];
        format!("{} {} {} {:?}", e.montant, e.reintegre, e.retenu, e.sens)
    };
    // Three meals at the restaurant: 3 x 21.40 = 64.20, wholly exempt.
    assert_eq!(
        shown(r#"{"code":"frais","quantite":"3","nature":"repas_restaurant"}"#),
        "64.20 0.00 64.20 Ajout"
    );
    // 180 km with a car of five horsepower, scale of 2026: 180 x 0.636 = 114.48.
    assert_eq!(
        shown(r#"{"code":"frais","quantite":"180","nature":"ik_voiture_5cv"}"#),
        "114.48 0.00 114.48 Ajout"
    );
    // An amount given is compared with the scale: 120.00 for 180 km, 5.52 are pay.
    assert_eq!(
        shown(r#"{"code":"frais","montant":"120.00","quantite":"180","nature":"ik_voiture_5cv"}"#),
        "120.00 5.52 114.48 Ajout"
    );
    // Three bands on the year. 6,000 km at once, five horsepower: 6,000 x 0.357 + 1,395 = 3,537.00.
    assert_eq!(
        shown(r#"{"code":"frais","quantite":"6000","nature":"ik_voiture_5cv"}"#),
        "3537.00 0.00 3537.00 Ajout"
    );
    // 25,000 km at once: 25,000 x 0.427 = 10,675.00.
    assert_eq!(
        shown(r#"{"code":"frais","quantite":"25000","nature":"ik_voiture_5cv"}"#),
        "10675.00 0.00 10675.00 Ajout"
    );
    // Paid by the production to the restaurant: nothing moves on the net.
    assert_eq!(
        shown(r#"{"code":"frais","quantite":"3","nature":"repas_restaurant","paye_directement":true}"#),
        "64.20 0.00 0.00 Neutre"
    );
    for (list, field) in [
        (r#"{"code":"frais","quantite":"3"}"#, "elements[0].montant"),
        (r#"{"code":"frais","nature":"repas_restaurant"}"#, "elements[0].quantite"),
    ] {
        let input = cddu_payslip::json::parse(&elements(list)).unwrap();
        let error = cddu_payslip::compute(&Rates::embedded(), &input).unwrap_err().remove(0);
        assert_eq!((error.code.as_str(), error.champ.as_deref()), ("PAIE-018", Some(field)));
        assert!(error.aide.is_some());
    }
}

#[test]
fn kilometres_are_counted_over_the_year() {
    let pay = |elements: &str, cumuls: &str| {
        run(&format!(
            r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
            "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},"cumuls":{{{cumuls}}},
            "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"","debut":"2026-10-05",
            "fin":"2026-10-09","jours":5,"heures":"35","brut":"1000.00"}}],"elements":[{elements}]}}"#
        ))
        .bulletin
    };
    let km =
        |quantity: &str| format!(r#"{{"code":"frais","quantite":"{quantity}","nature":"ik_voiture_5cv"}}"#);
    // 4,800 km already paid: 200 at 0.636 = 127.20, then 100 at 0.357 = 35.70; the tables give 5,100 x 0.357 + 1,395
    // - 4,800 x 0.636 = 3,215.70 - 3,052.80 = 162.90.
    let payslip = pay(&km("300"), r#""kilometres":{"ik_voiture_5cv":"4800"}"#);
    assert_eq!(payslip.totaux.frais.to_string(), "162.90");
    assert_eq!(payslip.cumuls.kilometres["ik_voiture_5cv"].to_string(), "5100");
    // Two elements of one payslip count one after the other, and another power apart.
    let payslip = pay(&format!("{},{}", km("4800"), km("300")), "");
    assert_eq!(payslip.totaux.frais.to_string(), "3215.70");
    let payslip = pay(&km("300"), r#""kilometres":{"ik_voiture_7cv":"4800"}"#);
    assert_eq!(payslip.totaux.frais.to_string(), "190.80"); // 300 x 0.636
    // Past 20,000 the third rate is due from the first kilometre: 20,100 x 0.427 - (19,900 x 0.357 + 1,395)
    // = 8,582.70 - 8,499.30 = 83.40.
    let payslip = pay(&km("200"), r#""kilometres":{"ik_voiture_5cv":"19900"}"#);
    assert_eq!(payslip.totaux.frais.to_string(), "83.40");
    // An amount above the scale is pay for what exceeds it.
    let payslip = pay(
        r#"{"code":"frais","montant":"190.80","quantite":"300","nature":"ik_voiture_5cv"}"#,
        r#""kilometres":{"ik_voiture_5cv":"4800"}"#,
    );
    assert_eq!(
        (payslip.totaux.frais.to_string(), payslip.totaux.brut.to_string()),
        ("162.90".into(), "1027.90".into())
    );
}

#[test]
fn conventional_limit_of_conges_spectacles_for_a_figurant() {
    // Three daily minima of a figurant, 108.33 since June 2026: 324.99 a day, two days.
    let base = |brut: &str| {
        run(&format!(
            r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":8,"taux_at_artiste":"1.1"}},
            "methodes":{{"conges_plafond":"conventionnel"}},"salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},
            "contrats":[{{"contrat":"C1","categorie":"figurant","fonction":"Figurant","debut":"2026-10-05","fin":"2026-10-06",
            "jours":2,"heures":"16","cachets":2,"brut":"{brut}"}}]}}"#
        ))
        .bulletin
        .contrats[0]
            .bases
            .conges_spectacles
            .to_string()
    };
    assert_eq!(base("649.99"), "649.98");
    assert_eq!(base("649.97"), "649.97");
}

#[test]
fn whole_months_of_prevoyance_and_unemployment() {
    // Method mensuel: one PMSS of 4 005 (prévoyance), four of them, 16 020 (unemployment), for each month touched.
    let bases = |debut: &str, fin: &str| {
        let more = r#","methodes":{"prevoyance_plafond":"mensuel","chomage_plafond":"mensuel"}"#;
        let text = technicien(more, debut, fin, r#""jours":5,"heures":"46","brut":"40000.00""#);
        let bulletin = run(&text).bulletin;
        let bases = &bulletin.contrats[0].bases;
        format!("{} {}", bases.prevoyance_t1, bases.chomage)
    };
    assert_eq!(bases("2026-10-05", "2026-10-09"), "4005.00 16020.00");
    assert_eq!(bases("2026-10-29", "2026-11-02"), "8010.00 32040.00");
}

#[test]
fn rgdu_lowered_and_of_the_decree() {
    // 40 h in September 2026: SMIC of 1 January 12.02 x 40 = 480.80; 0.5 x (3 x 480.80 / 1200 - 1) = 0.1010.
    // 0.1010 ^ 1.75 = 0.018095...; lowered T_delta = 39.03 % - 0.02 = 0.3703:
    // (0.02 + 0.3703 x 0.018095) x 100/90 = 0.029667 -> 0.0297; x 1200 = 35.64.
    // Of the decree: (0.02 + 0.3781 x 0.018095) x 100/90 = 0.029824 -> 0.0298; x 1200 = 35.76.
    let contract = r#""jours":5,"heures":"40","brut":"1200.00""#;
    for (method, coefficient, amount) in [("abaisse", "0.0297", "35.64"), ("droit_commun", "0.0298", "35.76")]
    {
        let extra = format!(r#","methodes":{{"rgdu_tdelta":"{method}"}}"#);
        let computed = run(&technicien(&extra, "2026-09-07", "2026-09-11", contract));
        let b = &computed.bulletin;
        assert_eq!(b.contrats[0].bases.plafond.unwrap().to_string(), "667.50"); // 4005 x 5 / 30
        assert_eq!(line(b, "VIEIL_PLAF").montant_employeur.unwrap().to_string(), "57.07"); // 57.07125
        assert_eq!(line(b, "VIEIL_PLAF").montant_salarie.unwrap().to_string(), "46.06"); // 46.0575
        assert_eq!(line(b, "RGDU").coefficient.unwrap().to_string(), coefficient, "{method}");
        assert_eq!(b.totaux.allegements.to_string(), amount, "{method}");
        let reliefs: Vec<_> = b.contrats[0].lignes.iter().filter(|l| l.is_relief()).collect();
        assert_eq!(reliefs.len(), 2);
    }
}

#[test]
fn fillon_of_2024_lowered() {
    // 40 h in February 2024: 11.65 x 40 = 466.00. T lowered: 7 + 2.02 + 8.55 + 3.45 + 0.46 + 0.10 + 0.30 + 4.05
    // + 3.94 + 1.29 = 31.16 %. 0.3116 / 0.6 x (1.6 x 466 / 600 - 1) = 0.126025 -> 0.1260.
    // 0.1260 x 600 x 100/90 = 84.00.
    let computed =
        run(&technicien("", "2024-02-05", "2024-02-09", r#""jours":5,"heures":"40","brut":"600.00""#));
    let b = &computed.bulletin;
    assert_eq!(line(b, "RGDU").coefficient.unwrap().to_string(), "0.126");
    assert_eq!(b.totaux.allegements.to_string(), "84.00");
    // 600 <= 2.5 x 11.52 x 40 = 1152 and 3.5 x 11.52 x 40: reduced maladie and AF.
    assert_eq!(line(b, "MAL").taux_employeur.unwrap().to_string(), "7.00");
    assert_eq!(line(b, "AF").taux_employeur.unwrap().to_string(), "3.45");
    // AGS 0.20 until 30 June 2024, unemployment 4.05 until 30 April 2025.
    assert_eq!(line(b, "AGS").taux_employeur.unwrap().to_string(), "0.20");
    assert_eq!(line(b, "CHOM_GEN").taux_employeur.unwrap().to_string(), "4.05");
}

fn artist(category: &str, debut: &str, fin: &str, contrat: &str) -> String {
    format!(
        r#"{{"date_paiement":"{fin}","employeur":{{"idcc":"3097","effectif":8,"taux_at_artiste":"1.1"}},
        "salarie":{{"matricule":"A01","nom":"Essai","prenom":"Alice"}},
        "contrats":[{{"contrat":"C1","categorie":"{category}","debut":"{debut}","fin":"{fin}",{contrat}}}]}}"#
    )
}

#[test]
fn artiste_two_days_is_capped_at_twelve_hours_a_day() {
    let computed =
        run(&artist("artiste", "2026-09-07", "2026-09-08", r#""jours":2,"cachets":2,"brut":"900.00""#));
    let b = &computed.bulletin;
    assert_eq!(b.contrats[0].bases.plafond.unwrap().to_string(), "720.00"); // 12 x 30 x 2
    assert_eq!(line(b, "VIEIL_PLAF").montant_employeur.unwrap().to_string(), "43.13"); // 720 x 5.99 % = 43.128
    assert_eq!(line(b, "VIEIL_PLAF").montant_salarie.unwrap().to_string(), "34.78"); // 720 x 4.83 % = 34.776
    assert_eq!(line(b, "MAL").montant_employeur.unwrap().to_string(), "81.90"); // 900 x 9.10 %
    assert_eq!(line(b, "VIEIL_DEP").montant_employeur.unwrap().to_string(), "13.32"); // 900 x 1.48 %
    assert_eq!(b.totaux.allegements.to_string(), "0.00");
}

#[test]
fn artiste_with_dfs_of_2026() {
    // 18 % of 900.00 = 162.00; base 738.00; unemployment, CSG and leave stay on 900.00.
    let contract = r#""jours":2,"cachets":2,"heures":"16","brut":"900.00","dfs":true"#;
    let computed = run(&artist("artiste", "2026-09-07", "2026-09-08", contract));
    let b = &computed.bulletin;
    let c = &b.contrats[0];
    assert_eq!(
        (c.dfs_taux.unwrap().to_string(), c.dfs_montant.to_string()),
        ("18.00".into(), "162.00".into())
    );
    assert_eq!(c.bases.securite_sociale.to_string(), "738.00");
    assert_eq!(line(b, "MAL").montant_employeur.unwrap().to_string(), "67.16"); // 738 x 9.10 % = 67.158
    assert_eq!(line(b, "CHOM_SPE").base.to_string(), "900.00");
    assert_eq!(line(b, "CONGES_SPECT").base.to_string(), "900.00");
    assert_eq!(b.cumuls.dfs.to_string(), "162.00");
}

#[test]
fn figurant_under_six_percent_of_the_plafond_pays_on_nine_smic() {
    let computed =
        run(&artist("figurant", "2026-09-07", "2026-09-07", r#""jours":1,"cachets":1,"brut":"120.00""#));
    let b = &computed.bulletin;
    assert_eq!(b.contrats[0].bases.securite_sociale.to_string(), "110.79"); // 9 x 12.31
    assert_eq!(b.contrats[0].bases.plafond, None);
    assert_eq!(line(b, "CHOM_SPE").base.to_string(), "120.00");
    assert_eq!(line(b, "RC_T1").base.to_string(), "120.00");
    assert_eq!(line(b, "CONGES_SPECT").base.to_string(), "120.00");
    assert_eq!(line(b, "CSG_DED").base.to_string(), "110.79"); // no allowance
    // 6 % of 4005 = 240.30: real pay from there.
    for (gross, base) in [("240.29", "110.79"), ("240.30", "240.30")] {
        let text = artist("figurant", "2026-09-07", "2026-09-07", &format!(r#""jours":1,"brut":"{gross}""#));
        assert_eq!(run(&text).bulletin.contrats[0].bases.securite_sociale.to_string(), base, "{gross}");
    }
}

#[test]
fn pas_examples_of_the_tax_comment() {
    let rates = Rates::embedded();
    let read = |payment: &str, base: &str| {
        let zone = cddu_rates::ZonePas::Metropole;
        let (rate, _) = rates.neutral_rate(zone, payment.parse().unwrap(), base.parse().unwrap()).unwrap();
        rate.to_string()
    };
    // A weekly pay of 500.00: 500 x 52 / 12 = 2166.67 -> 3.5 % (grid of May 2026).
    assert_eq!(read("2026-06-15", "2166.67"), "3.50");
    // A pay of 1 900 and a bonus of 700 are read as 2 600; two day contracts on one slip: 4 000 - 766 = 3 234.
    assert_eq!(read("2026-06-15", "3234.00"), "9.90");
    // Bounds: lower inclusive, upper exclusive (grid of January 2024: 0 % under 1 591, 0.5 % under 1 653).
    for (base, rate) in [("1590.99", "0.00"), ("1591.00", "0.50"), ("1652.99", "0.50"), ("1653.00", "1.30")] {
        assert_eq!(read("2024-01-31", base), rate, "{base}");
    }
}

#[test]
fn solving_from_a_net_gives_that_net() {
    let input: BulletinInput =
        json::parse(&technicien("", "2026-09-07", "2026-09-11", r#""jours":5,"heures":"46","brut":"0""#))
            .unwrap();
    let rates = Rates::embedded();
    for (target, amount) in [
        (cddu_payslip::Cible::NetPaye, "1500.00"),
        (cddu_payslip::Cible::NetAvantImpot, "1234.56"),
        (cddu_payslip::Cible::TotalVerseEmployeur, "3000.00"),
    ] {
        let amount = amount.parse().unwrap();
        let read = |c: &Computed| match target {
            cddu_payslip::Cible::NetPaye => c.bulletin.totaux.net_paye,
            cddu_payslip::Cible::NetAvantImpot => c.bulletin.totaux.net_avant_impot,
            _ => c.bulletin.totaux.total_verse_employeur,
        };
        match cddu_payslip::solve(&rates, &input, None, target, amount).unwrap() {
            cddu_payslip::Solved::Exact(c) => assert_eq!(read(&c), amount),
            cddu_payslip::Solved::Between(Some(under), Some(over)) => {
                assert!(read(&under) < amount && amount < read(&over));
                assert!(over.bulletin.totaux.brut.0 - under.bulletin.totaux.brut.0 <= 3);
            }
            cddu_payslip::Solved::Between(..) => panic!("one neighbour is missing"),
        }
    }
}
