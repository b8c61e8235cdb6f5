//! Certificat de travail: only what C. trav. D1234-6 allows, and the notice of continued cover (CSS L911-8 6°).

use cddu_payslip::{IdentiteEmployeur, Salarie};
use cddu_rates::{Diagnostic, Period};
use chrono::NaiveDate;

use super::{Sheet, Signataire, parties};
use crate::bulletin::person_name;
use crate::context::Context;
use crate::model::{Block, Column, Document, Row, Table};
use crate::typo;

/// A job held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emploi {
    /// Nature of the job.
    pub fonction: String,
    /// Days during which it was held.
    pub periode: Period,
}

/// What the certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificat {
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: Salarie,
    /// Day of issue.
    pub date: NaiveDate,
    /// Day of entry and of exit.
    pub presence: Period,
    /// Jobs held, in order.
    pub emplois: Vec<Emploi>,
    /// The continued cover applies and must be announced.
    pub portabilite: bool,
    /// Who signs.
    pub signataire: Signataire,
}

/// The certificate as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(certificate: &Certificat) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, certificate)?)
}

/// The certificate as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(certificate: &Certificat) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, certificate)?))
}

/// The certificate as a document.
///
/// # Errors
/// `DOC-004` when the sentence about continued cover is missing from the tables.
pub fn document(context: &Context, c: &Certificat) -> Result<Document, Diagnostic> {
    let employer = c.employeur.raison_sociale.clone().unwrap_or_else(|| "L’employeur".to_owned());
    let mut blocks = vec![
        identities(context, c),
        Block::Paragraph(typo::french(&format!(
            "{employer} certifie avoir employé {}. Date d’entrée : {} ; date de sortie : {}. Emplois occupés :",
            person_name(&c.salarie),
            typo::long_date(c.presence.debut),
            typo::long_date(c.presence.fin)
        ))),
        Block::Table(Table {
            summary: "Emplois occupés".to_owned(),
            columns: vec![Column::text("Nature de l’emploi", 60), Column::text("Période", 40)],
            rows: c
                .emplois
                .iter()
                .map(|e| Row::line([e.fonction.clone(), typo::period_capital(e.periode)]))
                .collect(),
        }),
    ];
    if c.portabilite {
        blocks.push(Block::Paragraph(typo::french(context.tables().mention("portabilite", c.date)?)));
    }
    blocks.push(Block::Signatures(vec![c.signataire.block()]));
    let sheet = Sheet {
        title: "Certificat de travail",
        subtitle: "C. trav. L1234-19 et D1234-6",
        employeur: &c.employeur,
        salarie: &c.salarie,
        date: c.date,
        identifier: format!("certificat-travail-{}-{}", c.salarie.matricule, c.presence.fin),
        marks: vec![crate::model::Fact::new("Date", typo::date(c.date))],
        blocks,
    };
    Ok(sheet.document())
}

/// The parties without what D1234-6 does not list (social security number, affiliations).
fn identities(context: &Context, c: &Certificat) -> Block {
    let mut employeur = c.employeur.clone();
    (employeur.numero_conges_spectacles, employeur.numero_france_travail) = (None, None);
    let salarie = Salarie { nir: None, numero_conges_spectacles: None, ..c.salarie.clone() };
    parties(context, &employeur, &salarie)
}
