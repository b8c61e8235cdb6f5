//! Consistent worlds: payslips, notes, batches, ledger, DSN, AEM, Congés Spectacles and transfers that all say the
//! same thing, drawn from small numbers so that a failing case shrinks to a simple one.

#![allow(dead_code, reason = "each test file uses a part of the worlds")]

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::rapprochement::{
    AemAmount, AemAmounts, CongesAmount, CongesAmounts, Documents, DsnAmounts, DsnBaseAmount, DsnBody,
    DsnBordereau, DsnContribution, DsnCtp, DsnPayment, Etat, RapprochementConfig, Regles, Report, run,
};
use cddu_ledger::sepa::{self, SepaConfig, SepaRead, VersionPain};
use cddu_ledger::{Agregation, Batch, Compta, ComptaConfig, Presentation, RegleDate, ecritures};
use cddu_payslip::note::{Note, NoteInput, compute};
use cddu_payslip::{Bases, Categorie, ContractPay, ElementCode, ElementPay, Line, PayElement, Payslip, Sens};
use cddu_rates::{Cents, Confiance, Month, Period, Quantity, Rate};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{RATES, contract, day, payslip};

/// Rules, read once.
pub static REGLES: LazyLock<Regles> = LazyLock::new(|| Regles::load(RATES.files()).unwrap());

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

/// Lines under each contribution code, as a declaration may give them.
const CODES: [(&str, &[&str]); 8] = [
    ("075", &["MAL"]),
    ("076", &["VIEIL_PLAF", "VIEIL_DEP"]),
    ("045", &["AT"]),
    ("072", &["CSG_DED", "CSG_NDED"]),
    ("079", &["CRDS"]),
    ("040", &["CHOM_GEN"]),
    ("066", &["CONGES_SPECT"]),
    ("018", &["RGDU"]),
];

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

/// Every document of a month, consistent.
#[derive(Clone, Debug)]
pub struct Monde {
    pub choix: u16,
    pub bulletins: Vec<Payslip>,
    pub notes: Vec<Note>,
    pub lots: Vec<Batch>,
    pub grand_livre: Vec<FecLine>,
    pub balance: Vec<Solde>,
    pub dsn: DsnAmounts,
    pub aem: AemAmounts,
    pub conges: CongesAmounts,
    pub virements: Vec<SepaRead>,
}

impl Monde {
    /// A world out of genes.
    pub fn new(choix: u16, genes: &[Genes]) -> Self {
        let bulletins = make_payslips(genes);
        let notes = if choix & 64 == 0 { Vec::new() } else { NOTES.clone() };
        let compta = world_compta(choix);
        let half = if choix & 128 == 0 { bulletins.len() } else { bulletins.len() / 2 };
        let (first, second) = bulletins.split_at(half);
        let mut lots = vec![ecritures::build(compta, first, &notes, "2026-S02").unwrap()];
        if !second.is_empty() {
            lots.push(ecritures::build(compta, second, &[], "2026-S03").unwrap());
        }
        let grand_livre = ledger(compta, &lots, &bulletins);
        let balance = balance(&grand_livre);
        let mut dsn = dsn(compta, &bulletins, &lots);
        if choix & 256 != 0 {
            dsn.correspondance = CODES
                .iter()
                .map(|(code, lines)| ((*code).to_owned(), lines.iter().map(|l| (*l).to_owned()).collect()))
                .collect();
        }
        Self {
            dsn,
            aem: aem(&bulletins),
            conges: conges(&bulletins),
            virements: transfers(&bulletins, &notes),
            choix,
            bulletins,
            notes,
            lots,
            grand_livre,
            balance,
        }
    }

    /// The documents for the reconciliation.
    pub fn documents(&self) -> Documents<'_> {
        Documents {
            mois: Some(MOIS),
            bulletins: &self.bulletins,
            notes: &self.notes,
            lots: &self.lots,
            grand_livre: Some(&self.grand_livre),
            balance: Some(&self.balance),
            dsn: Some(&self.dsn),
            aem: Some(&self.aem),
            conges: Some(&self.conges),
            virements: &self.virements,
            ..Documents::default()
        }
    }

    /// Runs the reconciliation.
    pub fn reconcile(&self) -> Report {
        run(
            world_compta(self.choix),
            &REGLES,
            &RapprochementConfig::default(),
            &self.documents(),
            &Etat::default(),
        )
    }

    /// Rebuilds the balance from the ledger, when the ledger changed on purpose.
    pub fn rebalance(&mut self) {
        self.balance = balance(&self.grand_livre);
    }
}

