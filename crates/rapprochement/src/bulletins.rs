//! Payslips on their own: identities (P), plafonds and slices (R03 to R06), cumuls (X01).

use std::collections::BTreeMap;

use cddu_declarations::production::{PopulationCouverte, population};
use cddu_payslip::{Bases, ContractPay, ElementCode, Payslip, RetraitePlafondMethod, Sens};
use cddu_rates::{Cents, Month};
use chrono::{Datelike, NaiveDate};

use crate::attendus::hundredths;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::Contexte;
use crate::{Rapporteur, plafonds};
use cddu_ledger::montant::lisible;
use cddu_ledger::note;
use cddu_ledger::piece;

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let slips = c.standing();
    unique(c, out);
    identities(&slips, out);
    lines(&slips, out);
    ceilings(c, &slips, out);
    cumuls(c, &slips, out);
    slice_one(c, &slips, out);
    minima(c, out);
    if c.docs.bulletins.is_empty() {
        out.skip(&["P01", "P02", "P03", "P04", "R03", "R04", "X01"], "aucun bulletin");
    }
}

fn poste(p: &Payslip, code: &str, montant: Cents) -> Poste {
    Poste::new(
        Cle::default().personne(&p.salarie.matricule).piece(piece(p)).code(code),
        Document::Bulletin,
        piece(p),
        montant,
    )
}

fn unique(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let mut count: BTreeMap<(Document, &str), Vec<Cents>> = BTreeMap::new();
    for p in c.docs.bulletins {
        count.entry((Document::Bulletin, piece(p))).or_default().push(p.totaux.brut);
    }
    for n in c.docs.notes {
        count.entry((Document::Note, note::piece(n))).or_default().push(n.brut_ht);
    }
    if !out.applies("P05", count.len()) {
        return;
    }
    for ((document, numero), bruts) in count.into_iter().filter(|(_, b)| b.len() > 1) {
        let candidats = bruts
            .iter()
            .map(|b| Candidat { document, reference: numero.to_owned(), ligne: None, montant: *b })
            .collect();
        let extra = bruts.iter().skip(1).copied().sum();
        let message = format!("le numéro {numero} désigne {} documents", bruts.len());
        out.fact("P05", Cle::default().piece(numero), message, candidats, extra);
    }
}

/// Sums of a payslip as its lines give them.
struct Sums {
    employee: Cents,
    /// Tax withheld on a non-resident.
    abroad: Cents,
    employer: Cents,
    reliefs: Cents,
    employee_reliefs: Cents,
    added: Cents,
    in_kind: Cents,
    advances: Cents,
    loans: Cents,
    garnishments: Cents,
    taken: Cents,
}

fn sums(p: &Payslip) -> Sums {
    let lines = || p.contrats.iter().flat_map(|c| &c.lignes);
    let elements = |keep: &dyn Fn(ElementCode) -> bool, sens| -> Cents {
        p.elements.iter().filter(|e| keep(e.code) && e.sens == sens).map(|e| e.retenu).sum()
    };
    let taken = |codes: &[ElementCode]| elements(&|c| codes.contains(&c), Sens::Retenue);
    Sums {
        employee: lines().filter(|l| !l.is_relief()).filter_map(|l| l.contribution_salarie()).sum(),
        employee_reliefs: -lines().filter(|l| l.is_relief()).filter_map(|l| l.montant_salarie).sum::<Cents>(),
        abroad: lines().filter(|l| l.is_withholding()).filter_map(|l| l.montant_salarie).sum(),
        employer: lines().filter(|l| !l.is_relief()).filter_map(|l| l.montant_employeur).sum(),
        reliefs: -lines().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum::<Cents>(),
        added: elements(&|_| true, Sens::Ajout),
        in_kind: taken(&[ElementCode::AvantageRepas]),
        advances: taken(&[ElementCode::Acompte]),
        loans: taken(&[ElementCode::Avance]),
        garnishments: taken(&[ElementCode::Saisie, ElementCode::PensionAlimentaire]),
        taken: elements(&|_| true, Sens::Retenue),
    }
}

