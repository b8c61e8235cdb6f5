//! General reliefs: RGDU from 2026 (CSS D241-7), réduction générale ("Fillon") before.

use cddu_rates::{Calcul, Cents, Diagnostic, PartAllegement, Quantity, Variante, round_half_up};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use super::dfs::SsBase;
use super::regularisation::Former;
use super::shares::{Lines, PerimeterRate};
use super::smic;
use crate::engine::recorder::Recorder;
use crate::formula::power_seven_quarters;
use crate::methods::{RgduCapMethod, RgduLeaveMethod, RgduSmicMethod, TdeltaMethod};
use crate::payslip::Line;
use crate::rules;
use crate::trace::{Amount, Fig, Name, Number, Val};

/// A relief and its two lines.
pub(crate) struct Relief {
    pub total: Amount,
    /// Share of the Urssaf.
    pub urssaf: Amount,
    pub lines: Vec<Line>,
}

/// What the relief of a contract comes to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub relief: Option<Relief>,
    /// SMIC of the paid hours, to the cent; `None` for a population without relief.
    pub smic: Option<Cents>,
}

/// The reference figures shared by both reliefs.
struct Frame {
    smic: Number,
    /// Sum of the employer's rates inside the perimeter, percent.
    sum: Number,
    retraite: Vec<PerimeterRate>,
    a: Number,
    b: Number,
}

pub(crate) fn relief(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Amount,
    ss: &SsBase,
    lines: &Lines,
    former: Option<&Former>,
) -> Result<Outcome, Diagnostic> {
    // Never with the reduced rates of artists, nor on a forfait base (CSS L241-13 VI).
    if contract.population.is_artist() {
        let text = "pas de réduction générale : elle ne se cumule pas avec les taux réduits des artistes";
        run.t.not_due(name(contract), text, "", &[], &rules::ALLEGEMENT_EXCLU);
        return Ok(Outcome::default());
    }
    if ss.base.v.is_zero() && former.is_none() {
        let text = "pas de réduction générale : assiette nulle ({0})";
        run.t.not_due(name(contract), text, "{0} = 0", &[ss.base.f], &rules::ALLEGEMENT_MONTANT);
        return Ok(Outcome::default());
    }
    let rgdu = run.rates.param("RGDU_T_MIN", contract.end).is_ok();
    let mut frame = frame(run, contract, lines, rgdu)?;
    let smic = Some(Cents::round(frame.smic.v));
    let (mut pay, mut gross) = (ss.base, brut);
    if let Some(former) = former {
        pay = cumulated(run, contract, former.securite_sociale, pay, "assiette du contrat à ce jour");
        gross = cumulated(run, contract, former.brut, gross, "brut du contrat à ce jour");
        frame.smic = run.calc_number(
            contract.name("smic_heures_cumul", "SMIC des heures du contrat à ce jour"),
            former.smic.v + frame.smic.v,
            "{0} + {1}",
            &[former.smic.f, frame.smic.f],
            &rules::ALLEGEMENT_PROGRESSIF,
        );
    }
    let due = due(run, contract, pay, gross, ss.dfs.is_some(), rgdu, &frame)?;
    let (coefficient, total) = match (due, former) {
        (Some((coefficient, total)), None) => (Some(coefficient), total),
        (Some((coefficient, total)), Some(former)) => {
            (Some(coefficient), already_deducted(run, contract, total, former))
        }
        (None, Some(former)) => {
            let none = nothing(run, contract.name("allegement_cumul", "réduction due à ce jour"));
            (None, already_deducted(run, contract, none, former))
        }
        (None, None) => return Ok(Outcome { relief: None, smic }),
    };
    if total.v.is_zero() {
        let text = "pas de réduction générale : son montant est nul ({0})";
        run.t.not_due(name(contract), text, "{0} = 0", &[total.f], &rules::ALLEGEMENT_MONTANT);
        return Ok(Outcome { relief: None, smic });
    }
    if rgdu {
        warn_of_frozen_smic(run, contract)?;
    }
    Ok(Outcome { relief: Some(split(run, contract, ss.base, coefficient, total, &frame)), smic })
}

