//! The hash that freezes a payslip.

use cddu_rates::{Cents, hex};
use sha2::{Digest, Sha256};

use crate::input::BulletinInput;
use crate::payslip::Payslip;

/// SHA-256 over the input, the tables and every amount of the result.
pub(crate) fn seal(input: &BulletinInput, bulletin: &Payslip) -> String {
    let mut bytes = Vec::with_capacity(8192);
    serde_json::to_writer(&mut bytes, input).unwrap_or_default();
    seal_of(bytes, bulletin)
}

/// The hash that a frozen payslip must carry, worked out again from what was kept: `entree` is the text of its input as
/// it was frozen, without the white space between its tokens. The text is hashed, not what this program understands of
/// it, so that a field added later changes the hash of no older payslip.
#[must_use]
pub fn frozen_seal(entree: &str, bulletin: &Payslip) -> String {
    seal_of(entree.as_bytes().to_vec(), bulletin)
}

fn seal_of(mut bytes: Vec<u8>, bulletin: &Payslip) -> String {
    bytes.extend_from_slice(bulletin.empreinte_baremes.as_bytes());
    let mut feed = |amount: Cents| bytes.extend_from_slice(&amount.0.to_le_bytes());
    for contract in &bulletin.contrats {
        for line in &contract.lignes {
            feed(line.base);
            feed(line.montant_salarie.unwrap_or_default());
            feed(line.montant_employeur.unwrap_or_default());
        }
    }
    let t = &bulletin.totaux;
    let overtime = [t.allegements_salarie, t.heures_sup, t.hs_exonerees_brut, t.hs_exonerees_net];
    // Absent from a payslip without overtime, whose hash does not move.
    overtime.into_iter().filter(|a| !a.is_zero()).for_each(&mut feed);
    // The same for the tax withheld on a non-resident.
    if !t.retenue_non_resident.is_zero() {
        feed(t.retenue_non_resident);
    }
    // And the share of a child.
    if let Some(p) = &bulletin.pecule {
        [p.part_representants, p.frais, p.caisse_des_depots].into_iter().for_each(&mut feed);
    }
    for amount in [
        t.brut,
        t.cotisations_salarie,
        t.cotisations_employeur,
        t.allegements,
        t.montant_net_social,
        t.net_imposable,
        t.net_avant_impot,
        t.pas,
        t.net_paye,
        t.virement,
        t.total_verse_employeur,
    ] {
        feed(amount);
    }
    format!("sha256:{}", hex(&Sha256::digest(&bytes)))
}