fn identities(slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let (mut net, mut net_lines) = (Vec::new(), Vec::new());
    let (mut cost, mut cost_lines) = (Vec::new(), Vec::new());
    let (mut kind, mut kind_back) = (Vec::new(), Vec::new());
    for p in slips {
        let (s, t) = (sums(p), &p.totaux);
        let gross: Cents = p.contrats.iter().map(|c| c.bases.brut).sum();
        net.push(poste(p, "virement", t.virement));
        net_lines.push(poste(
            p,
            "virement",
            gross - s.employee + s.employee_reliefs - t.pas - s.abroad - s.taken + s.added,
        ));
        // A figure printed twice must be the same twice.
        let pairs = [
            ("brut", t.brut, gross),
            ("cotisations_salarie", t.cotisations_salarie, s.employee),
            ("cotisations_employeur", t.cotisations_employeur, s.employer),
            ("allegements", t.allegements, s.reliefs),
            ("allegements_salarie", t.allegements_salarie, s.employee_reliefs),
            ("total_verse_employeur", t.total_verse_employeur, gross + s.employer - s.reliefs),
            ("frais", t.frais, s.added),
            ("avantages_en_nature", t.avantages_en_nature, s.in_kind),
            ("acomptes", t.acomptes, s.advances),
            ("avances", t.avances, s.loans),
            ("saisies", t.saisies, s.garnishments),
            ("net_verse", p.net_verse(), t.net_imposable - p.non_deductible()),
            (
                "net_paye",
                t.net_paye,
                gross - s.employee + s.employee_reliefs + s.added - s.in_kind - t.pas - s.abroad,
            ),
            ("retenue_non_resident", t.retenue_non_resident, s.abroad),
        ];
        // The share of a child pays the whole of it, to the cent, whoever receives it.
        let share = p.pecule.as_ref().map(|share| {
            ("pecule", share.part_representants + share.frais + share.caisse_des_depots, t.virement)
        });
        for (code, total, lines) in pairs.into_iter().chain(share) {
            cost.push(poste(p, code, total));
            cost_lines.push(poste(p, code, lines));
        }
        for contrat in p.contrats.iter().filter(|c| !c.elements.is_empty()) {
            let code = format!("brut {}", contrat.contrat);
            cost.push(poste(p, &code, contrat.bases.brut));
            cost_lines.push(poste(p, &code, contrat.elements.iter().map(|e| e.montant).sum()));
        }
        let in_gross: Cents = p
            .contrats
            .iter()
            .flat_map(|c| &c.elements)
            .filter(|e| e.code == cddu_ledger::element_code(ElementCode::AvantageRepas))
            .map(|e| e.montant)
            .sum();
        let detailed = p.contrats.iter().all(|c| !c.elements.is_empty());
        if detailed && !(in_gross.is_zero() && s.in_kind.is_zero()) {
            kind.push(poste(p, "avantage_repas", in_gross));
            kind_back.push(poste(p, "avantage_repas", s.in_kind));
        }
    }
    out.compare("P01", net, net_lines, Appariement::Reference);
    out.compare("P03", cost, cost_lines, Appariement::Reference);
    out.compare("P04", kind, kind_back, Appariement::Reference);
}

/// P02: base x rate gives the amount, the reliefs aside.
fn lines(slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let (mut printed, mut computed) = (Vec::new(), Vec::new());
    for p in slips {
        for contrat in &p.contrats {
            for line in contrat.lignes.iter().filter(|l| !l.is_relief()) {
                let shares = [
                    ("salarie", line.taux_salarie, line.montant_salarie),
                    ("employeur", line.taux_employeur, line.montant_employeur),
                ];
                for (part, taux, montant) in shares {
                    let (Some(taux), Some(montant)) = (taux, montant) else { continue };
                    let cle = Cle::default()
                        .personne(&p.salarie.matricule)
                        .contrat(&contrat.contrat)
                        .piece(piece(p))
                        .code(format!("{}/{part}", line.code));
                    printed.push(Poste::new(cle.clone(), Document::Bulletin, piece(p), montant));
                    computed.push(Poste::new(cle, Document::Bulletin, piece(p), taux.of(line.base)));
                }
            }
        }
    }
    out.compare("P02", printed, computed, Appariement::Reference);
}

