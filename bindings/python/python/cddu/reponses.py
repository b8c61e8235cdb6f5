"""Ce que cddu répond.

Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Dict, List, Literal, TypedDict, Union

Montant = Decimal
Taux = Decimal
Quantite = Decimal
Date = str
ZonePas = Literal["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]
RetenueNonResident = Literal["182A", "182A_bis", "convention", "aucune"]
Categorie = Literal["technicien", "artiste", "figurant", "realisateur"]
MotifAbsence = Literal["maladie", "maternite", "paternite", "accident_trajet", "maladie_professionnelle", "accident_travail", "autorisee_non_payee", "injustifiee", "greve", "enfant_malade", "evenement_familial"]
Confiance = Literal["A", "B", "C"]
ElementCode = Literal["frais", "acompte", "avance", "saisie", "pension_alimentaire", "avantage_repas", "prime", "retenue"]
Sens = Literal["ajout", "retenue", "neutre"]
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
Social = Literal["precompte", "dispense", "heritier", "non_resident"]
Tva = Literal["retenue", "renonciation_tva", "renonciation_franchise", "autoliquidation"]
Ircec = Literal["fiction", "fiction_sans_raap", "solidarite_racd", "solidarite_racd_avec_raap", "doc_8", "doc_4", "aucun"]
Fiscal = Literal["resident", "non_resident_25", "non_resident_convention", "non_resident_etnc"]
Zone = Literal["metropole", "dom", "guyane_mayotte"]
NatureRevenu = Literal["redevance", "a_valoir", "minimum_garanti", "forfait", "droits_voisins"]
RegimeFiscal = Literal["TS", "BNC"]
Genre = Literal["fiction", "animation", "documentaire", "publicite", "institutionnel", "musique", "autre"]
NatureActivite = Literal["ecriture", "realisation", "composition", "adaptation", "traduction", "graphisme", "oeuvre_preexistante", "autre"]
NoteSens = Literal["retenue", "ajout", "producteur"]
AssietteCsgMethod = Literal["centime", "exacte"]
PlafondIrcecMethod = Literal["sans_plafond", "annuel"]
Unite = Literal["semaine", "jour", "cachet", "mois", "heure", "service", "forfait"]
Methode = Literal["publie", "derive", "absent"]
Gravite = Literal["bloquant", "majeur", "mineur", "info"]


class Period(TypedDict):
    """Une période, ses deux jours extrêmes compris."""

    # Premier jour.
    debut: Date
    # Dernier jour.
    fin: Date


class _Employeur(TypedDict):
    # Convention collective (`3097` cinéma, `2642` télévision, `2412` animation).
    idcc: str
    # Effectif.
    effectif: int
    # Adhérent d'un syndicat signataire (dates des grilles de minima).
    adherent: bool
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
    # A des délégués élus (pas de contribution pour les délégués de branche).
    delegues_elus: bool


class Employeur(_Employeur, total=False):
    """L'employeur : ce dont le calcul a besoin, puis ce que les documents impriment."""

    # Taux AT notifié des techniciens, en pour cent.
    taux_at: Union[Taux, None]
    # Taux AT notifié des artistes, déjà réduit, en pour cent.
    taux_at_artiste: Union[Taux, None]
    # Santé au travail, en pour cent du brut.
    taux_sante_travail: Union[Taux, None]
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


class _Adresse(TypedDict):
    # Numéro et voie.
    voie: str
    # Code postal.
    code_postal: str
    # Commune.
    commune: str


class Adresse(_Adresse, total=False):
    """Adresse postale."""

    # Pays, ISO 3166 alpha-2 ; vide, la France.
    pays: str


class _Salarie(TypedDict):
    # Matricule dans la production.
    matricule: str
    # Nom de famille.
    nom: str
    # Prénoms.
    prenom: str
    # Domicile fiscal en France.
    domicile_fiscal_france: bool
    # Affilié au régime local d'Alsace-Moselle.
    alsace_moselle: bool
    # Taux de PAS personnel en pour cent ; `null` : grille du taux neutre.
    taux_pas: Union[Taux, None]
    # Zone de la grille du taux neutre.
    zone_pas: ZonePas


