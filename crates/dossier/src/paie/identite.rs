//! What production.toml lacks and payslips carry: asked before the first payslip of a period is frozen, since completing it
//! afterwards makes all of them again.

use cddu_payslip::IdentiteEmployeur;
use cddu_rates::{Diagnostic, Gravite, ParametreEmployeur, Rates};

use crate::Folder;
use crate::registre::register::Register;

/// `DOS-300`: who the employer is, which payslips print (C. trav. R3243-1) and declarations copy from them. Asked of a folder
/// that declares; nothing of a period that has payslips already is in question.
pub(super) fn missing(folder: &Folder, register: &Register, period: &str) -> Option<Diagnostic> {
    let production = &folder.production;
    let answered = production.paiement.confirme.iter().any(|c| c == "employeur");
    if answered || !folder.declares() || register.standing().iter().any(|f| f.periode == period) {
        return None;
    }
    let own: &IdentiteEmployeur = &production.employeur.identite;
    let empty = |text: Option<&String>| text.is_none_or(|t| t.trim().is_empty());
    let address =
        own.adresse.as_ref().is_none_or(|a| a.voie.trim().is_empty() || a.commune.trim().is_empty());
    let keys: Vec<&str> = [
        ("siret", empty(own.siret.as_ref())),
        ("code_ape", empty(own.code_ape.as_ref())),
        ("adresse", address),
    ]
    .into_iter()
    .filter_map(|(key, missing)| missing.then_some(key))
    .collect();
    let first = keys.first()?;
    let fault = Diagnostic::error(
        "DOS-300",
        format!(
            "l'employeur n'est pas entier : il manque {} ; les bulletins le portent (C. trav. R3243-1), la DSN et les AEM le recopient",
            keys.join(", ")
        ),
    )
    .in_file(folder.shown("production.toml"), None)
    .at(format!("employeur.{first}"))
    .hint("remplir ces clés de la section [employeur] avant la première paie : ensuite, chaque bulletin serait à refaire ; pour payer quand même : confirme = [\"employeur\"] dans la section [paiement]");
    Some(folder.located(fault))
}

/// `DOS-301`: no versement mobilité from the staff that owes it (CGCT L2333-64). Zero is right outside the perimeters alone.
pub(super) fn no_mobility(folder: &Folder, rates: &Rates) -> Option<Diagnostic> {
    let employer = &folder.production.employeur.parametres;
    let limit = rates
        .contributions()
        .iter()
        .filter(|c| c.parametre == Some(ParametreEmployeur::VersementMobilite))
        .find_map(|c| c.effectif_min)?;
    let answered = folder.production.paiement.confirme.iter().any(|c| c == "versement_mobilite");
    if answered || employer.effectif < limit || !employer.versement_mobilite.0.is_zero() {
        return None;
    }
    let told = Diagnostic::warning(
        "DOS-301",
        format!("{} salariés et aucun versement mobilité : il est dû à partir de {limit}, au taux de la commune du lieu de travail", employer.effectif),
    )
    .severity(Gravite::Mineur)
    .in_file(folder.shown("production.toml"), None)
    .at("employeur.versement_mobilite")
    .hint("donner le taux plein de la commune (urssaf.fr) ; 0 n'est juste que hors de toute autorité organisatrice, ou pendant l'exonération des seuils : confirme = [\"versement_mobilite\"] dans la section [paiement]");
    Some(folder.located(told))
}
