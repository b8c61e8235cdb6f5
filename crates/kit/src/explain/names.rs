//! Finding a figure by its code, its address, or the French words of its label.

use std::collections::VecDeque;

use cddu_payslip::trace::ExplainedFigure;
use cddu_rates::{Diagnostic, fold, nearest};

use super::document::{Sheet, code_of, of_contract};
use super::{Shown, nothing};

/// Totals that people ask about.
const TOTALS: [&str; 6] =
    ["brut", "montant_net_social", "net_imposable", "pas", "net_paye", "total_verse_employeur"];

/// Names that gather several figures, with the label that people know them by.
const GATHERED: [(&str, &str, &[&str]); 9] = [
    (
        "RGDU",
        "réduction générale",
        &["allegement_coefficient", "allegement", "allegement_retraite", "allegement_urssaf"],
    ),
    (
        "HS_RED_SAL",
        "réduction salariale sur les heures supplémentaires",
        &["hs_taux_reduction", "hs_reduction", "hs_red_sal"],
    ),
    ("HS_DED_PAT", "déduction patronale sur les heures supplémentaires", &["hs_deduction", "hs_ded_pat"]),
    ("RAS_182A", "retenue à la source de l'article 182 A", WITHHELD),
    ("RAS_182A_BIS", "retenue à la source de l'article 182 A bis", WITHHELD),
    ("heures_sup", "heures supplémentaires", &["hs_heures", "hs_base"]),
    ("plafond", "plafond", &["plafond", "plafond_prorata"]),
    ("dfs", "déduction forfaitaire spécifique", &["dfs", "dfs_reelle", "securite_sociale"]),
    ("abattement", "abattement des contrats courts", &["abattement_pas", "assiette_pas"]),
];

/// What is due of the withholding of a non-resident, what the month lets withhold, what each contract bears.
const WITHHELD: &[&str] =
    &["retenue_due", "retenue_due_convention", "retenue_non_resident", "retenue_source"];

/// Words of the trade for a figure whose label says it otherwise.
const WORDS: [(&str, &str); 20] = [
    ("salaire", "brut"),
    ("salaire brut", "brut"),
    ("net", "net_paye"),
    ("net a verser", "virement"),
    ("virement", "virement"),
    ("net fiscal", "net_imposable"),
    ("net social", "montant_net_social"),
    ("impot", "pas"),
    ("prelevement", "pas"),
    ("retenue a la source", "retenue_non_resident"),
    ("cout", "total_verse_employeur"),
    ("cout employeur", "total_verse_employeur"),
    ("cout total", "total_verse_employeur"),
    ("charges salariales", "cotisations_salarie"),
    ("charges patronales", "cotisations_employeur"),
    ("cotisations patronales", "cotisations_employeur"),
    ("allegement", "RGDU"),
    ("allegement general", "RGDU"),
    ("smic", "smic_heures"),
    ("net a payer a l auteur", "net_a_payer"),
];

/// Words that tell nothing apart.
const EMPTY: [&str; 14] =
    ["de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux", "et", "en", "sur"];

/// The figures of one name, and what is not due under it.
struct Group<'s> {
    key: String,
    labels: Vec<String>,
    figures: Vec<usize>,
    absent: Vec<&'s ExplainedFigure>,
}

