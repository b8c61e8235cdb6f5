//! Notes de droits d'auteur: worked cases to the cent, dates, ceilings, refusals.

use cddu_payslip::json;
use cddu_payslip::note::{Note, NoteInput, NoteSens, compute, explain};
use cddu_payslip::trace::{ExplainedFigure, Fig};
use cddu_rates::{Diagnostic, Rates};
use serde_json::{Value, json};

fn rates() -> &'static Rates {
    static RATES: std::sync::OnceLock<Rates> = std::sync::OnceLock::new();
    RATES.get_or_init(Rates::embedded)
}

/// The fiction note of 5,000.00 paid on 9 October 2026, with some keys replaced (`null` removes).
fn input(changes: &Value) -> NoteInput {
    let mut base = json!({
        "date_paiement": "2026-10-09", "brut_ht": "5000.00", "social": "precompte", "tva": "retenue",
        "ircec": "fiction", "fiscal": "resident", "zone": "metropole", "cumuls": { "brut_annee": "0.00" }
    });
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            base.as_object_mut().unwrap().remove(key);
        } else {
            base[key] = value.clone();
        }
    }
    json::parse(&base.to_string()).unwrap_or_else(|e| panic!("{e}"))
}

fn note(changes: &Value) -> Note {
    compute(rates(), &input(changes)).unwrap_or_else(|e| panic!("{changes}: {e:?}"))
}

fn errors(changes: &Value) -> Vec<Diagnostic> {
    compute(rates(), &input(changes)).expect_err(&changes.to_string())
}

fn amount(note: &Note, code: &str, sens: NoteSens) -> String {
    note.amount(code, sens).to_string()
}

#[test]
fn the_nine_worked_cases() {
    // Payment in 2026, 5,000.00, nothing paid before. Precompte: 307.50 + 451.95 + 24.56 + 17.50 = 801.51.
    // 98.25 % of 5,000 = 4,912.50; x 9.20 % = 451.95; x 0.50 % = 24.5625.
    let abroad = json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun", "fiscal": "non_resident_25" });
    let cases = [
        ("fiction", json!({}), ["801.51", "450.00", "500.00", "460.00", "0.00", "3788.49", "205.00"]),
        (
            "documentary",
            json!({"ircec": "doc_8"}),
            ["801.51", "300.00", "500.00", "460.00", "0.00", "3938.49", "155.00"],
        ),
        (
            "composer",
            json!({"ircec": "aucun"}),
            ["801.51", "0.00", "500.00", "460.00", "0.00", "4238.49", "55.00"],
        ),
        (
            "dispense, TVA",
            json!({"social": "dispense", "tva": "renonciation_tva"}),
            ["0.00", "450.00", "500.00", "0.00", "0.00", "5050.00", "205.00"],
        ),
        (
            "dispense, franchise",
            json!({"social": "dispense", "tva": "renonciation_franchise"}),
            ["0.00", "450.00", "0.00", "0.00", "0.00", "4550.00", "205.00"],
        ),
        (
            "dispense without renonciation",
            json!({"social": "dispense"}),
            ["0.00", "450.00", "500.00", "460.00", "0.00", "4590.00", "205.00"],
        ),
        ("non-resident", abroad, ["0.00", "0.00", "0.00", "0.00", "1250.00", "3750.00", "55.00"]),
        (
            "RACD pensioner",
            json!({"ircec": "solidarite_racd"}),
            ["801.51", "75.00", "500.00", "460.00", "0.00", "4163.49", "80.00"],
        ),
        (
            "composer in Réunion",
            json!({"ircec": "aucun", "zone": "dom"}),
            ["801.51", "0.00", "105.00", "85.00", "0.00", "4218.49", "55.00"],
        ),
    ];
    for (name, changes, expected) in cases {
        let note = note(&changes);
        let t = &note.totaux;
        let got = [
            t.precompte_urssaf,
            t.ircec_auteur,
            t.tva,
            t.retenue_tva,
            t.retenue_source,
            t.net_a_payer,
            t.cout_producteur,
        ]
        .map(|c| c.to_string());
        assert_eq!(got, expected, "{name}");
        let (paid, from) = note.balance();
        assert_eq!(paid, from, "{name}");
    }
}

