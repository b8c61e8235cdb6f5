"""Ce qui se demande à cddu.

Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Dict, List, Literal, TypedDict, Union

Montant = Union[str, int, Decimal]
Taux = Union[str, int, Decimal]
Quantite = Union[str, int, Decimal]
Date = Union[str, datetime.date]
ZonePas = Literal["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]
RetenueNonResident = Literal["182A", "182A_bis", "convention", "aucune"]
PlafondMethod = Literal["jours_calendaires", "jours_payes_30", "jours_contrat_30"]
JoursCommunsMethod = Literal["une_fois", "par_contrat"]
TdeltaMethod = Literal["abaisse", "droit_commun"]
RgduCapMethod = Literal["avant_majoration", "apres_majoration"]
RgduLeaveMethod = Literal["caisse", "aucune"]
RgduSmicMethod = Literal["dates_des_heures", "premier_janvier"]
ChomagePlafondMethod = Literal["prorata", "mensuel"]
RetraitePlafondMethod = Literal["population", "journalier", "mensuel_cumule", "par_contrat", "annuel_cumule"]
PrevoyancePlafondMethod = Literal["journalier", "prorata", "mensuel"]
Prevoyance3097Method = Literal["interbranche", "film_1_50"]
CongesPlafondMethod = Literal["aucun", "conventionnel"]
FigurantMethod = Literal["forfait", "reel"]
FcssImposableMethod = Literal["non", "oui"]
RegularisationMethod = Literal["progressive", "aucune"]
TaxeSalairesMethod = Literal["annuel_cumule", "mensuel"]
AbattementPasMethod = Literal["en_vigueur", "premier_janvier"]
FilmJourMethod = Literal["bandes", "additif"]
SaisieBaremeMethod = Literal["mensuel", "prorata"]
RetenueDureeMethod = Literal["activite", "mois"]
FormationForfaitMethod = Literal["forfait", "brut"]
FerieSemaineMethod = Literal["ajoute", "garantie", "assimile"]
Periodicite = Literal["mensuelle", "hebdomadaire", "journaliere"]
HsAllegementsMethod = Literal["oui", "non"]
HsTauxMethod = Literal["effectif", "effectif_exact", "plafond"]
HsImputationMethod = Literal["bulletin", "contrat", "aucune"]
HsMajorationsMethod = Literal["heures", "toutes"]
HsJourMethod = Literal["semaine", "convention", "aucune"]
HsJour6Method = Literal["bandes", "integrale", "exclue"]
HsGarantiesMethod = Literal["payees", "effectuees"]
HsDfsMethod = Literal["brut", "abattu"]
HsArtisteSemaineMethod = Literal["non", "incluses"]
HsDeductionArtisteMethod = Literal["oui", "non"]
HsLimiteMethod = Literal["brut_8037", "net_7500"]
HsLigneCrdsMethod = Literal["non_imposables", "non_deductible"]
AbsenceSemaineMethod = Literal["proportion_plancher", "proportion", "heures"]
AbsencePlafondMethod = Literal["calendaires", "travailles"]
AbsenceSmicMethod = Literal["rapport", "heures_payees"]
CongesArretMethod = Literal["oui", "non"]
PeculeBaseMethod = Literal["net_a_payer", "brut"]
Categorie = Literal["technicien", "artiste", "figurant", "realisateur"]
Engagement = Literal["semaine", "jour", "mois"]
Horaire = str
NatureJour = Literal["tournage", "preparation", "postproduction", "voyage", "repetition", "essayage", "ferie_chome"]
Zone = Literal["paris", "autre"]
Annexe = Literal["1", "2", "3", "3bis"]
Nature = Literal["tournage", "preparation", "postproduction", "repetition", "fiction", "documentaire", "flux", "captation"]
Genre = Literal["fiction", "documentaire", "flux", "captation"]
DfsGroupe = Literal["25", "20"]
MotifAbsence = Literal["maladie", "maternite", "paternite", "accident_trajet", "maladie_professionnelle", "accident_travail", "autorisee_non_payee", "injustifiee", "greve", "enfant_malade", "evenement_familial"]
ElementCode = Literal["frais", "acompte", "avance", "saisie", "pension_alimentaire", "avantage_repas", "prime", "retenue"]
Confiance = Literal["A", "B", "C"]
Sens = Literal["ajout", "retenue", "neutre"]
Social = Literal["precompte", "dispense", "heritier", "non_resident"]
Tva = Literal["retenue", "renonciation_tva", "renonciation_franchise", "autoliquidation"]
Ircec = Literal["fiction", "fiction_sans_raap", "solidarite_racd", "solidarite_racd_avec_raap", "doc_8", "doc_4", "aucun"]
Fiscal = Literal["resident", "non_resident_25", "non_resident_convention", "non_resident_etnc"]
DemandeNoteZone = Literal["metropole", "dom", "guyane_mayotte"]
AssietteCsgMethod = Literal["centime", "exacte"]
PlafondIrcecMethod = Literal["sans_plafond", "annuel"]
NatureRevenu = Literal["redevance", "a_valoir", "minimum_garanti", "forfait", "droits_voisins"]
RegimeFiscal = Literal["TS", "BNC"]
DemandeNoteGenre = Literal["fiction", "animation", "documentaire", "publicite", "institutionnel", "musique", "autre"]
NatureActivite = Literal["ecriture", "realisation", "composition", "adaptation", "traduction", "graphisme", "oeuvre_preexistante", "autre"]


class _Employeur(TypedDict):
    # Convention collective (`3097` cinéma, `2642` télévision, `2412` animation).
    idcc: str
    # Effectif.
    effectif: int


class Employeur(_Employeur, total=False):
    """L'employeur : ce dont le calcul a besoin, puis ce que les documents impriment."""

    # Adhérent d'un syndicat signataire (dates des grilles de minima).
    adherent: bool
    # Taux AT notifié des techniciens, en pour cent.
    taux_at: Union[Taux, None]
    # Taux AT notifié des artistes, déjà réduit, en pour cent.
    taux_at_artiste: Union[Taux, None]
    # Versement mobilité de la commune, taux plein, en pour cent.
    versement_mobilite: Taux
    # Versement mobilité régional et rural, taux plein, en pour cent.
    vmrr: Taux
    # Soumis à la taxe d'apprentissage.
    taxe_apprentissage: bool
    # Soumis à la taxe sur les salaires.
    taxe_salaires: bool
    # Établi en Alsace-Moselle.
    alsace_moselle: bool
    # Santé au travail, en pour cent du brut.
    taux_sante_travail: Union[Taux, None]
    # A des délégués élus (pas de contribution pour les délégués de branche).
    delegues_elus: bool
    # Prend la déduction sur les heures supplémentaires (aide de minimis, CSS L241-18 IV).
    deduction_hs: bool
    # Raison sociale.
    raison_sociale: Union[str, None]
    # SIRET.
    siret: Union[str, None]
    # Code APE.
    code_ape: Union[str, None]
    # Adresse.
    adresse: Union[Adresse, None]
    # Numéro d'affiliation à France Travail spectacle (`CS` et 8 chiffres).
    numero_france_travail: Union[str, None]
    # Numéro d'affiliation aux Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # Titre de la production.
    production: Union[str, None]


class Adresse(TypedDict, total=False):
    """Adresse postale."""

    # Numéro et voie.
    voie: str
    # Code postal.
    code_postal: str
    # Commune.
    commune: str
    # Pays, ISO 3166 alpha-2 ; vide, la France.
    pays: str


