//! A case made from a seed: the same bytes, and every trap where the list says it is.

mod commun;

use std::fs;

use cddu_dossier::{Archive, Frozen, FrozenNote, Register};
use cddu_etude::{Demande, Difficulte, Piege, creer};
use cddu_kit::Engine;
use commun::{demande, snapshot, text};

/// The payslip of the person who bears a trap alone in a case.
fn alone(piege: Piege) -> (tempfile::TempDir, Option<Frozen>) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("cas");
    let made = creer(&Engine::embedded(), &root, &demande(7, &[piege])).unwrap();
    assert_eq!(made.pieges.len(), 1, "{}", piege.nom());
    assert!(!made.pieges[0].1.is_empty(), "{}: nobody bears it", piege.nom());
    let register: Archive<Frozen> = Register::open(&root.join("corrige/dossier")).unwrap();
    // The case has a technician, P01, and an artist, P02; the trap brings the third person.
    let slip = register.all().find(|f| f.resultat.salarie.matricule == "P03").cloned();
    (place, slip)
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let make = |name: &str, seed: u64| {
        let root = place.path().join(name);
        let wanted = Demande::new(seed, &[], Some("difficile"), &[]).unwrap();
        creer(&Engine::embedded(), &root, &wanted).unwrap();
        snapshot(&root)
    };
    let (one, two, other) = (make("un", 42), make("deux", 42), make("trois", 43));
    let names: Vec<&String> = one.iter().map(|(name, _)| name).collect();
    assert_eq!(names, two.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for ((name, a), (_, b)) in one.iter().zip(&two) {
        assert!(a == b, "{name}");
    }
    assert_ne!(one, other);
    // What the reference of the trainer asks: subject, blanks, answers, grid, questions with and without answers.
    for name in [
        "sujet/enonce.md",
        "sujet/enonce.html",
        "sujet/enonce.pdf",
        "sujet/feuilles-de-temps.pdf",
        "sujet/temps.csv",
        "sujet/grilles.csv",
        "sujet/900000001FEC20261231.txt",
        "sujet/extrait-grand-livre.csv",
        "sujet/dsn-2026-04.dsn",
        "sujet/bulletins-a-remplir.csv",
        "sujet/ecritures-a-remplir.csv",
        "sujet/rapprochement-a-remplir.csv",
        "sujet/questionnaire.md",
        "sujet/devis.csv",
        "sujet/balance.csv",
        "sujet/contrats/contrat-P01-1.pdf",
        "sujet/feuilles-a-remplir.pdf",
        "corrige/bulletins-a-remplir.csv",
        "corrige/explications.md",
        "corrige/grille-de-notation.md",
        "corrige/pieges.csv",
        "corrige/questionnaire.md",
        "corrige/rapprochement.html",
        "corrige/pieges.md",
        "corrige/dossier/sorties/declarations/2026-04/dsn-2026-04.dsn",
        "corrige/dossier/sorties/declarations/2026-04/aem-2026-04.xml",
    ] {
        assert!(names.iter().any(|n| *n == name), "{name}");
    }
    let questions = text(&place.path().join("un/sujet/questionnaire.md"));
    let answers = text(&place.path().join("un/corrige/questionnaire.md"));
    assert!(questions.contains("\n20. ") && !questions.contains("Réponse"));
    assert_eq!(answers.matches("Réponse : ").count(), 20);
    assert_eq!(answers.matches("Source : ").count(), 20);
    // Nothing of the answers in what is handed out.
    let given: Vec<&String> = names.iter().filter(|n| n.starts_with("sujet/")).copied().collect();
    assert!(!given.iter().any(|n| n.contains("bulletins/") || n.contains("explications")), "{given:?}");
    // No endless fraction on a page.
    for file in ["corrige/explications.md", "corrige/questionnaire.md"] {
        let page = text(&place.path().join("un").join(file));
        let long = page.split(|c: char| !c.is_ascii_digit() && c != ',').find(|n| {
            n.split_once(',').is_some_and(|(_, decimals)| decimals.len() > 6 && !decimals.contains(','))
        });
        assert_eq!(long, None, "{file}");
    }
}

