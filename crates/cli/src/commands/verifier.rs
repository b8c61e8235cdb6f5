//! `cddu verifier`: everything that is wrong with a folder at once; nothing is frozen, the files are not touched.

use std::collections::BTreeSet;

use cddu_documents::typo::count;
use cddu_dossier::{Folder, OutputOptions, PayPeriod, Register, RunOptions, words};
use cddu_rates::{Diagnostic, Gravite, Month, Rates};

use crate::args::VerifierArgs;
use crate::masque;
use crate::output::{Context, Outcome, Status, Style};
use crate::regroupe::{regrouped, shown};
use crate::render::{phrase, remedy, wrap};

pub fn run(context: &Context, rates: &Rates, args: &VerifierArgs) -> Outcome {
    let folder = Folder::read(&args.dossier)?;
    let register = Register::open(&folder.root)?;
    let periods = match &args.periode {
        Some(text) => vec![PayPeriod::parse(text).map_err(|d| vec![d])?],
        None => cddu_dossier::waiting(&folder, &register),
    };
    let mut found: BTreeSet<Diagnostic> = folder.diagnostics.iter().cloned().collect();
    found.extend(cddu_dossier::never_paid(&folder, &register, &periods));
    for period in &periods {
        match one(&folder, rates, period) {
            Ok(list) | Err(list) => found.extend(list),
        }
    }
    // What was paid lately and whose data changed since, or whose declarations are not written.
    for period in paid_lately(&register).iter().filter(|paid| !periods.iter().any(|p| p.jours == paid.jours))
    {
        let (Ok(list) | Err(list)) = one(&folder, rates, period);
        found.extend(list.into_iter().filter(Diagnostic::is_error));
    }
    // Every period that waits is read, in its order: none is paid before an earlier one.
    let in_order = |d: &Diagnostic| args.periode.is_none() && d.code == "DOS-134";
    let mut found: Vec<Diagnostic> =
        found.into_iter().filter(|d| (args.verbeux || d.gravite != Gravite::Info) && !in_order(d)).collect();
    found.sort_by_key(rank);
    let copies = if args.sans_copie {
        Vec::new()
    } else {
        let mut remarks = if context.show_data { found.clone() } else { masque::masked(&found) };
        for remark in &mut remarks {
            remark.message = phrase(&remark.message);
            remark.aide = remark.aide.as_deref().map(remedy);
        }
        cddu_dossier::annotate(&folder, &remarks).map_err(|d| vec![d])?
    };
    if context.json {
        context.print_json(&serde_json::json!({
            "periodes": periods.iter().map(|p| &p.nom).collect::<Vec<_>>(),
            "diagnostics": context.shown(&regrouped(&found)),
            "copies": copies,
        }));
    } else {
        context.print(&text(context, &folder, &periods, &context.shown(&found), &copies));
    }
    Ok(Status::anomalies_if(found.iter().any(Diagnostic::is_error)))
}

/// The periods paid in the last month of payment and in the one before it.
fn paid_lately(register: &Register) -> Vec<PayPeriod> {
    let standing = register.standing();
    let Some(last) = standing.iter().map(|f| Month::of(f.resultat.date_paiement)).max() else {
        return Vec::new();
    };
    let recent = |month: Month| month == last || month.next() == last;
    let names: BTreeSet<&str> = standing
        .iter()
        .filter(|f| recent(Month::of(f.resultat.date_paiement)))
        .map(|f| f.periode.as_str())
        .collect();
    names.into_iter().filter_map(|name| PayPeriod::parse(name).ok()).collect()
}

/// A trial of a period: what `cddu paie` would say.
fn one(folder: &Folder, rates: &Rates, period: &PayPeriod) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let options = RunOptions {
        period: period.clone(),
        payment: None,
        replace: false,
        dry: true,
        despite: BTreeSet::new(),
    };
    let run = cddu_dossier::run(folder, rates, &options, &|_, _| {})?;
    let notes = cddu_dossier::notes(folder, rates, period, true)?;
    let trial = OutputOptions { dry: true, real: false };
    let outputs = cddu_dossier::outputs(folder, rates, &run, &notes, trial, &|_, _| {})?;
    Ok(run.diagnostics.into_iter().chain(notes.diagnostics).chain(outputs.diagnostics).collect())
}

