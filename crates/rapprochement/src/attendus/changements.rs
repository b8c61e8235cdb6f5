//! What the DSN of a month must say of the values sent for earlier months and changed since (S21.G00.31 and 41).

use std::collections::BTreeMap;

use cddu_rates::Month;

use super::{Attendu, Valeur, comptes, numero_avant};
use crate::declarations::identites::Identites;
use crate::documents::{Contexte, Declare, Dsn};

/// Identity: the rubrique and the one of its former value.
const PERSONNE: [(&str, &str); 4] = [
    ("S21.G00.30.001", "S21.G00.31.008"),
    ("S21.G00.30.002", "S21.G00.31.009"),
    ("S21.G00.30.004", "S21.G00.31.010"),
    ("S21.G00.30.006", "S21.G00.31.011"),
];

/// Number and start of a contract.
const IDENTIFIANTS: [(&str, &str); 2] =
    [("S21.G00.40.009", "S21.G00.41.014"), ("S21.G00.40.001", "S21.G00.41.021")];

/// The other values of a contract.
const MODALITES: [(&str, &str); 13] = [
    ("S21.G00.40.002", "S21.G00.41.002"),
    ("S21.G00.40.003", "S21.G00.41.003"),
    ("S21.G00.40.004", "S21.G00.41.019"),
    ("S21.G00.40.005", "S21.G00.41.020"),
    ("S21.G00.40.007", "S21.G00.41.004"),
    ("S21.G00.40.011", "S21.G00.41.006"),
    ("S21.G00.40.012", "S21.G00.41.022"),
    ("S21.G00.40.013", "S21.G00.41.007"),
    ("S21.G00.40.014", "S21.G00.41.008"),
    ("S21.G00.40.017", "S21.G00.41.011"),
    ("S21.G00.40.021", "S21.G00.41.016"),
    ("S21.G00.40.022", "S21.G00.41.023"),
    ("S21.G00.40.023", "S21.G00.41.017"),
];

/// Rubriques of these blocks, compared one by one.
pub(crate) const RUBRIQUES: [&str; 22] = [
    "S21.G00.31.001",
    "S21.G00.31.008",
    "S21.G00.31.009",
    "S21.G00.31.010",
    "S21.G00.31.011",
    "S21.G00.41.001",
    "S21.G00.41.002",
    "S21.G00.41.003",
    "S21.G00.41.004",
    "S21.G00.41.006",
    "S21.G00.41.007",
    "S21.G00.41.008",
    "S21.G00.41.011",
    "S21.G00.41.014",
    "S21.G00.41.016",
    "S21.G00.41.017",
    "S21.G00.41.019",
    "S21.G00.41.020",
    "S21.G00.41.021",
    "S21.G00.41.022",
    "S21.G00.41.023",
    "S21.G00.41.028",
];

/// Values of a block, by rubrique.
type Bloc<'a> = BTreeMap<&'a str, &'a str>;

/// Person (as the file names it) and contract (empty for the person).
type Place<'a> = (&'a str, &'a str);

/// The values of the people and of the contracts of a declaration.
fn blocs(dsn: &Dsn) -> BTreeMap<Place<'_>, Bloc<'_>> {
    let mut out: BTreeMap<Place<'_>, Bloc<'_>> = BTreeMap::new();
    let told = |v: &&Declare| v.rubrique.starts_with("S21.G00.30.") || v.rubrique.starts_with("S21.G00.40.");
    for v in dsn.valeurs.iter().filter(told) {
        let contrat = if v.rubrique.starts_with("S21.G00.40.") { v.contrat.as_str() } else { "" };
        out.entry((&v.personne, contrat)).or_default().insert(&v.rubrique, &v.valeur);
    }
    out
}

/// What the last declaration sent for an earlier month said of each person and contract, by matricule.
#[derive(Default)]
struct Envoyes<'a>(BTreeMap<Place<'a>, Bloc<'a>>);

impl<'a> Envoyes<'a> {
    fn of(c: &Contexte<'a>, mois: Month) -> Self {
        let mut sent: Vec<&Dsn> =
            c.docs.deposees.iter().filter(|d| d.mois.is_some_and(|m| m < mois)).collect();
        sent.sort_by_key(|d| d.mois);
        let mut out = Self::default();
        for dsn in sent {
            let blocs = blocs(dsn);
            for ((personne, contrat), bloc) in &blocs {
                let Some(matricule) = blocs.get(&(*personne, "")).and_then(|p| p.get("S21.G00.30.019"))
                else {
                    continue;
                };
                out.0.insert((matricule, contrat), bloc.clone());
            }
        }
        out
    }
}

/// The values expected under blocks 31 and 41 of a declaration.
pub(crate) fn values(c: &Contexte<'_>, dsn: &Dsn, noms: &Identites, mois: Month) -> Vec<Attendu> {
    let sent = Envoyes::of(c, mois);
    let mut out = Vec::new();
    let now = blocs(dsn);
    for ((personne, contrat), bloc) in &now {
        let Some(matricule) = now.get(&(*personne, "")).and_then(|p| p.get("S21.G00.30.019")) else {
            continue;
        };
        let who = Declare {
            personne: (*personne).to_owned(),
            contrat: (*contrat).to_owned(),
            ..Declare::default()
        };
        let mut put = |rubrique: &'static str, valeur: &str| {
            out.push(Attendu {
                personne: noms.person(&who).to_owned(),
                contrat: noms.contract(&who).to_owned(),
                rubrique,
                code: String::new(),
                valeur: Valeur::Texte(valeur.to_owned()),
                piece: "DSN envoyée".to_owned(),
            });
        };
        let former = |before: &Bloc<'_>, rubrique: &str| -> Option<String> {
            let (old, new) = (*before.get(rubrique)?, *bloc.get(rubrique)?);
            (old != new).then(|| old.to_owned())
        };
        if contrat.is_empty() {
            let Some(before) = sent.0.get(&(*matricule, "")) else { continue };
            for (rubrique, old) in PERSONNE {
                if let Some(value) = former(before, rubrique) {
                    put("S21.G00.31.001", &mois.first().format("%d%m%Y").to_string());
                    put(old, &value);
                }
            }
            continue;
        }
        let renamed = || {
            let corrected =
                comptes(c).into_iter().filter(|k| k.sens > 0 && k.slip.salarie.matricule == **matricule);
            corrected.filter_map(|k| numero_avant(c, k.slip, noms.contract(&who))).find_map(|number| {
                sent.0.iter().find(|((m, k), _)| m == matricule && c.noms.contract(k) == number)
            })
        };
        let known = sent.0.get(&(*matricule, *contrat));
        let Some(before) = known.or_else(|| renamed().map(|(_, bloc)| bloc)) else { continue };
        let start = bloc.get("S21.G00.40.001").copied().unwrap_or_default();
        for (rubrique, old) in IDENTIFIANTS {
            if let Some(value) = former(before, rubrique) {
                put("S21.G00.41.001", start);
                put(old, &value);
            }
        }
        for (rubrique, old) in MODALITES {
            if let Some(value) = former(before, rubrique) {
                put("S21.G00.41.001", start);
                put("S21.G00.41.028", start);
                put(old, &value);
            }
        }
    }
    out
}
