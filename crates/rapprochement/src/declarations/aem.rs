//! U01 to U12 and D18: the AEM against the payslips.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::Production;
use cddu_rates::{Cents, Gravite, Rate, Texte, fold};

use super::aem_reprises;
use super::confrontation::{Confrontation, Presence, key};
use super::identites::{Identites, Rubriques, candidate};
use crate::Rapporteur;
use crate::attendus;
use crate::attendus::aem::plain;
use crate::attendus::{aem_textes, ecrit};
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{Contexte, Declaration, Declare, Defaut};
use crate::racines::Racine;

const RULES: [&str; 12] =
    ["U01", "U02", "U03", "U05", "U06", "U07", "U08", "U09", "U10", "U11", "U12", "D18"];

const IDENTITES: Rubriques = Rubriques {
    document: Document::Aem,
    personne: &["Nir", "Ntt"],
    matricule: "",
    contrat: "ReferenceContrat",
};

/// Amounts and measures, the rule that compares them and what they are called.
const MONTANTS: [(&str, &str, &str); 7] = [
    ("BrutAvantAbattement", "U01", "brut"),
    ("BrutApresAbattement", "U01", "brut après abattement"),
    ("AssietteContribution", "U01", "assiette"),
    ("HeuresEffectuees", "U02", "heures"),
    ("JoursTravailles", "U02", "jours"),
    ("MontantContribution", "U05", "contribution"),
    ("TotalContribution", "U05", "total de la contribution"),
];

/// Dates and identifiers, and whether each one expected must be there.
const TEXTES: [(&str, Presence); 9] = [
    ("DateNaissance", Presence::Chacune),
    ("NumeroCongesSpectacles", Presence::Une),
    ("IdccPrestation", Presence::Chacune),
    ("NumeroObjet", Presence::Chacune),
    ("DateDebut", Presence::Chacune),
    ("DateFin", Presence::Chacune),
    ("Annexe", Presence::Chacune),
    ("DatePaiement", Presence::Chacune),
    ("@mois", Presence::Chacune),
];

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let (Some(aem), Some((production, tables)), Some(mois)) = (c.docs.aem, c.docs.declarations, c.docs.mois)
    else {
        out.skip(&RULES, "aucune AEM");
        return;
    };
    let expected = attendus::aem::values(c, production, tables, mois);
    let contracts: BTreeSet<(String, String)> = attendus::aem::contracts(c, production).into_iter().collect();
    let noms = Identites::of(c, &aem.valeurs, &IDENTITES, &contracts);
    let both = Confrontation::new(Document::Aem, &noms, &aem.valeurs, &expected);
    presence(c, &both, &contracts, out);
    for (rubrique, regle, nom) in MONTANTS {
        both.amounts(regle, rubrique, &|_| Some(nom.to_owned()), &signed, out);
    }
    cachets(&both, out);
    // A negative attestation repeats the one that it takes back: rule U12 compares both.
    let text = |v: &Declare| v.code.is_empty().then(|| v.valeur.clone());
    for (rubrique, presence) in TEXTES {
        both.texts("U07", rubrique, presence, &text, out);
    }
    for rubrique in ["NomFamille", "Prenoms"] {
        both.texts("U07", rubrique, Presence::Libre, &|v| v.code.is_empty().then(|| fold(&v.valeur)), out);
    }
    for rubrique in ["TauxAbattement", "TauxContribution"] {
        let rate = |v: &Declare| {
            let read = v.valeur.parse::<Rate>().map_or_else(|_| v.valeur.clone(), plain);
            v.code.is_empty().then_some(read)
        };
        both.texts("U05", rubrique, Presence::Chacune, &rate, out);
    }
    both.identifiers("U07", out);
    codes(c, &both, out);
    complete(&both, aem, out);
    numbers(&both, production, out);
    initial_numbers(c, &both, out);
    aem_reprises::check(c, &both, aem, out);
    form(c, out);
    references(c, &both, out);
    products(&both, out);
    totals(&both, out);
    unemployment_twice(c, &both, out);
    roots(&both, aem, out);
}

