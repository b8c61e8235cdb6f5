//! Livre de paie: the payslips of a period, one row each, then the contributions by body. Every total is a sum of frozen
//! amounts.

use std::collections::BTreeMap;

use cddu_payslip::Payslip;
use cddu_rates::{Cents, Diagnostic, Month, Period};
use chrono::NaiveDate;

use crate::bulletin::{body, person_name, short};
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Orientation, Row, RowKind, Table};
use crate::typo;

/// What heads the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entete {
    /// Employer.
    pub employeur: String,
    /// Production.
    pub production: String,
    /// Days of payment covered.
    pub periode: Period,
    /// Day of issue.
    pub date: NaiveDate,
}

/// The book as PDF/A-3a, landscape.
///
/// # Errors
/// Those of [`Context::pdf`].
pub fn pdf(head: &Entete, payslips: &[Payslip]) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(head, payslips))
}

/// The book as one HTML page.
///
/// # Errors
/// Only for a broken build, when the embedded tables cannot be read.
pub fn html(head: &Entete, payslips: &[Payslip]) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(head, payslips)))
}

/// A column of amounts: its heading and what it copies.
type Amount = (&'static str, fn(&Payslip) -> Cents);

/// Amounts of a row.
const COLUMNS: [Amount; 12] = [
    ("Brut", |p| p.totaux.brut),
    ("Cotisations salarié", |p| p.totaux.cotisations_salarie),
    ("Cotisations employeur", |p| p.totaux.cotisations_employeur),
    ("Allègements", |p| p.totaux.allegements),
    ("Allègements salarié", |p| p.totaux.allegements_salarie),
    ("Net social", |p| p.totaux.montant_net_social),
    ("Net imposable", |p| p.totaux.net_imposable),
    ("Frais", |p| p.totaux.frais),
    ("Net avant impôt", |p| p.totaux.net_avant_impot),
    ("PAS, retenue à la source", |p| p.totaux.pas + p.totaux.retenue_non_resident),
    ("Net versé", |p| p.totaux.virement),
    ("Coût employeur", |p| p.totaux.total_verse_employeur),
];

/// The book as a document.
#[must_use]
pub fn document(head: &Entete, payslips: &[Payslip]) -> Document {
    let mut by_month: BTreeMap<Month, Vec<&Payslip>> = BTreeMap::new();
    for payslip in payslips {
        by_month.entry(Month::of(payslip.date_paiement)).or_default().push(payslip);
    }
    let mut rows = Vec::new();
    for (month, group) in &by_month {
        let mut title = vec![String::new(); COLUMNS.len() + 2];
        title[0] = format!("Payés en {}", typo::month(*month));
        rows.push(Row { kind: RowKind::Section, cells: title });
        rows.extend(group.iter().map(|p| {
            let number = p.numero.clone().unwrap_or_else(|| short(&p.empreinte));
            let first = [
                format!("{} ({})", person_name(&p.salarie), p.salarie.matricule),
                format!("{number}, {}", typo::date(p.date_paiement)),
            ];
            Row::line(first.into_iter().chain(COLUMNS.iter().map(|(_, f)| typo::amount(f(p)))))
        }));
        rows.push(total(RowKind::Subtotal, &format!("Total {}", typo::month(*month)), group));
    }
    let all: Vec<&Payslip> = payslips.iter().collect();
    rows.push(total(RowKind::Total, &format!("TOTAL, {}", typo::count(payslips.len(), "bulletin")), &all));
    let mut columns = vec![Column::text("Salarié", 113), Column::text("Bulletin, payé le", 105)];
    columns.extend(COLUMNS.iter().map(|(title, _)| Column::number(title, 47)));
    Document {
        title: "Livre de paie".to_owned(),
        subtitle: head.production.clone(),
        marks: vec![
            Fact::new("Employeur", head.employeur.clone()),
            Fact::new("Période de travail", typo::period(head.periode)),
            Fact::new("Bulletins", payslips.len().to_string()),
        ],
        author: head.employeur.clone(),
        subject: format!("Livre de paie {}", typo::period(head.periode)),
        date: head.date,
        identifier: payslips.iter().map(|p| p.empreinte.as_str()).collect::<Vec<_>>().join(" "),
        orientation: Orientation::Landscape,
        dense: false,
        blocks: vec![
            Block::Table(Table { summary: "Bulletins de la période".to_owned(), columns, rows }),
            Block::Heading("Cotisations par organisme".to_owned()),
            Block::Table(contributions(payslips)),
        ],
        footer: format!("Livre de paie · {} · {}", head.employeur, typo::period(head.periode)),
        attachment: None,
    }
}

fn total(kind: RowKind, label: &str, payslips: &[&Payslip]) -> Row {
    let sums = COLUMNS.iter().map(|(_, f)| typo::amount(payslips.iter().map(|p| f(p)).sum()));
    Row::new(kind, [label.to_owned(), String::new()].into_iter().chain(sums))
}

/// Sums by body and line code, in the order of first use on the payslips.
fn contributions(payslips: &[Payslip]) -> Table {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut sums: BTreeMap<(&str, &str), (&str, Cents, Cents, Cents)> = BTreeMap::new();
    let lines = payslips.iter().flat_map(|p| &p.contrats).flat_map(|c| &c.lignes);
    for line in lines.filter(|l| !l.is_withholding()) {
        let key = (line.organisme.as_str(), line.code.as_str());
        let entry = sums.entry(key).or_insert_with(|| {
            order.push(key);
            (line.libelle.as_str(), Cents::ZERO, Cents::ZERO, Cents::ZERO)
        });
        entry.1 += line.base;
        entry.2 += line.montant_salarie.unwrap_or_default();
        entry.3 += line.montant_employeur.unwrap_or_default();
    }
    let mut bodies: Vec<&str> = Vec::new();
    for (organisme, _) in &order {
        if !bodies.contains(organisme) {
            bodies.push(organisme);
        }
    }
    let mut rows = Vec::new();
    let mut all = [Cents::ZERO; 2];
    for organisme in bodies {
        rows.push(Row::new(RowKind::Section, [body(organisme), "", "", "", "", ""]));
        let mut of_body = [Cents::ZERO; 2];
        for key in order.iter().filter(|(o, _)| *o == organisme) {
            let (label, base, employee, employer) = sums[key];
            of_body[0] += employee;
            of_body[1] += employer;
            rows.push(Row::new(
                RowKind::Detail,
                [
                    typo::french(label),
                    key.1.to_owned(),
                    typo::amount(base),
                    typo::amount(employee),
                    typo::amount(employer),
                    typo::amount(employee + employer),
                ],
            ));
        }
        rows.push(shares(RowKind::Subtotal, &format!("Total {}", body(organisme)), of_body));
        all[0] += of_body[0];
        all[1] += of_body[1];
    }
    rows.push(shares(RowKind::Total, "TOTAL DES COTISATIONS, ALLÈGEMENTS DÉDUITS", all));
    Table {
        summary: "Cotisations par organisme".to_owned(),
        columns: vec![
            Column::text("Cotisation", 42),
            Column::text("Code", 14),
            Column::number("Assiettes", 14),
            Column::number("Part salarié", 14),
            Column::number("Part employeur", 14),
            Column::number("Total", 14),
        ],
        rows,
    }
}

fn shares(kind: RowKind, label: &str, [employee, employer]: [Cents; 2]) -> Row {
    Row::new(
        kind,
        [
            label.to_owned(),
            String::new(),
            String::new(),
            typo::amount(employee),
            typo::amount(employer),
            typo::amount(employee + employer),
        ],
    )
}
