//! The quarterly declaration as a CSV file, columns chosen by a mapping table.
//!
//! The layout of the file that the Urssaf accepts (norm of 31/03/2023) is not public: the mapping is data, to be
//! replaced when the notice is known.

use cddu_rates::{Diagnostic, Rates};

use super::urssaf::{DeclarationUrssaf, UrssafLigne};

const TABLE: &str = "droits_auteur/export_urssaf.csv";

/// Columns of the export: header and field, in order.
///
/// # Errors
/// `BAR-002` when the table is missing, `BAR-003` when it is not written as expected or names an unknown field.
pub fn read_mapping(rates: &Rates) -> Result<Vec<(String, String)>, Diagnostic> {
    let text = rates.files().get(TABLE)?;
    let shown = rates.files().shown(TABLE);
    let mut out = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).deserialize::<(String, String)>() {
        let (header, field) =
            record.map_err(|error| cddu_rates::csv_diagnostic("BAR-003", &shown, &error))?;
        if !FIELDS.contains(&field.as_str()) {
            return Err(Diagnostic::error("BAR-003", format!("champ inconnu « {field} »"))
                .in_file(shown, None)
                .column("champ")
                .hint(format!("champs admis : {}", FIELDS.join(", "))));
        }
        out.push((header, field));
    }
    Ok(out)
}

/// The declaration as CSV text (comma, UTF-8, CRLF-free), one line per author and payment.
///
/// # Errors
/// Those of [`read_mapping`].
pub fn export_urssaf(rates: &Rates, declaration: &DeclarationUrssaf) -> Result<String, Diagnostic> {
    let mapping = read_mapping(rates)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Diagnostic::error("AUT-004", format!("export impossible : {error}"));
    writer.write_record(mapping.iter().map(|(header, _)| header)).map_err(failed)?;
    for line in &declaration.lignes {
        let cells = mapping.iter().map(|(_, field)| cell(declaration, line, field));
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes =
        writer.into_inner().map_err(|e| Diagnostic::error("AUT-004", format!("export impossible : {e}")))?;
    String::from_utf8(bytes).map_err(|e| Diagnostic::error("AUT-004", format!("export impossible : {e}")))
}

const FIELDS: &[&str] = &[
    "producteur.compte_urssaf_aa",
    "producteur.siret",
    "trimestre",
    "auteur.auteur",
    "auteur.nir",
    "auteur.nom",
    "auteur.prenom",
    "auteur.date_naissance",
    "auteur.adresse.voie",
    "auteur.adresse.code_postal",
    "auteur.adresse.commune",
    "auteur.adresse.pays",
    "auteur.siret",
    "note",
    "precompte",
    "nature_revenu",
    "genre",
    "date_paiement",
    "brut_ht",
    "base_vieillesse",
    "base_csg",
    "vieillesse",
    "csg",
    "crds",
    "cfp",
    "diffuseur",
    "cfp_diffuseur",
    "total",
];

fn cell(declaration: &DeclarationUrssaf, line: &UrssafLigne, field: &str) -> String {
    let payer = declaration.producteur.as_ref();
    let address = line.auteur.adresse.as_ref();
    let amounts = &line.montants;
    let text = match field {
        "producteur.compte_urssaf_aa" => payer.and_then(|p| p.compte_urssaf_aa.clone()),
        "producteur.siret" => payer.and_then(|p| p.siret.clone()),
        "trimestre" => Some(declaration.trimestre.to_string()),
        "auteur.auteur" => Some(line.auteur.auteur.clone()),
        "auteur.nir" => line.auteur.nir.clone(),
        "auteur.nom" => Some(line.auteur.nom.clone()),
        "auteur.prenom" => Some(line.auteur.prenom.clone()),
        "auteur.date_naissance" => line.auteur.date_naissance.map(|d| d.to_string()),
        "auteur.adresse.voie" => address.map(|a| a.voie.clone()),
        "auteur.adresse.code_postal" => address.map(|a| a.code_postal.clone()),
        "auteur.adresse.commune" => address.map(|a| a.commune.clone()),
        "auteur.adresse.pays" => address.map(|a| a.pays.clone()),
        "auteur.siret" => line.auteur.siret.clone(),
        "note" => Some(line.note.clone()),
        "precompte" => Some(if line.precompte { "oui" } else { "non" }.to_owned()),
        "nature_revenu" => Some(line.nature_revenu.to_owned()),
        "genre" => line.genre.map(str::to_owned),
        "date_paiement" => Some(line.date_paiement.to_string()),
        "brut_ht" => Some(amounts.brut_ht.to_string()),
        "base_vieillesse" => Some(amounts.base_vieillesse.to_string()),
        "base_csg" => Some(amounts.base_csg.to_string()),
        "vieillesse" => Some(amounts.vieillesse.to_string()),
        "csg" => Some(amounts.csg.to_string()),
        "crds" => Some(amounts.crds.to_string()),
        "cfp" => Some(amounts.cfp.to_string()),
        "diffuseur" => Some(amounts.diffuseur.to_string()),
        "cfp_diffuseur" => Some(amounts.cfp_diffuseur.to_string()),
        "total" => Some(amounts.total.to_string()),
        _ => None,
    };
    text.unwrap_or_default()
}
