//! The pay of a child under sixteen: the share of the net, what it needs, the hours.

use cddu_payslip::{BulletinInput, Cible, Rappel, Solved, compute, json, solve};
use cddu_rates::{Cents, Rates};

const CHILD: &str = r#","enfant":{"autorisation":"75-2026-0012","date":"2026-09-15","part_representants":"10",
"representants":["Claude EXEMPLE","Dominique EXEMPLE"]}"#;

/// Two days of October at 1 800.00, the person born on this day.
fn request(born: &str, child: &str, contract: &str) -> String {
    format!(
        r#"{{"date_paiement":"2026-10-15",
        "employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"F01","nom":"EXEMPLE","prenom":"Camille","taux_pas":"0"{born}{child}}},
        "contrats":[{{"contrat":"C1","debut":"2026-10-05","fin":"2026-10-06","categorie":"artiste",
        "fonction":"Artiste interprète","jours":2,{contract}}}]}}"#
    )
}

const BORN: &str = r#","date_naissance":"2016-01-15""#;
const PAID: &str = r#""heures":"0","brut":"1800.00","cachets":2"#;

fn read(text: &str) -> BulletinInput {
    json::parse(text).unwrap()
}

fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

/// Codes and fields of what is refused.
fn refused(text: &str) -> Vec<(String, String)> {
    let errors = compute(&Rates::embedded(), &read(text)).expect_err("refused");
    errors.into_iter().map(|d| (d.code, d.champ.unwrap_or_default())).collect()
}

#[test]
fn the_net_is_shared_to_the_cent() {
    // 400.00 of net, part of 10 %: 40.00 and 360.00.
    let input = read(&request(BORN, CHILD, PAID));
    let solved = solve(&Rates::embedded(), &input, None, Cible::Virement, cents("400.00")).unwrap();
    let Solved::Exact(computed) = solved else { panic!("400.00 is reached") };
    let slip = computed.bulletin;
    let pecule = slip.pecule.unwrap();
    assert_eq!(slip.totaux.virement, cents("400.00"));
    assert_eq!(
        [pecule.assiette, pecule.part_representants, pecule.frais, pecule.caisse_des_depots],
        [cents("400.00"), cents("40.00"), Cents::ZERO, cents("360.00")]
    );
    assert_eq!(
        (pecule.autorisation.as_str(), pecule.date.to_string()),
        ("75-2026-0012", "2026-09-15".to_owned())
    );
}

/// Back pay of a child: what it pays is shared as the rest, a tenth to the representatives. 1,800.00 paid, 2,000.00 due.
#[test]
fn the_back_pay_of_a_child_is_shared_too() {
    let rates = Rates::embedded();
    let first = compute(&rates, &read(&request(BORN, CHILD, PAID))).unwrap().bulletin;
    let due = read(&request(BORN, CHILD, &PAID.replace("1800.00", "2000.00")));
    let whole = compute(&rates, &due).unwrap().bulletin;
    let back = BulletinInput {
        numero: Some("B1-C1".to_owned()),
        date_paiement: "2026-11-20".parse().unwrap(),
        rappel: Some(Box::new(Rappel {
            complete: "B1".to_owned(),
            date_paiement: due.date_paiement,
            cumuls: due.cumuls.clone(),
            anterieurs: std::collections::BTreeMap::new(),
            deja_paye: vec![first.clone()],
        })),
        ..due
    };
    let computed = compute(&rates, &back).unwrap();
    assert_eq!(computed.trace.check(), []);
    let slip = computed.bulletin;
    assert_eq!(slip.totaux.brut, cents("200.00"));
    // No tax: the two transfers are that of the whole.
    assert_eq!(first.totaux.virement + slip.totaux.virement, whole.totaux.virement);
    let pecule = slip.pecule.unwrap();
    let tenth = Cents((slip.totaux.virement.0 + 5) / 10);
    assert_eq!(
        [pecule.assiette, pecule.part_representants, pecule.caisse_des_depots],
        [slip.totaux.virement, tenth, slip.totaux.virement - tenth]
    );
}

