//! The employee's copy of an AEM (attestation employeur mensuelle, annexes 8 and 10), free layout.
//!
//! One attestation per contract and month of payment, printed from the exchange document itself.

use cddu_declarations::aem::{Attestation, EmployeurAem, LigneRemuneration, Nature, OuiNon, StatutCadre};
use cddu_payslip::IdentiteSalarie;
use cddu_rates::{Cents, Diagnostic, Period, Rate};

use super::{Sheet, facts_card, parties, signature};
use crate::context::Context;
use crate::model::{Block, Card, Column, Document, Fact, Figure, Row, RowKind, Table};
use crate::typo;

/// An attestation with what its file says once for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Copie<'a> {
    /// Employer of the lot.
    pub employeur: &'a EmployeurAem,
    /// Approval of the structure that issues the attestation.
    pub agrement: Option<&'a str>,
    /// Attestation.
    pub attestation: &'a Attestation,
    /// Medical stops of the contract, as its payslips hold them: the exchange file has no field for them.
    pub arrets: &'a [Period],
}

/// The attestation as PDF/A-3a.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(copy: &Copie<'_>) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(context, copy)?)
}

/// The attestation as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(copy: &Copie<'_>) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(context, copy)?))
}

/// The attestation as a document.
///
/// # Errors
/// `DOC-007` when the contributions of the lines do not give the frozen total.
pub fn document(context: &Context, copy: &Copie<'_>) -> Result<Document, Diagnostic> {
    let Copie { employeur: employer, agrement, attestation: a, arrets } = *copy;
    let pay_of = &a.remuneration;
    let printed: Cents = pay_of.lignes().map(|l| l.montant_contribution).sum();
    if printed != pay_of.total_contribution {
        return Err(Diagnostic::error(
            "DOC-007",
            format!(
                "les lignes de l'attestation donnent {printed} de contributions, le total figé dit {}",
                pay_of.total_contribution
            ),
        )
        .at("total_contributions")
        .hint("refaire l'attestation à partir des bulletins figés"));
    }
    let mut marks =
        vec![Fact::new("Mois de paiement", typo::month(a.mois)), Fact::new("Nature", a.nature.label())];
    marks.push(Fact::new(
        "Numéro",
        a.numero_aem.clone().unwrap_or_else(|| "attribué par France Travail".to_owned()),
    ));
    marks.extend(Fact::optional("AEM initiale", initial(a)));
    let (employeur, salarie) = (employer.identite(), a.salarie.identite());
    let mut blocks = vec![parties(context, &employeur, &salarie)];
    blocks.extend(correction(a));
    blocks.extend([
        Block::Cards(vec![employment(a, &salarie), contract(a, &employer.affiliation_conges_spectacles)]),
        Block::Table(activity(a)),
        Block::Table(pay(a)),
        Block::Figures(vec![
            Figure {
                label: "TOTAL DES CONTRIBUTIONS".to_owned(),
                value: typo::euros(pay_of.total_contribution),
                main: false,
            },
            Figure {
                label: "DATE DE PAIEMENT".to_owned(),
                value: typo::date(pay_of.date_paiement),
                main: false,
            },
        ]),
        Block::Cards(vec![facts_card("EMPLOYEUR, AUTRES RENSEIGNEMENTS", complements(employer, a))]),
    ]);
    blocks.extend(stops(arrets));
    let sign = &a.authentification;
    let name = format!("{} {}", sign.prenom, sign.nom);
    blocks.push(Block::Signatures(vec![signature(name.trim(), &sign.qualite, &sign.lieu, sign.date)]));
    let issue = match agrement {
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
        employeur: &employeur,
        salarie: &salarie,
        date: pay_of.date_paiement,
        identifier: a.reference.clone(),
        marks,
        blocks,
    };
    Ok(sheet.document())
}

/// The dates of the medical stops, never their reason. France Travail values the suspended days itself (GHS, 05/05/2025, B).
fn stops(arrets: &[Period]) -> Option<Block> {
    if arrets.is_empty() {
        return None;
    }
    let dates: Vec<String> = arrets.iter().map(|p| typo::period(*p)).collect();
    Some(Block::Notice(typo::french(&format!(
        "Contrat suspendu par un arrêt de travail {} : ses jours ne sont pas dans les heures, jours et cachets ci-dessus, qui sont ceux payés. France Travail valorise lui-même l'arrêt.",
        dates.join(", ")
    ))))
}

/// Number of the initial attestation, or its reference when it has none.
fn initial(a: &Attestation) -> Option<String> {
    a.numero_aem_initiale.clone().or_else(|| a.reference_initiale.clone())
}

/// How to read a correction: the form has no sign, the nature of the attestation carries it.
fn correction(a: &Attestation) -> Option<Block> {
    let effect = match a.nature {
        Nature::Initiale | Nature::Complementaire => return None,
        Nature::RectificativePositive => "s’ajoutent à",
        Nature::RectificativeNegative => "se retranchent de",
    };
    let corrected = match initial(a) {
        Some(number) => format!("ceux de l’attestation initiale {number}"),
        None => "ceux de l’attestation initiale".to_owned(),
    };
    Some(Block::Notice(typo::french(&format!(
        "Attestation {} : les heures, cachets, jours et montants ci-dessous {effect} {corrected}. Ils sont écrits sans signe, comme sur le formulaire.",
        a.nature.label(),
    ))))
}

