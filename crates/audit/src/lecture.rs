//! What a monthly DSN tells of each payslip: the input of the engine, and the values to hold against its answer.

use std::collections::{BTreeMap, BTreeSet};

use cddu_dsn::nav::{Contrat, Declaration, Individu, Versement};
use cddu_dsn::{Block, Document, Nature, Version, s21};
use cddu_payslip::{Anterieur, BulletinInput, CumulsOut, Payslip};
use cddu_rates::{Cents, Diagnostic, Month, Rate, fold, round_half_up};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The payslips of a file, and what holds for all of them.
pub(crate) struct Lu<'a> {
    pub version: Version,
    pub personnes: Vec<Personne<'a>>,
    /// What the file does not say, once each.
    pub manque: Vec<String>,
    employeur: Employeur,
}

/// The payments of a person, in the order of their days.
pub(crate) struct Personne<'a> {
    pub versements: Vec<Bulletin<'a>>,
}

/// A payment, which stands for a payslip.
pub(crate) struct Bulletin<'a> {
    pub personne: String,
    pub ligne: usize,
    pub versement: Versement<'a>,
    pub individu: Individu<'a>,
}

/// What the file shows of the employer.
struct Employeur {
    idcc: String,
    effectif: u32,
    taux_at: Option<String>,
    taux_at_artiste: Option<String>,
    mobilite: Rate,
    mobilite_regionale: Rate,
    apprentissage: bool,
    alsace_moselle: bool,
    deduction_hs: bool,
}

/// The first monthly declaration of a file, and whether others follow.
pub(crate) fn mensuelle(document: &Document) -> Result<(Version, Declaration<'_>, bool), Vec<Diagnostic>> {
    let monthly = document.messages.iter().filter_map(|m| Some((m.version?, m)));
    let mut declarations = monthly
        .flat_map(|(version, m)| m.declarations().map(move |d| (version, d)))
        .filter(|(_, d)| d.nature() == Some(Nature::Mensuelle));
    let Some((version, declaration)) = declarations.next() else {
        return Err(vec![
            Diagnostic::error("AUD-001", "aucune DSN mensuelle à auditer dans ce fichier")
                .hint("donner une DSN de nature 01 et de version P24V01 à P27V01 ; « cddu dsn verifier » dit ce qui empêche de la lire ; un export CSV se lit avec --dictionnaire"),
        ]);
    };
    Ok((version, declaration, declarations.next().is_some()))
}

/// Reads the payslips of the first monthly declaration of a file.
pub(crate) fn lire(document: &Document) -> Result<Lu<'_>, Vec<Diagnostic>> {
    let (version, declaration, more) = mensuelle(document)?;
    let mut manque = vec![
        "paie des mois précédents : les cumuls (retraite de l'année, contrat déjà payé en partie) partent de ce fichier".to_owned(),
        "contributions sans code individuel (détail de la prévoyance, AFDAS conventionnel, Thalie Santé) : non comparées".to_owned(),
        "heures des cachets : déduites du SMIC de la réduction générale (S21.G00.79 type 01), huit par cachet sans lui".to_owned(),
        "méthode de chaque heure supplémentaire et frais : seuls leurs totaux sont dans une DSN".to_owned(),
    ];
    if declaration.individus().any(|i| i.contrats().any(|c| moins_de_seize(i.date(6), c.date(1)))) {
        manque.push(
            "autorisation d'un enfant de moins de 16 ans et partage de sa paie (pécule) : non comparés"
                .to_owned(),
        );
    }
    manque.extend(sans_temoin(declaration));
    if more {
        manque.push("seule la première déclaration mensuelle du fichier est auditée".to_owned());
    }
    let personnes = declaration
        .individus()
        .map(|individu| {
            let name = crate::releve::personne(individu);
            let mut versements: Vec<Bulletin<'_>> = individu
                .versements()
                .map(|versement| Bulletin {
                    personne: name.clone(),
                    ligne: versement.line,
                    versement,
                    individu,
                })
                .collect();
            versements.sort_by_key(|v| (v.versement.date(1), v.ligne));
            Personne { versements }
        })
        .collect();
    Ok(Lu { version, personnes, manque, employeur: employeur(declaration) })
}

