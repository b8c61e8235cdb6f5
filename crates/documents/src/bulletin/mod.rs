//! The payslip, in both legal models.
//!
//! C. trav. R3243-1 (mentions) and R3243-2 (model fixed by arrêté). The model follows the date of payment: `adapte` may
//! be used until 31 December 2026, `renove` is mandatory from 1 January 2027.

mod annexe;
mod entete;
mod lignes;
mod nets;

use cddu_payslip::{Computed, Payslip, Sens};
use cddu_rates::{Cents, Diagnostic, Month, Rates};
use chrono::{Datelike, NaiveDate};

use crate::context::Context;
use crate::exemplaire::Exemplaire;
use crate::explique::{self, ExplainedFigure};
use crate::model::{Attachment, Block, Document, Fact, Orientation};
use crate::tables::Ligne;
use crate::typo;

pub(crate) use annexe::body;
pub(crate) use entete::{
    employer as employer_card, identity_name, name as person_name, person as person_card,
};

/// Legal model of the payslip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Modele {
    /// The one that holds at the date of payment: `adapte` until 31 December 2026, then `renove`.
    #[default]
    SelonDate,
    /// Model of 2016 with the row Montant net social.
    Adapte,
    /// Model of the arrêté of 31 January 2023.
    Renove,
}

impl Modele {
    /// Name of the model in `rates/bulletin/lignes.csv`.
    fn key(self, payment: NaiveDate) -> &'static str {
        match self {
            Self::Adapte => "adapte",
            Self::SelonDate if payment.year() < 2027 => "adapte",
            Self::SelonDate | Self::Renove => "renove",
        }
    }
}

/// What to print.
#[derive(Clone, Debug)]
pub struct Options {
    /// Legal model.
    pub modele: Modele,
    /// Who reads it.
    pub exemplaire: Exemplaire,
    /// Adds the annex: bases and lines of each contract, both rates; methods and warnings on the employer's copy.
    pub annexe: bool,
    /// Attaches the frozen payslip as JSON to the PDF.
    pub joindre_json: bool,
    /// Figures to explain; none: no explained pages.
    pub explications: Vec<ExplainedFigure>,
    /// What the payslip that this one replaces has paid; none: nothing is said of it.
    pub deja_verse: Option<DejaVerse>,
}

/// What was paid before a payslip that replaces another one, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DejaVerse {
    /// Number of the payslip replaced.
    pub numero: String,
    /// Paid before.
    pub montant: Cents,
    /// Left to pay; negative when too much was paid.
    pub reste: Cents,
    /// The transfer files of the folder hold the payment; otherwise it is the net of the payslip replaced, which another
    /// means may have paid.
    pub vire: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            modele: Modele::default(),
            exemplaire: Exemplaire::default(),
            annexe: true,
            joindre_json: true,
            explications: Vec::new(),
            deja_verse: None,
        }
    }
}

/// The figures of a computed payslip, ready for [`Options::explications`]: one per formula, in order of calculation.
#[must_use]
pub fn explications(computed: &Computed, rates: &Rates) -> Vec<ExplainedFigure> {
    explique::of_trace(&computed.trace, rates, &computed.contract_names(), "Ensemble du bulletin")
}

/// The payslip as PDF/A-3a, with the embedded tables.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(payslip: &Payslip, options: &Options) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, payslip, options)?)
}

/// The payslip as one HTML page, with the embedded tables.
///
/// # Errors
/// Those of [`document`].
pub fn html(payslip: &Payslip, options: &Options) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, payslip, options)?))
}

