//! `cddu calendrier`: what the production must declare and pay, and when.

use cddu_declarations::Tables;
use cddu_declarations::calendrier::{Compte, Echeance, Options, Statut, build, comptes, csv, ical};
use cddu_dossier::{Depot, Depots, Folder, Genre, Register};
use cddu_rates::{Diagnostic, Month, Period, Rates};
use serde::Serialize;

use super::today;
use crate::args::CalendrierArgs;
use crate::output::{Context, Outcome, Status, Style};
use crate::render::{columns, money};

pub fn run(context: &Context, rates: &Rates, args: &CalendrierArgs) -> Outcome {
    let folder = Folder::read(&args.dossier)?;
    let register = Register::open(&args.dossier)?;
    let slips: Vec<_> = register.all().map(|f| f.resultat.as_ref().clone()).collect();
    let production = folder.declarations();
    let statuses = statuses(&folder);
    if args.comptes {
        return Ok(accounts(context, &comptes(&production, &statuses)));
    }
    let from = args.du.unwrap_or_else(today);
    let to = args.au.unwrap_or(from + chrono::Days::new(120));
    let period = Period::new(from, to).ok_or_else(|| {
        vec![Diagnostic::error("CLI-001", format!("la période finit ({to}) avant de commencer ({from})"))]
    })?;
    let options = Options {
        periode: period,
        auteurs: statuses.contains(&Statut::Auteur),
        debut_production: folder.contracts.values().map(|c| c.dates.debut).min(),
    };
    let dates = build(&production, &Tables::load(rates)?, &slips, &options)?;
    if let Some(path) = &args.ical {
        crate::input::write(path, ical(&dates).as_bytes())?;
    }
    if let Some(path) = &args.csv {
        crate::input::write(path, csv(&dates).as_bytes())?;
    }
    let depots = Depots::open(&args.dossier)?;
    if context.json {
        let dated: Vec<_> =
            dates.iter().map(|echeance| Datee { echeance, envoye: sent(echeance, &depots) }).collect();
        context.print_json(&dated);
        return Ok(Status::Done);
    }
    let mut text = String::new();
    // Obligations of the same day for many people take one line.
    for alike in
        dates.chunk_by(|a, b| (a.date, &a.libelle, &a.destinataire) == (b.date, &b.libelle, &b.destinataire))
    {
        let date = &alike[0];
        let about = if alike.len() > 1 { format!("{} fois", alike.len()) } else { date.objet.clone() };
        let amount = date.montant.map_or_else(String::new, |a| format!("{} €", money(a)));
        text.push_str(&columns(&[
            (&date.date.format("%d/%m/%Y").to_string(), 10),
            (&with_deposit(date, &depots), 40),
            (&about, 21),
            (&date.destinataire, 16),
            (&amount, -12),
        ]));
    }
    let open: Vec<_> = comptes(&production, &statuses).into_iter().filter(|c| !c.ouvert).collect();
    if !open.is_empty() {
        text.push_str(&format!(
            "\n{}\n",
            context.paint(Style::Bold, "Comptes à ouvrir ou identifiants manquants")
        ));
        for account in open {
            text.push_str(&columns(&[
                ("", 1),
                (&account.organisme, 34),
                (&account.manquants.join(", "), 62),
            ]));
        }
    }
    context.print(&text);
    Ok(Status::Done)
}

/// An obligation, and when what it asks was sent.
#[derive(Serialize)]
struct Datee<'a> {
    #[serde(flatten)]
    echeance: &'a Echeance,
    #[serde(skip_serializing_if = "Option::is_none")]
    envoye: Option<String>,
}

/// When what an obligation asks was sent, in words.
fn sent(date: &Echeance, depots: &Depots) -> Option<String> {
    let genre = match date.id.as_str() {
        "dsn" => Genre::Dsn,
        "aem" => Genre::Aem,
        _ => return None,
    };
    let month = date.objet.rsplit(' ').next().and_then(Month::parse)?;
    depots.of(genre, month).next_back().filter(|d| d.le.is_some()).map(Depot::quand)
}

fn with_deposit(date: &Echeance, depots: &Depots) -> String {
    sent(date, depots).map_or_else(|| date.libelle.clone(), |when| format!("{} ({when})", date.libelle))
}

/// Who works on the production.
fn statuses(folder: &Folder) -> Vec<Statut> {
    let mut out = Vec::new();
    let artist = |c: &cddu_dossier::LigneContrat| c.categorie != cddu_payslip::Categorie::Technicien;
    if folder.contracts.is_empty() || folder.contracts.values().any(|c| !artist(c)) {
        out.push(Statut::Technicien);
    }
    if folder.contracts.values().any(artist) {
        out.push(Statut::Artiste);
    }
    if !folder.auteurs.lignes.is_empty() {
        out.push(Statut::Auteur);
    }
    out
}

/// Every account, open or not.
fn accounts(context: &Context, accounts: &[Compte]) -> Status {
    let blocked = accounts.iter().any(|a| a.bloquant && !a.ouvert);
    if context.json {
        context.print_json(&accounts);
    } else {
        let text: String = accounts
            .iter()
            .map(|a| {
                let state = match (a.ouvert, a.bloquant) {
                    (true, _) => "ouvert",
                    (false, true) => "à ouvrir",
                    (false, false) => "à prévoir",
                };
                let what = if a.manquants.is_empty() {
                    a.demarche.clone()
                } else {
                    format!("manque {}", a.manquants.join(", "))
                };
                columns(&[(state, 10), (&a.organisme, 36), (&what, 70)])
            })
            .collect();
        context.print(&text);
    }
    Status::anomalies_if(blocked)
}
