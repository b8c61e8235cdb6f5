//! Payslips, notes and attestations as PDF and HTML.
