//! What a payslip tells its reader: each warning at the smallest request that gives it, and just beside.

use cddu_payslip::{BulletinInput, compute, json};
use cddu_rates::Rates;

const BASE: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.38"},
"salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"46","brut":"2735.54"}],
"elements":[]}"#;

/// What is replaced in the request, and by what.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// The messages of one code, after replacements.
fn told(code: &str, changes: Changes<'_>) -> Vec<String> {
    let mut text = BASE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let input: BulletinInput = json::parse(&text).expect("readable");
    let computed = compute(&Rates::embedded(), &input).unwrap_or_else(|e| panic!("{e:?}"));
    computed.bulletin.avertissements.into_iter().filter(|w| w.code == code).map(|w| w.message).collect()
}

const RESIDENT: &str = r#""prenom":"Camille""#;
const ABROAD: &str = r#""prenom":"Camille","domicile_fiscal_france":false"#;
const DATES: &str = r#""debut":"2026-10-05","fin":"2026-10-09""#;
const PAID: &str = r#""date_paiement":"2026-10-09""#;
const OVERTIME: &str = r#""brut":"2735.54","elements":[
    {"code":"base","libelle":"Salaire de base","montant":"2500.00"},{"code":"hs_25","libelle":"Heures supplémentaires","montant":"235.54","quantite":"4","majoration":"25"}]"#;