/// The figures of a name.
pub(super) fn find<'s>(
    sheet: &'s Sheet,
    wanted: &str,
    contract: Option<&str>,
) -> Result<Shown<'s>, Vec<Diagnostic>> {
    if let Some(warning) = sheet.warnings.iter().find(|w| fold(&w.code) == fold(wanted)) {
        return Ok(Shown::Warnings(&warning.code));
    }
    let of_address = |f: &ExplainedFigure| f.figure.eq_ignore_ascii_case(wanted);
    if wanted.contains('.') {
        let all = sheet.figures.iter().enumerate();
        let figures: Vec<usize> = all.filter(|(_, f)| of_address(&f.plain)).map(|(rank, _)| rank).collect();
        let absent: Vec<_> = sheet.absent.iter().filter(|f| of_address(f)).collect();
        if !figures.is_empty() || !absent.is_empty() {
            return Ok(shown(sheet, figures, absent));
        }
    }
    let groups = groups(sheet, contract);
    let exact = |key: &str| groups.iter().position(|g| g.key.eq_ignore_ascii_case(key));
    let folded = fold(wanted);
    let word = WORDS.iter().find(|(word, _)| *word == folded).map(|(_, key)| *key);
    if let Some(rank) =
        exact(wanted).or_else(|| word.and_then(exact)).or_else(|| exact(&folded.replace(' ', "_")))
    {
        let Group { figures, absent, .. } = groups.into_iter().nth(rank).expect("found");
        return Ok(shown(sheet, figures, absent));
    }
    let mut found = by_words(&groups, wanted);
    match found.len() {
        0 => Err(unknown(&groups, wanted)),
        1 => {
            let Group { figures, absent, .. } = groups.into_iter().nth(found.remove(0)).expect("found");
            Ok(shown(sheet, figures, absent))
        }
        many => {
            let list = found.iter().take(12).map(|rank| told(&groups[*rank])).collect::<Vec<_>>().join(", ");
            let more = if many > 12 { ", …" } else { "" };
            Err(nothing(
                format!("« {wanted} » désigne {many} chiffres de ce document"),
                format!("choisir par son code : {list}{more}"),
            ))
        }
    }
}

/// A contract that the document does not pay.
pub(super) fn unknown_contract(sheet: &Sheet, wanted: &str) -> Vec<Diagnostic> {
    nothing(
        format!("aucun contrat « {wanted} » dans ce document"),
        format!("contrats : {}", sheet.contracts.join(", ")),
    )
}

/// Every name, gathered ones first.
fn groups<'s>(sheet: &'s Sheet, contract: Option<&str>) -> Vec<Group<'s>> {
    let mut out: Vec<Group<'s>> = GATHERED
        .iter()
        .map(|(key, label, _)| Group {
            key: (*key).to_owned(),
            labels: vec![(*label).to_owned()],
            figures: Vec::new(),
            absent: Vec::new(),
        })
        .collect();
    let mut add = |figure: &'s ExplainedFigure, rank: Option<usize>| {
        let code = code_of(&figure.figure);
        // Under a line, only the line has a name; its label is what stands before that of the share.
        let (key, label) = match &figure.ligne {
            Some(line) => {
                let share = figure.libelle.rfind(", taux").or_else(|| figure.libelle.rfind(", part d"));
                let share = share.or_else(|| figure.libelle.rfind(", non due"));
                (line.as_str(), &figure.libelle[..share.unwrap_or(figure.libelle.len())])
            }
            None => (code, figure.libelle.as_str()),
        };
        for (gathered, (_, _, codes)) in GATHERED.iter().enumerate() {
            if figure.ligne.is_none() && codes.contains(&code) {
                place(&mut out[gathered], figure, rank);
            }
        }
        let known = out.iter().skip(GATHERED.len()).position(|g| g.key == key).map(|p| p + GATHERED.len());
        let at = known.unwrap_or_else(|| {
            let empty =
                Group { key: key.to_owned(), labels: Vec::new(), figures: Vec::new(), absent: Vec::new() };
            out.push(empty);
            out.len() - 1
        });
        if !out[at].labels.iter().any(|l| l == label) {
            out[at].labels.push(label.to_owned());
        }
        place(&mut out[at], figure, rank);
    };
    for (rank, figure) in sheet.figures.iter().enumerate() {
        if of_contract(&figure.plain, contract) || figure.plain.contrat.is_none() {
            add(&figure.plain, Some(rank));
        }
    }
    for figure in &sheet.absent {
        if of_contract(figure, contract) || figure.contrat.is_none() {
            add(figure, None);
        }
    }
    out.retain(|g| !g.figures.is_empty() || !g.absent.is_empty());
    for group in &mut out {
        // What is computed, else the value itself (a plafond of the tables, an input).
        if group.figures.iter().any(|f| sheet.figures[*f].is_computed()) {
            group.figures.retain(|f| sheet.figures[*f].is_computed());
        } else if !group.absent.is_empty() {
            group.figures.clear();
        }
    }
    out
}

