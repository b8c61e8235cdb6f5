//! Documents of the end of a contract and livre de paie: what the law wants is there, what does not add up is refused.

mod commun;
mod lecture;

use cddu_documents::attestations::{Signataire, aem, conges, solde, travail};
use cddu_documents::livre;
use cddu_rates::{Cents, Month, Period};
use commun::{Contract, cents, day};
use lecture::{normal, text as pdf_text};

fn all_in(name: &str, texts: [&str; 2], wanted: &[&str]) {
    for (kind, text) in ["PDF", "HTML"].into_iter().zip(texts) {
        let text = normal(&text.replace("&#39;", "'"));
        for wanted in wanted {
            assert!(text.contains(wanted), "{name} {kind}: « {wanted} » is missing:\n{text}");
        }
    }
}

fn signer() -> Signataire {
    Signataire {
        nom: "Dominique Modèle".to_owned(),
        qualite: "administratrice de production".to_owned(),
        lieu: "Villefictive".to_owned(),
        date: Some(day("2026-10-31")),
    }
}

fn attestation() -> aem::Attestation {
    aem::Attestation {
        reference: "AEM-2026-10-C2".to_owned(),
        nature: aem::Nature::Complementaire,
        mois: Month::parse("2026-10").unwrap(),
        numero: None,
        numero_initiale: Some("E123456789AB".to_owned()),
        agrement: None,
        employeur: commun::employer().identite,
        salarie: commun::person(),
        lien_parente: None,
        emploi: "Artiste-interprète".to_owned(),
        categorie: "artiste".to_owned(),
        cadre: false,
        annexe: 10,
        contrat: "C2".to_owned(),
        titre_production: Some("Le Film d’exemple".to_owned()),
        numero_objet: Some("261300000142".to_owned()),
        debut: day("2026-09-28"),
        fin: None,
        motif_fin: None,
        heures: "0".parse().unwrap(),
        cachets_isoles: "0".parse().unwrap(),
        cachets_groupes: "6".parse().unwrap(),
        jours: 6,
        remunerations: vec![aem::Remuneration {
            libelle: "Rémunération principale".to_owned(),
            brut_avant_abattement: cents("3000.00"),
            brut_apres_abattement: cents("2430.00"),
            assiette: cents("3000.00"),
            taux: "11.90".parse().unwrap(),
            contribution: cents("357.00"),
        }],
        total_contributions: cents("357.00"),
        date_paiement: day("2026-10-15"),
        bulletins: vec!["2026-10-0001".to_owned()],
        complements: vec![
            ("Licence d’entrepreneur de spectacles".to_owned(), "non".to_owned()),
            ("Personne à joindre".to_owned(), "Alix Spécimen, 01 00 00 00 00".to_owned()),
        ],
        signataire: signer(),
    }
}

#[test]
fn a_correction_says_how_to_read_its_amounts() {
    // The form has positive amounts and a nature; the sign is said in words.
    let cases = [
        (aem::Nature::RectificativeNegative, "se retranchent de ceux de l’attestation initiale E123456789AB"),
        (aem::Nature::RectificativePositive, "s’ajoutent à ceux de l’attestation initiale E123456789AB"),
    ];
    for (nature, effect) in cases {
        let a = aem::Attestation { nature, ..attestation() };
        let wanted = [effect, "357,00", "écrits sans signe, comme sur le formulaire"];
        all_in("aem", [&pdf_text(&aem::pdf(&a).unwrap()), &aem::html(&a).unwrap()], &wanted);
    }
    assert!(!aem::html(&attestation()).unwrap().contains("sans signe"));
}

