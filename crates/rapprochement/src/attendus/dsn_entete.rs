//! What a monthly DSN must say of nobody: sender, declaration, company, establishment, payments, bordereaux.

use cddu_declarations::production::{Civilite, ModePaiement};
use cddu_declarations::{Production, Tables};
use cddu_payslip::Employeur;
use cddu_rates::Month;
use chrono::NaiveDate;

use super::dsn::carried;
use super::organismes::{self, Paiements};
use super::{Attendu, Valeur, bordereau, comptes, ecrit};
use crate::documents::Contexte;

/// Identifier of France Travail spectacle in a test file, when the production gives none.
const AFFILIATION_ESSAI: &str = "CS00000001";

/// Every value expected of the heading, in no order.
pub(crate) fn values(
    c: &Contexte<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
) -> Vec<Attendu> {
    let slips = c.paid();
    let first = slips.first().map(|p| &p.employeur);
    let mut out = Entete { c, production, tables, mois, values: Vec::new() };
    if let Some(employeur) = production.employeur.as_ref().or(first) {
        out.sender(employeur);
        out.establishment(employeur);
        out.payments(employeur);
    }
    out.declaration();
    out.bordereaux();
    out.own();
    out.values
}

struct Entete<'a> {
    c: &'a Contexte<'a>,
    production: &'a Production,
    tables: &'a Tables,
    mois: Month,
    values: Vec<Attendu>,
}

/// A day as the norm writes it.
fn jour(day: NaiveDate) -> String {
    day.format("%d%m%Y").to_string()
}

fn siren(siret: &str) -> (&str, &str) {
    (siret.get(..9).unwrap_or_default(), siret.get(9..14).unwrap_or_default())
}