/// Easter Monday 2026 is 6 April: worked, it is paid with a premium of 100 % (titre II art. 42).
#[test]
fn a_holiday_worked_is_paid() {
    let (_place, slip) = alone(Piege::JourFerie);
    let slip = slip.unwrap();
    let holiday = slip.resultat.contrats[0].elements.iter().find(|e| e.code == "ferie").unwrap();
    assert_eq!(holiday.majoration.unwrap().to_string(), "100.00");
    assert_eq!(slip.resultat.periode.debut.to_string(), "2026-04-06");
}

/// From 30 March to 3 April 2026, with a monthly ceiling of 4,005: 4005 x 2 / 31 + 4005 x 3 / 30 = 258.387 + 400.50 =
/// 658.89.
#[test]
fn a_week_over_two_months_has_two_parts_of_ceiling() {
    let (_place, slip) = alone(Piege::SemaineACheval);
    let slip = slip.unwrap();
    assert_eq!(slip.resultat.contrats[0].bases.plafond.unwrap().to_string(), "658.89");
}

/// The base of social security is the gross less the deduction; that of unemployment is the gross, within four ceilings
/// that two cachets do not reach.
#[test]
fn the_flat_deduction_lowers_the_right_bases() {
    let (_place, slip) = alone(Piege::Dfs);
    let slip = slip.unwrap();
    let contract = &slip.resultat.contrats[0];
    assert!(contract.bases.securite_sociale < contract.bases.brut);
    assert_eq!(contract.bases.securite_sociale + contract.dfs_montant, contract.bases.brut);
    assert_eq!(contract.bases.chomage, contract.bases.brut);
}

/// Nine SMIC of 12.02 in April 2026: 108.18, but the forfait counts only above the pay.
#[test]
fn the_flat_base_of_a_figurant_replaces_his_pay() {
    let (_place, slip) = alone(Piege::Figurant);
    let slip = slip.unwrap();
    let contract = &slip.resultat.contrats[0];
    assert!(contract.forfait);
    assert_eq!(contract.bases.securite_sociale.to_string(), "108.18");
}

#[test]
fn a_cadre_pays_the_apec() {
    let (_place, slip) = alone(Piege::Cadre);
    let slip = slip.unwrap();
    assert!(slip.resultat.contrats[0].lignes.iter().any(|l| l.code == "APEC"));
}

#[test]
fn a_non_resident_has_a_withholding_and_no_csg() {
    let (_place, slip) = alone(Piege::NonResident);
    let slip = slip.unwrap();
    assert!(slip.resultat.totaux.retenue_non_resident.0 > 0);
    assert_eq!(slip.resultat.contrats[0].bases.csg, None);
    assert!(!slip.resultat.contrats[0].lignes.iter().any(|l| l.code.as_str().starts_with("CSG")));
}

/// Old age of an author: 6.15 % of his gross (CSS D. 382-3 as the tables give it).
#[test]
fn an_author_has_his_note() {
    let (place, slip) = alone(Piege::Precompte);
    assert_eq!(slip, None);
    let notes: Archive<FrozenNote> = Archive::open(&place.path().join("cas/corrige/dossier")).unwrap();
    let note = notes.all().next().unwrap();
    let line = note.resultat.lignes.iter().find(|l| l.code == "AA_VIEIL_PLAF").unwrap();
    assert_eq!(line.taux.to_string(), "6.15");
    assert!(
        text(&place.path().join("cas/sujet/bulletins-a-remplir.csv")).contains("N-2026-01;;AA_VIEIL_PLAF;")
    );
}

