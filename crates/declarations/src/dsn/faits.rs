//! What a monthly DSN must say of each payslip, as a table of amounts: the common ground of the writer's check and of
//! the comparison with the payslips.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use cddu_dsn::Version;
use cddu_payslip::{AbsencePay, ContractPay, ElementCode, MotifAbsence, PayElement, Payslip, Sens};
use cddu_rates::{Cents, Month, Quantity, Rate, round_half_up};
use chrono::NaiveDate;

use super::cotisations::{self, Base};
use super::impot::ImpotCorrige;
use super::totals::DsnTotals;
use crate::parts::{self, Activite, Renommes};
use crate::production::{FigurantUnite, Production};
use crate::tables::Tables;
use crate::texte;

/// An amount of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fait {
    /// Contract, empty for the whole payment.
    pub contrat: Rc<str>,
    /// Rubrique with its code.
    pub rubrique: Rubrique,
    /// Cents, or hundredths of a measure.
    pub montant: i64,
    /// Line in the file, the last one when several add up; 0 when the amount comes from payslips.
    pub ligne: usize,
}

impl Fait {
    /// What tells the amounts of a person apart.
    #[must_use]
    pub fn cle(&self) -> (&str, Rubrique) {
        (&self.contrat, self.rubrique)
    }
}

/// A rubrique of S21.G00 and the code that tells its occurrences apart: `S21.G00.78.004[02]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rubrique {
    /// Block.
    pub bloc: u8,
    /// Number in the block.
    pub numero: u8,
    code: [u8; 3],
}

impl Rubrique {
    /// A rubrique without code.
    #[must_use]
    pub const fn new(bloc: u8, numero: u8) -> Self {
        Self { bloc, numero, code: [0; 3] }
    }

    /// A rubrique with its code, three characters at most.
    #[must_use]
    pub fn of(bloc: u8, numero: u8, code: &str) -> Self {
        let mut out = Self::new(bloc, numero);
        for (place, byte) in out.code.iter_mut().zip(code.bytes()) {
            *place = byte;
        }
        out
    }
}

impl fmt::Display for Rubrique {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S21.G00.{:02}.{:03}", self.bloc, self.numero)?;
        let code: String = self.code.iter().filter(|b| **b != 0).map(|b| char::from(*b)).collect();
        if code.is_empty() { Ok(()) } else { write!(f, "[{code}]") }
    }
}

/// The amounts of each person (NIR without its key, or NTT), by contract and rubrique.
pub type Faits = BTreeMap<String, Vec<Fait>>;

/// How the declared month is made up: payslips paid in it, each with the payslip of a former month it corrects.
#[derive(Clone, Debug)]
pub struct Mois<'a> {
    /// Month of payment.
    pub mois: Month,
    /// Payslips and what they take back.
    pub bulletins: Vec<(&'a Payslip, Option<&'a Payslip>)>,
    /// Activity of each contract of the month (person, contract).
    activites: BTreeMap<(&'a str, &'a str), Activite>,
    /// Contracts of ordinary law.
    ordinaires: Vec<&'a str>,
    figurants: FigurantUnite,
    /// Every payslip given: what back pay completes may have been paid in another month.
    connus: &'a [Payslip],
}

impl<'a> Mois<'a> {
    /// Chooses the payslips of a month.
    #[must_use]
    pub fn of(production: &'a Production, slips: &'a [Payslip], mois: Month) -> Self {
        let paid = parts::paid_in(slips, mois);
        let figurants = production.methodes.figurant_unite;
        let activites = parts::by_contract(&paid)
            .into_iter()
            .map(|(contrat, parts)| {
                let person = parts[0].slip.salarie.matricule.as_str();
                ((person, contrat), Activite::of(parts.iter().map(|p| p.contrat), figurants))
            })
            .collect();
        let bulletins = paid.into_iter().map(|s| (s, parts::replaced_before(slips, s))).collect();
        let ordinaires =
            production.contrats.iter().filter(|(_, c)| c.droit_commun).map(|(n, _)| n.as_str()).collect();
        Self { mois, bulletins, activites, ordinaires, figurants, connus: slips }
    }

