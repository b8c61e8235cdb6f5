//! The worked cases: published examples, then payslips computed by hand from their contribution lines.

use super::{SEMAINE_46, bulletin, figure, with};

const P4: &str = r#"{"date_paiement":"2026-06-19","employeur":{"idcc":"2642","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"annexe":8,"fonction":"","debut":"2026-06-08","fin":"2026-06-12","jours":5,"heures":"48","brut":"1553.30","elements":[
{"code":"base","libelle":"base","montant":"1011.45","quantite":"35"},
{"code":"hs_25","libelle":"hs_25","montant":"288.99","quantite":"8","majoration":"25"},
{"code":"hs_50","libelle":"hs_50","montant":"173.39","quantite":"4","majoration":"50"},
{"code":"hs_100","libelle":"hs_100","montant":"57.80","quantite":"1","majoration":"100"},
{"code":"nuit_50","libelle":"nuit_50","montant":"21.67","quantite":"1.5","majoration":"50"}]}]}"#;

const P6: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"annexe":8,"fonction":"","debut":"2026-10-05","fin":"2026-10-07","jours":3,"heures":"30","brut":"1381.62","elements":[
{"code":"jour_25","libelle":"jour_25","montant":"895.49","quantite":"21","majoration":"25"},
{"code":"jour_50","libelle":"jour_50","montant":"460.54","quantite":"9","majoration":"50"},
{"code":"nuit_50","libelle":"nuit_50","montant":"25.59","quantite":"1.5","majoration":"50"}]}]}"#;

fn check(text: &str, expected: &[(&str, &str)]) {
    let b = bulletin(text);
    for (item, amount) in expected {
        assert_eq!(figure(&b, item), *amount, "{item}");
    }
}

/// A whole month under the plafond: 6.90 + 0.40 + 3.93 + 0.86 = 12.09 %, limited to 11.31 %.
fn month(brut: &str, overtime: &str) -> String {
    format!(
        r#"{{"date_paiement":"2026-10-31","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"X","nom":"FICTIF","prenom":"Alix"}},"contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,
        "debut":"2026-10-01","fin":"2026-10-31","jours":22,"heures":"169","brut":"{brut}","heures_sup":[
        {{"semaine":"2026-10-05","heures":"17.33","majoration":"25","montant":"{overtime}"}}]}}]}}"#
    )
}

#[test]
fn p1_thirty_nine_hours_by_the_month() {
    // legisocial.fr, actualité 3054: 17.33 h at 25 %, 242.81; 242.81 x 11.31 % = 27.461811.
    check(&month("1942.81", "242.81"), &[("HS_RED_SAL", "27.46")]);
}

#[test]
fn p2_retraite_shared_by_halves() {
    // legisocial.fr, fiche taux dérogatoires: employee T1 at 3.935 %, 12.095 % limited to 11.31 %; 200.00 x 11.31 %.
    check(&month("1900.00", "200.00"), &[("taux_reduction", "11.31"), ("HS_RED_SAL", "22.62")]);
}

#[test]
fn p3_film_week_of_46_hours() {
    // Film, week of 46 h, 8 staff: plafond 4005 x 5 / 31 = 645.97. VIEIL_PLAF 44.57, VIEIL_DEP 6.94, RC_T1 68.21,
    // CEG_T1 14.93. Without reliefs: net 1,391.33, cost 2,764.85.
    let text = SEMAINE_46.to_owned();
    check(
        &text,
        &[
            ("taux_reduction", "7.76"),      // (6.94 + 44.57 + 68.21 + 14.93) / 1735.54 = 7.76 %
            ("HS_RED_SAL", "38.38"),         // 494.65 x 7.76 % = 38.38
            ("hs_exonerees_brut", "494.65"), // min(overtime, 8037 - cumul)
            ("hs_exonerees_net", "461.60"),  // 494.65 x 0.93319
            ("CSG_HS.base", "485.99"),       // 494.65 x 98.25 %
            ("CSG_HS", "44.71"),             // 485.99 x 9.20 %
            ("CRDS_HS", "2.43"),             // 485.99 x 0.50 %
            ("CSG_DED.base", "1231.39"),     // 1717.38 - 485.99
            ("CSG_DED", "83.73"),            // 1231.39 x 6.80 %
            ("CSG_NDED", "29.55"),           // 1231.39 x 2.40 %
            ("CRDS", "6.16"),                // 1231.39 x 0.50 %
            ("HS_DED_PAT", "16.50"),         // 11 h x 1.50
            ("net_avant_impot", "1429.72"), // 1391.33 (without reliefs) + 38.38, and the rounding of the CSG lines
            ("montant_net_social", "1429.72"), // the same gap
            ("net_imposable", "1017.92"), // gross 1735.54 - exempt 494.65 - deductible contributions + reduction 38.38 - deductible CSG
            ("total_verse_employeur", "2748.35"), // 2764.85 - 16.50
        ],
    );
}

