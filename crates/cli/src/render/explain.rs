//! Explanations for people: on a terminal, or in Markdown to be handed out.

use std::fmt::Write as _;

use cddu_documents::typo::{self, capital, dates};
use cddu_payslip::Payslip;
use cddu_payslip::trace::{ExplainedFigure, ExplainedRow};

use super::number::french_number;
use crate::commands::expliquer::{Explained, Source};
use crate::output::{Context, Style};

/// What `cddu expliquer` tells.
pub struct Explanation {
    /// The whole payslip, or one line.
    pub whole: bool,
    /// The figures asked.
    pub figures: Vec<Explained>,
    /// The figures they rest on, nearest first.
    pub chain: Vec<Explained>,
}

/// How it is written.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// Indented text, coloured on a terminal.
    Text(&'a Context),
    /// Markdown.
    Markdown,
}

/// Decimals of an intermediate result beyond which it is cut.
const DECIMALS: usize = 8;

/// The explanation of a payslip or of one line.
pub fn explanation(form: Form<'_>, bulletin: &Payslip, explanation: &Explanation) -> String {
    let mut out = String::new();
    if explanation.whole {
        header(form, bulletin, &mut out);
    }
    let mut part = None;
    let mut section = None;
    for explained in &explanation.figures {
        let f = &explained.figure;
        // A sum of nothing teaches nothing.
        if explanation.whole && f.nombres.is_empty() {
            continue;
        }
        let this_part = f.contrat.as_ref().map_or_else(|| "Bulletin".to_owned(), |c| format!("Contrat {c}"));
        let this_section = section_of(f);
        if explanation.whole && part.as_ref() != Some(&this_part) {
            heading(form, 2, &this_part, &mut out);
            section = None;
            part = Some(this_part);
        }
        if explanation.whole && section.as_ref() != Some(&this_section) {
            heading(form, 3, &this_section, &mut out);
            section = Some(this_section);
        }
        figure(form, f, explanation.whole, &mut out);
    }
    if !explanation.chain.is_empty() {
        heading(form, 3, "D'où viennent ces nombres", &mut out);
        for explained in &explanation.chain {
            figure(form, &explained.figure, false, &mut out);
        }
    }
    let mut sources: Vec<&Source> = Vec::new();
    for source in explanation.figures.iter().flat_map(|e| &e.change_avec) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    if !sources.is_empty() {
        let title = if explanation.figures.len() > 1 {
            "Ce qui changerait ces chiffres"
        } else {
            "Ce qui changerait ce chiffre"
        };
        heading(form, 3, title, &mut out);
        changes(form, &sources, &mut out);
    }
    if explanation.whole {
        footer(form, bulletin, &mut out);
    }
    let mut text = out.trim_end().to_owned();
    text.push('\n');
    text
}

fn header(form: Form<'_>, bulletin: &Payslip, out: &mut String) {
    let number = bulletin.numero.as_deref().unwrap_or("de paie");
    heading(form, 1, &format!("Bulletin {number} expliqué"), out);
    let periode = format!("du {} au {}", bulletin.periode.debut, bulletin.periode.fin);
    let _ = writeln!(
        out,
        "{} {}, travail {}, payé le {}.\n",
        bulletin.salarie.prenom,
        bulletin.salarie.nom,
        dates(&periode),
        dates(&bulletin.date_paiement.to_string())
    );
    let _ = writeln!(
        out,
        "Chaque chiffre est suivi de sa formule, des nombres, de la règle et de l'origine de chaque nombre : barème \
         (clé, dates, fichier, texte, source) ou saisie. Confiance : A texte ou source officielle lus, B source \
         secondaire, C non vérifié.\n"
    );
}

fn footer(form: Form<'_>, bulletin: &Payslip, out: &mut String) {
    heading(form, 2, "Méthodes employées", out);
    if let Ok(serde_json::Value::Object(methods)) = serde_json::to_value(bulletin.methodes) {
        for (key, value) in &methods {
            let _ =
                writeln!(out, "- {} : {}", code(form, key), code(form, value.as_str().unwrap_or_default()));
        }
    }
    if !bulletin.avertissements.is_empty() {
        out.push('\n');
        heading(form, 2, "Réserves", out);
        for warning in &bulletin.avertissements {
            let _ = writeln!(out, "- {} : {}", warning.code, warning.message);
        }
    }
}

