//! Fictitious payslips for the tests, the bench and the example: frozen results built by hand, so that the documents
//! are tested apart from the calculation.

#![allow(dead_code, missing_docs)]

use std::collections::BTreeMap;

use cddu_declarations::certificats::{
    CertificatTravail, EmploiTenu, Parties, Signature, SoldeToutCompte, Somme,
};
use cddu_declarations::{aem, conges};
use cddu_payslip::{
    Avertissement, Bases, Categorie, CongesPlafondMethod, ContractPay, ContractTotals, CumulsOut,
    ElementCode, ElementPay, Employeur, Line, Methodes, PayElement, Payslip, Salarie, Sens, Totals,
};
use cddu_rates::{Cents, Confiance, Month, Period, Quantity, Rate, round_half_up};
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
        heures_hors_cachets: None,
        numero_objet: Some("261300000142".to_owned()),
        taux_artiste: spec.artist,
        dfs_taux: rate(spec.dfs.unwrap_or("")),
        dfs_montant: deduction,
        forfait: false,
        analytique: BTreeMap::new(),
        taux_at: None,
        absences: Vec::new(),
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
            ..ContractTotals::default()
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
        heure_sup: None,
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
        rappel: None,
        pecule: None,
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
            net_verse: None,
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
            champ: None,
            message: "Le taux du fonds collectif du spectacle pour la santé est de confiance C.".to_owned(),
        }],
        empreinte_baremes: "sha256:1111111111111111111111111111111111111111111111111111111111111111"
            .to_owned(),
        empreinte: "sha256:2222222222222222222222222222222222222222222222222222222222222222".to_owned(),
    }
}

/// A signature of the employer.
pub fn signature() -> Signature {
    Signature {
        nom: "Dominique Modèle".to_owned(),
        qualite: "administratrice de production".to_owned(),
        lieu: "Villefictive".to_owned(),
        date: day("2026-10-31"),
    }
}

/// Employer, employee and signature of a document of the end of a contract.
pub fn parties() -> Parties {
    Parties { employeur: employer().identite, salarie: person().identite(), signature: signature() }
}

/// The employer of [`employer`], as an AEM says it.
pub fn employer_aem() -> aem::EmployeurAem {
    aem::EmployeurAem {
        raison_sociale: "Les Films de l’Exemple".to_owned(),
        siret: "12345678200010".to_owned(),
        code_ape: "5911C".to_owned(),
        idcc: "3097".to_owned(),
        adresse: address_aem("12 rue de l’Invention", "75000", "Villefictive"),
        telephone: None,
        courriel: None,
        numero_affiliation_ft: "CS00000000".to_owned(),
        licence_spectacle: Some(aem::OuiNon { numero: None, oui: false }),
        organisateur_occasionnel: Some(false),
        label_prestataire: None,
        affiliation_conges_spectacles: aem::OuiNon { numero: Some("0000000".to_owned()), oui: true },
    }
}

fn address_aem(voie: &str, code_postal: &str, commune: &str) -> aem::AdresseAem {
    aem::AdresseAem {
        voie: voie.to_owned(),
        complement: None,
        code_postal: code_postal.to_owned(),
        commune: commune.to_owned(),
        pays: None,
    }
}

/// The AEM of six grouped cachets of an artist with a DFS, in the second month of the contract.
pub fn attestation() -> aem::Attestation {
    aem::Attestation {
        reference: "AEM-2026-10-C2".to_owned(),
        nature: aem::Nature::Complementaire,
        mois: Month::parse("2026-10").unwrap(),
        numero_aem: None,
        numero_aem_initiale: Some("E123456789AB".to_owned()),
        reference_initiale: None,
        salarie: aem::SalarieAem {
            nir: Some("2990199001001".to_owned()),
            cle_nir: Some("24".to_owned()),
            ntt: None,
            nom_famille: "EXEMPLE".to_owned(),
            nom_usage: None,
            prenoms: "Camille".to_owned(),
            date_naissance: day("1999-01-01"),
            adresse: address_aem("3 impasse du Décor", "93000", "Villefictive-sur-Plateau"),
            numero_conges_spectacles: Some("A000000".to_owned()),
            caisse_retraite_complementaire: None,
            lien_parente: aem::LienParente { nature: None, oui: false },
        },
        emploi: aem::Emploi {
            libelle: "Artiste-interprète".to_owned(),
            code_emploi_spectacle: None,
            categorie: aem::CategorieAem::Artiste,
            annexe: 10,
            statut_cadre: aem::StatutCadre::NonCadre,
            niveau_qualification: None,
        },
        contrat: aem::ContratAem {
            reference_contrat: "C2".to_owned(),
            numero_objet: "261300000142".to_owned(),
            titre_production: Some("Le Film d’exemple".to_owned()),
            idcc_prestation: None,
            date_debut: day("2026-09-28"),
            date_fin: None,
            motif_fin: None,
            contrat_en_cours: Some(true),
        },
        activite: aem::ActiviteAem {
            heures_effectuees: "0".parse().unwrap(),
            cachets_isoles: "0".parse().unwrap(),
            cachets_groupes: "6".parse().unwrap(),
            jours_travailles: 6,
            jours: Vec::new(),
        },
        remuneration: aem::Remuneration {
            // 3 000.00 x 11.90 % = 357.00
            principale: aem::LigneRemuneration {
                brut_avant_abattement: Some(cents("3000.00")),
                taux_abattement: Some("19".parse().unwrap()),
                brut_apres_abattement: cents("2430.00"),
                assiette_contribution: cents("3000.00"),
                taux_contribution: "11.90".parse().unwrap(),
                montant_contribution: cents("357.00"),
            },
            autres: None,
            total_contribution: cents("357.00"),
            date_paiement: day("2026-10-15"),
            bulletins: vec!["2026-10-0001".to_owned()],
        },
        authentification: aem::Authentification {
            nom: "Modèle".to_owned(),
            prenom: "Dominique".to_owned(),
            qualite: "administratrice de production".to_owned(),
            lieu: "Villefictive".to_owned(),
            date: day("2026-10-31"),
            personne_a_joindre: Some("Alix Spécimen".to_owned()),
            telephone_a_joindre: Some("0100000000".to_owned()),
        },
    }
}

