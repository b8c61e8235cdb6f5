//! What the payslips say that each document must hold, written apart from the code that makes the documents.

pub(crate) mod aem;
pub(crate) mod aem_textes;
pub(crate) mod bordereau;
pub(crate) mod changements;
pub(crate) mod conges;
pub(crate) mod dsn;
pub(crate) mod dsn_codes;
pub(crate) mod dsn_entete;
pub(crate) mod organismes;

use cddu_declarations::production::{FigurantUnite, Production};
use cddu_payslip::{Categorie, ContractPay, Line, Payslip};
use cddu_rates::{Cents, Month, Quantity, plain_letters};

use crate::documents::Contexte;

/// What a value is compared as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Valeur {
    /// An amount, or a measure in hundredths: those of one key add up.
    Montant(Cents),
    /// A text, a date or a rate, as the file writes it.
    Texte(String),
}

/// One value expected of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attendu {
    pub personne: String,
    pub contrat: String,
    pub rubrique: &'static str,
    pub code: String,
    pub valeur: Valeur,
    /// Payslip that says it.
    pub piece: String,
}

/// Person, contract, rubrique and code of a value.
pub(crate) type Place<'a> = (&'a str, &'a str, &'static str, &'a str);

impl Attendu {
    pub fn place(&self) -> Place<'_> {
        (&self.personne, &self.contrat, self.rubrique, &self.code)
    }
}

/// A payslip that a declaration of the month counts: paid in it (1), or taken back by a correction (-1).
#[derive(Clone, Copy)]
pub(crate) struct Compte<'a> {
    pub slip: &'a Payslip,
    pub sens: i64,
    /// What it is replaced by, when it is taken back.
    pub par: Option<&'a Payslip>,
}

impl<'a> Compte<'a> {
    /// The number under which a contract is declared: what is taken back goes under the one that its correction gives.
    pub fn contrat(&self, pay: &'a ContractPay) -> &'a str {
        let now = self.par.and_then(|new| renumerotes(new, self.slip).find(|(_, old)| *old == pay.contrat));
        now.map_or(&pay.contrat, |(now, _)| now)
    }
}

/// Contracts that a correction pays under another number, for the same days: number now, number before.
fn renumerotes<'a>(new: &'a Payslip, old: &'a Payslip) -> impl Iterator<Item = (&'a str, &'a str)> {
    let missing =
        |list: &'a [ContractPay], k: &ContractPay| list.iter().all(|other| other.contrat != k.contrat);
    new.contrats.iter().filter(move |k| missing(&old.contrats, k)).filter_map(move |k| {
        let same = |o: &&ContractPay| o.periode == k.periode && o.fonction == k.fonction;
        let before = old.contrats.iter().filter(|o| missing(&new.contrats, o)).find(same)?;
        Some((k.contrat.as_str(), before.contrat.as_str()))
    })
}

/// The number that a contract of a correction had on the payslip that it takes back.
pub(crate) fn numero_avant(c: &Contexte<'_>, slip: &Payslip, contrat: &str) -> Option<String> {
    let old = c.taken_back(slip)?;
    let found = renumerotes(slip, old).find(|(now, _)| *now == contrat);
    found.map(|(_, before)| before.to_owned())
}

/// The payslips that the declarations of the month count, what corrections take back after each correction.
pub(crate) fn comptes<'a>(c: &Contexte<'a>) -> Vec<Compte<'a>> {
    let mut out = Vec::new();
    for slip in c.paid() {
        out.push(Compte { slip, sens: 1, par: None });
        out.extend(c.taken_back(slip).map(|old| Compte { slip: old, sens: -1, par: Some(slip) }));
    }
    out
}

/// The same, each with the month of its contributions: the one declared, that of the payslip which a correction takes back,
/// or that of the work which back pay completes.
pub(crate) fn rattaches<'a>(c: &Contexte<'a>, mois: Month) -> Vec<(Month, Compte<'a>)> {
    let mut origin = mois;
    let all = comptes(c).into_iter().map(|compte| {
        if compte.sens > 0 {
            let slip = compte.slip;
            let own = if slip.rappel.is_some() { Month::of(slip.periode.fin).min(mois) } else { mois };
            origin = c.taken_back(slip).map_or(own, |old| Month::of(old.date_paiement));
        }
        (origin, compte)
    });
    all.collect()
}

/// Both shares of a line.
pub(crate) fn both(line: &Line) -> Cents {
    line.montant_salarie.unwrap_or_default() + line.montant_employeur.unwrap_or_default()
}

/// A line of back pay that gives back a contribution at the rate at which it was paid, when another line owes it at the rate
/// known since.
pub(crate) fn at_a_former_rate(pay: &ContractPay, line: &Line) -> bool {
    let rates = |l: &Line| (l.taux_salarie, l.taux_employeur);
    line.base.0 < 0
        && pay
            .lignes
            .iter()
            .filter(|l| (&l.code, &l.organisme) == (&line.code, &line.organisme))
            .any(|l| rates(l) != rates(line))
}

/// What a contract owes to a body, reliefs taken off.
pub(crate) fn owed(pay: &ContractPay, organisme: &str) -> Cents {
    pay.lignes.iter().filter(|l| l.organisme == organisme).map(both).sum()
}

/// A measure in hundredths.
pub(crate) fn hundredths(quantity: Quantity) -> Cents {
    Cents::round(cddu_rates::round_half_up(quantity.0, 2))
}

/// The nearest euro, half up.
pub(crate) fn euro(amount: Cents) -> Cents {
    Cents::round(cddu_rates::round_half_up(amount.to_decimal(), 0))
}

/// Hours and cachets of a contract as the declarations count them: the hours of a cachet are never declared beside it,
/// those of rehearsals are; an extra is counted by the day or by the hour.
pub(crate) fn activite(production: &Production, pay: &ContractPay) -> (Cents, Cents) {
    let by_hour = production.methodes.figurant_unite == FigurantUnite::Heures;
    let count = match pay.categorie {
        Categorie::Technicien => 0,
        Categorie::Figurant if by_hour => 0,
        Categorie::Figurant => pay.cachets.max(if pay.cachets == 0 { pay.jours.whole() } else { 0 }),
        Categorie::Realisateur => director_cachets(pay),
        Categorie::Artiste => pay.cachets,
    };
    if count == 0 {
        return (hundredths(pay.heures), Cents::ZERO);
    }
    (pay.heures_hors_cachets.map_or(Cents::ZERO, hundredths), Cents(i64::from(count) * 100))
}

/// A réalisateur of annexe 10 has a cachet a day, typed or not; annexe 8 counts the hours that are known.
pub(crate) fn director_cachets(pay: &ContractPay) -> u32 {
    match (pay.annexe, pay.cachets) {
        (8, _) if !hundredths(pay.heures).is_zero() => 0,
        (8, cachets) => cachets,
        (_, 0) => pay.jours.whole(),
        (_, cachets) => cachets,
    }
}

/// A text as files keep it: its letters and figures, plain and small, of its first `max` characters. Empty when a
/// letter has no plain form, which each program writes its own way.
pub(crate) fn ecrit(texte: &str, max: usize) -> String {
    let mut wide = String::with_capacity(texte.len());
    for c in texte.trim().chars() {
        match c {
            '…' => wide.push_str("..."),
            '€' => wide.push_str("EUR"),
            c => wide.push(c),
        }
    }
    // What ISO-8859-1 lacks is spelt before the text is cut; the rest counts as one letter.
    let wide = plain_letters(&wide, |c| u32::from(c) < 256);
    let kept: String = wide.chars().take(max).collect();
    crate::noms::letters(&kept).unwrap_or_default()
}
