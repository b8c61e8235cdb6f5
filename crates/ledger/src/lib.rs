//! Chart and mapping, entries, FEC, SEPA, ledger import and reconciliation.
