//! Dated, sourced tables of French film and television payroll, and the units they are expressed in.
//!
//! Reading is always "what held on this day?": there is no "latest" value and no default. Tables are embedded,
//! or loaded once from a directory; lookups do no I/O and read no clock.
//!
//! ```
//! use cddu_rates::{Population, Rates};
//! let rates = Rates::embedded();
//! let pmss = rates.param("PMSS", "2026-10-09".parse().unwrap()).unwrap();
//! assert_eq!(pmss.value.to_string(), "4005");
//! assert!(rates.param("PMSS", "2027-01-05".parse().unwrap()).is_err());
//! let lines = rates.lines("2026-10-09".parse().unwrap(), Population::TechnicienNonCadre, "3097").unwrap();
//! assert!(lines.iter().any(|l| rates.contributions()[l.contribution].code == "VIEIL_PLAF"));
//! ```

mod calculee;
mod check;
mod contribution;
mod conventions;
pub mod date;
mod holidays;
mod identite;
mod params;
mod pas;
mod period;
mod rates;
mod repartition;
mod row;
mod source;
mod table_cause;
mod tableur;
mod texte;
mod toml_table;
mod units;

pub use calculee::{Calcul, Calculee, LigneCalculee};
pub use cddu_base::{
    Diagnostic, Diagnostics, Gravite, closest, cut, fold, io_cause, keys, nearest, plain_letters, unprintable,
};
pub use check::{CheckOptions, check};
pub use contribution::{
    Assiette, Condition, Contribution, Famille, ParametreEmployeur, Part, PartAllegement, Population,
    RateRow, Total, Tranche, Variante,
};
pub use conventions::{
    Annexe3, Conventions, Disponibilite, Expense, Fonction, FonctionId, GridRow, LigneConvention, LigneLue,
    Methode, MinimumQuery, Regle, Revalorisation, TableConvention, Unite, function_key,
};
pub use holidays::{Holiday, easter, holiday, holidays};
pub use identite::{Ecriture, Identite, Individuelle, Rangs, Releve};
pub use params::Parameter;
pub use pas::ZonePas;
pub use period::{Month, Period};
pub use rates::{COVERAGE_START, PreparedLine, PreparedShare, Rates, Value, before_coverage, coverage_start};
pub use repartition::largest_remainder;
pub use row::{Confiance, Horloge, Row, RowId};
pub use source::{Files, hex};
pub use table_cause::{csv_cause, csv_diagnostic, toml_cause};
pub use tableur::{csv_line, french_number, inert_cell, record_line};
pub use texte::Texte;
pub use units::{Cents, MAX_AMOUNT, MAX_SUM, Quantity, Rate, UnitError, parse_decimal, round_half_up, sum};
