//! The payroll entries: a pure function of the payslips, the notes and the accounting of the company.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Diagnostic, Gravite, Month};
use chrono::NaiveDate;

use crate::compta::{Agregation, AuxiliaireSalarie, Compta, Mode, Presentation, RegleDate};
use crate::entry::{Auxiliaire, Cote, Entry, EntryLine};
use crate::lot::{Batch, Detail, Origine, Stamp};
use crate::mouvement::{self, Inconnue, Mouvement, NET_DU, Tiers};
use crate::plan::Compte;

/// Makes the entries of a batch: one entry per accounting month (per day of payment with `dates = "paiement"`) and
/// per value of the axes of `ecritures_par`.
///
/// The result depends on nothing else: neither the order of the payslips nor the clock change a byte of it.
///
/// # Errors
/// `ECR-001` when a number appears twice, `ECR-002` for a line without mapping (strict mode), once whatever the number
/// of payslips, `ECR-003` when the lines of a payslip do not give its net; all of them at once.
pub fn build(
    compta: &Compta,
    payslips: &[Payslip],
    notes: &[Note],
    lot: &str,
) -> Result<Batch, Vec<Diagnostic>> {
    let mut bulletins: Vec<&Payslip> = payslips.iter().collect();
    bulletins.sort_by_key(|p| mouvement::piece(p));
    let mut droits: Vec<&Note> = notes.iter().collect();
    droits.sort_by_key(|n| crate::note::piece(n));
    let mut diagnostics = Vec::new();
    let mut integres = Vec::new();
    let mut demis = Vec::new();
    let mut inconnues = BTreeMap::new();
    for payslip in &bulletins {
        let lecture = mouvement::read(compta, payslip);
        let stamp = Stamp {
            origine: Origine::Bulletin,
            numero: mouvement::piece(payslip).to_owned(),
            empreinte: payslip.empreinte.clone(),
            paiement: payslip.date_paiement,
            brut: payslip.totaux.brut,
            net: payslip.totaux.virement,
            annulation: false,
        };
        if lecture.mouvements.is_empty() && lecture.erreurs.is_empty() && lecture.inconnues.is_empty() {
            diagnostics.push(empty(&stamp));
        }
        keep(&mut inconnues, &stamp, lecture.inconnues);
        diagnostics.extend(lecture.erreurs);
        halve(compta, &lecture.mouvements, &mut demis);
        integres.push(stamp);
    }
    for note in &droits {
        let lecture = crate::note::read(compta, note);
        let stamp = Stamp {
            origine: Origine::Note,
            numero: crate::note::piece(note).to_owned(),
            empreinte: note.empreinte.clone(),
            paiement: note.date_paiement,
            brut: note.brut_ht,
            net: note.totaux.net_a_payer,
            annulation: false,
        };
        if lecture.mouvements.is_empty() && lecture.erreurs.is_empty() && lecture.inconnues.is_empty() {
            diagnostics.push(empty(&stamp));
        }
        keep(&mut inconnues, &stamp, lecture.inconnues);
        diagnostics.extend(lecture.erreurs);
        halve(compta, &lecture.mouvements, &mut demis);
        integres.push(stamp);
    }
    diagnostics.extend(inconnues.into_iter().map(|(quoi, found)| unknown(compta.config.mode, &quoi, &found)));
    for pair in integres.windows(2).filter(|p| p[0].numero == p[1].numero && p[0].origine == p[1].origine) {
        diagnostics.push(
            Diagnostic::error(
                "ECR-001",
                format!("le {} {} figure deux fois dans le lot {lot}", pair[0].origine.mot(), pair[0].numero),
            )
            .hint("annuler l'un des deux, ou corriger son numéro"),
        );
    }
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.retain(Diagnostic::is_error);
        return Err(diagnostics);
    }
    let (ecritures, details) = group(compta, demis, lot);
    Ok(Batch::new(lot, ecritures, details, integres, diagnostics))
}

