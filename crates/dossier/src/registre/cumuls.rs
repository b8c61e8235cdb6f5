//! Cumuls of the month and of the year, read from the frozen payslips.

use std::collections::BTreeMap;

use cddu_payslip::{
    Anterieur, AnterieurRetraite, AutresHeures, BulletinInput, ContractPay, Contrat, Cumuls, ElementCode,
    HeuresSemaine, Payslip, RetenueMois, RetraiteAnnee, RetraitePlafondMethod, RetraiteTranches,
    SaisieBaremeMethod, SaisieMois, Travail,
};
use cddu_rates::{Cents, Famille, Month, Period, Quantity, Rates, Tranche};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::Folder;
use crate::registre::index::Cle;
use crate::registre::register::{Frozen, Rank, Register};

/// Gives a payslip what was already counted for its person and its contracts.
pub(crate) fn fill(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    number: &str,
    input: &mut BulletinInput,
) {
    let Some(work) = work_of(input) else { return };
    let payment = input.date_paiement;
    let turn = register.turn_of_pay(number, &input.salarie.matricule, payment);
    let rank: Rank<'_> = (payment, turn, work.debut, number);
    input.cumuls = counted(rates, register, input, (work, number), earlier(register, rank));
    for contract in &mut input.contrats {
        let paid = contract.periode();
        let before = earlier(register, (payment, turn, paid.debut, number));
        contract.anterieur = of_contract(register, &contract.contrat, paid, before);
    }
    let weeks = week_hours(register, folder, &input.salarie.matricule, rank, work);
    for contract in &mut input.contrats {
        contract.heures_sup_autres = of_weeks(&weeks, contract.periode());
    }
}

/// Days of work that an input pays, first to last.
fn work_of(input: &BulletinInput) -> Option<Period> {
    input
        .contrats
        .iter()
        .map(Contrat::periode)
        .reduce(|a, b| Period { debut: a.debut.min(b.debut), fin: a.fin.max(b.fin) })
}

/// What was counted for a person before a payment of back pay, the work that it completes included.
pub(crate) fn up_to(rates: &Rates, register: &Register, input: &BulletinInput, number: &str) -> Cumuls {
    let Some(work) = work_of(input) else { return Cumuls::default() };
    let rank = of_back_pay(register, input, (input.date_paiement, work.debut, number));
    counted(rates, register, input, (work, number), |f| f.rank() < rank)
}

/// When a payslip of back pay counts: its day, the first day of the work that it completes, its number.
fn of_back_pay<'a>(
    register: &Register,
    input: &BulletinInput,
    (day, debut, number): (NaiveDate, NaiveDate, &'a str),
) -> Rank<'a> {
    (day, register.turn_of_back_pay(number, &input.salarie.matricule, day), debut, number)
}

/// What the other payslips of a person counted before a day, the work of `root` and its back pay left out: what is due
/// for that work is computed after them.
pub(crate) fn without(
    rates: &Rates,
    register: &Register,
    input: &BulletinInput,
    root: &str,
    day: NaiveDate,
    number: &str,
) -> Cumuls {
    let Some(work) = work_of(input) else { return Cumuls::default() };
    let rank = of_back_pay(register, input, (day, work.debut, number));
    counted(rates, register, input, (work, number), outside(register, root, rank))
}

/// The payslips that come before a rank and pay another work than that of `root`.
fn outside<'r>(register: &'r Register, root: &'r str, rank: Rank<'r>) -> impl Fn(&Frozen) -> bool + 'r {
    move |f| {
        let of = register.root_of_back_pay(f).unwrap_or_else(|| register.root_of(f));
        of != root && f.rank() < rank
    }
}

/// What other payslips of the contracts of `root` have added to them since it was paid, and before a day: a later week
/// may have used what the first ones left of the ceiling.
pub(crate) fn since(
    register: &Register,
    input: &BulletinInput,
    root: &str,
    day: NaiveDate,
    number: &str,
) -> BTreeMap<String, Anterieur> {
    let mut out = BTreeMap::new();
    for contract in &input.contrats {
        let paid = contract.periode();
        let rank = of_back_pay(register, input, (day, paid.debut, number));
        let all = of_contract(register, &contract.contrat, paid, outside(register, root, rank));
        let mut added = all.unwrap_or_default() - contract.anterieur.unwrap_or_default();
        added.retraite = added.retraite.filter(|r| *r != AnterieurRetraite::default());
        if added != Anterieur::default() {
            out.insert(contract.contrat.clone(), added);
        }
    }
    out
}

/// The payslips that come before the one of a rank, under its root number; those that it corrects are none of them.
fn earlier<'r>(register: &'r Register, rank: Rank<'r>) -> impl Fn(&Frozen) -> bool + 'r {
    move |f| register.root_of(f) != rank.3 && f.rank() < rank
}