/// The capped base due on each contract of a payslip.
fn capped_base(c: &Contexte<'_>, p: &Payslip) -> Vec<Option<Cents>> {
    let Some(completed) = p.rappel.as_deref() else { return plafonds::due(p) };
    let Some(original) = c.completed(p) else { return vec![None; p.contrats.len()] };
    let others: Vec<&Payslip> = c
        .known()
        .filter(|o| o.rappel.as_deref() == Some(completed))
        .filter(|o| (o.date_paiement, piece(o)) < (p.date_paiement, piece(p)))
        .collect();
    plafonds::due_of_back_pay(p, original, &others)
}

/// The pay that the slices of retraite add up to: the gross of an extra at the forfait, else the base of the Sécurité sociale.
/// Back pay of somebody who is no longer at the forfait, or has become so, owes one and takes back the other.
fn slices_base(c: &Contexte<'_>, p: &Payslip, contrat: &ContractPay) -> Cents {
    let of = |forfait: bool, b: &Bases| if forfait { b.brut } else { b.securite_sociale };
    let own = of(contrat.forfait, &contrat.bases);
    let before = c.completed(p).and_then(|o| o.contrats.iter().find(|k| k.contrat == contrat.contrat));
    match before.filter(|k| k.forfait != contrat.forfait) {
        Some(k) => own + of(contrat.forfait, &k.bases) - of(k.forfait, &k.bases),
        None => own,
    }
}

fn ceilings(c: &Contexte<'_>, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let (mut capped, mut limit) = (Vec::new(), Vec::new());
    let (mut slices, mut whole) = (Vec::new(), Vec::new());
    let (mut old_age, mut pension) = (Vec::new(), Vec::new());
    for p in slips {
        for (contrat, due) in p.contrats.iter().zip(capped_base(c, p)) {
            let b = &contrat.bases;
            let cle = Cle::default().personne(&p.salarie.matricule).contrat(&contrat.contrat).piece(piece(p));
            let poste = |montant| Poste::new(cle.clone(), Document::Bulletin, piece(p), montant);
            if let Some(due) = due {
                capped.push(poste(b.plafonnee));
                limit.push(poste(due));
            }
            // Above eight plafonds nothing is due: the slices no longer add up to the pay. A slice 2 of seven
            // plafonds is that limit.
            let full = b.plafond.is_some_and(|plafond| b.retraite_t2.0 >= plafond.0.saturating_mul(7));
            let base = slices_base(c, p, contrat);
            let due = !b.retraite_t1.is_zero() || !b.retraite_t2.is_zero();
            if due && !full {
                slices.push(poste(b.retraite_t1 + b.retraite_t2));
                whole.push(poste(base));
            }
            if p.methodes.retraite_plafond == RetraitePlafondMethod::ParContrat && !contrat.forfait {
                let population = Cle::default().code(cddu_ledger::categorie(contrat.categorie));
                old_age.push(Poste::new(population.clone(), Document::Bulletin, piece(p), b.plafonnee));
                pension.push(Poste::new(population, Document::Bulletin, piece(p), b.retraite_t1));
            }
        }
    }
    out.compare("R03", capped, limit, Appariement::Reference);
    out.compare("R04", slices, whole, Appariement::Reference);
    if old_age.is_empty() {
        out.skip(&["R05"], "la retraite suit le plafond du mois, pas celui du contrat");
    } else {
        out.compare("R05", old_age, pension, Appariement::Reference);
    }
}

