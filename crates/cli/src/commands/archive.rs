//! `cddu archiver`, `cddu archive` and `cddu remettre`: what is kept, and what is handed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cddu_archive::{ArchiveOptions, Conservation, DeliverOptions, Keys, Locks, Manifest};
use cddu_documents::typo::count;
use cddu_dossier::{PayPeriod, Staging};
use cddu_rates::{Diagnostic, Rates, io_cause};
use serde_json::json;

use crate::args::{ArchiveCommand, ArchiverArgs, CleArgs, RemettreArgs};
use crate::output::{Context, Outcome, Status, Style};
use crate::render::columns;

pub fn write(context: &Context, rates: &Rates, args: &ArchiverArgs) -> Outcome {
    let locks = locks(args)?;
    let date = args.date.unwrap_or_else(super::today);
    let out = args.vers.clone().unwrap_or_else(|| beside(&args.dossier, date, locks.is_open()));
    let options = ArchiveOptions { date, locks, despite: args.quand_meme };
    let bar = super::paie::bar("fichiers");
    let done = cddu_archive::archive(&args.dossier, rates, &options, &out, &|rank, total| {
        bar.set_length(total as u64);
        bar.set_position(rank as u64);
    });
    bar.finish_and_clear();
    let done = done?;
    if context.json {
        context.print_json(&json!({
            "fichier": out,
            "octets": done.octets,
            "empreinte": done.empreinte,
            "chiffree": !options.locks.is_open(),
            "manifeste": done.manifest,
        }));
        return Ok(Status::Done);
    }
    let closed = match (options.locks.is_open(), options.locks.count()) {
        (true, _) => "non chiffrée : la garder dans un endroit fermé".to_owned(),
        (false, 0) => "chiffrée par une phrase secrète".to_owned(),
        (false, keys) => format!("chiffrée pour {}", count(keys, "destinataire")),
    };
    context.print(&format!(
        "{}\n{}, {} octets, {closed}\nempreinte {}\n",
        context.paint(Style::Bold, &out.display().to_string()),
        count(done.manifest.pieces.len(), "fichier"),
        done.octets,
        done.empreinte
    ));
    summary(context, &done.manifest);
    Ok(Status::Done)
}

pub fn run(context: &Context, command: &ArchiveCommand) -> Outcome {
    match command {
        ArchiveCommand::Verifier { fichier, cle } => {
            let proven = cddu_archive::prove(fichier, &keys(cle)?)?;
            if context.json {
                context.print_json(&proven.manifest);
                return Ok(Status::Done);
            }
            context.print(&format!(
                "{} : {}, tous ceux du manifeste, aucun autre.\n",
                fichier.display(),
                count(proven.pieces, "fichier")
            ));
            summary(context, &proven.manifest);
        }
        ArchiveCommand::Ouvrir { fichier, vers, cle } => {
            let proven = cddu_archive::extract(fichier, &keys(cle)?, vers)?;
            if context.json {
                context.print_json(&proven.manifest);
                return Ok(Status::Done);
            }
            context.print(&format!(
                "{} dans {}. La relire avec ses barèmes :\n  cddu registre verifier {1}/dossier --baremes {1}/baremes\n",
                count(proven.pieces, "fichier"),
                vers.display()
            ));
        }
        ArchiveCommand::Cle { fichier } => {
            let (secret, public) = cddu_archive::generate();
            private(fichier, &secret)?;
            if context.json {
                context.print_json(&json!({ "fichier": fichier, "cle_publique": public }));
            } else {
                context.print(&format!(
                    "Clé secrète dans {} : la garder hors de cette machine, personne ne peut la refaire.\nClé publique, à \
                     donner à qui archive :\n  {public}\n",
                    fichier.display()
                ));
            }
        }
    }
    Ok(Status::Done)
}

pub fn deliver(context: &Context, args: &RemettreArgs) -> Outcome {
    let options = DeliverOptions {
        period: PayPeriod::parse(&args.periode).map_err(|d| vec![d])?,
        keys: args.cles.as_deref().map(people).transpose()?,
    };
    let (given, told) = cddu_archive::deliver(&args.dossier, &options, &args.vers)?;
    context.report(&told);
    if context.json {
        context.print_json(&json!({ "remises": given, "diagnostics": context.shown(&told) }));
    } else {
        let mut out = String::new();
        for one in &given {
            out.push_str(&columns(&[
                (&one.matricule, 10),
                (&format!("{} {}", one.nom, one.prenom), 34),
                (&count(one.documents.len(), "document"), 14),
                (&one.remise, 40),
            ]));
        }
        out.push_str(&format!(
            "{} ; liste : {}\n",
            count(given.len(), "remise"),
            args.vers.join("remise.csv").display()
        ));
        context.print(&out);
    }
    Ok(Status::anomalies_if(!told.is_empty()))
}

/// Beside the folder, under its name and the day.
fn beside(folder: &Path, date: chrono::NaiveDate, open: bool) -> PathBuf {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map_or_else(|| "dossier".into(), |n| n.to_string_lossy().into_owned());
    let end = if open { "tar.gz" } else { "tar.gz.age" };
    let file = format!("{name}-{date}.{end}");
    folder.parent().map_or_else(|| PathBuf::from(&file), |parent| parent.join(&file))
}

