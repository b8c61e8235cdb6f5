//! AEM: one attestation per contract and month of payment (annexes VIII and X of the unemployment insurance).
//!
//! Amounts are those of the frozen payslips, added up; nothing is computed again.

mod comparer;
mod controles;
mod formats;
mod lignes;
mod modele;
mod rectification;
mod xml;

use std::collections::BTreeMap;

use cddu_payslip::{Categorie, ContractPay, Payslip};
use cddu_rates::{Cents, Diagnostic, Month, Quantity, fold};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

pub use comparer::comparer;
pub use controles::{Constat, cle_numero, verifier, verifier_exchange};
pub use modele::*;
pub use xml::{ecrire, lire};

pub(crate) use formats::{ape, conges, four};

use crate::besoins::{Besoins, Mode, Place};
use crate::parts::{self, Activite, Part, before_abatement};
use crate::production::{FonctionCodee, MotifFin, Production};
use crate::tables::Tables;
use crate::texte;

/// What to build.
#[derive(Clone, Debug)]
pub struct Options {
    /// Month of payment.
    pub mois: Month,
    /// Test or real.
    pub mode: Mode,
    /// When the file is made.
    pub genere_le: NaiveDateTime,
    /// Day of signature; the day of payment when missing.
    pub signe_le: Option<NaiveDate>,
    /// Attestations already issued, in order.
    pub emises: Vec<Attestation>,
}

/// A file ready to be sent or printed.
#[derive(Clone, Debug)]
pub struct AemFile {
    /// XML, UTF-8.
    pub bytes: Vec<u8>,
    /// What the file says; the documents print [`Attestation`].
    pub exchange: AemExchange,
    /// Warnings.
    pub avertissements: Vec<Diagnostic>,
}

impl AemFile {
    /// The attestations.
    pub fn attestations(&self) -> impl Iterator<Item = &Attestation> {
        self.exchange.lots.iter().flat_map(|l| &l.attestations)
    }
}

/// Builds the attestations of a month.
///
/// A contract paid for the first time gives an initiale, then complémentaires. A payslip that corrects one paid in an
/// earlier month gives a rectificative négative of the attestation it belonged to and a rectificative positive.
///
/// # Errors
/// Everything that is missing or wrong, at once.
pub fn build(
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    options: &Options,
) -> Result<AemFile, Vec<Diagnostic>> {
    let mut builder = Builder::new(production, tables, slips, options);
    let attestations = builder.attestations();
    if attestations.is_empty() {
        builder.needs.push(
            Diagnostic::error(
                "AEM-000",
                format!("aucun bulletin de contrat d'usage n'est payé en {}", options.mois),
            )
            .hint("vérifier le mois (c'est celui du paiement) : sans paie, aucune AEM n'est due"),
        );
    }
    exchange(builder, attestations)
}

/// The attestations that put right those already sent for a month, `None` when they still say what the payslips say.
///
/// `options.emises` holds every attestation issued, `envoyees` those of this month among them, in order. An attestation that
/// no longer says what the payslips say is taken back (rectificative négative) and given again (positive); a contract that
/// was not declared is added; one that is paid no more is taken back.
///
/// # Errors
/// Everything that is missing or wrong, at once.
pub fn rectifier(
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    options: &Options,
    envoyees: &[Attestation],
) -> Result<Option<AemFile>, Vec<Diagnostic>> {
    let mut builder = Builder::new(production, tables, slips, options);
    let wanted = builder.attestations();
    let fixes = rectification::gaps(wanted, envoyees);
    if fixes.is_empty() {
        // What the payslips lack does not matter: nothing is to be sent.
        return Ok(None);
    }
    exchange(builder, fixes).map(Some)
}

