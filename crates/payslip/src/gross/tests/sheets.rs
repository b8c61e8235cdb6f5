//! Completeness of the time sheets, and the search of minima.

use cddu_rates::Period;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row(date: &str, debut: u16, fin: u16, signe: Option<bool>) -> Jour {
    let mut row = Jour::new(day(date));
    row.debut = Some(Horaire(debut * 60));
    row.fin = Some(Horaire(fin * 60));
    row.signe = signe;
    row
}

fn contract(id: &str, who: &str, categorie: Categorie, debut: &str, fin: &str) -> ContratPrevu {
    ContratPrevu {
        contrat: id.to_owned(),
        matricule: who.to_owned(),
        categorie,
        periode: Period { debut: day(debut), fin: day(fin) },
        jours: None,
    }
}

#[test]
fn what_is_missing_is_said_by_person_and_day() {
    let contrats = [
        contract("C1", "T01", Categorie::Technicien, "2026-11-09", "2026-11-13"),
        contract("C2", "T02", Categorie::Technicien, "2026-11-09", "2026-11-13"),
        contract("F1", "F01", Categorie::Figurant, "2026-11-10", "2026-11-10"),
    ];
    let signed = Some(true);
    let feuilles = [
        Feuille {
            contrat: "C1".into(),
            matricule: "T01".into(),
            jours: vec![
                row("2026-11-09", 9, 18, signed),
                row("2026-11-10", 9, 18, None),
                row("2026-11-10", 17, 19, signed),
                row("2026-11-12", 9, 18, signed),
                row("2026-11-16", 9, 18, signed),
            ],
        },
        Feuille {
            contrat: "F1".into(),
            matricule: "F01".into(),
            jours: vec![row("2026-11-10", 8, 16, signed)],
        },
        Feuille {
            contrat: "C9".into(),
            matricule: "T09".into(),
            jours: vec![row("2026-11-10", 8, 16, signed)],
        },
    ];
    let presences = [Presence { date: day("2026-11-10"), matricule: "F02".into() }];
    let found: Vec<String> = completude(&contrats, &feuilles, &presences)
        .into_iter()
        .map(|d| format!("{} {}", d.code, d.message))
        .collect();
    assert_eq!(
        found,
        [
            // 11 November is a holiday: not expected.
            "FEUILLE-002 T01 (contrat C1) : jours sans heures : 13/11/2026",
            "FEUILLE-003 T01 : heures du 16/11/2026 hors du contrat C1 (09/11/2026 - 13/11/2026)",
            "FEUILLE-001 aucune feuille de temps pour T02 (contrat C2)",
            "FEUILLE-006 feuille de T09 sans contrat « C9 »",
            "FEUILLE-004 T01 : les heures du 2026-11-10 et du 2026-11-10 se chevauchent",
            "FEUILLE-005 T01 (contrat C1) : heures non signées : 10/11/2026",
            "FEUILLE-007 F02 est sur la liste de présence du 10/11/2026 sans contrat de figurant",
            "FEUILLE-008 F01 (contrat F1) n'est pas sur la liste de présence du 10/11/2026",
        ]
    );
}

#[test]
fn complete_sheets_say_nothing() {
    let contrats = [contract("C1", "T01", Categorie::Technicien, "2026-11-09", "2026-11-10")];
    let jours = vec![row("2026-11-09", 9, 18, Some(true)), row("2026-11-10", 9, 18, Some(true))];
    let feuilles = [Feuille { contrat: "C1".into(), matricule: "T01".into(), jours }];
    assert_eq!(completude(&contrats, &feuilles, &[]), []);
}

#[test]
fn minima_of_a_function_with_history_and_source() {
    let found = minima(&RATES, "premier assistant operateur", Some("3097"), day("2026-11-16"), true).unwrap();
    assert_eq!(found[0].fonction, "Premier assistant opérateur cinéma");
    let weekly: Vec<String> = found[0]
        .historique
        .iter()
        .filter(|r| r.annexe == "1")
        .map(|r| format!("{} {}", r.valide_du, r.valeur.unwrap()))
        .collect();
    assert_eq!(weekly, ["2022-04-01 1321.56", "2023-09-01 1341.56", "2024-03-01 1364.56"]);
    assert!(found[0].en_vigueur.iter().any(|r| r.annexe == "1" && r.source.contains("SPI")));
    assert_eq!(minima(&RATES, "astronaute", None, day("2026-11-16"), true).unwrap_err()[0].code, "BAR-021");
}

#[test]
fn clock_times_are_read_or_refused() {
    for (text, minutes) in
        [("09:00", 540), ("9:05", 545), ("9h30", 570), ("9h", 540), ("24:00", 1440), ("00:00", 0)]
    {
        assert_eq!(text.parse::<Horaire>(), Ok(Horaire(minutes)), "{text}");
    }
    for bad in ["", "9", "25:00", "24:01", "12:60", "12:5", "-1:00", "ab:cd", "123:00"] {
        assert!(bad.parse::<Horaire>().is_err(), "{bad}");
    }
}
