//! Base of the tax credits of production (CIC, CIA, C2I): what each line brings, and why.
//!
//! CGI ann. III art. 46 quater-0 YM (cinéma, audiovisuel) and ZY ter (œuvres étrangères): pay of technicians with
//! obligatory contributions; artists up to the minimum of the convention, contributions in proportion; wage taxes
//! out. The caps that hold for a whole film (pay of the director, expenses) are not applied here: the reason says so.

use std::collections::BTreeMap;

use cddu_payslip::note::{Note, NoteSens};
use cddu_payslip::{Categorie, ContractPay, Payslip};
use cddu_rates::Cents;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Cellule, Tableau};
use crate::mouvement::piece;
use crate::note;
use crate::schema::{Part, Schema};

/// What one line of a payslip or a note brings to the base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneCreditImpot {
    /// Payslip or note.
    pub piece: String,
    /// Contract.
    pub contrat: String,
    /// Work, from the axis `film`.
    pub film: Option<String>,
    /// Line code and part.
    pub code: String,
    /// Employee or author.
    pub personne: String,
    /// Département of residence, or country outside France.
    pub residence: String,
    /// Place of work, from the axis `lieu`.
    pub lieu: String,
    /// Cost of the line.
    pub montant: Cents,
    /// Part that counts.
    pub eligible: Cents,
    /// Why.
    pub raison: String,
}

/// The minimum of the convention for a contract of a payslip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    /// Payslip.
    pub piece: String,
    /// Contract.
    pub contrat: String,
    /// Pay compared with the minimum.
    pub salaire: Cents,
    /// Minimum.
    pub minimum: Cents,
    /// The minimum for the whole time paid, for the base of the tax credits; `minimum` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pour_la_duree: Option<Cents>,
}

/// The lines of the payslips and notes, with the part of each that counts.
#[must_use]
pub fn credit_impot(
    schema: &Schema,
    bulletins: &[Payslip],
    notes: &[Note],
    minima: &[Minimum],
) -> Vec<LigneCreditImpot> {
    let minima: BTreeMap<(&str, &str), &Minimum> =
        minima.iter().map(|m| ((m.piece.as_str(), m.contrat.as_str()), m)).collect();
    let mut out = Vec::new();
    let mut slips: Vec<&Payslip> = bulletins.iter().collect();
    slips.sort_by_key(|p| piece(p));
    for p in slips {
        for contrat in &p.contrats {
            contract(
                schema,
                p,
                contrat,
                minima.get(&(piece(p), contrat.contrat.as_str())).copied(),
                &mut out,
            );
        }
    }
    let mut rights: Vec<&Note> = notes.iter().collect();
    rights.sort_by_key(|n| note::piece(n));
    for n in rights {
        author_note(n, &mut out);
    }
    out
}

fn residence(p: &Payslip) -> String {
    let Some(a) = &p.salarie.adresse else { return String::new() };
    if !a.pays.is_empty() && a.pays != "FR" {
        return a.pays.clone();
    }
    let overseas = a.code_postal.starts_with("97") || a.code_postal.starts_with("98");
    a.code_postal.get(..if overseas { 3 } else { 2 }).unwrap_or_default().to_owned()
}

