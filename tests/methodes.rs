//! `docs/choix-de-methode.md`: every choice has its entry, and every sum of money on the page is computed with each reading.
//! `CDDU_MAJ=1 cargo test --test methodes` writes the tables again.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use cddu_payslip::{
    AbattementPasMethod, AbsencePlafondMethod, AbsenceSemaineMethod, AbsenceSmicMethod, ChomagePlafondMethod,
    CongesArretMethod, CongesPlafondMethod, FcssImposableMethod, FerieSemaineMethod, FigurantMethod,
    FilmJourMethod, FormationForfaitMethod, HsAllegementsMethod, HsArtisteSemaineMethod,
    HsDeductionArtisteMethod, HsDfsMethod, HsGarantiesMethod, HsImputationMethod, HsJour6Method,
    HsJourMethod, HsLigneCrdsMethod, HsLimiteMethod, HsMajorationsMethod, HsTauxMethod, JoursCommunsMethod,
    Methodes, PeculeBaseMethod, PlafondMethod, Prevoyance3097Method, PrevoyancePlafondMethod,
    RegularisationMethod, RetenueDureeMethod, RetraitePlafondMethod, RgduCapMethod, RgduLeaveMethod,
    RgduSmicMethod, SaisieBaremeMethod, TaxeSalairesMethod, TdeltaMethod,
};
use cddu_rates::Cents;
use common::{cddu, root, update};
use serde_json::{Value, json};

const START: &str = "<!-- enjeu ";
const END: &str = "<!-- fin -->";

/// Columns: title and place of the amount in the answer.
type Columns = &'static [(&'static str, &'static str)];

const NET: (&str, &str) = ("Net avant impôt", "/totaux/net_avant_impot");
const COUT: (&str, &str) = ("Coût", "/totaux/total_verse_employeur");
const IMPOT: (&str, &str) = ("Impôt prélevé", "/totaux/pas");
const HEURES: (&str, &str) = ("Heures supplémentaires", "/totaux/heures_sup");
const REDUCTION: (&str, &str) = ("Réduction", "/totaux/allegements_salarie");
const IMPOSABLE: (&str, &str) = ("Net imposable", "/totaux/net_imposable");
/// Totals that a payslip without overtime does not print.
const OPTIONAL: [&str; 4] = [HEURES.1, REDUCTION.1, "/totaux/hs_exonerees_brut", "/totaux/hs_exonerees_net"];
const SS: (&str, &str) = ("Assiette de sécurité sociale", "/contrats/0/bases/securite_sociale");

