//! One fault is said once, at its place, under its true cause; what follows from it says so.

mod commun;

use cddu_rapprochement::{
    Copie, Declaration, Document, Ecart, Etat, RapprochementConfig, Report, lecture, run,
};
use cddu_rates::{Cents, Gravite};
use commun::monde::{Monde, Paie, REGLES, Tournage};

fn monde() -> Monde {
    let paie = |personne: u32, categorie: &'static str| Paie {
        personne,
        categorie,
        cadre: false,
        debut: "2026-01-05".parse().unwrap(),
        jours: 3,
        semaines: 1,
        brut_du_jour: 21_301 + i64::from(personne) * 1_009,
        par_cachets: categorie == "artiste",
        abattement: false,
        taux_pas: Some(21),
        frais: None,
        acompte: None,
    };
    Monde::new(&Tournage {
        paies: vec![paie(0, "technicien"), paie(1, "artiste")],
        effectif: 28,
        mobilite: "2.95",
        compta: 0,
        notes: true,
        deux_lots: false,
    })
}

fn told<'a>(report: &'a Report, regle: &str, code: &str) -> Vec<&'a Ecart> {
    let here = |e: &&Ecart| e.regle == regle && e.cle.code.as_deref() == Some(code);
    report.ecarts.iter().filter(here).collect()
}

fn cause(e: &Ecart) -> &str {
    e.cause.as_ref().map_or("", |c| c.code.as_str())
}

/// The list of the payees with one cell of the row of `N-1` changed.
fn das2(monde: &Monde, column: &str, value: &str) -> Vec<u8> {
    let text = String::from_utf8(monde.das2.clone().unwrap()).unwrap();
    let mut rows: Vec<Vec<String>> =
        text.lines().map(|l| l.split(';').map(str::to_owned).collect()).collect();
    let at = |name: &str| rows[0].iter().position(|c| c.trim_start_matches('\u{feff}') == name).unwrap();
    let (author, rank) = (at("auteur"), at(column));
    let row = rows.iter().position(|r| r[author] == "A-N-1").unwrap();
    rows[row][rank] = value.to_owned();
    rows.iter().map(|r| r.join(";") + "\r\n").collect::<String>().into_bytes()
}

/// The note of A-N-1 keeps no tax at source: a cell of 0.00 that is emptied says nothing any more, which is not zero.
#[test]
fn an_emptied_cell_of_the_das2_is_no_zero() {
    let mut monde = monde();
    assert_eq!(monde.notes[0].totaux.retenue_source, Cents::ZERO);
    for (column, regle) in [("retenue_source", "T04"), ("ttc", "T01"), ("brut_ht", "T04"), ("tva", "T04")] {
        monde.das2 = Some(das2(&monde, column, ""));
        let report = monde.reconcile_declarations().unwrap();
        let found = told(&report, regle, column);
        assert_eq!(found.len(), 1, "{column} {:?}", report.ecarts);
        assert_eq!((cause(found[0]), found[0].cle.personne.as_deref()), ("valeur_absente", Some("A-N-1")));
        assert!(found[0].candidats.iter().any(|c| c.document == Document::Das2 && c.ligne.is_some()));
        monde = self::monde();
    }
}

/// A number that no note bears is said at its line; the amounts of the row are still those of its author: no other gap.
#[test]
fn an_author_under_another_number_is_said_once() {
    let mut monde = monde();
    monde.das2 = Some(das2(&monde, "auteur", "A-N-7"));
    let report = monde.reconcile_declarations().unwrap();
    let own: Vec<&Ecart> = report.ecarts.iter().filter(|e| e.regle.starts_with('T')).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!((own[0].regle.as_str(), own[0].cle.code.as_deref()), ("T04", Some("auteur")));
    assert_eq!(cause(own[0]), "caractere_change");
    assert!(own[0].candidats.iter().all(|c| c.ligne.is_some()));
}

/// The bordereau counts whole euros, the entries cents: the difference is said to be that rounding, nothing is to be put
/// right, and the account takes its side. More declared than entered is a charge (658).
#[test]
fn the_rounding_of_the_bordereau_is_nothing_to_put_right() {
    let report = monde().reconcile();
    let found: Vec<&Ecart> = report.ecarts.iter().filter(|e| e.regle == "D09").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let rounding = found[0];
    assert_eq!((rounding.gravite, cause(rounding)), (Gravite::Info, "arrondi"));
    let account = if rounding.ecart.0 > 0 { "658" } else { "758" };
    assert!(rounding.remede.contains(account) && rounding.remede.contains("rien à corriger"), "{rounding:?}");
}