/// The payslip as a document.
///
/// # Errors
/// `DOC-005` when the model does not hold at the date of payment, `DOC-006` when a line has no row in the model,
/// `DOC-007` when the printed rows do not add up to the frozen totals.
pub fn document(context: &Context, payslip: &Payslip, options: &Options) -> Result<Document, Diagnostic> {
    let day = payslip.date_paiement;
    let model = rows_of_model(context, options.modele, day)?;
    check_codes(context, payslip, &model)?;
    check_sums(payslip)?;
    let name = entete::name(&payslip.salarie);
    let mut blocks = vec![Block::Cards(vec![
        entete::employer(context, &payslip.employeur.identite),
        entete::employee(payslip),
    ])];
    if let Some(missing) = entete::missing_mentions(payslip) {
        blocks.push(Block::Notice(missing));
    }
    blocks.push(Block::Table(entete::contracts(context, payslip)));
    blocks.extend(nets::tables(payslip, &model, options.deja_verse.as_ref()).into_iter().map(Block::Table));
    if payslip.contrats.len() > 1 {
        blocks.push(Block::Table(annexe::subtotals(payslip)));
    }
    blocks.push(Block::Table(nets::cumuls(payslip)));
    let kept = options.exemplaire.is_kept();
    blocks.extend(unsure(payslip).filter(|_| kept).map(Block::Notice));
    let tables = context.tables();
    blocks.push(Block::Lead(typo::french(tables.mention("conservation", day)?)));
    blocks.push(Block::Mentions(vec![
        typo::french(tables.mention("service_public", day)?),
        typo::french(tables.mention("caisse_conges", day)?),
    ]));
    if options.annexe {
        blocks.extend(annexe::blocks(payslip, options.exemplaire));
    }
    blocks.extend(explique::blocks("Comment ce bulletin est calculé", &options.explications));
    let attachment = if options.joindre_json { Some(attachment(payslip, options.exemplaire)?) } else { None };
    Ok(Document {
        title: "Bulletin de paie".to_owned(),
        subtitle: typo::french("Contrats à durée déterminée d’usage (C. trav. L1242-2 3°)"),
        marks: marks(payslip),
        author: payslip.employeur.identite.raison_sociale.clone().unwrap_or_else(|| "Employeur".to_owned()),
        subject: format!("Bulletin de paie de {name}, {}", typo::period(payslip.periode)),
        date: day,
        identifier: payslip.empreinte.clone(),
        orientation: Orientation::Portrait,
        // Two or three contracts still fit one page.
        dense: payslip.contrats.len() > 1,
        blocks,
        footer: format!(
            "{name} · paie {} · {}",
            typo::french(&format!("du {}", typo::date(day))),
            typo::french(&format!("empreinte {}", short(&payslip.empreinte)))
        ),
        attachment,
    })
}

/// The first characters of a fingerprint, enough to compare two documents by eye.
pub(crate) fn short(fingerprint: &str) -> String {
    fingerprint.trim_start_matches("sha256:").chars().take(16).collect()
}

fn rows_of_model(context: &Context, modele: Modele, day: NaiveDate) -> Result<Vec<&Ligne>, Diagnostic> {
    let key = modele.key(day);
    let model = context.tables().lignes(key, day);
    if model.is_empty() {
        return Err(Diagnostic::error(
            "DOC-005",
            format!(
                "le modèle de bulletin « {key} » ne peut pas servir pour un paiement du {}",
                typo::date(day)
            ),
        )
        .at("date_paiement")
        .hint("laisser le modèle suivre la date de paiement : adapte jusqu'au 31/12/2026, renove ensuite"));
    }
    Ok(model)
}

/// Every line must have its row: nothing is left off a payslip.
fn check_codes(context: &Context, payslip: &Payslip, model: &[&Ligne]) -> Result<(), Diagnostic> {
    for line in payslip.contrats.iter().flat_map(|c| &c.lignes) {
        if !model.iter().any(|row| row.codes.iter().any(|c| line.code == *c)) {
            return Err(Diagnostic::error(
                "DOC-006",
                format!("la ligne « {} » ({}) n'a pas de rang sur le bulletin", line.code, line.libelle),
            )
            .in_file(context.tables().shown("lignes.csv"), None)
            .hint("nommer, dans la section [bulletin] du fichier de cette ligne, un rang de la table"));
        }
    }
    Ok(())
}

