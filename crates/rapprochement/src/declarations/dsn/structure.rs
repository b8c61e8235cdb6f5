//! What was done to the lines of a DSN, as its own structure shows it: a line or a block written twice, a rubrique that its
//! block lacks, a code changed into another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::attendus::Valeur;
use crate::causes::{self, Cause};
use crate::comparaison::Document;
use crate::declarations::confrontation::Confrontation;
use crate::documents::Declare;
use crate::racines::Racine;

/// A line of the file.
struct Ligne {
    rubrique: String,
    valeur: String,
}

impl Ligne {
    /// Code of its block (`S21.G00.78`).
    fn kind(&self) -> &str {
        self.rubrique.get(..10).unwrap_or("")
    }
}

/// A run of lines of one block.
#[derive(Clone, Copy)]
struct Bloc {
    /// Ranks of its lines, from 0; the second one is that of the next block.
    debut: usize,
    fin: usize,
    /// Rank after its last line and those of the blocks below it.
    fond: usize,
}

/// The lines of a file and its blocks.
pub(super) struct Fichier {
    lignes: Vec<Ligne>,
    blocs: Vec<Bloc>,
}

/// How deep a block stands: those deeper that follow it are its own.
fn depth(kind: &str) -> u8 {
    match kind {
        "S21.G00.51" | "S21.G00.54" | "S21.G00.56" | "S21.G00.58" | "S21.G00.78" | "S21.G00.60"
        | "S21.G00.62" | "S21.G00.65" | "S21.G00.70" | "S21.G00.71" | "S21.G00.41" => 4,
        "S21.G00.52" | "S21.G00.53" | "S21.G00.79" | "S21.G00.81" | "S21.G00.63" => 5,
        "S21.G00.31" | "S21.G00.40" | "S21.G00.50" | "S21.G00.86" | "S21.G00.98" => 3,
        "S21.G00.30" | "S21.G00.23" | "S21.G00.55" => 2,
        _ => 1,
    }
}

impl Fichier {
    pub(super) fn read(octets: &[u8]) -> Self {
        let text: String = octets.iter().map(|b| char::from(*b)).collect();
        let lignes: Vec<Ligne> = text
            .lines()
            .map(|line| {
                let (rubrique, rest) = line.split_once(",'").unwrap_or((line, ""));
                let valeur = rest.trim_end_matches('\r').trim_end_matches('\'').to_owned();
                Ligne { rubrique: rubrique.to_owned(), valeur }
            })
            .collect();
        let mut blocs: Vec<Bloc> = Vec::new();
        for n in 0..lignes.len() {
            let new = n == 0
                || lignes[n].kind() != lignes[n - 1].kind()
                || lignes[n].rubrique <= lignes[n - 1].rubrique;
            match blocs.last_mut().filter(|_| !new) {
                Some(last) => last.fin = n + 1,
                None => blocs.push(Bloc { debut: n, fin: n + 1, fond: n + 1 }),
            }
        }
        for n in 0..blocs.len() {
            let own = depth(lignes[blocs[n].debut].kind());
            let next = blocs[n + 1..].iter().find(|b| depth(lignes[b.debut].kind()) <= own);
            blocs[n].fond = next.map_or(lignes.len(), |b| b.debut);
        }
        Self { lignes, blocs }
    }

