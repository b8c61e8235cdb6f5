//! `cddu compta`: entries, their integration in the accounts, closed months, statements.

use std::fmt::Write as _;

use cddu_documents::typo::count;
use cddu_dossier::{Books, Folder};
use cddu_ledger::exports::Disposition;
use cddu_ledger::{Batch, Compta, EntryLine, exports, fec};
use cddu_rates::{Cents, Diagnostic, Month, Rates};
use chrono::NaiveDate;
use serde_json::json;

use crate::args::{ComptaCommand, Format};
use crate::output::{Context, Outcome, Status, Style};
use crate::render::{columns, money};

pub fn run(context: &Context, rates: &Rates, command: &ComptaCommand) -> Outcome {
    match command {
        ComptaCommand::Ecritures { dossier, periode, format, sortie } => {
            let folder = Folder::read(dossier)?;
            let lots = lots(&folder, rates, periode)?;
            let day = lots.iter().flat_map(|l| &l.pieces).map(|s| s.paiement).max().unwrap_or_default();
            let compta = cddu_dossier::compta(&folder, rates, day)?;
            show(context, &compta, &lots, *format, sortie.as_deref())
        }
        ComptaCommand::Integrer { dossier, periode } => {
            integrated(context, &cddu_dossier::integrate(&Folder::read(dossier)?, rates, periode)?);
            Ok(Status::Done)
        }
        ComptaCommand::Annuler { dossier, lot } => {
            let done = cddu_dossier::cancel(&Folder::read(dossier)?, rates, lot)?;
            integrated(context, &[done]);
            Ok(Status::Done)
        }
        ComptaCommand::Clore { dossier, mois } => {
            let month = month(mois)?;
            let closed = cddu_dossier::close(&Folder::read(dossier)?, month)?;
            if context.json {
                context.print_json(&closed);
            } else {
                context.print(&format!("{month} est clos. Empreinte des écritures : {}\n", closed.empreinte));
            }
            Ok(Status::Done)
        }
        ComptaCommand::Lots { dossier } => {
            let books = Books::open(&Folder::read(dossier)?)?;
            list(context, &books);
            Ok(Status::Done)
        }
        ComptaCommand::Etats { dossier, mois, grand_livre } => {
            let (folder, month) = (Folder::read(dossier)?, month(mois)?);
            let statements = cddu_dossier::statements(&folder, rates, month, grand_livre.as_deref())?;
            let files = cddu_dossier::write_statements(&folder, rates, month, &statements)?;
            if context.json {
                let named = statements.iter().map(|(name, table)| (name.clone(), json!(table)));
                context.print_json(&named.collect::<serde_json::Map<_, _>>());
                return Ok(Status::Done);
            }
            let mut text = String::new();
            for ((_, table), (path, title)) in statements.iter().zip(&files) {
                let lines = count(table.lignes.len(), "ligne");
                text.push_str(&columns(&[(title, 44), (&lines, 15), (path, 60)]));
            }
            context.print(&text);
            Ok(Status::Done)
        }
    }
}

pub fn month(text: &str) -> Result<Month, Vec<Diagnostic>> {
    Month::parse(text).ok_or_else(|| {
        vec![
            Diagnostic::error("DOS-070", format!("« {text} » n'est pas un mois"))
                .hint("écrire le mois de paiement : 2026-11"),
        ]
    })
}

/// The batches of a period: those of the accounts, then what they lack.
fn lots(folder: &Folder, rates: &Rates, periode: &str) -> Result<Vec<Batch>, Vec<Diagnostic>> {
    let mut lots: Vec<Batch> = Books::open(folder)?.of(periode).into_iter().cloned().collect();
    match cddu_dossier::proposal(folder, rates, periode) {
        Ok(lacking) => lots.extend(lacking),
        Err(list) if list.iter().any(|d| d.code != "ECR-020") => return Err(list),
        Err(_) => {}
    }
    Ok(lots)
}

