//! The annex: what the legal model gathers, contract by contract and line by line.

use cddu_payslip::{Avertissement, ContractPay, Line, Payslip};
use cddu_rates::Cents;

use crate::exemplaire::Exemplaire;
use crate::model::{Block, Column, Row, RowKind, Table};
use crate::typo;

/// Reliefs of the employer, then of the employee when there are some.
fn reliefs(employer: Cents, employee: Cents) -> String {
    if employee.is_zero() {
        typo::amount(employer)
    } else {
        format!("{} + {} (salarié)", typo::amount(employer), typo::amount(employee))
    }
}

/// Subtotals of each contract, with the totals of the payslip.
pub fn subtotals(payslip: &Payslip) -> Table {
    let mut rows: Vec<Row> = payslip
        .contrats
        .iter()
        .map(|c| {
            let s = &c.sous_totaux;
            Row::line([
                c.contrat.clone(),
                typo::amount(c.bases.brut),
                typo::amount(s.cotisations_salarie),
                typo::amount(s.cotisations_employeur),
                reliefs(s.allegements, s.allegements_salarie),
                typo::amount(s.montant_net_social),
                typo::amount(s.net_imposable),
            ])
        })
        .collect();
    let t = &payslip.totaux;
    rows.push(Row::new(
        RowKind::Total,
        [
            "Total".to_owned(),
            typo::amount(t.brut),
            typo::amount(t.cotisations_salarie),
            typo::amount(t.cotisations_employeur),
            reliefs(t.allegements, t.allegements_salarie),
            typo::amount(t.montant_net_social),
            typo::amount(t.net_imposable),
        ],
    ));
    Table {
        summary: "Sous-totaux par contrat".to_owned(),
        columns: vec![
            Column::text("Sous-totaux par contrat", 22),
            Column::number("Brut", 13),
            Column::number("Cotisations salarié", 13),
            Column::number("Cotisations employeur", 14),
            Column::number("Allègements", 13),
            Column::number("Net social", 13),
            Column::number("Net imposable", 13),
        ],
        rows,
    }
}

/// The annex as blocks, on a page of its own.
pub fn blocks(payslip: &Payslip, exemplaire: Exemplaire) -> Vec<Block> {
    let kept = exemplaire.is_kept();
    let mut blocks = vec![
        Block::PageBreak,
        Block::Heading("Annexe : assiettes et cotisations de chaque contrat".replace(" :", "\u{a0}:")),
        Block::Table(bases(payslip)),
    ];
    blocks.extend(overtime(payslip).map(Block::Table));
    blocks.extend(payslip.contrats.iter().map(|c| Block::Table(lines(c, kept))));
    if kept && told(payslip).next().is_some() {
        blocks.push(Block::Table(warnings(payslip)));
    }
    blocks.push(Block::Mentions(identity(payslip, kept)));
    blocks
}

/// The named bases of each contract.
fn bases(payslip: &Payslip) -> Table {
    let optional = |amount: Option<Cents>| amount.map_or_else(|| "–".to_owned(), typo::amount);
    Table {
        summary: "Assiettes par contrat".to_owned(),
        columns: vec![
            Column::text("Assiettes", 15),
            Column::number("Brut", 12),
            Column::number("Sécurité sociale", 12),
            Column::number("Plafond", 12),
            Column::number("Plafonnée", 12),
            Column::number("CSG et CRDS", 12),
            Column::number("Chômage", 12),
            Column::number("Congés", 12),
            Column::number("Retraite T1", 12),
            Column::number("Retraite T2", 12),
            Column::number("Prévoyance T1", 12),
        ],
        rows: payslip
            .contrats
            .iter()
            .map(|c| {
                let b = &c.bases;
                Row::line([
                    c.contrat.clone(),
                    typo::amount(b.brut),
                    typo::amount(b.securite_sociale),
                    optional(b.plafond),
                    typo::amount(b.plafonnee),
                    optional(b.csg),
                    typo::amount(b.chomage),
                    typo::amount(b.conges_spectacles),
                    typo::amount(b.retraite_t1),
                    typo::amount(b.retraite_t2),
                    typo::amount(b.prevoyance_t1),
                ])
            })
            .collect(),
    }
}

/// Overtime of each contract: what the reliefs rest on.
fn overtime(payslip: &Payslip) -> Option<Table> {
    let rows: Vec<Row> = payslip
        .contrats
        .iter()
        .filter_map(|c| {
            let h = c.bases.heures_sup?;
            Some(Row::line([
                c.contrat.clone(),
                typo::quantity(h.heures),
                typo::amount(h.montant),
                typo::percent(h.taux_reduction),
                typo::amount(c.sous_totaux.allegements_salarie),
                typo::amount(h.exonere),
                typo::amount(h.net),
                h.csg.map_or_else(|| "–".to_owned(), typo::amount),
            ]))
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        summary: "Heures supplémentaires par contrat".to_owned(),
        columns: vec![
            Column::text("Heures supplémentaires", 18),
            Column::number("Heures", 10),
            Column::number("Rémunération", 13),
            Column::number("Taux de réduction", 12),
            Column::number("Réduction", 12),
            Column::number("Exonéré d’impôt", 13),
            Column::number("Net exonéré", 12),
            Column::number("Assiette CSG", 13),
        ],
        rows,
    })
}

