//! Overtime: the usual week of 39 h of a film technician, 35 h and 4 h at 125 %, with its three reliefs.

use super::{Attendu, check};

#[test]
fn year_2026() {
    let contrats = [
        // 745.30 / 40 = 18.6325 an hour: 35 h = 652.14, 4 h x 1.25 = 93.16
        // plafond: 4005 x 5 / 31 = 645.96774193... -> 645.97
        // chômage: min(745.30, 4 x 645.97 = 2583.88) = 745.30
        // prévoyance: 220 x 5 = 1100
        // CSG: 745.30 x 98.25 % + 0.00 + 2.53 + 5.74 = 740.52725 -> 740.53
        // overtime: 93.16 x 98.25 % = 91.5297 -> 91.53 of it, 740.53 - 91.53 = 649.00 for the rest
        // employee's old age: 44.57 + 2.98 + 29.29 + 6.41 = 83.25; 83.25 x 100 / 745.30 = 11.16999865... -> 11.17,
        //   under 11.31; 93.16 x 11.17 % = 10.405972 -> 10.41, under 44.57 + 2.98
        // tax: 93.16 under 8,037; 93.16 x 0.93319 = 86.9359804 -> 86.94
        // employer: 4 h x 1.50 = 6.00
        // RGDU: sum of rates 39.03 %, Tdelta 0.3703; SMIC of 1 January 12.02 x 39 = 468.78;
        //   3 x SMIC / 745.30 = 1.88694485...; (0.5 x (ratio - 1))^1.75 = 0.24099977...;
        //   (0.0200 + 0.3703 x ...) = 0.10924221... x 100/90 = 0.12138024... -> 0.1214; 0.1214 x 745.30 =
        //   90.47942 -> 90.48
        // split: 90.48 x (3.94 + 1.29) / 39.03 = 12.12427363... -> 12.12 retraite, 78.36 Urssaf
        Attendu {
            bases: &[
                ("brut", "745.30"),
                ("securite_sociale", "745.30"),
                ("plafond", "645.97"),
                ("plafonnee", "645.97"),
                ("csg", "740.53"),
                ("chomage", "745.30"),
                ("conges_spectacles", "745.30"),
                ("retraite_t1", "745.30"),
                ("retraite_t2", "0.00"),
                ("prevoyance_t1", "745.30"),
                ("smic", "468.78"),
                ("heures_sup.heures", "4"),
                ("heures_sup.montant", "93.16"),
                ("heures_sup.exonere", "93.16"),
                ("heures_sup.net", "86.94"),
                ("heures_sup.csg", "91.53"),
                ("heures_sup.taux_reduction", "11.17"),
            ],
            forfait: false,
            dfs: None,
            lignes: &[
                "MAL 745.30 - - 13.00 96.89",                // x 13.00 % = 96.889
                "VIEIL_DEP 745.30 0.40 2.98 2.11 15.73",     // x 0.40 % = 2.9812, x 2.11 % = 15.72583
                "VIEIL_PLAF 645.97 6.90 44.57 8.55 55.23",   // x 6.90 % = 44.57193, x 8.55 % = 55.230435
                "AF 745.30 - - 5.25 39.13",                  // x 5.25 % = 39.12825
                "AT 745.30 - - 1.07 7.97",                   // x 1.07 % = 7.97471
                "CSA 745.30 - - 0.30 2.24",                  // x 0.30 % = 2.2359
                "FNAL 645.97 - - 0.1115 0.72",               // x 0.1115 % = 0.72025655
                "DIALOGUE 745.30 - - 0.016 0.12",            // x 0.016 % = 0.119248
                "CSG_DED 649.00 6.80 44.13 - -",             // x 6.80 % = 44.132
                "CSG_NDED 649.00 2.40 15.58 - -",            // x 2.40 % = 15.576
                "CRDS 649.00 0.50 3.25 - -",                 // x 0.50 % = 3.245
                "CSG_HS 91.53 9.20 8.42 - -",                // x 9.20 % = 8.42076
                "CRDS_HS 91.53 0.50 0.46 - -",               // x 0.50 % = 0.45765
                "CHOM_GEN 745.30 - - 4.00 29.81",            // x 4.00 % = 29.812
                "CHOM_SPE 745.30 2.40 17.89 5.00 37.27",     // x 2.40 % = 17.8872, x 5.00 % = 37.265
                "CHOM_MAJ 745.30 - - 0.50 3.73",             // x 0.50 % = 3.7265
                "AGS 745.30 - - 0.25 1.86",                  // x 0.25 % = 1.86325
                "RC_T1 745.30 3.93 29.29 3.94 29.36",        // x 3.93 % = 29.29029, x 3.94 % = 29.36482
                "CEG_T1 745.30 0.86 6.41 1.29 9.61",         // x 0.86 % = 6.40958, x 1.29 % = 9.61437
                "PREV 745.30 0.12 0.89 0.34 2.53",           // x 0.12 % = 0.89436, x 0.34 % = 2.53402
                "FCSS 745.30 - - 0.77 5.74",                 // x 0.77 % = 5.73881
                "CONGES_SPECT 745.30 - - 15.50 115.52",      // x 15.50 % = 115.5215
                "FORM_LEGALE 745.30 - - 2.00 14.91",         // x 2.00 % = 14.906
                "FORM_CONV 745.30 - - 0.10 0.75",            // x 0.10 % = 0.7453
                "TA_PRINC 745.30 - - 0.649 4.84",            // x 0.649 % = 4.836997
                "CCHSCT 745.30 - - 0.04 0.30",               // x 0.04 % = 0.29812
                "PARIT 745.30 - - 0.045 0.34",               // x 0.045 % = 0.335385
                "MED_TRAVAIL 745.30 - - 0.42 3.13",          // x 0.42 % = 3.13026
                "HS_RED_SAL 93.16 11.17 -10.41 - -",         // above
                "HS_DED_PAT 4 - - - -6.00",                  // hours, above
                "RGDU:urssaf 745.30 - - - -78.36",           // share of the split above
                "RGDU:audiens_retraite 745.30 - - - -12.12", // share of the split above
            ],
            coefficient: Some("0.1214"),
        },
    ];
    // employee: 2.98 + 44.57 + 44.13 + 15.58 + 3.25 + 8.42 + 0.46 + 17.89 + 29.29 + 6.41 + 0.89 = 173.87
    // not deductible: 15.58 + 3.25 + 8.42 + 0.46 = 27.71
    // net social: 745.30 - 173.87 + 10.41 = 581.84
    // net imposable: 745.30 - 93.16 - (173.87 - 27.71) + 10.41 = 516.39
    // net versé de la DSN: 516.39 - 27.71 = 488.68
    // PAS: 516.39 - 766 = 0, grid metropole of 2026-05-01: from 0 to below 1635 -> 0.000 %
    // employer: 745.30 + 477.73 - (90.48 + 6.00) = 1126.55
    let totaux = [
        ("brut", "745.30"),
        ("cotisations_salarie", "173.87"),
        ("cotisations_employeur", "477.73"),
        ("allegements", "96.48"),
        ("allegements_salarie", "10.41"),
        ("heures_sup", "93.16"),
        ("hs_exonerees_brut", "93.16"),
        ("hs_exonerees_net", "86.94"),
        ("montant_net_social", "581.84"),
        ("net_imposable", "516.39"),
        ("net_verse", "488.68"),
        ("frais", "0.00"),
        ("avantages_en_nature", "0.00"),
        ("net_avant_impot", "581.84"),
        ("abattement_pas", "766.00"),
        ("assiette_pas", "0.00"),
        ("taux_pas", "0.00"),
        ("pas", "0.00"),
        ("net_paye", "581.84"),
        ("acomptes", "0.00"),
        ("virement", "581.84"),
        ("total_verse_employeur", "1126.55"),
    ];
    check("heures-sup-2026", &contrats, &totaux);
}