/// What a payslip puts on the accounts, line by line, outside any entry: what cannot be mapped is left out.
#[must_use]
pub fn details(compta: &Compta, payslip: &Payslip) -> Vec<Detail> {
    let mut demis = Vec::new();
    halve(compta, &mouvement::read(compta, payslip).mouvements, &mut demis);
    demis.iter().map(|d| detail(d, "", 0)).collect()
}

/// The same for a note.
#[must_use]
pub fn note_details(compta: &Compta, note: &Note) -> Vec<Detail> {
    let mut demis = Vec::new();
    halve(compta, &crate::note::read(compta, note).mouvements, &mut demis);
    demis.iter().map(|d| detail(d, "", 0)).collect()
}

fn detail(demi: &Demi<'_>, ecriture: &str, ligne: u32) -> Detail {
    Detail {
        piece: demi.piece.to_owned(),
        code: demi.code.to_owned(),
        part: demi.part.mot().to_owned(),
        compte: demi.compte.numero.clone(),
        auxiliaire: demi.tiers.map(|t| t.numero.to_owned()),
        axes: owned(&demi.axes),
        cote: demi.cote,
        montant: demi.montant,
        mois: demi.mois,
        paiement: demi.paiement,
        ecriture: ecriture.to_owned(),
        ligne,
    }
}

/// The documents that carry an amount without accounts: their names, and the sum.
type Porteurs = (BTreeSet<String>, Cents);

fn keep(inconnues: &mut BTreeMap<String, Porteurs>, stamp: &Stamp, found: Vec<Inconnue>) {
    for Inconnue { quoi, montant } in found {
        let (pieces, total) = inconnues.entry(quoi).or_default();
        pieces.insert(format!("{} {}", stamp.origine.mot(), stamp.numero));
        *total += montant;
    }
}

/// One finding for everybody who has the line.
fn unknown(mode: Mode, quoi: &str, (pieces, total): &Porteurs) -> Diagnostic {
    let first = pieces.first().map_or("", String::as_str);
    let which = match pieces.len() {
        0 | 1 => first.to_owned(),
        several => format!("{several} pièces, dont {first}"),
    };
    let diagnostic = Diagnostic::error("ECR-002", format!("{quoi} : {which}, montant {total}"))
        .hint("donner ses comptes : section [[compta]] du fichier d'une contribution, compta/schema_ecritures.csv pour le reste");
    match mode {
        Mode::Strict => diagnostic,
        Mode::Tolerant => diagnostic.severity(Gravite::Mineur),
    }
}

fn empty(stamp: &Stamp) -> Diagnostic {
    Diagnostic::warning(
        "ECR-010",
        format!("le {} {} n'a aucun montant : intégré sans ligne", stamp.origine.mot(), stamp.numero),
    )
    .severity(Gravite::Info)
}

/// Half of a movement: one account, one side.
struct Demi<'a> {
    ecriture: Cle<'a>,
    compte: &'a Compte,
    tiers: Option<Tiers<'a>>,
    axes: Vec<(&'a str, &'a str)>,
    cote: Cote,
    montant: Cents,
    piece: &'a str,
    code: &'a str,
    part: crate::schema::Part,
    libelle: &'a str,
    mois: Month,
    paiement: NaiveDate,
}

/// What separates two entries of a batch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cle<'a> {
    date: NaiveDate,
    mois: Month,
    axes: Vec<(&'a str, &'a str)>,
}

