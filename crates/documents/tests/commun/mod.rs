//! Fictitious payslips for the tests, the bench and the example: frozen results built by hand, so that the documents
//! are tested apart from the calculation.

#![allow(dead_code, missing_docs)]

use std::collections::BTreeMap;

use cddu_payslip::{
    Avertissement, Bases, Categorie, ContractPay, ContractTotals, CumulsOut, ElementCode, ElementPay,
    Employeur, Line, Methodes, PayElement, Payslip, Salarie, Sens, Totals,
};
use cddu_rates::{Cents, Confiance, Period, Quantity, Rate, round_half_up};
use chrono::NaiveDate;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

fn rate(text: &str) -> Option<Rate> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// A contract to freeze.
#[derive(Clone)]
pub struct Contract {
    pub id: String,
    pub artist: bool,
    pub job: String,
    pub start: &'static str,
    pub end: &'static str,
    pub gross: &'static str,
    pub dfs: Option<&'static str>,
}

impl Contract {
    pub fn technician(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            artist: false,
            job: "1er assistant opérateur de prise de vues".to_owned(),
            start: "2026-10-05",
            end: "2026-10-09",
            gross: "1735.54",
            dfs: None,
        }
    }

    pub fn artist(id: &str) -> Self {
        Self {
            artist: true,
            job: "Artiste-interprète".to_owned(),
            start: "2026-10-12",
            end: "2026-10-13",
            gross: "900.00",
            ..Self::technician(id)
        }
    }
}

/// Code, label, body, base (b gross, s social security, p capped, c CSG, h chômage, g congés), employee and
/// employer rates of a technician, then of an artist, confidence.
type Model = (&'static str, &'static str, &'static str, char, [&'static str; 4], Confiance);

const LINES: &[Model] = &[
    ("MAL", "Maladie, maternité, invalidité, décès", "urssaf", 's', ["", "13.00", "", "9.10"], Confiance::A),
    ("VIEIL_PLAF", "Vieillesse plafonnée", "urssaf", 'p', ["6.90", "8.55", "4.83", "5.99"], Confiance::A),
    ("VIEIL_DEP", "Vieillesse déplafonnée", "urssaf", 's', ["0.40", "2.11", "0.28", "1.48"], Confiance::A),
    ("AF", "Allocations familiales", "urssaf", 's', ["", "5.25", "", "3.68"], Confiance::A),
    (
        "AT",
        "Accidents du travail, maladies professionnelles",
        "urssaf",
        's',
        ["", "1.07", "", "1.10"],
        Confiance::A,
    ),
    ("CSA", "Contribution solidarité autonomie", "urssaf", 's', ["", "0.30", "", "0.30"], Confiance::A),
    ("FNAL", "Fonds national d'aide au logement", "urssaf", 'p', ["", "0.1115", "", "0.0781"], Confiance::A),
    ("DIALOGUE", "Contribution au dialogue social", "urssaf", 's', ["", "0.016", "", "0.016"], Confiance::A),
    ("CSG_DED", "CSG déductible", "urssaf", 'c', ["6.80", "", "6.80", ""], Confiance::A),
    ("CSG_NDED", "CSG non déductible", "urssaf", 'c', ["2.40", "", "2.40", ""], Confiance::A),
    ("CRDS", "CRDS", "urssaf", 'c', ["0.50", "", "0.50", ""], Confiance::A),
    (
        "CHOM_GEN",
        "Assurance chômage, contribution générale",
        "france_travail",
        'h',
        ["", "4.00", "", "4.00"],
        Confiance::A,
    ),
    (
        "CHOM_SPE",
        "Assurance chômage, contribution spécifique annexes 8 et 10",
        "france_travail",
        'h',
        ["2.40", "5.00", "2.40", "5.00"],
        Confiance::A,
    ),
    ("AGS", "AGS, garantie des salaires", "france_travail", 'h', ["", "0.25", "", "0.25"], Confiance::A),
    (
        "RC_T1",
        "Retraite complémentaire Agirc-Arrco, tranche 1",
        "audiens_retraite",
        's',
        ["3.93", "3.94", "4.44", "4.45"],
        Confiance::B,
    ),
    (
        "CEG_T1",
        "Contribution d'équilibre général, tranche 1",
        "audiens_retraite",
        's',
        ["0.86", "1.29", "0.86", "1.29"],
        Confiance::A,
    ),
    (
        "PREV",
        "Prévoyance des intermittents, décès et invalidité",
        "audiens_prevoyance",
        'g',
        ["", "0.46", "", "0.42"],
        Confiance::B,
    ),
    (
        "FCSS",
        "Fonds collectif du spectacle pour la santé",
        "audiens_prevoyance",
        'g',
        ["", "0.90", "", "0.90"],
        Confiance::C,
    ),
    ("CONGES_SPECT", "Congés Spectacles", "conges_spectacles", 'b', ["", "15.50", "", "15.50"], Confiance::B),
    (
        "FORM_LEGALE",
        "Formation professionnelle des intermittents, part légale",
        "urssaf",
        's',
        ["", "2.00", "", "2.00"],
        Confiance::A,
    ),
    (
        "FORM_CONV",
        "Formation professionnelle des intermittents, part conventionnelle",
        "afdas",
        'b',
        ["", "0.10", "", "0.10"],
        Confiance::A,
    ),
    (
        "TA_PRINC",
        "Taxe d'apprentissage, part principale",
        "urssaf",
        's',
        ["", "0.649", "", "0.649"],
        Confiance::A,
    ),
    ("CCHSCT", "CCHSCT, CPPHSCT", "conventionnel", 'b', ["", "0.04", "", "0.04"], Confiance::A),
];

