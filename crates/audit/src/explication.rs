//! Which named methods would explain the gaps: each is tried on the whole file, then the best are added up.

use std::collections::BTreeMap;

use cddu_payslip as p;
use cddu_rates::{Cents, Rate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::comparaison::{Cause, Ecart, Produit, product};

/// A reading that removes gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explication {
    /// Key of the method, `arrondi` for a rule of rounding.
    pub methode: String,
    /// Its value.
    pub valeur: String,
    /// In words.
    pub phrase: String,
    /// Other readings, `key = value`, that leave as few gaps: this file does not tell them apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub equivalentes: Vec<String>,
    /// Gaps left with this reading and those before it.
    pub restent: usize,
}

macro_rules! tried {
    ($($key:literal: $method:ident),+ $(,)?) => {
        /// Methods that a DSN lets judge, with their values.
        fn candidates() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$(($key, p::$method::ALL.iter().map(|m| m.key()).collect())),+]
        }
    };
}

tried! {
    "plafond": PlafondMethod,
    "plafond_jours_communs": JoursCommunsMethod,
    "chomage_plafond": ChomagePlafondMethod,
    "retraite_plafond": RetraitePlafondMethod,
    "prevoyance_plafond": PrevoyancePlafondMethod,
    "prevoyance_3097": Prevoyance3097Method,
    "conges_plafond": CongesPlafondMethod,
    "regularisation": RegularisationMethod,
    "rgdu_tdelta": TdeltaMethod,
    "rgdu_plafond": RgduCapMethod,
    "rgdu_conges": RgduLeaveMethod,
    "rgdu_smic": RgduSmicMethod,
    "figurant": FigurantMethod,
    "formation_forfait": FormationForfaitMethod,
    "fcss_imposable": FcssImposableMethod,
    "pas_abattement": AbattementPasMethod,
    "hs_allegements": HsAllegementsMethod,
    "hs_taux": HsTauxMethod,
    "hs_imputation": HsImputationMethod,
}

pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    candidates().into_iter().map(|(key, _)| key)
}

pub(crate) fn values(key: &str) -> Option<Vec<&'static str>> {
    candidates().into_iter().find(|(k, _)| *k == key).map(|(_, values)| values)
}

pub(crate) fn known(key: &str, value: &str) -> bool {
    values(key).is_some_and(|values| values.contains(&value))
}

fn sentence(key: &str, value: &str) -> String {
    let said = match (key, value) {
        ("plafond", "jours_payes_30") => "ce logiciel compte le plafond en trentièmes des jours payés",
        ("plafond", "jours_contrat_30") => "ce logiciel compte le plafond en trentièmes des jours du contrat",
        ("plafond", "jours_calendaires") => "ce logiciel compte le plafond en jours calendaires du mois",
        ("chomage_plafond", "mensuel") => {
            "ce logiciel ne proratise pas le plafond du chômage (quatre plafonds du mois)"
        }
        ("retraite_plafond", "par_contrat") => {
            "ce logiciel compte les tranches de retraite contrat par contrat"
        }
        ("retraite_plafond", "journalier") => {
            "ce logiciel compte les tranches de retraite au plafond du jour pour tous"
        }
        ("retraite_plafond", "mensuel_cumule") => {
            "ce logiciel compte les tranches de retraite au plafond du mois"
        }
        ("conges_plafond", "conventionnel") => "ce logiciel plafonne l'assiette des congés spectacles",
        ("figurant", "reel") => "ce logiciel paie les figurants sur leur salaire réel, sans forfait",
        ("figurant", "forfait") => "ce logiciel paie les figurants au forfait",
        ("arrondi", "troncature") => "ce logiciel coupe au centime au lieu d'arrondir",
        ("arrondi", "euro") => "ce logiciel arrondit les cotisations à l'euro",
        _ => return format!("ce logiciel suit une autre méthode : {key} = {value}"),
    };
    format!("{said} ({key} = {value})")
}

/// Most readings put together.
const MOST: usize = 3;

/// The readings that remove the most gaps, one after the other. `count`: gaps of the file with these methods.
pub(crate) fn chercher(
    gaps: &[Ecart],
    products: &[Produit],
    chosen: &Map<String, Value>,
    count: impl Fn(&Map<String, Value>) -> usize,
) -> Vec<Explication> {
    let mut left = gaps.iter().filter(|e| !e.consequence).count();
    let rates = rates(gaps, products);
    if !rates.is_empty() {
        let explained: usize = rates.iter().map(|r| r.ecarts).sum();
        if explained == left {
            return rates.into_iter().map(|r| r.said(&mut left)).collect();
        }
    }
    if let Some(rule) = rounding(gaps, products) {
        return vec![Explication {
            methode: "arrondi".to_owned(),
            valeur: rule.to_owned(),
            phrase: sentence("arrondi", rule),
            equivalentes: Vec::new(),
            restent: 0,
        }];
    }
    let mut methods = chosen.clone();
    let mut out = Vec::new();
    while left > 0 && out.len() < MOST {
        let mut best: Option<(usize, &str, &str)> = None;
        let mut equal = Vec::new();
        for (key, values) in candidates().into_iter().filter(|(key, _)| !methods.contains_key(*key)) {
            for value in values {
                let mut with = methods.clone();
                with.insert(key.to_owned(), value.into());
                let n = count(&with);
                if n < best.map_or(left, |(n, ..)| n) {
                    best = Some((n, key, value));
                    equal.clear();
                } else if best.is_some_and(|(best, ..)| best == n) {
                    equal.push(format!("{key} = {value}"));
                }
            }
        }
        let Some((n, key, value)) = best else { break };
        methods.insert(key.to_owned(), value.into());
        left = n;
        let phrase = sentence(key, value);
        out.push(Explication {
            methode: key.to_owned(),
            valeur: value.to_owned(),
            phrase,
            equivalentes: equal,
            restent: n,
        });
    }
    // Readings that leave gaps explain nothing: the file would only have been bent to them.
    if left > 0 { Vec::new() } else { out }
}

