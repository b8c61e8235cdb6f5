//! Checks of the tables themselves: what an accountant must know before trusting an edited copy.
//!
//! One small function per rule; each returns its findings and none stops the others.

mod dates;
mod ensemble;
mod grilles;
mod historique;
mod liens;
mod plafonds;
mod tranches;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::contribution::{ParametreEmployeur, Part, Population, RateRow, Variante};
use crate::rates::{Rates, coverage_start};
use crate::row::{Confiance, Row};
use crate::units::round_half_up;
use cddu_base::{Diagnostic, Gravite};

/// What the caller knows: the libraries read no clock and no source code.
#[derive(Clone, Debug)]
pub struct CheckOptions<'a> {
    /// Day of the check.
    pub today: NaiveDate,
    /// Age, in days, from which a value must be verified again.
    pub max_age_days: i64,
    /// Keys of parameters that the program reads; `None` leaves that check out.
    pub keys_used: Option<&'a [&'a str]>,
}

pub(crate) use ensemble::missing_tables;

/// Every check, in a stable order: `BAR-040` overlap, `BAR-041` hole, `BAR-042` range, `BAR-043` source missing,
/// `BAR-044` verification too old, `BAR-045` key without value, `BAR-046` value without use, `BAR-047` shares that
/// do not add up, `BAR-048` reduced rate of artistes, `BAR-049` unverified value, `BAR-050` value far from its history,
/// `BAR-051` ceiling that does not follow from the monthly one, `BAR-052` impossible date, `BAR-053` link that is not
/// official, `BAR-054` letter A without a link, `BAR-055` bands with a hole or an overlap, `BAR-056` last grid of the tax.
#[must_use]
pub fn check(rates: &Rates, options: &CheckOptions<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    parameters(rates, &mut out);
    contributions(rates, &mut out);
    neutral_grids(rates, &mut out);
    rows(rates, options, &mut out);
    keys(rates, options, &mut out);
    sums(rates, options.today, &mut out);
    artist_rates(rates, &mut out);
    historique::check(rates, &mut out);
    plafonds::check(rates, &mut out);
    dates::check(rates, options, &mut out);
    grilles::check(rates, options, &mut out);
    liens::check(rates, &mut out);
    tranches::check(rates, options, &mut out);
    out
}

fn place(rates: &Rates, row: &Row, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.in_file(rates.files().shown(&row.table), Some(row.ligne))
}

/// Rows of one series, sorted: no day twice, no day missing between the first and the last.
fn chain(rates: &Rates, name: &str, series: &mut Vec<&Row>, out: &mut Vec<Diagnostic>) {
    series.sort_by_key(|r| r.valide_du);
    for pair in series.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let end = before.valide_au;
        if end.is_none_or(|end| after.valide_du <= end) {
            out.push(place(
                rates,
                after,
                Diagnostic::error(
                    "BAR-040",
                    format!(
                        "{name} : deux valeurs le {} (lignes {} et {})",
                        after.valide_du, before.ligne, after.ligne
                    ),
                )
                .hint("finir l'ancienne valeur (valide_au) la veille de la nouvelle"),
            ));
        } else if end.is_some_and(|end| end + Days::new(1) < after.valide_du) {
            out.push(place(
                rates,
                after,
                Diagnostic::error(
                    "BAR-041",
                    format!(
                        "{name} : aucune valeur du {} au {}",
                        end.unwrap_or(after.valide_du) + Days::new(1),
                        after.valide_du - Days::new(1)
                    ),
                )
                .hint("ajouter la valeur qui manque, ou corriger les dates voisines"),
            ));
        }
    }
    for row in series {
        if row.valide_au.is_some_and(|end| end < row.valide_du) {
            out.push(place(
                rates,
                row,
                Diagnostic::error(
                    "BAR-041",
                    format!("{name} : la valeur finit avant de commencer ({})", row.dates()),
                )
                .hint("corriger valide_du ou valide_au"),
            ));
        }
    }
}

