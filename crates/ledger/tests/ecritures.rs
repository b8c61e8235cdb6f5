//! Entries of whole payslips, against amounts added up by hand.

mod commun;

use std::collections::BTreeMap;

use cddu_ledger::{
    Agregation, Batch, ComptaConfig, Cote, Mode, ModeContrepassation, Origine, Presentation, Registre,
    RegleDate, annulation, correction, ecritures, extrait, fec,
};
use cddu_payslip::{Categorie, ElementCode, Sens};
use cddu_rates::Cents;
use commun::{RATES, compta, contract, day, element, eur, line, payslip, worked_example};

fn balances(batch: &Batch) -> BTreeMap<String, Cents> {
    let mut out = BTreeMap::new();
    for ligne in batch.ecritures.iter().flat_map(|e| &e.lignes) {
        *out.entry(ligne.compte.clone()).or_insert(Cents::ZERO) += ligne.signe();
    }
    out.retain(|_, c| !c.is_zero());
    out
}

/// Debit positive. Sum of the debits: 1 000.00 + 20.20 + 511.90 = 1 532.10.
const EXAMPLE: &[(&str, &str)] = &[
    ("64112", "1000.00"),
    ("6256", "20.20"),
    ("6451", "141.30"),
    ("6331", "29.50"),
    ("6332", "1.00"),
    ("6453", "60.10"),
    ("6452", "6.30"),
    ("6454", "94.50"),
    ("64581", "155.00"),
    ("6333", "21.00"),
    ("6475", "3.20"),
    // 96.20 + 141.30 + 29.50 + 1.00
    ("431", "-268.00"),
    ("43721", "-100.20"),
    ("43722", "-10.50"),
    ("4374", "-118.50"),
    ("4373", "-155.00"),
    ("4375", "-21.00"),
    ("4376", "-3.20"),
    ("4421", "-18.40"),
    ("425", "-150.00"),
    ("421", "-687.30"),
];

fn example() -> BTreeMap<String, Cents> {
    EXAMPLE.iter().map(|(compte, montant)| ((*compte).to_owned(), eur(montant))).collect()
}

#[test]
fn the_worked_example_balances_account_by_account_in_both_presentations() {
    for presentation in [Presentation::Brut, Presentation::Net] {
        for agregation in [Agregation::Ligne, Agregation::Bulletin, Agregation::Lot] {
            let compta = compta(ComptaConfig { presentation, agregation, ..ComptaConfig::default() });
            let batch = ecritures::build(&compta, &[worked_example()], &[], "2026-S47").unwrap();
            assert_eq!(balances(&batch), example(), "{presentation:?} {agregation:?}");
            assert_eq!(batch.ecritures.len(), 1);
            assert_eq!(batch.ecritures[0].date, day("2026-11-30"));
        }
    }
}

#[test]
fn only_the_turnover_of_421_differs_between_presentations() {
    let turnover = |presentation| {
        let compta = compta(ComptaConfig { presentation, ..ComptaConfig::default() });
        let batch = ecritures::build(&compta, &[worked_example()], &[], "L").unwrap();
        let of_421 = |cote| -> Cents {
            let lignes = batch.ecritures.iter().flat_map(|e| &e.lignes);
            lignes.filter(|l| l.compte == "421" && l.cote == cote).map(|l| l.montant).sum()
        };
        (of_421(Cote::Debit), of_421(Cote::Credit), batch.ecritures[0].total())
    };
    // Credits: 1 000.00 gross + 20.20 expenses; debits: 164.50 + 18.40 + 150.00 = 332.90.
    assert_eq!(turnover(Presentation::Brut), (eur("332.90"), eur("1020.20"), eur("1865.00")));
    assert_eq!(turnover(Presentation::Net), (eur("0"), eur("687.30"), eur("1532.10")));
}

