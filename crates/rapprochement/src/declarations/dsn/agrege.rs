//! D03, D07 to D10, D12 and D14: bordereaux and payments to the bodies. D18: the unemployment base in two places.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::{Production, Tables};
use cddu_ledger::montant::lisible;
use cddu_ledger::{Batch, EntryLine};
use cddu_rates::{Cents, Gravite, Month};

use crate::Rapporteur;
use crate::attendus::bordereau::{self, Bordereau, Ligne};
use crate::attendus::{euro, organismes};
use crate::causes::{self, Cause};
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::declarations::confrontation::Confrontation;
use crate::documents::{Contexte, Dsn, DsnBordereau, DsnComposant, DsnCtp, DsnPaiement};

pub(super) fn check(
    c: &Contexte<'_>,
    dsn: &Dsn,
    both: &Confrontation<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
    out: &mut Rapporteur<'_>,
) {
    let mut expected = bordereau::bordereaux(c, tables, mois);
    for b in &dsn.bordereaux {
        let role = organismes::role(production, tables, mois, &b.organisme);
        let sums = expected.remove(&b.mois.unwrap_or(mois)).unwrap_or_default();
        lines(c, b, &role, &sums, out);
        total(b, &role, &sums, out);
    }
    entered(c, dsn, production, tables, mois, out);
    for (other, sums) in expected.into_iter().filter(|(_, b)| !euro(b.total).is_zero()) {
        let cle = Cle::default().organisme("urssaf").periode(other);
        let message = format!("la DSN n'a pas de bordereau de {other} : {} dus", sums.total);
        out.fact("D08", cle, message, Vec::new(), -sums.total);
    }
    payments(c, dsn, both, production, tables, mois, out);
}

fn key(role: &str, mois: Option<Month>) -> Cle {
    let cle = Cle::default().organisme(role);
    mois.map_or_else(|| cle.clone(), |m| cle.clone().periode(m))
}

/// D07: each line of a bordereau is the sum of the payslips, rounded to the euro. D14: CTP that go together.
fn lines(c: &Contexte<'_>, b: &DsnBordereau, role: &str, expected: &Bordereau, out: &mut Rapporteur<'_>) {
    let name = |ctp: &str, qualifiant: &str, taux: Option<&str>| {
        let taux = taux.map_or_else(String::new, |t| format!(" à {t} %"));
        key(role, b.mois).code(format!("{ctp} {qualifiant}{taux}"))
    };
    let mut left: Vec<Poste> = b
        .lignes
        .iter()
        .map(|l| {
            let cle = name(&l.ctp, &l.qualifiant, l.taux.as_deref());
            let (rubrique, value) = match (l.assiette, l.montant) {
                (Some(base), _) => ("S21.G00.23.004", base),
                (None, amount) => ("S21.G00.23.005", amount.unwrap_or_default()),
            };
            // What the payslips do not give at this rate is at fault by its rate.
            let known = expected.lignes.contains_key(&(l.ctp.clone(), l.qualifiant.clone(), l.taux.clone()));
            let ligne = if known || l.taux.is_none() { l.ligne_valeur } else { l.ligne_taux };
            Poste::new(cle, Document::Dsn, rubrique, value).line(ligne)
        })
        .collect();
    for l in b.lignes.iter().filter(|l| l.assiette.is_some() && l.montant.is_some()) {
        let message =
            format!("CTP {} : une assiette et un montant ; le bordereau n'attend que l'un des deux", l.ctp);
        let candidat = Candidat {
            document: Document::Dsn,
            reference: "S21.G00.23.005".to_owned(),
            ligne: Some(l.ligne_valeur),
            montant: l.montant.unwrap_or_default(),
        };
        let cle = name(&l.ctp, &l.qualifiant, l.taux.as_deref()).code(format!("{} S21.G00.23.005", l.ctp));
        out.fact("D07", cle, message, vec![candidat], Cents::ZERO);
        out.because("D07", Cause::new("ligne_en_trop", "rubrique ajoutée au fichier"));
    }
    let declared: BTreeSet<Cle> = left.iter().map(|p| p.cle.clone()).collect();
    let mut right = Vec::new();
    for ((ctp, qualifiant, taux), sum) in &expected.lignes {
        let cle = name(ctp, qualifiant, taux.as_deref());
        // A line that is missing is missing from its bordereau.
        if !declared.contains(&cle) && !sum.valeur.is_zero() {
            left.push(Poste::new(cle.clone(), Document::Dsn, "S21.G00.22", Cents::ZERO).line(b.ligne));
        }
        right.push(Poste::new(cle, Document::Bulletin, "bulletins du mois", sum.valeur));
    }
    out.compare("D07", left, right, Appariement::Total);
    // A base above the ceiling owes no FNAL: back pay over it declares the uncapped line alone.
    let capped =
        |l: &DsnCtp| l.ctp == "100" && l.qualifiant == "921" && !l.assiette.unwrap_or_default().is_zero();
    let ctp: BTreeSet<&str> = b.lignes.iter().map(|l| l.ctp.as_str()).collect();
    if c.config.controler_ctp
        && b.lignes.iter().any(capped)
        && out.applies("D14", 1)
        && !ctp.contains("332")
        && !ctp.contains("236")
    {
        let message = "le CTP 100 est déclaré sans le FNAL (332 ou 236)".to_owned();
        out.fact("D14", key(role, b.mois), message, Vec::new(), Cents::ZERO);
    }
}

