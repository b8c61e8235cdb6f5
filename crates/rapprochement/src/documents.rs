//! What the other documents say, as plain amounts with their lines: filled by whoever reads them.

use std::collections::BTreeSet;

use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Month, Rates, Texte};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use cddu_declarations::{Production, Tables};
use cddu_ledger::Compta;
use cddu_ledger::etats::{LigneCreditImpot, Minimum};
use cddu_ledger::fec::FecLine;
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::sepa::SepaConfig;
use cddu_ledger::{Batch, Origine, Registre};

use crate::noms::Noms;

/// One value written in a declaration: what it speaks of, as the file names it, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declare {
    /// Line of the block or element that holds it: values of one block go together.
    pub bloc: u64,
    /// Line of the value.
    pub ligne: u64,
    /// Person, as the file writes it: NIR on 13 characters, or temporary number.
    pub personne: String,
    /// Contract, as the file writes it.
    pub contrat: String,
    /// Rubrique (`S21.G00.78.004`), element (`AssietteContribution`) or column.
    pub rubrique: Texte,
    /// What tells its occurrences apart: code of the base, type of pay, unit.
    pub code: String,
    /// The value, as written.
    pub valeur: String,
}

impl Declare {
    /// The value as an amount, or a measure in hundredths.
    #[must_use]
    pub fn montant(&self) -> Option<Cents> {
        self.valeur.parse().ok()
    }
}

/// One line of a bordereau (S21.G00.23).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DsnCtp {
    /// Line of the block.
    pub ligne: u64,
    /// Line of the base, or of the amount of a line declared by its amount.
    pub ligne_valeur: u64,
    /// Line of the rate; zero when it is not written.
    pub ligne_taux: u64,
    /// CTP (23.001).
    pub ctp: String,
    /// `920` or `921` (23.002).
    pub qualifiant: String,
    /// Rate, when written (23.003).
    pub taux: Option<String>,
    /// Base, in whole euros (23.004).
    pub assiette: Option<Cents>,
    /// Amount (23.005).
    pub montant: Option<Cents>,
}

/// One bordereau (S21.G00.22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DsnBordereau {
    /// Line of the total.
    pub ligne: u64,
    /// Identifier of the body (22.001).
    pub organisme: String,
    /// Month of the contributions (22.003): an earlier one for corrections.
    pub mois: Option<Month>,
    /// Total (22.005).
    pub total: Cents,
    /// Lines.
    pub lignes: Vec<DsnCtp>,
}

/// One payment to a body (S21.G00.20).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DsnPaiement {
    /// Line of the amount.
    pub ligne: u64,
    /// Identifier of the body (20.001).
    pub organisme: String,
    /// Entity (20.002).
    pub entite: String,
    /// Identifier of a saisie administrative (20.014).
    pub identifiant: String,
    /// Month that it covers (20.006); the norm gives none to a payment of prévoyance.
    pub mois: Option<Month>,
    /// Mode (20.010): `06` when another establishment pays.
    pub mode: String,
    /// Amount (20.005).
    pub montant: Cents,
    /// Parts of the payment (block 55).
    pub composants: Vec<DsnComposant>,
}

/// A part of a payment: what is paid for a contract of prévoyance and a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DsnComposant {
    /// Line of the amount.
    pub ligne: u64,
    /// Amount (55.001).
    pub montant: Cents,
    /// Population (55.002), its line.
    pub population: (String, u64),
    /// Contract (55.003), its line.
    pub reference: (String, u64),
    /// Time (55.004), its line.
    pub periode: (String, u64),
}

/// A monthly DSN, as its reader found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dsn {
    /// Month of the declaration.
    pub mois: Option<Month>,
    /// Everything said of the people: blocks 30 to 98.
    pub valeurs: Vec<Declare>,
    /// Everything else: sender, declaration, company, establishment, payments, bordereaux.
    pub entete: Vec<Declare>,
    /// Bordereaux.
    pub bordereaux: Vec<DsnBordereau>,
    /// Payments to bodies.
    pub paiements: Vec<DsnPaiement>,
}

