//! Contracts, instalments, set-off, mentions, certificat, yearly statement, droits voisins.

use std::collections::BTreeMap;

use cddu_payslip::json;
use cddu_payslip::note::{
    ContratAuteur, DroitsVoisinsInput, FicheAuteur, Fiscal, LigneNote, Note, NoteMethodes, Prevu, Producteur,
    Social, Tva, Zone, certificat, compute, droits_voisins, echeancier, imputer, mentions, minima, ordre,
    plan, regrouper, releves_annuels,
};
use cddu_rates::{Cents, Diagnostic, Rates};
use serde_json::{Value, json};

fn rates() -> &'static Rates {
    static RATES: std::sync::OnceLock<Rates> = std::sync::OnceLock::new();
    RATES.get_or_init(Rates::embedded)
}

fn typed<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    json::parse(&value.to_string()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

fn contract(changes: &Value) -> ContratAuteur {
    let mut base = json!({
        "contrat": "DA-1", "auteur": "A1", "titre": "Le Phare d'essai", "genre": "fiction",
        "nature_activite": "ecriture", "date_signature": "2026-02-02", "minimum_garanti": "10000.00",
        "echeances": [
            { "echeance": "signature", "declencheur": "signature", "pourcentage": "33.33" },
            { "echeance": "version 1", "declencheur": "remise", "pourcentage": "33.33" },
            { "echeance": "version finale", "declencheur": "acceptation", "pourcentage": "33.34" }
        ]
    });
    for (key, value) in changes.as_object().unwrap() {
        base[key] = value.clone();
    }
    typed(&base)
}

fn producer() -> Producteur {
    typed(&json!({
        "raison_sociale": "Films Exemple", "siret": "12345678200010", "compte_urssaf_aa": "750000000000000000",
        "adresse": { "voie": "1 rue de l'Exemple", "code_postal": "75020", "commune": "Paris" }
    }))
}

fn author() -> FicheAuteur {
    FicheAuteur {
        auteur: typed(&json!({
            "auteur": "A1", "nom": "EXEMPLE", "prenom": "Camille", "regime_fiscal": "TS",
            "nir": "299017500100190", "adresse": { "voie": "2 rue Fictive", "code_postal": "69001", "commune": "Lyon" }
        })),
        social: Social::Precompte,
        tva: Tva::Retenue,
        fiscal: Fiscal::Resident,
        taux_convention: None,
        formulaires_5000_5003: None,
        assure_hors_france: false,
        zone: Zone::Metropole,
        dispense: None,
        renonciation_date_effet: None,
        attestation_non_precompte_raap: false,
    }
}

fn row(note: &str, day: &str) -> LigneNote {
    LigneNote {
        ligne: Some(2),
        note: note.to_owned(),
        rectifie: None,
        contrat: "DA-1".to_owned(),
        date_paiement: day.parse().unwrap(),
        nature_revenu: None,
        echeance: None,
        montant: None,
        redevances: None,
        periode_exploitation: None,
        ircec: None,
    }
}

fn step(note: &str, day: &str, label: &str) -> LigneNote {
    LigneNote { echeance: Some(label.to_owned()), ..row(note, day) }
}

fn royalties(note: &str, day: &str, amount: &str) -> LigneNote {
    LigneNote { redevances: Some(cents(amount)), ..row(note, day) }
}

fn planned(rows: &[LigneNote]) -> Vec<Result<Prevu, Vec<Diagnostic>>> {
    plan(&producer(), NoteMethodes::default(), &[author()], &[contract(&json!({}))], rows, &BTreeMap::new())
}

fn notes(rows: &[LigneNote]) -> Vec<Note> {
    planned(rows)
        .into_iter()
        .filter_map(|p| match p.unwrap() {
            Prevu::Note(input) => Some(compute(rates(), &input).unwrap()),
            Prevu::Imputation(_) => None,
        })
        .collect()
}

#[test]
fn instalments_make_up_the_minimum_garanti() {
    let amounts = |changes: Value| -> Vec<String> {
        echeancier(&contract(&changes)).unwrap().iter().map(|(_, a)| a.to_string()).collect()
    };
    assert_eq!(amounts(json!({})), ["3333.00", "3333.00", "3334.00"]);
    // 10,000.01 x 33.33 % = 3,333.003333; the last takes 10,000.01 - 6,666.00.
    assert_eq!(amounts(json!({ "minimum_garanti": "10000.01" })), ["3333.00", "3333.00", "3334.01"]);
    let mixed = json!({ "echeances": [
        { "echeance": "signature", "declencheur": "signature", "montant": "4000.00" },
        { "echeance": "tournage", "declencheur": "premier_jour_tournage", "pourcentage": "50" }
    ] });
    assert_eq!(amounts(mixed), ["4000.00", "5000.00"]);
    for (changes, place) in [
        (
            json!({ "minimum_garanti": "5000.00", "echeances": [
            { "echeance": "a", "declencheur": "date", "montant": "5000.01" }] }),
            "echeances",
        ),
        (json!({ "echeances": [{ "echeance": "a", "declencheur": "date" }] }), "echeances[0]"),
        (
            json!({ "echeances": [
            { "echeance": "a", "declencheur": "date", "montant": "1.00", "pourcentage": "1" }] }),
            "echeances[0]",
        ),
        (
            json!({ "echeances": [
            { "echeance": "a", "declencheur": "date", "montant": "1.00" },
            { "echeance": "a", "declencheur": "date", "montant": "1.00" }] }),
            "echeances[1]",
        ),
    ] {
        let contract = contract(&changes);
        let errors = echeancier(&contract).unwrap_err();
        assert_eq!((errors[0].code.as_str(), errors[0].champ.as_deref()), ("NOTE-020", Some(place)));
    }
}

#[test]
fn royalties_are_set_off_before_anything_is_paid() {
    // 6,000 paid, 1,000 recovered: 5,000 left.
    for (royalties, set_off, to_pay, left) in [
        ("3000.00", "3000.00", "0.00", "2000.00"),
        ("5000.00", "5000.00", "0.00", "0.00"),
        ("7000.00", "5000.00", "2000.00", "0.00"),
    ] {
        let got = imputer(cents("6000.00"), cents("1000.00"), cents(royalties));
        assert_eq!(
            [got.impute, got.a_payer, got.reste_a_imputer].map(|c| c.to_string()),
            [set_off, to_pay, left],
            "{royalties}"
        );
    }
}

#[test]
fn a_folder_of_instalments_and_royalties() {
    let rows = [
        royalties("N4", "2026-12-15", "4000.00"),
        step("N1", "2026-02-10", "signature"),
        step("N2", "2026-05-10", "version 1"),
        royalties("N3", "2026-06-30", "5000.00"),
        royalties("N5", "2026-12-20", "500.00"),
    ];
    let plan = planned(&rows);
    let gross: Vec<_> = plan
        .iter()
        .map(|p| match p.as_ref().unwrap() {
            Prevu::Note(n) => (n.brut_ht.to_string(), n.cumuls.brut_annee.to_string()),
            Prevu::Imputation(i) => ("imputation".to_owned(), i.reste_a_imputer.to_string()),
        })
        .collect();
    // Paid 6,666.00; 5,000 set off in June leaves 1,666.00; 4,000 in December pays 2,334.00.
    let expected = [
        ("2334.00", "6666.00"),
        ("3333.00", "0.00"),
        ("3333.00", "3333.00"),
        ("imputation", "1666.00"),
        ("500.00", "9000.00"),
    ];
    for (got, (amount, second)) in gross.iter().zip(expected) {
        assert_eq!((got.0.as_str(), got.1.as_str()), (amount, second));
    }
    let opening = BTreeMap::from([(("A1".to_owned(), 2026), cents("1000.00"))]);
    let contracts = [contract(&json!({}))];
    let opened = plan_from(&contracts, &rows[1..2], &opening);
    let Ok(Prevu::Note(note)) = &opened[0] else { panic!("{opened:?}") };
    assert_eq!(note.cumuls.brut_annee.to_string(), "1000.00");
}

fn plan_from(
    contracts: &[ContratAuteur],
    rows: &[LigneNote],
    opening: &BTreeMap<(String, i32), Cents>,
) -> Vec<Result<Prevu, Vec<Diagnostic>>> {
    plan(&producer(), NoteMethodes::default(), &[author()], contracts, rows, opening)
}

#[test]
fn a_replaced_note_no_longer_counts() {
    let wrong = LigneNote { montant: Some(cents("3000.00")), ..step("N1", "2026-02-10", "signature") };
    let right = LigneNote { rectifie: Some("N1".to_owned()), ..step("N2", "2026-03-10", "signature") };
    let list = notes(&[wrong, right, step("N3", "2026-05-10", "version 1")]);
    assert_eq!(list[1].cumuls.brut_annee_avant, Cents::ZERO);
    assert_eq!(list[2].cumuls.brut_annee_avant.to_string(), "3333.00");
    let year = releves_annuels(&list, 2026);
    assert_eq!(year.len(), 1);
    assert_eq!(year[0].notes.len(), 2);
    assert_eq!(year[0].total.brut_ht.to_string(), "6666.00");
    let net: Cents = list[1..].iter().map(|n| n.totaux.net_a_payer).sum();
    assert_eq!(year[0].total.net_a_payer, net);
    assert!(releves_annuels(&list, 2025).is_empty());
}

#[test]
fn bad_rows_are_told_and_stop_no_other() {
    let with = |change: fn(&mut LigneNote)| {
        let mut out = row("X", "2026-06-01");
        change(&mut out);
        out
    };
    for (bad, code, column) in [
        (with(|r| r.contrat = "DA-2".to_owned()), "NOTE-021", "contrat"),
        (with(|r| r.echeance = Some("versoin 1".to_owned())), "NOTE-021", "echeance"),
        (with(|_| ()), "NOTE-022", "montant"),
        (with(|r| r.montant = Some(Cents(100))), "NOTE-022", "nature_revenu"),
        (with(|r| r.echeance = Some("signature".to_owned())), "NOTE-022", "echeance"),
        (
            with(|r| {
                r.montant = Some(Cents(666_701));
                r.echeance = Some("version 1".to_owned());
            }),
            "NOTE-022",
            "montant",
        ),
        (
            with(|r| {
                r.montant = Some(Cents(100));
                r.redevances = Some(Cents(100));
            }),
            "NOTE-022",
            "redevances",
        ),
        (with(|r| r.redevances = Some(Cents::ZERO)), "NOTE-022", "redevances"),
        (with(|r| r.rectifie = Some("N9".to_owned())), "NOTE-023", "rectifie"),
        (with(|r| r.note = "N1".to_owned()), "NOTE-023", "note"),
    ] {
        let rows = [step("N1", "2026-02-10", "signature"), bad, step("N3", "2026-07-01", "version 1")];
        let plan = planned(&rows);
        let errors = plan[1].as_ref().unwrap_err();
        assert_eq!(
            (errors[0].code.as_str(), errors[0].colonne.as_deref()),
            (code, Some(column)),
            "{errors:?}"
        );
        assert_eq!(errors[0].ligne, Some(2));
        assert!(plan[0].is_ok() && plan[2].is_ok(), "{code} {column}");
    }
}

#[test]
fn contract_rows_are_grouped_by_instalment() {
    let whole = contract(&json!({}));
    let rows: Vec<_> = whole
        .echeances
        .iter()
        .enumerate()
        .map(|(i, e)| (Some(i as u64 + 2), ContratAuteur { echeances: vec![e.clone()], ..whole.clone() }))
        .collect();
    let other = ContratAuteur { contrat: "CA-99".to_owned(), ..whole.clone() };
    let mut rows = rows;
    rows.push((Some(9), other.clone()));
    assert_eq!(regrouper(rows.clone()), (vec![whole, other.clone()], Vec::new()));
    // A contract told in two ways is left out, and no other.
    rows[2].1.titre = "Autre titre".to_owned();
    let (kept, errors) = regrouper(rows);
    assert_eq!(kept, [other]);
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].code.as_str(), errors[0].ligne), ("NOTE-024", Some(4)));
}

