//! What a request may hold and rarely means: each doubt at the smallest request that gives it, with its field, and the
//! request just beside that gives none.

use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::{Diagnostic, Rates};

/// A week of 39 hours at the minimum of a cadreur: 1,747.82 (annexe 1 of titre II, in force in October 2026).
const GROSS: &str = r#""jours":5,"heures":"39","brut":"1747.82""#;
const HOURS: &str = r#""salaire_base":"1747.82","engagement":"semaine","semaines":[{"debut":"2026-10-05","jours":"5","heures":"39"}]"#;

/// A function that the grid says cadre, so that the contract need not.
const FUNCTION: &str = r#""fonction":"Cadreur cinéma""#;

/// A request with its contract and its elements.
fn request(travail: &str, elements: &str) -> String {
    format!(
        r#"{{"date_paiement":"2026-10-16","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.38"}},
"salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
"contrats":[{{"contrat":"C1","categorie":"technicien","fonction":"Cadreur cinéma","debut":"2026-10-05","fin":"2026-10-09",{travail}}}],
"elements":[{elements}]}}"#
    )
}

fn computed(text: &str) -> Result<Payslip, Vec<Diagnostic>> {
    let input: BulletinInput = json::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    compute(&Rates::embedded(), &input).map(|c| c.bulletin)
}

/// Code, field and message of the doubts of a request.
fn doubts(text: &str) -> Vec<(String, String, String)> {
    let bulletin = computed(text).unwrap_or_else(|e| panic!("{e:?}"));
    let found = bulletin.avertissements.into_iter().filter(cddu_payslip::Avertissement::is_doubt);
    found.map(|w| (w.code, w.champ.unwrap_or_default(), w.message)).collect()
}

/// What is replaced in a request of a gross, and the doubt: its code, its field, words of its message.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Option<(&'a str, &'a str, &'a str)>);

