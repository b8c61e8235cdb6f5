//! Batches: their entries against the payslips (J), their side file (A01), their sections (L08, A02, A03), the
//! closed months (X03).

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Month, hex};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::Rapporteur;
use crate::causes::Cause;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::Contexte;
use cddu_ledger::RegleDate;
use cddu_ledger::montant::lisible;
use cddu_ledger::{ATTENTE, NET_DU, piece};
use cddu_ledger::{Batch, Detail, Origine, hash_entry};
use cddu_ledger::{Entry, EntryLine};
use cddu_ledger::{ecritures, note};

const RULES: &[&str] = &[
    "J01", "J02", "J03", "J04", "J05", "J06", "J07", "J08", "J09", "J10", "J12", "J13", "J14", "L08", "A01",
    "A02", "T03",
];

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    credit_impot(c, out);
    closed(c, out);
    if c.docs.lots.is_empty() {
        out.skip(RULES, "aucun lot d'écritures");
        return;
    }
    let families = Families::of(c);
    let index = Index::of(c);
    entries(c, out);
    side_file(c, out);
    integrated(c, out);
    for lot in c.docs.lots {
        accounts(c, lot, &families, &index, out);
    }
    sections(c, out);
    posts(c, &index, out);
}

fn entry_key(lot: &Batch, entry: &Entry) -> Cle {
    Cle::default().periode(entry.date).lot(&lot.lot).piece(format!("écriture {}", entry.numero))
}

fn line_candidate(lot: &Batch, entry: &Entry, rank: usize, line: &EntryLine) -> Candidat {
    Candidat {
        document: Document::Ecriture,
        reference: format!("{} écriture {}", lot.lot, entry.numero),
        ligne: Some(rank as u64 + 1),
        montant: line.signe(),
    }
}

/// J01, J11 inside a batch, J12.
fn entries(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let all = || c.docs.lots.iter().flat_map(|lot| lot.ecritures.iter().map(move |e| (lot, e)));
    let count = all().count();
    let (balanced, dated, single) =
        (out.applies("J01", count), out.applies("J12", count), out.applies("J11", count));
    let mut numbers: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for (lot, entry) in all() {
        numbers.entry((&lot.lot, &entry.numero)).or_default().push(entry);
        let lines = || entry.lignes.iter().enumerate().map(|(rank, l)| line_candidate(lot, entry, rank, l));
        if balanced && !entry.solde().is_zero() {
            let message =
                format!("l'écriture {} n'est pas équilibrée : {}", entry.numero, lisible(entry.solde()));
            let gap = entry.solde();
            let suspects = suspects(lot, entry);
            let candidats =
                lines().filter(|c| suspects.is_empty() || c.ligne.is_some_and(|l| suspects.contains(&l)));
            out.fact("J01", entry_key(lot, entry), message, candidats.collect(), gap);
        }
        if dated && !well_dated(c, entry) {
            let message = format!("l'écriture {} du {} est hors de {}", entry.numero, entry.date, entry.mois);
            out.fact("J12", entry_key(lot, entry), message, lines().collect(), entry.total());
        }
    }
    if single {
        for ((lot, numero), copies) in numbers.into_iter().filter(|(_, copies)| copies.len() > 1) {
            let message = format!("l'écriture {numero} du lot {lot} figure {} fois", copies.len());
            let extra = copies.iter().skip(1).map(|e| e.total()).sum();
            let cle = Cle::default().lot(lot).piece(format!("écriture {numero}"));
            out.fact("J11", cle, message, Vec::new(), extra);
            out.amend("J11", |e| {
                e.cause =
                    Some(Cause::new("doublon", "écriture passée deux fois : contrepasser l'une des deux"));
            });
        }
    }
}

/// The lines of an entry that the side file does not confirm.
fn suspects(lot: &Batch, entry: &Entry) -> BTreeSet<u64> {
    let details = by_line(lot);
    entry
        .lignes
        .iter()
        .enumerate()
        .filter(|(rank, line)| {
            let sum: Cents =
                details.get(&(entry.numero.as_str(), *rank)).into_iter().flatten().map(|d| d.signe()).sum();
            sum != line.signe()
        })
        .map(|(rank, _)| rank as u64 + 1)
        .collect()
}

