//! Payslips against a monthly DSN: every amount, code and person, both ways.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::Version;
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Gravite, Month};

use super::cotisations::due;
use super::faits::{self, Fait, Faits, Mois, Rubrique};
use super::totals::DsnTotals;
use crate::ecart::Ecart;
use crate::parts;
use crate::production::{ModePaiement, Production};
use crate::tables::Tables;

/// Every difference between the payslips and the DSN of a month. The month is that of the DSN.
///
/// Amounts are compared person by person and contract by contract (rules D01 to D06, D13), then the payments of the
/// bodies (D03, D10 and D12).
#[must_use]
pub fn comparer(tables: &Tables, production: &Production, slips: &[Payslip], dsn: &DsnTotals) -> Vec<Ecart> {
    let Some(month) = dsn.mois else {
        return vec![Ecart::new(
            "D13",
            Gravite::Bloquant,
            "S20.G00.05.005",
            "la DSN n'a pas de mois déclaré : ce n'est pas une DSN mensuelle",
        )];
    };
    let Some(version) = Version::of_year(month.year) else {
        return vec![Ecart::new("D13", Gravite::Bloquant, "mois", format!("aucune norme DSN pour {month}"))];
    };
    let mois = Mois::of(production, slips, month);
    let expected = faits::attendus(tables, &mois, version, |s| identifiant(production, s));
    let declared = faits::declares(dsn);
    let names = names(&mois, production);
    let mut out = people(&names, dsn);
    amounts(&expected, &declared, &names, &mut out);
    payments(tables, production, &mois, dsn, &mut out);
    prevoyance(production, &mois, dsn, &mut out);
    out
}

/// Identifier of a person in the DSN: NIR without key, or NTT.
#[must_use]
pub fn identifiant(production: &Production, slip: &Payslip) -> String {
    let nir = faits::nir13(slip);
    if nir.is_empty() { production.salarie(&slip.salarie.matricule).ntt.unwrap_or_default() } else { nir }
}

type Names = BTreeMap<String, String>;

fn names(mois: &Mois<'_>, production: &Production) -> Names {
    mois.bulletins
        .iter()
        .map(|(s, _)| (identifiant(production, s), format!("{} {}", s.salarie.prenom, s.salarie.nom)))
        .collect()
}

fn people(names: &Names, dsn: &DsnTotals) -> Vec<Ecart> {
    let mut out = Vec::new();
    let declared: BTreeSet<&str> = dsn.individus.iter().map(|i| i.identifiant.as_str()).collect();
    for (id, name) in names.iter().filter(|(id, _)| !declared.contains(id.as_str())) {
        out.push(Ecart::new(
            "D13",
            Gravite::Bloquant,
            name.clone(),
            format!("{name} ({id}) a un bulletin payé dans le mois et n'est pas dans la DSN : l'ajouter"),
        ));
    }
    let mut seen = BTreeSet::new();
    for person in &dsn.individus {
        let name = format!("{} {}", person.prenom, person.nom);
        if !names.contains_key(&person.identifiant) {
            out.push(
                Ecart::new(
                    "D13",
                    Gravite::Bloquant,
                    name.clone(),
                    format!(
                        "{name} ({}) est dans la DSN sans bulletin payé dans le mois",
                        person.identifiant
                    ),
                )
                .line(person.ligne),
            );
        }
        if !seen.insert(person.identifiant.as_str()) {
            out.push(
                Ecart::new(
                    "D13",
                    Gravite::Bloquant,
                    name.clone(),
                    format!(
                        "{name} ({}) est déclaré deux fois : un seul individu par NIR",
                        person.identifiant
                    ),
                )
                .line(person.ligne),
            );
        }
    }
    out
}

fn rule(rubrique: Rubrique) -> (&'static str, Gravite) {
    match (rubrique.bloc, rubrique.numero) {
        (50, 9) => ("D02", Gravite::Bloquant),
        (50 | 58, _) => ("D01", Gravite::Majeur),
        (78, _) => ("D04", Gravite::Majeur),
        (81, _) => ("D06", Gravite::Majeur),
        _ => ("D16", Gravite::Majeur),
    }
}

fn amounts(expected: &Faits, declared: &Faits, names: &Names, out: &mut Vec<Ecart>) {
    let people: BTreeSet<&String> = expected.keys().chain(declared.keys()).collect();
    for person in people {
        let name = names.get(person).map_or(person.as_str(), String::as_str);
        let mut left = expected.get(person).map(Vec::as_slice).unwrap_or_default();
        let mut right = declared.get(person).map(Vec::as_slice).unwrap_or_default();
        while let Some((ours, theirs)) = next(&mut left, &mut right) {
            out.extend(gap(name, ours, theirs));
        }
    }
}

/// The next amount of two sorted lists: the same one on both sides, or the one that the other list does not have.
fn next<'f>(left: &mut &'f [Fait], right: &mut &'f [Fait]) -> Option<(Option<&'f Fait>, Option<&'f Fait>)> {
    let order = match (left.first(), right.first()) {
        (Some(ours), Some(theirs)) => ours.cle().cmp(&theirs.cle()),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => return None,
    };
    let ours = order.is_le().then(|| left.split_off_first()).flatten();
    let theirs = order.is_ge().then(|| right.split_off_first()).flatten();
    Some((ours, theirs))
}

