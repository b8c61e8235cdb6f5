//! A note de droits d'auteur in a terminal.

use cddu_payslip::note::{Note, NoteSens};

use super::layout::{both_ends, columns, rule, wrap};
use super::{french_number, money, phrase};
use crate::output::{Context, Style};

/// The whole note.
pub fn note(context: &Context, n: &Note) -> String {
    let title = format!("NOTE DE DROITS D'AUTEUR {}", n.numero.as_deref().unwrap_or(""));
    let paid = format!("payée le {}", n.date_paiement.format("%d/%m/%Y"));
    let mut out = context.paint(Style::Bold, both_ends(title.trim(), &paid).trim_end());
    out.push('\n');
    out.push_str(&rule(context));
    let line = |label: &str, base: &str, rate: &str, value: &str, letter: &str| {
        columns(&[(label, 58), (base, -12), (rate, -9), (value, -14), (letter, -2)])
    };
    out.push_str(&line("Droits bruts hors taxes", "", "", &money(n.brut_ht), ""));
    for (sens, title) in [
        (NoteSens::Retenue, "Retenu à l'auteur"),
        (NoteSens::Ajout, "Ajouté"),
        (NoteSens::Producteur, "À la charge du producteur"),
    ] {
        let lines: Vec<_> = n.lignes.iter().filter(|l| l.sens == sens).collect();
        if lines.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n", context.paint(Style::Dim, title)));
        for l in lines {
            out.push_str(&line(
                &l.libelle,
                &money(l.base),
                &french_number(&l.taux.to_string()),
                &money(l.montant),
                &l.confiance.to_string(),
            ));
        }
    }
    out.push_str(&rule(context));
    let t = &n.totaux;
    out.push_str(
        &context
            .paint(Style::Bold, line("NET À PAYER À L'AUTEUR", "", "", &money(t.net_a_payer), "").trim_end()),
    );
    out.push('\n');
    out.push_str(&line("Montant imposable de l'auteur", "", "", &money(t.imposable_auteur), ""));
    out.push_str(&line("Coût du producteur en plus du HT", "", "", &money(t.cout_producteur), ""));
    if !n.avertissements.is_empty() {
        out.push_str(&rule(context));
        for warning in &n.avertissements {
            out.push_str(&wrap(
                &format!("{}  {}", context.paint(Style::Yellow, &warning.code), phrase(&warning.message)),
                2,
            ));
        }
    }
    out
}
