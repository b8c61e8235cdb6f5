//! What the folder holds: the production, the periods paid and to pay, the months, the costs by department and body, the
//! budget that they are held against.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path as Place, State};
use axum::response::Response;
use cddu_dossier::{
    Folder, Frozen, ReconcileOptions, Register, SuiviDevis, columns, fichiers_rapproches, perimes_du_mois,
    reconcile, suivi_devis, waiting,
};
use cddu_rates::{Cents, Diagnostic, Month};
use chrono::NaiveDate;
use serde::Serialize;
use tokio::task::spawn_blocking;

use crate::reply::{defect, json, kept, unusable};
use crate::{Shared, commands, trial};

/// The folder at a glance.
#[derive(Serialize)]
struct Etat {
    production: String,
    dossier: String,
    version: &'static str,
    /// Paid, in the order of the work.
    payees: Vec<Periode>,
    /// Weeks that hold hours nobody has paid.
    a_payer: Vec<APayer>,
    /// Months of payment.
    mois: Vec<String>,
    /// What the files say that is wrong, whatever the period.
    diagnostics: Vec<Diagnostic>,
    /// Changes with the data: an answer computed on other data is told by it.
    vu: String,
}

#[derive(Serialize)]
struct APayer {
    nom: String,
    debut: NaiveDate,
    fin: NaiveDate,
}

#[derive(Serialize)]
struct Periode {
    nom: String,
    debut: NaiveDate,
    fin: NaiveDate,
    paiement: NaiveDate,
    bulletins: usize,
    brut: Cents,
    virements: Cents,
    cout: Cents,
    /// Cost by department, then by budget post.
    departements: BTreeMap<String, Cents>,
    postes: BTreeMap<String, Cents>,
    /// What each body is due, both shares.
    organismes: BTreeMap<String, Cents>,
}

pub(crate) async fn state(State(shared): State<Arc<Shared>>) -> Response {
    let own = Arc::clone(&shared);
    let found = spawn_blocking(move || read(&own)).await;
    match found {
        Ok(Ok(found)) => {
            let answer = json(&found);
            tokio::spawn(ahead(shared, found));
            answer
        }
        Ok(Err(list)) => unusable(list),
        Err(_) => defect(),
    }
}

/// Works out what is looked at first: the week to pay, the last one paid, the checks of the files, the last month. One at
/// a time, so that what is asked meanwhile does not wait for all of them.
async fn ahead(shared: Arc<Shared>, found: Etat) {
    let Ok(_alone) = shared.ahead.try_lock() else { return };
    let next = found.a_payer.first().map(|p| p.nom.clone());
    let last = found.payees.last().map(|p| p.nom.clone());
    for period in next.iter().chain(&last) {
        commands::ahead(&shared, "apercu", Some(period)).await;
        commands::ahead(&shared, "controle", Some(period)).await;
    }
    if let Some(period) = next {
        trial::ahead(&shared, &period).await;
    }
    commands::ahead(&shared, "verifier", None).await;
    if let Some(month) = found.mois.last().and_then(|m| Month::parse(m)) {
        reconciled(&shared, month).await;
    }
}

fn read(shared: &Shared) -> Result<Etat, Vec<Diagnostic>> {
    let root = &shared.page.folder;
    let folder = Folder::read(root)?;
    let register = Register::open(root)?;
    let standing = register.standing();
    let mut periods: BTreeMap<&str, Vec<&Frozen>> = BTreeMap::new();
    for slip in &standing {
        periods.entry(&slip.periode).or_default().push(slip);
    }
    let mut payees: Vec<Periode> =
        periods.into_iter().filter_map(|(name, slips)| period(name, &slips)).collect();
    payees.sort_by_key(|p| (p.debut, p.nom.clone()));
    let mut mois: Vec<Month> = payees.iter().map(|p| Month::of(p.paiement)).collect();
    mois.sort_unstable();
    mois.dedup();
    let a_payer = waiting(&folder, &register).into_iter().map(|p| APayer {
        nom: p.nom,
        debut: p.jours.debut,
        fin: p.jours.fin,
    });
    Ok(Etat {
        production: folder.production.production.titre.clone(),
        dossier: root
            .file_name()
            .map_or_else(|| root.display().to_string(), |n| n.to_string_lossy().into_owned()),
        version: env!("CARGO_PKG_VERSION"),
        a_payer: a_payer.collect(),
        payees,
        mois: mois.iter().map(Month::to_string).collect(),
        diagnostics: folder.diagnostics.clone(),
        vu: trial::stamp(root, None),
    })
}