#[test]
fn a_week_across_a_month_end_is_cut_by_calendar_days() {
    // 28 September to 2 October: 3 days of September, 2 of October, paid on 9 October.
    let lignes = vec![line("VIEIL_PLAF", "urssaf", "100.01", Some(("6.90", "6.90")), Some(("8.55", "8.55")))];
    let slip = payslip(
        "B-1",
        "T01",
        "2026-10-09",
        vec![contract(Categorie::Technicien, ("2026-09-28", "2026-10-02"), "100.01", lignes)],
        vec![element(ElementCode::Acompte, Sens::Retenue, "10.00")],
        "1.00",
    );
    let cut =
        ecritures::build(&compta(ComptaConfig::default()), std::slice::from_ref(&slip), &[], "L").unwrap();
    let dates: Vec<_> = cut.ecritures.iter().map(|e| e.date.to_string()).collect();
    assert_eq!(dates, ["2026-09-30", "2026-10-31"]);
    let gross: Vec<_> = cut
        .ecritures
        .iter()
        .map(|e| e.lignes.iter().filter(|l| l.compte == "64112").map(|l| l.montant).sum::<Cents>())
        .collect();
    // 100.01 x 3/5 = 60.006 and x 2/5 = 40.004: the cent goes to the larger remainder.
    assert_eq!(gross, [eur("60.01"), eur("40.00")]);
    let pas: Vec<_> =
        cut.ecritures.iter().map(|e| e.lignes.iter().filter(|l| l.compte == "4421").count()).collect();
    assert_eq!(pas, [0, 1], "the PAS belongs to the month of payment");
    assert!(cut.ecritures.iter().all(|e| e.solde().is_zero()));
    assert!(cut.ecritures.iter().flat_map(|e| &e.lignes).all(|l| l.paiement == day("2026-10-09")));

    let paid = ComptaConfig { dates: RegleDate::Paiement, ..ComptaConfig::default() };
    let whole = ecritures::build(&compta(paid), &[slip], &[], "L").unwrap();
    assert_eq!(whole.ecritures.len(), 1);
    assert_eq!(whole.ecritures[0].date, day("2026-10-09"));
    assert_eq!(balances(&whole), balances(&cut));
}

#[test]
fn a_closed_month_goes_to_the_first_open_day_under_its_true_month() {
    let config = ComptaConfig { cloture: Some(day("2026-11-30")), ..ComptaConfig::default() };
    let batch = ecritures::build(&compta(config), &[worked_example()], &[], "L").unwrap();
    assert_eq!(batch.ecritures[0].date, day("2026-12-01"));
    assert_eq!(batch.ecritures[0].libelle, "PAIE 2026-11 L");
}

#[test]
fn an_unknown_line_stops_the_batch_or_waits_in_471() {
    let mut slip = worked_example();
    slip.contrats[0].lignes.push(line("INCONNUE", "urssaf", "10.00", None, Some(("1.00", "0.10"))));
    let errors = ecritures::build(&compta(ComptaConfig::default()), std::slice::from_ref(&slip), &[], "L")
        .unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].code, "ECR-002");
    assert!(errors[0].message.contains("INCONNUE") && errors[0].message.contains("B-001"), "{}", errors[0]);

    let tolerant = ComptaConfig { mode: Mode::Tolerant, ..ComptaConfig::default() };
    let batch = ecritures::build(&compta(tolerant), &[slip], &[], "L").unwrap();
    assert_eq!(balances(&batch)["471"], eur("0.10"));
    assert_eq!(balances(&batch)["431"], eur("-268.10"));
    assert_eq!(batch.exceptions.len(), 1);
}

#[test]
fn a_payslip_whose_lines_do_not_give_its_net_is_refused() {
    let mut slip = worked_example();
    slip.contrats[0].lignes[0].montant_salarie = Some(eur("96.21"));
    let errors = ecritures::build(&compta(ComptaConfig::default()), &[slip], &[], "L").unwrap_err();
    assert_eq!(errors[0].code, "ECR-003");
    assert!(errors[0].message.contains("687.29") && errors[0].message.contains("687.30"), "{}", errors[0]);
}

