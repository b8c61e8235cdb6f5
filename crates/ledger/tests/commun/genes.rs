//! Payslips and notes drawn from small numbers, so that a failing case shrinks to a simple one.

#![allow(dead_code, reason = "each test file uses a part of them")]

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use cddu_ledger::sepa::{SepaConfig, VersionPain};
use cddu_ledger::{Agregation, Compta, ComptaConfig, Presentation, RegleDate};
use cddu_payslip::note::{Note, NoteInput, compute};
use cddu_payslip::{Bases, Categorie, ContractPay, ElementCode, ElementPay, Line, PayElement, Payslip, Sens};
use cddu_rates::{Cents, Confiance, Month, Period, Quantity, Rate};
use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{RATES, contract, day, payslip};

/// Numbers from which one payslip is made.
pub type Genes = [u16; 16];

/// Genes of a batch: up to `most` payslips.
pub fn genes(most: usize) -> impl Strategy<Value = Vec<Genes>> {
    vec(prop::array::uniform16(any::<u16>()), 1..=most)
}

/// Payslips are paid in this month.
pub const MOIS: Month = Month { year: 2026, month: 1 };

/// Fictitious accounts with valid keys: France twice, Germany, United Kingdom.
const IBANS: [&str; 4] = [
    "FR7699999000019999999999906",
    "FR7699999000028888888888857",
    "DE89370400440532013000",
    "GB82WEST12345698765432",
];

/// Names that files must survive.
const NOMS: [&str; 6] = ["Martin", "Éléonore d'Août", "O|Neil", "Tab\tula", "Ñandú-Çelik", "Ligne\r\nbrisée"];

/// One kind of line: code, body, employee rate, employer rate (percent, two decimals).
const LINES: [(&str, &str, i64, i64); 14] = [
    ("MAL", "urssaf", 0, 1300),
    ("VIEIL_PLAF", "urssaf", 690, 855),
    ("VIEIL_DEP", "urssaf", 40, 211),
    ("AT", "urssaf", 0, 107),
    ("FNAL", "urssaf", 0, 11),
    ("VM", "urssaf", 0, 328),
    ("CSG_DED", "urssaf", 680, 0),
    ("CSG_NDED", "urssaf", 240, 0),
    ("CRDS", "urssaf", 50, 0),
    ("CHOM_GEN", "france_travail", 240, 905),
    ("RC_T1", "audiens_retraite", 393, 394),
    ("PREV", "audiens_prevoyance", 12, 34),
    ("CONGES_SPECT", "conges_spectacles", 0, 1550),
    ("FORM_CONV", "afdas", 0, 210),
];

fn categorie(gene: u16) -> Categorie {
    [Categorie::Technicien, Categorie::Artiste, Categorie::Figurant, Categorie::Realisateur]
        [usize::from(gene % 4)]
}