impl Dsn {
    /// The values of a rubrique.
    pub fn rubrique<'a>(&'a self, rubrique: &'a str) -> impl Iterator<Item = &'a Declare> + 'a {
        self.valeurs.iter().filter(move |v| &*v.rubrique == rubrique)
    }
}

/// A value of a transfer file, as written, and its line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Line; 0 when the value is missing.
    pub ligne: u64,
    /// The value.
    pub texte: String,
}

impl Place {
    /// The value as an amount; nothing when it is not one, which no rule accepts in its place.
    #[must_use]
    pub fn montant(&self) -> Cents {
        self.texte.parse().unwrap_or_default()
    }
}

/// One transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Virement {
    /// Line of the transfer.
    pub ligne: u64,
    /// `EndToEndId`.
    pub reference: Place,
    /// Amount.
    pub montant: Place,
    /// Account of the beneficiary.
    pub iban: Place,
    /// Name of the beneficiary.
    pub beneficiaire: Place,
}

/// One group of transfers (`PmtInf`): a day and an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Groupe {
    /// Line of the group.
    pub ligne: u64,
    /// `NbOfTxs`.
    pub nombre: Option<Place>,
    /// `CtrlSum`.
    pub total: Option<Place>,
    /// Day of execution.
    pub date: Place,
    /// Account debited.
    pub debiteur: Place,
    /// Transfers, in order.
    pub virements: Vec<Virement>,
}

/// Any value of a transfer file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Element {
    /// Element and the one that holds it (`GrpHdr/MsgId`, `InstdAmt/@Ccy`).
    pub chemin: String,
    /// Rank of the group, from 0.
    pub groupe: Option<usize>,
    /// Rank of the transfer in its group, from 0.
    pub virement: Option<usize>,
    /// The value.
    pub valeur: Place,
}

/// A transfer file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Virements {
    /// Name of the file.
    pub fichier: String,
    /// `MsgId`.
    pub message: String,
    /// `NbOfTxs` of the header.
    pub nombre: Option<Place>,
    /// `CtrlSum` of the header.
    pub total: Option<Place>,
    /// Groups.
    pub groupes: Vec<Groupe>,
    /// Every value, in the order of the file.
    pub elements: Vec<Element>,
}

impl Virements {
    /// The transfers of every group.
    pub fn virements(&self) -> impl Iterator<Item = &Virement> {
        self.groupes.iter().flat_map(|g| &g.virements)
    }
}

/// A declaration whose every value stands under a person and a contract: AEM, Congés Spectacles, DAS2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declaration {
    /// The values, in the order of the file.
    pub valeurs: Vec<Declare>,
    /// Elements that are missing or written several times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defauts: Vec<Defaut>,
    /// Columns of a list that are not those expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colonnes: Vec<Colonne>,
}

/// An element that stands once in its place, and is missing or written several times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Defaut {
    /// Line of the last one, or of what lacks it.
    pub ligne: u64,
    /// Person, as the file writes it.
    pub personne: String,
    /// Contract, as the file writes it.
    pub contrat: String,
    /// Element.
    pub element: String,
    /// How many times it is written.
    pub fois: usize,
}

/// A column of a list that is missing, or that nothing expects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Colonne {
    /// Its name.
    pub nom: String,
    /// The column of the file that was read in its place.
    pub proche: Option<String>,
    /// It is there, and nothing expects it.
    pub de_trop: bool,
}

/// A document that should be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Kind.
    pub document: crate::Document,
    /// File.
    pub nom: String,
    /// Why it is expected.
    pub raison: String,
    /// A list that only repeats other documents.
    pub secondaire: bool,
    /// It is there, and nothing asks for it.
    pub de_trop: bool,
}

/// Documents of a batch that the register no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphelins {
    /// Batch.
    pub lot: String,
    /// Numbers.
    pub pieces: Vec<String>,
}