/// What the payslips of a person that are `former` counted, for the payslip `number` that pays for `period`.
fn counted(
    rates: &Rates,
    register: &Register,
    input: &BulletinInput,
    (period, number): (Period, &str),
    former: impl Fn(&Frozen) -> bool,
) -> Cumuls {
    let mut cumuls = Cumuls::default();
    let (matricule, payment) = (&input.salarie.matricule, input.date_paiement);
    let kept: Vec<&Frozen> = register.stood(&Cle::Personne(matricule.clone()), former);
    let former: Vec<&Payslip> = kept.iter().map(|frozen| frozen.resultat.as_ref()).collect();
    of_year(rates, register, &kept, number, payment.year(), &mut cumuls);
    for payslip in &former {
        if payslip.periode.fin.year() == period.fin.year() {
            cumuls.dfs += payslip.contrats.iter().map(|c| c.dfs_montant).sum();
        }
        for contract in &payslip.contrats {
            let (end, pay) = (contract.periode.fin, both_slices(contract));
            if end.year() == period.fin.year() {
                cumuls.retraite_annee += pay;
            }
            if Month::of(end) == Month::of(period.fin) {
                cumuls.retraite_mois += pay;
            }
        }
    }
    if input.methodes.retraite_plafond == RetraitePlafondMethod::Population {
        let year = period.fin.year();
        let now = retraite_of_year(rates, &former, year);
        cumuls.retraite_annee = now.map(|y| y.paie).unwrap_or_default();
        cumuls.retraite_annee_tranches = now.map(|y| y.tranches);
        let older = input.contrats.iter().any(|c| c.periode().fin.year() < year);
        cumuls.retraite_annee_precedente = retraite_of_year(rates, &former, year - 1).filter(|_| older);
    }
    cumuls.saisie_mois = saisie_of_month(register, &kept, number, input);
    cumuls.retenue_mois = retenue_of_month(register, &kept, number, input);
    cumuls
}

/// What the non cadre and artist contracts of a year of work counted and carried: slices of the year.
fn retraite_of_year(rates: &Rates, former: &[&Payslip], year: i32) -> Option<RetraiteAnnee> {
    let contracts = former.iter().flat_map(|p| &p.contrats);
    let is_cet = |code: &str| rates.contribution(code).is_some_and(|c| c.tranche == Tranche::RetraiteCet);
    contracts
        .filter(|c| !c.cadre && c.periode.fin.year() == year)
        .map(|contract| RetraiteAnnee {
            // The forfait of a figurant serves social security only: the retraite is on the real pay.
            paie: if contract.forfait { contract.bases.brut } else { contract.bases.securite_sociale },
            tranches: RetraiteTranches {
                tranche_1: contract.bases.retraite_t1,
                tranche_2: contract.bases.retraite_t2,
                cet: contract.lignes.iter().filter(|l| is_cet(&l.code)).map(|l| l.base).sum(),
                apec: Cents::ZERO,
            },
        })
        .reduce(|a, b| RetraiteAnnee { paie: a.paie + b.paie, tranches: a.tranches + b.tranches })
}

/// The calendar month whose pay a payslip is: that of the first payment of its work, which a correction paid later puts right.
fn month_of_pay(register: &Register, frozen: &Frozen) -> Month {
    let first = register.get(register.root_of(frozen)).unwrap_or(frozen);
    Month::of(first.resultat.date_paiement)
}

/// The same of an input, under its root number.
fn month_of_input(register: &Register, number: &str, input: &BulletinInput) -> Month {
    register
        .get(number)
        .map_or_else(|| Month::of(input.date_paiement), |frozen| month_of_pay(register, frozen))
}

/// What the payslips of the calendar month of payment owed and withheld for a non-resident: what each of them added to
/// the month, so that a corrected payslip counts once.
fn retenue_of_month(
    register: &Register,
    former: &[&Frozen],
    number: &str,
    input: &BulletinInput,
) -> Option<RetenueMois> {
    if input.salarie.domicile_fiscal_france {
        return None;
    }
    let month = month_of_input(register, number, input);
    former
        .iter()
        .filter(|f| month_of_pay(register, f) == month)
        .filter_map(|f| {
            let after = f.resultat.cumuls.retenue_mois?;
            Some(after - f.entree.cumuls.retenue_mois.unwrap_or_default())
        })
        .reduce(|a, b| a + b)
}

/// Whether an element is a garnishment, or an alimony taken at the source.
pub(crate) const fn seizes(code: ElementCode) -> bool {
    matches!(code, ElementCode::Saisie | ElementCode::PensionAlimentaire)
}