    fn same(&self, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> bool {
        let pair = |(x, y): (&Ligne, &Ligne)| x.rubrique == y.rubrique && x.valeur == y.valeur;
        a.len() == b.len() && self.lignes[a].iter().zip(&self.lignes[b]).all(pair)
    }

    /// The block that holds a line, from 1.
    fn block(&self, ligne: u64) -> Option<(usize, Bloc)> {
        let at = usize::try_from(ligne).ok()?.checked_sub(1)?;
        self.blocs.iter().copied().enumerate().find(|(_, b)| b.debut <= at && at < b.fin)
    }

    fn whole(b: Bloc) -> std::ops::RangeInclusive<u64> {
        b.debut as u64 + 1..=b.fond as u64
    }

    /// Lines and blocks written twice, one after the other.
    pub(super) fn doubles(&self, both: &Confrontation<'_>) -> Vec<Racine> {
        let mut out = Vec::new();
        for pair in self.blocs.windows(2) {
            let [a, b] = pair else { continue };
            let twice = self.same(a.debut..a.fin, b.debut..b.fin) && a.fin - a.debut > 1;
            if twice {
                let lignes = b.debut as u64 + 1..=b.fin as u64;
                let texte = format!(
                    "le bloc {} des lignes {} à {} est écrit deux fois",
                    self.lignes[b.debut].kind(),
                    a.debut + 1,
                    b.fin
                );
                out.push(self.racine(both, lignes, &[*a, *b], Cause::new("doublon", texte)));
            }
        }
        for n in 1..self.lignes.len() {
            if !self.same(n - 1..n, n..n + 1) {
                continue;
            }
            let own: Vec<Bloc> =
                [n as u64, n as u64 + 1].iter().filter_map(|l| Some(self.block(*l)?.1)).collect();
            let texte = format!("{} est écrit deux fois, lignes {n} et {}", self.lignes[n].rubrique, n + 1);
            out.push(self.racine(both, n as u64..=n as u64 + 1, &own, Cause::new("doublon", texte)));
        }
        out
    }

    /// A root at some lines, which the blocks given and those below them follow from.
    fn racine(
        &self,
        both: &Confrontation<'_>,
        lignes: std::ops::RangeInclusive<u64>,
        blocs: &[Bloc],
        cause: Cause,
    ) -> Racine {
        let mut etendue: Vec<_> = blocs.iter().map(|b| Self::whole(*b)).collect();
        etendue.push(lignes.clone());
        let personne = blocs.first().and_then(|b| self.person(both, b.debut as u64 + 1));
        Racine { document: Document::Dsn, lignes, etendue, personne, mots: Vec::new(), cause }
    }

    /// Who a line speaks of.
    fn person(&self, both: &Confrontation<'_>, ligne: u64) -> Option<String> {
        let all = both.declares.values().flatten().filter(|v| !v.personne.is_empty());
        all.filter(|v| v.ligne >= ligne).min_by_key(|v| v.ligne).map(|v| both.noms.person(v).to_owned())
    }
}

/// Rubriques that name an amount, and the amount.
const NOMMES: [(&str, &str); 7] = [
    ("S21.G00.53.003", "S21.G00.53.002"),
    ("S21.G00.78.001", "S21.G00.78.004"),
    ("S21.G00.81.001", "S21.G00.81.004"),
    ("S21.G00.79.001", "S21.G00.79.004"),
    ("S21.G00.51.011", "S21.G00.51.013"),
    ("S21.G00.54.001", "S21.G00.54.002"),
    ("S21.G00.58.003", "S21.G00.58.004"),
];

/// Where a block names its contract.
const CONTRATS: [(&str, &str); 3] =
    [("S21.G00.78", "S21.G00.78.006"), ("S21.G00.51", "S21.G00.51.010"), ("S21.G00.54", "S21.G00.54.005")];

/// Names missing beyond which a file was not changed here and there: it is another one.
const BEAUCOUP: usize = 60;

/// Person, contract, code.
type Nom<'a> = (&'a str, &'a str, &'a str);

/// The amounts of a kind, under their names: those expected and those declared, with their blocks.
struct Noms<'a> {
    /// Sum and number.
    attendus: BTreeMap<Nom<'a>, (i64, usize)>,
    declares: BTreeMap<Nom<'a>, Vec<&'a Declare>>,
    /// Line that names each block.
    lignes: BTreeMap<u64, &'a Declare>,
}

impl<'a> Noms<'a> {
    fn of(both: &'a Confrontation<'a>, nom: &str, montant: &str) -> Self {
        let mut out = Self { attendus: BTreeMap::new(), declares: BTreeMap::new(), lignes: BTreeMap::new() };
        for a in both.attendus.get(montant).into_iter().flatten() {
            if let Valeur::Montant(m) = a.valeur {
                let (sum, count) = out.attendus.entry((&a.personne, &a.contrat, &a.code)).or_default();
                *sum += m.0;
                *count += 1;
            }
        }
        out.attendus.retain(|_, (sum, _)| *sum != 0);
        for v in both.declared(montant) {
            let cle = (both.noms.person(v), both.noms.contract(v), v.code.as_str());
            out.declares.entry(cle).or_default().push(v);
        }
        out.lignes = both.declared(nom).iter().map(|v| (v.bloc, *v)).collect();
        out
    }

