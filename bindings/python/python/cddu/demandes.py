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
    # Convention collective (`3097` film, `2642` television, `2412` animation).
    idcc: str
    # Staff.
    effectif: int


class Employeur(_Employeur, total=False):
    """The employer: what the calculation needs, then what the documents print."""

    # Member of a signatory union (dates of the grids of minima).
    adherent: bool
    # Notified AT rate of the technicians, percent.
    taux_at: Union[Taux, None]
    # Notified AT rate of the artists, already reduced, percent.
    taux_at_artiste: Union[Taux, None]
    # Versement mobilité of the commune, full rate, percent.
    versement_mobilite: Taux
    # Versement mobilité régional et rural, full rate, percent.
    vmrr: Taux
    # Subject to the taxe d'apprentissage.
    taxe_apprentissage: bool
    # Subject to the taxe sur les salaires.
    taxe_salaires: bool
    # Established in Alsace-Moselle.
    alsace_moselle: bool
    # Occupational health, percent of gross.
    taux_sante_travail: Union[Taux, None]
    # Has elected staff delegates (no contribution for branch delegates).
    delegues_elus: bool
    # Takes the deduction on overtime (de minimis aid, CSS L241-18 IV).
    deduction_hs: bool
    # Company name.
    raison_sociale: Union[str, None]
    # SIRET.
    siret: Union[str, None]
    # Activity code.
    code_ape: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Affiliation number to France Travail spectacle (`CS` and 8 digits).
    numero_france_travail: Union[str, None]
    # Affiliation number to Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # Title of the production.
    production: Union[str, None]


class Adresse(TypedDict, total=False):
    """Postal address."""

    # Number and street.
    voie: str
    # Postal code.
    code_postal: str
    # Town.
    commune: str
    # Country, ISO 3166 alpha-2, France when empty.
    pays: str


class _Salarie(TypedDict):
    # Number in the production.
    matricule: str
    # Family name.
    nom: str
    # First names.
    prenom: str


class Salarie(_Salarie, total=False):
    """The employee."""

    # Fiscal residence in France.
    domicile_fiscal_france: bool
    # Insured in the local scheme of Alsace-Moselle.
    alsace_moselle: bool
    # Personal PAS rate in percent; `null`: default grid.
    taux_pas: Union[Taux, None]
    # Zone of the default grid.
    zone_pas: ZonePas
    # Withholding of a person who does not live in France; missing: `182A` for the contracts of technicians, `182A_bis` for those at artist rates.
    retenue_non_resident: Union[RetenueNonResident, None]
    # The treaty of `retenue_non_resident: convention`.
    convention_fiscale: Union[ConventionFiscale, None]
    # Why nothing is withheld, for `retenue_non_resident: aucune`.
    retenue_motif: Union[str, None]
    # The work is done overseas (départements d'outre-mer): lower rates of the withholding of CGI 182 A.
    zone_dom: bool
    # Name in use.
    nom_usage: Union[str, None]
    # Social security number with its key, 15 characters.
    nir: Union[str, None]
    # Birth date.
    date_naissance: Union[Date, None]
    # Birth place.
    lieu_naissance: Union[str, None]
    # Birth département, `99` abroad.
    departement_naissance: Union[str, None]
    # Birth country, ISO 3166 alpha-2.
    pays_naissance: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Number at Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]


class ConventionFiscale(TypedDict):
    """A tax treaty that lowers or excludes the withholding, with what justifies it."""

    # Country.
    pays: str
    # Rate in percent, 0 when the treaty excludes the withholding.
    taux: Taux
    # Article.
    article: str


class Cumuls(TypedDict, total=False):
    """Amounts already counted with this employer."""

    # DFS used in the calendar year.
    dfs: Montant
    # Pay subject to retraite complémentaire already counted in the month of the period.
    retraite_mois: Montant
    # The same since 1 January of the year of the period: pay of the non cadre and artist contracts (method `population`), or every pay (method `annuel_cumule`).
    retraite_annee: Montant
    # Bases that the payslips of `retraite_annee` really carried; missing: those the rule gives. A difference is brought back by this payslip.
    retraite_annee_tranches: Union[RetraiteTranches, None]
    # The year before, when a contract of this payslip ends in it.
    retraite_annee_precedente: Union[RetraiteAnnee, None]
    # Base of the taxe sur les salaires since 1 January.
    taxe_salaires_base: Montant
    # Garnishments: what the payslips already paid in the calendar month of payment counted.
    saisie_mois: Union[SaisieMois, None]
    # Withholding of non-residents: what the payslips already paid in the calendar month of payment counted.
    retenue_mois: Union[RetenueMois, None]
    # The same withheld in the calendar year of payment.
    retenue_non_resident: Montant
    # Gross paid in the calendar year of payment.
    brut: Montant
    # Net imposable paid in the calendar year of payment.
    net_imposable: Montant
    # PAS withheld in the calendar year of payment.
    pas: Montant
    # Montant net social of the calendar year of payment.
    montant_net_social: Montant
    # Hours of the calendar year of payment.
    heures: Quantite
    # Cachets of the calendar year of payment.
    cachets: Quantite
    # Overtime pay exempt of tax, gross, of the calendar year of payment.
    hs_exonerees_brut: Montant
    # The same, net.
    hs_exonerees_net: Montant
    # Overtime pay of the calendar year of payment.
    heures_sup: Montant
    # Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    kilometres: Dict[str, Quantite]