fn name(contract: &Contract<'_>) -> Name {
    contract.name("allegement", "réduction générale")
}

/// A relief of nothing, whose reason is told beside.
fn nothing(run: &mut Run<'_, impl Recorder>, name: Name) -> Amount {
    run.calc(name, Cents::ZERO, "0", &[], &rules::ALLEGEMENT_SORTIE)
}

/// The pay reaches the number of SMIC from which nothing is due.
fn too_much(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    exit: Number,
    frame: &Frame,
) {
    run.t.not_due(
        name(contract),
        "pas de réduction générale : la rémunération de {0} atteint {1} fois le SMIC des heures payées ({2} €)",
        "{0} ≥ {1} × {2}",
        &[pay.f, exit.f, frame.smic.f],
        &rules::ALLEGEMENT_SORTIE,
    );
}

fn cumulated(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    former: Amount,
    now: Amount,
    label: &'static str,
) -> Amount {
    run.calc(
        contract.name("cumul_du_contrat", label),
        former.v + now.v,
        "{0} + {1}",
        &[former.f, now.f],
        &rules::ALLEGEMENT_PROGRESSIF,
    )
}

fn already_deducted(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    due: Amount,
    former: &Former,
) -> Amount {
    run.calc(
        contract.name("allegement_restant", "réduction de ce bulletin"),
        due.v - former.allegement.v,
        "{0} - {1}",
        &[due.f, former.allegement.f],
        &rules::ALLEGEMENT_PROGRESSIF,
    )
}

/// The relief due on a pay, limited to 130 % of what it would be without DFS.
fn due<R: Recorder>(
    run: &mut Run<'_, R>,
    contract: &Contract<'_>,
    pay: Amount,
    brut: Amount,
    dfs: bool,
    rgdu: bool,
    frame: &Frame,
) -> Formula {
    let compute = |run: &mut Run<'_, R>, pay: Amount| {
        if rgdu { self::rgdu(run, contract, pay, frame) } else { fillon(run, contract, pay, frame) }
    };
    if pay.v <= Cents::ZERO {
        let text = "pas de réduction générale : la rémunération du contrat à ce jour est de {0}";
        run.t.not_due(name(contract), text, "{0} ≤ 0", &[pay.f], &rules::ALLEGEMENT_MONTANT);
        return Ok(None);
    }
    let Some((coefficient, mut total)) = compute(run, pay)? else { return Ok(None) };
    if dfs {
        let without = match compute(run, brut)? {
            Some((_, amount)) => amount,
            None => nothing(run, contract.name("allegement_sans_dfs", "réduction sans DFS")),
        };
        let percent = run.number(
            contract.name("allegement_limite", "limite avec DFS"),
            "RGDU_DFS_LIMITE",
            contract.end,
        )?;
        total = run.calc(
            contract.name("allegement", "réduction générale"),
            total.v.min(Cents::round(without.v.to_decimal() * percent.v / Decimal::ONE_HUNDRED)),
            "min({0} ; arrondi({1} × {2} %))",
            &[total.f, without.f, percent.f],
            &rules::ALLEGEMENT_DFS,
        );
    }
    Ok(Some((coefficient, total)))
}

/// The SMIC changed since 1 January: which one the RGDU follows is disputed.
fn warn_of_frozen_smic(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>) -> Result<(), Diagnostic> {
    let january = NaiveDate::from_ymd_opt(contract.end.year(), 1, 1).unwrap_or(contract.end);
    let changed = run.rates.param("SMIC_HORAIRE", january)?.value
        != run.rates.param("SMIC_HORAIRE", contract.end)?.value;
    let code = "RGDU-SMIC";
    let told = run.warnings.iter().any(|w| w.code == code);
    if changed && !told && run.input.methodes.rgdu_smic == RgduSmicMethod::DatesDesHeures {
        run.warn(
            code,
            "la réduction générale suit le SMIC des dates travaillées ; depuis juin 2026, le BOSS retient celui du 1er janvier toute l'année (méthode rgdu_smic = premier_janvier) : à vérifier".to_owned(),
        );
    }
    Ok(())
}

