//! The production folder: CSV and TOML in, runs, frozen register.

mod compta;
mod lecture;
mod paie;
mod registre;
mod sorties;

pub use lecture::columns;

pub use compta::accounts::{Books, Integrated, cancel, close, compta, integrate, proposal};
pub use compta::devis::{SuiviDevis, SuiviLigne, TableauDevis, suivi_devis};
pub use compta::reconcile::{ReconcileOptions, decisions, fichiers_rapproches, keep_decisions, reconcile};
pub use compta::statements::{Statement, statements, write_statements};
pub use lecture::absences::LigneAbsence;
pub use lecture::authors::Auteurs;
pub use lecture::contracts::LigneContrat;
pub use lecture::devis::{CleDevis, LigneDevis};
pub use lecture::elements::LigneElement;
pub use lecture::folder::Folder;
pub use lecture::grille::{GridLine, grid};
pub use lecture::left_out::Motif;
pub use lecture::modele::{Exemple, workbook};
pub use lecture::people::Personne;
pub use lecture::production::{Film, JourDePaie, Paiement, Production};
pub use lecture::remarques::annotate;
pub use lecture::times::{LigneTemps, Temps};
pub use paie::a_payer::waiting;
pub use paie::controle::{Controle, LigneControle, controle};
pub use paie::couverture::{Jours, couverture};
pub use paie::mots::words;
pub use paie::notes_run::{NotesRun, notes};
pub use paie::perimes::perimes_du_mois;
pub use paie::periode::PayPeriod;
pub use paie::recalcul::{LigneRecalcul, Recalcul, TotalRecalcul, csv as recalculs_csv, recalculer};
pub use paie::run::{Ecarte, Etat, Run, RunOptions, run};
pub use paie::summary::{
    Fichier, LigneResume, NoteResume, Reserve, Summary, TotauxResume, Vu, note_lines, summary,
};
pub use registre::atomic::{read_if_there, write_atomic, write_inside};
pub use registre::defaire::{Choix, Defait, undo};
pub use registre::depots::{
    Depose, Depot, Depots, Envoi, Genre, deposit, first_day, folder_of, foresee_deposit, foresee_withdrawal,
    sendings, withdraw,
};
pub use registre::index::Cle;
pub use registre::journal;
pub use registre::lock::Hold;
pub use registre::preuve::{Preuve, prove};
pub use registre::register::{Archive, Document, Frozen, FrozenNote, Register};
pub use registre::staging::{Staging, write_new_folder};
pub use registre::visas::{Visa, Visas, Vise, viser};
pub use sorties::attestations::{AttestationOptions, Piece, aem_file_name, attestations};
pub use sorties::engagements::{ContratOptions, contrats};
pub use sorties::feuilles::{FeuilleOptions, feuilles};
pub use sorties::outputs::{
    Declarant, Declared, DpaeOptions, DpaeRun, DsnOptions, EmbaucheDpae, Envoye, Etape, EtatDpae,
    OutputOptions, Outputs, Tick, dpae, last_payment, note_outputs, outputs, set_aem_aside, set_dsn_aside,
};
