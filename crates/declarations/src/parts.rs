//! The payslips of a month, corrections applied, cut into contract parts.

use std::collections::BTreeMap;

use cddu_payslip::{Categorie, ContractPay, Line, Payslip};
use cddu_rates::{Cents, Month, Quantity, Rate, round_half_up};
use rust_decimal::Decimal;

use crate::production::FigurantUnite;

/// One contract on one payslip.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The payslip.
    pub slip: &'a Payslip,
    /// The contract.
    pub contrat: &'a ContractPay,
}

/// Both shares of a line.
#[must_use]
pub fn both(line: &Line) -> Cents {
    line.montant_salarie.unwrap_or_default() + line.montant_employeur.unwrap_or_default()
}

/// Sum of the two rates of a line.
#[must_use]
pub fn both_rates(line: &Line) -> Rate {
    Rate(line.taux_salarie.unwrap_or_default().0 + line.taux_employeur.unwrap_or_default().0)
}

/// Nearest euro, half up.
#[must_use]
pub fn euro(amount: Cents) -> Cents {
    Cents::round(round_half_up(amount.to_decimal(), 0))
}

/// The payslip number, or the person and the date when it has none.
#[must_use]
pub fn numero(slip: &Payslip) -> String {
    slip.numero.clone().unwrap_or_else(|| format!("{}-{}", slip.salarie.matricule, slip.date_paiement))
}

/// Payslips paid in a month, without those replaced by another payslip paid in the same month.
#[must_use]
pub fn paid_in(slips: &[Payslip], month: Month) -> Vec<&Payslip> {
    let inside = |slip: &&Payslip| Month::of(slip.date_paiement) == month;
    let replaced: Vec<&str> = slips.iter().filter(inside).filter_map(|s| s.rectifie.as_deref()).collect();
    slips
        .iter()
        .filter(inside)
        .filter(|s| s.numero.as_deref().is_none_or(|n| !replaced.contains(&n)))
        .collect()
}

/// Payslips that no other payslip replaces.
#[must_use]
pub fn in_force(slips: &[Payslip]) -> Vec<&Payslip> {
    let replaced: Vec<&str> = slips.iter().filter_map(|s| s.rectifie.as_deref()).collect();
    slips.iter().filter(|s| s.numero.as_deref().is_none_or(|n| !replaced.contains(&n))).collect()
}

/// The payslip paid in an earlier month that this one replaces, through any number of corrections of the month.
#[must_use]
pub fn replaced_before<'a>(slips: &'a [Payslip], slip: &Payslip) -> Option<&'a Payslip> {
    let mut wanted = slip.rectifie.as_deref()?;
    let month = Month::of(slip.date_paiement);
    for _ in 0..slips.len() {
        let found = slips.iter().find(|s| s.numero.as_deref() == Some(wanted))?;
        if Month::of(found.date_paiement) < month {
            return Some(found);
        }
        wanted = found.rectifie.as_deref()?;
    }
    None
}

/// Calendar days of a contract that the payslip completed by back pay, and the back pay made before this one, have declared;
/// `None` when none of them is given.
#[must_use]
pub fn days_declared(slips: &[Payslip], back_pay: &Payslip, contrat: &str) -> Option<i64> {
    let completed = back_pay.rappel.as_deref()?;
    let turn = |p: &Payslip| (p.date_paiement, numero(p).len(), numero(p));
    let before = |p: &&Payslip| {
        p.numero.as_deref() == Some(completed)
            || p.rappel.as_deref() == Some(completed) && turn(p) < turn(back_pay)
    };
    let pays = slips.iter().filter(before).flat_map(|p| &p.contrats);
    pays.filter(|c| c.contrat == contrat).map(|c| c.periode.days()).max()
}

/// Hours and cachets that the declarations count of a contract: hours *or* cachets for the same work.
///
/// An artist paid by cachets has no hours but those of another work (rehearsals): France Travail counts 12 h a cachet, and
/// hours of the same days would count twice (circular Unédic, B). An extra engaged by the day is declared one way,
/// whatever the way the pay was typed. So is a réalisateur, whatever column of the sheet says his days: in annexe 10 one
/// cachet a day worked (SCAM, B), in annexe 8, which knows no cachet, his hours when they are known (C).
#[must_use]
pub fn compte(pay: &ContractPay, figurants: FigurantUnite) -> (Quantity, u32) {
    let cachets = match (pay.categorie, figurants) {
        (Categorie::Technicien, _) | (Categorie::Figurant, FigurantUnite::Heures) => 0,
        (Categorie::Figurant, FigurantUnite::Cachet) if pay.cachets == 0 => pay.jours.whole(),
        (Categorie::Realisateur, _) if pay.annexe == 8 && pay.heures.0 > Decimal::ZERO => 0,
        (Categorie::Realisateur, _) if pay.annexe != 8 && pay.cachets == 0 => pay.jours.whole(),
        _ => pay.cachets,
    };
    let heures = if cachets > 0 { pay.heures_hors_cachets.unwrap_or(Quantity::ZERO) } else { pay.heures };
    (heures, cachets)
}

/// What a contract did over a month of payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activite {
    /// Hours.
    pub heures: Quantity,
    /// Cachets of periods under five days.
    pub isoles: u32,
    /// Cachets of periods of five days or more.
    pub groupes: u32,
    /// Days worked.
    pub jours: u32,
}

