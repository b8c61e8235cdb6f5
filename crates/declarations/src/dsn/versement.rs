//! A payment to a person: S21.G00.50, 51, 53, 54, 56, 58, 78, 79, 81.

use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::{Block, Version, date, s21};
use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Month, Period, Rate, ZonePas, round_half_up};

use super::cotisations::{self, Base, Cotisation};
use super::decoupage;
use super::faits::{self, Mois};
use super::impot::ImpotCorrige;
use super::individu::decimals;
use super::prevoyance;
use crate::besoins::{Besoins, Place};
use crate::parts::{Renommes, paid_before};
use crate::production::Production;
use crate::tables::Tables;
use crate::texte;

/// Identifiers of the bodies in the declaration.
pub(super) struct Organismes {
    pub urssaf: String,
    pub france_travail: String,
    pub conges_spectacles: String,
    pub retraite: String,
}

impl Organismes {
    fn of(&self, role: &str) -> &str {
        match role {
            "urssaf" => &self.urssaf,
            "france_travail" => &self.france_travail,
            "conges_spectacles" => &self.conges_spectacles,
            // The tax withheld on a non-resident is declared for the tax office, which the declaration does not pay.
            "dgfip" => "DGFIP",
            _ => &self.retraite,
        }
    }
}

/// What the payments of a declaration share.
pub(super) struct Versements<'a> {
    pub production: &'a Production,
    pub tables: &'a Tables,
    pub version: Version,
    pub mois: &'a Mois<'a>,
    pub organismes: &'a Organismes,
}