#[test]
fn minima_of_the_agreements_only_warn() {
    let doc = |amount: &str| json!({ "genre": "documentaire", "duree_minutes": 52, "minimum_garanti": amount, "echeances": [] });
    let film = |authors: u32, amount: &str| json!({ "secteur": "cinema", "nombre_auteurs": authors, "minimum_garanti": amount, "echeances": [] });
    for (changes, expected) in [
        (doc("1999.99"), Some("NOTE-120")),
        (doc("2000.00"), None),
        (film(1, "16999.99"), Some("NOTE-121")),
        (film(1, "17000.00"), None),
        (film(2, "13599.99"), Some("NOTE-121")),
        (film(2, "13600.00"), None),
        (film(3, "20000.00"), Some("NOTE-121")),
        (json!({}), Some("NOTE-122")),
        (json!({ "nature_activite": "realisation" }), None),
    ] {
        let found = minima(rates(), &contract(&changes)).unwrap();
        assert_eq!(found.first().map(|w| w.code.as_str()), expected, "{changes}");
    }
    let text =
        |day: &str| minima(rates(), &contract(&json!({ "date_signature": day }))).unwrap()[0].message.clone();
    assert!(text("2026-05-05").contains("étendu"));
    assert!(text("2026-05-06").contains("terminée"));
}

