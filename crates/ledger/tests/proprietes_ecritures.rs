//! Properties of the entries on generated batches (P2 to P16), and of the payslips they come from (P1).
//!
//! A thousand cases each; `PROPTEST_CASES=20000 cargo test --release -p cddu-ledger` runs longer.

mod commun;

use std::collections::BTreeMap;

use cddu_ledger::{
    Batch, Compta, ComptaConfig, Cote, Mode, ModeContrepassation, Part, RegleDate, annulation, contrepasser,
    ecritures, largest_remainder,
};
use cddu_payslip::{ElementCode, Payslip, Sens};
use cddu_rates::Cents;
use commun::genes::{Genes, NOTES, config, genes, make_payslip, make_payslips, world_compta};
use commun::{RATES, cases, day};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// What identifies a line, its amount aside.
type Cle = (String, Option<String>, BTreeMap<String, String>, Cote, String, String);

fn build(choix: u16, slips: &[Payslip]) -> Batch {
    ecritures::build(world_compta(choix), slips, &[], "LOT").unwrap()
}

/// Amounts by account, auxiliary, axes, side and dates.
fn sums(batch: &Batch) -> BTreeMap<Cle, Cents> {
    let mut out = BTreeMap::new();
    for e in &batch.ecritures {
        for l in &e.lignes {
            let aux = l.auxiliaire.as_ref().map(|a| a.numero.clone());
            let key =
                (l.compte.clone(), aux, l.axes.clone(), l.cote, e.date.to_string(), l.paiement.to_string());
            *out.entry(key).or_insert(Cents::ZERO) += l.montant;
        }
    }
    out
}

/// Balances by account and auxiliary, over all entries.
fn balances(batch: &Batch) -> BTreeMap<(String, Option<String>), Cents> {
    let mut out = BTreeMap::new();
    for l in batch.ecritures.iter().flat_map(|e| &e.lignes) {
        let aux = l.auxiliaire.as_ref().map(|a| a.numero.clone());
        *out.entry((l.compte.clone(), aux)).or_insert(Cents::ZERO) += l.signe();
    }
    out.retain(|_, c| !c.is_zero());
    out
}

/// Debits less credits of the accounts that begin so.
fn of(batch: &Batch, racines: &[&str]) -> Cents {
    batch
        .ecritures
        .iter()
        .flat_map(|e| &e.lignes)
        .filter(|l| racines.iter().any(|r| l.compte.starts_with(r)))
        .map(cddu_ledger::EntryLine::signe)
        .sum()
}

fn total(slips: &[Payslip], f: impl Fn(&Payslip) -> Cents) -> Cents {
    slips.iter().map(f).sum()
}

fn shares(p: &Payslip, organisme: Option<&str>) -> (Cents, Cents) {
    let lines =
        || p.contrats.iter().flat_map(|c| &c.lignes).filter(|l| organisme.is_none_or(|o| l.organisme == o));
    (lines().filter_map(|l| l.montant_salarie).sum(), lines().filter_map(|l| l.montant_employeur).sum())
}

fn elements(p: &Payslip, codes: &[ElementCode]) -> Cents {
    p.elements.iter().filter(|e| codes.contains(&e.code) && e.sens != Sens::Neutre).map(|e| e.retenu).sum()
}

fn renumbered(slips: &[Payslip], prefix: &str) -> Vec<Payslip> {
    slips
        .iter()
        .map(|p| Payslip { numero: p.numero.as_ref().map(|n| format!("{prefix}{n}")), ..p.clone() })
        .collect()
}

