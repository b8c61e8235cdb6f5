//! End of contract: certificat de travail (C. trav. L1234-19, D1234-6) and reçu pour solde de tout compte (L1234-20,
//! D1234-7), as data for the printed documents.

use cddu_payslip::{Employeur, IdentiteEmployeur, IdentiteSalarie, Payslip, Sens};
use cddu_rates::{Cents, Diagnostic, Period, largest_remainder};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::besoins::{Besoins, Mode, Place};
use crate::parts::{self, Part};
use crate::production::Production;

/// The contract that ends.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Matricule.
    pub matricule: &'a str,
    /// Contract.
    pub contrat: &'a str,
    /// Day of issue.
    pub emis_le: NaiveDate,
    /// Test or real.
    pub mode: Mode,
}

/// Who is party to the document, and who signs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: IdentiteSalarie,
    /// Who signs for the employer.
    pub signature: Signature,
}

/// A signature of the employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// First name and name.
    pub nom: String,
    /// Position.
    pub qualite: String,
    /// Town.
    pub lieu: String,
    /// Day: that of the issue.
    pub date: NaiveDate,
}

/// A job held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmploiTenu {
    /// Job.
    pub fonction: String,
    /// When.
    pub periode: Period,
}

/// Certificat de travail: nothing beyond what D1234-6 lists, and the notice of continued cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatTravail {
    /// Parties.
    pub parties: Parties,
    /// Contract.
    pub contrat: String,
    /// First day.
    pub entree: NaiveDate,
    /// Last day.
    pub sortie: NaiveDate,
    /// Jobs and their periods.
    pub emplois: Vec<EmploiTenu>,
    /// Continued cover of santé and prévoyance to mention (CSS L911-8, 6°).
    pub portabilite: bool,
}

/// A sum of the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Somme {
    /// Label.
    pub libelle: String,
    /// Amount; negative when taken off.
    pub montant: Cents,
}

/// Reçu pour solde de tout compte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldeToutCompte {
    /// Parties.
    pub parties: Parties,
    /// Contract.
    pub contrat: String,
    /// Last day of the contract.
    pub fin: NaiveDate,
    /// Payslips of the last payment.
    pub bulletins: Vec<String>,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Inventory; adds up to `total`.
    pub sommes: Vec<Somme>,
    /// Net of this contract.
    pub total: Cents,
    /// What was transferred, for all the contracts of the payslip.
    pub virement: Cents,
    /// Copies, mentioned on the document.
    pub exemplaires: u8,
    /// Last day on which the employee may denounce it, when signed on the day of issue.
    pub denonciation_jusqu_au: NaiveDate,
    /// The payslip also pays other contracts, out of this inventory.
    pub autres_contrats: Vec<String>,
}

/// Builds the certificat de travail of a contract.
///
/// # Errors
/// `CERT-001` when no payslip pays the contract, `CERT-002` when it has not ended; identifiers missing, at once.
pub fn certificat_travail(
    production: &Production,
    slips: &[Payslip],
    options: &Options<'_>,
) -> Result<(CertificatTravail, Vec<Diagnostic>), Vec<Diagnostic>> {
    let paid = parts::in_force(slips);
    let group = contract_parts(&paid, options)?;
    let last = group[group.len() - 1];
    let sortie = end(production, last, options)?;
    let mut needs = Besoins::new(options.mode);
    let parties = only_what_is_listed(parties(production, last.slip, options, &mut needs));
    let mut emplois: Vec<EmploiTenu> = Vec::new();
    for part in &group {
        match emplois.last_mut() {
            Some(job) if job.fonction == part.contrat.fonction => {
                job.periode.fin = job.periode.fin.max(part.contrat.periode.fin);
            }
            _ => emplois
                .push(EmploiTenu { fonction: part.contrat.fonction.clone(), periode: part.contrat.periode }),
        }
    }
    if let [only] = emplois.as_mut_slice() {
        only.periode = Period { debut: last.contrat.debut, fin: sortie };
    }
    let portabilite = last.contrat.lignes.iter().any(|l| l.organisme == "audiens_prevoyance");
    let avertissements = needs.finish()?;
    let certificate = CertificatTravail {
        parties,
        contrat: options.contrat.to_owned(),
        entree: last.contrat.debut,
        sortie,
        emplois,
        portabilite,
    };
    Ok((certificate, avertissements))
}

