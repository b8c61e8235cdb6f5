//! What a payslip may hold and rarely means, asked before it is frozen, with the money at stake. The answer is the
//! column `confirme` of the row. What a payslip alone can tell is found by the calculation (`vraisemblance.rs` of
//! `cddu-payslip`); the limits here are those of what only rows say. No rule of pay follows them.

use std::collections::BTreeMap;

use cddu_declarations::production::MotifFin;
use cddu_documents::typo::euros;
use cddu_payslip::gross::Engagement;
use cddu_payslip::{Avertissement, BulletinInput, Categorie, Payslip, Travail};
use cddu_rates::{Cents, Diagnostic, Gravite, Period, Rate, Rates};
use chrono::{Datelike as _, Days, Months, NaiveDate};
use rust_decimal::Decimal;

use crate::Folder;
use crate::lecture::columns::ABSENCES;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::elements::LigneElement;
use crate::lecture::questions::{heures, hour, if_wanted};
use crate::lecture::times::{LigneTemps, Temps};

/// A day longer than this from its start to its end, in minutes, is asked about: the daily rest of eleven hours (C. trav.
/// L3131-1; IDCC 3097 titre II art. 27) leaves it thirteen hours.
const LONGEST_SPAN: i64 = 13 * 60;
/// Hours of work of a day that no agreement lets anybody go beyond (C. trav. L3121-18 and L3121-19).
const LONGEST_WORK: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
/// A contract longer than this, in months, is asked about: its year is more often a slip than meant.
const LONGEST_CONTRACT: Months = Months::new(12);

/// Questions that the rows of a contract raise by themselves: what the AEM and the DSN would refuse, once everything is
/// paid.
pub(super) fn of_contract(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    empty_days(folder, contract, lines, days, &mut out);
    long_days(folder, contract, lines, &mut out);
    super::repos::unsaid(folder, contract, days, &mut out);
    super::entre_contrats::unseen((folder, rates), contract, lines, days, &mut out);
    out.extend(super::unite::unsaid((folder, rates), contract, lines, days));
    out.extend(super::unite::short_week((folder, rates), contract, days));
    out.extend(other_annexe(folder, contract));
    out.extend(super::identite::object_of_contract(folder, contract));
    out.extend(long_contract(folder, contract));
    out.extend(super::jour_paiement::of_contract(folder, contract, lines, days));
    let given = contract.brut.is_some();
    let worked = lines.iter().any(|l| l.written_hours() > Decimal::ZERO);
    if given && contract.categorie == Categorie::Technicien && !worked && !contract.confirme.contains("brut")
    {
        out.push(
            Diagnostic::error(
                "DOS-129",
                format!(
                    "{} : brut convenu sans heures ; l'AEM et la DSN d'un technicien les demandent",
                    contract.contrat
                ),
            )
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("brut")
            .hint("ajouter ses heures à temps.csv, par jour ou par semaine : elles ne changent pas le brut"),
        );
    }
    let artist = contract.categorie != Categorie::Technicien;
    if artist && lines.is_empty() && contract.cachets.is_some_and(|n| n > 0) {
        out.push(
            Diagnostic::error(
                "DOS-129",
                format!(
                    "{} : cachets sans leurs jours ; la DSN, l'AEM et les plafonds comptent les jours",
                    contract.contrat
                ),
            )
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("cachets")
            .hint("écrire dans temps.csv une ligne par jour travaillé (contrat, date, cachets)"),
        );
    }
    let paid = contract.brut.is_some_and(|gross| gross > Cents::ZERO);
    if artist && paid && lines.is_empty() && contract.cachets.is_none_or(|n| n == 0) {
        out.push(
            Diagnostic::error(
                "DOS-129",
                format!(
                    "{} : brut convenu sans jours ni cachets ; la DSN et l'AEM d'un artiste les demandent",
                    contract.contrat
                ),
            )
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column("brut")
            .hint("écrire dans temps.csv une ligne par jour travaillé (contrat, date, cachets) : elles ne changent pas le brut"),
        );
    }
    super::cachets::of_contract(folder, contract, lines, days, &mut out);
    out.extend(under_the_day((folder, rates), contract, days));
    out.extend(technician_allowance(folder, contract));
    out.extend(reason_of_end(folder, contract));
    let meal = |l: &&&LigneTemps| matches!(&l.temps, Temps::Jour(day) if day.repas > 0 || day.casse_croute);
    if let Some(line) = lines.iter().find(meal).filter(|_| given) {
        out.push(
            Diagnostic::error(
                "DOS-242",
                format!("{} : repas sur une journée dont le brut est convenu ; il ne serait pas remboursé", contract.contrat),
            )
            .in_file(folder.shown(line.fichier), Some(line.ligne))
            .column("repas")
            .hint("vider la case, et rembourser les repas par un élément « frais » (elements.csv, nature repas_restaurant)"),
        );
    }
    if folder.production.paiement.feuilles_signees {
        let unsigned = |l: &&&LigneTemps| matches!(&l.temps, Temps::Jour(day) if day.signe == Some(false));
        for line in lines.iter().filter(unsigned) {
            out.push(
                Diagnostic::error("DOS-130", format!("{} : feuille non signée", contract.contrat))
                    .in_file(folder.shown(line.fichier), Some(line.ligne))
                    .column("signe")
                    .hint(
                        "faire signer la feuille, puis « oui » ; la production l'exige (paiement.feuilles_signees de production.toml)",
                    ),
            );
        }
    }
    out
}

