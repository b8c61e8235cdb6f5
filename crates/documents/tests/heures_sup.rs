//! The rows of overtime on a payslip: premiums apart, reliefs with the employee's amount, the split of the CSG, the foot.

use std::sync::LazyLock;

use cddu_documents::bulletin::{self, Modele, Options};
use cddu_payslip::{Payslip, compute, json};
use cddu_rates::Rates;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// 48 h of a film technician at 34.11...: see the worked cases of the engine. 1,000.00 were exempt before.
const WEEK: &str = r#"{"date_paiement":"2026-11-20","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07",
"taux_sante_travail":"0.32"},"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"cumuls":{"hs_exonerees_brut":"1000.00","hs_exonerees_net":"933.19","heures_sup":"1000.00"},
"contrats":[{"contrat":"C1","categorie":"technicien","debut":"2026-11-09","fin":"2026-11-13","jours":5,"heures":"45",
"brut":"1200.00","elements":[
{"code":"base","libelle":"Salaire de base","montant":"875.00","quantite":"35"},
{"code":"hs_25","libelle":"Heures supplémentaires à 25 %","montant":"250.00","quantite":"8","majoration":"25"},
{"code":"hs_50","libelle":"Heures supplémentaires à 50 %","montant":"75.00","quantite":"2","majoration":"50"}]}]}"#;

fn payslip(text: &str) -> Payslip {
    let computed = compute(&RATES, &json::parse(text).unwrap()).unwrap_or_else(|e| panic!("{e:?}"));
    computed.bulletin
}

/// The text of the page, one cell after the other.
fn text(payslip: &Payslip, modele: Modele) -> String {
    let options = Options { modele, ..Options::default() };
    let html = bulletin::html(payslip, &options).unwrap();
    let body = &html[html.find("<body").unwrap()..];
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => {
                inside = true;
                out.push('|');
            }
            '>' => inside = false,
            '\u{202f}' | '\u{a0}' => out.push(' '),
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    let cells: Vec<&str> = out.split('|').map(str::trim).filter(|c| !c.is_empty()).collect();
    cells.join("|")
}

#[test]
fn print() {
    println!("{}", text(&payslip(WEEK), Modele::Adapte));
    println!();
    println!("{}", text(&payslip(WEEK), Modele::Renove));
}
