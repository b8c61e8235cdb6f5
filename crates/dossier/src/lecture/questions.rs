//! What a row may hold and rarely means: asked before anything is paid. The answer is the column `confirme` of the row.

use cddu_documents::typo::{count, euros};
use cddu_payslip::Categorie;
use cddu_payslip::gross::Jour;
use cddu_rates::{Cents, Quantity};
use rust_decimal::Decimal;

use crate::lecture::contracts::LigneContrat;
use crate::lecture::sheet::{Cells, cut};
use crate::lecture::times::{LigneTemps, Temps};

/// Shorter breaks are hours typed in a column of minutes.
const SHORTEST_BREAK: u32 = 5;

/// Meals of a day: noon and evening, and one of the night.
const MOST_MEALS: u32 = 3;
/// Transport from the meeting point and back, in minutes: three hours each way.
const LONGEST_TRANSPORT: u32 = 360;
/// Travel of one day, in minutes.
const LONGEST_TRAVEL: u32 = 24 * 60;
/// Hours of a day in a total: no agreement lets anybody go beyond twelve (C. trav. L3121-18 and L3121-19).
const MOST_HOURS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
/// Hours of a day.
const A_DAY: Decimal = Decimal::from_parts(24, 0, 0, false, 0);
/// A day of less than two hours is rarer than a comma in the wrong place.
const FEWEST_HOURS: Decimal = Decimal::TWO;

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
    match &line.temps {
        Temps::Jour(day) => of_day(cells, contract, day, line),
        Temps::Semaine { jours, heures, .. } => of_total(cells, *jours, heures.0, line),
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

/// Counts of a day that are more often an amount, or a number without its comma.
fn of_day(cells: &mut Cells<'_>, contract: &LigneContrat, day: &Jour, line: &LigneTemps) {
    let minutes = |column, given: u32, most: u32, what: &str| {
        (given > most).then(|| {
            let hours = Decimal::from(given) / Decimal::from(60);
            let stake = hour(contract).and_then(|pay| Cents::checked_round(pay.to_decimal() * hours));
            let stake = stake.map_or_else(String::new, |pay| format!(", environ {}", euros(pay)));
            (
                column,
                format!("{given} minutes de {what} en un jour ({} h){stake}", heures(hours)),
                "écrire des minutes (90), ou 1h30",
            )
        })
    };
    let meals = (day.repas > MOST_MEALS).then(|| {
        let what = format!("{} repas à rembourser en un jour", day.repas);
        ("repas", what, "écrire le nombre de repas, pas leur montant")
    });
    let found = [
        minutes("transport_minutes", day.transport_minutes, LONGEST_TRANSPORT, "transport"),
        minutes("voyage_minutes", day.voyage_minutes, LONGEST_TRAVEL, "voyage"),
        meals,
    ];
    for (column, what, help) in found.into_iter().flatten().filter(|(c, ..)| !line.confirme.contains(c)) {
        cells.fault("DOS-278", column, what, &format!("{help} ; {}", if_wanted(column)));
    }
}

/// A total of hours that its days cannot hold or hardly fill, and one that looks like hours and minutes.
fn of_total(cells: &mut Cells<'_>, days: u32, hours: Decimal, line: &LigneTemps) {
    if line.confirme.contains("heures") || hours.is_zero() {
        return;
    }
    let by_day = hours / Decimal::from(days.max(1));
    let written = cells.peek("heures");
    // More hours than the days have are refused with the pay.
    if (by_day > MOST_HOURS && by_day <= A_DAY) || by_day < FEWEST_HOURS {
        let what = format!(
            "{} heures pour {}, {} par jour",
            heures(hours),
            count(usize::try_from(days).unwrap_or(0), "jour"),
            heures(by_day)
        );
        let help = format!("vérifier la place de la virgule et le nombre de jours ; {}", if_wanted("heures"));
        cells.fault("DOS-278", "heures", what, &help);
    } else if let Some(minutes) = like_minutes(&written) {
        let whole = hours.trunc();
        let what = format!("« {} » est lu {} heures et {} centièmes", cut(&written), whole, minutes);
        let help = format!(
            "{whole} heures et {minutes} minutes s'écrivent {whole}h{minutes} ; {}",
            if_wanted("heures")
        );
        cells.fault("DOS-278", "heures", what, &help);
    }
}

/// The two decimals of hours that a clock could show and that are no quarter of an hour.
fn like_minutes(written: &str) -> Option<&str> {
    let (_, decimals) = written.trim().rsplit_once([',', '.'])?;
    let number: u32 = decimals.parse().ok().filter(|_| decimals.len() == 2)?;
    (number < 60 && !number.is_multiple_of(25)).then_some(decimals)
}

/// Hours as people write them, two decimals at most.
pub(crate) fn heures(hours: Decimal) -> String {
    hours.round_dp(2).normalize().to_string().replace('.', ",")
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
