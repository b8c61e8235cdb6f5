//! The body of the payslip: the rows of the legal model, in its order.

use cddu_payslip::{ContractPay, ElementPay, PayElement, Payslip, Pecule, Sens};
use cddu_rates::{Cents, Period};
use chrono::Datelike;

use super::lignes::gather;
use super::{DejaVerse, moves_net_before_tax};
use crate::model::{Column, Row, RowKind, Table};
use crate::tables::{Cle, Genre, Ligne};
use crate::typo;

/// Elements between the contributions and the net before tax.
pub fn before_tax(payslip: &Payslip) -> impl Iterator<Item = &ElementPay> {
    payslip.elements.iter().filter(|e| moves_net_before_tax(e))
}

/// Elements between the tax and the sum paid.
pub fn after_tax(payslip: &Payslip) -> impl Iterator<Item = &ElementPay> {
    payslip.elements.iter().filter(|e| e.sens != Sens::Neutre && !moves_net_before_tax(e))
}

/// The amount with the sign of its effect on the net.
pub fn signed(element: &ElementPay) -> Cents {
    match element.sens {
        Sens::Ajout => element.retenu,
        Sens::Retenue => -element.retenu,
        Sens::Neutre => Cents::ZERO,
    }
}

/// A frozen amount by its name in the table: employee part, employer part.
pub fn named(payslip: &Payslip, cle: Cle) -> (Option<Cents>, Option<Cents>) {
    let t = &payslip.totaux;
    match cle {
        Cle::Brut => (Some(t.brut), None),
        Cle::TotalAvantAllegements => (Some(t.cotisations_salarie), Some(t.cotisations_employeur)),
        Cle::TotalApresAllegements => {
            let salarie = t.cotisations_salarie - t.allegements_salarie;
            (Some(salarie), Some(t.cotisations_employeur - t.allegements))
        }
        Cle::MontantNetSocial => (Some(t.montant_net_social), None),
        Cle::NetAvantImpot => (Some(t.net_avant_impot), None),
        Cle::NetImposable => (Some(t.net_imposable), None),
        Cle::HsExonereesNet => (Some(t.hs_exonerees_net), None),
        Cle::Pas => (Some(t.pas), None),
        Cle::NetAPayer => (Some(t.virement), None),
        Cle::TotalVerseEmployeur => (None, Some(t.total_verse_employeur)),
        Cle::Cotisations | Cle::ElementsBrut | Cle::ElementsNet | Cle::ElementsRetenues => (None, None),
    }
}

fn cell(amount: Option<Cents>) -> String {
    amount.map(typo::amount).unwrap_or_default()
}

/// Columns of the body; after the tax, nothing has a base or a rate.
fn columns(first: &str, [base, rate]: [&str; 2]) -> Vec<Column> {
    vec![
        Column::text(first, 53),
        Column::number(base, 13),
        Column::number(rate, 10),
        Column::number("Part salarié (€)", 13),
        Column::number("Part employeur (€)", 14),
    ]
}

/// The tables of the body: down to the net before tax, the tax, what follows.
pub fn tables(payslip: &Payslip, model: &[&Ligne], before: Option<&DejaVerse>) -> Vec<Table> {
    let is_tax = |row: &&&Ligne| matches!(row.genre, Genre::Valeur | Genre::Pas | Genre::RetenueSource);
    let first_tax = model.iter().position(|row| is_tax(&row)).unwrap_or(model.len());
    let (above, rest) = model.split_at(first_tax);
    let tax: Vec<&Ligne> = rest.iter().filter(is_tax).copied().collect();
    let after: Vec<&Ligne> = rest.iter().filter(|row| !is_tax(row)).copied().collect();
    let mut out = vec![Table {
        summary: "Rémunération, cotisations et net avant impôt".to_owned(),
        columns: columns("Rubriques", ["Base ou nombre", "Taux"]),
        rows: body(payslip, above, None),
    }];
    if let Some(first) = tax.first() {
        out.push(Table {
            summary: "Impôt sur le revenu prélevé à la source".to_owned(),
            columns: vec![
                Column::text(&first.section, 53),
                Column::number("Base", 13),
                Column::number("Taux", 10),
                Column::number("Montant (€)", 13),
                Column::number("Cumul annuel (€)", 14),
            ],
            rows: tax.iter().flat_map(|row| tax_rows(payslip, row)).collect(),
        });
    }
    out.push(Table {
        summary: "Net à payer et total versé par l’employeur".to_owned(),
        columns: columns("Après impôt", ["", ""]),
        rows: body(payslip, &after, before),
    });
    out
}