#[test]
fn the_base_of_the_share_is_a_named_method() {
    // 1 800.00 of gross, 1 467.42 of net (case of 28 November 2026). Net: 146.742, rounded to 146.74, the rest 1 320.68.
    // Gross: 180.00, the rest 1 287.42.
    for (method, part, rest) in [("", "146.74", "1320.68"), ("brut", "180.00", "1287.42")] {
        let mut text = request(BORN, CHILD, PAID);
        if !method.is_empty() {
            text = text.replacen('{', &format!(r#"{{"methodes":{{"pecule_base":"{method}"}},"#), 1);
        }
        let slip = compute(&Rates::embedded(), &read(&text)).unwrap().bulletin;
        let pecule = slip.pecule.as_ref().unwrap();
        assert_eq!(slip.totaux.virement, cents("1467.42"));
        assert_eq!(
            [pecule.part_representants, pecule.caisse_des_depots],
            [cents(part), cents(rest)],
            "{method}"
        );
        assert_eq!(
            slip.methodes.pecule_base.unwrap().key(),
            if method.is_empty() { "net_a_payer" } else { method }
        );
    }
}

#[test]
fn expenses_go_with_the_representatives_outside_the_share() {
    let text = request(BORN, CHILD, PAID);
    let text =
        text.replacen('{', r#"{"elements":[{"code":"frais","montant":"20.00","libelle":"Train"}],"#, 1);
    let slip = compute(&Rates::embedded(), &read(&text)).unwrap().bulletin;
    let pecule = slip.pecule.unwrap();
    assert_eq!(slip.totaux.virement, cents("1487.42"));
    assert_eq!(
        [pecule.part_representants, pecule.frais, pecule.caisse_des_depots, pecule.representants()],
        [cents("146.74"), cents("20.00"), cents("1320.68"), cents("166.74")]
    );
}

#[test]
fn what_a_child_needs_is_asked_by_name() {
    let with = |from: &str, to: &str| CHILD.replace(from, to);
    let acompte = |text: &str| text.replacen('{', r#"{"elements":[{"code":"acompte","montant":"10"}],"#, 1);
    let nir = r#","nir":"116017500100136""#;
    let both = format!(
        r#"{PAID}}},{{"contrat":"C2","debut":"2026-10-07","fin":"2026-10-08","categorie":"artiste","fonction":"Artiste interprète","jours":2,{PAID}"#
    );
    let cases = [
        (request(BORN, "", PAID), "PAIE-100", "salarie.enfant"),
        (request(BORN, &with("75-2026-0012", " "), PAID), "PAIE-100", "salarie.enfant.autorisation"),
        // The month of the social security number tells a child, the day decides.
        (request(nir, "", PAID), "PAIE-101", "salarie.date_naissance"),
        (request("", CHILD, PAID), "PAIE-101", "salarie.date_naissance"),
        (
            request(BORN, &with(r#""10""#, r#""100.5""#), PAID),
            "PAIE-102",
            "salarie.enfant.part_representants",
        ),
        (
            request(BORN, &with(r#""Claude EXEMPLE","Dominique EXEMPLE""#, ""), PAID),
            "PAIE-103",
            "salarie.enfant.representants",
        ),
        (request(BORN, &with("2026-09-15", "2026-10-06"), PAID), "PAIE-104", "salarie.enfant.date"),
        // Sixteen on 7 October: the second contract is that of a grown-up.
        (request(r#","date_naissance":"2010-10-07""#, CHILD, &both), "PAIE-105", "contrats"),
        (acompte(&request(BORN, CHILD, PAID)), "PAIE-082", "elements[0]"),
    ];
    for (text, code, field) in cases {
        assert_eq!(refused(&text), [(code.to_owned(), field.to_owned())], "{text}");
    }
    // The part is never guessed: the form asks for it.
    let missing = request(BORN, &with(r#""part_representants":"10","#, ""), PAID);
    let error = json::parse::<BulletinInput>(&missing).unwrap_err();
    assert!(format!("{error:?}").contains("part_representants"), "{error:?}");
}

#[test]
fn the_age_is_that_of_the_first_day_of_the_contract() {
    let shared = |born: &str, child: &str| {
        let born = format!(r#","date_naissance":"{born}""#);
        compute(&Rates::embedded(), &read(&request(&born, child, PAID))).unwrap().bulletin.pecule.is_some()
    };
    // Sixteen on the second day: the authorisation of the contract holds for the whole of it.
    assert!(shared("2010-10-06", CHILD));
    assert!(!shared("2010-10-05", CHILD));
    assert!(!shared("2010-10-05", ""));
}

#[test]
fn the_hours_of_a_child_follow_his_age_and_his_authorisation() {
    let sheet = |from: &str, to: &str| {
        format!(
            r#""idcc":"1734","genre":"fiction","engagement":"jour","salaire_base":"600.00","cachets":1,
            "temps":[{{"date":"2026-10-05","debut":"{from}","fin":"{to}"}}]"#
        )
    };
    let night = CHILD.replace(r#""representants""#, r#""jusqu_a_minuit":true,"representants""#);
    let ten = request(BORN, CHILD, &sheet("18:00", "20:30"));
    assert_eq!(refused(&ten), [("BRUT-150".to_owned(), "contrats[0].temps[0]".to_owned())]);
    for allowed in [("18:00", "20:30"), ("21:00", "00:00")] {
        compute(&Rates::embedded(), &read(&request(BORN, &night, &sheet(allowed.0, allowed.1)))).unwrap();
    }
    let after = request(BORN, &night, &sheet("23:00", "00:30"));
    assert_eq!(refused(&after), [("BRUT-133".to_owned(), "contrats[0].temps[0]".to_owned())]);
    // Ten years old: three hours in a school period, four in the holidays.
    let told = |born: &str, from: &str, to: &str| {
        let born = format!(r#","date_naissance":"{born}""#);
        let input = read(&request(&born, CHILD, &sheet(from, to)));
        let slip = compute(&Rates::embedded(), &input).unwrap().bulletin;
        let warning = slip.avertissements.into_iter().find(|w| w.code == "BRUT-151");
        warning.map(|w| w.message)
    };
    assert_eq!(told("2016-01-15", "09:00", "12:00"), None);
    let said = told("2016-01-15", "09:00", "13:00").unwrap();
    assert!(
        said.contains("4 h de travail à 10 ans") && said.contains("3 h en période scolaire, 4 h pendant"),
        "{said}"
    );
    assert!(told("2016-01-15", "09:00", "13:30").unwrap().contains("4 h au plus, vacances comprises"));
    // Twelve on that very day: four hours are those of a school day.
    assert_eq!(told("2014-10-05", "09:00", "13:00"), None);
    assert!(told("2014-10-06", "09:00", "13:00").is_some());
}