/// Title of the group a figure belongs to.
fn section_of(f: &ExplainedFigure) -> String {
    if let Some(line) = &f.ligne {
        let label = f.libelle.split_once(", taux").or_else(|| f.libelle.split_once(", part d"));
        return format!("{} ({line})", label.map_or(f.libelle.as_str(), |(head, _)| head));
    }
    let code = f.figure.rsplit('.').next().unwrap_or_default();
    let starts = |list: &[&str]| list.iter().any(|p| code.starts_with(p));
    let title = match (f.contrat.is_some(), code) {
        (false, "avantage_repas" | "bareme" | "frais_exoneres" | "frais_reintegres") => {
            "Frais et avantages en nature"
        }
        (false, "pas" | "assiette_pas" | "assiette_mensualisee") => "Prélèvement à la source",
        (false, _) if starts(&["saisi", "pension", "avance_"]) => "Retenues",
        (false, _) => "Totaux et nets",
        (true, "parts_prevoyance") => "Parts patronales de prévoyance et de santé",
        (true, "csg") => "Assiette de CSG et CRDS",
        (true, _) if starts(&["smic"]) => "SMIC des heures payées",
        (true, _) if starts(&["allegement", "rgdu", "fillon"]) => "Réduction générale",
        (true, _) if starts(&["dfs"]) => "Déduction forfaitaire spécifique",
        (true, _) => "Salaire, plafonds et assiettes",
    };
    title.to_owned()
}

fn heading(form: Form<'_>, level: usize, title: &str, out: &mut String) {
    match form {
        Form::Markdown => {
            let _ = writeln!(out, "{} {title}\n", "#".repeat(level));
        }
        Form::Text(context) => {
            let title = if level < 3 { title.to_uppercase() } else { title.to_owned() };
            let _ = writeln!(out, "{}\n", context.paint(Style::Bold, &title));
        }
    }
}

fn code(form: Form<'_>, text: &str) -> String {
    match form {
        Form::Markdown => format!("`{text}`"),
        Form::Text(_) => text.to_owned(),
    }
}

/// One figure: its value, its name, its address, then what it is made of.
fn figure(form: Form<'_>, f: &ExplainedFigure, under_section: bool, out: &mut String) {
    // Under the title of its line, only what it is: `part du salarié`.
    let label = match (&f.ligne, under_section) {
        (Some(_), true) => {
            let cut = f.libelle.rfind(", taux").or_else(|| f.libelle.rfind(", part d"));
            cut.map_or(f.libelle.as_str(), |at| &f.libelle[at + 2..])
        }
        _ => f.libelle.as_str(),
    };
    let value = amount(&f.valeur, f.unite);
    match form {
        Form::Markdown => {
            let _ = writeln!(out, "**{} : {value}** (`{}`)\n", capital(label), f.figure);
        }
        Form::Text(context) => {
            let _ = writeln!(
                out,
                "  {}  {label}  {}",
                context.paint(Style::Bold, &value),
                context.paint(Style::Dim, &f.figure)
            );
        }
    }
    for (key, text) in details(form, f) {
        detail(form, key, &text, out);
    }
    out.push('\n');
}

fn detail(form: Form<'_>, key: &str, text: &str, out: &mut String) {
    let _ = match form {
        Form::Markdown => writeln!(out, "- {key} : {text}"),
        Form::Text(_) => writeln!(out, "    {key:<7} : {text}"),
    };
}

fn details(form: Form<'_>, f: &ExplainedFigure) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if let (Some(formula), Some(numbers)) = (&f.formule, &f.calcul) {
        out.push(("formule", formula.clone()));
        out.push(("calcul", calculation(f, numbers)));
    }
    if let Some(rule) = &f.regle {
        let mut text =
            format!("{} {} ; règle {}", rule.texte, french_law(&rule.base_legale), code(form, &rule.nom));
        if !rule.methodes.is_empty() {
            let keys: Vec<String> = rule.methodes.iter().map(|m| code(form, m)).collect();
            let noun = if keys.len() > 1 { "méthodes" } else { "méthode" };
            let _ = write!(text, ", {noun} {}", keys.join(", "));
        }
        let _ = write!(text, ", confiance {}", rule.confiance);
        out.push(("règle", text));
    }
    let mut seen: Vec<&str> = Vec::new();
    for number in &f.nombres {
        if seen.contains(&number.figure.as_str()) && number.table.is_none() {
            continue;
        }
        seen.push(&number.figure);
        let what = format!("{}, {}", number.libelle, amount(&number.valeur, number.unite));
        if let Some(row) = &number.table {
            out.push(("barème", format!("{what} : {}", source(form, row))));
        } else if number.saisie {
            out.push(("donnée", format!("{what} ({})", code(form, &number.figure))));
        }
    }
    if let Some(row) = &f.table {
        out.push(("barème", source(form, row)));
    }
    if let Some(field) = &f.saisie {
        out.push(("donnée", format!("saisie ou comptée sur les dates ({})", code(form, field))));
    }
    out
}

