//! The imported ledger: against the batches (F03, J11), on its own (L, F01, F02, X02), against the bank (B04, D11).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cddu_rates::{Cents, Gravite, Month};
use chrono::NaiveDate;

use crate::Rapporteur;
use crate::attendus::organismes;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{Contexte, Virements};
use cddu_ledger::Batch;
use cddu_ledger::EntryLine;
use cddu_ledger::NET_DU;
use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::montant::lisible;

const RULES: &[&str] =
    &["F03", "J11", "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L10", "L11", "B04", "D11"];

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    structure(c, out);
    opening(c, out);
    let Some(ledger) = c.docs.grand_livre else {
        out.skip(RULES, "aucun grand livre");
        out.skip(&["L09"], "aucun grand livre");
        charges(c, out);
        return;
    };
    let livre = Livre::of(c, ledger);
    balance(c, ledger, out);
    journal(c, &livre, out);
    repeated(&livre, out);
    cleared(c, &livre, out);
    other_journals(c, &livre, out);
    cross_foot(&livre, out);
    leave(&livre, out);
    bank(c, &livre, out);
    match c.docs.siege {
        Some(siege) => liaison(c, ledger, siege, out),
        None => out.skip(&["L09"], "le film n'a pas de comptabilité séparée"),
    }
}

/// The ledger, its payroll journal and its bank journals, up to the day of the situation.
struct Livre<'a> {
    c: &'a Contexte<'a>,
    lines: Vec<&'a FecLine>,
    au: NaiveDate,
    exported: Vec<FecLine>,
}

impl<'a> Livre<'a> {
    fn of(c: &'a Contexte<'a>, ledger: &'a [FecLine]) -> Self {
        let last = ledger.iter().filter_map(|l| l.ecriture_date).max();
        let au = c.docs.au.or(last).unwrap_or(NaiveDate::MAX);
        let lines = ledger.iter().filter(|l| l.ecriture_date.is_none_or(|d| d <= au)).collect();
        let exported = c.docs.lots.iter().flat_map(fec::lines).collect();
        Self { c, lines, au, exported }
    }

    fn payroll(&self) -> impl Iterator<Item = &'a FecLine> {
        let code = &self.c.compta.config.journal;
        self.lines.iter().copied().filter(move |l| l.journal_code == *code)
    }

    fn bank(&self) -> impl Iterator<Item = &'a FecLine> {
        let codes = &self.c.config.journaux_banque;
        self.lines.iter().copied().filter(|l| codes.contains(&l.journal_code))
    }

    fn role(&self, role: &str) -> Option<&str> {
        self.c.compta.plan.compte(role).map(|k| k.numero.as_str())
    }
}

fn poste(cle: Cle, l: &FecLine) -> Poste {
    let mut reference = format!("{} {}", l.journal_code, l.ecriture_num);
    if !l.piece_ref.is_empty() {
        reference = format!("{reference} {}", l.piece_ref);
    }
    Poste::new(cle, Document::GrandLivre, reference, l.signe()).line(l.ligne)
}

fn candidate(l: &FecLine) -> Candidat {
    poste(Cle::default(), l).candidat
}

/// F01: the form of the file.
fn structure(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some((octets, nom)) = c.docs.fec else {
        out.skip(&["F01"], "le grand livre n'est pas un FEC");
        return;
    };
    let findings = fec::verify(octets, nom);
    if !out.applies("F01", findings.len().max(1)) {
        return;
    }
    let mut groups: BTreeMap<(String, Option<String>), Vec<fec::Finding>> = BTreeMap::new();
    for f in findings {
        groups.entry((f.code.clone(), f.rubrique.clone())).or_default().push(f);
    }
    for ((code, rubrique), list) in groups {
        let Some(first) = list.first() else { continue };
        let candidats = list.iter().filter_map(|f| f.ligne).map(|ligne| Candidat {
            document: Document::GrandLivre,
            reference: nom.to_owned(),
            ligne: Some(ligne),
            montant: Cents::ZERO,
        });
        let mut message = format!("{code} : {}", first.message);
        if list.len() > 1 {
            let _ = write!(message, " (et {} constats du même genre)", list.len() - 1);
        }
        let mut cle = Cle::default().piece(nom).code(&code);
        cle.compte = rubrique;
        let gravite = list.iter().map(|f| f.gravite).min().unwrap_or(first.gravite);
        out.fact("F01", cle, message, candidats.collect(), Cents::ZERO);
        out.amend("F01", |e| e.gravite = gravite);
    }
}

