//! What the lines of a contract come to: the printed lines and the shares that the steps after them add up.

use cddu_rates::Rate;

use crate::payslip::Line;
use crate::trace::{Amount, Fig};

/// One share of a line.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    pub contribution: usize,
    pub amount: Amount,
    pub deductible: bool,
}

/// The lines of a contract.
pub(crate) struct Lines {
    pub printed: Vec<Line>,
    pub employee: Vec<Share>,
    pub employer: Vec<Share>,
    /// Employer's FCSS contribution.
    pub fcss: Option<Amount>,
    /// Employer rates inside the perimeter of the general relief, not raised.
    pub perimeter: Vec<PerimeterRate>,
}

/// An employer rate inside the perimeter of the general relief.
#[derive(Clone, Copy)]
pub(crate) struct PerimeterRate {
    pub contribution: usize,
    pub rate: Rate,
    pub fig: Fig,
}
