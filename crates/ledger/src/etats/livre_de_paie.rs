//! Livre de paie: one row per payslip.

use cddu_payslip::Payslip;

use super::{Cellule, Tableau};
use crate::mouvement::piece;

/// The livre de paie, by payment date and number.
#[must_use]
pub fn livre_de_paie(bulletins: &[Payslip]) -> Tableau {
    let mut slips: Vec<&Payslip> = bulletins.iter().collect();
    slips.sort_by_key(|p| (p.date_paiement, piece(p)));
    let lignes = slips
        .into_iter()
        .map(|p| {
            let t = &p.totaux;
            let mut ligne: Vec<Cellule> = vec![
                piece(p).into(),
                p.salarie.matricule.clone().into(),
                format!("{} {}", p.salarie.nom, p.salarie.prenom).into(),
                p.periode.debut.to_string().into(),
                p.periode.fin.to_string().into(),
                p.date_paiement.to_string().into(),
            ];
            ligne.extend(
                [
                    t.brut,
                    t.cotisations_salarie,
                    t.avantages_en_nature,
                    t.frais,
                    t.net_avant_impot,
                    t.pas,
                    t.retenue_non_resident,
                    t.net_paye,
                    t.acomptes,
                    t.avances,
                    t.saisies,
                    t.virement,
                    t.net_imposable,
                    t.montant_net_social,
                    t.cotisations_employeur,
                    t.allegements,
                    t.allegements_salarie,
                    t.heures_sup,
                    t.hs_exonerees_brut,
                    t.hs_exonerees_net,
                    t.total_verse_employeur,
                ]
                .map(Cellule::from),
            );
            ligne
        })
        .collect();
    Tableau::new(
        "Livre de paie",
        &[
            "bulletin",
            "matricule",
            "nom",
            "debut",
            "fin",
            "date_paiement",
            "brut",
            "cotisations_salarie",
            "avantages_en_nature",
            "frais",
            "net_avant_impot",
            "pas",
            "retenue_non_resident",
            "net_paye",
            "acomptes",
            "avances",
            "saisies",
            "virement",
            "net_imposable",
            "montant_net_social",
            "cotisations_employeur",
            "allegements",
            "allegements_salarie",
            "heures_sup",
            "hs_exonerees_brut",
            "hs_exonerees_net",
            "total_verse_employeur",
        ],
        lignes,
    )
}
