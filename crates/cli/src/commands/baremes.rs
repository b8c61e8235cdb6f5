//! `cddu baremes`: the tables as an accountant reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cddu_documents::typo::count;
use cddu_dossier::{Jours, couverture};
use cddu_rates::{CheckOptions, Diagnostic, Gravite, Rates, Row, check, nearest};
use chrono::NaiveDate;
use serde::Serialize;

use super::today;
use crate::args::BaremesCommand;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::french_number;

pub fn run(context: &Context, rates: &Rates, command: &BaremesCommand) -> Outcome {
    match command {
        BaremesCommand::Lister { date } => list(context, rates, date.unwrap_or_else(today)),
        BaremesCommand::Montrer { code, date } => show(context, rates, code, *date),
        BaremesCommand::Diff { de, a } => diff(context, rates, *de, *a),
        BaremesCommand::Verifier { date, age, verbeux } => {
            verify(context, rates, date.unwrap_or_else(today), *age, *verbeux)
        }
        BaremesCommand::Exporter { dossier } => export(context, rates, dossier),
    }
}

/// A value with what it is called.
#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    libelle: &'a str,
    unite: &'a str,
    horloge: String,
    #[serde(flatten)]
    row: &'a Row,
    #[serde(skip_serializing_if = "String::is_empty")]
    conditions: String,
}

fn entries(rates: &Rates) -> Vec<Entry<'_>> {
    let mut out = Vec::new();
    for (index, contribution) in rates.contributions().iter().enumerate() {
        for (rate, _) in rates.rates_of(index) {
            out.push(Entry {
                code: &contribution.code,
                libelle: &contribution.libelle,
                unite: "%",
                horloge: contribution.horloge.to_string(),
                row: &rate.row,
                conditions: conditions(rate),
            });
        }
    }
    for (parameter, values) in rates.parameters() {
        for row in values {
            out.push(Entry {
                code: &parameter.cle,
                libelle: &parameter.libelle,
                unite: &parameter.unite,
                horloge: parameter.horloge.to_string(),
                row,
                conditions: String::new(),
            });
        }
    }
    out
}

/// Whom a rate concerns, in words.
fn conditions(rate: &cddu_rates::RateRow) -> String {
    let mut words = vec![rate.row.cle.split_once('/').map_or("", |(_, part)| part).to_owned()];
    let name = |value: &dyn Fn() -> Option<String>| value();
    words.extend(rate.populations.iter().filter_map(|p| name(&|| json_name(p))));
    if let Some(variant) = json_name(&rate.variante).filter(|v| v != "plein") {
        words.push(variant);
    }
    if !rate.idcc.is_empty() {
        words.push(format!("IDCC {}", rate.idcc.join(" ")));
    }
    match (rate.effectif_min, rate.effectif_max) {
        (Some(min), _) => words.push(format!("à partir de {min} salariés")),
        (None, Some(max)) => words.push(format!("jusqu'à {max} salariés")),
        (None, None) => {}
    }
    if let Some(artist) = rate.taux_artiste {
        words.push(format!("artistes {} %", crate::render::french_number(&artist.to_string())));
    }
    words.join(", ")
}

fn json_name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

fn value(entry: &Entry<'_>) -> String {
    let number =
        entry.row.valeur.map_or_else(|| "taux de l'employeur".to_owned(), |v| french_number(&v.to_string()));
    format!("{number} {}", entry.unite)
}

fn list(context: &Context, rates: &Rates, day: NaiveDate) -> Outcome {
    let entries: Vec<_> = entries(rates).into_iter().filter(|e| e.row.holds(day)).collect();
    if context.json {
        context.print_json(&entries);
        return Ok(Status::Done);
    }
    let mut text = format!(
        "Valeurs en vigueur le {} (A : source officielle, B : source secondaire, C : non vérifiée)\n\n",
        french_day(day)
    );
    for entry in &entries {
        let _ = writeln!(
            text,
            "{:<22} {:>22}  {}  {}{}",
            entry.code,
            value(entry),
            entry.row.confiance,
            entry.libelle,
            if entry.conditions.is_empty() { String::new() } else { format!(" ({})", entry.conditions) }
        );
    }
    context.print(&text);
    Ok(Status::Done)
}

