//! Probable causes: what an amount that differs looks like.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Line;
use cddu_rates::{Cents, Famille};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::comparaison::{Candidat, Cle, Difference, Document};
use crate::documents::Contexte;
use crate::racines::{self, Racine};
use crate::{Ecart, LigneCorrection};
use cddu_ledger::montant::lisible;

/// A guess, said as such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Stable word (`sens_inverse`, `chiffres_inverses`, `mauvais_compte`, `periode`, `bulletin_manquant`...).
    pub code: String,
    /// French text.
    pub texte: String,
}

impl Cause {
    pub(crate) fn new(code: &str, texte: impl Into<String>) -> Self {
        Self { code: code.to_owned(), texte: texte.into() }
    }
}

/// True when one amount is the other with two of its digits exchanged (1 234,56 and 1 243,56).
#[must_use]
pub fn digits_swapped(a: Cents, b: Cents) -> bool {
    if a == b || (a.0 < 0) != (b.0 < 0) {
        return false;
    }
    let (a, b) = (format!("{:03}", a.0.unsigned_abs()), format!("{:03}", b.0.unsigned_abs()));
    let width = a.len().max(b.len());
    let (a, b) = (format!("{a:0>width$}"), format!("{b:0>width$}"));
    let differ: Vec<usize> = (0..width).filter(|i| a.as_bytes()[*i] != b.as_bytes()[*i]).collect();
    matches!(differ.as_slice(), [i, j] if a.as_bytes()[*i] == b.as_bytes()[*j] && a.as_bytes()[*j] == b.as_bytes()[*i])
}

/// True when one amount is ten or a hundred times the other.
#[must_use]
pub fn decimal_shift(a: Cents, b: Cents) -> bool {
    let times = |x: i64, y: i64| [10, 100].iter().any(|k| y.checked_mul(*k) == Some(x));
    a != b && !a.is_zero() && !b.is_zero() && (times(a.0, b.0) || times(b.0, a.0))
}

/// True for a document that has debits and credits.
const fn accounting(document: Document) -> bool {
    matches!(document, Document::Ecriture | Document::GrandLivre | Document::Balance)
}

/// True for a file made of the payslips, which people may change afterwards.
const fn declared(document: Document) -> bool {
    matches!(document, Document::Dsn | Document::Aem | Document::Conges | Document::Das2 | Document::Virement)
}

/// What happened to a text, written in the place of another one.
pub(crate) fn of_text(written: &str, expected: &str) -> Cause {
    let said = format!("« {written} » au lieu de « {expected} »");
    let amount =
        |text: &str| text.replace(',', ".").parse::<Cents>().ok().filter(|_| text.contains([',', '.']));
    if let (Some(a), Some(b)) = (amount(written), amount(expected))
        && let Some(cause) = of_amounts(a, b)
    {
        return cause;
    }
    let (a, b): (Vec<char>, Vec<char>) = (written.chars().collect(), expected.chars().collect());
    if a.is_empty() {
        return Cause::new("valeur_absente", format!("« {expected} » a été effacé"));
    }
    if b.is_empty() {
        return Cause::new("valeur_en_trop", format!("« {written} » a été ajouté"));
    }
    if day(written).is_some() && day(expected).is_some() {
        return Cause::new("date_changee", format!("date changée : {said}"));
    }
    let differ: Vec<usize> = (0..a.len()).filter(|n| a.len() == b.len() && a[*n] != b[*n]).collect();
    match differ.as_slice() {
        [_] => Cause::new("caractere_change", format!("un caractère changé : {said}")),
        [i, j] if a[*i] == b[*j] && a[*j] == b[*i] => {
            Cause::new("caracteres_inverses", format!("deux caractères inversés : {said}"))
        }
        _ => Cause::new("valeur_changee", format!("valeur changée : {said}")),
    }
}

/// A date as the files write it.
fn day(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%d%m%Y", "%Y%m%d", "%d/%m/%Y"];
    forms.into_iter().find_map(|form| {
        let found = NaiveDate::parse_from_str(text, form).ok()?;
        (1990..2100).contains(&found.year()).then_some(found)
    })
}

