//! From a wanted net or employer cost back to the gross.

use cddu_rates::{Cents, Diagnostic, MAX_AMOUNT, Rate, Rates};
use serde::{Deserialize, Serialize};

use crate::engine::resolve::resolve;
use crate::engine::{Computed, compute};
use crate::input::{BulletinInput, HeuresSup, Travail};
use crate::methods::HsArtisteSemaineMethod;
use crate::vocabulary::Categorie;

/// The total that must reach a given amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cible {
    /// Net to pay after tax.
    NetPaye,
    /// Net to pay before tax.
    NetAvantImpot,
    /// Amount transferred.
    Virement,
    /// Gross plus employer contributions minus reliefs.
    TotalVerseEmployeur,
}

impl Cible {
    fn read(self, computed: &Computed) -> Cents {
        let totals = &computed.bulletin.totaux;
        match self {
            Self::NetPaye => totals.net_paye,
            Self::NetAvantImpot => totals.net_avant_impot,
            Self::Virement => totals.virement,
            Self::TotalVerseEmployeur => totals.total_verse_employeur,
        }
    }
}

/// The payslips that answer.
#[derive(Clone, Debug)]
pub enum Solved {
    /// The amount is reached to the cent.
    Exact(Box<Computed>),
    /// No gross gives the amount: the nearest under it and the nearest above it.
    Between(Option<Box<Computed>>, Option<Box<Computed>>),
}

/// How far around the crossing an exact answer is looked for, in cents of gross: totals are not monotone at the
/// steps of the PAS grid and of the reduced rates.
const WINDOW: i64 = 60;

/// Grosses tried under the first answer, from its half, to find where the total falls back.
const PROBES: i64 = 160;

/// Overtime of the engagement as it was given, whose pay follows the gross that is looked for.
struct Overtime {
    hours: HeuresSup,
    gross: Cents,
}

impl Overtime {
    fn at(&self, gross: Cents) -> HeuresSup {
        let share = self.hours.montant.to_decimal() * gross.to_decimal() / self.gross.to_decimal();
        HeuresSup { montant: Cents::round(share), ..self.hours.clone() }
    }
}

/// The overtime of a contract whose gross, elements or time sheet are known; the hours included in the week of an
/// artist are counted again from each gross.
fn overtime(rates: &Rates, input: &BulletinInput, rank: usize) -> Option<Overtime> {
    let gross = resolve(rates, input).ok()?.input.contrats[rank].brut().filter(|b| *b > Cents::ZERO)?;
    let contract = &input.contrats[rank];
    let player = matches!(contract.categorie, Categorie::Artiste | Categorie::Figurant);
    if player && input.methodes.hs_artiste_semaine == Some(HsArtisteSemaineMethod::Incluses) {
        return None;
    }
    let found = compute(rates, input).ok()?.bulletin.contrats[rank].bases.heures_sup?;
    let hours = HeuresSup {
        semaine: contract.periode().debut,
        heures: found.heures,
        majoration: Rate::default(),
        montant: found.montant,
        structurelles: found.structurelles.map(|s| s.heures),
    };
    Some(Overtime { hours, gross })
}

