//! One road from the hour to the transfer: a sheet in `temps.csv` and the same sheet in a request give one payslip.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_dossier::{Folder, Frozen, PayPeriod, RunOptions, run};
use cddu_payslip::Origine;
use cddu_payslip::trace::{Applied, Fig, Origin, Part, Trace, Val};
use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::{Cents, Rates};
use proptest::prelude::*;
use tempfile::tempdir;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// One day of work: start in quarters of an hour, length, break, meals.
#[derive(Clone, Debug)]
struct Day {
    debut: u32,
    duree: u32,
    pause: u32,
    repas: u32,
    casse_croute: bool,
    transport: u32,
    recupere: bool,
}

impl Day {
    fn fin(&self) -> u32 {
        (self.debut + self.duree) % (24 * 60)
    }
}

/// A person of the folder: category, function, agreed pay, and her days from Monday on.
#[derive(Clone, Debug)]
struct Work {
    categorie: &'static str,
    fonction: &'static str,
    salaire: &'static str,
    engagement: &'static str,
    /// What the folder reads in the tables, and a request says.
    cadre: bool,
    jours: Vec<Day>,
}

prop_compose! {
    fn day()(
        debut in 16u32..60, duree in 30u32..52, pause in 0u32..5, repas in 0u32..2, casse_croute in any::<bool>(),
        transport in prop::sample::select(vec![0u32, 0, 40, 150]), recupere in any::<bool>(),
    ) -> Day {
        Day { debut: debut * 15, duree: duree * 15, pause: pause * 15, repas, casse_croute, transport, recupere }
    }
}

prop_compose! {
    fn work()(
        (categorie, fonction, salaire, engagement, cadre) in prop::sample::select(vec![
            ("technicien", "Cadreur cinéma", "1747.82", "semaine", true),
            ("technicien", "Habilleur cinéma", "912.86", "jour", false),
            ("figurant", "Figurant", "140.00", "jour", false),
            ("artiste", "Artiste-interprète long métrage", "900.00", "jour", false),
        ]),
        jours in prop::collection::vec(day(), 1..6),
    ) -> Work {
        // Only film technicians have meals in the tables.
        let paid = categorie == "technicien";
        let jours = jours.into_iter().map(|d| Day {
            repas: if paid { d.repas } else { 0 },
            casse_croute: paid && d.casse_croute,
            ..d
        });
        Work { categorie, fonction, salaire, engagement, cadre, jours: jours.collect() }
    }
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn production(root: &Path) {
    let text = r#"
[production]
titre = "Film d'essai"
code = "ESSAI"
[employeur]
raison_sociale = "Société fictive"
idcc = "3097"
effectif = 8
taux_at = "1.07"
taux_sante_travail = "0.32"
[paiement]
delai_jours = 5
"#;
    fs::write(root.join("production.toml"), text).unwrap();
    let people = "matricule,nom,prenom\nT01,EXEMPLE,Camille\n";
    fs::write(root.join("salaries.csv"), people).unwrap();
}

/// The payslip of a folder, and what it was computed from.
fn paid(root: &Path) -> Frozen {
    let folder = Folder::read(root).unwrap();
    let options = RunOptions {
        period: PayPeriod::parse("2026-W47").unwrap(),
        payment: None,
        replace: false,
        dry: true,
        // Some salaries are under the minimum.
        despite: std::collections::BTreeSet::from(["T01".to_owned()]),
    };
    let mut done = run(&folder, &RATES, &options, &|_, _| {}).unwrap();
    assert_eq!(done.payslips.len(), 1, "{:#?}", done.diagnostics);
    done.payslips.remove(0).0
}

/// The payslip of the folder: the sheet goes through the CSV files.
fn by_folder(work: &Work) -> Payslip {
    let root = tempdir().unwrap();
    production(root.path());
    let contract = format!(
        "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\n\
         C1,T01,{},{},2026-11-16,2026-11-20,{},{}\n",
        work.categorie, work.fonction, work.salaire, work.engagement
    );
    fs::write(root.path().join("contrats.csv"), contract).unwrap();
    let mut rows =
        "contrat,date,debut,fin,pause_minutes,repas,casse_croute,transport_minutes,recupere\n".to_owned();
    for (rank, d) in work.jours.iter().enumerate() {
        let yes = |b: bool| if b { "oui" } else { "non" };
        rows += &format!(
            "C1,2026-11-{},{},{},{},{},{},{},{}\n",
            16 + rank,
            clock(d.debut),
            clock(d.fin()),
            d.pause,
            d.repas,
            yes(d.casse_croute),
            d.transport,
            yes(d.recupere)
        );
    }
    fs::write(root.path().join("temps.csv"), rows).unwrap();
    paid(root.path()).resultat.as_ref().clone()
}

/// The payslip of a request that gives the same sheet.
fn by_request(work: &Work) -> Payslip {
    let days: Vec<String> = work
        .jours
        .iter()
        .enumerate()
        .map(|(rank, d)| {
            format!(
                r#"{{"date":"2026-11-{}","debut":"{}","fin":"{}","pause_minutes":{},"nature":"tournage","repas":{},
                "casse_croute":{},"transport_minutes":{},"recupere":{}}}"#,
                16 + rank,
                clock(d.debut),
                clock(d.fin()),
                d.pause,
                d.repas,
                d.casse_croute,
                d.transport,
                d.recupere
            )
        })
        .collect();
    let text = format!(
        r#"{{"date_paiement":"2026-11-27","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07",
        "taux_sante_travail":"0.32"}},"salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
        "contrats":[{{"contrat":"C1","categorie":"{}","fonction":"{}","debut":"2026-11-16","fin":"2026-11-20",
        "salaire_base":"{}","engagement":"{}","cadre":{},"analytique":{{"film":"ESSAI"}},"temps":[{}]}}]}}"#,
        work.categorie,
        work.fonction,
        work.salaire,
        work.engagement,
        work.cadre,
        days.join(",")
    );
    let input: BulletinInput = json::parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    compute(&RATES, &input).unwrap_or_else(|e| panic!("{e:?}\n{text}")).bulletin
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_folder_and_the_request_give_the_same_payslip(work in work()) {
        let (folder, request) = (by_folder(&work), by_request(&work));
        prop_assert_eq!(&folder.contrats[0].elements, &request.contrats[0].elements);
        prop_assert_eq!(folder.totaux, request.totaux);
        prop_assert_eq!(folder.elements, request.elements);
        prop_assert_eq!(folder.avertissements, request.avertissements);
        prop_assert_eq!(folder.contrats, request.contrats);
    }
}

