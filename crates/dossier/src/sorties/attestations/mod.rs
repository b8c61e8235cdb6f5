//! The printable attestations of a month of payment: AEM, certificat de travail, reçu pour solde de tout compte,
//! certificate of the caisse de congés.
//!
//! An AEM covers a contract and a month of payment. The others are handed over at the end of a contract: they belong to
//! the month of its last payment, and carry its date unless another one is asked for (no clock).

use std::collections::BTreeMap;

use cddu_declarations::parts::{self, Part};
use cddu_declarations::{Mode, Production, Tables, aem, certificats, conges};
use cddu_documents::Context;
use cddu_documents::attestations as papers;
use cddu_documents::model::Document;
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Gravite, Month, Period, Rates};
use chrono::NaiveDate;
use rayon::prelude::*;

use crate::sorties::outputs::{Declarant, Desk, Etape, Tick};
use crate::{Folder, Outputs};

/// A kind of attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Attestation employeur mensuelle.
    Aem,
    /// Certificat de travail.
    CertificatTravail,
    /// Reçu pour solde de tout compte.
    SoldeToutCompte,
    /// Certificate of the caisse de congés.
    CongesSpectacles,
}

impl Piece {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Aem, Self::CertificatTravail, Self::SoldeToutCompte, Self::CongesSpectacles];

    /// How it begins a file name.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Aem => "aem",
            Self::CertificatTravail => "certificat-travail",
            Self::SoldeToutCompte => "solde-tout-compte",
            Self::CongesSpectacles => "conges-spectacles",
        }
    }
}

/// What to write.
#[derive(Clone, Debug)]
pub struct AttestationOptions {
    /// Month of payment.
    pub mois: Month,
    /// Only this contract.
    pub contrat: Option<String>,
    /// Only this person.
    pub matricule: Option<String>,
    /// Kinds.
    pub pieces: Vec<Piece>,
    /// Writes PDF files.
    pub pdf: bool,
    /// Writes HTML pages.
    pub html: bool,
    /// Day of issue of the documents of the end of contract; `None`: that of the last payment.
    pub emis_le: Option<NaiveDate>,
    /// Real declarations: nothing fictitious is printed.
    pub real: bool,
}

impl AttestationOptions {
    /// Everything of a month, as PDF.
    #[must_use]
    pub fn all(mois: Month) -> Self {
        Self {
            mois,
            contrat: None,
            matricule: None,
            pieces: Piece::ALL.to_vec(),
            pdf: true,
            html: false,
            emis_le: None,
            real: false,
        }
    }

    fn wants(&self, piece: Piece) -> bool {
        self.pieces.contains(&piece)
    }

    fn keeps(&self, matricule: &str, contrat: &str) -> bool {
        self.matricule.as_deref().is_none_or(|m| m == matricule)
            && self.contrat.as_deref().is_none_or(|c| c == contrat)
    }
}

/// An attestation ready to be drawn.
pub(crate) struct Sheet {
    piece: Piece,
    name: String,
    document: Document,
}

/// Writes the attestations of a month from the register. `tick` is called once per document drawn.
///
/// # Errors
/// A register that was altered, `DOS-080` when the disk refuses, `DOS-088` when nothing is to be written.
pub fn attestations(
    folder: &Folder,
    rates: &Rates,
    options: &AttestationOptions,
    tick: Tick<'_>,
) -> Result<Outputs, Vec<Diagnostic>> {
    let context = Context::new(rates).map_err(|d| vec![d])?;
    let mode = if options.real { Mode::Reel } else { Mode::Essai };
    let declarant = Declarant::open(folder, mode)?;
    let (production, slips) = (&declarant.production, &declarant.slips);
    let mut desk = Desk::new(folder, false, mode);
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    if options.wants(Piece::Aem) {
        match declarant.aem(&Tables::load(rates)?)?.remove(&options.mois) {
            Some(Ok(aem)) => {
                collect(aem_sheets(&context, &aem.file, slips, options), &mut sheets, &mut found)
            }
            Some(Err(list)) => found.extend(list),
            None => {}
        }
    }
    collect(end_of_contract(&context, production, slips, mode, options), &mut sheets, &mut found);
    if sheets.is_empty() && found.is_empty() {
        return Err(vec![nothing(folder, slips, options)]);
    }
    write(&mut desk, &context, sheets, options, tick)?;
    desk.note(once(found));
    Ok(desk.outputs)
}