class RetraiteTranches(TypedDict, total=False):
    """Bases of the retraite complémentaire that payslips have carried."""

    # Slice 1.
    tranche_1: Montant
    # Slice 2.
    tranche_2: Montant
    # CET.
    cet: Montant
    # Apec (cadres).
    apec: Montant


class RetraiteAnnee(TypedDict, total=False):
    """A year of retraite complémentaire of the non cadres and artistes."""

    # Pay subject to it.
    paie: Montant
    # Bases carried.
    tranches: RetraiteTranches


class SaisieMois(TypedDict, total=False):
    """A calendar month of payment, for the garnishments of a person with this employer."""

    # Net that garnishments look at: net paid, expenses excluded, benefits in kind included.
    net: Montant
    # Maintenance already paid.
    pensions: Montant
    # Amounts already seized.
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
    """A calendar month of payment of one withholding, for the limit of 8 EUR a month."""

    # Net before the deduction of 10 %.
    base: Montant
    # Due, withheld or not.
    due: Montant
    # Withheld.
    retenue: Montant


class Methodes(TypedDict, total=False):
    """The methods of a payslip. A missing key takes its documented default."""

    # Plafond of the contract.
    plafond: PlafondMethod
    # Days shared by several contracts.
    plafond_jours_communs: JoursCommunsMethod
    # `T_delta` and `T`.
    rgdu_tdelta: TdeltaMethod
    # Cap of the RGDU coefficient.
    rgdu_plafond: RgduCapMethod
    # 100/90.
    rgdu_conges: RgduLeaveMethod
    # SMIC of the RGDU.
    rgdu_smic: RgduSmicMethod
    # Unemployment.
    chomage_plafond: ChomagePlafondMethod
    # Retraite complémentaire.
    retraite_plafond: RetraitePlafondMethod
    # Prévoyance.
    prevoyance_plafond: PrevoyancePlafondMethod
    # Prévoyance of IDCC 3097.
    prevoyance_3097: Prevoyance3097Method
    # Congés Spectacles.
    conges_plafond: CongesPlafondMethod
    # Figurant; `null` lets the convention and the length of the engagement decide.
    figurant: Union[FigurantMethod, None]
    # Net imposable.
    fcss_imposable: FcssImposableMethod
    # Contract paid by several payslips.
    regularisation: RegularisationMethod
    # Taxe sur les salaires.
    taxe_salaires: TaxeSalairesMethod
    # PAS allowance.
    pas_abattement: AbattementPasMethod
    # Day engagements of film technicians.
    film_jour: FilmJourMethod
    # Garnishments; printed when there is one. Missing: `mensuel`.
    saisie_bareme: Union[SaisieBaremeMethod, None]
    # Limits of the withholding of non-residents; printed for one. Missing: `activite`.
    retenue_duree: Union[RetenueDureeMethod, None]
    # Training contribution of a figurant on his forfait; printed when given. Missing: `forfait`.
    formation_forfait: Union[FormationForfaitMethod, None]
    # Public holiday not worked in a film week; printed when given. Missing: `ajoute`.
    ferie_semaine: Union[FerieSemaineMethod, None]
    # Default PAS grid of contracts longer than two months; same as the `periodicite` of the payslip.
    periodicite: Union[Periodicite, None]
    # Reliefs on overtime; `null` lets the default and is printed where a contract holds overtime, like those that follow.
    hs_allegements: Union[HsAllegementsMethod, None]
    # Rate of the reduction.
    hs_taux: Union[HsTauxMethod, None]
    # Limit of the reduction.
    hs_imputation: Union[HsImputationMethod, None]
    # Other premiums on overtime hours.
    hs_majorations: Union[HsMajorationsMethod, None]
    # Day engagements.
    hs_jour: Union[HsJourMethod, None]
    # Sixth day.
    hs_jour_6: Union[HsJour6Method, None]
    # Guaranteed hours.
    hs_garanties: Union[HsGarantiesMethod, None]
    # DFS.
    hs_dfs: Union[HsDfsMethod, None]
    # Artists by the week.
    hs_artiste_semaine: Union[HsArtisteSemaineMethod, None]
    # Employer's deduction for artists.
    hs_deduction_artiste: Union[HsDeductionArtisteMethod, None]
    # Yearly limit of the exemption.
    hs_limite: Union[HsLimiteMethod, None]
    # Row of the CRDS.
    hs_ligne_crds: Union[HsLigneCrdsMethod, None]
    # Week with an absence; printed where a contract has one, like the three that follow.
    absence_semaine: Union[AbsenceSemaineMethod, None]
    # Plafond of a contract with an absence.
    absence_plafond: Union[AbsencePlafondMethod, None]
    # General relief of a contract with an absence.
    absence_smic: Union[AbsenceSmicMethod, None]
    # Congés Spectacles during an arrêt de travail.
    conges_arret: Union[CongesArretMethod, None]


class _Contrat(TypedDict):
    # Identifier of the contract.
    contrat: str
    # Category.
    categorie: Categorie
    # First day of the contract.
    debut: Date
    # Last day of the contract.
    fin: Date