/// The ledger after import: entries numbered again, then what the bank paid.
pub fn ledger(compta: &Compta, lots: &[Batch], slips: &[Payslip]) -> Vec<FecLine> {
    let mut out = Vec::new();
    let mut numero = 100;
    for lot in lots {
        let mut last = String::new();
        for mut l in fec::lines(lot) {
            if l.ecriture_num != last {
                last.clone_from(&l.ecriture_num);
                numero += 1;
            }
            l.ecriture_num = numero.to_string();
            out.push(l);
        }
    }
    // Each net is paid (a negative one comes back), and so are creditors; advances were paid before.
    let mut due: Vec<(String, String, Cents)> =
        slips.iter().map(|p| ("421".to_owned(), p.salarie.matricule.clone(), p.totaux.virement)).collect();
    let mut others: BTreeMap<(String, String), Cents> = BTreeMap::new();
    for l in out.iter().filter(|l| ["425", "427"].contains(&l.compte_num.as_str())) {
        *others.entry((l.compte_num.clone(), l.comp_aux_num.clone())).or_default() -= l.signe();
    }
    due.extend(others.into_iter().map(|((compte, aux), montant)| (compte, aux, montant)));
    let account = compta.plan.compte("banque").unwrap().numero.clone();
    for (compte, aux, montant) in due.into_iter().filter(|(_, _, m)| !m.is_zero()) {
        numero += 1;
        for (compte, aux, amount) in [(compte, aux, montant), (account.clone(), String::new(), -montant)] {
            out.push(FecLine {
                journal_code: "BQ".to_owned(),
                journal_lib: "BANQUE".to_owned(),
                ecriture_num: numero.to_string(),
                ecriture_date: Some(day("2026-01-30")),
                compte_lib: compte.clone(),
                compte_num: compte,
                comp_aux_lib: aux.clone(),
                comp_aux_num: aux,
                piece_ref: format!("VIR-{numero}"),
                piece_date: Some(day("2026-01-30")),
                ecriture_lib: "VIREMENT".to_owned(),
                debit: amount.or_zero(),
                credit: (-amount).or_zero(),
                valid_date: Some(day("2026-01-30")),
                ..FecLine::default()
            });
        }
    }
    for (rank, l) in out.iter_mut().enumerate() {
        l.ligne = rank as u64 + 2;
    }
    out
}

/// The balance of a ledger.
pub fn balance(ledger: &[FecLine]) -> Vec<Solde> {
    let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
    for l in ledger {
        *sums.entry(&l.compte_num).or_default() += l.signe();
    }
    sums.into_iter()
        .enumerate()
        .map(|(rank, (compte, solde))| Solde {
            ligne: rank as u64 + 2,
            compte: compte.to_owned(),
            solde,
            ..Solde::default()
        })
        .collect()
}

