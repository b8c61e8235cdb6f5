//! Reads a pain.001 back: what reconciliation needs of it.

use std::cell::Cell;

use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};

/// One transfer read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SepaTransaction {
    /// Line of the file, from 1.
    pub ligne: u64,
    /// `EndToEndId`.
    pub reference: String,
    /// Creditor IBAN.
    pub iban: String,
    /// Amount.
    pub montant: Cents,
    /// Day of execution asked for its group.
    pub date: Option<NaiveDate>,
}

/// A pain.001, reduced to its references, amounts and totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SepaRead {
    /// `MsgId`.
    pub message: String,
    /// `NbOfTxs` of the header.
    pub nombre: Option<u64>,
    /// `CtrlSum` of the header.
    pub total: Option<Cents>,
    /// `NbOfTxs` and `CtrlSum` of each group, with the number of transfers and their sum.
    pub groupes: Vec<SepaGroup>,
    /// Transfers, in order.
    pub virements: Vec<SepaTransaction>,
}

/// One `PmtInf`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SepaGroup {
    /// `NbOfTxs`.
    pub nombre: Option<u64>,
    /// `CtrlSum`.
    pub total: Option<Cents>,
    /// Transfers counted.
    pub compte: u64,
    /// Sum of the transfers.
    pub somme: Cents,
}

fn in_euros(amount: &quick_xml::events::BytesStart<'_>) -> bool {
    amount.try_get_attribute("Ccy").is_ok_and(|found| found.is_some_and(|a| *a.value == *"EUR"))
}

/// The message that the namespace of the document names, when it is another one: `pain.002.001.03`.
fn other_message(document: &quick_xml::events::BytesStart<'_>) -> Option<String> {
    let named = document.try_get_attribute("xmlns").ok()??;
    let (_, message) = named.value.rsplit_once(':')?;
    (!message.starts_with("pain.001")).then(|| message.to_owned())
}

/// Reads a pain.001, of any version.
///
/// # Errors
/// `SEP-020` when the text is not a pain.001, or an amount is not one to be transferred, in euros.
pub fn read(xml: &str) -> Result<SepaRead, Diagnostic> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let mut out = SepaRead::default();
    let mut day = None;
    // The places asked for come in their order: each end of line is counted once.
    let counted = Cell::new((0, 1));
    let line = |at: u64| {
        let at = usize::try_from(at).unwrap_or(xml.len()).min(xml.len());
        let (from, lines) = counted.get();
        let (from, lines) = if from <= at { (from, lines) } else { (0, 1) };
        let lines = lines + xml.as_bytes()[from..at].iter().filter(|b| **b == b'\n').count() as u64;
        counted.set((at, lines));
        lines
    };
    let bad = |message: String, at: u64| {
        Diagnostic::error("SEP-020", message)
            .in_file("pain.001", Some(line(at)))
            .hint("donner le fichier pain.001 envoyé à la banque, sans modification")
    };
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                path.push(start.local_name().as_ref().to_owned());
                if path.len() == 2 && path[1] != "CstmrCdtTrfInitn" {
                    return Err(bad(
                        format!("« {} » n'est pas un ordre de virement (pain.001)", path[1]),
                        at,
                    ));
                }
                if path.len() == 1
                    && let Some(other) = other_message(&start)
                {
                    return Err(bad(format!("« {other} » n'est pas un ordre de virement (pain.001)"), at));
                }
                if path.last().is_some_and(|name| name == "InstdAmt") && !in_euros(&start) {
                    return Err(bad("montant qui n'est pas en euros".to_owned(), at));
                }
                match path.last().map(String::as_str) {
                    Some("PmtInf") => out.groupes.push(SepaGroup::default()),
                    Some("CdtTrfTxInf") => {
                        let transfer =
                            SepaTransaction { ligne: line(at), date: day, ..SepaTransaction::default() };
                        out.virements.push(transfer);
                        if let Some(group) = out.groupes.last_mut() {
                            group.compte += 1;
                        }
                    }
                    _ => {}
                }
            }
            Ok(Event::End(_)) => {
                path.pop();
            }
            Ok(Event::Text(text)) => {
                let text = text.into_inner();
                let text = text.trim();
                let sum = || Cents::parse_sum(text).map_err(|e| bad(format!("montant : {e}"), at));
                let tail: Vec<&str> = path.iter().rev().take(4).map(String::as_str).collect();
                match tail.as_slice() {
                    ["MsgId", "GrpHdr", ..] => text.clone_into(&mut out.message),
                    ["NbOfTxs", "GrpHdr", ..] => out.nombre = text.parse().ok(),
                    ["CtrlSum", "GrpHdr", ..] => out.total = Some(sum()?),
                    ["ReqdExctnDt", ..] | ["Dt", "ReqdExctnDt", ..] => day = text.parse().ok(),
                    ["NbOfTxs", "PmtInf", ..] => {
                        if let Some(group) = out.groupes.last_mut() {
                            group.nombre = text.parse().ok();
                        }
                    }
                    ["CtrlSum", "PmtInf", ..] => {
                        let total = sum()?;
                        if let Some(group) = out.groupes.last_mut() {
                            group.total = Some(total);
                        }
                    }
                    ["EndToEndId", ..] => {
                        if let Some(t) = out.virements.last_mut() {
                            text.clone_into(&mut t.reference);
                        }
                    }
                    ["IBAN", "Id", "CdtrAcct", ..] => {
                        if let Some(t) = out.virements.last_mut() {
                            text.clone_into(&mut t.iban);
                        }
                    }
                    ["InstdAmt", ..] => {
                        let montant: Cents = text.parse().map_err(|e| bad(format!("montant : {e}"), at))?;
                        if montant <= Cents::ZERO {
                            return Err(bad(format!("montant : « {text} » ne se vire pas"), at));
                        }
                        if let Some(t) = out.virements.last_mut() {
                            t.montant = montant;
                        }
                        if let Some(group) = out.groupes.last_mut() {
                            group.somme += montant;
                        }
                    }
                    _ => {}
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let cause = crate::xml::cause(&error.to_string());
                return Err(bad(format!("XML illisible : {cause}"), at));
            }
        }
    }
    if out.virements.is_empty() {
        return Err(bad("aucun virement dans ce fichier".to_owned(), 0));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_message_of_the_bank_is_refused_and_places_are_lines() {
        let order = |message: &str, currency: &str| {
            format!(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{message}\"><CstmrCdtTrfInitn>\n<PmtInf>\n<CdtTrfTxInf>\n<Amt><InstdAmt Ccy=\"{currency}\">12.50</InstdAmt></Amt></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"
            )
        };
        let read_well = read(&order("pain.001.001.09", "EUR")).unwrap();
        assert_eq!((read_well.virements[0].ligne, read_well.virements[0].montant), (3, Cents(1250)));
        for (text, words, line) in [
            (order("pain.002.001.03", "EUR"), "« pain.002.001.03 » n'est pas un ordre de virement", 1),
            (order("pain.001.001.09", "USD"), "pas en euros", 4),
        ] {
            let fault = read(&text).unwrap_err();
            assert!(fault.message.contains(words) && fault.ligne == Some(line), "{fault}");
        }
    }
}
