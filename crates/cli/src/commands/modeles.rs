//! The models of `cddu init`: what each agreement asks in `production.toml`, and a week of fictitious people.
//!
//! Minima of the rows: `rates/conventions/grilles.csv` on 9 November 2026.

use crate::args::ModeleArg;

/// A row: its filled columns.
type Row = &'static [(&'static str, &'static str)];

/// The agreements whose functions are listed; the artists of television have their own.
pub const fn agreements(modele: ModeleArg) -> &'static [&'static str] {
    match modele {
        ModeleArg::Film | ModeleArg::Pub => &["3097"],
        ModeleArg::Tv => &["2642", "1734"],
    }
}

/// `production.toml` of a model.
pub fn production(modele: ModeleArg) -> String {
    let film = "annexe = \"1\"                      # grille du titre II : 1, 2, 3 ou 3bis\n# derogation_annexe3 = 2025-06-01 # annexes 3 et 3bis : jour de la dérogation";
    let (work, idcc) = match modele {
        ModeleArg::Film => (film.to_owned(), "3097"),
        ModeleArg::Tv => (
            "genre = \"fiction\"                 # fiction, documentaire, flux ou captation".to_owned(),
            "2642",
        ),
        ModeleArg::Pub => (format!("{film}\npublicitaire = true               # film publicitaire"), "3097"),
    };
    include_str!("production.toml").replace("%OEUVRE%", &work).replace("%IDCC%", idcc)
}

/// Rows of a file of a model, in order.
pub fn rows(modele: ModeleArg, file: &str) -> Vec<Row> {
    match (file, modele) {
        ("salaries.csv", _) => PEOPLE.to_vec(),
        ("contrats.csv", ModeleArg::Film) => FILM.to_vec(),
        ("contrats.csv", ModeleArg::Tv) => TV.to_vec(),
        ("contrats.csv", ModeleArg::Pub) => PUB.to_vec(),
        ("temps.csv", ModeleArg::Pub) => [&TIMES[..2], &TIMES[5..6]].concat(),
        ("temps.csv", _) => TIMES.to_vec(),
        ("figuration.csv", _) => EXTRAS.to_vec(),
        _ => Vec::new(),
    }
}

const PEOPLE: [Row; 4] = [
    &[
        ("matricule", "P01"),
        ("nom", "SPECIMEN"),
        ("prenom", "Camille"),
        ("nir", "170017510100116"),
        ("date_naissance", "05/01/1970"),
        ("lieu_naissance", "PARIS"),
        ("departement_naissance", "75"),
        ("pays_naissance", "FR"),
        ("voie", "1 rue de la Fiction"),
        ("code_postal", "75020"),
        ("commune", "PARIS"),
        ("nationalite", "FR"),
        ("iban", "FR7699999000010000000100025"),
        ("numero_conges_spectacles", "Z000001"),
    ],
    &[
        ("matricule", "P02"),
        ("nom", "EXEMPLE"),
        ("prenom", "Dominique"),
        ("nir", "277067510200260"),
        ("date_naissance", "06/06/1977"),
        ("lieu_naissance", "PARIS"),
        ("departement_naissance", "75"),
        ("pays_naissance", "FR"),
        ("voie", "2 rue de la Fiction"),
        ("code_postal", "75020"),
        ("commune", "PARIS"),
        ("nationalite", "FR"),
        ("iban", "FR7699999000010000000100122"),
        ("numero_conges_spectacles", "Z000002"),
    ],
    &[
        ("matricule", "P03"),
        ("nom", "MODELE"),
        ("prenom", "Claude"),
        ("nir", "184117510300310"),
        ("date_naissance", "07/11/1984"),
        ("lieu_naissance", "PARIS"),
        ("departement_naissance", "75"),
        ("pays_naissance", "FR"),
        ("voie", "3 rue de la Fiction"),
        ("code_postal", "75020"),
        ("commune", "PARIS"),
        ("nationalite", "FR"),
        ("iban", "FR7699999000010000000100219"),
        ("numero_conges_spectacles", "Z000003"),
    ],
    &[
        ("matricule", "P04"),
        ("nom", "FICTIF"),
        ("prenom", "Alix"),
        ("nir", "291047510400456"),
        ("date_naissance", "08/04/1991"),
        ("lieu_naissance", "PARIS"),
        ("departement_naissance", "75"),
        ("pays_naissance", "FR"),
        ("voie", "4 rue de la Fiction"),
        ("code_postal", "75020"),
        ("commune", "PARIS"),
        ("nationalite", "FR"),
        ("iban", "FR7699999000010000000100316"),
        ("numero_conges_spectacles", "Z000004"),
    ],
];

