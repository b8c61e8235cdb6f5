//! `auteurs.csv`, `contrats_auteurs.csv`, `notes.csv`: what a folder pays as droits d'auteur.

use cddu_payslip::note::{
    Auteur, ContratAuteur, Declencheur, Dispense, Echeance, FicheAuteur, LigneNote, regrouper,
};
use cddu_payslip::{Adresse, identifiants};
use cddu_rates::Diagnostic;

use crate::lecture::sheet::{Cells, Sheet, cut};

/// The authors of a folder.
#[derive(Debug, Default)]
pub struct Auteurs {
    /// Rows of `auteurs.csv`.
    pub fiches: Vec<FicheAuteur>,
    /// Contracts, with their instalments.
    pub contrats: Vec<ContratAuteur>,
    /// Rows of `notes.csv`.
    pub lignes: Vec<LigneNote>,
}

/// Reads the three files; a faulty row is left out with its diagnostics.
pub(crate) fn read(
    authors: Option<&Sheet>,
    contracts: Option<&Sheet>,
    notes: Option<&Sheet>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Auteurs {
    let fiches = rows(authors, diagnostics, |cells, _| author(cells));
    let read = rows(contracts, diagnostics, |cells, line| contract(cells).map(|c| (Some(line), c)));
    let (contrats, doubtful) = regrouper(read);
    let shown = contracts.map_or_else(String::new, |s| s.shown.clone());
    diagnostics.extend(doubtful.into_iter().map(|d| {
        let line = d.ligne;
        d.in_file(shown.clone(), line)
    }));
    Auteurs { fiches, contrats, lignes: rows(notes, diagnostics, note) }
}

/// The good rows of a file.
fn rows<T>(
    sheet: Option<&Sheet>,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl Fn(&mut Cells<'_>, u64) -> Option<T>,
) -> Vec<T> {
    let mut out = Vec::new();
    let Some(sheet) = sheet else { return out };
    diagnostics.extend(sheet.diagnostics.iter().cloned());
    for row in sheet.rows.iter().filter(|r| !r.broken) {
        let mut cells = Cells::new(sheet, row);
        let value = read(&mut cells, row.line);
        if cells.faults.is_empty() {
            out.extend(value);
        }
        diagnostics.append(&mut cells.faults);
    }
    out
}

fn author(cells: &mut Cells<'_>) -> Option<FicheAuteur> {
    let nir = cells.opt_text("nir").and_then(|text| match identifiants::nir(&text) {
        Ok(nir) => Some(nir),
        Err(message) => {
            cells.fault(
                "DOS-030",
                "nir",
                message,
                "recopier les 15 chiffres de la carte Vitale, ou laisser vide",
            );
            None
        }
    });
    let iban = cells.opt_text("iban").map(|t| t.split_whitespace().collect::<String>());
    if let Some(iban) = iban.as_deref().filter(|i| !identifiants::iban(i)) {
        let message = format!("la clé de l'IBAN « {} » est fausse", cut(iban));
        cells.fault("DOS-032", "iban", message, "recopier l'IBAN du relevé d'identité bancaire");
    }
    let adresse = Adresse {
        voie: cells.text("voie"),
        code_postal: cells.text("code_postal"),
        commune: cells.text("commune"),
        pays: cells.text("pays"),
    };
    let reference = cells.opt_text("dispense_reference");
    let year = cells.integer("dispense_annee").and_then(|y| i32::try_from(y).ok());
    Some(FicheAuteur {
        auteur: Auteur {
            auteur: cells.identifier("auteur"),
            nom: cells.text("nom"),
            prenom: cells.text("prenom"),
            pseudonyme: cells.opt_text("pseudonyme"),
            adresse: (adresse != Adresse::default()).then_some(adresse),
            nir,
            date_naissance: cells.date("date_naissance"),
            siret: cells.opt_text("siret"),
            regime_fiscal: cells.variant("regime_fiscal"),
            tva_intracom: cells.opt_text("tva_intracom"),
            iban,
            bic: cells.opt_text("bic"),
        },
        social: cells.variant("social").unwrap_or_default(),
        tva: cells.variant("tva").unwrap_or_default(),
        fiscal: cells.variant("fiscal").unwrap_or_default(),
        taux_convention: cells.rate("taux_convention"),
        formulaires_5000_5003: cells.date("formulaires_5000_5003"),
        assure_hors_france: cells.yes_no("assure_hors_france").unwrap_or(false),
        zone: cells.variant("zone").unwrap_or_default(),
        dispense: year.map(|annee| Dispense { reference, annee }),
        renonciation_date_effet: cells.date("renonciation_date_effet"),
        attestation_non_precompte_raap: cells.yes_no("attestation_raap").unwrap_or(false),
    })
}

fn contract(cells: &mut Cells<'_>) -> Option<ContratAuteur> {
    let label = cells.opt_text("echeance");
    let step = Echeance {
        echeance: label.clone().unwrap_or_default(),
        declencheur: cells.variant("declencheur").unwrap_or(Declencheur::Autre),
        date_prevue: cells.date("date_prevue"),
        montant: cells.amount("montant"),
        pourcentage: cells.rate("pourcentage"),
    };
    let mut analytique = std::collections::BTreeMap::new();
    if let Some(poste) = cells.opt_text("poste") {
        analytique.insert("poste".to_owned(), poste);
    }
    let date_signature = cells.date("date_signature");
    let genre = cells.variant("genre");
    Some(ContratAuteur {
        contrat: cells.identifier("contrat"),
        auteur: cells.identifier("auteur"),
        titre: cells.text("titre"),
        genre: genre?,
        nature_activite: cells.variant("nature_activite"),
        secteur: cells.variant("secteur").unwrap_or_default(),
        duree_minutes: cells.integer("duree_minutes"),
        nombre_auteurs: cells.integer("nombre_auteurs").unwrap_or(1),
        date_signature: date_signature?,
        ircec: cells.variant("ircec"),
        minimum_garanti: cells.amount("minimum_garanti").unwrap_or_default(),
        echeances: label.map(|_| step).into_iter().collect(),
        analytique,
    })
}

fn note(cells: &mut Cells<'_>, line: u64) -> Option<LigneNote> {
    let date_paiement = cells.date("date_paiement");
    Some(LigneNote {
        ligne: Some(line),
        note: cells.identifier("note"),
        rectifie: cells.opt_text("rectifie"),
        contrat: cells.identifier("contrat"),
        date_paiement: date_paiement?,
        nature_revenu: cells.variant("nature_revenu"),
        echeance: cells.opt_text("echeance"),
        montant: cells.amount("montant"),
        redevances: cells.amount("redevances"),
        periode_exploitation: cells.opt_text("periode_exploitation"),
        ircec: cells.variant("ircec"),
    })
}
