//! `cddu etude`: case studies for the training, and the correction of copies.

use std::fmt::Write as _;

use cddu_documents::typo::count;
use cddu_etude::{Correction, Cree, Demande, Nature, Piege, corriger, creer};
use cddu_kit::Engine;
use cddu_rates::Diagnostic;
use serde_json::json;

use crate::args::EtudeCommand;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::columns;

pub fn run(context: &Context, engine: &Engine, command: &EtudeCommand) -> Outcome {
    match command {
        EtudeCommand::Pieges => {
            list(context);
            Ok(Status::Done)
        }
        EtudeCommand::Creer { dossier, graine, population, difficulte, piege } => {
            let seed = graine.map_or_else(tiree, Ok)?;
            let wanted = Demande::new(seed, population, difficulte.as_deref(), piege)?;
            let made = creer(engine, dossier, &wanted)?;
            created(context, &made, seed, &dossier.display().to_string());
            Ok(Status::Done)
        }
        EtudeCommand::Corriger { copie, corrige } => {
            let found = corriger(engine, copie, corrige)?;
            if context.json {
                context.print_json(&found);
            } else {
                corrected(context, &found);
            }
            Ok(Status::anomalies_if(!found.constats.is_empty()))
        }
    }
}

fn list(context: &Context) {
    if context.json {
        let all = Piege::ALL.map(|p| {
            json!({ "nom": p.nom(), "titre": p.titre(), "enseigne": p.enseigne(), "criteres": p.criteres(),
                "montre": p.montre() })
        });
        context.print_json(&all);
        return;
    }
    let mut text = String::new();
    for piege in Piege::ALL {
        text.push_str(&columns(&[
            (&context.paint(Style::Bold, piege.nom()), 18),
            (piege.titre(), 52),
            (piege.criteres(), 12),
        ]));
        text.push_str(&wrapped(piege.enseigne(), context.width));
    }
    context.print(&text);
}

/// A seed drawn by the machine, of at most fifteen digits: a spreadsheet keeps it whole.
fn tiree() -> Result<u64, Vec<Diagnostic>> {
    let drawn = getrandom::u64().map_err(|error| {
        vec![
            Diagnostic::error("ETU-006", format!("la machine ne tire pas de nombre au hasard : {error}"))
                .hint("donner la graine : --graine suivi d'un nombre au choix"),
        ]
    })?;
    Ok(drawn % 1_000_000_000_000_000)
}

fn created(context: &Context, made: &Cree, seed: u64, folder: &str) {
    if context.json {
        let traps = made.pieges.iter().map(|(p, who)| json!({ "nom": p.nom(), "ou": who }));
        context.print_json(&json!({
            "cas": made.cas,
            "graine": seed,
            "titre": made.titre,
            "bulletins": made.documents.0,
            "notes": made.documents.1,
            "pieges": traps.collect::<Vec<_>>(),
        }));
        return;
    }
    let mut text = format!(
        "{}, {} : {}, {}\n\n",
        made.cas,
        made.titre,
        count(made.documents.0, "bulletin"),
        count(made.documents.1, "note"),
    );
    for (piege, who) in &made.pieges {
        text.push_str(&columns(&[(piege.nom(), 18), (piege.titre(), 46), (who, 40)]));
    }
    _ = writeln!(text, "\ngraine {seed}     à garder : elle refait le cas et son corrigé");
    _ = writeln!(text, "{folder}/sujet     à remettre aux candidats");
    _ = writeln!(text, "{folder}/corrige   à garder");
    context.print(&text);
}

fn corrected(context: &Context, found: &Correction) {
    let mut text = format!("Copie du cas {}\n\n", found.cas);
    for note in &found.notes {
        let style = match note.mention {
            "acquis" => Style::Green,
            "non acquis" => Style::Red,
            _ => Style::Yellow,
        };
        let mark = format!("{}/{}", note.justes, note.total);
        _ = writeln!(text, "{:5}{mark:>9}  {}", note.critere, context.paint(style, note.mention));
        text.push_str(&wrapped(note.regarde, context.width));
    }
    if !found.pieges.is_empty() {
        text.push_str("\nPièges\n");
    }
    for piege in &found.pieges {
        let style = match piege.mention {
            "déjoué" => Style::Green,
            "manqué" => Style::Red,
            _ => Style::Yellow,
        };
        let mark = format!("{}/{}", piege.justes, piege.total);
        let mention = context.paint(style, piege.mention);
        _ = writeln!(text, "{:5}{mark:>9}  {mention} : {}, {}", piege.critere, piege.titre, piege.ou);
        if piege.mention != "déjoué" {
            text.push_str(&wrapped(piege.enseigne, context.width));
        }
    }
    for constat in &found.constats {
        let place = match constat.ligne {
            0 => constat.fichier.to_owned(),
            line => format!("{}:{line}", constat.fichier),
        };
        let style = if constat.nature == Nature::Consequence { Style::Blue } else { Style::Red };
        let title = context.paint(style, constat.nature.mot());
        let sides = match (constat.rendu.as_str(), constat.attendu.as_str()) {
            ("", right) => format!("attendu {right}"),
            (given, "") => format!("rendu {given}"),
            (given, right) => format!("rendu {given}, attendu {right}"),
        };
        _ = writeln!(text, "\n{title} ({}) {}", constat.critere, constat.ou);
        _ = writeln!(text, "    {place} (colonne {}) : {sides}", constat.colonne);
        text.push_str(&wrapped(&constat.explication, context.width));
    }
    if found.constats.is_empty() {
        text.push_str("\nAucune faute.\n");
    }
    context.print(&text);
}

/// A sentence under its title.
fn wrapped(sentence: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).initial_indent("    ").subsequent_indent("    ");
    if sentence.is_empty() { String::new() } else { format!("{}\n", textwrap::fill(sentence, options)) }
}
