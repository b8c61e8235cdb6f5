//! The four switches: what each implies, and the combinations that contradict each other.

use cddu_rates::{Cents, Diagnostic};
use chrono::Datelike;

use super::input::{
    Fiscal, Genre, Ircec, NatureActivite, NatureRevenu, NoteInput, RegimeFiscal, Social, Tva,
};

/// The complementary pension of a note: the one given, or the one that the genre of the work implies.
///
/// A fiscal residence abroad, music and an attestation de non-précompte leave it out (CSS L382-12; ircec.fr).
pub(super) fn ircec(input: &NoteInput) -> Option<Ircec> {
    if input.ircec.is_some() {
        return input.ircec;
    }
    if input.fiscal.is_abroad() {
        return Some(Ircec::Aucun);
    }
    let work = input.oeuvre.as_ref()?;
    let usual = usual_ircec(work.genre, work.nature_activite);
    Some(match usual {
        Ircec::Fiction if input.attestation_non_precompte_raap => Ircec::FictionSansRaap,
        Ircec::Doc8 if input.attestation_non_precompte_raap => Ircec::Aucun,
        other => other,
    })
}

/// The complementary pension that goes with a genre and an activity.
pub(super) fn usual_ircec(genre: Genre, activity: Option<NatureActivite>) -> Ircec {
    if activity == Some(NatureActivite::Composition) {
        return Ircec::Aucun;
    }
    match genre {
        Genre::Fiction | Genre::Animation => Ircec::Fiction,
        Genre::Musique => Ircec::Aucun,
        Genre::Documentaire | Genre::Publicite | Genre::Institutionnel | Genre::Autre => Ircec::Doc8,
    }
}

/// Everything that prevents the note, all at once.
pub(super) fn check(input: &NoteInput) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    amounts(input, &mut out);
    residence(input, &mut out);
    treaty(input, &mut out);
    social(input, &mut out);
    tva(input, &mut out);
    pension(input, &mut out);
    out
}

fn refused(first: &str, second: &str, message: String, hint: &str) -> Diagnostic {
    Diagnostic::error("NOTE-001", message).at(format!("{first}, {second}")).hint(hint)
}

fn amounts(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    if input.brut_ht <= Cents::ZERO {
        out.push(
            Diagnostic::error("NOTE-002", format!("brut_ht vaut {} : une note paie un montant positif", input.brut_ht))
                .at("brut_ht")
                .hint("une imputation sur le minimum garanti sans rien à payer ne donne pas de note ; une erreur se corrige par une nouvelle note avec « rectifie »"),
        );
    }
    if input.cumuls.brut_annee < Cents::ZERO {
        out.push(
            Diagnostic::error(
                "NOTE-002",
                format!("cumuls.brut_annee vaut {} : un cumul n'est pas négatif", input.cumuls.brut_annee),
            )
            .at("cumuls.brut_annee")
            .hint("donner le brut hors taxe déjà payé à cet auteur depuis le 1er janvier"),
        );
    }
    if let Some(imputation) = &input.imputation
        && imputation.a_payer != input.brut_ht
    {
        out.push(refused(
            "brut_ht",
            "imputation.a_payer",
            format!("brut_ht vaut {} et l'imputation laisse {} à payer", input.brut_ht, imputation.a_payer),
            "la note paie ce qui reste après imputation sur le minimum garanti",
        ));
    }
    if input.nature_revenu == NatureRevenu::DroitsVoisins {
        out.push(
            Diagnostic::error(
                "NOTE-003",
                "les droits voisins d'un artiste-interprète ne sont pas des droits d'auteur : une note ne peut pas les payer",
            )
            .at("nature_revenu")
            .hint("si la présence de l'artiste est requise ou si la somme dépend du salaire, la payer en salaire (élément « prime » d'un bulletin, C. trav. L7121-8) ; sinon établir un relevé de droits voisins avec le taux de prélèvements sociaux confirmé"),
        );
    }
}

fn residence(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    let (social, fiscal, tva) = (input.social, input.fiscal, input.tva);
    if fiscal.is_abroad() && matches!(social, Social::Precompte | Social::Dispense) {
        out.push(refused(
            "social",
            "fiscal",
            format!(
                "social « {} » et fiscal « {} » se contredisent : le précompte et sa dispense concernent un auteur résidant en France",
                social.key(),
                fiscal.key()
            ),
            "écrire social « non_resident » (ou « heritier »), ou fiscal « resident »",
        ));
    }
    if social == Social::NonResident && !fiscal.is_abroad() && !input.assure_hors_france {
        out.push(refused(
            "social",
            "fiscal",
            "social « non_resident » et fiscal « resident » se contredisent sans preuve d'assurance à l'étranger".to_owned(),
            "écrire social « precompte », ou un fiscal non-résident ; pour un résident fiscal assuré dans un autre pays (formulaire A1), ajouter assure_hors_france : true",
        ));
    }
    if input.assure_hors_france && social != Social::NonResident {
        out.push(refused(
            "social",
            "assure_hors_france",
            format!("social « {} » et assure_hors_france « true » se contredisent", social.key()),
            "écrire social « non_resident », ou retirer assure_hors_france",
        ));
    }
    if fiscal.is_abroad() != (tva == Tva::Autoliquidation) {
        out.push(refused(
            "tva",
            "fiscal",
            format!("tva « {} » et fiscal « {} » se contredisent", tva.key(), fiscal.key()),
            if fiscal.is_abroad() {
                "un auteur établi à l'étranger ne facture pas de TVA française : écrire tva « autoliquidation »"
            } else {
                "l'autoliquidation suppose un auteur établi à l'étranger : écrire tva « retenue », « renonciation_tva » ou « renonciation_franchise »"
            },
        ));
    }
}