fn parameters(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for (parameter, values) in rates.parameters() {
        let mut series: Vec<&Row> = values.collect();
        for row in &series {
            let value = row.valeur.unwrap_or_default();
            let (min, max) = parameter.bornes;
            if value < min || value > max {
                out.push(place(
                    rates,
                    row,
                    Diagnostic::error(
                        "BAR-042",
                        format!(
                            "{} : {value} {} sort de l'intervalle [{min} ; {max}]",
                            parameter.cle, parameter.unite
                        ),
                    )
                    .hint(
                        "vérifier la valeur (point décimal, unité) ; si elle est juste, élargir min ou max",
                    ),
                ));
            }
        }
        chain(rates, &parameter.cle, &mut series, out);
        let wanted = parameter.cree_le.unwrap_or_else(coverage_start);
        if let Some(first) = series.first().filter(|r| r.valide_du > wanted) {
            out.push(place(
                rates,
                first,
                Diagnostic::error(
                    "BAR-041",
                    format!("{} : aucune valeur avant le {}", parameter.cle, first.valide_du),
                )
                .hint(format!("ajouter la valeur au {wanted}, ou dire depuis quand la clé existe (cree_le)")),
            ));
        }
        if series.is_empty() {
            out.push(Diagnostic::error("BAR-045", format!("{} : aucune valeur", parameter.cle)));
        }
    }
}

/// One series per share, variant, population, convention and size of the employer.
fn contributions(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let list: Vec<&RateRow> = rates.rates_of(index).map(|(rate, _)| rate).collect();
        for rate in &list {
            for value in [Some(rate.taux), rate.taux_artiste].into_iter().flatten() {
                if value < Decimal::ZERO || value > Decimal::from(40) {
                    out.push(place(
                        rates,
                        &rate.row,
                        Diagnostic::error(
                            "BAR-042",
                            format!("{} : un taux de {value} % est hors de [0 ; 40]", contribution.code),
                        )
                        .hint("un taux s'écrit en pour cent : 6.90 pour 6,90 %"),
                    ));
                }
            }
        }
        let idccs: BTreeSet<&str> =
            list.iter().flat_map(|r| r.idcc.iter().map(String::as_str)).chain([""]).collect();
        let sizes: BTreeSet<u32> = list
            .iter()
            .flat_map(|r| [r.effectif_min, r.effectif_max.map(|m| m + 1)])
            .flatten()
            .chain([1])
            .collect();
        let mut seen: BTreeSet<Vec<u64>> = BTreeSet::new();
        for key in keys_of(&list) {
            for population in Population::ALL {
                for idcc in &idccs {
                    for size in &sizes {
                        let mut series: Vec<&Row> = list
                            .iter()
                            .filter(|r| {
                                (r.part, r.variante) == key
                                    && r.concerns(population, idcc)
                                    && holds_size(r, *size)
                            })
                            .map(|r| &r.row)
                            .collect();
                        // The same rows for another population or size: one report is enough.
                        let identity: Vec<u64> = series.iter().map(|r| r.ligne).collect();
                        if seen.insert(identity) {
                            let part = if key.0 == Part::Salarie { "salarié" } else { "employeur" };
                            chain(rates, &format!("{} ({part})", contribution.code), &mut series, out);
                        }
                    }
                }
            }
        }
    }
}

fn keys_of(list: &[&RateRow]) -> BTreeSet<(Part, Variante)> {
    list.iter().map(|r| (r.part, r.variante)).collect()
}

fn holds_size(rate: &RateRow, size: u32) -> bool {
    rate.effectif_min.is_none_or(|min| min <= size) && rate.effectif_max.is_none_or(|max| size <= max)
}

/// Default PAS grids: each grid starts at zero, its rates rise, and grids of a zone follow each other.
fn neutral_grids(rates: &Rates, out: &mut Vec<Diagnostic>) {
    let mut grids: BTreeMap<(&str, NaiveDate), Vec<&Row>> = BTreeMap::new();
    for row in rates.rows().iter().filter(|r| r.cle.starts_with("PAS_TAUX_NEUTRE/")) {
        grids.entry((row.cle.as_str(), row.valide_du)).or_default().push(row);
    }
    let mut firsts: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for ((key, _), rows) in &grids {
        for pair in rows.windows(2) {
            if pair[0].valeur > pair[1].valeur {
                out.push(place(
                    rates,
                    pair[1],
                    Diagnostic::error("BAR-042", format!("{key} : le taux baisse quand la base monte"))
                        .hint("remettre les tranches dans l'ordre des bases"),
                ));
            }
        }
        firsts.entry(key).or_default().extend(rows.first());
    }
    for (key, mut series) in firsts {
        chain(rates, key, &mut series, out);
    }
}