/// Elements missing or written twice: what their attestation says otherwise follows from them.
fn roots(both: &Confrontation<'_>, aem: &Declaration, out: &mut Rapporteur<'_>) {
    for fault in &aem.defauts {
        let of_attestation = !(fault.personne.is_empty() && fault.contrat.is_empty());
        let own = aem
            .valeurs
            .iter()
            .filter(|v| of_attestation && v.personne == fault.personne && v.contrat == fault.contrat);
        let lines: BTreeSet<u64> = own.clone().map(|v| v.ligne).chain([fault.ligne]).collect();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
        let cause = fault_cause(fault);
        out.racines.push(Racine {
            document: Document::Aem,
            lignes: fault.ligne..=fault.ligne,
            etendue: vec![*first..=*last],
            personne: own.clone().next().map(|v| both.noms.person(v).to_owned()),
            mots: Vec::new(),
            cause,
        });
    }
}

fn fault_cause(fault: &Defaut) -> Cause {
    match fault.fois {
        0 => Cause::new("ligne_absente", format!("{} a été retiré du fichier", fault.element)),
        n => Cause::new("doublon", format!("{} est écrit {n} fois", fault.element)),
    }
}

/// A value of an attestation that takes another one back counts against it.
fn signed(v: &Declare) -> Cents {
    let montant = v.montant().unwrap_or_default();
    if v.code == "-" { -montant } else { montant }
}

/// U03: one attestation per contract paid.
fn presence(
    c: &Contexte<'_>,
    both: &Confrontation<'_>,
    contracts: &BTreeSet<(String, String)>,
    out: &mut Rapporteur<'_>,
) {
    let mut sent: BTreeMap<(&str, &str), Vec<&Declare>> = BTreeMap::new();
    for v in both.declared("ReferenceContrat") {
        sent.entry((both.noms.person(v), both.noms.contract(v))).or_default().push(v);
    }
    if !out.applies("U03", contracts.len() + sent.len()) {
        return;
    }
    let corrected: BTreeSet<&str> = c
        .paid()
        .into_iter()
        .filter(|p| c.taken_back(p).is_some())
        .flat_map(|p| &p.contrats)
        .map(|k| k.contrat.as_str())
        .collect();
    for (personne, contrat) in contracts {
        if !sent.contains_key(&(personne.as_str(), contrat.as_str())) {
            let message = format!("pas d'AEM pour le contrat {contrat} de {personne}");
            out.fact("U03", key(personne, contrat, String::new()), message, Vec::new(), Cents::ZERO);
            let texte = "l'attestation a été retirée du fichier, ou le contrat payé depuis";
            out.because("U03", Cause::new("ligne_absente", texte));
        }
    }
    for ((personne, contrat), values) in &sent {
        let known = contracts.contains(&((*personne).to_owned(), (*contrat).to_owned()));
        let given: Vec<&&Declare> = values.iter().filter(|v| v.code.is_empty()).collect();
        let (message, cause) = if !known {
            let texte = "attestation ajoutée au fichier, ou numéro changé";
            (
                format!("AEM du contrat {contrat} de {personne} sans bulletin du mois"),
                Cause::new("ligne_en_trop", texte),
            )
        } else if given.len() > 1 && !corrected.contains(contrat) {
            let times = given.len();
            (
                format!("{times} AEM pour le contrat {contrat} de {personne}"),
                Cause::new("doublon", format!("l'attestation est écrite {times} fois")),
            )
        } else {
            continue;
        };
        let candidats = values.iter().map(|v| candidate(Document::Aem, v)).collect();
        out.fact("U03", key(personne, contrat, String::new()), message, candidats, Cents::ZERO);
        out.because("U03", cause);
    }
}

