//! The reconciliation of a month of payment: payslips and notes against entries, ledger, DSN, AEM and transfers.
//!
//! What other crates read of the files is put in the plain amounts that the ledger compares; nothing is computed here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cddu_declarations::dsn::lignes_attendues;
use cddu_declarations::dsn::totals::{self, DsnTotals};
use cddu_declarations::{Tables, aem, auteurs};
use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::{Batch, Registre, grand_livre, sepa};
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rapprochement::{
    AemAmount, AemAmounts, Das2Amount, Das2Amounts, Documents, DsnActivity, DsnAmounts, DsnBaseAmount,
    DsnBody, DsnBordereau, DsnContribution, DsnCtp, DsnPayment, Etat, Regles, Report,
};
use cddu_rates::{Cents, Diagnostic, Month, Quantity, Rates};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::Folder;
use crate::accounts::{self, Books, Papers};
use crate::transfer_files;

/// The file of the decisions, in the folder.
const DECISIONS: &str = "rapprochement.toml";

/// What is reconciled besides the folder's own files.
#[derive(Clone, Debug, Default)]
pub struct ReconcileOptions {
    /// Ledger, FEC or balance of the accountant; `None`: the entries of the folder itself.
    pub ledger: Option<PathBuf>,
    /// Balance, beside the ledger.
    pub balance: Option<PathBuf>,
    /// FEC or ledger of the year before: its closing balances are the opening ones of this year.
    pub before: Option<PathBuf>,
    /// Ledger of the company, when the film has its own.
    pub company: Option<PathBuf>,
    /// Day of the situation of the ledger.
    pub at: Option<NaiveDate>,
}

/// Reconciles a month of payment.
///
/// # Errors
/// A register that was altered, tables or files that cannot be read, a month without any document.
pub fn reconcile(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    options: &ReconcileOptions,
) -> Result<Report, Vec<Diagnostic>> {
    let given = options.ledger.as_deref().map(|path| given(path, month)).transpose()?;
    let (books, papers) = (Books::open(folder)?, Papers::open(folder)?);
    let compta = accounts::compta(folder, rates, month.last())?;
    let set = Set::of(&papers, month);
    if set.periods.is_empty() {
        return Err(vec![nothing(&papers, month)]);
    }
    let (mut lots, mut others) = (Vec::new(), Vec::new());
    for period in papers.periods() {
        let found = accounts::batches(&books, &papers, &compta, period);
        // The entries of another period may be impossible: this month does not depend on them.
        match (set.periods.contains(period), found) {
            (true, found) => lots.extend(found?),
            (false, found) => others.extend(found.unwrap_or_default()),
        }
    }
    let registre = Registre { lots: others.iter().map(Batch::manifest).collect() };
    let own: Vec<FecLine> = lots.iter().flat_map(fec::lines).collect();
    let (ledger, fec, mut balance) = match given {
        Some(Given::Ledger { lines, fec }) => (Some(lines), fec, None),
        Some(Given::Balance(balance)) => (None, None, Some(balance)),
        None => (Some(own), None, None),
    };
    if let Some(path) = &options.balance {
        balance = Some(read_balance(path)?);
    }
    let company = options.company.as_deref().map(read_ledger).transpose()?;
    let carried = match (&options.before, &ledger) {
        (Some(path), Some(ledger)) => {
            Some((balances(&closing(&read_ledger(path)?)), balances(&opening(ledger))))
        }
        _ => None,
    };
    let production = folder.declarations();
    let tables = Tables::load(rates)?;
    let names = Names::of(&production, &set.slips);
    let place = folder.root.join(format!("sorties/declarations/{month}"));
    let dsn = std::fs::read(place.join(format!("dsn-{month}.dsn"))).ok();
    let dsn = dsn.and_then(|bytes| totals::read_monthly(&bytes).into_iter().next());
    let dsn = dsn.map(|d| dsn_amounts(&production, &tables, &set.slips, &names, &d));
    let aem = std::fs::read(place.join(format!("aem-{month}.xml"))).ok();
    let aem = aem.and_then(|bytes| aem::lire(&bytes).ok()).map(|x| aem_amounts(&names, x));
    let transfers = transfers(folder, &set.periods)?;
    let all_lots: Vec<Batch> = lots.iter().chain(&others).cloned().collect();
    let das2 = auteurs::das2(rates, &set.year_notes, month.year).ok().map(|d| das2_amounts(&d));
    let minima = crate::statements::minima(folder, rates, &set.slips);
    let credit = crate::statements::kept_credit(folder, month)?;
    let docs = Documents {
        mois: Some(month),
        bulletins: &set.slips,
        anterieurs: &set.earlier,
        notes: &set.notes,
        lots: &lots,
        lots_exercice: &all_lots,
        registre: Some(&registre),
        grand_livre: ledger.as_deref(),
        fec: fec.as_ref().map(|(bytes, name)| (bytes.as_slice(), name.as_str())),
        siege: company.as_deref(),
        balance: balance.as_deref(),
        a_nouveaux: carried.as_ref().map(|(closing, opening)| (closing.as_slice(), opening.as_slice())),
        dsn: dsn.as_ref(),
        aem: aem.as_ref(),
        conges: None,
        virements: &transfers,
        das2: das2.as_ref().filter(|d| !d.beneficiaires.is_empty() || !set.year_notes.is_empty()),
        notes_annee: &set.year_notes,
        minima: &minima,
        baremes: Some(rates),
        credit_impot: credit.as_deref(),
        clotures: books.clotures(),
        au: options.at,
    };
    let regles = Regles::load(rates.files())?;
    Ok(cddu_rapprochement::run(
        &compta,
        &regles,
        &folder.production.rapprochement,
        &docs,
        &decisions(folder)?,
    ))
}