fn contract(spec: &Contract) -> ContractPay {
    let gross = cents(spec.gross);
    let period = Period { debut: day(spec.start), fin: day(spec.end) };
    let days = u32::try_from(period.days()).unwrap();
    let deduction = rate(spec.dfs.unwrap_or("")).map_or(Cents::ZERO, |r| r.of(gross));
    let social = gross - deduction;
    let plafond = Cents(12_919 * i64::from(days));
    let capped = social.min(plafond);
    let csg = "98.25".parse::<Rate>().unwrap().of(gross);
    let bases = Bases {
        brut: gross,
        securite_sociale: social,
        plafond: Some(plafond),
        plafonnee: capped,
        csg: Some(csg),
        chomage: gross,
        conges_spectacles: gross,
        retraite_t1: social,
        retraite_t2: Cents::ZERO,
        prevoyance_t1: capped,
        ..Bases::default()
    };
    let mut lignes: Vec<Line> = LINES
        .iter()
        .map(|(code, label, body, base, rates, confidence)| {
            let base = match base {
                's' => social,
                'p' | 'g' => capped,
                'c' => csg,
                _ => gross,
            };
            let (employee, employer) =
                if spec.artist { (rate(rates[2]), rate(rates[3])) } else { (rate(rates[0]), rate(rates[1])) };
            Line {
                code: (*code).into(),
                libelle: (*label).into(),
                organisme: (*body).into(),
                base,
                taux_salarie: employee,
                montant_salarie: employee.map(|r| r.of(base)),
                taux_employeur: employer,
                montant_employeur: employer.map(|r| r.of(base)),
                coefficient: None,
                deductible: matches!(
                    *code,
                    "VIEIL_PLAF" | "VIEIL_DEP" | "CSG_DED" | "CHOM_SPE" | "RC_T1" | "CEG_T1"
                ),
                confiance: *confidence,
            }
        })
        .collect();
    lignes.push(Line {
        code: "RGDU".into(),
        libelle: "Réduction générale dégressive".into(),
        organisme: "urssaf".into(),
        base: social,
        taux_salarie: None,
        montant_salarie: None,
        taux_employeur: None,
        montant_employeur: Some(-"4.11".parse::<Rate>().unwrap().of(social)),
        coefficient: Some("0.0411".parse().unwrap()),
        deductible: false,
        confiance: Confiance::A,
    });
    let employee: Cents = lignes.iter().filter_map(|l| l.montant_salarie).sum();
    let employer: Cents = lignes.iter().filter(|l| !l.is_relief()).filter_map(|l| l.montant_employeur).sum();
    let reliefs: Cents =
        -lignes.iter().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum::<Cents>();
    let deductible: Cents = lignes.iter().filter(|l| l.deductible).filter_map(|l| l.montant_salarie).sum();
    let elements = if spec.artist {
        vec![element("cachet", "Cachets", Some("2"), Some(&unit(gross, 2)), None, gross)]
    } else {
        // 39 hours, then the rest of the gross as hours at 25 % and a night premium.
        let base = Cents(gross.0 * 78 / 100);
        let overtime = Cents(gross.0 * 17 / 100);
        vec![
            element("base", "Salaire de base", Some("39"), Some(&unit(base, 39)), None, base),
            element(
                "hs_25",
                "Heures supplémentaires",
                Some("7"),
                Some(&unit(overtime, 7)),
                Some("25"),
                overtime,
            ),
            element(
                "nuit_50",
                "Heures de nuit, majoration 50 %",
                Some("2"),
                None,
                Some("50"),
                gross - base - overtime,
            ),
        ]
    };
    ContractPay {
        contrat: spec.id.clone(),
        categorie: if spec.artist { Categorie::Artiste } else { Categorie::Technicien },
        cadre: false,
        annexe: if spec.artist { 10 } else { 8 },
        fonction: spec.job.clone(),
        idcc: "3097".to_owned(),
        debut: period.debut,
        fin: period.fin,
        periode: period,
        jours: days.into(),
        heures: if spec.artist { Quantity::ZERO } else { "46".parse().unwrap() },
        cachets: if spec.artist { 2 } else { 0 },
        numero_objet: Some("261300000142".to_owned()),
        taux_artiste: spec.artist,
        dfs_taux: rate(spec.dfs.unwrap_or("")),
        dfs_montant: deduction,
        forfait: false,
        analytique: BTreeMap::new(),
        elements,
        bases,
        lignes,
        cumul_contrat: None,
        sous_totaux: ContractTotals {
            cotisations_salarie: employee,
            cotisations_employeur: employer,
            allegements: reliefs,
            montant_net_social: gross - employee,
            net_imposable: gross - deductible,
        },
    }
}