class _Salarie(TypedDict):
    # Matricule dans la production.
    matricule: str
    # Nom de famille.
    nom: str
    # Prénoms.
    prenom: str


class Salarie(_Salarie, total=False):
    """Le salarié."""

    # Domicile fiscal en France.
    domicile_fiscal_france: bool
    # Affilié au régime local d'Alsace-Moselle.
    alsace_moselle: bool
    # Taux de PAS personnel en pour cent ; `null` : grille du taux neutre.
    taux_pas: Union[Taux, None]
    # Zone de la grille du taux neutre.
    zone_pas: ZonePas
    # Retenue d'une personne qui ne vit pas en France ; absente : `182A` pour les contrats de techniciens, `182A_bis` pour ceux aux taux d'artiste.
    retenue_non_resident: Union[RetenueNonResident, None]
    # La convention fiscale de `retenue_non_resident: convention`.
    convention_fiscale: Union[ConventionFiscale, None]
    # Pourquoi rien n'est retenu, pour `retenue_non_resident: aucune`.
    retenue_motif: Union[str, None]
    # Le travail est fait outre-mer (départements d'outre-mer) : taux réduits de la retenue de CGI 182 A.
    zone_dom: bool
    # Nom d'usage.
    nom_usage: Union[str, None]
    # NIR avec sa clé, 15 caractères.
    nir: Union[str, None]
    # Date de naissance.
    date_naissance: Union[Date, None]
    # Lieu de naissance.
    lieu_naissance: Union[str, None]
    # Département de naissance, `99` à l'étranger.
    departement_naissance: Union[str, None]
    # Pays de naissance, ISO 3166 alpha-2.
    pays_naissance: Union[str, None]
    # Adresse.
    adresse: Union[Adresse, None]
    # Numéro aux Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]
    # Enfant de moins de seize ans : l'autorisation du préfet et la part laissée aux représentants légaux.
    enfant: Union[Enfant, None]


class ConventionFiscale(TypedDict):
    """Une convention fiscale qui abaisse ou exclut la retenue, avec sa justification."""

    # Pays.
    pays: str
    # Taux en pour cent, 0 quand la convention fiscale exclut la retenue.
    taux: Taux
    # Article.
    article: str


class _Enfant(TypedDict):
    # Référence de la décision du préfet.
    autorisation: str
    # Sa date : avant le premier jour de travail.
    date: Date
    # Part de la paie laissée aux représentants légaux, en pour cent, telle que la commission l'a fixée (C. trav. L7124-9, R7124-31). Aucun texte ne donne de taux habituel : pas de valeur par défaut.
    part_representants: Taux
    # Représentants légaux : prénoms et nom de chacun.
    representants: List[str]


class Enfant(_Enfant, total=False):
    """L'autorisation individuelle d'un enfant (C. trav. L7124-1, R7124-23), et qui reçoit la part de la paie que la commission laisse à la famille."""

    # L'autorisation permet de travailler après vingt heures, jusqu'à minuit au plus (C. trav. R7124-30-1).
    jusqu_a_minuit: bool
    # Leur adresse ; absente : celle de l'enfant.
    adresse: Union[Adresse, None]
    # Compte qui reçoit leur part.
    iban: Union[str, None]
    # Sa banque.
    bic: Union[str, None]


class Cumuls(TypedDict, total=False):
    """Montants déjà comptés chez cet employeur."""

    # DFS employée dans l'année civile.
    dfs: Montant
    # Paie soumise à la retraite complémentaire déjà comptée dans le mois de la période.
    retraite_mois: Montant
    # De même depuis le 1er janvier de l'année de la période : paie des contrats de non-cadres et d'artistes (méthode `population`), ou toute paie (méthode `annuel_cumule`).
    retraite_annee: Montant
    # Assiettes que les bulletins de `retraite_annee` ont réellement portées ; absentes : celles que la règle donne. Une différence est reprise par ce bulletin.
    retraite_annee_tranches: Union[RetraiteTranches, None]
    # L'année d'avant, quand un contrat de ce bulletin y finit.
    retraite_annee_precedente: Union[RetraiteAnnee, None]
    # Assiette de la taxe sur les salaires depuis le 1er janvier.
    taxe_salaires_base: Montant
    # Saisies : ce que les bulletins déjà payés dans le mois civil de paiement ont compté.
    saisie_mois: Union[SaisieMois, None]
    # Retenue des non-résidents : ce que les bulletins déjà payés dans le mois civil de paiement ont compté.
    retenue_mois: Union[RetenueMois, None]
    # De même, retenue dans l'année civile de paiement.
    retenue_non_resident: Montant
    # Brut payé dans l'année civile de paiement.
    brut: Montant
    # Net imposable payé dans l'année civile de paiement.
    net_imposable: Montant
    # PAS retenu dans l'année civile de paiement.
    pas: Montant
    # Montant net social de l'année civile de paiement.
    montant_net_social: Montant
    # Heures de l'année civile de paiement.
    heures: Quantite
    # Cachets de l'année civile de paiement.
    cachets: Quantite
    # Paie brute des heures supplémentaires exonérées d'impôt, de l'année civile de paiement.
    hs_exonerees_brut: Montant
    # De même, nette.
    hs_exonerees_net: Montant
    # Paie des heures supplémentaires de l'année civile de paiement.
    heures_sup: Montant
    # Kilomètres payés au barème dans l'année civile de paiement, par nature (`ik_voiture_5cv`).
    kilometres: Dict[str, Quantite]


class RetraiteTranches(TypedDict, total=False):
    """Assiettes de retraite complémentaire que des bulletins ont portées."""

    # Tranche 1.
    tranche_1: Montant
    # Tranche 2.
    tranche_2: Montant
    # CET.
    cet: Montant
    # Apec (cadres).
    apec: Montant


class RetraiteAnnee(TypedDict, total=False):
    """Une année de retraite complémentaire des non-cadres et des artistes."""

    # Paie qui y est soumise.
    paie: Montant
    # Assiettes portées.
    tranches: RetraiteTranches


class SaisieMois(TypedDict, total=False):
    """Un mois civil de paiement, pour les saisies d'une personne chez cet employeur."""

    # Net que regardent les saisies : net payé, frais exclus, avantages en nature compris.
    net: Montant
    # Pensions alimentaires déjà payées.
    pensions: Montant
    # Montants déjà saisis.
    saisies: Montant


RetenueMois = TypedDict(
    "RetenueMois",
    {
        "182A": "RetenueCumul",
        "182A_bis": "RetenueCumul",
    },
    total=False,
)


class RetenueCumul(TypedDict, total=False):
    """Un mois civil de paiement d'une retenue, pour la limite de 8 EUR par mois."""

    # Net avant la déduction de 10 %.
    base: Montant
    # Due, retenue ou non.
    due: Montant
    # Retenue.
    retenue: Montant