/// D08: the total is what the payslips owe, and what its lines give at the rates of their CTP.
fn total(b: &DsnBordereau, role: &str, expected: &Bordereau, out: &mut Rapporteur<'_>) {
    let cle = key(role, b.mois);
    let declared = |cle: Cle| Poste::new(cle, Document::Dsn, "S21.G00.22.005", b.total).line(b.ligne);
    let due = Poste::new(cle.clone(), Document::Bulletin, "bulletins du mois", euro(expected.total));
    out.compare_within("D08", vec![declared(cle.clone())], vec![due], Appariement::Total, Cents::ZERO);
    let by_rate = cle.clone().code("CTP x taux");
    // A rate may be the one at fault: its line is shown too.
    let rates = b.lignes.iter().filter(|l| l.ligne_taux > 0).map(|l| {
        let reference = format!("S21.G00.23.003 CTP {} {}", l.ctp, l.qualifiant);
        Poste::new(by_rate.clone(), Document::Dsn, reference, Cents::ZERO).line(l.ligne_taux)
    });
    // A rate corrected on the same base (versement mobilité: the bordereau writes no rate of it) changes the total alone.
    let written =
        |key: &Ligne| b.lignes.iter().any(|l| (&l.ctp, &l.qualifiant, &l.taux) == (&key.0, &key.1, &key.2));
    let silent = expected
        .lignes
        .iter()
        .filter(|(key, sum)| sum.valeur.is_zero() && !sum.cotisations.is_zero() && !written(key))
        .map(|((ctp, qualifiant, _), sum)| {
            let reference = format!("CTP {ctp} {qualifiant}, sans autre assiette");
            Poste::new(by_rate.clone(), Document::Bulletin, reference, sum.cotisations)
        });
    let parts = b
        .lignes
        .iter()
        .map(|l| {
            let known = expected.lignes.get(&(l.ctp.clone(), l.qualifiant.clone(), l.taux.clone()));
            let value = l.assiette.or(l.montant).unwrap_or_default();
            let amount = known.filter(|k| !k.valeur.is_zero()).map_or(Cents::ZERO, |k| {
                let ratio = k.cotisations.to_decimal() / k.valeur.to_decimal();
                Cents::round(value.to_decimal() * ratio)
            });
            let reference = format!("S21.G00.23 CTP {} {}", l.ctp, l.qualifiant);
            Poste::new(by_rate.clone(), Document::Dsn, reference, amount).line(l.ligne_valeur)
        })
        .chain(rates)
        .chain(silent)
        .collect();
    // Half a euro on each base at its rate: a euro is more than all of them.
    out.compare("D08", vec![declared(by_rate)], parts, Appariement::Total);
}