/// The mistakes of typing that one amount in the place of another one shows.
fn of_amounts(written: Cents, expected: Cents) -> Option<Cause> {
    let said = format!("{} au lieu de {}", lisible(written), lisible(expected));
    if written == -expected && !written.is_zero() {
        return Some(Cause::new("sens_inverse", format!("signe inversé : {said}")));
    }
    if digits_swapped(written, expected) {
        return Some(Cause::new("chiffres_inverses", format!("deux chiffres inversés : {said}")));
    }
    decimal_shift(written, expected)
        .then(|| Cause::new("decalage_decimal", format!("virgule déplacée : {said}")))
}

/// What happened to the lines of a file: one was taken out, added, written twice, or its value was changed.
fn of_file(e: &Ecart) -> Option<Cause> {
    let (gauche, droite) = (e.gauche?, e.droite?);
    let (own, theirs): (Vec<&Candidat>, Vec<&Candidat>) =
        e.candidats.iter().partition(|k| declared(k.document));
    let what = |k: &Candidat| format!("{} ({})", lisible(k.montant), k.reference);
    if own.is_empty() {
        let file = e.regle.starts_with(['D', 'U', 'C', 'T', 'B']) && gauche.is_zero() && !theirs.is_empty();
        return file.then(|| {
            Cause::new(
                "ligne_absente",
                "rien n'en est écrit dans le fichier : ligne retirée, ou écrite sous un autre nom",
            )
        });
    }
    if theirs.is_empty() && droite.is_zero() {
        let twice = own.len() > 1 && own.iter().all(|k| k.montant == own[0].montant);
        let texte = "aucun bulletin ne demande cette ligne : ajoutée, ou écrite sous un autre nom";
        return Some(Cause::new(if twice { "doublon" } else { "ligne_en_trop" }, texte));
    }
    if own.len() > theirs.len()
        && let Some(extra) = own.iter().find(|k| k.montant == e.ecart)
    {
        let copies = own.iter().filter(|k| k.montant == extra.montant).count();
        return Some(
            if copies > theirs.iter().filter(|k| k.montant == extra.montant).count() && copies > 1 {
                Cause::new("doublon", format!("la ligne de {} est écrite {copies} fois", what(extra)))
            } else {
                Cause::new("ligne_en_trop", format!("la ligne de {} est de trop", what(extra)))
            },
        );
    }
    if own.len() < theirs.len()
        && let Some(lost) = theirs.iter().find(|k| k.montant == -e.ecart)
    {
        return Some(Cause::new("ligne_absente", format!("la ligne de {} manque", what(lost))));
    }
    let pair = match (own.as_slice(), theirs.as_slice()) {
        ([one], [other]) => (one.montant, other.montant),
        _ => (gauche, droite),
    };
    let said = format!("{} écrit au lieu de {}", lisible(pair.0), lisible(pair.1));
    Some(
        of_amounts(pair.0, pair.1)
            .unwrap_or_else(|| Cause::new("valeur_changee", format!("valeur changée : {said}"))),
    )
}

/// Rules that compare two places of the files, each of which has its own rule.
const SUITES: [&str; 8] = ["D03", "D05", "D12", "D18", "D23", "U06", "U09", "D28"];

/// True for a gap between two places of a file: it follows from the one of them that is wrong.
pub(crate) fn derived(e: &Ecart) -> bool {
    let code = e.cle.code.as_deref().unwrap_or_default();
    SUITES.contains(&e.regle.as_str()) && code != "contrats"
        || e.regle == "D02" && code.starts_with("ligne ")
        || e.regle == "D08" && code == "CTP x taux"
        || e.regle == "B01" && (code == "fichier" || code.starts_with("groupe "))
        || e.regle == "B02"
}

