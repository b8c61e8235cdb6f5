//! The road of a payslip: input, checks, bases, lines, reliefs, nets, seal.

mod absence;
mod absences;
mod annee_suivante;
mod bases;
mod check;
mod conges;
mod context;
mod dfs;
mod elements;
mod enfant;
mod heures_sup;
mod hors_bareme;
mod jours_communs;
mod jours_travailles;
mod kilometres;
mod lines;
mod nets;
mod nuits_coupees;
mod pas;
mod plafond;
mod plancher;
mod prevoyance;
mod rappel;
mod recorder;
mod regularisation;
mod relief;
pub(crate) mod resolve;
mod retenue_duree;
mod retenue_source;
mod retraite;
mod retraite_cumuls;
mod saisie;
mod saisie_bareme;
mod seal;
mod shares;
mod smic;
mod taxe_salaires;
mod unite_saisie;
mod vraisemblance;

pub use seal::frozen_seal;
pub(crate) use vraisemblance::{DOUBTS, TOLD_ONLY};

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, MAX_AMOUNT, Period, Quantity, Rates};
use rust_decimal::Decimal;

use crate::input::{Anterieur, BulletinInput};
use crate::payslip::{Bases, ContractPay, ContractTotals, Payslip};
use crate::trace::{ExplainedFigure, Trace};
use crate::vocabulary::PayElement;
use context::{AtContract as _, Contract, Run};
use recorder::{Recorder, Traced, Untraced};

/// A payslip and the trace of its figures.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Computed {
    /// The frozen payslip.
    pub bulletin: Payslip,
    /// Every figure with its formula and source.
    pub trace: Trace,
}

impl Computed {
    /// What is not due and has no figure, contract by contract: the reasons that the calculation wrote, then the
    /// contributions for which the tables hold nothing.
    #[must_use]
    pub fn not_due(&self, rates: &Rates) -> Vec<ExplainedFigure> {
        let names = self.contract_names();
        let told = self.trace.reasons().iter().filter(|r| r.figure.is_none());
        let mut out: Vec<ExplainedFigure> =
            told.map(|r| self.trace.explain_reason(r, rates, &names)).collect();
        for (rank, contract) in self.bulletin.contrats.iter().enumerate() {
            out.extend(hors_bareme::not_due(rates, contract, rank, &names));
        }
        out
    }

    /// The figure of an address, with its formula, its numbers and its sources; `None` when the payslip has none of this
    /// address.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let rates = cddu_rates::Rates::embedded();
    /// let computed = cddu_payslip::compute(&rates, &cddu_payslip::json::parse(&text).unwrap()).unwrap();
    /// let line = computed.bulletin.contrats[0].lignes.iter().find(|l| l.code == "VIEIL_PLAF").unwrap();
    /// let contract = &computed.bulletin.contrats[0].contrat;
    /// let figure = computed.figure(&format!("{contract}.VIEIL_PLAF.montant_salarie"), &rates).unwrap();
    /// assert_eq!(Some(figure.valeur), line.montant_salarie.map(|m| m.to_string()));
    /// assert!(computed.figure("C1.INCONNU", &rates).is_none());
    /// ```
    #[must_use]
    pub fn figure(&self, address: &str, rates: &Rates) -> Option<ExplainedFigure> {
        let names = self.contract_names();
        let fig = self.trace.find(address, rates, &names)?;
        Some(self.trace.explain(fig, rates, &names))
    }

    /// Names of the contracts, for the addresses of the trace.
    #[must_use]
    pub fn contract_names(&self) -> Vec<&str> {
        self.bulletin.contrats.iter().map(|c| c.contrat.as_str()).collect()
    }
}

/// Computes a payslip: complete, or nothing and every error found.
///
/// Pure: the same input and tables give the same payslip, to the byte.
///
/// # Errors
/// Codes `PAIE-...` for the input, `BAR-...` for a date outside the tables.
pub fn compute(rates: &Rates, input: &BulletinInput) -> Result<Computed, Vec<Diagnostic>> {
    let (bulletin, Traced { trace, .. }) = calculate(rates, input)?;
    Ok(Computed { bulletin, trace })
}

/// The payslip of [`compute`], to the byte, without the trace of its figures: for whoever asks for nothing else, in half
/// the time.
///
/// # Errors
/// Those of [`compute`].
pub fn bulletin(rates: &Rates, input: &BulletinInput) -> Result<Payslip, Vec<Diagnostic>> {
    let (bulletin, Untraced { .. }) = calculate(rates, input)?;
    Ok(bulletin)
}

