//! Back pay: what was missing, alone, with the ceilings already used and the tax of its own day.

use cddu_payslip::{BulletinInput, Cumuls, ImpotGarde, Payslip, Rappel, compute, json};
use cddu_rates::{Cents, Rates};

static RATES: std::sync::LazyLock<Rates> = std::sync::LazyLock::new(Rates::embedded);

/// Five days of November 2026 of a technician, 35 hours; `bonus`: amounts of bonuses.
fn input(brut: &str, bonuses: &[&str], taux_pas: &str) -> BulletinInput {
    let elements: Vec<String> = bonuses
        .iter()
        .map(|b| format!(r#"{{"code":"prime","montant":"{b}","contrat":"C1","date":"2026-11-13"}}"#))
        .collect();
    let text = format!(
        r#"{{"numero":"B1","date_paiement":"2026-11-20",
        "employeur":{{"idcc":"3097","effectif":28,"adherent":true,"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"T1","nom":"FICTIF","prenom":"Claude","taux_pas":{taux_pas}}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"Régisseur adjoint cinéma",
        "debut":"2026-11-09","fin":"2026-11-13","jours":5,"heures":"35","brut":"{brut}"}}],
        "elements":[{}]}}"#,
        elements.join(",")
    );
    json::parse(&text).unwrap()
}

fn paid(input: &BulletinInput) -> Payslip {
    compute(&RATES, input).unwrap().bulletin
}

/// The back pay of 11 December for `due`, when `already` was paid.
fn back(due: &BulletinInput, already: &[Payslip], number: &str) -> BulletinInput {
    let before = &already[already.len() - 1].cumuls;
    BulletinInput {
        numero: Some(number.to_owned()),
        date_paiement: "2026-12-11".parse().unwrap(),
        cumuls: Cumuls {
            brut: before.brut,
            net_imposable: before.net_imposable,
            pas: before.pas,
            montant_net_social: before.montant_net_social,
            retraite_annee: before.retraite_annee,
            ..Cumuls::default()
        },
        rappel: Some(Box::new(Rappel {
            complete: "B1".to_owned(),
            date_paiement: due.date_paiement,
            cumuls: due.cumuls.clone(),
            anterieurs: std::collections::BTreeMap::new(),
            deja_paye: already.to_vec(),
        })),
        ..due.clone()
    }
}

fn line(slip: &Payslip, code: &str) -> Option<(Cents, Cents)> {
    let line = slip.contrats[0].lignes.iter().find(|l| l.code == code)?;
    Some((line.base, line.montant_salarie.unwrap_or_default()))
}

/// Pay of 600.00, bonus of 500.00 forgotten. Ceiling of the five days: 4,005 × 5 / 30 = 667.50, of which 600.00 are used.
/// - vieillesse plafonnée: 6.90 % × 667.50 = 46.0575 -> 46.06, less 6.90 % × 600.00 = 41.40: 4.66 on 67.50;
/// - vieillesse déplafonnée: 0.40 % × 1,100.00 = 4.40, less 2.40: 2.00 on 500.00;
/// - retraite, non cadre: slice 1 of the year, 3.93 % × 1,100.00 = 43.23, less 23.58: 19.65 on 500.00.
///
/// Tax of the payment: personal rate of 10 % on the net imposable of the back pay.
#[test]
fn a_bonus_forgotten_uses_what_is_left_of_the_ceiling() {
    let first = paid(&input("600.00", &[], "\"10.00\""));
    let due = input("600.00", &["500.00"], "\"10.00\"");
    let computed = compute(&RATES, &back(&due, std::slice::from_ref(&first), "B1-C1")).unwrap();
    assert_eq!(computed.trace.check(), []);
    let slip = computed.bulletin;
    let contract = &slip.contrats[0];
    assert_eq!((slip.totaux.brut, contract.bases.plafonnee), (Cents(50_000), Cents(6_750)));
    assert_eq!(contract.bases.plafond, Some(Cents::ZERO));
    assert_eq!((contract.jours.to_string(), contract.heures.to_string()), ("0".to_owned(), "0".to_owned()));
    assert_eq!(line(&slip, "VIEIL_PLAF"), Some((Cents(6_750), Cents(466))));
    assert_eq!(line(&slip, "VIEIL_DEP"), Some((Cents(50_000), Cents(200))));
    assert_eq!(line(&slip, "RC_T1"), Some((Cents(50_000), Cents(1_965))));
    let t = &slip.totaux;
    assert_eq!(t.net_imposable, paid(&due).totaux.net_imposable - first.totaux.net_imposable);
    // 10 %, half up.
    assert_eq!(t.pas.0, (t.net_imposable.0 + 5) / 10);
    assert_eq!(t.virement, t.net_avant_impot - t.pas);
    assert_eq!(slip.cumuls.net_imposable, first.totaux.net_imposable + t.net_imposable);
    assert_eq!((slip.rappel.as_deref(), slip.rectifie.as_deref()), (Some("B1"), None));
    assert_eq!(contract.elements.len(), 1, "{:?}", contract.elements);
    assert_eq!((contract.elements[0].code.as_str(), contract.elements[0].montant), ("prime", Cents(50_000)));
}