/// The plafond of another year, when every gap is a capped base that it gives. `annees`: year of the work and year whose
/// plafond gives the base declared, for each capped base that differs.
pub(crate) fn plafond(gaps: &[Ecart], annees: &[Option<(i32, i32)>]) -> Option<Explication> {
    let first: Vec<&Ecart> = gaps.iter().filter(|e| !e.consequence).collect();
    let capped = |e: &&&Ecart| e.cause == Cause::Base && e.rubrique == CAPPED;
    let (du, pris) = (*annees.first()?)?;
    let all = annees.iter().all(|a| *a == Some((du, pris))) && first.iter().all(|e| capped(&e));
    (all && first.len() == annees.len()).then(|| Explication {
        methode: "plafond_annee".to_owned(),
        valeur: pris.to_string(),
        phrase: format!(
            "ce logiciel prend le plafond de {pris} pour un travail de {du} : c'est celui de la période de travail (CSS R242-2)"
        ),
        equivalentes: Vec::new(),
        restent: 0,
    })
}

/// The capped base.
pub(crate) const CAPPED: &str = "S21.G00.78.004[02]";

/// A rate that a file applies to a contribution everywhere, and that is not the one due.
struct Apparent<'a> {
    rubrique: &'a str,
    libelle: &'a str,
    du: Rate,
    applique: Rate,
    ecarts: usize,
}

impl Apparent<'_> {
    fn said(&self, left: &mut usize) -> Explication {
        *left -= self.ecarts;
        Explication {
            methode: "taux".to_owned(),
            valeur: format!("{} {}", self.rubrique, self.applique),
            phrase: format!(
                "ce logiciel applique {} % au lieu de {} % ({}, {})",
                french(self.applique),
                french(self.du),
                self.libelle,
                self.rubrique
            ),
            equivalentes: Vec::new(),
            restent: *left,
        }
    }
}

fn french(rate: Rate) -> String {
    rate.to_string().replace('.', ",")
}

/// The rates written, or that the amounts alone give, of the contributions whose every amount follows one rate that is not
/// the one due. The amount of a single line tells no rate by itself: it must be written, or hold for two lines.
fn rates<'a>(gaps: &'a [Ecart], products: &'a [Produit]) -> Vec<Apparent<'a>> {
    let mut groups: BTreeMap<&str, Vec<&Ecart>> = BTreeMap::new();
    for gap in gaps.iter().filter(|e| !e.consequence) {
        groups.entry(&gap.rubrique).or_default().push(gap);
    }
    let mut out = Vec::new();
    for (rubrique, list) in groups {
        let first = list[0];
        let Some(du) = first.recalcule.taux else { continue };
        let all: Vec<&Produit> = products.iter().filter(|p| p.rubrique == rubrique).collect();
        let written = first.declare.taux.filter(|t| *t != du);
        let apparent = || {
            let largest =
                all.iter().max_by_key(|p| p.base.0.abs()).filter(|p| !p.base.is_zero() && all.len() > 1)?;
            let ratio = largest.montant.to_decimal() * Decimal::ONE_HUNDRED / largest.base.to_decimal();
            Some(Rate(cddu_rates::round_half_up(ratio, 2).normalize()))
        };
        let Some(applique) = written.or_else(apparent).filter(|t| *t != du) else { continue };
        if list.iter().all(|e| e.recalcule.taux == Some(du))
            && !all.is_empty()
            && all.iter().all(|p| applique.of(p.base) == p.montant)
        {
            out.push(Apparent { rubrique, libelle: &first.libelle, du, applique, ecarts: list.len() });
        }
    }
    out
}

/// A rule of rounding that every contribution of the file follows, when each gap is one of rounding.
fn rounding(gaps: &[Ecart], products: &[Produit]) -> Option<&'static str> {
    let first: Vec<&Ecart> = gaps.iter().filter(|e| !e.consequence).collect();
    let one_rate = |e: &&Ecart| {
        matches!(e.cause, Cause::Arrondi | Cause::Montant)
            && products.iter().any(|p| p.ligne == e.ligne && p.rubrique == e.rubrique)
    };
    if first.is_empty() || !first.iter().all(one_rate) {
        return None;
    }
    let all = |places: i32, how| products.iter().all(|p| cents(product(p), places, how) == p.montant);
    if all(0, RoundingStrategy::ToZero) {
        return Some("troncature");
    }
    all(-2, RoundingStrategy::MidpointAwayFromZero).then_some("euro")
}

/// Hundredths rounded to the cent (0) or to the euro (-2).
fn cents(value: rust_decimal::Decimal, places: i32, how: RoundingStrategy) -> Cents {
    let scale = if places < 0 { rust_decimal::Decimal::ONE_HUNDRED } else { rust_decimal::Decimal::ONE };
    let rounded = (value / scale).round_dp_with_strategy(0, how) * scale;
    rounded.normalize().to_string().parse().map_or(Cents::ZERO, Cents)
}
