//! What the AEM of a month must say besides amounts: who signs, who declares, codes, addresses, references.

use std::collections::BTreeSet;

use cddu_declarations::Production;
use cddu_declarations::production::MotifFin;
use cddu_payslip::{Adresse, Categorie, ContractPay, Employeur, Payslip};
use cddu_rates::{Month, fold};

use super::aem::put_right_whole;
use super::{Attendu, Valeur, ecrit};
use crate::documents::Contexte;

/// Longest text compared.
pub(crate) const LONG: usize = 500;

/// What an attestation says of its person and contract, from the last payslip of the month.
pub(crate) fn attestation(
    c: &Contexte<'_>,
    production: &Production,
    (slip, pay): (&Payslip, &ContractPay),
    mois: Month,
) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let person = &slip.salarie;
    let known = production.salarie(&person.matricule);
    out.extend(person.nir.as_deref().and_then(|n| n.get(13..15)).map(|k| ("CleNir", k.to_owned())));
    out.extend(person.nom_usage.as_deref().map(|n| ("NomUsage", ecrit(n, LONG))));
    address(person.adresse.as_ref(), ["Voie", "CodePostal", "Commune", "Pays"], &mut out);
    out.extend(
        production.retraite.institution.as_deref().map(|i| ("CaisseRetraiteComplementaire", ecrit(i, LONG))),
    );
    out.push(("LienParente", known.lien_parente.is_some().to_string()));
    out.extend(known.lien_parente.map(|l| ("LienParente@nature", l)));
    let function = fold(&pay.fonction);
    let given = production.fonctions.iter().find(|f| fold(&f.fonction) == function);
    out.push(("Libelle", ecrit(&pay.fonction, LONG)));
    out.extend(given.and_then(|f| f.complement.clone()).map(|code| ("CodeEmploiSpectacle", code)));
    let category = match pay.categorie {
        Categorie::Technicien if given.is_some_and(|f| f.ouvrier) => "ouvrier",
        Categorie::Technicien => "technicien",
        Categorie::Artiste | Categorie::Figurant => "artiste",
        Categorie::Realisateur => "realisateur",
    };
    out.push(("Categorie", category.to_owned()));
    out.push(("StatutCadre", if pay.cadre { "cadre" } else { "non_cadre" }.to_owned()));
    let title = production.film.titre.clone().or_else(|| slip.employeur.identite.production.clone());
    out.extend(title.map(|t| ("TitreProduction", ecrit(&t, LONG))));
    let contract = production.contrat(&pay.contrat);
    if contract.fin_reelle.unwrap_or(pay.fin) > mois.last() {
        out.push(("ContratEnCours", "true".to_owned()));
    } else {
        let reason = match contract.motif_fin {
            MotifFin::Terme => "fin_cdd",
            MotifFin::Salarie => "rupture_salarie",
            MotifFin::Employeur | MotifFin::CommunAccord | MotifFin::ArretTournage => "rupture_employeur",
        };
        out.push(("MotifFin", reason.to_owned()));
    }
    let signer = &production.signataire;
    for (rubrique, texte) in [
        ("Nom", &signer.nom),
        ("Prenom", &signer.prenom),
        ("Qualite", &signer.qualite),
        ("Lieu", &signer.lieu),
        ("PersonneAJoindre", &production.contact.nom),
    ] {
        out.extend(texte.as_deref().map(|t| (rubrique, ecrit(t, LONG))));
    }
    out.extend(production.contact.telephone.as_deref().map(|t| ("TelephoneAJoindre", digits(t))));
    let clean = |c: char| if c.is_ascii_alphanumeric() || "._/-".contains(c) { c } else { '-' };
    let name: String = pay.contrat.chars().map(clean).collect();
    out.push(("@reference", format!("{mois}-{name}")));
    let same = |p: &&Payslip| {
        c.noms.person(&p.salarie.matricule) == c.noms.person(&person.matricule)
            && p.contrats.iter().any(|k| k.contrat == pay.contrat)
    };
    let first = c.known().filter(same).map(|p| Month::of(p.date_paiement)).min().unwrap_or(mois);
    let nature = if first == mois { "initiale" } else { "complementaire" };
    out.push(("@nature", nature.to_owned()));
    if first != mois {
        out.push(("ReferenceInitiale", format!("{first}-{name}")));
    }
    out
}