/// The printed rows add up to the frozen totals.
fn check_sums(payslip: &Payslip) -> Result<(), Diagnostic> {
    let t = &payslip.totaux;
    let lines = || payslip.contrats.iter().flat_map(|c| &c.lignes);
    let employee: Cents =
        lines().filter(|l| !l.is_relief()).filter_map(cddu_payslip::Line::contribution_salarie).sum();
    let employee_reliefs: Cents = lines().filter(|l| l.is_relief()).filter_map(|l| l.montant_salarie).sum();
    let abroad: Cents = lines().filter(|l| l.is_withholding()).filter_map(|l| l.montant_salarie).sum();
    let employer: Cents = lines().filter(|l| !l.is_relief()).filter_map(|l| l.montant_employeur).sum();
    let reliefs: Cents = lines().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum();
    let gross: Cents = payslip.contrats.iter().map(|c| c.bases.brut).sum();
    let before_tax: Cents = nets::before_tax(payslip).map(nets::signed).sum();
    let after_tax: Cents = nets::after_tax(payslip).map(nets::signed).sum();
    let checks = [
        ("cotisations_salarie", employee, t.cotisations_salarie),
        ("cotisations_employeur", employer, t.cotisations_employeur),
        ("allegements", -reliefs, t.allegements),
        ("allegements_salarie", -employee_reliefs, t.allegements_salarie),
        ("brut", gross, t.brut),
        (
            "net_avant_impot",
            t.brut - t.cotisations_salarie + t.allegements_salarie + before_tax,
            t.net_avant_impot,
        ),
        ("retenue_non_resident", abroad, t.retenue_non_resident),
        ("net_paye", t.net_avant_impot - t.pas - t.retenue_non_resident, t.net_paye),
        ("virement", t.net_paye + after_tax, t.virement),
        ("total_verse_employeur", t.brut + t.cotisations_employeur - t.allegements, t.total_verse_employeur),
    ];
    for (field, printed, frozen) in checks {
        if printed != frozen {
            return Err(Diagnostic::error(
                "DOC-007",
                format!("les lignes du bulletin donnent {printed} pour {field}, le total figé dit {frozen}"),
            )
            .at(format!("totaux.{field}"))
            .hint("le bulletin a été modifié après son calcul : le recalculer"));
        }
    }
    for contract in payslip.contrats.iter().filter(|c| !c.elements.is_empty()) {
        let printed: Cents = contract.elements.iter().map(|e| e.montant).sum();
        if printed != contract.bases.brut {
            return Err(Diagnostic::error(
                "DOC-007",
                format!(
                    "les éléments du contrat {} donnent {printed}, son brut figé est {}",
                    contract.contrat, contract.bases.brut
                ),
            )
            .at(format!("contrats.{}.bases.brut", contract.contrat))
            .hint("le bulletin a été modifié après son calcul : le recalculer"));
        }
    }
    Ok(())
}

fn marks(payslip: &Payslip) -> Vec<Fact> {
    let (first, last) = (Month::of(payslip.periode.debut), Month::of(payslip.periode.fin));
    let mut marks = Vec::new();
    if first == last {
        marks.push(Fact::new("Mois", typo::month(first)));
    }
    marks.push(Fact::new("Période de paie", typo::period(payslip.periode)));
    marks.push(Fact::new("Date de paiement", typo::date(payslip.date_paiement)));
    marks.extend(Fact::optional("Numéro", payslip.numero.clone()));
    marks.extend(Fact::optional("Annule et remplace", payslip.rectifie.clone()));
    marks.extend(Fact::optional("Rappel, complète le bulletin", payslip.rappel.clone()));
    marks
}

/// One sentence when a contribution rests on a value that nobody has verified.
fn unsure(payslip: &Payslip) -> Option<String> {
    let mut labels: Vec<&str> = Vec::new();
    for line in payslip.contrats.iter().flat_map(|c| &c.lignes) {
        if line.confiance == cddu_rates::Confiance::C && !labels.contains(&line.libelle.as_str()) {
            labels.push(&line.libelle);
        }
    }
    (!labels.is_empty()).then(|| {
        typo::french(&format!(
            "Valeur à confirmer : {} (taux ou règle de confiance C, non vérifié dans un texte officiel).",
            labels.join(" ; ")
        ))
    })
}

/// The payslip as data. What the program says to its reader is on the employer's copy only; no hash is taken of it.
fn attachment(payslip: &Payslip, copy: Exemplaire) -> Result<Attachment, Diagnostic> {
    let bare = (!copy.is_kept() && !payslip.avertissements.is_empty())
        .then(|| Payslip { avertissements: Vec::new(), ..payslip.clone() });
    let mut data = serde_json::to_vec(bare.as_ref().unwrap_or(payslip)).map_err(|e| {
        Diagnostic::error("DOC-008", format!("le bulletin ne peut pas être joint en JSON : {e}"))
    })?;
    data.push(b'\n');
    Ok(Attachment {
        name: "bulletin.json".to_owned(),
        media_type: "application/json",
        description: "Bulletin figé, lisible par une machine".to_owned(),
        data,
    })
}

/// True for an element that lies between the contributions and the net before tax.
fn moves_net_before_tax(element: &cddu_payslip::ElementPay) -> bool {
    use cddu_payslip::ElementCode::{AvantageRepas, Frais, Prime};
    element.sens != Sens::Neutre && matches!(element.code, Frais | AvantageRepas | Prime)
}
