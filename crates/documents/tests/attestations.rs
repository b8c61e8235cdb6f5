//! Documents of the end of a contract and livre de paie: what the law wants is there, what does not add up is refused.

mod commun;
mod lecture;

use cddu_declarations::aem;
use cddu_declarations::certificats::SoldeToutCompte;
use cddu_documents::attestations::{aem as paper, conges, solde, travail};
use cddu_documents::livre;
use cddu_rates::{Cents, Period};
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

/// The pages of an attestation, with the approval of its issuer.
fn pages(a: &aem::Attestation, agrement: Option<&str>) -> [String; 2] {
    let employeur = commun::employer_aem();
    let copy = paper::Copie { employeur: &employeur, agrement, attestation: a, arrets: &[] };
    let pdf = paper::pdf(&copy).unwrap();
    assert!(pdf == paper::pdf(&copy).unwrap());
    [pdf_text(&pdf), paper::html(&copy).unwrap()]
}

fn all_in_both(name: &str, pages: &[String; 2], wanted: &[&str]) {
    all_in(name, [&pages[0], &pages[1]], wanted);
}

#[test]
fn a_correction_says_how_to_read_its_amounts() {
    // The form has positive amounts and a nature; the sign is said in words.
    let cases = [
        (aem::Nature::RectificativeNegative, "se retranchent de ceux de l’attestation initiale E123456789AB"),
        (aem::Nature::RectificativePositive, "s’ajoutent à ceux de l’attestation initiale E123456789AB"),
    ];
    for (nature, effect) in cases {
        let a = aem::Attestation { nature, ..commun::attestation() };
        let wanted = [effect, "357,00", "écrits sans signe, comme sur le formulaire"];
        all_in_both("aem", &pages(&a, None), &wanted);
    }
    assert!(!pages(&commun::attestation(), None)[1].contains("sans signe"));
}

#[test]
fn aem_says_what_the_form_asks() {
    let a = commun::attestation();
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
    let drawn = pages(&a, None);
    all_in_both("AEM", &drawn, &wanted);
    insta::assert_snapshot!("aem", body(&drawn[1]));
    let mut ended = a.clone();
    ended.contrat.date_fin = Some(day("2026-10-03"));
    ended.contrat.motif_fin = Some(aem::MotifFinAem::FinCdd);
    let wanted = ["03/10/2026", "fin de CDD", "agrément AEM E123"];
    all_in_both("AEM of a contract ended", &pages(&ended, Some("E123")), &wanted);
    let mut wrong = a;
    wrong.remuneration.total_contribution = cents("357.01");
    let copy =
        paper::Copie { employeur: &commun::employer_aem(), agrement: None, attestation: &wrong, arrets: &[] };
    assert_eq!(paper::pdf(&copy).unwrap_err().code, "DOC-007");
}

/// The body of a page: its style sheet is in the snapshots of the payslip.
fn body(html: &str) -> &str {
    &html[html.find("<main>").unwrap()..]
}

#[test]
fn certificat_de_travail_says_only_what_the_law_allows() {
    let c = commun::certificat_travail();
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
    let r = commun::solde();
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
    let wrong = SoldeToutCompte { total: cents("1384.80"), ..r };
    assert_eq!(solde::pdf(&wrong).unwrap_err().code, "DOC-007");
}

#[test]
fn conges_spectacles_certificate_names_the_caisse() {
    let c = commun::certificat_conges();
    let wanted = [
        "Certificat d’emploi Congés Spectacles",
        "A000000",
        "900,00",
        "139,50",
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
