//! X04 to X06: the documents that must be there, those that the accounts hold, and the copies of the batches.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Gravite};

use crate::alignement::Difference;
use crate::causes::Cause;
use crate::comparaison::{Candidat, Cle, Document};
use crate::documents::{Contexte, Copie};
use crate::{Rapporteur, alignement, causes};

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

/// X06: each file made of a batch says what the batch says, line by line. Files written for other payslips than those of
/// the batch are said once, with the payslips: each of their lines differs for that one reason.
fn copies(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.copies.is_empty() {
        out.skip(&["X06"], "aucune copie des lots n'est donnée");
        return;
    }
    if !out.applies("X06", c.docs.copies.len()) {
        return;
    }
    let mut places: BTreeMap<(&str, &str), Vec<&Copie>> = BTreeMap::new();
    for copie in c.docs.copies {
        places.entry((place(copie), &copie.lot)).or_default().push(copie);
    }
    for ((place, lot), files) in places {
        let differing: Vec<&Copie> = files.iter().copied().filter(|f| !same_layout(f)).collect();
        if let Some((before, now)) = differing.iter().find_map(|f| other_pieces(f)) {
            stale(c, (place, lot), &differing, &before, &now, out);
            continue;
        }
        let hunks =
            |copie: &Copie| alignement::ecarts(&text_lines(&copie.ecrit), &text_lines(&copie.attendu));
        let runs: Vec<(&Copie, Vec<Difference>)> = differing.iter().map(|f| (*f, hunks(f))).collect();
        if runs.iter().map(|(_, list)| list.len()).sum::<usize>() > BEAUCOUP {
            made_again((place, lot), &runs, out);
            continue;
        }
        for (copie, runs) in runs {
            lines(copie, runs, out);
        }
    }
}

/// Runs of lines beyond which the files of a batch were not changed by hand here and there: they tell another state of it.
const BEAUCOUP: usize = 12;

/// Files of a batch made before its payslips or its accounts were what they are: said once, with each line.
fn made_again((place, lot): (&str, &str), runs: &[(&Copie, Vec<Difference>)], out: &mut Rapporteur<'_>) {
    let mut candidats = Vec::new();
    for (copie, list) in runs {
        for hunk in list {
            // What is missing is missing before a line.
            let ranks = hunk.ecrit.start..hunk.ecrit.end.max(hunk.ecrit.start + 1);
            candidats.extend(ranks.map(|rank| Candidat {
                document: Document::Ecriture,
                reference: copie.fichier.clone(),
                ligne: Some(rank as u64 + 1),
                montant: Cents::ZERO,
            }));
        }
    }
    let names: Vec<String> = runs.iter().map(|(f, _)| f.fichier.clone()).collect();
    let message =
        format!("{place} : {} lignes ne sont pas celles du lot {lot} ({})", candidats.len(), listed(&names));
    out.fact("X06", Cle::default().lot(lot).piece(place), message, candidats, Cents::ZERO);
    let texte = "fichiers écrits pour un autre état du lot : bulletins défaits puis refaits, ou comptes changés depuis";
    out.because("X06", Cause::new("fichiers_perimes", texte));
}

/// The folder of a copy.
fn place(copie: &Copie) -> &str {
    copie.fichier.rsplit_once('/').map_or("", |(place, _)| place)
}

fn text_lines(octets: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(octets).into_owned();
    text.lines().map(|l| l.trim_end_matches('\r').to_owned()).collect()
}

/// True for a copy that says nothing else: the same lines, or those of columns chosen since then.
fn same_layout(copie: &Copie) -> bool {
    if copie.ecrit == copie.attendu {
        return true;
    }
    let (written, expected) = (text_lines(&copie.ecrit), text_lines(&copie.attendu));
    written == expected || written.first() != expected.first() && written.len() == expected.len()
}

/// The documents that a detail by payslip names and that the batch does not hold, and the reverse. A number that stands on a
/// few lines beside one that lacks as many is a number changed by hand, which each line says.
fn other_pieces(copie: &Copie) -> Option<(Vec<String>, Vec<String>)> {
    let pieces = |octets: &[u8]| -> Option<BTreeMap<String, usize>> {
        let lines = text_lines(octets);
        let rank = lines.first()?.split(';').position(|c| c == "piece")?;
        let mut out = BTreeMap::new();
        for line in lines.iter().skip(1) {
            *out.entry(line.split(';').nth(rank)?.to_owned()).or_default() += 1;
        }
        Some(out)
    };
    let (written, expected) = (pieces(&copie.ecrit)?, pieces(&copie.attendu)?);
    let only = |a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>| -> Vec<String> {
        a.iter().filter(|(n, lines)| **lines > 1 && !b.contains_key(*n)).map(|(n, _)| n.clone()).collect()
    };
    let (before, now) = (only(&written, &expected), only(&expected, &written));
    (!before.is_empty() || !now.is_empty()).then_some((before, now))
}

/// Some numbers, the first ones by name.
fn listed(numbers: &[String]) -> String {
    let shown: Vec<&str> = numbers.iter().take(3).map(String::as_str).collect();
    match numbers.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        1 => format!("{} et 1 autre", shown.join(", ")),
        n => format!("{} et {n} autres", shown.join(", ")),
    }
}

