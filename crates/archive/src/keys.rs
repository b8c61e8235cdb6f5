//! Who can read an archive.

use std::fmt;
use std::io;

use age::secrecy::{ExposeSecret as _, SecretString};
use age::x25519;
use cddu_rates::Diagnostic;

/// Public keys, or a passphrase; nothing: the archive is not encrypted.
#[derive(Clone, Default)]
pub struct Locks {
    keys: Vec<x25519::Recipient>,
    phrase: Option<SecretString>,
}

impl fmt::Debug for Locks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locks({} keys, passphrase: {})", self.keys.len(), self.phrase.is_some())
    }
}

impl Locks {
    /// Locks for the owners of public keys (`age1...`), one a line or given one by one; `#` begins a remark.
    ///
    /// # Errors
    /// `ARC-020` for what is no public key.
    pub fn for_keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> Result<Self, Diagnostic> {
        let lines = keys.into_iter().flat_map(str::lines).map(str::trim);
        let lines = lines.filter(|l| !l.is_empty() && !l.starts_with('#'));
        let keys = lines.map(|line| {
            line.parse::<x25519::Recipient>().map_err(|_| {
                let shown: String = line.chars().take(12).collect();
                let message = if line.to_uppercase().starts_with("AGE-SECRET-KEY") {
                    "c'est une clé secrète : une archive se chiffre avec la clé publique (age1...)".to_owned()
                } else {
                    format!("« {shown}… » n'est pas une clé publique age")
                };
                Diagnostic::error("ARC-020", message)
                    .hint("une clé publique commence par age1 ; cddu archive cle FICHIER en fait une paire")
            })
        });
        Ok(Self { keys: keys.collect::<Result<_, _>>()?, phrase: None })
    }

    /// A lock opened by a passphrase.
    ///
    /// # Errors
    /// `ARC-021` for fewer than twelve characters.
    pub fn for_phrase(phrase: &str) -> Result<Self, Diagnostic> {
        let phrase = phrase.trim_end_matches(['\r', '\n']);
        if phrase.chars().count() < 12 {
            return Err(Diagnostic::error("ARC-021", "une phrase secrète a au moins 12 caractères")
                .hint("prendre cinq ou six mots sans rapport entre eux"));
        }
        Ok(Self { keys: Vec::new(), phrase: Some(SecretString::from(phrase.to_owned())) })
    }

    /// Nothing is encrypted.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.keys.is_empty() && self.phrase.is_none()
    }

    /// Number of people who can open it.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.keys.len()
    }

    /// `None` when nothing is encrypted; a key that cannot be used is an error, never an archive in clear.
    pub(crate) fn encryptor(&self) -> io::Result<Option<age::Encryptor>> {
        if let Some(phrase) = &self.phrase {
            return Ok(Some(age::Encryptor::with_user_passphrase(phrase.clone())));
        }
        if self.keys.is_empty() {
            return Ok(None);
        }
        let keys = self.keys.iter().map(|k| k as &dyn age::Recipient);
        age::Encryptor::with_recipients(keys).map(Some).map_err(io::Error::other)
    }
}

/// What opens an archive.
#[derive(Default)]
pub struct Keys(Vec<Box<dyn age::Identity>>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Keys {
    /// The secret keys of a file (`AGE-SECRET-KEY-1...`).
    ///
    /// # Errors
    /// `ARC-022` when it holds none.
    pub fn from_file(text: &str) -> Result<Self, Diagnostic> {
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        let keys: Option<Vec<Box<dyn age::Identity>>> = lines
            .map(|l| l.parse::<x25519::Identity>().ok().map(|k| Box::new(k) as Box<dyn age::Identity>))
            .collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(keys)),
            _ => Err(Diagnostic::error("ARC-022", "ce fichier ne contient pas de clé secrète age")
                .hint("donner le fichier que cddu archive cle a écrit (AGE-SECRET-KEY-1...)")),
        }
    }

    /// A passphrase.
    #[must_use]
    pub fn from_phrase(phrase: &str) -> Self {
        let phrase = SecretString::from(phrase.trim_end_matches(['\r', '\n']).to_owned());
        Self(vec![Box::new(age::scrypt::Identity::new(phrase))])
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|k| k.as_ref())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A new pair: the text of the file to keep secret, and the public key to give.
#[must_use]
pub fn generate() -> (String, String) {
    let key = x25519::Identity::generate();
    let public = key.to_public().to_string();
    let secret = format!("# clé publique : {public}\n{}\n", key.to_string().expose_secret());
    (secret, public)
}