class Methodes(TypedDict, total=False):
    """Les méthodes d'un bulletin. Une clé absente prend sa valeur par défaut, documentée."""

    # Plafond du contrat.
    plafond: PlafondMethod
    # Jours communs à plusieurs contrats.
    plafond_jours_communs: JoursCommunsMethod
    # `T_delta` et `T`.
    rgdu_tdelta: TdeltaMethod
    # Plafonnement du coefficient de la RGDU.
    rgdu_plafond: RgduCapMethod
    # 100/90.
    rgdu_conges: RgduLeaveMethod
    # SMIC de la RGDU.
    rgdu_smic: RgduSmicMethod
    # Chômage.
    chomage_plafond: ChomagePlafondMethod
    # Retraite complémentaire.
    retraite_plafond: RetraitePlafondMethod
    # Prévoyance.
    prevoyance_plafond: PrevoyancePlafondMethod
    # Prévoyance de l'IDCC 3097.
    prevoyance_3097: Prevoyance3097Method
    # Congés Spectacles.
    conges_plafond: CongesPlafondMethod
    # Figurant ; `null` laisse décider la convention et la durée de l'engagement.
    figurant: Union[FigurantMethod, None]
    # Net imposable.
    fcss_imposable: FcssImposableMethod
    # Contrat payé par plusieurs bulletins.
    regularisation: RegularisationMethod
    # Taxe sur les salaires.
    taxe_salaires: TaxeSalairesMethod
    # Abattement du PAS.
    pas_abattement: AbattementPasMethod
    # Techniciens du cinéma engagés au jour.
    film_jour: FilmJourMethod
    # Saisies ; imprimée s'il y en a. Absente : `mensuel`.
    saisie_bareme: Union[SaisieBaremeMethod, None]
    # Limites de la retenue des non-résidents ; imprimée pour l'un d'eux. Absente : `activite`.
    retenue_duree: Union[RetenueDureeMethod, None]
    # Contribution à la formation d'un figurant sur son forfait ; imprimée quand elle est donnée. Absente : `forfait`.
    formation_forfait: Union[FormationForfaitMethod, None]
    # Jour férié chômé dans une semaine de cinéma ; imprimée quand elle est donnée. Absente : `ajoute`.
    ferie_semaine: Union[FerieSemaineMethod, None]
    # Grille du taux neutre du PAS pour les contrats de plus de deux mois ; la `periodicite` du bulletin.
    periodicite: Union[Periodicite, None]
    # Allègements sur les heures supplémentaires ; `null` prend la valeur par défaut ; imprimée quand un contrat en contient, comme celles qui suivent.
    hs_allegements: Union[HsAllegementsMethod, None]
    # Taux de la réduction.
    hs_taux: Union[HsTauxMethod, None]
    # Limite de la réduction.
    hs_imputation: Union[HsImputationMethod, None]
    # Autres majorations des heures supplémentaires.
    hs_majorations: Union[HsMajorationsMethod, None]
    # Engagements au jour.
    hs_jour: Union[HsJourMethod, None]
    # Sixième jour.
    hs_jour_6: Union[HsJour6Method, None]
    # Heures garanties.
    hs_garanties: Union[HsGarantiesMethod, None]
    # DFS.
    hs_dfs: Union[HsDfsMethod, None]
    # Artistes à la semaine.
    hs_artiste_semaine: Union[HsArtisteSemaineMethod, None]
    # Déduction de l'employeur pour les artistes.
    hs_deduction_artiste: Union[HsDeductionArtisteMethod, None]
    # Limite annuelle de l'exonération.
    hs_limite: Union[HsLimiteMethod, None]
    # Ligne de la CRDS.
    hs_ligne_crds: Union[HsLigneCrdsMethod, None]
    # Semaine avec une absence ; imprimée quand un contrat en a une, comme les trois qui suivent.
    absence_semaine: Union[AbsenceSemaineMethod, None]
    # Plafond d'un contrat avec une absence.
    absence_plafond: Union[AbsencePlafondMethod, None]
    # Réduction générale d'un contrat avec une absence.
    absence_smic: Union[AbsenceSmicMethod, None]
    # Congés Spectacles pendant un arrêt de travail.
    conges_arret: Union[CongesArretMethod, None]
    # Base de la part laissée aux représentants légaux d'un enfant ; imprimée pour lui. Absente : `net_a_payer`.
    pecule_base: Union[PeculeBaseMethod, None]


class _Contrat(TypedDict):
    # Identifiant du contrat.
    contrat: str
    # Catégorie.
    categorie: Categorie
    # Premier jour du contrat.
    debut: Date
    # Dernier jour du contrat.
    fin: Date


class Contrat(_Contrat, total=False):
    """Un contrat payé par le bulletin."""

    # Cadre. Absent : comme la grille de la convention le dit de la fonction.
    cadre: Union[bool, None]
    # Annexe de l'assurance chômage, 8 ou 10.
    annexe: Literal[8, 10, None]
    # Fonction, comme dans la convention.
    fonction: str
    # Part du contrat que ce bulletin paie ; absente, tout le contrat.
    periode: Union[Period, None]
    # Déjà payé pour ce contrat par d'autres bulletins.
    anterieur: Union[Anterieur, None]
    # Jours qui donnent lieu à paie.
    jours: Quantite
    # Heures payées.
    heures: Quantite
    # Cachets.
    cachets: int
    # Heures d'un autre travail que celui des cachets : répétitions payées à part. Absentes : celles des `prestations`.
    heures_hors_cachets: Union[Quantite, None]
    # Brut. Absent : calculé de `temps` ou `heures` et de `salaire_base`.
    brut: Union[Montant, None]
    # Salaire convenu, quand le brut est à calculer : d'une semaine de `heures_base` heures (techniciens), d'un jour ou d'une semaine (artistes).
    salaire_base: Union[Montant, None]
    # Heures que paie `salaire_base`.
    heures_base: Union[Quantite, None]
    # À la semaine, au jour ou au mois.
    engagement: Union[Engagement, None]
    # Feuille d'heures.
    temps: List[Jour]
    # Annexe des grilles du cinéma.
    annexe_film: Union[Annexe, None]
    # Jour où le film a obtenu sa dérogation (annexes 3 et 3 bis).
    derogation_annexe3: Union[Date, None]
    # La semaine est organisée sur 6 jours.
    semaine_6_jours: Union[bool, None]
    # Région parisienne ou ailleurs.
    zone: Zone
    # Film publicitaire.
    publicitaire: bool
    # Nature du travail, ou genre de l'émission.
    nature: Union[Nature, None]
    # Genre de l'émission de télévision.
    genre: Union[Genre, None]
    # Forfait jours : préparation et postproduction du personnel autonome, sans heures supplémentaires.
    forfait_jours: bool
    # Court métrage (artistes du cinéma).
    court_metrage: bool
    # Jours de travail effectifs de tout le contrat ; par défaut : ses jours du lundi au vendredi.
    jours_contrat: Union[int, None]
    # Semaines de tout le contrat ; par défaut : comptées de ses dates.
    semaines_contrat: Union[int, None]
    # Totaux hebdomadaires, sans feuille d'heures journalière.
    semaines: List[Semaine]
    # Heures du sixième jour en région parisienne, prises sur `heures`, quand seuls des totaux sont donnés.
    heures_jour_6: Union[Quantite, None]
    # L'artiste a moins de 16 ans.
    moins_de_16_ans: bool
    # Émission en direct (artistes de la télévision).
    direct: bool
    # Tournage où s'applique le barème des figurants du cinéma ; par défaut : oui.
    zone_bareme_figurant: Union[bool, None]
    # Repos de moins de 11 heures qui n'est pas compensé (techniciens de la télévision).
    repos_non_compense: bool
    # Répétitions, essayages, voyages, suppléments et indemnités payés à l'unité.
    prestations: List[Prestation]
    # DFS appliquée (avec l'accord du salarié).
    dfs: bool
    # Groupe de la DFS.
    dfs_groupe: Union[DfsGroupe, None]
    # Taux d'artiste pour un réalisateur.
    taux_artiste: bool
    # Numéro d'objet donné à la production par France Travail spectacle.
    numero_objet: Union[str, None]
    # Convention du travail fait, quand ce n'est pas celle de l'employeur.
    idcc: Union[str, None]
    # Axes analytiques et poste de devis, libres (film, poste, département…).
    analytique: Dict[str, str]
    # Éléments de paie déjà calculés par `cddu brut` ; leur somme doit être `brut`.
    elements: List[PayElement]
    # Heures supplémentaires, quand seul le brut est connu ; une liste vide dit qu'il n'y en a pas.
    heures_sup: Union[Any, None]
    # Heures de la même semaine civile payées par un autre bulletin de cet employeur.
    heures_sup_autres: Union[AutresHeures, None]
    # Absences : la paie qui suit les heures d'une semaine est réduite.
    absences: List[Absence]