/// Builds the reçu pour solde de tout compte: the inventory of the last payment of the contract.
///
/// # Errors
/// Those of [`certificat_travail`].
pub fn solde_tout_compte(
    production: &Production,
    slips: &[Payslip],
    options: &Options<'_>,
) -> Result<(SoldeToutCompte, Vec<Diagnostic>), Vec<Diagnostic>> {
    let paid = parts::in_force(slips);
    let group = contract_parts(&paid, options)?;
    let last = group.iter().copied().max_by_key(|p| p.slip.date_paiement).unwrap_or(group[0]);
    let fin = end(production, last, options)?;
    let mut needs = Besoins::new(options.mode);
    let parties = parties(production, last.slip, options, &mut needs);
    let sommes = inventory(last.slip, options.contrat);
    let virement = last.slip.totaux.virement;
    let mut autres_contrats: Vec<String> = Vec::new();
    for contract in last.slip.contrats.iter().map(|c| &c.contrat).filter(|c| *c != options.contrat) {
        if !autres_contrats.contains(contract) {
            autres_contrats.push(contract.clone());
        }
    }
    let sum = |sommes: &[Somme]| sommes.iter().map(|s| s.montant).sum::<Cents>();
    let total = sum(&sommes);
    let others: Cents = autres_contrats.iter().map(|c| sum(&inventory(last.slip, c))).sum();
    let gap = total + others - virement;
    if !gap.is_zero() {
        needs.error(
            "CERT-003",
            Place::contrat(options.contrat, "contrat"),
            format!("l'inventaire diffère du virement de {gap}"),
            "vérifier le bulletin : ses totaux ne s'additionnent pas",
        );
    }
    let avertissements = needs.finish()?;
    let receipt = SoldeToutCompte {
        parties,
        contrat: options.contrat.to_owned(),
        fin,
        bulletins: vec![parts::numero(last.slip)],
        date_paiement: last.slip.date_paiement,
        sommes,
        total,
        virement,
        exemplaires: 2,
        denonciation_jusqu_au: options.emis_le.checked_add_months(Months::new(6)).unwrap_or(options.emis_le),
        autres_contrats,
    };
    Ok((receipt, avertissements))
}

fn contract_parts<'a>(paid: &[&'a Payslip], options: &Options<'_>) -> Result<Vec<Part<'a>>, Vec<Diagnostic>> {
    parts::by_contract(paid)
        .into_iter()
        .find(|(contrat, group)| {
            *contrat == options.contrat && group[0].slip.salarie.matricule == options.matricule
        })
        .map(|(_, group)| group)
        .ok_or_else(|| {
            vec![
                Diagnostic::error(
                    "CERT-001",
                    format!("aucun bulletin de {} ne paie le contrat {}", options.matricule, options.contrat),
                )
                .hint("vérifier le matricule et le contrat, ou calculer la paie d'abord"),
            ]
        })
}

fn end(production: &Production, last: Part<'_>, options: &Options<'_>) -> Result<NaiveDate, Vec<Diagnostic>> {
    let sortie = production.contrat(options.contrat).fin_reelle.unwrap_or(last.contrat.fin);
    if sortie > options.emis_le {
        return Err(vec![
            Diagnostic::error(
                "CERT-002",
                format!(
                    "le contrat {} court jusqu'au {sortie}, après le {}",
                    options.contrat, options.emis_le
                ),
            )
            .hint("ces documents se remettent à la fin du contrat ; donner fin_reelle s'il a été rompu"),
        ]);
    }
    Ok(sortie)
}

fn parties(production: &Production, slip: &Payslip, options: &Options<'_>, needs: &mut Besoins) -> Parties {
    let employer = production.employeur.as_ref().unwrap_or(&slip.employeur);
    let signature = signataire(production, needs, options.emis_le);
    ask_employer(employer, needs);
    Parties { employeur: employer.identite.clone(), salarie: slip.salarie.identite(), signature }
}

