//! From frozen payslips and notes to DSN, AEM, Congés Spectacles, DPAE, DAS2 and deadlines.
//!
//! Everything here copies amounts decided once on the payslips; nothing computes pay again. Functions are pure: dates,
//! counters and former declarations are given by the caller.

pub mod aem;
pub mod auteurs;
pub mod besoins;
pub mod calendrier;
pub mod certificats;
pub mod conges;
pub mod dpae;
pub mod dsn;
pub mod ecart;
pub mod engagement;
pub mod parts;
pub mod production;
pub mod releves;
pub mod tables;
mod texte;

pub use besoins::Mode;
pub use cddu_dsn::ids::numero_objet as is_numero_objet;
pub use ecart::Ecart;
pub use production::Production;
pub use tables::Tables;
pub use texte::{latin as texte_declare, numero_contrat};
