//! Properties of the reconciliation on generated worlds (R1 to R16).
//!
//! `PROPTEST_CASES=20000 cargo test --release -p cddu-rapprochement` runs longer.
//!
//! What is invisible by construction, and therefore not injected: two opposite changes on lines of one account and
//! auxiliary of one entry when no line carries its payslip; the bases of block 23, rounded to the euro, under
//! their tolerance; free texts.

mod commun;

use std::collections::{BTreeMap, BTreeSet};

use cddu_ledger::fec::FecLine;
use cddu_ledger::{Batch, Cote};
use cddu_rapprochement::{
    Appariement, Cle, Document, Documents, Ecart, Etat, Poste, RapprochementConfig, Report, Statut,
    apparent_rate_gap, compare, digits_swapped, run,
};
use cddu_rates::{Cents, Gravite, Rate};
use commun::changements::{self, Cible};
use commun::ledger::genes::world_compta;
use commun::monde::{Monde, Paie, REGLES, Tournage, next_month, tournage};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn serious(report: &Report) -> Vec<&Ecart> {
    report.ecarts.iter().filter(|e| e.gravite <= Gravite::Majeur).collect()
}

fn shown(ecarts: &[&Ecart]) -> String {
    ecarts
        .iter()
        .map(|e| format!("{} | {} | {:?} | {:?}\n", e.identifiant, e.message, e.cause, e.candidats))
        .collect()
}

/// One cent at least, up or down.
fn delta() -> impl Strategy<Value = i64> {
    prop_oneof![Just(1i64), Just(-1), 2i64..500_000, -500_000i64..-1]
}

/// The rank of a line of the payroll journal, picked by a number.
fn payroll_line(monde: &Monde, pick: usize) -> Option<usize> {
    let ranks: Vec<usize> =
        (0..monde.grand_livre.len()).filter(|i| monde.grand_livre[*i].journal_code == "PA").collect();
    (!ranks.is_empty()).then(|| ranks[pick % ranks.len()])
}

fn side(line: &mut FecLine) -> &mut Cents {
    if line.debit.is_zero() { &mut line.credit } else { &mut line.debit }
}

/// The finding that holds a line of the ledger among its candidates.
fn locates(report: &Report, ligne: u64) -> bool {
    serious(report)
        .iter()
        .any(|e| e.candidats.iter().any(|c| c.document == Document::GrandLivre && c.ligne == Some(ligne)))
}

fn cause<'a>(report: &'a Report, code: &str) -> Option<&'a Ecart> {
    report.ecarts.iter().find(|e| e.cause.as_ref().is_some_and(|c| c.code == code))
}

/// One value of the bytes of a document changed: a serious difference holds its line, and says whose it is.
fn found(mut monde: Monde, cibles: &[Cible], pick: usize, d: i64) -> Result<(), TestCaseError> {
    let cible = &cibles[pick % cibles.len()];
    let old = changements::valeur(&mut monde, cible);
    let Some(new) = changements::changed(&old, d).or_else(|| Some(format!("{old}9"))) else { return Ok(()) };
    prop_assume!(new != old && !(new.starts_with('-') && cible.nom.contains("Taux")));
    changements::change(&mut monde, cible, &new);
    let report = monde.reconcile();
    let here: Vec<&Ecart> = serious(&report)
        .into_iter()
        .filter(|e| e.candidats.iter().any(|c| c.document == cible.document && c.ligne == Some(cible.ligne)))
        .collect();
    prop_assert!(!here.is_empty(), "{cible:?} {old} -> {new}\n{}", shown(&serious(&report)));
    if let Some(nir) = &cible.nir {
        let person = monde
            .bulletins
            .iter()
            .find(|p| p.salarie.nir.as_deref().is_some_and(|n| n.starts_with(nir.as_str())))
            .map(|p| p.salarie.matricule.clone());
        let told = |e: &&Ecart| e.cle.personne == person;
        prop_assert!(here.iter().any(told), "{cible:?} {old} -> {new} : {person:?}\n{}", shown(&here));
    }
    Ok(())
}