class Period(TypedDict):
    """Une période, ses deux jours extrêmes compris."""

    # Premier jour.
    debut: Date
    # Dernier jour.
    fin: Date


class Anterieur(TypedDict, total=False):
    """Ce que les bulletins précédents d'un contrat ont payé depuis le 1er janvier, pour la régularisation progressive. Un bulletin le donne comme `cumul_contrat`, à remettre au bulletin suivant du contrat."""

    # Brut.
    brut: Montant
    # Assiette de sécurité sociale.
    securite_sociale: Montant
    # Plafonds.
    plafond: Montant
    # Assiette plafonnée.
    plafonnee: Montant
    # SMIC des heures payées.
    smic: Montant
    # Réduction générale, positive.
    allegement: Montant
    # Retraite complémentaire comptée par jour travaillé (cadres).
    retraite: Union[AnterieurRetraite, None]


class AnterieurRetraite(TypedDict, total=False):
    """Ce que les bulletins précédents d'un contrat ont compté pour la retraite complémentaire par jour travaillé."""

    # Paie qui y est soumise.
    paie: Montant
    # Jours travaillés, un jour commun avec un autre contrat étant compté une fois.
    jours: Quantite
    # Assiettes portées.
    tranches: RetraiteTranches


class _Jour(TypedDict):
    # Jour où le travail commence.
    date: Date


class Jour(_Jour, total=False):
    """Une ligne d'une feuille d'heures."""

    # Début, heure (`09:00`).
    debut: Union[Horaire, None]
    # Heure de fin ; à l'heure de début ou avant elle : le lendemain.
    fin: Union[Horaire, None]
    # Pause non payée, en minutes.
    pause_minutes: int
    # Début de la pause ; par défaut : au milieu de la ligne.
    pause_debut: Union[Horaire, None]
    # Heures effectives, quand les horaires ne sont pas connus.
    heures: Union[Quantite, None]
    # Nature ; par défaut : celle de l'engagement, sinon tournage.
    nature: Union[NatureJour, None]
    # Lieu, texte libre.
    lieu: Union[str, None]
    # Dans un studio agréé.
    studio: bool
    # Région parisienne ou ailleurs ; par défaut : celle de l'engagement.
    zone: Union[Zone, None]
    # Trajet du lieu de rendez-vous au tournage et retour, en minutes.
    transport_minutes: int
    # Voyage, en minutes, en plus du travail du jour.
    voyage_minutes: int
    # Repas que la production ne fournit pas.
    repas: int
    # Casse-croûte non fourni, début avant 7 h.
    casse_croute: bool
    # Journée continue entre 12 h et 20 h : une demi-heure de pause payée.
    journee_continue: bool
    # Le repos dû pour un sixième jour, un dimanche ou un férié est donné. Par défaut : oui pour les deux premiers, non pour un férié.
    recupere: Union[bool, None]
    # Temps de disponibilité des émissions de télévision enregistrées (art. VI.3.3).
    disponibilite: bool
    # Signé par le salarié.
    signe: Union[bool, None]
    # Où la ligne a été lue ; dit d'où vient un montant, jamais ce qu'il est.
    origine: Union[Origine, None]


class Origine(TypedDict):
    """La place d'une ligne dans les fichiers d'une production."""

    # Fichier (`temps.csv`).
    fichier: str
    # Ligne de ce fichier.
    ligne: int


class _Semaine(TypedDict):
    # Un jour de la semaine.
    debut: Date
    # Jours travaillés.
    jours: Quantite
    # Heures effectives.
    heures: Quantite


class Semaine(_Semaine, total=False):
    """Une semaine dont on ne connaît que le total."""

    # Jours fériés de la semaine qui n'ont pas été travaillés, comptés ni dans `jours` ni dans `heures` ; par défaut : ceux auxquels les jours travaillés laissent une place.
    feries_chomes: List[Date]
    # Où la ligne a été lue.
    origine: Union[Origine, None]


class _Prestation(TypedDict):
    # Ce que c'est (`repetition_4h`, `essayage`, `costume_special`…).
    code: str


class Prestation(_Prestation, total=False):
    """Ce qui se paie à l'unité."""

    # Combien.
    quantite: Quantite
    # Heures, pour ce qui se paie à la durée.
    heures: Union[Quantite, None]
    # Jour ; par défaut : la date de l'engagement.
    date: Union[Date, None]


class _PayElement(TypedDict):
    # Code stable (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`…).
    code: str
    # Libellé.
    libelle: str
    # Montant.
    montant: Montant


class PayElement(_PayElement, total=False):
    """Un élément du brut."""

    # Heures, jours ou cachets.
    quantite: Union[Quantite, None]
    # Montant d'une unité, majoration comprise, en euros.
    taux: Union[Quantite, None]
    # Majoration en pour cent.
    majoration: Union[Taux, None]
    # Règle de la table des heures (`F03`).
    regle: Union[str, None]
    # Article de la convention.
    article: Union[str, None]
    # Part de l'élément faite d'heures supplémentaires pour les allègements ; `null` pour un élément que la feuille d'heures n'a pas fait.
    heure_sup: Union[HeureSup, None]


class _HeureSup(TypedDict):
    # Heures au-delà de 35 dans la semaine civile.
    heures: Quantite
    # Ce qu'elles sont payées, jusqu'à la majoration de la convention.
    montant: Montant


class HeureSup(_HeureSup, total=False):
    """Heures supplémentaires contenues dans un élément."""

    # Celles d'entre elles que l'engagement garantit.
    structurelles: Quantite
    # Celles qu'une absence a empêché de faire parmi les heures garanties : elles ne donnent pas de déduction à l'employeur.
    sans_deduction: Quantite


class _HeuresSup(TypedDict):
    # Un jour de la semaine civile, en principe son lundi.
    semaine: Date
    # Heures.
    heures: Quantite
    # Majoration en pour cent.
    majoration: Taux
    # Paie de ces heures, majoration comprise, contenue dans `brut`.
    montant: Montant


class HeuresSup(_HeuresSup, total=False):
    """Heures supplémentaires d'une semaine civile, quand le brut est donné sans ses éléments."""

    # Celles d'entre elles que l'engagement garantit (36e à 39e).
    structurelles: Union[Quantite, None]


class HeuresSemaine(TypedDict):
    """Heures d'une semaine civile."""

    # Un jour de la semaine civile, en principe son lundi.
    semaine: Date
    # Heures.
    heures: Quantite


class _Absence(TypedDict):
    # Motif.
    motif: MotifAbsence
    # Premier jour d'absence.
    debut: Date
    # Dernier jour ; un arrêt de travail peut être prescrit au-delà de la fin du contrat.
    fin: Date