fn frame(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    lines: &Lines,
    rgdu: bool,
) -> Result<Frame, Diagnostic> {
    let at_key = if rgdu { "RGDU_AT_MAX" } else { "FILLON_AT_MAX" };
    let at_max =
        run.number(contract.name("at_max", "part du taux AT prise en compte"), at_key, contract.end)?;
    let rates = run.rates;
    let mut figs: Vec<Fig> = Vec::with_capacity(lines.perimeter.len());
    let mut sum = Decimal::ZERO;
    let mut retraite = Vec::new();
    for share in &lines.perimeter {
        let mut share = *share;
        let contribution = &rates.contributions()[share.contribution];
        // The perimeter of 2024-2025 counts the reduced rates, due at every pay that has the relief.
        if contribution.reduction.is_some() && !rgdu {
            share = reduced_rate(run, contract, share)?;
        }
        match contribution.part_allegement {
            Some(PartAllegement::AccidentsDuTravail) if share.rate.0 > at_max.v => {
                share.rate = cddu_rates::Rate(at_max.v);
                share.fig = at_max.f;
            }
            Some(PartAllegement::Retraite) => retraite.push(share),
            _ => {}
        }
        sum += share.rate.0;
        figs.push(share.fig);
    }
    let sum = run.calc_number(
        contract.name("allegement_taux", "somme des taux de l'employeur (en %)"),
        sum,
        "Σ",
        &figs,
        &rules::ALLEGEMENT_TAUX,
    );
    let a =
        run.number(contract.name("caisse_a", "majoration, numérateur"), "CAISSE_CONGES_A", contract.end)?;
    let b =
        run.number(contract.name("caisse_b", "majoration, dénominateur"), "CAISSE_CONGES_B", contract.end)?;
    let smic = match run.input.methodes.rgdu_smic {
        RgduSmicMethod::PremierJanvier if rgdu => smic::of_hours_in_january(run, contract)?,
        RgduSmicMethod::DatesDesHeures | RgduSmicMethod::PremierJanvier => smic::of_hours(run, contract)?,
    };
    Ok(Frame { smic, sum, retraite, a, b })
}

fn reduced_rate(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    share: PerimeterRate,
) -> Result<PerimeterRate, Diagnostic> {
    let rates = run.rates;
    let prepared = rates.lines(contract.end, contract.population, contract.idcc)?;
    let reduced = prepared
        .iter()
        .find(|l| l.contribution == share.contribution)
        .and_then(|l| l.employeur.iter().find(|s| s.variante == Variante::Reduit));
    Ok(reduced.map_or(share, |reduced| PerimeterRate {
        contribution: share.contribution,
        rate: reduced.taux,
        fig: run.rate(
            contract.line("taux_reduit", "taux réduit", share.contribution),
            reduced.taux,
            reduced.row,
        ),
    }))
}

/// The key of the small or of the large employer, whose limit is that of the FNAL (CSS D241-7).
fn size_key<'k>(
    run: &Run<'_, impl Recorder>,
    day: NaiveDate,
    small: &'k str,
    large: &'k str,
) -> Result<&'k str, Diagnostic> {
    let limit = run.rates.param("EFFECTIF_FNAL", day)?.value;
    Ok(if Decimal::from(run.input.employeur.parametres.effectif) >= limit { large } else { small })
}

type Formula = Result<Option<(Number, Amount)>, Diagnostic>;