impl Activite {
    /// Adds up the parts of one contract. Cachets are isolés under five days worked, groupés from five
    /// (annexe X; France Travail counts 12 h for both since 1 August 2016).
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a ContractPay>, figurants: FigurantUnite) -> Self {
        let mut total = Self::default();
        let mut cachets = 0;
        let mut days = Quantity::ZERO;
        for part in parts {
            let (hours, count) = compte(part, figurants);
            // A form has two decimals: seventeen hours forty are 17.67.
            total.heures = Quantity(total.heures.0 + round_half_up(hours.0, 2));
            days = Quantity(days.0 + part.jours.0);
            cachets += count;
        }
        total.jours = days.whole();
        if total.jours < 5 {
            total.isoles = cachets;
        } else {
            total.groupes = cachets;
        }
        total
    }
}

/// Contract parts by contract, in order of first appearance, of the payslips given.
#[must_use]
pub fn by_contract<'a>(slips: &[&'a Payslip]) -> Vec<(&'a str, Vec<Part<'a>>)> {
    let mut order: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut groups: Vec<(&str, Vec<Part<'_>>)> = Vec::new();
    for slip in slips {
        for contrat in &slip.contrats {
            let key = (slip.salarie.matricule.as_str(), contrat.contrat.as_str());
            let place = *order.entry(key).or_insert_with(|| {
                groups.push((contrat.contrat.as_str(), Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(Part { slip, contrat });
        }
    }
    groups
}

/// True for artistes, figurants and réalisateurs, who may be paid by cachets.
#[must_use]
pub const fn may_have_cachets(categorie: Categorie) -> bool {
    !matches!(categorie, Categorie::Technicien)
}

/// Contracts that a correction numbers again: number now, number before, as the folder writes them.
#[derive(Clone, Debug, Default)]
pub struct Renommes<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Renommes<'a> {
    /// The contracts of a payslip that the one it corrects paid under another number: those that only one of the two has,
    /// with the same days of work.
    #[must_use]
    pub fn of(slip: &'a Payslip, old: Option<&'a Payslip>) -> Self {
        let Some(old) = old else { return Self::default() };
        let alone = |list: &'a [ContractPay], other: &'a [ContractPay]| {
            list.iter().filter(|c| !other.iter().any(|o| o.contrat == c.contrat))
        };
        let pairs = alone(&slip.contrats, &old.contrats).filter_map(|now| {
            let before = alone(&old.contrats, &slip.contrats)
                .find(|before| before.periode == now.periode && before.fonction == now.fonction)?;
            Some((now.contrat.as_str(), before.contrat.as_str()))
        });
        Self(pairs.collect())
    }

    /// The number that a contract had.
    #[must_use]
    pub fn ancien(&self, now: &str) -> Option<&'a str> {
        let same = |name: &str| name == now || crate::texte::numero_contrat(name) == now;
        self.0.iter().find(|(name, _)| same(name)).map(|(_, before)| *before)
    }

    /// The number that a contract of the payslip corrected has now.
    #[must_use]
    pub fn nouveau<'n>(&self, before: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.0.iter().find(|(_, old)| *old == before).map_or(before, |(now, _)| now)
    }
}

/// The contract of the payslip corrected that a contract of its correction pays again.
#[must_use]
pub fn paid_before<'a>(
    renommes: &Renommes<'_>,
    old: &'a Payslip,
    pay: &ContractPay,
) -> Option<&'a ContractPay> {
    let number = renommes.ancien(&pay.contrat).unwrap_or(&pay.contrat);
    old.contrats.iter().find(|c| c.contrat == number)
}

/// True when a contract of a correction and what an attestation tells of the person are what the payslip corrected said.
#[must_use]
pub fn says_the_same(part: Part<'_>, old: &Payslip) -> bool {
    let told = |p: &cddu_payslip::Salarie| {
        (
            (p.nir.clone(), p.nom.clone(), p.nom_usage.clone(), p.prenom.clone(), p.date_naissance),
            (p.adresse.clone(), p.numero_conges_spectacles.clone()),
        )
    };
    told(&part.slip.salarie) == told(&old.salarie)
        && old.contrats.iter().any(|c| attested(c) == attested(part.contrat))
}

/// What an attestation tells of a contract: the work, the pay and the unemployment contribution. Other contributions may change
/// without a word of it.
fn attested(pay: &ContractPay) -> impl PartialEq + use<> {
    let unemployment = pay.lignes.iter().filter(|l| l.organisme == "france_travail").cloned();
    (
        (pay.contrat.clone(), pay.categorie, pay.cadre, pay.annexe, pay.fonction.clone(), pay.idcc.clone()),
        (pay.debut, pay.fin, pay.periode, pay.numero_objet.clone()),
        (pay.jours, pay.heures, pay.cachets, pay.heures_hors_cachets),
        (pay.dfs_taux, pay.dfs_montant, pay.bases.brut, pay.bases.chomage),
        unemployment.collect::<Vec<_>>(),
    )
}

/// Pay of a contract before its DFS: the expenses refunded are in the base that it reduces (BOSS, frais professionnels), so
/// they are in the pay that the AEM reduces too (C).
pub(crate) fn before_abatement(pay: &ContractPay) -> Cents {
    if pay.dfs_montant.is_zero() { pay.bases.brut } else { pay.bases.securite_sociale + pay.dfs_montant }
}
