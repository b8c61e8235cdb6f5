//! Certificat d'emploi for the caisse Congés Spectacles (C. trav. D7121-32): engagements, pay of the period, name and
//! address of the caisse.

use cddu_payslip::{IdentiteEmployeur, Salarie};
use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rate};
use chrono::NaiveDate;

use super::{Sheet, Signataire, parties};
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, RowKind, Table};
use crate::typo;

/// A contract, or the part of it inside the exercise of the caisse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// Contract.
    pub contrat: String,
    /// Job.
    pub emploi: String,
    /// Days covered.
    pub periode: Period,
    /// Days worked.
    pub jours: u32,
    /// Cachets.
    pub cachets: u32,
    /// Hours.
    pub heures: Quantity,
    /// Gross before DFS.
    pub brut: Cents,
    /// Base of the contribution.
    pub assiette: Cents,
    /// Rate, percent; none when the payslips have several.
    pub taux: Option<Rate>,
    /// Contribution of the employer.
    pub cotisation: Cents,
}

/// Work for the employer over the twelve months that end with the period certified (C. trav. D7121-32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DouzeMois {
    /// Days worked.
    pub jours: u32,
    /// Cachets.
    pub cachets: u32,
    /// Gross before DFS.
    pub brut: Cents,
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
    /// Exercise of the caisse, 1 April to 31 March.
    pub exercice: Period,
    /// Title of the production.
    pub titre_production: Option<String>,
    /// SIRET given to the film, when it has one.
    pub siret_film: Option<String>,
    /// Numéro d'objet.
    pub numero_objet: Option<String>,
    /// The last twelve months.
    pub douze_mois: Option<DouzeMois>,
    /// Name and address of the caisse; those of the tables when none is given.
    pub caisse: Option<String>,
    /// Numbers of the payslips.
    pub bulletins: Vec<String>,
    /// How the base is limited (`aucun plafond`, `plafond conventionnel`...).
    pub plafond: String,
    /// Engagements, in order.
    pub engagements: Vec<Engagement>,
    /// Total of the bases, frozen.
    pub total_assiette: Cents,
    /// Total of the contributions, frozen.
    pub total_cotisation: Cents,
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
/// `DOC-007` when the engagements do not add up to the frozen totals, `DOC-004` when the address of the caisse is
/// missing from the tables.
pub fn document(context: &Context, c: &Certificat) -> Result<Document, Diagnostic> {
    let base: Cents = c.engagements.iter().map(|e| e.assiette).sum();
    let contribution: Cents = c.engagements.iter().map(|e| e.cotisation).sum();
    if (base, contribution) != (c.total_assiette, c.total_cotisation) {
        return Err(Diagnostic::error(
            "DOC-007",
            format!(
                "les engagements donnent {base} d'assiette et {contribution} de cotisation, les totaux figés disent {} et {}",
                c.total_assiette, c.total_cotisation
            ),
        )
        .at("total_assiette")
        .hint("refaire le certificat à partir des bulletins figés"));
    }
    let mut rows: Vec<Row> = c
        .engagements
        .iter()
        .map(|e| {
            Row::line([
                e.contrat.clone(),
                e.emploi.clone(),
                typo::period_capital(e.periode),
                e.jours.to_string(),
                e.cachets.to_string(),
                typo::quantity(e.heures),
                typo::amount(e.brut),
                typo::amount(e.assiette),
                e.taux.map_or_else(|| "–".to_owned(), typo::percent),
                typo::amount(e.cotisation),
            ])
        })
        .collect();
    rows.push(Row::new(
        RowKind::Total,
        [
            "Total".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(c.total_assiette),
            String::new(),
            typo::amount(c.total_cotisation),
        ],
    ));
    let caisse = match &c.caisse {
        Some(caisse) => caisse.as_str(),
        None => context.tables().mention("adresse_caisse", c.date)?,
    };
    let mut blocks = vec![
        parties(context, &c.employeur, &c.salarie),
        Block::Table(Table {
            summary: "Engagements de la période".to_owned(),
            columns: vec![
                Column::text("Contrat", 12),
                Column::text("Emploi", 20),
                Column::text("Période", 15),
                Column::number("Jours", 7),
                Column::number("Cachets", 9),
                Column::number("Heures", 8),
                Column::number("Brut", 11),
                Column::number("Assiette", 11),
                Column::number("Taux", 9),
                Column::number("Cotisation", 11),
            ],
            rows,
        }),
    ];
    if let Some(year) = c.douze_mois {
        blocks.push(Block::Table(last_twelve_months(c, year)));
    }
    blocks.extend([
        Block::Paragraph(typo::french(&format!("Limite de l’assiette : {}.", c.plafond))),
        Block::Paragraph(typo::french(&format!(
            "Caisse à laquelle demander les congés, à partir du 1er avril qui suit l’exercice : {caisse}."
        ))),
        Block::Signatures(vec![c.signataire.block()]),
        Block::Mentions(vec![typo::french(
            "Brut avant déduction forfaitaire spécifique. L’exemplaire de la caisse est transmis par la DSN.",
        )]),
    ]);
    let mut marks =
        vec![Fact::new("Exercice", typo::period(c.exercice)), Fact::new("Date", typo::date(c.date))];
    marks.extend(Fact::optional("Production", c.titre_production.clone()));
    marks.extend(Fact::optional("SIRET du film", c.siret_film.as_deref().map(typo::siret)));
    marks.extend(Fact::optional("Numéro d’objet", c.numero_objet.clone()));
    marks.extend(Fact::optional("Bulletins", (!c.bulletins.is_empty()).then(|| c.bulletins.join(", "))));
    let sheet = Sheet {
        title: "Certificat d’emploi Congés Spectacles",
        subtitle: "C. trav. D7121-32, exemplaire du salarié",
        employeur: &c.employeur,
        salarie: &c.salarie,
        date: c.date,
        identifier: format!("conges-{}-{}", c.salarie.matricule, c.exercice),
        marks,
        blocks,
    };
    Ok(sheet.document())
}

fn last_twelve_months(c: &Certificat, year: DouzeMois) -> Table {
    let end = c.engagements.iter().map(|e| e.periode.fin).max().unwrap_or(c.date);
    Table {
        summary: "Douze derniers mois chez cet employeur".to_owned(),
        columns: vec![
            Column::text("Chez cet employeur", 58),
            Column::number("Jours", 12),
            Column::number("Cachets", 12),
            Column::number("Brut", 18),
        ],
        rows: vec![Row::line([
            format!("Douze mois jusqu’au {}", typo::date(end)),
            year.jours.to_string(),
            year.cachets.to_string(),
            typo::amount(year.brut),
        ])],
    }
}
