//! What is explained: a payslip or an author note, as a request or frozen in a folder, and all its figures.

use cddu_payslip::note::{ComputedNote, Note, NoteInput};
use cddu_payslip::trace::{ExplainedFigure, Fig, Trace};
use cddu_payslip::{Avertissement, BulletinInput, Computed, Payslip, json};
use cddu_rates::{Confiance, Diagnostic, Diagnostics, Rates};
use serde::Deserialize;
use serde_json::Value;

/// The document that is explained.
#[derive(Clone, Debug)]
pub enum Document {
    /// A payslip.
    Payslip(Box<Payslip>),
    /// A note de droits d'auteur.
    Note(Box<Note>),
}

/// A document and its figures.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sheet {
    /// The document itself.
    pub document: Document,
    /// Names of the contracts of a payslip.
    pub contracts: Vec<String>,
    /// In order of calculation.
    pub figures: Vec<Figure>,
    /// What is not due.
    pub absent: Vec<ExplainedFigure>,
    /// Warnings of the document.
    pub warnings: Vec<Avertissement>,
    /// Methods used: key and value.
    pub methods: Vec<(String, String)>,
}

/// A figure, the figures that it is computed from, and its confidence without theirs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Figure {
    /// The figure.
    pub plain: ExplainedFigure,
    /// Ranks of the figures it is computed from.
    pub args: Vec<usize>,
    /// Its confidence without theirs.
    pub own: Confiance,
}

/// A document explained, and what the reader must know of the document itself (a frozen one that today's tables no
/// longer give).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The document and its figures.
    pub sheet: Sheet,
    /// Warnings.
    pub told: Vec<Diagnostic>,
}

/// A payslip of the register: what is explained of it, whatever else the file holds.
#[derive(Deserialize)]
struct Frozen {
    entree: BulletinInput,
    resultat: Payslip,
}

/// A note of the register.
#[derive(Deserialize)]
struct FrozenNote {
    entree: NoteInput,
    resultat: Note,
}

impl Figure {
    /// The figure has a formula.
    #[must_use]
    pub const fn is_computed(&self) -> bool {
        self.plain.calcul.is_some()
    }

    /// Name of the figure inside its line or contract.
    #[must_use]
    pub fn code(&self) -> &str {
        code_of(&self.plain.figure)
    }
}

/// Name of a figure inside its line or contract, without its days: `hs_25` for `C1.hs_25@2026-W46`.
pub fn code_of(address: &str) -> &str {
    let last = address.rsplit('.').next().unwrap_or_default();
    last.split('@').next().unwrap_or_default()
}

impl Sheet {
    /// Reads a request or a frozen document, and computes it.
    pub(crate) fn read(rates: &Rates, text: &str) -> Result<Explanation, Diagnostics> {
        let (sheet, told) = read(rates, text)?;
        Ok(Explanation { sheet, told })
    }

    /// The figures that have a formula.
    #[must_use]
    pub fn computed(&self, contract: Option<&str>) -> Vec<usize> {
        let all = self.figures.iter().enumerate();
        all.filter(|(_, f)| f.is_computed() && of_contract(&f.plain, contract))
            .map(|(rank, _)| rank)
            .collect()
    }
}

/// True for the figures of a contract, or of any.
pub(crate) fn of_contract(figure: &ExplainedFigure, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| figure.contrat.as_deref() == Some(wanted))
}

