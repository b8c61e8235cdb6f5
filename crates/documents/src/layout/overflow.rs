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
    use crate::attestations::{Signataire, aem, conges, solde, travail};
    use cddu_rates::{Cents, Month, Period};

    let context = Context::embedded().unwrap();
    let mut employeur = commun::employer().identite;
    employeur.raison_sociale = Some(long("Les Films de l’Interminable Exemple", 6));
    let mut salarie = commun::person();
    salarie.nom = long("Montgolfier-Saint-Barthélemy", 8);
    salarie.nom_usage = Some("Anticonstitutionnellement".repeat(5));
    let emploi = long("Première assistante de l’opérateur de prises de vues spécialisées", 4);
    let contrat = "2026-TOURNAGE-".repeat(5);
    let date = commun::day("2026-10-31");
    let week = Period { debut: commun::day("2026-10-05"), fin: commun::day("2026-10-09") };
    let amount = Cents(123_456_789);
    let signataire = Signataire {
        nom: long("Dominique Modèle", 12),
        qualite: long("administratrice de production", 6),
        lieu: long("Villefictive-sur-Plateau", 6),
        date: Some(date),
    };
    let attestation = aem::Attestation {
        reference: contrat.clone(),
        nature: aem::Nature::RectificativeNegative,
        mois: Month::of(date),
        numero: Some("E".repeat(80)),
        numero_initiale: Some("E123456789AB".to_owned()),
        agrement: None,
        employeur: employeur.clone(),
        salarie: salarie.clone(),
        lien_parente: Some(long("cousin issu de germain", 5)),
        emploi: emploi.clone(),
        categorie: "technicien".to_owned(),
        cadre: true,
        annexe: 8,
        contrat: contrat.clone(),
        titre_production: Some(long("Le Film d’exemple", 20)),
        numero_objet: Some("261300000142".to_owned()),
        debut: week.debut,
        fin: None,
        motif_fin: None,
        heures: "46".parse().unwrap(),
        cachets_isoles: "0".parse().unwrap(),
        cachets_groupes: "0".parse().unwrap(),
        jours: 5,
        remunerations: vec![aem::Remuneration {
            libelle: long("Rémunération principale", 6),
            brut_avant_abattement: amount,
            brut_apres_abattement: amount,
            assiette: amount,
            taux: "11.90".parse().unwrap(),
            contribution: amount,
        }],
        total_contributions: amount,
        date_paiement: date,
        bulletins: (0..40).map(|i| format!("2026-10-{i:04}")).collect(),
        complements: vec![(long("Personne à joindre", 9), long("Alix Spécimen", 30))],
        signataire: signataire.clone(),
    };
    let receipt = solde::Recu {
        employeur: employeur.clone(),
        salarie: salarie.clone(),
        date,
        fin_contrat: week.fin,
        contrat: contrat.clone(),
        sommes: (0..120).map(|_| solde::Somme { libelle: emploi.clone(), montant: Cents(10) }).collect(),
        net_verse: Cents(1_200),
        virement: Cents(2_400),
        moyen: "virement".to_owned(),
        bulletins: attestation.bulletins.clone(),
        autres_contrats: attestation.bulletins.clone(),
        signataire: signataire.clone(),
    };
    let leave = conges::Certificat {
        employeur: employeur.clone(),
        salarie: salarie.clone(),
        date,
        exercice: week,
        titre_production: attestation.titre_production.clone(),
        siret_film: Some("90000001900019".to_owned()),
        numero_objet: Some("261300000142".to_owned()),
        douze_mois: Some(conges::DouzeMois { jours: 200, cachets: 100, brut: amount }),
        caisse: Some(long("Congés Spectacles, 74 rue d’Exemple", 8)),
        bulletins: attestation.bulletins.clone(),
        plafond: "aucune".to_owned(),
        engagements: (0..60)
            .map(|_| conges::Engagement {
                contrat: contrat.clone(),
                emploi: emploi.clone(),
                periode: week,
                jours: 5,
                cachets: 12,
                heures: "46.5".parse().unwrap(),
                brut: amount,
                assiette: amount,
                taux: None,
                cotisation: amount,
            })
            .collect(),
        total_assiette: Cents(amount.0 * 60),
        total_cotisation: Cents(amount.0 * 60),
        signataire: signataire.clone(),
    };
    let work = travail::Certificat {
        employeur,
        salarie: salarie.clone(),
        date,
        presence: week,
        emplois: (0..60).map(|_| travail::Emploi { fonction: emploi.clone(), periode: week }).collect(),
        portabilite: true,
        signataire,
    };
    let mut slip = commun::payslip(&[Contract::technician(&contrat)]);
    slip.salarie = salarie;
    let head = crate::livre::Entete {
        employeur: long("Les Films de l’Interminable Exemple", 6),
        production: long("Le Film d’exemple", 20),
        periode: week,
        date,
    };
    check(&aem::document(context, &attestation).unwrap(), "AEM");
    check(&solde::document(context, &receipt).unwrap(), "reçu");
    check(&conges::document(context, &leave).unwrap(), "congés");
    check(&travail::document(context, &work).unwrap(), "certificat de travail");
    let book = check(&crate::livre::document(&head, &vec![slip; 200]), "livre");
    assert!(book.pages.len() > 10);
    // The head of the table repeats on every page of the payslips.
    assert!(book.pages[..8].iter().all(|p| p.texts.iter().any(|t| t.text.trim_end() == "Salarié")));
}