fn body(payslip: &Payslip, model: &[&Ligne], before: Option<&DejaVerse>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section = String::new();
    let mut sub = String::new();
    for row in model {
        match row.genre {
            Genre::ElementsBrut => {
                rows.push(Row::new(RowKind::Section, [row.section.as_str(), "", "", "", ""]));
                section.clone_from(&row.section);
                for contract in &payslip.contrats {
                    rows.extend(gross(payslip, contract));
                }
            }
            Genre::ElementsNet => {
                let elements: Vec<Row> = before_tax(payslip).map(element_row).chain(memo(payslip)).collect();
                if !elements.is_empty() {
                    rows.push(Row::new(
                        RowKind::Section,
                        [row.libelle.to_uppercase().as_str(), "", "", "", ""],
                    ));
                    rows.extend(elements);
                }
            }
            Genre::ElementsRetenues => {
                let mut elements = after_tax(payslip).map(element_row).peekable();
                if elements.peek().is_some() {
                    rows.push(Row::new(
                        RowKind::Subtotal,
                        ["Net après impôt", "", "", typo::amount(payslip.totaux.net_paye).as_str(), ""],
                    ));
                    rows.extend(elements);
                }
            }
            Genre::Ligne | Genre::LigneSeule | Genre::Rubrique => {
                let printed = contributions(payslip, row);
                if printed.is_empty() {
                    continue;
                }
                if row.genre == Genre::Ligne && section != row.section {
                    rows.push(Row::new(RowKind::Section, [row.section.as_str(), "", "", "", ""]));
                    section.clone_from(&row.section);
                }
                if sub != row.sous_section {
                    if !row.sous_section.is_empty() {
                        rows.push(Row::new(RowKind::Subsection, [row.sous_section.as_str(), "", "", "", ""]));
                    }
                    sub.clone_from(&row.sous_section);
                }
                rows.extend(printed);
            }
            Genre::Total | Genre::Net => {
                let (salarie, employeur) = named(payslip, row.cle);
                let kind = match row.genre {
                    Genre::Net if row.cle == Cle::NetAPayer => RowKind::Paid,
                    Genre::Net => RowKind::Net,
                    _ => RowKind::Total,
                };
                rows.push(Row::new(
                    kind,
                    [row.libelle.clone(), String::new(), String::new(), cell(salarie), cell(employeur)],
                ));
                if row.cle == Cle::NetAPayer {
                    rows.extend(payslip.pecule.as_deref().into_iter().flat_map(share));
                    rows.extend(before.into_iter().flat_map(rest));
                }
            }
            Genre::Valeur | Genre::Pas | Genre::RetenueSource => {}
        }
    }
    rows
}

/// Who receives the net of a child, and under which authorisation (C. trav. L7124-9).
fn share(pecule: &Pecule) -> Vec<Row> {
    let line = |label: &str, amount: Cents| {
        Row::new(RowKind::Detail, [typo::french(label).as_str(), "", "", &typo::amount(amount), ""])
    };
    let rate = typo::short_percent(pecule.taux);
    let mut rows = vec![line(&format!("Part des représentants légaux ({rate})"), pecule.part_representants)];
    if !pecule.frais.is_zero() {
        rows.push(line("Frais remboursés, payés aux représentants légaux", pecule.frais));
    }
    rows.push(line("Pécule versé à la Caisse des Dépôts", pecule.caisse_des_depots));
    let authorised = typo::french(&format!(
        "Autorisation {} du {} (C. trav. L7124-1, L7124-9)",
        pecule.autorisation,
        typo::date(pecule.date)
    ));
    rows.push(Row::new(RowKind::Note, [authorised.as_str(), "", "", "", ""]));
    rows
}

/// What the payslip replaced has paid, and what is left: the net above is not paid twice.
fn rest(before: &DejaVerse) -> [Row; 2] {
    let row = |kind, label: &str, amount: Cents| {
        Row::new(kind, [typo::french(label).as_str(), "", "", &typo::amount(amount), ""])
    };
    let of = &before.numero;
    let owed = before.reste < Cents::ZERO;
    let left = if owed { -before.reste } else { before.reste };
    if before.vire {
        let label = if owed { "Trop-perçu, à reprendre" } else { "Reste à verser" };
        [
            row(RowKind::Detail, &format!("Déjà versé (bulletin remplacé {of})"), before.montant),
            row(RowKind::Subtotal, label, left),
        ]
    } else {
        let label = if owed {
            "Trop-perçu si le bulletin remplacé a été payé"
        } else {
            "Reste à verser si le bulletin remplacé a été payé"
        };
        [
            row(RowKind::Detail, &format!("Net à payer du bulletin remplacé {of}"), before.montant),
            row(RowKind::Subtotal, label, left),
        ]
    }
}