class Contrat(_Contrat, total=False):
    """One contract paid by the payslip."""

    # Cadre. Missing: as the grid of the agreement says of the function.
    cadre: Union[bool, None]
    # Annexe of the unemployment insurance, 8 or 10.
    annexe: Literal[8, 10, None]
    # Function, as in the convention.
    fonction: str
    # Part of the contract that this payslip pays; the whole contract when missing.
    periode: Union[Period, None]
    # Already paid for this contract by other payslips.
    anterieur: Union[Anterieur, None]
    # Days that give rise to pay.
    jours: Quantite
    # Paid hours.
    heures: Quantite
    # Cachets.
    cachets: int
    # Hours of other work than that of the cachets: rehearsals paid apart. Missing: those of the `prestations`.
    heures_hors_cachets: Union[Quantite, None]
    # Gross pay. Missing: computed from `temps` or `heures` and `salaire_base`.
    brut: Union[Montant, None]
    # Agreed pay, when the gross is to be computed: of a week of `heures_base` hours (technicians), of a day or a week (artists).
    salaire_base: Union[Montant, None]
    # Hours that `salaire_base` pays.
    heures_base: Union[Quantite, None]
    # By the week, the day or the month.
    engagement: Union[Engagement, None]
    # Time sheet.
    temps: List[Jour]
    # Annexe of the film grids.
    annexe_film: Union[Annexe, None]
    # Day the film obtained its derogation (annexes 3 and 3 bis).
    derogation_annexe3: Union[Date, None]
    # The week is organised on 6 days.
    semaine_6_jours: Union[bool, None]
    # Paris region or elsewhere.
    zone: Zone
    # Advertising film.
    publicitaire: bool
    # Nature of the work, or genre of the programme.
    nature: Union[Nature, None]
    # Genre of the television programme.
    genre: Union[Genre, None]
    # Forfait jours: preparation and post-production of autonomous staff, no overtime.
    forfait_jours: bool
    # Short film (film artists).
    court_metrage: bool
    # Effective working days of the whole contract; default: its days from Monday to Friday.
    jours_contrat: Union[int, None]
    # Weeks of the whole contract; default: counted from its dates.
    semaines_contrat: Union[int, None]
    # Weekly totals, when no daily sheet is kept.
    semaines: List[Semaine]
    # Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    heures_jour_6: Union[Quantite, None]
    # The artist is under 16.
    moins_de_16_ans: bool
    # Live programme (television artists).
    direct: bool
    # Shoot where the scale of film figurants applies; default: yes.
    zone_bareme_figurant: Union[bool, None]
    # Rest under 11 hours that is not compensated (television technicians).
    repos_non_compense: bool
    # Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    prestations: List[Prestation]
    # DFS applied (with the consent of the employee).
    dfs: bool
    # Group of the DFS.
    dfs_groupe: Union[DfsGroupe, None]
    # Artist rates of a réalisateur.
    taux_artiste: bool
    # Number of the production given by France Travail spectacle.
    numero_objet: Union[str, None]
    # Convention of the work done, when it differs from the employer's.
    idcc: Union[str, None]
    # Analytic axes and budget post, free (film, poste, departement...).
    analytique: Dict[str, str]
    # Pay elements already computed by `cddu brut`; their sum must be `brut`.
    elements: List[PayElement]
    # Overtime, when only the gross is known; an empty list says that there is none.
    heures_sup: Union[Any, None]
    # Hours of the same civil week that another payslip of this employer pays.
    heures_sup_autres: Union[AutresHeures, None]
    # Absences: the pay that follows the hours of a week is reduced.
    absences: List[Absence]


class Period(TypedDict):
    """A period of days, both ends included."""

    # First day.
    debut: Date
    # Last day.
    fin: Date


class Anterieur(TypedDict, total=False):
    """What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip gives it as `cumul_contrat`, to be handed to the next payslip of the contract."""

    # Gross.
    brut: Montant
    # Social security base.
    securite_sociale: Montant
    # Plafonds.
    plafond: Montant
    # Capped base.
    plafonnee: Montant
    # SMIC of the paid hours.
    smic: Montant
    # General relief, positive.
    allegement: Montant
    # Retraite complémentaire counted by the day worked (cadres).
    retraite: Union[AnterieurRetraite, None]


class AnterieurRetraite(TypedDict, total=False):
    """What the former payslips of a contract counted for the retraite complémentaire by the day worked."""

    # Pay subject to it.
    paie: Montant
    # Days worked, a day shared with another contract counted once.
    jours: Quantite
    # Bases carried.
    tranches: RetraiteTranches


class _Jour(TypedDict):
    # Day on which the work starts.
    date: Date


class Jour(_Jour, total=False):
    """One row of a time sheet."""

    # Start, clock time (`09:00`).
    debut: Union[Horaire, None]
    # End, clock time; at or before the start: the next day.
    fin: Union[Horaire, None]
    # Unpaid break, minutes.
    pause_minutes: int
    # Start of the break; default: the break is in the middle of the row.
    pause_debut: Union[Horaire, None]
    # Effective hours, when the times are not known.
    heures: Union[Quantite, None]
    # Nature; default: that of the engagement, else shooting.
    nature: Union[NatureJour, None]
    # Place, free text.
    lieu: Union[str, None]
    # In an approved studio.
    studio: bool
    # Paris region or elsewhere; default: that of the engagement.
    zone: Union[Zone, None]
    # Transport from the meeting point to the shoot and back, minutes.
    transport_minutes: int
    # Travel, minutes, besides the work of the day.
    voyage_minutes: int
    # Meals not supplied by the production.
    repas: int
    # Snack not supplied, start before 7:00.
    casse_croute: bool
    # Continuous day between 12:00 and 20:00: paid break of half an hour.
    journee_continue: bool
    # The rest due for a sixth day, a Sunday or a holiday is given. Default: yes for the first two, no for a holiday.
    recupere: Union[bool, None]
    # Availability time of recorded television programmes (art. VI.3.3).
    disponibilite: bool
    # Signed by the employee.
    signe: Union[bool, None]
    # Where the row was read; says where a figure comes from, never what it is.
    origine: Union[Origine, None]


