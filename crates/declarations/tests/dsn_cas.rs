//! Monthly DSN: cases of the norm met one by one.

mod common;

use cddu_declarations::dsn::totals::{self, DsnTotals};
use cddu_declarations::dsn::{self, Options};
use cddu_declarations::production::{Assujettissement, CotisationEtablissement, ModePaiement, Satd};
use cddu_declarations::{Mode, Production, Tables};
use cddu_payslip::{ElementCode, ElementPay, Line, Payslip, Sens};
use cddu_rates::{Cents, Confiance, Diagnostic, Month, Rates};
use common::{Spec, artiste, cents, day, payslip, production, rate, technicien, with_frais};

fn options() -> Options {
    Options {
        mode: Mode::Essai,
        constitue_le: day("2026-11-05"),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    }
}

fn try_build(
    production: &Production,
    slips: &[Payslip],
    month: &str,
) -> Result<dsn::DsnFile, Vec<Diagnostic>> {
    let tables = Tables::load(&Rates::embedded()).unwrap();
    dsn::build(production, &tables, slips, Month::parse(month).unwrap(), &options())
}

/// The file as text, with what it declares; the validator finds nothing.
fn build(production: &Production, slips: &[Payslip], month: &str) -> (String, DsnTotals) {
    let file = try_build(production, slips, month).unwrap_or_else(|e| panic!("{e:#?}"));
    assert_eq!(cddu_dsn::verify(&file.bytes), []);
    let text = file.bytes.iter().map(|b| char::from(*b)).collect();
    (text, totals::read(&file.bytes).remove(0))
}

fn tech() -> Spec {
    technicien("CT-A", "2026-10-05", "2026-10-09", 5, 40, "1200.00")
}

/// Adds an employee line to the only contract.
fn with_line(
    mut slip: Payslip,
    code: &str,
    organisme: &str,
    salarie: Option<&str>,
    employeur: Option<&str>,
) -> Payslip {
    let pay = &mut slip.contrats[0];
    let base = pay.bases.securite_sociale;
    pay.lignes.push(Line {
        code: code.to_owned().into(),
        libelle: code.to_owned().into(),
        organisme: organisme.to_owned().into(),
        base,
        taux_salarie: salarie.map(rate),
        montant_salarie: salarie.map(|r| rate(r).of(base)),
        taux_employeur: employeur.map(rate),
        montant_employeur: employeur.map(|r| rate(r).of(base)),
        coefficient: None,
        deductible: true,
        confiance: Confiance::A,
    });
    slip
}

fn element(code: ElementCode, montant: &str, retenu: &str, sens: Sens) -> ElementPay {
    ElementPay {
        code,
        libelle: "ESSAI".into(),
        contrat: None,
        montant: cents(montant),
        reintegre: Cents::ZERO,
        retenu: cents(retenu),
        sens,
        creancier: None,
    }
}

/// Base of a CTP in the only bordereau.
fn ctp(dsn: &DsnTotals, code: &str) -> Option<Cents> {
    dsn.bordereaux[0]
        .cotisations
        .iter()
        .find(|l| l.ctp == code && l.qualifiant == "920")
        .and_then(|l| l.assiette)
}

#[test]
fn alsace_moselle_is_ctp_381_for_technicians_and_inside_313_for_artists() {
    let mut slips = [
        with_line(payslip("BP-1", 1, "2026-10-30", &[tech()]), "MAL_AM", "urssaf", Some("1.30"), None),
        with_line(
            payslip("BP-2", 2, "2026-10-30", &[artiste("CA-1", "2026-10-12", "2026-10-14", 3, 3, "1350.00")]),
            "MAL_AM",
            "urssaf",
            Some("0.91"),
            None,
        ),
    ];
    for slip in &mut slips {
        slip.salarie.alsace_moselle = true;
    }
    let (text, dsn) = build(&production(), &slips, "2026-10");
    assert_eq!(ctp(&dsn, "381"), Some(cents("1200.00")));
    assert_eq!(ctp(&dsn, "100"), Some(cents("1200.00")));
    assert_eq!(ctp(&dsn, "313"), Some(cents("1350.00")));
    assert_eq!(ctp(&dsn, "312"), None);
    assert_eq!(text.matches("S21.G00.40.016,'01'").count(), 2);
    // 1200 x 1.30 % + 1350 x 0.91 % = 15.60 + 12.29.
    assert_eq!(dsn.cotisation("115"), cents("27.89"));
}

#[test]
fn a_technician_who_lives_abroad_has_ctp_206() {
    let mut slip =
        with_line(payslip("BP-1", 1, "2026-10-30", &[tech()]), "MAL_NR", "urssaf", Some("5.50"), None);
    slip.salarie.domicile_fiscal_france = false;
    let pay = &mut slip.contrats[0];
    pay.lignes.retain(|l| !matches!(l.code.as_str(), "CSG_DED" | "CSG_NDED" | "CRDS"));
    pay.bases.csg = None;
    let (_, dsn) = build(&production(), &[slip], "2026-10");
    assert_eq!(ctp(&dsn, "206"), Some(cents("1200.00")));
    assert_eq!(ctp(&dsn, "260"), None);
}

