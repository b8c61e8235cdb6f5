//! The reconciliation of a month of payment: payslips and notes against entries, ledger, DSN, AEM and transfers.
//!
//! What other crates read of the files is put in the plain amounts that the ledger compares; nothing is computed here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cddu_declarations::dsn::totals::{self, DsnTotals};
use cddu_declarations::{Tables, aem};
use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::rapprochement::{
    self, AemAmount, AemAmounts, Documents, DsnAmounts, DsnBaseAmount, DsnBody, DsnBordereau,
    DsnContribution, DsnCtp, DsnPayment, Etat, Regles, Report,
};
use cddu_ledger::{Batch, Compta, ecritures, grand_livre, sepa};
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Diagnostic, Month, Rates};
use rust_decimal::prelude::ToPrimitive as _;

use crate::{Archive, Folder, FrozenNote, Register};

/// The file of the decisions, in the folder.
const DECISIONS: &str = "rapprochement.toml";

/// What is reconciled besides the folder's own files.
#[derive(Clone, Debug, Default)]
pub struct ReconcileOptions {
    /// Ledger or FEC of the accountant; `None`: the entries of the folder itself.
    pub ledger: Option<PathBuf>,
}

/// Reconciles a month of payment.
///
/// # Errors
/// A register that was altered, tables or files that cannot be read.
pub fn reconcile(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    options: &ReconcileOptions,
) -> Result<Report, Vec<Diagnostic>> {
    let register = Register::open(&folder.root)?;
    let notes: Archive<FrozenNote> = Archive::open(&folder.root)?;
    let compta = compta(folder, rates, month.last())?;
    let slips: Vec<Payslip> = register
        .standing()
        .into_iter()
        .map(|f| f.resultat.clone())
        .filter(|p| Month::of(p.date_paiement) == month)
        .collect();
    let rights: Vec<Note> =
        in_force(&notes).into_iter().filter(|n| Month::of(n.date_paiement) == month).collect();
    let lots = batches(&compta, &register, &notes, month)?;
    let ledger = match &options.ledger {
        Some(path) => read_ledger(path)?,
        None => lots.iter().flat_map(fec::lines).collect(),
    };
    let production = folder.declarations();
    let tables = Tables::load(rates)?;
    let place = folder.root.join(format!("sorties/declarations/{month}"));
    let dsn = std::fs::read(place.join(format!("dsn-{month}.dsn"))).ok();
    let dsn = dsn.and_then(|bytes| totals::read_monthly(&bytes).into_iter().next());
    let dsn = dsn.map(|d| dsn_amounts(&production, &tables, &slips, &d));
    let aem = std::fs::read(place.join(format!("aem-{month}.xml"))).ok();
    let aem = aem.and_then(|bytes| aem::lire(&bytes).ok()).map(|x| aem_amounts(&slips, x));
    let transfers = transfers(folder, &slips)?;
    let docs = Documents {
        mois: Some(month),
        bulletins: &slips,
        notes: &rights,
        lots: &lots,
        grand_livre: Some(&ledger),
        dsn: dsn.as_ref(),
        aem: aem.as_ref(),
        virements: &transfers,
        baremes: Some(rates),
        ..Documents::default()
    };
    let regles = Regles::load(rates.files())?;
    Ok(rapprochement::run(&compta, &regles, &folder.production.rapprochement, &docs, &decisions(folder)?))
}

