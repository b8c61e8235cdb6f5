//! Overtime: worked cases, input forms, methods, time sheets, and the identities that hold on any payslip.

mod cas;
mod feuilles;
mod formes;
mod methodes;
mod proprietes;

use std::sync::LazyLock;

use cddu_payslip::{BulletinInput, Computed, Payslip, compute, json};
use cddu_rates::{Cents, Diagnostic, Rates};

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// The week of 46 hours of a film first assistant: 35 h, 8 h at 25 %, 3 h at 50 %, half a tenth hour, two hours of night.
const SEMAINE_46: &str = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
"salarie":{"matricule":"X","nom":"FICTIF","prenom":"Alix"},
"contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"annexe":8,"debut":"2026-10-05","fin":"2026-10-09","jours":5,
"heures":"46","brut":"1735.54","elements":[
{"code":"base","libelle":"base","montant":"1193.99","quantite":"35"},
{"code":"hs_25","libelle":"hs_25","montant":"341.14","quantite":"8","majoration":"25"},
{"code":"hs_50","libelle":"hs_50","montant":"153.51","quantite":"3","majoration":"50"},
{"code":"tournage_10h","libelle":"tournage_10h","montant":"12.79","quantite":"0.5","majoration":"75"},
{"code":"nuit_50","libelle":"nuit_50","montant":"34.11","quantite":"2","majoration":"50"}]}]}"#;

fn read(text: &str) -> BulletinInput {
    json::parse(text).unwrap_or_else(|e| panic!("{e:?}"))
}

fn pay(input: &BulletinInput) -> Computed {
    let computed = compute(&RATES, input).unwrap_or_else(|e| panic!("{e:?}"));
    assert!(computed.trace.check().is_empty(), "a formula does not give its figure");
    computed
}

fn bulletin(text: &str) -> Payslip {
    pay(&read(text)).bulletin
}

/// A request with parts replaced, each of them present.
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn methods(text: &str, methods: &str) -> String {
    with(text, &[(r#""contrats":["#, &format!(r#""methodes":{{{methods}}},"contrats":["#))])
}

fn refused(text: &str) -> Vec<Diagnostic> {
    compute(&RATES, &read(text)).expect_err("refused")
}

fn cents(text: &str) -> Cents {
    text.parse().expect("an amount")
}

/// What a row of the worked cases names: a total, a line, the base of a line, a figure of the overtime.
fn figure(b: &Payslip, item: &str) -> String {
    let contract = &b.contrats[0];
    let line = |code: &str| contract.lignes.iter().find(|l| l.code == code);
    if let Some(code) = item.strip_suffix(".base") {
        return line(code).unwrap_or_else(|| panic!("{code}")).base.to_string();
    }
    let t = &b.totaux;
    match item {
        "taux_reduction" => contract.bases.heures_sup.expect("overtime").taux_reduction.to_string(),
        "HS_RED_SAL" => (-line(item).and_then(|l| l.montant_salarie).unwrap_or_default()).to_string(),
        "HS_DED_PAT" => (-line(item).and_then(|l| l.montant_employeur).unwrap_or_default()).to_string(),
        "hs_exonerees_brut" => t.hs_exonerees_brut.to_string(),
        "hs_exonerees_net" => t.hs_exonerees_net.to_string(),
        "net_avant_impot" => t.net_avant_impot.to_string(),
        "montant_net_social" => t.montant_net_social.to_string(),
        "net_imposable" => t.net_imposable.to_string(),
        "total_verse_employeur" => t.total_verse_employeur.to_string(),
        code => line(code).and_then(|l| l.montant_salarie).unwrap_or_else(|| panic!("{code}")).to_string(),
    }
}
