//! Declarations written from a folder: monthly DSN and its events, AEM, DPAE.

use std::path::{Path, PathBuf};

use cddu_declarations::{Mode, Tables, aem, dpae as hirings, dsn as monthly};
use cddu_documents::typo;
use cddu_dossier::{Folder, Register, aem_files, last_payment};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Month, Rates};
use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::paie::visible;
use super::today;
use crate::args::{AemEcrireArgs, DpaeArgs, DsnArretArgs, DsnCommand, DsnEcrireArgs, DsnFinArgs, EnvoiArgs};
use crate::output::{Context, Outcome, Status};
use crate::render::money;

/// A folder and its frozen payslips.
struct Desk {
    folder: Folder,
    slips: Vec<Payslip>,
}

impl Desk {
    fn open(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        let folder = Folder::read(root)?;
        let mut slips: Vec<Payslip> = Register::open(root)?.all().map(|f| f.resultat.clone()).collect();
        slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
        Ok(Self { folder, slips })
    }

    /// Diagnostics with the line of the file they speak of.
    fn located(&self, list: Vec<Diagnostic>) -> Vec<Diagnostic> {
        list.into_iter().map(|d| self.folder.located(d)).collect()
    }

    /// The person of a contract.
    fn matricule(&self, contrat: &str) -> Result<&str, Vec<Diagnostic>> {
        self.folder.contracts.get(contrat).map(|c| c.matricule.as_str()).ok_or_else(|| {
            let names = cddu_rates::nearest(contrat, self.folder.contracts.keys().map(String::as_str));
            let hint = if names.is_empty() {
                "les contrats sont dans contrats.csv".to_owned()
            } else {
                format!("contrats voisins : {}", names.join(", "))
            };
            vec![
                Diagnostic::error("CLI-009", format!("le contrat {contrat} n'existe pas dans ce dossier"))
                    .hint(hint),
            ]
        })
    }
}

const fn mode(real: bool) -> Mode {
    if real { Mode::Reel } else { Mode::Essai }
}

fn month(text: &str) -> Result<Month, Vec<Diagnostic>> {
    Month::parse(text).ok_or_else(|| {
        vec![
            Diagnostic::error("CLI-008", format!("« {text} » n'est pas un mois"))
                .hint("écrire l'année et le mois, par exemple 2026-11"),
        ]
    })
}

/// What a command wrote.
#[derive(Serialize)]
struct Written<T> {
    fichier: String,
    resume: T,
    avertissements: Vec<Diagnostic>,
}

/// Writes the file and says so.
fn finish<T: Serialize>(
    context: &Context,
    desk: &Desk,
    path: &Path,
    bytes: &[u8],
    sentence: &str,
    resume: T,
    warnings: Vec<Diagnostic>,
) -> Outcome {
    crate::input::write(path, bytes)?;
    let avertissements = desk.located(warnings);
    context.report(&visible(&avertissements, false));
    if context.json {
        context.print_json(&Written { fichier: path.display().to_string(), resume, avertissements });
    } else {
        context.print(&format!("{sentence}\n{}\n", path.display()));
    }
    Ok(Status::Done)
}

fn place(envoi: &EnvoiArgs, default: &str) -> PathBuf {
    envoi.sortie.clone().unwrap_or_else(|| envoi.dossier.join("sorties/declarations").join(default))
}

pub fn dsn(context: &Context, rates: &Rates, command: &DsnCommand) -> Outcome {
    match command {
        DsnCommand::Ecrire(args) => monthly_dsn(context, rates, args),
        DsnCommand::Relire { dossier, fichier } => reread(context, rates, dossier, fichier),
        DsnCommand::Arret(args) => arret(context, args),
        DsnCommand::FinContrat(args) => fin_contrat(context, rates, args),
        _ => Ok(Status::Done),
    }
}

