//! One road from the hour to the transfer: a sheet in `temps.csv` and the same sheet in a request give one payslip.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_dossier::{Folder, PayPeriod, RunOptions, run};
use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::Rates;
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
        Work { categorie, fonction, salaire, engagement, cadre, jours }
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
    let folder = Folder::read(root.path()).unwrap();
    let options = RunOptions {
        period: PayPeriod::parse("2026-W47").unwrap(),
        payment: None,
        replace: false,
        dry: true,
        // The weeks of these tests may be under the minimum: they are about the road, not the pay.
        despite: std::collections::BTreeSet::from(["T01".to_owned()]),
    };
    let done = run(&folder, &RATES, &options, &|_, _| {}).unwrap();
    assert_eq!(done.payslips.len(), 1, "{:#?}", done.diagnostics);
    done.results().remove(0)
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