#[test]
fn the_same_payslip_is_never_integrated_twice() {
    let compta = compta(ComptaConfig::default());
    let twice = ecritures::build(&compta, &[worked_example(), worked_example()], &[], "L").unwrap_err();
    assert_eq!(twice[0].code, "ECR-001");

    let batch = ecritures::build(&compta, &[worked_example()], &[], "L1").unwrap();
    let other = ecritures::build(&compta, &[worked_example()], &[], "L2").unwrap();
    let mut registre = Registre::default();
    registre.integrer(&batch).unwrap();
    let before = registre.clone();
    assert_eq!(registre.integrer(&batch).unwrap_err()[0].code, "ECR-020");
    assert_eq!(registre.integrer(&other).unwrap_err()[0].code, "ECR-021");
    assert_eq!(registre, before);
    let cancelled = annulation(&batch, ModeContrepassation::Inverse, day("2026-12-01"), "L1-ANNUL");
    registre.integrer(&cancelled).unwrap();
    assert_eq!(registre.integrer(&cancelled).unwrap_err()[0].code, "ECR-020");
    registre.integrer(&other).unwrap();
    let again = annulation(&batch, ModeContrepassation::Inverse, day("2026-12-01"), "L1-ANNUL-2");
    registre.integrer(&again).unwrap();
    let too_much = annulation(&batch, ModeContrepassation::Inverse, day("2026-12-01"), "L1-ANNUL-3");
    assert_eq!(registre.integrer(&too_much).unwrap_err()[0].code, "ECR-022");
}

#[test]
fn a_cancelled_batch_leaves_every_account_at_zero() {
    let batch = ecritures::build(&compta(ComptaConfig::default()), &[worked_example()], &[], "L1").unwrap();
    for mode in [ModeContrepassation::Inverse, ModeContrepassation::Negatif] {
        let cancelled = annulation(&batch, mode, day("2026-12-01"), "L1-ANNUL");
        assert_eq!(cancelled.ecritures[0].date, day("2026-12-01"));
        let mut total = balances(&batch);
        for (compte, montant) in balances(&cancelled) {
            *total.entry(compte).or_default() += montant;
        }
        assert!(total.values().all(|c| c.is_zero()), "{mode:?} {total:?}");
    }
}

