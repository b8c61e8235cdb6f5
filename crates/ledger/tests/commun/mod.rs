//! Payslips and notes written by hand for the tests. Every person and company is fictitious.

#![allow(dead_code, reason = "each test file uses a part of the helpers")]

pub mod genes;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cddu_ledger::{Compta, ComptaConfig};
use cddu_payslip::{
    Bases, Categorie, ContractPay, ContractTotals, CumulsOut, ElementCode, ElementPay, Employeur, Line,
    Methodes, PayElement, Payslip, Salarie, Sens, Totals,
};
use cddu_rates::{Cents, Confiance, Period, Quantity, Rate, Rates};
use chrono::NaiveDate;

/// A thousand cases in the gate; `PROPTEST_CASES` for more. Failures are not kept in a file: they shrink to
/// numbers that the message shows.
pub fn cases() -> proptest::test_runner::Config {
    let default = proptest::test_runner::Config::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    proptest::test_runner::Config {
        cases: if asked { default.cases } else { 1000 },
        failure_persistence: None,
        ..default
    }
}

/// The embedded tables, loaded once.
pub static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// A date.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An amount.
pub fn eur(text: &str) -> Cents {
    text.parse().unwrap()
}

/// The accounting of 2026 with a section of `production.toml`.
pub fn compta(config: ComptaConfig) -> Compta {
    Compta::load(&RATES, config, None, day("2026-06-30")).unwrap()
}

/// A contribution line with its shares.
pub fn line(
    code: &str,
    organisme: &str,
    base: &str,
    salarie: Option<(&str, &str)>,
    employeur: Option<(&str, &str)>,
) -> Line {
    let rate = |s: Option<(&str, &str)>| s.map(|(t, _)| t.parse::<Rate>().unwrap());
    let amount = |s: Option<(&str, &str)>| s.map(|(_, m)| eur(m));
    Line {
        code: code.to_owned().into(),
        libelle: code.to_owned().into(),
        organisme: organisme.to_owned().into(),
        base: eur(base),
        taux_salarie: rate(salarie),
        montant_salarie: amount(salarie),
        taux_employeur: rate(employeur),
        montant_employeur: amount(employeur),
        coefficient: None,
        deductible: true,
        confiance: Confiance::A,
    }
}

/// An element of the payslip.
pub fn element(code: ElementCode, sens: Sens, montant: &str) -> ElementPay {
    ElementPay {
        code,
        libelle: format!("{code:?}"),
        contrat: None,
        montant: eur(montant),
        reintegre: Cents::ZERO,
        retenu: eur(montant),
        sens,
        creancier: None,
    }
}

/// A contract paid.
pub fn contract(categorie: Categorie, periode: (&str, &str), brut: &str, lignes: Vec<Line>) -> ContractPay {
    let periode = Period { debut: day(periode.0), fin: day(periode.1) };
    let brut = eur(brut);
    ContractPay {
        contrat: "C1".to_owned(),
        categorie,
        cadre: false,
        annexe: 8,
        fonction: "Fonction d'essai".to_owned(),
        idcc: "3097".to_owned(),
        debut: periode.debut,
        fin: periode.fin,
        periode,
        jours: 5.into(),
        heures: Quantity::from(39),
        cachets: 0,
        heures_hors_cachets: None,
        numero_objet: None,
        taux_artiste: false,
        dfs_taux: None,
        dfs_montant: Cents::ZERO,
        forfait: false,
        taux_at: None,
        absences: Vec::new(),
        analytique: BTreeMap::from([
            ("film".to_owned(), "FILM-A".to_owned()),
            ("poste".to_owned(), "2.3".to_owned()),
            ("departement".to_owned(), "image".to_owned()),
        ]),
        elements: vec![PayElement {
            code: "base".to_owned(),
            libelle: "Salaire".to_owned(),
            quantite: None,
            taux: None,
            majoration: None,
            montant: brut,
            regle: None,
            article: None,
            heure_sup: None,
        }],
        bases: Bases { brut, securite_sociale: brut, plafonnee: brut, ..Bases::default() },
        cumul_contrat: None,
        sous_totaux: ContractTotals::default(),
        lignes,
    }
}

