//! Monthly DSN of a production from its frozen payslips.

use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::{Block, Version, date, s21};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Diagnostic, Gravite, Month};
use chrono::NaiveDate;
use serde::Serialize;

use super::bordereau::Bordereau;
use super::changements::Anterieurs;
use super::comparer::{identifiant, mois_pas, prove};
use super::cotisations::due;
use super::envoi::{Declarant, Head};
use super::etablissement;
use super::faits::Mois;
use super::individu::{self, Contrats};
use super::prevoyance;
use super::refus::refusals;
use super::versement::{Organismes, Versements};
use crate::besoins::{Besoins, Mode, Place};
use crate::parts::{Renommes, both, euro};
use crate::production::{
    CotisationEtablissement, FRANCE_TRAVAIL_ESSAI, ModePaiement, Production, population,
};
use crate::tables::Tables;
use crate::texte;

/// What to build.
#[derive(Clone, Debug)]
pub struct Options {
    /// Test or real.
    pub mode: Mode,
    /// Day on which the file is made.
    pub constitue_le: NaiveDate,
    /// Order number in the month, 1 for the first sending.
    pub ordre: u64,
    /// Replaces a declaration already accepted for the month.
    pub annule_et_remplace: bool,
    /// DSN already sent, in order: what those of earlier months said of a person or of a contract and is no longer true is
    /// told (S21.G00.31 and 41).
    pub deposees: Vec<Vec<u8>>,
}

/// A DSN ready to be given.
#[derive(Clone, Debug)]
pub struct DsnFile {
    /// The file, ISO-8859-1.
    pub bytes: Vec<u8>,
    /// What it says in a few numbers.
    pub resume: Resume,
    /// Warnings, those of the validator included.
    pub avertissements: Vec<Diagnostic>,
}

/// Summary of a DSN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resume {
    /// Version of the norm.
    pub norme: String,
    /// Declared month.
    pub mois: String,
    /// People.
    pub individus: usize,
    /// Contracts.
    pub contrats: usize,
    /// Payslips.
    pub bulletins: usize,
    /// Gross.
    pub brut: Cents,
    /// Payments by body.
    pub versements: Vec<(String, Cents)>,
    /// Methods of the declaration, defaults included: key and value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub methodes: BTreeMap<&'static str, &'static str>,
}

/// Builds the DSN of the payslips paid in `month`; without payslips, a néant.
///
/// Every amount is copied; the written file is read again and compared with the payslips before being given.
///
/// # Errors
/// Everything that is missing or wrong, at once; the findings of the validator when the file would be refused.
pub fn build(
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    month: Month,
    options: &Options,
) -> Result<DsnFile, Vec<Diagnostic>> {
    let Some(version) = Version::of_year(month.year) else {
        return Err(vec![
            Diagnostic::error("DSN-001", format!("aucune version de la norme DSN n'est connue pour {month}"))
                .hint("versions connues : 2024 à 2027"),
        ]);
    };
    let mut builder = Builder {
        production,
        tables,
        slips,
        month,
        options,
        version,
        mois: Mois::of(production, slips, month),
        needs: Besoins::new(options.mode),
    };
    let (draft, mut resume) = builder.message();
    let mut avertissements = builder.needs.finish()?;
    let rendered = draft.render().map_err(|refused| refusals(&refused, slips))?;
    prove(tables, production, slips, &rendered.bytes)?;
    avertissements.extend(rendered.findings.into_iter().map(finding));
    resume.norme = version.as_str().to_owned();
    Ok(DsnFile { bytes: rendered.bytes, resume, avertissements })
}

/// A finding of the validator as a diagnostic.
pub(super) fn finding(f: cddu_dsn::Finding) -> Diagnostic {
    let mut out = Diagnostic::error(&f.code, f.message).severity(f.gravite).at(f.rubrique);
    out.ligne = u64::try_from(f.ligne).ok();
    out
}

struct Builder<'a> {
    production: &'a Production,
    tables: &'a Tables,
    slips: &'a [Payslip],
    month: Month,
    options: &'a Options,
    version: Version,
    mois: Mois<'a>,
    needs: Besoins,
}

