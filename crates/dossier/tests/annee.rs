//! A correction paid in the year after counts in that year what it pays, and no more.

mod common;

use std::fs;
use std::sync::LazyLock;

use cddu_dossier::{Etat, Folder, ReconcileOptions, reconcile};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month, Rates};
use common::{dossier, made, paid};

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// A week of December of 45 h whose Monday had an hour less: two hours at 150 % of 43.6955 are 131.09, one is 65.54, so that
/// 65.55 is taken back in January, between the pay of two weeks of 40 h (35 h 1,529.34 and 5 h at 125 % 273.10: 1,802.44).
/// The year counts 1,802.44, then less what is taken back, then 1,802.44 more; hours 40, 39, 79.
#[test]
fn a_week_of_december_lowered_in_january_takes_back_its_difference_from_the_new_year() {
    let job = "technicien,Cadreur cinéma";
    let weeks = [("C1", "2025-12-08", 19), ("C2", "2026-01-05", 18), ("C3", "2026-01-19", 18)];
    let contracts = weeks.map(|(code, monday, _)| {
        let monday: chrono::NaiveDate = monday.parse().unwrap();
        format!("{code},T01,{job},{monday},{},1747.82,semaine,non\n", monday + chrono::Days::new(4))
    });
    let times = |first: u32| -> String {
        let day = |code: &str, monday: &str, end: u32| -> String {
            let monday: chrono::NaiveDate = monday.parse().unwrap();
            (0..5)
                .map(|n| {
                    let end = if code == "C1" && n == 0 { first } else { end };
                    format!("{code},{},09:00,{end}:00,60\n", monday + chrono::Days::new(n))
                })
                .collect()
        };
        let days: String = weeks.iter().map(|(code, monday, end)| day(code, monday, *end)).collect();
        format!("contrat,date,debut,fin,pause_minutes\n{days}")
    };
    let root = dossier(
        "matricule,nom,prenom,taux_pas\nT01,EXEMPLE,Camille,7.40\n",
        &format!(
            "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,cadre\n{}",
            contracts.concat()
        ),
        &times(19),
    );
    let root = root.path();
    let december = made(&paid(root, "2025-W50", "2025-12-19", false), Etat::Nouveau);
    let january = made(&paid(root, "2026-W02", "2026-01-09", false), Etat::Nouveau);
    assert_eq!((january.totaux.brut, january.cumuls.brut), (Cents(180_244), Cents(180_244)));

    fs::write(root.join("temps.csv"), times(18)).unwrap();
    let corrected = made(&paid(root, "2025-W50", "2026-01-16", true), Etat::Rectificatif);
    assert_eq!(december.totaux.brut - corrected.totaux.brut, Cents(6_555));
    assert_eq!(corrected.cumuls.brut, Cents(180_244 - 6_555));
    assert_eq!(corrected.cumuls.heures.0, 39.into());

    let last = made(&paid(root, "2026-W04", "2026-01-30", false), Etat::Nouveau);
    let sum = |of: fn(&Payslip) -> Cents| of(&january) + of(&corrected) - of(&december) + of(&last);
    assert_eq!(last.cumuls.brut, Cents(2 * 180_244 - 6_555));
    assert_eq!(last.cumuls.net_imposable, sum(|p| p.totaux.net_imposable));
    assert_eq!(last.cumuls.pas, sum(|p| p.totaux.pas));
    assert_eq!(last.cumuls.montant_net_social, sum(|p| p.totaux.montant_net_social));
    assert_eq!(last.cumuls.hs_exonerees_net, sum(|p| p.totaux.hs_exonerees_net));
    assert_eq!(last.cumuls.heures.0, 79.into());

    let options = ReconcileOptions::default();
    let month = Month::parse("2026-01").unwrap();
    let report = reconcile(&Folder::read(root).unwrap(), &RATES, month, &options).unwrap();
    let gaps: Vec<_> = report.ecarts.iter().filter(|e| e.regle == "X01").collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
}
