//! The printable attestations of a month of payment: AEM, certificat de travail, reçu pour solde de tout compte,
//! certificate of the caisse de congés.
//!
//! An AEM covers a contract and a month of payment. The others are handed over at the end of a contract: they belong to
//! the month of its last payment, and carry its date unless another one is asked for (no clock).

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::parts::{self, Part};
use cddu_declarations::{Mode, Production, Tables, aem, certificats, conges};
use cddu_documents::Context;
use cddu_documents::attestations as papers;
use cddu_documents::model::Document;
use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Diagnostic, Gravite, Month, Period, Rates};
use chrono::NaiveDate;

use crate::sorties::outputs::{Declarant, Desk, Tick};
use crate::{Folder, Outputs};

mod impression;

pub(crate) use impression::{Impression, Sheet};

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
    let mut found = Vec::new();
    let mut aem = None;
    if options.wants(Piece::Aem) {
        match declarant.aem(&Tables::load(rates)?)?.remove(&options.mois) {
            Some(Ok(made)) => aem = Some(made.file),
            Some(Err(list)) => found.extend(list),
            None => {}
        }
    }
    let expected = expected(aem.as_ref(), slips, options);
    let mut printed = Impression::new(&desk, &context, options, tick, expected)?;
    if let Some(file) = &aem {
        found.extend(aem_sheets(&mut printed, &mut desk, file, slips)?);
    }
    found.extend(end_of_contract(&mut printed, &mut desk, production, slips)?);
    if printed.is_empty() && found.is_empty() {
        return Err(vec![nothing(folder, slips, options)]);
    }
    printed.finish(&mut desk)?;
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
    let mut said = BTreeSet::new();
    list.into_iter().filter(|diagnostic| said.insert(diagnostic.clone())).collect()
}

/// How many sheets the month should have, at most but for corrections: what the progress counts against.
pub(crate) fn expected(aem: Option<&aem::AemFile>, slips: &[Payslip], options: &AttestationOptions) -> usize {
    let ends = |c: &ContractPay| c.periode.fin >= c.fin;
    let paid = slips.iter().filter(|s| Month::of(s.date_paiement) == options.mois);
    let ended = paid.flat_map(|s| &s.contrats).filter(|c| ends(c)).count();
    let of_end = options.pieces.iter().filter(|p| **p != Piece::Aem).count();
    aem.map_or(0, |file| file.attestations().count()) + ended * of_end
}

/// Prints the employee's copies of the AEM of a file; gives what prevents some.
pub(crate) fn aem_sheets(
    printed: &mut Impression<'_>,
    desk: &mut Desk<'_>,
    file: &aem::AemFile,
    slips: &[Payslip],
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let (context, options) = (printed.context, printed.options);
    let mut found = Vec::new();
    let mut by_number: BTreeMap<String, Vec<&Payslip>> = BTreeMap::new();
    for slip in slips {
        by_number.entry(parts::numero(slip)).or_default().push(slip);
    }
    let agrement = file.exchange.entete.emetteur.agrement.as_deref();
    for lot in &file.exchange.lots {
        for a in &lot.attestations {
            let numbers: BTreeSet<&String> = a.remuneration.bulletins.iter().collect();
            let own: Vec<&Payslip> =
                numbers.iter().filter_map(|n| by_number.get(*n)).flatten().copied().collect();
            let matricule = own.first().map_or("", |s| s.salarie.matricule.as_str());
            let other = options.contrat.as_deref().is_some_and(|c| !is_of_contract(a, c))
                || options.matricule.as_deref().is_some_and(|m| m != matricule);
            if other {
                continue;
            }
            let arrets = stops(a, &own);
            let copy =
                papers::aem::Copie { employeur: &lot.employeur, agrement, attestation: a, arrets: &arrets };
            match papers::aem::document(context, &copy) {
                Ok(document) => {
                    printed.add(desk, Sheet { piece: Piece::Aem, name: aem_file_name(a), document })?;
                }
                Err(error) => found.push(error),
            }
        }
    }
    Ok(found)
}

/// Medical stops of the contract of an attestation, as its payslips hold them.
fn stops(a: &aem::Attestation, own: &[&Payslip]) -> Vec<Period> {
    let contracts = own.iter().flat_map(|s| &s.contrats).filter(|c| is_of_contract(a, &c.contrat));
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
    for (matricule, slips) in by_person(slips, options.mois) {
        let slips = owned(&slips);
        let person = Person { context, production: &production, slips: &slips, matricule, mode, options };
        out.extend(person.conges_due().unwrap_or_default().0);
    }
    out
}

fn by_person(slips: &[Payslip], mois: Month) -> BTreeMap<&str, Vec<&Payslip>> {
    let mut people: BTreeMap<&str, Vec<&Payslip>> = BTreeMap::new();
    // What is paid after the month has its own papers then: those of this one stay what they were.
    for slip in slips.iter().filter(|s| s.date_paiement <= mois.last()) {
        people.entry(&slip.salarie.matricule).or_default().push(slip);
    }
    people
}

/// Those of one person, for as long as they are looked at.
fn owned(slips: &[&Payslip]) -> Vec<Payslip> {
    slips.iter().map(|s| (*s).clone()).collect()
}

/// Prints what is handed over at the end of the contracts whose last payment falls in the month; gives what prevents some.
pub(crate) fn end_of_contract(
    printed: &mut Impression<'_>,
    desk: &mut Desk<'_>,
    production: &Production,
    slips: &[Payslip],
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let (context, options, mode) = (printed.context, printed.options, desk.mode);
    let mut found = Vec::new();
    let (production, assumed) = with_caisse(context, production, mode, options);
    let mut certified = false;
    for (matricule, slips) in by_person(slips, options.mois) {
        if !slips.iter().any(|s| Month::of(s.date_paiement) == options.mois) {
            continue;
        }
        let slips = owned(&slips);
        let person = Person { context, production: &production, slips: &slips, matricule, mode, options };
        for (sheets, missing) in [person.certificates(), person.conges()] {
            found.extend(missing);
            for sheet in sheets {
                certified |= sheet.piece == Piece::CongesSpectacles;
                printed.add(desk, sheet)?;
            }
        }
    }
    if certified {
        found.extend(assumed);
    }
    Ok(found)
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
