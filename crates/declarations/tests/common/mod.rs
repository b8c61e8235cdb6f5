//! Synthetic payslips: visibly fictitious people, amounts from the rates of 2026, rounded line by line.
#![allow(dead_code, reason = "each test file uses its own part")]

use cddu_declarations::Production;
use cddu_payslip::{
    Adresse, Bases, Categorie, ContractPay, ContractTotals, CumulsOut, ElementCode, ElementPay, Employeur,
    Line, Methodes, PayElement, Payslip, Salarie, Sens, Totals,
};
use cddu_rates::{Cents, Confiance, Period, Quantity, Rate, ZonePas};
use chrono::NaiveDate;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

pub fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

pub fn adresse() -> Adresse {
    Adresse {
        voie: "1 RUE DE L EXEMPLE".into(),
        code_postal: "75010".into(),
        commune: "PARIS".into(),
        pays: String::new(),
    }
}

pub fn employeur() -> Employeur {
    serde_json::from_value(serde_json::json!({
        "idcc": "3097", "effectif": 8, "taux_at": "1.07", "taux_at_artiste": "1.1",
        "versement_mobilite": "0", "taxe_apprentissage": true,
        "raison_sociale": "PRODUCTION EXEMPLE", "siret": "12345678200036", "code_ape": "5911C",
        "adresse": { "voie": "10 RUE EXEMPLE", "code_postal": "75010", "commune": "PARIS" },
        "numero_france_travail": "CS00000001", "numero_conges_spectacles": "12345678",
        "production": "LE FILM FICTIF"
    }))
    .unwrap()
}

/// A person: `n` gives the NIR, the name, the matricule.
pub fn salarie(n: u32) -> Salarie {
    let sex = 1 + n % 2;
    let year = 60 + n % 40;
    let month = 1 + n % 12;
    let nir = format!("{sex}{year:02}{month:02}75{:03}{:03}", 100 + n / 900 % 800, 1 + n % 900);
    let key = cddu_dsn::ids::nir_key(&nir).unwrap();
    Salarie {
        retenue_non_resident: None,
        convention_fiscale: None,
        retenue_motif: None,
        zone_dom: false,
        matricule: format!("T{n:03}"),
        nom: format!("ESSAI{}", letters(n)),
        prenom: "CAMILLE".into(),
        domicile_fiscal_france: true,
        alsace_moselle: false,
        taux_pas: None,
        zone_pas: ZonePas::Metropole,
        nom_usage: None,
        nir: Some(format!("{nir}{key:02}")),
        date_naissance: NaiveDate::from_ymd_opt(1900 + i32::try_from(year).unwrap(), month, 1 + n % 28),
        lieu_naissance: Some("PARIS".into()),
        departement_naissance: Some("75".into()),
        pays_naissance: Some("FR".into()),
        adresse: Some(adresse()),
        numero_conges_spectacles: Some(format!("M{n:06}")),
        iban: None,
        bic: None,
        enfant: None,
    }
}

fn letters(mut n: u32) -> String {
    let mut out = String::new();
    loop {
        out.push(char::from(b'A' + u8::try_from(n % 26).unwrap()));
        n /= 26;
        if n == 0 {
            return out;
        }
    }
}

/// A contract to pay.
#[derive(Clone, Debug)]
pub struct Spec {
    pub contrat: String,
    pub categorie: Categorie,
    pub cadre: bool,
    pub fonction: String,
    pub debut: NaiveDate,
    pub fin: NaiveDate,
    pub periode: Option<Period>,
    pub jours: u32,
    pub heures: u32,
    pub cachets: u32,
    pub brut: Cents,
    pub dfs: bool,
    pub majoration: bool,
}

pub fn technicien(contrat: &str, debut: &str, fin: &str, jours: u32, heures: u32, brut: &str) -> Spec {
    Spec {
        contrat: contrat.into(),
        categorie: Categorie::Technicien,
        cadre: false,
        fonction: "Machiniste cinéma".into(),
        debut: day(debut),
        fin: day(fin),
        periode: None,
        jours,
        heures,
        cachets: 0,
        brut: cents(brut),
        dfs: false,
        majoration: true,
    }
}

