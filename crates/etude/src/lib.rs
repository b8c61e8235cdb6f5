//! Case studies ("études de cas") of the CQP "administrateur de production": a production made from a seed, with traps
//! chosen by name, its corrected version, and the correction of a candidate's copy.
//!
//! Nothing here computes an amount of pay: the case is a production folder that [`cddu_dossier`] runs, and every figure of
//! the corrected version is read in its frozen payslips, notes, entries and reconciliation.

mod alea;
mod attendus;
mod cas;
mod corrige;
mod corriger;
mod demande;
mod ecrit;
mod feuille;
mod fichiers;
mod pieges;
mod production;
mod questionnaire;
mod rapprochement;
mod remis;
mod reperes;
mod sujet;

pub use cas::{Cree, creer};
pub use corriger::{Constat, Correction, Critere, Nature, Note, NotePiege, corriger};
pub use demande::{Demande, Difficulte, Population};
pub use pieges::Piege;