/// X01: the cumul of a payslip is that of the one before, plus itself, less what it replaces. A payslip computed
/// before a correction of an earlier one keeps the cumuls of the wrong one: it shows here.
fn cumuls(c: &Contexte<'_>, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let mut people: BTreeMap<(&str, i32), Vec<&Payslip>> = BTreeMap::new();
    // What is paid after the month counts payslips that are not given here.
    let until = |p: &&Payslip| c.docs.mois.is_none_or(|m| p.date_paiement <= m.last());
    for p in c.docs.anterieurs.iter().chain(slips.iter().copied()).filter(until) {
        people.entry((&p.salarie.matricule, p.date_paiement.year())).or_default().push(p);
    }
    let known: BTreeMap<&str, &Payslip> =
        c.docs.bulletins.iter().chain(c.docs.repris).map(|p| (piece(p), p)).collect();
    let (mut printed, mut chained) = (Vec::new(), Vec::new());
    let turns: BTreeMap<&str, u32> =
        c.docs.tours.iter().map(|(number, turn)| (number.as_str(), *turn)).collect();
    for ((matricule, year), mut list) in people {
        list.sort_by_key(|p| rank(&turns, p));
        let given = list.iter().all(|p| p.cumuls.brut != Cents::ZERO || p.totaux.brut.is_zero());
        if !given {
            continue;
        }
        for pair in list.windows(2) {
            let (before, p) = (pair[0], pair[1]);
            let old = match p.rectifie.as_deref() {
                Some(number) => match known.get(number) {
                    // Paid later than what it replaces: the cumul before it still counts the old one, when it was computed
                    // after it.
                    Some(old) if old.date_paiement < p.date_paiement => {
                        Some(*old).filter(|o| rank(&turns, o) < rank(&turns, before))
                    }
                    Some(_) => None,
                    None => continue,
                },
                None => None,
            };
            for (code, cumul, expected) in figures(before, p, old) {
                let cle = Cle::default().periode(year).personne(matricule).piece(piece(p)).code(code);
                printed.push(Poste::new(cle.clone(), Document::Bulletin, piece(p), cumul));
                chained.push(Poste::new(cle, Document::Bulletin, piece(before), expected));
            }
        }
    }
    out.compare("X01", printed, chained, Appariement::Reference);
}

/// When a payslip counts: back pay after the pay of its day, whatever the work it completes, unless its turn is given.
fn rank<'p>(turns: &BTreeMap<&str, u32>, p: &'p Payslip) -> (NaiveDate, u32, NaiveDate, &'p str) {
    let turn = turns.get(piece(p)).copied().unwrap_or_else(|| u32::from(p.rappel.is_some()));
    (p.date_paiement, turn, p.periode.debut, piece(p))
}

/// Each cumul of a payslip, and what the one before makes of it.
fn figures(before: &Payslip, p: &Payslip, old: Option<&Payslip>) -> Vec<(&'static str, Cents, Cents)> {
    let own = |of: &dyn Fn(&Payslip) -> Cents| of(p) - old.map_or(Cents::ZERO, of);
    let work = |of: fn(&ContractPay) -> Cents| own(&move |p: &Payslip| p.contrats.iter().map(of).sum());
    let (b, t) = (&before.cumuls, &p.cumuls);
    let mut out = vec![
        ("brut", t.brut, b.brut + own(&|p| p.totaux.brut)),
        ("net_imposable", t.net_imposable, b.net_imposable + own(&|p| p.totaux.net_imposable)),
        ("pas", t.pas, b.pas + own(&|p| p.totaux.pas)),
        (
            "hs_exonerees_brut",
            t.hs_exonerees_brut,
            b.hs_exonerees_brut + own(&|p| p.totaux.hs_exonerees_brut),
        ),
        ("hs_exonerees_net", t.hs_exonerees_net, b.hs_exonerees_net + own(&|p| p.totaux.hs_exonerees_net)),
        (
            "retenue_non_resident",
            t.retenue_non_resident,
            b.retenue_non_resident + own(&|p| p.totaux.retenue_non_resident),
        ),
        (
            "montant_net_social",
            t.montant_net_social,
            b.montant_net_social + own(&|p| p.totaux.montant_net_social),
        ),
        ("heures", hundredths(t.heures), hundredths(b.heures) + work(|k| hundredths(k.heures))),
        (
            "cachets",
            hundredths(t.cachets),
            hundredths(b.cachets) + work(|k| Cents(i64::from(k.cachets) * 100)),
        ),
    ];
    // These follow the month and the year of the work.
    let month = |p: &Payslip| Month::of(p.periode.fin);
    // Above eight plafonds the slices no longer add up to the pay, which the cumul counts whole.
    let sliced = |k: &ContractPay| {
        let base = if k.forfait { k.bases.brut } else { k.bases.securite_sociale };
        k.bases.retraite_t1 + k.bases.retraite_t2 == base
    };
    let whole = |p: &Payslip| p.contrats.iter().all(|k| Month::of(k.periode.fin) == month(p) && sliced(k));
    if month(before) == month(p) && whole(before) && whole(p) && old.is_none() {
        let slices: fn(&ContractPay) -> Cents = |k| k.bases.retraite_t1 + k.bases.retraite_t2;
        out.push(("retraite_mois", t.retraite_mois, b.retraite_mois + work(slices)));
        // By population the year counts the pay of non cadres and artistes; by day it counts nothing.
        let counted: fn(&ContractPay) -> Cents =
            |k| if is_cadre(k) { Cents::ZERO } else { k.bases.retraite_t1 + k.bases.retraite_t2 };
        let year = match p.methodes.retraite_plafond {
            RetraitePlafondMethod::Journalier => None,
            RetraitePlafondMethod::Population => Some(work(counted)),
            _ => Some(work(slices)),
        };
        out.extend(year.map(|y| ("retraite_annee", t.retraite_annee, b.retraite_annee + y)));
        out.push(("dfs", t.dfs, b.dfs + work(|k| k.dfs_montant)));
    }
    out
}

