//! The papers of an engagement: the contract to sign, the time sheet to fill, the list of the figuration of a day.
//!
//! What they say comes from the rows of the folder, checked before; nothing here computes pay.

pub mod bordereau;
pub mod contrat;
pub mod feuille;