/// What follows an attestation of an earlier month names its number, `EZZZ`, counter and key: the number of the file sent
/// then when it is known, else at least a number whose key holds.
#[test]
fn the_number_of_the_first_attestation_is_that_which_was_sent() {
    let monde = monde();
    let text = String::from_utf8(monde.aem.clone()).unwrap();
    let earlier = [lecture::aem(text.as_bytes()).unwrap()];
    let number = text.split_once("<NumeroAem>").unwrap().1.split('<').next().unwrap().to_owned();
    let (before, after) = text.split_once("<NumeroAem>").unwrap();
    let (_, after) = after.split_once("</NumeroAem>").unwrap();
    let follows = |initial: &str| {
        let own = format!("<NumeroAem>{number}</NumeroAem><NumeroAemInitiale>{initial}</NumeroAemInitiale>");
        lecture::aem(format!("{before}{own}{after}").as_bytes()).unwrap()
    };
    let said = |aem: &Declaration, earlier: &[Declaration]| -> Vec<String> {
        let lus = monde.read();
        let mut docs = monde.documents(&lus);
        (docs.aem, docs.aem_octets, docs.aem_anterieures) = (Some(aem), None, earlier);
        let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
        let found = told(&report, "U10", "NumeroAemInitiale");
        found.iter().map(|e| cause(e).to_owned()).collect()
    };
    assert_eq!(said(&follows(&number), &earlier), [""; 0]);
    assert_eq!(said(&follows(&number), &[]), [""; 0]);
    // The last figure of the counter, then of the key.
    let other = |at: usize| {
        let old = number.as_bytes()[at];
        format!("{}{}{}", &number[..at], if old == b'9' { 1 } else { old - b'0' + 1 }, &number[at + 1..])
    };
    for at in [number.len() - 3, number.len() - 1] {
        assert_eq!(said(&follows(&other(at)), &earlier), ["caractere_change"], "{at}");
        assert_eq!(said(&follows(&other(at)), &[]), ["numero_change"], "{at}");
    }
}

/// A rectificative négative says what the attestation that it takes back said: each value changed in it is told at its line, one
/// left out too, and one left alone is no gap.
#[test]
fn each_value_of_a_negative_attestation_is_that_which_was_sent() {
    let monde = monde();
    let text = String::from_utf8(monde.aem.clone()).unwrap();
    let earlier = [lecture::aem(text.as_bytes()).unwrap()];
    let negative = text.replacen("nature=\"initiale\"", "nature=\"rectificative_negative\"", 1);
    let said = |changed: &str| -> Vec<(String, Option<u64>, String)> {
        let aem = lecture::aem(changed.as_bytes()).unwrap();
        let lus = monde.read();
        let mut docs = monde.documents(&lus);
        (docs.aem, docs.aem_octets, docs.aem_anterieures) = (Some(&aem), None, &earlier);
        let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
        let of_rule = report.ecarts.iter().filter(|e| e.regle == "U12");
        of_rule
            .map(|e| (e.cle.code.clone().unwrap_or_default(), e.candidats[0].ligne, cause(e).to_owned()))
            .collect()
    };
    assert_eq!(said(&negative), []);
    let own = [
        "NumeroAem",
        "NumeroAemInitiale",
        "ReferenceInitiale",
        "DatePaiement",
        "Date",
        "Nir",
        "ReferenceContrat",
    ];
    let lines: Vec<&str> = negative.split_inclusive('\n').collect();
    let from = lines.iter().position(|l| l.contains("rectificative_negative")).unwrap();
    let to = from + lines[from..].iter().position(|l| l.contains("</Attestation>")).unwrap();
    let mut tried = 0;
    for at in from + 1..to {
        let Some((name, rest)) = lines[at].trim().strip_prefix('<').and_then(|l| l.split_once('>')) else {
            continue;
        };
        let (name, Some((value, _))) = (name.split(' ').next().unwrap(), rest.split_once("</")) else {
            continue;
        };
        if own.contains(&name) || value.is_empty() {
            continue;
        }
        tried += 1;
        let mut changed = lines.clone();
        let other = lines[at].replacen(&format!(">{value}<"), &format!(">{value}9<"), 1);
        changed[at] = &other;
        let line = Some(at as u64 + 1);
        let found = said(&changed.concat());
        assert_eq!(found.len(), 1, "{} {found:?}", lines[at]);
        assert_eq!((found[0].0.as_str(), found[0].1), (name, line), "{found:?}");
        changed[at] = "";
        let found = said(&changed.concat());
        assert!(
            // What an attestation must hold is named by U11, and this follows from it.
            found
                .iter()
                .any(|(code, _, cause)| code == name && ["ligne_absente", "suite"].contains(&cause.as_str())),
            "{} {found:?}",
            lines[at]
        );
    }
    assert!(tried >= 25, "{tried}");
}

