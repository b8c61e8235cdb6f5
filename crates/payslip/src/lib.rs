//! Pure payroll calculation for French film and television CDDU: contributions, nets, author notes, and the
//! trace of every figure.
//!
//! Inputs and outputs are plain data; nothing here reads a file, a clock or the environment.

mod absences;
mod employeur;
mod enfant;
mod engine;
pub mod formula;
pub mod gross;
pub mod identifiants;
mod input;
pub mod json;
mod methods;
pub mod note;
mod payslip;
pub mod rules;
mod solve;
pub mod trace;
mod vocabulary;

pub use absences::{Absence, AbsencePay, MotifAbsence};
pub use employeur::{Employeur, IdentiteEmployeur, ParametresEmployeur, TauxRare};
pub use enfant::{Enfant, Pecule, SeizeAns};
pub use engine::resolve::{gross_of, priced};
pub use engine::{Computed, amounts, bulletin, compute, frozen_seal};
pub use input::{
    Anterieur, AnterieurRetraite, BulletinInput, Contrat, ConventionFiscale, Cumuls, Element, HeuresSup,
    IdentiteSalarie, ImpotGarde, Rappel, RetenueCumul, RetenueMois, RetenueNonResident, RetraiteAnnee,
    RetraiteTranches, SaisieMois, Salarie, SemainePayee, Travail,
};
pub use methods::{
    AbattementPasMethod, AbsencePlafondMethod, AbsenceSemaineMethod, AbsenceSmicMethod, ChomagePlafondMethod,
    CongesArretMethod, CongesPlafondMethod, FcssImposableMethod, FerieSemaineMethod, FigurantMethod,
    FilmJourMethod, FormationForfaitMethod, HsAllegementsMethod, HsArtisteSemaineMethod,
    HsDeductionArtisteMethod, HsDfsMethod, HsGarantiesMethod, HsImputationMethod, HsJour6Method,
    HsJourMethod, HsLigneCrdsMethod, HsLimiteMethod, HsMajorationsMethod, HsTauxMethod, JoursCommunsMethod,
    Methodes, PeculeBaseMethod, PlafondMethod, Prevoyance3097Method, PrevoyancePlafondMethod,
    RegularisationMethod, RetenueDureeMethod, RetraitePlafondMethod, RgduCapMethod, RgduLeaveMethod,
    RgduSmicMethod, SaisieBaremeMethod, TaxeSalairesMethod, TdeltaMethod,
};
pub use payslip::{
    BaseHeuresSup, Bases, ContractPay, ContractTotals, CumulsOut, ElementPay, HeuresStructurelles, Line,
    Payslip, Sens, Totals,
};
pub use solve::{Cible, Solved, solve};
pub use vocabulary::{
    Adresse, AutresHeures, Avertissement, Categorie, DfsGroupe, ElementCode, HeureSup, HeuresSemaine,
    Origine, PayElement, Periodicite,
};
