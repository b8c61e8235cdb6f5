//! The norm as data: blocks, rubriques, lists and controls of P24V01 to P27V01.
//!
//! The tables are in `norm/`, with their sources; they are read once, on first use.

mod format;
mod tables;

use std::sync::OnceLock;

use serde::Serialize;

use crate::code::{BlockCode, Code, s21};

pub use format::Format;
pub use tables::{Correspondance, Ctp, correspondances, ctp_rate, ctps, hors_taux, pcs_spectacle};

/// Version of the norm, as announced in S10.G00.00.006.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Version {
    /// 2024.
    P24V01,
    /// 2025.
    P25V01,
    /// 2026.
    P26V01,
    /// 2027.
    P27V01,
}

impl Version {
    /// All known versions, oldest first.
    pub const ALL: [Version; 4] = [Version::P24V01, Version::P25V01, Version::P26V01, Version::P27V01];

    /// Reads `P26V01`.
    pub fn parse(text: &str) -> Option<Version> {
        Version::ALL.into_iter().find(|v| v.as_str() == text)
    }

    /// The version for a declared month of `year`, `None` outside 2024-2027.
    pub fn of_year(year: i32) -> Option<Version> {
        Version::ALL.into_iter().find(|v| v.year() == year)
    }

    /// `P26V01`.
    pub fn as_str(self) -> &'static str {
        match self {
            Version::P24V01 => "P24V01",
            Version::P25V01 => "P25V01",
            Version::P26V01 => "P26V01",
            Version::P27V01 => "P27V01",
        }
    }

    /// Calendar year of the declared months.
    pub fn year(self) -> i32 {
        2024 + self as i32
    }

    /// The tables of this version.
    pub fn norm(self) -> &'static Norm {
        static NORMS: [OnceLock<Norm>; 4] = [const { OnceLock::new() }; 4];
        NORMS[self as usize].get_or_init(|| tables::load(self))
    }

    fn two_digits(self) -> &'static str {
        &self.as_str()[1..3]
    }
}

/// Nature of a declaration (S20.G00.05.001).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Nature {
    /// 01, monthly declaration.
    Mensuelle,
    /// 04, arrêt de travail.
    Arret,
    /// 05, reprise.
    Reprise,
    /// 07, fin de contrat de travail unique.
    FinContrat,
    /// 08, amorçage.
    Amorcage,
    /// 09, substitution.
    Substitution,
}

impl Nature {
    /// Reads `01`, `04`... `None` for a nature whose usages are not known (10 for instance).
    pub fn parse(text: &str) -> Option<Nature> {
        Some(match text {
            "01" => Nature::Mensuelle,
            "04" => Nature::Arret,
            "05" => Nature::Reprise,
            "07" => Nature::FinContrat,
            "08" => Nature::Amorcage,
            "09" => Nature::Substitution,
            _ => return None,
        })
    }
}

/// Usage of a rubrique for a nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Usage {
    /// O: present as soon as its block is.
    Obligatoire,
    /// C: depends on the controls.
    Conditionnelle,
    /// I: must be absent.
    Interdite,
    /// N: the block itself is not part of the nature.
    HorsNature,
    /// Not published for this nature and version: not checked.
    Inconnue,
}

/// Nature of the data of a rubrique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// Free text.
    Alphanumerique,
    /// Number.
    Numerique,
    /// `JJMMAAAA`.
    Date,
    /// Closed list of the norm.
    Enumeration,
    /// Table kept by someone else (INSEE, IDCC, PCS...).
    ReferentielExterne,
}

/// One code of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// Code.
    pub code: &'static str,
    /// Label as published.
    pub libelle: &'static str,
}

/// A rubrique of a version of the norm.
#[derive(Clone, Debug)]
pub struct Rubrique {
    /// Code.
    pub code: Code,
    /// Name as published.
    pub libelle: &'static str,
    /// Nature of the data.
    pub kind: Kind,
    /// Shortest length, in characters.
    pub min: usize,
    /// Longest length, in characters.
    pub max: usize,
    /// Format, when the norm gives one.
    pub format: Option<&'static Format>,
    /// Closed list, sorted by code, when the norm gives one and the tables have it.
    pub values: Option<Vec<Value>>,
    usage: [Usage; 6],
}