/// Days that last too long: an end typed before the start is read as the one of the next day.
fn long_days(folder: &Folder, contract: &LigneContrat, lines: &[&LigneTemps], out: &mut Vec<Diagnostic>) {
    for line in lines {
        let Temps::Jour(day) = &line.temps else { continue };
        let Some((debut, fin)) = day.debut.zip(day.fin) else { continue };
        let hours = line.written_hours();
        let pause = Decimal::from(day.pause_minutes) / Decimal::from(60);
        let span = i64::from(fin.0) - i64::from(debut.0);
        let night = span <= 0;
        let span = if night { span + 24 * 60 } else { span };
        if span <= LONGEST_SPAN || line.confirme.contains("fin") {
            continue;
        }
        // Start and end the other way round: what is left of the day.
        let swapped = Decimal::from(24 * 60 - span) / Decimal::from(60) - pause;
        let likely = night && swapped > Decimal::ZERO;
        let usual = if likely { swapped } else { LONGEST_WORK };
        let stake = hour(contract).and_then(|pay| Cents::checked_round(pay.to_decimal() * (hours - usual)));
        let stake = stake.filter(|pay| *pay > Cents::ZERO);
        let stake = stake.map_or_else(String::new, |pay| {
            format!(", environ {} de plus, sans les majorations, que {} h", euros(pay), heures(usual))
        });
        let turned = if likely {
            format!(
                "début et fin inversés ? de {fin} à {debut}, la journée a {} h de travail ; ",
                heures(swapped)
            )
        } else {
            String::new()
        };
        out.push(
            Diagnostic::error(
                "DOS-180",
                format!(
                    "{} : {} heures de travail le {}, {} h de présence{stake} ; le repos de onze heures en laisse treize à une journée",
                    contract.contrat,
                    heures(hours),
                    day.date.format("%d/%m/%Y"),
                    heures(Decimal::from(span) / Decimal::from(60)),
                ),
            )
            .in_file(folder.shown(line.fichier), Some(line.ligne))
            .column("fin")
            .hint(format!(
                "{turned}vérifier le début et la fin : une fin avant le début est celle du lendemain ; {}",
                if_wanted("fin")
            )),
        );
    }
}

