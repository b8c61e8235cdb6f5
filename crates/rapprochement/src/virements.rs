//! Transfer files against the payslips and notes (B01 to B03, B05 to B08, B10).

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::{ElementCode, Payslip};
use cddu_rates::{Cents, Month};
use chrono::NaiveDate;

use crate::Rapporteur;
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{Contexte, Place, Virement, Virements};
use cddu_ledger::montant::lisible;
use cddu_ledger::sepa::{reference, reference_pecule};
use cddu_ledger::{note, piece};

const RULES: [&str; 8] = ["B01", "B02", "B03", "B05", "B06", "B07", "B08", "B10"];

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.virements.is_empty() {
        out.skip(&RULES, "aucun fichier de virements");
        return;
    }
    for file in c.docs.virements {
        controls(file, out);
    }
    paid_once(c, out);
    who_and_when(c, out);
}

fn candidate(t: &Virement) -> Candidat {
    place(&t.montant, &t.reference.texte)
}

/// A value of a file.
fn place(value: &Place, reference: &str) -> Candidat {
    Candidat {
        document: Document::Virement,
        reference: reference.to_owned(),
        ligne: (value.ligne > 0).then_some(value.ligne),
        montant: value.montant(),
    }
}

/// B01 and B02: the totals and counters of the file; B05: its IBANs.
fn controls(file: &Virements, out: &mut Rapporteur<'_>) {
    let key = |what: &str| Cle::default().piece(&file.message).code(what);
    let sum =
        |list: &mut dyn Iterator<Item = &Virement>| -> Cents { list.map(|t| t.montant.montant()).sum() };
    let mut all = file.virements();
    let whole = ("fichier".to_owned(), &file.total, &file.nombre, sum(&mut all), file.virements().count());
    let groups = file.groupes.iter().enumerate().map(|(n, g)| {
        (format!("groupe {}", n + 1), &g.total, &g.nombre, sum(&mut g.virements.iter()), g.virements.len())
    });
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut counters = Vec::new();
    for (what, total, number, sum, count) in std::iter::once(whole).chain(groups) {
        let (montant, ligne) = total.as_ref().map_or((Cents::ZERO, 0), |t| (t.montant(), t.ligne));
        left.push(Poste::new(key(&what), Document::Virement, "CtrlSum", montant).line(ligne));
        right.push(Poste::new(key(&what), Document::Virement, "virements", sum));
        counters.push((what, number, count));
    }
    out.compare("B01", left, right, Appariement::Montant);
    if out.applies("B02", counters.len()) {
        for (what, number, count) in counters {
            let said = number.as_ref().map_or("absent", |n| n.texte.as_str());
            if said != count.to_string() {
                let message = format!("{what} : NbOfTxs {said}, {count} virements comptés");
                let candidats = number.iter().map(|n| place(n, "NbOfTxs")).collect();
                out.fact("B02", key(&what), message, candidats, Cents::ZERO);
                out.because(
                    "B02",
                    Cause::new("total_change", "le compteur a été changé, ou un virement retiré ou ajouté"),
                );
            }
        }
    }
    if out.applies("B05", file.virements().count()) {
        // An account that is not written is said by the rule of the elements.
        for t in file.virements().filter(|t| t.iban.ligne > 0) {
            if let Some(error) = cddu_ledger::sepa::refus(&t.iban.texte) {
                let message = format!("IBAN {} refusé : {error}", t.iban.texte);
                let candidats = vec![place(&t.iban, &t.reference.texte)];
                out.fact("B05", key(&t.reference.texte), message, candidats, t.montant.montant());
                out.because("B05", Cause::new("iban_faux", "IBAN changé ou mal saisi : sa clé ne tient pas"));
            }
        }
    }
}

/// A document to pay: its day, its account, who is paid.
struct APayer<'a> {
    date: NaiveDate,
    iban: Option<&'a str>,
    nom: String,
    /// It replaces another one: its transfer may leave later.
    complement: bool,
}

