//! Reads a DSN: every rubrique of the people and of the heading, the bordereaux and the payments to the bodies.

use cddu_dsn::nav::{Contrat, Declaration, Individu, Versement};
use cddu_dsn::{Block, BlockCode, Nature, s21};
use cddu_rates::{Cents, Month, Texte};

use crate::documents::{Declare, Dsn, DsnBordereau, DsnComposant, DsnCtp, DsnPaiement};

/// The monthly declarations of a file. Never fails: what is not a DSN gives an empty list.
#[must_use]
pub fn dsn(octets: &[u8]) -> Vec<Dsn> {
    let document = cddu_dsn::read(octets);
    let mut out = Vec::new();
    for message in &document.messages {
        let monthly = message.declarations().filter(|d| d.nature() == Some(Nature::Mensuelle));
        out.extend(monthly.map(|d| declaration(&message.envoi, d)));
    }
    out
}

fn line(n: usize) -> u64 {
    n as u64
}

fn text(block: &Block, number: u32) -> String {
    block.get(number).unwrap_or_default().to_owned()
}

/// An amount; one that cannot be read counts as nothing, which no rule accepts in its place.
fn cents(block: &Block, number: u32) -> Cents {
    Cents(block.amount(number).unwrap_or_default())
}

fn declaration(envoi: &Block, d: Declaration<'_>) -> Dsn {
    let mut people = Values::default();
    for person in d.individus() {
        people.person(person);
    }
    Dsn {
        mois: d.mois().map(Month::of),
        valeurs: people.0,
        entete: heading(envoi, d).0,
        bordereaux: d.blocs_etablissement(22).map(bordereau).collect(),
        paiements: d
            .blocs_etablissement(20)
            .map(|b| DsnPaiement {
                ligne: line(b.line_of(5)),
                organisme: text(b, 1),
                entite: text(b, 2),
                identifiant: text(b, 14),
                mois: b.date(6).filter(|_| b.all(s21(55)).next().is_none()).map(Month::of),
                mode: text(b, 10),
                montant: cents(b, 5),
                composants: b.all(s21(55)).map(composant).collect(),
            })
            .collect(),
    }
}

fn composant(b: &Block) -> DsnComposant {
    let at = |number: u32| (text(b, number), line(b.line_of(number)));
    DsnComposant {
        ligne: line(b.line_of(1)),
        montant: cents(b, 1),
        population: at(2),
        reference: at(3),
        periode: at(4),
    }
}

fn bordereau(b: &Block) -> DsnBordereau {
    DsnBordereau {
        ligne: line(b.line_of(5)),
        organisme: text(b, 1),
        mois: b.date(3).map(Month::of),
        total: cents(b, 5),
        lignes: b
            .all(s21(23))
            .map(|c| DsnCtp {
                ligne: line(c.line),
                ligne_valeur: line(c.line_of(if c.get(4).is_some() { 4 } else { 5 })),
                ligne_taux: c.get(3).map_or(0, |_| line(c.line_of(3))),
                ctp: text(c, 1),
                qualifiant: text(c, 2),
                taux: c.get(3).map(str::to_owned),
                assiette: c.get(4).map(|_| cents(c, 4)),
                montant: c.get(5).map(|_| cents(c, 5)),
            })
            .collect(),
    }
}

/// Sender, contact, declaration, company, establishment and what belongs to nobody. What stands several times has a
/// code: the rank of a contract of prévoyance, the body of a payment, the CTP of a line.
fn heading(envoi: &Block, d: Declaration<'_>) -> Values {
    let mut out = Values::default();
    out.own(envoi, "");
    for block in envoi.children.iter().filter(|b| b.code.structure() == 10) {
        out.own(block, "");
    }
    out.own(&d, "");
    for block in d.children.iter().filter(|b| b.code != s21(6)) {
        let place = if block.code == s21(85) { text(block, 1) } else { String::new() };
        out.own(block, &place);
    }
    if let Some(company) = d.entreprise() {
        out.own(company, "");
    }
    let Some(establishment) = d.etablissement() else { return out };
    out.own(establishment, "");
    let mut ranks = std::collections::BTreeMap::<BlockCode, usize>::new();
    for block in establishment.children.iter().filter(|b| b.code != s21(30)) {
        let rank = ranks.entry(block.code).or_default();
        *rank += 1;
        let code = match block.code.number() {
            20 => format!("{}{}", text(block, 1), text(block, 14)),
            22 => String::new(),
            _ => rank.to_string(),
        };
        out.own(block, &code);
        for child in &block.children {
            let code = if child.code == s21(23) { text(child, 1) } else { code.clone() };
            out.own(child, &code);
        }
    }
    out
}