class Salarie(_Salarie, total=False):
    """Le salarié."""

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
    # Montant déduit au titre de la DFS.
    dfs_montant: Montant
    # L'assiette de sécurité sociale est le forfait journalier d'un figurant.
    forfait: bool
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


class _Bases(TypedDict):
    # Brut.
    brut: Montant
    # Après DFS, ou forfait.
    securite_sociale: Montant
    # Plafond du contrat ; `null` pour un figurant au forfait.
    plafond: Union[Montant, None]
    # Assiette des cotisations plafonnées : `securite_sociale` dans la limite de `plafond`.
    plafonnee: Montant
    # Assiette de la CSG et de la CRDS ; `null` pour un non-résident.
    csg: Union[Montant, None]
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
    # De même, nette : les contrats d'un bulletin s'additionnent à son total.
    net: Montant
    # Sa part de l'assiette de CSG et CRDS ; `null` pour un non-résident.
    csg: Union[Montant, None]
    # Taux de la réduction des cotisations salariales, en pour cent.
    taux_reduction: Taux


class BaseHeuresSup(_BaseHeuresSup, total=False):
    """Heures supplémentaires d'un contrat et ce qu'en font les allègements."""

    # Heures que l'engagement garantit, contenues dans `heures` et `montant`.
    structurelles: Union[HeuresStructurelles, None]


class HeuresStructurelles(TypedDict):
    """Heures supplémentaires que l'engagement garantit."""

    # Heures.
    heures: Quantite
    # Leur paie, majorations comprises.
    montant: Montant


class _Anterieur(TypedDict):
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


class Anterieur(_Anterieur, total=False):
    """Ce que les bulletins précédents d'un contrat ont payé depuis le 1er janvier, pour la régularisation progressive. Un bulletin le donne comme `cumul_contrat`, à remettre au bulletin suivant du contrat."""

    # Retraite complémentaire comptée par jour travaillé (cadres).
    retraite: Union[AnterieurRetraite, None]


class AnterieurRetraite(TypedDict):
    """Ce que les bulletins précédents d'un contrat ont compté pour la retraite complémentaire par jour travaillé."""

    # Paie qui y est soumise.
    paie: Montant
    # Jours travaillés, un jour commun avec un autre contrat étant compté une fois.
    jours: Quantite
    # Assiettes portées.
    tranches: RetraiteTranches


class _RetraiteTranches(TypedDict):
    # Tranche 1.
    tranche_1: Montant
    # Tranche 2.
    tranche_2: Montant
    # CET.
    cet: Montant


class RetraiteTranches(_RetraiteTranches, total=False):
    """Assiettes de retraite complémentaire que des bulletins ont portées."""

    # Apec (cadres).
    apec: Montant


class _Line(TypedDict):
    # Code de la ligne.
    code: str
    # Libellé.
    libelle: str
    # Organisme.
    organisme: str
    # Assiette.
    base: Montant
    # Taux salarié en pour cent, `null` quand la part n'est pas due.
    taux_salarie: Union[Taux, None]
    # Montant salarié.
    montant_salarie: Union[Montant, None]
    # Taux employeur en pour cent, majoration de la caisse de congés comprise.
    taux_employeur: Union[Taux, None]
    # Montant employeur ; négatif pour un allègement.
    montant_employeur: Union[Montant, None]
    # La part salariale abaisse le net imposable.
    deductible: bool
    # Plus basse confiance des valeurs employées.
    confiance: Confiance


class Line(_Line, total=False):
    """Une contribution, ses deux parts."""

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
    # Part de frais qui dépasse sa limite : du salaire, déjà dans le brut.
    reintegre: Montant
    # Montant qui change le net (part exonérée de frais, retenue réellement faite).
    retenu: Montant
    # De quel côté.
    sens: Sens


class ElementPay(_ElementPay, total=False):
    """Des frais, une avance, une retenue, tels que calculés."""

    # Contrat concerné.
    contrat: Union[str, None]
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
    # Taux de PAS en pour cent ; `null` pour un non-résident.
    taux_pas: Union[Taux, None]
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


class SaisieMois(TypedDict):
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


class RetenueCumul(TypedDict):
    """Un mois civil de paiement d'une retenue, pour la limite de 8 EUR par mois."""

    # Net avant la déduction de 10 %.
    base: Montant
    # Due, retenue ou non.
    due: Montant
    # Retenue.
    retenue: Montant