fn show(context: &Context, rates: &Rates, code: &str, date: Option<NaiveDate>) -> Outcome {
    let all = entries(rates);
    let found: Vec<_> = all
        .iter()
        .filter(|e| e.code.eq_ignore_ascii_case(code) && date.is_none_or(|d| e.row.holds(d)))
        .collect();
    if found.is_empty() {
        let codes: BTreeSet<&str> = all.iter().map(|e| e.code).collect();
        if let (true, Some(date)) = (codes.iter().any(|c| c.eq_ignore_ascii_case(code)), date) {
            return Err(vec![
                Diagnostic::error("BAR-010", format!("aucune valeur de {code} au {date}"))
                    .hint("sans --date, toutes les valeurs connues sont montrées"),
            ]);
        }
        let near = nearest(code, codes.iter().copied());
        let hint = if near.is_empty() {
            "cddu baremes lister montre tous les codes".to_owned()
        } else {
            format!("codes voisins : {}", near.join(", "))
        };
        return Err(vec![Diagnostic::error("BAR-011", format!("code inconnu : {code}")).hint(hint)]);
    }
    if context.json {
        context.print_json(&found);
        return Ok(Status::Done);
    }
    let first = found[0];
    let mut text = format!(
        "{}  {}\nTable {}, choisie par : {}\n",
        context.paint(Style::Bold, first.code),
        first.libelle,
        rates.files().shown(&first.row.table),
        first.horloge
    );
    for entry in found {
        let row = entry.row;
        let _ = write!(
            text,
            "\n{}  {}  confiance {}\n  {}\n",
            context.paint(Style::Bold, &value(entry)),
            row.dates(),
            row.confiance,
            if entry.conditions.is_empty() { "tous".to_owned() } else { entry.conditions.clone() }
        );
        for (label, content) in [
            ("base légale", &row.base_legale),
            ("source", &row.source),
            ("lien", &row.lien),
            ("note", &row.note),
        ] {
            if !content.is_empty() {
                let _ = writeln!(text, "  {label} : {content}");
            }
        }
        let _ = writeln!(text, "  vérifié le {} (ligne {})", row.verifie_le, row.ligne);
    }
    context.print(&text);
    Ok(Status::Done)
}

#[derive(Serialize)]
struct Change<'a> {
    code: &'a str,
    libelle: &'a str,
    cle: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    conditions: String,
    avant: Option<String>,
    apres: Option<String>,
    depuis: NaiveDate,
    base_legale: &'a str,
    source: &'a str,
}

fn diff(context: &Context, rates: &Rates, from: NaiveDate, to: NaiveDate) -> Outcome {
    if to < from {
        return Err(vec![
            Diagnostic::error("CLI-001", format!("le second jour ({to}) précède le premier ({from})"))
                .hint("cddu baremes diff ANCIEN NOUVEAU"),
        ]);
    }
    let all = entries(rates);
    let holding = |day: NaiveDate| all.iter().filter(move |e| e.row.holds(day));
    let identity = |e: &Entry<'_>| (e.row.cle.clone(), whom(&e.conditions));
    let mut changes = grid_changes(rates, from, to);
    for after in holding(to) {
        let before = holding(from).find(|b| identity(b) == identity(after));
        let same =
            before.is_some_and(|b| b.row.valeur == after.row.valeur && b.conditions == after.conditions);
        if !same {
            changes.push(Change {
                code: after.code,
                libelle: after.libelle,
                cle: &after.row.cle,
                conditions: after.conditions.clone(),
                avant: before.map(|b| value(b)),
                apres: Some(value(after)),
                depuis: after.row.valide_du,
                base_legale: &after.row.base_legale,
                source: &after.row.source,
            });
        }
    }
    for before in holding(from) {
        if !holding(to).any(|a| identity(a) == identity(before)) {
            changes.push(Change {
                code: before.code,
                libelle: before.libelle,
                cle: &before.row.cle,
                conditions: before.conditions.clone(),
                avant: Some(value(before)),
                apres: None,
                depuis: before.row.valide_au.and_then(|end| end.succ_opt()).unwrap_or(to),
                base_legale: &before.row.base_legale,
                source: &before.row.source,
            });
        }
    }
    changes.sort_by_key(|c| (c.depuis, c.code.to_owned()));
    if context.json {
        context.print_json(&changes);
        return Ok(Status::Done);
    }
    let mut text = format!("Ce qui change entre le {} et le {}\n", french_day(from), french_day(to));
    if changes.is_empty() {
        text.push_str("\nRien : ni contribution, ni paramètre, ni grille du prélèvement à la source. Les minima : cddu minima FONCTION.\n");
    }
    for change in &changes {
        let _ = write!(
            text,
            "\n{}  {}{}\n  {} -> {}  (le {})\n",
            context.paint(Style::Bold, change.code),
            change.libelle,
            if change.conditions.is_empty() { String::new() } else { format!(" ({})", change.conditions) },
            change.avant.as_deref().unwrap_or("rien"),
            context.paint(Style::Green, change.apres.as_deref().unwrap_or("rien")),
            french_day(change.depuis),
        );
        for (label, content) in [("base légale", change.base_legale), ("source", change.source)] {
            if !content.is_empty() {
                let _ = writeln!(text, "  {label} : {content}");
            }
        }
    }
    context.print(&text);
    Ok(Status::Done)
}