/// A cadre paid at the ordinary rates: its slices do not follow the cumuls.
fn is_cadre(k: &ContractPay) -> bool {
    population(k.categorie, k.cadre, k.taux_artiste) == PopulationCouverte::TechnicienCadre
}

/// Over which time the method of a payslip limits slice 1 of a contract, and the table of its plafond.
fn slice_limit(p: &Payslip, k: &ContractPay) -> Option<(String, &'static str)> {
    let month = || Some((Month::of(k.periode.fin).to_string(), "PMSS"));
    let year = || Some((k.periode.fin.year().to_string(), "PASS"));
    match p.methodes.retraite_plafond {
        RetraitePlafondMethod::Population if !is_cadre(k) => year(),
        RetraitePlafondMethod::MensuelCumule if !is_cadre(k) => month(),
        RetraitePlafondMethod::AnnuelCumule => year(),
        _ => None,
    }
}

/// A contract on the payslip that pays it.
type Paid<'a> = (&'a Payslip, &'a ContractPay);

/// R08: slice 1 of a person over the month or the year of the work stays within the plafond of that time.
fn slice_one(c: &Contexte<'_>, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let Some(rates) = c.docs.baremes else {
        out.skip(&["R08"], "les barèmes ne sont pas donnés");
        return;
    };
    // By person, time and table of the plafond.
    let mut people: BTreeMap<(&str, String, &str), Vec<Paid<'_>>> = BTreeMap::new();
    for p in c.docs.anterieurs.iter().chain(slips.iter().copied()) {
        for k in &p.contrats {
            if let Some((time, table)) = slice_limit(p, k) {
                people.entry((&p.salarie.matricule, time, table)).or_default().push((p, k));
            }
        }
    }
    if !out.applies("R08", people.len()) {
        return;
    }
    for ((matricule, time, table), list) in people {
        let Some(day) = list.iter().map(|(_, k)| k.periode.fin).max() else { continue };
        let Ok((plafond, _)) = rates.amount(table, day) else { continue };
        let sum: Cents = list.iter().map(|(_, k)| k.bases.retraite_t1).sum();
        // A cent of rounding for each payslip.
        if sum <= plafond + Cents(i64::try_from(list.len()).unwrap_or(0)) {
            continue;
        }
        let candidats = list
            .iter()
            .map(|(p, k)| Candidat {
                document: Document::Bulletin,
                reference: piece(p).to_owned(),
                ligne: None,
                montant: k.bases.retraite_t1,
            })
            .collect();
        let message = format!(
            "{matricule} : tranche 1 de {} en {time}, au-dessus du plafond {} ; un bulletin n'a pas suivi la correction d'un autre",
            lisible(sum),
            lisible(plafond)
        );
        out.fact("R08", Cle::default().periode(time).personne(matricule), message, candidats, sum - plafond);
    }
}

fn minima(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.minima.is_empty() {
        out.skip(&["R06"], "les minima conventionnels ne sont pas donnés");
        return;
    }
    if !out.applies("R06", c.docs.minima.len()) {
        return;
    }
    for m in c.docs.minima.iter().filter(|m| m.salaire < m.minimum) {
        let candidat = Candidat {
            document: Document::Bulletin,
            reference: m.piece.clone(),
            ligne: None,
            montant: m.salaire,
        };
        let message = format!(
            "salaire de {} sous le minimum conventionnel de {}",
            lisible(m.salaire),
            lisible(m.minimum)
        );
        let cle = Cle::default().contrat(&m.contrat).piece(&m.piece);
        out.fact("R06", cle, message, vec![candidat], m.salaire - m.minimum);
    }
}