#[test]
fn the_lines_of_the_fiction_note() {
    let note = note(&json!({}));
    let got: Vec<_> = note
        .lignes
        .iter()
        .map(|l| {
            format!(
                "{} {} {} {} {}",
                l.code,
                l.base,
                l.taux,
                l.montant,
                serde_json::to_value(l.sens).unwrap().as_str().unwrap()
            )
        })
        .collect();
    let expected = [
        "AA_VIEIL_PLAF 5000.00 6.15 307.50 retenue",
        "AA_CSG 4912.50 9.20 451.95 retenue",
        "AA_CRDS 4912.50 0.50 24.56 retenue",
        "AA_CFP 5000.00 0.35 17.50 retenue",
        "AA_RACD 5000.00 6.00 300.00 retenue",
        "AA_RAAP 5000.00 3.00 150.00 retenue",
        "AA_DIFF 5000.00 1.00 50.00 producteur",
        "AA_DIFF_CFP 5000.00 0.10 5.00 producteur",
        "AA_RACD 5000.00 2.00 100.00 producteur",
        "AA_RAAP 5000.00 1.00 50.00 producteur",
        "AA_TVA 5000.00 10.00 500.00 ajout",
        "AA_RETENUE_TVA 5000.00 9.20 460.00 retenue",
    ];
    assert_eq!(got, expected);
    // Payables: Urssaf 801.51 + 55.00; IRCEC 450 + 150; Treasury 460; with the net, 5,000 + 500 + 205 = 5,705.
    assert_eq!(note.totaux.urssaf().to_string(), "856.51");
    assert_eq!(note.totaux.ircec().to_string(), "600.00");
    assert_eq!(note.totaux.tresor().to_string(), "460.00");
    assert_eq!(note.balance().0.to_string(), "5705.00");
    // 6.80 % of 4,912.50 = 334.05; the rest: 451.95 + 24.56 - 334.05 = 142.46. State: 37.50 + 20.00.
    assert_eq!(note.informations.csg_deductible.to_string(), "334.05");
    assert_eq!(note.informations.csg_crds_non_deductible.to_string(), "142.46");
    assert_eq!(note.informations.prise_en_charge_etat.to_string(), "57.50");
    assert_eq!(note.informations.tva_conservee.to_string(), "40.00");
    // 5,000 + 40 - 307.50 - 334.05 - 17.50 - 450 = 3,930.95.
    assert_eq!(note.totaux.imposable_auteur.to_string(), "3930.95");
    assert_eq!(note.cumuls.brut_annee.to_string(), "5000.00");
}

#[test]
fn the_ceilings_count_what_was_paid_in_the_year() {
    let at = |cumul: &str| note(&json!({ "brut_ht": "10000.00", "cumuls": { "brut_annee": cumul } }));
    let lines = |note: &Note| {
        ["AA_VIEIL_PLAF", "AA_CSG", "AA_CRDS", "AA_CFP"].map(|code| amount(note, code, NoteSens::Retenue))
    };
    // 48,060 - 45,000 = 3,060; x 6.15 % = 188.19. 9,825 x 9.20 % = 903.90; x 0.50 % = 49.125.
    let one = at("45000.00");
    assert_eq!(lines(&one), ["188.19", "903.90", "49.13", "35.00"]);
    assert_eq!(one.totaux.precompte_urssaf.to_string(), "1176.22");
    // 192,240 - 190,000 = 2,240; 10,000 - 1.75 % x 2,240 = 9,960.80; x 9.20 % = 916.3936.
    let four = at("190000.00");
    assert_eq!(lines(&four), ["0.00", "916.39", "49.80", "35.00"]);
    assert_eq!(four.bases.csg.to_string(), "9960.80");
    assert_eq!(four.totaux.precompte_urssaf.to_string(), "1001.19");
    assert!(four.line("AA_VIEIL_PLAF", NoteSens::Retenue).is_none());
    // Above four plafonds: no allowance left.
    assert_eq!(at("192240.00").bases.csg.to_string(), "10000.00");
}

