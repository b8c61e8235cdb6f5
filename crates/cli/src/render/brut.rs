//! A gross in a terminal.

use cddu_payslip::gross::Brut;

use super::layout::{columns, rule, wrap};
use super::{french_number, money, phrase};
use crate::output::{Context, Style};

/// Elements, formulas, minimum.
pub fn brut(context: &Context, b: &Brut) -> String {
    let mut out = String::new();
    for (element, detail) in b.elements.iter().zip(&b.details) {
        let number = element.quantite.map_or_else(String::new, |q| french_number(&q.to_string()));
        let unit = element.taux.map_or_else(String::new, |q| french_number(&q.to_string()));
        out.push_str(&columns(&[
            (&element.libelle, 58),
            (&number, -12),
            (&unit, -12),
            (&money(element.montant), -15),
        ]));
        let origin = [detail.regle.as_deref(), detail.article.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
        let text =
            if origin.is_empty() { detail.formule.clone() } else { format!("{} ({origin})", detail.formule) };
        out.push_str(&context.paint(Style::Dim, wrap(&format!("    {text}"), 4).trim_end()));
        out.push('\n');
    }
    out.push_str(&rule(context));
    let total = columns(&[
        ("BRUT", 58),
        (&french_number(&b.heures.to_string()), -12),
        ("", -12),
        (&money(b.brut), -15),
    ]);
    out.push_str(&context.paint(Style::Bold, total.trim_end()));
    out.push('\n');
    for expense in &b.frais {
        out.push_str(&columns(&[
            (&expense.libelle, 58),
            (&french_number(&expense.quantite.to_string()), -12),
            (&money(expense.unitaire), -12),
            (&money(expense.montant), -15),
        ]));
    }
    if let Some(minimum) = &b.minimum {
        let verdict = if minimum.respecte {
            context.paint(Style::Green, "respecté")
        } else {
            context.paint(Style::Red, "non respecté")
        };
        out.push_str(&format!(
            "Minimum {} : {} € ({verdict}, convenu {} €)\n",
            minimum.unite,
            money(minimum.valeur),
            money(minimum.salaire)
        ));
        if let Some(row) = &minimum.ligne {
            out.push_str(&wrap(
                &format!(
                    "  {} {} : {} ({}), confiance {}",
                    row.fonction, row.table, row.base_legale, row.source, row.confiance
                ),
                2,
            ));
        }
    }
    for warning in &b.avertissements {
        out.push_str(&wrap(
            &format!("{}  {}", context.paint(Style::Yellow, &warning.code), phrase(&warning.message)),
            2,
        ));
    }
    out
}
