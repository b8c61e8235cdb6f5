//! Refusals: each names its field, and nothing is computed.

use cddu_payslip::{BulletinInput, compute, json};
use cddu_rates::Rates;

const BASE: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1"},
"salarie":{"matricule":"T01","nom":"Martin","prenom":"Jeanne"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"46","brut":"1735.54"}],
"elements":[]}"#;

fn codes(from: &str, to: &str) -> Vec<(String, String)> {
    assert!(BASE.contains(from), "{from}");
    let input: BulletinInput = json::parse(&BASE.replace(from, to)).expect("readable");
    let errors = compute(&Rates::embedded(), &input).expect_err("refused");
    errors.into_iter().map(|d| (d.code, d.champ.unwrap_or_default())).collect()
}

#[test]
fn every_refusal_has_its_code_and_its_field() {
    let cases = [
        (r#""brut":"1735.54""#, r#""brut":"-1""#, "PAIE-006", "contrats[0].brut"),
        (r#","brut":"1735.54""#, "", "PAIE-007", "contrats[0].brut"),
        (r#""heures":"46""#, r#""heures":"0""#, "PAIE-008", "contrats[0].heures"),
        (r#""heures":"46""#, r#""heures":"-1""#, "PAIE-006", "contrats[0].heures"),
        (r#""jours":5"#, r#""jours":"-0.5""#, "PAIE-006", "contrats[0].jours"),
        (r#","cadre":false"#, r#","fonction":"Chef op""#, "PAIE-093", "contrats[0].fonction"),
        (r#""jours":5"#, r#""annexe":9"#, "PAIE-016", "contrats[0].annexe"),
        (r#""taux_at":"1.07""#, r#""taux_at":"100.01""#, "PAIE-021", "employeur.taux_at"),
        (r#""taux_at":"1.07""#, r#""taux_at":"-0.01""#, "PAIE-021", "employeur.taux_at"),
        (r#""taux_at":"1.07""#, r#""taux_at":"1.00001""#, "PAIE-021", "employeur.taux_at"),
        (
            r#""elements":[]"#,
            r#""elements":[],"cumuls":{"retraite_mois":"-0.01"}"#,
            "PAIE-006",
            "cumuls.retraite_mois",
        ),
        (
            r#""elements":[]"#,
            r#""elements":[{"code":"prime","montant":"-10"}]"#,
            "PAIE-006",
            "elements[0].montant",
        ),
        (
            r#""jours":5"#,
            r#""elements":[{"code":"salaire","libelle":"Salaire","montant":"1735.53"}]"#,
            "PAIE-017",
            "contrats[0].elements",
        ),
        (r#""fin":"2026-10-09""#, r#""fin":"2026-10-01""#, "PAIE-002", "contrats[0].fin"),
        (
            r#""jours":5"#,
            r#""periode":{"debut":"2026-10-01","fin":"2026-10-09"}"#,
            "PAIE-003",
            "contrats[0].periode",
        ),
        (r#""date_paiement":"2026-10-09""#, r#""date_paiement":"2026-10-01""#, "PAIE-004", "date_paiement"),
        (
            r#""debut":"2026-10-05","fin":"2026-10-09""#,
            r#""debut":"2023-10-05","fin":"2023-10-09""#,
            "BAR-010",
            "contrats[0].debut",
        ),
        (
            r#""prenom":"Jeanne""#,
            r#""prenom":"J","domicile_fiscal_france":false,"taux_pas":"5""#,
            "PAIE-010",
            "salarie.taux_pas",
        ),
        (r#""prenom":"Jeanne""#, r#""prenom":"J","taux_pas":"0.146""#, "PAIE-021", "salarie.taux_pas"),
        (r#""effectif":8,"taux_at":"1.07""#, r#""effectif":20"#, "PAIE-011", "employeur.taux_at"),
        (
            r#""elements":[]"#,
            r#""elements":[{"code":"acompte","montant":"9999.00"}]"#,
            "PAIE-014",
            "elements[0].montant",
        ),
        (
            r#""elements":[]"#,
            r#""elements":[{"code":"retenue","montant":"10"}]"#,
            "PAIE-013",
            "elements[0].code",
        ),
        (
            r#""elements":[]"#,
            r#""elements":[{"code":"frais","montant":"10","contrat":"X"}]"#,
            "PAIE-012",
            "elements[0].contrat",
        ),
        (
            r#""elements":[]"#,
            r#""elements":[{"code":"frais","montant":"10","nature":"repas_resto","quantite":1}]"#,
            "PAIE-019",
            "elements[0].nature",
        ),
        (
            r#""categorie":"technicien","cadre":false"#,
            r#""categorie":"artiste","cadre":true"#,
            "PAIE-009",
            "contrats[0].cadre",
        ),
        (
            r#""elements":[]"#,
            r#""elements":[],"periodicite":"hebdomadaire","methodes":{"periodicite":"journaliere"}"#,
            "PAIE-024",
            "methodes.periodicite",
        ),
        (
            r#""categorie":"technicien""#,
            r#""categorie":"technicien","anterieur":{"securite_sociale":"500","plafond":"900","plafonnee":"600"}"#,
            "PAIE-023",
            "contrats[0].anterieur.plafonnee",
        ),
    ];
    for (from, to, code, field) in cases {
        let got = codes(from, to);
        assert!(got.iter().any(|(c, f)| c == code && f == field), "{to}: {got:?}");
    }
}

/// At the limits of the refusals above, the payslip is made.
#[test]
fn what_lies_just_inside_is_paid() {
    for (from, to) in [
        (r#""jours":5"#, r#""jours":0"#),
        (r#""heures":"46","brut":"1735.54""#, r#""heures":"0","brut":"0""#),
        (r#""taux_at":"1.07""#, r#""taux_at":"100""#),
        (r#""taux_at":"1.07""#, r#""taux_at":"1.0001""#),
        (r#""jours":5"#, r#""jours":5,"annexe":10"#),
        (r#""jours":5"#, r#""periode":{"debut":"2026-10-05","fin":"2026-10-09"}"#),
        (r#""jours":5"#, r#""elements":[{"code":"salaire","libelle":"Salaire","montant":"1735.54"}]"#),
        (r#""effectif":8,"taux_at":"1.07""#, r#""effectif":19"#),
        (r#""elements":[]"#, r#""elements":[{"code":"prime","montant":"10"}]"#),
        (
            r#""jours":5"#,
            r#""jours":5,"anterieur":{"securite_sociale":"600","plafond":"600","plafonnee":"600"}"#,
        ),
    ] {
        assert!(BASE.contains(from), "{from}");
        let input: BulletinInput = json::parse(&BASE.replace(from, to)).expect("readable");
        assert!(compute(&Rates::embedded(), &input).is_ok(), "{to}");
    }
}

#[test]
fn an_element_of_the_gross_names_its_contract_when_there_are_two() {
    let two = BASE.replace(
        r#""brut":"1735.54"}]"#,
        r#""brut":"1735.54"},{"contrat":"C2","categorie":"technicien","cadre":false,"debut":"2026-10-09","fin":"2026-10-09","jours":1,"heures":"8","brut":"300"}]"#,
    );
    for (element, refused) in [
        (r#"{"code":"prime","montant":"10"}"#, true),
        (r#"{"code":"prime","montant":"10","contrat":"C2"}"#, false),
        (r#"{"code":"acompte","montant":"10"}"#, false),
    ] {
        let text = two.replace(r#""elements":[]"#, &format!(r#""elements":[{element}]"#));
        let input: BulletinInput = json::parse(&text).expect("readable");
        match compute(&Rates::embedded(), &input) {
            Ok(_) => assert!(!refused, "{element}"),
            Err(errors) => {
                let got: Vec<_> = errors.iter().map(|d| (d.code.as_str(), d.champ.as_deref())).collect();
                assert!(refused, "{element}: {got:?}");
                assert_eq!(got, [("PAIE-012", Some("elements[0].contrat"))]);
                assert_eq!(errors[0].aide.as_deref(), Some("contrats possibles : C1, C2"));
            }
        }
    }
}

#[test]
fn a_date_after_the_tables_is_refused() {
    let text = BASE.replace("2026-10", "2027-01");
    let input: BulletinInput = json::parse(&text).unwrap();
    let errors = compute(&Rates::embedded(), &input).unwrap_err();
    assert_eq!(errors[0].code, "BAR-010");
    assert!(errors[0].message.contains("PMSS"), "{}", errors[0].message);
    assert!(errors[0].fichier.as_deref().unwrap().ends_with("parametres/plafonds.toml"));
}

/// Without `cadre`, the status is that of the grid (« Cadreur cinéma » : oui), as the folder reads it; given, it prevails.
#[test]
fn the_status_that_a_contract_does_not_say_is_that_of_the_grid() {
    let status = |said: &str| {
        let text = BASE.replace(r#","cadre":false"#, &format!(r#","fonction":"Cadreur cinéma"{said}"#));
        let input: BulletinInput = json::parse(&text).expect("readable");
        compute(&Rates::embedded(), &input).expect("computed").bulletin.contrats[0].cadre
    };
    assert!(status(""));
    assert!(status(r#","cadre":true"#));
    assert!(!status(r#","cadre":false"#));
}