#[test]
fn the_yearly_plafond_is_that_of_the_payment() {
    // 60,000 in one payment: base 46,368 / 47,100 / 48,060; x 6.15 % = 2,851.632 / 2,896.65 / 2,955.69.
    // CSG below four plafonds: 58,950 x 9.20 % = 5,423.40.
    for (day, base, expected) in [
        ("2024-01-01", "46368.00", "2851.63"),
        ("2024-12-31", "46368.00", "2851.63"),
        ("2025-01-01", "47100.00", "2896.65"),
        ("2025-12-31", "47100.00", "2896.65"),
        ("2026-01-01", "48060.00", "2955.69"),
        ("2026-12-31", "48060.00", "2955.69"),
    ] {
        let note = note(&json!({ "date_paiement": day, "brut_ht": "60000.00" }));
        assert_eq!(note.bases.vieillesse.to_string(), base, "{day}");
        assert_eq!(amount(&note, "AA_VIEIL_PLAF", NoteSens::Retenue), expected, "{day}");
        assert_eq!(amount(&note, "AA_CSG", NoteSens::Retenue), "5423.40", "{day}");
    }
    // Four plafonds: 185,472 / 188,400 / 192,240; on 200,000: 200,000 - 1.75 % x limit.
    for (day, csg) in [("2024-06-30", "196754.24"), ("2025-06-30", "196703.00"), ("2026-06-30", "196635.80")]
    {
        let note = note(&json!({ "date_paiement": day, "brut_ht": "200000.00" }));
        assert_eq!(note.bases.csg.to_string(), csg, "{day}");
    }
}

#[test]
fn every_pension_switch_and_its_two_shares() {
    let cases = [
        ("2026-10-09", "fiction", ["300.00", "150.00", "100.00", "50.00"]),
        ("2026-10-09", "fiction_sans_raap", ["300.00", "0.00", "100.00", "0.00"]),
        ("2024-12-31", "solidarite_racd", ["37.50", "0.00", "12.50", "0.00"]),
        ("2025-01-01", "solidarite_racd", ["75.00", "0.00", "25.00", "0.00"]),
        ("2025-01-01", "solidarite_racd_avec_raap", ["75.00", "150.00", "25.00", "50.00"]),
        ("2026-10-09", "doc_8", ["0.00", "300.00", "0.00", "100.00"]),
        ("2026-10-09", "doc_4", ["0.00", "150.00", "0.00", "50.00"]),
        ("2026-10-09", "aucun", ["0.00", "0.00", "0.00", "0.00"]),
    ];
    for (day, ircec, expected) in cases {
        let note = note(&json!({ "date_paiement": day, "ircec": ircec }));
        let got = [
            amount(&note, "AA_RACD", NoteSens::Retenue),
            amount(&note, "AA_RAAP", NoteSens::Retenue),
            amount(&note, "AA_RACD", NoteSens::Producteur),
            amount(&note, "AA_RAAP", NoteSens::Producteur),
        ];
        assert_eq!(got, expected, "{day} {ircec}");
    }
}

#[test]
fn the_pension_follows_the_genre_when_it_is_not_given() {
    let work = |genre: &str, activity: &str| json!({ "ircec": null, "oeuvre": { "titre": "Essai", "genre": genre, "nature_activite": activity } });
    for (genre, activity, expected) in [
        ("fiction", "ecriture", "fiction"),
        ("animation", "graphisme", "fiction"),
        ("fiction", "composition", "aucun"),
        ("musique", "composition", "aucun"),
        ("documentaire", "realisation", "doc_8"),
        ("institutionnel", "ecriture", "doc_8"),
    ] {
        assert_eq!(note(&work(genre, activity)).ircec.key(), expected, "{genre} {activity}");
    }
    let mut attested = work("documentaire", "ecriture");
    attested["attestation_non_precompte_raap"] = json!(true);
    assert_eq!(note(&attested).ircec.key(), "aucun");
    let none = errors(&json!({ "ircec": null }));
    assert_eq!((none[0].code.as_str(), none[0].champ.as_deref()), ("NOTE-006", Some("ircec")));
}