/// The file of some attestations, numbered and judged.
fn exchange(
    mut builder: Builder<'_>,
    mut attestations: Vec<Attestation>,
) -> Result<AemFile, Vec<Diagnostic>> {
    let (options, slips) = (builder.options, builder.slips);
    let employeur = builder.employeur();
    builder.number(&mut attestations);
    let emetteur = builder.emetteur(&employeur);
    let exchange = AemExchange {
        xmlns: Some(NAMESPACE.to_owned()),
        version: "1.0".to_owned(),
        entete: Entete {
            mode: options.mode,
            date_heure_generation: options.genere_le,
            logiciel: Logiciel { nom: "cddu".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            emetteur,
        },
        lots: vec![Lot { employeur, controle: Controle::of(&attestations), attestations }],
    };
    if !builder.needs.refused() {
        for constat in verifier_exchange(&exchange) {
            let named = named(constat, &exchange.lots[0].attestations, slips);
            builder.needs.push(named);
        }
    }
    let avertissements = builder.needs.finish()?;
    let bytes = ecrire(&exchange).map_err(|e| vec![e])?;
    Ok(AemFile { bytes, exchange, avertissements })
}

/// A finding with the person and the contract of its attestation.
fn named(constat: Constat, attestations: &[Attestation], slips: &[Payslip]) -> Diagnostic {
    let attestation = attestations.iter().find(|a| Some(&a.reference) == constat.reference.as_ref());
    let slip =
        attestation.and_then(|a| slips.iter().find(|s| a.remuneration.bulletins.contains(&parts::numero(s))));
    let diagnostic = constat.diagnostic();
    let Some((attestation, slip)) = attestation.zip(slip) else { return diagnostic };
    let number = &attestation.contrat.reference_contrat;
    let contract = slip.contrats.iter().find(|c| crate::texte::numero_contrat(&c.contrat) == *number);
    let place = match contract {
        Some(contract) => Place::contrat_de(&contract.contrat, &slip.salarie, None),
        None => Place::personne(&slip.salarie, None),
    };
    let mut out = place.on(diagnostic);
    out.message = format!("{} (attestation {})", out.message, attestation.reference);
    out
}

struct Builder<'a> {
    production: &'a Production,
    tables: &'a Tables,
    slips: &'a [Payslip],
    options: &'a Options,
    fonctions: BTreeMap<String, &'a FonctionCodee>,
    needs: Besoins,
}

impl<'a> Builder<'a> {
    fn new(
        production: &'a Production,
        tables: &'a Tables,
        slips: &'a [Payslip],
        options: &'a Options,
    ) -> Self {
        let fonctions = production.fonctions_par_nom();
        Self { production, tables, slips, options, fonctions, needs: Besoins::new(options.mode) }
    }

    fn employeur(&mut self) -> EmployeurAem {
        let employeur = self.production.employeur(self.slips);
        let needs = &mut self.needs;
        let given = |pick: fn(&cddu_payslip::Employeur) -> Option<&str>| employeur.and_then(pick);
        let contact = &self.production.contact;
        let affiliation = given(|e| e.identite.numero_france_travail.as_deref()).or(self
            .production
            .france_travail
            .numero_affiliation
            .as_deref());
        let conges = given(|e| e.identite.numero_conges_spectacles.as_deref()).or(self
            .production
            .conges_spectacles
            .numero_affiliation
            .as_deref());
        EmployeurAem {
            raison_sociale: needs.employeur(
                given(|e| e.identite.raison_sociale.as_deref()),
                "raison_sociale",
                "la raison sociale",
                "nom de la société de production",
            ),
            siret: needs.siret_employeur(employeur),
            code_ape: needs
                .checked(
                    given(|e| e.identite.code_ape.as_deref()),
                    Place::production("employeur.code_ape"),
                    "le code APE",
                    "quatre chiffres et une lettre, par exemple 5911C",
                    formats::ape,
                )
                .replace('.', ""),
            idcc: employeur.map(|e| formats::four(&e.identite.idcc)).unwrap_or_default(),
            adresse: adresse(needs.adresse(
                employeur.and_then(|e| e.identite.adresse.as_ref()),
                |key| Place::production(format!("employeur.adresse.{key}")),
                "de l'employeur",
            )),
            telephone: contact.telephone.as_deref().map(formats::telephone),
            courriel: contact.courriel.clone(),
            numero_affiliation_ft: needs.or_placeholder(
                affiliation,
                Place::production("employeur.numero_france_travail"),
                "le numéro d'affiliation à France Travail spectacle",
                "CS et 8 chiffres, sur le courrier d'affiliation",
                "CS00000001",
                cddu_dsn::ids::france_travail_spectacle,
            ),
            licence_spectacle: Some(OuiNon { numero: None, oui: false }),
            organisateur_occasionnel: Some(false),
            label_prestataire: Some(OuiNon { numero: None, oui: false }),
            affiliation_conges_spectacles: OuiNon {
                oui: true,
                numero: Some(needs.text(
                    conges,
                    Place::production("employeur.numero_conges_spectacles"),
                    "le numéro d'affiliation à Congés Spectacles",
                    "compte employeur de la caisse (Audiens)",
                )),
            },
        }
    }

