//! The production folder: every file read and checked against the others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cddu_payslip::gross::Zone;
use cddu_rates::{Diagnostic, fold};

use crate::lecture::absences::LigneAbsence;
use crate::lecture::authors::Auteurs;
use crate::lecture::columns::{
    ABSENCES, AUTEURS, CONTRATS, CONTRATS_AUTEURS, DEVIS, ELEMENTS, FIGURATION, FileSpec, NOTES, SALARIES,
    TEMPS,
};
use crate::lecture::contracts::LigneContrat;
use crate::lecture::devis::LigneDevis;
use crate::lecture::elements::LigneElement;
use crate::lecture::left_out::LeftOut;
use crate::lecture::people::Personne;
use crate::lecture::production::Production;
use crate::lecture::sheet::Sheet;
use crate::lecture::times::LigneTemps;

/// A production folder read. People with a faulty row are known to be left out; the others can be paid.
#[derive(Debug)]
pub struct Folder {
    /// Where it is.
    pub root: PathBuf,
    /// `production.toml`.
    pub production: Production,
    /// People by number.
    pub people: BTreeMap<String, Personne>,
    /// Contracts by number.
    pub contracts: BTreeMap<String, LigneContrat>,
    /// Time sheets by contract.
    pub times: BTreeMap<String, Vec<LigneTemps>>,
    /// Elements in the order of the file.
    pub elements: Vec<LigneElement>,
    /// Absences by contract.
    pub absences: BTreeMap<String, Vec<LigneAbsence>>,
    /// Authors, their contracts and their notes.
    pub auteurs: Auteurs,
    /// Rows of the budget.
    pub devis: Vec<LigneDevis>,
    /// Everything met while reading, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) left_out: LeftOut,
    /// Lines of the keys of `production.toml`.
    keys: BTreeMap<String, u64>,
    /// Where each file of rows was read, when it is a workbook.
    places: BTreeMap<&'static str, String>,
}

impl Folder {
    /// The agreement of a contract: its own, or that of the employer.
    pub(crate) fn idcc<'a>(&'a self, contract: &'a LigneContrat) -> &'a str {
        contract.idcc.as_deref().unwrap_or(&self.production.employeur.identite.idcc)
    }

    /// Where the production shoots, unless a row says otherwise.
    pub(crate) fn zone(&self) -> Zone {
        let other =
            self.production.production.zone.as_deref().is_some_and(|z| z.eq_ignore_ascii_case("autre"));
        if other { Zone::Autre } else { Zone::Paris }
    }

