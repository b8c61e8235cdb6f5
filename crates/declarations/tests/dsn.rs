//! Monthly DSN: structure, amounts, payments, corrections, comparison with the payslips.

mod common;

use cddu_declarations::dsn::totals::{self, DsnTotals};
use cddu_declarations::dsn::{self, DsnFile, Options};
use cddu_declarations::{Mode, Production, Tables};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month, Rates};
use common::{artiste, cents, day, payslip, production, technicien, with_frais, with_rgdu};

fn tables() -> Tables {
    Tables::load(&Rates::embedded()).unwrap()
}

fn options() -> Options {
    Options {
        mode: Mode::Essai,
        constitue_le: day("2026-11-05"),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    }
}

fn build_with(production: &Production, slips: &[Payslip], month: &str) -> DsnFile {
    match dsn::build(production, &tables(), slips, Month::parse(month).unwrap(), &options()) {
        Ok(file) => file,
        Err(errors) => panic!("{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>()),
    }
}

fn build(slips: &[Payslip], month: &str) -> DsnFile {
    build_with(&production(), slips, month)
}

fn only(file: &DsnFile) -> DsnTotals {
    let mut all = totals::read(&file.bytes);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// A technician with two contracts, relief and expenses, an artist with DFS.
fn october() -> Vec<Payslip> {
    let mut artist = artiste("CA1", "2026-10-12", "2026-10-14", 3, 3, "1350.00");
    artist.dfs = true;
    vec![
        with_frais(
            with_rgdu(
                payslip(
                    "BP-1",
                    1,
                    "2026-10-30",
                    &[
                        technicien("CT-A", "2026-10-05", "2026-10-09", 5, 40, "1200.00"),
                        technicien("CT-B", "2026-10-19", "2026-10-21", 3, 24, "900.00"),
                    ],
                ),
                "20.10",
                "4.02",
            ),
            "CT-A",
            "80.00",
        ),
        payslip("BP-2", 2, "2026-10-16", &[artist]),
    ]
}

#[test]
fn the_month_of_a_technician_and_an_artist() {
    let file = build(&october(), "2026-10");
    let text: String = file.bytes.iter().map(|b| char::from(*b)).collect();
    insta::assert_snapshot!(text);
    insta::assert_json_snapshot!(file.avertissements);
}

fn errors(
    production: &Production,
    slips: &[Payslip],
    month: &str,
    options: &Options,
) -> Vec<cddu_rates::Diagnostic> {
    dsn::build(production, &tables(), slips, Month::parse(month).unwrap(), options).unwrap_err()
}

#[test]
fn totals_are_those_of_the_payslips() {
    let slips = october();
    let file = build(&slips, "2026-10");
    let dsn = only(&file);
    // Gross: 1200 + 900 + 1350; base 03: less DFS 17 % of 1350 = 229.50; Congés Spectacles 15.50 % of 3450.
    assert_eq!(file.resume.brut, cents("3450.00"));
    assert_eq!(dsn.remuneration("001", false), cents("3450.00"));
    assert_eq!(dsn.remuneration("002", true), cents("3450.00"));
    assert_eq!(dsn.base("03"), cents("3220.50"));
    assert_eq!(dsn.base("27"), cents("3450.00"));
    assert_eq!(dsn.cotisation("066"), cents("534.75"));
    assert_eq!(dsn.paiement("77567608300030"), cents("534.75"));
    // Chômage 11.90 % + AGS 0.25 % of 3450, each line rounded: 410.55 + 8.63 (3.00 + 2.25 + 3.38).
    assert_eq!(dsn.cotisation("040") + dsn.cotisation("041"), cents("410.55"));
    assert_eq!(dsn.paiement("13000548109995"), cents("419.18"));
    // Relief of the retraite part taken off: 10.02 % of 2100 is 210.42, artist 11.04 % of 1350 is 149.05.
    assert_eq!(dsn.cotisation("131"), cents("359.47"));
    assert_eq!(dsn.paiement("44832375800038"), cents("355.45"));
    let pas: Cents = slips.iter().map(|s| s.totaux.pas).sum();
    assert_eq!(dsn.pas(), pas);
    assert_eq!(dsn.paiement("DGFIP"), Cents((pas.0 + 50) / 100 * 100));
}

#[test]
fn units_follow_the_population() {
    let dsn = only(&build(&october(), "2026-10"));
    let units = |person: usize| -> Vec<(String, i64)> {
        dsn.individus[person].versements[0]
            .remunerations
            .iter()
            .take(2)
            .flat_map(|r| &r.activites)
            .map(|a| (a.unite.clone(), a.mesure))
            .collect()
    };
    let expect = |list: &[(&str, i64)]| list.iter().map(|(u, m)| ((*u).to_owned(), *m)).collect::<Vec<_>>();
    assert_eq!(units(0), expect(&[("40", 500), ("35", 4000), ("12", 500)]));
    assert_eq!(units(1), expect(&[("40", 300), ("37", 300), ("39", 300), ("12", 300)]));
    let motives: Vec<_> =
        dsn.individus.iter().map(|i| i.contrats[0].motif_exclusion.clone().unwrap()).collect();
    assert_eq!(motives, ["05", "06"]);
    assert_eq!(dsn.individus[1].contrats[0].dfs.as_deref(), Some("17.00"));
}

#[test]
fn a_late_payment_belongs_to_the_month_of_payment() {
    let slips = [payslip(
        "BP-1",
        1,
        "2026-11-05",
        &[technicien("CT-001", "2026-10-26", "2026-10-30", 5, 40, "1200.00")],
    )];
    let file = build(&slips, "2026-11");
    assert_eq!(file.resume.individus, 1);
    let october = build(&slips, "2026-10");
    assert_eq!((october.resume.individus, only(&october).genre.as_str()), (0, "02"));
}

#[test]
fn one_individual_per_nir_whatever_the_payslips() {
    let slips = [
        payslip(
            "BP-1",
            1,
            "2026-10-09",
            &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
        ),
        payslip(
            "BP-2",
            2,
            "2026-10-09",
            &[technicien("CT-002", "2026-10-05", "2026-10-09", 5, 40, "1000.00")],
        ),
        payslip(
            "BP-3",
            1,
            "2026-10-16",
            &[technicien("CT-003", "2026-10-12", "2026-10-16", 5, 40, "1300.00")],
        ),
    ];
    let dsn = only(&build(&slips, "2026-10"));
    let shape: Vec<_> = dsn.individus.iter().map(|i| (i.contrats.len(), i.versements.len())).collect();
    assert_eq!(shape, [(2, 2), (1, 1)]);
    let ranks: Vec<_> = dsn.individus[0].versements.iter().map(|v| v.numero.clone().unwrap()).collect();
    assert_eq!(ranks, ["01", "02"]);
}

#[test]
fn the_end_of_a_contract_is_declared_once_by_the_derogation() {
    let part = |from: &str, to: &str| Some(cddu_rates::Period { debut: day(from), fin: day(to) });
    let mut first = technicien("CT-001", "2026-10-19", "2026-11-06", 10, 80, "2000.00");
    first.periode = part("2026-10-19", "2026-10-30");
    let mut second = technicien("CT-001", "2026-10-19", "2026-11-06", 5, 40, "1000.00");
    second.periode = part("2026-11-02", "2026-11-06");
    let slips = [payslip("BP-1", 1, "2026-10-30", &[first]), payslip("BP-2", 1, "2026-11-06", &[second])];
    let text = |month: &str| String::from_utf8_lossy(&build(&slips, month).bytes).into_owned();
    assert!(!text("2026-10").contains("S21.G00.62."), "the contract runs past October");
    let november = text("2026-11");
    // Already declared in October: the derogatory route is closed.
    assert!(november.contains("S21.G00.62.001,'06112026'\n") && november.contains("S21.G00.62.017,'02'\n"));
    assert!(november.contains("S21.G00.86.003,'19'\n"), "19 October to 6 November is 19 days");
}

#[test]
fn neant_and_replacements_have_their_types() {
    let cases = [
        (true, false, "02", "02"),
        (true, true, "05", "02"),
        (false, false, "01", "01"),
        (false, true, "03", "01"),
    ];
    for (empty, replace, kind, sending) in cases {
        let slips = if empty { Vec::new() } else { october() };
        let options = Options { annule_et_remplace: replace, ordre: 2, ..options() };
        let file =
            dsn::build(&production(), &tables(), &slips, Month::parse("2026-10").unwrap(), &options).unwrap();
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        assert!(text.contains(&format!("S20.G00.05.002,'{kind}'\n")), "{empty} {replace}");
        assert!(text.contains(&format!("S10.G00.00.008,'{sending}'\n")), "{empty} {replace}");
        assert!(text.contains("S20.G00.05.004,'2'\n"));
        assert_eq!(text.contains("S20.G00.08.001,'97'"), empty);
        assert!(dsn::comparer(&tables(), &production(), &slips, &only(&file)).is_empty());
    }
}

#[test]
fn the_norm_follows_the_declared_month() {
    for (paid, month, version) in [
        ("2024-06-28", "2024-06", "P24V01"),
        ("2025-06-30", "2025-06", "P25V01"),
        ("2027-01-29", "2027-01", "P27V01"),
    ] {
        let start = format!("{month}-10");
        let end = format!("{month}-12");
        let slips = [payslip("BP-1", 1, paid, &[technicien("CT-001", &start, &end, 3, 24, "700.00")])];
        let file = build(&slips, month);
        assert_eq!(file.resume.norme, version);
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        assert_eq!(text.contains("S21.G00.81.001,'142'"), version != "P24V01");
        assert_eq!(text.contains("S21.G00.06.003"), version != "P27V01");
    }
    let found = errors(&production(), &[], "2023-12", &options());
    assert_eq!(found[0].code, "DSN-001");
}

#[test]
fn a_former_month_is_regularised_by_the_difference() {
    let mut slips = vec![payslip(
        "BP-1",
        1,
        "2026-10-30",
        &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
    )];
    let mut fixed = payslip(
        "BP-1R",
        1,
        "2026-11-13",
        &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 44, "1300.00")],
    );
    fixed.rectifie = Some("BP-1".into());
    slips.push(fixed);
    let file = build(&slips, "2026-11");
    let dsn = only(&file);
    assert_eq!(dsn.remuneration("001", false), cents("100.00"));
    assert_eq!(dsn.base("27"), cents("100.00"));
    // 15.50 % of 1300 less 15.50 % of 1200.
    assert_eq!(dsn.cotisation("066"), cents("15.50"));
    let bordereau = &dsn.bordereaux[0];
    assert_eq!((bordereau.debut, bordereau.fin), (Some(day("2026-10-01")), Some(day("2026-10-31"))));
    let hours: i64 = dsn.individus[0].versements[0]
        .remunerations
        .iter()
        .flat_map(|r| &r.activites)
        .filter(|a| a.unite == "35")
        .map(|a| a.mesure)
        .sum();
    assert_eq!(hours, 400);
    assert_eq!(dsn.individus[0].versements[0].remunerations[0].debut, Some(day("2026-10-05")));
}