    /// Month of the contributions of a payslip: the one declared, that of the pay corrected, or that of the work which
    /// back pay completes (CSS R242-1 II).
    #[must_use]
    pub fn rattachement(&self, slip: &Payslip, old: Option<&Payslip>) -> Month {
        match old {
            Some(old) => Month::of(old.date_paiement),
            None if slip.rappel.is_some() => Month::of(slip.periode.fin).min(self.mois),
            None => self.mois,
        }
    }

    /// True when the person has several contracts this month.
    #[must_use]
    pub fn several(&self, slip: &Payslip) -> bool {
        let person = slip.salarie.matricule.as_str();
        self.activites.range((person, "")..).take_while(|((owner, _), _)| *owner == person).nth(1).is_some()
    }

    /// True when another contract of the person, paid this month, shares days with this one.
    #[must_use]
    pub(super) fn chevauche(&self, slip: &Payslip, pay: &ContractPay) -> bool {
        let own = self.bulletins.iter().filter(|(s, _)| s.salarie.matricule == slip.salarie.matricule);
        own.flat_map(|(s, _)| &s.contrats)
            .any(|other| other.contrat != pay.contrat && other.debut <= pay.fin && pay.debut <= other.fin)
    }

    /// Absences of a contract of this month, whole days, in order: the last payslip that holds one speaks for it.
    #[must_use]
    pub fn absences(&self, matricule: &str, contrat: &str) -> Vec<AbsencePay> {
        let mut out: BTreeMap<(NaiveDate, MotifAbsence), AbsencePay> = BTreeMap::new();
        for (slip, _) in self.bulletins.iter().filter(|(s, _)| s.salarie.matricule == matricule) {
            for pay in slip.contrats.iter().filter(|c| c.contrat == contrat) {
                for absence in pay.absences.iter().filter(|a| a.jours > Quantity::ZERO) {
                    let known = out
                        .entry((absence.debut, absence.motif))
                        .or_insert_with(|| AbsencePay { jours: Quantity::ZERO, ..absence.clone() });
                    let jours = Quantity((known.jours.0 + absence.jours.0).normalize());
                    *known = AbsencePay { jours, ..absence.clone() };
                }
            }
        }
        out.into_values().collect()
    }

    /// Units and measures of a contract of this month. A unit of three figures is of the activity that its first one
    /// names: `235`, hours of an absence not paid in full (53.001 = 02).
    #[must_use]
    pub fn activites(
        &self,
        slip: &Payslip,
        pay: &ContractPay,
        renommes: &Renommes<'_>,
    ) -> Vec<(&'static str, i64)> {
        let contrat = renommes.nouveau(&pay.contrat);
        let mut out = activites(pay, self.groupes(slip, contrat), self.figurants);
        // The calendar days of a work are those of the payslip that back pay completes; an end that was moved adds some.
        if slip.rappel.is_some() {
            let before = parts::days_declared(self.connus, slip, &pay.contrat).unwrap_or(pay.periode.days());
            let added = (pay.periode.days() - before) * 100;
            out.iter_mut().filter(|(unit, _)| *unit == "40").for_each(|unit| unit.1 = added);
        }
        if self.ordinaires.contains(&contrat) {
            for unit in &mut out {
                unit.0 = match unit.0 {
                    "35" => "10",
                    "235" => "210",
                    other => other,
                };
            }
        }
        out
    }

    /// True when the cachets of a contract are groupés this month.
    fn groupes(&self, slip: &Payslip, contrat: &str) -> bool {
        self.activites
            .get(&(slip.salarie.matricule.as_str(), contrat))
            .is_some_and(|a| a.groupes > 0 || a.jours >= 5)
    }
}

/// Hundredths of a quantity, as the norm writes it.
#[must_use]
pub fn hundredths(quantity: Quantity) -> i64 {
    Cents::round(round_half_up(quantity.0, 2)).0
}

