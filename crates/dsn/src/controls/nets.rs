//! Net amounts of a payment against each other: net fiscal (50.002), net versé (50.004), montant net social (58 type 03),
//! exempt overtime (58 type 01), its gross (51 types 017 and 018), CSG and CRDS (81.072, 81.079).
//!
//! Own check. The texts tie them to the cent for a payslip without elements beside the pay: the net versé is the net fiscal
//! less CSG non déductible, CRDS and employer's health cover (text of 50.004), the overtime exempt of tax bears the CSG that
//! another pay deducts (CGI art. 81 quater, CSS L136-2 and L136-8), the montant net social is what is left of the gross with the
//! exempt overtime. Other elements (health cover of the person, meal vouchers, advances in kind) move one of them in ways that a
//! file does not say. So the file says itself whether it follows these identities: when two thirds of its payments, and
//! three at least, do so to the cent, the others are told.

use super::{Emit, Facts, MENSUELLE, OnDeclaration, Scope};
use crate::amount;
use crate::code::{Code, s21};
use crate::nav::{Individu, Versement};
use crate::tree::Block;
use cddu_base::Gravite::Mineur;

pub(super) const CONTROLS: &[OnDeclaration] = &[("S21.G00.58.004/SUM", Mineur, MENSUELLE, told)];

/// Payments that follow the identities before the others are told.
const LEAST: usize = 3;
/// Gaps kept: past them the file does not follow the identities.
const MOST: usize = 500;

/// What 6.80 % of CSG déductible on 98.25 % leaves of the overtime, in hundred-thousandths.
const LEFT: i128 = 93_319;
/// CSG non déductible in the whole of it: 2.40 of 9.20.
const NON_DEDUCTIBLE: (i128, i128) = (24, 92);
/// Every sum is taken in these parts of a cent, so that nothing is rounded.
const SCALE: i128 = LEFT * NON_DEDUCTIBLE.1;

/// What the payments of a declaration say.
#[derive(Clone, Default)]
pub(super) struct Nets {
    right: usize,
    wrong: usize,
    gaps: Vec<Gap>,
}

#[derive(Clone)]
struct Gap {
    line: usize,
    rubrique: Code,
    who: String,
    said: String,
}

impl Nets {
    /// Adds the payments of a person.
    pub(super) fn add(&mut self, i: Individu<'_>) {
        for v in i.versements() {
            let Some(figures) = Figures::of(v) else { continue };
            match figures.gap(v) {
                None => self.right += 1,
                Some((block, number, said)) => {
                    self.wrong += 1;
                    if self.gaps.len() < MOST {
                        let rubrique = block.code.rubrique(number);
                        let who = crate::finding::person(i.0);
                        self.gaps.push(Gap { line: block.line_of(number), rubrique, who, said });
                    }
                }
            }
        }
    }
}

/// The amounts of a payment, in cents.
struct Figures {
    fiscal: i128,
    paid: i128,
    social: i128,
    exempt: i128,
    overtime: i128,
    csg: i128,
    crds: i128,
    health: i128,
    /// Lines rounded apart.
    csg_lines: i128,
    exempt_lines: i128,
}

impl Figures {
    /// `None` when an amount is missing, or when there is no montant net social.
    fn of(v: Versement<'_>) -> Option<Figures> {
        let sum = |blocks: Vec<&Block>, number: u32| -> Option<(i128, i128)> {
            let total: Option<i64> = blocks.iter().map(|b| b.amount(number)).sum();
            Some((i128::from(total?), i128::try_from(blocks.len()).ok()?))
        };
        let kind = |block: u32, number: u32, kinds: &[&str]| -> Vec<&Block> {
            let is = |b: &&Block| b.get(number).is_some_and(|k| kinds.contains(&k));
            v.0.all(s21(block)).filter(is).collect()
        };
        let contribution = |code: &str| -> Vec<&Block> {
            v.bases().flat_map(|b| b.0.all(s21(81))).filter(|c| c.get(1) == Some(code)).collect()
        };
        let (social, count) = sum(kind(58, 3, &["03"]), 4)?;
        if count == 0 || v.bases().any(|b| b.cotisations().any(|c| c.get(1).is_none())) {
            return None;
        }
        let (exempt, exempt_lines) = sum(kind(58, 3, &["01"]), 4)?;
        let (csg, csg_lines) = sum(contribution("072"), 4)?;
        Some(Figures {
            fiscal: v.amount(2)?.into(),
            paid: v.amount(4)?.into(),
            social,
            exempt,
            overtime: sum(kind(51, 11, &["017", "018"]), 13)?.0,
            csg,
            crds: sum(contribution("079"), 4)?.0,
            health: sum(kind(54, 1, &["92"]), 2)?.0,
            csg_lines,
            exempt_lines,
        })
    }

    /// The block and rubrique that is wrong, and what is said of it.
    fn gap<'a>(&self, v: Versement<'a>) -> Option<(&'a Block, u32, String)> {
        // Gross of the exempt overtime, scaled; without CSG, all of it is exempt.
        let gross = match self.csg_lines {
            0 => self.exempt * SCALE,
            _ => self.exempt * NON_DEDUCTIBLE.1 * 100_000,
        };
        let csg = self.csg * NON_DEDUCTIBLE.0 * LEFT;
        let fiscal =
            (self.fiscal - self.paid - self.crds - self.health) * SCALE - csg - (gross - self.exempt * SCALE);
        let social = (self.social - self.paid) * SCALE - gross;
        let overtime = self.overtime * SCALE - gross;
        // Half a cent for each of the two parts of a CSG line and for each exempt net, in two payslips for a correction.
        let fiscal_wrong = fiscal.abs() > (self.csg_lines * 2 + self.exempt_lines) * SCALE + SCALE / 10;
        let limit = (self.exempt_lines * 11 / 10 + self.exempt_lines.min(1)) * SCALE;
        let social_wrong = social.abs() > limit;
        let overtime_wrong = overtime.abs() > limit;
        let of = |kind: &str| v.0.all(s21(58)).find(|b| b.get(3) == Some(kind));
        let figures = format!(
            "net fiscal {}, net versé {}, montant net social {}, heures supplémentaires exonérées {} pour {} de brut : les \
             autres versements du fichier s'accordent au centime (net fiscal - CSG non déductible - CRDS - santé patronale = \
             net versé ; net versé + heures exonérées = montant net social)",
            money(self.fiscal),
            money(self.paid),
            money(self.social),
            money(self.exempt),
            money(self.overtime)
        );
        let (block, number) = match (fiscal_wrong, social_wrong, overtime_wrong) {
            (false, false, false) => return None,
            (_, true, true) if self.exempt_lines > 0 => (of("01")?, 4),
            (true, true, _) => (v.0, 4),
            (false, true, _) => (of("03")?, 4),
            (true, false, _) => (v.0, 2),
            (false, false, true) => (
                v.0.all(s21(51)).find(|r| matches!(r.get(11), Some("017" | "018"))).or_else(|| of("01"))?,
                13,
            ),
        };
        Some((block, number, figures))
    }
}

fn money(cents: i128) -> String {
    i64::try_from(cents).map_or_else(|_| cents.to_string(), amount::format)
}

fn told(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let nets = &facts.nets;
    if s.declaration.get(3).is_none() || nets.right < LEAST || nets.right < 2 * nets.wrong {
        return;
    }
    for gap in &nets.gaps {
        emit.line(gap.line, gap.rubrique, format!("{} : {}", gap.who, gap.said));
    }
}
