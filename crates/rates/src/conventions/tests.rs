//! The tables of the agreements are coherent, and read as the agreements say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::*;
use crate::source::Files;

static TABLES: LazyLock<Conventions> =
    LazyLock::new(|| Conventions::load(&Files::embedded()).unwrap_or_else(|e| panic!("{e:?}")));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_row_names_a_known_source_and_a_legal_basis() {
    for row in TABLES.grid() {
        assert!(TABLES.sources.contains_key(&row.source), "grilles.csv:{} {}", row.ligne, row.source);
        assert!(!row.base_legale.is_empty(), "grilles.csv:{}", row.ligne);
        assert_eq!(row.valeur.is_none(), row.methode == Methode::Absent, "grilles.csv:{}", row.ligne);
        assert!(row.valide_au.is_none_or(|end| row.valide_du <= end), "grilles.csv:{}", row.ligne);
        assert!(row.start(false) >= row.valide_du, "grilles.csv:{}", row.ligne);
    }
    for rule in TABLES.regles() {
        assert!(TABLES.sources.contains_key(&rule.source), "{}", rule.id);
        assert!(!rule.article.is_empty(), "{}", rule.id);
    }
    for expense in TABLES.expenses() {
        assert!(TABLES.sources.contains_key(&expense.source), "{}", expense.code);
        assert_eq!(expense.valeur.is_none(), !expense.formule.is_empty(), "{}", expense.code);
    }
}

#[test]
fn two_rows_of_one_minimum_never_hold_together() {
    let mut series: BTreeMap<_, Vec<&GridRow>> = BTreeMap::new();
    for row in TABLES.grid() {
        let key = (row.fonction, &row.annexe, row.unite, row.heures, row.jours, row.derogation_du);
        series.entry(key).or_default().push(row);
    }
    for rows in series.values_mut() {
        rows.sort_by_key(|row| row.valide_du);
        for (rank, after) in rows.iter().enumerate() {
            for before in rows[..rank].iter().filter(|before| before.same_genre(after)) {
                let end = before.valide_au.unwrap_or(NaiveDate::MAX);
                assert!(end < after.valide_du, "grilles.csv:{} et {}", before.ligne, after.ligne);
            }
        }
    }
}

#[test]
fn a_spelling_leads_to_one_function() {
    let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
    for fonction in TABLES.fonctions() {
        for name in std::iter::once(&fonction.nom).chain(&fonction.alias) {
            let key = (fonction.idcc.clone(), function_key(name));
            let other = seen.entry(key).or_insert(&fonction.nom);
            assert_eq!(*other, fonction.nom, "{name}");
        }
    }
    for spelling in [
        "1er assistant operateur",
        "Premier assistant opérateur cinéma",
        "PREMIÈRE ASSISTANTE OPÉRATRICE",
        "1er assistant  opérateur (cinéma)",
    ] {
        let found = TABLES.function("3097", spelling).unwrap_or_else(|| panic!("{spelling}"));
        assert_eq!(TABLES.fonction(found).nom, "Premier assistant opérateur cinéma", "{spelling}");
    }
    for (spelling, name) in [
        ("habilleuse", "Habilleur cinéma"),
        ("cheffe opératrice du son", "Chef opérateur de son cinéma"),
        ("machiniste", ""),
        ("2nd assistant réalisateur", "Second assistant réalisateur cinéma"),
    ] {
        let found = TABLES.function("3097", spelling).map(|id| TABLES.fonction(id).nom.clone());
        assert_eq!(found.unwrap_or_default(), name, "{spelling}");
    }
}

#[test]
fn the_search_tolerates_spelling_and_ranks_the_exact_name_first() {
    let names = |text, idcc| -> Vec<&str> {
        TABLES.search(text, idcc).into_iter().map(|id| TABLES.fonction(id).nom.as_str()).collect()
    };
    assert_eq!(names("scripte", Some("3097"))[0], "Scripte cinéma");
    assert!(names("machiniste", Some("3097")).len() >= 4);
    assert_eq!(names("machinist", Some("2642"))[0], "Machiniste");
    assert_eq!(names("cadreurr", Some("3097"))[0], "Cadreur cinéma");
    assert!(names("astronaute", None).is_empty());
    let unknown = TABLES.unknown_function("3097", "astronaute");
    assert_eq!(unknown.code, "BAR-021");
    assert!(unknown.aide.unwrap().contains("cddu minima MOT"), "nothing rather than another trade");
}

#[test]
fn neighbours_are_of_the_same_trade_and_feminine_forms_are_known() {
    let near = |idcc, text| TABLES.unknown_function(idcc, text).aide.unwrap();
    assert!(near("3097", "Perchman").contains("Premier assistant opérateur du son cinéma"));
    assert!(!near("3097", "Perchman").contains("Scripte"));
    let chef = near("3097", "Chef op");
    assert!(chef.starts_with("fonctions voisines : « Directeur de la photographie cinéma »"), "{chef}");
    assert!(near("2642", "Électro").contains("Electricien/éclairagiste"));
    assert!(near("3097", "Machiniste volant").contains("Machiniste prise de vues cinéma"));
    for (idcc, she, he) in [
        ("3097", "Actrice", "Acteur"),
        ("3097", "Comédienne", "Comédien"),
        ("3097", "Maquilleuse cinéma", "Maquilleur cinéma"),
        ("3097", "Régisseuse générale cinéma", "Régisseur général cinéma"),
        ("3097", "Réalisatrice", "Réalisateur"),
        ("2642", "Cheffe électricienne", "Chef électricien"),
        ("2642", "Habilleuse", "Habilleur"),
    ] {
        assert!(TABLES.function(idcc, he).is_some(), "{he}");
        assert_eq!(TABLES.function(idcc, she), TABLES.function(idcc, he), "{she}");
    }
}

