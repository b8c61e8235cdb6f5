//! Each identity that a controller checks, broken once: the rule that holds it finds it, where it is.

mod commun;

use cddu_ledger::fec::FecLine;
use cddu_payslip::{ElementCode, ElementPay, Payslip, RetraitePlafondMethod, Sens};
use cddu_rapprochement::{Absent, Copie, Document, Ecart, Etat, Orphelins, RapprochementConfig, Report, run};
use cddu_rates::{Cents, Gravite};
use commun::changements::{self, Cible};
use commun::monde::{Monde, Paie, REGLES, Tournage};

/// A technician over two weeks, with expenses, and an artist paid by the cachet.
fn monde() -> Monde {
    let paie = |personne: u32, semaines: u32| Paie {
        personne,
        categorie: ["technicien", "artiste"][personne as usize],
        cadre: false,
        debut: "2026-01-05".parse().unwrap(),
        jours: 3,
        semaines,
        brut_du_jour: 12_043 + i64::from(personne) * 9_117,
        par_cachets: personne == 1,
        abattement: false,
        taux_pas: Some(21),
        frais: (personne == 0).then_some(1_820),
        acompte: None,
    };
    Monde::new(&Tournage {
        paies: vec![paie(0, 2), paie(1, 1)],
        effectif: 28,
        mobilite: "2.95",
        compta: 0,
        notes: true,
        deux_lots: false,
    })
}

fn serious(report: &Report) -> Vec<&Ecart> {
    report.ecarts.iter().filter(|e| e.gravite <= Gravite::Majeur).collect()
}

fn rules(report: &Report) -> Vec<&str> {
    serious(report).iter().map(|e| e.regle.as_str()).collect()
}

/// The first value of a name, changed: the rules that find it at its line.
fn broken(cibles: &[Cible], nom: &str, valeur: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut monde = monde();
    let cible = cibles.iter().find(|c| c.nom == nom).unwrap_or_else(|| panic!("no {nom}"));
    let old = changements::valeur(&mut monde, cible);
    changements::change(&mut monde, cible, &valeur(&old));
    let report = monde.reconcile();
    let here =
        |e: &&Ecart| e.candidats.iter().any(|c| c.document == cible.document && c.ligne == Some(cible.ligne));
    serious(&report).into_iter().filter(here).map(|e| e.regle.clone()).collect()
}

fn more(old: &str) -> String {
    changements::changed(old, 1_000).unwrap()
}

#[test]
fn each_value_of_the_dsn_has_its_rule() {
    let cibles = changements::dsn(&monde());
    for (rubrique, rule) in [
        ("S21.G00.50.002", "D15"),
        ("S21.G00.50.004", "D01"),
        ("S21.G00.50.006", "D02"),
        ("S21.G00.50.009", "D03"),
        ("S21.G00.50.001", "D24"),
        ("S21.G00.51.013", "D20"),
        ("S21.G00.51.002", "D24"),
        ("S21.G00.53.002", "C03"),
        ("S21.G00.54.002", "D21"),
        ("S21.G00.58.004", "D19"),
        ("S21.G00.78.003", "D24"),
        ("S21.G00.78.004", "D04"),
        ("S21.G00.79.004", "D17"),
        ("S21.G00.81.003", "D22"),
        ("S21.G00.81.003", "D23"),
        ("S21.G00.81.004", "D06"),
        ("S21.G00.81.004", "D23"),
        ("S21.G00.40.001", "D24"),
        ("S21.G00.40.010", "D25"),
        ("S21.G00.30.006", "D25"),
        ("S21.G00.23.004", "D07"),
        ("S21.G00.22.005", "D08"),
        ("S21.G00.20.005", "D10"),
        ("S21.G00.55.001", "D12"),
    ] {
        let found = broken(&cibles, rubrique, &more);
        assert!(found.iter().any(|r| r == rule), "{rubrique} : {rule} attendue, {found:?}");
    }
}