/// The default grids of the tax that are not those of the first day: one change for each zone.
fn grid_changes(rates: &Rates, from: NaiveDate, to: NaiveDate) -> Vec<Change<'_>> {
    let mut zones: BTreeMap<&str, [Option<&Row>; 2]> = BTreeMap::new();
    for row in rates.rows().iter().filter(|r| r.cle.starts_with("PAS_TAUX_NEUTRE/")) {
        for (side, day) in [from, to].into_iter().enumerate() {
            if row.holds(day) {
                zones.entry(row.cle.as_str()).or_default()[side].get_or_insert(row);
            }
        }
    }
    let told = |row: &Row| format!("grille du {}", french_day(row.valide_du));
    zones
        .into_values()
        .filter(|[before, after]| before.map(|r| r.valide_du) != after.map(|r| r.valide_du))
        .filter_map(|[before, after]| {
            let row = after.or(before)?;
            Some(Change {
                code: "PAS_TAUX_NEUTRE",
                libelle: "Prélèvement à la source, grille de taux par défaut",
                cle: &row.cle,
                conditions: row.cle.split_once('/').map_or("", |(_, zone)| zone).replace('_', " "),
                avant: before.map(told),
                apres: after.map(told),
                depuis: after.map_or(to, |r| r.valide_du),
                base_legale: &row.base_legale,
                source: &row.source,
            })
        })
        .collect()
}

/// The conditions without the artists' rate, which is a value.
fn whom(conditions: &str) -> String {
    conditions.split(", artistes ").next().unwrap_or_default().to_owned()
}

fn verify(context: &Context, rates: &Rates, day: NaiveDate, age: i64, verbose: bool) -> Outcome {
    let options = CheckOptions { today: day, max_age_days: age, keys_used: Some(crate::parameters::READ) };
    let mut findings = check(rates, &options);
    findings.extend(couverture(rates, Jours { travail: day, paiement: day })?);
    let serious = findings.iter().filter(|d| d.is_error()).count();
    let minor = findings.iter().filter(|d| d.gravite == Gravite::Mineur).count();
    if context.json {
        context.print_json(&findings);
    } else {
        let shown: Vec<Diagnostic> =
            findings.iter().filter(|d| verbose || d.gravite != Gravite::Info).cloned().collect();
        context.report(&shown);
        context.print(&format!(
            "Tables : {} contributions, {} paramètres, {} valeurs. {}, {}, {}{}.\n",
            rates.contributions().len(),
            rates.parameters().count(),
            rates.rows().len(),
            count(serious, "erreur"),
            count(minor, "avertissement"),
            count(findings.len() - serious - minor, "information"),
            if verbose { "" } else { " (--verbeux les montre)" },
        ));
    }
    Ok(Status::anomalies_if(serious > 0))
}

fn export(context: &Context, rates: &Rates, directory: &std::path::Path) -> Outcome {
    let files: Vec<_> =
        rates.files().iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    crate::input::new_folder(directory, &files)?;
    let count = files.len();
    context.print(&format!(
        "{count} tables écrites dans {}. Les modifier, les vérifier puis s'en servir :\n  cddu baremes verifier --baremes {0}\n  cddu bulletin demande.json --baremes {0}\n",
        directory.display()
    ));
    Ok(Status::Done)
}

fn french_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
