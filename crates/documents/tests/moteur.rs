//! Payslips and notes computed by the engine, printed: every population has its rows, every total is on paper.

mod lecture;

use cddu_documents::bulletin::{self, Modele, Options};
use cddu_documents::{note, typo};
use cddu_payslip::note::NoteInput;
use cddu_payslip::{BulletinInput, Computed, json};
use cddu_rates::{Cents, Rates};
use lecture::{normal, text as pdf_text};

const COMMON: &str = r#""employeur": { "idcc": "3097", "effectif": 8, "taux_at": "1.07", "taux_at_artiste": "1.1",
      "versement_mobilite": "2.95", "raison_sociale": "Les Films de l’Exemple", "siret": "12345678200010",
      "code_ape": "5911C", "taux_sante_travail": "0.32",
      "adresse": { "voie": "12 rue de l’Invention", "code_postal": "75000", "commune": "Villefictive" } },
    "salarie": { "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille" }"#;

fn compute(rates: &Rates, rest: &str) -> Computed {
    let text = format!("{{ \"date_paiement\": \"2026-10-15\", {COMMON}, {rest} }}");
    let input: BulletinInput = json::parse(&text).unwrap();
    cddu_payslip::compute(rates, &input).unwrap()
}

const TECHNICIAN: &str = r#"{ "contrat": "C1", "categorie": "technicien", "cadre": false, "fonction": "1er assistant opérateur",
    "debut": "2026-10-05", "fin": "2026-10-09", "jours": 5, "heures": "46", "brut": "1735.54" }"#;
const EXECUTIVE: &str = r#"{ "contrat": "C2", "categorie": "technicien", "cadre": true, "fonction": "Directeur de la photographie",
    "debut": "2026-10-01", "fin": "2026-10-31", "jours": 22, "heures": "180", "brut": "9800.00" }"#;
const ARTIST: &str = r#"{ "contrat": "C3", "categorie": "artiste", "fonction": "Artiste-interprète", "debut": "2026-10-12",
    "fin": "2026-10-13", "jours": 2, "cachets": 2, "brut": "900.00", "dfs": true }"#;
const EXTRA: &str = r#"{ "contrat": "C4", "categorie": "figurant", "fonction": "Artiste de complément",
    "debut": "2026-10-14", "fin": "2026-10-14", "jours": 1, "heures": "8", "brut": "130.00" }"#;

fn cases() -> [(&'static str, String); 5] {
    let elements = r#""elements": [ { "code": "frais", "montant": "21.40", "contrat": "C1" },
        { "code": "acompte", "montant": "150.00" } ]"#;
    [
        ("technician", format!("\"contrats\": [{TECHNICIAN}], {elements}")),
        ("executive above the plafond", format!("\"contrats\": [{EXECUTIVE}]")),
        ("artist with DFS", format!("\"contrats\": [{ARTIST}]")),
        ("figurant", format!("\"contrats\": [{EXTRA}]")),
        ("four populations", format!("\"contrats\": [{TECHNICIAN}, {ARTIST}, {EXTRA}], {elements}")),
    ]
}

#[test]
fn computed_payslips_print_in_both_models() {
    let rates = &Rates::embedded();
    for (name, rest) in cases() {
        let computed = compute(rates, &rest);
        let slip = &computed.bulletin;
        for modele in [Modele::Adapte, Modele::Renove] {
            let options = Options { modele, ..Options::default() };
            let text = pdf_text(&bulletin::pdf(slip, &options).unwrap_or_else(|e| panic!("{name}: {e}")));
            let t = &slip.totaux;
            let lines = slip.contrats.iter().flat_map(|c| &c.lignes);
            let shares = lines.flat_map(|l| [l.montant_salarie, l.montant_employeur]).flatten();
            let totals =
                [t.brut, t.montant_net_social, t.net_avant_impot, t.pas, t.virement, t.total_verse_employeur];
            for amount in shares.chain(totals) {
                let shown = normal(&typo::amount(amount));
                assert!(text.contains(&shown), "{name} {modele:?}: {shown} is not printed");
            }
        }
    }
}