/// The date of an entry follows the rule of the company; a cancelled one is dated later.
fn well_dated(c: &Contexte<'_>, entry: &Entry) -> bool {
    // Entered before the month was closed, or after.
    let open = |jour: NaiveDate| jour == entry.date || c.compta.open(jour) == entry.date;
    let later = entry.contrepasse.is_some() && entry.date >= entry.mois.first();
    later
        || match c.compta.config.dates {
            RegleDate::MoisDeTravail => {
                open(entry.mois.last()) || entry.date >= entry.mois.last() && entry.date == entry.piece_date
            }
            RegleDate::Paiement => open(entry.piece_date),
        }
}

/// The side file by entry and rank of line.
fn by_line(lot: &Batch) -> BTreeMap<(&str, usize), Vec<&Detail>> {
    let mut out: BTreeMap<(&str, usize), Vec<&Detail>> = BTreeMap::new();
    for detail in &lot.details {
        let rank = (detail.ligne as usize).saturating_sub(1);
        out.entry((&detail.ecriture, rank)).or_default().push(detail);
    }
    out
}

/// A01: the side file gives every line back, and no line is missing.
fn side_file(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for lot in c.docs.lots {
        let key = |entry: &str, rank: usize, compte: &str, auxiliaire: Option<&str>| {
            let cle =
                Cle::default().lot(&lot.lot).piece(format!("écriture {entry}")).compte(compte).code(rank + 1);
            match auxiliaire {
                Some(a) => cle.auxiliaire(a),
                None => cle,
            }
        };
        for entry in &lot.ecritures {
            for (rank, line) in entry.lignes.iter().enumerate() {
                let aux = line.auxiliaire.as_ref().map(|a| a.numero.as_str());
                let candidat = line_candidate(lot, entry, rank, line);
                right.push(Poste { cle: key(&entry.numero, rank, &line.compte, aux), candidat });
            }
        }
        for ((entry, rank), details) in by_line(lot) {
            for d in details {
                left.push(Poste::new(
                    key(entry, rank, &d.compte, d.auxiliaire.as_deref()),
                    Document::Bulletin,
                    &d.piece,
                    d.signe(),
                ));
            }
        }
    }
    out.compare("A01", left, right, Appariement::Montant);
}

/// J10: every payslip is in a batch, once, as it is today.
fn integrated(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    struct Held<'a> {
        times: i64,
        hash: &'a str,
        lot: &'a str,
        brut: Cents,
    }
    let mut held: BTreeMap<(Origine, &str), Held<'_>> = BTreeMap::new();
    for lot in c.docs.lots {
        for s in &lot.pieces {
            let entry = held.entry((s.origine, &s.numero)).or_insert(Held {
                times: 0,
                hash: "",
                lot: "",
                brut: s.brut,
            });
            entry.times += if s.annulation { -1 } else { 1 };
            if !s.annulation {
                entry.hash = &s.empreinte;
                entry.lot = &lot.lot;
            }
        }
    }
    let corrected: BTreeSet<&str> = c.docs.bulletins.iter().filter_map(|p| p.rectifie.as_deref()).collect();
    let corrected_notes: BTreeSet<&str> = c.docs.notes.iter().filter_map(|n| n.rectifie.as_deref()).collect();
    // What is paid after the month may wait for its entry.
    let later = |day: NaiveDate| c.docs.mois.is_some_and(|m| day > m.last());
    let mut known = BTreeMap::new();
    for p in c.docs.bulletins {
        known.insert(
            (Origine::Bulletin, piece(p)),
            (p.empreinte.as_str(), p.totaux.brut, corrected.contains(piece(p)) || later(p.date_paiement)),
        );
    }
    for n in c.docs.notes {
        let numero = note::piece(n);
        known.insert(
            (Origine::Note, numero),
            (n.empreinte.as_str(), n.brut_ht, corrected_notes.contains(numero) || later(n.date_paiement)),
        );
    }
    if !out.applies("J10", known.len() + held.len()) {
        return;
    }
    let mut say = |origine: Origine, numero: &str, message: String, brut: Cents, cause: &str| {
        let document = match origine {
            Origine::Bulletin => Document::Bulletin,
            Origine::Note => Document::Note,
        };
        let candidat = Candidat { document, reference: numero.to_owned(), ligne: None, montant: brut };
        out.fact("J10", Cle::default().piece(numero), message, vec![candidat], brut);
        let cause = Cause::new(cause, format!("{} {numero}", origine.mot()));
        out.amend("J10", |e| e.cause = Some(cause));
    };
    for ((origine, numero), (hash, brut, corrected)) in &known {
        let qui = format!("le {} {numero}", origine.mot());
        match held.get(&(*origine, *numero)) {
            Some(h) if h.times == 1 && h.hash != *hash => say(
                *origine,
                numero,
                format!("{qui} a changé depuis son intégration dans le lot {}", h.lot),
                *brut,
                "bulletin_modifie",
            ),
            Some(h) if h.times > 1 => {
                say(
                    *origine,
                    numero,
                    format!("{qui} est intégré {} fois", h.times),
                    *brut,
                    "bulletin_en_double",
                );
            }
            Some(h) if h.times == 1 => {}
            _ if *corrected => {}
            _ => say(*origine, numero, format!("{qui} n'est dans aucun lot"), -*brut, "bulletin_manquant"),
        }
    }
    for ((origine, numero), h) in held.iter().filter(|(key, h)| h.times > 0 && !known.contains_key(*key)) {
        say(
            *origine,
            numero,
            format!("le {} {numero} est dans le lot {} mais absent des documents", origine.mot(), h.lot),
            h.brut,
            "bulletin_manquant",
        );
    }
}

