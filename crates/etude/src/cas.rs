//! A case made: the folder drawn, run, integrated, reconciled; then what is handed out and what is kept.

use std::path::Path;

use cddu_documents::Context;
use cddu_documents::model::Document;
use cddu_dossier::{
    Archive, Folder, Frozen, FrozenNote, OutputOptions, PayPeriod, Register, RunOptions, integrate, notes,
    outputs, run,
};
use cddu_kit::Engine;
use cddu_kit::explain::Sheet;
use cddu_ledger::Batch;
use cddu_rates::{Diagnostic, hex};
use sha2::{Digest as _, Sha256};

use crate::fichiers::{self, CAS, CORRIGE, DOSSIER, SUJET};
use crate::production::{self, Production, Semaine};
use crate::rapprochement::{Recu, recevoir};
use crate::{Demande, Piege, corrige, ecrit, remis, sujet};

/// A case made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cree {
    /// Identity: the same request gives the same one.
    pub cas: String,
    /// Title of the film.
    pub titre: String,
    /// Number of payslips and of notes.
    pub documents: (usize, usize),
    /// Traps, each with the person or the document that bears it.
    pub pieges: Vec<(Piege, String)>,
    /// Warnings of the run.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything that a case holds, for the files that tell it.
#[derive(Debug)]
pub struct Cas<'d> {
    pub id: String,
    pub demande: &'d Demande,
    pub production: Production,
    pub slips: Vec<Frozen>,
    pub notes: Vec<FrozenNote>,
    pub lots: Vec<Batch>,
    pub recu: Recu,
    /// Number of each document and its explanation, payslips first.
    pub sheets: Vec<(String, Sheet)>,
}