/// Turns movements into lines: accounts, auxiliaries, axes, section keys; 421 brought to the net when asked.
fn halve<'a>(compta: &'a Compta, mouvements: &[Mouvement<'a>], out: &mut Vec<Demi<'a>>) {
    let start = out.len();
    for mouvement in mouvements {
        for (axes, montant) in sections(compta, mouvement) {
            let axis = |name: &String| axes.iter().find(|(axe, _)| axe == name).copied();
            let date = match compta.config.dates {
                RegleDate::MoisDeTravail => compta.date_of(mouvement.mois),
                RegleDate::Paiement => compta.open(mouvement.paiement),
            };
            let ecriture = Cle {
                date,
                mois: mouvement.mois,
                axes: compta.config.ecritures_par.iter().filter_map(axis).collect(),
            };
            let sides = if montant.0 < 0 {
                [(mouvement.credit, Cote::Debit), (mouvement.debit, Cote::Credit)]
            } else {
                [(mouvement.debit, Cote::Debit), (mouvement.credit, Cote::Credit)]
            };
            for (role, cote) in sides {
                // Every role of a movement was checked against the chart when it was read.
                let Some(compte) = compta.compte(role, mouvement.population) else { continue };
                out.push(Demi {
                    ecriture: ecriture.clone(),
                    compte,
                    tiers: tiers(compta, compte, role, mouvement),
                    axes: kept_axes(compta, compte, &axes, mouvement.chapitre),
                    cote,
                    montant: montant.abs(),
                    piece: mouvement.piece,
                    code: mouvement.code,
                    part: mouvement.part,
                    libelle: mouvement.libelle,
                    mois: mouvement.mois,
                    paiement: mouvement.paiement,
                });
            }
        }
    }
    if compta.config.presentation == Presentation::Net {
        net(out, start);
    }
}

/// The axes of a movement, one set per section when a value is a section key, with the amount of each.
fn sections<'a>(compta: &'a Compta, mouvement: &Mouvement<'a>) -> Vec<(Vec<(&'a str, &'a str)>, Cents)> {
    let mut out = vec![(Vec::with_capacity(mouvement.axes.len() + 1), mouvement.montant)];
    for (axe, valeur) in &mouvement.axes {
        if !compta.config.cles.contains_key(*valeur) {
            out.iter_mut().for_each(|(axes, _)| axes.push((*axe, *valeur)));
            continue;
        }
        out = out
            .into_iter()
            .flat_map(|(axes, montant)| {
                compta.share(valeur, montant).into_iter().map(move |(section, part)| {
                    let mut axes = axes.clone();
                    axes.push((*axe, section));
                    (axes, part)
                })
            })
            .filter(|(_, part)| !part.is_zero())
            .collect();
    }
    out
}

/// Brings the lines of 421 of one document to one line per entry: the net.
fn net<'a>(demis: &mut Vec<Demi<'a>>, start: usize) {
    let mut kept = Vec::with_capacity(demis.len() - start);
    let mut totals: BTreeMap<(Cle<'a>, &'a str), (Cents, Demi<'a>)> = BTreeMap::new();
    for demi in demis.drain(start..) {
        let role = demi.compte.role.as_str();
        if role != NET_DU && !role.strip_prefix(NET_DU).is_some_and(|rest| rest.starts_with('.')) {
            kept.push(demi);
            continue;
        }
        let signed = if demi.cote == Cote::Debit { demi.montant } else { -demi.montant };
        totals
            .entry((demi.ecriture.clone(), demi.compte.numero.as_str()))
            .or_insert_with(|| {
                (
                    Cents::ZERO,
                    Demi { code: "NET", part: crate::schema::Part::Total, libelle: "Net à payer", ..demi },
                )
            })
            .0 += signed;
    }
    for (signed, demi) in totals.into_values().filter(|(signed, _)| !signed.is_zero()) {
        let cote = if signed.0 > 0 { Cote::Debit } else { Cote::Credit };
        kept.push(Demi { cote, montant: signed.abs(), ..demi });
    }
    demis.append(&mut kept);
}

fn tiers<'a>(compta: &Compta, compte: &'a Compte, role: &'a str, m: &Mouvement<'a>) -> Option<Tiers<'a>> {
    match compte.auxiliaire.as_str() {
        "" => None,
        "salarie" => match compta.config.auxiliaire {
            AuxiliaireSalarie::Aucun => None,
            AuxiliaireSalarie::Matricule => Some(Tiers { libelle: m.tiers.numero, ..m.tiers }),
            AuxiliaireSalarie::MatriculeEtNom => Some(m.tiers),
        },
        "creancier" => Some(m.creancier.unwrap_or(m.tiers)),
        "auteur" => Some(m.tiers),
        _ => Some(Tiers { numero: role, libelle: &compte.libelle }),
    }
}