fn rgdu(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, pay: Amount, frame: &Frame) -> Formula {
    let end = contract.end;
    let exit = run.number(contract.name("rgdu_sortie", "point de sortie"), "RGDU_SORTIE_SMIC", end)?;
    let rem = pay.v.to_decimal();
    if exit.v * frame.smic.v <= rem {
        too_much(run, contract, pay, exit, frame);
        return Ok(None);
    }
    let t_min = run.number(contract.name("rgdu_t_min", "T min"), "RGDU_T_MIN", end)?;
    let key = size_key(run, end, "RGDU_T_DELTA_M50", "RGDU_T_DELTA_P50")?;
    let mut t_delta = run.number(contract.name("rgdu_t_delta", "T delta"), key, end)?;
    if run.input.methodes.rgdu_tdelta == TdeltaMethod::Abaisse {
        t_delta = run.calc_number(
            contract.name("rgdu_t_delta_abaisse", "T delta abaissé"),
            t_delta.v.min(frame.sum.v / Decimal::ONE_HUNDRED - t_min.v),
            "min({0} ; {1} % - {2})",
            &[t_delta.f, frame.sum.f, t_min.f],
            &rules::ALLEGEMENT_T_ABAISSE,
        );
    }
    let p = run.number(contract.name("rgdu_p", "exposant"), "RGDU_P", end)?;
    if p.v != Decimal::new(175, 2) {
        return Err(Diagnostic::error(
            "BAR-012",
            format!("exposant {} de la RGDU non prévu (attendu 1.75)", p.v),
        ));
    }
    let half = Decimal::new(5, 1);
    let t = t_delta.v * power_seven_quarters(half * (exit.v * frame.smic.v / rem - Decimal::ONE));
    let cap = t_min.v + t_delta.v;
    let args = [t_min.f, t_delta.f, exit.f, frame.smic.f, pay.f, p.f, frame.a.f, frame.b.f];
    let name = contract.name("allegement_coefficient", "coefficient de la réduction");
    let (value, text) = match (run.input.methodes.rgdu_conges, run.input.methodes.rgdu_plafond) {
        (RgduLeaveMethod::Aucune, _) => (
            (t_min.v + t).min(cap),
            "arrondi4(min({0} + {1} × (0.5 × ({2} × {3} / {4} - 1)) ^ {5} ; {0} + {1}))",
        ),
        (RgduLeaveMethod::Caisse, RgduCapMethod::AvantMajoration) => (
            (t_min.v + t).min(cap) * frame.a.v / frame.b.v,
            "arrondi4(min({0} + {1} × (0.5 × ({2} × {3} / {4} - 1)) ^ {5} ; {0} + {1}) × {6} / {7})",
        ),
        (RgduLeaveMethod::Caisse, RgduCapMethod::ApresMajoration) => (
            ((t_min.v + t) * frame.a.v / frame.b.v).min(cap),
            "arrondi4(min(({0} + {1} × (0.5 × ({2} × {3} / {4} - 1)) ^ {5}) × {6} / {7} ; {0} + {1}))",
        ),
    };
    let args = if run.input.methodes.rgdu_conges == RgduLeaveMethod::Aucune { &args[..6] } else { &args[..] };
    let coefficient = run.calc_number(name, round_half_up(value, 4), text, args, &rules::RGDU_COEFFICIENT);
    let amount = run.calc(
        contract.name("allegement", "réduction générale"),
        Cents::round(coefficient.v * rem),
        "arrondi({0} × {1})",
        &[coefficient.f, pay.f],
        &rules::ALLEGEMENT_MONTANT,
    );
    Ok(Some((coefficient, amount)))
}

