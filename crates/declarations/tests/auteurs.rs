//! Declarations about authors, from computed notes.

use cddu_declarations::auteurs::{
    Trimestre, das2, declaration_ircec, declaration_urssaf, export_urssaf, nominative_annuelle, releve_tva,
    retenue_source,
};
use cddu_payslip::note::{Note, NoteInput, compute};
use cddu_rates::{Cents, Month, Period, Rates};
use serde_json::{Value, json};

fn rates() -> &'static Rates {
    static RATES: std::sync::OnceLock<Rates> = std::sync::OnceLock::new();
    RATES.get_or_init(Rates::embedded)
}

fn note(number: &str, day: &str, author: &str, gross: &str, changes: &Value) -> Note {
    let mut base = json!({
        "numero": number, "date_paiement": day, "brut_ht": gross, "ircec": "fiction",
        "producteur": { "raison_sociale": "Films Exemple", "siret": "12345678200010", "compte_urssaf_aa": "7500000" },
        "auteur": { "auteur": author, "nom": format!("NOM {author}"), "prenom": "Camille", "nir": "299017500100190",
                    "adresse": { "voie": "2 rue Fictive", "code_postal": "69001", "commune": "Lyon", "pays": "" } },
        "oeuvre": { "titre": "Essai", "genre": "fiction" }
    });
    for (key, value) in changes.as_object().unwrap() {
        base[key] = value.clone();
    }
    let input: NoteInput = cddu_payslip::json::parse(&base.to_string()).unwrap_or_else(|e| panic!("{e}"));
    compute(rates(), &input).unwrap_or_else(|e| panic!("{e:?}"))
}

/// Two authors over the quarters of 2026, one non-resident, one note replaced.
fn notes() -> Vec<Note> {
    let abroad = json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun", "fiscal": "non_resident_25",
        "auteur": { "auteur": "A3", "nom": "ETRANGER", "prenom": "Alex",
                    "adresse": { "voie": "1 Example Street", "code_postal": "", "commune": "Londres", "pays": "GB" } } });
    vec![
        note("N1", "2026-10-09", "A1", "5000.00", &json!({})),
        note(
            "N2",
            "2026-10-20",
            "A2",
            "5000.00",
            &json!({ "ircec": "doc_8", "oeuvre": { "titre": "Doc", "genre": "documentaire" } }),
        ),
        note("N3", "2026-11-05", "A1", "1000.00", &json!({})),
        note("N4", "2026-11-06", "A1", "1200.00", &json!({ "rectifie": "N3" })),
        note("N5", "2026-12-31", "A3", "5000.00", &abroad),
        note("N6", "2027-01-01", "A1", "5000.00", &json!({ "date_paiement": "2026-09-30" })),
    ]
}

const T4: Trimestre = Trimestre { annee: 2026, rang: 4 };

fn text(cents: Cents) -> String {
    cents.to_string()
}

#[test]
fn urssaf_quarter_has_one_line_per_author_and_payment() {
    let got = declaration_urssaf(&notes(), T4);
    let lines: Vec<_> =
        got.lignes.iter().map(|l| (l.note.as_str(), l.precompte, text(l.montants.total))).collect();
    // 1,200 : 73.80 + 108.47 (1,179 x 9.20 % = 108.468) + 5.90 (5.895) + 4.20 = 192.37; + 12.00 + 1.20.
    let expected =
        [("N1", true, "856.51"), ("N4", true, "205.57"), ("N2", true, "856.51"), ("N5", false, "55.00")];
    assert_eq!(lines, expected.map(|(n, p, t)| (n, p, t.to_owned())));
    assert_eq!(text(got.totaux.total), "1973.59");
    assert_eq!(text(got.totaux.brut_ht), "16200.00");
    // The diffuseur pays 1.10 % of everything, the non-resident included.
    assert_eq!(text(got.totaux.diffuseur + got.totaux.cfp_diffuseur), "178.20");
    assert_eq!(got.echeance.to_string(), "2027-01-15");
    assert!(!got.neant && got.anomalies.is_empty());
    assert!(declaration_urssaf(&notes(), Trimestre { annee: 2026, rang: 1 }).neant);
    let year = nominative_annuelle(&notes(), 2026);
    let totals: Vec<_> = year.iter().map(|a| (a.auteur.auteur.as_str(), text(a.montants.brut_ht))).collect();
    assert_eq!(
        totals,
        [("A1", "11200.00".to_owned()), ("A2", "5000.00".to_owned()), ("A3", "5000.00".to_owned())]
    );
}