/// The payslips of one person.
type Person<'a> = Vec<(&'a Payslip, Option<&'a Payslip>)>;

impl<'a> Builder<'a> {
    fn message(&mut self) -> (cddu_dsn::Draft, Resume) {
        let production = self.production;
        let neant = self.mois.bulletins.is_empty();
        let declarant = Declarant::new(production, production.employeur(self.slips), &mut self.needs);
        let mut draft = declarant.draft(self.version, self.options.mode, neant, &mut self.needs);
        let head = Head {
            nature: "01",
            genre: match (neant, self.options.annule_et_remplace) {
                (false, false) => "01",
                (true, false) => "02",
                (false, true) => "03",
                (true, true) => "05",
            },
            ordre: self.options.ordre,
            mois: Some(self.month.first()),
            constitue_le: self.options.constitue_le,
            contact: "08",
        };
        let mut declaration = declarant.declaration(&head, &mut self.needs);
        let (mut company, mut establishment) = declarant.entreprise(self.version, "01", &mut self.needs);
        let mut resume = Resume { mois: self.month.to_string(), ..Resume::default() };
        if neant {
            // Nobody to declare: the caisse is told.
            let nobody = cddu_dsn::BlockCode::of("S20.G00.08");
            declaration.push(Block::new(nobody).with(1, "97"));
            if self.options.annule_et_remplace {
                self.payment(
                    &mut establishment,
                    &mut resume,
                    &Payment::dgfip(Cents::ZERO, production, self.month),
                );
            }
        } else {
            let organismes = self.organismes();
            self.adhesions(&mut establishment);
            self.occupational_health();
            resume.methodes = self.production.methodes.choisies();
            let places = self.people(&mut establishment, &declarant.siret, &organismes, &mut resume);
            self.bodies(&mut establishment, &organismes, &declarant.siret, &mut resume);
            for place in self.production.lieux.iter().filter(|l| places.contains(&l.identifiant)) {
                declaration.push(workplace(place, &mut self.needs));
            }
        }
        let mut own = etablissement::cotisations(self.production, self.month, &mut self.needs);
        own.extend(etablissement::assujettissements(self.production, self.month, &mut self.needs));
        for block in own {
            establishment.push(block);
        }
        company.push(establishment);
        declaration.push(company);
        draft.envoi.push(declaration);
        (draft, resume)
    }

    fn organismes(&mut self) -> Organismes {
        let (production, day) = (self.production, self.month.last());
        let table = |role: &str| self.tables.organisme(role, day).map(str::to_owned);
        let conges = production.conges_spectacles.siret_caisse.clone().or_else(|| table("conges_spectacles"));
        let retraite = production.retraite.siret.clone().or_else(|| table("audiens_retraite"));
        let siret = cddu_dsn::ids::siret;
        Organismes {
            urssaf: self.needs.checked(
                production.urssaf.siret.as_deref(),
                Place::production("declarations.urssaf.siret"),
                "le SIRET de l'Urssaf",
                "14 chiffres, sur le compte Urssaf de l'employeur",
                siret,
            ),
            france_travail: self.needs.or_placeholder(
                production.france_travail.siret.as_deref(),
                Place::production("declarations.france_travail.siret"),
                "le SIRET de France Travail spectacle",
                "identifiant de l'organisme, à demander au centre de recouvrement",
                FRANCE_TRAVAIL_ESSAI,
                siret,
            ),
            conges_spectacles: self.needs.checked(
                conges.as_deref(),
                Place::production("declarations.conges_spectacles.siret_caisse"),
                "le SIRET de la caisse des congés spectacles",
                "14 chiffres",
                siret,
            ),
            retraite: self.needs.checked(
                retraite.as_deref(),
                Place::production("declarations.retraite.siret"),
                "le SIRET du groupe de retraite complémentaire",
                "14 chiffres",
                siret,
            ),
        }
    }