/// X02: the opening balances are the closing ones of the year before.
fn opening(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some((closing, opening)) = c.docs.a_nouveaux else {
        out.skip(&["X02"], "les balances de clôture et d'ouverture ne sont pas données");
        return;
    };
    // Only balance sheet accounts carry forward.
    let side = |list: &[Solde]| {
        list.iter().filter(|s| !s.compte.starts_with(['6', '7'])).map(balance_poste).collect()
    };
    out.compare("X02", side(opening), side(closing), Appariement::Montant);
}

fn balance_poste(s: &Solde) -> Poste {
    Poste::new(Cle::default().compte(&s.compte), Document::Balance, &s.compte, s.solde).line(s.ligne)
}

/// F02: the ledger and the balance, account by account.
fn balance(c: &Contexte<'_>, ledger: &[FecLine], out: &mut Rapporteur<'_>) {
    let Some(balance) = c.docs.balance else {
        out.skip(&["F02"], "aucune balance");
        return;
    };
    // A total line of a balance has no account of its own in the ledger.
    let left = ledger.iter().map(|l| poste(Cle::default().compte(&l.compte_num), l)).collect();
    let right = balance.iter().map(balance_poste).collect();
    out.compare("F02", left, right, Appariement::Total);
}

/// F02 without a ledger: the charges that only the payroll enters, over the exercice. Third-party accounts also
/// hold payments, which a balance does not show.
fn charges(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(balance) = c.docs.balance.filter(|_| !c.docs.lots_exercice.is_empty()) else {
        out.skip(&["F02"], "aucun grand livre");
        return;
    };
    let au = c.docs.au.or(c.docs.mois.map(Month::last));
    let fed = |compte: &str| {
        ["641", "645", "6311", "6331", "6332", "6333", "6335", "6475"].iter().any(|p| compte.starts_with(p))
    };
    let entered: Vec<Poste> = c
        .docs
        .lots_exercice
        .iter()
        .flat_map(|lot| lot.ecritures.iter().map(move |e| (lot, e)))
        .filter(|(_, e)| e.date >= c.compta.exercice.debut && au.is_none_or(|au| e.date <= au))
        .flat_map(|(lot, e)| e.lignes.iter().map(move |l| (lot, l)))
        .filter(|(_, l)| fed(&l.compte))
        .map(|(lot, l)| Poste::new(Cle::default().compte(&l.compte), Document::Ecriture, &lot.lot, l.signe()))
        .collect();
    let ours: BTreeSet<&str> = entered.iter().filter_map(|p| p.cle.compte.as_deref()).collect();
    // An account that the payroll does not know and that holds wages is a difference too.
    let held = balance
        .iter()
        .filter(|s| fed(&s.compte) && (ours.contains(s.compte.as_str()) || !s.solde.is_zero()))
        .map(balance_poste)
        .collect();
    out.compare("F02", entered.clone(), held, Appariement::Total);
}