fn gap(name: &str, ours: Option<&Fait>, theirs: Option<&Fait>) -> Option<Ecart> {
    let amount = |fact: Option<&Fait>| Cents(fact.map_or(0, |f| f.montant));
    let (left, right) = (amount(ours), amount(theirs));
    let fact = ours.or(theirs).filter(|_| left != right)?;
    let contract = if fact.contrat.is_empty() { String::new() } else { format!(" / {}", fact.contrat) };
    let (code, gravite) = rule(fact.rubrique);
    let ecart = Ecart::new(
        code,
        gravite,
        format!("{name}{contract} / {}", fact.rubrique),
        format!("{} de {name}{contract} : bulletins {left}, DSN {right}", fact.rubrique),
    )
    .amounts(left, right);
    Some(match theirs {
        Some(theirs) => ecart.line(theirs.ligne),
        None => ecart,
    })
}

/// Body, its identifier in the DSN and what the payslips owe to it.
fn dues(
    tables: &Tables,
    production: &Production,
    mois: &Mois<'_>,
) -> Vec<(&'static str, Option<String>, Cents)> {
    let day = mois.mois.last();
    let total = |role: &str| mois.total(role);
    let table = |role: &str| tables.organisme(role, day).map(str::to_owned);
    vec![
        ("urssaf", production.urssaf.siret.clone(), total("urssaf")),
        ("france_travail", production.france_travail.siret.clone(), total("france_travail")),
        (
            "conges_spectacles",
            production.conges_spectacles.siret_caisse.clone().or_else(|| table("conges_spectacles")),
            total("conges_spectacles"),
        ),
        (
            "audiens_retraite",
            production.retraite.siret.clone().or_else(|| table("audiens_retraite")),
            total("audiens_retraite"),
        ),
    ]
}

fn payments(
    tables: &Tables,
    production: &Production,
    mois: &Mois<'_>,
    dsn: &DsnTotals,
    out: &mut Vec<Ecart>,
) {
    let mut check = |rule: &str, what: &str, left: Cents, right: Cents, line: Option<usize>| {
        if left != right {
            out.push(
                Ecart::new(
                    rule,
                    Gravite::Bloquant,
                    what.to_owned(),
                    format!("{what} : {left} d'après les bulletins, {right} dans la DSN"),
                )
                .amounts(left, right)
                .line(line.unwrap_or_default()),
            );
        }
    };
    for (role, siret, total) in dues(tables, production, mois) {
        let quarterly = (role == "urssaf" && production.urssaf.trimestriel)
            || (role == "audiens_retraite" && production.retraite.trimestriel);
        let Some(siret) = siret.filter(|_| !quarterly) else { continue };
        let owed = if role == "urssaf" { mois.urssaf() } else { total };
        let line = dsn.paiements.iter().find(|p| p.organisme == siret).map(|p| p.ligne);
        let of = |s: &Payslip| s.contrats.iter().map(|c| due(c, role)).sum();
        let round = |due| if role == "urssaf" { parts::euro(due) } else { due };
        let months = mois.par_mois(of).into_iter().map(|(month, due)| (month, round(due))).collect();
        let (own, earlier) = mois.versements(&months);
        let paid = own.or_zero() + earlier.into_values().sum();
        check("D10", &format!("versement {role}"), paid, dsn.paiement(&siret), line);
        if role == "urssaf" {
            let declared: Cents = dsn.bordereaux.iter().map(|b| b.montant).sum();
            check(
                "D08",
                "total des bordereaux Urssaf",
                owed,
                declared,
                dsn.bordereaux.first().map(|b| b.ligne),
            );
        }
    }
    let pas: Cents = mois.bulletins.iter().map(|(s, old)| mois_pas(s, *old)).sum();
    let line = dsn.paiements.iter().find(|p| p.organisme == "DGFIP").map(|p| p.ligne);
    let satd: Cents = satd_dues(production, mois).values().copied().sum();
    let owed = if production.dgfip.mode_paiement == ModePaiement::AutreEtablissement {
        Cents::ZERO
    } else {
        parts::euro(pas).or_zero() + satd
    };
    check("D03", "versement du PAS et des saisies", owed, dsn.paiement("DGFIP"), line);
    for payment in &dsn.paiements {
        if let Some(sum) = payment.composants {
            let what = format!("composants du versement {}", payment.organisme);
            check("D12", &what, sum.or_zero(), payment.montant, Some(payment.ligne));
        }
    }
}

fn satd_dues(production: &Production, mois: &Mois<'_>) -> BTreeMap<String, Cents> {
    let slips: Vec<&Payslip> = mois.bulletins.iter().map(|(s, _)| *s).collect();
    super::etablissement::satd_dues(production, &slips)
}

