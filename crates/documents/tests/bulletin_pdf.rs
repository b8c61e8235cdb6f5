//! The payslip PDF: every frozen amount, every mention, same bytes, valid structure.

mod commun;
mod lecture;

use cddu_documents::Exemplaire;
use cddu_documents::bulletin::{self, Modele, Options};
use cddu_documents::typo;
use cddu_payslip::Payslip;
use cddu_rates::Cents;
use commun::Contract;
use lecture::{normal, text};
use lopdf::Object;

fn shown(amount: Cents) -> String {
    normal(&typo::amount(amount))
}

/// Every amount of a frozen payslip, with its name.
fn amounts(payslip: &Payslip) -> Vec<(String, Cents)> {
    fn walk(path: &str, value: &serde_json::Value, out: &mut Vec<(String, Cents)>) {
        match value {
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    // Rates, quantities and texts are not amounts.
                    let other = key.starts_with("taux")
                        || matches!(
                            key.as_str(),
                            "quantite"
                                | "majoration"
                                | "coefficient"
                                | "heures"
                                | "cachets"
                                | "dfs_taux"
                                | "employeur"
                                | "salarie"
                                | "methodes"
                                | "numero"
                                | "numero_objet"
                        );
                    if !other {
                        walk(&format!("{path}.{key}"), value, out);
                    }
                }
            }
            serde_json::Value::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    walk(&format!("{path}[{i}]"), value, out);
                }
            }
            serde_json::Value::String(text) => {
                if let Ok(amount) = text.parse::<Cents>()
                    && text.contains('.')
                {
                    out.push((path.to_owned(), amount));
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", &serde_json::to_value(payslip).unwrap(), &mut out);
    out
}

fn cases() -> [(&'static str, Payslip); 3] {
    let mut with_dfs = Contract::artist("C2");
    with_dfs.dfs = Some("19.00");
    let many: Vec<Contract> = (1..=15)
        .map(|i| {
            let id = format!("2026-TOURNAGE-{i:03}");
            if i % 3 == 0 { Contract::artist(&id) } else { Contract::technician(&id) }
        })
        .collect();
    [
        ("one contract", commun::payslip(&[Contract::technician("C1")])),
        ("technician and artist with DFS", commun::payslip(&[Contract::technician("C1"), with_dfs])),
        ("fifteen contracts", commun::payslip(&many)),
    ]
}

#[test]
fn every_frozen_amount_is_in_the_text() {
    for (name, payslip) in cases() {
        for modele in [Modele::Adapte, Modele::Renove] {
            let options = Options { modele, ..Options::default() };
            let text = text(&bulletin::pdf(&payslip, &options).unwrap());
            let amounts = amounts(&payslip);
            assert!(amounts.len() > 100, "{name}: only {} amounts found", amounts.len());
            for (path, amount) in amounts {
                assert!(text.contains(&shown(amount)), "{name} {modele:?}: {path} = {amount} is not printed");
            }
        }
    }
}

#[test]
fn the_legal_part_alone_carries_every_total() {
    for (name, payslip) in cases() {
        let options = Options { annexe: false, ..Options::default() };
        let text = text(&bulletin::pdf(&payslip, &options).unwrap());
        let t = &payslip.totaux;
        for amount in [
            t.brut,
            t.cotisations_salarie,
            t.cotisations_employeur - t.allegements,
            t.montant_net_social,
            t.net_imposable,
            t.net_avant_impot,
            t.assiette_pas,
            t.pas,
            t.net_paye,
            t.virement,
            t.total_verse_employeur,
            payslip.cumuls.net_imposable,
            payslip.cumuls.pas,
        ] {
            assert!(text.contains(&shown(amount)), "{name}: {amount} is not printed");
        }
    }
}

#[test]
fn the_mandatory_mentions_are_printed() {
    let payslip = commun::payslip(&[Contract::technician("C1"), Contract::artist("C2")]);
    // R3243-1, in its order, then what a CDDU needs.
    let common = [
        "Les Films de l’Exemple",
        "12 rue de l’Invention",
        "123 456 782 00010",
        "5911C",
        "Production cinématographique (IDCC 3097)",
        "EXEMPLE Camille",
        "1er assistant opérateur de prise de vues",
        "Technicien, non cadre, annexe 8",
        "Artiste, non cadre, annexe 10",
        "du 05/10/2026 au 13/10/2026",
        "Heures supplémentaires (majoration 25 %)",
        "Heures de nuit, majoration 50 %",
        "Cachets",
        "Indemnité de repas",
        "taux non personnalisé",
        "Abattement pour contrat de deux mois au plus",
        "MONTANT NET SOCIAL",
        "15/10/2026",
        "TOTAL VERSÉ PAR L'EMPLOYEUR",
        "www.service-public.fr",
        "sans limitation de durée",
        "261300000142",
        "Sous-total brut, contrat C1",
        "Congés Spectacles (Audiens)",
        "A000000",
        "Cumuls 2026",
        "Valeur à confirmer : Fonds collectif du spectacle pour la santé",
    ];
    let models: [(Modele, &[&str]); 2] = [
        (
            Modele::Adapte,
            &[
                "SALAIRE BRUT",
                "Sécurité sociale - Maladie Maternité Invalidité Décès",
                "Complémentaire Tranche 1",
                "Chômage",
                "CSG/CRDS non déductible de l'impôt sur le revenu",
                "TOTAL DES COTISATIONS ET CONTRIBUTIONS",
                "NET À PAYER AVANT IMPÔT SUR LE REVENU",
                "NET À PAYER AU SALARIÉ",
            ],
        ),
        (
            Modele::Renove,
            &[
                "MONTANT BRUT",
                "COTISATIONS ET CONTRIBUTIONS SOCIALES OBLIGATOIRES",
                "Retraite complémentaire, CEG et CET T1",
                "EXONÉRATIONS ET ALLÈGEMENTS DE COTISATIONS",
                "REMBOURSEMENTS ET DÉDUCTIONS DIVERSES",
                "MONTANT NET À PAYER AVANT IMPÔT SUR LE REVENU",
                "MONTANT NET À PAYER",
            ],
        ),
    ];
    for (modele, own) in models {
        let options = Options { modele, annexe: false, ..Options::default() };
        let text = text(&bulletin::pdf(&payslip, &options).unwrap());
        let html = normal(&bulletin::html(&payslip, &options).unwrap().replace("&#39;", "'"));
        for mention in common.iter().chain(own) {
            assert!(text.contains(mention), "{modele:?}: « {mention} » is not in the PDF:\n{text}");
            assert!(html.contains(mention), "{modele:?}: « {mention} » is not in the HTML page");
        }
        // R3243-4: nothing about strikes or mandates; D7121-35: no leave indemnity paid by the employer.
        for forbidden in ["grève", "représentant du personnel", "ICCP"] {
            assert!(!text.contains(forbidden), "{modele:?}: « {forbidden} »");
        }
    }
}

#[test]
fn the_rows_follow_the_order_of_the_model() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    let order = |modele| {
        let options = Options { modele, annexe: false, ..Options::default() };
        text(&bulletin::pdf(&payslip, &options).unwrap())
    };
    let cases = [
        (
            Modele::Adapte,
            vec![
                "RÉMUNÉRATION",
                "SALAIRE BRUT",
                "SANTÉ",
                "Accidents du travail",
                "RETRAITE",
                "Famille",
                "ASSURANCE CHÔMAGE",
                "Autres contributions dues",
                "Cotisations statutaires",
                "CSG déductible",
                "CSG/CRDS non déductible",
                "Exonérations et allègements",
                "TOTAL DES COTISATIONS",
                "MONTANT NET SOCIAL",
                "Indemnité de repas",
                "NET À PAYER AVANT IMPÔT",
                "Montant net imposable",
                "Impôt sur le revenu prélevé",
                "Acompte",
                "NET À PAYER AU SALARIÉ",
                "TOTAL VERSÉ",
            ],
        ),
        (
            Modele::Renove,
            vec![
                "RÉMUNÉRATION",
                "MONTANT BRUT",
                "OBLIGATOIRES",
                "Santé",
                "Accidents du travail",
                "Retraite",
                "Famille",
                "Assurance chômage",
                "Autres charges dues",
                "Cotisations statutaires",
                "CSG déductible",
                "CSG/CRDS non déductible",
                "TOTAL DES COTISATIONS",
                "EXONÉRATIONS",
                "MONTANT NET SOCIAL",
                "REMBOURSEMENTS",
                "Indemnité de repas",
                "MONTANT NET À PAYER AVANT",
                "Montant net imposable",
                "PAS (taux non personnalisé)",
                "Acompte",
                "TOTAL VERSÉ",
            ],
        ),
    ];
    for (modele, wanted) in cases {
        let text = order(modele);
        let mut from = 0;
        for label in wanted {
            let at = text[from..].find(label);
            assert!(at.is_some(), "{modele:?}: « {label} » is missing or out of order");
            from += at.unwrap() + label.len();
        }
    }
}

#[test]
fn the_model_follows_the_date_of_payment() {
    let mut payslip = commun::payslip(&[Contract::technician("C1")]);
    let plain = Options { annexe: false, ..Options::default() };
    payslip.date_paiement = commun::day("2026-12-31");
    assert!(text(&bulletin::pdf(&payslip, &plain).unwrap()).contains("SALAIRE BRUT"));
    payslip.date_paiement = commun::day("2027-01-01");
    assert!(text(&bulletin::pdf(&payslip, &plain).unwrap()).contains("MONTANT BRUT"));
    let forced = Options { modele: Modele::Adapte, ..plain };
    assert_eq!(bulletin::pdf(&payslip, &forced).unwrap_err().code, "DOC-005");
}

#[test]
fn two_runs_give_the_same_bytes() {
    for (name, payslip) in cases() {
        let first = bulletin::pdf(&payslip, &Options::default()).unwrap();
        let second = bulletin::pdf(&payslip, &Options::default()).unwrap();
        assert!(first == second, "{name}");
        let other = std::thread::spawn(move || bulletin::pdf(&payslip, &Options::default()).unwrap());
        assert!(first == other.join().unwrap(), "{name}, another thread");
    }
}

#[test]
fn the_json_twin_is_attached_and_gives_the_payslip_back() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    assert!(!payslip.avertissements.is_empty());
    let attached = |exemplaire: Exemplaire| {
        let pdf = bulletin::pdf(&payslip, &Options { exemplaire, ..Options::default() }).unwrap();
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        let files: Vec<Vec<u8>> = document
            .objects
            .values()
            .filter_map(|o| o.as_stream().ok())
            .filter(|s| s.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"EmbeddedFile"))
            .map(|s| s.decompressed_content().unwrap())
            .collect();
        assert_eq!(files.len(), 1);
        serde_json::from_slice::<Payslip>(&files[0]).unwrap()
    };
    assert_eq!(attached(Exemplaire::Employeur), payslip);
    // What the program says to the employer is not handed over; everything else is, the hash included.
    let bare = Payslip { avertissements: Vec::new(), ..payslip.clone() };
    assert_eq!(attached(Exemplaire::Remis), bare);
    assert_eq!(bare.empreinte, payslip.empreinte);
    let pdf = bulletin::pdf(&payslip, &Options::default()).unwrap();
    let without = Options { joindre_json: false, ..Options::default() };
    assert!(bulletin::pdf(&payslip, &without).unwrap().len() < pdf.len());
}

