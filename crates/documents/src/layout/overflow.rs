//! Nothing leaves the page, nothing is written over something else, whatever the names and the number of contracts.

use super::{FOOT, Layout, MARGIN, Role, lay_out};
use crate::bulletin::{self, Modele, Options};
use crate::context::Context;
use crate::model::{Block, Column, Document, Orientation, Row, RowKind, Table};

#[path = "../../tests/commun/mod.rs"]
mod commun;
use commun::Contract;

/// Boxes of the texts of a page: left, top, right, bottom, text. Top and bottom are those of the x-height, so that two
/// neighbouring lines do not touch.
fn boxes(context: &Context, layout: &Layout, page: usize) -> Vec<(i32, i32, i32, i32, String)> {
    layout.pages[page]
        .texts
        .iter()
        .map(|t| {
            let width = context.faces().get(t.face).width(t.text.trim_end(), t.size);
            (t.x, t.y - t.size / 2, t.x + width, t.y, t.text.clone())
        })
        .collect()
}

fn check(document: &Document, name: &str) -> Layout {
    let context = Context::embedded().unwrap();
    let document = context.prepared(document).unwrap();
    let layout = lay_out(&document, context.faces());
    for page in 0..layout.pages.len() {
        let boxes = boxes(context, &layout, page);
        for (left, top, right, bottom, text) in &boxes {
            assert!(
                *left >= MARGIN && *right <= layout.width - MARGIN,
                "{name}, page {}: « {text} » goes from {left} to {right}",
                page + 1
            );
            assert!(*top >= MARGIN && *bottom <= layout.height - MARGIN, "{name}: « {text} » is at {bottom}");
        }
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[i + 1..] {
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{name}, page {}: « {} » covers « {} »", page + 1, a.4, b.4);
            }
        }
        let body = layout.pages[page].texts.iter().filter(|t| t.node.is_some()).map(|t| t.y).max();
        assert!(
            body.is_some_and(|y| y <= layout.height - MARGIN - FOOT),
            "{name}: the body runs into the foot"
        );
    }
    layout
}

fn long(text: &str, times: usize) -> String {
    vec![text; times].join(" ")
}

#[test]
fn payslips_of_every_size_stay_inside_the_page() {
    let context = Context::embedded().unwrap();
    for modele in [Modele::Adapte, Modele::Renove] {
        for count in [1, 2, 7, 15, 25] {
            let contracts: Vec<Contract> = (1..=count)
                .map(|i| {
                    let id = format!("2026-TOURNAGE-{i:03}");
                    if i % 3 == 0 { Contract::artist(&id) } else { Contract::technician(&id) }
                })
                .collect();
            let payslip = commun::payslip(&contracts);
            let options = Options { modele, ..Options::default() };
            let document = bulletin::document(context, &payslip, &options).unwrap();
            check(&document, &format!("{modele:?}, {count} contracts"));
        }
    }
}

#[test]
fn one_contract_fits_one_page() {
    let context = Context::embedded().unwrap();
    for modele in [Modele::Adapte, Modele::Renove] {
        let payslip = commun::payslip(&[Contract::technician("C1")]);
        let options = Options { modele, annexe: false, ..Options::default() };
        let document = bulletin::document(context, &payslip, &options).unwrap();
        assert_eq!(check(&document, "one contract").pages.len(), 1, "{modele:?}");
    }
}

#[test]
fn very_long_names_wrap() {
    let context = Context::embedded().unwrap();
    let mut contract = Contract::technician(&"X".repeat(60));
    contract.job = long("Première assistante de l’opérateur de prises de vues spécialisées", 5);
    contract.gross = "1234567.89";
    let mut payslip = commun::payslip(&[contract, Contract::artist("C2")]);
    payslip.salarie.nom = long("Montgolfier-Saint-Barthélemy", 8);
    payslip.salarie.prenom = "Anticonstitutionnellement".repeat(6);
    payslip.employeur.identite.raison_sociale = Some(long("Les Films de l’Interminable Exemple", 6));
    payslip.elements[0].libelle = long("Indemnité de repas hors des locaux de l’entreprise", 6);
    payslip.avertissements[0].message = long("Le taux est de confiance C.", 900);
    let document = bulletin::document(context, &payslip, &Options::default()).unwrap();
    let layout = check(&document, "long names");
    assert!(layout.pages.len() > 3);
}

#[test]
fn a_heading_stays_with_its_first_row_and_the_head_of_a_table_repeats() {
    let mut rows = Vec::new();
    for section in 0..40 {
        rows.push(Row::new(RowKind::Section, [format!("Section {section}"), String::new()]));
        rows.extend(
            (0..3).map(|i| Row::new(RowKind::Detail, [format!("Ligne {section}.{i}"), "1,00".to_owned()])),
        );
    }
    let document = Document {
        title: "Essai".to_owned(),
        subtitle: String::new(),
        marks: Vec::new(),
        author: String::new(),
        subject: String::new(),
        date: commun::day("2026-10-15"),
        identifier: String::new(),
        orientation: Orientation::Landscape,
        dense: false,
        blocks: vec![Block::Table(Table {
            summary: "Essai".to_owned(),
            columns: vec![Column::text("Libellé", 3), Column::number("Montant", 1)],
            rows,
        })],
        footer: String::new(),
        attachment: None,
    };
    let layout = check(&document, "sections");
    assert!(layout.pages.len() > 2);
    for page in &layout.pages {
        assert!(page.texts.iter().any(|t| t.text == "Libellé"));
        let last = page.texts.iter().rfind(|t| t.node.is_some()).unwrap();
        assert!(!last.text.starts_with("Section"), "a heading ends a page");
    }
    // One table in the structure, whatever the number of pages: one head, 160 rows.
    let count = |role: &dyn Fn(&Role) -> bool| layout.nodes.iter().filter(|n| role(&n.role)).count();
    assert_eq!(count(&|r| matches!(r, Role::Table(_))), 1);
    assert_eq!(count(&|r| *r == Role::Row), 161);
    assert_eq!(count(&|r| *r == Role::ColumnHeader), 2);
}

