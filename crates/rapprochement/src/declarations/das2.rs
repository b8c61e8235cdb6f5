//! T01, T02 and T04: the list of the DAS2 against the notes of the year.

use std::collections::{BTreeMap, BTreeSet};

use cddu_ledger::montant::lisible;
use cddu_ledger::note;
use cddu_payslip::note::{Note, in_force};
use cddu_rates::Cents;
use chrono::{Datelike, NaiveDate};

use super::identites::candidate;
use crate::Rapporteur;
use crate::attendus::aem_textes::LONG;
use crate::attendus::ecrit;
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{Contexte, Declare};

/// A column of the DAS2: its key, its name, what the notes say of it.
type Column = (&'static str, &'static str, fn(&Note) -> Cents);

/// Threshold of the DAS2 for the payments of a year, per author and TTC: that of the tables, else the one known here.
fn threshold(c: &Contexte<'_>, annee: i32) -> Cents {
    let known = Cents(if annee >= 2024 { 240_000 } else { 120_000 });
    let end = NaiveDate::from_ymd_opt(annee, 12, 31);
    let table = c.docs.baremes.zip(end).and_then(|(rates, end)| rates.amount("AA_DAS2_SEUIL", end).ok());
    table.map_or(known, |(amount, _)| amount)
}

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let (Some(das2), Some(annee)) = (c.docs.das2, c.docs.mois.map(|m| m.year)) else {
        out.skip(&["T01", "T02", "T04"], "aucune DAS2");
        return;
    };
    super::columns("T04", Document::Das2, das2, out);
    let mut notes: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for n in in_force(c.docs.notes_annee).into_iter().filter(|n| n.date_paiement.year() == annee) {
        notes.entry(note::author(n)).or_default().push(n);
    }
    let names = Names::of(&das2.valeurs, &notes);
    names.wrong(annee, out);
    let columns: [Column; 4] = [
        ("ttc", "T01", |n| n.brut_ht + n.totaux.tva),
        ("brut_ht", "T04", |n| n.brut_ht),
        ("tva", "T04", |n| n.totaux.tva),
        ("retenue_source", "T04", |n| n.totaux.retenue_source),
    ];
    let key = |auteur: &str, code: &str| Cle::default().periode(annee).personne(auteur).code(code);
    for (column, regle, of) in columns {
        // A cell that says nothing is no zero: it is said once, and its amount is not compared.
        let unread: BTreeMap<&str, &Declare> = values(&das2.valeurs, column)
            .filter(|v| v.montant().is_none())
            .map(|v| (names.author(v), v))
            .collect();
        for (auteur, v) in &unread {
            let message = format!("DAS2, {column} : « {} » ne dit rien", v.valeur);
            out.fact(regle, key(auteur, column), message, vec![candidate(Document::Das2, v)], Cents::ZERO);
            let code = if v.valeur.is_empty() { "valeur_absente" } else { "valeur_changee" };
            out.because(regle, Cause::new(code, "cellule effacée ou changée dans le fichier"));
        }
        let left = values(&das2.valeurs, column)
            .filter_map(|v| {
                let montant = v.montant()?;
                Some(Poste::new(key(names.author(v), column), Document::Das2, column, montant).line(v.ligne))
            })
            .collect();
        let right = notes
            .iter()
            .filter(|(auteur, _)| !unread.contains_key(*auteur))
            .flat_map(|(auteur, list)| list.iter().map(move |n| (*auteur, *n)))
            .map(|(auteur, n)| Poste::new(key(auteur, column), Document::Note, note::piece(n), of(n)))
            .collect();
        out.compare(regle, left, right, Appariement::Total);
    }
    identity(&das2.valeurs, &notes, &names, &key, out);
    above(c, annee, &das2.valeurs, &notes, &names, out);
}

/// The payees of the list under the names of the notes. A number that no note bears is a difference of its own; when the
/// SIRET or the name tells whose line it is, the line is compared all the same.
struct Names<'a> {
    authors: BTreeMap<&'a str, &'a str>,
    wrong: Vec<(&'a Declare, &'a str)>,
}