#[test]
fn every_stream_is_compressed_except_the_metadata() {
    let pdf = bulletin::pdf(&commun::payslip(&[Contract::technician("C1")]), &Options::default()).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let mut streams = 0;
    for stream in document.objects.values().filter_map(|o| o.as_stream().ok()) {
        let metadata = stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"Metadata");
        assert_eq!(stream.dict.has(b"Filter"), !metadata, "{:?}", stream.dict);
        assert_eq!(stream.dict.get(b"Length").unwrap().as_i64().unwrap(), stream.content.len() as i64);
        streams += 1;
    }
    // Two pages, two faces of three streams, the JSON, the colour profile, the metadata, two object streams, the
    // cross-references.
    assert_eq!(streams, 14);
    // Every offset of the cross-references is the start of its object, and what is no stream is in an object stream.
    let mut together = 0;
    for (id, entry) in &document.reference_table.entries {
        match entry {
            lopdf::xref::XrefEntry::Normal { offset, .. } => {
                let start = format!("{id} 0 obj");
                assert!(pdf[*offset as usize..].starts_with(start.as_bytes()), "{start} at {offset}");
            }
            lopdf::xref::XrefEntry::Compressed { container, .. } => {
                assert!(document.reference_table.entries.contains_key(container));
                together += 1;
            }
            _ => {}
        }
    }
    assert!(together > 500, "{together} objects");
    // The structure of a payslip is most of its objects: 128 kB without this.
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
}