/// One table of the page: the same case under each reading, the default first.
struct Case {
    id: &'static str,
    command: &'static str,
    columns: Columns,
    base: Value,
    /// Label, then what replaces parts of the case: one document, or several whose amounts are added.
    readings: Vec<(&'static str, Vec<Value>)>,
}

/// First assistant operator of film, Monday 5 to Friday 9 October 2026, 46 hours.
fn week() -> Value {
    json!({ "date_paiement": "2026-10-16",
        "employeur": { "idcc": "3097", "effectif": 8, "taux_at": "1.07", "taux_at_artiste": "1.1", "taux_sante_travail": "0.32" },
        "salarie": { "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille" },
        "contrats": [ { "contrat": "C1", "categorie": "technicien", "cadre": false, "annexe": 8,
            "fonction": "Premier assistant opérateur cinéma", "debut": "2026-10-05", "fin": "2026-10-09",
            "jours": 5, "heures": "46", "brut": "1735.54" } ] })
}

fn with(patch: Value) -> Value {
    let mut base = week();
    merge(&mut base, patch);
    base
}

/// The same week with its elements: 35 h, 8 h at 25 %, 3 h at 50 %, half a tenth hour, two hours of night.
fn overtime(patch: Value) -> Value {
    let mut base = with(json!({ "contrats": [ { "elements": [
        { "code": "base", "libelle": "Salaire de base", "montant": "1193.99", "quantite": "35" },
        { "code": "hs_25", "libelle": "Heures supplémentaires", "montant": "341.14", "quantite": "8", "majoration": "25" },
        { "code": "hs_50", "libelle": "Heures supplémentaires", "montant": "153.51", "quantite": "3", "majoration": "50" },
        { "code": "tournage_10h", "libelle": "Dixième heure", "montant": "12.79", "quantite": "0.5", "majoration": "75" },
        { "code": "nuit_50", "libelle": "Nuit", "montant": "34.11", "quantite": "2", "majoration": "50" } ] } ] }));
    merge(&mut base, patch);
    base
}

/// A time sheet of film, paid 1,364.56 for 39 hours: the same hours every day from Monday 5 October 2026.
fn sheet(days: u32, debut: &str, fin: &str) -> Value {
    let rows: Vec<Value> = (0..days)
        .map(|day| json!({ "date": format!("2026-10-{:02}", 5 + day), "debut": debut, "fin": fin, "pause_minutes": 60,
            "nature": "preparation" }))
        .collect();
    let last = format!("2026-10-{:02}", 4 + days);
    let mut base = week();
    let contract = base["contrats"][0].as_object_mut().unwrap();
    for key in ["brut", "heures", "jours"] {
        contract.remove(key);
    }
    merge(&mut base, json!({ "contrats": [ { "fin": last, "salaire_base": "1364.56", "temps": rows } ] }));
    base
}

/// A week of 1,364.56 for 39 hours, three days worked, ill on Thursday and Friday.
fn stopped(hours: &str) -> Value {
    let mut base = week();
    let contract = base["contrats"][0].as_object_mut().unwrap();
    for key in ["brut", "heures", "jours"] {
        contract.remove(key);
    }
    let rows: Vec<Value> = (5..8)
        .map(|day| json!({ "date": format!("2026-10-{day:02}"), "heures": hours, "nature": "preparation" }))
        .collect();
    merge(
        &mut base,
        json!({ "contrats": [ { "engagement": "semaine", "salaire_base": "1364.56", "temps": rows,
            "absences": [ { "motif": "maladie", "debut": "2026-10-08", "fin": "2026-10-09" } ] } ] }),
    );
    base
}

/// A film artist engaged by the week, 1,650.00 for five days.
fn artist_week(patch: Value) -> Value {
    let mut base =
        with(json!({ "contrats": [ { "categorie": "artiste", "annexe": 10, "fonction": "Artiste dramatique",
        "engagement": "semaine", "heures": "40", "cachets": 5, "brut": "1650.00" } ] }));
    merge(&mut base, patch);
    base
}

/// A low pay: 39 hours at 700.00.
fn low() -> Value {
    with(
        json!({ "contrats": [ { "fonction": "Auxiliaire à la régie cinéma", "heures": "39", "brut": "700.00" } ] }),
    )
}

fn artist() -> Value {
    with(json!({ "contrats": [ { "categorie": "artiste", "annexe": 10, "fonction": "Artiste dramatique",
        "debut": "2026-10-05", "fin": "2026-10-06", "jours": 2, "heures": "0", "cachets": 2, "brut": "1800.00" } ] }))
}

fn director() -> Value {
    with(json!({ "contrats": [ { "categorie": "realisateur", "annexe": 10, "fonction": "Réalisateur cinéma",
        "heures": "39", "brut": "4000.00" } ] }))
}

fn note() -> Value {
    json!({ "date_paiement": "2026-10-09", "brut_ht": "5000.00", "social": "precompte", "tva": "retenue",
        "ircec": "fiction", "fiscal": "resident", "zone": "metropole" })
}

fn method(key: &str, value: &str) -> Vec<Value> {
    vec![json!({ "methodes": { key: value } })]
}

fn methods_of(key: &str, values: &[&'static str]) -> Vec<(&'static str, Vec<Value>)> {
    values.iter().map(|value| (*value, method(key, value))).collect()
}

#[allow(clippy::too_many_lines, reason = "one entry for each table of the page")]
fn cases() -> Vec<Case> {
    let film_day = json!({ "idcc": "3097", "categorie": "technicien", "fonction": "Premier assistant opérateur cinéma",
        "date": "2026-10-05", "salaire_base": "1364.56", "heures_base": "39", "engagement": "jour", "jours": 1,
        "heures": "10.5" });
    let mut four_days = film_day.clone();
    merge(&mut four_days, json!({ "jours": 4, "heures": "40" }));
    let period = |debut: &str, fin: &str, jours: u32, heures: &str, brut: &str| {
        json!({ "contrats": [ { "debut": "2025-12-29", "fin": "2026-01-02",
            "periode": { "debut": debut, "fin": fin }, "jours": jours, "heures": heures, "brut": brut } ] })
    };
    vec![
        Case {
            id: "plafond",
            command: "bulletin",
            columns: &[("Plafond", "/contrats/0/bases/plafond"), NET, COUT],
            base: week(),
            readings: methods_of("plafond", &["jours_calendaires", "jours_payes_30", "jours_contrat_30"]),
        },
        Case {
            id: "plafond_jours_communs",
            command: "bulletin",
            columns: &[("Plafond du second", "/contrats/1/bases/plafond"), NET, COUT],
            base: with(
                json!({ "contrats": [ {}, { "contrat": "C2", "categorie": "technicien", "cadre": false,
                "fonction": "Cadreur cinéma", "debut": "2026-10-09", "fin": "2026-10-12", "jours": 2,
                "heures": "16", "brut": "900.00" } ] }),
            ),
            readings: methods_of("plafond_jours_communs", &["une_fois", "par_contrat"]),
        },
        Case {
            id: "chomage_plafond",
            command: "bulletin",
            columns: &[("Assiette de chômage", "/contrats/0/bases/chomage"), NET, COUT],
            base: with(json!({ "contrats": [ { "brut": "6000.00" } ] })),
            readings: methods_of("chomage_plafond", &["prorata", "mensuel"]),
        },
        Case {
            id: "retraite_plafond",
            command: "bulletin",
            columns: &[("Tranche 2", "/contrats/0/bases/retraite_t2"), NET, COUT],
            base: with(json!({ "cumuls": { "retraite_mois": "3000.00", "retraite_annee": "20000.00" } })),
            readings: methods_of(
                "retraite_plafond",
                &["population", "journalier", "mensuel_cumule", "par_contrat", "annuel_cumule"],
            ),
        },
        Case {
            id: "retraite_plafond_cadre",
            command: "bulletin",
            columns: &[("Tranche 2", "/contrats/0/bases/retraite_t2"), NET, COUT],
            base: with(
                json!({ "contrats": [ { "fonction": "Directeur de la photographie cinéma", "cadre": true,
                "brut": "3368.03" } ] }),
            ),
            readings: vec![
                ("`population`, `journalier`", method("retraite_plafond", "population")),
                ("les trois autres : plafond du contrat", method("retraite_plafond", "mensuel_cumule")),
            ],
        },
        Case {
            id: "saisie_bareme",
            command: "bulletin",
            columns: &[("Saisie", "/totaux/saisies"), ("Somme virée", "/totaux/virement")],
            base: with(json!({ "salarie": { "taux_pas": "0" }, "date_paiement": "2026-10-20",
                "contrats": [ { "fonction": "Auxiliaire à la régie cinéma", "heures": "39", "brut": "1170.00" },
                    { "contrat": "C2", "categorie": "technicien", "cadre": false, "annexe": 8,
                      "fonction": "Auxiliaire à la régie cinéma", "debut": "2026-10-12", "fin": "2026-10-16",
                      "jours": 5, "heures": "39", "brut": "1170.00" } ],
                "elements": [ { "code": "saisie", "montant": "2000.00", "creancier": "CREANCIER" } ] })),
            readings: methods_of("saisie_bareme", &["mensuel", "prorata"]),
        },
        Case {
            id: "pecule_base",
            command: "bulletin",
            columns: &[
                ("Part des représentants", "/pecule/part_representants"),
                ("Pécule", "/pecule/caisse_des_depots"),
            ],
            base: with(json!({ "salarie": { "taux_pas": "0", "date_naissance": "2016-01-15",
                    "enfant": { "autorisation": "75-2026-0012", "date": "2026-09-15", "part_representants": "10",
                        "representants": [ "Claude EXEMPLE" ] } },
                "contrats": [ { "categorie": "artiste", "annexe": 10, "fonction": "Artiste interprète", "heures": "0",
                    "cachets": 5, "brut": "1800.00" } ] })),
            readings: methods_of("pecule_base", &["net_a_payer", "brut"]),
        },
        Case {
            id: "prevoyance_plafond",
            command: "bulletin",
            columns: &[("Assiette", "/contrats/0/bases/prevoyance_t1"), NET, COUT],
            base: week(),
            readings: methods_of("prevoyance_plafond", &["journalier", "prorata", "mensuel"]),
        },
        Case {
            id: "prevoyance_3097",
            command: "bulletin",
            columns: &[NET, COUT],
            base: week(),
            readings: methods_of("prevoyance_3097", &["interbranche", "film_1_50"]),
        },
        Case {
            id: "conges_plafond",
            command: "bulletin",
            columns: &[("Assiette des congés", "/contrats/0/bases/conges_spectacles"), COUT],
            base: with(
                json!({ "contrats": [ { "fonction": "Directeur de la photographie cinéma", "cadre": true, "brut": "9000.00" } ] }),
            ),
            readings: methods_of("conges_plafond", &["aucun", "conventionnel"]),
        },
        Case {
            id: "rgdu_tdelta",
            command: "bulletin",
            columns: &[("Réduction", "/totaux/allegements"), COUT],
            base: low(),
            readings: methods_of("rgdu_tdelta", &["abaisse", "droit_commun"]),
        },
        Case {
            id: "rgdu_conges",
            command: "bulletin",
            columns: &[("Réduction", "/totaux/allegements"), COUT],
            base: low(),
            readings: methods_of("rgdu_conges", &["caisse", "aucune"]),
        },
        Case {
            id: "rgdu_plafond",
            command: "bulletin",
            columns: &[("Réduction", "/totaux/allegements"), COUT],
            base: with(
                json!({ "contrats": [ { "fonction": "Auxiliaire à la régie cinéma", "heures": "39", "brut": "480.09" } ] }),
            ),
            readings: methods_of("rgdu_plafond", &["avant_majoration", "apres_majoration"]),
        },
        Case {
            id: "rgdu_smic",
            command: "bulletin",
            columns: &[("SMIC retenu", "/contrats/0/bases/smic"), ("Réduction", "/totaux/allegements"), COUT],
            base: low(),
            readings: methods_of("rgdu_smic", &["premier_janvier", "dates_des_heures"]),
        },
        Case {
            id: "regularisation",
            command: "bulletin",
            columns: &[
                ("Assiette plafonnée", "/contrats/0/bases/plafonnee"),
                ("Réduction", "/totaux/allegements"),
                NET,
                COUT,
            ],
            // The first week was paid 400.00 for 24 hours; `anterieur` is the `cumul_contrat` of its payslip.
            base: with(json!({ "date_paiement": "2026-10-23", "contrats": [ {
                "fonction": "Auxiliaire à la régie cinéma", "debut": "2026-10-05", "fin": "2026-10-18",
                "periode": { "debut": "2026-10-12", "fin": "2026-10-18" }, "heures": "46", "brut": "1500.00",
                "anterieur": { "brut": "400.00", "securite_sociale": "400.00", "plafond": "904.35",
                    "plafonnee": "400.00", "smic": "288.48", "allegement": "72.68" } } ] })),
            readings: methods_of("regularisation", &["progressive", "aucune"]),
        },
        Case {
            id: "taxe_salaires",
            command: "bulletin",
            columns: &[COUT],
            base: with(json!({ "employeur": { "taxe_salaires": true },
                "cumuls": { "taxe_salaires_base": "9000.00" } })),
            readings: methods_of("taxe_salaires", &["annuel_cumule", "mensuel"]),
        },
        Case {
            id: "figurant",
            command: "bulletin",
            columns: &[SS, NET, COUT],
            base: with(
                json!({ "contrats": [ { "categorie": "figurant", "annexe": 10, "fonction": "Figurant",
                "fin": "2026-10-05", "jours": 1, "heures": "8", "cachets": 1, "brut": "107.00" } ] }),
            ),
            readings: methods_of("figurant", &["forfait", "reel"]),
        },
        Case {
            id: "fcss_imposable",
            command: "bulletin",
            columns: &[("Net imposable", "/totaux/net_imposable"), IMPOT],
            base: with(json!({ "salarie": { "taux_pas": "8.4" } })),
            readings: methods_of("fcss_imposable", &["non", "oui"]),
        },
        Case {
            id: "pas_abattement",
            command: "bulletin",
            columns: &[("Abattement", "/totaux/abattement_pas"), IMPOT],
            base: with(json!({ "contrats": [ { "brut": "4000.00" } ] })),
            readings: methods_of("pas_abattement", &["en_vigueur", "premier_janvier"]),
        },
        Case {
            id: "film_jour",
            command: "brut",
            columns: &[("Brut", "/brut")],
            base: film_day,
            readings: methods_of("film_jour", &["bandes", "additif"]),
        },
        Case {
            id: "ferie_semaine",
            command: "brut",
            columns: &[("Brut", "/brut"), ("Heures payées", "/heures")],
            base: json!({ "idcc": "3097", "fonction": "1er assistant operateur", "salaire_base": "1364.56",
                "engagement": "semaine", "date": "2026-11-09", "temps": [
                    { "date": "2026-11-09", "heures": "10" }, { "date": "2026-11-10", "heures": "10" },
                    { "date": "2026-11-12", "heures": "10" }, { "date": "2026-11-13", "heures": "10" } ] }),
            readings: methods_of("ferie_semaine", &["ajoute", "garantie", "assimile"]),
        },
        Case {
            id: "absence_semaine",
            command: "bulletin",
            columns: &[("Brut", "/contrats/0/bases/brut"), COUT],
            base: stopped("10"),
            readings: methods_of("absence_semaine", &["proportion_plancher", "proportion", "heures"]),
        },
        Case {
            id: "absence_plafond",
            command: "bulletin",
            columns: &[("Plafond", "/contrats/0/bases/plafond"), NET, COUT],
            base: {
                let mut base = stopped("7.8");
                merge(
                    &mut base,
                    json!({ "contrats": [ { "fin": "2026-10-11", "absences": [
                        { "motif": "maladie", "debut": "2026-10-08", "fin": "2026-10-11" } ] } ] }),
                );
                base
            },
            readings: methods_of("absence_plafond", &["calendaires", "travailles"]),
        },
        Case {
            id: "absence_smic",
            command: "bulletin",
            columns: &[("SMIC retenu", "/contrats/0/bases/smic"), COUT],
            base: stopped("7.8"),
            readings: methods_of("absence_smic", &["rapport", "heures_payees"]),
        },
        Case {
            id: "conges_arret",
            command: "bulletin",
            columns: &[("Assiette des congés", "/contrats/0/bases/conges_spectacles"), COUT],
            base: stopped("7.8"),
            readings: methods_of("conges_arret", &["oui", "non"]),
        },
        Case {
            id: "periode",
            command: "bulletin",
            columns: &[("Plafonds", "/contrats/0/bases/plafond"), NET, COUT],
            base: with(json!({ "date_paiement": "2026-01-09" })),
            readings: vec![
                (
                    "une période, du 29/12/2025 au 02/01/2026",
                    vec![period("2025-12-29", "2026-01-02", 5, "46", "1735.54")],
                ),
                (
                    "coupée au 31 décembre (3 jours, puis 2)",
                    vec![
                        period("2025-12-29", "2025-12-31", 3, "28", "1056.41"),
                        period("2026-01-01", "2026-01-02", 2, "18", "679.13"),
                    ],
                ),
            ],
        },
        Case {
            id: "dfs",
            command: "bulletin",
            columns: &[SS, NET, COUT],
            base: artist(),
            readings: vec![
                ("`dfs` : non", vec![json!({})]),
                ("`dfs` : oui, groupe 25", vec![json!({ "contrats": [ { "dfs": true } ] })]),
                (
                    "`dfs` : oui, groupe 20",
                    vec![json!({ "contrats": [ { "dfs": true, "dfs_groupe": "20" } ] })],
                ),
            ],
        },
        Case {
            id: "dfs_frais",
            command: "bulletin",
            columns: &[SS, ("Cotisations du salarié", "/totaux/cotisations_salarie"), COUT],
            base: {
                let mut base = artist();
                merge(&mut base, json!({ "contrats": [ { "dfs": true } ] }));
                base
            },
            readings: vec![
                (
                    "150 € de train remboursés",
                    vec![json!({ "elements": [ { "code": "frais", "montant": "150.00" } ] })],
                ),
                (
                    "150 € de train payés au transporteur (`paye_directement`)",
                    vec![
                        json!({ "elements": [ { "code": "frais", "montant": "150.00", "paye_directement": true } ] }),
                    ],
                ),
            ],
        },
        Case {
            id: "taux_artiste",
            command: "bulletin",
            columns: &[NET, COUT],
            base: director(),
            readings: vec![
                ("`taux_artiste` : oui", vec![json!({})]),
                (
                    "`taux_artiste` : non, non-cadre",
                    vec![json!({ "contrats": [ { "taux_artiste": false, "cadre": false } ] })],
                ),
                (
                    "`taux_artiste` : non, cadre",
                    vec![json!({ "contrats": [ { "taux_artiste": false, "cadre": true } ] })],
                ),
            ],
        },
        Case {
            id: "taux_at",
            command: "bulletin",
            columns: &[COUT],
            base: artist(),
            readings: vec![
                ("une décimale : 1,50 x 70 % = 1,05, soit 1,1 %", vec![json!({})]),
                ("deux décimales : 1,05 %", vec![json!({ "employeur": { "taux_at_artiste": "1.05" } })]),
            ],
        },
        Case {
            id: "sante_travail",
            command: "bulletin",
            columns: &[COUT],
            base: week(),
            readings: vec![
                ("0,42 %, taux de la table", vec![json!({ "employeur": { "taux_sante_travail": null } })]),
                ("0,384 % (0,32 % et TVA)", vec![json!({ "employeur": { "taux_sante_travail": "0.384" } })]),
            ],
        },
        Case {
            id: "domicile",
            command: "bulletin",
            columns: &[NET, IMPOT],
            base: with(json!({ "contrats": [ { "brut": "4000.00" } ] })),
            readings: vec![
                ("`domicile_fiscal_france` : oui", vec![json!({})]),
                (
                    "`domicile_fiscal_france` : non",
                    vec![json!({ "salarie": { "domicile_fiscal_france": false } })],
                ),
            ],
        },
        Case {
            id: "alsace_moselle",
            command: "bulletin",
            columns: &[NET, COUT],
            base: week(),
            readings: vec![
                ("ni l'un ni l'autre", vec![json!({})]),
                ("`employeur.alsace_moselle`", vec![json!({ "employeur": { "alsace_moselle": true } })]),
                ("`salarie.alsace_moselle`", vec![json!({ "salarie": { "alsace_moselle": true } })]),
            ],
        },
        Case {
            id: "periodicite",
            command: "bulletin",
            columns: &[IMPOT],
            base: with(json!({ "contrats": [ { "debut": "2026-09-07", "fin": "2026-11-27",
                "periode": { "debut": "2026-10-05", "fin": "2026-10-09" } } ] })),
            readings: vec![
                ("`mensuelle`", vec![json!({})]),
                ("`hebdomadaire` : x 52 / 12", vec![json!({ "periodicite": "hebdomadaire" })]),
                ("`journaliere`", vec![json!({ "periodicite": "journaliere" })]),
            ],
        },
        Case {
            id: "bulletins",
            command: "bulletin",
            columns: &[("Abattement", "/totaux/abattement_pas"), IMPOT],
            base: week(),
            readings: vec![
                (
                    "un bulletin pour les deux contrats",
                    vec![json!({ "date_paiement": "2026-10-23", "contrats": [ { "brut": "2500.00" },
                        { "contrat": "C2", "categorie": "technicien", "cadre": false, "annexe": 8,
                          "fonction": "Premier assistant opérateur cinéma", "debut": "2026-10-12", "fin": "2026-10-16",
                          "jours": 5, "heures": "46", "brut": "2500.00" } ] })],
                ),
                (
                    "un bulletin par contrat",
                    vec![
                        json!({ "date_paiement": "2026-10-23", "contrats": [ { "brut": "2500.00" } ] }),
                        json!({ "date_paiement": "2026-10-23", "cumuls": { "retraite_mois": "2500.00" },
                            "contrats": [ { "debut": "2026-10-12", "fin": "2026-10-16", "brut": "2500.00" } ] }),
                    ],
                ),
            ],
        },
        Case {
            id: "engagement",
            command: "brut",
            columns: &[("Brut", "/brut")],
            base: four_days,
            readings: vec![
                ("`jour`", vec![json!({})]),
                ("`semaine`", vec![json!({ "engagement": "semaine" })]),
            ],
        },
        Case {
            id: "hs_allegements",
            command: "bulletin",
            columns: &[NET, IMPOSABLE, COUT],
            base: overtime(json!({})),
            readings: methods_of("hs_allegements", &["oui", "non"]),
        },
        Case {
            id: "hs_taux",
            command: "bulletin",
            columns: &[REDUCTION, NET, IMPOSABLE],
            base: overtime(json!({})),
            readings: methods_of("hs_taux", &["effectif", "effectif_exact", "plafond"]),
        },
        Case {
            id: "hs_imputation",
            command: "bulletin",
            columns: &[REDUCTION, NET],
            // A second contract of one day without overtime, at the flat rate: its own contributions leave room.
            base: overtime(
                json!({ "date_paiement": "2026-10-16", "methodes": { "hs_taux": "plafond" }, "contrats": [ {},
                { "contrat": "C2", "categorie": "technicien", "cadre": false, "fonction": "Cadreur cinéma", "debut": "2026-10-12",
                  "fin": "2026-10-12", "jours": 1, "heures": "7", "brut": "300.00" } ] }),
            ),
            readings: methods_of("hs_imputation", &["bulletin", "contrat", "aucune"]),
        },
        Case {
            id: "hs_majorations",
            command: "bulletin",
            columns: &[HEURES, NET, IMPOSABLE],
            base: overtime(json!({})),
            readings: methods_of("hs_majorations", &["heures", "toutes"]),
        },
        Case {
            id: "hs_jour",
            command: "bulletin",
            columns: &[HEURES, NET, IMPOSABLE, COUT],
            base: sheet(4, "09:00", "20:00"),
            readings: methods_of("hs_jour", &["semaine", "convention", "aucune"]),
        },
        Case {
            id: "hs_jour_6",
            command: "bulletin",
            columns: &[HEURES, NET, IMPOSABLE, COUT],
            base: sheet(6, "09:00", "18:00"),
            readings: methods_of("hs_jour_6", &["bandes", "integrale", "exclue"]),
        },
        Case {
            id: "hs_garanties",
            command: "bulletin",
            columns: &[HEURES, NET, IMPOSABLE, COUT],
            base: sheet(5, "09:00", "17:18"),
            readings: methods_of("hs_garanties", &["payees", "effectuees"]),
        },
        Case {
            id: "hs_dfs",
            command: "bulletin",
            columns: &[REDUCTION, NET, IMPOSABLE],
            base: artist_week(
                json!({ "methodes": { "hs_artiste_semaine": "incluses" }, "contrats": [ { "dfs": true } ] }),
            ),
            readings: methods_of("hs_dfs", &["brut", "abattu"]),
        },
        Case {
            id: "hs_artiste_semaine",
            command: "bulletin",
            columns: &[NET, IMPOSABLE, COUT],
            base: artist_week(json!({})),
            readings: methods_of("hs_artiste_semaine", &["non", "incluses"]),
        },
        Case {
            id: "hs_deduction_artiste",
            command: "bulletin",
            columns: &[COUT],
            base: artist_week(json!({ "methodes": { "hs_artiste_semaine": "incluses" } })),
            readings: methods_of("hs_deduction_artiste", &["oui", "non"]),
        },
        Case {
            id: "hs_limite",
            command: "bulletin",
            columns: &[
                ("Brut exonéré", "/totaux/hs_exonerees_brut"),
                ("Net exonéré", "/totaux/hs_exonerees_net"),
                IMPOSABLE,
            ],
            base: overtime(
                json!({ "cumuls": { "hs_exonerees_brut": "7900.00", "hs_exonerees_net": "7372.21" } }),
            ),
            readings: methods_of("hs_limite", &["brut_8037", "net_7500"]),
        },
        Case {
            id: "note_zone",
            command: "note",
            columns: &[("TVA", "/totaux/tva"), ("Net à payer", "/totaux/net_a_payer")],
            base: note(),
            readings: vec![
                ("`metropole`", vec![json!({})]),
                ("`dom`", vec![json!({ "zone": "dom" })]),
                ("`guyane_mayotte`", vec![json!({ "zone": "guyane_mayotte" })]),
            ],
        },
    ]
}

/// Puts the patch over the base: objects key by key, lists item by item.
fn merge(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(base), Value::Array(patch)) => {
            for (rank, value) in patch.into_iter().enumerate() {
                if let Some(item) = base.get_mut(rank) {
                    merge(item, value);
                } else {
                    base.push(value);
                }
            }
        }
        (base, patch) => *base = patch,
    }
}