    fn emetteur(&mut self, employeur: &EmployeurAem) -> EmetteurAem {
        let agrement = self.production.aem.agrement.clone();
        if let Some(agrement) = &agrement
            && !formats::agrement(agrement)
        {
            self.needs.wrong(
                Place::production("declarations.aem.agrement"),
                format!("l'agrément AEM « {agrement} » n'est pas valide"),
                "une lettre B, X, E ou Y puis trois caractères",
            );
        }
        match &self.production.emetteur {
            Some(emetteur) => EmetteurAem {
                raison_sociale: emetteur.raison_sociale.clone(),
                siret: self.needs.checked(
                    Some(&emetteur.siret),
                    Place::production("declarations.emetteur.siret"),
                    "le SIRET de l'émetteur",
                    "14 chiffres, clé de Luhn",
                    cddu_dsn::ids::siret,
                ),
                agrement,
            },
            None => EmetteurAem {
                raison_sociale: employeur.raison_sociale.clone(),
                siret: employeur.siret.clone(),
                agrement,
            },
        }
    }

    /// Contract parts of a month of payment that an AEM covers.
    fn parts(&self, month: Month) -> Vec<(&'a str, Vec<Part<'a>>)> {
        let mut groups = parts::by_contract(&parts::paid_in(self.slips, month));
        groups.retain(|(contrat, _)| !self.production.contrat(contrat).droit_commun);
        groups
    }

    fn attestations(&mut self) -> Vec<Attestation> {
        let mut out = Vec::new();
        let mut corrections: BTreeMap<Correction, Vec<Part<'a>>> = BTreeMap::new();
        for (contrat, all) in self.parts(self.options.mois) {
            let mut usual = Vec::new();
            for part in all {
                match parts::replaced_before(self.slips, part.slip) {
                    // A payslip that differs only by its number says nothing else of the work nor of the pay.
                    Some(old) if parts::says_the_same(part, old) => {}
                    Some(old) => {
                        let renommes = parts::Renommes::of(part.slip, Some(old));
                        let avant = renommes.ancien(contrat).unwrap_or(contrat).to_owned();
                        let key = Correction {
                            month: Month::of(old.date_paiement),
                            matricule: old.salarie.matricule.clone(),
                            contrat: contrat.to_owned(),
                            issued: self.issued(&avant, &parts::numero(old)),
                            avant,
                        };
                        corrections.entry(key).or_default().push(part);
                    }
                    None => usual.push(part),
                }
            }
            if let Some(completed) = self.completed_of_less(&usual) {
                // Less is declared than the attestation of the work says, though more is paid: it is put right whole.
                let key = Correction {
                    month: Month::of(completed.date_paiement),
                    matricule: completed.salarie.matricule.clone(),
                    contrat: contrat.to_owned(),
                    issued: self.issued(contrat, &parts::numero(completed)),
                    avant: contrat.to_owned(),
                };
                corrections.entry(key).or_default().extend(usual);
            } else if !usual.is_empty() {
                let nature = if self.first_month(contrat, &usual) == self.options.mois {
                    Nature::Initiale
                } else {
                    Nature::Complementaire
                };
                out.push(self.attestation(nature, contrat, &usual));
            }
        }
        for (key, corrected) in corrections {
            out.extend(self.correction(&key, &corrected, &out));
        }
        out
    }

