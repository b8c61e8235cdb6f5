//! Consistent worlds: payslips computed by the engine from a production drawn at random, then every document that the
//! program makes of them (batches, ledger, DSN, AEM, certificates, transfers), as bytes that the check reads back.

#![allow(dead_code, reason = "each test file uses a part of the worlds")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cddu_declarations::{Mode, Production, Tables, aem, auteurs, conges, dsn};
use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::{Batch, Compta, ecritures, sepa};
use cddu_payslip::note::Note;
use cddu_payslip::{Anterieur, BulletinInput, Cumuls, Payslip, compute};
use cddu_rapprochement::{
    Declaration, Documents, Dsn, Etat, RapprochementConfig, Regles, Report, Virements, lecture, run,
};
use cddu_rates::{Cents, Diagnostic, Month, Quantity};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::declarations::{production, salarie};
use super::ledger::genes::{NOTES, payer, world_compta};
use super::ledger::{RATES, day};

/// Rules, read once.
pub static REGLES: LazyLock<Regles> = LazyLock::new(|| Regles::load(RATES.files()).unwrap());

/// Tables of the declarations, read once.
pub static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::load(&RATES).unwrap());

/// How the production transfers.
static PAYEUR: LazyLock<sepa::SepaConfig> = LazyLock::new(payer);

/// Payslips are paid in this month.
pub const MOIS: Month = Month { year: 2026, month: 1 };

/// Fictitious accounts with valid keys: France twice, Germany, United Kingdom.
const IBANS: [&str; 4] = [
    "FR7699999000019999999999906",
    "FR7699999000028888888888857",
    "DE89370400440532013000",
    "GB82WEST12345698765432",
];

/// One contract of the month: one payslip per week.
#[derive(Clone, Debug)]
pub struct Paie {
    /// Who: two contracts may be one person's.
    pub personne: u32,
    pub categorie: &'static str,
    pub cadre: bool,
    /// First day of work.
    pub debut: NaiveDate,
    /// Days worked each week.
    pub jours: u32,
    pub semaines: u32,
    /// Gross of a day, in cents.
    pub brut_du_jour: i64,
    pub par_cachets: bool,
    pub abattement: bool,
    pub taux_pas: Option<u32>,
    pub frais: Option<i64>,
    pub acompte: Option<i64>,
}

/// A production of the month.
#[derive(Clone, Debug)]
pub struct Tournage {
    pub paies: Vec<Paie>,
    pub effectif: u32,
    pub mobilite: &'static str,
    /// How the company keeps its accounts.
    pub compta: u16,
    pub notes: bool,
    pub deux_lots: bool,
}

prop_compose! {
    fn paie()(
        personne in 0u32..5,
        categorie in prop::sample::select(vec!["technicien", "technicien", "artiste", "figurant"]),
        cadre in any::<bool>(),
        depart in 0u64..9,
        jours in 1u32..=5,
        semaines in 1u32..=2,
        brut_du_jour in prop_oneof![10_000i64..60_000, 60_000i64..250_000],
        par_cachets in any::<bool>(),
        abattement in any::<bool>(),
        taux_pas in prop::option::of(0u32..300),
        frais in prop::option::weighted(0.3, 500i64..9_000),
        acompte in prop::option::weighted(0.2, 100i64..5_000),
    ) -> Paie {
        Paie {
            personne,
            categorie,
            cadre: cadre && categorie == "technicien",
            debut: day("2026-01-05") + Days::new(depart),
            jours,
            semaines,
            brut_du_jour,
            par_cachets: par_cachets && categorie == "artiste",
            abattement: abattement && categorie == "artiste",
            taux_pas,
            // An AEM refuses today an abattement that counts expenses: more than its rate of the gross.
            frais: frais.filter(|_| !(abattement && categorie == "artiste")),
            acompte,
        }
    }
}

prop_compose! {
    /// A production of at most `most` contracts.
    pub fn tournage(most: usize)(
        paies in prop::collection::vec(paie(), 1..=most),
        effectif in prop::sample::select(vec![8u32, 28, 60]),
        mobilite in prop::sample::select(vec!["0", "2.95"]),
        compta in 0u16..64,
        notes in any::<bool>(),
        deux_lots in any::<bool>(),
    ) -> Tournage {
        Tournage { paies, effectif, mobilite, compta, notes, deux_lots }
    }
}