#[test]
fn tva_by_switch_and_zone() {
    let cases = [
        ("metropole", "retenue", "500.00", "460.00"),
        ("metropole", "renonciation_tva", "500.00", "0.00"),
        ("metropole", "renonciation_franchise", "0.00", "0.00"),
        ("dom", "retenue", "105.00", "85.00"),
        ("dom", "renonciation_tva", "105.00", "0.00"),
        ("guyane_mayotte", "retenue", "0.00", "0.00"),
    ];
    for (zone, tva, paid, withheld) in cases {
        let note = note(&json!({ "zone": zone, "tva": tva }));
        assert_eq!(note.totaux.tva.to_string(), paid, "{zone} {tva}");
        assert_eq!(note.totaux.retenue_tva.to_string(), withheld, "{zone} {tva}");
    }
}

#[test]
fn non_residents() {
    let abroad = |fiscal: &str, rate: Value, zone: &str| {
        json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": null, "fiscal": fiscal,
                "taux_convention": rate, "zone": zone })
    };
    for (fiscal, rate, withheld) in [
        ("non_resident_25", Value::Null, "1250.00"),
        ("non_resident_convention", json!("10"), "500.00"),
        ("non_resident_convention", json!("0"), "0.00"),
        ("non_resident_etnc", Value::Null, "3750.00"),
    ] {
        let note = note(&abroad(fiscal, rate, "metropole"));
        assert_eq!(note.totaux.retenue_source.to_string(), withheld, "{fiscal}");
        assert_eq!(note.ircec.key(), "aucun");
        assert_eq!(note.totaux.precompte_urssaf.to_string(), "0.00");
        assert_eq!(note.totaux.contribution_diffuseur.to_string(), "55.00", "due for a non-resident too");
        assert_eq!(note.informations.tva_autoliquidee.to_string(), "500.00");
    }
    assert_eq!(
        note(&abroad("non_resident_25", Value::Null, "dom")).informations.tva_autoliquidee.to_string(),
        "105.00"
    );
    // An heir abroad: no précompte, retenue à la source.
    let heir = json!({ "social": "heritier", "tva": "autoliquidation", "ircec": "aucun", "fiscal": "non_resident_25" });
    assert_eq!(note(&heir).totaux.net_a_payer.to_string(), "3750.00");
    // A fiscal resident insured abroad, on proof.
    let a1 = json!({ "social": "non_resident", "assure_hors_france": true });
    assert_eq!(note(&a1).totaux.precompte_urssaf.to_string(), "0.00");
}