fn contract(
    schema: &Schema,
    p: &Payslip,
    contrat: &ContractPay,
    minimum: Option<&Minimum>,
    out: &mut Vec<LigneCreditImpot>,
) {
    let film = contrat.analytique.get("film").filter(|f| !f.is_empty()).cloned();
    let abroad = contrat.analytique.get("pays").is_some_and(|pays| !pays.is_empty() && pays != "FR");
    let artist = matches!(contrat.categorie, Categorie::Artiste | Categorie::Figurant);
    let gross = contrat.bases.brut;
    // The part of an artist's pay that counts; the contributions follow in proportion.
    let capped = if artist {
        minimum.map_or(Cents::ZERO, |m| gross.min(m.pour_la_duree.unwrap_or(m.minimum)))
    } else {
        gross
    };
    let share = |montant: Cents| {
        if gross.is_zero() {
            return Cents::ZERO;
        }
        Cents::round(montant.to_decimal() * capped.to_decimal() / gross.to_decimal())
    };
    let mut push = |code: String, montant: Cents, eligible: Cents, raison: &str| {
        let (eligible, raison) = match () {
            () if film.is_none() => {
                (Cents::ZERO, "contrat sans œuvre : à rattacher, sous peine de perdre le crédit")
            }
            () if abroad => (Cents::ZERO, "travail hors de France"),
            () => (eligible, raison),
        };
        out.push(LigneCreditImpot {
            piece: piece(p).to_owned(),
            contrat: contrat.contrat.clone(),
            film: film.clone(),
            code,
            personne: p.salarie.matricule.clone(),
            residence: residence(p),
            lieu: contrat.analytique.get("lieu").cloned().unwrap_or_default(),
            montant,
            eligible,
            raison: raison.to_owned(),
        });
    };
    let reason = match (contrat.categorie, minimum) {
        (Categorie::Technicien, _) => "rémunération de technicien",
        (Categorie::Realisateur, _) => "rémunération de réalisateur, plafonnée au niveau de l'œuvre",
        (Categorie::Artiste | Categorie::Figurant, Some(_)) => "dans la limite du minimum conventionnel",
        (Categorie::Artiste | Categorie::Figurant, None) => "minimum conventionnel inconnu",
    };
    push("brut".to_owned(), gross, capped, reason);
    for line in &contrat.lignes {
        let Some(montant) = line.montant_employeur else { continue };
        let regle = schema.regle(Part::Employeur, &line.code, Some(contrat.categorie), contrat.periode.fin);
        let code = format!("{}/employeur", line.code);
        match regle.map_or("", |r| r.credit_impot.as_str()) {
            "oui" => push(
                code,
                montant,
                share(montant),
                if artist { "charge obligatoire, en proportion" } else { "charge obligatoire" },
            ),
            "reduit" => push(code, montant, share(montant), "allègement : réduit les charges"),
            "non" => push(code, montant, Cents::ZERO, "taxe sur les salaires"),
            _ => push(
                code,
                montant,
                Cents::ZERO,
                "non nommée par les textes : à soumettre au commissaire aux comptes",
            ),
        }
    }
}

fn author_note(n: &Note, out: &mut Vec<LigneCreditImpot>) {
    let film = n.analytique.get("film").filter(|f| !f.is_empty()).cloned();
    let producer: Cents = n.lignes.iter().filter(|l| l.sens == NoteSens::Producteur).map(|l| l.montant).sum();
    for (code, montant) in [("brut_ht", n.brut_ht), ("parts_producteur", producer)] {
        let (eligible, raison) = match &film {
            Some(_) => (montant, "droits nécessaires à l'œuvre et charges obligatoires"),
            None => (Cents::ZERO, "note sans œuvre"),
        };
        out.push(LigneCreditImpot {
            piece: note::piece(n).to_owned(),
            contrat: String::new(),
            film: film.clone(),
            code: code.to_owned(),
            personne: note::author(n).to_owned(),
            residence: String::new(),
            lieu: String::new(),
            montant,
            eligible,
            raison: raison.to_owned(),
        });
    }
}

/// The base by film, amount and reason per line.
#[must_use]
pub fn tableau_credit_impot(lignes: &[LigneCreditImpot]) -> Tableau {
    let rows = lignes
        .iter()
        .map(|l| {
            let texts = [
                l.film.clone().unwrap_or_default(),
                l.piece.clone(),
                l.contrat.clone(),
                l.personne.clone(),
                l.code.clone(),
            ];
            let mut row: Vec<Cellule> = texts.into_iter().map(Cellule::from).collect();
            row.extend([l.montant.into(), l.eligible.into(), l.raison.clone().into()]);
            row
        })
        .collect();
    Tableau::new(
        "Base du crédit d'impôt",
        &["film", "piece", "contrat", "personne", "code", "montant", "eligible", "raison"],
        rows,
    )
}

/// Pay and employer charges by film, residence of the employee and place of work: the usual criteria of the
/// regional funds. `parts` gives for each film the share of the cost that a fund counts, in percent; all of it
/// when missing.
#[must_use]
pub fn tableau_region(lignes: &[LigneCreditImpot], parts: &BTreeMap<String, Decimal>) -> Tableau {
    let mut rows: BTreeMap<(String, &str, &str), (Cents, Vec<&str>)> = BTreeMap::new();
    for l in lignes {
        let row = rows.entry((l.film.clone().unwrap_or_default(), &l.residence, &l.lieu)).or_default();
        row.0 += l.montant;
        if !row.1.contains(&l.personne.as_str()) {
            row.1.push(&l.personne);
        }
    }
    let rows = rows
        .into_iter()
        .map(|((film, residence, lieu), (cost, people))| {
            let part = parts.get(&film).copied().unwrap_or(Decimal::ONE_HUNDRED);
            let counted = Cents::round(cost.to_decimal() * part / Decimal::ONE_HUNDRED);
            vec![
                film.into(),
                residence.into(),
                lieu.into(),
                people.len().to_string().into(),
                cost.into(),
                counted.into(),
            ]
        })
        .collect();
    Tableau::new(
        "Dépenses par résidence et lieu de travail",
        &["film", "residence", "lieu", "personnes", "cout", "compte"],
        rows,
    )
}
