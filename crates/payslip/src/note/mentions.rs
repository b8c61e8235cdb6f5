//! The mandatory mentions of a note, from the table, with the value of each and whether it is there.

use cddu_rates::{Cents, Confiance, Diagnostic, Rates};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::frozen::{Note, NoteSens};
use super::input::{Fiscal, NatureRevenu, Social, Tva};
use crate::vocabulary::Adresse;

const TABLE: &str = "droits_auteur/mentions.csv";

/// A mention of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Mention {
    /// Field of the note (`auteur.nir`), or the name of a fixed text.
    pub champ: String,
    /// French label.
    pub libelle: String,
    /// Mandatory on this note.
    pub obligatoire: bool,
    /// Text to print; `null` when nothing is known.
    pub valeur: Option<String>,
    /// Legal basis.
    pub base_legale: String,
    /// Where the requirement was read.
    pub source: String,
    /// Confidence.
    pub confiance: Confiance,
}

impl Mention {
    /// Mandatory and without a value: the note must not be handed over as it is.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        self.obligatoire && self.valeur.is_none()
    }
}

#[derive(Deserialize)]
struct Row {
    champ: String,
    libelle: String,
    condition: String,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    base_legale: String,
    source: String,
    confiance: Confiance,
}

/// The mentions that concern a note, in order of printing: mandatory ones, and optional ones that have a value.
///
/// # Errors
/// `BAR-002` when the table is missing, `BAR-003` when a row of it is not written as expected.
pub fn mentions(rates: &Rates, note: &Note) -> Result<Vec<Mention>, Diagnostic> {
    let text = rates.files().get(TABLE)?;
    let shown = rates.files().shown(TABLE);
    let mut out = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>() {
        let row = record.map_err(|error| cddu_rates::csv_diagnostic("BAR-003", &shown, &error))?;
        let day = note.date_paiement;
        if day < row.valide_du || row.valide_au.is_some_and(|end| day > end) {
            continue;
        }
        let obligatoire = holds(&row.condition, note).ok_or_else(|| {
            Diagnostic::error("BAR-003", format!("condition inconnue « {} »", row.condition))
                .in_file(shown.clone(), None)
                .column("condition")
        })?;
        let valeur = value(&row.champ, note);
        if obligatoire || (row.condition == "facultatif" && valeur.is_some()) {
            out.push(Mention {
                champ: row.champ,
                libelle: row.libelle,
                obligatoire,
                valeur,
                base_legale: row.base_legale,
                source: row.source,
                confiance: row.confiance,
            });
        }
    }
    Ok(out)
}

fn holds(condition: &str, note: &Note) -> Option<bool> {
    Some(match condition {
        "toujours" => true,
        "facultatif" => false,
        "lignes" => note.lignes.iter().any(|l| l.sens == NoteSens::Retenue),
        "precompte" => note.social == Social::Precompte,
        "dispense" => note.social == Social::Dispense,
        "tva_retenue" => note.totaux.retenue_tva > Cents::ZERO,
        "tva_payee" => note.totaux.tva > Cents::ZERO,
        "tva_facturee" => note.tva == Tva::RenonciationTva,
        "renonciation" => {
            matches!(note.tva, Tva::RenonciationTva | Tva::RenonciationFranchise)
                && note.producteur.as_ref().is_none_or(|p| p.assujetti_tva)
        }
        "franchise" => note.tva == Tva::RenonciationFranchise,
        "autoliquidation" => note.tva == Tva::Autoliquidation,
        "ircec" => note.totaux.ircec_producteur > Cents::ZERO,
        "non_resident" => note.totaux.retenue_source > Cents::ZERO,
        "convention" => note.fiscal == Fiscal::NonResidentConvention,
        "echeance" => matches!(note.nature_revenu, NatureRevenu::MinimumGaranti | NatureRevenu::AValoir),
        "redevance" => note.nature_revenu == NatureRevenu::Redevance,
        _ => return None,
    })
}

