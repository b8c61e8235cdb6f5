//! Elements of the payslip that are not contract pay: what enters the gross, what only moves the net.

use cddu_rates::{Cents, Diagnostic, Quantity, cut, nearest};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use super::kilometres;
use crate::engine::recorder::Recorder;
use crate::input::Element;
use crate::rules::{self, Rule};
use crate::trace::{Amount, Name};
use crate::vocabulary::{ElementCode, PayElement};

/// An element read: its amount, and how it splits between pay and expense.
pub(crate) struct Item<'a> {
    pub element: &'a Element,
    pub contract: Option<usize>,
    pub montant: Amount,
    /// Exempt part of an expense.
    pub exempt: Option<Amount>,
    /// Part that is pay.
    pub pay: Option<Amount>,
}

/// The elements of the payslip, in order.
pub(crate) struct Elements<'a> {
    pub items: Vec<Item<'a>>,
}

pub(crate) fn read<'a>(run: &mut Run<'a, impl Recorder>) -> Result<Elements<'a>, Vec<Diagnostic>> {
    let mut items = Vec::with_capacity(run.input.elements.len());
    let mut errors = Vec::new();
    for (rank, element) in run.input.elements.iter().enumerate() {
        match item(run, rank, element) {
            Ok(item) => items.push(item),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(Elements { items }) } else { Err(errors) }
}

/// Letters in common from which a nature is one that was meant (`repas_resto`).
const ALIKE: usize = 4;

/// Key of the value of a meal given.
const AVANTAGE_REPAS: &str = "AVANTAGE_NATURE_REPAS";

const MONTANT: &str = "montant de l'élément";

fn item<'a, R: Recorder>(
    run: &mut Run<'a, R>,
    rank: usize,
    element: &'a Element,
) -> Result<Item<'a>, Diagnostic> {
    let input = run.input;
    let contract = match &element.contrat {
        Some(name) => input.contrats.iter().position(|c| c.contrat == *name),
        None => (input.contrats.len() == 1).then_some(0),
    };
    let at = |field: &str| format!("elements[{rank}].{field}");
    let day = element
        .date
        .unwrap_or_else(|| contract.map_or(input.date_paiement, |c| input.contrats[c].periode().fin));
    let given = |run: &mut Run<'_, R>| {
        element.montant.map(|m| run.element(rank, super::context::name("element", MONTANT), m)).ok_or_else(
            || {
                Diagnostic::error("PAIE-018", "montant manquant")
                    .at(at("montant"))
                    .hint("donner le montant de l'élément, en euros, ou ôter l'élément")
            },
        )
    };
    let plain = |montant: Amount| Item { element, contract, montant, exempt: None, pay: None };
    Ok(match element.code {
        ElementCode::Prime => {
            let montant = given(run)?;
            Item { pay: Some(montant), ..plain(montant) }
        }
        ElementCode::AvantageRepas => {
            let montant = match element.montant {
                Some(m) => run.given(super::context::name("avantage_repas", MONTANT), m),
                None => {
                    let named = super::context::name("avantage_repas", "valeur forfaitaire des repas");
                    let (key, field) = (AVANTAGE_REPAS, at("quantite"));
                    times_table(run, element, key, day, &field, (named, &rules::AVANTAGE_REPAS))?
                }
            };
            Item { pay: Some(montant), ..plain(montant) }
        }
        ElementCode::Frais => {
            let name = super::context::name;
            let key = element.nature.as_deref().map(|nature| {
                expense_key(run, nature).ok_or_else(|| {
                    Diagnostic::error("PAIE-019", format!("nature de frais inconnue : « {} »", cut(nature)))
                        .at(at("nature"))
                        .hint(format!("natures proches ou possibles : {}", known_expenses(run, nature)))
                })
            });
            // Neither amount nor nature: nothing says what was paid.
            let key = key.transpose()?;
            let Some(given_amount) = element.montant else {
                let Some(key) = key else {
                    return Err(Diagnostic::error("PAIE-018", "montant manquant").at(at("montant")).hint(
                        "donner montant, ou la nature du frais et sa quantité (3 repas_restaurant : 3 fois le barème)",
                    ));
                };
                let named = (name("frais_bareme", "frais au barème"), &rules::FRAIS_LIMITE);
                let montant = times_table(run, element, &key, day, &at("quantite"), named)?;
                return Ok(Item { exempt: Some(montant), ..plain(montant) });
            };
            let montant = run.element(rank, name("element", MONTANT), given_amount);
            let Some(key) = key.filter(|_| !element.paye_directement) else {
                return Ok(Item { exempt: Some(montant), ..plain(montant) });
            };
            let named = (name("bareme", "limite d'exonération"), &rules::FRAIS_LIMITE);
            let limit = times_table(run, element, &key, day, &at("quantite"), named)?;
            let args = [montant.f, limit.f];
            let exempt = run.calc(
                name("frais_exoneres", "part exonérée des frais"),
                montant.v.min(limit.v),
                "min({0} ; {1})",
                &args,
                &rules::FRAIS_LIMITE,
            );
            let pay = run.calc(
                name("frais_reintegres", "part des frais soumise"),
                montant.v - exempt.v,
                "max(0 ; {0} - {1})",
                &args,
                &rules::FRAIS_LIMITE,
            );
            Item { exempt: Some(exempt), pay: (!pay.v.is_zero()).then_some(pay), ..plain(montant) }
        }
        ElementCode::Acompte
        | ElementCode::Avance
        | ElementCode::Saisie
        | ElementCode::PensionAlimentaire
        | ElementCode::Retenue => plain(given(run)?),
    })
}