/// Every amount of a payslip times an integer.
fn times(p: &Payslip, k: i64) -> Payslip {
    fn walk(value: &mut serde_json::Value, k: i64) {
        match value {
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    let kept = [
                        "taux",
                        "heures",
                        "quantite",
                        "coefficient",
                        "cachets",
                        "majoration",
                        "numero",
                        "contrat",
                        "analytique",
                    ];
                    if !kept.iter().any(|s| key.starts_with(s)) {
                        walk(value, k);
                    }
                }
            }
            serde_json::Value::Array(list) => list.iter_mut().for_each(|v| walk(v, k)),
            serde_json::Value::String(text) if text.contains('.') => {
                if let Ok(amount) = text.parse::<Cents>() {
                    *text = Cents(amount.0 * k).to_string();
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(p).unwrap();
    for part in ["contrats", "elements", "totaux"] {
        walk(&mut value[part], k);
    }
    serde_json::from_value(value).unwrap()
}

proptest! {
    #![proptest_config(cases())]

    /// P2: every entry balances, as a whole and on every axis taken alone.
    #[test]
    fn p02_double_entry(choix in any::<u16>(), genes in genes(3)) {
        let batch = build(choix, &make_payslips(&genes));
        for e in &batch.ecritures {
            prop_assert_eq!(e.solde(), Cents::ZERO);
            prop_assert!(e.lignes.iter().all(|l| l.montant.0 > 0));
        }
        // An axis holds the whole of class 6: the sections add up to the general ledger.
        let charges = |keep: &dyn Fn(&cddu_ledger::EntryLine) -> bool| -> Cents {
            batch.ecritures.iter().flat_map(|e| &e.lignes)
                .filter(|l| l.compte.starts_with("64") && keep(l)).map(cddu_ledger::EntryLine::signe).sum()
        };
        for axe in ["film", "poste"] {
            let tagged = charges(&|l| l.axes.contains_key(axe));
            let untagged = charges(&|l| !l.axes.contains_key(axe));
            prop_assert_eq!(tagged + untagged, of(&batch, &["64"]));
        }
    }

    /// P3: the totals of the batch are those of the payslips.
    #[test]
    fn p03_totals(choix in any::<u16>(), genes in genes(3)) {
        let slips = make_payslips(&genes);
        let batch = build(choix, &slips);
        prop_assert_eq!(of(&batch, &["641"]), total(&slips, |p| p.totaux.brut));
        prop_assert_eq!(of(&batch, &["649"]), -total(&slips, |p| p.totaux.avantages_en_nature));
        prop_assert_eq!(of(&batch, &["645", "633", "647"]), total(&slips, |p| shares(p, None).1));
        for (role, compte) in [("urssaf", "431"), ("audiens_retraite", "43721"), ("france_travail", "4374"),
            ("conges_spectacles", "4373"), ("afdas", "4375"), ("audiens_prevoyance", "43722")] {
            let due = total(&slips, |p| { let (ee, er) = shares(p, Some(role)); ee + er });
            prop_assert_eq!(-of(&batch, &[compte]), due, "{}", role);
        }
        prop_assert_eq!(-of(&batch, &["421"]), total(&slips, |p| p.totaux.virement));
        prop_assert_eq!(-of(&batch, &["4421"]), total(&slips, |p| p.totaux.pas));
        prop_assert_eq!(-of(&batch, &["425"]), total(&slips, |p| elements(p, &[ElementCode::Acompte, ElementCode::Avance])));
        prop_assert_eq!(-of(&batch, &["427"]), total(&slips, |p| elements(p, &[ElementCode::Saisie])));
        prop_assert_eq!(of(&batch, &["625"]), total(&slips, |p| p.totaux.frais));
    }

    /// P4: what the company bears is what everybody receives.
    #[test]
    fn p04_conservation_of_cost(choix in any::<u16>(), genes in genes(3)) {
        let slips = make_payslips(&genes);
        let batch = build(choix, &slips);
        let received = -of(&batch, &["421", "4421", "425", "427", "431", "437"]);
        let borne = total(&slips, |p| p.totaux.brut + shares(p, None).1 + p.totaux.frais - p.totaux.avantages_en_nature);
        prop_assert_eq!(received, borne);
    }

    /// P5: nothing waits with a whole mapping; without one code, its lines and nothing else wait.
    #[test]
    fn p05_no_suspense(choix in any::<u16>(), genes in genes(3)) {
        let slips = make_payslips(&genes);
        prop_assert_eq!(of(&build(choix, &slips), &["47"]), Cents::ZERO);
        let mut compta = world_compta(choix).clone();
        compta.schema = compta.schema.without_code(Part::Employeur, "AT");
        let hit: Vec<Cents> = slips.iter().flat_map(|p| &p.contrats).flat_map(|c| &c.lignes)
            .filter(|l| l.code == "AT").filter_map(|l| l.montant_employeur).filter(|c| !c.is_zero()).collect();
        let strict = ecritures::build(&compta, &slips, &[], "LOT");
        prop_assert_eq!(strict.is_err(), !hit.is_empty());
        compta.config.mode = Mode::Tolerant;
        let batch = ecritures::build(&compta, &slips, &[], "LOT").unwrap();
        prop_assert_eq!(of(&batch, &["471"]), hit.iter().sum::<Cents>());
        let waiting = batch.details.iter().filter(|d| d.compte == "471");
        prop_assert!(waiting.clone().all(|d| d.code == "AT"));
    }

    /// P6: neither the order of the payslips nor that of their lines counts.
    #[test]
    fn p06_permutation(choix in any::<u16>(), genes in genes(3), turn in any::<usize>()) {
        let slips = make_payslips(&genes);
        let mut shuffled = slips.clone();
        let n = shuffled.len();
        shuffled.rotate_left(turn % n);
        for p in &mut shuffled {
            p.elements.reverse();
            for c in &mut p.contrats {
                c.lignes.reverse();
                c.elements.reverse();
            }
        }
        let (a, b) = (build(choix, &slips), build(choix, &shuffled));
        prop_assert_eq!(sums(&a), sums(&b));
        prop_assert_eq!(&a.ecritures, &b.ecritures);
        prop_assert_eq!(a.empreinte, b.empreinte);
    }

    /// P7 and P8: a batch is the sum of its parts, however it is cut.
    #[test]
    fn p07_additivity(choix in any::<u16>(), genes in genes(3), cut in 0usize..4) {
        let slips = make_payslips(&genes);
        let whole = sums(&build(choix, &slips));
        let group = |p: &Payslip| match cut {
            0 => p.numero.clone(),
            1 => p.contrats[0].analytique.get("film").cloned(),
            2 => Some(format!("{:?}", p.contrats[0].categorie)),
            _ => Some(p.date_paiement.to_string()),
        };
        let mut parts: BTreeMap<_, Vec<Payslip>> = BTreeMap::new();
        for p in &slips {
            parts.entry(group(p)).or_default().push(p.clone());
        }
        let mut sum: BTreeMap<Cle, Cents> = BTreeMap::new();
        for part in parts.values() {
            for (key, amount) in sums(&build(choix, part)) {
                *sum.entry(key).or_default() += amount;
            }
        }
        prop_assert_eq!(whole, sum);
    }

    /// P9: nothing gives nothing; a payslip without amounts is listed and changes nothing.
    #[test]
    fn p09_identity(choix in any::<u16>(), genes in genes(3)) {
        prop_assert!(build(choix, &[]).ecritures.is_empty());
        let slips = make_payslips(&genes);
        let mut more = slips.clone();
        let mut blank = commun::payslip("ZERO", "T99", "2026-01-09", Vec::new(), Vec::new(), "0.00");
        blank.empreinte = "sha256:zero".to_owned();
        more.push(blank);
        let (a, b) = (build(choix, &slips), build(choix, &more));
        prop_assert_eq!(sums(&a), sums(&b));
        prop_assert_eq!(b.pieces.len(), a.pieces.len() + 1);
        prop_assert!(b.exceptions.iter().any(|d| d.code == "ECR-010" && d.message.contains("ZERO")));
    }

    /// P10: a cancelled batch leaves nothing, cancelling twice gives the batch back, one entry never mixes modes.
    #[test]
    fn p10_contra_passation(choix in any::<u16>(), genes in genes(3), negatif in any::<bool>()) {
        let mode = if negatif { ModeContrepassation::Negatif } else { ModeContrepassation::Inverse };
        let batch = build(choix, &make_payslips(&genes));
        let cancelled = annulation(&batch, mode, day("2026-02-01"), "LOT-A");
        let mut left = balances(&batch);
        for (key, amount) in balances(&cancelled) {
            *left.entry(key).or_default() += amount;
        }
        prop_assert!(left.values().all(|c| c.is_zero()));
        for (e, c) in batch.ecritures.iter().zip(&cancelled.ecritures) {
            prop_assert_eq!(&contrepasser(&contrepasser(e, mode), mode), e);
            let swapped = e.lignes.iter().zip(&c.lignes).filter(|(a, b)| a.cote != b.cote).count();
            let negated = c.lignes.iter().filter(|l| l.montant.0 < 0).count();
            prop_assert_eq!((swapped, negated), if negatif { (0, e.lignes.len()) } else { (e.lignes.len(), 0) });
        }
    }

    /// P11: cancelling a payslip and entering another is entering their difference.
    #[test]
    fn p11_correction(choix in any::<u16>(), old in prop::array::uniform16(any::<u16>()), new in prop::array::uniform16(any::<u16>())) {
        let (before, after) = (make_payslip(0, &old), make_payslip(1, &new));
        let (a, b) = (build(choix, &[before]), build(choix, &[after]));
        let corrected = cddu_ledger::correction(&a, &b, ModeContrepassation::Inverse, day("2026-02-01"), day("2026-02-01"), "COR");
        let mut difference = balances(&b);
        for (key, amount) in balances(&a) {
            *difference.entry(key).or_default() -= amount;
        }
        difference.retain(|_, c| !c.is_zero());
        prop_assert_eq!(balances(&corrected), difference);
        prop_assert!(corrected.ecritures.iter().all(|e| e.solde().is_zero()));
    }

    /// P12: the same bytes, and never twice in the register.
    #[test]
    fn p12_idempotence(choix in any::<u16>(), genes in genes(3)) {
        let slips = make_payslips(&genes);
        let (a, b) = (build(choix, &slips), build(choix, &slips));
        let bytes = |batch: &Batch| cddu_ledger::fec::write(&cddu_ledger::fec::lines(batch), &Default::default());
        prop_assert_eq!(bytes(&a), bytes(&b));
        prop_assert_eq!(a.details_csv(), b.details_csv());
        let mut registre = cddu_ledger::Registre::default();
        prop_assert!(registre.integrer(&a).is_ok());
        let before = registre.clone();
        prop_assert!(registre.integrer(&b).is_err());
        let again = ecritures::build(world_compta(choix), &slips, &[], "AUTRE").unwrap();
        prop_assert!(registre.integrer(&again).is_err());
        prop_assert_eq!(registre, before);
    }

    /// P13: one more payslip with a positive gross raises 641 and lowers no debt without a relief.
    #[test]
    fn p13_monotonic(choix in any::<u16>(), genes in genes(3), one in prop::array::uniform16(any::<u16>())) {
        let slips = make_payslips(&genes);
        let added = make_payslip(900, &one);
        let relief = added.contrats.iter().flat_map(|c| &c.lignes).any(cddu_payslip::Line::is_relief);
        prop_assume!(added.totaux.brut.0 > 0 && !relief);
        let mut more = slips.clone();
        more.push(added);
        let (a, b) = (build(choix, &slips), build(choix, &more));
        prop_assert!(of(&b, &["641"]) > of(&a, &["641"]));
        for compte in ["431", "43721", "43722", "4373", "4374", "4375"] {
            prop_assert!(-of(&b, &[compte]) >= -of(&a, &[compte]), "{}", compte);
        }
    }

    /// P14: k times the amounts, k times the lines. A week cut at a month end keeps this over the two months
    /// together: each month rounds its own share.
    #[test]
    fn p14_homogeneity(choix in any::<u16>(), genes in genes(3), k in 2i64..50) {
        let slips = make_payslips(&genes);
        let multiplied: Vec<Payslip> = slips.iter().map(|p| times(p, k)).collect();
        let uncut = choix | 16;
        let mut expected = sums(&build(uncut, &slips));
        expected.values_mut().for_each(|c| c.0 *= k);
        prop_assert_eq!(sums(&build(uncut, &multiplied)), expected);
        let cut = choix & !16;
        let mut expected = balances(&build(cut, &slips));
        expected.values_mut().for_each(|c| c.0 *= k);
        prop_assert_eq!(balances(&build(cut, &multiplied)), expected);
    }

    /// P15: other account numbers, the same entries under them.
    #[test]
    fn p15_renaming(choix in any::<u16>(), genes in genes(3)) {
        let slips = make_payslips(&genes);
        let base = world_compta(choix);
        let mut config = config(choix % 64);
        let mut names = BTreeMap::new();
        for (role, compte) in base.plan.roles().filter(|(role, _)| !role.starts_with("remunerations_dues.")) {
            let renamed = format!("{}9Z", compte.numero);
            names.insert(compte.numero.clone(), renamed.clone());
            config.comptes.insert(role.to_owned(), renamed);
        }
        let renamed = Compta::load(&RATES, config, None, day("2026-01-15")).unwrap();
        let expected: BTreeMap<_, _> = balances(&build(choix, &slips))
            .into_iter().map(|((compte, aux), amount)| ((names[&compte].clone(), aux), amount)).collect();
        prop_assert_eq!(balances(&ecritures::build(&renamed, &slips, &[], "LOT").unwrap()), expected);
    }

    /// P16: shares add up, do not depend on the order of sections, and stay within a cent of the ideal.
    #[test]
    fn p16_analytic_split(montant in -1_000_000_000_000i64..1_000_000_000_000, poids in prop::collection::vec(0u32..5000, 1..8)) {
        prop_assume!(poids.iter().any(|w| *w > 0));
        let weights: Vec<Decimal> = poids.iter().map(|w| Decimal::from(*w)).collect();
        let total: Decimal = weights.iter().sum();
        let split = largest_remainder(Cents(montant), &weights);
        prop_assert_eq!(split.iter().sum::<Cents>(), Cents(montant));
        for (share, weight) in split.iter().zip(&weights) {
            let ideal = Decimal::from(montant) * weight / total;
            prop_assert!((Decimal::from(share.0) - ideal).abs() < Decimal::ONE, "{} {}", share, ideal);
        }
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.reverse();
        let reversed: Vec<Decimal> = order.iter().map(|i| weights[*i]).collect();
        let back = largest_remainder(Cents(montant), &reversed);
        // Sections of equal weight are interchangeable: the multiset of (weight, share) is the same.
        let mut a: Vec<_> = weights.iter().zip(&split).collect();
        let mut b: Vec<_> = reversed.iter().zip(&back).collect();
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
    }

    /// Notes balance and carry the debts of their totals.
    #[test]
    fn notes_balance(choix in any::<u16>(), which in 0usize..3) {
        let note = &NOTES[which];
        let batch = ecritures::build(world_compta(choix), &[], std::slice::from_ref(note), "LOT").unwrap();
        prop_assert!(batch.ecritures.iter().all(|e| e.solde().is_zero()));
        prop_assert_eq!(-of(&batch, &["4018"]), note.totaux.net_a_payer);
        prop_assert_eq!(-of(&batch, &["43791"]), note.totaux.urssaf());
        prop_assert_eq!(-of(&batch, &["43792"]), note.totaux.ircec());
        prop_assert_eq!(of(&batch, &["6516"]), note.brut_ht);
    }
}

/// P8, weeks: an entry never holds two months, and the months add up to the batch.
#[test]
fn a_batch_of_1500_payslips_balances() {
    let genes: Vec<Genes> = (0..1500u16)
        .map(|n| std::array::from_fn(|i| n.wrapping_mul(2_654).wrapping_add((i as u16).wrapping_mul(7_919))))
        .collect();
    let slips = renumbered(&make_payslips(&genes), "G-");
    let compta = commun::compta(ComptaConfig { dates: RegleDate::MoisDeTravail, ..ComptaConfig::default() });
    let batch = ecritures::build(&compta, &slips, &[], "GRAND").unwrap();
    assert!(batch.ecritures.iter().all(|e| e.solde().is_zero() && e.lignes.iter().all(|l| l.mois == e.mois)));
    assert_eq!(batch.pieces.len(), 1500);
    assert_eq!(of(&batch, &["641"]), total(&slips, |p| p.totaux.brut));
}