/// U02: cachets, isolés or groupés. A contract corrected this month is compared on the sum of both kinds.
fn cachets(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let summed: BTreeSet<(&str, &str)> = both
        .attendus
        .get("Cachets")
        .into_iter()
        .flatten()
        .map(|a| (a.personne.as_str(), a.contrat.as_str()))
        .collect();
    let kinds = [("CachetsIsoles", "cachets isolés"), ("CachetsGroupes", "cachets groupés")];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (rubrique, nom) in kinds {
        for v in both.declared(rubrique) {
            let place = (both.noms.person(v), both.noms.contract(v));
            let nom = if summed.contains(&place) { "cachets" } else { nom };
            let cle = key(place.0, place.1, nom.to_owned());
            left.push(Poste::new(cle, Document::Aem, rubrique, signed(v)).line(v.ligne));
        }
    }
    for (rubrique, nom) in kinds.into_iter().chain([("Cachets", "cachets")]) {
        for a in both.attendus.get(rubrique).into_iter().flatten() {
            if let attendus::Valeur::Montant(montant) = a.valeur {
                let cle = key(&a.personne, &a.contrat, nom.to_owned());
                right.push(Poste::new(cle, Document::Bulletin, &a.piece, montant));
            }
        }
    }
    out.compare("U02", left, right, Appariement::Total);
}

/// U10: heading, signature, codes, addresses and references. A correction has references of its own.
fn codes(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let letters = |v: &Declare| v.code.is_empty().then(|| ecrit(&v.valeur, aem_textes::LONG));
    let text = |v: &Declare| v.code.is_empty().then(|| v.valeur.clone());
    for (rubrique, by_letters) in aem_textes::TEXTES {
        let read: &dyn Fn(&Declare) -> Option<String> = if by_letters { &letters } else { &text };
        both.texts("U10", rubrique, Presence::Une, read, out);
    }
    both.texts("U10", "Date", Presence::Une, &text, out);
    let corrected = aem_textes::corrected(c);
    let first = |v: &Declare| text(v).filter(|_| !corrected.contains(both.noms.contract(v)));
    for rubrique in ["@reference", "@nature"] {
        both.texts("U10", rubrique, Presence::Libre, &first, out);
    }
    let heading =
        |r: &&&str| r.starts_with("Entete/") || r.starts_with("Employeur/") || **r == "AemExchange@version";
    let asked: Vec<&'static str> = both.attendus.keys().filter(heading).copied().collect();
    for rubrique in asked {
        let by_letters = aem_textes::ENTETE_LIBELLES.contains(&rubrique);
        let read: &dyn Fn(&Declare) -> Option<String> = if by_letters { &letters } else { &text };
        both.texts("U10", rubrique, Presence::Une, read, out);
    }
}

/// U10: the numbers follow each other under the approval of the production.
fn numbers(both: &Confrontation<'_>, production: &Production, out: &mut Rapporteur<'_>) {
    let Some(approval) = production.aem.agrement.as_deref() else { return };
    numbered(both, "NumeroAem", "ReferenceContrat", out);
    let read = |v: &Declare| v.valeur.strip_prefix(approval).and_then(|n| n.get(..6)?.parse::<u32>().ok());
    let key_of_number =
        |n: u32| cddu_declarations::aem::cle_numero(approval, &format!("{n:06}")).map(|k| format!("{k:02}"));
    let written = both.declared("NumeroAem");
    let all: BTreeSet<u32> = written.iter().filter_map(|v| read(v)).collect();
    // Numbers that follow each other and are not in their order changed places.
    let moved = all.len() == written.len()
        && all.first().zip(all.last()).is_some_and(|(a, b)| (b - a) as usize + 1 == all.len());
    let mut before: Option<u32> = None;
    let mut line = 0;
    for v in written {
        // A file sent later begins where the last one issued ended, whatever its month.
        if v.ligne < line {
            before = None;
        }
        line = v.ligne;
        let counter = read(v);
        let right_key = counter.and_then(key_of_number).as_deref()
            == Some(v.valeur.get(approval.len() + 6..).unwrap_or_default());
        let follows = match (before, counter) {
            (Some(before), Some(counter)) => counter == before + 1,
            (None, Some(counter)) => counter > production.aem.dernier_numero,
            (_, None) => false,
        };
        if !follows || !right_key {
            let message = format!(
                "NumeroAem {} : agrément {approval}, puis un compteur qui suit le précédent, puis sa clé",
                v.valeur
            );
            let cle = key_of(both, v, "NumeroAem");
            out.fact("U10", cle, message, vec![candidate(Document::Aem, v)], Cents::ZERO);
            out.because("U10", number_cause(right_key, moved, before, counter));
        }
        before = counter.or(before.map(|b| b + 1));
    }
}