/// Amounts that the file says once and that nothing computed gives.
fn sans_temoin(declaration: Declaration<'_>) -> Option<String> {
    const COMPARES: [&str; 7] = ["001", "002", "003", "010", "017", "018", "026"];
    let mut found: BTreeSet<String> = BTreeSet::new();
    for v in declaration.individus().flat_map(Individu::versements) {
        let mut add = |block: u32, kind: u32, amount: u32, compared: &[&str]| {
            let alone = |b: &&Block| b.get(kind).is_some_and(|k| !compared.contains(&k));
            for b in v.0.all(s21(block)).filter(alone) {
                found.insert(format!("S21.G00.{block}.{amount:03}[{}]", b.get(kind).unwrap_or("")));
            }
        };
        add(51, 11, 13, &COMPARES);
        add(52, 1, 2, &[]);
        add(54, 1, 2, &["10"]);
        add(56, 2, 7, &[]);
        add(58, 3, 4, &["01", "03"]);
    }
    let list = found.into_iter().collect::<Vec<_>>().join(", ");
    (!list.is_empty()).then(|| format!("ce dont viennent {list} : comparés à rien"))
}

fn employeur(declaration: Declaration<'_>) -> Employeur {
    let lines: Vec<(bool, &str, &Block)> = declaration
        .individus()
        .flat_map(|i| {
            let artist = i.contrats().any(|c| artiste(&c));
            i.versements().flat_map(Versement::bases).flat_map(move |b| {
                let base = b.0.get(1).unwrap_or("");
                b.0.all(s21(81)).map(move |line| (artist, base, line))
            })
        })
        .collect();
    let of = |code: &'static str| lines.iter().filter(move |(.., l)| l.get(1) == Some(code));
    let rate = |artist: bool, code: &'static str| {
        usual(of(code).filter(|(a, ..)| *a == artist).filter_map(|(.., l)| decimal(l.get(7)?)))
    };
    // The rate of an artist is 70 % of that of the commune.
    let full = |code: &'static str| {
        let of_artist = || rate(true, code).map(|r| round_half_up(r / Decimal::new(70, 2), 2));
        // A director of annexe 8 may be at the rates of the artists too: the highest rate is the full one.
        let of_others = usual(of(code).filter(|(a, ..)| !a).filter_map(|(.., l)| decimal(l.get(7)?)));
        Rate(match (of_others, of_artist()) {
            (Some(rate), Some(back)) if rate + Decimal::new(5, 2) < back => back,
            (Some(rate), _) => rate,
            (None, back) => back.unwrap_or_default(),
        })
    };
    let at = |artist: bool| {
        let contracts = || declaration.individus().flat_map(Individu::contrats);
        let given = |c: Contrat<'_>| decimal(c.0.get(43)?);
        // A director of annexe 8 may have the rate of the artists: the others tell first.
        let director = |c: &Contrat<'_>| fold(c.get(6).unwrap_or("")).contains("realisat");
        let own = || contracts().filter(|c| artiste(c) == artist);
        let told = usual(own().filter(|c| !director(c)).filter_map(given))
            .or_else(|| usual(own().filter_map(given)));
        told.map(|r| r.to_string())
    };
    let (mobilite, mobilite_regionale) = (full("081"), full("918"));
    let total = of("049").any(|(_, base, _)| *base == "03");
    // Under 20 staff the deduction on overtime is 1.50 an hour, from 20 on 0.50.
    let given: i64 = of("021").filter_map(|(.., l)| l.amount(4)).sum();
    let generous = given.abs() > hours_sup(&declaration);
    let effectif = match (total, mobilite.0 + mobilite_regionale.0 > Decimal::ZERO) {
        (true, _) => 60,
        (false, true) if generous => 15,
        (false, true) => 30,
        (false, false) => 8,
    };
    let apprentissage: Option<Decimal> = of("130").find_map(|(.., l)| decimal(l.get(7)?));
    let hs = of("114").next().is_some();
    Employeur {
        idcc: declaration
            .etablissement()
            .and_then(|e| e.get(22))
            .or_else(|| declaration.individus().flat_map(Individu::contrats).find_map(|c| c.0.get(17)))
            .unwrap_or("3097")
            .to_owned(),
        effectif,
        taux_at: at(false),
        taux_at_artiste: at(true),
        mobilite,
        mobilite_regionale,
        apprentissage: apprentissage.is_some(),
        alsace_moselle: apprentissage == Some(Decimal::new(44, 2)),
        deduction_hs: !hs || of("021").next().is_some(),
    }
}

/// True for a contract begun before the sixteenth birthday.
pub(crate) fn moins_de_seize(naissance: Option<NaiveDate>, debut: Option<NaiveDate>) -> bool {
    let birthday = naissance.and_then(|day| day.checked_add_months(Months::new(16 * 12)));
    birthday.zip(debut).is_some_and(|(birthday, start)| start < birthday)
}