/// The decisions of the administrator, kept from one run to the next.
///
/// # Errors
/// `RAP-001` and `RAP-002` for a file that is not written as expected.
pub fn decisions(folder: &Folder) -> Result<Etat, Vec<Diagnostic>> {
    let path = folder.root.join(DECISIONS);
    match std::fs::read_to_string(&path) {
        Ok(text) => Etat::parse(&folder.shown(DECISIONS), &text),
        Err(_) => Ok(Etat::default()),
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
    crate::write_atomic(&path, text.as_bytes()).map_err(|d| vec![d])
}

/// Notes that stand, none replaced.
fn in_force(notes: &Archive<FrozenNote>) -> Vec<Note> {
    let replaced: BTreeSet<&str> = notes.all().filter_map(|n| n.remplace.as_deref()).collect();
    notes.all().filter(|n| !replaced.contains(n.numero.as_str())).map(|n| n.resultat.clone()).collect()
}

/// The accounting of the folder.
pub(crate) fn compta(
    folder: &Folder,
    rates: &Rates,
    day: chrono::NaiveDate,
) -> Result<Compta, Vec<Diagnostic>> {
    let config = folder.production.compta.clone();
    let file = match &config.fichier_comptes {
        Some(name) => {
            let shown = folder.shown(name);
            let text = std::fs::read_to_string(folder.root.join(name)).map_err(|e| {
                vec![
                    Diagnostic::error("DOS-001", format!("fichier de comptes illisible : {e}"))
                        .in_file(&shown, None)
                        .hint("corriger compta.fichier_comptes dans production.toml"),
                ]
            })?;
            Some((shown, text))
        }
        None => None,
    };
    Compta::load(rates.files(), config, file.as_ref().map(|(name, text)| (name.as_str(), text.as_str())), day)
}

/// The batches of the periods that pay in the month, as each run made them.
fn batches(
    compta: &Compta,
    register: &Register,
    notes: &Archive<FrozenNote>,
    month: Month,
) -> Result<Vec<Batch>, Vec<Diagnostic>> {
    let standing = register.standing();
    let periods: BTreeSet<&str> = standing
        .iter()
        .filter(|f| Month::of(f.resultat.date_paiement) == month)
        .map(|f| f.periode.as_str())
        .chain(
            notes.all().filter(|n| Month::of(n.resultat.date_paiement) == month).map(|n| n.periode.as_str()),
        )
        .collect();
    let mut out = Vec::new();
    for period in periods {
        let of: Vec<Payslip> =
            standing.iter().filter(|f| f.periode == period).map(|f| f.resultat.clone()).collect();
        let rights: Vec<Note> =
            notes.all().filter(|n| n.periode == period).map(|n| n.resultat.clone()).collect();
        out.push(ecritures::build(compta, &of, &rights, period)?);
    }
    Ok(out)
}

fn read_ledger(path: &Path) -> Result<Vec<FecLine>, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| {
        vec![
            Diagnostic::error("DOS-001", format!("grand livre illisible : {e}"))
                .in_file(&shown, None)
                .hint("donner un FEC ou un grand livre en CSV"),
        ]
    })?;
    let file = fec::read(&bytes);
    if !file.lignes.is_empty() {
        return Ok(file.lignes);
    }
    let (text, _) = crate::text::decode(&shown, &bytes).map_err(|d| vec![d])?;
    grand_livre::read_ledger(&shown, &text)
}

/// The transfer files of the periods of these payslips.
fn transfers(folder: &Folder, slips: &[Payslip]) -> Result<Vec<sepa::SepaRead>, Vec<Diagnostic>> {
    let register = Register::open(&folder.root)?;
    let numbers: BTreeSet<&str> = slips.iter().filter_map(|p| p.numero.as_deref()).collect();
    let periods: BTreeSet<&str> =
        register.all().filter(|f| numbers.contains(f.numero.as_str())).map(|f| f.periode.as_str()).collect();
    let mut out = Vec::new();
    for period in periods {
        let path = folder.root.join(format!("sorties/{period}/virements.xml"));
        if let Ok(text) = std::fs::read_to_string(&path) {
            let shown = folder.shown(&format!("sorties/{period}/virements.xml"));
            out.push(sepa::read(&text).map_err(|d| vec![d.in_file(shown, None)])?);
        }
    }
    Ok(out)
}

/// Number of the employee of a DSN individual.
fn people(slips: &[Payslip]) -> BTreeMap<String, String> {
    slips
        .iter()
        .filter_map(|p| {
            let nir = p.salarie.nir.as_deref()?.get(..13)?;
            Some((nir.to_owned(), p.salarie.matricule.clone()))
        })
        .collect()
}