class _Methodes(TypedDict):
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


class Methodes(_Methodes, total=False):
    """Les méthodes d'un bulletin. Une clé absente prend sa valeur par défaut, documentée."""

    # Figurant ; `null` laisse décider la convention et la durée de l'engagement.
    figurant: Union[FigurantMethod, None]
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


class _Avertissement(TypedDict):
    # Code stable.
    code: str
    # Texte.
    message: str


class Avertissement(_Avertissement, total=False):
    """Un avertissement d'un bulletin ou d'une note."""

    # Champ de la demande dont il parle (`contrats[0].brut`), quand il y en a un.
    champ: Union[str, None]


class _Bulletin(TypedDict):
    # Numéro du contrat d'interface de cette réponse.
    version_interface: int
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


class Bulletin(_Bulletin, total=False):
    """Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande."""

    # Texte libre donné avec la demande.
    reference: Union[str, None]
    # Numéro du bulletin.
    numero: Union[str, None]
    # Numéro du bulletin que celui-ci remplace.
    rectifie: Union[str, None]
    # Rappel : numéro du bulletin que celui-ci complète. Chaque montant est alors ce qui s'ajoute à ce qui a été payé.
    rappel: Union[str, None]
    # Partage de la somme payée à un enfant de moins de seize ans.
    pecule: Union[Pecule, None]


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
    # Assujetti à la TVA (une association souvent ne l'est pas : elle ne fait pas de retenue).
    assujetti_tva: bool


class Producteur(_Producteur, total=False):
    """Celui qui paie."""

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
    genre: Genre


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


class NoteBases(TypedDict):
    """Les assiettes nommées d'une note. Une assiette qui ne sert pas est zéro."""

    # Assiette de la vieillesse plafonnée : brut dans la limite d'un plafond annuel.
    vieillesse: Montant
    # Part du brut qui porte l'abattement de 1,75 % : dans la limite de quatre plafonds annuels.
    abattue: Montant
    # Assiette de la CSG et de la CRDS, arrondie au centime.
    csg: Montant
    # Assiette du RACD.
    racd: Montant
    # Assiette du RAAP.
    raap: Montant


class NoteLine(TypedDict):
    """Une ligne d'une note : `montant = base × taux`, arrondi au centime le plus proche, demi vers le haut."""

    # Code de la ligne : `AA_VIEIL_PLAF`, `AA_CSG`, `AA_CRDS`, `AA_CFP`, `AA_RACD`, `AA_RAAP`, `AA_DIFF`, `AA_DIFF_CFP`, `AA_TVA`, `AA_RETENUE_TVA`, `AA_RAS`.
    code: str
    # Libellé.
    libelle: str
    # Organisme : `urssaf_artistes_auteurs`, `ircec`, `dgfip`, `auteur`.
    organisme: str
    # Assiette.
    base: Montant
    # Taux en pour cent.
    taux: Taux
    # Montant, positif.
    montant: Montant
    # De quel côté.
    sens: NoteSens
    # Plus basse confiance des valeurs employées.
    confiance: Confiance


class NoteTotals(TypedDict):
    """Totaux d'une note, tous positifs. `net_a_payer = brut_ht - precompte_urssaf - ircec_auteur + tva - retenue_tva - retenue_source`."""

    # Vieillesse, CSG, CRDS et CFP de l'auteur.
    precompte_urssaf: Montant
    # RACD et RAAP de l'auteur.
    ircec_auteur: Montant
    # TVA payée à l'auteur.
    tva: Montant
    # TVA retenue pour le Trésor.
    retenue_tva: Montant
    # Retenue à la source.
    retenue_source: Montant
    # Ce qui est viré à l'auteur.
    net_a_payer: Montant
    # Contribution diffuseur avec sa CFP.
    contribution_diffuseur: Montant
    # RACD et RAAP du producteur.
    ircec_producteur: Montant
    # Ce que le producteur supporte en plus du brut : `contribution_diffuseur + ircec_producteur`.
    cout_producteur: Montant
    # Montant imposable d'un auteur résident : brut + TVA gardée − contributions déductibles.
    imposable_auteur: Montant