impl Rubrique {
    /// Usage for `nature`.
    pub fn usage(&self, nature: Nature) -> Usage {
        self.usage[nature as usize]
    }

    /// Label of `code` in the closed list.
    pub fn label(&self, code: &str) -> Option<&'static str> {
        let values = self.values.as_ref()?;
        values.binary_search_by(|v| v.code.cmp(code)).ok().map(|i| values[i].libelle)
    }
}

/// A block of a version of the norm.
#[derive(Clone, Debug)]
pub struct BlockDef {
    /// Code.
    pub code: BlockCode,
    /// Name as published.
    pub libelle: &'static str,
    /// Parent block, `None` for S10.G00.00 and S90.G00.90.
    pub parent: Option<BlockCode>,
    /// Fewest occurrences under a present parent.
    pub min: usize,
    /// Most occurrences, `None` without limit.
    pub max: Option<usize>,
    /// Place among the siblings when writing.
    pub place: u32,
    /// Whether that place is proven; the order of the others is not checked.
    pub place_proven: bool,
    /// Position in the table of blocks.
    pub position: usize,
    allowed: [Option<bool>; 6],
}

impl BlockDef {
    /// Whether the block exists in declarations of `nature`; `None` when not published.
    pub fn allowed(&self, nature: Nature) -> Option<bool> {
        self.allowed[nature as usize]
    }
}

/// Tables of one version.
#[derive(Debug)]
pub struct Norm {
    /// Version.
    pub version: Version,
    pub(crate) rubriques: Vec<Rubrique>,
    pub(crate) blocks: Vec<BlockDef>,
    pub(crate) controls: Vec<&'static str>,
    /// Rubriques of each block, by block number, of the structure S21.G00 that holds nearly all the lines.
    places: Vec<(u16, u16)>,
}

impl Norm {
    pub(crate) fn new(
        version: Version,
        rubriques: Vec<Rubrique>,
        blocks: Vec<BlockDef>,
        controls: Vec<&'static str>,
    ) -> Norm {
        let place = |number| {
            let block = s21(number);
            let start = rubriques.partition_point(|r| r.code.block() < block);
            let end = rubriques.partition_point(|r| r.code.block() <= block);
            (start as u16, end as u16)
        };
        let places = (0..100).map(place).collect();
        Norm { version, rubriques, blocks, controls, places }
    }

    /// The rubrique `code`, `None` when this version has no such rubrique.
    pub fn rubrique(&self, code: Code) -> Option<&Rubrique> {
        let all = self.rubriques_of(code.block());
        // Most blocks number their rubriques without a gap.
        let guess = (code.number() as usize).checked_sub(1).and_then(|i| all.get(i));
        if let Some(rubrique) = guess.filter(|r| r.code == code) {
            return Some(rubrique);
        }
        all.binary_search_by_key(&code, |r| r.code).ok().map(|i| &all[i])
    }

    /// The block `code`, `None` when this version has no such block.
    pub fn block(&self, code: BlockCode) -> Option<&BlockDef> {
        self.blocks.binary_search_by_key(&code, |b| b.code).ok().map(|i| &self.blocks[i])
    }

    /// All rubriques, by code.
    pub fn rubriques(&self) -> &[Rubrique] {
        &self.rubriques
    }

    /// All blocks, by code.
    pub fn blocks(&self) -> &[BlockDef] {
        &self.blocks
    }

    /// Rubriques of `block`, by number.
    pub fn rubriques_of(&self, block: BlockCode) -> &[Rubrique] {
        if block == s21(block.number()) {
            let (start, end) = self.places[block.number() as usize];
            return &self.rubriques[usize::from(start)..usize::from(end)];
        }
        let start = self.rubriques.partition_point(|r| r.code.block() < block);
        let end = self.rubriques.partition_point(|r| r.code.block() <= block);
        &self.rubriques[start..end]
    }

    /// Direct children of `block`, in writing order.
    pub fn children_of(&self, block: BlockCode) -> impl Iterator<Item = &BlockDef> {
        self.blocks.iter().filter(move |b| b.parent == Some(block))
    }

    /// Whether the control `code` exists in this version.
    pub fn has_control(&self, code: &str) -> bool {
        self.controls.binary_search(&code).is_ok()
    }
}