    /// The payslip of an earlier month that back pay completes, when the back pay alone would give an attestation below zero (a
    /// déduction forfaitaire told late: the pay after abatement is less; an hour less beside a bonus).
    fn completed_of_less(&self, parts: &[Part<'a>]) -> Option<&'a Payslip> {
        let number = parts.iter().map(|p| p.slip.rappel.as_deref()).reduce(|a, b| a.filter(|_| a == b))??;
        let completed = self.slips.iter().find(|s| s.numero.as_deref() == Some(number))?;
        let sum = |pick: fn(&ContractPay) -> Cents| parts.iter().map(|p| pick(p.contrat)).sum::<Cents>();
        let less =
            [sum(before_abatement), sum(|c| before_abatement(c) - c.dfs_montant), sum(|c| c.bases.chomage)];
        let earlier = Month::of(completed.date_paiement) < self.options.mois;
        let below = |c: &ContractPay| c.heures.0 < Decimal::ZERO || c.jours.0 < Decimal::ZERO;
        let less = less.iter().any(|amount| amount.0 < 0) || parts.iter().any(|p| below(p.contrat));
        (earlier && less).then_some(completed)
    }

    /// Rank of the last attestation issued that declares a payslip of a contract.
    fn issued(&self, contrat: &str, bulletin: &str) -> Option<usize> {
        self.options.emises.iter().rposition(|a| {
            a.contrat.reference_contrat == texte::numero_contrat(contrat)
                && a.nature != Nature::RectificativeNegative
                && a.remuneration.bulletins.iter().any(|b| b == bulletin)
        })
    }

    /// First month of payment of a contract, over the attestations issued and the payslips.
    fn first_month(&self, contrat: &str, parts: &[Part<'_>]) -> Month {
        let nir = parts[0].slip.salarie.nir.as_deref();
        let issued = self
            .options
            .emises
            .iter()
            .filter(|a| a.contrat.reference_contrat == texte::numero_contrat(contrat) && same_person(a, nir))
            .map(|a| a.mois);
        let paid = self
            .slips
            .iter()
            .filter(|s| {
                s.salarie.matricule == parts[0].slip.salarie.matricule
                    && s.contrats.iter().any(|c| c.contrat == contrat)
            })
            .map(|s| Month::of(s.date_paiement));
        issued.chain(paid).min().unwrap_or(self.options.mois)
    }

    /// Takes back the attestation that declared the payslips now corrected, and gives it again with the right ones.
    fn correction(
        &mut self,
        key: &Correction,
        corrected: &[Part<'a>],
        others: &[Attestation],
    ) -> Vec<Attestation> {
        let Correction { month, contrat, avant, .. } = key;
        let month = *month;
        let replaced: Vec<String> = corrected
            .iter()
            .filter_map(|p| parts::replaced_before(self.slips, p.slip))
            .map(parts::numero)
            .collect();
        let issued = key.issued.map(|rank| &self.options.emises[rank]);
        let all: Vec<&Payslip> = self.slips.iter().collect();
        // What the attestation declared: as it says, or else the pay of its month without that of corrections.
        let original: Vec<Part<'a>> = parts::by_contract(&all)
            .into_iter()
            .flat_map(|(_, parts)| parts)
            .filter(|p| p.contrat.contrat == *avant && p.slip.salarie.matricule == key.matricule)
            .filter(|p| {
                let number = parts::numero(p.slip);
                match issued {
                    Some(issued) => issued.remuneration.bulletins.contains(&number),
                    None => {
                        replaced.contains(&number)
                            || Month::of(p.slip.date_paiement) == month
                                && parts::replaced_before(self.slips, p.slip).is_none()
                                && parts::paid_in(self.slips, month)
                                    .iter()
                                    .any(|s| parts::numero(s) == number)
                    }
                }
            })
            .collect();
        let rebuilt: Vec<Part<'a>> = original
            .iter()
            .copied()
            .filter(|p| !replaced.contains(&parts::numero(p.slip)))
            .chain(corrected.iter().copied())
            .collect();
        let mut negative = match issued {
            Some(issued) => Attestation { nature: Nature::RectificativeNegative, ..issued.clone() },
            None => self.attestation(Nature::RectificativeNegative, avant, &original),
        };
        let mut positive = self.attestation(Nature::RectificativePositive, contrat, &rebuilt);
        let paid = corrected.iter().map(|p| p.slip.date_paiement).max().unwrap_or(self.options.mois.last());
        let initial = self.initial(avant, corrected[0].slip.salarie.nir.as_deref(), month);
        for (suffix, attestation) in [("N", &mut negative), ("P", &mut positive)] {
            let name = |rank: usize| {
                let rank = if rank > 1 { format!("-{rank}") } else { String::new() };
                reference(self.options.mois, contrat, &format!("-{suffix}{month}{rank}"))
            };
            let free = (1..).map(name).find(|r| others.iter().all(|a| a.reference != *r));
            attestation.reference = free.unwrap_or_default();
            attestation.mois = self.options.mois;
            attestation.remuneration.date_paiement = paid;
            attestation.authentification.date = self.options.signe_le.unwrap_or(paid);
            attestation.numero_aem = None;
            (attestation.numero_aem_initiale, attestation.reference_initiale) = initial.clone();
        }
        vec![negative, positive]
    }

    /// Number and reference of the initial attestation of a contract.
    fn initial(&self, contrat: &str, nir: Option<&str>, first: Month) -> (Option<String>, Option<String>) {
        let of_contract = || {
            let number = texte::numero_contrat(contrat);
            let initiales = self.options.emises.iter().filter(|a| a.nature == Nature::Initiale);
            initiales.filter(move |a| a.contrat.reference_contrat == number)
        };
        // A NIR put right since leaves the contract, whose number is that of one person.
        let issued = of_contract().find(|a| same_person(a, nir)).or_else(|| of_contract().next());
        match issued {
            Some(a) => (a.numero_aem.clone(), Some(a.reference.clone())),
            None => (None, Some(reference(first, contrat, ""))),
        }
    }

    fn attestation(&mut self, nature: Nature, contrat: &str, parts: &[Part<'a>]) -> Attestation {
        let last = parts[parts.len() - 1];
        let (slip, pay) = (last.slip, last.contrat);
        let known = self.production.contrat(contrat);
        let function = self.fonctions.get(&fold(&pay.fonction)).copied();
        let month = self.options.mois;
        let (numero_aem_initiale, reference_initiale) = if nature == Nature::Initiale {
            (None, None)
        } else {
            let first = self.first_month(contrat, parts);
            self.initial(contrat, slip.salarie.nir.as_deref(), first)
        };
        let fin = known.fin_reelle.unwrap_or(pay.fin);
        let en_cours = fin > month.last();
        let activite = Activite::of(parts.iter().map(|p| p.contrat), self.production.methodes.figurant_unite);
        let paid = parts.iter().map(|p| p.slip.date_paiement).max().unwrap_or(slip.date_paiement);
        let libelle = self.needs.text(
            Some(&pay.fonction),
            Place::contrat(contrat, "fonction"),
            "la fonction",
            "emploi occupé, tel qu'au contrat",
        );
        Attestation {
            reference: reference(month, contrat, ""),
            nature,
            mois: month,
            numero_aem: None,
            numero_aem_initiale,
            reference_initiale,
            salarie: self.salarie(slip),
            emploi: Emploi {
                libelle,
                code_emploi_spectacle: function.and_then(|f| f.complement.clone()),
                categorie: match pay.categorie {
                    Categorie::Technicien if function.is_some_and(|f| f.ouvrier) => CategorieAem::Ouvrier,
                    Categorie::Technicien => CategorieAem::Technicien,
                    Categorie::Artiste | Categorie::Figurant => CategorieAem::Artiste,
                    Categorie::Realisateur => CategorieAem::Realisateur,
                },
                annexe: pay.annexe,
                statut_cadre: if pay.cadre { StatutCadre::Cadre } else { StatutCadre::NonCadre },
                niveau_qualification: None,
            },
            contrat: ContratAem {
                reference_contrat: texte::numero_contrat(contrat),
                numero_objet: self.needs.numero_objet(
                    &pay.contrat,
                    pay.numero_objet.as_deref(),
                    self.production.film.numero_objet.as_deref(),
                ),
                titre_production: self
                    .production
                    .film
                    .titre
                    .clone()
                    .or_else(|| slip.employeur.identite.production.clone())
                    .filter(|t| !t.trim().is_empty()),
                idcc_prestation: Some(formats::four(&pay.idcc)),
                date_debut: pay.debut,
                date_fin: (!en_cours).then_some(fin),
                motif_fin: (!en_cours).then(|| self.motif(contrat, known.motif_fin)),
                contrat_en_cours: en_cours.then_some(true),
            },
            activite: ActiviteAem {
                heures_effectuees: activite.heures,
                cachets_isoles: Quantity::from(activite.isoles),
                cachets_groupes: Quantity::from(activite.groupes),
                jours_travailles: activite.jours,
                jours: Vec::new(),
            },
            remuneration: lignes::remuneration(
                self.tables,
                parts,
                &self.production.aem,
                contrat,
                paid,
                &mut self.needs,
            ),
            authentification: self.signature(paid),
        }
    }

    fn motif(&mut self, contrat: &str, motif: MotifFin) -> MotifFinAem {
        match motif {
            MotifFin::Terme => MotifFinAem::FinCdd,
            MotifFin::Employeur => MotifFinAem::RuptureEmployeur,
            MotifFin::Salarie => MotifFinAem::RuptureSalarie,
            MotifFin::CommunAccord | MotifFin::ArretTournage => {
                self.needs.warn(
                    "AEM-001",
                    Place::contrat(contrat, "motif_fin"),
                    "le formulaire AEM n'a pas de case pour ce motif de fin : « rupture employeur » est écrit",
                    "vérifier avec France Travail spectacle ; la DSN porte le motif exact (S21.G00.62.002)",
                );
                MotifFinAem::RuptureEmployeur
            }
        }
    }

    fn salarie(&mut self, slip: &Payslip) -> SalarieAem {
        let person = &slip.salarie;
        let known = self.production.salarie(&person.matricule);
        let (mut nir, mut cle_nir) = (None, None);
        if person.nir.is_some() || known.ntt.is_none() {
            let full = self.needs.nir(person);
            if full.len() == 15 && full.is_ascii() {
                (nir, cle_nir) = (Some(full[..13].to_owned()), Some(full[13..].to_owned()));
            }
        }
        let ntt = if person.nir.is_none() { known.ntt.clone() } else { None };
        if person.date_naissance.is_none() {
            self.needs.missing(
                Place::salarie(person, "date_naissance"),
                "la date de naissance",
                "date AAAA-MM-JJ",
            );
        }
        SalarieAem {
            nir,
            cle_nir,
            ntt,
            nom_famille: person.nom.clone(),
            nom_usage: person.nom_usage.clone(),
            prenoms: person.prenom.clone(),
            date_naissance: person.date_naissance.unwrap_or_default(),
            adresse: adresse(self.needs.adresse(
                person.adresse.as_ref(),
                |key| Place::salarie(person, key),
                "du salarié",
            )),
            numero_conges_spectacles: person
                .numero_conges_spectacles
                .as_ref()
                .map(|_| self.needs.numero_conges(person)),
            caisse_retraite_complementaire: self.production.retraite.institution.clone(),
            lien_parente: LienParente { oui: known.lien_parente.is_some(), nature: known.lien_parente },
        }
    }

    fn signature(&mut self, paid: NaiveDate) -> Authentification {
        let signer = &self.production.signataire;
        let needs = &mut self.needs;
        let mut ask = |value: &Option<String>, key: &str, what: &str| {
            needs.text(
                value.as_deref(),
                Place::production(format!("declarations.signataire.{key}")),
                what,
                "personne qui signe les attestations",
            )
        };
        Authentification {
            nom: ask(&signer.nom, "nom", "le nom du signataire"),
            prenom: ask(&signer.prenom, "prenom", "le prénom du signataire"),
            qualite: ask(&signer.qualite, "qualite", "la qualité du signataire"),
            lieu: ask(&signer.lieu, "lieu", "le lieu de signature"),
            date: self.options.signe_le.unwrap_or(paid),
            personne_a_joindre: self.production.contact.nom.clone(),
            telephone_a_joindre: self.production.contact.telephone.as_deref().map(formats::telephone),
        }
    }

    /// Numbers the attestations when the issuer has an approval: the counter goes on from the last one used.
    fn number(&mut self, attestations: &mut [Attestation]) {
        let Some(agrement) = self.production.aem.agrement.as_deref().filter(|a| formats::agrement(a)) else {
            return;
        };
        let used = self
            .options
            .emises
            .iter()
            .filter_map(|a| a.numero_aem.as_deref())
            .filter(|n| n.starts_with(agrement))
            .filter_map(|n| n.get(4..10)?.parse::<u32>().ok());
        let mut counter = used.max().unwrap_or(0).max(self.production.aem.dernier_numero);
        let mut initials: BTreeMap<String, String> = BTreeMap::new();
        for attestation in attestations.iter_mut() {
            counter += 1;
            let counter = format!("{counter:06}");
            match cle_numero(agrement, &counter) {
                Some(key) if counter.len() == 6 => {
                    let numero = format!("{agrement}{counter}{key:02}");
                    if attestation.nature == Nature::Initiale {
                        initials.insert(attestation.reference.clone(), numero.clone());
                    }
                    attestation.numero_aem = Some(numero);
                }
                _ => self.needs.error(
                    "AEM-002",
                    Place::production("declarations.aem.dernier_numero"),
                    "le compteur des AEM dépasse 999999",
                    "demander un nouvel agrément",
                ),
            }
            if attestation.nature != Nature::Initiale && attestation.numero_aem_initiale.is_none() {
                attestation.numero_aem_initiale =
                    attestation.reference_initiale.as_ref().and_then(|r| initials.get(r)).cloned();
            }
            if attestation.nature != Nature::Initiale && attestation.numero_aem_initiale.is_none() {
                self.needs.warn(
                    "AEM-003",
                    Place::contrat(&attestation.contrat.reference_contrat, "contrat"),
                    "le numéro de l'AEM initiale n'est pas connu : seule sa référence interne est écrite",
                    "donner les AEM déjà émises (registre), ou recopier le numéro depuis le site de France Travail",
                );
            }
        }
    }
}

/// A correction: the month first declared, whose contract, and the attestation that declared it, when it is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Correction {
    month: Month,
    matricule: String,
    contrat: String,
    /// Its number on the payslip corrected.
    avant: String,
    issued: Option<usize>,
}

fn same_person(attestation: &Attestation, nir: Option<&str>) -> bool {
    match (attestation.salarie.nir.as_deref(), nir) {
        (Some(issued), Some(nir)) => nir.starts_with(issued),
        _ => true,
    }
}

fn adresse(adresse: cddu_payslip::Adresse) -> AdresseAem {
    AdresseAem {
        voie: adresse.voie,
        complement: None,
        code_postal: adresse.code_postal,
        commune: adresse.commune,
        pays: Some(adresse.pays).filter(|p| !p.is_empty()),
    }
}

/// Internal reference: the month, the contract, and a suffix for corrections.
fn reference(month: Month, contrat: &str, suffix: &str) -> String {
    let clean: String = contrat
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._/-".contains(c) { c } else { '-' })
        .collect();
    format!("{:04}-{:02}-{clean}{suffix}", month.first().year(), month.month)
}
