//! The named rules of the calculation: what each says, in French, and the text it comes from.

use cddu_rates::Confiance;

/// A rule of the calculation.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub name: &'static str,
    /// What it says, for a person who must justify the figure.
    pub text: &'static str,
    /// Legal basis.
    pub law: &'static str,
    /// How well the rule is established.
    pub confiance: Confiance,
}

impl Rule {
    /// Keys of `methodes` that choose between this rule and its other readings.
    #[must_use]
    pub fn methodes(&self) -> &'static [&'static str] {
        match self.name {
            "plafond.jours_calendaires" | "plafond.jours_payes_30" | "plafond.jours_contrat_30" => {
                &["plafond"]
            }
            "plafond.jours_communs" => &["plafond", "plafond_jours_communs"],
            "chomage.plafond_prorata" | "chomage.plafond_mensuel" => &["chomage_plafond"],
            "retraite.mensuel_cumule"
            | "retraite.par_contrat"
            | "retraite.annuel_cumule"
            | "retraite.cadre_prorata"
            | "retraite.annee"
            | "retraite.journalier"
            | "retraite.cet_cumul"
            | "retraite.apec_journalier" => &["retraite_plafond"],
            "prevoyance.journalier" | "prevoyance.prorata" | "prevoyance.mensuel" => &["prevoyance_plafond"],
            "absence.retenue" | "absence.heures" => &["absence_semaine"],
            "absence.plafond" => &["absence_plafond"],
            "absence.smic" => &["absence_smic"],
            "conges_spectacles.arret" => &["conges_arret"],
            "conges_spectacles.assiette" => &["conges_plafond"],
            "figurant.forfait" => &["figurant"],
            "pecule.part" | "pecule.caisse_des_depots" => &["pecule_base"],
            "allegement.t_abaisse" => &["rgdu_tdelta"],
            "rgdu.coefficient" => &["rgdu_tdelta", "rgdu_conges", "rgdu_plafond", "rgdu_smic"],
            "rgdu.smic_premier_janvier" => &["rgdu_smic"],
            "allegement.progressif" => &["regularisation"],
            "taxe_salaires.tranches" => &["taxe_salaires"],
            "fillon.coefficient" => &["rgdu_tdelta"],
            "allegement.montant_caisse" => &["rgdu_conges"],
            "net.imposable" => &["fcss_imposable"],
            "net.imposable_heures_sup" => &["hs_allegements", "fcss_imposable"],
            "hs.heures" => &["hs_allegements", "hs_jour", "hs_garanties"],
            "hs.base" => &["hs_majorations"],
            "hs.majorations" => &["hs_majorations"],
            "hs.jour_6" => &["hs_jour_6"],
            "hs.artiste_semaine" => &["hs_artiste_semaine"],
            "hs.taux" => &["hs_taux", "hs_dfs"],
            "hs.reduction" => &["hs_taux"],
            "hs.dfs_abattu" => &["hs_dfs"],
            "hs.imputation" => &["hs_imputation"],
            "hs.exoneration" => &["hs_limite"],
            "hs.deduction" => &["hs_deduction_artiste"],
            "due.film_150" => &["prevoyance_3097"],
            "pas.abattement" => &["pas_abattement"],
            "retenue_source.duree" | "retenue_source.duree_mois" => &["retenue_duree"],
            "retenue.saisie" | "retenue.saisie_mois" | "retenue.saisie_prorata" => &["saisie_bareme"],
            _ => &[],
        }
    }
}

macro_rules! rules {
    ($($const:ident = $name:literal, $confiance:ident, $law:literal, $text:literal;)+) => {
        $(#[doc = $text] pub const $const: Rule =
            Rule { name: $name, text: $text, law: $law, confiance: Confiance::$confiance };)+
        /// Every rule, for the documentation.
        pub const ALL: &[&Rule] = &[$(&$const),+];
    };
}

