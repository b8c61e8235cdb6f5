//! Letters and links: A means that the official text was read, at an address of the body that publishes it.

use std::collections::BTreeMap;

use super::place;
use crate::rates::Rates;
use crate::row::{Confiance, Row};
use cddu_base::{Diagnostic, Gravite};

/// Table of the sites whose pages are official texts (`site,organisme`).
pub(super) const SITES: &str = "sites_officiels.csv";

/// `BAR-053`: a link that is not an address `https://`, or not one of a known official site; `BAR-054`: a letter A
/// without a link to the official text.
pub(super) fn check(rates: &Rates, out: &mut Vec<Diagnostic>) {
    let sites = match sites(rates) {
        Ok(sites) => sites,
        Err(error) => {
            out.push(error);
            return;
        }
    };
    for row in rates.rows() {
        if row.lien.is_empty() {
            if row.confiance == Confiance::A {
                out.push(place(
                    rates,
                    row,
                    Diagnostic::error(
                        "BAR-054",
                        format!("{} {} : confiance A sans lien vers le texte officiel", row.cle, row.dates()),
                    )
                    .severity(Gravite::Majeur)
                    .hint("donner l'adresse du texte lu (lien = \"https://www.legifrance.gouv.fr/...\"), ou mettre B"),
                ));
            }
        } else if let Err(cause) = official(&row.lien, &sites) {
            out.push(bad_link(rates, row, &cause));
        }
    }
}

fn bad_link(rates: &Rates, row: &Row, cause: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("BAR-053", format!("{} : lien « {} », {cause}", row.cle, row.lien))
        .severity(Gravite::Majeur)
        .hint(format!(
            "donner l'adresse du texte sur le site qui le publie, ou ajouter ce site à {} s'il est officiel",
            rates.files().shown(SITES)
        ));
    place(rates, row, diagnostic)
}

/// Why an address is not that of an official text.
fn official(link: &str, sites: &BTreeMap<String, String>) -> Result<(), String> {
    let Some(rest) = link.strip_prefix("https://") else {
        return Err("qui ne commence pas par https://".to_owned());
    };
    if link.contains(char::is_whitespace) {
        return Err("qui contient un espace".to_owned());
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let known = sites
        .keys()
        .any(|site| host == *site || host.strip_suffix(site.as_str()).is_some_and(|h| h.ends_with('.')));
    if known { Ok(()) } else { Err(format!("dont le site « {host} » n'est pas un site officiel connu")) }
}

fn sites(rates: &Rates) -> Result<BTreeMap<String, String>, Diagnostic> {
    let shown = rates.files().shown(SITES);
    let text = rates.files().get(SITES)?;
    let mut out = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|e| crate::table_cause::csv_diagnostic("BAR-003", &shown, &e))?;
        let (Some(site), Some(body)) = (record.get(0), record.get(1)) else {
            continue;
        };
        out.insert(site.trim().to_lowercase(), body.to_owned());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_official_sites() {
        let sites = sites(&Rates::embedded()).unwrap();
        assert!(
            official("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053302444", &sites).is_ok()
        );
        assert!(official("https://boss.gouv.fr/portail", &sites).is_ok());
        for (link, cause) in [
            ("http://www.legifrance.gouv.fr/x", "https://"),
            ("https://www.legifrance.gouv.fr.exemple.com/x", "n'est pas un site officiel"),
            ("https://fauxlegifrance.gouv.fr/x", "n'est pas un site officiel"),
            ("https://www.legifrance.gouv.fr/a b", "espace"),
        ] {
            assert!(official(link, &sites).is_err_and(|e| e.contains(cause)), "{link}");
        }
    }
}