    /// Occupational health since January 2026 (Audiens, letter of 17 November 2025, B): due in the DSN, by a channel that no
    /// text read gives. Without one in the production file nothing is declared, and the amount is told.
    fn occupational_health(&mut self) {
        if self.version.year() < 2026 {
            return;
        }
        let month = self.month.to_string();
        let production = self.production;
        let given = |l: &CotisationEtablissement| l.mois == month && matches!(l.code.as_str(), "046" | "090");
        if production.cotisations_etablissement.iter().any(given) {
            return;
        }
        let of = |slip: &Payslip| -> Cents {
            let left = slip.contrats.iter().flat_map(|pay| {
                let population = population(pay.categorie, pay.cadre, pay.taux_artiste);
                let carried = move |l: &cddu_payslip::Line| production.carrier(population, l) != Ok(None);
                pay.lignes.iter().filter(move |l| l.organisme == "sante_travail" && !carried(l))
            });
            left.map(both).sum()
        };
        let due: Cents = self.mois.bulletins.iter().map(|(s, old)| of(s) - old.map_or(Cents::ZERO, of)).sum();
        if !due.is_zero() {
            // A trial tells it in its details only: nothing is sent.
            let gravite = if self.options.mode == Mode::Reel { Gravite::Majeur } else { Gravite::Info };
            let told = Diagnostic::warning(
                "DSN-015",
                format!(
                    "la santé au travail de {month}, {due}, est due à Audiens par la DSN depuis janvier 2026 et n'y est pas"
                ),
            )
            .severity(gravite)
            .hint(
                "demander à Audiens la fiche de paramétrage : son contrat dans [[declarations.prevoyance]] (avec lignes), ou le montant dans [[declarations.cotisations_etablissement]] (code 046 ou 090)",
            );
            self.needs.push(Place::production("declarations.prevoyance").on(told));
        }
    }

    /// S21.G00.15.
    fn adhesions(&mut self, establishment: &mut Block) {
        let pays = self.mois.bulletins.iter().flat_map(|(s, _)| &s.contrats);
        for ((one, other), (population, line)) in prevoyance::disputed(self.production, pays) {
            let name = |rank: usize| &self.production.prevoyance[rank].reference;
            self.needs.wrong(
                Place::production(format!("declarations.prevoyance[{other}].couvre")),
                format!(
                    "la ligne {line} des {} irait deux fois à la prévoyance : contrats {} et {}",
                    population.label(),
                    name(one),
                    name(other)
                ),
                "dire à qui va chaque contrat : couvre = [\"technicien_non_cadre\"], [\"technicien_cadre\"] ou [\"artiste\"] ; ou quelles lignes il porte : lignes = [\"FCSS\"]",
            );
        }
        for (rank, contract) in self.production.prevoyance.iter().enumerate() {
            let used = self
                .mois
                .bulletins
                .iter()
                .flat_map(|(s, old)| s.contrats.iter().chain(old.iter().flat_map(|o| &o.contrats)))
                .any(|c| prevoyance::carriers(self.production, c).iter().any(|(r, ..)| *r == rank));
            let place = |key: &str| Place::production(format!("declarations.prevoyance[{rank}].{key}"));
            let mut block = Block::new(s21(15));
            block
                .put(
                    1,
                    self.needs.text(
                        Some(&contract.reference),
                        place("reference"),
                        "la référence du contrat de prévoyance",
                        "fiche de paramétrage",
                    ),
                )
                .put(
                    2,
                    self.needs.text(
                        Some(&contract.organisme),
                        place("organisme"),
                        "le code de l'organisme de prévoyance",
                        "fiche de paramétrage, par exemple P0983",
                    ),
                )
                .put_some(3, contract.delegataire.as_deref())
                .put(4, if used { "01" } else { "02" })
                .put(5, (rank + 1).to_string());
            establishment.push(block);
        }
    }