#[test]
fn an_overpayment_goes_to_block_56() {
    let mut slips = vec![payslip(
        "BP-1",
        1,
        "2026-10-30",
        &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
    )];
    let mut fixed = payslip(
        "BP-1R",
        1,
        "2026-11-13",
        &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 40, "1100.00")],
    );
    fixed.rectifie = Some("BP-1".into());
    slips.push(fixed);
    slips.push(payslip(
        "BP-2",
        1,
        "2026-11-13",
        &[technicien("CT-002", "2026-11-09", "2026-11-13", 5, 40, "1200.00")],
    ));
    let file = build(&slips, "2026-11");
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    for line in ["S21.G00.56.001,'102026'", "S21.G00.56.002,'03'"] {
        assert!(text.contains(line), "{line}");
    }
    // Gross 1200 + 1100 - 1200.
    assert_eq!(only(&file).remuneration("001", false), cents("1100.00"));
}

#[test]
fn a_replaced_payslip_of_the_same_month_is_not_declared() {
    let mut slips = october();
    let mut fixed =
        payslip("BP-2R", 2, "2026-10-30", &[artiste("CA1", "2026-10-12", "2026-10-14", 3, 3, "1400.00")]);
    fixed.rectifie = Some("BP-2".into());
    slips.push(fixed);
    let dsn = only(&build(&slips, "2026-10"));
    assert_eq!(dsn.individus[1].versements.len(), 1);
    assert_eq!(dsn.remuneration("001", false), cents("3500.00"));
}