/// The input of one payslip, in the shape of the JSON contract.
fn input(t: &Tournage, contrat: &str, p: &Paie, semaine: u32, before: &[Payslip]) -> BulletinInput {
    let person = salarie(p.personne);
    let debut = p.debut + Days::new(u64::from(7 * semaine));
    let fin = debut + Days::new(u64::from(p.jours) - 1);
    let last = p.debut + Days::new(u64::from(7 * (p.semaines - 1) + p.jours - 1));
    let brut = Cents(p.brut_du_jour * i64::from(p.jours));
    let artist = p.categorie != "technicien";
    let mut personne = serde_json::to_value(&person).unwrap();
    personne["iban"] = serde_json::json!(IBANS[p.personne as usize % 4]);
    personne["taux_pas"] = serde_json::json!(p.taux_pas.map(|r| format!("{}.{}", r / 10, r % 10)));
    let mut elements = Vec::new();
    if let Some(frais) = p.frais {
        elements.push(serde_json::json!({
            "code": "frais", "montant": Cents(frais).to_string(), "contrat": contrat
        }));
    }
    if let Some(acompte) = p.acompte {
        elements.push(serde_json::json!({ "code": "acompte", "montant": Cents(acompte).to_string() }));
    }
    let value = serde_json::json!({
        "numero": format!("B-{contrat}-{semaine}"),
        "date_paiement": fin + Days::new(3),
        "employeur": {
            "idcc": "3097", "effectif": t.effectif, "taux_at": "1.07", "taux_at_artiste": "1.10",
            "versement_mobilite": t.mobilite, "taux_sante_travail": "0.32",
            "raison_sociale": "PRODUCTION EXEMPLE", "siret": "12345678200036", "code_ape": "5911C",
            "adresse": { "voie": "10 RUE EXEMPLE", "code_postal": "75010", "commune": "PARIS" },
            "numero_france_travail": "CS00000001", "numero_conges_spectacles": "12345678"
        },
        "salarie": personne,
        "cumuls": cumuls(before, &person.matricule),
        "contrats": [{
            "contrat": contrat, "categorie": p.categorie, "cadre": p.cadre,
            "annexe": if artist { 10 } else { 8 },
            "fonction": match p.categorie {
                "figurant" => "Figurant",
                "realisateur" => "Réalisateur cinéma",
                _ if artist => "Artiste dramatique",
                _ => "Machiniste cinéma",
            },
            "debut": p.debut, "fin": last, "periode": { "debut": debut, "fin": fin },
            "jours": p.jours, "heures": if p.par_cachets { 0 } else { 8 * p.jours },
            "cachets": if p.par_cachets { p.jours } else { 0 }, "brut": brut.to_string(),
            "dfs": p.abattement, "numero_objet": "26AB00000112",
            "anterieur": anterieur(before, contrat),
            "analytique": { "film": "FILM-0", "poste": "2.1", "departement": "image" }
        }],
        "elements": elements
    });
    serde_json::from_value(value).unwrap()
}

/// What was counted for a person before.
fn cumuls(before: &[Payslip], matricule: &str) -> Cumuls {
    let mut out = Cumuls::default();
    for p in before.iter().filter(|p| p.salarie.matricule == matricule) {
        out.brut += p.totaux.brut;
        out.net_imposable += p.totaux.net_imposable;
        out.pas += p.totaux.pas;
        out.montant_net_social += p.totaux.montant_net_social;
        for c in &p.contrats {
            out.dfs += c.dfs_montant;
            out.retraite_mois += c.bases.retraite_t1 + c.bases.retraite_t2;
            // By population, the pay of cadres is not of the year.
            if !c.cadre {
                out.retraite_annee += c.bases.retraite_t1 + c.bases.retraite_t2;
            }
            out.heures = Quantity(out.heures.0 + c.heures.0);
            out.cachets = Quantity(out.cachets.0 + Quantity::from(c.cachets).0);
        }
    }
    out
}

fn anterieur(before: &[Payslip], contrat: &str) -> Option<Anterieur> {
    before.iter().flat_map(|p| &p.contrats).rev().find(|c| c.contrat == contrat)?.cumul_contrat
}

