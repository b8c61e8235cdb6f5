//! The one door to cddu: payslips, author notes, gross from hours, explanations, simulations and DSN files, as typed
//! calls and as JSON calls, with one envelope for the errors.
//!
//! Everything that embeds cddu stands on this crate: the command line, the bindings, the HTTP service. The JSON that
//! goes in and out is a contract with a number, [`CONTRACT`]: names may be added to it, never renamed; `schemas/v1/`
//! holds it with examples and expected answers.
//!
//! ```
//! use cddu_kit::Engine;
//!
//! let engine = Engine::embedded();
//! let request = br#"{
//!   "date_paiement": "2026-10-09",
//!   "employeur": { "idcc": "3097", "effectif": 8, "taux_at": "1.07" },
//!   "salarie": { "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille" },
//!   "contrats": [ { "contrat": "C1", "categorie": "technicien", "cadre": false, "fonction": "Scripte", "debut": "2026-10-05",
//!                   "fin": "2026-10-09", "jours": 5, "heures": "39", "brut": "1500.00" } ]
//! }"#;
//! let reply = engine.call("bulletin", request);
//! assert!(reply.is_done(), "{}", reply.json);
//! assert!(reply.json.contains(r#""brut":"1500.00""#));
//! ```
//!
//! Nothing here reads a clock or the environment; only [`Engine::from_dir`] and [`Engine::over`] read files.

mod answer;
mod call;
mod champs;
mod colonnes;
pub mod dsn;
mod engine;
pub mod explain;
mod forms;
pub mod schemas;
mod simulate;

pub use answer::{Answer, Reply, Status, error_json, refusal_json};
pub use call::{Call, MAX_FILE, MAX_REQUEST};
pub use cddu_payslip as payslip;
pub use cddu_payslip::gross::{Brut, BrutInput};
pub use cddu_payslip::note::{Note, NoteInput};
pub use cddu_payslip::{BulletinInput, Computed, Payslip};
pub use cddu_rates as rates;
pub use cddu_rates::{Cents, Diagnostic, Diagnostics, Gravite, Rate, Rates};
pub use champs::{LignesContrat, LignesSortie, TotauxSortie};
pub use colonnes::Colonnes;
pub use engine::Engine;
pub use forms::{Readable, Request, read};
pub use simulate::{Simulated, Simulation, SimulationAnswer};

/// Number of the contract of the JSON that goes in and out: it moves when a name changes its meaning or goes away, not
/// when one is added.
pub const CONTRACT: u32 = 1;