class _NoteInformations(TypedDict):
    # Pris en charge par l'État : 0,75 % de l'assiette plafonnée et 0,40 % du brut. Zéro sans précompte.
    prise_en_charge_etat: Montant
    # Part de la CSG qui abaisse le montant imposable.
    csg_deductible: Montant
    # Le reste de la CSG, et la CRDS.
    csg_crds_non_deductible: Montant
    # TVA gardée par l'auteur sous retenue (forfait de droits à déduction) : TVA moins TVA retenue.
    tva_conservee: Montant
    # TVA que le producteur autoliquide : due et déductible, non payée à l'auteur.
    tva_autoliquidee: Montant


class NoteInformations(_NoteInformations, total=False):
    """Montants que la note imprime et qui ne changent rien."""

    # Taux de cette TVA, en pour cent.
    tva_autoliquidee_taux: Union[Taux, None]


class NoteCumulsOut(TypedDict):
    """Cumuls de l'année de paiement chez ce producteur, sous le même choix de `social`."""

    # Brut payé avant cette note.
    brut_annee_avant: Montant
    # Brut payé, cette note comprise : le `cumuls.brut_annee` de la note suivante.
    brut_annee: Montant


class NoteMethodes(TypedDict):
    """Choix de méthode d'une note."""

    # Assiette de la CSG et de la CRDS.
    assiette_csg: AssietteCsgMethod
    # Plafonds annuels du RACD et du RAAP.
    plafond_ircec: PlafondIrcecMethod


class _Note(TypedDict):
    # Numéro du contrat d'interface de cette réponse.
    version_interface: int
    # Date de paiement.
    date_paiement: str
    # Brut hors TVA.
    brut_ht: Montant
    # Choix des contributions sociales.
    social: Social
    # Choix de la TVA.
    tva: Tva
    # Choix de la retraite complémentaire, tel qu'employé.
    ircec: Ircec
    # Choix de la retenue à la source.
    fiscal: Fiscal
    # Territoire.
    zone: Zone
    # Attestation de non-précompte du RAAP, telle que donnée.
    attestation_non_precompte_raap: bool
    # Nature du revenu.
    nature_revenu: NatureRevenu
    # Les assiettes nommées.
    bases: NoteBases
    # Lignes, dans l'ordre. Une contribution partagée entre l'auteur et le producteur (`AA_RACD`, `AA_RAAP`) a deux lignes du même code : `retenue` pour la part de l'auteur, `producteur` pour l'autre.
    lignes: List[NoteLine]
    # Totaux.
    totaux: NoteTotals
    # Montants à imprimer qui ne changent rien.
    informations: NoteInformations
    # Cumuls de l'année de paiement.
    cumuls: NoteCumulsOut
    # Méthodes employées, valeurs par défaut comprises.
    methodes: NoteMethodes
    # Ce que le lecteur doit savoir : valeurs non vérifiées, choix, documents à demander.
    avertissements: List[Avertissement]
    # `sha256:` des tables employées.
    empreinte_baremes: str
    # `sha256:` de la demande, des tables et du résultat.
    empreinte: str


class Note(_Note, total=False):
    """Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande."""

    # Texte libre donné avec la demande.
    reference: Union[str, None]
    # Numéro de la note.
    numero: Union[str, None]
    # Numéro de la note que celle-ci remplace.
    rectifie: Union[str, None]
    # Dispense de précompte, telle que donnée.
    dispense: Union[Dispense, None]
    # Premier jour d'effet de la renonciation, tel que donné.
    renonciation_date_effet: Union[str, None]
    # Jour de réception des formulaires 5000 et 5003, tel que donné.
    formulaires_5000_5003: Union[str, None]
    # Imputation de redevances, telle que donnée.
    imputation: Union[Imputation, None]
    # Producteur, tel que donné.
    producteur: Union[Producteur, None]
    # Auteur, tel que donné.
    auteur: Union[Auteur, None]
    # Œuvre et contrat, tels que donnés.
    oeuvre: Union[Oeuvre, None]
    # Axes analytiques, tels que donnés.
    analytique: Dict[str, str]


class _Detail(TypedDict):
    # Code de l'élément.
    code: str
    # Formule avec ses nombres.
    formule: str
    # Sa confiance.
    confiance: Union[Confiance, None]


