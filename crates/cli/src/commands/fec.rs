//! `cddu fec`: files of accounting entries, whoever wrote them.

use std::fmt::Write as _;
use std::path::Path;

use cddu_documents::typo::count;
use cddu_ledger::fec;
use cddu_rates::{Cents, Diagnostic};

use crate::args::FecCommand;
use crate::output::{Context, Outcome, Status};
use crate::render::{columns, money};

pub fn run(context: &Context, command: &FecCommand) -> Outcome {
    match command {
        FecCommand::Lire { fichier } => read(context, fichier),
        FecCommand::Verifier { fichier } => verify(context, fichier),
    }
}

fn read(context: &Context, path: &Path) -> Outcome {
    let file = fec::read(&crate::input::bytes(path)?);
    if context.json {
        context.print_json(&file);
        return Ok(Status::Done);
    }
    let mut text = String::new();
    for line in &file.lignes {
        let day = line.ecriture_date.map_or_else(String::new, |d| d.format("%d/%m/%Y").to_string());
        let amount = |value: Cents| if value.is_zero() { String::new() } else { money(value) };
        text.push_str(&columns(&[
            (&day, 10),
            (&line.journal_code, 4),
            (&line.compte_num, 10),
            (&line.comp_aux_num, 8),
            (&line.ecriture_lib, 38),
            (&amount(line.debit), -12),
            (&amount(line.credit), -12),
        ]));
    }
    let (debit, credit): (Cents, Cents) =
        (file.lignes.iter().map(|l| l.debit).sum(), file.lignes.iter().map(|l| l.credit).sum());
    let _ = writeln!(text, "{} lignes, débit {}, crédit {}.", file.lignes.len(), money(debit), money(credit));
    context.print(&text);
    Ok(Status::Done)
}

fn verify(context: &Context, path: &Path) -> Outcome {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let findings = fec::verify(&crate::input::bytes(path)?, &name);
    let shown: Vec<Diagnostic> = findings
        .iter()
        .map(|f| {
            let d = Diagnostic::error(&f.code, &f.message)
                .severity(f.gravite)
                .in_file(path.display().to_string(), f.ligne);
            match &f.rubrique {
                Some(field) => d.column(field),
                None => d,
            }
        })
        .collect();
    let serious = shown.iter().filter(|d| d.is_error()).count();
    if context.json {
        context.print_json(&findings);
    } else {
        context.report(&shown);
        context.print(&format!(
            "{} : {}, dont {}.\n",
            path.display(),
            count(findings.len(), "constat"),
            count(serious, "grave")
        ));
    }
    Ok(Status::anomalies_if(serious > 0))
}