fn fillon(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, pay: Amount, frame: &Frame) -> Formula {
    let end = contract.end;
    let key = size_key(run, end, "FILLON_T_M50", "FILLON_T_P50")?;
    let mut t = run.number(contract.name("fillon_t", "T"), key, end)?;
    if run.input.methodes.rgdu_tdelta == TdeltaMethod::Abaisse {
        t = run.calc_number(
            contract.name("fillon_t_abaisse", "T abaissé"),
            t.v.min(frame.sum.v / Decimal::ONE_HUNDRED),
            "min({0} ; {1} %)",
            &[t.f, frame.sum.f],
            &rules::ALLEGEMENT_T_ABAISSE,
        );
    }
    let exit = run.number(contract.name("fillon_sortie", "point de sortie"), "FILLON_SORTIE_SMIC", end)?;
    let slope = run.number(contract.name("fillon_pente", "pente"), "FILLON_PENTE", end)?;
    let rem = pay.v.to_decimal();
    if exit.v * frame.smic.v <= rem {
        too_much(run, contract, pay, exit, frame);
        return Ok(None);
    }
    let raw = round_half_up(t.v / slope.v * (exit.v * frame.smic.v / rem - Decimal::ONE), 4);
    let coefficient = run.calc_number(
        contract.name("allegement_coefficient", "coefficient de la réduction"),
        raw.min(t.v),
        "min(arrondi4({0} / {1} × ({2} × {3} / {4} - 1)) ; {0})",
        &[t.f, slope.f, exit.f, frame.smic.f, pay.f],
        &rules::FILLON_COEFFICIENT,
    );
    let name = contract.name("allegement", "réduction générale");
    let amount = match run.input.methodes.rgdu_conges {
        RgduLeaveMethod::Caisse => run.calc(
            name,
            Cents::round(coefficient.v * rem * frame.a.v / frame.b.v),
            "arrondi({0} × {1} × {2} / {3})",
            &[coefficient.f, pay.f, frame.a.f, frame.b.f],
            &rules::ALLEGEMENT_CAISSE,
        ),
        RgduLeaveMethod::Aucune => run.calc(
            name,
            Cents::round(coefficient.v * rem),
            "arrondi({0} × {1})",
            &[coefficient.f, pay.f],
            &rules::ALLEGEMENT_MONTANT,
        ),
    };
    Ok(Some((coefficient, amount)))
}

/// Two lines: Agirc-Arrco in proportion of its rates, Urssaf the rest (CSS D241-7 VI).
fn split(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    base: Amount,
    coefficient: Option<Number>,
    total: Amount,
    frame: &Frame,
) -> Relief {
    let rates: Decimal = frame.retraite.iter().map(|s| s.rate.0).sum();
    let figs: Vec<Fig> = frame.retraite.iter().map(|s| s.fig).collect();
    let rates = run.calc_number(
        contract.name("allegement_taux_retraite", "taux de retraite dans la réduction (en %)"),
        rates,
        "Σ",
        &figs,
        &rules::ALLEGEMENT_PARTAGE,
    );
    let retraite = run.calc(
        contract.name("allegement_retraite", "part Agirc-Arrco de la réduction"),
        Cents::round(total.v.to_decimal() * rates.v / frame.sum.v),
        "arrondi({0} × {1} / {2})",
        &[total.f, rates.f, frame.sum.f],
        &rules::ALLEGEMENT_PARTAGE,
    );
    let urssaf = run.t.formula(
        contract.name("allegement_urssaf", "part Urssaf de la réduction"),
        Val::Amount(total.v - retraite.v),
        "{0} - {1}",
        &[total.f, retraite.f],
        &rules::ALLEGEMENT_PARTAGE,
    );
    let urssaf = Amount { v: total.v - retraite.v, f: urssaf };
    let confiance = run.confidence([urssaf.f, retraite.f]);
    let table = run.rates.calculee(Calcul::ReductionGenerale);
    let line = |organisme: &str, amount: Cents| Line {
        code: table.identite.code.clone(),
        libelle: table.ligne(organisme).libelle.clone(),
        organisme: table.ligne(organisme).organisme.clone(),
        base: base.v,
        taux_salarie: None,
        montant_salarie: None,
        taux_employeur: None,
        montant_employeur: Some(-amount),
        coefficient: coefficient.map(|c| Quantity(c.v)),
        deductible: false,
        confiance,
    };
    Relief { total, urssaf, lines: vec![line("urssaf", urssaf.v), line("audiens_retraite", retraite.v)] }
}
