//! Payslips on their own: identities (P), plafonds and slices (R03 to R06), cumuls (X01).

use std::collections::BTreeMap;

use cddu_payslip::{ElementCode, Payslip, RetraitePlafondMethod, Sens};
use cddu_rates::Cents;
use chrono::Datelike;

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
    ceilings(&slips, out);
    cumuls(c, &slips, out);
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
        for (code, total, lines) in pairs {
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

fn ceilings(slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let (mut capped, mut limit) = (Vec::new(), Vec::new());
    let (mut slices, mut whole) = (Vec::new(), Vec::new());
    let (mut old_age, mut pension) = (Vec::new(), Vec::new());
    for p in slips {
        for (contrat, due) in p.contrats.iter().zip(plafonds::due(p)) {
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
            let base = if contrat.forfait { b.brut } else { b.securite_sociale };
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

/// X01: the cumul of a payslip is that of the one before, plus itself.
fn cumuls(c: &Contexte<'_>, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let mut people: BTreeMap<(&str, i32), Vec<&Payslip>> = BTreeMap::new();
    for p in c.docs.anterieurs.iter().chain(slips.iter().copied()) {
        people.entry((&p.salarie.matricule, p.date_paiement.year())).or_default().push(p);
    }
    let (mut printed, mut chained) = (Vec::new(), Vec::new());
    for ((matricule, year), mut list) in people {
        list.sort_by_key(|p| (p.date_paiement, piece(p)));
        let given = list.iter().all(|p| p.cumuls.brut != Cents::ZERO || p.totaux.brut.is_zero());
        if !given || list.iter().any(|p| p.rectifie.is_some()) {
            continue;
        }
        for pair in list.windows(2) {
            let (before, p) = (pair[0], pair[1]);
            let figures = [
                ("brut", p.cumuls.brut, before.cumuls.brut + p.totaux.brut),
                (
                    "net_imposable",
                    p.cumuls.net_imposable,
                    before.cumuls.net_imposable + p.totaux.net_imposable,
                ),
                ("pas", p.cumuls.pas, before.cumuls.pas + p.totaux.pas),
                (
                    "hs_exonerees_brut",
                    p.cumuls.hs_exonerees_brut,
                    before.cumuls.hs_exonerees_brut + p.totaux.hs_exonerees_brut,
                ),
                (
                    "hs_exonerees_net",
                    p.cumuls.hs_exonerees_net,
                    before.cumuls.hs_exonerees_net + p.totaux.hs_exonerees_net,
                ),
                (
                    "retenue_non_resident",
                    p.cumuls.retenue_non_resident,
                    before.cumuls.retenue_non_resident + p.totaux.retenue_non_resident,
                ),
            ];
            for (code, cumul, expected) in figures {
                let cle = Cle::default().periode(year).personne(matricule).piece(piece(p)).code(code);
                printed.push(Poste::new(cle.clone(), Document::Bulletin, piece(p), cumul));
                chained.push(Poste::new(cle, Document::Bulletin, piece(p), expected));
            }
        }
    }
    out.compare("X01", printed, chained, Appariement::Reference);
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
