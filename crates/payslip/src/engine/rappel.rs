//! Back pay: everything that is due for a work, less what was already paid of it, on a payslip of its own.
//!
//! Contributions are those of the period worked, ceilings already used included, because what is due is computed whole
//! (CSS R242-1 II). The tax is that of the payment: its amount, its day, the rate and the allowance of that day (CGI 204 A).

use cddu_rates::{Cents, Diagnostic, Quantity, Rates, Tranche};

use super::context::{Run, name};
use super::pas;
use crate::enfant::Pecule;
use crate::engine::recorder::{Recorder, Untraced};
use crate::input::{BulletinInput, Rappel, RetraiteTranches};
use crate::methods::RetraitePlafondMethod;
use crate::payslip::{
    BaseHeuresSup, Bases, ContractPay, ContractTotals, CumulsOut, ElementPay, HeuresStructurelles, Line,
    Payslip, Totals,
};
use crate::rules;
use crate::trace::{Amount, Name};
use crate::vocabulary::{Avertissement, ElementCode, HeureSup, PayElement};

/// Computes what is left to pay of a work.
///
/// # Errors
/// Those of the calculation of all that is due; `PAIE-060` when nothing is left to pay or more was paid than is due,
/// `PAIE-061` for a payslip that paid something else, `PAIE-062` for a garnishment, a non-resident or
/// kilometres, which follow the month or the year of the payment, and for a tax kept.
pub(super) fn unsealed<R: Recorder>(
    rates: &Rates,
    input: &BulletinInput,
    back: &Rappel,
) -> Result<(Payslip, R), Vec<Diagnostic>> {
    let whole = BulletinInput {
        date_paiement: back.date_paiement,
        cumuls: back.cumuls.clone(),
        rappel: None,
        ..input.clone()
    };
    let (due, Untraced { .. }) = super::work(rates, &whole, &back.anterieurs)?;
    check(input, back, &due)?;
    let mut run: Run<'_, R> = Run::new(rates, input, input, super::resolve::Nodes::default());
    let mut contrats = Vec::with_capacity(due.contrats.len());
    for (rank, contract) in due.contrats.iter().enumerate() {
        let left = contract_left(contract, back).map_err(|d| vec![d.at(format!("contrats[{rank}]"))])?;
        trace_lines(&mut run, rank, contract, &left);
        contrats.push(left);
    }
    let elements = elements_left(&due, &back.deja_paye)?;
    let (totaux, pecule) = totals(&mut run, back, &due)?;
    run.warnings.extend(due.avertissements.iter().filter(|w| w.code != "PAIEMENT-AVANT-FIN").cloned());
    run.warnings.push(Avertissement {
        code: "RAPPEL".to_owned(),
        champ: None,
        message: format!(
            "rappel du bulletin {} payé le {} : ce bulletin ne paie que ce qui manquait ({} dus en tout)",
            back.complete,
            back.date_paiement.format("%d/%m/%Y"),
            due.totaux.brut
        ),
    });
    let bulletin = Payslip {
        numero: input.numero.clone(),
        rectifie: None,
        rappel: Some(back.complete.clone()),
        date_paiement: input.date_paiement,
        periode: due.periode,
        employeur: input.employeur.clone(),
        salarie: input.salarie.clone(),
        cumuls: cumuls(rates, input, &contrats, &totaux),
        contrats,
        elements,
        totaux,
        pecule: pecule.map(Box::new),
        methodes: due.methodes,
        avertissements: run.warnings,
        empreinte_baremes: due.empreinte_baremes,
        empreinte: String::new(),
    };
    Ok((bulletin, run.t))
}

