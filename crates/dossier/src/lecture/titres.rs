//! Titles of columns as workbooks of the trade write them.

use cddu_rates::fold;

/// What people call a column of the dictionaries.
const COMMON: [(&str, &str); 37] = [
    ("abattement", "dfs"),
    ("deduction", "dfs"),
    ("frais professionnels", "dfs"),
    ("pas", "taux_pas"),
    ("taux pas", "taux_pas"),
    ("taux impot", "taux_pas"),
    ("taux d impot", "taux_pas"),
    ("impot", "taux_pas"),
    ("prelevement a la source", "taux_pas"),
    ("taux prelevement", "taux_pas"),
    ("rib", "iban"),
    ("compte", "iban"),
    ("compte bancaire", "iban"),
    ("n secu", "nir"),
    ("no secu", "nir"),
    ("numero secu", "nir"),
    ("nss", "nir"),
    ("securite sociale", "nir"),
    ("n securite sociale", "nir"),
    ("numero de securite sociale", "nir"),
    ("base horaire", "heures_base"),
    ("base hebdo", "heures_base"),
    ("horaire hebdomadaire", "heures_base"),
    ("cs", "numero_conges_spectacles"),
    ("n cs", "numero_conges_spectacles"),
    ("conges spectacles", "numero_conges_spectacles"),
    ("n conges spectacles", "numero_conges_spectacles"),
    ("ville", "commune"),
    ("cp", "code_postal"),
    ("adresse", "voie"),
    ("rue", "voie"),
    ("poste occupe", "fonction"),
    ("emploi", "fonction"),
    ("salaire", "salaire_base"),
    ("date de naissance", "date_naissance"),
    ("ne le", "date_naissance"),
    ("nom de jeune fille", "nom"),
];

/// Titles of what no pay needs: what people note of somebody, and his name beside the number that names him.
const ASIDE: [&str; 31] = [
    "age",
    "costume",
    "nom",
    "nom et prenom",
    "nom prenom",
    "permis",
    "permis b",
    "personne",
    "pointure",
    "prenom",
    "regime alimentaire",
    "salarie",
    "taille",
    "total",
    "total jours",
    "remarque",
    "remarques",
    "commentaire",
    "commentaires",
    "note",
    "notes",
    "observation",
    "observations",
    "tel",
    "telephone",
    "mobile",
    "portable",
    "mail",
    "email",
    "e mail",
    "courriel",
];

/// A title without its accents, its signs and its spaces.
fn key(title: &str) -> String {
    fold(title).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The column that a common title means.
pub(crate) fn column(title: &str) -> Option<&'static str> {
    let wanted = key(title);
    COMMON.iter().find(|(name, _)| key(name) == wanted).map(|(_, column)| *column)
}

/// A title of what no pay needs: its column is passed over.
pub(crate) fn aside(title: &str) -> bool {
    let wanted = key(title);
    ASIDE.iter().any(|name| key(name) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lecture::columns::FILES;

    #[test]
    fn every_common_title_means_a_column_that_exists() {
        for (title, name) in COMMON {
            assert!(FILES.iter().any(|f| f.position(name).is_some()), "{title}");
            assert!(
                FILES.iter().all(|f| f.colonnes.iter().all(|c| fold(c.nom) != fold(title) || c.nom == name)),
                "{title}"
            );
        }
        assert_eq!(column("N° Sécu"), Some("nir"));
        assert!(aside("Téléphone") && !aside("Taux"));
    }
}
