//! Corrects what a candidate hands in: what is right, what is wrong, and which other figure, rate or method explains it.

mod brut;
mod comptes;
mod juge;
mod lecture;
mod suites;
mod taux;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cddu_dossier::{Archive, Books, Folder, Frozen, FrozenNote, Register};
use cddu_kit::Engine;
use cddu_rates::Diagnostic;

use crate::Piege;
use crate::attendus::{self, Cle};
use crate::fichiers::{BULLETINS, CAS, DOSSIER};
use crate::rapprochement::Point;
use crate::reperes::{self, Repere};
use juge::Juge;
use lecture::Lue;

/// A criterion that is marked by cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Critere {
    /// Hours carried to the gross.
    Heures,
    /// Payslips.
    Bulletins,
    /// Author notes.
    Auteurs,
    /// Entries.
    Ecritures,
    /// DSN.
    Declarations,
    /// Ledger.
    Rapprochement,
}

impl Critere {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Heures,
        Self::Bulletins,
        Self::Auteurs,
        Self::Ecritures,
        Self::Declarations,
        Self::Rapprochement,
    ];

    /// Code of the reference of the CQP.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Heures => "C2.1",
            Self::Bulletins | Self::Auteurs => "C2.2",
            Self::Ecritures => "C2.3",
            Self::Declarations => "C2.8",
            Self::Rapprochement => "C3.2",
        }
    }

    /// What is looked at.
    #[must_use]
    pub const fn regarde(self) -> &'static str {
        match self {
            Self::Heures => "Bloc 2. Des heures au brut : le brut de chaque contrat.",
            Self::Bulletins => {
                "Bloc 2. Bulletins : assiettes, taux, montants, totaux, lignes dues et non dues."
            }
            Self::Auteurs => "Bloc 2. Note de droits d'auteur : précompte, retraite, TVA, part du diffuseur.",
            Self::Ecritures => "Bloc 2. Écritures de paie : le solde de chaque compte.",
            Self::Declarations => {
                "Bloc 2. DSN : la personne dont la déclaration ne concorde pas, et l'écart."
            }
            Self::Rapprochement => "Bloc 3. Grand livre : les comptes en écart, au centime.",
        }
    }

    /// True when the case holds something to mark under it.
    pub(crate) fn asked(self, points: &[Point], notes: bool) -> bool {
        match self {
            Self::Auteurs => notes,
            Self::Declarations => points.iter().any(|p| p.piege == Piege::Dsn),
            Self::Rapprochement => points.iter().any(|p| p.piege == Piege::Centime),
            Self::Heures | Self::Bulletins | Self::Ecritures => true,
        }
    }
}

/// What a cell says of the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A row that is due is empty or is not there.
    LigneAbsente,
    /// A row that is not due is filled.
    LigneEnTrop,
    /// A cell of a row that is due is empty.
    CaseVide,
    /// A gross without one of its elements, or with overtime at the plain rate.
    Heures,
    /// Another base.
    Assiette,
    /// Another rate.
    Taux,
    /// Right but for one cent.
    Arrondi,
    /// Right but for its sign.
    Signe,
    /// What another named method gives.
    Methode,
    /// Computed right from a base or a rate that is wrong: not counted twice.
    Consequence,
    /// Nothing known explains it.
    Calcul,
    /// A gap that is not there.
    EcartInexistant,
}

impl Nature {
    /// In words.
    #[must_use]
    pub const fn mot(self) -> &'static str {
        match self {
            Self::LigneAbsente => "ligne absente",
            Self::LigneEnTrop => "ligne qui n'est pas due",
            Self::CaseVide => "case vide",
            Self::Heures => "heures",
            Self::Assiette => "assiette",
            Self::Taux => "taux",
            Self::Arrondi => "arrondi",
            Self::Signe => "signe",
            Self::Methode => "autre méthode",
            Self::Consequence => "conséquence",
            Self::Calcul => "calcul",
            Self::EcartInexistant => "écart qui n'existe pas",
        }
    }
}