/// Units and measures of a contract: under 001 for `40`, under 002 for the others.
fn activites(pay: &ContractPay, groupes: bool, figurants: FigurantUnite) -> Vec<(&'static str, i64)> {
    let out_of_plafond: i64 = pay.absences.iter().map(|a| a.jours_plafond).sum();
    let mut out = vec![("40", (pay.periode.days() - out_of_plafond) * 100)];
    let (heures, cachets) = parts::compte(pay, figurants);
    if !heures.0.is_zero() {
        out.push(("35", hundredths(heures)));
    }
    if cachets > 0 {
        let cachets = i64::from(cachets) * 100;
        out.push((if groupes { "36" } else { "37" }, cachets));
        out.push(("39", cachets));
    }
    out.push(("12", hundredths(pay.jours)));
    let unpaid = || pay.absences.iter().filter(|a| a.unpaid());
    let (days, hours) =
        (unpaid().map(|a| hundredths(a.jours)).sum(), unpaid().map(|a| hundredths(a.heures)).sum());
    out.extend([("212", days), ("235", hours)].into_iter().filter(|(_, measure)| *measure != 0));
    out
}

/// Base pay: elements coded `base`, `cachet` or `salaire`, with the cents that round an agreed week (`arrondi`); the whole gross
/// when there is none, without overtime. Back pay of a bonus or of overtime alone has none.
#[must_use]
pub fn salaire_de_base(slip: &Payslip, pay: &ContractPay) -> Cents {
    let is_base = |e: &&PayElement| matches!(e.code.as_str(), "base" | "cachet" | "salaire" | "arrondi");
    let base: Cents = pay.elements.iter().filter(is_base).map(|e| e.montant).sum();
    let inside = |e: PayElement| e.heure_sup.map_or(Cents::ZERO, |h| h.montant);
    let detailed = slip.rappel.is_some() && !pay.elements.is_empty();
    if base.is_zero() && !detailed {
        pay.bases.brut - pay.bases.heures_sup.map_or(Cents::ZERO, |h| h.montant)
    } else {
        base - pay.elements.iter().filter(is_base).cloned().map(inside).sum()
    }
}

/// Overtime of a contract by type of pay (S21.G00.51.011): hours in hundredths and pay. Type 018: hours that the
/// engagement guarantees; 017: the others; P24 also has the gross exempt of tax (026), without hours.
#[must_use]
pub fn heures_sup(pay: &ContractPay, version: Version) -> Vec<(&'static str, i64, Cents)> {
    let Some(overtime) = pay.bases.heures_sup else { return Vec::new() };
    let guaranteed = overtime.structurelles.unwrap_or_default();
    let (hours, all) = (hundredths(guaranteed.heures), hundredths(overtime.heures));
    let mut out =
        vec![("017", all - hours, overtime.montant - guaranteed.montant), ("018", hours, guaranteed.montant)];
    if version.year() < 2025 {
        out.push(("026", 0, overtime.exonere));
    }
    out.retain(|(_, hours, amount)| *hours != 0 || !amount.is_zero());
    out
}

/// Other elements of gross pay (S21.G00.54), by type and contract: benefits in kind (02), expenses paid to a supplier
/// (08), expenses refunded (09), and since P26 the exempt expenses that enter the base of a contract with DFS (35).
#[must_use]
pub fn autres(slip: &Payslip, version: Version) -> BTreeMap<(&'static str, String), Cents> {
    let mut out = BTreeMap::new();
    for element in &slip.elements {
        let (genre, montant) = match (element.code, element.sens) {
            (ElementCode::AvantageRepas, _) => ("02", element.montant),
            (ElementCode::Frais, Sens::Neutre) => ("08", element.montant),
            (ElementCode::Frais, Sens::Ajout) => ("09", element.retenu),
            _ => continue,
        };
        let pay = element
            .contrat
            .as_ref()
            .map_or(slip.contrats.first(), |name| slip.contrats.iter().find(|c| c.contrat == *name));
        let contrat = element.contrat.clone().or_else(|| pay.map(|c| c.contrat.clone())).unwrap_or_default();
        if genre == "09" && version.year() >= 2026 && pay.is_some_and(|c| !c.dfs_montant.is_zero()) {
            *out.entry(("35", contrat.clone())).or_insert(Cents::ZERO) += montant;
        }
        *out.entry((genre, contrat)).or_insert(Cents::ZERO) += montant;
    }
    out.retain(|_, amount| !amount.is_zero());
    out
}