#[test]
fn one_cent_of_the_ledger_is_on_two_accounts() {
    let (place, slip) = alone(Piege::Centime);
    assert_eq!(slip, None);
    let root = place.path().join("cas");
    let answers = text(&root.join("corrige/rapprochement-a-remplir.csv"));
    let gaps: Vec<&str> = answers.lines().skip(1).map(|l| l.split(';').nth(4).unwrap()).collect();
    let mut sorted = gaps.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["-0,01", "0,01"]);
    // The ledger handed out is the wrong one, and the reconciliation has seen it.
    assert_eq!(
        fs::read(root.join("sujet/900000001FEC20261231.txt")).unwrap(),
        fs::read(root.join("corrige/900000001FEC20261231.txt")).unwrap()
    );
    assert!(text(&root.join("corrige/rapprochement.csv")).contains("0,01"));
}

#[test]
fn the_dsn_received_says_another_net_for_one_person() {
    let (place, slip) = alone(Piege::Dsn);
    assert_eq!(slip, None);
    let root = place.path().join("cas");
    let read = |path: &str| fs::read(root.join(path)).unwrap();
    let lines =
        |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect::<Vec<_>>();
    let given = lines(read("sujet/dsn-2026-04.dsn"));
    let right = lines(read("corrige/dossier/sorties/declarations/2026-04/dsn-2026-04.dsn"));
    let differ: Vec<_> = given.iter().zip(&right).filter(|(a, b)| a != b).collect();
    assert_eq!(differ.len(), 1, "{differ:?}");
    assert!(differ[0].0.starts_with("S21.G00.50.002,"));
    let answers = text(&root.join("corrige/rapprochement-a-remplir.csv"));
    let cells: Vec<&str> = answers.lines().nth(1).unwrap().split(';').collect();
    // What the two lines say apart, by hand.
    let value =
        |line: &str| line.rsplit(",'").next().unwrap().replace(['.', '\'', '\r'], "").parse::<i64>().unwrap();
    let gap = value(differ[0].0) - value(differ[0].1);
    assert!((100..=10_000).contains(&gap.abs()), "{gap}");
    let written = cells[4].replace(',', "").parse::<i64>().unwrap();
    assert_eq!((cells[0], written), ("dsn", gap));
    let shown = format!("{},{:02}", gap.abs() / 100, gap.abs() % 100);
    assert!(text(&root.join("corrige/rapprochement.csv")).contains(&shown));
}

/// Nothing of what is handed out says the seed, which makes the corrected version again; gaps differ from case to case.
#[test]
fn the_subject_does_not_give_the_corrected_version_away() {
    let place = tempfile::tempdir().unwrap();
    let mut gaps = std::collections::BTreeSet::new();
    for seed in [907_315_802_446_u64, 907_315_802_447, 907_315_802_448] {
        let root = place.path().join(seed.to_string());
        creer(&Engine::embedded(), &root, &demande(seed, &[Piege::Dsn, Piege::Centime])).unwrap();
        for (name, bytes) in snapshot(&root.join("sujet")) {
            let digits = seed.to_string();
            let found = bytes.windows(digits.len()).any(|w| w == digits.as_bytes());
            assert!(!found && !name.contains(&digits), "{name}");
        }
        assert!(text(&root.join("corrige/cas.txt")).contains(&seed.to_string()));
        let answers = text(&root.join("corrige/rapprochement-a-remplir.csv"));
        let of_dsn = answers.lines().find(|l| l.starts_with("dsn;")).unwrap();
        gaps.insert(of_dsn.split(';').nth(4).unwrap().to_owned());
    }
    assert_eq!(gaps.len(), 3, "{gaps:?}");
}