fn reread(context: &Context, rates: &Rates, root: &Path, path: &Path) -> Outcome {
    let desk = Desk::open(root)?;
    let name = path.display().to_string();
    let tables = Tables::load(rates)?;
    let gaps =
        monthly::relire(&desk.folder.declarations(), &tables, &desk.slips, &crate::input::bytes(path)?)
            .map_err(|list| desk.located(list.into_iter().map(|d| d.in_file(&name, None)).collect()))?;
    let count = gaps.len();
    if context.json {
        context.print_json(&gaps);
    } else {
        let lines: Vec<Diagnostic> = gaps
            .into_iter()
            .map(|g| {
                let line = g.ligne;
                let found = g.diagnostic();
                found.in_file(&name, line)
            })
            .collect();
        context.report(&lines);
        let gaps = typo::count(count, "écart");
        context.print(&format!("{name} : {gaps} avec les bulletins du dossier.\n"));
    }
    Ok(Status::anomalies_if(count > 0))
}

fn monthly_dsn(context: &Context, rates: &Rates, args: &DsnEcrireArgs) -> Outcome {
    let desk = Desk::open(&args.envoi.dossier)?;
    let month = month(&args.mois)?;
    let options = monthly::Options {
        mode: mode(args.envoi.reel),
        constitue_le: args.constituee_le.unwrap_or_else(|| last_payment(&desk.slips, month)),
        ordre: args.ordre,
        annule_et_remplace: args.annule_et_remplace,
    };
    let file =
        monthly::build(&desk.folder.declarations(), &Tables::load(rates)?, &desk.slips, month, &options)
            .map_err(|list| desk.located(list))?;
    let name = if args.annule_et_remplace {
        format!("{month}/dsn-{month}-annule-et-remplace-{}.dsn", args.ordre)
    } else {
        format!("{month}/dsn-{month}.dsn")
    };
    let r = &file.resume;
    let sentence = if r.individus == 0 {
        format!("DSN néant de {month}, norme {}", r.norme)
    } else {
        format!(
            "DSN de {month}, norme {} : {}, {}, {}, brut {} €",
            r.norme,
            typo::count(r.individus, "personne"),
            typo::count(r.contrats, "contrat"),
            typo::count(r.bulletins, "bulletin"),
            money(r.brut)
        )
    };
    let path = place(&args.envoi, &name);
    finish(context, &desk, &path, &file.bytes, &sentence, file.resume.clone(), file.avertissements)
}

fn arret(context: &Context, args: &DsnArretArgs) -> Outcome {
    let desk = Desk::open(&args.envoi.dossier)?;
    let evenement = monthly::Evenement {
        bulletins: &desk.slips,
        matricule: desk.matricule(&args.contrat)?,
        contrat: &args.contrat,
    };
    let stop = monthly::Arret {
        motif: args.motif.clone(),
        dernier_jour_travaille: args.dernier_jour,
        fin_prevue: args.fin_prevue,
        accident_le: args.accident,
        subrogation: args
            .subrogation_du
            .zip(args.subrogation_au)
            .map(|(debut, fin)| monthly::Subrogation { debut, fin }),
    };
    let file = monthly::arret(
        &desk.folder.declarations(),
        &evenement,
        &stop,
        &event_options(args.envoi.reel, args.constituee_le),
    )
    .map_err(|list| desk.located(list))?;
    let path = place(&args.envoi, &format!("evenements/arret-{}-{}.dsn", args.contrat, args.dernier_jour));
    let sentence = format!("Signalement d'arrêt de travail du contrat {}", args.contrat);
    finish(context, &desk, &path, &file.bytes, &sentence, file.resume.clone(), file.avertissements)
}

fn fin_contrat(context: &Context, rates: &Rates, args: &DsnFinArgs) -> Outcome {
    let desk = Desk::open(&args.envoi.dossier)?;
    let evenement = monthly::Evenement {
        bulletins: &desk.slips,
        matricule: desk.matricule(&args.contrat)?,
        contrat: &args.contrat,
    };
    let end = monthly::FinContrat {
        fin: args.fin,
        dernier_jour_travaille: args.dernier_jour,
        notifiee_le: args.notifiee_le,
        transaction: args.transaction,
    };
    let file = monthly::fin_contrat(
        &desk.folder.declarations(),
        &Tables::load(rates)?,
        &evenement,
        &end,
        &event_options(args.envoi.reel, args.constituee_le),
    )
    .map_err(|list| desk.located(list))?;
    let path = place(&args.envoi, &format!("evenements/fin-{}.dsn", args.contrat));
    let sentence = format!("Signalement de fin du contrat {}", args.contrat);
    finish(context, &desk, &path, &file.bytes, &sentence, file.resume.clone(), file.avertissements)
}

