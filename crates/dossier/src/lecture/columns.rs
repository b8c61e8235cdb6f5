//! The dictionary of columns of every CSV of a production folder: the readers, `cddu schema`, `cddu init` and the
//! documentation all come from it.

use serde::Serialize;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "valeurs")]
pub enum Kind {
    /// Free text.
    Texte,
    /// Letters, digits, `.`, `-` and `_`: names a file.
    Identifiant,
    /// `2026-11-09` or `09/11/2026`.
    Date,
    /// `09:00`.
    Heure,
    /// Euros, decimal point or comma.
    Montant,
    /// Percent.
    Taux,
    /// Hours, days, kilometres: four decimals at most.
    Nombre,
    /// Whole number.
    Entier,
    /// `oui` or `non`.
    OuiNon,
    /// One of a list.
    Choix(&'static [&'static str]),
}

/// One column.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Column {
    /// Header.
    pub nom: &'static str,
    /// What a cell holds.
    #[serde(flatten)]
    pub kind: Kind,
    /// The column and every cell must be there.
    pub obligatoire: bool,
    /// What it means, and what an empty cell means.
    pub description: &'static str,
    /// An example.
    pub exemple: &'static str,
}

/// One CSV file.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FileSpec {
    /// Name in the folder.
    pub fichier: &'static str,
    /// The folder is unusable without it.
    pub obligatoire: bool,
    /// What one line is.
    pub description: &'static str,
    /// Columns, in the order of the model.
    pub colonnes: &'static [Column],
}

impl FileSpec {
    /// Rank of a column.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.colonnes.iter().position(|c| c.nom == name)
    }
}

const fn must(nom: &'static str, kind: Kind, description: &'static str, exemple: &'static str) -> Column {
    Column { nom, kind, obligatoire: true, description, exemple }
}

const fn may(nom: &'static str, kind: Kind, description: &'static str, exemple: &'static str) -> Column {
    Column { nom, kind, obligatoire: false, description, exemple }
}

use Kind::{Choix, Date, Entier, Heure, Identifiant, Montant, Nombre, OuiNon, Taux, Texte};

