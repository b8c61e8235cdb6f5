//! Declared values beside expected ones: amounts add up under a key, texts and dates must be one of those expected.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::Cents;

use super::identites::{Faux, Identites, candidate};
use crate::Rapporteur;
use crate::attendus::{Attendu, Valeur};
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::Declare;

/// Which of the texts expected must be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// None.
    Libre,
    /// One of them.
    Une,
    /// Each one.
    Chacune,
}

/// A declaration and what the payslips expect of it.
pub(super) struct Confrontation<'a> {
    pub document: Document,
    pub noms: &'a Identites,
    pub declares: BTreeMap<&'a str, Vec<&'a Declare>>,
    pub attendus: BTreeMap<&'static str, Vec<&'a Attendu>>,
    /// People and contracts that the declaration speaks of.
    dits: BTreeSet<(&'a str, &'a str)>,
    /// People and contracts of the payslips.
    connus: BTreeSet<(&'a str, &'a str)>,
    /// People and contracts of the payslips with the codes under which something is expected.
    codes: BTreeSet<Place<'a>>,
    /// People of the payslips.
    personnes: BTreeSet<&'a str>,
    /// First value of each contract and of each person.
    premiers: BTreeMap<(&'a str, &'a str), &'a Declare>,
}

/// What was met at a place: the values declared, and the people and contracts they name.
type Met<'a> = (Vec<&'a Declare>, BTreeSet<(&'a str, &'a str)>);

/// Person, contract, code.
type Place<'a> = (&'a str, &'a str, &'a str);

impl<'a> Confrontation<'a> {
    /// Sorts both sides by rubrique.
    pub fn new(
        document: Document,
        noms: &'a Identites,
        declares: &'a [Declare],
        attendus: &'a [Attendu],
    ) -> Self {
        let mut out = Self {
            document,
            noms,
            declares: BTreeMap::new(),
            attendus: BTreeMap::new(),
            dits: BTreeSet::new(),
            premiers: BTreeMap::new(),
            connus: attendus.iter().map(|a| (a.personne.as_str(), a.contrat.as_str())).collect(),
            personnes: attendus.iter().map(|a| a.personne.as_str()).collect(),
            codes: attendus
                .iter()
                .map(|a| (a.personne.as_str(), a.contrat.as_str(), a.code.as_str()))
                .collect(),
        };
        for v in declares {
            out.dits.insert((noms.person(v), noms.contract(v)));
            out.premiers.entry((noms.person(v), noms.contract(v))).or_insert(v);
            out.premiers.entry((noms.person(v), "")).or_insert(v);
            out.declares.entry(&v.rubrique).or_default().push(v);
        }
        for a in attendus {
            out.attendus.entry(a.rubrique).or_default().push(a);
        }
        out
    }

    /// The values declared under a rubrique.
    pub fn declared(&self, rubrique: &str) -> &[&'a Declare] {
        self.declares.get(rubrique).map_or(&[], Vec::as_slice)
    }

    /// True for a person and a contract of the payslips.
    pub fn knows(&self, personne: &str, contrat: &str) -> bool {
        self.connus.contains(&(personne, contrat))
    }

    fn expected(&self, rubrique: &str) -> &[&'a Attendu] {
        self.attendus.get(rubrique).map_or(&[], Vec::as_slice)
    }

    /// Compares the amounts of a rubrique. Those of somebody whom no payslip pays are said once, by the rule of people: each of
    /// them would only repeat it. `code` names the difference; `None`: not compared under this rule. `lu`
    /// reads the amount of a declared value.
    pub fn amounts(
        &self,
        regle: &str,
        rubrique: &str,
        code: &dyn Fn(&str) -> Option<String>,
        lu: &dyn Fn(&Declare) -> Cents,
        out: &mut Rapporteur<'_>,
    ) {
        let left = self
            .declared(rubrique)
            .iter()
            .filter(|v| self.personnes.contains(self.noms.person(v)))
            .filter_map(|v| {
                let cle = key(self.noms.person(v), self.noms.contract(v), code(&v.code)?);
                Some(Poste::new(cle, self.document, rubrique, lu(v)).line(v.ligne))
            })
            .collect();
        let right = self
            .expected(rubrique)
            .iter()
            .filter_map(|a| {
                let Valeur::Montant(montant) = a.valeur else { return None };
                let cle = key(&a.personne, &a.contrat, code(&a.code)?);
                Some(Poste::new(cle, Document::Bulletin, &a.piece, montant))
            })
            .collect();
        out.compare(regle, left, right, Appariement::Total);
    }

