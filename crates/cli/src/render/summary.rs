//! The summary of a run in a terminal.

use cddu_documents::typo::count;
use cddu_dossier::{Etat, NoteResume, Summary};

use super::layout::{both_ends, columns, entry, rule, wrap};
use super::{french_number, money, phrase};
use crate::output::{Context, Style};

/// People, totals, debts, what to look at.
pub fn summary(context: &Context, s: &Summary, trial: bool) -> String {
    let day = |d: chrono::NaiveDate| d.format("%d/%m/%Y").to_string();
    // A long title is cut, the period never is.
    let dates = format!(
        "{}, travail du {} au {}, paie du {}",
        s.periode,
        day(s.debut),
        day(s.fin),
        day(s.date_paiement)
    );
    let mut out = context.paint(Style::Bold, both_ends(&s.production, &dates).trim_end());
    out.push('\n');
    out.push_str(&rule(context));
    // A week may pay authors only.
    if !s.bulletins.is_empty() || s.notes.is_empty() {
        out.push_str(&payslip_table(context, s));
    }
    if !s.notes.is_empty() {
        out.push_str(&note_table(context, &s.notes));
        out.push('\n');
    }
    out.push_str(
        &context.paint(Style::Bold, "Dû aux organismes (parts salarié et employeur, allègements déduits)"),
    );
    out.push('\n');
    for (body, amount) in &s.dettes {
        out.push_str(&columns(&[(body_name(body), 60), (&money(*amount), -14)]));
    }
    if !s.reserves.is_empty() {
        out.push('\n');
        out.push_str(&context.paint(Style::Bold, "Réserves"));
        out.push('\n');
        for r in &s.reserves {
            out.push_str(&wrap(
                &format!("  {} ({}) {}", r.code, count(r.bulletins, "bulletin"), phrase(&r.message)),
                6,
            ));
        }
    }
    if !s.fichiers.is_empty() {
        out.push('\n');
        out.push_str(
            &context
                .paint(Style::Bold, if trial { "Fichiers (essai : rien n'est écrit)" } else { "Fichiers" }),
        );
        out.push('\n');
        for f in &s.fichiers {
            out.push_str(&entry(&format!("  {}", f.chemin), &f.contenu));
        }
    }
    if !s.ecartes.is_empty() {
        out.push('\n');
        out.push_str(
            &context
                .paint(Style::Red, &format!("{}, sans bulletin", count(s.ecartes.len(), "personne écartée"))),
        );
        out.push('\n');
        for e in &s.ecartes {
            let why = [e.codes.join(", "), e.lignes.join(", ")].into_iter().filter(|t| !t.is_empty());
            let why = why.collect::<Vec<_>>().join(" ; ");
            out.push_str(&entry(&format!("  {} {}", e.matricule, e.nom), &why));
        }
    }
    out
}

/// A row per payslip, and their totals.
fn payslip_table(context: &Context, s: &Summary) -> String {
    let mut out = String::new();
    let row = |cells: [&str; 7]| {
        let widths = [25, 25, -6, -10, -10, -8, -10];
        columns(&cells.into_iter().zip(widths).collect::<Vec<_>>())
    };
    let head = row(["Personne", "Fonction", "heures", "brut", "virement", "PAS", "coût"]);
    out.push_str(&context.paint(Style::Dim, head.trim_end()));
    out.push('\n');
    for b in &s.bulletins {
        let mark = match b.etat {
            Etat::Nouveau => "",
            Etat::Inchange => "",
            Etat::Rectificatif => " (R)",
            Etat::Conserve => " (!)",
        };
        out.push_str(&row([
            &format!("{}{mark}", b.nom),
            &b.fonction,
            &french_number(&b.heures.to_string()),
            &money(b.brut),
            &money(b.virement),
            &money(b.pas),
            &money(b.cout),
        ]));
    }
    let t = &s.totaux;
    let total = row([
        &count(t.bulletins, "bulletin"),
        "",
        "",
        &money(t.brut),
        &money(t.virements),
        &money(t.pas),
        &money(t.cout),
    ]);
    out.push_str(&context.paint(Style::Bold, total.trim_end()));
    out.push_str("\n\n");
    out
}

/// The notes of a period.
pub fn note_table(context: &Context, notes: &[NoteResume]) -> String {
    let mut out = context.paint(Style::Bold, "Notes de droits d'auteur");
    out.push('\n');
    let row = |cells: [&str; 5]| columns(&cells.into_iter().zip([18, 38, -13, -13, -13]).collect::<Vec<_>>());
    out.push_str(
        &context.paint(Style::Dim, row(["Note", "Auteur", "brut HT", "net à payer", "en plus"]).trim_end()),
    );
    out.push('\n');
    for n in notes {
        out.push_str(&row([
            &n.numero,
            &n.auteur,
            &money(n.brut_ht),
            &money(n.net_a_payer),
            &money(n.cout_producteur),
        ]));
    }
    out
}

/// Bodies as people call them.
fn body_name(key: &str) -> &str {
    match key {
        "urssaf" => "Urssaf",
        "france_travail" => "France Travail spectacle (chômage, AGS)",
        "audiens_retraite" => "Audiens, retraite complémentaire",
        "audiens_prevoyance" => "Audiens, prévoyance et fonds collectif de santé",
        "conges_spectacles" => "Congés Spectacles",
        "conventionnel" => "Contributions conventionnelles",
        "afdas" => "Afdas, formation",
        "thalie_sante" | "sante_travail" => "Santé au travail",
        "urssaf_artistes_auteurs" => "Urssaf artistes-auteurs",
        "ircec" => "Ircec, retraite complémentaire des auteurs",
        "dgfip" => "DGFiP (impôt prélevé, TVA retenue, taxe sur les salaires)",
        other => other,
    }
}