#[test]
fn everything_missing_is_listed_at_once_and_nothing_is_written() {
    let mut production = production();
    production.contact = Default::default();
    production.urssaf = Default::default();
    production.banque = Default::default();
    production.prevoyance.clear();
    production.salaries.clear();
    let mut slips = october();
    slips[0].salarie.lieu_naissance = None;
    slips[1].contrats[0].fonction = "Funambule".into();
    let found = errors(&production, &slips, "2026-10", &options());
    let champs: Vec<String> = found
        .iter()
        .map(|d| {
            format!("{} {} {}", d.code, d.champ.as_deref().unwrap_or(""), d.colonne.as_deref().unwrap_or(""))
        })
        .collect();
    for wanted in [
        "DECL-001 declarations.contact.civilite ",
        "DECL-001 declarations.contact.courriel ",
        "DECL-001 declarations.urssaf.siret ",
        "DECL-001 declarations.banque.iban ",
        "DECL-001 declarations.prevoyance ",
        "DECL-001 salarié T001 (CAMILLE ESSAIB) nationalite",
        "DECL-001 salarié T001 (CAMILLE ESSAIB) lieu_naissance",
        "DECL-001 contrat CA1 fonction",
    ] {
        assert!(champs.iter().any(|c| c == wanted), "{wanted} not in {champs:#?}");
    }
}

