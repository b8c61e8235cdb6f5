//! `cddu attestations`: what is handed to the people paid in a month, ready to print.

use std::sync::Arc;

use cddu_dossier::{AttestationOptions, Folder, Outputs, Piece};
use cddu_rates::{Diagnostic, Month, Rates};

use super::paie::{self, Drawing};
use crate::args::{AttestationArgs, PieceArg};
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &AttestationArgs) -> Outcome {
    let month = Month::parse(&args.mois).ok_or_else(|| {
        vec![
            Diagnostic::error("DOS-070", format!("« {} » n'est pas un mois", args.mois))
                .hint("écrire le mois de paiement : 2026-11"),
        ]
    })?;
    let folder = Folder::read(&args.dossier)?;
    check_names(&folder, args.salarie.as_ref(), args.contrat.as_ref())?;
    let pieces: Vec<Piece> = args.document.iter().map(|p| piece(*p)).collect();
    let both = !args.pdf && !args.html;
    let options = AttestationOptions {
        contrat: args.contrat.clone(),
        matricule: args.salarie.clone(),
        pieces: if pieces.is_empty() { Piece::ALL.to_vec() } else { pieces },
        pdf: args.pdf || both,
        html: args.html || both,
        emis_le: args.date,
        real: args.reel,
        ..AttestationOptions::all(month)
    };
    let drawing = Drawing::new(Arc::default());
    let outputs = cddu_dossier::attestations(&folder, rates, &options, &|e, n| drawing.tick(e, n))?;
    drawing.clear();
    Ok(written(context, &folder, &outputs, args.verbeux))
}

/// Says which papers were written and what was met on the way.
pub fn written(context: &Context, folder: &Folder, outputs: &Outputs, verbeux: bool) -> Status {
    context.report(&paie::visible(&outputs.diagnostics, verbeux));
    if context.json {
        let files: Vec<_> = outputs
            .files
            .iter()
            .map(|(path, what)| serde_json::json!({ "chemin": path, "contenu": what }))
            .collect();
        context.print_json(
            &serde_json::json!({ "fichiers": files, "diagnostics": context.shown(&outputs.diagnostics) }),
        );
    } else {
        for (path, what) in &outputs.files {
            context.print(&format!("{} : {what}\n", folder.shown(path)));
        }
    }
    Status::anomalies_if(outputs.diagnostics.iter().any(Diagnostic::is_error))
}

const fn piece(arg: PieceArg) -> Piece {
    match arg {
        PieceArg::Aem => Piece::Aem,
        PieceArg::Certificat => Piece::CertificatTravail,
        PieceArg::Solde => Piece::SoldeToutCompte,
        PieceArg::Conges => Piece::CongesSpectacles,
    }
}

/// A person or a contract that the folder does not have, with the nearest ones.
pub fn check_names(
    folder: &Folder,
    salarie: Option<&String>,
    contrat: Option<&String>,
) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut check = |given: Option<&String>, what: &str, file: &str, known: Vec<&str>| {
        let Some(given) = given else { return };
        if known.contains(&given.as_str()) {
            return;
        }
        let near = cddu_rates::nearest(given, known.iter().copied()).join(", ");
        let hint = if near.is_empty() {
            format!("reprendre la colonne {what} de {file}")
        } else {
            format!("les plus proches : {near}")
        };
        errors.push(
            Diagnostic::error("CLI-008", format!("{what} « {given} » inconnu"))
                .in_file(folder.shown(file), None)
                .hint(hint),
        );
    };
    check(salarie, "matricule", "salaries.csv", folder.people.keys().map(String::as_str).collect());
    check(contrat, "contrat", "contrats.csv", folder.contracts.keys().map(String::as_str).collect());
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