fn show(
    context: &Context,
    compta: &Compta,
    lots: &[Batch],
    format: Option<Format>,
    path: Option<&std::path::Path>,
) -> Outcome {
    let Some(format) = format.or(path.map(|_| Format::Fec)) else {
        if context.json {
            context.print_json(&lots);
        } else {
            let text: String = lots.iter().map(|lot| table(context, lot)).collect();
            context.print(&text);
        }
        return Ok(Status::Done);
    };
    let mut out = Vec::new();
    for (rank, lot) in lots.iter().enumerate() {
        let export = cddu_ledger::CsvExport {
            entete: compta.config.export.entete && rank == 0,
            ..compta.config.export.clone()
        };
        out.extend(match format {
            Format::Fec => continue,
            Format::Csv => exports::csv(lot, &export),
            Format::Quadra => exports::disposition(lot, Disposition::Quadra),
            Format::Ximport => exports::disposition(lot, Disposition::Ximport),
            Format::Coala => exports::disposition(lot, Disposition::Coala),
        });
    }
    if format == Format::Fec {
        let lines: Vec<_> = lots.iter().flat_map(fec::lines).collect();
        out = fec::write(&lines, &fec::FecOptions::default());
    }
    match path {
        Some(path) => {
            crate::input::write(path, &out)?;
            if !context.json {
                context.print(&format!("{} écrit, {} octets.\n", path.display(), out.len()));
            }
        }
        None => {
            context.write(|stdout| stdout.write_all(&out));
        }
    }
    Ok(Status::Done)
}

/// The entries of a batch, for a person.
fn table(context: &Context, lot: &Batch) -> String {
    let mut out = String::new();
    for entry in &lot.ecritures {
        let day = |d: NaiveDate| d.format("%d/%m/%Y").to_string();
        let head = format!("{} n° {} du {}  {}", entry.journal, entry.numero, day(entry.date), entry.libelle);
        let _ = writeln!(out, "{}", context.paint(Style::Bold, &head));
        for line in &entry.lignes {
            let amount = |c: Cents| if c.is_zero() { String::new() } else { money(c) };
            let aux = line.auxiliaire.as_ref().map_or("", |a| a.numero.as_str());
            out.push_str(&columns(&[
                (&line.compte, 9),
                (aux, 18),
                (&section(line), 22),
                (&line.compte_libelle, 30),
                (&amount(line.debit()), -12),
                (&amount(line.credit()), -12),
            ]));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "Lot {} : {} documents, {}\n", lot.lot, lot.pieces.len(), lot.empreinte);
    out
}

fn section(line: &EntryLine) -> String {
    line.axes.values().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Batches entered one after the other; in JSON, the first one holds those that follow it.
fn integrated(context: &Context, lots: &[cddu_dossier::Integrated]) {
    if context.json {
        let of = |done: &cddu_dossier::Integrated| {
            json!({
                "lot": done.lot.lot,
                "empreinte": done.lot.empreinte,
                "pieces": done.lot.pieces,
                "fichiers": done.files.iter().map(|(path, what)| json!({ "chemin": path, "contenu": what })).collect::<Vec<_>>(),
            })
        };
        let mut all = lots.iter().map(of);
        let mut first = all.next().unwrap_or_default();
        let rest: Vec<_> = all.collect();
        if !rest.is_empty() {
            first["suivants"] = json!(rest);
        }
        context.print_json(&first);
        return;
    }
    context.print(&lots.iter().map(told).collect::<String>());
}

fn told(done: &cddu_dossier::Integrated) -> String {
    let out_of = done.lot.pieces.iter().filter(|s| s.annulation).count();
    let mut text = format!(
        "Lot {} intégré : {}, {}, {}.\n",
        done.lot.lot,
        count(done.lot.ecritures.len(), "écriture"),
        count(done.lot.pieces.len() - out_of, "document entré"),
        count(out_of, "annulé"),
    );
    for (path, what) in &done.files {
        text.push_str(&columns(&[(&format!("  {path}"), 62), (what, 44)]));
    }
    text
}

fn list(context: &Context, books: &Books) {
    if context.json {
        let lots: Vec<_> = books.lots().iter().map(Batch::manifest).collect();
        context.print_json(&json!({ "lots": lots, "clotures": books.clotures() }));
        return;
    }
    let mut text = String::new();
    for lot in books.lots() {
        let total: Cents = lot.ecritures.iter().map(cddu_ledger::Entry::total).sum();
        let pieces = count(lot.pieces.len(), "document");
        text.push_str(&columns(&[(&lot.lot, 24), (&pieces, 16), (&money(total), -14), (&lot.empreinte, 24)]));
    }
    if books.lots().is_empty() {
        text.push_str("Aucun lot intégré : cddu compta integrer DOSSIER --periode PERIODE.\n");
    }
    for closed in books.clotures() {
        let _ = writeln!(text, "{} est clos.", closed.mois);
    }
    context.print(&text);
}