/// `645,97 × 6,90 % = 44,57193, arrondi à 44,57 €`.
fn calculation(f: &ExplainedFigure, rendered: &str) -> String {
    let result = amount(&f.valeur, f.unite);
    let Some(raw) = &f.avant_arrondi else {
        let text = written(rendered);
        return if rendered == f.valeur { result } else { format!("{text} = {result}") };
    };
    let (inner, how) = rendered.strip_prefix("arrondi4(").map_or_else(
        || (rendered.strip_prefix("arrondi(").unwrap_or(rendered), "arrondi à"),
        |inner| (inner, "arrondi à quatre décimales :"),
    );
    let inner = written(inner.strip_suffix(')').unwrap_or(inner));
    let exact = raw.trim_end_matches('0').trim_end_matches('.');
    let rounded = f.valeur.trim_end_matches('0').trim_end_matches('.');
    if exact == rounded {
        format!("{inner} = {result}")
    } else {
        format!("{inner} = {}, {how} {result}", french_number(&cut(raw)))
    }
}

/// The numbers of a formula, written the French way and not longer than a reader needs.
fn written(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(dot) = rest.find('.') {
        let tail = &rest[dot + 1..];
        let length = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let keep = length.min(DECIMALS);
        out.push_str(&rest[..dot + 1 + keep]);
        if keep < length {
            // Told after the numbers are in French form, else the cut would hide that it is a number.
            out.push('…');
        }
        rest = &tail[length..];
    }
    out.push_str(rest);
    typo::formula(&out).replace("arrondi4(", "arrondi à 4 décimales (")
}

fn cut(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.len() > DECIMALS => {
            format!("{whole}.{}…", &decimals[..DECIMALS])
        }
        _ => number.to_owned(),
    }
}

fn amount(value: &str, unit: &str) -> String {
    let unit = if unit == "EUR" { "€" } else { unit };
    let text = french_number(&cut(value));
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

fn french_law(law: &str) -> String {
    format!("({})", law.replace("; ", " ; "))
}

/// A row of the tables: key, dates, place, text, source, confidence.
fn source(form: Form<'_>, row: &ExplainedRow) -> String {
    let mut text =
        format!("{}, {} ({}, ligne {})", code(form, &row.cle), dates(&row.validite), row.fichier, row.ligne);
    if !row.base_legale.is_empty() {
        let _ = write!(text, " ; texte : {}", row.base_legale);
    }
    let link = if row.lien.is_empty() { String::new() } else { format!(" ; lien : {}", row.lien) };
    let _ = write!(
        text,
        " ; source : {}{link} ; vérifié le {} ; confiance {}",
        row.source,
        dates(&row.verifie_le),
        row.confiance
    );
    text
}

/// What would change the figure.
fn changes(form: Form<'_>, list: &[&Source], out: &mut String) {
    for (nature, key) in [("saisie", "donnée"), ("bareme", "barème"), ("methode", "méthode")] {
        for s in list.iter().filter(|s| s.nature == nature) {
            let value = match s.valeur.split_once(' ') {
                Some((number, unit)) if nature != "methode" => amount(number, unit),
                _ if nature == "methode" => s.valeur.clone(),
                _ => amount(&s.valeur, ""),
            };
            let text = match nature {
                "saisie" => format!("{}, {value} ({})", s.libelle, code(form, &s.nom)),
                "bareme" => {
                    format!("{}, {value} ({}, {})", s.libelle, code(form, &s.nom), dates(&s.validite))
                }
                _ => format!("{}, ici {}", code(form, &s.nom), code(form, &value)),
            };
            detail(form, key, &text, out);
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_results_are_cut_and_numbers_are_french() {
        let cases = [
            ("4005.00 × 5 / 31", "4\u{202f}005,00 × 5 / 31"),
            ("516.77419354838709677 + 400.5", "516,77419354… + 400,5"),
            ("(4480 + 1740 × 1) / 12 × 0.5", "(4\u{202f}480 + 1\u{202f}740 × 1) / 12 × 0,5"),
            ("max(0 ; arrondi4(0.5))", "max(0 ; arrondi à 4 décimales (0,5))"),
        ];
        for (given, expected) in cases {
            assert_eq!(written(given), expected);
        }
        assert_eq!(amount("12.144285714285714", ""), "12,14428571…");
        assert_eq!(amount("6.90", "%"), "6,90 %");
    }
}