/// One contract out of genes. `sign` -1 makes the payslip of a correction.
fn make_contract(rank: usize, n: usize, g: &Genes, sign: i64) -> ContractPay {
    // From one cent to 6 553.50.
    let brut = Cents(
        sign * i64::from(if g[0].is_multiple_of(7) { g[0] % 3 } else { g[0] })
            * if g[0].is_multiple_of(2) { 1 } else { 10 },
    );
    // Work up to forty days before the payment, over a month and a year end.
    let fin = day("2026-01-09") - Days::new(u64::from(g[2] % 30));
    let debut = fin - Days::new(u64::from(g[3] % 12));
    let base = Cents(brut.0 / 2 + brut.0 / 4);
    let mut lignes = Vec::new();
    for (bit, (code, organisme, ee, er)) in LINES.iter().enumerate() {
        if g[1] & (1 << bit) == 0 {
            continue;
        }
        let rate = |hundredths: i64| (hundredths != 0).then(|| Rate(Decimal::new(hundredths, 2)));
        let base = match *code {
            "VIEIL_PLAF" | "RC_T1" => base,
            _ => brut,
        };
        lignes.push(Line {
            code: (*code).into(),
            libelle: (*code).into(),
            organisme: (*organisme).into(),
            base,
            taux_salarie: rate(*ee),
            montant_salarie: rate(*ee).map(|r| r.of(base)),
            taux_employeur: rate(*er),
            montant_employeur: rate(*er).map(|r| r.of(base)),
            coefficient: None,
            deductible: !matches!(*code, "CSG_NDED" | "CRDS"),
            confiance: Confiance::A,
        });
    }
    // A relief larger than some contributions.
    if g[4].is_multiple_of(3) && sign > 0 {
        lignes.push(Line {
            code: "RGDU".into(),
            libelle: "RGDU".into(),
            organisme: "urssaf".into(),
            base: brut,
            taux_salarie: None,
            montant_salarie: None,
            taux_employeur: None,
            montant_employeur: Some(Cents(-i64::from(g[4] % 900))),
            coefficient: Some(Quantity::ZERO),
            deductible: true,
            confiance: Confiance::A,
        });
    }
    let mut pay = contract(categorie(g[5]), ("2026-01-05", "2026-01-09"), "0.00", lignes);
    pay.contrat = format!("C{n}-{rank}");
    pay.periode = Period { debut, fin };
    (pay.debut, pay.fin) = (debut, fin);
    pay.jours = Quantity::from(u32::from(g[3] % 5) + 1);
    pay.heures = Quantity(Decimal::new(i64::from(g[6] % 6000), 2));
    pay.cachets = u32::from(g[6] % 4);
    pay.bases = Bases {
        brut,
        securite_sociale: brut,
        plafond: Some(base),
        plafonnee: base.min(brut),
        csg: Some(brut),
        chomage: brut,
        conges_spectacles: brut,
        retraite_t1: base,
        retraite_t2: brut - base,
        prevoyance_t1: brut,
        ..Bases::default()
    };
    if brut.0 < 0 {
        pay.bases.plafonnee = brut;
    }
    pay.elements = vec![PayElement {
        code: "base".to_owned(),
        libelle: "Salaire".to_owned(),
        quantite: None,
        taux: None,
        majoration: None,
        montant: brut,
        regle: None,
        article: None,
        heure_sup: None,
    }];
    pay.analytique = BTreeMap::from([
        ("film".to_owned(), format!("FILM-{}", g[7] % 3)),
        ("poste".to_owned(), format!("2.{}", g[8] % 4)),
        ("departement".to_owned(), ["image", "son", "régie"][usize::from(g[8] % 3)].to_owned()),
    ]);
    pay
}

/// One payslip out of genes: person, contracts, elements, PAS.
pub fn make_payslip(n: usize, g: &Genes) -> Payslip {
    // Refunds after a rate correction: one payslip in eleven is negative.
    let sign = if g[15] % 11 == 10 { -1 } else { 1 };
    let count = 1 + usize::from(g[9] % 5 == 4);
    let contrats: Vec<ContractPay> = (0..count).map(|rank| make_contract(rank, n, g, sign)).collect();
    let element = |code, sens, montant: i64, creancier: Option<&str>| ElementPay {
        code,
        libelle: format!("{code:?}"),
        contrat: None,
        montant: Cents(montant),
        reintegre: Cents::ZERO,
        retenu: Cents(montant),
        sens,
        creancier: creancier.map(str::to_owned),
    };
    let mut elements = Vec::new();
    if g[10] % 3 == 1 {
        elements.push(element(ElementCode::Frais, Sens::Ajout, i64::from(g[10] % 9000), None));
    }
    // Larger than the net now and then.
    if g[11] % 4 == 1 {
        elements.push(element(ElementCode::Acompte, Sens::Retenue, i64::from(g[11]), None));
    }
    if g[12] % 5 == 1 {
        let creancier = ["SIP imaginaire", "Créancier | bis"][usize::from(g[12] % 2)];
        elements.push(element(ElementCode::Saisie, Sens::Retenue, i64::from(g[12] % 5000), Some(creancier)));
    }
    let mut contrats = contrats;
    if g[13] % 4 == 1 && sign > 0 {
        // A benefit in kind is inside the gross, then taken back.
        let kind = i64::from(g[13] % 3000).min(contrats[0].bases.brut.0);
        contrats[0].elements[0].montant -= Cents(kind);
        let mut inside = contrats[0].elements[0].clone();
        "avantage_repas".clone_into(&mut inside.code);
        inside.montant = Cents(kind);
        contrats[0].elements.push(inside);
        elements.push(element(ElementCode::AvantageRepas, Sens::Retenue, kind, None));
    }
    let gross: Cents = contrats.iter().map(|c| c.bases.brut).sum();
    let base_pas = gross.or_zero();
    let rate = Rate(Decimal::new(i64::from(g[14] % 3) * i64::from(g[14] % 200), 2));
    let pas = rate.of(base_pas);
    let matricule = format!("T{:02}", g[9] % 40);
    let mut slip = payslip(
        &format!("B-{n:04}"),
        &matricule,
        ["2026-01-09", "2026-01-16", "2026-01-30"][usize::from(g[2] % 3)],
        contrats,
        elements,
        &pas.to_string(),
    );
    slip.totaux.assiette_pas = base_pas;
    slip.totaux.taux_pas = Some(rate);
    let kept: Cents = slip
        .contrats
        .iter()
        .flat_map(|c| &c.lignes)
        .filter(|l| !l.deductible)
        .filter_map(|l| l.montant_salarie)
        .sum();
    slip.totaux.net_imposable = slip.totaux.brut - slip.totaux.cotisations_salarie + kept;
    slip.salarie.nom = NOMS[usize::from(g[9] % 6)].to_owned();
    slip.salarie.iban = Some(IBANS[usize::from(g[9] % 4)].to_owned());
    slip
}

