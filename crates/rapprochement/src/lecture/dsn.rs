//! Reads a DSN: what blocks 30 to 98 say of the people, the bordereaux and the payments to the bodies.

use cddu_dsn::nav::{Contrat, Declaration, Individu, Versement};
use cddu_dsn::{Block, Nature, s21};
use cddu_rates::{Cents, Month, Texte};

use crate::documents::{Declare, Dsn, DsnBordereau, DsnCtp, DsnPaiement};

/// The monthly declarations of a file. Never fails: what is not a DSN gives an empty list.
#[must_use]
pub fn dsn(octets: &[u8]) -> Vec<Dsn> {
    cddu_dsn::read(octets)
        .declarations()
        .filter(|d| d.nature() == Some(Nature::Mensuelle))
        .map(declaration)
        .collect()
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

fn declaration(d: Declaration<'_>) -> Dsn {
    let mut people = People::default();
    for person in d.individus() {
        people.person(person);
    }
    Dsn {
        mois: d.mois().map(Month::of),
        valeurs: people.0,
        bordereaux: d.blocs_etablissement(22).map(bordereau).collect(),
        paiements: d
            .blocs_etablissement(20)
            .map(|b| DsnPaiement {
                ligne: line(b.line_of(5)),
                organisme: text(b, 1),
                entite: text(b, 2),
                identifiant: text(b, 14),
                mode: text(b, 10),
                montant: cents(b, 5),
                composants: b.all(s21(55)).map(|c| (cents(c, 1), line(c.line_of(1)))).collect(),
            })
            .collect(),
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
                ctp: text(c, 1),
                qualifiant: text(c, 2),
                taux: c.get(3).map(str::to_owned),
                assiette: c.get(4).map(|_| cents(c, 4)),
                montant: c.get(5).map(|_| cents(c, 5)),
            })
            .collect(),
    }
}

/// The values of the people, in the order of the file.
#[derive(Default)]
struct People(Vec<Declare>);

/// Whose values are read.
#[derive(Clone, Copy)]
struct Who<'a> {
    personne: &'a str,
    contrat: &'a str,
}

impl People {
    /// Rubriques of a block, under a code.
    fn take(&mut self, who: Who<'_>, block: &Block, bloc: u32, numbers: &[u32], code: &str) {
        for number in numbers {
            if let Some(value) = block.get(*number) {
                self.0.push(Declare {
                    bloc: line(block.line),
                    ligne: line(block.line_of(*number)),
                    personne: who.personne.to_owned(),
                    contrat: who.contrat.to_owned(),
                    rubrique: Texte::of_table(&format!("S21.G00.{bloc:02}.{number:03}")),
                    code: code.to_owned(),
                    valeur: value.to_owned(),
                });
            }
        }
    }

    fn person(&mut self, person: Individu<'_>) {
        let personne = person.identifiant().unwrap_or_default();
        let who = Who { personne, contrat: "" };
        self.take(who, &person, 30, &[1, 2, 3, 4, 6, 19, 20], "");
        let contracts: Vec<Contrat<'_>> = person.contrats().collect();
        for contract in &contracts {
            let who = Who { contrat: contract.numero().unwrap_or_default(), ..who };
            self.take(who, contract, 40, &[1, 9, 10, 17, 22, 23, 25, 43, 50], "");
            for end in contract.all(s21(62)) {
                self.take(who, end, 62, &[1], "");
            }
        }
        // A block without contract number speaks of the only contract of the person.
        let single = match contracts.as_slice() {
            [one] => one.numero().unwrap_or_default(),
            _ => "",
        };
        for seized in person.all(s21(98)) {
            self.take(who, seized, 98, &[3], seized.get(1).unwrap_or_default());
        }
        for payment in person.versements() {
            self.payment(Who { contrat: single, ..who }, payment);
        }
    }

    fn payment(&mut self, single: Who<'_>, payment: Versement<'_>) {
        let whole = Who { contrat: "", ..single };
        self.take(whole, &payment, 50, &[1, 2, 4, 6, 9, 13], "");
        for taken_back in payment.all(s21(56)) {
            self.take(whole, taken_back, 56, &[3, 7, 10], "");
        }
        for social in payment.all(s21(58)) {
            self.take(whole, social, 58, &[4], social.get(3).unwrap_or_default());
        }
        for pay in payment.remunerations() {
            let who = Who { contrat: pay.get(10).unwrap_or_default(), ..single };
            self.take(who, &pay, 51, &[1, 2, 10, 13], pay.get(11).unwrap_or_default());
            for activity in pay.activites() {
                self.take(who, activity, 53, &[2], activity.get(3).unwrap_or_default());
            }
        }
        for other in payment.all(s21(54)) {
            let who = Who { contrat: other.get(5).unwrap_or(single.contrat), ..single };
            self.take(who, other, 54, &[2, 3, 4, 5], other.get(1).unwrap_or_default());
        }
        for base in payment.bases() {
            let who = Who { contrat: base.get(6).unwrap_or(single.contrat), ..single };
            let code = base.get(1).unwrap_or_default();
            self.take(who, &base, 78, &[2, 3, 4, 6], code);
            let under = |block: &Block| format!("{code}/{}", block.get(1).unwrap_or_default());
            for part in base.composants() {
                self.take(who, part, 79, &[4], &under(part));
            }
            for line in base.cotisations() {
                self.take(who, line, 81, &[2, 3, 4, 7], &under(line));
            }
        }
    }
}