impl Versements<'_> {
    /// S21.G00.50 of a payslip, less what the payslip it corrects already declared.
    pub(super) fn block(
        &self,
        slip: &Payslip,
        old: Option<&Payslip>,
        rank: Option<usize>,
        several: bool,
        affiliations: &BTreeMap<(String, usize), usize>,
        needs: &mut Besoins,
    ) -> Block {
        let mut block = Block::new(s21(50));
        block.put(1, date::format(slip.date_paiement));
        block.put_some(3, rank.map(|r| format!("{r:02}")));
        self.nets(&mut block, slip, old, needs);
        let renommes = Renommes::of(slip, old);
        for pay in &slip.contrats {
            let before = old.and_then(|o| paid_before(&renommes, o, pay));
            self.pay(&mut block, (slip, old, &renommes), pay, before);
            self.bases(&mut block, slip, pay, old.zip(before), several, affiliations);
        }
        self.autres(&mut block, slip, old, &renommes);
        block
    }

    fn nets(&self, block: &mut Block, slip: &Payslip, old: Option<&Payslip>, needs: &mut Besoins) {
        let zero = Cents::ZERO;
        let gap = |pick: fn(&Payslip) -> Cents| pick(slip) - old.map_or(zero, pick);
        let fiscal = gap(|s| s.totaux.net_imposable);
        let rate = faits::taux_pas(slip);
        let (mut pas, mut base) = (slip.totaux.pas, slip.totaux.assiette_pas);
        if let Some(old) = old {
            let corrected = ImpotCorrige::of(slip, old);
            (pas, base) = (corrected.pas, corrected.assiette);
            block.children.extend(corrected.blocks(old));
        }
        block
            .put(2, fiscal.to_string())
            .put(4, gap(Payslip::net_verse).to_string())
            .put(6, decimals(rate.0))
            .put(9, pas.to_string())
            .put(13, base.to_string());
        if slip.totaux.taux_pas_personnalise {
            let known = self.production.salarie(&slip.salarie.matricule);
            let id = needs.checked(
                known.identifiant_taux_pas.as_deref(),
                Place::salarie(&slip.salarie, "identifiant_taux_pas"),
                "l'identifiant du taux de PAS personnalisé",
                "numéro du compte rendu métier (CRM) nominatif de la DGFiP",
                |id| {
                    (1..=18).contains(&id.len())
                        && id.bytes().all(|b| b.is_ascii_digit())
                        && !id.starts_with('0')
                },
            );
            block.put(7, "01").put(8, id);
        } else {
            let grid = match slip.salarie.zone_pas {
                ZonePas::Metropole => "13",
                ZonePas::GuadeloupeReunionMartinique => "23",
                ZonePas::GuyaneMayotte => "33",
            };
            block.put(7, grid);
            // Contracts of two months at most: half a SMIC off the base, and this identifier.
            let short = |c: &ContractPay| cddu_rates::Period { debut: c.debut, fin: c.fin }.at_most_months(2);
            if slip.contrats.iter().all(short) {
                block.put(8, "-1");
            }
        }
        let abroad = gap(|s| s.totaux.retenue_non_resident);
        if !abroad.is_zero() {
            needs.warn(
                "DSN-014",
                Place::salarie(&slip.salarie, "domicile_fiscal_france"),
                format!("la retenue à la source de {abroad} est déclarée (code 077), la DSN ne la paie pas"),
                "la verser à la DGFiP par la déclaration 2494, avant le 15 du mois suivant (CGI art. 1671 A)",
            );
        }
        let month = Month::of(slip.date_paiement);
        block.push(
            Block::new(s21(58))
                .with(1, date::format(month.first()))
                .with(2, date::format(month.last()))
                .with(3, "03")
                .with(4, gap(|s| s.totaux.montant_net_social).to_string()),
        );
    }

    fn pay(
        &self,
        block: &mut Block,
        (slip, old, renommes): (&Payslip, Option<&Payslip>, &Renommes<'_>),
        pay: &ContractPay,
        before: Option<&ContractPay>,
    ) {
        let gap = |pick: fn(&ContractPay) -> Cents| pick(pay) - before.map_or(Cents::ZERO, pick);
        let name = texte::numero_contrat(&pay.contrat);
        let mut units = self.mois.activites(slip, pay, renommes);
        if let (Some(before), Some(old)) = (before, old) {
            for (unit, measure) in self.mois.activites(old, before, renommes) {
                match units.iter_mut().find(|(u, _)| *u == unit) {
                    Some(known) => known.1 -= measure,
                    None => units.push((unit, -measure)),
                }
            }
        }
        for kind in ["001", "002", "003", "010"] {
            let base = |s: &Payslip, p| faits::salaire_de_base(s, p);
            let amount = if kind == "010" {
                base(slip, pay) - old.zip(before).map_or(Cents::ZERO, |(o, b)| base(o, b))
            } else {
                gap(|p| p.bases.brut)
            };
            let mut line = Block::new(s21(51));
            line.put(1, date::format(pay.periode.debut))
                .put(2, date::format(pay.periode.fin))
                .put(10, name.as_str())
                .put(11, kind)
                .put(13, amount.to_string());
            for (unit, measure) in &units {
                let right = if *unit == "40" { kind == "001" } else { kind == "002" };
                if right && (*measure != 0 || matches!(*unit, "12" | "40")) {
                    let (kind, unit) = match unit.strip_prefix('2') {
                        Some(absent) if unit.len() == 3 => ("02", absent),
                        _ => ("01", *unit),
                    };
                    line.push(
                        Block::new(s21(53)).with(1, kind).with(2, Cents(*measure).to_string()).with(3, unit),
                    );
                }
            }
            block.push(line);
        }
        self.overtime(block, pay, before, &name);
        let dfs = gap(|p| p.dfs_montant);
        if !dfs.is_zero() {
            block.push(self.other("10", dfs, pay, &name));
        }
    }

    /// Overtime: its hours and pay (51 types 017 and 018), and its net exempt of tax (58 type 01).
    fn overtime(&self, block: &mut Block, pay: &ContractPay, before: Option<&ContractPay>, name: &str) {
        let mut lines = faits::heures_sup(pay, self.version);
        for (kind, hours, amount) in before.map(|b| faits::heures_sup(b, self.version)).unwrap_or_default() {
            match lines.iter_mut().find(|(known, ..)| *known == kind) {
                Some(known) => {
                    known.1 -= hours;
                    known.2 -= amount;
                }
                None => lines.push((kind, -hours, -amount)),
            }
        }
        for (kind, hours, amount) in lines.into_iter().filter(|(_, h, a)| *h != 0 || !a.is_zero()) {
            let mut line = Block::new(s21(51));
            line.put(1, date::format(pay.periode.debut)).put(2, date::format(pay.periode.fin));
            line.put(10, name).put(11, kind);
            if hours != 0 {
                line.put(12, Cents(hours).to_string());
            }
            line.put(13, amount.to_string());
            block.push(line);
        }
        let net = |p: &ContractPay| p.bases.heures_sup.map_or(Cents::ZERO, |h| h.net);
        let exempt = net(pay) - before.map_or(Cents::ZERO, net);
        let years = decoupage::by_year(pay.periode);
        for (part, exempt) in years.iter().zip(decoupage::shared(exempt, &years)) {
            if !exempt.is_zero() {
                block.push(
                    Block::new(s21(58))
                        .with(1, date::format(part.debut))
                        .with(2, date::format(part.fin))
                        .with(3, "01")
                        .with(4, exempt.to_string()),
                );
            }
        }
    }

    fn other(&self, kind: &str, amount: Cents, pay: &ContractPay, name: &str) -> Block {
        let mut block = Block::new(s21(54));
        block
            .put(1, kind)
            .put(2, amount.to_string())
            .put(3, date::format(pay.periode.debut))
            .put(4, date::format(pay.periode.fin));
        if self.version.year() >= 2025 {
            block.put(5, name);
        }
        block
    }

    fn autres(&self, block: &mut Block, slip: &Payslip, old: Option<&Payslip>, renommes: &Renommes<'_>) {
        let mut amounts = faits::autres(slip, self.version);
        for ((kind, contrat), amount) in old.map(|o| faits::autres(o, self.version)).unwrap_or_default() {
            let key = (kind, renommes.nouveau(&contrat).to_owned());
            *amounts.entry(key).or_insert(Cents::ZERO) -= amount;
        }
        for ((kind, contrat), amount) in amounts {
            let pay = slip.contrats.iter().find(|c| c.contrat == contrat).or_else(|| slip.contrats.first());
            if let Some(pay) = pay.filter(|_| !amount.is_zero()) {
                block.push(self.other(kind, amount, pay, &texte::numero_contrat(&contrat)));
            }
        }
    }

    fn bases(
        &self,
        block: &mut Block,
        slip: &Payslip,
        pay: &ContractPay,
        replaced: Option<(&Payslip, &ContractPay)>,
        several: bool,
        affiliations: &BTreeMap<(String, usize), usize>,
    ) {
        let mut bases = faits::bases_of(self.tables, slip, pay, self.version);
        // Under the base that the staff of that day gave: the FNAL changes it at fifty people.
        if let Some((old, before)) = replaced {
            subtract(&mut bases, faits::bases_of(self.tables, old, before, self.version));
        }
        let before = replaced.map(|(_, before)| before);
        let dated = |code: &str, part: Period| {
            let mut base = Block::new(s21(78));
            base.put(1, code).put(2, date::format(part.debut)).put(3, date::format(part.fin));
            if several {
                base.put(6, texte::numero_contrat(&pay.contrat));
            }
            base
        };
        let years = decoupage::by_year(pay.periode);
        // A correction declares what it changes, like the bases.
        let smic_before = before.and_then(|b| b.bases.smic);
        let smic = pay.bases.smic.unwrap_or_default() - smic_before.unwrap_or_default();
        let retained = pay.bases.smic.is_some() || smic_before.is_some();
        let smics = decoupage::shared(smic, &years);
        for base in bases {
            for ((base, part), smic) in decoupage::bases(&base, &years).into_iter().zip(&years).zip(&smics) {
                let mut out = dated(base.code, *part);
                out.put(4, base.montant.to_string());
                if base.code == "03"
                    && retained
                    && base.cotisations.iter().any(|c| matches!(c.code.as_str(), "018" | "106"))
                {
                    out.push(Block::new(s21(79)).with(1, "01").with(4, smic.to_string()));
                }
                if base.code == "03" && !base.taxe_salaires.is_zero() {
                    out.push(Block::new(s21(79)).with(1, "91").with(4, base.taxe_salaires.to_string()));
                }
                for line in &base.cotisations {
                    out.push(self.contribution(line));
                }
                block.push(out);
            }
        }
        let now = prevoyance::carriers(self.production, pay);
        let carried_before = before.map(|b| prevoyance::carriers(self.production, b)).unwrap_or_default();
        let ranks: BTreeSet<usize> = now.iter().chain(&carried_before).map(|carried| carried.0).collect();
        for rank in ranks {
            let Some(id) = affiliations.get(&(pay.contrat.clone(), rank)) else { continue };
            let of = |list: &[(usize, _, Cents, Cents)]| {
                list.iter().find(|c| c.0 == rank).map_or((Cents::ZERO, Cents::ZERO), |c| (c.2, c.3))
            };
            let ((amount, base), (old_amount, old_base)) = (of(&now), of(&carried_before));
            let (amount, base) = (amount - old_amount, base - old_base);
            let months = decoupage::by_month(pay.periode);
            let shares = decoupage::shared(base, &months).into_iter().zip(decoupage::shared(amount, &months));
            for (part, (base, amount)) in months.iter().zip(shares) {
                let mut out = dated("31", *part);
                out.put(4, "0.00").put(5, id.to_string());
                out.push(Block::new(s21(79)).with(1, "11").with(4, base.to_string()));
                out.push(Block::new(s21(81)).with(1, "059").with(4, amount.to_string()));
                block.push(out);
            }
        }
    }

    fn contribution(&self, line: &Cotisation) -> Block {
        let mut out = Block::new(s21(81));
        out.put(1, line.code.as_str());
        if line.code != "066" {
            out.put(2, self.organismes.of(&line.organisme)).put(3, line.assiette.to_string());
        }
        out.put(4, line.montant.to_string());
        out.put_some(7, line.taux.filter(|_| cotisations::rated(&line.code)).and_then(three));
        out
    }
}

