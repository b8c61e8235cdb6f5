//! Every value that the DSN says of a person: amounts, measures, dates, identifiers, rates.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::{Production, Tables};
use cddu_rates::{Cents, Month, Rate, fold};

use crate::Rapporteur;
use crate::attendus::{Valeur, organismes};
use crate::causes::Cause;
use crate::comparaison::{Appariement, Document, Poste};
use crate::declarations::confrontation::{Confrontation, Presence, key};
use crate::declarations::identites::candidate;
use crate::documents::Declare;

/// Rubriques of amounts, the rule that compares them and what they are called; an empty name: their code.
const MONTANTS: [(&str, &str, &str); 16] = [
    ("S21.G00.50.002", "D15", ""),
    ("S21.G00.50.004", "D01", ""),
    ("S21.G00.50.009", "D02", ""),
    ("S21.G00.50.013", "D02", "assiette du PAS"),
    ("S21.G00.51.012", "D20", ""),
    ("S21.G00.51.013", "D20", ""),
    ("S21.G00.54.002", "D21", ""),
    ("S21.G00.56.003", "D16", "net fiscal"),
    ("S21.G00.56.007", "D16", "PAS"),
    ("S21.G00.56.010", "D16", "assiette du PAS"),
    ("S21.G00.56.015", "D16", "assiette déclarée"),
    ("S21.G00.58.004", "D19", ""),
    ("S21.G00.79.004", "D17", ""),
    ("S21.G00.81.003", "D22", ""),
    ("S21.G00.81.004", "D06", ""),
    ("S21.G00.98.003", "D27", ""),
];

/// Dates, and whether each one expected must be there.
const DATES: [(&str, Presence); 9] = [
    ("S21.G00.50.001", Presence::Chacune),
    ("S21.G00.51.001", Presence::Chacune),
    ("S21.G00.51.002", Presence::Chacune),
    ("S21.G00.54.003", Presence::Libre),
    ("S21.G00.54.004", Presence::Libre),
    ("S21.G00.78.002", Presence::Chacune),
    ("S21.G00.78.003", Presence::Chacune),
    ("S21.G00.40.001", Presence::Chacune),
    ("S21.G00.62.001", Presence::Libre),
];

/// Identifiers and rates of the people and of their contracts.
const IDENTIFIANTS: [(&str, Presence); 7] = [
    ("S21.G00.30.006", Presence::Chacune),
    ("S21.G00.40.010", Presence::Chacune),
    ("S21.G00.40.017", Presence::Chacune),
    ("S21.G00.40.022", Presence::Une),
    ("S21.G00.40.025", Presence::Une),
    ("S21.G00.40.050", Presence::Une),
    ("S21.G00.30.019", Presence::Chacune),
];

/// Contributions that are reliefs: general, and those of overtime.
const ALLEGEMENTS: [&str; 4] = ["018", "021", "106", "114"];

/// What begins the block of another income.
const AUTRE_REVENU: &str = "S21.G00.54.001";

/// What begins the block of a contribution.
const COTISATION: &str = "S21.G00.81.001";

pub(super) fn check(
    both: &Confrontation<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
    corriges: &BTreeSet<&str>,
    out: &mut Rapporteur<'_>,
) {
    // A value that is not an amount counts as nothing: the difference shows at its line.
    let cents = |v: &Declare| v.montant().unwrap_or_default();
    for (rubrique, regle, nom) in MONTANTS {
        let code = |code: &str| Some(if nom.is_empty() { code } else { nom }.to_owned());
        both.amounts(regle, rubrique, &code, &cents, out);
    }
    let bases = "S21.G00.78.004";
    both.amounts("C01", bases, &|code| (code == "27").then(|| code.to_owned()), &cents, out);
    both.amounts("D04", bases, &|code| (code != "27").then(|| code.to_owned()), &cents, out);
    both.amounts("C03", "S21.G00.53.002", &|unit| Some(unite(unit).to_owned()), &cents, out);
    let text = |v: &Declare| Some(v.valeur.clone());
    for (rubrique, presence) in DATES {
        both.texts("D24", rubrique, presence, &text, out);
    }
    for (rubrique, presence) in IDENTIFIANTS {
        both.texts("D25", rubrique, presence, &text, out);
    }
    for rubrique in ["S21.G00.30.002", "S21.G00.30.003", "S21.G00.30.004"] {
        both.texts("D25", rubrique, Presence::Libre, &|v| Some(fold(&v.valeur)), out);
    }
    both.texts("D02", "S21.G00.50.006", Presence::Chacune, &text, out);
    for rubrique in ["S21.G00.56.001", "S21.G00.56.002", "S21.G00.56.005", "S21.G00.56.006"] {
        both.texts("D16", rubrique, Presence::Chacune, &text, out);
    }
    for (rubrique, presence) in [
        ("S21.G00.40.023", Presence::Une),
        ("S21.G00.40.043", Presence::Libre),
        ("S21.G00.81.007", Presence::Libre),
    ] {
        both.texts("D22", rubrique, presence, &text, out);
    }
    for rubrique in ["S21.G00.54.003", "S21.G00.54.004"] {
        both.held("D24", AUTRE_REVENU, rubrique, &|_| true, out);
    }
    unnamed(both, mois, out);
    let bodies = organismes::names(production, tables, mois);
    let body = |v: &Declare| Some(bodies.get(&v.valeur).unwrap_or(&v.valeur).clone());
    both.texts("D26", "S21.G00.81.002", Presence::Libre, &body, out);
    both.held("D26", COTISATION, "S21.G00.81.002", &|_| true, out);
    // Audiens and the caisse de congés take amounts, and a relief is one: public files give them no rate (B).
    let owed: BTreeMap<(&str, &str, &str), &str> = both
        .attendus
        .get("S21.G00.81.002")
        .into_iter()
        .flatten()
        .filter_map(|a| match &a.valeur {
            Valeur::Texte(role) => {
                Some(((a.personne.as_str(), a.contrat.as_str(), a.code.as_str()), role.as_str()))
            }
            Valeur::Montant(_) => None,
        })
        .collect();
    let rated = |v: &Declare| {
        let place = (both.noms.person(v), both.noms.contract(v), v.code.as_str());
        !ALLEGEMENTS.contains(&v.valeur.as_str())
            && owed.get(&place).is_some_and(|role| !role.contains("audiens"))
    };
    both.held("D22", COTISATION, "S21.G00.81.007", &rated, out);
    both.identifiers("D25", out);
    products(both, "D02", ["S21.G00.50.013", "S21.G00.50.006", "S21.G00.50.009"], corriges, out);
    products(both, "D23", ["S21.G00.81.003", "S21.G00.81.007", "S21.G00.81.004"], &BTreeSet::new(), out);
}