class Origine(TypedDict):
    """The place of a row in the files of a production."""

    # File (`temps.csv`).
    fichier: str
    # Line of that file.
    ligne: int


class _Semaine(TypedDict):
    # A day of the week.
    debut: Date
    # Days worked.
    jours: Quantite
    # Effective hours.
    heures: Quantite


class Semaine(_Semaine, total=False):
    """A week known only by its total."""

    # Where the row was read.
    origine: Union[Origine, None]


class _Prestation(TypedDict):
    # What it is (`repetition_4h`, `essayage`, `costume_special`...).
    code: str


class Prestation(_Prestation, total=False):
    """Something paid by the piece."""

    # How many.
    quantite: Quantite
    # Hours, for what is paid by length.
    heures: Union[Quantite, None]
    # Day; default: the date of the engagement.
    date: Union[Date, None]


class _PayElement(TypedDict):
    # Stable code (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`...).
    code: str
    # French label.
    libelle: str
    # Amount.
    montant: Montant


class PayElement(_PayElement, total=False):
    """One element of gross pay."""

    # Hours, days or cachets.
    quantite: Union[Quantite, None]
    # Amount of one unit, premium included, euros.
    taux: Union[Quantite, None]
    # Premium in percent.
    majoration: Union[Taux, None]
    # Rule of the table of hours (`F03`).
    regle: Union[str, None]
    # Article of the convention.
    article: Union[str, None]
    # Part of the element that is overtime for the reliefs; `null` for an element that the time sheet did not make.
    heure_sup: Union[HeureSup, None]


class _HeureSup(TypedDict):
    # Hours beyond 35 in the civil week.
    heures: Quantite
    # What they are paid, up to the premium of the convention.
    montant: Montant


class HeureSup(_HeureSup, total=False):
    """Overtime inside an element."""

    # Hours among them that the engagement guarantees.
    structurelles: Quantite


class _HeuresSup(TypedDict):
    # A day of the civil week, its Monday as a rule.
    semaine: Date
    # Hours.
    heures: Quantite
    # Premium in percent.
    majoration: Taux
    # Pay of these hours, premium included, inside `brut`.
    montant: Montant


class HeuresSup(_HeuresSup, total=False):
    """Overtime of one civil week, when the gross is given without its elements."""

    # Hours among them that the engagement guarantees (36th to 39th).
    structurelles: Union[Quantite, None]


class HeuresSemaine(TypedDict):
    """Hours of one civil week."""

    # A day of the civil week, its Monday as a rule.
    semaine: Date
    # Hours.
    heures: Quantite


class _Absence(TypedDict):
    # Reason.
    motif: MotifAbsence
    # First day of absence.
    debut: Date
    # Last day; an arrêt de travail may be prescribed beyond the end of the contract.
    fin: Date


class Absence(_Absence, total=False):
    """An absence of a contract, from its first to its last day."""

    # Hours of absence of a single day, when a part of it is worked; missing: whole days.
    heures: Union[Quantite, None]
    # Gross pay kept by agreement, paid with the first day of absence; missing: none, as the law leaves it under a year of seniority (C. trav. L1226-1).
    maintien: Union[Montant, None]
    # The daily allowances are paid to the employer: refused, this program pays none of them.
    subrogation: bool


class _Element(TypedDict):
    # Nature.
    code: ElementCode


class Element(_Element, total=False):
    """An element of the payslip that is not contract pay."""

    # Amount; may be left out where `quantite` times a table value gives it.
    montant: Union[Montant, None]
    # Number of units (meals, kilometres, nights).
    quantite: Union[Quantite, None]
    # Key of the exemption limit of a `frais` (`repas_restaurant`, `gd_repas_m1_3`...); none: wholly exempt, real cost with receipts.
    nature: Union[str, None]
    # Contract concerned.
    contrat: Union[str, None]
    # Label printed.
    libelle: Union[str, None]
    # Paid by the employer to the supplier: not added to the base before DFS, not paid to the employee.
    paye_directement: bool
    # Dependants, for a garnishment.
    personnes_a_charge: int
    # Creditor, for a garnishment.
    creancier: Union[str, None]
    # Day of the element, for table values that follow the day worked.
    date: Union[Date, None]


class _Rappel(TypedDict):
    # Number of the payslip that paid the work.
    complete: str
    # Day on which it was paid.
    date_paiement: str
    # Payslips that have paid the same work: that one and the back pay since, as they were frozen.
    deja_paye: List[Payslip]


class Rappel(_Rappel, total=False):
    """What a payment of back pay completes."""

    # What the other payslips counted: the cumuls of the calculation of all that is due.
    cumuls: Cumuls


class _Payslip(TypedDict):
    # Day of payment.
    date_paiement: Date
    # From the first to the last day of work paid.
    periode: Period
    # Employer, as given.
    employeur: Employeur
    # Employee, as given.
    salarie: Salarie
    # One entry per contract, in the order given.
    contrats: List[ContractPay]
    # Expenses, advances, deductions.
    elements: List[ElementPay]
    # Totals of the payslip.
    totaux: Totals
    # Cumuls with this employer, this payslip included.
    cumuls: CumulsOut
    # Methods used, defaults included.
    methodes: Methodes
    # What the reader must know: unverified values, choices, minima not met.
    avertissements: List[Avertissement]
    # `sha256:` of the tables used.
    empreinte_baremes: str
    # `sha256:` of the input, of the tables and of the result.
    empreinte: str


