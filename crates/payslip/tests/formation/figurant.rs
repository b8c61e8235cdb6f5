//! Artistes de complément: forfait over a change of the SMIC, real pay, forfait above the pay with a personal rate of 0.

use super::{Attendu, check};

#[test]
fn year_2024() {
    let contrats = [
        // plafond: 12 x 29 x 2 = 696.00
        // forfait: 214.00 / 2 < 6 % x 3864 = 231.84; 11.65 x 18 x 1/2 + 11.88 x 18 x 1/2 = 211.77 -> 211.77
        // chômage: min(214.00, 4 x 253.45 = 1013.80) = 214.00
        // prévoyance: 213 x 2 = 426
        // CSG: the forfait 211.77, no allowance
        // reduced rates: maladie 2.5 x 11.52 x 16 = 460.8 >= 211.77; AF 3.5 x 11.52 x 16 = 645.12 >= 211.77
        Attendu {
            bases: &[
                ("brut", "214.00"),
                ("securite_sociale", "211.77"),
                ("plafond", "null"),
                ("plafonnee", "211.77"),
                ("csg", "211.77"),
                ("chomage", "214.00"),
                ("conges_spectacles", "214.00"),
                ("retraite_t1", "214.00"),
                ("retraite_t2", "0.00"),
                ("prevoyance_t1", "214.00"),
            ],
            forfait: true,
            dfs: None,
            lignes: &[
                "MAL 211.77 - - 4.90 10.38",               // x 4.90 % = 10.37673
                "VIEIL_DEP 211.77 0.28 0.59 1.41 2.99",    // x 0.28 % = 0.592956, x 1.41 % = 2.985957
                "VIEIL_PLAF 211.77 4.83 10.23 5.99 12.69", // x 4.83 % = 10.228491, x 5.99 % = 12.685023
                "AF 211.77 - - 2.42 5.12",                 // x 2.42 % = 5.124834
                "AT 211.77 - - 1.20 2.54",                 // x 1.20 % = 2.54124
                "CSA 211.77 - - 0.30 0.64",                // x 0.30 % = 0.63531
                "FNAL 211.77 - - 0.07805 0.17",            // x 0.07805 % = 0.165286485
                "DIALOGUE 211.77 - - 0.016 0.03",          // x 0.016 % = 0.0338832
                "CSG_DED 211.77 6.80 14.40 - -",           // x 6.80 % = 14.40036
                "CSG_NDED 211.77 2.40 5.08 - -",           // x 2.40 % = 5.08248
                "CRDS 211.77 0.50 1.06 - -",               // x 0.50 % = 1.05885
                "CHOM_GEN 214.00 - - 4.05 8.67",           // x 4.05 % = 8.667
                "CHOM_SPE 214.00 2.40 5.14 5.00 10.70",    // x 2.40 % = 5.136, x 5.00 % = 10.7
                "CHOM_MAJ 214.00 - - 0.50 1.07",           // x 0.50 % = 1.07
                "AGS 214.00 - - 0.25 0.54",                // x 0.25 % = 0.535
                "RC_T1 214.00 4.44 9.50 4.45 9.52",        // x 4.44 % = 9.5016, x 4.45 % = 9.523
                "CEG_T1 214.00 0.86 1.84 1.29 2.76",       // x 0.86 % = 1.8404, x 1.29 % = 2.7606
                "PREV 214.00 0.12 0.26 0.34 0.73",         // x 0.12 % = 0.2568, x 0.34 % = 0.7276
                "FCSS 214.00 - - 0.70 1.50",               // x 0.70 % = 1.498
                "CONGES_SPECT 214.00 - - 15.50 33.17",     // x 15.50 % = 33.17
                "FORM_LEGALE 211.77 - - 2.00 4.24",        // x 2.00 % = 4.2354
                "FORM_CONV 214.00 - - 0.10 0.21",          // x 0.10 % = 0.214
                "TA_PRINC 211.77 - - 0.649 1.37",          // x 0.649 % = 1.3743873
                "CCHSCT 214.00 - - 0.04 0.09",             // x 0.04 % = 0.0856
                "PARIT 214.00 - - 0.045 0.10",             // x 0.045 % = 0.0963
                "MED_TRAVAIL 214.00 - - 0.32 0.68",        // x 0.32 % = 0.6848
            ],
            coefficient: None,
        },
    ];
    // net social: 214.00 - 48.10 = 165.90
    // net imposable: 214.00 - 41.96 = 172.04
    // net versé de la DSN: 172.04 - 5.08 - 1.06 = 165.90
    // net avant impôt: 214.00 - 48.10 + 0 - 0 = 165.90
    // PAS: 172.04 - 739 = 0, grid metropole of 2024-01-01: from 0 to below 1591 -> 0.000 %
    // PAS: 0 x 0.000 % = 0 -> 0.00
    // employer: 214.00 + 109.91 - 0 = 323.91
    let totaux = [
        ("brut", "214.00"),
        ("cotisations_salarie", "48.10"),
        ("cotisations_employeur", "109.91"),
        ("allegements", "0.00"),
        ("montant_net_social", "165.90"),
        ("net_imposable", "172.04"),
        ("net_verse", "165.90"),
        ("frais", "0.00"),
        ("avantages_en_nature", "0.00"),
        ("net_avant_impot", "165.90"),
        ("abattement_pas", "739.00"),
        ("assiette_pas", "0.00"),
        ("taux_pas", "0.00"),
        ("pas", "0.00"),
        ("net_paye", "165.90"),
        ("acomptes", "0.00"),
        ("virement", "165.90"),
        ("total_verse_employeur", "323.91"),
    ];
    check("figurant-2024", &contrats, &totaux);
}

