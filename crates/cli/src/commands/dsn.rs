//! `cddu dsn`: files of the norm, whoever wrote them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cddu_documents::typo::count;
use cddu_dsn::{Block, Document};
use cddu_rates::Diagnostic;
use serde::Serialize;

use crate::args::DsnCommand;
use crate::output::{Context, Outcome, Status, Style};

pub fn run(context: &Context, command: &DsnCommand) -> Outcome {
    match command {
        DsnCommand::Relire { .. }
        | DsnCommand::Ecrire(_)
        | DsnCommand::Arret(_)
        | DsnCommand::FinContrat(_) => Ok(Status::Done),
        DsnCommand::Lire { fichier } => {
            let document = cddu_dsn::read(&crate::input::bytes(fichier)?);
            if context.json {
                context.print_json(&cddu_kit::Answer::new(&document, None));
            } else {
                context.print(&outline(context, &document));
            }
            Ok(Status::Done)
        }
        DsnCommand::Verifier { fichier } => {
            let findings = crate::input::streamed(fichier, cddu_dsn::verify_stream)?;
            let refused = findings.iter().filter(|f| f.refuse()).count();
            if context.json {
                context.print_json(&findings);
            } else {
                let name = fichier.display().to_string();
                context.report(&shown(&name, &findings));
                context.print(&format!(
                    "{name} : {}, dont {} pour l'envoi.\n",
                    count(findings.len(), "anomalie"),
                    count(refused, "bloquante")
                ));
            }
            Ok(Status::anomalies_if(refused > 0))
        }
        DsnCommand::Recrire { fichier } => {
            let mut unread = Ok(());
            context.write(|out| {
                let mut out = Told { out, failed: false };
                let done = crate::input::streamed(fichier, |source| {
                    match cddu_dsn::rewrite_stream(source, &mut out) {
                        // What the output refuses is no fault of the file.
                        Err(error) if out.failed => Ok(Err(error)),
                        done => done.map(Ok),
                    }
                });
                match done {
                    Ok(written) => written,
                    Err(diagnostics) => {
                        unread = Err(diagnostics);
                        Ok(())
                    }
                }
            });
            unread.map(|()| Status::Done)
        }
        DsnCommand::Comparer { a, b } => {
            let (first, second) = (crate::input::bytes(a)?, crate::input::bytes(b)?);
            let gaps = compare(&cddu_dsn::read(&first), &cddu_dsn::read(&second));
            if context.json {
                context.print_json(&gaps);
            } else {
                let mut text = String::new();
                for gap in &gaps {
                    let _ = writeln!(
                        text,
                        "{}\n  {} : {}\n  {} : {}",
                        context.paint(Style::Bold, &gap.chemin),
                        a.display(),
                        gap.gauche.as_deref().unwrap_or("absent"),
                        b.display(),
                        gap.droite.as_deref().unwrap_or("absent"),
                    );
                }
                let _ = writeln!(text, "{}.", count(gaps.len(), "écart"));
                context.print(&text);
            }
            Ok(Status::anomalies_if(!gaps.is_empty()))
        }
    }
}

/// How many findings of one code are shown.
const ALIKE: usize = 10;

/// The findings, the first of each code only when a fault repeats itself.
fn shown(name: &str, findings: &[cddu_dsn::Finding]) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(&finding.code).or_default() += 1;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let rank = seen.entry(&finding.code).or_default();
        *rank += 1;
        let left = counts[finding.code.as_str()] - *rank;
        if *rank < ALIKE || left == 0 && *rank == ALIKE {
            out.push(diagnostic(name, finding));
        } else if *rank == ALIKE {
            out.push(diagnostic(name, finding).hint(format!(
                "et {} {}, que --json montre",
                count(left, "autre anomalie"),
                finding.code
            )));
        }
    }
    out
}

fn diagnostic(name: &str, finding: &cddu_dsn::Finding) -> Diagnostic {
    let who = match (&finding.personne, &finding.contrat) {
        (Some(person), Some(contract)) => format!("{person}, contrat {contract} : "),
        (Some(person), None) => format!("{person} : "),
        (None, Some(contract)) => format!("contrat {contract} : "),
        (None, None) => String::new(),
    };
    let out = Diagnostic::error(&finding.code, format!("{who}{}", finding.message))
        .severity(finding.gravite)
        .in_file(name, Some(finding.ligne as u64));
    if finding.rubrique.is_empty() { out } else { out.column(&finding.rubrique) }
}

