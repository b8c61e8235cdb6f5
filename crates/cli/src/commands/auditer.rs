//! `cddu auditer`: payslips of another program, computed again from its DSN, or from a CSV export and a dictionary of its
//! columns.

use std::fmt::Write as _;

use cddu_audit::{Audit, Cause, Ecart, Tableau, Valeur, auditer, auditer_tableau};
use cddu_documents::typo::count;
use cddu_rates::{Diagnostic, Rates};

use crate::args::AuditerArgs;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::{columns, money};

/// Gaps shown on the terminal.
const SHOWN: usize = 12;

pub fn run(context: &Context, rates: &Rates, args: &AuditerArgs) -> Outcome {
    let name = args.fichier.display().to_string();
    let methods = args.methode.iter().map(|text| method(text)).collect::<Result<Vec<_>, _>>()?;
    let bytes = crate::input::bytes(&args.fichier)?;
    let audit = match &args.dictionnaire {
        Some(path) => {
            let dictionary = crate::input::bytes(path)?;
            auditer_tableau(
                rates,
                Tableau {
                    nom: &name,
                    texte: &text_of(&bytes),
                    nom_dictionnaire: &path.display().to_string(),
                    dictionnaire: &text_of(&dictionary),
                },
                &methods,
            )?
        }
        None => auditer(rates, &cddu_dsn::read(&bytes), &methods).map_err(|list| {
            let placed = |d: Diagnostic| if d.code == "AUD-001" { d.in_file(name.clone(), None) } else { d };
            list.into_iter().map(placed).collect::<Vec<_>>()
        })?,
    };
    if let Some(path) = &args.html {
        crate::input::write(path, page(&name, &audit).as_bytes())?;
    }
    if context.json {
        context.print_json(&audit);
    } else {
        context.print(&text(context, &name, &audit));
    }
    let wrong = audit.premiers().next().is_some() || !audit.non_recalcules.is_empty();
    Ok(Status::anomalies_if(wrong))
}

/// The text of an export: UTF-8, otherwise ISO-8859-1 as spreadsheets of old write it.
fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned)
}

fn method(text: &str) -> Result<(String, String), Vec<Diagnostic>> {
    text.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).ok_or_else(
        || {
            vec![
                Diagnostic::error("AUD-002", format!("méthode illisible : « {text} »"))
                    .hint("écrire CLE=VALEUR, par exemple --methode plafond=jours_payes_30"),
            ]
        },
    )
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Base => "assiette",
        Cause::Taux => "taux",
        Cause::Arrondi => "arrondi",
        Cause::Montant => "montant",
        Cause::Manque => "manque",
        Cause::DeTrop => "en trop",
        Cause::Total => "total",
        Cause::Periode => "période",
        Cause::Organisme => "organisme",
        Cause::Incoherent => "incohérent",
    }
}

/// `1 735,54 × 6,90 % = 119,75`, with what is known of it.
fn value(v: Valeur) -> String {
    let amount = v.montant.map(money);
    match (v.base, v.taux, amount) {
        (Some(base), Some(rate), Some(amount)) => {
            format!("{} × {} % = {amount}", money(base), crate::render::french_number(&rate.to_string()))
        }
        (_, _, Some(amount)) => amount,
        _ => "absent".to_owned(),
    }
}

/// What is declared and what is due, or what is said of a value that no computation gives.
fn said(gap: &Ecart) -> String {
    let values = || format!("déclaré {}, recalculé {}", value(gap.declare), value(gap.recalcule));
    gap.constat.clone().unwrap_or_else(values)
}

fn who(gap: &Ecart) -> String {
    match &gap.contrat {
        Some(contract) => format!("{}, contrat {contract}", gap.personne),
        None => gap.personne.clone(),
    }
}

/// One sentence on the methods.
fn explained(audit: &Audit) -> Vec<String> {
    let mut out: Vec<String> = audit
        .explications
        .iter()
        .map(|e| {
            let or = if e.equivalentes.is_empty() {
                String::new()
            } else {
                format!(" ; aussi bien : {}", e.equivalentes.join(", "))
            };
            format!("{} : {} après cela{or}", e.phrase, count(e.restent, "écart"))
        })
        .collect();
    if audit.premiers().next().is_some() && !audit.tout_explique {
        out.push("Aucune méthode connue n'explique tous les écarts.".to_owned());
    }
    out
}