    /// Everybody, one block per person; returns the workplaces met.
    fn people(
        &mut self,
        establishment: &mut Block,
        siret: &str,
        organismes: &Organismes,
        resume: &mut Resume,
    ) -> BTreeSet<String> {
        let mut order: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut people: Vec<Person<'a>> = Vec::new();
        for (slip, old) in &self.mois.bulletins {
            let id = identifiant(self.production, slip);
            // Without any number the matricule tells people apart, so that each one is reported.
            let key = if id.is_empty() { (id, slip.salarie.matricule.clone()) } else { (id, String::new()) };
            let place = *order.entry(key).or_insert_with(|| {
                people.push(Vec::new());
                people.len() - 1
            });
            people[place].push((slip, *old));
        }
        // The payments of a person in the order of their days, whatever the names of their periods.
        for person in &mut people {
            person.sort_by_key(|(slip, _)| (slip.date_paiement, slip.periode.debut));
        }
        let declares = self.declared_ends();
        let anterieurs = Anterieurs::of(&self.options.deposees, self.month);
        let mut contrats = Contrats {
            anterieurs: &anterieurs,
            production: self.production,
            tables: self.tables,
            version: self.version,
            fonctions: self.production.fonctions_par_nom(),
            siret,
            slips: self.slips,
            declares: &declares,
            lieux: BTreeSet::new(),
        };
        let versements = Versements {
            production: self.production,
            tables: self.tables,
            version: self.version,
            mois: &self.mois,
            organismes,
        };
        for person in &people {
            let block = individual(person, &mut contrats, &versements, &self.mois, resume, &mut self.needs);
            establishment.push(block);
        }
        resume.individus = people.len();
        resume.bulletins = self.mois.bulletins.len();
        contrats.lieux
    }

    /// Contracts already declared in an earlier month (62.017 = 01 is for those never declared before).
    fn declared_ends(&self) -> BTreeSet<(String, String)> {
        self.slips
            .iter()
            .filter(|s| Month::of(s.date_paiement) < self.month)
            .flat_map(|s| s.contrats.iter().map(|c| (s.salarie.matricule.clone(), c.contrat.clone())))
            .collect()
    }

    /// Bordereaux and payments of every body.
    fn bodies(
        &mut self,
        establishment: &mut Block,
        organismes: &Organismes,
        siret: &str,
        resume: &mut Resume,
    ) {
        let production = self.production;
        let mut months: BTreeMap<Month, Bordereau> = BTreeMap::new();
        let slips = self.mois.bulletins.clone();
        for (slip, old) in slips {
            let month = self.mois.rattachement(slip, old);
            let bordereau = months.entry(month).or_default();
            for pay in &slip.contrats {
                bordereau.add(self.tables, slip, pay, 1, &mut self.needs);
            }
            if let Some(old) = old {
                for pay in &old.contrats {
                    bordereau.add(self.tables, old, pay, -1, &mut self.needs);
                }
            }
        }
        let commune = if months.values().any(|b| b.needs_commune(self.tables)) {
            self.needs.text(
                production.urssaf.code_commune.as_deref(),
                Place::production("declarations.urssaf.code_commune"),
                "le code INSEE de la commune (versement mobilité)",
                "cinq caractères, commune du lieu de travail",
            )
        } else {
            String::new()
        };
        let mut urssaf = BTreeMap::new();
        for (month, bordereau) in &months {
            urssaf.insert(*month, bordereau.euros());
            if let Some(block) = bordereau.block(self.tables, &organismes.urssaf, *month, &commune) {
                establishment.push(block);
            }
        }
        let film = production.film.siret.as_deref().unwrap_or(siret);
        let affiliation = production
            .employeur(self.slips)
            .and_then(|e| e.identite.numero_france_travail.as_deref())
            .or(production.france_travail.numero_affiliation.as_deref());
        let affiliation = self.needs.or_placeholder(
            affiliation,
            Place::production("employeur.numero_france_travail"),
            "le numéro d'affiliation à France Travail spectacle",
            "CS et 8 chiffres, sur le courrier d'affiliation",
            "CS00000001",
            cddu_dsn::ids::france_travail_spectacle,
        );
        let quarter = self.quarter();
        let retraite = if production.retraite.trimestriel {
            quarter.as_ref().map(|q| q.total("audiens_retraite"))
        } else {
            None
        };
        let mut list = Vec::new();
        if !production.urssaf.trimestriel {
            list.extend(self.spread(&urssaf, self.urssaf_payment(organismes, siret, self.month)));
        } else if self.month.month.is_multiple_of(3) {
            list.extend(self.urssaf_quarter(organismes, siret));
        }
        let due = |role| self.mois.par_mois(|s| s.contrats.iter().map(|c| due(c, role)).sum());
        let france_travail = Payment {
            body: organismes.france_travail.clone(),
            entity: Some(affiliation),
            mode: production.france_travail.mode_paiement,
            ..Payment::of(self.month)
        };
        list.extend(self.spread(&due("france_travail"), france_travail));
        let conges = Payment {
            body: organismes.conges_spectacles.clone(),
            entity: Some(film.to_owned()),
            mode: production.conges_spectacles.mode_paiement,
            ..Payment::of(self.month)
        };
        list.extend(self.spread(&due("conges_spectacles"), conges));
        let pension = Payment {
            body: organismes.retraite.clone(),
            entity: Some(siret.to_owned()),
            mode: production.retraite.mode_paiement,
            ..Payment::of(self.month)
        };
        if let Some(amount) = retraite {
            list.push(Payment { amount, first: self.quarter_start(), ..pension });
        } else if !production.retraite.trimestriel {
            list.extend(self.spread(&due("audiens_retraite"), pension));
        }
        list.extend(self.prevoyance_payments(quarter.as_ref()));
        let pas: Cents = self.mois.bulletins.iter().map(|(s, old)| mois_pas(s, *old)).sum();
        list.push(Payment::dgfip(euro(pas), production, self.month));
        let slips: Vec<&Payslip> = self.mois.bulletins.iter().map(|(s, _)| *s).collect();
        for (identifier, amount) in etablissement::satd_dues(production, &slips) {
            list.push(Payment {
                entity: Some("DGFIP_SATD".to_owned()),
                identifier: Some(identifier),
                ..Payment::dgfip(amount, production, self.month)
            });
        }
        for payment in list {
            self.payment(establishment, resume, &payment);
        }
    }