#[test]
fn contradictions_name_both_fields() {
    let abroad = json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun", "fiscal": "non_resident_25" });
    let but = |changes: Value| {
        let mut all = abroad.clone();
        for (key, value) in changes.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    };
    let bnc = json!({ "raison_sociale": "Association Exemple", "assujetti_tva": false });
    let author = json!({ "auteur": "A1", "nom": "Exemple", "prenom": "Camille", "regime_fiscal": "TS" });
    let cases = [
        (but(json!({ "social": "dispense" })), "social", "fiscal"),
        (but(json!({ "social": "precompte" })), "social", "fiscal"),
        (but(json!({ "tva": "renonciation_tva" })), "tva", "fiscal"),
        (but(json!({ "tva": "renonciation_franchise" })), "tva", "fiscal"),
        (but(json!({ "tva": "retenue" })), "tva", "fiscal"),
        (but(json!({ "ircec": "fiction" })), "ircec", "fiscal"),
        (but(json!({ "taux_convention": "10" })), "taux_convention", "fiscal"),
        (but(json!({ "formulaires_5000_5003": "2026-01-05" })), "formulaires_5000_5003", "fiscal"),
        (
            but(
                json!({ "fiscal": "non_resident_convention", "taux_convention": "5", "formulaires_5000_5003": "2026-10-10" }),
            ),
            "formulaires_5000_5003",
            "date_paiement",
        ),
        (json!({ "tva": "autoliquidation" }), "tva", "fiscal"),
        (json!({ "social": "non_resident" }), "social", "fiscal"),
        (json!({ "assure_hors_france": true }), "social", "assure_hors_france"),
        (json!({ "taux_convention": "10" }), "taux_convention", "fiscal"),
        (json!({ "dispense": { "annee": 2026 } }), "dispense", "social"),
        (json!({ "social": "dispense", "dispense": { "annee": 2025 } }), "dispense.annee", "date_paiement"),
        (json!({ "social": "dispense", "auteur": author }), "social", "auteur.regime_fiscal"),
        (
            json!({ "tva": "renonciation_tva", "renonciation_date_effet": "2026-11-01" }),
            "renonciation_date_effet",
            "tva",
        ),
        (json!({ "renonciation_date_effet": "2026-10-01" }), "renonciation_date_effet", "tva"),
        (json!({ "producteur": bnc }), "tva", "producteur.assujetti_tva"),
        (json!({ "attestation_non_precompte_raap": true }), "attestation_non_precompte_raap", "ircec"),
    ];
    for (changes, first, second) in cases {
        let found = errors(&changes);
        let wanted = format!("{first}, {second}");
        let error = found.iter().find(|d| d.champ.as_deref() == Some(&wanted));
        let error = error.unwrap_or_else(|| panic!("{changes}: {found:?}"));
        assert_eq!(error.code, "NOTE-001");
        assert!(error.is_error() && error.aide.is_some(), "{changes}");
    }
}

#[test]
fn other_refusals() {
    let treaty = |rate: Value| {
        json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun",
                "fiscal": "non_resident_convention", "taux_convention": rate })
    };
    for (changes, code, field) in [
        (json!({ "brut_ht": "0.00" }), "NOTE-002", "brut_ht"),
        (json!({ "brut_ht": "-10.00" }), "NOTE-002", "brut_ht"),
        (json!({ "cumuls": { "brut_annee": "-1.00" } }), "NOTE-002", "cumuls.brut_annee"),
        (json!({ "nature_revenu": "droits_voisins" }), "NOTE-003", "nature_revenu"),
        (treaty(Value::Null), "NOTE-004", "taux_convention"),
        (treaty(json!("25.01")), "NOTE-004", "taux_convention"),
        (treaty(json!("-1")), "NOTE-004", "taux_convention"),
        (
            json!({ "tva": "renonciation_tva", "renonciation_date_effet": "2026-06-15" }),
            "NOTE-005",
            "renonciation_date_effet",
        ),
        (json!({ "date_paiement": "2023-12-31" }), "BAR-010", "date_paiement"),
        (json!({ "date_paiement": "2027-01-01" }), "BAR-010", "date_paiement"),
        (json!({ "date_paiement": "2027-01-01", "social": "dispense" }), "BAR-010", "date_paiement"),
    ] {
        let found = errors(&changes);
        assert!(
            found.iter().any(|d| d.code == code && d.champ.as_deref() == Some(field)),
            "{changes}: {found:?}"
        );
    }
    // Several mistakes are told together.
    assert_eq!(errors(&json!({ "brut_ht": "0.00", "tva": "autoliquidation" })).len(), 2);
}