/// Values, in the order of the file.
#[derive(Default)]
struct Values(Vec<Declare>);

/// Whose values are read.
#[derive(Clone, Copy)]
struct Who<'a> {
    personne: &'a str,
    contrat: &'a str,
}

impl Values {
    /// Every rubrique of a block, under a code.
    fn take(&mut self, who: Who<'_>, block: &Block, code: &str) {
        for field in &block.fields {
            self.0.push(Declare {
                bloc: line(block.line),
                ligne: line(field.line),
                personne: who.personne.to_owned(),
                contrat: who.contrat.to_owned(),
                rubrique: Texte::of_table(&field.code.to_string()),
                code: code.to_owned(),
                valeur: field.value.clone(),
            });
        }
    }

    /// The same of a block that speaks of nobody.
    fn own(&mut self, block: &Block, code: &str) {
        self.take(Who { personne: "", contrat: "" }, block, code);
    }

    fn person(&mut self, person: Individu<'_>) {
        let personne = person.identifiant().unwrap_or_default();
        let who = Who { personne, contrat: "" };
        self.take(who, &person, "");
        let contracts: Vec<Contrat<'_>> = person.contrats().collect();
        for contract in &contracts {
            let who = Who { contrat: contract.numero().unwrap_or_default(), ..who };
            self.take(who, contract, "");
            for child in &contract.children {
                self.take(who, child, "");
            }
        }
        // A block without contract number speaks of the only contract of the person.
        let single = match contracts.as_slice() {
            [one] => one.numero().unwrap_or_default(),
            _ => "",
        };
        for seniority in person.anciennetes() {
            let who = Who { contrat: seniority.get(5).unwrap_or_default(), ..who };
            self.take(who, seniority, "");
        }
        let read = [s21(40), s21(50), s21(86), s21(98)];
        for other in person.children.iter().filter(|b| !read.contains(&b.code)) {
            self.take(who, other, "");
        }
        for seized in person.all(s21(98)) {
            self.take(who, seized, seized.get(1).unwrap_or_default());
        }
        for payment in person.versements() {
            self.payment(Who { contrat: single, ..who }, payment);
        }
    }

    fn payment(&mut self, single: Who<'_>, payment: Versement<'_>) {
        let whole = Who { contrat: "", ..single };
        self.take(whole, &payment, "");
        let read = [s21(51), s21(54), s21(58), s21(78)];
        for other in payment.children.iter().filter(|b| !read.contains(&b.code)) {
            self.take(whole, other, "");
        }
        for social in payment.all(s21(58)) {
            self.take(whole, social, social.get(3).unwrap_or_default());
        }
        for pay in payment.remunerations() {
            let who = Who { contrat: pay.get(10).unwrap_or_default(), ..single };
            self.take(who, &pay, pay.get(11).unwrap_or_default());
            for activity in pay.activites() {
                let unit = activity.get(3).unwrap_or_default();
                // Time of absence beside the time of work, in the same unit.
                let code = match activity.get(1) {
                    Some(kind) if kind != "01" => format!("{kind}/{unit}"),
                    _ => unit.to_owned(),
                };
                self.take(who, activity, &code);
            }
        }
        for other in payment.all(s21(54)) {
            let who = Who { contrat: other.get(5).unwrap_or(single.contrat), ..single };
            self.take(who, other, other.get(1).unwrap_or_default());
        }
        for base in payment.bases() {
            let who = Who { contrat: base.get(6).unwrap_or(single.contrat), ..single };
            let code = base.get(1).unwrap_or_default();
            self.take(who, &base, code);
            let under = |block: &Block| format!("{code}/{}", block.get(1).unwrap_or_default());
            for part in base.composants() {
                self.take(who, part, &under(part));
            }
            for line in base.cotisations() {
                self.take(who, line, &under(line));
            }
        }
    }
}