    /// What is paid to a body: for the month, less the credits of the earlier months that it corrects, then for each of
    /// those that owe more, each on its own dates (a payment to the Urssaf covers one civil month, one to Agirc-Arrco one
    /// civil year).
    fn spread(&self, dues: &BTreeMap<Month, Cents>, usual: Payment) -> Vec<Payment> {
        let (own, earlier) = self.mois.versements(dues);
        let earlier = earlier.into_iter();
        let earlier: Vec<Payment> = earlier
            .map(|(month, amount)| Payment { amount, first: month, last: month, ..usual.clone() })
            .collect();
        std::iter::once(Payment { amount: own, ..usual }).chain(earlier).collect()
    }

    /// The payslips of the quarter, in its last month.
    fn quarter(&self) -> Option<Mois<'a>> {
        if !self.month.month.is_multiple_of(3) {
            return None;
        }
        let mut whole = Mois::of(self.production, self.slips, self.month);
        for back in [2, 1] {
            let month = Month { year: self.month.year, month: self.month.month - back };
            whole.bulletins.extend(Mois::of(self.production, self.slips, month).bulletins);
        }
        Some(whole)
    }

    /// Payments of a quarter to the Urssaf: one per month (an Urssaf payment covers one civil month).
    fn urssaf_quarter(&self, organismes: &Organismes, siret: &str) -> Vec<Payment> {
        [2, 1, 0]
            .into_iter()
            .map(|back| {
                let month = Month { year: self.month.year, month: self.month.month - back };
                Payment {
                    amount: Mois::of(self.production, self.slips, month).urssaf(),
                    ..self.urssaf_payment(organismes, siret, month)
                }
            })
            .collect()
    }

    fn urssaf_payment(&self, organismes: &Organismes, siret: &str, month: Month) -> Payment {
        Payment {
            body: organismes.urssaf.clone(),
            entity: Some(self.production.urssaf.entite.clone().unwrap_or_else(|| siret.to_owned())),
            mode: self.production.urssaf.mode_paiement,
            ..Payment::of(month)
        }
    }

    fn quarter_start(&self) -> Month {
        Month { year: self.month.year, month: self.month.month - (self.month.month - 1) % 3 }
    }

    fn prevoyance_payments(&self, quarter: Option<&Mois<'_>>) -> Vec<Payment> {
        let mut out: Vec<Payment> = Vec::new();
        for (rank, contract) in self.production.prevoyance.iter().enumerate() {
            let mut dues: Vec<(String, Cents)> = if contract.trimestriel {
                let Some(quarter) = quarter else { continue };
                let name = format!("{}T{:02}", self.month.year, self.month.month / 3);
                vec![(name, prevoyance::owed(self.production, quarter, rank).into_values().sum())]
            } else {
                let months = prevoyance::owed(self.production, &self.mois, rank);
                months.into_iter().map(|(m, due)| (format!("{}M{:02}", m.year, m.month), due)).collect()
            };
            if dues.is_empty() {
                dues.push((format!("{}M{:02}", self.month.year, self.month.month), Cents::ZERO));
            }
            let amount: Cents = dues.iter().map(|(_, due)| *due).sum();
            let components = dues
                .into_iter()
                .map(|(period, due)| (due, contract.population.clone(), contract.reference.clone(), period));
            match out.iter_mut().find(|p| p.body == contract.organisme) {
                Some(known) => {
                    known.amount += amount;
                    known.components.extend(components);
                }
                None => out.push(Payment {
                    body: contract.organisme.clone(),
                    amount,
                    mode: contract.mode_paiement,
                    components: components.collect(),
                    ..Payment::of(self.month)
                }),
            }
        }
        out
    }

    fn payment(&mut self, establishment: &mut Block, resume: &mut Resume, payment: &Payment) {
        let elsewhere = payment.mode == ModePaiement::AutreEtablissement;
        // The DGFiP and prévoyance see the amount in the DSN of the establishment that pays (S21.G00.20.012/CCH-11).
        let declared_there = elsewhere && (payment.body == "DGFIP" || !payment.components.is_empty());
        let amount = if declared_there { Cents::ZERO } else { payment.amount.or_zero() };
        if payment.amount.0 < 0 {
            self.needs.warn(
                "DSN-021",
                Place::production("declarations"),
                format!(
                    "le versement à {} serait négatif ({}) : il est mis à zéro",
                    payment.body, payment.amount
                ),
                "demander le remboursement ou l'imputation à l'organisme",
            );
        }
        let mut block = Block::new(s21(20));
        block.put(1, payment.body.as_str()).put_some(2, payment.entity.as_deref());
        if payment.mode == ModePaiement::Prelevement {
            let iban = self.needs.checked(
                self.production.banque.iban.as_deref(),
                Place::production("declarations.banque.iban"),
                "l'IBAN du compte à débiter",
                "IBAN du compte de la production, ou mode_paiement = \"virement\"",
                cddu_dsn::ids::iban,
            );
            block.put_some(3, self.production.banque.bic.as_deref()).put(4, iban);
        }
        let (first, last) = if payment.components.is_empty() {
            (date::format(payment.first.first()), date::format(payment.last.last()))
        } else {
            ("01012000".to_owned(), "01012000".to_owned())
        };
        block.put(5, amount.to_string()).put(6, first).put(7, last).put(10, payment.mode.dsn());
        if elsewhere {
            let payer = self.needs.checked(
                self.production.siret_payeur.as_deref(),
                Place::production("declarations.siret_payeur"),
                "le SIRET de l'établissement qui paie",
                "14 chiffres, demandé par mode_paiement = \"autre_etablissement\"",
                cddu_dsn::ids::siret,
            );
            block.put(12, payer);
        }
        block.put_some(14, payment.identifier.as_deref());
        if declared_there {
            resume.versements.push((payment.body.clone(), amount));
            establishment.push(block);
            return;
        }
        for (amount, population, reference, period) in &payment.components {
            let mut component = Block::new(s21(55));
            component
                .put(1, amount.to_string())
                .put_some(2, population.as_deref())
                .put(3, texte::cut(reference, 30))
                .put(4, period.as_str());
            block.push(component);
        }
        resume.versements.push((payment.body.clone(), amount));
        establishment.push(block);
    }
}