/// The authorisation of a child, which no export holds: it changes no contribution, only who receives the sum paid.
pub(crate) fn enfant(debut: NaiveDate) -> Value {
    json!({
        "autorisation": "non dite", "date": debut.to_string(), "part_representants": "0",
        "representants": ["non dits"],
    })
}

/// Hundredths of overtime hours of the declaration.
fn hours_sup(declaration: &Declaration<'_>) -> i64 {
    declaration
        .individus()
        .flat_map(Individu::versements)
        .flat_map(Versement::remunerations)
        .filter(|r| matches!(r.genre(), Some("017" | "018")))
        .filter_map(|r| r.amount(12))
        .sum()
}

/// The value that most of a file bears, the highest of those that stand as many times: one that was changed alone is not the
/// rule of the others.
fn usual(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let mut count: BTreeMap<Decimal, usize> = BTreeMap::new();
    for value in values {
        *count.entry(value).or_default() += 1;
    }
    count.into_iter().max_by_key(|(value, n)| (*n, *value)).map(|(value, _)| value)
}

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// A contract at the reduced rates of the artists: annexe 10, or a job of that name.
pub(crate) fn artiste(contrat: &Contrat<'_>) -> bool {
    contrat.get(25) == Some("06")
}

/// What the payslips already computed of a person leave for the next one.
#[derive(Default)]
pub(crate) struct Avant {
    contrats: BTreeMap<String, Anterieur>,
    cumuls: Option<(NaiveDate, CumulsOut)>,
}

impl Avant {
    /// What was paid of a contract.
    pub(crate) fn contrat(&self, name: &str) -> Option<Value> {
        serde_json::to_value(self.contrats.get(name)?).ok()
    }