#[test]
fn fictitious_codes_are_for_tests_only() {
    let mut production = production();
    production.fonctions.iter_mut().for_each(|f| f.complement = None);
    production.france_travail.siret = None;
    let file = build_with(&production, &october(), "2026-10");
    assert_eq!(file.avertissements.iter().filter(|d| d.code == "DECL-010").count(), 3);
    let found = errors(&production, &october(), "2026-10", &Options { mode: Mode::Reel, ..options() });
    let refused: Vec<_> = found.iter().filter(|d| d.is_error()).map(|d| d.code.as_str()).collect();
    assert_eq!(refused, ["DECL-001"; 3]);
}

#[test]
fn a_changed_amount_is_found_with_its_line() {
    let slips = october();
    let file = build(&slips, "2026-10");
    let (tables, production) = (tables(), production());
    assert_eq!(dsn::comparer(&tables, &production, &slips, &only(&file)), []);
    let text: String = file.bytes.iter().map(|b| char::from(*b)).collect();
    let cases = [
        ("S21.G00.51.013,'1350.00'", "S21.G00.51.013,'1350.01'", "D16"),
        ("S21.G00.50.009,'20.92'", "S21.G00.50.009,'20.93'", "D02"),
        ("S21.G00.81.004,'209.25'", "S21.G00.81.004,'209.24'", "D06"),
        ("S21.G00.81.001,'066'", "S21.G00.81.001,'068'", "D06"),
        ("S21.G00.30.001,'2610275100002'", "S21.G00.30.001,'2610275100003'", "D13"),
        ("S21.G00.20.005,'534.75'", "S21.G00.20.005,'534.57'", "D10"),
        ("S21.G00.22.005,'1241.00'", "S21.G00.22.005,'1251.00'", "D08"),
        ("S21.G00.20.005,'29.00'", "S21.G00.20.005,'92.00'", "D03"),
        ("S21.G00.55.001,'38.64'", "S21.G00.55.001,'38.46'", "D12"),
        // Payment and component changed together: only the payslips tell.
        (
            "S21.G00.20.005,'38.64'\nS21.G00.20.006,'01012000'\nS21.G00.20.007,'01012000'\nS21.G00.20.010,'05'\nS21.G00.55.001,'38.64'",
            "S21.G00.20.005,'30.00'\nS21.G00.20.006,'01012000'\nS21.G00.20.007,'01012000'\nS21.G00.20.010,'05'\nS21.G00.55.001,'30.00'",
            "D10",
        ),
    ];
    for (from, to, rule) in cases {
        let place = text.find(from).unwrap_or_else(|| panic!("{from}"));
        let changed = format!("{}{}{}", &text[..place], to, &text[place + from.len()..]);
        let bytes: Vec<u8> = changed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let found = dsn::comparer(&tables, &production, &slips, &totals::read(&bytes)[0]);
        assert!(found.iter().any(|e| e.regle == rule), "{from}: {found:#?}");
    }
}

