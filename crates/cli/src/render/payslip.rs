//! A payslip in a terminal.

use cddu_payslip::{Categorie, ContractPay, Payslip, Sens};
use cddu_rates::{Cents, Quantity, Rate};

use super::layout::{both_ends, columns, rule, wrap};
use super::{french_number, money, phrase};
use crate::output::{Context, Style};

/// The whole payslip.
pub fn payslip(context: &Context, p: &Payslip) -> String {
    let mut out = head(context, p);
    for contract in &p.contrats {
        out.push_str(&rule(context));
        out.push_str(&pay(context, contract));
        out.push_str(&lines(context, contract));
    }
    out.push_str(&rule(context));
    out.push_str(&nets(context, p));
    out.push_str(&foot(context, p));
    out
}

fn day(date: chrono::NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

fn quantity(value: Quantity) -> String {
    french_number(&value.to_string())
}

fn rate(value: Option<Rate>) -> String {
    value.map_or_else(String::new, |r| french_number(&r.to_string()))
}

fn amount(value: Option<Cents>) -> String {
    value.map_or_else(String::new, money)
}

fn head(context: &Context, p: &Payslip) -> String {
    let title = format!("BULLETIN DE PAIE {}", p.numero.as_deref().unwrap_or(""));
    let mut out = context
        .paint(Style::Bold, both_ends(title.trim(), &format!("payé le {}", day(p.date_paiement))).trim_end());
    out.push('\n');
    if let Some(old) = &p.rectifie {
        out.push_str(&format!("Annule et remplace le bulletin {old}\n"));
    }
    if let Some(first) = &p.rappel {
        out.push_str(&format!("Rappel : complète le bulletin {first}\n"));
    }
    let employer = p.employeur.identite.raison_sociale.as_deref().unwrap_or("Employeur");
    let siret = p.employeur.identite.siret.as_deref().map_or_else(String::new, |s| format!("SIRET {s}"));
    let person = format!("{} {}", p.salarie.prenom, p.salarie.nom);
    let nir = p.salarie.nir.as_deref().unwrap_or("");
    out.push_str(&columns(&[(employer, 48), (&person, 51)]));
    out.push_str(&columns(&[
        (&siret, 48),
        (
            &format!(
                "matricule {}  {}",
                p.salarie.matricule,
                if nir.is_empty() { String::new() } else { format!("n° {nir}") }
            ),
            51,
        ),
    ]));
    if let Some(production) = &p.employeur.identite.production {
        out.push_str(&format!("Production : {production}\n"));
    }
    out
}

fn pay(context: &Context, c: &ContractPay) -> String {
    let category = match (c.categorie, c.cadre) {
        (Categorie::Technicien, true) => "technicien cadre",
        (Categorie::Technicien, false) => "technicien",
        (Categorie::Artiste, _) => "artiste-interprète",
        (Categorie::Figurant, _) => "artiste de complément",
        (Categorie::Realisateur, true) => "réalisateur cadre",
        (Categorie::Realisateur, false) => "réalisateur",
    };
    let mut worked = vec![format!("{} jour{}", c.jours, if c.jours.whole() > 1 { "s" } else { "" })];
    if c.heures > Quantity::ZERO {
        worked.push(format!("{} h", quantity(c.heures)));
    }
    if c.cachets > 0 {
        worked.push(format!("{} cachet{}", c.cachets, if c.cachets > 1 { "s" } else { "" }));
    }
    if (c.debut, c.fin) != (c.periode.debut, c.periode.fin) {
        worked.push(format!("contrat du {} au {}", day(c.debut), day(c.fin)));
    }
    let mut out = context.paint(Style::Bold, &format!("Contrat {}  {}", c.contrat, c.fonction));
    out.push_str(&format!(
        "\n{category}, annexe {}, IDCC {}, du {} au {}, {}\n\n",
        c.annexe,
        c.idcc,
        day(c.periode.debut),
        day(c.periode.fin),
        worked.join(", ")
    ));
    for e in &c.elements {
        let number = e.quantite.map_or_else(String::new, quantity);
        let unit = e.taux.map_or_else(String::new, quantity);
        out.push_str(&columns(&[(&e.libelle, 58), (&number, -12), (&unit, -12), (&money(e.montant), -15)]));
    }
    out.push_str(&context.paint(
        Style::Bold,
        columns(&[("Salaire brut", 58), ("", -12), ("", -12), (&money(c.bases.brut), -15)]).trim_end(),
    ));
    out.push_str("\n\n");
    out
}

fn lines(context: &Context, c: &ContractPay) -> String {
    const WIDTHS: [i32; 7] = [42, -11, -8, -11, -8, -12, -2];
    let row = |cells: [&str; 7]| {
        let list: Vec<(&str, i32)> = cells.into_iter().zip(WIDTHS).collect();
        columns(&list)
    };
    let mut out = context.paint(
        Style::Dim,
        row(["Cotisation", "base", "sal. %", "montant", "empl. %", "montant", ""]).trim_end(),
    );
    out.push('\n');
    for line in c.lignes.iter().filter(|l| !l.is_withholding()) {
        let employer_rate =
            line.coefficient.map_or_else(|| rate(line.taux_employeur), |k| format!("c {}", quantity(k)));
        out.push_str(&row([
            &line.libelle,
            &money(line.base),
            &rate(line.taux_salarie),
            &amount(line.montant_salarie),
            &employer_rate,
            &amount(line.montant_employeur),
            &line.confiance.to_string(),
        ]));
    }
    let s = &c.sous_totaux;
    out.push_str(
        &context.paint(
            Style::Bold,
            row([
                "Total du contrat",
                "",
                "",
                &money(s.cotisations_salarie - s.allegements_salarie),
                "",
                &money(s.cotisations_employeur - s.allegements),
                "",
            ])
            .trim_end(),
        ),
    );
    out.push('\n');
    out
}

fn nets(context: &Context, p: &Payslip) -> String {
    let t = &p.totaux;
    let line = |label: &str, value: &str| columns(&[(label, 84), (value, -15)]);
    let mut out = String::new();
    out.push_str(&line("Brut", &money(t.brut)));
    out.push_str(&line("Cotisations du salarié", &money(-t.cotisations_salarie)));
    if !t.allegements_salarie.is_zero() {
        out.push_str(&line(
            "Réduction de cotisations sur les heures supplémentaires",
            &money(t.allegements_salarie),
        ));
    }
    for e in p.elements.iter().filter(|e| e.sens == Sens::Ajout && !e.retenu.is_zero()) {
        out.push_str(&line(&e.libelle, &money(e.retenu)));
    }
    if !t.avantages_en_nature.is_zero() {
        out.push_str(&line("Avantages en nature repris", &money(-t.avantages_en_nature)));
    }
    out.push_str(&line("Montant net social", &money(t.montant_net_social)));
    out.push_str(&line("Net à payer avant impôt sur le revenu", &money(t.net_avant_impot)));
    out.push_str(&line("Net imposable", &money(t.net_imposable)));
    if !t.hs_exonerees_net.is_zero() {
        out.push_str(&line("Net des heures supplémentaires exonérées d'impôt", &money(t.hs_exonerees_net)));
    }
    let pas = match t.taux_pas {
        Some(taux) => format!(
            "Impôt prélevé à la source, {} % ({}) sur {}",
            rate(Some(taux)),
            if t.taux_pas_personnalise { "taux personnel" } else { "taux non personnalisé" },
            money(t.assiette_pas)
        ),
        None => "Impôt prélevé à la source : non-résident".to_owned(),
    };
    out.push_str(&line(&pas, &money(-t.pas)));
    if !t.retenue_non_resident.is_zero() {
        let label = "Retenue à la source des non-résidents (CGI 182 A, 182 A bis)";
        out.push_str(&line(label, &money(-t.retenue_non_resident)));
    }
    // As on paper: the net to pay is what is transferred.
    if t.virement != t.net_paye {
        out.push_str(&line("Net après impôt", &money(t.net_paye)));
    }
    for e in p.elements.iter().filter(|e| e.sens == Sens::Retenue && !e.retenu.is_zero()) {
        out.push_str(&line(&e.libelle, &money(-e.retenu)));
    }
    out.push_str(&context.paint(Style::Bold, line("NET À PAYER", &money(t.virement)).trim_end()));
    out.push('\n');
    if let Some(pecule) = &p.pecule {
        let label = format!("Part des représentants légaux ({} %)", rate(Some(pecule.taux)));
        out.push_str(&line(&label, &money(pecule.part_representants)));
        if !pecule.frais.is_zero() {
            out.push_str(&line("Frais payés aux représentants légaux", &money(pecule.frais)));
        }
        out.push_str(&line("Pécule versé à la Caisse des Dépôts", &money(pecule.caisse_des_depots)));
        let day = pecule.date.format("%d/%m/%Y");
        out.push_str(&wrap(&format!("Autorisation {} du {day} (C. trav. L7124-1)", pecule.autorisation), 2));
    }
    out.push_str(&line(
        "Coût total pour l'employeur (brut + cotisations - allègements)",
        &money(t.total_verse_employeur),
    ));
    out
}

fn foot(context: &Context, p: &Payslip) -> String {
    let mut out = String::new();
    if !p.avertissements.is_empty() {
        out.push_str(&rule(context));
        for warning in &p.avertissements {
            out.push_str(&wrap(
                &format!("{}  {}", context.paint(Style::Yellow, &warning.code), phrase(&warning.message)),
                2,
            ));
        }
    }
    out.push_str(&rule(context));
    out.push_str(&context.paint(
        Style::Dim,
        "Confiance : A source officielle, B source secondaire, C non vérifié. Aide au calcul, à vérifier avant remise.",
    ));
    out.push('\n');
    out.push_str(&context.paint(Style::Dim, &p.empreinte));
    out.push('\n');
    out
}