/// Which rule watches which account.
struct Families(BTreeMap<String, &'static str>);

impl Families {
    fn of(c: &Contexte<'_>) -> Self {
        let rule = |role: &str| -> Option<&'static str> {
            let under =
                |root: &str| role == root || role.strip_prefix(root).is_some_and(|r| r.starts_with('.'));
            Some(match role {
                _ if under("brut") => "J02",
                "primes" | "avantages" => "J02",
                _ if under(NET_DU) => "J05",
                "auteurs" => "J05",
                "avances" => "J07",
                "oppositions" => "J08",
                "caisse_des_depots" => "J13",
                ATTENTE => "J09",
                "urssaf_artistes_auteurs" | "ircec" => "T03",
                "impots_sur_salaires" => "J04",
                "pas" => "J06",
                "retenue_source" | "tva_retenue_auteur" | "tva_deductible" | "tva_collectee" => "J14",
                "avantages_repris" | "droits_auteur" => "J03",
                _ if under("charges") || under("taxes") || under("frais") => "J03",
                _ => return None,
            })
        };
        let mut out: BTreeMap<String, &'static str> = BTreeMap::new();
        for (role, compte) in c.compta.plan.roles() {
            let found = rule(role).or((compte.auxiliaire == "organisme").then_some("J04"));
            if let Some(found) = found {
                let held = out.entry(compte.numero.clone()).or_insert(found);
                *held = (*held).min(found);
            }
        }
        Self(out)
    }
}

/// J02 to J09, J13, J14 and T03: every account of the batch against the payslips and notes that it says it holds.
fn accounts(c: &Contexte<'_>, lot: &Batch, families: &Families, index: &Index<'_>, out: &mut Rapporteur<'_>) {
    let details = by_line(lot);
    let expected = expected(c, index, lot);
    // One rule after the other: the amounts of all of them would fill the memory of a large month.
    let entered = |rule: &str| {
        let mut out = Vec::new();
        for entry in &lot.ecritures {
            for (rank, line) in entry.lignes.iter().enumerate() {
                if families.0.get(&line.compte).is_none_or(|found| *found != rule) {
                    continue;
                }
                let aux = line.auxiliaire.as_ref().map(|a| a.numero.as_str());
                let cle = account_key(rule, &lot.lot, &line.compte, aux);
                let mut rest = line.signe();
                for d in details.get(&(entry.numero.as_str(), rank)).into_iter().flatten() {
                    rest -= d.signe();
                    out.push(Poste::new(cle.clone(), Document::Ecriture, &d.piece, d.signe()));
                }
                if !rest.is_zero() {
                    let mut candidat = line_candidate(lot, entry, rank, line);
                    candidat.montant = rest;
                    out.push(Poste { cle, candidat });
                }
            }
        }
        out
    };
    let due = |rule: &str| -> Vec<Poste> {
        let of_rule = expected.iter().filter(|(d, ..)| families.0.get(&d.compte).is_some_and(|f| *f == rule));
        of_rule
            .map(|(detail, sign, document)| {
                let cle = account_key(rule, &lot.lot, &detail.compte, detail.auxiliaire.as_deref());
                Poste::new(cle, *document, &detail.piece, Cents(detail.signe().0 * sign))
            })
            .collect()
    };
    for rule in ["J02", "J03", "J04", "J05", "J06", "J07", "J08", "J13", "J14", "T03"] {
        out.compare(rule, entered(rule), due(rule), Appariement::Reference);
    }
    // Nothing may wait: the right side is nothing.
    out.compare("J09", entered("J09"), Vec::new(), Appariement::Montant);
}