#[test]
fn a_saisie_administrative_is_declared_and_paid_under_its_identifier() {
    let mut slip = payslip("BP-1", 1, "2026-10-30", &[tech()]);
    let garnishment = |creditor: &str, asked: &str, taken: &str| ElementPay {
        creancier: Some(creditor.into()),
        ..element(ElementCode::Saisie, asked, taken, Sens::Retenue)
    };
    slip.elements.push(garnishment("SIP Paris 10e", "300.00", "120.40"));
    // A garnishment of wages by a court goes to the court, not into the DSN.
    slip.elements.push(garnishment("Greffe de Paris", "50.00", "50.00"));
    let mut production = production();
    production.satd.push(Satd {
        matricule: "T001".into(),
        creancier: "SIP PARIS 10E".into(),
        identifiant: "SATD-FICTIVE-1".into(),
        concurrence: false,
    });
    let pas = slip.totaux.pas;
    let (text, dsn) = build(&production, &[slip], "2026-10");
    // Asked 300.00, taken 120.40: partial payment without concurrence (04).
    assert!(text.contains("S21.G00.98.001,'SATD-FICTIVE-1'\nS21.G00.98.002,'04'\nS21.G00.98.003,'120.40'\n"));
    assert_eq!(text.matches("S21.G00.98.001").count(), 1);
    assert!(text.contains("S21.G00.20.002,'DGFIP_SATD'"));
    assert!(text.contains("S21.G00.20.014,'SATD-FICTIVE-1'"));
    // The DGFiP is paid in whole euros: the PAS rounded, then 120.
    assert_eq!(dsn.paiement("DGFIP"), Cents((pas.0 + 50) / 100 * 100) + cents("120.00"));
}

#[test]
fn expenses_and_benefits_have_their_types() {
    let mut spec = artiste("CA-1", "2026-10-12", "2026-10-14", 3, 3, "1350.00");
    spec.dfs = true;
    let mut slip = with_frais(payslip("BP-1", 1, "2026-10-30", &[spec.clone()]), "CA-1", "80.00");
    slip.elements.push(element(ElementCode::AvantageRepas, "10.40", "10.40", Sens::Retenue));
    slip.elements.push(element(ElementCode::Frais, "95.00", "0.00", Sens::Neutre));
    let others = |dsn: &DsnTotals| -> Vec<(String, Cents)> {
        let mut all: Vec<_> =
            dsn.individus[0].versements[0].autres.iter().map(|a| (a.genre.clone(), a.montant)).collect();
        all.sort();
        all
    };
    let expect =
        |list: &[(&str, &str)]| list.iter().map(|(g, m)| ((*g).to_owned(), cents(m))).collect::<Vec<_>>();
    let (_, dsn) = build(&production(), &[slip.clone()], "2026-10");
    // DFS 17 % of 1350 = 229.50; the refund enters the base before DFS (35), which the norm has since P26.
    assert_eq!(
        others(&dsn),
        expect(&[("02", "10.40"), ("08", "95.00"), ("09", "80.00"), ("10", "229.50"), ("35", "80.00")])
    );
    slip.date_paiement = day("2025-10-30");
    (spec.debut, spec.fin) = (day("2025-10-13"), day("2025-10-15"));
    slip.contrats = vec![common::contract(&spec)];
    let (_, dsn) = build(&production(), &[slip], "2025-10");
    assert_eq!(others(&dsn), expect(&[("02", "10.40"), ("08", "95.00"), ("09", "80.00"), ("10", "229.50")]));
}

#[test]
fn another_establishment_pays_under_its_own_siret() {
    let slips = [payslip("BP-1", 1, "2026-10-30", &[tech()])];
    let mut production = production();
    production.dgfip.mode_paiement = ModePaiement::AutreEtablissement;
    production.conges_spectacles.mode_paiement = ModePaiement::AutreEtablissement;
    production.prevoyance[0].mode_paiement = ModePaiement::AutreEtablissement;
    let errors = try_build(&production, &slips, "2026-10").unwrap_err();
    assert_eq!(errors.iter().filter(|e| e.champ.as_deref() == Some("declarations.siret_payeur")).count(), 1);
    production.siret_payeur = Some("12345678200044".into());
    let (text, dsn) = build(&production, &slips, "2026-10");
    assert_eq!(text.matches("S21.G00.20.012,'12345678200044'").count(), 3);
    // The DGFiP and prévoyance see the amount in the other DSN; the caisse in this one.
    assert_eq!(dsn.paiement("DGFIP"), Cents::ZERO);
    assert_eq!(dsn.paiement(&production.prevoyance[0].organisme), Cents::ZERO);
    assert_eq!(dsn.paiement("77567608300030"), cents("186.00"));
}

