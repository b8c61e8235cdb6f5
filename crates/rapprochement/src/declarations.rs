//! Declarations: DSN (D), AEM (U), Congés Spectacles (C), author notes and DAS2 (T).

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Gravite, Month};
use chrono::Datelike;

use crate::Rapporteur;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{AemAmounts, Contexte, DsnAmounts, DsnBaseAmount};
use cddu_ledger::Part;
use cddu_ledger::montant::lisible;
use cddu_ledger::note;
use cddu_ledger::piece;

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let slips = c.paid();
    match c.docs.dsn {
        Some(dsn) => {
            payments(&slips, dsn, out);
            bases(&slips, dsn, out);
            contributions(c, &slips, dsn, out);
            aggregates(c, dsn, out);
            people(&slips, dsn, out);
        }
        None => out.skip(
            &[
                "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D12", "D13",
                "D14", "D15", "D17", "D18",
            ],
            "aucune DSN",
        ),
    }
    match c.docs.aem {
        Some(aem) => attestations(&slips, aem, c.docs.dsn, out),
        None => out.skip(&["U01", "U02", "U03", "D18"], "aucune AEM"),
    }
    if c.docs.aem.is_none_or(|aem| aem.releve.is_none()) {
        debts(c, &slips, "U04", "france_travail", out);
    }
    leave(c, &slips, out);
    das2(c, out);
}

fn person(p: &Payslip) -> Cle {
    Cle::default().personne(&p.salarie.matricule)
}

fn slip_poste(cle: Cle, p: &Payslip, montant: Cents) -> Poste {
    Poste::new(cle, Document::Bulletin, piece(p), montant)
}

/// D01, D02, D15: what was paid to each person; D03: what is paid to the State.
fn payments(slips: &[&Payslip], dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    let left = |f: &dyn Fn(&crate::DsnPayment) -> Cents, rubrique: &str, rank: usize| -> Vec<Poste> {
        dsn.versements
            .iter()
            .map(|v| {
                Poste::new(Cle::default().personne(&v.personne), Document::Dsn, rubrique, f(v))
                    .line(v.line_of(rank))
            })
            .collect()
    };
    let right = |f: &dyn Fn(&Payslip) -> Cents| -> Vec<Poste> {
        slips.iter().map(|p| slip_poste(person(p), p, f(p))).collect()
    };
    let by_amount = Appariement::Total;
    out.compare("D01", left(&|v| v.net_verse, "S21.G00.50.004", 1), right(&net_verse), by_amount);
    out.compare("D02", left(&|v| v.pas, "S21.G00.50.009", 2), right(&|p| p.totaux.pas), by_amount);
    let taxable = left(&|v| v.net_fiscal, "S21.G00.50.002", 0);
    out.compare("D15", taxable, right(&|p| p.totaux.net_imposable), by_amount);
    let coded = |list: Vec<Poste>| -> Vec<Poste> {
        list.into_iter().map(|p| Poste { cle: p.cle.clone().code("assiette du PAS"), ..p }).collect()
    };
    let bases = coded(left(&|v| v.assiette_pas, "S21.G00.50.013", 3));
    out.compare("D02", bases, coded(right(&|p| p.totaux.assiette_pas)), by_amount);
    // The amount of the PAS is also its base x its rate.
    let (mut withheld, mut computed) = (Vec::new(), Vec::new());
    for v in &dsn.versements {
        if let Some(taux) = v.taux_pas {
            let cle = Cle::default().personne(&v.personne).code(format!("ligne {}", v.ligne));
            withheld.push(Poste::new(cle.clone(), Document::Dsn, "S21.G00.50.009", v.pas).line(v.line_of(2)));
            computed.push(
                Poste::new(cle, Document::Dsn, "S21.G00.50.013", taux.of(v.assiette_pas)).line(v.line_of(3)),
            );
        }
    }
    out.compare("D02", withheld, computed, Appariement::Total);
    let state = || Cle::default().organisme("dgfip");
    let paid: Vec<Poste> = dsn
        .paiements
        .iter()
        .filter(|p| p.organisme == "dgfip")
        .map(|p| Poste::new(state(), Document::Dsn, "S21.G00.20.005", p.montant).line(p.ligne))
        .collect();
    let due: Vec<Poste> = dsn
        .versements
        .iter()
        .map(|v| Poste::new(state(), Document::Dsn, "S21.G00.50.009", v.pas).line(v.line_of(2)))
        .collect();
    out.compare("D03", paid, due, Appariement::Total);
}