class Absence(_Absence, total=False):
    """Une absence d'un contrat, de son premier à son dernier jour."""

    # Heures d'absence d'un seul jour, quand une partie en est travaillée ; absentes : des jours entiers.
    heures: Union[Quantite, None]
    # Salaire brut maintenu par accord, payé avec le premier jour d'absence ; absent : aucun, comme la loi le laisse sous un an d'ancienneté (C. trav. L1226-1).
    maintien: Union[Montant, None]
    # Les indemnités journalières sont payées à l'employeur : refusé, ce programme n'en paie pas.
    subrogation: bool


class _Element(TypedDict):
    # Nature.
    code: ElementCode


class Element(_Element, total=False):
    """Un élément du bulletin qui n'est pas la paie d'un contrat."""

    # Montant ; peut manquer quand `quantite` fois une valeur de table le donne.
    montant: Union[Montant, None]
    # Nombre d'unités (repas, kilomètres, nuits).
    quantite: Union[Quantite, None]
    # Clé de la limite d'exonération de `frais` (`repas_restaurant`, `gd_repas_m1_3`…) ; aucune : entièrement exonérés, dépense réelle avec justificatifs.
    nature: Union[str, None]
    # Contrat concerné.
    contrat: Union[str, None]
    # Libellé imprimé.
    libelle: Union[str, None]
    # Payé par l'employeur au fournisseur : ni ajouté à l'assiette avant DFS, ni payé au salarié.
    paye_directement: bool
    # Personnes à charge, pour une saisie.
    personnes_a_charge: int
    # Créancier, pour une saisie.
    creancier: Union[str, None]
    # Jour de l'élément, pour les valeurs de table qui suivent le jour travaillé.
    date: Union[Date, None]


class _Rappel(TypedDict):
    # Numéro du bulletin qui a payé le travail.
    complete: str
    # Jour où il a été payé.
    date_paiement: str
    # Bulletins qui ont payé le même travail : celui-là et les rappels faits depuis, tels que figés.
    deja_paye: List[Payslip]


class Rappel(_Rappel, total=False):
    """Ce qu'un rappel complète."""

    # Ce que les autres bulletins ont compté : les cumuls du calcul de tout ce qui est dû.
    cumuls: Cumuls
    # Ce que les autres bulletins d'un contrat, payés depuis celui qui est complété, y ont ajouté, par contrat : son plafond compte une fois.
    anterieurs: Dict[str, Anterieur]


class _Payslip(TypedDict):
    # Date de paiement.
    date_paiement: Date
    # Du premier au dernier jour de travail payé.
    periode: Period
    # Employeur, tel que donné.
    employeur: Employeur
    # Salarié, tel que donné.
    salarie: Salarie
    # Une entrée par contrat, dans l'ordre donné.
    contrats: List[ContractPay]
    # Frais, avances, retenues.
    elements: List[ElementPay]
    # Totaux du bulletin.
    totaux: Totals
    # Cumuls chez cet employeur, ce bulletin compris.
    cumuls: CumulsOut
    # Méthodes employées, valeurs par défaut comprises.
    methodes: Methodes
    # Ce que le lecteur doit savoir : valeurs non vérifiées, choix, minima non atteints.
    avertissements: List[Avertissement]
    # `sha256:` des tables employées.
    empreinte_baremes: str
    # `sha256:` de la demande, des tables et du résultat.
    empreinte: str


class Payslip(_Payslip, total=False):
    """Un bulletin complet et figé. `cddu bulletin` l'imprime ; DSN, AEM, écritures et documents le recopient."""

    # Numéro du bulletin.
    numero: Union[str, None]
    # Numéro du bulletin que celui-ci remplace.
    rectifie: Union[str, None]
    # Rappel : numéro du bulletin que celui-ci complète. Chaque montant est alors ce qui s'ajoute à ce qui a été payé.
    rappel: Union[str, None]
    # Partage de la somme payée à un enfant de moins de seize ans.
    pecule: Union[Pecule, None]


class _ContractPay(TypedDict):
    # Identifiant du contrat.
    contrat: str
    # Catégorie.
    categorie: Categorie
    # Cadre.
    cadre: bool
    # Annexe de l'assurance chômage.
    annexe: int
    # Fonction.
    fonction: str
    # Convention du travail fait.
    idcc: str
    # Premier jour du contrat.
    debut: Date
    # Dernier jour du contrat.
    fin: Date
    # Période du travail payé.
    periode: Period
    # Jours qui donnent lieu à paie.
    jours: Quantite
    # Heures payées.
    heures: Quantite
    # Cachets.
    cachets: int
    # Taux d'artiste appliqués.
    taux_artiste: bool
    # De quoi le brut est fait ; la somme est `bases.brut`.
    elements: List[PayElement]
    # Les assiettes nommées.
    bases: Bases
    # Lignes, dans l'ordre ; une ligne porte les deux parts.
    lignes: List[Line]
    # Totaux du contrat.
    sous_totaux: ContractTotals


class ContractPay(_ContractPay, total=False):
    """La part d'un bulletin qui revient à un contrat."""

    # Heures d'un autre travail que celui des cachets (répétitions), dans `heures` ou à côté : ce que les déclarations comptent en heures quand il y a des cachets.
    heures_hors_cachets: Union[Quantite, None]
    # Numéro d'objet de la production à France Travail spectacle.
    numero_objet: Union[str, None]
    # Taux de la DFS en pour cent, quand elle est appliquée.
    dfs_taux: Union[Taux, None]
    # Montant déduit au titre de la DFS.
    dfs_montant: Montant
    # L'assiette de sécurité sociale est le forfait journalier d'un figurant.
    forfait: bool
    # Axes analytiques.
    analytique: Dict[str, str]
    # Absences de la période payée.
    absences: List[AbsencePay]
    # Taux d'accident du travail, quand rien n'est payé, donc qu'aucune ligne ne le dit.
    taux_at: Union[Taux, None]
    # Cumul du contrat, ce bulletin compris, quand plusieurs bulletins le paient : l'`anterieur` du suivant.
    cumul_contrat: Union[Anterieur, None]


class _AbsencePay(TypedDict):
    # Motif.
    motif: MotifAbsence
    # Premier jour.
    debut: Date
    # Dernier jour.
    fin: Date
    # Dernier jour travaillé avant elle, dans le contrat.
    dernier_jour: Date
    # Jours ouvrés d'absence dans la période payée ; aucun quand une partie du jour est travaillée.
    jours: Quantite
    # Heures d'absence dans la période payée, quand la paie suit les heures.
    heures: Quantite
    # Paie retirée, positive.
    retenue: Montant


class AbsencePay(_AbsencePay, total=False):
    """Ce qu'un bulletin garde d'une absence."""

    # Jour de reprise dans le contrat.
    reprise: Union[Date, None]
    # Salaire maintenu par accord.
    maintien: Montant
    # Jours calendaires retirés du plafond.
    jours_plafond: int


class _Bases(TypedDict):
    # Brut.
    brut: Montant
    # Après DFS, ou forfait.
    securite_sociale: Montant
    # Assiette des cotisations plafonnées : `securite_sociale` dans la limite de `plafond`.
    plafonnee: Montant
    # Chômage et AGS, plafonnée.
    chomage: Montant
    # Congés Spectacles.
    conges_spectacles: Montant
    # Retraite complémentaire, tranche 1.
    retraite_t1: Montant
    # Retraite complémentaire, tranche 2.
    retraite_t2: Montant
    # Prévoyance et FCSS, tranche 1.
    prevoyance_t1: Montant


