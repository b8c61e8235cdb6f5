//! Accounts to open and identifiers missing, for each status of the people a production pays.

use cddu_payslip::IdentiteEmployeur;
use serde::{Deserialize, Serialize};

use crate::production::Production;

/// Status of the people paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statut {
    /// Technicien or ouvrier, annexe VIII.
    Technicien,
    /// Artiste, figurant, réalisateur paid as a salarié, annexe X.
    Artiste,
    /// Author, paid by note de droits.
    Auteur,
    /// Performer paid for droits voisins.
    DroitsVoisins,
}

/// An account of the production at a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compte {
    /// Body.
    pub organisme: String,
    /// What the account serves for.
    pub objet: String,
    /// How to open it.
    pub demarche: String,
    /// Statuses that need it.
    pub statuts: Vec<Statut>,
    /// The identifiers are there.
    pub ouvert: bool,
    /// Identifiers missing, with the key that takes them.
    pub manquants: Vec<String>,
    /// Nothing can be declared without it.
    pub bloquant: bool,
}

/// A row: body, object, route, statuses, keys with their presence, blocking.
type Row<'a> = (&'a str, &'a str, &'a str, &'a [Statut], Vec<(&'a str, bool)>, bool);

const SALARIES: &[Statut] = &[Statut::Technicien, Statut::Artiste, Statut::DroitsVoisins];

/// The accounts that the statuses call for.
#[must_use]
pub fn comptes(production: &Production, statuts: &[Statut]) -> Vec<Compte> {
    let employer = production.employeur.as_ref();
    let p = production;
    let has = |value: &Option<String>| value.as_deref().is_some_and(|v| !v.trim().is_empty());
    let employer_has =
        |pick: fn(&IdentiteEmployeur) -> &Option<String>| employer.is_some_and(|e| has(pick(&e.identite)));
    let rows: Vec<Row<'_>> = vec![
        (
            "INSEE",
            "identité de l'employeur",
            "guichet unique des formalités",
            SALARIES,
            vec![
                ("employeur.siret", employer_has(|e| &e.siret)),
                ("employeur.code_ape", employer_has(|e| &e.code_ape)),
                ("employeur.raison_sociale", employer_has(|e| &e.raison_sociale)),
            ],
            true,
        ),
        (
            "net-entreprises",
            "dépôt des DSN et des DPAE",
            "inscription en ligne, personne à joindre",
            SALARIES,
            vec![
                ("declarations.contact.nom", has(&p.contact.nom)),
                ("declarations.contact.courriel", has(&p.contact.courriel)),
                ("declarations.contact.telephone", has(&p.contact.telephone)),
            ],
            true,
        ),
        (
            "Urssaf",
            "cotisations, DPAE, taux AT",
            "ouverte à la première embauche (DPAE)",
            SALARIES,
            vec![
                ("declarations.urssaf.siret", has(&p.urssaf.siret)),
                ("declarations.urssaf.code", has(&p.urssaf.code)),
            ],
            true,
        ),
        (
            "France Travail spectacle",
            "numéro d'affiliation, chômage et AGS, AEM",
            "affiliation en ligne avant la première embauche",
            SALARIES,
            vec![
                (
                    "employeur.numero_france_travail",
                    employer_has(|e| &e.numero_france_travail) || has(&p.france_travail.numero_affiliation),
                ),
                ("declarations.france_travail.siret", has(&p.france_travail.siret)),
            ],
            true,
        ),
        (
            "France Travail spectacle",
            "numéro d'objet de la production",
            "demande en ligne, une par production",
            &[Statut::Technicien, Statut::Artiste],
            vec![("declarations.film.numero_objet", has(&p.film.numero_objet))],
            true,
        ),
        (
            "Congés Spectacles (Audiens)",
            "congés payés des salariés",
            "affiliation automatique avec l'adhésion Agirc-Arrco d'Audiens",
            &[Statut::Technicien, Statut::Artiste],
            vec![
                (
                    "employeur.numero_conges_spectacles",
                    employer_has(|e| &e.numero_conges_spectacles)
                        || has(&p.conges_spectacles.numero_affiliation),
                ),
                ("declarations.conges_spectacles.nom_caisse", has(&p.conges_spectacles.nom_caisse)),
                ("declarations.conges_spectacles.adresse_caisse", has(&p.conges_spectacles.adresse_caisse)),
            ],
            true,
        ),
        (
            "Audiens Prévoyance",
            "prévoyance et santé des intermittents",
            "adhésion, puis fiche de paramétrage DSN",
            &[Statut::Technicien, Statut::Artiste],
            vec![("declarations.prevoyance", !p.prevoyance.is_empty())],
            true,
        ),
        (
            "Afdas",
            "formation, part conventionnelle",
            "inscription à la télédéclaration",
            &[Statut::Technicien, Statut::Artiste],
            Vec::new(),
            false,
        ),
        (
            "Thalie Santé",
            "santé au travail",
            "adhésion en ligne",
            &[Statut::Technicien, Statut::Artiste],
            vec![
                ("declarations.sante_travail.numero_adherent", has(&p.sante_travail.numero_adherent)),
                ("declarations.sante_travail.code_dpae", has(&p.sante_travail.code_dpae)),
            ],
            false,
        ),
        (
            "Banque",
            "compte débité par les organismes",
            "mandats de prélèvement SEPA",
            SALARIES,
            vec![("declarations.banque.iban", has(&p.banque.iban))],
            true,
        ),
        (
            "France Travail spectacle",
            "agrément des AEM par fichier ou papier",
            "demande écrite de la structure qui fait la paie ; sans lui, saisie sur le site",
            &[Statut::Technicien, Statut::Artiste],
            vec![("declarations.aem.agrement", has(&p.aem.agrement))],
            false,
        ),
        (
            "Urssaf Limousin, artistes-auteurs",
            "précompte et contribution diffuseur",
            "compte diffuseur en ligne",
            &[Statut::Auteur],
            Vec::new(),
            true,
        ),
        (
            "Ircec",
            "retraite complémentaire des auteurs",
            "affiliation par l'auteur ; part du producteur selon le régime",
            &[Statut::Auteur],
            Vec::new(),
            false,
        ),
        (
            "DGFiP",
            "DAS2 des droits d'auteur, TVA retenue",
            "espace professionnel des impôts",
            &[Statut::Auteur],
            Vec::new(),
            false,
        ),
    ];
    rows.into_iter()
        .filter(|(_, _, _, needed, ..)| needed.iter().any(|s| statuts.contains(s)))
        .map(|(organisme, objet, demarche, needed, keys, bloquant)| {
            let manquants: Vec<String> =
                keys.iter().filter(|(_, present)| !present).map(|(key, _)| (*key).to_owned()).collect();
            Compte {
                organisme: organisme.to_owned(),
                objet: objet.to_owned(),
                demarche: demarche.to_owned(),
                statuts: needed.iter().copied().filter(|s| statuts.contains(s)).collect(),
                ouvert: !keys.is_empty() && manquants.is_empty(),
                manquants,
                bloquant,
            }
        })
        .collect()
}