/// Net versé of the norm: net fiscal less CSG non déductible and CRDS, the PAS not deducted.
fn net_verse(p: &Payslip) -> Cents {
    let kept: Cents = p
        .contrats
        .iter()
        .flat_map(|c| &c.lignes)
        .filter(|l| !l.deductible)
        .filter_map(cddu_payslip::Line::contribution_salarie)
        .sum();
    p.totaux.net_imposable - kept
}

/// D04, C01 (code 27), D05 and D17.
fn bases(slips: &[&Payslip], dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    let declared = |list: &[DsnBaseAmount], keep: &dyn Fn(&str) -> bool, rubrique: &str| -> Vec<Poste> {
        list.iter()
            .filter(|b| keep(&b.code))
            .map(|b| {
                let cle = Cle::default().personne(&b.personne).contrat(&b.contrat).code(&b.code);
                Poste::new(cle, Document::Dsn, rubrique, b.montant).line(b.ligne)
            })
            .collect()
    };
    let codes: BTreeSet<&str> = dsn.bases.iter().map(|b| b.code.as_str()).collect();
    let mut right = Vec::new();
    let mut ceilings = Vec::new();
    for p in slips {
        for contrat in &p.contrats {
            let b = &contrat.bases;
            let known = [
                ("02", Some(b.plafonnee)),
                ("03", Some(b.securite_sociale)),
                ("04", b.csg),
                ("07", Some(b.chomage)),
                ("27", Some(b.conges_spectacles)),
            ];
            for (code, montant) in known {
                // A code that the declaration never uses is declared another way.
                if let Some(montant) = montant.filter(|_| codes.contains(code)) {
                    right
                        .push((code, slip_poste(person(p).contrat(&contrat.contrat).code(code), p, montant)));
                }
            }
            if let Some(plafond) = b.plafond {
                ceilings.push(slip_poste(person(p).contrat(&contrat.contrat).code("07"), p, plafond));
            }
        }
    }
    let (leave, others): (Vec<_>, Vec<_>) = right.into_iter().partition(|(code, _)| *code == "27");
    let only = |list: Vec<(&str, Poste)>| list.into_iter().map(|(_, p)| p).collect::<Vec<_>>();
    let followed = |code: &str| ["02", "03", "04", "07"].contains(&code);
    out.compare("D04", declared(&dsn.bases, &followed, "S21.G00.78.004"), only(others), Appariement::Total);
    out.compare(
        "C01",
        declared(&dsn.bases, &|code| code == "27", "S21.G00.78.004"),
        only(leave),
        Appariement::Total,
    );
    if dsn.plafonds.is_empty() {
        out.skip(&["D17"], "la DSN ne déclare pas les plafonds");
    } else {
        let applied = declared(&dsn.plafonds, &|_| true, "S21.G00.79.004");
        out.compare("D17", applied, ceilings, Appariement::Total);
    }
    let mut pairs: BTreeMap<(&str, &str), [Cents; 2]> = BTreeMap::new();
    for b in dsn.bases.iter().filter(|b| b.code == "02" || b.code == "03") {
        let rank = usize::from(b.code == "03");
        pairs.entry((&b.personne, &b.contrat)).or_default()[rank] += b.montant;
    }
    if out.applies("D05", pairs.len()) {
        for ((personne, contrat), [capped, whole]) in pairs.into_iter().filter(|(_, [c, w])| c > w) {
            let cle = Cle::default().personne(personne).contrat(contrat);
            let candidats = dsn
                .bases
                .iter()
                .filter(|b| b.personne == personne && b.contrat == contrat && b.code == "02")
                .map(|b| Candidat {
                    document: Document::Dsn,
                    reference: "S21.G00.78.004".to_owned(),
                    ligne: Some(b.ligne),
                    montant: b.montant,
                })
                .collect();
            out.fact(
                "D05",
                cle,
                format!("base plafonnée {} au-dessus de {}", lisible(capped), lisible(whole)),
                candidats,
                capped - whole,
            );
        }
    }
}

