//! What a candidate receives: the statement, the rows of the production, the documents to fill.

use std::path::Path;

use cddu_documents::Context;
use cddu_documents::model::{Block, Signature};
use cddu_documents::typo;
use cddu_kit::Engine;
use cddu_rates::{Cents, Diagnostic};

use crate::cas::{Cas, publish};
use crate::ecrit::{csv, document, nombre, table};
use crate::fichiers::{self, BALANCE, BULLETINS, DEVIS, ECRITURES, GRAND_LIVRE, RAPPROCHEMENT};
use crate::{attendus, production};

/// Columns of the payslips and notes to fill.
pub const COLONNES_BULLETINS: [&str; 9] = [
    "document",
    "contrat",
    "rubrique",
    "libelle",
    "base",
    "taux_salarie",
    "part_salarie",
    "taux_employeur",
    "part_employeur",
];
/// Columns of the entries to fill.
pub const COLONNES_ECRITURES: [&str; 4] = ["compte", "libelle", "debit", "credit"];
/// Columns of the reconciliation to fill.
pub const COLONNES_RAPPROCHEMENT: [&str; 6] =
    ["document", "cle", "attendu", "trouve", "ecart", "explication"];

/// Writes the files of the candidate.
pub fn write(cas: &Cas<'_>, engine: &Engine, context: &Context, root: &Path) -> Result<(), Vec<Diagnostic>> {
    for (name, text) in &cas.production.fichiers {
        fichiers::write(root, name, text.as_bytes())?;
    }
    fichiers::write(root, GRAND_LIVRE, &cas.recu.grand_livre)?;
    fichiers::write(root, "extrait-grand-livre.csv", &extract(cas))?;
    fichiers::write(root, &format!("dsn-{}.dsn", production::mois()), &cas.recu.dsn)?;
    fichiers::write(root, "grilles.csv", &grids(cas, engine)?)?;
    fichiers::write(root, BULLETINS, &csv(&COLONNES_BULLETINS, blank(cas)))?;
    fichiers::write(root, ECRITURES, &csv(&COLONNES_ECRITURES, Vec::new()))?;
    fichiers::write(root, RAPPROCHEMENT, &csv(&COLONNES_RAPPROCHEMENT, Vec::new()))?;
    publish(context, root, "enonce", &statement(cas))?;
    publish(context, root, "feuilles-de-temps", &sheets(cas))
}

/// The rows of every payslip: those of all the lines of the case, so that a line that is not due must be left empty.
fn blank(cas: &Cas<'_>) -> Vec<Vec<String>> {
    let slips: Vec<&_> = cas.slips.iter().collect();
    let notes: Vec<&_> = cas.notes.iter().collect();
    let rows = attendus::all(&slips, &notes);
    let codes = codes(cas, &rows);
    let numbers: Vec<&str> = cas.slips.iter().map(|f| f.numero.as_str()).collect();
    let row = |document: &str, contrat: &str, rubrique: &str, libelle: &str| {
        let mut row = vec![document.to_owned(), contrat.to_owned(), rubrique.to_owned(), libelle.to_owned()];
        row.resize(COLONNES_BULLETINS.len(), String::new());
        row
    };
    let mut out = Vec::new();
    for frozen in &cas.slips {
        for contract in &frozen.resultat.contrats {
            out.extend(codes.iter().map(|(code, label)| row(&frozen.numero, &contract.contrat, code, label)));
        }
        let totals = rows.iter().filter(|(c, _)| c.document == frozen.numero && c.contrat.is_empty());
        out.extend(totals.map(|(c, l)| row(&c.document, "", &c.rubrique, &l.libelle)));
    }
    let of_notes = rows.iter().filter(|(c, _)| !numbers.contains(&c.document.as_str()));
    out.extend(of_notes.map(|(c, l)| row(&c.document, "", &c.rubrique, &l.libelle)));
    out
}

/// Code and label of every line that a contract of the case bears.
fn codes(cas: &Cas<'_>, rows: &attendus::Lignes) -> Vec<(String, String)> {
    let numbers: Vec<&str> = cas.slips.iter().map(|f| f.numero.as_str()).collect();
    let mut codes: Vec<(String, String)> = Vec::new();
    for (cle, line) in rows {
        let known = codes.iter().any(|(code, _)| *code == cle.rubrique);
        if numbers.contains(&cle.document.as_str()) && !cle.contrat.is_empty() && !known {
            codes.push((cle.rubrique.clone(), line.libelle.clone()));
        }
    }
    codes
}