/// F03: the payroll journal of the ledger is what was exported.
fn journal(c: &Contexte<'_>, livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    if c.docs.lots.is_empty() {
        out.skip(&["F03"], "aucun lot d'écritures");
        return;
    }
    let exported = &livre.exported;
    let ours: BTreeSet<&str> = exported.iter().map(|l| l.piece_ref.as_str()).collect();
    let dates: BTreeSet<_> = exported.iter().map(|l| l.ecriture_date).collect();
    let others: BTreeSet<&str> = c
        .docs
        .registre
        .iter()
        .flat_map(|r| &r.lots)
        .filter(|m| c.docs.lots.iter().all(|lot| lot.lot != m.lot))
        .flat_map(|m| std::iter::once(m.lot.as_str()).chain(m.pieces.iter().map(|s| s.numero.as_str())))
        .collect();
    // Another reference at another day of the same month: the whole payroll under one entry.
    let months: BTreeSet<Month> = exported.iter().filter_map(|l| l.ecriture_date).map(Month::of).collect();
    let keeps = livre.payroll().any(|l| ours.contains(l.piece_ref.as_str()));
    let near = |l: &FecLine| {
        dates.contains(&l.ecriture_date)
            || !keeps && l.ecriture_date.is_some_and(|d| months.contains(&Month::of(d)))
    };
    let concerned = |l: &&FecLine| {
        ours.contains(l.piece_ref.as_str()) || (near(l) && !others.contains(l.piece_ref.as_str()))
    };
    // A ledger that keeps the references is compared batch by batch, or payslip by payslip when lines carry them.
    let mut entered = livre.payroll().filter(concerned).peekable();
    let kept = entered.peek().is_none() || entered.any(|l| ours.contains(l.piece_ref.as_str()));
    let lines: Vec<&FecLine> = livre.payroll().filter(concerned).collect();
    let whole = globalised(&lines, exported, kept);
    let key = |l: &FecLine| {
        let mut cle = Cle::default().compte(&l.compte_num);
        if let Some(date) = l.ecriture_date {
            cle = if whole { cle.periode(Month::of(date)) } else { cle.periode(date) };
        }
        if !whole && !l.comp_aux_num.is_empty() {
            cle = cle.auxiliaire(&l.comp_aux_num);
        }
        if kept && ours.contains(l.piece_ref.as_str()) {
            cle = cle.piece(&l.piece_ref);
        }
        cle
    };
    let left = lines.iter().map(|l| poste(key(l), l)).collect();
    let right = exported
        .iter()
        .map(|l| {
            let mut poste = poste(key(l), l);
            poste.candidat.document = Document::Ecriture;
            poste
        })
        .collect();
    if whole {
        out.compare("F03", left, right, Appariement::Total);
        let message = "le grand livre a une ligne par compte, sans détail par personne : comparé par compte et par mois";
        out.fact("F03", Cle::default(), message.to_owned(), Vec::new(), Cents::ZERO);
        out.amend("F03", |e| e.gravite = Gravite::Info);
        return;
    }
    out.compare("F03", left, right, Appariement::Montant);
}

/// True for a ledger that holds the payroll as one line per account: no reference of ours, no auxiliary where ours have
/// some, and fewer lines.
fn globalised(lines: &[&FecLine], exported: &[FecLine], kept: bool) -> bool {
    let detailed = exported.iter().any(|l| !l.comp_aux_num.is_empty());
    let plain = lines.iter().all(|l| l.comp_aux_num.is_empty());
    !kept && !lines.is_empty() && plain && (detailed || lines.len() < exported.len())
}

/// J11: a batch is in the ledger once. An entry in double doubles every one of its accounts at its date.
fn repeated(livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    type Lines<'a> = BTreeMap<(&'a str, Option<NaiveDate>), Vec<&'a FecLine>>;
    let mut ledger: Lines<'_> = BTreeMap::new();
    for l in livre.payroll() {
        ledger.entry((&l.piece_ref, l.ecriture_date)).or_default().push(l);
    }
    let mut ours: Lines<'_> = BTreeMap::new();
    for l in &livre.exported {
        ours.entry((&l.piece_ref, l.ecriture_date)).or_default().push(l);
    }
    if !out.applies("J11", ours.len()) {
        return;
    }
    let total =
        |lines: &[&FecLine]| -> Cents { lines.iter().map(|l| l.debit.abs().max(l.credit.abs())).sum() };
    for ((piece, date), lines) in ours {
        let Some(found) = ledger.get(&(piece, date)) else { continue };
        let (once, now) = (total(&lines), total(found));
        let times = if once.0 > 0 && now.0 % once.0 == 0 { now.0 / once.0 } else { 1 };
        if times > 1 && found.len() >= lines.len() * 2 {
            let date = date.map_or_else(String::new, |d| d.to_string());
            let message = format!("le lot {piece} du {date} est {times} fois dans le grand livre");
            let candidats = found.iter().map(|l| candidate(l)).collect();
            out.fact(
                "J11",
                Cle::default().periode(date).lot(piece),
                message,
                candidats,
                Cents(now.0 - once.0),
            );
        }
    }
}

