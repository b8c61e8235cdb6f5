//! A contract given by its hours: its gross is that of the agreement, then it is paid like any other.

use cddu_payslip::gross::{self, BrutInput};
use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::Rates;

fn pay(contrat: &str) -> Payslip {
    let text = format!(
        r#"{{"date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
        "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"Premier assistant opérateur cinéma",
        "debut":"2026-10-05","fin":"2026-10-09",{contrat}}}]}}"#
    );
    let input: BulletinInput = json::parse(&text).unwrap_or_else(|e| panic!("{e:?}"));
    compute(&Rates::embedded(), &input).unwrap_or_else(|e| panic!("{e:?}")).bulletin
}

#[test]
fn the_week_of_the_grid_is_paid_by_its_hours() {
    // 39 hours of a week of 39 hours at 1,364.56: the pay agreed.
    let by_hours =
        pay(r#""heures":"39","jours":5,"salaire_base":"1364.56","heures_base":"39","engagement":"semaine""#);
    assert_eq!(by_hours.totaux.brut.to_string(), "1364.56");
    assert_eq!(
        (by_hours.contrats[0].heures.to_string(), by_hours.contrats[0].jours.to_string()),
        ("39".into(), "5".into())
    );
    // Four of the 39 hours are overtime: 4 x 1364.56 / 40 x 125 % = 170.57.
    let by_gross = pay(
        r#""heures":"39","jours":5,"brut":"1364.56","heures_sup":[{"semaine":"2026-10-05","heures":"4","majoration":"25","montant":"170.57"}]"#,
    );
    assert_eq!(by_hours.totaux, by_gross.totaux);
    assert_eq!(by_hours.contrats[0].lignes, by_gross.contrats[0].lignes);
}

#[test]
fn a_time_sheet_gives_hours_days_elements_and_meals() {
    let temps = r#""temps":[
        {"date":"2026-10-05","debut":"08:00","fin":"18:00","pause_minutes":60},
        {"date":"2026-10-06","debut":"08:00","fin":"18:00","pause_minutes":60},
        {"date":"2026-10-07","debut":"08:00","fin":"18:00","pause_minutes":60},
        {"date":"2026-10-08","debut":"08:00","fin":"19:00","pause_minutes":60}]"#;
    let slip = pay(&format!(r#"{temps},"salaire_base":"1364.56","heures_base":"39","engagement":"semaine""#));
    let brut: BrutInput = json::parse(&format!(
        r#"{{"idcc":"3097","categorie":"technicien","fonction":"Premier assistant opérateur cinéma","date":"2026-10-05",
        "salaire_base":"1364.56","heures_base":"39","engagement":"semaine",{temps},"jours_contrat":5}}"#
    ))
    .unwrap_or_else(|e| panic!("{e:?}"));
    let brut = gross::compute(&Rates::embedded(), &brut).unwrap_or_else(|e| panic!("{e:?}"));
    let contrat = &slip.contrats[0];
    // 9 + 9 + 9 + 10 hours on the sheet, four days; an engagement by the week is paid 39 hours at least.
    assert_eq!((contrat.heures.to_string(), contrat.jours.to_string()), ("39".into(), "4".into()));
    assert_eq!(contrat.bases.brut, brut.brut);
    assert_eq!(contrat.elements, brut.elements);
    // Days given by the contract prevail over those of the sheet.
    let slip = pay(&format!(
        r#"{temps},"jours":5,"salaire_base":"1364.56","heures_base":"39","engagement":"semaine""#
    ));
    assert_eq!(slip.contrats[0].jours.to_string(), "5");
}

#[test]
fn a_gross_that_cannot_be_computed_names_its_contract() {
    let text = r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07"},
        "salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"},"contrats":[
        {"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09","heures":"39","brut":"900.00"},
        {"contrat":"C2","categorie":"technicien","cadre":false,"fonction":"Premier assistant opérateur cinéma","debut":"2026-10-09",
         "fin":"2026-10-09","salaire_base":"1364.56","engagement":"jour"}]}"#;
    let input: BulletinInput = json::parse(text).unwrap();
    let errors = compute(&Rates::embedded(), &input).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|d| d.champ.as_deref().unwrap_or("")).collect();
    assert!(!fields.is_empty() && fields.iter().all(|f| f.starts_with("contrats[1].")), "{errors:?}");
}