fn rows(rates: &Rates, options: &CheckOptions<'_>, out: &mut Vec<Diagnostic>) {
    let mut old: BTreeMap<(&str, NaiveDate), (usize, &Row)> = BTreeMap::new();
    for row in rates.rows() {
        if row.source.trim().is_empty() {
            out.push(place(
                rates,
                row,
                Diagnostic::error("BAR-043", format!("{} {} : source vide", row.cle, row.dates()))
                    .severity(Gravite::Majeur)
                    .hint("dire où la valeur a été lue, et la date de lecture (verifie_le)"),
            ));
        }
        let current = row.holds(options.today);
        if current && row.confiance == Confiance::C {
            out.push(place(
                rates,
                row,
                Diagnostic::warning(
                    "BAR-049",
                    format!("{} : valeur de confiance C, jamais vue dans une source", row.cle),
                )
                .severity(Gravite::Info)
                .hint("chercher le texte officiel ; chaque bulletin qui s'en sert porte un avertissement"),
            ));
        }
        if current && (options.today - row.verifie_le).num_days() > options.max_age_days {
            old.entry((row.table.as_str(), row.verifie_le)).or_insert((0, row)).0 += 1;
        }
    }
    for ((_, day), (count, row)) in old {
        let age = (options.today - day).num_days();
        out.push(place(
            rates,
            row,
            Diagnostic::warning("BAR-044", format!("{count} valeur(s) en vigueur vérifiée(s) pour la dernière fois le {day}, il y a {age} jours"))
                .hint("relire la source et mettre verifie_le à jour"),
        ));
    }
}

fn keys(rates: &Rates, options: &CheckOptions<'_>, out: &mut Vec<Diagnostic>) {
    let Some(used) = options.keys_used else { return };
    let known: BTreeSet<&str> = rates.parameters().map(|(p, _)| p.cle.as_str()).collect();
    for key in used.iter().filter(|k| !known.contains(*k)) {
        out.push(
            Diagnostic::error("BAR-045", format!("le paramètre {key} manque : le calcul s'en sert"))
                .in_file(rates.files().shown("parametres"), None)
                .hint("reprendre sa table d'origine (cddu baremes exporter DOSSIER)"),
        );
    }
    for contribution in rates.contributions() {
        if let Some(key) = contribution.reduction.as_ref().filter(|k| !known.contains(k.as_str())) {
            out.push(
                Diagnostic::error(
                    "BAR-045",
                    format!("{} : le paramètre {key} de sa réduction manque", contribution.code),
                )
                .in_file(rates.files().shown(&contribution.table), None)
                .hint("corriger la clé reduction, ou ajouter ce paramètre à parametres/"),
            );
        }
    }
    for (parameter, values) in rates.parameters() {
        if !used.contains(&parameter.cle.as_str())
            && let Some(row) = values.last()
        {
            out.push(place(
                rates,
                row,
                Diagnostic::warning(
                    "BAR-046",
                    format!("{} : aucun calcul ne lit ce paramètre", parameter.cle),
                )
                .severity(Gravite::Info)
                .hint("information seulement, ou faute de frappe dans la clé"),
            ));
        }
    }
}

fn sums(rates: &Rates, today: NaiveDate, out: &mut Vec<Diagnostic>) {
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let Some(total) = &contribution.total else { continue };
        let (code, law) = (&contribution.code, &total.base_legale);
        for (population, wanted) in [
            (Population::TechnicienNonCadre, total.taux),
            (Population::TechnicienCadre, total.taux),
            (Population::Artiste, total.taux_artiste),
        ] {
            let Ok(lines) = rates.lines(today, population, "3097") else { continue };
            let Some(line) = lines.iter().find(|l| l.contribution == index) else { continue };
            let full = |shares: &[crate::PreparedShare]| -> Option<(Decimal, crate::RowId)> {
                shares.iter().find(|s| s.variante == Variante::Plein).map(|s| (s.taux.0, s.row))
            };
            let (employee, employer) = (full(&line.salarie), full(&line.employeur));
            let sum: Decimal = [employee, employer].into_iter().flatten().map(|s| s.0).sum();
            let row = employee.or(employer).map(|s| rates.row(s.1));
            if wanted != sum
                && let Some(row) = row
            {
                out.push(place(
                    rates,
                    row,
                    Diagnostic::error(
                        "BAR-047",
                        format!(
                            "{code} : parts salarié et employeur font {sum} %, {wanted} % attendus ({law})"
                        ),
                    )
                    .severity(Gravite::Majeur)
                    .hint("corriger l'une des deux parts, ou le total attendu si la loi a changé"),
                ));
            }
        }
    }
}