pub(crate) fn nothing(papers: &Papers, month: Month) -> Diagnostic {
    let months: BTreeSet<Month> = papers.slips().map(|f| Month::of(f.resultat.date_paiement)).collect();
    let months: Vec<String> = months.iter().map(Month::to_string).collect();
    let hint = if months.is_empty() {
        "aucun bulletin figé : payer d'abord une période avec cddu paie".to_owned()
    } else {
        format!("le mois est celui du paiement ; mois payés : {}", months.join(", "))
    };
    Diagnostic::error("DOS-074", format!("aucun bulletin ni note payé en {month}")).hint(hint)
}

/// The documents of a month.
struct Set {
    /// Periods run that pay in the month.
    periods: BTreeSet<String>,
    /// Their payslips.
    slips: Vec<Payslip>,
    /// Their notes.
    notes: Vec<Note>,
    /// Payslips paid before in the year.
    earlier: Vec<Payslip>,
    /// Notes paid in the year.
    year_notes: Vec<Note>,
}

impl Set {
    fn of(papers: &Papers, month: Month) -> Self {
        let paid = |d: NaiveDate| Month::of(d) == month;
        let slips = papers.slips().filter(|f| paid(f.resultat.date_paiement)).map(|f| f.periode.clone());
        let notes = papers.notes().filter(|n| paid(n.resultat.date_paiement)).map(|n| n.periode.clone());
        let periods: BTreeSet<String> = slips.chain(notes).collect();
        let replaced: BTreeSet<&str> = papers.slips().filter_map(|f| f.remplace.as_deref()).collect();
        let before = |d: NaiveDate| d.year() == month.year && d < month.first();
        Self {
            slips: papers
                .slips()
                .filter(|f| periods.contains(&f.periode))
                .map(|f| f.resultat.clone())
                .collect(),
            notes: papers
                .notes()
                .filter(|n| periods.contains(&n.periode))
                .map(|n| n.resultat.clone())
                .collect(),
            earlier: papers
                .slips()
                .filter(|f| before(f.resultat.date_paiement) && !periods.contains(&f.periode))
                .filter(|f| !replaced.contains(f.numero.as_str()))
                .map(|f| f.resultat.clone())
                .collect(),
            year_notes: papers
                .notes()
                .filter(|n| n.resultat.date_paiement.year() == month.year)
                .map(|n| n.resultat.clone())
                .collect(),
            periods,
        }
    }
}