/// Who signs for the employer, each part asked for.
pub(crate) fn signataire(production: &Production, needs: &mut Besoins, date: NaiveDate) -> Signature {
    let signer = &production.signataire;
    let mut ask = |value: &Option<String>, key: &str, what: &str| {
        needs.text(
            value.as_deref(),
            Place::production(format!("declarations.signataire.{key}")),
            what,
            "personne qui signe les contrats et les documents de fin de contrat",
        )
    };
    let (first, last) = (
        ask(&signer.prenom, "prenom", "le prénom du signataire"),
        ask(&signer.nom, "nom", "le nom du signataire"),
    );
    let qualite = ask(&signer.qualite, "qualite", "la qualité du signataire");
    let lieu = ask(&signer.lieu, "lieu", "le lieu de signature");
    Signature { nom: format!("{first} {last}"), qualite, lieu, date }
}

/// Name, SIRET and address of the employer.
pub(crate) fn ask_employer(employer: &Employeur, needs: &mut Besoins) {
    let identite = &employer.identite;
    needs.employeur(
        identite.raison_sociale.as_deref(),
        "raison_sociale",
        "la raison sociale",
        "nom de la société de production",
    );
    needs.siret_employeur(Some(employer));
    needs.adresse(
        identite.adresse.as_ref(),
        |key| Place::production(format!("employeur.adresse.{key}")),
        "de l'employeur",
    );
}

/// The parties without what D1234-6 does not list: social security number, affiliations.
fn only_what_is_listed(parties: Parties) -> Parties {
    Parties {
        employeur: IdentiteEmployeur {
            numero_conges_spectacles: None,
            numero_france_travail: None,
            ..parties.employeur
        },
        salarie: IdentiteSalarie { nir: None, numero_conges_spectacles: None, ..parties.salarie },
        signature: parties.signature,
    }
}

/// The sums of a payslip that belong to a contract, from gross to net. The tax and the elements of no contract are
/// shared between the contracts of the payslip by their net imposable: the inventories of all of them add up to the
/// transfer.
fn inventory(slip: &Payslip, contrat: &str) -> Vec<Somme> {
    let mine = || slip.contrats.iter().filter(|c| c.contrat == contrat);
    let alone = slip.contrats.iter().all(|c| c.contrat == contrat);
    let weights: Vec<Decimal> =
        slip.contrats.iter().map(|c| Decimal::from(c.sous_totaux.net_imposable.or_zero().0)).collect();
    let share = |amount: Cents| -> Cents {
        let shares = slip.contrats.iter().zip(largest_remainder(amount, &weights));
        shares.filter(|(c, _)| c.contrat == contrat).map(|(_, part)| part).sum()
    };
    let shared = |label: &str| if alone { label.to_owned() } else { format!("{label} (part du contrat)") };
    let mut out: Vec<Somme> = mine()
        .flat_map(|c| &c.elements)
        .map(|e| Somme { libelle: e.libelle.clone(), montant: e.montant })
        .collect();
    let detailed: Cents = out.iter().map(|s| s.montant).sum();
    let mut add = |libelle: String, montant: Cents| {
        if !montant.is_zero() {
            out.push(Somme { libelle, montant });
        }
    };
    let brut: Cents = mine().map(|c| c.bases.brut).sum();
    let contributions: Cents = mine().map(|c| c.sous_totaux.cotisations_salarie).sum();
    add("Autres éléments de rémunération brute".to_owned(), brut - detailed);
    add("Cotisations salariales".to_owned(), -contributions);
    let reliefs: Cents = mine().map(|c| c.sous_totaux.allegements_salarie).sum();
    add("Réduction de cotisations sur les heures supplémentaires".to_owned(), reliefs);
    add(shared("Prélèvement à la source"), -share(slip.totaux.pas));
    let lines = mine().flat_map(|c| &c.lignes).filter(|l| l.is_withholding());
    let abroad: Cents = lines.filter_map(|l| l.montant_salarie).sum();
    add("Retenue à la source des non-résidents".to_owned(), -abroad);
    for element in &slip.elements {
        let amount = match element.sens {
            Sens::Ajout => element.retenu,
            Sens::Retenue => -element.retenu,
            Sens::Neutre => continue,
        };
        match element.contrat.as_deref().filter(|id| slip.contrats.iter().any(|c| c.contrat == *id)) {
            Some(id) if id == contrat => add(element.libelle.clone(), amount),
            Some(_) => {}
            None => add(shared(&element.libelle), share(amount)),
        }
    }
    out
}