/// The folder of one technician by the week, at 40.00 euros an hour: a night on Thursday, a meal on Monday.
fn a_week() -> (tempfile::TempDir, Frozen) {
    let root = tempdir().unwrap();
    production(root.path());
    let contract = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\n\
                    C1,T01,technicien,Cadreur cinéma,2026-11-16,2026-11-20,1600.00,semaine\n";
    fs::write(root.path().join("contrats.csv"), contract).unwrap();
    let rows = "contrat,date,debut,fin,pause_minutes,repas\n\
                C1,2026-11-16,09:00,18:00,60,1\n\
                C1,2026-11-17,09:00,18:00,60,\n\
                C1,2026-11-18,09:00,18:30,60,\n\
                C1,2026-11-19,14:00,00:30,60,\n\
                C1,2026-11-20,11:00,20:00,60,\n";
    fs::write(root.path().join("temps.csv"), rows).unwrap();
    let frozen = paid(root.path());
    (root, frozen)
}

/// The figure of a code, and of a day.
fn figure(trace: &Trace, code: &str, day: Option<&str>) -> Fig {
    let part = day.map(|day| Part::Day(day.parse().unwrap()));
    let found = (0..)
        .zip(trace.nodes())
        .find(|(_, n)| n.name.code == code && (part.is_none() || n.name.part == part));
    Fig(found.unwrap_or_else(|| panic!("{code}")).0)
}