/// The two transfers of the pay of a child: his legal representatives, the Caisse des Dépôts.
fn child<'a>(c: &Contexte<'a>, p: &'a Payslip, due: &mut BTreeMap<String, APayer<'a>>) {
    let child = p.salarie.enfant.as_deref();
    let caisse = c.docs.virements_config.and_then(|v| v.caisse_des_depots.as_ref());
    let complement = p.rectifie.is_some();
    due.insert(
        reference(piece(p)),
        APayer {
            date: p.date_paiement,
            iban: child.and_then(|c| c.iban.as_deref()),
            nom: child.map_or_else(String::new, |c| c.representants.join(" ET ")),
            complement,
        },
    );
    due.insert(
        reference_pecule(piece(p)),
        APayer {
            date: p.date_paiement,
            iban: caisse.map(|c| c.iban.as_str()),
            nom: "CAISSE DES DEPOTS ET CONSIGNATIONS".to_owned(),
            complement,
        },
    );
}

/// B06: each transfer leaves on the day of payment; B07: from the account of the production; B08: to the account of
/// the person.
fn who_and_when(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let mut due: BTreeMap<String, APayer<'_>> = BTreeMap::new();
    for p in c.docs.bulletins {
        let s = &p.salarie;
        if p.pecule.is_some() {
            child(c, p, &mut due);
            continue;
        }
        due.insert(
            reference(piece(p)),
            APayer {
                date: p.date_paiement,
                iban: s.iban.as_deref(),
                nom: format!("{} {}", s.prenom, s.nom_usage.as_ref().unwrap_or(&s.nom)),
                complement: p.rectifie.is_some(),
            },
        );
    }
    for n in c.docs.notes {
        let author = n.auteur.as_ref();
        due.insert(
            reference(note::piece(n)),
            APayer {
                date: n.date_paiement,
                iban: author.and_then(|a| a.iban.as_deref()),
                nom: author.map_or_else(String::new, |a| format!("{} {}", a.prenom, a.nom)),
                complement: n.rectifie.is_some(),
            },
        );
    }
    let count = due.len();
    let seen = [out.applies("B06", count), out.applies("B07", count), out.applies("B08", count)];
    for group in c.docs.virements.iter().flat_map(|f| &f.groupes) {
        let cle = || Cle::default().piece(&group.debiteur.texte);
        if let Some(account) = c
            .docs
            .virements_config
            .map(|v| v.iban.as_str())
            .filter(|a| seen[1] && compact(a) != compact(&group.debiteur.texte))
        {
            let message =
                format!("compte débité {} ; celui de la production est {account}", group.debiteur.texte);
            out.fact("B07", cle(), message, vec![place(&group.debiteur, "DbtrAcct")], Cents::ZERO);
            out.because("B07", causes::of_text(&group.debiteur.texte, account));
        }
        let day = group.date.texte.parse::<NaiveDate>().ok();
        let mut late: BTreeSet<NaiveDate> = BTreeSet::new();
        for t in &group.virements {
            let Some(document) = due.get(&t.reference.texte) else { continue };
            let right =
                day.is_some_and(|d| d == document.date || (document.complement && d >= document.date));
            if !right {
                late.insert(document.date);
            }
            if !seen[2] {
                continue;
            }
            let key = || Cle::default().piece(&t.reference.texte);
            if !same_name(&t.beneficiaire.texte, &document.nom) {
                let message = format!(
                    "{} est payé à « {} » ; c'est {}",
                    t.reference.texte, t.beneficiaire.texte, document.nom
                );
                out.fact(
                    "B08",
                    key(),
                    message,
                    vec![place(&t.beneficiaire, &t.reference.texte)],
                    Cents::ZERO,
                );
                out.because("B08", causes::of_text(&t.beneficiaire.texte, &document.nom));
            }
            if document.iban.is_some_and(|iban| compact(iban) != compact(&t.iban.texte)) {
                let message = format!(
                    "{} est payé sur {} ; son compte est {}",
                    t.reference.texte,
                    t.iban.texte,
                    document.iban.unwrap_or_default()
                );
                out.fact("B08", key(), message, vec![place(&t.iban, &t.reference.texte)], Cents::ZERO);
                let known = compact(document.iban.unwrap_or_default());
                out.because("B08", causes::of_text(&compact(&t.iban.texte), &known));
            }
        }
        if seen[0] && !late.is_empty() {
            let days: Vec<String> = late.iter().map(NaiveDate::to_string).collect();
            let message = format!(
                "exécution demandée le {} ; jour de paiement : {}",
                group.date.texte,
                days.join(", ")
            );
            out.fact("B06", cle(), message, vec![place(&group.date, "ReqdExctnDt")], Cents::ZERO);
            let first = days.first().map_or("", String::as_str);
            out.because("B06", causes::of_text(&group.date.texte, first));
        }
    }
}