fn treaty(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    let treaty = input.fiscal == Fiscal::NonResidentConvention;
    match input.taux_convention {
        None if treaty => out.push(
            Diagnostic::error("NOTE-004", "fiscal « non_resident_convention » demande taux_convention")
                .at("taux_convention")
                .hint("donner le taux de la convention en pour cent (0 quand elle exonère)"),
        ),
        Some(rate) if !treaty => out.push(refused(
            "taux_convention",
            "fiscal",
            format!("taux_convention « {rate} » et fiscal « {} » se contredisent", input.fiscal.key()),
            "écrire fiscal « non_resident_convention », ou retirer taux_convention",
        )),
        _ => {}
    }
    if let Some(day) = input.formulaires_5000_5003 {
        if !treaty {
            out.push(refused(
                "formulaires_5000_5003",
                "fiscal",
                format!(
                    "formulaires_5000_5003 « {day} » et fiscal « {} » se contredisent : ces formulaires ouvrent le taux d'une convention",
                    input.fiscal.key()
                ),
                "écrire fiscal « non_resident_convention » avec taux_convention, ou retirer la date",
            ));
        } else if day > input.date_paiement {
            out.push(refused(
                "formulaires_5000_5003",
                "date_paiement",
                format!(
                    "formulaires 5000 et 5003 reçus le {day}, après le paiement du {} : le taux de la convention n'est pas applicable",
                    input.date_paiement
                ),
                "écrire fiscal « non_resident_25 », ou payer après réception des formulaires",
            ));
        }
    }
}

fn social(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    if let Some(dispense) = &input.dispense {
        if input.social != Social::Dispense {
            out.push(refused(
                "dispense",
                "social",
                format!("une dispense est donnée et social vaut « {} »", input.social.key()),
                "écrire social « dispense », ou retirer la dispense",
            ));
        } else if dispense.annee != input.date_paiement.year() {
            out.push(refused(
                "dispense.annee",
                "date_paiement",
                format!(
                    "la dispense vaut pour {} et le paiement est du {} : elle est délivrée pour une année",
                    dispense.annee, input.date_paiement
                ),
                "demander à l'auteur la dispense de l'année, ou écrire social « precompte »",
            ));
        }
    }
    let taxed = input.auteur.as_ref().and_then(|a| a.regime_fiscal);
    if input.social == Social::Dispense && taxed == Some(RegimeFiscal::Ts) {
        out.push(refused(
            "social",
            "auteur.regime_fiscal",
            "social « dispense » et auteur.regime_fiscal « TS » se contredisent : la dispense est réservée aux auteurs en BNC".to_owned(),
            "écrire social « precompte », ou regime_fiscal « BNC »",
        ));
    }
}

fn tva(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    let renounced = matches!(input.tva, Tva::RenonciationTva | Tva::RenonciationFranchise);
    if let Some(day) = input.renonciation_date_effet {
        let clash = |message: String, hint: &str| refused("renonciation_date_effet", "tva", message, hint);
        if day.day() != 1 {
            out.push(
                Diagnostic::error(
                    "NOTE-005",
                    format!("renonciation_date_effet « {day} » n'est pas le premier jour d'un mois"),
                )
                .at("renonciation_date_effet")
                .hint("la renonciation prend effet le 1er du mois qui suit sa notification (CGI 285 bis 3)"),
            );
        } else if renounced && day > input.date_paiement {
            out.push(clash(
                format!(
                    "la renonciation prend effet le {day}, après le paiement du {} : tva « {} » est prématuré",
                    input.date_paiement,
                    input.tva.key()
                ),
                "écrire tva « retenue » jusqu'à cette date",
            ));
        } else if !renounced && day <= input.date_paiement {
            out.push(clash(
                format!(
                    "une renonciation en vigueur depuis le {day} et tva « {} » se contredisent",
                    input.tva.key()
                ),
                "écrire tva « renonciation_tva » ou « renonciation_franchise », ou retirer la date",
            ));
        }
    }
    let liable = input.producteur.as_ref().is_none_or(|p| p.assujetti_tva);
    if !liable && input.tva == Tva::Retenue {
        out.push(refused(
            "tva",
            "producteur.assujetti_tva",
            "tva « retenue » et producteur.assujetti_tva « false » se contredisent : un payeur non assujetti ne retient pas la TVA".to_owned(),
            "écrire tva « renonciation_franchise » ou « renonciation_tva » selon la facture de l'auteur",
        ));
    }
}

fn pension(input: &NoteInput, out: &mut Vec<Diagnostic>) {
    let Some(ircec) = ircec(input) else {
        out.push(
            Diagnostic::error("NOTE-006", "ircec manque, et rien ne dit le genre de l'oeuvre")
                .at("ircec")
                .hint("donner ircec (fiction, fiction_sans_raap, solidarite_racd, doc_8, doc_4, aucun) ou oeuvre.genre"),
        );
        return;
    };
    if input.fiscal.is_abroad() && ircec != Ircec::Aucun {
        out.push(refused(
            "ircec",
            "fiscal",
            format!(
                "ircec « {} » et fiscal « {} » se contredisent : un auteur qui réside fiscalement hors de France ne cotise pas à l'IRCEC",
                ircec.key(),
                input.fiscal.key()
            ),
            "écrire ircec « aucun »",
        ));
    }
    if input.attestation_non_precompte_raap && ircec.has_raap() {
        out.push(refused(
            "attestation_non_precompte_raap",
            "ircec",
            format!("une attestation de non-précompte du RAAP et ircec « {} » se contredisent", ircec.key()),
            "écrire ircec « aucun » ou « fiction_sans_raap », ou retirer l'attestation",
        ));
    }
}
