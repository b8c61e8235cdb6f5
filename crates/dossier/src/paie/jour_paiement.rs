//! The day of payment of a run: where it comes from, and what about it is told or asked before anything is frozen.

use cddu_rates::{Diagnostic, Gravite, Period, easter};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::run::RunOptions;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::questions::if_wanted;
use crate::lecture::times::LigneTemps;
use crate::{Folder, PayPeriod};

/// A first payment later than this after its period, in days, is asked about: its year is more often a slip than meant, and
/// its month declares everything.
const LATEST: Days = Days::new(183);

/// The day of `--paiement`, of `[[paiement.dates]]`, or the end of the period and the delay.
///
/// # Errors
/// `DOS-072` when none is given.
pub(super) fn payment_day(folder: &Folder, options: &RunOptions) -> Result<NaiveDate, Vec<Diagnostic>> {
    if let Some(day) = options.payment {
        return Ok(day);
    }
    let paiement = &folder.production.paiement;
    let own = paiement
        .dates
        .iter()
        .find(|d| PayPeriod::parse(&d.periode).is_ok_and(|p| p.jours == options.period.jours))
        .map(|d| d.date);
    own.or_else(|| paiement.delai_jours.map(|delay| options.period.jours.fin + Days::new(delay))).ok_or_else(
        || {
            vec![
                Diagnostic::error(
                    "DOS-072",
                    format!("aucun jour de paiement pour la période {}", options.period.nom),
                )
                .in_file(folder.shown("production.toml"), None)
                .at("paiement")
                .hint("donner --paiement AAAA-MM-JJ, ou paiement.delai_jours dans production.toml"),
            ]
        },
    )
}

fn confirmed(folder: &Folder, answer: &str) -> bool {
    folder.production.paiement.confirme.iter().any(|c| c == answer)
}

/// `DOS-289`: a first payment half a year after its period.
pub(super) fn late(folder: &Folder, options: &RunOptions, payment: NaiveDate) -> Option<Diagnostic> {
    if options.replace || confirmed(folder, "dates") || payment <= options.period.jours.fin + LATEST {
        return None;
    }
    let fault = Diagnostic::error(
        "DOS-289",
        format!(
            "paiement le {}, {} jours après la fin de la période : la DSN, l'AEM et l'impôt seraient ceux de ce jour-là",
            payment.format("%d/%m/%Y"),
            (payment - options.period.jours.fin).num_days()
        ),
    )
    .in_file("production.toml", None)
    .at("paiement")
    .hint("vérifier l'année et le mois de --paiement ou de [[paiement.dates]] ; si ce jour est voulu : confirme = [\"dates\"] dans la section [paiement]");
    Some(folder.located(fault))
}

/// A day of payment of its own later than this after the work of a contract, in days, is asked about: bodies are paid on it.
const LATEST_OF_CONTRACT: Days = Days::new(62);

/// `DOS-339`: the day of payment that the row of a contract gives, before the work that it pays or months after it.
pub(super) fn of_contract(
    folder: &Folder,
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
) -> Option<Diagnostic> {
    let payment = contract.date_paiement.filter(|_| !contract.confirme.contains("date_paiement"))?;
    let last = lines.iter().map(|l| l.days().fin).max().unwrap_or(days.fin).min(days.fin);
    let what = if payment < last {
        format!("avant la fin du travail qu'il paie, le {}", last.format("%d/%m/%Y"))
    } else if payment > last + LATEST_OF_CONTRACT {
        format!("{} jours après le travail du {}", (payment - last).num_days(), last.format("%d/%m/%Y"))
    } else {
        return None;
    };
    let fault = Diagnostic::error(
        "DOS-339",
        format!(
            "{} : payé le {}, {what} ; le virement, la DSN et l'AEM seraient de ce jour",
            contract.contrat,
            payment.format("%d/%m/%Y")
        ),
    )
    .in_file(folder.shown(contract.fichier), Some(contract.ligne))
    .column("date_paiement")
    .hint(format!(
        "corriger le jour (le mois, l'année ?), ou vider la case pour le jour de la période ; {}",
        if_wanted("date_paiement")
    ));
    Some(fault)
}

/// What a day of payment changes and nobody may have meant: told when a payslip is made.
pub(super) fn told(folder: &Folder, options: &RunOptions, payment: NaiveDate) -> Vec<Diagnostic> {
    // A correction keeps the day of what it corrects, unless another one is given.
    if options.replace && options.payment.is_none() {
        return Vec::new();
    }
    let day = |d: NaiveDate| d.format("%d/%m/%Y");
    let mut out = Vec::new();
    if let Some(name) = closed(payment).filter(|_| !confirmed(folder, "jour")) {
        let mut open = payment;
        while closed(open).is_some() {
            open = open + Days::new(1);
        }
        out.push(
            Diagnostic::warning(
                "DOS-307",
                format!(
                    "paiement le {} ({name}) : aucun virement ne passe ce jour-là entre les banques, il arriverait le {}",
                    day(payment),
                    day(open)
                ),
            )
            .hint("donner le jour où l'argent part (--paiement, ou [[paiement.dates]] de production.toml) : c'est lui que disent le bulletin, la DSN et l'AEM ; payé autrement ce jour-là : confirme = [\"jour\"] dans la section [paiement]"),
        );
    }
    let work = options.period.jours.fin;
    if payment.year() > work.year() && !confirmed(folder, "annee") {
        out.push(
            Diagnostic::warning(
                "DOS-308",
                format!(
                    "travail de {}, payé le {} : le net imposable, l'impôt retenu et les cumuls sont ceux de {}, la DSN celle de {}",
                    work.year(),
                    day(payment),
                    payment.year(),
                    payment.format("%m/%Y"),
                ),
            )
            .hint("rien à faire si l'argent part ce jour-là ; payé avant le 31 décembre, le donner par --paiement ; ne plus le dire : confirme = [\"annee\"] dans la section [paiement]"),
        );
    }
    out.into_iter()
        .map(|told| {
            let told = told.severity(Gravite::Mineur).in_file("production.toml", None);
            folder.located(told.at("paiement"))
        })
        .collect()
}

/// Why a SEPA transfer is not settled on a day: weekends and the six closing days of the settlement system of the euro
/// (TARGET, calendar of the European Central Bank, unchanged since 2002). Legal holidays such as 14 July are open days.
fn closed(day: NaiveDate) -> Option<&'static str> {
    let sunday = easter(day.year());
    match (day.weekday(), day.month(), day.day()) {
        (Weekday::Sat, ..) => Some("samedi"),
        (Weekday::Sun, ..) => Some("dimanche"),
        (_, 1, 1) => Some("1er janvier"),
        (_, 5, 1) => Some("1er mai"),
        (_, 12, 25) => Some("Noël"),
        (_, 12, 26) => Some("26 décembre, fermé aux virements en euros"),
        _ if day + Days::new(2) == sunday => Some("Vendredi saint, fermé aux virements en euros"),
        _ if day == sunday + Days::new(1) => Some("lundi de Pâques"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closing days of TARGET in 2026: 1 January, 3 and 6 April, 1 May, 25 December (26 is a Saturday).
    #[test]
    fn transfers_are_settled_on_the_other_days() {
        let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        for (month, day) in [(1, 1), (4, 3), (4, 6), (5, 1), (12, 25), (11, 28), (11, 29)] {
            assert!(closed(on(month, day)).is_some(), "{day}/{month}");
        }
        for (month, day) in [(5, 8), (5, 14), (5, 25), (7, 14), (11, 11), (4, 7), (12, 24)] {
            assert_eq!(closed(on(month, day)), None, "{day}/{month}");
        }
    }
}