    /// Reads a folder.
    ///
    /// # Errors
    /// What makes the folder unusable, all at once: a missing file, a header that cannot be understood, a faulty
    /// `production.toml`. Faulty rows are not errors: see [`Folder::diagnostics`].
    pub fn read(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        if !root.is_dir() {
            return Err(vec![
                Diagnostic::error("DOS-001", format!("« {} » n'est pas un dossier", root.display()))
                    .hint("donner le dossier de la production ; cddu init DOSSIER en crée un"),
            ]);
        }
        let mut errors = Vec::new();
        let mut take = |result: Result<Option<Sheet>, Vec<Diagnostic>>| match result {
            Ok(sheet) => sheet,
            Err(mut list) => {
                errors.append(&mut list);
                None
            }
        };
        let salaries = take(sheet(root, &SALARIES));
        let contrats = take(sheet(root, &CONTRATS));
        let temps = take(sheet(root, &TEMPS));
        let lines = take(sheet(root, &ELEMENTS));
        let extras = take(sheet(root, &FIGURATION));
        let away = take(sheet(root, &ABSENCES));
        let auteurs = take(sheet(root, &AUTEURS));
        let contrats_auteurs = take(sheet(root, &CONTRATS_AUTEURS));
        let notes = take(sheet(root, &NOTES));
        let unread = crate::lecture::ignores::unread(root).unwrap_or_else(|list| list);
        let (mut lost, aside): (Vec<_>, Vec<_>) = unread.into_iter().partition(Diagnostic::is_error);
        errors.append(&mut lost);
        let production = match production(root) {
            Ok(production) => Some(production),
            Err(mut list) => {
                list.append(&mut errors);
                errors = list;
                None
            }
        };
        let (Some((production, keys)), Some(mut salaries), Some(mut contrats), Some(mut temps), true) =
            (production, salaries, contrats, temps, errors.is_empty())
        else {
            return Err(errors);
        };
        let mut places = BTreeMap::new();
        let mut lines = lines;
        let mut diagnostics = aside;
        if let Some(extras) = &extras {
            places.insert(extras.spec.fichier, extras.shown.clone());
            diagnostics.extend(extras.diagnostics.iter().cloned());
            let mut sheets = crate::lecture::figuration::Sheets {
                salaries: &mut salaries,
                contrats: &mut contrats,
                temps: &mut temps,
                elements: &mut lines,
            };
            crate::lecture::figuration::spread(extras, &mut sheets, &mut diagnostics);
        }
        let read = [Some(&salaries), Some(&contrats), Some(&temps), lines.as_ref(), away.as_ref()];
        let rights = [auteurs.as_ref(), contrats_auteurs.as_ref(), notes.as_ref()];
        for sheet in read.into_iter().chain(rights).flatten() {
            places.insert(sheet.spec.fichier, sheet.shown.clone());
        }
        let mut left_out = LeftOut::default();
        for sheet in read.into_iter().flatten() {
            diagnostics.extend(sheet.diagnostics.iter().cloned());
        }
        let people = {
            let debtor = production.virements.as_ref().map(|v| v.iban.as_str());
            crate::lecture::people::read(&salaries, debtor, &mut left_out, &mut diagnostics)
        };
        let (contracts, faulty) =
            crate::lecture::contracts::read(&contrats, &people, &mut left_out, &mut diagnostics);
        crate::lecture::figuration::alone(&contrats, &contracts, &mut left_out, &mut diagnostics);
        let times = crate::lecture::times::read(&temps, &contracts, &faulty, &mut left_out, &mut diagnostics);
        let elements = lines.as_ref().map_or_else(Vec::new, |lines| {
            crate::lecture::elements::read(
                lines,
                &people,
                &contracts,
                &faulty,
                &mut left_out,
                &mut diagnostics,
            )
        });
        let absences = away.as_ref().map_or_else(BTreeMap::new, |away| {
            let known = crate::lecture::absences::Known {
                people: &people,
                contracts: &contracts,
                faulty: &faulty,
                times: &times,
            };
            crate::lecture::absences::read(away, &known, &mut left_out, &mut diagnostics)
        });
        // Rows that an open quote swallows may be anybody's.
        for fault in diagnostics.iter().filter(|d| d.code == "DOS-132") {
            for contract in contracts.values() {
                left_out.add(&contract.matricule, fault);
            }
        }
        let devis = crate::lecture::devis::read(sheet(root, &DEVIS), &mut diagnostics);
        let mut auteurs = crate::lecture::authors::read(
            auteurs.as_ref(),
            contrats_auteurs.as_ref(),
            notes.as_ref(),
            &mut diagnostics,
        );
        for contract in &mut auteurs.contrats {
            // Rights bought for the film are a cost of the film.
            contract
                .analytique
                .entry("film".to_owned())
                .or_insert_with(|| production.production.code.clone());
        }
        Ok(Self {
            root: root.to_owned(),
            production,
            people,
            contracts,
            times,
            elements,
            absences,
            auteurs,
            devis,
            diagnostics,
            left_out,
            keys,
            places,
        })
    }

    /// The identifiers at the social bodies, with those of the people and of the contracts.
    #[must_use]
    pub fn declarations(&self) -> cddu_declarations::Production {
        let mut out = self.production.declarations.clone();
        out.employeur = Some(self.production.employeur.clone());
        let film = &self.production.production;
        out.film.titre.get_or_insert_with(|| film.titre.clone());
        if out.film.numero_objet.is_none() {
            out.film.numero_objet.clone_from(&film.numero_objet);
        }
        for (matricule, person) in &self.people {
            out.salaries.entry(matricule.clone()).or_insert_with(|| person.declare.clone());
        }
        for (number, contract) in &self.contracts {
            out.contrats.entry(number.clone()).or_insert_with(|| contract.declare.clone());
        }
        out
    }

