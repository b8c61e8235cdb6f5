//! Taxe sur les salaires of an employer outside VAT (CGI 231): slices of the pay of the calendar year of payment.

use cddu_rates::{Cents, Contribution, Diagnostic, PreparedLine, PreparedShare, Variante};
use rust_decimal::Decimal;

use super::absence::{self, Because};
use super::bases::BaseFigures;
use super::context::{Contract, Run};
use super::shares::{Lines, Share};
use crate::engine::recorder::Recorder;
use crate::methods::TaxeSalairesMethod;
use crate::payslip::Line;
use crate::rules;
use crate::trace::{Amount, Number};

/// The slices: rate, label, names of the figures, limits that bound it.
const SLICES: [(Variante, &str, &str, &str, &str); 3] = [
    (Variante::Plein, "taux normal", "taxe_salaires_tranche_1", "taux_employeur", "montant_employeur"),
    (
        Variante::Majore1,
        "premier taux majoré",
        "taxe_salaires_tranche_2",
        "taux_employeur_majore_1",
        "montant_employeur_majore_1",
    ),
    (
        Variante::Majore2,
        "second taux majoré",
        "taxe_salaires_tranche_3",
        "taux_employeur_majore_2",
        "montant_employeur_majore_2",
    ),
];

/// One line for each slice that the pay reaches.
pub(crate) fn push(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    bases: &BaseFigures,
    parts: Option<Amount>,
    out: &mut Lines,
) -> Result<(), Diagnostic> {
    let base = base(run, contract, bases, parts);
    let (counted, share) = match run.input.methodes.taxe_salaires {
        TaxeSalairesMethod::AnnuelCumule => (run.taxe_salaires, Decimal::ONE),
        // The payslip alone: what its former contracts brought still counts.
        TaxeSalairesMethod::Mensuel => {
            (run.taxe_salaires - run.input.cumuls.taxe_salaires_base, Decimal::from(12))
        }
    };
    run.taxe_salaires += base.v;
    let counted = run.given(contract.name("taxe_salaires_deja_comptee", "paie déjà comptée"), counted);
    let limits =
        [limit(run, contract, "TAXE_SALAIRES_SEUIL_1")?, limit(run, contract, "TAXE_SALAIRES_SEUIL_2")?];
    let parts_of_year = run.given_number(contract.name("taxe_salaires_part", "part de l'année"), share);
    for (rank, (variante, label, slice_name, rate_name, amount_name)) in SLICES.into_iter().enumerate() {
        let Some(row) = line.employeur.iter().find(|s| s.variante == variante) else { continue };
        let lower = rank.checked_sub(1).map(|r| limits[r]);
        let upper = limits.get(rank).copied();
        let slice = slice(run, contract, slice_name, [counted, base], lower, upper, parts_of_year);
        if !slice.v.is_zero() {
            write(run, contract, line, contribution, row, slice, [label, rate_name, amount_name], out);
        }
    }
    if base.v.is_zero() {
        let nothing = Because::NoBase(Some(base), contribution.tranche);
        absence::record(run, contract, line.contribution, nothing, bases);
    }
    Ok(())
}

fn base(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    bases: &BaseFigures,
    parts: Option<Amount>,
) -> Amount {
    let name = contract.name("taxe_salaires_assiette", "assiette de la taxe sur les salaires");
    let pay = if bases.forfait { bases.securite_sociale } else { bases.brut };
    match parts.filter(|_| !bases.forfait) {
        Some(parts) => {
            run.calc(name, pay.v + parts.v, "{0} + {1}", &[pay.f, parts.f], &rules::TAXE_SALAIRES_BASE)
        }
        None => run.calc(name, pay.v, "{0}", &[pay.f], &rules::TAXE_SALAIRES_BASE),
    }
}

fn limit(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, key: &str) -> Result<Number, Diagnostic> {
    let day = run.input.date_paiement;
    run.number(contract.name("taxe_salaires_limite", "limite annuelle"), key, day)
}

/// The part of the pay between two limits of the year (or of a twelfth of it), after what was already counted.
fn slice(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    code: &'static str,
    [counted, base]: [Amount; 2],
    lower: Option<Number>,
    upper: Option<Number>,
    share: Number,
) -> Amount {
    let name = contract.name(code, "tranche de la taxe sur les salaires");
    let (before, after) = (counted.v.to_decimal(), counted.v.to_decimal() + base.v.to_decimal());
    let above = |pay: Decimal, limit: Option<Number>| match limit {
        Some(limit) => (pay - limit.v / share.v).max(Decimal::ZERO),
        None => pay,
    };
    let between = above(after, lower) - above(before, lower);
    let (value, text, args) = match (lower, upper) {
        (None, Some(upper)) => (
            between - (above(after, Some(upper)) - above(before, Some(upper))),
            "arrondi(min({0} + {1} ; {2} / {3}) - min({0} ; {2} / {3}))",
            vec![counted.f, base.f, upper.f, share.f],
        ),
        (Some(lower), Some(upper)) => (
            between - (above(after, Some(upper)) - above(before, Some(upper))),
            "arrondi(max(0 ; min({0} + {1} ; {2} / {4}) - max({0} ; {3} / {4})))",
            vec![counted.f, base.f, upper.f, lower.f, share.f],
        ),
        (Some(lower), None) => (
            between,
            "arrondi(max(0 ; {0} + {1} - max({0} ; {2} / {3})))",
            vec![counted.f, base.f, lower.f, share.f],
        ),
        (None, None) => (between, "{0}", vec![base.f]),
    };
    run.calc(name, Cents::round(value), text, &args, &rules::TAXE_SALAIRES)
}

#[expect(clippy::too_many_arguments, reason = "one line and where it goes")]
fn write(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    row: &PreparedShare,
    slice: Amount,
    [label, rate_name, amount_name]: [&'static str; 3],
    out: &mut Lines,
) {
    let rate = run.rate(contract.line(rate_name, "taux employeur", line.contribution), row.taux, row.row);
    let amount = run.calc(
        contract.line(amount_name, "part de l'employeur", line.contribution),
        row.taux.of(slice.v),
        "arrondi({0} × {1} %)",
        &[slice.f, rate],
        &rules::LIGNE,
    );
    out.employer.push(Share { contribution: line.contribution, amount, deductible: false });
    out.printed.push(Line {
        code: contribution.code.clone(),
        libelle: format!("{}, {label}", contribution.libelle).into(),
        organisme: contribution.organisme.clone(),
        base: slice.v,
        taux_salarie: None,
        montant_salarie: None,
        taux_employeur: Some(row.taux),
        montant_employeur: Some(amount.v),
        coefficient: None,
        deductible: false,
        confiance: run.confidence([amount.f]),
    });
}