const FILM: [Row; 3] = [
    &[
        ("contrat", "P01-1"),
        ("matricule", "P01"),
        ("categorie", "technicien"),
        ("fonction", "Scripte cinéma"),
        ("debut", "09/11/2026"),
        ("fin", "13/11/2026"),
        ("salaire_base", "1310,82"),
        ("heure_embauche", "09:00"),
    ],
    &[
        ("contrat", "P02-1"),
        ("matricule", "P02"),
        ("categorie", "artiste"),
        ("fonction", "Artiste-interprète long métrage"),
        ("debut", "12/11/2026"),
        ("fin", "12/11/2026"),
        ("salaire_base", "500"),
        ("heure_embauche", "09:00"),
    ],
    &[
        ("contrat", "P03-1"),
        ("matricule", "P03"),
        ("categorie", "realisateur"),
        ("cadre", "non"),
        ("fonction", "Réalisateur cinéma"),
        ("debut", "09/11/2026"),
        ("fin", "13/11/2026"),
        ("salaire_base", "3100"),
        ("heure_embauche", "09:00"),
    ],
];

const TV: [Row; 3] = [
    &[
        ("contrat", "P01-1"),
        ("matricule", "P01"),
        ("categorie", "technicien"),
        ("fonction", "Chef électricien"),
        ("debut", "09/11/2026"),
        ("fin", "13/11/2026"),
        ("salaire_base", "1011,45"),
        ("heures_base", "35"),
        ("heure_embauche", "09:00"),
    ],
    &[
        ("contrat", "P02-1"),
        ("matricule", "P02"),
        ("categorie", "artiste"),
        ("fonction", "Artiste dramatique"),
        ("debut", "12/11/2026"),
        ("fin", "12/11/2026"),
        ("salaire_base", "400"),
        ("heure_embauche", "09:00"),
    ],
    &[
        ("contrat", "P03-1"),
        ("matricule", "P03"),
        ("categorie", "realisateur"),
        ("cadre", "non"),
        ("fonction", "Réalisateur"),
        ("debut", "09/11/2026"),
        ("fin", "13/11/2026"),
        ("salaire_base", "1900"),
        ("heure_embauche", "09:00"),
    ],
];

const PUB: [Row; 2] = [
    &[
        ("contrat", "P01-1"),
        ("matricule", "P01"),
        ("categorie", "technicien"),
        ("fonction", "Scripte cinéma"),
        ("debut", "09/11/2026"),
        ("fin", "10/11/2026"),
        ("salaire_base", "1310,82"),
        ("heure_embauche", "09:00"),
    ],
    &[
        ("contrat", "P03-1"),
        ("matricule", "P03"),
        ("categorie", "realisateur"),
        ("cadre", "non"),
        ("fonction", "Réalisateur de films publicitaires (< 5 jours)"),
        ("debut", "09/11/2026"),
        ("fin", "09/11/2026"),
        ("salaire_base", "950"),
        ("heure_embauche", "09:00"),
    ],
];

/// A week of days, the holiday of 11 November not worked.
const TIMES: [Row; 10] = [
    &[
        ("contrat", "P01-1"),
        ("date", "09/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P01-1"),
        ("date", "10/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P01-1"),
        ("date", "12/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P01-1"),
        ("date", "13/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P02-1"),
        ("date", "12/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
        ("cachets", "1"),
    ],
    &[
        ("contrat", "P03-1"),
        ("date", "09/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P03-1"),
        ("date", "10/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[("contrat", "P03-1"), ("date", "11/11/2026"), ("nature", "ferie_chome")],
    &[
        ("contrat", "P03-1"),
        ("date", "12/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
    &[
        ("contrat", "P03-1"),
        ("date", "13/11/2026"),
        ("debut", "09:00"),
        ("fin", "18:00"),
        ("pause_minutes", "60"),
    ],
];

const EXTRAS: [Row; 1] = [&[
    ("date", "12/11/2026"),
    ("matricule", "P04"),
    ("fonction", "Figurant"),
    ("debut", "08:00"),
    ("fin", "17:00"),
    ("pause_minutes", "60"),
    ("salaire_base", "110"),
]];
