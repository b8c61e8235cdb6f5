//! Text for people: French numbers, tables, payslips.

mod brut;
mod controle;
pub mod explain;
mod layout;
mod note;
mod number;
mod payslip;
mod summary;

pub use brut::brut;
pub use controle::controle;
pub use layout::{WIDTH, columns, wrap};
pub use note::note;
pub use number::{french_number, money, phrase, remedy};
pub use payslip::payslip;
pub use summary::{note_table, summary};