impl Entete<'_> {
    fn put(&mut self, rubrique: &'static str, code: &str, texte: impl Into<String>) {
        self.values.push(Attendu {
            personne: String::new(),
            contrat: String::new(),
            rubrique,
            code: code.to_owned(),
            valeur: Valeur::Texte(texte.into()),
            piece: "production.toml".to_owned(),
        });
    }

    fn some(&mut self, rubrique: &'static str, code: &str, texte: Option<impl Into<String>>) {
        if let Some(texte) = texte {
            self.put(rubrique, code, texte);
        }
    }

    fn sender(&mut self, employeur: &Employeur) {
        let own = &employeur.identite;
        let (siret, name, address) = match &self.production.emetteur {
            Some(e) => (Some(e.siret.as_str()), Some(e.raison_sociale.as_str()), e.adresse.as_ref()),
            None => (own.siret.as_deref(), own.raison_sociale.as_deref(), own.adresse.as_ref()),
        };
        for (rubrique, texte) in [
            ("S10.G00.00.001", "cddu".to_owned()),
            ("S10.G00.00.002", "cddu".to_owned()),
            ("S10.G00.00.006", format!("P{:02}V01", self.mois.year % 100)),
            ("S10.G00.00.007", "01".to_owned()),
            ("S10.G00.00.008", "01".to_owned()),
        ] {
            self.put(rubrique, "", texte);
        }
        let (siren, nic) = siren(siret.unwrap_or_default());
        self.put("S10.G00.01.001", "", siren);
        self.put("S10.G00.01.002", "", nic);
        self.some("S10.G00.01.003", "", name.map(|n| ecrit(n, 60)));
        if let Some(a) = address {
            self.put("S10.G00.01.004", "", ecrit(&a.voie, 50));
            self.put("S10.G00.01.005", "", a.code_postal.trim());
            self.put("S10.G00.01.006", "", ecrit(&a.commune, 50));
        }
        let contact = &self.production.contact;
        let civility = contact.civilite.map(|c| match c {
            Civilite::Monsieur => "01",
            Civilite::Madame => "02",
        });
        let name = contact.nom.as_deref().map(|n| ecrit(n, 80));
        let digits = |p: &String| p.chars().filter(char::is_ascii_digit).collect::<String>();
        let (phone, mail) = (contact.telephone.as_ref().map(digits), contact.courriel.clone());
        self.some("S10.G00.02.001", "", civility);
        for (heading, declaration, value) in [
            ("S10.G00.02.002", "S20.G00.07.001", name),
            ("S10.G00.02.005", "S20.G00.07.002", phone),
            ("S10.G00.02.004", "S20.G00.07.003", mail),
        ] {
            self.some(heading, "", value.clone());
            self.some(declaration, "", value);
        }
        self.put("S20.G00.07.004", "", "08");
    }

    fn declaration(&mut self) {
        for (rubrique, texte) in [
            ("S20.G00.05.001", "01".to_owned()),
            // A first declaration, or one that replaces another.
            ("S20.G00.05.002", "01".to_owned()),
            ("S20.G00.05.002", "03".to_owned()),
            ("S20.G00.05.003", "11".to_owned()),
            ("S20.G00.05.005", jour(self.mois.first())),
            ("S20.G00.05.008", "01".to_owned()),
            ("S20.G00.05.010", "01".to_owned()),
        ] {
            self.put(rubrique, "", texte);
        }
        let last = self.c.paid().iter().map(|p| p.date_paiement).max();
        self.some("S20.G00.05.007", "", last.map(jour));
    }

    fn establishment(&mut self, employeur: &Employeur) {
        let own = &employeur.identite;
        let (siren_, nic) = siren(own.siret.as_deref().unwrap_or_default());
        let head = self.production.siret_siege.as_deref().map_or(nic, |s| siren(s).1);
        self.put("S21.G00.06.001", "", siren_);
        self.put("S21.G00.06.002", "", head);
        self.put("S21.G00.11.001", "", nic);
        if self.mois.year < 2027 {
            let ape = own.code_ape.as_deref().map(|a| a.replace('.', ""));
            self.some("S21.G00.06.003", "", ape.clone());
            self.some("S21.G00.11.002", "", ape);
        }
        if let Some(a) = &own.adresse {
            for (rubrique, texte) in [
                ("S21.G00.06.004", ecrit(&a.voie, 50)),
                ("S21.G00.06.005", a.code_postal.trim().to_owned()),
                ("S21.G00.06.006", ecrit(&a.commune, 50)),
                ("S21.G00.11.003", ecrit(&a.voie, 50)),
                ("S21.G00.11.004", a.code_postal.trim().to_owned()),
                ("S21.G00.11.005", ecrit(&a.commune, 50)),
            ] {
                self.put(rubrique, "", texte);
            }
        }
        self.put("S21.G00.11.022", "", format!("{:0>4}", own.idcc));
        if self.mois.year >= 2026 {
            self.some("S21.G00.11.025", "", self.production.sante_travail.identifiant.clone());
        }
        for (rank, contract) in self.production.prevoyance.iter().enumerate() {
            let code = (rank + 1).to_string();
            // A contract that only a correction takes back is covered too.
            let mut contracts = comptes(self.c).into_iter().flat_map(|k| &k.slip.contrats);
            let used = contracts.any(|k| carried(self.production, k).any(|(r, ..)| r == rank));
            self.put("S21.G00.15.001", &code, contract.reference.clone());
            self.put("S21.G00.15.002", &code, contract.organisme.clone());
            self.some("S21.G00.15.003", &code, contract.delegataire.clone());
            self.put("S21.G00.15.004", &code, if used { "01" } else { "02" });
            self.put("S21.G00.15.005", &code, code.clone());
        }
    }

    /// Block 20 of each body: who pays, how, for which time.
    fn payments(&mut self, employeur: &Employeur) {
        let paiements: Paiements = organismes::paiements(self.c, self.production, self.tables, self.mois);
        for ((id, satd), paiement) in &paiements {
            let code = format!("{id}{satd}");
            self.put("S21.G00.20.001", &code, id.clone());
            self.some("S21.G00.20.002", &code, self.entity(employeur, &paiement.organisme, satd));
            if paiement.mode == ModePaiement::Prelevement {
                self.some("S21.G00.20.003", &code, self.production.banque.bic.clone());
                self.some("S21.G00.20.004", &code, self.production.banque.iban.clone());
            }
            self.put("S21.G00.20.010", &code, paiement.mode.dsn());
            if paiement.mode == ModePaiement::AutreEtablissement {
                self.some("S21.G00.20.012", &code, self.production.siret_payeur.clone());
            }
            if !satd.is_empty() {
                self.put("S21.G00.20.014", &code, satd.clone());
            }
            if paiement.organisme == "audiens_prevoyance" && !paiement.ailleurs {
                // The time of a payment of prévoyance is that of its parts.
                self.put("S21.G00.20.006", &code, "01012000");
                self.put("S21.G00.20.007", &code, "01012000");
                continue;
            }
            let earlier = paiement.anterieurs.keys().map(|m| (m.first(), m.last()));
            let own = self.times(&paiement.organisme);
            for (du, au) in own.into_iter().chain(earlier) {
                self.put("S21.G00.20.006", &code, jour(du));
                self.put("S21.G00.20.007", &code, jour(au));
            }
        }
        for contract in &self.production.prevoyance {
            let code = contract.organisme.clone();
            if contract.trimestriel && !self.mois.month.is_multiple_of(3) {
                continue;
            }
            self.some("S21.G00.55.002", &code, contract.population.clone());
            self.put("S21.G00.55.003", &code, contract.reference.chars().take(30).collect::<String>());
        }
        for ((code, _), paiement) in &paiements {
            for part in &paiement.composants {
                self.put("S21.G00.55.004", code, part.periode.clone());
            }
        }
    }

    /// The times that the payments to a body cover: a quarter is one payment, but one per month to the Urssaf.
    fn times(&self, organisme: &str) -> Vec<(NaiveDate, NaiveDate)> {
        let first = self.mois.month - (self.mois.month - 1) % 3;
        let quarter = (first..=self.mois.month).map(|month| Month { year: self.mois.year, month });
        match organisme {
            "urssaf" if self.production.urssaf.trimestriel => {
                quarter.map(|m| (m.first(), m.last())).collect()
            }
            "audiens_retraite" if self.production.retraite.trimestriel => {
                quarter.take(1).map(|m| (m.first(), self.mois.last())).collect()
            }
            _ => vec![(self.mois.first(), self.mois.last())],
        }
    }

    /// Under which number the body knows the employer.
    fn entity(&self, employeur: &Employeur, organisme: &str, satd: &str) -> Option<String> {
        let siret = employeur.identite.siret.clone();
        match organisme {
            "urssaf" => self.production.urssaf.entite.clone().or(siret),
            "france_travail" => employeur
                .identite
                .numero_france_travail
                .clone()
                .or_else(|| self.production.france_travail.numero_affiliation.clone())
                .or_else(|| Some(AFFILIATION_ESSAI.to_owned())),
            "conges_spectacles" => self.production.film.siret.clone().or(siret),
            "audiens_retraite" => siret,
            "dgfip" if satd.is_empty() => Some("DGFIP_PAS".to_owned()),
            "dgfip" => Some("DGFIP_SATD".to_owned()),
            _ => None,
        }
    }

    fn bordereaux(&mut self) {
        let urssaf = self.production.urssaf.clone();
        for (mois, lines) in bordereau::bordereaux(self.c, self.tables, self.mois) {
            // A correction that changes no contribution has no bordereau.
            if lines.total.is_zero() && lines.lignes.values().all(|sum| sum.valeur.is_zero()) {
                continue;
            }
            self.some("S21.G00.22.001", "", urssaf.siret.clone());
            self.put("S21.G00.22.003", "", jour(mois.first()));
            self.put("S21.G00.22.004", "", jour(mois.last()));
            let tables = self.tables;
            let local = |ctp: &str| tables.ctp.iter().any(|r| r.ctp == ctp && r.commune == "oui");
            let due = lines.lignes.iter().filter(|(_, sum)| !sum.valeur.is_zero());
            let written: Vec<String> = due.clone().map(|((ctp, ..), _)| ctp.clone()).collect();
            for ctp in written {
                self.put("S21.G00.23.001", &ctp, ctp.clone());
            }
            let ctps: Vec<String> = due.map(|((ctp, ..), _)| ctp.clone()).filter(|ctp| local(ctp)).collect();
            for ctp in ctps {
                self.some("S21.G00.23.006", &ctp, urssaf.code_commune.clone());
            }
        }
    }

    /// What the production declares of its own: contributions of the establishment, taxes of the year, workplaces.
    fn own(&mut self) {
        let mois = self.mois;
        let carried = |text: &str| Month::parse(text) == Some(mois);
        let lines: Vec<_> =
            self.production.cotisations_etablissement.iter().filter(|l| carried(&l.mois)).cloned().collect();
        for (rank, line) in lines.into_iter().enumerate() {
            let code = (rank + 1).to_string();
            self.put("S21.G00.82.001", &code, line.valeur.to_string());
            self.put("S21.G00.82.002", &code, line.code);
            self.some("S21.G00.82.003", &code, line.debut.map(jour));
            self.some("S21.G00.82.004", &code, line.fin.map(jour));
            self.put("S21.G00.82.005", &code, line.reference);
        }
        let flags: Vec<_> =
            self.production.assujettissements.iter().filter(|f| carried(&f.mois)).cloned().collect();
        for (rank, flag) in flags.into_iter().enumerate() {
            let code = (rank + 1).to_string();
            self.put("S21.G00.44.001", &code, flag.code);
            self.some("S21.G00.44.002", &code, flag.montant.map(|m| m.to_string()));
            self.put("S21.G00.44.003", &code, flag.annee.to_string());
            self.some("S21.G00.44.004", &code, flag.motif);
        }
        let mut met: Vec<String> = Vec::new();
        for pay in self.c.paid().into_iter().flat_map(|p| &p.contrats) {
            met.extend(self.production.contrat(&pay.contrat).lieu);
        }
        let places: Vec<_> =
            self.production.lieux.iter().filter(|l| met.contains(&l.identifiant)).cloned().collect();
        for place in places {
            let code = place.identifiant;
            self.put("S21.G00.85.001", &code, code.clone());
            self.some("S21.G00.85.003", &code, place.voie.map(|v| ecrit(&v, 50)));
            self.some("S21.G00.85.004", &code, place.code_postal);
            self.some("S21.G00.85.005", &code, place.commune.map(|v| ecrit(&v, 50)));
            self.put("S21.G00.85.010", &code, "02");
            self.some("S21.G00.85.011", &code, place.code_insee);
        }
    }
}
