//! The production folder: CSV and TOML in, runs, frozen register.

mod accounts;
mod atomic;
mod attestations;
mod authors;
mod canonical;
pub mod columns;
mod contracts;
mod couverture;
mod cumuls;
mod elements;
mod folder;
mod keys;
mod left_out;
mod lock;
mod notes_run;
mod outputs;
mod people;
mod periode;
mod prepare;
mod production;
mod reconcile;
mod register;
mod run;
mod sheet;
mod statements;
mod summary;
mod text;
mod times;
mod transfer_files;
mod value;

pub use accounts::{Books, Integrated, cancel, close, compta, integrate, proposal};
pub use atomic::{read_if_there, write_atomic, write_inside};
pub use attestations::{AttestationOptions, Piece, aem_file_name, attestations};
pub use authors::Auteurs;
pub use contracts::LigneContrat;
pub use couverture::{Jours, couverture};
pub use elements::LigneElement;
pub use folder::Folder;
pub use lock::Hold;
pub use notes_run::{NotesRun, notes};
pub use outputs::{
    Declarant, Declared, DpaeOptions, DpaeRun, DsnOptions, EmbaucheDpae, Etape, EtatDpae, OutputOptions,
    Outputs, Tick, dpae, last_payment, note_outputs, outputs, set_aem_aside, set_dsn_aside,
};
pub use people::Personne;
pub use periode::PayPeriod;
pub use production::{Film, JourDePaie, Paiement, Production};
pub use reconcile::{ReconcileOptions, decisions, keep_decisions, reconcile};
pub use register::{Archive, Document, Frozen, FrozenNote, Register};
pub use run::{Ecarte, Etat, Run, RunOptions, run};
pub use statements::{Statement, statements, write_statements};
pub use summary::{Fichier, LigneResume, NoteResume, Reserve, Summary, TotauxResume, note_lines, summary};
pub use times::{LigneTemps, Temps};
