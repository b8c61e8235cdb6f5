//! The words of a message, apart from the contract or the person it is said of: what is said in the same words of several
//! concerns none of them in particular.

/// What is said, without the contract or the person it is said of: `contrat P01-1 : le texte`, `P01-1 : le texte`.
#[must_use]
pub fn words(message: &str) -> &str {
    let Some((subject, text)) = message.split_once(" : ") else { return message };
    let name = subject.strip_prefix("contrat ").unwrap_or(subject);
    let bare =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    // A number is given to a name; a word alone (« attention : ») says something.
    let numbered = name.chars().any(|c| c.is_ascii_digit());
    if bare && (numbered || name.len() < subject.len()) { text } else { message }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_contract_is_left_out_of_the_words_and_nothing_else() {
        for (message, said) in [
            ("contrat C : le texte", "le texte"),
            ("P01-1 : le texte", "le texte"),
            ("attention : le texte", "attention : le texte"),
            ("la case 12 : le texte", "la case 12 : le texte"),
            ("le texte", "le texte"),
        ] {
            assert_eq!(words(message), said);
        }
    }
}