/// PAS of the month of a payslip, what its correction takes back included.
#[must_use]
pub(super) fn mois_pas(slip: &Payslip, old: Option<&Payslip>) -> Cents {
    slip.totaux.pas - old.map_or(Cents::ZERO, |o| o.totaux.pas)
}

/// Prévoyance: what the contracts of the production carry, against the code 059.
fn prevoyance(production: &Production, mois: &Mois<'_>, dsn: &DsnTotals, out: &mut Vec<Ecart>) {
    if production.prevoyance.is_empty() {
        return;
    }
    let mut expected = Cents::ZERO;
    for (slip, old) in &mois.bulletins {
        for (sign, s) in std::iter::once((1, *slip)).chain(old.map(|o| (-1, o))) {
            for pay in &s.contrats {
                expected += Cents(sign * super::prevoyance::carried(production, pay).0);
            }
        }
    }
    let declared = dsn.cotisation("059");
    if expected != declared {
        out.push(
            Ecart::new(
                "D06",
                Gravite::Majeur,
                "S21.G00.81.004[059]",
                format!("prévoyance et santé : bulletins {expected}, DSN {declared}"),
            )
            .amounts(expected, declared),
        );
    }
    prevoyance_payments(production, mois, dsn, out);
}

/// What is paid to each body of prévoyance. A body with a contract paid by quarter is not judged on one month.
fn prevoyance_payments(production: &Production, mois: &Mois<'_>, dsn: &DsnTotals, out: &mut Vec<Ecart>) {
    let mut bodies: BTreeMap<&str, Option<Cents>> = BTreeMap::new();
    for (rank, contract) in production.prevoyance.iter().enumerate() {
        let body = bodies.entry(&contract.organisme).or_insert(Some(Cents::ZERO));
        let owed = match contract.mode_paiement {
            ModePaiement::AutreEtablissement => Cents::ZERO,
            _ => super::prevoyance::owed(production, mois, rank).into_values().sum(),
        };
        *body = body.filter(|_| !contract.trimestriel).map(|sum| sum + owed);
    }
    for (body, owed) in bodies {
        let Some(owed) = owed.map(Cents::or_zero) else { continue };
        let declared = dsn.paiement(body);
        if owed != declared {
            let what = format!("versement de prévoyance à {body}");
            let line = dsn.paiements.iter().find(|p| p.organisme == body).map(|p| p.ligne);
            out.push(
                Ecart::new(
                    "D10",
                    Gravite::Bloquant,
                    what.clone(),
                    format!("{what} : {owed} d'après les bulletins, {declared} dans la DSN"),
                )
                .amounts(owed, declared)
                .line(line.unwrap_or_default()),
            );
        }
    }
}

impl Mois<'_> {
    /// What is paid to the Urssaf: each month has its bordereau, rounded to the euro.
    #[must_use]
    pub fn urssaf(&self) -> Cents {
        let months = self.par_mois(|s| s.contrats.iter().map(|c| due(c, "urssaf")).sum());
        months.into_values().map(parts::euro).sum()
    }

    /// How what is due to a body, by month of the contributions, is paid: for the month declared, less the credits of the
    /// earlier ones, then for each earlier month that owes more.
    #[must_use]
    pub fn versements(&self, dues: &BTreeMap<Month, Cents>) -> (Cents, BTreeMap<Month, Cents>) {
        let later = |(month, due): &(&Month, &Cents)| **month != self.mois && due.0 > 0;
        let own = dues.iter().filter(|d| !later(d)).map(|(_, due)| *due).sum();
        (own, dues.iter().filter(later).map(|(month, due)| (*month, *due)).collect())
    }

    /// An amount of the payslips of the month, by month of their contributions, corrections counted for their difference.
    #[must_use]
    pub fn par_mois(&self, of: impl Fn(&Payslip) -> Cents) -> BTreeMap<Month, Cents> {
        let mut out = BTreeMap::new();
        for (slip, old) in &self.bulletins {
            let month = self.rattachement(slip, *old);
            *out.entry(month).or_insert(Cents::ZERO) += of(slip) - old.map_or(Cents::ZERO, &of);
        }
        out
    }

    /// What the payslips of the month owe to a body, corrections counted for their difference.
    #[must_use]
    pub fn total(&self, organisme: &str) -> Cents {
        let of = |s: &Payslip| s.contrats.iter().map(|c| due(c, organisme)).sum::<Cents>();
        self.bulletins.iter().map(|(s, old)| of(s) - old.map_or(Cents::ZERO, of)).sum()
    }
}

/// Checks a written file against the payslips it was made from.
///
/// # Errors
/// The differences, as diagnostics: the file must not be given.
pub(super) fn prove(
    tables: &Tables,
    production: &Production,
    slips: &[Payslip],
    bytes: &[u8],
) -> Result<(), Vec<cddu_rates::Diagnostic>> {
    let gaps: Vec<_> = super::totals::read_monthly(bytes)
        .iter()
        .flat_map(|d| comparer(tables, production, slips, d))
        .map(Ecart::diagnostic)
        .collect();
    if gaps.is_empty() { Ok(()) } else { Err(gaps) }
}
