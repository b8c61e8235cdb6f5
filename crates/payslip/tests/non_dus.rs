//! What is not due and why: each sentence at the smallest request that gives it, and the case beside it. Amounts are
//! those of the texts: SMIC of October 2026 12.31, plafond of 2026 4,005, allowance of short contracts 766.

use std::path::Path;
use std::sync::LazyLock;

use cddu_payslip::trace::{ExplainedFigure, Fig};
use cddu_payslip::{BulletinInput, Computed, compute, json};
use cddu_rates::Rates;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const BASE: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.38"},
"salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"46","brut":"2735.54"}],
"elements":[]}"#;

type Changes<'a> = &'a [(&'a str, &'a str)];

fn pay(changes: Changes<'_>) -> Computed {
    let mut text = BASE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let input: BulletinInput = json::parse(&text).expect("readable");
    let computed = compute(&RATES, &input).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(computed.trace.check(), []);
    computed
}

/// The sentences of a line or a figure that is not due, or is less than asked.
fn why(computed: &Computed, code: &str) -> Vec<String> {
    let names = computed.contract_names();
    let figures = (0u32..).take(computed.trace.nodes().len());
    let figures = figures.map(|i| computed.trace.explain(Fig(i), &RATES, &names));
    let all = computed.not_due(&RATES).into_iter().chain(figures);
    let asked = |f: &ExplainedFigure| {
        f.ligne.as_deref() == Some(code) || f.ligne.is_none() && f.figure.rsplit('.').next() == Some(code)
    };
    all.filter(asked).filter_map(|f| f.pourquoi).collect()
}

const END: &str = r#""fin":"2026-10-09","jours""#;
const MONTHS: &str = r#""periode":{"debut":"2026-10-05","fin":"2026-10-09"},"jours""#;
const DATES: &str = r#""debut":"2026-10-05","fin":"2026-10-09""#;
const PAID: &str = r#""date_paiement":"2026-10-09""#;
const STAFF: &str = r#""effectif":8"#;
const PERSON: &str = r#""prenom":"Camille""#;
const TECHNICIAN: &str = r#""categorie":"technicien","cadre":false"#;
const GROSS: &str = r#""brut":"2735.54""#;

