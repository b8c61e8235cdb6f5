//! Which hours are overtime: those a time sheet marked, those of the elements given, or those given with the gross.

use cddu_rates::{Cents, Diagnostic, Period, Quantity};
use rust_decimal::Decimal;

use super::base::{self, Found};
use crate::engine::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::gross::{Annexe, Engagement};
use crate::input::{Contrat, Travail};
use crate::methods::{HsArtisteSemaineMethod, HsJour6Method, HsJourMethod, HsMajorationsMethod};
use crate::payslip::HeuresStructurelles;
use crate::rules;
use crate::trace::{Amount, Number};
use crate::vocabulary::{AutresHeures, Categorie, PayElement};

/// Hours and pay of a contract that are overtime.
#[derive(Default)]
pub(crate) struct Hours {
    pub heures: Vec<Number>,
    pub pieces: Vec<Amount>,
    pub structurelles: Option<HeuresStructurelles>,
    /// Those that give no deduction to the employer.
    pub sans_deduction: Decimal,
}

impl Hours {
    fn add(
        &mut self,
        run: &mut Run<'_, impl Recorder>,
        contract: &Contract<'_>,
        heures: Quantity,
        piece: Amount,
    ) {
        self.heures.push(run.given_number(contract.name("hs_heures_ligne", "heures de la ligne"), heures.0));
        self.pieces.push(piece);
    }

    /// The guaranteed hours of a line have their share of its pay.
    fn guaranteed(&mut self, structural: Quantity, heures: Quantity, montant: Cents) {
        if structural.0 <= Decimal::ZERO || heures.0 <= Decimal::ZERO {
            return;
        }
        let sum = self.structurelles.get_or_insert_default();
        sum.heures = Quantity((sum.heures.0 + structural.0).normalize());
        sum.montant += Cents::round(montant.to_decimal() * structural.0 / heures.0);
    }
}

fn overtime_code(code: &str) -> bool {
    code.starts_with("hs_")
}

/// Night, Sunday, holiday worked and tenth-hour premiums.
fn premium_code(code: &str) -> bool {
    let worked_holiday = code.starts_with("ferie") && code != "ferie_chome";
    code.starts_with("nuit_") || code.starts_with("dimanche") || worked_holiday || code == "tournage_10h"
}

/// Elements of a day engagement that the method takes besides `hs_*`.
fn day_code(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, code: &str) -> bool {
    let convention = run.input.methodes.hs_jour.unwrap_or_default() == HsJourMethod::Convention;
    let codes: &[&str] = match contract.idcc {
        "3097" => &["jour_50", "jour_100"],
        _ => &["jour_25", "jour_50"],
    };
    convention && !contract.population.is_artist() && codes.contains(&code)
}

/// An element whose overtime the element itself tells, without a mark.
fn told(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, element: &PayElement) -> bool {
    let none = run.input.methodes.hs_jour.unwrap_or_default() == HsJourMethod::Aucune
        // A missing number of days is refused by `check`, before any hour is counted.
        && contract.short(run).unwrap_or_default();
    element.heure_sup.is_none()
        && ((overtime_code(&element.code) && !none) || day_code(run, contract, &element.code))
}

/// The sixth day of a film technician given without its hours by week.
fn sixth_day(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, element: &PayElement) -> bool {
    element.code == "jour_6"
        && element.heure_sup.is_none()
        && !contract.population.is_artist()
        && run.input.methodes.hs_jour_6.unwrap_or_default() != HsJour6Method::Exclue
}

/// Overtime given both by its list and by elements or a time sheet.
pub(crate) fn given_twice(rank: usize, c: &Contrat) -> Diagnostic {
    let message = format!("contrat {} : heures supplémentaires données deux fois", c.contrat);
    Diagnostic::error("PAIE-040", message)
        .at(format!("contrats[{rank}].heures_sup"))
        .hint("garder heures_sup, ou les éléments hs_* (ou la feuille de temps)")
}