#[test]
fn identifiers_of_the_dsn_have_their_rules() {
    for (rubrique, rule) in [
        ("S21.G00.30.001", "D25"),
        ("S21.G00.30.002", "D25"),
        ("S21.G00.40.009", "D25"),
        ("S21.G00.51.010", "D25"),
        ("S21.G00.54.005", "D25"),
        ("S21.G00.40.017", "D25"),
        ("S21.G00.40.022", "D25"),
        ("S21.G00.40.050", "D25"),
        ("S21.G00.81.002", "D26"),
    ] {
        let mut monde = monde();
        let text: String = monde.dsn.iter().map(|b| char::from(*b)).collect();
        let line = text.lines().position(|l| l.starts_with(rubrique)).unwrap();
        let changed: Vec<String> = text
            .split('\n')
            .enumerate()
            .map(|(n, l)| {
                // The last figure, or letter, of the value changes.
                let at = l.trim_end_matches('\r').len().saturating_sub(2);
                match n == line {
                    true => {
                        let digit = if l.as_bytes()[at] == b'7' { '8' } else { '7' };
                        format!("{}{digit}{}", &l[..at], &l[at + 1..])
                    }
                    false => l.to_owned(),
                }
            })
            .collect();
        monde.dsn = changed.join("\n").chars().map(|c| c as u8).collect();
        let report = monde.reconcile();
        let here = report
            .ecarts
            .iter()
            .any(|e| e.regle == rule && e.candidats.iter().any(|c| c.ligne == Some(line as u64 + 1)));
        assert!(here, "{rubrique} : {:?}", rules(&report));
        // One wrong number is not a hundred differences.
        let others = rules(&report).into_iter().filter(|r| *r != "D28").count();
        assert!(others <= 3, "{rubrique} : {:?}", rules(&report));
    }
}

#[test]
fn each_value_of_the_aem_and_of_the_transfers_has_its_rule() {
    let aem = changements::aem(&monde());
    for (element, rule) in [
        ("BrutAvantAbattement", "U01"),
        ("AssietteContribution", "U06"),
        ("AssietteContribution", "D18"),
        ("HeuresEffectuees", "U02"),
        ("CachetsIsoles", "U02"),
        ("JoursTravailles", "U02"),
        ("MontantContribution", "U05"),
        ("MontantContribution", "U06"),
        ("TauxContribution", "U05"),
        ("DateNaissance", "U07"),
        ("IdccPrestation", "U07"),
        ("DatePaiement", "U07"),
        ("NombreAttestations", "U09"),
        ("TotalBrutApresAbattement", "U09"),
    ] {
        let found = broken(&aem, element, &more);
        assert!(found.iter().any(|r| r == rule), "{element} : {rule} attendue, {found:?}");
    }
    assert_eq!(broken(&aem, "ReferenceBulletin", &|old| format!("{old}-R9")), ["U08"]);
    let transfers = changements::virements(&monde());
    assert_eq!(broken(&transfers, "Dt", &more), ["B06"]);
    assert_eq!(broken(&transfers, "NbOfTxs", &|_| "7".to_owned()), ["B02"]);
    let swapped = |from: &str, to: &str, rank: usize, rule: &str| {
        let mut monde = monde();
        let text = String::from_utf8(monde.virements.clone()).unwrap();
        let at = text.match_indices(from).nth(rank).unwrap().0;
        monde.virements = format!("{}{to}{}", &text[..at], &text[at + from.len()..]).into_bytes();
        let report = monde.reconcile();
        let line = text[..at].matches('\n').count() as u64 + 1;
        let here = report
            .ecarts
            .iter()
            .any(|e| e.regle == rule && e.candidats.iter().any(|c| c.ligne == Some(line)));
        assert!(here, "{rule} {:?}", rules(&report));
    };
    // Another valid account: first the one debited, then the one of somebody paid.
    swapped("FR7699999000019999999999906", "DE89370400440532013000", 0, "B07");
    swapped("FR7699999000028888888888857", "DE89370400440532013000", 0, "B08");
}

