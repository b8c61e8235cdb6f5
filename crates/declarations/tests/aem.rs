//! AEM: natures, counters, lines, rules, layout.

mod common;

use cddu_declarations::aem::{self, AemFile, Attestation, Nature, Options};
use cddu_declarations::{Mode, Tables};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Gravite, Month, Rates};
use common::{artiste, cents, day, payslip, production, rate, technicien};

fn tables() -> Tables {
    Tables::load(&Rates::embedded()).unwrap()
}

fn options(month: &str, issued: Vec<Attestation>) -> Options {
    Options {
        mois: Month::parse(month).unwrap(),
        mode: Mode::Essai,
        genere_le: day("2026-12-04").and_hms_opt(9, 0, 0).unwrap(),
        signe_le: None,
        emises: issued,
    }
}

fn build(month: &str, slips: &[Payslip], issued: Vec<Attestation>) -> AemFile {
    aem::build(&production(), &tables(), slips, &options(month, issued)).unwrap()
}

fn natures(file: &AemFile) -> Vec<(Nature, &str)> {
    file.attestations().map(|a| (a.nature, a.contrat.reference_contrat.as_str())).collect()
}

/// A contract over October and November, paid in both months, and a short one of an artist.
fn season() -> Vec<Payslip> {
    let part = |from: &str, to: &str| Some(cddu_rates::Period { debut: day(from), fin: day(to) });
    let mut first = technicien("CTR-0002", "2026-10-19", "2026-11-20", 10, 78, "2340.00");
    first.periode = part("2026-10-19", "2026-10-30");
    let mut second = technicien("CTR-0002", "2026-10-19", "2026-11-20", 12, 96, "2880.00");
    second.periode = part("2026-11-02", "2026-11-20");
    vec![
        payslip("BP-1", 1, "2026-10-30", &[first]),
        payslip("BP-2", 2, "2026-10-16", &[artiste("CTR-0001", "2026-10-12", "2026-10-14", 3, 3, "1350.00")]),
        payslip("BP-3", 1, "2026-11-20", &[second]),
    ]
}

#[test]
fn a_contract_over_two_months_gives_an_initiale_then_a_complementaire() {
    let slips = season();
    let october = build("2026-10", &slips, Vec::new());
    assert_eq!(natures(&october), [(Nature::Initiale, "CTR-0002"), (Nature::Initiale, "CTR-0001")]);
    let running = october.attestations().next().unwrap();
    assert_eq!(running.contrat.contrat_en_cours, Some(true));
    assert_eq!((running.contrat.date_fin, running.contrat.motif_fin), (None, None));
    // Z counts as 9: 999000001 = 97 x 10298969 + 8 ; 999000002 gives 9.
    let numbers: Vec<_> = october.attestations().map(|a| a.numero_aem.clone().unwrap()).collect();
    assert_eq!(numbers, ["EZZZ00000108", "EZZZ00000209"]);

    let issued: Vec<Attestation> = october.attestations().cloned().collect();
    let november = build("2026-11", &slips, issued);
    let next = november.attestations().next().unwrap();
    assert_eq!(next.nature, Nature::Complementaire);
    assert_eq!(next.numero_aem.as_deref(), Some("EZZZ00000310"));
    assert_eq!(next.numero_aem_initiale.as_deref(), Some("EZZZ00000108"));
    assert_eq!(next.reference_initiale.as_deref(), Some("2026-10-CTR-0002"));
    assert_eq!(next.contrat.date_fin, Some(day("2026-11-20")));
    // 11.90 % = 4.00 + 0.50 + 5.00 + 2.40 of 2880.00: 115.20 + 14.40 + 144.00 + 69.12.
    assert_eq!(next.remuneration.principale.taux_contribution, rate("11.90"));
    assert_eq!(next.remuneration.total_contribution, cents("342.72"));
}

