//! The cost of a planned engagement, or the gross that gives a wanted net or cost.

use cddu_payslip::{BulletinInput, Cible, Computed, Solved, solve};
use cddu_rates::{Cents, Diagnostic, Diagnostics, Rates};
use serde::{Deserialize, Serialize};

use crate::answer::Status;

/// What is wanted of an engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Simulation {
    /// The engagement, as a request of a payslip.
    pub demande: BulletinInput,
    /// Net to pay that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Cents>,
    /// Cost for the employer that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cout: Option<Cents>,
    /// Contract whose gross is looked for, when there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
}

impl Simulation {
    /// The engagement as it is.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let asked = cddu_kit::Simulation::new(cddu_kit::read(&text)?.input);
    /// assert!(asked.net.is_none() && asked.cout.is_none());
    /// # Ok::<(), cddu_kit::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn new(demande: BulletinInput) -> Self {
        Self { demande, net: None, cout: None, contrat: None }
    }

    /// Looks for the gross that gives a net to pay.
    #[must_use]
    pub const fn for_net(mut self, net: Cents) -> Self {
        self.net = Some(net);
        self
    }

    /// Looks for the gross that gives a cost for the employer.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let asked = cddu_kit::Simulation::new(cddu_kit::read(&text)?.input).for_cost("1200.00".parse()?);
    /// let found = cddu_kit::Engine::embedded().simulate(&asked.of_contract("C1"))?;
    /// assert!(found.reponses.iter().any(|answer| answer.total_verse_employeur >= "1200.00".parse().unwrap()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn for_cost(mut self, cost: Cents) -> Self {
        self.cout = Some(cost);
        self
    }

    /// Names the contract whose gross is looked for, when there are several.
    #[must_use]
    pub fn of_contract(mut self, contrat: impl Into<String>) -> Self {
        self.contrat = Some(contrat.into());
        self
    }
}

/// One engagement that answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SimulationAnswer {
    /// `engagement`, `exact`, `juste en dessous`, `juste au-dessus`.
    pub reponse: &'static str,
    /// Gross.
    pub brut: Cents,
    /// Net before tax.
    pub net_avant_impot: Cents,
    /// Net to pay.
    pub net_paye: Cents,
    /// Cost for the employer.
    pub total_verse_employeur: Cents,
}

impl SimulationAnswer {
    fn new(reponse: &'static str, computed: &Computed) -> Self {
        let t = &computed.bulletin.totaux;
        Self {
            reponse,
            brut: t.brut,
            net_avant_impot: t.net_avant_impot,
            net_paye: t.net_paye,
            total_verse_employeur: t.total_verse_employeur,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Simulated {
    /// Anomalies when no gross gives the amount to the cent.
    pub status: Status,
    /// The engagement, the exact answer, or the nearest ones.
    pub reponses: Vec<SimulationAnswer>,
}

pub(crate) fn simulate(rates: &Rates, wanted: &Simulation) -> Result<Simulated, Diagnostics> {
    let target = match (wanted.net, wanted.cout) {
        (Some(_), Some(_)) => {
            let error = Diagnostic::error("KIT-005", "un net et un coût sont demandés ensemble").at("net");
            return Err(error.hint("chercher l'un ou l'autre").into());
        }
        (Some(net), None) => (Cible::NetPaye, net),
        (None, Some(cost)) => (Cible::TotalVerseEmployeur, cost),
        (None, None) => {
            let computed = cddu_payslip::compute(rates, &wanted.demande)?;
            let reponses = vec![SimulationAnswer::new("engagement", &computed)];
            return Ok(Simulated { status: Status::Done, reponses });
        }
    };
    Ok(match solve(rates, &wanted.demande, wanted.contrat.as_deref(), target.0, target.1)? {
        Solved::Exact(computed) => {
            Simulated { status: Status::Done, reponses: vec![SimulationAnswer::new("exact", &computed)] }
        }
        Solved::Between(under, over) => {
            let under = under.iter().map(|c| SimulationAnswer::new("juste en dessous", c));
            let over = over.iter().map(|c| SimulationAnswer::new("juste au-dessus", c));
            Simulated { status: Status::Anomalies, reponses: under.chain(over).collect() }
        }
    })
}