/// The payslips given have paid these contracts, and something is left to pay.
fn check(input: &BulletinInput, back: &Rappel, due: &Payslip) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    if back.deja_paye.is_empty() {
        errors.push(
            Diagnostic::error(
                "PAIE-061",
                "rappel sans le bulletin qu'il complète : tout le travail serait payé une seconde fois",
            )
            .at("rappel.deja_paye")
            .hint("donner les bulletins qui ont déjà payé ce travail, tels qu'ils ont été émis"),
        );
    }
    for (rank, paid) in back.deja_paye.iter().enumerate() {
        let other = paid.contrats.iter().find(|c| !due.contrats.iter().any(|d| holds(d, c)));
        if paid.salarie.matricule != due.salarie.matricule || other.is_some() {
            errors.push(
                Diagnostic::error(
                    "PAIE-061",
                    format!(
                        "le bulletin {} n'a pas payé le même travail que ce rappel",
                        paid.numero.as_deref().unwrap_or("déjà payé")
                    ),
                )
                .at(format!("rappel.deja_paye[{rank}]"))
                .hint("un rappel complète les mêmes contrats, sur les mêmes jours ou sur des jours de plus"),
            );
        }
    }
    let seizes =
        |e: &&crate::input::Element| matches!(e.code, ElementCode::Saisie | ElementCode::PensionAlimentaire);
    if let Some(rank) = input.elements.iter().position(|e| seizes(&e)) {
        errors.push(
            Diagnostic::error("PAIE-062", "un rappel avec une saisie ou une pension n'est pas calculé")
                .at(format!("elements[{rank}]"))
                .hint("la fraction saisissable est celle du mois du rappel : le payer avec une paie de la personne"),
        );
    }
    if !input.salarie.domicile_fiscal_france {
        errors.push(
            Diagnostic::error("PAIE-062", "le rappel d'un non-résident n'est pas calculé")
                .at("salarie.domicile_fiscal_france")
                .hint("sa retenue à la source suit la durée payée et le mois du paiement : payer la somme avec une paie de la personne"),
        );
    }
    if input.impot_garde.is_some() {
        errors.push(
            Diagnostic::error("PAIE-062", "un rappel ne garde pas l'impôt d'un autre bulletin")
                .at("impot_garde")
                .hint("ôter impot_garde : l'impôt d'un rappel est celui du jour où il est payé"),
        );
    }
    let kilometres = |e: &crate::input::Element| super::kilometres::counts(e);
    let paid_expenses =
        back.deja_paye.iter().flat_map(|p| &p.elements).filter(|e| e.code == ElementCode::Frais);
    let expenses = input.elements.iter().filter(|e| e.code == ElementCode::Frais);
    if let Some(rank) = input.elements.iter().position(kilometres)
        && expenses.count() > paid_expenses.count()
    {
        errors.push(
            Diagnostic::error(
                "PAIE-062",
                "un rappel avec des indemnités kilométriques n'est pas calculé : leur barème suit les kilomètres de l'année",
            )
            .at(format!("elements[{rank}]"))
            .hint("les payer avec une paie de la personne ; si elle n'en a plus, donner leur montant sans nature (code frais, montant calculé au barème, kilomètres dans le libellé)"),
        );
    }
    let paid: Cents = back.deja_paye.iter().map(|p| p.totaux.net_avant_impot).sum();
    let gross: Cents = back.deja_paye.iter().map(|p| p.totaux.brut).sum();
    if due.totaux.net_avant_impot <= paid || due.totaux.brut < gross {
        errors.push(
            Diagnostic::error(
                "PAIE-060",
                format!(
                    "rien à rappeler : brut de {} dû et {gross} déjà payé, net avant impôt de {} dû et {paid} déjà payé",
                    due.totaux.brut, due.totaux.net_avant_impot
                ),
            )
            .at("rappel.deja_paye")
            .hint("un trop-perçu se reprend avec l'accord de la personne (C. trav. L3251-3), par un bulletin rectificatif du même mois"),
        );
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The same contract, on the same days or on more of them: its end was moved, and the days added are paid.
fn holds(due: &ContractPay, paid: &ContractPay) -> bool {
    due.contrat == paid.contrat && due.periode.intersection(paid.periode) == Some(paid.periode)
}

/// What is left of a contract.
fn contract_left(due: &ContractPay, back: &Rappel) -> Result<ContractPay, Diagnostic> {
    let mut left = due.clone();
    if let Some(since) = back.anterieurs.get(&due.contrat) {
        left.cumul_contrat = left.cumul_contrat.map(|all| all - *since);
    }
    for paid in back.deja_paye.iter().flat_map(|p| &p.contrats).filter(|c| c.contrat == due.contrat) {
        left.jours = less(left.jours, paid.jours);
        left.heures = less(left.heures, paid.heures);
        left.heures_hors_cachets = left
            .heures_hors_cachets
            .map(|due| less(due, paid.heures_hors_cachets.unwrap_or(Quantity::ZERO)))
            .filter(|h| *h != Quantity::ZERO);
        left.cachets = left.cachets.checked_sub(paid.cachets).ok_or_else(|| {
            Diagnostic::error(
                "PAIE-060",
                format!("contrat {} : {} cachets dus, {} déjà payés", due.contrat, due.cachets, paid.cachets),
            )
            .hint("un rappel ajoute ; des cachets comptés de trop se corrigent par un bulletin rectificatif")
        })?;
        left.dfs_montant -= paid.dfs_montant;
        left.absences.retain(|absence| !paid.absences.contains(absence));
        left.elements = pay_elements_left(left.elements, &paid.elements);
        left.bases = bases_left(&left.bases, &paid.bases);
        left.cumul_contrat = match (left.cumul_contrat, paid.cumul_contrat) {
            (Some(all), Some(before)) => Some(all - before),
            _ => None,
        };
        left.lignes = lines_left(left.lignes, &paid.lignes);
        let (t, p) = (&left.sous_totaux, &paid.sous_totaux);
        left.sous_totaux = ContractTotals {
            cotisations_salarie: t.cotisations_salarie - p.cotisations_salarie,
            cotisations_employeur: t.cotisations_employeur - p.cotisations_employeur,
            allegements: t.allegements - p.allegements,
            allegements_salarie: t.allegements_salarie - p.allegements_salarie,
            montant_net_social: t.montant_net_social - p.montant_net_social,
            net_imposable: t.net_imposable - p.net_imposable,
        };
    }
    let nothing = |l: &Line| {
        l.base.is_zero()
            && l.montant_salarie.unwrap_or_default().is_zero()
            && l.montant_employeur.unwrap_or_default().is_zero()
    };
    left.lignes.retain(|l| !nothing(l));
    Ok(left)
}

fn less(due: Quantity, paid: Quantity) -> Quantity {
    Quantity((due.0 - paid.0).normalize())
}

fn optional(due: Option<Cents>, paid: Option<Cents>) -> Option<Cents> {
    match (due, paid) {
        (None, None) => None,
        (due, paid) => Some(due.unwrap_or_default() - paid.unwrap_or_default()),
    }
}

fn bases_left(due: &Bases, paid: &Bases) -> Bases {
    let overtime = match (due.heures_sup, paid.heures_sup) {
        (None, None) => None,
        (due, paid) => Some(overtime_left(due.unwrap_or_default(), paid.unwrap_or_default())),
    };
    Bases {
        brut: due.brut - paid.brut,
        securite_sociale: due.securite_sociale - paid.securite_sociale,
        plafond: optional(due.plafond, paid.plafond),
        plafonnee: due.plafonnee - paid.plafonnee,
        csg: optional(due.csg, paid.csg),
        chomage: due.chomage - paid.chomage,
        conges_spectacles: due.conges_spectacles - paid.conges_spectacles,
        retraite_t1: due.retraite_t1 - paid.retraite_t1,
        retraite_t2: due.retraite_t2 - paid.retraite_t2,
        prevoyance_t1: due.prevoyance_t1 - paid.prevoyance_t1,
        smic: optional(due.smic, paid.smic),
        heures_sup: overtime.filter(|h| !h.heures.0.is_zero() || !h.montant.is_zero()),
    }
}

fn overtime_left(due: BaseHeuresSup, paid: BaseHeuresSup) -> BaseHeuresSup {
    let structurelles = match (due.structurelles, paid.structurelles) {
        (None, None) => None,
        (due, paid) => {
            let (due, paid) = (due.unwrap_or_default(), paid.unwrap_or_default());
            let left = HeuresStructurelles {
                heures: less(due.heures, paid.heures),
                montant: due.montant - paid.montant,
            };
            (!left.heures.0.is_zero() || !left.montant.is_zero()).then_some(left)
        }
    };
    BaseHeuresSup {
        heures: less(due.heures, paid.heures),
        montant: due.montant - paid.montant,
        exonere: due.exonere - paid.exonere,
        net: due.net - paid.net,
        csg: optional(due.csg, paid.csg),
        taux_reduction: due.taux_reduction,
        structurelles,
    }
}

/// Elements of the gross: those that are new, the difference of those that changed, those that are no longer due with
/// a minus.
fn pay_elements_left(due: Vec<PayElement>, paid: &[PayElement]) -> Vec<PayElement> {
    let mut left = due;
    let mut other = Vec::new();
    for old in paid {
        match left.iter().position(|e| e == old) {
            Some(same) => {
                left.remove(same);
            }
            None => other.push(old),
        }
    }
    for old in other {
        let key = |e: &PayElement| (e.code.clone(), e.libelle.clone(), e.taux, e.majoration);
        match left.iter_mut().find(|e| key(e) == key(old) && e.montant >= old.montant) {
            Some(known) => {
                known.montant -= old.montant;
                known.quantite = known.quantite.zip(old.quantite).map(|(due, paid)| less(due, paid));
                known.heure_sup = overtime_of_element(known.heure_sup, old.heure_sup);
            }
            None => left.push(PayElement {
                quantite: old.quantite.map(|q| less(Quantity::ZERO, q)),
                montant: -old.montant,
                heure_sup: overtime_of_element(None, old.heure_sup),
                ..old.clone()
            }),
        }
    }
    left
}

fn overtime_of_element(due: Option<HeureSup>, paid: Option<HeureSup>) -> Option<HeureSup> {
    if due.is_none() && paid.is_none() {
        return None;
    }
    let (due, paid) = (due.unwrap_or_default(), paid.unwrap_or_default());
    Some(HeureSup {
        heures: less(due.heures, paid.heures),
        montant: due.montant - paid.montant,
        structurelles: less(due.structurelles, paid.structurelles),
        sans_deduction: less(due.sans_deduction, paid.sans_deduction),
    })
}

/// Lines: the difference of those that have the same rates; a line paid at a rate that is no longer due is taken back.
fn lines_left(due: Vec<Line>, paid: &[Line]) -> Vec<Line> {
    let mut left = due;
    for old in paid {
        let same = |l: &Line| {
            l.code == old.code
                && l.organisme == old.organisme
                && l.taux_salarie == old.taux_salarie
                && l.taux_employeur == old.taux_employeur
        };
        match left.iter_mut().find(|l| same(l)) {
            Some(known) => {
                known.base -= old.base;
                known.montant_salarie = optional(known.montant_salarie, old.montant_salarie);
                known.montant_employeur = optional(known.montant_employeur, old.montant_employeur);
            }
            None => left.push(Line {
                base: -old.base,
                montant_salarie: old.montant_salarie.map(|a| -a),
                montant_employeur: old.montant_employeur.map(|a| -a),
                ..old.clone()
            }),
        }
    }
    left
}

/// Expenses and deductions that the payslips already paid do not hold.
fn elements_left(due: &Payslip, paid: &[Payslip]) -> Result<Vec<ElementPay>, Vec<Diagnostic>> {
    let mut left = due.elements.clone();
    for old in paid.iter().flat_map(|p| &p.elements) {
        match left.iter().position(|e| e == old) {
            Some(same) => {
                left.remove(same);
            }
            None => {
                return Err(vec![
                    Diagnostic::error(
                        "PAIE-060",
                        format!("« {} » ({}) a été payé et n'est plus dû", old.libelle, old.montant),
                    )
                    .at("elements")
                    .hint("rétablir cet élément : un rappel ajoute à ce qui a été payé, il n'en retire rien"),
                ]);
            }
        }
    }
    Ok(left)
}

/// What was paid of a total.
fn paid(back: &Rappel, pick: impl Fn(&Totals) -> Cents) -> Cents {
    back.deja_paye.iter().map(|p| pick(&p.totaux)).sum()
}

/// A total of what is due, less what was paid of it, in the trace.
fn total(
    run: &mut Run<'_, impl Recorder>,
    name: Name,
    labels: (&'static str, &'static str),
    due: Cents,
    paid: Cents,
) -> Amount {
    let all = run.given(Name { code: labels.0, label: "dû en tout pour ce travail", ..name }, due);
    let before = run.given(Name { code: labels.1, label: "déjà payé", ..name }, paid);
    run.calc(name, due - paid, "{0} - {1}", &[all.f, before.f], &rules::RAPPEL)
}

fn totals<R: Recorder>(
    run: &mut Run<'_, R>,
    back: &Rappel,
    due: &Payslip,
) -> Result<(Totals, Option<Pecule>), Vec<Diagnostic>> {
    let d = &due.totaux;
    let left = |pick: fn(&Totals) -> Cents| pick(d) - paid(back, pick);
    let in_trace = |run: &mut Run<'_, R>, code, label, keys, pick: fn(&Totals) -> Cents| {
        total(run, name(code, label), keys, pick(d), paid(back, pick))
    };
    let brut = in_trace(run, "brut", "brut", ("brut_du", "brut_paye"), |t| t.brut);
    let net_imposable =
        in_trace(run, "net_imposable", "net imposable", ("net_imposable_du", "net_imposable_paye"), |t| {
            t.net_imposable
        });
    let net_social = in_trace(
        run,
        "montant_net_social",
        "montant net social",
        ("net_social_du", "net_social_paye"),
        |t| t.montant_net_social,
    );
    let before_tax = in_trace(
        run,
        "net_avant_impot",
        "net à payer avant impôt",
        ("net_avant_impot_du", "net_avant_impot_paye"),
        |t| t.net_avant_impot,
    );
    let tax = pas::pas(run, net_imposable, before_tax).map_err(|d| vec![d])?;
    let net = run.calc(
        name("net_paye", "net à payer"),
        before_tax.v - tax.pas.v,
        "{0} - {1}",
        &[before_tax.f, tax.pas.f],
        &rules::NET_PAYE,
    );
    let held = left(|t| t.acomptes + t.avances + t.saisies);
    let withheld = run.given(name("retenues", "acomptes, avances et saisies"), held);
    let transfer = run.calc(
        name("virement", "somme virée"),
        net.v - held,
        "{0} - {1}",
        &[net.f, withheld.f],
        &rules::VIREMENT,
    );
    if transfer.v < Cents::ZERO {
        return Err(vec![
            Diagnostic::error("PAIE-060", format!("les retenues ({held}) dépassent le rappel ({})", net.v))
                .at("elements")
                .hint("reporter la retenue sur une paie suivante"),
        ]);
    }
    // The authorisation shares what is really paid: the difference.
    let frais = run.given(name("frais", "frais remboursés"), left(|t| t.frais));
    let pecule = super::enfant::share(run, (brut, transfer, frais)).map_err(|d| vec![d])?;
    let net_verse: Cents = due.net_verse() - back.deja_paye.iter().map(Payslip::net_verse).sum::<Cents>();
    let totals = Totals {
        brut: brut.v,
        cotisations_salarie: left(|t| t.cotisations_salarie),
        cotisations_employeur: left(|t| t.cotisations_employeur),
        allegements: left(|t| t.allegements),
        allegements_salarie: left(|t| t.allegements_salarie),
        heures_sup: left(|t| t.heures_sup),
        hs_exonerees_brut: left(|t| t.hs_exonerees_brut),
        hs_exonerees_net: left(|t| t.hs_exonerees_net),
        montant_net_social: net_social.v,
        net_imposable: net_imposable.v,
        net_verse: Some(net_verse),
        frais: left(|t| t.frais),
        avantages_en_nature: left(|t| t.avantages_en_nature),
        net_avant_impot: before_tax.v,
        retenue_non_resident: Cents::ZERO,
        abattement_pas: tax.abattement,
        assiette_pas: tax.assiette.v,
        taux_pas: tax.taux,
        taux_pas_personnalise: tax.personnalise,
        pas: tax.pas.v,
        net_paye: net.v,
        acomptes: left(|t| t.acomptes),
        avances: left(|t| t.avances),
        saisies: left(|t| t.saisies),
        virement: transfer.v,
        total_verse_employeur: left(|t| t.total_verse_employeur),
    };
    Ok((totals, pecule))
}