/// A rate with two or three decimals; nothing when it needs more or is over 99.999.
fn three(rate: Rate) -> Option<String> {
    let mut value = rate.0.normalize();
    if round_half_up(value, 3) != value
        || value.is_sign_negative()
        || value >= rust_decimal::Decimal::ONE_HUNDRED
    {
        return None;
    }
    if value.scale() < 2 {
        value.rescale(2);
    }
    Some(value.to_string())
}

/// Takes back what was declared before.
fn subtract(bases: &mut Vec<Base>, before: Vec<Base>) {
    for old in before {
        let Some(base) = bases.iter_mut().find(|b| b.code == old.code) else {
            bases.push(Base {
                montant: -old.montant,
                taxe_salaires: -old.taxe_salaires,
                cotisations: old.cotisations.into_iter().map(negative).collect(),
                ..old
            });
            continue;
        };
        base.montant -= old.montant;
        base.taxe_salaires -= old.taxe_salaires;
        for line in old.cotisations {
            // A rate that changed leaves no difference of base: what was declared is taken back at the rate that it had.
            let same = |c: &&mut Cotisation| {
                c.code == line.code
                    && c.organisme == line.organisme
                    && (c.taux == line.taux || !cotisations::rated(&line.code))
            };
            match base.cotisations.iter_mut().find(same) {
                Some(known) => {
                    known.montant -= line.montant;
                    known.assiette -= line.assiette;
                }
                None => base.cotisations.push(negative(line)),
            }
        }
    }
}

fn negative(line: Cotisation) -> Cotisation {
    Cotisation { montant: -line.montant, assiette: -line.assiette, ..line }
}