/// A file made of a batch, beside what the batch says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copie {
    /// File.
    pub fichier: String,
    /// Batch.
    pub lot: String,
    /// Bytes found.
    pub ecrit: Vec<u8>,
    /// Bytes that the batch gives.
    pub attendu: Vec<u8>,
}

/// A closed month and the hash its entries had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cloture {
    /// Month.
    pub mois: Month,
    /// Hash given by [`crate::empreinte`].
    pub empreinte: String,
}

/// The documents of a month. What is absent is not compared, and the report says so.
#[derive(Clone, Default)]
pub struct Documents<'a> {
    /// Month of payment reconciled.
    pub mois: Option<Month>,
    /// Payslips of the month, those replaced by another one included; payslips that share a batch with them.
    pub bulletins: &'a [Payslip],
    /// Payslips paid before the month that no other one replaces: cumuls, quarters and certificates start from them.
    pub anterieurs: &'a [Payslip],
    /// Payslips paid after the month that stand: what they hold back of an overpayment is no longer claimed.
    pub suivants: &'a [Payslip],
    /// Payslips paid before the month and replaced by one paid in it: declarations take them back.
    pub repris: &'a [Payslip],
    /// Turn of payslips within their day, by number, when it is not the usual one (the pay of the day, then back pay): they
    /// were frozen after a back pay of that day, which their cumuls count.
    pub tours: &'a [(String, u32)],
    /// Notes of the month.
    pub notes: &'a [Note],
    /// Batches that hold them.
    pub lots: &'a [Batch],
    /// Every batch of the exercice, for a balance given without its ledger.
    pub lots_exercice: &'a [Batch],
    /// Every batch integrated so far: tells the entries of other batches.
    pub registre: Option<&'a Registre>,
    /// Ledger or FEC.
    pub grand_livre: Option<&'a [FecLine]>,
    /// Bytes of the FEC and its name, to check its form.
    pub fec: Option<(&'a [u8], &'a str)>,
    /// Ledger of the company, when the film has its own.
    pub siege: Option<&'a [FecLine]>,
    /// Balance.
    pub balance: Option<&'a [Solde]>,
    /// Closing balance of the year before, and opening balance of this one.
    pub a_nouveaux: Option<(&'a [Solde], &'a [Solde])>,
    /// DSN.
    pub dsn: Option<&'a Dsn>,
    /// Monthly DSN already sent, in the order of their sending.
    pub deposees: &'a [Dsn],
    /// AEM.
    pub aem: Option<&'a Declaration>,
    /// AEM of the earlier months that those of this one name.
    pub aem_anterieures: &'a [Declaration],
    /// Bytes of the AEM, to check their form.
    pub aem_octets: Option<&'a [u8]>,
    /// Certificates of the caisse des congés spectacles.
    pub conges: Option<&'a Declaration>,
    /// Transfer files.
    pub virements: &'a [Virements],
    /// How the production transfers: its name, its account, its label.
    pub virements_config: Option<&'a SepaConfig>,
    /// Bytes of the DSN, to check its form.
    pub dsn_octets: Option<&'a [u8]>,
    /// DAS2 of the year.
    pub das2: Option<&'a Declaration>,
    /// Notes of the year, for the DAS2.
    pub notes_annee: &'a [Note],
    /// Minima of the conventions.
    pub minima: &'a [Minimum],
    /// Tables, to check the rates again.
    pub baremes: Option<&'a Rates>,
    /// Statement of the tax credit, by payslip and contract.
    pub credit_impot: Option<&'a [LigneCreditImpot]>,
    /// Closed months.
    pub clotures: &'a [Cloture],
    /// How the production declares: its identifiers at the bodies, and the tables of codes.
    pub declarations: Option<(&'a Production, &'a Tables)>,
    /// Documents that should be there and are not.
    pub absents: &'a [Absent],
    /// Documents that the accounts hold and that the register has lost, by batch.
    pub orphelins: &'a [Orphelins],
    /// Files made of the batches, beside what each batch says.
    pub copies: &'a [Copie],
    /// Numbers of the payslips undone since they were frozen.
    pub defaits: &'a [String],
    /// Code of the production, which begins the identifiers of its transfer files; empty when it is not known.
    pub code: &'a str,
    /// Day of the situation of the ledger; the last day of the ledger when missing.
    pub au: Option<NaiveDate>,
}