/// Gaps that follow from another one: they share a line of a file with it, or add it up.
fn follow(ecarts: &mut [Ecart]) {
    let mut first: BTreeMap<(Document, u64), (String, Option<String>)> = BTreeMap::new();
    for e in ecarts.iter().filter(|e| !derived(e)) {
        let named =
            e.cle.personne.clone().or_else(|| e.cle.organisme.clone()).or_else(|| e.cle.piece.clone());
        for c in e.candidats.iter().filter(|c| declared(c.document)) {
            if let Some(ligne) = c.ligne {
                first.entry((c.document, ligne)).or_insert_with(|| (e.regle.clone(), named.clone()));
            }
        }
    }
    let transfers = ecarts.iter().find(|e| !derived(e) && ["B01", "B03"].contains(&e.regle.as_str()));
    let transfers = transfers.map(|e| (e.regle.clone(), e.cle.piece.clone()));
    for e in ecarts.iter_mut().filter(|e| derived(e)) {
        let by_line = e.candidats.iter().find_map(|c| {
            let (regle, named) = first.get(&(c.document, c.ligne?))?;
            Some((regle.clone(), named.clone(), c.ligne))
        });
        let found = match &transfers {
            Some((regle, piece)) if e.regle.starts_with('B') => Some((regle.clone(), piece.clone(), None)),
            _ => by_line,
        };
        if let Some((regle, named, ligne)) = found {
            let whom = named.map_or_else(String::new, |n| format!(" de {n}"));
            let place = ligne.map_or_else(String::new, |l| format!(", ligne {l}"));
            e.cause = Some(Cause::new("suite", format!("suite de l'écart {regle}{whom}{place}")));
        } else if e.gauche.is_some() && e.cause.is_none() {
            let texte = "les lignes du fichier ne s'accordent pas, et chacune est celle des bulletins";
            let of_total = ["U09", "B01", "B02"].contains(&e.regle.as_str());
            let texte = if of_total {
                "le total écrit a été changé : ce qu'il additionne est juste"
            } else {
                texte
            };
            e.cause = Some(Cause::new("total_change", texte));
        }
    }
}

/// The cause that two lines alone reveal: one on the left, one on the right, that explain the whole gap.
pub(super) fn of_lines(d: &Difference) -> Option<Cause> {
    let gap = d.ecart();
    let pairs = || {
        d.a_gauche
            .iter()
            .flat_map(|l| d.a_droite.iter().map(move |r| (l, r)))
            .filter(|(l, r)| l.montant - r.montant == gap)
    };
    if let Some((l, r)) = pairs().find(|(l, r)| l.montant == -r.montant && !l.montant.is_zero()) {
        let texte = if accounting(l.document) {
            format!("l'écart est le double de {} : débit et crédit inversés", lisible(l.montant.abs()))
        } else {
            format!("signe inversé : {} au lieu de {}", lisible(l.montant), lisible(r.montant))
        };
        return Some(Cause::new("sens_inverse", texte));
    }
    if let Some((l, r)) = pairs().find(|(l, r)| digits_swapped(l.montant, r.montant)) {
        return Some(Cause::new(
            "chiffres_inverses",
            format!(
                "deux chiffres inversés : {} au lieu de {}",
                lisible(l.montant.abs()),
                lisible(r.montant.abs())
            ),
        ));
    }
    if let Some((l, r)) = pairs().find(|(l, r)| decimal_shift(l.montant, r.montant)) {
        return Some(Cause::new(
            "decalage_decimal",
            format!(
                "virgule déplacée : {} au lieu de {}",
                lisible(l.montant.abs()),
                lisible(r.montant.abs())
            ),
        ));
    }
    None
}

/// The line to post on the account of the left document so that it agrees with the right one.
pub(super) fn correction(regle: &str, d: &Difference) -> Vec<LigneCorrection> {
    let posted =
        ["F03", "J03", "J04", "J05", "J06", "J07", "J08", "J09", "J13", "J14", "T03"].contains(&regle);
    let Some(compte) = d.cle.compte.clone().filter(|_| posted) else { return Vec::new() };
    let gap = d.ecart();
    vec![LigneCorrection {
        compte,
        auxiliaire: d.cle.auxiliaire.clone().or_else(|| d.cle.organisme.clone()),
        debit: (-gap).or_zero(),
        credit: gap.or_zero(),
    }]
}

