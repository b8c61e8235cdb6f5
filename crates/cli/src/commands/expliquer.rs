//! `cddu expliquer`: where every figure comes from.

use std::collections::BTreeSet;

use cddu_dossier::Frozen;
use cddu_payslip::Computed;
use cddu_payslip::trace::{ExplainedFigure, Fig, Node, Origin};
use cddu_rates::{Diagnostic, Rates, nearest};
use serde::Serialize;

use crate::args::ExpliquerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::explain::{self, Explanation, Form};

/// Totals that people ask about.
const TOTALS: &[&str] = &[
    "brut",
    "montant_net_social",
    "net_imposable",
    "net_avant_impot",
    "pas",
    "net_paye",
    "virement",
    "total_verse_employeur",
];

/// Names printed on a payslip and the figures of the calculation that they cover.
const NAMES: &[(&str, &[&str])] = &[
    ("RGDU", &["allegement_coefficient", "allegement", "allegement_retraite", "allegement_urssaf"]),
    ("plafond", &["plafond", "plafond_prorata"]),
    ("dfs", &["dfs", "dfs_reelle", "securite_sociale"]),
];

/// A figure and what would change it.
#[derive(Serialize)]
pub struct Explained {
    #[serde(flatten)]
    pub figure: ExplainedFigure,
    /// Inputs, table values and methods the figure rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub change_avec: Vec<Source>,
}

/// Something that a figure rests on.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// `saisie`, `bareme` or `methode`.
    pub nature: &'static str,
    /// Address, table key or key of `methodes`.
    pub nom: String,
    /// French label.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub libelle: String,
    /// Value used.
    pub valeur: String,
    /// Dates of a table value.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub validite: String,
}