#[test]
fn missing_identity_is_told() {
    let anonymous = note("N1", "2026-10-09", "A1", "5000.00", &json!({ "auteur": null }));
    let no_nir = note(
        "N2",
        "2026-10-09",
        "A2",
        "5000.00",
        &json!({ "auteur": { "auteur": "A2", "nom": "N", "prenom": "P" } }),
    );
    let dispensed = note("N3", "2026-10-09", "A3", "5000.00", &json!({ "social": "dispense" }));
    let got = declaration_urssaf(&[anonymous.clone(), no_nir.clone(), dispensed], T4);
    let codes: Vec<_> = got.anomalies.iter().map(|d| (d.code.as_str(), d.colonne.as_deref())).collect();
    assert_eq!(codes, [("AUT-001", None), ("AUT-002", Some("nir")), ("AUT-002", Some("siret"))]);
    assert_eq!(got.lignes.len(), 2);
    assert_eq!(declaration_ircec(&[anonymous, no_nir.clone()], T4).anomalies.len(), 2);
    let das2 = das2(rates(), &[no_nir], 2026).unwrap();
    assert_eq!(das2.anomalies[0].colonne.as_deref(), Some("voie"));
}

#[test]
fn ircec_quarter_has_one_line_per_author() {
    let got = declaration_ircec(&notes(), T4);
    let lines: Vec<_> = got
        .lignes
        .iter()
        .map(|l| {
            let m = &l.montants;
            let amounts = [
                m.base_racd,
                m.racd_auteur,
                m.racd_producteur,
                m.base_raap,
                m.raap_auteur,
                m.raap_producteur,
                m.total,
            ];
            (l.auteur.auteur.as_str(), amounts.map(text))
        })
        .collect();
    // A1: 6,200 at 6 + 2 and 3 + 1; A2: 5,000 at 6 + 2; A3 does not contribute.
    let expected = [
        ("A1", ["6200.00", "372.00", "124.00", "6200.00", "186.00", "62.00", "744.00"]),
        ("A2", ["0.00", "0.00", "0.00", "5000.00", "300.00", "100.00", "400.00"]),
    ];
    assert_eq!(lines, expected.map(|(a, m)| (a, m.map(str::to_owned))));
    assert_eq!(text(got.totaux.total), "1144.00");
}

#[test]
fn das2_is_on_a_cash_basis_above_its_threshold() {
    // 2,181.81 + 10 % = 2,399.99; 2,181.82 + 218.18 = 2,400.00; 2,181.83 + 218.18 = 2,400.01.
    for (gross, ttc, declared) in
        [("2181.81", "2399.99", false), ("2181.82", "2400.00", false), ("2181.83", "2400.01", true)]
    {
        let got = das2(rates(), &[note("N1", "2026-10-09", "A1", gross, &json!({}))], 2026).unwrap();
        let line = &got.beneficiaires[0];
        assert_eq!((text(line.ttc).as_str(), line.a_declarer), (ttc, declared), "{gross}");
        assert_eq!(got.total_brut.is_zero(), !declared);
    }
    let got = das2(rates(), &notes(), 2026).unwrap();
    assert_eq!(text(got.seuil), "2400.00");
    // 21,200 of gross, TVA on A1 (11,200) and A2 (5,000), 25 % of the 5,000 of A3.
    assert_eq!(
        [got.total_brut, got.total_tva, got.total_retenue_source].map(text),
        ["21200.00", "1620.00", "1250.00"]
    );
    assert!(das2(rates(), &notes(), 2025).unwrap().beneficiaires.is_empty());
}

#[test]
fn tva_and_retenue_a_la_source_of_a_period() {
    let quarter = Period::new("2026-10-01".parse().unwrap(), "2026-12-31".parse().unwrap()).unwrap();
    let got = releve_tva(&notes(), quarter);
    let t = &got.totaux;
    // TVA 10 % of 11,200 and 9.20 % withheld; 500 assessed on the non-resident's 5,000.
    assert_eq!(
        [t.deductible, t.retenue, t.autoliquidee_due, t.autoliquidee_deductible].map(text),
        ["1120.00", "1030.40", "500.00", "500.00"]
    );
    assert_eq!(got.lignes.len(), 4);
    let month = retenue_source(&notes(), Month::parse("2026-12").unwrap());
    assert_eq!((text(month.base), text(month.total)), ("5000.00".to_owned(), "1250.00".to_owned()));
    assert_eq!(month.echeance.to_string(), "2027-01-15");
    assert_eq!(month.lignes[0].pays.as_deref(), Some("GB"));
    assert!(retenue_source(&notes(), Month::parse("2026-11").unwrap()).lignes.is_empty());
}

#[test]
fn export_of_the_quarter() {
    let csv = export_urssaf(rates(), &declaration_urssaf(&notes(), T4)).unwrap();
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().starts_with("compte_diffuseur,siret_diffuseur,trimestre,nir,"));
    assert_eq!(
        lines.next().unwrap(),
        "7500000,12345678200010,2026-T4,299017500100190,NOM A1,Camille,,2 rue Fictive,69001,Lyon,,,oui,redevance,fiction,2026-10-09,\
         5000.00,5000.00,4912.50,307.50,451.95,24.56,17.50,50.00,5.00,856.51"
    );
    assert_eq!(lines.count(), 3);
}