#[test]
fn a_correction_cancels_then_enters_in_one_batch() {
    let compta = compta(ComptaConfig::default());
    let old = ecritures::build(&compta, &[worked_example()], &[], "L1").unwrap();
    let mut slip = worked_example();
    slip.numero = Some("B-001-R".to_owned());
    slip.rectifie = Some("B-001".to_owned());
    slip.totaux.pas += eur("1.00");
    slip.totaux.net_paye -= eur("1.00");
    slip.totaux.virement -= eur("1.00");
    let new = ecritures::build(&compta, &[slip], &[], "L2").unwrap();
    let batch = cddu_ledger::correction(
        &old,
        &new,
        ModeContrepassation::Inverse,
        day("2026-12-01"),
        day("2026-12-01"),
        "L2",
    );
    assert_eq!(batch.ecritures.iter().map(|e| e.numero.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert!(batch.ecritures.iter().all(|e| e.solde().is_zero() && e.date == day("2026-12-01")));
    // One euro moves from the employee to the State.
    let expected = [("421".to_owned(), eur("1.00")), ("4421".to_owned(), eur("-1.00"))];
    assert_eq!(balances(&batch), expected.into_iter().collect());
    let mut registre = Registre::default();
    registre.integrer(&old).unwrap();
    registre.integrer(&batch).unwrap();
    assert_eq!(registre.detenus().into_keys().map(|(_, n)| n).collect::<Vec<_>>(), ["B-001-R"]);
}

#[test]
fn the_chart_follows_the_exercice() {
    let slip = |paiement: &str, periode| {
        payslip(
            "B-1",
            "T01",
            paiement,
            vec![contract(Categorie::Technicien, periode, "100.00", Vec::new())],
            vec![element(ElementCode::AvantageRepas, Sens::Retenue, "5.00")],
            "0.00",
        )
    };
    let account = |jour: &str, slip| {
        let compta = cddu_ledger::Compta::load(&RATES, ComptaConfig::default(), None, day(jour)).unwrap();
        balances(&ecritures::build(&compta, &[slip], &[], "L").unwrap())
    };
    let old = account("2024-05-31", slip("2024-05-31", ("2024-05-06", "2024-05-10")));
    assert_eq!(old.get("791"), Some(&eur("-5.00")), "{old:?}");
    let new = account("2026-05-31", slip("2026-05-31", ("2026-05-04", "2026-05-08")));
    assert_eq!(new.get("649"), Some(&eur("-5.00")), "{new:?}");
}

#[test]
fn own_accounts_must_keep_their_pcg_parent() {
    let load = |texte: &str, jour: &str| {
        cddu_ledger::Compta::load(&RATES, ComptaConfig::default(), Some(("comptes.csv", texte)), day(jour))
    };
    let own = load(
        "role;compte;libelle\nurssaf;43110000;Urssaf Paris\nremunerations_dues.technicien;42110000\n",
        "2026-01-01",
    );
    let batch = ecritures::build(&own.unwrap(), &[worked_example()], &[], "L").unwrap();
    assert_eq!(balances(&batch)["43110000"], eur("-268.00"));
    assert_eq!(balances(&batch)["42110000"], eur("-687.30"));

    let codes = |texte: &str, jour: &str| -> Vec<(String, Option<u64>)> {
        load(texte, jour).unwrap_err().into_iter().map(|d| (d.code, d.ligne)).collect()
    };
    let wrong = "role;compte\nurssaf;437\nurssaff;431\ntaxes.fnal;6332A\n";
    assert_eq!(codes(wrong, "2026-01-01"), [("CPT-004".into(), Some(2)), ("CPT-006".into(), Some(3))]);
    // 4287 existed until the exercices opened in 2024.
    assert_eq!(codes("role;compte\ncharges_a_payer;4287\n", "2026-01-01"), [("CPT-005".into(), Some(2))]);
    assert!(load("role;compte\ncharges_a_payer;4287\n", "2024-01-01").is_ok());
}

#[test]
fn section_keys_share_the_cost_without_losing_a_cent() {
    let mut config = ComptaConfig::default();
    let key = [("FILM-A", "1"), ("FILM-B", "1"), ("FILM-C", "1")];
    config.cles.insert(
        "COMMUN".to_owned(),
        key.iter().map(|(k, w)| ((*k).to_owned(), w.parse().unwrap())).collect(),
    );
    let mut slip = worked_example();
    slip.contrats[0].analytique.insert("film".to_owned(), "COMMUN".to_owned());
    let batch = ecritures::build(&compta(config), &[slip], &[], "L").unwrap();
    assert_eq!(balances(&batch), example());
    let mut films = BTreeMap::new();
    for ligne in batch.ecritures[0].lignes.iter().filter(|l| l.compte == "64112") {
        films.insert(ligne.axes["film"].clone(), ligne.montant);
    }
    // 1 000.00 in thirds.
    let expected = [("FILM-A", "333.34"), ("FILM-B", "333.33"), ("FILM-C", "333.33")];
    assert_eq!(films, expected.iter().map(|(f, m)| ((*f).to_owned(), eur(m))).collect());
}

#[test]
fn charges_bear_the_post_of_the_person_and_their_own_chapter() {
    let batch = ecritures::build(&compta(ComptaConfig::default()), &[worked_example()], &[], "L").unwrap();
    let axes = |compte: &str| {
        let ligne = batch.ecritures[0].lignes.iter().find(|l| l.compte == compte).unwrap();
        (ligne.axes.get("poste").cloned(), ligne.axes.get("chapitre").cloned())
    };
    assert_eq!(axes("64112"), (Some("2.3".into()), Some("2".into())));
    assert_eq!(axes("6451"), (Some("2.3".into()), Some("4".into())));
    assert_eq!(axes("431"), (None, None));
}

#[test]
fn the_entry_reads_as_a_fec() {
    let compta = compta(ComptaConfig { presentation: Presentation::Net, ..ComptaConfig::default() });
    let batch = ecritures::build(&compta, &[worked_example()], &[], "2026-S47").unwrap();
    let texte = fec::write(&fec::lines(&batch), &fec::FecOptions::default());
    insta::assert_snapshot!("fec_exemple", String::from_utf8(texte.clone()).unwrap().replace("\r\n", "\n"));
    let findings = fec::verify(&texte, &fec::file_name(Some("000000000"), &batch.lot));
    assert_eq!(findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["FEC-009"], "{findings:?}");
}

#[test]
fn the_side_file_adds_up_to_every_line() {
    for agregation in [Agregation::Ligne, Agregation::Bulletin, Agregation::Lot] {
        let compta = compta(ComptaConfig { agregation, ..ComptaConfig::default() });
        let mut other = worked_example();
        other.numero = Some("B-002".to_owned());
        let batch = ecritures::build(&compta, &[worked_example(), other], &[], "L").unwrap();
        for entry in &batch.ecritures {
            for (rank, ligne) in entry.lignes.iter().enumerate() {
                let sum: Cents = batch
                    .details
                    .iter()
                    .filter(|d| d.ecriture == entry.numero && d.ligne as usize == rank + 1)
                    .map(cddu_ledger::Detail::signe)
                    .sum();
                assert_eq!(sum, ligne.signe(), "{ligne:?}");
            }
        }
    }
}

/// A payslip replaced after the integration: what it had put in goes out, line by line, and the new one goes in.
#[test]
fn a_correction_takes_out_what_the_old_payslip_had_put_in() {
    use std::collections::{BTreeMap, BTreeSet};
    let compta = compta(ComptaConfig::default());
    let (mut old, mut other) = (worked_example(), worked_example());
    old.numero = Some("B-1".to_owned());
    other.numero = Some("B-2".to_owned());
    let mut new = commun::payslip("B-1-R1", "T01", "2026-11-27", old.contrats.clone(), Vec::new(), "0.00");
    new.rectifie = Some("B-1".to_owned());
    let batch = ecritures::build(&compta, &[old, other.clone()], &[], "W48").unwrap();
    assert!(batch.est_intact());
    let gone = BTreeSet::from([(Origine::Bulletin, "B-1".to_owned())]);
    let taken = extrait(std::slice::from_ref(&batch), &gone);
    assert_eq!(taken.pieces.len(), 1);
    let fresh = ecritures::build(&compta, &[new.clone()], &[], "W48-C1").unwrap();
    let fixed = correction(
        &taken,
        &fresh,
        ModeContrepassation::Inverse,
        day("2026-12-01"),
        day("2026-12-01"),
        "W48-C1",
    );
    assert!(fixed.ecritures.iter().all(|e| e.solde().is_zero() && e.date >= day("2026-12-01")));
    assert_eq!(fixed.ecritures[0].contrepasse.as_deref(), Some("W48/1"));
    let numbers: BTreeSet<&str> = fixed.ecritures.iter().map(|e| e.numero.as_str()).collect();
    assert_eq!(numbers.len(), fixed.ecritures.len());

    // Balances after the correction are those of the two payslips that stand, in one batch.
    let balances = |batches: &[&Batch]| {
        let mut out: BTreeMap<(String, Option<String>), Cents> = BTreeMap::new();
        for l in batches.iter().flat_map(|b| &b.ecritures).flat_map(|e| &e.lignes) {
            *out.entry((l.compte.clone(), l.auxiliaire.as_ref().map(|a| a.numero.clone()))).or_default() +=
                l.signe();
        }
        out.retain(|_, c| !c.is_zero());
        out
    };
    let whole = ecritures::build(&compta, &[other, new], &[], "TOUT").unwrap();
    assert_eq!(balances(&[&batch, &fixed]), balances(&[&whole]));
    // The side file of the correction gives its lines back.
    for e in &fixed.ecritures {
        for (rank, line) in (1..).zip(&e.lignes) {
            let own = fixed.details.iter().filter(|d| d.ecriture == e.numero && d.ligne == rank);
            assert_eq!(own.map(cddu_ledger::Detail::signe).sum::<Cents>(), line.signe());
        }
    }
    let mut registre = Registre::default();
    registre.integrer(&batch).unwrap();
    registre.integrer(&fixed).unwrap();
    assert_eq!(registre.integrer(&fixed).unwrap_err()[0].code, "ECR-020");
    assert!(!registre.detenus().contains_key(&(Origine::Bulletin, "B-1")));
    assert_eq!(registre.detenus()[&(Origine::Bulletin, "B-1-R1")], "W48-C1");
}

/// The wage tax, due by employers outside TVA: an employer line of the State.
#[test]
fn the_wage_tax_goes_to_its_own_accounts() {
    let compta = compta(ComptaConfig::default());
    let mut slip = worked_example();
    slip.contrats[0].lignes.push(commun::line(
        "TAXE_SALAIRES",
        "dgfip",
        "1000.00",
        None,
        Some(("4.25", "42.50")),
    ));
    let batch = ecritures::build(&compta, &[slip], &[], "W48").unwrap();
    let of = |compte: &str| -> Cents {
        let lines = batch.ecritures.iter().flat_map(|e| &e.lignes).filter(|l| l.compte == compte);
        lines.map(cddu_ledger::EntryLine::signe).sum()
    };
    assert_eq!((of("6311"), of("447")), (eur("42.50"), eur("-42.50")));
}