#[test]
fn taxes_and_contributions_of_the_establishment_go_in_their_month() {
    let slips = [payslip("BP-1", 1, "2026-10-30", &[tech()])];
    let mut production = production();
    production.assujettissements.push(Assujettissement {
        mois: "2026-10".into(),
        code: "010".into(),
        annee: 2026,
        ..Assujettissement::default()
    });
    production.cotisations_etablissement.push(CotisationEtablissement {
        mois: "2026-10".into(),
        code: "076".into(),
        valeur: cents("41.00"),
        debut: Some(day("2025-01-01")),
        fin: Some(day("2025-12-31")),
        reference: "1".into(),
    });
    let (text, _) = build(&production, &slips, "2026-10");
    assert!(text.contains("S21.G00.44.001,'010'\nS21.G00.44.003,'2026'\n"));
    assert!(text.contains("S21.G00.82.001,'41.00'\nS21.G00.82.002,'076'\nS21.G00.82.003,'01012025'\n"));
    let (later, _) = build(&production, &[], "2026-11");
    assert!(!later.contains("S21.G00.44") && !later.contains("S21.G00.82"));
    // A month without pay carries them too.
    let (empty, _) = build(&production, &[], "2026-10");
    assert!(empty.contains("S21.G00.44.001,'010'") && empty.contains("S21.G00.82.002,'076'"));
    production.assujettissements[0].mois = "octobre".into();
    let errors = try_build(&production, &slips, "2026-10").unwrap_err();
    assert_eq!(errors[0].champ.as_deref(), Some("declarations.assujettissements[0].mois"));
}

#[test]
fn the_base_of_the_taxe_sur_les_salaires_is_under_base_03() {
    let slip =
        with_line(payslip("BP-1", 1, "2026-10-30", &[tech()]), "TAXE_SALAIRES", "dgfip", None, Some("4.25"));
    let (text, dsn) = build(&production(), &[slip], "2026-10");
    assert!(text.contains("S21.G00.78.004,'1200.00'\nS21.G00.79.001,'91'\nS21.G00.79.004,'1200.00'\n"));
    // It is paid on its own return, not by the DSN: the PAS alone.
    assert!(dsn.bordereaux[0].cotisations.iter().all(|l| l.assiette != Some(cents("51.00"))));
}

#[test]
fn the_identifier_of_short_contracts_stops_at_two_months() {
    for (last, short) in [("2026-12-04", true), ("2026-12-05", false)] {
        let mut spec = tech();
        spec.fin = day(last);
        spec.periode = Some(cddu_rates::Period { debut: day("2026-10-05"), fin: day("2026-10-30") });
        let (text, _) = build(&production(), &[payslip("BP-1", 1, "2026-10-30", &[spec])], "2026-10");
        assert_eq!(text.contains("S21.G00.50.008,'-1'"), short, "{last}");
    }
}

/// FNAL: capped base and CTP 332 under 50 people, whole base and CTP 236 from 50.
#[test]
fn the_fnal_changes_at_fifty_people() {
    for (people, base, kept, other) in [(49, "02", "332", "236"), (50, "03", "236", "332")] {
        let mut slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
        slip.employeur.parametres.effectif = people;
        if people == 50 {
            // 0.50 % of the whole gross.
            let fnal = slip.contrats[0].lignes.iter_mut().find(|l| l.code == "FNAL").unwrap();
            fnal.base = cents("1200.00");
            (fnal.taux_employeur, fnal.montant_employeur) = (Some(rate("0.50")), Some(cents("6.00")));
        }
        let mut production = production();
        production.employeur = Some(slip.employeur.clone());
        let (_, dsn) = build(&production, &[slip], "2026-10");
        let bases = &dsn.individus[0].versements[0].bases;
        let of: Vec<&str> = bases
            .iter()
            .filter(|b| b.cotisations.iter().any(|c| c.code == "049"))
            .map(|b| b.code.as_str())
            .collect();
        assert_eq!(of, [base], "{people}");
        let lines = &dsn.bordereaux[0].cotisations;
        let has = |code: &str| lines.iter().any(|l| l.ctp == code);
        assert!(has(kept) && !has(other), "{people}");
    }
}

/// At 7.00 % (maladie) and 3.45 % (allocations familiales) there is no complement: neither 907 and 102 nor their CTP.
#[test]
fn reduced_rates_have_no_complement() {
    let mut slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
    for line in &mut slip.contrats[0].lignes {
        let reduced = match line.code.as_str() {
            "MAL" => rate("7.00"),
            "AF" => rate("3.45"),
            _ => continue,
        };
        line.taux_employeur = Some(reduced);
        line.montant_employeur = Some(reduced.of(line.base));
    }
    let (text, dsn) = build(&production(), &[slip], "2026-10");
    for code in ["907", "102"] {
        assert!(!text.contains(&format!("S21.G00.81.001,'{code}'")), "{code}");
    }
    assert_eq!((ctp(&dsn, "635"), ctp(&dsn, "430")), (None, None));
    // 1 200.00 x 7.00 % and 1 200.00 x 3.45 %.
    assert_eq!((dsn.cotisation("075"), dsn.cotisation("074")), (cents("84.00"), cents("41.40")));
}

/// The type 010 is the base pay, under whatever name the payslip gives it; without any it is the whole gross.
#[test]
fn the_base_pay_leaves_the_premiums_out() {
    for (code, base) in
        [("base", "1100.00"), ("cachet", "1100.00"), ("salaire", "1100.00"), ("forfait", "1200.00")]
    {
        let mut slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
        let elements = &mut slip.contrats[0].elements;
        elements[0].code = code.into();
        elements[0].montant = cents("1100.00");
        let prime = cddu_payslip::PayElement {
            code: "prime".into(),
            montant: cents("100.00"),
            ..elements[0].clone()
        };
        elements.push(prime);
        let (_, dsn) = build(&production(), &[slip], "2026-10");
        assert_eq!(dsn.remuneration("010", false), cents(base), "{code}");
        assert_eq!(dsn.remuneration("001", false), cents("1200.00"));
    }
}