#[test]
fn cachets_are_grouped_from_five_days() {
    let cases = [(1, 1, (1, 0)), (4, 6, (6, 0)), (5, 5, (0, 5)), (12, 9, (0, 9))];
    for (days, cachets, expected) in cases {
        let slip = payslip(
            "BP-1",
            2,
            "2026-10-30",
            &[artiste("CTR-1", "2026-10-05", "2026-10-30", days, cachets, "2000.00")],
        );
        let file = build("2026-10", &[slip], Vec::new());
        let work = &file.attestations().next().unwrap().activite;
        let got = (work.cachets_isoles.to_string(), work.cachets_groupes.to_string());
        assert_eq!(got, (expected.0.to_string(), expected.1.to_string()), "{days} days");
    }
}

#[test]
fn pay_at_another_rate_goes_to_the_second_line() {
    let mut low = technicien("CTR-1", "2026-10-01", "2026-10-31", 4, 32, "900.00");
    low.majoration = false;
    low.periode = Some(cddu_rates::Period { debut: day("2026-10-01"), fin: day("2026-10-09") });
    let mut high = technicien("CTR-1", "2026-10-01", "2026-10-31", 10, 80, "2000.00");
    high.periode = Some(cddu_rates::Period { debut: day("2026-10-12"), fin: day("2026-10-30") });
    let slips = [payslip("BP-1", 1, "2026-10-16", &[low]), payslip("BP-2", 1, "2026-10-30", &[high])];
    let file = build("2026-10", &slips, Vec::new());
    let pay = &file.attestations().next().unwrap().remuneration;
    let other = pay.autres.as_ref().unwrap();
    assert_eq!(
        (pay.principale.brut_apres_abattement, pay.principale.taux_contribution),
        (cents("2000.00"), rate("11.90"))
    );
    assert_eq!((other.brut_apres_abattement, other.taux_contribution), (cents("900.00"), rate("11.40")));
    // 2000 x 11.90 % = 238.00 ; 900 x 11.40 % = 102.60.
    assert_eq!(pay.total_contribution, cents("340.60"));
    assert_eq!(pay.bulletins, ["BP-1", "BP-2"]);
}