#[test]
fn p4_television_week_of_48_hours_with_the_general_relief() {
    // Television, 48 h of which one at 100 %, 8 staff, general relief at the SMIC of
    // the dates of the hours. VIEIL_PLAF 46.06, VIEIL_DEP 6.21, RC_T1 61.04,
    // CEG_T1 13.36.
    let text =
        with(P4, &[(r#""contrats":["#, r#""methodes":{"rgdu_smic":"dates_des_heures"},"contrats":["#)]);
    check(
        &text,
        &[
            ("taux_reduction", "8.15"),      // (6.21 + 46.06 + 61.04 + 13.36) / 1553.30 = 8.15 %
            ("HS_RED_SAL", "42.39"),         // 520.18 x 8.15 % = 42.39
            ("hs_exonerees_brut", "520.18"), // min(overtime, 8037 - cumul)
            ("hs_exonerees_net", "485.43"),  // 520.18 x 0.93319
            ("CSG_HS.base", "511.08"),       // 520.18 x 98.25 %
            ("CSG_HS", "47.02"),             // 511.08 x 9.20 %
            ("CRDS_HS", "2.56"),             // 511.08 x 0.50 %
            ("CSG_DED.base", "1027.25"),     // 1538.33 - 511.08
            ("CSG_DED", "69.85"),            // 1027.25 x 6.80 %
            ("CSG_NDED", "24.65"),           // 1027.25 x 2.40 %
            ("CRDS", "5.14"),                // 1027.25 x 0.50 %
            ("HS_DED_PAT", "19.50"),         // 13 h x 1.50
            ("net_avant_impot", "1281.20"), // 1238.81 (without reliefs) + 42.39, and the rounding of the CSG lines
            ("montant_net_social", "1281.20"), // the same gap
            ("net_imposable", "840.39"), // gross 1553.30 - exempt 520.18 - deductible contributions + reduction 42.39 - deductible CSG
            ("total_verse_employeur", "2422.96"), // 2442.46 - 19.50
        ],
    );
}

#[test]
fn p5_the_yearly_limit_is_crossed() {
    // 7,900.00 already exempt with this employer this year: 137.00 are left, relief 1 and 3 go on.
    let text =
        with(SEMAINE_46, &[(r#""contrats":["#, r#""cumuls":{"hs_exonerees_brut":"7900.00"},"contrats":["#)]);
    check(
        &text,
        &[
            ("taux_reduction", "7.76"),      // (6.94 + 44.57 + 68.21 + 14.93) / 1735.54 = 7.76 %
            ("HS_RED_SAL", "38.38"),         // 494.65 x 7.76 % = 38.38
            ("hs_exonerees_brut", "137.00"), // min(overtime, 8037 - cumul)
            ("hs_exonerees_net", "127.85"),  // 137.00 x 0.93319
            ("CSG_HS.base", "134.60"),       // 137.00 x 98.25 %
            ("CSG_HS", "12.38"),             // 134.60 x 9.20 %
            ("CRDS_HS", "0.67"),             // 134.60 x 0.50 %
            ("CSG_DED.base", "1582.78"),     // 1717.38 - 134.60
            ("CSG_DED", "107.63"),           // 1582.78 x 6.80 %
            ("CSG_NDED", "37.99"),           // 1582.78 x 2.40 %
            ("CRDS", "7.91"),                // 1582.78 x 0.50 %
            ("HS_DED_PAT", "16.50"),         // 11 h x 1.50
            ("net_avant_impot", "1429.72"), // 1391.33 (without reliefs) + 38.38, and the rounding of the CSG lines
            ("montant_net_social", "1429.72"), // the same gap
            ("net_imposable", "1351.67"), // gross 1735.54 - exempt 137.00 - deductible contributions + reduction 38.38 - deductible CSG
            ("total_verse_employeur", "2748.35"), // 2764.85 - 16.50
        ],
    );
}

#[test]
fn p6_three_days_of_ten_hours_are_no_overtime() {
    // Film, three days of 10 h: 30 h in the week, whatever the premiums of the day engagement.
    let text = P6.to_owned();
    check(
        &text,
        &[
            ("HS_RED_SAL", "0.00"),               // no hour beyond 35 in the civil week
            ("hs_exonerees_brut", "0.00"),        // the same
            ("HS_DED_PAT", "0.00"),               // 0 h x 1.50
            ("net_avant_impot", "1116.85"), // 1116.85 (without reliefs) + 0.00, and the rounding of the CSG lines
            ("montant_net_social", "1116.85"), // the same gap
            ("net_imposable", "1156.42"), // gross 1381.62 - exempt 0 - deductible contributions + reduction 0.00 - deductible CSG
            ("total_verse_employeur", "2187.63"), // 2187.63 - 0.00
        ],
    );
}
