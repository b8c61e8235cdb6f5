//! What is explained: a payslip or an author note, as a request or frozen in a folder, and all its figures.

use cddu_payslip::note::{Explication, Note, NoteInput};
use cddu_payslip::trace::{ExplainedFigure, ExplainedNumber, ExplainedRow, ExplainedRule, Fig};
use cddu_payslip::{Avertissement, BulletinInput, Computed, Payslip, formula, json};
use cddu_rates::{Confiance, Diagnostic, Diagnostics, Rates};
use rust_decimal::Decimal;
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
        self.plain.figure.rsplit('.').next().unwrap_or_default()
    }
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
    let now = cddu_payslip::note::compute(rates, &frozen.entree)?;
    let then = &frozen.resultat;
    let (sheet, _) = note(rates, &frozen.entree)?;
    let same = then.totaux == now.totaux && then.lignes.len() == now.lignes.len();
    Ok((sheet, changed(same, &then.empreinte_baremes, &now.empreinte_baremes)))
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
    let note = cddu_payslip::note::compute(rates, input)?;
    let figures = cddu_payslip::note::explain(rates, input)?;
    Ok((of_note(note, figures), Vec::new()))
}

fn of_payslip(rates: &Rates, computed: &Computed) -> Sheet {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let bulletin = &computed.bulletin;
    let figures = (0..)
        .zip(trace.nodes())
        .map(|(rank, node)| Figure {
            plain: trace.explain(Fig(rank), rates, &contracts),
            args: trace.args(node).iter().map(|f| f.0 as usize).collect(),
            own: trace.own_confidence(Fig(rank), rates),
        })
        .collect();
    Sheet {
        document: Document::Payslip(Box::new(bulletin.clone())),
        contracts: contracts.iter().map(|c| (*c).to_owned()).collect(),
        figures,
        absent: computed.not_due(rates),
        warnings: bulletin.avertissements.clone(),
        methods: methods(&bulletin.methodes),
    }
}

fn of_note(note: Note, figures: Vec<Explication>) -> Sheet {
    Sheet {
        contracts: Vec::new(),
        figures: figures.into_iter().map(of_explication).collect(),
        absent: Vec::new(),
        methods: methods(&note.methodes),
        warnings: note.avertissements.clone(),
        document: Document::Note(Box::new(note)),
    }
}

/// A figure of a note: its formula holds numbers, not other figures.
fn of_explication(e: Explication) -> Figure {
    let own = e.confiance;
    let calcul = e.formule.replace(" x ", " × ");
    let exact = formula::evaluate(&calcul, &[]);
    let rounded = exact.filter(|v| *v != e.valeur.to_decimal()).map(|v: Decimal| v.normalize().to_string());
    let line = e.figure.split_once('.').map(|(line, _)| line).filter(|l| l.starts_with("AA_"));
    let nombres = e.sources.into_iter().map(|s| ExplainedNumber {
        libelle: s.cle.clone(),
        valeur: s.valeur,
        unite: "",
        figure: s.cle.clone(),
        table: Some(ExplainedRow {
            cle: s.cle,
            fichier: s.fichier,
            ligne: s.ligne,
            validite: s.validite,
            base_legale: s.base_legale,
            source: s.source,
            lien: s.lien,
            confiance: s.confiance,
            verifie_le: String::new(),
        }),
        saisie: false,
    });
    let mut libelle = e.libelle;
    if e.figure.ends_with(".producteur") && !libelle.contains(", part d") {
        libelle.push_str(", part du producteur");
    }
    let plain = ExplainedFigure {
        ligne: line.map(str::to_owned),
        contrat: None,
        libelle,
        valeur: e.valeur.to_string(),
        unite: "EUR",
        formule: None,
        calcul: Some(calcul),
        avant_arrondi: rounded,
        nombres: nombres.collect(),
        regle: Some(ExplainedRule {
            nom: "".into(),
            texte: e.regle.into(),
            base_legale: e.base_legale.into(),
            confiance: own,
            methodes: &[],
        }),
        table: None,
        saisie: None,
        depend_de: Vec::new(),
        pourquoi: None,
        confiance: own,
        figure: e.figure,
    };
    Figure { plain, args: Vec::new(), own }
}

fn methods(methods: &impl serde::Serialize) -> Vec<(String, String)> {
    let Ok(Value::Object(map)) = serde_json::to_value(methods) else { return Vec::new() };
    let text = |v: Value| v.as_str().unwrap_or("selon la convention").to_owned();
    map.into_iter().map(|(key, value)| (key, text(value))).collect()
}