/// Every rate of a bordereau that is changed is found at its own line, whatever the change.
#[test]
fn a_rate_of_the_bordereau_is_found_at_its_line() {
    let paie = Paie {
        personne: 0,
        categorie: "technicien",
        cadre: false,
        debut: "2026-01-05".parse().unwrap(),
        jours: 1,
        semaines: 1,
        brut_du_jour: 28_848,
        par_cachets: false,
        abattement: false,
        taux_pas: None,
        frais: None,
        acompte: None,
    };
    let t = Tournage {
        paies: vec![paie],
        effectif: 28,
        mobilite: "2.95",
        compta: 0,
        notes: false,
        deux_lots: false,
    };
    let rates: Vec<Cible> =
        changements::dsn(&Monde::new(&t)).into_iter().filter(|c| c.nom == "S21.G00.23.003").collect();
    assert!(!rates.is_empty());
    for pick in 0..rates.len() {
        for d in [1, -1, 100] {
            found(Monde::new(&t), &rates, pick, d).unwrap();
        }
    }
}

/// A world is a production computed and declared: fewer cases in the gate than for the comparison alone.
fn worlds(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { commun::ledger::cases() } else { ProptestConfig { cases, ..commun::ledger::cases() } }
}

proptest! {
    #![proptest_config(worlds(50))]

    /// R1: nothing is said of a consistent world.
    #[test]
    fn r01_soundness(t in tournage(4)) {
        let report = Monde::new(&t).reconcile();
        prop_assert!(serious(&report).is_empty(), "{}", shown(&serious(&report)));
    }

    /// R2 and R3 in the DSN: any amount, measure, rate or date changed in its bytes is found at its line, under its
    /// person.
    #[test]
    fn r02_r03_dsn(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let monde = Monde::new(&t);
        let cibles = changements::dsn(&monde);
        found(monde, &cibles, pick, d)?;
    }

    /// R2 and R3 in the AEM.
    #[test]
    fn r02_r03_aem(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let monde = Monde::new(&t);
        let cibles = changements::aem(&monde);
        found(monde, &cibles, pick, d)?;
    }

    /// R2 and R3 in the certificates of the caisse and in the DAS2.
    #[test]
    fn r02_r03_lists(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let monde = Monde::new(&t);
        let names = ["nom", "prenom", "nir", "fonction", "exercice", "contrat"];
        let mut cibles = changements::csv(&monde.conges, Document::Conges, &names);
        if let Some(das2) = &monde.das2 {
            cibles.extend(changements::csv(das2, Document::Das2, &["auteur", "nom", "prenom", "siret"]));
        }
        found(monde, &cibles, pick, d)?;
    }
}