/// The whole payment of prévoyance left out: no amount of a person moves, the payslips still owe it.
#[test]
fn a_payment_of_prevoyance_left_out_is_found() {
    let slips = october();
    let file = build(&slips, "2026-10");
    let (tables, production) = (tables(), production());
    let body = &production.prevoyance[0].organisme;
    let mut dsn = only(&file);
    let before = dsn.paiements.len();
    dsn.paiements.retain(|p| p.organisme != *body);
    assert_eq!(dsn.paiements.len(), before - 1);
    let found: Vec<_> =
        dsn::comparer(&tables, &production, &slips, &dsn).into_iter().map(|e| (e.regle, e.cle)).collect();
    assert_eq!(found, [("D10".to_owned(), format!("versement de prévoyance à {body}"))]);
    // Paid by quarter: nothing in October, and nothing to say.
    let mut quarterly = production.clone();
    quarterly.prevoyance[0].trimestriel = true;
    assert_eq!(dsn::comparer(&tables, &quarterly, &slips, &dsn), []);
}

#[test]
fn any_changed_value_differs_from_the_register() {
    let slips = october();
    let file = build(&slips, "2026-10");
    let (tables, production) = (tables(), production());
    assert_eq!(dsn::relire(&production, &tables, &slips, &[], &file.bytes).unwrap(), []);
    let mut checked = 0;
    for place in (0..file.bytes.len()).step_by(211) {
        let mut bytes = file.bytes.clone();
        if !bytes[place].is_ascii_digit() {
            continue;
        }
        bytes[place] = b'0' + (bytes[place] - b'0' + 1) % 10;
        let refused = cddu_dsn::verify(&bytes).iter().any(cddu_dsn::Finding::refuse);
        let seen = match dsn::relire(&production, &tables, &slips, &[], &bytes) {
            Ok(found) => !found.is_empty(),
            Err(errors) => !errors.is_empty(),
        };
        // Order number and date of the file belong to the sending, not to the register.
        let line = file.bytes[..place].iter().filter(|b| **b == b'\n').count();
        let head = file.bytes.split(|b| *b == b'\n').nth(line).unwrap();
        let own = head.starts_with(b"S20.G00.05.004") || head.starts_with(b"S20.G00.05.007");
        assert!(refused || seen || own, "byte {place}: {}", String::from_utf8_lossy(head));
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn events_are_refused_for_contracts_with_aem_and_made_for_the_others() {
    use cddu_declarations::dsn::{Arret, Evenement, FinContrat, arret, fin_contrat};
    let slips = october();
    let event = Evenement { bulletins: &slips, matricule: "T001", contrat: "CT-A" };
    let stop = Arret {
        motif: "01".into(),
        dernier_jour_travaille: day("2026-10-08"),
        fin_prevue: day("2026-10-12"),
        accident_le: None,
        subrogation: None,
    };
    let end = FinContrat {
        fin: day("2026-10-09"),
        dernier_jour_travaille: day("2026-10-09"),
        notifiee_le: None,
        transaction: false,
    };
    let mut production = production();
    let found = arret(&production, &event, &stop, &options()).unwrap_err();
    assert_eq!(found[0].code, "DSN-040");
    assert!(found[0].message.contains("annexe 8") && found[0].message.contains("motif 05"));
    let found = fin_contrat(&production, &tables(), &event, &end, &options()).unwrap_err();
    assert_eq!(found[0].code, "DSN-040");

    production.contrats.entry("CT-A".into()).or_default().droit_commun = true;
    let text = |file: &DsnFile| String::from_utf8_lossy(&file.bytes).into_owned();
    let stopped = text(&arret(&production, &event, &stop, &options()).unwrap());
    assert!(stopped.contains("S20.G00.05.001,'04'") && stopped.contains("S21.G00.60.002,'08102026'"));
    let ended = text(&fin_contrat(&production, &tables(), &event, &end, &options()).unwrap());
    assert!(ended.contains("S20.G00.05.001,'07'") && ended.contains("S21.G00.63.001,'90'"));
}

#[test]
fn aem_and_dsn_of_the_month_agree() {
    use cddu_declarations::aem;
    let slips = october();
    let options = aem::Options {
        mois: Month::parse("2026-10").unwrap(),
        mode: Mode::Essai,
        genere_le: day("2026-11-05").and_hms_opt(9, 0, 0).unwrap(),
        signe_le: None,
        emises: Vec::new(),
    };
    let file = aem::build(&production(), &tables(), &slips, &options).unwrap();
    let mut attestations: Vec<_> = file.attestations().cloned().collect();
    let dsn = only(&build(&slips, "2026-10"));
    assert_eq!(aem::comparer(&attestations, &dsn), []);
    attestations[0].activite.jours_travailles = 4;
    attestations[1].remuneration.principale.brut_avant_abattement = Some(cents("1351.00"));
    attestations.pop();
    let found: Vec<_> = aem::comparer(&attestations, &dsn).into_iter().map(|e| (e.regle, e.cle)).collect();
    let expected = [
        ("AEM-R16", "CAMILLE ESSAIB / 0CT-A / jours travaillés"),
        ("AEM-R16", "CAMILLE ESSAIB / 0CT-B / brut"),
        ("AEM-R16", "CAMILLE ESSAIC / 00CA1"),
        ("AEM-R15", "total du mois"),
    ];
    assert_eq!(found, expected.map(|(r, c)| (r.to_owned(), c.to_owned())));
}

#[test]
fn quarterly_payments_come_with_the_last_month() {
    let slips = [
        payslip(
            "BP-1",
            1,
            "2026-10-16",
            &[technicien("CT-001", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
        ),
        payslip(
            "BP-2",
            1,
            "2026-12-11",
            &[technicien("CT-002", "2026-12-07", "2026-12-11", 5, 40, "1300.00")],
        ),
    ];
    let mut production = production();
    production.urssaf.trimestriel = true;
    production.retraite.trimestriel = true;
    let october = only(&build_with(&production, &slips, "2026-10"));
    assert_eq!(october.paiement("78861779300013"), Cents::ZERO);
    assert_eq!(october.bordereaux.len(), 1, "the DSN stays monthly");
    let december = only(&build_with(&production, &slips, "2026-12"));
    let urssaf: Vec<_> =
        december.paiements.iter().filter(|p| p.organisme == "78861779300013").map(|p| p.montant).collect();
    assert_eq!(urssaf, [october.bordereaux[0].montant, Cents::ZERO, december.bordereaux[0].montant]);
    // 10.02 % of 1200 and 1300, rounded line by line: 47.16 + 47.28 + 10.32 + 15.48, then 51.09 + 51.22 + 11.18 + 16.77.
    assert_eq!(december.paiement("44832375800038"), cents("250.50"));
}

#[test]
fn a_shooting_location_has_its_own_block() {
    let mut production = production();
    production.contrats.entry("CT-A".into()).or_default().lieu = Some("STUDIO1".into());
    let missing = errors(&production, &october(), "2026-10", &options());
    assert_eq!(missing[0].code, "DSN-011");
    production.lieux.push(cddu_declarations::production::Lieu {
        identifiant: "STUDIO1".into(),
        voie: Some("1 rue de l\u{2019}Étang".into()),
        code_postal: Some("93200".into()),
        commune: Some("Saint-Denis".into()),
        code_insee: Some("93066".into()),
    });
    let text: String =
        build_with(&production, &october(), "2026-10").bytes.iter().map(|b| char::from(*b)).collect();
    for line in [
        "S21.G00.40.019,'STUDIO1'",
        "S21.G00.85.003,'1 rue de l'Étang'",
        "S21.G00.85.005,'SAINT DENIS'",
        "S21.G00.85.011,'93066'",
    ] {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn a_personal_rate_needs_its_identifier() {
    let mut slips = october();
    slips[0].totaux.taux_pas_personnalise = true;
    let found = errors(&production(), &slips, "2026-10", &options());
    assert_eq!(found[0].colonne.as_deref(), Some("identifiant_taux_pas"));
    let mut production = production();
    production.salaries.get_mut("T001").unwrap().identifiant_taux_pas = Some("123456789".into());
    let text = String::from_utf8_lossy(&build_with(&production, &slips, "2026-10").bytes).into_owned();
    assert!(text.contains("S21.G00.50.007,'01'\nS21.G00.50.008,'123456789'"));
}

#[test]
fn a_person_without_nir_goes_by_the_temporary_number() {
    let mut slips = october();
    slips[0].salarie.nir = None;
    let found = errors(&production(), &slips, "2026-10", &options());
    assert_eq!((found[0].code.as_str(), found[0].colonne.as_deref()), ("DECL-001", Some("nir")));
    let mut production = production();
    let known = production.salaries.get_mut("T001").unwrap();
    known.ntt = Some("2123456782T001".into());
    known.sexe = Some("2".into());
    let dsn = only(&build_with(&production, &slips, "2026-10"));
    assert_eq!(dsn.individus[0].identifiant, "2123456782T001");
}