/// The decisions of the administrator, kept from one run to the next.
///
/// # Errors
/// `RAP-001` and `RAP-002` for a file that is not written as expected.
pub fn decisions(folder: &Folder) -> Result<Etat, Vec<Diagnostic>> {
    let path = folder.root.join(DECISIONS);
    match std::fs::read_to_string(&path) {
        Ok(text) => Etat::parse(&folder.shown(DECISIONS), &text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Etat::default()),
        Err(e) => Err(vec![
            Diagnostic::error("DOS-001", format!("décisions illisibles : {}", cddu_rates::io_cause(&e)))
                .in_file(folder.shown(DECISIONS), None)
                .hint("rendre le fichier lisible : sans lui les décisions déjà prises seraient perdues"),
        ]),
    }
}

/// Writes the differences to decide about, with the decisions already taken.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn keep_decisions(folder: &Folder, report: &Report) -> Result<(), Vec<Diagnostic>> {
    let path = folder.root.join(DECISIONS);
    if report.ecarts.is_empty() && !path.exists() {
        return Ok(());
    }
    let text = decisions(folder)?.after(report).to_toml();
    crate::write_inside(&folder.root, DECISIONS, text.as_bytes()).map_err(|d| vec![d])
}

/// What the accountant gave.
enum Given {
    /// A ledger, with the bytes and the name of the file when it is a FEC.
    Ledger { lines: Vec<FecLine>, fec: Option<(Vec<u8>, String)> },
    /// A balance.
    Balance(Vec<grand_livre::Solde>),
}

fn bytes(path: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    std::fs::read(path).map_err(|e| {
        let message = match e.kind() {
            std::io::ErrorKind::NotFound => "grand livre absent".to_owned(),
            _ => format!("grand livre illisible : {}", cddu_rates::io_cause(&e)),
        };
        vec![
            Diagnostic::error("DOS-001", message)
                .in_file(path.display().to_string(), None)
                .hint("donner un FEC, un grand livre ou une balance en CSV"),
        ]
    })
}

/// Reads what was given: a FEC by its header, else a CSV, a balance when its columns hold no date.
fn given(path: &Path, month: Month) -> Result<Given, Vec<Diagnostic>> {
    let octets = bytes(path)?;
    let shown = path.display().to_string();
    let file = fec::read(&octets);
    if !file.lignes.is_empty() {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let lines = file.lignes;
        let near = |d: NaiveDate| d >= month.first() && d <= month.next().last();
        if !lines.iter().any(|l| l.ecriture_date.is_some_and(near)) {
            let dates = lines.iter().filter_map(|l| l.ecriture_date);
            let (first, last) = (dates.clone().min(), dates.max());
            let hint = match (first, last) {
                (Some(first), Some(last)) => format!("ses écritures vont du {first} au {last}"),
                _ => {
                    "aucune de ses lignes n'a de date lisible : cddu fec verifier montre pourquoi".to_owned()
                }
            };
            return Err(vec![
                Diagnostic::error(
                    "DOS-075",
                    format!("ce grand livre n'a aucune écriture de {month} ni du mois suivant"),
                )
                .in_file(&shown, None)
                .hint(hint),
            ]);
        }
        return Ok(Given::Ledger { lines, fec: Some((octets, name)) });
    }
    if octets.iter().all(u8::is_ascii_whitespace) {
        let mut empty = not_a_ledger(&shown);
        "ce fichier est vide".clone_into(&mut empty.message);
        return Err(vec![empty]);
    }
    let (text, _) = crate::text::decode(&shown, &octets).map_err(|d| vec![d])?;
    if grand_livre::is_balance(&text) {
        return Ok(Given::Balance(grand_livre::read_balance(&shown, &text)?));
    }
    match grand_livre::read_ledger(&shown, &text) {
        Ok(lines) if lines.is_empty() => Err(vec![not_a_ledger(&shown)]),
        Ok(lines) => Ok(Given::Ledger { lines, fec: None }),
        Err(list) if list.iter().all(|d| d.code == "CPT-001") => {
            // The header of a FEC that lacks columns says more than that of an unknown CSV.
            let lacking = file
                .constats
                .iter()
                .filter(|f| f.code == "FEC-003")
                .map(|f| Diagnostic::error(&f.code, &f.message).in_file(&shown, f.ligne));
            Err(std::iter::once(not_a_ledger(&shown)).chain(lacking).collect())
        }
        Err(list) => Err(list),
    }
}

