//! What holds for every note: balance, monotonicity, splitting under the ceilings.

use cddu_payslip::note::{
    AssietteCsgMethod, Fiscal, Ircec, Note, NoteCumuls, NoteInput, NoteMethodes, NoteSens,
    PlafondIrcecMethod, Social, Tva, Zone, compute,
};
use cddu_rates::{Cents, Rate, Rates};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn rates() -> &'static Rates {
    static RATES: std::sync::OnceLock<Rates> = std::sync::OnceLock::new();
    RATES.get_or_init(Rates::embedded)
}

fn blank(day: NaiveDate, gross: i64, before: i64) -> NoteInput {
    let text = format!(r#"{{"date_paiement":"{day}","brut_ht":"{}","ircec":"fiction"}}"#, Cents(gross));
    let mut input: NoteInput = cddu_payslip::json::parse(&text).unwrap();
    input.cumuls = NoteCumuls { brut_annee: Cents(before) };
    input
}

fn amounts() -> impl Strategy<Value = i64> {
    prop_oneof![1..100_000i64, 1..10_000_000i64, 1..100_000_000i64]
}

prop_compose! {
    fn days()(offset in 0u64..1096) -> NaiveDate {
        "2024-01-01".parse::<NaiveDate>().unwrap() + Days::new(offset)
    }
}

/// Switches that agree with each other, of residents and non-residents.
fn notes() -> impl Strategy<Value = NoteInput> {
    let resident = (
        prop::sample::select(vec![Social::Precompte, Social::Dispense, Social::Heritier]),
        prop::sample::select(vec![Tva::Retenue, Tva::RenonciationTva, Tva::RenonciationFranchise]),
        prop::sample::select(vec![
            Ircec::Fiction,
            Ircec::FictionSansRaap,
            Ircec::SolidariteRacd,
            Ircec::SolidariteRacdAvecRaap,
            Ircec::Doc8,
            Ircec::Doc4,
            Ircec::Aucun,
        ]),
    )
        .prop_map(|(social, tva, ircec)| (social, tva, ircec, Fiscal::Resident, None));
    let abroad = (
        prop::sample::select(vec![Social::NonResident, Social::Heritier]),
        prop_oneof![
            Just((Fiscal::NonResident25, None)),
            Just((Fiscal::NonResidentEtnc, None)),
            (0i64..=2500).prop_map(|r| (Fiscal::NonResidentConvention, Some(Rate(Cents(r).to_decimal())))),
        ],
    )
        .prop_map(|(social, (fiscal, rate))| (social, Tva::Autoliquidation, Ircec::Aucun, fiscal, rate));
    let methods = (
        prop::sample::select(vec![AssietteCsgMethod::Centime, AssietteCsgMethod::Exacte]),
        prop::sample::select(vec![PlafondIrcecMethod::SansPlafond, PlafondIrcecMethod::Annuel]),
    )
        .prop_map(|(assiette_csg, plafond_ircec)| NoteMethodes { assiette_csg, plafond_ircec });
    let zones = prop::sample::select(vec![Zone::Metropole, Zone::Dom, Zone::GuyaneMayotte]);
    (
        days(),
        amounts(),
        prop_oneof![Just(0i64), 0..30_000_000i64],
        prop_oneof![4 => resident, 1 => abroad],
        methods,
        zones,
    )
        .prop_map(
            |(day, gross, before, (social, tva, ircec, fiscal, taux_convention), methodes, zone)| NoteInput {
                social,
                tva,
                ircec: Some(ircec),
                fiscal,
                taux_convention,
                methodes,
                zone,
                ..blank(day, gross, before)
            },
        )
}

fn of(input: &NoteInput) -> Note {
    compute(rates(), input).unwrap_or_else(|e| panic!("{e:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_note_balances(input in notes()) {
        let note = of(&input);
        let (paid, from) = note.balance();
        prop_assert_eq!(paid, from);
        let of_sens = |sens| note.lignes.iter().filter(|l| l.sens == sens).map(|l| l.montant).sum::<Cents>();
        let t = &note.totaux;
        prop_assert_eq!(
            of_sens(NoteSens::Retenue),
            t.precompte_urssaf + t.ircec_auteur + t.retenue_tva + t.retenue_source
        );
        prop_assert_eq!(of_sens(NoteSens::Producteur), t.cout_producteur);
        prop_assert_eq!(of_sens(NoteSens::Ajout), t.tva);
        for line in &note.lignes {
            prop_assert!(line.montant >= Cents::ZERO && line.base > Cents::ZERO);
            if line.base != note.bases.csg || input.methodes.assiette_csg == AssietteCsgMethod::Centime {
                prop_assert_eq!(line.montant, line.taux.of(line.base), "{}", line.code);
            }
        }
        prop_assert_eq!(
            note.informations.csg_deductible + note.informations.csg_crds_non_deductible,
            note.amount("AA_CSG", NoteSens::Retenue) + note.amount("AA_CRDS", NoteSens::Retenue)
        );
        prop_assert!(t.net_a_payer >= Cents::ZERO || input.brut_ht < Cents(10));
    }

    /// A larger gross never lowers an amount, nor what the author receives by more than the roundings: eight
    /// lines of at most half a cent each, on both notes, and the rounding of the CSG base.
    #[test]
    fn more_gross_never_pays_less(input in notes(), more in 1..1_000_000i64) {
        let larger = NoteInput { brut_ht: Cents(input.brut_ht.0 + more), ..input.clone() };
        let (small, large) = (of(&input), of(&larger));
        for line in &small.lignes {
            prop_assert!(large.amount(&line.code, line.sens) >= line.montant, "{}", line.code);
        }
        prop_assert!(large.totaux.net_a_payer.0 >= small.totaux.net_a_payer.0 - 9);
    }

    /// Splitting a payment of the same day changes each line by less than its roundings: half a cent for the
    /// whole, half a cent for each part, and for CSG and CRDS the rounding of their bases. The yearly ceilings
    /// count the first part in the cumul of the second, so this holds above and below them.
    #[test]
    fn splitting_a_payment_changes_only_cents(input in notes(), share in 1..100i64) {
        let first = (input.brut_ht.0 * share / 100).max(1);
        prop_assume!(first < input.brut_ht.0);
        let whole = of(&input);
        let one = of(&NoteInput { brut_ht: Cents(first), ..input.clone() });
        let two = of(&NoteInput {
            brut_ht: Cents(input.brut_ht.0 - first),
            cumuls: NoteCumuls { brut_annee: one.cumuls.brut_annee },
            ..input.clone()
        });
        for line in &whole.lignes {
            let parts = one.amount(&line.code, line.sens) + two.amount(&line.code, line.sens);
            prop_assert!((parts - line.montant).abs() <= Cents(1), "{}: {} and {}", line.code, parts, line.montant);
        }
        prop_assert!((one.totaux.net_a_payer + two.totaux.net_a_payer - whole.totaux.net_a_payer).abs() <= Cents(8));
    }

    /// A non-resident with a switch of residents is refused, whatever the rest.
    #[test]
    fn contradictions_are_always_refused(
        day in days(),
        gross in amounts(),
        social in prop::sample::select(vec![Social::Precompte, Social::Dispense]),
        tva in prop::sample::select(vec![Tva::Retenue, Tva::RenonciationTva, Tva::RenonciationFranchise]),
    ) {
        let abroad = NoteInput {
            social: Social::NonResident,
            tva: Tva::Autoliquidation,
            ircec: Some(Ircec::Aucun),
            fiscal: Fiscal::NonResident25,
            ..blank(day, gross, 0)
        };
        let refused = |input: &NoteInput| compute(rates(), input).is_err();
        prop_assert!(!refused(&abroad));
        let changed = [
            NoteInput { social, ..abroad.clone() },
            NoteInput { tva, ..abroad.clone() },
            NoteInput { ircec: Some(Ircec::Fiction), ..abroad },
        ];
        prop_assert!(changed.iter().all(refused));
    }
}
