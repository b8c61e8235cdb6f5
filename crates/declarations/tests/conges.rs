//! Certificats Congés Spectacles: cut at 31 March, totals kept, rules.

mod common;

use cddu_declarations::conges::{self, CongesFile, Options, exercice, split};
use cddu_declarations::{Mode, dsn};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month, Period, Rates};
use common::{artiste, cents, day, payslip, production, technicien};
use proptest::prelude::*;

fn options(day_of_issue: &str) -> Options {
    Options { mode: Mode::Essai, emis_le: day(day_of_issue) }
}

fn build(slips: &[Payslip], day_of_issue: &str) -> CongesFile {
    conges::build(&production(), slips, &options(day_of_issue)).unwrap()
}

fn period(debut: &str, fin: &str) -> Period {
    Period { debut: day(debut), fin: day(fin) }
}

#[test]
fn exercises_run_from_april_to_march() {
    for (text, year) in
        [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026), ("2027-01-01", 2026)]
    {
        assert_eq!(exercice(day(text)), year, "{text}");
    }
    let parts: Vec<_> =
        split(period("2026-03-30", "2026-04-02")).into_iter().map(|(y, p)| (y, p.to_string())).collect();
    assert_eq!(parts, [(2025, "2026-03-30/2026-03-31".into()), (2026, "2026-04-01/2026-04-02".into())]);
}

#[test]
fn a_contract_over_31_march_gets_two_certificates() {
    let part = |from: &str, to: &str| Some(period(from, to));
    let mut march = technicien("CT-1", "2026-03-23", "2026-04-10", 7, 56, "2100.00");
    march.periode = part("2026-03-23", "2026-03-31");
    let mut april = technicien("CT-1", "2026-03-23", "2026-04-10", 8, 64, "2400.00");
    april.periode = part("2026-04-01", "2026-04-10");
    let slips = [payslip("BP-1", 1, "2026-04-03", &[march]), payslip("BP-2", 1, "2026-04-13", &[april])];
    let file = build(&slips, "2026-04-13");
    let got: Vec<_> = file
        .certificats
        .iter()
        .map(|c| (c.exercice, c.periode.to_string(), c.jours, c.base, c.contribution))
        .collect();
    // 15.50 % of 2100 = 325.50 ; of 2400 = 372.00.
    assert_eq!(
        got,
        [
            (2025, "2026-03-23/2026-03-31".into(), 7, cents("2100.00"), cents("325.50")),
            (2026, "2026-04-01/2026-04-10".into(), 8, cents("2400.00"), cents("372.00")),
        ]
    );
    assert_eq!(file.avertissements, []);
    // On 31 March only the first part can be certified.
    assert_eq!(build(&slips, "2026-04-01").certificats.len(), 1);
}

#[test]
fn a_payslip_over_31_march_is_shared_by_calendar_days_and_said() {
    let slips =
        [payslip("BP-1", 1, "2026-04-10", &[artiste("CA-1", "2026-03-30", "2026-04-02", 4, 4, "1000.01")])];
    let file = build(&slips, "2026-04-10");
    let got: Vec<_> = file.certificats.iter().map(|c| (c.jours, c.cachets, c.brut, c.contribution)).collect();
    // Two days of four: 500.005 rounds to 500.01, the rest is 500.00 ; contribution 155.00.
    assert_eq!(got, [(2, 2, cents("500.01"), cents("77.50")), (2, 2, cents("500.00"), cents("77.50"))]);
    assert_eq!(file.avertissements[0].code, "CS-001");
}

#[test]
fn the_certificate_carries_the_legal_mentions() {
    let slips = [
        payslip("BP-1", 1, "2026-10-09", &[technicien("CT-1", "2026-10-05", "2026-10-09", 5, 40, "1200.00")]),
        payslip("BP-2", 1, "2026-10-16", &[technicien("CT-2", "2026-10-12", "2026-10-16", 5, 40, "1300.00")]),
    ];
    insta::assert_json_snapshot!(build(&slips, "2026-10-16").certificats);
}

#[test]
fn missing_numbers_and_impossible_bases_are_refused_together() {
    let mut production = production();
    production.conges_spectacles.adresse_caisse = None;
    let mut slip =
        payslip("BP-1", 1, "2026-10-09", &[technicien("CT-1", "2026-10-05", "2026-10-09", 0, 40, "1200.00")]);
    slip.salarie.numero_conges_spectacles = Some("123".into());
    slip.contrats[0].bases.conges_spectacles = cents("1300.00");
    let errors = conges::build(&production, &[slip], &options("2026-10-16")).unwrap_err();
    let codes: Vec<_> = errors.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["DECL-002", "DECL-001", "CS-R1", "CS-R4"]);
}

#[test]
fn certificates_and_dsn_have_the_same_bases() {
    let slips = [payslip(
        "BP-1",
        1,
        "2026-10-09",
        &[technicien("CT-1", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
    )];
    let tables = cddu_declarations::Tables::load(&Rates::embedded()).unwrap();
    let options = dsn::Options {
        mode: Mode::Essai,
        constitue_le: day("2026-11-05"),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    };
    let file =
        dsn::build(&production(), &tables, &slips, Month::parse("2026-10").unwrap(), &options).unwrap();
    let declared = dsn::totals::read(&file.bytes);
    let mut certificates = build(&slips, "2026-10-16").certificats;
    assert_eq!(conges::comparer(&certificates, &declared), []);
    certificates[0].base += Cents(1);
    let found = conges::comparer(&certificates, &declared);
    assert_eq!((found[0].regle.as_str(), found[0].ecart), ("CS-R2", Some(Cents(-1))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Cutting never loses a cent, a day or a cachet.
    #[test]
    fn the_parts_add_up(start in 0u64..400, length in 0u64..400, brut in 1i64..2_000_000, days in 1u32..120, cachets in 0u32..90) {
        let debut = day("2025-01-01") + chrono::Days::new(start);
        let fin = debut + chrono::Days::new(length);
        let mut spec = artiste("CA-1", "2026-01-01", "2026-01-01", days, cachets, "1.00");
        (spec.debut, spec.fin, spec.brut) = (debut, fin, Cents(brut));
        let mut slip = payslip("BP-1", 1, "2026-12-31", &[spec]);
        slip.contrats[0].heures = "46.3333".parse().unwrap();
        let expected = slip.contrats[0].lignes.iter().find(|l| l.code == "CONGES_SPECT").unwrap().montant_employeur.unwrap();
        // A certificate has two decimals.
        let hours: rust_decimal::Decimal = "46.33".parse().unwrap();
        let file = conges::build(&production(), &[slip], &options("2028-01-01"));
        // A very short part may hold a base and no day: it is refused, not written wrong.
        if let Ok(file) = file {
            let c = &file.certificats;
            prop_assert_eq!(c.iter().map(|c| c.base).sum::<Cents>(), Cents(brut));
            prop_assert_eq!(c.iter().map(|c| c.contribution).sum::<Cents>(), expected);
            prop_assert_eq!(c.iter().map(|c| c.jours).sum::<u32>(), days);
            prop_assert_eq!(c.iter().map(|c| c.heures.0).sum::<rust_decimal::Decimal>(), hours);
            prop_assert_eq!(c.iter().map(|c| c.cachets).sum::<u32>(), cachets);
            prop_assert_eq!(c.iter().map(|c| c.periode.days()).sum::<i64>(), i64::try_from(length).unwrap() + 1);
        }
    }
}