/// What the payslips of the calendar month of payment counted and gave to garnishments; `None` when this payslip has
/// none or is the first of the month. A correction paid later is of the month that it puts right: the fraction that can be
/// seized is that of the pay of a month.
fn saisie_of_month(
    register: &Register,
    former: &[&Frozen],
    number: &str,
    input: &BulletinInput,
) -> Option<SaisieMois> {
    let asked = input.elements.iter().any(|e| seizes(e.code));
    if !asked || input.methodes.saisie_bareme() == SaisieBaremeMethod::Prorata {
        return None;
    }
    let month = month_of_input(register, number, input);
    let of = |p: &Payslip| {
        let taken = |code| p.elements.iter().filter(|e| e.code == code).map(|e| e.retenu).sum();
        SaisieMois {
            net: p.totaux.net_paye - p.totaux.frais + p.totaux.avantages_en_nature,
            pensions: taken(ElementCode::PensionAlimentaire),
            saisies: taken(ElementCode::Saisie),
        }
    };
    former
        .iter()
        .filter_map(|frozen| {
            let now = of(&frozen.resultat);
            if month_of_pay(register, frozen) == month {
                return Some(now);
            }
            // A correction of an earlier month pays the difference only; what it takes back is no pay of this month.
            let paid = Month::of(frozen.resultat.date_paiement);
            let before = of(&paid_before(register, frozen, month).filter(|_| paid == month)?.resultat);
            (now.net > before.net).then(|| SaisieMois {
                net: now.net - before.net,
                pensions: now.pensions - before.pensions,
                saisies: now.saisies - before.saisies,
            })
        })
        .reduce(|a, b| SaisieMois {
            net: a.net + b.net,
            pensions: a.pensions + b.pensions,
            saisies: a.saisies + b.saisies,
        })
}

/// The payslip that a correction replaces, paid in an earlier month.
fn paid_before<'r>(register: &'r Register, frozen: &'r Frozen, month: Month) -> Option<&'r Frozen> {
    register.versions(frozen).skip(1).find(|old| Month::of(old.resultat.date_paiement) != month)
}

/// What the former payslips of a contract paid in the calendar year of `period`: what each of them added, so that a
/// corrected one, or back pay, counts once.
fn of_contract(
    register: &Register,
    contract: &str,
    period: Period,
    counts: impl Fn(&Frozen) -> bool,
) -> Option<Anterieur> {
    let former = register.stood(&Cle::Contrat(contract.to_owned()), |f| {
        counts(f) && f.resultat.periode.fin.year() == period.fin.year()
    });
    let added = |frozen: &&Frozen| {
        let cumul = frozen.resultat.contrats.iter().find(|c| c.contrat == contract)?.cumul_contrat?;
        let given = frozen.entree.contrats.iter().find(|c| c.contrat == contract)?.anterieur;
        // Back pay carries what it adds.
        Some(if frozen.resultat.rappel.is_some() { cumul } else { cumul - given.unwrap_or_default() })
    };
    former.iter().filter_map(added).reduce(|sum, more| sum + more)
}

/// Hours of the civil weeks of a payslip that other payslips of the person pay: those paid before it, whose contracts
/// touch one of these weeks.
fn week_hours(
    register: &Register,
    folder: &Folder,
    matricule: &str,
    rank: Rank<'_>,
    period: Period,
) -> BTreeMap<NaiveDate, Decimal> {
    let mut out = BTreeMap::new();
    let former = earlier(register, rank);
    for frozen in register.stood(&Cle::Personne(matricule.to_owned()), former) {
        for contract in &frozen.resultat.contrats {
            let mut weeks = contract.periode.weeks();
            let single = match (weeks.next(), weeks.next()) {
                (only, None) => only,
                _ => None,
            };
            for week in period.weeks().filter(|w| contract.periode.weeks().any(|of| of == *w)) {
                // A payslip over several weeks does not say the hours of each: its sheet does.
                let hours = if single == Some(week) {
                    contract.heures.0
                } else {
                    sheet_hours(folder, &contract.contrat, week)
                };
                if !hours.is_zero() {
                    *out.entry(week).or_default() += hours;
                }
            }
        }
        for (monday, hours) in of_sunday_nights(frozen) {
            if period.weeks().any(|week| week == monday) {
                *out.entry(monday).or_default() += hours;
            }
        }
    }
    out
}