fn nothing(folder: &Folder, slips: &[Payslip], options: &AttestationOptions) -> Diagnostic {
    let mut months: Vec<String> = slips.iter().map(|s| Month::of(s.date_paiement).to_string()).collect();
    months.sort();
    months.dedup();
    let hint = if months.is_empty() {
        "aucun bulletin n'est figé dans ce dossier : cddu paie DOSSIER --periode PERIODE".to_owned()
    } else {
        format!(
            "mois de paiement connus : {} ; les documents de fin de contrat sont au mois du dernier paiement",
            months.join(", ")
        )
    };
    Diagnostic::error("DOS-088", format!("aucune attestation à écrire pour {}", options.mois))
        .in_file(folder.shown("bulletins"), None)
        .hint(hint)
}

/// Each diagnostic once: what misses on the employer misses on every document.
pub(crate) fn once(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for diagnostic in list {
        if !out.contains(&diagnostic) {
            out.push(diagnostic);
        }
    }
    out
}

fn collect(made: (Vec<Sheet>, Vec<Diagnostic>), sheets: &mut Vec<Sheet>, found: &mut Vec<Diagnostic>) {
    sheets.extend(made.0);
    found.extend(made.1);
}

/// Documents drawn before they are written.
const AT_ONCE: usize = 128;

/// PDF and HTML of a sheet, when asked for.
type Drawn = Result<(Option<Vec<u8>>, Option<String>), Diagnostic>;

/// Draws the sheets and writes them in the directory of the month.
pub(crate) fn write(
    desk: &mut Desk<'_>,
    context: &Context,
    sheets: Vec<Sheet>,
    options: &AttestationOptions,
    tick: Tick<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let place = format!("sorties/declarations/{}/attestations", options.mois);
    let total = sheets.len();
    let draw = |sheet: &Sheet| -> Drawn {
        let pdf = if options.pdf { Some(context.pdf(&sheet.document)?) } else { None };
        let html = options.html.then(|| context.html(&sheet.document));
        tick(Etape::Attestations, total);
        Ok((pdf, html))
    };
    let mut counts: BTreeMap<Piece, usize> = BTreeMap::new();
    // Written as they are drawn: memory does not grow with the people paid.
    for part in sheets.chunks(AT_ONCE) {
        let drawn: Vec<Drawn> = part.par_iter().map(draw).collect();
        for (sheet, drawn) in part.iter().zip(drawn) {
            let (pdf, html) = match drawn {
                Ok(files) => files,
                Err(error) => {
                    desk.note([error.at(sheet.name.clone())]);
                    continue;
                }
            };
            if let Some(pdf) = pdf {
                desk.put_quietly(&format!("{place}/{}.pdf", sheet.name), &pdf)?;
            }
            if let Some(html) = html {
                desk.put_quietly(&format!("{place}/{}.html", sheet.name), html.as_bytes())?;
            }
            *counts.entry(sheet.piece).or_default() += 1;
        }
    }
    if !counts.is_empty() {
        let what: Vec<String> = counts
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
        desk.list(&format!("{place}/"), &what.join(", "));
    }
    Ok(())
}

/// The employee's copies of the AEM of a file.
pub(crate) fn aem_sheets(
    context: &Context,
    file: &aem::AemFile,
    slips: &[Payslip],
    options: &AttestationOptions,
) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    let matricule = |a: &aem::Attestation| {
        slips
            .iter()
            .find(|s| a.remuneration.bulletins.contains(&parts::numero(s)))
            .map_or("", |s| s.salarie.matricule.as_str())
    };
    let agrement = file.exchange.entete.emetteur.agrement.as_deref();
    for lot in &file.exchange.lots {
        for a in &lot.attestations {
            let other = options.contrat.as_deref().is_some_and(|c| !is_of_contract(a, c))
                || options.matricule.as_deref().is_some_and(|m| m != matricule(a));
            if other {
                continue;
            }
            let arrets = stops(a, slips);
            let copy =
                papers::aem::Copie { employeur: &lot.employeur, agrement, attestation: a, arrets: &arrets };
            match papers::aem::document(context, &copy) {
                Ok(document) => {
                    sheets.push(Sheet { piece: Piece::Aem, name: aem_file_name(a), document });
                }
                Err(error) => found.push(error),
            }
        }
    }
    (sheets, found)
}

/// Medical stops of the contract of an attestation, as its payslips hold them.
fn stops(a: &aem::Attestation, slips: &[Payslip]) -> Vec<Period> {
    let own = slips.iter().filter(|s| a.remuneration.bulletins.contains(&parts::numero(s)));
    let contracts = own.flat_map(|s| &s.contrats).filter(|c| is_of_contract(a, &c.contrat));
    let absences = contracts.flat_map(|c| &c.absences).filter(|absence| absence.motif.arret().is_some());
    let mut out: Vec<Period> =
        absences.map(|absence| Period { debut: absence.debut, fin: absence.fin }).collect();
    out.sort_by_key(|p| (p.debut, p.fin));
    out.dedup();
    out
}