fn kept_axes<'a>(
    compta: &'a Compta,
    compte: &Compte,
    axes: &[(&'a str, &'a str)],
    chapitre: &'a str,
) -> Vec<(&'a str, &'a str)> {
    if !compte.numero.starts_with('6') && !compta.config.analytique_tiers {
        return Vec::new();
    }
    compta
        .config
        .axes
        .iter()
        .filter_map(|name| {
            axes.iter()
                .find(|(axe, _)| axe == name)
                .copied()
                .or_else(|| (name == "chapitre" && !chapitre.is_empty()).then_some((name.as_str(), chapitre)))
        })
        .collect()
}

/// The line of an entry, before its label is written.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct CleLigne<'a> {
    compte: &'a str,
    tiers: Option<Tiers<'a>>,
    axes: Vec<(&'a str, &'a str)>,
    cote: Cote,
    mois: Month,
    paiement: NaiveDate,
    piece: Option<&'a str>,
    code: Option<(&'a str, crate::schema::Part)>,
}

fn group(compta: &Compta, demis: Vec<Demi<'_>>, lot: &str) -> (Vec<Entry>, Vec<Detail>) {
    let config = &compta.config;
    let mut entries: BTreeMap<Cle<'_>, BTreeMap<CleLigne<'_>, (Cents, Vec<Demi<'_>>)>> = BTreeMap::new();
    for demi in demis {
        let cle = CleLigne {
            compte: &demi.compte.numero,
            tiers: demi.tiers,
            axes: demi.axes.clone(),
            cote: demi.cote,
            mois: demi.mois,
            paiement: demi.paiement,
            piece: (config.agregation != Agregation::Lot).then_some(demi.piece),
            code: (config.agregation == Agregation::Ligne).then_some((demi.code, demi.part)),
        };
        let line = entries.entry(demi.ecriture.clone()).or_default().entry(cle).or_default();
        line.0 += demi.montant;
        line.1.push(demi);
    }
    let mut out = Vec::with_capacity(entries.len());
    let mut details = Vec::new();
    for (rank, (cle, lines)) in entries.into_iter().enumerate() {
        let numero = (rank + 1).to_string();
        let mut libelle = format!("PAIE {} {lot}", cle.mois);
        for (_, valeur) in &cle.axes {
            libelle.push(' ');
            libelle.push_str(valeur);
        }
        let piece_date = lines.keys().map(|l| l.paiement).max().unwrap_or(cle.date);
        let mut lignes = Vec::with_capacity(lines.len());
        for (ligne, (montant, demis)) in lines {
            let Some(first) = demis.first() else { continue };
            let label = match (ligne.piece, ligne.code) {
                (Some(piece), Some(_)) => format!("{} {piece}", first.libelle),
                (Some(piece), None) => format!("{libelle} {piece}"),
                _ => libelle.clone(),
            };
            let rank = u32::try_from(lignes.len() + 1).unwrap_or(u32::MAX);
            details.extend(demis.iter().map(|demi| detail(demi, &numero, rank)));
            lignes.push(EntryLine {
                compte: ligne.compte.to_owned(),
                compte_libelle: first.compte.libelle.clone(),
                auxiliaire: ligne
                    .tiers
                    .map(|t| Auxiliaire { numero: t.numero.to_owned(), libelle: t.libelle.to_owned() }),
                axes: owned(&ligne.axes),
                cote: ligne.cote,
                montant,
                libelle: label,
                piece: ligne.piece.map(str::to_owned),
                code: ligne.code.map(|(code, part)| format!("{code}/{}", part.mot())),
                mois: ligne.mois,
                paiement: ligne.paiement,
            });
        }
        out.push(Entry {
            journal: config.journal.clone(),
            journal_libelle: config.journal_libelle.clone(),
            numero,
            date: cle.date,
            mois: cle.mois,
            piece: lot.to_owned(),
            piece_date,
            libelle,
            contrepasse: None,
            lignes,
        });
    }
    (out, details)
}

fn owned(axes: &[(&str, &str)]) -> BTreeMap<String, String> {
    axes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}
