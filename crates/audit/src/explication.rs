//! Which named methods would explain the gaps: each is tried on the whole file, then the best are added up.

use cddu_payslip as p;
use cddu_rates::Cents;
use rust_decimal::RoundingStrategy;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::comparaison::{Cause, Ecart, Produit, product};

/// A reading that removes gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
    out
}

/// A rule of rounding that every contribution of the file follows, when each gap is one of rounding.
fn rounding(gaps: &[Ecart], products: &[Produit]) -> Option<&'static str> {
    let first: Vec<&Ecart> = gaps.iter().filter(|e| !e.consequence).collect();
    let one_rate = |e: &&Ecart| {
        matches!(e.cause, Cause::Arrondi | Cause::Montant)
            && e.declare.taux.is_some()
            && e.declare.base.is_some()
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