/// Labels of a blank payslip: every line of the case, then the totals.
pub fn rubriques(cas: &Cas<'_>) -> Vec<String> {
    let slips: Vec<&_> = cas.slips.iter().collect();
    let rows = attendus::all(&slips, &[]);
    let mut out: Vec<String> = codes(cas, &rows).into_iter().map(|(_, label)| label).collect();
    let mut totals: Vec<&str> = Vec::new();
    for (_, line) in rows.iter().filter(|(cle, _)| cle.contrat.is_empty()) {
        if !totals.contains(&line.libelle.as_str()) {
            totals.push(&line.libelle);
        }
    }
    out.extend(totals.into_iter().map(str::to_owned));
    out
}

/// Labels of a blank note.
pub fn rubriques_des_notes(cas: &Cas<'_>) -> Vec<String> {
    let notes: Vec<&_> = cas.notes.iter().take(1).collect();
    attendus::all(&[], &notes).into_iter().map(|(_, line)| line.libelle).collect()
}

/// The lines of third parties of the ledger received.
fn extract(cas: &Cas<'_>) -> Vec<u8> {
    let amount = |c: Cents| if c.is_zero() { String::new() } else { nombre(c) };
    let lines = cas.recu.lignes.iter().filter(|l| l.compte_num.starts_with('4'));
    csv(
        &["journal", "ecriture", "piece", "compte", "libelle", "auxiliaire", "debit", "credit"],
        lines.map(|l| {
            vec![
                l.journal_code.clone(),
                l.ecriture_num.clone(),
                l.piece_ref.clone(),
                l.compte_num.clone(),
                l.compte_lib.clone(),
                l.comp_aux_num.clone(),
                amount(l.debit),
                amount(l.credit),
            ]
        }),
    )
}

/// The rows of the grids for the functions of the case.
fn grids(cas: &Cas<'_>, engine: &Engine) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let jobs: Vec<&str> = functions(cas);
    let day = production::jour();
    let tables = engine.rates().conventions()?;
    let rows = tables.grid().iter().filter_map(|row| {
        let job = tables.fonction(row.fonction);
        let holds = row.valide_du <= day && row.valide_au.is_none_or(|end| day <= end);
        // The film is under annexe 1; artists and figurants have theirs.
        let annexe = row.annexe == "1" || row.annexe.starts_with("III");
        let concerned = annexe && job.idcc == "3097" && jobs.contains(&job.nom.as_str()) && holds;
        concerned.then(|| {
            vec![
                job.nom.clone(),
                row.annexe.clone(),
                row.heures.map(nombre).unwrap_or_default(),
                row.valeur.map(nombre).unwrap_or_default(),
                row.base_legale.clone(),
            ]
        })
    });
    Ok(csv(&["fonction", "annexe", "heures", "minimum", "texte"], rows))
}

fn functions<'c>(cas: &'c Cas<'_>) -> Vec<&'c str> {
    let mut jobs: Vec<&str> =
        cas.slips.iter().flat_map(|f| &f.resultat.contrats).map(|c| c.fonction.as_str()).collect();
    jobs.sort_unstable();
    jobs.dedup();
    jobs
}

fn statement(cas: &Cas<'_>) -> cddu_documents::model::Document {
    let mut blocks = vec![
        Block::Paragraph(format!(
            "La société LES FILMS FICTIFS (convention 3097, annexe 1, 28 salariés, adhérente à un syndicat d'employeurs) produit « {} ». Vous êtes administrateur de production. Personnes, société et numéros n'existent pas.",
            cas.production.titre
        )),
        Block::Heading("Ce qui vous est remis".to_owned()),
        handed_out(),
        Block::Heading("Les personnes".to_owned()),
        people(cas),
    ];
    if !cas.notes.is_empty() {
        blocks.push(Block::Paragraph(
            "Une note de droits d'auteur est à payer : auteurs.csv, contrats_auteurs.csv, notes.csv."
                .to_owned(),
        ));
    }
    blocks.push(Block::Heading("Le travail demandé".to_owned()));
    blocks.extend(
        [
            "1. Contrôler les feuilles de temps et les contrats (C1.7, C2.1).",
            "2. Établir chaque bulletin (C2.2) dans bulletins-a-remplir.csv : assiettes, lignes dues, totaux. Une ligne qui n'est pas due reste vide. Les taux s'écrivent en pour cent, les allègements de l'employeur en négatif.",
            "3. Établir la note de droits d'auteur, s'il y en a une (C2.2) : part_salarie pour l'auteur, part_employeur pour le diffuseur.",
            "4. Passer les écritures de paie (C2.3) dans ecritures-a-remplir.csv : le solde de chaque compte pour tout le cas, au débit ou au crédit.",
            "5. Rapprocher bulletins, grand livre et DSN (C2.8, C3.2) dans rapprochement-a-remplir.csv : une ligne par écart. document : grand livre ou dsn. cle : le compte, ou le matricule. attendu : ce que disent les bulletins (solde du compte, débit positif, ou net imposable). ecart : trouvé moins attendu.",
            "6. Nommer les documents et les textes utilisés, répondre au questionnaire.",
        ]
        .map(|text| Block::Paragraph(text.to_owned())),
    );
    let subtitle = format!("Cas {} : paies d'avril 2026, 1 h 30", cas.id);
    document("Étude de cas", &subtitle, production::jour(), &cas.id, blocks)
}

