//! The employee's copy of an AEM (attestation employeur mensuelle, annexes 8 and 10), free layout.
//!
//! One attestation per contract and month of payment. The amounts are those of the frozen payslips.

use cddu_payslip::{IdentiteEmployeur, Salarie};
use cddu_rates::{Cents, Diagnostic, Month, Quantity, Rate};
use chrono::NaiveDate;

use super::{Sheet, Signataire, facts_card, parties, yes_no};
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Figure, Row, RowKind, Table};
use crate::typo;

/// Nature of an AEM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// First of the contract.
    Initiale,
    /// Following months of the same contract.
    Complementaire,
    /// Correction upwards.
    RectificativePositive,
    /// Correction downwards.
    RectificativeNegative,
}

impl Nature {
    const fn label(self) -> &'static str {
        match self {
            Self::Initiale => "initiale",
            Self::Complementaire => "complémentaire",
            Self::RectificativePositive => "rectificative positive",
            Self::RectificativeNegative => "rectificative négative",
        }
    }
}

/// A line of pay and its contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remuneration {
    /// Label.
    pub libelle: String,
    /// Gross before DFS.
    pub brut_avant_abattement: Cents,
    /// Gross after DFS.
    pub brut_apres_abattement: Cents,
    /// Base of the contribution.
    pub assiette: Cents,
    /// Rate, both shares, percent.
    pub taux: Rate,
    /// Contribution, both shares.
    pub contribution: Cents,
}

/// What the attestation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// Reference in the production's books.
    pub reference: String,
    /// Nature.
    pub nature: Nature,
    /// Month of payment.
    pub mois: Month,
    /// Number given by France Travail or by the approved structure.
    pub numero: Option<String>,
    /// Number of the initial attestation, for the other natures.
    pub numero_initiale: Option<String>,
    /// Approval of the structure that issues the attestation.
    pub agrement: Option<String>,
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: Salarie,
    /// Family link with the employer, when there is one.
    pub lien_parente: Option<String>,
    /// Job.
    pub emploi: String,
    /// Category on the form (`technicien`, `ouvrier`, `artiste`, `réalisateur`).
    pub categorie: String,
    /// Cadre.
    pub cadre: bool,
    /// Annexe, 8 or 10.
    pub annexe: u8,
    /// Contract.
    pub contrat: String,
    /// Title of the production.
    pub titre_production: Option<String>,
    /// Numéro d'objet.
    pub numero_objet: Option<String>,
    /// First day of the contract.
    pub debut: NaiveDate,
    /// Last day; none while the contract goes on.
    pub fin: Option<NaiveDate>,
    /// Reason of the end (`fin de CDD`...); none while the contract goes on.
    pub motif_fin: Option<String>,
    /// Hours.
    pub heures: Quantity,
    /// Cachets of periods under five days.
    pub cachets_isoles: Quantity,
    /// Cachets of periods of five days or more.
    pub cachets_groupes: Quantity,
    /// Days worked.
    pub jours: u32,
    /// Lines of pay.
    pub remunerations: Vec<Remuneration>,
    /// Total of the contributions, frozen.
    pub total_contributions: Cents,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Numbers of the payslips.
    pub bulletins: Vec<String>,
    /// What the form asks about the employer besides its identity: label and answer (licence, contact...).
    pub complements: Vec<(String, String)>,
    /// Who signs.
    pub signataire: Signataire,
}

/// The attestation as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(attestation: &Attestation) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, attestation)?)
}

/// The attestation as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(attestation: &Attestation) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, attestation)?))
}

/// The attestation as a document.
///
/// # Errors
/// `DOC-007` when the contributions of the lines do not give the frozen total.
pub fn document(context: &Context, a: &Attestation) -> Result<Document, Diagnostic> {
    let printed: Cents = a.remunerations.iter().map(|r| r.contribution).sum();
    if printed != a.total_contributions {
        return Err(Diagnostic::error(
            "DOC-007",
            format!(
                "les lignes de l'attestation donnent {printed} de contributions, le total figé dit {}",
                a.total_contributions
            ),
        )
        .at("total_contributions")
        .hint("refaire l'attestation à partir des bulletins figés"));
    }
    let mut marks =
        vec![Fact::new("Mois de paiement", typo::month(a.mois)), Fact::new("Nature", a.nature.label())];
    marks.push(Fact::new(
        "Numéro",
        a.numero.clone().unwrap_or_else(|| "attribué par France Travail".to_owned()),
    ));
    marks.extend(Fact::optional("AEM initiale", a.numero_initiale.clone()));
    let mut blocks = vec![parties(context, &a.employeur, &a.salarie)];
    blocks.extend(correction(a));
    blocks.extend([
        Block::Cards(vec![employment(a), contract(a)]),
        Block::Table(activity(a)),
        Block::Table(pay(a)),
        Block::Figures(vec![
            Figure {
                label: "TOTAL DES CONTRIBUTIONS".to_owned(),
                value: typo::euros(a.total_contributions),
                main: false,
            },
            Figure { label: "DATE DE PAIEMENT".to_owned(), value: typo::date(a.date_paiement), main: false },
        ]),
    ]);
    if !a.complements.is_empty() {
        let facts =
            a.complements.iter().map(|(label, value)| Fact::new(label.clone(), value.clone())).collect();
        blocks.push(Block::Cards(vec![facts_card("EMPLOYEUR, AUTRES RENSEIGNEMENTS", facts)]));
    }
    blocks.push(Block::Signatures(vec![a.signataire.block()]));
    let issue = match &a.agrement {
        Some(number) => format!("Document émis sous l’agrément AEM {number}."),
        None => "Document issu de l’échange AEM du logiciel, non agréé : il informe le salarié et ne remplace pas l’attestation transmise à France Travail.".to_owned(),
    };
    blocks.push(Block::Mentions(vec![
        typo::french(&issue),
        typo::french("Le mois est celui du paiement ; les dates sont celles du contrat. Un cachet est déclaré comme tel, sans conversion en heures."),
    ]));
    let sheet = Sheet {
        title: "Attestation employeur mensuelle",
        subtitle: "Annexes 8 et 10 de l’assurance chômage, exemplaire du salarié",
        employeur: &a.employeur,
        salarie: &a.salarie,
        date: a.date_paiement,
        identifier: a.reference.clone(),
        marks,
        blocks,
    };
    Ok(sheet.document())
}

