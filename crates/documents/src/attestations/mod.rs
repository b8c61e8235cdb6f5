//! Documents handed out at the end of a contract, from plain data: AEM attestation, certificat de travail, reçu pour solde
//! de tout compte, certificate of Congés Spectacles.
//!
//! The caller copies frozen amounts into the structures; nothing here adds them up, except the printed total of a
//! receipt.

pub mod aem;
pub mod conges;
pub mod solde;
pub mod travail;

use cddu_payslip::{IdentiteEmployeur, Salarie};
use chrono::NaiveDate;

use crate::bulletin::person_name;
use crate::context::Context;
use crate::model::{Block, Card, Document, Fact, Orientation, Signature};
use crate::typo;

/// Who signs, where and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signataire {
    /// Name.
    pub nom: String,
    /// Quality (gérant, administratrice de production...).
    pub qualite: String,
    /// Place.
    pub lieu: String,
    /// Day of signature; none leaves a blank to fill in.
    pub date: Option<NaiveDate>,
}

impl Signataire {
    /// The place of the employer's signature.
    fn block(&self) -> Signature {
        let blank = || "……………………".to_owned();
        let or_blank = |text: &str| if text.is_empty() { blank() } else { text.to_owned() };
        let date = self.date.map_or_else(blank, typo::long_date);
        let mut lines = vec![typo::french(&format!("Fait à {}, le {date}", or_blank(&self.lieu)))];
        let who = [self.nom.as_str(), self.qualite.as_str()];
        let who: Vec<&str> = who.into_iter().filter(|t| !t.is_empty()).collect();
        if !who.is_empty() {
            lines.push(who.join(", "));
        }
        lines.push("Signature et cachet".to_owned());
        Signature { who: "Pour l’employeur".to_owned(), lines }
    }
}

/// Employer and employee, side by side.
fn parties(context: &Context, employeur: &IdentiteEmployeur, salarie: &Salarie) -> Block {
    Block::Cards(vec![
        crate::bulletin::employer_card(context, employeur),
        crate::bulletin::person_card(salarie),
    ])
}

/// A document between an employer and an employee.
struct Sheet<'a> {
    title: &'a str,
    subtitle: &'a str,
    employeur: &'a IdentiteEmployeur,
    salarie: &'a Salarie,
    date: NaiveDate,
    identifier: String,
    marks: Vec<Fact>,
    blocks: Vec<Block>,
}

impl Sheet<'_> {
    fn document(self) -> Document {
        let name = person_name(self.salarie);
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

/// `oui` or `non`.
const fn yes_no(value: bool) -> &'static str {
    if value { "oui" } else { "non" }
}