fn answer(case: &Case, patch: &Value) -> Value {
    let mut document = case.base.clone();
    merge(&mut document, patch.clone());
    let mut child = cddu(&root())
        .args([case.command, "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(document.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    // The pay of some examples is far above the minimum, so that a limit is met: a doubt, told on its field; the code of
    // exit says it, and nothing else makes it 1.
    let warned = answer["avertissements"].as_array().into_iter().flatten();
    let told_only = ["PAIE-132", "PAIE-133"];
    let doubt = |w: &&Value| w["champ"].is_string() && !told_only.iter().any(|code| w["code"] == *code);
    let doubts: Vec<&Value> = warned.filter(doubt).collect();
    let (code, errors) = (output.status.code(), String::from_utf8_lossy(&output.stderr));
    assert_eq!(code, Some(i32::from(!doubts.is_empty())), "{}: {doubts:?} {errors}", case.id);
    answer
}

/// The amounts of a reading, added over its documents.
fn amounts(case: &Case, patches: &[Value]) -> Vec<Cents> {
    let answers: Vec<Value> = patches.iter().map(|patch| answer(case, patch)).collect();
    case.columns
        .iter()
        .map(|(_, pointer)| {
            let amount = |answer: &Value| {
                // A total of overtime is left out of a payslip without any.
                let Some(value) = answer.pointer(pointer) else {
                    assert!(OPTIONAL.contains(pointer), "{}: {pointer}", case.id);
                    return 0;
                };
                // A base that does not exist (a figurant on forfait has no plafond) counts for nothing.
                value.as_str().map_or(0, |text| text.parse::<Cents>().unwrap().0)
            };
            Cents(answers.iter().map(amount).sum())
        })
        .collect()
}

fn table(case: &Case) -> String {
    let titles: Vec<&str> = case.columns.iter().map(|(title, _)| *title).collect();
    let mut out = format!("| Lecture | {} |\n|---{}|\n", titles.join(" | "), "|---:".repeat(titles.len()));
    let default = amounts(case, &case.readings[0].1);
    for (rank, (label, patches)) in case.readings.iter().enumerate() {
        let label = if label.contains([' ', '`']) { (*label).to_owned() } else { format!("`{label}`") };
        let label = if rank == 0 { format!("{label} (défaut)") } else { label };
        let _ = write!(out, "| {label} |");
        for (amount, default) in amounts(case, patches).into_iter().zip(&default) {
            let gap = amount.0 - default.0;
            let gap = if rank == 0 || gap == 0 {
                String::new()
            } else {
                format!(" ({}{})", if gap > 0 { "+" } else { "" }, cddu_documents::typo::amount(Cents(gap)))
            };
            let _ = write!(out, " {}{gap} |", cddu_documents::typo::amount(amount));
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_money_of_the_page_is_that_of_the_program() {
    let file = root().join("docs/choix-de-methode.md");
    let page = fs::read_to_string(&file).unwrap();
    let cases: BTreeMap<&str, Case> = cases().into_iter().map(|c| (c.id, c)).collect();
    let mut written = String::new();
    let mut rest = page.as_str();
    let mut told = Vec::new();
    while let Some((before, tail)) = rest.split_once(START) {
        let (id, tail) = tail.split_once(" -->\n").expect("the end of the mark");
        let (_, after) = tail.split_once(END).unwrap_or_else(|| panic!("{id}: no end"));
        let case = cases.get(id).unwrap_or_else(|| panic!("{id}: no such case"));
        let _ = write!(written, "{before}{START}{id} -->\n{}{END}", table(case));
        told.push(id);
        rest = after;
    }
    written.push_str(rest);
    assert_eq!(told.len(), cases.len(), "a case without its table on the page: {told:?}");
    if update() {
        fs::write(&file, &written).unwrap();
    }
    assert!(
        update() || page == written,
        "docs/choix-de-methode.md n'est plus à jour : CDDU_MAJ=1 cargo test -p cddu --test methodes, puis relire"
    );
}

#[test]
fn every_reading_moves_money_on_its_example() {
    for case in cases() {
        let default = amounts(&case, &case.readings[0].1);
        let moved = case.readings[1..].iter().any(|(_, patches)| amounts(&case, patches) != default);
        assert!(moved, "{}: the example shows nothing", case.id);
    }
}

/// A method without its entry, or a reading that the page does not name, fails.
#[test]
fn every_method_and_every_reading_has_its_entry() {
    let page = fs::read_to_string(root().join("docs/choix-de-methode.md")).unwrap();
    let readings: BTreeMap<&str, Vec<&str>> = [
        ("plafond", PlafondMethod::ALL.iter().map(|m| m.key()).collect::<Vec<_>>()),
        ("rgdu_tdelta", TdeltaMethod::ALL.iter().map(|m| m.key()).collect()),
        ("rgdu_plafond", RgduCapMethod::ALL.iter().map(|m| m.key()).collect()),
        ("rgdu_conges", RgduLeaveMethod::ALL.iter().map(|m| m.key()).collect()),
        ("rgdu_smic", RgduSmicMethod::ALL.iter().map(|m| m.key()).collect()),
        ("plafond_jours_communs", JoursCommunsMethod::ALL.iter().map(|m| m.key()).collect()),
        ("chomage_plafond", ChomagePlafondMethod::ALL.iter().map(|m| m.key()).collect()),
        ("retraite_plafond", RetraitePlafondMethod::ALL.iter().map(|m| m.key()).collect()),
        ("prevoyance_plafond", PrevoyancePlafondMethod::ALL.iter().map(|m| m.key()).collect()),
        ("prevoyance_3097", Prevoyance3097Method::ALL.iter().map(|m| m.key()).collect()),
        ("conges_plafond", CongesPlafondMethod::ALL.iter().map(|m| m.key()).collect()),
        ("figurant", FigurantMethod::ALL.iter().map(|m| m.key()).collect()),
        ("fcss_imposable", FcssImposableMethod::ALL.iter().map(|m| m.key()).collect()),
        ("pas_abattement", AbattementPasMethod::ALL.iter().map(|m| m.key()).collect()),
        ("regularisation", RegularisationMethod::ALL.iter().map(|m| m.key()).collect()),
        ("taxe_salaires", TaxeSalairesMethod::ALL.iter().map(|m| m.key()).collect()),
        ("saisie_bareme", SaisieBaremeMethod::ALL.iter().map(|m| m.key()).collect()),
        ("formation_forfait", FormationForfaitMethod::ALL.iter().map(|m| m.key()).collect()),
        ("pecule_base", PeculeBaseMethod::ALL.iter().map(|m| m.key()).collect()),
        ("retenue_duree", RetenueDureeMethod::ALL.iter().map(|m| m.key()).collect()),
        ("absence_semaine", AbsenceSemaineMethod::ALL.iter().map(|m| m.key()).collect()),
        ("absence_plafond", AbsencePlafondMethod::ALL.iter().map(|m| m.key()).collect()),
        ("absence_smic", AbsenceSmicMethod::ALL.iter().map(|m| m.key()).collect()),
        ("conges_arret", CongesArretMethod::ALL.iter().map(|m| m.key()).collect()),
        ("ferie_semaine", FerieSemaineMethod::ALL.iter().map(|m| m.key()).collect()),
        ("film_jour", FilmJourMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_allegements", HsAllegementsMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_taux", HsTauxMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_imputation", HsImputationMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_majorations", HsMajorationsMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_jour", HsJourMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_jour_6", HsJour6Method::ALL.iter().map(|m| m.key()).collect()),
        ("hs_garanties", HsGarantiesMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_dfs", HsDfsMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_artiste_semaine", HsArtisteSemaineMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_deduction_artiste", HsDeductionArtisteMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_limite", HsLimiteMethod::ALL.iter().map(|m| m.key()).collect()),
        ("hs_ligne_crds", HsLigneCrdsMethod::ALL.iter().map(|m| m.key()).collect()),
    ]
    .into_iter()
    .collect();
    let methods = Methodes {
        figurant: Some(FigurantMethod::Forfait),
        saisie_bareme: Some(SaisieBaremeMethod::Mensuel),
        formation_forfait: Some(FormationForfaitMethod::Forfait),
        retenue_duree: Some(RetenueDureeMethod::Activite),
        ferie_semaine: Some(FerieSemaineMethod::Ajoute),
        pecule_base: Some(PeculeBaseMethod::NetAPayer),
        ..Methodes::default()
    }
    .with_overtime()
    .with_absences();
    let keys = serde_json::to_value(methods).unwrap();
    let keys: Vec<&str> = keys.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), readings.len(), "a method is missing from this test: {keys:?}");
    for key in keys {
        let heading = format!("### `{key}` :");
        let entry = page.split_once(&heading).unwrap_or_else(|| panic!("no entry for {key}")).1;
        let entry = entry.split_once("\n### ").map_or(entry, |(entry, _)| entry);
        for reading in &readings[key] {
            assert!(entry.contains(&format!("`{reading}`")), "{key}: {reading}");
        }
        for part in ["Texte :", "JSON", "production.toml"] {
            assert!(entry.contains(part), "{key}: {part}");
        }
    }
}