fn value(field: &str, note: &Note) -> Option<String> {
    let payer = note.producteur.as_ref();
    let author = note.auteur.as_ref();
    let work = note.oeuvre.as_ref();
    let rate = |code: &str| note.lignes.iter().find(|l| l.code == code).map(|l| format!("{} %", l.taux));
    let fixed = |text: &str| Some(text.to_owned());
    match field {
        "producteur.raison_sociale" => payer.map(|p| p.raison_sociale.clone()),
        "producteur.adresse" => payer.and_then(|p| p.adresse.as_ref()).and_then(one_line),
        "producteur.siret" => payer.and_then(|p| p.siret.clone()),
        "producteur.compte_urssaf_aa" => payer.and_then(|p| p.compte_urssaf_aa.clone()),
        "organisme_recouvrement" => fixed("Urssaf, service des artistes-auteurs"),
        "auteur.nom" => author.map(|a| a.nom.clone()),
        "auteur.prenom" => author.map(|a| a.prenom.clone()),
        "auteur.pseudonyme" => author.and_then(|a| a.pseudonyme.clone()),
        "auteur.adresse" => author.and_then(|a| a.adresse.as_ref()).and_then(one_line),
        "auteur.nir" => author.and_then(|a| a.nir.clone()),
        "auteur.siret" => author.and_then(|a| a.siret.clone()),
        "auteur.regime_fiscal" => author.and_then(|a| a.regime_fiscal).map(|r| r.key().to_owned()),
        "auteur.tva_intracom" => author.and_then(|a| a.tva_intracom.clone()),
        "auteur.iban" => author.and_then(|a| a.iban.clone()),
        "dispense.reference" => note.dispense.as_ref().and_then(|d| d.reference.clone()),
        "dispense.annee" => note.dispense.as_ref().map(|d| d.annee.to_string()),
        "tva" => fixed(note.tva.key()),
        "renonciation_date_effet" => note.renonciation_date_effet.map(|d| d.to_string()),
        "ircec" => fixed(note.ircec.key()),
        "attestation_non_precompte_raap" => note.attestation_non_precompte_raap.then(|| "oui".to_owned()),
        "oeuvre.titre" => work.map(|w| w.titre.clone()),
        "oeuvre.genre" => work.map(|w| w.genre.key().to_owned()),
        "oeuvre.nature_activite" => work.and_then(|w| w.nature_activite).map(|n| n.key().to_owned()),
        "oeuvre.contrat" => work.and_then(|w| w.contrat.clone()),
        "oeuvre.echeance" => work.and_then(|w| w.echeance.clone()),
        "oeuvre.periode_exploitation" => work.and_then(|w| w.periode_exploitation.clone()),
        "nature_revenu" => fixed(note.nature_revenu.key()),
        "date_paiement" => Some(note.date_paiement.to_string()),
        "numero" => note.numero.clone(),
        "brut_ht" => Some(note.brut_ht.to_string()),
        "cumuls.brut_annee_avant" => Some(note.cumuls.brut_annee_avant.to_string()),
        "lignes" => Some(format!("{} lignes", note.lignes.len())),
        "informations.prise_en_charge_etat" => Some(note.informations.prise_en_charge_etat.to_string()),
        "informations.csg_deductible" => Some(note.informations.csg_deductible.to_string()),
        "informations.csg_crds_non_deductible" => Some(note.informations.csg_crds_non_deductible.to_string()),
        "totaux.contribution_diffuseur" => Some(note.totaux.contribution_diffuseur.to_string()),
        "totaux.ircec_producteur" => Some(note.totaux.ircec_producteur.to_string()),
        "tva_taux" => rate("AA_TVA"),
        "totaux.tva" => Some(note.totaux.tva.to_string()),
        "totaux.retenue_tva" => Some(note.totaux.retenue_tva.to_string()),
        "mention_franchise" => fixed("TVA non applicable, article 293 B du CGI"),
        "mention_autoliquidation" => fixed("Autoliquidation"),
        "retenue_source_taux" => rate("AA_RAS"),
        "totaux.retenue_source" => Some(note.totaux.retenue_source.to_string()),
        "formulaires_5000_5003" => note.formulaires_5000_5003.map(|d| d.to_string()),
        "totaux.net_a_payer" => Some(note.totaux.net_a_payer.to_string()),
        "certification" => fixed(
            "Le diffuseur certifie sur l'honneur l'exactitude des sommes portées sur ce document et en garde un double.",
        ),
        _ => None,
    }
}

/// An address on one line, or nothing when it is empty.
fn one_line(address: &Adresse) -> Option<String> {
    let town = [address.code_postal.as_str(), address.commune.as_str()].join(" ");
    let parts: Vec<&str> = [address.voie.as_str(), town.trim(), address.pays.as_str()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
