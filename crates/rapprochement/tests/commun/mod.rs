//! What the tests share: the worlds, the productions they start from, the changes made in their files.

pub mod changements;
#[path = "../../../declarations/tests/common/mod.rs"]
pub mod declarations;
#[path = "../../../ledger/tests/commun/mod.rs"]
pub mod ledger;
pub mod monde;