/// What happened to a number that does not follow the one before.
fn number_cause(right_key: bool, moved: bool, before: Option<u32>, counter: Option<u32>) -> Cause {
    match (before, counter) {
        _ if !right_key => {
            Cause::new("numero_change", "numéro changé : sa clé n'est pas celle de son compteur")
        }
        _ if moved => Cause::new("echange", "numéros échangés entre deux attestations"),
        (Some(before), Some(counter)) if counter == before => {
            Cause::new("doublon", "numéro de l'attestation précédente : attestation écrite deux fois")
        }
        (Some(before), Some(counter)) if counter > before => {
            Cause::new("ligne_absente", "une attestation a été retirée avant celle-ci")
        }
        _ => Cause::new("numero_change", "numéro changé, ou attestation déplacée avant lui"),
    }
}

/// U10: what follows an attestation of an earlier month names its number; of one that is not here, the key tells at least
/// that the number was not changed. A complementary attestation without that number is told when the first one has it.
fn initial_numbers(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let mut issued: BTreeMap<String, &str> = BTreeMap::new();
    for earlier in c.docs.aem_anterieures {
        let value = |name: &'static str| earlier.valeurs.iter().filter(move |v| &*v.rubrique == name);
        let first: BTreeSet<u64> =
            value("@nature").filter(|v| v.valeur == "initiale").map(|v| v.bloc).collect();
        for v in value("NumeroAem").filter(|v| first.contains(&v.bloc)) {
            issued.entry(c.noms.contract(&v.contrat)).or_insert(&v.valeur);
        }
    }
    let declared = both.declared("NumeroAemInitiale");
    let follows = |v: &&&Declare| v.valeur == "complementaire" && declared.iter().all(|n| n.bloc != v.bloc);
    let without: Vec<&Declare> = both.declared("@nature").iter().filter(follows).copied().collect();
    if !out.applies("U10", declared.len() + without.len()) {
        return;
    }
    for v in without {
        let Some(number) = issued.get(both.noms.contract(v)) else { continue };
        let message = format!("NumeroAemInitiale absent : l'attestation initiale porte {number}");
        let cle = key_of(both, v, "NumeroAemInitiale");
        out.fact("U10", cle, message, vec![candidate(Document::Aem, v)], Cents::ZERO);
        out.because(
            "U10",
            Cause::new("numero_absent", "numéro de l'attestation initiale retiré ou jamais écrit"),
        );
    }
    for v in declared {
        let known = issued.get(both.noms.contract(v)).copied();
        if known.map_or_else(|| key_holds(&v.valeur), |number| number == v.valeur) {
            continue;
        }
        let cle = key_of(both, v, "NumeroAemInitiale");
        let (message, cause) = match known {
            Some(number) => (
                format!("NumeroAemInitiale {} : l'attestation initiale porte {number}", v.valeur),
                causes::of_text(&v.valeur, number),
            ),
            None => (
                format!("NumeroAemInitiale {} : sa clé ne tient pas", v.valeur),
                Cause::new("numero_change", "numéro changé : sa clé n'est pas celle de son compteur"),
            ),
        };
        out.fact("U10", cle, message, vec![candidate(Document::Aem, v)], Cents::ZERO);
        out.because("U10", cause);
    }
}

/// Approval, counter of six figures, key of two.
fn key_holds(number: &str) -> bool {
    let parts = number.len().checked_sub(8).and_then(|n| number.split_at_checked(n));
    parts.is_some_and(|(approval, rest)| {
        let (counter, key) = rest.split_at(6);
        cddu_declarations::aem::cle_numero(approval, counter).map(|k| format!("{k:02}")).as_deref()
            == Some(key)
    })
}