fn not_a_ledger(shown: &str) -> Diagnostic {
    Diagnostic::error("DOS-076", "ce fichier n'est ni un FEC, ni un grand livre, ni une balance")
        .in_file(shown, Some(1))
        .hint("un FEC (18 colonnes, tabulation ou |), ou un CSV avec compte, date, débit et crédit (balance : compte et solde)")
}

pub(crate) fn read_ledger(path: &Path) -> Result<Vec<FecLine>, Vec<Diagnostic>> {
    let octets = bytes(path)?;
    let shown = path.display().to_string();
    let file = fec::read(&octets);
    if !file.lignes.is_empty() {
        return Ok(file.lignes);
    }
    let (text, _) = crate::text::decode(&shown, &octets).map_err(|d| vec![d])?;
    grand_livre::read_ledger(&shown, &text)
}

fn read_balance(path: &Path) -> Result<Vec<grand_livre::Solde>, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    let (text, _) = crate::text::decode(&shown, &bytes(path)?).map_err(|d| vec![d])?;
    grand_livre::read_balance(&shown, &text)
}

/// The entries that carry balances forward.
fn opening(lines: &[FecLine]) -> Vec<FecLine> {
    let carries = |l: &&FecLine| {
        let code = l.journal_code.to_ascii_uppercase();
        ["AN", "RAN", "ANO", "NOUV"].iter().any(|p| code.starts_with(p))
    };
    lines.iter().filter(carries).cloned().collect()
}

/// Every line of a year counts in its closing balances.
fn closing(lines: &[FecLine]) -> Vec<FecLine> {
    lines.to_vec()
}

fn balances(lines: &[FecLine]) -> Vec<grand_livre::Solde> {
    let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
    for l in lines {
        *sums.entry(&l.compte_num).or_default() += l.signe();
    }
    let sums = sums.into_iter().filter(|(_, solde)| !solde.is_zero());
    sums.map(|(compte, solde)| grand_livre::Solde {
        compte: compte.to_owned(),
        solde,
        ..grand_livre::Solde::default()
    })
    .collect()
}

/// The transfer files of some periods.
fn transfers(folder: &Folder, periods: &BTreeSet<String>) -> Result<Vec<sepa::SepaRead>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    for period in periods {
        out.extend(transfer_files::read(folder, period)?.into_iter().map(|file| file.read));
    }
    Ok(out)
}

/// How the declarations name the people and the contracts.
struct Names {
    people: BTreeMap<String, String>,
    contracts: BTreeMap<String, String>,
}

impl Names {
    fn of(production: &cddu_declarations::Production, slips: &[Payslip]) -> Self {
        let mut people = BTreeMap::new();
        let mut contracts = BTreeMap::new();
        for p in slips {
            let matricule = &p.salarie.matricule;
            let keys = [
                p.salarie.nir.as_deref().and_then(|n| n.get(..13)).map(str::to_owned),
                production.salarie(matricule).ntt,
            ];
            people.extend(keys.into_iter().flatten().map(|key| (key, matricule.clone())));
            for c in &p.contrats {
                contracts.insert(cddu_declarations::numero_contrat(&c.contrat), c.contrat.clone());
            }
        }
        Self { people, contracts }
    }

    fn person(&self, key: &str) -> String {
        self.people.get(key).map_or(key, String::as_str).to_owned()
    }

    fn contract(&self, number: &str) -> String {
        self.contracts.get(number).map_or(number, String::as_str).to_owned()
    }
}