class Payslip(_Payslip, total=False):
    """A payslip, complete and frozen. `cddu bulletin` prints it; DSN, AEM, entries and documents copy it."""

    # Number of the payslip.
    numero: Union[str, None]
    # Number of the payslip that this one replaces.
    rectifie: Union[str, None]
    # Back pay: number of the payslip that this one completes. Every amount is then what is added to what was paid.
    rappel: Union[str, None]


class _ContractPay(TypedDict):
    # Identifier of the contract.
    contrat: str
    # Category.
    categorie: Categorie
    # Cadre.
    cadre: bool
    # Annexe of the unemployment insurance.
    annexe: int
    # Function.
    fonction: str
    # Convention of the work done.
    idcc: str
    # First day of the contract.
    debut: Date
    # Last day of the contract.
    fin: Date
    # Period of work paid.
    periode: Period
    # Days that give rise to pay.
    jours: Quantite
    # Paid hours.
    heures: Quantite
    # Cachets.
    cachets: int
    # Artist rates applied.
    taux_artiste: bool
    # How the gross is made up; the sum is `bases.brut`.
    elements: List[PayElement]
    # The named bases.
    bases: Bases
    # Lines, in order; one line carries both shares.
    lignes: List[Line]
    # Totals of the contract.
    sous_totaux: ContractTotals


class ContractPay(_ContractPay, total=False):
    """The part of a payslip that belongs to one contract."""

    # Hours of other work than that of the cachets (rehearsals), inside or beside `heures`: what the declarations count in hours when there are cachets.
    heures_hors_cachets: Union[Quantite, None]
    # Number of the production at France Travail spectacle.
    numero_objet: Union[str, None]
    # Rate of the DFS in percent, when applied.
    dfs_taux: Union[Taux, None]
    # Amount deducted for DFS.
    dfs_montant: Montant
    # Social security base is the daily forfait of a figurant.
    forfait: bool
    # Analytic axes.
    analytique: Dict[str, str]
    # Absences of the period paid.
    absences: List[AbsencePay]
    # Cumul of the contract, this payslip included, when several payslips pay it: the `anterieur` of the next one.
    cumul_contrat: Union[Anterieur, None]


class _AbsencePay(TypedDict):
    # Reason.
    motif: MotifAbsence
    # First day.
    debut: Date
    # Last day.
    fin: Date
    # Last day worked before it, inside the contract.
    dernier_jour: Date
    # Working days of absence in the period paid; none when a part of the day is worked.
    jours: Quantite
    # Hours of absence in the period paid, when the pay follows hours.
    heures: Quantite
    # Pay taken back, positive.
    retenue: Montant


class AbsencePay(_AbsencePay, total=False):
    """What a payslip keeps of an absence."""

    # Day of return inside the contract.
    reprise: Union[Date, None]
    # Pay kept by agreement.
    maintien: Montant
    # Calendar days taken out of the plafond.
    jours_plafond: int


class _Bases(TypedDict):
    # Gross.
    brut: Montant
    # After DFS, or forfait.
    securite_sociale: Montant
    # Base of the capped contributions: `securite_sociale` within `plafond`.
    plafonnee: Montant
    # Unemployment and AGS, capped.
    chomage: Montant
    # Congés Spectacles.
    conges_spectacles: Montant
    # Retraite complémentaire, tranche 1.
    retraite_t1: Montant
    # Retraite complémentaire, tranche 2.
    retraite_t2: Montant
    # Prévoyance and FCSS, tranche 1.
    prevoyance_t1: Montant


class Bases(_Bases, total=False):
    """The named bases of a contract."""

    # Plafond of the contract; `null` for a figurant on forfait.
    plafond: Union[Montant, None]
    # Base of CSG and CRDS; `null` for a non-resident.
    csg: Union[Montant, None]
    # SMIC retained for the general relief (DSN S21.G00.79 type 01); `null` without relief.
    smic: Union[Montant, None]
    # Overtime for the reliefs; `null` when there is none.
    heures_sup: Union[BaseHeuresSup, None]


class _BaseHeuresSup(TypedDict):
    # Hours.
    heures: Quantite
    # Their pay, premiums included.
    montant: Montant
    # Part of the pay exempt of tax.
    exonere: Montant
    # Rate of the reduction of employee contributions, percent.
    taux_reduction: Taux


class BaseHeuresSup(_BaseHeuresSup, total=False):
    """Overtime of a contract and what the reliefs make of it."""

    # The same, net: the contracts of a payslip add up to its total.
    net: Montant
    # Its part of the base of CSG and CRDS; `null` for a non-resident.
    csg: Union[Montant, None]
    # Hours that the engagement guarantees, inside `heures` and `montant`.
    structurelles: Union[HeuresStructurelles, None]


class HeuresStructurelles(TypedDict):
    """Overtime that the engagement guarantees."""

    # Hours.
    heures: Quantite
    # Their pay, premiums included.
    montant: Montant


class _Line(TypedDict):
    # Line code.
    code: str
    # French label.
    libelle: str
    # Body.
    organisme: str
    # Base.
    base: Montant
    # The employee share lowers the net imposable.
    deductible: bool
    # Lowest confidence of the values used.
    confiance: Confiance