/// A payment to a body.
#[derive(Clone)]
struct Payment {
    body: String,
    entity: Option<String>,
    amount: Cents,
    mode: ModePaiement,
    first: Month,
    last: Month,
    components: Vec<(Cents, Option<String>, String, String)>,
    /// S21.G00.20.014.
    identifier: Option<String>,
}

impl Payment {
    /// Nothing to nobody, for a month.
    fn of(month: Month) -> Self {
        Self {
            body: String::new(),
            entity: None,
            amount: Cents::ZERO,
            mode: ModePaiement::default(),
            first: month,
            last: month,
            components: Vec::new(),
            identifier: None,
        }
    }

    fn dgfip(amount: Cents, production: &Production, month: Month) -> Self {
        Self {
            body: "DGFIP".to_owned(),
            entity: Some("DGFIP_PAS".to_owned()),
            amount,
            mode: production.dgfip.mode_paiement,
            ..Self::of(month)
        }
    }
}

/// One person with contracts, payments and seniority.
fn individual(
    person: &Person<'_>,
    contrats: &mut Contrats<'_>,
    versements: &Versements<'_>,
    mois: &Mois<'_>,
    resume: &mut Resume,
    needs: &mut Besoins,
) -> Block {
    let mut block = individu::identity(contrats.production, person[0].0, true, needs);
    if let Some(changes) = contrats.anterieurs.individu(&block, mois.mois) {
        block.push(changes);
    }
    let mut last = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut renommes = Vec::new();
    for (slip, old) in person {
        renommes.push(Renommes::of(slip, *old));
        for pay in &slip.contrats {
            if last.insert(pay.contrat.as_str(), (*slip, pay)).is_none() {
                names.push(pay.contrat.as_str());
            }
        }
    }
    let several = names.len() > 1;
    // One payslip of the month is enough: back pay beside it may have no line of prévoyance, or a correction none any more.
    let mut carried: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for ((slip, old), renamed) in person.iter().zip(&renommes) {
        let now = slip.contrats.iter().map(|pay| (pay.contrat.as_str(), pay));
        let before = old.iter().flat_map(|old| &old.contrats);
        let before = before.map(|pay| (renamed.nouveau(&pay.contrat), pay));
        for (name, pay) in now.chain(before) {
            let ranks = prevoyance::carriers(contrats.production, pay).into_iter().map(|(rank, ..)| rank);
            carried.entry(name).or_default().extend(ranks);
        }
    }
    let mut affiliations: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for name in &names {
        for rank in carried.remove(name).unwrap_or_default() {
            let next = affiliations.len() + 1;
            affiliations.insert(((*name).to_owned(), rank), next);
        }
    }
    for name in &names {
        let (slip, pay) = last[name];
        let mut contract = contrats.block(slip, pay, several, &affiliations, mois, needs);
        let own = renommes.iter().find(|r| r.ancien(name).is_some());
        let changes = contrats.anterieurs.contrat(
            &slip.salarie.matricule,
            &contract,
            own.unwrap_or(&Renommes::default()),
        );
        contract.children.splice(0..0, changes);
        block.push(contract);
        block.push(individu::seniority(pay, mois.mois.last()));
    }
    let slips: Vec<&Payslip> = person.iter().map(|(s, _)| *s).collect();
    for saisie in etablissement::saisies(contrats.production, &slips) {
        block.push(saisie.block(needs));
    }
    for (rank, (slip, old)) in person.iter().enumerate() {
        let rank = (person.len() > 1).then_some(rank + 1);
        block.push(versements.block(slip, *old, rank, several, &affiliations, needs));
        let before = old.map_or(Cents::ZERO, |o| o.totaux.brut);
        resume.brut += slip.totaux.brut - before;
    }
    resume.contrats += names.len();
    block
}

/// S21.G00.85 of a shooting location.
fn workplace(place: &crate::production::Lieu, needs: &mut Besoins) -> Block {
    let code = needs.text(
        place.code_insee.as_deref(),
        Place::production("declarations.lieux"),
        &format!("le code INSEE du lieu de travail « {} »", place.identifiant),
        "cinq caractères, commune du tournage",
    );
    let mut block = Block::new(s21(85));
    block
        .put(1, place.identifiant.as_str())
        .put_some(3, place.voie.as_deref().map(|v| texte::cut(v, 50)))
        .put_some(4, place.code_postal.as_deref())
        .put_some(5, place.commune.as_deref().map(texte::localite))
        .put(10, "02")
        .put(11, code);
    block
}
