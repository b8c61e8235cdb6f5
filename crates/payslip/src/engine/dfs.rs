//! The social security base: gross, gross after DFS, or the forfait of a figurant.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Population, Rate};
use chrono::Datelike;
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use super::elements::Elements;
use super::smic;
use crate::engine::recorder::Recorder;
use crate::input::BulletinInput;
use crate::methods::FigurantMethod;
use crate::rules;
use crate::trace::{Amount, Val};
use crate::vocabulary::{Categorie, DfsGroupe};

/// DFS used by calendar year: 7,600 EUR a year and employer, contracts taken in the order given.
pub(crate) struct Book {
    used: BTreeMap<i32, Cents>,
}

impl Book {
    pub fn new(input: &BulletinInput) -> Self {
        let year = input.contrats.iter().map(|c| c.periode().fin.year()).max();
        Self { used: year.into_iter().map(|y| (y, input.cumuls.dfs)).collect() }
    }

    fn used(&self, year: i32) -> Cents {
        self.used.get(&year).copied().unwrap_or_default()
    }

    /// DFS of the last year paid, this payslip included.
    pub fn total(&self) -> Cents {
        self.used.last_key_value().map(|(_, used)| *used).unwrap_or_default()
    }
}

/// The social security base and how it was reached.
pub(crate) struct SsBase {
    pub base: Amount,
    pub dfs_rate: Option<Rate>,
    pub dfs: Option<Amount>,
    pub forfait: bool,
}

pub(crate) fn securite_sociale(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
    elements: &Elements,
    book: &mut Book,
) -> Result<SsBase, Diagnostic> {
    if let Some(base) = figurant(run, contract, brut)? {
        return Ok(SsBase { base, dfs_rate: None, dfs: None, forfait: true });
    }
    if !contract.c.dfs {
        let name = contract.name("dfs", "déduction forfaitaire spécifique");
        let text = "pas de déduction forfaitaire spécifique : le contrat ne la demande pas (dfs : false)";
        run.t.not_due(name, text, "", &[], &rules::DFS);
        return Ok(SsBase { base: brut, dfs_rate: None, dfs: None, forfait: false });
    }
    let group = contract.c.dfs_groupe.unwrap_or(if contract.c.categorie == Categorie::Artiste {
        DfsGroupe::G25
    } else {
        DfsGroupe::G20
    });
    let key = match group {
        DfsGroupe::G25 => "DFS_25",
        DfsGroupe::G20 => "DFS_20",
    };
    let frais = elements.frais_in_dfs_base(run, contract);
    let before = run.calc(
        contract.name("dfs_base", "base avant DFS"),
        brut.v + frais.iter().map(|a| a.v).sum(),
        "Σ",
        &std::iter::once(brut.f).chain(frais.iter().map(|a| a.f)).collect::<Vec<_>>(),
        &rules::DFS,
    );
    let value = run.rates.param(key, contract.end)?;
    let rate = Rate(value.value);
    let rate_fig = run.table(contract.name("dfs_taux", "taux de DFS"), Val::Percent(rate), value.row);
    let limit =
        run.amount(contract.name("dfs_limite", "limite annuelle de DFS"), "DFS_PLAFOND", contract.end)?;
    let year = contract.end.year();
    let used = run.given(contract.name("dfs_utilisee", "DFS déjà utilisée dans l'année"), book.used(year));
    let dfs = run.calc(
        contract.name("dfs", "déduction forfaitaire spécifique"),
        rate.of(before.v).min((limit.v - used.v).or_zero()),
        "min(arrondi({0} × {1} %) ; max(0 ; {2} - {3}))",
        &[before.f, rate_fig, limit.f, used.f],
        &rules::DFS,
    );
    let floor = smic::of_hours(run, contract)?;
    let after = run.calc(
        contract.name("dfs_apres", "base après DFS"),
        (before.v - dfs.v).max(Cents::round(floor.v)).min(before.v),
        "min(max({0} - {1} ; arrondi({2})) ; {0})",
        &[before.f, dfs.f, floor.f],
        &rules::DFS_PLANCHER,
    );
    // What the floor gives back is not used up.
    let real = run.calc(
        contract.name("dfs_reelle", "déduction réellement pratiquée"),
        before.v - after.v,
        "{0} - {1}",
        &[before.f, after.f],
        &rules::DFS_PLANCHER,
    );
    book.used.insert(year, used.v + real.v);
    let base = run.calc(
        contract.name("securite_sociale", "assiette de sécurité sociale"),
        after.v.min(brut.v),
        "min({0} ; {1})",
        &[after.f, brut.f],
        &rules::DFS_PLANCHER,
    );
    if contract.hours().is_zero() {
        let message = format!(
            "contrat {} : DFS sans heures ni cachets, le plancher du SMIC n'a pas pu être vérifié",
            contract.c.contrat
        );
        run.warn("DFS-PLANCHER", message);
    }
    Ok(SsBase { base, dfs_rate: Some(rate), dfs: Some(real), forfait: false })
}

/// The reading used for a figurant: the one asked, or the default of the convention and of the engagement.
pub(crate) fn figurant_method(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<FigurantMethod, Diagnostic> {
    if let Some(asked) = run.input.methodes.figurant {
        return Ok(asked);
    }
    Ok(if contract.idcc == "3097" && contract.short(run)? {
        FigurantMethod::Forfait
    } else {
        FigurantMethod::Reel
    })
}

/// Nine hourly SMIC a day, when the figurant is under 6 % of the PMSS a day and the method says so.
fn figurant(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
) -> Result<Option<Amount>, Diagnostic> {
    if contract.population != Population::Figurant || brut.v.is_zero() {
        return Ok(None);
    }
    let forfait = contract.name("forfait", "assiette forfaitaire");
    if figurant_method(run, contract)? == FigurantMethod::Reel {
        let text = "pas de forfait : l'assiette est le salaire réel (méthode figurant : reel)";
        run.t.not_due(forfait, text, "", &[], &rules::FIGURANT_FORFAIT);
        return Ok(None);
    }
    let percent = run.number(
        contract.name("forfait_seuil", "seuil du forfait (en %)"),
        "FIGURANT_SEUIL_PMSS",
        contract.end,
    )?;
    let pmss = run.amount(contract.name("pmss", "plafond mensuel"), "PMSS", contract.end)?;
    let days = run.given_number(contract.name("jours", "jours de travail"), contract.jours);
    if brut.v.to_decimal() >= pmss.v.to_decimal() * percent.v / Decimal::ONE_HUNDRED * days.v {
        run.t.not_due(
            forfait,
            "pas de forfait : le brut de {0} atteint {1} % du plafond mensuel ({2}) par jour, pour {3} jours",
            "{0} ≥ {2} × {1} % × {3}",
            &[brut.f, percent.f, pmss.f, days.f],
            &rules::FIGURANT_FORFAIT,
        );
        return Ok(None);
    }
    let smic = smic::hourly(run, contract)?;
    let count = run.number(
        contract.name("forfait_smic", "SMIC horaires par jour"),
        "FIGURANT_FORFAIT_SMIC",
        contract.end,
    )?;
    Ok(Some(run.calc(
        contract.name("securite_sociale", "assiette forfaitaire"),
        Cents::round(count.v * smic.v * days.v),
        "arrondi({0} × {1} × {2})",
        &[count.f, smic.f, days.f],
        &rules::FIGURANT_FORFAIT,
    )))
}