/// A certificat de travail of one job: the declaration leaves out the numbers that D1234-6 does not list.
pub fn certificat_travail() -> CertificatTravail {
    let week = Period { debut: day("2026-10-05"), fin: day("2026-10-09") };
    let mut parties = parties();
    (parties.employeur.numero_conges_spectacles, parties.employeur.numero_france_travail) = (None, None);
    (parties.salarie.numero_conges_spectacles, parties.salarie.nir) = (None, None);
    CertificatTravail {
        parties,
        contrat: "C1".to_owned(),
        entree: week.debut,
        sortie: week.fin,
        emplois: vec![EmploiTenu { fonction: "1er assistant opérateur".to_owned(), periode: week }],
        portabilite: true,
    }
}

/// The receipt of a contract that shares its payslip with another one.
pub fn solde() -> SoldeToutCompte {
    let sums = [("Salaires bruts", "1735.54"), ("Cotisations salariales", "-341.70"), ("Impôt", "-9.05")];
    SoldeToutCompte {
        parties: parties(),
        contrat: "C1".to_owned(),
        fin: day("2026-10-09"),
        bulletins: vec!["2026-10-0001".to_owned()],
        date_paiement: day("2026-10-15"),
        sommes: sums
            .iter()
            .map(|(label, amount)| Somme { libelle: (*label).to_owned(), montant: cents(amount) })
            .collect(),
        // 1735.54 - 341.70 - 9.05 = 1384.79
        total: cents("1384.79"),
        virement: cents("2104.79"),
        exemplaires: 2,
        denonciation_jusqu_au: day("2027-04-30"),
        autres_contrats: vec!["C2".to_owned()],
    }
}

/// The certificate of the caisse of an artist: 900.00 x 15.50 % = 139.50.
pub fn certificat_conges() -> conges::Certificat {
    let (employer, person) = (employer().identite, person());
    conges::Certificat {
        employeur: employer.raison_sociale.unwrap(),
        siret: employer.siret.unwrap(),
        code_ape: employer.code_ape,
        idcc: employer.idcc,
        adresse_employeur: employer.adresse,
        numero_france_travail: employer.numero_france_travail,
        numero_affiliation: "0000000".to_owned(),
        siret_film: Some("90000001900019".to_owned()),
        production: Some("Le Film d’exemple".to_owned()),
        matricule: person.matricule,
        nom: person.nom,
        prenom: person.prenom,
        nom_usage: None,
        date_naissance: person.date_naissance,
        adresse_salarie: person.adresse,
        nir: person.nir.unwrap(),
        numero_conges: "A000000".to_owned(),
        contrat: "C2".to_owned(),
        fonction: "Artiste-interprète".to_owned(),
        numero_objet: Some("261300000142".to_owned()),
        exercice: 2026,
        periode: Period { debut: day("2026-10-12"), fin: day("2026-10-13") },
        jours: 2,
        cachets: 2,
        heures: "0".parse().unwrap(),
        brut: cents("900.00"),
        plafond: CongesPlafondMethod::Aucun,
        base: cents("900.00"),
        taux: "15.50".parse().ok(),
        contribution: cents("139.50"),
        jours_12_mois: 31,
        cachets_12_mois: 17,
        brut_12_mois: cents("7654.32"),
        caisse: "Congés Spectacles (Audiens)".to_owned(),
        adresse_caisse: "74 rue Jean-Bleuzen, 92177 Vanves Cedex".to_owned(),
        bulletins: vec!["2026-10-0001".to_owned()],
        emis_le: day("2026-10-31"),
        signature: signature(),
    }
}
