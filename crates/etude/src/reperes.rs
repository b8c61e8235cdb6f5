//! The rows by which each trap of a case is judged: where a candidate who fell into it is wrong.

use std::collections::BTreeSet;
use std::path::Path;

use cddu_dossier::Frozen;
use cddu_kit::Engine;
use cddu_payslip::ContractPay;
use cddu_rates::Diagnostic;

use crate::Piege;
use crate::attendus::{self, Cle};
use crate::cas::Cas;
use crate::ecrit::csv;
use crate::feuille::Feuille;

/// File of the trainer.
pub const PIEGES: &str = "pieges.csv";
const COLONNES: [&str; 5] = ["piege", "ou", "document", "contrat", "rubrique"];

/// A trap as the corrected version gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repere {
    /// The trap.
    pub piege: Piege,
    /// Person or document that bears it.
    pub ou: String,
    /// Its rows: of the payslips and notes to fill, or of the reconciliation (`rubrique` is then the account or the
    /// person).
    pub rangs: BTreeSet<Cle>,
}

/// The file of the traps.
pub fn ecrire(cas: &Cas<'_>, engine: &Engine) -> Vec<u8> {
    let rows = cas.demande.pieges.iter().flat_map(|piege| {
        let ou = cas.porteur(*piege);
        rangs(cas, engine, *piege)
            .into_iter()
            .map(move |cle| vec![piege.nom().to_owned(), ou.clone(), cle.document, cle.contrat, cle.rubrique])
    });
    csv(&COLONNES, rows)
}

/// The traps of a corrected version; none for one that was made before they were kept.
///
/// # Errors
/// `ETU-011` to `ETU-013` for a file that was altered.
pub fn lire(corrige: &Path) -> Result<Vec<Repere>, Vec<Diagnostic>> {
    if !corrige.join(PIEGES).exists() {
        return Ok(Vec::new());
    }
    let mut sheet = Feuille::open(corrige, PIEGES, &COLONNES, &[])?;
    let mut out: Vec<Repere> = Vec::new();
    for row in sheet.take() {
        let text = |name: &str| sheet.text(&row, name).to_owned();
        let Some(piege) = Piege::parse(&text("piege")) else { continue };
        let cle = Cle { document: text("document"), contrat: text("contrat"), rubrique: text("rubrique") };
        match out.iter_mut().find(|r| r.piege == piege) {
            Some(known) => {
                known.rangs.insert(cle);
            }
            None => out.push(Repere { piege, ou: text("ou"), rangs: BTreeSet::from([cle]) }),
        }
    }
    sheet.done(out)
}

fn rangs(cas: &Cas<'_>, engine: &Engine, piege: Piege) -> Vec<Cle> {
    let role = cas.production.roles.iter().find(|r| r.piege == Some(piege));
    let slip =
        role.and_then(|role| cas.slips.iter().find(|f| f.resultat.salarie.matricule == role.matricule));
    let Some(frozen) = slip else { return without_person(cas, piege) };
    let Some(contract) = frozen.resultat.contrats.first() else { return Vec::new() };
    let total = |rubrique: &str| row(frozen, "", rubrique);
    let of = |rubrique: &str| row(frozen, &contract.contrat, rubrique);
    match piege {
        Piege::JourFerie => vec![of("brut")],
        Piege::SemaineACheval => vec![of("plafond")],
        Piege::Dfs | Piege::Figurant => vec![of("securite_sociale"), of("csg")],
        Piege::NonResident => vec![of("csg"), total("retenue_non_resident"), total("pas")],
        Piege::Cadre => {
            let capped = contract.bases.plafonnee < contract.bases.securite_sociale;
            let mut out = of_cadres(engine, frozen, contract);
            out.extend(capped.then(|| of("plafonnee")));
            out
        }
        Piege::Precompte | Piege::Centime | Piege::Dsn => Vec::new(),
    }
}

fn row(frozen: &Frozen, contrat: &str, rubrique: &str) -> Cle {
    Cle { document: frozen.numero.clone(), contrat: contrat.to_owned(), rubrique: rubrique.to_owned() }
}

/// The lines that a cadre has and that the same person would not have otherwise.
fn of_cadres(engine: &Engine, frozen: &Frozen, contract: &ContractPay) -> Vec<Cle> {
    let mut input = frozen.entree.as_ref().clone();
    input.contrats.iter_mut().for_each(|c| c.cadre = Some(false));
    let Ok(other) = engine.bulletin_only(&input) else { return Vec::new() };
    let plain: Vec<String> =
        other.contrats.iter().flat_map(attendus::rubriques).map(|(code, ..)| code).collect();
    let own = attendus::rubriques(contract).into_iter().map(|(code, ..)| code);
    own.filter(|code| !plain.contains(code)).map(|code| row(frozen, &contract.contrat, &code)).collect()
}

/// The rows of the note, or the gaps of the documents received.
fn without_person(cas: &Cas<'_>, piege: Piege) -> Vec<Cle> {
    if piege == Piege::Precompte {
        return cas.notes.iter().flat_map(attendus::of_note).map(|(cle, _)| cle).collect();
    }
    let points = cas.recu.points.iter().filter(|p| p.piege == piege);
    points
        .map(|p| Cle { document: p.document.to_owned(), contrat: String::new(), rubrique: p.cle.clone() })
        .collect()
}