fn locks(args: &ArchiverArgs) -> Result<Locks, Vec<Diagnostic>> {
    if let Some(path) = &args.phrase_fichier {
        let text = crate::input::text(&path.display().to_string())?;
        return Locks::for_phrase(&text).map_err(|d| vec![d.in_file(path.display().to_string(), Some(1))]);
    }
    let mut texts = args.pour.clone();
    for path in &args.pour_fichier {
        texts.push(crate::input::text(&path.display().to_string())?);
    }
    Locks::for_keys(texts.iter().map(String::as_str)).map_err(|d| vec![d])
}

fn keys(args: &CleArgs) -> Result<Keys, Vec<Diagnostic>> {
    if let Some(path) = &args.identite {
        let text = crate::input::text(&path.display().to_string())?;
        return Keys::from_file(&text).map_err(|d| vec![d.in_file(path.display().to_string(), None)]);
    }
    match &args.phrase_fichier {
        Some(path) => Ok(Keys::from_phrase(&crate::input::text(&path.display().to_string())?)),
        None => Ok(Keys::default()),
    }
}

/// The keys of people: `matricule`, `cle`.
fn people(path: &Path) -> Result<BTreeMap<String, Locks>, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    let text = crate::input::text(&shown)?;
    let separator = if text.lines().next().is_some_and(|l| l.contains(';')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |error: &csv::Error| vec![cddu_rates::csv_diagnostic("ARC-044", &shown, error)];
    let head = reader.headers().map_err(|e| unreadable(&e))?;
    let at = |name: &str| head.iter().position(|h| h.eq_ignore_ascii_case(name));
    let (Some(number), Some(key)) = (at("matricule"), at("cle")) else {
        return Err(vec![
            Diagnostic::error("ARC-044", "ce fichier de clés n'a pas les colonnes matricule et cle")
                .in_file(&shown, Some(1))
                .hint("première ligne : matricule;cle ; puis une personne par ligne, T01;age1..."),
        ]);
    };
    let (mut out, mut wrong) = (BTreeMap::new(), Vec::new());
    for row in reader.records() {
        let row = row.map_err(|e| unreadable(&e))?;
        let (person, text) = (row.get(number).unwrap_or(""), row.get(key).unwrap_or(""));
        let line = row.position().map(csv::Position::line);
        let place = |d: Diagnostic| d.in_file(&shown, line);
        match Locks::for_keys([text]) {
            Ok(lock) if lock.count() == 1 => {
                if out.insert(person.to_owned(), lock).is_some() {
                    wrong.push(place(
                        Diagnostic::error("ARC-044", format!("« {person} » a deux clés"))
                            .hint("n'en garder qu'une : une archive se remet à une seule personne"),
                    ));
                }
            }
            Ok(_) => wrong.push(place(
                Diagnostic::error("ARC-044", format!("« {person} » n'a pas de clé sur cette ligne"))
                    .hint("écrire sa clé publique (age1...), ou retirer la ligne"),
            )),
            Err(d) => wrong.push(place(d)),
        }
    }
    if wrong.is_empty() { Ok(out) } else { Err(wrong) }
}

/// Writes a secret for this user alone, under a name that no file has.
fn private(path: &Path, text: &str) -> Result<(), Vec<Diagnostic>> {
    // Before the staging of a place that stands, which would find it only at its end.
    if path.exists() {
        Staging::sweep(path).map_err(|d| vec![d])?;
    }
    let staging = Staging::begin(path, "cddu archive cle").map_err(|d| vec![d])?;
    let made = staging.inside().join("cle");
    crate::input::write(&made, text.as_bytes())?;
    staging.end_file(&made).map_err(|error| {
        vec![
            Diagnostic::error("ARC-010", format!("clé impossible à écrire : {}", io_cause(&error)))
                .in_file(path.display().to_string(), None)
                .hint("donner un fichier nouveau : une clé n'en remplace jamais une autre"),
        ]
    })
}

fn summary(context: &Context, manifest: &Manifest) {
    let mut out = format!(
        "{}, au {} : {}, {}, barèmes compris.\n",
        manifest.production,
        manifest.date.format("%d/%m/%Y"),
        count(manifest.bulletins, "bulletin"),
        count(manifest.notes, "note")
    );
    if !manifest.malgre.is_empty() {
        out.push_str("Archivé malgré :\n");
        for line in &manifest.malgre {
            out.push_str(&format!("  {line}\n"));
        }
    }
    if !manifest.conservation.is_empty() {
        out.push_str(&context.paint(Style::Bold, "À garder jusqu'au"));
        out.push('\n');
        for Conservation { piece, annees, jusqu_au, base_legale, confiance } in &manifest.conservation {
            out.push_str(&format!(
                "  {}  {piece} : {}, {base_legale} ({confiance:?})\n",
                jusqu_au.format("%d/%m/%Y"),
                count(*annees as usize, "an")
            ));
        }
    }
    context.print(&out);
}