/// D09: the debt entered for the month of payment is the sum of the bordereaux, that of the month and those of the months
/// that back pay and corrections complete.
fn entered(
    c: &Contexte<'_>,
    dsn: &Dsn,
    production: &Production,
    tables: &Tables,
    mois: Month,
    out: &mut Rapporteur<'_>,
) {
    let mut bodies: BTreeMap<String, Vec<&DsnBordereau>> = BTreeMap::new();
    for b in &dsn.bordereaux {
        bodies.entry(organismes::role(production, tables, mois, &b.organisme)).or_default().push(b);
    }
    // What a correction of this month takes back is cancelled under the day of its own payment.
    let taken: BTreeSet<&str> =
        c.paid().into_iter().filter_map(|p| c.taken_back(p)).map(cddu_ledger::piece).collect();
    let counts = |lot: &Batch, l: &EntryLine| {
        let month = Month::of(l.paiement);
        let cancelled = || {
            let mut pieces = lot.pieces.iter().filter(|p| p.annulation).map(|p| p.numero.as_str()).peekable();
            pieces.peek().is_some() && pieces.all(|p| taken.contains(p))
        };
        month == mois
            || month < mois
                && l.piece.as_deref().map_or_else(cancelled, |p| {
                    taken.contains(p) && lot.pieces.iter().any(|k| k.annulation && k.numero == p)
                })
    };
    for (role, list) in bodies {
        let Some(compte) = c.compta.plan.compte(&role).filter(|_| !c.docs.lots.is_empty()) else { continue };
        let cle = Cle::default().organisme(&role);
        let entered: Vec<Poste> = c
            .docs
            .lots
            .iter()
            .flat_map(|lot| lot.ecritures.iter().flat_map(|e| &e.lignes).map(move |l| (lot, l)))
            .filter(|(lot, l)| l.compte == compte.numero && counts(lot, l))
            .map(|(lot, l)| Poste::new(cle.clone(), Document::Ecriture, &lot.lot, -l.signe()))
            .collect();
        let declared: Cents = list.iter().map(|b| b.total).sum();
        let gap = declared - entered.iter().map(|p| p.candidat.montant).sum::<Cents>();
        // Each line is rounded to the euro, and each total.
        let lines: usize = list.iter().map(|b| b.lignes.len() + 1).sum();
        let limit = Cents(100 * i64::try_from(lines).unwrap_or(0)).min(c.config.seuil_bordereau);
        let totals = list
            .iter()
            .map(|b| Poste::new(cle.clone(), Document::Dsn, "S21.G00.22.005", b.total).line(b.ligne))
            .collect();
        out.compare_within("D09", totals, entered, Appariement::Total, Cents::ZERO);
        let pending = c.pending(&role);
        if !pending.is_zero() && (gap - pending).abs() <= limit {
            out.amend("D09", super::super::not_entered);
            continue;
        }
        // The rounding of the bases to the euro is expected: said, not blamed.
        if !gap.is_zero() && gap.abs() <= limit {
            let compte = if gap.0 > 0 { "658, au débit" } else { "758, au crédit" };
            out.amend("D09", |e| {
                e.gravite = Gravite::Info;
                e.cause =
                    Some(Cause::new("arrondi", "arrondi des bases et des totaux du bordereau à l'euro"));
                e.remede = format!(
                    "rien à corriger : au paiement, l'arrondi de {} va en {compte}",
                    lisible(gap.abs())
                );
            });
        }
    }
}