/// D25: since the norm of 2025 each other income names its contract.
fn unnamed(both: &Confrontation<'_>, mois: Month, out: &mut Rapporteur<'_>) {
    let named: BTreeSet<u64> = both.declared("S21.G00.54.005").iter().map(|v| v.bloc).collect();
    let lacking =
        both.declared(AUTRE_REVENU).iter().filter(|v| mois.year >= 2025 && !named.contains(&v.bloc));
    for v in lacking {
        let message =
            format!("S21.G00.54.005 manque après {AUTRE_REVENU} « {} » de la ligne {}", v.valeur, v.ligne);
        let cle = key(both.noms.person(v), both.noms.contract(v), format!("S21.G00.54.005 {}", v.code));
        out.fact("D25", cle, message, vec![candidate(Document::Dsn, v)], Cents::ZERO);
        out.because("D25", Cause::new("ligne_absente", "la rubrique a été retirée de son bloc"));
    }
}

/// Units of block 53.
fn unite(code: &str) -> &str {
    match code {
        "12" => "jours",
        "10" | "35" => "heures",
        "36" => "cachets groupés",
        "37" => "cachets isolés",
        "39" => "cachets",
        "40" => "jours calendaires",
        "02/12" => "jours d'absence",
        "02/10" | "02/35" => "heures d'absence",
        other => other,
    }
}

/// Base x rate gives the amount, block by block. Of the people `corriges` the month declares the difference of two amounts,
/// each rounded: one cent apart from the product is theirs.
fn products(
    both: &Confrontation<'_>,
    regle: &str,
    rubriques: [&str; 3],
    corriges: &BTreeSet<&str>,
    out: &mut Rapporteur<'_>,
) {
    let by_block = |rubrique: &str| -> BTreeMap<u64, Declare> {
        both.declared(rubrique).iter().map(|v| (v.bloc, (*v).clone())).collect()
    };
    let [bases, rates, amounts] = rubriques.map(by_block);
    let (mut declared, mut computed) = (Vec::new(), Vec::new());
    for (bloc, amount) in &amounts {
        let (Some(base), Some(rate)) = (bases.get(bloc), rates.get(bloc)) else { continue };
        let (Some(montant), Some(assiette)) = (amount.montant(), base.montant()) else { continue };
        let Ok(taux) = rate.valeur.parse::<Rate>() else { continue };
        let name = if amount.code.is_empty() { "ligne" } else { amount.code.as_str() };
        let cle =
            key(both.noms.person(amount), both.noms.contract(amount), format!("{name} {}", amount.ligne));
        let place = |v: &Declare, rubrique: &str, montant: Cents| {
            Poste::new(cle.clone(), Document::Dsn, rubrique, montant).line(v.ligne)
        };
        let mut product = taux.of(assiette);
        let person = both.noms.person(amount);
        if corriges.contains(person) && (product.0 - montant.0).abs() == 1 {
            product = montant;
        }
        declared.push(place(amount, rubriques[2], montant));
        computed.push(place(base, rubriques[0], product));
        // The rate may be the one at fault: its line is shown too.
        computed.push(place(rate, rubriques[1], Cents::ZERO));
    }
    out.compare(regle, declared, computed, Appariement::Total);
}