    /// True when `production.toml` has a section of declarations, filled or not: DSN and AEM are wanted.
    pub(crate) fn declares(&self) -> bool {
        self.keys.keys().any(|key| key.starts_with("declarations."))
    }

    /// A diagnostic of another crate, which knows the file and the person but neither the folder nor the line.
    #[must_use]
    pub fn located(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some(file) = diagnostic.fichier.clone() else { return diagnostic };
        if !matches!(
            file.as_str(),
            "production.toml"
                | "salaries.csv"
                | "contrats.csv"
                | "temps.csv"
                | "elements.csv"
                | "figuration.csv"
                | "absences.csv"
        ) {
            return diagnostic;
        }
        let field = diagnostic.champ.clone().unwrap_or_default();
        let name = field.split_whitespace().nth(1).unwrap_or_default();
        let row = match file.as_str() {
            "salaries.csv" => self.people.get(name).map(|p| (p.fichier, p.ligne)),
            "contrats.csv" => self.contracts.get(name).map(|c| (c.fichier, c.ligne)),
            _ => None,
        };
        let key = || match file.as_str() {
            "production.toml" => crate::lecture::production::line_of(&self.keys, &field),
            _ => None,
        };
        diagnostic.ligne = diagnostic.ligne.or_else(|| row.map(|(_, line)| line).or_else(key));
        diagnostic.fichier = Some(self.shown(row.map_or(file.as_str(), |(file, _)| file)));
        diagnostic
    }

    /// A file of the folder, as the user would name it.
    #[must_use]
    pub fn shown(&self, file: &str) -> String {
        self.places.get(file).cloned().unwrap_or_else(|| shown(&self.root, file))
    }
}

pub(crate) fn shown(root: &Path, file: &str) -> String {
    root.join(file).display().to_string()
}

/// The lines of a file as they are written, its header and titles included; `None` when it does not read.
pub(crate) fn lines(root: &Path, spec: &'static FileSpec) -> Option<Vec<crate::lecture::sheet::Line>> {
    if let Ok(Some(bytes)) = bytes(root, spec.fichier) {
        return crate::lecture::sheet::raw(&shown(root, spec.fichier), &bytes, spec);
    }
    let stem = spec.fichier.trim_end_matches(".csv");
    [(format!("{stem}.xlsx"), true), (WORKBOOK.to_owned(), false)].into_iter().find_map(|(name, alone)| {
        let bytes = bytes(root, &name).ok()??;
        crate::lecture::classeur::read(&name, &bytes, stem, alone).ok()?.map(|sheet| sheet.lines)
    })
}

/// One workbook may hold every file, a sheet each.
pub(crate) const WORKBOOK: &str = "dossier.xlsx";

fn sheet(root: &Path, spec: &'static FileSpec) -> Result<Option<Sheet>, Vec<Diagnostic>> {
    let stem = spec.fichier.trim_end_matches(".csv");
    let own = format!("{stem}.xlsx");
    let mut found = Vec::new();
    if let Some(bytes) = bytes(root, spec.fichier)? {
        found.push((spec.fichier, crate::lecture::sheet::read(&shown(root, spec.fichier), &bytes, spec)));
    }
    for (name, alone) in [(own.as_str(), true), (WORKBOOK, false)] {
        let Some(bytes) = bytes(root, name)? else { continue };
        match crate::lecture::classeur::read(&shown(root, name), &bytes, stem, alone) {
            Ok(None) => {}
            Ok(Some(sheet)) => {
                let rows =
                    crate::lecture::sheet::from_lines(&sheet.shown, sheet.lines, spec, sheet.diagnostics);
                found.push((name, rows));
            }
            Err(fault) => found.push((name, Err(vec![fault]))),
        }
    }
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        return Err(vec![
            Diagnostic::error("DOS-136", format!("{} : lequel faut-il lire ?", names.join(" et ")))
                .in_file(shown(root, names[0]), None)
                .hint("n'en garder qu'un : sortir l'autre du dossier (ou sa feuille du classeur)"),
        ]);
    }
    match found.pop() {
        Some((_, rows)) => rows.map(Some),
        None if !spec.obligatoire => Ok(None),
        None => {
            let absent = std::io::Error::from(std::io::ErrorKind::NotFound);
            let near = match bytes(root, WORKBOOK)? {
                Some(book) => in_workbook(&book, stem),
                None => neighbours(root, spec.fichier),
            };
            Err(vec![missing(&shown(root, spec.fichier), &absent, &near)])
        }
    }
}

