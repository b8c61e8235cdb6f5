//! The engine: a set of tables and the calls on it.

use std::path::Path;
use std::sync::Arc;

use cddu_payslip::gross::{Brut, BrutInput};
use cddu_payslip::note::{Note, NoteInput};
use cddu_payslip::{BulletinInput, Computed, Payslip};
use cddu_rates::{Diagnostics, Files, Rates};

use crate::explain::{Explanation, Sheet};
use crate::simulate::{Simulated, Simulation};

/// A set of tables and what is computed with it. Cheap to clone, shared between threads; computing reads nothing else.
#[derive(Clone, Debug)]
pub struct Engine {
    rates: Arc<Rates>,
}

impl Engine {
    /// The engine with the tables of this version of the program.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// assert_eq!(engine.tables(), cddu_kit::Engine::embedded().tables());
    /// ```
    #[cfg(feature = "embedded-tables")]
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(Rates::embedded())
    }

    /// The engine with tables already loaded.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::new(cddu_kit::Rates::embedded());
    /// assert!(engine.rates().contribution("VIEIL_PLAF").is_some());
    /// ```
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self { rates: Arc::new(rates) }
    }

    /// The engine with the whole set of tables of a directory, laid out like `rates/`.
    ///
    /// ```
    /// let error = cddu_kit::Engine::from_dir("dossier-absent".as_ref()).unwrap_err();
    /// assert_eq!(error.code(), "BAR-001");
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the files, all at once.
    pub fn from_dir(directory: &Path) -> Result<Self, Diagnostics> {
        Ok(Self::new(Rates::from_dir(directory)?))
    }

    /// The engine with the embedded tables, over which the files of a directory are laid: a file takes the place of the
    /// embedded one of the same name, a new one is added. Only folders that the tables have are read.
    ///
    /// ```
    /// let error = cddu_kit::Engine::over("dossier-absent".as_ref()).unwrap_err();
    /// assert_eq!(error.code(), "BAR-001");
    /// ```
    ///
    /// # Errors
    /// `KIT-004` for a file in a folder that the tables do not have; everything that is wrong with the files.
    #[cfg(feature = "embedded-tables")]
    pub fn over(directory: &Path) -> Result<Self, Diagnostics> {
        use cddu_rates::Diagnostic;

        let (base, own) = (Files::embedded(), Files::from_dir(directory)?);
        let folder = |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let known: std::collections::BTreeSet<String> = base.iter().map(|(name, _)| folder(name)).collect();
        let lost: Vec<Diagnostic> = own
            .iter()
            .filter(|(name, _)| !known.contains(&folder(name)))
            .map(|(name, _)| {
                Diagnostic::error("KIT-004", "aucune table n'est lue à cet endroit")
                    .in_file(own.shown(name), None)
                    .hint("garder les dossiers de rates/ : parametres/, contributions/, conventions/...")
            })
            .collect();
        if !lost.is_empty() {
            return Err(lost.into());
        }
        Ok(Self::new(Rates::load(own.over(base))?))
    }

    /// The engine with tables made in memory: [`Files::with`] changes one file of the embedded ones.
    ///
    /// ```
    /// use cddu_kit::{Engine, rates::Files};
    /// let files = Files::embedded();
    /// let text = files.get("parametres/plafonds.toml").unwrap().replace("\"4005\"", "\"4100\"");
    /// let engine = Engine::from_files(files.with("parametres/plafonds.toml", text)).unwrap();
    /// let pmss = engine.rates().param("PMSS", "2026-10-09".parse().unwrap()).unwrap();
    /// assert_eq!(pmss.value.to_string(), "4100");
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the files, all at once.
    pub fn from_files(files: Files) -> Result<Self, Diagnostics> {
        Ok(Self::new(Rates::load(files)?))
    }

    /// The tables.
    ///
    /// ```
    /// assert!(cddu_kit::Engine::embedded().rates().contribution("MAL").is_some());
    /// ```
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// `sha256:` of the tables: what a payslip carries as `empreinte_baremes`.
    ///
    /// ```
    /// assert!(cddu_kit::Engine::embedded().tables().starts_with("sha256:"));
    /// ```
    #[must_use]
    pub fn tables(&self) -> String {
        format!("sha256:{}", self.rates.fingerprint().trim_start_matches("sha256:"))
    }

    /// One payslip, with the trace of every figure.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read::<cddu_kit::BulletinInput>(&text)?;
    /// let computed = engine.bulletin(&request.input)?;
    /// // The gross of the contract, and the part of the expenses above their limit.
    /// let above = computed.bulletin.elements.iter().map(|e| e.reintegre).sum();
    /// assert_eq!(computed.bulletin.totaux.brut, request.input.contrats[0].brut().unwrap() + above);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every error found (`PAIE-...`, `BRUT-...`, `BAR-...`).
    pub fn bulletin(&self, input: &BulletinInput) -> Result<Computed, Diagnostics> {
        Ok(cddu_payslip::compute(&self.rates, input)?)
    }

    /// The payslip of [`Engine::bulletin`], to the byte, without its trace: for batches.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read::<cddu_kit::BulletinInput>(&text)?;
    /// assert_eq!(engine.bulletin_only(&request.input)?, engine.bulletin(&request.input)?.bulletin);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Engine::bulletin`].
    pub fn bulletin_only(&self, input: &BulletinInput) -> Result<Payslip, Diagnostics> {
        Ok(cddu_payslip::bulletin(&self.rates, input)?)
    }

    /// The amounts of [`Engine::bulletin`], without trace and without the hash that freezes them: `empreinte` is empty, and
    /// what is returned is not to be kept as a payslip.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read::<cddu_kit::BulletinInput>(&text)?;
    /// assert_eq!(engine.amounts(&request.input)?.totaux, engine.bulletin(&request.input)?.bulletin.totaux);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Engine::bulletin`].
    pub fn amounts(&self, input: &BulletinInput) -> Result<Payslip, Diagnostics> {
        Ok(cddu_payslip::amounts(&self.rates, input)?)
    }

    /// One note de droits d'auteur.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read(r#"{ "date_paiement": "2026-10-09", "brut_ht": "5000.00", "social": "precompte",
    ///     "tva": "retenue", "ircec": "fiction", "fiscal": "resident", "nature_revenu": "forfait" }"#)?;
    /// let note = engine.note(&request.input)?;
    /// assert_eq!(note.brut_ht.to_string(), "5000.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every error found (`NOTE-...`, `BAR-...`).
    pub fn note(&self, input: &NoteInput) -> Result<Note, Diagnostics> {
        Ok(cddu_payslip::note::compute(&self.rates, input)?)
    }

    /// The gross of an engagement.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read(r#"{ "idcc": "3097", "categorie": "technicien", "fonction": "Scripte",
    ///     "date": "2026-11-16", "salaire_base": "1500.00", "heures_base": "39", "engagement": "semaine", "jours": 5,
    ///     "heures": "39" }"#)?;
    /// assert_eq!(engine.brut(&request.input)?.brut.to_string(), "1500.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every error found (`BRUT-...`, `BAR-...`).
    pub fn brut(&self, input: &BrutInput) -> Result<Brut, Diagnostics> {
        Ok(cddu_payslip::gross::compute(&self.rates, input)?)
    }

    /// The figures of a document, with where each comes from: a request of a payslip or of a note, or one of them frozen
    /// in a folder, as JSON text.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let sheet = cddu_kit::Engine::embedded().explain(&text)?.sheet;
    /// assert!(sheet.figures.iter().any(|f| f.plain.figure == "C1.VIEIL_PLAF.montant_salarie"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the document.
    pub fn explain(&self, document: &str) -> Result<Explanation, Diagnostics> {
        Sheet::read(&self.rates, document)
    }

    /// The cost of a planned engagement, or the gross that gives a wanted net or cost.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// # let input = cddu_kit::read(&text)?.input;
    /// let wanted = cddu_kit::Simulation::new(input).for_net("600.00".parse()?);
    /// let found = cddu_kit::Engine::embedded().simulate(&wanted)?;
    /// assert!(!found.reponses.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the payslip; `PAIE-030` and `PAIE-031`; `KIT-005` when both a net and a cost are wanted.
    pub fn simulate(&self, wanted: &Simulation) -> Result<Simulated, Diagnostics> {
        crate::simulate::simulate(&self.rates, wanted)
    }
}

impl From<Rates> for Engine {
    fn from(rates: Rates) -> Self {
        Self::new(rates)
    }
}