/// D06: each contribution code of each person against the lines declared under it.
fn contributions(c: &Contexte<'_>, slips: &[&Payslip], dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    if dsn.cotisations.is_empty() {
        out.skip(&["D06"], "la DSN ne donne pas de cotisations nominatives");
        return;
    }
    let groups = code_groups(c, dsn);
    let used: BTreeSet<&str> =
        dsn.cotisations.iter().filter_map(|l| groups.by_code.get(&l.code)).map(String::as_str).collect();
    let left = dsn
        .cotisations
        .iter()
        .filter_map(|l| {
            let group = groups.by_code.get(&l.code)?;
            let cle = Cle::default().personne(&l.personne).code(group);
            Some(Poste::new(cle, Document::Dsn, "S21.G00.81.004", l.montant).line(l.ligne))
        })
        .collect();
    let mut right = Vec::new();
    for p in slips {
        for line in p.contrats.iter().flat_map(|k| &k.lignes) {
            let Some(group) = groups.by_line.get(line.code.as_str()).filter(|g| used.contains(g.as_str()))
            else {
                continue;
            };
            let amount =
                line.montant_salarie.unwrap_or_default() + line.montant_employeur.unwrap_or_default();
            right.push(slip_poste(person(p).code(group), p, amount));
        }
    }
    // The norm asks for amounts to the cent and payslips hold them: no tolerance.
    out.compare_within("D06", left, right, Appariement::Total, Cents::ZERO);
    employer_shares(slips, dsn, out);
}

/// D06 for the codes that repeat an employer share already inside another code.
fn employer_shares(slips: &[&Payslip], dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    let codes = &dsn.correspondance_employeur;
    let declared: Vec<Poste> = dsn
        .cotisations
        .iter()
        .filter(|l| codes.contains_key(&l.code))
        .map(|l| {
            let cle = Cle::default().personne(&l.personne).code(&l.code);
            Poste::new(cle, Document::Dsn, "S21.G00.81.004", l.montant).line(l.ligne)
        })
        .collect();
    let used: BTreeSet<&str> = declared.iter().filter_map(|p| p.cle.code.as_deref()).collect();
    let mut right = Vec::new();
    for (code, lines) in codes.iter().filter(|(code, _)| used.contains(code.as_str())) {
        for p in slips {
            let shares =
                p.contrats.iter().flat_map(|k| &k.lignes).filter(|l| lines.iter().any(|c| l.code == *c));
            right.extend(
                shares
                    .filter_map(|l| l.montant_employeur)
                    .map(|amount| slip_poste(person(p).code(code), p, amount)),
            );
        }
    }
    out.compare_within("D06", declared, right, Appariement::Total, Cents::ZERO);
}

/// Codes that must be compared together because a line goes to several of them.
struct CodeGroups {
    by_code: BTreeMap<String, String>,
    by_line: BTreeMap<String, String>,
}

fn code_groups(c: &Contexte<'_>, dsn: &DsnAmounts) -> CodeGroups {
    // Sets of (DSN codes, line codes) that touch each other.
    let mut sets: Vec<(BTreeSet<String>, BTreeSet<String>)> = Vec::new();
    let mut join = |codes: BTreeSet<String>, lines: BTreeSet<String>| {
        let (mut codes, mut lines) = (codes, lines);
        sets.retain(|(k, l)| {
            let apart = k.is_disjoint(&codes) && l.is_disjoint(&lines);
            if !apart {
                codes.extend(k.iter().cloned());
                lines.extend(l.iter().cloned());
            }
            apart
        });
        sets.push((codes, lines));
    };
    if dsn.correspondance.is_empty() {
        for regle in c.compta.schema.regles() {
            if matches!(regle.part, Part::Salarie | Part::Employeur) && !regle.code_cotisation_dsn.is_empty()
            {
                join(
                    regle.code_cotisation_dsn.iter().cloned().collect(),
                    regle.codes.iter().cloned().collect(),
                );
            }
        }
    } else {
        for (code, lines) in &dsn.correspondance {
            join(BTreeSet::from([code.clone()]), lines.iter().cloned().collect());
        }
    }
    let mut out = CodeGroups { by_code: BTreeMap::new(), by_line: BTreeMap::new() };
    for (codes, lines) in sets {
        let name = codes.iter().cloned().collect::<Vec<_>>().join("+");
        out.by_code.extend(codes.into_iter().map(|code| (code, name.clone())));
        out.by_line.extend(lines.into_iter().map(|line| (line, name.clone())));
    }
    out
}

