//! The control sheet in a terminal.

use cddu_documents::typo::count;
use cddu_dossier::Controle;
use cddu_rates::Cents;

use super::layout::{columns, wrap};
use super::{money, phrase};
use crate::output::{Context, Style};

/// What moved since the last period, the rest in one line.
pub fn controle(context: &Context, sheet: &Controle) -> String {
    let title = match &sheet.precedente {
        Some(before) => format!("Contrôle de {} avant de figer, comparé à {before}", sheet.periode),
        None => format!("Contrôle de {} avant de figer : première période", sheet.periode),
    };
    let mut out = context.paint(Style::Bold, &title);
    out.push('\n');
    let row = |cells: [&str; 6]| {
        let widths = [8, 26, 10, -13, -13, -13];
        columns(&cells.into_iter().zip(widths).collect::<Vec<_>>())
    };
    out.push_str(
        &context.paint(Style::Dim, row(["", "Personne", "", "net", "net avant", "écart"]).trim_end()),
    );
    out.push('\n');
    let shown = |amount: Option<Cents>| amount.map_or_else(|| "-".to_owned(), money);
    let mut equal = 0;
    for line in &sheet.lignes {
        let word = match line.constat {
            "ecarte" => "écarté",
            "change" => "changé",
            "egal" if sheet.precedente.is_some() => {
                equal += 1;
                continue;
            }
            "egal" => "",
            other => other,
        };
        let gap = line.net.unwrap_or_default() - line.net_avant.unwrap_or_default();
        out.push_str(&row([
            &line.matricule,
            &line.nom,
            word,
            &shown(line.net),
            &shown(line.net_avant),
            &money(gap),
        ]));
        if !line.changements.is_empty() {
            out.push_str(&wrap(&format!("         {}", phrase(&line.changements.join(" ; "))), 9));
        }
    }
    if equal > 0 {
        out.push_str(&format!("         {} au même net\n", count(equal, "personne")));
    }
    let gap = sheet.virements - sheet.virements_avant;
    let total = row(["", "À virer", "", &money(sheet.virements), &money(sheet.virements_avant), &money(gap)]);
    out.push_str(&context.paint(Style::Bold, total.trim_end()));
    out.push_str("\n\n");
    out
}