    /// The names whose blocks do not give what is expected, and what they lack; none when the file is another one.
    fn missing(&self) -> Vec<(Nom<'a>, i64)> {
        let lost = self.attendus.iter().map(|(nom, (due, _))| (*nom, due - self.sum(nom)));
        let lost: Vec<_> = lost.filter(|(_, deficit)| *deficit != 0).collect();
        if lost.len() > BEAUCOUP { Vec::new() } else { lost }
    }

    /// True when fewer blocks bear a name than are expected.
    fn fewer(&self, nom: &Nom<'a>) -> bool {
        let written = self.declares.get(nom).map_or(0, Vec::len);
        self.attendus.get(nom).is_some_and(|(_, count)| written < *count)
    }

    fn sum(&self, nom: &Nom<'a>) -> i64 {
        let list = self.declares.get(nom).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|v| v.montant()).map(|m| m.0).sum()
    }

    fn expected(&self, nom: &Nom<'a>) -> i64 {
        self.attendus.get(nom).map_or(0, |(sum, _)| *sum)
    }
}

/// The last part of a code: what its own rubrique says.
fn own(code: &str) -> &str {
    code.rsplit('/').next().unwrap_or(code)
}

fn under(code: &str) -> &str {
    code.rsplit_once('/').map_or("", |(base, _)| base)
}