/// The tree of a file, with the labels of its version of the norm.
fn outline(context: &Context, document: &Document) -> String {
    let mut text = String::new();
    for message in &document.messages {
        let norm = message.version.map(cddu_dsn::Version::norm);
        let _ = writeln!(
            text,
            "{} (ligne {})",
            context.paint(
                Style::Bold,
                &format!("Message {}", message.version.map_or("de norme inconnue", |v| v.as_str()))
            ),
            message.line
        );
        let mut stack = vec![(&message.envoi, 1)];
        if let Some(total) = &message.total {
            stack.insert(0, (total, 1));
        }
        while let Some((block, depth)) = stack.pop() {
            write_block(context, norm, block, depth, &mut text);
            stack.extend(block.children.iter().rev().map(|child| (child, depth + 1)));
        }
    }
    for field in &document.envelopes {
        let _ = writeln!(text, "hors message  {} = {} (ligne {})", field.code, field.value, field.line);
    }
    for line in &document.others {
        let _ = writeln!(text, "ligne {} illisible : {}", line.line, line.text);
    }
    text
}

fn write_block(
    context: &Context,
    norm: Option<&'static cddu_dsn::norm::Norm>,
    block: &Block,
    depth: usize,
    text: &mut String,
) {
    let indent = "  ".repeat(depth);
    let label = norm.and_then(|n| n.block(block.code)).map_or("", |b| b.libelle);
    let _ = writeln!(text, "{indent}{} {label}", context.paint(Style::Bold, &block.code.to_string()));
    for field in &block.fields {
        let label = norm.and_then(|n| n.rubrique(field.code)).map_or("", |r| r.libelle);
        let _ = writeln!(
            text,
            "{indent}  {:<22} {}  {}",
            field.code.to_string(),
            field.value,
            context.paint(Style::Dim, label)
        );
    }
}

/// A value that differs between two files.
#[derive(Serialize)]
struct Gap {
    chemin: String,
    gauche: Option<String>,
    droite: Option<String>,
}

/// Rubrique by rubrique: individuals are matched by their identifier, contracts by their number and start, other blocks
/// by their order.
fn compare(a: &Document, b: &Document) -> Vec<Gap> {
    let (left, right) = (flat(a), flat(b));
    let keys: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    keys.into_iter()
        .filter(|k| left.get(*k) != right.get(*k))
        .map(|k| Gap { chemin: k.clone(), gauche: left.get(k).cloned(), droite: right.get(k).cloned() })
        .collect()
}

fn flat(document: &Document) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (rank, message) in document.messages.iter().enumerate() {
        let prefix = format!("message {}", rank + 1);
        flat_block(&prefix, &message.envoi, 0, &mut out);
        if let Some(total) = &message.total {
            flat_block(&prefix, total, 0, &mut out);
        }
    }
    out
}

fn flat_block(prefix: &str, block: &Block, rank: usize, out: &mut BTreeMap<String, String>) {
    let code = block.code.to_string();
    // The first rubriques that name a person or a contract are a better key than a rank.
    let name = match code.as_str() {
        "S21.G00.30" => block.get(1).or_else(|| block.get(20)).map(str::to_owned),
        "S21.G00.40" => Some(format!("{} {}", block.get(9).unwrap_or(""), block.get(1).unwrap_or(""))),
        _ => None,
    };
    let path = match name {
        Some(name) => format!("{prefix} > {code} [{name}]"),
        None if rank > 0 => format!("{prefix} > {code} #{}", rank + 1),
        None => format!("{prefix} > {code}"),
    };
    for field in &block.fields {
        let key = format!("{path} > {}", field.code);
        let key = if out.contains_key(&key) { format!("{key} (ligne {})", field.line) } else { key };
        out.insert(key, field.value.clone());
    }
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    for child in &block.children {
        let rank = ranks.entry(child.code.to_string()).or_insert(0);
        flat_block(&path, child, *rank, out);
        *rank += 1;
    }
}

/// An output that remembers that it failed.
struct Told<'a> {
    out: &'a mut dyn std::io::Write,
    failed: bool,
}

impl std::io::Write for Told<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes).inspect_err(|_| self.failed = true)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush().inspect_err(|_| self.failed = true)
    }
}