/// Banks take few letters and few of them: the name written must be the beginning of the name known.
fn same_name(written: &str, known: &str) -> bool {
    let (written, known) = (crate::noms::letters(written), crate::noms::letters(known));
    match (written, known) {
        (Some(written), Some(known)) => known.starts_with(&written),
        // Letters that have no plain form: each bank writes them its own way.
        _ => true,
    }
}

/// An account number without its spaces.
fn compact(iban: &str) -> String {
    iban.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

/// A transfer that a document asks for.
struct Due<'a> {
    document: Document,
    date: NaiveDate,
    numero: &'a str,
    net: Cents,
    /// How the transfer is named after the document.
    reference: fn(&str) -> String,
}

/// One transfer per document; two for a child, whose pay is shared.
fn payments<'a>(c: &'a Contexte<'_>) -> impl Iterator<Item = Due<'a>> {
    let slips = c.docs.bulletins.iter().flat_map(|p| {
        let due = |net, reference| Due {
            document: Document::Bulletin,
            date: p.date_paiement,
            numero: piece(p),
            net,
            reference,
        };
        let caisse = p.pecule.as_ref().map_or(Cents::ZERO, |share| share.caisse_des_depots);
        let named: fn(&str) -> String = reference_pecule;
        let pecule = p.pecule.as_ref().map(|_| due(caisse, named));
        std::iter::once(due(p.totaux.virement - caisse, reference)).chain(pecule)
    });
    let notes = c.docs.notes.iter().map(|n| Due {
        document: Document::Note,
        date: n.date_paiement,
        numero: note::piece(n),
        net: n.totaux.net_a_payer,
        reference,
    });
    slips.chain(notes)
}