#[test]
fn warnings_by_situation() {
    let quiet = json!({ "ircec": "doc_8" });
    assert!(note(&quiet).avertissements.is_empty(), "{:?}", note(&quiet).avertissements);
    let dispense = json!({ "social": "dispense", "ircec": "doc_8", "dispense": { "annee": 2026 } });
    assert!(note(&dispense).avertissements.is_empty());
    let year = |cumul: &str| json!({ "brut_annee": cumul });
    for (changes, code) in [
        (json!({ "social": "dispense" }), "NOTE-101"),
        (json!({ "tva": "renonciation_tva" }), "NOTE-102"),
        (
            json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun",
                    "fiscal": "non_resident_convention", "taux_convention": "5" }),
            "NOTE-103",
        ),
        (json!({ "zone": "guyane_mayotte" }), "NOTE-104"),
        (
            json!({ "social": "non_resident", "tva": "autoliquidation", "ircec": "aucun", "fiscal": "non_resident_25" }),
            "NOTE-105",
        ),
        (json!({ "social": "non_resident", "assure_hors_france": true }), "NOTE-106"),
        (json!({ "social": "heritier" }), "NOTE-107"),
        (json!({ "ircec": "solidarite_racd" }), "NOTE-108"),
        (json!({ "oeuvre": { "titre": "Essai", "genre": "documentaire" } }), "NOTE-109"),
        (json!({ "cumuls": year("43060.01") }), "NOTE-110"),
        (json!({ "cumuls": year("5691.99") }), "NOTE-111"),
        (json!({ "ircec": "doc_4", "cumuls": year("27076.01") }), "NOTE-112"),
        (json!({ "tva": "renonciation_franchise", "cumuls": year("50000.01") }), "NOTE-113"),
        (json!({ "cumuls": year("139180.01") }), "NOTE-114"),
    ] {
        let found = note(&changes).avertissements;
        assert!(found.iter().any(|w| w.code == code), "{changes}: {found:?}");
    }
    // At the threshold itself nothing is said: 10,692 seuil, 48,060 plafond, 32,076 three seuils, 55,000, 144,180.
    for (changes, code) in [
        (json!({ "cumuls": year("43060.00") }), "NOTE-110"),
        (json!({ "cumuls": year("5692.00") }), "NOTE-111"),
        (json!({ "ircec": "doc_4", "cumuls": year("27076.00") }), "NOTE-112"),
        (json!({ "tva": "renonciation_franchise", "cumuls": year("50000.00") }), "NOTE-113"),
        (json!({ "cumuls": year("139180.00") }), "NOTE-114"),
    ] {
        let found = note(&changes).avertissements;
        assert!(!found.iter().any(|w| w.code == code), "{changes}: {found:?}");
    }
}

#[test]
fn methods_change_what_they_name() {
    // 3,333.33: 1.75 % = 58.333275; base 3,274.996725, printed 3,275.00.
    // To the cent: 3,275.00 x 0.50 % = 16.375 -> 16.38; exact: 16.374983625 -> 16.37.
    let gross = json!({ "brut_ht": "3333.33" });
    assert_eq!(amount(&note(&gross), "AA_CRDS", NoteSens::Retenue), "16.38");
    let exact = json!({ "brut_ht": "3333.33", "methodes": { "assiette_csg": "exacte" } });
    let exact = note(&exact);
    assert_eq!(amount(&exact, "AA_CRDS", NoteSens::Retenue), "16.37");
    assert_eq!(exact.bases.csg.to_string(), "3275.00");
    assert_eq!(exact.balance().0, exact.balance().1);
    // RAAP ceiling 144,180: 1,180.00 left of 5,000.00 after 143,000.00; x 3 % = 35.40.
    let yearly =
        json!({ "cumuls": { "brut_annee": "143000.00" }, "methodes": { "plafond_ircec": "annuel" } });
    let yearly = note(&yearly);
    assert_eq!(yearly.bases.raap.to_string(), "1180.00");
    assert_eq!(amount(&yearly, "AA_RAAP", NoteSens::Retenue), "35.40");
    assert_eq!(amount(&yearly, "AA_RAAP", NoteSens::Producteur), "11.80");
    assert_eq!(amount(&yearly, "AA_RACD", NoteSens::Retenue), "300.00");
}