/// D07 to D10, D12 and D14: the aggregated part of the declaration.
fn aggregates(c: &Contexte<'_>, dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    let key = |organisme: &str| Cle::default().organisme(organisme);
    let (mut lines, mut nominative) = (Vec::new(), Vec::new());
    for b in &dsn.bordereaux {
        for l in &b.lignes {
            if let Some(sum) = l.nominatif {
                let cle = key(&b.organisme).code(format!("{} {}", l.ctp, l.qualifiant));
                lines
                    .push(Poste::new(cle.clone(), Document::Dsn, "S21.G00.23.004", l.assiette).line(l.ligne));
                nominative.push(Poste::new(cle, Document::Dsn, "S21.G00.78.004", sum));
            }
        }
    }
    if lines.is_empty() {
        out.skip(&["D07"], "les bases nominatives de chaque CTP ne sont pas données");
    } else {
        out.compare("D07", lines, nominative, Appariement::Total);
    }
    for b in &dsn.bordereaux {
        bordereau(c, b, out);
    }
    let bordereaux: BTreeSet<&str> = dsn.bordereaux.iter().map(|b| b.organisme.as_str()).collect();
    let parts: BTreeSet<&str> = dsn.composants.iter().map(|b| b.organisme.as_str()).collect();
    let paid = |keep: &BTreeSet<&str>| -> Vec<Poste> {
        dsn.paiements
            .iter()
            .filter(|p| keep.contains(p.organisme.as_str()))
            .map(|p| Poste::new(key(&p.organisme), Document::Dsn, "S21.G00.20.005", p.montant).line(p.ligne))
            .collect()
    };
    let totals = dsn
        .bordereaux
        .iter()
        .map(|b| Poste::new(key(&b.organisme), Document::Dsn, "S21.G00.22.005", b.total).line(b.ligne))
        .collect();
    out.compare("D10", paid(&bordereaux), totals, Appariement::Total);
    // A body without bordereau is paid what the payslips say.
    let slips = c.paid();
    let owed =
        |o: &str| slips.iter().flat_map(|p| &p.contrats).flat_map(|k| &k.lignes).any(|l| l.organisme == o);
    let alone: BTreeSet<&str> = dsn
        .paiements
        .iter()
        .map(|p| p.organisme.as_str())
        // D03 compares what goes to the State.
        .filter(|o| *o != "dgfip" && !bordereaux.contains(o) && owed(o))
        .collect();
    for organisme in &alone {
        due_to(&slips, "D10", organisme, paid(&BTreeSet::from([*organisme])), out);
    }
    let components = dsn
        .composants
        .iter()
        .map(|b| Poste::new(key(&b.organisme), Document::Dsn, "S21.G00.55.001", b.montant).line(b.ligne))
        .collect();
    out.compare("D12", components, paid(&parts), Appariement::Total);
}