proptest! {
    #![proptest_config(worlds(150))]

    /// R2 and R3 in the ledger: a line changed is found, and is among the candidates of one account of one entry.
    #[test]
    fn r02_r03_ledger_line(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        side(&mut monde.grand_livre[rank]).0 += d;
        let line = monde.grand_livre[rank].clone();
        let report = monde.reconcile();
        prop_assert!(locates(&report, line.ligne), "{line:?}\n{}", shown(&serious(&report)));
        let f03: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "F03").collect();
        prop_assert_eq!(f03.len(), 1);
        prop_assert_eq!(f03[0].ecart.abs().0, d.abs());
        prop_assert_eq!(f03[0].cle.compte.as_deref(), Some(line.compte_num.as_str()));
        if line.piece_ref.starts_with("B-") {
            prop_assert_eq!(f03[0].cle.piece.as_deref(), Some(line.piece_ref.as_str()));
        }
    }

    /// R2 and R3 in the batch: a line changed is found at its rank.
    #[test]
    fn r02_r03_entry_line(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let count: usize = monde.lots[0].ecritures.iter().map(|e| e.lignes.len()).sum();
        prop_assume!(count > 0);
        let mut at = pick % count;
        let (numero, rank) = {
            let entry = monde.lots[0].ecritures.iter_mut()
                .find(|e| if at < e.lignes.len() { true } else { at -= e.lignes.len(); false }).unwrap();
            entry.lignes[at].montant.0 += d;
            (entry.numero.clone(), at as u64 + 1)
        };
        let report = monde.reconcile();
        let reference = format!("{} écriture {numero}", monde.lots[0].lot);
        prop_assert!(serious(&report).iter().any(|e| e.candidats.iter()
            .any(|c| c.reference == reference && c.ligne == Some(rank))), "{}", shown(&serious(&report)));
        prop_assert!(report.ecarts.iter().any(|e| e.regle == "J01"));
    }

    /// R2 and R3 in a payslip: a line, a total or an element changed is found in that payslip.
    #[test]
    fn r02_r03_payslip(t in tournage(3), pick in any::<usize>(), what in 0usize..6, d in delta()) {
        let mut monde = Monde::comptes(&t);
        let n = pick % monde.bulletins.len();
        let p = &mut monde.bulletins[n];
        let changed = match what {
            0 | 1 => {
                let lines: Vec<_> = p.contrats.iter_mut().flat_map(|c| &mut c.lignes).collect();
                let count = lines.len();
                let line = lines.into_iter().nth(pick / 7 % count.max(1));
                line.map(|l| match (what, &mut l.montant_salarie, &mut l.montant_employeur) {
                    (0, Some(c), _) | (_, _, Some(c)) | (_, Some(c), None) => c.0 += d,
                    _ => {}
                })
            }
            2 => { p.totaux.virement.0 += d; Some(()) }
            3 => { p.totaux.pas.0 += d; Some(()) }
            4 => p.elements.first_mut().map(|e| e.retenu.0 += d),
            _ => { p.contrats[0].bases.brut.0 += d; Some(()) }
        };
        prop_assume!(changed.is_some());
        let numero = monde.bulletins[n].numero.clone().unwrap();
        let report = monde.reconcile();
        prop_assert!(serious(&report).iter().any(|e| e.cle.piece.as_deref() == Some(&numero)
            || e.candidats.iter().any(|c| c.document == Document::Bulletin && c.reference == numero)),
            "{what} {}", shown(&serious(&report)));
    }

    /// R2 and R3 in the transfers.
    #[test]
    fn r02_r03_transfers(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let monde = Monde::comptes(&t);
        let cibles = changements::virements(&monde);
        found(monde, &cibles, pick, d)?;
    }

    /// R4: two opposite changes in one entry are found when the accounts or the auxiliaries differ.
    #[test]
    fn r04_compensating_pair(t in tournage(3), pick in any::<(usize, usize)>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let Some(i) = payroll_line(&monde, pick.0) else { return Ok(()) };
        let mates: Vec<usize> = (0..monde.grand_livre.len()).filter(|j| {
            let (a, b) = (&monde.grand_livre[i], &monde.grand_livre[*j]);
            a.ecriture_num == b.ecriture_num && (&a.compte_num, &a.comp_aux_num) != (&b.compte_num, &b.comp_aux_num)
        }).collect();
        prop_assume!(!mates.is_empty());
        let j = mates[pick.1 % mates.len()];
        let signs = [i, j].map(|k| if monde.grand_livre[k].debit.is_zero() { -1 } else { 1 });
        side(&mut monde.grand_livre[i]).0 += d * signs[0];
        side(&mut monde.grand_livre[j]).0 -= d * signs[1];
        let (a, b) = (monde.grand_livre[i].ligne, monde.grand_livre[j].ligne);
        let report = monde.reconcile();
        prop_assert!(locates(&report, a) && locates(&report, b), "{}", shown(&serious(&report)));
    }

    /// R4 in the batch, which carries its detail: two opposite changes are found on any two lines of one entry.
    #[test]
    fn r04_compensating_pair_in_the_batch(t in tournage(3), pick in any::<(usize, usize)>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let Some(entry) = monde.lots[0].ecritures.iter_mut().find(|e| e.lignes.len() > 1) else { return Ok(()) };
        let i = pick.0 % entry.lignes.len();
        let j = (i + 1 + pick.1 % (entry.lignes.len() - 1)) % entry.lignes.len();
        for (k, sign) in [(i, 1), (j, -1)] {
            let side = if entry.lignes[k].cote == Cote::Debit { 1 } else { -1 };
            entry.lignes[k].montant.0 += d * sign * side;
        }
        let numero = entry.numero.clone();
        let report = monde.reconcile();
        let reference = format!("{} écriture {numero}", monde.lots[0].lot);
        prop_assert!(report.ecarts.iter().all(|e| e.regle != "J01"), "the entry still balances");
        for rank in [i, j] {
            prop_assert!(serious(&report).iter().any(|e| e.candidats.iter()
                .any(|c| c.reference == reference && c.ligne == Some(rank as u64 + 1))), "{}", shown(&serious(&report)));
        }
    }

    /// R5: a payslip left out of the batches, or an entry left out of the ledger, is named.
    #[test]
    fn r05_omission(t in tournage(3), pick in any::<usize>(), entry in any::<bool>()) {
        let mut monde = Monde::comptes(&Tournage { deux_lots: false, ..t });
        if entry {
            let numbers: BTreeSet<String> = monde.grand_livre.iter().filter(|l| l.journal_code == "PA")
                .map(|l| l.ecriture_num.clone()).collect();
            prop_assume!(!numbers.is_empty());
            let gone = numbers.iter().nth(pick % numbers.len()).unwrap().clone();
            let (out, kept): (Vec<_>, Vec<_>) =
                monde.grand_livre.drain(..).partition(|l| l.journal_code == "PA" && l.ecriture_num == gone);
            monde.grand_livre = kept;
            let report = monde.reconcile();
            // Lines that cancel each other on one account leave no gap there.
            let mut accounts: BTreeMap<(&str, &str, &str), Cents> = BTreeMap::new();
            for l in &out {
                let piece = if l.piece_ref.starts_with("2026-S") { "" } else { l.piece_ref.as_str() };
                *accounts.entry((&l.compte_num, &l.comp_aux_num, piece)).or_default() += l.signe();
            }
            for ((compte, aux, _), gap) in accounts.into_iter().filter(|(_, c)| !c.is_zero()) {
                let named = report.ecarts.iter().any(|e| e.regle == "F03" && e.ecart == -gap
                    && e.cle.compte.as_deref() == Some(compte) && e.cle.auxiliaire.as_deref().unwrap_or("") == aux);
                prop_assert!(named, "{compte} {aux} {gap} {}", shown(&serious(&report)));
            }
        } else {
            let compta = monde.compta();
            let gone = pick % monde.bulletins.len();
            let rest: Vec<_> = monde.bulletins.iter().enumerate().filter(|(n, _)| *n != gone).map(|(_, p)| p.clone()).collect();
            monde.lots = vec![cddu_ledger::ecritures::build(compta, &rest, &monde.notes, "2026-S02").unwrap()];
            let missing = &monde.bulletins[gone];
            let report = monde.reconcile();
            let named: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "J10").collect();
            prop_assert_eq!(named.len(), 1);
            prop_assert_eq!(named[0].cle.piece.as_ref(), missing.numero.as_ref());
            prop_assert_eq!(named[0].ecart, -missing.totaux.brut);
            prop_assert_eq!(&named[0].cause.as_ref().unwrap().code, "bulletin_manquant");
        }
    }

    /// R6: an entry passed twice, or a payslip given twice, is named.
    #[test]
    fn r06_duplication(t in tournage(3), pick in any::<usize>(), what in 0usize..3) {
        let mut monde = Monde::comptes(&t);
        match what {
            0 => {
                let copy = monde.bulletins[pick % monde.bulletins.len()].clone();
                let numero = copy.numero.clone();
                monde.bulletins.push(copy);
                let report = monde.reconcile();
                prop_assert!(report.ecarts.iter().any(|e| e.regle == "P05" && e.cle.piece == numero));
            }
            1 => {
                prop_assume!(!monde.lots[0].ecritures.is_empty());
                let n = pick % monde.lots[0].ecritures.len();
                let copy = monde.lots[0].ecritures[n].clone();
                let total = copy.total();
                monde.lots[0].ecritures.push(copy);
                let report = monde.reconcile();
                prop_assert!(report.ecarts.iter().any(|e| e.regle == "J11" && e.ecart == total));
            }
            _ => {
                // The import of a whole batch, run twice.
                let lot = monde.lots[0].lot.clone();
                let pieces: BTreeSet<String> = monde.lots[0].pieces.iter().map(|s| s.numero.clone()).chain([lot]).collect();
                let copies: Vec<_> = monde.grand_livre.iter().filter(|l| l.journal_code == "PA" && pieces.contains(&l.piece_ref))
                    .cloned().map(|l| FecLine { ecriture_num: format!("9{}", l.ecriture_num), ligne: l.ligne + 10_000, ..l }).collect();
                prop_assume!(!copies.is_empty());
                monde.grand_livre.extend(copies);
                let report = monde.reconcile();
                prop_assert!(report.ecarts.iter().any(|e| e.regle == "J11"), "{}", shown(&serious(&report)));
            }
        }
    }

    /// R7: a side exchanged makes a gap of twice the amount, and the hint says so.
    #[test]
    fn r07_sign(t in tournage(3), pick in any::<usize>()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        let line = &mut monde.grand_livre[rank];
        (line.debit, line.credit) = (line.credit, line.debit);
        let amount = line.signe().abs();
        let ligne = line.ligne;
        let report = monde.reconcile();
        let found = report.ecarts.iter().find(|e| e.regle == "F03").unwrap();
        prop_assert_eq!(found.ecart.abs(), Cents(amount.0 * 2));
        prop_assert_eq!(&found.cause.as_ref().unwrap().code, "sens_inverse");
        prop_assert!(locates(&report, ligne));
    }

    /// R8: two digits exchanged make a gap divisible by nine, a comma moved one of ninety or ninety-nine per cent,
    /// and the hints say so.
    #[test]
    fn r08_transposition(t in tournage(3), pick in any::<(usize, usize)>(), comma in any::<bool>()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick.0) else { return Ok(()) };
        let amount = side(&mut monde.grand_livre[rank]);
        let old = *amount;
        let new = if comma {
            Cents(old.0 * if pick.1.is_multiple_of(2) { 10 } else { 100 })
        } else {
            let mut digits: Vec<u8> = format!("{:03}", old.0).into_bytes();
            let at = pick.1 % (digits.len() - 1);
            digits.swap(at, at + 1);
            Cents(String::from_utf8(digits).unwrap().parse().unwrap())
        };
        prop_assume!(new != old);
        *amount = new;
        let report = monde.reconcile();
        let found = report.ecarts.iter().find(|e| e.regle == "F03").unwrap();
        prop_assert_eq!((new - old).0 % 9, 0);
        let code = found.cause.as_ref().unwrap().code.as_str();
        let expected = if digits_swapped(new, old) { "chiffres_inverses" } else { "decalage_decimal" };
        prop_assert!(code == expected, "{code} {old} {new} {found:?}");
    }

    /// R9: a line on another account shows on both, with opposite gaps and the hint.
    #[test]
    fn r09_misposting(t in tournage(3), pick in any::<usize>()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        let line = &mut monde.grand_livre[rank];
        let (from, amount) = (line.compte_num.clone(), line.signe());
        "6488".clone_into(&mut line.compte_num);
        line.comp_aux_num.clear();
        let report = monde.reconcile();
        let f03: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "F03").collect();
        prop_assert_eq!(f03.len(), 2);
        prop_assert_eq!(f03.iter().map(|e| e.ecart).sum::<Cents>(), Cents::ZERO);
        for e in f03 {
            let compte = e.cle.compte.as_deref().unwrap();
            prop_assert!(compte == from && e.ecart == -amount || compte == "6488" && e.ecart == amount);
            let cause = e.cause.as_ref().unwrap();
            prop_assert_eq!(&cause.code, "mauvais_compte");
            prop_assert!(cause.texte.contains(&format!("de {from}")) && cause.texte.contains("à 6488"), "{}", cause.texte);
        }
    }

    /// R10: an entry moved to the next month shows at both dates, with opposite gaps and the hint.
    #[test]
    fn r10_period_shift(t in tournage(3), pick in any::<usize>()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        let moved = monde.grand_livre[rank].ecriture_num.clone();
        let mut accounts: BTreeMap<(String, String), Cents> = BTreeMap::new();
        for l in monde.grand_livre.iter_mut().filter(|l| l.ecriture_num == moved && l.journal_code == "PA") {
            // A date that no entry of the world bears.
            l.ecriture_date = l.ecriture_date.map(|d| next_month(next_month(next_month(d))));
            *accounts.entry((l.compte_num.clone(), l.comp_aux_num.clone())).or_default() += l.signe();
        }
        let report = monde.reconcile();
        for ((compte, aux), amount) in accounts.into_iter().filter(|(_, c)| !c.is_zero()) {
            let pair: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "F03"
                && e.cle.compte.as_ref() == Some(&compte) && e.cle.auxiliaire.as_deref().unwrap_or("") == aux).collect();
            prop_assert!(pair.len() >= 2);
            prop_assert_eq!(pair.iter().map(|e| e.ecart).sum::<Cents>(), Cents::ZERO);
            prop_assert_eq!(pair.iter().map(|e| e.ecart.abs()).sum::<Cents>() >= Cents(amount.abs().0 * 2), true);
            prop_assert!(pair.iter().all(|e| e.cause.as_ref().unwrap().code == "periode"), "{:?}", pair);
        }
    }

    /// R12: shuffled documents, the same report.
    #[test]
    fn r12_order_independence(t in tournage(3), pick in any::<usize>(), d in delta(), turn in any::<usize>()) {
        let mut monde = Monde::new(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        side(&mut monde.grand_livre[rank]).0 += d;
        monde.bulletins[0].totaux.pas.0 += d;
        let report = monde.reconcile();
        let mut turned = monde.clone();
        turned.bulletins.reverse();
        turned.lots.reverse();
        let n = turned.grand_livre.len();
        turned.grand_livre.rotate_left(turn % n);
        prop_assert_eq!(turned.reconcile(), report.clone());
        let keys: Vec<_> = report.ecarts.iter().map(|e| (e.gravite, &e.regle, &e.cle)).collect();
        prop_assert!(keys.is_sorted());
    }

    /// R14: the proposed lines, posted, settle the difference.
    #[test]
    fn r14_repair(t in tournage(3), pick in any::<usize>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let Some(rank) = payroll_line(&monde, pick) else { return Ok(()) };
        side(&mut monde.grand_livre[rank]).0 += d;
        let report = monde.reconcile();
        let found = report.ecarts.iter().find(|e| e.regle == "F03").unwrap().clone();
        prop_assert_eq!(found.correction.len(), 1);
        let c = &found.correction[0];
        let model = monde.grand_livre[rank].clone();
        monde.grand_livre.push(FecLine {
            ligne: 99_999,
            compte_num: c.compte.clone(),
            comp_aux_num: c.auxiliaire.clone().unwrap_or_default(),
            debit: c.debit,
            credit: c.credit,
            ..model
        });
        monde.rebalance();
        let after = monde.reconcile();
        prop_assert!(after.ecarts.iter().all(|e| e.regle != "F03"), "{}", shown(&serious(&after)));
    }

    /// R16: one cause less, nothing new.
    #[test]
    fn r16_nothing_new(t in tournage(3), pick in any::<(usize, usize)>(), d in delta()) {
        let mut monde = Monde::comptes(&t);
        let (Some(a), Some(b)) = (payroll_line(&monde, pick.0), payroll_line(&monde, pick.1)) else { return Ok(()) };
        let key = |l: &FecLine| (l.compte_num.clone(), l.comp_aux_num.clone());
        prop_assume!(key(&monde.grand_livre[a]) != key(&monde.grand_livre[b]));
        let clean = monde.grand_livre[b].clone();
        side(&mut monde.grand_livre[a]).0 += d;
        side(&mut monde.grand_livre[b]).0 += 7;
        let both: BTreeSet<String> = monde.reconcile().ecarts.into_iter().map(|e| e.identifiant).collect();
        monde.grand_livre[b] = clean;
        // The ledger as a whole (L07) adds its accounts up: two errors may hide each other in a sum, never elsewhere.
        let new: Vec<Ecart> = monde.reconcile().ecarts.into_iter()
            .filter(|e| !both.contains(&e.identifiant) && e.regle != "L07").collect();
        prop_assert!(new.is_empty(), "{}", shown(&new.iter().collect::<Vec<_>>()));
    }
}