#[test]
fn a_case_is_asked_in_known_words_only() {
    let words = |w: &str| [w.to_owned()].to_vec();
    for (people, level, traps, said, hint) in [
        (words("technicienne"), None, Vec::new(), "n'est pas une population", "« technicien »"),
        (Vec::new(), Some("dur"), Vec::new(), "n'est pas une difficulté", "facile, moyenne, difficile"),
        (Vec::new(), None, words("jour_ferie"), "n'est pas un piège", "« jour-ferie »"),
    ] {
        let found = Demande::new(1, &people, level, &traps).unwrap_err();
        assert_eq!((found.len(), found[0].code.as_str()), (1, "ETU-001"));
        assert!(found[0].message.contains(said), "{}", found[0].message);
        assert!(found[0].aide.as_ref().unwrap().contains(hint), "{:?}", found[0].aide);
    }
    assert_eq!(Difficulte::Difficile.pieges().len(), Piege::ALL.len());
}

#[test]
fn nothing_is_written_over() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("travail.txt"), "à garder").unwrap();
    let found = creer(&Engine::embedded(), place.path(), &demande(1, &[Piege::Cadre])).unwrap_err();
    assert_eq!(found[0].code, "ETU-002");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

/// What was agreed for the time agreed, without overtime: the technician of the case for one week, the artist by the cachet.
#[test]
fn the_devis_foresees_what_the_contracts_agree() {
    let (place, _) = alone(Piege::SemaineACheval);
    let given = place.path().join("cas/sujet");
    let rows = |name: &str, separator: char| -> Vec<Vec<String>> {
        let text = text(&given.join(name));
        let cells = |l: &str| l.split(separator).map(str::to_owned).collect();
        text.trim_start_matches('\u{feff}').lines().skip(1).map(cells).collect()
    };
    // contrats.csv: contrat,matricule,categorie,annexe,fonction,debut,fin,salaire_base,...
    let contracts = rows("contrats.csv", ',');
    let foreseen = rows("devis.csv", ';');
    let weekly: Vec<&Vec<String>> = contracts.iter().filter(|c| c[8] == "semaine").collect();
    assert_eq!(weekly.len(), 2);
    for contract in weekly {
        let price = contract[7].replace('.', ",");
        let line = foreseen.iter().find(|l| l[2] == contract[4] && l[5] == price).unwrap();
        assert_eq!(line[3], "semaine");
    }
    // Two cachets: twice the price, in cents.
    let artist = contracts.iter().find(|c| c[2] == "artiste").unwrap();
    let line = foreseen.iter().find(|l| l[3] == "cachet").unwrap();
    let cents = |text: &str| text.replace([',', '.'], "").parse::<i64>().unwrap();
    assert_eq!((line[4].as_str(), cents(&line[6])), ("2", 2 * cents(&artist[7])));
}

/// Debit and credit of a balance are one sum; the cent that was moved between two accounts is in it as in the ledger.
#[test]
fn the_balance_is_that_of_the_ledger_received() {
    let (place, _) = alone(Piege::Centime);
    let balance = text(&place.path().join("cas/sujet/balance.csv"));
    let cents = |t: &str| t.replace(',', "").parse::<i64>().unwrap_or_default();
    let (mut debit, mut credit) = (0, 0);
    for line in balance.lines().skip(1) {
        let cells: Vec<&str> = line.split(';').collect();
        debit += cents(cells[2]);
        credit += cents(cells[3]);
        assert_eq!(cents(cells[4]) - cents(cells[5]), cents(cells[2]) - cents(cells[3]), "{line}");
    }
    assert!(debit > 0);
    assert_eq!(debit, credit);
    // The account in gap has the balance found, not the one that the entries give.
    let gaps = text(&place.path().join("cas/corrige/rapprochement-a-remplir.csv"));
    for gap in gaps.lines().skip(1) {
        let cells: Vec<&str> = gap.split(';').collect();
        let own = balance.lines().find(|l| l.split(';').next() == Some(cells[1])).unwrap();
        let own: Vec<&str> = own.split(';').collect();
        assert_eq!(cents(own[4]) - cents(own[5]), cents(cells[3]), "{gap}");
    }
}
