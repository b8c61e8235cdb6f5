//! Why an IBAN is refused, in French.

/// What is wrong with an account number: its length, a character, its country or its key.
#[must_use]
pub fn refus(iban: &str) -> Option<String> {
    use sepa::IbanError as E;
    let error = sepa::validate_iban(iban).err()?;
    Some(match error {
        E::InvalidLength { len } => format!("{len} caractères, un IBAN en a 15 à 34"),
        E::InvalidCharacter { ch } => format!("le caractère « {ch} » n'est ni une lettre ni un chiffre"),
        E::InvalidChecksum { .. } => "sa clé est fausse : un chiffre ou une lettre a changé".to_owned(),
        E::WrongLengthForCountry { country, expected, actual } => {
            format!("{actual} caractères, un IBAN {country} en a {expected}")
        }
        E::InvalidCountryCode { code } => format!("« {code} » n'est pas un code de pays"),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::refus;

    #[test]
    fn each_fault_has_its_words() {
        assert_eq!(refus("FR7630006000011234567890189"), None);
        for (iban, words) in [
            ("FR7630006000011234567890188", "sa clé est fausse : un chiffre ou une lettre a changé"),
            ("FR763000600001123456789018", "26 caractères, un IBAN FR en a 27"),
            ("FR76 3000", "8 caractères, un IBAN en a 15 à 34"),
            ("7630006000011234567890189", "« 76 » n'est pas un code de pays"),
            ("FR76300060000112345678901_9", "le caractère « _ » n'est ni une lettre ni un chiffre"),
        ] {
            assert_eq!(refus(iban).as_deref(), Some(words), "{iban}");
        }
    }
}
