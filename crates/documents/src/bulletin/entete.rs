//! Who, for whom, under which contracts.

use cddu_payslip::{Categorie, ContractPay, IdentiteEmployeur, IdentiteSalarie, Payslip, Salarie};

use crate::context::Context;
use crate::model::{Card, Column, Fact, Row, Table};
use crate::typo;

/// `DURAND Jeanne`, with the name in use when there is one.
pub fn name(salarie: &Salarie) -> String {
    full_name(&salarie.nom, salarie.nom_usage.as_deref(), &salarie.prenom)
}

/// The same, of a person read from a declaration.
pub fn identity_name(person: &IdentiteSalarie) -> String {
    full_name(&person.nom, person.nom_usage.as_deref(), &person.prenom)
}

fn full_name(nom: &str, usage: Option<&str>, prenom: &str) -> String {
    let family = match usage {
        Some(usage) if usage != nom => format!("{usage} (nom de naissance {nom})"),
        _ => nom.to_owned(),
    };
    format!("{family} {prenom}").trim().to_owned()
}

/// `Technicien`, `Artiste`...
const fn category(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "Technicien",
        Categorie::Artiste => "Artiste",
        Categorie::Figurant => "Artiste de complément",
        Categorie::Realisateur => "Réalisateur",
    }
}

/// `Technicien, non cadre, annexe 8`.
pub fn status(contract: &ContractPay) -> String {
    let cadre = if contract.cadre { "cadre" } else { "non cadre" };
    format!("{}, {cadre}, annexe{}{}", category(contract.categorie), typo::NBSP, contract.annexe)
}

/// The employer, R3243-1 1° to 3°.
pub fn employer(context: &Context, employer: &IdentiteEmployeur) -> Card {
    let mut lines = vec![employer.raison_sociale.clone().unwrap_or_else(|| "Employeur".to_owned())];
    lines.extend(employer.adresse.as_ref().map(typo::address).unwrap_or_default());
    let mut facts = Vec::new();
    facts.extend(Fact::optional("SIRET", employer.siret.as_deref().map(typo::siret)));
    facts.extend(Fact::optional("Code APE", employer.code_ape.as_deref()));
    facts.push(Fact::new("Convention collective", context.tables().convention(&employer.idcc)));
    facts.extend(Fact::optional("Congés Spectacles", employer.numero_conges_spectacles.as_deref()));
    facts.extend(Fact::optional("France Travail spectacle", employer.numero_france_travail.as_deref()));
    Card { title: "EMPLOYEUR".to_owned(), lines, facts }
}

/// The employee's identity, without the job.
pub fn person(person: &IdentiteSalarie) -> Card {
    let mut lines = vec![identity_name(person)];
    lines.extend(person.adresse.as_ref().map(typo::address).unwrap_or_default());
    let mut facts: Vec<Fact> = Fact::optional("Matricule", person.matricule.as_deref()).into_iter().collect();
    facts.extend(Fact::optional("Sécurité sociale", person.nir.as_deref().map(typo::nir)));
    facts.extend(Fact::optional("Date de naissance", person.date_naissance.map(typo::date)));
    facts.extend(Fact::optional("Congés Spectacles", person.numero_conges_spectacles.as_deref()));
    Card { title: "SALARIÉ".to_owned(), lines, facts }
}

/// The employee, R3243-1 4°.
pub fn employee(payslip: &Payslip) -> Card {
    let mut card = person(&payslip.salarie.identite());
    card.facts.extend(Fact::optional("Virement sur", payslip.salarie.iban.as_deref().map(typo::masked_iban)));
    card
}

/// The mandatory mentions that the data do not give, as a sentence.
pub fn missing_mentions(payslip: &Payslip) -> Option<String> {
    let employer = &payslip.employeur.identite;
    let mut missing = Vec::new();
    if employer.raison_sociale.is_none() {
        missing.push("nom de l’employeur");
    }
    if employer.adresse.is_none() {
        missing.push("adresse de l’employeur");
    }
    if employer.siret.is_none() {
        missing.push("SIRET");
    }
    if employer.code_ape.is_none() {
        missing.push("code APE");
    }
    if payslip.contrats.iter().any(|c| c.fonction.is_empty()) {
        missing.push("emploi");
    }
    (!missing.is_empty()).then(|| {
        typo::french(&format!(
            "Mentions obligatoires absentes des données : {} (C. trav. R3243-1).",
            missing.join(", ")
        ))
    })
}

/// One row per contract: dates, job, numéro d'objet, annexe, days, hours, cachets, gross.
pub fn contracts(context: &Context, payslip: &Payslip) -> Table {
    let rows = payslip
        .contrats
        .iter()
        .map(|c| {
            let job = if c.fonction.is_empty() { category(c.categorie) } else { &c.fonction };
            let convention = if c.idcc == payslip.employeur.identite.idcc {
                String::new()
            } else {
                format!(" · {}", context.tables().convention(&c.idcc))
            };
            let mut dates = typo::period_capital(cddu_rates::Period { debut: c.debut, fin: c.fin });
            if c.periode.debut != c.debut || c.periode.fin != c.fin {
                dates = format!("{dates}, payé {}", typo::period(c.periode));
            }
            Row::line([
                c.contrat.clone(),
                format!("{job} ({}){convention}", status(c)),
                dates,
                c.numero_objet.clone().unwrap_or_default(),
                c.jours.to_string(),
                typo::quantity(c.heures),
                c.cachets.to_string(),
                typo::amount(c.bases.brut),
            ])
        })
        .collect();
    Table {
        summary: "Contrats payés par ce bulletin".to_owned(),
        columns: vec![
            Column::text("Contrat", 13),
            Column::text("Emploi et statut", 30),
            // Two dates, or « payé » and two dates, on a line.
            Column::text("Dates", 36),
            Column::text("N° d’objet", 16),
            Column::number("Jours", 7),
            Column::number("Heures", 8),
            Column::number("Cachets", 8),
            Column::number("Brut", 11),
        ],
        rows,
    }
}