/// The payslips of a batch.
pub fn make_payslips(genes: &[Genes]) -> Vec<Payslip> {
    genes.iter().enumerate().map(|(n, g)| make_payslip(n, g)).collect()
}

/// A few notes, computed once: fiction with précompte, dispense, non-resident.
pub static NOTES: LazyLock<Vec<Note>> = LazyLock::new(|| {
    let note = |numero: &str, extra: serde_json::Value| {
        let mut input = serde_json::json!({
            "numero": numero, "date_paiement": "2026-01-16", "brut_ht": "5000.00",
            "auteur": { "auteur": format!("A-{numero}"), "nom": "Autrice", "prenom": "Camille", "iban": IBANS[0] },
            "analytique": { "film": "FILM-0" }
        });
        for (key, value) in extra.as_object().unwrap() {
            input[key] = value.clone();
        }
        let input: NoteInput = serde_json::from_value(input).unwrap();
        compute(&RATES, &input).unwrap()
    };
    vec![
        note("N-1", serde_json::json!({ "ircec": "fiction" })),
        note("N-2", serde_json::json!({ "ircec": "doc_8", "brut_ht": "1234.57" })),
        note("N-3", serde_json::json!({ "ircec": "aucun", "brut_ht": "0.03" })),
    ]
});

/// How the company of a world keeps its accounts.
pub fn config(choice: u16) -> ComptaConfig {
    let axes: &[&str] =
        if choice & 1 == 0 { &["film", "departement", "poste", "chapitre"] } else { &["film", "poste"] };
    ComptaConfig {
        presentation: if choice & 2 == 0 { Presentation::Brut } else { Presentation::Net },
        agregation: [Agregation::Lot, Agregation::Bulletin, Agregation::Ligne]
            [usize::from((choice >> 2) % 3)],
        dates: if choice & 16 == 0 { RegleDate::MoisDeTravail } else { RegleDate::Paiement },
        ecritures_par: if choice & 32 == 0 { Vec::new() } else { vec!["film".to_owned()] },
        axes: axes.iter().map(|a| (*a).to_owned()).collect(),
        ..ComptaConfig::default()
    }
}

/// The accounting of a world, loaded once per choice.
pub fn world_compta(choice: u16) -> &'static Compta {
    static ALL: [OnceLock<Compta>; 64] = [const { OnceLock::new() }; 64];
    let choice = choice % 64;
    ALL[usize::from(choice)]
        .get_or_init(|| Compta::load(&RATES, config(choice), None, day("2026-01-15")).unwrap())
}

/// The company that pays.
pub fn payer() -> SepaConfig {
    SepaConfig {
        nom: "Productions Imaginaires".to_owned(),
        iban: IBANS[0].to_owned(),
        bic: None,
        version: VersionPain::V09,
        caisse_des_depots: None,
        comptabilisation_groupee: true,
        libelle: "PAIE {mois}".to_owned(),
    }
}