/// The figures of a note, in plain data.
fn figures(changes: &Value) -> Vec<ExplainedFigure> {
    let computed = explain(rates(), &input(changes)).unwrap();
    assert_eq!(computed.trace.check(), [], "{changes}");
    let all = u32::try_from(computed.trace.nodes().len()).unwrap();
    (0..all).map(|i| computed.trace.explain(Fig(i), rates(), &[])).collect()
}

#[test]
fn every_amount_is_explained() {
    let note = compute(rates(), &input(&json!({}))).unwrap();
    let figures = figures(&json!({}));
    let find = |name: &str| figures.iter().find(|f| f.figure == name).unwrap_or_else(|| panic!("{name}"));
    let calcul = |name: &str| find(name).calcul.clone().unwrap();
    for line in &note.lignes {
        let sens = serde_json::to_value(line.sens).unwrap();
        let figure = find(&format!("{}.{}", line.code, sens.as_str().unwrap()));
        assert_eq!(figure.valeur, line.montant.to_string());
        assert_eq!(figure.calcul.as_deref(), Some(&*format!("arrondi({} × {} %)", line.base, line.taux)));
        assert_eq!(figure.confiance, line.confiance);
        let rule = figure.regle.as_ref().unwrap();
        assert!(rule.nom.starts_with("note.") && !rule.base_legale.is_empty());
    }
    assert_eq!(calcul("bases.csg"), "arrondi(5000.00 - 5000.00 × 1.75 %)");
    assert_eq!(calcul("bases.vieillesse"), "max(0 ; min(5000.00 ; 48060.00 - 0.00))");
    // 801.51 + 450.00 + 460.00 withheld, 500.00 of TVA paid.
    assert_eq!(calcul("totaux.retenues"), "801.51 + 450.00 + 460.00");
    assert_eq!(calcul("totaux.net_a_payer"), "5000.00 - 1711.51 + 500.00");
    assert_eq!(calcul("totaux.precompte_urssaf"), "307.50 + 451.95 + 24.56 + 17.50");
    // The rate of a line is a figure of its own, with its row.
    let rate = find("AA_CSG.retenue").nombres[1].table.clone().unwrap();
    assert_eq!((rate.cle.as_str(), rate.fichier.as_str()), ("AA_CSG", "rates/parametres/droits_auteur.toml"));
    assert_eq!(find("AA_CSG.retenue").depend_de, ["bases.csg", "AA_CSG"]);
    // Without a ceiling, the base of the complementary pension is the gross itself.
    assert_eq!(find("AA_RACD.retenue").depend_de, ["brut_ht", "AA_RACD_AUTEUR"]);
}

#[test]
fn the_trace_of_each_kind_of_note_is_true() {
    for changes in [
        json!({ "brut_ht": "3333.33", "methodes": { "assiette_csg": "exacte" } }),
        json!({ "cumuls": { "brut_annee": "143000.00" }, "methodes": { "plafond_ircec": "annuel" } }),
        json!({ "ircec": "solidarite_racd" }),
        json!({ "ircec": "solidarite_racd_avec_raap", "brut_ht": "0.01" }),
        json!({ "ircec": "doc_8", "zone": "dom" }),
        json!({ "ircec": "doc_4", "zone": "guyane_mayotte" }),
        json!({ "ircec": "aucun", "social": "non_resident", "tva": "autoliquidation",
                "fiscal": "non_resident_25" }),
    ] {
        let figures = figures(&changes);
        let total = figures.iter().find(|f| f.figure == "totaux.net_a_payer").unwrap();
        assert_eq!(total.valeur, note(&changes).totaux.net_a_payer.to_string());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let text = |changes: &Value| serde_json::to_string(&note(changes)).unwrap();
    assert_eq!(text(&json!({})), text(&json!({})));
    let (one, two) = (note(&json!({})), note(&json!({ "brut_ht": "5000.01" })));
    assert_ne!(one.empreinte, two.empreinte);
    assert!(one.empreinte.starts_with("sha256:") && one.empreinte_baremes.starts_with("sha256:"));
    let back: Note = serde_json::from_str(&text(&json!({}))).unwrap();
    assert_eq!(back, one);
}
