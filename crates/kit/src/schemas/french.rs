//! The descriptions of the schemas in French: the types say them in English, for who reads the code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

/// English description, on one line, and its French.
static TEXTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    // The file is embedded: a test reads it.
    serde_json::from_str(include_str!("francais.json")).unwrap_or_default()
});

/// Puts every description of a schema in French. A text that the file lacks stays as it is; a test refuses it.
pub(super) fn describe(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    // A property may be called `description`: its schema is an object.
                    Value::String(text) if key == "description" => {
                        if let Some(french) = TEXTS.get(&one_line(text)) {
                            french.clone_into(text);
                        }
                    }
                    _ => describe(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(describe),
        _ => {}
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::schemas::NAMES;
    use crate::schemas::made::{get, of_types};

    /// Texts that the program writes in French itself.
    const WRITTEN_IN_FRENCH: [&str; 13] = [
        "Ce qui ne va pas et que faire",
        "Contrôle de la norme (S21.G00.30.001/CCH-14) ou règle de forme (FMT-01)",
        "Date AAAA-MM-JJ qui existe dans le calendrier",
        "Heure de la journée, de 00:00 à 24:00",
        "Heures, jours ou coefficient, quatre décimales au plus",
        "Ligne du fichier, à partir de 1",
        "Montant en euros, deux décimales au plus (\"1735.54\")",
        "Nom et matricule de la personne, quand la ligne en parle",
        "Numéro du contrat, quand la ligne en parle",
        "Rubrique ou bloc ; vide quand la ligne n'en a pas",
        "Taux en pour cent (\"6.90\" pour 6,90 %)",
        "Texte libre de l'appelant, répété par la réponse",
        "Une anomalie d'une DSN",
    ];

    fn collect(schema: &Value, out: &mut BTreeSet<String>) {
        match schema {
            Value::Object(map) => {
                for (key, value) in map {
                    match value.as_str() {
                        Some(text) if key == "description" => {
                            out.insert(one_line(text));
                        }
                        _ => collect(value, out),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| collect(value, out)),
            _ => {}
        }
    }

    /// Every description of every schema is in French, and no text of the file is left over.
    #[test]
    fn every_description_is_in_french() {
        let mut written = BTreeSet::new();
        for (name, _) in NAMES {
            collect(&of_types(name).unwrap(), &mut written);
        }
        let known = |text: &&String| TEXTS.contains_key(*text) || WRITTEN_IN_FRENCH.contains(&text.as_str());
        let missing: Vec<_> = written.iter().filter(|text| !known(text)).collect();
        assert!(missing.is_empty(), "to add to schemas/francais.json, in French: {missing:#?}");
        let unused: Vec<_> = TEXTS.keys().filter(|text| !written.contains(*text)).collect();
        assert!(unused.is_empty(), "to take out of schemas/francais.json: {unused:#?}");
        assert_eq!(
            get("bulletin").unwrap()["properties"]["date_paiement"]["description"],
            "Date de paiement."
        );
    }
}
