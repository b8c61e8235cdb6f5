//! What was spent of the budget: the costs of the accounts, week by week, against the rows of `devis.csv`.

use std::collections::BTreeMap;

use cddu_ledger::Detail;
use cddu_ledger::etats::{Cellule, Tableau};
use cddu_rates::{Cents, Diagnostic, Rates, fold};
use chrono::NaiveDate;
use serde::Serialize;

use crate::Folder;
use crate::compta::accounts::{self, Books, Papers};
use crate::lecture::devis::{CleDevis, LigneDevis};

/// The budget of a folder and what it has cost so far.
#[derive(Clone, Debug, Serialize)]
pub struct SuiviDevis {
    /// Periods paid, in the order of the work.
    pub periodes: Vec<String>,
    /// One table for the rows that name a post, one for those that only name a team: each compares the whole cost.
    pub tableaux: Vec<TableauDevis>,
}

/// One comparison of the whole cost.
#[derive(Clone, Debug, Serialize)]
pub struct TableauDevis {
    /// `poste` or `departement`.
    pub par: &'static str,
    /// What is foreseen, then what was spent without being foreseen.
    pub lignes: Vec<SuiviLigne>,
    /// Their sum.
    pub total: SuiviLigne,
}

/// What is foreseen of a post or a team, and what was spent of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SuiviLigne {
    /// Post.
    pub poste: Option<String>,
    /// Team.
    pub departement: Option<String>,
    /// What it is.
    pub intitule: String,
    /// Lines of `devis.csv`; none for what was not foreseen.
    pub lignes: Vec<u64>,
    /// Foreseen.
    pub prevu: Cents,
    /// Spent.
    pub consomme: Cents,
    /// Left; below zero when more was spent than foreseen.
    pub reste: Cents,
    /// Spent in each period.
    pub par_periode: Vec<Cents>,
}

impl SuiviLigne {
    fn new(poste: Option<String>, departement: Option<String>, periods: usize) -> Self {
        Self { poste, departement, par_periode: vec![Cents::ZERO; periods], ..Self::default() }
    }

    fn spend(&mut self, rank: usize, amount: Cents) {
        self.par_periode[rank] += amount;
        self.consomme += amount;
    }
}

/// A cost of the accounts.
struct Cost {
    poste: Option<String>,
    departement: Option<String>,
    charges: bool,
    rank: usize,
    amount: Cents,
}

/// The costs that the accounts hold or would hold, as `cddu compta etats` tells them, against the budget; paid by a day, or
/// all of them. `None` without a budget.
///
/// # Errors
/// A register or accounts that cannot be read; accounts that do not keep the axis that the budget names (`DOS-333`).
pub fn suivi_devis(
    folder: &Folder,
    rates: &Rates,
    until: Option<NaiveDate>,
) -> Result<Option<SuiviDevis>, Vec<Diagnostic>> {
    if folder.devis.is_empty() {
        return Ok(None);
    }
    kept(folder)?;
    let (books, papers) = (Books::open(folder)?, Papers::open(folder)?);
    let mut periods: Vec<(Option<NaiveDate>, &str)> =
        papers.periods().into_iter().map(|name| (papers.first_day(name), name)).collect();
    periods.sort_unstable();
    let mut costs = Vec::new();
    for (rank, (_, period)) in periods.iter().enumerate() {
        let compta = accounts::accounting(folder, rates, &papers, period)?;
        for lot in accounts::batches(&books, &papers, &compta, period)? {
            let paid = lot.details.iter().filter(|d| until.is_none_or(|day| d.paiement <= day));
            costs.extend(paid.filter_map(|d| cost(d, rank)));
        }
    }
    let count = periods.len();
    let (by_post, by_team): (Vec<&LigneDevis>, Vec<&LigneDevis>) =
        folder.devis.iter().partition(|l| l.poste.is_some());
    let tables = [("poste", by_post), ("departement", by_team)];
    Ok(Some(SuiviDevis {
        periodes: periods.iter().map(|(_, name)| (*name).to_owned()).collect(),
        tableaux: tables
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(par, rows)| table(par, &rows, &costs, count))
            .collect(),
    }))
}

/// The accounts must keep what the budget is compared by.
fn kept(folder: &Folder) -> Result<(), Vec<Diagnostic>> {
    let axes = &folder.production.compta.axes;
    let missing = folder.devis.iter().find_map(|l| {
        let named = [("poste", l.poste.is_some()), ("departement", l.departement.is_some())];
        named.into_iter().find(|(axis, named)| *named && !axes.iter().any(|a| a == axis))
    });
    let Some((axis, _)) = missing else { return Ok(()) };
    Err(vec![
        folder.located(
            Diagnostic::error(
                "DOS-333",
                format!("les écritures ne gardent pas l'axe « {axis} » que devis.csv nomme"),
            )
            .in_file("production.toml", None)
            .at("compta.axes")
            .hint(format!("ajouter \"{axis}\" à axes, dans la section [compta]")),
        ),
    ])
}