/// Amounts under small keys, for the comparison alone.
fn postes() -> impl Strategy<Value = Vec<Poste>> {
    prop::collection::vec((0u8..3, 0u8..3, -500i64..500), 0..12).prop_map(|list| {
        list.into_iter()
            .map(|(compte, aux, montant)| {
                Poste::new(
                    Cle::default().compte(compte).auxiliaire(aux),
                    Document::GrandLivre,
                    "x",
                    Cents(montant),
                )
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(commun::ledger::cases())]

    /// R11: the two sides exchanged, the same keys and opposite gaps.
    #[test]
    fn r11_symmetry(a in postes(), b in postes(), tolerance in 0i64..5) {
        let left = compare(a.clone(), b.clone(), Cents(tolerance), Appariement::Montant);
        let right = compare(b, a, Cents(tolerance), Appariement::Montant);
        prop_assert_eq!(left.len(), right.len());
        for (l, r) in left.iter().zip(&right) {
            prop_assert_eq!(&l.cle, &r.cle);
            prop_assert_eq!(l.ecart(), -r.ecart());
            prop_assert_eq!(&l.a_gauche, &r.a_droite);
        }
    }

    /// R13: a finer grain loses nothing: its gaps add up to those of the coarser one.
    #[test]
    fn r13_refinement(a in postes(), b in postes()) {
        let coarse = |list: &[Poste]| -> Vec<Poste> {
            list.iter().map(|p| Poste { cle: Cle { auxiliaire: None, ..p.cle.clone() }, ..p.clone() }).collect()
        };
        let by_account = compare(coarse(&a), coarse(&b), Cents::ZERO, Appariement::Montant);
        let fine = compare(a, b, Cents::ZERO, Appariement::Montant);
        let mut sums: BTreeMap<_, Cents> = BTreeMap::new();
        for d in &fine {
            *sums.entry(d.cle.compte.clone()).or_default() += d.ecart();
        }
        sums.retain(|_, c| !c.is_zero());
        let expected: BTreeMap<_, _> = by_account.iter().map(|d| (d.cle.compte.clone(), d.ecart())).collect();
        prop_assert_eq!(sums, expected);
    }

    /// R15: half a cent per line is accepted, one cent more is not.
    #[test]
    fn r15_tolerance_is_tight(n in 1usize..2000, bases in 0i64..1_000_000_000, taux in 1i64..3000) {
        let rate = Rate(Decimal::new(taux, 2));
        let exact = rate.fraction() * Cents(bases).to_decimal();
        let limit = Decimal::new(5, 3) * Decimal::from(n);
        // The largest amount in cents within the limit, and the next cents.
        let most = Cents(((exact + limit) * Decimal::ONE_HUNDRED).floor().try_into().unwrap());
        prop_assert!(apparent_rate_gap(most, rate, Cents(bases), n).is_zero());
        prop_assert!(!apparent_rate_gap(Cents(most.0 + 1), rate, Cents(bases), n).is_zero());
        let least = Cents(((exact - limit) * Decimal::ONE_HUNDRED).ceil().try_into().unwrap());
        prop_assert!(apparent_rate_gap(least, rate, Cents(bases), n).is_zero());
        prop_assert!(!apparent_rate_gap(Cents(least.0 - 1), rate, Cents(bases), n).is_zero());
    }
}

/// Three people, the first of them over two weeks.
fn small() -> Monde {
    let paie = |personne: u32, semaines: u32| Paie {
        personne,
        categorie: ["technicien", "artiste", "figurant"][personne as usize],
        cadre: false,
        debut: "2026-01-05".parse().unwrap(),
        jours: 3,
        semaines,
        brut_du_jour: 21_043 + i64::from(personne) * 1_117,
        par_cachets: personne == 1,
        abattement: false,
        taux_pas: Some(21),
        frais: (personne == 0).then_some(1_820),
        acompte: None,
    };
    Monde::new(&Tournage {
        paies: vec![paie(0, 2), paie(1, 1), paie(2, 1)],
        effectif: 8,
        mobilite: "2.95",
        compta: 0,
        notes: true,
        deux_lots: false,
    })
}

fn reconcile(monde: &Monde, etat: &Etat) -> Report {
    monde.reconcile_after(etat)
}

#[test]
fn decisions_hold_while_the_gap_stays() {
    let mut monde = small();
    side(&mut monde.grand_livre[0]).0 += 500;
    let first = reconcile(&monde, &Etat::default());
    assert!(!first.est_rapproche());
    let mut text = Etat::default().after(&first).to_toml();
    text = text.replace("statut = \"ouvert\"", "statut = \"justifie\"");
    assert_eq!(Etat::parse("rapprochement.toml", &text).unwrap_err()[0].code, "RAP-002");
    text = text.replace("justification = \"\"", "justification = \"saisie de l'expert-comptable\"");
    let etat = Etat::parse("rapprochement.toml", &text).unwrap();

    let second = reconcile(&monde, &etat);
    assert!(second.est_rapproche());
    assert!(second.ecarts.iter().all(|e| e.statut == Statut::Justifie));

    // One more cent: the decision does not cover it.
    side(&mut monde.grand_livre[0]).0 += 1;
    let third = reconcile(&monde, &etat);
    assert!(!third.est_rapproche());
    assert!(third.ecarts.iter().any(|e| e.justification.starts_with("justifié pour")));

    // Corrected: what was decided is listed as settled.
    side(&mut monde.grand_livre[0]).0 -= 501;
    let fourth = reconcile(&monde, &etat);
    assert!(serious(&fourth).is_empty());
    assert_eq!(fourth.regles_depuis.len(), serious(&first).len());

    let error = &Etat::parse("rapprochement.toml", "[[ecart]]\nidentifiant = 3\n").unwrap_err()[0];
    assert_eq!((error.code.as_str(), error.ligne), ("RAP-001", Some(2)));
}

#[test]
fn a_changed_payslip_no_longer_has_the_hash_of_its_batch() {
    let mut monde = small();
    monde.bulletins[0].empreinte = "sha256:autre".to_owned();
    let report = reconcile(&monde, &Etat::default());
    let found = cause(&report, "bulletin_modifie").unwrap();
    assert_eq!((found.regle.as_str(), found.cle.piece.as_deref()), ("J10", Some("B-C0-A-0")));
}

#[test]
fn what_is_not_given_is_said() {
    let monde = small();
    let docs = Documents { bulletins: &monde.bulletins, ..Documents::default() };
    let report = run(
        world_compta(monde.tournage.compta),
        &REGLES,
        &RapprochementConfig::default(),
        &docs,
        &Etat::default(),
    );
    let said: BTreeSet<&str> = report.ecartees.iter().map(|e| e.regle.as_str()).collect();
    let rules: BTreeSet<&str> = REGLES.iter().map(|r| r.regle.as_str()).collect();
    let applied: BTreeSet<&str> = report.appliquees.keys().map(String::as_str).collect();
    // Every rule is applied or explained.
    let silent: Vec<_> = rules.iter().filter(|r| !said.contains(*r) && !applied.contains(*r)).collect();
    assert!(silent.is_empty(), "règles muettes : {silent:?}");
    assert!(said.contains("F03") && said.contains("D01") && said.contains("B01"));
}

#[test]
fn the_report_is_shown_to_people_and_programs() {
    let mut monde = small();
    side(&mut monde.grand_livre[1]).0 += 900;
    let report = reconcile(&monde, &Etat::default());
    insta::assert_snapshot!("rapport_terminal", report.terminal(100));
    insta::assert_snapshot!("rapport_csv", report.csv().replace("\r\n", "\n"));
    let html = report.html("Rapprochement de janvier 2026");
    assert!(html.starts_with("<!doctype html>") && html.contains("</html>"));
    let mut hostile = report.clone();
    "<script>".clone_into(&mut hostile.ecarts[0].message);
    assert!(!hostile.html("x").contains("<script>"));
    let back: Report = serde_json::from_str(&report.json()).unwrap();
    assert_eq!(back, report);
}

/// A batch whose lines are all exchanged is no longer the one of the payslips.
#[test]
fn an_inverted_batch_is_found_account_by_account() {
    let mut monde = small();
    let swap = |batch: &mut Batch| {
        for l in batch.ecritures.iter_mut().flat_map(|e| &mut e.lignes) {
            l.cote = if l.cote == Cote::Debit { Cote::Credit } else { Cote::Debit };
        }
    };
    swap(&mut monde.lots[0]);
    let report = reconcile(&monde, &Etat::default());
    for rule in ["A01", "J02", "J03", "J04", "J05", "F03"] {
        assert!(report.ecarts.iter().any(|e| e.regle == rule), "{rule}");
    }
    assert!(report.ecarts.iter().all(|e| e.regle != "J01"), "every entry still balances");
}