/// Quantity times a table value, to the cent.
fn times_table(
    run: &mut Run<'_, impl Recorder>,
    element: &Element,
    key: &str,
    day: NaiveDate,
    field: &str,
    (named, rule): (Name, &'static Rule),
) -> Result<Amount, Diagnostic> {
    let name = super::context::name;
    let quantity = element.quantite.filter(|q| *q > Quantity::ZERO).ok_or_else(|| {
        Diagnostic::error("PAIE-018", "quantité manquante : le barème est par unité")
            .at(field)
            .hint("donner le nombre de repas, de nuits ou de kilomètres")
    })?;
    let quantity = run.given_number(name("quantite", "quantité"), quantity.0);
    if key.starts_with(kilometres::PREFIX) {
        return kilometres::amount(run, element, key, quantity, day, (named, rule));
    }
    let unit = run.number(name("bareme_unitaire", "barème unitaire"), key, day)?;
    Ok(run.calc(named, Cents::round(quantity.v * unit.v), "arrondi({0} × {1})", &[quantity.f, unit.f], rule))
}

/// Keys of the expense limits: those of `parametres/frais.toml` in euros per unit.
fn expense_keys<'r>(run: &'r Run<'_, impl Recorder>) -> impl Iterator<Item = &'r str> {
    run.rates
        .parameters()
        .filter(|(p, rows)| {
            let _ = rows;
            p.unite.starts_with("EUR/")
        })
        .filter_map(|(p, mut rows)| {
            rows.next().is_some_and(|r| r.table == "parametres/frais.toml").then_some(p.cle.as_str())
        })
}

/// The quantity of an element counts meals: its unit in the tables says so.
pub(super) fn counts_meals(run: &Run<'_, impl Recorder>, element: &Element) -> bool {
    let key = match (element.code, &element.nature) {
        (ElementCode::AvantageRepas, _) => AVANTAGE_REPAS.to_owned(),
        (ElementCode::Frais, Some(nature)) => nature.to_uppercase(),
        _ => return false,
    };
    run.rates.parameters().any(|(p, _)| p.cle == key && p.unite == "EUR/repas")
}

fn expense_key(run: &Run<'_, impl Recorder>, nature: &str) -> Option<String> {
    let wanted = nature.to_uppercase();
    expense_keys(run).find(|k| *k == wanted).map(str::to_owned)
}

/// The natures that a word may mean: those close to it, those that begin like it, else all of them.
fn known_expenses(run: &Run<'_, impl Recorder>, nature: &str) -> String {
    let keys: Vec<String> = expense_keys(run).map(str::to_lowercase).collect();
    let near = nearest(nature, keys.iter().map(String::as_str));
    let shared =
        |key: &str| key.bytes().zip(nature.to_lowercase().bytes()).take_while(|(a, b)| a == b).count();
    let alike: Vec<&str> = keys.iter().map(String::as_str).filter(|key| shared(key) >= ALIKE).collect();
    match (near.is_empty(), alike.iter().map(|key| shared(key)).max()) {
        (false, _) => near.join(", "),
        (true, Some(best)) => {
            alike.into_iter().filter(|key| shared(key) == best).collect::<Vec<_>>().join(", ")
        }
        (true, None) => keys.join(", "),
    }
}

impl Elements<'_> {
    /// Gross of a contract: its pay, plus what elements add to it.
    pub fn gross(&self, run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Amount {
        let pay = run.gross(contract);
        let added: Vec<Amount> = self.of(contract.rank).filter_map(|i| i.pay).collect();
        if added.is_empty() {
            return pay;
        }
        run.calc(
            contract.name("brut_total", "brut"),
            pay.v + added.iter().map(|a| a.v).sum(),
            "Σ",
            &std::iter::once(pay.f).chain(added.iter().map(|a| a.f)).collect::<Vec<_>>(),
            &rules::BRUT,
        )
    }

    fn of(&self, contract: usize) -> impl Iterator<Item = &Item<'_>> {
        self.items.iter().filter(move |i| i.contract == Some(contract))
    }

    /// Exempt expenses that enter the base before DFS (no cumul of the refund and the DFS).
    pub fn frais_in_dfs_base(&self, _: &Run<'_, impl Recorder>, contract: &Contract<'_>) -> Vec<Amount> {
        self.of(contract.rank)
            .filter(|i| i.element.code == ElementCode::Frais && !i.element.paye_directement)
            .filter_map(|i| i.exempt)
            .collect()
    }

    /// What elements add to the gross of a contract, as pay elements.
    pub fn pay_elements(&self, contract: usize) -> impl Iterator<Item = PayElement> {
        self.of(contract).filter_map(|i| {
            let montant = i.pay?.v;
            let (code, label) = match i.element.code {
                ElementCode::Frais => ("frais_reintegres", "Frais au-delà de la limite d'exonération"),
                ElementCode::AvantageRepas => ("avantage_repas", "Avantage en nature, repas"),
                _ => ("prime", "Prime"),
            };
            Some(PayElement {
                code: code.to_owned(),
                libelle: i.element.libelle.clone().unwrap_or_else(|| label.to_owned()),
                quantite: i.element.quantite,
                taux: None,
                majoration: None,
                montant,
                regle: None,
                article: None,
                heure_sup: None,
            })
        })
    }

    /// Sum of the amounts of one nature.
    pub fn amounts(&self, code: ElementCode) -> impl Iterator<Item = &Item<'_>> {
        self.items.iter().filter(move |i| i.element.code == code)
    }

    /// Number of units of a decimal quantity, for labels.
    pub fn label(item: &Item<'_>) -> String {
        if let Some(label) = &item.element.libelle {
            return label.clone();
        }
        let label = match item.element.code {
            ElementCode::Frais => "Frais professionnels",
            ElementCode::Acompte => "Acompte",
            ElementCode::Avance => "Avance",
            ElementCode::Saisie => "Saisie des rémunérations",
            ElementCode::PensionAlimentaire => "Pension alimentaire",
            ElementCode::AvantageRepas => "Avantage en nature, repas",
            ElementCode::Prime => "Prime",
            ElementCode::Retenue => "Retenue",
        };
        match item.element.quantite {
            Some(q) if q.0 != Decimal::ONE => format!("{label} ({q})"),
            _ => label.to_owned(),
        }
    }
}