fn dsn(compta: &Compta, slips: &[Payslip], lots: &[Batch]) -> DsnAmounts {
    let mut out = DsnAmounts { mois: Some(MOIS), ..DsnAmounts::default() };
    let mut ligne = 10;
    let mut next = || {
        ligne += 1;
        ligne
    };
    let codes = |code: &str| -> Option<(&str, &str)> {
        Some(match code {
            "MAL" => ("03", "075"),
            "VIEIL_PLAF" => ("02", "076"),
            "VIEIL_DEP" => ("03", "076"),
            "AT" => ("03", "045"),
            "CSG_DED" | "CSG_NDED" => ("04", "072"),
            "CRDS" => ("04", "079"),
            "CHOM_GEN" => ("07", "040"),
            "CONGES_SPECT" => ("27", "066"),
            "RGDU" => ("03", "018"),
            _ => return None,
        })
    };
    for p in slips {
        let personne = p.salarie.matricule.clone();
        let kept: Cents = p
            .contrats
            .iter()
            .flat_map(|c| &c.lignes)
            .filter(|l| !l.deductible)
            .filter_map(|l| l.montant_salarie)
            .sum();
        out.versements.push(DsnPayment {
            ligne: next(),
            lignes: None,
            personne: personne.clone(),
            net_fiscal: p.totaux.net_imposable,
            net_verse: p.totaux.net_imposable - kept,
            pas: p.totaux.pas,
            assiette_pas: p.totaux.assiette_pas,
            taux_pas: p.totaux.taux_pas,
        });
        for c in &p.contrats {
            let b = &c.bases;
            for (code, montant) in [
                ("02", b.plafonnee),
                ("03", b.securite_sociale),
                ("04", b.csg.unwrap_or_default()),
                ("07", b.chomage),
                ("27", b.conges_spectacles),
            ] {
                out.bases.push(DsnBaseAmount {
                    ligne: next(),
                    personne: personne.clone(),
                    contrat: c.contrat.clone(),
                    code: code.to_owned(),
                    montant,
                });
            }
            out.plafonds.push(DsnBaseAmount {
                ligne: next(),
                personne: personne.clone(),
                contrat: c.contrat.clone(),
                code: "07".to_owned(),
                montant: b.plafond.unwrap_or_default(),
            });
            for l in &c.lignes {
                if let Some((base, code)) = codes(&l.code) {
                    out.cotisations.push(DsnContribution {
                        ligne: next(),
                        personne: personne.clone(),
                        code: code.to_owned(),
                        base: base.to_owned(),
                        montant: l.montant_salarie.unwrap_or_default()
                            + l.montant_employeur.unwrap_or_default(),
                    });
                }
            }
        }
    }
    let debt = |role: &str| -> Cents {
        let compte = &compta.plan.compte(role).unwrap().numero;
        -lots
            .iter()
            .flat_map(|l| &l.ecritures)
            .flat_map(|e| &e.lignes)
            .filter(|l| l.compte == *compte)
            .map(cddu_ledger::EntryLine::signe)
            .sum::<Cents>()
    };
    let urssaf = debt("urssaf");
    let whole: Cents = out.bases.iter().filter(|b| b.code == "03").map(|b| b.montant).sum();
    let euros = |c: Cents| Cents((c.0 + 50).div_euclid(100) * 100);
    let part = Cents(urssaf.0 / 3);
    out.bordereaux.push(DsnBordereau {
        ligne: next(),
        organisme: "urssaf".to_owned(),
        total: urssaf,
        lignes: [("100", part), ("236", urssaf - part)]
            .into_iter()
            .map(|(ctp, montant)| DsnCtp {
                ligne: next(),
                ctp: ctp.to_owned(),
                qualifiant: "920".to_owned(),
                assiette: euros(whole),
                taux: None,
                montant: Some(montant),
                nominatif: Some(whole),
            })
            .collect(),
    });
    let mut pay =
        |organisme: &str, montant: Cents| DsnBody { ligne: next(), organisme: organisme.to_owned(), montant };
    let retraite = debt("audiens_retraite");
    let pas: Cents = slips.iter().map(|p| p.totaux.pas).sum();
    out.paiements = vec![pay("urssaf", urssaf), pay("dgfip", pas), pay("audiens_retraite", retraite)];
    out.composants = vec![
        pay("audiens_retraite", Cents(retraite.0 / 2)),
        pay("audiens_retraite", retraite - Cents(retraite.0 / 2)),
    ];
    out
}

fn aem(slips: &[Payslip]) -> AemAmounts {
    let mut out = AemAmounts::default();
    let mut releve = Cents::ZERO;
    for p in slips {
        for c in &p.contrats {
            out.attestations.push(AemAmount {
                ligne: out.attestations.len() as u64 + 5,
                personne: p.salarie.matricule.clone(),
                contrat: c.contrat.clone(),
                brut: c.bases.brut,
                brut_abattu: Some(c.bases.brut),
                assiette: Some(c.bases.chomage),
                heures: c.heures,
                cachets: c.cachets,
            });
            for l in c.lignes.iter().filter(|l| l.organisme == "france_travail") {
                releve += l.montant_salarie.unwrap_or_default() + l.montant_employeur.unwrap_or_default();
            }
        }
    }
    out.releve = Some(releve);
    out
}

fn conges(slips: &[Payslip]) -> CongesAmounts {
    let mut out = CongesAmounts::default();
    let mut due = Cents::ZERO;
    for p in slips {
        for c in &p.contrats {
            out.lignes.push(CongesAmount {
                ligne: out.lignes.len() as u64 + 5,
                personne: p.salarie.matricule.clone(),
                contrat: c.contrat.clone(),
                base: c.bases.conges_spectacles,
                jours: c.jours,
                cachets: c.cachets,
            });
            due += c
                .lignes
                .iter()
                .filter(|l| l.organisme == "conges_spectacles")
                .filter_map(|l| l.montant_employeur)
                .sum::<Cents>();
        }
    }
    out.cotisation = Some(due);
    out
}

/// The company that pays.
pub fn payer() -> SepaConfig {
    SepaConfig {
        nom: "Productions Imaginaires".to_owned(),
        iban: IBANS[0].to_owned(),
        bic: None,
        version: VersionPain::V09,
        comptabilisation_groupee: true,
        libelle: "PAIE {mois}".to_owned(),
    }
}

fn transfers(slips: &[Payslip], notes: &[Note]) -> Vec<SepaRead> {
    let at: chrono::NaiveDateTime = "2026-01-08T10:00:00".parse().unwrap();
    let file = sepa::build(&payer(), slips, notes, &[], &BTreeMap::new(), "MSG-2026-01", at).unwrap();
    file.xml.map(|xml| sepa::read(&xml).unwrap()).into_iter().collect()
}

/// A date moved to the next month.
pub fn next_month(date: NaiveDate) -> NaiveDate {
    Month::of(date).next().last()
}