/// Above the ceiling nothing capped is left: 1,000.00 were paid for a ceiling of 667.50. No personal rate: the bonus alone
/// stays under the allowance of 766.00, so that no tax is withheld.
#[test]
fn above_the_ceiling_nothing_capped_is_due_and_the_allowance_is_that_of_the_payment() {
    let first = paid(&input("1000.00", &[], "null"));
    let due = input("1000.00", &["500.00"], "null");
    let slip = paid(&back(&due, &[first], "B1-C1"));
    assert_eq!(line(&slip, "VIEIL_PLAF"), None);
    let t = &slip.totaux;
    assert_eq!((t.abattement_pas, t.assiette_pas, t.pas), (Cents(76_600), Cents::ZERO, Cents::ZERO));
    assert_eq!(t.virement, t.net_avant_impot);
}

/// A contract of two weeks, 9 to 20 November: ceilings 4,005 × 7 / 30 = 934.50 and 4,005 × 5 / 30 = 667.50, 1,602.00 in
/// all. The first week pays 600.00; the second pays 1,000.00, all of it under what the first one left: 1,600.00 counted.
/// A bonus of 200.00 of the first week has 2.00 left: min(1,800.00 ; 1,602.00) - 1,600.00, and
/// 6.90 % × (602.00 - 600.00): 41.538 -> 41.54, less 41.40.
#[test]
fn a_bonus_of_an_early_week_has_what_the_later_weeks_left_of_the_ceiling() {
    let week = |days: (&str, &str), brut: &str, bonuses: &[&str]| {
        let mut input = input(brut, bonuses, "null");
        input.contrats[0].fin = "2026-11-20".parse().unwrap();
        input.contrats[0].periode =
            Some(cddu_rates::Period { debut: days.0.parse().unwrap(), fin: days.1.parse().unwrap() });
        input
    };
    let of = |slip: &Payslip| slip.contrats[0].cumul_contrat.unwrap();
    let first = paid(&week(("2026-11-09", "2026-11-15"), "600.00", &[]));
    let mut second = week(("2026-11-16", "2026-11-20"), "1000.00", &[]);
    second.contrats[0].anterieur = Some(of(&first));
    let second = paid(&second);
    assert_eq!(second.contrats[0].bases.plafonnee, Cents(100_000));
    let due = week(("2026-11-09", "2026-11-15"), "600.00", &["200.00"]);
    let mut asked = back(&due, std::slice::from_ref(&first), "B1-C1");
    let added = of(&second) - of(&first);
    asked.rappel.as_mut().unwrap().anterieurs.insert("C1".to_owned(), added);
    let computed = compute(&RATES, &asked).unwrap();
    assert_eq!(computed.trace.check(), []);
    let slip = computed.bulletin;
    assert_eq!((slip.totaux.brut, slip.contrats[0].bases.plafonnee), (Cents(20_000), Cents(200)));
    assert_eq!(line(&slip, "VIEIL_PLAF"), Some((Cents(200), Cents(14))));
    // What it adds to the cumul of the contract: the next payslip counts it once.
    let adds = of(&slip);
    assert_eq!((adds.brut, adds.plafond, adds.plafonnee), (Cents(20_000), Cents::ZERO, Cents(200)));
}

