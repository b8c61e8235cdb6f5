//! The HTML pages: self-contained, escaped, and known by heart.

mod commun;

use cddu_documents::bulletin::{self, Modele, Options};
use cddu_documents::{Exemplaire, ExplainedFigure};
use cddu_rates::Confiance;
use commun::Contract;

fn explained() -> Vec<ExplainedFigure> {
    vec![
        ExplainedFigure {
            partie: "Contrat C1".to_owned(),
            libelle: "Plafond du contrat".to_owned(),
            formule: "plafond mensuel × jours du contrat / jours du mois".to_owned(),
            nombres: "4\u{202f}005,00 × 5 / 31 = 645,97 €".to_owned(),
            regle: "CSS R242-2, jours calendaires".to_owned(),
            source: "arrêté fixant le plafond de 2026".to_owned(),
            confiance: Confiance::A,
        },
        ExplainedFigure {
            partie: "Contrat C1".to_owned(),
            libelle: "Vieillesse plafonnée, part salarié".to_owned(),
            formule: String::new(),
            nombres: "645,97 × 6,90 % = 44,57 €".to_owned(),
            regle: "CSS D242-4".to_owned(),
            source: String::new(),
            confiance: Confiance::C,
        },
    ]
}

#[test]
fn payslip_of_one_contract_adapte() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    let options = Options { explications: explained(), ..Options::default() };
    insta::assert_snapshot!(bulletin::html(&payslip, &options).unwrap());
}

#[test]
fn payslip_of_two_contracts_renove() {
    let mut artist = Contract::artist("C2");
    artist.dfs = Some("19.00");
    let payslip = commun::payslip(&[Contract::technician("C1"), artist]);
    let options = Options { modele: Modele::Renove, annexe: false, ..Options::default() };
    insta::assert_snapshot!(bulletin::html(&payslip, &options).unwrap());
}

#[test]
fn pages_are_self_contained_and_escaped() {
    let mut payslip = commun::payslip(&[Contract::technician("C1")]);
    payslip.salarie.nom = "<script>alert(1)</script> & \"Cie\"".to_owned();
    let html = bulletin::html(&payslip, &Options::default()).unwrap();
    assert!(!html.contains("<script"));
    for outside in ["http://", "https://", "src=", "url(", "@import", "<link"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.contains("@page { size: A4 portrait"));
    assert!(html.contains("max-width: 640px"));
}

#[test]
fn explained_pages_follow_the_payslip() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    let options = Options { explications: explained(), ..Options::default() };
    let with = bulletin::html(&payslip, &options).unwrap();
    let without = bulletin::html(&payslip, &Options::default()).unwrap();
    for text in ["Comment ce bulletin est calculé", "4\u{202f}005,00 × 5 / 31 = 645,97", "CSS R242-2"] {
        assert!(with.contains(text), "{text}");
        assert!(!without.contains(text), "{text}");
    }
    assert!(
        bulletin::pdf(&payslip, &options).unwrap().len()
            > bulletin::pdf(&payslip, &Options::default()).unwrap().len()
    );
}

/// The copy handed over has every amount of the employer's, and nothing that the program says of itself.
#[test]
fn warnings_and_letters_are_on_the_copy_of_the_employer() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    let kept = bulletin::html(&payslip, &Options::default()).unwrap();
    let options = Options { exemplaire: Exemplaire::Remis, ..Options::default() };
    let handed = bulletin::html(&payslip, &options).unwrap();
    for text in
        ["Valeur à confirmer", ">Conf.<", "Avertissement du calcul", "Empreinte des barèmes", "Méthodes"]
    {
        assert!(kept.contains(text), "{text}");
        assert!(!handed.contains(text), "{text}");
    }
    // The amounts of the annex, in the order of the page.
    let cells = |html: &str| -> Vec<String> {
        let annex = html.split_once("Annexe").unwrap().1;
        let cells =
            annex.split("<td").skip(1).map(|c| c.split_once('>').unwrap().1.split('<').next().unwrap());
        cells
            .filter(|c| c.contains(',') && c.chars().all(|x| x.is_ascii_digit() || ",-\u{202f}".contains(x)))
            .map(str::to_owned)
            .collect()
    };
    assert!(cells(&handed).len() > 20);
    assert_eq!(cells(&handed), cells(&kept));
}
