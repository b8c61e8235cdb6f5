//! `cddu bulletin`: one payslip, or many.

use cddu_kit::{Answer, BulletinInput, Call, Diagnostic, Engine, LignesSortie, TotauxSortie};

use super::lot_csv::Rows;
use crate::args::{BulletinArgs, Champs};
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, engine: &Engine, args: &BulletinArgs) -> Outcome {
    let papier = &args.papier;
    let champs = champs(context, args)?;
    if args.csv {
        let rows = if champs == Champs::Lignes { Rows::Lignes } else { Rows::Totaux };
        return super::lot_csv::run(context, engine, rows, &papier.fichier);
    }
    let call = match champs {
        Champs::Totaux => Call::BulletinTotaux,
        Champs::Lignes => Call::BulletinLignes,
        Champs::Complet => Call::Bulletin,
    };
    if papier.jsonl {
        return super::jsonl::run(engine, call, &papier.fichier);
    }
    papier.check(context)?;
    let text = crate::input::text(&papier.fichier)?;
    let computed = cddu_kit::read::<BulletinInput>(&text)
        .and_then(|request| engine.bulletin(&request.input).map(|computed| (request.reference, computed)));
    let (reference, computed) = match computed {
        Ok(computed) => computed,
        Err(list) => return super::refused(context, &papier.fichier, &text, list),
    };
    let reference = reference.as_deref();
    super::documents::bulletin(engine.rates(), &computed, &papier.vers, papier.explique)?;
    let bulletin = &computed.bulletin;
    let status = Status::anomalies_if(bulletin.anomalies().next().is_some());
    if papier.vers.takes_output() {
        return Ok(status);
    }
    match champs {
        _ if !context.json => context.print(&crate::render::payslip(context, bulletin)),
        Champs::Totaux => context.print_json(&Answer::new(&TotauxSortie::of(bulletin), reference)),
        Champs::Lignes => context.print_json(&Answer::new(&LignesSortie::of(bulletin), reference)),
        Champs::Complet => context.print_json(&Answer::new(bulletin, reference)),
    }
    Ok(status)
}

/// The part of the payslip that is asked, where it can be written.
fn champs(context: &Context, args: &BulletinArgs) -> Result<Champs, Vec<Diagnostic>> {
    let usage = |message: &str, hint: &str| Err(vec![Diagnostic::error("CLI-001", message).hint(hint)]);
    match args.champs {
        Some(Champs::Complet) if args.csv => usage(
            "un bulletin complet ne tient pas dans un CSV",
            "--champs totaux ou --champs lignes ; le bulletin complet : --jsonl",
        ),
        Some(Champs::Totaux | Champs::Lignes) if !(args.csv || args.papier.jsonl || context.json) => {
            usage("--champs choisit ce que garde une réponse JSON ou CSV", "ajouter --json, --jsonl ou --csv")
        }
        Some(champs) => Ok(champs),
        None if args.csv => Ok(Champs::Totaux),
        None => Ok(Champs::Complet),
    }
}
