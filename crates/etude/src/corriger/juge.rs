//! Judges the rows of payslips and notes, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::calcul;
use cddu_dossier::{Frozen, FrozenNote};
use cddu_kit::Engine;
use cddu_kit::explain::Sheet;
use cddu_payslip::{
    ChomagePlafondMethod, CongesPlafondMethod, Methodes, PlafondMethod, Prevoyance3097Method,
    PrevoyancePlafondMethod, RetraitePlafondMethod, RgduCapMethod, RgduLeaveMethod, RgduSmicMethod,
    TdeltaMethod,
};
use cddu_rates::{Cents, Diagnostic, Part, Rate};

use super::lecture::Lue;
use super::suites::Suites;
use super::{Comptage, Constat, Critere, Nature, brut, taux};
use crate::attendus::{self, Cle, Ligne, Lignes};
use crate::ecrit::nombre;
use crate::fichiers::BULLETINS;

/// The judge, with the explanations of the documents and what other methods would give.
pub struct Juge<'e> {
    engine: &'e Engine,
    slips: Vec<&'e Frozen>,
    sheets: BTreeMap<String, Sheet>,
    /// Rows that each named method gives, when they differ: name of the method, row, cells.
    autres: Vec<(String, BTreeMap<Cle, Ligne>)>,
    /// What follows from the first mistakes.
    suites: Suites<'e>,
    /// Methods that already explained a figure of a document: what else they give follows from that choice.
    admises: BTreeSet<(String, String)>,
    /// Rows with a mistake of their own.
    pub fautives: BTreeSet<Cle>,
    pub constats: Vec<Constat>,
    pub comptage: Comptage,
}

const CENTIME: &str = "un centime d'écart : arrondir une fois, au centime le plus proche";

/// A row being judged.
struct Rang<'r> {
    cle: &'r Cle,
    ligne: u64,
    critere: Critere,
    right: &'r Ligne,
    given: &'r Ligne,
}