/// U10: as many numbers as attestations, contract by contract.
fn numbered(both: &Confrontation<'_>, number: &'static str, of: &'static str, out: &mut Rapporteur<'_>) {
    let place =
        |v: &Declare| (both.noms.person(v).to_owned(), both.noms.contract(v).to_owned(), v.code.clone());
    let mut left: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for v in both.declared(number) {
        *left.entry(place(v)).or_default() += 1;
    }
    for v in both.declared(of) {
        let count = left.entry(place(v)).or_default();
        if *count > 0 {
            *count -= 1;
            continue;
        }
        let message = format!("{number} manque : {of} {} n'a pas de numéro", v.valeur);
        out.fact("U10", key_of(both, v, number), message, vec![candidate(Document::Aem, v)], Cents::ZERO);
        out.because("U10", Cause::new("ligne_absente", format!("{number} a été retiré de l'attestation")));
    }
}

fn key_of(both: &Confrontation<'_>, v: &Declare, code: &str) -> Cle {
    key(both.noms.person(v), both.noms.contract(v), code.to_owned())
}

/// U11: each element stands once in its place.
fn complete(both: &Confrontation<'_>, aem: &Declaration, out: &mut Rapporteur<'_>) {
    for fault in &aem.defauts {
        let v = Declare {
            ligne: fault.ligne,
            personne: fault.personne.clone(),
            contrat: fault.contrat.clone(),
            rubrique: Texte::of_table(&fault.element),
            ..Declare::default()
        };
        let message = match fault.fois {
            0 => format!("{} manque dans l'attestation de la ligne {}", fault.element, fault.ligne),
            n => format!("{} est écrit {n} fois", fault.element),
        };
        out.fact(
            "U11",
            key_of(both, &v, &fault.element),
            message,
            vec![candidate(Document::Aem, &v)],
            Cents::ZERO,
        );
        out.because("U11", fault_cause(fault));
    }
}

/// U11: the file follows its layout.
fn form(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(octets) = c.docs.aem_octets else {
        out.skip(&["U11"], "le fichier des AEM n'est pas donné");
        return;
    };
    let found = match cddu_declarations::aem::verifier(octets) {
        Ok(found) => found.into_iter().filter(|k| k.gravite == Gravite::Bloquant).collect(),
        Err(wrong) => {
            let line = wrong.ligne;
            let place = Candidat {
                document: Document::Aem,
                reference: wrong.code.clone(),
                ligne: line,
                montant: Cents::ZERO,
            };
            out.fact("U11", Cle::default().code(&wrong.code), wrong.message, vec![place], Cents::ZERO);
            Vec::new()
        }
    };
    out.applies("U11", found.len().max(1));
    for k in found {
        let reference = k.reference.clone().unwrap_or_default();
        let place = Candidat {
            document: Document::Aem,
            reference: format!("attestation {reference}"),
            ligne: None,
            montant: Cents::ZERO,
        };
        let cle = Cle::default().piece(reference).code(&k.code);
        out.fact("U11", cle, format!("{} : {}", k.code, k.message), vec![place], Cents::ZERO);
    }
}

/// U08: each payslip named exists and pays the contract; each payslip of the contract is named.
fn references(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let whole = aem_textes::corrected(c);
    let corrected = |v: &Declare| {
        let contrat = both.noms.contract(v);
        whole.contains(contrat)
            || c.docs.repris.iter().any(|p| p.contrats.iter().any(|k| k.contrat == contrat))
    };
    // The attestation of a correction names the payslips of the month it gives again.
    let text = |v: &Declare| (v.code.is_empty() && !corrected(v)).then(|| v.valeur.clone());
    both.texts(
        "U08",
        "ReferenceBulletin",
        if c.docs.repris.is_empty() && whole.is_empty() { Presence::Chacune } else { Presence::Libre },
        &text,
        out,
    );
}