/// The versement mobilité régional et rural of a place that has no versement mobilité: base 57 and CTP 820. The payslip
/// has 0.15 % raised by 11.5 %, the DSN the raised base at 0.15 %.
#[test]
fn the_regional_versement_mobilite_stands_alone() {
    let slip =
        with_line(payslip("BP-1", 1, "2026-10-30", &[tech()]), "VMRR", "urssaf", None, Some("0.16725"));
    let (text, dsn) = build(&production(), &[slip], "2026-10");
    assert_eq!(dsn.base("57"), cents("1200.00"));
    // 1200 x 1.115 = 1338; 1338 x 0.15 % = 2.01.
    assert!(text.contains(
        "S21.G00.81.001,'918'\nS21.G00.81.002,'78861779300013'\nS21.G00.81.003,'1338.00'\nS21.G00.81.004,'2.01'\nS21.G00.81.007,'0.15'\n"
    ));
    assert_eq!(ctp(&dsn, "820"), Some(cents("1338.00")));
    assert_eq!(ctp(&dsn, "900"), None);
}

/// Base 13 is that of the forfait social of the Urssaf: with no contribution to declare there, it is not written.
#[test]
fn a_base_without_contribution_is_not_declared() {
    for (organisme, base) in [("urssaf", "1200.00"), ("conventionnel", "0.00")] {
        let slip = payslip("BP-1", 1, "2026-10-30", &[tech()]);
        let slip = with_line(slip, "FORFAIT_SOCIAL", organisme, None, Some("8.00"));
        let (text, dsn) = build(&production(), &[slip], "2026-10");
        assert_eq!(dsn.base("13"), cents(base), "{organisme}");
        assert_eq!(text.contains("S21.G00.78.001,'13'"), organisme == "urssaf");
    }
}

/// A bordereau is written when it has a line or an amount: neither without any contribution, a total alone when the
/// bases round to zero, lines alone when they cost nothing.
#[test]
fn a_bordereau_has_a_line_or_an_amount() {
    // The Urssaf has two lines: accidents du travail, free, whose rate is asked for, and one at the given base and amount.
    let bordereaux = |base: &str, amount: &str| {
        let mut slip = payslip("BP-1", 1, "2026-10-30", &[tech()]);
        let lines = &mut slip.contrats[0].lignes;
        lines.retain(|l| l.organisme != "urssaf" || matches!(l.code.as_str(), "AT" | "DIALOGUE"));
        for line in lines.iter_mut().filter(|l| l.organisme == "urssaf") {
            let other = line.code == "DIALOGUE";
            line.base = if other { cents(base) } else { Cents::ZERO };
            line.montant_employeur = Some(if other { cents(amount) } else { Cents::ZERO });
        }
        let (_, dsn) = build(&production(), &[slip], "2026-10");
        dsn.bordereaux.iter().map(|b| (b.montant, b.cotisations.len())).collect::<Vec<_>>()
    };
    assert_eq!(bordereaux("0.00", "0.00"), []);
    assert_eq!(bordereaux("0.40", "0.01"), [(Cents::ZERO, 0)]);
    assert_eq!(bordereaux("100.00", "0.01"), [(Cents::ZERO, 1)]);
}

/// Five cachets over five days were declared as groupés (36); the correction pays hours, and takes them back as
/// groupés. Under five days they are isolés (37).
#[test]
fn cachets_of_a_corrected_contract_are_taken_back_as_they_were_declared() {
    for (last, days, unit, measure) in [("2026-09-11", 5, "36", -500), ("2026-09-10", 4, "37", -400)] {
        let paid = |cachets: u32| artiste("CA-1", "2026-09-07", last, days, cachets, "1500.00");
        let old = payslip("BP-1", 1, "2026-09-18", &[paid(days)]);
        let mut new = payslip("BP-2", 1, "2026-10-16", &[Spec { heures: 40, ..paid(0) }]);
        new.rectifie = Some("BP-1".into());
        let (_, dsn) = build(&production(), &[old, new], "2026-10");
        let units: Vec<(&str, i64)> = dsn.individus[0].versements[0]
            .remunerations
            .iter()
            .filter(|r| r.genre == "002")
            .flat_map(|r| &r.activites)
            .map(|a| (a.unite.as_str(), a.mesure))
            .collect();
        assert_eq!(units, [("35", 4000), ("12", 0), (unit, measure), ("39", measure)]);
    }
}

/// Two payments of a month add up; the line told is that of the last one.
#[test]
fn a_gap_of_a_summed_amount_is_told_at_its_last_line() {
    let week = |debut: &str, fin: &str| Spec {
        periode: Some(cddu_rates::Period { debut: day(debut), fin: day(fin) }),
        ..technicien("CT-A", "2026-10-05", "2026-10-16", 5, 40, "1200.00")
    };
    let slips = [
        payslip("BP-1", 1, "2026-10-16", &[week("2026-10-05", "2026-10-09")]),
        payslip("BP-2", 1, "2026-10-23", &[week("2026-10-12", "2026-10-16")]),
    ];
    let (text, mut dsn) = build(&production(), &slips, "2026-10");
    dsn.individus[0].versements[0].net_fiscal += cents("1.00");
    let tables = Tables::load(&Rates::embedded()).unwrap();
    let found = dsn::comparer(&tables, &production(), &slips, &dsn);
    let last =
        text.lines().collect::<Vec<_>>().iter().rposition(|l| l.starts_with("S21.G00.50.002")).unwrap();
    let told: Vec<_> = found.iter().map(|e| (e.regle.as_str(), e.ecart, e.ligne)).collect();
    assert_eq!(told, [("D01", Some(cents("1.00")), Some(last as u64 + 1))]);
}

