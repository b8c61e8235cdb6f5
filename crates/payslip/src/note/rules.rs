//! The rules of a note: what each says, in French, and the text it comes from.

use cddu_rates::Confiance;

use crate::rules::Rule;

macro_rules! rules {
    ($($const:ident = $name:literal, $confiance:ident, $law:literal, $text:literal;)+) => {
        $(#[doc = $text] pub(super) const $const: Rule =
            Rule { name: $name, text: $text, law: $law, confiance: Confiance::$confiance };)+
    };
}

rules! {
    BASE_VIEILLESSE = "note.base_vieillesse", A, "CSS L382-3",
        "L'assiette de vieillesse est le brut hors taxe, dans la limite d'un plafond annuel par auteur et par année civile, versements antérieurs de ce producteur déduits.";
    BASE_ABATTUE = "note.base_abattue", A, "CSS L136-2",
        "L'abattement de 1,75 % porte sur le brut dans la limite de quatre plafonds annuels, versements antérieurs de ce producteur déduits.";
    BASE_CSG = "note.base_csg", A, "CSS L136-2",
        "L'assiette de CSG et de CRDS est le brut moins l'abattement, arrondie au centime.";
    BASE_CSG_EXACTE = "note.base_csg_exacte", A, "CSS L136-2",
        "L'assiette de CSG et de CRDS est le brut moins l'abattement ; seuls les montants sont arrondis.";
    PRECOMPTE = "note.precompte", A, "CSS R382-27",
        "Le diffuseur précompte les cotisations de l'auteur au taux en vigueur le jour du paiement.";
    CFP = "note.cfp", A, "C. trav. L6331-65",
        "La contribution à la formation porte sur le brut hors taxe, sans plafond.";
    DIFFUSEUR = "note.diffuseur", A, "CSS L382-4 et R382-17",
        "La contribution du diffuseur porte sur le brut hors taxe, sans plafond, quel que soit le régime de l'auteur.";
    IRCEC_AUTEUR = "note.ircec_auteur", A, "CSS L382-12",
        "Le producteur retient la part de l'auteur sur le brut hors taxe ; la dispense de précompte de l'Urssaf n'en dispense pas.";
    IRCEC_PRODUCTEUR = "note.ircec_producteur", A, "CSS L382-12",
        "Le producteur prend à sa charge un quart de la cotisation.";
    BASE_IRCEC = "note.base_ircec", B, "règlements du RACD et du RAAP",
        "L'assiette de retraite complémentaire s'arrête au plafond annuel, versements antérieurs de ce producteur déduits.";
    TVA = "note.tva", A, "CGI 279 g et 285 bis",
        "La TVA porte sur le brut hors taxe.";
    RETENUE_TVA = "note.retenue_tva", A, "CGI 285 bis",
        "Le producteur assujetti retient la TVA, moins un forfait de droits à déduction que l'auteur conserve, sauf renonciation notifiée.";
    TVA_AUTOLIQUIDEE = "note.tva_autoliquidee", C, "CGI 283-2",
        "L'auteur est établi à l'étranger : le producteur déclare lui-même la TVA, qui ne passe pas par la note.";
    RETENUE_SOURCE = "note.retenue_source", B, "CGI 182 B",
        "Retenue à la source sur le brut hors taxe payé à un non-résident, au taux de droit commun ou de la convention.";
    PRISE_EN_CHARGE = "note.prise_en_charge", B, "décret compensant la hausse de la CSG",
        "L'État prend en charge une partie de la vieillesse plafonnée et toute la vieillesse déplafonnée.";
    CSG_DEDUCTIBLE = "note.csg_deductible", A, "CGI 154 quinquies",
        "Une partie de la CSG se déduit du revenu imposable ; le reste et la CRDS non.";
    PRECOMPTE_TOTAL = "note.precompte_total", A, "CSS R382-27",
        "Le précompte est la somme de la vieillesse, de la CSG, de la CRDS et de la formation.";
    NET = "note.net", A, "CSS R382-27",
        "Le net est le brut hors taxe, moins les retenues, plus la TVA payée à l'auteur.";
    COUT = "note.cout", A, "CSS L382-4 et L382-12",
        "Ce que le producteur supporte en plus du brut hors taxe.";
    IMPOSABLE = "note.imposable", B, "CGI 93-1 quater",
        "Le montant imposable d'un auteur résident est le brut hors taxe et la TVA conservée, moins la vieillesse, la CSG déductible, la formation et la retraite complémentaire.";
}