/// The payslips of a production, in the order of payment. The engine refuses none of them.
pub fn payslips(t: &Tournage) -> Vec<Payslip> {
    let mut due: Vec<(NaiveDate, String, &Paie, u32)> = Vec::new();
    for (rank, p) in t.paies.iter().enumerate() {
        for semaine in 0..p.semaines {
            due.push((
                p.debut + Days::new(u64::from(7 * semaine + p.jours)),
                format!("C{rank}-A"),
                p,
                semaine,
            ));
        }
    }
    // In the order in which a folder counts them: payment, first day of work, number.
    due.sort_by_key(|(paid, contrat, p, semaine)| {
        (*paid, p.debut + Days::new(u64::from(7 * semaine)), contrat.clone())
    });
    let mut out: Vec<Payslip> = Vec::new();
    for (_, contrat, p, semaine) in due {
        let input = input(t, &contrat, p, semaine, &out);
        match compute(&RATES, &input) {
            Ok(computed) => out.push(computed.bulletin),
            Err(list) => panic!("{p:?} : {list:#?}"),
        }
    }
    out
}

/// A month, with every document made of it.
#[derive(Clone, Debug)]
pub struct Monde {
    pub tournage: Tournage,
    pub production: Production,
    pub bulletins: Vec<Payslip>,
    pub notes: Vec<Note>,
    pub lots: Vec<Batch>,
    pub grand_livre: Vec<FecLine>,
    pub balance: Vec<Solde>,
    /// Empty: not made.
    pub dsn: Vec<u8>,
    pub aem: Vec<u8>,
    pub conges: Vec<u8>,
    pub das2: Option<Vec<u8>>,
    pub virements: Vec<u8>,
}

impl Monde {
    /// The documents of a production, as the program writes them.
    pub fn new(tournage: &Tournage) -> Self {
        let mut out = Self::comptes(tournage);
        let (production, bulletins) = (&out.production, &out.bulletins);
        // Files are dated from the last payment of their month.
        let paid = bulletins.iter().map(|p| p.date_paiement).filter(|d| Month::of(*d) == MOIS);
        let last = paid.max().unwrap_or_else(|| MOIS.last());
        let options = dsn::Options {
            mode: Mode::Essai,
            constitue_le: last,
            ordre: 1,
            annule_et_remplace: false,
            deposees: Vec::new(),
        };
        let dsn = dsn::build(production, &TABLES, bulletins, MOIS, &options).unwrap().bytes;
        let options = aem::Options {
            mois: MOIS,
            mode: Mode::Essai,
            genere_le: last.and_hms_opt(0, 0, 0).unwrap(),
            signe_le: None,
            emises: Vec::new(),
        };
        let aem = aem::build(production, &TABLES, bulletins, &options).unwrap().bytes;
        let options = conges::Options { mode: Mode::Essai, emis_le: last };
        let conges = conges::csv(&conges::build(production, bulletins, &options).unwrap().certificats);
        (out.dsn, out.aem, out.conges) = (dsn, aem, conges);
        out
    }

    /// The same, without the declarations to the bodies.
    pub fn comptes(tournage: &Tournage) -> Self {
        let mut production = production();
        for p in &tournage.paies {
            let known = production.salaries.entry(salarie(p.personne).matricule).or_default();
            known.identifiant_taux_pas = Some("123456".to_owned());
        }
        production.employeur = None;
        let bulletins = payslips(tournage);
        let notes = if tournage.notes { NOTES.clone() } else { Vec::new() };
        let compta = world_compta(tournage.compta);
        let half = if tournage.deux_lots { bulletins.len() / 2 } else { bulletins.len() };
        let (first, second) = bulletins.split_at(half);
        let mut lots = vec![ecritures::build(compta, first, &notes, "2026-S02").unwrap()];
        if !second.is_empty() {
            lots.push(ecritures::build(compta, second, &[], "2026-S03").unwrap());
        }
        let grand_livre = ledger(compta, &lots, &bulletins);
        let das2 = (!notes.is_empty()).then(|| auteurs::das2(&RATES, &notes, MOIS.year).unwrap().csv());
        Self {
            tournage: tournage.clone(),
            dsn: Vec::new(),
            aem: Vec::new(),
            conges: Vec::new(),
            das2,
            virements: transfers(&bulletins, &notes),
            balance: balance(&grand_livre),
            production,
            bulletins,
            notes,
            lots,
            grand_livre,
        }
    }