/// The payslip of [`compute`] without its trace and without the hash that freezes it (`empreinte` is empty): for whoever
/// keeps its amounts only.
///
/// # Errors
/// Those of [`compute`].
pub fn amounts(rates: &Rates, input: &BulletinInput) -> Result<Payslip, Vec<Diagnostic>> {
    let (bulletin, Untraced { .. }) = unsealed(rates, input)?;
    Ok(bulletin)
}

/// One calculation for all: only what is written while it goes on differs.
fn calculate<R: Recorder>(rates: &Rates, input: &BulletinInput) -> Result<(Payslip, R), Vec<Diagnostic>> {
    let (mut bulletin, recorder) = unsealed(rates, input)?;
    // What was given is sealed, time sheets and all: it is what the register keeps.
    bulletin.empreinte = seal::seal(input, &bulletin);
    Ok((bulletin, recorder))
}

fn unsealed<R: Recorder>(rates: &Rates, given: &BulletinInput) -> Result<(Payslip, R), Vec<Diagnostic>> {
    if let Some(back) = &given.rappel {
        return rappel::unsealed(rates, given, back);
    }
    work(rates, given, &BTreeMap::new())
}

/// Everything that is due for a work, once other payslips have paid more of its contracts (`depuis`).
fn work<R: Recorder>(
    rates: &Rates,
    given: &BulletinInput,
    depuis: &BTreeMap<String, Anterieur>,
) -> Result<(Payslip, R), Vec<Diagnostic>> {
    let resolve::Resolved { input, warnings, nodes } = resolve::resolve(rates, given)?;
    let mut run = Run::new(rates, &input, given, nodes).since(depuis);
    run.warnings = warnings;
    let mut errors = check::check(&mut run);
    if errors.iter().any(Diagnostic::is_error) {
        return Err(errors);
    }
    let elements = elements::read(&mut run)?;
    let overtime = heures_sup::read(&mut run)?;
    let mut books = Books {
        overtime,
        retraite: retraite_cumuls::Book::new(&input),
        dfs: dfs::Book::new(&input),
        days: jours_communs::Book::default(),
    };
    let mut contracts = Vec::with_capacity(input.contrats.len());
    for rank in 0..input.contrats.len() {
        match contract(&mut run, rank, &elements, &mut books) {
            Ok(pay) => contracts.push(pay),
            Err(list) => errors.extend(list),
        }
    }
    if errors.iter().any(Diagnostic::is_error) {
        return Err(errors);
    }
    heures_sup::reliefs(&mut run, &books.overtime, &mut contracts)?;
    let withheld = retenue_source::withhold(&mut run, &mut contracts, &elements).map_err(|d| vec![d])?;
    let nets = nets::nets(&mut run, &contracts, &elements, (&books.overtime, &withheld))?;
    // What is frozen is read again: nothing may be written that the types refuse when they read.
    if nets.totals.total_verse_employeur > MAX_AMOUNT || nets.totals.brut > MAX_AMOUNT {
        return Err(vec![
            Diagnostic::error(
                "PAIE-032",
                format!(
                    "bulletin de {} € pour l'employeur : la limite est 10 000 000,00 €",
                    nets.totals.total_verse_employeur
                ),
            )
            .at("contrats")
            .hint("vérifier la virgule du salaire et les heures"),
        ]);
    }
    vraisemblance::warn(&mut run, &contracts, &elements, &nets.totals);
    Ok(finish(run, contracts, nets, &books))
}

/// What the contracts of a payslip count together.
pub(crate) struct Books {
    pub overtime: heures_sup::Book,
    pub retraite: retraite_cumuls::Book,
    pub dfs: dfs::Book,
    pub days: jours_communs::Book,
}

/// The amounts of one contract, with their nodes.
pub(crate) struct ContractRun {
    pub pay: ContractPay,
    pub brut: crate::trace::Amount,
    pub employee: Vec<shares::Share>,
    pub employer: Vec<shares::Share>,
    pub ss: crate::trace::Amount,
    pub relief: Option<crate::trace::Amount>,
    pub relief_urssaf: Option<crate::trace::Amount>,
    pub hs: heures_sup::Reliefs,
    pub fcss: Option<crate::trace::Amount>,
}