#[test]
fn annexe_2_and_3_bis_are_the_39_hour_base_times_their_coefficient() {
    // 42: 43.75; 43: 45; 46: 49.5; 51: 57.75; 52: 59.5; 56: 66.5, over 40; printed from unrounded grids, to 0.02.
    let coefficients: BTreeMap<&str, &str> = BTreeMap::from([
        ("42", "43.75"),
        ("43", "45"),
        ("46", "49.5"),
        ("51", "57.75"),
        ("52", "59.5"),
        ("56", "66.5"),
    ]);
    let mut seen = BTreeSet::new();
    for row in TABLES.grid().iter().filter(|r| r.annexe == "2" || r.annexe == "3bis") {
        let base = TABLES
            .grid()
            .iter()
            .find(|r| {
                r.fonction == row.fonction
                    && r.annexe == if row.annexe == "2" { "1" } else { "3" }
                    && r.valide_du == row.valide_du
                    && r.derogation_du == row.derogation_du
            })
            .unwrap_or_else(|| panic!("grilles.csv:{}", row.ligne));
        let hours = row.heures.unwrap().to_string();
        let coefficient: Decimal = coefficients[hours.as_str()].parse().unwrap();
        let expected = base.valeur.unwrap().to_decimal() * coefficient / Decimal::from(40);
        let gap = (row.valeur.unwrap().to_decimal() - expected).abs();
        assert!(gap <= Decimal::new(2, 2), "grilles.csv:{} {expected}", row.ligne);
        seen.insert(hours);
    }
    assert_eq!(seen.len(), coefficients.len());
}

#[test]
fn annexe_3_follows_its_formula() {
    for row in TABLES.grid().iter().filter(|r| r.annexe == "3" && r.heures.is_some()) {
        let reference = TABLES
            .grid()
            .iter()
            .find(|r| r.fonction == row.fonction && r.annexe == "1" && r.valide_du == day("2024-03-01"))
            .unwrap();
        let derogation = row.derogation_du.unwrap();
        let formula = TABLES.annexe3(derogation, day("2026-11-16"), true).unwrap();
        let gap =
            (formula.pay(reference.valeur.unwrap().to_decimal()) - row.valeur.unwrap().to_decimal()).abs();
        assert!(gap <= Decimal::new(1, 2), "grilles.csv:{} {gap}", row.ligne);
    }
}

#[test]
fn a_grid_lasts_for_other_employers_until_the_next_is_extended() {
    let fonction = TABLES.function("3097", "Scripte").unwrap();
    let rows: Vec<&GridRow> = TABLES.history(fonction).into_iter().filter(|r| r.annexe == "1").collect();
    let ends: Vec<_> = rows.iter().map(|r| (TABLES.end(r, true), TABLES.end(r, false))).collect();
    assert_eq!(
        ends,
        [
            (Some(day("2023-08-31")), Some(day("2024-02-29"))),
            (Some(day("2024-02-29")), Some(day("2024-11-01") - Days::new(1))),
            (None, None),
        ]
    );
    // Television: four years without a grid are not filled by the old one.
    let fonction = TABLES.function("2642", "Machiniste").unwrap();
    let query = MinimumQuery {
        fonction,
        annexe: "B",
        genre: "fiction",
        unite: Unite::Semaine,
        heures: Some(Decimal::from(35)),
        jours: None,
        date: day("2020-06-01"),
        adherent: false,
        derogation: None,
    };
    assert_eq!(TABLES.minimum(&query).unwrap_err().code, "BAR-022");
    assert!(TABLES.minimum(&MinimumQuery { date: day("2026-06-01"), ..query }).is_ok());
}

#[test]
fn a_bad_row_is_located_and_named() {
    let dir = std::env::temp_dir().join(format!("cddu-conventions-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for (name, text) in Files::embedded().iter().filter(|(name, _)| name.starts_with("conventions/")) {
        let changed = if name.ends_with("annexe3.csv") {
            text.replace("779.22", "sept cents")
        } else {
            text.to_owned()
        };
        write(name, &changed);
    }
    let errors = Conventions::load(&Files::from_dir(&dir).unwrap()).unwrap_err();
    std::fs::remove_dir_all(&dir).unwrap();
    assert_eq!(errors.len(), 2);
    assert_eq!(errors[0].code, "BAR-020");
    assert_eq!(errors[0].ligne, Some(3));
    assert_eq!(errors[0].colonne.as_deref(), Some("socle"));
}

/// Grid of 2024: 933.48 a day under five days, 3,733.93 a week; one name for both.
#[test]
fn a_name_shared_by_two_lengths_of_engagement_has_the_minimum_of_its_unit() {
    let fonction = TABLES.function("3097", "Réalisateur de films publicitaires").unwrap();
    let query = |unite| MinimumQuery {
        fonction,
        annexe: "1",
        genre: "",
        unite,
        heures: None,
        jours: None,
        date: day("2026-11-23"),
        adherent: false,
        derogation: None,
    };
    for (unite, amount) in [(Unite::Jour, 93_348), (Unite::Semaine, 373_393)] {
        assert_eq!(TABLES.minimum(&query(unite)).unwrap().valeur.unwrap().0, amount);
    }
    let of_day = TABLES.fonction(TABLES.of_unit(fonction, Unite::Jour));
    assert_eq!(of_day.nom, "Réalisateur de films publicitaires (< 5 jours)");
}