/// September at 1 350.00 is corrected in October to 1 200.00, at a PAS rate of zero: the base alone goes down.
#[test]
fn a_base_of_pas_alone_that_goes_down_is_in_block_56() {
    let untaxed = |mut slip: Payslip| {
        slip.totaux.taux_pas = Some(rate("0.00"));
        slip.totaux.pas = Cents::ZERO;
        slip
    };
    let spec = |brut: &str| technicien("CT-A", "2026-09-07", "2026-09-11", 5, 40, brut);
    let old = untaxed(payslip("BP-1", 1, "2026-09-18", &[spec("1350.00")]));
    let mut new = untaxed(payslip("BP-2", 1, "2026-10-16", &[spec("1200.00")]));
    new.rectifie = Some("BP-1".into());
    let fall = new.totaux.assiette_pas - old.totaux.assiette_pas;
    let (text, dsn) = build(&production(), &[old, new], "2026-10");
    assert!(fall.0 < 0);
    assert!(text.contains(&format!("S21.G00.56.010,'{fall}'")), "{fall}");
    assert_eq!(dsn.individus[0].versements[0].assiette_pas, Cents::ZERO);
    // Nothing moved but the gross: the days and the calendar days are there, at zero, and bases go down by 150.00.
    assert_eq!(text.matches("S21.G00.53.002,'0.00'").count(), 2);
    assert!(text.contains("S21.G00.81.003,'-150.00'"));
}

/// The identifier -1 is for people whose contracts are all short.
#[test]
fn one_long_contract_is_enough_to_leave_the_short_identifier_out() {
    let long = Spec {
        periode: Some(cddu_rates::Period { debut: day("2026-10-12"), fin: day("2026-10-16") }),
        ..technicien("CT-B", "2026-10-12", "2027-01-29", 5, 40, "1200.00")
    };
    let (text, _) =
        build(&production(), &[payslip("BP-1", 1, "2026-10-23", &[tech(), long.clone()])], "2026-10");
    assert!(!text.contains("S21.G00.50.008"));
    // 20 days from 12 to 31 October: the seniority stops with the month, and the contract has no end yet.
    assert!(text.contains("S21.G00.86.003,'20'\nS21.G00.86.005,'0CT-B'"), "{text}");
    assert_eq!(text.matches("S21.G00.62.001").count(), 1);
}

/// A contract that ends on the last day of the month ends in it; its last day worked is that of its pay.
#[test]
fn the_end_of_a_contract_has_its_two_days() {
    let spec = Spec {
        periode: Some(cddu_rates::Period { debut: day("2026-10-05"), fin: day("2026-10-30") }),
        ..technicien("CT-A", "2026-10-05", "2026-10-31", 20, 160, "4000.00")
    };
    let (text, _) = build(&production(), &[payslip("BP-1", 1, "2026-10-31", &[spec])], "2026-10");
    assert!(
        text.contains("S21.G00.62.001,'31102026'\nS21.G00.62.002,'031'\nS21.G00.62.006,'30102026'"),
        "{text}"
    );
}

/// The quotité is what was agreed, whatever a payslip pays: 39 h x 52 / 12 = 169.00 in film, 35 h = 151.67, both full time;
/// 32 h = 138.67, part time. `duree_contrat`: 39 h / 5 x 5 working days (5 to 9 October) = 39.00.
#[test]
fn the_quotite_is_what_was_agreed() {
    let said = |production: &Production, pay: &str, own: &str, kind: &str| {
        let mut slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
        slip.contrats[0].heures = pay.parse().unwrap();
        let (text, _) = build(production, &[slip], "2026-10");
        let wanted = format!(
            "S21.G00.40.011,'10'\nS21.G00.40.012,'151.67'\nS21.G00.40.013,'{own}'\nS21.G00.40.014,'{kind}'"
        );
        assert!(text.contains(&wanted), "{wanted}\n{text}");
    };
    for hours in ["8", "46.5", "160"] {
        said(&production(), hours, "169.00", "10");
    }
    for (week, own, kind) in [("35", "151.67", "10"), ("32", "138.67", "20")] {
        let mut known = production();
        known.contrats.entry(tech().contrat).or_default().heures_semaine = Some(week.parse().unwrap());
        said(&known, "40", own, kind);
    }
    let mut known = production();
    known.methodes.quotite = cddu_declarations::production::Quotite::DureeContrat;
    said(&known, "40", "39.00", "10");
}

/// Two contracts of one person that share days are both part time (control of S21.G00.40.014).
#[test]
fn two_contracts_that_overlap_are_part_time() {
    let one = technicien("CT-A", "2026-10-12", "2026-10-16", 5, 39, "1200.00");
    let two = technicien("CT-B", "2026-10-16", "2026-10-23", 5, 39, "1200.00");
    let (text, _) = build(&production(), &[payslip("BP-1", 1, "2026-10-23", &[one, two])], "2026-10");
    assert_eq!(text.matches("S21.G00.40.014,'20'").count(), 2, "{text}");
}