/// The pay first, then the identifiers, told once for the production; the most serious first in each.
fn rank(d: &Diagnostic) -> (u8, Gravite, Option<String>, String, Option<u64>) {
    (u8::from(identifier(d)), d.gravite, d.fichier.clone(), d.code.clone(), d.ligne)
}

/// What a declaration lacks, or says of what it lacks.
fn identifier(d: &Diagnostic) -> bool {
    ["DECL", "AEM", "DSN", "DPAE", "CS-", "CERT", "FMT"].iter().any(|family| d.code.starts_with(family))
        || matches!(d.code.as_str(), "DOS-034" | "DOS-035" | "DOS-085" | "DOS-086" | "DOS-087")
}

fn text(
    context: &Context,
    folder: &Folder,
    periods: &[PayPeriod],
    found: &[Diagnostic],
    copies: &[String],
) -> String {
    let names: Vec<&str> = periods.iter().map(|p| p.nom.as_str()).collect();
    let mut out = context.paint(
        Style::Bold,
        &format!(
            "{} : {}",
            folder.production.production.titre,
            if names.is_empty() { "rien à payer".to_owned() } else { names.join(", ") }
        ),
    );
    out.push('\n');
    if found.is_empty() {
        out.push_str("Rien à corriger.\n");
        return out;
    }
    for declarations in [false, true] {
        let list: Vec<&Diagnostic> = found.iter().filter(|d| identifier(d) == declarations).collect();
        if list.is_empty() {
            continue;
        }
        // Without an error, nothing there keeps anybody from being paid.
        let title = if declarations {
            "Identifiants et déclarations"
        } else if list.iter().any(|d| d.is_error()) {
            "À corriger pour payer"
        } else {
            "À vérifier avant de payer"
        };
        out.push('\n');
        out.push_str(&context.paint(Style::Bold, &format!("{title} ({})", count(list.len(), "constat"))));
        out.push('\n');
        let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
        for d in list {
            let alike = |g: &&mut Vec<&Diagnostic>| {
                let first = g[0];
                first.code == d.code
                    && first.fichier == d.fichier
                    && first.colonne == d.colonne
                    && first.aide == d.aide
            };
            match groups.iter_mut().find(alike) {
                Some(group) => group.push(d),
                None => groups.push(vec![d]),
            }
        }
        for group in groups {
            out.push_str(&entry(context, &group));
        }
    }
    if !copies.is_empty() {
        out.push('\n');
        out.push_str(&wrap(
            &format!(
                "Copies avec une colonne de remarques (les originaux ne sont pas touchés) : {}",
                copies.join(", ")
            ),
            2,
        ));
    }
    out
}

/// Findings that are alike: the first one, where they are, one remedy.
fn entry(context: &Context, group: &[&Diagnostic]) -> String {
    let first = group[0];
    let style = if first.is_error() { Style::Red } else { Style::Yellow };
    let mut out = context.paint(style, &first.code);
    let mut said = if group.len() > 1 { words(&first.message) } else { &first.message }.to_owned();
    // Values that differ on each line: the copies show each beside its row.
    let texts: BTreeSet<&str> = group.iter().map(|d| words(&d.message)).collect();
    if texts.len() > 1 {
        said.push_str(&format!(" (et {} du même genre)", count(texts.len() - 1, "autre")));
    }
    out.push_str(&wrap(&format!(" {}", phrase(&said)), 4));
    if let Some(file) = &first.fichier {
        let lines: BTreeSet<u64> = group.iter().filter_map(|d| d.ligne).collect();
        let mut place = format!("    {file}");
        if let Some(column) = &first.colonne {
            place.push_str(&format!(", colonne {column}"));
        }
        if !lines.is_empty() {
            let word = if lines.len() > 1 { "lignes" } else { "ligne" };
            place.push_str(&format!(", {word} {}", shown(&lines)));
        }
        out.push_str(&wrap(&place, 6));
    } else if let Some(field) = &first.champ {
        out.push_str(&wrap(&format!("    {field}"), 6));
    }
    if let Some(hint) = &first.aide {
        out.push_str(&wrap(&format!("    remède : {}", remedy(hint)), 6));
    }
    out
}