pub fn artiste(contrat: &str, debut: &str, fin: &str, jours: u32, cachets: u32, brut: &str) -> Spec {
    Spec {
        categorie: Categorie::Artiste,
        fonction: "Artiste dramatique".into(),
        heures: 0,
        cachets,
        ..technicien(contrat, debut, fin, jours, 0, brut)
    }
}

struct Share {
    code: &'static str,
    organisme: &'static str,
    base: Cents,
    salarie: &'static str,
    employeur: &'static str,
    deductible: bool,
}

fn line(s: &Share) -> Line {
    let share = |text: &str| (!text.is_empty()).then(|| rate(text));
    Line {
        code: s.code.into(),
        libelle: s.code.into(),
        organisme: s.organisme.into(),
        base: s.base,
        taux_salarie: share(s.salarie),
        montant_salarie: share(s.salarie).map(|r| r.of(s.base)),
        taux_employeur: share(s.employeur),
        montant_employeur: share(s.employeur).map(|r| r.of(s.base)),
        coefficient: None,
        deductible: s.deductible,
        confiance: Confiance::A,
    }
}

/// One contract paid, rates of October 2026, employer under 11.
pub fn contract(spec: &Spec) -> ContractPay {
    let artist = spec.categorie != Categorie::Technicien;
    let periode = spec.periode.unwrap_or(Period { debut: spec.debut, fin: spec.fin });
    let brut = spec.brut;
    let dfs = if spec.dfs { rate("17").of(brut) } else { Cents::ZERO };
    let ss = brut - dfs;
    // PMSS 4005 x calendar days / 31.
    let plafond = Cents(400_500 * periode.days() / 31);
    let plafonnee = ss.min(plafond);
    let t1 = brut.min(cents("4005.00"));
    let csg = rate("98.25").of(brut);
    let pick = |full: &'static str, reduced: &'static str| if artist { reduced } else { full };
    let mut shares = vec![
        ("MAL", "urssaf", ss, "", pick("13.00", "9.10"), false),
        ("VIEIL_DEP", "urssaf", ss, pick("0.40", "0.28"), pick("2.11", "1.48"), true),
        ("VIEIL_PLAF", "urssaf", plafonnee, pick("6.90", "4.83"), pick("8.55", "5.99"), true),
        ("AF", "urssaf", ss, "", pick("5.25", "3.68"), false),
        ("AT", "urssaf", ss, "", pick("1.07", "1.10"), false),
        ("CSA", "urssaf", ss, "", "0.30", false),
        ("FNAL", "urssaf", plafonnee, "", pick("0.1115", "0.07805"), false),
        ("DIALOGUE", "urssaf", ss, "", "0.016", false),
        ("CSG_DED", "urssaf", csg, "6.80", "", true),
        ("CSG_NDED", "urssaf", csg, "2.40", "", false),
        ("CRDS", "urssaf", csg, "0.50", "", false),
        ("CHOM_GEN", "france_travail", brut, "", "4.00", false),
        ("CHOM_SPE", "france_travail", brut, "2.40", "5.00", true),
    ];
    if spec.majoration {
        shares.push(("CHOM_MAJ", "france_travail", brut, "", "0.50", false));
    }
    shares.extend([
        ("AGS", "france_travail", brut, "", "0.25", false),
        ("RC_T1", "audiens_retraite", t1, pick("3.93", "4.44"), pick("3.94", "4.45"), true),
        ("CEG_T1", "audiens_retraite", t1, "0.86", "1.29", true),
        ("PREV", "audiens_prevoyance", t1, "", "0.42", false),
        ("FCSS", "audiens_prevoyance", t1, "", "0.70", false),
        ("CONGES_SPECT", "conges_spectacles", brut, "", "15.50", false),
        ("FORM_LEGALE", "urssaf", ss, "", "2.00", false),
        ("FORM_CONV", "afdas", brut, "", "0.10", false),
        ("TA_PRINC", "urssaf", ss, "", "0.649", false),
        ("CCHSCT", "conventionnel", brut, "", "0.04", false),
        ("PARIT", "conventionnel", brut, "", "0.045", false),
    ]);
    let lignes: Vec<Line> = shares
        .into_iter()
        .map(|(code, organisme, base, salarie, employeur, deductible)| {
            line(&Share { code, organisme, base, salarie, employeur, deductible })
        })
        .collect();
    let employee: Cents = lignes.iter().filter_map(|l| l.montant_salarie).sum();
    let employer: Cents = lignes.iter().filter_map(|l| l.montant_employeur).sum();
    let kept: Cents = lignes.iter().filter(|l| !l.deductible).filter_map(|l| l.montant_salarie).sum();
    ContractPay {
        contrat: spec.contrat.clone(),
        categorie: spec.categorie,
        cadre: spec.cadre,
        annexe: if artist { 10 } else { 8 },
        fonction: spec.fonction.clone(),
        idcc: "3097".into(),
        debut: spec.debut,
        fin: spec.fin,
        periode,
        jours: spec.jours.into(),
        heures: Quantity::from(spec.heures),
        cachets: spec.cachets,
        heures_hors_cachets: None,
        numero_objet: Some("26AB00000112".into()),
        taux_artiste: artist,
        dfs_taux: spec.dfs.then(|| rate("17")),
        dfs_montant: dfs,
        forfait: false,
        analytique: std::collections::BTreeMap::new(),
        taux_at: None,
        absences: Vec::new(),
        elements: vec![PayElement {
            code: "base".into(),
            libelle: "Salaire de base".into(),
            quantite: None,
            taux: None,
            majoration: None,
            montant: brut,
            regle: None,
            article: None,
            heure_sup: None,
        }],
        bases: Bases {
            brut,
            securite_sociale: ss,
            plafond: Some(plafond),
            plafonnee,
            csg: Some(csg),
            chomage: brut,
            conges_spectacles: brut,
            retraite_t1: t1,
            retraite_t2: Cents::ZERO,
            prevoyance_t1: t1,
            smic: None,
            ..Bases::default()
        },
        cumul_contrat: None,
        sous_totaux: ContractTotals {
            cotisations_salarie: employee,
            cotisations_employeur: employer,
            allegements: Cents::ZERO,
            montant_net_social: brut - employee,
            net_imposable: brut - employee + kept,
            ..ContractTotals::default()
        },
        lignes,
    }
}