#[test]
fn aem_says_what_the_form_asks() {
    let a = attestation();
    let wanted = [
        "Attestation employeur mensuelle",
        "octobre 2026",
        "complémentaire",
        "E123456789AB",
        "123 456 782 00010",
        "5911C",
        "IDCC 3097",
        "CS00000000",
        "2 99 01 99 001 001 24",
        "01/01/1999",
        "Artiste-interprète",
        "non cadre",
        "261300000142",
        "28/09/2026",
        "contrat en cours",
        "3 000,00",
        "2 430,00",
        "11,90 %",
        "357,00",
        "Villefictive",
        "administratrice de production",
        "non agréé",
        "2026-10-0001",
        "Licence d’entrepreneur de spectacles",
        "Alix Spécimen, 01 00 00 00 00",
    ];
    all_in("AEM", [&pdf_text(&aem::pdf(&a).unwrap()), &aem::html(&a).unwrap()], &wanted);
    let ended = aem::Attestation {
        fin: Some(day("2026-10-03")),
        motif_fin: Some("fin de CDD".to_owned()),
        agrement: Some("E123".to_owned()),
        ..a.clone()
    };
    let text = pdf_text(&aem::pdf(&ended).unwrap());
    assert!(text.contains("03/10/2026") && text.contains("fin de CDD") && text.contains("agrément AEM E123"));
    insta::assert_snapshot!("aem", body(&aem::html(&a).unwrap()));
    assert!(aem::pdf(&a).unwrap() == aem::pdf(&a).unwrap());
    let wrong = aem::Attestation { total_contributions: cents("357.01"), ..a };
    assert_eq!(aem::pdf(&wrong).unwrap_err().code, "DOC-007");
}

/// The body of a page: its style sheet is in the snapshots of the payslip.
fn body(html: &str) -> &str {
    &html[html.find("<main>").unwrap()..]
}

#[test]
fn certificat_de_travail_says_only_what_the_law_allows() {
    let week = Period { debut: day("2026-10-05"), fin: day("2026-10-09") };
    let c = travail::Certificat {
        employeur: commun::employer().identite,
        salarie: commun::person(),
        date: day("2026-10-31"),
        presence: week,
        emplois: vec![travail::Emploi { fonction: "1er assistant opérateur".to_owned(), periode: week }],
        portabilite: true,
        signataire: signer(),
    };
    let wanted = [
        "Certificat de travail",
        "Date d’entrée : 5 octobre 2026",
        "date de sortie : 9 octobre 2026",
        "1er assistant opérateur",
        "L911-8",
        "EXEMPLE Camille",
        "Les Films de l’Exemple",
        "31 octobre 2026",
    ];
    let text = pdf_text(&travail::pdf(&c).unwrap());
    all_in("certificat", [&text, &travail::html(&c).unwrap()], &wanted);
    insta::assert_snapshot!("certificat_de_travail", body(&travail::html(&c).unwrap()));
    // D1234-6: no pay, no reason of the end, no social security number.
    assert!(!text.contains('€') && !text.contains("motif") && !text.contains("2 99 01 99 001"));
}

#[test]
fn solde_de_tout_compte_lists_the_sums_and_adds_up() {
    let sums = [("Salaires bruts", "1735.54"), ("Cotisations salariales", "-341.70"), ("Impôt", "-9.05")];
    let r = solde::Recu {
        employeur: commun::employer().identite,
        salarie: commun::person(),
        date: day("2026-10-31"),
        fin_contrat: day("2026-10-09"),
        contrat: "C1".to_owned(),
        sommes: sums
            .iter()
            .map(|(label, amount)| solde::Somme { libelle: (*label).to_owned(), montant: cents(amount) })
            .collect(),
        // 1735.54 - 341.70 - 9.05 = 1384.79
        net_verse: cents("1384.79"),
        virement: cents("2104.79"),
        moyen: "virement".to_owned(),
        bulletins: vec!["2026-10-0001".to_owned()],
        autres_contrats: vec!["C2".to_owned()],
        signataire: signer(),
    };
    let wanted = [
        "Reçu pour solde de tout compte",
        "1 735,54",
        "-341,70",
        "-9,05",
        "1 384,79",
        "six mois",
        "double exemplaire",
        "9 octobre 2026",
        "lettre recommandée",
        "hors de cet inventaire, par un seul virement de 2 104,79 €",
        "2026-10-0001",
    ];
    all_in("solde", [&pdf_text(&solde::pdf(&r).unwrap()), &solde::html(&r).unwrap()], &wanted);
    insta::assert_snapshot!("solde_de_tout_compte", body(&solde::html(&r).unwrap()));
    assert!(solde::pdf(&r).unwrap() == solde::pdf(&r).unwrap());
    let wrong = solde::Recu { net_verse: cents("1384.80"), ..r };
    assert_eq!(solde::pdf(&wrong).unwrap_err().code, "DOC-007");
}