/// Hours or cachets: the 24 hours of three cachets are not declared beside them; four hours of rehearsal are. An artist
/// paid by the hour is in hours, never cadre.
#[test]
fn an_artist_is_declared_in_cachets_or_in_hours() {
    let cachets = || Spec { heures: 24, ..artiste("CT-A", "2026-10-12", "2026-10-14", 3, 3, "600.00") };
    let mut slip = payslip("BP-1", 1, "2026-10-16", &[cachets()]);
    let (text, _) = build(&production(), std::slice::from_ref(&slip), "2026-10");
    assert!(!text.contains("S21.G00.53.003,'35'"), "{text}");
    assert!(text.contains("S21.G00.53.002,'3.00'\nS21.G00.53.003,'37'"), "{text}");
    // The quotité: three days of contract out of 21.67, full or part time not concerned.
    assert!(
        text.contains(
            "S21.G00.40.011,'12'\nS21.G00.40.012,'21.67'\nS21.G00.40.013,'3.00'\nS21.G00.40.014,'99'"
        ),
        "{text}"
    );
    slip.contrats[0].heures_hors_cachets = Some("4".parse().unwrap());
    let (text, _) = build(&production(), &[slip], "2026-10");
    assert!(text.contains("S21.G00.53.002,'4.00'\nS21.G00.53.003,'35'"), "{text}");
    let hours = Spec { cachets: 0, cadre: true, ..cachets() };
    let (text, _) = build(&production(), &[payslip("BP-1", 1, "2026-10-16", &[hours])], "2026-10");
    assert!(
        text.contains("S21.G00.40.011,'10'") && text.contains("S21.G00.53.002,'24.00'\nS21.G00.53.003,'35'")
    );
    assert!(text.contains("S21.G00.40.003,'04'"));
}

/// Two extras of two days, one typed by the day (cachets), one with a gross and hours, are declared alike.
#[test]
fn extras_are_declared_one_way() {
    let said = |unit, cachets, heures| {
        let mut known = production();
        known.methodes.figurant_unite = unit;
        let spec = Spec {
            categorie: cddu_payslip::Categorie::Figurant,
            heures,
            ..artiste("CT-A", "2026-10-12", "2026-10-13", 2, cachets, "240.00")
        };
        let (text, _) = build(&known, &[payslip("BP-1", 1, "2026-10-16", &[spec])], "2026-10");
        let at = text.find("S21.G00.51.011,'002'").unwrap();
        let end = text[at..].find("S21.G00.51.011,'003'").unwrap();
        text[at..at + end]
            .lines()
            .filter(|l| l.contains(".53."))
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join(" ")
    };
    use cddu_declarations::production::FigurantUnite::{Cachet, Heures};
    let by_day = said(Cachet, 2, 16);
    assert!(by_day.contains("'2.00' S21.G00.53.003,'37'") && !by_day.contains("'35'"), "{by_day}");
    assert_eq!(said(Cachet, 0, 16), by_day);
    let by_hour = said(Heures, 0, 16);
    assert!(by_hour.contains("'16.00' S21.G00.53.003,'35'") && !by_hour.contains("'37'"), "{by_hour}");
    assert_eq!(said(Heures, 2, 16), by_hour);
}

/// Occupational health is due by the DSN since January 2026: 0.42 % of 1,200.00 is told while nothing carries it, and is a
/// component of the contract that does, once there is one.
#[test]
fn occupational_health_is_told_until_a_contract_carries_it() {
    let slip = with_line(
        payslip("BP-1", 1, "2026-10-16", &[tech()]),
        "MED_TRAVAIL",
        "sante_travail",
        None,
        Some("0.42"),
    );
    let told = |production: &Production| {
        let file = try_build(production, std::slice::from_ref(&slip), "2026-10").unwrap();
        file.avertissements.into_iter().find(|d| d.code == "DSN-015").map(|d| d.message)
    };
    let said = told(&production()).unwrap();
    assert!(said.contains("2026-10, 5.04,"), "{said}");
    let mut known = production();
    let mut contract = known.prevoyance[0].clone();
    contract.reference = "FICTIF-SANTE".to_owned();
    contract.lignes = vec!["MED_TRAVAIL".to_owned()];
    contract.couvre = Vec::new();
    known.prevoyance.push(contract);
    assert_eq!(told(&known), None);
    let (text, _) = build(&known, &[slip], "2026-10");
    assert!(text.contains("S21.G00.81.001,'059'\nS21.G00.81.004,'5.04'"), "{text}");
    assert!(text.contains("S21.G00.55.001,'5.04'"), "{text}");
}