/// A complementary attestation that names no first number, when the attestation sent before has one, is told; when that one is
/// not here there is nothing to hold it against.
#[test]
fn a_complementary_attestation_without_the_first_number_is_told() {
    let monde = monde();
    let text = String::from_utf8(monde.aem.clone()).unwrap();
    let earlier = [lecture::aem(text.as_bytes()).unwrap()];
    let (before, after) = text.split_once("<NumeroAem>").unwrap();
    let number = after.split('<').next().unwrap().to_owned();
    let (head, tail) = before.rsplit_once("nature=\"initiale\"").unwrap();
    let said = |own: &str, earlier: &[Declaration]| -> Vec<String> {
        let changed = format!("{head}nature=\"complementaire\"{tail}{own}<NumeroAem>{after}");
        let aem = lecture::aem(changed.as_bytes()).unwrap();
        let lus = monde.read();
        let mut docs = monde.documents(&lus);
        (docs.aem, docs.aem_octets, docs.aem_anterieures) = (Some(&aem), None, earlier);
        let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
        let found = told(&report, "U10", "NumeroAemInitiale");
        found.iter().map(|e| format!("{} {}", cause(e), e.message)).collect()
    };
    let absent = format!("numero_absent NumeroAemInitiale absent : l'attestation initiale porte {number}");
    assert_eq!(said("", &earlier), [absent]);
    assert_eq!(said(&format!("<NumeroAemInitiale>{number}</NumeroAemInitiale>"), &earlier), [""; 0]);
    assert_eq!(said("", &[]), [""; 0]);
}

/// Twenty lines of a copy that are not those of the batch: one gap, with its twenty lines. Two lines: two gaps.
#[test]
fn files_of_another_state_of_a_batch_are_said_once_with_their_lines() {
    let monde = monde();
    let lus = monde.read();
    let file = |from: usize, wrong: usize| -> Vec<u8> {
        let line = |n: usize| {
            // One line in two, so that each is a run of its own.
            let value = if n.is_multiple_of(2) && n / 2 < wrong { from } else { 0 };
            format!("{n};{value}\r\n")
        };
        std::iter::once("rang;valeur\r\n".to_owned())
            .chain((0..50).map(line))
            .collect::<String>()
            .into_bytes()
    };
    let gaps = |wrong: usize| {
        let copies = [Copie {
            fichier: "sorties/2026-S02/comptabilite/ecritures.csv".to_owned(),
            lot: "2026-S02".to_owned(),
            ecrit: file(1, wrong),
            attendu: file(2, wrong),
        }];
        let mut docs = monde.documents(&lus);
        docs.copies = &copies;
        let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
        let own: Vec<(usize, String)> = report
            .ecarts
            .iter()
            .filter(|e| e.regle == "X06")
            .map(|e| (e.candidats.len(), cause(e).to_owned()))
            .collect();
        own
    };
    assert_eq!(gaps(20), [(20, "fichiers_perimes".to_owned())]);
    assert_eq!(gaps(2).len(), 2);
}

/// An author overpaid by a corrected note is named; what is said of wages (a tenth held back on the next pay) is not said of
/// a fee.
#[test]
fn an_overpaid_author_is_named() {
    let mut monde = monde();
    let mut corrected = monde.notes[0].clone();
    corrected.rectifie = corrected.numero.clone();
    corrected.numero = Some("N-1-R1".to_owned());
    corrected.totaux.net_a_payer -= Cents(10_000);
    monde.notes.push(corrected);
    let lus = monde.read();
    let docs = monde.documents(&lus);
    let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
    let claim: Vec<&Ecart> = report.ecarts.iter().filter(|e| e.regle == "B10").collect();
    assert_eq!(claim.len(), 1, "{claim:?}");
    assert_eq!((claim[0].cle.personne.as_deref(), claim[0].ecart), (Some("A-N-1"), Cents(10_000)));
    assert!(
        claim[0].remede.contains("auteur") && !claim[0].remede.contains("dixième"),
        "{}",
        claim[0].remede
    );
}