#[test]
fn a_document_that_is_missing_is_a_gap() {
    let monde = monde();
    let lus = monde.read();
    let absents = [Absent {
        document: Document::Dsn,
        nom: "dsn-2026-01.dsn".to_owned(),
        raison: "des bulletins sont payés dans le mois".to_owned(),
        secondaire: false,
        de_trop: false,
    }];
    let orphelins = [Orphelins { lot: "2026-S01".to_owned(), pieces: vec!["B-1".to_owned()] }];
    let copies = [Copie {
        fichier: "ecritures.csv".to_owned(),
        lot: "2026-S02".to_owned(),
        ecrit: b"a;b\r\n1;2\r\n3;5\r\n".to_vec(),
        attendu: b"a;b\r\n1;2\r\n3;4\r\n".to_vec(),
    }];
    let mut docs = monde.documents(&lus);
    (docs.absents, docs.orphelins, docs.copies) = (&absents, &orphelins, &copies);
    docs.dsn = None;
    let report = run(monde.compta(), &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
    assert_eq!(rules(&report), ["X04", "X05", "X06"]);
    let copy = report.ecarts.iter().find(|e| e.regle == "X06").unwrap();
    assert_eq!((copy.candidats[0].reference.as_str(), copy.candidats[0].ligne), ("ecritures.csv", Some(3)));
    assert!(!report.est_rapproche());
}

#[test]
fn every_cumul_of_a_payslip_follows_the_one_before() {
    type Change = fn(&mut cddu_payslip::CumulsOut);
    let changes: [(&str, Change); 9] = [
        ("brut", |c| c.brut.0 += 1),
        ("net_imposable", |c| c.net_imposable.0 += 1),
        ("pas", |c| c.pas.0 += 1),
        ("montant_net_social", |c| c.montant_net_social.0 += 1),
        ("heures", |c| c.heures = (c.heures.whole() + 1).into()),
        ("cachets", |c| c.cachets = (c.cachets.whole() + 1).into()),
        ("dfs", |c| c.dfs.0 += 1),
        ("retraite_mois", |c| c.retraite_mois.0 += 1),
        ("retraite_annee", |c| c.retraite_annee.0 += 1),
    ];
    for (name, change) in changes {
        let mut monde = monde();
        let last = monde.bulletins.iter().rposition(|p| p.salarie.matricule == "T000").unwrap();
        change(&mut monde.bulletins[last].cumuls);
        let report = monde.reconcile();
        let found: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "X01").collect();
        assert_eq!(found.len(), 1, "{name} {:?}", rules(&report));
        assert_eq!(found[0].cle.code.as_deref(), Some(name));
    }
}

#[test]
fn a_payslip_left_behind_by_a_correction_is_seen() {
    // The first week is paid again, higher; the second one keeps the cumuls of the first payslip.
    let mut monde = monde();
    let first = monde.bulletins.iter().position(|p| p.salarie.matricule == "T000").unwrap();
    let mut corrected = monde.bulletins[first].clone();
    corrected.rectifie = corrected.numero.take();
    corrected.numero = Some("B-C0-A-0-R1".to_owned());
    corrected.totaux.brut.0 += 12_000;
    corrected.cumuls.brut.0 += 12_000;
    corrected.contrats[0].bases.brut.0 += 12_000;
    monde.bulletins.push(corrected);
    let report = monde.reconcile();
    let found = report.ecarts.iter().find(|e| e.regle == "X01").expect("the second week");
    assert_eq!((found.cle.piece.as_deref(), found.ecart), (Some("B-C0-A-1"), Cents(-12_000)));
    assert!(found.remede.contains("--rectifier"));
    // Slice 1 above its plafond of 2026: 48 060.00 over the year by population, 4 005.00 over the month otherwise.
    for (method, pay, plafond) in [
        (RetraitePlafondMethod::Population, 2_500_000, 4_806_000),
        (RetraitePlafondMethod::MensuelCumule, 210_000, 400_500),
    ] {
        let mut monde = self::monde();
        for p in monde.bulletins.iter_mut().filter(|p| p.salarie.matricule == "T000") {
            p.methodes.retraite_plafond = method;
            p.contrats[0].cadre = false;
            p.contrats[0].bases.retraite_t1 = Cents(pay);
        }
        let report = monde.reconcile();
        let found = report.ecarts.iter().find(|e| e.regle == "R08").expect("slice 1");
        assert_eq!(found.ecart, Cents(2 * pay - plafond));
    }
}

/// The ledger as most receive it: one line per account, another reference, the last day of the month.
fn globalised(monde: &mut Monde) {
    let mut sums: std::collections::BTreeMap<String, Cents> = std::collections::BTreeMap::new();
    for l in monde.grand_livre.iter().filter(|l| l.journal_code == "PA") {
        *sums.entry(l.compte_num.clone()).or_default() += l.signe();
    }
    let lines =
        sums.into_iter().filter(|(_, s)| !s.is_zero()).enumerate().map(|(rank, (compte, solde))| FecLine {
            ligne: rank as u64 + 2,
            journal_code: "PA".to_owned(),
            ecriture_num: "1".to_owned(),
            ecriture_date: "2026-01-31".parse().ok(),
            compte_num: compte,
            piece_ref: "PAIE0126".to_owned(),
            debit: solde.or_zero(),
            credit: (-solde).or_zero(),
            ..FecLine::default()
        });
    monde.grand_livre = lines.collect();
    monde.rebalance();
}

