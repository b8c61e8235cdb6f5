//! What production.toml lacks and payslips carry: asked before the first payslip of a period is frozen, since completing it
//! afterwards makes all of them again.

use cddu_declarations::Tables;
use cddu_payslip::{BulletinInput, IdentiteEmployeur};
use cddu_rates::{Diagnostic, Gravite, ParametreEmployeur, Rates, fold};

use crate::Folder;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::sheet::cut;
use crate::registre::register::Register;

/// What a folder that declares is asked of its employer and of its work; nothing of a period that has payslips already is
/// in question.
pub(super) fn asked(folder: &Folder, register: &Register, period: &str) -> Vec<Diagnostic> {
    if !folder.declares() || register.standing().iter().any(|f| f.periode == period) {
        return Vec::new();
    }
    missing(folder).into_iter().chain(object_of_production(folder)).collect()
}

/// `DOS-300`: who the employer is, which payslips print (C. trav. R3243-1) and declarations copy from them.
fn missing(folder: &Folder) -> Option<Diagnostic> {
    let production = &folder.production;
    if production.paiement.confirme.iter().any(|c| c == "employeur") {
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
    .in_file("production.toml", None)
    .at(format!("employeur.{first}"))
    .hint("remplir ces clés de la section [employeur] avant la première paie : ensuite, chaque bulletin serait à refaire ; pour payer quand même : confirme = [\"employeur\"] dans la section [paiement]");
    Some(folder.located(fault))
}

/// Twelve characters, and what they are.
const OBJECT: &str = "12 caractères, tels que France Travail spectacle les donne : deux chiffres de l'année, deux lettres ou chiffres (convention, catégorie), six chiffres, deux de clé ; vider la case tant qu'il n'est pas connu";

/// `DOS-306`: a numéro d'objet that the DSN and the AEM would refuse, once it is printed on payslips.
fn object_of_production(folder: &Folder) -> Option<Diagnostic> {
    let production = &folder.production;
    let declared = production.declarations.film.numero_objet.as_ref().map(|n| (n, "declarations.film"));
    let (number, section) =
        declared.or_else(|| production.production.numero_objet.as_ref().map(|n| (n, "production")))?;
    let fault = wrong_object(number)?
        .in_file("production.toml", None)
        .at(format!("{section}.numero_objet"))
        .hint(OBJECT);
    Some(folder.located(fault))
}

/// The same for the number that the row of a contract gives.
pub(super) fn object_of_contract(folder: &Folder, contract: &LigneContrat) -> Option<Diagnostic> {
    let number = contract.numero_objet.as_ref().filter(|_| folder.declares())?;
    let fault = wrong_object(number)?
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("numero_objet")
        .hint(OBJECT);
    Some(fault)
}

/// `DOS-338`: contracts whose function has no code of employment (PCS-ESE): the DSN of everybody would be refused once the pay
/// is frozen, and no table checks the minimum of a function that none knows.
pub(super) fn without_code(folder: &Folder, tables: &Tables, input: &BulletinInput) -> Vec<Diagnostic> {
    let given = folder.production.declarations.fonctions_par_nom();
    let mut out = Vec::new();
    for pay in &input.contrats {
        let Some(contract) = folder.contracts.get(&pay.contrat) else { continue };
        let known = given.get(&fold(&pay.fonction)).is_some_and(|f| f.pcs.is_some())
            || tables.pcs(folder.idcc(contract), &pay.fonction, input.date_paiement).is_some();
        if known {
            continue;
        }
        out.push(
            Diagnostic::error(
                "DOS-338",
                format!("« {} » n'a pas de code d'emploi (PCS-ESE) : la DSN de tous serait refusée", cut(&pay.fonction)),
            )
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("fonction")
            .hint("écrire le nom que la convention donne (cddu minima MOT les cherche ; artistes de télévision : --idcc 1734), ou donner le code dans [[declarations.fonctions]] de production.toml (fonction, pcs)"),
        );
    }
    out
}

fn wrong_object(number: &str) -> Option<Diagnostic> {
    (!cddu_declarations::is_numero_objet(number)).then(|| {
        Diagnostic::error(
            "DOS-306",
            format!(
                "le numéro d'objet « {} » n'a pas la forme de ceux de France Travail spectacle : les bulletins le portent, l'AEM et la DSN le refuseraient",
                cut(number)
            ),
        )
    })
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
    .in_file("production.toml", None)
    .at("employeur.versement_mobilite")
    .hint("donner le taux plein de la commune (urssaf.fr) ; 0 n'est juste que hors de toute autorité organisatrice, ou pendant l'exonération des seuils : confirme = [\"versement_mobilite\"] dans la section [paiement]");
    Some(folder.located(told))
}
