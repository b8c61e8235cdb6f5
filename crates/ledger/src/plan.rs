//! The chart of accounts: roles, the accounts that hold them on a date, and the company's own numbers.
//!
//! Clock of the chart: the first day of the exercice. The changes of the règlement ANC 2022-06 hold for the
//! exercices opened from 1 January 2025.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Files, Row, nearest};
use chrono::NaiveDate;

use crate::table;

/// Path of the chart under `rates/`.
pub const TABLE: &str = "compta/plan_comptable.csv";

const COLONNES: [&str; 9] =
    ["compte", "libelle", "role", "parent_pcg", "statut", "sens", "auxiliaire", "valide_du", "confiance"];

/// An account of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Number.
    pub numero: String,
    /// French label.
    pub libelle: String,
    /// Role held (`urssaf`, `brut.technicien`); empty for an account that entries never use.
    pub role: String,
    /// PCG account that must be the beginning of the number.
    pub parent_pcg: String,
    /// Kind of auxiliary (`salarie`, `organisme`, `creancier`, `auteur`, `etat`...), empty for none.
    pub auxiliaire: String,
    /// Debit and credit lines of the account are matched against each other.
    pub lettrable: bool,
    /// Dates, source and confidence.
    pub row: Row,
}

/// The chart that holds for one exercice.
#[derive(Clone, Debug)]
pub struct Plan {
    ouverture: NaiveDate,
    par_role: BTreeMap<String, Compte>,
    par_numero: BTreeMap<String, Compte>,
    supprimes: BTreeMap<String, Row>,
    propres: BTreeSet<String>,
}

