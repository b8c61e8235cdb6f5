//! Statements and layouts for other programs, against amounts of the worked example.

mod commun;

use std::collections::BTreeMap;

use cddu_ledger::etats::{self, Cellule, Minimum, Tableau};
use cddu_ledger::exports::{self, Disposition};
use cddu_ledger::fec::FecLine;
use cddu_ledger::{Batch, ComptaConfig, ecritures};
use cddu_ledger::{Champ, Colonne, CsvExport};
use cddu_payslip::Categorie;
use cddu_rates::{Cents, Month};
use commun::genes::NOTES;
use commun::{compta, contract, day, eur, line, payslip, worked_example};

fn example() -> Batch {
    ecritures::build(&compta(ComptaConfig::default()), &[worked_example()], &[], "2026-S47").unwrap()
}

fn amount(t: &Tableau, ligne: usize, colonne: &str) -> Cents {
    let rank =
        t.colonnes.iter().position(|c| c == colonne).unwrap_or_else(|| panic!("{colonne}: {:?}", t.colonnes));
    match &t.lignes[ligne][rank] {
        Cellule::Montant(c) => *c,
        Cellule::Texte(t) => panic!("{colonne} is {t}"),
    }
}

fn row(t: &Tableau, key: &str) -> usize {
    t.lignes
        .iter()
        .position(|l| l[0] == Cellule::Texte(key.to_owned()))
        .unwrap_or_else(|| panic!("{key}: {t:?}"))
}

#[test]
fn livre_de_paie_has_one_row_per_payslip_and_totals() {
    let mut second = worked_example();
    second.numero = Some("B-000".to_owned());
    let t = etats::livre_de_paie(&[worked_example(), second]);
    assert_eq!(t.lignes.iter().map(|l| l[0].clone()).collect::<Vec<_>>(), ["B-000".into(), "B-001".into()]);
    assert_eq!(amount(&t, 1, "virement"), eur("687.30"));
    assert_eq!(amount(&t, 1, "total_verse_employeur"), eur("1511.90"));
    assert!(t.csv().ends_with(";3023,80\r\n"), "{}", t.csv());
    assert!(t.csv().contains("\r\nTotal;;"));
}

fn bank(compte: &str, aux: &str, date: &str, debit: &str) -> FecLine {
    FecLine {
        journal_code: "BQ".to_owned(),
        compte_num: compte.to_owned(),
        comp_aux_num: aux.to_owned(),
        ecriture_date: Some(day(date)),
        debit: eur(debit),
        ..FecLine::default()
    }
}

#[test]
fn charges_by_body_go_from_opening_to_closing() {
    let compta = compta(ComptaConfig::default());
    let mut october = worked_example();
    october.numero = Some("B-OCT".to_owned());
    october.date_paiement = day("2026-10-30");
    october.contrats[0].periode = cddu_rates::Period { debut: day("2026-10-19"), fin: day("2026-10-23") };
    let lots = [
        ecritures::build(&compta, &[october], &[], "OCT").unwrap(),
        ecritures::build(&compta, &[worked_example()], &[], "NOV").unwrap(),
    ];
    // October is paid to the Urssaf on 15 November, all but two euros.
    let ledger = [bank("431", "urssaf", "2026-11-15", "266.00")];
    let banks = ["BQ".to_owned()];
    let etat = etats::etat_des_charges(&compta, &lots, &ledger, &banks, Month { year: 2026, month: 11 });
    let urssaf = etat.iter().find(|b| b.organisme == "urssaf").unwrap();
    assert_eq!(urssaf.ouverture, eur("268.00"));
    assert_eq!((urssaf.part_salarie, urssaf.part_employeur), (eur("96.20"), eur("171.80")));
    assert_eq!((urssaf.paiements, urssaf.cloture), (eur("266.00"), eur("270.00")));
    let pas = etat.iter().find(|b| b.organisme == "pas").unwrap();
    assert_eq!((pas.ouverture, pas.cloture), (eur("18.40"), eur("36.80")));
    assert_eq!(amount(&etats::tableau_charges(&etat), 0, "cloture"), urssaf.cloture);
}

#[test]
fn advances_are_followed_to_zero() {
    let compta = compta(ComptaConfig::default());
    let ledger = [bank("425", "T01", "2026-11-18", "150.00"), bank("425", "T02", "2026-11-18", "80.00")];
    let t = etats::avances(&compta, &[example()], &ledger, &["BQ".to_owned()]);
    assert_eq!(amount(&t, row(&t, "T01"), "reste"), eur("0"));
    assert_eq!(amount(&t, row(&t, "T02"), "reste"), eur("80.00"));
}

#[test]
fn costs_follow_the_people_and_the_devis() {
    let by = |axe: &str| etats::couts(&[example()], axe);
    let image = by("departement");
    let at = row(&image, "image");
    // 1 000.00 + 511.90 of employer charges + 20.20 of expenses.
    assert_eq!(amount(&image, at, "brut"), eur("1000.00"));
    assert_eq!(amount(&image, at, "charges_patronales"), eur("511.90"));
    assert_eq!(amount(&image, at, "cout"), eur("1532.10"));
    let chapters = by("chapitre");
    assert_eq!(amount(&chapters, row(&chapters, "2"), "cout"), eur("1000.00"));
    assert_eq!(amount(&chapters, row(&chapters, "4"), "cout"), eur("511.90"));
    assert_eq!(amount(&chapters, row(&chapters, "6"), "cout"), eur("20.20"));
}

