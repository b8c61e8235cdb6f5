//! Documents handed out at the end of a contract and with an AEM: attestation, certificat de travail, reçu pour solde de
//! tout compte, certificate of Congés Spectacles.
//!
//! `cddu-declarations` decides what they say; nothing here adds amounts up, except to hold a printed total against the
//! frozen one.

pub mod aem;
pub mod conges;
pub mod pecule;
pub mod solde;
pub mod travail;

use cddu_payslip::{IdentiteEmployeur, IdentiteSalarie};
use chrono::NaiveDate;

use crate::bulletin::identity_name;
use crate::context::Context;
use crate::model::{Block, Card, Document, Fact, Orientation, Signature};
use crate::typo;

/// The place of the employer's signature.
fn signature(nom: &str, qualite: &str, lieu: &str, date: NaiveDate) -> Signature {
    let place = if lieu.is_empty() { "……………………" } else { lieu };
    let mut lines = vec![typo::french(&format!("Fait à {place}, le {}", typo::long_date(date)))];
    let who: Vec<&str> = [nom, qualite].into_iter().filter(|t| !t.is_empty()).collect();
    if !who.is_empty() {
        lines.push(who.join(", "));
    }
    lines.push("Signature et cachet".to_owned());
    Signature { who: "Pour l’employeur".to_owned(), lines }
}

/// The signature of a document of the end of a contract.
fn signed(s: &cddu_declarations::certificats::Signature) -> Signature {
    signature(&s.nom, &s.qualite, &s.lieu, s.date)
}

/// Employer and employee, side by side.
pub(crate) fn parties(context: &Context, employeur: &IdentiteEmployeur, salarie: &IdentiteSalarie) -> Block {
    Block::Cards(vec![
        crate::bulletin::employer_card(context, employeur),
        crate::bulletin::person_card(salarie),
    ])
}

/// A document between an employer and an employee.
pub(crate) struct Sheet<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    pub employeur: &'a IdentiteEmployeur,
    pub salarie: &'a IdentiteSalarie,
    pub date: NaiveDate,
    pub identifier: String,
    pub marks: Vec<Fact>,
    pub blocks: Vec<Block>,
}

impl Sheet<'_> {
    pub fn document(self) -> Document {
        let name = identity_name(self.salarie);
        Document {
            title: self.title.to_owned(),
            subtitle: self.subtitle.to_owned(),
            marks: self.marks,
            author: self.employeur.raison_sociale.clone().unwrap_or_else(|| "Employeur".to_owned()),
            subject: format!("{} de {name}", self.title),
            date: self.date,
            identifier: self.identifier,
            orientation: Orientation::Portrait,
            dense: false,
            blocks: self.blocks,
            footer: format!("{} · {name}", self.title),
            attachment: None,
        }
    }
}

/// A card of labelled values only.
fn facts_card(title: &str, facts: Vec<Fact>) -> Card {
    Card { title: title.to_owned(), lines: Vec::new(), facts }
}