impl Plan {
    /// The chart of the tables for the exercice opened on `ouverture`.
    ///
    /// # Errors
    /// `BAR-002` when the table is missing, `CPT-001` and `CPT-002` for what it says wrong, `CPT-003` when two
    /// accounts hold one role on that day.
    pub fn load(files: &Files, ouverture: NaiveDate) -> Result<Self, Vec<Diagnostic>> {
        let shown = files.shown(TABLE);
        let texte = files.get(TABLE).map_err(|d| vec![d])?;
        let comptes = table::read(&shown, texte, b',', &COLONNES, |row| {
            let numero = row.required::<String>("compte")?;
            let parent_pcg = row.required::<String>("parent_pcg")?;
            if !numero.starts_with(&parent_pcg) {
                return Err(row.error(
                    "CPT-004",
                    "compte",
                    format!("le compte {numero} ne commence pas par son compte du PCG {parent_pcg}"),
                ));
            }
            Ok(Compte {
                row: row.provenance(&numero)?,
                libelle: row.text("libelle").to_owned(),
                role: row.text("role").to_owned(),
                auxiliaire: row.text("auxiliaire").to_owned(),
                lettrable: row.text("lettrable") == "oui",
                numero,
                parent_pcg,
            })
        })?;
        let mut plan = Self {
            ouverture,
            par_role: BTreeMap::new(),
            par_numero: BTreeMap::new(),
            supprimes: BTreeMap::new(),
            propres: BTreeSet::new(),
        };
        let mut errors = Vec::new();
        for compte in comptes {
            if !compte.row.holds(ouverture) {
                plan.supprimes.insert(compte.numero, compte.row);
                continue;
            }
            if !compte.role.is_empty()
                && let Some(other) = plan.par_role.insert(compte.role.clone(), compte.clone())
            {
                errors.push(
                    Diagnostic::error(
                        "CPT-003",
                        format!(
                            "les comptes {} et {} tiennent tous deux le rôle « {} » au {ouverture}",
                            other.numero, compte.numero, compte.role
                        ),
                    )
                    .in_file(shown.clone(), Some(compte.row.ligne)),
                );
            }
            plan.par_numero.insert(compte.numero.clone(), compte);
        }
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// Puts the company's own number under a role, after checking it against the PCG.
    ///
    /// # Errors
    /// `CPT-004` when the number does not start with its PCG parent, `CPT-005` when the account no longer exists
    /// for the exercice, `CPT-006` when the role is unknown.
    pub fn own(&mut self, role: &str, numero: &str, libelle: Option<&str>) -> Result<(), Diagnostic> {
        let known = self.known(role)?;
        let parents = [known.parent_pcg.clone()];
        let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
        self.put(role, numero, libelle, &parents)
    }

    /// The same for a role that may live under several PCG accounts.
    ///
    /// # Errors
    /// Those of [`Plan::own`].
    pub(crate) fn own_under(&mut self, role: &str, numero: &str, parents: &[&str]) -> Result<(), Diagnostic> {
        self.put(role, numero, None, parents)
    }

    fn known(&self, role: &str) -> Result<&Compte, Diagnostic> {
        let generic = || role.rsplit_once('.').and_then(|(parent, _)| self.par_role.get(parent));
        self.par_role.get(role).or_else(generic).ok_or_else(|| {
            let proches = nearest(role, self.par_role.keys().map(String::as_str)).join(", ");
            Diagnostic::error("CPT-006", format!("rôle comptable inconnu : « {role} »")).hint(
                if proches.is_empty() {
                    "les rôles sont la colonne role de compta/plan_comptable.csv".to_owned()
                } else {
                    format!("rôles voisins : {proches}")
                },
            )
        })
    }

    fn put(
        &mut self,
        role: &str,
        numero: &str,
        libelle: Option<&str>,
        parents: &[&str],
    ) -> Result<(), Diagnostic> {
        let known = self.known(role)?.clone();
        let digits = numero.bytes().take_while(u8::is_ascii_digit).count();
        let well_formed = digits >= 3 && numero.bytes().all(|b| b.is_ascii_alphanumeric());
        let Some(parent) = parents.iter().find(|p| well_formed && numero.starts_with(**p)) else {
            let parents = parents.join(" ou ");
            return Err(Diagnostic::error(
                "CPT-004",
                format!("le compte « {numero} » du rôle « {role} » ne commence pas par {parents} (PCG)"),
            )
            .hint(format!("donner un numéro de la forme {parents}…, trois chiffres au moins")));
        };
        // The longest account of the chart, of any year, that begins the number decides whether it exists.
        let longest = |n: &&String| if numero.starts_with(n.as_str()) { n.len() } else { 0 };
        let held = self.par_numero.keys().map(|n| longest(&n)).max().unwrap_or(0);
        if let Some((_, row)) =
            self.supprimes.iter().filter(|(n, _)| longest(n) > held).max_by_key(|(n, _)| longest(n))
        {
            return Err(Diagnostic::error(
                "CPT-005",
                format!(
                    "le compte {} n'existe pas pour un exercice ouvert le {} (il vaut {})",
                    row.cle,
                    self.ouverture,
                    row.dates()
                ),
            )
            .hint("règlement ANC 2022-06 : changer le numéro dans le fichier des comptes de l'entreprise"));
        }
        let own = Compte {
            numero: numero.to_owned(),
            libelle: libelle.unwrap_or(&known.libelle).to_owned(),
            role: role.to_owned(),
            parent_pcg: (*parent).to_owned(),
            ..known
        };
        self.par_numero.entry(numero.to_owned()).or_insert_with(|| own.clone());
        self.par_role.insert(role.to_owned(), own);
        self.propres.insert(role.to_owned());
        Ok(())
    }

    /// True when the company gave its own number for the role.
    #[must_use]
    pub fn is_own(&self, role: &str) -> bool {
        self.propres.contains(role)
    }

    /// Reads the company's file: columns `role`, `compte`, and optionally `libelle`.
    ///
    /// # Errors
    /// Those of [`Plan::own`], each at its line, all at once.
    pub fn own_file(&mut self, fichier: &str, texte: &str) -> Result<(), Vec<Diagnostic>> {
        let separateur = sniff(texte);
        let rows = table::read(fichier, texte, separateur, &["role", "compte"], |row| {
            let libelle = Some(row.text("libelle").to_owned()).filter(|l| !l.is_empty());
            Ok((row.ligne, row.required::<String>("role")?, row.required::<String>("compte")?, libelle))
        })?;
        let errors: Vec<_> = rows
            .into_iter()
            .filter_map(|(ligne, role, compte, libelle)| {
                self.own(&role, &compte, libelle.as_deref())
                    .err()
                    .map(|d| d.in_file(fichier, Some(ligne)).column("compte"))
            })
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The account of a role; of `role.detail` when one is defined, of `role` otherwise.
    #[must_use]
    pub fn compte(&self, role: &str) -> Option<&Compte> {
        self.par_role.get(role)
    }

    /// The account of a number met in a ledger: the longest account of the chart that begins it.
    #[must_use]
    pub fn by_number(&self, numero: &str) -> Option<&Compte> {
        (1..=numero.len())
            .rev()
            .filter(|n| numero.is_char_boundary(*n))
            .find_map(|n| self.par_numero.get(&numero[..n]))
    }

    /// The roles and their accounts, by role.
    pub fn roles(&self) -> impl Iterator<Item = (&str, &Compte)> {
        self.par_role.iter().map(|(role, compte)| (role.as_str(), compte))
    }

    /// First day of the exercice for which the chart holds.
    #[must_use]
    pub const fn ouverture(&self) -> NaiveDate {
        self.ouverture
    }
}

/// The separator of a CSV: the most frequent of `;`, tab and `,` on the header line.
pub(crate) fn sniff(texte: &str) -> u8 {
    let header = texte.lines().next().unwrap_or_default();
    let count = |c: u8| header.bytes().filter(|b| *b == c).count();
    [b';', b'\t', b','].into_iter().max_by_key(|c| (count(*c), *c == b';')).unwrap_or(b',')
}
