//! Pure payroll calculation for French film and television CDDU: contributions, nets, author notes, and the
//! trace of every figure.
//!
//! Inputs and outputs are plain data; nothing here reads a file, a clock or the environment.

mod employeur;
mod engine;
pub mod formula;
pub mod gross;
mod input;
pub mod json;
mod methods;
pub mod note;
mod payslip;
pub mod rules;
mod solve;
pub mod trace;

pub use employeur::{Employeur, IdentiteEmployeur, ParametresEmployeur};
pub use engine::resolve::{gross_of, priced};
pub use engine::{Computed, compute, frozen_seal};
pub use input::{
    Adresse, Anterieur, AnterieurRetraite, AutresHeures, BulletinInput, Categorie, Contrat,
    ConventionFiscale, Cumuls, DfsGroupe, Element, ElementCode, HeuresSemaine, HeuresSup, IdentiteSalarie,
    Periodicite, Rappel, RetenueCumul, RetenueMois, RetenueNonResident, RetraiteAnnee, RetraiteTranches,
    SaisieMois, Salarie, SemainePayee, Travail,
};
pub use methods::{
    AbattementPasMethod, ChomagePlafondMethod, CongesPlafondMethod, FcssImposableMethod, FigurantMethod,
    FilmJourMethod, FormationForfaitMethod, HsAllegementsMethod, HsArtisteSemaineMethod,
    HsDeductionArtisteMethod, HsDfsMethod, HsGarantiesMethod, HsImputationMethod, HsJour6Method,
    HsJourMethod, HsLigneCrdsMethod, HsLimiteMethod, HsMajorationsMethod, HsTauxMethod, JoursCommunsMethod,
    Methodes, PlafondMethod, Prevoyance3097Method, PrevoyancePlafondMethod, RegularisationMethod,
    RetenueDureeMethod, RetraitePlafondMethod, RgduCapMethod, RgduLeaveMethod, RgduSmicMethod,
    SaisieBaremeMethod, TaxeSalairesMethod, TdeltaMethod,
};
pub use payslip::{
    Avertissement, BaseHeuresSup, Bases, ContractPay, ContractTotals, CumulsOut, ElementPay, HeureSup,
    HeuresStructurelles, Line, PayElement, Payslip, Sens, Totals,
};
pub use solve::{Cible, Solved, solve};