/// L01 to L05 and L11: what must be at zero, or at the debt of the last period.
fn cleared(c: &Contexte<'_>, livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    let paid = |compte: &str| livre.bank().any(|l| l.compte_num == compte);
    for (rule, role) in
        [("L01", NET_DU), ("L02", "avances"), ("L03", "oppositions"), ("L11", "caisse_des_depots")]
    {
        let Some(compte) = livre.role(role) else { continue };
        if !paid(compte) {
            out.skip(&[rule], &format!("aucun paiement du {compte} dans les journaux de banque"));
            continue;
        }
        // What is paid after the day of the situation is not due yet.
        let pending: BTreeSet<&str> = c
            .docs
            .bulletins
            .iter()
            .filter(|p| p.date_paiement > livre.au)
            .map(|p| p.salarie.matricule.as_str())
            .collect();
        let key = |l: &FecLine| {
            let cle = Cle::default().compte(compte);
            if l.comp_aux_num.is_empty() { cle } else { cle.auxiliaire(&l.comp_aux_num) }
        };
        let left = livre
            .lines
            .iter()
            .filter(|l| l.compte_num == compte && !pending.contains(l.comp_aux_num.as_str()))
            .map(|l| poste(key(l), l))
            .collect();
        out.compare(rule, left, Vec::new(), Appariement::Montant);
    }
    let bodies: Vec<(&str, &str)> = c
        .compta
        .plan
        .roles()
        .filter(|(role, k)| k.auxiliaire == "organisme" || *role == "impots_sur_salaires")
        .map(|(role, k)| (role, k.numero.as_str()))
        .collect();
    let state: Vec<(&str, &str)> = livre.role("pas").map(|n| ("pas", n)).into_iter().collect();
    for (rule, accounts) in [("L04", bodies), ("L05", state)] {
        debts(c, livre, rule, &accounts, out);
    }
}

fn debts(
    c: &Contexte<'_>,
    livre: &Livre<'_>,
    rule: &str,
    accounts: &[(&str, &str)],
    out: &mut Rapporteur<'_>,
) {
    let Some(mois) = c.docs.mois.filter(|_| !c.docs.lots.is_empty()) else {
        out.skip(&[rule], "ni mois ni lots : la dette de la période est inconnue");
        return;
    };
    let keyed: BTreeMap<&str, Cle> =
        accounts.iter().map(|(role, n)| (*n, Cle::default().organisme(role).compte(n))).collect();
    let mut left = Vec::new();
    for l in &livre.lines {
        if let Some(cle) = keyed.get(l.compte_num.as_str()) {
            left.push(poste(cle.clone(), l));
        }
    }
    // Paid since the end of the month: part of the debt has left already.
    let mut right: Vec<Poste> = livre
        .bank()
        .filter(|l| l.ecriture_date.is_some_and(|d| d > mois.last()))
        .filter_map(|l| keyed.get(l.compte_num.as_str()).map(|cle| poste(cle.clone(), l)))
        .collect();
    // Nothing paid yet: the ledger only holds entries, and every debt remains. Otherwise what was due before the month
    // is gone; a week paid after it may be in the ledger already.
    let paid = livre.bank().any(|l| keyed.contains_key(l.compte_num.as_str()));
    let all = if c.docs.lots_exercice.is_empty() { c.docs.lots } else { c.docs.lots_exercice };
    // The batch of another month counts when the ledger holds it.
    let references: BTreeSet<&str> = livre.payroll().map(|l| l.piece_ref.as_str()).collect();
    let held = |lot: &&Batch| {
        c.docs.lots.iter().any(|own| own.lot == lot.lot)
            || references.contains(lot.lot.as_str())
            || lot.pieces.iter().any(|s| references.contains(s.numero.as_str()))
    };
    for lot in all.iter().filter(held) {
        for e in &lot.ecritures {
            let due = |l: &&EntryLine| (!paid || Month::of(l.paiement) >= mois) && e.date <= livre.au;
            for l in e.lignes.iter().filter(due) {
                if let Some(cle) = keyed.get(l.compte.as_str()) {
                    right.push(Poste::new(cle.clone(), Document::Ecriture, &lot.lot, l.signe()));
                }
            }
        }
    }
    out.compare(rule, left, right, Appariement::Total);
}