fn event_options(real: bool, day: Option<NaiveDate>) -> monthly::Options {
    monthly::Options {
        mode: mode(real),
        constitue_le: day.unwrap_or_else(today),
        ordre: 1,
        annule_et_remplace: false,
    }
}

pub fn aem(context: &Context, rates: &Rates, args: &AemEcrireArgs) -> Outcome {
    let desk = Desk::open(&args.envoi.dossier)?;
    let month = month(&args.mois)?;
    let production = desk.folder.declarations();
    let mode = mode(args.envoi.reel);
    let Some(made) = aem_files(&production, &Tables::load(rates)?, &desk.slips, mode).remove(&month) else {
        return Err(vec![
            Diagnostic::error("AEM-000", format!("aucun bulletin du dossier n'est payé en {month}"))
                .hint("vérifier le mois (c'est celui du paiement) : sans paie, aucune AEM n'est due"),
        ]);
    };
    let file = made.map_err(|list| desk.located(list))?;
    let controle = &file.exchange.lots.first().map(|lot| lot.controle.clone());
    let people: std::collections::BTreeSet<_> =
        file.attestations().map(|a: &aem::Attestation| &a.salarie.nir).collect();
    let sentence = format!(
        "AEM payées en {month} : {}, {}",
        typo::count(file.attestations().count(), "attestation"),
        typo::count(people.len(), "personne")
    );
    let path = place(&args.envoi, &format!("{month}/aem-{month}.xml"));
    finish(context, &desk, &path, &file.bytes, &sentence, controle, file.avertissements.clone())
}

/// A hiring written.
#[derive(Serialize)]
struct Hired {
    fichier: String,
    contrat: String,
    declaration: hirings::Declaration,
}

pub fn dpae(context: &Context, args: &DpaeArgs) -> Outcome {
    let desk = Desk::open(&args.dossier)?;
    let day = args.envoyee_le.unwrap_or_else(today);
    for contrat in &args.contrat {
        desk.matricule(contrat)?;
    }
    let soon = |debut: NaiveDate| debut >= day && debut <= day + Days::new(8);
    let wanted: Vec<hirings::Embauche> =
        desk.folder
            .contracts
            .values()
            .filter(|c| {
                if args.contrat.is_empty() { soon(c.dates.debut) } else { args.contrat.contains(&c.contrat) }
            })
            .filter_map(|c| {
                Some(hirings::Embauche {
                    salarie: desk.folder.people.get(&c.matricule)?.salarie.clone(),
                    contrat: c.contrat.clone(),
                    debut: c.dates.debut,
                    fin: c.dates.fin,
                    heure: None,
                })
            })
            .collect();
    if wanted.is_empty() && context.json {
        context.print_json(&Vec::<Hired>::new());
        return Ok(Status::Done);
    }
    if wanted.is_empty() {
        context
            .print(&format!("Aucune embauche entre le {day} et huit jours plus tard : rien à déclarer.\n"));
        return Ok(Status::Done);
    }
    let options = hirings::Options { mode: mode(args.reel), envoye_le: day };
    let (files, warnings) = hirings::build(&desk.folder.declarations(), None, &wanted, &options)
        .map_err(|list| visible(&desk.located(list), false))?;
    let folder = args.sortie.clone().unwrap_or_else(|| args.dossier.join("sorties/declarations/dpae"));
    let mut written = Vec::new();
    for file in files {
        let path = folder.join(format!("dpae-{}.xml", file.contrat));
        crate::input::write(&path, &file.bytes)?;
        written.push(Hired {
            fichier: path.display().to_string(),
            contrat: file.contrat,
            declaration: file.declaration,
        });
    }
    context.report(&visible(&desk.located(warnings), false));
    if context.json {
        context.print_json(&written);
    } else {
        let kind = if args.reel { "" } else { " d'essai" };
        let list: String = written.iter().map(|w| format!("{}\n", w.fichier)).collect();
        context.print(&format!("{} DPAE{kind}\n{list}", typo::count(written.len(), "message")));
    }
    Ok(Status::Done)
}
