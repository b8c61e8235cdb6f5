//! Reçu pour solde de tout compte: inventory of the sums paid at the end of the contract (C. trav. L1234-20).

use cddu_payslip::{IdentiteEmployeur, Salarie};
use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;

use super::{Sheet, Signataire, parties};
use crate::bulletin::person_name;
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, RowKind, Signature, Table};
use crate::typo;

/// A sum paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somme {
    /// Nature of the sum; negative for a deduction.
    pub libelle: String,
    /// Amount.
    pub montant: Cents,
}

/// What the receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recu {
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: Salarie,
    /// Day of issue.
    pub date: NaiveDate,
    /// End of the contract.
    pub fin_contrat: NaiveDate,
    /// Contract.
    pub contrat: String,
    /// Inventory of the sums.
    pub sommes: Vec<Somme>,
    /// Net of the contract: what the inventory adds up to.
    pub net_verse: Cents,
    /// What was transferred, for all the contracts of the payslip, frozen.
    pub virement: Cents,
    /// Means of payment (`virement`).
    pub moyen: String,
    /// Numbers of the payslips that pay the sums.
    pub bulletins: Vec<String>,
    /// Other contracts that the same payslip pays, out of this inventory.
    pub autres_contrats: Vec<String>,
    /// Who signs for the employer.
    pub signataire: Signataire,
}

/// The receipt as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(receipt: &Recu) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, receipt)?)
}

/// The receipt as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(receipt: &Recu) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, receipt)?))
}

/// The receipt as a document.
///
/// # Errors
/// `DOC-007` when the inventory does not add up to the frozen net, `DOC-004` when the mention of the right to
/// contest is missing from the tables.
pub fn document(context: &Context, r: &Recu) -> Result<Document, Diagnostic> {
    let printed: Cents = r.sommes.iter().map(|s| s.montant).sum();
    if printed != r.net_verse {
        return Err(Diagnostic::error(
            "DOC-007",
            format!("l'inventaire donne {printed}, le net versé figé est {}", r.net_verse),
        )
        .at("net_verse")
        .hint("reprendre les sommes du dernier bulletin figé"));
    }
    let mut rows: Vec<Row> =
        r.sommes.iter().map(|s| Row::line([typo::french(&s.libelle), typo::amount(s.montant)])).collect();
    rows.push(Row::new(RowKind::Paid, ["NET VERSÉ".to_owned(), typo::amount(r.net_verse)]));
    let name = person_name(&r.salarie);
    let employer = r.employeur.raison_sociale.clone().unwrap_or_else(|| "l’employeur".to_owned());
    let mut blocks = vec![
        parties(context, &r.employeur, &r.salarie),
        Block::Paragraph(typo::french(&format!(
            "{name} reconnaît avoir reçu de {employer}, pour solde de tout compte du contrat {} terminé le {}, la somme de {} par {}, dont le détail suit :",
            r.contrat,
            typo::long_date(r.fin_contrat),
            typo::euros(r.net_verse),
            r.moyen
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
    blocks.push(Block::Paragraph(typo::french(context.tables().mention("denonciation", r.date)?)));
    blocks.push(Block::Signatures(vec![
        r.signataire.block(),
        Signature {
            who: name,
            lines: vec![
                typo::french("Le :"),
                typo::french("Signature précédée de « pour solde de tout compte »"),
            ],
        },
    ]));
    let mut marks = vec![
        Fact::new("Date", typo::date(r.date)),
        Fact::new("Contrat", r.contrat.clone()),
        Fact::new("Fin du contrat", typo::date(r.fin_contrat)),
    ];
    marks.extend(Fact::optional("Bulletin", (!r.bulletins.is_empty()).then(|| r.bulletins.join(", "))));
    let sheet = Sheet {
        title: "Reçu pour solde de tout compte",
        subtitle: "C. trav. L1234-20, établi en deux exemplaires",
        employeur: &r.employeur,
        salarie: &r.salarie,
        date: r.date,
        identifier: format!("solde-{}-{}-{}", r.salarie.matricule, r.contrat, r.fin_contrat),
        marks,
        blocks,
    };
    Ok(sheet.document())
}