fn dsn_amounts(
    production: &cddu_declarations::Production,
    tables: &Tables,
    slips: &[Payslip],
    names: &Names,
    dsn: &DsnTotals,
) -> DsnAmounts {
    let bodies = bodies(production, tables, dsn);
    let body = |id: &str| bodies.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let line = |n: usize| n as u64;
    let mut out = DsnAmounts {
        mois: dsn.mois,
        correspondance: codes(tables, dsn, "total"),
        correspondance_employeur: codes(tables, dsn, "employeur"),
        ..DsnAmounts::default()
    };
    for person in &dsn.individus {
        let name = names.person(&person.identifiant);
        for paid in &person.versements {
            out.versements.push(DsnPayment {
                ligne: line(paid.ligne),
                lignes: Some(paid.lignes.map(line)),
                personne: name.clone(),
                net_fiscal: paid.net_fiscal,
                net_verse: paid.net_verse,
                pas: paid.pas,
                assiette_pas: paid.assiette_pas,
                taux_pas: paid.taux_pas.as_deref().and_then(|t| t.parse().ok()),
            });
            for pay in &paid.remunerations {
                out.activites.extend(pay.activites.iter().filter_map(|a| {
                    let unite = match a.unite.as_str() {
                        "12" => "jours",
                        "36" | "37" => "cachets",
                        "10" | "35" => "heures",
                        _ => return None,
                    };
                    Some(DsnActivity {
                        ligne: line(a.ligne),
                        personne: name.clone(),
                        contrat: names.contract(&pay.contrat),
                        unite: unite.to_owned(),
                        mesure: Quantity(Decimal::new(a.mesure, 2)),
                    })
                }));
            }
            for base in &paid.bases {
                let contrat = names.contract(base.contrat.as_deref().unwrap_or_default());
                let amount = |code: &str, montant| DsnBaseAmount {
                    ligne: line(base.ligne),
                    personne: name.clone(),
                    contrat: contrat.clone(),
                    code: code.to_owned(),
                    montant,
                };
                out.bases.push(amount(&base.code, base.montant));
                out.plafonds.extend(
                    base.composants
                        .iter()
                        .filter(|(code, _)| code == "07")
                        .map(|(code, montant)| amount(code, *montant)),
                );
                out.cotisations.extend(base.cotisations.iter().map(|c| DsnContribution {
                    ligne: line(c.ligne),
                    personne: name.clone(),
                    code: c.code.clone(),
                    base: base.code.clone(),
                    montant: c.montant.unwrap_or_default(),
                }));
            }
        }
    }
    // A second bordereau corrects another month: its lines are not those of the payslips of this one.
    let mut expected = match (dsn.bordereaux.len(), dsn.mois) {
        (1, Some(month)) => lignes_attendues(tables, slips, month),
        _ => BTreeMap::new(),
    };
    let known = !expected.is_empty();
    for slip in &dsn.bordereaux {
        let mut lignes: Vec<DsnCtp> = Vec::new();
        for c in &slip.cotisations {
            // Two lines of one key add up: the second one has nothing left to be compared with.
            let nominatif = expected.remove(&(c.ctp.clone(), c.qualifiant.clone(), c.taux.clone()));
            lignes.push(DsnCtp {
                ligne: line(c.ligne_valeur),
                ctp: c.ctp.clone(),
                qualifiant: c.qualifiant.clone(),
                assiette: c.assiette.or(c.montant).unwrap_or_default(),
                taux: c.taux.as_deref().and_then(|t| t.parse().ok()),
                montant: c.montant,
                nominatif: known.then(|| nominatif.unwrap_or_default()),
            });
        }
        // Half a euro rounds to nothing, and is not written.
        for ((ctp, qualifiant, _), sum) in std::mem::take(&mut expected) {
            if !whole_euros(sum).is_zero() {
                let nominatif = Some(sum);
                lignes.push(DsnCtp {
                    ligne: line(slip.ligne),
                    ctp,
                    qualifiant,
                    nominatif,
                    ..DsnCtp::default()
                });
            }
        }
        out.bordereaux.push(DsnBordereau {
            ligne: line(slip.ligne),
            organisme: body(&slip.organisme),
            total: slip.montant,
            lignes,
        });
    }
    for paid in &dsn.paiements {
        let organisme = body(&paid.organisme);
        let parts = paid.parts.iter();
        out.composants.extend(parts.map(|(montant, ligne)| DsnBody {
            ligne: line(*ligne),
            organisme: organisme.clone(),
            montant: *montant,
        }));
        // The PAS is paid in whole euros: a payment that is the rounding of the sum says the sum.
        let withheld: Cents = out.versements.iter().map(|v| v.pas).sum();
        let rounded = organisme == "dgfip" && paid.montant == whole_euros(withheld);
        let montant = if rounded { withheld } else { paid.montant };
        out.paiements.push(DsnBody { ligne: line(paid.ligne), organisme, montant });
    }
    out
}