impl<'a> Names<'a> {
    fn of(declared: &'a [Declare], notes: &BTreeMap<&'a str, Vec<&'a Note>>) -> Self {
        let mut rows: BTreeMap<u64, Vec<&Declare>> = BTreeMap::new();
        for v in declared {
            rows.entry(v.bloc).or_default().push(v);
        }
        let given: BTreeSet<&str> = declared.iter().map(|v| v.personne.as_str()).collect();
        let mut lost: Vec<&str> = notes.keys().copied().filter(|a| !given.contains(a)).collect();
        let mut out = Self { authors: BTreeMap::new(), wrong: Vec::new() };
        for row in rows.values() {
            let Some(first) = row.first().filter(|v| !notes.contains_key(v.personne.as_str())) else {
                continue;
            };
            let cell =
                |name: &str| row.iter().find(|v| &*v.rubrique == name).map_or("", |v| v.valeur.as_str());
            let same = |author: &&str| {
                let known = notes.get(*author).and_then(|list| list.iter().find_map(|n| n.auteur.as_ref()));
                known.is_some_and(|a| {
                    let siret = a.siret.as_ref().map_or("", String::as_str);
                    !siret.is_empty() && siret == cell("siret")
                        || ecrit(&a.nom, LONG) == ecrit(cell("nom"), LONG)
                            && ecrit(&a.prenom, LONG) == ecrit(cell("prenom"), LONG)
                })
            };
            let Some(rank) = lost.iter().position(same) else { continue };
            let author = lost.remove(rank);
            out.authors.insert(&first.personne, author);
            out.wrong.push((first, author));
        }
        out
    }

    /// The author whose line holds a value.
    fn author<'b>(&'b self, v: &'b Declare) -> &'b str {
        self.authors.get(v.personne.as_str()).copied().unwrap_or(&v.personne)
    }

    /// T04: the numbers that no note bears.
    fn wrong(&self, annee: i32, out: &mut Rapporteur<'_>) {
        for (v, author) in &self.wrong {
            let message = format!("DAS2, auteur : « {} » écrit, « {author} » d'après les notes", v.personne);
            let cle = Cle::default().periode(annee).personne(author).code("auteur");
            out.fact("T04", cle, message, vec![candidate(Document::Das2, v)], Cents::ZERO);
            out.because("T04", causes::of_text(&v.personne, author));
        }
    }
}

/// T04: who the payee is, as on the last note.
fn identity(
    declared: &[Declare],
    notes: &BTreeMap<&str, Vec<&Note>>,
    names: &Names<'_>,
    key: &dyn Fn(&str, &str) -> Cle,
    out: &mut Rapporteur<'_>,
) {
    for v in declared {
        let Some(last) = notes.get(names.author(v)).and_then(|l| l.iter().max_by_key(|n| n.date_paiement))
        else {
            continue;
        };
        let Some(author) = &last.auteur else { continue };
        let known = match &*v.rubrique {
            "nom" => author.nom.as_str(),
            "prenom" => author.prenom.as_str(),
            "siret" => author.siret.as_ref().map_or("", String::as_str),
            _ => continue,
        };
        if ecrit(&v.valeur, LONG) != ecrit(known, LONG) {
            let message =
                format!("DAS2, {} : « {} » écrit, « {known} » d'après les notes", v.rubrique, v.valeur);
            let candidats = vec![candidate(Document::Das2, v)];
            out.fact("T04", key(names.author(v), &v.rubrique), message, candidats, Cents::ZERO);
            out.because("T04", causes::of_text(&v.valeur, known));
        }
    }
}

fn values<'a>(list: &'a [Declare], column: &'a str) -> impl Iterator<Item = &'a Declare> {
    list.iter().filter(move |v| &*v.rubrique == column)
}

/// T02: who must be declared is, and nobody else.
fn above(
    c: &Contexte<'_>,
    annee: i32,
    declared: &[Declare],
    notes: &BTreeMap<&str, Vec<&Note>>,
    names: &Names<'_>,
    out: &mut Rapporteur<'_>,
) {
    if !out.applies("T02", notes.len()) {
        return;
    }
    let threshold = threshold(c, annee);
    let said: BTreeMap<&str, &Declare> =
        values(declared, "a_declarer").map(|v| (names.author(v), v)).collect();
    for (auteur, list) in notes {
        let total: Cents = list.iter().map(|n| n.brut_ht + n.totaux.tva).sum();
        let due = total > threshold;
        let found = said.get(auteur);
        if found.map_or("non", |v| v.valeur.as_str()) == if due { "oui" } else { "non" } {
            continue;
        }
        let mut candidats: Vec<Candidat> = found.map(|v| candidate(Document::Das2, v)).into_iter().collect();
        candidats.extend(list.iter().map(|n| Candidat {
            document: Document::Note,
            reference: note::piece(n).to_owned(),
            ligne: None,
            montant: n.brut_ht + n.totaux.tva,
        }));
        let (side, what) =
            if due { ("au-dessus de", "n'est pas déclaré") } else { ("sous", "est déclaré") };
        let message = format!(
            "{auteur} a reçu {} TTC, {side} {}, et {what} dans la DAS2",
            lisible(total),
            lisible(threshold)
        );
        out.fact("T02", Cle::default().periode(annee).personne(auteur), message, candidats, -total);
        let cause = match found {
            Some(v) => causes::of_text(&v.valeur, if due { "oui" } else { "non" }),
            None => Cause::new("ligne_absente", "aucune ligne de la liste n'est la sienne"),
        };
        out.because("T02", cause);
    }
}
