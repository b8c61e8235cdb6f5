//! From the structures of the declarations to those of the documents: amounts and texts are copied, nothing is computed.

use cddu_declarations::production::Signataire as Signer;
use cddu_declarations::{aem, certificats, conges};
use cddu_documents::attestations::{Signataire, aem as paper, conges as caisse, solde, travail};
use cddu_documents::typo;
use cddu_payslip::{Adresse, CongesPlafondMethod, IdentiteEmployeur, Payslip, Salarie};
use cddu_rates::{Period, Rate, ZonePas};
use chrono::NaiveDate;

/// The employee's copy of an attestation, from the AEM as it is sent.
#[must_use]
pub fn aem_copy(
    employeur: &aem::EmployeurAem,
    agrement: Option<&str>,
    a: &aem::Attestation,
) -> paper::Attestation {
    let sign = &a.authentification;
    let shown = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let mut remunerations = vec![line("Rémunération principale", &a.remuneration.principale)];
    remunerations.extend(a.remuneration.autres.as_ref().map(|l| line("Rémunération à un autre taux", l)));
    paper::Attestation {
        reference: a.reference.clone(),
        nature: match a.nature {
            aem::Nature::Initiale => paper::Nature::Initiale,
            aem::Nature::Complementaire => paper::Nature::Complementaire,
            aem::Nature::RectificativePositive => paper::Nature::RectificativePositive,
            aem::Nature::RectificativeNegative => paper::Nature::RectificativeNegative,
        },
        mois: a.mois,
        numero: a.numero_aem.clone(),
        numero_initiale: a.numero_aem_initiale.clone().or_else(|| a.reference_initiale.clone()),
        agrement: agrement.map(str::to_owned),
        employeur: employer(employeur),
        salarie: employee(&a.salarie),
        lien_parente: a
            .salarie
            .lien_parente
            .oui
            .then(|| a.salarie.lien_parente.nature.clone().unwrap_or_else(|| "oui".to_owned())),
        emploi: a.emploi.libelle.clone(),
        categorie: match a.emploi.categorie {
            aem::CategorieAem::Artiste => "artiste",
            aem::CategorieAem::Realisateur => "réalisateur",
            aem::CategorieAem::Technicien => "technicien",
            aem::CategorieAem::Ouvrier => "ouvrier",
        }
        .to_owned(),
        cadre: a.emploi.statut_cadre == aem::StatutCadre::Cadre,
        annexe: a.emploi.annexe,
        contrat: a.contrat.reference_contrat.clone(),
        titre_production: a.contrat.titre_production.clone(),
        numero_objet: shown(&a.contrat.numero_objet),
        debut: a.contrat.date_debut,
        fin: a.contrat.date_fin,
        motif_fin: a.contrat.motif_fin.map(|motif| {
            match motif {
                aem::MotifFinAem::FinCdd => "fin de CDD",
                aem::MotifFinAem::RuptureEmployeur => "rupture par l’employeur",
                aem::MotifFinAem::RuptureSalarie => "rupture par le salarié",
            }
            .to_owned()
        }),
        heures: a.activite.heures_effectuees,
        cachets_isoles: a.activite.cachets_isoles,
        cachets_groupes: a.activite.cachets_groupes,
        jours: a.activite.jours_travailles,
        remunerations,
        total_contributions: a.remuneration.total_contribution,
        date_paiement: a.remuneration.date_paiement,
        bulletins: a.remuneration.bulletins.clone(),
        complements: complements(employeur, sign),
        signataire: Signataire {
            nom: format!("{} {}", sign.prenom, sign.nom).trim().to_owned(),
            qualite: sign.qualite.clone(),
            lieu: sign.lieu.clone(),
            date: Some(sign.date),
        },
    }
}