fn bordereau(c: &Contexte<'_>, b: &crate::DsnBordereau, out: &mut Rapporteur<'_>) {
    let cle = Cle::default().organisme(&b.organisme);
    let total = Poste::new(cle.clone(), Document::Dsn, "S21.G00.22.005", b.total).line(b.ligne);
    let computed = b.lignes.iter().filter(|l| l.montant.is_none()).count();
    let parts: Option<Vec<Poste>> = b
        .lignes
        .iter()
        .map(|l| {
            let montant = l.montant.or_else(|| l.taux.map(|t| t.of(l.assiette)))?;
            Some(
                Poste::new(cle.clone(), Document::Dsn, format!("S21.G00.23 CTP {}", l.ctp), montant)
                    .line(l.ligne),
            )
        })
        .collect();
    let euro = |n: usize| Cents(100 * i64::try_from(n).unwrap_or(0));
    match parts {
        // One euro per line whose amount is not declared, and never more than the threshold of the company.
        Some(parts) if !b.lignes.is_empty() => {
            let tolerance = euro(computed).min(c.config.seuil_bordereau);
            out.compare_within("D08", vec![total.clone()], parts, Appariement::Total, tolerance);
        }
        _ => out.skip(&["D08"], "le bordereau n'a pas de lignes chiffrables"),
    }
    if let (Some(mois), false) = (c.docs.mois, c.docs.lots.is_empty())
        && let Some(compte) = c.compta.plan.compte(&b.organisme)
    {
        let entered: Vec<Poste> = c
            .docs
            .lots
            .iter()
            .flat_map(|lot| lot.ecritures.iter().flat_map(|e| &e.lignes).map(move |l| (lot, l)))
            .filter(|(_, l)| l.compte == compte.numero && Month::of(l.paiement) == mois)
            .map(|(lot, l)| Poste::new(cle.clone(), Document::Ecriture, &lot.lot, -l.signe()))
            .collect();
        let gap = b.total - entered.iter().map(|p| p.candidat.montant).sum::<Cents>();
        let limit = euro(b.lignes.len()).min(c.config.seuil_bordereau);
        out.compare_within("D09", vec![total], entered, Appariement::Total, Cents::ZERO);
        // The rounding of the bases to the euro is expected: said, not blamed.
        if !gap.is_zero() && gap.abs() <= limit {
            out.amend("D09", |e| e.gravite = Gravite::Info);
        }
    }
    let ctp: BTreeSet<&str> = b.lignes.iter().map(|l| l.ctp.as_str()).collect();
    if c.config.controler_ctp
        && ctp.contains("100")
        && out.applies("D14", 1)
        && !ctp.contains("332")
        && !ctp.contains("236")
    {
        let message = "le CTP 100 est déclaré sans le FNAL (332 ou 236)".to_owned();
        out.fact("D14", cle, message, Vec::new(), Cents::ZERO);
    }
}

/// D13: everybody paid is declared, and conversely.
fn people(slips: &[&Payslip], dsn: &DsnAmounts, out: &mut Rapporteur<'_>) {
    let paid: BTreeMap<&str, &Payslip> = slips.iter().map(|p| (p.salarie.matricule.as_str(), *p)).collect();
    let declared: BTreeMap<&str, u64> =
        dsn.versements.iter().map(|v| (v.personne.as_str(), v.ligne)).collect();
    if !out.applies("D13", paid.len() + declared.len()) {
        return;
    }
    for (matricule, p) in paid.iter().filter(|(m, _)| !declared.contains_key(*m)) {
        let candidat = slip_poste(Cle::default(), p, p.totaux.brut).candidat;
        let message = format!("{matricule} a un bulletin et n'est pas dans la DSN");
        out.fact("D13", Cle::default().personne(matricule), message, vec![candidat], -p.totaux.brut);
    }
    for (matricule, ligne) in declared.iter().filter(|(m, _)| !paid.contains_key(*m)) {
        let candidat = Candidat {
            document: Document::Dsn,
            reference: "S21.G00.50".to_owned(),
            ligne: Some(*ligne),
            montant: Cents::ZERO,
        };
        let message = format!("{matricule} est dans la DSN sans bulletin du mois");
        out.fact("D13", Cle::default().personne(matricule), message, vec![candidat], Cents::ZERO);
    }
}