class Line(_Line, total=False):
    """One contribution, both shares."""

    # Employee rate in percent, `null` when the share is not due.
    taux_salarie: Union[Taux, None]
    # Employee amount.
    montant_salarie: Union[Montant, None]
    # Employer rate in percent, uplift of the caisse de congés included.
    taux_employeur: Union[Taux, None]
    # Employer amount; negative for a relief.
    montant_employeur: Union[Montant, None]
    # Coefficient of a relief.
    coefficient: Union[Quantite, None]


class _ContractTotals(TypedDict):
    # Employee shares.
    cotisations_salarie: Montant
    # Employer shares, before reliefs.
    cotisations_employeur: Montant
    # Reliefs of the employer, positive.
    allegements: Montant
    # Montant net social of the contract.
    montant_net_social: Montant
    # Net imposable of the contract.
    net_imposable: Montant


class ContractTotals(_ContractTotals, total=False):
    """Totals of one contract."""

    # Reliefs of the employee, positive.
    allegements_salarie: Montant


class _ElementPay(TypedDict):
    # Nature.
    code: ElementCode
    # French label.
    libelle: str
    # Amount asked or computed.
    montant: Montant
    # Amount that moves the net (exempt part of an expense, deduction really made).
    retenu: Montant
    # Which way.
    sens: Sens


class ElementPay(_ElementPay, total=False):
    """An expense, an advance, a deduction, as computed."""

    # Contract concerned.
    contrat: Union[str, None]
    # Part of an expense that exceeds its limit: pay, already inside the gross.
    reintegre: Montant
    # Creditor of a garnishment.
    creancier: Union[str, None]


class _Totals(TypedDict):
    # Gross.
    brut: Montant
    # Employee contributions, before reliefs.
    cotisations_salarie: Montant
    # Employer contributions before reliefs.
    cotisations_employeur: Montant
    # Reliefs of the employer, positive.
    allegements: Montant
    # Montant net social (CSS R844-1).
    montant_net_social: Montant
    # Net imposable.
    net_imposable: Montant
    # Exempt expenses refunded.
    frais: Montant
    # Benefits in kind taken back.
    avantages_en_nature: Montant
    # Net before tax.
    net_avant_impot: Montant
    # Short-contract allowance.
    abattement_pas: Montant
    # Base of the PAS.
    assiette_pas: Montant
    # The PAS rate is personal.
    taux_pas_personnalise: bool
    # PAS.
    pas: Montant
    # Net after tax.
    net_paye: Montant
    # Payments on account.
    acomptes: Montant
    # Loans repaid.
    avances: Montant
    # Garnishments and maintenance.
    saisies: Montant
    # What is transferred.
    virement: Montant
    # Gross + employer contributions - reliefs.
    total_verse_employeur: Montant


class Totals(_Totals, total=False):
    """Totals of a payslip."""

    # Reliefs of the employee, positive.
    allegements_salarie: Montant
    # Overtime pay.
    heures_sup: Montant
    # Overtime pay exempt of tax, gross.
    hs_exonerees_brut: Montant
    # The same, net of the CSG that would be deductible.
    hs_exonerees_net: Montant
    # Net versé of the DSN (S21.G00.50.004): net imposable less CSG non déductible and CRDS, the PAS not deducted. Payslips frozen before this total existed lack it: [`Payslip::net_verse`] reads both.
    net_verse: Union[Montant, None]
    # PAS rate in percent; `null` for a non-resident.
    taux_pas: Union[Taux, None]
    # Withholding of a non-resident (CGI 182 A, 182 A bis).
    retenue_non_resident: Montant


class _CumulsOut(TypedDict):
    # Gross.
    brut: Montant
    # Net imposable.
    net_imposable: Montant
    # PAS.
    pas: Montant
    # Montant net social.
    montant_net_social: Montant
    # Hours.
    heures: Quantite
    # Cachets.
    cachets: Quantite
    # DFS of the calendar year of work.
    dfs: Montant
    # Pay subject to retraite complémentaire in the month of the period.
    retraite_mois: Montant
    # The same since 1 January of the year of the period; pay of the non cadre and artist contracts with the method `population`.
    retraite_annee: Montant


class CumulsOut(_CumulsOut, total=False):
    """Cumuls of the calendar year of payment with this employer, this payslip included."""

    # Overtime pay exempt of tax, gross.
    hs_exonerees_brut: Montant
    # The same, net.
    hs_exonerees_net: Montant
    # Overtime pay.
    heures_sup: Montant
    # Bases of retraite complémentaire carried for it (method `population`).
    retraite_annee_tranches: Union[RetraiteTranches, None]
    # Garnishments of the calendar month of payment; when there is one.
    saisie_mois: Union[SaisieMois, None]
    # Withholding of non-residents in the calendar month of payment.
    retenue_mois: Union[RetenueMois, None]
    # The same withheld in the calendar year of payment.
    retenue_non_resident: Montant
    # Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    kilometres: Dict[str, Quantite]


class Avertissement(TypedDict):
    """A warning of a payslip or a note."""

    # Stable code.
    code: str
    # French text.
    message: str


class _DemandeBulletin(TypedDict):
    # Day of payment.
    date_paiement: Date
    # Employer.
    employeur: Employeur
    # Employee.
    salarie: Salarie
    # Contracts paid, in order.
    contrats: List[Contrat]


