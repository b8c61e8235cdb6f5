//! An absence on a payslip: pay, plafond, relief, base of Congés Spectacles.

use cddu_payslip::{BulletinInput, ContractPay, Payslip, compute, json};
use cddu_rates::{Diagnostic, Rates};

fn paid(contrat: &str, methodes: &str) -> Result<Payslip, Vec<Diagnostic>> {
    let text = format!(
        r#"{{"date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},"methodes":{{{methodes}}},
        "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"Premier assistant opérateur cinéma",
        "debut":"2026-10-05","fin":"2026-10-09","engagement":"semaine","salaire_base":"1364.56",{contrat}}}]}}"#
    );
    // A gross has no agreed pay beside it.
    let given = contrat.contains(r#""brut""#);
    let text = if given { text.replace(r#""salaire_base":"1364.56","#, "") } else { text };
    let input: BulletinInput = json::parse(&text).unwrap_or_else(|e| panic!("{e:?}"));
    let found = compute(&Rates::embedded(), &input)?;
    assert_eq!(found.trace.check(), Vec::new());
    Ok(found.bulletin)
}

fn of(contrat: &str, methodes: &str) -> ContractPay {
    paid(contrat, methodes).unwrap_or_else(|e| panic!("{e:?}")).contrats.remove(0)
}

const WORKED: &str = r#""semaines":[{"debut":"2026-10-05","jours":"3","heures":"23.4"}]"#;

fn away(motif: &str, more: &str) -> String {
    format!(r#"{WORKED},"absences":[{{"motif":"{motif}","debut":"2026-10-08","fin":"2026-10-09"{more}}}]"#)
}

#[test]
fn an_illness_lowers_pay_plafond_and_relief_and_raises_the_leave_base() {
    let pay = of(&away("maladie", ""), r#""rgdu_smic":"dates_des_heures""#);
    assert_eq!(pay.bases.brut.to_string(), "818.74");
    // CSS R242-2 I: 4005 x 3 / 31 = 387.5806.
    assert_eq!(pay.bases.plafond.unwrap().to_string(), "387.58");
    assert_eq!(pay.bases.plafonnee.to_string(), "387.58");
    // CSS D241-7: 12.31 x 39 x 818.74 / 1364.56 = 288.0554.
    assert_eq!(pay.bases.smic.unwrap().to_string(), "288.06");
    // 818.74 + 80 % of 545.82 (436.656).
    assert_eq!(pay.bases.conges_spectacles.to_string(), "1255.40");
    assert_eq!((pay.jours.to_string(), pay.heures.to_string()), ("3".to_owned(), "23.5".to_owned()));
    let kept = &pay.absences[0];
    assert_eq!((kept.jours.to_string(), kept.heures.to_string()), ("2".to_owned(), "15.6".to_owned()));
    assert_eq!((kept.retenue.to_string(), kept.jours_plafond), ("545.82".to_owned(), 2));
    // The working day before the stop; the contract ends with it.
    assert_eq!((kept.dernier_jour.to_string(), kept.reprise), ("2026-10-07".to_owned(), None));
}

#[test]
fn each_reason_has_its_own_leave_base() {
    // 818.74 + 545.82 = 1364.56 for an accident at work; nothing for an absence that is no stop.
    for (motif, base) in [
        ("accident_travail", "1364.56"),
        ("maternite", "1364.56"),
        ("maladie", "1255.40"),
        ("injustifiee", "818.74"),
        ("autorisee_non_payee", "818.74"),
    ] {
        assert_eq!(of(&away(motif, ""), "").bases.conges_spectacles.to_string(), base, "{motif}");
    }
    assert_eq!(
        of(&away("maladie", ""), r#""conges_arret":"non""#).bases.conges_spectacles.to_string(),
        "818.74"
    );
}

#[test]
fn a_kept_pay_or_a_part_of_a_day_leaves_the_plafond_whole() {
    // 4005 x 5 / 31 = 645.9677.
    let kept = of(&away("maladie", r#","maintien":"300.00""#), "");
    assert_eq!(
        (kept.bases.brut.to_string(), kept.bases.plafond.unwrap().to_string()),
        ("1118.74".into(), "645.97".into())
    );
    // 80 % of what is lost: 545.82 - 300 = 245.82, 196.656; 1118.74 + 196.66.
    assert_eq!(kept.bases.conges_spectacles.to_string(), "1315.40");
    let event = of(&away("evenement_familial", ""), "");
    assert_eq!(
        (event.bases.brut.to_string(), event.bases.plafond.unwrap().to_string()),
        ("1364.56".into(), "645.97".into())
    );
}

#[test]
fn the_other_readings_are_methods() {
    // SMIC of the hours paid: 12.31 x 23.5 = 289.285.
    let smic = of(&away("maladie", ""), r#""rgdu_smic":"dates_des_heures","absence_smic":"heures_payees""#);
    assert_eq!(smic.bases.smic.unwrap().to_string(), "289.29");
    // A stop from Thursday to Sunday of a contract that ends on Sunday: four days, or its two working days.
    let long = |method: &str| {
        let text = format!(
            r#"{WORKED},"fin":"2026-10-11","absences":[{{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-11"}}]"#
        );
        let text = text.replace(r#""fin":"2026-10-11","absences""#, r#""absences""#);
        let whole = format!(
            r#"{{"date_paiement":"2026-10-12","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},"methodes":{{"absence_plafond":"{method}"}},
            "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
            "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"Premier assistant opérateur cinéma",
            "debut":"2026-10-05","fin":"2026-10-11","engagement":"semaine","salaire_base":"1364.56",{text}}}]}}"#
        );
        let input: BulletinInput = json::parse(&whole).unwrap_or_else(|e| panic!("{e:?}"));
        let slip = compute(&Rates::embedded(), &input).unwrap_or_else(|e| panic!("{e:?}")).bulletin;
        slip.contrats[0].bases.plafond.unwrap().to_string()
    };
    // 4005 x 3 / 31, then 4005 x 5 / 31.
    assert_eq!((long("calendaires"), long("travailles")), ("387.58".into(), "645.97".into()));
}

#[test]
fn what_the_contract_cannot_hold_is_refused_by_name() {
    for (contrat, code) in [
        (away("maladie", "").replace("2026-10-08", "2026-10-12").replace(r#""fin":"2026-10-09""#, r#""fin":"2026-10-13""#), "PAIE-090"),
        (away("injustifiee", "").replace(r#""fin":"2026-10-09""#, r#""fin":"2026-10-13""#), "PAIE-090"),
        (away("maladie", r#","subrogation":true"#), "PAIE-091"),
        (r#""brut":"818.74","heures":"23.4","jours":3,"absences":[{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-09"}]"#.to_owned(), "PAIE-092"),
    ] {
        let errors = paid(&contrat, "").unwrap_err();
        assert!(errors.iter().any(|d| d.code == code && d.aide.is_some()), "{code}: {errors:?}");
    }
    // An arrêt de travail may be prescribed beyond the end of the contract, which does not move.
    let beyond = away("maladie", "").replace(r#""fin":"2026-10-09""#, r#""fin":"2026-10-20""#);
    assert_eq!(of(&beyond, "").bases.plafond.unwrap().to_string(), "387.58");
}

#[test]
fn a_payslip_without_absence_says_nothing_of_absences() {
    let slip = paid(r#""semaines":[{"debut":"2026-10-05","jours":"5","heures":"39"}]"#, "").unwrap();
    let text = serde_json::to_string(&slip).unwrap();
    assert!(!text.contains("absence") && !text.contains("conges_arret"), "{text}");
}