fn account_key(rule: &str, lot: &str, compte: &str, auxiliaire: Option<&str>) -> Cle {
    let cle = Cle::default().lot(lot);
    match (rule, auxiliaire) {
        ("J02", _) => cle,
        ("J05" | "J07" | "J08" | "J13", Some(a)) => cle.compte(compte).auxiliaire(a),
        ("J04" | "T03", Some(a)) => cle.compte(compte).organisme(a),
        _ => cle.compte(compte),
    }
}

/// What the documents of a batch put on the accounts, made again from the payslips and notes given. A payslip that
/// cannot be entered any more is said by P01 or J10.
fn expected(c: &Contexte<'_>, index: &Index<'_>, lot: &Batch) -> Vec<(Detail, i64, Document)> {
    let mut out = Vec::new();
    for stamp in &lot.pieces {
        let sign = if stamp.annulation { -1 } else { 1 };
        let (details, document) = match stamp.origine {
            Origine::Bulletin => {
                let slip = index.slips.get(stamp.numero.as_str()).copied();
                (slip.map(|p| ecritures::details(c.compta, p)), Document::Bulletin)
            }
            Origine::Note => {
                let note = index.notes.get(stamp.numero.as_str()).copied();
                (note.map(|n| ecritures::note_details(c.compta, n)), Document::Note)
            }
        };
        out.extend(details.into_iter().flatten().map(|d| (d, sign, document)));
    }
    out
}

/// The documents by number.
struct Index<'a> {
    slips: BTreeMap<&'a str, &'a Payslip>,
    notes: BTreeMap<&'a str, &'a Note>,
}

impl<'a> Index<'a> {
    fn of(c: &Contexte<'a>) -> Self {
        Self {
            slips: c.docs.bulletins.iter().map(|p| (piece(p), p)).collect(),
            notes: c.docs.notes.iter().map(|n| (note::piece(n), n)).collect(),
        }
    }
}

/// L08: charges bear a section.
fn sections(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let lines: Vec<_> = c
        .docs
        .lots
        .iter()
        .flat_map(|lot| lot.ecritures.iter().map(move |e| (lot, e)))
        .flat_map(|(lot, e)| e.lignes.iter().enumerate().map(move |(rank, l)| (lot, e, rank, l)))
        .filter(|(_, _, _, l)| l.compte.starts_with("641"))
        .collect();
    if c.compta.config.axes.is_empty() || !out.applies("L08", lines.len()) {
        return;
    }
    for (lot, entry, rank, line) in lines {
        if !line.axes.keys().any(|axe| axe != "chapitre") {
            let message = format!("la ligne {} ({}) n'a pas de section", rank + 1, line.compte);
            let candidat = line_candidate(lot, entry, rank, line);
            let cle = entry_key(lot, entry).compte(&line.compte).code(rank + 1);
            out.fact("L08", cle, message, vec![candidat], line.signe());
        }
    }
}