/// In two payments or in one, the work costs and pays the same, line by line.
#[test]
fn every_line_of_the_payments_adds_up_to_what_is_due() {
    let first = paid(&input("600.00", &[], "null"));
    let one = input("600.00", &["120.33"], "null");
    let second = paid(&back(&one, std::slice::from_ref(&first), "B1-C1"));
    let all = input("600.00", &["120.33", "87.10"], "null");
    let third = paid(&back(&all, &[first.clone(), second.clone()], "B1-C2"));
    let whole = paid(&all);
    let slips = [&first, &second, &third];
    for expected in &whole.contrats[0].lignes {
        let same = |slip: &&&Payslip| {
            slip.contrats[0]
                .lignes
                .iter()
                .filter(|l| l.code == expected.code && l.organisme == expected.organisme)
                .fold((Cents::ZERO, Cents::ZERO, Cents::ZERO), |sum, l| {
                    (
                        sum.0 + l.base,
                        sum.1 + l.montant_salarie.unwrap_or_default(),
                        sum.2 + l.montant_employeur.unwrap_or_default(),
                    )
                })
        };
        let sums = slips
            .iter()
            .map(|s| same(&s))
            .fold((Cents::ZERO, Cents::ZERO, Cents::ZERO), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        let due = (
            expected.base,
            expected.montant_salarie.unwrap_or_default(),
            expected.montant_employeur.unwrap_or_default(),
        );
        assert_eq!(sums, due, "{}", expected.code);
    }
    let total = |pick: fn(&Payslip) -> Cents| slips.iter().map(|s| pick(s)).sum::<Cents>();
    assert_eq!(total(|s| s.totaux.net_avant_impot), whole.totaux.net_avant_impot);
    assert_eq!(total(|s| s.totaux.montant_net_social), whole.totaux.montant_net_social);
    assert_eq!(total(|s| s.totaux.total_verse_employeur), whole.totaux.total_verse_employeur);
    assert_eq!(total(Payslip::net_verse), whole.net_verse());
}

#[test]
fn nothing_left_to_pay_or_another_work_is_refused() {
    let code = |input: &BulletinInput| compute(&RATES, input).unwrap_err()[0].code.clone();
    let first = paid(&input("1000.00", &[], "null"));
    let same = input("1000.00", &[], "null");
    assert_eq!(code(&back(&same, std::slice::from_ref(&first), "B1-C1")), "PAIE-060");
    let less = input("900.00", &[], "null");
    assert_eq!(code(&back(&less, std::slice::from_ref(&first), "B1-C1")), "PAIE-060");
    let mut other = first;
    other.contrats[0].contrat = "C9".to_owned();
    let due = input("1000.00", &["500.00"], "null");
    assert_eq!(code(&back(&due, &[other], "B1-C1")), "PAIE-061");
    // Nothing paid: all the work would be paid a second time.
    let mut nothing = back(&due, std::slice::from_ref(&paid(&input("1000.00", &[], "null"))), "B1-C1");
    nothing.rappel.as_mut().unwrap().deja_paye.clear();
    assert_eq!(code(&nothing), "PAIE-061");
}

/// Pay of 600.00 corrected to 500.00: the tax withheld on 600.00 stays, base and rate with it, and the net is the
/// net before tax of 500.00 less that tax. A negative tax is refused, and so is one kept by back pay, which has its own.
#[test]
fn a_correction_keeps_the_tax_that_cannot_be_given_back() {
    let first = paid(&input("600.00", &[], "\"10.00\""));
    let kept = ImpotGarde {
        bulletin: "B1".to_owned(),
        date_paiement: first.date_paiement,
        assiette: first.totaux.assiette_pas,
        taux: first.totaux.taux_pas.unwrap(),
        personnalise: true,
        abattement: Cents::ZERO,
        pas: first.totaux.pas,
    };
    let corrected = BulletinInput {
        numero: Some("B1-R1".to_owned()),
        rectifie: Some("B1".to_owned()),
        impot_garde: Some(Box::new(kept.clone())),
        ..input("500.00", &[], "\"12.00\"")
    };
    let computed = compute(&RATES, &corrected).unwrap();
    assert_eq!(computed.trace.check(), []);
    let (then, now) = (&first.totaux, &computed.bulletin.totaux);
    assert_eq!((now.pas, now.assiette_pas, now.taux_pas), (then.pas, then.assiette_pas, then.taux_pas));
    assert_eq!(now.net_imposable, paid(&input("500.00", &[], "\"12.00\"")).totaux.net_imposable);
    assert_eq!(now.net_paye, now.net_avant_impot - then.pas);
    assert!(computed.bulletin.avertissements.iter().any(|w| w.code == "IMPOT-GARDE"));
    let again: BulletinInput = serde_json::from_str(&serde_json::to_string(&corrected).unwrap()).unwrap();
    assert_eq!(again, corrected);
    let codes = |input: &BulletinInput| -> Vec<String> {
        compute(&RATES, input).unwrap_err().into_iter().map(|d| d.code).collect()
    };
    let negative = BulletinInput {
        impot_garde: Some(Box::new(ImpotGarde { pas: Cents(-1), ..kept.clone() })),
        ..corrected.clone()
    };
    assert_eq!(codes(&negative), ["PAIE-006"]);
    let due = input("600.00", &["500.00"], "\"10.00\"");
    let back = back(&due, std::slice::from_ref(&first), "B1-C1");
    assert_eq!(codes(&BulletinInput { impot_garde: Some(Box::new(kept)), ..back }), ["PAIE-062"]);
}
