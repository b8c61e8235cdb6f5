//! One traced payslip of each population: at most 20 microseconds each.
#![allow(missing_docs, reason = "criterion makes the entry point")]

use cddu_payslip::BulletinInput;
use cddu_rates::Rates;
use criterion::{Criterion, criterion_group, criterion_main};

fn request(categorie: &str, extra: &str) -> BulletinInput {
    let text = format!(
        r#"{{"date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1"}},
            "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
            "contrats":[{{"contrat":"C1","categorie":"{categorie}","fonction":"","debut":"2026-10-05","fin":"2026-10-09",
            "jours":5,"heures":"46","brut":"1735.54"{extra}}}]}}"#
    );
    cddu_payslip::json::parse(&text).expect("a request")
}

fn payslips(c: &mut Criterion) {
    let rates = Rates::embedded();
    for (name, input) in [
        ("technicien", request("technicien", "")),
        ("technicien cadre", request("technicien", r#","cadre":true"#)),
        ("artiste", request("artiste", r#","cachets":5,"dfs":true"#)),
        ("figurant", request("figurant", "")),
        ("realisateur", request("realisateur", "")),
    ] {
        c.bench_function(name, |b| b.iter(|| cddu_payslip::compute(&rates, &input)));
    }
}

criterion_group!(benches, payslips);
criterion_main!(benches);