/// The causes that only show when the differences are seen together, or next to the payslips.
pub(super) fn explain(c: &Contexte<'_>, ecarts: &mut [Ecart], racines: &[Racine]) {
    let mut by_rule: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (rank, e) in ecarts.iter().enumerate().filter(|(_, e)| e.gauche.is_some() && !e.ecart.is_zero()) {
        by_rule.entry(e.regle.clone()).or_default().push(rank);
    }
    let mut found: Vec<(usize, Cause)> = Vec::new();
    for ranks in by_rule.values() {
        periods(ecarts, ranks, &mut found);
        repeated(ecarts, ranks, &mut found);
        accounts(ecarts, ranks, &mut found);
    }
    for (rank, cause) in found {
        ecarts[rank].cause.get_or_insert(cause);
    }
    for e in ecarts.iter_mut() {
        e.reste = Default::default();
    }
    racines::assign(ecarts, racines);
    undone(c, ecarts);
    follow(ecarts);
    let amounts = payslip_amounts(c);
    for e in ecarts.iter_mut().filter(|e| e.cause.is_none() && !e.ecart.is_zero()) {
        e.cause =
            rounding(c, e).or_else(|| of_payslip(e, &amounts)).or_else(|| of_file(e)).or_else(|| alone(e));
    }
}

/// A declaration that still tells people whose payslips were undone since: they explain its people and its totals.
fn undone(c: &Contexte<'_>, ecarts: &mut [Ecart]) {
    if c.docs.defaits.is_empty() {
        return;
    }
    let alone = |e: &Ecart| {
        let code = e.cause.as_ref().map(|k| k.code.as_str());
        ["D13", "U03", "B03"].contains(&e.regle.as_str()) && code == Some("ligne_en_trop")
    };
    let documents: BTreeSet<Document> = ecarts
        .iter()
        .filter(|e| alone(e))
        .flat_map(|e| e.candidats.iter().map(|k| k.document))
        .filter(|d| declared(*d))
        .collect();
    let shown: Vec<&str> = c.docs.defaits.iter().take(3).map(String::as_str).collect();
    let more = if c.docs.defaits.len() > shown.len() { "…" } else { "" };
    let texte = format!("écrit avant que soient défaits : {}{more}", shown.join(", "));
    for e in ecarts.iter_mut() {
        let total = e.cle.personne.is_none() && e.cle.piece.is_none();
        let told = e.candidats.iter().any(|k| documents.contains(&k.document));
        if told && (total || alone(e)) {
            e.cause = Some(Cause::new("bulletin_defait", texte.clone()));
        }
    }
}

fn without_period(cle: &Cle) -> Cle {
    Cle { periode: None, ..cle.clone() }
}

/// Opposite gaps on one account at two dates.
fn periods(ecarts: &[Ecart], ranks: &[usize], found: &mut Vec<(usize, Cause)>) {
    for (n, a) in ranks.iter().enumerate() {
        for b in &ranks[n + 1..] {
            let (x, y) = (&ecarts[*a], &ecarts[*b]);
            let (Some(p), Some(q)) = (&x.cle.periode, &y.cle.periode) else { continue };
            if p != q && x.ecart == -y.ecart && without_period(&x.cle) == without_period(&y.cle) {
                let texte = format!("changement de période entre {p} et {q}");
                found.push((*a, Cause::new("periode", texte.clone())));
                found.push((*b, Cause::new("periode", texte)));
            }
        }
    }
}