/// Overtime given twice, or without what its pay is counted from. All the errors at once.
pub(crate) fn check(run: &Run<'_, impl Recorder>, rank: usize, errors: &mut Vec<Diagnostic>) {
    if !super::wanted(run) {
        return;
    }
    let contract = Contract::new(run.input, rank);
    // A day before the tables has been told already.
    if let Err(error) = contract.short(run)
        && errors.iter().all(|e| e.code != error.code)
    {
        errors.push(error);
    }
    let c = contract.c;
    let error = |field: String, message: String, hint: &str| {
        Diagnostic::error("PAIE-040", message).at(format!("contrats[{rank}].{field}")).hint(hint)
    };
    errors.extend(elements_held_against_the_contract(c, rank));
    if let Some(list) = &c.heures_sup {
        if c.elements().iter().any(|e| e.heure_sup.is_some() || overtime_code(&e.code)) {
            errors.push(given_twice(rank, c));
        }
        for (index, week) in list.iter().enumerate() {
            let field = |name: &str| format!("heures_sup[{index}].{name}");
            let hint =
                "des heures, une majoration et un montant positifs ; structurelles fait partie de heures";
            let numbers = [
                ("heures", week.heures.0),
                ("majoration", week.majoration.0),
                ("montant", week.montant.to_decimal()),
            ];
            for (name, value) in numbers {
                if value < Decimal::ZERO {
                    errors.push(error(field(name), format!("{name} négatif : {value}"), hint));
                }
            }
            if week.structurelles.is_some_and(|s| s.0 < Decimal::ZERO || s > week.heures) {
                errors.push(error(
                    field("structurelles"),
                    "les heures structurelles dépassent les heures supplémentaires".to_owned(),
                    hint,
                ));
            }
        }
        errors.extend(held_against_the_contract(c, rank));
        let total: Cents = list.iter().map(|w| w.montant).sum();
        let gross = c.brut().unwrap_or_default();
        if total > gross {
            errors.push(error(
                "heures_sup".to_owned(),
                format!(
                    "les heures supplémentaires totalisent {total}, plus que le brut du contrat ({gross})"
                ),
                "montant est la part du brut que paient ces heures, majoration comprise",
            ));
        }
    }
    let all = run.input.methodes.hs_majorations.unwrap_or_default() == HsMajorationsMethod::Toutes
        && c.elements().iter().any(|e| told(run, &contract, e) || sixth_day(run, &contract, e));
    for (index, element) in c.elements().iter().enumerate() {
        let field = |name: &str| format!("elements[{index}].{name}");
        let own = told(run, &contract, element);
        let needs_hours = own
            || sixth_day(run, &contract, element)
            || (all && element.heure_sup.is_none() && premium_code(&element.code));
        if needs_hours && element.quantite.is_none() {
            errors.push(error(
                field("quantite"),
                format!("élément « {} » : nombre d'heures manquant", element.code),
                "donner quantite : la réduction et la déduction se comptent sur les heures",
            ));
        }
        if own && element.majoration.is_none() {
            errors.push(error(
                field("majoration"),
                format!("élément « {} » : majoration manquante", element.code),
                "donner majoration, en pour cent (25 pour 25 %)",
            ));
        }
        if let Some(mark) = element.heure_sup
            && (mark.montant > element.montant || mark.montant < Cents::ZERO || mark.heures.0 < Decimal::ZERO)
        {
            errors.push(error(
                field("heure_sup"),
                format!("élément « {} » : la part d'heures supplémentaires sort de l'élément", element.code),
                "recopier l'élément tel que `cddu brut` l'a calculé",
            ));
        }
    }
}