/// Two contracts of prévoyance without `couvre` both claim every line: declared alike, each line would be paid twice.
#[test]
fn a_line_of_prevoyance_is_declared_once() {
    use cddu_declarations::production::PopulationCouverte::{Artiste, TechnicienNonCadre};
    let slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
    let mut both = production();
    let mut other = both.prevoyance[0].clone();
    other.reference = "FICTIF-ARTISTES".to_owned();
    both.prevoyance[0].couvre = Vec::new();
    other.couvre = Vec::new();
    both.prevoyance.push(other);
    let found = try_build(&both, std::slice::from_ref(&slip), "2026-10").unwrap_err();
    let told: Vec<_> = found.iter().filter(|d| d.is_error()).collect();
    assert!(told.iter().all(|d| d.code == "DECL-002"), "{found:#?}");
    assert!(told[0].message.contains("des techniciens non cadres irait deux fois"), "{}", told[0].message);

    let due: Cents = slip.contrats[0]
        .lignes
        .iter()
        .filter(|l| l.organisme == "audiens_prevoyance")
        .map(|l| l.montant_salarie.unwrap_or_default() + l.montant_employeur.unwrap_or_default())
        .sum();
    // (couvre of the first, couvre of the second): the one that names the people wins over the one for everybody.
    for (first, second, kept) in [
        (vec![TechnicienNonCadre], vec![Artiste], "1"),
        (vec![], vec![TechnicienNonCadre], "2"),
        (vec![TechnicienNonCadre], vec![], "1"),
    ] {
        let mut named = both.clone();
        named.prevoyance[0].couvre = first;
        named.prevoyance[1].couvre = second;
        let (text, _) = build(&named, std::slice::from_ref(&slip), "2026-10");
        assert!(text.contains(&format!("S21.G00.70.013,'{kept}'")), "{text}");
        assert_eq!(text.matches("S21.G00.70.013").count(), 1);
        assert_eq!(text.matches(&format!("S21.G00.55.001,'{due}'")).count(), 1, "{due} {text}");
    }
}

/// A line of prévoyance whose contract covers other people has no contract: it is asked for.
#[test]
fn prevoyance_of_people_that_no_contract_covers_is_asked_for() {
    let mut production = production();
    production.prevoyance[0].couvre = vec![cddu_declarations::production::PopulationCouverte::Artiste];
    let slip = payslip("BP-1", 1, "2026-10-16", &[tech()]);
    let found = try_build(&production, &[slip], "2026-10").unwrap_err();
    let codes: Vec<&str> = found.iter().filter(|d| d.is_error()).map(|d| d.code.as_str()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|c| *c == "DECL-001"), "{found:#?}");
}

/// In P24 other gross elements have no contract number: the DFS of two contracts of a payment is compared as a whole.
#[test]
fn the_norm_of_2024_has_no_contract_on_other_elements() {
    let spec =
        |name: &str, from: &str, to: &str| Spec { dfs: true, ..technicien(name, from, to, 3, 24, "600.00") };
    let specs = [spec("CT-A", "2024-10-07", "2024-10-09"), spec("CT-B", "2024-10-14", "2024-10-16")];
    let slip = payslip("BP-1", 1, "2024-10-18", &specs);
    let file = try_build(&production(), &[slip], "2024-10").unwrap_or_else(|e| panic!("{e:#?}"));
    let text: String = file.bytes.iter().map(|b| char::from(*b)).collect();
    // 17 % of 600.00, twice.
    assert_eq!(text.matches("S21.G00.54.001,'10'\nS21.G00.54.002,'102.00'").count(), 2);
    assert!(!text.contains("S21.G00.54.005"));
}

/// A payslip of the calculation, under the identity of the examples of these tests.
fn computed(input: &str) -> Payslip {
    let input = cddu_payslip::json::parse(input).unwrap_or_else(|e| panic!("{e:?}"));
    let computed =
        cddu_payslip::compute(&Rates::embedded(), &input).unwrap_or_else(|e| panic!("{e:?}")).bulletin;
    let known = payslip("BP-1", 1, &computed.date_paiement.to_string(), &[tech()]);
    let mut employeur = computed.employeur;
    employeur.identite = known.employeur.identite;
    Payslip { numero: Some("BP-1".into()), salarie: known.salarie, employeur, ..computed }
}

/// A film week of 46 hours (35 h, 8 h at 25 % of which 4 guaranteed, 3 h at 50 %), without night.
fn week(day: &str, effectif: u32) -> Payslip {
    let (from, to) = (format!("{day}-05"), format!("{day}-09"));
    computed(&format!(
        r#"{{"date_paiement":"{to}","employeur":{{"idcc":"3097","effectif":{effectif},"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"T001","nom":"EXEMPLE","prenom":"Camille"}},"contrats":[{{"contrat":"CT-A","categorie":"technicien","cadre":false,
        "fonction":"Machiniste cinéma","debut":"{from}","fin":"{to}","jours":5,"heures":"46","brut":"1688.64","heures_sup":[
        {{"semaine":"{from}","heures":"8","majoration":"25","montant":"341.14","structurelles":"4"}},
        {{"semaine":"{from}","heures":"3","majoration":"50","montant":"153.51"}}]}}]}}"#
    ))
}