impl Cas<'_> {
    /// Who or what bears a trap.
    pub fn porteur(&self, piege: Piege) -> String {
        let role = self.production.roles.iter().find(|r| r.piege == Some(piege));
        let points = self.recu.points.iter().filter(|p| p.piege == piege);
        match (role, piege) {
            (Some(role), _) => format!("{} ({})", role.nom, role.matricule),
            (None, Piege::Precompte) => {
                self.notes.iter().map(|n| format!("note {}", n.numero)).collect::<Vec<_>>().join(", ")
            }
            (None, _) => points.map(|p| format!("{} {}", p.document, p.cle)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Makes a case in a folder that is not there yet: `sujet` is handed out, `corrige` is kept.
///
/// # Errors
/// `ETU-002`, `ETU-003` for the folder; `ETU-004`, `ETU-005` when the tables given do not allow the case; those of a run.
pub fn creer(engine: &Engine, root: &Path, demande: &Demande) -> Result<Cree, Vec<Diagnostic>> {
    fichiers::fresh(root)?;
    let production = production::tirer(demande);
    let (given, kept) = (root.join(SUJET), root.join(CORRIGE));
    let place = kept.join(DOSSIER);
    for (name, text) in &production.fichiers {
        fichiers::write(&place, name, text.as_bytes())?;
    }
    let rates = engine.rates();
    let (mut lots, mut diagnostics) = (Vec::new(), Vec::new());
    for week in production.semaines(demande.has(Piege::Precompte)) {
        diagnostics.extend(pay(engine, &place, week)?);
        lots.extend(integrate(&Folder::read(&place)?, rates, week.periode)?.into_iter().map(|done| done.lot));
    }
    let folder = Folder::read(&place)?;
    let recu = recevoir(demande, &folder, rates, &lots, &kept)?;
    let slips: Vec<Frozen> = Register::open(&place)?.standing().into_iter().cloned().collect();
    let notes: Vec<FrozenNote> = Archive::open(&place)?.all().cloned().collect();
    let mut sheets = Vec::new();
    for (number, text) in slips
        .iter()
        .map(|f| (&f.numero, serde_json::to_string(f)))
        .chain(notes.iter().map(|n| (&n.numero, serde_json::to_string(n))))
    {
        sheets.push((number.clone(), engine.explain(&text.unwrap_or_default())?.sheet));
    }
    let id = identity(demande);
    let cas = Cas { id, demande, production, slips, notes, lots, recu, sheets };
    present(&cas)?;
    let context = Context::embedded().map_err(|d| vec![d])?;
    // The same case with other tables has other right answers: the copies say which.
    let identity = format!("{}\nbarèmes {}\n", cas.id, rates.fingerprint());
    fichiers::write(&given, CAS, identity.as_bytes())?;
    fichiers::write(&kept, CAS, format!("{identity}{}\n", demande.mots()).as_bytes())?;
    sujet::write(&cas, engine, context, &given)?;
    remis::write(&cas, engine, context, &place, &given)?;
    corrige::write(&cas, engine, context, &kept)?;
    let traps = demande.pieges.iter().map(|p| (*p, cas.porteur(*p))).collect();
    Ok(Cree {
        documents: (cas.slips.len(), cas.notes.len()),
        titre: cas.production.titre.clone(),
        pieges: traps,
        cas: cas.id,
        diagnostics,
    })
}

/// Runs a week. Whoever is left out would be missing from the case: an error.
fn pay(engine: &Engine, place: &Path, week: Semaine) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let rates = engine.rates();
    let folder = Folder::read(place)?;
    let options = RunOptions {
        period: PayPeriod::parse(week.periode).map_err(|d| vec![d])?,
        payment: None,
        replace: false,
        dry: false,
        despite: std::collections::BTreeSet::new(),
    };
    // A week may pay the author alone.
    let done = run(&folder, rates, &options, &|_, _| {})?;
    let rights = notes(&folder, rates, &done.period, false)?;
    let options = OutputOptions { dry: false, real: false };
    let files = outputs(&folder, rates, &done, &rights, options, &|_, _| {})?;
    let mut all = done.diagnostics;
    all.extend(rights.diagnostics);
    all.extend(files.diagnostics);
    let faults: Vec<Diagnostic> = all.iter().filter(|d| d.is_error()).cloned().collect();
    if !faults.is_empty() || !done.left_out.is_empty() || rights.left_out > 0 {
        let first = Diagnostic::error(
            "ETU-005",
            format!("le cas ne se calcule pas avec ces barèmes, période {}", week.periode),
        )
        .hint("les messages suivants disent pourquoi ; sans --baremes, ce sont ceux du programme");
        return Err(std::iter::once(first).chain(faults).collect());
    }
    all.retain(|d| d.gravite != cddu_rates::Gravite::Info);
    Ok(all)
}

/// The candidate reads it: it does not say the seed, which makes the corrected version again.
fn identity(demande: &Demande) -> String {
    let hash = hex(&Sha256::digest(demande.mots().as_bytes()));
    format!("ETUDE-{}", hash.get(..12).unwrap_or_default())
}

/// Every trap asked is in the case, seen in what was frozen and reconciled.
fn present(cas: &Cas<'_>) -> Result<(), Vec<Diagnostic>> {
    let missing: Vec<Diagnostic> = cas
        .demande
        .pieges
        .iter()
        .filter(|p| !shows(cas, **p))
        .map(|p| {
            Diagnostic::error("ETU-004", format!("le piège « {} » ne se voit pas dans le corrigé", p.nom()))
                .hint("reprendre sans ce piège, ou avec les barèmes du programme (sans --baremes)")
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

fn shows(cas: &Cas<'_>, piege: Piege) -> bool {
    let matricule =
        cas.production.roles.iter().find(|r| r.piege == Some(piege)).map(|r| r.matricule.as_str());
    let slip = cas.slips.iter().find(|f| Some(f.resultat.salarie.matricule.as_str()) == matricule);
    let contract = slip.and_then(|f| f.resultat.contrats.first());
    let gap = |cents: i64| cas.recu.report.ecarts.iter().any(|e| e.ecart.0.abs() == cents);
    match piege {
        Piege::JourFerie => contract.is_some_and(|c| c.elements.iter().any(|e| e.code == "ferie")),
        Piege::SemaineACheval => cas.sheets.iter().any(|(number, sheet)| {
            let parts = sheet.figures.iter().filter(|f| f.code() == "plafond_mois");
            slip.is_some_and(|f| f.numero == *number) && parts.count() == 2
        }),
        Piege::Dfs => contract.is_some_and(|c| c.dfs_montant.0 > 0),
        Piege::Figurant => contract.is_some_and(|c| c.forfait && c.bases.securite_sociale > c.bases.brut),
        Piege::Cadre => contract.is_some_and(|c| c.cadre),
        Piege::NonResident => {
            slip.is_some_and(|f| f.resultat.totaux.retenue_non_resident.0 > 0)
                && contract.is_some_and(|c| c.bases.csg.is_none())
        }
        Piege::Precompte => cas.notes.iter().any(|n| n.resultat.totaux.precompte_urssaf.0 > 0),
        Piege::Centime => gap(1),
        Piege::Dsn => cas.recu.points.iter().any(|p| p.piege == Piege::Dsn && gap(p.ecart().0.abs())),
    }
}

/// Writes a document as Markdown, HTML and PDF.
pub fn publish(
    context: &Context,
    root: &Path,
    name: &str,
    document: &Document,
) -> Result<(), Vec<Diagnostic>> {
    fichiers::write(root, &format!("{name}.md"), ecrit::markdown(document).as_bytes())?;
    fichiers::write(root, &format!("{name}.html"), context.html(document).as_bytes())?;
    let pdf = context.pdf(document).map_err(|d| vec![d])?;
    fichiers::write(root, &format!("{name}.pdf"), &pdf)
}
