//! The secret that a client shows.

use std::fmt;

use cddu_kit::Diagnostic;
use sha2::{Digest as _, Sha256};

/// Shortest token.
const SHORTEST: usize = 16;

/// A bearer token: only its hash is kept, and it is never shown.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// A token from its text, without the spaces and line ends around it.
    ///
    /// ```
    /// use cddu_serveur::Token;
    /// let token = Token::new("0123456789abcdef\n").unwrap();
    /// assert!(token.is("0123456789abcdef") && !token.is("0123456789abcdeF"));
    /// assert!(Token::new("court").is_err());
    /// ```
    ///
    /// # Errors
    /// `HTTP-021` for fewer than 16 characters, or characters that a header cannot hold.
    pub fn new(text: &str) -> Result<Self, Diagnostic> {
        let text = text.trim();
        if text.len() < SHORTEST || !text.bytes().all(|b| b.is_ascii_graphic()) {
            let message = format!(
                "le jeton doit avoir au moins {SHORTEST} caractères, lettres sans accent, chiffres ou signes"
            );
            return Err(Diagnostic::error("HTTP-021", message)
                .hint("en tirer un au hasard : head -c 24 /dev/urandom | base64 > jeton.txt"));
        }
        Ok(Self(Sha256::digest(text.as_bytes()).into()))
    }

    /// True for its own text. The time taken says nothing of the text.
    #[must_use]
    pub fn is(&self, shown: &str) -> bool {
        let shown: [u8; 32] = Sha256::digest(shown.as_bytes()).into();
        self.0.iter().zip(shown).fold(0, |gap, (a, b)| gap | (a ^ b)) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