    /// Compares the texts of a rubrique: each one declared must be expected under its key, and as many of those expected
    /// as `presence` says must be declared. `lu` gives the form in which texts are compared. Somebody or some contract
    /// that is not declared at all is said once, by the rule of people and contracts.
    pub fn texts(
        &self,
        regle: &str,
        rubrique: &str,
        presence: Presence,
        lu: &dyn Fn(&Declare) -> Option<String>,
        out: &mut Rapporteur<'_>,
    ) {
        let mut places: BTreeMap<Place<'_>, Met<'_>> = BTreeMap::new();
        for v in self.declared(rubrique) {
            places.entry((self.noms.person(v), self.noms.contract(v), &v.code)).or_default().0.push(v);
        }
        for a in self.expected(rubrique) {
            if let Valeur::Texte(texte) = &a.valeur {
                let place = places.entry((&a.personne, &a.contrat, &a.code)).or_default();
                place.1.insert((texte, &a.piece));
            }
        }
        if !out.applies(regle, places.len()) {
            return;
        }
        let exchanged = exchanges(&places, lu);
        for ((personne, contrat, code), (declared, expected)) in places {
            let texts: BTreeSet<&str> = expected.iter().map(|(texte, _)| *texte).collect();
            let wanted = texts.iter().copied().collect::<Vec<_>>().join(" ou ");
            let label = if code.is_empty() { rubrique.to_owned() } else { format!("{rubrique} {code}") };
            let mut said: BTreeSet<String> = BTreeSet::new();
            let mut wrong = false;
            let count = declared.len();
            for v in declared {
                let Some(texte) = lu(v) else { continue };
                if texts.contains(texte.as_str()) {
                    said.insert(texte);
                    continue;
                }
                wrong = true;
                // Somebody or some contract that no payslip has: said once, by the rule of people and contracts. A
                // code that no payslip has: said by the rule of its amounts.
                let place = if code.is_empty() {
                    self.connus.contains(&(personne, contrat))
                } else {
                    self.codes.contains(&(personne, contrat, code))
                };
                if expected.is_empty() && !place {
                    continue;
                }
                let wanted = if wanted.is_empty() { "rien" } else { &wanted };
                let message = format!("{label} : {} déclaré, {wanted} d'après les bulletins", v.valeur);
                // A date or a code is no amount.
                let found = candidate(self.document, v);
                let montant = if v.valeur.contains('.') { found.montant } else { Cents::ZERO };
                let mut candidats = vec![Candidat { montant, ..found }];
                candidats.extend(expected.iter().map(|(_, piece)| slip(piece)));
                out.fact(regle, key(personne, contrat, label.clone()), message, candidats, Cents::ZERO);
                let single = texts.iter().next().copied().unwrap_or_default();
                let cause = match exchanged.get(&v.ligne) {
                    Some(other) => Cause::new("echange", format!("valeur échangée avec celle de {other}")),
                    None if texts.is_empty() => {
                        Cause::new("ligne_en_trop", "rien ne demande cette valeur : ajoutée au fichier")
                    }
                    None if texts.len() == 1 => causes::of_text(&v.valeur, single),
                    None => Cause::new("valeur_changee", format!("« {} » au lieu de {wanted}", v.valeur)),
                };
                out.because(regle, cause);
            }
            let missing: Vec<_> = expected.iter().filter(|(texte, _)| !said.contains(*texte)).collect();
            let enough = match presence {
                Presence::Libre => true,
                Presence::Une => !said.is_empty() || expected.is_empty(),
                Presence::Chacune => missing.is_empty(),
            };
            if !enough && !wrong && self.dits.contains(&(personne, contrat)) {
                let lost = missing.first().map_or("", |(texte, _)| *texte);
                let texts: BTreeSet<&str> = missing.iter().map(|(texte, _)| *texte).collect();
                let texts = texts.into_iter().collect::<Vec<_>>().join(", ");
                let message = format!("{label} : {texts} d'après les bulletins, rien de tel n'est déclaré");
                let mut candidats: Vec<Candidat> = missing.iter().map(|(_, piece)| slip(piece)).collect();
                candidats.extend(self.block(personne, contrat, code, rubrique));
                out.fact(regle, key(personne, contrat, label.clone()), message, candidats, Cents::ZERO);
                let texte = "rien n'en est écrit dans le fichier : ligne retirée, ou donnée ajoutée depuis";
                // As many values as expected: one of them was written in the place of the one that is missing.
                let cause = match said.first().filter(|_| count >= expected.len()) {
                    Some(other) => causes::of_text(other, lost),
                    None => Cause::new("ligne_absente", texte),
                };
                out.because(regle, cause);
            }
        }
    }

    /// Each block that `nom` begins holds the `rubrique` that is expected under its key: one that is left out would
    /// otherwise be no wrong value.
    /// `asked` tells the blocks that the norm leaves without it.
    pub fn held(
        &self,
        regle: &str,
        nom: &str,
        rubrique: &str,
        asked: &dyn Fn(&Declare) -> bool,
        out: &mut Rapporteur<'_>,
    ) {
        let nothing = |a: &Attendu| matches!(&a.valeur, Valeur::Texte(texte) if texte == "0.00");
        let expected: BTreeMap<Place<'_>, &str> = self
            .expected(rubrique)
            .iter()
            .filter(|a| !nothing(a))
            .map(|a| ((a.personne.as_str(), a.contrat.as_str(), a.code.as_str()), a.piece.as_str()))
            .collect();
        let held: BTreeSet<u64> = self.declared(rubrique).iter().map(|v| v.bloc).collect();
        for v in self.declared(nom) {
            let (personne, contrat) = (self.noms.person(v), self.noms.contract(v));
            let Some(piece) = expected.get(&(personne, contrat, &v.code)) else { continue };
            if held.contains(&v.bloc) || !asked(v) {
                continue;
            }
            let message = format!("{rubrique} manque après {nom} « {} » de la ligne {}", v.valeur, v.ligne);
            let cle = key(personne, contrat, format!("{rubrique} {}", v.code));
            out.fact(regle, cle, message, vec![candidate(self.document, v), slip(piece)], Cents::ZERO);
            out.because(regle, Cause::new("ligne_absente", "la rubrique a été retirée de son bloc"));
        }
    }