fn line(label: &str, l: &aem::LigneRemuneration) -> paper::Remuneration {
    let deduction = l.taux_abattement.filter(|r| *r != Rate::ZERO);
    paper::Remuneration {
        libelle: deduction.map_or_else(
            || label.to_owned(),
            |rate| {
                let rate = rate.to_string().replace('.', ",");
                format!("{label} (déduction forfaitaire spécifique {rate} %)")
            },
        ),
        brut_avant_abattement: l.brut_avant_abattement.unwrap_or(l.brut_apres_abattement),
        brut_apres_abattement: l.brut_apres_abattement,
        assiette: l.assiette_contribution,
        taux: l.taux_contribution,
        contribution: l.montant_contribution,
    }
}

/// What the form asks about the employer besides its identity.
fn complements(e: &aem::EmployeurAem, sign: &aem::Authentification) -> Vec<(String, String)> {
    let answer = |given: Option<&aem::OuiNon>| match given {
        Some(aem::OuiNon { oui: true, numero }) => numero.clone().unwrap_or_else(|| "oui".to_owned()),
        _ => "non".to_owned(),
    };
    let occasional = if e.organisateur_occasionnel == Some(true) { "oui" } else { "non" };
    let mut out = vec![
        ("Licence d’entrepreneur de spectacles".to_owned(), answer(e.licence_spectacle.as_ref())),
        ("Organisateur occasionnel".to_owned(), occasional.to_owned()),
        ("Label de prestataire du spectacle vivant".to_owned(), answer(e.label_prestataire.as_ref())),
    ];
    let mut add = |label: &str, value: Option<String>| {
        out.extend(value.filter(|v| !v.is_empty()).map(|v| (label.to_owned(), v)));
    };
    add("Téléphone", e.telephone.as_deref().map(typo::telephone));
    add("Courriel", e.courriel.clone());
    let telephone = sign.telephone_a_joindre.as_deref().map(typo::telephone);
    let contact: Vec<String> = sign.personne_a_joindre.iter().cloned().chain(telephone).collect();
    add("Personne à joindre", Some(contact.join(", ")));
    out
}

/// The identity of the employer; its rates are not part of an attestation.
fn employer(e: &aem::EmployeurAem) -> IdentiteEmployeur {
    IdentiteEmployeur {
        idcc: e.idcc.clone(),
        raison_sociale: Some(e.raison_sociale.clone()),
        siret: Some(e.siret.clone()),
        code_ape: Some(e.code_ape.clone()),
        adresse: Some(address(&e.adresse)),
        numero_france_travail: Some(e.numero_affiliation_ft.clone()),
        numero_conges_spectacles: e.affiliation_conges_spectacles.numero.clone(),
        production: None,
    }
}

/// The identity of the employee; the temporary number stands for the NIR when there is none.
fn employee(s: &aem::SalarieAem) -> Salarie {
    let nir = match (&s.nir, &s.cle_nir) {
        (Some(nir), Some(key)) => Some(format!("{nir}{key}")),
        (Some(nir), None) => Some(nir.clone()),
        _ => s.ntt.clone(),
    };
    Salarie {
        retenue_non_resident: None,
        convention_fiscale: None,
        retenue_motif: None,
        zone_dom: false,
        matricule: String::new(),
        nom: s.nom_famille.clone(),
        prenom: s.prenoms.clone(),
        domicile_fiscal_france: true,
        alsace_moselle: false,
        taux_pas: None,
        zone_pas: ZonePas::default(),
        nom_usage: s.nom_usage.clone(),
        nir,
        date_naissance: Some(s.date_naissance),
        lieu_naissance: None,
        departement_naissance: None,
        pays_naissance: None,
        adresse: Some(address(&s.adresse)),
        numero_conges_spectacles: s.numero_conges_spectacles.clone(),
        iban: None,
        bic: None,
    }
}

fn address(a: &aem::AdresseAem) -> Adresse {
    let street = [Some(a.voie.as_str()), a.complement.as_deref()];
    Adresse {
        voie: street.into_iter().flatten().collect::<Vec<_>>().join(", "),
        code_postal: a.code_postal.clone(),
        commune: a.commune.clone(),
        pays: a.pays.clone().unwrap_or_default(),
    }
}

fn signer(p: &certificats::Parties) -> Signataire {
    Signataire {
        nom: p.signataire.clone(),
        qualite: p.qualite.clone(),
        lieu: p.lieu.clone(),
        date: p.emis_le,
    }
}