/// NIR without its key, or nothing.
#[must_use]
pub fn nir13(slip: &Payslip) -> String {
    slip.salarie.nir.as_deref().and_then(|n| n.get(..13)).unwrap_or_default().to_owned()
}

/// Bases of a contract that this payslip declares, less those already declared by the payslip it corrects.
#[must_use]
pub fn bases_of(tables: &Tables, slip: &Payslip, pay: &ContractPay, version: Version) -> Vec<Base> {
    cotisations::bases(tables, pay, slip.employeur.parametres.effectif, version, slip.date_paiement)
}

/// The table of amounts that a DSN of the month must hold.
///
/// `personne` gives the identifier of each person in the DSN (NIR or NTT).
#[must_use]
pub fn attendus(
    tables: &Tables,
    mois: &Mois<'_>,
    version: Version,
    personne: impl Fn(&Payslip) -> String,
) -> Faits {
    let mut out = Faits::new();
    for (slip, corrected) in &mois.bulletins {
        let facts = out.entry(personne(slip)).or_default();
        let renommes = Renommes::of(slip, *corrected);
        add_slip(facts, tables, mois, slip, version, (1, &renommes));
        if let Some(old) = corrected {
            add_slip(facts, tables, mois, old, version, (-1, &renommes));
            floor_pas(facts, slip, old);
        }
    }
    out.values_mut().for_each(add_up);
    out
}

/// Sorts the amounts of a person and adds up those of the same rubrique.
fn add_up(facts: &mut Vec<Fait>) {
    facts.sort_by(|a, b| a.cle().cmp(&b.cle()));
    facts.dedup_by(|next, kept| {
        let same = next.cle() == kept.cle();
        if same {
            kept.montant += next.montant;
            kept.ligne = next.ligne;
        }
        same
    });
}

/// What a correction gives back of the tax is no tax of the month: it goes to block 56.
fn floor_pas(out: &mut Vec<Fait>, slip: &Payslip, old: &Payslip) {
    let corrected = ImpotCorrige::of(slip, old);
    let mut fix = |numero: u8, month: Cents, gap: Cents| {
        if month != gap {
            let rubrique = Rubrique::new(50, numero);
            out.push(Fait { contrat: "".into(), rubrique, montant: (month - gap).0, ligne: 0 });
        }
    };
    fix(9, corrected.pas, slip.totaux.pas - old.totaux.pas);
    fix(13, corrected.assiette, slip.totaux.assiette_pas - old.totaux.assiette_pas);
}

