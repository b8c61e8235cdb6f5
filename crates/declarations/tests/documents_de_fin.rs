//! DPAE, certificat de travail, reçu pour solde de tout compte, statements, calendar, accounts.

mod common;

use cddu_declarations::calendrier::{self, Statut, comptes, ical, next_working};
use cddu_declarations::certificats::{self, Options as EndOptions};
use cddu_declarations::dpae::{self, Embauche};
use cddu_declarations::{Mode, Production, Tables, releves};
use cddu_payslip::{ElementCode, ElementPay, Payslip, Sens};
use cddu_rates::{Cents, Period, Rates};
use common::{artiste, cents, day, payslip, production, salarie, technicien, with_frais};

fn tables() -> Tables {
    Tables::load(&Rates::embedded()).unwrap()
}

fn slips() -> Vec<Payslip> {
    vec![
        with_frais(
            payslip(
                "BP-1",
                1,
                "2026-10-09",
                &[technicien("CT-1", "2026-10-05", "2026-10-09", 5, 40, "1200.00")],
            ),
            "CT-1",
            "80.00",
        ),
        payslip("BP-2", 2, "2026-10-16", &[artiste("CA-1", "2026-10-12", "2026-10-14", 3, 3, "1350.00")]),
    ]
}

fn hiring(time: Option<&str>) -> Embauche {
    let mut person = salarie(1);
    person.nom = "Côté-d’Œuvre".into();
    person.lieu_naissance = Some("Paris 10e".into());
    Embauche {
        salarie: person,
        contrat: "CT-1".into(),
        debut: day("2026-10-05"),
        fin: day("2026-10-09"),
        heure: time.map(str::to_owned),
    }
}