/// People.
pub const SALARIES: FileSpec = FileSpec {
    fichier: "salaries.csv",
    obligatoire: true,
    description: "une ligne par personne employée par la production",
    colonnes: &[
        must("matricule", Identifiant, "numéro de la personne dans la production", "T01"),
        must("nom", Texte, "nom de naissance", "EXEMPLE"),
        must("prenom", Texte, "prénoms", "Camille"),
        may("nom_usage", Texte, "nom d'usage", ""),
        may(
            "nir",
            Texte,
            "numéro de sécurité sociale, 15 caractères avec la clé (espaces admis)",
            "299017500100190",
        ),
        may("sexe", Choix(&["1", "2"]), "1 homme, 2 femme ; vide : celui du numéro de sécurité sociale", ""),
        may("date_naissance", Date, "date de naissance", "1999-01-15"),
        may("lieu_naissance", Texte, "commune de naissance", "PARIS"),
        may("departement_naissance", Texte, "département de naissance, 99 à l'étranger", "75"),
        may("pays_naissance", Texte, "pays de naissance, deux lettres", "FR"),
        may("voie", Texte, "adresse : numéro et voie", "1 rue de l'Exemple"),
        may("code_postal", Texte, "adresse : code postal", "75020"),
        may("commune", Texte, "adresse : commune", "PARIS"),
        may("pays", Texte, "adresse : pays, deux lettres ; vide : France", ""),
        may("domicile_fiscal_france", OuiNon, "domicile fiscal en France ; vide : oui", "oui"),
        may("alsace_moselle", OuiNon, "assuré au régime local d'Alsace-Moselle ; vide : non", "non"),
        may(
            "taux_pas",
            Taux,
            "taux personnel de prélèvement à la source, en % ; vide : grille par défaut ; 0 : taux nul",
            "7.4",
        ),
        may(
            "zone_pas",
            Choix(&["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]),
            "zone de la grille par défaut ; vide : metropole",
            "metropole",
        ),
        may(
            "retenue_non_resident",
            Choix(&["182A", "182A_bis", "convention", "aucune"]),
            "retenue à la source d'un non-résident ; vide : 182A (technicien) ou 182A_bis (taux des artistes)",
            "",
        ),
        may("convention_pays", Texte, "retenue_non_resident convention : pays de la convention fiscale", ""),
        may("convention_taux", Taux, "taux de la convention, en % ; 0 : retenue exclue", ""),
        may("convention_article", Texte, "article de la convention qui justifie ce taux", ""),
        may("retenue_motif", Texte, "retenue_non_resident aucune : motif", ""),
        may("zone_dom", OuiNon, "travail fait outre-mer (taux réduits de la retenue) ; vide : non", "non"),
        may("numero_conges_spectacles", Texte, "numéro à la caisse des Congés Spectacles", ""),
        may("nationalite", Texte, "nationalité, deux lettres (DSN)", "FR"),
        may("identifiant_taux_pas", Texte, "identifiant du taux personnel, donné par la DGFiP (DSN)", ""),
        may(
            "ntt",
            Texte,
            "numéro technique temporaire, pour une personne sans numéro de sécurité sociale",
            "",
        ),
        may("iban", Texte, "compte à créditer (espaces admis)", "FR7630006000011234567890189"),
        may("bic", Texte, "code de la banque", ""),
        may(
            "enfant_autorisation",
            Texte,
            "enfant de moins de 16 ans : référence de l'autorisation du préfet (C. trav. L7124-1)",
            "",
        ),
        may("enfant_date", Date, "date de cette autorisation, avant le premier jour de travail", ""),
        may(
            "enfant_minuit",
            OuiNon,
            "l'autorisation permet de travailler après 20 h, jusqu'à minuit ; vide : non",
            "",
        ),
        may(
            "part_representants",
            Taux,
            "part de la paie laissée aux représentants légaux, en %, telle que la commission l'a fixée ; le reste est le pécule versé à la Caisse des Dépôts",
            "",
        ),
        may("representant", Texte, "prénom et nom d'un représentant légal", ""),
        may("second_representant", Texte, "prénom et nom de l'autre représentant légal", ""),
        may("representants_voie", Texte, "leur adresse : numéro et voie ; vide : celle de l'enfant", ""),
        may("representants_code_postal", Texte, "leur adresse : code postal", ""),
        may("representants_commune", Texte, "leur adresse : commune", ""),
        may("representants_pays", Texte, "leur adresse : pays, deux lettres ; vide : France", ""),
        may("representants_iban", Texte, "compte qui reçoit leur part (espaces admis)", ""),
        may("representants_bic", Texte, "code de la banque des représentants légaux", ""),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// Contracts.
pub const CONTRATS: FileSpec = FileSpec {
    fichier: "contrats.csv",
    obligatoire: true,
    description: "une ligne par contrat",
    colonnes: &[
        must("contrat", Identifiant, "numéro du contrat", "T01-1"),
        must("matricule", Identifiant, "personne, comme dans salaries.csv", "T01"),
        must(
            "categorie",
            Choix(&["technicien", "artiste", "figurant", "realisateur"]),
            "catégorie du contrat",
            "technicien",
        ),
        may(
            "cadre",
            OuiNon,
            "technicien cadre ; vide : d'après la grille de la convention, sinon demandé",
            "non",
        ),
        may(
            "annexe",
            Choix(&["8", "10"]),
            "annexe de l'assurance chômage ; vide : 8 pour un technicien, 10 sinon",
            "8",
        ),
        must("fonction", Texte, "emploi, tel que la convention le nomme", "Scripte cinéma"),
        must("debut", Date, "premier jour du contrat", "2026-11-09"),
        must("fin", Date, "dernier jour du contrat", "2026-11-13"),
        may(
            "salaire_base",
            Montant,
            "salaire convenu : par semaine (technicien), par jour ou par cachet",
            "1364.56",
        ),
        may(
            "heures_base",
            Nombre,
            "heures que paie le salaire de base ; vide : celles de la convention (39 cinéma, 35 télévision) ; pour le salaire d'une journée en télévision, les donner (7 ou 8)",
            "39",
        ),
        may(
            "engagement",
            Choix(&["semaine", "jour"]),
            "vide : semaine à partir de 5 jours de contrat (artiste ou figurant : si les cachets couvrent ses jours), sinon jour",
            "semaine",
        ),
        may(
            "annexe_film",
            Choix(&["1", "2", "3", "3bis"]),
            "annexe du titre II (cinéma) ; vide : celle de production.toml",
            "1",
        ),
        may("brut", Montant, "brut convenu pour tout le contrat : remplace le calcul par les heures", ""),
        may("cachets", Entier, "cachets du contrat (artistes), si temps.csv n'en donne pas", ""),
        may(
            "numero_objet",
            Texte,
            "numéro d'objet France Travail spectacle ; vide : celui de production.toml",
            "",
        ),
        may(
            "dfs",
            OuiNon,
            "déduction forfaitaire spécifique, avec l'accord écrit de la personne ; vide : non",
            "non",
        ),
        may(
            "dfs_groupe",
            Choix(&["25", "20"]),
            "groupe de la déduction ; vide : 25 pour un artiste, 20 sinon",
            "",
        ),
        may("taux_artiste", OuiNon, "réalisateur : taux réduits des artistes ; vide : oui", ""),
        may(
            "idcc",
            Choix(&["3097", "2642", "2412"]),
            "convention du travail, si ce n'est pas celle de l'employeur",
            "",
        ),
        may("date_paiement", Date, "jour de paiement propre à ce contrat ; vide : celui de la période", ""),
        may(
            "motif_fin",
            Choix(&["terme", "employeur", "salarie", "commun_accord", "arret_tournage"]),
            "fin du contrat ; vide : terme prévu",
            "",
        ),
        may("fin_reelle", Date, "dernier jour travaillé, si le contrat a été rompu avant son terme", ""),
        may("heure_embauche", Heure, "heure d'embauche du premier jour, pour la DPAE", "08:00"),
        may(
            "essai_jours",
            Entier,
            "période d'essai en jours, pour la DPAE d'un contrat de plus de six mois ; 0 : aucune",
            "",
        ),
        may(
            "dpae_le",
            Date,
            "jour de la DPAE, quand elle a été faite ailleurs (urssaf.fr, net-entreprises)",
            "",
        ),
        may("lieu", Identifiant, "lieu de travail, s'il n'est pas l'établissement (declarations.lieux)", ""),
        may("poste", Texte, "poste du devis, pour la comptabilité analytique", "321"),
        may("departement", Texte, "équipe, pour la comptabilité analytique", "son"),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// Time sheets.
pub const TEMPS: FileSpec = FileSpec {
    fichier: "temps.csv",
    obligatoire: true,
    description: "une ligne par jour travaillé (date, debut, fin), ou une ligne de total par semaine (semaine, jours, heures) ; un jour férié chômé a sa ligne (date, nature ferie_chome), à côté des jours comme du total",
    colonnes: &[
        must("contrat", Identifiant, "contrat, comme dans contrats.csv", "T01-1"),
        may("date", Date, "jour", "2026-11-09"),
        may("debut", Heure, "arrivée", "09:00"),
        may("fin", Heure, "départ ; avant l'arrivée : le lendemain", "19:00"),
        may("pause_minutes", Entier, "pause non payée, en minutes ; vide : 0", "60"),
        may(
            "pause_debut",
            Heure,
            "début de la pause, qui décide des heures de nuit ; vide : au milieu de la présence",
            "",
        ),
        may(
            "nature",
            Choix(&[
                "tournage",
                "preparation",
                "postproduction",
                "voyage",
                "repetition",
                "essayage",
                "ferie_chome",
            ]),
            "nature du travail ; vide : tournage",
            "tournage",
        ),
        may("lieu", Texte, "lieu, pour mémoire", "Studio A"),
        may("studio", OuiNon, "dans un studio agréé ; vide : non", ""),
        may("zone", Choix(&["paris", "autre"]), "région du travail ; vide : celle de production.toml", ""),
        may(
            "transport_minutes",
            Entier,
            "transport du rendez-vous au lieu de tournage, aller et retour, en minutes",
            "60",
        ),
        may("voyage_minutes", Entier, "voyage en plus du travail, en minutes", ""),
        may(
            "repas",
            Entier,
            "repas non fournis par la production (cinéma ; en télévision, un élément « frais »)",
            "1",
        ),
        may("casse_croute", OuiNon, "casse-croûte non fourni (cinéma, début avant 7 h) ; vide : non", ""),
        may("journee_continue", OuiNon, "journée continue de 12 h à 20 h ; vide : non", ""),
        may(
            "recupere",
            OuiNon,
            "repos donné pour un 6e jour, un dimanche ou un férié travaillé ; vide : donné pour les deux premiers (demandé quand le contrat n'en laisse pas la place), payé pour un férié",
            "",
        ),
        may("semaine", Texte, "total hebdomadaire : semaine ISO", ""),
        may(
            "jours",
            Entier,
            "total hebdomadaire : jours travaillés, sans le férié chômé ; vide : 5, ou les cachets",
            "",
        ),
        may(
            "heures",
            Nombre,
            "total hebdomadaire : heures travaillées, sans celles du férié chômé ; vide quand cachets le dit",
            "",
        ),
        may("cachets", Entier, "cachets du jour ou de la semaine (artistes)", ""),
        may("signe", OuiNon, "feuille signée par la personne ; vide : oui", "oui"),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// Elements outside the pay of a contract.
pub const ELEMENTS: FileSpec = FileSpec {
    fichier: "elements.csv",
    obligatoire: false,
    description: "une ligne par élément hors heures : frais, acompte, saisie, prime...",
    colonnes: &[
        must("matricule", Identifiant, "personne, comme dans salaries.csv", "T01"),
        must(
            "date",
            Date,
            "jour de l'élément : il entre dans la paie de la période qui contient ce jour",
            "2026-11-13",
        ),
        must(
            "code",
            Choix(&[
                "frais",
                "acompte",
                "avance",
                "saisie",
                "pension_alimentaire",
                "avantage_repas",
                "prime",
                "retenue",
            ]),
            "nature (cddu schema elements les explique)",
            "frais",
        ),
        may("montant", Montant, "montant ; vide : quantité x valeur de la table, quand elle existe", "21.40"),
        may("quantite", Nombre, "nombre d'unités (repas, nuits, kilomètres)", "1"),
        may(
            "nature",
            Texte,
            "frais : limite d'exonération (repas_restaurant...) ; vide : remboursement au réel, justificatifs à l'appui",
            "repas_restaurant",
        ),
        may(
            "contrat",
            Identifiant,
            "contrat concerné ; vide : la paie entière, et pour une prime ou des frais le contrat qui contient leur jour",
            "",
        ),
        may("libelle", Texte, "libellé imprimé", "Repas du 11 novembre"),
        may("paye_directement", OuiNon, "frais payés par la production au fournisseur ; vide : non", ""),
        may("personnes_a_charge", Entier, "saisie : personnes à charge", ""),
        may("creancier", Texte, "saisie ou pension : créancier", ""),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// Absences.
pub const ABSENCES: FileSpec = FileSpec {
    fichier: "absences.csv",
    obligatoire: false,
    description: "une ligne par absence : maladie, accident, absence non payée, événement familial",
    colonnes: &[
        may(
            "contrat",
            Identifiant,
            "contrat, comme dans contrats.csv ; vide : celui de la personne ce jour-là",
            "T01-1",
        ),
        may("matricule", Identifiant, "personne, comme dans salaries.csv, si le contrat n'est pas donné", ""),
        must("debut", Date, "premier jour d'absence (le lendemain d'un accident du travail)", "2026-11-12"),
        may(
            "fin",
            Date,
            "dernier jour, celui de l'arrêt même après la fin du contrat ; vide : un seul jour",
            "2026-11-13",
        ),
        may("heures", Nombre, "heures d'absence d'un jour en partie travaillé ; vide : jours entiers", ""),
        must(
            "motif",
            Choix(&[
                "maladie",
                "maternite",
                "paternite",
                "accident_trajet",
                "maladie_professionnelle",
                "accident_travail",
                "autorisee_non_payee",
                "injustifiee",
                "greve",
                "enfant_malade",
                "evenement_familial",
            ]),
            "raison ; evenement_familial est payé, les autres ne le sont pas",
            "maladie",
        ),
        may(
            "maintien",
            Montant,
            "brut maintenu par accord pour toute l'absence ; vide : aucun (la loi demande un an d'ancienneté)",
            "",
        ),
        may(
            "subrogation",
            OuiNon,
            "indemnités journalières versées à la production ; vide : non, « oui » est refusé",
            "",
        ),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// A day of figuration.
pub const FIGURATION: FileSpec = FileSpec {
    fichier: "figuration.csv",
    obligatoire: false,
    description: "bordereau de figuration : une ligne par figurant et par jour, qui vaut personne, contrat, heures et frais",
    colonnes: &[
        must("date", Date, "jour de figuration", "2026-11-12"),
        may(
            "matricule",
            Identifiant,
            "personne ; vide : celle de salaries.csv qui a ce numéro de sécurité sociale, ou ce nom et ce prénom",
            "F01",
        ),
        may(
            "nom",
            Texte,
            "nom de naissance ; pour une personne absente de salaries.csv, ses données suivent",
            "",
        ),
        may("prenom", Texte, "prénoms", ""),
        may("nir", Texte, "numéro de sécurité sociale, 15 caractères avec la clé (espaces admis)", ""),
        may("date_naissance", Date, "date de naissance", ""),
        may("lieu_naissance", Texte, "commune de naissance", ""),
        may("departement_naissance", Texte, "département de naissance, 99 à l'étranger", ""),
        may("pays_naissance", Texte, "pays de naissance, deux lettres", ""),
        may("voie", Texte, "adresse : numéro et voie", ""),
        may("code_postal", Texte, "adresse : code postal", ""),
        may("commune", Texte, "adresse : commune", ""),
        may("pays", Texte, "adresse : pays, deux lettres ; vide : France", ""),
        may(
            "domicile_fiscal_france",
            OuiNon,
            "domicile fiscal en France, à dire d'une adresse à l'étranger ; vide : oui",
            "",
        ),
        may(
            "retenue_non_resident",
            Choix(&["182A", "182A_bis", "convention", "aucune"]),
            "retenue à la source d'un non-résident ; vide : 182A (technicien) ou 182A_bis (taux des artistes)",
            "",
        ),
        may("convention_pays", Texte, "retenue_non_resident convention : pays de la convention fiscale", ""),
        may("convention_taux", Taux, "taux de la convention, en % ; 0 : retenue exclue", ""),
        may("convention_article", Texte, "article de la convention qui justifie ce taux", ""),
        may("retenue_motif", Texte, "retenue_non_resident aucune : motif", ""),
        may("nationalite", Texte, "nationalité, deux lettres (DSN)", ""),
        may(
            "taux_pas",
            Taux,
            "taux personnel de prélèvement à la source, en % ; vide : grille par défaut",
            "",
        ),
        may("identifiant_taux_pas", Texte, "identifiant du taux personnel, donné par la DGFiP (DSN)", ""),
        may("numero_conges_spectacles", Texte, "numéro à la caisse des Congés Spectacles", ""),
        may(
            "ntt",
            Texte,
            "numéro technique temporaire, pour une personne sans numéro de sécurité sociale",
            "",
        ),
        may("iban", Texte, "compte à créditer (espaces admis)", ""),
        may("bic", Texte, "code de la banque", ""),
        may("fonction", Texte, "emploi, tel que la convention le nomme ; vide : Figurant", "Figurant"),
        may("debut", Heure, "heure de convocation, qui est aussi l'heure d'embauche de la DPAE", "07:30"),
        may("fin", Heure, "heure de fin ; avant la convocation : le lendemain", "17:30"),
        may("pause_minutes", Entier, "pause non payée, en minutes ; vide : 0", "60"),
        may(
            "pause_debut",
            Heure,
            "début de la pause, qui décide des heures de nuit ; vide : au milieu de la présence",
            "",
        ),
        may(
            "salaire_base",
            Montant,
            "salaire convenu du jour ; vide : le minimum de la convention",
            "107.00",
        ),
        may("complement", Montant, "complément de salaire du jour (essayage, scène particulière)", ""),
        may("complement_libelle", Texte, "nature du complément, imprimée sur le bulletin", ""),
        may("repas", Montant, "repas remboursé ce jour-là, en euros", ""),
        may("numero_objet", Texte, "numéro d'objet ; vide : celui de production.toml", ""),
        may("lieu", Identifiant, "lieu de travail, s'il n'est pas l'établissement (declarations.lieux)", ""),
        may("dpae_le", Date, "jour de la DPAE, quand elle a été faite ailleurs", ""),
        may("poste", Texte, "poste du devis, pour la comptabilité analytique", ""),
        may("departement", Texte, "équipe, pour la comptabilité analytique", ""),
        may("signe", OuiNon, "bordereau émargé par la personne ; vide : oui", "oui"),
        may(
            "confirme",
            Texte,
            "colonnes de cette ligne dont la valeur inhabituelle est voulue (réponse à une question du programme)",
            "",
        ),
    ],
};

/// Authors.
pub const AUTEURS: FileSpec = FileSpec {
    fichier: "auteurs.csv",
    obligatoire: false,
    description: "une ligne par auteur payé en droits d'auteur",
    colonnes: &[
        must("auteur", Identifiant, "identifiant de l'auteur dans la production", "A01"),
        must("nom", Texte, "nom", "PLUME"),
        must("prenom", Texte, "prénoms", "Alix"),
        may("pseudonyme", Texte, "nom de plume", ""),
        may("nir", Texte, "numéro de sécurité sociale, 15 caractères", ""),
        may("date_naissance", Date, "date de naissance", ""),
        may("siret", Texte, "SIRET, pour un auteur en BNC", ""),
        may(
            "regime_fiscal",
            Choix(&["TS", "BNC"]),
            "traitements et salaires, ou bénéfices non commerciaux",
            "TS",
        ),
        may("tva_intracom", Texte, "numéro de TVA intracommunautaire", ""),
        may("voie", Texte, "adresse : numéro et voie", ""),
        may("code_postal", Texte, "adresse : code postal", ""),
        may("commune", Texte, "adresse : commune", ""),
        may("pays", Texte, "adresse : pays, deux lettres ; vide : France", ""),
        may(
            "social",
            Choix(&["precompte", "dispense", "heritier", "non_resident"]),
            "précompte des cotisations ; vide : precompte",
            "precompte",
        ),
        may(
            "tva",
            Choix(&["retenue", "renonciation_tva", "renonciation_franchise", "autoliquidation"]),
            "TVA ; vide : retenue",
            "retenue",
        ),
        may(
            "fiscal",
            Choix(&["resident", "non_resident_25", "non_resident_convention", "non_resident_etnc"]),
            "retenue à la source ; vide : resident",
            "resident",
        ),
        may(
            "zone",
            Choix(&["metropole", "dom", "guyane_mayotte"]),
            "territoire, pour la TVA ; vide : metropole",
            "",
        ),
        may("taux_convention", Taux, "taux de la convention fiscale, en %", ""),
        may("formulaires_5000_5003", Date, "jour de réception des formulaires 5000 et 5003", ""),
        may("assure_hors_france", OuiNon, "assuré dans un autre pays (formulaire A1) ; vide : non", ""),
        may("dispense_annee", Entier, "année de la dispense de précompte", ""),
        may("dispense_reference", Texte, "référence de la dispense", ""),
        may("renonciation_date_effet", Date, "premier jour de la renonciation à la retenue de TVA", ""),
        may("attestation_raap", OuiNon, "attestation de non-précompte du RAAP ; vide : non", ""),
        may("iban", Texte, "compte à créditer", ""),
        may("bic", Texte, "code de la banque", ""),
    ],
};

/// Author contracts, one row per instalment.
pub const CONTRATS_AUTEURS: FileSpec = FileSpec {
    fichier: "contrats_auteurs.csv",
    obligatoire: false,
    description: "une ligne par échéance d'un contrat d'auteur (les colonnes du contrat se répètent)",
    colonnes: &[
        must("contrat", Identifiant, "référence du contrat", "CA-01"),
        must("auteur", Identifiant, "auteur, comme dans auteurs.csv", "A01"),
        must("titre", Texte, "titre de l'oeuvre", "Le Dernier Clap"),
        must(
            "genre",
            Choix(&[
                "fiction",
                "animation",
                "documentaire",
                "publicite",
                "institutionnel",
                "musique",
                "autre",
            ]),
            "genre de l'oeuvre",
            "fiction",
        ),
        may(
            "nature_activite",
            Choix(&[
                "ecriture",
                "realisation",
                "composition",
                "adaptation",
                "traduction",
                "graphisme",
                "oeuvre_preexistante",
                "autre",
            ]),
            "ce que fait l'auteur",
            "ecriture",
        ),
        may(
            "secteur",
            Choix(&["audiovisuel", "cinema"]),
            "secteur, pour les minima ; vide : audiovisuel",
            "cinema",
        ),
        may("duree_minutes", Entier, "durée de l'oeuvre", "90"),
        may("nombre_auteurs", Entier, "auteurs qui écrivent ensemble ; vide : 1", "1"),
        must("date_signature", Date, "signature du contrat", "2026-03-02"),
        may(
            "ircec",
            Choix(&[
                "fiction",
                "fiction_sans_raap",
                "solidarite_racd",
                "solidarite_racd_avec_raap",
                "doc_8",
                "doc_4",
                "aucun",
            ]),
            "retraite complémentaire ; vide : d'après le genre",
            "",
        ),
        may("minimum_garanti", Montant, "minimum garanti, brut hors taxes", "30000.00"),
        may("echeance", Texte, "libellé de l'échéance", "signature"),
        may(
            "declencheur",
            Choix(&[
                "signature",
                "remise",
                "acceptation",
                "premier_jour_tournage",
                "livraison",
                "date",
                "autre",
            ]),
            "ce qui rend l'échéance due ; vide : autre",
            "signature",
        ),
        may("date_prevue", Date, "date prévue", ""),
        may("montant", Montant, "montant de l'échéance, brut hors taxes", "10000.00"),
        may("pourcentage", Taux, "ou part du minimum garanti, en %", ""),
        may("poste", Texte, "poste du devis", ""),
    ],
};

/// Notes to pay.
pub const NOTES: FileSpec = FileSpec {
    fichier: "notes.csv",
    obligatoire: false,
    description: "une ligne par paiement de droits d'auteur, ou par relevé de redevances à imputer",
    colonnes: &[
        must("note", Identifiant, "numéro de la note", "N-2026-01"),
        may("rectifie", Identifiant, "numéro de la note remplacée", ""),
        must("contrat", Identifiant, "contrat, comme dans contrats_auteurs.csv", "CA-01"),
        must("date_paiement", Date, "jour du paiement, ou du relevé", "2026-11-20"),
        may(
            "nature_revenu",
            Choix(&["redevance", "a_valoir", "minimum_garanti", "forfait", "droits_voisins"]),
            "nature du revenu ; vide : minimum_garanti pour une échéance, redevance pour un relevé",
            "",
        ),
        may("echeance", Texte, "échéance payée", "signature"),
        may("montant", Montant, "brut hors taxes ; vide avec une échéance : celui du contrat", ""),
        may("redevances", Montant, "redevances de la période, avant imputation sur le minimum garanti", ""),
        may("periode_exploitation", Texte, "période d'exploitation", ""),
        may(
            "ircec",
            Choix(&[
                "fiction",
                "fiction_sans_raap",
                "solidarite_racd",
                "solidarite_racd_avec_raap",
                "doc_8",
                "doc_4",
                "aucun",
            ]),
            "retraite complémentaire de cette note ; vide : celle du contrat",
            "",
        ),
    ],
};

/// What the production foresees to spend.
pub const DEVIS: FileSpec = FileSpec {
    fichier: "devis.csv",
    obligatoire: false,
    description: "une ligne par poste du devis, ou par équipe : ce qui est prévu, à comparer à ce qui est dépensé",
    colonnes: &[
        may("poste", Texte, "poste, comme dans contrats.csv", "310"),
        may(
            "departement",
            Texte,
            "équipe, comme dans contrats.csv ; avec un poste : la part de cette équipe dans le poste",
            "image",
        ),
        may("intitule", Texte, "ce que c'est", "Équipe image"),
        may("unite", Texte, "unité, pour mémoire", "semaine"),
        may("quantite", Nombre, "nombre d'unités", "8"),
        may(
            "prix_unitaire",
            Montant,
            "prix d'une unité ; avec la quantité, il doit faire le montant",
            "3100.00",
        ),
        must("montant", Montant, "ce qui est prévu ; les lignes d'un même poste s'ajoutent", "24800.00"),
        may("charges", OuiNon, "le montant comprend les charges patronales ; vide : oui", "oui"),
    ],
};

/// Every CSV of a folder.
pub const FILES: &[&FileSpec] = &[
    &SALARIES,
    &CONTRATS,
    &TEMPS,
    &ELEMENTS,
    &ABSENCES,
    &FIGURATION,
    &AUTEURS,
    &CONTRATS_AUTEURS,
    &NOTES,
    &DEVIS,
];
