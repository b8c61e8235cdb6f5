//! `cddu releves`: what the payslips of a period owe to each body, line by line.

use cddu_declarations::Tables;
use cddu_declarations::releves::{Releve, build, csv};
use cddu_documents::typo::count;
use cddu_dossier::{Folder, Register};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Month, Period, Rates};

use crate::args::RelevesArgs;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::{columns, money};

pub fn run(context: &Context, rates: &Rates, args: &RelevesArgs) -> Outcome {
    Folder::read(&args.dossier)?;
    let slips: Vec<Payslip> =
        Register::open(&args.dossier)?.all().map(|f| f.resultat.as_ref().clone()).collect();
    let mut list = build(&Tables::load(rates)?, &slips, period(args)?);
    if let Some(wanted) = &args.organisme {
        let known: Vec<String> = list.iter().map(|r| r.organisme.clone()).collect();
        list.retain(|r| r.organisme == *wanted);
        if list.is_empty() && !known.is_empty() {
            return Err(vec![
                Diagnostic::error("CLI-010", format!("aucun relevé pour « {wanted} » dans cette période"))
                    .hint(format!("organismes de la période : {}", known.join(", "))),
            ]);
        }
    }
    if let Some(path) = &args.csv {
        crate::input::write(path, csv(&list).as_bytes())?;
    }
    if context.json {
        context.print_json(&list);
    } else if list.is_empty() {
        context.print("Aucun bulletin payé dans cette période.\n");
    } else {
        context.print(&list.iter().map(|r| text(context, r)).collect::<Vec<_>>().join("\n"));
    }
    Ok(Status::Done)
}

fn period(args: &RelevesArgs) -> Result<Period, Vec<Diagnostic>> {
    let wrong = |message: String, hint: &str| vec![Diagnostic::error("CLI-008", message).hint(hint)];
    if let Some(text) = &args.mois {
        return Month::parse(text).map(Month::period).ok_or_else(|| {
            wrong(format!("« {text} » n'est pas un mois"), "écrire l'année et le mois, par exemple 2026-11")
        });
    }
    let given = args.du.zip(args.au);
    given.and_then(|(du, au)| Period::new(du, au)).ok_or_else(|| {
        wrong("la période finit avant de commencer".to_owned(), "donner --mois, ou --du puis --au")
    })
}

fn text(context: &Context, releve: &Releve) -> String {
    let mut out = format!(
        "{}\n{}, {} ; {}\n",
        context.paint(Style::Bold, &releve.libelle),
        releve.canal,
        releve.periodicite,
        count(releve.salaries, "personne")
    );
    for line in &releve.lignes {
        let who = match (line.artiste, line.cadre) {
            (true, _) => "artistes",
            (false, true) => "cadres",
            (false, false) => "non cadres",
        };
        let amount = money(line.salarie + line.employeur);
        out.push_str(&columns(&[
            (&line.code, 13),
            (&line.idcc, 5),
            (who, 11),
            (&money(line.base), -14),
            (
                &line.taux.map_or_else(
                    || "sans taux".to_owned(),
                    |t| format!("{} %", crate::render::french_number(&t.to_string())),
                ),
                -10,
            ),
            (&amount, -13),
            (if line.pour_memoire { "pour mémoire" } else { "" }, 12),
        ]));
    }
    out.push_str(&columns(&[("Total à payer", 56), (&format!("{} €", money(releve.total)), -15)]));
    for mention in &releve.mentions {
        out.push_str(&format!("{}\n", context.paint(Style::Dim, mention)));
    }
    out
}