#[test]
fn a_dpae_is_a_message_in_latin1_with_the_test_indicator() {
    let options = dpae::Options { mode: Mode::Essai, envoye_le: day("2026-10-02") };
    let (files, warnings) =
        dpae::build(&Rates::embedded(), &production(), None, &[hiring(Some("08:30"))], &options).unwrap();
    assert_eq!(warnings, []);
    let text: String = files[0].bytes.iter().map(|b| char::from(*b)).collect();
    let wanted = include_str!("attendus/dpae.xml").lines().filter(|l| !l.trim_start().starts_with("<!--"));
    assert_eq!(text.lines().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
    let real = dpae::Options { mode: Mode::Reel, ..options };
    let (files, _) =
        dpae::build(&Rates::embedded(), &production(), None, &[hiring(Some("08:30"))], &real).unwrap();
    assert_eq!(files[0].declaration.indicateur, "120");
}

#[test]
fn a_dpae_is_sent_in_the_eight_days_before_the_hiring() {
    for (sent, expected) in [
        ("2026-09-26", Some("DPAE-003")),
        ("2026-09-27", None),
        ("2026-10-05", None),
        ("2026-10-06", Some("DPAE-002")),
    ] {
        let options = dpae::Options { mode: Mode::Essai, envoye_le: day(sent) };
        let result = dpae::build(&Rates::embedded(), &production(), None, &[hiring(Some("08:30"))], &options);
        assert_eq!(result.err().map(|e| e[0].code.clone()).as_deref(), expected, "{sent}");
    }
    let options = dpae::Options { mode: Mode::Essai, envoye_le: day("2026-10-02") };
    let mut other = hiring(Some("25:00"));
    other.salarie.departement_naissance = None;
    let errors =
        dpae::build(&Rates::embedded(), &production(), None, &[hiring(None), other], &options).unwrap_err();
    let fields: Vec<_> =
        errors.iter().map(|d| (d.code.as_str(), d.colonne.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        fields,
        [
            ("DECL-001", "heure_embauche"),
            ("DECL-002", "heure_embauche"),
            ("DECL-001", "departement_naissance")
        ]
    );
}

#[test]
fn a_dpae_refuses_what_the_message_cannot_carry() {
    let options = dpae::Options { mode: Mode::Essai, envoye_le: day("2026-10-02") };
    let mut wrong = production();
    wrong.urssaf.code = Some("75".into());
    wrong.contact.telephone = Some("+33 1 00 00 00 00".into());
    wrong.employeur.as_mut().unwrap().identite.adresse.as_mut().unwrap().code_postal = "7501".into();
    let mut hired = hiring(Some("08:30"));
    hired.salarie.departement_naissance = Some("750".into());
    hired.salarie.nom = "Иванова".into();
    let errors = dpae::build(&Rates::embedded(), &wrong, None, &[hired], &options).unwrap_err();
    let got: Vec<_> = errors
        .iter()
        .map(|d| (d.code.as_str(), d.colonne.as_deref().or(d.champ.as_deref()).unwrap_or("")))
        .collect();
    assert_eq!(
        got,
        [
            ("DECL-002", "employeur.adresse.code_postal"),
            ("DECL-002", "nom"),
            ("DECL-002", "departement_naissance"),
            ("DECL-002", "declarations.urssaf.code"),
            ("DECL-002", "declarations.contact.telephone"),
        ]
    );
}

/// C. trav. R1221-1: the sex and the trial period are part of the declaration, the second one over six months only.
#[test]
fn a_dpae_tells_the_sex_without_nir_and_the_trial_period_over_six_months() {
    let options = dpae::Options { mode: Mode::Essai, envoye_le: day("2026-10-02") };
    let message = |production: &Production, hired: Embauche| {
        let (files, _) = dpae::build(&Rates::embedded(), production, None, &[hired], &options).unwrap();
        String::from_utf8(files[0].bytes.clone()).unwrap()
    };
    let mut hired = hiring(Some("08:30"));
    hired.salarie.nir = None;
    let errors =
        dpae::build(&Rates::embedded(), &production(), None, &[hired.clone()], &options).unwrap_err();
    assert_eq!(errors[0].colonne.as_deref(), Some("sexe"));
    let mut known = production();
    known.salaries.get_mut("T001").unwrap().sexe = Some("1".into());
    let text = message(&known, hired);
    assert!(text.contains("<rxpers:FR_PersonIdentity.Sex.Code>1</") && !text.contains("FR_NNI"));

    // From 5 October, six months end on 4 April.
    let until = |fin: &str| Embauche { fin: day(fin), ..hiring(Some("08:30")) };
    let errors =
        dpae::build(&Rates::embedded(), &production(), None, &[until("2027-04-05")], &options).unwrap_err();
    assert_eq!(errors[0].colonne.as_deref(), Some("essai_jours"));
    known.contrats.entry("CT-1".into()).or_default().essai_jours = Some(30);
    let trial = "<FR_Contract.TrialTime.Text>30</FR_Contract.TrialTime.Text>";
    assert!(message(&known, until("2027-04-05")).contains(trial));
    assert!(!message(&known, until("2027-04-04")).contains("TrialTime"));
}

fn end(contrat: &'static str, emis_le: &str) -> EndOptions<'static> {
    EndOptions { matricule: "T001", contrat, emis_le: day(emis_le), mode: Mode::Essai }
}

#[test]
fn the_certificat_de_travail_says_no_more_than_the_law() {
    let (certificate, _) =
        certificats::certificat_travail(&production(), &slips(), &end("CT-1", "2026-10-09")).unwrap();
    assert_eq!((certificate.entree, certificate.sortie), (day("2026-10-05"), day("2026-10-09")));
    assert_eq!(certificate.emplois.len(), 1);
    assert_eq!(certificate.emplois[0].fonction, "Machiniste cinéma");
    assert!(certificate.portabilite);
    let keys = serde_json::to_value(&certificate).unwrap();
    let keys: std::collections::BTreeSet<_> = keys.as_object().unwrap().keys().cloned().collect();
    let keys: Vec<_> = keys.into_iter().collect();
    assert_eq!(keys, ["contrat", "emplois", "entree", "parties", "portabilite", "sortie"]);
    // Nor the numbers that D1234-6 does not list.
    let parties = &certificate.parties;
    assert_eq!((&parties.salarie.nir, &parties.salarie.numero_conges_spectacles), (&None, &None));
    assert_eq!(
        (&parties.employeur.numero_conges_spectacles, &parties.employeur.numero_france_travail),
        (&None, &None)
    );
    let early =
        certificats::certificat_travail(&production(), &slips(), &end("CT-1", "2026-10-08")).unwrap_err();
    assert_eq!(early[0].code, "CERT-002");
    let unknown =
        certificats::certificat_travail(&production(), &slips(), &end("CT-9", "2026-10-09")).unwrap_err();
    assert_eq!(unknown[0].code, "CERT-001");
}

#[test]
fn the_inventory_adds_up_to_the_transfer() {
    let slips = slips();
    let (receipt, _) =
        certificats::solde_tout_compte(&production(), &slips, &end("CT-1", "2026-10-09")).unwrap();
    let got: Vec<_> = receipt.sommes.iter().map(|s| (s.libelle.as_str(), s.montant)).collect();
    let totals = &slips[0].totaux;
    assert_eq!(
        got,
        [
            ("Salaire de base", cents("1200.00")),
            ("Cotisations salariales", -totals.cotisations_salarie),
            ("Prélèvement à la source", -totals.pas),
            ("Repas", cents("80.00")),
        ]
        .into_iter()
        .filter(|(_, m)| !m.is_zero())
        .collect::<Vec<_>>()
    );
    assert_eq!(receipt.sommes.iter().map(|s| s.montant).sum::<Cents>(), receipt.total);
    assert_eq!((receipt.exemplaires, receipt.denonciation_jusqu_au), (2, day("2027-04-09")));
}

#[test]
fn the_inventory_is_that_of_one_contract() {
    let specs = [
        technicien("CT-1", "2026-10-05", "2026-10-06", 2, 16, "1200.00"),
        artiste("CA-1", "2026-10-07", "2026-10-09", 3, 3, "1350.00"),
    ];
    let mut slip = with_frais(payslip("BP-1", 1, "2026-10-09", &specs), "CT-1", "80.00");
    for (contract, contributions, taxable) in [(0, "200.00", "1000.00"), (1, "350.00", "2000.00")] {
        slip.contrats[contract].sous_totaux.cotisations_salarie = cents(contributions);
        slip.contrats[contract].sous_totaux.net_imposable = cents(taxable);
    }
    slip.elements.push(ElementPay {
        code: ElementCode::Acompte,
        libelle: "Acompte".into(),
        contrat: None,
        montant: cents("100.01"),
        reintegre: Cents::ZERO,
        retenu: cents("100.01"),
        sens: Sens::Retenue,
        creancier: None,
    });
    slip.totaux.pas = cents("10.00");
    // 1200 + 1350 - 200 - 350 - 10 + 80 - 100.01
    slip.totaux.virement = cents("1969.99");
    let slips = [slip];
    // A third and two thirds of the tax: 3.33 and 6.67; of the advance: 33.336 and 66.673, the cent left to the first.
    let cases: [(_, &[(&str, &str)], _, _); 2] = [
        (
            "CT-1",
            &[
                ("Salaire de base", "1200.00"),
                ("Cotisations salariales", "-200.00"),
                ("Prélèvement à la source (part du contrat)", "-3.33"),
                ("Repas", "80.00"),
                ("Acompte (part du contrat)", "-33.34"),
            ],
            "1043.33",
            "CA-1",
        ),
        (
            "CA-1",
            &[
                ("Salaire de base", "1350.00"),
                ("Cotisations salariales", "-350.00"),
                ("Prélèvement à la source (part du contrat)", "-6.67"),
                ("Acompte (part du contrat)", "-66.67"),
            ],
            "926.66",
            "CT-1",
        ),
    ];
    for (contract, sums, total, other) in cases {
        let (receipt, _) =
            certificats::solde_tout_compte(&production(), &slips, &end(contract, "2026-10-09")).unwrap();
        let got: Vec<_> = receipt.sommes.iter().map(|s| (s.libelle.as_str(), s.montant)).collect();
        let expected: Vec<_> = sums.iter().map(|(label, amount)| (*label, cents(amount))).collect();
        assert_eq!(got, expected, "{contract}");
        assert_eq!((receipt.total, receipt.virement), (cents(total), cents("1969.99")));
        assert_eq!(receipt.autres_contrats, [other]);
    }
}

#[test]
fn statements_add_up_the_lines_of_each_body() {
    let all =
        releves::build(&tables(), &slips(), Period { debut: day("2026-10-01"), fin: day("2026-10-31") });
    let total = |body: &str| all.iter().find(|r| r.organisme == body).map(|r| r.total);
    // 10.02 % of 1200 = 120.24 ; 11.04 % of 1350 = 59.94 + 60.08 + 11.61 + 17.42.
    assert_eq!(total("audiens_retraite"), Some(cents("269.29")));
    // (0.42 + 0.70) % of 1200 and 1350: 5.04 + 8.40 + 5.67 + 9.45.
    assert_eq!(total("audiens_prevoyance"), Some(cents("28.56")));
    // 0.10 % of 1200 and 1350: 1.20 + 1.35 ; the legal share is only shown.
    let afdas = all.iter().find(|r| r.organisme == "afdas").unwrap();
    assert_eq!((afdas.total, afdas.salaries), (cents("2.55"), 2));
    assert_eq!(afdas.lignes.iter().filter(|l| l.pour_memoire).count(), 2);
    // 0.04 % and 0.045 % of 1200 and 1350, IDCC 3097.
    assert_eq!(total("cchsct_cinema"), Some(cents("1.02")));
    assert_eq!(total("paritarisme_cinema"), Some(cents("1.15")));
    assert_eq!(total("conventionnel"), None);
    assert_eq!(
        releves::build(&tables(), &slips(), Period { debut: day("2026-11-01"), fin: day("2026-11-30") }),
        []
    );
}

fn calendar(from: &str, to: &str) -> Vec<calendrier::Echeance> {
    let options = calendrier::Options {
        periode: Period { debut: day(from), fin: day(to) },
        auteurs: false,
        debut_production: None,
    };
    calendrier::build(&production(), &tables(), &slips(), &options).unwrap()
}

#[test]
fn due_dates_move_to_working_days() {
    // 15 August 2026 is a Saturday and a holiday; 1 May 2026 a Friday; 11 November 2026 a Wednesday.
    for (theory, real) in [
        ("2026-08-15", "2026-08-17"),
        ("2026-05-01", "2026-05-04"),
        ("2026-11-15", "2026-11-16"),
        ("2026-11-11", "2026-11-12"),
        ("2026-11-16", "2026-11-16"),
    ] {
        assert_eq!(next_working(day(theory)), day(real), "{theory}");
    }
    // Saturdays are jours ouvrables, Sundays and holidays are not.
    assert_eq!(calendrier::after_ouvrables(day("2026-10-30"), 2), day("2026-11-02"));
    assert_eq!(calendrier::after_ouvrables(day("2026-11-10"), 2), day("2026-11-13"));
}

#[test]
fn the_month_of_a_production() {
    let all = calendar("2026-10-01", "2026-11-30");
    let find = |id: &str| all.iter().find(|e| e.id == id).unwrap_or_else(|| panic!("{id}"));
    // 15 November 2026 is a Sunday; the AEM goes before the 15th: Friday 13 (14 is a Saturday).
    let dsn = find("dsn");
    assert_eq!((dsn.date, dsn.date_theorique), (day("2026-11-16"), Some(day("2026-11-15"))));
    assert_eq!(find("aem").date, day("2026-11-13"));
    // 15.50 % of 2550.
    assert_eq!(find("conges_spectacles").montant, Some(cents("395.25")));
    // 10.02 % of 1200 and 11.04 % of 1350, see the statements; 25 November is a Wednesday.
    let retraite = find("audiens_retraite");
    assert_eq!((retraite.date, retraite.montant), (day("2026-11-25"), Some(cents("269.29"))));
    assert_eq!(find("numero_objet").date, day("2026-10-05"));
    assert_eq!(find("contrat").date, day("2026-10-07"));
    assert_eq!(all.iter().filter(|e| e.id == "certificat_travail").count(), 2);
    let february = calendar("2027-02-01", "2027-02-28");
    // 28 February 2027 is a Sunday: before 1 March means Friday 26.
    assert_eq!(
        (february[0].id.as_str(), february[0].date, february[0].montant),
        ("afdas", day("2027-02-26"), Some(cents("2.55")))
    );
}

#[test]
fn large_employers_declare_on_the_fifth() {
    let mut production = production();
    production.employeur.as_mut().unwrap().parametres.effectif = 60;
    let options = calendrier::Options {
        periode: Period { debut: day("2026-11-01"), fin: day("2026-11-30") },
        auteurs: false,
        debut_production: None,
    };
    let all = calendrier::build(&production, &tables(), &slips(), &options).unwrap();
    let dates: Vec<_> = all.iter().filter(|e| e.id == "dsn").map(|e| e.date).collect();
    assert_eq!(dates, [day("2026-11-05")]);
}

/// Reads iCalendar as RFC 5545 asks: lines of 75 bytes ended by CRLF, folded lines joined, name and value apart.
fn strict(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    text.replace("\r\n ", "")
        .lines()
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b";=-".contains(&b)), "{name}");
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

#[test]
fn icalendar_follows_the_rfc_to_the_byte() {
    let all = calendar("2026-10-01", "2026-11-30");
    let text = ical(&all);
    let lines = strict(&text);
    assert_eq!(lines.first().unwrap(), &("BEGIN".to_owned(), "VCALENDAR".to_owned()));
    assert_eq!(lines.last().unwrap(), &("END".to_owned(), "VCALENDAR".to_owned()));
    let of =
        |name: &str| lines.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect::<Vec<_>>();
    assert_eq!(of("VERSION"), ["2.0"]);
    assert_eq!(of("PRODID").len(), 1);
    for name in ["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION"] {
        assert_eq!(of(name).len(), all.len(), "{name}");
    }
    let uids: std::collections::BTreeSet<_> = of("UID").into_iter().collect();
    assert_eq!(uids.len(), all.len(), "one UID per event");
    // Sunday 15 November 2026 moves to Monday 16; the UID keeps the day of the rule.
    let at = of("UID").iter().position(|u| *u == "dsn-20261115-paies-de-2026-10@cddu.invalid").unwrap();
    assert_eq!(of("DTSTART;VALUE=DATE")[at], "20261116");
    assert_eq!(of("DTEND;VALUE=DATE")[at], "20261117");
    assert_eq!(of("DTSTAMP")[at], "20261116T000000Z");
    assert_eq!(of("SUMMARY")[at], "DSN mensuelle (paies de 2026-10)");
    assert!(
        of("DESCRIPTION")[at]
            .starts_with("Pour : Urssaf et tous les organismes\\nComment : DSN\\, avant midi\\n")
    );
    assert!(of("DESCRIPTION")[at].contains("1\\,5 % du PMSS"));
    for value in of("DESCRIPTION").iter().chain(&of("SUMMARY")) {
        let bare = value.replace("\\\\", "").replace("\\,", "").replace("\\;", "").replace("\\n", "");
        assert!(!bare.contains([',', ';', '\\']), "{value}");
    }
    let table = calendrier::csv(&all);
    assert_eq!(table.lines().count(), all.len() + 1);
    assert!(table.starts_with("date,obligation,objet,"));
}

/// An event does not change when the list around it does.
#[test]
fn an_event_does_not_depend_on_the_others() {
    let all = calendar("2026-10-01", "2026-11-30");
    let whole = ical(&all);
    for one in &all {
        let alone = ical(std::slice::from_ref(one));
        let start = alone.find("BEGIN:VEVENT").unwrap();
        let event = &alone[start..alone.find("END:VCALENDAR").unwrap()];
        assert!(whole.contains(event), "{event}");
    }
}

#[test]
fn accounts_follow_the_statuses() {
    let all = comptes(&production(), &[Statut::Technicien]);
    assert!(all.iter().filter(|c| c.bloquant).all(|c| c.ouvert), "{all:#?}");
    let mut bare = production();
    bare.employeur.as_mut().unwrap().identite.numero_france_travail = None;
    bare.banque.iban = None;
    let missing: Vec<_> = comptes(&bare, &[Statut::Technicien])
        .into_iter()
        .filter(|c| c.bloquant && !c.ouvert)
        .flat_map(|c| c.manquants)
        .collect();
    assert_eq!(missing, ["employeur.numero_france_travail", "declarations.banque.iban"]);
    let authors: Vec<_> = comptes(&bare, &[Statut::Auteur]).into_iter().map(|c| c.organisme).collect();
    assert_eq!(authors, ["Urssaf Limousin, artistes-auteurs", "Ircec", "DGFiP"]);
}
