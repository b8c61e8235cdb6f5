//! Every function that the grids name has a PCS-ESE: no DSN is refused for a name of the tables themselves.

use cddu_declarations::Tables;
use cddu_rates::Rates;
use chrono::NaiveDate;

fn day() -> NaiveDate {
    "2026-11-28".parse().unwrap()
}

#[test]
fn every_function_of_the_grids_has_its_pcs() {
    let rates = Rates::embedded();
    let tables = Tables::load(&rates).unwrap();
    let conventions = rates.conventions().unwrap();
    let without: Vec<String> = conventions
        .fonctions()
        .iter()
        .flat_map(|f| std::iter::once(&f.nom).chain(&f.alias).map(move |name| (f, name)))
        .filter(|(f, name)| tables.pcs(&f.idcc, name, day()).is_none())
        .map(|(f, name)| format!("{} {name}", f.idcc))
        .collect();
    assert!(without.is_empty(), "{without:#?}");
    // Artists of television (1734) are engaged by producers of 2642.
    for f in conventions.fonctions().iter().filter(|f| f.idcc == "1734") {
        for name in std::iter::once(&f.nom).chain(&f.alias) {
            assert!(tables.pcs("2642", name, day()).is_some(), "{name}");
        }
    }
    assert_eq!(tables.pcs("2642", "Comédien", day()).map(|row| row.pcs.as_str()), Some("354c"));
    // The list of functions holds those of the grids: reading the grids refuses an unknown one.
    assert!(conventions.grid().len() > 2_900);
}

#[test]
fn the_eight_codes_of_the_spectacle_and_no_other() {
    // PCS-ESE 2003: the codes that the control S21.G00.40.005/CCH-18 lists.
    let known = ["353b", "353c", "354b", "354c", "354e", "354f", "465b", "637c"];
    let tables = Tables::load(&Rates::embedded()).unwrap();
    for row in &tables.fonctions {
        assert!(known.contains(&row.pcs.as_str()), "{} {}", row.fonction, row.pcs);
    }
    for (idcc, name, pcs) in [
        ("3097", "Comédien", "354c"),
        ("3097", "Réalisateur", "353c"),
        ("3097", "Réalisateur cinéma (contrat < 5 mois)", "353c"),
        ("1734", "Artiste dramatique", "354c"),
        ("1734", "Lyrique - répétition ou enregistrement - soliste", "354b"),
        ("1734", "Artiste chorégraphique soliste", "354e"),
        ("2642", "Cadreur spécialisé", "353c"),
        ("2642", "Cadreur/OPV", "353c"),
    ] {
        assert_eq!(tables.pcs(idcc, name, day()).map(|row| row.pcs.as_str()), Some(pcs), "{name}");
    }
}