#[test]
fn year_2025() {
    let contrats = [
        // plafond: 12 x 29 x 1 = 348.00
        // real pay: 250.00 / 1 >= 6 % x 3925 = 235.5
        // chômage: min(250.00, 4 x 126.61 = 506.44) = 250.00
        // prévoyance: 216 x 1 = 216
        // CSG: 250.00 x 98.25 % + 0.00 + 0.73 + 1.51 = 247.865 -> 247.87
        // reduced rates: maladie 2.25 x 11.88 x 8 = 213.84 < 250.00; AF 3.3 x 11.88 x 8 = 313.632 >= 250.00
        Attendu {
            bases: &[
                ("brut", "250.00"),
                ("securite_sociale", "250.00"),
                ("plafond", "348.00"),
                ("plafonnee", "250.00"),
                ("csg", "247.87"),
                ("chomage", "250.00"),
                ("conges_spectacles", "250.00"),
                ("retraite_t1", "250.00"),
                ("retraite_t2", "0.00"),
                ("prevoyance_t1", "216.00"),
            ],
            forfait: false,
            dfs: None,
            lignes: &[
                "MAL 250.00 - - 9.10 22.75",               // x 9.10 % = 22.75
                "VIEIL_DEP 250.00 0.28 0.70 1.41 3.53",    // x 0.28 % = 0.7, x 1.41 % = 3.525
                "VIEIL_PLAF 250.00 4.83 12.08 5.99 14.98", // x 4.83 % = 12.075, x 5.99 % = 14.975
                "AF 250.00 - - 2.42 6.05",                 // x 2.42 % = 6.05
                "AT 250.00 - - 1.20 3.00",                 // x 1.20 % = 3
                "CSA 250.00 - - 0.30 0.75",                // x 0.30 % = 0.75
                "FNAL 250.00 - - 0.07805 0.20",            // x 0.07805 % = 0.195125
                "DIALOGUE 250.00 - - 0.016 0.04",          // x 0.016 % = 0.04
                "CSG_DED 247.87 6.80 16.86 - -",           // x 6.80 % = 16.85516
                "CSG_NDED 247.87 2.40 5.95 - -",           // x 2.40 % = 5.94888
                "CRDS 247.87 0.50 1.24 - -",               // x 0.50 % = 1.23935
                "CHOM_GEN 250.00 - - 4.00 10.00",          // x 4.00 % = 10
                "CHOM_SPE 250.00 2.40 6.00 5.00 12.50",    // x 2.40 % = 6, x 5.00 % = 12.5
                "CHOM_MAJ 250.00 - - 0.50 1.25",           // x 0.50 % = 1.25
                "AGS 250.00 - - 0.25 0.63",                // x 0.25 % = 0.625
                "RC_T1 250.00 4.44 11.10 4.45 11.13",      // x 4.44 % = 11.1, x 4.45 % = 11.125
                "CEG_T1 250.00 0.86 2.15 1.29 3.23",       // x 0.86 % = 2.15, x 1.29 % = 3.225
                "PREV 216.00 0.12 0.26 0.34 0.73",         // x 0.12 % = 0.2592, x 0.34 % = 0.7344
                "FCSS 216.00 - - 0.70 1.51",               // x 0.70 % = 1.512
                "CONGES_SPECT 250.00 - - 15.50 38.75",     // x 15.50 % = 38.75
                "FORM_LEGALE 250.00 - - 2.00 5.00",        // x 2.00 % = 5
                "FORM_CONV 250.00 - - 0.10 0.25",          // x 0.10 % = 0.25
                "TA_PRINC 250.00 - - 0.649 1.62",          // x 0.649 % = 1.6225
                "CCHSCT 250.00 - - 0.04 0.10",             // x 0.04 % = 0.1
                "PARIT 250.00 - - 0.045 0.11",             // x 0.045 % = 0.1125
                "MED_TRAVAIL 250.00 - - 0.32 0.80",        // x 0.32 % = 0.8
            ],
            coefficient: None,
        },
    ];
    // net social: 250.00 - 56.34 = 193.66
    // net imposable: 250.00 - 49.15 = 200.85
    // net versé de la DSN: 200.85 - 5.95 - 1.24 = 193.66
    // net avant impôt: 250.00 - 56.34 + 0 - 0 = 193.66
    // PAS: 200.85 - 739 = 0, grid metropole of 2025-05-01: from 0 to below 1620 -> 0.000 %
    // PAS: 0 x 0.000 % = 0 -> 0.00
    // employer: 250.00 + 138.91 - 0 = 388.91
    let totaux = [
        ("brut", "250.00"),
        ("cotisations_salarie", "56.34"),
        ("cotisations_employeur", "138.91"),
        ("allegements", "0.00"),
        ("montant_net_social", "193.66"),
        ("net_imposable", "200.85"),
        ("net_verse", "193.66"),
        ("frais", "0.00"),
        ("avantages_en_nature", "0.00"),
        ("net_avant_impot", "193.66"),
        ("abattement_pas", "739.00"),
        ("assiette_pas", "0.00"),
        ("taux_pas", "0.00"),
        ("pas", "0.00"),
        ("net_paye", "193.66"),
        ("acomptes", "0.00"),
        ("virement", "193.66"),
        ("total_verse_employeur", "388.91"),
    ];
    check("figurant-2025", &contrats, &totaux);
}