impl Fichier {
    /// Blocks whose code is not the one that their amount has on the payslips, or that have none.
    pub(super) fn renamed(
        &self,
        both: &Confrontation<'_>,
    ) -> (Vec<Racine>, BTreeSet<(String, String, String)>) {
        let (mut out, mut explained) = (Vec::new(), BTreeSet::new());
        let mut said: BTreeSet<u64> = BTreeSet::new();
        for (nom, montant) in NOMMES {
            let noms = Noms::of(both, nom, montant);
            for (cle, due) in noms.missing() {
                let same_place = |other: &Nom<'_>| {
                    let code = other.1 == cle.1 && under(other.2) == under(cle.2) && other.2 != cle.2;
                    other.0 == cle.0 && (code || other.1 != cle.1 && other.2 == cle.2)
                };
                let found =
                    noms.declares.iter().filter(|(other, _)| same_place(other)).find_map(|(other, list)| {
                        let surplus = noms.sum(other) - noms.expected(other);
                        list.iter().find(|v| v.montant().is_some_and(|m| m.0 == due && m.0 == surplus))
                    });
                let Some(v) = found.filter(|v| !said.contains(&v.bloc)) else { continue };
                let Some((_, bloc)) = self.block(v.ligne) else { continue };
                said.insert(v.bloc);
                explained.insert((cle.0.to_owned(), cle.1.to_owned(), cle.2.to_owned()));
                let contract = CONTRATS.iter().find(|(b, _)| nom.starts_with(b)).and_then(|(_, rubrique)| {
                    both.declared(rubrique).iter().find(|n| n.bloc == v.bloc).copied()
                });
                let moved = both.noms.contract(v) != cle.1;
                let (lignes, cause) = match noms.lignes.get(&v.bloc).filter(|_| !moved) {
                    _ if moved && contract.is_some() => {
                        let Some(name) = contract else { continue };
                        (name.ligne..=name.ligne, causes::of_text(&name.valeur, cle.1))
                    }
                    Some(name) => (name.ligne..=name.ligne, causes::of_text(&name.valeur, own(cle.2))),
                    None => {
                        let texte =
                            format!("{nom} « {} » manque au bloc de la ligne {}", own(cle.2), bloc.debut + 1);
                        (bloc.debut as u64 + 1..=bloc.debut as u64 + 1, Cause::new("ligne_absente", texte))
                    }
                };
                out.push(self.racine(both, lignes, &[bloc], cause));
            }
            self.crossed(both, &noms, &mut out);
        }
        (out, explained)
    }

    /// Two codes of a contract, each with the amount of the other.
    fn crossed(&self, both: &Confrontation<'_>, noms: &Noms<'_>, out: &mut Vec<Racine>) {
        let wrong: Vec<(&Nom<'_>, i64, i64)> = noms
            .attendus
            .iter()
            .map(|(cle, (due, _))| (cle, noms.sum(cle), *due))
            .filter(|(_, sum, due)| sum != due)
            .take(BEAUCOUP)
            .collect();
        for (rank, (a, sum, due)) in wrong.iter().enumerate() {
            let mate = wrong[rank + 1..].iter().find(|(b, other, wanted)| {
                a.0 == b.0 && a.1 == b.1 && under(a.2) == under(b.2) && sum == wanted && other == due
            });
            let Some((b, ..)) = mate else { continue };
            let blocs: Vec<(u64, Bloc)> = [*a, *b]
                .iter()
                .filter_map(|cle| noms.declares.get(*cle)?.first().copied())
                .filter_map(|v| {
                    let line = noms.lignes.get(&v.bloc).map_or(v.ligne, |n| n.ligne);
                    Some((line, self.block(v.ligne)?.1))
                })
                .collect();
            let [(first, x), (second, y)] = blocs.as_slice() else { continue };
            let texte =
                format!("« {} » et « {} » sont échangés (lignes {first} et {second})", own(a.2), own(b.2));
            out.push(self.racine(both, *first..=*first, &[*x, *y], Cause::new("echange", texte)));
        }
    }

    /// Rubriques that the norm asks of their block and that it lacks.
    pub(super) fn lacking(&self, both: &Confrontation<'_>, findings: &[cddu_dsn::Finding]) -> Vec<Racine> {
        let asked = findings.iter().filter(|f| {
            f.code == "FMT-07" && f.message.contains("ajoutez-la")
                || f.code == "FMT-08" && f.message.starts_with("il manque un bloc")
        });
        asked
            .filter_map(|f| {
                let ligne = f.ligne as u64;
                let (_, mut bloc) = self.block(ligne)?;
                let texte = if f.code == "FMT-07" {
                    format!("{} manque au bloc de la ligne {ligne}", f.rubrique)
                } else {
                    // What the block above says of itself does not follow.
                    bloc.fond = bloc.fin;
                    format!("le bloc {} manque sous celui de la ligne {ligne}", f.rubrique)
                };
                Some(self.racine(both, ligne..=ligne, &[bloc], Cause::new("ligne_absente", texte)))
            })
            .collect()
    }
}

impl Fichier {
    /// Blocks taken out: what stood under them was left to the block before.
    pub(super) fn absent(
        &self,
        both: &Confrontation<'_>,
        explained: &BTreeSet<(String, String, String)>,
    ) -> Vec<Racine> {
        let mut out = Vec::new();
        for (nom, montant, below) in [
            ("S21.G00.78.001", "S21.G00.78.004", &["S21.G00.81.004", "S21.G00.79.004"][..]),
            ("S21.G00.51.011", "S21.G00.51.013", &["S21.G00.53.002"][..]),
        ] {
            let noms = Noms::of(both, nom, montant);
            let lost = noms.missing().into_iter().map(|(nom, _)| nom);
            let named = |nom: &Nom<'_>| (nom.0.to_owned(), nom.1.to_owned(), nom.2.to_owned());
            for (personne, contrat, code) in
                lost.filter(|nom| noms.fewer(nom) && !explained.contains(&named(nom)))
            {
                let asked = |rubrique: &str, part: &str| {
                    let wanted = format!("{code}/{part}");
                    both.attendus
                        .get(rubrique)
                        .into_iter()
                        .flatten()
                        .any(|a| a.personne == personne && a.contrat == contrat && a.code == wanted)
                };
                let mut etendue = Vec::new();
                for rubrique in below {
                    for v in both.declared(rubrique).iter().filter(|v| both.noms.person(v) == personne) {
                        let orphan = if *rubrique == "S21.G00.53.002" {
                            true
                        } else {
                            under(&v.code) != code && asked(rubrique, own(&v.code))
                        };
                        etendue.extend(self.block(v.ligne).filter(|_| orphan).map(|(_, b)| Self::whole(b)));
                    }
                }
                let first = etendue.first().map_or(0, |r| *r.start());
                let texte = format!("le bloc {} « {} » manque", nom.get(..10).unwrap_or(nom), own(code));
                out.push(Racine {
                    document: Document::Dsn,
                    lignes: first..=first,
                    etendue,
                    personne: Some(personne.to_owned()),
                    mots: Vec::new(),
                    cause: Cause::new("ligne_absente", texte),
                });
            }
        }
        out.extend(self.left_to_another(both));
        out
    }