#[test]
fn conges_spectacles_certificate_names_the_caisse() {
    let engagement = |id: &str, base: &str, contribution: &str| conges::Engagement {
        contrat: id.to_owned(),
        emploi: "Artiste-interprète".to_owned(),
        periode: Period { debut: day("2026-10-12"), fin: day("2026-10-13") },
        jours: 2,
        cachets: 2,
        heures: "0".parse().unwrap(),
        brut: cents(base),
        assiette: cents(base),
        taux: "15.50".parse().ok(),
        cotisation: cents(contribution),
    };
    let c = conges::Certificat {
        employeur: commun::employer().identite,
        salarie: commun::person(),
        date: day("2026-10-31"),
        exercice: Period { debut: day("2026-04-01"), fin: day("2027-03-31") },
        titre_production: Some("Le Film d’exemple".to_owned()),
        siret_film: Some("90000001900019".to_owned()),
        numero_objet: Some("261300000142".to_owned()),
        douze_mois: Some(conges::DouzeMois { jours: 31, cachets: 17, brut: cents("7654.32") }),
        caisse: None,
        bulletins: vec!["2026-10-0001".to_owned()],
        plafond: "aucun, cotisation sur le brut entier".to_owned(),
        // 900 x 15.50 % = 139.50 ; 100 x 15.50 % = 15.50
        engagements: vec![engagement("C2", "900.00", "139.50"), engagement("C3", "100.00", "15.50")],
        total_assiette: cents("1000.00"),
        total_cotisation: cents("155.00"),
        signataire: signer(),
    };
    let wanted = [
        "Certificat d’emploi Congés Spectacles",
        "A000000",
        "900,00",
        "139,50",
        "1 000,00",
        "155,00",
        "15,50 %",
        "Vanves",
        "du 01/04/2026 au 31/03/2027",
        "Le Film d’exemple",
        "900 000 019 00019",
        "261300000142",
        "Douze mois jusqu’au 13/10/2026",
        "7 654,32",
    ];
    all_in("congés", [&pdf_text(&conges::pdf(&c).unwrap()), &conges::html(&c).unwrap()], &wanted);
    insta::assert_snapshot!("conges_spectacles", body(&conges::html(&c).unwrap()));
    assert!(conges::pdf(&c).unwrap() == conges::pdf(&c).unwrap());
    let wrong = conges::Certificat { total_cotisation: cents("155.01"), ..c };
    assert_eq!(conges::pdf(&wrong).unwrap_err().code, "DOC-007");
}

#[test]
fn livre_de_paie_adds_the_payslips_up() {
    let mut later = commun::payslip(&[Contract::artist("C2")]);
    later.date_paiement = day("2026-11-05");
    let payslips = [commun::payslip(&[Contract::technician("C1")]), later];
    let head = livre::Entete {
        employeur: "Les Films de l’Exemple".to_owned(),
        production: "Le Film d’exemple".to_owned(),
        periode: Period { debut: day("2026-10-01"), fin: day("2026-11-30") },
        date: day("2026-11-30"),
    };
    // 1735.54 + 900.00
    let gross: Cents = payslips.iter().map(|p| p.totaux.brut).sum();
    assert_eq!(gross, cents("2635.54"));
    let wanted = [
        "Livre de paie",
        "Payés en octobre 2026",
        "Payés en novembre 2026",
        "1 735,54",
        "900,00",
        "2 635,54",
        "2 bulletins",
        "Total Urssaf",
        "VIEIL_PLAF",
        "Congés Spectacles",
        "TOTAL DES COTISATIONS",
    ];
    let pdf = livre::pdf(&head, &payslips).unwrap();
    all_in("livre", [&pdf_text(&pdf), &livre::html(&head, &payslips).unwrap()], &wanted);
    assert!(pdf == livre::pdf(&head, &payslips).unwrap());
    insta::assert_snapshot!("livre_de_paie", body(&livre::html(&head, &payslips).unwrap()));
    // Nothing to print is a document too.
    assert!(pdf_text(&livre::pdf(&head, &[]).unwrap()).contains("0 bulletin"));
}