/// Half a cent for each share that a payslip rounds: general and specific contributions of the employee and of the employer.
const ROUNDED: i64 = 2;

/// U06: base x rate gives the contribution, line by line, within what the payslips of the attestation round. The amount itself is
/// compared with the payslips to the cent by another rule.
fn products(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let by_line = |rubrique: &str| -> BTreeMap<u64, &Declare> {
        both.declared(rubrique).iter().map(|v| (v.bloc, *v)).collect()
    };
    let (bases, rates) = (by_line("AssietteContribution"), by_line("TauxContribution"));
    let (mut declared, mut computed) = (Vec::new(), Vec::new());
    for (bloc, amount) in by_line("MontantContribution") {
        let (Some(base), Some(rate)) = (bases.get(&bloc), rates.get(&bloc)) else { continue };
        let (Some(assiette), Ok(taux)) = (base.montant(), rate.valeur.parse::<Rate>()) else { continue };
        let code = format!("ligne {}", amount.ligne);
        let cle = key(both.noms.person(amount), both.noms.contract(amount), code);
        let montant = amount.montant().unwrap_or_default();
        let place = |v: &Declare, montant| {
            Poste::new(cle.clone(), Document::Aem, v.rubrique.as_str(), montant).line(v.ligne)
        };
        declared.push(place(amount, montant));
        computed.push(place(base, taux.of(assiette)));
        // The rate may be the one at fault: its line is shown too.
        computed.push(place(rate, Cents::ZERO));
    }
    let mut payslips: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for v in both.declared("ReferenceBulletin") {
        *payslips.entry((both.noms.person(v), both.noms.contract(v))).or_default() += 1;
    }
    let most = payslips.values().max().copied().unwrap_or_default();
    let tolerance = out.tolerance("U06").max(Cents(ROUNDED * most));
    out.compare_within("U06", declared, computed, Appariement::Total, tolerance);
}

/// U09: the control totals of the file.
fn totals(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    const NOMBRE: &str = "Controle/NombreAttestations";
    let sums = [
        ("Controle/TotalBrutApresAbattement", "BrutApresAbattement"),
        ("Controle/TotalContribution", "TotalContribution"),
        (NOMBRE, "ReferenceContrat"),
    ];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (total, parts) in sums {
        let cle = || Cle::default().code(total);
        for v in both.declared(total) {
            let montant = v.montant().unwrap_or_default();
            left.push(Poste::new(cle(), Document::Aem, total, montant).line(v.ligne));
        }
        for v in both.declared(parts) {
            let montant = if total == NOMBRE { Cents(100) } else { signed(v) };
            right.push(Poste::new(cle(), Document::Aem, parts, montant).line(v.ligne));
        }
    }
    out.compare("U09", left, right, Appariement::Total);
}

/// D18: the unemployment base of the DSN is that of the AEM.
fn unemployment_twice(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let Some(dsn) = c.docs.dsn else {
        out.skip(&["D18"], "aucune DSN");
        return;
    };
    let covered: BTreeSet<(&str, &str)> = both
        .declared("ReferenceContrat")
        .iter()
        .map(|v| (both.noms.person(v), both.noms.contract(v)))
        .collect();
    let left = dsn
        .rubrique("S21.G00.78.004")
        .filter(|v| v.code == "07")
        .filter_map(|v| {
            let (person, contract) = (c.noms.declared(&v.personne), c.noms.contract(&v.contrat));
            covered.contains(&(person, contract.as_str())).then(|| {
                let montant = v.montant().unwrap_or_default();
                let cle = key(person, &contract, String::new());
                Poste::new(cle, Document::Dsn, "S21.G00.78.004", montant).line(v.ligne)
            })
        })
        .collect();
    let right = both
        .declared("AssietteContribution")
        .iter()
        .map(|v| {
            let cle = key(both.noms.person(v), both.noms.contract(v), String::new());
            Poste::new(cle, Document::Aem, "AssietteContribution", signed(v)).line(v.ligne)
        })
        .collect();
    out.compare("D18", left, right, Appariement::Total);
}