/// Overtime of the elements that the contract cannot hold: hours under zero, more hours than it pays.
fn elements_held_against_the_contract(c: &Contrat, rank: usize) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let of_elements: Vec<(usize, Decimal)> = c
        .elements()
        .iter()
        .enumerate()
        .filter(|(_, e)| e.heure_sup.is_none() && overtime_code(&e.code))
        .filter_map(|(index, e)| Some((index, e.quantite?.0)))
        .collect();
    for (index, quantity) in of_elements.iter().filter(|(_, q)| *q < Decimal::ZERO) {
        out.push(
            Diagnostic::error(
                "PAIE-107",
                format!(
                    "{} heures supplémentaires : un nombre d'heures n'est pas négatif",
                    Quantity(quantity.normalize())
                ),
            )
            .at(format!("contrats[{rank}].elements[{index}].quantite"))
            .hint("donner des heures positives ; une reprise se fait par un bulletin rectificatif"),
        );
    }
    let in_elements: Decimal = of_elements.iter().map(|(_, q)| *q).sum();
    if let Some((index, _)) =
        of_elements.last().filter(|_| c.cachets == 0 && in_elements > c.heures.0 && !c.heures.0.is_zero())
    {
        out.push(
            Diagnostic::error(
                "PAIE-107",
                format!(
                    "{} heures supplémentaires dans les éléments pour {} heures payées en tout",
                    Quantity(in_elements.normalize()),
                    c.heures
                ),
            )
            .at(format!("contrats[{rank}].elements[{index}].quantite"))
            .hint("vérifier la place de la virgule ; heures du contrat compte toutes les heures payées, heures supplémentaires comprises"),
        );
    }
    out
}

/// Overtime given that the contract cannot hold: another week, more hours than it pays.
fn held_against_the_contract(c: &Contrat, rank: usize) -> Vec<Diagnostic> {
    let list = c.heures_sup.as_deref().unwrap_or_default();
    let periode = c.periode();
    let mut out: Vec<Diagnostic> = list
        .iter()
        .enumerate()
        .filter(|(_, week)| periode.weeks().all(|monday| monday != Period::monday(week.semaine)))
        .map(|(index, week)| {
            Diagnostic::error(
                "PAIE-106",
                format!(
                    "heures supplémentaires de la semaine du {}, que la période du contrat ({periode}) ne touche pas",
                    Period::monday(week.semaine).format("%d/%m/%Y")
                ),
            )
            .at(format!("contrats[{rank}].heures_sup[{index}].semaine"))
            .hint("donner un jour de la semaine civile où ces heures ont été faites, dans la période payée")
        })
        .collect();
    let hours: Decimal = list.iter().map(|w| w.heures.0).sum();
    // A cachet has no hours of its own: nothing to hold them against.
    if c.cachets == 0 && hours > c.heures.0 {
        out.push(
            Diagnostic::error(
                "PAIE-107",
                format!(
                    "{} heures supplémentaires pour {} heures payées en tout",
                    Quantity(hours.normalize()),
                    c.heures
                ),
            )
            .at(format!("contrats[{rank}].heures_sup"))
            .hint("heures du contrat compte toutes les heures payées, heures supplémentaires comprises"),
        );
    }
    out
}