#[test]
fn the_transfer_goes_down_to_the_line_of_the_sheet() {
    let (_root, frozen) = a_week();
    let computed = compute(&RATES, &frozen.entree).unwrap();
    let trace = &computed.trace;
    assert_eq!(trace.check(), []);
    // Thursday is line 5 of the file: its end, read there, moves the transfer.
    let under = trace.depends_on(figure(trace, "virement", None));
    let end = figure(trace, "fin", Some("2026-11-19"));
    assert!(under.contains(&end));
    assert_eq!(trace.place(end), Some(&Origine { fichier: "temps.csv".to_owned(), ligne: 5 }));
    assert_eq!(trace.node(end).value, Val::Clock(30.into()));
    // 14:00 to 00:30 is 630 minutes, 60 of break: 570.
    let day = figure(trace, "heures_ligne", Some("2026-11-19"));
    assert_eq!(trace.node(day).value, Val::Minutes(570.into()));
    // Every day of the week is under the gross, each with its line.
    for (day, line) in [("16", 2), ("17", 3), ("18", 4), ("19", 5), ("20", 6)] {
        let start = figure(trace, "debut", Some(&format!("2026-11-{day}")));
        assert!(under.contains(&start));
        assert_eq!(trace.place(start).map(|o| o.ligne), Some(line));
    }
    // The meal of Monday, line 2, is refunded with the pay.
    let meal = figure(trace, "repas", Some("2026-11-16"));
    assert!(under.contains(&meal));
    assert_eq!(trace.place(meal).map(|o| o.ligne), Some(2));
}

#[test]
fn the_lines_of_the_gross_are_nodes_with_their_rule_and_their_row() {
    let (_root, frozen) = a_week();
    let computed = compute(&RATES, &frozen.entree).unwrap();
    let trace = &computed.trace;
    // 480 + 480 + 510 + 570 + 480 = 2,520 minutes, 42 hours: 35 at 40.00, 7 at 50.00.
    let amounts = [("base", "F01", 140_000), ("hs_25", "F03", 35_000), ("nuit_50", "F13", 9_000)];
    let brut = figure(trace, "brut", None);
    let lines = trace.args(trace.node(brut));
    assert_eq!(lines.len(), computed.bulletin.contrats[0].elements.len());
    for (rank, (code, rule, cents)) in amounts.into_iter().enumerate() {
        let node = trace.node(lines[rank]);
        assert_eq!((node.name.code, node.value), (code, Val::Amount(Cents(cents))), "{code}");
        let told = trace.explain(lines[rank], &RATES, &["C1"]);
        assert_eq!(told.regle.unwrap().nom, rule);
        // The row of the premium names its file, its line and its article.
        let Origin::Formula { rule: Applied::Convention(row), .. } = node.origin else { panic!("{code}") };
        let line = RATES.conventions().unwrap().regle(rule).unwrap();
        assert_eq!((row.ligne, row.confiance), (line.ligne, line.confiance));
    }
    // Night from 20:00 in November outside a studio: to midnight and from midnight to 00:30, 240 + 30 minutes, within the
    // eight hours of one night: 40.00 x 50 % x 270 / 60 = 90.00.
    let night = trace.explain(lines[2], &RATES, &["C1"]);
    let minutes: Vec<_> =
        night.nombres.iter().filter(|n| n.unite == "min").map(|n| n.valeur.as_str()).collect();
    assert_eq!(minutes, ["270"]);
    assert_eq!(trace.node(brut).value, Val::Amount(computed.bulletin.contrats[0].bases.brut));
}

#[test]
fn the_letter_of_the_gross_is_the_weakest_of_its_rules() {
    // An artist's cachet rests on A01, a B row: so does what is computed on it.
    let root = tempdir().unwrap();
    production(root.path());
    let contract = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,cachets\n\
                    C1,T01,artiste,Artiste-interprète,2026-11-16,2026-11-16,900.00,1\n";
    fs::write(root.path().join("contrats.csv"), contract).unwrap();
    fs::write(root.path().join("temps.csv"), "contrat,date,cachets\nC1,2026-11-16,1\n").unwrap();
    let frozen = paid(root.path());
    let trace = compute(&RATES, &frozen.entree).unwrap().trace;
    assert_eq!(trace.confidence(figure(&trace, "brut", None), &RATES), cddu_rates::Confiance::B);
    assert!(trace.confidence(figure(&trace, "virement", None), &RATES) >= cddu_rates::Confiance::B);
}
