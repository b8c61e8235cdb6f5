//! `cddu defaire`: payslips that nobody has received leave the register.

use cddu_documents::typo::count;
use cddu_dossier::{Choix, Folder, PayPeriod};

use crate::args::DefaireArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, args: &DefaireArgs) -> Outcome {
    let period = PayPeriod::parse(&args.periode).map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    let choix = Choix {
        personne: args.personne.as_deref(),
        bulletins: &args.bulletin,
        virements_non_envoyes: args.virements_non_envoyes,
        essai: args.essai,
    };
    let done = cddu_dossier::undo(&folder, &period, choix)?;
    if context.json {
        context.print_json(&done);
        return Ok(Status::Done);
    }
    if args.essai {
        let numbers = count(done.bulletins.len(), "bulletin");
        context.print(&format!("Essai, rien n'est défait : {numbers}, {}\n", done.bulletins.join(", ")));
        return Ok(Status::Done);
    }
    let mut text =
        format!("{} : {}\n", count(done.bulletins.len(), "bulletin défait"), done.bulletins.join(", "));
    for (from, to) in &done.fichiers {
        text.push_str(&format!("  {from} -> {to}\n"));
    }
    let again = done.rappel.map_or_else(String::new, |day| format!(" --rectifier --paiement {day}"));
    text.push_str(&format!(
        "Corriger les données, puis cddu paie {} --periode {}{again} refait les bulletins, les virements et les déclarations.\nUn bulletin déjà remis à la personne ne se défait pas : remettre son fichier à sa place, et employer --rectifier.\n",
        args.dossier.display(),
        args.periode
    ));
    context.print(&text);
    Ok(Status::Done)
}