#[test]
fn a_ledger_of_one_line_per_account_is_compared_by_account() {
    let mut monde = monde();
    globalised(&mut monde);
    let report = monde.reconcile();
    assert!(serious(&report).is_empty(), "{:#?}", serious(&report));
    let note = report.ecarts.iter().find(|e| e.regle == "F03").unwrap();
    assert!(note.gravite == Gravite::Info && note.correction.is_empty());

    // An amount on another account: both accounts, at the amount moved, and a proposal of that amount alone.
    let wages = monde.grand_livre.iter().position(|l| l.compte_num.starts_with("641")).unwrap();
    let charges = monde.grand_livre.iter().position(|l| l.compte_num == "6451").unwrap();
    monde.grand_livre[wages].debit.0 += 100;
    monde.grand_livre[charges].debit.0 -= 100;
    monde.rebalance();
    let report = monde.reconcile();
    let f03: Vec<_> = serious(&report).into_iter().filter(|e| e.regle == "F03").collect();
    assert_eq!(f03.iter().map(|e| e.ecart.0).sum::<i64>(), 0);
    assert_eq!(f03.len(), 2);
    for e in f03 {
        assert_eq!(e.cause.as_ref().unwrap().code, "mauvais_compte");
        assert_eq!(e.correction[0].debit.0 + e.correction[0].credit.0, 100);
    }
}

#[test]
fn causes_are_true() {
    // One cent on a contribution: the share whose rounding it may be.
    let mut monde = monde();
    let cibles = changements::dsn(&monde);
    let mut named = 0;
    for cible in cibles.iter().filter(|c| c.nom == "S21.G00.81.004").take(12) {
        let old = changements::valeur(&mut monde, cible);
        changements::change(&mut monde, cible, &changements::changed(&old, 1).unwrap());
        let report = monde.reconcile();
        let found = report.ecarts.iter().find(|e| e.regle == "D06").unwrap();
        // A cent that no rounding gives is a value changed.
        let cause = found.cause.as_ref().unwrap();
        if cause.code == "arrondi_ligne" {
            assert!(cause.texte.contains("arrondi de la part"), "{}", cause.texte);
            named += 1;
        } else {
            assert_eq!(cause.code, "valeur_changee", "{cause:?}");
        }
        let cible =
            Cible { fin: cible.debut + changements::changed(&old, 1).unwrap().len(), ..cible.clone() };
        changements::change(&mut monde, &cible, &old);
    }
    assert!(named >= 4, "{named}");
    // A gap divisible by nine where no two figures were exchanged has no such cause.
    let mut monde = self::monde();
    let line = monde.grand_livre.iter().position(|l| l.journal_code == "PA" && l.debit.0 > 10_000).unwrap();
    monde.grand_livre[line].debit.0 += 900;
    let report = monde.reconcile();
    let found = report.ecarts.iter().find(|e| e.regle == "F03").unwrap();
    assert!(found.cause.as_ref().is_none_or(|c| c.code != "chiffres_inverses"), "{:?}", found.cause);
}

/// Gaps of the identities of a payslip: rule, figure, amount.
fn of_identities(report: &Report) -> Vec<(String, String, Cents)> {
    report
        .ecarts
        .iter()
        .filter(|e| e.regle == "P01" || e.regle == "P03")
        .map(|e| (e.regle.clone(), e.cle.code.clone().unwrap_or_default(), e.ecart))
        .collect()
}

