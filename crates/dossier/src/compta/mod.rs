//! The accounts of the production: lots, statements by body, transfers read back, reconciliation.

pub(crate) mod accounts;
pub(crate) mod devis;
pub(crate) mod grand_livre;
pub(crate) mod reconcile;
pub(crate) mod statements;
pub(crate) mod transfer_files;