/// Each amount of a line, due less paid, in the trace.
fn trace_lines(run: &mut Run<'_, impl Recorder>, rank: usize, due: &ContractPay, left: &ContractPay) {
    let contract = u16::try_from(rank).ok();
    for line in &left.lignes {
        let known = run.rates.contributions().iter().position(|c| c.code == line.code);
        let at = |code, label| Name {
            code,
            label,
            contract,
            line: known.and_then(|k| u16::try_from(k).ok()),
            part: None,
        };
        let all = due.lignes.iter().find(|l| {
            l.code == line.code
                && l.organisme == line.organisme
                && l.taux_salarie == line.taux_salarie
                && l.taux_employeur == line.taux_employeur
        });
        let of = |pick: fn(&Line) -> Option<Cents>| {
            let due = all.and_then(pick).unwrap_or_default();
            pick(line).map(|left| (due, due - left))
        };
        if known.is_none() {
            continue;
        }
        if let Some((due, paid)) = of(|l| l.montant_salarie) {
            let name = at("montant_salarie", "part du salarié");
            total(run, name, ("montant_salarie_du", "montant_salarie_paye"), due, paid);
        }
        if let Some((due, paid)) = of(|l| l.montant_employeur) {
            let name = at("montant_employeur", "part de l'employeur");
            total(run, name, ("montant_employeur_du", "montant_employeur_paye"), due, paid);
        }
    }
}