/// D10: each payment is what is due to its body. D03: the PAS paid is the PAS withheld. D12: the parts of a payment.
fn payments(
    c: &Contexte<'_>,
    dsn: &Dsn,
    both: &Confrontation<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
    out: &mut Rapporteur<'_>,
) {
    let expected = organismes::paiements(c, production, tables, mois);
    let names = organismes::names(production, tables, mois);
    let key = |id: &str, satd: &str| {
        let cle = Cle::default().organisme(names.get(id).map_or(id, String::as_str));
        if satd.is_empty() { cle } else { cle.code(satd) }
    };
    // A payment of an earlier month is told apart where the body is paid by the month.
    let split: BTreeSet<&str> = expected
        .iter()
        .filter(|(_, due)| !due.anterieurs.is_empty())
        .map(|((id, _), _)| id.as_str())
        .collect();
    let left: Vec<Poste> = dsn
        .paiements
        .iter()
        .map(|p| {
            let earlier = p.mois.filter(|m| *m != mois && split.contains(p.organisme.as_str()));
            let cle = key(&p.organisme, &p.identifiant);
            let cle = earlier.map_or_else(|| cle.clone(), |m| cle.clone().periode(m));
            Poste::new(cle, Document::Dsn, "S21.G00.20.005", p.montant).line(p.ligne)
        })
        .collect();
    let mut right = Vec::new();
    for ((id, satd), due) in &expected {
        let mut owed = |cle, montant| {
            right.push(Poste::new(cle, Document::Bulletin, "bulletins du mois", montant));
        };
        owed(key(id, satd), due.montant);
        for (month, montant) in &due.anterieurs {
            owed(key(id, satd).periode(*month), *montant);
        }
    }
    out.compare("D10", left, right, Appariement::Total);
    let (mut parts, mut wholes, mut due) = (Vec::new(), Vec::new(), Vec::new());
    for p in dsn.paiements.iter().filter(|p| !p.composants.is_empty()) {
        let cle = key(&p.organisme, "");
        wholes.push(Poste::new(cle.clone(), Document::Dsn, "S21.G00.20.005", p.montant).line(p.ligne));
        for part in &p.composants {
            parts.push(
                Poste::new(cle.clone(), Document::Dsn, "S21.G00.55.001", part.montant).line(part.ligne),
            );
        }
    }
    for ((id, _), paid) in &expected {
        let cle = key(id, "").code("contrats");
        due.extend(
            paid.composants
                .iter()
                .map(|m| Poste::new(cle.clone(), Document::Bulletin, "bulletins du mois", m.montant)),
        );
    }
    let coded = parts.iter().map(|p| Poste { cle: p.cle.clone().code("contrats"), ..p.clone() }).collect();
    // A credit is not paid back: the payment is zero, its parts say what is left.
    let owed: BTreeMap<Cle, Cents> = parts.iter().fold(BTreeMap::new(), |mut sums, p| {
        *sums.entry(p.cle.clone()).or_default() += p.candidat.montant;
        sums
    });
    let credit = |p: &Poste| owed.get(&p.cle).is_some_and(|sum| sum.0 < 0);
    let none = |p: &Poste| credit(p) && wholes.iter().any(|w| w.cle == p.cle && w.candidat.montant.is_zero());
    let parts_paid = parts.iter().filter(|p| !none(p)).cloned().collect();
    let paid = wholes.iter().filter(|p| !none(p)).cloned().collect();
    out.compare("D12", parts_paid, paid, Appariement::Total);
    out.compare("D12", coded, due, Appariement::Montant);
    for p in &dsn.paiements {
        if let Some(due) = expected.get(&(p.organisme.clone(), p.identifiant.clone())) {
            shared_out(&key(&p.organisme, ""), p, due, out);
        }
    }
    withheld(dsn, both, &expected, out);
}