/// U01 to U04 and D18.
fn attestations(slips: &[&Payslip], aem: &AemAmounts, dsn: Option<&DsnAmounts>, out: &mut Rapporteur<'_>) {
    let key = |personne: &str, contrat: &str| Cle::default().personne(personne).contrat(contrat);
    let contracts = || slips.iter().flat_map(|p| p.contrats.iter().map(move |k| (*p, k)));
    let left = |f: &dyn Fn(&crate::AemAmount) -> Cents, what: &str| -> Vec<Poste> {
        aem.attestations
            .iter()
            .map(|a| {
                Poste::new(key(&a.personne, &a.contrat).code(what), Document::Aem, "AEM", f(a)).line(a.ligne)
            })
            .collect()
    };
    let right = |f: &dyn Fn(&cddu_payslip::ContractPay) -> Cents, what: &str| -> Vec<Poste> {
        contracts()
            .map(|(p, k)| slip_poste(key(&p.salarie.matricule, &k.contrat).code(what), p, f(k)))
            .collect()
    };
    // Exact, unless the form is in whole euros.
    let tolerance = if aem.euros_entiers { Cents(100) } else { Cents::ZERO };
    out.compare_within(
        "U01",
        left(&|a| a.brut, "brut"),
        right(&|k| k.bases.brut, "brut"),
        Appariement::Total,
        tolerance,
    );
    type Amount<'a> = &'a dyn Fn(&crate::AemAmount) -> Option<Cents>;
    let told: [(&str, Amount<'_>, Measure<'_>); 2] = [
        ("brut après abattement", &|a| a.brut_abattu, &|k| k.bases.brut - k.dfs_montant),
        ("assiette", &|a| a.assiette, &|k| k.bases.chomage),
    ];
    for (what, amount, measure) in told {
        if !aem.attestations.is_empty() && aem.attestations.iter().all(|a| amount(a).is_some()) {
            let given = left(&|a| amount(a).unwrap_or_default(), what);
            out.compare_within("U01", given, right(measure, what), Appariement::Total, tolerance);
        }
    }
    out.compare(
        "U02",
        left(&|a| Cents::round(a.heures.0), "heures"),
        right(&|k| Cents::round(k.heures.0), "heures"),
        Appariement::Total,
    );
    let units = |n: u32| Cents(i64::from(n) * 100);
    out.compare(
        "U02",
        left(&|a| units(a.cachets), "cachets"),
        right(&|k| units(k.cachets), "cachets"),
        Appariement::Total,
    );
    let paid: BTreeSet<(&str, &str)> =
        contracts().map(|(p, k)| (p.salarie.matricule.as_str(), k.contrat.as_str())).collect();
    let mut sent: BTreeMap<(&str, &str), Vec<u64>> = BTreeMap::new();
    for a in &aem.attestations {
        sent.entry((&a.personne, &a.contrat)).or_default().push(a.ligne);
    }
    if out.applies("U03", paid.len() + sent.len()) {
        let candidats = |lines: &[u64]| {
            lines
                .iter()
                .map(|l| Candidat {
                    document: Document::Aem,
                    reference: "AEM".to_owned(),
                    ligne: Some(*l),
                    montant: Cents::ZERO,
                })
                .collect()
        };
        for (personne, contrat) in paid.iter().filter(|k| !sent.contains_key(*k)) {
            let message = format!("pas d'AEM pour le contrat {contrat} de {personne}");
            out.fact("U03", key(personne, contrat), message, Vec::new(), Cents::ZERO);
        }
        for ((personne, contrat), lines) in &sent {
            if !paid.contains(&(*personne, *contrat)) {
                let message = format!("AEM du contrat {contrat} de {personne} sans bulletin du mois");
                out.fact("U03", key(personne, contrat), message, candidats(lines), Cents::ZERO);
            } else if lines.len() > 1 {
                let message = format!("{} AEM pour le contrat {contrat} de {personne}", lines.len());
                out.fact("U03", key(personne, contrat), message, candidats(lines), Cents::ZERO);
            }
        }
    }
    if let Some(releve) = aem.releve {
        let left =
            vec![Poste::new(Cle::default().organisme("france_travail"), Document::Aem, "relevé", releve)];
        due_to(slips, "U04", "france_travail", left, out);
    }
    unemployment_twice(slips, aem, dsn, out);
}

/// What is declared or entered for a body against the lines of the payslips, both shares.
fn due_to(slips: &[&Payslip], regle: &str, organisme: &str, left: Vec<Poste>, out: &mut Rapporteur<'_>) {
    let right = slips
        .iter()
        .flat_map(|p| p.contrats.iter().flat_map(|k| &k.lignes).map(move |l| (p, l)))
        .filter(|(_, l)| l.organisme == organisme)
        .map(|(p, l)| {
            let amount = l.montant_salarie.unwrap_or_default() + l.montant_employeur.unwrap_or_default();
            slip_poste(Cle::default().organisme(organisme), p, amount)
        })
        .collect();
    out.compare(regle, left, right, Appariement::Total);
}

/// C02 and U04 from the entries, when the declaration gives no total: the debt of the month.
fn debts(c: &Contexte<'_>, slips: &[&Payslip], regle: &str, organisme: &str, out: &mut Rapporteur<'_>) {
    let Some(compte) = c.compta.plan.compte(organisme).filter(|_| !c.docs.lots.is_empty()) else {
        out.skip(&[regle], "ni déclaration chiffrée, ni lot d'écritures");
        return;
    };
    let left = c
        .docs
        .lots
        .iter()
        .flat_map(|lot| lot.ecritures.iter().flat_map(|e| &e.lignes).map(move |l| (lot, l)))
        .filter(|(_, l)| l.compte == compte.numero)
        .filter(|(_, l)| c.docs.mois.is_none_or(|m| Month::of(l.paiement) == m))
        .map(|(lot, l)| {
            Poste::new(Cle::default().organisme(organisme), Document::Ecriture, &lot.lot, -l.signe())
        })
        .collect();
    due_to(slips, regle, organisme, left, out);
}