class Detail(_Detail, total=False):
    """Comment un élément a été trouvé."""

    # Règle de la table des heures.
    regle: Union[str, None]
    # Article de la convention.
    article: Union[str, None]
    # Où la règle ou le montant a été lu.
    source: str
    # Jours concernés.
    jours: List[str]


class _Minimum(TypedDict):
    # Minimum dû, plancher du SMIC compris.
    valeur: Montant
    # Ce qu'il paie : `semaine 39 h`, `jour 8 h`…
    unite: str
    # Le salaire convenu qui lui est comparé, dans la même unité.
    salaire: Montant
    # Le salaire convenu l'atteint.
    respecte: bool


class Minimum(_Minimum, total=False):
    """Le minimum conventionnel face au salaire convenu."""

    # Ligne de la grille.
    ligne: Union[LigneGrille, None]
    # Le plancher du SMIC dépasse la grille : son montant dans la même unité.
    smic: Union[Montant, None]
    # Formule, quand le minimum est calculé de la ligne.
    formule: str


class _LigneGrille(TypedDict):
    # Fichier et ligne de la table.
    table: str
    # Fonction, comme dans la convention.
    fonction: str
    # Annexe.
    annexe: str
    # Ce que le montant paie.
    unite: Unite
    # Montant de la ligne ; `null` quand on sait qu'elle existe sans l'avoir trouvée.
    valeur: Union[Montant, None]
    # Premier jour pour cet employeur.
    valide_du: Date
    # Dernier jour pour cet employeur, s'il est connu.
    valide_au: Union[Date, None]
    # Base légale.
    base_legale: str
    # Source.
    source: str
    # Sa confiance.
    confiance: Confiance
    # Lu, déduit ou manquant.
    methode: Methode


class LigneGrille(_LigneGrille, total=False):
    """Une ligne des grilles, telle qu'imprimée."""

    # Genre d'émission auquel la ligne se limite.
    genre: str
    # Heures payées.
    heures: Union[Quantite, None]
    # Jours payés.
    jours: Union[int, None]
    # Doutes.
    note: str


class Part(TypedDict):
    """Une part de la paie, contenue en elle."""

    # Code.
    code: str
    # Libellé.
    libelle: str
    # Montant, contenu dans le brut.
    montant: Montant


class _Frais(TypedDict):
    # Code de la table (`3097_REPAS`).
    code: str
    # Libellé.
    libelle: str
    # Nombre.
    quantite: Quantite
    # Montant d'une unité.
    unitaire: Montant
    # Montant.
    montant: Montant
    # Part exonérée.
    exonere: Montant
    # Part au-dessus de la limite : du salaire.
    reintegre: Montant
    # Article.
    article: str


class Frais(_Frais, total=False):
    """Une indemnité qui rembourse des frais."""

    # Clé de la limite d'exonération, pour la `nature` d'un élément du bulletin.
    nature: Union[str, None]
    # Limite d'exonération d'une unité, au premier jour concerné.
    limite: Union[Montant, None]
    # Jours.
    jours: List[str]


class MethodeUtilisee(TypedDict):
    """Une méthode et la lecture employée."""

    # Clé de `methodes`.
    cle: str
    # Lecture.
    valeur: str


class AbsenceBrut(TypedDict):
    """Ce qu'une absence a retiré."""

    # L'absence, telle que donnée.
    absence: Absence
    # Jours ouvrés d'absence dans la période.
    jours: Quantite
    # Heures d'absence, quand la paie suit les heures.
    heures: Quantite
    # Paie retirée, positive.
    retenue: Montant


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


class _Brut(TypedDict):
    # Numéro du contrat d'interface de cette réponse.
    version_interface: int
    # Éléments de paie ; leur somme est `brut`.
    elements: List[PayElement]
    # Comment chaque élément a été trouvé, dans le même ordre.
    details: List[Detail]
    # Heures payées comme du travail (heures garanties comprises).
    heures: Quantite
    # Jours travaillés.
    jours: Quantite
    # Cachets.
    cachets: int
    # Brut.
    brut: Montant
    # Minimum conventionnel.
    minimum: Union[Minimum, None]
    # Indemnités qui remboursent des frais, tenues à part de la paie.
    frais: List[Frais]
    # Ce que le lecteur doit savoir : minimum non atteint, limites d'heures, valeurs non vérifiées, choix.
    avertissements: List[Avertissement]