/// D12: each part of a payment says a contract, its population, a time and an amount that go together. What no contract
/// and no month has is said where each of them is compared.
fn shared_out(cle: &Cle, paid: &DsnPaiement, due: &organismes::Paiement, out: &mut Rapporteur<'_>) {
    let whole = |p: &organismes::Composant, w: &DsnComposant| {
        [
            p.population.clone().unwrap_or_default() == w.population.0,
            p.reference == w.reference.0,
            p.periode == w.periode.0,
            p.montant == w.montant,
        ]
    };
    let mut left: Vec<&organismes::Composant> = due.composants.iter().collect();
    let mut wrong = Vec::new();
    for written in &paid.composants {
        match left.iter().position(|p| whole(p, written) == [true; 4]) {
            Some(at) => {
                left.remove(at);
            }
            None => wrong.push(written),
        }
    }
    let known = |w: &DsnComposant| {
        let any = |rank: usize| due.composants.iter().any(|p| whole(p, w)[rank]);
        (0..4).all(any)
    };
    for written in wrong.into_iter().filter(|w| known(w)) {
        // The part that it stands for: the one with which it shares most.
        let like = |p: &&organismes::Composant| whole(p, written).iter().filter(|same| **same).count();
        let Some(meant) = left.iter().copied().max_by_key(like) else { continue };
        let [population, reference, periode, _] = whole(meant, written);
        let none = String::new();
        let meant_population = meant.population.as_ref().unwrap_or(&none);
        let texts = [
            (population, "S21.G00.55.002", &written.population, meant_population),
            (reference, "S21.G00.55.003", &written.reference, &meant.reference),
            (periode, "S21.G00.55.004", &written.periode, &meant.periode),
        ];
        for (rubrique, (texte, ligne), meant_text) in
            texts.into_iter().filter(|(same, ..)| !same).map(|(_, r, w, m)| (r, w, m))
        {
            let message = format!(
                "{rubrique} : « {texte} » pour {} ; les bulletins du mois font « {meant_text} »",
                lisible(written.montant)
            );
            let candidat = Candidat {
                document: Document::Dsn,
                reference: rubrique.to_owned(),
                ligne: Some(*ligne),
                montant: written.montant,
            };
            out.fact("D12", cle.clone().code(rubrique), message, vec![candidat], Cents::ZERO);
            out.because("D12", causes::of_text(texte, meant_text));
        }
    }
}

/// D03: the payment to the State is the PAS of the people, in whole euros.
fn withheld(dsn: &Dsn, both: &Confrontation<'_>, expected: &organismes::Paiements, out: &mut Rapporteur<'_>) {
    let state = || Cle::default().organisme("dgfip");
    if expected.get(&("DGFIP".to_owned(), String::new())).is_some_and(|p| p.ailleurs) {
        out.skip(&["D03"], "un autre établissement paie le PAS");
        return;
    }
    let paid = dsn.paiements.iter().filter(|p| p.organisme == "DGFIP" && p.identifiant.is_empty());
    let paid = paid.map(|p| Poste::new(state(), Document::Dsn, "S21.G00.20.005", p.montant).line(p.ligne));
    let held = ["S21.G00.50.009", "S21.G00.56.007"].into_iter().flat_map(|r| {
        both.declared(r).iter().map(move |v| {
            Poste::new(state(), Document::Dsn, r, v.montant().unwrap_or_default()).line(v.ligne)
        })
    });
    let held: Vec<Poste> = held.collect();
    let sum: Cents = held.iter().map(|p| p.candidat.montant).sum();
    let paid: Vec<Poste> = paid.collect();
    // A payment that is the rounding of the sum says the sum.
    let told: Cents = paid.iter().map(|p| p.candidat.montant).sum();
    if told == euro(sum).or_zero() {
        out.compare_within("D03", paid, held, Appariement::Total, (told - sum).abs());
    } else {
        out.compare("D03", paid, held, Appariement::Total);
    }
}