/// Overtime given for the only week of a contract whose hours leave fewer than 35 before it: the reliefs would be given on
/// hours that are not overtime.
fn warn_of_a_short_week(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Result<(), Diagnostic> {
    let c = contract.c;
    let hours: Decimal = c.heures_sup.iter().flatten().map(|w| w.heures.0).sum();
    let mut weeks = contract.periode.weeks();
    let (Some(monday), None) = (weeks.next(), weeks.next()) else { return Ok(()) };
    if c.cachets > 0 || hours.is_zero() {
        return Ok(());
    }
    let start = run.rates.param("HS_SEUIL_SEMAINE", contract.end)?.value;
    let beside: Decimal = run
        .input
        .contrats
        .iter()
        .enumerate()
        .filter(|(rank, other)| *rank != contract.rank && Period::monday(other.periode().debut) == monday)
        .map(|(_, other)| other.heures.0)
        .sum();
    let week = c.heures.0 + beside + others(c).0;
    if week - hours < start {
        let message = format!(
            "contrat {} : {} heures supplémentaires dans une semaine de {} heures ; elles commencent après {start} (C. trav. L3121-28), les allègements seraient donnés à tort",
            c.contrat,
            Quantity(hours.normalize()),
            Quantity(week.normalize())
        );
        run.warn("HEURES-SUP-SEMAINE", message);
    }
    Ok(())
}

/// The overtime given apart from the gross, as pay elements: one for each premium.
pub(crate) fn elements(c: &Contrat) -> Vec<PayElement> {
    let mut out: Vec<PayElement> = Vec::new();
    for week in c.heures_sup.iter().flatten().filter(|w| !w.montant.is_zero()) {
        match out.iter_mut().find(|e| e.majoration == Some(week.majoration)) {
            Some(known) => {
                let hours = known.quantite.unwrap_or_default().0 + week.heures.0;
                known.quantite = Some(Quantity(hours.normalize()));
                known.montant += week.montant;
            }
            None => out.push(PayElement {
                code: format!("hs_{}", week.majoration.0.normalize()),
                libelle: "Heures supplémentaires".to_owned(),
                quantite: Some(week.heures),
                taux: None,
                majoration: Some(week.majoration),
                montant: week.montant,
                regle: None,
                article: None,
                heure_sup: None,
            }),
        }
    }
    out
}

/// The overtime of a contract, or nothing.
pub(super) fn of(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<Option<Hours>, Diagnostic> {
    let c = contract.c;
    let mut out = Hours::default();
    if let Some(list) = &c.heures_sup {
        warn_of_a_short_week(run, contract)?;
        let cap = cap(run, contract)?;
        for week in list {
            let montant =
                run.given(contract.name("hs_montant", "heures supplémentaires payées"), week.montant);
            let piece = base::capped(run, contract, montant, week.majoration.0, cap);
            out.add(run, contract, week.heures, piece);
            out.guaranteed(week.structurelles.unwrap_or_default(), week.heures, piece.v);
        }
    } else {
        of_elements(run, contract, &mut out)?;
        if out.pieces.is_empty() && c.elements().iter().all(|e| e.heure_sup.is_none()) {
            warn_of_missing_detail(run, contract)?;
        }
    }
    included_in_the_week(run, contract, &mut out)?;
    let hours: Decimal = out.heures.iter().map(|h| h.v).sum();
    let pay: Cents = out.pieces.iter().map(|p| p.v).sum();
    Ok((!hours.is_zero() || !pay.is_zero()).then_some(out))
}

fn of_elements(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    out: &mut Hours,
) -> Result<(), Diagnostic> {
    let input = run.input;
    let list: &[PayElement] = input.contrats[contract.rank].elements();
    for element in list {
        let paid = contract.name("hs_montant", "heures supplémentaires payées");
        if let Some(mark) = element.heure_sup {
            if !mark.heures.0.is_zero() || !mark.montant.is_zero() {
                let piece = run.given(paid, mark.montant);
                out.add(run, contract, mark.heures, piece);
                out.guaranteed(mark.structurelles, mark.heures, mark.montant);
                out.sans_deduction += mark.sans_deduction.0;
            }
        } else if told(run, contract, element) {
            let hours = element.quantite.unwrap_or_default();
            let premium = element.majoration.unwrap_or_default().0;
            let mut piece = run.given(paid, element.montant);
            if overtime_code(&element.code) {
                let cap = cap(run, contract)?;
                piece = base::capped(run, contract, piece, premium, cap);
            }
            out.add(run, contract, hours, piece);
        }
    }
    let sixth: Vec<&PayElement> = list.iter().filter(|e| sixth_day(run, contract, e)).collect();
    if !sixth.is_empty() {
        of_the_sixth_day(run, contract, &sixth, out)?;
    }
    if run.input.methodes.hs_majorations.unwrap_or_default() == HsMajorationsMethod::Toutes {
        let hours: Decimal = out.heures.iter().map(|h| h.v).sum();
        for element in list.iter().filter(|e| e.heure_sup.is_none() && premium_code(&e.code)) {
            let quantity = element.quantite.unwrap_or_default().0;
            if hours.is_zero() || quantity.is_zero() {
                continue;
            }
            let paid = run.given(contract.name("hs_majoration_payee", "majoration payée"), element.montant);
            if quantity <= hours {
                out.pieces.push(paid);
                continue;
            }
            let overtime = run.given_number(contract.name("hs_heures", "heures supplémentaires"), hours);
            let all = run.given_number(contract.name("hs_heures_majorees", "heures majorées"), quantity);
            let piece = run.calc(
                contract.name("hs_majoration_retenue", "majoration des heures supplémentaires"),
                Cents::round(element.montant.to_decimal() * hours / quantity),
                "arrondi({0} × {1} / {2})",
                &[paid.f, overtime.f, all.f],
                &rules::HS_MAJORATIONS,
            );
            out.pieces.push(piece);
        }
    }
    Ok(())
}

/// Highest premium of the convention: what is paid above it is not relieved (CSS L241-17 II).
fn cap(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Result<Number, Diagnostic> {
    let technician = !contract.population.is_artist();
    let key = match contract.idcc {
        "3097" if technician => "HS_MAJ_3097_T_49",
        "2642" if technician => "HS_MAJ_2642_T_48_LISTE",
        _ => "HS_MAJ_LEGAL_44",
    };
    run.number(contract.name("hs_majoration_max", "majoration de la convention (en %)"), key, contract.end)
}

/// The hours of the sixth day are the last of the week: those beyond 35 count, at the premium of their band.
fn of_the_sixth_day(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    sixth: &[&PayElement],
    out: &mut Hours,
) -> Result<(), Diagnostic> {
    if contract.periode.weeks().count() > 1 {
        let message = format!(
            "contrat {} : le 6e jour est payé sur plusieurs semaines sans leur détail ; ses heures n'entrent dans aucun allègement (donner la feuille de temps)",
            contract.c.contrat
        );
        run.warn("HEURES-SUP-DETAIL", message);
        return Ok(());
    }
    let hours: Decimal = sixth.iter().filter_map(|e| e.quantite).map(|q| q.0).sum();
    let paid: Cents = sixth.iter().map(|e| e.montant).sum();
    if hours <= Decimal::ZERO {
        return Ok(());
    }
    let name = |code, label| contract.name(code, label);
    let start = run.number(name("hs_seuil", "heures de la semaine"), "HS_SEUIL_SEMAINE", contract.end)?;
    let week = run.given_number(
        name("hs_semaine", "heures de la semaine civile"),
        contract.c.heures.0 + others(contract.c).0,
    );
    let day = run.given_number(name("hs_jour_6_heures", "heures du 6e jour"), hours);
    let pay = run.given(name("hs_jour_6_paye", "6e jour payé double"), paid);
    let from = start.v.max(week.v - hours);
    let counted = run.calc_number(
        name("hs_jour_6_comptees", "heures du 6e jour au-delà de 35"),
        (week.v - from).max(Decimal::ZERO),
        "max(0 ; {0} - max({1} ; {0} - {2}))",
        &[week.f, start.f, day.f],
        &rules::HS_JOUR_6,
    );
    if counted.v.is_zero() {
        return Ok(());
    }
    let piece = match run.input.methodes.hs_jour_6.unwrap_or_default() {
        HsJour6Method::Exclue => return Ok(()),
        HsJour6Method::Integrale => run.calc(
            name("hs_jour_6", "6e jour au-delà de 35 heures"),
            Cents::round(paid.to_decimal() * counted.v / hours),
            "arrondi({0} × {1} / {2})",
            &[pay.f, counted.f, day.f],
            &rules::HS_JOUR_6,
        ),
        HsJour6Method::Bandes => {
            let keys: [(&str, &str, i64); 3] = match contract.idcc {
                "3097" => [
                    ("HS_MAJ_3097_T_36_43", "majoration de la 36e à la 43e heure (en %)", 43),
                    ("HS_MAJ_3097_T_44_48", "majoration de la 44e à la 48e heure (en %)", 48),
                    ("HS_MAJ_3097_T_49", "majoration à partir de la 49e heure (en %)", i64::MAX),
                ],
                _ => [
                    ("HS_MAJ_LEGAL_36_43", "majoration de la 36e à la 43e heure (en %)", 43),
                    ("HS_MAJ_LEGAL_44", "majoration à partir de la 44e heure (en %)", i64::MAX),
                    ("HS_MAJ_LEGAL_44", "majoration à partir de la 44e heure (en %)", i64::MAX),
                ],
            };
            let (mut lower, mut weighted) = (start.v, Decimal::ZERO);
            let mut args = vec![pay.f, day.f];
            for (key, label, end) in keys {
                let upper = Decimal::from(end).max(lower);
                let inside = (week.v.min(upper) - from.max(lower)).max(Decimal::ZERO);
                let premium = run.number(name("hs_majoration_bande", label), key, contract.end)?;
                weighted += inside * (Decimal::ONE_HUNDRED + premium.v);
                let part = run.given_number(name("hs_heures_bande", "heures de la bande"), inside);
                args.extend([part.f, premium.f]);
                lower = upper;
            }
            run.calc(
                name("hs_jour_6", "6e jour au-delà de 35 heures"),
                Cents::round(
                    paid.to_decimal() * weighted / (Decimal::TWO * Decimal::ONE_HUNDRED * hours),
                ),
                "arrondi({0} × ({2} × (100 + {3}) + {4} × (100 + {5}) + {6} × (100 + {7})) / (2 × 100 × {1}))",
                &args,
                &rules::HS_JOUR_6,
            )
        }
    };
    out.heures.push(counted);
    out.pieces.push(piece);
    Ok(())
}

/// Hours that other payslips pay in the first civil week of the period.
fn others(c: &Contrat) -> Quantity {
    let first = Period::monday(c.periode().debut);
    c.heures_sup_autres.as_ref().map_or(Quantity::ZERO, |o: &AutresHeures| o.of(first, first))
}

/// Film artists and figurants by the week: their pay includes 5 hours of overtime, 13 on six days (titre III art. 4.4.2).
fn included_in_the_week<R: Recorder>(
    run: &mut Run<'_, R>,
    contract: &Contract<'_>,
    out: &mut Hours,
) -> Result<(), Diagnostic> {
    let c = contract.c;
    let weekly = c.semaine().engagement == Some(Engagement::Semaine)
        || c.elements().iter().any(|e| e.code == "semaine");
    let player = matches!(c.categorie, Categorie::Artiste | Categorie::Figurant);
    if contract.idcc != "3097" || !player || !weekly {
        return Ok(());
    }
    // The time sheet has already marked the week.
    if c.elements().iter().any(|e| e.code == "semaine" && e.heure_sup.is_some()) {
        return Ok(());
    }
    let six = c.semaine().six_jours == Some(true);
    let days = Decimal::from(if six { 6 } else { 5 });
    let weeks = cddu_rates::round_half_up(contract.jours / days, 0);
    if weeks.is_zero() {
        return Ok(());
    }
    let overtime: Cents = c.elements().iter().filter(|e| overtime_code(&e.code)).map(|e| e.montant).sum();
    let name = |code, label| contract.name(code, label);
    let key = if six { "HS_ARTISTE_SEMAINE_6J" } else { "HS_ARTISTE_SEMAINE_5J" };
    let value = |run: &Run<'_, R>, key: &str| run.rates.param(key, contract.end).map(|v| v.value);
    let (included, premium, start) =
        (value(run, key)?, value(run, "HS_MAJ_3097_ARTISTE_SEM")?, value(run, "HS_SEUIL_SEMAINE")?);
    let pay = c.brut().unwrap_or_default() - overtime;
    let raised = included * (Decimal::ONE_HUNDRED + premium);
    let share = Cents::round(pay.to_decimal() * raised / (start * Decimal::ONE_HUNDRED + raised));
    if run.input.methodes.hs_artiste_semaine.unwrap_or_default() == HsArtisteSemaineMethod::Non {
        let message = format!(
            "contrat {} : la semaine comprend {} heures supplémentaires (titre III art. 4.4.2), environ {share} de brut, laissées hors des allègements (méthode hs_artiste_semaine = non)",
            c.contrat,
            included * weeks
        );
        run.warn("HEURES-SUP-ARTISTE", message);
        return Ok(());
    }
    let pay = run.given(name("hs_semaine_payee", "semaines payées"), pay);
    let included =
        run.number(name("hs_artiste_heures", "heures supplémentaires d'une semaine"), key, contract.end)?;
    let label = name("hs_artiste_majoration", "majoration de ces heures (en %)");
    let premium = run.number(label, "HS_MAJ_3097_ARTISTE_SEM", contract.end)?;
    let start = run.number(name("hs_seuil", "heures de la semaine"), "HS_SEUIL_SEMAINE", contract.end)?;
    let piece = run.calc(
        name("hs_artiste", "heures supplémentaires comprises dans la semaine"),
        share,
        "arrondi({0} × {1} × (100 + {2}) / (100 × {3} + {1} × (100 + {2})))",
        &[pay.f, included.f, premium.f, start.f],
        &rules::HS_ARTISTE,
    );
    let weeks = run.given_number(name("hs_semaines", "semaines"), weeks);
    let hours = run.calc_number(
        name("hs_artiste_heures_semaines", "heures supplémentaires des semaines"),
        included.v * weeks.v,
        "{0} × {1}",
        &[included.f, weeks.f],
        &rules::HS_ARTISTE,
    );
    out.heures.push(hours);
    out.pieces.push(piece);
    Ok(())
}

/// More hours than 35 a week, and nothing that says which are overtime: never guessed. A sheet says it by itself: what it holds
/// beyond 35 without overtime is a holiday not worked, or hours guaranteed.
fn warn_of_missing_detail(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<(), Diagnostic> {
    let by_sheet = matches!(run.given.contrats[contract.rank].travail, Travail::Heures(_));
    if contract.population.is_artist() || by_sheet {
        return Ok(());
    }
    let start = run.rates.param("HS_SEUIL_SEMAINE", contract.end)?.value;
    let weeks = Decimal::from(u32::try_from(contract.periode.weeks().count()).unwrap_or(u32::MAX));
    if contract.c.heures.0 > start * weeks {
        let message = format!(
            "contrat {} : {} heures sans le détail des heures supplémentaires, donc aucun allègement sur elles ; donner la feuille de temps, les éléments hs_* ou heures_sup",
            contract.c.contrat, contract.c.heures
        );
        run.warn("HEURES-SUP-DETAIL", message);
    }
    Ok(())
}

/// The reliefs are left out by choice: said, once.
pub(super) fn warn_unrelieved(run: &mut Run<'_, impl Recorder>) {
    let some = run.input.contrats.iter().any(|c| {
        c.heures_sup.as_ref().is_some_and(|l| !l.is_empty())
            || c.elements().iter().any(|e| overtime_code(&e.code) && e.montant > Cents::ZERO)
    });
    if some {
        run.warn(
            "HEURES-SUP",
            "heures supplémentaires payées sans leurs allègements (méthode hs_allegements = non)".to_owned(),
        );
    }
}

/// A week above the legal maximum keeps its reliefs, which suppose that the maximum is respected.
pub(super) fn warn_of_length(
    run: &mut Run<'_, impl Recorder>,
    found: &[Option<Found>],
) -> Result<(), Diagnostic> {
    let mut weeks: std::collections::BTreeMap<chrono::NaiveDate, (Decimal, Decimal)> =
        std::collections::BTreeMap::new();
    for rank in 0..run.input.contrats.len() {
        let contract = Contract::new(run.input, rank);
        let c = contract.c;
        let equivalence = matches!(c.semaine().annexe, Some(Annexe::A2 | Annexe::A3Bis));
        let key = if equivalence { "HS_DUREE_SEMAINE_EQUIVALENCE" } else { "HS_DUREE_SEMAINE" };
        let limit = run.rates.param(key, contract.end)?.value;
        let start = run.rates.param("HS_SEUIL_SEMAINE", contract.end)?.value;
        let mut add = |week, hours: Decimal| {
            let entry = weeks.entry(week).or_insert((Decimal::ZERO, limit));
            entry.0 += hours;
            entry.1 = entry.1.max(limit);
        };
        if let Some(list) = &c.heures_sup {
            let mut beyond: std::collections::BTreeMap<_, Decimal> = std::collections::BTreeMap::new();
            for week in list {
                *beyond.entry(Period::monday(week.semaine)).or_default() += week.heures.0;
            }
            beyond.into_iter().for_each(|(week, hours)| add(week, start + hours));
        } else if let Some(week) = contract.periode.weeks().next()
            && contract.periode.weeks().count() == 1
        {
            add(week, c.heures.0 + others(c).0);
        }
    }
    if found.iter().all(Option::is_none) {
        return Ok(());
    }
    for (week, (hours, limit)) in weeks {
        if hours > limit {
            let message = format!(
                "semaine du {} : {} heures, maximum {limit} ; les allègements supposent que les durées maximales sont respectées (CSS L241-18 V)",
                week.format("%d/%m/%Y"),
                Quantity(hours)
            );
            run.warn("HEURES-SUP-DUREE", message);
        }
    }
    Ok(())
}