#[test]
fn the_trace_explains_the_payslip() {
    let rates = &Rates::embedded();
    let computed = compute(rates, &cases()[0].1);
    let explications = bulletin::explications(&computed, rates);
    assert!(explications.len() > 60, "{}", explications.len());
    assert!(
        explications.iter().all(|e| !e.libelle.is_empty() && !e.nombres.is_empty() && !e.regle.is_empty())
    );
    let options = Options { explications, ..Options::default() };
    let text = pdf_text(&bulletin::pdf(&computed.bulletin, &options).unwrap());
    // 4005 x 5 / 31 = 645.967741... -> 645.97
    for wanted in ["Comment ce bulletin est calculé", "Contrat C1", "645,97", "CSS", "VIEIL_PLAF"] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn computed_notes_print_with_their_certificate() {
    let rates = &Rates::embedded();
    // Worked examples of the method note: fiction, precompte, TVA withheld; then a dispense; then a non-resident.
    let cases = [
        ("fiction", r#""ircec": "fiction""#, "3788.49", true),
        ("composer", r#""ircec": "aucun""#, "4238.49", true),
        (
            "dispense",
            r#""ircec": "fiction", "social": "dispense", "tva": "renonciation_tva", "dispense": { "annee": 2026 }, "renonciation_date_effet": "2026-01-01""#,
            "5050.00",
            false,
        ),
        (
            "non-resident",
            r#""ircec": "aucun", "social": "non_resident", "tva": "autoliquidation", "fiscal": "non_resident_25""#,
            "3750.00",
            false,
        ),
    ];
    for (name, rest, net, certificate) in cases {
        let text = format!(
            r#"{{ "date_paiement": "2026-10-09", "brut_ht": "5000.00", {rest},
               "producteur": {{ "raison_sociale": "Les Films de l’Exemple" }},
               "auteur": {{ "auteur": "A1", "nom": "PLUME", "prenom": "Dominique" }},
               "oeuvre": {{ "titre": "Le Film d’exemple", "genre": "fiction", "echeance": "Remise de la version 2" }} }}"#
        );
        let input: NoteInput = json::parse(&text).unwrap();
        let frozen = cddu_payslip::note::compute(rates, &input).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let explications = note::explications(&cddu_payslip::note::explain(rates, &input).unwrap(), rates);
        let options = note::Options { explications, ..note::Options::default() };
        let text = pdf_text(&note::pdf(&frozen, &options).unwrap());
        let html = normal(&note::html(&frozen, &options).unwrap());
        let net: Cents = net.parse().unwrap();
        for wanted in
            [normal(&typo::amount(net)), "Le Film d’exemple".to_owned(), "PLUME Dominique".to_owned()]
        {
            assert!(text.contains(&wanted), "{name}: {wanted}");
            assert!(html.contains(&wanted), "{name}: {wanted}");
        }
        for line in &frozen.lignes {
            let shown = normal(&typo::amount(line.montant));
            assert!(text.contains(&shown), "{name}: {} {shown}", line.code);
        }
        assert_eq!(text.contains("Certificat de précompte"), certificate, "{name}");
        if certificate {
            let mut stable = frozen.clone();
            // The fingerprints follow the tables.
            (stable.empreinte, stable.empreinte_baremes) = ("sha256:1".to_owned(), "sha256:2".to_owned());
            let page = note::html(&stable, &note::Options::default()).unwrap();
            let body = &page[page.find("<main>").unwrap()..];
            insta::assert_snapshot!(format!("note_{name}"), body);
        }
        let again = note::pdf(&frozen, &options).unwrap();
        assert!(again == note::pdf(&frozen, &options).unwrap());
    }
}
