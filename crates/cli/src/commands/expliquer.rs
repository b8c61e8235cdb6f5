//! `cddu expliquer`: where every figure comes from.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cddu_dossier::Frozen;
use cddu_payslip::Computed;
use cddu_payslip::trace::{ExplainedFigure, Fig, Origin};
use cddu_rates::{Diagnostic, Rates, nearest};
use serde::Serialize;

use crate::args::ExpliquerArgs;
use crate::output::{Context, Outcome, Status, Style};

/// Totals that people ask about.
const TOTALS: &[&str] = &[
    "brut",
    "montant_net_social",
    "net_imposable",
    "net_avant_impot",
    "pas",
    "net_paye",
    "total_verse_employeur",
];

/// A figure and what would change it.
#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    figure: ExplainedFigure,
    /// Inputs and table values the figure rests on.
    change_avec: Vec<String>,
}

pub fn run(context: &Context, rates: &Rates, args: &ExpliquerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let computed = compute(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    let figures = selected(rates, &computed, args)?;
    if context.json {
        context.print_json(&figures);
    } else {
        let mut out = String::new();
        for explained in &figures {
            write(context, explained, args.ligne.is_some(), &mut out);
        }
        context.print(&out);
    }
    Ok(Status::Done)
}

/// A request, or a payslip frozen in a folder: then its own input is computed again.
fn compute(rates: &Rates, text: &str) -> Result<Computed, Vec<Diagnostic>> {
    match serde_json::from_str::<Frozen>(text) {
        Ok(frozen) => cddu_payslip::compute(rates, &frozen.entree),
        Err(_) => super::bulletin::compute(rates, text),
    }
}

fn selected(
    rates: &Rates,
    computed: &Computed,
    args: &ExpliquerArgs,
) -> Result<Vec<Explained>, Vec<Diagnostic>> {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let mut out = Vec::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (index, node) in trace.nodes().iter().enumerate() {
        let fig = Fig(u32::try_from(index).unwrap_or(u32::MAX));
        let contract = node.name.contract.and_then(|c| contracts.get(usize::from(c)).copied());
        let line = node.name.line.map(|l| rates.contributions()[usize::from(l)].code.as_str());
        names.insert(line.unwrap_or(node.name.code).to_owned());
        let wanted_contract = args.contrat.as_deref().is_none_or(|c| contract == Some(c));
        let wanted_line = args.ligne.as_deref().is_none_or(|wanted| {
            line.unwrap_or(node.name.code).eq_ignore_ascii_case(wanted)
                || node.name.code.eq_ignore_ascii_case(wanted)
        });
        // The whole payslip: what is computed. One line: also the values it starts from.
        let wanted_kind = args.ligne.is_some() || matches!(node.origin, Origin::Formula { .. });
        if wanted_contract && wanted_line && wanted_kind {
            out.push(Explained {
                figure: trace.explain(fig, rates, &contracts),
                change_avec: sources(rates, computed, fig),
            });
        }
    }
    if out.is_empty() {
        let wanted = args.ligne.as_deref().or(args.contrat.as_deref()).unwrap_or_default();
        let near = nearest(wanted, names.iter().map(String::as_str));
        let hint = if near.is_empty() {
            {
                let lines = names.iter().filter(|n| n.chars().all(|c| !c.is_lowercase())).cloned();
                format!("lignes : {} ; totaux : {}", lines.collect::<Vec<_>>().join(", "), TOTALS.join(", "))
            }
        } else {
            format!("vouliez-vous dire {} ?", near.join(", "))
        };
        return Err(vec![
            Diagnostic::error("CLI-006", format!("rien ne s'appelle « {wanted} » sur ce bulletin"))
                .hint(hint),
        ]);
    }
    Ok(out)
}

/// The inputs and the rows of tables under a figure.
fn sources(rates: &Rates, computed: &Computed, fig: Fig) -> Vec<String> {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let mut out = Vec::new();
    for under in trace.depends_on(fig) {
        let text = match trace.node(under).origin {
            Origin::Input => trace.address(under, rates, &contracts),
            Origin::Table(row) => format!("{} ({})", rates.row(row).cle, rates.row(row).dates()),
            Origin::Formula { .. } => continue,
        };
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

fn write(context: &Context, explained: &Explained, deep: bool, out: &mut String) {
    let f = &explained.figure;
    let value = crate::render::french_number(&f.valeur);
    let unit = if f.unite == "EUR" { "€" } else { f.unite };
    let _ = writeln!(
        out,
        "{}  {}\n  repère : {}",
        context.paint(Style::Bold, format!("{value} {unit}").trim()),
        f.libelle,
        context.paint(Style::Dim, &f.figure)
    );
    if let (Some(formula), Some(numbers)) = (&f.formule, &f.calcul) {
        let _ = writeln!(out, "  formule : {formula}\n  calcul  : {numbers} = {}", f.valeur);
    }
    if let Some(rule) = &f.regle {
        let _ =
            writeln!(out, "  règle   : {} ({}, confiance {})", rule.texte, rule.base_legale, rule.confiance);
    }
    if let Some(row) = &f.table {
        let _ = writeln!(
            out,
            "  table   : {} {}, {}:{}, confiance {}\n  source  : {}",
            row.cle, row.validite, row.fichier, row.ligne, row.confiance, row.source
        );
        if !row.base_legale.is_empty() {
            let _ = writeln!(out, "  base légale : {}", row.base_legale);
        }
    }
    if let Some(field) = &f.saisie {
        let _ = writeln!(out, "  saisie  : {field}");
    }
    if deep && !explained.change_avec.is_empty() {
        let _ = writeln!(out, "  change avec : {}", explained.change_avec.join(", "));
    }
    out.push('\n');
}