/// Every other document, with long names and many rows.
#[test]
fn attestations_and_books_stay_inside_the_page() {
    use crate::attestations::{aem, conges, solde, travail};
    use cddu_declarations::aem::{LienParente, Nature};
    use cddu_declarations::certificats::{EmploiTenu, Signature, Somme};
    use cddu_rates::{Cents, Period};

    let context = Context::embedded().unwrap();
    let company = long("Les Films de l’Interminable Exemple", 6);
    let mut salarie = commun::person();
    salarie.nom = long("Montgolfier-Saint-Barthélemy", 8);
    salarie.nom_usage = Some("Anticonstitutionnellement".repeat(5));
    let emploi = long("Première assistante de l’opérateur de prises de vues spécialisées", 4);
    let contrat = "2026-TOURNAGE-".repeat(5);
    let date = commun::day("2026-10-31");
    let week = Period { debut: commun::day("2026-10-05"), fin: commun::day("2026-10-09") };
    let amount = Cents(123_456_789);
    let bulletins: Vec<String> = (0..40).map(|i| format!("2026-10-{i:04}")).collect();
    let signature = Signature {
        nom: long("Dominique Modèle", 12),
        qualite: long("administratrice de production", 6),
        lieu: long("Villefictive-sur-Plateau", 6),
        date,
    };
    let mut parties = commun::parties();
    parties.employeur.raison_sociale = Some(company.clone());
    parties.salarie = salarie.identite();
    parties.signature = signature.clone();

    let mut employer = commun::employer_aem();
    employer.raison_sociale = company.clone();
    employer.courriel = Some(long("alix@specimen.example", 12));
    let mut attestation = commun::attestation();
    attestation.nature = Nature::RectificativeNegative;
    attestation.numero_aem = Some("E".repeat(80));
    attestation.salarie.nom_famille = salarie.nom.clone();
    attestation.salarie.nom_usage = salarie.nom_usage.clone();
    attestation.salarie.lien_parente =
        LienParente { oui: true, nature: Some(long("cousin issu de germain", 5)) };
    attestation.emploi.libelle = emploi.clone();
    attestation.contrat.reference_contrat = contrat.clone();
    attestation.contrat.titre_production = Some(long("Le Film d’exemple", 20));
    attestation.authentification.personne_a_joindre = Some(long("Alix Spécimen", 30));
    attestation.remuneration.principale.montant_contribution = amount;
    attestation.remuneration.total_contribution = amount;
    attestation.remuneration.bulletins = bulletins.clone();

    let mut receipt = commun::solde();
    receipt.parties = parties.clone();
    receipt.contrat = contrat.clone();
    receipt.sommes = (0..120).map(|_| Somme { libelle: emploi.clone(), montant: Cents(10) }).collect();
    receipt.total = Cents(1_200);
    receipt.bulletins = bulletins.clone();
    receipt.autres_contrats = bulletins.clone();

    let mut leave = commun::certificat_conges();
    leave.employeur = company;
    leave.nom = salarie.nom.clone();
    leave.nom_usage = salarie.nom_usage.clone();
    leave.contrat = contrat.clone();
    leave.fonction = emploi.clone();
    leave.production = attestation.contrat.titre_production.clone();
    leave.caisse = long("Congés Spectacles, 74 rue d’Exemple", 8);
    (leave.brut, leave.base, leave.contribution, leave.brut_12_mois) = (amount, amount, amount, amount);
    leave.bulletins = bulletins;
    leave.signature = signature;

    let mut work = commun::certificat_travail();
    work.parties = parties;
    work.emplois = (0..60).map(|_| EmploiTenu { fonction: emploi.clone(), periode: week }).collect();

    let mut slip = commun::payslip(&[Contract::technician(&contrat)]);
    slip.salarie = salarie;
    let head = crate::livre::Entete {
        employeur: long("Les Films de l’Interminable Exemple", 6),
        production: long("Le Film d’exemple", 20),
        periode: week,
        date,
    };
    let copy = aem::Copie { employeur: &employer, agrement: None, attestation: &attestation, arrets: &[] };
    check(&aem::document(context, &copy).unwrap(), "AEM");
    check(&solde::document(context, &receipt).unwrap(), "reçu");
    check(&conges::document(context, &leave), "congés");
    check(&travail::document(context, &work).unwrap(), "certificat de travail");
    let book = check(&crate::livre::document(&head, &vec![slip; 200]), "livre");
    assert!(book.pages.len() > 10);
    // The head of the table repeats on every page of the payslips.
    assert!(book.pages[..8].iter().all(|p| p.texts.iter().any(|t| t.text.trim_end() == "Salarié")));
}