/// True for the attestations of a contract, corrections included: their reference is the month, the contract and,
/// for a correction, its sign and month.
fn is_of_contract(a: &aem::Attestation, contrat: &str) -> bool {
    let month = format!("{}-", a.mois);
    let rest = a.reference.strip_prefix(&month).and_then(|t| t.strip_prefix(clean(contrat, "._/-").as_str()));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("-N2") || rest.starts_with("-P2"))
}

/// Name of the file of an attestation, without its extension.
#[must_use]
pub fn aem_file_name(attestation: &aem::Attestation) -> String {
    file_name(Piece::Aem, &attestation.reference)
}

/// `aem-2026-11-C1`.
fn file_name(piece: Piece, rest: &str) -> String {
    format!("{}-{}", piece.prefix(), clean(rest, "._-"))
}

/// Letters and digits without accents, and the signs allowed; a hyphen for the rest.
fn clean(text: &str, allowed: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || allowed.contains(c) { c } else { '-' }).collect()
}

/// Certificates of the caisse, and warnings.
type Dues = (Vec<conges::Certificat>, Vec<Diagnostic>);

/// The certificates of the caisse due in a month. What prevents one is said with the attestations.
pub(crate) fn conges_of_month(
    context: &Context,
    production: &Production,
    slips: &[Payslip],
    mode: Mode,
    options: &AttestationOptions,
) -> Vec<conges::Certificat> {
    let (production, _) = with_caisse(context, production, mode, options);
    let mut out = Vec::new();
    for (matricule, slips) in &by_person(slips, options.mois) {
        let person = Person { context, production: &production, slips, matricule, mode, options };
        out.extend(person.conges_due().unwrap_or_default().0);
    }
    out
}

fn by_person(slips: &[Payslip], mois: Month) -> BTreeMap<&str, Vec<Payslip>> {
    let mut people: BTreeMap<&str, Vec<Payslip>> = BTreeMap::new();
    // What is paid after the month has its own papers then: those of this one stay what they were.
    for slip in slips.iter().filter(|s| s.date_paiement <= mois.last()) {
        people.entry(&slip.salarie.matricule).or_default().push(slip.clone());
    }
    people
}

/// What is handed over at the end of the contracts whose last payment falls in the month.
pub(crate) fn end_of_contract(
    context: &Context,
    production: &Production,
    slips: &[Payslip],
    mode: Mode,
    options: &AttestationOptions,
) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let people = by_person(slips, options.mois);
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    let (production, assumed) = with_caisse(context, production, mode, options);
    let production = &production;
    for (matricule, slips) in &people {
        if !slips.iter().any(|s| Month::of(s.date_paiement) == options.mois) {
            continue;
        }
        let person = Person { context, production, slips, matricule, mode, options };
        for made in [person.certificates(), person.conges()] {
            collect(made, &mut sheets, &mut found);
        }
    }
    if sheets.iter().any(|s| s.piece == Piece::CongesSpectacles) {
        found.extend(assumed);
    }
    (sheets, found)
}

/// The production, with the caisse of the tables in a trial when it names none, and what to say about it.
fn with_caisse(
    context: &Context,
    production: &Production,
    mode: Mode,
    options: &AttestationOptions,
) -> (Production, Option<Diagnostic>) {
    let mut production = production.clone();
    let caisse = &mut production.conges_spectacles;
    let known = caisse.nom_caisse.is_some() || caisse.adresse_caisse.is_some();
    let text = if mode == Mode::Essai && !known {
        context.mention("adresse_caisse", options.mois.last()).ok()
    } else {
        None
    };
    let Some((text, (name, address))) = text.and_then(|t| Some((t, t.split_once(", ")?))) else {
        return (production, None);
    };
    (caisse.nom_caisse, caisse.adresse_caisse) = (Some(name.to_owned()), Some(address.to_owned()));
    let assumed =
        Diagnostic::warning("DOS-089", format!("caisse de congés non renseignée : « {text} » est imprimé"))
            .severity(Gravite::Info)
            .in_file("production.toml", None)
            .at("declarations.conges_spectacles.nom_caisse")
            .hint("vérifier l'adresse auprès de la caisse et la donner dans declarations.conges_spectacles");
    (production, Some(assumed))
}

/// One person and the payslips of that person.
struct Person<'a> {
    context: &'a Context,
    production: &'a Production,
    slips: &'a [Payslip],
    matricule: &'a str,
    mode: Mode,
    options: &'a AttestationOptions,
}