/// A share: its part, columns and cells.
struct Parts {
    part: Part,
    colonnes: [&'static str; 2],
    right: (Option<Rate>, Option<Cents>),
    given: (Option<Rate>, Option<Cents>),
}

impl<'e> Juge<'e> {
    /// Prepares a judge.
    ///
    /// # Errors
    /// A document that the tables do not explain.
    pub fn new(
        engine: &'e Engine,
        slips: &[&'e Frozen],
        notes: &[&FrozenNote],
        expected: &Lignes,
        copie: &'e BTreeMap<Cle, Lue<Ligne>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let texts = slips.iter().map(|f| (&f.numero, serde_json::to_string(f)));
        let texts = texts.chain(notes.iter().map(|n| (&n.numero, serde_json::to_string(n))));
        let mut sheets = BTreeMap::new();
        for (number, text) in texts {
            sheets.insert(number.clone(), engine.explain(&text.unwrap_or_default())?.sheet);
        }
        let mut autres = Vec::new();
        for frozen in slips {
            for (name, methodes) in variantes(&frozen.resultat.methodes) {
                let mut input = frozen.entree.as_ref().clone();
                input.methodes = methodes;
                // A method that does not hold for this payslip explains nothing.
                if let Ok(computed) = engine.bulletin(&input) {
                    let rows = attendus::of_payslip(&frozen.numero, &computed.bulletin);
                    autres.push((name, rows.into_iter().collect()));
                }
            }
        }
        let suites = Suites::new(engine, slips, notes, expected, copie);
        Ok(Self {
            engine,
            slips: slips.to_vec(),
            sheets,
            autres,
            suites,
            admises: BTreeSet::new(),
            fautives: BTreeSet::new(),
            constats: Vec::new(),
            comptage: Comptage::new(),
        })
    }

    /// Judges every row expected, then those that are not due.
    pub fn rows(&mut self, expected: &Lignes, given: &BTreeMap<Cle, Lue<Ligne>>) {
        let empty = Ligne::default();
        for (cle, right) in expected {
            let row = given.get(cle);
            let (line, cells) = row.map_or((0, &empty), |r| (r.ligne, &r.valeur));
            let critere = self.critere(cle);
            self.row(&Rang { cle, ligne: line, critere, right, given: cells });
        }
        let known: Vec<&Cle> = expected.iter().map(|(c, _)| c).collect();
        for (cle, row) in given.iter().filter(|(c, _)| !known.contains(c)) {
            let critere = self.critere(cle);
            self.row(&Rang { cle, ligne: row.ligne, critere, right: &empty, given: &row.valeur });
        }
    }

    fn critere(&self, cle: &Cle) -> Critere {
        match self.slips.iter().any(|f| f.numero == cle.document) {
            false => Critere::Auteurs,
            true if cle.rubrique == "brut" => Critere::Heures,
            true => Critere::Bulletins,
        }
    }

    fn row(&mut self, row: &Rang<'_>) {
        let (right, given) = (cells(row.right), cells(row.given));
        let asked = right.iter().filter(|c| is_filled(c)).count();
        let filled = given.iter().filter(|c| is_filled(c)).count();
        // Zero where nothing is due says the same as an empty cell: neither right nor wrong.
        let more = |(r, g): &(&Option<String>, &Option<String>)| !is_filled(r) && is_filled(g) && !is_zero(g);
        let extra = right.iter().zip(&given).filter(more).count();
        let count = self.comptage.entry(row.critere).or_default();
        count.1 += asked + extra;
        if filled == 0 && asked > 0 {
            // A base that is zero may be left empty.
            if right.iter().all(|c| !is_filled(c) || is_zero(c)) {
                count.0 += asked;
                return;
            }
            let explanation = self.reason(row.cle, None);
            self.tell(row, Nature::LigneAbsente, "base", String::new(), joined(&right), explanation);
            return;
        }
        if asked == 0 {
            if extra == 0 {
                return;
            }
            if self.suites.ligne(row.cle, row.given) {
                self.comptage.entry(row.critere).or_default().0 += extra;
                let why = "la ligne est due pour le brut écrit".to_owned();
                self.tell(row, Nature::Consequence, "base", joined(&given), String::new(), why);
                return;
            }
            let explanation = self.not_due(row.cle);
            self.tell(row, Nature::LigneEnTrop, "base", joined(&given), String::new(), explanation);
            return;
        }
        self.base(row);
        let parts = [
            Parts {
                part: Part::Salarie,
                colonnes: ["taux_salarie", "part_salarie"],
                right: (row.right.taux_salarie, row.right.part_salarie),
                given: (row.given.taux_salarie, row.given.part_salarie),
            },
            Parts {
                part: Part::Employeur,
                colonnes: ["taux_employeur", "part_employeur"],
                right: (row.right.taux_employeur, row.right.part_employeur),
                given: (row.given.taux_employeur, row.given.part_employeur),
            },
        ];
        for parts in &parts {
            self.rate(row, parts);
            self.amount(row, parts);
        }
    }

    fn right(&mut self, row: &Rang<'_>) {
        self.comptage.entry(row.critere).or_default().0 += 1;
    }

    fn base(&mut self, row: &Rang<'_>) {
        let (right, given) = (row.right.base, row.given.base);
        if self.settled(row, "base", right.map(nombre), given.map(nombre), right == given) {
            return;
        }
        let (Some(right), Some(given)) = (right, given) else { return };
        let (nature, why) = if let Some(follows) = self.suites.base(row.cle, given) {
            (Nature::Consequence, follows)
        } else if given == -right {
            (Nature::Signe, "le signe est inversé".to_owned())
        } else if let Some(told) = self.gross(row.cle, given) {
            (Nature::Heures, told)
        } else if let Some(name) = self.named_base(row.cle, given) {
            (Nature::Assiette, format!("c'est « {name} »"))
        } else if let Some(told) = self.method(row.cle, |l| l.base == Some(given)) {
            told
        } else if (given - right).0.abs() == 1 {
            (Nature::Arrondi, CENTIME.to_owned())
        } else {
            (Nature::Assiette, "aucune assiette du bulletin ne vaut ce montant".to_owned())
        };
        if nature == Nature::Consequence {
            self.right(row);
        }
        let explanation = format!("{why}. {}", self.reason(row.cle, None));
        self.tell(row, nature, "base", nombre(given), nombre(right), explanation);
    }

    fn rate(&mut self, row: &Rang<'_>, parts: &Parts) {
        let (right, given) = (parts.right.0, parts.given.0);
        if self.settled(row, parts.colonnes[0], right.map(nombre), given.map(nombre), right == given) {
            return;
        }
        let (Some(right), Some(given)) = (right, given) else { return };
        let day = self.slips.iter().find(|f| f.numero == row.cle.document).map(|f| f.resultat.date_paiement);
        let known = day.and_then(|day| {
            taux::connu(self.engine.rates(), code(&row.cle.rubrique), parts.part, given, day)
        });
        let why =
            known.unwrap_or_else(|| "aucune ligne des barèmes de cette cotisation n'a ce taux".to_owned());
        let explanation = format!("{why}. {}", self.reason(row.cle, Some(parts.part)));
        self.tell(row, Nature::Taux, parts.colonnes[0], nombre(given), nombre(right), explanation);
    }

    fn amount(&mut self, row: &Rang<'_>, parts: &Parts) {
        let (right, given) = (parts.right.1, parts.given.1);
        let column = parts.colonnes[1];
        if self.settled(row, column, right.map(nombre), given.map(nombre), right == given) {
            return;
        }
        let (Some(right), Some(given)) = (right, given) else { return };
        let own = row.given.base.zip(parts.given.0).map(|(base, rate)| rate.of(base));
        let off = row.given.base != row.right.base || parts.given.0 != parts.right.0;
        let wanted = |l: &Ligne| {
            let part = if parts.part == Part::Salarie { l.part_salarie } else { l.part_employeur };
            part == Some(given)
        };
        let (nature, why) = if off && own == Some(given) && !given.is_zero() {
            (Nature::Consequence, "le calcul est juste à partir de la base et du taux écrits".to_owned())
        } else if let Some(follows) = self.suites.montant(row.cle, parts.part, given) {
            (Nature::Consequence, follows)
        } else if given == -right {
            (Nature::Signe, "le signe est inversé".to_owned())
        } else if (given - right).0.abs() == 1 {
            (Nature::Arrondi, CENTIME.to_owned())
        } else if let Some(told) = self.method(row.cle, wanted) {
            told
        } else if let Some(name) = self.other_base(row, parts.right.0, given) {
            (Nature::Assiette, format!("c'est ce taux sur « {name} »"))
        } else {
            (
                Nature::Calcul,
                "ni une autre assiette, ni un autre taux, ni une autre méthode ne donnent ce montant"
                    .to_owned(),
            )
        };
        if nature == Nature::Consequence {
            self.right(row);
        }
        let explanation = format!("{why}. {}", self.reason(row.cle, Some(parts.part)));
        self.tell(row, nature, column, nombre(given), nombre(right), explanation);
    }

    /// A cell that is right, empty, or filled where nothing is due.
    fn settled(
        &mut self,
        row: &Rang<'_>,
        column: &'static str,
        right: Option<String>,
        given: Option<String>,
        same: bool,
    ) -> bool {
        let zero = |t: &Option<String>| t.as_deref().is_some_and(|t| t.trim_matches(['0', ',']).is_empty());
        match (&right, &given) {
            (None, None) => {}
            (Some(_), Some(_)) if !same => return false,
            (Some(_), Some(_)) => self.right(row),
            (Some(_), None) if zero(&right) => self.right(row),
            (None, Some(_)) if zero(&given) => {}
            (Some(_), None) => {
                let part = match column {
                    "taux_salarie" | "part_salarie" => Some(Part::Salarie),
                    "taux_employeur" | "part_employeur" => Some(Part::Employeur),
                    _ => None,
                };
                let explanation = self.reason(row.cle, part);
                self.tell(
                    row,
                    Nature::CaseVide,
                    column,
                    String::new(),
                    right.unwrap_or_default(),
                    explanation,
                );
            }
            (None, Some(_)) => {
                let text = "cette part n'est pas due".to_owned();
                self.tell(row, Nature::LigneEnTrop, column, given.unwrap_or_default(), String::new(), text);
            }
        }
        true
    }

    fn tell(
        &mut self,
        row: &Rang<'_>,
        nature: Nature,
        colonne: &'static str,
        rendu: String,
        attendu: String,
        explication: String,
    ) {
        let label = if row.right.libelle.is_empty() { &row.given.libelle } else { &row.right.libelle };
        let place = [row.cle.document.as_str(), &row.cle.contrat, &row.cle.rubrique, label];
        let place: Vec<&str> = place.into_iter().filter(|t| !t.is_empty()).collect();
        if nature != Nature::Consequence {
            self.fautives.insert(row.cle.clone());
        }
        self.constats.push(Constat {
            nature,
            critere: row.critere.code(),
            fichier: BULLETINS,
            ligne: row.ligne,
            colonne,
            ou: place.join(" "),
            rendu,
            attendu,
            explication: explication.trim().to_owned(),
        });
    }

    /// The named bases of the contract of a row.
    fn bases(&self, cle: &Cle) -> Vec<(&'static str, Cents)> {
        let contracts =
            self.slips.iter().filter(|f| f.numero == cle.document).flat_map(|f| &f.resultat.contrats);
        let contract = contracts.into_iter().find(|c| c.contrat == cle.contrat);
        let all = contract.map(|c| attendus::bases(&c.bases)).unwrap_or_default();
        all.into_iter()
            .filter_map(|(_, label, amount)| amount.map(|a| (label, a)))
            .filter(|(_, a)| !a.is_zero())
            .collect()
    }

    /// What a gross forgets.
    fn gross(&self, cle: &Cle, given: Cents) -> Option<String> {
        if cle.rubrique != "brut" {
            return None;
        }
        let contracts =
            self.slips.iter().filter(|f| f.numero == cle.document).flat_map(|f| &f.resultat.contrats);
        let contract = contracts.into_iter().find(|c| c.contrat == cle.contrat)?;
        brut::explique(&contract.elements, given)
    }

    /// The named base that the right rate gives an amount from.
    fn other_base(&self, row: &Rang<'_>, rate: Option<Rate>, amount: Cents) -> Option<&'static str> {
        let rate = rate?;
        let mut bases = self.bases(row.cle).into_iter();
        bases.find(|(_, b)| rate.of(*b) == amount && Some(*b) != row.right.base).map(|(name, _)| name)
    }

    fn named_base(&self, cle: &Cle, amount: Cents) -> Option<&'static str> {
        self.bases(cle).into_iter().find(|(_, b)| *b == amount).map(|(name, _)| name)
    }

    /// The method that gives a figure: a choice the first time, its consequence afterwards in the same document.
    fn method(&mut self, cle: &Cle, wanted: impl Fn(&Ligne) -> bool) -> Option<(Nature, String)> {
        let gives = |name: &String| (cle.document.clone(), name.clone());
        let of = self.autres.iter().filter(|(_, rows)| rows.get(cle).is_some_and(&wanted));
        let names: Vec<&String> = of.map(|(name, _)| name).collect();
        let known = names.iter().find(|name| self.admises.contains(&gives(name)));
        let name = known.or_else(|| names.first())?;
        let nature = if self.admises.insert(gives(name)) { Nature::Methode } else { Nature::Consequence };
        Some((nature, format!("c'est ce que donne la méthode {name}")))
    }

    /// How the right figure is computed, in one sentence: that of a share, for a rate or an amount that is one's.
    fn reason(&self, cle: &Cle, part: Option<Part>) -> String {
        let Some(sheet) = self.sheets.get(&cle.document) else { return String::new() };
        let code = code(&cle.rubrique);
        let of_line = |f: &&cddu_kit::explain::Figure| {
            let contract = cle.contrat.is_empty() || f.plain.contrat.as_deref() == Some(cle.contrat.as_str());
            contract && f.is_computed() && (f.plain.ligne.as_deref() == Some(code) || f.code() == code)
        };
        let own = match part {
            Some(Part::Salarie) => "montant_salarie",
            Some(Part::Employeur) => "montant_employeur",
            None => "",
        };
        let of_part = sheet.figures.iter().filter(of_line).rfind(|f| f.code() == own);
        let Some(figure) = of_part.or_else(|| sheet.figures.iter().rfind(of_line)) else {
            return String::new();
        };
        let law = figure.plain.regle.as_ref().map(|r| format!(" ({})", r.base_legale)).unwrap_or_default();
        let operation = calcul::calculation(&figure.plain);
        calcul::sentence(&format!("Le corrigé : {operation}{law}"))
    }

    /// Why a line is not due.
    fn not_due(&self, cle: &Cle) -> String {
        let sheet = self.sheets.get(&cle.document);
        let code = code(&cle.rubrique);
        let told = sheet.and_then(|s| {
            let mut of = s.absent.iter().filter(|f| f.ligne.as_deref() == Some(code));
            of.find_map(|f| f.pourquoi.as_deref())
        });
        told.map_or_else(|| "la ligne n'est pas due sur ce bulletin".to_owned(), calcul::sentence)
    }
}

/// A code without the rank of a line that two bodies share.
fn code(rubrique: &str) -> &str {
    rubrique
        .rsplit_once('-')
        .filter(|(_, rank)| rank.parse::<u8>().is_ok())
        .map_or(rubrique, |(code, _)| code)
}

fn cells(line: &Ligne) -> [Option<String>; 5] {
    let money = |c: Option<Cents>| c.map(|c| c.to_string());
    let rate = |r: Option<Rate>| r.map(|r| r.to_string());
    [
        money(line.base),
        rate(line.taux_salarie),
        money(line.part_salarie),
        rate(line.taux_employeur),
        money(line.part_employeur),
    ]
}

fn is_filled(cell: &Option<String>) -> bool {
    cell.is_some()
}

/// Zero, as a rate or as an amount.
fn is_zero(cell: &Option<String>) -> bool {
    cell.as_deref().is_some_and(|t| t.trim_matches(['0', '.']).is_empty())
}

fn joined(cells: &[Option<String>; 5]) -> String {
    cells.iter().flatten().map(nombre).collect::<Vec<_>>().join(" ; ")
}

/// Each method with each of its other readings, named as the payslip prints it.
fn variantes(used: &Methodes) -> Vec<(String, Methodes)> {
    let mut out = Vec::new();
    let Ok(serde_json::Value::Object(base)) = serde_json::to_value(used) else { return out };
    let mut add = |key: &str, values: Vec<&str>| {
        for value in values {
            let mut map = base.clone();
            if map.get(key).and_then(|v| v.as_str()) == Some(value) {
                continue;
            }
            map.insert(key.to_owned(), value.into());
            if let Ok(methods) = serde_json::from_value(serde_json::Value::Object(map)) {
                out.push((format!("{key} = {value}"), methods));
            }
        }
    };
    add("plafond", PlafondMethod::ALL.iter().map(|m| m.key()).collect());
    add("chomage_plafond", ChomagePlafondMethod::ALL.iter().map(|m| m.key()).collect());
    add("retraite_plafond", RetraitePlafondMethod::ALL.iter().map(|m| m.key()).collect());
    add("prevoyance_plafond", PrevoyancePlafondMethod::ALL.iter().map(|m| m.key()).collect());
    add("prevoyance_3097", Prevoyance3097Method::ALL.iter().map(|m| m.key()).collect());
    add("conges_plafond", CongesPlafondMethod::ALL.iter().map(|m| m.key()).collect());
    add("rgdu_tdelta", TdeltaMethod::ALL.iter().map(|m| m.key()).collect());
    add("rgdu_plafond", RgduCapMethod::ALL.iter().map(|m| m.key()).collect());
    add("rgdu_conges", RgduLeaveMethod::ALL.iter().map(|m| m.key()).collect());
    add("rgdu_smic", RgduSmicMethod::ALL.iter().map(|m| m.key()).collect());
    out
}