#[test]
fn mandatory_mentions_of_a_note() {
    let note = &notes(&[step("N1", "2026-02-10", "signature")])[0];
    let list = mentions(rates(), note).unwrap();
    let missing: Vec<_> = list.iter().filter(|m| m.is_missing()).map(|m| m.champ.as_str()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let value = |field: &str| list.iter().find(|m| m.champ == field).and_then(|m| m.valeur.clone());
    assert_eq!(value("auteur.nir").as_deref(), Some("299017500100190"));
    assert_eq!(value("tva_taux").as_deref(), Some("10.00 %"));
    assert_eq!(value("oeuvre.echeance").as_deref(), Some("signature"));
    assert_eq!(value("mention_franchise"), None);

    let bare = typed(&json!({ "date_paiement": "2026-10-09", "brut_ht": "5000.00", "ircec": "aucun",
        "social": "dispense", "tva": "renonciation_franchise" }));
    let list = mentions(rates(), &compute(rates(), &bare).unwrap()).unwrap();
    let missing: Vec<_> = list.iter().filter(|m| m.is_missing()).map(|m| m.champ.as_str()).collect();
    for field in ["auteur.nom", "auteur.siret", "dispense.annee", "renonciation_date_effet", "numero"] {
        assert!(missing.contains(&field), "{field}");
    }
    assert!(!missing.contains(&"auteur.nir"), "no précompte, no NIR");
    let text = list.iter().find(|m| m.champ == "mention_franchise").and_then(|m| m.valeur.clone());
    assert_eq!(text.as_deref(), Some("TVA non applicable, article 293 B du CGI"));
}

#[test]
fn certificat_de_precompte() {
    let note = &notes(&[step("N1", "2026-02-10", "signature")])[0];
    let got = certificat(note).unwrap();
    let codes: Vec<_> = got.lignes.iter().map(|l| l.code.as_str()).collect();
    assert_eq!(codes, ["AA_VIEIL_PLAF", "AA_CSG", "AA_CRDS", "AA_CFP"]);
    assert_eq!(got.lignes.iter().map(|l| l.montant).sum::<Cents>(), got.precompte);
    let mut other = note.clone();
    other.social = Social::Dispense;
    assert!(certificat(&other).is_none());
}

#[test]
fn droits_voisins_are_salary_or_a_confirmed_statement() {
    let input = |changes: Value| -> DroitsVoisinsInput {
        let mut base = json!({ "date_paiement": "2026-10-09", "brut_ht": "1000.00", "presence_requise": false,
            "fonction_du_salaire": false, "taux_confirme": "18.60" });
        for (key, value) in changes.as_object().unwrap() {
            base[key] = value.clone();
        }
        typed(&base)
    };
    let get = |changes: Value| droits_voisins(rates(), &input(changes));
    let plain = get(json!({})).unwrap();
    assert_eq!(
        (plain.prelevements.to_string(), plain.net_a_payer.to_string()),
        ("186.00".into(), "814.00".into())
    );
    assert_eq!(plain.avertissements.len(), 1);
    let liable = get(json!({ "assujetti_tva": true, "taux_confirme": "17.20" })).unwrap();
    assert_eq!((liable.tva.to_string(), liable.net_a_payer.to_string()), ("100.00".into(), "928.00".into()));
    assert!(liable.avertissements.iter().any(|w| w.code == "NOTE-131"));
    for (changes, code, field) in [
        (json!({ "presence_requise": true }), "NOTE-010", "presence_requise"),
        (json!({ "fonction_du_salaire": true }), "NOTE-010", "fonction_du_salaire"),
        (json!({ "taux_confirme": null }), "NOTE-011", "taux_confirme"),
        (json!({ "taux_confirme": "101" }), "NOTE-011", "taux_confirme"),
        (json!({ "brut_ht": "0" }), "NOTE-002", "brut_ht"),
        (json!({ "date_paiement": "2027-01-01" }), "BAR-010", "date_paiement"),
    ] {
        let errors = get(changes.clone()).unwrap_err();
        assert!(
            errors.iter().any(|d| d.code == code && d.champ.as_deref() == Some(field)),
            "{changes}: {errors:?}"
        );
    }
}

#[test]
fn the_whole_note_in_json() {
    let mut note = notes(&[step("N1", "2026-02-10", "signature")]).remove(0);
    // The hashes follow every table of the project: they are checked elsewhere.
    note.empreinte = String::new();
    note.empreinte_baremes = String::new();
    insta::assert_json_snapshot!(note);
}

/// The faults of the rows and of their order: line, code.
fn doubts(rows: &[LigneNote]) -> Vec<(Option<u64>, String)> {
    let rows: Vec<LigneNote> =
        (2..).zip(rows).map(|(line, row)| LigneNote { ligne: Some(line), ..row.clone() }).collect();
    let planned = planned(&rows);
    let refused = planned.iter().filter_map(|p| p.as_ref().err()).flatten();
    let asked = ordre(&[contract(&json!({}))], &rows, &planned);
    refused.chain(&asked).map(|d| (d.ligne, d.code.clone())).collect()
}

#[test]
fn an_instalment_keeps_the_amount_and_the_order_of_its_contract() {
    // Instalments of 3,333.00, 3,333.00 and 3,334.00.
    let (first, second) = (step("N1", "2026-02-10", "signature"), step("N2", "2026-03-10", "version 1"));
    let paid = |row: &LigneNote, amount: &str| LigneNote { montant: Some(cents(amount)), ..row.clone() };
    let told = |line: u64, code: &str| vec![(Some(line), code.to_owned())];
    assert_eq!(doubts(&[first.clone(), second.clone()]), []);
    assert_eq!(doubts(&[paid(&first, "3333.00")]), []);
    // Above its amount: refused. Under: told.
    assert_eq!(doubts(&[paid(&first, "3333.01")]), told(2, "NOTE-090"));
    assert!(planned(&[paid(&first, "3333.01")])[0].is_err());
    assert_eq!(doubts(&[paid(&first, "3000.00")]), told(2, "NOTE-090"));
    assert!(planned(&[paid(&first, "3000.00")])[0].is_ok());
    // A wrong note that another replaces is no longer a doubt.
    let right = LigneNote { rectifie: Some("N1".to_owned()), ..step("N3", "2026-03-12", "signature") };
    assert_eq!(doubts(&[paid(&first, "9000.00"), right]), []);
    // The second before the first.
    let late = LigneNote { date_paiement: second.date_paiement.succ_opt().unwrap(), ..first.clone() };
    assert_eq!(doubts(&[second.clone(), late]), told(2, "NOTE-091"));
    // Royalties paid in full, then the advance on them.
    let sales = royalties("R1", "2026-01-31", "1000.00");
    assert_eq!(doubts(&[sales, first.clone()]), told(3, "NOTE-092"));
    // On one day the advance comes first, whatever the order of the rows: 4,000 - 3,333 = 667.00 are left to pay.
    let sales = royalties("R1", "2026-02-10", "4000.00");
    for rows in [[sales.clone(), first.clone()], [first, sales]] {
        assert_eq!(doubts(&rows), []);
        let gross: Vec<Cents> = planned(&rows)
            .into_iter()
            .map(|p| match p.unwrap() {
                Prevu::Note(input) => input.brut_ht,
                Prevu::Imputation(_) => Cents::ZERO,
            })
            .collect();
        assert_eq!(gross.iter().copied().sum::<Cents>(), cents("4000.00"));
        assert!(gross.contains(&cents("667.00")));
    }
}
