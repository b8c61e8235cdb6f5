//! The files of a production folder: read, checked, with the line of every value.

pub(crate) mod absences;
pub(crate) mod authors;
pub(crate) mod classeur;
pub mod columns;
pub(crate) mod contracts;
pub(crate) mod devis;
pub(crate) mod elements;
mod enfant;
pub(crate) mod etendue;
pub(crate) mod figuration;
pub(crate) mod folder;
pub(crate) mod grille;
pub(crate) mod ignores;
pub(crate) mod left_out;
pub(crate) mod modele;
pub(crate) mod pays;
pub(crate) mod people;
pub(crate) mod production;
pub(crate) mod questions;
pub(crate) mod remarques;
pub(crate) mod sheet;
pub(crate) mod text;
pub(crate) mod times;
pub(crate) mod titres;
pub(crate) mod value;