type Read = Result<(Sheet, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads a request or a frozen document, and computes it. Beside, what the reader must know of the document itself.
fn read(rates: &Rates, text: &str) -> Read {
    let keys: Value = serde_json::from_str(text).unwrap_or_default();
    let has = |value: &Value, key: &str| value.get(key).is_some();
    let frozen = has(&keys, "entree") && has(&keys, "resultat");
    let input = if frozen { &keys["entree"] } else { &keys };
    if has(input, "brut_ht") && !has(input, "contrats") {
        if frozen {
            frozen_note(rates, &one(json::parse(text))?)
        } else {
            note(rates, &one(json::parse(text))?)
        }
    } else if frozen {
        frozen_payslip(rates, &one(json::parse(text))?)
    } else {
        payslip(rates, &one(json::parse(text))?).map(|(sheet, _)| (sheet, Vec::new()))
    }
}

fn one<T>(read: Result<T, Diagnostic>) -> Result<T, Vec<Diagnostic>> {
    read.map_err(|d| vec![d])
}

fn payslip(rates: &Rates, input: &BulletinInput) -> Result<(Sheet, Computed), Vec<Diagnostic>> {
    let computed = cddu_payslip::compute(rates, input)?;
    Ok((of_payslip(rates, &computed), computed))
}

fn frozen_payslip(rates: &Rates, frozen: &Frozen) -> Read {
    let (sheet, computed) = payslip(rates, &frozen.entree)?;
    let (then, now) = (&frozen.resultat, &computed.bulletin);
    let lines = |b: &cddu_payslip::Payslip| -> Vec<_> {
        let all = b.contrats.iter().flat_map(|c| &c.lignes);
        all.map(|l| (l.code.clone(), l.base, l.montant_salarie, l.montant_employeur)).collect()
    };
    let same = then.totaux == now.totaux && lines(then) == lines(now);
    Ok((sheet, changed(same, &then.empreinte_baremes, &now.empreinte_baremes)))
}

fn frozen_note(rates: &Rates, frozen: &FrozenNote) -> Read {
    let computed = cddu_payslip::note::explain(rates, &frozen.entree)?;
    let (then, now) = (&frozen.resultat, &computed.note);
    let same = then.totaux == now.totaux && then.lignes.len() == now.lignes.len();
    Ok((of_note(rates, &computed), changed(same, &then.empreinte_baremes, &now.empreinte_baremes)))
}

/// A frozen document that today's tables or program no longer give: its amounts stay, the explanation is another's.
fn changed(same: bool, then: &str, now: &str) -> Vec<Diagnostic> {
    if same {
        return Vec::new();
    }
    let cause = if then == now { "le programme a" } else { "les barèmes ont" };
    let message = format!(
        "{cause} changé depuis ce document : les montants expliqués ne sont plus ceux qui sont figés"
    );
    let hint = "les montants figés restent ceux du document ; cddu paie --rectifier en fait un rectificatif, --baremes DOSSIER reprend d'autres tables";
    vec![Diagnostic::warning("CLI-012", message).hint(hint)]
}

fn note(rates: &Rates, input: &NoteInput) -> Read {
    let computed = cddu_payslip::note::explain(rates, input)?;
    Ok((of_note(rates, &computed), Vec::new()))
}

fn of_payslip(rates: &Rates, computed: &Computed) -> Sheet {
    let contracts = computed.contract_names();
    let bulletin = &computed.bulletin;
    Sheet {
        document: Document::Payslip(Box::new(bulletin.clone())),
        figures: figures(&computed.trace, rates, &contracts),
        contracts: contracts.iter().map(|c| (*c).to_owned()).collect(),
        absent: computed.not_due(rates),
        warnings: bulletin.avertissements.clone(),
        methods: methods(&bulletin.methodes),
    }
}

/// The figures of a trace, in order of calculation.
fn figures(trace: &Trace, rates: &Rates, contracts: &[&str]) -> Vec<Figure> {
    let figure = |(rank, node)| Figure {
        plain: trace.explain(Fig(rank), rates, contracts),
        args: trace.args(node).iter().map(|f| f.0 as usize).collect(),
        own: trace.own_confidence(Fig(rank), rates),
    };
    (0..).zip(trace.nodes()).map(figure).collect()
}

fn of_note(rates: &Rates, computed: &ComputedNote) -> Sheet {
    let note = &computed.note;
    let mut figures = figures(&computed.trace, rates, &[]);
    for figure in &mut figures {
        // `AA_CSG.retenue` belongs to the line AA_CSG.
        let line = figure.plain.figure.split_once('.').map(|(line, _)| line.to_owned());
        figure.plain.ligne = line.filter(|l| l.starts_with("AA_"));
    }
    Sheet {
        contracts: Vec::new(),
        figures,
        absent: Vec::new(),
        methods: methods(&note.methodes),
        warnings: note.avertissements.clone(),
        document: Document::Note(Box::new(note.clone())),
    }
}

fn methods(methods: &impl serde::Serialize) -> Vec<(String, String)> {
    let Ok(Value::Object(map)) = serde_json::to_value(methods) else { return Vec::new() };
    let text = |v: Value| v.as_str().unwrap_or("selon la convention").to_owned();
    map.into_iter().map(|(key, value)| (key, text(value))).collect()
}
