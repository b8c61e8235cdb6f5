//! Certificat de travail: only what C. trav. D1234-6 allows, and the notice of continued cover (CSS L911-8 6°).

use cddu_declarations::certificats::CertificatTravail;
use cddu_rates::Diagnostic;

use super::{Sheet, parties, signed};
use crate::bulletin::identity_name;
use crate::context::Context;
use crate::model::{Block, Column, Document, Row, Table};
use crate::typo;

/// The certificate as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(certificate: &CertificatTravail) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, certificate)?)
}

/// The certificate as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(certificate: &CertificatTravail) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, certificate)?))
}

/// The certificate as a document.
///
/// # Errors
/// `DOC-004` when the sentence about continued cover is missing from the tables.
pub fn document(context: &Context, c: &CertificatTravail) -> Result<Document, Diagnostic> {
    let (employeur, salarie) = (&c.parties.employeur, &c.parties.salarie);
    let date = c.parties.signature.date;
    let employer = employeur.raison_sociale.clone().unwrap_or_else(|| "L’employeur".to_owned());
    let mut blocks = vec![
        parties(context, employeur, salarie),
        Block::Paragraph(typo::french(&format!(
            "{employer} certifie avoir employé {}. Date d’entrée : {} ; date de sortie : {}. Emplois occupés :",
            identity_name(salarie),
            typo::long_date(c.entree),
            typo::long_date(c.sortie)
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
        blocks.push(Block::Paragraph(typo::french(context.tables().mention("portabilite", date)?)));
    }
    blocks.push(Block::Signatures(vec![signed(&c.parties.signature)]));
    let sheet = Sheet {
        title: "Certificat de travail",
        subtitle: "C. trav. L1234-19 et D1234-6",
        employeur,
        salarie,
        date,
        identifier: format!(
            "certificat-travail-{}-{}",
            salarie.matricule.as_deref().unwrap_or_default(),
            c.sortie
        ),
        marks: vec![crate::model::Fact::new("Date", typo::date(date))],
        blocks,
    };
    Ok(sheet.document())
}
