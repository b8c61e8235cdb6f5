//! Consistent worlds: payslips, notes, batches, ledger, DSN, AEM, Congés Spectacles and transfers that all say the
//! same thing, drawn from small numbers so that a failing case shrinks to a simple one.

#![allow(dead_code, reason = "each test file uses a part of the worlds")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::sepa::{self, SepaRead};
use cddu_ledger::{Batch, Compta, ecritures};
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rapprochement::{
    AemAmount, AemAmounts, CongesAmount, CongesAmounts, Documents, DsnAmounts, DsnBaseAmount, DsnBody,
    DsnBordereau, DsnContribution, DsnCtp, DsnPayment, Etat, RapprochementConfig, Regles, Report, run,
};
use cddu_rates::{Cents, Month};
use chrono::NaiveDate;

use super::ledger::genes::{Genes, MOIS, NOTES, make_payslips, payer, world_compta};
use super::ledger::{RATES, day};

/// Rules, read once.
pub static REGLES: LazyLock<Regles> = LazyLock::new(|| Regles::load(RATES.files()).unwrap());

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

fn transfers(slips: &[Payslip], notes: &[Note]) -> Vec<SepaRead> {
    let at: chrono::NaiveDateTime = "2026-01-08T10:00:00".parse().unwrap();
    let file = sepa::build(&payer(), slips, notes, &[], &BTreeMap::new(), "MSG-2026-01", at).unwrap();
    file.xml.map(|xml| sepa::read(&xml).unwrap()).into_iter().collect()
}

/// A date moved to the next month.
pub fn next_month(date: NaiveDate) -> NaiveDate {
    Month::of(date).next().last()
}