/// Finds the gross of one contract so that a total of the payslip reaches an amount.
///
/// `contract` names the contract whose gross moves; it may be left out when there is only one. Several gross can give
/// the same net across a step of the PAS grid or at the limit of the forfait of a figurant: the cheapest is returned.
///
/// # Errors
/// Those of [`compute`]; `PAIE-030` when the contract is not named or unknown; `PAIE-031` when the amount is out
/// of reach.
pub fn solve(
    rates: &Rates,
    input: &BulletinInput,
    contract: Option<&str>,
    target: Cible,
    amount: Cents,
) -> Result<Solved, Vec<Diagnostic>> {
    let rank = match contract {
        Some(name) => input.contrats.iter().position(|c| c.contrat == name),
        None => (input.contrats.len() == 1).then_some(0),
    };
    let Some(rank) = rank else {
        let names: Vec<&str> = input.contrats.iter().map(|c| c.contrat.as_str()).collect();
        return Err(vec![
            Diagnostic::error("PAIE-030", "le contrat dont le brut est cherché n'est pas connu")
                .hint(format!("nommer un contrat parmi : {}", names.join(", "))),
        ]);
    };
    let overtime = overtime(rates, input, rank);
    let mut trial = input.clone();
    let mut at = |cents: i64| {
        let contract = &mut trial.contrats[rank];
        contract.travail =
            Travail::Brut { brut: Some(Cents(cents)), elements: Vec::new(), semaine: contract.semaine() };
        if let Some(overtime) = &overtime {
            contract.heures_sup = Some(vec![overtime.at(Cents(cents))]);
        }
        compute(rates, &trial)
    };
    // A payslip refused (an acompte above the net) is under any target, one refused for its size above any.
    let mut value = |cents: i64| match at(cents) {
        Ok(computed) => target.read(&computed),
        Err(list) if list.iter().any(|d| d.code == "PAIE-032") => Cents(i64::MAX),
        Err(_) => Cents(i64::MIN),
    };
    let none = || {
        Diagnostic::error("PAIE-031", format!("aucun brut jusqu'à {MAX_AMOUNT} ne donne {amount}"))
            .hint("chercher un montant plus petit")
    };
    let (mut low, mut high) = (0_i64, MAX_AMOUNT.0);
    if value(high) < amount {
        return Err(at(high).err().unwrap_or_else(|| vec![none()]));
    }
    if value(low) > amount {
        return Err(vec![
            Diagnostic::error("PAIE-031", format!("{amount} est au-dessous de ce que donne un brut nul"))
                .hint(
                    "les éléments hors brut (frais, primes) font déjà davantage : en ôter, ou chercher plus",
                ),
        ]);
    }
    let cross = |low: i64, high: i64, value: &mut dyn FnMut(i64) -> Cents| {
        let (mut low, mut high) = (low, high);
        while high - low > 1 {
            let middle = i64::midpoint(low, high);
            if value(middle) <= amount {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low, high)
    };
    (low, high) = cross(low, high, &mut value);
    if value(low) < amount && value(high) == Cents(i64::MAX) {
        return Err(vec![none()]);
    }
    // Totals fall back at a step: the gross just before a fall, when it gives as much, has a crossing of its own under it.
    let mut starts = Vec::new();
    let (mut before, mut reached) = (low / 2, value(low / 2));
    for probe in 1..=PROBES {
        let gross = low / 2 + (low - low / 2) * probe / PROBES;
        let now = value(gross);
        if now < reached {
            let (mut peak, mut fallen) = (before, gross);
            while fallen - peak > 1 {
                let middle = i64::midpoint(peak, fallen);
                if value(middle) >= reached {
                    peak = middle;
                } else {
                    fallen = middle;
                }
            }
            if value(peak) >= amount {
                starts.push(cross(0, peak + 1, &mut value).0);
                break;
            }
        }
        (before, reached) = (gross, now);
    }
    starts.push(low);
    let mut nearest = (None, None);
    for (rank, start) in starts.iter().enumerate() {
        match around(*start, target, amount, &mut at) {
            Solved::Between(under, over) if rank + 1 == starts.len() => nearest = (under, over),
            Solved::Between(..) => {}
            exact => return Ok(exact),
        }
    }
    Ok(Solved::Between(nearest.0, nearest.1))
}

/// The exact answer next to a crossing, or the nearest ones.
fn around(
    start: i64,
    target: Cible,
    amount: Cents,
    at: &mut dyn FnMut(i64) -> Result<Computed, Vec<Diagnostic>>,
) -> Solved {
    let (mut under, mut over): (Option<Box<Computed>>, Option<Box<Computed>>) = (None, None);
    for step in 0..=WINDOW {
        for cents in [start - step, start + step] {
            if !(0..=MAX_AMOUNT.0).contains(&cents) {
                continue;
            }
            let Ok(computed) = at(cents) else { continue };
            let got = target.read(&computed);
            if got == amount {
                return Solved::Exact(Box::new(computed));
            }
            let gap = (got - amount).abs();
            let side = if got < amount { &mut under } else { &mut over };
            if side.as_ref().is_none_or(|best| gap < (target.read(best) - amount).abs()) {
                *side = Some(Box::new(computed));
            }
        }
    }
    Solved::Between(under, over)
}