/// D18: the unemployment base of the DSN is the gross of the AEM, within the plafond of the payslip.
fn unemployment_twice(
    slips: &[&Payslip],
    aem: &AemAmounts,
    dsn: Option<&DsnAmounts>,
    out: &mut Rapporteur<'_>,
) {
    let declared = |b: &&DsnBaseAmount| b.code == "07";
    let Some(dsn) = dsn.filter(|d| d.bases.iter().any(|b| declared(&b))) else {
        out.skip(&["D18"], "la DSN ne déclare pas la base chômage");
        return;
    };
    let key = |personne: &str, contrat: &str| Cle::default().personne(personne).contrat(contrat);
    // A contract paid above the unemployment plafond has less in the DSN than on the AEM.
    let capped: BTreeSet<(&str, &str)> = slips
        .iter()
        .flat_map(|p| p.contrats.iter().map(move |k| (p, k)))
        .filter(|(_, k)| k.bases.chomage < k.bases.brut)
        .map(|(p, k)| (p.salarie.matricule.as_str(), k.contrat.as_str()))
        .collect();
    let left = dsn
        .bases
        .iter()
        .filter(declared)
        .filter(|b| !capped.contains(&(b.personne.as_str(), b.contrat.as_str())))
        .map(|b| {
            Poste::new(key(&b.personne, &b.contrat), Document::Dsn, "S21.G00.78.004", b.montant).line(b.ligne)
        })
        .collect();
    let right = aem
        .attestations
        .iter()
        .filter(|a| !capped.contains(&(a.personne.as_str(), a.contrat.as_str())))
        .map(|a| Poste::new(key(&a.personne, &a.contrat), Document::Aem, "AEM", a.brut).line(a.ligne))
        .collect();
    let tolerance = if aem.euros_entiers { Cents(100) } else { Cents::ZERO };
    out.compare_within("D18", left, right, Appariement::Total, tolerance);
}

/// Something counted on a contract.
type Measure<'a> = &'a dyn Fn(&cddu_payslip::ContractPay) -> Cents;

