//! Reçu pour solde de tout compte: inventory of the sums paid at the end of the contract (C. trav. L1234-20).

use cddu_declarations::certificats::SoldeToutCompte;
use cddu_rates::{Cents, Diagnostic};

use super::{Sheet, parties, signed};
use crate::bulletin::identity_name;
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, RowKind, Signature, Table};
use crate::typo;

/// The receipt as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(receipt: &SoldeToutCompte) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, receipt)?)
}

/// The receipt as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(receipt: &SoldeToutCompte) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, receipt)?))
}

/// The receipt as a document.
///
/// # Errors
/// `DOC-007` when the inventory does not add up to the frozen net, `DOC-004` when the mention of the right to
/// contest is missing from the tables.
pub fn document(context: &Context, r: &SoldeToutCompte) -> Result<Document, Diagnostic> {
    let printed: Cents = r.sommes.iter().map(|s| s.montant).sum();
    if printed != r.total {
        return Err(Diagnostic::error(
            "DOC-007",
            format!("l'inventaire donne {printed}, le net versé figé est {}", r.total),
        )
        .at("total")
        .hint("reprendre les sommes du dernier bulletin figé"));
    }
    let mut rows: Vec<Row> =
        r.sommes.iter().map(|s| Row::line([typo::french(&s.libelle), typo::amount(s.montant)])).collect();
    rows.push(Row::new(RowKind::Paid, ["NET VERSÉ".to_owned(), typo::amount(r.total)]));
    let (employeur, salarie) = (&r.parties.employeur, &r.parties.salarie);
    let date = r.parties.signature.date;
    let name = identity_name(salarie);
    let employer = employeur.raison_sociale.clone().unwrap_or_else(|| "l’employeur".to_owned());
    let mut blocks = vec![
        parties(context, employeur, salarie),
        Block::Paragraph(typo::french(&format!(
            "{name} reconnaît avoir reçu de {employer}, pour solde de tout compte du contrat {} terminé le {}, la somme de {} par virement, dont le détail suit :",
            r.contrat,
            typo::long_date(r.fin),
            typo::euros(r.total)
        ))),
        Block::Table(Table {
            summary: "Inventaire des sommes versées".to_owned(),
            columns: vec![Column::text("Nature des sommes", 75), Column::number("Montant (€)", 25)],
            rows,
        }),
    ];
    if !r.autres_contrats.is_empty() {
        blocks.push(Block::Paragraph(typo::french(&format!(
            "Le même bulletin paie aussi : {}, hors de cet inventaire, par un seul virement de {}. L’impôt et les retenues communes sont partagés entre les contrats à proportion de leur net imposable.",
            r.autres_contrats.join(", "),
            typo::euros(r.virement)
        ))));
    }
    blocks.push(Block::Paragraph(typo::french(context.tables().mention("denonciation", date)?)));
    blocks.push(Block::Signatures(vec![
        signed(&r.parties.signature),
        Signature {
            who: name,
            lines: vec![
                typo::french("Le :"),
                typo::french("Signature précédée de « pour solde de tout compte »"),
            ],
        },
    ]));
    let mut marks = vec![
        Fact::new("Date", typo::date(date)),
        Fact::new("Contrat", r.contrat.clone()),
        Fact::new("Fin du contrat", typo::date(r.fin)),
    ];
    marks.extend(Fact::optional("Bulletin", (!r.bulletins.is_empty()).then(|| r.bulletins.join(", "))));
    let sheet = Sheet {
        title: "Reçu pour solde de tout compte",
        subtitle: "C. trav. L1234-20, établi en deux exemplaires",
        employeur,
        salarie,
        date,
        identifier: format!(
            "solde-{}-{}-{}",
            salarie.matricule.as_deref().unwrap_or_default(),
            r.contrat,
            r.fin
        ),
        marks,
        blocks,
    };
    Ok(sheet.document())
}