#[test]
fn the_file_says_that_it_is_pdf_a_3a_tagged_and_french() {
    let payslip = commun::payslip(&[Contract::technician("C1")]);
    let pdf = bulletin::pdf(&payslip, &Options::default()).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let catalog = document.catalog().unwrap();
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"AF") && catalog.has(b"OutputIntents"));
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"fr-FR");
    let raw = String::from_utf8_lossy(&pdf);
    for mark in ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "pdfuaid"] {
        assert!(raw.contains(mark), "{mark}");
    }
    // The only date is the date of payment.
    assert!(raw.contains("2026-10-15"));
    let fonts: Vec<&[u8]> = document
        .objects
        .values()
        .filter_map(|o| o.as_dict().ok())
        .filter_map(|d| d.get(b"BaseFont").and_then(Object::as_name).ok())
        .collect();
    assert!(!fonts.is_empty() && fonts.iter().all(|f| f.windows(6).any(|w| w == b"Roboto") && f[6] == b'+'));
}

#[test]
fn a_payslip_that_does_not_add_up_is_refused() {
    let good = commun::payslip(&[Contract::technician("C1")]);
    type Change = fn(&mut Payslip);
    let changes: [(&str, &str, Change); 9] = [
        ("DOC-007", "totaux.brut", |p| p.totaux.brut.0 += 1),
        ("DOC-007", "totaux.cotisations_salarie", |p| p.totaux.cotisations_salarie.0 += 1),
        ("DOC-007", "totaux.cotisations_employeur", |p| p.totaux.cotisations_employeur.0 += 1),
        ("DOC-007", "totaux.allegements", |p| p.totaux.allegements.0 += 1),
        ("DOC-007", "totaux.net_avant_impot", |p| p.elements[0].retenu.0 += 1),
        ("DOC-007", "totaux.net_paye", |p| p.totaux.pas.0 += 1),
        ("DOC-007", "totaux.virement", |p| p.totaux.virement.0 += 1),
        ("DOC-007", "contrats.C1.bases.brut", |p| p.contrats[0].elements[0].montant.0 += 1),
        ("DOC-006", "", |p| p.contrats[0].lignes[0].code = "INCONNU".into()),
    ];
    for (code, field, change) in changes {
        let mut payslip = good.clone();
        change(&mut payslip);
        let error = bulletin::pdf(&payslip, &Options::default()).unwrap_err();
        assert_eq!(error.code, code, "{field}");
        assert_eq!(error.champ.unwrap_or_default(), field);
        assert!(error.aide.is_some());
    }
}