/// Every account of a date lacks its amount, or holds it a whole number of times.
fn repeated(ecarts: &[Ecart], ranks: &[usize], found: &mut Vec<(usize, Cause)>) {
    type Group<'a> = (Option<&'a String>, Option<&'a String>, Option<&'a String>);
    let mut groups: BTreeMap<Group<'_>, Vec<usize>> = BTreeMap::new();
    for rank in ranks.iter().filter(|r| found.iter().all(|(f, _)| f != *r)) {
        let cle = &ecarts[*rank].cle;
        if cle.compte.is_some() {
            let group = (cle.periode.as_ref(), cle.lot.as_ref(), cle.piece.as_ref());
            groups.entry(group).or_default().push(*rank);
        }
    }
    for ((periode, lot, piece), ranks) in groups.into_iter().filter(|(_, r)| r.len() > 2) {
        let what = lot.or(piece).zip(periode);
        let quoi = what.map_or_else(String::new, |(what, periode)| format!(" ({what} du {periode})"));
        let both = |r: &usize| (ecarts[*r].gauche.unwrap_or_default(), ecarts[*r].droite.unwrap_or_default());
        let absent = ranks.iter().all(|r| both(r).0.is_zero());
        let doubled = ranks.iter().all(|r| both(r).0 == Cents(both(r).1.0.saturating_mul(2)));
        let cause = match (absent, doubled) {
            (true, _) => Cause::new("ecriture_manquante", format!("l'écriture entière manque{quoi}")),
            (_, true) => Cause::new("doublon", format!("l'écriture entière est passée deux fois{quoi}")),
            _ => continue,
        };
        found.extend(ranks.iter().map(|r| (*r, cause.clone())));
    }
}

/// Opposite gaps on two accounts at one date: an amount went to the wrong one.
fn accounts(ecarts: &[Ecart], ranks: &[usize], found: &mut Vec<(usize, Cause)>) {
    let free: Vec<usize> = ranks.iter().copied().filter(|r| found.iter().all(|(f, _)| f != r)).collect();
    for a in &free {
        let x = &ecarts[*a];
        let opposite: Vec<usize> = free
            .iter()
            .copied()
            .filter(|b| {
                let y = &ecarts[*b];
                x.ecart == -y.ecart && x.cle.periode == y.cle.periode && x.cle.lot == y.cle.lot
            })
            .collect();
        let [b] = opposite.as_slice() else { continue };
        let y = &ecarts[*b];
        let name = |cle: &Cle| match (&cle.compte, &cle.auxiliaire) {
            (Some(compte), Some(aux)) => Some(format!("{compte} {aux}")),
            (Some(compte), None) => Some(compte.clone()),
            _ => cle.personne.clone().or_else(|| cle.code.clone()),
        };
        if x.candidats.iter().chain(&y.candidats).any(|k| declared(k.document)) {
            found.extend(exchanged(x, y).map(|cause| (*a, cause)));
            continue;
        }
        if let (Some(x_name), Some(y_name)) = (name(&x.cle), name(&y.cle))
            && x_name != y_name
        {
            // The account that lost the amount still has it on the right; the one that got it, on the left.
            let lost = |e: &Ecart| e.reste.1.contains(&-e.ecart);
            let got = |e: &Ecart| e.reste.0.contains(&e.ecart);
            let (de, vers) = if lost(x) && got(y) { (x_name, y_name) } else { (y_name, x_name) };
            found.push((
                *a,
                Cause::new(
                    "mauvais_compte",
                    format!("reclassement : {} de {de} à {vers}", lisible(x.ecart.abs())),
                ),
            ));
        }
    }
}

