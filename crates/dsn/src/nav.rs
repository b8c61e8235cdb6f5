//! Typed walk through a message: declarations, individuals, contracts, payments.
//!
//! Each type borrows a [`Block`]; `get`, `date` and `amount` take the number of a rubrique of that block
//! (`contrat.get(9)` is S21.G00.40.009), `line_of` gives its line.

use std::ops::Deref;

use crate::code::s21;
use crate::norm::Nature;
use crate::structure::{DECLARATION, INDIVIDU};
use crate::tree::{Block, Document, Message};

macro_rules! view {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a>(pub &'a Block);

        impl Deref for $name<'_> {
            type Target = Block;

            fn deref(&self) -> &Block {
                self.0
            }
        }
    };
}

view!(
    /// S20.G00.05.
    Declaration
);
view!(
    /// S21.G00.30.
    Individu
);
view!(
    /// S21.G00.40.
    Contrat
);
view!(
    /// S21.G00.50.
    Versement
);
view!(
    /// S21.G00.51.
    Remuneration
);
view!(
    /// S21.G00.78.
    Base
);

impl Document {
    /// Declarations of all messages.
    pub fn declarations(&self) -> impl Iterator<Item = Declaration<'_>> {
        self.messages.iter().flat_map(Message::declarations)
    }
}

impl Message {
    /// Declarations of the message.
    pub fn declarations(&self) -> impl Iterator<Item = Declaration<'_>> {
        self.envoi.all(DECLARATION).map(Declaration)
    }
}

impl<'a> Declaration<'a> {
    /// Nature (S20.G00.05.001), `None` when it is not one of those the tables know.
    pub fn nature(self) -> Option<Nature> {
        self.0.get(1).and_then(Nature::parse)
    }

    /// First day of the declared month (S20.G00.05.005).
    pub fn mois(self) -> Option<chrono::NaiveDate> {
        self.0.date(5)
    }

    /// S21.G00.06.
    pub fn entreprise(self) -> Option<&'a Block> {
        self.0.first(s21(6))
    }

    /// S21.G00.11.
    pub fn etablissement(self) -> Option<&'a Block> {
        self.entreprise().and_then(|e| e.first(s21(11)))
    }

    /// SIREN and NIC of the establishment (S21.G00.06.001, S21.G00.11.001).
    pub fn siret(self) -> Option<String> {
        Some(format!("{}{}", self.entreprise()?.get(1)?, self.etablissement()?.get(1)?))
    }

    /// Blocks S21.G00.`number` of the establishment: 15, 20, 22, 44, 82.
    pub fn blocs_etablissement(self, number: u32) -> impl Iterator<Item = &'a Block> {
        self.etablissement().into_iter().flat_map(move |e| e.all(s21(number)))
    }

    /// S21.G00.30.
    pub fn individus(self) -> impl Iterator<Item = Individu<'a>> {
        self.etablissement().into_iter().flat_map(|e| e.all(INDIVIDU)).map(Individu)
    }
}

impl<'a> Individu<'a> {
    /// NIR, or the temporary number when there is none.
    pub fn identifiant(self) -> Option<&'a str> {
        self.0.get(1).or_else(|| self.0.get(20))
    }

    /// S21.G00.40.
    pub fn contrats(self) -> impl Iterator<Item = Contrat<'a>> {
        self.0.all(s21(40)).map(Contrat)
    }

    /// S21.G00.50.
    pub fn versements(self) -> impl Iterator<Item = Versement<'a>> {
        self.0.all(s21(50)).map(Versement)
    }

    /// S21.G00.86.
    pub fn anciennetes(self) -> impl Iterator<Item = &'a Block> {
        self.0.all(s21(86))
    }
}

impl<'a> Contrat<'a> {
    /// Contract number (S21.G00.40.009).
    pub fn numero(self) -> Option<&'a str> {
        self.0.get(9)
    }

    /// S21.G00.62.
    pub fn fin(self) -> Option<&'a Block> {
        self.0.first(s21(62))
    }

    /// S21.G00.60.
    pub fn arrets(self) -> impl Iterator<Item = &'a Block> {
        self.0.all(s21(60))
    }

    /// Date of the declared end (S21.G00.62.001), unless it is an annulation (motif 099).
    pub fn date_fin(self) -> Option<chrono::NaiveDate> {
        self.fin().filter(|f| f.get(2) != Some("099")).and_then(|f| f.date(1))
    }
}

impl<'a> Versement<'a> {
    /// S21.G00.51.
    pub fn remunerations(self) -> impl Iterator<Item = Remuneration<'a>> {
        self.0.all(s21(51)).map(Remuneration)
    }

    /// S21.G00.78.
    pub fn bases(self) -> impl Iterator<Item = Base<'a>> {
        self.0.all(s21(78)).map(Base)
    }
}

impl<'a> Remuneration<'a> {
    /// Type (S21.G00.51.011).
    pub fn genre(self) -> Option<&'a str> {
        self.0.get(11)
    }

    /// Contract number (S21.G00.51.010).
    pub fn contrat(self) -> Option<&'a str> {
        self.0.get(10)
    }

    /// S21.G00.53.
    pub fn activites(self) -> impl Iterator<Item = &'a Block> {
        self.0.all(s21(53))
    }
}

impl<'a> Base<'a> {
    /// Code of the base (S21.G00.78.001).
    pub fn genre(self) -> Option<&'a str> {
        self.0.get(1)
    }

    /// S21.G00.79.
    pub fn composants(self) -> impl Iterator<Item = &'a Block> {
        self.0.all(s21(79))
    }

    /// S21.G00.81.
    pub fn cotisations(self) -> impl Iterator<Item = &'a Block> {
        self.0.all(s21(81))
    }
}