/// B01 and B03: each document with something to pay has one transfer, of its net.
fn paid_once(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let month = |date| c.docs.mois.is_none_or(|m| Month::of(date) == m);
    let mut paid: BTreeMap<&str, Vec<&Virement>> = BTreeMap::new();
    for t in c.docs.virements.iter().flat_map(Virements::virements) {
        paid.entry(&t.reference.texte).or_default().push(t);
    }
    let replaces: BTreeMap<&str, &str> = (c.docs.bulletins.iter())
        .map(|p| (piece(p), p.rectifie.as_deref()))
        .chain(c.docs.notes.iter().map(|n| (note::piece(n), n.rectifie.as_deref())))
        .filter_map(|(new, old)| Some((new, old?)))
        .collect();
    let replaced: BTreeSet<&str> = replaces.values().copied().collect();
    // What the transfers of the documents that this one replaces have already paid, to the same account.
    let before = |numero: &str, reference: fn(&str) -> String| -> Cents {
        let mut total = Cents::ZERO;
        let mut current = numero;
        for _ in 0..replaces.len() {
            let Some(old) = replaces.get(current) else { break };
            let transfers = paid.get(reference(old).as_str()).map_or(&[][..], Vec::as_slice);
            total += transfers.iter().map(|t| t.montant.montant()).sum::<Cents>();
            current = old;
        }
        total
    };
    let mut due: BTreeMap<String, (Document, String, Cents)> = BTreeMap::new();
    let mut claims = Vec::new();
    for Due { document, date, numero, net, reference } in payments(c) {
        if month(date) && !replaced.contains(numero) {
            // An overpayment is a claim, not a transfer: nothing more is due.
            let (net, received) = (net.or_zero(), before(numero, reference));
            claims.push(TropPercu { document, numero, net, received });
            let rest = (net - received).or_zero();
            if rest > Cents::ZERO || paid.contains_key(reference(numero).as_str()) {
                due.insert(reference(numero), (document, numero.to_owned(), rest));
            }
        }
    }
    let bodies: Vec<&str> =
        c.compta.plan.roles().filter(|(_, k)| k.auxiliaire == "organisme").map(|(r, _)| r).collect();
    let known_body = |reference: &str| bodies.iter().any(|b| reference.starts_with(&b.replace('_', "-")));
    claimed(c, claims, out);
    if !out.applies("B03", due.len() + paid.len()) {
        return;
    }
    // A file of a week over two months pays documents of both; what was replaced may have been paid before.
    let elsewhere: BTreeSet<String> = payments(c)
        .filter(|due| !month(due.date) || replaced.contains(due.numero))
        .map(|due| (due.reference)(due.numero))
        .chain(replaced.iter().flat_map(|old| [reference(old), reference_pecule(old)]))
        .chain(
            c.docs.suivants.iter().map(piece).flat_map(|later| [reference(later), reference_pecule(later)]),
        )
        .collect();
    let unknown = |r: &str| !due.contains_key(r) && !elsewhere.contains(r) && !known_body(r);
    let misnamed = misnamed(&due, &paid, &unknown);
    for (reference, (document, numero, net)) in &due {
        let slip = Candidat { document: *document, reference: numero.clone(), ligne: None, montant: *net };
        let transfers = paid.get(reference.as_str()).map_or(&[][..], Vec::as_slice);
        let candidats =
            || std::iter::once(slip.clone()).chain(transfers.iter().map(|t| candidate(t))).collect();
        let cle = Cle::default().piece(numero);
        match transfers {
            [] => {
                let message = format!("{numero} n'est pas payé ({})", lisible(*net));
                out.fact("B03", cle, message, candidats(), -*net);
                let cause = match misnamed.iter().find(|(_, meant)| **meant == reference.as_str()) {
                    Some((written, _)) => Cause::new(
                        "suite",
                        format!("suite de la référence {written} : c'est sans doute son virement"),
                    ),
                    None => Cause::new("ligne_absente", "virement retiré du fichier, ou payé autrement"),
                };
                out.because("B03", cause);
            }
            [one] => {
                let side = |montant, document| {
                    vec![Poste::new(cle.clone(), document, numero, montant).line(one.montant.ligne)]
                };
                out.compare(
                    "B01",
                    side(one.montant.montant(), Document::Virement),
                    vec![Poste::new(cle.clone(), *document, numero, *net)],
                    Appariement::Montant,
                );
                if one.montant.ligne == 0 && !net.is_zero() {
                    out.because("B01", Cause::new("ligne_absente", "le montant du virement n'est pas écrit"));
                }
            }
            several => {
                let extra: Cents = several.iter().skip(1).map(|t| t.montant.montant()).sum();
                let message = format!("{numero} est payé {} fois", several.len());
                out.fact("B03", cle, message, candidats(), extra);
                let texte = format!("le virement est écrit {} fois", several.len());
                out.because("B03", Cause::new("doublon", texte));
            }
        }
    }
    for (reference, transfers) in paid.iter().filter(|(r, _)| unknown(r)) {
        let total = transfers.iter().map(|t| t.montant.montant()).sum();
        let message = format!("le virement {reference} ne paie aucun document du mois");
        let candidats =
            transfers.iter().flat_map(|t| [candidate(t), place(&t.reference, &t.reference.texte)]).collect();
        out.fact("B03", Cle::default().piece(reference), message, candidats, total);
        let cause = match misnamed.get(reference) {
            Some(meant) => causes::of_text(reference, meant),
            None => {
                Cause::new("ligne_en_trop", "aucun document du mois n'attend ce virement : ajouté au fichier")
            }
        };
        out.because("B03", cause);
    }
}

