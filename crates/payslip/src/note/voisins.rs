//! Droits voisins of performers: never a note. Salary, or a statement of its own when the law allows it.

use cddu_rates::{Cents, Confiance, Diagnostic, Rate, Rates};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::input::{Auteur, Producteur, Zone};
use crate::vocabulary::Avertissement;

/// A payment of droits voisins, with what the user confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DroitsVoisinsInput {
    /// Number of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Day of payment.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Gross redevance without TVA.
    pub brut_ht: Cents,
    /// The physical presence of the performer is required for the exploitation.
    pub presence_requise: bool,
    /// The amount depends on the salary of the performer, not on the proceeds of sale or exploitation.
    pub fonction_du_salaire: bool,
    /// Social levies in percent, confirmed by the user: the table holds an unverified value only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taux_confirme: Option<Rate>,
    /// The performer is liable to TVA (not in franchise en base).
    #[serde(default)]
    pub assujetti_tva: bool,
    /// Territory, for TVA.
    #[serde(default)]
    pub zone: Zone,
    /// Payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producteur: Option<Producteur>,
    /// Performer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artiste: Option<Auteur>,
}

/// Statement of droits voisins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ReleveDroitsVoisins {
    /// Input, as given.
    pub saisie: DroitsVoisinsInput,
    /// Social levies in percent, as confirmed.
    pub taux_prelevements: Rate,
    /// Social levies withheld, remitted by the payer.
    pub prelevements: Cents,
    /// Rate of TVA in percent.
    pub taux_tva: Option<Rate>,
    /// TVA paid to the performer: there is no retenue de TVA on droits voisins.
    pub tva: Cents,
    /// What is transferred.
    pub net_a_payer: Cents,
    /// What the reader must know.
    pub avertissements: Vec<Avertissement>,
}

/// Computes a statement of droits voisins that are not salary (C. trav. L7121-8; CSS L136-6 IV).
///
/// # Errors
/// `NOTE-010` when the sum is a salary, with the way to pay it; `NOTE-011` when the rate is not confirmed;
/// `NOTE-002` for an amount that is not positive; `BAR-010` for a date outside the tables.
pub fn droits_voisins(
    rates: &Rates,
    input: &DroitsVoisinsInput,
) -> Result<ReleveDroitsVoisins, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for (wage, field, reason) in [
        (input.presence_requise, "presence_requise", "la présence physique de l'artiste est requise"),
        (
            input.fonction_du_salaire,
            "fonction_du_salaire",
            "la somme dépend du salaire et non des recettes d'exploitation",
        ),
    ] {
        if wage {
            errors.push(
                Diagnostic::error(
                    "NOTE-010",
                    format!("cette somme est un salaire : {reason} (C. trav. L7121-8)"),
                )
                .at(field)
                .hint("la payer sur un bulletin, par un élément « prime » rattaché au contrat de l'artiste"),
            );
        }
    }
    if input.brut_ht <= Cents::ZERO {
        errors.push(
            Diagnostic::error(
                "NOTE-002",
                format!("brut_ht vaut {} : un relevé paie un montant positif", input.brut_ht),
            )
            .at("brut_ht"),
        );
    }
    let day = input.date_paiement;
    let known = rates.param("AA_DV_PRELEVEMENTS", day);
    if let Err(error) = rates.param("PASS", day).and(known.clone()) {
        errors.push(error.at("date_paiement"));
    }
    let (Ok(known), Some(rate), true) = (known, input.taux_confirme, errors.is_empty()) else {
        if input.taux_confirme.is_none() {
            errors.push(
                Diagnostic::error("NOTE-011", "le taux des prélèvements sociaux sur les droits voisins n'est pas vérifié : il faut le confirmer")
                    .at("taux_confirme")
                    .hint("donner taux_confirme en pour cent, après avis de l'expert-comptable (valeurs non vérifiées : 17,20 jusqu'en 2025, 18,60 en 2026)"),
            );
        }
        return Err(errors);
    };
    if rate < Rate::ZERO || rate > Rate(rust_decimal::Decimal::ONE_HUNDRED) {
        return Err(vec![
            Diagnostic::error("NOTE-011", format!("taux_confirme « {rate} » n'est pas un taux en pour cent"))
                .at("taux_confirme"),
        ]);
    }
    let mut avertissements = vec![Avertissement {
        code: "NOTE-130".to_owned(),
        champ: None,
        message: format!(
            "droits voisins : taux de {rate} % confirmé par l'utilisateur, règle non vérifiée (confiance {})",
            Confiance::C
        ),
    }];
    if known.value != rate.0 {
        avertissements.push(Avertissement {
            code: "NOTE-131".to_owned(),
            champ: None,
            message: format!(
                "le taux confirmé ({rate} %) diffère de la valeur non vérifiée de la table ({} %)",
                Rate(known.value)
            ),
        });
    }
    let tva_key = match input.zone {
        Zone::Metropole => Some("AA_TVA"),
        Zone::Dom => Some("AA_TVA_DOM"),
        Zone::GuyaneMayotte => None,
    };
    let taux_tva = match tva_key.filter(|_| input.assujetti_tva) {
        Some(key) => Some(Rate(rates.param(key, day).map_err(|e| vec![e])?.value)),
        None => None,
    };
    let tva = taux_tva.map_or(Cents::ZERO, |r| r.of(input.brut_ht));
    let prelevements = rate.of(input.brut_ht);
    Ok(ReleveDroitsVoisins {
        saisie: input.clone(),
        taux_prelevements: rate,
        prelevements,
        taux_tva,
        tva,
        net_a_payer: input.brut_ht - prelevements + tva,
        avertissements,
    })
}