#[test]
fn the_tax_credit_takes_what_the_texts_name() {
    let compta = compta(ComptaConfig::default());
    let lines = |slips: &[_], minima: &[_]| etats::credit_impot(&compta.schema, slips, &[], minima);
    let total = |l: &[etats::LigneCreditImpot]| l.iter().map(|l| l.eligible).sum::<Cents>();
    let technician = lines(&[worked_example()], &[]);
    // 1 000.00 + 141.30 + 60.10 + 6.30 + 94.50 + 155.00; mobilité, FNAL, health and training apart.
    assert_eq!(total(&technician), eur("1457.20"));
    let why = |code: &str| technician.iter().find(|l| l.code == code).map(|l| l.raison.clone()).unwrap();
    assert_eq!(why("FORM_CONV/employeur"), "taxe sur les salaires");
    assert!(why("VM/employeur").starts_with("non nommée"));

    let artist = payslip(
        "B-2",
        "T02",
        "2026-11-27",
        vec![contract(
            Categorie::Artiste,
            ("2026-11-16", "2026-11-16"),
            "400.00",
            vec![line("VIEIL_PLAF", "urssaf", "400.00", None, Some(("5.99", "23.96")))],
        )],
        Vec::new(),
        "0.00",
    );
    assert_eq!(total(&lines(std::slice::from_ref(&artist), &[])), eur("0"), "no minimum, nothing counts");
    let minimum = Minimum {
        piece: "B-2".to_owned(),
        contrat: "C1".to_owned(),
        salaire: eur("400.00"),
        minimum: eur("300.00"),
        pour_la_duree: None,
    };
    // 300.00 and three quarters of 23.96.
    assert_eq!(total(&lines(std::slice::from_ref(&artist), &[minimum])), eur("317.97"));

    let mut nowhere = worked_example();
    nowhere.contrats[0].analytique.clear();
    assert_eq!(total(&lines(&[nowhere], &[])), eur("0"));
}

#[test]
fn the_region_statement_groups_by_residence_and_place() {
    let mut slip = worked_example();
    slip.salarie.adresse = serde_json::from_value(serde_json::json!({ "code_postal": "13001" })).unwrap();
    slip.contrats[0].analytique.insert("lieu".to_owned(), "84".to_owned());
    let compta = compta(ComptaConfig::default());
    let lines = etats::credit_impot(&compta.schema, &[slip], &[], &[]);
    let parts = BTreeMap::from([("FILM-A".to_owned(), "80".parse().unwrap())]);
    let t = etats::tableau_region(&lines, &parts);
    assert_eq!(t.lignes.len(), 1);
    assert_eq!(t.lignes[0][1], Cellule::Texte("13".to_owned()));
    // 1 000.00 + 511.90, four fifths of it.
    assert_eq!(amount(&t, 0, "cout"), eur("1511.90"));
    assert_eq!(amount(&t, 0, "compte"), eur("1209.52"));
}

#[test]
fn the_tva_of_notes_is_split() {
    let t = etats::tva_des_notes(&NOTES);
    let at = row(&t, "N-1");
    // 5 000.00 under retenue: 10 % deductible, 9.20 % withheld, 0.80 % kept by the author.
    assert_eq!(amount(&t, at, "tva_deductible"), eur("500.00"));
    assert_eq!(amount(&t, at, "tva_retenue_a_verser"), eur("460.00"));
    assert_eq!(amount(&t, at, "tva_conservee_par_l_auteur"), eur("40.00"));
}

#[test]
fn a_csv_has_the_columns_of_ones_choice() {
    let colonne = |titre: &str, champ| Colonne { titre: titre.to_owned(), champ };
    let export = CsvExport {
        separateur: ',',
        virgule: '.',
        date: "%Y-%m-%d".to_owned(),
        colonnes: vec![
            colonne("Date", Champ::Date),
            colonne("Account", Champ::Compte),
            colonne("Amount", Champ::Montant),
            colonne("Side", Champ::Sens),
            colonne("Film", Champ::Axe("film".to_owned())),
            colonne("Code", Champ::Fixe("X,Y".to_owned())),
        ],
        ..CsvExport::default()
    };
    let text = String::from_utf8(exports::csv(&example(), &export)).unwrap();
    assert!(text.starts_with("Date,Account,Amount,Side,Film,Code\r\n"));
    assert!(text.contains("2026-11-30,64112,1000.00,D,FILM-A,\"X,Y\"\r\n"), "{text}");
    assert!(text.contains("2026-11-30,4421,-18.40,C,,\"X,Y\"\r\n"));
}

#[test]
fn fixed_layouts_keep_their_widths() {
    let batch = example();
    // M and 8+2+3+6+1+20+1+1+12+8+6+2+3+5+10+10+8+3+3+3+30+2+10+10+13 = 181 characters.
    let quadra = String::from_utf8(exports::disposition(&batch, Disposition::Quadra)).unwrap();
    assert!(quadra.is_ascii());
    assert!(quadra.lines().all(|l| l.len() == 181), "{:?}", quadra.lines().map(str::len).collect::<Vec<_>>());
    let gross = quadra.lines().find(|l| l.starts_with("M64112")).unwrap();
    assert_eq!(&gross[8 + 1..11], "PA");
    assert_eq!(&gross[14..20], "301126");
    assert_eq!(&gross[41..55], "D+000000100000");
    // 5+2+8+8+12+11+25+13+1+18+34+5 = 142 characters.
    let ximport = exports::disposition(&batch, Disposition::Ximport);
    assert!(ximport.split(|b| *b == b'\n').filter(|l| !l.is_empty()).all(|l| l.len() == 143));
    let coala = String::from_utf8_lossy(&exports::disposition(&batch, Disposition::Coala)).into_owned();
    assert!(
        coala.contains("30/11/2026;PA;64112;2026-S47;PAIE 2026-11 2026-S47;1000,00;0,00;E;\r\n"),
        "{coala}"
    );
}
