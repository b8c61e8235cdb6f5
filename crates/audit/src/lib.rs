//! Audit of payslips made elsewhere: a monthly DSN of any program, each payslip computed again by the engine.
//!
//! `releve` holds what the file says twice against itself and puts right what the rest of it contradicts; `lecture` says what
//! a DSN tells of each payslip and what it does not; `comparaison` holds the bases and the contributions declared against
//! those of the engine; `concordance` adds the checks of the norm; `usages` keeps a rule that the whole file contradicts from
//! being a fault of each line; `explication` looks for the named methods that would explain every
//! gap. `tableau` does the same from a CSV export and the dictionary of its columns. Nothing here reads a file or prints.

mod comparaison;
mod concordance;
mod explication;
mod lecture;
mod releve;
mod tableau;
mod usages;

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::Tables;
use cddu_dsn::Document;
use cddu_rates::{Cents, Diagnostic, Rates};
use chrono::Datelike as _;
use serde::Serialize;

pub use comparaison::{Cause, Ecart, Valeur};
pub use explication::Explication;
pub use tableau::{Tableau, auditer_tableau};

/// What an audit finds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Audit {
    /// Payslips that could be computed again.
    pub bulletins: usize,
    /// Values compared.
    pub valeurs: usize,
    /// Gaps, in the order of the file; those that only follow from another one are marked.
    pub ecarts: Vec<Ecart>,
    /// Methods that would explain the gaps.
    pub explications: Vec<Explication>,
    /// True when the explanations leave no gap.
    pub tout_explique: bool,
    /// Declared less recomputed, by body.
    pub organismes: BTreeMap<String, Cents>,
    /// What the file does not say.
    pub manque: Vec<String>,
    /// Payslips that could not be computed, with the reason.
    pub non_recalcules: Vec<NonRecalcule>,
}

/// A payslip that the file does not allow to compute.
#[derive(Clone, Debug, Serialize)]
pub struct NonRecalcule {
    /// Person.
    pub personne: String,
    /// Line of the payment.
    pub ligne: usize,
    /// Why.
    pub raison: String,
}

impl Audit {
    /// The gaps that do not follow from another one.
    pub fn premiers(&self) -> impl Iterator<Item = &Ecart> {
        self.ecarts.iter().filter(|e| !e.consequence)
    }
}

/// Audits the payslips of a monthly DSN. `methodes`: choices other than the defaults, by key.
///
/// # Errors
/// `AUD-001` when the file holds no monthly declaration of a known version of the norm, `AUD-002` for an unknown method;
/// those of the tables.
pub fn auditer(
    rates: &Rates,
    document: &Document,
    methodes: &[(String, String)],
) -> Result<Audit, Vec<Diagnostic>> {
    let tables = Tables::load(rates)?;
    let chosen = choisies(methodes)?;
    let (version, declaration, _) = lecture::mensuelle(document)?;
    let releve = releve::relever(&tables, declaration);
    // Each payslip is computed from what the rest of the file says: a fault is told once.
    let corrige = releve::corriger(document, &releve.ecarts);
    let lu = lecture::lire(&corrige)?;
    let (_, declaration, _) = lecture::mensuelle(&corrige)?;
    let concordances = concordance::relever(declaration, version);
    let mut out = Audit { manque: lu.manque.clone(), ..Audit::default() };
    out.manque.extend(releve.manque.iter().chain(&concordances.manque).cloned());
    conclure(&mut out, &chosen, |methods, only| {
        let mut run = all(rates, &tables, &lu, methods, only);
        if only.is_some() {
            return run;
        }
        run.valeurs += releve.valeurs;
        run.ecarts.extend(releve.ecarts.iter().cloned());
        concordances.ajouter(&mut run.ecarts);
        run.ecarts.sort_by_key(|e| e.ligne);
        run
    });
    Ok(out)
}

/// The methods asked for; `AUD-002` for one that no audit tries.
fn choisies(methodes: &[(String, String)]) -> Result<Methodes, Vec<Diagnostic>> {
    let mut chosen = Methodes::new();
    for (key, value) in methodes {
        if !explication::known(key, value) {
            let remedy = explication::values(key).map_or_else(
                || format!("les clés : {}", explication::keys().collect::<Vec<_>>().join(", ")),
                |values| format!("les valeurs : {}", values.join(", ")),
            );
            return Err(vec![
                Diagnostic::error("AUD-002", format!("méthode inconnue de l'audit : {key}={value}"))
                    .hint(remedy),
            ]);
        }
        chosen.insert(key.clone(), value.clone().into());
    }
    Ok(chosen)
}

