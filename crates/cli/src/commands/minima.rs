//! `cddu minima`: the conventional minimum of a function, its history and its source.

use std::fmt::Write as _;

use cddu_documents::typo::count;
use cddu_rates::{Conventions, FonctionId, GridRow, Rates};
use chrono::NaiveDate;
use serde::Serialize;

use super::today;
use crate::args::MinimaArgs;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::money;

#[derive(Serialize)]
struct Found<'a> {
    fonction: &'a str,
    idcc: &'a str,
    filiere: &'a str,
    cadre: bool,
    minima: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    annexe: String,
    genre: String,
    unite: String,
    heures: Option<String>,
    jours: Option<u32>,
    valeur: Option<cddu_rates::Cents>,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    base_legale: String,
    source: String,
    confiance: cddu_rates::Confiance,
    ligne: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

pub fn run(context: &Context, rates: &Rates, args: &MinimaArgs) -> Outcome {
    let conventions = rates.conventions()?;
    let day = args.date.unwrap_or_else(today);
    let found = conventions.search(&args.fonction, args.idcc.as_deref());
    if found.is_empty() {
        let idcc = args.idcc.as_deref().unwrap_or("3097");
        return Err(vec![conventions.unknown_function(idcc, &args.fonction)]);
    }
    let list: Vec<Found<'_>> = found.iter().take(8).map(|id| shown(conventions, *id, day, args)).collect();
    if context.json {
        context.print_json(&list);
        return Ok(Status::Done);
    }
    let mut text = String::new();
    for function in &list {
        write(context, function, args.historique, day, &mut text);
    }
    if found.len() > list.len() {
        let _ = writeln!(
            text,
            "{} : « {} » est à préciser.",
            count(found.len() - list.len(), "autre fonction possible"),
            args.fonction
        );
    }
    context.print(&text);
    Ok(Status::Done)
}

fn shown<'a>(conventions: &'a Conventions, id: FonctionId, day: NaiveDate, args: &MinimaArgs) -> Found<'a> {
    let function = conventions.fonction(id);
    let member = !args.non_adherent;
    let holds = |row: &&GridRow| {
        row.start(member) <= day && conventions.end(row, member).is_none_or(|end| day <= end)
    };
    let minima = conventions
        .history(id)
        .into_iter()
        .filter(|row| args.historique || holds(row))
        .map(|row| Shown {
            annexe: row.annexe.clone(),
            genre: row.genre.clone(),
            unite: row.unite.to_string(),
            heures: row.heures.map(|h| h.normalize().to_string()),
            jours: row.jours,
            valeur: row.valeur,
            valide_du: row.start(member),
            valide_au: conventions.end(row, member),
            base_legale: row.base_legale.clone(),
            source: conventions.source(&row.source).to_owned(),
            confiance: row.confiance,
            ligne: row.ligne,
            note: row.note.clone(),
        })
        .collect();
    Found {
        fonction: &function.nom,
        idcc: &function.idcc,
        filiere: &function.filiere,
        cadre: function.cadre,
        minima,
    }
}

fn write(context: &Context, function: &Found<'_>, history: bool, day: NaiveDate, text: &mut String) {
    let _ = writeln!(
        text,
        "{}  IDCC {}, {}{}",
        context.paint(Style::Bold, function.fonction),
        function.idcc,
        function.filiere,
        if function.cadre { ", cadre" } else { "" }
    );
    if function.minima.is_empty() {
        let _ = writeln!(
            text,
            "  aucun minimum connu au {} (--historique montre les valeurs passées)",
            day.format("%d/%m/%Y")
        );
    }
    let mut last_source = String::new();
    for row in &function.minima {
        let amount = row.valeur.map_or_else(|| "non lu".to_owned(), |v| format!("{} €", money(v)));
        let hours = row.heures.as_ref().map_or_else(String::new, |h| format!(" {h} h"));
        let days = row.jours.map_or_else(String::new, |d| format!(" {d} jours"));
        let dates = match row.valide_au {
            Some(end) if history => format!("du {} au {end}", row.valide_du),
            _ => format!("depuis le {}", row.valide_du),
        };
        let genre = if row.genre.is_empty() { String::new() } else { format!(" {}", row.genre) };
        let _ = writeln!(
            text,
            "  {} par {}{hours}{days}, annexe {}{genre}, {dates}, confiance {} (ligne {})",
            context.paint(Style::Green, &amount),
            row.unite,
            row.annexe,
            row.confiance,
            row.ligne
        );
        let source = format!("{} ; {}", row.base_legale, row.source);
        if source != last_source {
            let _ = writeln!(text, "      {}", context.paint(Style::Dim, &source));
            last_source = source;
        }
    }
    text.push('\n');
}