/// A payslip over contracts.
pub fn payslip(numero: &str, person: u32, paid: &str, specs: &[Spec]) -> Payslip {
    let contrats: Vec<ContractPay> = specs.iter().map(contract).collect();
    let sum = |pick: fn(&ContractPay) -> Cents| contrats.iter().map(pick).sum::<Cents>();
    let brut = sum(|c| c.bases.brut);
    let net_imposable = sum(|c| c.sous_totaux.net_imposable);
    let net_social = sum(|c| c.sous_totaux.montant_net_social);
    let employee = sum(|c| c.sous_totaux.cotisations_salarie);
    let employer = sum(|c| c.sous_totaux.cotisations_employeur);
    let abattement = cents("733.00");
    let assiette_pas = Cents((net_imposable - abattement).0.max(0));
    let pas = rate("2.10").of(assiette_pas);
    let net = brut - employee;
    let debut = contrats.iter().map(|c| c.periode.debut).min().unwrap();
    let fin = contrats.iter().map(|c| c.periode.fin).max().unwrap();
    Payslip {
        numero: Some(numero.into()),
        rectifie: None,
        rappel: None,
        pecule: None,
        date_paiement: day(paid),
        periode: Period { debut, fin },
        employeur: employeur(),
        salarie: salarie(person),
        elements: Vec::new(),
        totaux: Totals {
            brut,
            cotisations_salarie: employee,
            cotisations_employeur: employer,
            allegements: Cents::ZERO,
            montant_net_social: net_social,
            net_imposable,
            net_verse: None,
            frais: Cents::ZERO,
            avantages_en_nature: Cents::ZERO,
            net_avant_impot: net,
            abattement_pas: abattement,
            assiette_pas,
            taux_pas: Some(rate("2.10")),
            taux_pas_personnalise: false,
            pas,
            net_paye: net - pas,
            acomptes: Cents::ZERO,
            avances: Cents::ZERO,
            saisies: Cents::ZERO,
            virement: net - pas,
            total_verse_employeur: brut + employer,
            ..Totals::default()
        },
        contrats,
        cumuls: CumulsOut::default(),
        methodes: Methodes::default(),
        avertissements: Vec::new(),
        empreinte_baremes: "sha256:essai".into(),
        empreinte: "sha256:essai".into(),
    }
}

