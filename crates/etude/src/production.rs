//! The production folder of a case: fictitious people and company, contracts and hours, from the draws of the seed.
//!
//! Everything is paid in April 2026: the week from 30 March to 3 April runs over the end of a month, that of 6 April begins
//! on Easter Monday, that of 13 April has nothing of its own. One month of DSN and one reconciliation hold them all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cddu_rates::Month;
use chrono::NaiveDate;

use crate::alea::Alea;
use crate::{Demande, Piege, Population};

/// A week of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Semaine {
    /// Name of the period of the run.
    pub periode: &'static str,
    /// Day of payment.
    pub paiement: &'static str,
    /// Its five working days.
    pub jours: [&'static str; 5],
}

const A_CHEVAL: Semaine = Semaine {
    periode: "2026-W14",
    paiement: "2026-04-10",
    jours: ["2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03"],
};
const FERIEE: Semaine = Semaine {
    periode: "2026-W15",
    paiement: "2026-04-17",
    jours: ["2026-04-06", "2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10"],
};
const ORDINAIRE: Semaine = Semaine {
    periode: "2026-W16",
    paiement: "2026-04-24",
    jours: ["2026-04-13", "2026-04-14", "2026-04-15", "2026-04-16", "2026-04-17"],
};

/// The weeks, in order.
pub const SEMAINES: [Semaine; 3] = [A_CHEVAL, FERIEE, ORDINAIRE];

/// The month of every payment.
pub fn mois() -> Month {
    Month::of(jour())
}

/// The day that the documents of the case bear.
pub fn jour() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 30).unwrap_or_default()
}

/// A person of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Number in the folder.
    pub matricule: String,
    /// Name and first name.
    pub nom: String,
    /// What the person is there for; `None`: an ordinary payslip.
    pub piege: Option<Piege>,
    /// Week worked.
    pub semaine: Semaine,
}

/// The files of the folder and who is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Production {
    /// Title of the film.
    pub titre: String,
    /// People paid by a payslip.
    pub roles: Vec<Role>,
    /// Name of a file and its text.
    pub fichiers: BTreeMap<&'static str, String>,
}

impl Production {
    /// The weeks that pay somebody.
    pub fn semaines(&self, notes: bool) -> Vec<Semaine> {
        let of = |s: &Semaine| self.roles.iter().any(|r| r.semaine == *s) || (notes && *s == ORDINAIRE);
        SEMAINES.into_iter().filter(of).collect()
    }
}

const TITRES: [&str; 6] = [
    "Le Clap imaginaire",
    "La Nuit inventée",
    "Un été de papier",
    "Les Fausses Pistes",
    "Demain n'existe pas",
    "Le Décor de carton",
];
const NOMS: [&str; 20] = [
    "SPECIMEN",
    "EXEMPLE",
    "MODELE",
    "FICTIF",
    "PROTOTYPE",
    "ESQUISSE",
    "MAQUETTE",
    "GABARIT",
    "ECHANTILLON",
    "PATRON",
    "BROUILLON",
    "CALQUE",
    "ARCHETYPE",
    "CANEVAS",
    "EPREUVE",
    "ETALON",
    "FACTICE",
    "IMAGINAIRE",
    "MIRAGE",
    "ROMAN",
];
const PRENOMS: [&str; 16] = [
    "Camille",
    "Dominique",
    "Claude",
    "Alix",
    "Andrea",
    "Sacha",
    "Charlie",
    "Lou",
    "Maxime",
    "Morgan",
    "Noa",
    "Eden",
    "Ange",
    "Yaël",
    "Swann",
    "Robin",
];