/// Methods by key, as the input of the engine holds them.
type Methodes = serde_json::Map<String, serde_json::Value>;

/// People whose payslips alone are computed; all of them when there is none.
type Seuls<'a> = Option<&'a BTreeSet<String>>;

/// The gaps of a first run, their sum by body, and the readings that explain them.
fn conclure(out: &mut Audit, chosen: &Methodes, run: impl Fn(&Methodes, Seuls<'_>) -> Passage) {
    let first = run(chosen, None);
    out.bulletins = first.bulletins;
    out.valeurs = first.valeurs;
    out.non_recalcules = first.non_recalcules;
    for gap in &first.ecarts {
        if let Some(body) = &gap.organisme {
            *out.organismes.entry(body.clone()).or_default() += gap.ecart;
        }
    }
    out.organismes.retain(|_, sum| !sum.is_zero());
    if let Some(found) = explication::plafond(&first.ecarts, &first.plafonds) {
        out.tout_explique = true;
        out.explications = vec![found];
    } else if first.ecarts.iter().any(|e| !e.consequence) && !first.ecarts.iter().any(Ecart::sans_methode) {
        let gaps = |ecarts: &[Ecart]| ecarts.iter().filter(|e| !e.consequence).count();
        let (all, people) = (gaps(&first.ecarts), first.ecarts.iter().map(|e| e.personne.clone()).collect());
        let found = explication::chercher(&first.ecarts, &first.produits, chosen, |methods| {
            // A reading that leaves as many gaps to the people who have some is none for the file.
            let own = gaps(&run(methods, Some(&people)).ecarts);
            if own >= all { own } else { gaps(&run(methods, None).ecarts) }
        });
        out.tout_explique = found.last().is_some_and(|e| e.restent == 0);
        out.explications = found;
    }
    out.ecarts = first.ecarts;
    out.manque.extend(first.manque);
}

/// What one run over the file gives.
#[derive(Default)]
struct Passage {
    bulletins: usize,
    valeurs: usize,
    ecarts: Vec<Ecart>,
    produits: Vec<comparaison::Produit>,
    plafonds: Vec<Option<(i32, i32)>>,
    non_recalcules: Vec<NonRecalcule>,
    manque: Vec<String>,
}

/// Computes every payslip of the file with these methods, each person's in the order of payment.
fn all(rates: &Rates, tables: &Tables, lu: &lecture::Lu<'_>, methods: &Methodes, only: Seuls<'_>) -> Passage {
    let mut out = Passage::default();
    let mut usages = usages::Usages::default();
    // The one of 1 January for the whole year since 2026 (method rgdu_smic), that of the day before.
    let smic = |day: chrono::NaiveDate| {
        let january = chrono::NaiveDate::from_ymd_opt(day.year(), 1, 1)?;
        let smic = rates.param("SMIC_HORAIRE", if day.year() >= 2026 { january } else { day });
        smic.ok().map(|v| v.value)
    };
    for person in &lu.personnes {
        let concerned = |slip: &lecture::Bulletin<'_>| only.is_none_or(|only| only.contains(&slip.personne));
        let mut before = lecture::Avant::default();
        for slip in person.versements.iter().filter(|slip| concerned(slip)) {
            let refused =
                |raison: String| NonRecalcule { personne: slip.personne.clone(), ligne: slip.ligne, raison };
            let input = match lecture::demande(lu, slip, &before, methods, &smic) {
                Ok(input) => input,
                Err(raison) => {
                    out.non_recalcules.push(refused(raison));
                    continue;
                }
            };
            match cddu_payslip::bulletin(rates, &input) {
                Ok(bulletin) => {
                    out.bulletins += 1;
                    let found = comparaison::comparer((rates, tables), lu, slip, &bulletin);
                    out.valeurs += found.valeurs;
                    out.ecarts.extend(found.ecarts);
                    out.produits.extend(found.produits);
                    out.plafonds.extend(found.plafonds);
                    usages.etend(found.usages);
                    before.apres(&bulletin);
                }
                Err(errors) => {
                    let first =
                        errors.first().map_or_else(String::new, |e| format!("{} ({})", e.message, e.code));
                    out.non_recalcules.push(refused(first));
                }
            }
        }
    }
    out.valeurs += usages.juges();
    let (ecarts, autres) = usages.conclut();
    out.ecarts.extend(ecarts);
    out.manque = autres;
    out
}