#[test]
fn overtime_is_declared_with_its_hours_its_pay_and_its_reliefs() {
    let slip = week("2026-10", 8);
    let (text, dsn) = build(&production(), std::slice::from_ref(&slip), "2026-10");
    let paid = &dsn.individus[0].versements[0];
    let pay =
        |genre: &str| paid.remunerations.iter().find(|r| r.genre == genre).map(|r| (r.heures, r.montant));
    // Seven hours apart from the four guaranteed ones: 494.65 - 341.14 x 4 / 8.
    assert_eq!(pay("017"), Some((Some(700), cents("324.08"))));
    assert_eq!(pay("018"), Some((Some(400), cents("170.57"))));
    // Base pay without overtime, 1,688.64 - 494.65; no hours on it (S21.G00.51.012/CCH-12).
    assert_eq!(pay("010"), Some((None, cents("1193.99"))));
    assert_eq!(pay("026"), None);
    // 494.65 x 0.93319, over the period of the contract.
    assert_eq!(paid.heures_exonerees.iter().map(|(a, _)| *a).collect::<Vec<_>>(), [cents("461.60")]);
    assert!(text.contains("S21.G00.58.001,'05102026'\nS21.G00.58.002,'09102026'\nS21.G00.58.003,'01'"));
    assert_eq!(
        (paid.net_fiscal, paid.net_social),
        (slip.totaux.net_imposable, Some(slip.totaux.montant_net_social))
    );
    // Reliefs under base 03, negative; 076 stays whole.
    assert_eq!(dsn.cotisation("114"), -slip.totaux.allegements_salarie);
    assert_eq!(dsn.cotisation("021"), cents("-16.50"));
    let line = |code: &str| slip.contrats[0].lignes.iter().find(|l| l.code == code).expect("a line");
    let both = |code: &str| line(code).montant_salarie.unwrap() + line(code).montant_employeur.unwrap();
    assert_eq!(dsn.cotisation("076"), both("VIEIL_PLAF") + both("VIEIL_DEP"));
    // The CSG keeps one base, whatever is deductible.
    let csg = slip.contrats[0].bases.csg.unwrap();
    assert_eq!(dsn.base("04"), csg);
    let of = |code: &str| -> Vec<_> {
        let bases = paid.bases.iter().flat_map(|b| &b.cotisations);
        bases.filter(|c| c.code == code).map(|c| c.assiette).collect()
    };
    assert_eq!((of("072"), of("079")), (vec![Some(csg)], vec![Some(csg)]));
    let euros = |amount: Cents| Cents::round(cddu_rates::round_half_up(amount.to_decimal(), 0));
    assert_eq!(ctp(&dsn, "260"), Some(euros(csg)));
    let amount =
        |code: &str| dsn.bordereaux[0].cotisations.iter().find(|l| l.ctp == code).and_then(|l| l.montant);
    assert_eq!(amount("003"), Some(euros(slip.totaux.allegements_salarie)));
    assert_eq!((amount("004"), amount("005")), (Some(euros(cents("16.50"))), None));
    // Control of the Urssaf on the net social (DI_MNS_002): net fiscal + exempt net - 2.9 % of the CSG, to 20 %.
    let net = slip.totaux.net_imposable + cents("461.60") - rate("2.90").of(csg);
    let gap = (net - slip.totaux.montant_net_social).abs();
    assert!(gap.0 * 5 < slip.totaux.montant_net_social.0, "{gap}");
}

#[test]
fn the_ctp_of_the_deduction_follows_the_size_until_2024() {
    for (day, effectif, ctp, other) in
        [("2024-11", 8, "004", "005"), ("2024-11", 60, "005", "004"), ("2025-11", 60, "004", "005")]
    {
        let slip = week(day, effectif);
        let (text, dsn) = build(&production(), &[slip], day);
        let found = |code: &str| dsn.bordereaux[0].cotisations.iter().any(|l| l.ctp == code);
        assert!(found(ctp) && !found(other), "{day} {effectif}");
        // Type 026 left the norm with P25.
        assert_eq!(text.contains("S21.G00.51.011,'026'"), day.starts_with("2024"), "{day}");
    }
}

#[test]
fn a_payslip_replaced_in_another_month_takes_its_overtime_back() {
    let (old, mut new) = (week("2026-10", 8), week("2026-10", 8));
    // Replaced in November by a payslip without overtime.
    let mut old = old;
    old.date_paiement = day("2026-10-30");
    new.numero = Some("BP-2".into());
    new.rectifie = Some("BP-1".into());
    new.date_paiement = day("2026-11-13");
    let bare = computed(
        r#"{"date_paiement":"2026-11-13","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
        "salarie":{"matricule":"T001","nom":"EXEMPLE","prenom":"Camille"},"contrats":[{"contrat":"CT-A","categorie":"technicien","cadre":false,
        "fonction":"Machiniste cinéma","debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"46","brut":"1688.64","heures_sup":[]}]}"#,
    );
    let new = Payslip { numero: new.numero, rectifie: new.rectifie, ..bare };
    let (_, dsn) = build(&production(), &[old.clone(), new], "2026-11");
    let paid = &dsn.individus[0].versements[0];
    assert_eq!(paid.heures_exonerees.iter().map(|(a, _)| *a).collect::<Vec<_>>(), [cents("-461.60")]);
    assert_eq!(dsn.cotisation("114"), old.totaux.allegements_salarie);
    assert_eq!(dsn.cotisation("021"), cents("16.50"));
    let back: Cents = paid
        .remunerations
        .iter()
        .filter(|r| matches!(r.genre.as_str(), "017" | "018"))
        .map(|r| r.montant)
        .sum();
    assert_eq!(back, cents("-494.65"));
}
