//! A period from its rows to its frozen payslips and its summary.

pub(crate) mod a_payer;
mod cachets;
pub(crate) mod controle;
pub(crate) mod couverture;
mod entre_contrats;
mod identite;
mod impot_garde;
mod jour_paiement;
pub(crate) mod mots;
pub(crate) mod notes_run;
pub(crate) mod oublis;
pub(crate) mod perimes;
pub(crate) mod periode;
pub(crate) mod prepare;
pub(crate) mod questions;
pub(crate) mod rappel;
pub(crate) mod recalcul;
mod repos;
mod reprises;
mod retenus;
pub(crate) mod run;
pub(crate) mod summary;
mod taux_du_jour;
mod tour;
mod unite;