fn employment(a: &Attestation, salarie: &IdentiteSalarie) -> Card {
    let link = &a.salarie.lien_parente;
    let link =
        if link.oui { link.nature.clone().unwrap_or_else(|| "oui".to_owned()) } else { "non".to_owned() };
    let mut facts = vec![
        Fact::new("Emploi", a.emploi.libelle.clone()),
        Fact::new("Catégorie", a.emploi.categorie.label()),
        Fact::new("Statut", if a.emploi.statut_cadre == StatutCadre::Cadre { "cadre" } else { "non cadre" }),
        Fact::new("Annexe", a.emploi.annexe.to_string()),
        Fact::new("Lien de parenté avec l’employeur", link),
    ];
    facts.extend(Fact::optional("Nom de naissance", Some(salarie.nom.clone())));
    facts_card("EMPLOI", facts)
}

fn contract(a: &Attestation, conges: &OuiNon) -> Card {
    let c = &a.contrat;
    let mut facts = vec![Fact::new("Contrat", c.reference_contrat.clone())];
    facts.extend(Fact::optional("Production", c.titre_production.clone()));
    let objet = if c.numero_objet.is_empty() { "non communiqué" } else { &c.numero_objet };
    facts.push(Fact::new("Numéro d’objet", objet));
    facts.push(Fact::new("Début", typo::date(c.date_debut)));
    facts.push(Fact::new("Fin", c.date_fin.map_or_else(|| "contrat en cours".to_owned(), typo::date)));
    facts.extend(Fact::optional("Motif de fin", c.motif_fin.map(|m| m.label())));
    facts.extend(Fact::optional("Bulletins", Some(a.remuneration.bulletins.join(", "))));
    facts.push(Fact::new("Caisse de congés payés", answer(Some(conges))));
    facts_card("CONTRAT", facts)
}

/// `non`, `oui`, or the number that goes with a yes.
fn answer(given: Option<&OuiNon>) -> String {
    match given {
        Some(OuiNon { oui: true, numero }) => numero.clone().unwrap_or_else(|| "oui".to_owned()),
        _ => "non".to_owned(),
    }
}

/// What the form asks about the employer besides its identity.
fn complements(e: &EmployeurAem, a: &Attestation) -> Vec<Fact> {
    let occasional = if e.organisateur_occasionnel == Some(true) { "oui" } else { "non" };
    let mut out = vec![
        Fact::new("Licence d’entrepreneur de spectacles", answer(e.licence_spectacle.as_ref())),
        Fact::new("Organisateur occasionnel", occasional),
        Fact::new("Label de prestataire du spectacle vivant", answer(e.label_prestataire.as_ref())),
    ];
    let sign = &a.authentification;
    let telephone = sign.telephone_a_joindre.as_deref().map(typo::telephone);
    let contact: Vec<String> = sign.personne_a_joindre.iter().cloned().chain(telephone).collect();
    out.extend(Fact::optional("Téléphone", e.telephone.as_deref().map(typo::telephone)));
    out.extend(Fact::optional("Courriel", e.courriel.clone()));
    out.extend(Fact::optional("Personne à joindre", Some(contact.join(", "))));
    out
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
            format!("Payée le {}", typo::date(a.remuneration.date_paiement)),
            typo::quantity(a.activite.heures_effectuees),
            typo::quantity(a.activite.cachets_isoles),
            typo::quantity(a.activite.cachets_groupes),
            a.activite.jours_travailles.to_string(),
        ])],
    }
}

fn pay(a: &Attestation) -> Table {
    let named = [
        ("Rémunération principale", Some(&a.remuneration.principale)),
        ("Rémunération à un autre taux", a.remuneration.autres.as_ref()),
    ];
    let mut rows: Vec<Row> = named
        .into_iter()
        .filter_map(|(label, line)| {
            let line = line?;
            Some(Row::line([
                typo::french(&with_deduction(label, line)),
                typo::amount(line.brut_avant_abattement.unwrap_or(line.brut_apres_abattement)),
                typo::amount(line.brut_apres_abattement),
                typo::amount(line.assiette_contribution),
                typo::percent(line.taux_contribution),
                typo::amount(line.montant_contribution),
            ]))
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
            typo::amount(a.remuneration.total_contribution),
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

/// The label of a line of pay, with the rate of the DFS when there is one.
fn with_deduction(label: &str, line: &LigneRemuneration) -> String {
    match line.taux_abattement.filter(|rate| *rate != Rate::ZERO) {
        None => label.to_owned(),
        Some(rate) => {
            let rate = rate.to_string().replace('.', ",");
            format!("{label} (déduction forfaitaire spécifique {rate} %)")
        }
    }
}
