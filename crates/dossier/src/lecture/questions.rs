//! What a row may hold and rarely means: asked before anything is paid. The answer is the column `confirme` of the row.

use cddu_documents::typo::{count, euros};
use cddu_payslip::Categorie;
use cddu_rates::{Cents, Quantity};
use rust_decimal::Decimal;

use crate::lecture::contracts::LigneContrat;
use crate::lecture::sheet::Cells;
use crate::lecture::times::{LigneTemps, Temps};

/// Shorter breaks are hours typed in a column of minutes.
const SHORTEST_BREAK: u32 = 5;

/// The end of every remedy of a question.
pub(crate) fn if_wanted(column: &str) -> String {
    format!("si la valeur est voulue : écrire « {column} » dans la colonne confirme de cette ligne")
}

/// Questions on a line of a time sheet.
pub(crate) fn of_line(cells: &mut Cells<'_>, contract: &LigneContrat, line: &LigneTemps) {
    if let Temps::Jour(day) = &line.temps
        && (1..SHORTEST_BREAK).contains(&day.pause_minutes)
        && !line.confirme.contains("pause_minutes")
    {
        let minutes = day.pause_minutes;
        let hours = count(usize::try_from(minutes).unwrap_or(0), "heure");
        let stake = hour(contract).map_or_else(String::new, |pay| {
            let more = Decimal::from(minutes * 59) / Decimal::from(60);
            let more = Cents::checked_round(pay.to_decimal() * more).unwrap_or_default();
            format!(", environ {} de plus ce jour-là si c'est {hours}", euros(more))
        });
        cells.fault(
            "DOS-123",
            "pause_minutes",
            format!("pause de {}{stake}", count(usize::try_from(minutes).unwrap_or(0), "minute")),
            &format!("écrire la pause en minutes (60), ou 1h ; {}", if_wanted("pause_minutes")),
        );
    }
    if let Temps::Jour(day) = &line.temps
        && day.journee_continue
        && day.debut.is_some()
        && day.pause_minutes == 0
        && contract.brut.is_none()
        && !line.confirme.contains("pause_minutes")
    {
        let stake = hour(contract).map_or_else(String::new, |pay| {
            let half = Cents::checked_round(pay.to_decimal() / Decimal::TWO).unwrap_or_default();
            format!(", environ {} payés deux fois si la pause est entre le début et la fin", euros(half))
        });
        cells.fault(
            "DOS-253",
            "pause_minutes",
            format!("journée continue sans pause : sa demi-heure est payée en plus des heures{stake}"),
            &format!("écrire 30 dans pause_minutes ; {}", if_wanted("pause_minutes")),
        );
    }
    if contract.categorie == Categorie::Technicien && line.cachets > 0 {
        cells.fault(
            "DOS-128",
            "cachets",
            format!("{} est technicien : il n'a pas de cachets, l'AEM les refuserait", contract.contrat),
            "vider la case et donner les heures du jour, ou corriger la catégorie dans contrats.csv",
        );
    }
}

/// The agreed pay of one hour of a contract paid by the week.
pub(crate) fn hour(contract: &LigneContrat) -> Option<Cents> {
    let pay = contract.salaire_base?;
    let hours = contract.heures_base.map_or(Decimal::from(39), |Quantity(h)| h);
    if contract.dates.days() < 5 || hours.is_zero() || contract.categorie != Categorie::Technicien {
        return None;
    }
    Cents::checked_round(pay.to_decimal() / hours)
}