fn handed_out() -> Block {
    let dsn = format!("dsn-{}.dsn", production::mois());
    let files = [
        ("salaries.csv, contrats.csv, temps.csv", "les personnes, leurs contrats, leurs heures"),
        ("feuilles-de-temps", "les mêmes heures, à imprimer"),
        ("production.toml", "la société, ses taux notifiés, les jours de paiement"),
        ("contrats", "les contrats, tels qu'ils seraient signés (PDF)"),
        (DEVIS, "les lignes du devis : ce qui était prévu, hors charges"),
        ("grilles.csv", "l'extrait des grilles de salaires"),
        (GRAND_LIVRE, "le grand livre du mois reçu du comptable (format FEC)"),
        ("extrait-grand-livre.csv", "ses comptes de tiers"),
        (BALANCE, "sa balance"),
        (&dsn, "la DSN du mois, telle qu'elle a été préparée"),
        (BULLETINS, "bulletins et note : vos réponses"),
        (ECRITURES, "écritures : vos réponses"),
        (RAPPROCHEMENT, "écarts : vos réponses"),
        ("feuilles-a-remplir", "les mêmes, vierges, pour répondre à la main"),
        ("questionnaire", "vingt questions"),
    ];
    let rows = files.map(|(name, what)| vec![name.to_owned(), what.to_owned()]);
    table("Ce qui vous est remis", &[("Fichier", 5), ("Contenu", 7)], rows.to_vec())
}

fn people(cas: &Cas<'_>) -> Block {
    let rows = cas.slips.iter().flat_map(|f| {
        f.resultat.contrats.iter().map(move |c| {
            let who = &f.resultat.salarie;
            vec![
                f.numero.clone(),
                format!("{} {}", who.nom, who.prenom),
                c.fonction.clone(),
                typo::period(c.periode),
                typo::date(f.resultat.date_paiement),
            ]
        })
    });
    table(
        "Bulletins à établir",
        &[("Bulletin", 3), ("Personne", 4), ("Emploi", 5), ("Travail", 4), ("Paiement", 2)],
        rows.collect(),
    )
}

/// One sheet per contract, to print and to sign: the rows of `temps.csv`.
fn sheets(cas: &Cas<'_>) -> cddu_documents::model::Document {
    let times = cas.production.fichiers.get("temps.csv").map_or("", String::as_str);
    let mut blocks = Vec::new();
    for frozen in &cas.slips {
        for contract in &frozen.resultat.contrats {
            let who = &frozen.resultat.salarie;
            let title = format!("{} {}, {} ({})", who.nom, who.prenom, contract.fonction, contract.contrat);
            blocks.push(Block::Heading(title));
            let of = times.lines().filter_map(|l| l.strip_prefix(&format!("{},", contract.contrat)));
            let rows = of.map(|day| {
                let mut cells: Vec<String> = day.split(',').map(typo::dates).collect();
                cells.push(String::new());
                cells
            });
            blocks.push(table(
                "Feuille de temps",
                &[("Jour", 3), ("Arrivée", 2), ("Départ", 2), ("Pause (min)", 2), ("Heures (à calculer)", 3)],
                rows.collect(),
            ));
            let signature = |who: &str| Signature { who: who.to_owned(), lines: Vec::new() };
            blocks.push(Block::Signatures(vec![signature("La personne"), signature("La production")]));
        }
    }
    document("Feuilles de temps", &cas.production.titre, production::jour(), &cas.id, blocks)
}