/// A remark on a cell.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Constat {
    /// What it says.
    pub nature: Nature,
    /// Code of the criterion.
    pub critere: &'static str,
    /// File of the candidate.
    pub fichier: &'static str,
    /// Line in it; 0 for a row that is not there.
    pub ligne: u64,
    /// Column.
    pub colonne: &'static str,
    /// Document, contract and row, in words.
    pub ou: String,
    /// What the candidate wrote.
    pub rendu: String,
    /// What is right.
    pub attendu: String,
    /// What explains the difference, and how the right figure is obtained.
    pub explication: String,
}

/// The mark of a criterion.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// Code.
    pub critere: &'static str,
    /// What was looked at.
    pub regarde: &'static str,
    /// Cells right.
    pub justes: usize,
    /// Cells looked at.
    pub total: usize,
    /// `acquis` from three quarters unless more than half of its traps are missed, `partiellement acquis` from half,
    /// `non acquis`.
    pub mention: &'static str,
}

/// The mark of a trap.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NotePiege {
    /// Name.
    pub nom: &'static str,
    /// Title.
    pub titre: &'static str,
    /// Code of the criterion whose mark it weighs on.
    pub critere: &'static str,
    /// Person or document that bears it.
    pub ou: String,
    /// Rows right among those that show it.
    pub justes: usize,
    /// Rows that show it.
    pub total: usize,
    /// `déjoué`, `en partie déjoué`, `manqué`.
    pub mention: &'static str,
    /// What it teaches.
    pub enseigne: &'static str,
}

/// Mark of a trap that the candidate did not fall into.
const DEJOUE: &str = "déjoué";

/// A copy corrected.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Correction {
    /// Identity of the case.
    pub cas: String,
    /// Marks.
    pub notes: Vec<Note>,
    /// Traps, each with what the candidate made of it.
    pub pieges: Vec<NotePiege>,
    /// Remarks, in the order of the files.
    pub constats: Vec<Constat>,
}

/// Cells right and cells looked at.
pub(crate) type Comptage = BTreeMap<Critere, (usize, usize)>;

/// Corrects a copy with the folder `corrige` of its case.
///
/// # Errors
/// `ETU-010` to `ETU-018`, with file, line and remedy; those of a corrected version that was altered.
pub fn corriger(engine: &Engine, candidat: &Path, corrige: &Path) -> Result<Correction, Vec<Diagnostic>> {
    let id = lecture::cas(corrige, "le corrigé d'une étude de cas")?;
    let given = lecture::cas(candidat, "la copie d'une étude de cas")?;
    if id != given {
        let message = if id.0 == given.0 {
            "cette copie est celle du même cas, fait avec d'autres barèmes".to_owned()
        } else {
            format!("cette copie est celle du cas {}, le corrigé celui du cas {}", given.0, id.0)
        };
        return Err(vec![
            Diagnostic::error("ETU-015", message)
                .in_file(candidat.join(CAS).display().to_string(), Some(1))
                .hint("donner avec --corrige le dossier corrige du même cas"),
        ]);
    }
    let id = id.0;
    // All that is wrong in the three files is told at once.
    let read = (lecture::bulletins(candidat), lecture::ecritures(candidat), lecture::rapprochement(candidat));
    let (rows, entries, gaps) = match read {
        (Ok(rows), Ok(entries), Ok(gaps)) => (rows, entries, gaps),
        (rows, entries, gaps) => {
            let faults = [rows.err(), entries.err(), gaps.err()];
            return Err(faults.into_iter().flatten().flatten().collect());
        }
    };
    let place = corrige.join(DOSSIER);
    let folder = Folder::read(&place)?;
    let register: Archive<Frozen> = Register::open(&place)?;
    let archive: Archive<FrozenNote> = Archive::open(&place)?;
    let (slips, notes): (Vec<&Frozen>, Vec<&FrozenNote>) = (register.standing(), archive.all().collect());
    if slips.is_empty() {
        return Err(vec![
            Diagnostic::error("ETU-010", "le corrigé n'a aucun bulletin figé")
                .in_file(place.display().to_string(), None)
                .hint("le refaire par cddu etude creer, avec la même graine"),
        ]);
    }
    let expected = attendus::all(&slips, &notes);
    known(engine, &rows, &expected, candidat)?;
    let mut judge = Juge::new(engine, &slips, &notes, &expected, &rows)?;
    judge.rows(&expected, &rows);
    let Juge { mut constats, mut comptage, mut fautives, .. } = judge;
    let accounts = attendus::comptes(Books::open(&folder)?.lots());
    comptes::entries(&accounts, &entries, &mut constats, &mut comptage);
    let points = lecture::rapprochement(corrige)?;
    comptes::gaps(&points, &gaps, &mut constats, &mut comptage, &mut fautives);
    let traps = reperes::lire(corrige)?;
    let pieges: Vec<NotePiege> = traps.iter().map(|r| trap(r, &fautives)).collect();
    let missed: Vec<(Critere, bool)> =
        traps.iter().zip(&pieges).map(|(r, p)| (r.piege.critere(), p.mention != DEJOUE)).collect();
    let marks =
        Critere::ALL.into_iter().filter_map(|c| comptage.get(&c).map(|cells| mark(c, *cells, &missed)));
    Ok(Correction { cas: id, notes: marks.collect(), pieges, constats })
}