/// L06: payroll accounts are moved by the payroll and bank journals only.
fn other_journals(c: &Contexte<'_>, livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    let payroll = &c.compta.config.journal;
    let concerned = |compte: &str| ["641", "645", "421", "43"].iter().any(|p| compte.starts_with(p));
    let opening = |l: &FecLine| {
        let code = l.journal_code.to_ascii_uppercase();
        code.starts_with("AN") || code.starts_with("RAN")
    };
    let found: Vec<&&FecLine> = livre
        .lines
        .iter()
        .filter(|l| concerned(&l.compte_num))
        .filter(|l| l.journal_code != *payroll && !c.config.journaux_banque.contains(&l.journal_code))
        .filter(|l| !l.journal_code.is_empty() && !opening(l))
        .collect();
    if !out.applies("L06", livre.lines.len()) {
        return;
    }
    for l in found {
        let message = format!(
            "le journal {} mouvemente le {} : {} ({})",
            l.journal_code,
            l.compte_num,
            lisible(l.signe()),
            l.ecriture_lib
        );
        let cle =
            Cle::default().compte(&l.compte_num).piece(format!("{} {}", l.journal_code, l.ecriture_num));
        out.fact("L06", cle, message, vec![candidate(l)], l.signe());
    }
}

/// L07: in the payroll journal, employer charges are the debts to bodies less what the employees bear.
fn cross_foot(livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    let c = livre.c;
    if c.docs.lots.is_empty() {
        out.skip(&["L07"], "aucun lot d'écritures : la part des salariés est inconnue");
        return;
    }
    let plan = &c.compta.plan;
    let roles = |wanted: &dyn Fn(&str, &str) -> bool| -> BTreeSet<&str> {
        plan.roles().filter(|(r, k)| wanted(r, &k.auxiliaire)).map(|(_, k)| k.numero.as_str()).collect()
    };
    let charges = roles(&|r, _| r.starts_with("charges.") || r.starts_with("taxes."));
    let bodies = roles(&|r, aux| aux == "organisme" || r == "impots_sur_salaires");
    let employee: Cents = c
        .docs
        .lots
        .iter()
        .flat_map(|lot| &lot.details)
        .filter(|d| d.part == "salarie" || d.part == "note_retenue")
        .filter(|d| bodies.contains(d.compte.as_str()))
        .map(cddu_ledger::Detail::signe)
        .sum();
    let pieces: BTreeSet<&str> = c.docs.lots.iter().map(|l| l.lot.as_str()).collect();
    let slips: BTreeSet<&str> =
        c.docs.lots.iter().flat_map(|l| &l.pieces).map(|s| s.numero.as_str()).collect();
    let ours = |l: &&FecLine| pieces.contains(l.piece_ref.as_str()) || slips.contains(l.piece_ref.as_str());
    if !livre.payroll().any(|l| ours(&l)) {
        out.skip(&["L07"], "le grand livre ne garde pas la référence des lots");
        return;
    }
    let cle = || Cle::default().code("exercice");
    let left = livre
        .payroll()
        .filter(ours)
        .filter(|l| charges.contains(l.compte_num.as_str()))
        .map(|l| poste(cle(), l));
    let mut right: Vec<Poste> = livre
        .payroll()
        .filter(ours)
        .filter(|l| bodies.contains(l.compte_num.as_str()))
        .map(|l| {
            let mut poste = poste(cle(), l);
            poste.candidat.montant = -l.signe();
            poste
        })
        .collect();
    right.push(Poste::new(cle(), Document::Ecriture, "parts salariales", employee));
    out.compare("L07", left.collect(), right, Appariement::Total);
}