/// A line of an account of charges.
fn cost(detail: &Detail, rank: usize) -> Option<Cost> {
    let axis = |name: &str| detail.axes.get(name).filter(|v| !v.is_empty()).cloned();
    detail.compte.starts_with('6').then(|| Cost {
        poste: axis("poste"),
        departement: axis("departement"),
        charges: detail.part == "employeur",
        rank,
        amount: detail.signe(),
    })
}

/// The whole cost against the rows that are compared by the same axis.
fn table(par: &'static str, rows: &[&LigneDevis], costs: &[Cost], periods: usize) -> TableauDevis {
    let mut foreseen: BTreeMap<CleDevis, (bool, SuiviLigne)> = BTreeMap::new();
    for row in rows {
        let new = || (row.charges, SuiviLigne::new(row.poste.clone(), row.departement.clone(), periods));
        let (_, line) = foreseen.entry(row.cle()).or_insert_with(new);
        line.prevu += row.montant;
        line.lignes.push(row.ligne);
        if !row.intitule.is_empty() && !line.intitule.split(", ").any(|known| known == row.intitule) {
            let comma = if line.intitule.is_empty() { "" } else { ", " };
            line.intitule = format!("{}{comma}{}", line.intitule, row.intitule);
        }
    }
    let mut beside: BTreeMap<CleDevis, SuiviLigne> = BTreeMap::new();
    let mut apart = SuiviLigne::new(None, None, periods);
    for cost in costs {
        let (poste, departement) = (cost.poste.as_deref().map(fold), cost.departement.as_deref().map(fold));
        // A post may be foreseen whole.
        let whole = (par == "poste").then(|| CleDevis { poste: poste.clone(), departement: None });
        let own = match par {
            "poste" => CleDevis { poste, departement },
            _ => CleDevis { poste: None, departement },
        };
        let key = whole.filter(|key| foreseen.contains_key(key)).unwrap_or_else(|| own.clone());
        match foreseen.get_mut(&key) {
            Some((false, _)) if cost.charges => apart.spend(cost.rank, cost.amount),
            Some((_, line)) => line.spend(cost.rank, cost.amount),
            None => {
                let shown = cost.poste.clone().filter(|_| par == "poste");
                let new = || SuiviLigne::new(shown, cost.departement.clone(), periods);
                beside.entry(own).or_insert_with(new).spend(cost.rank, cost.amount);
            }
        }
    }
    let mut lignes: Vec<SuiviLigne> = foreseen.into_values().map(|(_, line)| line).collect();
    for line in beside.into_values() {
        let nowhere = line.poste.is_none() && line.departement.is_none();
        let which = if nowhere { "sans poste ni équipe, " } else { "" };
        lignes.push(SuiviLigne { intitule: format!("{which}non prévu au devis"), ..line });
    }
    if !apart.consomme.is_zero() {
        let intitule = "charges patronales".to_owned();
        lignes.push(SuiviLigne { intitule, ..apart });
    }
    let mut total = SuiviLigne::new(None, None, periods);
    for line in &mut lignes {
        line.reste = line.prevu - line.consomme;
        total.prevu += line.prevu;
        for (rank, amount) in line.par_periode.iter().enumerate() {
            total.spend(rank, *amount);
        }
    }
    total.reste = total.prevu - total.consomme;
    TableauDevis { par, lignes, total }
}

/// The comparison as a statement of the accountant.
pub(crate) fn statement(table: &TableauDevis) -> Tableau {
    let columns = ["poste", "departement", "intitule", "prevu", "consomme", "reste"];
    let cells = |line: &SuiviLigne| -> Vec<Cellule> {
        let words = [line.poste.clone(), line.departement.clone(), Some(line.intitule.clone())];
        let amounts = [line.prevu, line.consomme, line.reste];
        words
            .map(|word| word.unwrap_or_default().into())
            .into_iter()
            .chain(amounts.map(Cellule::from))
            .collect()
    };
    let by = if table.par == "poste" { "poste" } else { "département" };
    let rows = table.lignes.iter().map(cells).collect();
    Tableau::new(&format!("Devis par {by} : prévu, consommé, reste"), &columns, rows)
}
