//! Transfer files against the payslips and notes (B01 to B03, B05).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Month};

use crate::Rapporteur;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::Contexte;
use cddu_ledger::montant::lisible;
use cddu_ledger::sepa::{SepaRead, SepaTransaction, reference};
use cddu_ledger::{note, piece};

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.virements.is_empty() {
        out.skip(&["B01", "B02", "B03", "B05"], "aucun fichier de virements");
        return;
    }
    for file in c.docs.virements {
        controls(file, out);
    }
    paid_once(c, out);
}

fn candidate(t: &SepaTransaction) -> Candidat {
    Candidat {
        document: Document::Virement,
        reference: t.reference.clone(),
        ligne: Some(t.ligne),
        montant: t.montant,
    }
}

/// B01 and B02: the totals and counters of the file; B05: its IBANs.
fn controls(file: &SepaRead, out: &mut Rapporteur<'_>) {
    let key = |what: &str| Cle::default().piece(&file.message).code(what);
    let sum: Cents = file.virements.iter().map(|t| t.montant).sum();
    let totals = std::iter::once(("fichier".to_owned(), file.total, sum))
        .chain(file.groupes.iter().enumerate().map(|(n, g)| (format!("groupe {}", n + 1), g.total, g.somme)));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (what, total, sum) in totals {
        left.push(Poste::new(key(&what), Document::Virement, "CtrlSum", total.unwrap_or_default()));
        right.push(Poste::new(key(&what), Document::Virement, "virements", sum));
    }
    out.compare("B01", left, right, Appariement::Montant);
    let counts = std::iter::once(("fichier".to_owned(), file.nombre, file.virements.len() as u64)).chain(
        file.groupes.iter().enumerate().map(|(n, g)| (format!("groupe {}", n + 1), g.nombre, g.compte)),
    );
    let counts: Vec<_> = counts.collect();
    if out.applies("B02", counts.len()) {
        for (what, said, counted) in counts.into_iter().filter(|(_, said, counted)| *said != Some(*counted)) {
            let said = said.map_or_else(|| "absent".to_owned(), |n| n.to_string());
            let message = format!("{what} : NbOfTxs {said}, {counted} virements comptés");
            out.fact("B02", key(&what), message, Vec::new(), Cents::ZERO);
        }
    }
    if out.applies("B05", file.virements.len()) {
        for t in &file.virements {
            if let Err(error) = sepa::validate_iban(&t.iban) {
                let message = format!("IBAN {} refusé : {error}", t.iban);
                out.fact("B05", key(&t.reference), message, vec![candidate(t)], t.montant);
            }
        }
    }
}

/// B01 and B03: each document with something to pay has one transfer, of its net.
fn paid_once(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let month = |date| c.docs.mois.is_none_or(|m| Month::of(date) == m);
    let mut paid: BTreeMap<&str, Vec<&SepaTransaction>> = BTreeMap::new();
    for t in c.docs.virements.iter().flat_map(|f| &f.virements) {
        paid.entry(&t.reference).or_default().push(t);
    }
    let replaces: BTreeMap<&str, &str> = (c.docs.bulletins.iter())
        .map(|p| (piece(p), p.rectifie.as_deref()))
        .chain(c.docs.notes.iter().map(|n| (note::piece(n), n.rectifie.as_deref())))
        .filter_map(|(new, old)| Some((new, old?)))
        .collect();
    let replaced: BTreeSet<&str> = replaces.values().copied().collect();
    // What the transfers of the documents that this one replaces have already paid.
    let before = |numero: &str| -> Cents {
        let mut total = Cents::ZERO;
        let mut current = numero;
        for _ in 0..replaces.len() {
            let Some(old) = replaces.get(current) else { break };
            let transfers = paid.get(reference(old).as_str()).map_or(&[][..], Vec::as_slice);
            total += transfers.iter().map(|t| t.montant).sum::<Cents>();
            current = old;
        }
        total
    };
    let slips =
        c.docs.bulletins.iter().map(|p| (Document::Bulletin, p.date_paiement, piece(p), p.totaux.virement));
    let notes =
        c.docs.notes.iter().map(|n| (Document::Note, n.date_paiement, note::piece(n), n.totaux.net_a_payer));
    let mut due: BTreeMap<String, (Document, String, Cents)> = BTreeMap::new();
    for (document, date, numero, net) in slips.chain(notes) {
        if month(date) && !replaced.contains(numero) {
            // An overpayment is a claim, not a transfer: nothing more is due.
            let rest = (net.or_zero() - before(numero)).or_zero();
            if rest > Cents::ZERO || paid.contains_key(reference(numero).as_str()) {
                due.insert(reference(numero), (document, numero.to_owned(), rest));
            }
        }
    }
    let bodies: Vec<&str> =
        c.compta.plan.roles().filter(|(_, k)| k.auxiliaire == "organisme").map(|(r, _)| r).collect();
    let known_body = |reference: &str| bodies.iter().any(|b| reference.starts_with(&b.replace('_', "-")));
    if !out.applies("B03", due.len() + paid.len()) {
        return;
    }
    for (reference, (document, numero, net)) in &due {
        let slip = Candidat { document: *document, reference: numero.clone(), ligne: None, montant: *net };
        let transfers = paid.get(reference.as_str()).map_or(&[][..], Vec::as_slice);
        let candidats =
            || std::iter::once(slip.clone()).chain(transfers.iter().map(|t| candidate(t))).collect();
        let cle = Cle::default().piece(numero);
        match transfers {
            [] => out.fact(
                "B03",
                cle,
                format!("{numero} n'est pas payé ({})", lisible(*net)),
                candidats(),
                -*net,
            ),
            [one] => {
                let side = |montant, document| {
                    vec![Poste::new(cle.clone(), document, numero, montant).line(one.ligne)]
                };
                out.compare(
                    "B01",
                    side(one.montant, Document::Virement),
                    vec![Poste::new(cle.clone(), *document, numero, *net)],
                    Appariement::Montant,
                );
            }
            several => {
                let extra: Cents = several.iter().skip(1).map(|t| t.montant).sum();
                let message = format!("{numero} est payé {} fois", several.len());
                out.fact("B03", cle, message, candidats(), extra);
            }
        }
    }
    // A file of a week over two months pays documents of both; what was replaced may have been paid before.
    let elsewhere: BTreeSet<String> = (c.docs.bulletins.iter())
        .map(|p| (p.date_paiement, piece(p)))
        .chain(c.docs.notes.iter().map(|n| (n.date_paiement, note::piece(n))))
        .filter(|(date, numero)| !month(*date) || replaced.contains(numero))
        .map(|(_, numero)| numero)
        .chain(replaced.iter().copied())
        .map(reference)
        .collect();
    let unknown = |r: &str| !due.contains_key(r) && !elsewhere.contains(r) && !known_body(r);
    for (reference, transfers) in paid.iter().filter(|(r, _)| unknown(r)) {
        let total = transfers.iter().map(|t| t.montant).sum();
        let message = format!("le virement {reference} ne paie aucun document du mois");
        let candidats = transfers.iter().map(|t| candidate(t)).collect();
        out.fact("B03", Cle::default().piece(reference), message, candidats, total);
    }
}