class Bases(_Bases, total=False):
    """Les assiettes nommées d'un contrat."""

    # Plafond du contrat ; `null` pour un figurant au forfait.
    plafond: Union[Montant, None]
    # Assiette de la CSG et de la CRDS ; `null` pour un non-résident.
    csg: Union[Montant, None]
    # SMIC retenu pour la réduction générale (DSN S21.G00.79 type 01) ; `null` sans réduction.
    smic: Union[Montant, None]
    # Heures supplémentaires pour les allègements ; `null` s'il n'y en a pas.
    heures_sup: Union[BaseHeuresSup, None]


class _BaseHeuresSup(TypedDict):
    # Heures.
    heures: Quantite
    # Leur paie, majorations comprises.
    montant: Montant
    # Part de la paie exonérée d'impôt.
    exonere: Montant
    # Taux de la réduction des cotisations salariales, en pour cent.
    taux_reduction: Taux


class BaseHeuresSup(_BaseHeuresSup, total=False):
    """Heures supplémentaires d'un contrat et ce qu'en font les allègements."""

    # De même, nette : les contrats d'un bulletin s'additionnent à son total.
    net: Montant
    # Sa part de l'assiette de CSG et CRDS ; `null` pour un non-résident.
    csg: Union[Montant, None]
    # Heures que l'engagement garantit, contenues dans `heures` et `montant`.
    structurelles: Union[HeuresStructurelles, None]


class HeuresStructurelles(TypedDict):
    """Heures supplémentaires que l'engagement garantit."""

    # Heures.
    heures: Quantite
    # Leur paie, majorations comprises.
    montant: Montant


class _Line(TypedDict):
    # Code de la ligne.
    code: str
    # Libellé.
    libelle: str
    # Organisme.
    organisme: str
    # Assiette.
    base: Montant
    # La part salariale abaisse le net imposable.
    deductible: bool
    # Plus basse confiance des valeurs employées.
    confiance: Confiance


class Line(_Line, total=False):
    """Une contribution, ses deux parts."""

    # Taux salarié en pour cent, `null` quand la part n'est pas due.
    taux_salarie: Union[Taux, None]
    # Montant salarié.
    montant_salarie: Union[Montant, None]
    # Taux employeur en pour cent, majoration de la caisse de congés comprise.
    taux_employeur: Union[Taux, None]
    # Montant employeur ; négatif pour un allègement.
    montant_employeur: Union[Montant, None]
    # Coefficient d'un allègement.
    coefficient: Union[Quantite, None]


class _ContractTotals(TypedDict):
    # Parts salariales.
    cotisations_salarie: Montant
    # Parts patronales, avant allègements.
    cotisations_employeur: Montant
    # Allègements de l'employeur, positifs.
    allegements: Montant
    # Montant net social du contrat.
    montant_net_social: Montant
    # Net imposable du contrat.
    net_imposable: Montant


class ContractTotals(_ContractTotals, total=False):
    """Totaux d'un contrat."""

    # Allègements du salarié, positifs.
    allegements_salarie: Montant


class _ElementPay(TypedDict):
    # Nature.
    code: ElementCode
    # Libellé.
    libelle: str
    # Montant demandé ou calculé.
    montant: Montant
    # Montant qui change le net (part exonérée de frais, retenue réellement faite).
    retenu: Montant
    # De quel côté.
    sens: Sens


class ElementPay(_ElementPay, total=False):
    """Des frais, une avance, une retenue, tels que calculés."""

    # Contrat concerné.
    contrat: Union[str, None]
    # Part de frais qui dépasse sa limite : du salaire, déjà dans le brut.
    reintegre: Montant
    # Créancier d'une saisie.
    creancier: Union[str, None]


class _Totals(TypedDict):
    # Brut.
    brut: Montant
    # Cotisations salariales, avant allègements.
    cotisations_salarie: Montant
    # Cotisations patronales avant allègements.
    cotisations_employeur: Montant
    # Allègements de l'employeur, positifs.
    allegements: Montant
    # Montant net social (CSS R844-1).
    montant_net_social: Montant
    # Net imposable.
    net_imposable: Montant
    # Frais exonérés remboursés.
    frais: Montant
    # Avantages en nature repris.
    avantages_en_nature: Montant
    # Net avant impôt.
    net_avant_impot: Montant
    # Abattement des contrats courts.
    abattement_pas: Montant
    # Assiette du PAS.
    assiette_pas: Montant
    # Le taux de PAS est personnel.
    taux_pas_personnalise: bool
    # PAS.
    pas: Montant
    # Net après impôt.
    net_paye: Montant
    # Acomptes.
    acomptes: Montant
    # Prêts remboursés.
    avances: Montant
    # Saisies et pensions alimentaires.
    saisies: Montant
    # Ce qui est viré.
    virement: Montant
    # Brut + cotisations patronales − allègements.
    total_verse_employeur: Montant


class Totals(_Totals, total=False):
    """Totaux d'un bulletin."""

    # Allègements du salarié, positifs.
    allegements_salarie: Montant
    # Paie des heures supplémentaires.
    heures_sup: Montant
    # Paie brute des heures supplémentaires exonérées d'impôt.
    hs_exonerees_brut: Montant
    # De même, nette de la CSG qui serait déductible.
    hs_exonerees_net: Montant
    # Net versé de la DSN (S21.G00.50.004) : net imposable moins CSG non déductible et CRDS, le PAS n'étant pas déduit. Les bulletins figés avant que ce total existe ne l'ont pas.
    net_verse: Union[Montant, None]
    # Taux de PAS en pour cent ; `null` pour un non-résident.
    taux_pas: Union[Taux, None]
    # Retenue d'un non-résident (CGI 182 A, 182 A bis).
    retenue_non_resident: Montant


class _Pecule(TypedDict):
    # Référence de l'autorisation.
    autorisation: str
    # Sa date.
    date: Date
    # Part laissée aux représentants légaux, en pour cent.
    taux: Taux
    # Ce sur quoi la part se prend (méthode `pecule_base`).
    assiette: Montant
    # Part des représentants légaux, arrondie au centime le plus proche, le demi vers le haut.
    part_representants: Montant
    # Pécule versé à la Caisse des Dépôts : le reste (C. trav. L7124-9).
    caisse_des_depots: Montant


class Pecule(_Pecule, total=False):
    """La paie d'un enfant, partagée au centime : `part_representants + frais + caisse_des_depots` est la somme payée."""

    # Frais remboursés, hors du partage : payés avec la part des représentants légaux.
    frais: Montant


class _CumulsOut(TypedDict):
    # Brut.
    brut: Montant
    # Net imposable.
    net_imposable: Montant
    # PAS.
    pas: Montant
    # Montant net social.
    montant_net_social: Montant
    # Heures.
    heures: Quantite
    # Cachets.
    cachets: Quantite
    # DFS de l'année civile de travail.
    dfs: Montant
    # Paie soumise à la retraite complémentaire dans le mois de la période.
    retraite_mois: Montant
    # De même depuis le 1er janvier de l'année de la période ; paie des contrats de non-cadres et d'artistes avec la méthode `population`.
    retraite_annee: Montant


class CumulsOut(_CumulsOut, total=False):
    """Cumuls de l'année civile de paiement chez cet employeur, ce bulletin compris."""

    # Paie brute des heures supplémentaires exonérées d'impôt.
    hs_exonerees_brut: Montant
    # De même, nette.
    hs_exonerees_net: Montant
    # Paie des heures supplémentaires.
    heures_sup: Montant
    # Assiettes de retraite complémentaire portées pour elle (méthode `population`).
    retraite_annee_tranches: Union[RetraiteTranches, None]
    # Saisies du mois civil de paiement, s'il y en a.
    saisie_mois: Union[SaisieMois, None]
    # Retenue des non-résidents dans le mois civil de paiement.
    retenue_mois: Union[RetenueMois, None]
    # De même, retenue dans l'année civile de paiement.
    retenue_non_resident: Montant
    # Kilomètres payés au barème dans l'année civile de paiement, par nature (`ik_voiture_5cv`).
    kilometres: Dict[str, Quantite]


