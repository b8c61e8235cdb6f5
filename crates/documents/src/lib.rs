//! Payslips and the other documents that a production hands out, as PDF and HTML.
//!
//! A frozen result ([`cddu_payslip::Payslip`]) becomes a [`model::Document`], which two exporters draw: [`Context::pdf`]
//! (PDF/A-3a, tagged, with the machine-readable twin attached) and [`Context::html`]. Nothing here computes an amount: cells
//! copy frozen figures; a row that gathers several lines adds frozen amounts, checked against the frozen totals.
//!
//! Same input, same bytes: the only date in a document is the one of its data.

pub mod attestations;
pub mod bulletin;
pub mod calcul;
pub mod engagement;
mod exemplaire;
mod explique;
mod fonts;
mod html;
mod layout;
pub mod livre;
pub mod model;
pub mod note;
mod pdf;
pub mod typo;

mod context;
mod tables;

pub use context::Context;
pub use exemplaire::Exemplaire;
pub use explique::ExplainedFigure;