/// A function with its weekly pay in cents, its budget line and its team.
type Emploi = (&'static str, u32, &'static str, &'static str);

/// Techniciens that the grid does not make cadres.
const NON_CADRES: [Emploi; 4] = [
    ("Habilleur cinéma", 91_286, "350", "costumes"),
    ("Machiniste prise de vues cinéma", 100_905, "365", "machinerie"),
    ("Electricien prise de vues cinéma", 100_905, "360", "lumière"),
    ("Costumier cinéma", 106_371, "350", "costumes"),
];
/// Techniciens that it makes cadres.
const CADRES: [Emploi; 4] = [
    ("Chef décorateur cinéma", 272_164, "340", "décoration"),
    ("Directeur de la photographie cinéma", 275_811, "310", "image"),
    ("Chef monteur cinéma", 183_305, "380", "montage"),
    ("Chef opérateur de son cinéma", 193_006, "320", "son"),
];
const ARTISTE: &str = "Artiste-interprète long métrage";

/// What a person is engaged as.
#[derive(Clone, Copy, Debug)]
enum Engagement {
    Semaine(Emploi),
    Cachets { nombre: usize, cachet: u32, dfs: bool },
    Figuration { salaire: u32 },
}

/// Draws the folder of a case.
pub fn tirer(demande: &Demande) -> Production {
    let mut alea = Alea::new(demande.graine);
    let titre = format!("{} (film fictif)", alea.pick(&TITRES));
    let noms = alea.shuffled(&NOMS);
    let mut people = Vec::new();
    for population in &demande.populations {
        let engagement = match population {
            Population::Technicien => semaine(&mut alea, &NON_CADRES),
            Population::Artiste => cachets(&mut alea, 2, false),
            // Above 6 % of the monthly ceiling (240.30 in 2026): the real pay is the base.
            Population::Figurant => Engagement::Figuration { salaire: 25_000 + more(&mut alea, 5, 500) },
        };
        people.push((None, ORDINAIRE, engagement));
    }
    for piege in &demande.pieges {
        let (week, engagement) = match piege {
            Piege::JourFerie => (FERIEE, semaine(&mut alea, &NON_CADRES)),
            Piege::SemaineACheval => (A_CHEVAL, semaine(&mut alea, &NON_CADRES)),
            Piege::Cadre => (ORDINAIRE, semaine(&mut alea, &CADRES)),
            Piege::Dfs => (ORDINAIRE, cachets(&mut alea, 2, true)),
            Piege::NonResident => (ORDINAIRE, cachets(&mut alea, 1, false)),
            // Under nine SMIC of 12.02, which are 108.18.
            Piege::Figurant => {
                (ORDINAIRE, Engagement::Figuration { salaire: 10_700 + more(&mut alea, 5, 20) })
            }
            Piege::Precompte | Piege::Centime | Piege::Dsn => continue,
        };
        people.push((Some(*piege), week, engagement));
    }
    let mut rows = Rows::new();
    let mut roles = Vec::new();
    for (rank, (piege, semaine, engagement)) in people.into_iter().enumerate() {
        let matricule = format!("P{:02}", rank + 1);
        let nom = format!("{} {}", noms[rank % noms.len()], alea.pick(&PRENOMS));
        rows.person(&mut alea, rank, &matricule, &nom, piege == Some(Piege::NonResident));
        rows.contract(&mut alea, &matricule, semaine, engagement);
        roles.push(Role { matricule, nom, piege, semaine });
    }
    let mut fichiers = BTreeMap::from([
        ("production.toml", production_toml(&titre)),
        ("salaries.csv", rows.salaries),
        ("contrats.csv", rows.contrats),
        ("temps.csv", rows.temps),
    ]);
    if demande.has(Piege::Precompte) {
        fichiers.extend(author(&mut alea, &titre));
    }
    Production { titre, roles, fichiers }
}

/// Some steps more, in cents.
fn more(alea: &mut Alea, steps: usize, step: u32) -> u32 {
    u32::try_from(alea.below(steps)).unwrap_or_default() * step
}

fn semaine(alea: &mut Alea, emplois: &[Emploi]) -> Engagement {
    let (fonction, minimum, poste, equipe) = *alea.pick(emplois);
    Engagement::Semaine((fonction, minimum + more(alea, 7, 2_000), poste, equipe))
}

fn cachets(alea: &mut Alea, nombre: usize, dfs: bool) -> Engagement {
    Engagement::Cachets { nombre, cachet: 48_000 + more(alea, 9, 2_500), dfs }
}

/// The CSV files of the folder while they are written.
struct Rows {
    salaries: String,
    contrats: String,
    temps: String,
}

impl Rows {
    fn new() -> Self {
        Self {
            salaries: "matricule,nom,prenom,nir,date_naissance,lieu_naissance,departement_naissance,pays_naissance,voie,code_postal,commune,pays,taux_pas,identifiant_taux_pas,nationalite,iban,numero_conges_spectacles,domicile_fiscal_france\n".to_owned(),
            contrats: "contrat,matricule,categorie,annexe,fonction,debut,fin,salaire_base,engagement,dfs,poste,departement,heure_embauche\n".to_owned(),
            temps: "contrat,date,debut,fin,pause_minutes\n".to_owned(),
        }
    }

    fn person(&mut self, alea: &mut Alea, rank: usize, matricule: &str, nom: &str, abroad: bool) {
        let (family, first) = nom.split_once(' ').unwrap_or((nom, ""));
        let (year, month, day) = (60 + alea.below(40), 1 + alea.below(12), 1 + alea.below(28));
        let number = nir(1 + alea.below(2), year, month, rank + 1);
        let street = format!("{} rue de la Fiction", rank + 1);
        let home = if abroad { "1000,BRUXELLES,BE" } else { "75020,PARIS," };
        // One person in two has a personal rate.
        let rate = if abroad || alea.below(2) == 0 {
            ",".to_owned()
        } else {
            format!("{}.{},9000000{:02}", 2 + alea.below(9), alea.below(10), rank + 1)
        };
        let resident = if abroad { "non" } else { "" };
        _ = writeln!(
            self.salaries,
            "{matricule},{family},{first},{number},19{year}-{month:02}-{day:02},PARIS,75,FR,{street},{home},{rate},FR,FR7630006000011234567890189,Z{:06},{resident}",
            rank + 1
        );
    }

    fn contract(&mut self, alea: &mut Alea, matricule: &str, week: Semaine, engagement: Engagement) {
        let contract = format!("{matricule}-1");
        let (words, days) = match engagement {
            Engagement::Semaine((fonction, salary, poste, equipe)) => {
                (("technicien", 8, fonction, salary, "semaine", "", poste, equipe), (0, 5))
            }
            Engagement::Cachets { nombre, cachet, dfs } => {
                let dfs = if dfs { "oui" } else { "" };
                (
                    ("artiste", 10, ARTISTE, cachet, "jour", dfs, "200", "interprétation"),
                    (alea.below(4), nombre),
                )
            }
            Engagement::Figuration { salaire } => {
                (("figurant", 10, "Figurant", salaire, "jour", "", "210", "figuration"), (alea.below(5), 1))
            }
        };
        let (categorie, annexe, fonction, salary, unit, dfs, poste, equipe) = words;
        let (from, count) = days;
        let last = week.jours[from + count - 1];
        let amount = format!("{}.{:02}", salary / 100, salary % 100);
        _ = writeln!(
            self.contrats,
            "{contract},{matricule},{categorie},{annexe},{fonction},{},{last},{amount},{unit},{dfs},{poste},{equipe},08:00",
            week.jours[from]
        );
        // Five days of 7 h 48 are the 39 hours of the film week; one day may be longer.
        let longer = alea.below(5);
        let minutes = [0, 60, 90][alea.below(3)];
        for (rank, day) in week.jours[from..from + count].iter().enumerate() {
            let end = match engagement {
                Engagement::Semaine(_) => 17 * 60 + 48 + if rank == longer { minutes } else { 0 },
                Engagement::Cachets { .. } | Engagement::Figuration { .. } => 18 * 60,
            };
            _ = writeln!(self.temps, "{contract},{day},09:00,{:02}:{:02},60", end / 60, end % 60);
        }
    }
}

/// A number of social security with its key: birth in Paris, order number of the person in the case.
fn nir(sex: usize, year: usize, month: usize, order: usize) -> String {
    let root = format!("{sex}{year:02}{month:02}75101{order:03}");
    let key = root.parse::<u64>().map_or(0, |n| 97 - n % 97);
    format!("{root}{key:02}")
}

fn author(alea: &mut Alea, titre: &str) -> [(&'static str, String); 3] {
    let amount = 4_000 + alea.below(9) * 500;
    [
        (
            "auteurs.csv",
            format!(
                "auteur,nom,prenom,nir,date_naissance,regime_fiscal,voie,code_postal,commune,iban\nA01,PLUME,Alix,{},1980-05-12,TS,100 rue de la Fiction,75020,PARIS,FR7630006000011234567890189\n",
                nir(2, 80, 5, 900)
            ),
        ),
        (
            "contrats_auteurs.csv",
            format!(
                "contrat,auteur,titre,genre,nature_activite,secteur,duree_minutes,date_signature,minimum_garanti,echeance,declencheur,date_prevue,montant\nCA-01,A01,{titre},fiction,ecriture,cinema,95,2026-02-16,30000.00,remise,remise,2026-04-15,{amount}.00\n"
            ),
        ),
        ("notes.csv", "note,contrat,date_paiement,echeance\nN-2026-01,CA-01,2026-04-15,remise\n".to_owned()),
    ]
}

fn production_toml(titre: &str) -> String {
    let dates: String = SEMAINES
        .iter()
        .map(|s| format!("[[paiement.dates]]\nperiode = \"{}\"\ndate = {}\n", s.periode, s.paiement))
        .collect();
    let mut jobs: Vec<&str> = NON_CADRES.iter().chain(&CADRES).map(|e| e.0).collect();
    jobs.push("Figurant");
    let jobs: String = jobs
        .iter()
        .map(|j| format!("\n[[declarations.fonctions]]\nfonction = \"{j}\"\ncomplement = \"XXX000\"\n"))
        .collect();
    format!(
        r#"# Étude de cas : aucune personne, aucune société, aucun numéro n'existe.

[production]
titre = "{titre}"
code = "ETUDE"
numero_objet = "263C00000142"
annexe = "1"
zone = "paris"

[employeur]
numero_france_travail = "CS00000142"
numero_conges_spectacles = "9700014237"
raison_sociale = "LES FILMS FICTIFS"
siret = "90000000100017"
code_ape = "5911C"
adresse = {{ voie = "1 rue de la Fiction", code_postal = "75020", commune = "PARIS" }}
idcc = "3097"
effectif = 28
adherent = true
taux_at = "1.07"
taux_at_artiste = "1.1"
versement_mobilite = "3.20"
taxe_apprentissage = true
taux_sante_travail = "0.32"

[paiement]
{dates}
[virements]
nom = "LES FILMS FICTIFS"
iban = "FR7630006000011234567890189"

[declarations.contact]
civilite = "madame"
nom = "FICTIVE Dominique"
telephone = "0100000000"
courriel = "paie@exemple.fr"

[declarations.signataire]
nom = "FICTIVE"
prenom = "Dominique"
qualite = "gérante"
lieu = "PARIS"

[declarations.banque]
iban = "FR7630006000011234567890189"
bic = "BNPAFRPPXXX"

[declarations.urssaf]
code = "117"
siret = "90000001900019"
code_commune = "75120"
code_risque = "921CC"
code_risque_artiste = "923AD"

[declarations.france_travail]
siret = "13000548109995"

[declarations.sante_travail]
code_dpae = "01"

[declarations.aem]
agrement = "EZZZ"

[[declarations.prevoyance]]
reference = "FICTIF-PREVOYANCE"
organisme = "P0983"
option = "01"
population = "tous"

[[declarations.fonctions]]
fonction = "{ARTISTE}"
complement = "XXX000"
{jobs}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 70 06 75 101 002: 270067510102 modulo 97, by hand: the key is 97 minus the remainder.
    #[test]
    fn a_number_of_social_security_has_its_key() {
        let number = nir(2, 70, 6, 2);
        let (root, key) = number.split_at(13);
        assert_eq!(root, "2700675101002");
        assert_eq!((root.parse::<u64>().unwrap() + key.parse::<u64>().unwrap()) % 97, 0);
    }

    #[test]
    fn the_same_seed_draws_the_same_folder() {
        let demande = |graine| Demande::new(graine, &[], Some("difficile"), &[]).unwrap();
        assert_eq!(tirer(&demande(42)), tirer(&demande(42)));
        assert_ne!(tirer(&demande(42)).fichiers, tirer(&demande(43)).fichiers);
    }
}