fn contract(
    run: &mut Run<'_, impl Recorder>,
    rank: usize,
    elements: &elements::Elements,
    books: &mut Books,
) -> Result<ContractRun, Vec<Diagnostic>> {
    let contract = Contract::new(run.input, rank);
    let one = |d: Diagnostic| vec![d.at_contract(&contract)];
    let brut = elements.gross(run, &contract);
    let plafonds = plafond::plafonds(run, &contract).map_err(one)?;
    let ss = dfs::securite_sociale(run, &contract, brut, elements, &mut books.dfs).map_err(one)?;
    let former = regularisation::former(run, &contract);
    let mut bases =
        bases::bases(run, &contract, brut, &ss, &plafonds, books, former.as_ref()).map_err(one)?;
    if let Some(exempt) = books.overtime.of(rank).and_then(|o| o.csg) {
        bases.csg_heures_sup = Some(exempt);
    }
    let lines = lines::lines(run, &contract, &mut bases, &plafonds)?;
    let relief::Outcome { relief, smic } =
        relief::relief(run, &contract, brut, &ss, &lines, former.as_ref()).map_err(one)?;
    let c = contract.c;
    let employee: Cents = lines.employee.iter().map(|s| s.amount.v).sum();
    let employer: Cents = lines.employer.iter().map(|s| s.amount.v).sum();
    let mut printed = lines.printed;
    let mut allegements = Cents::ZERO;
    if let Some(relief) = &relief {
        allegements = relief.total.v;
        printed.extend(relief.lines.iter().cloned());
    }
    let not_deductible: Cents = lines.employee.iter().filter(|s| !s.deductible).map(|s| s.amount.v).sum();
    let fcss = lines.fcss;
    let fcss_taxed = match run.input.methodes.fcss_imposable {
        crate::methods::FcssImposableMethod::Oui => fcss.map_or(Cents::ZERO, |a| a.v),
        crate::methods::FcssImposableMethod::Non => Cents::ZERO,
    };
    let par_jour = bases.retraite_par_jour;
    let bases = Bases {
        brut: brut.v,
        securite_sociale: ss.base.v,
        plafond: (!ss.forfait).then_some(bases.plafond.v),
        plafonnee: bases.plafonnee.v,
        csg: bases.csg.map(|a| a.v),
        chomage: bases.chomage.v,
        conges_spectacles: bases.conges.v,
        retraite_t1: bases.retraite_t1.v,
        retraite_t2: bases.retraite_t2.v,
        prevoyance_t1: bases.prevoyance_t1.v,
        smic: smic.filter(|_| relief.is_some()),
        heures_sup: None,
    };
    let pay = ContractPay {
        contrat: c.contrat.clone(),
        categorie: c.categorie,
        cadre: c.cadre == Some(true),
        annexe: contract.annexe(),
        fonction: c.fonction.clone(),
        idcc: contract.idcc.to_owned(),
        debut: c.debut,
        fin: c.fin,
        periode: contract.periode,
        jours: c.jours,
        heures: c.heures,
        cachets: c.cachets,
        heures_hors_cachets: c.heures_hors_cachets,
        numero_objet: c.numero_objet.clone(),
        taux_artiste: contract.population.is_artist(),
        dfs_taux: ss.dfs_rate,
        dfs_montant: ss.dfs.map_or(Cents::ZERO, |a| a.v),
        forfait: ss.forfait,
        analytique: c.analytique.clone(),
        absences: absences::of(run, &contract),
        taux_at: absences::rate_without_pay(run, &contract, brut.v),
        elements: pay_elements(&contract, elements, brut.v),
        cumul_contrat: regularisation::cumul(run, &contract, &bases, smic, allegements, par_jour),
        bases,
        lignes: printed,
        sous_totaux: ContractTotals {
            cotisations_salarie: employee,
            cotisations_employeur: employer,
            allegements,
            allegements_salarie: Cents::ZERO,
            montant_net_social: brut.v - employee,
            net_imposable: brut.v - employee + not_deductible + fcss_taxed,
        },
    };
    Ok(ContractRun {
        pay,
        brut,
        employee: lines.employee,
        employer: lines.employer,
        ss: ss.base,
        relief_urssaf: relief.as_ref().map(|r| r.urssaf),
        relief: relief.map(|r| r.total),
        hs: heures_sup::Reliefs::default(),
        fcss,
    })
}

