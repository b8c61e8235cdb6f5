//! A hundred random payslips against the amounts of a second implementation, written from the texts alone
//! (`seconde_lecture/LISEZMOI.md`).

use std::collections::BTreeMap;

use cddu_payslip::{
    BulletinInput, Payslip, RetenueNonResident, RetraitePlafondMethod, RgduSmicMethod, compute, json,
};
use cddu_rates::{Cents, Rates};
use serde::Deserialize;

#[derive(Deserialize)]
struct Amounts {
    totaux: BTreeMap<String, String>,
    contrats: Vec<Contract>,
}

#[derive(Deserialize)]
struct Contract {
    bases: BTreeMap<String, String>,
    lignes: BTreeMap<String, [Option<String>; 3]>,
}

/// What a payslip says, under the keys of the file. A null amount and a missing one are the same.
fn said(payslip: &Payslip) -> BTreeMap<String, Cents> {
    let mut out = BTreeMap::new();
    let value = serde_json::to_value(payslip).expect("JSON");
    let mut put = |key: String, amount: Cents| *out.entry(key).or_insert(Cents::ZERO) += amount;
    let amounts = |value: &serde_json::Value| -> Vec<(String, Cents)> {
        let pairs = value.as_object().into_iter().flatten();
        pairs.filter_map(|(k, v)| Some((k.clone(), v.as_str()?.parse().ok()?))).collect()
    };
    for (key, amount) in amounts(&value["totaux"]) {
        put(format!("totaux.{key}"), amount);
    }
    for (rank, contract) in payslip.contrats.iter().enumerate() {
        for (key, amount) in amounts(&value["contrats"][rank]["bases"]) {
            put(format!("{rank}.bases.{key}"), amount);
        }
        for line in &contract.lignes {
            let key = |what: &str| format!("{rank}.{}.{what}", line.code);
            put(key("salarie"), line.montant_salarie.unwrap_or_default());
            put(key("employeur"), line.montant_employeur.unwrap_or_default());
            if !line.is_relief() {
                put(key("base"), line.base);
            }
        }
    }
    out
}

fn expected(amounts: &Amounts) -> BTreeMap<String, Cents> {
    let mut out = BTreeMap::new();
    let mut put = |key: String, amount: &str| out.insert(key, amount.parse::<Cents>().expect("an amount"));
    for (key, amount) in &amounts.totaux {
        put(format!("totaux.{key}"), amount);
    }
    for (rank, contract) in amounts.contrats.iter().enumerate() {
        for (key, amount) in &contract.bases {
            put(format!("{rank}.bases.{key}"), amount);
        }
        for (code, figures) in &contract.lignes {
            for (what, amount) in ["base", "salarie", "employeur"].into_iter().zip(figures) {
                if let Some(amount) = amount {
                    put(format!("{rank}.{code}.{what}"), amount);
                }
            }
        }
    }
    out
}

#[test]
fn a_second_implementation_finds_the_same_cents() {
    let rates = Rates::embedded();
    let requests = include_str!("seconde_lecture/demandes.jsonl").lines();
    let answers = include_str!("seconde_lecture/montants.jsonl").lines();
    let mut gaps = Vec::new();
    let mut count = 0;
    for (number, (request, answer)) in (1..).zip(requests.zip(answers)) {
        let mut input: BulletinInput = json::parse(request).unwrap_or_else(|e| panic!("{number}: {e:?}"));
        // It was written with the readings of the texts that were the defaults then.
        let asked = |method: &str| request.contains(&format!("\"{method}\""));
        if !asked("retraite_plafond") {
            input.methodes.retraite_plafond = RetraitePlafondMethod::MensuelCumule;
        }
        if !input.salarie.domicile_fiscal_france {
            input.salarie.retenue_non_resident = Some(RetenueNonResident::Aucune);
            input.salarie.retenue_motif = Some("non lue alors".to_owned());
        }
        if !asked("rgdu_smic") {
            input.methodes.rgdu_smic = RgduSmicMethod::DatesDesHeures;
        }
        let computed = compute(&rates, &input).unwrap_or_else(|e| panic!("{number}: {e:?}"));
        let amounts: Amounts = serde_json::from_str(answer).expect("amounts");
        let (ours, theirs) = (said(&computed.bulletin), expected(&amounts));
        // A line that one of them leaves out is a gap as well.
        let shares =
            ours.iter().filter(|(k, v)| !k.starts_with("totaux") && !k.contains(".bases.") && !v.is_zero());
        let shares: Vec<&String> = shares.map(|(k, _)| k).filter(|k| !k.ends_with(".base")).collect();
        for key in shares.into_iter().chain(theirs.keys()) {
            let (a, b) =
                (ours.get(key).copied().unwrap_or_default(), theirs.get(key).copied().unwrap_or_default());
            if a != b {
                gaps.push(format!("demande {number}, {key} : {a} ici, {b} dans la seconde lecture"));
            }
            count += 1;
        }
    }
    assert!(gaps.is_empty(), "{} gaps\n{}", gaps.len(), gaps.join("\n"));
    assert!(count > 5_000, "only {count} amounts compared");
}
