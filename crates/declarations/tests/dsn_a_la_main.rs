//! The DSN of one payslip against a text written by hand from the norm, rubrique by rubrique.

mod common;

use cddu_declarations::dsn::{self, Options};
use cddu_declarations::{Mode, Production, Tables};
use cddu_payslip::{BulletinInput, Payslip};
use cddu_rates::{Month, Rates};
use common::day;
use serde_json::{Value, json};

fn production() -> Production {
    let mut production = common::production();
    production.urssaf.code_risque = Some("921CE".into());
    production.urssaf.code_risque_artiste = Some("923AE".into());
    production
}

fn payslip(rates: &Rates, person: u32, contrat: &Value, elements: &Value) -> Payslip {
    let input: BulletinInput = serde_json::from_value(json!({
        "numero": "BP-1",
        "date_paiement": "2026-10-30",
        "employeur": common::employeur(),
        "salarie": common::salarie(person),
        // The files written by hand hold the relief at the SMIC of the days worked (12.31 in October 2026).
        "methodes": { "rgdu_smic": "dates_des_heures", "retraite_plafond": "mensuel_cumule" },
        "contrats": [contrat],
        "elements": elements,
    }))
    .unwrap();
    cddu_payslip::compute(rates, &input).unwrap_or_else(|e| panic!("{e:#?}")).bulletin
}

fn declared(rates: &Rates, slip: Payslip) -> String {
    let options = Options {
        mode: Mode::Essai,
        constitue_le: day("2026-11-05"),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    };
    let tables = Tables::load(rates).unwrap();
    let file = dsn::build(&production(), &tables, &[slip], Month::parse("2026-10").unwrap(), &options)
        .unwrap_or_else(|e| panic!("{e:#?}"));
    file.bytes.iter().map(|b| char::from(*b)).collect()
}

/// The rubriques of the expected files, without what explains them, and the total they give.
fn expected(rest: &str) -> Vec<String> {
    let lines = [include_str!("attendus/dsn_production.txt"), rest];
    let mut lines: Vec<String> =
        lines.iter().flat_map(|t| t.lines()).filter(|l| !l.starts_with('#')).map(str::to_owned).collect();
    lines.push(format!("S90.G00.90.001,'{}'", lines.len() + 2));
    lines.push("S90.G00.90.002,'1'".to_owned());
    lines
}

fn check(text: &str, rest: &str) {
    let expected = expected(rest);
    for (rank, (got, wanted)) in text.lines().zip(&expected).enumerate() {
        assert_eq!(got, wanted, "rubrique {}", rank + 1);
    }
    assert_eq!(text.lines().count(), expected.len());
}

#[test]
fn one_week_of_a_technicien() {
    let rates = Rates::embedded();
    let contrat = json!({
        "contrat": "CT-001", "categorie": "technicien", "cadre": false, "fonction": "Machiniste cinéma",
        "debut": "2026-10-05", "fin": "2026-10-09", "jours": 5, "heures": "40", "brut": "800.00",
        "numero_objet": "26AB00000112"
    });
    let frais = json!([{ "code": "frais", "montant": "42.00", "contrat": "CT-001" }]);
    let slip = payslip(&rates, 1, &contrat, &frais);
    check(&declared(&rates, slip), include_str!("attendus/dsn_technicien.txt"));
}

#[test]
fn three_days_of_an_artiste_with_dfs() {
    let rates = Rates::embedded();
    let contrat = json!({
        "contrat": "CA-001", "categorie": "artiste", "fonction": "Artiste dramatique",
        "debut": "2026-10-12", "fin": "2026-10-14", "jours": 3, "cachets": 3, "brut": "1350.00", "dfs": true,
        "numero_objet": "26AB00000112"
    });
    let slip = payslip(&rates, 2, &contrat, &json!([]));
    check(&declared(&rates, slip), include_str!("attendus/dsn_artiste.txt"));
}