/// Rows that the case does not know (another document, a code that no table has), and a copy without any answer. A line
/// of the tables that this payslip does not have is judged: the candidate believes it due.
fn known(
    engine: &Engine,
    rows: &BTreeMap<Cle, Lue<attendus::Ligne>>,
    expected: &attendus::Lignes,
    candidat: &Path,
) -> Result<(), Vec<Diagnostic>> {
    let shown = candidat.join(BULLETINS).display().to_string();
    let empty = |l: &attendus::Ligne| {
        attendus::Ligne { libelle: String::new(), ..l.clone() } == attendus::Ligne::default()
    };
    if rows.values().all(|r| empty(&r.valeur)) {
        return Err(vec![
            Diagnostic::error("ETU-017", "aucune case n'est remplie")
                .in_file(shown, None)
                .hint("remplir base, taux et parts de chaque ligne due, puis enregistrer en CSV"),
        ]);
    }
    let known = |cle: &Cle| {
        let document = expected.iter().any(|(c, _)| c.document == cle.document && c.contrat == cle.contrat);
        let of_case = expected.iter().any(|(c, _)| c.rubrique == cle.rubrique);
        document && (of_case || engine.rates().contribution(&cle.rubrique).is_some())
    };
    let faults: Vec<Diagnostic> = rows
        .iter()
        .filter(|(cle, row)| !known(cle) && !empty(&row.valeur))
        .map(|(cle, row)| {
            let name = [cle.document.as_str(), &cle.contrat, &cle.rubrique].join(" ");
            Diagnostic::error(
                "ETU-018",
                format!("la ligne « {} » n'est d'aucun document du cas", name.trim()),
            )
            .in_file(&shown, Some(row.ligne))
            .hint("garder document, contrat et rubrique tels que le sujet les donne")
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The mark of a trap: the rows that the candidate got right, from his own figures at least.
fn trap(repere: &Repere, fautives: &BTreeSet<Cle>) -> NotePiege {
    let total = repere.rangs.len();
    let justes = repere.rangs.iter().filter(|cle| !fautives.contains(cle)).count();
    let mention = if justes == total {
        DEJOUE
    } else if justes == 0 {
        "manqué"
    } else {
        "en partie déjoué"
    };
    let piege = repere.piege;
    NotePiege {
        nom: piege.nom(),
        titre: piege.titre(),
        critere: piege.critere().code(),
        ou: repere.ou.clone(),
        justes,
        total,
        mention,
        enseigne: piege.enseigne(),
    }
}

/// Three quarters of the cells are an acquired criterion, half a partly acquired one; and no criterion is acquired by who
/// fell into more than half of its traps.
fn mark(critere: Critere, (justes, total): (usize, usize), pieges: &[(Critere, bool)]) -> Note {
    let of = |missed: bool| pieges.iter().filter(|(c, m)| *c == critere && (*m || !missed)).count();
    let mention = if justes * 4 >= total * 3 && of(true) * 2 <= of(false) {
        "acquis"
    } else if justes * 2 >= total {
        "partiellement acquis"
    } else {
        "non acquis"
    };
    Note { critere: critere.code(), regarde: critere.regarde(), justes, total, mention }
}
