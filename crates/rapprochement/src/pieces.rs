//! X04 to X06: the documents that must be there, those that the accounts hold, and the copies of the batches.

use cddu_rates::{Cents, Gravite};

use crate::Rapporteur;
use crate::comparaison::{Candidat, Cle, Document};
use crate::documents::{Contexte, Copie};

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    missing(c, out);
    orphans(c, out);
    copies(c, out);
}

/// X04: a document that should have been written.
fn missing(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if !out.applies("X04", c.docs.absents.len().max(1)) {
        return;
    }
    for a in c.docs.absents {
        let what = if a.de_trop { "de trop" } else { "absent" };
        let message = format!("{} {what} : {}", a.nom, a.raison);
        let candidat =
            Candidat { document: a.document, reference: a.nom.clone(), ligne: None, montant: Cents::ZERO };
        out.fact("X04", Cle::default().piece(&a.nom), message, vec![candidat], Cents::ZERO);
        if a.secondaire {
            out.amend("X04", |e| e.gravite = Gravite::Mineur);
        }
    }
}

/// X05: what a batch entered in the accounts is still in the register.
fn orphans(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if !out.applies("X05", c.docs.orphelins.len().max(1)) {
        return;
    }
    for o in c.docs.orphelins {
        if o.pieces.is_empty() {
            let message = format!(
                "le dossier comptabilite/{} n'est pas au registre des comptes : ses écritures n'ont pas été intégrées",
                o.lot
            );
            out.fact("X05", Cle::default().lot(&o.lot), message, Vec::new(), Cents::ZERO);
            continue;
        }
        let shown: Vec<&str> = o.pieces.iter().take(3).map(String::as_str).collect();
        let more = o.pieces.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" et {more} autres") } else { String::new() };
        let message = format!(
            "le lot {} a entré {}{more}, qui ne sont plus parmi les documents figés",
            o.lot,
            shown.join(", ")
        );
        let candidats = o
            .pieces
            .iter()
            .map(|p| Candidat {
                document: Document::Ecriture,
                reference: format!("{} {p}", o.lot),
                ligne: None,
                montant: Cents::ZERO,
            })
            .collect();
        out.fact("X05", Cle::default().lot(&o.lot), message, candidats, Cents::ZERO);
    }
}

/// X06: each file made of a batch says what the batch says, line by line.
fn copies(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.copies.is_empty() {
        out.skip(&["X06"], "aucune copie des lots n'est donnée");
        return;
    }
    if !out.applies("X06", c.docs.copies.len()) {
        return;
    }
    for copie in c.docs.copies {
        differing(copie, out);
    }
}

fn differing(copie: &Copie, out: &mut Rapporteur<'_>) {
    if copie.ecrit == copie.attendu {
        return;
    }
    let lines = |octets: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(octets).into_owned();
        text.lines().map(|l| l.trim_end_matches('\r').to_owned()).collect()
    };
    let (written, expected) = (lines(&copie.ecrit), lines(&copie.attendu));
    // Columns chosen since then: the copy is that of another layout, not a change of the batch.
    if written.first() != expected.first() && written.len() == expected.len() {
        return;
    }
    let last = written.len().max(expected.len());
    let different: Vec<usize> = (0..last).filter(|n| written.get(*n) != expected.get(*n)).collect();
    for rank in &different {
        let line = |list: &[String]| list.get(*rank).cloned().unwrap_or_else(|| "(rien)".to_owned());
        let message = format!(
            "{} ligne {} : « {} » ; le lot {} dit « {} »",
            copie.fichier,
            rank + 1,
            line(&written),
            copie.lot,
            line(&expected)
        );
        let candidat = Candidat {
            document: Document::Ecriture,
            reference: copie.fichier.clone(),
            ligne: Some(*rank as u64 + 1),
            montant: Cents::ZERO,
        };
        let cle = Cle::default().lot(&copie.lot).piece(&copie.fichier).code(format!("ligne {}", rank + 1));
        out.fact("X06", cle, message, vec![candidat], Cents::ZERO);
    }
}