/// Adds a refund of expenses at real cost.
pub fn with_frais(mut slip: Payslip, contrat: &str, montant: &str) -> Payslip {
    slip.elements.push(ElementPay {
        code: ElementCode::Frais,
        libelle: "Repas".into(),
        contrat: Some(contrat.into()),
        montant: cents(montant),
        reintegre: Cents::ZERO,
        retenu: cents(montant),
        sens: Sens::Ajout,
        creancier: None,
    });
    slip.totaux.frais += cents(montant);
    slip.totaux.virement += cents(montant);
    slip
}

/// Adds the general relief in its two parts.
pub fn with_rgdu(mut slip: Payslip, urssaf: &str, retraite: &str) -> Payslip {
    let contrat = &mut slip.contrats[0];
    for (organisme, montant) in [("urssaf", urssaf), ("audiens_retraite", retraite)] {
        contrat.lignes.push(Line {
            code: "RGDU".into(),
            libelle: "Réduction générale".into(),
            organisme: organisme.into(),
            base: contrat.bases.securite_sociale,
            taux_salarie: None,
            montant_salarie: None,
            taux_employeur: None,
            montant_employeur: Some(-cents(montant)),
            coefficient: Some("0.0316".parse().unwrap()),
            deductible: false,
            confiance: Confiance::A,
        });
    }
    contrat.bases.smic = Some(cents("492.40"));
    let total = cents(urssaf) + cents(retraite);
    contrat.sous_totaux.allegements += total;
    slip.totaux.allegements += total;
    slip.totaux.total_verse_employeur -= total;
    slip
}

/// A production with every identifier.
pub fn production() -> Production {
    let mut production: Production = toml::from_str(PRODUCTION).unwrap();
    production.employeur = Some(employeur());
    for n in 0..500 {
        production.salaries.insert(
            format!("T{n:03}"),
            cddu_declarations::production::SalarieDeclare {
                nationalite: Some("FR".into()),
                ..Default::default()
            },
        );
    }
    production
}

const PRODUCTION: &str = r#"
[contact]
civilite = "madame"
nom = "EXEMPLE CLAUDE"
telephone = "0100000000"
courriel = "paie@example.invalid"

[signataire]
nom = "EXEMPLE"
prenom = "CLAUDE"
qualite = "ADMINISTRATEUR DE PRODUCTION"
lieu = "PARIS"

[film]
titre = "LE FILM FICTIF"
numero_objet = "26AB00000112"
siret = "12345678200044"

[banque]
iban = "FR7630006000011234567890189"
bic = "BNPAFRPPXXX"

[urssaf]
siret = "78861779300013"
code = "117"
code_commune = "75110"

[france_travail]
siret = "13000548109995"

[conges_spectacles]
numero_affiliation = "12345678"
nom_caisse = "CAISSE EXEMPLE"
adresse_caisse = "1 RUE FICTIVE 75099 EXEMPLEVILLE"

[[prevoyance]]
reference = "CONTRAT-EXEMPLE-01"
organisme = "P0983"
population = "POP01"

[aem]
agrement = "EZZZ"

[sante_travail]
code_dpae = "01"

[[fonctions]]
fonction = "Machiniste cinéma"
pcs = "637c"
complement = "XXX000"
statut = "07"
ouvrier = true

[[fonctions]]
fonction = "Artiste dramatique"
pcs = "354c"
complement = "XXX000"
statut = "05"
"#;