fn text(context: &Context, name: &str, audit: &Audit) -> String {
    let gaps: Vec<&Ecart> = audit.premiers().collect();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{name} : {}, {}, {}.",
        count(audit.bulletins, "bulletin recalculé"),
        count(audit.valeurs, "valeur comparée"),
        count(gaps.len(), "écart")
    );
    for line in explained(audit) {
        let _ = writeln!(out, "{}", context.paint(Style::Bold, &line));
    }
    for gap in gaps.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "  ligne {:<6} {:<9} {} {}",
            gap.ligne,
            cause(gap.cause),
            gap.rubrique,
            gap.libelle
        );
        let _ = writeln!(out, "               {} : {}", who(gap), said(gap));
    }
    if gaps.len() > SHOWN {
        let _ =
            writeln!(out, "  et {}, que --json et --html montrent", count(gaps.len() - SHOWN, "autre écart"));
    }
    for (body, sum) in &audit.organismes {
        out.push_str(&columns(&[(&format!("  {body}"), 24), (&money(*sum), -14)]));
    }
    for slip in audit.non_recalcules.iter().take(SHOWN) {
        let _ = writeln!(out, "  ligne {:<6} non recalculé : {}, {}", slip.ligne, slip.personne, slip.raison);
    }
    if audit.non_recalcules.len() > SHOWN {
        let left = audit.non_recalcules.len() - SHOWN;
        let _ = writeln!(out, "  et {}, que --json montre", count(left, "autre bulletin non recalculé"));
    }
    for missing in &audit.manque {
        let _ = writeln!(out, "  le fichier ne dit pas : {missing}");
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The whole report as a page that needs nothing else.
fn page(name: &str, audit: &Audit) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Audit de {0}</title><style>body{{font:14px \
         sans-serif;margin:2em}}table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:.2em \
         .5em;text-align:left}}</style></head><body>\n<h1>Audit de {0}</h1>\n<p>{1}, {2}, {3}.</p>\n",
        escaped(name),
        count(audit.bulletins, "bulletin recalculé"),
        count(audit.valeurs, "valeur comparée"),
        count(audit.premiers().count(), "écart"),
    );
    for line in explained(audit) {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", escaped(&line));
    }
    out.push_str(
        "<table><thead><tr><th>Ligne</th><th>Personne</th><th>Rubrique</th><th>Libellé</th><th>Cause</th><th>Déclaré</th><th>\
         Recalculé</th><th>Écart</th><th>Constat</th></tr></thead><tbody>\n",
    );
    for gap in &audit.ecarts {
        let follows = if gap.consequence { " (suite d'un autre écart)" } else { "" };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}{follows}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            gap.ligne,
            escaped(&who(gap)),
            escaped(&gap.rubrique),
            escaped(&gap.libelle),
            cause(gap.cause),
            value(gap.declare),
            value(gap.recalcule),
            money(gap.ecart),
            escaped(gap.constat.as_deref().unwrap_or_default())
        );
    }
    out.push_str("</tbody></table>\n<h2>Par organisme</h2>\n<ul>\n");
    for (body, sum) in &audit.organismes {
        let _ = writeln!(out, "<li>{} : {}</li>", escaped(body), money(*sum));
    }
    out.push_str("</ul>\n<h2>Ce que le fichier ne dit pas</h2>\n<ul>\n");
    for slip in &audit.non_recalcules {
        let _ = writeln!(
            out,
            "<li>ligne {}, {}, non recalculé : {}</li>",
            slip.ligne,
            escaped(&slip.personne),
            escaped(&slip.raison)
        );
    }
    for missing in &audit.manque {
        let _ = writeln!(out, "<li>{}</li>", escaped(missing));
    }
    out.push_str("</ul></body></html>\n");
    out
}