/// Opposite gaps under two names of a file: an amount stands under the name of another one, or two were exchanged.
fn exchanged(x: &Ecart, y: &Ecart) -> Option<Cause> {
    let differ: Vec<(&str, &str)> = {
        let (a, b) = (x.cle.champs(), y.cle.champs());
        let other = |field: &str| b.iter().find(|(f, _)| *f == field).map_or("", |(_, v)| *v);
        a.iter().filter(|(f, v)| other(f) != *v).map(|(f, v)| (*v, other(f))).collect()
    };
    let (own, other): (Vec<&str>, Vec<&str>) = differ.into_iter().unzip();
    let (own, other) = (own.join(" "), other.join(" "));
    let sides = |e: &Ecart| (e.gauche.unwrap_or_default(), e.droite.unwrap_or_default());
    let ((a, b), (c, d)) = (sides(x), sides(y));
    // A line of nothing only shows where the amount is missing.
    let written = |e: &Ecart| e.candidats.iter().any(|k| declared(k.document)) && !sides(e).0.is_zero();
    if !written(x) || !written(y) {
        let (wrong, right) = if written(x) { (own, other) } else { (other, own) };
        return Some(Cause::new(
            "autre_nom",
            format!("{} écrit sous « {wrong} » au lieu de « {right} »", lisible(x.ecart.abs())),
        ));
    }
    (a == d && b == c)
        .then(|| Cause::new("echange", format!("montants échangés entre « {own} » et « {other} »")))
}

/// The amounts of payslips that a gap may be equal to.
fn payslip_amounts(c: &Contexte<'_>) -> BTreeMap<Cents, String> {
    let mut out = BTreeMap::new();
    let mut slips: Vec<_> = c.docs.bulletins.iter().collect();
    slips.sort_by_key(|p| cddu_ledger::piece(p));
    for p in slips {
        let t = &p.totaux;
        for (what, montant) in [
            ("le brut", t.brut),
            ("le net", t.virement),
            ("le PAS", t.pas),
            ("les cotisations salariées", t.cotisations_salarie),
            ("les cotisations patronales", t.cotisations_employeur),
        ] {
            if !montant.is_zero() {
                out.entry(montant.abs())
                    .or_insert_with(|| format!("{what} du bulletin {}", cddu_ledger::piece(p)));
            }
        }
    }
    out
}

/// A cent or two: the share of the payslip line that the other rounding would change so.
fn rounding(c: &Contexte<'_>, e: &Ecart) -> Option<Cause> {
    let gap = e.ecart;
    if gap.abs() > Cents(2)
        || !["D06", "P02", "U05", "F03", "J03", "J04", "J05", "C04"].contains(&e.regle.as_str())
    {
        return None;
    }
    let pieces: BTreeSet<&str> =
        e.candidats.iter().flat_map(|k| k.reference.split(' ')).chain(e.cle.piece.as_deref()).collect();
    let mut best: Option<(Decimal, String)> = None;
    let mut possible = 0_usize;
    for p in c.docs.bulletins.iter().filter(|p| pieces.contains(cddu_ledger::piece(p))) {
        let contracts = p.contrats.iter().filter(|k| e.cle.contrat.as_ref().is_none_or(|n| *n == k.contrat));
        for line in contracts.flat_map(|k| &k.lignes).filter(|l| concerned(c, e, l)) {
            let shares = [
                ("salarié", line.taux_salarie, line.montant_salarie),
                ("employeur", line.taux_employeur, line.montant_employeur),
            ];
            for (part, taux, montant) in shares {
                let (Some(taux), Some(montant)) = (taux, montant) else { continue };
                let exact = line.base.to_decimal() * taux.fraction();
                let rest = exact - montant.to_decimal();
                // Rounded the other way, the share moves by a cent in the direction of what the exact value lacks.
                if rest.is_zero() || rest.is_sign_negative() == (gap.0 > 0) || gap.abs() != Cents(1) {
                    continue;
                }
                possible += 1;
                let distance = (rest.abs() - Decimal::new(5, 3)).abs();
                if best.as_ref().is_none_or(|(d, _)| distance < *d) {
                    let texte = format!(
                        "un centime : arrondi de la part {part} de {} du bulletin {}, {} x {taux} % = {}, figée à {}",
                        line.code,
                        cddu_ledger::piece(p),
                        lisible(line.base),
                        exact.normalize().to_string().replace('.', ","),
                        lisible(montant)
                    );
                    best = Some((distance, texte));
                }
            }
        }
    }
    // One share alone is the cause; of several, only the nearest to the half cent can be named, and it is said so.
    best.map(|(_, texte)| match possible {
        1 => Cause::new("arrondi_ligne", texte),
        n => Cause::new(
            "arrondi_ligne",
            format!("{texte} ; {} aussi, celle-ci est la plus proche du demi-centime", others(n - 1)),
        ),
    })
}