fn add_slip(
    out: &mut Vec<Fait>,
    tables: &Tables,
    mois: &Mois<'_>,
    slip: &Payslip,
    version: Version,
    (sign, renommes): (i64, &Renommes<'_>),
) {
    // What a correction takes back is told under the number that the contract has now.
    let numero = |contrat: &str| texte::numero_contrat(renommes.nouveau(contrat));
    let mut add = |contrat: &Rc<str>, rubrique: Rubrique, amount: i64| {
        out.push(Fait { contrat: contrat.clone(), rubrique, montant: sign * amount, ligne: 0 });
    };
    let whole: Rc<str> = "".into();
    add(&whole, Rubrique::new(50, 2), slip.totaux.net_imposable.0);
    add(&whole, Rubrique::new(50, 4), slip.net_verse().0);
    add(&whole, Rubrique::new(50, 9), slip.totaux.pas.0);
    add(&whole, Rubrique::new(50, 13), slip.totaux.assiette_pas.0);
    add(&whole, Rubrique::of(58, 4, "03"), slip.totaux.montant_net_social.0);
    // P24 has no contract number on other gross elements.
    let blind = version.year() < 2025 && mois.several(slip);
    for ((genre, contrat), amount) in autres(slip, version) {
        let named = if blind { whole.clone() } else { numero(&contrat).into() };
        add(&named, Rubrique::of(54, 2, genre), amount.0);
    }
    for pay in &slip.contrats {
        let name: Rc<str> = numero(&pay.contrat).into();
        for genre in ["001", "002", "003"] {
            add(&name, Rubrique::of(51, 13, genre), pay.bases.brut.0);
        }
        add(&name, Rubrique::of(51, 13, "010"), salaire_de_base(slip, pay).0);
        for (genre, hours, amount) in heures_sup(pay, version) {
            add(&name, Rubrique::of(51, 13, genre), amount.0);
            if genre != "026" {
                add(&name, Rubrique::of(51, 12, genre), hours);
            }
        }
        if let Some(overtime) = pay.bases.heures_sup.filter(|h| !h.net.is_zero()) {
            add(&whole, Rubrique::of(58, 4, "01"), overtime.net.0);
        }
        for (unit, measure) in mois.activites(slip, pay, renommes) {
            add(&name, Rubrique::of(53, 2, unit), measure);
        }
        add(if blind { &whole } else { &name }, Rubrique::of(54, 2, "10"), pay.dfs_montant.0);
        for base in bases_of(tables, slip, pay, version) {
            add(&name, Rubrique::of(78, 4, base.code), base.montant.0);
            for line in base.cotisations {
                add(&name, Rubrique::of(81, 4, &line.code), line.montant.0);
            }
        }
    }
}

/// The same table as a file declares it, with the line of each amount.
#[must_use]
pub fn declares(dsn: &DsnTotals) -> Faits {
    let mut out = Faits::new();
    let whole: Rc<str> = "".into();
    for person in &dsn.individus {
        let facts = out.entry(person.identifiant.clone()).or_default();
        let names: Vec<Rc<str>> = person.contrats.iter().map(|c| c.numero.as_str().into()).collect();
        let named = |contrat: &str| match names.iter().find(|n| ***n == *contrat) {
            Some(name) => name.clone(),
            None => contrat.into(),
        };
        let mut add = |contrat: &Rc<str>, rubrique: Rubrique, montant: i64, ligne: usize| {
            facts.push(Fait { contrat: contrat.clone(), rubrique, montant, ligne });
        };
        for v in &person.versements {
            for (numero, amount, line) in [
                (2, v.net_fiscal, v.lignes[0]),
                (4, v.net_verse, v.lignes[1]),
                (9, v.pas, v.lignes[2]),
                (13, v.assiette_pas, v.lignes[3]),
            ] {
                add(&whole, Rubrique::new(50, numero), amount.0, line);
            }
            for (amount, line) in &v.heures_exonerees {
                add(&whole, Rubrique::of(58, 4, "01"), amount.0, *line);
            }
            if let Some(amount) = v.net_social {
                add(&whole, Rubrique::of(58, 4, "03"), amount.0, v.ligne_net_social);
            }
            for pay in &v.remunerations {
                let name = named(&pay.contrat);
                add(&name, Rubrique::of(51, 13, &pay.genre), pay.montant.0, pay.ligne);
                if let Some(hours) = pay.heures {
                    add(&name, Rubrique::of(51, 12, &pay.genre), hours, pay.ligne);
                }
                for activity in &pay.activites {
                    let unit = match activity.genre.as_str() {
                        "" | "01" => activity.unite.clone(),
                        genre => format!("{}{}", genre.trim_start_matches('0'), activity.unite),
                    };
                    add(&name, Rubrique::of(53, 2, &unit), activity.mesure, activity.ligne);
                }
            }
            for other in &v.autres {
                let name = named(other.contrat.as_deref().unwrap_or_default());
                add(&name, Rubrique::of(54, 2, &other.genre), other.montant.0, other.ligne);
            }
            for base in v.bases.iter().filter(|b| b.code != "31") {
                let name = named(base.contrat.as_deref().unwrap_or_default());
                add(&name, Rubrique::of(78, 4, &base.code), base.montant.0, base.ligne);
                for line in &base.cotisations {
                    let amount = line.montant.unwrap_or_default();
                    add(&name, Rubrique::of(81, 4, &line.code), amount.0, line.ligne);
                }
            }
        }
    }
    out.values_mut().for_each(add_up);
    out
}

/// Rate of the PAS as the norm writes it.
#[must_use]
pub fn taux_pas(slip: &Payslip) -> Rate {
    slip.totaux.taux_pas.unwrap_or(Rate::ZERO)
}