    /// People whose block 30 was taken out: their contracts stand under the person before.
    fn left_to_another(&self, both: &Confrontation<'_>) -> Vec<Racine> {
        let owner = |contrat: &str| -> BTreeSet<&str> {
            let all = both.attendus.get("S21.G00.40.001").into_iter().flatten();
            all.filter(|a| a.contrat == contrat).map(|a| a.personne.as_str()).collect()
        };
        let declared: BTreeSet<&str> =
            both.declared("S21.G00.30.001").iter().map(|v| both.noms.person(v)).collect();
        let mut out = Vec::new();
        for v in both.declared("S21.G00.40.009") {
            let owners = owner(both.noms.contract(v));
            let Some(personne) = owners.iter().find(|p| !declared.contains(**p)) else { continue };
            let Some(holder) =
                both.declared("S21.G00.30.001").iter().filter(|p| p.ligne < v.ligne).max_by_key(|p| p.ligne)
            else {
                continue;
            };
            let Some((_, bloc)) = self.block(holder.ligne) else { continue };
            let texte =
                format!("le bloc S21.G00.30 de {personne} manque : ses lignes suivent celles d'un autre");
            for whose in [(*personne).to_owned(), both.noms.person(holder).to_owned()] {
                out.push(Racine {
                    document: Document::Dsn,
                    lignes: v.ligne..=v.ligne,
                    etendue: vec![Self::whole(bloc)],
                    personne: Some(whose),
                    mots: Vec::new(),
                    cause: Cause::new("ligne_absente", texte.clone()),
                });
            }
        }
        out
    }
}

impl Fichier {
    /// A CTP of the bordereau under another code, or taken out.
    pub(super) fn ctp(&self, heading: &Confrontation<'_>) -> Vec<Racine> {
        const CTP: &str = "S21.G00.23.001";
        let expected: BTreeSet<&str> = heading
            .attendus
            .get(CTP)
            .into_iter()
            .flatten()
            .map(|a| a.code.as_str())
            .filter(|code| !code.is_empty())
            .collect();
        let written: BTreeSet<&str> = heading.declared(CTP).iter().map(|v| v.code.as_str()).collect();
        let mut unknown = heading.declared(CTP).iter().filter(|v| !expected.contains(v.code.as_str()));
        let lost: Vec<&&str> = expected.iter().filter(|code| !written.contains(**code)).collect();
        let [lost] = lost.as_slice() else { return Vec::new() };
        let (lignes, bloc, cause) = match (unknown.next(), unknown.next()) {
            (Some(v), None) => {
                (v.ligne..=v.ligne, self.block(v.ligne).map(|(_, b)| b), causes::of_text(&v.valeur, lost))
            }
            (None, _) => {
                (0..=0, None, Cause::new("ligne_absente", format!("le CTP {lost} manque au bordereau")))
            }
            _ => return Vec::new(),
        };
        let mut mots = vec![(**lost).to_owned()];
        mots.extend(
            heading.declared(CTP).iter().filter(|v| lignes.contains(&v.ligne)).map(|v| v.valeur.clone()),
        );
        let etendue = bloc.iter().map(|b| Self::whole(*b)).collect();
        vec![Racine { document: Document::Dsn, lignes, etendue, personne: None, mots, cause }]
    }
}