/// A02: the cost of each post in the entries is the gross and employer charges of its people.
fn posts(c: &Contexte<'_>, index: &Index<'_>, out: &mut Rapporteur<'_>) {
    let axe = "poste";
    let keyed = |valeur: &String| c.compta.config.cles.contains_key(valeur);
    let shared =
        c.docs.bulletins.iter().flat_map(|p| &p.contrats).any(|k| k.analytique.get(axe).is_some_and(keyed));
    if !c.compta.config.axes.iter().any(|a| a == axe) || shared {
        out.skip(&["A02"], "l'axe poste n'est pas tenu, ou il est réparti par des clés");
        return;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let cost = |compte: &str| ["641", "645", "633", "647", "631"].iter().any(|p| compte.starts_with(p));
    for lot in c.docs.lots {
        for line in lot.ecritures.iter().flat_map(|e| &e.lignes).filter(|l| cost(&l.compte)) {
            if let Some(poste) = line.axes.get(axe) {
                left.push(Poste::new(Cle::default().code(poste), Document::Ecriture, &lot.lot, line.signe()));
            }
        }
        for stamp in lot.pieces.iter().filter(|s| s.origine == Origine::Bulletin) {
            let sign = if stamp.annulation { -1 } else { 1 };
            if let Some(p) = index.slips.get(stamp.numero.as_str()) {
                for contrat in &p.contrats {
                    let Some(poste) = contrat.analytique.get(axe) else { continue };
                    let charges: Cents = contrat.lignes.iter().filter_map(|l| l.montant_employeur).sum();
                    let mut amount = contrat.bases.brut + charges;
                    // Taken back on an account of class 641, the benefit in kind is out of the cost.
                    if c.compta.plan.compte("avantages_repris").is_some_and(|k| cost(&k.numero))
                        && p.contrats.len() == 1
                    {
                        amount -= p.totaux.avantages_en_nature;
                    }
                    right.push(Poste::new(
                        Cle::default().code(poste),
                        Document::Bulletin,
                        piece(p),
                        Cents(amount.0 * sign),
                    ));
                }
            }
        }
    }
    out.compare("A02", left, right, Appariement::Total);
}

/// A03: the statement of the tax credit is the sum of its lines as they are today.
fn credit_impot(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(statement) = c.docs.credit_impot else {
        out.skip(&["A03"], "l'état du crédit d'impôt n'est pas donné");
        return;
    };
    // What a correction of the month replaces is no pay of a film.
    let replaced: Vec<&str> = c.docs.bulletins.iter().filter_map(|p| p.rectifie.as_deref()).collect();
    let standing: Vec<Payslip> =
        c.docs.bulletins.iter().filter(|p| !replaced.contains(&piece(p))).cloned().collect();
    let today = cddu_ledger::etats::credit_impot(&c.compta.schema, &standing, c.docs.notes, c.docs.minima);
    let side = |lines: &[cddu_ledger::etats::LigneCreditImpot]| {
        lines
            .iter()
            .map(|l| {
                Poste::new(
                    Cle::default().code(l.film.clone().unwrap_or_default()),
                    Document::Bulletin,
                    format!("{} {}", l.piece, l.code),
                    l.eligible,
                )
            })
            .collect()
    };
    out.compare("A03", side(statement), side(&today), Appariement::Reference);
}

/// The hash of the entries of a month, over all batches: kept when the month is closed.
#[must_use]
pub fn empreinte(lots: &[Batch], mois: Month) -> String {
    let mut entries: Vec<(&str, &Entry)> = lots
        .iter()
        .flat_map(|lot| lot.ecritures.iter().map(move |e| (lot.lot.as_str(), e)))
        .filter(|(_, e)| Month::of(e.date) == mois)
        .collect();
    entries.sort_by(|a, b| (a.0, &a.1.numero).cmp(&(b.0, &b.1.numero)));
    let mut hash = Sha256::new();
    for (lot, entry) in entries {
        hash.update(lot.as_bytes());
        hash_entry(&mut hash, entry);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// X03: a closed month has not moved.
fn closed(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.clotures.is_empty() {
        out.skip(&["X03"], "aucun mois clos");
        return;
    }
    if !out.applies("X03", c.docs.clotures.len()) {
        return;
    }
    let all = if c.docs.lots_exercice.is_empty() { c.docs.lots } else { c.docs.lots_exercice };
    for cloture in c.docs.clotures {
        if empreinte(all, cloture.mois) != cloture.empreinte {
            let message = format!("les écritures de {} ont changé depuis la clôture", cloture.mois);
            out.fact("X03", Cle::default().periode(cloture.mois), message, Vec::new(), Cents::ZERO);
        }
    }
}
