//! Text for people: French numbers, tables, payslips.

mod brut;
pub mod explain;
mod layout;
mod note;
mod number;
mod payslip;
mod summary;

pub use brut::brut;
pub use layout::{WIDTH, columns};
pub use note::note;
pub use number::{french_number, money};
pub use payslip::payslip;
pub use summary::{note_table, summary};