class _Avertissement(TypedDict):
    # Code stable.
    code: str
    # Texte.
    message: str


class Avertissement(_Avertissement, total=False):
    """Un avertissement d'un bulletin ou d'une note."""

    # Champ de la demande dont il parle (`contrats[0].brut`), quand il y en a un.
    champ: Union[str, None]


class _ImpotGarde(TypedDict):
    # Numéro du bulletin qui l'a retenu.
    bulletin: str
    # Jour où il a été retenu.
    date_paiement: Date
    # Base de l'impôt.
    assiette: Montant
    # Taux de l'impôt.
    taux: Taux
    # Le taux est celui de la personne, pas celui de la grille par défaut.
    personnalise: bool
    # Impôt retenu.
    pas: Montant


class ImpotGarde(_ImpotGarde, total=False):
    """Impôt retenu par un bulletin, que sa rectification garde."""

    # Abattement des contrats courts ôté de la base.
    abattement: Montant


class _DemandeBulletin(TypedDict):
    # Date de paiement.
    date_paiement: Date
    # Employeur.
    employeur: Employeur
    # Salarié.
    salarie: Salarie
    # Contrats payés, dans l'ordre.
    contrats: List[Contrat]


class DemandeBulletin(_DemandeBulletin, total=False):
    """Un bulletin à calculer : un employeur, un salarié, un paiement, un ou plusieurs contrats."""

    # Numéro du bulletin, libre.
    numero: Union[str, None]
    # Numéro du bulletin que celui-ci remplace.
    rectifie: Union[str, None]
    # Ce qui était déjà compté avant ce bulletin.
    cumuls: Cumuls
    # Choix de méthode.
    methodes: Methodes
    # Périodicité de la paie, pour la grille du taux neutre des contrats de plus de deux mois.
    periodicite: Periodicite
    # Frais, avances, retenues, avantages en nature, primes.
    elements: List[Element]
    # Rappel : `contrats` et `elements` disent tout ce qui est dû pour le travail, et ceci ce qui en a déjà été payé. Le bulletin paie la différence, à sa propre date.
    rappel: Union[Rappel, None]
    # Impôt du bulletin que celui-ci remplace, gardé tel qu'il a été retenu : une déclaration ne peut plus en rendre. Pas avec `rappel`.
    impot_garde: Union[ImpotGarde, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class NoteCumuls(TypedDict, total=False):
    """Montants déjà payés par ce producteur à cet auteur, sous le même choix de `social`."""

    # Brut hors TVA payé depuis le 1er janvier de l'année de paiement.
    brut_annee: Montant


class NoteMethodes(TypedDict, total=False):
    """Choix de méthode d'une note."""

    # Assiette de la CSG et de la CRDS.
    assiette_csg: AssietteCsgMethod
    # Plafonds annuels du RACD et du RAAP.
    plafond_ircec: PlafondIrcecMethod


class _Dispense(TypedDict):
    # Année civile de validité.
    annee: int


class Dispense(_Dispense, total=False):
    """Dispense de précompte délivrée par l'Urssaf pour une année."""

    # Référence du document.
    reference: Union[str, None]


class Imputation(TypedDict):
    """Redevances imputées sur un minimum garanti déjà payé."""

    # Minimum garanti payé avant.
    verse: Montant
    # Redevances imputées avant.
    deja_impute: Montant
    # Redevances de ce relevé.
    redevances: Montant
    # Redevances imputées par ce relevé : pas de paiement, pas de nouvelle assiette.
    impute: Montant
    # Redevances à payer : le brut de la note, quand il est positif.
    a_payer: Montant
    # Minimum garanti qui reste à imputer.
    reste_a_imputer: Montant


class _Producteur(TypedDict):
    # Raison sociale.
    raison_sociale: str


class Producteur(_Producteur, total=False):
    """Celui qui paie."""

    # Assujetti à la TVA (une association souvent ne l'est pas : elle ne fait pas de retenue).
    assujetti_tva: bool
    # SIRET.
    siret: Union[str, None]
    # Adresse.
    adresse: Union[Adresse, None]
    # Compte du diffuseur à l'Urssaf artistes-auteurs.
    compte_urssaf_aa: Union[str, None]
    # Numéro du producteur à l'IRCEC.
    numero_ircec: Union[str, None]


class _Auteur(TypedDict):
    # Identifiant dans la production.
    auteur: str
    # Nom de famille.
    nom: str
    # Prénoms.
    prenom: str


class Auteur(_Auteur, total=False):
    """L'auteur, ou l'héritier."""

    # Pseudonyme.
    pseudonyme: Union[str, None]
    # Adresse.
    adresse: Union[Adresse, None]
    # NIR avec sa clé, 15 caractères.
    nir: Union[str, None]
    # Date de naissance.
    date_naissance: Union[Date, None]
    # SIRET, pour un auteur en BNC.
    siret: Union[str, None]
    # Régime fiscal de l'auteur.
    regime_fiscal: Union[RegimeFiscal, None]
    # Numéro de TVA intracommunautaire.
    tva_intracom: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]


class _Oeuvre(TypedDict):
    # Titre.
    titre: str
    # Genre.
    genre: DemandeNoteGenre


class Oeuvre(_Oeuvre, total=False):
    """L'œuvre, le contrat et l'échéance que la note paie."""

    # Ce que l'auteur a fait.
    nature_activite: Union[NatureActivite, None]
    # Référence du contrat.
    contrat: Union[str, None]
    # Libellé de l'échéance.
    echeance: Union[str, None]
    # Période d'exploitation, pour des redevances.
    periode_exploitation: Union[str, None]


class _DemandeNote(TypedDict):
    # Date de paiement : elle choisit les taux, le trimestre et l'année.
    date_paiement: Date
    # Montant brut des droits hors TVA, commission d'un agent non déduite.
    brut_ht: Montant


class DemandeNote(_DemandeNote, total=False):
    """Un paiement de droits d'auteur d'un producteur à un auteur. Quatre choix indépendants (`social`, `tva`, `ircec`, `fiscal`) et une `zone` décident des lignes ; les taux sont ceux de la date de paiement. Tout ce qui suit `methodes` est imprimé ou contrôlé, jamais une part d'un montant."""

    # Numéro de la note.
    numero: Union[str, None]
    # Numéro de la note que celle-ci remplace.
    rectifie: Union[str, None]
    # Précompte des contributions sociales de l'auteur.
    social: Social
    # TVA.
    tva: Tva
    # Retraite complémentaire. Absente : selon le genre de l'œuvre.
    ircec: Union[Ircec, None]
    # Retenue à la source.
    fiscal: Fiscal
    # Taux de la convention fiscale en pour cent, avec `non_resident_convention` seulement.
    taux_convention: Union[Taux, None]
    # Jour de réception des formulaires 5000 et 5003 (taux conventionnel).
    formulaires_5000_5003: Union[Date, None]
    # Preuve qu'un résident fiscal de France est assuré dans un autre pays (formulaire A1 par exemple) : le seul moyen d'avoir `social` = `non_resident` avec `fiscal` = `resident`.
    assure_hors_france: bool
    # Territoire, pour la TVA.
    zone: DemandeNoteZone
    # Ce qui était déjà payé.
    cumuls: NoteCumuls
    # Choix de méthode.
    methodes: NoteMethodes
    # Dispense de précompte.
    dispense: Union[Dispense, None]
    # Premier jour d'effet de la renonciation à la retenue de TVA (CGI 285 bis 3).
    renonciation_date_effet: Union[Date, None]
    # L'auteur a donné une attestation de non-précompte du RAAP (sous le seuil d'affiliation).
    attestation_non_precompte_raap: bool
    # Nature du revenu.
    nature_revenu: NatureRevenu
    # Imputation de redevances sur un minimum garanti : `brut_ht` est alors son `a_payer`.
    imputation: Union[Imputation, None]
    # Producteur.
    producteur: Union[Producteur, None]
    # Auteur.
    auteur: Union[Auteur, None]
    # Œuvre et contrat.
    oeuvre: Union[Oeuvre, None]
    # Axes analytiques et poste de devis, libres.
    analytique: Dict[str, str]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeBrut(TypedDict):
    # Convention : `3097` cinéma, `2642` télévision, `1734` artistes de la télévision, `2412` animation.
    idcc: str