/// Hours that a payslip paid after the midnight of a Sunday, the last day of its contract that it pays: they are hours of
/// the week that follows.
fn of_sunday_nights(frozen: &Frozen) -> impl Iterator<Item = (NaiveDate, Decimal)> {
    frozen.entree.contrats.iter().filter_map(|contract| {
        let Travail::Heures(sheet) = &contract.travail else { return None };
        let last = contract.periode().fin;
        let sunday = last.weekday() == Weekday::Sun;
        let minutes: i64 = sheet
            .temps
            .iter()
            .filter(|day| sunday && day.date == last)
            .map(cddu_payslip::gross::Jour::minutes_after_midnight)
            .sum();
        (minutes > 0).then(|| (last + Days::new(1), Decimal::from(minutes) / Decimal::from(60)))
    })
}

/// Hours written on the sheets of a contract for a civil week.
fn sheet_hours(folder: &Folder, contract: &str, week: NaiveDate) -> Decimal {
    let lines = folder.times.get(contract).map_or(&[][..], Vec::as_slice);
    lines.iter().filter(|l| Period::monday(l.days().debut) == week).map(|l| l.written_hours()).sum()
}

/// Those of the weeks that some days touch, as the calculation asks them.
fn of_weeks(weeks: &BTreeMap<NaiveDate, Decimal>, days: Period) -> Option<AutresHeures> {
    let list: Vec<HeuresSemaine> = days
        .weeks()
        .filter_map(|semaine| {
            weeks.get(&semaine).map(|h| HeuresSemaine { semaine, heures: Quantity(h.normalize()) })
        })
        .collect();
    (!list.is_empty()).then_some(AutresHeures::Semaines(list))
}

/// What the payslips paid in a year added to it: a correction of a payslip of an earlier year pays the difference only, so
/// that it counts less what that year had counted. The payslip under `number`, not frozen yet, takes back as much.
fn of_year(
    rates: &Rates,
    register: &Register,
    kept: &[&Frozen],
    number: &str,
    year: i32,
    cumuls: &mut Cumuls,
) {
    for frozen in kept.iter().filter(|f| f.resultat.date_paiement.year() == year) {
        add_year(rates, cumuls, frozen, Count::Added);
        if let Some(old) = paid_before_year(register, frozen, year) {
            add_year(rates, cumuls, old, Count::TakenBack);
        }
    }
    if let Some(old) = register.last_of(number).and_then(|f| paid_before_year(register, f, year)) {
        add_year(rates, cumuls, old, Count::TakenBack);
    }
    cumuls.kilometres.retain(|_, q| *q > Quantity::ZERO);
}

/// A payslip or what it replaces: the last of them that was paid before a year.
fn paid_before_year<'r>(register: &'r Register, frozen: &'r Frozen, year: i32) -> Option<&'r Frozen> {
    register.versions(frozen).find(|old| old.resultat.date_paiement.year() < year)
}

/// Whether a payslip counts in a cumul, or what it had counted is taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    Added,
    TakenBack,
}

fn add_year(rates: &Rates, cumuls: &mut Cumuls, frozen: &Frozen, count: Count) {
    let cents = |c: Cents| if count == Count::Added { c } else { -c };
    let quantity = |q: Decimal| if count == Count::Added { q } else { -q };
    let (payslip, totals) = (&frozen.resultat, &frozen.resultat.totaux);
    cumuls.brut += cents(totals.brut);
    cumuls.net_imposable += cents(totals.net_imposable);
    cumuls.pas += cents(totals.pas);
    cumuls.retenue_non_resident += cents(totals.retenue_non_resident);
    cumuls.montant_net_social += cents(totals.montant_net_social);
    cumuls.hs_exonerees_brut += cents(totals.hs_exonerees_brut);
    cumuls.hs_exonerees_net += cents(totals.hs_exonerees_net);
    cumuls.heures_sup += cents(totals.heures_sup);
    for contract in &payslip.contrats {
        let famille = |code: &str| rates.contribution(code).and_then(|c| c.famille);
        let taxe = contract.lignes.iter().filter(|l| famille(&l.code) == Some(Famille::TaxeSalaires));
        cumuls.taxe_salaires_base += cents(taxe.map(|l| l.base).sum());
        cumuls.heures = Quantity(cumuls.heures.0 + quantity(contract.heures.0));
        cumuls.cachets = Quantity(cumuls.cachets.0 + quantity(contract.cachets.into()));
    }
    for (nature, after) in &payslip.cumuls.kilometres {
        let already = frozen.entree.cumuls.kilometres.get(nature).copied().unwrap_or_default();
        let known = cumuls.kilometres.entry(nature.clone()).or_default();
        *known = Quantity(known.0 + quantity(after.0 - already.0));
    }
}

/// Pay that counted for the retraite complémentaire, both slices.
fn both_slices(contract: &ContractPay) -> Cents {
    contract.bases.retraite_t1 + contract.bases.retraite_t2
}