/// Everything a rule reads.
pub(crate) struct Contexte<'a> {
    pub compta: &'a Compta,
    pub docs: &'a Documents<'a>,
    pub config: &'a crate::RapprochementConfig,
    pub noms: Noms,
}

impl<'a> Contexte<'a> {
    /// The payslips that no other one replaces.
    pub fn standing(&self) -> Vec<&'a Payslip> {
        let replaced: BTreeSet<&str> =
            self.docs.bulletins.iter().filter_map(|p| p.rectifie.as_deref()).collect();
        self.docs.bulletins.iter().filter(|p| !replaced.contains(cddu_ledger::piece(p))).collect()
    }

    /// True for a day of the month reconciled.
    pub fn in_month(&self, jour: NaiveDate) -> bool {
        self.docs.mois.is_none_or(|m| Month::of(jour) == m)
    }

    /// What the entries still to be made would add to the debt of a body: the payslips of the month that no batch holds, less
    /// those that they replace and that a batch still holds.
    pub fn pending(&self, organisme: &str) -> Cents {
        let held = |p: &Payslip| {
            let own = self.docs.lots.iter().flat_map(|lot| &lot.pieces);
            let own = own.filter(|s| s.origine == Origine::Bulletin && s.numero == cddu_ledger::piece(p));
            own.map(|s| if s.annulation { -1 } else { 1 }).sum::<i64>() > 0
        };
        let owed = |p: &Payslip| -> Cents {
            let lines = p.contrats.iter().flat_map(|k| &k.lignes);
            lines.filter(|l| l.organisme == organisme).map(crate::attendus::both).sum()
        };
        let of_month = || self.docs.bulletins.iter().filter(|p| self.in_month(p.date_paiement));
        let replaced: BTreeSet<&str> = of_month().filter_map(|p| p.rectifie.as_deref()).collect();
        let stands = |p: &&Payslip| !replaced.contains(cddu_ledger::piece(p));
        let missing: Cents = of_month().filter(stands).filter(|p| !held(p)).map(owed).sum();
        missing - of_month().filter(|p| !stands(p) && held(p)).map(owed).sum::<Cents>()
    }

    /// Every payslip at hand: of the month, paid before it, or taken back in it.
    pub fn known(&self) -> impl Iterator<Item = &'a Payslip> + use<'a> {
        self.docs.bulletins.iter().chain(self.docs.anterieurs).chain(self.docs.repris)
    }

    /// The payslip that back pay completes, when it is at hand.
    pub fn completed(&self, slip: &Payslip) -> Option<&'a Payslip> {
        let number = slip.rappel.as_deref()?;
        self.known().find(|p| cddu_ledger::piece(p) == number)
    }

    /// What the declarations of the month say: the payslips paid in it, but for those replaced by another one of
    /// the same month.
    pub fn paid(&self) -> Vec<&'a Payslip> {
        let inside = || self.docs.bulletins.iter().filter(|p| self.in_month(p.date_paiement));
        let replaced: BTreeSet<&str> = inside().filter_map(|p| p.rectifie.as_deref()).collect();
        inside().filter(|p| !replaced.contains(cddu_ledger::piece(p))).collect()
    }

    /// The payslip of an earlier month that one of this month takes back, through any number of corrections.
    pub fn taken_back(&self, slip: &Payslip) -> Option<&'a Payslip> {
        let mut wanted = slip.rectifie.as_deref()?;
        for _ in 0..=self.docs.bulletins.len() {
            let named = |p: &&Payslip| cddu_ledger::piece(p) == wanted;
            if let Some(old) = self.docs.repris.iter().find(named) {
                return Some(old);
            }
            wanted = self.docs.bulletins.iter().find(named)?.rectifie.as_deref()?;
        }
        None
    }
}
