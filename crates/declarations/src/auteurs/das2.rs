//! DAS2: sums paid to each author in a calendar year, on a cash basis (CGI 240 and 241).

use std::collections::BTreeMap;

use cddu_payslip::note::{Auteur, Note, in_force};
use cddu_rates::{Cents, Diagnostic, Rates};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{missing, no_author};

/// DAS2 of a calendar year, droits d'auteur only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Das2 {
    /// Calendar year of payment.
    pub annee: i32,
    /// Threshold per beneficiary: sums above it, TVA included, are declared.
    pub seuil: Cents,
    /// Every beneficiary, by identifier, those under the threshold included.
    pub beneficiaires: Vec<Das2Beneficiaire>,
    /// Droits d'auteur declared.
    pub total_brut: Cents,
    /// TVA declared.
    pub total_tva: Cents,
    /// Retenue à la source declared.
    pub total_retenue_source: Cents,
    /// What prevents the sending.
    pub anomalies: Vec<Diagnostic>,
}

/// One beneficiary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Das2Beneficiaire {
    /// Author, as on the last note of the year.
    pub auteur: Auteur,
    /// Droits d'auteur paid, gross without TVA, before any withholding.
    pub brut_ht: Cents,
    /// TVA of these sums, the part withheld for the Treasury included.
    pub tva: Cents,
    /// TVA included: what is compared with the threshold.
    pub ttc: Cents,
    /// Retenue à la source.
    pub retenue_source: Cents,
    /// Above the threshold.
    pub a_declarer: bool,
}

impl Das2 {
    /// The payees as a list, one line each, those under the threshold included: semicolons, UTF-8.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut out = String::from("auteur;nom;prenom;siret;brut_ht;tva;ttc;retenue_source;a_declarer\n");
        for b in &self.beneficiaires {
            out.push_str(&crate::texte::csv_line(&[
                b.auteur.auteur.clone(),
                b.auteur.nom.clone(),
                b.auteur.prenom.clone(),
                b.auteur.siret.clone().unwrap_or_default(),
                b.brut_ht.to_string(),
                b.tva.to_string(),
                b.ttc.to_string(),
                b.retenue_source.to_string(),
                if b.a_declarer { "oui" } else { "non" }.to_owned(),
            ]));
        }
        out.into_bytes()
    }
}

/// The DAS2 of a year.
///
/// Other fees paid to the same beneficiary count for the threshold too and are not known here.
///
/// # Errors
/// `BAR-010` when the threshold of the year is unknown.
pub fn das2(rates: &Rates, notes: &[Note], year: i32) -> Result<Das2, Diagnostic> {
    let end = NaiveDate::from_ymd_opt(year, 12, 31)
        .ok_or_else(|| Diagnostic::error("AUT-003", format!("année {year} impossible")))?;
    let (seuil, _) = rates.amount("AA_DAS2_SEUIL", end)?;
    let mut by_author: BTreeMap<&str, (NaiveDate, Das2Beneficiaire)> = BTreeMap::new();
    let mut anomalies = Vec::new();
    for note in in_force(notes).into_iter().filter(|n| n.date_paiement.year() == year) {
        let Some(author) = &note.auteur else {
            anomalies.push(no_author(note));
            continue;
        };
        let (last, line) = by_author.entry(author.auteur.as_str()).or_insert_with(|| {
            let blank = Das2Beneficiaire {
                auteur: author.clone(),
                brut_ht: Cents::ZERO,
                tva: Cents::ZERO,
                ttc: Cents::ZERO,
                retenue_source: Cents::ZERO,
                a_declarer: false,
            };
            (note.date_paiement, blank)
        });
        if note.date_paiement >= *last {
            *last = note.date_paiement;
            line.auteur = author.clone();
        }
        line.brut_ht += note.brut_ht;
        line.tva += note.totaux.tva;
        line.ttc += note.brut_ht + note.totaux.tva;
        line.retenue_source += note.totaux.retenue_source;
    }
    let mut out = Das2 {
        annee: year,
        seuil,
        beneficiaires: Vec::new(),
        total_brut: Cents::ZERO,
        total_tva: Cents::ZERO,
        total_retenue_source: Cents::ZERO,
        anomalies,
    };
    for (_, mut line) in by_author.into_values() {
        line.a_declarer = line.ttc > seuil;
        if line.a_declarer {
            out.total_brut += line.brut_ht;
            out.total_tva += line.tva;
            out.total_retenue_source += line.retenue_source;
            if line.auteur.adresse.is_none() {
                out.anomalies.push(missing(&line.auteur, "voie", "l'adresse", "la DAS2 la demande"));
            }
        }
        out.beneficiaires.push(line);
    }
    Ok(out)
}