class DemandeBrut(_DemandeBrut, total=False):
    """Un engagement à mettre en brut : une fonction, un employeur, des heures ou une feuille d'heures."""

    # Catégorie.
    categorie: Categorie
    # Fonction, comme dans la convention ; l'orthographe est tolérée.
    fonction: str
    # Jour de la grille ; par défaut : le premier jour de la feuille d'heures.
    date: Union[Date, None]
    # Salaire convenu, en euros : celui d'une semaine de `heures_base` heures pour un technicien, d'un jour (d'une semaine pour un engagement à la semaine) pour un artiste ou un figurant. Absent : le minimum conventionnel. En annexe 3 ou 3 bis : le salaire de référence de l'annexe 1.
    salaire_base: Union[Montant, None]
    # Heures que paie `salaire_base` : 39 par défaut au cinéma, 35 à la télévision.
    heures_base: Union[Quantite, None]
    # À la semaine (5 jours ou plus), au jour, au mois ; par défaut : selon le nombre de jours.
    engagement: Union[Engagement, None]
    # Jours travaillés.
    jours: Union[Quantite, None]
    # Total des heures effectives, sans feuille d'heures.
    heures: Union[Quantite, None]
    # Cachets ; par défaut : un par jour.
    cachets: Union[int, None]
    # Totaux hebdomadaires, quand l'engagement couvre plusieurs semaines sans feuille d'heures journalière.
    semaines: List[Semaine]
    # Feuille d'heures, dans n'importe quel ordre ; plusieurs lignes peuvent partager un jour.
    temps: List[Jour]
    # L'employeur est adhérent d'un syndicat signataire.
    adherent: bool
    # Annexe des grilles du cinéma : `1`, `2` (équivalence), `3`, `3bis`.
    annexe: Union[Annexe, None]
    # Jour où le film a obtenu sa dérogation (annexes 3 et 3 bis).
    derogation_annexe3: Union[Date, None]
    # La semaine est organisée sur 6 jours ; par défaut : 6 jours ou plus sont travaillés.
    semaine_6_jours: Union[bool, None]
    # Heures du sixième jour en région parisienne, prises sur `heures`, quand seuls des totaux sont donnés.
    heures_jour_6: Union[Quantite, None]
    # Région parisienne ou ailleurs.
    zone: Zone
    # Film publicitaire.
    publicitaire: bool
    # Nature du travail des jours qui ne la disent pas, ou genre de l'émission de télévision.
    nature: Union[Nature, None]
    # Genre de l'émission de télévision ; par défaut : fiction, avec un avertissement.
    genre: Union[Genre, None]
    # Forfait jours : préparation et postproduction du personnel autonome, sans heures supplémentaires.
    forfait_jours: bool
    # Court métrage (artistes du cinéma).
    court_metrage: bool
    # Jours de travail effectifs de tout le contrat (fériés chômés, durée du contrat).
    jours_contrat: Union[int, None]
    # Semaines de tout le contrat (engagement d'artistes à la semaine).
    semaines_contrat: Union[int, None]
    # L'artiste a moins de 16 ans.
    moins_de_16_ans: bool
    # Émission en direct : ni majoration de nuit ni de férié pour les artistes de la télévision.
    direct: bool
    # Tournage où s'applique le barème des figurants du cinéma (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km).
    zone_bareme_figurant: bool
    # Repos de moins de 11 heures qui n'est pas compensé (techniciens de la télévision).
    repos_non_compense: bool
    # Répétitions, essayages, voyages, suppléments et indemnités payés à l'unité.
    prestations: List[Prestation]
    # Heures que d'autres contrats de cet employeur contiennent dans la même semaine civile.
    heures_sup_autres: Union[AutresHeures, None]
    # Absences : la paie qui suit les heures d'une semaine est réduite.
    absences: List[Absence]
    # Choix de méthode.
    methodes: Methodes
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeExpliquer(TypedDict):
    # Une demande de bulletin ou de note, ou l'un des deux figé.
    demande: Dict[str, Any]


class DemandeExpliquer(_DemandeExpliquer, total=False):
    """Ce qui est à expliquer."""

    # Code d'une ligne ou d'un total, adresse, mots d'un libellé, code d'un avertissement ; sans elle, tout le document.
    ligne: Union[str, None]
    # Contrat, quand le bulletin en paie plusieurs.
    contrat: Union[str, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _BulletinInput(TypedDict):
    # Date de paiement.
    date_paiement: Date
    # Employeur.
    employeur: Employeur
    # Salarié.
    salarie: Salarie
    # Contrats payés, dans l'ordre.
    contrats: List[Contrat]


class BulletinInput(_BulletinInput, total=False):
    """Un bulletin à calculer : un employeur, un salarié, un paiement, un ou plusieurs contrats."""

    # Numéro du bulletin, libre.
    numero: Union[str, None]
    # Numéro du bulletin que celui-ci remplace.
    rectifie: Union[str, None]
    # Ce qui était déjà compté avant ce bulletin.
    cumuls: Cumuls
    # Choix de méthode.
    methodes: Methodes
    # Périodicité de la paie, pour la grille du taux neutre des contrats de plus de deux mois.
    periodicite: Periodicite
    # Frais, avances, retenues, avantages en nature, primes.
    elements: List[Element]
    # Rappel : `contrats` et `elements` disent tout ce qui est dû pour le travail, et ceci ce qui en a déjà été payé. Le bulletin paie la différence, à sa propre date.
    rappel: Union[Rappel, None]
    # Impôt du bulletin que celui-ci remplace, gardé tel qu'il a été retenu : une déclaration ne peut plus en rendre. Pas avec `rappel`.
    impot_garde: Union[ImpotGarde, None]


class _DemandeSimuler(TypedDict):
    # L'engagement, comme une demande de bulletin.
    demande: BulletinInput


class DemandeSimuler(_DemandeSimuler, total=False):
    """Ce qu'on veut d'un engagement."""

    # Net à payer voulu.
    net: Union[Montant, None]
    # Coût voulu pour l'employeur.
    cout: Union[Montant, None]
    # Contrat dont on cherche le brut, quand il y en a plusieurs.
    contrat: Union[str, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeDsn(TypedDict):
    # Le texte du fichier ; ses caractères sont ceux d'ISO-8859-1.
    contenu: str


class DemandeDsn(_DemandeDsn, total=False):
    """Un fichier de la norme DSN."""

    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


AutresHeures = Union["Quantite", List["HeuresSemaine"]]