/// Name of a body.
pub fn body(code: &str) -> &str {
    match code {
        "urssaf" => "Urssaf",
        "france_travail" => "France Travail",
        "audiens_retraite" => "Audiens retraite",
        "audiens_prevoyance" => "Audiens prévoyance",
        "conges_spectacles" => "Congés Spectacles",
        "afdas" => "Afdas",
        "sante_travail" => "Thalie Santé",
        "conventionnel" => "Branche",
        "dgfip" => "DGFiP",
        other => other,
    }
}

/// The lines of a contract; `kept`: with how sure each one is.
fn lines(contract: &ContractPay, kept: bool) -> Table {
    let s = &contract.sous_totaux;
    let mut rows: Vec<Row> = contract.lignes.iter().map(line).collect();
    rows.push(Row::new(
        RowKind::Total,
        [
            "Total avant allègements".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(s.cotisations_salarie),
            String::new(),
            typo::amount(s.cotisations_employeur),
            String::new(),
        ],
    ));
    if !s.allegements.is_zero() || !s.allegements_salarie.is_zero() {
        rows.push(Row::new(
            RowKind::Subtotal,
            [
                "Allègements".to_owned(),
                String::new(),
                String::new(),
                String::new(),
                if s.allegements_salarie.is_zero() {
                    String::new()
                } else {
                    typo::amount(-s.allegements_salarie)
                },
                String::new(),
                typo::amount(-s.allegements),
                String::new(),
            ],
        ));
    }
    let mut columns = vec![
        Column::text(&format!("Contrat {}", contract.contrat), 42),
        Column::text("Organisme", 17),
        Column::number("Assiette", 12),
        Column::number("Taux salarié", 9),
        Column::number("Part salarié", 11),
        Column::number("Taux employeur", 9),
        Column::number("Part employeur", 12),
        Column::text("Conf.", 6),
    ];
    if !kept {
        columns.pop();
        for row in &mut rows {
            row.cells.pop();
        }
    }
    Table { summary: format!("Cotisations du contrat {}", contract.contrat), columns, rows }
}

fn line(line: &Line) -> Row {
    let coefficient =
        line.coefficient.map(|c| format!(" (coefficient {})", typo::quantity(c))).unwrap_or_default();
    Row::line([
        format!("{}{coefficient}", typo::french(&line.libelle)),
        body(&line.organisme).to_owned(),
        typo::amount(line.base),
        line.taux_salarie.map(typo::percent).unwrap_or_default(),
        line.montant_salarie.map(typo::amount).unwrap_or_default(),
        line.taux_employeur.map(typo::percent).unwrap_or_default(),
        line.montant_employeur.map(typo::amount).unwrap_or_default(),
        line.confiance.to_string(),
    ])
}

/// The warnings that the reader of a payslip is told: a doubt is for whoever computes it.
fn told(payslip: &Payslip) -> impl Iterator<Item = &Avertissement> {
    payslip.avertissements.iter().filter(|w| !w.is_doubt())
}

fn warnings(payslip: &Payslip) -> Table {
    Table {
        summary: "Avertissements du calcul".to_owned(),
        columns: vec![Column::text("Code", 12), Column::text("Avertissement du calcul", 88)],
        rows: told(payslip)
            .map(|w| Row::line([w.code.clone(), typo::french(&typo::numbers(&typo::dates(&w.message)))]))
            .collect(),
    }
}

/// What the retirement counts; `kept`: methods and fingerprints too, which make the calculation repeatable.
fn identity(payslip: &Payslip, kept: bool) -> Vec<String> {
    let methods = serde_json::to_value(payslip.methodes).ok();
    let methods: Vec<String> = methods
        .as_ref()
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| value.as_str().map(|v| format!("{key} = {v}")))
        .collect();
    let cumuls = &payslip.cumuls;
    let retirement = typo::french(&format!(
        "Rémunération soumise à retraite complémentaire, ce bulletin compris : {} dans le mois, {} dans l’année.",
        typo::euros(cumuls.retraite_mois),
        typo::euros(cumuls.retraite_annee)
    ));
    if !kept {
        return vec![retirement];
    }
    vec![
        typo::french(&format!("Empreinte du bulletin : {}", payslip.empreinte)),
        typo::french(&format!("Empreinte des barèmes : {}", payslip.empreinte_baremes)),
        typo::french(&format!("Méthodes : {}.", methods.join(", "))),
        retirement,
    ]
}