#[test]
fn a_correction_of_a_former_month_takes_back_and_gives_again() {
    let mut slips = season();
    let october: Vec<Attestation> = build("2026-10", &slips, Vec::new()).attestations().cloned().collect();
    let mut fixed = payslip(
        "BP-2R",
        2,
        "2026-11-13",
        &[artiste("CTR-0001", "2026-10-12", "2026-10-14", 3, 3, "1400.00")],
    );
    fixed.rectifie = Some("BP-2".into());
    slips.push(fixed);
    let file = build("2026-11", &slips, october);
    let got: Vec<_> = file
        .attestations()
        .map(|a| (a.nature, a.remuneration.brut(), a.numero_aem_initiale.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        got,
        [
            (Nature::Complementaire, cents("2880.00"), "EZZZ00000108"),
            (Nature::RectificativeNegative, cents("1350.00"), "EZZZ00000209"),
            (Nature::RectificativePositive, cents("1400.00"), "EZZZ00000209"),
        ]
    );
    // 2880 - 1350 + 1400.
    assert_eq!(file.exchange.lots[0].controle.total_brut_apres_abattement, cents("2930.00"));
    let keys: std::collections::BTreeSet<_> = file.attestations().map(|a| a.reference.clone()).collect();
    assert_eq!(keys.len(), 3);
}

#[test]
fn what_is_written_is_read_again_and_follows_the_schema() {
    let file = build("2026-10", &season(), Vec::new());
    assert_eq!(aem::lire(&file.bytes).unwrap(), file.exchange);
    assert_eq!(aem::verifier(&file.bytes).unwrap(), []);
    insta::assert_snapshot!(String::from_utf8(file.bytes).unwrap());
}

#[test]
fn missing_identifiers_are_all_listed_with_their_place() {
    let mut production = production();
    production.signataire = Default::default();
    let employer = production.employeur.as_mut().unwrap();
    employer.identite.siret = None;
    employer.identite.code_ape = Some("CINEMA".into());
    let mut slips = season();
    slips[0].salarie.nir = Some("160017510000101".into());
    slips[1].contrats[0].numero_objet = Some("OBJET".into());
    slips[1].salarie.date_naissance = None;
    let errors = aem::build(&production, &tables(), &slips, &options("2026-10", Vec::new())).unwrap_err();
    let places: Vec<String> = errors
        .iter()
        .map(|d| {
            format!(
                "{} {} {} {}",
                d.code,
                d.fichier.as_deref().unwrap_or(""),
                d.champ.as_deref().unwrap_or(""),
                d.colonne.as_deref().unwrap_or("")
            )
        })
        .collect();
    for wanted in [
        "DECL-001 production.toml employeur.siret ",
        "DECL-002 production.toml employeur.code_ape ",
        "DECL-001 production.toml declarations.signataire.nom ",
        "DECL-001 production.toml declarations.signataire.lieu ",
        "DECL-002 salaries.csv salarié T001 (CAMILLE ESSAIB) nir",
        "DECL-001 salaries.csv salarié T002 (CAMILLE ESSAIC) date_naissance",
        "DECL-002 contrats.csv contrat CTR-0001 numero_objet",
    ] {
        assert!(places.iter().any(|p| p == wanted), "{wanted} not in {places:#?}");
    }
    assert_eq!(errors.iter().filter(|d| d.champ.as_deref() == Some("employeur.siret")).count(), 1);
}

/// One broken document per rule: the change, and the rule that must fire (and nothing blocking otherwise).
#[test]
fn each_rule_fires_on_its_own_broken_document() {
    type Break = fn(&mut Vec<Attestation>);
    let cases: [(&str, Break); 20] = [
        ("AEM-R01", |a| {
            let mut twin = a[0].clone();
            twin.reference = "AUTRE".into();
            twin.nature = Nature::Complementaire;
            twin.numero_aem = None;
            twin.reference_initiale = Some(a[0].reference.clone());
            a.push(twin);
        }),
        ("AEM-R02", |a| {
            let mut twin = a[0].clone();
            twin.reference = "AUTRE".into();
            twin.numero_aem = None;
            a.push(twin);
        }),
        ("AEM-R03", |a| a[0].nature = Nature::Complementaire),
        ("AEM-R04", |a| a[0].contrat.contrat_en_cours = None),
        ("AEM-R04", |a| a[1].contrat.date_fin = Some(day("2026-11-14"))),
        ("AEM-R05", |a| a[1].contrat.date_debut = day("2026-10-15")),
        ("AEM-R05", |a| a[1].remuneration.date_paiement = day("2026-11-02")),
        ("AEM-R06", |a| a[0].activite.cachets_isoles = "2".parse().unwrap()),
        ("AEM-R06", |a| a[0].activite.heures_effectuees = "0".parse().unwrap()),
        ("AEM-R07", |a| a[1].activite.cachets_isoles = "0".parse().unwrap()),
        ("AEM-R08", |a| a[1].activite.cachets_groupes = "1".parse().unwrap()),
        ("AEM-R09", |a| a[1].activite.jours_travailles = 5),
        ("AEM-R10", |a| a[0].activite.jours_travailles = 0),
        ("AEM-R11", |a| a[0].contrat.numero_objet = "26ab00000112".into()),
        ("AEM-R12", |a| a[0].remuneration.principale.brut_avant_abattement = Some(cents("2400.00"))),
        ("AEM-R13", |a| {
            a[0].remuneration.principale.montant_contribution += Cents(100);
            a[0].remuneration.total_contribution += Cents(100);
        }),
        ("AEM-R14", |a| a[0].remuneration.total_contribution += Cents(1)),
        ("AEM-R18", |a| a[0].activite.heures_effectuees = "-78".parse().unwrap()),
        ("AEM-R21", |a| a.swap(0, 1)),
        ("AEM-R22", |a| a[0].salarie.cle_nir = Some("01".into())),
    ];
    let clean = build("2026-10", &season(), Vec::new()).exchange;
    for (rule, change) in cases {
        let mut broken = clean.clone();
        change(&mut broken.lots[0].attestations);
        broken.lots[0].controle = aem::Controle::of(&broken.lots[0].attestations);
        let found = aem::verifier_exchange(&broken);
        assert!(found.iter().any(|c| c.code == rule), "{rule}: {found:#?}");
    }
    let mut broken = clean.clone();
    broken.lots[0].controle.nombre_attestations += 1;
    assert_eq!(aem::verifier_exchange(&broken)[0].code, "AEM-R17");
    let mut broken = clean.clone();
    broken.lots[0].employeur.siret = "12345678200037".into();
    assert_eq!(aem::verifier_exchange(&broken)[0].code, "AEM-R23");
    let mut broken = clean;
    broken.lots[0].attestations[0].numero_aem = Some("EZZZ00000109".into());
    let found = aem::verifier_exchange(&broken);
    assert_eq!((found[0].code.as_str(), found[0].gravite), ("AEM-R20", Gravite::Mineur));
}

/// An hour forgotten on a day already declared is paid later: hours without a day, in a complementary attestation only.
#[test]
fn a_complement_may_add_hours_to_days_already_declared() {
    let days_asked = |nature: Nature| {
        let mut exchange = build("2026-10", &season(), Vec::new()).exchange;
        let first = &mut exchange.lots[0].attestations[0];
        first.nature = nature;
        first.activite.jours_travailles = 0;
        first.activite.heures_effectuees = "1".parse().unwrap();
        aem::verifier_exchange(&exchange).iter().any(|c| c.code == "AEM-R10")
    };
    assert!(!days_asked(Nature::Complementaire));
    assert!(days_asked(Nature::Initiale));
}

/// What the first table leaves out: the other side of each rule, and its severity. The first attestation is that of a
/// technician over October and November (78 h, 10 days, 2 340.00), the second that of an artist (3 days, 3 cachets).
#[test]
fn each_rule_has_its_other_side() {
    type Break = fn(&mut Vec<Attestation>);
    let cases: [(&str, Gravite, Break); 16] = [
        // A reference to an attestation that is not the initiale of the same contract.
        ("AEM-R03", Gravite::Bloquant, |a| {
            a[0].nature = Nature::Complementaire;
            a[0].reference_initiale = Some(a[1].reference.clone());
        }),
        // An initiale refers to nothing.
        ("AEM-R03", Gravite::Bloquant, |a| a[0].reference_initiale = Some("AUTRE".into())),
        // An end without its reason.
        ("AEM-R04", Gravite::Bloquant, |a| a[1].contrat.motif_fin = None),
        // Starts after the month.
        ("AEM-R05", Gravite::Bloquant, |a| a[0].contrat.date_debut = day("2026-11-01")),
        // Signed before the payment: a doubt.
        ("AEM-R05", Gravite::Mineur, |a| a[1].authentification.date = day("2026-10-01")),
        ("AEM-R06", Gravite::Bloquant, |a| a[0].activite.cachets_groupes = "1".parse().unwrap()),
        // Two days are isolés, whatever is written.
        ("AEM-R09", Gravite::Bloquant, |a| {
            a[1].activite.cachets_groupes = a[1].activite.cachets_isoles;
            a[1].activite.cachets_isoles = "0".parse().unwrap();
        }),
        // More days than the contract has.
        ("AEM-R10", Gravite::Bloquant, |a| a[1].activite.jours_travailles = 4),
        // 2026 - 2022 = 4 years.
        ("AEM-R11", Gravite::Mineur, |a| a[1].contrat.numero_objet.replace_range(..2, "22")),
        // 25 % of 1 350.00 is 337.50: 400.00 is more than the rate allows.
        ("AEM-R12", Gravite::Bloquant, |a| {
            let line = &mut a[1].remuneration.principale;
            line.brut_avant_abattement = Some(cents("1350.00"));
            line.taux_abattement = Some("25".parse().unwrap());
            line.brut_apres_abattement = cents("950.00");
        }),
        // A gross after DFS above the gross.
        ("AEM-R12", Gravite::Bloquant, |a| {
            let line = &mut a[1].remuneration.principale;
            line.brut_apres_abattement = line.brut_avant_abattement.unwrap() + Cents(1);
        }),
        ("AEM-R18", Gravite::Bloquant, |a| a[0].remuneration.principale.assiette_contribution = Cents(-1)),
        // 209 h in a month: kept to 208 by France Travail, declared all the same.
        ("AEM-R19", Gravite::Info, |a| a[0].activite.heures_effectuees = "209".parse().unwrap()),
        ("AEM-R21", Gravite::Mineur, |a| {
            // 999000005 = 97 x 10298969 + 12: the counter jumps from 1 to 5.
            a[1].numero_aem = Some("EZZZ00000512".into());
        }),
        // Born in another month than the NIR says.
        ("AEM-R22", Gravite::Bloquant, |a| {
            let born = a[0].salarie.date_naissance;
            a[0].salarie.date_naissance = born.checked_add_months(chrono::Months::new(1)).unwrap();
        }),
        ("AEM-R22", Gravite::Bloquant, |a| a[0].salarie.ntt = Some("112345678200001".into())),
    ];
    let clean = build("2026-10", &season(), Vec::new()).exchange;
    for (n, (rule, gravite, change)) in cases.into_iter().enumerate() {
        let mut broken = clean.clone();
        change(&mut broken.lots[0].attestations);
        broken.lots[0].controle = aem::Controle::of(&broken.lots[0].attestations);
        let found: Vec<(String, Gravite)> =
            aem::verifier_exchange(&broken).into_iter().map(|c| (c.code, c.gravite)).collect();
        assert_eq!(found, [(rule.to_owned(), gravite)], "case {n}");
    }
}

/// At the edge of a rule nothing is said.
#[test]
fn nothing_is_said_at_the_edge_of_a_rule() {
    type Change = fn(&mut Vec<Attestation>);
    let cases: [Change; 6] = [
        // 208 h and not one more.
        |a| a[0].activite.heures_effectuees = "208".parse().unwrap(),
        // A numéro d'objet of three years ago.
        |a| a[1].contrat.numero_objet.replace_range(..2, "23"),
        // Signed on the day of payment.
        |a| a[1].authentification.date = a[1].remuneration.date_paiement,
        // Rounded to the euro, as the form V4 did: 1 350.00 x 11.90 % = 160.65, 161.00.
        |a| {
            let r = &mut a[1].remuneration;
            r.principale.montant_contribution = cents("161.00");
            r.total_contribution = cents("161.00");
        },
        // As many days as the contract has.
        |a| a[1].activite.jours_travailles = 3,
        // The artist has hours instead of cachets.
        |a| {
            a[1].activite.cachets_isoles = "0".parse().unwrap();
            a[1].activite.heures_effectuees = "24".parse().unwrap();
        },
    ];
    let clean = build("2026-10", &season(), Vec::new()).exchange;
    for (n, change) in cases.into_iter().enumerate() {
        let mut file = clean.clone();
        change(&mut file.lots[0].attestations);
        file.lots[0].controle = aem::Controle::of(&file.lots[0].attestations);
        let found = aem::verifier_exchange(&file);
        assert!(found.is_empty(), "case {n}: {found:#?}");
    }
}

/// Two months in one file: a contract has one initiale over all of it, and the counter goes on from lot to lot.
#[test]
fn rules_hold_over_all_the_lots_of_a_file() {
    let october = build("2026-10", &season(), Vec::new());
    let november = build("2026-11", &season(), october.attestations().cloned().collect());
    let mut file = october.exchange.clone();
    file.lots.extend(november.exchange.lots.clone());
    assert_eq!(aem::verifier_exchange(&file), []);
    let mut twice = file.clone();
    let second = &mut twice.lots[1].attestations[0];
    second.nature = Nature::Initiale;
    (second.numero_aem_initiale, second.reference_initiale) = (None, None);
    let codes = |file: &aem::AemExchange| -> Vec<String> {
        aem::verifier_exchange(file).into_iter().map(|c| c.code).collect()
    };
    assert_eq!(codes(&twice), ["AEM-R02"]);
    let mut other = file.clone();
    other.lots[1].attestations[0].contrat.numero_objet = "26AB00000209".into();
    assert_eq!(codes(&other), ["AEM-R01"]);
    file.lots.swap(0, 1);
    assert_eq!(codes(&file), ["AEM-R21"]);
}

/// Values of each field at the edge of the layout.
#[test]
fn formats_follow_the_schema() {
    type Break = fn(&mut Attestation);
    let cases: [Break; 8] = [
        |a| a.reference = "é".into(),
        |a| a.contrat.reference_contrat = "A".repeat(41),
        |a| a.salarie.nom_famille = String::new(),
        |a| a.salarie.adresse.voie = "X".repeat(51),
        |a| a.salarie.adresse.code_postal = "7".into(),
        |a| a.salarie.numero_conges_spectacles = Some("123".into()),
        |a| a.emploi.annexe = 9,
        |a| a.remuneration.bulletins.clear(),
    ];
    let clean = build("2026-10", &season(), Vec::new()).exchange;
    for (n, change) in cases.into_iter().enumerate() {
        let mut broken = clean.clone();
        change(&mut broken.lots[0].attestations[0]);
        assert!(aem::verifier_exchange(&broken).iter().any(|c| c.code == "AEM-XSD"), "case {n}");
    }
}

/// The file against `schema/aem.xsd` with xmllint, on machines that have it.
#[test]
fn xmllint_accepts_the_file() {
    use std::io::Write as _;
    let file = build("2026-10", &season(), Vec::new());
    let run = std::process::Command::new("xmllint")
        .args(["--noout", "--schema", concat!(env!("CARGO_MANIFEST_DIR"), "/schema/aem.xsd"), "-"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn();
    let Ok(mut child) = run else {
        // Without xmllint the layout is checked by `formats_follow_the_schema` and by reading the file again.
        return;
    };
    child.stdin.take().unwrap().write_all(&file.bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn rounding_and_ags_are_parameters() {
    let mut production = production();
    let slips = season();
    let total = |production: &cddu_declarations::Production| {
        let file = aem::build(production, &tables(), &slips, &options("2026-10", Vec::new())).unwrap();
        assert_eq!(aem::verifier(&file.bytes).unwrap(), []);
        file.attestations().next().unwrap().remuneration.total_contribution
    };
    // 11.90 % of 2340 = 278.46 ; to the euro 278 ; with AGS 0.25 % (5.85): 284.31.
    assert_eq!(total(&production), cents("278.46"));
    production.aem.arrondi = cddu_declarations::production::ArrondiAem::Euro;
    assert_eq!(total(&production), cents("278.00"));
    production.aem.arrondi = cddu_declarations::production::ArrondiAem::Centime;
    production.aem.ags = true;
    assert_eq!(total(&production), cents("284.31"));
}

#[test]
fn a_file_that_is_not_an_aem_is_named_in_french() {
    let good = String::from_utf8(build("2026-10", &season(), Vec::new()).bytes).unwrap();
    let renamed = good.replace("<Lieu>", "<Ville>").replace("</Lieu>", "</Ville>");
    let place = good.lines().position(|l| l.contains("<Lieu>")).map(|n| n as u64 + 1);
    let outside = good.replacen("?>", "?><!DOCTYPE AEM SYSTEM \"http://exemple.fr/aem.dtd\">", 1);
    let cases: [(Vec<u8>, &str, Option<u64>); 7] = [
        (outside.into_bytes(), "<!DOCTYPE", None),
        (Vec::new(), "le fichier AEM est vide", None),
        (b"contrat,matricule\n".to_vec(), "ce n'est pas un fichier AEM (XML)", None),
        (b"S10.G00.00.001,'cddu'\n".to_vec(), "ce fichier est une DSN", None),
        (good.as_bytes()[..good.len() / 2].to_vec(), "il est coupé", None),
        (renamed.into_bytes(), "« Ville » inconnu", place),
        ([b"<AEM>".as_slice(), &[0xE9]].concat(), "n'est pas en UTF-8", None),
    ];
    for (bytes, message, line) in cases {
        let found = aem::lire(&bytes).unwrap_err();
        assert_eq!((found.code.as_str(), found.ligne), ("AEM-091", line), "{found}");
        assert!(found.message.contains(message), "{message}: {found}");
    }
    let foreign = good.replace(aem::NAMESPACE, "urn:autre");
    let found = aem::verifier(foreign.as_bytes()).unwrap();
    assert_eq!((found.len(), found[0].code.as_str()), (1, "AEM-XSD"));
    assert!(found[0].message.contains("@xmlns"), "{}", found[0].message);
}

/// One payment of a contract: month after October, days, gross, and what a later payslip puts in its place.
type Payment = (u32, u32, i64, Option<(u32, i64)>);

mod properties {
    use std::collections::BTreeMap;

    use cddu_rates::Quantity;
    use chrono::Months;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    fn payment() -> impl Strategy<Value = Payment> {
        (0u32..3, 1u32..7, 20_000i64..300_000, prop::option::of((0u32..3, 20_000i64..300_000)))
    }

    fn world(contracts: &[(bool, Vec<Payment>)]) -> Vec<Payslip> {
        let mut slips = Vec::new();
        for (c, (artist, payments)) in contracts.iter().enumerate() {
            let name = format!("CTR-{c:04}");
            for (p, (month, days, brut, correction)) in payments.iter().enumerate() {
                let first = day("2026-10-05") + Months::new(*month);
                let paid = |after: u32| (day("2026-10-28") + Months::new((month + after).min(2))).to_string();
                let spec = |brut: i64| {
                    let (from, to) = ("2026-10-01", "2026-12-31");
                    let mut spec = if *artist {
                        artiste(&name, from, to, *days, *days, "1.00")
                    } else {
                        technicien(&name, from, to, *days, days * 8, "1.00")
                    };
                    spec.brut = Cents(brut);
                    let last = first + chrono::Days::new(u64::from(*days) - 1);
                    spec.periode = cddu_rates::Period::new(first, last);
                    spec
                };
                let person = u32::try_from(c).unwrap();
                let number = format!("BP-{c}-{p}");
                slips.push(payslip(&number, person, &paid(0), &[spec(*brut)]));
                if let Some((after, right)) = correction {
                    let mut fixed = payslip(&format!("{number}R"), person, &paid(*after), &[spec(*right)]);
                    fixed.rectifie = Some(number);
                    slips.push(fixed);
                }
            }
        }
        slips
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is paid, late or corrected: the attestations of a contract add up, with their signs, to the
        /// payslips that stand; each file follows the rules; numbers grow; one initiale at most.
        #[test]
        fn signed_attestations_add_up_to_the_payslips_that_stand(
            contracts in prop::collection::vec((any::<bool>(), prop::collection::vec(payment(), 1..4)), 1..4),
        ) {
            let slips = world(&contracts);
            let mut issued: Vec<Attestation> = Vec::new();
            for month in ["2026-10", "2026-11", "2026-12"] {
                if !slips.iter().any(|s| s.date_paiement.to_string().starts_with(month)) {
                    continue;
                }
                let file = aem::build(&production(), &tables(), &slips, &options(month, issued.clone())).unwrap();
                let found = aem::verifier(&file.bytes).unwrap();
                prop_assert!(found.iter().all(|c| c.gravite > Gravite::Majeur), "{found:#?}");
                prop_assert_eq!(&aem::lire(&file.bytes).unwrap(), &file.exchange);
                issued.extend(file.attestations().cloned());
            }
            let numbers: Vec<_> =
                issued.iter().map(|a| a.numero_aem.clone().unwrap()[4..10].to_owned()).collect();
            prop_assert!(numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
            // Gross, contribution, days, hours and cachets of each contract.
            let mut declared: BTreeMap<&str, (i64, i64, i64, Decimal, Decimal)> = BTreeMap::new();
            for a in &issued {
                let sign = a.nature.sign();
                let signed = |q: Quantity| Decimal::from(sign) * q.0;
                let sum = declared.entry(&a.contrat.reference_contrat).or_default();
                sum.0 += sign * a.remuneration.brut_avant().0;
                sum.1 += sign * a.remuneration.total_contribution.0;
                sum.2 += sign * i64::from(a.activite.jours_travailles);
                sum.3 += signed(a.activite.heures_effectuees);
                sum.4 += signed(a.activite.cachets_isoles) + signed(a.activite.cachets_groupes);
            }
            let replaced: Vec<&str> = slips.iter().filter_map(|s| s.rectifie.as_deref()).collect();
            for (c, (artist, _)) in contracts.iter().enumerate() {
                let name = format!("CTR-{c:04}");
                let standing: Vec<_> = slips
                    .iter()
                    .filter(|s| !replaced.contains(&s.numero.as_deref().unwrap()))
                    .flat_map(|s| &s.contrats)
                    .filter(|p| p.contrat == name)
                    .collect();
                let sum = |pick: &dyn Fn(&cddu_payslip::ContractPay) -> i64| standing.iter().map(|p| pick(p)).sum::<i64>();
                let days = sum(&|p| i64::from(p.jours.whole()));
                let unemployment = sum(&|p| {
                    let lines = p.lignes.iter().filter(|l| l.code.starts_with("CHOM"));
                    lines.flat_map(|l| [l.montant_salarie, l.montant_employeur]).flatten().map(|m| m.0).sum()
                });
                let (hours, cachets) = if *artist { (0, days) } else { (days * 8, 0) };
                let expected =
                    (sum(&|p| p.bases.brut.0), unemployment, days, Decimal::from(hours), Decimal::from(cachets));
                prop_assert_eq!(declared[name.as_str()], expected);
                let initials = issued
                    .iter()
                    .filter(|a| a.contrat.reference_contrat == name && a.nature == Nature::Initiale)
                    .count();
                prop_assert!(initials <= 1);
            }
        }
    }
}

/// Nine hundred euros of cachets and a taxi of 42.80 refunded to an artist with the deduction: the taxi is in the base that is
/// reduced. 18 % of 942.80 = 169.70 (2026); 942.80 - 169.70 = 773.10. Without the deduction, the taxi is no pay.
#[test]
fn the_pay_that_the_deduction_reduces_holds_the_expenses_refunded() {
    let rates = Rates::embedded();
    for (dfs, before, after) in [(true, "942.80", "773.10"), (false, "900.00", "900.00")] {
        let input = serde_json::json!({
            "numero": "BP-1",
            "date_paiement": "2026-10-30",
            "employeur": common::employeur(),
            "salarie": common::salarie(1),
            "contrats": [{
                "contrat": "C1", "categorie": "artiste", "annexe": 10, "fonction": "Artiste dramatique",
                "debut": "2026-10-12", "fin": "2026-10-14", "jours": 3, "cachets": 3, "brut": "900.00", "dfs": dfs,
                "numero_objet": "26AB00000112"
            }],
            "elements": [{"code": "frais", "montant": "42.80", "contrat": "C1"}]
        });
        let input: cddu_payslip::BulletinInput = serde_json::from_value(input).unwrap();
        let slip = cddu_payslip::compute(&rates, &input).unwrap().bulletin;
        let file = build("2026-10", &[slip], Vec::new());
        let line = &file.attestations().next().unwrap().remuneration.principale;
        assert_eq!(line.brut_avant_abattement, Some(cents(before)), "{dfs}");
        assert_eq!(line.brut_apres_abattement, cents(after), "{dfs}");
        assert!(file.avertissements.iter().all(|d| d.code != "AEM-R12"), "{:?}", file.avertissements);
    }
}