/// Cumuls with this employer, this payment included.
fn cumuls(rates: &Rates, input: &BulletinInput, contrats: &[ContractPay], totals: &Totals) -> CumulsOut {
    let before = &input.cumuls;
    let by_population = input.methodes.retraite_plafond == RetraitePlafondMethod::Population;
    let slices = |c: &ContractPay| c.bases.retraite_t1 + c.bases.retraite_t2;
    let pay = |c: &ContractPay| if c.forfait { c.bases.brut } else { c.bases.securite_sociale };
    let year: Cents = if by_population {
        contrats.iter().filter(|c| !c.cadre).map(pay).sum()
    } else {
        contrats.iter().map(slices).sum()
    };
    CumulsOut {
        brut: before.brut + totals.brut,
        net_imposable: before.net_imposable + totals.net_imposable,
        pas: before.pas + totals.pas,
        montant_net_social: before.montant_net_social + totals.montant_net_social,
        heures: Quantity(
            before.heures.0 + contrats.iter().map(|c| c.heures.0).sum::<rust_decimal::Decimal>(),
        ),
        cachets: Quantity(
            before.cachets.0
                + contrats.iter().map(|c| Quantity::from(c.cachets).0).sum::<rust_decimal::Decimal>(),
        ),
        dfs: before.dfs + contrats.iter().map(|c| c.dfs_montant).sum(),
        retraite_mois: before.retraite_mois + contrats.iter().map(slices).sum(),
        retraite_annee: before.retraite_annee + year,
        hs_exonerees_brut: before.hs_exonerees_brut + totals.hs_exonerees_brut,
        hs_exonerees_net: before.hs_exonerees_net + totals.hs_exonerees_net,
        heures_sup: before.heures_sup + totals.heures_sup,
        retraite_annee_tranches: before.retraite_annee_tranches.map(|carried| {
            let counted = || contrats.iter().filter(|c| !c.cadre);
            let sum = |pick: fn(&ContractPay) -> Cents| counted().map(pick).sum::<Cents>();
            let is_cet =
                |l: &&Line| rates.contribution(&l.code).is_some_and(|c| c.tranche == Tranche::RetraiteCet);
            carried
                + RetraiteTranches {
                    tranche_1: sum(|c| c.bases.retraite_t1),
                    tranche_2: sum(|c| c.bases.retraite_t2),
                    cet: counted().flat_map(|c| &c.lignes).filter(is_cet).map(|l| l.base).sum(),
                    apec: Cents::ZERO,
                }
        }),
        saisie_mois: None,
        retenue_mois: before.retenue_mois,
        retenue_non_resident: before.retenue_non_resident,
        kilometres: before.kilometres.clone(),
    }
}