/// L10: no accrual of paid leave.
fn leave(livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    let left = livre
        .lines
        .iter()
        .filter(|l| l.compte_num.starts_with("4282") || l.compte_num.starts_with("4382"))
        .map(|l| poste(Cle::default().compte(&l.compte_num), l))
        .collect();
    out.compare("L10", left, Vec::new(), Appariement::Montant);
}

/// B04 and D11: what the bank journal pays is what the files and the DSN say.
fn bank(c: &Contexte<'_>, livre: &Livre<'_>, out: &mut Rapporteur<'_>) {
    let month = |l: &&FecLine| c.docs.mois.is_none_or(|m| l.ecriture_date.is_some_and(|d| Month::of(d) == m));
    let paid: Vec<Poste> = livre
        .role(NET_DU)
        .map(|compte| {
            // A returned transfer is a credit: it opens 421 again, and L01 says so.
            let net = |l: &&FecLine| l.compte_num == compte && l.signe().0 > 0;
            livre.bank().filter(month).filter(net).map(|l| poste(Cle::default().compte(compte), l)).collect()
        })
        .unwrap_or_default();
    if c.docs.virements.is_empty() || paid.is_empty() {
        out.skip(&["B04"], "ni virements ni paiements du 421 à comparer");
    } else {
        let salaries: BTreeSet<String> =
            c.docs.bulletins.iter().map(|p| cddu_ledger::sepa::reference(cddu_ledger::piece(p))).collect();
        let compte = livre.role(NET_DU).unwrap_or_default();
        let right = c
            .docs
            .virements
            .iter()
            .flat_map(Virements::virements)
            .filter(|v| salaries.contains(&v.reference.texte))
            .map(|v| {
                let cle = Cle::default().compte(compte);
                Poste::new(cle, Document::Virement, &v.reference.texte, v.montant.montant())
                    .line(v.montant.ligne)
            })
            .collect();
        out.compare("B04", paid, right, Appariement::Total);
    }
    let (Some(dsn), Some((production, tables))) = (c.docs.dsn, c.docs.declarations) else {
        out.skip(&["D11"], "aucune DSN");
        return;
    };
    let mois = dsn.mois.or(c.docs.mois);
    let names = mois.map(|m| organismes::names(production, tables, m)).unwrap_or_default();
    let urssaf = livre.role("urssaf").unwrap_or_default();
    // The contributions of a month are paid after it ends.
    let after =
        |l: &&FecLine| c.docs.mois.is_none_or(|m| l.ecriture_date.is_some_and(|d| Month::of(d) == m.next()));
    let left: Vec<Poste> = livre
        .bank()
        .filter(|l| l.compte_num == urssaf)
        .filter(after)
        .map(|l| poste(Cle::default().organisme("urssaf"), l))
        .collect();
    let right: Vec<Poste> = dsn
        .paiements
        .iter()
        .filter(|p| names.get(&p.organisme).is_some_and(|role| role == "urssaf"))
        .map(|p| {
            Poste::new(Cle::default().organisme("urssaf"), Document::Dsn, "S21.G00.20.005", p.montant)
                .line(p.ligne)
        })
        .collect();
    if left.is_empty() {
        out.skip(&["D11"], "le paiement à l'Urssaf n'est pas encore au journal de banque");
    } else {
        out.compare("D11", left, right, Appariement::Total);
    }
}

/// L09: the liaison accounts of the film and of the company answer each other.
fn liaison(c: &Contexte<'_>, film: &[FecLine], siege: &[FecLine], out: &mut Rapporteur<'_>) {
    let Some(compte) = c.compta.plan.compte("liaison").map(|k| k.numero.as_str()) else { return };
    let cle = || Cle::default().compte(compte);
    let side = |lines: &[FecLine], sign: i64| -> Vec<Poste> {
        lines
            .iter()
            .filter(|l| l.compte_num.starts_with(compte))
            .map(|l| {
                let mut poste = poste(cle(), l);
                poste.candidat.montant = Cents(l.signe().0 * sign);
                poste
            })
            .collect()
    };
    out.compare("L09", side(film, 1), side(siege, -1), Appariement::Montant);
}
