//! Declaration that goes with the transfer of a pécule to the Caisse des Dépôts: civil status and address of the child,
//! names of the legal representatives, sum (C. trav. R7124-35).

use cddu_declarations::certificats::Signature;
use cddu_payslip::{Adresse, Payslip, Pecule};

use super::{Sheet, facts_card, parties, signed};
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, RowKind, Table};
use crate::typo;

/// The declaration of a payslip as a document; `None` when nobody's pécule is paid.
#[must_use]
pub fn document(context: &Context, payslip: &Payslip, signature: &Signature) -> Option<Document> {
    let pecule = payslip.pecule.as_ref()?;
    let child = payslip.salarie.enfant.as_ref()?;
    let salarie = payslip.salarie.identite();
    let employeur = &payslip.employeur.identite;
    let date = payslip.date_paiement;
    let person = &payslip.salarie;
    let born: Vec<String> = [
        person.date_naissance.map(typo::date),
        person.lieu_naissance.clone(),
        person.departement_naissance.as_ref().map(|d| format!("({d})")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let address = |a: &Adresse| typo::address(a).join(", ");
    let home = child.adresse.as_ref().or(person.adresse.as_ref());
    let child_facts = [
        Some(Fact::new("Nom", person.nom.clone())),
        Some(Fact::new("Prénoms", person.prenom.clone())),
        Fact::optional("Naissance", (!born.is_empty()).then(|| born.join(" "))),
        Fact::optional("Adresse", person.adresse.as_ref().map(address)),
    ];
    let family_facts = [
        Some(Fact::new("Noms", child.representants.join(", "))),
        Fact::optional("Adresse", home.map(address)),
    ];
    let work: Vec<String> = payslip
        .contrats
        .iter()
        .map(|c| format!("{}, {} (contrat {})", c.fonction, typo::period(c.periode), c.contrat))
        .collect();
    let blocks = vec![
        parties(context, employeur, &salarie),
        Block::Cards(vec![
            facts_card("Enfant", child_facts.into_iter().flatten().collect()),
            facts_card("Représentants légaux", family_facts.into_iter().flatten().collect()),
        ]),
        Block::Paragraph(typo::french(&format!(
            "Travail payé : {}. Autorisation individuelle du préfet {} du {} (C. trav. L7124-1). La commission laisse {} de la rémunération aux représentants légaux ; le reste est le pécule, versé à la Caisse des Dépôts et géré par elle jusqu’à la majorité de l’enfant (C. trav. L7124-9).",
            work.join(" ; "),
            pecule.autorisation,
            typo::long_date(pecule.date),
            typo::short_percent(pecule.taux)
        ))),
        Block::Table(amounts(payslip, pecule)),
        Block::Signatures(vec![signed(signature)]),
    ];
    let number = payslip.numero.as_deref().unwrap_or_default();
    let mut marks = vec![Fact::new("Versement", typo::date(date))];
    marks.extend(Fact::optional("Bulletin", payslip.numero.clone()));
    let sheet = Sheet {
        title: "Déclaration de versement du pécule",
        subtitle: "C. trav. R7124-35, à joindre au versement à la Caisse des Dépôts",
        employeur,
        salarie: &salarie,
        date,
        identifier: format!("pecule-{number}"),
        marks,
        blocks,
    };
    Some(sheet.document())
}

fn amounts(payslip: &Payslip, pecule: &Pecule) -> Table {
    let line = |label: &str, amount| Row::line([typo::french(label), typo::amount(amount)]);
    let mut rows = vec![
        line("Rémunération brute", payslip.totaux.brut),
        line("Net à payer", payslip.totaux.virement),
        line("Part des représentants légaux", pecule.part_representants),
    ];
    if !pecule.frais.is_zero() {
        rows.push(line("Frais remboursés aux représentants légaux", pecule.frais));
    }
    rows.push(Row::new(
        RowKind::Paid,
        [typo::french("PÉCULE VERSÉ À LA CAISSE DES DÉPÔTS"), typo::amount(pecule.caisse_des_depots)],
    ));
    Table {
        summary: "Partage de la rémunération".to_owned(),
        columns: vec![Column::text("Sommes", 75), Column::number("Montant (€)", 25)],
        rows,
    }
}