    /// Where a rubrique is missing: the first value of its block, else of its contract, else of its person.
    fn block(&self, personne: &str, contrat: &str, code: &str, rubrique: &str) -> Option<Candidat> {
        let block = rubrique.rsplit_once('.').map(|(block, _)| block);
        let own = |v: &&&Declare| {
            v.code == code && self.noms.person(v) == personne && self.noms.contract(v) == contrat
        };
        let inside = self
            .declares
            .iter()
            .filter(|(name, _)| block.is_some() && name.rsplit_once('.').map(|(b, _)| b) == block);
        let found = inside
            .flat_map(|(_, list)| list)
            .filter(own)
            .min_by_key(|v| v.ligne)
            .or_else(|| self.premiers.get(&(personne, contrat)))
            .or_else(|| self.premiers.get(&(personne, "")))?;
        Some(candidate(self.document, found))
    }

    /// A contract that one base of a person names alone was added to it; else the number was changed.
    fn number_cause(&self, f: &Faux) -> Cause {
        const BASE: &str = "S21.G00.78.006";
        let of = |rubrique: &str| {
            self.declared(rubrique).iter().filter(|v| self.noms.person(v) == f.personne).count()
        };
        if f.candidat.reference == BASE && of(BASE) == 1 && of("S21.G00.78.001") > 1 {
            let texte = format!("{BASE} ajouté à une base : aucune autre de la personne ne nomme de contrat");
            return Cause::new("ligne_en_trop", texte);
        }
        Cause::new("numero_change", format!("numéro changé : « {} » n'est celui de personne", f.ecrit))
    }

    /// Says the numbers that no payslip bears.
    pub fn identifiers(&self, regle: &str, out: &mut Rapporteur<'_>) {
        if !out.applies(regle, self.noms.faux.len()) {
            return;
        }
        for f in &self.noms.faux {
            let (what, wanted) = match &f.contrat {
                Some(contrat) => ("contrat", contrat.as_str()),
                None => ("personne", f.personne.as_str()),
            };
            let message =
                format!("{what} {} : aucun bulletin du mois ne le porte, c'est sans doute {wanted}", f.ecrit);
            let cle = key(&f.personne, f.contrat.as_deref().unwrap_or(""), what.to_owned());
            out.fact(regle, cle, message, vec![f.candidat.clone()], Cents::ZERO);
            out.because(regle, self.number_cause(f));
        }
    }
}

/// The lines whose wrong text is the one expected at another place, where the one expected here stands; with the name of
/// that place.
fn exchanges(
    places: &BTreeMap<Place<'_>, Met<'_>>,
    lu: &dyn Fn(&Declare) -> Option<String>,
) -> BTreeMap<u64, String> {
    struct Wrong<'a> {
        place: Place<'a>,
        ligne: u64,
        texte: String,
        expected: BTreeSet<&'a str>,
    }
    let mut wrong: Vec<Wrong<'_>> = Vec::new();
    for (place, (declared, expected)) in places {
        let texts: BTreeSet<&str> = expected.iter().map(|(texte, _)| *texte).collect();
        for v in declared {
            let Some(texte) = lu(v).filter(|t| !texts.contains(t.as_str())) else { continue };
            wrong.push(Wrong { place: *place, ligne: v.ligne, texte, expected: texts.clone() });
        }
    }
    let mut out = BTreeMap::new();
    for a in &wrong {
        let mate = wrong.iter().find(|b| {
            b.place != a.place
                && b.expected.contains(a.texte.as_str())
                && a.expected.contains(b.texte.as_str())
        });
        if let Some(b) = mate {
            let (personne, contrat, code) = b.place;
            let named = [personne, contrat, code].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
            out.insert(a.ligne, format!("{} (ligne {})", named.join(" "), b.ligne));
        }
    }
    out
}

/// The key of a value.
pub(super) fn key(personne: &str, contrat: &str, code: String) -> Cle {
    let mut cle = Cle::default();
    if !personne.is_empty() {
        cle = cle.personne(personne);
    }
    if !contrat.is_empty() {
        cle = cle.contrat(contrat);
    }
    if code.is_empty() { cle } else { cle.code(code) }
}

fn slip(piece: &str) -> Candidat {
    Candidat { document: Document::Bulletin, reference: piece.to_owned(), ligne: None, montant: Cents::ZERO }
}
