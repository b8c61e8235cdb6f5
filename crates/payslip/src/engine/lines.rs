//! The lines: each contribution of the tables on its base.

use cddu_rates::{
    Assiette, Condition, Contribution, Diagnostic, Famille, ParametreEmployeur, Population, PreparedLine,
    PreparedShare, Rate, Tranche, Variante, round_half_up,
};
use rust_decimal::Decimal;

use super::absence::{self, Because};
use super::bases::{self, BaseFigures};
use super::context::{Contract, Run};
use super::plafond::Plafonds;
use super::shares::{Lines, PerimeterRate, Share};
use crate::engine::recorder::Recorder;
use crate::methods::{FormationForfaitMethod, Prevoyance3097Method};
use crate::payslip::Line;
use crate::rules;
use crate::trace::{Amount, Fig, Number, Val};

/// A rate chosen for a share.
struct Chosen {
    rate: Rate,
    fig: Fig,
    assiette: Assiette,
    tranche: Tranche,
}

pub(crate) fn lines(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    bases: &mut BaseFigures,
    plafonds: &Plafonds,
) -> Result<Lines, Vec<Diagnostic>> {
    let rates = run.rates;
    let prepared = rates.lines(contract.end, contract.population, contract.idcc).map_err(|d| vec![d])?;
    let mut out = Lines {
        printed: Vec::with_capacity(prepared.len()),
        employee: Vec::with_capacity(16),
        employer: Vec::with_capacity(32),
        fcss: None,
        perimeter: Vec::with_capacity(12),
    };
    let mut errors = Vec::new();
    let mut parts: Option<Amount> = None;
    for line in prepared {
        let contribution = &rates.contributions()[line.contribution];
        if let Some(condition) = unmet(run, contract, contribution) {
            absence::record(run, contract, line.contribution, Because::Condition(condition), bases);
            continue;
        }
        if contribution.assiette == Assiette::CsgHeuresSup && bases.csg_heures_sup.is_none() {
            absence::record(run, contract, line.contribution, Because::NoOvertime, bases);
            continue;
        }
        // The bases that hold the employer's shares of prévoyance come after them in the tables.
        if matches!(contribution.assiette, Assiette::Csg | Assiette::PartsPrevoyance | Assiette::TaxeSalaires)
        {
            parts = parts.or_else(|| prevoyance_parts(run, contract, &out));
        }
        if contribution.assiette == Assiette::Csg && bases.csg.is_none() {
            let csg = bases::csg(run, contract, bases, plafonds, parts).map_err(|d| vec![d])?;
            bases.csg = Some(csg);
            bases.csg_taxee = Some(match bases.csg_heures_sup {
                Some(exempt) => super::heures_sup::taxed(run, contract, csg, exempt),
                None => csg,
            });
        }
        if contribution.assiette == Assiette::TaxeSalaires {
            super::taxe_salaires::push(run, contract, line, contribution, bases, parts, &mut out)
                .map_err(|d| vec![d])?;
            continue;
        }
        let employer = match employer_share(run, contract, line, contribution, bases) {
            Ok(share) => share,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let employee = employee_share(run, contract, line, contribution);
        let because = employer.as_ref().err().copied();
        let employer = employer.ok();
        let Some((assiette, tranche)) =
            employer.as_ref().or(employee.as_ref()).map(|c| (c.assiette, c.tranche))
        else {
            let because = because.unwrap_or(Because::NoShare);
            absence::record(run, contract, line.contribution, because, bases);
            continue;
        };
        if let Some(chosen) = employer.as_ref().filter(|_| contribution.dans_allegement) {
            // Rates count whether or not the slice is reached: the relief compares rates, not amounts.
            out.perimeter.push(PerimeterRate {
                contribution: line.contribution,
                rate: chosen.rate,
                fig: chosen.fig,
            });
        }
        let base = match assiette {
            Assiette::PartsPrevoyance => parts,
            _ => base_of(bases, training(run, contribution, bases, assiette), tranche),
        };
        let Some(base) = base.filter(|b| !b.v.is_zero()) else {
            absence::record(run, contract, line.contribution, Because::NoBase(base, tranche), bases);
            continue;
        };
        push(run, contract, line, contribution, base, employee, employer, &mut out);
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

/// The base of the training contribution, which may leave the forfait of a figurant (accord of 27/03/2015, art. 8.1).
fn training(
    run: &Run<'_, impl Recorder>,
    contribution: &Contribution,
    bases: &BaseFigures,
    assiette: Assiette,
) -> Assiette {
    let real = run.input.methodes.formation_forfait == Some(FormationForfaitMethod::Brut);
    let concerned = contribution.famille == Some(Famille::Formation) && assiette == Assiette::SecuriteSociale;
    if real && concerned && bases.forfait { Assiette::Retraite } else { assiette }
}

/// The base on which a contribution is due.
fn base_of(bases: &BaseFigures, assiette: Assiette, tranche: Tranche) -> Option<Amount> {
    Some(match tranche {
        Tranche::Plafond => bases.plafonnee,
        Tranche::Chomage => bases.chomage,
        Tranche::RetraiteT1 => bases.retraite_t1,
        Tranche::RetraiteT2 => bases.retraite_t2,
        Tranche::RetraiteCet => bases.retraite_cet,
        Tranche::Apec => bases.apec,
        Tranche::PrevoyanceT1 => bases.prevoyance_t1,
        Tranche::Totalite => match assiette {
            Assiette::Brut => bases.brut,
            Assiette::SecuriteSociale => bases.securite_sociale,
            Assiette::Csg => return bases.csg_taxee,
            Assiette::CsgHeuresSup => return bases.csg_heures_sup,
            Assiette::Chomage => bases.chomage,
            Assiette::CongesSpectacles => bases.conges,
            Assiette::Retraite => bases.retraite,
            Assiette::PartsPrevoyance | Assiette::TaxeSalaires => return None,
        },
    })
}

/// The first condition of a contribution that is not met.
fn unmet(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    contribution: &Contribution,
) -> Option<Condition> {
    let input = run.input;
    let holds = |condition: &Condition| match condition {
        Condition::SalarieAlsaceMoselle => input.salarie.alsace_moselle,
        Condition::ResidentFiscal => input.salarie.domicile_fiscal_france,
        Condition::NonResidentFiscal => !input.salarie.domicile_fiscal_france,
        Condition::ContratTroisMois => contract.c.dates().at_most_months(3),
        Condition::TaxeApprentissage => input.employeur.parametres.taxe_apprentissage,
        Condition::SansDelegues => !input.employeur.parametres.delegues_elus,
        Condition::TaxeSalaires => input.employeur.parametres.taxe_salaires,
    };
    contribution.conditions.iter().copied().find(|condition| !holds(condition))
}

/// True when the employer follows the variant that takes the place of the ordinary rates of a contribution.
fn replaced(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, contribution: &Contribution) -> bool {
    match contribution.remplacee_par {
        // The 1.50 % of the film convention, in place of prévoyance and FCSS.
        Some(Variante::Film150) => {
            run.input.methodes.prevoyance_3097 == Prevoyance3097Method::Film150
                && contract.idcc == "3097"
                && contract.population == Population::TechnicienNonCadre
        }
        _ => false,
    }
}

fn employee_share(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
) -> Option<Chosen> {
    let wanted = match contribution.remplacee_par {
        Some(variant) if replaced(run, contract, contribution) => variant,
        _ => Variante::Plein,
    };
    let share = line.salarie.iter().find(|s| s.variante == wanted)?;
    let name = contract.line("taux_salarie", "taux salarié", line.contribution);
    Some(table_rate(run, name, share))
}

fn table_rate(run: &mut Run<'_, impl Recorder>, name: crate::trace::Name, share: &PreparedShare) -> Chosen {
    Chosen {
        rate: share.taux,
        fig: run.rate(name, share.taux, share.row),
        assiette: share.assiette,
        tranche: share.tranche,
    }
}

fn employer_share(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    bases: &BaseFigures,
) -> Result<Result<Chosen, Because>, Diagnostic> {
    let name = contract.line("taux_employeur_legal", "taux employeur", line.contribution);
    let effectif = run.input.employeur.parametres.effectif;
    if let Some(parameter) = contribution.parametre {
        return parameter_rate(run, contract, line, contribution, parameter);
    }
    if let Some(min) = contribution.effectif_min.filter(|min| effectif < *min) {
        return Ok(Err(Because::Staff(min)));
    }
    let own_rate = |variant| line.employeur.iter().any(|s| s.variante == variant);
    let replaced = replaced(run, contract, contribution);
    let (wanted, limit) = match (&contribution.reduction, contribution.remplacee_par) {
        (Some(threshold), _) => reduced(run, contract, line, bases, threshold)?,
        (None, Some(variant)) if replaced => (variant, None),
        _ if run.input.employeur.parametres.alsace_moselle && own_rate(Variante::AlsaceMoselle) => {
            (Variante::AlsaceMoselle, None)
        }
        _ => (Variante::Plein, None),
    };
    let share = line
        .employeur
        .iter()
        .find(|s| s.variante == wanted && s.effectif_min <= effectif && effectif <= s.effectif_max);
    let Some(chosen) = share.map(|share| table_rate(run, name, share)) else {
        return Ok(Err(if replaced { Because::Film150 } else { Because::NoShare }));
    };
    if let Some(limit) = limit {
        let args = [bases.securite_sociale.f, limit.f];
        let (text, test) = match wanted {
            Variante::Reduit => {
                ("taux réduit : l'assiette de {0} ne dépasse pas le seuil de {1} €", "{0} ≤ {1}")
            }
            _ => ("taux plein : l'assiette de {0} dépasse le seuil de {1} €", "{0} > {1}"),
        };
        run.t.because(chosen.fig, text, test, &args, &rules::SEUIL_REDUIT);
    }
    Ok(Ok(chosen))
}

/// Reduced maladie and AF rates of 2024-2025: pay compared with a number of SMIC for the hours of the contract.
fn reduced(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    bases: &BaseFigures,
    threshold: &str,
) -> Result<(Variante, Option<Number>), Diagnostic> {
    if !line.employeur.iter().any(|s| s.variante == Variante::Reduit) {
        return Ok((Variante::Plein, None));
    }
    let end = contract.end;
    let count = run.number(contract.name("seuil_nombre", "nombre de SMIC du seuil"), threshold, end)?;
    let reference =
        run.number(contract.name("seuil_smic", "SMIC de référence"), "SEUILS_SMIC_REFERENCE", end)?;
    let current = run.number(contract.name("smic_horaire", "SMIC horaire"), "SMIC_HORAIRE", end)?;
    let hours = run.hours(contract);
    // Never under two current SMIC (CSS D241-1-2).
    let limit = run.calc_number(
        contract.line("taux_reduit_seuil", "seuil du taux réduit", line.contribution),
        (count.v * reference.v).max(Decimal::TWO * current.v) * hours.v,
        "max({0} × {1} ; 2 × {2}) × {3}",
        &[count.f, reference.f, current.f, hours.f],
        &rules::SEUIL_REDUIT,
    );
    let reduced = bases.securite_sociale.v.to_decimal() <= limit.v;
    Ok((if reduced { Variante::Reduit } else { Variante::Plein }, Some(limit)))
}

/// A rate given by the employer.
fn parameter_rate<R: Recorder>(
    run: &mut Run<'_, R>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    parameter: ParametreEmployeur,
) -> Result<Result<Chosen, Because>, Diagnostic> {
    let employeur = &run.input.employeur.parametres;
    let artist = contract.population.is_artist();
    let name = contract.line("taux_employeur_legal", "taux employeur", line.contribution);
    let given = |run: &mut Run<'_, R>, rate: Rate| Chosen {
        rate,
        fig: run.t.input(name, Val::Percent(rate)),
        assiette: contribution.assiette,
        tranche: contribution.tranche,
    };
    let own = |run: &mut Run<'_, R>, rate: Rate| {
        if rate.0.is_zero() { Err(Because::RateGiven(parameter)) } else { Ok(given(run, rate)) }
    };
    match parameter {
        ParametreEmployeur::TauxAt => {
            let (rate, field) = if artist {
                (employeur.taux_at_artiste, "taux_at_artiste")
            } else {
                (employeur.taux_at, "taux_at")
            };
            if let Some(rate) = rate {
                return Ok(own(run, rate));
            }
            let limit = run.rates.param("EFFECTIF_TAUX_AT", contract.end)?.value;
            if Decimal::from(employeur.effectif) >= limit {
                let whose = if artist { " (contrats aux taux d'artiste)" } else { "" };
                return Err(Diagnostic::error("PAIE-011", format!("taux d'accidents du travail manquant : {field}{whose}"))
                    .at(format!("employeur.{field}"))
                    .hint(format!("à partir de {limit} salariés le taux est propre à l'établissement : le lire sur la notification de la Carsat ou de la Cramif")));
            }
            let Some(share) = line.employeur.iter().find(|s| s.variante == Variante::Collectif) else {
                return Ok(Err(Because::NoRate(parameter)));
            };
            let message = format!(
                "{field} non donné : taux collectif {} % du barème, à remplacer par le taux notifié",
                share.taux
            );
            run.warn_once("AT-COLLECTIF", message);
            Ok(Ok(table_rate(run, name, share)))
        }
        ParametreEmployeur::VersementMobilite | ParametreEmployeur::Vmrr => {
            let (rate, field) = if parameter == ParametreEmployeur::Vmrr {
                (employeur.vmrr, "vmrr")
            } else {
                (employeur.versement_mobilite, "versement_mobilite")
            };
            if let Some(start) = contribution.cree_le.filter(|start| contract.end < *start) {
                if !rate.0.is_zero() {
                    run.warn("VM-DATE", format!("{field} {rate} % donné mais non dû avant le {start}"));
                }
                return Ok(Err(Because::NotYet(start)));
            }
            if let Some(min) = contribution.effectif_min.filter(|min| employeur.effectif < *min) {
                if !rate.0.is_zero() {
                    let message = format!("{field} {rate} % donné mais non dû sous {min} salariés");
                    run.warn_once("VM-EFFECTIF", message);
                }
                return Ok(Err(Because::Staff(min)));
            }
            if rate.0.is_zero() {
                return Ok(Err(Because::RateGiven(parameter)));
            }
            let mut chosen = given(run, rate);
            if artist {
                let part = run.number(
                    contract.name("artiste_part", "part des artistes"),
                    "ARTISTE_TAUX",
                    contract.end,
                )?;
                let reduced = Rate(round_half_up(rate.0 * part.v / Decimal::ONE_HUNDRED, 2));
                chosen.fig = run.t.formula(
                    contract.line("taux_artiste", "taux d'artiste", line.contribution),
                    Val::Percent(reduced),
                    "arrondi({0} × {1} %)",
                    &[chosen.fig, part.f],
                    &rules::TAUX_ARTISTE,
                );
                chosen.rate = reduced;
            }
            Ok(Ok(chosen))
        }
        ParametreEmployeur::TauxSanteTravail => {
            if let Some(rate) = employeur.taux_sante_travail {
                return Ok(own(run, rate));
            }
            let share = line.employeur.iter().find(|s| s.variante == Variante::Collectif);
            let message = match share {
                Some(share) => {
                    let letter = run.rates.row(share.row).confiance;
                    format!("taux_sante_travail non donné : {} % ({letter}) appliqué", share.taux)
                }
                None => "taux_sante_travail non donné : aucune ligne de santé au travail, aucun taux n'est connu à cette date"
                    .to_owned(),
            };
            run.warn_once("SANTE-TRAVAIL", message);
            Ok(share.map(|share| table_rate(run, name, share)).ok_or(Because::NoRate(parameter)))
        }
    }
}

/// The employer's shares of prévoyance and FCSS computed so far.
fn prevoyance_parts(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    lines: &Lines,
) -> Option<Amount> {
    if contract.population == Population::Figurant && lines.employer.is_empty() {
        return None;
    }
    let parts: Vec<Amount> = lines
        .employer
        .iter()
        .filter(|s| {
            let famille = run.rates.contributions()[s.contribution].famille;
            matches!(famille, Some(Famille::Prevoyance | Famille::Sante))
        })
        .map(|s| s.amount)
        .collect();
    (!parts.is_empty()).then(|| {
        run.calc(
            contract.name("parts_prevoyance", "parts patronales de prévoyance et de santé"),
            parts.iter().map(|a| a.v).sum(),
            "Σ",
            &parts.iter().map(|a| a.f).collect::<Vec<_>>(),
            &rules::FORFAIT_SOCIAL,
        )
    })
}

#[expect(clippy::too_many_arguments, reason = "one line, its two shares and where it goes")]
fn push(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    base: Amount,
    employee: Option<Chosen>,
    employer: Option<Chosen>,
    out: &mut Lines,
) {
    let employee = employee.map(|chosen| {
        let name = contract.line("montant_salarie", "part du salarié", line.contribution);
        let amount = amount(run, name, base, chosen.rate, chosen.fig);
        out.employee.push(Share {
            contribution: line.contribution,
            amount,
            deductible: contribution.deductible,
        });
        (chosen.rate, amount)
    });
    let employer = employer.map(|chosen| {
        let (rate, fig) = raised(run, contract, line, contribution, &chosen);
        let name = contract.line("montant_employeur", "part de l'employeur", line.contribution);
        let amount = amount(run, name, base, rate, fig);
        out.employer.push(Share { contribution: line.contribution, amount, deductible: false });
        if contribution.famille == Some(Famille::Sante) {
            out.fcss = Some(amount);
        }
        (rate, amount)
    });
    let figs = employee.iter().chain(&employer).map(|(_, amount)| amount.f);
    let confiance = run.confidence(figs);
    out.printed.push(Line {
        code: contribution.code.clone(),
        libelle: contribution.libelle.clone(),
        organisme: line.organisme.clone().unwrap_or_else(|| contribution.organisme.clone()),
        base: base.v,
        taux_salarie: employee.map(|(rate, _)| rate),
        montant_salarie: employee.map(|(_, amount)| amount.v),
        taux_employeur: employer.map(|(rate, _)| rate),
        montant_employeur: employer.map(|(_, amount)| amount.v),
        coefficient: None,
        deductible: contribution.deductible,
        confiance,
    });
}

/// The rate raised because leave is paid by a caisse (CSS L243-1-3).
fn raised(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    line: &PreparedLine,
    contribution: &Contribution,
    chosen: &Chosen,
) -> (Rate, Fig) {
    let factor = contribution.majoration_caisse_conges;
    if factor == Decimal::ONE {
        return (chosen.rate, chosen.fig);
    }
    let rate = Rate((chosen.rate.0 * factor).normalize());
    let uplift = run.t.input(
        contract.line("majoration_caisse_conges", "majoration de la caisse de congés", line.contribution),
        Val::Number(factor),
    );
    let fig = run.t.formula(
        contract.line("taux_employeur", "taux employeur majoré", line.contribution),
        Val::Percent(rate),
        "{0} × {1}",
        &[chosen.fig, uplift],
        &rules::TAUX_MAJORE,
    );
    (rate, fig)
}

fn amount(
    run: &mut Run<'_, impl Recorder>,
    name: crate::trace::Name,
    base: Amount,
    rate: Rate,
    fig: Fig,
) -> Amount {
    run.calc(name, rate.of(base.v), "arrondi({0} × {1} %)", &[base.f, fig], &rules::LIGNE)
}
