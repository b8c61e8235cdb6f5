//! The tax of a payslip corrected in another year: what a DSN can no longer give back is kept as it was withheld, decided
//! before anything is frozen.

use cddu_payslip::{ImpotGarde, Payslip};
use cddu_rates::{Diagnostic, Gravite, Month};
use chrono::{Datelike as _, NaiveDate};

use crate::registre::register::Frozen;

/// What a correction paid on its own day keeps of the tax of the payslip that it replaces: the DSN of its month takes back tax
/// of its year and, in January, of the year before (S21.G00.56.001, CCH-16 and CCH-17). `None` when nothing is taken back, or
/// when that DSN can.
pub(crate) fn of(old: &Frozen, corrected: &Payslip) -> Option<Box<ImpotGarde>> {
    let (then, now) = (&old.resultat.totaux, &corrected.totaux);
    let taken_back = now.pas < then.pas || now.assiette_pas < then.assiette_pas;
    if !taken_back || given_back(old.resultat.date_paiement, corrected.date_paiement) {
        return None;
    }
    whole(old)
}

/// The tax of a payslip, as it was withheld; `None` for a person without a rate, who has no tax at the source.
pub(crate) fn whole(old: &Frozen) -> Option<Box<ImpotGarde>> {
    let then = &old.resultat.totaux;
    Some(Box::new(ImpotGarde {
        bulletin: old.numero.clone(),
        date_paiement: old.resultat.date_paiement,
        assiette: then.assiette_pas,
        taux: then.taux_pas?,
        personnalise: then.taux_pas_personnalise,
        abattement: then.abattement_pas,
        pas: then.pas,
    }))
}

/// Whether a correction that changes no pay gives back the tax withheld at a rate that was wrong on its day: too much was
/// withheld, and the DSN of its payment can say it (S21.G00.56 type 02). What was withheld too little is asked by the tax office.
pub(crate) fn returned(old: &Frozen, corrected: &Payslip) -> bool {
    corrected.totaux.pas < old.resultat.totaux.pas
        && given_back(old.resultat.date_paiement, corrected.date_paiement)
}

/// Whether the DSN of a payment can give back tax withheld on a day.
pub(crate) fn given_back(withheld: NaiveDate, payment: NaiveDate) -> bool {
    let years = payment.year() - withheld.year();
    years == 0 || (years == 1 && payment.month() == 1)
}

/// `DOS-296`: the tax that is kept, beside the one that the correction would have had; nothing when it is the same.
pub(crate) fn told(kept: &ImpotGarde, corrected: &Payslip) -> Option<Diagnostic> {
    if kept.pas == corrected.totaux.pas {
        return None;
    }
    let (year, month) = (kept.date_paiement.year(), Month::of(corrected.date_paiement));
    let told = Diagnostic::warning(
        "DOS-296",
        format!(
            "l'impôt du bulletin {} reste celui de {year} : {} ; recalculé, il serait de {}, et la DSN de {month} ne peut pas rendre la différence",
            kept.bulletin, kept.pas, corrected.totaux.pas
        ),
    );
    Some(told.hint(format!(
        "rien à faire : la DSN de {month} baisse le net imposable, sans toucher à l'impôt de {year} ; seule une correction payée en janvier {} le rend",
        year + 1
    )))
}

/// `DOS-296`: the rate was wrong on its day, and a correction paid later that changes no pay keeps the tax.
pub(crate) fn not_given_back(kept: &ImpotGarde, corrected: &Payslip) -> Diagnostic {
    Diagnostic::error(
        "DOS-296",
        format!(
            "l'impôt du bulletin {} reste {}, au taux du {} ; au taux confirmé il serait de {} : la différence n'est ni rendue ni retenue par cette correction",
            kept.bulletin,
            kept.pas,
            kept.date_paiement.format("%d/%m/%Y"),
            corrected.totaux.pas
        ),
    )
    .severity(Gravite::Majeur)
    .hint("corriger dans le mois du paiement (--rectifier sans --paiement), avant l'échéance de sa DSN ; ensuite la différence se règle entre la personne et l'administration, sur sa déclaration de revenus")
}

/// `DOS-296`: back pay has the tax of its own day, and leaves that of the payslip that it completes at a rate that was wrong.
pub(crate) fn left_by_back_pay(first: &Frozen, back_pay: &Frozen) -> Option<Diagnostic> {
    let (then, now) = (first.entree.salarie.taux_pas, back_pay.entree.salarie.taux_pas);
    let told = Diagnostic::error(
        "DOS-296",
        format!(
            "l'impôt du bulletin {} reste {}, au taux du {} : son rappel {} ne le corrige pas",
            first.numero,
            first.resultat.totaux.pas,
            first.resultat.date_paiement.format("%d/%m/%Y"),
            back_pay.numero
        ),
    );
    (then != now).then(|| {
        told.severity(Gravite::Majeur).hint(
            "si ce rappel n'est ni remis, ni viré, ni déclaré : le défaire, corriger d'abord le taux seul (les heures telles qu'elles ont été payées), par cddu paie --rectifier --paiement, puis les heures de la même façon",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::given_back;

    /// CT2026, S21.G00.56.001: the year of the declaration; in January, the year before too.
    #[test]
    fn tax_is_given_back_in_its_year_and_in_the_january_after() {
        for (withheld, payment, expected) in [
            ("2026-01-08", "2026-12-11", true),
            ("2025-12-26", "2026-01-31", true),
            ("2025-01-10", "2026-01-31", true),
            ("2025-12-26", "2026-02-10", false),
            ("2024-12-26", "2026-01-15", false),
        ] {
            let day = |text: &str| text.parse().unwrap();
            assert_eq!(given_back(day(withheld), day(payment)), expected, "{withheld} {payment}");
        }
    }
}