/// The rates of artistes that the social security reduces are 70 % of the full ones (arrêté du 24/01/1975), rounded
/// to two decimals; one decimal for the accidents du travail.
fn artist_rates(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let decimals = if contribution.parametre == Some(ParametreEmployeur::TauxAt) { 1 } else { 2 };
        for (rate, _) in rates.rates_of(index) {
            let Some(reduced) = rate.taux_artiste else { continue };
            let Ok(part) = rates.param("ARTISTE_TAUX", rate.row.valide_du.max(crate::coverage_start()))
            else {
                continue;
            };
            let wanted = round_half_up(rate.taux * part.value / Decimal::ONE_HUNDRED, decimals);
            if reduced.normalize() != wanted.normalize() {
                out.push(place(
                    rates,
                    &rate.row,
                    Diagnostic::error(
                        "BAR-048",
                        format!(
                            "{} : taux des artistes {reduced} %, 70 % de {} % font {wanted} %",
                            contribution.code, rate.taux
                        ),
                    )
                    .severity(Gravite::Majeur)
                    .hint("recalculer taux_artiste (arrêté du 24 janvier 1975)"),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn options() -> CheckOptions<'static> {
        CheckOptions { today: day("2026-11-28"), max_age_days: 400, keys_used: None }
    }

    fn codes(rates: &Rates) -> Vec<String> {
        check(rates, &options()).into_iter().filter(Diagnostic::is_error).map(|d| d.code).collect()
    }

    #[test]
    fn embedded_tables_pass() {
        let faults: Vec<_> =
            check(&Rates::embedded(), &options()).into_iter().filter(Diagnostic::is_error).collect();
        assert!(
            faults.is_empty(),
            "{}",
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        );
    }

    /// The embedded tables with one text replaced in one file.
    fn edited(file: &str, from: &str, to: &str) -> Rates {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in Files::embedded().iter() {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text = if name == file {
                assert!(text.contains(from), "{file} no longer contains {from:?}");
                text.replacen(from, to, 1)
            } else {
                text.to_owned()
            };
            std::fs::write(path, text).unwrap();
        }
        Rates::from_dir(dir.path()).unwrap()
    }

    #[test]
    fn each_kind_of_mistake_is_found() {
        let cases = [
            ("contributions/ags.toml", "valide_au = 2024-06-30", "valide_au = 2024-07-15", "BAR-040"),
            ("contributions/ags.toml", "valide_au = 2024-06-30", "valide_au = 2024-06-15", "BAR-041"),
            ("parametres/smic.toml", "valide_au = 2026-05-31", "valide_au = 2026-05-30", "BAR-041"),
            ("contributions/ags.toml", "taux = \"0.25\"", "taux = \"250\"", "BAR-042"),
            ("parametres/smic.toml", "valeur = \"12.31\"", "valeur = \"1231\"", "BAR-042"),
            ("contributions/retraite_t1.toml", "taux = \"3.94\"", "taux = \"3.49\"", "BAR-047"),
            ("contributions/fnal.toml", "taux_artiste = \"0.35\"", "taux_artiste = \"0.36\"", "BAR-048"),
        ];
        for (file, from, to, code) in cases {
            let found = codes(&edited(file, from, to));
            assert!(found.iter().any(|c| c == code), "{file}: {to}: {found:?}");
        }
    }

    /// A copy of the embedded tables, changed.
    fn copy(change: impl FnOnce(&std::path::Path)) -> Result<Rates, Vec<Diagnostic>> {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in Files::embedded().iter() {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        change(dir.path());
        Rates::from_dir(dir.path())
    }

    #[test]
    fn a_set_without_a_table_or_with_one_twice_is_not_read() {
        let refused =
            copy(|dir| std::fs::remove_file(dir.join("contributions/ags.toml")).unwrap()).unwrap_err();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].code, "BAR-002");
        assert!(refused[0].message.contains("la contribution AGS manque"), "{}", refused[0]);
        let refused = copy(|dir| std::fs::remove_file(dir.join("dsn/ctp.csv")).unwrap()).unwrap_err();
        assert_eq!((refused.len(), refused[0].code.as_str()), (1, "BAR-002"));
        let refused = copy(|dir| {
            std::fs::copy(dir.join("contributions/ags.toml"), dir.join("contributions/ags (1).toml"))
                .unwrap();
        })
        .unwrap_err();
        assert_eq!((refused.len(), refused[0].code.as_str()), (1, "BAR-004"));
        assert!(refused[0].message.contains("AGS est définie deux fois"), "{}", refused[0]);
        // A file under another name, and a contribution of one's own, are welcome.
        let renamed = copy(|dir| {
            std::fs::rename(dir.join("contributions/ags.toml"), dir.join("contributions/garantie.toml"))
                .unwrap();
        });
        assert!(renamed.is_ok());
    }

    #[test]
    fn a_badly_written_table_is_told_in_french_with_its_line_and_a_remedy() {
        for (file, from, to, message) in [
            ("contributions/ags.toml", "taux = \"0.20\"", "taux = 0.20", "le nombre 0.2 sans guillemets"),
            ("contributions/ags.toml", "taux = \"0.20\"", "taux = {}", "une table { } au lieu d'un texte"),
            ("contributions/ags.toml", "confiance = \"B\"", "confiance = \"D\"", "valeur inconnue « D »"),
            ("contributions/ags.toml", "source = ", "sourse = ", "clé inconnue « sourse »"),
            (
                "contributions/ags.toml",
                "part = \"employeur\"",
                "part = \"employeur",
                "n'a pas la forme clé = valeur",
            ),
            ("parametres/smic.toml", "valide_du = 2026-06-01", "valide_du = \"2026-06-01\"", "date"),
            ("pas/taux_neutre.csv", "metropole,2024-01-01", "metropole,01/01/2024", "date illisible"),
            ("pas/taux_neutre.csv", "metropole,2024-01-01", "metropole,2024-01-01,,", "colonnes"),
        ] {
            let errors = copy(|dir| {
                let path = dir.join(file);
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(text.contains(from), "{file}: {from}");
                std::fs::write(path, text.replacen(from, to, 1)).unwrap();
            })
            .unwrap_err();
            let told = errors.iter().find(|d| d.message.contains(message));
            let told = told.unwrap_or_else(|| panic!("{file}: {to}: {errors:?}"));
            assert!(told.ligne.is_some() && told.aide.is_some(), "{told}");
            for english in ["expected", "invalid", "unknown", "missing", "found"] {
                assert!(!told.to_string().contains(english), "{told}");
            }
        }
    }

    #[test]
    fn a_whole_set_is_held_to_what_it_must_hold() {
        for (file, from, to, code) in [
            // A decimal point forgotten, with the bounds of the rates respected: 0.25 % of AGS becomes 25 %.
            ("contributions/ags.toml", "taux = \"0.25\"", "taux = \"25\"", "BAR-050"),
            // Nothing before it in its series: beside the delivered value.
            ("contributions/csa.toml", "taux = \"0.30\"", "taux = \"0.003\"", "BAR-050"),
            ("parametres/frais.toml", "valeur = \"21.40\"", "valeur = \"0.214\"", "BAR-050"),
            // 12 x 4,005 = 48,060.
            ("parametres/plafonds.toml", "valeur = \"48060\"", "valeur = \"48006\"", "BAR-051"),
            ("parametres/plafonds.toml", "valeur = \"220\"", "valeur = \"221\"", "BAR-051"),
            ("parametres/smic.toml", "valeur = \"1867.02\"", "valeur = \"1866.02\"", "BAR-051"),
            ("contributions/csa.toml", "verifie_le = 2026-11-28", "verifie_le = 2062-11-28", "BAR-052"),
            ("contributions/csa.toml", "valide_du = 2004-07-01", "valide_du = 1904-07-01", "BAR-052"),
            ("contributions/csa.toml", "lien = \"https", "lien = \"http", "BAR-053"),
            ("contributions/csa.toml", "www.legifrance.gouv.fr", "exemple.com", "BAR-053"),
            ("contributions/csa.toml", "lien = \"", "#lien = \"", "BAR-054"),
            ("conventions/grilles.csv", ",2022-04-01,2023-08-31,", ",2022-04-01,2203-08-31,", "BAR-052"),
            ("conventions/grilles.csv", ",2022-04-01,2023-08-31,", ",2022-04-01,2024-08-31,", "BAR-040"),
            ("conventions/grilles.csv", ",39,,,1436.49,", ",39,,,1436;49,", "BAR-020"),
            ("pas/taux_neutre.csv", ",1591,1653,", ",1592,1653,", "BAR-055"),
            ("pas/taux_neutre.csv", ",1591,1653,", ",1590,1653,", "BAR-055"),
            ("parametres/saisies.toml", "valeur = \"8730\"", "valeur = \"4370\"", "BAR-055"),
        ] {
            let found = codes(&edited(file, from, to));
            assert!(found.iter().any(|c| c == code), "{file}: {to}: {found:?}");
        }
    }

    #[test]
    fn the_last_grid_of_the_tax_is_told_a_month_before_its_end() {
        let told = |today: &str| {
            let options = CheckOptions { today: day(today), ..options() };
            check(&Rates::embedded(), &options).iter().filter(|d| d.code == "BAR-056").count()
        };
        assert_eq!(told("2026-11-28"), 0);
        // One line for each of the three zones.
        assert_eq!(told("2026-12-15"), 3);
    }

    #[test]
    fn no_value_is_called_read_without_the_official_text() {
        let rates = Rates::embedded();
        let without: Vec<_> = rates
            .rows()
            .iter()
            .filter(|row| row.confiance == Confiance::A && row.lien.is_empty())
            .map(|row| format!("{}:{} {}", row.table, row.ligne, row.cle))
            .collect();
        assert!(without.is_empty(), "{without:#?}");
        // The grids name the official text by the code of its source.
        let conventions = rates.conventions().unwrap();
        for row in conventions.grid().iter().filter(|row| row.confiance == Confiance::A) {
            let source = conventions.source(&row.source);
            assert!(source.contains("Légifrance"), "grilles.csv:{} {source}", row.ligne);
        }
    }

    #[test]
    fn each_row_of_information_has_its_source_its_letter_and_its_day() {
        let files = Files::embedded();
        for name in ["information/versement_mobilite.csv", "information/janvier_2027.csv"] {
            let mut reader = csv::Reader::from_reader(files.get(name).unwrap().as_bytes());
            let headers = reader.headers().unwrap().clone();
            let at = |column: &str| headers.iter().position(|h| h == column).unwrap();
            for row in reader.records() {
                let row = row.unwrap();
                assert!(
                    !row[at("source")].is_empty() && "ABC".contains(&row[at("confiance")]),
                    "{name}: {row:?}"
                );
                assert!(row[at("valide_du")].parse::<NaiveDate>().is_ok(), "{name}: {row:?}");
                assert!(
                    row[at("verifie_le")].parse::<NaiveDate>().unwrap() <= options().today,
                    "{name}: {row:?}"
                );
            }
        }
    }

    #[test]
    fn age_and_use_are_reported_on_demand() {
        let rates = Rates::embedded();
        let late = CheckOptions { today: day("2028-01-01"), max_age_days: 365, keys_used: None };
        assert!(check(&rates, &late).iter().any(|d| d.code == "BAR-044"));
        let used = CheckOptions { keys_used: Some(&["PMSS", "CLE_ABSENTE"]), ..options() };
        let found = check(&rates, &used);
        assert!(found.iter().any(|d| d.code == "BAR-045" && d.message.contains("CLE_ABSENTE")));
        assert!(found.iter().any(|d| d.code == "BAR-046" && d.message.contains("PASS")));
        assert!(!found.iter().any(|d| d.code == "BAR-046" && d.message.starts_with("PMSS ")));
    }
}