pub fn run(context: &Context, rates: &Rates, args: &ExpliquerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let computed = compute(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    let explanation = match args.ligne.as_deref() {
        Some(wanted) => one(rates, &computed, wanted, args.contrat.as_deref())?,
        None => whole(rates, &computed, args.contrat.as_deref())?,
    };
    if context.json {
        let all: Vec<&Explained> = explanation.figures.iter().chain(&explanation.chain).collect();
        context.print_json(&all);
    } else {
        let form = if args.markdown { Form::Markdown } else { Form::Text(context) };
        context.print(&explain::explanation(form, &computed.bulletin, &explanation));
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

/// Every computed figure; the values it starts from are told beside it.
fn whole(rates: &Rates, computed: &Computed, contract: Option<&str>) -> Result<Explanation, Vec<Diagnostic>> {
    let contracts = computed.contract_names();
    let figures: Vec<Explained> = nodes(computed)
        .filter(|(_, node)| matches!(node.origin, Origin::Formula { .. }))
        .filter(|(_, node)| of_contract(node, &contracts, contract))
        .map(|(fig, _)| Explained {
            figure: computed.trace.explain(fig, rates, &contracts),
            change_avec: Vec::new(),
        })
        .collect();
    if figures.is_empty() {
        return Err(unknown(rates, computed, contract.unwrap_or_default()));
    }
    Ok(Explanation { whole: true, figures, chain: Vec::new() })
}

/// One line, base or total, then the figures it rests on.
fn one(
    rates: &Rates,
    computed: &Computed,
    wanted: &str,
    contract: Option<&str>,
) -> Result<Explanation, Vec<Diagnostic>> {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let codes = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, codes)| *codes);
    let named = |node: &Node| {
        let line = node.name.line.map(|l| rates.contributions()[usize::from(l)].code.as_str());
        codes.is_some_and(|codes| codes.contains(&node.name.code))
            || line.is_some_and(|line| line.eq_ignore_ascii_case(wanted))
            || node.name.code.eq_ignore_ascii_case(wanted)
    };
    let mut found: Vec<(Fig, &Node)> =
        nodes(computed).filter(|(_, node)| of_contract(node, &contracts, contract) && named(node)).collect();
    // What is computed, else the value itself (a plafond of the tables, an input).
    if found.iter().any(|(_, node)| matches!(node.origin, Origin::Formula { .. })) {
        found.retain(|(_, node)| matches!(node.origin, Origin::Formula { .. }));
    }
    if found.is_empty() {
        return Err(unknown(rates, computed, wanted));
    }
    let mut chain: Vec<Fig> = Vec::new();
    for (fig, node) in &found {
        let mut queue = std::collections::VecDeque::from([*fig]);
        while let Some(current) = queue.pop_front() {
            for arg in trace.args(trace.node(current)) {
                let under = trace.node(*arg);
                // Another line is named with its amount; it has its own explanation.
                let same = under.name.line.is_none() || under.name.line == node.name.line;
                let computed = matches!(under.origin, Origin::Formula { .. });
                if same && computed && !chain.contains(arg) && found.iter().all(|(f, _)| f != arg) {
                    chain.push(*arg);
                    queue.push_back(*arg);
                }
            }
        }
    }
    let explained = |fig: Fig, change_avec: Vec<Source>| Explained {
        figure: trace.explain(fig, rates, &contracts),
        change_avec,
    };
    Ok(Explanation {
        whole: false,
        figures: found.iter().map(|(fig, _)| explained(*fig, sources(rates, computed, *fig))).collect(),
        chain: chain.into_iter().map(|fig| explained(fig, Vec::new())).collect(),
    })
}

fn nodes(computed: &Computed) -> impl Iterator<Item = (Fig, &Node)> {
    computed.trace.nodes().iter().zip(0..).map(|(node, index)| (Fig(index), node))
}

fn of_contract(node: &Node, contracts: &[&str], wanted: Option<&str>) -> bool {
    let contract = node.name.contract.and_then(|c| contracts.get(usize::from(c)).copied());
    wanted.is_none_or(|wanted| contract == Some(wanted))
}

fn unknown(rates: &Rates, computed: &Computed, wanted: &str) -> Vec<Diagnostic> {
    let line = |node: &Node| node.name.line.map(|l| rates.contributions()[usize::from(l)].code.to_string());
    let mut names: BTreeSet<String> =
        nodes(computed).map(|(_, node)| line(node).unwrap_or_else(|| node.name.code.to_owned())).collect();
    if names.contains("allegement") {
        names.insert("RGDU".to_owned());
    }
    let known = rates.contributions().iter().any(|c| c.code.eq_ignore_ascii_case(wanted));
    let near = if known { Vec::new() } else { nearest(wanted, names.iter().map(String::as_str)) };
    let hint = if near.is_empty() {
        let lines: Vec<String> =
            names.iter().filter(|n| n.chars().all(|c| !c.is_lowercase())).cloned().collect();
        format!("lignes : {} ; totaux : {}", lines.join(", "), TOTALS.join(", "))
    } else {
        format!("vouliez-vous dire {} ?", near.join(", "))
    };
    let message = if known {
        format!("la ligne « {wanted} » n'est pas due sur ce bulletin")
    } else {
        format!("rien ne s'appelle « {wanted} » sur ce bulletin")
    };
    vec![Diagnostic::error("CLI-006", message).hint(hint)]
}

/// The inputs, the rows of tables and the methods under a figure.
fn sources(rates: &Rates, computed: &Computed, fig: Fig) -> Vec<Source> {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let methods = serde_json::to_value(computed.bulletin.methodes).unwrap_or_default();
    let mut out: Vec<Source> = Vec::new();
    let mut last: Vec<Source> = Vec::new();
    for under in std::iter::once(fig).chain(trace.depends_on(fig)) {
        let node = trace.node(under);
        let source = match node.origin {
            Origin::Input => Source {
                nature: "saisie",
                nom: trace.address(under, rates, &contracts),
                libelle: node.name.label.to_owned(),
                valeur: with_unit(node.value),
                validite: String::new(),
            },
            Origin::Convention(_) => {
                let Some(row) = trace.explain(under, rates, &contracts).table else { continue };
                Source {
                    nature: "bareme",
                    nom: row.cle,
                    libelle: node.name.label.to_owned(),
                    valeur: with_unit(node.value),
                    validite: row.validite,
                }
            }
            Origin::Table(row) => Source {
                nature: "bareme",
                nom: rates.row(row).cle.clone(),
                libelle: node.name.label.to_owned(),
                valeur: with_unit(node.value),
                validite: rates.row(row).dates(),
            },
            Origin::Formula { rule, .. } => {
                for key in rule.methodes() {
                    let source = Source {
                        nature: "methode",
                        nom: (*key).to_owned(),
                        libelle: String::new(),
                        valeur: methods[key].as_str().unwrap_or("selon la convention").to_owned(),
                        validite: String::new(),
                    };
                    if !last.contains(&source) {
                        last.push(source);
                    }
                }
                continue;
            }
        };
        if !out.contains(&source) {
            out.push(source);
        }
    }
    out.sort_by_key(|s| s.nature != "saisie");
    out.append(&mut last);
    out
}

fn with_unit(value: cddu_payslip::trace::Val) -> String {
    format!("{value} {}", value.unit()).trim_end().to_owned()
}