class DemandeBulletin(_DemandeBulletin, total=False):
    """One payslip to compute: one employer, one employee, one payment, one or several contracts."""

    # Number of the payslip, free.
    numero: Union[str, None]
    # Number of the payslip that this one replaces.
    rectifie: Union[str, None]
    # What was already counted before this payslip.
    cumuls: Cumuls
    # Choices of method.
    methodes: Methodes
    # Rhythm of pay, for the default PAS grid of contracts longer than two months.
    periodicite: Periodicite
    # Expenses, advances, deductions, benefits in kind, bonuses.
    elements: List[Element]
    # Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of it. The payslip pays the difference, on its own day.
    rappel: Union[Rappel, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class NoteCumuls(TypedDict, total=False):
    """Amounts already paid by this producer to this author, under the same `social` switch."""

    # Gross without TVA paid since 1 January of the year of payment.
    brut_annee: Montant


class NoteMethodes(TypedDict, total=False):
    """Choices of method of a note."""

    # Base of CSG and CRDS.
    assiette_csg: AssietteCsgMethod
    # Yearly ceilings of the RACD and of the RAAP.
    plafond_ircec: PlafondIrcecMethod


class _Dispense(TypedDict):
    # Calendar year of validity.
    annee: int


class Dispense(_Dispense, total=False):
    """Dispense de précompte delivered by the Urssaf for one year."""

    # Reference of the document.
    reference: Union[str, None]


class Imputation(TypedDict):
    """Royalties set off against a minimum garanti already paid."""

    # Minimum garanti paid before.
    verse: Montant
    # Royalties set off before.
    deja_impute: Montant
    # Royalties of this statement.
    redevances: Montant
    # Royalties set off by this statement: no payment, no new base.
    impute: Montant
    # Royalties to pay: the gross of the note, when positive.
    a_payer: Montant
    # Minimum garanti still to be recovered.
    reste_a_imputer: Montant


class _Producteur(TypedDict):
    # Company name.
    raison_sociale: str


class Producteur(_Producteur, total=False):
    """The payer."""

    # Liable to TVA (an association often is not: it makes no retenue).
    assujetti_tva: bool
    # SIRET.
    siret: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Account of the diffuseur at the Urssaf artistes-auteurs.
    compte_urssaf_aa: Union[str, None]
    # Number of the producer at the IRCEC.
    numero_ircec: Union[str, None]


class _Auteur(TypedDict):
    # Identifier in the production.
    auteur: str
    # Family name.
    nom: str
    # First names.
    prenom: str


class Auteur(_Auteur, total=False):
    """The author, or the heir."""

    # Pen name.
    pseudonyme: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Social security number with its key, 15 characters.
    nir: Union[str, None]
    # Birth date.
    date_naissance: Union[Date, None]
    # SIRET, for an author in BNC.
    siret: Union[str, None]
    # How the author is taxed.
    regime_fiscal: Union[RegimeFiscal, None]
    # Intra-community TVA number.
    tva_intracom: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]


class _Oeuvre(TypedDict):
    # Title.
    titre: str
    # Genre.
    genre: DemandeNoteGenre


class Oeuvre(_Oeuvre, total=False):
    """The work, the contract and the instalment that the note pays."""

    # What the author did.
    nature_activite: Union[NatureActivite, None]
    # Reference of the contract.
    contrat: Union[str, None]
    # Label of the instalment.
    echeance: Union[str, None]
    # Period of exploitation, for royalties.
    periode_exploitation: Union[str, None]


class _DemandeNote(TypedDict):
    # Day of payment: chooses the rates, the quarter and the year.
    date_paiement: Date
    # Gross amount of the rights without TVA, fees of an agent not deducted.
    brut_ht: Montant


class DemandeNote(_DemandeNote, total=False):
    """One payment of droits d'auteur by one producer to one author. Four independent switches (`social`, `tva`, `ircec`, `fiscal`) and a `zone` decide the lines; the rates are those of the payment date. Everything below `methodes` is printed or checked, never part of an amount."""

    # Number of the note.
    numero: Union[str, None]
    # Number of the note that this one replaces.
    rectifie: Union[str, None]
    # Précompte of the author's social contributions.
    social: Social
    # TVA.
    tva: Tva
    # Complementary pension. Missing: from the genre of the work.
    ircec: Union[Ircec, None]
    # Retenue à la source.
    fiscal: Fiscal
    # Rate of the treaty in percent, with `non_resident_convention` only.
    taux_convention: Union[Taux, None]
    # Day on which forms 5000 and 5003 were received (treaty rate).
    formulaires_5000_5003: Union[Date, None]
    # Proof that a fiscal resident of France is insured in another country (form A1 for instance): the only way to have `social` = `non_resident` with `fiscal` = `resident`.
    assure_hors_france: bool
    # Territory, for TVA.
    zone: DemandeNoteZone
    # What was already paid.
    cumuls: NoteCumuls
    # Choices of method.
    methodes: NoteMethodes
    # Dispense de précompte.
    dispense: Union[Dispense, None]
    # First day of effect of the renonciation to the retenue de TVA (CGI 285 bis 3).
    renonciation_date_effet: Union[Date, None]
    # The author gave an attestation de non-précompte of the RAAP (below the seuil d'affiliation).
    attestation_non_precompte_raap: bool
    # Nature of the income.
    nature_revenu: NatureRevenu
    # Set-off of royalties against a minimum garanti: `brut_ht` is then its `a_payer`.
    imputation: Union[Imputation, None]
    # Payer.
    producteur: Union[Producteur, None]
    # Author.
    auteur: Union[Auteur, None]
    # Work and contract.
    oeuvre: Union[Oeuvre, None]
    # Analytic axes and budget post, free.
    analytique: Dict[str, str]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeBrut(TypedDict):
    # Convention: `3097` film, `2642` television, `1734` television artists, `2412` animation.
    idcc: str