/// An agreed gross of a technician of the cinema engaged by the day, under what his very hours pay at the minimum: the premium of
/// short engagements (titre II art. 34) is not in the minimum of a week that the calculation compares with.
fn under_the_day(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    days: Period,
) -> Option<Diagnostic> {
    let gross = contract.brut.filter(|gross| *gross > Cents::ZERO)?;
    let by_day = contract.engagement == Some("jour")
        || contract.engagement.is_none() && contract.dates.days() < SHORT_ENGAGEMENT;
    let whole = contract.dates.intersection(days) == Some(contract.dates);
    let film = contract.categorie == Categorie::Technicien && folder.idcc(contract) == "3097";
    if !(by_day && whole && film) || contract.confirme.contains("brut") {
        return None;
    }
    let at =
        |pay| LigneContrat { brut: None, salaire_base: Some(pay), heures_base: None, ..contract.clone() };
    let minimum = super::prepare::minimum(folder, rates, &at(gross), days)?;
    let due = super::prepare::gross_by(folder, rates, &at(minimum.valeur), days, Engagement::Jour)?;
    if gross >= due {
        return None;
    }
    Some(
        Diagnostic::error(
            "DOS-280",
            format!(
                "{} : brut de {} sous celui de ses heures au minimum de la fonction, engagées à la journée ({}) ; il manque {}",
                contract.contrat,
                euros(gross),
                euros(due),
                euros(due - gross)
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("brut")
        .hint(format!("vérifier le brut et les heures, ou vider brut pour le calculer ; {}", if_wanted("brut"))),
    )
}

/// Days under which an engagement is made day by day (IDCC 3097 titre II art. 34).
const SHORT_ENGAGEMENT: i64 = 5;

/// The flat-rate deduction of a technician is that of the creative staff of film production (IDCC 3097), with their agreement:
/// anybody else's social rights would be lowered by it (BOSS, frais professionnels, 8th chapter; table dfs.csv).
fn technician_allowance(folder: &Folder, contract: &LigneContrat) -> Option<Diagnostic> {
    let asked = contract.dfs && contract.categorie == Categorie::Technicien;
    if !asked || contract.confirme.contains("dfs") {
        return None;
    }
    let idcc = folder.idcc(contract);
    let whose = if idcc == "3097" {
        "réservée au personnel de création du cinéma et soumise à son accord".to_owned()
    } else {
        format!("réservée au personnel de création du cinéma (IDCC 3097) ; ce contrat est de l'IDCC {idcc}")
    };
    Some(
        Diagnostic::error(
            "DOS-313",
            format!(
                "{} : déduction forfaitaire d'un technicien, {whose} ; elle abaisse ses cotisations et ses droits",
                contract.contrat
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("dfs")
        .hint(format!("écrire « non », ou vider la case ; {}", if_wanted("dfs"))),
    )
}

/// The reason and the day of an end that contradict each other: no amount follows them, and rights are opened or closed by the
/// reason that the DSN and the AEM give.
fn reason_of_end(folder: &Folder, contract: &LigneContrat) -> Option<Diagnostic> {
    let day = |d: NaiveDate| d.format("%d/%m/%Y");
    let term = contract.dates.fin;
    let broken = contract.declare.motif_fin != MotifFin::Terme;
    let (column, message, hint) = match contract.declare.fin_reelle {
        Some(last) if last < term && !broken => (
            "motif_fin",
            format!(
                "{} : arrêté le {}, avant son terme du {}, sans motif de rupture ; la DSN et l'AEM diraient une fin de contrat à son terme",
                contract.contrat,
                day(last),
                day(term)
            ),
            "écrire dans motif_fin qui a rompu (employeur, salarie, commun_accord, arret_tournage) ; si le contrat finissait ce jour-là, l'écrire dans fin et vider fin_reelle ; aucun montant n'en dépend",
        ),
        None if broken => (
            "fin_reelle",
            format!(
                "{} : rupture sans son dernier jour ; le contrat serait déclaré rompu à son terme du {}",
                contract.contrat,
                day(term)
            ),
            "écrire dans fin_reelle le dernier jour travaillé ; vider motif_fin si le contrat va à son terme",
        ),
        _ => return None,
    };
    Some(
        Diagnostic::warning("DOS-312", message)
            .severity(Gravite::Mineur)
            .in_file(folder.shown(contract.fichier), Some(contract.ligne))
            .column(column)
            .hint(hint),
    )
}

/// The end of a contract decides its ceiling and the allowance of its tax: a wrong year changes the net in silence.
fn long_contract(folder: &Folder, contract: &LigneContrat) -> Option<Diagnostic> {
    let last = contract.dates.debut.checked_add_months(LONGEST_CONTRACT)?;
    if contract.dates.fin < last || contract.confirme.contains("fin") {
        return None;
    }
    let day = |d: NaiveDate| d.format("%d/%m/%Y");
    Some(
        Diagnostic::error(
            "DOS-221",
            format!(
                "{} : contrat du {} au {}, plus d'un an ; sa durée décide du plafond, du chômage et de l'abattement d'impôt des contrats courts",
                contract.contrat,
                day(contract.dates.debut),
                day(contract.dates.fin)
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("fin")
        .hint(format!("vérifier l'année de la fin du contrat ; {}", if_wanted("fin"))),
    )
}

/// Annexe 8 is that of the technicians, annexe 10 that of the artists: rights are opened in the one declared.
fn other_annexe(folder: &Folder, contract: &LigneContrat) -> Option<Diagnostic> {
    let usual = if contract.categorie == Categorie::Technicien { 8 } else { 10 };
    let given = contract.annexe.filter(|annexe| *annexe != usual)?;
    // A réalisateur is declared in one or the other.
    if contract.categorie == Categorie::Realisateur || contract.confirme.contains("annexe") {
        return None;
    }
    Some(
        Diagnostic::error(
            "DOS-181",
            format!(
                "{} : annexe {given} pour {}, qui relève de l'annexe {usual} ; les droits au chômage suivent l'annexe déclarée",
                contract.contrat,
                if usual == 8 { "un technicien" } else { "un artiste" }
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("annexe")
        .hint(format!("écrire {usual}, ou laisser vide ; {}", if_wanted("annexe"))),
    )
}

/// A technician engaged by the week, whose guarantee pays the days that nothing tells.
pub(super) fn guaranteed(contract: &LigneContrat) -> bool {
    let weekly = contract.engagement != Some("jour") && contract.dates.days() >= 5;
    contract.categorie == Categorie::Technicien && contract.brut.is_none() && weekly
}

/// The days from Monday to Friday of a contract in a period that need hours or an absence: neither holidays nor the rests
/// of its sheet.
pub(super) fn expected(folder: &Folder, contract: &LigneContrat, within: Period) -> Vec<NaiveDate> {
    let absences = super::prepare::absences(folder, contract, within);
    let rests = super::repos::rests(folder, contract);
    let weekday = |d: &NaiveDate| d.weekday().number_from_monday() <= 5 && cddu_rates::holiday(*d).is_none();
    let present = |d: &NaiveDate| absences.iter().all(|a| !a.dates().contains(*d)) && !rests.contains(d);
    let inside = within.intersection(contract.dates);
    inside.map(|p| p.iter_days().filter(weekday).filter(present).collect()).unwrap_or_default()
}

/// What the guarantee pays for some days, as a stake.
pub(super) fn guarantee(contract: &LigneContrat, days: usize) -> String {
    let pay = contract
        .salaire_base
        .and_then(|pay| Cents::checked_round(pay.to_decimal() * Decimal::from(days) / Decimal::from(5)));
    pay.map_or_else(String::new, |pay| {
        format!(", environ {} payés par la garantie de la semaine", euros(pay))
    })
}

/// Days from Monday to Friday of a week engaged that have neither hours nor absence: the guarantee pays them.
fn empty_days(
    folder: &Folder,
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
    out: &mut Vec<Diagnostic>,
) {
    if !guaranteed(contract) {
        return;
    }
    let due = expected(folder, contract, days);
    let due = |week: Period| due.iter().copied().filter(|d| week.contains(*d)).collect::<Vec<_>>();
    let mut weeks: BTreeMap<NaiveDate, Vec<&LigneTemps>> = BTreeMap::new();
    for line in lines {
        weeks.entry(Period::monday(line.days().debut)).or_default().push(line);
    }
    if let Some(inside) = days.intersection(contract.dates) {
        for monday in inside.weeks() {
            weeks.entry(monday).or_default();
        }
    }
    for (monday, lines) in weeks {
        let week = Period { debut: monday, fin: monday + Days::new(6) };
        // A row left out of the week has been told: its day only seems empty.
        if folder.left_out.concerns(&contract.matricule, week) {
            continue;
        }
        let due = due(week);
        if lines.is_empty() {
            out.extend(empty_week(folder, contract, monday, due.len()));
            continue;
        }
        let total = lines.iter().find_map(|l| match &l.temps {
            Temps::Semaine { jours, .. } => Some((usize::try_from(*jours).unwrap_or(0), *l)),
            Temps::Jour(_) => None,
        });
        let (missing, what, file, line, column) = match total {
            Some((jours, line)) if jours < due.len() => {
                if line.confirme.contains("jours") {
                    continue;
                }
                let what = format!("{jours} jours travaillés sur {}", due.len());
                (due.len() - jours, what, line.fichier, line.ligne, "jours")
            }
            Some(_) => continue,
            None => {
                let told = |d: &NaiveDate| lines.iter().any(|l| l.days().contains(*d));
                let empty: Vec<String> =
                    due.iter().filter(|d| !told(d)).map(|d| d.format("%d/%m").to_string()).collect();
                // A day worked on the weekend may stand for one of the week.
                let weekend =
                    lines.iter().filter(|l| l.days().debut.weekday().number_from_monday() > 5).count();
                // The answer is that of one week; that of the contract, when it has no other.
                let only = Period::monday(contract.dates.debut) == Period::monday(contract.dates.fin);
                let wanted = lines.iter().any(|l| l.confirme.contains("jours"))
                    || (only && contract.confirme.contains("engagement"));
                let Some(line) = lines.last().filter(|_| empty.len() > weekend && !wanted) else { continue };
                let what = format!("aucune heure le {}", empty.join(", le "));
                (empty.len(), what, line.fichier, line.ligne, "jours")
            }
        };
        let stake = guarantee(contract, missing);
        out.push(
            Diagnostic::error(
                "DOS-154",
                format!("{}, semaine du {} : {what}{stake}", contract.contrat, monday.format("%d/%m/%Y")),
            )
            .in_file(folder.shown(file), Some(line))
            .column(column)
            .hint(format!(
                "absence : l'écrire dans absences.csv (contrat, debut, fin, motif) ; heures oubliées : les ajouter à temps.csv ; jours non travaillés et payés : écrire « {column} » dans la colonne confirme de cette ligne"
            )),
        );
    }
}

/// The weeks of a contract in some days that no line tells at all, whose guarantee is owed.
pub(super) fn empty_weeks(folder: &Folder, contract: &LigneContrat, days: Period) -> Vec<Diagnostic> {
    let Some(inside) = days.intersection(contract.dates).filter(|_| guaranteed(contract)) else {
        return Vec::new();
    };
    let due = expected(folder, contract, days);
    let of = |monday: NaiveDate| {
        let week = Period { debut: monday, fin: monday + Days::new(6) };
        empty_week(folder, contract, monday, due.iter().filter(|d| week.contains(**d)).count())
    };
    inside.weeks().filter_map(of).collect()
}

/// A week of the contract without any line: nothing would be paid for it, and the guarantee is owed.
fn empty_week(
    folder: &Folder,
    contract: &LigneContrat,
    monday: NaiveDate,
    days: usize,
) -> Option<Diagnostic> {
    let stake = guarantee(contract, days);
    (days > 0).then(|| {
        Diagnostic::error(
            "DOS-154",
            format!(
                "{}, semaine du {} : ni heures ni absence{stake}",
                contract.contrat,
                monday.format("%d/%m/%Y")
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("debut")
        .hint(
            "heures oubliées : les ajouter à temps.csv ; non travaillée et payée : une ligne de total (semaine, jours, heures) ; non payée : l'absence dans absences.csv ; hors du contrat : corriger ses dates",
        )
    })
}

/// Questions on a payslip computed and not frozen yet: the doubts that the calculation wrote on it, at their rows, and what
/// only a folder knows.
pub(super) fn of_payslip(
    folder: &Folder,
    rates: &Rates,
    input: &BulletinInput,
    payslip: &Payslip,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for doubt in payslip.avertissements.iter().filter(|w| w.is_doubt()) {
        match doubt.code.as_str() {
            "PAIE-115" => tax(folder, payslip, &mut out),
            // Asked with the sheets, and when production.toml is read.
            "PAIE-116" | "PAIE-130" => {}
            _ => out.extend(asked_again(folder, input, doubt)),
        }
    }
    for pay in &payslip.contrats {
        let Some(contract) = folder.contracts.get(&pay.contrat) else { continue };
        low_gross(folder, rates, contract, pay, &mut out);
    }
    negative(folder, payslip, &mut out);
    child(folder, payslip, &mut out);
    out
}

/// A doubt of the calculation at the row and the column that raise it, with the answer that the row may give.
fn asked_again(folder: &Folder, input: &BulletinInput, doubt: &Avertissement) -> Option<Diagnostic> {
    let (list, rest) = doubt.champ.as_deref()?.split_once('[')?;
    let (rank, field) = rest.split_once("].")?;
    let rank: usize = rank.parse().ok()?;
    let column = field.rsplit_once("].").map_or(field, |(_, column)| column);
    let (fichier, ligne, confirme, shown) = if let Some(index) = field.strip_prefix("absences[") {
        let contract = input.contrats.get(rank)?;
        let given = contract.absences.get(index.split_once(']')?.0.parse::<usize>().ok()?)?;
        let row = folder.absences.get(&contract.contrat)?.iter().find(|l| l.absence.debut == given.debut)?;
        (ABSENCES.fichier, row.ligne, &row.confirme, column)
    } else if let Some(index) = field.strip_prefix("temps[") {
        let contract = input.contrats.get(rank)?;
        let Travail::Heures(sheet) = &contract.travail else { return None };
        let origine = sheet.temps.get(index.split_once(']')?.0.parse::<usize>().ok()?)?.origine.as_ref()?;
        let own = |l: &&LigneTemps| l.ligne == origine.ligne && l.fichier == origine.fichier;
        let row = folder.times.get(&contract.contrat)?.iter().find(own)?;
        (row.fichier, row.ligne, &row.confirme, column)
    } else if list == "contrats" {
        let row = folder.contracts.get(&input.contrats.get(rank)?.contrat)?;
        (row.fichier, row.ligne, &row.confirme, column)
    } else {
        let element = input.elements.get(rank)?;
        let own = |l: &&LigneElement| l.matricule == input.salarie.matricule && l.gives(element);
        let row = folder.elements.iter().find(own)?;
        (row.fichier, row.ligne, &row.confirme, row.colonne(column))
    };
    if confirme.contains(column) {
        return None;
    }
    let text = doubt.message.strip_prefix("contrat ").unwrap_or(&doubt.message);
    let text = cddu_documents::typo::numbers(text).replace(" €", "\u{a0}€");
    let (what, remedy) = text.rsplit_once("vérifier ").unwrap_or((&text, ""));
    let what = what.trim_end_matches([' ', ',', ';']);
    let code = match doubt.code.as_str() {
        "PAIE-125" => "DOS-122",
        "PAIE-126" => "DOS-280",
        "PAIE-134" => "DOS-281",
        "PAIE-127" => "DOS-125",
        "PAIE-128" => "DOS-282",
        "PAIE-129" => "DOS-283",
        "PAIE-138" => "DOS-284",
        "PAIE-139" => "DOS-285",
        "PAIE-140" => "DOS-268",
        "PAIE-141" => "DOS-302",
        "PAIE-142" => "DOS-303",
        // Told: the row is read as it is written.
        told => {
            let told = Diagnostic::warning(told, text.clone());
            return Some(told.in_file(folder.shown(fichier), Some(ligne)).column(shown));
        }
    };
    Some(
        Diagnostic::error(code, what)
            .in_file(folder.shown(fichier), Some(ligne))
            .column(shown)
            .hint(format!("vérifier {remedy} ; {}", if_wanted(shown))),
    )
}

/// Where the two parts of the pay of a child go: asked before anything is frozen, when the folder makes transfers.
fn child(folder: &Folder, payslip: &Payslip, out: &mut Vec<Diagnostic>) {
    if payslip.pecule.is_none() {
        return;
    }
    let person = &payslip.salarie;
    let who = format!("{} {}", person.prenom, person.nom);
    let row = folder.people.get(&person.matricule);
    let missing = [
        ("lieu_naissance", person.lieu_naissance.is_none()),
        ("voie", person.adresse.as_ref().is_none_or(|a| a.commune.is_empty())),
    ];
    if let (Some((column, _)), Some(row)) = (missing.iter().find(|(_, missing)| *missing), row) {
        out.push(
            Diagnostic::error(
                "DOS-194",
                format!(
                    "{who} a moins de 16 ans : la déclaration de versement du pécule dit son état civil et son adresse (C. trav. R7124-35)"
                ),
            )
            .in_file(folder.shown(row.fichier), Some(row.ligne))
            .column(*column)
            .hint("remplir lieu_naissance, voie, code_postal et commune"),
        );
    }
    let Some(bank) = &folder.production.virements else { return };
    if bank.caisse_des_depots.is_none() {
        let fault = Diagnostic::error(
            "DOS-190",
            format!("{who} a moins de 16 ans : le compte de la Caisse des Dépôts qui reçoit son pécule n'est pas donné"),
        )
        .in_file("production.toml", None)
        .at("virements.caisse_des_depots")
        .hint("écrire caisse_des_depots = { iban = \"...\" } dans la section [virements], avec l'IBAN que la Caisse des Dépôts a donné");
        out.push(folder.located(fault));
    }
    let family = person.enfant.as_ref().and_then(|e| e.iban.as_ref());
    if let (None, Some(_), Some(row)) = (family, &person.iban, row) {
        out.push(
            Diagnostic::error(
                "DOS-191",
                format!("{who} a moins de 16 ans : aucune somme ne se vire sur son propre compte"),
            )
            .in_file(folder.shown(row.fichier), Some(row.ligne))
            .column("iban")
            .hint("écrire le compte des représentants légaux dans representants_iban, et vider iban"),
        );
    }
}

fn tax(folder: &Folder, payslip: &Payslip, out: &mut Vec<Diagnostic>) {
    let Some(person) = folder.people.get(&payslip.salarie.matricule) else { return };
    let Some(rate) = person.salarie.taux_pas else { return };
    if person.confirme.contains("taux_pas") {
        return;
    }
    let (other, why) = if rate.0 >= Decimal::ONE {
        (rate.0 / Decimal::TEN, "aucun taux du barème ne dépasse 43 %")
    } else {
        (rate.0 * Decimal::ONE_HUNDRED, "un tableur écrit parfois la fraction à la place du taux")
    };
    let french = |rate: Decimal| rate.normalize().to_string().replace('.', ",");
    let would = Rate(other.normalize()).of(payslip.totaux.assiette_pas);
    out.push(
        Diagnostic::error(
            "DOS-121",
            format!(
                "taux d'impôt de {} % : {} retenus sur un net de {} ; {why} ; à {} %, {}",
                french(rate.0),
                euros(payslip.totaux.pas),
                euros(payslip.totaux.net_avant_impot),
                french(other),
                euros(would)
            ),
        )
        .in_file(folder.shown(person.fichier), Some(person.ligne))
        .column("taux_pas")
        .hint(format!("recopier le taux reçu de l'administration, en pour cent ; {}", if_wanted("taux_pas"))),
    );
}

/// An agreed gross under the SMIC of the hours beside it: a cent in place of a euro, or hours of somebody else.
fn low_gross(
    folder: &Folder,
    rates: &Rates,
    contract: &LigneContrat,
    pay: &cddu_payslip::ContractPay,
    out: &mut Vec<Diagnostic>,
) {
    let Some(gross) = contract.brut.filter(|_| !contract.confirme.contains("brut")) else { return };
    let Ok((smic, _)) = rates.amount("SMIC_HORAIRE", pay.periode.fin) else { return };
    let Some(due) = Cents::checked_round(smic.to_decimal() * pay.heures.0) else { return };
    if gross >= due {
        return;
    }
    out.push(
        Diagnostic::error(
            "DOS-124",
            format!(
                "{} : brut de {} pour {} heures ; le SMIC en donne {}, il manque {}",
                contract.contrat,
                euros(gross),
                pay.heures.0.normalize(),
                euros(due),
                euros(due - gross)
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("brut")
        .hint(format!(
            "vérifier le brut (des euros, pas des centimes) et les heures ; {}",
            if_wanted("brut")
        )),
    );
}

/// A net under zero is never a pay.
fn negative(folder: &Folder, payslip: &Payslip, out: &mut Vec<Diagnostic>) {
    let totals = &payslip.totaux;
    if totals.net_paye >= Cents::ZERO && totals.virement >= Cents::ZERO {
        return;
    }
    let row = payslip.contrats.first().and_then(|c| folder.contracts.get(&c.contrat));
    out.push(
        Diagnostic::error(
            "DOS-127",
            format!(
                "net à payer de {} : {} de cotisations pour un brut de {}",
                euros(totals.virement.min(totals.net_paye)),
                euros(totals.cotisations_salarie),
                euros(totals.brut)
            ),
        )
        .in_file(folder.shown(row.map_or("contrats.csv", |c| c.fichier)), row.map(|c| c.ligne))
        .hint("vérifier le salaire, le nombre de jours et les retenues de cette personne"),
    );
}