    /// The accounting of the company.
    pub fn compta(&self) -> &'static Compta {
        world_compta(self.tournage.compta)
    }

    /// Reads the files back.
    pub fn read(&self) -> Lus {
        Lus {
            dsn: lecture::dsn(&self.dsn).into_iter().next(),
            aem: (!self.aem.is_empty()).then(|| lecture::aem(&self.aem).unwrap()),
            conges: (!self.conges.is_empty()).then(|| lecture::conges(&self.conges).unwrap()),
            das2: self.das2.as_deref().map(|octets| lecture::das2(octets).unwrap()),
            virements: vec![named(lecture::virements(&self.virements).unwrap())],
        }
    }

    /// The documents for the reconciliation.
    pub fn documents<'a>(&'a self, lus: &'a Lus) -> Documents<'a> {
        Documents {
            mois: Some(MOIS),
            bulletins: &self.bulletins,
            notes: &self.notes,
            notes_annee: &self.notes,
            lots: &self.lots,
            grand_livre: Some(&self.grand_livre),
            balance: Some(&self.balance),
            dsn: lus.dsn.as_ref(),
            aem_octets: (!self.aem.is_empty()).then_some(&self.aem[..]),
            dsn_octets: (!self.dsn.is_empty()).then_some(&self.dsn[..]),
            aem: lus.aem.as_ref(),
            conges: lus.conges.as_ref(),
            das2: lus.das2.as_ref(),
            virements: &lus.virements,
            virements_config: Some(&PAYEUR),
            code: "MSG",
            declarations: Some((&self.production, &TABLES)),
            baremes: Some(&RATES),
            ..Documents::default()
        }
    }

    /// Runs the reconciliation.
    pub fn reconcile(&self) -> Report {
        self.reconcile_after(&Etat::default())
    }

    /// Runs the reconciliation with decisions already taken.
    pub fn reconcile_after(&self, etat: &Etat) -> Report {
        let lus = self.read();
        run(self.compta(), &REGLES, &RapprochementConfig::default(), &self.documents(&lus), etat)
    }

    /// Runs the reconciliation of the files alone, without entries nor ledger.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn reconcile_declarations(&self) -> Result<Report, Diagnostic> {
        let list = |octets: &[u8], read: fn(&[u8]) -> Result<Declaration, Diagnostic>| {
            (!octets.is_empty()).then(|| read(octets)).transpose()
        };
        let dsn = lecture::dsn(&self.dsn).into_iter().next();
        let lus = Lus {
            dsn: Some(dsn.ok_or_else(|| Diagnostic::error("RAP-003", "aucune DSN dans ce fichier"))?),
            aem: list(&self.aem, lecture::aem)?,
            conges: list(&self.conges, lecture::conges)?,
            das2: list(self.das2.as_deref().unwrap_or_default(), lecture::das2)?,
            virements: vec![named(lecture::virements(&self.virements)?)],
        };
        let docs =
            Documents { lots: &[], grand_livre: None, balance: None, baremes: None, ..self.documents(&lus) };
        let config = RapprochementConfig::default();
        Ok(run(self.compta(), &REGLES, &config, &docs, &Etat::default()))
    }

    /// Rebuilds the balance from the ledger, when the ledger changed on purpose.
    pub fn rebalance(&mut self) {
        self.balance = balance(&self.grand_livre);
    }
}

/// The transfer file under the name that the folder gives it.
fn named(file: Virements) -> Virements {
    Virements { fichier: "sorties/2026-01/virements.xml".to_owned(), ..file }
}

/// The files of a world, read.
pub struct Lus {
    pub dsn: Option<Dsn>,
    pub aem: Option<Declaration>,
    pub conges: Option<Declaration>,
    pub das2: Option<Declaration>,
    pub virements: Vec<Virements>,
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

fn transfers(slips: &[Payslip], notes: &[Note]) -> Vec<u8> {
    let paid = slips.iter().map(|p| p.date_paiement).chain(notes.iter().map(|n| n.date_paiement));
    let at = paid.max().unwrap().and_time(chrono::NaiveTime::MIN);
    let file = sepa::build(&payer(), slips, notes, &[], &BTreeMap::new(), "MSG-2026-01", at).unwrap();
    file.xml.unwrap().into_bytes()
}

/// A date moved to the next month.
pub fn next_month(date: NaiveDate) -> NaiveDate {
    Month::of(date).next().last()
}
