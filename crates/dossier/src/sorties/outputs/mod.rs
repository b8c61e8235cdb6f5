//! What a run writes besides the register: documents, declarations, entries, transfers, controls.
//!
//! Everything here copies frozen amounts. A document that cannot be made is a diagnostic; the others are made.

mod books;
pub(crate) mod declare;
mod desk;
mod dpae;
mod papers;
mod report;
mod social;
mod transfers;

pub(crate) use declare::set_aside;
pub use declare::{Declarant, Declared, DsnOptions, Envoye, last_payment, set_aem_aside, set_dsn_aside};
pub(crate) use desk::Desk;
pub use desk::{Etape, Outputs, Tick};
pub use dpae::{DpaeOptions, DpaeRun, EmbaucheDpae, EtatDpae, dpae};

use cddu_declarations::Mode;
use cddu_rates::{Diagnostic, Rates};

use crate::{Folder, NotesRun, PayPeriod, Run};

/// How to make the documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutputOptions {
    /// Nothing is written.
    pub dry: bool,
    /// Real declarations: the fictitious codes of a trial are refused.
    pub real: bool,
}

/// Makes every document of a run.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn outputs(
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    notes: &NotesRun,
    options: OutputOptions,
    tick: Tick<'_>,
) -> Result<Outputs, Vec<Diagnostic>> {
    let mode = if options.real { Mode::Reel } else { Mode::Essai };
    let mut desk = Desk::new(folder, options.dry, mode);
    let place = format!("sorties/{}", run.period.nom);
    papers::write(&mut desk, folder, rates, run, &place, tick)?;
    papers::notes(&mut desk, rates, notes, &place)?;
    books::write(&mut desk, folder, rates, run, notes, &place)?;
    transfers::write(&mut desk, folder, run, notes, &place)?;
    social::write(&mut desk, folder, rates, run, tick)?;
    social::das2(&mut desk, rates, notes)?;
    report::write(&mut desk, folder, rates, run, notes)?;
    Ok(desk.outputs)
}

/// Draws the notes of a run, alone. `dry`: nothing is written.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn note_outputs(
    folder: &Folder,
    rates: &Rates,
    notes: &NotesRun,
    period: &PayPeriod,
    dry: bool,
) -> Result<Outputs, Vec<Diagnostic>> {
    let mut desk = Desk::new(folder, dry, Mode::Essai);
    papers::notes(&mut desk, rates, notes, &format!("sorties/{}", period.nom))?;
    Ok(desk.outputs)
}