fn dsn_amounts(
    production: &cddu_declarations::Production,
    tables: &Tables,
    slips: &[Payslip],
    dsn: &DsnTotals,
) -> DsnAmounts {
    let people = people(slips);
    let bodies = bodies(production, tables, dsn);
    let body = |id: &str| bodies.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let line = |n: usize| n as u64;
    let mut out = DsnAmounts { mois: dsn.mois, correspondance: codes(tables, dsn), ..DsnAmounts::default() };
    for person in &dsn.individus {
        let name = people.get(&person.identifiant).cloned().unwrap_or_else(|| person.identifiant.clone());
        for paid in &person.versements {
            out.versements.push(DsnPayment {
                ligne: line(paid.ligne),
                personne: name.clone(),
                net_fiscal: paid.net_fiscal,
                net_verse: paid.net_verse,
                pas: paid.pas,
                assiette_pas: paid.assiette_pas,
                taux_pas: paid.taux_pas.as_deref().and_then(|t| t.parse().ok()),
            });
            for base in &paid.bases {
                let contrat = base.contrat.clone().unwrap_or_default();
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
    for slip in &dsn.bordereaux {
        out.bordereaux.push(DsnBordereau {
            ligne: line(slip.ligne),
            organisme: body(&slip.organisme),
            total: slip.montant,
            lignes: slip
                .cotisations
                .iter()
                .map(|c| DsnCtp {
                    ligne: line(c.ligne),
                    ctp: c.ctp.clone(),
                    qualifiant: c.qualifiant.clone(),
                    assiette: c.assiette.unwrap_or_default(),
                    taux: c.taux.as_deref().and_then(|t| t.parse().ok()),
                    montant: c.montant,
                    nominatif: None,
                })
                .collect(),
        });
    }
    for paid in &dsn.paiements {
        let organisme = body(&paid.organisme);
        if let Some(montant) = paid.composants {
            out.composants.push(DsnBody { ligne: line(paid.ligne), organisme: organisme.clone(), montant });
        }
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

/// Line codes under each contribution code; codes that repeat a share already inside another are left out.
fn codes(tables: &Tables, dsn: &DsnTotals) -> BTreeMap<String, Vec<String>> {
    let day = dsn.mois.map_or(chrono::NaiveDate::MIN, Month::last);
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let rows = tables
        .individuelles
        .iter()
        .filter(|r| r.part == "total" && r.valide_du <= day && r.valide_au.is_none_or(|end| day <= end));
    for row in rows {
        for code in [Some(&row.code), row.code_complement.as_ref()].into_iter().flatten() {
            let lines = out.entry(code.clone()).or_default();
            if !lines.contains(&row.ligne) {
                lines.push(row.ligne.clone());
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

fn aem_amounts(slips: &[Payslip], exchange: aem::AemExchange) -> AemAmounts {
    let people = people(slips);
    let attestations = exchange
        .lots
        .into_iter()
        .flat_map(|lot| lot.attestations)
        .map(|a| {
            let nir = a.salarie.nir.clone().unwrap_or_default();
            AemAmount {
                ligne: 0,
                personne: people.get(&nir).cloned().unwrap_or(nir),
                contrat: a.contrat.reference_contrat,
                brut: gross(&a.remuneration.principale)
                    + a.remuneration.autres.as_ref().map_or(Cents::ZERO, gross),
                heures: a.activite.heures_effectuees,
                cachets: (a.activite.cachets_isoles.0 + a.activite.cachets_groupes.0).to_u32().unwrap_or(0),
            }
        })
        .collect();
    AemAmounts { attestations, releve: None, euros_entiers: false }
}

/// Gross before DFS.
fn gross(line: &aem::LigneRemuneration) -> Cents {
    line.brut_avant_abattement.unwrap_or(line.brut_apres_abattement)
}