/// A payslip whose totals follow from its contracts and elements.
pub fn payslip(
    numero: &str,
    matricule: &str,
    paiement: &str,
    contrats: Vec<ContractPay>,
    elements: Vec<ElementPay>,
    pas: &str,
) -> Payslip {
    let lines = || contrats.iter().flat_map(|c| &c.lignes);
    let sum = |code: &[ElementCode]| -> Cents {
        elements.iter().filter(|e| code.contains(&e.code) && e.sens != Sens::Neutre).map(|e| e.retenu).sum()
    };
    let mut totaux = Totals {
        brut: contrats.iter().map(|c| c.bases.brut).sum(),
        cotisations_salarie: lines().filter_map(|l| l.montant_salarie).sum(),
        cotisations_employeur: lines().filter(|l| !l.is_relief()).filter_map(|l| l.montant_employeur).sum(),
        allegements: -lines().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum::<Cents>(),
        frais: sum(&[ElementCode::Frais]),
        avantages_en_nature: sum(&[ElementCode::AvantageRepas]),
        acomptes: sum(&[ElementCode::Acompte]),
        avances: sum(&[ElementCode::Avance]),
        saisies: sum(&[ElementCode::Saisie, ElementCode::PensionAlimentaire]),
        pas: eur(pas),
        ..Totals::default()
    };
    totaux.net_avant_impot =
        totaux.brut - totaux.cotisations_salarie - totaux.avantages_en_nature + totaux.frais;
    totaux.net_paye = totaux.net_avant_impot - totaux.pas;
    totaux.virement = totaux.net_paye - totaux.acomptes - totaux.avances - totaux.saisies;
    totaux.total_verse_employeur = totaux.brut + totaux.cotisations_employeur - totaux.allegements;
    let periode = Period {
        debut: contrats.iter().map(|c| c.periode.debut).min().unwrap_or_else(|| day(paiement)),
        fin: contrats.iter().map(|c| c.periode.fin).max().unwrap_or_else(|| day(paiement)),
    };
    Payslip {
        numero: Some(numero.to_owned()),
        rectifie: None,
        rappel: None,
        pecule: None,
        date_paiement: day(paiement),
        periode,
        employeur: employer(),
        salarie: employee(matricule),
        contrats,
        elements,
        totaux,
        cumuls: CumulsOut::default(),
        methodes: Methodes::default(),
        avertissements: Vec::new(),
        empreinte_baremes: "sha256:baremes".to_owned(),
        empreinte: format!("sha256:{numero}"),
    }
}

/// A fictitious employer.
pub fn employer() -> Employeur {
    serde_json::from_value(serde_json::json!({
        "idcc": "3097", "effectif": 8, "raison_sociale": "Productions Imaginaires", "siret": "00000000000000"
    }))
    .unwrap()
}

/// A fictitious employee.
pub fn employee(matricule: &str) -> Salarie {
    serde_json::from_value(serde_json::json!({
        "matricule": matricule, "nom": format!("Nom-{matricule}"), "prenom": "Camille"
    }))
    .unwrap()
}

/// The worked example of the accounts: a technician paid 1 000.00 gross, invented amounts, net 687.30.
///
/// Employee: 96.20 + 40.10 + 4.20 + 24.00 = 164.50; 1 000.00 - 164.50 - 18.40 - 150.00 + 20.20 = 687.30.
pub fn worked_example() -> Payslip {
    let rate = "1.00";
    let er = |m: &'static str| Some((rate, m));
    let lignes = vec![
        line("VIEIL_PLAF", "urssaf", "1000.00", er("96.20"), er("141.30")),
        line("VM", "urssaf", "1000.00", None, er("29.50")),
        line("FNAL", "urssaf", "1000.00", None, er("1.00")),
        line("RC_T1", "audiens_retraite", "1000.00", er("40.10"), er("60.10")),
        line("PREV", "audiens_prevoyance", "1000.00", er("4.20"), er("6.30")),
        line("CHOM_GEN", "france_travail", "1000.00", er("24.00"), er("94.50")),
        line("CONGES_SPECT", "conges_spectacles", "1000.00", None, er("155.00")),
        line("FORM_CONV", "afdas", "1000.00", None, er("21.00")),
        line("MED_TRAVAIL", "sante_travail", "1000.00", None, er("3.20")),
    ];
    payslip(
        "B-001",
        "T01",
        "2026-11-27",
        vec![contract(Categorie::Technicien, ("2026-11-16", "2026-11-20"), "1000.00", lignes)],
        vec![
            element(ElementCode::Frais, Sens::Ajout, "20.20"),
            element(ElementCode::Acompte, Sens::Retenue, "150.00"),
        ],
        "18.40",
    )
}