fn others(n: usize) -> String {
    if n == 1 { "une autre part le donnerait".to_owned() } else { format!("{n} autres parts le donneraient") }
}

/// True for a payslip line that a difference may come from.
fn concerned(c: &Contexte<'_>, e: &Ecart, line: &Line) -> bool {
    let ligne = line.code.as_str();
    let code = e.cle.code.as_deref().unwrap_or_default();
    match e.regle.as_str() {
        "D06" => c.docs.declarations.is_some_and(|(_, tables)| {
            let declared = code.rsplit('/').next().unwrap_or_default();
            tables.individuelles.iter().any(|i| {
                i.ligne == *ligne
                    && (i.code.code == declared || i.code.code_complement.as_deref() == Some(declared))
            })
        }),
        "U05" => {
            let famille = c.docs.declarations.and_then(|(_, tables)| tables.famille(ligne));
            matches!(famille, Some(Famille::Chomage | Famille::Ags))
        }
        "P02" => code.split('/').next() == Some(ligne),
        "C04" => line.organisme == "conges_spectacles" && code.contains("contribution"),
        _ => true,
    }
}

/// A total that lacks what a payslip brings, or counts it twice.
fn of_payslip(e: &Ecart, amounts: &BTreeMap<Cents, String>) -> Option<Cause> {
    let total = e.cle.personne.is_none() && e.cle.piece.is_none();
    let what = amounts.get(&e.ecart.abs()).filter(|_| total)?;
    let missing = e.gauche.unwrap_or_default().abs() < e.droite.unwrap_or_default().abs();
    let (code, texte) = if missing {
        ("bulletin_manquant", "l'écart est")
    } else {
        ("bulletin_en_double", "l'écart, en trop, est")
    };
    Some(Cause::new(code, format!("{texte} {what}")))
}

fn alone(e: &Ecart) -> Option<Cause> {
    let gap = e.ecart.abs();
    let accounts = e.candidats.iter().filter(|c| accounting(c.document));
    if let Some(c) = accounts.clone().find(|c| c.montant.0.abs().checked_mul(2) == Some(gap.0)) {
        return Some(Cause::new(
            "sens_inverse",
            format!("l'écart est le double de {}", lisible(c.montant.abs())),
        ));
    }
    match e.regle.as_str() {
        "R03" => {
            let texte = "base plafonnée changée après le calcul, ou plafond compté autrement (prorata, cumul des contrats)";
            return Some(Cause::new("plafond", texte));
        }
        "P02" | "R02" => {
            let texte = "l'assiette, le taux ou le montant de la ligne a changé après le calcul";
            return Some(Cause::new("taux", texte));
        }
        _ => {}
    }
    if let Some(c) = accounts.clone().find(|c| c.montant.abs() == gap) {
        return Some(Cause::new(
            "ligne_isolee",
            format!(
                "l'écart est la ligne de {} ({}) : absente ou en trop d'un côté",
                lisible(gap),
                c.reference
            ),
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_digits_and_moved_commas_are_recognised() {
        // 1 234.56 typed 1 243.56; 100.00 typed 010.00 is a comma moved as well as two digits swapped.
        for (a, b, swapped, shifted) in [
            (123_456, 124_356, true, false),
            (123_456, 123_465, true, false),
            (123_456, 123_457, false, false),
            (123_456, 132_465, false, false),
            (12_345, 123_450, false, true),
            (12_345, 1_234_500, false, true),
            (-123_456, -124_356, true, false),
            (-123_456, 124_356, false, false),
            (0, 0, false, false),
        ] {
            assert_eq!(digits_swapped(Cents(a), Cents(b)), swapped, "{a} {b}");
            assert_eq!(decimal_shift(Cents(a), Cents(b)), shifted, "{a} {b}");
        }
    }
}