fn check(base: &str, cases: &[Case<'_>]) {
    for (name, changes, expected) in cases {
        let mut text = base.to_owned();
        for (from, to) in *changes {
            assert!(text.contains(from), "{name}: {from}");
            text = text.replace(from, to);
        }
        let found = doubts(&text);
        match expected {
            None => assert!(found.is_empty(), "{name}: {found:?}"),
            Some((code, field, words)) => {
                assert_eq!(found.len(), 1, "{name}: {found:?}");
                let (got, at, message) = &found[0];
                assert_eq!((got.as_str(), at.as_str()), (*code, *field), "{name}");
                assert!(message.contains(words), "{name}: {message}");
            }
        }
    }
}

#[test]
fn a_gross_given_is_held_against_the_grid() {
    let base = request(GROSS, "");
    check(
        &base,
        &[
            ("as agreed", &[], None),
            // 39 hours pay 40 at the base rate: 1,747.82 x 40 / 40.
            ("a cent a week is what rounding leaves", &[("1747.82", "1747.81")], None),
            (
                "under the minimum",
                &[("1747.82", "1600.00")],
                Some(("PAIE-126", "contrats[0].brut", "il manque 147.82 €")),
            ),
            // 46 hours: 35 + 8 x 1.25 + 3 x 1.5 = 49.5 at the base rate; 1,747.82 x 49.5 / 40 = 2,162.927.
            ("46 hours at their minimum", &[("39", "46"), ("1747.82", "2162.93")], None),
            (
                "46 hours paid as 39",
                &[(r#""heures":"39""#, r#""heures":"46""#)],
                Some(("PAIE-126", "contrats[0].brut", "(2162.93 €)")),
            ),
            // Five days of 7 h engaged one by one: 35 x 1.25 = 43.75 at the base rate of 43.6955: 1,911.68.
            (
                "days engaged one by one",
                &[("39", "35"), ("1747.82\"", "1747.82\",\"engagement\":\"jour\"")],
                Some(("PAIE-126", "contrats[0].brut", "(1911.68 €)")),
            ),
            ("at their minimum", &[("39", "35"), ("1747.82\"", "1911.68\",\"engagement\":\"jour\"")], None),
            // The grid of annexe 3 is agreed film by film.
            ("annexe 3", &[("1747.82\"", "1600.00\",\"annexe_film\":\"3\"")], None),
            (
                "ten times the minimum",
                &[("1747.82", "17478.20")],
                Some(("PAIE-125", "contrats[0].brut", "10 fois le minimum de Cadreur cinéma (1747.82 €)")),
            ),
            ("four times", &[("1747.82", "6991.28")], None),
            (
                "a function of no grid",
                &[(FUNCTION, r#""fonction":"Cadrageur","cadre":true"#)],
                Some(("PAIE-133", "contrats[0].fonction", "le minimum n'est pas contrôlé")),
            ),
            // 5 days: 25,000.00 is 5,000.00 a day.
            (
                "a day of five thousand euros, without a minimum",
                &[(FUNCTION, r#""fonction":"","cadre":true"#), ("1747.82", "25000.00")],
                Some(("PAIE-125", "contrats[0].brut", "plus de 5000.00 € par jour")),
            ),
            (
                "a status against the grid",
                &[(FUNCTION, r#""fonction":"Cadreur cinéma","cadre":false"#)],
                Some((
                    "PAIE-132",
                    "contrats[0].cadre",
                    "non-cadre, et la grille de la convention 3097 dit cadre",
                )),
            ),
        ],
    );
}

/// Counts beside a sheet of five days: fewer are told with both numbers, the same ones are not.
#[test]
fn counts_are_held_against_the_sheet() {
    let days: Vec<String> = ["05", "06", "07", "08", "09"]
        .map(|d| format!(r#"{{"date":"2026-10-{d}","debut":"09:00","fin":"17:48","pause_minutes":60}}"#))
        .to_vec();
    let sheet = days.join(",");
    let week = format!(r#""salaire_base":"1747.82","engagement":"semaine","jours":5,"temps":[{sheet}]"#);
    check(
        &request(&week, ""),
        &[
            ("as the sheet says", &[], None),
            (
                "three days for five",
                &[(r#""jours":5"#, r#""jours":3"#)],
                Some(("PAIE-137", "contrats[0].jours", "3 jours donnés, 5 jours dans la feuille")),
            ),
        ],
    );
    // Five days of an extra, two cachets: 216.66 in place of 541.65.
    let extra = format!(r#""salaire_base":"108.33","engagement":"jour","cachets":5,"temps":[{sheet}]"#);
    let extra = request(&extra, "").replace("technicien", "figurant").replace("Cadreur cinéma", "Figurant");
    check(
        &extra,
        &[
            ("a cachet a day", &[], None),
            (
                "two for five",
                &[(r#""cachets":5"#, r#""cachets":2"#)],
                Some(("PAIE-137", "contrats[0].cachets", "2 cachets donnés, 5 jours dans la feuille")),
            ),
        ],
    );
    // A sheet of the whole week under a period of three days: the two others would be paid again.
    let cut = week.replace(r#""jours":5"#, r#""periode":{"debut":"2026-10-05","fin":"2026-10-07"}"#);
    let found = computed(&request(&cut, "")).unwrap_err();
    let fields: Vec<&str> =
        found.iter().filter(|d| d.code == "PAIE-117").filter_map(|d| d.champ.as_deref()).collect();
    assert_eq!(fields, ["contrats[0].temps[3].date", "contrats[0].temps[4].date"], "{found:?}");
}

/// Overtime of the elements that the contract does not pay, and hours under zero.
#[test]
fn overtime_of_the_elements_is_held_against_the_hours() {
    let travail = |hours: &str| {
        format!(
            r#""jours":5,"heures":"39","brut":"1792.64","elements":[{{"code":"base","libelle":"Base","quantite":"35","taux":"43.6955","montant":"1529.34"}},{{"code":"hs_25","libelle":"Heures","quantite":"{hours}","taux":"54.6194","majoration":"25","montant":"263.30"}}]"#
        )
    };
    assert!(computed(&request(&travail("4"), "")).is_ok());
    for (hours, words) in
        [("40", "40 heures supplémentaires dans les éléments pour 39"), ("-4", "n'est pas négatif")]
    {
        let found = computed(&request(&travail(hours), "")).unwrap_err();
        let fault = found.iter().find(|d| d.code == "PAIE-107").unwrap_or_else(|| panic!("{found:?}"));
        assert_eq!(fault.champ.as_deref(), Some("contrats[0].elements[1].quantite"));
        assert!(fault.message.contains(words), "{}", fault.message);
    }
}

#[test]
fn an_agreed_pay_is_held_against_the_minimum_and_its_hours() {
    let base = request(HOURS, "");
    check(
        &base,
        &[
            ("as agreed", &[], None),
            (
                "ten times",
                &[("1747.82", "17478.20")],
                Some(("PAIE-125", "contrats[0].salaire_base", "10 fois le minimum")),
            ),
            // 1,747.82 x 52 / 12 = 7,573.89: the month; 1,747.82 x 3.4 = 5,942.59 may be what somebody is paid.
            (
                "the month in the place of the week",
                &[("1747.82", "7573.89")],
                Some(("PAIE-140", "contrats[0].salaire_base", "divisé par 52/12 (1747.82 €)")),
            ),
            ("more than three times", &[("1747.82", "5942.59")], None),
            (
                "the month beside the hours of a week",
                &[("1747.82", "7573.89"), (r#""engagement""#, r#""heures_base":"39","engagement""#)],
                Some(("PAIE-140", "contrats[0].salaire_base", "divisé par 52/12 (1747.82 €)")),
            ),
            // 1,747.82 is the minimum of 39 hours (40 at the base rate): beside 35 its hour is worth 40/35 as much.
            (
                "the minimum of 39 hours for 35",
                &[(r#""engagement""#, r#""heures_base":"35","engagement""#)],
                Some(("PAIE-142", "contrats[0].salaire_base", "39 h")),
            ),
            (
                "the minimum of 39 hours for 39",
                &[(r#""engagement""#, r#""heures_base":"39","engagement""#)],
                None,
            ),
            // The minimum of 3.9 hours is 1,747.82 x 3.9 / 40 = 170.41: more than ten times it.
            (
                "39 typed 3.9",
                &[(r#""engagement""#, r#""heures_base":"3.9","engagement""#)],
                Some(("PAIE-125", "contrats[0].salaire_base", "10 fois le minimum")),
            ),
            // 350.00 is twice the minimum of 3.9 hours: the hours alone are odd.
            (
                "a week of 3.9 hours",
                &[("1747.82", "350.00"), (r#""engagement""#, r#""heures_base":"3.9","engagement""#)],
                Some(("PAIE-134", "contrats[0].heures_base", "pour 3,9 heures")),
            ),
        ],
    );
}

/// Television, Machiniste in fiction: 210.76 a day: 1,000.00 is more than three and a half times it, 500.00 is not.
#[test]
fn a_week_typed_for_a_day_is_asked() {
    let base = request(HOURS, "")
        .replace("Cadreur cinéma", "Machiniste")
        .replace(r#""idcc":"3097""#, r#""idcc":"2642""#)
        .replace(r#""engagement":"semaine""#, r#""engagement":"jour","heures_base":"8","genre":"fiction""#);
    check(
        &base,
        &[
            ("a good day", &[("1747.82", "500")], None),
            (
                "a week",
                &[("1747.82", "1000")],
                Some(("PAIE-140", "contrats[0].salaire_base", "salaire d'une semaine")),
            ),
        ],
    );
}

/// A leading part is agreed at several times the minimum of an artist: 289.23 a day in television; ten times is a figure too
/// many.
#[test]
fn the_pay_of_an_artist_is_asked_at_ten_times_the_minimum() {
    let base = request(HOURS, "")
        .replace("Cadreur cinéma", "Artiste dramatique")
        .replace(r#""categorie":"technicien""#, r#""categorie":"artiste""#)
        .replace(r#""idcc":"3097""#, r#""idcc":"2642""#)
        .replace(r#""engagement":"semaine""#, r#""engagement":"jour","genre":"fiction""#);
    check(
        &base,
        &[
            ("five times", &[("1747.82", "1500")], None),
            (
                "a nought too many",
                &[("1747.82", "2892.30")],
                Some(("PAIE-125", "contrats[0].salaire_base", "10 fois")),
            ),
        ],
    );
}

#[test]
fn elements_are_held_against_their_limit_the_gross_and_the_days() {
    let meal = |montant: &str, quantite: &str| {
        format!(
            r#"{{"code":"frais","montant":"{montant}","quantite":{quantite},"nature":"repas_restaurant"}}"#
        )
    };
    let of = |element: &str| request(GROSS, element);
    // The limit of a meal at the restaurant is 21.40 in 2026: 5 x 21.40 = 107.00.
    check(
        &of(&meal("106.99", "1")),
        &[
            ("under five times the limit", &[], None),
            (
                "five times the limit",
                &[("106.99", "107.00")],
                Some(("PAIE-128", "elements[0].montant", "85.60 € deviennent du salaire")),
            ),
            (
                "a hundred times",
                &[("106.99", "2140.00")],
                Some(("PAIE-128", "elements[0].montant", "2118.60 € deviennent du salaire")),
            ),
        ],
    );
    // Three meals a day, five days.
    check(
        &of(&meal("321.00", "15")),
        &[
            ("fifteen meals in five days", &[], None),
            (
                "sixty meals",
                &[(r#""quantite":15"#, r#""quantite":60"#)],
                Some(("PAIE-129", "elements[0].quantite", "60 repas pour une période de 5 jours")),
            ),
            (
                "three tenths of a meal",
                &[(r#""quantite":15"#, r#""quantite":"0.3""#)],
                Some(("PAIE-129", "elements[0].quantite", "0,3 repas")),
            ),
        ],
    );
    check(
        &of(r#"{"code":"avantage_repas","quantite":16}"#),
        &[("meals given", &[], Some(("PAIE-129", "elements[0].quantite", "16 repas")))],
    );
    check(
        &of(r#"{"code":"frais","montant":"1747.82"}"#),
        &[
            ("expenses as large as the gross", &[], None),
            (
                "expenses above the gross",
                &[(r#""montant":"1747.82""#, r#""montant":"1747.83""#)],
                Some(("PAIE-127", "elements[0].montant", "pour un brut de 1747.82 €")),
            ),
        ],
    );
}

#[test]
fn rates_of_the_employer_and_of_the_tax_are_held_against_what_is_usual() {
    let base = request(GROSS, "");
    let rate = |key: &'static str| (r#""effectif":8"#, key);
    for (key, field) in [
        (r#""effectif":8,"versement_mobilite":"45""#, "employeur.versement_mobilite"),
        (r#""effectif":8,"vmrr":"45""#, "employeur.vmrr"),
    ] {
        check(&base, &[("a rate", &[rate(key)], Some(("PAIE-130", field, "de 45 %")))]);
    }
    check(
        &base,
        &[
            ("AT", &[("1.07", "45")], Some(("PAIE-130", "employeur.taux_at", "attendu entre 0,1 et 6"))),
            ("the highest usual AT", &[("1.07", "6")], None),
            (
                "tax",
                &[(r#""prenom":"Camille""#, r#""prenom":"Camille","taux_pas":"45""#)],
                Some(("PAIE-115", "salarie.taux_pas", "taux d'impôt de 45 %")),
            ),
            ("the highest tax", &[(r#""prenom":"Camille""#, r#""prenom":"Camille","taux_pas":"43""#)], None),
        ],
    );
}

#[test]
fn the_same_days_under_two_contracts_are_told() {
    let second = |jours: u32, debut: &str, fin: &str| {
        format!(
            r#"}},{{"contrat":"C2","categorie":"technicien","fonction":"Cadreur cinéma","debut":"{debut}","fin":"{fin}","jours":{jours},"heures":"39","brut":"1747.82"}}],"#
        )
    };
    let with = |second: &str| request(GROSS, "").replacen("}],", second, 1);
    check(
        &with(&second(5, "2026-10-05", "2026-10-09")),
        &[(
            "twice the same week",
            &[],
            Some(("PAIE-131", "contrats[1].debut", "10 jours payés pour 5 jours de calendrier ; 1747.82 €")),
        )],
    );
    // 5 days and 5 days over 12 of the calendar.
    check(&with(&second(5, "2026-10-09", "2026-10-16")), &[("weeks that share a day", &[], None)]);
}

/// What cannot be right is refused, at its field, with a remedy that shows the form.
#[test]
fn what_cannot_be_right_is_refused_at_its_field() {
    let person = r#""prenom":"Camille""#;
    let cases = [
        // 97 - 1700175101001 mod 97 = 16.
        (
            request(GROSS, "").replace(person, r#""prenom":"Camille","nir":"170017510100117""#),
            "PAIE-135",
            "salarie.nir",
        ),
        (
            request(GROSS, "").replace(person, r#""prenom":"Camille","iban":"FR7630006000011234567890188""#),
            "PAIE-136",
            "salarie.iban",
        ),
        (
            request(GROSS, r#"{"code":"frais","montant":"21.00","quantite":-3,"nature":"repas_restaurant"}"#),
            "PAIE-006",
            "elements[0].quantite",
        ),
        (request(&HOURS.replace("1747.82", "-9"), ""), "PAIE-006", "contrats[0].salaire_base"),
        (
            request(GROSS, r#"{"code":"frais","montant":"21.00","quantite":1,"nature":"repas_resto"}"#),
            "PAIE-019",
            "elements[0].nature",
        ),
    ];
    for (text, code, field) in cases {
        let errors = computed(&text).unwrap_err();
        let found: Vec<_> = errors.iter().map(|d| (d.code.as_str(), d.champ.as_deref())).collect();
        assert_eq!(found, [(code, Some(field))], "{errors:?}");
        assert!(errors[0].aide.is_some(), "{errors:?}");
    }
    // The nature that was meant, alone.
    let text = request(GROSS, r#"{"code":"frais","montant":"21.00","quantite":1,"nature":"repas_resto"}"#);
    assert_eq!(
        computed(&text).unwrap_err()[0].aide.as_deref(),
        Some("natures proches ou possibles : repas_restaurant")
    );
}

/// A night on two rows at midnight, and the same night on one; a rest of five hours is one, however short.
#[test]
fn a_night_cut_at_midnight_is_asked_about() {
    let sheet = |rows: &[(&str, &str, &str)]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|(day, from, to)| format!(r#"{{"date":"2026-10-{day}","debut":"{from}","fin":"{to}"}}"#))
            .collect();
        request(
            &format!(r#""salaire_base":"1747.82","engagement":"semaine","temps":[{}]"#, rows.join(",")),
            "",
        )
    };
    let one = sheet(&[("05", "18:00", "04:30"), ("07", "09:00", "17:00")]);
    assert_eq!(doubts(&one), []);
    // Five hours of rest, or seventeen hours from end to end: two days of work.
    for (from, to) in [("05:00", "09:30"), ("03:00", "11:00")] {
        let apart = sheet(&[("05", "18:00", "00:00"), ("06", from, to), ("07", "09:00", "17:00")]);
        assert_eq!(doubts(&apart), [], "{from}");
    }
    for (end, start) in [("00:00", "00:30"), ("00:00", "00:00"), ("23:00", "03:59")] {
        let two = sheet(&[("06", start, "07:00"), ("05", "18:00", end), ("07", "09:00", "17:00")]);
        let found = doubts(&two);
        let places: Vec<_> = found.iter().map(|(code, at, _)| (code.as_str(), at.as_str())).collect();
        assert_eq!(places, [("PAIE-141", "contrats[0].temps[0].debut")], "{end} {start}: {found:?}");
    }
}

/// The minimum of another unit of the grid, to the cent: 507.79 is the week of an extra, 108.33 his day (titre III, annexe III.2).
#[test]
fn the_minimum_of_another_unit_is_asked_about() {
    let extra = |pay: &str| {
        request(
            &format!(r#""annexe":10,"salaire_base":"{pay}","engagement":"jour","temps":[{{"date":"2026-10-05","debut":"09:00","fin":"17:00"}}]"#),
            "",
        )
        .replace(r#""categorie":"technicien","fonction":"Cadreur cinéma""#, r#""categorie":"figurant","fonction":"Figurant""#)
    };
    assert_eq!(doubts(&extra("108.33")), []);
    assert_eq!(doubts(&extra("250.00")), []);
    let found = doubts(&extra("507.79"));
    let places: Vec<_> = found.iter().map(|(code, at, _)| (code.as_str(), at.as_str())).collect();
    assert!(places.contains(&("PAIE-142", "contrats[0].salaire_base")), "{found:?}");
}

/// A key that is right, with its spaces.
#[test]
fn a_right_key_is_read() {
    let text = request(GROSS, "").replace(
        r#""prenom":"Camille""#,
        r#""prenom":"Camille","nir":"1 70 01 75 101 001 16","iban":"FR76 3000 6000 0112 3456 7890 189""#,
    );
    assert_eq!(doubts(&text), []);
}

/// A gross and what would price it say two things: neither is chosen in silence.
#[test]
fn a_gross_and_its_hours_together_are_refused() {
    let day = r#""temps":[{"date":"2026-10-05","debut":"09:00","fin":"18:00"}]"#;
    for beside in [day, r#""salaire_base":"1747.82""#, r#""heures_base":"39""#] {
        let name = beside.split('"').nth(1).unwrap();
        let error = json::parse::<BulletinInput>(&request(&format!("{GROSS},{beside}"), "")).unwrap_err();
        assert_eq!((error.code.as_str(), error.champ.as_deref()), ("JSON-002", Some("contrats[0]")));
        assert!(
            error.message.starts_with(&format!("brut et {name} sont donnés ensemble")),
            "{}",
            error.message
        );
        assert!(error.aide.unwrap().starts_with("garder brut"));
    }
}

/// The remedy of a decimal comma is the number itself, with its point.
#[test]
fn a_number_with_a_comma_is_shown_as_it_is_written() {
    for (typed, written) in
        [("7,4", "\"7.4\""), ("1 735,54", "\"1735.54\""), ("7,4 %", "\"7.4\""), ("un", "\"1735.54\"")]
    {
        let text = request(GROSS, "")
            .replace(r#""prenom":"Camille""#, &format!(r#""prenom":"Camille","taux_pas":"{typed}""#));
        let error = json::parse::<BulletinInput>(&text).unwrap_err();
        assert_eq!(error.champ.as_deref(), Some("salarie.taux_pas"));
        assert!(error.aide.unwrap().contains(written), "{typed}");
    }
}

/// Hours given beside the sheet that is paid: eight hours of Monday, thirty-eight said.
#[test]
fn hours_beside_a_sheet_are_held_against_it() {
    let sheet = r#""engagement":"jour","salaire_base":"1800.00","heures":8,"temps":[{"date":"2026-10-05","debut":"09:00","fin":"18:00","pause_minutes":60}]"#;
    check(
        &request(sheet, ""),
        &[
            ("the hours of the sheet", &[], None),
            (
                "thirty-eight hours",
                &[(r#""heures":8"#, r#""heures":38"#)],
                Some(("PAIE-137", "contrats[0].heures", "38 heures données, 8 dans la feuille")),
            ),
        ],
    );
    // Elements already priced would be lost beside hours to price.
    let lost =
        sheet.replace(r#""heures":8"#, r#""elements":[{"code":"base","libelle":"Base","montant":"300.00"}]"#);
    let refused = json::parse::<BulletinInput>(&request(&lost, "")).unwrap_err().to_string();
    assert!(refused.contains("elements et temps sont donnés ensemble"), "{refused}");
}

/// A week of five days at 3,500.00 typed as the pay of a day: 17,500.00, against five sixths of the weekly minimum 3,015.27
/// of the grid (2,512.73), a week having six days at most: 6.9 times.
#[test]
fn a_week_typed_as_a_day_is_seen_where_the_grid_has_weeks_only() {
    let days: Vec<String> = (5..10)
        .map(|d| format!(r#"{{"date":"2026-10-{d:02}","debut":"09:00","fin":"18:00","pause_minutes":60}}"#))
        .collect();
    let week = format!(r#""engagement":"jour","salaire_base":"3500.00","temps":[{}]"#, days.join(","));
    let of = |text: &str| {
        request(text, "").replace("technicien", "realisateur").replace("Cadreur cinéma", "Réalisateur cinéma")
    };
    check(
        &of(&week),
        &[
            ("by the day", &[], Some(("PAIE-125", "contrats[0].salaire_base", "6 fois le minimum"))),
            ("by the week", &[(r#""engagement":"jour""#, r#""engagement":"semaine""#)], None),
        ],
    );
}

/// Two days of an illness take 545.82 back (1,364.56 x 15.6 / 39): 545.82 kept is all of it, more is asked about.
#[test]
fn pay_kept_above_what_an_absence_takes_back_is_asked_about() {
    let days: Vec<String> =
        (5..8).map(|d| format!(r#"{{"date":"2026-10-{d:02}","heures":"7.8"}}"#)).collect();
    let week = format!(
        r#""engagement":"semaine","salaire_base":"1364.56","temps":[{}],"absences":[{{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-09","maintien":"545.82"}}]"#,
        days.join(",")
    );
    let of = |text: &str| request(text, "").replace("Cadreur cinéma", "Premier assistant opérateur cinéma");
    check(
        &of(&week),
        &[
            ("all of it", &[], None),
            (
                "ten times as much",
                &[("545.82", "5458.20")],
                Some((
                    "PAIE-138",
                    "contrats[0].absences[0].maintien",
                    "maintien de 5458.20 € pour une absence qui retire 545.82 €",
                )),
            ),
        ],
    );
}
