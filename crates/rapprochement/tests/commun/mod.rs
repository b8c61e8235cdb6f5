//! What the tests share: the payslips of the tests of the accounts, and the worlds made of them.

#[path = "../../../ledger/tests/commun/mod.rs"]
pub mod ledger;
pub mod monde;