fn unit(amount: Cents, count: i64) -> String {
    round_half_up(amount.to_decimal() / rust_decimal::Decimal::from(count), 4).to_string()
}

fn element(
    code: &str,
    label: &str,
    quantity: Option<&str>,
    taux: Option<&str>,
    premium: Option<&str>,
    montant: Cents,
) -> PayElement {
    PayElement {
        code: code.to_owned(),
        libelle: label.to_owned(),
        quantite: quantity.map(|q| q.parse().unwrap()),
        taux: taux.map(|t| t.parse().unwrap()),
        majoration: premium.map(|p| p.parse().unwrap()),
        montant,
        regle: None,
        article: None,
    }
}

pub fn employer() -> Employeur {
    serde_json::from_str(
        r#"{ "idcc": "3097", "effectif": 8, "taux_at": "1.07",
             "raison_sociale": "Les Films de l’Exemple", "siret": "12345678200010", "code_ape": "5911C",
             "adresse": { "voie": "12 rue de l’Invention", "code_postal": "75000", "commune": "Villefictive" },
             "numero_france_travail": "CS00000000", "numero_conges_spectacles": "0000000" }"#,
    )
    .unwrap()
}

pub fn person() -> Salarie {
    serde_json::from_str(
        r#"{ "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille", "nir": "299019900100124",
             "date_naissance": "1999-01-01", "numero_conges_spectacles": "A000000",
             "iban": "FR7630006000011234567890189",
             "adresse": { "voie": "3 impasse du Décor", "code_postal": "93000", "commune": "Villefictive-sur-Plateau" } }"#,
    )
    .unwrap()
}

