//! Certificat d'emploi for the caisse Congés Spectacles (C. trav. D7121-32): engagement, pay of the period, name and
//! address of the caisse.

use cddu_declarations::conges::Certificat;
use cddu_payslip::CongesPlafondMethod;
use cddu_rates::Diagnostic;

use super::{Sheet, parties, signed};
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, RowKind, Table};
use crate::typo;

/// The certificate as PDF/A-3a.
///
/// # Errors
/// Those of [`Context::pdf`].
pub fn pdf(certificate: &Certificat) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, certificate))
}

/// The certificate as one HTML page.
///
/// # Errors
/// Those of [`Context::embedded`].
pub fn html(certificate: &Certificat) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, certificate)))
}

/// The certificate as a document.
#[must_use]
pub fn document(context: &Context, c: &Certificat) -> Document {
    let (employeur, salarie) = (c.identite_employeur(), c.identite_salarie());
    let caisse = [c.caisse.as_str(), c.adresse_caisse.as_str()];
    let caisse = caisse.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
    let limit = match c.plafond {
        CongesPlafondMethod::Aucun => "aucune, la cotisation porte sur le brut entier",
        CongesPlafondMethod::Conventionnel => {
            "trois fois le minimum journalier de la fonction (C. trav. D7121-37)"
        }
    };
    let blocks = vec![
        parties(context, &employeur, &salarie),
        Block::Table(engagement(c)),
        Block::Table(last_twelve_months(c)),
        Block::Paragraph(typo::french(&format!("Limite de l’assiette : {limit}."))),
        Block::Paragraph(typo::french(&format!(
            "Caisse à laquelle demander les congés, à partir du 1er avril qui suit l’exercice : {caisse}."
        ))),
        Block::Signatures(vec![signed(&c.signature)]),
        Block::Mentions(vec![typo::french(
            "Brut avant déduction forfaitaire spécifique. L’exemplaire de la caisse est transmis par la DSN.",
        )]),
    ];
    let mut marks = vec![
        Fact::new("Exercice", typo::period(c.exercice_entier())),
        Fact::new("Date", typo::date(c.emis_le)),
    ];
    marks.extend(Fact::optional("Production", c.production.clone()));
    marks.extend(Fact::optional("SIRET du film", c.siret_film.as_deref().map(typo::siret)));
    marks.extend(Fact::optional("Numéro d’objet", c.numero_objet.clone()));
    marks.extend(Fact::optional("Bulletins", Some(c.bulletins.join(", "))));
    let sheet = Sheet {
        title: "Certificat d’emploi Congés Spectacles",
        subtitle: "C. trav. D7121-32, exemplaire du salarié",
        employeur: &employeur,
        salarie: &salarie,
        date: c.emis_le,
        identifier: format!("conges-{}-{}", c.matricule, c.exercice_entier()),
        marks,
        blocks,
    };
    sheet.document()
}

fn engagement(c: &Certificat) -> Table {
    let empty = String::new;
    Table {
        summary: "Engagements de la période".to_owned(),
        columns: vec![
            Column::text("Contrat", 10),
            Column::text("Emploi", 22),
            Column::text("Période", 28),
            Column::number("Jours", 6),
            Column::number("Cachets", 8),
            Column::number("Heures", 7),
            Column::number("Brut", 11),
            Column::number("Assiette", 11),
            Column::number("Taux", 8),
            Column::number("Cotisation", 11),
        ],
        rows: vec![
            Row::line([
                c.contrat.clone(),
                c.fonction.clone(),
                typo::period_capital(c.periode),
                c.jours.to_string(),
                c.cachets.to_string(),
                typo::quantity(c.heures),
                typo::amount(c.brut),
                typo::amount(c.base),
                c.taux.map_or_else(|| "–".to_owned(), typo::percent),
                typo::amount(c.contribution),
            ]),
            Row::new(
                RowKind::Total,
                [
                    "Total".to_owned(),
                    empty(),
                    empty(),
                    empty(),
                    empty(),
                    empty(),
                    empty(),
                    typo::amount(c.base),
                    empty(),
                    typo::amount(c.contribution),
                ],
            ),
        ],
    }
}

fn last_twelve_months(c: &Certificat) -> Table {
    Table {
        summary: "Douze derniers mois chez cet employeur".to_owned(),
        columns: vec![
            Column::text("Chez cet employeur", 58),
            Column::number("Jours", 12),
            Column::number("Cachets", 12),
            Column::number("Brut", 18),
        ],
        rows: vec![Row::line([
            format!("Douze mois jusqu’au {}", typo::date(c.periode.fin)),
            c.jours_12_mois.to_string(),
            c.cachets_12_mois.to_string(),
            typo::amount(c.brut_12_mois),
        ])],
    }
}