/// `None` for a period that holds no payslip in force.
fn period(name: &str, slips: &[&Frozen]) -> Option<Periode> {
    let mut out = Periode {
        nom: name.to_owned(),
        debut: slips.iter().map(|s| s.resultat.periode.debut).min()?,
        fin: slips.iter().map(|s| s.resultat.periode.fin).max()?,
        paiement: slips.iter().map(|s| s.resultat.date_paiement).max()?,
        bulletins: slips.len(),
        brut: Cents::ZERO,
        virements: Cents::ZERO,
        cout: Cents::ZERO,
        departements: BTreeMap::new(),
        postes: BTreeMap::new(),
        organismes: BTreeMap::new(),
    };
    for slip in slips {
        let totals = &slip.resultat.totaux;
        out.brut += totals.brut;
        out.virements += totals.virement;
        out.cout += totals.total_verse_employeur;
        for pay in &slip.resultat.contrats {
            let mut cost = pay.bases.brut;
            for line in &pay.lignes {
                let employer = line.montant_employeur.unwrap_or_default();
                cost += employer;
                *out.organismes.entry(line.organisme.to_string()).or_default() +=
                    employer + line.montant_salarie.unwrap_or_default();
            }
            let axis = |key: &str| pay.analytique.get(key).cloned().unwrap_or_else(|| "sans".to_owned());
            *out.departements.entry(axis("departement")).or_default() += cost;
            *out.postes.entry(axis("poste")).or_default() += cost;
        }
    }
    Some(out)
}

/// The budget against the costs.
#[derive(Serialize)]
struct Devis {
    /// `None` when the folder has no budget.
    suivi: Option<SuiviDevis>,
    /// What `devis.csv` says that is not counted.
    diagnostics: Vec<Diagnostic>,
}

/// What was spent of the budget. A budget that cannot be compared is told beside the costs, which are shown all the same.
pub(crate) async fn budget(State(shared): State<Arc<Shared>>) -> Response {
    spawn_blocking(move || {
        let folder = match Folder::read(&shared.page.folder) {
            Ok(folder) => folder,
            Err(list) => return unusable(list),
        };
        let own = folder.shown(columns::DEVIS.fichier);
        let said = folder.diagnostics.iter().filter(|d| d.fichier.as_ref() == Some(&own));
        let mut diagnostics: Vec<Diagnostic> = said.cloned().collect();
        let suivi = suivi_devis(&folder, shared.engine.rates(), None).unwrap_or_else(|list| {
            diagnostics.extend(list);
            None
        });
        json(&Devis { suivi, diagnostics })
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// A month of payment.
#[derive(Serialize)]
struct Mois {
    rapproche: bool,
    rapport: cddu_rapprochement::Report,
    /// Payslips that a correction has left behind.
    perimes: Vec<Diagnostic>,
    /// Where the documents compared are in the folder.
    fichiers: BTreeMap<cddu_rapprochement::Document, Vec<String>>,
}

/// The reconciliation of a month of payment. Decisions are not kept: looking changes nothing.
pub(crate) async fn month(State(shared): State<Arc<Shared>>, Place(mois): Place<String>) -> Response {
    let Some(month) = Month::parse(&mois) else {
        return unusable(vec![
            Diagnostic::error("PAGE-003", "ce n'est pas un mois de paiement").hint("un mois s'écrit 2026-11"),
        ]);
    };
    match reconciled(&shared, month).await {
        Some(text) => kept(&text),
        // The cause of a failure is worked out again: it is short.
        None => spawn_blocking(move || report(&shared, month).map_or_else(unusable, |found| json(&found)))
            .await
            .unwrap_or_else(|_| defect()),
    }
}

/// The reconciliation of a month as JSON, kept as long as the folder stays as it is.
async fn reconciled(shared: &Arc<Shared>, month: Month) -> Option<Arc<str>> {
    let own = Arc::clone(shared);
    let make = async move {
        let made = spawn_blocking(move || report(&own, month)).await.ok()?.ok()?;
        serde_json::to_string(&made).ok()
    };
    shared.memo.answer(&shared.page.folder, &format!("mois {month}"), make).await
}

fn report(shared: &Shared, month: Month) -> Result<Mois, Vec<Diagnostic>> {
    let rates = shared.engine.rates();
    let folder = Folder::read(&shared.page.folder)?;
    let report = reconcile(&folder, rates, month, &ReconcileOptions::default())?;
    let perimes = perimes_du_mois(&folder, rates, month)?;
    Ok(Mois {
        rapproche: report.est_rapproche() && perimes.is_empty(),
        rapport: report,
        perimes,
        fichiers: fichiers_rapproches(&folder, month)?,
    })
}

/// The documents to send, and what is noted of each.
pub(crate) async fn sendings(State(shared): State<Arc<Shared>>) -> Response {
    spawn_blocking(move || {
        let found = Folder::read(&shared.page.folder).and_then(|folder| cddu_dossier::sendings(&folder));
        found.map_or_else(unusable, |list| json(&list))
    })
    .await
    .unwrap_or_else(|_| defect())
}