/// How to read a correction: the form has no sign, the nature of the attestation carries it.
fn correction(a: &Attestation) -> Option<Block> {
    let effect = match a.nature {
        Nature::Initiale | Nature::Complementaire => return None,
        Nature::RectificativePositive => "s’ajoutent à",
        Nature::RectificativeNegative => "se retranchent de",
    };
    let corrected = match &a.numero_initiale {
        Some(number) => format!("ceux de l’attestation initiale {number}"),
        None => "ceux de l’attestation initiale".to_owned(),
    };
    Some(Block::Notice(typo::french(&format!(
        "Attestation {} : les heures, cachets, jours et montants ci-dessous {effect} {corrected}. Ils sont écrits sans signe, comme sur le formulaire.",
        a.nature.label(),
    ))))
}

fn employment(a: &Attestation) -> crate::model::Card {
    let mut facts = vec![
        Fact::new("Emploi", a.emploi.clone()),
        Fact::new("Catégorie", a.categorie.clone()),
        Fact::new("Statut", if a.cadre { "cadre" } else { "non cadre" }),
        Fact::new("Annexe", a.annexe.to_string()),
        Fact::new(
            "Lien de parenté avec l’employeur",
            a.lien_parente.clone().unwrap_or_else(|| "non".to_owned()),
        ),
    ];
    facts.extend(Fact::optional("Nom de naissance", Some(a.salarie.nom.clone())));
    facts_card("EMPLOI", facts)
}

fn contract(a: &Attestation) -> crate::model::Card {
    let mut facts = vec![Fact::new("Contrat", a.contrat.clone())];
    facts.extend(Fact::optional("Production", a.titre_production.clone()));
    facts.push(Fact::new(
        "Numéro d’objet",
        a.numero_objet.clone().unwrap_or_else(|| "non communiqué".to_owned()),
    ));
    facts.push(Fact::new("Début", typo::date(a.debut)));
    facts.push(Fact::new("Fin", a.fin.map_or_else(|| "contrat en cours".to_owned(), typo::date)));
    facts.extend(Fact::optional("Motif de fin", a.motif_fin.clone()));
    facts.extend(Fact::optional("Bulletins", (!a.bulletins.is_empty()).then(|| a.bulletins.join(", "))));
    facts.push(Fact::new(
        "Caisse de congés payés",
        a.employeur.numero_conges_spectacles.clone().unwrap_or_else(|| yes_no(false).to_owned()),
    ));
    facts_card("CONTRAT", facts)
}

fn activity(a: &Attestation) -> Table {
    Table {
        summary: "Activité du mois".to_owned(),
        columns: vec![
            Column::text("Activité", 40),
            Column::number("Heures", 15),
            Column::number("Cachets isolés", 15),
            Column::number("Cachets groupés", 15),
            Column::number("Jours travaillés", 15),
        ],
        rows: vec![Row::line([
            format!("Payée le {}", typo::date(a.date_paiement)),
            typo::quantity(a.heures),
            typo::quantity(a.cachets_isoles),
            typo::quantity(a.cachets_groupes),
            a.jours.to_string(),
        ])],
    }
}

fn pay(a: &Attestation) -> Table {
    let mut rows: Vec<Row> = a
        .remunerations
        .iter()
        .map(|r| {
            Row::line([
                typo::french(&r.libelle),
                typo::amount(r.brut_avant_abattement),
                typo::amount(r.brut_apres_abattement),
                typo::amount(r.assiette),
                typo::percent(r.taux),
                typo::amount(r.contribution),
            ])
        })
        .collect();
    rows.push(Row::new(
        RowKind::Total,
        [
            "Total des contributions".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(a.total_contributions),
        ],
    ));
    Table {
        summary: "Rémunérations et contributions".to_owned(),
        columns: vec![
            Column::text("Rémunérations", 30),
            Column::number("Brut avant abattement", 15),
            Column::number("Brut après abattement", 15),
            Column::number("Assiette", 14),
            Column::number("Taux", 12),
            Column::number("Contribution (€)", 14),
        ],
        rows,
    }
}