#[test]
fn each_sentence_and_the_case_beside_it() {
    let longer = |fin: &str| format!(r#""fin":"{fin}",{MONTHS}"#);
    let (january_5, january_4) = (longer("2027-01-05"), longer("2027-01-04"));
    let cases: &[(&str, Changes<'_>, &[&str])] = &[
        // 46 x 12.02 = 552.92; three times 1,658.76.
        (
            "allegement",
            &[],
            &[
                "pas de réduction générale : la rémunération de 2735.54 € atteint 3 fois le SMIC des heures payées (552.92 €)",
            ],
        ),
        ("allegement", &[(GROSS, r#""brut":"1658.75""#)], &[]),
        (
            "allegement",
            &[(GROSS, r#""brut":"1658.76""#)],
            &[
                "pas de réduction générale : la rémunération de 1658.76 € atteint 3 fois le SMIC des heures payées (552.92 €)",
            ],
        ),
        (
            "allegement",
            &[(TECHNICIAN, r#""categorie":"artiste""#)],
            &["pas de réduction générale : elle ne se cumule pas avec les taux réduits des artistes"],
        ),
        ("allegement", &[(GROSS, r#""brut":"0""#)], &["pas de réduction générale : assiette nulle (0.00 €)"]),
        (
            "APEC",
            &[],
            &["due pour les techniciens cadres seulement : ce contrat est celui d'un technicien non cadre"],
        ),
        ("APEC", &[(TECHNICIAN, r#""cadre":true,"categorie":"technicien""#)], &[]),
        (
            "RC_T2",
            &[],
            &[
                "le plafond n'est pas dépassé : 0.00 € déjà comptés et 2735.54 € de paie, pour un plafond de 48060.00 €",
            ],
        ),
        (
            "CET",
            &[(r#""elements":[]"#, r#""cumuls":{"retraite_annee":"45324.46"}"#)],
            &[
                "le plafond n'est pas dépassé : 45324.46 € déjà comptés et 2735.54 € de paie, pour un plafond de 48060.00 €",
            ],
        ),
        ("CET", &[(r#""elements":[]"#, r#""cumuls":{"retraite_annee":"45324.47"}"#)], &[]),
        (
            "RC_T1",
            &[(r#""elements":[]"#, r#""cumuls":{"retraite_annee":"48060.00"}"#)],
            &["la tranche 1 est remplie : 48060.00 € déjà comptés, pour un plafond de 48060.00 €"],
        ),
        // 8 x 48,060 = 384,480.
        (
            "CEG_T2",
            &[(r#""elements":[]"#, r#""cumuls":{"retraite_annee":"384480.00"}"#)],
            &["la tranche 2 est remplie : 384480.00 € déjà comptés, pour 8 plafonds de 48060.00 €"],
        ),
        // Three months from 5 October end on 4 January.
        (
            "CHOM_MAJ",
            &[(END, &january_5)],
            &[
                "réservée aux contrats de 3 mois au plus : celui-ci va du 2026-10-05 au 2027-01-05, après le 2027-01-04",
            ],
        ),
        ("CHOM_MAJ", &[(END, &january_4)], &[]),
        ("FORFAIT_SOCIAL", &[], &["due à partir de 11 salariés : l'employeur en a 8"]),
        ("FORFAIT_SOCIAL", &[(STAFF, r#""effectif":11"#)], &[]),
        ("VM", &[], &["due à partir de 11 salariés : l'employeur en a 8"]),
        (
            "VM",
            &[(STAFF, r#""effectif":20"#)],
            &["aucun versement mobilité : taux de 0.00 % (employeur.versement_mobilite)"],
        ),
        ("VM", &[(STAFF, r#""effectif":20,"versement_mobilite":"2.95""#)], &[]),
        (
            "VMRR",
            &[
                (STAFF, r#""effectif":20,"vmrr":"0.15""#),
                (DATES, r#""debut":"2025-06-26","fin":"2025-06-30""#),
            ],
            &["créée le 2025-07-01 : la période finit le 2025-06-30"],
        ),
        (
            "CSG_NDED",
            &[(PERSON, r#""prenom":"Camille","domicile_fiscal_france":false"#)],
            &[
                "due par les personnes domiciliées fiscalement en France : celle-ci ne l'est pas (salarie.domicile_fiscal_france : false)",
            ],
        ),
        (
            "MAL_NR",
            &[],
            &[
                "due par les personnes non domiciliées fiscalement en France : celle-ci l'est (salarie.domicile_fiscal_france : true)",
            ],
        ),
        (
            "MAL_AM",
            &[],
            &[
                "due par les salariés du régime local d'Alsace-Moselle : celui-ci n'en relève pas (salarie.alsace_moselle : false)",
            ],
        ),
        (
            "TA_PRINC",
            &[(STAFF, r#""effectif":8,"taxe_apprentissage":false"#)],
            &[
                "l'employeur n'est pas soumis à la taxe d'apprentissage (employeur.taxe_apprentissage : false)",
            ],
        ),
        (
            "TAXE_SALAIRES",
            &[],
            &[
                "due par l'employeur qui n'est pas soumis à la TVA : celui-ci l'est (employeur.taxe_salaires : false)",
            ],
        ),
        (
            "DELEG",
            &[],
            &["due dans les conventions d'IDCC 2642 seulement : ce contrat relève de l'IDCC 3097"],
        ),
        (
            "DELEG",
            &[(r#""idcc":"3097""#, r#""idcc":"2642","delegues_elus":true"#)],
            &["due par l'employeur sans délégués élus : celui-ci en a (employeur.delegues_elus : true)"],
        ),
        (
            "MED_TRAVAIL",
            &[(r#""taux_sante_travail":"0.38""#, r#""taux_sante_travail":"0""#)],
            &["le taux de santé au travail donné est de 0.00 %"],
        ),
        ("AT", &[(r#""1.07""#, r#""0""#)], &["le taux d'accidents du travail donné est de 0.00 %"]),
        (
            "FCSS",
            &[(r#""elements":[]"#, r#""methodes":{"prevoyance_3097":"film_1_50"}"#)],
            &[
                "remplacée par la cotisation de 1,50 % de la convention du cinéma (methodes.prevoyance_3097 : film_1_50)",
            ],
        ),
        // 766 of allowance: nothing is withheld under it.
        (
            "pas",
            &[(GROSS, r#""brut":"0""#)],
            &["pas de prélèvement : le taux est de 0.00 % pour une base de 0.00 €"],
        ),
        (
            "abattement_pas",
            &[(PERSON, r#""prenom":"Camille","taux_pas":"0""#)],
            &["pas d'abattement : un taux personnel est connu (0.00 %)"],
        ),
        (
            "abattement_pas",
            &[(END, &january_5)],
            &[
                "réservée aux contrats de 2 mois au plus : celui-ci va du 2026-10-05 au 2027-01-05, après le 2026-12-04",
            ],
        ),
        ("abattement_pas", &[], &[]),
        (
            "dfs",
            &[],
            &["pas de déduction forfaitaire spécifique : le contrat ne la demande pas (dfs : false)"],
        ),
        // 6 % of 4,005 is 240.30 a day; 1,201.50 for five days.
        (
            "forfait",
            &[
                (TECHNICIAN, r#""categorie":"figurant""#),
                (GROSS, r#""brut":"1201.50""#),
                (DATES, r#""debut":"2026-10-05","fin":"2026-10-08""#),
            ],
            &[
                "pas de forfait : le brut de 1201.50 € atteint 6 % du plafond mensuel (4005.00 €) par jour, pour 5 jours",
            ],
        ),
        (
            "MAL",
            &[
                (PAID, r#""date_paiement":"2025-10-10""#),
                (DATES, r#""debut":"2025-10-06","fin":"2025-10-10""#),
            ],
            // 2.25 x 11.88 x 46 = 1,229.58.
            &["taux plein : l'assiette de 2735.54 € dépasse le seuil de 1229.58 €"],
        ),
    ];
    let mut wrong = Vec::new();
    for (code, changes, expected) in cases {
        let told = why(&pay(changes), code);
        if told != *expected {
            wrong.push(format!("{code} {changes:?}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tax of the payslips of the course that withhold nothing; their net imposable is worked by hand in `formation`.
#[test]
fn a_tax_of_nothing_is_told() {
    let cases = [
        (
            "technicien-2026",
            "pas de prélèvement : le net imposable de 587.46 € ne dépasse pas l'abattement des contrats courts, 766.00 €",
        ),
        ("figurant-2026", "pas de prélèvement : le taux est de 0.00 % pour une base de 85.44 €"),
    ];
    for (name, expected) in cases {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/formation").join(name);
        let text = std::fs::read_to_string(path.with_extension("json")).unwrap();
        let computed = compute(&RATES, &json::parse(&text).unwrap()).unwrap();
        assert_eq!(why(&computed, "pas"), [expected], "{name}");
    }
}

/// A seizure is told when its limit leaves less than was asked.
#[test]
fn a_deduction_is_told_when_it_is_limited() {
    let asked = |amount: &str| {
        let element = format!(r#""elements":[{{"code":"avance","montant":"{amount}"}}]"#);
        why(&pay(&[(r#""elements":[]"#, &element)]), "avance")
    };
    // A tenth of the net of 2,223.52.
    assert_eq!(asked("500.00"), ["500.00 € demandés, 222.35 € seulement peuvent être retenus"]);
    assert!(asked("222.35").is_empty());
}

/// Every contribution of the tables, the relief and the tax, on the fifteen payslips of the course: a line, or one
/// sentence that says why there is none.
#[test]
fn every_code_has_a_line_or_a_reason_on_the_payslips_of_the_course() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/formation");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        count += 1;
        let input: BulletinInput = json::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let computed = compute(&RATES, &input).unwrap();
        assert_eq!(computed.trace.check(), []);
        let absent = computed.not_due(&RATES);
        let codes = RATES.contributions().iter().map(|c| c.code.as_str()).chain(["allegement"]);
        for code in codes {
            for contract in &computed.bulletin.contrats {
                let relief =
                    code == "allegement" && contract.lignes.iter().any(cddu_payslip::Line::is_relief);
                let printed = relief || contract.lignes.iter().any(|l| l.code == code);
                let address = format!("{}.{code}", contract.contrat);
                let reasons: Vec<&str> = absent
                    .iter()
                    .filter(|f| f.figure == address || f.figure == format!("{address}.non_due"))
                    .filter_map(|f| f.pourquoi.as_deref())
                    .collect();
                assert_eq!(reasons.len(), usize::from(!printed), "{path:?} {address}: {reasons:?}");
                assert!(reasons.iter().all(|r| r.len() > 20 && !r.contains('?')), "{address}: {reasons:?}");
            }
        }
        let told = !why(&computed, "pas").is_empty();
        assert_eq!(told, computed.bulletin.totaux.pas.is_zero(), "{path:?}: pas");
    }
    assert_eq!(count, 16);
}