/// The reading that was the default until the decree of June 2026.
const DATED: (&str, &str) =
    (r#""elements":[]"#, r#""elements":[],"methodes":{"rgdu_smic":"dates_des_heures"}"#);
const LOW: (&str, &str) = (r#""brut":"2735.54""#, r#""brut":"700.00""#);

#[test]
fn each_warning_and_the_case_beside_it() {
    let cases: &[(&str, Changes<'_>, &[&str])] = &[
        (
            "PAIEMENT-AVANT-FIN",
            &[(PAID, r#""date_paiement":"2026-10-08""#)],
            &["contrat C1 : payé le 2026-10-08 avant la fin de la période (2026-10-09)"],
        ),
        ("PAIEMENT-AVANT-FIN", &[], &[]),
        (
            "PERIODE-31-DECEMBRE",
            &[(DATES, r#""debut":"2025-12-29","fin":"2026-01-02""#)],
            &[
                "contrat C1 : la période 2025-12-29/2026-01-02 passe le 31 décembre ; calculée d'un bloc aux règles de sa fin, mieux vaut deux bulletins",
            ],
        ),
        ("PERIODE-31-DECEMBRE", &[], &[]),
        (
            "PERIODE-31-MARS",
            &[(DATES, r#""debut":"2026-03-31","fin":"2026-04-04""#)],
            &[
                "contrat C1 : la période 2026-03-31/2026-04-04 passe le 31 mars ; le certificat Congés Spectacles sera scindé, mieux vaut deux bulletins",
            ],
        ),
        ("PERIODE-31-MARS", &[(DATES, r#""debut":"2026-03-27","fin":"2026-03-31""#)], &[]),
        ("PERIODE-31-MARS", &[(DATES, r#""debut":"2026-04-01","fin":"2026-04-05""#)], &[]),
        (
            "JOURS",
            &[(r#""jours":5"#, r#""jours":6"#)],
            &["contrat C1 : 6 jours payés pour une période de 5 jours calendaires"],
        ),
        ("JOURS", &[], &[]),
        (
            "RETRAITE-JOURS",
            &[(r#""cadre":false"#, r#""cadre":true"#), (r#""jours":5,"#, "")],
            &[
                "contrat C1 : jours non donnés, la retraite complémentaire compte les 5 jours calendaires de la période",
            ],
        ),
        ("RETRAITE-JOURS", &[(r#""cadre":false"#, r#""cadre":true"#)], &[]),
        ("RETRAITE-JOURS", &[(r#""jours":5,"#, "")], &[]),
        (
            "DFS-TECHNICIEN",
            &[(r#""brut":"2735.54""#, r#""brut":"2735.54","dfs":true"#)],
            &[
                "contrat C1 : DFS d'un technicien, réservée au personnel de création de l'IDCC 3097 et soumise à son accord (B)",
            ],
        ),
        ("DFS-TECHNICIEN", &[], &[]),
        (
            "DFS-TECHNICIEN",
            &[
                (r#""categorie":"technicien""#, r#""categorie":"realisateur""#),
                (r#""brut":"2735.54""#, r#""brut":"2735.54","dfs":true"#),
            ],
            &[],
        ),
        (
            "HEURES-SUP",
            &[
                (r#""brut":"2735.54""#, OVERTIME),
                (r#""contrats":["#, r#""methodes":{"hs_allegements":"non"},"contrats":["#),
            ],
            &["heures supplémentaires payées sans leurs allègements (méthode hs_allegements = non)"],
        ),
        ("HEURES-SUP", &[(r#""brut":"2735.54""#, OVERTIME)], &[]),
        (
            "HEURES-SUP-DETAIL",
            &[],
            &[
                "contrat C1 : 46 heures sans le détail des heures supplémentaires, donc aucun allègement sur elles ; donner la feuille de temps, les éléments hs_* ou heures_sup",
            ],
        ),
        ("HEURES-SUP-DETAIL", &[(r#""brut":"2735.54""#, OVERTIME)], &[]),
        ("HEURES-SUP-DETAIL", &[(r#""heures":"46""#, r#""heures":"35""#)], &[]),
        ("HEURES-SUP-DUREE", &[(r#""brut":"2735.54""#, OVERTIME)], &[]),
        (
            "HEURES-SUP-DUREE",
            &[(r#""brut":"2735.54""#, OVERTIME), (r#""heures":"46""#, r#""heures":"48.5""#)],
            &[
                "semaine du 05/10/2026 : 48.5 heures, maximum 48 ; les allègements supposent que les durées maximales sont respectées (CSS L241-18 V)",
            ],
        ),
        (
            "HEURES-SUP-LIMITE",
            &[
                (r#""brut":"2735.54""#, OVERTIME),
                (r#""contrats":["#, r#""cumuls":{"hs_exonerees_brut":"7900.00"},"contrats":["#),
            ],
            &[
                "limite annuelle de l'exonération d'impôt des heures supplémentaires atteinte chez cet employeur : 137.00 exonérés sur 235.54, le reste est imposable (CGI 81 quater)",
            ],
        ),
        ("HEURES-SUP-LIMITE", &[(r#""brut":"2735.54""#, OVERTIME)], &[]),
        (
            "HEURES-SUP-ARTISTE",
            // 2,735.54 x 6.25 / 41.25 = 414.475...
            &[(r#""categorie":"technicien""#, r#""categorie":"artiste","engagement":"semaine""#)],
            &[
                "contrat C1 : la semaine comprend 5 heures supplémentaires (titre III art. 4.4.2), environ 414.48 de brut, laissées hors des allègements (méthode hs_artiste_semaine = non)",
            ],
        ),
        ("HEURES-SUP-ARTISTE", &[(r#""categorie":"technicien""#, r#""categorie":"artiste""#)], &[]),
        (
            "DFS-PLANCHER",
            &[
                (r#""categorie":"technicien""#, r#""categorie":"artiste""#),
                (r#""heures":"46","brut":"2735.54""#, r#""brut":"2735.54","dfs":true"#),
            ],
            &["contrat C1 : DFS sans heures ni cachets, le plancher du SMIC n'a pas pu être vérifié"],
        ),
        ("DFS-PLANCHER", &[(r#""brut":"2735.54""#, r#""brut":"2735.54","dfs":true"#)], &[]),
        (
            "AT-COLLECTIF",
            &[(r#","taux_at":"1.07""#, "")],
            &["taux_at non donné : taux collectif 1.07 % du barème, à remplacer par le taux notifié"],
        ),
        ("AT-COLLECTIF", &[], &[]),
        (
            "VM-EFFECTIF",
            &[(r#""effectif":8"#, r#""effectif":10,"versement_mobilite":"2.95""#)],
            &["versement_mobilite 2.95 % donné mais non dû sous 11 salariés"],
        ),
        (
            "VM-EFFECTIF",
            &[(r#""effectif":8"#, r#""effectif":10,"versement_mobilite":"2.95","vmrr":"0.15""#)],
            &[
                "versement_mobilite 2.95 % donné mais non dû sous 11 salariés",
                "vmrr 0.15 % donné mais non dû sous 11 salariés",
            ],
        ),
        // Two contracts, told once.
        (
            "VM-EFFECTIF",
            &[
                (r#""effectif":8"#, r#""effectif":10,"versement_mobilite":"2.95""#),
                (
                    r#""brut":"2735.54"}"#,
                    r#""brut":"2735.54"},{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"2026-10-09","fin":"2026-10-09","jours":1,"heures":"8","brut":"300"}"#,
                ),
            ],
            &["versement_mobilite 2.95 % donné mais non dû sous 11 salariés"],
        ),
        ("VM-EFFECTIF", &[(r#""effectif":8"#, r#""effectif":11,"versement_mobilite":"2.95""#)], &[]),
        (
            "VM-DATE",
            &[
                (r#""effectif":8"#, r#""effectif":20,"vmrr":"0.15""#),
                (DATES, r#""debut":"2025-06-26","fin":"2025-06-30""#),
            ],
            &["vmrr 0.15 % donné mais non dû avant le 2025-07-01"],
        ),
        (
            "VM-DATE",
            &[
                (r#""effectif":8"#, r#""effectif":20,"vmrr":"0.15""#),
                (DATES, r#""debut":"2025-07-01","fin":"2025-07-05""#),
            ],
            &[],
        ),
        (
            "SANTE-TRAVAIL",
            &[(r#","taux_sante_travail":"0.38""#, "")],
            &["taux_sante_travail non donné : 0.42 % (B) appliqué"],
        ),
        (
            "SANTE-TRAVAIL",
            &[(r#","taux_sante_travail":"0.38""#, ""), (DATES, r#""debut":"2025-07-01","fin":"2025-07-05""#)],
            &["taux_sante_travail non donné : 0.32 % (C) appliqué"],
        ),
        ("SANTE-TRAVAIL", &[], &[]),
        // 1,000.00 a week: 90 % of the net is over the limit of the week, 332.
        ("RETENUE-SEUIL", &[(RESIDENT, ABROAD)], &[]),
        (
            "RETENUE-AUCUNE",
            &[(
                RESIDENT,
                r#""prenom":"Camille","domicile_fiscal_france":false,"retenue_non_resident":"aucune","retenue_motif":"accord de siège""#,
            )],
            &["non-résident fiscal sans retenue à la source : accord de siège"],
        ),
        ("RETENUE-AUCUNE", &[(RESIDENT, ABROAD)], &[]),
        (
            "RETENUE-CONVENTION",
            &[(
                RESIDENT,
                r#""prenom":"Camille","domicile_fiscal_france":false,"retenue_non_resident":"convention","convention_fiscale":{"pays":"Belgique","taux":"0","article":"11"}"#,
            )],
            &[
                "retenue à la source au taux de 0.00 % de la convention fiscale avec Belgique, article 11 : garder le justificatif de résidence",
            ],
        ),
        ("RETENUE-CONVENTION", &[(RESIDENT, ABROAD)], &[]),
        (
            "RGDU-SMIC",
            &[LOW, DATED],
            &[
                "la réduction générale suit le SMIC des dates travaillées ; depuis juin 2026, le BOSS retient celui du 1er janvier toute l'année (méthode rgdu_smic = premier_janvier) : à vérifier",
            ],
        ),
        ("RGDU-SMIC", &[LOW, DATED, (DATES, r#""debut":"2026-05-25","fin":"2026-05-29""#)], &[]),
        ("RGDU-SMIC", &[LOW], &[]),
        ("RGDU-SMIC", &[(r#""brut":"2735.54""#, r#""brut":"9735.54""#), DATED], &[]),
        (
            "AVANCE-DIXIEME",
            // A tenth of the net of 2,223.52.
            &[(r#""elements":[]"#, r#""elements":[{"code":"avance","montant":"500.00"}]"#)],
            &["avance de 500.00 : 222.35 retenus, le dixième du salaire dû ; reste 277.65 à retenir"],
        ),
        (
            "AVANCE-DIXIEME",
            &[(r#""elements":[]"#, r#""elements":[{"code":"avance","montant":"50.00"}]"#)],
            &[],
        ),
        (
            "REGLE-C",
            &[],
            &[
                "règle non vérifiée (confiance C) : Chômage et AGS : brut avant DFS, dans la limite de quatre plafonds du contrat. (chomage.plafond_prorata)",
            ],
        ),
        ("REGLE-C", &[(r#""elements":[]"#, r#""methodes":{"chomage_plafond":"mensuel"}"#)], &[]),
    ];
    for (code, changes, expected) in cases {
        assert_eq!(told(code, changes), *expected, "{code} {changes:?}");
    }
}

/// A figurant said to have worked 24 days for 107.00: the contributions of the daily forfait are above his gross.
#[test]
fn a_net_under_zero_is_said() {
    let text = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/formation/figurant-2026.json"),
    )
    .unwrap();
    let rates = cddu_rates::Rates::embedded();
    let told = |text: &str| {
        let input = cddu_payslip::json::parse(text).unwrap();
        let payslip = cddu_payslip::compute(&rates, &input).unwrap().bulletin;
        let said = payslip.avertissements.iter().any(|w| w.code == "NET-NEGATIF");
        assert_eq!(said, payslip.totaux.net_paye < cddu_rates::Cents::ZERO);
        said
    };
    assert!(!told(&text));
    assert!(text.contains("\"jours\": 1,"));
    assert!(told(&text.replacen("\"jours\": 1,", "\"jours\": 24,", 1)));
}

const ARTIST: &[(&str, &str)] = &[
    (r#""categorie":"technicien","cadre":false,"#, r#""categorie":"artiste","cachets":CACHETS,"#),
    (r#""heures":"46","#, ""),
];

/// What is told and changes no amount: a rate of tax, cachets.
#[test]
fn what_is_hardly_ever_meant_is_told_and_changes_nothing() {
    let rate = |rate: &str| {
        let person = format!(r#""prenom":"Camille","taux_pas":"{rate}""#);
        told("PAIE-115", &[(RESIDENT, &person)]).len()
    };
    // 43 is the highest rate of the scale; 1 the lowest that is no fraction; 0 is a rate.
    for (taux, times) in [("74", 1), ("43.01", 1), ("43", 0), ("1", 0), ("0.07", 1), ("0", 0)] {
        assert_eq!(rate(taux), times, "{taux}");
    }
    // Five days from 5 to 9 October.
    for (cachets, times) in [("400", 1), ("6", 1), ("5", 0)] {
        let mut changes = ARTIST.to_vec();
        changes.push(("CACHETS", cachets));
        let found = told("PAIE-116", &changes);
        assert_eq!(found.len(), times, "{cachets} {found:?}");
        assert!(found.iter().all(|m| m.contains("5 jours")), "{found:?}");
    }
}