/// How the gross of a contract is made up.
fn gross(payslip: &Payslip, contract: &ContractPay) -> Vec<Row> {
    let several = payslip.contrats.len() > 1;
    let kind = if several { RowKind::Detail } else { RowKind::Line };
    let mut rows = Vec::new();
    if several {
        let dates = typo::period(Period { debut: contract.debut, fin: contract.fin });
        let title = format!("Contrat {} – {} – {dates}", contract.contrat, contract.fonction);
        rows.push(Row::new(RowKind::Subsection, [title.as_str(), "", "", "", ""]));
    }
    if contract.elements.is_empty() {
        let (label, quantity) = if contract.cachets > 0 {
            ("Cachets", contract.cachets.to_string())
        } else {
            ("Salaire de base (heures)", typo::quantity(contract.heures))
        };
        rows.push(Row::new(kind, [label, &quantity, "", &typo::amount(contract.bases.brut), ""]));
    }
    rows.extend(contract.elements.iter().map(|e| pay_element(kind, e)));
    if several {
        rows.push(Row::new(
            RowKind::Subtotal,
            [
                format!("Sous-total brut, contrat {}", contract.contrat),
                String::new(),
                String::new(),
                typo::amount(contract.bases.brut),
                String::new(),
            ],
        ));
    }
    if !contract.dfs_montant.is_zero() {
        let rate = contract.dfs_taux.map(|r| format!(" de {}", typo::short_percent(r))).unwrap_or_default();
        rows.push(Row::new(
            RowKind::Note,
            [
                format!(
                    "Assiette de sécurité sociale après déduction forfaitaire spécifique{rate} ({})",
                    typo::euros(contract.dfs_montant)
                ),
                typo::amount(contract.bases.securite_sociale),
                String::new(),
                String::new(),
                String::new(),
            ],
        ));
    }
    rows
}

fn pay_element(kind: RowKind, element: &PayElement) -> Row {
    // R3243-1 5°: the premium of each group of hours, unless the label already says it.
    let premium = element
        .majoration
        .filter(|rate| !rate.0.is_zero() && !element.libelle.contains('%'))
        .map(|rate| format!(" (majoration {})", typo::short_percent(rate)))
        .unwrap_or_default();
    Row::new(
        kind,
        [
            format!("{}{premium}", typo::french(&element.libelle)),
            element.quantite.map(typo::quantity).unwrap_or_default(),
            element.taux.map(typo::unit_amount).unwrap_or_default(),
            typo::amount(element.montant),
            String::new(),
        ],
    )
}

/// An element that moves the net, with its sign.
fn element_row(element: &ElementPay) -> Row {
    let creditor = element.creancier.as_ref().map(|c| format!(" – {c}")).unwrap_or_default();
    let contract = element.contrat.as_ref().map(|c| format!(" (contrat {c})")).unwrap_or_default();
    let label = format!("{}{creditor}{contract}", typo::french(&element.libelle));
    let given = if element.montant == element.retenu { String::new() } else { typo::amount(element.montant) };
    Row::line([label, given, String::new(), typo::amount(signed(element)), String::new()])
}

