//! Notes de droits d'auteur: what a producer withholds and pays when it pays an author directly.
//!
//! A note is not a payslip: its own contributions, its own bodies, the rates of the payment date.

mod frozen;
mod input;

pub use frozen::{Note, NoteBases, NoteCumulsOut, NoteInformations, NoteLine, NoteSens, NoteTotals};
pub use input::{
    AssietteCsgMethod, Auteur, Dispense, Fiscal, Genre, Ircec, NatureActivite, NatureRevenu, NoteCumuls,
    NoteInput, NoteMethodes, Oeuvre, PlafondIrcecMethod, Producteur, RegimeFiscal, Social, Tva, Zone,
};
