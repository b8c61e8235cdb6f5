//! `cddu recalculer`: frozen payslips that today's data, tables or methods would change.

use std::collections::BTreeMap;

use cddu_documents::typo;
use cddu_dossier::{Folder, Recalcul, recalculer, recalculs_csv, write_inside};
use cddu_rates::{Cents, Diagnostic, Month, Rates};
use serde::Serialize;

use crate::args::RecalculerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::{columns, money};

/// The answer for programs.
#[derive(Serialize)]
struct Answer<'a> {
    bulletins: &'a [Recalcul],
    organismes: BTreeMap<&'a str, Cents>,
    personnes: BTreeMap<&'a str, Cents>,
    commandes: Vec<String>,
}

pub fn run(context: &Context, rates: &Rates, args: &RecalculerArgs) -> Outcome {
    let folder = Folder::read(&args.dossier)?;
    let methods = args.methode.iter().map(|text| method(text)).collect::<Result<Vec<_>, _>>()?;
    let (list, problems) = recalculer(&folder, rates, args.depuis, &methods)?;
    context.report(&problems);
    let answer = Answer {
        bulletins: &list,
        organismes: by_body(&list),
        personnes: by_person(&list),
        commandes: commands(&list, &args.dossier.display().to_string()),
    };
    let path = format!("sorties/recalcul/recalcul-{}.csv", args.depuis);
    if args.preparer && !list.is_empty() {
        write_inside(&folder.root, &path, recalculs_csv(&list).as_bytes()).map_err(|d| vec![d])?;
    }
    if context.json {
        context.print_json(&answer);
    } else {
        context.print(&text(&list, &answer));
        if args.preparer && !list.is_empty() {
            context.print(&format!("Corrections préparées : {path}\n"));
            for command in &answer.commandes {
                context.print(&format!("  {command}\n"));
            }
        }
    }
    Ok(Status::anomalies_if(!list.is_empty() || !problems.is_empty()))
}

fn method(text: &str) -> Result<(String, String), Vec<Diagnostic>> {
    text.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).ok_or_else(
        || {
            vec![
                Diagnostic::error("DOS-105", format!("méthode illisible : « {text} »"))
                    .hint("écrire CLE=VALEUR, par exemple --methode plafond=jours_payes_30"),
            ]
        },
    )
}

fn by_body(list: &[Recalcul]) -> BTreeMap<&str, Cents> {
    let mut out: BTreeMap<&str, Cents> = BTreeMap::new();
    for line in list.iter().flat_map(|r| &r.lignes) {
        *out.entry(line.organisme.as_str()).or_default() += line.salarie + line.employeur;
    }
    out
}

fn by_person(list: &[Recalcul]) -> BTreeMap<&str, Cents> {
    let mut out: BTreeMap<&str, Cents> = BTreeMap::new();
    for one in list {
        let paid = one.totaux.iter().filter(|t| t.total == "somme virée");
        *out.entry(one.matricule.as_str()).or_default() += paid.map(|t| t.recalcule - t.fige).sum();
    }
    out
}

/// The commands that correct, period by period.
fn commands(list: &[Recalcul], folder: &str) -> Vec<String> {
    let mut periods: Vec<(&str, Month)> =
        list.iter().map(|r| (r.periode.as_str(), Month::of(r.date_paiement))).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
        .into_iter()
        .map(|(period, month)| {
            let period = period.replace('_', "/");
            format!("cddu paie {folder} --periode {period} --rectifier    (avant l'échéance de {month} ; après, ajouter --paiement AAAA-MM-JJ)")
        })
        .collect()
}

fn text(list: &[Recalcul], answer: &Answer<'_>) -> String {
    if list.is_empty() {
        return "Aucun bulletin ne change.\n".to_owned();
    }
    let mut out = format!("{} à corriger\n", typo::count(list.len(), "bulletin"));
    for one in list {
        out.push_str(&format!(
            "\n{} ({}, {}), payé le {}\n",
            one.numero, one.nom, one.matricule, one.date_paiement
        ));
        for reason in &one.raisons {
            out.push_str(&format!("  {reason}\n"));
        }
        for line in &one.lignes {
            out.push_str(&columns(&[
                ("", 2),
                (&line.code, 16),
                (&line.organisme, 20),
                (&format!("base {}", money(line.base)), -22),
                (&format!("salarié {}", money(line.salarie)), -20),
                (&format!("employeur {}", money(line.employeur)), -22),
            ]));
        }
        for total in &one.totaux {
            out.push_str(&format!(
                "  {} : {} -> {} ({})\n",
                total.total,
                money(total.fige),
                money(total.recalcule),
                money(total.recalcule - total.fige)
            ));
        }
    }
    out.push_str("\nPar organisme\n");
    for (body, amount) in &answer.organismes {
        out.push_str(&columns(&[("", 2), (body, 24), (&money(*amount), -14)]));
    }
    out.push_str("Par personne (somme virée)\n");
    for (person, amount) in &answer.personnes {
        out.push_str(&columns(&[("", 2), (person, 24), (&money(*amount), -14)]));
    }
    out
}
