//! The pay of a child under sixteen: what it needs before anything is computed, and its share between the legal
//! representatives and the Caisse des Dépôts (C. trav. L7124-1, L7124-9).

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::context::{Run, name};
use crate::enfant::{Pecule, SeizeAns};
use crate::engine::recorder::Recorder;
use crate::input::{BulletinInput, Travail};
use crate::methods::PeculeBaseMethod;
use crate::rules;
use crate::trace::Amount;
use crate::vocabulary::ElementCode;

/// The contracts were engaged under sixteen: the authorisation of a contract holds for its whole pay.
pub(super) fn concerned(input: &BulletinInput) -> bool {
    match input.salarie.seize_ans(input.date_paiement) {
        SeizeAns::Le(birthday) => input.contrats.iter().any(|c| c.debut < birthday),
        SeizeAns::AuPlusTard(_) | SeizeAns::Inconnu => false,
    }
}

pub(super) fn check(run: &Run<'_, impl Recorder>, errors: &mut Vec<Diagnostic>) {
    let input = run.input;
    let person = &input.salarie;
    let who = format!("{} {}", person.prenom, person.nom);
    let said = run
        .given
        .contrats
        .iter()
        .any(|c| matches!(&c.travail, Travail::Heures(sheet) if sheet.moins_de_16_ans));
    let birthday = match person.seize_ans(input.date_paiement) {
        SeizeAns::Le(birthday) => birthday,
        SeizeAns::AuPlusTard(latest) if input.contrats.iter().all(|c| c.debut >= latest) => return,
        SeizeAns::Inconnu if !said && person.enfant.is_none() => return,
        SeizeAns::AuPlusTard(_) | SeizeAns::Inconnu => {
            errors.push(
                Diagnostic::error(
                    "PAIE-101",
                    format!(
                        "date de naissance de {who} manquante : l'âge de chaque jour décide avant 16 ans"
                    ),
                )
                .at("salarie.date_naissance")
                .hint("donner date_naissance : un enfant de moins de 16 ans a une autorisation et un pécule"),
            );
            return;
        }
    };
    let young = input.contrats.iter().filter(|c| c.debut < birthday).count();
    if young == 0 {
        return;
    }
    if young < input.contrats.len() {
        errors.push(
            Diagnostic::error(
                "PAIE-105",
                format!(
                    "{who} a 16 ans le {} : un contrat engagé avant et un contrat engagé après ne vont pas sur un même \
                     bulletin, le pécule ne porte que sur le premier",
                    birthday.format("%d/%m/%Y")
                ),
            )
            .at("contrats")
            .hint("faire un bulletin pour chacun"),
        );
    }
    authorised(run, &who, errors);
    for (rank, element) in input.elements.iter().enumerate() {
        let taken = matches!(
            element.code,
            ElementCode::Acompte
                | ElementCode::Avance
                | ElementCode::Saisie
                | ElementCode::PensionAlimentaire
        );
        if taken {
            errors.push(
                Diagnostic::error(
                    "PAIE-082",
                    format!("{who} a moins de 16 ans : le partage d'une paie dont une somme est retenue n'est pas calculé"),
                )
                .at(format!("elements[{rank}]"))
                .hint("rien ne dit si cette somme prend sur la part des représentants légaux ou sur le pécule : la retirer, ou payer cet enfant hors du programme"),
            );
        }
    }
}

/// The authorisation and what it fixes.
fn authorised(run: &Run<'_, impl Recorder>, who: &str, errors: &mut Vec<Diagnostic>) {
    let Some(child) = &run.input.salarie.enfant else {
        errors.push(
            Diagnostic::error(
                "PAIE-100",
                format!("{who} a moins de 16 ans : autorisation du préfet manquante (C. trav. L7124-1)"),
            )
            .at("salarie.enfant")
            .hint(
                "donner l'autorisation (référence, date), la part des représentants légaux que la commission a fixée et leurs noms ; corriger la date de naissance si elle est fausse",
            ),
        );
        return;
    };
    let mut refuse = |code: &str, field: &str, message: String, hint: &str| {
        errors.push(Diagnostic::error(code, message).at(format!("salarie.enfant.{field}")).hint(hint));
    };
    if child.autorisation.trim().is_empty() {
        refuse(
            "PAIE-100",
            "autorisation",
            format!("{who} : référence de l'autorisation du préfet manquante"),
            "recopier la référence de la décision",
        );
    }
    let part = child.part_representants.0;
    if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&part) || part.normalize().scale() > 4 {
        refuse(
            "PAIE-102",
            "part_representants",
            format!("{who} : part des représentants légaux impossible, {} %", child.part_representants),
            "recopier la part de la décision en pour cent, entre 0 et 100 (10 pour un dixième)",
        );
    }
    if !child.representants.iter().any(|r| !r.trim().is_empty()) {
        refuse(
            "PAIE-103",
            "representants",
            format!(
                "{who} : représentants légaux manquants, la déclaration de versement du pécule les nomme (C. trav. R7124-35)"
            ),
            "donner le nom de chaque représentant légal",
        );
    }
    let first = run.input.contrats.iter().map(|c| c.debut).min();
    if let Some(first) = first.filter(|first| child.date > *first) {
        refuse(
            "PAIE-104",
            "date",
            format!(
                "{who} : autorisation du {} pour un travail commencé le {} ; elle est préalable (C. trav. L7124-1)",
                child.date.format("%d/%m/%Y"),
                first.format("%d/%m/%Y")
            ),
            "corriger la date de la décision, ou celle du contrat",
        );
    }
}

/// Shares what is paid to a child; `None` for anybody else. Expenses go to those who keep the child, outside the share.
pub(super) fn share(
    run: &mut Run<'_, impl Recorder>,
    (brut, paid, frais): (Amount, Amount, Amount),
) -> Result<Option<Pecule>, Diagnostic> {
    let input = run.input;
    let Some(child) = input.salarie.enfant.as_deref().filter(|_| concerned(input)) else { return Ok(None) };
    let left = run.calc(
        name("pecule_net", "net à partager, sans les frais"),
        paid.v - frais.v,
        "{0} - {1}",
        &[paid.f, frais.f],
        &rules::PECULE_NET,
    );
    let base = match input.methodes.pecule_base() {
        PeculeBaseMethod::NetAPayer => left,
        PeculeBaseMethod::Brut => brut,
    };
    let rate = run.given_number(
        name("part_representants_taux", "part des représentants légaux (%)"),
        child.part_representants.0,
    );
    let part = run.calc(
        name("part_representants", "part des représentants légaux"),
        child.part_representants.of(base.v),
        "arrondi({0} × {1} %)",
        &[base.f, rate.f],
        &rules::PECULE_PART,
    );
    let pecule = run.calc(
        name("pecule", "pécule versé à la Caisse des Dépôts"),
        left.v - part.v,
        "{0} - {1}",
        &[left.f, part.f],
        &rules::PECULE,
    );
    if left.v < Cents::ZERO || pecule.v < Cents::ZERO {
        return Err(Diagnostic::error(
            "PAIE-082",
            format!(
                "net de {} € à partager, {} € pour les représentants légaux : le pécule serait négatif",
                left.v, part.v
            ),
        )
        .at("salarie.enfant.part_representants")
        .hint("vérifier le brut, les frais et la part ; avec la méthode pecule_base « brut », la part se prend sur le brut"));
    }
    Ok(Some(Pecule {
        autorisation: child.autorisation.clone(),
        date: child.date,
        taux: child.part_representants,
        assiette: base.v,
        part_representants: part.v,
        frais: frais.v,
        caisse_des_depots: pecule.v,
    }))
}