rules! {
    BRUT = "brut", A, "CSS L242-1; C. trav. R3243-1",
        "Le brut additionne les éléments de salaire du contrat, les primes, les avantages en nature et la part des frais au-delà de leur limite.";
    BRUT_HEURES = "brut.heures", A, "C. trav. R3243-1 7°",
        "Le brut d'un contrat payé d'après ses heures est la somme de ses lignes.";
    BRUT_LIGNE = "brut.ligne", A, "C. trav. R3243-1 5°",
        "Une ligne de paie est un nombre multiplié par son prix, arrondie au centime.";
    BRUT_TAUX = "brut.taux", A, "convention collective du contrat",
        "Le salaire convenu est ramené aux heures de base de la convention.";
    BRUT_MINIMUM = "brut.minimum", A, "C. trav. L2254-1 et L3231-2",
        "Le minimum est celui de la grille, et jamais moins que le SMIC des heures payées.";
    BRUT_FRAIS = "brut.frais", A, "convention collective du contrat",
        "Une indemnité est un nombre multiplié par son montant du jour.";
    TEMPS_JOUR = "temps.jour", A, "C. trav. L3121-1 et L3121-2",
        "Le travail d'un jour va de son début à sa fin, pause non payée déduite.";
    TEMPS_SOMME = "temps.somme", A, "C. trav. L3121-1",
        "Des durées s'additionnent.";
    TEMPS_TRANCHE = "temps.tranche", A, "convention collective du contrat",
        "Chaque heure entre dans une seule tranche, dans l'ordre où les heures sont faites.";
    TEMPS_PLAGE = "temps.plage", A, "convention collective du contrat",
        "Une plage va d'une heure à une autre.";
    TEMPS_MINUIT = "temps.minuit", A, "convention collective du contrat",
        "Dimanches, fériés et semaines se comptent de minuit à minuit.";
    TEMPS_TRANSPORT = "temps.transport", A, "IDCC 3097 titre II art. 32",
        "Le transport se paie en indemnité jusqu'à deux heures par jour, et comme du travail au-delà.";
    TEMPS_HEURES = "temps.heures", A, "C. trav. R3243-1 5°",
        "Les heures payées s'écrivent en heures décimales, à quatre décimales.";
    TEMPS_GARANTIE = "temps.garantie", A, "convention collective du contrat",
        "Un engagement garantit un nombre d'heures, même si moins d'heures sont faites.";
    SEMAINE_CONVENUE = "semaine.convenue", B, "C. civ. art. 1103 ; C. trav. L1221-1",
        "Une semaine qui paie les heures mêmes du salaire convenu paie ce salaire au centime : l'arrondi de ses lignes est repris.";
    ABSENCE_RETENUE = "absence.retenue", B, "Cass. soc. 11/02/1982, n° 80-40359 (non lu) ; IDCC 3097 titre I art. 24",
        "Une absence retient sa part de la paie : ses heures sur celles de la semaine ou du mois, sans descendre sous les heures faites.";
    ABSENCE_HEURES = "absence.heures", B, "Cass. soc. 11/02/1982, n° 80-40359 (non lu)",
        "Un jour d'absence compte les heures de la semaine partagées entre ses jours.";
    ABSENCE_PLAFOND = "absence.plafond", A, "CSS R242-2 I",
        "Le plafond est réduit des jours entiers d'absence qui ne donnent lieu à aucune rémunération.";
    ABSENCE_SMIC = "absence.smic", B, "CSS D241-7",
        "Contrat suspendu : le SMIC est corrigé par la paie versée rapportée à la paie qui aurait été versée.";
    CONGES_ARRET = "conges_spectacles.arret", B, "fiche net-entreprises du 04/08/2025 (citée par GHS)",
        "Arrêt de travail : l'assiette de Congés Spectacles est augmentée d'une part de la paie perdue.";
    FRAIS_LIMITE = "frais.limite", A, "arrêté du 04/09/2025 (avant : 20/12/2002)",
        "Un remboursement forfaitaire est exonéré dans la limite du barème ; l'excédent est du salaire.";
    FRAIS_KILOMETRES = "frais.kilometres", B, "CGI ann. IV art. 6 B",
        "Le barème kilométrique a trois tranches sur les kilomètres de l'année civile de paiement chez l'employeur, par puissance : un élément vaut le barème de l'année avec lui, moins celui sans lui.";
    AVANTAGE_REPAS = "avantage.repas", A, "CSS L242-1; arrêté du 25/02/2025 (avant : 10/12/2002)",
        "Un repas fourni gratuitement vaut un montant forfaitaire, ajouté au brut puis repris sur le net : il a été reçu en nature.";
    DFS = "dfs", A, "CSS R242-1; CGI annexe IV art. 5; BOSS frais professionnels",
        "La déduction forfaitaire spécifique réduit le brut (frais remboursés compris) du taux de l'année, dans la limite de 7 600 € par an et par employeur.";
    DFS_PLANCHER = "dfs.plancher", A, "CSS R242-1",
        "L'assiette après DFS ne descend pas sous le SMIC des heures, et ne dépasse jamais le brut.";
    SS_BRUT = "assiette.securite_sociale", A, "CSS L242-1",
        "Sans DFS ni forfait, l'assiette de sécurité sociale est le brut.";
    FIGURANT_FORFAIT = "figurant.forfait", B, "arrêté des artistes de complément (non relu); CSS R242-1",
        "Artiste de complément engagé à la journée et payé moins de 6 % du plafond mensuel par jour : l'assiette est de 9 SMIC horaires par jour.";
    SMIC_JOURS = "smic.par_jour", A, "CSS D241-7 IV",
        "Le SMIC est celui de la date des heures ; des heures non datées se répartissent par jours calendaires.";
    PLAFOND_CALENDAIRE = "plafond.jours_calendaires", A, "CSS R242-2",
        "Contrat qui ne couvre pas le mois : plafond mensuel x jours calendaires du contrat / jours du mois, mois par mois.";
    PLAFOND_PAYES_30 = "plafond.jours_payes_30", B, "CSS R242-2; BOSS, avril 2025",
        "Plafond mensuel x jours donnant lieu à rémunération / 30, au plus le plafond mensuel.";
    PLAFOND_CONTRAT_30 = "plafond.jours_contrat_30", B, "CSS R242-2",
        "Plafond mensuel x jours calendaires du contrat / 30 ; un mois entier, février compris, compte trente trentièmes.";
    PLAFOND_ARTISTE = "plafond.artiste_12_heures", A, "arrêté du 24/01/1975 art. 3",
        "Artiste engagé moins de 5 jours : 12 plafonds horaires par jour de travail, comparés sur l'engagement.";
    PLAFONNEE = "assiette.plafonnee", A, "CSS L241-3, D242-4",
        "L'assiette plafonnée est l'assiette de sécurité sociale dans la limite du plafond.";
    PLAFOND_JOURS_COMMUNS = "plafond.jours_communs", C, "CSS R242-2 I",
        "Contrats qui partagent des jours : un jour ne compte qu'une fois dans le plafond, et les paies se comparent au plafond de tous les jours.";
    PLAFONNEE_PROGRESSIVE = "assiette.plafonnee_progressive", A, "CSS R242-2 II",
        "Contrat payé en plusieurs bulletins : l'assiette plafonnée se compte sur le cumul du contrat, moins ce qui a déjà été compté.";
    ALLEGEMENT_PROGRESSIF = "allegement.progressif", A, "CSS D241-7 V, D241-8, D241-9",
        "Contrat payé en plusieurs bulletins : la réduction se calcule sur le cumul du contrat, moins celle déjà déduite.";
    RAPPEL = "rappel", B, "CSS R242-1 II; circ. DSS 2017/351",
        "Un rappel suit les règles de la période travaillée : il paie ce qui est dû en tout pour ce travail, moins ce qui a déjà été payé.";
    TAXE_SALAIRES_BASE = "taxe_salaires.assiette", A, "CGI 231, 1",
        "L'assiette de la taxe sur les salaires est celle de la CSG sans son abattement : brut et parts patronales de prévoyance et de santé.";
    TAXE_SALAIRES = "taxe_salaires.tranches", B, "CGI 231, 2 bis",
        "Les taux majorés s'appliquent à la part de la paie de l'année civile de paiement au-delà de chaque limite.";
    CHOMAGE_PRORATA = "chomage.plafond_prorata", C, "C. trav. L5422-9",
        "Chômage et AGS : brut avant DFS, dans la limite de quatre plafonds du contrat.";
    CHOMAGE_MENSUEL = "chomage.plafond_mensuel", B, "C. trav. L5422-9",
        "Chômage et AGS : brut avant DFS, dans la limite de quatre plafonds mensuels entiers.";
    RETRAITE_MENSUEL = "retraite.mensuel_cumule", B, "ANI du 17/11/2017; accords du spectacle",
        "Non-cadres et artistes : plafond mensuel entier, cumulé sur toutes les paies du mois chez l'employeur.";
    RETRAITE_CONTRAT = "retraite.par_contrat", B, "ANI du 17/11/2017",
        "Plafond mensuel entier pour chaque contrat.";
    RETRAITE_ANNUEL = "retraite.annuel_cumule", B, "ANI du 17/11/2017",
        "Plafond annuel, cumulé sur toutes les paies de l'année chez l'employeur.";
    RETRAITE_CADRE = "retraite.cadre_prorata", B, "ANI du 17/11/2017",
        "Technicien cadre : plafond du contrat, comme la sécurité sociale.";
    RETRAITE_ANNEE = "retraite.annee", B, "ANI du 17/11/2017 art. 32; paramètres d'Audiens 2026",
        "Non-cadres et artistes : tranche 1 jusqu'au plafond annuel, tranche 2 jusqu'à huit, sur la paie de l'année chez l'employeur, moins ce qui a déjà été compté.";
    RETRAITE_JOURNALIER = "retraite.journalier", B, "ANI du 17/11/2017 art. 32; paramètres d'Audiens 2026",
        "Cadres : tranche 1 jusqu'au plafond journalier x jours travaillés, tranche 2 jusqu'à huit ; un jour partagé par plusieurs contrats compte une fois.";
    CET_CUMUL = "retraite.cet_cumul", C, "ANI du 17/11/2017",
        "La CET est due sur toute la paie cumulée, dans la limite de huit plafonds, dès qu'elle dépasse le plafond de la tranche 1 ; le bulletin qui le franchit la porte sur le cumul.";
    APEC_JOURNALIER = "retraite.apec_journalier", C, "ANI du 17/11/2017",
        "Apec des cadres : paie dans la limite de quatre plafonds journaliers par jour travaillé.";
    CET = "retraite.cet", A, "ANI du 17/11/2017",
        "La CET est due quand la paie dépasse le plafond, sur toute la paie et dans la limite de huit plafonds.";
    PREVOYANCE_JOURNALIER = "prevoyance.journalier", B, "accord interbranches du 20/12/2006",
        "Prévoyance et santé : plafond journalier x jours, au plus le plafond mensuel ; plafond mensuel pour un mois civil entier.";
    PREVOYANCE_PRORATA = "prevoyance.prorata", C, "accord interbranches du 20/12/2006",
        "Prévoyance et santé : plafond du contrat.";
    PREVOYANCE_MENSUEL = "prevoyance.mensuel", B, "accord interbranches du 20/12/2006",
        "Prévoyance et santé : plafond mensuel entier.";
    CONGES = "conges_spectacles.assiette", A, "C. trav. D7121-37, D7121-44",
        "Congés Spectacles : brut avant DFS ; plafonné seulement si l'employeur l'a choisi.";
    CSG = "csg.assiette", A, "CSS L136-1-1, L136-2",
        "CSG et CRDS : 98,25 % du brut avant DFS jusqu'à quatre plafonds, 100 % au-delà, plus les parts patronales de prévoyance et de santé.";
    CSG_FORFAIT = "csg.forfait", A, "CSS L136-2 II",
        "Assiette forfaitaire : CSG et CRDS sur le forfait, sans abattement.";
    // A for the product, which is what the law fixes; the half counted for one is that of CSS L133-10 (read in its
    // former number, L130-1), the cent the smallest unit of the euro. That each line is rounded on its own is usage:
    // the text says it, and half a cent a line is all that it moves.
    LIGNE = "ligne", A, "CSS L242-1, L133-10; CMF L111-1",
        "Une ligne est l'assiette multipliée par le taux, arrondie au centime le plus proche (demi-centime au-dessus) ; l'arrondi ligne par ligne est d'usage.";
    DUE_ASSIETTE = "due.assiette", A, "CSS L242-1",
        "Une cotisation est une part d'une assiette : sans assiette, pas de ligne.";
    DUE_RESIDENT = "due.resident_fiscal", A, "CSS L136-1",
        "CSG et CRDS sont dues par les personnes domiciliées fiscalement en France.";
    DUE_NON_RESIDENT = "due.non_resident", A, "CSS L131-9",
        "La cotisation maladie du salarié est due par les personnes qui ne sont pas domiciliées fiscalement en France.";
    DUE_ALSACE_MOSELLE = "due.alsace_moselle", B, "CSS L325-1",
        "La cotisation du régime local est due par les salariés qui en relèvent.";
    DUE_TROIS_MOIS = "due.contrat_trois_mois", B, "C. trav. L5422-12 2°, L5424-20",
        "La majoration porte sur les contrats d'usage de trois mois au plus, de date à date.";
    DUE_APPRENTISSAGE = "due.taxe_apprentissage", B, "C. trav. L6241-1",
        "La taxe d'apprentissage est due par les employeurs qui y sont soumis.";
    DUE_DELEGUES = "due.sans_delegues", B, "CCN 2642 annexe 3 art. 5",
        "La contribution est due par l'employeur qui n'a pas de délégués élus.";
    DUE_TAXE_SALAIRES = "due.taxe_salaires", B, "CGI 231, 1",
        "La taxe sur les salaires est due par l'employeur qui n'est pas soumis à la TVA.";
    DUE_EFFECTIF = "due.effectif", B, "CSS L130-1",
        "Une contribution qui a un seuil d'effectif n'est due qu'à partir de ce seuil.";
    DUE_TAUX = "due.taux_donne", B, "CSS D242-6-1; CGCT L2333-64; C. trav. L4622-6",
        "Le taux est propre à l'employeur, qui le donne.";
    DUE_DATE = "due.date", B, "CSS R242-1",
        "Les contributions sont celles de la période d'emploi.";
    DUE_FILM_150 = "due.film_150", B, "CCN 3097 titre II art. 45",
        "Techniciens non cadres du cinéma : 1,50 % à la charge de l'employeur, à la place de la prévoyance et du fonds de santé.";
    TAUX_MAJORE = "taux.caisse_de_conges", A, "CSS L243-1-3, D243-0-2",
        "Les congés étant payés par une caisse, le taux de l'employeur est majoré (11,5 % ou 10 %).";
    TAUX_ARTISTE = "taux.artiste_70", A, "arrêté du 24/01/1975 art. 2",
        "Artistes du spectacle : 70 % du taux, arrondi à deux décimales.";
    SEUIL_REDUIT = "taux.reduit", A, "CSS D241-1-2, D241-3-2 anciens",
        "2024-2025 : taux réduit quand la rémunération ne dépasse pas le seuil en SMIC pour les heures du contrat.";
    FORFAIT_SOCIAL = "forfait_social.assiette", A, "CSS L137-15, L137-16",
        "Forfait social sur les parts patronales de prévoyance et de santé.";
    ALLEGEMENT_TAUX = "allegement.somme_des_taux", A, "CSS L241-13, D241-7",
        "Somme des taux de l'employeur dans le champ de la réduction, la part AT étant limitée.";
    ALLEGEMENT_T_ABAISSE = "allegement.t_abaisse", B, "CSS D241-7",
        "Le paramètre du décret est abaissé quand les taux de l'employeur totalisent moins.";
    ALLEGEMENT_SMIC = "allegement.smic", A, "CSS D241-7 IV",
        "SMIC de référence : SMIC horaire x heures payées du contrat.";
    RGDU_SMIC_JANVIER = "rgdu.smic_premier_janvier", B, "CSS D241-7; décret du 12/06/2026 (non lu) ; BOSS, communiqué de juin 2026",
        "SMIC de référence : SMIC horaire du 1er janvier de l'année x heures payées du contrat.";
    ALLEGEMENT_EXCLU = "allegement.exclu", A, "CSS L241-13 VI",
        "La réduction générale ne se cumule ni avec des taux réduits ni avec une assiette forfaitaire.";
    ALLEGEMENT_SORTIE = "allegement.sortie", A, "CSS L241-13, D241-7",
        "La réduction est nulle à partir d'un nombre de SMIC, pour les heures payées.";
    RGDU_COEFFICIENT = "rgdu.coefficient", A, "CSS D241-7 I à III, D241-10 IV",
        "Coefficient = (T min + T delta x (0,5 x (3 SMIC / rémunération - 1)) ^ 1,75), limité à T min + T delta, x 100/90, arrondi à quatre décimales ; nul à partir de 3 SMIC.";
    FILLON_COEFFICIENT = "fillon.coefficient", A, "CSS D241-7 ancien",
        "Coefficient = T / 0,6 x (1,6 SMIC / rémunération - 1), arrondi à quatre décimales, entre 0 et T.";
    ALLEGEMENT_MONTANT = "allegement.montant", A, "CSS L241-13",
        "Réduction = coefficient x rémunération.";
    ALLEGEMENT_CAISSE = "allegement.montant_caisse", A, "CSS D241-10 IV",
        "Réduction = coefficient x rémunération x 100/90, les congés étant payés par une caisse.";
    ALLEGEMENT_DFS = "allegement.limite_dfs", B, "CSS L241-13; arrêté frais professionnels",
        "Avec DFS, la réduction ne dépasse pas 130 % de ce qu'elle serait sans DFS.";
    ALLEGEMENT_PARTAGE = "allegement.partage", A, "CSS D241-7 VI",
        "La réduction se partage entre Urssaf et Agirc-Arrco en proportion des taux ; l'Urssaf reçoit le reste.";
    TOTAL = "total", A, "C. trav. R3243-1",
        "Somme des lignes.";
    NET_SOCIAL = "net.social", A, "CSS R844-1 II",
        "Montant net social : brut avant DFS moins toutes les cotisations et contributions du salarié.";
    NET_IMPOSABLE = "net.imposable", A, "CGI 83; C. trav. R3243-1",
        "Net imposable : brut avant DFS moins les cotisations déductibles (CSG non déductible et CRDS exclues).";
    NET_VERSE = "net.verse", B, "Norme DSN CT2026, S21.G00.50.004",
        "Net versé de la DSN : net imposable moins CSG non déductible et CRDS ; le PAS n'est pas déduit.";
    NET_IMPOSABLE_HS = "net.imposable_heures_sup", A, "CGI 81 quater, 83; C. trav. R3243-1",
        "Net imposable : brut avant DFS moins les cotisations déductibles, plus la réduction de cotisations salariales, moins les heures supplémentaires exonérées d'impôt.";
    HS_HEURES = "hs.heures", A, "C. trav. L3121-27 à L3121-29, L3121-35; CSS L241-17 I",
        "Heures supplémentaires : heures payées au-delà de 35 dans la semaine civile, tous contrats du même employeur réunis.";
    HS_BASE = "hs.base", A, "CSS L241-17 I et II; CGI 81 quater I",
        "Une même base pour la réduction et l'exonération : la rémunération de ces heures, majoration comprise.";
    HS_MAJORATION = "hs.majoration_plafonnee", A, "CSS L241-17 II",
        "La majoration compte dans la limite de celle de la convention, ou de 25 % puis 50 % sans convention.";
    HS_MAJORATIONS = "hs.majorations", C, "BOI-5 F-13-12 § 20 (régime antérieur)",
        "Majorations de nuit, de dimanche, de jour férié et de dixième heure payées sur des heures supplémentaires.";
    HS_JOUR_6 = "hs.jour_6", C, "CSS L241-17; IDCC 3097 titre II art. 39",
        "Sixième jour en région parisienne : ses heures sont les dernières de la semaine ; celles au-delà de 35 comptent.";
    HS_ARTISTE = "hs.artiste_semaine", C, "IDCC 3097 titre III art. 4.4.2",
        "Artistes et figurants de cinéma à la semaine : 5 heures à 125 % comprises dans 41,25, ou 13 dans 51,25 sur six jours.";
    HS_TAUX = "hs.taux", A, "CSS D241-21; BOSS, heures supplémentaires § 370-380",
        "Taux de la réduction : cotisations salariales de vieillesse, de base et complémentaire, rapportées à la rémunération, dans la limite de 11,31 %.";
    HS_REDUCTION = "hs.reduction", A, "CSS L241-17 III, D241-21",
        "Réduction de cotisations salariales : rémunération des heures supplémentaires x taux.";
    HS_DFS_ABATTU = "hs.dfs_abattu", C, "CSS D241-22",
        "Avec DFS : rémunération des heures et taux rapportés à l'assiette après déduction.";
    HS_IMPUTATION = "hs.imputation", B, "CSS L241-17 I, L241-3; msa.fr",
        "La réduction s'impute sur les cotisations salariales de vieillesse de base et ne peut pas les dépasser.";
    HS_EXONERATION = "hs.exoneration", B, "CGI 81 quater I",
        "Heures exonérées d'impôt dans une limite par salarié et par année de paiement, que chaque employeur applique seul.";
    HS_NET = "hs.net", A, "CGI 81 quater; fiche net-entreprises 2110",
        "Net des heures exonérées : brut x (1 - 98,25 % x 6,8 %).";
    HS_CSG = "hs.csg", A, "CGI 154 quinquies; CSS L136-1-1, L136-2",
        "La CSG et la CRDS des heures exonérées restent dues ; aucune part n'en est déductible.";
    HS_DEDUCTION = "hs.deduction", A, "CSS L241-18, L241-18-1, D241-24",
        "Déduction patronale : un montant par heure supplémentaire selon l'effectif, sans majoration des caisses de congés.";
    HS_DEDUCTION_LIMITE = "hs.deduction_limite", A, "CSS L241-18 III et IV",
        "La déduction ne dépasse pas ce que l'employeur doit encore à l'Urssaf pour le salarié après la réduction générale.";
    NET_AVANT_IMPOT = "net.avant_impot", A, "C. trav. R3243-1 9°",
        "Net à payer avant impôt : brut moins cotisations, plus frais remboursés, moins avantages en nature.";
    PAS_NON_RESIDENT = "pas.non_resident", B, "CGI 204 A, 182 A et 182 A bis",
        "Une personne qui n'est pas domiciliée fiscalement en France n'a pas de prélèvement à la source, mais une retenue à la source.";
    PAS_ABATTEMENT = "pas.abattement", B, "CGI 204 H III 1 d; BOI-BAREME-000037",
        "Contrats de deux mois au plus sans taux personnel : la base est diminuée d'un demi-SMIC net imposable, une fois par bulletin.";
    PAS_GARDE = "pas.garde", B, "CGI 204 A; cahier technique de la DSN, S21.G00.56.001",
        "Une correction payée une autre année ne rend l'impôt retenu que par la DSN de janvier, pour l'année précédente : ensuite, il reste tel qu'il a été retenu.";
    PAS_BASE = "pas.base", A, "CGI 204 F",
        "Base du prélèvement : le net imposable.";
    PAS_MENSUALISEE = "pas.base_mensualisee", B, "BOI-IR-PAS-20-20-30-10 §180",
        "Le taux se lit sur l'équivalent mensuel de la paie.";
    PAS = "pas", B, "CGI 204 A à 204 H; BOFiP",
        "Prélèvement = base x taux, arrondi au centime, dans la limite du net en espèces.";
    RETENUE_182A = "retenue_source.182a", B, "CGI 182 A; CGI annexe II art. 91 A et 91 B",
        "Salaires d'un non-résident : net imposable moins 10 %, 0 % jusqu'à la limite basse, 12 % entre les deux limites, 20 % au-delà (8 % et 14,4 % outre-mer).";
    RETENUE_DUREE = "retenue_source.duree", C, "CGI 182 A III; CGI annexe II art. 91 A",
        "Limites de la durée d'activité : jours travaillés x limite du jour, semaine civile de cinq jours travaillés à la limite de la semaine, mois civil entier à celle du mois.";
    RETENUE_DUREE_MOIS = "retenue_source.duree_mois", B, "CGI 182 A III; CGI annexe II art. 91 A",
        "Limites du mois, une fois pour tous les bulletins du mois civil de paiement.";
    RETENUE_182A_BIS = "retenue_source.182a_bis", B, "CGI 182 A bis",
        "Prestation artistique d'un non-résident : 15 % du brut moins les cotisations du salarié, après une déduction de 10 %.";
    RETENUE_CONVENTION = "retenue_source.convention", C, "convention fiscale",
        "Taux de la convention fiscale sur la base de la retenue interne, sans dépasser celle-ci.";
    RETENUE_SEUIL = "retenue_source.seuil", B, "CGI 1671 A",
        "La retenue d'un mois n'est pas opérée quand elle n'excède pas 8 € pour un même salarié, tous versements cumulés.";
    RETENUE_PART = "retenue_source.part", C, "pratique générale",
        "La retenue du bulletin se partage entre les contrats en proportion de leur base ; le dernier reçoit le reste.";
    NET_PAYE = "net.paye", A, "C. trav. R3243-1 10°",
        "Net à payer : net avant impôt moins le prélèvement à la source, ou la retenue à la source d'un non-résident.";
    AVANCE = "retenue.avance", A, "C. trav. L3251-3",
        "Une avance se retient par dixièmes du salaire dû.";
    SAISIE = "retenue.saisie", A, "C. trav. L3252-2, R3252-2 à R3252-5",
        "Fraction saisissable par tranches d'un douzième du barème annuel, majorées par personne à charge ; le RSA d'une personne reste toujours au salarié.";
    SAISIE_PRORATA = "retenue.saisie_prorata", C, "C. trav. R3252-2",
        "Limites des tranches réduites aux jours calendaires des contrats payés (usage, non vérifié).";
    SAISIE_MOIS = "retenue.saisie_mois", A, "C. trav. L3252-2 à L3252-5, R3252-2",
        "Un seul barème et un seul RSA par mois civil de paiement et par employeur : chaque bulletin retient ce que le mois permet, moins ce qui a déjà été retenu.";
    PENSION = "retenue.pension", A, "C. trav. L3252-5",
        "Le paiement direct d'une pension alimentaire passe avant les saisies et peut prendre tout ce qui dépasse le RSA.";
    VIREMENT = "virement", A, "C. trav. R3243-1 10°",
        "Somme virée : net à payer moins acomptes, avances et saisies.";
    PECULE_NET = "pecule.net", C, "C. trav. L7124-9",
        "Enfant de moins de 16 ans : le net à payer se partage sans les frais remboursés, qui vont à qui les a payés.";
    PECULE_PART = "pecule.part", C, "C. trav. L7124-9, R7124-31",
        "Part laissée aux représentants légaux : la part que la commission a fixée, arrondie au centime.";
    PECULE = "pecule.caisse_des_depots", C, "C. trav. L7124-9, R7124-35",
        "Pécule : ce qui reste du net après la part des représentants légaux, versé à la Caisse des Dépôts jusqu'à la majorité.";
    TOTAL_EMPLOYEUR = "total_verse_employeur", A, "C. trav. R3243-1 14°",
        "Brut plus cotisations de l'employeur moins allègements.";
}