fn whole_euros(amount: Cents) -> Cents {
    Cents::round(cddu_rates::round_half_up(amount.to_decimal(), 0))
}

/// Line codes under each contribution code: both shares (`total`), or the employer share declared again inside
/// another code (`employeur`).
fn codes(tables: &Tables, dsn: &DsnTotals, part: &str) -> BTreeMap<String, Vec<String>> {
    let day = dsn.mois.map_or(chrono::NaiveDate::MIN, Month::last);
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let rows = tables.individuelles.iter().filter(|r| r.code.part == part && r.holds(day));
    for row in rows {
        for code in [Some(&row.code.code), row.code.code_complement.as_ref()].into_iter().flatten() {
            let lines = out.entry(code.clone()).or_default();
            if !lines.iter().any(|l| *l == row.ligne) {
                lines.push(row.ligne.to_string());
            }
        }
    }
    out
}

/// Keys of the bodies, by the identifier the DSN writes.
fn bodies(
    production: &cddu_declarations::Production,
    tables: &Tables,
    dsn: &DsnTotals,
) -> BTreeMap<String, String> {
    let day = dsn.mois.map_or(chrono::NaiveDate::MIN, Month::last);
    let mut out = BTreeMap::new();
    for role in ["urssaf", "france_travail", "conges_spectacles", "audiens_retraite", "dgfip"] {
        if let Some(id) = tables.organisme(role, day) {
            out.insert(id.to_owned(), role.to_owned());
        }
    }
    let own = [
        (&production.urssaf.siret, "urssaf"),
        (&production.france_travail.siret, "france_travail"),
        (&production.conges_spectacles.siret_caisse, "conges_spectacles"),
        (&production.retraite.siret, "audiens_retraite"),
    ];
    for (id, role) in own {
        if let Some(id) = id {
            out.insert(id.clone(), role.to_owned());
        }
    }
    for contract in &production.prevoyance {
        out.insert(contract.organisme.clone(), "audiens_prevoyance".to_owned());
    }
    out.insert("DGFIP".to_owned(), "dgfip".to_owned());
    out
}

fn aem_amounts(names: &Names, exchange: aem::AemExchange) -> AemAmounts {
    let attestations = exchange
        .lots
        .into_iter()
        .flat_map(|lot| lot.attestations)
        .map(|a| {
            let key = a.salarie.nir.clone().or(a.salarie.ntt.clone()).unwrap_or_default();
            let autres = a.remuneration.autres.as_ref();
            let sum = |f: fn(&aem::LigneRemuneration) -> Cents| {
                Some(f(&a.remuneration.principale) + autres.map_or(Cents::ZERO, f))
            };
            AemAmount {
                ligne: 0,
                personne: names.person(&key),
                contrat: names.contract(&a.contrat.reference_contrat),
                brut: gross(&a.remuneration.principale)
                    + a.remuneration.autres.as_ref().map_or(Cents::ZERO, gross),
                brut_abattu: sum(|l| l.brut_apres_abattement),
                assiette: sum(|l| l.assiette_contribution),
                heures: a.activite.heures_effectuees,
                cachets: (a.activite.cachets_isoles.0 + a.activite.cachets_groupes.0).to_u32().unwrap_or(0),
            }
        })
        .collect();
    AemAmounts { attestations, releve: None, euros_entiers: false }
}

fn das2_amounts(das2: &auteurs::Das2) -> Das2Amounts {
    let declared = das2.beneficiaires.iter().filter(|b| b.a_declarer);
    let beneficiaires =
        declared.map(|b| Das2Amount { ligne: 0, auteur: b.auteur.auteur.clone(), droits: b.ttc }).collect();
    Das2Amounts { annee: das2.annee, beneficiaires }
}

/// Gross before DFS.
fn gross(line: &aem::LigneRemuneration) -> Cents {
    line.brut_avant_abattement.unwrap_or(line.brut_apres_abattement)
}