impl Person<'_> {
    /// Last day of a contract.
    fn end(&self, last: Part<'_>) -> NaiveDate {
        self.production.contrat(&last.contrat.contrat).fin_reelle.unwrap_or(last.contrat.fin)
    }

    /// The contracts paid to their end, the last time in the month.
    fn ended<'a>(&self, paid: &[&'a Payslip]) -> Vec<(&'a str, Part<'a>)> {
        parts::by_contract(paid)
            .into_iter()
            .filter(|(contrat, _)| self.options.keeps(self.matricule, contrat))
            .filter_map(|(contrat, group)| {
                let last = group.into_iter().max_by_key(|p| (p.slip.date_paiement, p.contrat.periode.fin))?;
                let whole = last.contrat.periode.fin >= self.end(last);
                (whole && Month::of(last.slip.date_paiement) == self.options.mois).then_some((contrat, last))
            })
            .collect()
    }

    /// Certificats de travail and reçus.
    fn certificates(&self) -> (Vec<Sheet>, Vec<Diagnostic>) {
        let (mut sheets, mut found) = (Vec::new(), Vec::new());
        let mut keep =
            |piece: Piece, contrat: &str, made: Result<(Document, Vec<Diagnostic>), Vec<Diagnostic>>| {
                match made {
                    Ok((document, warnings)) => {
                        found.extend(warnings);
                        sheets.push(Sheet { piece, name: file_name(piece, contrat), document });
                    }
                    Err(list) => found.extend(list),
                }
            };
        let one = |d: Diagnostic| vec![d];
        for (contrat, last) in self.ended(&parts::in_force(self.slips)) {
            let end = self.end(last);
            let emis_le = self.options.emis_le.unwrap_or_else(|| last.slip.date_paiement.max(end));
            let options =
                certificats::Options { matricule: self.matricule, contrat, emis_le, mode: self.mode };
            if self.options.wants(Piece::CertificatTravail) {
                let made = certificats::certificat_travail(self.production, self.slips, &options).and_then(
                    |(c, warnings)| Ok((papers::travail::document(self.context, &c).map_err(one)?, warnings)),
                );
                keep(Piece::CertificatTravail, contrat, made);
            }
            if self.options.wants(Piece::SoldeToutCompte) {
                let made = certificats::solde_tout_compte(self.production, self.slips, &options).and_then(
                    |(s, warnings)| Ok((papers::solde::document(self.context, &s).map_err(one)?, warnings)),
                );
                keep(Piece::SoldeToutCompte, contrat, made);
            }
        }
        (sheets, found)
    }

    /// Certificates of the caisse: a contract, or its part before 31 March, paid to its end, the last time in the month.
    fn conges(&self) -> (Vec<Sheet>, Vec<Diagnostic>) {
        let (mut sheets, mut found) = (Vec::new(), Vec::new());
        if !self.options.wants(Piece::CongesSpectacles) {
            return (sheets, found);
        }
        let (due, warnings) = match self.conges_due() {
            Ok(due) => due,
            Err(list) => return (sheets, list),
        };
        for c in due {
            let name = file_name(Piece::CongesSpectacles, &format!("{}-{}", c.contrat, c.exercice));
            let document = papers::conges::document(self.context, &c);
            sheets.push(Sheet { piece: Piece::CongesSpectacles, name, document });
        }
        if !sheets.is_empty() {
            found.extend(warnings);
        }
        (sheets, found)
    }

    /// The certificates due in the month, and the warnings.
    fn conges_due(&self) -> Result<Dues, Vec<Diagnostic>> {
        let last_day = self.slips.iter().flat_map(|s| &s.contrats).map(|c| c.fin).max();
        let latest = self.options.mois.last();
        let options =
            conges::Options { mode: self.mode, emis_le: last_day.map_or(latest, |d| d.max(latest)) };
        let file = conges::build(self.production, self.slips, &options)?;
        let mut out = Vec::new();
        for c in file.certificats {
            let paid: Vec<&Payslip> =
                self.slips.iter().filter(|s| c.bulletins.contains(&parts::numero(s))).collect();
            let Some(last) = paid.iter().max_by_key(|s| s.date_paiement) else { continue };
            let covered = paid
                .iter()
                .flat_map(|s| &s.contrats)
                .any(|p| p.contrat == c.contrat && p.periode.fin >= c.periode.fin);
            let due = covered && Month::of(last.date_paiement) == self.options.mois;
            if !due || !self.options.keeps(self.matricule, &c.contrat) {
                continue;
            }
            let day = self.options.emis_le.unwrap_or_else(|| last.date_paiement.max(c.periode.fin));
            out.push(c.issued(day));
        }
        Ok((out, file.avertissements))
    }
}