class Brut(_Brut, total=False):
    """Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande."""

    # Texte libre donné avec la demande.
    reference: Union[str, None]
    # Intéressement dû plus tard sur les recettes du film (annexes 3 et 3 bis) ; hors du brut.
    interessement: Union[Montant, None]
    # Parts de la paie, imprimées et jamais ajoutées (droits d'artistes, composition du minimum).
    repartition: List[Part]
    # Méthodes qui ont joué un rôle, avec la lecture employée.
    methodes: List[MethodeUtilisee]
    # Heures de chaque semaine civile, par son lundi, quand on les compte à la semaine ; les autres contrats de la semaine ajoutent les leurs.
    semaines: Dict[str, str]
    # Absences de la période et ce que chacune a retiré.
    absences: List[AbsenceBrut]


class _Explained(TypedDict):
    # Adresse du montant (`C1.VIEIL_PLAF.montant_salarie`).
    figure: str
    # Libellé.
    libelle: str
    # Valeur.
    valeur: str
    # Unité : `EUR`, `%` ou rien.
    unite: str
    # Plus faible confiance des règles et des lignes de table dont il dépend.
    confiance: Confiance


class Explained(_Explained, total=False):
    """Un montant et ce qui le changerait."""

    # Contrat auquel il appartient.
    contrat: Union[str, None]
    # Ligne à laquelle il appartient.
    ligne: Union[str, None]
    # Formule avec les noms.
    formule: Union[str, None]
    # Formule avec les nombres.
    calcul: Union[str, None]
    # Résultat de la formule avant sa dernière étape, quand c'est un arrondi.
    avant_arrondi: Union[str, None]
    # Nombres de la formule, dans l'ordre : ce qu'est chacun et d'où il vient.
    nombres: List[ExplainedNumber]
    # Règle.
    regle: Union[ExplainedRule, None]
    # Ligne de table.
    table: Union[ExplainedRow, None]
    # Champ de la demande.
    saisie: Union[str, None]
    # Ligne des fichiers de la production où la saisie a été lue.
    origine: Union[Origine, None]
    # Adresses des montants dont il est calculé.
    depend_de: List[str]
    # Pourquoi il n'est pas dû, ou moins que demandé.
    pourquoi: Union[str, None]
    # Saisies, valeurs de table et méthodes dont le montant dépend.
    change_avec: List[Source]


class _ExplainedNumber(TypedDict):
    # Libellé.
    libelle: str
    # Valeur.
    valeur: str
    # Unité : `EUR`, `%` ou rien.
    unite: str
    # Adresse du montant.
    figure: str


class ExplainedNumber(_ExplainedNumber, total=False):
    """Un nombre d'une formule."""

    # Ligne de table où il est lu ; un nombre sans ligne est donné ou calculé.
    table: Union[ExplainedRow, None]
    # Donné par la demande (ou compté de ses dates).
    saisie: bool
    # Ligne des fichiers de la production où il a été lu.
    origine: Union[Origine, None]


class _ExplainedRow(TypedDict):
    # Clé.
    cle: str
    # Fichier et ligne.
    fichier: str
    # Ligne.
    ligne: int
    # Dates.
    validite: str
    # Base légale.
    base_legale: str
    # Source.
    source: str
    # Confiance.
    confiance: Confiance
    # Dernière vérification.
    verifie_le: str


class ExplainedRow(_ExplainedRow, total=False):
    """Une ligne de table."""

    # Adresse du texte officiel.
    lien: str


class Origine(TypedDict):
    """La place d'une ligne dans les fichiers d'une production."""

    # Fichier (`temps.csv`).
    fichier: str
    # Ligne de ce fichier.
    ligne: int


class _ExplainedRule(TypedDict):
    # Nom stable (`plafond.jours_calendaires`).
    nom: str
    # Ce qu'elle dit.
    texte: str
    # Base légale.
    base_legale: str
    # Confiance.
    confiance: Confiance


class ExplainedRule(_ExplainedRule, total=False):
    """Une règle."""

    # Clés de `methodes` qui choisissent entre cette règle et ses autres lectures.
    methodes: List[str]


class _Source(TypedDict):
    # `saisie`, `bareme` ou `methode`.
    nature: str
    # Adresse, clé de table ou clé de `methodes`.
    nom: str
    # Valeur employée.
    valeur: str


