//! What the reader of a note must know: documents to ask for, thresholds passed, points where the rule is unsure.

use cddu_rates::{Cents, Diagnostic, Rates};

use super::input::{Ircec, NoteInput, PlafondIrcecMethod, Social, Tva, Zone};
use super::switches::usual_ircec;
use crate::vocabulary::Avertissement;

pub(super) fn collect(
    rates: &Rates,
    input: &NoteInput,
    ircec: Ircec,
) -> Result<Vec<Avertissement>, Diagnostic> {
    let mut out = Vec::new();
    documents(input, &mut out);
    choices(input, ircec, &mut out);
    thresholds(rates, input, ircec, &mut out)?;
    Ok(out)
}

fn say(out: &mut Vec<Avertissement>, code: &str, message: impl Into<String>) {
    out.push(Avertissement::new(code, message));
}

fn documents(input: &NoteInput, out: &mut Vec<Avertissement>) {
    if input.social == Social::Dispense && input.dispense.is_none() {
        say(
            out,
            "NOTE-101",
            "dispense de précompte sans année de validité : demander la dispense de l'année à l'auteur et donner dispense.annee",
        );
    }
    let liable = input.producteur.as_ref().is_none_or(|p| p.assujetti_tva);
    if matches!(input.tva, Tva::RenonciationTva | Tva::RenonciationFranchise)
        && input.renonciation_date_effet.is_none()
        && liable
    {
        say(
            out,
            "NOTE-102",
            "renonciation à la retenue de TVA sans date d'effet : demander la notification à l'auteur et donner renonciation_date_effet ; la franchise seule ne suffit pas",
        );
    }
    if input.taux_convention.is_some() && input.formulaires_5000_5003.is_none() {
        say(
            out,
            "NOTE-103",
            "taux de convention sans date de réception des formulaires 5000 et 5003 : ils doivent être reçus avant le paiement",
        );
    }
}

fn choices(input: &NoteInput, ircec: Ircec, out: &mut Vec<Avertissement>) {
    if input.zone == Zone::GuyaneMayotte {
        say(out, "NOTE-104", "Guyane ou Mayotte : pas de TVA (règle non vérifiée)");
    } else if input.tva == Tva::Autoliquidation {
        say(
            out,
            "NOTE-105",
            "TVA autoliquidée par le producteur : règle non vérifiée, à valider avec l'expert-comptable",
        );
    }
    if input.assure_hors_france {
        say(
            out,
            "NOTE-106",
            "résident fiscal assuré hors de France : pas de précompte, choix manuel à justifier (formulaire A1)",
        );
    }
    if input.social == Social::Heritier && ircec != Ircec::Aucun {
        say(
            out,
            "NOTE-107",
            format!(
                "héritier avec ircec « {} » : vérifier auprès de l'IRCEC que la cotisation est due",
                ircec.key()
            ),
        );
    }
    if matches!(ircec, Ircec::SolidariteRacd | Ircec::SolidariteRacdAvecRaap) {
        say(
            out,
            "NOTE-108",
            "cotisation de solidarité RACD : le RAAP en plus est un choix manuel (solidarite_racd_avec_raap), règle non vérifiée",
        );
    }
    if let Some(work) = &input.oeuvre {
        let usual = usual_ircec(work.genre, work.nature_activite);
        let coherent = match ircec {
            other if other.has_racd() => usual == Ircec::Fiction,
            Ircec::Doc8 | Ircec::Doc4 => usual == Ircec::Doc8,
            _ => usual == Ircec::Aucun || input.fiscal.is_abroad() || input.attestation_non_precompte_raap,
        };
        if !coherent {
            say(
                out,
                "NOTE-109",
                format!(
                    "ircec « {} » n'est pas l'usage du genre « {} » (« {} ») : vérifier",
                    ircec.key(),
                    work.genre.key(),
                    usual.key()
                ),
            );
        }
    }
}

fn thresholds(
    rates: &Rates,
    input: &NoteInput,
    ircec: Ircec,
    out: &mut Vec<Avertissement>,
) -> Result<(), Diagnostic> {
    let day = input.date_paiement;
    let total = input.cumuls.brut_annee + input.brut_ht;
    let pass = rates.param("PASS", day)?.value;
    if input.social == Social::Precompte && total > Cents::round(pass) {
        say(
            out,
            "NOTE-110",
            format!(
                "les versements de l'année ({total}) dépassent le plafond annuel ({}) : la vieillesse s'arrête au plafond ; les autres payeurs ne sont pas connus",
                Cents::round(pass)
            ),
        );
    }
    let (threshold, _) = rates.amount("AA_RAAP_SEUIL", day)?;
    if matches!(ircec, Ircec::Fiction | Ircec::SolidariteRacdAvecRaap) && total < threshold {
        say(
            out,
            "NOTE-111",
            format!(
                "RAAP retenu alors que les versements de l'année ({total}) sont sous le seuil d'affiliation ({threshold}) : règle des producteurs non vérifiée, fiction_sans_raap est possible"
            ),
        );
    }
    if ircec == Ircec::Doc4 {
        let times = rates.param("AA_RAAP_DOC4_SEUILS", day)?.value;
        let limit = Cents::round(threshold.to_decimal() * times);
        if total > limit {
            say(
                out,
                "NOTE-112",
                format!(
                    "les versements de l'année ({total}) dépassent {limit} : l'option du taux de 4 % est perdue, passer à doc_8"
                ),
            );
        }
    }
    if input.tva == Tva::RenonciationFranchise {
        let (limit, row) = rates.amount("AA_FRANCHISE_MAJOREE", day)?;
        if total > limit {
            let unsure = if rates.row(row).confiance == cddu_rates::Confiance::C {
                ", valeur non vérifiée"
            } else {
                ""
            };
            say(
                out,
                "NOTE-113",
                format!(
                    "les versements de l'année ({total}) dépassent le seuil de la franchise ({limit}{unsure}) : la franchise est perdue, passer à renonciation_tva"
                ),
            );
        }
    }
    if input.methodes.plafond_ircec == PlafondIrcecMethod::SansPlafond {
        let (racd, _) = rates.amount("AA_RACD_PLAFOND", day)?;
        let raap = Cents::round(pass * rates.param("AA_RAAP_PLAFONDS", day)?.value);
        for (name, limit, due) in [("RACD", racd, ircec.has_racd()), ("RAAP", raap, ircec.has_raap())] {
            if due && total > limit {
                say(
                    out,
                    "NOTE-114",
                    format!(
                        "les versements de l'année ({total}) dépassent le plafond du {name} ({limit}) : retenue faite sur le tout (méthode sans_plafond)"
                    ),
                );
            }
        }
    }
    Ok(())
}