/// C01 to C03, from a declaration to the fund; from the DSN (block 53) and the entries without one.
fn leave(c: &Contexte<'_>, slips: &[&Payslip], out: &mut Rapporteur<'_>) {
    let key = |personne: &str, contrat: &str, what: &str| {
        Cle::default().personne(personne).contrat(contrat).code(what)
    };
    let right = |f: &dyn Fn(&cddu_payslip::ContractPay) -> Cents, what: &str| -> Vec<Poste> {
        slips
            .iter()
            .flat_map(|p| p.contrats.iter().map(move |k| (*p, k)))
            .map(|(p, k)| slip_poste(key(&p.salarie.matricule, &k.contrat, what), p, f(k)))
            .collect()
    };
    let days = |k: &cddu_payslip::ContractPay| Cents::round(k.jours.0);
    let cachets = |k: &cddu_payslip::ContractPay| Cents(i64::from(k.cachets) * 100);
    let Some(conges) = c.docs.conges else {
        debts(c, slips, "C02", "conges_spectacles", out);
        let Some(dsn) = c.docs.dsn.filter(|d| !d.activites.is_empty()) else {
            out.skip(&["C01", "C03"], "aucune déclaration aux Congés Spectacles");
            return;
        };
        let hours = |k: &cddu_payslip::ContractPay| Cents::round(k.heures.0);
        let kinds: [(&str, Measure<'_>); 3] = [("jours", &days), ("cachets", &cachets), ("heures", &hours)];
        for (unite, measure) in kinds {
            let left: Vec<Poste> = dsn
                .activites
                .iter()
                .filter(|a| a.unite == unite)
                .map(|a| {
                    let cle = key(&a.personne, &a.contrat, unite);
                    Poste::new(cle, Document::Dsn, "S21.G00.53.002", Cents::round(a.mesure.0)).line(a.ligne)
                })
                .collect();
            // A contract is declared in one unit or in another: compared where the declaration counts so.
            let declared: BTreeSet<&Cle> = left.iter().map(|p| &p.cle).collect();
            let right =
                right(measure, unite).into_iter().filter(|p| declared.contains(&p.cle)).collect::<Vec<_>>();
            out.compare("C03", left.clone(), right, Appariement::Total);
        }
        return;
    };
    let left = |f: &dyn Fn(&crate::CongesAmount) -> Cents, what: &str| -> Vec<Poste> {
        conges
            .lignes
            .iter()
            .map(|l| {
                Poste::new(key(&l.personne, &l.contrat, what), Document::Conges, "certificat", f(l))
                    .line(l.ligne)
            })
            .collect()
    };
    let units = |n: u32| Cents(i64::from(n) * 100);
    out.compare(
        "C01",
        left(&|l| l.base, "base"),
        right(&|k| k.bases.conges_spectacles, "base"),
        Appariement::Total,
    );
    out.compare(
        "C03",
        left(&|l| Cents::round(l.jours.0), "jours"),
        right(&days, "jours"),
        Appariement::Total,
    );
    out.compare(
        "C03",
        left(&|l| units(l.cachets), "cachets"),
        right(&cachets, "cachets"),
        Appariement::Total,
    );
    match conges.cotisation {
        None => debts(c, slips, "C02", "conges_spectacles", out),
        Some(cotisation) => {
            let cle = Cle::default().organisme("conges_spectacles");
            let left = vec![Poste::new(cle, Document::Conges, "déclaration", cotisation)];
            due_to(slips, "C02", "conges_spectacles", left, out);
        }
    }
}

/// Threshold of the DAS2 for the payments of a year (per author, TTC): that of the tables, else the one known here.
fn threshold(c: &Contexte<'_>, annee: i32) -> Cents {
    let known = Cents(if annee >= 2024 { 240_000 } else { 120_000 });
    let end = chrono::NaiveDate::from_ymd_opt(annee, 12, 31);
    let table = c.docs.baremes.zip(end).and_then(|(rates, end)| rates.amount("AA_DAS2_SEUIL", end).ok());
    table.map_or(known, |(amount, _)| amount)
}

/// T01 and T02: sums paid in the year, TTC, against the DAS2.
fn das2(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(das2) = c.docs.das2 else {
        out.skip(&["T01", "T02"], "aucune DAS2");
        return;
    };
    let notes: Vec<&Note> =
        c.docs.notes_annee.iter().filter(|n| n.date_paiement.year() == das2.annee).collect();
    let mut paid: BTreeMap<&str, Cents> = BTreeMap::new();
    for n in &notes {
        *paid.entry(note::author(n)).or_default() += n.brut_ht + n.totaux.tva;
    }
    let key = |auteur: &str| Cle::default().periode(das2.annee).personne(auteur);
    let declared: BTreeSet<&str> = das2.beneficiaires.iter().map(|b| b.auteur.as_str()).collect();
    let left = das2
        .beneficiaires
        .iter()
        .map(|b| Poste::new(key(&b.auteur), Document::Das2, "DAS2", b.droits).line(b.ligne))
        .collect();
    let right = notes
        .iter()
        .filter(|n| declared.contains(note::author(n)))
        .map(|n| Poste::new(key(note::author(n)), Document::Note, note::piece(n), n.brut_ht + n.totaux.tva))
        .collect();
    out.compare("T01", left, right, Appariement::Total);
    if !out.applies("T02", paid.len()) {
        return;
    }
    let threshold = threshold(c, das2.annee);
    for (auteur, total) in paid.into_iter().filter(|(a, t)| *t > threshold && !declared.contains(a)) {
        let candidats = notes
            .iter()
            .filter(|n| note::author(n) == auteur)
            .map(|n| Candidat {
                document: Document::Note,
                reference: note::piece(n).to_owned(),
                ligne: None,
                montant: n.brut_ht + n.totaux.tva,
            })
            .collect();
        let message = format!(
            "{auteur} a reçu {} TTC, au-dessus de {}, et n'est pas dans la DAS2",
            lisible(total),
            lisible(threshold)
        );
        out.fact("T02", key(auteur), message, candidats, -total);
    }
}
