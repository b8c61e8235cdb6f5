//! Properties of the DSN and the AEM over generated productions.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::dsn::{self, Options, totals};
use cddu_declarations::{Mode, Tables, aem};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month, Period, Rates};
use common::{Spec, artiste, cents, day, payslip, production, technicien, with_frais, with_rgdu};
use proptest::prelude::*;

/// Read once: the cases share them.
fn tables() -> &'static Tables {
    static TABLES: std::sync::OnceLock<Tables> = std::sync::OnceLock::new();
    TABLES.get_or_init(|| Tables::load(&Rates::embedded()).unwrap())
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

/// Person, first day in October, days, pay, artist, DFS, relief, expenses.
type Raw = (u32, u32, u32, i64, bool, bool, bool, bool);

fn raw() -> impl Strategy<Value = Raw> {
    (
        0u32..12,
        1u32..26,
        1u32..6,
        10_000i64..900_000,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
}

fn world(raws: &[Raw]) -> Vec<Payslip> {
    raws.iter()
        .enumerate()
        .map(|(n, &(person, first, days, brut, artist, dfs, relief, expenses))| {
            let debut = day("2026-10-01") + chrono::Days::new(u64::from(first) - 1);
            let fin = debut + chrono::Days::new(u64::from(days) - 1);
            let name = format!("CT-{n:04}");
            let mut spec: Spec = if artist {
                artiste(&name, "2026-10-01", "2026-10-01", days, days, "1.00")
            } else {
                technicien(&name, "2026-10-01", "2026-10-01", days, days * 8, "1.00")
            };
            (spec.debut, spec.fin, spec.brut, spec.dfs) = (debut, fin, Cents(brut), dfs && artist);
            let mut slip = payslip(&format!("BP-{n:04}"), person, "2026-10-30", &[spec]);
            if relief && !artist {
                slip = with_rgdu(slip, "12.34", "2.46");
            }
            if expenses {
                slip = with_frais(slip, &name, "21.40");
            }
            slip
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Totals of the DSN are those of the payslips, one individual per NIR, the file passes the validator, and the
    /// attestations of the month agree with it.
    #[test]
    fn a_dsn_says_what_the_payslips_say(raws in prop::collection::vec(raw(), 1..14)) {
        let slips = world(&raws);
        let production = production();
        let tables = tables();
        let month = Month::parse("2026-10").unwrap();
        let file = dsn::build(&production, tables, &slips, month, &options()).unwrap();
        prop_assert!(!cddu_dsn::verify(&file.bytes).iter().any(cddu_dsn::Finding::refuse));
        let d = &totals::read(&file.bytes)[0];
        let sum = |pick: fn(&Payslip) -> Cents| slips.iter().map(pick).sum::<Cents>();
        prop_assert_eq!(d.remuneration("001", false), sum(|s| s.totaux.brut));
        prop_assert_eq!(d.pas(), sum(|s| s.totaux.pas));
        prop_assert_eq!(d.base("03"), sum(|s| s.contrats.iter().map(|c| c.bases.securite_sociale).sum()));
        prop_assert_eq!(d.base("27"), sum(|s| s.contrats.iter().map(|c| c.bases.conges_spectacles).sum()));
        // Everything the employer and the employees pay, less what is paid outside the DSN.
        let paid: Cents = d.individus.iter().flat_map(|i| &i.versements).flat_map(|v| &v.bases).flat_map(|b| &b.cotisations)
            .filter(|c| !matches!(c.code.as_str(), "142" | "146")).filter_map(|c| c.montant).sum();
        let outside: Cents = slips.iter().flat_map(|s| &s.contrats).flat_map(|c| &c.lignes)
            .filter(|l| matches!(l.organisme.as_str(), "afdas" | "conventionnel")).filter_map(|l| l.montant_employeur).sum();
        let due = sum(|s| s.totaux.cotisations_salarie + s.totaux.cotisations_employeur - s.totaux.allegements);
        prop_assert_eq!(paid, due - outside);
        let nirs: BTreeSet<_> = d.individus.iter().map(|i| &i.identifiant).collect();
        prop_assert_eq!(nirs.len(), d.individus.len());
        let people: BTreeSet<_> = raws.iter().map(|r| r.0).collect();
        prop_assert_eq!(d.individus.len(), people.len());
        let aem_options = aem::Options {
            mois: month,
            mode: Mode::Essai,
            genere_le: day("2026-11-05").and_hms_opt(9, 0, 0).unwrap(),
            signe_le: None,
            emises: Vec::new(),
        };
        let attestations = aem::build(&production, tables, &slips, &aem_options).unwrap();
        let list: Vec<_> = attestations.attestations().cloned().collect();
        prop_assert_eq!(aem::comparer(&list, d), []);
        prop_assert_eq!(aem::lire(&attestations.bytes).unwrap(), attestations.exchange);
    }

    /// A cent more or less on any payslip amount is reported, with the person.
    #[test]
    fn one_cent_anywhere_is_reported(raws in prop::collection::vec(raw(), 1..6), pick in any::<prop::sample::Index>(), what in 0usize..7, up in any::<bool>()) {
        let slips = world(&raws);
        let production = production();
        let tables = tables();
        let file = dsn::build(&production, tables, &slips, Month::parse("2026-10").unwrap(), &options()).unwrap();
        let d = &totals::read(&file.bytes)[0];
        let mut changed = slips.clone();
        let slip = pick.get_mut(&mut changed);
        let cent = Cents(if up { 1 } else { -1 });
        let pay = &mut slip.contrats[0];
        match what {
            0 => slip.totaux.net_imposable += cent,
            1 => slip.totaux.pas += cent,
            2 => slip.totaux.montant_net_social += cent,
            3 => pay.bases.brut += cent,
            4 => pay.bases.conges_spectacles += cent,
            5 => pay.lignes[0].montant_employeur = pay.lignes[0].montant_employeur.map(|m| m + cent),
            _ => pay.lignes.iter_mut().find(|l| l.code == "CONGES_SPECT").unwrap().montant_employeur = Some(cents("0.01")),
        }
        let name = format!("{} {}", slip.salarie.prenom, slip.salarie.nom);
        let found = dsn::comparer(tables, &production, &changed, d);
        prop_assert!(found.iter().any(|e| e.cle.contains(&name)), "{what}: {found:?}");
        prop_assert_eq!(dsn::comparer(tables, &production, &slips, d), []);
    }

    /// Correcting a month in a later one: both DSN together declare what the corrected payslip says.
    #[test]
    fn a_correction_brings_the_declared_sum_to_the_right_one(before in 100_000i64..500_000, after in 100_000i64..500_000) {
        let spec = |brut: i64| {
            let mut s = technicien("CT-0001", "2026-10-05", "2026-10-09", 5, 40, "1.00");
            s.brut = Cents(brut);
            s
        };
        let mut fixed = payslip("BP-1R", 1, "2026-11-13", &[spec(after)]);
        fixed.rectifie = Some("BP-1".into());
        // Another pay of the month keeps the payments to the bodies positive.
        let slips = [
            payslip("BP-1", 1, "2026-10-30", &[spec(before)]),
            fixed,
            payslip("BP-2", 2, "2026-11-13", &[technicien("CT-0002", "2026-11-02", "2026-11-06", 5, 40, "9000.00")]),
        ];
        let production = production();
        let tables = tables();
        let mut declared: BTreeMap<String, Cents> = BTreeMap::new();
        for month in ["2026-10", "2026-11"] {
            let file = dsn::build(&production, tables, &slips, Month::parse(month).unwrap(), &options()).unwrap();
            let d = &totals::read(&file.bytes)[0];
            for base in d.individus.iter().filter(|i| i.matricule.as_deref() == Some("T001")).flat_map(|i| &i.versements).flat_map(|v| &v.bases) {
                *declared.entry(base.code.clone()).or_default() += base.montant;
            }
        }
        let right = &slips[1].contrats[0].bases;
        for (code, amount) in [("02", right.plafonnee), ("03", right.securite_sociale), ("07", right.chomage), ("27", right.conges_spectacles)] {
            prop_assert_eq!(declared[code], amount, "{}", code);
        }
    }
}

/// A payslip computed by the engine goes through every declaration.
#[test]
fn payslips_of_the_engine_are_declared() {
    let rates = Rates::embedded();
    let production = production();
    let tables = tables();
    let mut slips = Vec::new();
    for (n, text) in [
        r#"{ "contrat": "C1", "categorie": "technicien", "cadre": false, "annexe": 8, "fonction": "Machiniste cinéma", "debut": "2026-10-05", "fin": "2026-10-09", "jours": 5, "heures": "46", "brut": "1735.54", "numero_objet": "26AB00000112" }"#,
        r#"{ "contrat": "C2", "categorie": "technicien", "cadre": true, "annexe": 8, "fonction": "Machiniste cinéma", "debut": "2026-10-05", "fin": "2026-10-30", "jours": 20, "heures": "160", "brut": "9000.00", "numero_objet": "26AB00000112" }"#,
        r#"{ "contrat": "C3", "categorie": "artiste", "annexe": 10, "fonction": "Artiste dramatique", "debut": "2026-10-12", "fin": "2026-10-14", "jours": 3, "cachets": 3, "brut": "1350.00", "dfs": true, "numero_objet": "26AB00000112" }"#,
        r#"{ "contrat": "C4", "categorie": "figurant", "annexe": 10, "fonction": "Figurant", "debut": "2026-10-13", "fin": "2026-10-13", "jours": 1, "heures": "8", "brut": "115.00", "numero_objet": "26AB00000112" }"#,
        r#"{ "contrat": "C5", "categorie": "realisateur", "annexe": 10, "fonction": "Réalisateur cinéma", "debut": "2026-10-01", "fin": "2026-10-30", "jours": 20, "heures": "160", "brut": "6000.00", "numero_objet": "26AB00000112" }"#,
    ]
    .into_iter()
    .enumerate()
    {
        let person = common::salarie(u32::try_from(n).unwrap());
        let input = serde_json::json!({
            "numero": format!("BP-{n}"),
            "date_paiement": "2026-10-30",
            "employeur": common::employeur(),
            "salarie": person,
            "contrats": [serde_json::from_str::<serde_json::Value>(text).unwrap()],
            "elements": []
        });
        let input: cddu_payslip::BulletinInput = serde_json::from_value(input).unwrap();
        match cddu_payslip::compute(&rates, &input) {
            Ok(computed) => slips.push(computed.bulletin),
            Err(errors) => panic!("{n}: {errors:#?}"),
        }
    }
    let file = dsn::build(&production, tables, &slips, Month::parse("2026-10").unwrap(), &options())
        .unwrap_or_else(|e| panic!("{}", e.iter().map(|d| format!("{d}\n")).collect::<String>()));
    let findings: Vec<_> =
        file.avertissements.iter().filter(|d| d.code.contains("S21") || d.code.contains("S20")).collect();
    assert_eq!(findings, Vec::<&cddu_rates::Diagnostic>::new());
    assert_eq!(file.resume.individus, 5);
    let releves = cddu_declarations::releves::build(
        tables,
        &slips,
        Period { debut: day("2026-10-01"), fin: day("2026-10-31") },
    );
    let retraite = releves.iter().find(|r| r.organisme == "audiens_retraite").unwrap();
    assert_eq!(retraite.total, totals::read(&file.bytes)[0].paiement("44832375800038"));
}

/// What a line of the DSN says, with its rank.
fn rubriques(bytes: &[u8]) -> Vec<(usize, String, std::ops::Range<usize>)> {
    let mut start = 0;
    let mut out = Vec::new();
    for (rank, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if line.len() > 17 {
            let code = String::from_utf8_lossy(&line[..14]).into_owned();
            out.push((rank, code, start + 16..start + line.len() - 1));
        }
        start += line.len() + 1;
    }
    out
}

/// The blocks of one rank are taken away; S90 counts the lines that are left.
fn without(bytes: &[u8], from: usize, to: usize) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    lines.drain(from..to);
    let count = lines.iter().filter(|l| !l.is_empty()).count();
    for line in &mut lines {
        if line.starts_with(b"S90.G00.90.001") {
            *line = format!("S90.G00.90.001,'{count}'").into_bytes();
        }
    }
    lines.join(&b'\n')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// One character changed in any value of any file: the validator refuses it or the register says otherwise. Only
    /// the number and the date of the sending are the sender's own.
    #[test]
    fn one_changed_character_is_reported(
        raws in prop::collection::vec(raw(), 1..4),
        place in any::<prop::sample::Index>(),
        inside in any::<prop::sample::Index>(),
        shift in 1u8..9,
    ) {
        let slips = world(&raws);
        let (production, tables) = (production(), tables());
        let file = dsn::build(&production, tables, &slips, Month::parse("2026-10").unwrap(), &options()).unwrap();
        let all = rubriques(&file.bytes);
        let (_, code, range) = place.get(&all);
        prop_assume!(!matches!(code.as_str(), "S20.G00.05.004" | "S20.G00.05.007" | "S10.G00.00.005"));
        let at = range.start + inside.index(range.len());
        let mut bytes = file.bytes.clone();
        bytes[at] = match bytes[at] {
            d @ b'0'..=b'9' => b'0' + (d - b'0' + shift) % 10,
            _ => b'Z' - shift,
        };
        prop_assume!(bytes != file.bytes);
        let refused = cddu_dsn::verify(&bytes).iter().any(cddu_dsn::Finding::refuse);
        let seen = dsn::relire(&production, tables, &slips, &[], &bytes).map_or(true, |found| !found.is_empty());
        prop_assert!(refused || seen, "{code} at {at}");
        // An amount of a person or a body is found by the comparison of amounts alone, without writing the file again.
        let amounts = ["S21.G00.50.002", "S21.G00.50.009", "S21.G00.51.013", "S21.G00.54.002", "S21.G00.58.004", "S21.G00.78.004", "S21.G00.81.004", "S21.G00.22.005"];
        if amounts.contains(&code.as_str()) && !refused {
            let d = totals::read(&bytes);
            prop_assert!(d.is_empty() || !dsn::comparer(tables, &production, &slips, &d[0]).is_empty(), "{code} at {at}");
        }
    }

    /// A person, a payment or a contribution left out is found by the comparison with the payslips.
    #[test]
    fn anything_left_out_is_reported(raws in prop::collection::vec(raw(), 2..5), what in 0usize..4, place in any::<prop::sample::Index>()) {
        let slips = world(&raws);
        let (production, tables) = (production(), tables());
        let file = dsn::build(&production, tables, &slips, Month::parse("2026-10").unwrap(), &options()).unwrap();
        let all = rubriques(&file.bytes);
        // First rubrique of the block, and the blocks that end it.
        let (first, stops): (&str, &[&str]) = [
            ("S21.G00.30.001", &["S21.G00.30.001", "S21.G00.85.001", "S90.G00.90.001"][..]),
            ("S21.G00.58.001", &["S21.G00.78.001"][..]),
            ("S21.G00.81.001", &["S21.G00.81.001", "S21.G00.78.001", "S21.G00.86.001", "S21.G00.50.001", "S21.G00.54.001", "S21.G00.30.001", "S90.G00.90.001"][..]),
            ("S21.G00.20.001", &["S21.G00.20.001", "S21.G00.22.001"][..]),
        ][what];
        let starts: Vec<usize> = (0..all.len()).filter(|i| all[*i].1 == first).collect();
        let start = *place.get(&starts);
        let end = (start + 1..all.len()).find(|i| stops.contains(&all[*i].1.as_str())).unwrap();
        let bytes = without(&file.bytes, all[start].0, all[end].0);
        let d = &totals::read(&bytes)[0];
        let found = dsn::comparer(tables, &production, &slips, d);
        // A contribution or a payment of 0.00 is not missed.
        let amount = all[start..end].iter().any(|(_, code, range)| {
            matches!(code.as_str(), "S21.G00.81.004" | "S21.G00.20.005") && &file.bytes[range.clone()] == b"0.00"
        });
        // What the amounts alone do not show, reading the file against the payslips does.
        let seen = amount
            || !found.is_empty()
            || dsn::relire(&production, tables, &slips, &[], &bytes).map_or(true, |found| !found.is_empty());
        prop_assert!(seen, "{first} lines {}..{}", all[start].0, all[end].0);
    }
}