#[test]
fn each_total_of_a_payslip_has_its_identity() {
    type Change = fn(&mut Payslip);
    let totals: [(&str, Change); 13] = [
        ("brut", |p| p.totaux.brut.0 += 7),
        ("cotisations_salarie", |p| p.totaux.cotisations_salarie.0 += 7),
        ("cotisations_employeur", |p| p.totaux.cotisations_employeur.0 += 7),
        ("allegements", |p| p.totaux.allegements.0 += 7),
        ("allegements_salarie", |p| p.totaux.allegements_salarie.0 += 7),
        ("total_verse_employeur", |p| p.totaux.total_verse_employeur.0 += 7),
        ("frais", |p| p.totaux.frais.0 += 7),
        ("avantages_en_nature", |p| p.totaux.avantages_en_nature.0 += 7),
        ("acomptes", |p| p.totaux.acomptes.0 += 7),
        ("avances", |p| p.totaux.avances.0 += 7),
        ("saisies", |p| p.totaux.saisies.0 += 7),
        ("net_paye", |p| p.totaux.net_paye.0 += 7),
        ("retenue_non_resident", |p| p.totaux.retenue_non_resident.0 += 7),
    ];
    for (name, change) in totals {
        let mut monde = monde();
        change(&mut monde.bulletins[0]);
        let found = of_identities(&monde.reconcile());
        assert!(found.contains(&("P03".to_owned(), name.to_owned(), Cents(7))), "{name} : {found:?}");
    }
    let mut monde = monde();
    monde.bulletins[0].totaux.virement.0 += 7;
    let found = of_identities(&monde.reconcile());
    assert_eq!(found, [("P01".to_owned(), "virement".to_owned(), Cents(7))]);
}

#[test]
fn each_deduction_counts_in_its_own_total() {
    type Total = fn(&mut Payslip) -> &mut Cents;
    let kinds: [(ElementCode, &str, Total); 5] = [
        (ElementCode::Acompte, "acomptes", |p| &mut p.totaux.acomptes),
        (ElementCode::Avance, "avances", |p| &mut p.totaux.avances),
        (ElementCode::Saisie, "saisies", |p| &mut p.totaux.saisies),
        (ElementCode::PensionAlimentaire, "saisies", |p| &mut p.totaux.saisies),
        (ElementCode::Frais, "frais", |p| &mut p.totaux.frais),
    ];
    for (code, name, total) in kinds {
        let added = code == ElementCode::Frais;
        let mut monde = monde();
        let p = &mut monde.bulletins[0];
        p.elements.push(ElementPay {
            code,
            libelle: name.to_owned(),
            contrat: None,
            montant: Cents(10_000),
            reintegre: Cents::ZERO,
            retenu: Cents(10_000),
            sens: if added { Sens::Ajout } else { Sens::Retenue },
            creancier: None,
        });
        p.totaux.virement.0 += if added { 10_000 } else { -10_000 };
        if added {
            p.totaux.net_paye.0 += 10_000;
        }
        // The total does not say it yet.
        let found = of_identities(&monde.reconcile());
        assert_eq!(found, [("P03".to_owned(), name.to_owned(), Cents(-10_000))], "{name}");
        total(&mut monde.bulletins[0]).0 += 10_000;
        assert_eq!(of_identities(&monde.reconcile()), [], "{name}");
    }
}

#[test]
fn each_cumul_of_a_payslip_is_chained() {
    type Change = fn(&mut Payslip);
    let cumuls: [(&str, Change); 10] = [
        ("brut", |p| p.cumuls.brut.0 += 7),
        ("net_imposable", |p| p.cumuls.net_imposable.0 += 7),
        ("pas", |p| p.cumuls.pas.0 += 7),
        ("montant_net_social", |p| p.cumuls.montant_net_social.0 += 7),
        ("hs_exonerees_brut", |p| p.cumuls.hs_exonerees_brut.0 += 7),
        ("hs_exonerees_net", |p| p.cumuls.hs_exonerees_net.0 += 7),
        ("retenue_non_resident", |p| p.cumuls.retenue_non_resident.0 += 7),
        ("retraite_mois", |p| p.cumuls.retraite_mois.0 += 7),
        ("retraite_annee", |p| p.cumuls.retraite_annee.0 += 7),
        ("dfs", |p| p.cumuls.dfs.0 += 7),
    ];
    for (name, change) in cumuls {
        let mut monde = monde();
        // The second week of the technician.
        let second = monde.bulletins.iter().rposition(|p| p.salarie.matricule == "T000").unwrap();
        change(&mut monde.bulletins[second]);
        let report = monde.reconcile();
        let found: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "X01").collect();
        let here = |e: &&&Ecart| e.cle.code.as_deref() == Some(name) && e.ecart == Cents(7);
        assert_eq!(found.iter().filter(here).count(), 1, "{name} : {found:#?}");
    }
}