/// Expenses that do not move the net, for the record.
fn memo(payslip: &Payslip) -> impl Iterator<Item = Row> {
    payslip
        .elements
        .iter()
        .filter(|e| e.sens == Sens::Neutre && e.code == cddu_payslip::ElementCode::Frais)
        .map(|e| {
            Row::new(
                RowKind::Note,
                [
                    format!("Pour mémoire{}: {}", typo::NBSP, typo::french(&e.libelle)),
                    typo::amount(e.montant),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
            )
        })
}

/// The printed rows of a row of contributions.
fn contributions(payslip: &Payslip, row: &Ligne) -> Vec<Row> {
    let first = match row.genre {
        Genre::Rubrique => RowKind::Strong,
        Genre::Ligne if row.sous_section.is_empty() && row.section.starts_with("COTISATIONS") => {
            RowKind::Line
        }
        Genre::Ligne => RowKind::Detail,
        _ => RowKind::Line,
    };
    gather(payslip, row)
        .into_iter()
        .enumerate()
        .map(|(i, group)| {
            let label = match &group.suffix {
                Some(suffix) => format!("{} – {suffix}", row.libelle),
                None => row.libelle.clone(),
            };
            let when = |shown: bool, text: String| if shown { text } else { String::new() };
            Row::new(
                if i == 0 { first } else { RowKind::Detail },
                [
                    typo::french(&label),
                    when(row.base, typo::amount(group.base)),
                    when(row.taux, group.taux.map(typo::percent).unwrap_or_default()),
                    when(row.salarie, cell(group.salarie)),
                    when(row.employeur, cell(group.employeur)),
                ],
            )
        })
        .collect()
}

/// Net imposable and tax, with their cumul of the year.
fn tax_rows(payslip: &Payslip, row: &Ligne) -> Vec<Row> {
    let t = &payslip.totaux;
    let cumul = |amount: Cents| if row.cumul { typo::amount(amount) } else { String::new() };
    if row.genre == Genre::RetenueSource {
        return withholding(payslip, row);
    }
    if row.genre != Genre::Pas {
        let (amount, _) = named(payslip, row.cle);
        let overtime = row.cle == Cle::HsExonereesNet;
        let c = &payslip.cumuls;
        let year = if overtime { c.hs_exonerees_net } else { c.net_imposable };
        if overtime && year.is_zero() && t.hs_exonerees_net.is_zero() {
            return Vec::new();
        }
        let cumul = cumul(year);
        return vec![Row::line([row.libelle.clone(), String::new(), String::new(), cell(amount), cumul])];
    }
    let mut rows = Vec::new();
    if !t.abattement_pas.is_zero() {
        rows.push(Row::new(
            RowKind::Note,
            [
                "Abattement pour contrat de deux mois au plus (taux non personnalisé)".to_owned(),
                String::new(),
                String::new(),
                typo::amount(-t.abattement_pas),
                String::new(),
            ],
        ));
    }
    let kind = if t.taux_pas_personnalise { "taux personnalisé" } else { "taux non personnalisé" };
    let (label, rate) = match t.taux_pas {
        Some(rate) => (format!("{} ({kind})", row.libelle), typo::percent(rate)),
        None => (format!("{} (sans objet : domicile fiscal hors de France)", row.libelle), String::new()),
    };
    rows.push(Row::line([
        typo::french(&label),
        typo::amount(t.assiette_pas),
        rate,
        typo::amount(t.pas),
        cumul(payslip.cumuls.pas),
    ]));
    rows
}

/// The tax withheld on the pay of a non-resident, one row per article, with the cumul of the year on the last one.
fn withholding(payslip: &Payslip, row: &Ligne) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut totals: Vec<(&str, &str, Cents, Cents)> = Vec::new();
    let lines = payslip.contrats.iter().flat_map(|c| &c.lignes);
    for line in lines.filter(|l| row.codes.iter().any(|c| l.code == *c)) {
        let amount = line.montant_salarie.unwrap_or_default();
        match totals.iter_mut().find(|t| t.0 == line.code.as_str()) {
            Some(total) => (total.2, total.3) = (total.2 + line.base, total.3 + amount),
            None => totals.push((line.code.as_str(), line.libelle.as_str(), line.base, amount)),
        }
    }
    for (rank, (_, label, base, amount)) in totals.iter().enumerate() {
        let last = rank + 1 == totals.len();
        let cumul =
            if row.cumul && last { typo::amount(payslip.cumuls.retenue_non_resident) } else { String::new() };
        rows.push(Row::line([
            typo::french(label),
            typo::amount(*base),
            String::new(),
            typo::amount(*amount),
            cumul,
        ]));
    }
    rows
}

/// Cumuls of the calendar year of payment with this employer.
pub fn cumuls(payslip: &Payslip) -> Table {
    let c = &payslip.cumuls;
    let year = payslip.date_paiement.year();
    Table {
        summary: format!("Cumuls {year} avec cet employeur"),
        columns: vec![
            Column::text(&format!("Cumuls {year}"), 16),
            Column::number("Brut", 15),
            Column::number("Net imposable", 15),
            Column::number("Impôt (PAS)", 14),
            Column::number("Net social", 15),
            Column::number("Heures", 10),
            Column::number("Cachets", 10),
            Column::number("DFS", 12),
        ],
        rows: vec![Row::line([
            "Ce bulletin compris".to_owned(),
            typo::amount(c.brut),
            typo::amount(c.net_imposable),
            typo::amount(c.pas),
            typo::amount(c.montant_net_social),
            typo::quantity(c.heures),
            typo::quantity(c.cachets),
            typo::amount(c.dfs),
        ])],
    }
}