#[test]
fn names_of_every_latin_spelling_are_printed() {
    let mut payslip = commun::payslip(&[Contract::technician("C1")]);
    payslip.salarie.nom = "ĞÜRȘOŁẞǸ-ƠƯẠ".to_owned();
    payslip.salarie.prenom = "Þóra Ŵĳ".to_owned();
    let text = text(&bulletin::pdf(&payslip, &Options::default()).unwrap());
    assert!(text.contains("ĞÜRȘOŁẞǸ-ƠƯẠ") && text.contains("Þóra Ŵĳ"), "{text}");
}

/// Names of the fonts of a file, which say the part of the faces that it carries.
fn fonts(pdf: &[u8]) -> Vec<Vec<u8>> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let named = |o: &Object| Some(o.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok()?.to_vec());
    let mut names: Vec<Vec<u8>> = document.objects.values().filter_map(named).collect();
    names.sort();
    names
}

#[test]
fn a_part_of_the_fonts_has_a_name_of_its_own() {
    let all = cases().map(|(_, payslip)| fonts(&bulletin::pdf(&payslip, &Options::default()).unwrap()));
    // French documents carry the same part, made once.
    assert_eq!(all[0].len(), 2);
    assert!(all.iter().all(|f| *f == all[0]));
    let mut payslip = commun::payslip(&[Contract::technician("C1")]);
    payslip.salarie.prenom = "Þóra".to_owned();
    let other = fonts(&bulletin::pdf(&payslip, &Options::default()).unwrap());
    // The first line of a card is bold; nothing else prints the name in bold.
    assert_ne!(other, all[0]);
}

#[test]
fn a_letter_that_the_fonts_lack_is_named() {
    let mut payslip = commun::payslip(&[Contract::technician("C1")]);
    payslip.salarie.nom = "王".to_owned();
    let error = bulletin::pdf(&payslip, &Options::default()).unwrap_err();
    assert_eq!(error.code, "DOC-003");
    assert!(error.message.contains("« 王 », U+738B de « 王"), "{}", error.message);
    assert!(bulletin::html(&payslip, &Options::default()).unwrap().contains('王'));
    // A sign that nobody sees: its number, and where to look.
    payslip.salarie.nom = "EXEM\u{7}PLE".to_owned();
    let error = bulletin::pdf(&payslip, &Options::default()).unwrap_err();
    assert!(error.message.starts_with("le caractère U+0007 de « EXEMPLE"), "{}", error.message);
    assert!(error.aide.unwrap().contains("invisible"));
}

/// One contract: the legal part on a page, the annex on another; the rows are closer rather than three lines alone on a third.
/// The size is held: fonts cut down to what is written, objects packed together.
#[test]
fn a_payslip_is_two_pages_and_a_light_file() {
    for contract in [Contract::technician("C1"), Contract::artist("C1")] {
        for modele in [Modele::Adapte, Modele::Renove] {
            let mut payslip = commun::payslip(std::slice::from_ref(&contract));
            if modele == Modele::Renove {
                payslip.date_paiement = chrono::NaiveDate::from_ymd_opt(2027, 1, 15).unwrap();
            }
            let pdf = bulletin::pdf(&payslip, &Options { modele, ..Options::default() }).unwrap();
            let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
            assert_eq!(pages, 2, "{modele:?}");
            assert!(pdf.len() < 52 * 1024, "{} bytes", pdf.len());
        }
    }
    let plain = Options { annexe: false, ..Options::default() };
    let pdf = bulletin::pdf(&commun::payslip(&[Contract::technician("C1")]), &plain).unwrap();
    assert!(pdf.len() < 35 * 1024, "{} bytes", pdf.len());
}
