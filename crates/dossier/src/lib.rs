//! The production folder: CSV and TOML in, runs, frozen register.

mod atomic;
mod authors;
pub mod columns;
mod contracts;
mod cumuls;
mod elements;
mod folder;
mod keys;
mod left_out;
mod notes_run;
mod outputs;
mod people;
mod periode;
mod prepare;
mod production;
mod register;
mod run;
mod sheet;
mod summary;
mod text;
mod times;
mod value;

pub use atomic::write_atomic;
pub use authors::Auteurs;
pub use contracts::LigneContrat;
pub use elements::LigneElement;
pub use folder::Folder;
pub use notes_run::{NotesRun, notes};
pub use outputs::{OutputOptions, Outputs, outputs};
pub use people::Personne;
pub use periode::PayPeriod;
pub use production::{Banque, Film, JourDePaie, Paiement, Production};
pub use register::{Archive, Document, Frozen, FrozenNote, Register};
pub use run::{Ecarte, Etat, Run, RunOptions, run};
pub use summary::{Fichier, LigneResume, NoteResume, Reserve, Summary, TotauxResume, note_lines, summary};
pub use times::{Journee, LigneTemps, Temps};
