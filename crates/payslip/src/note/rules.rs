//! The rules of a note: what each says, in French, and the text it comes from.

use cddu_rates::Confiance;

/// A rule of the note.
#[derive(Debug, PartialEq, Eq)]
pub struct NoteRule {
    /// What it says, for a person who must justify the figure.
    pub text: &'static str,
    /// Legal basis.
    pub law: &'static str,
    /// How well the rule is established.
    pub confiance: Confiance,
}

macro_rules! rules {
    ($($const:ident = $confiance:ident, $law:literal, $text:literal;)+) => {
        $(#[doc = $text] pub(super) const $const: NoteRule =
            NoteRule { text: $text, law: $law, confiance: Confiance::$confiance };)+
    };
}

rules! {
    BASE_VIEILLESSE = A, "CSS L382-3",
        "L'assiette de vieillesse est le brut hors taxe, dans la limite d'un plafond annuel par auteur et par année civile, versements antérieurs de ce producteur déduits.";
    BASE_ABATTUE = A, "CSS L136-2",
        "L'abattement de 1,75 % porte sur le brut dans la limite de quatre plafonds annuels, versements antérieurs de ce producteur déduits.";
    BASE_CSG = A, "CSS L136-2",
        "L'assiette de CSG et de CRDS est le brut moins l'abattement, arrondie au centime.";
    BASE_CSG_EXACTE = A, "CSS L136-2",
        "L'assiette de CSG et de CRDS est le brut moins l'abattement ; seuls les montants sont arrondis.";
    PRECOMPTE = A, "CSS R382-27",
        "Le diffuseur précompte les cotisations de l'auteur au taux en vigueur le jour du paiement.";
    CFP = A, "C. trav. L6331-65",
        "La contribution à la formation porte sur le brut hors taxe, sans plafond.";
    DIFFUSEUR = A, "CSS L382-4 et R382-17",
        "La contribution du diffuseur porte sur le brut hors taxe, sans plafond, quel que soit le régime de l'auteur.";
    IRCEC_AUTEUR = A, "CSS L382-12",
        "Le producteur retient la part de l'auteur sur le brut hors taxe ; la dispense de précompte de l'Urssaf n'en dispense pas.";
    IRCEC_PRODUCTEUR = A, "CSS L382-12",
        "Le producteur prend à sa charge un quart de la cotisation.";
    BASE_IRCEC = B, "règlements du RACD et du RAAP",
        "L'assiette de retraite complémentaire s'arrête au plafond annuel, versements antérieurs de ce producteur déduits.";
    TVA = A, "CGI 279 g et 285 bis",
        "La TVA porte sur le brut hors taxe.";
    RETENUE_TVA = A, "CGI 285 bis",
        "Le producteur assujetti retient la TVA, moins un forfait de droits à déduction que l'auteur conserve, sauf renonciation notifiée.";
    TVA_AUTOLIQUIDEE = C, "CGI 283-2",
        "L'auteur est établi à l'étranger : le producteur déclare lui-même la TVA, qui ne passe pas par la note.";
    RETENUE_SOURCE = B, "CGI 182 B",
        "Retenue à la source sur le brut hors taxe payé à un non-résident, au taux de droit commun ou de la convention.";
    PRISE_EN_CHARGE = B, "décret compensant la hausse de la CSG",
        "L'État prend en charge une partie de la vieillesse plafonnée et toute la vieillesse déplafonnée.";
    CSG_DEDUCTIBLE = A, "CGI 154 quinquies",
        "Une partie de la CSG se déduit du revenu imposable ; le reste et la CRDS non.";
    PRECOMPTE_TOTAL = A, "CSS R382-27",
        "Le précompte est la somme de la vieillesse, de la CSG, de la CRDS et de la formation.";
    NET = A, "CSS R382-27",
        "Le net est le brut hors taxe, moins les retenues, plus la TVA payée à l'auteur.";
    COUT = A, "CSS L382-4 et L382-12",
        "Ce que le producteur supporte en plus du brut hors taxe.";
    IMPOSABLE = B, "CGI 93-1 quater",
        "Le montant imposable d'un auteur résident est le brut hors taxe et la TVA conservée, moins la vieillesse, la CSG déductible, la formation et la retraite complémentaire.";
}