/// References that no document has, each with that of the one document without transfer whose net it pays.
fn misnamed<'a>(
    due: &'a BTreeMap<String, (Document, String, Cents)>,
    paid: &BTreeMap<&'a str, Vec<&Virement>>,
    unknown: &dyn Fn(&str) -> bool,
) -> BTreeMap<&'a str, &'a str> {
    let unpaid = || due.iter().filter(|(reference, _)| !paid.contains_key(reference.as_str()));
    let mut out = BTreeMap::new();
    for (written, transfers) in paid.iter().filter(|(r, _)| unknown(r)) {
        let [one] = transfers.as_slice() else { continue };
        let meant: Vec<&String> =
            unpaid().filter(|(_, (_, _, net))| *net == one.montant.montant()).map(|(r, _)| r).collect();
        if let [meant] = meant.as_slice() {
            out.insert(*written, meant.as_str());
        }
    }
    out
}

/// What a document owes, and what the transfers of those it replaces have paid.
struct TropPercu<'a> {
    document: Document,
    numero: &'a str,
    net: Cents,
    received: Cents,
}

/// B10: more was transferred than the document that stands owes. What later payslips hold back under its number is no
/// longer claimed.
fn claimed(c: &Contexte<'_>, claims: Vec<TropPercu<'_>>, out: &mut Rapporteur<'_>) {
    if !out.applies("B10", claims.len()) {
        return;
    }
    let standing = c.standing();
    let held = |numero: &str| -> Cents {
        let later = c.docs.suivants.iter();
        let elements = standing.iter().copied().chain(later).flat_map(|p| &p.elements);
        elements
            .filter(|e| e.code == ElementCode::Avance && names(&e.libelle, numero))
            .map(|e| e.retenu)
            .sum()
    };
    for TropPercu { document, numero, net, received } in claims {
        let held = held(numero);
        let over = (received - net).or_zero();
        let left = over - held;
        if left.is_zero() {
            continue;
        }
        let (matricule, name) = beneficiary(c, numero);
        let candidat = Candidat { document, reference: numero.to_owned(), ligne: None, montant: net };
        let cle = Cle::default().personne(&matricule).piece(numero);
        if left < Cents::ZERO {
            let message = format!(
                "{name} : {} repris sous le numéro {numero}, pour un trop-perçu de {} ; {} à rendre",
                lisible(held),
                lisible(over),
                lisible(-left)
            );
            out.fact("B10", cle, message, vec![candidat], left);
            out.amend("B10", |e| {
                "à rendre à la personne : une correction de la paie qui a trop repris"
                    .clone_into(&mut e.remede);
            });
            continue;
        }
        let mut message =
            format!("{name} : {} virés pour {} dus par {numero}", lisible(received), lisible(net));
        if !held.is_zero() {
            message = format!("{message}, {} déjà repris", lisible(held));
        }
        let message = format!("{message} ; trop-perçu de {} à récupérer", lisible(left));
        out.fact("B10", cle, message, vec![candidat], left);
        // C. trav. L3251-3 holds for wages: nothing is held back on an author's fee without his agreement (C. civ. 1347).
        if document == Document::Note {
            out.amend("B10", |e| {
                "à récupérer auprès de l'auteur : un remboursement, ou une compensation convenue sur une prochaine note ; jusque-là son compte reste débiteur d'autant"
                    .clone_into(&mut e.remede);
            });
        }
    }
}

/// True when a label holds this number as a word.
fn names(libelle: &str, numero: &str) -> bool {
    libelle.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| word == numero)
}

/// Who a document pays: number and name.
fn beneficiary(c: &Contexte<'_>, numero: &str) -> (String, String) {
    if let Some(p) = c.docs.bulletins.iter().find(|p| piece(p) == numero) {
        let s = &p.salarie;
        let name = format!("{} {}", s.prenom, s.nom_usage.as_ref().unwrap_or(&s.nom));
        return (s.matricule.clone(), name);
    }
    let Some(paid) = c.docs.notes.iter().find(|n| note::piece(n) == numero) else {
        return (String::new(), numero.to_owned());
    };
    let name = paid.auteur.as_ref().map_or_else(|| numero.to_owned(), |a| format!("{} {}", a.prenom, a.nom));
    (note::author(paid).to_owned(), name)
}