#[test]
fn year_2026() {
    let contrats = [
        // plafond: 12 x 30 x 1 = 360.00
        // forfait: 107.00 / 1 < 6 % x 4005 = 240.3; 12.31 x 9 = 110.79 -> 110.79
        // chômage: min(107.00, 4 x 133.50 = 534.00) = 107.00
        // prévoyance: 220 x 1 = 220
        // CSG: the forfait 110.79, no allowance
        Attendu {
            bases: &[
                ("brut", "107.00"),
                ("securite_sociale", "110.79"),
                ("plafond", "null"),
                ("plafonnee", "110.79"),
                ("csg", "110.79"),
                ("chomage", "107.00"),
                ("conges_spectacles", "107.00"),
                ("retraite_t1", "107.00"),
                ("retraite_t2", "0.00"),
                ("prevoyance_t1", "107.00"),
            ],
            forfait: true,
            dfs: None,
            lignes: &[
                "MAL 110.79 - - 9.10 10.08",             // x 9.10 % = 10.08189
                "VIEIL_DEP 110.79 0.28 0.31 1.48 1.64",  // x 0.28 % = 0.310212, x 1.48 % = 1.639692
                "VIEIL_PLAF 110.79 4.83 5.35 5.99 6.64", // x 4.83 % = 5.351157, x 5.99 % = 6.636321
                "AF 110.79 - - 3.68 4.08",               // x 3.68 % = 4.077072
                "AT 110.79 - - 1.10 1.22",               // x 1.10 % = 1.21869
                "CSA 110.79 - - 0.30 0.33",              // x 0.30 % = 0.33237
                "FNAL 110.79 - - 0.07805 0.09",          // x 0.07805 % = 0.086471595
                "DIALOGUE 110.79 - - 0.016 0.02",        // x 0.016 % = 0.0177264
                "CSG_DED 110.79 6.80 7.53 - -",          // x 6.80 % = 7.53372
                "CSG_NDED 110.79 2.40 2.66 - -",         // x 2.40 % = 2.65896
                "CRDS 110.79 0.50 0.55 - -",             // x 0.50 % = 0.55395
                "CHOM_GEN 107.00 - - 4.00 4.28",         // x 4.00 % = 4.28
                "CHOM_SPE 107.00 2.40 2.57 5.00 5.35",   // x 2.40 % = 2.568, x 5.00 % = 5.35
                "CHOM_MAJ 107.00 - - 0.50 0.54",         // x 0.50 % = 0.535
                "AGS 107.00 - - 0.25 0.27",              // x 0.25 % = 0.2675
                "RC_T1 107.00 4.44 4.75 4.45 4.76",      // x 4.44 % = 4.7508, x 4.45 % = 4.7615
                "CEG_T1 107.00 0.86 0.92 1.29 1.38",     // x 0.86 % = 0.9202, x 1.29 % = 1.3803
                "PREV 107.00 0.12 0.13 0.34 0.36",       // x 0.12 % = 0.1284, x 0.34 % = 0.3638
                "FCSS 107.00 - - 0.77 0.82",             // x 0.77 % = 0.8239
                "CONGES_SPECT 107.00 - - 15.50 16.59",   // x 15.50 % = 16.585
                "FORM_LEGALE 110.79 - - 2.00 2.22",      // x 2.00 % = 2.2158
                "FORM_CONV 107.00 - - 0.10 0.11",        // x 0.10 % = 0.107
                "TA_PRINC 110.79 - - 0.649 0.72",        // x 0.649 % = 0.7190271
                "CCHSCT 107.00 - - 0.04 0.04",           // x 0.04 % = 0.0428
                "PARIT 107.00 - - 0.045 0.05",           // x 0.045 % = 0.04815
                "MED_TRAVAIL 107.00 - - 0.32 0.34",      // x 0.32 % = 0.3424
            ],
            coefficient: None,
        },
    ];
    // net social: 107.00 - 24.77 = 82.23
    // net imposable: 107.00 - 21.56 = 85.44
    // net versé de la DSN: 85.44 - 2.66 - 0.55 = 82.23
    // net avant impôt: 107.00 - 24.77 + 0 - 0 = 82.23
    // PAS: personal rate 0 %
    // PAS: 85.44 x 0 % = 0 -> 0.00
    // employer: 107.00 + 61.93 - 0 = 168.93
    let totaux = [
        ("brut", "107.00"),
        ("cotisations_salarie", "24.77"),
        ("cotisations_employeur", "61.93"),
        ("allegements", "0.00"),
        ("montant_net_social", "82.23"),
        ("net_imposable", "85.44"),
        ("net_verse", "82.23"),
        ("frais", "0.00"),
        ("avantages_en_nature", "0.00"),
        ("net_avant_impot", "82.23"),
        ("abattement_pas", "0.00"),
        ("assiette_pas", "85.44"),
        ("taux_pas", "0.00"),
        ("pas", "0.00"),
        ("net_paye", "82.23"),
        ("acomptes", "0.00"),
        ("virement", "82.23"),
        ("total_verse_employeur", "168.93"),
    ];
    check("figurant-2026", &contrats, &totaux);
}

#[test]
fn the_training_contribution_may_leave_the_forfait() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/formation/figurant-2026.json"
    ));
    let of = |method: Option<cddu_payslip::FormationForfaitMethod>| {
        let mut input: cddu_payslip::BulletinInput =
            cddu_payslip::json::parse(text.as_ref().unwrap()).unwrap();
        input.methodes.formation_forfait = method;
        let payslip = cddu_payslip::compute(&cddu_rates::Rates::embedded(), &input).unwrap().bulletin;
        let line = payslip.contrats[0].lignes.iter().find(|l| l.code == "FORM_LEGALE").unwrap();
        (line.base.to_string(), line.montant_employeur.unwrap().to_string())
    };
    assert_eq!(of(None), ("110.79".to_owned(), "2.22".to_owned())); // x 2 % = 2.2158
    let real = of(Some(cddu_payslip::FormationForfaitMethod::Brut));
    assert_eq!(real, ("107.00".to_owned(), "2.14".to_owned())); // x 2 % = 2.14
}
