//! `devis.csv`: what the production foresees to spend, by post of the budget and by team.

use std::collections::BTreeMap;

use cddu_documents::typo::euros;
use cddu_rates::{Cents, Diagnostic, Gravite, fold};

use crate::lecture::sheet::{Cells, Sheet};

/// What a row of the budget is for: a post, a team, or a team within a post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CleDevis {
    /// Post, as it is compared.
    pub poste: Option<String>,
    /// Team, as it is compared.
    pub departement: Option<String>,
}

/// A row of `devis.csv`.
#[derive(Clone, Debug)]
pub struct LigneDevis {
    /// Line of the file.
    pub ligne: u64,
    /// Post, as it is written.
    pub poste: Option<String>,
    /// Team, as it is written.
    pub departement: Option<String>,
    /// What it is.
    pub intitule: String,
    /// What is foreseen.
    pub montant: Cents,
    /// The employer's contributions are in it.
    pub charges: bool,
}

impl LigneDevis {
    /// What the row is compared by: neither capitals nor accents make another post.
    #[must_use]
    pub fn cle(&self) -> CleDevis {
        CleDevis {
            poste: self.poste.as_deref().map(fold),
            departement: self.departement.as_deref().map(fold),
        }
    }
}

/// Reads the budget. No pay depends on it: what is wrong in it is told at its line, is not counted, and stops nothing.
pub(crate) fn read(
    sheet: Result<Option<Sheet>, Vec<Diagnostic>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LigneDevis> {
    let mut out: Vec<LigneDevis> = Vec::new();
    let mut found = Vec::new();
    match sheet {
        Ok(None) => {}
        Err(list) => found = list,
        Ok(Some(sheet)) => {
            found.extend(sheet.diagnostics.iter().cloned());
            // The first row of each post, and of each key.
            let (mut posts, mut keys) = (BTreeMap::new(), BTreeMap::new());
            for row in sheet.rows.iter().filter(|r| !r.broken) {
                let mut cells = Cells::new(&sheet, row);
                let line = line(&mut cells, row.line);
                if let Some(line) = line {
                    agrees(&line, &mut posts, &mut keys, &mut cells);
                    if cells.faults.is_empty() {
                        found.extend(product(&mut cells, &line, &sheet));
                        out.push(line);
                    }
                }
                found.append(&mut cells.faults);
            }
        }
    }
    diagnostics.extend(found.into_iter().map(|mut fault| {
        if fault.is_error() {
            fault.gravite = Gravite::Mineur;
        }
        // The reader of rows that are paid says who is not.
        if fault.code == "DOS-132" {
            fault = fault.hint(
                "fermer le guillemet, ou doubler celui qui est dans le texte ; les lignes avalées ne sont pas comptées dans le devis",
            );
        }
        fault
    }));
    out
}

fn line(cells: &mut Cells<'_>, ligne: u64) -> Option<LigneDevis> {
    let (poste, departement) = (cells.opt_text("poste"), cells.opt_text("departement"));
    if poste.is_none() && departement.is_none() {
        cells.fault(
            "DOS-330",
            "poste",
            "cette ligne n'a ni poste ni département : aucun coût ne s'y compare".to_owned(),
            "écrire le poste ou le département comme dans contrats.csv",
        );
    }
    let (montant, charges) = (cells.amount("montant"), cells.yes_no("charges").unwrap_or(true));
    let intitule = cells.text("intitule");
    Some(LigneDevis { ligne, poste, departement, intitule, montant: montant?, charges })
}

/// A quantity and a price that do not make the amount. The amount is what is foreseen: it is counted.
fn product(cells: &mut Cells<'_>, line: &LigneDevis, sheet: &Sheet) -> Option<Diagnostic> {
    let (count, price) = (cells.quantity("quantite")?, cells.amount("prix_unitaire")?);
    let made = Cents::checked_round(count.0.checked_mul(price.to_decimal())?)?;
    (made != line.montant).then(|| {
        let message =
            format!("{} × {} font {}, et non {}", count, euros(price), euros(made), euros(line.montant));
        Diagnostic::warning("DOS-334", message)
            .in_file(&sheet.shown, Some(line.ligne))
            .column("montant")
            .hint("corriger le montant, la quantité ou le prix ; c'est le montant qui est compté")
    })
}

/// A cost is of one row: a post is foreseen whole or by teams, and the rows of one key count the same things.
fn agrees(
    line: &LigneDevis,
    posts: &mut BTreeMap<String, (bool, u64)>,
    keys: &mut BTreeMap<CleDevis, (bool, u64)>,
    cells: &mut Cells<'_>,
) {
    let key = line.cle();
    if let Some(post) = key.poste.clone() {
        let split = key.departement.is_some();
        let (known, first) = *posts.entry(post).or_insert((split, line.ligne));
        if known != split {
            let how = if known { "par département" } else { "en entier" };
            cells.fault(
                "DOS-331",
                "poste",
                format!(
                    "le poste {} est déjà prévu {how} à la ligne {first} : ses coûts compteraient deux fois",
                    line.poste.as_deref().unwrap_or_default()
                ),
                "prévoir le poste en entier (sans département), ou donner un département à chacune de ses lignes",
            );
        }
    }
    let (known, first) = *keys.entry(key).or_insert((line.charges, line.ligne));
    if known != line.charges {
        cells.fault(
            "DOS-332",
            "charges",
            format!(
                "la ligne {first}, du même poste et du même département, est prévue charges {}",
                if known { "comprises" } else { "à part" }
            ),
            "écrire la même réponse dans la colonne charges de ces lignes",
        );
    }
}