fn address(adresse: Option<&Adresse>, names: [&'static str; 4], out: &mut Vec<(&'static str, String)>) {
    let Some(a) = adresse else { return };
    out.push((names[0], ecrit(&a.voie, LONG)));
    out.push((names[1], a.code_postal.trim().to_owned()));
    out.push((names[2], ecrit(&a.commune, LONG)));
    if !a.pays.is_empty() {
        out.push((names[3], a.pays.clone()));
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// What the file says of its sender and of the employer.
pub(crate) fn heading(c: &Contexte<'_>, production: &Production) -> Vec<Attendu> {
    let slips = c.paid();
    let Some(own) = production.employeur.as_ref().or(slips.first().map(|p| &p.employeur)) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    employer(own, production, &mut out);
    let (siret, name) = match &production.emetteur {
        Some(e) => (Some(e.siret.clone()), Some(e.raison_sociale.clone())),
        None => (own.identite.siret.clone(), own.identite.raison_sociale.clone()),
    };
    out.push(("Entete/Logiciel@nom", "cddu".to_owned()));
    out.extend(siret.map(|s| ("Entete/Siret", s)));
    out.extend(name.map(|n| ("Entete/RaisonSociale", ecrit(&n, LONG))));
    out.extend(production.aem.agrement.clone().map(|a| ("Entete/Agrement", a)));
    let last = slips.iter().map(|p| p.date_paiement).max();
    out.extend(last.map(|d| ("Entete/DateHeureGeneration", format!("{d}T00:00:00"))));
    out.push(("AemExchange@version", "1.0".to_owned()));
    // A test, or the real one.
    out.extend(["essai", "reel"].map(|mode| ("Entete/Mode", mode.to_owned())));
    let value = |(rubrique, texte)| Attendu {
        personne: String::new(),
        contrat: String::new(),
        rubrique,
        code: String::new(),
        valeur: Valeur::Texte(texte),
        piece: "production.toml".to_owned(),
    };
    out.into_iter().map(value).collect()
}

fn employer(own: &Employeur, production: &Production, out: &mut Vec<(&'static str, String)>) {
    let identity = &own.identite;
    let contact = &production.contact;
    out.extend(identity.raison_sociale.as_deref().map(|n| ("Employeur/RaisonSociale", ecrit(n, LONG))));
    out.extend(identity.siret.clone().map(|s| ("Employeur/Siret", s)));
    out.extend(identity.code_ape.as_deref().map(|a| ("Employeur/CodeApe", a.replace('.', ""))));
    out.push(("Employeur/Idcc", format!("{:0>4}", identity.idcc)));
    let names = ["Employeur/Voie", "Employeur/CodePostal", "Employeur/Commune", "Employeur/Pays"];
    address(identity.adresse.as_ref(), names, out);
    out.extend(contact.telephone.as_deref().map(|t| ("Employeur/Telephone", digits(t))));
    out.extend(contact.courriel.clone().map(|m| ("Employeur/Courriel", m)));
    let affiliation = identity.numero_france_travail.clone();
    let affiliation = affiliation.or_else(|| production.france_travail.numero_affiliation.clone());
    let affiliation = affiliation.unwrap_or_else(|| "CS00000001".to_owned());
    out.push(("Employeur/NumeroAffiliationFT", affiliation));
    for name in
        ["Employeur/LicenceSpectacle", "Employeur/OrganisateurOccasionnel", "Employeur/LabelPrestataire"]
    {
        out.push((name, "false".to_owned()));
    }
    out.push(("Employeur/AffiliationCongesSpectacles", "true".to_owned()));
    let caisse = identity.numero_conges_spectacles.clone();
    let caisse = caisse.or_else(|| production.conges_spectacles.numero_affiliation.clone());
    out.extend(caisse.map(|n| ("Employeur/AffiliationCongesSpectacles@numero", n)));
}

/// Rubriques of an attestation that this module expects, each compared by its letters when true.
pub(crate) const TEXTES: [(&str, bool); 23] = [
    ("CleNir", false),
    ("NomUsage", true),
    ("Voie", true),
    ("CodePostal", false),
    ("Commune", true),
    ("Pays", false),
    ("CaisseRetraiteComplementaire", true),
    ("LienParente", false),
    ("LienParente@nature", false),
    ("Libelle", true),
    ("CodeEmploiSpectacle", false),
    ("Categorie", false),
    ("StatutCadre", false),
    ("TitreProduction", true),
    ("MotifFin", false),
    ("ContratEnCours", false),
    ("Nom", true),
    ("Prenom", true),
    ("Qualite", true),
    ("Lieu", true),
    ("PersonneAJoindre", true),
    ("TelephoneAJoindre", false),
    ("ReferenceInitiale", false),
];

/// Texts of the heading compared by their letters.
pub(crate) const ENTETE_LIBELLES: [&str; 4] =
    ["Entete/RaisonSociale", "Employeur/RaisonSociale", "Employeur/Voie", "Employeur/Commune"];

/// The contracts that a correction of this month gives again: their numbers and references are others.
pub(crate) fn corrected(c: &Contexte<'_>) -> BTreeSet<String> {
    let given_again =
        |p: &&'_ Payslip, k: &&ContractPay| c.taken_back(p).is_some() || put_right_whole(c, p, k).is_some();
    let all = c.paid().into_iter().flat_map(|p| p.contrats.iter().map(move |k| (p, k)));
    all.filter(|(p, k)| given_again(p, k)).map(|(_, k)| k.contrat.clone()).collect()
}