class Source(_Source, total=False):
    """Ce dont un montant dépend."""

    # Libellé.
    libelle: str
    # Dates d'une valeur de table.
    validite: str
    # Ligne des fichiers de la production où une saisie a été lue.
    origine: Union[Origine, None]


class SimulationAnswer(TypedDict):
    """Un engagement qui répond."""

    # `engagement`, `exact`, `juste en dessous`, `juste au-dessus`.
    reponse: str
    # Brut.
    brut: Montant
    # Net avant impôt.
    net_avant_impot: Montant
    # Net à payer.
    net_paye: Montant
    # Coût pour l'employeur.
    total_verse_employeur: Montant


class _Anomalie(TypedDict):
    # Contrôle de la norme (S21.G00.30.001/CCH-14) ou règle de forme (FMT-01)
    code: str
    gravite: Literal["info", "mineur", "majeur", "bloquant"]
    # Ligne du fichier, à partir de 1
    ligne: int
    # Rubrique ou bloc ; vide quand la ligne n'en a pas
    rubrique: str
    # Ce qui ne va pas et que faire
    message: str


class Anomalie(_Anomalie, total=False):
    """Une anomalie d'une DSN"""

    # Nom et matricule de la personne, quand la ligne en parle
    personne: str
    # Numéro du contrat, quand la ligne en parle
    contrat: str


class _Version(TypedDict):
    # Numéro du contrat d'interface de cette réponse.
    version_interface: int
    # Version du programme.
    version: str
    # `sha256:` des tables.
    empreinte_baremes: str


class Version(_Version, total=False):
    """Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande."""

    # Texte libre donné avec la demande.
    reference: Union[str, None]


class _RefusDiagnostic(TypedDict):
    # Code stable, à chercher dans la documentation (`PAIE-012`).
    code: str
    # Gravité.
    gravite: Gravite
    # Ce qui ne va pas, avec la valeur rencontrée.
    message: str


class RefusDiagnostic(_RefusDiagnostic, total=False):
    """Une erreur ou un avertissement : quoi, où, et que faire."""

    # Fichier, tel que l'utilisateur l'a nommé.
    fichier: Union[str, None]
    # Ligne, à partir de 1.
    ligne: Union[int, None]
    # Toutes les lignes, quand une faute de plusieurs lignes n'est dite qu'une fois.
    lignes: List[int]
    # Colonne (nom d'en-tête d'un CSV, ou position du caractère à partir de 1).
    colonne: Union[str, None]
    # Chemin du champ dans un document JSON ou TOML (`contrats[0].brut`).
    champ: Union[str, None]
    # Que faire.
    aide: Union[str, None]


class _Refus(TypedDict):
    # Numéro du contrat d'interface de cette réponse.
    version_interface: int
    # Toutes les erreurs trouvées, et les avertissements à côté d'elles.
    erreurs: List[RefusDiagnostic]


class Refus(_Refus, total=False):
    """Les erreurs d'une demande."""

    # Texte libre donné avec la demande.
    reference: Union[str, None]
    # Numéro du document demandé.
    numero: Union[str, None]


class _Diagnostic(TypedDict):
    # Code stable, à chercher dans la documentation (`PAIE-012`).
    code: str
    # Gravité.
    gravite: Gravite
    # Ce qui ne va pas, avec la valeur rencontrée.
    message: str


class Diagnostic(_Diagnostic, total=False):
    """Une erreur ou un avertissement : quoi, où, et que faire."""

    # Fichier, tel que l'utilisateur l'a nommé.
    fichier: Union[str, None]
    # Ligne, à partir de 1.
    ligne: Union[int, None]
    # Toutes les lignes, quand une faute de plusieurs lignes n'est dite qu'une fois.
    lignes: List[int]
    # Colonne (nom d'en-tête d'un CSV, ou position du caractère à partir de 1).
    colonne: Union[str, None]
    # Chemin du champ dans un document JSON ou TOML (`contrats[0].brut`).
    champ: Union[str, None]
    # Que faire.
    aide: Union[str, None]


Explication = Union[List["Explained"], List["Avertissement"]]

Simulation = List["SimulationAnswer"]

AnomaliesDsn = List["Anomalie"]
