//! Properties of the files (C1 to C3, C5) on generated batches and texts.
//!
//! A thousand cases each; `PROPTEST_CASES=20000 cargo test --release -p cddu-ledger` runs longer.
//! The fixed-width file of the DAS2 (C4) is written by another crate.

mod commun;

use std::collections::{BTreeMap, BTreeSet};

use cddu_ledger::fec::{self, CHAMPS, Encodage, FecLine, FecOptions};
use cddu_ledger::{ecritures, montant, sepa};
use cddu_rates::{Cents, Gravite};
use commun::cases;
use commun::genes::{NOTES, genes, make_payslips, payer, world_compta};
use proptest::prelude::*;

/// The lines of a generated batch, as a reader gives them: labels clean, line numbers from 2.
fn lines(choix: u16, genes: &[commun::genes::Genes]) -> Vec<FecLine> {
    let batch = ecritures::build(world_compta(choix), &make_payslips(genes), &NOTES, "LOT").unwrap();
    let mut lines = fec::lines(&batch);
    for (rank, l) in lines.iter_mut().enumerate() {
        l.ligne = rank as u64 + 2;
        l.axes.clear();
    }
    lines
}

proptest! {
    #![proptest_config(cases())]

    /// C1: what is written reads back, and writes again to the same bytes, in every accepted spelling.
    #[test]
    fn c01_fec_round_trip(choix in any::<u16>(), genes in genes(2), dialect in any::<u16>()) {
        let lines = lines(choix, &genes);
        let options = FecOptions {
            separateur: if dialect & 1 == 0 { '\t' } else { '|' },
            encodage: if dialect & 2 == 0 { Encodage::Utf8 } else { Encodage::Iso885915 },
            colonnes_libres: Vec::new(),
        };
        let bytes = fec::write(&lines, &options);
        let read = fec::read(&bytes);
        prop_assert_eq!(read.constats.len(), 0, "{:?}", read.constats);
        if options.encodage == Encodage::Utf8 {
            prop_assert_eq!(&read.lignes, &lines);
        }
        prop_assert_eq!(fec::write(&read.lignes, &options), &bytes[..]);
        prop_assert!(fec::check(&read, None).iter().all(|f| f.gravite > Gravite::Majeur), "{:?}", fec::check(&read, None));

        // Deviations that change nothing: ends of lines, byte order mark, case of the header, trailing separator,
        // padding of amounts and texts.
        let mut text = String::from_utf8(fec::write(&lines, &FecOptions { encodage: Encodage::Utf8, ..options })).unwrap();
        let separateur = options.separateur;
        if dialect & 4 != 0 {
            text = text.lines().map(|l| format!("{l}{separateur}\r\n")).collect();
        }
        if dialect & 8 != 0 {
            let (head, rest) = text.split_once("\r\n").unwrap();
            text = format!("{}\r\n{rest}", if dialect & 16 != 0 { head.to_uppercase() } else { head.to_lowercase() });
        }
        if dialect & 32 != 0 {
            text = text.lines().map(|l| l.split(separateur).collect::<Vec<_>>().join(&format!(" {separateur}  ")) + "\r\n").collect();
        }
        if dialect & 64 != 0 {
            text = text.replace("\r\n", ["\n", "\r\r\n", "\r"][usize::from(dialect >> 8) % 3]);
        }
        if dialect & 128 != 0 {
            text = format!("\u{feff}{text}");
        }
        let other = fec::read(text.as_bytes());
        prop_assert_eq!(&other.lignes, &lines);
        prop_assert!(other.constats.iter().all(|f| f.gravite == Gravite::Info), "{:?}", other.constats);
    }

    /// C2: amounts read back; the spellings of one amount are equal, thousands separators are refused.
    #[test]
    fn c02_amounts(n in -1_000_000_000_000i64..=1_000_000_000_000, zeros in 1usize..8) {
        let text = montant::french(Cents(n));
        let read = |t: &str| montant::parse(t).map(|(c, _)| c.0);
        prop_assert_eq!(read(&text), Some(n));
        let digits = text.trim_start_matches('-').to_owned();
        let sign = if n < 0 { "-" } else { "" };
        prop_assert_eq!(read(&format!("{sign}{}{digits}", "0".repeat(zeros))), Some(n));
        prop_assert_eq!(read(&format!("  {text} ")), Some(n));
        prop_assert_eq!(read(&format!("{digits}{}", if n < 0 { "-" } else { "+" })), Some(n));
        prop_assert_eq!(read(&format!("{digits}-")), Some(-n.abs()));
        prop_assert_eq!(read(&format!("+{digits}")), Some(n.abs()));
        prop_assert_eq!(read(&text.replace(',', ".")), Some(n));
        if n.abs() >= 100_000 {
            let at = digits.len() - 6;
            for mark in [' ', '.', '\u{a0}', '\''] {
                let spaced = format!("{}{mark}{}", &digits[..at], &digits[at..]);
                prop_assert_eq!(read(&spaced), None, "{}", spaced);
            }
        }
    }

    /// C3: the file pays every positive net exactly once and nobody else, and its controls are its sums.
    #[test]
    fn c03_transfers(genes in genes(6)) {
        let slips = make_payslips(&genes);
        let at: chrono::NaiveDateTime = "2026-01-08T10:00:00".parse().unwrap();
        let file = sepa::build(&payer(), &slips, &NOTES, &[], &BTreeMap::new(), "MSG", at).unwrap();
        let due: BTreeSet<(String, i64)> = slips.iter().filter(|p| p.totaux.virement.0 > 0)
            .map(|p| (p.numero.clone().unwrap(), p.totaux.virement.0))
            .chain(NOTES.iter().map(|n| (n.numero.clone().unwrap(), n.totaux.net_a_payer.0))).collect();
        let paid: BTreeSet<(String, i64)> = file.virements.iter().map(|v| (v.piece.clone(), v.montant.0)).collect();
        prop_assert_eq!(paid.len(), file.virements.len());
        prop_assert_eq!(paid, due);
        prop_assert_eq!(file.total, file.attendu);
        let read = sepa::read(file.xml.as_ref().unwrap()).unwrap();
        prop_assert_eq!(read.total, Some(file.total));
        prop_assert_eq!(read.nombre, Some(file.virements.len() as u64));
        prop_assert_eq!(read.virements.iter().map(|t| t.montant).sum::<Cents>(), file.total);
        prop_assert!(read.virements.iter().all(|t| t.montant.0 > 0));
        prop_assert!(read.groupes.iter().all(|g| g.total == Some(g.somme) && g.nombre == Some(g.compte)));
        let references: BTreeSet<_> = read.virements.iter().map(|t| &t.reference).collect();
        prop_assert_eq!(references.len(), read.virements.len());
    }

    /// C5: no separator, no control character, never too long, whatever the text; clean texts are left alone.
    #[test]
    fn c05_labels(text in any::<String>(), max in 1usize..60) {
        let out = fec::label(&text, max);
        prop_assert!(out.chars().count() <= max);
        prop_assert!(!out.contains(['\t', '|', ';', '\r', '\n']) && !out.chars().any(char::is_control));
        prop_assert!(!out.contains("  ") && !out.starts_with(' '));
        let again = fec::label(&out, max);
        prop_assert_eq!(&again, &out);
        let reference = sepa::reference(&text);
        prop_assert!((1..=35).contains(&reference.len()));
        prop_assert!(reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.'));
    }

    /// Any text in any label: the file still has its columns and reads back.
    #[test]
    fn c05_hostile_labels_never_break_a_line(text in any::<String>(), separateur in prop_oneof![Just('\t'), Just('|')]) {
        let line = FecLine {
            journal_code: text.clone(),
            ecriture_lib: text.clone(),
            comp_aux_lib: text,
            compte_num: "421".to_owned(),
            ..FecLine::default()
        };
        let bytes = fec::write(&[line], &FecOptions { separateur, ..FecOptions::default() });
        let text = String::from_utf8(bytes.clone()).unwrap();
        prop_assert_eq!(text.matches("\r\n").count(), 2);
        prop_assert!(text.lines().all(|l| l.split(separateur).count() == CHAMPS.len()));
        prop_assert_eq!(fec::read(&bytes).lignes.len(), 1);
    }

    /// The reader and the validator accept any bytes without stopping.
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), header in any::<bool>()) {
        let mut file = if header { CHAMPS.join("\t").into_bytes() } else { Vec::new() };
        file.extend(b"\r\n");
        file.extend(bytes);
        let _ = fec::verify(&file, "000000000FEC20261231.txt");
        let _ = sepa::read(&String::from_utf8_lossy(&file));
        let _ = cddu_ledger::grand_livre::read_ledger("x.csv", &String::from_utf8_lossy(&file));
    }
}
