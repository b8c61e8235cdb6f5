//! Usages O/C/I/N of rubriques and cardinalities of blocks (FMT-07, FMT-08).

use crate::code::{BlockCode, s21};
use crate::finding::Finding;
use crate::norm::{BlockDef, Nature, Norm, Usage};
use crate::structure::DECLARATION;
use crate::tree::{Block, Message};
use crate::values::Name;
use cddu_base::Gravite;

/// Checks S10.G00.00, its direct blocks other than declarations, and S90.G00.90.
pub(crate) fn check_envoi(message: &Message, norm: &'static Norm, findings: &mut Vec<Finding>) {
    // The usages of S10 and S90 are the same for all natures but one letter; the first declaration decides.
    let nature = message.envoi.first(DECLARATION).and_then(|d| d.get(1)).and_then(Nature::parse);
    let mut check = Check { norm, nature: nature.or(Some(Nature::Mensuelle)), findings };
    check.rubriques(&message.envoi);
    check.children(&message.envoi);
    for child in message.envoi.children.iter().filter(|c| c.code != DECLARATION) {
        check.tree(child);
    }
    if let Some(total) = &message.total {
        check.rubriques(total);
    }
}

/// Checks `block` and everything under it.
pub(crate) fn check(block: &Block, norm: &'static Norm, nature: Option<Nature>, findings: &mut Vec<Finding>) {
    if let Some(nature) = nature {
        Check { norm, nature: Some(nature), findings }.tree(block);
    }
}

struct Check<'a> {
    norm: &'static Norm,
    nature: Option<Nature>,
    findings: &'a mut Vec<Finding>,
}

impl Check<'_> {
    fn tree(&mut self, block: &Block) {
        if self.out_of_nature(block) {
            return;
        }
        self.rubriques(block);
        self.children(block);
        for child in &block.children {
            self.tree(child);
        }
    }

    fn add(&mut self, code: &str, line: usize, rubrique: String, message: String) {
        self.findings.push(Finding::new(code, Gravite::Bloquant, line, &rubrique, message));
    }

    /// A block that the nature does not have is reported once.
    fn out_of_nature(&mut self, block: &Block) -> bool {
        let Some(nature) = self.nature else { return false };
        let rubriques = self.norm.rubriques_of(block.code);
        let out = !block.fields.is_empty()
            && rubriques.iter().all(|r| r.usage(nature) == Usage::HorsNature)
            && !rubriques.is_empty();
        if out {
            let message =
                format!("le bloc {} n'existe pas dans cette nature de déclaration : retirez-le", block.code);
            self.add("FMT-07", block.line, block.code.to_string(), message);
        }
        out
    }

    fn rubriques(&mut self, block: &Block) {
        let Some(nature) = self.nature.filter(|_| !block.fields.is_empty()) else { return };
        for rubrique in self.norm.rubriques_of(block.code) {
            let field = block.field(rubrique.code.number());
            let name = Name(rubrique);
            match (rubrique.usage(nature), field) {
                (Usage::Obligatoire, None) => {
                    let code = if block.code == s21(62) && nature == Nature::FinContrat {
                        "S21.G00.62.020/USAGE"
                    } else {
                        "FMT-07"
                    };
                    let message = format!("{name} est obligatoire : ajoutez-la");
                    self.add(code, block.line, rubrique.code.to_string(), message);
                }
                (Usage::Interdite | Usage::HorsNature, Some(field)) => {
                    let message =
                        format!("{name} est interdite dans cette nature de déclaration : retirez-la");
                    self.add("FMT-07", field.line, rubrique.code.to_string(), message);
                }
                _ => {}
            }
        }
    }

    fn children(&mut self, block: &Block) {
        let norm = self.norm;
        for def in norm.children_of(block.code) {
            let mut occurrences = block.all(def.code);
            if let Some(max) = def.max {
                for extra in occurrences.by_ref().skip(max) {
                    let message =
                        format!("le bloc {} ({}) n'est admis que {max} fois ici", def.code, def.libelle);
                    let rubrique = def.code.to_string();
                    self.findings.push(Finding::new(
                        "FMT-08",
                        Gravite::Bloquant,
                        extra.line,
                        &rubrique,
                        message,
                    ));
                }
            }
            if def.min > 0
                && block.all(def.code).count() < def.min
                && !block.fields.is_empty()
                && self.expected(def)
            {
                let code = if def.code == s21(63) { "S21.G00.62.020/USAGE" } else { "FMT-08" };
                let message = format!(
                    "il manque un bloc {} ({}) sous {} : ajoutez-le",
                    def.code, def.libelle, block.code
                );
                self.add(code, block.line, def.code.to_string(), message);
            }
        }
    }

    /// Whether a block with a minimum must be there: not when the nature has no such block, nor when the
    /// individuals were checked and dropped before.
    fn expected(&self, def: &BlockDef) -> bool {
        const DROPPED: BlockCode = s21(30);
        def.code != DROPPED && self.nature.and_then(|n| def.allowed(n)) == Some(true)
    }
}