class DemandeBrut(_DemandeBrut, total=False):
    """One engagement to turn into gross pay: one function, one employer, hours or a time sheet."""

    # Category.
    categorie: Categorie
    # Function, as in the convention; spelling is tolerated.
    fonction: str
    # Day of the grid; default: the first day of the time sheet.
    date: Union[Date, None]
    # Agreed pay, euros: of a week of `heures_base` hours for a technician, of a day (or of a week when the engagement is weekly) for an artist or a figurant. Missing: the conventional minimum. Under annexe 3 or 3 bis: the reference pay of annexe 1.
    salaire_base: Union[Montant, None]
    # Hours that `salaire_base` pays: 39 by default in film, 35 in television.
    heures_base: Union[Quantite, None]
    # By the week (5 days or more), by the day, by the month; default: by the number of days.
    engagement: Union[Engagement, None]
    # Days worked.
    jours: Union[Quantite, None]
    # Effective hours in all, when no time sheet is given.
    heures: Union[Quantite, None]
    # Cachets; default: one per day.
    cachets: Union[int, None]
    # Weekly totals, when the engagement covers several weeks and no daily sheet is kept.
    semaines: List[Semaine]
    # Time sheet, in any order; several rows may share a day.
    temps: List[Jour]
    # The employer is a member of a signatory union.
    adherent: bool
    # Annexe of the film grids: `1`, `2` (equivalence), `3`, `3bis`.
    annexe: Union[Annexe, None]
    # Day the film obtained its derogation (annexes 3 and 3 bis).
    derogation_annexe3: Union[Date, None]
    # The week is organised on 6 days; default: 6 days or more are worked.
    semaine_6_jours: Union[bool, None]
    # Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    heures_jour_6: Union[Quantite, None]
    # Paris region or elsewhere.
    zone: Zone
    # Advertising film.
    publicitaire: bool
    # Nature of the work of days that do not say it, or genre of the television programme.
    nature: Union[Nature, None]
    # Genre of the television programme; default: fiction, with a warning.
    genre: Union[Genre, None]
    # Forfait jours: preparation and post-production of autonomous staff, no overtime.
    forfait_jours: bool
    # Short film (film artists).
    court_metrage: bool
    # Effective working days of the whole contract (holidays not worked, length of the contract).
    jours_contrat: Union[int, None]
    # Weeks of the whole contract (weekly engagement of artists).
    semaines_contrat: Union[int, None]
    # The artist is under 16.
    moins_de_16_ans: bool
    # Live programme: no night nor holiday premium for television artists.
    direct: bool
    # Shoot where the scale of film figurants applies (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km).
    zone_bareme_figurant: bool
    # Rest under 11 hours that is not compensated (television technicians).
    repos_non_compense: bool
    # Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    prestations: List[Prestation]
    # Hours that other contracts of this employer hold in the same civil week.
    heures_sup_autres: Union[AutresHeures, None]
    # Absences: the pay that follows the hours of a week is reduced.
    absences: List[Absence]
    # Choices of method.
    methodes: Methodes
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeExpliquer(TypedDict):
    # A request of a payslip or of a note, or one of them frozen.
    demande: Dict[str, Any]


class DemandeExpliquer(_DemandeExpliquer, total=False):
    """What is to be explained."""

    # Code of a line or of a total, address, words of a label, code of a warning; the whole document without it.
    ligne: Union[str, None]
    # Contract, when the payslip pays several.
    contrat: Union[str, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _BulletinInput(TypedDict):
    # Day of payment.
    date_paiement: Date
    # Employer.
    employeur: Employeur
    # Employee.
    salarie: Salarie
    # Contracts paid, in order.
    contrats: List[Contrat]


class BulletinInput(_BulletinInput, total=False):
    """One payslip to compute: one employer, one employee, one payment, one or several contracts."""

    # Number of the payslip, free.
    numero: Union[str, None]
    # Number of the payslip that this one replaces.
    rectifie: Union[str, None]
    # What was already counted before this payslip.
    cumuls: Cumuls
    # Choices of method.
    methodes: Methodes
    # Rhythm of pay, for the default PAS grid of contracts longer than two months.
    periodicite: Periodicite
    # Expenses, advances, deductions, benefits in kind, bonuses.
    elements: List[Element]
    # Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of it. The payslip pays the difference, on its own day.
    rappel: Union[Rappel, None]


class _DemandeSimuler(TypedDict):
    # The engagement, as a request of a payslip.
    demande: BulletinInput


class DemandeSimuler(_DemandeSimuler, total=False):
    """What is wanted of an engagement."""

    # Net to pay that is wanted.
    net: Union[Montant, None]
    # Cost for the employer that is wanted.
    cout: Union[Montant, None]
    # Contract whose gross is looked for, when there are several.
    contrat: Union[str, None]
    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


class _DemandeDsn(TypedDict):
    # The text of the file; its characters are those of ISO-8859-1.
    contenu: str


class DemandeDsn(_DemandeDsn, total=False):
    """A file of the DSN norm."""

    # Texte libre de l'appelant, répété par la réponse
    reference: Union[str, None]


AutresHeures = Union["Quantite", List["HeuresSemaine"]]
