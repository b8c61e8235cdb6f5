//! Dated, sourced tables of French film and television payroll, and the units they are expressed in.
