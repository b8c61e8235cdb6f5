//! DSN and AEM of the months of payment, from every payslip of the register paid in them.

use std::collections::BTreeSet;

use cddu_declarations::{Production, Tables, aem, dsn};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Month, Rates};
use chrono::NaiveTime;

use super::Desk;
use crate::{Folder, Run};

/// The monthly files of each month in which the run pays.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    rates: &Rates,
    run: &Run,
) -> Result<(), Vec<Diagnostic>> {
    let production = folder.declarations();
    let tables = match Tables::load(rates) {
        Ok(tables) => tables,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    let slips = all_payslips(run);
    let months: BTreeSet<Month> =
        run.payslips.iter().map(|(f, _)| Month::of(f.resultat.date_paiement)).collect();
    for month in &months {
        monthly_dsn(desk, &production, &tables, &slips, *month)?;
    }
    attestations(desk, &production, &slips, &months)
}

/// Everything frozen, and what a trial has just computed, by date of payment then number.
pub(super) fn all_payslips(run: &Run) -> Vec<Payslip> {
    let mut slips: Vec<Payslip> = run.register.all().map(|f| f.resultat.clone()).collect();
    for (frozen, _) in &run.payslips {
        if !slips.iter().any(|s| s.numero.as_ref() == Some(&frozen.numero)) {
            slips.push(frozen.resultat.clone());
        }
    }
    slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
    slips
}

fn monthly_dsn(
    desk: &mut Desk<'_>,
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    month: Month,
) -> Result<(), Vec<Diagnostic>> {
    let options = dsn::Options {
        mode: desk.mode,
        // The last payment of the month, not the clock: the same folder gives the same file.
        constitue_le: last_payment(slips, month),
        ordre: 1,
        annule_et_remplace: false,
    };
    match dsn::build(production, tables, slips, month, &options) {
        Ok(file) => {
            desk.note(file.avertissements);
            let what = format!(
                "DSN du mois : {} personnes, {} contrats",
                file.resume.individus, file.resume.contrats
            );
            desk.put(&format!("sorties/declarations/{month}/dsn-{month}.dsn"), &what, &file.bytes)
        }
        Err(list) => {
            desk.refuse(&format!("la DSN de {month} n'est pas écrite"), list);
            Ok(())
        }
    }
}

/// The attestations of the months, numbered after those of the months before: they are made again in order.
fn attestations(
    desk: &mut Desk<'_>,
    production: &Production,
    slips: &[Payslip],
    wanted: &BTreeSet<Month>,
) -> Result<(), Vec<Diagnostic>> {
    let all: BTreeSet<Month> = slips.iter().map(|s| Month::of(s.date_paiement)).collect();
    let mut issued = Vec::new();
    for month in all {
        let options = aem::Options {
            mois: month,
            mode: desk.mode,
            genere_le: last_payment(slips, month).and_time(NaiveTime::MIN),
            signe_le: None,
            emises: issued.clone(),
        };
        match aem::build(production, slips, &options) {
            Ok(file) => {
                if wanted.contains(&month) {
                    let what = format!("AEM du mois : {} attestations", file.attestations().count());
                    desk.put(&format!("sorties/declarations/{month}/aem-{month}.xml"), &what, &file.bytes)?;
                    desk.note(file.avertissements.iter().cloned());
                }
                issued.extend(file.attestations().cloned());
            }
            Err(list) if wanted.contains(&month) => {
                desk.refuse(&format!("les AEM de {month} ne sont pas écrites"), list)
            }
            Err(_) => {}
        }
    }
    Ok(())
}

fn last_payment(slips: &[Payslip], month: Month) -> chrono::NaiveDate {
    slips
        .iter()
        .map(|s| s.date_paiement)
        .filter(|d| Month::of(*d) == month)
        .max()
        .unwrap_or_else(|| month.last())
}