/// What the sheets of the workbook say of a sheet that is not found.
fn in_workbook(book: &[u8], stem: &str) -> String {
    let sheets = crate::lecture::classeur::sheets(book);
    if sheets.iter().any(|(name, visible)| !visible && fold(name) == fold(stem)) {
        return format!(
            "dans {WORKBOOK}, la feuille « {stem} » est masquée : l'afficher (clic droit > Afficher)"
        );
    }
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    format!("dans {WORKBOOK}, nommer « {stem} » la feuille à lire ; feuilles trouvées : {}", names.join(", "))
}

/// A file of the folder, `None` when it is not there.
pub(crate) fn bytes(root: &Path, name: &str) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    match std::fs::read(root.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![missing(&shown(root, name), &error, "")]),
    }
}

fn production(root: &Path) -> Result<(Production, BTreeMap<String, u64>), Vec<Diagnostic>> {
    let name = "production.toml";
    let shown = shown(root, name);
    let bytes =
        std::fs::read(root.join(name)).map_err(|e| vec![missing(&shown, &e, &neighbours(root, name))])?;
    let (text, _) = crate::lecture::text::decode(&shown, &bytes).map_err(|d| vec![d])?;
    Ok((crate::lecture::production::read(&shown, &text)?, crate::lecture::production::key_lines(&text)))
}

fn missing(shown: &str, error: &std::io::Error, neighbours: &str) -> Diagnostic {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "fichier absent".to_owned(),
        _ => format!("fichier illisible : {}", cddu_rates::io_cause(error)),
    };
    let hint = if error.kind() != std::io::ErrorKind::NotFound {
        "rendre le fichier lisible (droits, verrou d'un autre programme, partage réseau), puis relancer"
            .to_owned()
    } else if neighbours.is_empty() {
        "cddu init DOSSIER crée un dossier complet à remplir".to_owned()
    } else {
        format!("fichiers voisins : {neighbours}")
    };
    Diagnostic::error("DOS-001", message).in_file(shown, None).hint(hint)
}

/// Files of the folder whose name looks like the missing one.
fn neighbours(root: &Path, wanted: &str) -> String {
    let mut names: Vec<String> = std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    if let Some(book) = other_workbook(&names, wanted) {
        return book;
    }
    cddu_rates::nearest(wanted, names.iter().map(String::as_str)).join(", ")
}

/// A workbook of the folder, or of the missing file, under another extension than the one that is read.
fn other_workbook(names: &[String], wanted: &str) -> Option<String> {
    let stem = wanted.rsplit_once('.').map_or(wanted, |(stem, _)| stem);
    let kinds = ["xls", "xlsx", "xlsm", "xlsb", "ods", "numbers"];
    names.iter().find_map(|name| {
        let (own, kind) = name.rsplit_once('.')?;
        let same = ["dossier", stem].into_iter().find(|s| fold(s) == fold(own))?;
        let read = format!("{same}.xlsx");
        (kinds.contains(&kind.to_ascii_lowercase().as_str()) && *name != read)
            .then(|| format!("{name}, à ouvrir dans le tableur et à enregistrer sous {read}"))
    })
}
