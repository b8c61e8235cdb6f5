//! Working time of a contract, S21.G00.40.011 to .014: what was agreed, the same in every declaration of the contract, never
//! the hours of a payslip.

use cddu_dsn::Block;
use cddu_payslip::{Categorie, ContractPay};
use cddu_rates::{Rate, round_half_up};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use super::individu::decimals;
use crate::parts;
use crate::production::{ContratDeclare, FigurantUnite, Production, Quotite};

/// Weeks of a year, months of a year.
const WEEKS: Decimal = Decimal::from_parts(52, 0, 0, false, 0);
const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// Days of a month of a full-time employee: 5 x 52 / 12.
const FULL_DAYS: &str = "21.67";

/// Writes the unit, the reference, the quotité and full or part time. Two contracts of the person that overlap are both
/// part time (S21.G00.40.014, control of the norm).
pub(super) fn put(
    production: &Production,
    pay: &ContractPay,
    known: &ContratDeclare,
    overlaps: bool,
    block: &mut Block,
) {
    if by_day(production, pay) {
        let days = ((pay.fin - pay.debut).num_days() + 1).clamp(1, 31);
        block.put(11, "12").put(12, FULL_DAYS).put(13, decimals(days.into())).put(14, "99");
        return;
    }
    let reference = known.quotite_reference.unwrap_or(Rate(Decimal::new(15_167, 2))).0;
    let week = known.heures_semaine.map_or_else(|| agreed(&pay.idcc), |h| h.0);
    let month = round_half_up(week * WEEKS / MONTHS, 2);
    let own = match production.methodes.quotite {
        Quotite::Mensualise => month,
        Quotite::DureeContrat => week / Decimal::from(5) * Decimal::from(working_days(pay.debut, pay.fin)),
    };
    let full = month >= reference && !overlaps;
    block.put(11, "10").put(12, decimals(reference));
    block.put(13, decimals(own.min(Decimal::from(250)))).put(14, if full { "10" } else { "20" });
}

/// Paid by cachets: an artist of annexe 10, but one engaged by the hour; an extra as the method says.
fn by_day(production: &Production, pay: &ContractPay) -> bool {
    match pay.categorie {
        Categorie::Technicien => false,
        Categorie::Figurant => production.methodes.figurant_unite == FigurantUnite::Cachet,
        Categorie::Artiste => pay.cachets > 0 || pay.heures.0.is_zero(),
        Categorie::Realisateur => {
            parts::compte(pay, production.methodes.figurant_unite).1 > 0 || pay.heures.0.is_zero()
        }
    }
}

/// Hours of a full week: 39 in film (IDCC 3097), 35 elsewhere.
fn agreed(idcc: &str) -> Decimal {
    Decimal::from(if idcc == "3097" { 39 } else { 35 })
}

/// Days from Monday to Friday.
fn working_days(debut: NaiveDate, fin: NaiveDate) -> usize {
    let mut days = 0;
    let mut day = debut;
    while day <= fin {
        days += usize::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    days
}
