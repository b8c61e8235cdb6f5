//! The attestations of a month drawn and written as they are made: none is kept once its file is.

use std::collections::BTreeMap;

use cddu_documents::Context;
use cddu_documents::model::Document;
use cddu_rates::Diagnostic;
use rayon::prelude::*;

use super::{AttestationOptions, Piece};
use crate::sorties::dessins::{Dessins, Format};
use crate::sorties::outputs::{Desk, Etape, Tick};

/// An attestation ready to be drawn.
pub(crate) struct Sheet {
    pub piece: Piece,
    pub name: String,
    pub document: Document,
}

/// Sheets drawn together.
const AT_ONCE: usize = 128;

/// Draws and writes the sheets that it is given.
pub(crate) struct Impression<'a> {
    pub(super) context: &'a Context,
    pub(super) options: &'a AttestationOptions,
    tick: Tick<'a>,
    place: String,
    papers: Dessins,
    waiting: Vec<Sheet>,
    counts: BTreeMap<Piece, usize>,
    /// Sheets that the month should have, for the progress: those that lack something are among them.
    expected: usize,
    done: usize,
}

impl<'a> Impression<'a> {
    /// Nothing printed yet, in the directory of the month.
    pub fn new(
        desk: &Desk<'_>,
        context: &'a Context,
        options: &'a AttestationOptions,
        tick: Tick<'a>,
        expected: usize,
    ) -> Result<Self, Vec<Diagnostic>> {
        let place = format!("sorties/declarations/{}/attestations", options.mois);
        let papers = Dessins::of(desk, &place)?;
        let (waiting, counts) = (Vec::new(), BTreeMap::new());
        Ok(Self { context, options, tick, place, papers, waiting, counts, expected, done: 0 })
    }

    /// True when no sheet was given.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.done == 0
    }

    /// One more sheet; some at once are drawn on all cores.
    pub fn add(&mut self, desk: &mut Desk<'_>, sheet: Sheet) -> Result<(), Vec<Diagnostic>> {
        self.waiting.push(sheet);
        if self.waiting.len() < AT_ONCE { Ok(()) } else { self.print(desk) }
    }

    fn print(&mut self, desk: &mut Desk<'_>) -> Result<(), Vec<Diagnostic>> {
        let sheets = std::mem::take(&mut self.waiting);
        self.done += sheets.len();
        let total = self.expected.max(self.done);
        let wanted = |format: &Format| match format {
            Format::Pdf => self.options.pdf,
            Format::Html => self.options.html,
        };
        let formats: Vec<Format> = Format::BOTH.into_iter().filter(wanted).collect();
        let desk_ref = &*desk;
        let draw = |sheet: &Sheet| {
            let drawn = self.papers.draw(desk_ref, self.context, &sheet.name, &sheet.document, &formats);
            (self.tick)(Etape::Attestations, total);
            drawn
        };
        let drawn: Result<Vec<_>, Vec<Diagnostic>> = sheets.par_iter().map(draw).collect();
        for (sheet, drawn) in sheets.into_iter().zip(drawn?) {
            match drawn {
                Ok(drawn) => {
                    self.papers.keep(drawn);
                    *self.counts.entry(sheet.piece).or_default() += 1;
                }
                Err(error) => desk.note([error.at(sheet.name)]),
            }
        }
        Ok(())
    }

    /// The last sheets, then what was printed is listed.
    pub fn finish(mut self, desk: &mut Desk<'_>) -> Result<(), Vec<Diagnostic>> {
        self.print(desk)?;
        self.papers.save(desk.is_dry())?;
        if self.counts.is_empty() {
            return Ok(());
        }
        let what: Vec<String> = self
            .counts
            .iter()
            .map(|(piece, count)| {
                let (one, several) = match piece {
                    Piece::Aem => ("AEM", "AEM"),
                    Piece::CertificatTravail => ("certificat de travail", "certificats de travail"),
                    Piece::SoldeToutCompte => ("solde de tout compte", "soldes de tout compte"),
                    Piece::CongesSpectacles => ("certificat de congés", "certificats de congés"),
                };
                format!("{count} {}", if *count > 1 { several } else { one })
            })
            .collect();
        desk.list(&format!("{}/", self.place), &what.join(", "));
        Ok(())
    }
}