fn frozen_element(code: ElementCode, label: &str, amount: &str, sens: Sens) -> ElementPay {
    ElementPay {
        code,
        libelle: label.to_owned(),
        contrat: None,
        montant: cents(amount),
        reintegre: Cents::ZERO,
        retenu: cents(amount),
        sens,
        creancier: None,
    }
}

/// A frozen payslip of the given contracts, with expenses and a payment on account.
pub fn payslip(contracts: &[Contract]) -> Payslip {
    let contrats: Vec<ContractPay> = contracts.iter().map(contract).collect();
    let sum = |f: &dyn Fn(&ContractPay) -> Cents| contrats.iter().map(f).sum::<Cents>();
    let brut = sum(&|c| c.bases.brut);
    let employee = sum(&|c| c.sous_totaux.cotisations_salarie);
    let employer_part = sum(&|c| c.sous_totaux.cotisations_employeur);
    let reliefs = sum(&|c| c.sous_totaux.allegements);
    let net_social = sum(&|c| c.sous_totaux.montant_net_social);
    let taxable = sum(&|c| c.sous_totaux.net_imposable);
    let elements = vec![
        frozen_element(ElementCode::Frais, "Indemnité de repas", "21.40", Sens::Ajout),
        frozen_element(
            ElementCode::AvantageRepas,
            "Repas fournis, avantage en nature",
            "11.00",
            Sens::Retenue,
        ),
        frozen_element(ElementCode::Acompte, "Acompte du 07/10/2026", "150.00", Sens::Retenue),
    ];
    let before_tax = brut - employee + cents("21.40") - cents("11.00");
    let allowance = cents("747.00");
    let tax_base = (taxable - allowance).or_zero();
    let tax_rate: Rate = "1.30".parse().unwrap();
    let tax = tax_rate.of(tax_base);
    let net = before_tax - tax;
    Payslip {
        numero: Some("2026-10-0001".to_owned()),
        rectifie: None,
        date_paiement: day("2026-10-15"),
        periode: Period {
            debut: contrats.iter().map(|c| c.debut).min().unwrap(),
            fin: contrats.iter().map(|c| c.fin).max().unwrap(),
        },
        employeur: employer(),
        salarie: person(),
        elements,
        totaux: Totals {
            brut,
            cotisations_salarie: employee,
            cotisations_employeur: employer_part,
            allegements: reliefs,
            montant_net_social: net_social,
            net_imposable: taxable,
            frais: cents("21.40"),
            avantages_en_nature: cents("11.00"),
            net_avant_impot: before_tax,
            abattement_pas: allowance,
            assiette_pas: tax_base,
            taux_pas: Some(tax_rate),
            taux_pas_personnalise: false,
            pas: tax,
            net_paye: net,
            acomptes: cents("150.00"),
            avances: Cents::ZERO,
            saisies: Cents::ZERO,
            virement: net - cents("150.00"),
            total_verse_employeur: brut + employer_part - reliefs,
            ..Totals::default()
        },
        cumuls: CumulsOut {
            brut: brut + cents("4321.09"),
            net_imposable: taxable + cents("3456.78"),
            pas: tax + cents("45.67"),
            montant_net_social: net_social + cents("3400.12"),
            heures: "138".parse().unwrap(),
            cachets: "2".parse().unwrap(),
            dfs: Cents::ZERO,
            retraite_mois: brut,
            retraite_annee: brut + cents("4321.09"),
            ..CumulsOut::default()
        },
        contrats,
        methodes: Methodes::default(),
        avertissements: vec![Avertissement {
            code: "PAIE-900".to_owned(),
            message: "Le taux du fonds collectif du spectacle pour la santé est de confiance C.".to_owned(),
        }],
        empreinte_baremes: "sha256:1111111111111111111111111111111111111111111111111111111111111111"
            .to_owned(),
        empreinte: "sha256:2222222222222222222222222222222222222222222222222222222222222222".to_owned(),
    }
}