/// How the gross is made up: the elements given, or one line for the contract pay; then what elements add.
fn pay_elements(contract: &Contract<'_>, elements: &elements::Elements, gross: Cents) -> Vec<PayElement> {
    let c = contract.c;
    let mut list = c.elements().to_vec();
    if list.is_empty() {
        // The hours and the premium of overtime are printed apart (C. trav. R3243-1 5°).
        let apart = heures_sup::elements(c);
        let hours: Decimal = apart.iter().filter_map(|e| e.quantite).map(|q| q.0).sum();
        let (libelle, quantite) = match () {
            () if c.cachets > 0 => ("Cachets", Some(Quantity::from(c.cachets))),
            () if c.heures > Quantity::ZERO => {
                ("Salaire", Some(Quantity((c.heures.0 - hours).max(Decimal::ZERO))))
            }
            () => ("Salaire", None),
        };
        list.push(PayElement {
            code: if c.cachets > 0 { "cachet" } else { "salaire" }.to_owned(),
            libelle: libelle.to_owned(),
            quantite,
            taux: None,
            majoration: None,
            montant: c.brut().unwrap_or_default() - apart.iter().map(|e| e.montant).sum(),
            regle: None,
            article: None,
            heure_sup: None,
        });
        list.extend(apart);
    }
    list.extend(elements.pay_elements(contract.rank));
    debug_assert_eq!(list.iter().map(|e| e.montant).sum::<Cents>(), gross);
    list
}

fn finish<R: Recorder>(
    mut run: Run<'_, R>,
    contracts: Vec<ContractRun>,
    nets: nets::Nets,
    books: &Books,
) -> (Payslip, R) {
    let input = run.input;
    let periods = || input.contrats.iter().map(crate::input::Contrat::periode);
    let periode = Period {
        debut: periods().map(|p| p.debut).min().unwrap_or(input.date_paiement),
        fin: periods().map(|p| p.fin).max().unwrap_or(input.date_paiement),
    };
    warn_unverified(&mut run);
    let pays: Vec<ContractPay> = contracts.into_iter().map(|c| c.pay).collect();
    let cumuls = nets::cumuls(
        input,
        &pays,
        (&nets.totals, nets.saisie_mois, nets.retenue_mois),
        &books.retraite,
        &books.dfs,
    );
    let bulletin = Payslip {
        numero: input.numero.clone(),
        rectifie: input.rectifie.clone(),
        rappel: None,
        date_paiement: input.date_paiement,
        periode,
        employeur: input.employeur.clone(),
        salarie: input.salarie.clone(),
        contrats: pays,
        elements: nets.elements,
        totaux: nets.totals,
        pecule: nets.pecule.map(Box::new),
        cumuls,
        methodes: methods_used(&run, &books.overtime),
        avertissements: run.warnings,
        empreinte_baremes: format!("sha256:{}", run.rates.fingerprint()),
        empreinte: String::new(),
    };
    (bulletin, run.t)
}

/// The methods with the defaults that the input left to the convention.
fn methods_used(run: &Run<'_, impl Recorder>, overtime: &heures_sup::Book) -> crate::methods::Methodes {
    let input = run.input;
    let figurant = (0..input.contrats.len())
        .map(|rank| Contract::new(input, rank))
        .find(|c| c.population == cddu_rates::Population::Figurant)
        .and_then(|c| dfs::figurant_method(run, &c).ok());
    let seized = input.elements.iter().any(|e| e.code == crate::ElementCode::Saisie);
    let methodes = crate::methods::Methodes {
        figurant: input.methodes.figurant.or(figurant),
        saisie_bareme: seized.then(|| input.methodes.saisie_bareme()),
        retenue_duree: (!input.salarie.domicile_fiscal_france).then(|| input.methodes.retenue_duree()),
        ..input.methodes
    };
    let methodes = if enfant::concerned(input) {
        crate::methods::Methodes { pecule_base: Some(methodes.pecule_base()), ..methodes }
    } else {
        methodes
    };
    let absent = input.contrats.iter().any(|c| !c.absences.is_empty());
    let methodes = if absent { methodes.with_absences() } else { methodes };
    if overtime.any() { methodes.with_overtime() } else { methodes }
}

/// A value or a rule of confidence C is never used in silence.
fn warn_unverified(run: &mut Run<'_, impl Recorder>) {
    let found = run.t.unverified(run.rates);
    for id in found.rows {
        let row = run.rates.row(id);
        let value = row.valeur.map(|v| v.normalize().to_string()).unwrap_or_default();
        let message = format!(
            "valeur non vérifiée (confiance C) : {} = {value} {} ({}, ligne {})",
            row.cle,
            row.dates(),
            row.table,
            row.ligne
        );
        run.warn("VALEUR-C", message);
    }
    for rule in found.rules {
        let message = format!("règle non vérifiée (confiance C) : {} ({})", rule.text, rule.name);
        run.warn("REGLE-C", message);
    }
    run.warnings.dedup();
}
