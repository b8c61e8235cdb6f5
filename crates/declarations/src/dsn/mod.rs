//! DSN of a production: monthly declaration, events, and what a file declares.

mod bordereau;
mod changements;
mod comparer;
mod cotisations;
pub mod decoupage;
mod envoi;
mod etablissement;
mod faits;
mod impot;
mod individu;
mod mensuelle;
mod prevoyance;
mod quotite;
mod refus;
mod relire;
mod signalements;
pub mod totals;
mod versement;

pub use bordereau::lignes_attendues;
pub use comparer::comparer;
pub use cotisations::{BASES, Base, Cotisation, bases, due, individual_code};
pub use faits::heures_sup;
pub use mensuelle::{DsnFile, Options, Resume, build};
pub use relire::{constituee_le, declares_the_same, ordre, relire};
pub use signalements::{Arret, Evenement, FinContrat, Subrogation, arret, fin_contrat};