    /// Cumuls for a payslip whose work ends in a month.
    pub(crate) fn cumuls(&self, month: Month) -> Option<Value> {
        let (end, cumuls) = self.cumuls.as_ref()?;
        let known = serde_json::to_value(cumuls).unwrap_or_default();
        let mut given = Map::new();
        for key in
            ["dfs", "retraite_annee", "retraite_annee_tranches", "hs_exonerees_brut", "hs_exonerees_net"]
        {
            if let Some(value) = known.get(key) {
                given.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(value) = known.get("retraite_mois").filter(|_| Month::of(*end) == month) {
            given.insert("retraite_mois".to_owned(), value.clone());
        }
        Some(Value::Object(given))
    }

    pub(crate) fn apres(&mut self, slip: &Payslip) {
        for pay in &slip.contrats {
            if let Some(sum) = pay.cumul_contrat {
                self.contrats.insert(pay.contrat.clone(), sum);
            }
        }
        self.cumuls = Some((slip.periode.fin, slip.cumuls.clone()));
    }
}

/// The input of the engine for a payment; the reason when the file does not give enough.
pub(crate) fn demande(
    lu: &Lu<'_>,
    slip: &Bulletin<'_>,
    before: &Avant,
    methods: &Map<String, Value>,
    smic: &dyn Fn(NaiveDate) -> Option<Decimal>,
) -> Result<BulletinInput, String> {
    let v = slip.versement;
    let day = v.date(1).ok_or("date de versement (S21.G00.50.001) absente ou fausse")?;
    let mut names: Vec<&str> = Vec::new();
    for r in v.remunerations() {
        if let Some(name) = r.0.get(10).filter(|n| !names.contains(n)) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err("aucune rémunération S21.G00.51 dans ce versement".to_owned());
    }
    let contrats = names.iter().map(|n| contrat(slip, n, before, smic)).collect::<Result<Vec<_>, _>>()?;
    let last =
        contrats.iter().filter_map(|c| c["periode"]["fin"].as_str()).max().unwrap_or_default().to_owned();
    let resident = v.bases().any(|b| b.genre() == Some("04") && b.amount(4).is_some_and(|a| a != 0));
    let personal = v.get(7) == Some("01");
    let zone = match v.get(7) {
        Some("23") => "guadeloupe_reunion_martinique",
        Some("33") => "guyane_mayotte",
        _ => "metropole",
    };
    let e = &lu.employeur;
    let mut input = json!({
        "date_paiement": day.to_string(),
        "employeur": {
            "idcc": e.idcc, "effectif": e.effectif, "taux_at": e.taux_at, "taux_at_artiste": e.taux_at_artiste,
            "versement_mobilite": text(e.mobilite.0), "vmrr": text(e.mobilite_regionale.0),
            "taxe_apprentissage": e.apprentissage, "alsace_moselle": e.alsace_moselle, "deduction_hs": e.deduction_hs,
        },
        "salarie": {
            "matricule": slip.individu.get(19).or(slip.individu.identifiant()).unwrap_or("?"),
            "nom": slip.individu.get(2).unwrap_or("?"), "prenom": slip.individu.get(4).unwrap_or("?"),
            "date_naissance": slip.individu.date(6).map(|d| d.to_string()),
            "domicile_fiscal_france": resident,
            "alsace_moselle": names.iter().any(|n| slip.individu.contrats().any(|c| c.get(9) == Some(n) && c.get(16) == Some("01"))),
            "taux_pas": if personal { v.get(6).map(str::to_owned) } else { None },
            "zone_pas": zone,
        },
        "methodes": methods,
        "contrats": contrats,
    });
    let starts = || slip.individu.contrats().filter(|c| c.numero().is_some_and(|n| names.contains(&n)));
    let young = |d: &NaiveDate| moins_de_seize(slip.individu.date(6), Some(*d));
    if let Some(start) = starts().filter_map(|c| c.date(1)).filter(young).min() {
        input["salarie"]["enfant"] = enfant(start);
    }
    let month = last.parse().ok().map(|d: NaiveDate| Month::of(d));
    if let Some(cumuls) = month.and_then(|m| before.cumuls(m)) {
        input["cumuls"] = cumuls;
    }
    serde_json::from_value(input).map_err(|e| format!("données insuffisantes pour recalculer : {e}"))
}

fn text(value: Decimal) -> String {
    value.normalize().to_string()
}

fn contrat(
    slip: &Bulletin<'_>,
    name: &str,
    before: &Avant,
    smic: &dyn Fn(NaiveDate) -> Option<Decimal>,
) -> Result<Value, String> {
    let known = slip.individu.contrats().find(|c| c.numero() == Some(name));
    let Some(c) = known else { return Err(format!("contrat {name} non décrit (S21.G00.40)")) };
    let day = |number: u32| c.date(number).map(|d| d.to_string());
    let start = day(1).ok_or_else(|| format!("contrat {name} sans date de début (S21.G00.40.001)"))?;
    let end = day(10).or_else(|| c.date_fin().map(|d| d.to_string()));
    let end = end.ok_or_else(|| format!("contrat {name} sans date de fin (S21.G00.40.010)"))?;
    let pays: Vec<_> = slip.versement.remunerations().filter(|r| r.contrat() == Some(name)).collect();
    let gross: Vec<_> = pays.iter().filter(|r| r.genre() == Some("001")).collect();
    let brut: i64 = gross.iter().filter_map(|r| r.amount(13)).sum();
    let from = gross.iter().filter_map(|r| r.date(1)).min();
    let to = gross.iter().filter_map(|r| r.date(2)).max();
    let (Some(from), Some(to)) = (from, to) else {
        return Err(format!("contrat {name} sans rémunération brute datée (S21.G00.51 type 001)"));
    };
    let first = c.date(1).is_some_and(|d| d < from);
    if first && !before.contrats.contains_key(name) {
        return Err(format!(
            "contrat {name} déjà payé en partie un mois précédent : son cumul n'est pas dans ce fichier"
        ));
    }
    if suspended(c.0, from, to) {
        return Err(format!(
            "contrat {name} suspendu dans cette période (S21.G00.60 ou 65) : la paie sans l'absence n'est pas dans ce fichier"
        ));
    }
    let unit = |units: &[&str]| -> i64 {
        let of = |b: &&Block| b.get(3).is_some_and(|u| units.contains(&u));
        pays.iter()
            .filter(|r| r.genre() == Some("002"))
            .flat_map(|r| r.activites().filter(of))
            .filter_map(|b| b.amount(2))
            .sum()
    };
    // Hours of cachets are not declared: those of the SMIC retained for the general relief tell them.
    let hours = unit(&["35", "10"]);
    let cachets = unit(&["36", "37"]);
    let heures = if cachets == 0 {
        Cents(hours).to_string()
    } else {
        text(hours_of_cachets(slip, name, smic(to)).unwrap_or(Decimal::from(cachets / 100 * 8)))
    };
    // Back pay completes days already declared: their calendar days (unit 40) are said to be none.
    let calendar: Vec<i64> = pays
        .iter()
        .flat_map(|r| r.activites().filter(|b| b.get(3) == Some("40")))
        .filter_map(|b| b.amount(2))
        .collect();
    let nothing_new = !calendar.is_empty() && calendar.iter().all(|days| *days == 0);
    let no_work = hours == 0 && cachets == 0 && unit(&["12"]) == 0;
    if brut != 0 && (no_work || nothing_new) {
        return Err(format!(
            "contrat {name} : un complément de jours déjà payés ; ce qui l'a été de ce travail n'est pas dans ce fichier"
        ));
    }
    let job = c.get(6).unwrap_or("").to_owned();
    let folded = fold(&job);
    let is = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    let artist = artiste(&c);
    let categorie = if is(&["figurant", "artiste de complement", "silhouette", "doublure lumiere"]) && artist
    {
        "figurant"
    } else if is(&["realisat"]) && !is(&["assistant"]) {
        "realisateur"
    } else if artist {
        "artiste"
    } else {
        "technicien"
    };
    let mut out = json!({
        "contrat": name, "categorie": categorie, "cadre": c.get(3) == Some("01"),
        "annexe": if artist { 10 } else { 8 },
        "fonction": job, "debut": start, "fin": end,
        "periode": { "debut": from.to_string(), "fin": to.to_string() },
        "jours": Cents(unit(&["12"])).to_string(), "heures": heures,
        "cachets": cachets / 100, "brut": Cents(brut).to_string(),
        "dfs": c.get(23).is_some(), "idcc": c.get(17),
    });
    if categorie == "realisateur" && !artist {
        // Annexe 8 says nothing of the rates: those declared do.
        out["taux_artiste"] = Value::Bool(reduced(slip, name));
    }
    if let Some(sum) = before.contrat(name) {
        out["anterieur"] = sum;
    }
    let overtime: Vec<Value> = pays
        .iter()
        .filter(|r| matches!(r.genre(), Some("017" | "018")))
        .filter_map(|r| {
            let (hours, amount) = (Cents(r.amount(12)?).to_string(), Cents(r.amount(13)?).to_string());
            let monday = from.week(chrono::Weekday::Mon).first_day().to_string();
            let mut row =
                json!({ "semaine": monday, "heures": hours, "majoration": "25.00", "montant": amount });
            if r.genre() == Some("018") {
                row["structurelles"] = Value::String(hours);
            }
            Some(row)
        })
        .collect();
    if !overtime.is_empty() {
        out["heures_sup"] = Value::Array(overtime);
    }
    Ok(out)
}

/// Old age of a contract at the rate of the artists (arrêté du 24 janvier 1975): less than twelve percent in all on the capped
/// base, where the general rates are above fifteen.
fn reduced(slip: &Bulletin<'_>, name: &str) -> bool {
    let of_contract = |b: &Block| b.get(6).is_none_or(|n| n == name);
    let capped = slip.versement.bases().filter(|b| b.genre() == Some("02") && of_contract(b.0));
    let mut rates = capped
        .flat_map(|b| b.0.all(s21(81)))
        .filter(|c| c.get(1) == Some("076"))
        .filter_map(|c| decimal(c.get(7)?));
    rates.any(|rate| rate < Decimal::from(12))
}

/// Hours that the SMIC of a contract pays (S21.G00.79 type 01 of its bases 03).
fn hours_of_cachets(slip: &Bulletin<'_>, name: &str, smic: Option<Decimal>) -> Option<Decimal> {
    let of_contract = |b: &Block| b.get(6).is_none_or(|n| n == name);
    let bases = slip.versement.bases().filter(|b| b.genre() == Some("03") && of_contract(b.0));
    let kept: i64 = bases
        .flat_map(|b| b.0.all(s21(79)))
        .filter(|c| c.get(1) == Some("01"))
        .filter_map(|c| c.amount(4))
        .sum();
    let smic = smic.filter(|s| !s.is_zero() && kept != 0)?;
    Some(round_half_up(Cents(kept).to_decimal() / smic, 2).normalize())
}

/// A stop or a suspension of the contract touches the period paid.
fn suspended(contract: &Block, from: NaiveDate, to: NaiveDate) -> bool {
    // A stop begins the day after the last one worked; an end that is not known yet has no limit.
    let stop = contract
        .all(s21(60))
        .any(|b| b.date(2).is_some_and(|last| last < to) && b.date(3).is_none_or(|end| end >= from));
    let other = contract
        .all(s21(65))
        .any(|b| b.date(2).is_some_and(|start| start <= to) && b.date(3).is_none_or(|end| end >= from));
    stop || other
}

/// Contracts of a payment, by number.
pub(crate) fn contrats_de<'a>(slip: &Bulletin<'a>) -> BTreeSet<&'a str> {
    slip.versement.remunerations().filter_map(|r| r.0.get(10)).collect()
}