/// Certificat de travail.
pub(super) fn certificat_travail(
    employeur: &IdentiteEmployeur,
    salarie: &Salarie,
    emis_le: NaiveDate,
    c: &certificats::CertificatTravail,
) -> travail::Certificat {
    travail::Certificat {
        employeur: employeur.clone(),
        salarie: salarie.clone(),
        date: emis_le,
        presence: Period { debut: c.entree, fin: c.sortie },
        emplois: c
            .emplois
            .iter()
            .map(|e| travail::Emploi { fonction: e.fonction.clone(), periode: e.periode })
            .collect(),
        portabilite: c.portabilite,
        signataire: signer(&c.parties),
    }
}

/// Reçu pour solde de tout compte.
pub(super) fn recu(
    employeur: &IdentiteEmployeur,
    salarie: &Salarie,
    emis_le: NaiveDate,
    fin: NaiveDate,
    s: &certificats::SoldeToutCompte,
) -> solde::Recu {
    solde::Recu {
        employeur: employeur.clone(),
        salarie: salarie.clone(),
        date: emis_le,
        fin_contrat: fin,
        contrat: s.contrat.clone(),
        sommes: s
            .sommes
            .iter()
            .map(|somme| solde::Somme { libelle: somme.libelle.clone(), montant: somme.montant })
            .collect(),
        net_verse: s.total,
        virement: s.virement,
        moyen: "virement".to_owned(),
        bulletins: s.bulletins.clone(),
        autres_contrats: s.autres_contrats.clone(),
        signataire: signer(&s.parties),
    }
}

/// Certificate for the caisse of one contract and one exercise.
pub(super) fn certificat_conges(
    employeur: &IdentiteEmployeur,
    slip: &Payslip,
    sign: &Signer,
    c: &conges::Certificat,
) -> caisse::Certificat {
    let exercise = NaiveDate::from_ymd_opt(c.exercice, 4, 1)
        .zip(NaiveDate::from_ymd_opt(c.exercice + 1, 3, 31))
        .map_or(c.periode, |(debut, fin)| Period { debut, fin });
    let name = [&sign.prenom, &sign.nom];
    caisse::Certificat {
        employeur: IdentiteEmployeur {
            raison_sociale: Some(c.employeur.clone()),
            siret: Some(c.siret.clone()),
            numero_conges_spectacles: Some(c.numero_affiliation.clone()),
            ..employeur.clone()
        },
        salarie: Salarie {
            nir: Some(c.nir.clone()),
            numero_conges_spectacles: Some(c.numero_conges.clone()),
            ..slip.salarie.clone()
        },
        date: c.emis_le,
        exercice: exercise,
        titre_production: c.production.clone(),
        siret_film: c.siret_film.clone(),
        numero_objet: c.numero_objet.clone(),
        douze_mois: Some(caisse::DouzeMois {
            jours: c.jours_12_mois,
            cachets: c.cachets_12_mois,
            brut: c.brut_12_mois,
        }),
        caisse: Some(
            [c.caisse.as_str(), c.adresse_caisse.as_str()]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        bulletins: c.bulletins.clone(),
        plafond: match c.plafond {
            CongesPlafondMethod::Aucun => "aucune, la cotisation porte sur le brut entier",
            CongesPlafondMethod::Conventionnel => {
                "trois fois le minimum journalier de la fonction (C. trav. D7121-37)"
            }
        }
        .to_owned(),
        engagements: vec![caisse::Engagement {
            contrat: c.contrat.clone(),
            emploi: c.fonction.clone(),
            periode: c.periode,
            jours: c.jours,
            cachets: c.cachets,
            heures: c.heures,
            brut: c.brut,
            assiette: c.base,
            taux: c.taux,
            cotisation: c.contribution,
        }],
        total_assiette: c.base,
        total_cotisation: c.contribution,
        signataire: Signataire {
            nom: name.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "),
            qualite: sign.qualite.clone().unwrap_or_default(),
            lieu: sign.lieu.clone().unwrap_or_default(),
            date: Some(c.emis_le),
        },
    }
}