fn place<'s>(group: &mut Group<'s>, figure: &'s ExplainedFigure, rank: Option<usize>) {
    match rank {
        Some(rank) => group.figures.push(rank),
        None => group.absent.push(figure),
    }
}

fn words(text: &str) -> Vec<String> {
    let text = fold(text);
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !EMPTY.contains(w));
    all.map(|w| if w.len() > 3 { w.trim_end_matches(['s', 'x']).to_owned() } else { w.to_owned() }).collect()
}

/// The groups whose label answers best to some words: the label itself, its start, all the words, or their starts.
fn by_words(groups: &[Group<'_>], wanted: &str) -> Vec<usize> {
    let wanted = words(wanted);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut best: Option<(u8, Vec<usize>)> = None;
    for (rank, group) in groups.iter().enumerate() {
        // The figures of a gathered name answer under that name.
        let gathered = groups[..rank].iter().any(|g| {
            GATHERED.iter().any(|(key, ..)| *key == g.key)
                && group.figures.iter().all(|f| g.figures.contains(f))
                && group.absent.iter().all(|f| g.absent.contains(f))
        });
        if gathered {
            continue;
        }
        let scores =
            group.labels.iter().chain(std::iter::once(&group.key)).filter_map(|l| score(&words(l), &wanted));
        let Some(score) = scores.min() else { continue };
        match &mut best {
            Some((best, list)) if *best == score => list.push(rank),
            Some((best, _)) if *best < score => {}
            _ => best = Some((score, vec![rank])),
        }
    }
    best.map(|(_, list)| list).unwrap_or_default()
}

fn score(label: &[String], wanted: &[String]) -> Option<u8> {
    match () {
        () if label == wanted => Some(0),
        () if label.starts_with(wanted) => Some(1),
        () if wanted.iter().all(|w| label.contains(w)) => Some(2),
        () if wanted.iter().all(|w| w.len() >= 3 && label.iter().any(|l| l.starts_with(w))) => Some(3),
        () => None,
    }
}

fn told(group: &Group<'_>) -> String {
    let label = group.labels.first().map_or("", String::as_str);
    if label.is_empty() || fold(label) == fold(&group.key) {
        group.key.clone()
    } else {
        format!("{} ({label})", group.key)
    }
}

fn unknown(groups: &[Group<'_>], wanted: &str) -> Vec<Diagnostic> {
    let names = groups.iter().flat_map(|g| std::iter::once(&g.key).chain(&g.labels)).map(String::as_str);
    let mut near: Vec<String> = Vec::new();
    for name in nearest(wanted, names) {
        let group = groups.iter().find(|g| g.key == name || g.labels.iter().any(|l| l == name));
        near.extend(group.map(told).filter(|told| !near.contains(told)));
    }
    let hint = if near.is_empty() {
        let totals: Vec<String> =
            TOTALS.iter().filter_map(|key| groups.iter().find(|g| g.key == *key)).map(told).collect();
        format!("le code d'une ligne, ou les mots de son libellé ; par exemple {}", totals.join(", "))
    } else {
        format!("vouliez-vous dire {} ?", near.join(", "))
    };
    nothing(format!("rien ne s'appelle « {wanted} » sur ce document"), hint)
}

fn shown<'s>(sheet: &'s Sheet, figures: Vec<usize>, absent: Vec<&'s ExplainedFigure>) -> Shown<'s> {
    let chain = chain(sheet, &figures);
    Shown::Some { figures, absent, chain }
}

/// The computed figures under some others, nearest first. Another line is named with its amount: it has its own
/// explanation.
fn chain(sheet: &Sheet, figures: &[usize]) -> Vec<usize> {
    let mut chain: Vec<usize> = Vec::new();
    for asked in figures {
        let line = &sheet.figures[*asked].plain.ligne;
        let mut queue = VecDeque::from([*asked]);
        while let Some(current) = queue.pop_front() {
            for arg in &sheet.figures[current].args {
                let under = &sheet.figures[*arg];
                let same = under.plain.ligne.is_none() || under.plain.ligne == *line;
                if same && under.is_computed() && !chain.contains(arg) && !figures.contains(arg) {
                    chain.push(*arg);
                    queue.push_back(*arg);
                }
            }
        }
    }
    chain
}
