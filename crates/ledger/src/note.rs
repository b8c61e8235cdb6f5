//! From a note de droits d'auteur to its movements.

use cddu_payslip::note::{Note, NoteSens};
use cddu_rates::{Cents, Diagnostic, Month};

use crate::compta::{Compta, Mode};
use crate::mouvement::{ATTENTE, Inconnue, Lecture, Mouvement, Tiers, identity};
use crate::schema::Part;

/// The role of the debt to the authors.
const AUTEURS: &str = "auteurs";

/// The number under which a note is known in the accounts: its own, or the beginning of its hash.
#[must_use]
pub fn piece(note: &Note) -> &str {
    identity(note.numero.as_deref(), &note.empreinte)
}

/// Identifier of the author of a note; the number of the note when the author is not given.
#[must_use]
pub fn author(note: &Note) -> &str {
    note.auteur.as_ref().map_or_else(|| piece(note), |a| a.auteur.as_str())
}

/// Reads the movements of a note. A note follows one clock, the date of payment.
///
/// `ECR-003` when known lines do not give the net of the note.
pub(crate) fn read<'a>(compta: &'a Compta, note: &'a Note) -> Lecture<'a> {
    let mut out = Lecture { mouvements: Vec::with_capacity(16), ..Lecture::default() };
    let axes: Vec<(&str, &str)> = note.analytique.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let numero = author(note);
    let tiers = Tiers { numero, libelle: note.auteur.as_ref().map_or(numero, |a| a.nom.as_str()) };
    let fixed = [
        ("brut_ht", "Droits d'auteur", note.brut_ht),
        ("tva_autoliquidee", "TVA autoliquidée", note.informations.tva_autoliquidee),
    ];
    let amounts = fixed
        .into_iter()
        .map(|(code, libelle, montant)| (Part::Note, code, libelle, montant))
        .chain(note.lignes.iter().map(|l| {
            let part = match l.sens {
                NoteSens::Retenue => Part::NoteRetenue,
                NoteSens::Ajout => Part::NoteAjout,
                NoteSens::Producteur => Part::NoteProducteur,
            };
            (part, l.code.as_str(), l.libelle.as_str(), l.montant)
        }));
    for (part, code, libelle, montant) in amounts.filter(|(.., montant)| !montant.is_zero()) {
        let regle = compta.schema.regle(part, code, None, note.date_paiement);
        let (debit, credit) = match regle {
            Some(regle) => (regle.debit.as_str(), regle.credit.as_str()),
            None => {
                let quoi = format!("la ligne {code} (part {}) n'a pas de schéma d'écriture", part.mot());
                out.inconnues.push(Inconnue { quoi, montant });
                if compta.config.mode == Mode::Strict {
                    continue;
                }
                match part {
                    Part::NoteRetenue => (AUTEURS, ATTENTE),
                    Part::NoteProducteur => (ATTENTE, ATTENTE),
                    _ => (ATTENTE, AUTEURS),
                }
            }
        };
        out.mouvements.push(Mouvement {
            piece: piece(note),
            code,
            part,
            libelle,
            chapitre: regle.map_or("", |r| r.chapitre.as_str()),
            debit,
            credit,
            tiers,
            creancier: None,
            population: None,
            montant,
            mois: Month::of(note.date_paiement),
            paiement: note.date_paiement,
            axes: axes.clone(),
        });
    }
    let net: Cents = out
        .mouvements
        .iter()
        .map(|m| match (m.debit == AUTEURS, m.credit == AUTEURS) {
            (true, false) => -m.montant,
            (false, true) => m.montant,
            _ => Cents::ZERO,
        })
        .sum();
    let complete = compta.config.mode == Mode::Tolerant || out.inconnues.is_empty();
    if complete && net != note.totaux.net_a_payer {
        out.erreurs.push(
            Diagnostic::error(
                "ECR-003",
                format!(
                    "note {} : les lignes donnent un net de {net}, la note dit {}",
                    piece(note),
                    note.totaux.net_a_payer
                ),
            )
            .hint("recalculer la note : une ligne a été changée, ajoutée ou perdue après le calcul"),
        );
    }
    out
}