/// Files written for other payslips than those of today.
fn stale(
    c: &Contexte<'_>,
    (place, lot): (&str, &str),
    files: &[&Copie],
    before: &[String],
    now: &[String],
    out: &mut Rapporteur<'_>,
) {
    let undone = before.iter().any(|n| c.docs.defaits.contains(n));
    let replaced = |n: &String| c.docs.bulletins.iter().any(|p| p.rectifie.as_deref() == Some(n));
    let plural = |list: &[String], one: &str, many: &str| if list.len() > 1 { many } else { one }.to_owned();
    let (code, what) = match (before.is_empty(), undone) {
        (true, _) => ("bulletin_ajoute", format!("figé{} depuis", plural(now, "", "s"))),
        (false, true) => ("bulletin_defait", format!("défait{} depuis", plural(before, "", "s"))),
        (false, false) if before.iter().all(replaced) => {
            ("bulletin_rectifie", format!("rectifié{} depuis", plural(before, "", "s")))
        }
        (false, false) => {
            let gone = plural(before, "qui n'est plus parmi", "qui ne sont plus parmi");
            ("bulletin_absent", format!("{gone} les documents du lot"))
        }
    };
    let names = if before.is_empty() { now } else { before };
    let texte = format!("{} {}, {what}", plural(names, "le bulletin", "les bulletins"), listed(names));
    let how = if before.is_empty() { "sans" } else { "avec" };
    let message = format!("{place} : fichiers du lot {lot} écrits {how} {texte}");
    let candidats = files
        .iter()
        .map(|f| Candidat {
            document: Document::Ecriture,
            reference: f.fichier.clone(),
            ligne: None,
            montant: Cents::ZERO,
        })
        .collect();
    out.fact("X06", Cle::default().lot(lot).piece(place), message, candidats, Cents::ZERO);
    out.amend("X06", |e| e.cause = Some(Cause::new(code, texte)));
}

/// The lines of a file beside those that it should have: each run of lines that differ is said once.
fn lines(copie: &Copie, runs: Vec<Difference>, out: &mut Rapporteur<'_>) {
    let (written, expected) = (text_lines(&copie.ecrit), text_lines(&copie.attendu));
    for hunk in runs {
        let (own, theirs) = (&written[hunk.ecrit.clone()], &expected[hunk.attendu.clone()]);
        let first = hunk.ecrit.start + 1;
        let shown = |list: &[String]| list.first().cloned().unwrap_or_default();
        let (code, what) = match (own.len(), theirs.len()) {
            (0, 1) => ("ligne_absente", format!("avant la ligne {first} : manque « {} »", shown(theirs))),
            (0, n) => {
                let text =
                    format!("avant la ligne {first} : {n} lignes manquent, dont « {} »", shown(theirs));
                ("ligne_absente", text)
            }
            (n, 0) => {
                let twice = |l: &String| written.iter().filter(|w| *w == l).count() > 1;
                let code = if own.iter().all(twice) { "doublon" } else { "ligne_en_trop" };
                let again = if code == "doublon" { " déjà écrite" } else { "" };
                let text = match n {
                    1 => format!("ligne {first} : de trop{again}, « {} »", shown(own)),
                    n => format!("lignes {first} à {} : de trop, dont « {} »", first + n - 1, shown(own)),
                };
                (code, text)
            }
            (1, 1) => {
                let text = format!(
                    "ligne {first} : « {} » ; le lot {} dit « {} »",
                    shown(own),
                    copie.lot,
                    shown(theirs)
                );
                ("valeur_changee", text)
            }
            (n, m) => {
                let text = format!(
                    "lignes {first} à {} : {n} lignes au lieu de {m}, dont « {} » ; le lot {} dit « {} »",
                    first + n - 1,
                    shown(own),
                    copie.lot,
                    shown(theirs)
                );
                ("valeur_changee", text)
            }
        };
        let cause = match (own, theirs) {
            ([one], [other]) => cells(one, other).unwrap_or_else(|| Cause::new(code, "ligne changée")),
            _ => Cause::new(
                code,
                match code {
                    "ligne_absente" => "lignes retirées du fichier, ou écrites depuis dans le lot",
                    "doublon" => "ligne écrite deux fois dans le fichier",
                    "ligne_en_trop" => "lignes ajoutées au fichier, ou retirées depuis du lot",
                    _ => "lignes changées",
                },
            ),
        };
        let places = hunk.ecrit.clone().map(|rank| rank as u64 + 1);
        let places: Vec<u64> = if own.is_empty() { vec![first as u64] } else { places.collect() };
        let candidats = places
            .iter()
            .map(|ligne| Candidat {
                document: Document::Ecriture,
                reference: copie.fichier.clone(),
                ligne: Some(*ligne),
                montant: Cents::ZERO,
            })
            .collect();
        let cle = Cle::default().lot(&copie.lot).piece(&copie.fichier).code(format!("ligne {first}"));
        out.fact("X06", cle, format!("{} {what}", copie.fichier), candidats, Cents::ZERO);
        out.amend("X06", |e| e.cause = Some(cause));
    }
}

/// What happened to one line, when one of its cells alone differs.
fn cells(written: &str, expected: &str) -> Option<Cause> {
    let separator = [';', '\t', '|'].into_iter().find(|s| written.contains(*s) && expected.contains(*s))?;
    let (own, theirs): (Vec<&str>, Vec<&str>) =
        (written.split(separator).collect(), expected.split(separator).collect());
    let differ: Vec<usize> =
        (0..own.len().max(theirs.len())).filter(|n| own.get(*n) != theirs.get(*n)).collect();
    match differ.as_slice() {
        [one] => Some(causes::of_text(own.get(*one)?, theirs.get(*one)?)),
        [a, b] if own.get(*a) == theirs.get(*b) && own.get(*b) == theirs.get(*a) => Some(Cause::new(
            "echange",
            format!("les colonnes {} et {} de la ligne sont échangées", a + 1, b + 1),
        )),
        _ => None,
    }
}
